"""The reference line of a cable: which cables it names, and what else.

The line is read as a row of words, numbers and signs (convert/cable_mentions.py). A cable is a station next to a
number; the year stands before the station (``08 STATE 81854``), after the number (``PANAMA 00789/08``, ``AMMAN
5049-01``, ``STATE 049307 (2006)``), or nowhere. What stands between enumerators and is no cable (e-mails, letters,
telephone calls, date-time groups, reports of other services) is kept as written.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from sitegen.convert.cable_mentions import QUALIFIERS, Mention, Token, cables_mentioned, move_to_prior_year, tokenize
from sitegen.convert.lines import Doubt
from sitegen.records.identifiers import MessageNumber
from sitegen.records.vocabulary.posts import station_of


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry: as written, its id (``""`` when it is no cable), its enumerator (``A``) and kind (``cable``,
    ``email``, ``telephone``, ``fax``, ``letter``, ``memo``, ``report``, ``meeting``, ``message``, ``other``)."""

    written: str
    id: str
    letter: str
    kind: str


@dataclass(frozen=True, slots=True)
class References:
    """What a reference line names: ids without repeats in order, the rest as written, every entry with its letter, what
    was doubtful, and ``end``: where in the text the references end (the body may follow on the same line)."""

    ids: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    entries: list[Reference] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    years: list[int] = field(default_factory=list)  # years that the line itself states
    end: int = 0


_LONGEST = 20_000  # characters of a reference line that are read; a longer one is no reference line
_LONGEST_ENTRY = 60  # words and signs; what goes on longer is no entry but the body
_LABEL = re.compile(
    r"(?:^|(?<=\s)|(?<=¶))(?:REF(?:S|\(S\)|TELS?|ERENCES?)?|RETELS?)"
    r"(?:\s{0,3}:|(?:(?<=\s)|\b)(?=[ \t]{1,3}[(\[]?[A-Z0-9]))"
    r"|^[ \t¶]{0,8}(?:REF(?:S|\(S\)|TELS?|ERENCES?)?|RETELS?)[ \t]{0,3}[.:]?(?=\s)", re.IGNORECASE | re.MULTILINE)
_STOP = re.compile(
    r"\bClassified\s{0,3}By\b|\bDerived\s{1,3}from\b|\bE\.?\s?[O0]\.?\s{0,3}1\d{3,4}\b|^\s{0,8}¶?TAGS?\b"
    r"|^\s{0,8}SUBJ(?:ECT)?\s?:|VZCZC|\||\bC O N F I D|\bS E C R E T\b|\bU N C L A S"
    r"|\bU?N?CLAS(?:SIFIED)?\s[A-Z ]{3,40}\d{5,6}\b|\bREASONS?\s?:"
    r"|(?<![\w./])1\s?[.)]\s{0,3}\((?:U|C|S|TS|SBU|LOU)\b|^\s{0,8}¶\s?\d|^\s{0,8}(?:BEGIN )?SUMMARY\b|^\s{0,8}[-=_]{5,}"
    r"|^\s{0,3}\"\s{0,3},?\s{0,3}$|^(?:id|date|refid): ?\d|SENSITIVE[ -]BUT[ -]UNCLAS|^\s{0,8}MINIMIZE",
    re.IGNORECASE | re.MULTILINE)
_NUMBERED_ENTRY = re.compile(r"[ \d.)]{0,6}(?:\d\d ?)?[A-Z][A-Z ]{3,20} \d")  # ¶1. STATE 123: a list with numbers
_PAGE_HEADER = re.compile(
    r"(?:\b(?:UNCLASSIFIED|CONFIDENTIAL|SECRET|LIMITED OFFICIAL USE)\s{0,9}(?:\\n)?\s{0,9})?(?:\b|(?<=\\n))"
    r"PAGE \d{1,2}\s{1,9}[A-Z][A-Z ]{1,20}\d{4,6}"
    r"(?:\s{1,3}\d\d OF \d\d)?\s{1,3}\d{6}Z|\b[A-Z][A-Z ]{2,19}?\s?\d{8}\s{1,3}\d{3}(?:\.\d)? OF \d{3}")
