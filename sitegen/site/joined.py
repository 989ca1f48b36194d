"""What is joined across all cables, and brought up to date where it changed: persons, topics, places, references."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records.cable import Cable
from sitegen.records.document import Document
from sitegen.records.identifiers import canonical_id
from sitegen.site.authorities import Authorities
from sitegen.site.order import Order
from sitegen.site.people import People, join_people, unused_entries
from sitegen.site.places import PlaceRecord, find_places
from sitegen.site.topics import TopicRecord, find_topics


class References(NamedTuple):
    """Who cites whom: cited id -> the cables that cite it; the same of cables of the archive, without itself; and by
    each id that leads outside, what it seems to mean and a note for each cable that has it."""

    citing: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    cited_by: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    outside: Mapping[str, tuple[str, list[Diagnostic]]] = MappingProxyType({})

    @property
    def found(self) -> list[Diagnostic]:
        """The notes."""
        return [note for _, notes in self.outside.values() for note in notes]


class Joined(NamedTuple):
    """What is joined across all cables by these authorities, and what is wrong with each part of it."""

    authorities: Authorities
    people: People
    unused: list[Diagnostic]
    topics: tuple[tuple[TopicRecord, ...], list[Diagnostic]]
    places: tuple[tuple[PlaceRecord, ...], list[Diagnostic]]
    references: References


def join(order: Order, authorities: Authorities, language: str, before: Joined | None) -> Joined:
    """Join the cables of ``order``; ``before`` is what its earlier site was joined to, in the same ``language``."""
    if before is None:
        people = join_people(order, authorities.people)
        topics = find_topics(order, authorities.topics, language=language)
        return Joined(authorities, people, unused_entries(people.records, authorities.people), topics,
                      find_places(order, topics[0], authorities.places, language=language),
                      _references(order, References()))
    was, people, unused, (old_topics, _), places, references = before
    if was.people != authorities.people or not order.same("date", "origin", "people"):
        people = join_people(order, authorities.people, people)
        unused = unused_entries(people.records, authorities.people)
    topics = find_topics(order, authorities.topics, old_topics, was.topics, language)
    if topics[0] != old_topics or was.places != authorities.places or not order.same("date", "origin"):
        places = find_places(order, topics[0], authorities.places, places[0], language)
    if not order.same("date", "origin", "references"):
        references = _references(order, references)
    return Joined(authorities, people, unused, topics, places, references)


def _references(order: Order, before: References) -> References:
    """The references of the cables of ``order``; ``before`` are those of its earlier site."""
    documents = order.documents
    citing, touched = order.regroup(before.citing, _cited)
    came_or_went = {own for own in order.changed if (own in documents) != (own in order.before)}
    touched |= came_or_went
    touched.update(cited for cited, (meant, _) in before.outside.items() if meant in came_or_went)
    outside = {cited: own for cited, own in before.outside.items() if cited not in touched}
    cited_by = {cited: by for cited, by in before.cited_by.items() if cited not in touched}
    for cited in citing if len(touched) >= len(citing) else [cited for cited in citing if cited in touched]:
        if cited not in documents:
            outside[cited] = _outside(cited, citing[cited], documents)
        elif others := without(cited, citing[cited]):
            cited_by[cited] = others
    return References(citing, cited_by, outside)


def without(cited: str, by: tuple[str, ...]) -> tuple[str, ...]:
    """The cables that cite one, without itself."""
    return tuple([own for own in by if own != cited]) if cited in by else by


def _cited(cable: Cable) -> Collection[str]:
    return cable.references if len(cable.references) < 2 else dict.fromkeys(cable.references)


def _outside(cited: str, by: Iterable[str], documents: Mapping[str, Document]) -> tuple[str, list[Diagnostic]]:
    """What an id of no cable of the archive seems to mean, and a note for each cable that has it."""
    meant = canonical_id(cited)[0]
    hint = f"did you mean {meant}?" if meant != cited and meant in documents else ""
    return meant, [diagnose("outside-reference", Location(documents[own].path),
                            f"{own} cites {cited}, which is not in this archive", hint) for own in by]
