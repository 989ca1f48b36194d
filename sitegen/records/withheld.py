"""withheld.yaml: what must not be published, read without ever saying a word of it.

A list of entries, each with one of ``name``, ``phrase``, ``pattern``, ``paragraph`` and ``cable``; docs/withholding.md
has the form. An entry's words are in no message, in no ``repr`` and in no digest that could be worked out without them.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import re2  # google-re2

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records.folding import fold_words, letters
from sitegen.records.scanner import Scanner, spellings
from sitegen.records.schema import read_nodes
from sitegen.yaml_nodes import Node

FILE = "content/withheld.yaml"
KINDS = ("name", "phrase", "pattern", "paragraph", "cable")
_HINT = "docs/withholding.md shows the form of an entry"
_KEY = re.compile(r"[0-9A-Za-z+/=_-]{32,}")
_REASON = re.compile(r"[^\[\]{}<>\\\x00-\x1f]{1,200}")
_PARAGRAPH = re.compile(r"(?P<cable>[^#\s]+)#(?P<anchor>[A-Za-z][\w-]*)")
_FEWEST_LETTERS = 2
#: signs of the words of one entry, and words of a name: what a list takes to get ready grows with their square
_LONGEST = {"name": 200, "phrase": 1_000, "pattern": 1_000, "paragraph": 200, "cable": 200}
_MOST_WORDS = 20
#: stands in for a list's own key as long as this process lives
_PASSING_KEY = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry withholds; ``words`` are the name, phrase, pattern, address or id. Without ``cables`` it holds
    everywhere."""

    kind: str
    words: str = field(repr=False)
    reason: str = ""
    line: int = 0
    column: int = 0
    surname_alone: bool = False
    variants: tuple[str, ...] = field(default=(), repr=False)
    cables: frozenset[str] = field(default=frozenset(), repr=False)

    def holds_in(self, cable_id: str) -> bool:
        """Whether the entry holds in the text of a cable ("": outside of cables)."""
        return not self.cables or cable_id in self.cables


class Pattern:
    """A pattern of an entry, matched in time linear in the text, by RE2."""

    def __init__(self, text: str) -> None:
        """Raises ValueError when RE2 does not know the pattern, or when it matches the empty text."""
        options = re2.Options()
        options.log_errors = False  # RE2 would print the pattern
        options.case_sensitive = False
        try:
            self._compiled = re2.compile(text, options)
        except re2.error:
            raise ValueError("is no pattern that RE2 knows (it has no look-around and no back-references)") from None
        if self._compiled.search("") is not None:
            raise ValueError("matches the empty text, and so everything")
        self._text = text

    def __reduce__(self) -> tuple[type[Pattern], tuple[str]]:
        return Pattern, (self._text,)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where in ``text`` the pattern matches, from and to (excluded)."""
        return [found.span() for found in self._compiled.finditer(text.encode("utf-8", "replace").decode("utf-8"))]


class WithheldList:
    """The entries of a list, ready to be looked for. ``shown`` is what the list is called in messages."""

    def __init__(self, entries: tuple[Entry, ...] = (), shown: str = FILE, key: str = "") -> None:
        """``key`` is a secret that the list holds itself, by which later runs know that it is the same."""
        self.entries = entries
        self.shown = shown
        self.has_key = bool(key)
        self._key = hashlib.sha256(key.encode()).digest() if key else _PASSING_KEY
        names: dict[str, list[int]] = {}
        for number, entry in enumerate(entries):
            if entry.kind in ("name", "phrase"):
                for spelt in (entry.words, *entry.variants):
                    for form in spellings(spelt, entry.surname_alone and spelt == entry.words, entry.kind == "name"):
                        names.setdefault(form, []).append(number)
        self.scanner = Scanner(names, [
            (fold_words(spelt), entry.surname_alone and spelt == entry.words, number)
            for number, entry in enumerate(entries) if entry.kind == "name"
            for spelt in (entry.words, *entry.variants) if "," not in spelt])
        self.patterns = tuple((number, Pattern(entry.words)) for number, entry in enumerate(entries)
                              if entry.kind == "pattern")
        #: whole cables by id, and paragraphs by cable and anchor, with the numbers of their entries
        self.cables = {entry.words: number for number, entry in enumerate(entries) if entry.kind == "cable"}
        self.paragraphs: dict[str, dict[str, int]] = {}
        for number, entry in enumerate(entries):
            if entry.kind == "paragraph":
                cable_id, _, anchor = entry.words.partition("#")
                self.paragraphs.setdefault(cable_id, {})[anchor] = number
        #: cables of which some entry speaks by their id
        self.named = frozenset(self.cables) | frozenset(self.paragraphs) | frozenset(
            cable_id for entry in entries for cable_id in entry.cables)

    def __reduce__(self) -> tuple[Callable[..., WithheldList], tuple[Any, ...]]:
        return _restored, (self.entries, self.shown, self.has_key, self._key)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def place(self, number: int) -> Location:
        """Where an entry stands."""
        return Location(self.shown, self.entries[number].line, self.entries[number].column)

    @property
    def token(self) -> str:
        """What tells this list from any other: nothing can be learnt from it without the list's key. "" for none.

        A list without a key has another token in each process, so that nothing is remembered under it.
        """
        if not self.entries:
            return ""
        stated = repr([(entry.kind, entry.words, entry.reason, entry.surname_alone, entry.variants,
                        sorted(entry.cables)) for entry in self.entries])
        return hmac.new(self._key, stated.encode("utf-8", "surrogatepass"), "sha256").hexdigest()

    def digest(self, data: bytes) -> str:
        """A digest of what may hold withheld words, of use to nobody without the list's key (128 bits, hexadecimal)."""
        return hashlib.blake2b(data, digest_size=16, key=self._key).hexdigest()


