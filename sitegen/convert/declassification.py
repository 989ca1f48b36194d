"""What an E.O. line and a "Classified By" say: dates of declassification and downgrading, classifier, reasons.

E.O. lines run from 11652 (1972, ``GDS``) over 12065 and 12356 (``OADR``) to 12958 and 13526 (``DECL: 01/22/2019``);
the reasons are the letters of section 1.5, from 2003 on 1.4, of the order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitegen.records.cable import Downgrade
from sitegen.records.dates import parse_us_date

_ORDER = re.compile(r"^\W*(?:E\W{0,3}[O0]\W{0,4}|EXECUTIVE ORDER\W{0,3})?(?:\d{3,5})?\W*", re.IGNORECASE)
_DOWNGRADE = re.compile(
    r"\b(?:DNG|DOWNGRADED?)\b[:\s]*(?:TO\b[:\s]*)?"
    r"(TS|SE|CO|UN|LOU|TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|[SCU]\b)?"
    r"[:,\s]*(?:ON\b[:\s]*)?"
    r"([0-9/.-]{6,10}|\d{1,2}[ -][A-Z]{3}[A-Z]*[ -]\d{2,4})?",
    re.IGNORECASE,
)
_LEVELS = {
    "TS": "TOP SECRET", "S": "SECRET", "SE": "SECRET", "C": "CONFIDENTIAL", "CO": "CONFIDENTIAL", "U": "UNCLASSIFIED",
    "UN": "UNCLASSIFIED", "LOU": "LIMITED OFFICIAL USE",
}  # fmt: skip
#: 10/152019, 0912/2014
_SLASH_LOST = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])/?([0-3]\d)/?((?:19|20)\d\d)(?!\d)")
_EVENT = re.compile(r"\bDECL(?:AS(?:SIFY)?)?[\s:.]*(?:ON\s+)?(?!OADR|MR\b|N/?A|X\d)([A-Z][^\n]{7,100})", re.IGNORECASE)
_NO_DATE = re.compile(
    r"\b(?:N/?A|OADR|X?GDS|RDS|ADS|(?:1\.6)?X\d|EXEMPT|MR|UPON|AFTER|WHEN|UNTIL|25X\d?)|N ?/ ?A", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Declassification:
    """What an E.O. line says: a date (EDTF, "" for none), a downgrade, and whether neither is explained by the line."""

    on: str = ""
    downgrade: Downgrade | None = None
    doubtful: bool = False
    repaired: bool = False  # a stroke of the date was lost
    event: str = ""  # what the text waits for in place of a date


def parse_executive_order(text: str, year: int | None = None) -> Declassification:
    """Reads the value of an E.O. line (``12958: DECL: 01/22/2019``). The ``year`` of the cable tells a century."""
    text = text[:600]
    rest = _ORDER.sub("", text, count=1)
    not_before = year - 20 if year else 0
    downgrade = None
    found = _DOWNGRADE.search(rest)
    if found and (found[1] or found[2]):
        level = (found[1] or "").upper()
        on = parse_us_date(found[2], not_before) if found[2] else None
        downgrade = Downgrade(_LEVELS.get(level, level), on or "")
        rest = rest[: found.start()] + rest[found.end() :]
    on = parse_us_date(rest, not_before) or ""
    mended = "" if on else parse_us_date(_SLASH_LOST.sub(r"\1/\2/\3", rest), not_before) or ""
    digits = bool(re.search(r"\d", _NO_DATE.sub("", rest)))
    event = _EVENT.search(rest) if not (on or mended or downgrade or digits) else None
    return Declassification(
        on or mended,
        downgrade,
        doubtful=not (on or mended or downgrade) and digits,
        repaired=bool(mended),
        event=" ".join(event[1].split()).strip(" .,;") if event else "",
    )


_LETTER = r"[A-Ha-h](?![A-Za-z'’])"
_AND = r"(?:[,/&+;]|(?<![A-Za-z])(?:a ?n ?d|or|AND|OR|And)\b)"


def _letters(case: str) -> str:
    """The pattern of reasons' letters: in one case, or each in its parentheses (``1.4 b and d, A visit`` has two)."""
    letter = rf"(?:{case}(?![A-Za-z'’])|(?<=\(){_LETTER}|(?<=\(\s){_LETTER})"
    return rf"\(?\s*{case}(?![A-Za-z'’])[\s)]*(?:(?:(?:{_AND}\s*){{1,2}}\(?|\()\s*{letter}[\s)]*){{0,8}}"


