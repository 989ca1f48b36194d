"""The header's window as one text: page headers left out, blank lines that count kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.convert import header_rules as rules
from sitegen.convert.lines import Line
from sitegen.convert.mapped_text import MappedText

LINES = 300  # no header is longer; a body of one line may be 50 MB
_CHARACTERS = 30_000


@dataclass(frozen=True, slots=True)
class HeaderText:
    """The header window as one text, in which an empty line is a blank line that counts, and what is not in it."""

    mapped: MappedText
    pages: tuple[tuple[int, int, int], ...]  # page headers: line index and offsets
    blanks: tuple[int, ...]  # indexes of blank lines


def header_text(lines: Sequence[Line], station: str) -> HeaderText:
    """Makes the text of a header, without page headers, of a cable's first lines. ``station``: the class line's."""
    limit = min(len(lines), LINES)
    every = _spacing(lines[:limit])
    inside = rules.page_number_inside(station)
    pieces: list[tuple[str, int, int]] = []
    pages: list[tuple[int, int, int]] = []
    blank_lines: list[int] = []
    blanks = size = 0
    around = 0  # blank lines before a page header that was left out
    page = ""
    for index in range(limit):
        text = lines[index].text
        if not text.strip(" \t\\"):
            blanks += 1
            blank_lines.append(index)
            continue
        text = text[: _CHARACTERS - size]
        skip = 0
        if len(text) < 200:
            numbered = rules.PAGE_NUMBER.match(text.rstrip(" \\"))
            if numbered or _page_classification(lines, index, limit):
                pages.append((index, 0, len(text)))
                around, blanks, page = around + blanks, 0, "number" if numbered else "print"
                continue
        printed = rules.PAGE_PRINT.match(text)
        if printed and index > 0:
            skip = printed.end()
            page = "print"
            pages.append((index, 0, skip))
            if not text[skip:].strip(" \t\\"):
                around, blanks = around + blanks, 0
                continue
        total = blanks + around
        usual = every if not page else max(every, 3 if page == "number" else total)
        if pieces:
            pieces.append(("\n\n" if total > usual else "\n", -1, 0))
        text = text.rstrip(" \t\\")
        for found in inside.finditer(text, skip):
            pieces += [(text[skip : found.start()], index, skip), (" ", -1, 0)]
            pages.append((index, found.start(), found.end()))
            skip = found.end()
        pieces.append((text[skip:], index, skip))
        blanks = around = 0
        page = ""
        size += len(text)
        if size >= _CHARACTERS:
            break
    return HeaderText(MappedText.of(pieces), tuple(pages), tuple(blank_lines))


def _page_classification(lines: Sequence[Line], index: int, limit: int) -> bool:
    """Whether a line is the classification above the archive print's PAGE line."""
    if index == 0 or not rules.PAGE_CLASSIFICATION.match(lines[index].text):
        return False
    for later in range(index + 1, min(limit, index + 5)):
        if lines[later].text.strip():
            return bool(rules.PAGE_PRINT.match(lines[later].text) or rules.PAGE_CLASSIFICATION.match(lines[later].text))
    return False


def _spacing(lines: Sequence[Line]) -> int:
    """How many blank lines stand after every line of this text, as weblogs have it (usually 0)."""
    gaps: list[int] = []
    blanks = 0
    started = False
    for line in lines[:60]:
        if line.text.strip(" \t\\"):
            if started:
                gaps.append(blanks)
            started, blanks = True, 0
        else:
            blanks += 1
        if len(gaps) >= 8:
            break
    if len(gaps) < 4:
        return 0
    return min(gaps)
