"""What a single word can be: title, given name, surname, place, part of an organisation's name, plain English.

The lists stand in ``words/``. ``english.txt`` holds some 14,000 plain English words, collected from the running text of
published cables (works of the US government, in the public domain); word endings extend it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sitegen.convert.names.vocabulary import phrases, words

TITLES = words("titles", "titles")
WEAK_TITLES = words("titles", "weak titles")
ROLE_NOUNS = TITLES | words("titles", "roles")
PARTICLES = words("titles", "particles")
_OFFICES = words("titles", "offices")
_AMBIGUOUS = words("given_names", "ambiguous")
_GIVEN_NAMES = frozenset().union(
    *(words("given_names", region) for region in (
        "english", "romance", "germanic and nordic", "slavic, baltic and balkan", "muslim world", "africa",
        "asia and pacific", "israel, caucasus and central asia",
    ))
)
_FIGURES = words("surnames", "public figures")
_SURNAMES = words("surnames", "common")
_SURNAME_WORDS = words("surnames", "words")
_COUNTRIES = words("places", "countries")
_NATIONALITIES = words("places", "nationalities")
_PLACES = _COUNTRIES | _NATIONALITIES | words("places", "regions") | words("places", "cities")
_NEVER_NAMES = words("things", "never names")
_FIRMS = words("things", "firms")
_FOREIGN_NOUNS = words("things", "foreign nouns")
_ORGANISATIONS = words("things", "organisations")
_ENDINGS_OF_THINGS = words("things", "endings")
_THING_SUFFIXES = _ENDINGS_OF_THINGS | words("places", "endings")
_THING_PREFIXES = words("things", "beginnings") | words("places", "beginnings")
PLACE_PHRASES = phrases("place_phrases")
_PHRASE_BEGINNINGS = frozenset(phrase.split()[0] for phrase in PLACE_PHRASES)
_ENGLISH = words("english")

#: given names that a text of capitals uses as plain words
_NEVER_IN_CAPITALS = frozenset(
    "said than per won bent lone ante no him man none any can will may mark so to us mate".split()
)
_SHORT_GIVEN_NAMES = frozenset({"ed", "bo", "jo", "cy"})
_LONGEST = 40  # letters; no name and no word that we know is longer


class Word:
    """The readings that a word allows, as bits of an int. A word without any is unknown: what a foreign surname is."""

    NONE = 0
    TITLE = 1
    WEAK_TITLE = 2
    GIVEN = 4
    AMBIGUOUS = 8  # a given name that is a word, a place or a title too
    FIGURE = 16  # the surname of a public figure
    SURNAME = 32  # a common surname
    SURNAME_WORD = 64  # a surname that is a word too
    PLACE = 128
    NATION = 256  # a country, a nationality, a faith
    NEVER = 512
    FIRM = 1024
    FOREIGN_NOUN = 2048
    ORGANISATION = 4096
    OFFICE = 8192
    ENDING = 16384  # of a thing's or a place's name
    BEGINNING = 32768
    ENGLISH = 65536
    ACRONYM = 131072
    NUMERAL = 262144
    PHRASE = 524288  # the first word of a place of several words
    #: what an unknown word may be beside unknown
    FAMILY = FIGURE | SURNAME | SURNAME_WORD
    #: what makes a word more than a plain one
    OF_PERSONS = FAMILY | GIVEN | TITLE


_ENDINGS = re.compile(
    r"(?:ing|ings|[^aeio]ed|tions?|sions?|ments?|ness|nesses|isms?|ity|ities|able|ible|ably|ibly|ized|izes|izing|ised"
    r"|ally|ously|ively|ious|eous|ives?|ful|fully|less|ships?|ically|ists|ification|wards?|wise|like|ators|itors|ctors"
    r"|ians|ants)$"
)
_ROMAN = re.compile(r"(?:II|III|IV|VI{0,3}|IX|XI{0,3}|XIV|XVI{0,3}|XX?I{0,3})$")
_GOVERNMENT = re.compile(r"GO[A-Z]{1,3}$")  # GOM, GOSL: "government of …"
#: contracted offices: PolMinCouns, EconOffs, MinCons
_OFFICER = re.compile(
    r"(?:pol|econ|emb|con|min|dep|def|leg|cong|ag|lab|pub|mil|pa|cons|polmil|polecon)"
    r"(?:off|couns|cons|mincouns|mincons|chief|dir|del|gen|att|officer|ints){1,3}s?$"
)
_MISSPELT_TITLE = re.compile(
    r"m[a-z]{0,2}n[a-z]{0,3}ster|pr?es[a-z]{0,2}dent|sec[a-z]{2,4}ary|secretray|amb[a-z]{2,5}d[eo]r|genral|gneral|cornel"
)
_FORMERLY = re.compile(r"(?:then|now|ex|former|acting|vice|deputy)-")
_LIKE_AN_OFFICE = ("-equivalent", "-designate", "-elect")
_LETTERS = str.maketrans({
    "’": "'", "‘": "'", "`": "'", "´": "'", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i",
    "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
})


def fold(text: str) -> str:
    """A word as the lists have it: lower case, without accents, apostrophes straight, none at the ends."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c)).translate(_LETTERS)
    return text.lower().strip("'.-")


