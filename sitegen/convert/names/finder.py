"""Where persons are named in a paragraph: runs of capitalised words, read by the vocabulary and by what stands around them.

Two ways of writing are read by one set of rules. In ordinary text a capital letter marks a candidate. In a text of capitals
(older cables, and headings) every word is one, so there the plain English words are taken out first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sitegen.convert.names.lexicon import Word, fold, readings
from sitegen.convert.names.places import PLACE_PHRASES
from sitegen.convert.names.titles import PARTICLES, ROLE_NOUNS, TITLES, WEAK_TITLES
from sitegen.convert.names.speech import ACTIONS, SPEECH

SURE = 3.0  #: the evidence from which a mention makes a person by itself


@dataclass(frozen=True, slots=True)
class Token:
    """A capitalised word: as written, where it stands, its readings, and the particles between it and the word before."""

    text: str
    start: int
    end: int
    word: int
    link: str = ""  # "" for the first of a run, " " or " de la " …


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
    def keys(self) -> tuple[str, ...]:
        """The words without case, accents and signs, hyphenated ones in their parts."""
        return keys_of(self.words)


def keys_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """Comparable forms of a name's words: folded, initials and hyphenated words taken apart."""
    out: list[str] = []
    for word in words:
        for part in re.split(r"[-.\s]+", word):
            key = "".join(c for c in fold(part) if c.isalnum())
            if key:
                out.append(key)
    return tuple(out)


_UPPER = "A-ZÀ-ÖØ-ÞĀ-Ž"
_LETTER = r"[^\W\d_]"
_PREFIX = r"(?:al|el|as|ad|ar|an|ash|at|az|ul|ud|ol|ez|es|bin|ibn|d|l|de|di|Al|El|AL|EL|As|Ad|Ar|An|Ash|At|Az|O|D|L|N|M)['’`´-]"
_TOKEN = re.compile(
    rf"(?<![\w'’@/-])(?<![a-z0-9]\.)(?:[A-Z]{{1,4}}/[A-Z]{{1,4}}(?![\w/])|(?:[{_UPPER}]\.-?)+(?![a-z])|(?:{_PREFIX})?[{_UPPER}]{_LETTER}*(?:['’`´-]{_LETTER}+)*)"
)
_POSSESSIVE = re.compile(r"(?:['’`´]s?|['’`´]S)$")
_SPACES = re.compile(r"\s+$")
_PARTICLE_GAP = re.compile(
    r"\s+(?:de la|de las|de los|de el|della|del|de|da|das|do|dos|di|du|van der|van den|van de|van|von der|von und zu|von|zu|der|den|ter|ten|bin|ben|ibn|bint|bent|ould|al|el|ul|ud|y|e|abd al|abdel|abdul|abu|af|av|zum|zur|la|le)\s+$"
)
_NICK_OPEN = re.compile(r"\s+\(?[\"“'‘]{1,2}$")
_NICK_CLOSE = re.compile(r"[\"”'’]{1,2}\)?\s+$")
_ABBREVIATIONS = frozenset(
    "gen lt col maj capt adm brig cdr cmdr sgt cpl mr mrs ms dr prof st sen rep gov pres amb rev msgr fr hon sec min dir del jr sr pm fm mme eng ing lic atty radm vadm ltc ltg mg bg sra don msrs messrs dep asst insp".split()
)
_COUNTRY_INITIALS = frozenset({"US", "UK", "UN", "EU", "DC", "UAE", "USSR", "PO", "BC", "AD", "AM", "PM", "LA", "NY", "SA", "EO", "USA", "NW", "SW", "NE", "SE", "AG", "ID", "UNSC", "MOU", "RE", "PS", "AKA", "EG", "IE", "PHD", "MD", "MP"})
_BEFORE = re.compile(r"([\w'’/-]+)[\s\"“(]*$")
_AFTER = re.compile(r"['’`´,]?s?\s+(?:\([^()]{0,60}\)\s*)?(?:also |then |further |again |himself |herself |later |has |had |would |will |is |was )?([a-z]+)")
_APPOSITION = re.compile(
    r"['’]?s?\s*(?:,|--|\()\s*(?:the |a |an |our |its |his |who |whose |whom |age |aged |former |then |now |acting |deputy |vice |also |himself |herself |another |one of |\d\d\b|head of|head|chief|director|leader|president|chairman|minister|advisor|adviser|secretary|member|spokes|editor|general|professor|dob|born)",
    re.I,
)
_OF = re.compile(r"\s+(?:of|for|to|in|at)(?: the)?\s+", re.I)
_IN_BRACKETS = re.compile(r"\s+\(|\)\s+")
_LOCATIVE = frozenset("in at near outside inside around across throughout within".split())
_SENTENCE_END = re.compile(r"(?:^|[.!?:;\"”]|--|\)|\d\.)[\s\"“'‘(]*$")


