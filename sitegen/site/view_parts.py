"""What the views of several templates are made of: links, dates, rows of cables, charts, and the page's frame."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import msgspec


class Link(msgspec.Struct, frozen=True):
    """A link inside the site: what it says, where it goes."""

    text: str
    url: str


class Counted(msgspec.Struct, frozen=True):
    """A link with the number of cables behind it, and a short code or note beside it."""

    text: str
    url: str
    count: int
    note: str = ""


class Listed(msgspec.Struct, frozen=True):
    """An entry of a long list: a link with the number of cables behind it, their years, and one thing more."""

    text: str
    url: str
    count: int
    note: str  # as Counted's
    span: str  # the years of the cables; "" when none has a year
    detail: str  # of a person the last office that a cable states, of a topic its kind


class Order(msgspec.Struct, frozen=True):
    """An order in which a list can be read, and where it is in that order."""

    key: str
    url: str
    current: bool


class Term(msgspec.Struct, frozen=True):
    """A sign with its meaning: a caption, a portion mark, an acronym."""

    sign: str
    meaning: str


class Said(msgspec.Struct, frozen=True):
    """A sentence and its language."""

    text: str
    language: str


class When(msgspec.Struct, frozen=True):
    """A date: for people, for machines (``<time datetime>``, "" when it is no plain date), and as the page has it."""

    text: str
    machine: str
    edtf: str
    estimated: bool


class Row(msgspec.Struct, frozen=True):
    """A cable in a list."""

    url: str
    id: str
    title: str
    when: When | None
    classification: str
    origin: str


class Pager(msgspec.Struct, frozen=True):
    """Where in a list that is split into pages this page stands."""

    number: int
    pages: int
    total: int
    first: int  # the number of the first entry on this page, from 1
    last: int
    previous: str  # links; "" at an end
    next: str
    links: tuple[tuple[int, str], ...]  # numbers of pages near by, the first and the last, with their links


class BarPart(msgspec.Struct, frozen=True):
    """The cables of one classification in a bar; ``share`` is in per cent of the chart's height, ``below`` that of the
    parts under it."""

    classification: str  # "" where the cable states none
    count: int
    share: float
    below: float


class Bar(msgspec.Struct, frozen=True):
    """A bar of a chart: ``share`` is its height in per cent of the highest."""

    label: str
    name: str  # in full, for those who cannot see the chart
    url: str  # "" for a bar of no height
    count: int
    share: float
    parts: tuple[BarPart, ...] = ()  # from the ground up; none has no cables


class Chart(msgspec.Struct, frozen=True):
    """A bar chart: a bar a day, a month or a year."""

    title: str
    unit: str  # day | month | year
    bars: tuple[Bar, ...]
    highest: int
    align: str  # where a label stands: at the middle of its bar, or at the start of its run of bars
    levels: tuple[str, ...] = ()  # the classifications that its bars have, the highest first


class SiteInfo(msgspec.Struct, frozen=True):
    """What every page says about the site."""

    title: str
    description: str
    publisher: str
    contact: str
    rights: str
    language: str  # of the interface
    documents_language: str
    home: str
    search: str
    feed: str
    pages: tuple[Link, ...]  # those of content/pages/
    origin: str = ""  # scheme and host of the site; a link behind it is a whole address
    noindex: bool = False  # search engines are asked to leave the site out
    corrections: str = ""  # the log of corrections; "" without one
    explained_in: str = "en"  # the language of the meanings of codes


class Head(msgspec.Struct, frozen=True, dict=True):
    """What stands in a page's head, for machines. ``find`` tells, when it is asked for, what not every theme shows."""

    title: str  # the page's own; "" for a page that ``section`` names
    description: str
    canonical: str
    #: home, cables, source, topics, people, places, timeline, search, pages, corrections, not_found, moved or withdrawn
    section: str
    type: str = "website"  # Open Graph's
    page: int = 1  # of a list that is split into pages
    order: str = ""  # of a list that is not in its usual order: its section and the key of the order
    filters: tuple[tuple[str, str], ...] = ()  # facets of the search
    alternates: tuple[tuple[str, str], ...] = ()  # media type, link
    card: str = ""  # the link of its own picture, for previews of links; "" where the site's serves
    unpublished: str = ""  # "draft", or the day from which readers may see it; "" when they may
    find: Callable[[], tuple[tuple[tuple[str, str], ...], str]] | None = None

    @cached_property
    def _found(self) -> tuple[tuple[tuple[str, str], ...], str]:
        return self.find() if self.find else ((), "")

    @property
    def meta(self) -> tuple[tuple[str, str], ...]:
        """``citation_*`` and the like."""
        return self._found[0]

    @property
    def structured(self) -> str:
        """JSON-LD."""
        return self._found[1]


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What the views of all templates have."""

    site: SiteInfo
    head: Head
    crumbs: tuple[Link, ...] = ()  # between the section and this page
