"""Addressees of a transmission header: ``RUEHNE/AMEMBASSY NEW DELHI PRIORITY 1651`` -> AMEMBASSY NEW DELHI.

An addressee is ``[routing indicator/]name [precedence] [continuity number]`` (ACP 127, 206). What a mirror or the
transmission did to them: the slash lost, two on a line, the precedence misspelt or glued to the next routing indicator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from sitegen.records.likeness import edit_distance
from sitegen.records.vocabulary.posts import station_of
from sitegen.records.vocabulary.precedences import PROSIGNS

#: words with which the name of an addressee begins: they part addressees that stand on one line without indicators
_STARTER = (
    r"(?:AMEMBASSY|AMCONSUL|AMCONGEN|USMISSION|USLO|USINT|USEU|SECSTATE|SECDEF|CIA|NSC|DIA|DEA|FBI|JOINT STAFF|DEPT OF"
    r"|USDOC|HQ US[A-Z]+|CDR US[A-Z]+|USCINC[A-Z]+|WHITE HOUSE|ALL [A-Z]+ (?:DIPLOMATIC|POSTS?))\b"
)
_ROUTE = re.compile(r"(?:ZEN\s*/\s*)?(R[A-Z]{3,7}|ZEN)\s*/\s*(?=[A-Z0-9])")
_GLUED_ROUTE = re.compile(r"(R[UH][A-Z]{3,5}?)\s*(?=AMEMBASSY|AMCONSUL|USMISSION|SECSTATE|SECDEF)")
_NEXT_ROUTE = re.compile(r"R[UH][A-Z]{2,6}\s*/\s*(?=[A-Z0-9])|\bZEN\s*/\s*(?=[A-Z])")
_NUMBER = re.compile(r"\s*[#\s]\s*(\d{3,10})$|(?<=[A-Z]{3})(\d{4})$")
_GLUED_WORD = re.compile(r"(?<=[A-Z])(NIACT IMMEDIATE|IMMEDIATE|PRIORITY|ROUTINE)$")
_AFTER_NUMBER = re.compile(
    r"(?<=\d{4})\s+(?=[A-Z])|(?<=\bPRIORITY)\s+(?=[A-Z])|(?<=\bROUTINE)\s+(?=[A-Z])|(?<=\bIMMEDIATE)\s+(?=[A-Z])"
)
#: AMEMBASSY LA PAZ JAN LIMA 3112: a month was put behind LA PAZ, and the next addressee's AMEMBASSY was lost
_MONTH_BETWEEN = re.compile(
    r"(AMEMBASSY|AMCONSUL) (.+?) (?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(?: ([A-Z][A-Z ]+))?"
)
#: AMEMBASSY CAIRO EUROPEAN POLITICAL COLLECTIVE: a post, and a collective that lost its line
_COLLECTIVE_BEHIND = re.compile(r"(AMEMBASSY|AMCONSUL) (.+ .+ COLLECTIVE)")


@dataclass(frozen=True, slots=True)
class Addressee:
    """One addressee. ``excluded`` are those that an ``XMT`` line exempts from a collective."""

    name: str
    route: str = ""
    precedence: str = ""  # as spelt out: FLASH, NIACT IMMEDIATE, IMMEDIATE, PRIORITY, ROUTINE; "" where none is stated
    number: str = ""  # the message continuity number
    excluded: tuple[str, ...] = ()


def precedence_word(word: str) -> str:
    """The precedence that a word means, typing errors included (PIORITY, PRIORTY, IMEDIATE); "" for any other word."""
    word = word.strip(" /.").upper()
    return _precedence(word) if 5 <= len(word) <= _LONGEST_PRECEDENCE + 2 else ""


_LONGEST_PRECEDENCE = max(map(len, PROSIGNS.values()))


@lru_cache(maxsize=4096)
def _precedence(word: str) -> str:
    for precedence in PROSIGNS.values():
        if edit_distance(word, precedence, 2) <= (0 if precedence == "FLASH" else 1 if precedence == "ROUTINE" else 2):
            return precedence
    return ""


def parse_addressee(text: str) -> Addressee | None:
    """The addressee that ``text`` names, or None where it names none (an empty text, a number, a bare precedence)."""
    text = re.sub(r"\s+", " ", text.strip(' \t\\}{",;')).strip()
    found = _ROUTE.match(text) or _GLUED_ROUTE.match(text)
    route = found[1] if found else ""
    name = text[found.end() :] if found else text
    precedence = number = ""
    while name:
        digits = _NUMBER.search(name)
        if digits and not number:
            number, name = digits[1] or digits[2], name[: digits.start()].rstrip()
            continue
        head, _, last = name.rpartition(" ")
        word = precedence_word(last)
        if word and not precedence:
            precedence, name = word, head.rstrip()
            continue
        if precedence == "IMMEDIATE" and last.upper() == "NIACT":
            precedence, name = "NIACT IMMEDIATE", head.rstrip()
            continue
        glued = _GLUED_WORD.search(name)
        if glued and not precedence:
            precedence, name = glued[1], name[: glued.start()].rstrip()
            continue
        break
    if not re.search(r"[A-Za-z]{2}", name):
        return None
    return Addressee(name.strip(" ,;"), route, precedence, number)


def _route_starts(text: str) -> Iterator[int]:
    """Offsets of the routing indicators in a text, glued ones among them (PERURUEHLI/AMEMBASSY LIMA)."""
    for found in _NEXT_ROUTE.finditer(text):
        start = found.start()
        glued = start > 0 and text[start - 1].isalpha()
        if glued:  # the shortest indicator that is left: names end in RU and RH too
            letters = text[start : found.end()].partition("/")[0].rstrip()
            later = max(letters.rfind("RU", 1), letters.rfind("RH", 1))
            if later > 0 and len(letters) - later >= 5:
                start += later
        yield start


def split_addressees(text: str, one_line: bool = False) -> list[str]:
    """Parts a line of a header into its addressees: usually one.

    In a header that stands on ``one_line``, addressees are parted too before AMEMBASSY and its like, after COLLECTIVE
    and after a continuity number or precedence.
    """
    cuts = [0, *(start for start in _route_starts(text) if text[:start].strip()), len(text)]
    parts = [text[a:b] for a, b in pairwise(cuts)]
    if one_line:
        finer = re.compile(
            rf"(?<=\s)(?={_STARTER})|(?<=\bCOLLECTIVE)\s+(?=[A-Z])(?!IMMEDIATE|PRIORITY|ROUTINE|FLASH|NIACT)"
        )
        parts = [piece for part in parts for chunk in finer.split(part) for piece in _AFTER_NUMBER.split(chunk)]
        parts = _join_bare_routes(parts)
    return [part for part in parts if part.strip()]


def _join_bare_routes(parts: list[str]) -> list[str]:
    """Puts a routing indicator that was parted from its name (RUEHME/AMEMBASSY …) back before it."""
    joined: list[str] = []
    for part in parts:
        if joined and re.fullmatch(r"\s*R[A-Z]{3,7}\s*/\s*", joined[-1]):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def parse_addressees(lines: list[str], one_line: bool = False) -> list[Addressee]:
    """The addressees of TO or INFO, from the text after that word, line by line. ``XMT`` lines exempt from the last."""
    found: list[Addressee] = []
    exempting = False
    for line in lines:
        for position, segment in enumerate(re.split(r"\bXMT\b", line)):
            exempting = exempting or position > 0
            for part in split_addressees(segment, one_line):
                addressee = parse_addressee(part)
                if addressee is None:
                    if found and precedence_word(part.split()[0] if part.split() else "") and not found[-1].precedence:
                        found[-1] = replace(found[-1], precedence=precedence_word(part.split()[0]))
                    continue
                if exempting:
                    if found:
                        found[-1] = replace(found[-1], excluded=(*found[-1].excluded, addressee.name))
                    continue
                two = _MONTH_BETWEEN.fullmatch(addressee.name)
                if two and not two[3]:
                    addressee = replace(addressee, name=f"{two[1]} {two[2]}")
                elif two and station_of(two[3]):
                    found.append(replace(addressee, name=f"{two[1]} {two[2]}", number=""))
                    addressee = replace(addressee, name=f"{two[1]} {two[3]}", route="")
                post = _post_before_collective(addressee.name)
                if post:
                    found.append(Addressee(post, addressee.route))
                    addressee = replace(addressee, name=addressee.name[len(post) :].strip(), route="")
                found.append(addressee)
    return found


def _post_before_collective(name: str) -> str:
    """The known post with which the name of a collective begins; "" where there is none."""
    found = _COLLECTIVE_BEHIND.fullmatch(name)
    words = found[2].split()[:-2] if found else []  # a collective has a name of its own
    known = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    return next((f"{name.split()[0]} {city}" for city in known if station_of(city)), "")
