"""What editors say for the whole archive: people.yaml, topics.yaml, places.yaml, glossary.yaml, sources.yaml,
corrections.yaml.

Every entry keeps the line at which it stands, so that a check can point to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import msgspec

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records.schema import Reader, Schema, read_nodes
from sitegen.records.withheld import NOTHING, WithheldList
from sitegen.records.withholding import is_marked, withhold, withhold_node
from sitegen.site.urls import free_slug
from sitegen.yaml_nodes import Node

_NOWHERE = Location("")


@dataclass(frozen=True, slots=True)
class Role:
    """An office that a person held, as a cable states it: in which cable, in which paragraph (its anchor), and when."""

    role: str
    cable: str = ""
    paragraph: str = ""
    as_of: str = ""  # EDTF; without it the cable's date


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """An entry of people.yaml. ``cables`` says under which names the person stands in which cable."""

    name: str
    sort: str = ""
    variants: tuple[str, ...] = ()
    cables: tuple[tuple[str, tuple[str, ...]], ...] = ()
    roles: tuple[Role, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    note: str = ""
    location: Location = _NOWHERE


@dataclass(frozen=True, slots=True)
class LabelEntry:
    """An entry of topics.yaml or places.yaml: what a code or post is called, and a note on it."""

    label: str = ""
    note: str = ""
    kind: str = ""  # of a topic: subject | program | country | region | organization
    country: str = ""  # of a post: the code of its country
    location: Location = _NOWHERE


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """An entry of sources.yaml: where a raw document came from."""

    url: str = ""
    publisher: str = ""
    received: str = ""
    rights: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionEntry:
    """An entry of corrections.yaml: what was corrected on a published cable's page, when (EDTF) and why."""

    date: str
    cable: str
    paragraph: str  # its anchor; "" for the page
    what: str
    why: str = ""
    anchor: str = ""  # its id in the log: that of entries for the same day and paragraph goes by their order
    location: Location = _NOWHERE