def is_capitals(text: str) -> bool:
    """Whether a text is written in capitals, or as a title that capitalises its words, so that case says nothing."""
    upper = sum(map(str.isupper, text))
    lower = sum(map(str.islower, text))
    return upper > 6 and lower < upper // 6


_WORD = re.compile(rf"{_LETTER}[\w'’-]*")


def is_heading(text: str) -> bool:
    """Whether a short line capitalises nearly all its longer words."""
    if len(text) > 130 or text.rstrip().endswith((".", "!", ";", ",")):
        return False
    long = [w for w in _WORD.findall(text) if len(w) > 3]
    return len(long) > 1 and sum(w[0].isupper() for w in long) >= 0.75 * len(long)


_PHRASE_WORDS = frozenset(phrase.split()[0] for phrase in PLACE_PHRASES if " " in phrase)


def _tokens(text: str, capitals: bool) -> Iterator[list[Token]]:
    """The runs of capitalised words that nothing but spaces, particles or a nickname parts."""
    run: list[Token] = []
    skipped: tuple[int, int] | None = None
    previous: Token | None = None
    for match in _TOKEN.finditer(text):
        raw = match.group()
        start, end = match.span()
        stripped = raw
        if raw[-2:] in ("'s", "’s", "'S", "’S", "`s", "´s", "`S", "´S"):
            stripped = raw[:-2]
        word = _initials(stripped) if stripped.endswith((".", ".-")) else readings(stripped, capitals)
        link = " "
        if previous is not None:
            gap = text[previous.end : start]
            if skipped is not None:
                gap = text[skipped[1] : start]
                closes = _NICK_CLOSE.fullmatch(gap)
                skipped = None
                if not closes:
                    yield run
                    run = []
                    link = ""
            elif gap.isspace() or gap.strip() == "\\":
                pass
            elif gap == "" and previous.text.endswith("."):
                pass
            elif gap.strip() == "." and fold(previous.text) in _ABBREVIATIONS:
                if not previous.word & Word.TITLE and fold(previous.text) != "st":
                    run[-1] = replace(previous, word=Word.TITLE)
            elif _PARTICLE_GAP.fullmatch(gap):
                link = gap
            elif _NICK_OPEN.fullmatch(gap) and previous.word & Word.GIVEN and len(stripped) == len(raw):
                follow = text[end : end + 4]
                if re.match(r"[\"”'’]{1,2}\)?\s", follow):
                    skipped = (start, end)
                    continue
                yield run
                run = []
                link = ""
            else:
                yield run
                run = []
                link = ""
        token = Token(stripped, start, start + len(stripped), word, link if run else "")
        run.append(token)
        if len(stripped) != len(raw) or text[end : end + 2] in (",s", ",S") and not text[end + 2 : end + 3].isalpha():
            yield run
            run = []
            previous = None
            continue
        previous = token
    if run:
        yield run


def _initials(text: str) -> int:
    letters = "".join(c for c in text if c.isalpha())
    if letters.upper() in _COUNTRY_INITIALS:
        return Word.NOT_NAME
    return Word.NONE


def is_initial(token: Token) -> bool:
    """Whether a token is an initial or several (``C.``, ``J.J.``, ``V``), and not a country's."""
    if token.text.endswith((".", ".-")):
        return not token.word & Word.NOT_NAME
    return len(token.text) == 1 and token.text.isupper() and token.text not in "AIOQ"


def is_role(word: str) -> bool:
    """Whether a lower-case word describes a person: a listed one, or a compound such as ``floorleader`` or ``ex-minister``."""
    return word in ROLE_NOUNS or word.endswith(("leader", "minister", "president", "director", "secretary", "ambassador", "journalist")) or word.startswith("ex-") and word[3:] in ROLE_NOUNS


