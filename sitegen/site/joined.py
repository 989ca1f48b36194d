"""What is joined across all cables, and brought up to date where it changed: persons, topics, places, references."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
    """Who cites whom: cited id -> the cables that cite it; the same of cables of the archive, without itself; what an
    id that leads outside seems to mean; and a note for each reference that does, by the cable that has it."""

    citing: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    cited_by: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    meant: Mapping[str, str] = MappingProxyType({})
    outside: Mapping[str, list[Diagnostic]] = MappingProxyType({})

    @property
    def found(self) -> list[Diagnostic]:
        """The notes."""
        return [own for notes in self.outside.values() for own in notes]


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
    meant = {cited: before.meant.get(cited) or canonical_id(cited)[0] for cited in citing if cited not in documents}
    came_or_went = {own for own in order.changed if (own in documents) != (own in order.before)}
    cited_by = dict(before.cited_by)
    for cited in [*(cited for cited in citing if cited in touched), *touched - citing.keys(), *came_or_went]:
        others = tuple(own for own in citing.get(cited, ()) if own != cited) if cited in documents else ()
        if others:
            cited_by[cited] = others
        else:
            cited_by.pop(cited, None)
    told = dict.fromkeys(order.changed)  # the cables of which the notes may be others
    if came_or_went:
        told.update((own, None) for cited, ids in citing.items()
                    if cited in came_or_went or meant.get(cited) in came_or_went for own in ids)
    outside = dict(before.outside)
    for cable_id in told:
        outside.pop(cable_id, None)
        if cable_id in documents and (notes := _notes(documents[cable_id], documents, meant)):
            outside[cable_id] = notes
    return References(citing, cited_by, meant, outside)


def _cited(cable: Cable) -> Collection[str]:
    return dict.fromkeys(cable.references)


def _notes(document: Document, documents: Mapping[str, Document], meant: Mapping[str, str]) -> list[Diagnostic]:
    """A note for each reference of a cable that leads outside of the archive."""
    own = document.cable
    return [diagnose("outside-reference", Location(document.path),
                     f"{own.id} cites {cited}, which is not in this archive",
                     f"did you mean {meant[cited]}?" if meant[cited] != cited and meant[cited] in documents else "")
            for cited in _cited(own) if cited not in documents]
