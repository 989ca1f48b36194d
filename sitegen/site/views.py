"""All that a template may see: one frozen view per template, made of texts, numbers and smaller records.

A page is a pure function of its view and its theme. docs/themes.md lists every field; a test holds it to this module,
to view_parts.py and to cable_parts.py.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import msgspec

from sitegen.records.blocks import Block
from sitegen.site.cable_parts import (
    Citation,
    Corrected,
    Marking,
    Named,
    Provenance,
    Reference,
    Related,
    SourcePart,
    Who,
)
from sitegen.site.index_parts import Account, Arc, Cited, Day, Event, Node, WorldMap
from sitegen.site.view_parts import Chart, Counted, Link, Listed, Order, Pager, Row, Said, Term, View, When


class HomeView(View, frozen=True, kw_only=True):
    """home.html"""

    total: int  # cables
    span: str  # the years that the archive covers: "2008 to 2010"
    chart: Chart | None
    latest: tuple[Row, ...]  # the latest by their own dates
    origins: tuple[Counted, ...]
    topics: tuple[Counted, ...]  # the most frequent subjects
    people: tuple[Counted, ...]
    classifications: tuple[Counted, ...]
    introduction: str  # the first paragraph of content/pages/about.md, Markdown
    posts: int
    persons: int
    subjects: int  # topics of every kind
    cited: tuple[Counted, ...]  # the cables that others of the archive cite most


class CablesView(View, frozen=True, kw_only=True):
    """cables.html"""

    rows: tuple[Row, ...]
    pager: Pager
    orders: tuple[Order, ...]  # earliest | latest
    years: tuple[Counted, ...]  # on the first page, as are classifications
    classifications: tuple[Counted, ...]


class Elsewhere(msgspec.Struct, frozen=True):
    """A paragraph that was published here: its anchor, and where its text is now or why it was withdrawn."""

    anchor: str
    url: str  # "" for one that was withdrawn
    why: str


class Changed(msgspec.Struct, frozen=True):
    """A correction of a published page, as content/corrections.yaml tells it."""

    when: When | None
    row: Row
    url: str  # of the page, or of the paragraph
    paragraph: str  # its anchor; "" for the page
    what: str
    why: str
    anchor: str  # of this entry in the log


class CableView(View, frozen=True, kw_only=True, dict=True):
    """cable.html"""

    id: str
    title: str
    subject: str
    when: When | None
    date_basis: str
    classification: Term | None
    captions: tuple[Term, ...]
    origin: Link | None
    precedence: Term | None  # the action addressees'
    precedence_info: Term | None  # the others'
    from_: str
    to: tuple[str, ...]
    info: tuple[str, ...]
    topics: tuple[Counted, ...]  # note is the code
    countries: tuple[Link, ...]
    references: tuple[Reference, ...]
    references_other: tuple[str, ...]
    cited_by: tuple[Row, ...]
    classified_by: str
    reasons: tuple[Term, ...]
    declassify_on: When | None
    derived_from: str
    downgrade: Term | None
    pass_lines: tuple[str, ...]
    transmission_id: str
    sections: int | None
    signed_by: str
    people: tuple[Named, ...]
    doubts: tuple[Said, ...]
    body: tuple[Block, ...]
    marking: Marking
    contents: tuple[Link, ...]  # headings
    marks: tuple[Term, ...]  # portion marks that stand in the text
    terms: tuple[Term, ...]  # acronyms that stand in the text
    corrections: int  # changes of words in the text
    has_redactions: bool  # whether runs of X stand in it
    withheld: int  # places where this archive withholds words
    previous: Row | None
    next: Row | None
    post_previous: Row | None  # the same among the cables of its post
    post_next: Row | None
    related: tuple[Related, ...]
    who: tuple[Who, ...]
    permalink: str  # absolute
    paragraph_permalink: str  # absolute, of the first paragraph; "" without one
    source: Provenance | None
    published_sha256: str  # of the source's lines as published
    source_text: str  # links; "" when not written
    source_page: str
    cable_json: str
    witnesses: tuple[Provenance, ...]
    elsewhere: tuple[Elsewhere, ...]  # paragraphs that readers have linked and that are not here any more
    changed: tuple[Changed, ...]  # what was corrected since the page was published, the latest first
    cite: Callable[[], tuple[Citation, ...]]
    spell_out: Callable[[str], str]

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """How to cite the cable, made when a template asks for it."""
        return self.cite()

    @cached_property
    def addressees(self) -> tuple[Term, ...]:
        """Those of ``to``, each with its name spelt out where it is a post's."""
        return self._spelt(self.to)

    @cached_property
    def addressees_info(self) -> tuple[Term, ...]:
        """Those of ``info``, likewise."""
        return self._spelt(self.info)

    def _spelt(self, written: tuple[str, ...]) -> tuple[Term, ...]:
        found = [(name, self.spell_out(name)) for name in written]
        return tuple(Term(name, meaning if meaning != name else "") for name, meaning in found)


