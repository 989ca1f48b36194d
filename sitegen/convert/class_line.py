"""The class line: classification, section, station and number, from which a cable's text begins.

``C O N F I D E N T I A L SECTION 01 OF 02 AMMAN 003245``: the word is spaced letter by letter (ACP 127, 209), or is
``UNCLAS``; the 2011 release has it unspaced, a newspaper in lower case, and bad reception loses or doubles letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sitegen.convert.lines import Line
from sitegen.records.likeness import edit_distance

_WORDS = {
    "TOPSECRET": "TOP SECRET",
    "SECRET": "SECRET",
    "CONFIDENTIAL": "CONFIDENTIAL",
    "LIMITEDOFFICIALUSE": "LIMITED OFFICIAL USE",
    "LOU": "LIMITED OFFICIAL USE",
    "UNCLASSIFIED": "UNCLASSIFIED",
    "UNCLAS": "UNCLASSIFIED",
    "UNCLASS": "UNCLASSIFIED",
}
_SPACED = {  # UNCLASS is never spaced: UNCLAS SAN JOSE
    word: word if word == "UNCLASS" else r" {0,2}".join(word) for word in sorted(_WORDS, key=len, reverse=True)
}
#: a classification whose letters are all there, spaced or not, at this place
_EXACT = re.compile("|".join(f"(?P<{word}>{pattern})" for word, pattern in _SPACED.items()), re.IGNORECASE)
#: letters standing one by one (or in twos, where one was doubled), as in a class line
_LETTERS = re.compile(r"(?:[A-Z]{1,2} {1,2}){3,20}[A-Z]{1,2}(?![A-Za-z])", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]{5,14}\b", re.IGNORECASE)
#: every class line has five letters, then a digit: most lines of a text are ruled out by this
_CANDIDATE = re.compile(r"[^A-Za-z\n]{0,40}[A-Za-z](?: {0,2}[A-Za-z]){4}[^\n]{0,160}?\d")
_LEAD = re.compile(r"[\s,;\"'¶>*#_`|\\]*(?:Telegram)?")
_CONTROL = re.compile(
    r"\s*(?://?\s*)?(FOR OFFICIAL USE ONLY|FOUO|E ?F ?T ?O\b|NO ?FORN|SENSITIVE|SBU\b|SIPDIS|EXDIS|NODIS|LIMDIS|STADIS"
    r"|ENTIRE TEXT)",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"\s*(?:FINAL\s+)?(?:[A-Z]{0,4}TION|SECTI[A-Z]{0,2}|SECT?)\.?\s+(?:(\d{1,3})\s+)?([O0G][FG])\s+(\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_STATION = re.compile(r"\s*((?:[A-Z][A-Z.'’/&-]*\s+){0,4}[A-Z][A-Z.'’/&-]*)[\s:#]*?(\d[\dQ]{1,8})", re.IGNORECASE)
_DOUBTFUL_STATIONS = re.compile(r"\b(?:FOR|THE(?! HAGUE)|OF|AND|TO|IN|ON|PAGE|REF|PARA|ENTIRE|PTQ)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ClassLine:
    """What a class line says. ``start`` and ``end`` are offsets in the line: the rest of the line begins at ``end``."""

    classification: str  # one of the five words
    controls: tuple[str, ...]  # handling words between the classification and the number: EFTO, NOFORN …
    station: str  # as written: "NEW DELHI", "AIT TAIPEI"
    number: int | None
    number_text: str
    section: int | None
    sections: int | None
    start: int
    end: int
    repaired: bool  # letters of the classification were lost or doubled


def _classification(text: str, at: int) -> tuple[str, int, bool, bool] | None:
    """(word, end, spaced, repaired) of the classification that begins at ``at``."""
    exact = _EXACT.match(text, at)
    if exact:
        name = exact.lastgroup or ""
        spaced = " " in exact.group().strip() and name not in ("TOPSECRET", "LIMITEDOFFICIALUSE")
        spaced = spaced or exact.group().count(" ") > 2
        ends_well = spaced or not text[exact.end() : exact.end() + 1].isalpha() or name.startswith("UNCLAS")
        if ends_well:
            return _WORDS[name], exact.end(), spaced, False
    letters = _LETTERS.match(text, at)
    if letters:
        tokens = list(re.finditer(r"[A-Za-z]+", letters.group()))
        best: tuple[int, int, str] | None = None
        for n in range(4, len(tokens) + 1):
            joined = "".join(t.group() for t in tokens[:n]).upper()
            for word in ("TOPSECRET", "SECRET", "CONFIDENTIAL", "UNCLAS", "LIMITEDOFFICIALUSE"):
                far = edit_distance(joined, word, 2)
                if far <= (1 if len(word) < 8 else 2) and (best is None or far < best[0]):
                    best = far, at + tokens[n - 1].end(), word
        if best:
            return _WORDS[best[2]], best[1], True, True
    plain = _WORD.match(text, at)
    if plain and plain.group().isupper():
        for word in ("CONFIDENTIAL", "SECRET", "UNCLAS", "UNCLASSIFIED"):
            if edit_distance(plain.group().upper(), word, 1) <= 1:
                return _WORDS[word], plain.end(), False, True
    return None


def class_line_at(text: str, at: int) -> ClassLine | None:
    """The class line that begins at ``at`` of a text, or None. A classification without section and number is none."""
    found = _class_line(text[at : at + 400])
    return replace(found, start=found.start + at, end=found.end + at) if found and at else found


def _class_line(text: str) -> ClassLine | None:
    if not _CANDIDATE.match(text):
        return None
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    found = _classification(text, start)
    if not found:
        return None
    word, end, spaced, repaired = found
    controls: list[str] = []
    section: int | None = None
    sections: int | None = None
    has_section = False
    while True:
        control = _CONTROL.match(text, end)
        part = None if control else _SECTION.match(text, end)
        if control:
            name = control[1].upper()
            controls.append(name if name.startswith(("FOR", "ENTIRE")) else name.replace(" ", ""))
            end = control.end()
        elif part:
            section = int(part[1]) if part[1] else None
            sections = int(part[3])
            has_section = True
            end = part.end()
        else:
            break
    station = _STATION.match(text, end)
    line_end = text.find("\n", end)
    if station and line_end >= 0 and station.end() > line_end:
        station = None
    if station and (_DOUBTFUL_STATIONS.search(station[1]) and not has_section):
        station = None
    if not station:
        if not has_section:
            return None
        bare = re.compile(r"\s*(\d{4,9})").match(text, end)
        number_text = bare[1] if bare else ""
        return ClassLine(
            word,
            tuple(controls),
            "",
            int(number_text) if bare else None,
            number_text,
            section,
            sections,
            start,
            bare.end() if bare else end,
            repaired,
        )
    if not (spaced or has_section or controls) and len(station[2]) < 4 and word != "UNCLASSIFIED":
        return None  # "SECRET SERVICE 200": prose
    if not (spaced or has_section) and text[station.end() :].lstrip()[:1].islower():
        return None
    if repaired and not spaced and not has_section and len(station[2]) < 6:
        return None
    digits = station[2].upper().replace("Q", "")  # a digit lost on the way stands as Q
    return ClassLine(
        word,
        tuple(controls),
        re.sub(r"\s+", " ", station[1]),
        int(digits),
        station[2],
        section,
        sections,
        start,
        station.end(),
        repaired or not station[2].isdecimal(),
    )


def find_class_line(line: Line) -> ClassLine | None:
    """The class line with which ``line`` begins (a stray comma or quotation mark may stand before it), or None."""
    return class_line_at(line.text, 0)


#: where a class line may begin inside a text to which it is glued ("RABATS E C R E T", "9461UNCLASSIFIED")
_GLUED = re.compile(
    r"(?:T O P )?S E C R E T\b|C O N F I D E N T I A L|(?<= )O N F I D E N T I A L|(?<= )E C R E T\b|UNCLAS"
    r"|CONFIDENTIAL(?=\s+SECTION \d|\s+[A-Z][A-Z .]{2,25} \d{4,})|SECRET(?=\s+SECTION \d|\s+[A-Z][A-Z .]{2,25} \d{4,})"
    r"|LIMITED OFFICIAL USE|L I M I T E D",
    re.IGNORECASE,
)


def glued_class_line(text: str, start: int = 0) -> int:
    """The offset of the first class line inside ``text`` from ``start`` on, which may be glued to a word; else -1."""
    for found in _GLUED.finditer(text, start):
        if class_line_at(text, found.start()):
            return found.start()
    return -1
