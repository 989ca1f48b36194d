"""Where a header's reference list begins and ends: its entries, over lines, blank lines and page headers."""

from __future__ import annotations

import re

from sitegen.convert.header_cursor import Cursor

_CABLE = re.compile(r"\b[A-Z][A-Z ./'-]{2,24}[ \t]+\(?\d{2,8}\b(?:[ \t]*\([A-Z0-9 .-]{2,12}\))?", re.IGNORECASE)
_ENTRY = re.compile(r"[ \t]*[¶*-]*[ \t]*(?:\(?[A-Z]\)?[ \t]*[.):-]|\([A-Z]\)|[A-Z]\.|AND\b|&|NOTAL)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[\d)])[.]?[ \t]+(?=(?:[A-Z][a-z]*|[A-Z]{2,})(?:,?[ \t]+[a-z'’]+){2,})")


def read_reference(cursor: Cursor) -> None:
    at = cursor.at
    end = _reference_end(cursor, at)
    value = cursor.text[at:end].strip()
    cursor.draft.reference = f"{cursor.draft.reference}\n{value}".strip()
    cursor.at = end


def _reference_end(cursor: Cursor, at: int) -> int:
    label = cursor.next_label(at + 1)
    while label and (label[2] in ("tags", "executive order", "subject") or (label[2] == "reference" and not label[3])):
        label = cursor.next_label(label[1])
    limit = min(label[0] if label else len(cursor.text), cursor.body_start(at))
    end = min(cursor.line_end(at), limit)
    if not cursor.text[at:end].strip() and end < limit:  # the first entry stands below its label
        below = re.compile(r"\s*").match(cursor.text, end)
        begin = below.end() if below else end
        if begin < limit and _entry_like(cursor.text[begin : cursor.line_end(begin)], "", False):
            end = min(cursor.line_end(begin), limit)
    end = at + _entries_end(cursor.text[at:end])
    if end < cursor.line_end(at) and end < limit and cursor.text[at:end].strip():
        return end
    before = cursor.text[at:end]
    while end < limit:
        gap = re.compile(r"\n+").match(cursor.text, end)
        if not gap:
            break
        line = cursor.text[gap.end() : min(cursor.line_end(gap.end()), limit)]
        if not _entry_like(line, before, after_blank=len(gap.group()) > 1):
            number = re.compile(r"[ \t]*\d{2,6}\b").match(line)
            short = (
                len(gap.group()) == 1
                and len(line) < 30
                and cursor.text[gap.end() + len(line) : gap.end() + len(line) + 2] in ("\n\n", "")
            )
            if number and len(gap.group()) > 1 and re.search(r"[A-Za-z]{3}[ \t]*$", before):  # of the post above it
                end = gap.end() + number.end()
            elif short and line.strip() and not re.search(r"\d[ \t.]*$", before):  # the last words of an entry
                end = gap.end() + len(line)
            break
        stop = gap.end() + _entries_end(line)
        before = line
        end = stop
        if stop < min(cursor.line_end(gap.end()), limit):
            break
    return end


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
    if re.match(r"[¶*]*[ \t]*\(?[A-Z]\)?[ \t]*[.):]", text, re.IGNORECASE) and not re.match(
        r"[a-z][.)] [A-Z][a-z]+ [a-z]+ [a-z]+", text
    ):
        return len(text) < 300
    if after_blank:
        return bool(
            len(text) < 60
            and text.isupper()
            and re.fullmatch(r"(?:\d\d[ \t]+)?[A-Z][A-Z .]+\d{1,6}(?:[ \t]*\(?NOTAL\)?)?", text)
        )
    if len(text) > 120:
        return False
    if re.match(r"\((?:NOTAL|EXDIS|NODIS|LIMDIS|S|C|U|SBU)\)", text):
        return True
    if before.rstrip(" \t\\").endswith((",", ";", "/", "&", "(")) or re.search(
        r"\b(?:AND|OF|FROM|TO|DATED)$", before.strip(), re.IGNORECASE
    ):
        return True
    if before.count("(") > before.count(")"):
        return True
    if line[:1] in " \t" and len(text) < 90:
        return True
    if _CABLE.match(text) or re.match(r"\d{2,8}\b", text):
        return not re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", text)
    return (
        text.isupper()
        and len(text) < 70
        and (bool(re.search(r"\d", text)) or bool(re.match(r"\W*[A-Z]\W*$", before.strip()[-3:])))
    )
