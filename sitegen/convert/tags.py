"""The TAGS line of a cable: subjects, places, organizations, and the persons of a visit.

Codes stand apart by commas, blanks or both; some lines have lost their blanks (``ECONEFIN``), some were made over into
links. A code in no list stays as it is written, with a doubt: it may be a program of one year, or a typing error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sitegen.convert.lines import Doubt
from sitegen.records.vocabulary.subjects import FIELDS
from sitegen.records.vocabulary.tags import ORGANIZATIONS, PERSON_SUBJECTS, is_known, kind


@dataclass(frozen=True, slots=True)
class Tags:
    """The codes in order, none twice; those of them that are names of persons; what was doubtful."""

    codes: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


_LONGEST = 4_000  # characters that are read; a longer text is no TAGS line
_LABEL = re.compile(r"(?:^|(?<=[\s¶]))(?:T?AGE?S|TGS|TAG|TA6S)(?:\s{0,3}[:;,.]|(?=\s))", re.IGNORECASE)
_NEXT_FIELD = re.compile(
    r"^\s{0,8}¶?(?:SUBJ(?:ECT)?\b|REFS?\b|REFTEL|E\.?\s?[O0]\.?\s?:?\s{0,3}1|CLASS)|SUBJ(?:ECT)?\s?:|REFS?\s?:"
    r"|\bE\.\s?O\.\s{0,3}1|\bCLASSIFIED BY\b|^\s*\n|\n[ \t\r]*\n|^\s{0,8}-{4,}|VZCZC|\bU N C L A S"
    r"|\bC O N F I D|\bS E C R E T",
    re.IGNORECASE | re.MULTILINE)
_LINK = re.compile(r"\[([^\[\]]{1,80})\]\([^()\s]{0,300}\)")
_ELEMENT = re.compile(r"<[^<>]{0,300}>")
_PIECE = re.compile(r"\([^()]{0,200}\)|[,;\n]|[^\s,;()]+")
_WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[.'’-][^\W\d_]*)*")
_CAPTIONS = frozenset({"SIPDIS", "NOFORN", "EXDIS", "NODIS", "LIMDIS", "STADIS", "SENSITIVE"})


def parse_tags(text: str) -> Tags:
    """Read a TAGS line, with its label or without, broken over lines or not, perhaps with other header fields around.

    Codes come out in capitals. A name after a subject of travel (OVIP, OREP, OTRA …) stays one entry, as written:
    ``OVIP (STEINBERG, JAMES B.)`` gives ``OVIP`` and ``STEINBERG, JAMES B.``
    """
    line = _value(text[:_LONGEST])
    doubts: list[Doubt] = []
    codes: list[str] = []
    persons: list[str] = []
    pieces = _PIECE.findall(line.upper())
    i = 0
    while i < len(pieces):
        piece = pieces[i]
        name, size = _person(pieces, i, codes)
        if size:
            codes.append(name)
            persons.append(name)
            i += size
            continue
        phrase, size = _phrase(pieces, i)
        if size:
            doubts.append(Doubt("doubtful-field", f"{phrase!r} is no TAGS code", words=phrase))
            codes.append(phrase)
            i += size
            continue
        if piece.startswith("("):
            pieces[i : i + 1] = _PIECE.findall(piece[1:-1])
            continue
        codes += _codes(piece.strip(".:'\"“”*_\\[]¶-|"), doubts)
        i += 1
    return Tags(list(dict.fromkeys(c for c in codes if c)), list(dict.fromkeys(persons)), list(dict.fromkeys(doubts)))


def _value(text: str) -> str:
    """What stands between the label and the next field, links and elements undone."""
    label = _LABEL.search(text)
    text = text[label.end() :] if label else text
    text = text.lstrip(" \t\r\n:,")
    end = _NEXT_FIELD.search(text)
    text = text[: end.start()] if end else text
    return _ELEMENT.sub(" ", _LINK.sub(r" \1 ", text))


def _codes(piece: str, doubts: list[Doubt]) -> list[str]:
    """The codes of one piece of the line: usually one, several where blanks were lost, none for a caption."""
    if piece in _CAPTIONS:
        doubts.append(Doubt("repaired-field", f"{piece} stands in the TAGS line and is no code", words=piece))
        return []
    if len(piece) < 2 or piece in ("N/A", "NA/", "NONE", "AND"):
        return []
    if is_known(piece) or kind(piece) == "organization":
        return [piece]
    if "/" in piece and all(map(is_known, piece.split("/"))):
        return piece.split("/")
    parts = glued_codes(piece)
    if parts:
        doubts.append(Doubt("repaired-field", f"TAGS {piece} read as {' '.join(parts)}", words=piece))
        return list(parts)
    doubts.append(Doubt("doubtful-field", f"unknown TAGS code {piece}", words=piece))
    return [piece]


@lru_cache(maxsize=4096)
def glued_codes(piece: str) -> tuple[str, ...]:
    """The known codes that a row of letters is made of, or none: ``ECONEFIN``, ``PHUMBA``, ``ETRDEINVECINPGOVCS``.

    One code of four letters or an organization must be among them; a country or region may stand first or last only,
    since almost any word is a row of country codes.
    """
    if not 5 <= len(piece) <= 120 or not piece.isalpha():
        return ()
    # best[n]: the fewest codes that make up the first n letters; the state is whether a place stands last
    best: list[tuple[int, tuple[str, ...]] | None] = [None] * (len(piece) + 1)
    best[0] = (0, ())
    for start in range(len(piece)):
        here = best[start]
        if here is None:
            continue
        for size in (2, 3, 4, 5, 6):
            code = piece[start : start + size]
            end = start + size
            if end > len(piece) or not is_known(code):
                continue
            place = size == 2 and code not in ORGANIZATIONS
            if place and start != 0 and end != len(piece):
                continue
            if size != 4 and not place and code not in ORGANIZATIONS:
                continue
            known = best[end]
            if known is None or here[0] + 1 < known[0]:
                best[end] = (here[0] + 1, (*here[1], code))
    found = best[-1]
    if found is None or found[0] < 2 or not any(len(code) == 4 or code in ORGANIZATIONS for code in found[1]):
        return ()
    return found[1]


def _is_word(piece: str) -> bool:
    """Whether a piece could be a word of a name: letters only, in no list, and not the shape of a code."""
    bare = piece.strip(".'-")
    return bool(_WORD.fullmatch(piece)) and not is_known(bare) and not glued_codes(bare)


def _looks_like_code(piece: str) -> bool:
    return len(piece) == 4 and (piece[0] in FIELDS or piece[0] == "K")


def _person(pieces: Sequence[str], i: int, codes: Sequence[str]) -> tuple[str, int]:
    """The name that stands at piece ``i`` behind a subject of travel, or in parentheses, and how many pieces it is."""
    piece = pieces[i]
    if piece.startswith("("):
        inner = " ".join(piece[1:-1].split())
        words = re.findall(r"[\w'’./-]+", inner)
        if len(words) > 1 and not all(is_known(word) for word in words) and not inner.isdecimal():
            return inner, 1
        return "", 0
    j = i + 1 if piece in ",;" else i
    before = next((c for c in reversed(codes) if kind(c) != "person" and " " not in c), "")
    recent = codes[-1] if codes else ""
    if before not in PERSON_SUBJECTS or (recent != before and kind(recent) != "person" and " " not in recent):
        return "", 0
    words, comma = [], False
    k = j
    while k < len(pieces) and len(words) < 6:
        if _is_word(pieces[k]) or (words and re.fullmatch(r"[A-Z]\.?", pieces[k])):
            words.append(pieces[k])
        elif pieces[k] == "," and len(words) == 1 and k + 1 < len(pieces) and _is_word(pieces[k + 1]) and not comma:
            words[-1] += ","
            comma = True
        elif pieces[k] != "\n":
            break
        k += 1
    if not words or all(_looks_like_code(word) for word in words) or len("".join(words)) < 4:
        return "", 0
    while k > j and pieces[k - 1] == "\n":
        k -= 1
    return " ".join(words).rstrip(","), k - i


def _phrase(pieces: Sequence[str], i: int) -> tuple[str, int]:
    """Several words in a row that are no codes and belong together: ``HUMAN RIGHTS``, ``ITALIAN POLITICS``."""
    j = i
    while j < len(pieces) and len(pieces[j]) >= 5 and _is_word(pieces[j]):
        j += 1
    return (" ".join(pieces[i:j]), j - i) if j - i > 1 else ("", 0)
