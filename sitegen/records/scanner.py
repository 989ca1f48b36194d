"""Finds many names in a text at once, however they are written there: see folding.py for what counts as the same.

The work is linear in the text; the number of names hardly matters, because only those are compared that begin with the
letters which stand at a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from sitegen.records.folding import fold, fold_words, letters
from sitegen.records.likeness import edit_distance

_PREFIX = 6  # letters by which names are looked up
_SHORT = 3  # the same where letters were lost
_LOST = re.compile("[?\ufffd]+")  # what stands for a letter which an encoding lost, where letters are beside it
_LOST_LETTER = "?"
_AROUND = 120  # signs around it that may belong to the same name
#: letters that are spelt as two where umlauts and rings are not at hand
_SPELT_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "ñ": "ny"}
_PARTICLES = frozenset("de del la las los van von der den da dos di al el bin ibn ben abu".split())


class Hit(NamedTuple):
    """A name found: where it begins, where it ends (that place excluded), and the numbers of its holders."""

    start: int
    end: int
    holders: tuple[int, ...]


class Scanner:
    """Looks for names, given squeezed (``spellings``) with the numbers of those who have them."""

    def __init__(
        self, names: Mapping[str, Iterable[int]], persons: Iterable[tuple[Sequence[str], bool, int]] = ()
    ) -> None:
        """``persons`` are names as folded words, whether their last word tells enough alone, and whose they are: of
        these one word may be misspelt or an initial."""
        self._anchors: dict[str, list[tuple[Sequence[str], int, bool, int]]] = {}
        for words, alone, number in persons:
            for at, word in enumerate(words) if len(words) > 1 else ():
                if len(word) >= _SHORT and word not in _PARTICLES:
                    self._anchors.setdefault(word, []).append((words, at, alone, number))
        self._holders = {name: tuple(dict.fromkeys(numbers)) for name, numbers in names.items() if name}
        self._tables: dict[int, dict[str, list[str]]] = {}
        self._by_start: dict[str, list[str]] = {}
        for name in self._holders:
            size = min(len(name), _PREFIX)
            self._tables.setdefault(size, {}).setdefault(name[:size], []).append(name)
            if len(name) > _SHORT:
                self._by_start.setdefault(name[:_SHORT], []).append(name)

    def find(self, text: str) -> list[Hit]:
        """The names in ``text`` as whole words, by their places among its letters; they may overlap."""
        if not self._holders:
            return []
        words = fold_words(text)
        borders = list(accumulate(map(len, words), initial=0))
        return [*self._among("".join(words), borders), *self._misspelt(words, borders)]

    def _misspelt(self, words: Sequence[str], borders: Sequence[int]) -> list[Hit]:
        """Persons of whose names a word stands as it is written in the list, and the others nearly so beside it."""
        anchors = self._anchors
        hits = []
        for place in [place for place, word in enumerate(words) if word in anchors] if anchors else ():
            for name, at, alone, number in anchors[words[place]]:
                first = last = place
                while first > 0 and place - first < at and _is_nearly(words[first - 1], name[at - (place - first) - 1]):
                    first -= 1
                while last + 1 < len(words) and at + last - place + 1 < len(name) and _is_nearly(
                        words[last + 1], name[at + last - place + 1]):
                    last += 1
                whole = last - first + 1 == len(name)
                if whole or (alone and last > first and at + last - place == len(name) - 1):
                    hits.append(Hit(borders[first], borders[last + 1], (number,)))
        return hits

    def _among(self, squeezed: str, borders: Sequence[int]) -> list[Hit]:
        """``borders``: where words begin, and the end of the last."""
        found: list[Hit] = []
        ends: set[int] = set()
        for size, table in self._tables.items():
            for start in [at for at in borders if squeezed[at:at + size] in table]:
                ends = ends or set(borders)
                for name in table[squeezed[start:start + size]]:
                    end = start + len(name)
                    if not squeezed.startswith(name, start):
                        continue
                    if end in ends:
                        found.append(Hit(start, end, self._holders[name]))
                    elif squeezed.startswith("s", end) and end + 1 in ends and len(name) > 8:
                        found.append(Hit(start, end + 1, self._holders[name]))  # a genitive without its apostrophe
        return found

    def find_damaged(self, text: str) -> list[Hit]:
        """The names in ``text`` of which an encoding lost letters: ``Garc?a``. Gives places in the text itself."""
        if not self._holders or ("?" not in text and "\ufffd" not in text):
            return []
        hits = []
        for start, end in _windows(text):
            hits += [Hit(start + hit.start, start + hit.end, hit.holders) for hit in self._damaged(text[start:end])]
        return hits

    def _damaged(self, text: str) -> list[Hit]:
        lost = {at: run.start() for run in _lost_letters(text) for at in range(run.start(), run.end())}
        signs: list[tuple[str, int]] = []  # letters and lost ones, and where they stand
        starts = []
        inside = False
        for at, sign in enumerate(text):
            if lost.get(at, at) != at:
                continue  # one letter may be lost as several signs
            folded = _LOST_LETTER if at in lost else fold(sign)
            parts = [part for part in folded if part.isalnum() or at in lost]
            if parts and not inside:
                starts.append(len(signs))
            inside = bool(parts) or (inside and not folded)
            signs += [(part, at) for part in parts]
        squeezed = "".join(part for part, _ in signs)
        borders = {*starts, len(squeezed)}
        hits = []
        for start in starts:
            for name in self._beginning(squeezed[start:start + _SHORT]):
                end = start + len(name)
                part = squeezed[start:end]
                if _LOST_LETTER in part and end in borders and _may_be(part, name):
                    hits.append(Hit(signs[start][1], signs[end - 1][1] + 1, self._holders[name]))
        return hits

    def _beginning(self, letters_: str) -> Iterable[str]:
        """The names that may begin with these letters, lost ones among them."""
        if _LOST_LETTER not in letters_:
            return self._by_start.get(letters_, ())
        return (name for beginning, names in self._by_start.items()
                if all(own in (sign, _LOST_LETTER) for own, sign in zip(letters_, beginning, strict=False))
                for name in names)


def _lost_letters(text: str) -> Iterable[re.Match[str]]:
    return (run for run in _LOST.finditer(text)
            if text[run.start() - 1:run.start()].isalnum() or text[run.end():run.end() + 1].isalnum())


def _windows(text: str) -> list[tuple[int, int]]:
    """The parts of a text around lost letters that may hold a whole name."""
    parts: list[tuple[int, int]] = []
    for run in _lost_letters(text):
        start, end = max(0, run.start() - _AROUND), min(len(text), run.end() + _AROUND)
        while start and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        if parts and start <= parts[-1][1]:
            parts[-1] = parts[-1][0], end
        else:
            parts.append((start, end))
    return parts


def _is_nearly(word: str, name: str) -> bool:
    """Whether a word is a word of a name, its initial, or that with a slip of the pen (two in a long one)."""
    if word == name or word == name[0]:
        return True
    slips = 0 if len(name) < 4 else 1 if len(name) < 9 else 2
    return slips > 0 and abs(len(word) - len(name)) <= slips and edit_distance(word, name, slips) <= slips


def _may_be(damaged: str, name: str) -> bool:
    """Whether a name was ``damaged`` before letters of it were lost; at most every third may be."""
    return (len(damaged) == len(name) and 3 * damaged.count(_LOST_LETTER) <= len(name)
            and all(own in (sign, _LOST_LETTER) for own, sign in zip(damaged, name, strict=True)))


# --- spellings ---------------------------------------------------------------------------------------------------

def spellings(name: str, surname_alone: bool = False, as_name: bool = True) -> set[str]:
    """All forms under which a name is looked for, squeezed.

    Accents may be lost, replaced or spelt out. A person's name (``as_name``) may begin with any of its words, as lists
    have it (``Doe, John``). ``surname_alone``: the last word too, with its particles, and the last two of three.
    """
    whole = " ".join(name.replace(",", " , ").split())
    if as_name and whole.count(" , ") == 1:  # written with the surname first
        last, _, first = whole.partition(" , ")
        forms = [f"{first} {last}"]
        alone = [last]
    else:
        forms = [whole]
        alone = _surnames(whole.split())
    if as_name:
        for form in list(forms):
            words = form.split()
            forms += [" ".join([*words[at:], *words[:at]]) for at in range(1, len(words))]
    return {squeezed for form in (*forms, *(alone if surname_alone else ())) for squeezed in _written(form)}


def _surnames(words: Sequence[str]) -> list[str]:
    if len(words) < 2:
        return list(words)
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    names = [" ".join(words[start:]), words[-1]]
    if start > 1:
        names.append(" ".join(words[start - 1:]))
    return names


def _written(name: str) -> set[str]:
    """A form in letters as it may come out of any encoding."""
    whole = letters(name)
    if name.isascii():
        spelt = name.lower()
        for accented, two in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
            spelt = spelt.replace(two, accented)
        others = {letters(spelt)}
    else:
        others = {letters("".join("" if _is_accented(sign) else sign for sign in name)),
                  letters("".join(_SPELT_OUT.get(sign, sign) for sign in name.lower()))}
        others |= {letters(name.encode("utf-8").decode(encoding, "ignore"))
                   for encoding in ("cp1252", "latin-1", "mac-roman", "cp850")}
    return {whole} | {other for other in others if len(other) > max(4, len(whole) // 2)}


def _is_accented(sign: str) -> bool:
    return not sign.isascii() and fold(sign).isascii()
