"""Which cable is this: the id, told from the class line, the DE line, a publisher's record and, last, the file's name.

The class line gives the post and the number. It never gives the year, which comes from the date-time group or, one
after
the other, from weaker evidence; whatever was inferred is a doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.convert.header import Header
from sitegen.convert.lines import Doubt
from sitegen.convert.published import Published
from sitegen.convert.split import Segment
from sitegen.convert.transmission import Transmission
from sitegen.records.identifiers import MessageNumber, canonical_id, parse_id
from sitegen.records.likeness import edit_distance
from sitegen.records.vocabulary.posts import repair_station, station_of, station_of_plad

_YEARS = range(1966, 2011)  # of the telegrams that have been republished
_YEAR = re.compile(r"\b(19[6-9]\d|200\d|2010)\b")


@dataclass(frozen=True, slots=True)
class Identity:
    """A cable's id in parts. ``year`` is 0 while nothing tells it. ``foreign``: another cable's than the record's."""

    station: str
    number: int
    year: int = 0
    doubts: tuple[Doubt, ...] = ()
    foreign: bool = False

    @property
    def id(self) -> str:
        """The canonical id; "" without a year."""
        return MessageNumber(self.year, self.station, self.number).id if self.year and self.station else ""


def identify(segment: Segment) -> Identity | None:
    """Post and number of a segment, without its year. None when nothing names it."""
    doubts: list[Doubt] = []
    line = segment.lines[0].number if segment.lines else segment.first_line
    record = parse_id(segment.published.id) if segment.published.id else None
    sent = _sender(segment.transmission)
    found = segment.class_line
    if found is None or found.number is None:
        header = segment.header
        if record is not None:
            return Identity(record.station, record.number)
        if sent and sent[1]:
            return Identity(sent[0], sent[1])
        if header and header.station and header.number:
            return Identity(station_of(header.station) or _letters(header.station), header.number)
        return None
    station, number = station_of(found.station), found.number
    if station is None:
        station, number = _repaired(found.station, number, sent, record, line, doubts)
    elif not found.number_text.isdecimal() and sent and sent[1]:
        number = sent[1]
    foreign = False
    if record is not None and (record.station, record.number) != (station, number):
        if record.station == station and _digit_lost(number, record.number):
            doubts.append(
                Doubt(
                    "repaired-field",
                    f"the class line has lost a figure of the number: {number} for {record.number}",
                    line,
                )
            )
            number = record.number
        elif record.station != station and record.number == number and edit_distance(record.station, station, 2) <= 1:
            station = record.station
        else:
            foreign = True
    elif (
        record is None
        and sent
        and sent[1]
        and sent[0] == station
        and number != sent[1]
        and _digit_lost(number, sent[1])
    ):
        doubts.append(
            Doubt("repaired-field", f"the class line has lost a figure of the number: {number} for {sent[1]}", line)
        )
        number = sent[1]
    return Identity(station, number, 0, tuple(doubts), foreign)


def _sender(transmission: Transmission | None) -> tuple[str, int] | None:
    """Post and number of the transmission header."""
    if transmission is None:
        return None
    station = station_of_plad(transmission.from_) or station_of(transmission.from_) or ""
    return (station, transmission.de_number or 0) if station or transmission.de_number else None


def _repaired(
    written: str,
    number: int,
    sent: tuple[str, int] | None,
    record: MessageNumber | None,
    line: int,
    doubts: list[Doubt],
) -> tuple[str, int]:
    """A damaged station of the class line: repaired where the transmission header or a table of errors supports it."""
    letters = _letters(written)
    if sent and sent[0] and (edit_distance(sent[0], letters, 3) <= 2 or letters.endswith(sent[0])):
        doubts.append(
            Doubt(
                "repaired-field",
                f"post {written!r} of the class line read as {sent[0]}, which the transmission header names",
                line,
            )
        )
        right = sent[1] if sent[1] and str(sent[1]).endswith(str(number)[-2:]) else number
        return sent[0], right
    canonical, _ = canonical_id(f"09{letters}{number}")
    again = parse_id(canonical) if canonical else None
    if again is not None and again.station != letters:
        doubts.append(Doubt("repaired-field", f"post {written!r} of the class line read as {again.station}", line))
        return again.station, again.number
    if record is not None and record.number == number:
        return record.station, number
    near = repair_station(letters)
    if near:
        doubts.append(Doubt("repaired-field", f"post {written!r} of the class line read as {near}", line))
        return near, number
    doubts.append(Doubt("doubtful-field", f"the post {written!r} is not in the table of posts", line))
    return letters, number


