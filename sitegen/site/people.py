"""Who is who: the persons that cables name, joined across cables by people.yaml and by equal full names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, diagnose
from sitegen.records.cable import Cable, Person
from sitegen.site.authorities import PersonEntry, Role
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


def join_people(
    cables: Sequence[Cable], entries: Sequence[PersonEntry]
) -> tuple[tuple[PersonRecord, ...], PeopleOf]:
    """The persons of ``cables`` (in order of their dates), each with the cables that name them; and of each cable its
    persons.

    A person of a cable belongs to the entry of people.yaml that claims one of their names for that cable; else to the
    entry with their full name or with a full variant equal to it; else to all others of the same full name. A bare
    surname belongs to its cable alone. Slugs are given in the order of the entries, then of the cables.
    """
    claims: dict[tuple[str, str], int] = {}
    by_name: dict[str, int] = {}
    for number, entry in enumerate(entries):
        for cable_id, names in entry.cables:
            claims.update(((cable_id, fold(name)), number) for name in names)
        for name in (entry.name, *entry.variants):
            if " " in fold(name):
                by_name.setdefault(fold(name), number)
    groups: dict[object, list[Naming]] = {number: [] for number in range(len(entries))}
    named: dict[str, dict[object, tuple[str, ...]]] = {}  # cable -> its groups and the names that each has there
    alone: dict[str, tuple[str, ...]] = {}  # one tuple for all cables that spell a person in one way
    for cable in cables:
        cable_id = cable.id
        own = named[cable_id] = {}
        for person in cable.people:
            name = person.name
            key = _claimed(cable_id, person, claims) if claims else None
            if key is None:
                full = fold(name)
                key = by_name.get(full, full) if " " in full else (cable_id, full)
            if person.spellings or key in own:
                own[key] = tuple(dict.fromkeys((*own.get(key, ()), name, *person.spellings)))
            else:
                own[key] = alone.get(name) or alone.setdefault(name, (name,))
        for key, names in own.items():
            naming = Naming(cable_id, names)
            if key in groups:
                groups[key].append(naming)
            else:
                groups[key] = [naming]
    taken: set[str] = set()
    records = {group: _record(entries[group] if isinstance(group, int) else None, tuple(namings), taken)
               for group, namings in groups.items() if namings}
    people_of = {cable_id: tuple([(records[key], names) for key, names in own.items()])
                 for cable_id, own in named.items()}
    return tuple(sorted(records.values(), key=lambda record: (fold(record.sort), record.slug))), people_of


def _record(given: PersonEntry | None, namings: tuple[Naming, ...], taken: set[str]) -> PersonRecord:
    names = {name: None for naming in namings for name in naming.names}
    if given is None:
        name = max([naming.names[0] for naming in namings], key=len)
        return PersonRecord(free_slug(name, taken), name, sort_name(name, names), namings)
    cables = {naming.cable for naming in namings}
    roles = tuple(role for role in given.roles if not role.cable or role.cable in cables)
    return PersonRecord(free_slug(given.name, taken), given.name, given.sort or sort_name(given.name, names), namings,
                        roles, given.identifiers, given.note)


def _claimed(cable_id: str, person: Person, claims: Mapping[tuple[str, str], int]) -> object:
    """The entry that claims a person of a cable, or None."""
    return next((claims[cable_id, own] for own in map(fold, (person.name, *person.spellings))
                 if (cable_id, own) in claims), None)


def unused_entries(records: Sequence[PersonRecord], entries: Sequence[PersonEntry]) -> list[Diagnostic]:
    """An ``unused-authority`` diagnostic for every entry of people.yaml that no cable's person belongs to."""
    used = {record.name for record in records}
    unused = [entry for entry in entries if entry.name not in used]
    return [diagnose("unused-authority", entry.location, f"no cable names `{entry.name}`",
                     (did_you_mean(entry.name, used) if number < _HINTS else "")
                     or "check its names against the `people` of the cables, or remove it")
            for number, entry in enumerate(unused)]
