"""Reads the values of a header's labels: each function begins behind a label and leaves the cursor behind its value."""

from __future__ import annotations

import re

from sitegen.convert import header_rules as rules
from sitegen.convert.declassification import parse_classifier, parse_executive_order
from sitegen.convert.header_captions import all_captions, joined
from sitegen.convert.header_cursor import Cursor
from sitegen.records.likeness import edit_distance


def read_order(cursor: Cursor) -> None:
    at = cursor.at
    label = cursor.next_label(at)
    end = min(cursor.line_end(at), label[0] if label else len(cursor.text))
    after = re.compile(r"\n(?=[ \t]*(?:DECL\b|X\d|AND X|REASON|[a-z]|UNIFICATION|GDS))").match(cursor.text, end)
    if after and not (label and label[0] <= after.end()):
        end = min(cursor.line_end(after.end()), label[0] if label else len(cursor.text))
    value = cursor.text[at:end]
    if len(value) > 160:
        short = re.compile(
            r"[^a-z]{0,60}?(?:\d{1,2}/\d{1,2}/\d{2,4}|N/?A|X\d|OADR|\d{4}/\d\d/\d\d)", re.IGNORECASE
        ).match(value)
        end = at + short.end() if short else end
        value = cursor.text[at:end]
    found = parse_executive_order(value, cursor.year)
    cursor.draft.order = cursor.draft.order or _line(cursor, at, end)
    cursor.draft.declassify_on = cursor.draft.declassify_on or found.on
    cursor.draft.downgrade = cursor.draft.downgrade or found.downgrade
    if found.doubtful:
        cursor.doubt("doubtful-field", f"no date can be read in “{value.strip()[:60]}”", at)
    if found.repaired:
        cursor.doubt("repaired-field", f"the date “{value.strip()[:60]}” read as {found.on}", at)
    if found.event:
        cursor.doubt("inferred-field", f"the cable is to be declassified by an event, not a date: {found.event}", at)
    cursor.at = end


def read_tags(cursor: Cursor) -> None:
    at = cursor.at
    label = cursor.next_label(at)
    limit = label[0] if label else len(cursor.text)
    limit = min(limit, cursor.body_start(at))
    end = min(cursor.line_end(at), limit)
    if not cursor.text[at:end].strip():  # the codes stand on the next line
        line = re.compile(r"\s*").match(cursor.text, at)
        begin = line.end() if line else at
        if begin < limit and _tag_like(cursor.text[begin : cursor.line_end(begin)]):
            end = min(cursor.line_end(begin), limit)
    if end - at > 200:
        end = at + _tag_words(cursor.text[at:end])
    while end < limit and cursor.text[end] == "\n" and cursor.text[end + 1 : end + 2] not in ("\n", ""):
        more = min(cursor.line_end(end + 1), limit)
        value = cursor.text[end + 1 : more]
        if not _tag_like(value):
            break
        end = more
    cursor.draft.tags = re.sub(r"\[([^\]\n]*)\]\([^)\n]*\)", r"\1", cursor.text[at:end]).strip()
    cursor.at = end


def read_subject(cursor: Cursor) -> None:
    at = cursor.at
    begin = re.compile(r"\s*").match(cursor.text, at)
    if begin and begin.end() > cursor.line_end(at):  # the subject stands below its label
        below = begin.end()
        label = cursor.next_label(below)
        if (label and label[0] <= below) or cursor.body_start(below) <= below:
            cursor.draft.subject = ""
            cursor.at = cursor.line_end(at)
            return
        at = below
    end = _subject_behind_blank(cursor, _subject_end(cursor, at))
    cursor.draft.subject = joined(cursor.text[at:end])
    if not cursor.draft.subject:
        end = min(end, cursor.line_end(at))
    cursor.at = end


def _subject_end(cursor: Cursor, at: int) -> int:
    first = re.compile(r"[ \t]*(?:\([A-Z/]{1,8}\)[ \t]*)?").match(cursor.text, at)
    begin = first.end() if first else at
    end = min(cursor.blank(at), len(cursor.text))
    for label in cursor.labels:
        if label[0] >= end:
            break
        if label[0] >= begin and label[2] != "executive order":
            end = label[0]
            break
    end = min(end, cursor.body_start(begin))
    end = _before_caption_line(cursor, begin, end)
    end = _before_notice(cursor, begin, end)
    if end - begin > 220 and "\n" not in cursor.text[begin:end]:
        end = begin + _wrapped_sentence(cursor.text[begin:end])
    return end


def _subject_behind_blank(cursor: Cursor, end: int) -> int:
    """The end of a subject in capitals that a blank line parts from its last line, just above REF or Classified By."""
    label = cursor.next_label(end, frozenset({"reference", "classified by"}))
    if not label or not label[3] or cursor.text[end : end + 2] != "\n\n" or label[0] - end > 100:
        return end
    value = cursor.text[end : label[0]].strip(" \t\n\\")
    if not value.isupper() or "\n" in value or cursor.body_start(end + 2) < label[0] or rules.PASS_LINE.match(value):
        return end
    if all_captions(value) or rules.CORRECTED_COPY.match(value):
        return end
    cursor.doubt("inferred-field", "the subject goes on behind a blank line", end + 2)
    return cursor.line_end(end + 2)


def _before_caption_line(cursor: Cursor, at: int, end: int) -> int:
    """The end of a subject that a line of captions follows (02BOGOTA3281: NOFORN between SUBJECT and REF)."""
    line = cursor.line_end(at)
    while line < end:
        if all_captions(cursor.text[line + 1 : cursor.line_end(line + 1)]):
            return line
        line = cursor.line_end(line + 1)
    return end


