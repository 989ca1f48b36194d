"""How much speaks for a name being a person's: its words, the title before it, and what stands around it.

The weights were set by reading a few hundred cables; docs/people.md tells what they reach on cables that they were not
set by. Three and more is enough for a person (``SURE``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.convert.names.lexicon import PARTICLES, ROLE_NOUNS, TITLES, WEAK_TITLES, Word, fold
from sitegen.convert.names.tokens import Token, is_given, is_initial, is_unknown
from sitegen.convert.names.vocabulary import words

SURE = 3.0  #: the evidence from which a mention makes a person by itself

_SPEECH = words("verbs", "speech")
_ACTIONS = words("verbs", "actions")
#: titles after which even a plain English word is a surname
_ADDRESS = words("titles", "address")
_LOCATIVE = frozenset("in at near outside inside around across throughout within".split())
#: nouns whose names are not persons': the group Adl wa Ihsane, the daily Granma
_THING_NOUNS = words("things", "nouns before")
_COMPOUND_ROLE = ("leader", "minister", "president", "director", "secretary", "ambassador", "journalist")
_BEFORE = re.compile(r"([\w'’/-]+)[\s\"“(]*$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\"”]|--|\)|\d\.)[\s\"“'‘(]*$")
_VERB = re.compile(
    r"['’`´,]?s?\s+(?:\([^()]{0,60}\)\s*)?"
    r"(?:(?:also|then|further|again|himself|herself|later|has|had|would|will|is|was) )?([a-z]+)"
)
_VERB_IN_CAPITALS = re.compile(r"(?:['’]S)?\s+(?:(?:ALSO|THEN|FURTHER|HAD|HAS) )?([A-Z]+)")
_APPOSITION = re.compile(
    r"['’]?s?\s*(?:,|--|\()\s*(?:(?:the|a|an|our|its|his|who|whose|whom|age|aged|former|then|now|acting|deputy|vice|also"
    r"|himself|herself|another|one of) |\d\d\b|head of|head|chief|director|leader|president|chairman|minister|advisor"
    r"|adviser|secretary|member|spokes|editor|general|professor|dob|born)",
    re.I,
)
_WHO = re.compile(r",? (?:who|whose|whom)\b", re.I)
_IN_OFFICE = re.compile(
    r"\s+(?:administration|government|regime|presidency|cabinet|era|team|campaign|family|brothers|visit|faction|camp)\b",
    re.I,
)
_OWNED = re.compile(
    r"(?:['’`´]s?|,s)\s+"
    r"(?:(?:own|recent|alleged|public|private|personal|former|late|deep|most|long-?time|foreign policy) )?"
    r"(?:views?|assertion|comments?|remarks?|statements?|wife|husband|sons?|daughter|brother|sister|father|mother|proposal"
    r"|request|reply|response|speech|claims?|opinion|position|visit|trip|arrest|death|murder|resignation|appointment|release"
    r"|past|career|party|team|office|staff|aides?|advisors?|supporters|candidacy|leadership|popularity|personality|departure"
    r"|return|successor|predecessor|deputy|brother-in-law|family|home|house|residence|lawyers?|trial|health|illness"
    r"|intentions?|decision|attitude|willingness|desire|ambitions?|rivals?|critics|critique|letter|plea|answer|explanation"
    r"|observation|assessment|credibility|charisma|style|lack|tenure)\b",
    re.I,
)
_ATTRIBUTE = re.compile(
    r"\s+(?:[A-Za-z]+\s)?(?:association|organization|organisation|foundation|cartel|party|movement|brigades?|company|bank"
    r"|university|airport|hotel|newspaper|prize|award|street|district|province|city|river|island|region|neighborhood|airlines"
    r"|refinery|pipeline|mosque|hospital|prison|port|tribe|clan|group|festival|system|valley|mountains?|dam|border|area)\b"
)
_PRONOUN = re.compile(r"\b(?:he|his|him|she|her|himself|herself|HE|HIS|HIM|SHE|HER)\b")
_ARTICLE = re.compile(r"(?:al|el|as|ad|ar|an|ash|at|az|ul|ud)['’`´-]", re.I)
_FAMILY_PREFIX = re.compile(r"(?:[OD]['’`´]|Ma?c)[A-Z]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name and its surroundings: the run, the tokens ``i`` to ``end`` of it, the texts before and after."""

    run: Sequence[Token]
    i: int
    end: int
    title: Token | None
    carried: bool  # the title stands in the run before
    before: str
    after: str
    strict: bool
    heading: bool


def is_role(word: str) -> bool:
    """Whether a word describes a person: a listed one, or a compound such as ``floorleader`` or ``ex-minister``."""
    return word in ROLE_NOUNS or word.endswith(_COMPOUND_ROLE) or (word.startswith("ex-") and word[3:] in ROLE_NOUNS)


def weigh(name: Candidate) -> tuple[float, float]:
    """The evidence of the words and the title, and that of the surroundings."""
    tokens = name.run[name.i : name.end]
    first = tokens[0]
    starts = name.i == 0 and name.title is None and _starts_sentence(name.before)
    plain_start = starts and bool(first.word & Word.ENGLISH)
    single = len(tokens) == 1
    if len(tokens) == 2 and not first.word & Word.GIVEN and fold(first.text) in PARTICLES:
        tokens, single = tokens[1:], True
    form = _words(tokens, name.strict)
    context = 0.0
    if name.title is not None:
        form += _title(name, tokens, name.title)
        lead = ""
    else:
        match = _BEFORE.search(name.before) if name.i == 0 else None
        lead = fold(match.group(1)) if match else ""
        role_form, context = _role(lead, first, single)
        form += role_form
    in_office = _IN_OFFICE.match(name.after) is not None
    figure = single and first.word & (Word.FIGURE | Word.ENGLISH) == Word.FIGURE
    context += _before(lead, form, single, in_office, figure) + _after(name, first, single, in_office, plain_start)
    if name.heading and (single or form < SURE):
        return min(form, 0.5), min(context, 0.0)  # a heading names nobody new by a surname
    if plain_start and not (is_given(first) and not single and form >= SURE):
        context -= 1.5
    return form, context


