"""Reading YAML values by a schema: the value that each key asks for, and a diagnostic with its place for all else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records.dates import is_edtf
from sitegen.yaml_nodes import Node, did_you_mean, read_plain, read_yaml

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_T = TypeVar("_T")


def read_nodes(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Diagnostic]]:
    """Like ``read_yaml``, by the short way where the text has one of the few forms of nearly all front matter."""
    plain = read_plain(text, first_line)
    return (plain, []) if plain is not None else read_yaml(text, path, first_line)


class Reader:
    """Turns the YAML nodes of one file into values, and notes in ``found`` what does not fit.

    Each method that reads a value gives None when the value has not the form that was asked for.
    """

    def __init__(self, path: str, found: list[Diagnostic]) -> None:
        self.path = path
        self.found = found

    def wrong(self, node: Node, message: str, hint: str = "", code: str = "bad-value") -> None:
        """Note that a value is wrong, at its place."""
        self.found.append(diagnose(code, Location(self.path, node.line, node.column), message, hint))

    def mapping(self, node: Node, schema: Schema, what: str, needed: Sequence[str] = ()) -> dict[str, Any]:
        """The values of a mapping by key, those that could be read. Empty when one of ``needed`` is missing.

        Keys without a value are as if they were not there; keys that the schema does not know are reported.
        """
        if node.kind != "mapping":
            self.wrong(node, f"{what}: expected `key: value` pairs")
            return {}
        values: dict[str, Any] = {}
        for key, value in node.pairs.items():
            if key not in schema:
                place = Location(self.path, *node.key_places[key])
                self.found.append(diagnose("unknown-key", place, f"unknown key `{key}`", did_you_mean(key, schema)))
            elif not value.empty:
                read = schema[key](self, value, key)
                if read is not None:
                    values[key] = read
        for key in needed:
            if key not in node.pairs or node.pairs[key].empty:
                self.wrong(node, f"{what} needs `{key}`", code="missing-key")
        return values if all(values.get(key) for key in needed) else {}

    def text(self, node: Node, key: str) -> str | None:
        """One text."""
        if node.kind != "scalar":
            self.wrong(node, f"`{key}` must be one text, not a {node.kind}", "quote it if it begins with a bracket")
            return None
        return node.text

    def texts(self, node: Node, key: str) -> tuple[str, ...] | None:
        """A list of texts; empty ones are left out."""
        if node.kind != "list":
            self.wrong(node, f"`{key}` must be a list", f"write `{key}: [{node.text}]`" if node.text else "")
            return None
        read = (self.text(item, key) for item in node.items)
        return tuple(item for item in read if item)

    def match(self, pattern: re.Pattern[str], node: Node, key: str, expected: str) -> str | None:
        """A text that the whole of ``pattern`` matches; ``expected`` says what that is."""
        value = self.text(node, key)
        if value is None or pattern.fullmatch(value):
            return value
        self.wrong(node, f"`{key}: {value[:80]}` is not {expected}")
        return None

    def date(self, node: Node, key: str) -> str | None:
        """A date (EDTF)."""
        value = self.text(node, key)
        if value is None or is_edtf(value):
            return value
        self.wrong(node, f"`{key}: {value[:80]}` is not a date",
                   "write 2009-12-28T13:46:00Z, 2009-12-28, 2009-12 or 2009, with ~ after it for an estimate")
        return None

    def day(self, node: Node, key: str) -> str | None:
        """A day of the calendar, YYYY-MM-DD."""
        value = self.text(node, key)
        if value is None or (_DAY.fullmatch(value) and is_edtf(value)):
            return value
        self.wrong(node, f"`{key}: {value[:80]}` is not a day", "write 2027-01-01")
        return None

    def truth(self, node: Node, key: str) -> bool | None:
        """``true`` or ``false``."""
        value = self.text(node, key)
        if value in ("true", "false"):
            return value == "true"
        if value is not None:
            self.wrong(node, f"`{key}` must be true or false, not `{value[:80]}`")
        return None

    def each(self, node: Node, key: str, read: Callable[[Reader, Node, str], _T | None]) -> tuple[_T, ...] | None:
        """A list whose entries ``read`` reads; those that it cannot read are left out."""
        if node.kind != "list":
            self.wrong(node, f"`{key}` must be a list")
            return None
        items = (read(self, item, key) for item in node.items)
        return tuple(item for item in items if item is not None)


#: key -> what reads its value
Schema = dict[str, Callable[[Reader, Node, str], Any]]
