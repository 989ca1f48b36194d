"""One string made of many lines, each of whose positions leads back to its line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class MappedText:
    """A text put together of pieces of lines; ``place`` tells where in the lines a position comes from."""

    text: str = ""
    _starts: list[int] = field(default_factory=list)
    _places: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, pieces: Iterable[tuple[str, int, int]]) -> MappedText:
        """Joins (text, line index, offset in that line), in order. A piece of index -1 is a separator of our own."""
        mapped = cls()
        parts = []
        length = 0
        for text, index, offset in pieces:
            if index >= 0:
                mapped._starts.append(length)
                mapped._places.append((index, offset))
            parts.append(text)
            length += len(text)
        mapped.text = "".join(parts)
        return mapped

    def place(self, position: int) -> tuple[int, int]:
        """(line index, offset) of a position of the text; of a separator: the end of the piece before it."""
        at = bisect_right(self._starts, position) - 1
        if at < 0:
            return self._places[0] if self._places else (0, 0)
        index, offset = self._places[at]
        return index, offset + position - self._starts[at]


def edit_distance(one: str, other: str, limit: int = 3) -> int:
    """Letters to drop, add, change or swap with the next to make ``one`` into ``other``; above ``limit``: limit + 1."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
