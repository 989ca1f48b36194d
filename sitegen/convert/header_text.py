"""The header's window as one text: page headers left out, blank lines that count kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    printed_pages = any("PAGE" in line.text for line in lines[:limit])  # as an archive's print has them
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
            numbered = "OF" in text and rules.PAGE_NUMBER.match(text.rstrip(" \\"))
            if numbered or (printed_pages and _page_print(lines, index, limit)):
                pages.append((index, 0, len(text)))
                around, blanks, page = around + blanks, 0, "number" if numbered else "print"
                continue
        printed = rules.PAGE_PRINT.match(text) if printed_pages and index > 0 else None
        if printed:
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
        for found in inside.finditer(text, skip) if rules.EIGHT_FIGURES.search(text) else ():
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


def _page_print(lines: Sequence[Line], index: int, limit: int) -> bool:
    """Whether a line belongs to the archive print's page header, but is not its PAGE line with post and number."""
    text = lines[index].text
    if index == 0:
        return False
    if rules.PAGE_BARE.match(text):
        return True
    if rules.PAGE_POST.match(text):  # below PAGE 02
        return bool(rules.PAGE_ALONE.match(_neighbour(lines, range(index - 1, max(-1, index - 4), -1))))
    following = _neighbour(lines, range(index + 1, min(limit, index + 5)))
    if rules.PAGE_ALONE.match(text):
        return bool(rules.PAGE_POST.match(following))
    if not rules.PAGE_CLASSIFICATION.match(text):
        return False
    # the classification may stand twice: at the foot of a page, and at the head of the next
    ahead = (lines[n].text for n in range(index + 1, min(limit, index + 7)))
    below = next((line for line in ahead if line.strip() and not rules.PAGE_CLASSIFICATION.match(line)), "")
    return any(head.match(below) for head in (rules.PAGE_PRINT, rules.PAGE_BARE, rules.PAGE_ALONE))


def _neighbour(lines: Sequence[Line], indexes: Iterable[int]) -> str:
    """The first of these lines that is not blank, or an empty text."""
    return next((lines[index].text for index in indexes if lines[index].text.strip()), "")


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
