"""Where in a cable's text a person is named, by the spellings that its front matter gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from sitegen.records.blocks import Block, Heading, Paragraph, Table
from sitegen.records.markup import plain

_LENGTH = 420  # of an excerpt


def text_of(block: Block) -> str:
    """The words of a block as read, without number and portion mark, on one line."""
    if isinstance(block, Table):
        return " · ".join(" ".join(plain(cell).split()) for row in (block.head, *block.rows) for cell in row)
    return " ".join(plain(block.spans).split())


@lru_cache(maxsize=8192)
def whole_words(words: tuple[str, ...]) -> re.Pattern[str]:
    """What finds one of ``words`` as a whole, the longest first, whatever the white space between their parts."""
    ordered = sorted({word for word in words if word.strip()}, key=lambda word: (-len(word), word))
    parts = (r"\s+".join(re.escape(part) for part in word.split()) for word in ordered)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)" if ordered else r"(?!)")


class Finder:
    """Finds words in texts: each as a whole, the leftmost and of those the longest, none within another, whatever the
    white space between their parts. It finds what ``whole_words`` finds, without compiling a pattern for each cable."""

    __slots__ = ("_words",)

    def __init__(self, words: Iterable[str]) -> None:
        spaced = {" ".join(word.split()) for word in words}
        ordered = sorted(spaced - {""}, key=lambda word: (-len(word), word))
        self._words = [(rank, word, *word.partition(" ")[::2]) for rank, word in enumerate(ordered)]

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Where in ``text`` which word begins and ends, in order."""
        hits = []
        for rank, word, first, rest in self._words:
            at = text.find(first)
            while at >= 0:
                end = at + len(first)
                if rest:
                    end = _end_of(text, end, rest)
                if end and not (at and _is_word(text[at - 1])) and not (end < len(text) and _is_word(text[end])):
                    hits.append((at, rank, end, word))
                at = text.find(first, at + 1)
        hits.sort()
        found = []
        free = 0
        for at, _, end, word in hits:
            if at >= free:
                found.append((at, end, word))
                free = end
        return found


def _end_of(text: str, at: int, rest: str) -> int:
    """Where the other parts of a word end, the first of which ends at ``at``; 0 when they do not follow."""
    for part in rest.split(" "):
        start = at
        while at < len(text) and text[at].isspace():
            at += 1
        if at == start or not text.startswith(part, at):
            return 0
        at += len(part)
    return at


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def anchored_texts(blocks: Sequence[Block]) -> list[tuple[str, str, str]]:
    """(anchor, number, text) of every block but headings. One without an anchor has that of the nearest before it."""
    out = []
    anchor = ""
    for block in blocks:
        anchor = block.anchor or anchor
        if not isinstance(block, Heading):
            number = f"{block.number}{block.letter}" if isinstance(block, Paragraph) else ""
            out.append((anchor, number, text_of(block)))
    return out


def mentions(
    texts: Sequence[tuple[str, str, str]], names: Mapping[str, Iterable[str]]
) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    """For each person of ``names`` (a key -> the names) the texts of :func:`anchored_texts` that hold one of theirs:
    (anchor, number, parts of an excerpt).

    The longest name wins: in ``Evo Morales`` nobody else whose name is ``Morales`` is meant. A name that two persons
    have in one cable counts for both.
    """
    holders: dict[str, list[str]] = {}
    for key, spelt in names.items():
        for name in spelt:
            for form in dict.fromkeys((_spaced(name), _spaced(name).upper())):
                holders.setdefault(form, []).append(key)
    finder = Finder(holders)
    found: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {key: [] for key in names}
    for anchor, number, text in texts:
        hits: dict[str, list[tuple[int, int]]] = {}
        for start, end, word in finder.find(text):
            for key in dict.fromkeys(holders[word]):
                hits.setdefault(key, []).append((start, end))
        for key, places in hits.items():
            found[key].append((anchor, number, excerpt(text, places)))
    return found


def _spaced(name: str) -> str:
    return " ".join(name.split())


def excerpt(text: str, places: Sequence[tuple[int, int]], length: int = _LENGTH) -> tuple[str, ...]:
    """The words around the first of ``places``, about ``length`` signs cut between words; every second part is what
    stands at a place."""
    first, first_end = places[0]
    start = max(0, first - length // 3)
    if start:
        start = text.find(" ", start, first) + 1 or first
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start, end), first_end)
    parts, at = [], start
    for begins, ends in places:
        if ends <= end:
            parts += [text[at:begins], text[begins:ends]]
            at = ends
    parts.append(text[at:end])
    parts[0] = ("… " if start else "") + parts[0]
    parts[-1] += " …" if end < len(text) else ""
    return tuple(parts)
