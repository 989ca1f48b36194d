"""The header of a cable's text: from the class line to "Classified By".

A header is read from one string whose positions lead back to the lines, by a table of label rules (header_rules.py), so
that labels are found at the start of a line and inside one. What fits no rule begins the body, except captions and pass
lines above the subject. No word is dropped: each is in a span of the header or in the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.convert.class_line import ClassLine, class_line_at, find_class_line, glued_class_line
from sitegen.convert.declassification import parse_classifier
from sitegen.convert.header_captions import take_above_label, take_caption, take_pass_line
from sitegen.convert.header_cursor import Cursor, Draft, Label
from sitegen.convert.header_fields import (
    read_classified_by,
    read_derived_from,
    read_order,
    read_reasons,
    read_subject,
    read_tags,
)
from sitegen.convert.header_references import read_reference
from sitegen.convert.header_text import LINES, HeaderText, header_text
from sitegen.convert.lines import Doubt, Line, placed
from sitegen.convert.mapped_text import MappedText
from sitegen.convert.references import parse_references
from sitegen.convert.tags import parse_tags
from sitegen.records.cable import Downgrade

__all__ = ["ClassLine", "Header", "Span", "find_class_line", "parse_header"]


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
    reference_lines: tuple[Line, ...] = ()  # the pieces of lines in which the references stand
    references: tuple[str, ...] = ()
    references_other: tuple[str, ...] = ()
    year_evidence: tuple[int, ...] = ()  # years written in the references and the E.O. line
    doubts: tuple[Doubt, ...] = ()
    end: tuple[int, int] = (0, 0)
    roles: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


_READERS = {
    "executive order": (read_order, "executive order"),
    "tags": (read_tags, "tags"),
    "subject": (read_subject, "subject"),
    "reference": (read_reference, "reference"),
    "classified by": (read_classified_by, "classified by"),
    "derived from": (read_derived_from, "derived from"),
    "declassify on": (read_order, "executive order"),
    "reasons": (read_reasons, "classified by"),
}
_REPEATABLE = frozenset({"derived from", "declassify on", "reference", "classified by", "reasons"})


def _read(cursor: Cursor, class_line: ClassLine | None) -> None:
    """Walks from field to field until something stands there that is no part of a header."""
    if class_line:
        cursor.at = class_line.end
        cursor.mark(0, cursor.at, "class line")
        cursor.draft.captions += [c for c in class_line.controls if c != "ENTIRE TEXT"]
    seen: set[str] = set()
    reached = -1
    while True:
        cursor.skip_space()
        if cursor.at >= len(cursor.text):
            return
        if cursor.at <= reached:  # every turn takes something, so this ends
            return
        reached = cursor.at
        _forget_what_was_cut(cursor, seen)
        label = _label_here(cursor, seen)
        if label:
            start, value, name, _ = label
            seen.add(name)
            reader, role = _READERS[name]
            cursor.at = value
            reader(cursor)
            cursor.mark(start, cursor.at, role)
        elif not (
            take_caption(cursor, strict=bool(seen & {"subject", "reference", "classified by"}))
            or take_above_label(cursor, seen)
            or take_pass_line(cursor, seen)
        ):
            return


def _forget_what_was_cut(cursor: Cursor, seen: set[str]) -> None:
    """Lets the second copy of a header's end be read where the first was cut with "..." (05ROME3081)."""
    if "subject" not in seen or not cursor.text[: cursor.at].rstrip(" \t\n\\").endswith("..."):
        return
    label = cursor.next_label(cursor.at - cursor.indent(), frozenset({"subject"}))
    if not label or label[0] > cursor.at or not label[3]:
        return
    again = re.sub(r"\W+", " ", cursor.text[label[1] : label[1] + 60]).strip().upper()
    before = re.sub(r"\W+", " ", cursor.draft.subject or "").strip().upper()
    if not before or again[:20] != before[: min(20, len(again))]:
        return
    draft = cursor.draft
    first = next((start for start, _, role in draft.marks if role == "subject"), 0)
    draft.doubts = [doubt for doubt in draft.doubts if doubt[2] < first]
    draft.subject, draft.reference, draft.classified_by, draft.reasons = None, "", "", ()
    seen -= {"subject", "reference", "classified by"}


