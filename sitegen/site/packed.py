"""What is joined across all cables in a form that is kept from run to run: it is read back in a small part of the time
that joining takes. Cables stand in it as their places in order of time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from sitegen.diagnostics import Diagnostic
from sitegen.records.document import Document
from sitegen.site.authorities import Authorities, Role
from sitegen.site.joined import Joined, References, without
from sitegen.site.order import Order
from sitegen.site.people import Grouping, GroupKey, Naming, People, PersonRecord
from sitegen.site.places import PlaceRecord
from sitegen.site.topics import TopicRecord


class _Person(msgspec.Struct, array_like=True, gc=False):
    key: GroupKey
    slug: str
    name: str
    sort: str
    cables: list[int]
    names: list[int]  # those of each cable, by their places in ``Packed.names``
    roles: tuple[Role, ...]
    identifiers: tuple[tuple[str, str], ...]
    note: str


class _Topic(msgspec.Struct, array_like=True, gc=False):
    code: str
    label: str
    kind: str
    cables: list[int]
    note: str
    years: tuple[int | None, ...]


class _Place(msgspec.Struct, array_like=True, gc=False):
    slug: str
    name: str
    kind: str
    key: str
    country: str
    cables: list[int]
    note: str


class Packed(msgspec.Struct, array_like=True, gc=False):
    """``Joined`` without the authorities by which it was joined, and the ids of all cables in order of time."""

    ids: list[str]
    dated: list[tuple[int | None, int | None]]
    names: list[tuple[str, ...]]
    people: list[_Person]
    unused: list[Diagnostic]
    topics: list[_Topic]
    unknown: list[Diagnostic]
    places: list[_Place]
    useless: list[Diagnostic]
    citing: dict[str, list[int]]
    outside: dict[str, tuple[str, list[Diagnostic]]]


@dataclass(frozen=True, eq=False)
class Held:
    """What was joined of the very documents that are joined again, by the same authorities in the same language."""

    ids: tuple[str, ...]
    dated: Mapping[str, tuple[int | None, int | None]]
    joined: Joined

    def order(self, documents: Mapping[str, Document]) -> Order | None:
        """These documents in their order; None when they are others."""
        if len(documents) != len(self.ids) or any(own not in documents for own in self.ids):
            return None
        put = {cable_id: documents[cable_id] for cable_id in self.ids}
        return Order(put, put, (), self.dated)


def pack(ids: tuple[str, ...], dated: Mapping[str, tuple[int | None, int | None]], joined: Joined) -> Packed:
    """What was joined of the cables ``ids``, in order of time, which have these years and months."""
    place = {cable_id: number for number, cable_id in enumerate(ids)}.__getitem__
    names: dict[tuple[str, ...], int] = {}
    people = [
        _Person(key, own.slug, own.name, own.sort, [place(naming.cable) for naming in own.namings],
                [names.setdefault(naming.names, len(names)) for naming in own.namings],
                own.roles, own.identifiers, own.note)
        for key, own in joined.people.record_of.items()]
    (topics, unknown), (places, useless), references = joined.topics, joined.places, joined.references
    return Packed(
        list(ids), [dated[cable_id] for cable_id in ids], list(names), people, joined.unused,
        [_Topic(own.code, own.label, own.kind, [*map(place, own.cables)], own.note, own.years) for own in topics],
        unknown,
        [_Place(own.slug, own.name, own.kind, own.key, own.country, [*map(place, own.cables)], own.note)
         for own in places], useless,
        {cited: [*map(place, by)] for cited, by in references.citing.items()}, dict(references.outside))


def unpack(packed: Packed, authorities: Authorities) -> Held:
    """What was packed, by the same ``authorities`` as then."""
    ids, names = tuple(packed.ids), packed.names
    cable = ids.__getitem__
    record_of: dict[GroupKey, PersonRecord] = {}
    for own in packed.people:
        namings = tuple([Naming(cable(at), names[spelt]) for at, spelt in zip(own.cables, own.names, strict=True)])
        record_of[own.key] = PersonRecord(own.slug, own.name, own.sort, namings, own.roles, own.identifiers, own.note)
    topics = tuple([TopicRecord(own.code, own.label, own.kind, tuple(map(cable, own.cables)), own.note, own.years)
                    for own in packed.topics])
    places = tuple([PlaceRecord(own.slug, own.name, own.kind, own.key, own.country, tuple(map(cable, own.cables)),
                                own.note) for own in packed.places])
    citing = {cited: tuple(map(cable, by)) for cited, by in packed.citing.items()}
    people = People.of(record_of, Grouping(authorities.people))
    dated = dict(zip(ids, packed.dated, strict=True))
    cited_by = {cited: others for cited, by in citing.items() if cited in dated and (others := without(cited, by))}
    references = References(citing, cited_by, packed.outside)
    return Held(ids, dated, Joined(authorities, people, packed.unused, (topics, packed.unknown),
                                   (places, packed.useless), references))
