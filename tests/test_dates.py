"""Date-time groups, American dates, and the part of EDTF that pages use."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.records import dates
from sitegen.site.languages import date_in_words


@pytest.mark.parametrize(("text", "wanted", "prosigns"), [
    ("R 281346Z DEC 09", "2009-12-28T13:46:00Z", ("R",)),
    ("O 071013Z MAR 02 ZDK FM AMEMBASSY ROME", "2002-03-07T10:13:00Z", ("O",)),
    ("O P 190243Z DEC 89", "1989-12-19T02:43:00Z", ("O", "P")),
    ("p 281346z dec 2009", "2009-12-28T13:46:00Z", ("P",)),
    ("P 181740ZJUL06", "2006-07-18T17:40:00Z", ("P",)),
    ("USCINCRED 311345 Z MAY 73", "1973-05-31T13:45:00Z", ()),
    ("252330R DEC 08", "2008-12-26T04:30:00Z", ()),  # zone R is five hours behind
])
def test_reads_date_time_groups(text: str, wanted: str, prosigns: tuple[str, ...]) -> None:
    group = dates.parse_dtg(text)
    assert group is not None
    assert (group.edtf, group.prosigns, group.stated_year) == (wanted, prosigns, True)
    assert text[group.start : group.end].upper().startswith(prosigns or (text[group.start],))


def test_a_group_without_a_year_has_that_of_the_cable() -> None:
    group = dates.parse_dtg("P 061200Z JAN", 1974)
    assert group is not None
    assert (group.edtf, group.stated_year) == ("1974-01-06T12:00:00Z", False)
    assert dates.parse_dtg("P 061200Z JAN") is None


@pytest.mark.parametrize(("edtf", "first", "last"), [
    ("2009-12-28T13:46:00Z", date(2009, 12, 28), date(2009, 12, 28)), ("2009-11-09~", date(2009, 11, 9), date(2009, 11, 9)),
    ("2008-02", date(2008, 2, 1), date(2008, 2, 29)), ("2009?", date(2009, 1, 1), date(2009, 12, 31)),
    ("2009-XX", date(2009, 1, 1), date(2009, 12, 31)), ("2009-01/2009-03", date(2009, 1, 1), date(2009, 3, 31)),
])
def test_the_days_that_a_date_can_mean(edtf: str, first: date, last: date) -> None:
    assert dates.days(edtf) == (first, last)


@pytest.mark.parametrize("edtf", ["200X", "", "soon", "2009-02-30", "0000", "200X/2009"])
def test_a_date_of_no_known_year_means_no_days(edtf: str) -> None:
    assert dates.days(edtf) is None


def test_what_is_no_moment_is_no_group() -> None:
    assert dates.parse_dtg("R 991346Z DEC 09") is None
    assert dates.parse_dtg("R 312460Z DEC 09") is None
    later = dates.parse_dtg("R 321346Z DEC 09 OR R 281346Z DEC 09")
    assert later is not None
    assert later.edtf == "2009-12-28T13:46:00Z"


@pytest.mark.parametrize(("text", "wanted"), [
    ("DECL: 01/22/2019", "2019-01-22"), ("9/25/88", "1988-09-25"), ("DECL: 2020/02/26", "2020-02-26"),
    ("2012-07-25", "2012-07-25"), ("July 25, 2012", "2012-07-25"), ("25 JUL 2012", "2012-07-25"),
    ("6 AUG 85", "1985-08-06"), ("GDS 8/12/85 (TOMSETH, VICTOR L.) OR-P", "1985-08-12"), ("25/07/2012", "2012-07-25"),
    ("CO 01/22/2019", "2019-01-22"), ("June 8th, 2019 or 1/1/2001", "2019-06-08"),
    ("OADR", None), ("02/30/2019", None), ("13/40/2009", None), ("1.4 (b) and (d)", None),
])
def test_reads_american_dates(text: str, wanted: str | None) -> None:
    assert dates.parse_us_date(text) == wanted


def test_a_declassification_date_is_not_before_its_cable() -> None:
    assert dates.parse_us_date("1/1/45", not_before=1985) == "2045-01-01"
    assert dates.parse_us_date("1/1/45") == "1945-01-01"
    assert dates.parse_us_date("01/22/2019", not_before=2030) == "2019-01-22"  # four digits are not moved


def test_reads_moments_as_databases_write_them() -> None:
    assert dates.parse_moment("2009-02-04 17:08:00") == "2009-02-04T17:08:00Z"
    assert dates.parse_moment("2009-02-04T17:08+01:00") == "2009-02-04T16:08:00Z"
    assert dates.parse_moment("2009-02-04") is None
    assert dates.parse_moment("2009-02-30 17:08") is None


@pytest.mark.parametrize(("edtf", "year", "month", "words", "spanish"), [
    ("2009-12-28T13:46:00Z", 2009, 12, "December 28, 2009, 13:46 UTC", "28 de diciembre de 2009, 13:46 UTC"),
    ("2009-11-09~", 2009, 11, "about November 9, 2009", "hacia el 9 de noviembre de 2009"),
    ("2009-11", 2009, 11, "November 2009", "noviembre de 2009"),
    ("1974?", 1974, None, "perhaps 1974", "quizás 1974"),
    ("200X", None, None, "2000s", "los años 2000"),
    ("2009-01/2009-03", 2009, 1, "January 2009 – March 2009", "enero de 2009 – marzo de 2009"),
])
def test_edtf_for_people(edtf: str, year: int | None, month: int | None, words: str, spanish: str) -> None:
    assert dates.is_edtf(edtf)
    assert (dates.year(edtf), dates.month(edtf), dates.human(edtf)) == (year, month, words)
    assert date_in_words(edtf, "es") == spanish


@pytest.mark.parametrize("text", [
    "", "2009-13", "2009-02-30", "0000-01-01", "2009-1-1", "28 December 2009", "2009-12-28T25:00:00Z", "200X-02", "2009-XX-05",
    "2009-03/2009-01", "2009/", "2009-12-28T13:46:00",
])
def test_what_is_no_edtf(text: str) -> None:
    assert not dates.is_edtf(text)
    assert dates.human(text) == date_in_words(text, "es") == text


def test_sorts_in_order_of_time() -> None:
    ordered = ["1966-11", "1973", "1973-04-05", "2009", "2009-11-09~", "2009-11-09T01:00:00Z", "2009-12-28T13:46:00Z", "nonsense"]
    assert sorted(ordered[1::2] + ordered[::2], key=dates.sort_key) == ordered


@given(st.dates(min_value=date(1900, 1, 1)))
def test_every_calendar_day_comes_back(day: date) -> None:
    assert dates.is_edtf(day.isoformat())
    assert dates.day(day.isoformat()) == day
    assert dates.parse_us_date(f"DECL: {day.month}/{day.day}/{day.year}") == day.isoformat()
    assert dates.parse_us_date(f"{dates.MONTHS[day.month - 1]} {day.day}, {day.year}") == day.isoformat()


def test_is_cheap_to_import() -> None:
    code = "import sys, sitegen.records.dates; sys.exit('edtf' in sys.modules or 'babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
