"""Who is who: the persons that cables name, joined across cables by people.yaml and by equal full names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, diagnose
from sitegen.records.cable import Person
from sitegen.site.authorities import PersonEntry, Role
from sitegen.site.order import Order
from sitegen.site.urls import free_slug
from sitegen.yaml_nodes import did_you_mean

_PARTICLES = set("de del la las los van von der den da dos di al el bin ibn ben abu san le".split())
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_HINTS = 20  # names are compared for so many unused entries, for it takes time
_WORD = re.compile(r"[^\W_]+")


class Naming(NamedTuple):
    """Under which names a person stands in one cable, the fullest first."""

    cable: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PersonRecord:
    """A person of the archive: one page, whatever cables call them."""

    slug: str
    name: str
    sort: str
    namings: tuple[Naming, ...]  # in order of the cables' dates
    roles: tuple[Role, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    note: str = ""

    @property
    def variants(self) -> tuple[str, ...]:
        """All other spellings that the archive's cables use."""
        spellings = dict.fromkeys(name for naming in self.namings for name in naming.names)
        return tuple(name for name in spellings if name != self.name)


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """A name as it is compared: without case, accents, hyphens and full stops."""
    if name.isascii():
        return " ".join(_WORD.findall(name.lower()))
    plain = unicodedata.normalize("NFKD", name).casefold()
    return " ".join(_WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def sort_name(name: str, spellings: Iterable[str] = ()) -> str:
    """``Garcia Luna, Genaro``: the surname is the longest spelling that ends the name, else its last word.

    Particles (``de la``) and ``Jr.`` stay with it. One word is its own sort name.
    """
    parts = name.split()
    if len(parts) < 2:
        return name
    keep = len(parts)
    while keep > 1 and parts[keep - 1].strip(".,").lower() in _SUFFIXES:
        keep -= 1
    endings = [len(s.split()) for s in spellings if name != s and name.endswith(" " + s)]
    start = len(parts) - max(endings, default=len(parts) - keep + 1)
    while start > 0 and (parts[start - 1] if start == 1 else parts[start - 1].lower()) in _PARTICLES:
        start -= 1
    return f"{' '.join(parts[start:])}, {' '.join(parts[:start])}" if start else name


#: by a cable's id its persons, in the order of its front matter, and the names that each has there, the fullest first
PeopleOf = dict[str, tuple[tuple[PersonRecord, tuple[str, ...]], ...]]
#: what namings of one person have in common: the place of an entry of people.yaml; a full name, folded; or a cable and
#: a bare surname in it
_Key = int | str | tuple[str, str]


@dataclass(frozen=True, eq=False)
class People:
    """The persons of an archive by their sort names, and the persons of each cable; and what they were joined of, by
    which those of a later state of the archive are found."""

    records: tuple[PersonRecord, ...] = ()
    of: PeopleOf = field(default_factory=dict)
    entries: Sequence[PersonEntry] = ()
    groups: dict[_Key, tuple[Naming, ...]] = field(default_factory=dict)
    named: dict[str, dict[_Key, tuple[str, ...]]] = field(default_factory=dict)  # cable -> its groups, names of each
    record_of: dict[_Key, PersonRecord] = field(default_factory=dict)


NOBODY = People()


def join_people(order: Order, entries: Sequence[PersonEntry], before: People = NOBODY) -> People:
    """The persons of the cables of ``order``; ``before`` are those of its earlier site.

    A person of a cable belongs to the entry of people.yaml that claims one of their names for that cable; else to the
    entry with their full name or with a full variant equal to it; else to all others of the same full name. A bare
    surname belongs to its cable alone. Slugs are given in the order of the entries, then of the cables.
    """
    claims, by_name = _claims(entries)
    asked = _to_be_asked(order, entries, claims, by_name, before)
    named, fresh, touched = _namings(order, asked, claims, by_name, before)
    touched.update((number, None) for number, own in enumerate(entries)
                   if number >= len(before.entries) or not _says_the_same(before.entries[number], own))
    groups = dict(before.groups)
    stale = set(asked)
    for key in touched:
        held = [naming for naming in groups.get(key, ()) if naming.cable not in stale]
        namings = [*held, *fresh.get(key, ())]
        if namings:
            groups[key] = tuple(sorted(namings, key=lambda own: order.place[own.cable]) if held else namings)
        else:
            groups.pop(key, None)
    slugs = _some_slugs(groups, touched, entries, before)
    if slugs is None:
        slugs = _all_slugs(groups, named, order, entries)
    record_of = {key: record for key, record in before.record_of.items() if key in groups}
    for key, slug in slugs.items():
        if key in touched or record_of[key].slug != slug:
            record_of[key] = _record(_entry(key, entries), groups[key], slug)
            stale.update(naming.cable for naming in groups[key])
    of = dict(before.of) if before.of else {}
    for cable_id in stale if of else named:
        if cable_id in named:
            of[cable_id] = tuple([(record_of[key], names) for key, names in named[cable_id].items()])
        else:
            of.pop(cable_id, None)
    records = tuple(sorted(record_of.values(), key=lambda record: (fold(record.sort), record.slug)))
    return People(records, of, tuple(entries), groups, named, record_of)


#: cable -> name, folded -> the entry of people.yaml that claims it
_Claims = Mapping[str, Mapping[str, int]]


def _claims(entries: Sequence[PersonEntry]) -> tuple[_Claims, dict[str, int]]:
    """The entries by what they claim, names in a cable, and by their full names."""
    claims: dict[str, dict[str, int]] = {}
    by_name: dict[str, int] = {}
    for number, entry in enumerate(entries):
        for cable_id, names in entry.cables:
            claims.setdefault(cable_id, {}).update((fold(name), number) for name in names)
        for name in (entry.name, *entry.variants):
            if " " in fold(name):
                by_name.setdefault(fold(name), number)
    return claims, by_name


def _to_be_asked(
    order: Order, entries: Sequence[PersonEntry], claims: _Claims, by_name: Mapping[str, int],
    before: People,
) -> Sequence[str]:
    """The cables whose persons may belong elsewhere than before, in order of time, then those that are gone."""
    if before.entries == entries or not before.named:
        return order.changed
    old_claims, old_names = _claims(before.entries)
    others = {own for own in old_claims.keys() | claims.keys() if old_claims.get(own) != claims.get(own)}
    for name in {name for name, _ in old_names.items() ^ by_name.items()}:
        for key in (name, old_names.get(name, name)):
            others.update(naming.cable for naming in before.groups.get(key, ()))
    others -= set(order.changed)
    there = [cable_id for cable_id in order.changed if cable_id in order.documents]
    gone = order.changed[len(there):]
    return [*order.merged((own for own in order.documents if own in others), there), *gone]


def _namings(
    order: Order, asked: Iterable[str], claims: _Claims, by_name: Mapping[str, int],
    before: People,
) -> tuple[dict[str, dict[_Key, tuple[str, ...]]], dict[_Key, list[Naming]], dict[_Key, None]]:
    """What each cable names; the namings of the cables ``asked`` by group; and the groups in which they may differ."""
    named = dict(before.named)
    fresh: dict[_Key, list[Naming]] = {}
    touched: dict[_Key, None] = {}
    changed = set(order.changed)
    alone: dict[str, tuple[str, ...]] = {}  # one tuple for all cables that spell a person in one way
    for cable_id in asked:
        was = named.pop(cable_id, {})
        if cable_id not in order.documents:
            touched.update((key, None) for key in was)
            continue
        own = named[cable_id] = {}
        mine = claims.get(cable_id)
        for person in order.documents[cable_id].cable.people:
            name = person.name
            key: _Key | None = _claimed(person, mine) if mine else None
            if key is None:
                full = fold(name)
                key = by_name.get(full, full) if " " in full else (cable_id, full)
            if person.spellings or key in own:
                own[key] = tuple(dict.fromkeys((*own.get(key, ()), name, *person.spellings)))
            else:
                own[key] = alone.get(name) or alone.setdefault(name, (name,))
        for key, names in own.items():
            naming = Naming(cable_id, names)
            if key in fresh:
                fresh[key].append(naming)
            else:
                fresh[key] = [naming]
        if cable_id in changed:  # it may have another place in time
            touched.update((key, None) for key in (*own, *was))
        else:
            touched.update((key, None) for key in (*own, *was) if own.get(key) != was.get(key))
    return named, fresh, touched


def _says_the_same(one: PersonEntry, other: PersonEntry) -> bool:
    return replace(one, location=other.location) == other


def _entry(key: _Key, entries: Sequence[PersonEntry]) -> PersonEntry | None:
    return entries[key] if isinstance(key, int) else None


def _name(given: PersonEntry | None, namings: Sequence[Naming]) -> str:
    return given.name if given is not None else max([names[0] for names in _spellings(namings)], key=len)


def _spellings(namings: Sequence[Naming]) -> Iterable[tuple[str, ...]]:
    """The names of namings, each once, for most cables spell a person in one way."""
    return dict.fromkeys([naming.names for naming in namings])


def _some_slugs(
    groups: Mapping[_Key, tuple[Naming, ...]], touched: Iterable[_Key], entries: Sequence[PersonEntry], before: People
) -> dict[_Key, str] | None:
    """The slugs of the groups that changed, where no two persons have to do with one slug; else None."""
    if not before.record_of:
        return None
    holders = {record.slug: key for key, record in before.record_of.items()}
    out: dict[_Key, str] = {}
    for key in touched:
        record = before.record_of.get(key)
        if record is not None and (record.slug != free_slug(record.name, {}) or f"{record.slug}-2" in holders):
            return None
        if key in groups:
            slug = free_slug(_name(_entry(key, entries), groups[key]), {})
            if holders.setdefault(slug, key) != key:
                return None
            out[key] = slug
    return out


def _all_slugs(
    groups: Mapping[_Key, tuple[Naming, ...]], named: Mapping[str, Mapping[_Key, object]], order: Order,
    entries: Sequence[PersonEntry],
) -> dict[_Key, str]:
    """The slugs of all groups: entries come first, then the others as cables name them."""

    def first(key: _Key) -> tuple[int, int, int]:
        if isinstance(key, int):
            return 0, key, 0
        cable_id = groups[key][0].cable
        return 1, order.place[cable_id], list(named[cable_id]).index(key)

    taken: dict[str, int] = {}
    return {key: free_slug(_name(_entry(key, entries), groups[key]), taken) for key in sorted(groups, key=first)}


def _record(given: PersonEntry | None, namings: tuple[Naming, ...], slug: str) -> PersonRecord:
    names = {name: None for own in _spellings(namings) for name in own}
    name = _name(given, namings)
    if given is None:
        return PersonRecord(slug, name, sort_name(name, names), namings)
    cables = {naming.cable for naming in namings}
    roles = tuple(role for role in given.roles if not role.cable or role.cable in cables)
    return PersonRecord(slug, name, given.sort or sort_name(name, names), namings, roles, given.identifiers, given.note)


def _claimed(person: Person, claims: Mapping[str, int]) -> int | None:
    """The entry that claims a person of a cable, or None."""
    return next((claims[own] for own in map(fold, (person.name, *person.spellings)) if own in claims), None)


def unused_entries(records: Sequence[PersonRecord], entries: Sequence[PersonEntry]) -> list[Diagnostic]:
    """An ``unused-authority`` diagnostic for every entry of people.yaml that no cable's person belongs to."""
    used = {record.name for record in records}
    unused = [entry for entry in entries if entry.name not in used]
    return [diagnose("unused-authority", entry.location, f"no cable names `{entry.name}`",
                     (did_you_mean(entry.name, used) if number < _HINTS else "")
                     or "check its names against the `people` of the cables, or remove it")
            for number, entry in enumerate(unused)]
