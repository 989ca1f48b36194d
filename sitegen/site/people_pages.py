"""The list of persons, and the page of one: every paragraph that names them."""

from __future__ import annotations

from dataclasses import replace

from sitegen.records.blocks import parse
from sitegen.site import explain, urls
from sitegen.site.lists import counted_person, head, most_frequent, page_of, row, site_info
from sitegen.site.mentions import anchored_texts, mentions
from sitegen.site.model import Site
from sitegen.site.people import Naming, PersonRecord, fold
from sitegen.site.view_parts import Counted, Link
from sitegen.site.views import Letter, Mention, MentionsIn, Office, PeopleView, PersonView

#: authority files by the names that people.yaml gives them -> the address of an identifier
_REGISTERS = {
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "viaf": "https://viaf.org/viaf/{}",
    "isni": "https://isni.org/isni/{}",
    "loc": "https://id.loc.gov/authorities/names/{}",
}


def people(site: Site, number: int) -> PeopleView:
    """One page of the list of persons, by the first letters of their sort names."""
    shown, pager = page_of(site, urls.PEOPLE, site.people, number)
    letters: dict[str, list[PersonRecord]] = {}
    for person in shown:
        letters.setdefault(_initial(person), []).append(person)
    return PeopleView(
        site=site_info(site), head=head(site, urls.numbered(urls.PEOPLE, number), "people"),
        index=_index(site, number),
        letters=tuple(Letter(letter, _anchor(letter), tuple(counted_person(site, p, p.sort) for p in group))
                      for letter, group in letters.items()),
        pager=pager)


def _initial(person: PersonRecord) -> str:
    initial = fold(person.sort)[:1].upper()
    return initial if initial.isalpha() else "#"


def _anchor(letter: str) -> str:
    return f"letter-{'other' if letter == '#' else letter.lower()}"


def _index(site: Site, shown: int) -> tuple[Link, ...]:
    """Every letter, and the page and place at which it begins; letters of the page that is shown lead into it."""
    places: dict[str, int] = {}
    for position, person in enumerate(site.people):
        page = position // site.config.page_size + 1
        letter = _initial(person)
        if letter not in places or page == shown:
            places[letter] = page
    return tuple(Link(letter, site.urls.link(urls.numbered(urls.PEOPLE, page), _anchor(letter)))
                 for letter, page in places.items())


def person(site: Site, record: PersonRecord, number: int) -> PersonView:
    """One page of the cables that name a person, with every paragraph that does."""
    path = urls.person(record.slug)
    shown, pager = page_of(site, path, record.namings, number)
    return PersonView(
        site=site_info(site), head=head(site, urls.numbered(path, number), "people", record.name),
        name=record.name, variants=record.variants, offices=_offices(site, record),
        identifiers=tuple(Link(f"{name}: {value}", _register(name, value)) for name, value in record.identifiers),
        note=record.note, cables=tuple(_mentions(site, record, naming) for naming in shown),
        named_with=_named_with(site, record), pager=pager)


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


def _mentions(site: Site, record: PersonRecord, naming: Naming) -> MentionsIn:
    if naming.cable not in site.mentions:
        site.mentions[naming.cable] = _read_mentions(site, naming.cable)
    return MentionsIn(row(site, naming.cable), naming.names, site.mentions[naming.cable][record.slug])


def _read_mentions(site: Site, cable_id: str) -> dict[str, tuple[Mention, ...]]:
    """The paragraphs of a cable that name each of its persons."""
    document = site.documents[cable_id]
    path = site.urls.cable(document.cable)
    names = {person.slug: next(naming.names for naming in person.namings if naming.cable == cable_id)
             for person in site.people_of[cable_id]}
    return {key: tuple(Mention(site.urls.link(path, anchor), number, parts) for anchor, number, parts in found)
            for key, found in mentions(anchored_texts(parse(document.body)), names).items()}


def _named_with(site: Site, record: PersonRecord) -> tuple[Counted, ...]:
    shared: dict[PersonRecord, int] = {}
    for naming in record.namings:
        for other in site.people_of[naming.cable]:
            if other is not record:
                shared[other] = shared.get(other, 0) + 1
    found = (replace(counted_person(site, other), count=count) for other, count in shared.items())
    return most_frequent(found, 12)
