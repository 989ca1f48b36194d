"""Dates: date-time groups, dates as Americans write them, and EDTF (ISO 8601-2, level 1) as front matter keeps them.

The pages need only a part of EDTF, which is read here: a day, month or year, a time in UTC, the marks ``~``
(estimated), ``?`` (uncertain) and ``%`` (both) at the end, unspecified digits (``200X``, ``2009-XX``), and intervals of
two such dates.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from sitegen.records.identifiers import full_year

#: month names in English
MONTHS: tuple[str, ...] = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
                           "October", "November", "December")
_MONTH = {name[:3].upper(): number for number, name in enumerate(MONTHS, 1)}
_MONTH_WORD = r"(?P<month>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"

_GROUP = re.compile(
    r"(?<![A-Za-z0-9])(?P<prosigns>(?:[ZOPRY]{1,2} {1,3}){0,3})(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d) {0,2}"
    r"(?P<zone>[A-Z]) {0,3}" + _MONTH_WORD + r"[A-Z]{0,6}\.?(?: {0,3}(?P<year>(?:19|20)\d\d(?!\d)|\d\d(?!\d)))?",
    re.IGNORECASE,
)
#: hours that a zone letter is ahead of UTC (ACP 121): A to M without J are east of Greenwich, N to Y west of it
_ZONES = {letter: hours for hours, letter in enumerate("ABCDEFGHIKLM", 1)}
_ZONES |= {letter: -hours for hours, letter in enumerate("NOPQRSTUVWXY", 1)} | {"Z": 0}


@dataclass(frozen=True, slots=True)
class DateTimeGroup:
    """A date-time group: the moment in UTC as EDTF, the prosigns before it (``("O", "P")``), whether a year stood in
    it, and where in the text it stood."""

    edtf: str
    prosigns: tuple[str, ...]
    stated_year: bool
    start: int
    end: int


def parse_dtg(text: str, year: int | None = None) -> DateTimeGroup | None:
    """Read the first date-time group of a text: ``R 281346Z DEC 09``, ``071013Z MAR 02 ZDK``, ``281346z dec 2009``,
    ``181740ZJUL06``. ``year`` (of the cable) stands in where the group has none; without either there is no answer.
    None too where the digits are no moment (``991346Z``)."""
    for match in _GROUP.finditer(text):
        written = full_year(match["year"]) if match["year"] else year
        zone = _ZONES.get(match["zone"].upper())
        if written is None or zone is None:
            continue
        try:
            local = datetime(written, _MONTH[match["month"].upper()], int(match["day"]), int(match["hour"]),
                             int(match["minute"]), tzinfo=UTC)
            moment = local - timedelta(hours=zone)
        except (ValueError, OverflowError):
            continue
        return DateTimeGroup(moment.strftime("%Y-%m-%dT%H:%M:00Z"), tuple(match["prosigns"].upper().split()),
                             bool(match["year"]), match.start(), match.end())
    return None


_NUMERIC = re.compile(
    r"(?<!\d)(?P<first>\d{1,4})\s?[/.-]\s?(?P<second>\d{1,2})\s?[/.-]\s?(?P<third>\d{4}|\d{2})(?!\d)")
_MONTH_FIRST = re.compile(
    r"\b" + _MONTH_WORD + r"[A-Z]{0,6}\.?\s{1,3}(?P<day>\d{1,2})(?:ST|ND|RD|TH)?\s?,?\s{0,3}(?P<year>\d{4})\b",
    re.IGNORECASE)
_DAY_FIRST = re.compile(
    r"\b(?P<day>\d{1,2})(?:ST|ND|RD|TH)?[\s-]{1,3}" + _MONTH_WORD + r"[A-Z]{0,6}\.?,?[\s-]{1,3}(?P<year>\d{4}|\d\d)\b",
    re.IGNORECASE)


def parse_us_date(text: str, not_before: int = 0) -> str | None:
    """The first date in a text as EDTF (``2019-01-22``), or None: ``01/22/2019``, ``1/22/19``, ``2020/02/26``,
    ``2012-07-25``, ``July 25, 2012``, ``25 July 2012``, ``25-JUL-12``. The month comes first where all is digits;
    where it then would be over 12, the day does (``25/07/2012``). A date that does not exist is passed over.

    Two digits of a year mean 1940 to 2039; ``not_before`` (a year) moves them on by a century where they would come
    earlier: a declassification date does not come before its cable."""
    found: list[tuple[int, str]] = []
    for match in _NUMERIC.finditer(text):
        numbers = [match["first"], match["second"], match["third"]]
        if len(numbers[0]) == 4:
            year, month, day = numbers
        elif len(numbers[0]) <= 2:
            month, day, year = numbers
            if int(month) > 12:
                month, day = day, month
        else:
            continue
        if (day_found := _day(year, int(month), day, not_before)) is not None:
            found.append((match.start(), day_found))
            break
    for pattern in (_MONTH_FIRST, _DAY_FIRST):
        for match in pattern.finditer(text):
            day_found = _day(match["year"], _MONTH[match["month"].upper()], match["day"], not_before)
            if day_found is not None:
                found.append((match.start(), day_found))
                break
    return min(found)[1] if found else None


def _day(year: str, month: int, day: str, not_before: int) -> str | None:
    written = full_year(year)
    if len(year) == 2 and written < not_before:
        written += 100
    try:
        return date(written, month, int(day)).isoformat()
    except ValueError:
        return None


_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?\s?(Z|UTC|[+-]\d\d:?\d\d)?")


def parse_moment(text: str) -> str | None:
    """A date with a time, as databases and feeds write it, as EDTF in UTC: ``2009-02-04 17:08:00``,
    ``2009-02-04T17:08+01:00``. Without a zone it is taken for UTC. A date alone, and anything else, gives None."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    day, clock, seconds, zone = match.groups()
    offset = "+00:00" if zone in (None, "Z", "UTC") else zone if ":" in zone else zone[:3] + ":" + zone[3:]
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{seconds or ':00'}{offset}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