def _restored(entries: tuple[Entry, ...], shown: str, has_key: bool, key: bytes) -> WithheldList:
    made = WithheldList(entries, shown)
    made.has_key, made._key = has_key, key
    return made


#: nothing is withheld
NOTHING = WithheldList()


def read_withheld(text: str, shown: str = FILE) -> tuple[WithheldList | None, list[Diagnostic]]:
    """The list in ``text``; None, with the reasons, when anything in it cannot be used: half a list is worse than
    none."""
    node, broken = read_nodes(text, shown)
    if broken or node is None or node.kind != "list":
        place = broken[0].location if broken else Location(shown, 1, 1)
        what = "this is not YAML" if broken else "must be a list of entries, or `[]` for none"
        return None, [diagnose("withheld-unreadable", place, what, _HINT)]
    found: list[Diagnostic] = []
    entries: list[Entry] = []
    key = ""
    for item in node.items:
        try:
            if item.kind == "mapping" and list(item.pairs) == ["key"]:
                key = _key(item.pairs["key"])
            else:
                entries.append(_entry(item))
        except _Unusable as problem:
            found.append(diagnose("withheld-unreadable", Location(shown, *problem.place), problem.what, _HINT))
    if found:
        return None, found
    made = WithheldList(tuple(entries), shown, key)
    for number, entry in enumerate(entries):
        if made.scanner.find(entry.reason) or any(p.spans(entry.reason) for _, p in made.patterns):
            found.append(diagnose("withheld-unreadable", made.place(number),
                                  "the reason holds words that are to be withheld, and reasons are published"))
    return (None if found else made), found


class _Unusable(Exception):
    def __init__(self, node: Node, what: str, place: tuple[int, int] | None = None) -> None:
        super().__init__(what)
        self.what, self.place = what, place or (node.line, node.column)


def _entry(node: Node) -> Entry:
    if node.kind != "mapping":
        raise _Unusable(node, "an entry must be a mapping with `name`, `phrase`, `pattern`, `paragraph` or `cable`")
    pairs = node.pairs
    for key, place in node.key_places.items():
        if key not in (*KINDS, "reason", "surname_alone", "variants", "cables"):
            raise _Unusable(node, "an unknown key", place)
    kinds = [kind for kind in KINDS if kind in pairs]
    if len(kinds) != 1:
        raise _Unusable(node, "an entry must have exactly one of `name`, `phrase`, `pattern`, `paragraph`, `cable`")
    kind = kinds[0]
    for key in ("surname_alone", "variants", "cables"):
        if key in pairs and kind not in {"surname_alone": ("name",), "variants": ("name", "phrase")}.get(
                key, ("name", "phrase", "pattern")):
            raise _Unusable(node, f"`{key}` has no meaning beside `{kind}`", node.key_places[key])
    words = _words(pairs[kind], kind)
    reason = _text(pairs["reason"], "reason") if "reason" in pairs and not pairs["reason"].empty else ""
    if reason and not _REASON.fullmatch(reason):
        raise _Unusable(pairs["reason"], "a reason is at most 200 signs of plain words, without brackets")
    alone = _text(pairs["surname_alone"], "surname_alone") if "surname_alone" in pairs else "false"
    if alone not in ("true", "false"):
        raise _Unusable(pairs["surname_alone"], "`surname_alone` must be true or false")
    variants = _texts(pairs["variants"], "variants") if "variants" in pairs else ()
    for variant in variants:
        if len(letters(variant)) < _FEWEST_LETTERS:
            raise _Unusable(pairs["variants"], "a variant of fewer than two letters or digits")
        _short_enough(pairs["variants"], kind, variant)
    cables = _texts(pairs["cables"], "cables") if "cables" in pairs else ()
    return Entry(kind, words, reason, node.line, node.column, alone == "true", variants, frozenset(cables))


def _words(node: Node, kind: str) -> str:
    text = _text(node, kind)
    _short_enough(node, kind, text)
    if kind == "pattern":
        try:
            Pattern(text)
        except ValueError as problem:
            raise _Unusable(node, f"the pattern {problem}") from None
    elif kind == "paragraph" and not _PARAGRAPH.fullmatch(text):
        raise _Unusable(node, "a paragraph is a cable's id, `#` and an anchor: 09MEXICO283#p3")
    elif len(letters(text)) < _FEWEST_LETTERS:
        raise _Unusable(node, f"a {kind} of fewer than two letters or digits")
    return text


def _short_enough(node: Node, kind: str, text: str) -> None:
    if len(text) > _LONGEST[kind]:
        raise _Unusable(node, f"a {kind} of more than {_LONGEST[kind]:,} signs")
    if kind == "name" and len(text.split()) > _MOST_WORDS:
        raise _Unusable(node, f"a name of more than {_MOST_WORDS} words")


def _key(node: Node) -> str:
    text = _text(node, "key")
    if not _KEY.fullmatch(text):
        raise _Unusable(node, "a key is at least 32 random letters and digits")
    return text


def _text(node: Node, key: str) -> str:
    if node.kind != "scalar" or not node.text.strip():
        raise _Unusable(node, f"`{key}` must be one text")
    return node.text.strip()


def _texts(node: Node, key: str) -> tuple[str, ...]:
    if node.kind != "list" or not node.items:
        raise _Unusable(node, f"`{key}` must be a list of texts")
    return tuple(_text(item, key) for item in node.items)
