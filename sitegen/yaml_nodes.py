"""YAML read as strings, lists and mappings that know their place, never as YAML's own guesses.

``NO`` stays the two letters, ``12:30`` stays five signs, and a key given twice is an error with both places. What the
values mean is for the caller's schema to say.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

import msgspec
import yaml

from sitegen.diagnostics import Diagnostic, Location, diagnose

_LOADER: type[yaml.Loader] = getattr(yaml, "CLoader", yaml.Loader)
_MAX_DEPTH = 40
_BRACKET = re.compile(r"[\[\]{}]")
_DEEPEST = 1000  # brackets in quotes are counted too
_DASHES = re.compile(r"(?:[-?:][ \t]+){100}")
_BETWEEN = re.compile(r"[\W_]+")  # what stands between letters and digits


class Node(msgspec.Struct, frozen=True):
    """A value of a YAML text: exactly one of ``text``, ``items`` and ``pairs`` is meant, as ``kind`` says."""

    kind: str  # scalar | list | mapping
    line: int
    column: int
    text: str = ""
    quoted: bool = False
    items: tuple[Node, ...] = ()
    pairs: dict[str, Node] = {}
    key_places: dict[str, tuple[int, int]] = {}

    @property
    def empty(self) -> bool:
        """Whether nothing was written: ``key:`` with no value, or an unquoted ``~`` or ``null``."""
        return self.kind == "scalar" and not self.quoted and self.text in ("", "~", "null")


#: signs that YAML does not take as they are, the line feed left out
_SPECIAL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_PAIR = re.compile(r"(?P<key>[a-z_0-9]+):(?: (?P<value>[^ ].*))?")
#: between brackets: text in quotes, or text whose signs mean nothing; with what ends it
_ITEM = re.compile(r' ?(?:"(?P<quoted>[^"\\]*)"|(?P<plain>(?:[^\W_]|[/(+.$;^_])(?:[^:#,\[\]{}?"]*[^:#,\[\]{}?" ])?))'
                   r"(?P<end>[,\]}])")
#: text that is plain on a line of its own
_PLAIN = re.compile(r"(?:[^\W_]|[/(+.$;^_])(?:[^:#]|(?<! )#|:(?=[^ ]))*")


def read_plain(text: str, first_line: int = 1) -> Node | None:
    """The value of a YAML text of the few forms that nearly all front matter has, as ``read_yaml`` gives it; None for
    any other text, which may be YAML all the same.

    It is a short way, several times faster than a parser of the whole language. The forms: ``key: text``,
    ``key: [a, b]``, ``key: {name: a, other: [b]}`` and a list of texts or such mappings with a dash each; texts plain
    or in double quotes without backslashes; everything on its own line.
    """
    if _SPECIAL.search(text):
        return None
    pairs: dict[str, Node] = {}
    places: dict[str, tuple[int, int]] = {}
    waiting = ""  # a key whose list with dashes may follow
    items: list[Node] = []
    number = first_line - 1
    for line in text.removesuffix("\n").split("\n"):
        number += 1
        if line.startswith("  - ") and waiting:
            node = _value(line[4:], number, 5)
            if node is None or node.kind == "list":
                return None
            items.append(node)
            continue
        if waiting and not _close(pairs, waiting, items):
            return None
        waiting, items = "", []
        pair = _PAIR.fullmatch(line)
        if pair is None or (key := pair["key"]) in pairs:
            return None
        places[key] = (number, 1)
        value = pair["value"]
        if value is None:
            waiting = key
            pairs[key] = Node("scalar", number, len(key) + 2)  # its place in the order of keys
            continue
        node = _value(value, number, len(key) + 3)
        if node is None:
            return None
        pairs[key] = node
    if waiting and not _close(pairs, waiting, items):
        return None
    return Node("mapping", first_line, 1, pairs=pairs, key_places=places) if pairs else None


def _close(pairs: dict[str, Node], key: str, items: list[Node]) -> bool:
    if items:
        pairs[key] = Node("list", items[0].line, 3, items=tuple(items))
    return bool(items)


def _value(text: str, line: int, column: int) -> Node | None:
    sign = text[0]
    if sign == "[":
        found = _list(text, line, column, 0)
        return found[0] if found and found[1] == len(text) else None
    if sign == "{":
        return _mapping(text, line, column)
    if sign == '"':
        inner = text[1:-1]
        whole = len(text) > 1 and text[-1] == '"' and '"' not in inner and "\\" not in inner
        return Node("scalar", line, column, inner, True) if whole else None
    if _PLAIN.fullmatch(text) and text[-1] not in " :" and not text.startswith("..."):
        return Node("scalar", line, column, text)
    return None


def _list(text: str, line: int, column: int, start: int) -> tuple[Node, int] | None:
    """The list that begins at ``start`` of ``text``, whose own first column is ``column``; and where it ends."""
    items: list[Node] = []
    at = start + 1
    while (item := _ITEM.match(text, at)) is not None:
        at = item.end()
        plain = item["plain"]
        if plain is not None:
            items.append(Node("scalar", line, column + item.start("plain"), plain))
        else:
            items.append(Node("scalar", line, column + item.start("quoted") - 1, item["quoted"], True))
        end = item["end"]
        if end == "]":
            return Node("list", line, column + start, items=tuple(items)), at
        if end == "}":
            return None
    return None


def _mapping(text: str, line: int, column: int) -> Node | None:
    pairs: dict[str, Node] = {}
    places: dict[str, tuple[int, int]] = {}
    at = 1
    while (key := _INNER_KEY.match(text, at)) is not None:
        at = key.end()
        name = key["key"]
        if name in pairs:
            return None
        places[name] = (line, column + key.start("key"))
        if text.startswith("[", at):
            found = _list(text, line, column, at)
            if found is None:
                return None
            pairs[name], at = found
            end = text[at:at + 1]
            at += 1
        else:
            item = _ITEM.match(text, at)
            if item is None or item[0].startswith(" "):
                return None
            at = item.end()
            quoted = item["plain"] is None
            inner = item["quoted"] if quoted else item["plain"]
            pairs[name] = Node("scalar", line, column + item.start(), inner, quoted)
            end = item["end"]
        if end == "}":
            return Node("mapping", line, column, pairs=pairs, key_places=places) if at == len(text) else None
        if end != ",":
            return None
    return None


_INNER_KEY = re.compile(r" ?(?P<key>[a-z_0-9]+): (?=[^ ])")


def read_yaml(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Diagnostic]]:
    """The value of a YAML text, and what is wrong with it.

    ``first_line`` is the line of the file at which ``text`` begins (front matter begins at 2). None when the text holds
    no value or cannot be read; then a ``bad-front-matter`` diagnostic says where, except for an empty text. Aliases
    are refused, for one can grow without bound, and tags mean nothing: what is read is data. A text nested too deeply
    is refused before it is parsed: the C parser recurses once a level, so some ten thousand brackets would end the
    process instead of raising.
    """
    if _is_too_deep(text):
        return None, [diagnose("bad-front-matter", Location(path, first_line, 1), "nested too deeply")]
    try:
        loader = _LOADER(text)
    except UnicodeEncodeError as problem:
        before = text[:problem.start]
        place = Location(path, first_line + before.count("\n"), len(before) - before.rfind("\n"))
        return None, [diagnose("bad-front-matter", place, "a sign that is no Unicode", "save the file as UTF-8")]
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


def _is_too_deep(text: str) -> bool:
    depth = deepest = 0
    for bracket in _BRACKET.finditer(text):
        depth += 1 if bracket[0] in "[{" else -1
        deepest = max(deepest, depth)
    return deepest > _DEEPEST or _DASHES.search(text) is not None


def _convert(
    tree: yaml.Node, path: str, first_line: int, found: list[Diagnostic], seen: set[int], depth: int
) -> Node:
    line, column = tree.start_mark.line + first_line, tree.start_mark.column + 1
    if id(tree) in seen or depth > _MAX_DEPTH:
        what = ("a YAML alias (*name) repeats this value; aliases are not allowed here" if id(tree) in seen
                else "a value nested too deeply is not allowed here")
        if -id(tree) not in seen:  # told once, however often it is repeated
            seen.add(-id(tree))
            found.append(diagnose("bad-value", Location(path, line, column), what))
        return Node("scalar", line, column)
    if isinstance(tree, yaml.ScalarNode):
        seen.add(id(tree))
        return Node("scalar", line, column, text=tree.value, quoted=bool(tree.style))
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
    by_plain = {_BETWEEN.sub("", name.lower()): name for name in sorted(known)}
    near = difflib.get_close_matches(_BETWEEN.sub("", word.lower()), by_plain, n=1, cutoff=0.6)
    return f"did you mean `{by_plain[near[0]]}`?" if near else ""