def _empty() -> MappingProxyType[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Authorities:
    """The authority files of an archive, each by the key that its entries have."""

    people: tuple[PersonEntry, ...] = ()
    topics: Mapping[str, LabelEntry] = field(default_factory=_empty)  # TAGS code ->
    places: Mapping[str, LabelEntry] = field(default_factory=_empty)  # name of a post, or code of a country ->
    glossary: Mapping[str, str] = field(default_factory=_empty)  # acronym -> expansion
    sources: Mapping[str, SourceEntry] = field(default_factory=_empty)  # raw file's name ->
    corrections: tuple[CorrectionEntry, ...] = ()  # as they stand in the file

    def __reduce__(self) -> tuple[Any, ...]:  # a mapping proxy does not pickle
        parts = (self.topics, self.places, self.glossary, self.sources)
        return Authorities, (self.people, *map(dict, parts), self.corrections)


#: the files that :func:`read_authorities` knows
FILES = ("people.yaml", "topics.yaml", "places.yaml", "glossary.yaml", "sources.yaml", "corrections.yaml")


def read_authorities(
    texts: Mapping[str, str], folder: str = "content/", listed: WithheldList = NOTHING
) -> tuple[Authorities, list[Diagnostic]]:
    """The authorities in ``texts`` (file name -> text; a file that is not there is empty), and what is wrong.

    Without what is ``listed`` to be withheld: a person whose name or variant it is has no entry, nor has a key.
    """
    found: list[Diagnostic] = []
    read: dict[str, Any] = {}
    for name in FILES:
        value, wrong = _read_file(name, texts.get(name, ""), folder, listed)
        found += wrong
        if value is not None:
            read[name.removesuffix(".yaml")] = value
    return Authorities(**read), found


@lru_cache(maxsize=len(FILES))  # a preview asks for all of them whenever one has changed
def _read_file(name: str, text: str, folder: str, listed: WithheldList) -> tuple[Any, tuple[Diagnostic, ...]]:
    """What one of the files holds, None for nothing, and what is wrong with it."""
    node, wrong = read_nodes(text, folder + name)
    if node is None or node.empty:
        return None, tuple(wrong)
    found = list(wrong)
    node = _without(listed, name, node)
    reader = Reader(folder + name, found)
    if name == "people.yaml":
        return _distinct(reader, reader.each(node, name, _person) or ()), tuple(found)
    if name == "corrections.yaml":
        return _anchored(reader.each(node, name, _correction) or ()), tuple(found)
    one = {"topics.yaml": _topic, "places.yaml": _place, "glossary.yaml": _expansion, "sources.yaml": _source}[name]
    names = node.pairs if node.kind == "mapping" else ()
    return MappingProxyType(reader.mapping(node, dict.fromkeys(names, one), name)), tuple(found)


def _without(listed: WithheldList, name: str, node: Node) -> Node:
    """A file's value without what is withheld, and without the entries that are about nothing else."""
    if not listed:
        return node
    if name == "corrections.yaml":
        items = [withhold_node(listed, item, item.pairs["cable"].text if "cable" in item.pairs else "")
                 for item in node.items]
        return msgspec.structs.replace(node, items=tuple(items))
    if name != "people.yaml":
        node = withhold_node(listed, node)
        kept = {key: _without_address(value) for key, value in node.pairs.items() if not is_marked(key)}
        return msgspec.structs.replace(node, pairs=kept)
    items = []
    for item in node.items:
        names = [item.pairs.get("name"), item.pairs.get("sort"), item.pairs.get("variants")]
        texts = [own.text for one in names if one for own in (one, *one.items)]
        if not any(is_marked(withhold(listed, text)) for text in texts):
            items.append(withhold_node(listed, item))
    return msgspec.structs.replace(node, items=tuple(items))


def _without_address(node: Node) -> Node:
    """An entry without an address in which something was withheld: it leads nowhere."""
    url = node.pairs.get("url")
    if url is None or not is_marked(url.text):
        return node
    return msgspec.structs.replace(node, pairs={key: value for key, value in node.pairs.items() if key != "url"})


def _person(reader: Reader, node: Node, key: str) -> PersonEntry | None:
    schema: Schema = {"name": Reader.text, "sort": Reader.text, "variants": Reader.texts, "cables": _names_by_cable,
                      "roles": _roles, "identifiers": _identifiers, "note": Reader.text}
    values = reader.mapping(node, schema, "a person", needed=("name",))
    return PersonEntry(**values, location=Location(reader.path, node.line, node.column)) if values else None


def _names_by_cable(reader: Reader, node: Node, key: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    names = node.pairs if node.kind == "mapping" else ()
    return tuple(reader.mapping(node, dict.fromkeys(names, Reader.texts), f"`{key}`").items())


def _identifiers(reader: Reader, node: Node, key: str) -> tuple[tuple[str, str], ...]:
    names = node.pairs if node.kind == "mapping" else ()
    return tuple(reader.mapping(node, dict.fromkeys(names, Reader.text), f"`{key}`").items())


def _roles(reader: Reader, node: Node, key: str) -> tuple[Role, ...] | None:
    return reader.each(node, key, _role)


def _role(reader: Reader, node: Node, key: str) -> Role | None:
    if node.kind == "scalar" and node.text:
        return Role(node.text)
    schema: Schema = {"role": Reader.text, "cable": Reader.text, "paragraph": Reader.text, "as_of": Reader.date}
    values = reader.mapping(node, schema, "a role", needed=("role",))
    return Role(**values) if values else None


def _correction(reader: Reader, node: Node, key: str) -> CorrectionEntry | None:
    schema: Schema = {"date": Reader.date, "cable": Reader.text, "paragraph": _anchor, "what": Reader.text,
                      "why": Reader.text}
    values = reader.mapping(node, schema, "a correction", needed=("date", "cable", "what"))
    return CorrectionEntry(**{"paragraph": ""} | values, location=Location(reader.path, node.line, node.column)) \
        if values else None


def _anchored(entries: Iterable[CorrectionEntry]) -> tuple[CorrectionEntry, ...]:
    out: list[CorrectionEntry] = []
    taken: dict[str, int] = {}
    for entry in entries:
        name = " ".join(("c", entry.date, entry.cable, entry.paragraph))
        out.append(replace(entry, anchor=free_slug(name, taken)))
    return tuple(out)


def _anchor(reader: Reader, node: Node, key: str) -> str:
    """An anchor, also where it is written as a link has it (``#p3``)."""
    return (reader.text(node, key) or "").removeprefix("#")


def _labelled(reader: Reader, node: Node, key: str, schema: Schema) -> LabelEntry | None:
    place = Location(reader.path, node.line, node.column)
    if node.kind == "scalar":
        return LabelEntry(node.text, location=place)
    values = reader.mapping(node, {"label": Reader.text, "note": Reader.text, **schema}, f"`{key}`")
    return LabelEntry(**values, location=place)


def _topic(reader: Reader, node: Node, key: str) -> LabelEntry | None:
    return _labelled(reader, node, key, {"kind": Reader.text})


def _place(reader: Reader, node: Node, key: str) -> LabelEntry | None:
    return _labelled(reader, node, key, {"country": Reader.text})


def _expansion(reader: Reader, node: Node, key: str) -> str | None:
    return reader.text(node, key)


def _source(reader: Reader, node: Node, key: str) -> SourceEntry:
    schema: Schema = dict.fromkeys(("url", "publisher", "received", "rights", "note"), Reader.text)
    return SourceEntry(**reader.mapping(node, schema, f"`{key}`"))


def _distinct(reader: Reader, entries: tuple[PersonEntry, ...]) -> tuple[PersonEntry, ...]:
    """The entries; a name that two entries claim in one cable is reported, for no reader could tell them apart."""
    claimed: dict[tuple[str, str], PersonEntry] = {}
    for entry in entries:
        for cable, names in entry.cables:
            for name in names:
                other = claimed.setdefault((cable, name), entry)
                if other is not entry:
                    what = f"`{name}` of {cable} is claimed here and in line {other.location.line}"
                    reader.found.append(diagnose("bad-value", entry.location, what, "keep one of the two"))
    return entries