class SourceView(View, frozen=True, kw_only=True):
    """source.html"""

    id: str
    title: str
    cable: str  # the link of the cable's page
    body: tuple[Block, ...]
    marking: Marking
    parts: tuple[SourcePart, ...]
    aligned: bool  # whether the words of the text were found in the lines
    lines: int
    unread: int  # lines with words that are not in the reading text
    corrected: tuple[Corrected, ...]
    when: When | None
    date_basis: str
    doubts: tuple[Said, ...]
    source: Provenance
    published_sha256: str
    source_text: str
    witnesses: tuple[Provenance, ...]


class TopicGroup(msgspec.Struct, frozen=True):
    """Topics of one kind: subject, program, country, region, organization, person or unknown."""

    kind: str
    topics: tuple[Listed, ...]  # note is the code


class TopicsView(View, frozen=True, kw_only=True):
    """topics.html"""

    groups: tuple[TopicGroup, ...]  # those on this page; one of no kind where the order is not by kind
    kinds: tuple[Counted, ...]  # the kinds of the whole list, and where each begins
    orders: tuple[Order, ...]  # kind | name | count
    pager: Pager


class TopicView(View, frozen=True, kw_only=True):
    """topic.html"""

    code: str
    label: str
    kind: str
    note: str
    span: str  # the years of its cables
    place: Link | None  # the page of the country
    rows: tuple[Row, ...]
    pager: Pager


class Letter(msgspec.Struct, frozen=True):
    """Persons whose sort names begin with one letter."""

    letter: str
    anchor: str
    people: tuple[Listed, ...]  # text is the sort name


class PeopleView(View, frozen=True, kw_only=True):
    """people.html"""

    index: tuple[Link, ...]  # every letter of the whole list, and where it begins
    letters: tuple[Letter, ...]  # those on this page; one without a letter where the order is not by name
    orders: tuple[Order, ...]  # name | count
    pager: Pager


class Office(msgspec.Struct, frozen=True):
    """An office that a person held, when, and the paragraph that says so."""

    role: str
    when: str
    link: Link | None


class Mention(msgspec.Struct, frozen=True):
    """A paragraph that names a person: its link and number, and its words; odd parts are the name."""

    url: str
    label: str  # the paragraph's number, or ""
    parts: tuple[str, ...]


