"""Dates of cables without a transmission header, estimated from the message numbers of their post."""

from __future__ import annotations

from sitegen.convert.cables import Draft
from sitegen.convert.dating import estimate
from sitegen.records.cable import Cable, Downgrade


def draft(number: int, date: str = "", declassify_on: str = "", *, station: str = "MEXICO", year: int = 2009, downgrade: str = "") -> Draft:
    cable = Cable(
        f"{year % 100:02}{station}{number}", date=date, date_basis="transmitted" if date else "", declassify_on=declassify_on,
        downgrade=Downgrade("CONFIDENTIAL", downgrade) if downgrade else None,
    )
    return Draft(cable, "Text.\n", station, number, year, 1, 2, (), (), ())


def dates(*drafts: Draft) -> dict[int, tuple[str, str]]:
    return {d.number: (d.cable.date, d.cable.date_basis) for d in estimate(drafts)}


FEBRUARY, DECEMBER = draft(283, "2009-02-04T17:08:00Z"), draft(3634, "2009-12-28T13:46:00Z")


def test_known_dates_stay() -> None:
    assert dates(FEBRUARY, DECEMBER)[283] == ("2009-02-04T17:08:00Z", "transmitted")
    assert estimate([FEBRUARY])[0] is FEBRUARY


def test_a_declassification_date_ten_years_on_that_keeps_the_order_09MEXICO2882() -> None:
    assert dates(FEBRUARY, draft(2882, declassify_on="2019-10-04"), DECEMBER)[2882] == ("2009-10-04~", "declassification")


def test_a_downgrading_date_serves_as_well_09MEXICO193() -> None:
    assert dates(draft(193, downgrade="2019-01-22"), FEBRUARY)[193] == ("2009-01-22~", "declassification")


def test_one_that_breaks_the_order_is_dropped_and_interpolated_09MEXICO3195() -> None:
    """24 July stands between neighbours of October and December: three months too early."""
    before = draft(2882, declassify_on="2019-10-04")
    found = dates(FEBRUARY, draft(2676, declassify_on="2019-09-08"), before, draft(3195, declassify_on="2019-07-24"), DECEMBER)
    date, basis = found[3195]
    assert basis == "sequence" and "2009-11-03~" <= date <= "2009-11-17~"
    assert found[2676] == ("2009-09-08~", "declassification")


def test_alone_its_claim_is_all_there_is_and_another_cable_changes_that() -> None:
    """Estimated dates are estimated anew when a cable is added."""
    alone = draft(3195, declassify_on="2019-07-24")
    assert dates(alone)[3195] == ("2009-07-24~", "declassification")
    assert dates(alone, draft(2676, "2009-09-09T21:47:00Z"), DECEMBER)[3195][1] == "sequence"


def test_two_days_of_slack() -> None:
    assert dates(FEBRUARY, draft(284, declassify_on="2019-02-02"))[284] == ("2009-02-02~", "declassification")
    assert dates(FEBRUARY, draft(284, declassify_on="2019-02-01"))[284][1] == "sequence"


def test_a_date_of_another_year_is_no_claim() -> None:
    """09MEXICO2276 ``DECL: 07/23/2027``: not ten years on."""
    assert dates(FEBRUARY, draft(2276, declassify_on="2027-07-23"), DECEMBER)[2276][1] == "sequence"
    assert dates(draft(2276, declassify_on="2027-07-23"))[2276] == ("2009", "unknown")


def test_in_the_middle_between_two() -> None:
    found = dates(draft(100, "2009-03-01"), draft(150), draft(200, "2009-03-31"))
    assert found[150] == ("2009-03-16~", "sequence")


def test_below_the_first_and_above_the_last() -> None:
    assert dates(draft(50), draft(100, "2009-03-02"))[50] == ("2009-01-31~", "sequence")
    assert dates(draft(100, "2009-04-10"), draft(200))[200] == ("2009-07-19~", "sequence")
    assert dates(draft(100, "2009-11-10"), draft(9000))[9000] == ("2009-12-31~", "sequence")


def test_the_same_number_twice() -> None:
    found = estimate([draft(283, "2009-02-04"), draft(283)])
    assert [d.cable.date for d in found] == ["2009-02-04", "2009-02-04~"]


def test_posts_and_years_are_apart() -> None:
    other = [draft(300, station="LIMA"), draft(300, year=2008), draft(300)]
    found = estimate([FEBRUARY, DECEMBER, *other])
    assert [d.cable.date for d in found[2:4]] == ["2009", "2008"]
    assert found[4].cable.date.endswith("~")


def test_the_29th_of_february() -> None:
    assert dates(draft(300, declassify_on="2020-02-29", year=2010))[300] == ("2010-02-28~", "declassification")


def test_every_estimate_is_said_in_the_doubts() -> None:
    for found in estimate([FEBRUARY, draft(2882, declassify_on="2019-10-04"), draft(3000), draft(1, station="LIMA")])[1:]:
        assert found.cable.doubts[-1].startswith(("date ", "no date "))


def test_of_claims_alone_the_longest_row_in_order_is_kept() -> None:
    found = dates(
        draft(100, declassify_on="2019-03-01"), draft(200, declassify_on="2019-12-01"),
        draft(300, declassify_on="2019-04-01"), draft(400, declassify_on="2019-05-01"),
    )
    assert [basis for _, basis in found.values()] == ["declassification", "sequence", "declassification", "declassification"]
    assert found[200] == ("2009-03-17~", "sequence")