def is_english(key: str) -> bool:
    """Whether a folded word is plain English: listed, a listed word with an ending, or one with a learned ending."""
    if key in _ENGLISH:
        return True
    if key.endswith("s") and (key[:-1] in _ENGLISH or (key.endswith("es") and key[:-2] in _ENGLISH)):
        return True
    if key.endswith("ed") and (key[:-1] in _ENGLISH or key[:-2] in _ENGLISH):
        return True
    if len(key) > 6:
        if _ENDINGS.search(key):
            return True
        if key.endswith("ing") and (key[:-3] in _ENGLISH or key[:-3] + "e" in _ENGLISH):
            return True
        if key.endswith(("er", "or", "ly", "al")) and {key[:-2], key[:-1], key[:-2] + "e"} & _ENGLISH:
            return True
        if key.startswith(("un", "re", "mis", "non", "over", "pre", "dis")) and {key[2:], key[3:], key[4:]} & _ENGLISH:
            return True
    return "-" in key and all(part in _ENGLISH or part.isdigit() for part in key.split("-") if part)


@lru_cache(maxsize=65536)
def readings(text: str, capitals: bool) -> int:
    """The readings of a word as written; ``capitals``: it stands in a text of capitals, where case says nothing."""
    if len(text) > _LONGEST:
        return Word.NEVER
    key = fold(text)
    found = _title(key) | _given_name(text, key, capitals) | _place(key)
    if key in _FIGURES:
        found |= Word.FIGURE
    if key in _SURNAMES:
        found |= Word.SURNAME
    if key in _SURNAME_WORDS:
        found |= Word.SURNAME_WORD
    if _is_never_a_name(text, key):
        found |= Word.NEVER
    if key in _FIRMS:
        found |= Word.FIRM
    if key in _FOREIGN_NOUNS:
        found |= Word.FOREIGN_NOUN
    if key in _ORGANISATIONS:
        found |= Word.ORGANISATION
    if key in _OFFICES:
        found |= Word.OFFICE
    if key in _THING_SUFFIXES or (key.endswith("s") and key[:-1] in _ENDINGS_OF_THINGS):
        found |= Word.ENDING
    if key in _PHRASE_BEGINNINGS:
        found |= Word.PHRASE
    if key in _THING_PREFIXES and not found & Word.SURNAME:
        found |= Word.BEGINNING
    known = found & (Word.SURNAME | Word.FIGURE | Word.GIVEN)
    if key in _ENGLISH or key in ROLE_NOUNS or (not known and is_english(key)):
        found |= Word.ENGLISH
    if text.isupper() and _ROMAN.match(text):
        found |= Word.NUMERAL
    if _is_acronym(text, key, capitals):
        found |= Word.ACRONYM
    return found


def _is_never_a_name(text: str, key: str) -> bool:
    redacted = len(key) > 2 and not key.strip("x")
    if key in _NEVER_NAMES or redacted or key.endswith(("n't", "'ll", "'re", "'ve")):
        return True
    if key in _GIVEN_NAMES:
        return False
    if key.startswith("non-"):
        return True
    return bool(_GOVERNMENT.match(text)) or (key not in TITLES and bool(_OFFICER.match(key)))


def _title(key: str) -> int:
    former = _FORMERLY.match(key) and key.split("-", 1)[1] in TITLES
    if key not in TITLES and not former and not _MISSPELT_TITLE.fullmatch(key) and not key.endswith(_LIKE_AN_OFFICE):
        return Word.NONE
    return Word.TITLE | Word.WEAK_TITLE if key in WEAK_TITLES else Word.TITLE


def _given_name(text: str, key: str, capitals: bool) -> int:
    if key not in _GIVEN_NAMES:
        first, _, second = text.partition("-")
        if not second[:1].isupper() or fold(first) not in _GIVEN_NAMES:
            return Word.NONE
    if capitals and key in _NEVER_IN_CAPITALS:
        return Word.NONE
    short = len(key) < 3 and key not in _SHORT_GIVEN_NAMES
    if key in _AMBIGUOUS or short or (capitals and key in _ENGLISH):
        return Word.GIVEN | Word.AMBIGUOUS
    return Word.GIVEN


def _place(key: str) -> int:
    if key in _NATIONALITIES or key in _COUNTRIES or (key.endswith("s") and key[:-1] in _NATIONALITIES):
        return Word.PLACE | Word.NATION
    if key in _PLACES or ("-" in key and any(part in _NATIONALITIES for part in key.split("-"))):
        return Word.PLACE
    return Word.NONE


def _is_acronym(text: str, key: str, capitals: bool) -> bool:
    letters = "".join(c for c in key if c.isalpha())
    if not any(c in "aeiouy" for c in letters):
        return len(letters) > 1 and text.isupper()
    if capitals:
        return len(letters) <= 3 and key not in _GIVEN_NAMES
    if len(text) > 1 and (text.isupper() or ("-" not in text and sum(c.isupper() for c in text) > 2)):
        return True
    return len(text) > 2 and text.endswith("s") and text[:-1].isupper()