def _label_here(cursor: Cursor, seen: set[str]) -> Label | None:
    label = cursor.next_label(cursor.at - cursor.indent())
    if not label or label[0] > cursor.at or label[1] <= cursor.at:
        return None
    name = label[2]
    if name in seen and name not in _REPEATABLE:
        return None
    if name in ("executive order", "tags") and "classified by" in seen and "subject" in seen:
        return None
    if name == "reference" and "reference" in seen and "classified by" in seen:
        return None
    return label


def parse_header(lines: Sequence[Line], year: int | None = None, month: int | None = None) -> Header:
    """Reads the header of a cable's text.

    ``lines`` begin with the class line (or, where there is none, with the first of captions, E.O., TAGS, SUBJECT) and
    run to the end of the cable. ``year`` and ``month`` of the cable, where known, serve to date references.
    """
    first = next((n for n, line in enumerate(lines[:LINES]) if line.text.strip()), 0)
    opening = find_class_line(lines[first]) if lines else None
    window = header_text(lines, opening.station if opening else "")
    mapped = window.mapped
    class_line = class_line_at(mapped.text, 0)
    cursor = Cursor(mapped, year)
    _read(cursor, class_line)
    cursor.skip_space()
    draft = cursor.draft
    end = mapped.place(cursor.at) if cursor.at < len(mapped.text) else _behind(mapped, lines)
    if end[0] < len(lines) and not lines[end[0]].text[: end[1]].strip():
        end = (end[0], 0)
    _classifier_in_body(cursor)
    doubts = [Doubt(code, message, *_where(mapped, lines, at)) for code, message, at in draft.doubts]
    if class_line and class_line.repaired:
        doubts.append(
            Doubt("repaired-field", f"classification read as {class_line.classification}", *_where(mapped, lines, 0))
        )
    tags, tag_doubts = _tags(draft.tags)
    references, others, reference_doubts = _references(
        draft.reference, year, class_line.number if class_line else None, month
    )
    spans = _spans(window, draft.marks, end)
    tags_lines, reference_lines = (_pieces(spans, role, lines) for role in ("tags", "reference"))
    doubts += [placed(doubt, tags_lines) for doubt in tag_doubts]
    doubts += [placed(doubt, reference_lines) for doubt in reference_doubts]
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
        reference_lines=reference_lines,
        references=references,
        references_other=others,
        year_evidence=_years(draft, year),
        doubts=tuple(doubts),
        end=end,
        roles=_roles(spans, window.blanks, end),
        spans=spans,
    )


def _behind(mapped: MappedText, lines: Sequence[Line]) -> tuple[int, int]:
    """The place behind the last character of the header window."""
    index, offset = mapped.place(len(mapped.text))
    return (
        (index + 1, 0) if index < len(lines) and offset >= len(lines[index].text.rstrip(" \t\\")) else (index, offset)
    )


def _where(mapped: MappedText, lines: Sequence[Line], at: int) -> tuple[int, int]:
    index, offset = mapped.place(at)
    return (lines[index].number, lines[index].column + offset) if index < len(lines) else (0, 0)


_IN_BODY = re.compile(
    r"(?:^[ \t]*¶?[ \t]?\d{1,2}[ \t]?[.),][ \t]*|(?<=\s)1[.][ \t]*|^[ \t]*|(?<=ENTIRE TEXT)[.) \t]+)"
    r"(?:\((?:U|C|S|SBU)(?:[ /,-]{1,3}[A-Z][A-Z /-]{0,24})?\)[ \t]*)?"
    r"(?:CONFIDENTIAL[ -]+ENTIRE TEXT[. ]+)?CLASSIFIED[ \t]+(?:SECRET[ \t]+|CONFIDENTIAL[ \t]+)?BY[ \t]*:?",
    re.IGNORECASE | re.MULTILINE,
)


