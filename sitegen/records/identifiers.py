"""Message reference numbers: the ids of cables.

The canonical form is two digits of the year, the station and the number without leading zeros: ``09MEXICO283``. An
airgram's number has a letter before it: ``73BANGKOKA50``. A number is unique only within its station and year, and not
quite even there (NARA, FAQ of the Central Foreign Policy Files, I.12).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sitegen.records.likeness import edit_distance
from sitegen.records.vocabulary.posts import repair_station, station_of


@dataclass(frozen=True, slots=True, order=True)
class MessageNumber:
    """A cable's number: the year with four digits, the canonical station, the number, ``A`` as series of airgrams."""

    year: int
    station: str
    number: int
    series: str = ""

    @property
    def id(self) -> str:
        """The canonical id, ``09MEXICO283``."""
        return f"{self.year % 100:02}{self.station}{self.series}{self.number}"


#: 12 June 2009 is no cable
_MONTHS = frozenset(name[:cut] for name in (
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER",
    "DECEMBER") for cut in (3, 4, 9))
_LONGEST = 80  # an id with all its damage is shorter; keeps hostile input cheap
_FORM = re.compile(
    r"(?P<year>(?:19|20)\d\d(?=[^0-9])|\d\d)[\s_'-]*(?P<station>[^\W\d_][^\W\d_'. -]*(?:[\s'.-]+[^\W\d_]+)*)"
    r"[\s_:-]*(?P<number>\d{1,8})(?:_[a-z])?"
)
_AIRGRAM = re.compile(
    r"(?P<year>(?:19|20)\d\d(?=[^0-9])|\d\d)\s*(?P<station>[A-Z][A-Z ]*?)[\s-]*A-?(?P<number>\d{1,5})")
# SECTION 01 OF 02, most letters of it lost or wrong, run into the station: 08SECTIO04OF07BEIJING3049, 09SECTION02F02...
_SECTION = re.compile(r"(?P<year>\d\d)(?P<word>[A-Z]{0,8}?)[0-9Q]{2}[A-Z]{1,2}\d\d(?P<rest>[A-Z]{3,20}\d{1,8})")
_TWO_NUMBERS = re.compile(r"(?P<head>\d\d[A-Z]{3,20})(?P<first>\d{1,8})(?P<remark>[A-Z]{3,20})(?P<second>\d{1,8})")
#: operating signals and service remarks between the number of the class line and that of the DE line, and which of
#: the two is then the cable's: ZDK repeats, ZFR cancels (ACP 131); TOSEC and SECTO are the traveller's own series
_REMARKS = {"ZDK": "first", "ZFR": "first", "TOSEC": "first", "SECTO": "first", "SUSPECTEDDUPLICATE": "second"}
#: words of the class line that can run into the station, and with lost letters before them
_CLASS_WORDS = ("UNCLASSIFIED", "CONFIDENTIAL", "SECRET", "LIMITEDOFFICIALUSE", "UNCLAS")
_CAPTION_WORDS = ("EFTO", "NOFORN", "SIPDIS", "SENSITIVE", "FOUO", "NODIS", "EXDIS", "FOR", "UNCLAS")


def full_year(digits: str | int) -> int:
    """The year of two or four digits. Two digits are 1940 to 2039: the telegrams here are of 1966 and later."""
    year = int(digits)
    return year if year > 99 else year + (1900 if year >= 40 else 2000)


def parse_id(text: str) -> MessageNumber | None:
    """Read an undamaged id in any of its forms: ``09MEXICO283``, ``2009MEXICO00283``, ``09 MEXICO 000283``,
    ``1977MOSCOW02124_c``, ``73BANGKOK-A50``. The station may be written in any way the table of stations knows; an
    unknown station of three letters and more is taken as it stands. None for anything else."""
    if len(text) > _LONGEST:
        return None
    match = _FORM.fullmatch(text.strip())
    if match is None:
        return _airgram(text.strip().upper())
    station = station_of(match["station"])
    if station is None:
        airgram = _airgram(text.strip().upper())
        if airgram is not None:
            return airgram
        station = re.sub(r"[^A-Z]", "", match["station"].upper())
    return _numbered(match["year"], station, match["number"])