_EDTF = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>0[1-9]|1[0-2]|XX)(?:-(?P<day>0[1-9]|[12]\d|3[01]|XX)"
    r"(?:T(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?Z)?)?)?(?P<mark>[~?%]?)")


def _one(edtf: str) -> re.Match[str] | None:
    """The parts of one date that exists, or None."""
    match = _EDTF.fullmatch(edtf)
    if match is None:
        return None
    year, month, day = match["year"], match["month"], match["day"]
    if "X" in year or month == "XX":
        return match if month in (None, "XX") and day in (None, "XX") and not ("X" in year and month) else None
    if day in (None, "XX"):
        return match
    if int(year) == 0 or (int(day) > 28 and int(day) > calendar.monthrange(int(year), int(month))[1]):
        return None
    return match


@lru_cache(maxsize=1 << 16)  # all dates of an archive are asked for again and again
def is_edtf(text: str) -> bool:
    """Whether a text is a date in the part of EDTF that pages use: ``2009-12-28T13:46:00Z``, ``2009-11-09~``,
    ``2009-11``, ``200X``, ``2009-01/2009-03``."""
    begin, slash, end = text.partition("/")
    return _one(begin) is not None and (not slash or (_one(end) is not None and sort_key(begin) <= sort_key(end)))


def year(edtf: str) -> int | None:
    """The year of a date, the first one of an interval; None for ``200X`` and for what is no date."""
    return _in_time(edtf)[0]


def month(edtf: str) -> int | None:
    """The month (1 to 12) of a date, or None where it does not say."""
    return _in_time(edtf)[1]


@lru_cache(maxsize=2048)
def day(edtf: str) -> date | None:
    """The calendar day of a date, or None where it does not say one."""
    match = _one(edtf.partition("/")[0])
    if match is None or match["day"] in (None, "XX"):
        return None
    return date(int(match["year"]), int(match["month"]), int(match["day"]))


def days(edtf: str) -> tuple[date, date] | None:
    """The first and the last calendar day that a date can mean (all of its month, its year, its interval); None where
    the year is not known. The marks of doubt widen nothing."""
    begin, _, end = edtf.partition("/")
    first, last = _one(begin), _one(end or begin)
    if first is None or last is None or "X" in first["year"] + last["year"]:
        return None
    if 0 in (int(first["year"]), int(last["year"])):
        return None
    month_of_last = _number(last["month"]) or 12
    last_day = calendar.monthrange(int(last["year"]), month_of_last)[1]
    return (date(int(first["year"]), _number(first["month"]) or 1, _number(first["day"]) or 1),
            date(int(last["year"]), month_of_last, _number(last["day"]) or last_day))


def _number(digits: str | None) -> int:
    return 0 if digits in (None, "XX") else int(digits)


def is_estimated(edtf: str) -> bool:
    """Whether a date is marked as estimated or uncertain."""
    return edtf.endswith(("~", "?", "%"))


def sort_key(edtf: str) -> tuple[int, int, int, str]:
    """A key that puts dates in order of time: what is not known comes before what is known in the same year or month;
    what is no date comes last."""
    return _in_time(edtf)[2]


@lru_cache(maxsize=1 << 18)  # all dates of an archive are asked for again and again
def _in_time(edtf: str) -> tuple[int | None, int | None, tuple[int, int, int, str]]:
    """The year, the month and the sort key of a date."""
    match = _one(edtf.partition("/")[0])
    if match is None:
        return None, None, (9999, 99, 99, edtf)
    year, month, day, hour, minute, second, _ = match.groups()
    parts = [int((part or "0").replace("X", "0")) for part in (year, month, day)]
    clock = f"{hour}:{minute}:{second or '00'}" if hour else ""
    return (None if "X" in year else parts[0], parts[1] or None, (parts[0], parts[1], parts[2], clock))


@dataclass(frozen=True, slots=True)
class EdtfParts:
    """The parts of one date, for a language's own way of putting them together; 0 and "" mean not known."""

    year: str  # four digits, the last of them X where they are not known
    month: int
    day: int
    time: str
    mark: str


def parts(edtf: str) -> tuple[EdtfParts, ...]:
    """The date, or the two of an interval; () for what is no date."""
    if not is_edtf(edtf):
        return ()
    found = [match for part in edtf.split("/") if (match := _one(part))]
    return tuple(EdtfParts(match["year"], _number(match["month"]), _number(match["day"]),
                           f"{match['hour']}:{match['minute']}" if match["hour"] else "", match["mark"])
                 for match in found)


@lru_cache(maxsize=2048)
def human(edtf: str) -> str:
    """A date in English: ``December 28, 2009, 13:46 UTC``; ``about November 9, 2009``; ``November 2009``. An interval
    is two of them with a dash. What is no date is given back as it is."""
    return " – ".join(map(_in_english, parts(edtf))) or edtf


def _in_english(date_: EdtfParts) -> str:
    words = date_.year if "X" not in date_.year else f"{date_.year.replace('X', '0')}s"
    if date_.month:
        name = MONTHS[date_.month - 1]
        words = f"{name} {date_.day}, {words}" if date_.day else f"{name} {words}"
    if date_.time:
        words += f", {date_.time} UTC"
    return {"~": "about ", "?": "perhaps ", "%": "perhaps about "}.get(date_.mark, "") + words
