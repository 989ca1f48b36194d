"""What dates and marks of a cable mean, in words.

The meanings come from records/vocabulary/; this module puts them into the words of a page.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sitegen.records import dates
from sitegen.records.vocabulary.classifications import CONTROLS, parse_mark
from sitegen.site.view_parts import When

_FORMS = {"en": (dates.MONTHS, dates.in_english), "es": (dates.SPANISH_MONTHS, dates.in_spanish)}
_PLAIN_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}(?:T[\d:]+Z)?")


@lru_cache(maxsize=1 << 16)  # every day of an archive, again and again
def when(edtf: str, language: str) -> When | None:
    """A date for a page in the interface's language; None for no date."""
    if not edtf:
        return None
    months, form = _FORMS.get(language, _FORMS["en"])
    bare = edtf.rstrip("~?%")
    machine = bare if _PLAIN_DATE.fullmatch(bare) else ""
    return When(dates.human(edtf, months, form), machine, edtf, dates.is_estimated(edtf))


def day_of(edtf: str) -> str:
    """A date without its time of day."""
    day, _, clock = edtf.partition("T")
    return day + (clock[-1] if clock and dates.is_estimated(edtf) else "")


def month_name(number: int, language: str) -> str:
    """The name of a month (1 to 12), as it begins a line."""
    name = _FORMS.get(language, _FORMS["en"])[0][number - 1]
    return name[0].upper() + name[1:]


def month_and_year(year: int, month: int, language: str) -> str:
    """``December 2009``, as it begins a line."""
    found = when(f"{year:04}-{month:02}", language)
    return found.text[0].upper() + found.text[1:] if found else ""


@lru_cache(maxsize=1024)
def portion_mark(mark: str) -> str:
    """What a portion mark says: ``S/NF`` -> Secret, not for foreign nationals; "" when it is not known."""
    read = parse_mark(mark)
    if read is None:
        return ""
    controls = [CONTROLS[control] for control in read.controls if control in CONTROLS]
    if "SBU" in read.text.split("/"):
        return ", ".join(["Sensitive but unclassified", *(c for c in controls if c != CONTROLS["SBU"])])
    return ", ".join([read.classification.capitalize(), *controls])


def unpublished(state: str, language: str) -> str:
    """``Site.unpublished`` for people: ``draft`` as it is, a day in words."""
    found = when(state, language) if state not in ("", "draft") else None
    return found.text if found else state