_LETTER_DIGIT = re.compile(r"(?<![A-Za-z0-9])0(?=[A-Za-z]{4})|(?<![A-Za-z0-9])[Oo](?=\d ?[A-Za-z]{3})")
_KINDS = (
    ("email", re.compile(r"\bE-?\s?MAILS?\b", re.I)),
    ("telephone", re.compile(r"\bTELCONS?\b|\bPHONE|\bTELEPHONE|\bTELECONS?\b", re.I)),
    ("fax", re.compile(r"\bFAX(?:ES)?\b", re.I)), ("letter", re.compile(r"\bLETTERS?\b", re.I)),
    ("memo", re.compile(r"\bMEMO(?:RANDUM|S|RANDA|CON|CONS)?\b", re.I)),
    ("report", re.compile(r"\bIIR\b|\bREPORTS?\b|\bFBIS\b|\bOSC\b|\bTD\b", re.I)),
    ("meeting", re.compile(r"\bMEETINGS?\b|\bCONVERSATIONS?\b|\bDISCUSSIONS?\b", re.I)),
    ("message", re.compile(r"\bDTG\b|\b\d{6} ?Z\b|\bMSGS?\b", re.I)))


def parse_references(
    text: str,
    mrn_year: int,
    own_number: int | None = None,
    own_month: int | None = None,
    *,
    own_station: str = "",
    prior_year_evidence: int = 2,
) -> References:
    """Read a reference line.

    ``text``: the line with or without its label, broken over lines or not, perhaps with other header fields around it.
    ``mrn_year``: the cable's own year (4 digits), which a reference without a year has. ``own_station`` and
    ``own_number`` (canonical station, number), ``own_month``: the cable's, where known.

    A cable cannot cite its own post's later numbers: a number clearly above the cable's own was sent in the year
    before. One such number alone can as well be a typing error, so the year before is taken when
    ``prior_year_evidence`` references to the own post say so, and the cable is of the first three months or its month
    is not known; otherwise the year stays that of the cable, with a doubt. 1 takes every such number for one of the
    year before.
    """
    source = text[:_LONGEST]
    label, stop = _extent(source)
    if label is None:
        return References()
    region = _LETTER_DIGIT.sub(lambda m: "O" if m[0] == "0" else "0", _blank_out(_PAGE_HEADER, source[:stop]))
    tokens = tokenize(region, label)
    doubts: list[Doubt] = []
    found = cables_mentioned(tokens, mrn_year, doubts)
    entries, end = _entries(source, region, tokens, found, label)
    cut = [f for f in found if f.first < end]
    years = {id(f): f.year or mrn_year for f in found}
    move_to_prior_year(cut, years, mrn_year, own_station, own_number, own_month, prior_year_evidence, doubts)
    out: list[Reference] = []
    for item in entries:
        if isinstance(item, Reference):
            out.append(item)
            continue
        cable, letter = item
        written = " ".join(source[tokens[cable.first].start : tokens[cable.last].end].split())
        out.append(Reference(written, MessageNumber(years[id(cable)], cable.station, cable.number).id, letter, "cable"))
    doubts += [doubt for reference in out if not reference.id for doubt in _no_number(reference)]
    finish = tokens[end - 1].end if end else label
    return References(list(dict.fromkeys(r.id for r in out if r.id)), [r.written for r in out if not r.id], out, doubts,
                      [f.year for f in cut if f.year], finish)


def _no_number(reference: Reference) -> list[Doubt]:
    """The doubt about an entry that names a post and no number that can be read: ``NEW DELHI 420Q``."""
    found = re.match(r"(?:\d\d )?([A-Z]{3,}(?: [A-Z]{2,}){0,3})(?= \d+[^\d ]| \d+ +\S|$)", reference.written)
    if reference.kind != "other" or not found or not station_of(found[1]):
        return []
    said = f"the reference “{reference.written[:40]}” names a post and no number that can be read"
    return [Doubt("doubtful-field", said, words=found[1])]


def _blank_out(pattern: re.Pattern[str], text: str) -> str:
    """The text with what matches turned into blanks, so that every place stays the same."""
    return pattern.sub(lambda m: " " * len(m[0]), text)


def _extent(text: str) -> tuple[int | None, int]:
    """Where the references begin, behind the label, and where they must have ended. None: there is no such line."""
    label = _LABEL.search(text)
    if label is None:
        other_field = re.search(r"^\s{0,8}¶?(?:SUBJ(?:ECT)?|TAGS|E\.? ?O\.?)\b", text, re.IGNORECASE | re.MULTILINE)
        if other_field or not text.strip():
            return None, 0
    begin = label.end() if label else 0
    stop = _STOP.search(text, begin)
    while stop and "¶" in stop[0] and _NUMBERED_ENTRY.match(text, stop.end()):
        stop = _STOP.search(text, stop.end())
    return begin, stop.start() if stop else len(text)


