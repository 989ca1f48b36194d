"""TAGS lines: with and without commas, glued, linked, with names, and cut by what stands around them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.convert.tags import glued_codes, parse_tags


@pytest.mark.parametrize(("text", "wanted"), [
    ("TAGS: PREL ECON EFIN FR", ["PREL", "ECON", "EFIN", "FR"]),
    ("TAGS PREL, GM, VT \nSUBJECT: ARCHIVES", ["PREL", "GM", "VT"]),
    ("TAGS, ASEC, APER, PE \nSUBJECT: X", ["ASEC", "APER", "PE"]),
    ("TGS: GOV, PREL, GR \nSUBJECT: X", ["GOV", "PREL", "GR"]),
    ("TAGES:  OIIP, KPAO, JO \nSUBJECT:  X", ["OIIP", "KPAO", "JO"]),
    ("DECL: 08/22/2017 AGS: PGOV, AR", ["PGOV", "AR"]),
    ("Tags: parm, prel, mtcre, ir.", ["PARM", "PREL", "MTCRE", "IR"]),
    ("TAGS: [PGOV](#) [MX](#)", ["PGOV", "MX"]),
    ("TAGS: <a href='/tag/PHUM_0.html'>PHUM</a> <a href='/tag/CU_0.html'>CU</a>\nSUBJECT: X", ["PHUM", "CU"]),
    ("TAGS: AORC CDG UNGA\nIAEA, NPT, EG \nSUBJECT: X REF: STATE 1", ["AORC", "CDG", "UNGA", "IAEA", "NPT", "EG"]),
    ("TAGS: PREL, UNGA/C-6", ["PREL", "UNGA/C-6"]),
    ("TAGS: PREL IN PREL IN VT VTPREL", ["PREL", "IN", "VT"]),
    ("TAGS: PREL SIPDIS MX", ["PREL", "MX"]),
    ("PREL NO", ["PREL", "NO"]),
    ("Tags: PREL, MARR, GMSUBJECT: X", ["PREL", "MARR", "GM"]),
    ("", []),
])
def test_reads_the_forms_of_the_line(text: str, wanted: list[str]) -> None:
    assert parse_tags(text).codes == wanted


@pytest.mark.parametrize(("text", "wanted", "person"), [
    ("TAGS OVIP (STEINBERG, JAMES B.), PREL, \nCH, KN", ["OVIP", "STEINBERG, JAMES B.", "PREL", "CH", "KN"], "STEINBERG, JAMES B."),
    ("TAGS: OVIP RICE CONDOLEEZZA KISL LE\nSY, IS", ["OVIP", "RICE CONDOLEEZZA", "KISL", "LE", "SY", "IS"], "RICE CONDOLEEZZA"),
    ("TAGS: PREL XK OVIP BIDEN JOSEPH PGOV", ["PREL", "XK", "OVIP", "BIDEN JOSEPH", "PGOV"], "BIDEN JOSEPH"),
    ("TAGS: OREP CLINTON, HILLARY PREL", ["OREP", "CLINTON, HILLARY", "PREL"], "CLINTON, HILLARY"),
])
def test_names_stay_whole(text: str, wanted: list[str], person: str) -> None:
    found = parse_tags(text)
    assert found.codes == wanted
    assert found.persons == [person]


def test_words_in_a_row_stay_together_with_a_doubt() -> None:
    found = parse_tags("TAGS PHUM, IT, ITPHUM, HUMAN RIGHTS")
    assert found.codes == ["PHUM", "IT", "HUMAN RIGHTS"]
    assert {doubt.code for doubt in found.doubts} == {"doubtful-field", "repaired-field"}


@pytest.mark.parametrize(("piece", "wanted"), [
    ("ECONEFIN", ("ECON", "EFIN")), ("ETRDEINVECINPGOVCS", ("ETRD", "EINV", "ECIN", "PGOV", "CS")), ("EUNCH", ("EUN", "CH")),
    ("KFRDCVISCMGTCASCKOCIASECPHUMSMIGEG", ("KFRD", "CVIS", "CMGT", "CASC", "KOCI", "ASEC", "PHUM", "SMIG", "EG")),
    ("PHUMBA", ("PHUM", "BA")), ("CANADA", ()), ("PANAMA", ()), ("SOMETHING", ()), ("PREL", ()), ("TSPAM", ()), ("", ()),
])
def test_takes_glued_codes_apart(piece: str, wanted: tuple[str, ...]) -> None:
    assert glued_codes(piece) == wanted


def test_an_unknown_code_stays_with_a_doubt() -> None:
    found = parse_tags("TAGS: PREL PTERE SP")
    assert found.codes == ["PREL", "PTERE", "SP"]
    assert ["PTERE" in doubt.message for doubt in found.doubts] == [True]
    assert parse_tags("TAGS: PREL SP").doubts == []


@given(st.text("TAGS: PRELOVIPMX,()[]#</>\n.K-", max_size=300))
def test_any_line_gets_an_answer(text: str) -> None:
    codes = parse_tags(text).codes
    assert len(set(codes)) == len(codes)
    assert all(code.strip() == code != "" for code in codes)


@pytest.mark.parametrize("unit", ["TAGS ", "ETRD", "(", "[", "<", "OVIP SMITH ", " ", "A,"])
def test_is_quick_on_hostile_text(unit: str) -> None:
    started = time.perf_counter()
    parse_tags("TAGS: " + unit * (2_000_000 // len(unit)))
    assert time.perf_counter() - started < 3
