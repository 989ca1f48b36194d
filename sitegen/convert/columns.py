"""Columns in lines of text: which lines are rows of a table, and whether their columns are certain."""

from __future__ import annotations

import re
from collections.abc import Sequence

_GAP = re.compile(r" {2,}|\t+")
_WIDE_GAP = re.compile(r"\S {3,}\S|\S {2,}[$(+-]?\d|\d[%)]? {2,}\S")
_NEW_SENTENCE = re.compile(r"[.!?:;,]\s{2,3}[A-Z(\"“]")
_VALUE = re.compile(
    r"^[-+(]?[$€£]?\s?\d[\d,.]*\s?%?\)?(?: \([\d.,]+%?\))?$|^(?:n/?a|--?|unavailable|none)$", re.IGNORECASE
)


def looks_like_row(text: str) -> bool:
    """Whether a line holds columns: a tab between words, or wide gaps."""
    stripped = text.strip()
    if stripped and "\t" in text.lstrip():
        return True
    if "  " not in stripped:
        return False
    return bool(_WIDE_GAP.search(stripped)) and not _NEW_SENTENCE.search(stripped)


def tab_rows(lines: Sequence[str]) -> list[list[str]] | None:
    """The cells of lines parted by tabs, when their columns are certain: every line has the same number of tabs.

    A row whose other cells are empty is the first line of the next row's label (``State``, then ``Police  62 …``).
    """
    if len(lines) < 2 or not all("\t" in line for line in lines):
        return None
    rows = [[cell.strip() for cell in line.split("\t")] for line in lines]
    if len({len(row) for row in rows}) != 1:
        return None
    out: list[list[str]] = []
    label = ""
    for row in rows:
        if row[0] and not any(row[1:]):
            label = f"{label} {row[0]}".strip()
            continue
        out.append([f"{label} {row[0]}".strip(), *row[1:]])
        label = ""
    if label:
        out.append([label, *[""] * (len(rows[0]) - 1)])
    return out


def blank_rows(lines: Sequence[str]) -> list[list[str]] | None:
    """The cells of lines parted by runs of blanks, when their columns are certain.

    Certain means: at least three rows, each with the same two or more cells, and from the second row on every cell but
    the first is a figure, so that nothing can belong elsewhere.
    """
    if len(lines) < 3:
        return None
    rows = [[cell.strip() for cell in _GAP.split(line.strip())] for line in lines]
    if len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return None
    if not all(_VALUE.match(cell) for row in rows[1:] for cell in row[1:]):
        return None
    return rows


def is_value(cell: str) -> bool:
    """Whether a cell is a figure (or says that there is none)."""
    return bool(_VALUE.match(cell))


def trailing_row(text: str, columns: int) -> list[str] | None:
    """A row that lost its columns (``Total 315 522``), when its last words are just as many figures as it needs."""
    words = text.split()
    if columns < 2 or len(words) < columns:
        return None
    head, values = words[: -(columns - 1)], words[-(columns - 1) :]
    if len(head) > 3 or not all(_VALUE.match(value) for value in values) or any(_VALUE.match(word) for word in head):
        return None
    return [" ".join(head), *values]


def head_row(text: str, columns: int) -> list[str] | None:
    """Column heads on the line before the rows (``2007* 2008**``): one word for each column but the first."""
    words = text.split()
    if columns < 2 or len(words) != columns - 1 or not all(re.match(r"^[\w$%*/.-]{1,16}$", word) for word in words):
        return None
    return ["", *words]