def _starts_sentence(before: str) -> bool:
    return not before.strip() or bool(_SENTENCE_START.search(before))


def _words(tokens: Sequence[Token], strict: bool) -> float:
    """What the words themselves say: known given names, initials, particles, surnames."""
    first, last = tokens[0], tokens[-1]
    if len(tokens) == 1:
        if first.word & Word.FIGURE:
            return 0.5 if first.word & Word.ENGLISH else SURE
        if first.word & Word.SURNAME and not first.word & (Word.ENGLISH | Word.PLACE | Word.GIVEN):
            return 1.2
        return 1.5 if _ARTICLE.match(first.text) or _FAMILY_PREFIX.match(first.text) else 0.0
    given = sum(is_given(t) and not t.word & (Word.AMBIGUOUS | Word.NATION) for t in tokens)
    soft = sum(map(is_given, tokens)) - given
    unknown = sum(is_unknown(t) or (strict and t.word == Word.ACRONYM) for t in tokens)
    if last.word & Word.NUMERAL:
        return SURE if given + soft else 0.0
    form = 0.0
    if given:
        sound = not strict or given > 1 or unknown or last.word & (Word.FIGURE | Word.SURNAME_WORD)
        form = 3.0 if sound else 1.5
    elif soft:
        form = 2.0 if unknown and not strict and not first.word & Word.NATION else 1.0
    elif is_initial(first):
        form = 2.5 if first.text.endswith(".") else 0.5
    elif unknown == len(tokens):
        form = 1.8 if strict else 2.6
    form += 2 * any(map(is_initial, tokens[1:])) + 2 * any(_ARTICLE.match(t.text) is not None for t in tokens)
    form += bool(given) and any(t.link.strip() for t in tokens[1:])
    return form + bool(last.word & (Word.FIGURE | Word.SURNAME))


def _title(name: Candidate, tokens: Sequence[Token], title: Token) -> float:
    """What a title before the name adds."""
    first = tokens[0]
    if len(tokens) > 1:
        return 3.5
    if name.carried and (name.i == 0 or (name.strict and name.run[name.i - 1].word & Word.NEVER)):
        return 0.8
    if first.word & Word.ENGLISH and not first.word & (Word.SURNAME_WORD | Word.FIGURE | Word.GIVEN):
        return 3.0 if fold(title.text) in _ADDRESS and title.text[0].isupper() else 0.5
    if not title.word & Word.WEAK_TITLE:
        return 3.5
    before = next((t for t in reversed(name.run[max(0, name.i - 3) : name.i]) if t.end < title.start), None)
    if before is not None and before.word & (Word.TITLE | Word.OFFICE | Word.NATION | Word.ACRONYM):
        return 3.5  # Director General X, Iranian Speaker X, FARC leader X
    return 1.0 if first.word & (Word.ENGLISH | Word.PLACE) or not title.text[0].isupper() else 3.0


def _role(lead: str, first: Token, single: bool) -> tuple[float, float]:
    """What a noun in lower case before the name adds to its form and its context: cartel leader X."""
    if not is_role(lead):
        return 0.0, 0.0
    if single and first.word & (Word.ENGLISH | Word.PLACE | Word.ORGANISATION):
        return 0.0, 0.5
    if single and not is_unknown(first) and (lead in WEAK_TITLES or lead not in TITLES):
        return 0.0, 1.5
    return 3.0, 0.0


def _before(lead: str, form: float, single: bool, in_office: bool, figure: bool) -> float:
    """What the word before an untitled name says; persons stand without an article and not after ``in``."""
    weak = single or form < SURE
    if lead == "the" and not in_office:
        return -1.0 if figure else -4.0 if weak else -2.5  # the Castro brothers
    if lead in _LOCATIVE:
        return -2.5 if weak else -0.5
    if lead in _THING_NOUNS:
        return -3.0
    if lead in ("from", "to", "of") and single:
        return -0.7
    return 0.4 if lead in ("by", "with", "told") else 0.0


def _after(name: Candidate, first: Token, single: bool, in_office: bool, plain_start: bool) -> float:
    """What follows the name: a verb of saying, an apposition, what a person owns, a pronoun."""
    after = name.after
    unknown = is_unknown(first)
    context = 1.5 if in_office and single and unknown else 0.0
    if single and _OWNED.match(after):
        context += 1.2
    verb = _verb(name)
    if verb in _SPEECH and not plain_start:
        context += 1.6 if name.strict else 2.2
    elif verb in _ACTIONS:
        context += 0.7
    if not single and _APPOSITION.match(after):
        context += 1.5
    elif single and _WHO.match(after):
        context += 3.0 if unknown else 2.0
    if name.strict and single and unknown and len(first.text) > 4 and after[:2] in ("'S", "’S", ",S"):
        context += 0.8
    if _PRONOUN.search(after.split(". ")[0]):
        context += 0.7
    return context - 4.0 if _ATTRIBUTE.match(after) else context


def _verb(name: Candidate) -> str:
    if name.strict and not name.heading:
        match = _VERB_IN_CAPITALS.match(name.after)
        return match.group(1).lower() if match else ""
    match = _VERB.match(name.after)
    return match.group(1) if match else ""
