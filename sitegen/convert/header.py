"""The header of a cable's text: from the class line to "Classified By".

A header is read from one string whose positions lead back to the lines, by a table of label rules (header_rules.py), so
that labels are found at the start of a line and inside one. What fits no rule begins the body, except captions and pass
lines above the subject. No word is dropped: each is in a span of the header or in the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sitegen.convert import header_rules as rules
from sitegen.convert.class_line import ClassLine, class_line_at, find_class_line, glued_class_line
from sitegen.convert.declassification import parse_classifier, parse_executive_order
from sitegen.convert.lines import Doubt, Line
from sitegen.convert.mapped_text import MappedText, edit_distance
from sitegen.records.cable import Downgrade

__all__ = ["ClassLine", "Header", "Span", "find_class_line", "parse_header"]

_LINES = 300  # no header is longer; a body of one line may be 50 MB
_CHARACTERS = 30_000


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line that the header claimed: line index, offsets, and its role."""

    line: int
    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Header:
    """What the header of a cable's text says. Empty strings, empty tuples and None: it does not say.

    ``end`` is (line index, offset) where the body begins. ``roles`` has a word for each line up to there. A "Classified
    by" in a paragraph of the body is read, and stays in the body.
    """

    classification: str = ""
    station: str = ""  # of the class line, as written
    number: int | None = None
    section: int | None = None
    sections: int | None = None
    captions: tuple[str, ...] = ()
    pass_lines: tuple[str, ...] = ()
    executive_order: str = ""  # the E.O. line as written
    declassify_on: str = ""
    downgrade: Downgrade | None = None
    derived_from: str = ""
    classified_by: str = ""
    reasons: tuple[str, ...] = ()
    tags_text: str = ""
    tags: tuple[str, ...] = ()
    subject: str = ""
    reference_text: str = ""
    references: tuple[str, ...] = ()
    references_other: tuple[str, ...] = ()
    year_evidence: tuple[int, ...] = ()  # years written in the references and the E.O. line
    doubts: tuple[Doubt, ...] = ()
    end: tuple[int, int] = (0, 0)
    roles: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    has_class_line: bool = False


@dataclass(slots=True)
class _Draft:
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


def _mapped(lines: Sequence[Line], station: str) -> tuple[MappedText, dict[int, str]]:
    """The header window as one text without page headers; a blank line that counts is an empty line in it.

    Returns the text, and the lines left out as page headers or blank, with their role.
    """
    limit = min(len(lines), _LINES)
    every = _spacing(lines[:limit])
    inside = rules.page_number_inside(station)
    pieces: list[tuple[str, int, int]] = []
    left_out: dict[int, str] = {}
    blanks = size = 0
    around = 0  # blank lines before a page header that was left out
    page = ""
    for index in range(limit):
        text = lines[index].text
        if not text.strip(" \t\\"):
            blanks += 1
            left_out[index] = "blank"
            continue
        text = text[: _CHARACTERS - size]
        skip = 0
        if len(text) < 200:
            if rules.PAGE_NUMBER.match(text.rstrip(" \\")):
                left_out[index] = "page header"
                around, blanks, page = around + blanks, 0, "number"
                continue
            if _page_classification(lines, index, limit):
                left_out[index] = "page header"
                around, blanks, page = around + blanks, 0, "print"
                continue
        printed = rules.PAGE_PRINT.match(text)
        if printed and index > 0:
            skip = printed.end()
            page = "print"
            if not text[skip:].strip(" \t\\"):
                left_out[index] = "page header"
                around, blanks = around + blanks, 0
                continue
        total = blanks + around
        usual = every if not page else max(every, 3 if page == "number" else total)
        if pieces:
            pieces.append(("\n\n" if total > usual else "\n", -1, 0))
        pieces += _without_page_numbers(text.rstrip(" \t\\"), index, skip, inside)
        blanks = around = 0
        page = ""
        size += len(text)
        if size >= _CHARACTERS:
            break
    return MappedText.of(pieces), left_out


