"""The archive as data: one table for a spreadsheet, one JSON for all, and beside each page its JSON and its source."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

import msgspec

from sitegen.output.writer import Artifact
from sitegen.records import blocks
from sitegen.records.cable import Cable
from sitegen.records.markup import plain
from sitegen.records.unseen import visible
from sitegen.site.view_parts import Row

COLUMNS = (
    "id", "title", "date", "date_basis", "classification", "captions", "origin", "precedence", "from", "to", "info",
    "tags", "references", "classified_by", "reasons", "declassify_on", "signed_by", "people", "language", "sections",
    "url", "source_file", "source_lines", "source_sha256",
)
# Of the page's keeping, not of the cable.
_INTERNAL = {"converted", "draft", "publish_on"}
_FIELDS = tuple((field.name, field.name.rstrip("_")) for field in fields(Cable) if field.name not in _INTERNAL)
_FORMULA = re.compile(r"[ \u00a0\u3000]*[=+\-@\t\r\n＝＋－＠]")
_SUSPECT = frozenset(" \u00a0\u3000=+-@\t\r\n＝＋－＠")  # with which a formula can begin


def record(cable: Cable, address: str) -> dict[str, Any]:
    """A cable's front matter as JSON holds it, keys in their fixed order, absent values left out, its address last."""
    made: dict[str, Any] = {}
    for name, key in _FIELDS:
        value = getattr(cable, name)
        if value in ("", (), None, False):
            continue
        if key == "people":
            made[key] = [{"name": person.name} | ({"as": list(person.spellings)} if person.spellings else {})
                         for person in cable.people]
        elif key == "witnesses":
            made[key] = [_without_empty(asdict(witness)) for witness in cable.witnesses]
        elif key in ("source", "downgrade"):
            made[key] = _without_empty(asdict(value))
        else:
            made[key] = list(value) if isinstance(value, tuple) else value
    made["url"] = address
    return made


def cable_json(path: str, cable: Cable, body: str, address: str, owner: str) -> Artifact:
    """The file ``cable.json`` of one cable at ``path``: its record and its paragraphs in reading text."""
    whole = record(cable, address) | {"paragraphs": list(_paragraphs(body)), "markdown": body}
    return Artifact(path, _json(whole), owner)


def cables_json(records: Sequence[dict[str, Any]]) -> Artifact:
    """data/cables.json: the records of all cables, in the order given."""
    lines = b",\n".join(map(msgspec.json.encode, records))
    return Artifact("data/cables.json", b"[\n" + lines + b"\n]\n" if records else b"[]\n", "data/cables.json")


def cables_csv(records: Iterable[dict[str, Any]]) -> Artifact:
    """data/cables.csv (RFC 4180, UTF-8): a row a cable, lists joined by ``; ``, safe to open in a spreadsheet."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for made in records:
        values = made | {f"source_{name}": value for name, value in made.get("source", {}).items()}
        if "people" in made:
            values["people"] = [person["name"] for person in made["people"]]
        writer.writerow([cell(values[column]) if column in values else "" for column in COLUMNS])
    return Artifact("data/cables.csv", stream.getvalue().encode(), "data/cables.csv")


def cell(value: object) -> str:
    """A value as a cell. One that a spreadsheet would run as a formula gets an apostrophe in front.

    The signs are those of OWASP's page on CSV injection; programs look for them behind white space too.
    """
    text = value if isinstance(value, str) else "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = text.replace("\0", "\ufffd")
    return f"'{text}" if text and text[0] in _SUSPECT and _FORMULA.match(text) else text


def numbers_json(path: str, numbers: Mapping[str, Row]) -> Artifact:
    """The file of a part of the numbers: of each number what a list shows of its cable."""
    made = {number: {"url": row.url, "id": row.id, "title": visible(row.title),
                     "date": row.when.text if row.when else "",
                     "classification": row.classification.capitalize(), "origin": row.origin}
            for number, row in sorted(numbers.items())}
    return Artifact(path, msgspec.json.encode(made) + b"\n", path)


def _paragraphs(body: str) -> Iterable[dict[str, Any]]:
    for block in blocks.parse(body):
        if isinstance(block, blocks.Paragraph):
            named = {"anchor": block.anchor, "number": block.number, "letter": block.letter, "mark": block.mark}
            yield _without_empty(named) | {"text": plain(block.spans)}
        elif isinstance(block, blocks.Heading):
            yield _without_empty({"anchor": block.anchor}) | {"heading": plain(block.spans)}
        elif isinstance(block, blocks.Table):
            rows = [[plain(cell_) for cell_ in row] for row in ((block.head,) if block.head else ()) + block.rows]
            yield _without_empty({"anchor": block.anchor}) | {"table": rows}
        else:
            yield _without_empty({"anchor": block.anchor}) | {"preformatted": plain(block.spans)}


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