def _airgram(text: str) -> MessageNumber | None:
    match = _AIRGRAM.fullmatch(text)
    station = station_of(match["station"]) if match else None
    return _numbered(match["year"], station, match["number"], "A") if match and station else None


def _numbered(year: str, station: str, number: str, series: str = "") -> MessageNumber | None:
    if len(station) < 3 or station in _MONTHS or int(number) == 0:
        return None
    return MessageNumber(full_year(year), station, int(number), series)


@lru_cache(maxsize=4096)
def _canonical(text: str) -> tuple[str, tuple[str, ...]]:
    reasons: list[str] = []
    rest = re.sub(r"[\s._'-]+", "", text.upper())
    doubled = re.match(r"(\d\d)\1(?=[A-Z])", rest)
    if doubled and full_year(doubled[0]) not in range(1900, 2100):
        reasons.append("the year stands twice")
        rest = rest[2:]
    section = _SECTION.fullmatch(rest)
    if section and (not section["word"] or edit_distance(section["word"], "SECTION", 2) <= 2):
        reasons.append("SECTION … OF … taken out of the id")
        rest = section["year"] + section["rest"]
    numbers = _TWO_NUMBERS.fullmatch(rest)
    if numbers and numbers["remark"] in _REMARKS:
        reasons.append(f"{numbers['remark']} taken out of the id")
        rest = numbers["head"] + numbers[_REMARKS[numbers["remark"]]]
    plain = re.fullmatch(r"((?:19|20)\d\d|\d\d)([A-Z]{2,40})(\d{1,8})", rest)
    if plain is None:
        found = parse_id(text)
        return (found.id, ()) if found else ("", (f"{text.strip()[:40]!r} is no message number",))
    year, name, number = plain.groups()
    station = station_of(name)
    if station is None and len(airgram := f"{year}{name}{number}") and (found := _airgram(airgram)):
        return found.id, tuple(reasons)
    if station is None:
        station, reason = _damaged_station(name)
        reasons.append(reason)
    found = _numbered(year, station, number)
    return (found.id, tuple(reasons)) if found else ("", (f"{text.strip()[:40]!r} is no message number",))


def _damaged_station(name: str) -> tuple[str, str]:
    """The station in a damaged name and what was done to find it; the name itself where nothing is sure."""
    for word in _CAPTION_WORDS:
        if name.startswith(word) and (station := repair_station(name[len(word) :])):
            return station, f"{word} taken out of the id"
    for word in _CLASS_WORDS:
        for lost in range(len(word) - 2):
            if name.startswith(word[lost:]) and (station := station_of(name[len(word) - lost :])):
                return station, f"{word[lost:]} (of {word}) taken out of the id"
    station = repair_station(name)
    if station is not None:
        return station, f"station {name} read as {station}"
    return name, f"unknown station {name}"


def canonical_id(text: str) -> tuple[str, list[str]]:
    """The canonical id for an id as given, and why it was changed; ``("", [reason])`` when it is none.

    Padding, blanks, a year of four digits and other names of a station are no change worth a reason. Damage is undone
    where the table of stations supports it: EFTO, SECTION 01 OF 02 and other words of the class line run into the id
    (09EFTOLONDON2858, 07SECTON03OF04DAKAR269, 09SIFIEDABUJA1673), a doubled year (7575LIBREVILLE1895), a second number
    (90STATE255577TOSEC140323), letters lost or changed (06ANOI582). The class line of the cable decides where it
    disagrees: a digit lost from the number cannot be seen here.
    """
    if len(text) > _LONGEST:
        return "", ["too long for a message number"]
    found, reasons = _canonical(text)
    return found, list(reasons)