def _without_page_numbers(text: str, index: int, skip: int, inside: re.Pattern[str]) -> list[tuple[str, int, int]]:
    pieces: list[tuple[str, int, int]] = []
    for found in inside.finditer(text, skip):
        pieces += [(text[skip : found.start()], index, skip), (" ", -1, 0)]
        skip = found.end()
    return [*pieces, (text[skip:], index, skip)]


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


class _Reader:
    """Reads the fields one after the other; ``at`` is where in the mapped text it stands."""

    def __init__(self, mapped: MappedText, lines: Sequence[Line], year: int | None) -> None:
        self.mapped = mapped
        self.text = mapped.text
        self.lines = lines
        self.year = year
        self.at = 0
        self.draft = _Draft()
        self.labels = [
            (m.start(), m.end(), rules.label_field(m), rules.stands_at_line_start(m)) for m in rules.LABELS.finditer(self.text)
        ]

    # -- looking around -------------------------------------------------------------------------------------------

    def next_label(self, at: int, fields: frozenset[str] | None = None) -> tuple[int, int, str, bool] | None:
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

    def mark(self, start: int, end: int, role: str) -> None:
        self.draft.marks.append((start, end, role))

    def doubt(self, code: str, message: str, at: int) -> None:
        self.draft.doubts.append((code, message, at))

    # -- the walk -------------------------------------------------------------------------------------------------

    def read(self, class_line: ClassLine | None) -> None:
        if class_line:
            self.at = class_line.end
            self.mark(0, self.at, "class line")
            self.draft.captions += [c for c in class_line.controls if c != "ENTIRE TEXT"]
        seen: set[str] = set()
        while True:
            self.skip_space()
            if self.at >= len(self.text):
                return
            label = self.label_here(seen)
            if label:
                self.field(label, seen)
                continue
            if self.caption(strict=bool(seen & {"subject", "reference", "classified by"})):
                continue
            if self.above_label(seen) or self.pass_line(seen):
                continue
            return

    def label_here(self, seen: set[str]) -> tuple[int, int, str, bool] | None:
        label = self.next_label(self.at - self.indent())
        if not label or label[0] > self.at or label[1] <= self.at:
            return None
        name = label[2]
        if name in seen and name not in ("derived from", "declassify on", "reference", "classified by", "reasons"):
            return None
        if name in ("executive order", "tags") and "classified by" in seen and "subject" in seen:
            return None
        if name == "reference" and "reference" in seen and "classified by" in seen:
            return None
        return label

    def indent(self) -> int:
        """How much white space stands before ``at`` on its line (labels at a line's start include it)."""
        at = self.at
        while at > 0 and self.text[at - 1] in " \t":
            at -= 1
        return self.at - at if self._at_line_start(at) else 0

    def field(self, label: tuple[int, int, str, bool], seen: set[str]) -> None:
        start, value, name, _ = label
        seen.add(name)
        readers = {
            "executive order": self.order, "tags": self.tags, "subject": self.subject, "reference": self.reference,
            "classified by": self.classified_by, "derived from": self.derived_from, "declassify on": self.order,
            "reasons": self.reasons,
        }  # fmt: skip
        self.at = value
        readers[name]()
        self.mark(start, self.at, name if name not in ("declassify on", "reasons", "derived from") else
                  "executive order" if name == "declassify on" else "classified by" if name == "reasons" else name)

    def value_end(self, at: int) -> int:
        """Where a value that begins at ``at`` must end: the next label, body start or blank line."""
        label = self.next_label(at)
        return min(label[0] if label else len(self.text), self.body_start(at), self.blank(at))

    # -- fields ---------------------------------------------------------------------------------------------------

    def order(self) -> None:
        at = self.at
        label = self.next_label(at)
        end = min(self.line_end(at), label[0] if label else len(self.text))
        after = re.compile(r"\n(?=[ \t]*(?:DECL\b|X\d|AND X|REASON|[a-z]|UNIFICATION|GDS))").match(self.text, end)
        if after and not (label and label[0] <= after.end()):
            end = min(self.line_end(after.end()), label[0] if label else len(self.text))
        value = self.text[at:end]
        if len(value) > 160:
            short = re.compile(r"[^a-z]{0,60}?(?:\d{1,2}/\d{1,2}/\d{2,4}|N/?A|X\d|OADR|\d{4}/\d\d/\d\d)", re.IGNORECASE).match(value)
            end = at + short.end() if short else end
            value = self.text[at:end]
        found = parse_executive_order(value, self.year)
        self.draft.order = self.draft.order or self._line(at, end)
        self.draft.declassify_on = self.draft.declassify_on or found.on
        self.draft.downgrade = self.draft.downgrade or found.downgrade
        if found.doubtful:
            self.doubt("doubtful-field", f"no date can be read in “{value.strip()[:60]}”", at)
        self.at = end

    def tags(self) -> None:
        at = self.at
        label = self.next_label(at)
        limit = label[0] if label else len(self.text)
        limit = min(limit, self.body_start(at))
        end = min(self.line_end(at), limit)
        if not self.text[at:end].strip():  # the codes stand on the next line
            line = re.compile(r"\s*").match(self.text, at)
            begin = line.end() if line else at
            if begin < limit and _tag_like(self.text[begin : self.line_end(begin)]):
                end = min(self.line_end(begin), limit)
        if end - at > 200:
            end = at + _tag_words(self.text[at:end])
        while end < limit and self.text[end] == "\n" and self.text[end + 1 : end + 2] not in ("\n", ""):
            more = min(self.line_end(end + 1), limit)
            value = self.text[end + 1 : more]
            if not _tag_like(value):
                break
            end = more
        self.draft.tags = re.sub(r"\[([^\]\n]*)\]\([^)\n]*\)", r"\1", self.text[at:end]).strip()
        self.at = end

    def subject(self) -> None:
        at = self.at
        begin = re.compile(r"\s*").match(self.text, at)
        if begin and begin.end() > self.line_end(at):  # the subject stands below its label
            below = begin.end()
            label = self.next_label(below)
            if (label and label[0] <= below) or self.body_start(below) <= below:
                self.draft.subject = ""
                self.at = self.line_end(at)
                return
            at = below
        end = self._subject_behind_blank(self._subject_end(at))
        self.draft.subject = _joined(self.text[at:end])
        if not self.draft.subject:
            end = min(end, self.line_end(at))
        self.at = end

    def _subject_end(self, at: int) -> int:
        first = re.compile(r"[ \t]*(?:\([A-Z/]{1,8}\)[ \t]*)?").match(self.text, at)
        begin = first.end() if first else at
        end = min(self.blank(at), len(self.text))
        for label in self.labels:
            if label[0] >= end:
                break
            if label[0] >= begin and label[2] != "executive order":
                end = label[0]
                break
        end = min(end, self.body_start(begin))
        end = self._before_caption_line(begin, end)
        if end - begin > 220 and "\n" not in self.text[begin:end]:
            end = begin + _wrapped_sentence(self.text[begin:end])
        return end

    def _subject_behind_blank(self, end: int) -> int:
        """The end of a subject in capitals that a blank line parts from its last line, just above REF or Classified By."""
        label = self.next_label(end, frozenset({"reference", "classified by"}))
        if not label or not label[3] or self.text[end : end + 2] != "\n\n" or label[0] - end > 100:
            return end
        value = self.text[end : label[0]].strip(" \t\n\\")
        if not value.isupper() or "\n" in value or self.body_start(end + 2) < label[0] or rules.PASS_LINE.match(value):
            return end
        if _all_captions(value) or rules.CORRECTED_COPY.match(value):
            return end
        self.doubt("inferred-field", "the subject goes on behind a blank line", end + 2)
        return self.line_end(end + 2)

    def _before_caption_line(self, at: int, end: int) -> int:
        """The end of a subject that a line of captions follows (02BOGOTA3281: NOFORN between SUBJECT and REF)."""
        line = self.line_end(at)
        while line < end:
            if _all_captions(self.text[line + 1 : self.line_end(line + 1)]):
                return line
            line = self.line_end(line + 1)
        return end

    def reference(self) -> None:
        at = self.at
        end = self._reference_end(at)
        value = self.text[at:end].strip()
        self.draft.reference = f"{self.draft.reference}\n{value}".strip()
        self.at = end

    def _reference_end(self, at: int) -> int:
        label = self.next_label(at + 1)
        while label and (label[2] in ("tags", "executive order", "subject") or label[2] == "reference" and not label[3]):
            label = self.next_label(label[1])
        limit = min(label[0] if label else len(self.text), self._reference_body(at))
        end = min(self.line_end(at), limit)
        if not self.text[at:end].strip() and end < limit:  # the first entry stands below its label
            below = re.compile(r"\s*").match(self.text, end)
            begin = below.end() if below else end
            if begin < limit and _entry_like(self.text[begin : self.line_end(begin)], "", False):
                end = min(self.line_end(begin), limit)
        end = at + _entries_end(self.text[at:end])
        if end < self.line_end(at) and end < limit and self.text[at:end].strip():
            return end
        before = self.text[at:end]
        while end < limit:
            gap = re.compile(r"\n+").match(self.text, end)
            if not gap:
                break
            line = self.text[gap.end() : min(self.line_end(gap.end()), limit)]
            number = re.compile(r"[ \t]*\d{2,6}\b").match(line)
            if number and len(gap.group()) > 1 and re.search(r"[A-Za-z]{3}[ \t]*$", before):  # a cable's number below its post
                end = gap.end() + number.end()
                before = line[: number.end()]
                continue
            short = len(gap.group()) == 1 and len(line) < 30 and self.text[gap.end() + len(line) :][:2] in ("\n\n", "")
            if short and not re.search(r"\d[ \t.]*$", before) and line.strip():  # the last words of an entry
                end = gap.end() + len(line)
                break
            if not _entry_like(line, before, after_blank=len(gap.group()) > 1):
                break
            stop = gap.end() + _entries_end(line)
            before = line
            end = stop
            if stop < min(self.line_end(gap.end()), limit):
                break
        return end

    def _reference_body(self, at: int) -> int:
        """The first body start that is no entry of a reference list (``¶B.``, ``1. STATE 123`` are)."""
        return self.body_start(at)

    def classified_by(self) -> None:
        at = self.at
        twice = re.compile(r"[\s:]*1[.)][ \t]*(?=CLASSIFIED)", re.IGNORECASE).match(self.text, at)
        end = self.body_start(twice.end() if twice else at)
        for label in self.labels:
            if at < label[0] < end and label[2] not in ("executive order", "reasons", "classified by", "tags"):
                end = label[0]
                break
        blank = self.blank(at)
        if blank < end and not self.text[at:blank].strip(" :\t\n"):
            blank = self.blank(blank + 2)
        more = re.compile(r"\n\n[ \t]*(?:FOR\s+)?R\s?E\s?A?SONS?\b", re.IGNORECASE).match(self.text, blank) if blank < end else None
        if more and not re.search(r"1\.[45]", self.text[at:blank]):
            blank = self.blank(more.end())
        end = min(end, blank, at + 1200)
        value = self.text[at:end]
        cut = self._cut_inside_word(at, end)
        if cut >= 0:
            value = value[:cut] + value[cut + 1 :]
        found = parse_classifier(value, "1.5" if self.year and self.year < 2003 else "1.4")
        if found.inferred:
            self.doubt("inferred-field", f"the reasons are letters alone; section {found.reasons[0][:3]} was taken", at)
        if found.reasons or found.end < len(value):
            end = at + found.end + (0 <= cut < found.end)
        self.draft.classified_by = self.draft.classified_by or found.name
        self.draft.reasons = self.draft.reasons or found.reasons
        self.at = end

    def _cut_inside_word(self, at: int, end: int) -> int:
        """Offset of a line break that cut the label's line after 71 characters, perhaps inside a word; else -1."""
        first = self.text.find("\n", at, end)
        begin = self.text.rfind("\n", 0, at) + 1
        wrapped = 0 <= first and first - begin == 71 and self.text[first + 1 : first + 2] not in (" ", "\n", "")
        return first - at if wrapped else -1

    def derived_from(self) -> None:
        end = min(self.value_end(self.at), self.line_end(self.at))
        self.draft.derived_from = re.sub(r"\s+", " ", self.text[self.at : end]).strip(" .:")
        self.at = end

    def reasons(self) -> None:
        end = min(self.value_end(self.at), self.blank(self.at))
        found = parse_classifier(" reasons " + self.text[self.at : end])
        self.draft.reasons = self.draft.reasons or found.reasons
        self.at = min(end, self.at + found.end - 9) if found.reasons else min(end, self.line_end(self.at))

    def _line(self, at: int, end: int) -> str:
        begin = max((label[0] for label in self.labels if label[1] == at), default=at)
        return re.sub(r"\s+", " ", self.text[begin:end]).strip()

    # -- captions and pass lines ----------------------------------------------------------------------------------

    def caption(self, strict: bool) -> bool:
        """Takes captions that begin here; ``strict``: only a line of nothing but captions."""
        if rules.CORRECTED_COPY.match(self.text, self.at):
            end = self._corrected_copy_end()
            self.draft.captions.append(re.sub(r"\s+", " ", self.text[self.at : end]).strip(" \"*\\"))
            self.mark(self.at, end, "caption")
            self.at = end
            return True
        found = rules.CAPTION.match(self.text, self.at)
        if found and strict and not _all_captions(self.text[self.at : self.line_end(self.at)]):
            return False
        word = re.sub(r"\s+", " ", found["word"].upper()) if found else ""
        end = found.end() if found else self.at
        misspelt = rules.MISSPELT_CAPTION.match(self.text, self.at) if not found and not strict else None
        if misspelt:
            allowed = rules.COMMON_CAPTIONS.items()
            word = next((c for c, far in allowed if edit_distance(misspelt[1], c, far) <= far), "")
            end = misspelt.end()
            if word:
                self.doubt("repaired-field", f"caption {misspelt[1]} read as {word}", self.at)
        if not word:
            return False
        self.draft.captions.append(word)
        self.mark(self.at, end, "caption")
        self.at = end
        return True

    def _corrected_copy_end(self) -> int:
        label = self.next_label(self.at, frozenset({"executive order", "tags", "subject"}))
        end = min(self.line_end(self.at), label[0] if label else len(self.text))
        if self.text.count("(", self.at, end) > self.text.count(")", self.at, end):
            close = self.text.find(")", end, end + 200)
            if close >= 0 and (not label or close < label[0]) and "\n\n" not in self.text[end:close]:
                end = close + 1
        if end - self.at > 120:  # one line: up to the closing parenthesis
            close = self.text.find(")", self.at, end)
            copy = rules.CORRECTED_COPY.match(self.text, self.at)
            end = close + 1 if close >= 0 else copy.end() if copy else end
        return end

    def above_label(self, seen: set[str]) -> bool:
        """Takes a line above E.O., TAGS or SUBJECT as a pass line."""
        if "subject" in seen:
            return False
        ahead = self.next_label(self.at, frozenset({"executive order", "tags", "subject"}) - seen)
        if not ahead:
            return self._lost_label(seen)
        if self.body_start(self.at) < ahead[0]:
            body = self.body_start(self.at)
            if body <= self.at or ahead[0] - self.at > 1500 or "executive order" in seen or "tags" in seen:
                return False
            if not rules.BODY_AT_LINE_START.match(self.text, body) or self.text[body : body + 3].strip("- ") != "":
                return False
        end = min(self.line_end(self.at), ahead[0])
        self._add_pass_line(end)
        return True

    def _lost_label(self, seen: set[str]) -> bool:
        """A line between TAGS and REF or Classified By, where the label SUBJECT was lost, is the subject (06LIMA1452)."""
        if "tags" not in seen or seen & {"reference", "classified by"} or self.draft.subject is not None:
            return False
        ahead = self.next_label(self.at, frozenset({"reference", "classified by"}))
        if not ahead or not ahead[3] or not 0 < ahead[0] - self.at < 200 or self.body_start(self.at) < ahead[0]:
            return False
        value = self.text[self.at : ahead[0]]
        if "\n\n" in value.strip() or rules.PASS_LINE.match(value.strip().split("\n")[0]):
            return False
        self.draft.subject = _joined(value)
        self.doubt("inferred-field", "the subject has no label; it was told by its place", self.at)
        self.mark(self.at, ahead[0], "subject")
        self.at = ahead[0]
        return True

    def pass_line(self, seen: set[str]) -> bool:
        """Takes a pass line that no label follows, told by its words."""
        end = self.line_end(self.at)
        line = self.text[self.at : end]
        if len(line) > 140 or not rules.PASS_LINE.match(line) or self.body_start(self.at) <= self.at:
            return False
        following = self.text[end + 1 : end + 6].strip()
        if seen and following.startswith("--"):
            return False
        self._add_pass_line(end)
        return True

    def _add_pass_line(self, end: int) -> None:
        value = re.sub(r"\s+", " ", self.text[self.at : end]).strip(" \\")
        adjacent = self.at > 1 and self.text[self.at - 2 : self.at] != "\n\n" and self.draft.marks[-1:] and self.draft.marks[-1][2] == "pass line"
        if adjacent and self.draft.pass_lines and not re.search(r"\b(?:FOR|PASS)\b", value, re.IGNORECASE):  # the line before goes on
            self.draft.pass_lines[-1] += f" {value}"
        elif value:
            self.draft.pass_lines.append(value)
        self.mark(self.at, end, "pass line")
        self.at = end


