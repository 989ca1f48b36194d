"""Message reference numbers: every form of an id that the archives use, and the damage that a table can undo."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.records.identifiers import MessageNumber, canonical_id, full_year, parse_id
from sitegen.records.vocabulary.posts import POSTS


@pytest.mark.parametrize(("text", "wanted"), [
    ("09MEXICO283", MessageNumber(2009, "MEXICO", 283)),
    ("2009MEXICO00283", MessageNumber(2009, "MEXICO", 283)),
    ("09 MEXICO 000283", MessageNumber(2009, "MEXICO", 283)),
    ("1977MOSCOW02124", MessageNumber(1977, "MOSCOW", 2124)),
    ("1977MOSCOW02124_c", MessageNumber(1977, "MOSCOW", 2124)),
    ("1979MEXICO 12752", MessageNumber(1979, "MEXICO", 12752)),
    ("1975NEWDE12211", MessageNumber(1975, "NEWDELHI", 12211)),
    ("09 Ciudad Juarez 22", MessageNumber(2009, "CIUDADJUAREZ", 22)),
    ("07PORT-AU-PRINCE12", MessageNumber(2007, "PORTAUPRINCE", 12)),
    ("09N'DJAMENA511", MessageNumber(2009, "NDJAMENA", 511)),
    ("07 ST. PETERSBURG 75", MessageNumber(2007, "STPETERSBURG", 75)),
    ("73BANGKOK-A50", MessageNumber(1973, "BANGKOK", 50, "A")),
    ("06PARTO9", MessageNumber(2006, "PARTO", 9)),
])
def test_reads_every_undamaged_form(text: str, wanted: MessageNumber) -> None:
    assert parse_id(text) == wanted


@pytest.mark.parametrize("text", ["", "hello", "20092009", "06ASTANA", "092OF5", "12 June 2009", "09MEXICO0", "A" * 500])
def test_takes_nothing_else_for_an_id(text: str) -> None:
    assert parse_id(text) is None
    assert canonical_id(text)[0] == ""
    assert canonical_id(text)[1]


def test_the_id_has_two_digits_of_the_year_and_no_leading_zeros() -> None:
    assert MessageNumber(1966, "BUENOSAIRES", 2481).id == "66BUENOSAIRES2481"
    assert MessageNumber(2005, "STATE", 7).id == "05STATE7"
    assert MessageNumber(1973, "BANGKOK", 50, "A").id == "73BANGKOKA50"


@pytest.mark.parametrize(("text", "wanted", "reason"), [
    ("09EFTOLONDON2858", "09LONDON2858", "EFTO"),
    ("08SCTION02OF02SAOPAULO335", "08SAOPAULO335", "SECTION"),
    ("09SECTION02F02BRUSSELS1639", "09BRUSSELS1639", "SECTION"),
    ("09SIFIEDABUJA1673", "09ABUJA1673", "SIFIED"),
    ("90STATE255577TOSEC140323", "90STATE255577", "TOSEC"),
    ("08ACCRA001382SUSPECTEDDUPLICATE1392", "08ACCRA1392", "SUSPECTEDDUPLICATE"),
    ("7575LIBREVILLE1895", "75LIBREVILLE1895", "year"),
    ("06ANOI582", "06HANOI582", "HANOI"),
    ("09SECTION02OF03QRIPOLI583", "09TRIPOLI583", "TRIPOLI"),
    ("09AMEMBASSYHANOI1284", "09HANOI1284", ""),
    ("03MADRIDSP1234", "03MADRID1234", ""),
])
def test_undoes_the_damage_that_the_table_of_stations_shows(text: str, wanted: str, reason: str) -> None:
    found, reasons = canonical_id(text)
    assert found == wanted
    assert bool(reasons) == bool(reason)
    assert reason in " ".join(reasons)


def test_leaves_a_station_alone_that_could_be_two() -> None:
    # between ASTANA and ADANA nothing decides
    assert canonical_id("10AQNA272") == ("10AQNA272", ["unknown station AQNA"])


def test_years_of_two_digits_are_1940_to_2039() -> None:
    assert [full_year(text) for text in ("66", "99", "00", "10", "39", "40")] == [1966, 1999, 2000, 2010, 2039, 1940]
    assert full_year("1973") == 1973


@given(st.sampled_from(sorted(POSTS)), st.integers(1966, 2010), st.integers(1, 999_999))
def test_every_station_comes_back_from_its_own_id(station: str, year: int, number: int) -> None:
    message = MessageNumber(year, station, number)
    assert parse_id(message.id) == message
    assert canonical_id(message.id) == (message.id, [])
    assert parse_id(f"{year}{station}{number:05}") == message


@given(st.text(max_size=90))
def test_any_text_gets_an_answer(text: str) -> None:
    found, reasons = canonical_id(text)
    assert found == "" or canonical_id(found)[0] == found
    assert found or reasons