_NUMBER = re.compile(
    rf"(?<![\d.])1\s{{0,2}}(?:[.,]\s{{0,2}}|(?=[45]\s?\())([2-6])(?!\d)[\s.:,]{{0,3}}({_letters('[a-h]')}|{_letters('[A-H]')})?"
)
_LETTERS_ONLY = re.compile(rf"\W{{0,3}}\({_LETTER}\s*\)(?:\s*{_AND}?\s*\({_LETTER}\s*\))*[.)]?")
_REASON_WORD = r"(?:R[\s]?[EASONTI\s]{3,9}S?|RE\s?A\s?S\s?O\s?N\s?S?)"
_LINK = re.compile(
    r"[\s,;:.(–-]*(?:\b(?:FOR|PER|DUE TO|BASED (?:UP)?ON|UNDER|BY|OF|THE|WITH|BECAUSE OF|PURSUANT TO|IN ACCORDANCE WITH"
    r"|AS|IN|SECTIONS?|PARA(?:GRAPH)?|AND|E\W{0,2}O\W{0,3}(?:\d{5})?|\d{5}|EXECUTIVE ORDER(?: \d{5})?"
    rf"|{_REASON_WORD}\b)"
    r"[\s,;:.(–-]*)+$",
    re.IGNORECASE,
)
_REASON_ALONE = re.compile(
    rf"[\s,;.-]+(?:FOR\s+)?(?:{_REASON_WORD})\b\s*[:.]?\s*(?=$|\W{{0,3}}\([A-H]\s?\))", re.IGNORECASE
)
_OPENING = re.compile(
    r"^[\s:.]*(?:\d{1,2}[.)]\s*)?(?:\((?:U|C|S|SBU)(?:/NF)?\)\s*)?"
    r"(?:CLASSIF?I?E?D\s+(?:SECRET\s+|CONFIDENTIAL\s+)?BY\s*:?\s*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Classifier:
    """Who classified a cable, as written without label and reasons; the reasons as ``1.4(b)``; and where it ends."""

    name: str
    reasons: tuple[str, ...]
    end: int  # offset in the text behind the reasons, or behind the name where there are none
    inferred: bool = False  # letters stand there without the section's number


def reasons_in(text: str) -> tuple[tuple[str, ...], int, int]:
    """The reasons in a text in canonical form, and the offsets where the first begins and the last ends (-1: none)."""
    reasons: list[str] = []
    start = end = -1
    at = 0
    while True:
        found = _NUMBER.search(text, at)
        if not found or (end >= 0 and not _LINK.fullmatch(" " + text[end : found.start()])):
            break
        letters = re.findall(_LETTER, re.sub(r"(?:a ?n ?d|or|AND|OR|And)", " ", found[2] or ""))
        if start < 0:
            start = found.start()
        end = found.end()
        reasons += [f"1.{found[1]}({letter.lower()})" for letter in letters]
        at = found.end()
    return tuple(dict.fromkeys(reasons)), start, end


def parse_classifier(text: str, section: str = "1.4") -> Classifier:
    """Reads what follows the label "Classified By": ``DCM Rob Garverick, Reasons 1.4 (b) (d) 1. (C) Summary: …``.

    ``section`` is taken for reasons that are given by letters alone (08BUENOSAIRES129).
    """
    text = text[:1500]
    reasons, start, end = reasons_in(text)
    letters_only = False
    if start >= 0:
        name = text[:start]
        name = _LINK.sub("", name)
        while end > 0 and text[end - 1].isspace():
            end -= 1
        closing = re.compile(r"[).;,]*").match(text, end)
        end = closing.end() if closing else end
    else:
        alone = _REASON_ALONE.search(text)
        name = text[: alone.start()] if alone else text
        end = alone.end() if alone else len(text)
        letters = _LETTERS_ONLY.match(text, end) if alone else None
        if letters:
            reasons = tuple(
                f"{section}({c.lower()})" for c in re.findall(_LETTER, re.sub(r"and|or", " ", letters.group()))
            )
            end, letters_only = letters.end(), True
    name = _OPENING.sub("", name)
    name = re.sub(r"\s+", " ", name).strip(" ,;:-–\\")
    name = re.sub(r"(?:\.{2,}|…)$", "", name) if name.endswith(("..", "…")) else name.removesuffix(".")
    name = name.strip(" ,;:")
    if re.search(r"(?:\b[JS]r|\b[A-Z]\.[A-Z])$", name, re.IGNORECASE) and f"{name}." in re.sub(r"\s+", " ", text):
        name += "."  # the full stop belongs to the name: Robert Blake, Jr.
    return Classifier(name, reasons, end, letters_only)