def _all_captions(line: str) -> bool:
    """Whether a line holds nothing but captions (and the commas between them)."""
    at = 0
    while at < len(line):
        found = rules.CAPTION.match(line, at)
        if not found:
            return at > 0 and not line[at:].strip(" \t,;/.\\")
        at = found.end()
    return bool(line.strip())


def _tag_like(line: str) -> bool:
    """Whether a line can go on with TAGS: short codes, names in parentheses, commas."""
    line = re.sub(r"\[([^\]\n]*)\]\([^)\n]*\)", r"\1", line).strip(" \t\\,;")
    if not line or len(line) > 120:
        return False
    words = re.findall(r"[A-Za-z0-9'-]+", re.sub(r"\([^)]*\)?", " ", line))
    if any(len(w) > 9 or (not w.isupper() and len(w) > 5) for w in words):
        return False
    codes = sum(len(w) in (2, 3, 4) or (len(w) <= 6 and "," in line) for w in words)
    return codes >= 0.75 * len(words) and not _all_captions(line) and not re.search(r"\bFOR\b|\bPASS\b", line)


def _tag_words(text: str) -> int:
    """How far a one-line TAGS value goes: to the first word that can be no code."""
    end = 0
    for found in re.finditer(r"\([^)\n]{0,60}\)?|[^\s(]+", text):
        word = found.group().strip(",;")
        if not word.startswith("(") and (not word.isupper() or len(word) > 12 or not word.strip(".").isalnum()):
            break
        end = found.end()
    return end


