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
