"""Reference lines: every form of the catalogue, the years, and what is no cable."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.convert.references import parse_references


@pytest.mark.parametrize(("text", "year", "wanted"), [
    ("REF: TRIPOLI 115", 2010, ["10TRIPOLI115"]),
    ("REFTEL: HARARE 6584", 2000, ["00HARARE6584"]),
    ("REF: STATE: 73097", 2002, ["02STATE73097"]),
    ("REF A WELLINGTON 721 B WELLINGTON 690 \n \nSummary", 2006, ["06WELLINGTON721", "06WELLINGTON690"]),
    ("REF: A. REF A STATE 122214 B. REF B LONDON 2649", 2009, ["09STATE122214", "09LONDON2649"]),
    ("REF: A. A. STATE 56282 ¶C. C. STATE 41252 AND 44603", 2004, ["04STATE56282", "04STATE41252", "04STATE44603"]),
    ("Ref: [A] Ottawa 2284 [B] Ottawa 2285", 2005, ["05OTTAWA2284", "05OTTAWA2285"]),
    ("REFS: (1) 2005 RIO DE JANEIRO 1143, (2) 2005 BRASILIA 03242", 2006, ["05RIODEJANEIRO1143", "05BRASILIA3242"]),
    ("REF: MEXICO 2371, 3498", 2008, ["08MEXICO2371", "08MEXICO3498"]),
    ("Refs: A) Kabul 936/935; C) 06 Kabul \n5353/5194 and previous", 2007,
     ["07KABUL936", "07KABUL935", "06KABUL5353", "06KABUL5194"]),
    ("REF: AMMAN 07718 99, AMMAN 05986 00", 2002, ["99AMMAN7718", "00AMMAN5986"]),
    ("REF: AMMAN 5049-01", 2002, ["01AMMAN5049"]),
    ("REF: PANAMA 00789/08", 2009, ["08PANAMA789"]),
    ("REF: STATE (01) 201265", 2002, ["01STATE201265"]),
    ("REF: A. STATE 049307 (2006)", 2009, ["06STATE49307"]),
    ("REF: 09CAIRO0561; 08CAIRO2528", 2010, ["09CAIRO561", "08CAIRO2528"]),
    ("REF: 10-OTTAWA-57", 2010, ["10OTTAWA57"]),
    ("Ref: 870 Ulaanbaatar", 2006, ["06ULAANBAATAR870"]),
    ("REF: RECIFE 00000074", 2005, ["05RECIFE74"]),
    ("REF: HK05511", 2006, ["06HONGKONG5511"]),
    ("REF: PRAGUE 849, PRAGUE, 1228", 2008, ["08PRAGUE849", "08PRAGUE1228"]),
    ("REF: A. ST. PETERSBURG 75 \n B. MOSCOW 510", 2007, ["07STPETERSBURG75", "07MOSCOW510"]),
    ("REF: A) BRASILIA 2605, C) RIO \n \nDE JANEIRO 1291", 2004, ["04BRASILIA2605", "04RIODEJANEIRO1291"]),
    ("REF: D. 03 \nHANOI 2323", 2004, ["03HANOI2323"]),
    ("REF: C. O4 SAN JOSE 2872", 2006, ["04SANJOSE2872"]),
    ("REF: A. HAVANA 639 (\"A SPLENDID LITTLE VISIT\") ¶B. B HAVANA 772 (NOTAL)", 2010, ["10HAVANA639", "10HAVANA772"]),
    ("REF: PORT AU PRINCE 01407 PORT AU PR 00002230 001.2 OF 002 Classified By: x", 2006, ["06PORTAUPRINCE1407"]),
    ("REF: A. STATE 40721\nCONFIDENTIAL\nPAGE 02 ROME 01196 01 OF 02 082030Z  B. ROME 1098", 2002,
     ["02STATE40721", "02ROME1098"]),
    ("REF: STATE 12\nAND STATE 12", 2002, ["02STATE12"]),
])
def test_reads_the_forms_of_a_reference(text: str, year: int, wanted: list[str]) -> None:
    assert parse_references(text, year).ids == wanted


@pytest.mark.parametrize(("text", "other", "kind"), [
    ("REF: INGALLS (S/CT) E-MAIL OF 04/15/2008", "INGALLS (S/CT) E-MAIL OF 04/15/2008", "email"),
    ("REF: HILL - OPS CENTER TELCONS 9/28 AND 29", "HILL - OPS CENTER TELCONS 9/28 AND 29", "telephone"),
    ("REF: USCINCRED 311345 Z MAY 73", "USCINCRED 311345 Z MAY 73", "message"),
    ("REF: DAO MADRID IIR 6 889 0175 09", "DAO MADRID IIR 6 889 0175 09", "report"),
    ("REF: PARIS POINTS JULY 15", "PARIS POINTS JULY 15", "other"),
])
def test_keeps_what_is_no_cable_as_written(text: str, other: str, kind: str) -> None:
    found = parse_references(text, 2008)
    assert found.ids == []
    assert found.other == [other]
    assert [entry.kind for entry in found.entries] == [kind]


def test_entries_keep_their_letters() -> None:
    found = parse_references("REF: A) TALLINN 366 B) LEE-GOLDSTEIN EMAIL 05/11/07 \nB) TALLINN 347", 2007)
    assert [(e.letter, e.id or e.written) for e in found.entries] == [
        ("A", "07TALLINN366"), ("B", "LEE-GOLDSTEIN EMAIL 05/11/07"), ("B", "07TALLINN347")]


def test_initials_are_no_enumerators() -> None:
    found = parse_references("REF: A. STATE 7434 ¶B. STATE 4834 ¶C. B. EVANS EMAIL 1/22/07 ¶D. 06 KABUL 5855", 2007)
    assert found.ids == ["07STATE7434", "07STATE4834", "06KABUL5855"]
    assert found.other == ["B. EVANS EMAIL 1/22/07"]


def test_stops_where_the_body_begins() -> None:
    text = "REF: STATE 6970 As requested in reftel, contacts for NPT issues are: Melissa, see CAIRO 12"
    found = parse_references(text, 2009)
    assert found.ids == ["09STATE6970"]
    assert text[: found.end] == "REF: STATE 6970"
    assert parse_references("REF: " + "some words of the body that go on " * 20, 2009).other == []
    assert parse_references("REF: TRIPOLI 115\n\n1.(SBU) See MEXICO 12.", 2010).ids == ["10TRIPOLI115"]
    assert parse_references("REF: A. 08 STATE 81854\n\n\nS e c r e t nairobi 001938", 2009).ids == ["08STATE81854"]


def test_a_header_without_a_reference_line_has_none() -> None:
    text = "TAGS: PGOV LY\nSUBJECT: JOURNALIST JAILED 1. (C) Summary: as MOSCOW 12 said"
    assert parse_references(text, 2008).entries == []


def test_repairs_a_station_with_a_doubt() -> None:
    found = parse_references("REF: A. KINHSASA 291", 2009)
    assert found.ids == ["09KINSHASA291"]
    assert [doubt.code for doubt in found.doubts] == ["repaired-field"]
    assert parse_references("REF: A. XANADU 291", 2009).ids == []


def test_a_number_that_is_cut_off_is_no_reference() -> None:
    found = parse_references("REF: A. LIMA 0997 ¶B. 07 LIMA 22...", 2008)
    assert found.ids == ["08LIMA997"]
    assert "cut off" in found.doubts[0].message


@pytest.mark.parametrize(("text", "doubts"), [
    ('REF: A. NEW DELHI 420Q QA"z_1 in', 1), ("REF: KUALA LUMPUR", 1), ("REF: SADOWSKA E-MAIL JUNE 22", 0), ("REF: MADRID 417", 0),
])
def test_a_post_without_a_number_is_doubted(text: str, doubts: int) -> None:
    found = parse_references(text, 2006)
    assert len([doubt for doubt in found.doubts if "names a post and no number" in doubt.message]) == doubts


LATER = "REF: A. CIUDAD JUAREZ 22\nB. MEXICO 3586\nC. MEXICO 2371\nD. MEXICO 150"


def test_several_numbers_above_ones_own_are_of_the_year_before() -> None:
    found = parse_references(LATER, 2009, 193, None, own_station="MEXICO")
    assert found.ids == ["09CIUDADJUAREZ22", "08MEXICO3586", "08MEXICO2371", "09MEXICO150"]
    assert [doubt.code for doubt in found.doubts] == ["inferred-field"] * 2
    assert parse_references(LATER, 2009, 193, 1, own_station="MEXICO").ids == found.ids


def test_one_number_above_ones_own_is_only_doubted() -> None:
    text = "REF: A. 1/22/2009 BERGLAND/WHITE EMAIL B. CAIRO 1855"
    found = parse_references(text, 2009, 134, 1, own_station="CAIRO")
    assert found.ids == ["09CAIRO1855"]
    assert [doubt.code for doubt in found.doubts] == ["doubtful-field"]
    assert parse_references(text, 2009, 134, 1, own_station="CAIRO", prior_year_evidence=1).ids == ["08CAIRO1855"]


def test_later_in_the_year_and_without_an_own_number_no_year_is_moved() -> None:
    assert parse_references(LATER, 2009, 193, 9, own_station="MEXICO").ids[1] == "09MEXICO3586"
    assert parse_references(LATER, 2009).doubts == []
    # numbers that no post reaches are typing errors
    assert parse_references("REF: A) YEREVAN 68936 B) YEREVAN 72723", 2007, 688, None, own_station="YEREVAN").ids == [
        "07YEREVAN68936", "07YEREVAN72723"]


def test_doubts_a_number_that_the_department_cannot_have_reached() -> None:
    found = parse_references("REF: SECSTATE 134385", 2009, 32, 1, own_station="LONDON")
    assert found.ids == ["09STATE134385"]
    assert "one of 2008" in found.doubts[0].message
    assert parse_references("REF: SECSTATE 134385", 2009, 2032, 12, own_station="LONDON").doubts == []


def test_a_year_after_the_cables_own_is_doubted() -> None:
    found = parse_references("REF: 09 PARIS 12", 2008)
    assert (found.ids, [doubt.code for doubt in found.doubts]) == (["09PARIS12"], ["doubtful-field"])


def test_tells_the_years_that_stand_in_the_line() -> None:
    assert parse_references("REF: A. 05 PARIS 5459 B. PARIS 12", 2008).years == [2005]


@given(st.text("AB REF:.,()/-\n0123456789¶STATE MEXICO AND Z", max_size=200))
def test_any_line_gets_an_answer(text: str) -> None:
    found = parse_references(text, 2009, 50, 1, own_station="MEXICO")
    assert 0 <= found.end <= len(text)
    assert len(set(found.ids)) == len(found.ids)


@pytest.mark.parametrize("unit", ["REF: ", "MEXICO 1, ", "A. ", "\n", " ", "(", "1/", "PAGE 01 ", "Q QQ 1 "])
def test_is_quick_on_hostile_text(unit: str) -> None:
    started = time.perf_counter()
    parse_references("REF: " + unit * (2_000_000 // len(unit)), 2009, 5, 1, own_station="MEXICO")
    assert time.perf_counter() - started < 3
