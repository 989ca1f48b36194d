"""Lines of a raw document that keep their place: what the convert wing passes from stage to stage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import msgspec

from sitegen.records.cable import Omission


class Line(msgspec.Struct, frozen=True):  # a document has thousands: a dataclass takes three times as long to make
    """A line of text without its line break, and where it begins in the raw file (line and column from 1).

    A raw line may give several ``Line``s (a whole cable on one line); each then has its own column.
    """

    text: str
    number: int
    column: int = 1

    @property
    def blank(self) -> bool:
        """Whether nothing but white space stands on the line."""
        return not self.text or self.text.isspace()

    def slice(self, start: int, end: int | None = None) -> Line:
        """The part from ``start`` to ``end``, which still knows its place."""
        return Line(self.text[start:end], self.number, self.column + start)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a rule was not sure of, or inferred: for the page's ``doubts`` and for a diagnostic."""

    code: str  # doubtful-field | inferred-field | repaired-field
    message: str
    line: int = 0
    column: int = 0
    words: str = ""  # the words in question as they stand, by which a place can be found


def placed(doubt: Doubt, lines: Iterable[Line]) -> Doubt:
    """The doubt at the place where its words stand in the lines, else where the lines begin."""
    first: Line | None = None
    sought = re.compile(rf"(?<![A-Za-z0-9]){re.escape(doubt.words)}(?![A-Za-z0-9])", re.IGNORECASE)
    for line in lines:
        first = first or line
        found = sought.search(line.text) if doubt.words else None
        if found:
            return replace(doubt, line=line.number, column=line.column + found.start(), words="")
    return replace(doubt, line=first.number, column=first.column, words="") if first else replace(doubt, words="")


def left_out(rule: str, lines: Iterable[Line]) -> list[Omission]:
    """One omission for these lines under a rule, in a list that is empty when they hold nothing but blanks."""
    texts = [line for line in lines if not line.blank]
    if not texts:
        return []
    numbers = [line.number for line in texts]
    first, last = min(numbers), max(numbers)
    return [
        Omission(
            rule, f"{first}-{last}" if first != last else str(first), "\n".join(line.text.strip() for line in texts)
        )
    ]
