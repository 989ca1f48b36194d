"""Interface strings: one file a language in a theme's locale/ folder, looked up by key."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records.schema import read_nodes

_NAME = re.compile(r"\{(\w+)\}")


def read_strings(text: str, path: str) -> tuple[dict[str, dict[str, str]], list[Diagnostic]]:
    """The strings of a locale file: key -> form (``one``, ``other``) -> text; and what is wrong with the file."""
    node, found = read_nodes(text, path)
    strings: dict[str, dict[str, str]] = {}
    if node is None or node.kind != "mapping":
        return strings, found
    for key, value in node.pairs.items():
        if value.kind == "scalar":
            strings[key] = {"other": value.text}
        elif value.kind == "mapping" and "other" in value.pairs and set(value.pairs) <= {"one", "other"}:
            strings[key] = {form: part.text for form, part in value.pairs.items()}
        else:
            what = f"`{key}` must be a text, or a text for `one` and one for `other`"
            found.append(diagnose("bad-value", Location(path, value.line, value.column), what))
    return strings, found


class Strings:
    """The strings of one language. ``digits`` is what stands between groups of three digits."""

    def __init__(self, strings: Mapping[str, Mapping[str, str]]) -> None:
        self._strings = strings
        self._digits = strings.get("digits", {}).get("other", ",")

    def all(self) -> dict[str, dict[str, str]]:
        """Every string, by key and form."""
        return {key: dict(forms) for key, forms in self._strings.items()}

    def number(self, value: int) -> str:
        """A whole number for people: 12,345."""
        return f"{value:,}".replace(",", self._digits)

    def text(self, key: str, **values: object) -> str:
        """The string of ``key``, each ``{name}`` in it replaced. ``count`` chooses between one and other.

        The result is markup when one of the values is. Raises KeyError for an unknown key or a name without a value.
        """
        forms = self._strings[key]
        if not values:
            return forms["other"]
        found = forms["one"] if values.get("count") == 1 and "one" in forms else forms["other"]
        shown = {name: self.number(value) if isinstance(value, int) else value for name, value in values.items()}
        if any(hasattr(value, "__html__") for value in shown.values()):
            return Markup(_NAME.sub(lambda name: str(escape(shown[name[1]])), str(escape(found))))
        return _NAME.sub(lambda name: str(shown[name[1]]), found)
