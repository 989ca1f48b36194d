"""What a single word can be: title, given name, surname, place, part of an organisation's name, plain English.

``english.txt`` holds some 14,000 plain English words in lower case, collected from the running text of published cables
(works of the US government, in the public domain); word endings extend it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from sitegen.convert.names.given_names import AMBIGUOUS, GIVEN_NAMES
from sitegen.convert.names.not_persons import FIRMS, FOREIGN_NOUNS, NOT_NAMES, ORGANISATION_WORDS, THING_PREFIXES, THING_SUFFIXES
from sitegen.convert.names.places import COUNTRIES, NATIONALITIES, PLACE_PREFIXES, PLACE_SUFFIXES, PLACES
from sitegen.convert.names.surnames import COMMON_SURNAMES, PUBLIC_FIGURES, SURNAME_WORDS
from sitegen.convert.names.titles import OFFICE_WORDS, ROLE_NOUNS, TITLES, WEAK_TITLES


class Word:
    """The readings that a word allows, as bits of an int; none of them means an unknown word, which a foreign surname is."""

    NONE = 0
    TITLE = 1
    WEAK_TITLE = 2
    GIVEN = 4
    AMBIGUOUS = 8
    FIGURE = 16
    SURNAME_WORD = 32
    PLACE = 64
    NATIONALITY = 128
    NOT_NAME = 256
    ORGANISATION = 512
    OFFICE = 1024
    THING_SUFFIX = 2048
    THING_PREFIX = 4096
    ENGLISH = 8192
    ACRONYM = 16384
    NUMERAL = 32768
    FIRM = 65536
    FOREIGN_NOUN = 131072
    SURNAME = 262144


_ENDINGS = re.compile(
    r"(?:ing|ings|[^aeio]ed|tion|tions|sion|sions|ment|ments|ness|nesses|ism|isms|ity|ities|able|ible|ably|ibly|ized|izes|izing|ised|ally|ously|ively"
    r"|ously|ious|eous|ive|ives|ful|fully|less|ship|ships|ically|ists|ification|wards?|wise|like|ators|itors|ctors|ations|itions|ments|ians|ants|ings|ships)$"
)
_ROMAN = re.compile(r"(?:II|III|IV|VI{0,3}|IX|XI{0,3}|XIV|XVI{0,3}|XX?I{0,3})$")
_GOVERNMENT = re.compile(r"go[a-z]{1,3}$")  # GOM, GOSL: "government of …"


#: contracted offices: PolMinCouns, EconOffs, MinCons
_OFFICER = re.compile(r"(?:pol|econ|emb|con|min|dep|def|leg|cong|ag|lab|pub|mil|pa|cons|polmil|polecon)(?:off|couns|cons|mincouns|mincons|chief|dir|del|gen|att|officer|ints)+s?$")


_MISSPELT_TITLE = re.compile(r"m[a-z]{0,2}n[a-z]{0,3}ster|pr?es[a-z]{0,2}dent|sec[a-z]{2,4}ary|secretray|amb[a-z]{2,5}d[eo]r|genral|gneral|cornel")
_FORMERLY = re.compile(r"(?:then|now|ex|former|acting|vice|deputy)-")


def fold(text: str) -> str:
    """A word as the lists have it: lower case, without accents, apostrophes straightened and at the end dropped."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
        text = text.translate(_LETTERS)
    return text.lower().strip("'.-")


_LETTERS = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th"})


#: given names that a text of capitals uses as plain words
_NEVER_IN_CAPITALS = frozenset("said than else per line won yen raid tone akin ante lone mate par bent can will may mark so to us no him man none any".split())


@cache
def english_words() -> frozenset[str]:
    """The plain English words of ``english.txt``, in lower case."""
    return frozenset(files(__package__).joinpath("english.txt").read_text(encoding="ascii").split())


