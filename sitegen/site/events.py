"""The dates that cables mention in their text: found by exact rules, given as written, never completed by a guess."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sitegen.records.blocks import parse
from sitegen.records.dates import MONTHS
from sitegen.records.document import Document
from sitegen.site.index_parts import Event
from sitegen.site.mentions import anchored_texts, excerpt
from sitegen.site.urls import Urls
from sitegen.site.view_parts import Row

_LENGTH = 190  # of an excerpt
_NAMES = "|".join(MONTHS)
_MONTH = rf"(?P<month>(?:{_NAMES}|{_NAMES.upper()})|(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.?)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|ST|ND|RD|TH)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d,.]\d|\d|-\d)"
_TO_DAY = r"(?:\s?(?:-|–|to|and)\s?(?P<last>\d{1,2})(?:st|nd|rd|th)?)?"
#: not the beginning of a larger number, nor a number of things
_NO_NUMBER = r"(?!\d|[.,:]\d|\s?(?:%|percent|per cent|million|billion|thousand|hundred)\b)"
_FORMS = tuple(map(re.compile, (
    rf"\b{_MONTH}\s{_DAY}{_TO_DAY},?\s{_YEAR}",
    rf"\b{_DAY}(?:\sof)?\s{_MONTH},?\s{_YEAR}",
    rf"\b{_MONTH}(?:,|\sof)?\s{_YEAR}",
    rf"\b{_MONTH}\s{_DAY}{_TO_DAY}{_NO_NUMBER}",
    rf"(?<![\d.,:/-])\b{_DAY}(?:\sof)?\s{_MONTH}(?!\w)",
)))
#: months whose names are also words: without a year they count only behind what stands before a date
_WORDS = {"may", "march"}
_BEFORE = re.compile(r"(?:^|[(,;–-]|\b(?:on|by|until|till|since|from|the|of|after|before|through|to|and|dated|between|"
                     r"late|early))\s?$", re.IGNORECASE)
_IN = re.compile(r"\bin\s$", re.IGNORECASE)  # "In June 12 men were found" tells of twelve men
#: what a text has where it mentions a date: to look for these takes a hundredth of the time that the forms take
_HINTS = (*MONTHS, *map(str.upper, MONTHS), "Jan", "Feb", "Aug", "Sep", "Oct", "Nov", "Dec")


class Mentioned(NamedTuple):
    """A date in a text: where it stands, and the date: ``2008-07-17``, ``2006-12``, or ``12-14`` without a year."""

    start: int
    end: int
    date: str


def dates_in(text: str, hints: Sequence[str] = _HINTS) -> list[Mentioned]:
    """The dates in a text of which a month is written as a word and which exist, in order, none within another.

    A date of days (``July 17-18``) is its first. Two digits of a year, and dates in digits alone, whose order nobody
    states, are none. ``hints`` are beginnings and names of months; only where one stands a date is looked for.
    """
    found: list[Mentioned] = []
    if not any(hint in text for hint in hints):
        return found
    for form in _FORMS:
        for match in form.finditer(text):
            if all(match.end() <= other.start or other.end <= match.start() for other in found):
                found.append(Mentioned(match.start(), match.end(), _date_of(match)))
    return sorted(one for one in found if one.date)  # what is no date is no part of one either: February 29, 2009


def _date_of(match: re.Match[str]) -> str:
    """The date that a form found; "" when there is none of these parts, or when it may be something else."""
    parts = match.groupdict()
    name = parts["month"].rstrip(".").lower()
    month = next(number for number, full in enumerate(MONTHS, 1) if full.lower().startswith(name[:3]))
    year, day = parts.get("year") or "", int(parts.get("day") or 0)
    if parts.get("day") is not None:
        longest = calendar.monthrange(int(year) if year else 2000, month)[1]
        if not 1 <= day <= longest or not day <= int(parts.get("last") or day) <= longest:
            return ""
    if not year:
        before = match.string[max(0, match.start() - 12):match.start()]
        if _IN.search(before) or (name in _WORDS and not _BEFORE.search(before)):
            return ""
        return f"{month:02}-{day:02}"
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"


def events(cables: Sequence[tuple[Row, str, Document]], urls: Urls) -> tuple[Event, ...]:
    """What cables mention with its date, each cable given with its entry and its path: those with a year in order of
    time, then the others in the order of the cables. A paragraph has each date once."""
    found = [event for row, path, document in cables for event in _of_cable(row, path, document, urls)]
    dated = sorted((event for event in found if event.has_year), key=lambda event: event.machine)
    return (*dated, *(event for event in found if not event.has_year))


def _of_cable(row: Row, path: str, document: Document, urls: Urls) -> Iterator[Event]:
    body = document.body
    hints = [hint for hint in _HINTS if hint in body]
    for anchor, number, text in anchored_texts(parse(body)) if hints else ():
        told: set[str] = set()
        for start, end, date in dates_in(text, hints):
            if date not in told:
                told.add(date)
                yield Event(text[start:end], date, len(date) != 5, row, urls.link(path, anchor), number,
                            excerpt(text, [(start, end)], _LENGTH))
