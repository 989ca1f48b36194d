"""Classifications, and the grammar of portion marks: the ``(S/NF)`` at the head of a paragraph.

Sources: 5 FAH-1 H-210, 5 FAH-2 H-222, the counts over 2,081,272 cables of 1973-79 in ATTRIBUTES.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

#: classification, highest first -> what it says
CLASSIFICATIONS: dict[str, str] = {
    "TOP SECRET": "Disclosure could cause exceptionally grave damage to national security",
    "SECRET": "Disclosure could cause serious damage to national security",
    "CONFIDENTIAL": "Disclosure could cause damage to national security",
    "LIMITED OFFICIAL USE": "Not classified, but limited to official use (until 1995)",
    "UNCLASSIFIED": "Not classified",
}
#: letters of a portion mark -> classification
LEVELS: dict[str, str] = {
    "TS": "TOP SECRET", "S": "SECRET", "C": "CONFIDENTIAL", "LOU": "LIMITED OFFICIAL USE", "U": "UNCLASSIFIED",
    "SBU": "UNCLASSIFIED",
}
#: what can follow the level -> what it means
CONTROLS: dict[str, str] = {
    "NF": "not for foreign nationals", "NOFORN": "not for foreign nationals", "SBU": "sensitive but unclassified",
    "FOUO": "for official use only", "OC": "the originator controls distribution",
    "REL": "may be given to the countries named",
    "PR": "proprietary information", "NC": "not for contractors", "EXDIS": "exclusive distribution",
    "NODIS": "no distribution beyond the persons named", "LIMDIS": "limited distribution",
}

_MARK = re.compile(r"\(?\s{0,2}(?P<body>[A-Za-z][A-Za-z/, .-]{0,60}?)\s{0,2}\)?")
_ENTIRE = re.compile(r"\s*[-–:,]*\s*ENTIRE\s+(?:TEXT|CABLE|MESSAGE)|\s*[-–:,]*\s*ALL\s+PARAGRAPHS", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PortionMark:
    """A portion mark: as written, in capitals without blanks (``S/NF``), the classification, the controls, and whether
    it speaks for the whole text (``C - ENTIRE TEXT``)."""

    text: str
    classification: str
    controls: tuple[str, ...] = ()
    entire: bool = False


@lru_cache(maxsize=1024)
def parse_mark(text: str) -> PortionMark | None:
    """Read a portion mark, with its parentheses or without: ``(S/NF)``, ``sbu``, ``C//REL USA, GBR``,
    ``(C - ENTIRE TEXT)``. None for what is no mark: ``(SECRETARY)``, ``(A)``."""
    match = _MARK.fullmatch(text.strip()) if len(text) < 80 else None
    if match is None:
        return None
    body = match["body"].upper()
    entire = _ENTIRE.search(body)
    if entire:
        body = body[: entire.start()]
    parts = [part.strip(" .-") for part in re.split(r"//?|,| - ", body)]
    level, *controls = [part for part in parts if part] or [""]
    if level not in LEVELS:
        return None
    for control in controls:
        word = control.split()[0] if control else ""
        # after REL come the countries of the release
        if word not in CONTROLS and not (re.fullmatch(r"[A-Z]{2,15}( [A-Z]{2,15})*", control) and "REL" in body):
            return None
    return PortionMark(body.strip(" .,-").replace(" ", ""), LEVELS[level], tuple(controls), bool(entire))


def rank(classification: str) -> int:
    """0 for TOP SECRET, 4 for UNCLASSIFIED, 5 for what is none: to sort and compare."""
    return next((n for n, name in enumerate(CLASSIFICATIONS) if name == classification), len(CLASSIFICATIONS))
