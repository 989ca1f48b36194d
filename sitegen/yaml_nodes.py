"""YAML read as strings, lists and mappings that know their place, never as YAML's own guesses.

``NO`` stays the two letters, ``12:30`` stays five signs, and a key given twice is an error with both places. What the
values mean is for the caller's schema to say.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

import yaml

from sitegen.diagnostics import Diagnostic, Location, diagnose

_LOADER: type[yaml.Loader] = getattr(yaml, "CLoader", yaml.Loader)
_MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML text: exactly one of ``text``, ``items`` and ``pairs`` is meant, as ``kind`` says."""

    kind: str  # scalar | list | mapping
    line: int
    column: int
    text: str = ""
    quoted: bool = False
    items: tuple[Node, ...] = ()
    pairs: dict[str, Node] = field(default_factory=dict)
    key_places: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing was written: ``key:`` with no value, or an unquoted ``~`` or ``null``."""
        return self.kind == "scalar" and not self.quoted and self.text in ("", "~", "null")


def read_yaml(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Diagnostic]]:
    """The value of a YAML text, and what is wrong with it.

    ``first_line`` is the line of the file at which ``text`` begins (front matter begins at 2). None when the text holds
    no value or cannot be read; then a ``bad-front-matter`` diagnostic says where, except for an empty text. Aliases
    and tags are refused: content is data, and an alias can grow without bound.
    """
    loader = _LOADER(text)
    try:
        tree = loader.get_single_node()
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        what = ": ".join(part for part in (problem.context, problem.problem) if part) or "not YAML"
        return None, [diagnose("bad-front-matter", Location(path, line, column), f"this is not YAML: {what}")]
    except yaml.YAMLError as problem:  # a sign that YAML does not allow
        position = getattr(problem, "position", 0)
        before = text[:position] if isinstance(position, int) else ""
        place = Location(path, first_line + before.count("\n"), len(before) - before.rfind("\n"))
        return None, [diagnose("bad-front-matter", place, "a sign that YAML does not allow",
                               "remove control characters from this file")]
    except RecursionError:
        return None, [diagnose("bad-front-matter", Location(path, first_line, 1), "nested too deeply")]
    finally:
        loader.dispose()
    if tree is None:
        return None, []
    found: list[Diagnostic] = []
    node = _convert(tree, path, first_line, found, set(), 0)
    return node, found


def _convert(
    tree: yaml.Node, path: str, first_line: int, found: list[Diagnostic], seen: set[int], depth: int
) -> Node:
    line, column = tree.start_mark.line + first_line, tree.start_mark.column + 1
    if id(tree) in seen or depth > _MAX_DEPTH:
        what = "a YAML alias (*name)" if id(tree) in seen else "a value nested too deeply"
        found.append(diagnose("bad-value", Location(path, line, column), f"{what} is not allowed here"))
        return Node("scalar", line, column)
    if isinstance(tree, yaml.ScalarNode):
        seen.add(id(tree))
        return Node("scalar", line, column, text=tree.value, quoted=tree.style is not None)
    seen.add(id(tree))
    if isinstance(tree, yaml.SequenceNode):
        items = tuple(_convert(item, path, first_line, found, seen, depth + 1) for item in tree.value)
        return Node("list", line, column, items=items)
    assert isinstance(tree, yaml.MappingNode)
    pairs: dict[str, Node] = {}
    places: dict[str, tuple[int, int]] = {}
    for key_tree, value_tree in tree.value:
        place = (key_tree.start_mark.line + first_line, key_tree.start_mark.column + 1)
        if not isinstance(key_tree, yaml.ScalarNode):
            found.append(diagnose("bad-value", Location(path, *place), "a key must be a word"))
            continue
        key = key_tree.value
        if key in places:
            found.append(diagnose("duplicate-key", Location(path, *place),
                                  f"`{key}` is given twice, first in line {places[key][0]}", "keep one of the two"))
            continue
        places[key] = place
        pairs[key] = _convert(value_tree, path, first_line, found, seen, depth + 1)
    return Node("mapping", line, column, pairs=pairs, key_places=places)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint naming the known word that is nearest to ``word``, or "" when none is near.

    Case, hyphens, underscores and spaces are not counted as differences.
    """
    def plain(text: str) -> str:
        return "".join(sign for sign in text.lower() if sign.isalnum())

    by_plain = {plain(name): name for name in sorted(known)}
    near = difflib.get_close_matches(plain(word), by_plain, n=1, cutoff=0.6)
    return f"did you mean `{by_plain[near[0]]}`?" if near else ""