_BLOCK = Word.NOT_NAME | Word.ORGANISATION


def _plain(token: Token) -> bool:
    """An unknown word: what a foreign surname looks like."""
    return not token.word & ~(Word.FIGURE | Word.SURNAME_WORD | Word.SURNAME) and len(token.text) > 1


def _given(token: Token) -> bool:
    return bool(token.word & Word.GIVEN) and not token.word & Word.NOT_NAME


class _Reader:
    """Reads one paragraph. ``strict``: case says nothing there, so plain English words are no candidates."""

    def __init__(self, text: str, number: int, strict: bool, heading: bool) -> None:
        self.text = text
        self.number = number
        self.strict = strict
        self.heading = heading

    def mentions(self) -> Iterator[Mention]:
        office: Token | None = None  # the title of an office whose name goes on in the next run ("Secretary of Defense X")
        waiting: tuple[str] | None = None  # a given name that waits for its surname ("Andrew and Mario Ramsis")
        start = end = 0
        for run in _tokens(self.text, self.strict and not self.heading):
            gap = self.text[end : run[0].start]
            carried = office if office is not None and (_OF.fullmatch(gap) or _IN_BRACKETS.fullmatch(gap)) else None
            direct = carried is not None and carried.end == end and gap.lstrip().startswith(")")
            mentions = list(self._read_run(run, carried, direct))
            if waiting is not None and gap.strip().lower() in ("and", "&") and mentions and len(mentions[0].words) > 1 and mentions[0].start == run[0].start:
                yield Mention((*waiting, mentions[0].words[-1]), self.number, start, 3.0, 0.0, "", self.strict)
            yield from mentions
            waiting = (run[-1].text,) if (not mentions or mentions[-1].start == run[-1].start) and _given(run[-1]) and not run[-1].word & Word.AMBIGUOUS else None
            start, end = run[-1].start, run[-1].end
            office = self._open_office(run, carried)

    def _open_office(self, run: list[Token], carried: Token | None) -> Token | None:
        """The title that stays open at the end of a run: nothing but the office's own words stands after it."""
        found = carried
        for token in run:
            if token.word & Word.TITLE and not token.word & Word.GIVEN:
                found = token
            elif not token.word & (Word.ORGANISATION | Word.OFFICE | Word.PLACE | Word.ENGLISH | Word.ACRONYM | Word.THING_SUFFIX):
                found = None
        return found

    def _pair(self, token: Token) -> Iterator[Mention]:
        """Two persons in one word: "the Wolfowitz-Grossman visit"."""
        parts = token.text.split("-")
        if len(parts) != 2 or not all(p[:1].isupper() and len(p) > 3 for p in parts) or _LAW.match(self.text[token.end : token.end + 30]):
            return
        words = [readings(p, self.strict) for p in parts]
        if any(w & Word.FIGURE for w in words) and not any(w & (Word.PLACE | Word.NOT_NAME | Word.ENGLISH) for w in words):
            at = token.start
            for part, word in zip(parts, words, strict=True):
                yield Mention((part,), self.number, at, 3.0 if word & Word.FIGURE else 2.0, 1.0, "", self.strict)
                at += len(part) + 1

    def _read_run(self, run: list[Token], carried: Token | None, direct: bool) -> Iterator[Mention]:
        size = len(run)
        i = 0
        title: Token | None = carried
        carried = None if direct else carried
        while i < size:
            token = run[i]
            word = token.word
            if "-" in token.text and not word & ~(Word.ENGLISH):
                pair = list(self._pair(token))
                if pair:
                    yield from pair
                    title = None
                    i += 1
                    continue
            phrase = self._phrase(run, i)
            if phrase:
                i += phrase
                title = None
                continue
            if word & Word.TITLE and not self._title_is_name(run, i, title):
                title = token
                i += 1
                continue
            prefix = word & Word.THING_PREFIX or word & Word.FOREIGN_NOUN and not word & (Word.ORGANISATION | Word.OFFICE | Word.ENGLISH)
            if prefix and not (word & Word.GIVEN and title) and i + 1 < size and run[i + 1].link == " " and not self.strict:
                i = self._skip_thing(run, i + 1)
                title = None
                continue
            end = self._extent(run, i, title is not None, title is not None and title is carried)
            if end == i:
                if title is not carried or not word & (Word.ORGANISATION | Word.OFFICE | Word.PLACE | Word.ENGLISH | Word.ACRONYM):
                    title = None
                i += 1
                continue
            follower = run[end] if end < size else None
            if follower is not None and follower.link == " " and follower.word & (Word.THING_SUFFIX | Word.FOREIGN_NOUN) and not self._suffix_is_harmless(run, i, end):
                cut = end - 1 if title is not None and end - i > 2 and not run[end - 1].link.strip() else i
                if cut - i < 2:
                    i = end + 1
                    title = None
                    continue
                end = cut
            name_end = end
            while name_end > i and fold(run[name_end - 1].text) in PARTICLES and not run[name_end - 1].word & Word.GIVEN:
                name_end -= 1
            mention = self._mention(run, i, name_end, title, title is not None and title is carried) if name_end > i else None
            if mention is not None:
                yield mention
            title = None
            i = end

    def _suffix_is_harmless(self, run: list[Token], i: int, end: int) -> bool:
        follower = run[end]
        key = fold(follower.text)
        if follower.word & Word.TITLE:
            return True
        if key in ("administration", "government", "regime", "presidency", "cabinet", "era", "family", "case", "visit"):
            return True
        return self.strict and end - i > 1 and key not in _HARD_SUFFIXES

    def _phrase(self, run: list[Token], i: int) -> int:
        """How many tokens from ``i`` make a place of several words."""
        key = fold(run[i].text)
        if key not in _PHRASE_WORDS:
            return 0
        joined = key
        best = 0
        for n in range(1, min(4, len(run) - i)):
            joined += " " + (run[i + n].link.strip() + " " if run[i + n].link.strip() else "") + fold(run[i + n].text)
            if joined in PLACE_PHRASES:
                best = n + 1
        return best

    def _skip_thing(self, run: list[Token], i: int) -> int:
        while i < len(run) and not run[i].word & Word.TITLE:
            i += 1
        return i

    def _title_is_name(self, run: list[Token], i: int, title: Token | None) -> bool:
        """Whether a word that can be a title is a name here: a given name before a surname, or a surname at the end."""
        word = run[i].word
        if not word & (Word.GIVEN | Word.SURNAME_WORD):
            return False
        if word & Word.GIVEN and word & Word.AMBIGUOUS == 0:
            return True
        last = i + 1 == len(run)
        if title is not None and last and word & Word.GIVEN and not title.word & Word.WEAK_TITLE and not self.strict:
            return True
        if title is not None and last and word & Word.SURNAME_WORD and title.end + 2 >= run[i].start:
            return True
        return False

    def _extent(self, run: list[Token], i: int, titled: bool, carried: bool) -> int:
        """Where the name that begins at ``i`` ends (``i`` itself: none begins there)."""
        size = len(run)
        first = run[i]
        word = first.word
        if is_initial(first):
            if i == 0 and _NOT_BEFORE_INITIAL.search(self.text[max(0, first.start - 14) : first.start]):
                return i
            end = i + 1
            while end < size and is_initial(run[end]) and end - i < 3:
                end += 1
            if end < size and not run[end].word & (Word.NATIONALITY | Word.FIRM | Word.FOREIGN_NOUN) and self._surname(run[end], True, end + 1 == size):
                return self._more(run, i, end + 1)
            return i
        follows = i + 1 < size and run[i + 1].link == " " and (_plain(run[i + 1]) or _given(run[i + 1]) or is_initial(run[i + 1]))
        if word & (Word.NOT_NAME | Word.NUMERAL) and (self.strict or not (word & Word.GIVEN and follows)):
            return i
        if word & Word.NATIONALITY and not (word & Word.GIVEN and follows):
            return i
        if word & Word.ACRONYM:
            if not titled or carried or self.strict or len(first.text) < 4 or word & ~(Word.ACRONYM | Word.FIGURE | Word.SURNAME_WORD | Word.GIVEN | Word.SURNAME):
                if not (word & Word.GIVEN and len(first.text) > 3 and i + 1 < size and run[i + 1].text.isupper() and not run[i + 1].word & _BLOCK and not self.strict):
                    return i
            return self._more(run, i, i + 1)
        if _given(first):
            if self.strict and word & Word.ENGLISH and not follows:
                return i
            return self._more(run, i, i + 1)
        if word & (Word.ORGANISATION | Word.THING_SUFFIX | Word.OFFICE | Word.FIRM) and not word & (Word.SURNAME_WORD | Word.FIGURE):
            return i
        if word & Word.FOREIGN_NOUN and not titled and not word & Word.GIVEN:
            return i
        if word & Word.PLACE and not word & Word.FIGURE:
            if word & Word.NATIONALITY and titled and not carried and i + 1 == size and _NOUN_END.match(self.text, first.end):
                return i + 1
            if (titled or not self.strict) and not word & Word.NATIONALITY and i + 1 < size and run[i + 1].link == " " and _plain(run[i + 1]):
                return self._more(run, i, i + 2)
            return i
        if word & Word.ENGLISH and not word & Word.FIGURE:
            if not titled or carried:
                return i
            if word & Word.SURNAME_WORD and (i + 1 == size or not self.strict and run[i + 1].word & Word.TITLE):
                return i + 1
            return i + 1 if i + 1 == size and not self.strict and not first.text.endswith("s") else i
        if len(first.text) < 2:
            return i
        return self._more(run, i, i + 1)

    def _surname(self, token: Token, after_given: bool, last: bool, soft: bool = False) -> bool:
        word = token.word
        if token.link.strip() in _ARTICLES and len(token.text) > 2:
            return True
        if word & Word.NOT_NAME or len(token.text) == 1:
            return False
        if word & Word.ACRONYM:
            return not self.strict and len(token.text) > 4 and not word & ~(Word.ACRONYM | Word.FIGURE | Word.SURNAME_WORD | Word.GIVEN | Word.SURNAME)
        if word & Word.FIGURE:
            return True
        if word & Word.SURNAME_WORD and not word & (Word.ENGLISH | Word.PLACE | Word.TITLE):
            return True
        if word & Word.SURNAME_WORD:
            return after_given and not (self.strict and word & Word.ENGLISH and soft)
        if word & Word.TITLE:
            return False
        if word & (Word.ORGANISATION | Word.OFFICE | Word.FIRM):
            return after_given and last and not self.strict
        if word & Word.THING_SUFFIX:
            return False
        if word & Word.GIVEN:
            return True
        if word & Word.NATIONALITY:
            return False
        if word & Word.PLACE:
            return after_given and last
        if word & Word.ENGLISH:
            return after_given and not self.strict
        return True

    def _more(self, run: list[Token], i: int, end: int) -> int:
        """Extends a name over the further given names, initials and surnames that follow."""
        size = len(run)
        while end < size and end - i < 7:
            token = run[end]
            if token.word & Word.ENGLISH and self.text[token.end : token.end + 1] == ":":
                return end
            if is_initial(token) and (token.text.endswith(".") or end + 1 < size):
                nxt = end + 1
                if nxt < size and (is_initial(run[nxt]) or self._surname(run[nxt], True, nxt + 1 == size)):
                    end += 1
                    continue
                return end
            if token.word & Word.NUMERAL and end > i:
                return end + 1
            if token.word & Word.TITLE and not (token.word & Word.GIVEN and not token.word & Word.WEAK_TITLE):
                closes = end + 1 == size and token.word & Word.SURNAME_WORD and _given(run[i]) and end == i + 1
                return end + 1 if closes and not self.strict else end
            known = _given(run[i]) or is_initial(run[i])
            if token.link.strip():
                if not self._surname(token, True, True):
                    return end
                end += 1
                continue
            if (
                end - i > 1
                and end + 1 < size
                and token.word & (Word.GIVEN | Word.AMBIGUOUS | Word.SURNAME | Word.NATIONALITY) == Word.GIVEN
                and token.link == " "
                and _given(run[i])
                and not _given(run[end - 1])
                and run[end + 1].link == " "
                and not _given(run[end + 1])
                and self._surname(run[end + 1], True, end + 2 == size)
            ):
                return end
            if fold(run[end - 1].text) in PARTICLES and end - i > 1 and not token.word & Word.NOT_NAME:
                end += 1
                continue
            near = known and (end == i + 1 or is_initial(run[end - 1]) or bool(token.word & Word.SURNAME_WORD) and not self.strict)
            if not self._surname(token, near, end + 1 == size, bool(run[i].word & Word.AMBIGUOUS)):
                return end
            end += 1
        return end

    def _mention(self, run: list[Token], i: int, end: int, title: Token | None, carried: bool) -> Mention | None:
        tokens = run[i:end]
        first, last = tokens[0], tokens[-1]
        if len(tokens) > 1 and tokens[-1].word & Word.THING_SUFFIX and not tokens[-1].word & (Word.SURNAME_WORD | Word.GIVEN | Word.FIGURE):
            return None
        before = self.text[max(0, first.start - 40) : first.start]
        start = first.start
        words = [first.text]
        ahead = _LEADING_PARTICLE.search(before) if i == 0 and not _given(first) else None
        if ahead:
            words.insert(0, ahead.group(1))
            before = before[: ahead.start(1)]
            start -= len(ahead.group(0)) - (ahead.start(1) - ahead.start())
        for token in tokens[1:]:
            words.extend(token.link.split())
            words.append(token.text)
        if self.text[last.end : last.end + 1] in ("'", "’") and re.search(r"['’]", last.text[1:-1]) and self.text[last.end + 1 : last.end + 2] in (" ", ",", "."):
            words[-1] += self.text[last.end]
        after = self.text[last.end : last.end + 90]
        form, context = self._evidence(run, i, end, title, carried, before, after)
        return Mention(tuple(words), self.number, start, form, context, fold(title.text) if title is not None else "", self.strict)

    def _evidence(self, run: list[Token], i: int, end: int, title: Token | None, carried: bool, before: str, after: str) -> tuple[float, float]:
        tokens = run[i:end]
        first = tokens[0]
        single = len(tokens) == 1
        previous = _BEFORE.search(before) if i == 0 else None
        lead = fold(previous.group(1)) if previous else ""
        if len(tokens) == 2 and not first.word & Word.GIVEN and fold(first.text) in PARTICLES:
            tokens, single = tokens[1:], True
        form = self._form(tokens)
        context = 0.0
        starts = i == 0 and not title and bool(_SENTENCE_END.search(before) or not before.strip())
        if title is not None:
            form += self._titled(run, i, title, tokens, carried)
        elif is_role(lead):
            if single and first.word & (Word.ENGLISH | Word.PLACE | Word.ORGANISATION):
                context += 0.5
            elif single and not _plain(first) and (lead in WEAK_TITLES or lead not in TITLES):
                context += 1.5
            else:
                form += 3
        in_office = _IN_OFFICE.match(after)
        if in_office and single:
            context += 1.5 if not first.word & ~(Word.FIGURE | Word.SURNAME_WORD | Word.SURNAME) else 0
        if lead == "the" and title is None and not in_office:
            context -= 4 if form < 3 or single else 2.5
        elif lead in _LOCATIVE and title is None:
            context -= 2.5 if form < 3 or single else 0.5
        elif lead in ("from", "to", "of") and single and title is None:
            context -= 0.7
        elif lead in ("by", "with", "told"):
            context += 0.4
        if lead in _THING_NOUNS and title is None:
            context -= 3
        verb = self._verb(after)
        if single and _OWNED.match(after):
            context += 1.2
        if verb in SPEECH and not (starts and first.word & Word.ENGLISH):
            context += 1.6 if self.strict else 2.2
        elif verb in ACTIONS:
            context += 0.7
        if not single and _APPOSITION.match(after):
            context += 1.5
        elif single and _WHO.match(after):
            context += 3 if _plain(first) else 2
        if self.strict and single and _plain(first) and len(first.text) > 4 and after[:2] in ("'S", "’S", ",S"):
            context += 0.8
        if _PRONOUN.search(after.split(". ")[0]):
            context += 0.7
        if _ATTRIBUTE.match(after):
            context -= 4
        if self.heading and (single or form < 3):
            form, context = min(form, 0.5), min(context, 0.0)
        if starts and first.word & Word.ENGLISH and title is None and not (_given(first) and not single and form >= 3):
            context -= 1.5
        return form, context

    def _titled(self, run: list[Token], i: int, title: Token, tokens: list[Token], carried: bool) -> float:
        """What a title before the name adds."""
        first = tokens[0]
        if len(tokens) > 1:
            return 3.5
        if carried and i == 0:
            return 0.8
        if first.word & Word.ENGLISH and not first.word & (Word.SURNAME_WORD | Word.FIGURE | Word.GIVEN):
            return 3 if fold(title.text) in _ADDRESS and title.text[0].isupper() else 0.5
        if not title.word & Word.WEAK_TITLE:
            return 3.5
        before = next((run[k] for k in range(i - 1, -1, -1) if run[k].end < title.start), None)
        if before is not None and before.word & (Word.TITLE | Word.OFFICE | Word.NATIONALITY | Word.ACRONYM):
            return 3.5
        return 1 if first.word & (Word.ENGLISH | Word.PLACE) or not title.text[0].isupper() else 3

    def _form(self, tokens: list[Token]) -> float:
        """What the words themselves say: known given names, initials, particles, surnames of public figures."""
        first, last = tokens[0], tokens[-1]
        if len(tokens) == 1:
            if first.word & Word.FIGURE:
                return 0.5 if first.word & Word.ENGLISH else 3
            if first.word & Word.SURNAME and not first.word & (Word.ENGLISH | Word.PLACE | Word.GIVEN):
                return 1.2
            return 1.5 if _ARTICLE.match(first.text) or _FAMILY_PREFIX.match(first.text) else 0
        form = 0.0
        given = sum(1 for t in tokens if _given(t) and not t.word & (Word.AMBIGUOUS | Word.NATIONALITY))
        soft = sum(1 for t in tokens if _given(t)) - given
        unknown = sum(1 for t in tokens if _plain(t))
        if last.word & Word.NUMERAL:
            return 3 if given + soft else 0
        if given:
            form += 3 if not self.strict or given > 1 or unknown or last.word & (Word.FIGURE | Word.SURNAME_WORD) else 1.5
        elif soft and unknown:
            form += 1 if self.strict or tokens[0].word & Word.NATIONALITY else 2
        elif soft:
            form += 1
        elif is_initial(first):
            form += 2.5 if first.text.endswith(".") else 0.5
        elif unknown == len(tokens):
            form += 1.8 if self.strict else 2.6
        if any(is_initial(t) for t in tokens[1:]):
            form += 2
        if any(t.link.strip() for t in tokens[1:]) and given:
            form += 1
        if any(_ARTICLE.match(t.text) for t in tokens):
            form += 2
        if last.word & (Word.FIGURE | Word.SURNAME):
            form += 1
        return form

    def _verb(self, after: str) -> str:
        if self.strict and not self.heading:
            match = _VERB_IN_CAPITALS.match(after)
            return match.group(1).lower() if match else ""
        match = _AFTER.match(after)
        return match.group(1) if match else ""