def _joined(value: str) -> str:
    """A subject's lines as one: a hyphen at a line's end holds its word together (``US-`` / ``CHILEAN``)."""
    lines = [re.sub(r"\s+", " ", part).strip(" \t\\") for part in value.split("\n")]
    text = ""
    for line in filter(None, lines):
        if not text:
            text = line
        elif re.search(r"[A-Za-z0-9]-$", text) and line[:1].isalnum():
            text += line
        else:
            text += " " + line
    return text.strip(" \t\\")


def _wrapped_sentence(text: str) -> int:
    """The end of a subject on a line without labels after it: two blanks stand where a short line ended."""
    at = 0
    for found in re.finditer(r"\s{2,}", text):
        if found.start() - at < 45:
            return found.start()
        at = found.end()
    return len(text)


_CABLE = re.compile(r"\b[A-Z][A-Z ./'-]{2,24}[ \t]+\(?\d{2,8}\b(?:[ \t]*\([A-Z0-9 .-]{2,12}\))?", re.IGNORECASE)
_ENTRY = re.compile(r"[ \t]*[¶*-]*[ \t]*(?:\(?[A-Z]\)?[ \t]*[.):-]|\([A-Z]\)|[A-Z]\.|AND\b|&|NOTAL)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[\d)])[.]?[ \t]+(?=(?:[A-Z][a-z]*|[A-Z]{2,})(?:,?[ \t]+[a-z'’]+){2,})")


