"""What is joined across all cables, and brought up to date where it changed: persons, topics, places, references."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records.identifiers import canonical_id
from sitegen.site.authorities import Authorities
from sitegen.site.order import Order
from sitegen.site.people import People, join_people, unused_entries
from sitegen.site.places import PlaceRecord, find_places
from sitegen.site.topics import TopicRecord, find_topics


class References(NamedTuple):
    """Who cites whom: cited id -> the cables that cite it; the same of cables of the archive, without itself; and a
    note for each reference that leads outside."""

    citing: Mapping[str, tuple[str, ...]]
    cited_by: Mapping[str, tuple[str, ...]]
    found: list[Diagnostic]


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
                      find_places(order, topics[0], authorities.places, language=language), _references(order))
    was, people, unused, (old_topics, _), places, references = before
    if was.people != authorities.people or not order.same("date", "origin", "people"):
        people = join_people(order, authorities.people, people)
        unused = unused_entries(people.records, authorities.people)
    topics = find_topics(order, authorities.topics, old_topics, was.topics, language)
    if topics[0] != old_topics or was.places != authorities.places or not order.same("date", "origin"):
        places = find_places(order, topics[0], authorities.places, places[0], language)
    if not order.same("date", "origin", "references"):
        references = _references(order)
    return Joined(authorities, people, unused, topics, places, references)


def _references(order: Order) -> References:
    documents = order.documents
    citing: dict[str, list[str]] = {}
    found: list[Diagnostic] = []
    for cable_id, document in documents.items():
        for cited in dict.fromkeys(document.cable.references):
            citing.setdefault(cited, []).append(cable_id)
            if cited not in documents:
                meant = canonical_id(cited)[0]
                found.append(diagnose("outside-reference", Location(document.path),
                                      f"{cable_id} cites {cited}, which is not in this archive",
                                      f"did you mean {meant}?" if meant != cited and meant in documents else ""))
    others = {cited: tuple(own for own in ids if own != cited) for cited, ids in citing.items() if cited in documents}
    return References({cited: tuple(ids) for cited, ids in citing.items()},
                      {cited: ids for cited, ids in others.items() if ids}, found)
