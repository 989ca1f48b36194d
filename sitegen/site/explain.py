"""What dates and marks of a cable mean, in words of the interface's language.

The meanings come from records/vocabulary/; this module puts them into the words of a page. English needs nothing of
Babel, which languages.py asks for every other language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from sitegen.records import dates
from sitegen.records.vocabulary import captions, executive_orders, tags
from sitegen.records.vocabulary.classifications import CONTROLS, parse_mark
from sitegen.site import languages
from sitegen.site.languages import DEFAULT, meaning
from sitegen.site.view_parts import Said, Term, When

_PLAIN_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}(?:T[\d:]+Z)?")


@lru_cache(maxsize=1 << 16)  # every day of an archive, again and again
def when(edtf: str, language: str) -> When | None:
    """A date for a page; None for no date."""
    if not edtf:
        return None
    bare = edtf.rstrip("~?%")
    machine = bare if _PLAIN_DATE.fullmatch(bare) else ""
    text = dates.human(edtf) if language == DEFAULT else languages.date_in_words(edtf, language)
    return When(text, machine, edtf, dates.is_estimated(edtf))


def day_of(edtf: str) -> str:
    """A date without its time of day."""
    day, _, clock = edtf.partition("T")
    return day + (clock[-1] if clock and dates.is_estimated(edtf) else "")


@lru_cache(maxsize=256)
def month_name(number: int, language: str) -> str:
    """The name of a month (1 to 12), as it begins a line."""
    return _begin(dates.MONTHS[number - 1] if language == DEFAULT else languages.month_name(number, language))


@lru_cache(maxsize=256)
def short_month(number: int, language: str) -> str:
    """The name of a month (1 to 12), as short as a label of a chart."""
    if language == DEFAULT:
        return dates.MONTHS[number - 1][:3]
    return _begin(languages.month_name(number, language, "abbreviated"))


def month_and_year(year: int, month: int, language: str) -> str:
    """``December 2009``, as it begins a line."""
    found = when(f"{year:04}-{month:02}", language)
    return _begin(found.text) if found else ""


def _begin(name: str) -> str:
    return name[0].upper() + name[1:]


@lru_cache(maxsize=1024)
def portion_mark(mark: str, language: str) -> str:
    """What a portion mark says: ``S/NF`` -> Secret, not for foreign nationals; "" when it is not known."""
    read = parse_mark(mark)
    if read is None:
        return ""
    controls = [CONTROLS[control] for control in read.controls if control in CONTROLS]
    first = read.classification.capitalize()
    if "SBU" in read.text.split("/"):
        first, controls = "Sensitive but unclassified", [c for c in controls if c != CONTROLS["SBU"]]
    return ", ".join(meaning(word, language) for word in (first, *controls))


def term(word: str, meanings: Mapping[str, str], language: str) -> Term | None:
    """A word of a cable's header with its meaning ("" where none is known); None for no word."""
    return Term(word, meaning(meanings.get(word, ""), language)) if word else None


def caption(word: str, language: str) -> Term:
    """A caption with its meaning, "" where none is known."""
    return Term(word, meaning(captions.explain(word) or "", language))


def reason(code: str, language: str) -> Term:
    """A reason for classification with its topic, "" where none is known."""
    return Term(code, meaning(executive_orders.explain_reason(code) or "", language))


@lru_cache(maxsize=4096)
def tags_label(code: str, year: int | None, language: str) -> str:
    """What a TAGS code meant in a year; "" where no list has a label."""
    found = tags.label(code, year) or ""
    if language == DEFAULT or not found:
        return found
    if tags.kind(code) == "country":
        return languages.country(found, language)
    whole, comma, part = found.rpartition(", ") if "/" in code else (found, "", "")
    return meaning(whole, language) + comma + part


def doubts(written: Iterable[str], language: str) -> tuple[Said, ...]:
    """The doubts of a page, each with the language that it is in: English where the interface's has not its words."""
    said = ((text, languages.doubt(text, language)) for text in written)
    return tuple(Said(own or text, language if own else DEFAULT) for text, own in said)


def unpublished(state: str, language: str) -> str:
    """``Site.unpublished`` for people: ``draft`` as it is, a day in words."""
    found = when(state, language) if state not in ("", "draft") else None
    return found.text if found else state