def _entries_end(line: str) -> int:
    """Where the references on a line end: before a sentence that begins behind a cable's number (09CAIRO189)."""
    sentence = _SENTENCE.search(line)
    if sentence and _CABLE.search(line[: sentence.start()]):
        following = line[sentence.end() :]
        if len(following) > 60 and not _ENTRY.match(following):
            return sentence.start()
    return len(line)


def _entry_like(line: str, before: str, after_blank: bool) -> bool:
    """Whether a line goes on with a reference list."""
    text = line.strip(" \t\\")
    if not text:
        return False
    if re.match(r"[¶*]*[ \t]*\(?[A-Z]\)?[ \t]*[.):]", text, re.IGNORECASE) and not re.match(r"[a-z][.)] [A-Z][a-z]+ [a-z]+ [a-z]+", text):
        return len(text) < 300
    if after_blank:
        return bool(len(text) < 60 and text.isupper() and re.fullmatch(r"(?:\d\d[ \t]+)?[A-Z][A-Z .]+\d{1,6}(?:[ \t]*\(?NOTAL\)?)?", text))
    if len(text) > 120:
        return False
    if before.rstrip(" \t\\").endswith((",", ";", "/", "&", "(")) or re.search(r"\b(?:AND|OF|FROM|TO|DATED)$", before.strip(), re.IGNORECASE):
        return True
    if before.count("(") > before.count(")"):
        return True
    if line[:1] in " \t" and len(text) < 90:
        return True
    if _CABLE.match(text) or re.match(r"\d{2,8}\b", text):
        return not re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", text)
    return text.isupper() and len(text) < 70 and (bool(re.search(r"\d", text)) or bool(re.match(r"\W*[A-Z]\W*$", before.strip()[-3:])))


