"""Where persons are named in a paragraph.

Two ways of writing are read by one set of rules. In ordinary text a capital letter marks a candidate. In a text of
capitals (older cables, and headings) every word is one, so there the plain English words are no candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sitegen.convert.names.evidence import SURE, Candidate, weigh
from sitegen.convert.names.lexicon import Word, fold, readings
from sitegen.convert.names.spans import Spans, begins_thing, ends_thing, place_phrase, trimmed
from sitegen.convert.names.tokens import UPPER, Token, is_capitals, is_given, is_heading, runs

_OF = re.compile(r"\s+(?:of|for|to|in|at)(?: the)?\s+", re.I)
_BRACKET = re.compile(r"\s+\(|\)\s+")
_LAW = re.compile(r"\s+(?:\w+ )?(?:bill|law|act|amendment|pact|plan|initiative)\b", re.I)
_LEADING_PARTICLE = re.compile(r"(?:^|\s)(van|van der|van den|van de|von|al|bin|ter|ten|ould)\s+$")
_CAPITALS_COMMA_NAME = re.compile(rf", (?<=[{UPPER}'’-], )[{UPPER}][a-z]")
_SURNAME_FIRST = re.compile(
    rf"(?<![\w.'’-])([{UPPER}]{{2}}[{UPPER}'’-]+(?: [{UPPER}]{{2}}[{UPPER}'’-]*)?), "
    rf"([{UPPER}][a-z]+(?:[ -][{UPPER}][a-z]+){{0,3}})(?![\w'’])"
)
#: the words of which an office's name is made, between the title and the person: Secretary of Public Security X
_OFFICE_WORDS = Word.ORGANISATION | Word.OFFICE | Word.PLACE | Word.ENGLISH | Word.ACRONYM
_NAMES_OF_OFFICES = Word.ORGANISATION | Word.OFFICE | Word.PLACE | Word.ACRONYM
_JOINING = ("OF", "FOR", "THE", "AND")  # SECRETARY OF DEFENSE X, in a text of capitals
_PLAIN = Word.ENGLISH | Word.NEVER | Word.ACRONYM | Word.NATION
_FAR = 40  # letters before and 90 after a name are read
_BEYOND = 90


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as one place writes it, with the evidence that it is a person's (``SURE`` and more: by itself)."""

    words: tuple[str, ...]
    paragraph: int
    start: int
    form: float  # what the words and the title before them say
    context: float  # what stands around them says
    title: str = ""
    capitals: bool = False

    @property
    def evidence(self) -> float:
        """Form and context together."""
        return self.form + self.context

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the cable."""
        return self.paragraph, self.start

    @property
    def keys(self) -> tuple[str, ...]:
        """The words in comparable form: folded, initials and hyphenated words taken apart."""
        return tuple(key for word in self.words for key in _keys(word))


@lru_cache(maxsize=4096)
def _keys(word: str) -> tuple[str, ...]:
    keys = ("".join(c for c in fold(part) if c.isalnum()) for part in re.split(r"[-.\s]+", word))
    return tuple(key for key in keys if key)


def find_mentions(text: str, number: int) -> list[Mention]:
    """The mentions of one paragraph in order, with their evidence; ``number`` says which paragraph it is."""
    capitals = is_capitals(text)
    heading = not capitals and is_heading(text)
    found = list(_Reader(text, number, capitals or heading, heading).mentions())
    turned = [] if capitals else list(_surnames_first(text, number))
    if turned:
        starts = {mention.start for mention in turned}
        keys = {key for mention in turned for key in mention.keys}
        found = [m for m in found if m.start not in starts and not set(m.keys) <= keys] + turned
        found.sort(key=lambda mention: mention.start)
    return found


class _Reader:
    """Reads one paragraph. ``strict``: case says nothing there."""

    def __init__(self, text: str, number: int, strict: bool, heading: bool) -> None:
        self.text = text
        self.number = number
        self.strict = strict
        self.heading = heading
        self.spans = Spans(text, strict)

    def mentions(self) -> Iterator[Mention]:
        office: Token | None = None  # a title whose office's name goes on in the next run: Secretary of Defense X
        waiting: Token | None = None  # a given name that waits for its surname: Andrew and Mario Ramsis
        end = 0
        for run in runs(self.text, self.strict and not self.heading):
            if office is None and len(run) == 1 and run[0].word & _PLAIN and not run[0].word & Word.OF_PERSONS:
                waiting = None
                end = run[0].end
                continue
            gap = self.text[end : run[0].start] if run[0].start - end < _FAR else "…"
            carried = office if office is not None and (_OF.fullmatch(gap) or _BRACKET.fullmatch(gap)) else None
            direct = carried is not None and carried.end == end and gap.lstrip().startswith(")")
            found = list(self._read(run, carried, direct))
            if waiting is not None and found and gap.strip().lower() in ("and", "&"):
                name = found[0]
                if len(name.words) > 1 and name.start == run[0].start:
                    words = (waiting.text, name.words[-1])
                    yield Mention(words, self.number, waiting.start, SURE, 0.0, "", self.strict)
            yield from found
            last = run[-1]
            alone = not found or found[-1].start == last.start
            waiting = last if alone and is_given(last) and not last.word & Word.AMBIGUOUS else None
            end = last.end
            office = _open_office(run, carried)

    def _read(self, run: Sequence[Token], carried: Token | None, direct: bool) -> Iterator[Mention]:
        """The names of one run, from left to right; ``carried`` is the title of the run before, ``direct`` if it stands
        right before this one: (CENTER-LEFT LEADER) X."""
        title = carried
        if direct:
            carried = None
        size = len(run)
        i = 0
        while i < size:
            token = run[i]
            pair = self._pair(token) if "-" in token.text else []
            phrase = place_phrase(run, i)
            if pair or phrase:
                yield from pair
                title = None
                i += phrase or 1
                continue
            if token.word & Word.TITLE and not self._title_is_name(run, i, title):
                title = token
                i += 1
                continue
            if self.strict and title is not None and token.text in _JOINING:
                carried = title
                i += 1
                continue
            thing = begins_thing(token) and not (token.word & Word.GIVEN and title) and not self.strict
            if thing and i + 1 < size and run[i + 1].link == " " and not _is_part_of_office(run, i):
                title = None
                i = next((k for k in range(i + 1, size) if run[k].word & Word.TITLE), size)
                continue
            end = self.spans.end(run, i, title is not None, title is not None and title is carried)
            if end == i:
                if title is not carried or not token.word & (_NAMES_OF_OFFICES if self.strict else _OFFICE_WORDS):
                    title = None
                i += 1
                continue
            if end < size and ends_thing(run[end], end - i, self.strict):
                if title is None or end - i < 3 or run[end - 1].link.strip():
                    title = None
                    i = end + 1
                    continue
                end -= 1  # a list without commas: Minister Fawzi Salloukh Amal Party
            stop = trimmed(run, i, end)
            if stop > i and not _is_thing(run, i, stop):
                yield self._mention(run, i, stop, title, title is not None and title is carried)
            title = None
            i = end

    def _title_is_name(self, run: Sequence[Token], i: int, title: Token | None) -> bool:
        """Whether a word that can be a title is a name here: Earl, Prince Sultan, Archbishop Pope."""
        word = run[i].word
        if word & Word.GIVEN and not word & Word.AMBIGUOUS:
            return True
        if title is None or i + 1 < len(run):
            return False
        if word & Word.GIVEN and not title.word & Word.WEAK_TITLE and not self.strict:
            return True
        return bool(word & Word.SURNAME_WORD) and title.end + 2 >= run[i].start

    def _pair(self, token: Token) -> list[Mention]:
        """Two persons in one word: the Wolfowitz-Grossman visit."""
        parts = token.text.split("-")
        if len(parts) != 2 or token.word & ~Word.ENGLISH or not all(p[0].isupper() and len(p) > 3 for p in parts if p):
            return []
        kinds = [readings(part, self.strict) for part in parts]
        if not any(kind & Word.FIGURE for kind in kinds) or _LAW.match(self.text[token.end : token.end + 30]):
            return []
        if any(kind & (Word.PLACE | Word.NEVER | Word.ENGLISH) for kind in kinds):
            return []
        starts = (token.start, token.start + len(parts[0]) + 1)
        return [
            Mention((part,), self.number, start, SURE if kind & Word.FIGURE else 2.0, 1.0, "", self.strict)
            for part, kind, start in zip(parts, kinds, starts, strict=True)
        ]

    def _mention(self, run: Sequence[Token], i: int, end: int, title: Token | None, carried: bool) -> Mention:
        first, last = run[i], run[end - 1]
        before = self.text[max(0, first.start - _FAR) : first.start]
        start = first.start
        words = [first.text]
        particle = _LEADING_PARTICLE.search(before) if i == 0 and not is_given(first) else None
        if particle:  # VVD leader van Aartsen
            words.insert(0, particle.group(1))
            start -= len(before) - particle.start(1)
            before = before[: particle.start(1)]
        for token in run[i + 1 : end]:
            words += [*token.link.split(), token.text]
        if _closes_with_apostrophe(self.text, last):
            words[-1] += self.text[last.end]
        after = self.text[last.end : last.end + _BEYOND]
        name = Candidate(run, i, end, title, carried, before, after, self.strict, self.heading)
        form, context = weigh(name)
        called = fold(title.text) if title is not None else ""
        return Mention(tuple(words), self.number, start, form, context, called, self.strict)


def _open_office(run: Sequence[Token], carried: Token | None) -> Token | None:
    """The title that stays open at the end of a run: nothing but the office's own words stands after it."""
    found = carried
    for token in run:
        if token.word & Word.TITLE and not token.word & Word.GIVEN:
            found = token
        elif not token.word & (_OFFICE_WORDS | Word.ENDING):
            found = None
    return found


