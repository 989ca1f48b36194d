"""What the pages of the site share: the frame, rows of cables, counted links, lists split into pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sitegen.site import urls
from sitegen.site.model import Site
from sitegen.site.people import PersonRecord
from sitegen.site.topics import TopicRecord, shown_as
from sitegen.site.view_parts import Counted, Head, Listed, Order, Pager, Row, SiteInfo

_T = TypeVar("_T")


def site_info(site: Site) -> SiteInfo:
    """What every page says about the site."""
    return site.frame.info


def head(
    site: Site, path: str, section: str, title: str = "", description: str = "", *, number: int = 1, order: str = ""
) -> Head:
    """The head of a page that is no cable's; without a title it is the first page of its section.

    Of a list at ``path`` that is split into pages it is that of page ``number``.
    """
    return Head(title=title, description=shorten(description), section=section,
                canonical=site.urls.absolute(urls.numbered(path, number)), page=number, order=order)


def shorten(text: str, length: int = 200) -> str:
    """A text cut between words so that it has at most ``length`` signs, an ellipsis for what is cut."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def rows(site: Site, ids: Iterable[str]) -> tuple[Row, ...]:
    """Cables as entries of a list."""
    return tuple(map(site.rows.__getitem__, ids))


def pages_of(site: Site, entries: Sequence[_T], size: int = 0) -> int:
    """How many pages a list of these entries has, with ``size`` on each (that of site.yaml unless given)."""
    return max(1, -(-len(entries) // (size or site.config.page_size)))


def page_of(site: Site, path: str, entries: Sequence[_T], number: int, size: int = 0) -> tuple[Sequence[_T], Pager]:
    """The entries on one page of the list at ``path``, and where in the list that is."""
    size, last = size or site.config.page_size, pages_of(site, entries, size)
    start = (number - 1) * size
    shown = entries[start:start + size]

    def link(page: int) -> str:
        return site.urls.link(urls.numbered(path, page)) if 1 <= page <= last else ""

    near = sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)})
    return shown, Pager(number, last, len(entries), start + 1 if shown else 0, start + len(shown), link(number - 1),
                        link(number + 1), tuple((page, link(page)) for page in near))


def counted_topic(site: Site, topic: TopicRecord) -> Counted:
    """A topic as a link; its note is the code."""
    text = shown_as(topic.code, topic.label, site.config.language)
    return Counted(text, site.urls.link(urls.topic(topic.code)), len(topic.cables), topic.code)


def counted_person(site: Site, person: PersonRecord, name: str = "") -> Counted:
    """A person as a link that says ``name`` (their own name unless given).

    The note of one who is known by a surname alone is the cable that it stands in: others may bear it.
    """
    note = person.namings[0].cable if len(person.name.split()) == 1 and len(person.namings) == 1 else ""
    return Counted(name or person.name, site.urls.link(urls.person(person.slug)), len(person.namings), note)


def listed_topic(site: Site, topic: TopicRecord) -> Listed:
    """A topic as an entry of the list of topics."""
    found = counted_topic(site, topic)
    return Listed(found.text, found.url, found.count, found.note, span_of(site, topic.cables), topic.kind)


def listed_person(site: Site, person: PersonRecord) -> Listed:
    """A person as an entry of the list of persons, under their sort name, with the last office that a cable states."""
    found = counted_person(site, person, person.sort)
    years = [year for naming in (person.namings[0], *reversed(person.namings)) if (year := site.dated[naming.cable][0])]
    return Listed(found.text, found.url, found.count, found.note, _span(years[:1] + years[1:2]),
                  person.roles[-1].role if person.roles else "")


def span_of(site: Site, ids: Sequence[str]) -> str:
    """The years of cables in order of time: ``2008–2010``, ``2009``; "" when none has a year."""
    first = next((year for cable_id in ids if (year := site.dated[cable_id][0])), None)
    last = next((year for cable_id in reversed(ids) if (year := site.dated[cable_id][0])), None)
    return _span([first, last]) if first and last else ""


def _span(years: Sequence[int]) -> str:
    return "–".join(str(year) for year in dict.fromkeys(years))


def orders(
    site: Site, path: str, keys: Sequence[str], current: str, entries: Sequence[object]
) -> tuple[Order, ...]:
    """The orders that a list of these entries can be read in: the first has the list's own path. None where there is
    nothing to be put in order."""
    paths = {key: path if key == keys[0] else urls.ordered(path, key) for key in keys if len(entries) > 1}
    return tuple(Order(key, site.urls.link(own), key == current) for key, own in paths.items())


def most_frequent(entries: Iterable[Counted], number: int) -> tuple[Counted, ...]:
    """The entries with the most cables, the most frequent first."""
    return tuple(sorted(entries, key=lambda entry: (-entry.count, entry.text))[:number])