def _classifier_in_body(cursor: Cursor) -> None:
    """Reads a "Classified by" that is a paragraph of the body, usually the first (01VATICAN1261, 06PARTO9)."""
    if cursor.draft.classified_by:
        return
    at = max(0, cursor.at - cursor.indent() - 1)
    if _classifier_of_quoted(cursor, at):
        return
    if "CLASSIFIED" not in cursor.text[at : at + 2500].upper():
        return
    found = _IN_BODY.search(cursor.text, at, at + 2500)
    if not found or glued_class_line(cursor.text[at : found.start()], 1) >= 0:
        return
    at = found.end()
    following = re.compile(r"\n\n|\n[ \t]*¶?[ \t]?\d{1,2}[ \t]?[.)][ \t]|(?<=\s)\d{1,2}[ \t]?[.)][ \t]*\([A-Z]").search(
        cursor.text, at
    )
    value = cursor.text[at : min(following.start() if following else len(cursor.text), at + 600)]
    classifier = parse_classifier(value)
    if re.fullmatch(r"(?:SECTION)?\W*", classifier.name, re.IGNORECASE) or len(classifier.name) > 200:
        return
    cursor.draft.classified_by = classifier.name
    cursor.draft.reasons = cursor.draft.reasons or classifier.reasons


_QUOTE = re.compile(r"\bQUOTE\b[ \t]*[:.]?\s*")


def _classifier_of_quoted(cursor: Cursor, at: int) -> bool:
    """Reads the "Classified by" of a cable that this one repeats in full (QUOTE, then a head of its own)."""
    quote = _QUOTE.search(cursor.text, at, at + 1500)
    ahead = [label for label in cursor.labels if quote and quote.end() <= label[0] < quote.end() + 1200]
    if not ahead or quote is None or ahead[0][0] != quote.end() or ahead[0][2] not in ("executive order", "tags"):
        return False
    label = next((label for label in ahead if label[2] == "classified by"), None)
    if label is None or cursor.body_start(quote.end()) < label[0]:
        return False
    classifier = parse_classifier(cursor.text[label[1] : min(cursor.value_end(label[1]), label[1] + 600)])
    cursor.draft.classified_by = classifier.name
    cursor.draft.reasons = cursor.draft.reasons or classifier.reasons
    cursor.doubt("inferred-field", "the classifier is named in the head of the cable that this one repeats", label[0])
    return True


def _pieces(spans: Sequence[Span], role: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The pieces of lines with this role."""
    return tuple(lines[span.line].slice(span.start, span.end) for span in spans if span.role == role)


def _spans(window: HeaderText, marks: Sequence[tuple[int, int, str]], body: tuple[int, int]) -> tuple[Span, ...]:
    """The claimed pieces of the header's text as pieces of lines, and the page headers before the body, in order."""
    mapped = window.mapped
    spans = [Span(line, a, b, "page header") for line, a, b in window.pages if (line, a) < body]
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
    return tuple(sorted(spans, key=lambda s: (s.line, s.start)))


def _roles(spans: Sequence[Span], blanks: Sequence[int], end: tuple[int, int]) -> tuple[str, ...]:
    """A word for each line before the body's: the role of its first piece."""
    words = dict.fromkeys(blanks, "blank")
    for span in spans:
        if words.get(span.line, "page header") == "page header":
            words[span.line] = span.role
    last = end[0] + (1 if end[1] > 0 else 0)
    return tuple(words.get(index, "") for index in range(last))


_LATEST_YEAR = 2010  # of the telegrams that have been republished


def _years(draft: Draft, year: int | None) -> tuple[int, ...]:
    """The years that references and the E.O. line write out, in order; those of two figures where the cable's own
    ``year`` is not known."""
    years = [int(y) for y in re.findall(r"(?<!\d)(?:19[6-9]\d|20[0-4]\d)(?!\d)", draft.reference)]
    if year is None and draft.reference:
        years += parse_references(draft.reference, _LATEST_YEAR).years
    if draft.declassify_on[:4].isdecimal():
        years.append(int(draft.declassify_on[:4]))
    return tuple(dict.fromkeys(years))


def _tags(text: str) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
    if not text:
        return (), ()
    found = parse_tags(text)
    return tuple(found.codes), tuple(found.doubts)


def _references(
    text: str, year: int | None, number: int | None, month: int | None
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Doubt, ...]]:
    if not text or year is None:
        return (), ((text,) if text else ()), ()
    found = parse_references(text, year, number, month)
    return tuple(found.ids), tuple(found.other), tuple(found.doubts)
