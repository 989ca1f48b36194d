"""Where the reading of a header stands: its text, its labels, the place, and the fields read so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from sitegen.convert import header_rules as rules
from sitegen.convert.mapped_text import MappedText
from sitegen.records.cable import Downgrade

#: a label found: where it begins, where its value begins, its field, whether it stands at the start of a line
Label = tuple[int, int, str, bool]


@dataclass(slots=True)
class Draft:
    """The fields of a header while it is read."""

    captions: list[str] = field(default_factory=list)
    pass_lines: list[str] = field(default_factory=list)
    order: str = ""
    declassify_on: str = ""
    downgrade: Downgrade | None = None
    derived_from: str = ""
    classified_by: str = ""
    reasons: tuple[str, ...] = ()
    tags: str = ""
    subject: str | None = None
    reference: str = ""
    marks: list[tuple[int, int, str]] = field(default_factory=list)  # (start, end, role) in the mapped text
    doubts: list[tuple[str, str, int]] = field(default_factory=list)  # (code, message, position)


class Cursor:
    """A place in the header's text (``at``), and what can be seen from there."""

    def __init__(self, mapped: MappedText, year: int | None) -> None:
        self.mapped = mapped
        self.text = mapped.text
        self.year = year
        self.at = 0
        self.draft = Draft()
        self.labels = [
            (m.start(), m.end(), rules.label_field(m), rules.stands_at_line_start(m))
            for m in rules.find_labels(self.text)
        ]

    def next_label(self, at: int, fields: frozenset[str] | None = None) -> Label | None:
        """The first label at or behind ``at`` (of these fields)."""
        for label in self.labels:
            if label[0] >= at and (fields is None or label[2] in fields):
                return label
        return None

    def body_start(self, at: int) -> int:
        """The first place at or behind ``at`` where a paragraph, a heading's underline or a summary begins."""
        line = rules.BODY_AT_LINE_START.search(self.text, at) if self._at_line_start(at) else None
        if line is None:
            newline = self.text.find("\n", at)
            line = rules.BODY_AT_LINE_START.search(self.text, newline + 1) if newline >= 0 else None
        inside = rules.BODY_INSIDE.search(self.text, at)
        return min(m.start() for m in (line, inside) if m) if line or inside else len(self.text)

    def _at_line_start(self, at: int) -> bool:
        return at == 0 or self.text[at - 1] == "\n"

    def line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def blank(self, at: int) -> int:
        """The first blank line behind ``at`` (its offset), or the end of the text."""
        end = self.text.find("\n\n", at)
        return len(self.text) if end < 0 else end

    def skip_space(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t\n\\,;":
            self.at += 1

    def indent(self) -> int:
        """How much white space stands before ``at`` on its line (labels at a line's start include it)."""
        at = self.at
        while at > 0 and self.text[at - 1] in " \t":
            at -= 1
        return self.at - at if self._at_line_start(at) else 0

    def value_end(self, at: int) -> int:
        """Where a value that begins at ``at`` must end: the next label, body start or blank line."""
        label = self.next_label(at)
        return min(label[0] if label else len(self.text), self.body_start(at), self.blank(at))

    def mark(self, start: int, end: int, role: str) -> None:
        self.draft.marks.append((start, end, role))

    def doubt(self, code: str, message: str, at: int) -> None:
        self.draft.doubts.append((code, message, at))