def parse_header(lines: Sequence[Line], year: int | None = None, month: int | None = None) -> Header:
    """Reads the header of a cable's text.

    ``lines`` begin with the class line (or, where there is none, with the first of captions, E.O., TAGS, SUBJECT) and run
    to the end of the cable. ``year`` and ``month`` of the cable, where known, serve to read references without a year.
    """
    first = next((n for n, line in enumerate(lines[:_LINES]) if line.text.strip()), 0)
    opening = find_class_line(lines[first]) if lines else None
    mapped, left_out = _mapped(lines, opening.station if opening else "")
    class_line = class_line_at(mapped.text, 0)
    reader = _Reader(mapped, lines, year)
    reader.read(class_line)
    reader.skip_space()
    draft = reader.draft
    end = mapped.place(reader.at) if reader.at < len(mapped.text) else _behind(mapped, lines)
    if end[0] < len(lines) and not lines[end[0]].text[: end[1]].strip():
        end = (end[0], 0)
    _classifier_in_body(reader)
    doubts = [Doubt(code, message, *_where(mapped, lines, at)) for code, message, at in draft.doubts]
    if class_line and class_line.repaired:
        doubts.append(Doubt("repaired-field", f"classification read as {class_line.classification}", *_where(mapped, lines, 0)))
    tags, tag_doubts = _tags(draft.tags)
    references, others, reference_doubts = _references(draft.reference, year, class_line.number if class_line else None, month)
    spans = _spans(mapped, draft.marks)
    return Header(
        classification=class_line.classification if class_line else "",
        station=class_line.station if class_line else "",
        number=class_line.number if class_line else None,
        section=class_line.section if class_line else None,
        sections=class_line.sections if class_line else None,
        captions=tuple(dict.fromkeys(draft.captions)),
        pass_lines=tuple(draft.pass_lines),
        executive_order=draft.order,
        declassify_on=draft.declassify_on,
        downgrade=draft.downgrade,
        derived_from=draft.derived_from,
        classified_by=draft.classified_by,
        reasons=draft.reasons,
        tags_text=draft.tags,
        tags=tags,
        subject=draft.subject or "",
        reference_text=draft.reference,
        references=references,
        references_other=others,
        year_evidence=_years(draft),
        doubts=(*doubts, *tag_doubts, *reference_doubts),
        end=end,
        roles=_roles(spans, left_out, end),
        spans=spans,
        has_class_line=class_line is not None,
    )


