"""Where a name begins and ends within a run of capitalised words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.convert.names.lexicon import PARTICLES, PLACE_PHRASES, Word, fold
from sitegen.convert.names.tokens import Token, is_given, is_initial, is_unknown
from sitegen.convert.names.vocabulary import words

_ARTICLES = frozenset({"al", "el", "ul", "ud", "bin", "ben", "ibn", "bint"})
_LONGEST_NAME = 7  # words
_NOT_BEFORE_INITIAL = re.compile(
    r"\b(?:refs?|reftels?|para|section|option|annex|group|plan|phase|table|part|and|or|item|category|type|vitamin|article)"
    r"\s+$|^\s*$|[.;:]\s+$",
    re.I,
)
#: what follows a statesman's name without making it a thing's: the Calderon Administration
_IN_OFFICE = frozenset("administration government regime presidency cabinet era family case visit".split())
#: endings that make a thing of a name even where case says nothing
_HARD_ENDINGS = words("things", "hard endings")
_ACRONYM_OR_NAME = Word.ACRONYM | Word.FAMILY | Word.GIVEN | Word.PHRASE


def place_phrase(run: Sequence[Token], i: int) -> int:
    """How many tokens from ``i`` are a place of several words; 0 when none begins there."""
    if not run[i].word & Word.PHRASE:
        return 0
    joined = fold(run[i].text)
    best = 0
    for n in range(1, min(4, len(run) - i)):
        link = run[i + n].link.strip()
        joined += f" {link + ' ' if link else ''}{fold(run[i + n].text)}"
        if joined in PLACE_PHRASES:
            best = n + 1
    return best


def begins_thing(token: Token) -> bool:
    """Whether a word begins the name of a thing: Operation …, Fondo …"""
    if token.word & Word.BEGINNING:
        return True
    plain = token.word & (Word.ORGANISATION | Word.OFFICE | Word.ENGLISH)
    return bool(token.word & Word.FOREIGN_NOUN) and not plain


def ends_thing(token: Token, size: int, strict: bool) -> bool:
    """Whether the word after a name of ``size`` words makes it the name of a thing: … Organization, … Act."""
    if token.link != " " or not token.word & (Word.ENDING | Word.FOREIGN_NOUN) or token.word & Word.TITLE:
        return False
    key = fold(token.text)
    return key not in _IN_OFFICE and not (strict and size > 1 and key not in _HARD_ENDINGS)


def trimmed(run: Sequence[Token], i: int, end: int) -> int:
    """``end`` without particles that nothing follows."""
    while end > i and fold(run[end - 1].text) in PARTICLES and not run[end - 1].word & Word.GIVEN:
        end -= 1
    return end


@dataclass(frozen=True, slots=True)
class Spans:
    """Finds names in the runs of one text. ``strict``: case says nothing there, plain words are no candidates."""

    text: str
    strict: bool

    def end(self, run: Sequence[Token], i: int, titled: bool, carried: bool) -> int:
        """Where the name that begins at ``i`` ends; ``i`` itself when none begins there.

        ``titled``: a title stands before it; ``carried``: it stands in the run before, the office's name between.
        """
        first = run[i]
        word = first.word
        if is_initial(first):
            return self._from_initial(run, i)
        following = run[i + 1] if i + 1 < len(run) and run[i + 1].link == " " else None
        follows = following is not None and (is_unknown(following) or is_given(following) or is_initial(following))
        if word & (Word.NEVER | Word.NUMERAL) and (self.strict or not (word & Word.GIVEN and follows)):
            return i
        if word & Word.ACRONYM:
            return self._more(run, i, i + 1) if self._is_name_in_capitals(run, i, titled and not carried) else i
        if word & Word.NATION and not (word & Word.GIVEN and follows):
            return i
        if is_given(first):
            plain = self.strict and word & Word.ENGLISH and not follows
            return i if plain else self._more(run, i, i + 1)
        things = Word.ORGANISATION | Word.ENDING | Word.OFFICE | Word.FIRM
        if word & things and not word & (Word.SURNAME_WORD | Word.FIGURE):
            return i
        if word & Word.FOREIGN_NOUN and not titled:
            return i
        if word & Word.PLACE and not word & Word.FIGURE:  # Medina Mora
            joins = (titled or not self.strict) and following is not None and is_unknown(following)
            return self._more(run, i, i + 2) if joins else i
        if word & Word.ENGLISH and not word & Word.FIGURE:
            return i + 1 if titled and not carried and self._is_english_surname(run, i) else i
        return self._more(run, i, i + 1) if len(first.text) > 1 else i

    def _from_initial(self, run: Sequence[Token], i: int) -> int:
        if i == 0 and _NOT_BEFORE_INITIAL.search(self.text[max(0, run[i].start - 14) : run[i].start]):
            return i
        end = i + 1
        while end < len(run) and is_initial(run[end]) and end - i < 3:
            end += 1
        if end == len(run) or run[end].word & (Word.NATION | Word.FIRM | Word.FOREIGN_NOUN):
            return i
        return self._more(run, i, end + 1) if self._is_surname(run[end], True, end + 1 == len(run)) else i

    def _is_name_in_capitals(self, run: Sequence[Token], i: int, titled: bool) -> bool:
        """Whether a word of capitals in ordinary text is a name (President SALEH, DAN Restrepo) and no acronym."""
        first = run[i]
        if self.strict or len(first.text) < 4:
            return False
        if titled and not first.word & ~_ACRONYM_OR_NAME:
            return True
        following = run[i + 1] if i + 1 < len(run) else None
        blocked = following is None or not following.text.isupper() or following.word & (Word.NEVER | Word.ORGANISATION)
        return bool(first.word & Word.GIVEN) and not blocked

    def _is_english_surname(self, run: Sequence[Token], i: int) -> bool:
        """Whether a plain word right after a title is a surname: Secretary Rice, Senator Frist."""
        first = run[i]
        last = i + 1 == len(run)
        if first.word & Word.SURNAME_WORD:
            return last or (not self.strict and bool(run[i + 1].word & Word.TITLE))
        return last and not self.strict and not first.text.endswith("s")

    def _is_surname(self, token: Token, after_given: bool, last: bool, soft: bool = False) -> bool:
        """Whether a word can go on a name.

        ``after_given``: right after a given name or initial; ``soft``: one that is a plain word too.
        """
        word = token.word
        if token.link.strip() in _ARTICLES and len(token.text) > 2:
            return True
        if word & Word.NEVER or len(token.text) == 1:
            return False
        if word & Word.ACRONYM:
            return not self.strict and len(token.text) > 4 and not word & ~_ACRONYM_OR_NAME
        if word & Word.FIGURE:
            return True
        if word & Word.SURNAME_WORD:
            if not word & (Word.ENGLISH | Word.PLACE | Word.TITLE):
                return True
            return after_given and not (self.strict and word & Word.ENGLISH and soft)
        if word & (Word.TITLE | Word.ENDING) and not word & (Word.ORGANISATION | Word.OFFICE | Word.FIRM):
            return False
        if word & (Word.ORGANISATION | Word.OFFICE | Word.FIRM):
            return after_given and last and not self.strict and not word & Word.TITLE
        if word & Word.GIVEN:
            return not (self.strict and word & Word.ENGLISH)
        if word & Word.NATION:
            return False
        if word & Word.PLACE:
            return after_given and last
        return not word & Word.ENGLISH or (after_given and not self.strict)

    def _more(self, run: Sequence[Token], i: int, end: int) -> int:
        """Extends a name over the given names, initials and surnames that follow it."""
        size = len(run)
        known = is_given(run[i]) or is_initial(run[i])
        while end < size and end - i < _LONGEST_NAME:
            token = run[end]
            last = end + 1 == size
            if token.word & Word.ENGLISH and self.text[token.end : token.end + 1] == ":":
                return end  # the label of the next line
            if is_initial(token) and (token.text.endswith(".") or not last):
                if last or not (is_initial(run[end + 1]) or self._is_surname(run[end + 1], True, end + 2 == size)):
                    return end
            elif token.word & Word.NUMERAL:
                return end + 1  # Mohammed VI
            elif self.strict and token.word == Word.ACRONYM and len(token.text) == 3:
                if last or token.link != " " or not is_unknown(run[end + 1]) or not is_unknown(run[end - 1]):
                    return end  # ERLA OSK ARNARDOTTIR
            elif token.word & Word.TITLE and (not token.word & Word.GIVEN or token.word & Word.WEAK_TITLE):
                closes = last and token.word & Word.SURNAME_WORD and is_given(run[i]) and end == i + 1
                return end + 1 if closes and not self.strict else end  # Larry King
            elif token.link.strip():
                if not self._is_surname(token, True, True):
                    return end
            elif self._begins_another(run, i, end):
                return end
            elif fold(run[end - 1].text) not in PARTICLES or end - i == 1 or token.word & Word.NEVER:
                near = known and (
                    end == i + 1
                    or is_initial(run[end - 1])
                    or (bool(token.word & Word.SURNAME_WORD) and not self.strict)
                )
                if not self._is_surname(token, near, last, bool(run[i].word & Word.AMBIGUOUS)):
                    return end
            end += 1
        return end

    def _begins_another(self, run: Sequence[Token], i: int, end: int) -> bool:
        """Whether the next name of a list begins without a comma: Ron Godard Barbara Rocha."""
        token = run[end]
        if end - i < 2 or end + 1 == len(run) or not is_given(run[i]) or is_given(run[end - 1]):
            return False
        if token.word & (Word.GIVEN | Word.AMBIGUOUS | Word.SURNAME | Word.NATION) != Word.GIVEN or token.link != " ":
            return False
        after = run[end + 1]
        whole = any(map(is_initial, run[i:end]))  # John C. Rood Michael Allen
        family = not is_given(after) or (whole and bool(after.word & Word.SURNAME))
        return after.link == " " and family and self._is_surname(after, True, end + 2 == len(run))
