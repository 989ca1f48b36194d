"""The raw documents as readers get them: the lines of a source that hold a cable, without what is withheld, and their
digest."""

from __future__ import annotations

import re
from pathlib import Path

from sitegen.files import OutsideError, digest, join, read_bytes
from sitegen.records.cable import Witness
from sitegen.records.source_text import NotText, read_source, split_lines
from sitegen.records.withheld import NOTHING, WithheldList
from sitegen.records.withholding import withhold_lines

_HELD = 8  # sources kept in memory: the cables of one document are asked for one after the other


class RawSources:
    """Reads the documents of a project's content/sources/ without what is ``listed`` to be withheld. It can be pickled,
    and holds only a few files at a time."""

    def __init__(self, folder: Path, listed: WithheldList = NOTHING) -> None:
        self.folder = folder
        self._listed = listed
        self._held: dict[str, tuple[tuple[str, ...], str]] = {}

    def __reduce__(self) -> tuple[type[RawSources], tuple[Path, WithheldList]]:
        return RawSources, (self.folder, self._listed)

    def lines(self, witness: Witness, cable_id: str = "") -> tuple[str, ...]:
        """The lines of the source that ``witness`` names, as published with a cable; none when they cannot be read, or
        when a paragraph of the cable is withheld (which lines it stands in is not known).

        A source whose SHA-256 is not the one that the page states is another text: its lines are not those meant.
        """
        if cable_id in self._listed.cables or cable_id in self._listed.paragraphs:
            return ()
        whole, sha256 = self._read(witness.file)
        if not whole or (witness.sha256 and witness.sha256 != sha256):
            return ()
        try:
            ranges = parse_lines(witness.lines) if witness.lines else [(1, len(whole))]
        except ValueError:
            return ()
        if ranges[-1][1] > len(whole):
            return ()
        lines = [line for first, last in ranges for line in whole[first - 1:last]]
        return tuple(withhold_lines(self._listed, "\n".join(lines), cable_id).split("\n"))

    def published_sha256(self, witness: Witness, cable_id: str = "") -> str:
        """The SHA-256 of the cable's source.txt, in hexadecimal; "" when its lines cannot be read."""
        lines = self.lines(witness, cable_id)
        return digest(published(lines)) if lines else ""

    def _read(self, name: str) -> tuple[tuple[str, ...], str]:
        """The lines and the SHA-256 of a source; nothing when it cannot be read."""
        if name not in self._held:
            try:
                data, _ = read_bytes(join(self.folder, name), self.folder)
                source = read_source(name, data) if data else None
            except (OutsideError, NotText):
                source = None
            while len(self._held) >= _HELD:
                self._held.pop(next(iter(self._held)))
            self._held[name] = (tuple(split_lines(source.text)), source.sha256) if source else ((), "")
        return self._held[name]


def published(lines: tuple[str, ...]) -> bytes:
    """The bytes of a source.txt: the lines, each ended by a line feed, in UTF-8."""
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def line_numbers(lines: str, count: int) -> tuple[int, ...]:
    """The numbers in its document of the ``count`` lines that ``source: {lines: …}`` names; from 1 without it."""
    try:
        numbers = [number for first, last in parse_lines(lines) for number in range(first, last + 1)]
    except ValueError:
        numbers = []
    return tuple(numbers) if len(numbers) == count else tuple(range(1, count + 1))


def parse_lines(text: str) -> list[tuple[int, int]]:
    """The ranges that ``source: {lines: …}`` names: ``1-121``, ``5``, ``1-60, 80-121``; else raises ValueError."""
    ranges = []
    for part in text.split(","):
        found = re.fullmatch(r"\s*(\d{1,9})(?:\s*-\s*(\d{1,9}))?\s*", part)
        if not found:
            raise ValueError(f"`{text}` names no lines")
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last:
            raise ValueError(f"`{text}` names no lines")
        ranges.append((first, last))
    return ranges