_ARTICLE = re.compile(r"(?:al|el|as|ad|ar|an|ash|at|az|ul|ud)['’`´-]", re.I)
_VERB_IN_CAPITALS = re.compile(r"(?:['’]S)?\s+(?:ALSO |THEN |FURTHER |HAD |HAS )?([A-Z]+)")
_NOT_BEFORE_INITIAL = re.compile(r"\b(?:ref|refs|reftel|reftels|para|section|option|annex|group|plan|phase|table|part|and|or|item|category|type|vitamin|article)\s+$|^\s*$|[.;:]\s+$", re.I)
_ARTICLES = frozenset({"al", "el", "ul", "ud", "bin", "ben", "ibn", "bint"})
_WHO = re.compile(r",? (?:who|whose|whom)\b", re.I)
_FAMILY_PREFIX = re.compile(r"(?:[OD]['’`´]|Ma?c)[A-Z]")
_LEADING_PARTICLE = re.compile(r"(?:^|\s)(van|van der|van den|van de|von|al|bin|ter|ten|ould)\s+$")
_LAW = re.compile(r"\s+(?:\w+ )?(?:bill|law|act|amendment|pact|plan|initiative)\b", re.I)
_ADDRESS = frozenset("mr mrs ms dr president minister secretary senator ambassador governor congressman representative fm pm general colonel admiral judge justice professor sir lord a/s das amb commissioner mayor chairman undersecretary cardinal archbishop bishop king queen".split())
_THING_NOUNS = frozenset(
    "group organization organisation party newspaper company firm daily magazine weekly journal ship vessel village town city river province district camp operation airline movement network channel website bank hotel restaurant prison region club sect "
    "tribe island port airport program programme street neighborhood area site base agency station conglomerate subsidiary outlet broadcaster brand carrier manufacturer contractor producer film book novel song cartel gang militia faction".split()
)
_OWNED = re.compile(
    r"(?:['’`´]s?|,s)\s+(?:own |recent |alleged |public |private |personal |former |late |deep |most |long-time |longtime |foreign policy )?(?:view|views|assertion|comments?|remarks?|statements?|wife|husband|son|sons|daughter|brother|sister|father|mother|proposal|request|"
    r"reply|response|speech|claim|claims|opinion|position|visit|trip|arrest|death|murder|resignation|appointment|release|past|career|party|team|office|staff|aide|aides|advisors?|supporters|candidacy|leadership|popularity|personality|departure|return|successor|predecessor|"
    r"deputy|brother-in-law|family|home|house|residence|lawyers?|trial|health|illness|intentions?|decision|attitude|willingness|desire|ambitions?|rivals?|critics|critique|letter|plea|answer|explanation|observation|assessment|credibility|charisma|style|lack|tenure)\b",
    re.I,
)
_NOUN_END = re.compile(r"[,.;)]|['’]s ")
_IN_OFFICE = re.compile(r"\s+(?:administration|government|regime|presidency|cabinet|era|team|campaign|family|visit|faction|camp)\b", re.I)
_PRONOUN = re.compile(r"\b(?:he|his|him|she|her|himself|herself|HE|HIS|HIM|SHE|HER)\b")
_ATTRIBUTE = re.compile(
    r"\s+(?:[A-Za-z]+\s)?(?:association|organization|organisation|foundation|cartel|party|movement|brigades?|company|bank|university|airport|hotel|newspaper|prize|award|street|district|province|city|river|island|region|neighborhood|airlines|"
    r"refinery|pipeline|mosque|hospital|prison|port|tribe|clan|group|festival|system|valley|mountains?|dam|border|area)\b"
)
_HARD_SUFFIXES = frozenset("organization organisation cartel university prize award act bank airport street avenue brigade company hospital hotel party front foundation institute college school stadium group movement".split())