def _entries(
    source: str, region: str, tokens: Sequence[Token], found: Sequence[Mention], begin: int
) -> tuple[list[Reference | tuple[Mention, str]], int]:
    """The entries in order, and the number of tokens that belong to the references."""
    out: list[Reference | tuple[Mention, str]] = []
    cables = {f.first: f for f in found}
    letter, start, i = "", 0, 0  # ``start``: the first token of text that no entry has claimed
    after_cable = False

    def close(stop: int) -> None:
        nonlocal start
        if start < stop:
            written = source[tokens[start].start : tokens[stop - 1].end]
            entry = _other(written, region[tokens[start].start : tokens[stop - 1].start + 1], letter, after_cable)
            if entry:
                out.append(entry)
        start = stop

    while i < len(tokens):
        if i in cables:
            close(i)
            while i in cables:
                out.append((cables[i], letter))
                after_cable = True
                i = cables[i].last + 1
                start = i
            continue
        size, name = _enumerator(tokens, i, letter, cables)
        if size:
            close(i)
            letter, after_cable = name, False
            i += size
            start = i
            continue
        if tokens[i].text == "\n":
            if not _goes_on(tokens, i + 1, letter, cables):
                close(i)
                return out, i
            close(i)
            start = i + 1
        elif tokens[i].text == ";":
            close(i)
            after_cable = False
            start = i + 1
        elif (after_cable and start == i and _is_prose(tokens, i)) or i - start > _LONGEST_ENTRY:
            return out, start
        i += 1
    close(len(tokens))
    return out, len(tokens)


def _enumerator(tokens: Sequence[Token], i: int, before: str, cables: Container[int]) -> tuple[int, str]:
    """How many tokens an enumerator at ``i`` takes (0: none) and its letter: ``A.``, ``(A)``, ``[A]``, ``¶B.``, ``C:``,
    ``REF A``, ``(1)``. A letter counts only where the row of letters could be at it, so initials do not; a bare
    letter only before a cable."""
    j = i
    if tokens[j].text == "¶":
        j += 1
    if j < len(tokens) and tokens[j].text.upper() in ("REF", "REFS", "REFERENCE", "REFTEL", "REFERENCES"):
        j += 1
        if j < len(tokens) and tokens[j].text == ":":
            return j + 1 - i, before
    named = j > i and tokens[j - 1].word
    opened = j < len(tokens) and tokens[j].text in "(["
    j += opened
    if j >= len(tokens):
        return (j - i, before) if j > i else (0, "")
    name = tokens[j].text.upper()
    is_letter, is_number = len(name) == 1 and "A" <= name <= "Z", tokens[j].number and len(name) <= 2
    if is_letter:
        in_row = 0 <= ord(name) - (ord(before) if before.isalpha() else ord("A")) <= 3
    else:
        in_row = is_number and int(name) == (int(before) if before.isdecimal() else 0) + 1
    if not in_row:
        return (j - i, before) if j > i and not opened and tokens[i].text != "¶" else (0, "")
    j += 1
    signs = 0
    while j < len(tokens) and signs < 2 and tokens[j].text in ").:]":
        j += 1
        signs += 1
    bare = is_letter and (j in cables or (j < len(tokens) and named and tokens[j].word))
    if (opened and signs) or (is_letter and (signs or bare)) or (is_number and signs):
        return j - i, name
    return 0, ""


def _goes_on(tokens: Sequence[Token], i: int, letter: str, cables: dict[int, Mention]) -> bool:
    """Whether references go on behind a blank line."""
    while i < len(tokens) and tokens[i].text in "\n-\\":
        i += 1
    return i < len(tokens) and (i in cables or bool(_enumerator(tokens, i, letter, cables)[0]))


def _is_prose(tokens: Sequence[Token], i: int) -> bool:
    """Whether a sentence of the body begins behind a reference: ``REF: STATE 6970 As requested in reftel, …``."""
    words = [t.text for t in tokens[i : i + 8] if t.word]
    if not tokens[i].word or len(words) < 4 or tokens[i].text.upper() in QUALIFIERS:
        return False
    return sum(word[1:].islower() or word.islower() for word in words) > len(words) // 2


def _other(written: str, region: str, letter: str, after_cable: bool) -> Reference | None:
    """An entry that is no cable; None where nothing of the kind stands there, but signs, qualifiers or a remark."""
    text = " ".join(written.split()).strip(" ,;.-–\\¶_")
    text = re.sub(r"^(?:AND|and|&)\s+", "", text)
    if region.isspace() or sum(c.isalnum() for c in text) < 4:
        return None
    if all(word.upper() in QUALIFIERS for word in re.findall(r"\w+", text)):
        return None
    kind = next((kind for kind, pattern in _KINDS if pattern.search(text)), "other")
    if after_cable and (kind in ("other", "meeting", "report") or text.startswith(("(", "--"))):
        return None  # a remark on the cable before it
    return Reference(text, "", letter, kind)
