"""Which lines of a raw document, or which pieces of them, hold the words of which paragraph.

Accepting none of a page's marks gives the words of its source back, in their order. So the words of both are walked
side by side; what only the source has (the header, heads of pages, tags of a web page) is stepped over. Time is linear
in the words. A web page has often all of a cable on one line: such a line is cut where paragraphs begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sitegen.records.source_text import words

_RUNS = (8, 5, 3)  # words that must agree where the text begins, the longest run first
#: words that must agree after a difference, and how many words of the source may then be stepped over: a page's head, a
#: second header; few words agree by chance, so they are looked for near by
_AGREE = ((4, 150), (2, 30), (1, 12))
_MISSED = 40  # words of the text that the source may lack at one place
_FAILURES = 50
_HTML = re.compile(r"</\w|<br|<p[ >]", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_WORD_OF_HTML = re.compile(r"</?[A-Za-z!][^<>]*>|&#?\w{1,10};|(?P<word>[^\W_]+)")


class Place(NamedTuple):
    """Where words stand: the line (from 0) and column of the first one, the line and column at which the last one
    ends."""

    line: int
    column: int
    last_line: int
    end: int


class Piece(NamedTuple):
    """Texts (by their places in the sequence) and the pieces of lines that hold their words: line, start, end."""

    texts: tuple[int, ...]
    lines: tuple[tuple[int, int, int], ...]


def pieces(texts: Sequence[str], lines: Sequence[str]) -> list[Piece]:
    """Texts and lines side by side, all of both once and in order. What has no words stays with what stands before it.

    Pieces without texts are lines with words that no text has; a text whose words were not found stands with the one
    before it.
    """
    if not texts or not lines:
        return [Piece(tuple(range(len(texts))), _between(lines, (0, 0), _end(lines)))]
    found = places(texts, lines)
    html = _HTML.search("\n".join(lines)) is not None
    cuts: list[tuple[tuple[int, int], tuple[int, ...]]] = [((0, 0), ())]  # where something else begins, and its texts
    at = (0, 0)  # the end of the words that are accounted for
    for number, place in enumerate(found):
        if place is None:
            cuts[-1] = (cuts[-1][0], (*cuts[-1][1], number))
            continue
        start = (place.line, place.column)
        if _has_words(lines, at, start, html):
            if cuts[-1][1]:
                cuts.append((_break(lines, at, start, html), ()))
            cuts.append((_line_start(lines, start, html), (number,)))
        elif cuts[-1][1]:
            cuts.append((_break(lines, at, start, html), (number,)))
        else:
            cuts[-1] = (cuts[-1][0], (number,))
        at = (place.last_line, place.end)
    if any(found) and _has_words(lines, at, _end(lines), html):
        cuts.append((_break(lines, at, _end(lines), html), ()))
    ends = [start for start, _ in cuts[1:]] + [_end(lines)]
    made = [Piece(own, _between(lines, start, end)) for (start, own), end in zip(cuts, ends, strict=True)]
    return [piece for piece in made if piece.texts or piece.lines]


def _end(lines: Sequence[str]) -> tuple[int, int]:
    return (len(lines), 0)


def _between(lines: Sequence[str], start: tuple[int, int], end: tuple[int, int]) -> tuple[tuple[int, int, int], ...]:
    """The pieces of lines from one place to before another."""
    out = []
    for line in range(start[0], min(end[0] + 1, len(lines))):
        first, last = (start[1] if line == start[0] else 0), (end[1] if line == end[0] else len(lines[line]))
        if first < last or (first == 0 and line < end[0]):
            out.append((line, first, last))
    return tuple(out)


def _has_words(lines: Sequence[str], start: tuple[int, int], end: tuple[int, int], html: bool) -> bool:
    return any(True for line, first, last in _between(lines, start, end) for _ in _words(lines[line][first:last], html))


def _line_start(lines: Sequence[str], start: tuple[int, int], html: bool) -> tuple[int, int]:
    """The start of the line of a place, when no word stands before it there."""
    return start if next(_words(lines[start[0]][:start[1]], html), None) else (start[0], 0)


def _break(lines: Sequence[str], at: tuple[int, int], start: tuple[int, int], html: bool) -> tuple[int, int]:
    """Where to cut between words that end and words that begin: before the line of the next words; else in a line."""
    line, column = at
    if line < len(lines) and next(_words(lines[line][column:], html), None) is not None:
        return start if line == start[0] else at
    while line + 1 < len(lines) and next(_words(lines[line + 1], html), None) is None:
        line += 1
    return (line + 1, 0)


def places(texts: Sequence[str], lines: Sequence[str]) -> list[Place | None]:
    """For each text (its words as received) where in ``lines`` its words stand, or None."""
    html = _HTML.search("\n".join(lines)) is not None
    source = [(word, number, start) for number, line in enumerate(lines) for word, start in _words(line, html)]
    body = [(word, number) for number, text in enumerate(texts) for word in words(text)]
    found: list[Place | None] = [None] * len(texts)
    have, want = [word for word, _, _ in source], [word for word, _ in body]
    at, own, failures = _beginning(have, want), 0, 0
    if at is None:
        return found
    while at < len(have) and own < len(want):
        if have[at] != want[own]:
            step = _step(have, want, at, own) if failures < _FAILURES else None
            if step is None:
                break
            at, own, failures = at + step[0], own + step[1], failures + 1
        word, line, start = source[at]
        known = found[body[own][1]]
        first = (known.line, known.column) if known else (line, start)
        found[body[own][1]] = Place(*first, line, start + len(word))
        at, own = at + 1, own + 1
    return found


def _words(line: str, html: bool) -> Iterator[tuple[str, int]]:
    """The words of a line and where they begin; tags and entities of a web page are none."""
    if not html:
        for found in _WORD.finditer(line):
            yield found[0], found.start()
        return
    for found in _WORD_OF_HTML.finditer(line):
        if found["word"]:
            yield found["word"], found.start()


def _beginning(have: Sequence[str], want: Sequence[str]) -> int | None:
    """Where in the source the text begins."""
    for length in _RUNS:
        run = want[:length]
        for at in range(len(have) - len(run) + 1) if run else ():
            if have[at] == run[0] and have[at:at + len(run)] == run:
                return at
    return None


def _step(have: Sequence[str], want: Sequence[str], at: int, own: int) -> tuple[int, int] | None:
    """How many words of the source and of the text to step over until they agree again."""
    for missed in range(min(_MISSED, len(want) - own)):
        for length, reach in _AGREE if missed == 0 else _AGREE[:1]:
            run = want[own + missed:own + missed + length]
            for ahead in range(min(reach, len(have) - at)):
                if have[at + ahead] == run[0] and have[at + ahead:at + ahead + len(run)] == run:
                    return ahead, missed
    return None