def _letters(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalpha() and c.isascii())


def _digit_lost(number: int, whole: int) -> bool:
    """Whether the first number is the second without one of its figures. (A DE line has the last four figures only.)"""
    short, long = str(number), str(whole)
    return len(long) == len(short) + 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def belongs(transmission: Transmission, identity: Identity) -> bool:
    """Whether a transmission header is that of the cable: its post or its number agrees with the class line."""
    sent = _sender(transmission)
    if sent is None:
        return True
    station, number = sent
    return station == identity.station or (number == identity.number and bool(number)) or not station


def year_of(
    identity: Identity,
    transmission: Transmission | None,
    published: Published,
    header: Header | None,
    mentioned: Sequence[str],
    file_stem: str,
    text: str,
    line: int,
) -> tuple[int, tuple[Doubt, ...], tuple[str, ...]]:
    """The year, the doubts about it, and ids under which the cable was published that differ from its own.

    The evidence, best first: the date-time group; a publisher's id or date; an id with the same number around the text;
    the file's name; the declassification date ten years on; years written in the references; the year that the text
    names most.
    """
    stem, _ = canonical_id(file_stem)
    aliases = []
    if published.id_as_given and not identity.foreign:
        aliases.append(published.id_as_given)
    year = 0
    doubts: list[Doubt] = []
    if transmission is not None and transmission.date:
        year = int(transmission.date[:4])
    else:
        year, evidence = _weaker(identity, published, header, mentioned, stem, text)
        if evidence:
            doubts.append(Doubt("inferred-field", f"year {year} inferred from {evidence}", line))
    if year and _names(file_stem, stem, identity, year):
        aliases.append(file_stem)
    own = MessageNumber(year, identity.station, identity.number).id if year else ""
    return (
        year,
        tuple(doubts),
        tuple(dict.fromkeys(a for a in aliases if a != own and re.fullmatch(r"\d{2}[A-Z0-9]{3,50}", a))),
    )


_STEM = re.compile(r"(\d\d)([A-Z0-9]*[A-Z])(\d{1,7})$")


def _names(file_stem: str, canonical: str, identity: Identity, year: int) -> bool:
    """Whether a file's name is an id of this cable, perhaps a damaged one (08SECTION01GF02BISHIEK21 for 1021)."""
    named = parse_id(canonical) if canonical else None
    if named and (named.station, named.number, named.year) == (identity.station, identity.number, year):
        return True
    found = _STEM.fullmatch(file_stem)
    if found is None or int(found[1]) != year % 100 or not str(identity.number).endswith(found[3]):
        return False
    end = found[2][-len(identity.station) :]
    return edit_distance(end, identity.station, 3) <= 2 and (
        named is None or named.station != identity.station or end != named.station
    )


def _weaker(
    identity: Identity, published: Published, header: Header | None, mentioned: Sequence[str], stem: str, text: str
) -> tuple[int, str]:
    number = parse_id(published.id) if published.id else None
    if number and (number.station, number.number) == (identity.station, identity.number):
        return number.year, ""
    if published.date and not identity.foreign:
        return int(published.date[:4]), ""
    for known, evidence in (
        *((name, "an id beside the text") for name in mentioned),
        (stem, "the name of the file"),
    ):
        number = parse_id(known) if known else None
        if number and (number.station, number.number) == (identity.station, identity.number):
            return number.year, evidence
    if header is not None:
        written = [y for y in header.year_evidence if y in _YEARS]
        for date in (header.declassify_on, header.downgrade.on if header.downgrade else ""):
            if date[:4].isdecimal():
                for term in (10, 20, 25):
                    year = int(date[:4]) - term
                    if year in _YEARS and year >= 1995:
                        return year, f"the declassification date, {term} years on"
        references = [parse_id(name) for name in header.references]
        years = [r.year for r in references if r] + written
        if years and max(years) in _YEARS:
            return max(years), "the years of its references"
    years = [int(found) for found in _YEAR.findall(text)]
    if years:
        counted = Counter(years)
        return max(counted, key=lambda y: (counted[y], y)), "the years that the text names"
    return 0, ""
