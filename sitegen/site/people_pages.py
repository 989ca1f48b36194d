"""The list of persons, and the page of one: every paragraph that names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from heapq import nsmallest

from msgspec.structs import replace

from sitegen.records.blocks import parse
from sitegen.records.document import Document
from sitegen.site import explain, urls
from sitegen.site.lists import counted_person, head, listed_person, orders, page_of, site_info, span_of
from sitegen.site.mentions import anchored_texts, mentions
from sitegen.site.model import Frame, Site
from sitegen.site.people import PersonRecord, fold
from sitegen.site.view_parts import Counted, Link
from sitegen.site.views import Letter, Mention, MentionsIn, Office, PeopleView, PersonView

#: authority files by the names that people.yaml gives them -> the address of an identifier
_REGISTERS = {
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "viaf": "https://viaf.org/viaf/{}",
    "isni": "https://isni.org/isni/{}",
    "loc": "https://id.loc.gov/authorities/names/{}",
}


#: the orders of the list of persons, the usual one first
ORDERS = ("name", "count")
#: each letter -> the pages of the list of persons that it stands on, in order
Letters = Mapping[str, Sequence[int]]


def letters(site: Site) -> Letters:
    """Where in the list of persons each letter stands."""
    found: dict[str, list[int]] = {}
    for position, person in enumerate(site.people):
        page = position // site.config.page_size + 1
        pages = found.setdefault(_initial(person), [])
        if not pages or pages[-1] != page:
            pages.append(page)
    return found


def people(site: Site, index: Letters, order: str, entries: Sequence[PersonRecord], number: int) -> PeopleView:
    """One page of the list of persons: ``entries``, in one of ``ORDERS``. By name they stand by their letters."""
    by_name = order == ORDERS[0]
    path = urls.PEOPLE if by_name else urls.ordered(urls.PEOPLE, order)
    shown, pager = page_of(site, path, entries, number)
    groups: dict[str, list[PersonRecord]] = {}
    for person in shown:
        groups.setdefault(_initial(person) if by_name else "", []).append(person)
    return PeopleView(
        site=site_info(site),
        head=head(site, path, "people", number=number, order="" if by_name else f"people.{order}"),
        index=_index(site, index, number if by_name else 0),
        letters=tuple(Letter(letter, _anchor(letter) if letter else "", tuple(listed_person(site, p) for p in group))
                      for letter, group in groups.items()),
        orders=orders(site, urls.PEOPLE, ORDERS, order, site.people), pager=pager)


def most_named(site: Site) -> list[PersonRecord]:
    """The persons, those whom most cables name first."""
    return sorted(site.people, key=lambda person: -len(person.namings))  # of as many, by their sort names


def _initial(person: PersonRecord) -> str:
    initial = fold(person.sort)[:1].upper()
    return initial if initial.isalpha() else "#"


def _anchor(letter: str) -> str:
    return f"letter-{'other' if letter == '#' else letter.lower()}"


def _index(site: Site, letters: Letters, shown: int) -> tuple[Link, ...]:
    """Every letter, and the page and place at which it begins; letters of the page that is shown lead into it."""
    return tuple(Link(letter, site.urls.link(urls.numbered(urls.PEOPLE, shown if shown in pages else pages[0]),
                                             _anchor(letter)))
                 for letter, pages in letters.items())


@dataclass(frozen=True, slots=True)
class PersonContext:
    """All that a page of a person shows and that does not stand in the bodies of the cables.

    ``names`` are, for each cable on the page, all its persons (a key of each, and their names there): the longest name
    in a text tells who is meant.
    """

    key: str
    view: PersonView
    paths: tuple[str, ...]
    names: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]
    frame: Frame


def person_context(site: Site, record: PersonRecord, number: int) -> PersonContext:
    """What one page of a person needs to know, but for the words of the cables: those of ``person_cables``."""
    path = urls.person(record.slug)
    shown, pager = page_of(site, path, record.namings, number)
    view = PersonView(
        site=site_info(site), head=head(site, path, "people", record.name, number=number),
        name=record.name, span=span_of(site, [naming.cable for naming in record.namings]),
        variants=record.variants, offices=_offices(site, record),
        identifiers=tuple(Link(f"{name}: {value}", _register(name, value)) for name, value in record.identifiers),
        note=record.note, cables=tuple(MentionsIn(site.rows[naming.cable], naming.names) for naming in shown),
        named_with=_named_with(site, record), pager=pager)
    names = tuple(tuple((other.slug, spelt) for other, spelt in site.people_of[naming.cable]) for naming in shown)
    return PersonContext(record.slug, view, tuple(site.path(naming.cable) for naming in shown), names, site.frame)


def person_cables(site: Site, record: PersonRecord, number: int) -> tuple[str, ...]:
    """The cables whose words are on one page of a person."""
    return tuple(naming.cable for naming in page_of(site, urls.person(record.slug), record.namings, number)[0])


def person_view(context: PersonContext, documents: Sequence[Document]) -> PersonView:
    """One page of the cables that name a person, with every paragraph that does.

    The paragraphs are looked for when the page asks for them: not every theme shows them.
    """
    cables = tuple(
        MentionsIn(entry.row, entry.spellings, partial(_mentions, context.key, context.frame, path, document, names))
        for entry, path, document, names in
        zip(context.view.cables, context.paths, documents, context.names, strict=True))
    return replace(context.view, cables=cables)


def _register(register: str, value: str) -> str:
    pattern = _REGISTERS.get(register.lower())
    return pattern.format(value) if pattern and value.replace("-", "").isalnum() else ""


def _offices(site: Site, record: PersonRecord) -> tuple[Office, ...]:
    out = []
    for role in record.roles:
        link = None
        date = role.as_of
        if role.cable:
            path = site.path(role.cable)
            words = f"{role.cable}, ¶{role.paragraph[1:]}" if role.paragraph[:1] == "p" else role.cable
            link = Link(words, site.urls.link(path, role.paragraph))
            date = date or site.cable(role.cable).date.partition("T")[0]
        found = explain.when(date, site.config.language)
        out.append(Office(role.role, found.text if found else "", link))
    return tuple(out)


def _mentions(
    key: str, frame: Frame, path: str, document: Document, names: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[Mention, ...]:
    return tuple(Mention(frame.urls.link(path, anchor), number, parts)
                 for anchor, number, parts in _found(document, names)[key])


@lru_cache(maxsize=1024)  # a cable is on the pages of all its persons, and its body is read and parsed once for them
def _found(
    document: Document, names: tuple[tuple[str, tuple[str, ...]], ...]
) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    """The paragraphs of a cable that name each of its persons."""
    return mentions(anchored_texts(parse(document.body)), dict(names))


@lru_cache(maxsize=1)  # all pages of a person have it
def _named_with(site: Site, record: PersonRecord) -> tuple[Counted, ...]:
    shared: dict[PersonRecord, int] = {}
    for naming in record.namings:
        for other, _ in site.people_of[naming.cable]:
            if other is not record:
                shared[other] = shared.get(other, 0) + 1
    first = nsmallest(12, shared.items(), key=lambda found: (-found[1], found[0].name))
    return tuple(replace(counted_person(site, other), count=count) for other, count in first)