def _before_notice(cursor: Cursor, at: int, end: int) -> int:
    """The end of a subject that "Sensitive but unclassified" follows, misspelt (SEFSITIVE BUT UJCLASSIFIED)."""
    line = cursor.line_end(at)
    while line < end:
        words = cursor.text[line + 1 : cursor.line_end(line + 1)].split()[:3]
        if edit_distance(" ".join(words).strip(".").upper(), "SENSITIVE BUT UNCLASSIFIED", 3) <= 3:
            return line
        line = cursor.line_end(line + 1)
    return end


def read_classified_by(cursor: Cursor) -> None:
    at = cursor.at
    twice = re.compile(r"[\s:]*1[.)][ \t]*(?=CLASSIFIED)", re.IGNORECASE).match(cursor.text, at)
    end = cursor.body_start(twice.end() if twice else at)
    for label in cursor.labels:
        if at < label[0] < end and label[2] not in ("executive order", "reasons", "classified by", "tags"):
            end = label[0]
            break
    blank = cursor.blank(at)
    if blank < end and not cursor.text[at:blank].strip(" :\t\n"):
        blank = cursor.blank(blank + 2)
    more = (
        re.compile(r"\n\n[ \t]*(?:FOR\s+)?R\s?E\s?A?SONS?\b", re.IGNORECASE).match(cursor.text, blank)
        if blank < end
        else None
    )
    if more and not re.search(r"1\.[45]", cursor.text[at:blank]):
        blank = cursor.blank(more.end())
    end = min(end, blank, at + 1200)
    value = cursor.text[at:end]
    cut = _cut_inside_word(cursor, at, end)
    if cut >= 0:
        value = value[:cut] + value[cut + 1 :]
    found = parse_classifier(value, "1.5" if cursor.year and cursor.year < 2003 else "1.4")
    if found.inferred:
        cursor.doubt("inferred-field", f"the reasons are letters alone; section {found.reasons[0][:3]} was taken", at)
    if found.reasons or found.end < len(value):
        end = at + found.end + (0 <= cut < found.end)
    derived = re.match(r"DERIVED FROM:?\s*", found.name, re.IGNORECASE)
    if derived:  # 09ISLAMABAD2185 names a guide in place of a person
        cursor.draft.derived_from = cursor.draft.derived_from or found.name[derived.end() :]
    else:
        cursor.draft.classified_by = cursor.draft.classified_by or found.name
        if value.rstrip(" \t\n\\").endswith("..."):
            cursor.doubt("doubtful-field", "the line that names the classifier is cut off", at)
    cursor.draft.reasons = cursor.draft.reasons or found.reasons
    cursor.at = end


def _cut_inside_word(cursor: Cursor, at: int, end: int) -> int:
    """Offset of a line break that cut the label's line after 71 characters, perhaps inside a word; else -1."""
    first = cursor.text.find("\n", at, end)
    begin = cursor.text.rfind("\n", 0, at) + 1
    wrapped = first >= 0 and first - begin == 71 and cursor.text[first + 1 : first + 2] not in (" ", "\n", "")
    return first - at if wrapped else -1


def read_derived_from(cursor: Cursor) -> None:
    end = min(cursor.value_end(cursor.at), cursor.line_end(cursor.at))
    cursor.draft.derived_from = re.sub(r"\s+", " ", cursor.text[cursor.at : end]).strip(" .:")
    cursor.at = end


def read_reasons(cursor: Cursor) -> None:
    end = min(cursor.value_end(cursor.at), cursor.blank(cursor.at))
    found = parse_classifier(" reasons " + cursor.text[cursor.at : end])
    cursor.draft.reasons = cursor.draft.reasons or found.reasons
    cursor.at = min(end, cursor.at + found.end - 9) if found.reasons else min(end, cursor.line_end(cursor.at))


def _line(cursor: Cursor, at: int, end: int) -> str:
    begin = max((label[0] for label in cursor.labels if label[1] == at), default=at)
    return re.sub(r"\s+", " ", cursor.text[begin:end]).strip()


def _tag_like(line: str) -> bool:
    """Whether a line can go on with TAGS: short codes, names in parentheses, commas."""
    line = re.sub(r"\[([^\]\n]*)\]\([^)\n]*\)", r"\1", line).strip(" \t\\,;")
    if not line or len(line) > 120:
        return False
    words = re.findall(r"[A-Za-z0-9'-]+", re.sub(r"\([^)]*\)?", " ", line))
    if any(len(w) > 9 or (not w.isupper() and len(w) > 5) for w in words):
        return False
    codes = sum(len(w) in (2, 3, 4) or (len(w) <= 6 and "," in line) for w in words)
    return codes >= 0.75 * len(words) and not all_captions(line) and not re.search(r"\bFOR\b|\bPASS\b", line)


def _tag_words(text: str) -> int:
    """How far a one-line TAGS value goes: to the first word that can be no code."""
    end = 0
    for found in re.finditer(r"\([^)\n]{0,60}\)?|[^\s(]+", text):
        word = found.group().strip(",;")
        if not word.startswith("(") and (not word.isupper() or len(word) > 12 or not word.strip(".").isalnum()):
            break
        end = found.end()
    return end


def _wrapped_sentence(text: str) -> int:
    """The end of a subject on a line without labels after it: two blanks stand where a short line ended."""
    at = 0
    for found in re.finditer(r"\s{2,}", text):
        if found.start() - at < 45:
            return found.start()
        at = found.end()
    return len(text)