def is_english(key: str) -> bool:
    """Whether a folded word is plain English: in the list, or a listed word with a plain ending, or one with a learned ending."""
    words = english_words()
    if key in words:
        return True
    if key.endswith("s") and (key[:-1] in words or key.endswith("es") and key[:-2] in words):
        return True
    if key.endswith("ed") and (key[:-1] in words or key[:-2] in words):
        return True
    if len(key) > 6 and _ENDINGS.search(key):
        return True
    if key.endswith("ing") and len(key) > 6 and (key[:-3] in words or key[:-3] + "e" in words):
        return True
    if key.endswith(("er", "or", "ly", "al")) and len(key) > 6 and (key[:-2] in words or key[:-1] in words or key[:-2] + "e" in words):
        return True
    if key.startswith(("un", "re", "mis", "non", "over", "pre", "dis")) and (key[2:] in words or key[3:] in words or key[4:] in words) and len(key) > 6:
        return True
    if "-" in key:
        return all(part in words or part.isdigit() for part in key.split("-") if part)
    return False


@lru_cache(maxsize=65536)
def readings(text: str, capitals: bool) -> int:
    """The readings of a word as written; ``capitals``: it stands in a text of capitals, so that its case says nothing."""
    key = fold(text)
    found = Word.NONE
    if key in TITLES or _MISSPELT_TITLE.fullmatch(key) or _FORMERLY.match(key) and key.split("-", 1)[1] in TITLES:
        found |= Word.TITLE
        if key in WEAK_TITLES:
            found |= Word.WEAK_TITLE
    if key in GIVEN_NAMES or "-" in key and key.split("-")[0] in GIVEN_NAMES and text.split("-")[1][:1].isupper():
        found |= Word.GIVEN
        if key in AMBIGUOUS or capitals and key in english_words() or len(key) < 3 and key not in ("ed", "bo", "jo", "cy"):
            found |= Word.AMBIGUOUS
        if capitals and key in _NEVER_IN_CAPITALS:
            found = Word.NONE
    if key in PUBLIC_FIGURES:
        found |= Word.FIGURE
    if key in COMMON_SURNAMES:
        found |= Word.SURNAME
    if key in SURNAME_WORDS:
        found |= Word.SURNAME_WORD
    if key in PLACES or "-" in key and any(part in NATIONALITIES for part in key.split("-")):
        found |= Word.PLACE
        if key in NATIONALITIES or key in COUNTRIES:
            found |= Word.NATIONALITY
    elif key.endswith("s") and key[:-1] in NATIONALITIES:
        found |= Word.PLACE | Word.NATIONALITY
    if key in NOT_NAMES or len(key) > 2 and not key.strip("x") or key.endswith(("n't", "'ll", "'re", "'ve")) or _GOVERNMENT.match(key) and text.isupper() and key not in GIVEN_NAMES:
        found |= Word.NOT_NAME
    elif _OFFICER.match(key) and key not in TITLES and key not in GIVEN_NAMES:
        found |= Word.NOT_NAME
    if key in FIRMS:
        found |= Word.FIRM
    if key in FOREIGN_NOUNS:
        found |= Word.FOREIGN_NOUN
    if key in ORGANISATION_WORDS:
        found |= Word.ORGANISATION
    if key in OFFICE_WORDS:
        found |= Word.OFFICE
    if key in THING_SUFFIXES or key in PLACE_SUFFIXES or key.endswith("s") and key[:-1] in THING_SUFFIXES:
        found |= Word.THING_SUFFIX
    if key in THING_PREFIXES or key in PLACE_PREFIXES:
        found |= Word.THING_PREFIX
    if key in english_words() or key in ROLE_NOUNS or not found & (Word.SURNAME | Word.FIGURE | Word.GIVEN) and is_english(key):
        found |= Word.ENGLISH
    if text.isupper() and _ROMAN.match(text):
        found |= Word.NUMERAL
    if _is_acronym(text, key, capitals):
        found |= Word.ACRONYM
    return found


def _is_acronym(text: str, key: str, capitals: bool) -> bool:
    letters = "".join(c for c in key if c.isalpha())
    if not any(c in "aeiouy" for c in letters):
        return len(letters) > 1 and text.isupper()
    if capitals:
        return len(letters) <= 3 and key not in GIVEN_NAMES
    return len(text) > 1 and (text.isupper() or sum(c.isupper() for c in text) > 2 and "-" not in text) or text.endswith("s") and text[:-1].isupper() and len(text) > 2
