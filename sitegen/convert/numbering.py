"""Which numbers at the beginning of lines are paragraph numbers.

Paragraphs are numbered in sequence (5 FAH-1 H-246), but so are lists, table rows and years at a line's start, and the
paragraph sign is misread as ``1`` or ``Q``. So every number that could be one is a candidate with its own evidence, and
the likeliest chain of candidates wins: found by dynamic programming, in time linear in their number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: a portion mark: (C), (S/NF), (SBU), (U//FOUO), (C - ENTIRE TEXT), (S/REL UK) … (5 FAH-1 H-210, H-246.2)
MARK = (
    r"\(\s*(?:TS|T|SECRET|CONFIDENTIAL|UNCLASSIFIED|S|C|U|R|SBU|LOU|FOUO|UNCLAS|EFTO|NF|FGI)"
    r"(?:\s{0,2}(?:[/,-]|--)\s*/?\s?(?:NF|NOFORN|NO FORN|REL|FOUO|SBU|LOU|FGI|SI|TK|OC|ORCON|PROPIN|EXDIS"
    r"|NODIS|LIMDIS|EFTO|ENTIRE TEXT|ENTIRE|ALL|"
    r"[A-Z]{2,3})(?: TO)?(?:[ ,]{1,2}[A-Z]{2,14}){0,6}){0,3}\s*\)"
)
_MARK = re.compile(rf"{MARK}|(?:S/NF|SBU|C/NF|[SCU])\)", re.IGNORECASE)  # 09REYKJAVIK214 "SBU)"
_NUMBER = re.compile(
    r"\s{0,12}(?P<sign>¶|Q|P\s|Para(?:graph)?\s)?\s?(?P<digits>\d{1,3})\s?(?P<stop>[.,)])(?![0-9])\s{0,8}",
    re.IGNORECASE,
)
_BARE = re.compile(r"\s{0,12}(?P<sign>¶)\s?(?P<digits>\d{1,3})\s{1,8}(?=\()")
_GAP = 4  # paragraphs that may be missing between two that are found


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number at the beginning of a line: the line's index, the number as printed and as read, the text's offsets."""

    index: int
    printed: str
    value: int
    weight: float
    marked: bool
    sign: str
    text_start: int  # where the text after the number begins
    mark_end: int  # where it begins after the portion mark; text_start when there is none
    misread: bool = False  # the paragraph sign was read as a figure


def portion_mark(text: str, start: int = 0) -> re.Match[str] | None:
    """The portion mark that stands at ``start``, or None."""
    return _MARK.match(text, start)


def candidates(lines: Sequence[str], opens: Sequence[bool]) -> list[Candidate]:
    """The candidates of these lines; ``opens`` says which lines begin a block (after a blank line, a rule, a page
    head)."""
    raw: list[tuple[int, re.Match[str], re.Match[str] | None]] = []
    for index, text in enumerate(lines):
        found = _NUMBER.match(text) or _BARE.match(text)
        if found:
            raw.append((index, found, portion_mark(text, found.end())))
    signs = sum(1 for _, found, _ in raw if found["sign"] == "¶")
    marks = sum(1 for _, _, mark in raw if mark)
    signed_style, marked_style = signs >= 2, marks >= 2 and marks * 2 >= len(raw)
    out: list[Candidate] = []
    for index, found, mark in raw:
        sign, digits = (found["sign"] or "").strip(), found["digits"]
        stop = found.groupdict().get("stop") or "."
        value = int(digits)
        if value == 0 or (sign and sign != "¶" and not mark and sign.upper() != "Q"):
            continue
        weight = 1.0
        weight += 0.6 if mark else (-0.6 if marked_style else 0.0)
        weight += 0.3 if sign == "¶" else (-0.5 if signed_style and not mark else 0.0)
        weight += 0.15 if opens[index] else (-0.45 if not mark else -0.05)
        rest = text_after = lines[index][mark.end() if mark else found.end() :]
        if not text_after.strip() and not mark:
            weight -= 0.5
        if not mark and (stop != "." or (rest[:1].islower() and not sign)):
            weight -= 0.4
        if len(digits) > 1 and digits[0] == "0":
            weight -= 0.5
        args = (bool(mark), sign, found.end(), mark.end() if mark else found.end())
        out.append(Candidate(index, digits, value, weight, *args))
        if len(digits) == 2 and digits[0] == "1" and digits[1] != "0" and mark and not sign:
            out.append(Candidate(index, digits, value - 10, weight - 0.35, *args, misread=True))
    return out


def paragraph_starts(lines: Sequence[str], opens: Sequence[bool]) -> list[Candidate]:
    """The candidates that are paragraph numbers, in the order of the text.

    The chain may begin above 1 (a lost section), skip a few numbers, use one twice (79TEHRAN8980: 6, 6, 7) and begin
    again at 1 (a text quoted whole), each at a price.
    """
    found = candidates(lines, opens)
    if not found:
        return []
    best: list[float] = []
    previous: list[int] = []
    # best chain that ends in value v, for the values near the one looked at: (score, candidate)
    by_value: dict[int, tuple[float, int]] = {}
    overall: tuple[float, int] = (0.0, -1)
    pending: list[tuple[int, int]] = []  # readings of one line must not follow each other

    for k, cand in enumerate(found):
        while pending and pending[0][0] < cand.index:
            _, j = pending.pop(0)
            number = found[j].value
            if number not in by_value or best[j] >= by_value[number][0]:
                by_value[number] = (best[j], j)
            if best[j] > overall[0]:
                overall = (best[j], j)
        score, before = (cand.weight - 0.25 * min(cand.value - 1, 8), -1)
        for gap in range(1, _GAP + 2):
            link = by_value.get(cand.value - gap)
            if link and (value := link[0] + cand.weight - (0.0 if gap == 1 else 0.35 + 0.25 * (gap - 1))) > score:
                score, before = value, link[1]
        again = by_value.get(cand.value)
        if again and (cand.marked or cand.sign == "¶"):
            value = again[0] + cand.weight - (0.9 if cand.marked else 1.4 if cand.value > 2 else 2.0)
            if value > score:
                score, before = value, again[1]
        if cand.value == 1 and overall[1] >= 0 and cand.marked and overall[0] + cand.weight - 1.5 > score:
            score, before = overall[0] + cand.weight - 1.5, overall[1]
        best.append(score)
        previous.append(before)
        pending.append((cand.index, k))
    for _, j in pending:
        if best[j] > overall[0]:
            overall = (best[j], j)
    chain: list[Candidate] = []
    at = overall[1]
    while at >= 0:
        chain.append(found[at])
        at = previous[at]
    chain.reverse()
    return _sound(chain)


def _sound(chain: list[Candidate]) -> list[Candidate]:
    """A chain with nothing to support it is no chain: one number in a cable must be 1, or carry a mark or a sign."""
    if len(chain) == 1 and not (chain[0].marked or chain[0].sign or chain[0].value == 1):
        return []
    misread = [c for c in chain if c.misread]
    if len(misread) == 1 and chain[0] is misread[0]:
        return []
    return chain
