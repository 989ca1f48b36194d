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
from sitegen.site.urls import slug

_PARTICLES = set("de del la las los van von der den da dos di al el bin ibn ben abu san le".split())
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
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


def free_slug(name: str, taken: set[str]) -> str:
    """The slug of a name; a second holder of it gets ``-2``. Adds what it gives to ``taken``."""
    base = unique = slug(name) or "unnamed"
    number = 1
    while unique in taken:
        number += 1
        unique = f"{base}-{number}"
    taken.add(unique)
    return unique


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
    groups: dict[object, dict[str, tuple[str, ...]]] = {number: {} for number in range(len(entries))}
    keys_of: dict[str, list[object]] = {}
    for cable in cables:
        keys = keys_of[cable.id] = []
        for person in cable.people:
            key = _key(cable.id, person, claims, by_name)
            keys.append(key)
            by_cable = groups.get(key)
            if by_cable is None:
                by_cable = groups[key] = {}
            spelt = (*by_cable.get(cable.id, ()), person.name, *person.spellings)
            by_cable[cable.id] = tuple(dict.fromkeys(spelt)) if len(spelt) > 1 else spelt
    taken: set[str] = set()
    records: dict[object, PersonRecord] = {}
    for group, by_cable in groups.items():
        if not by_cable:
            continue
        namings = tuple(map(Naming._make, by_cable.items()))
        given = entries[group] if isinstance(group, int) else None
        name = given.name if given else max((names[0] for names in by_cable.values()), key=len)
        sort = (given.sort if given else "") or sort_name(name, {own for names in by_cable.values() for own in names})
        roles = tuple(role for role in given.roles if not role.cable or role.cable in by_cable) if given else ()
        records[group] = PersonRecord(free_slug(name, taken), name, sort, namings, roles,
                                      given.identifiers if given else (), given.note if given else "")
    people_of = {cable_id: tuple((records[key], groups[key][cable_id]) for key in dict.fromkeys(keys))
                 for cable_id, keys in keys_of.items()}
    return tuple(sorted(records.values(), key=lambda record: (fold(record.sort), record.slug))), people_of


def _key(cable_id: str, person: Person, claims: Mapping[tuple[str, str], int], by_name: Mapping[str, int]) -> object:
    for name in (person.name, *person.spellings) if claims else ():
        if (claimed := claims.get((cable_id, fold(name)))) is not None:
            return claimed
    full = fold(person.name)
    if " " in full:
        return by_name.get(full, full)
    return cable_id, full


def unused_entries(records: Sequence[PersonRecord], entries: Sequence[PersonEntry]) -> list[Diagnostic]:
    """An ``unused-authority`` diagnostic for every entry of people.yaml that no cable's person belongs to."""
    used = {record.name for record in records}
    return [diagnose("unused-authority", entry.location, f"no cable names `{entry.name}`",
                     "check its names against the `people` of the cables, or remove it")
            for entry in entries if entry.name not in used]
