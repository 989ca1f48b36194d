"""Who is who: the persons that cables name, joined across cables by people.yaml and by equal full names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from sitegen.diagnostics import Diagnostic, diagnose
from sitegen.records.cable import Cable
from sitegen.records.document import Document
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


#: what namings of one person have in common: the place of an entry of people.yaml; a full name, folded; or a cable and
#: a bare surname in it
GroupKey = int | str | tuple[str, str]


class Grouping:
    """To which groups of namings the persons of cables belong, by these entries of people.yaml."""

    def __init__(self, entries: Sequence[PersonEntry] = ()) -> None:
        self.entries = tuple(entries)
        self.claims: dict[str, dict[str, int]] = {}  # cable -> name, folded -> the entry that claims it
        self.by_name: dict[str, int] = {}  # full name, folded -> the entry that has it
        self._usual: dict[str, tuple[GroupKey | None, str, tuple[str]]] = {}  # name -> its group, if any; folded; alone
        for number, entry in enumerate(entries):
            for cable_id, names in entry.cables:
                self.claims.setdefault(cable_id, {}).update((fold(name), number) for name in names)
            for name in (entry.name, *entry.variants):
                if " " in fold(name):
                    self.by_name.setdefault(fold(name), number)

    def of(self, cable: Cable) -> dict[GroupKey, tuple[str, ...]]:
        """The groups of a cable's persons in the order of its front matter, and the names that each has there, the
        fullest first."""
        out: dict[GroupKey, tuple[str, ...]] = {}
        claims = self.claims.get(cable.id)
        for person in cable.people:
            name = person.name
            group, full, alone = self._usual.get(name) or self._look_up(name)
            if claims:
                claimed = (claims.get(fold(own)) for own in (name, *person.spellings))
                group = next((number for number in claimed if number is not None), group)
            key = group if group is not None else (cable.id, full)
            if person.spellings or key in out:
                out[key] = tuple(dict.fromkeys((*out.get(key, ()), name, *person.spellings)))
            else:
                out[key] = alone  # one tuple for all cables that spell a person in one way
        return out

    def _look_up(self, name: str) -> tuple[GroupKey | None, str, tuple[str]]:
        full = fold(name)
        group: GroupKey | None = self.by_name.get(full, full) if " " in full else None
        found = self._usual[name] = group, full, (name,)
        return found


@dataclass(frozen=True, eq=False)
class People:
    """The persons of an archive by their sort names, and by their groups of namings, with what grouped these."""

    records: tuple[PersonRecord, ...]
    record_of: Mapping[GroupKey, PersonRecord]
    grouping: Grouping

    @staticmethod
    def of(record_of: Mapping[GroupKey, PersonRecord], grouping: Grouping) -> People:
        """The persons of these groups."""
        records = sorted(record_of.values(), key=lambda record: (fold(record.sort), record.slug))
        return People(tuple(records), record_of, grouping)


class PeopleOf(dict[str, tuple[tuple[PersonRecord, tuple[str, ...]], ...]]):
    """By a cable's id its persons, in the order of its front matter, and the names that each has there, the fullest
    first; made when they are asked for. A cable that is not published is a KeyError."""

    def __init__(self, documents: Mapping[str, Document], people: People) -> None:
        super().__init__()
        self._documents, self._people = documents, people

    def __missing__(self, cable_id: str) -> tuple[tuple[PersonRecord, tuple[str, ...]], ...]:
        own = self._people.grouping.of(self._documents[cable_id].cable)
        found = self[cable_id] = tuple([(self._people.record_of[key], names) for key, names in own.items()])
        return found

    def __reduce__(self) -> tuple[Any, ...]:  # another process makes its own
        return PeopleOf, (self._documents, self._people)


def join_people(order: Order, entries: Sequence[PersonEntry], before: People | None = None) -> People:
    """The persons of the cables of ``order``; ``before`` are those of its earlier site.

    A person of a cable belongs to the entry of people.yaml that claims one of their names for that cable; else to the
    entry with their full name or with a full variant equal to it; else to all others of the same full name. A bare
    surname belongs to its cable alone. Slugs are given in the order of the entries, then of the cables.
    """
    before = before or People((), {}, Grouping())
    was, entries_before = before.grouping, before.grouping.entries
    now = was if was.entries == tuple(entries) else Grouping(entries)
    asked = _to_be_asked(order, now, before)
    fresh, touched = _namings(order, asked, now, was)
    touched |= dict.fromkeys(number for number, own in enumerate(entries)
                             if number >= len(entries_before) or not _says_the_same(entries_before[number], own))
    stale = set(asked)
    groups: dict[GroupKey, tuple[Naming, ...]] = {}  # those of ``touched``
    for key in touched:
        earlier = before.record_of[key].namings if key in before.record_of else ()
        held = [own for own in earlier if own.cable not in stale]
        namings = [*held, *fresh.get(key, ())]
        if namings:
            groups[key] = tuple(sorted(namings, key=lambda own: order.place[own.cable]) if held else namings)
    slugs = _some_slugs(groups, touched, entries, before)
    kept = {key: record for key, record in before.record_of.items() if key not in touched}
    if slugs is None:
        groups = {key: record.namings for key, record in kept.items()} | groups
        slugs = _all_slugs(groups, now, order, entries)
    record_of = dict(kept)
    for key, slug in slugs.items():
        if key not in kept or kept[key].slug != slug:
            record_of[key] = _record(_entry(key, entries), groups[key], slug)
    return People.of(record_of, now)


def _to_be_asked(order: Order, now: Grouping, before: People) -> Sequence[str]:
    """The cables whose persons may belong elsewhere than before, in order of time, then those that are gone."""
    was = before.grouping
    others = {own for own in was.claims.keys() | now.claims.keys() if was.claims.get(own) != now.claims.get(own)}
    for name in {name for name, _ in was.by_name.items() ^ now.by_name.items()}:
        for key in (name, was.by_name.get(name, name)):
            if key in before.record_of:
                others.update(naming.cable for naming in before.record_of[key].namings)
    others -= set(order.changed)
    if not others or not order.before:
        return order.changed
    there = [cable_id for cable_id in order.changed if cable_id in order.documents]
    gone = order.changed[len(there):]
    return [*order.merged((own for own in order.documents if own in others), there), *gone]


def _namings(
    order: Order, asked: Iterable[str], now: Grouping, was: Grouping
) -> tuple[dict[GroupKey, list[Naming]], dict[GroupKey, object]]:
    """The namings of the cables ``asked`` by group; and the groups in which they may differ, in that order."""
    fresh: dict[GroupKey, list[Naming]] = {}
    touched: dict[GroupKey, object] = {}
    changed = set(order.changed)
    for cable_id in asked:
        old = was.of(order.before[cable_id].cable) if cable_id in order.before else {}
        own = now.of(order.documents[cable_id].cable) if cable_id in order.documents else {}
        for key, names in own.items():
            if key in fresh:
                fresh[key].append(Naming(cable_id, names))
            else:
                fresh[key] = [Naming(cable_id, names)]
        if cable_id in changed:  # it may have another place in time
            touched |= own
            touched |= old
        else:
            touched |= {key: None for key in (*own, *old) if own.get(key) != old.get(key)}
    return fresh, touched


def _says_the_same(one: PersonEntry, other: PersonEntry) -> bool:
    return replace(one, location=other.location) == other


def _entry(key: GroupKey, entries: Sequence[PersonEntry]) -> PersonEntry | None:
    return entries[key] if isinstance(key, int) else None


def _name(given: PersonEntry | None, namings: Sequence[Naming]) -> str:
    return given.name if given is not None else max([names[0] for names in _spellings(namings)], key=len)


def _spellings(namings: Sequence[Naming]) -> Iterable[tuple[str, ...]]:
    """The names of namings, each once, for most cables spell a person in one way."""
    return dict.fromkeys([naming.names for naming in namings])


def _some_slugs(
    groups: Mapping[GroupKey, tuple[Naming, ...]], touched: Iterable[GroupKey], entries: Sequence[PersonEntry],
    before: People,
) -> dict[GroupKey, str] | None:
    """The slugs of the groups that changed, where no two persons have to do with one slug; else None."""
    if not before.record_of:
        return None
    holders = {record.slug: key for key, record in before.record_of.items()}
    out: dict[GroupKey, str] = {}
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
    groups: Mapping[GroupKey, tuple[Naming, ...]], grouping: Grouping, order: Order, entries: Sequence[PersonEntry]
) -> dict[GroupKey, str]:
    """The slugs of all groups: entries come first, then the others as cables name them."""

    def first(key: GroupKey) -> tuple[int, int, int]:
        if isinstance(key, int):
            return 0, key, 0
        cable_id = groups[key][0].cable
        return 1, order.place[cable_id], list(grouping.of(order.documents[cable_id].cable)).index(key)

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


def unused_entries(records: Sequence[PersonRecord], entries: Sequence[PersonEntry]) -> list[Diagnostic]:
    """An ``unused-authority`` diagnostic for every entry of people.yaml that no cable's person belongs to."""
    used = {record.name for record in records}
    unused = [entry for entry in entries if entry.name not in used]
    return [diagnose("unused-authority", entry.location, f"no cable names `{entry.name}`",
                     (did_you_mean(entry.name, _with_a_word_of(entry.name, used)) if number < _HINTS else "")
                     or "check its names against the `people` of the cables, or remove it")
            for number, entry in enumerate(unused)]


def _with_a_word_of(name: str, others: Collection[str]) -> Collection[str]:
    """Those of the other names that have a word of ``name``, for a slip of the pen is mostly in one word; all when none
    has."""
    words = set(fold(name).split())
    return [other for other in others if not words.isdisjoint(fold(other).split())] or others