_SURNAME_FIRST = re.compile(rf"(?<![\w.])([{_UPPER}]{{2}}[{_UPPER}'’-]+(?: [{_UPPER}]{{2}}[{_UPPER}'’-]*)?), ([{_UPPER}][a-z]+(?:[ -][{_UPPER}][a-z]+){{0,3}})(?![\w'’])")


def _surname_first(text: str, number: int) -> Iterator[Mention]:
    for match in _SURNAME_FIRST.finditer(text):
        surname, names = match.groups()
        given = names.split()
        while len(given) > 1 and readings(given[-1], False) & Word.ENGLISH and not readings(given[-1], False) & Word.GIVEN:
            given.pop()
        label = text[max(0, match.start() - 24) : match.start()].rstrip().lower().endswith(("name:", "name", "names:"))
        if label or any(readings(word, False) & Word.GIVEN for word in given) and not any(readings(part, False) & (Word.NOT_NAME | Word.PLACE) for part in surname.split()):
            yield Mention((*given, *(part.title() for part in surname.split())), number, match.start(), SURE + 1, 0.0)


def find_mentions(text: str, number: int) -> list[Mention]:
    """The mentions of one paragraph in order, with their evidence; ``number`` says which paragraph it is."""
    capitals = is_capitals(text)
    heading = not capitals and is_heading(text)
    found = list(_Reader(text, number, capitals or heading, heading).mentions())
    turned = list(_surname_first(text, number)) if not capitals else []
    if turned:
        spans = {m.start for m in turned}
        keys = {k for m in turned for k in m.keys}
        found = [m for m in found if m.start not in spans and not set(m.keys) <= keys] + turned
        found.sort(key=lambda m: m.start)
    return found
