"""Captions and pass lines: what stands between the class line and the labels, told by its place."""

from __future__ import annotations

import re

from sitegen.convert import header_rules as rules
from sitegen.convert.header_cursor import Cursor
from sitegen.records.likeness import edit_distance


def take_caption(cursor: Cursor, strict: bool) -> bool:
    """Takes captions that begin here; ``strict``: only a line of nothing but captions."""
    if rules.CORRECTED_COPY.match(cursor.text, cursor.at):
        end = _corrected_copy_end(cursor)
        cursor.draft.captions.append(re.sub(r"\s+", " ", cursor.text[cursor.at : end]).strip(' "*\\'))
        cursor.mark(cursor.at, end, "caption")
        cursor.at = end
        return True
    found = rules.CAPTION.match(cursor.text, cursor.at)
    if found and strict and not all_captions(cursor.text[cursor.at : cursor.line_end(cursor.at)]):
        return False
    word = re.sub(r"\s+", " ", found["word"].upper()) if found else ""
    if strict and " BUT " in word:  # below the subject it is a line of the text
        return False
    end = found.end() if found else cursor.at
    misspelt = rules.MISSPELT_CAPTION.match(cursor.text, cursor.at) if not found and not strict else None
    if misspelt:
        allowed = rules.COMMON_CAPTIONS.items()
        word = next((c for c, far in allowed if edit_distance(misspelt[1], c, far) <= far), "")
        end = misspelt.end()
        if word:
            cursor.doubt("repaired-field", f"caption {misspelt[1]} read as {word}", cursor.at)
    if not word:
        return False
    cursor.draft.captions.append(word)
    cursor.mark(cursor.at, end, "caption")
    cursor.at = end
    return True


def _corrected_copy_end(cursor: Cursor) -> int:
    label = cursor.next_label(cursor.at, frozenset({"executive order", "tags", "subject"}))
    end = min(cursor.line_end(cursor.at), label[0] if label else len(cursor.text))
    if cursor.text.count("(", cursor.at, end) > cursor.text.count(")", cursor.at, end):
        close = cursor.text.find(")", end, end + 200)
        if close >= 0 and (not label or close < label[0]) and "\n\n" not in cursor.text[end:close]:
            end = close + 1
    if end - cursor.at > 120:  # one line: up to the closing parenthesis
        close = cursor.text.find(")", cursor.at, end)
        copy = rules.CORRECTED_COPY.match(cursor.text, cursor.at)
        end = close + 1 if close >= 0 else copy.end() if copy else end
    return end


def take_above_label(cursor: Cursor, seen: set[str]) -> bool:
    """Takes a line above E.O., TAGS or SUBJECT as a pass line."""
    if "subject" in seen:
        return False
    ahead = cursor.next_label(cursor.at, frozenset({"executive order", "tags", "subject"}) - seen)
    if not ahead:
        return _lost_label(cursor, seen)
    if cursor.body_start(cursor.at) < ahead[0]:
        body = cursor.body_start(cursor.at)
        if body <= cursor.at or ahead[0] - cursor.at > 1500 or "executive order" in seen or "tags" in seen:
            return False
        if not rules.BODY_AT_LINE_START.match(cursor.text, body) or cursor.text[body : body + 3].strip("- ") != "":
            return False
    end = min(cursor.line_end(cursor.at), ahead[0])
    if end <= cursor.at:  # a label that may not stand here
        return False
    caption = rules.CAPTION_INSIDE.search(cursor.text, cursor.at + 1, end)
    if caption:  # one line: USDOC FOR 4322 SIPDIS
        end = caption.start()
    stamp = rules.RELEASE_STAMP.match(cursor.text, cursor.at)
    if stamp:
        end = min(end, stamp.end())
        cursor.mark(cursor.at, end, "release stamp")
        cursor.at = end
        return True
    _add_pass_line(cursor, end)
    return True


def _lost_label(cursor: Cursor, seen: set[str]) -> bool:
    """A line between TAGS and REF or Classified By, where the label SUBJECT was lost, is the subject (06LIMA1452)."""
    if "tags" not in seen or seen & {"reference", "classified by"} or cursor.draft.subject is not None:
        return False
    ahead = cursor.next_label(cursor.at, frozenset({"reference", "classified by"}))
    if not ahead or not ahead[3] or not 0 < ahead[0] - cursor.at < 200 or cursor.body_start(cursor.at) < ahead[0]:
        return False
    value = cursor.text[cursor.at : ahead[0]]
    if "\n\n" in value.strip() or rules.PASS_LINE.match(value.strip().split("\n")[0]):
        return False
    cursor.draft.subject = joined(value)
    cursor.doubt("inferred-field", "the subject has no label; it was told by its place", cursor.at)
    cursor.mark(cursor.at, ahead[0], "subject")
    cursor.at = ahead[0]
    return True


def take_pass_line(cursor: Cursor, seen: set[str]) -> bool:
    """Takes a pass line that no label follows, told by its words."""
    end = cursor.line_end(cursor.at)
    line = cursor.text[cursor.at : end]
    if len(line) > 140 or not rules.PASS_LINE.match(line) or cursor.body_start(cursor.at) <= cursor.at:
        return False
    following = cursor.text[end + 1 : end + 6].strip()
    if seen and following.startswith("--"):
        return False
    _add_pass_line(cursor, end)
    return True


def _add_pass_line(cursor: Cursor, end: int) -> None:
    value = re.sub(r"\s+", " ", cursor.text[cursor.at : end]).strip(" \\")
    adjacent = (
        cursor.at > 1
        and cursor.text[cursor.at - 2 : cursor.at] != "\n\n"
        and cursor.draft.marks[-1:]
        and cursor.draft.marks[-1][2] == "pass line"
    )
    before = cursor.draft.pass_lines[-1] if cursor.draft.pass_lines else ""
    unfinished = bool(re.search(r"(?<=[ ,])(?:TO|FOR|AND|OF|PASS|PLEASE|PLS|ALSO|&)$", before))
    begins = re.search(r"\b(?:FOR|PASS)\b", value, re.IGNORECASE) or (
        before[-1:] != "," and re.match(r"[A-Z][A-Z/]{1,20}:", value)
    )
    if adjacent and before and (unfinished or not begins):  # the line before goes on
        cursor.draft.pass_lines[-1] += f" {value}"
    elif value:
        cursor.draft.pass_lines.append(value)
    cursor.mark(cursor.at, end, "pass line")
    cursor.at = end


def all_captions(line: str) -> bool:
    """Whether a line holds nothing but captions (and the commas between them)."""
    at = 0
    while at < len(line):
        found = rules.CAPTION.match(line, at)
        if not found:
            return at > 0 and not line[at:].strip(" \t,;/.\\")
        at = found.end()
    return bool(line.strip())


def joined(value: str) -> str:
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
