"""Repairs of damaged words, each by a named rule; a rule that is not sure leaves the text alone.

The damage is that of the republished cables: apostrophes that became commas, quotes that became ``&`` and ``8``, dashes
that became ``)`` or ``Q``. A repair is written as a CriticMarkup mark, so the source's words can always be had back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sitegen.records import markup
from sitegen.records.source_text import words

#: words of the trade that are mistyped often enough for one swap of letters to be sure
_TERMS = ("reftel", "reftels", "septel", "septels", "demarche", "econoff", "poloff", "emboffs", "emboff")


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair: offsets in the text, what is read there, and the rule's name."""

    start: int
    end: int
    read: str
    rule: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the whole text of a cable shows, so that a rule can be sure of a single place."""

    dash_as_q: bool = False

    @classmethod
    def of(cls, text: str) -> Evidence:
        """The evidence of a cable's text."""
        return cls("Q-" in text and bool(_Q_DASH_SURE.search(text)))


_Q_DASH_SURE = re.compile(r"(?<=[\w.,;'\"] )Q-(?= \w)")
_Q_DASH = re.compile(r"(?<=[a-z.,;'\"] )Q-?(?= [a-z])")
_COMMA_APOSTROPHE = re.compile(
    r"(?<![\w,'])(?P<word>(?:[A-Z]\.){1,12}|[A-Za-z]+),(?P<end>s|S|t|T|re|RE|ve|VE|ll|LL|d|D|m|M)(?![\w'])"
)
_COMMA_IN_WORD = re.compile(r",[A-Za-z]")
_AMPERSAND_EIGHT = re.compile(r"(?<![\w&])&(?P<inner>[A-Za-z0-9$XxÀ-ÿ][^&\n]{0,160}?[A-Za-z.,?!)%XÀ-ÿ])8(?![\w&])")
_PAREN_DASH = re.compile(r"(?<=[\w.,;'\"%] )\)-?(?= \w)")
_BROKEN_URL = re.compile(r"(?P<url>\bhttps?://[^\s]{6,200}[^\s/.,;)]) /(?=\s|$)")


def _misplaced(word: str) -> set[str]:
    """A word with one letter, not the first, moved by one place or two (``reftels`` -> ``refelts``)."""
    out = set()
    for at in range(1, len(word)):
        rest = word[:at] + word[at + 1 :]
        out |= {rest[:to] + word[at] + rest[to:] for to in range(max(1, at - 2), min(len(rest), at + 2) + 1)}
    return out - {word}


_SWAPPED = {wrong: word for word in _TERMS for wrong in _misplaced(word) if wrong not in _TERMS}
_WORD = re.compile(r"\w+")


def repairs(text: str, evidence: Evidence) -> list[Repair]:
    """The repairs of a piece of running text, in its order, none overlapping another."""
    found = [*_apostrophes(text), *_quotes(text), *_dashes(text, evidence), *_urls(text), *_terms(text)]
    found.sort(key=lambda repair: (repair.start, repair.end))
    out: list[Repair] = []
    for repair in found:
        if not out or repair.start >= out[-1].end:
            out.append(repair)
    return out


def _apostrophes(text: str) -> Iterator[Repair]:
    """``country,s`` -> ``country's`` (02ROME3639 ``CAN,T``): only where the letters after the comma can be nothing
    else."""
    if not _COMMA_IN_WORD.search(text):
        return
    for found in _COMMA_APOSTROPHE.finditer(text):
        word, end = found["word"], found["end"]
        if end in "tT" and word[-1] not in "nN":
            continue
        if end in "dDmM" and not (end in "mM" and word in ("I", "i")):
            continue
        if end.lower() in ("re", "ve", "ll") and word.lower() not in _PRONOUNS:
            continue
        if len(word) == 1 and end in "sS" and word.isupper() is False:
            continue
        yield Repair(found.start(), found.end(), f"{word}'{end}", "comma for apostrophe")


_PRONOUNS = frozenset("i you we they he she it that there who could would should might".split())


def _quotes(text: str) -> Iterator[Repair]:
    """``&chicken and egg8`` -> ``“chicken and egg”``: the sign and the figure must stand at the ends of words."""
    if "&" not in text or "8" not in text:
        return
    for found in _AMPERSAND_EIGHT.finditer(text):
        inner = found["inner"]
        if "8" in re.sub(r"\d{2,}|\d[,.]\d", "", inner) and re.search(r"[A-Za-z.,]8(?!\w)", inner):
            continue
        first = re.match(r"[^\s]+", inner)
        last = re.search(r"[^\s]+$", inner)
        if first is None or last is None:
            continue
        start = found.start() + 1
        if first.end() == len(inner):  # one word
            yield Repair(found.start(), found.end(), f"“{inner}”", "ampersand and 8 for quotes")
        else:
            yield Repair(found.start(), start + first.end(), f"“{first[0]}", "ampersand and 8 for quotes")
            yield Repair(start + last.start(), found.end(), f"{last[0]}”", "ampersand and 8 for quotes")


def _dashes(text: str, evidence: Evidence) -> Iterator[Repair]:
    """`` ) `` with nothing open before it, and `` Q `` where the cable has `` Q- `` for a dash."""
    if ")" in text:
        opened = closed = dashes = position = 0
        for found in _PAREN_DASH.finditer(text):
            opened += text.count("(", position, found.start())
            closed += text.count(")", position, found.start())
            position, dashes = found.start(), dashes + 1
            if opened <= closed - (dashes - 1):
                yield Repair(found.start(), found.end(), "--", "parenthesis for dash")
    if evidence.dash_as_q:
        for found in _Q_DASH.finditer(text):
            yield Repair(found.start(), found.end(), "--", "Q for dash")


def _urls(text: str) -> Iterator[Repair]:
    if "http" in text:
        for found in _BROKEN_URL.finditer(text):
            yield Repair(found.start(), found.end(), f"{found['url']}/", "address broken by a blank")


def _terms(text: str) -> Iterator[Repair]:
    if _SWAPPED.keys().isdisjoint(words(text.lower())):
        return
    for found in _WORD.finditer(text):
        right = _SWAPPED.get(found[0].lower())
        if right is None:
            continue
        read = right.upper() if found[0].isupper() else right.capitalize() if found[0][0].isupper() else right
        yield Repair(found.start(), found.end(), read, "letters of a term swapped")


def marked(text: str, found: Iterable[Repair], at_line_start: bool = False) -> str:
    """The text as Markdown, escaped, with the repairs as CriticMarkup."""
    parts: list[str] = []
    position = 0
    for repair in found:
        parts.append(markup.escape(text[position : repair.start], at_line_start and position == 0))
        parts.append(markup.correction(text[repair.start : repair.end], repair.read))
        position = repair.end
    parts.append(markup.escape(text[position:], at_line_start and position == 0))
    return "".join(parts)


def as_read(text: str, found: Iterable[Repair]) -> str:
    """The text with the repairs made."""
    parts, position = [], 0
    for repair in found:
        parts += [text[position : repair.start], repair.read]
        position = repair.end
    return "".join([*parts, text[position:]])