def _behind(mapped: MappedText, lines: Sequence[Line]) -> tuple[int, int]:
    """The place behind the last character of the header window."""
    index, offset = mapped.place(len(mapped.text))
    return (index + 1, 0) if index < len(lines) and offset >= len(lines[index].text.rstrip(" \t\\")) else (index, offset)


def _where(mapped: MappedText, lines: Sequence[Line], at: int) -> tuple[int, int]:
    index, offset = mapped.place(at)
    return (lines[index].number, lines[index].column + offset) if index < len(lines) else (0, 0)


_IN_BODY = re.compile(
    r"(?:^[ \t]*¶?[ \t]?\d{1,2}[ \t]?[.),][ \t]*|(?<=\s)1[.][ \t]*|^[ \t]*|(?<=ENTIRE TEXT)[.) \t]+)(?:\((?:U|C|S|SBU)(?:[ /,-]+[A-Z /-]+)?\)[ \t]*)?"
    r"(?:CONFIDENTIAL[ -]+ENTIRE TEXT[. ]+)?CLASSIFIED[ \t]+(?:SECRET[ \t]+|CONFIDENTIAL[ \t]+)?BY[ \t]*:?",
    re.IGNORECASE | re.MULTILINE,
)


def _classifier_in_body(reader: _Reader) -> None:
    """Reads a "Classified by" that is a paragraph of the body, usually the first (01VATICAN1261, 06PARTO9)."""
    if reader.draft.classified_by:
        return
    at = max(0, reader.at - reader.indent() - 1)
    found = _IN_BODY.search(reader.text, at, at + 2500)
    if not found or glued_class_line(reader.text[at : found.start()], 1) >= 0:
        return
    at = found.end()
    following = re.compile(r"\n\n|\n[ \t]*¶?[ \t]?\d{1,2}[ \t]?[.)][ \t]|(?<=\s)\d{1,2}[ \t]?[.)][ \t]*\([A-Z]").search(reader.text, at)
    value = reader.text[at : min(following.start() if following else len(reader.text), at + 600)]
    classifier = parse_classifier(value)
    if re.fullmatch(r"(?:SECTION)?\W*", classifier.name, re.IGNORECASE) or len(classifier.name) > 200:
        return
    reader.draft.classified_by = classifier.name
    reader.draft.reasons = reader.draft.reasons or classifier.reasons


