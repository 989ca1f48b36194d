"""What another language than English has for dates, months, countries and the meanings of codes.

Dates, months and countries are CLDR's, through Babel, in every language that it knows. Meanings, and words around a
date that is not certain, stand in catalogues beside this module (locale/<language>/LC_MESSAGES/vocabulary.po), whose
msgid is the English meaning; where a language has none, meanings stay English and an uncertain date gets signs. What
convert writes into pages as doubts are sentences of doubts.po, with names in braces for what changes in them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.catalogues import read_catalogue
from sitegen.records.dates import EdtfParts, parts
from sitegen.records.vocabulary.geography import ISO_OF

if TYPE_CHECKING:
    from babel import Locale

DEFAULT = "en"
_NAME = re.compile(r"\{(\w+)\}")
_LONGEST_DOUBT = 1000
#: how an uncertain date is put in a language that has no words for it here
_SIGNS = {"about {day}": "≈ {day}", "about {month}": "≈ {month}", "about {year}": "≈ {year}",
          "perhaps {date}": "{date} (?)", "{decade}s": "{decade}–{last}"}


@lru_cache(maxsize=8)
def vocabulary(language: str, domain: str = "vocabulary") -> Mapping[str, str]:
    """The meanings that a language has, by the English ones; none for English and for a language without a catalogue.
    """
    path = Path(__file__).parent / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.is_file():
        return {}
    catalogue, _ = read_catalogue(path.read_bytes(), path.name, language)
    return {english: forms[0] for english, forms in catalogue.texts.items()} if catalogue else {}


def explained_in(language: str) -> str:
    """The language in which meanings stand on the pages of an interface in ``language``."""
    return language if vocabulary(language) else DEFAULT


def meaning(english: str, language: str) -> str:
    """A meaning in a language; in English where the language has none."""
    return vocabulary(language).get(english, english)


def doubt(english: str, language: str) -> str | None:
    """A doubt of a page in a language; None where the language lacks the sentence, as that of an editor's own doubt."""
    for form, own in _doubts(language) if len(english) <= _LONGEST_DOUBT else ():
        if found := form.fullmatch(english):
            return own.format_map(found.groupdict())
    return None


@lru_cache(maxsize=8)
def _doubts(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of the sentences, those with the most words of their own first, and the sentences in the language."""
    sentences = sorted(vocabulary(language, "doubts").items(), key=lambda entry: -len(_NAME.sub("", entry[0])))
    return tuple((re.compile(_NAME.sub(r"(?P<\1>.+)", re.sub(r"[.()?*+|^$\[\]\\]", r"\\\g<0>", english))), own)
                 for english, own in sentences)


@lru_cache(maxsize=1024)
def country(english: str, language: str) -> str:
    """The name of a country, of today or of its time."""
    own = vocabulary(language).get(english)
    if own is None and language != DEFAULT and english in ISO_OF:
        own = locale_of(language).territories.get(ISO_OF[english])
    return own or english


def month_name(number: int, language: str, form: str = "wide") -> str:
    """The name of a month (1 to 12) as it stands alone; ``form`` is wide or abbreviated."""
    found = locale_of(language)
    # a language that has other names for a month alone says so here, and only of such are Babel's names for that sure:
    # it finds the others by way of the root of all languages, and may then mix two up
    alone = "L" in found.datetime_skeletons["yMMMM"].pattern
    return str(found.months["stand-alone" if alone else "format"][form][number]).rstrip(".")


def date_in_words(edtf: str, language: str) -> str:
    """A date: ``28 de diciembre de 2009, 13:46 UTC``; ``hacia el 9 de noviembre de 2009``; ``noviembre de 2009``. An
    interval is two of them with a dash. What is no date is given back as it is."""
    return " – ".join(_in_words(part, language) for part in parts(edtf)) or edtf


def _in_words(part: EdtfParts, language: str) -> str:
    from babel.dates import format_date, format_skeleton

    own = vocabulary(language) or _SIGNS
    kind, words = "year", part.year
    if "X" in part.year:
        words = own["{decade}s"].format(decade=part.year.replace("X", "0"), last=part.year.replace("X", "9"))
    elif part.month and int(part.year):
        day = date(int(part.year), part.month, part.day or 1)
        kind = "day" if part.day else "month"
        words = (format_date(day, "long", locale_of(language)) if part.day
                 else format_skeleton("yMMMM", day, locale=locale_of(language)))
    if part.time:
        words += f", {part.time} UTC"
    if part.mark in ("~", "%"):
        words = own[f"about {{{kind}}}"].format_map({kind: words})
    return own["perhaps {date}"].format(date=words) if part.mark in ("?", "%") else words


@lru_cache(maxsize=8)
def locale_of(language: str) -> Locale:
    """What CLDR says of a language; of English for one that it does not know. Babel is imported here, at need."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        return Locale(DEFAULT)