class MentionsIn(msgspec.Struct, frozen=True, dict=True):
    """A cable with the paragraphs that name a person. None of them: the cable names the person in its header."""

    row: Row
    spellings: tuple[str, ...]
    find: Callable[[], tuple[Mention, ...]] | None = None

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The paragraphs, found when a template asks for them."""
        return self.find() if self.find else ()


class PersonView(View, frozen=True, kw_only=True):
    """person.html"""

    name: str
    span: str  # the years of the cables that name the person
    variants: tuple[str, ...]
    offices: tuple[Office, ...]
    identifiers: tuple[Link, ...]  # external; url "" when unknown
    note: str
    cables: tuple[MentionsIn, ...]
    named_with: tuple[Counted, ...]  # persons named in the same cables
    pager: Pager


class PlacesView(View, frozen=True, kw_only=True):
    """places.html"""

    posts: tuple[Listed, ...]
    countries: tuple[Listed, ...]  # note is the code
    world_map: WorldMap | None  # where a place has coordinates or an outline


class PlaceView(View, frozen=True, kw_only=True):
    """place.html"""

    name: str
    kind: str  # post | country
    code: str
    note: str
    country: Link | None  # of a post
    posts: tuple[Counted, ...]  # of a country
    chart: Chart | None
    rows: tuple[Row, ...]
    pager: Pager


class YearLine(msgspec.Struct, frozen=True):
    """A year of the timeline with its months."""

    year: Counted
    chart: Chart


class TimelineView(View, frozen=True, kw_only=True):
    """timeline.html"""

    chart: Chart | None  # all years, where there are many
    years: tuple[YearLine, ...]
    levels: tuple[str, ...]  # the classifications of the charts, the highest first
    undated: tuple[Row, ...]  # the first of them
    all_undated: Counted | None  # where all of them are, when they are more


class YearView(View, frozen=True, kw_only=True):
    """year.html"""

    year: int
    chart: Chart | None  # on the first page of the list
    previous: Link | None
    next: Link | None
    rows: tuple[Row, ...]
    pager: Pager


class MonthView(View, frozen=True, kw_only=True, dict=True):
    """month.html"""

    name: str
    year: Link
    chart: Chart | None  # days, on the first page of the list
    days: tuple[Day, ...]
    find: Callable[[], tuple[Event, ...]] | None = None
    previous: Link | None
    next: Link | None
    rows: tuple[Row, ...]
    pager: Pager


    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The dates that the cables of this page mention, looked for when a template asks for them."""
        return self.find() if self.find else ()


class SearchView(View, frozen=True, kw_only=True):
    """search.html"""

    action: str
    bundle: str  # the link of the folder with the index
    numbers: str  # the link of the folder in which cables are looked up by their numbers
    number_parts: int  # how many files it has
    first_day: str  # of the archive's dated cables, "" where none is
    last_day: str
    example: Row | None  # a cable, to show how its number leads to its page
    years: tuple[Counted, ...]
    origins: tuple[Counted, ...]
    topics: tuple[Counted, ...]
    people: tuple[Counted, ...]  # those whom most cables name


class CorrectionsView(View, frozen=True, kw_only=True):
    """corrections.html: the log of corrections, the latest first."""

    entries: tuple[Changed, ...]
    pager: Pager
    feed: str


class ReferencesView(View, frozen=True, kw_only=True):
    """references.html"""

    nodes: tuple[Node, ...]  # in order of time
    arcs: tuple[Arc, ...]
    complete: bool  # whether every citation is in the graph
    cited: tuple[Cited, ...]  # those that are cited most
    all_cited: int
    outside: int  # of them not in this archive
    citing: int


class PlainView(View, frozen=True, kw_only=True):
    """page.html"""

    title: str
    body: str  # Markdown
    account: Account | None  # on the about page


class NotFoundView(View, frozen=True, kw_only=True):
    """404.html"""


class RedirectView(View, frozen=True, kw_only=True):
    """redirect.html: stands at an alias, for hosts that know no redirects."""

    target: str


class WithdrawnView(View, frozen=True, kw_only=True):
    """withdrawn.html: stands where a page was published that was withdrawn."""

    path: str  # below base_url
    why: str


#: template -> the view that it sees
TEMPLATES: dict[str, type[View]] = {
    "home.html": HomeView, "cables.html": CablesView, "cable.html": CableView, "source.html": SourceView,
    "topics.html": TopicsView, "topic.html": TopicView, "people.html": PeopleView, "person.html": PersonView,
    "places.html": PlacesView, "place.html": PlaceView, "timeline.html": TimelineView, "year.html": YearView,
    "month.html": MonthView, "references.html": ReferencesView,
    "search.html": SearchView, "page.html": PlainView, "404.html": NotFoundView,
    "redirect.html": RedirectView, "withdrawn.html": WithdrawnView,
    "corrections.html": CorrectionsView,
}