def _spans(mapped: MappedText, marks: Sequence[tuple[int, int, str]]) -> tuple[Span, ...]:
    """The claimed pieces of the mapped text as pieces of lines."""
    spans: list[Span] = []
    for start, end, role in marks:
        at = start
        while at < end:
            stop = mapped.text.find("\n", at, end)
            stop = end if stop < 0 else stop
            if mapped.text[at:stop].strip():
                line, offset = mapped.place(at)
                last, behind = mapped.place(stop - 1)
                if last == line:
                    spans.append(Span(line, offset, behind + 1, role))
            at = stop + 1
    return tuple(spans)


def _roles(spans: Sequence[Span], left_out: dict[int, str], end: tuple[int, int]) -> tuple[str, ...]:
    """A word for each line before the body's: the role of its first piece."""
    words = dict(left_out)
    for span in spans:
        words.setdefault(span.line, span.role)
    last = end[0] + (1 if end[1] > 0 else 0)
    return tuple(words.get(index, "") for index in range(last))


def _years(draft: _Draft) -> tuple[int, ...]:
    """The years that references and the E.O. line write out, in order."""
    years = [int(y) for y in re.findall(r"(?<!\d)(?:19[6-9]\d|20[0-4]\d)(?!\d)", draft.reference)]
    if draft.declassify_on[:4].isdigit():
        years.append(int(draft.declassify_on[:4]))
    return tuple(dict.fromkeys(years))


def _tags(text: str) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
    if not text:
        return (), ()
    try:
        from sitegen.convert.tags import parse_tags
    except ImportError:
        return (), ()

    found = parse_tags(text)
    return tuple(found.codes), tuple(found.doubts)


def _references(
    text: str, year: int | None, number: int | None, month: int | None
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Doubt, ...]]:
    if not text or year is None:
        return (), ((text,) if text else ()), ()
    try:
        from sitegen.convert.references import parse_references
    except ImportError:
        return (), (), ()

    found = parse_references(text, year, number, month)
    return tuple(found.ids), tuple(found.other), tuple(found.doubts)