def _is_part_of_office(run: Sequence[Token], i: int) -> bool:
    """Whether a word such as East only ends an office's name: Secretary East Rajiv Sikri."""
    given = run[i + 1].word & (Word.GIVEN | Word.AMBIGUOUS | Word.PLACE) == Word.GIVEN
    return given and bool(run[i].word & Word.NEVER)


def _is_thing(run: Sequence[Token], i: int, end: int) -> bool:
    last = run[end - 1].word
    return end - i > 1 and bool(last & Word.ENDING) and not last & (Word.SURNAME_WORD | Word.GIVEN | Word.FIGURE)


def _closes_with_apostrophe(text: str, last: Token) -> bool:
    """Whether the sign after a name is its last letter (Samir Ja'ja') and no quotation mark."""
    inside = "'" in last.text[1:-1] or "’" in last.text[1:-1]
    sign, after = text[last.end : last.end + 1], text[last.end + 1 : last.end + 2]
    return inside and sign in ("'", "’") and after in (" ", ",", ".")


def _surnames_first(text: str, number: int) -> Iterator[Mention]:
    """Names of lists that put the surname in capitals first: WILLIAM, Roderick Anthony."""
    if not _CAPITALS_COMMA_NAME.search(text):
        return
    for match in _SURNAME_FIRST.finditer(text):
        surname = match.group(1).split()
        names = match.group(2).split()
        while len(names) > 1 and readings(names[-1], False) & (Word.ENGLISH | Word.GIVEN) == Word.ENGLISH:
            names.pop()
        label = text[max(0, match.start() - _FAR) : match.start()].rstrip().lower()
        known = any(readings(name, False) & Word.GIVEN for name in names)
        thing = any(readings(part, False) & (Word.NEVER | Word.PLACE) for part in surname)
        if label.endswith(("name:", "names:", "name")) or (known and not thing):
            yield Mention((*names, *(part.title() for part in surname)), number, match.start(), SURE + 1, 0.0)
