"""Runs of capitalised words: what could be a name, before anybody asks whether it is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sitegen.convert.letters import count_lower, count_upper
from sitegen.convert.names.lexicon import Word, fold, readings


class Token(NamedTuple):
    """A capitalised word: as written, its place, its readings, and what links it to the word before.

    ``link`` is empty for the first word of a run, else a space, or a particle between spaces (``" de la "``).
    """

    text: str
    start: int
    end: int
    word: int
    link: str = ""


UPPER = "A-ZÀ-ÖØ-ÞĀ-Ž"
_LETTER = r"[^\W\d_]"
_PREFIX = (
    r"(?:al|el|as|ad|ar|an|ash|at|az|ul|ud|ol|ez|es|bin|ibn|d|l|de|di|Al|El|AL|EL|As|Ad|Ar|An|Ash|At|Az|O|D|L|N|M)['’`´-]"
)
_TOKEN = re.compile(
    rf"(?<![\w'’@/-])(?=[{UPPER}abdeilou])(?<![a-z0-9]\.)"  # a cheap look at the first letter
    rf"(?:[A-Z]{{1,4}}/[A-Z]{{1,4}}(?![\w/])"  # A/S, U/S
    rf"|(?:[{UPPER}]\.-?)+(?![a-z])"  # C., J.J.
    rf"|(?:{_PREFIX})?[{UPPER}]{_LETTER}*(?:['’`´-]{_LETTER}+)*)"
)
_WORD = re.compile(rf"{_LETTER}[\w'’-]*")
_PARTICLE_GAP = re.compile(
    r"\s+(?:de la|de las|de los|de el|della|del|de|da|das|do|dos|di|du|van der|van den|van de|van|von der|von und zu"
    r"|von|zu|der|den|ter|ten|bin|ben|ibn|bint|bent|ould|al|el|ul|ud|y|e|abd al|abdel|abdul|abu|af|av|zum|zur|la|le)\s+"
)
_NICKNAME_OPENS = re.compile(r"\s+\(?[\"“'‘]{1,2}")
_NICKNAME_CLOSES = re.compile(r"[\"”'’]{1,2}\)?\s+")
_LONGEST_GAP = 24
#: abbreviations whose full stop ends no sentence
_ABBREVIATIONS = frozenset(
    "gen lt col maj capt adm brig cdr cmdr sgt cpl mr mrs ms dr prof st sen rep gov pres amb rev msgr fr hon sec min "
    "dir del jr sr pm fm mme eng ing lic atty radm vadm ltc ltg mg bg sra don msrs messrs dep asst insp".split()
)
#: initials that are no person's
_INITIALS_OF_THINGS = frozenset(
    "US UK UN EU DC UAE USSR USA PO BC AD AM PM LA NY SA EO NW SW NE SE AG ID MOU RE PS AKA EG IE PHD MD MP".split()
)
_POSSESSIVES = ("'s", "’s", "'S", "’S", "`s", "´s", "`S", "´S")


def is_capitals(text: str) -> bool:
    """Whether a text is written in capitals, so that a capital letter marks nothing."""
    upper = count_upper(text)
    return upper > 6 and count_lower(text) < upper // 6


def is_heading(text: str) -> bool:
    """Whether a short line capitalises nearly all its longer words."""
    if len(text) > 130 or text.rstrip().endswith((".", "!", ";", ",")):
        return False
    long = [word for word in _WORD.findall(text) if len(word) > 3]
    return len(long) > 1 and sum(word[0].isupper() for word in long) >= 0.75 * len(long)


def is_initial(token: Token) -> bool:
    """Whether a token is an initial or several (``C.``, ``J.J.``, ``V``), and not a country's."""
    if token.text.endswith((".", ".-")):
        return not token.word & Word.NEVER
    return len(token.text) == 1 and token.text.isupper() and token.text not in "AIOQ"


def is_unknown(token: Token) -> bool:
    """Whether a word is nothing that the lists know, or a surname: what a foreign name looks like."""
    return not token.word & ~(Word.FAMILY | Word.PHRASE) and len(token.text) > 1


def is_given(token: Token) -> bool:
    """Whether a word can be a given name."""
    return bool(token.word & Word.GIVEN) and not token.word & Word.NEVER


def runs(text: str, capitals: bool) -> Iterator[list[Token]]:
    """The runs of capitalised words that nothing but spaces, particles or a nickname parts."""
    run: list[Token] = []
    nickname_end = 0  # where a nickname that stands inside a name ends: Joaquin "Chapo" Guzman
    for match in _TOKEN.finditer(text):
        raw = match.group()
        start, end = match.span()
        bare = raw[:-2] if raw.endswith(_POSSESSIVES) else raw
        word = _initials(bare) if bare.endswith((".", ".-")) else readings(bare, capitals)
        link = ""
        if run:
            previous = run[-1]
            gap = text[nickname_end or previous.end : start]
            if nickname_end:
                link = " " if _NICKNAME_CLOSES.fullmatch(gap) else ""
                nickname_end = 0
            elif _opens_nickname(text, previous, gap, end) and bare == raw:
                nickname_end = end
                continue
            else:
                link = _link(previous, gap)
                if gap.strip() == "." and link and not previous.word & Word.TITLE and fold(previous.text) != "st":
                    run[-1] = previous._replace(word=Word.TITLE)
            if not link:
                yield run
                run = []
        run.append(Token(bare, start, start + len(bare), word, link))
        if bare != raw or (text[end : end + 2] in (",s", ",S") and not text[end + 2 : end + 3].isalpha()):
            yield run  # a possessive ends a name; older texts write ,s
            run = []
    if run:
        yield run


def _link(previous: Token, gap: str) -> str:
    """What ``gap`` makes of two neighbours: a space or a particle when they are one run, else nothing."""
    if gap == " ":
        return gap
    if len(gap) > _LONGEST_GAP:
        return ""
    inside = gap.strip()
    if inside in ("", "\\"):
        return " " if gap or previous.text.endswith(".") else ""
    if inside == "." and fold(previous.text) in _ABBREVIATIONS:
        return " "
    return gap if _PARTICLE_GAP.fullmatch(gap) else ""


def _opens_nickname(text: str, previous: Token, gap: str, end: int) -> bool:
    if len(gap) > 4 or not previous.word & Word.GIVEN or not _NICKNAME_OPENS.fullmatch(gap):
        return False
    return bool(_NICKNAME_CLOSES.match(text[end : end + 4]))


def _initials(text: str) -> int:
    letters = "".join(c for c in text if c.isalpha()).upper()
    return Word.NEVER if letters in _INITIALS_OF_THINGS else Word.NONE
