"""Transmission headers: each case is named after a cable that has it."""

from __future__ import annotations

import time

import pytest

from sitegen.convert.addressees import Addressee, parse_addressee, precedence_word
from sitegen.convert.lines import Line
from sitegen.convert.transmission import (
    Transmission,
    is_transmission_start,
    parse_transmission,
    transmission_extent,
)

WHOLE = """VZCZCXRO6410
RR RUEHCD RUEHGD
DE RUEHME #3634/01 3621346
ZNR UUUUU ZZH
R 281346Z DEC 09
FM AMEMBASSY MEXICO
TO RUEHC/SECSTATE WASHDC 9549
INFO RUEHXC/ALL US CONSULATES IN MEXICO COLLECTIVE
RHMFIIU/DEPT OF JUSTICE WASHINGTON DC PRIORITY
"""


def lines(text: str) -> list[Line]:
    return [Line(line, number) for number, line in enumerate(text.split("\n"), 1)]


def read(text: str, year: int | None = None) -> Transmission:
    found = parse_transmission(lines(text), year)
    assert found is not None
    return found


def after(text: str) -> str:
    """What stands behind the header that begins ``text``."""
    index, offset = read(text).end
    return "\n".join(text.split("\n")[index:])[offset:].strip()


def test_every_field_of_09MEXICO3634():
    header = read(WHOLE)
    assert header.transmission_id == "VZCZCXRO6410"
    assert header.route == "RR RUEHCD RUEHGD"
    assert (header.de_route, header.de_number, header.de_section, header.de_day) == ("RUEHME", 3634, 1, 362)
    assert header.security == "U"
    assert (header.precedence, header.precedence_info) == ("ROUTINE", "")
    assert header.date == "2009-12-28T13:46:00Z"
    assert header.from_ == "AMEMBASSY MEXICO"
    assert header.to == ("SECSTATE WASHDC",)
    assert header.info == ("ALL US CONSULATES IN MEXICO COLLECTIVE", "DEPT OF JUSTICE WASHINGTON DC")
    assert header.action[0] == Addressee("SECSTATE WASHDC", "RUEHC", "", "9549")
    assert header.information[1].precedence == "PRIORITY"


@pytest.mark.parametrize("blank_lines", [1, 2, 3])
def test_blank_lines_after_every_line(blank_lines: int):
    spaced = WHOLE.replace("\n", "\n" * (blank_lines + 1)) + "UNCLAS SECTION 01 OF 05 MEXICO 003634"
    assert read(spaced).info == read(WHOLE).info
    assert after(spaced).startswith("UNCLAS SECTION 01 OF 05")


def test_on_one_line_08MEXICO2276():
    header = read(WHOLE.strip().replace("\n", " "))
    plain = read(WHOLE)
    assert (header.from_, header.to, header.info, header.date) == (plain.from_, plain.to, plain.info, plain.date)
    assert any("one line" in doubt.message for doubt in header.doubts)


def test_glued_09CAIRO184():
    header = read(
        "VZCZCXRO0860PP RUEHROVDE RUEHEG #0184 0331415ZNR UUUUU ZZHP 021415Z FEB 09FM AMEMBASSY CAIROTO RUEHC/SECSTATE"
        " WASHDC PRIORITY 1516INFO RUEHXK/ARAB ISRAELI COLLECTIVE PRIORITYRUEAIIA/CIA WASHDC"
    )
    assert (header.de_number, header.date, header.precedence) == (184, "2009-02-02T14:15:00Z", "PRIORITY")
    assert header.from_ == "AMEMBASSY CAIRO"
    assert header.to == ("SECSTATE WASHDC",)
    assert header.info == ("ARAB ISRAELI COLLECTIVE", "CIA WASHDC")


@pytest.mark.parametrize(
    ("last", "name", "rest"),
    [
        ("INFO RUEHXC/ALL US CONSULATES IN MEXICO COLLECTIVE190450", "ALL US CONSULATES IN MEXICO COLLECTIVE", "190450"),
        ("INFO RUEHRB/AMEMBASSY RABATS E C R E T SECTION 01 OF 02 TRIPOLI 000212", "AMEMBASSY RABAT", "S E C R E T"),
        ("INFO RUEHTRO/AMEMBASSY TRIPOLI 9461UNCLASSIFIED TRIPOLI 000139", "AMEMBASSY TRIPOLI", "UNCLASSIFIED"),
        ("INFO RUEHXX/USMISSION GENEVA PRIORTYS E C R E T SECTION 01 OF 03 BRASILIA 001910", "USMISSION GENEVA", "S E C"),
        ("INFO RUEAIIA/CIA WASHINGTON DCC O N F I D E N T I A L BAKU 000761", "CIA WASHINGTON DC", "C O N F"),
        ("INFO AMEMBASSY NAIROBIWednesday, 29 November 2000, 13:59", "AMEMBASSY NAIROBI", "Wednesday"),
        ('INFO RUEAIIA/CIA WASHINGTON DC","UNCLAS QUITO 000526', "CIA WASHINGTON DC", '","UNCLAS'),
    ],
    ids=["09MEXICO283", "09TRIPOLI212", "09TRIPOLI139", "06BRASILIA1910", "08BAKU761", "00HARARE6677", "09BUENOSAIRES526"],
)
def test_what_is_glued_to_the_end(last: str, name: str, rest: str):
    text = f"R 281346Z DEC 09\nFM AMEMBASSY MEXICO\nTO RUEHC/SECSTATE WASHDC 9549\n{last}\nAfterwards"
    assert read(text).info == (name,)
    assert after(text).startswith(rest)


def test_digits_glued_inside_the_header_do_not_end_it_07CAIRO1417():
    header = read("R 141423Z MAY 07\nFM AMEMBASSY CAIRO\nTO RUEHC/SECSTATE WASHDC0000\nINFO ARAB LEAGUE COLLECTIVE")
    assert (header.to, header.info) == (("SECSTATE WASHDC",), ("ARAB LEAGUE COLLECTIVE",))


def test_distribution_table_is_no_addressee_09USEUBRUSSELS1177():
    header = read(
        "INFO  LOG-00   AF-00    AID-00   A-00\n      INL-00   DODE-00  SAS-00 /009W\n"
        "                  ------------------A54E38  291401Z /38\nR 251550Z AUG 09\nFM USEU BRUSSELS\n"
        "TO SECSTATE WASHDC\nUS CUSTOMS AND BORDER PROTECTION WASHINGTON DC\nUNCLAS USEU BRUSSELS 001177"
    )
    assert header.to == ("SECSTATE WASHDC", "US CUSTOMS AND BORDER PROTECTION WASHINGTON DC")
    assert header.info == ()


def test_header_of_section_2_on_the_archive_print_02VATICAN3692():
    header = read(
        "PAGE 01  VATICA 03692 02 OF 02 261100Z ACTION EUR-00 \nINFO LOG-00 NP-00 AF-00  SAS-00  /003W"
        "      ------------------D08EDC 261100Z /38 R 261054Z JUL 02 FM AMEMBASSY VATICAN TO SECSTATE WASHDC INFO ARAB"
        " ISRAELI COLLECTIVE EUROPEAN POLITICAL COLLECTIVE AMEMBASSY ADDIS ABABA AMEMBASSY NEW DELHI"
    )
    assert (header.date, header.from_) == ("2002-07-26T10:54:00Z", "AMEMBASSY VATICAN")
    assert header.to == ("SECSTATE WASHDC",)
    assert header.info == (
        "ARAB ISRAELI COLLECTIVE",
        "EUROPEAN POLITICAL COLLECTIVE",
        "AMEMBASSY ADDIS ABABA",
        "AMEMBASSY NEW DELHI",
    )


def test_route_glued_to_TO_08MANAMA492():
    header = read("P 240620Z JUL 08\nFM AMEMBASSY MANAMA\nTORUEHC/SECSTATE WASHDC PRIORITY 8009\nINFO RUEHXX/NSC WASHDC")
    assert (header.to, header.info) == (("SECSTATE WASHDC",), ("NSC WASHDC",))


@pytest.mark.parametrize(
    ("line", "precedence", "info"),
    [
        ("P R 281346Z DEC 09", "PRIORITY", "ROUTINE"),
        ("O 281346Z DEC 09 ZDK CTG NUMEROUS SERVICES", "IMMEDIATE", ""),
        ("OO RUEHRG\nP 281346Z DEC 09", "PRIORITY", ""),
        ("O O 281346Z DEC 09", "IMMEDIATE", ""),
        ("Z 281346Z DEC 2009", "FLASH", ""),
    ],
    ids=["two precedences", "08CAIRO1416", "the group decides", "twice the same", "four digits"],
)
def test_precedence_of_the_action_addressees(line: str, precedence: str, info: str):
    header = read(f"{line}\nFM AMEMBASSY CAIRO\nTO RUEHC/SECSTATE WASHDC PRIORITY 0555")
    assert (header.precedence, header.precedence_info) == (precedence, info)
    assert header.date == "2009-12-28T13:46:00Z"


def test_precedence_from_the_addressee_where_the_group_has_none_00HARARE6677():
    header = read("291359Z Nov 00\nFM AMEMBASSY HARARE\nTO SECSTATE WASHDC IMMEDIATE 7738")
    assert (header.precedence, header.date) == ("IMMEDIATE", "2000-11-29T13:59:00Z")


def test_a_precedence_that_the_group_does_not_state_is_a_doubt():
    header = read("281346Z DEC 09\nFM AMEMBASSY MEXICO\nTO RUEHC/SECSTATE WASHDC IMMEDIATE 9461")
    assert (header.precedence, [d.code for d in header.doubts]) == ("IMMEDIATE", ["inferred-field"])
    header = read("O 281346Z DEC 09\nFM AMEMBASSY MEXICO\nTO RUEHC/SECSTATE WASHDC IMMEDIATE 9461")
    assert header.doubts == ()


def test_the_title_above_a_publishers_labels_is_no_addressee_09DOHA691():
    text = (
        "P 251144Z NOV 09\nFM AMEMBASSY DOHA\nTO RUEHC/SECSTATE WASHDC PRIORITY 9535\nINFO RUEHBU/AMEMBASSY BUENOS AIRES 0001\n"
        "QATAR INVESTMENT AUTHORITY'S 2010 INVESTMENT STRATEGY OUTLINED\nClass: \tCONFIDENTIAL\nDate: \tWed Nov 25 2009"
    )
    lines = [Line(line, number) for number, line in enumerate(text.split("\n"), 1)]
    assert transmission_extent(lines, 0) == 4


def test_niact_is_stated_by_the_addressee():
    assert read("O 281346Z DEC 09\nFM AMEMBASSY BAKU\nTO SECSTATE WASHDC NIACT IMMEDIATE 0012").precedence == "NIACT IMMEDIATE"


@pytest.mark.parametrize(("year", "date"), [(1979, "1979-08-16T05:00:00Z"), (None, "")])
def test_group_without_a_year(year: int | None, date: str):
    header = read("R 160500Z AUG\nFM AMEMBASSY TEHRAN\nTO SECSTATE WASHDC 3243", year)
    assert header.date == date
    assert len(header.doubts) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RUEHNE/AMEMBASSY NEW DELHI PRIORITY 1651", Addressee("AMEMBASSY NEW DELHI", "RUEHNE", "PRIORITY", "1651")),
        ("RUEUITH/DET 1 39LG ANKARA TU", Addressee("DET 1 39LG ANKARA TU", "RUEUITH")),
        ("RUEHSGAMEMBASSY SANTIAGO 6383", Addressee("AMEMBASSY SANTIAGO", "RUEHSG", "", "6383")),
        ("RHMFISS/39ABG INCIRLIK AB TU", Addressee("39ABG INCIRLIK AB TU", "RHMFISS")),
        ("RHEHNSC/NSC WASHDC PIORITY", Addressee("NSC WASHDC", "RHEHNSC", "PRIORITY")),
        ("SECSTATE WASHDC NIACT IMMEDIATE 0001", Addressee("SECSTATE WASHDC", "", "NIACT IMMEDIATE", "0001")),
        ("RUEKJCS/SECDEF WASHDC//USDP:PDUSDP/ISA:EUR//", Addressee("SECDEF WASHDC//USDP:PDUSDP/ISA:EUR//", "RUEKJCS")),
        ("PRIORITY 1234", None),
        ("   ", None),
    ],
    ids=["plain", "fields 2", "07BRASILIA1568", "09ANKARA1583", "misspelt", "niact", "07ANKARA1258", "no name", "empty"],
)
def test_addressees(text: str, expected: Addressee | None):
    assert parse_addressee(text) == expected


def test_two_addressees_where_a_month_stands_06BOGOTA405():
    header = read("R 171207Z JAN 06\nFM AMEMBASSY BOGOTA\nTO SECSTATE WASHDC\nINFO RUEHLP/AMEMBASSY LA PAZ JAN LIMA 3112")
    assert header.info == ("AMEMBASSY LA PAZ", "AMEMBASSY LIMA")
    assert read("FM AMEMBASSY LIMA\nTO RUEHLP/AMEMBASSY LA PAZ OCT 5008").to == ("AMEMBASSY LA PAZ",)


@pytest.mark.parametrize(("line", "names"), [
    ("AMEMBASSY CAIRO EUROPEAN POLITICAL COLLECTIVE", ("AMEMBASSY CAIRO", "EUROPEAN POLITICAL COLLECTIVE")),
    ("RUEHNE/AMEMBASSY NEW DELHI IRAQ COLLECTIVE", ("AMEMBASSY NEW DELHI", "IRAQ COLLECTIVE")),
    ("AMEMBASSY LA PAZ COLLECTIVE", ("AMEMBASSY LA PAZ COLLECTIVE",)),
    ("SOUTH ASIA COLLECTIVE", ("SOUTH ASIA COLLECTIVE",)),
])
def test_a_post_and_a_collective_on_one_line_01VATICAN5693(line: str, names: tuple[str, ...]):
    assert read(f"R 171207Z JAN 06\nFM AMEMBASSY BOGOTA\nTO SECSTATE WASHDC\nINFO {line}").info == names


def test_exempted_from_a_collective_89STATE401887():
    header = read(
        "O P 190243Z DEC 89\nFM SECSTATE WASHDC\nTO ALL OECD CAPITALS IMMEDIATE\n"
        "INFO ALL DIPLOMATIC AND CONSULAR POSTS PRIORITY\nXMT USINT HAVANA"
    )
    assert header.information == (
        Addressee("ALL DIPLOMATIC AND CONSULAR POSTS", "", "PRIORITY", "", ("USINT HAVANA",)),
    )
    assert header.xmt == ("USINT HAVANA",)


def test_page_header_among_the_addressees_08STATE50524():
    header = read(
        "FM SECSTATE WASHDC\nTO AMEMBASSY BEIJING IMMEDIATE\nINFO PAGE 02        STATE   050524  131535Z\n"
        "AMEMBASSY BAGHDAD PRIORITY"
    )
    assert (header.to, header.info) == (("AMEMBASSY BEIJING",), ("AMEMBASSY BAGHDAD",))


def test_backslashes_at_line_ends_09BERN279():
    header = read("PP RUEHWEB\\\n\\\nP 060731Z JUL 09\\\nFM AMEMBASSY BERN\\\nTO SECSTATE WASHDC PRIORITY 5925\\\n \\\nS E C R E T BERN 000279")
    assert (header.from_, header.to) == ("AMEMBASSY BERN", ("SECSTATE WASHDC",))


@pytest.mark.parametrize(
    "following",
    ["E.O. 12958: N/A", "TAGS: PGOV MX", "id: 2745", "----------------- header ends ----------------", "231668", "BT", "The text."],
)
def test_what_ends_a_header(following: str):
    text = lines(WHOLE.strip() + "\n" + following + "\nmore")
    assert transmission_extent(text, 0) == 9


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("VZCZCXRO6410", True),
        ("RR RUEHCD RUEHGD", True),
        ("O P 112044Z APR 02", True),
        ("ACTION EUR-00   ", True),
        ("FM AMEMBASSY MEXICO", True),
        ("INFO in this cable is old", False),
        ("1. (C) The Ambassador", False),
        ("", False),
    ],
)
def test_where_a_header_can_begin(text: str, starts: bool):
    assert is_transmission_start(Line(text, 1)) is starts


def test_what_is_no_header():
    assert parse_transmission([]) is None
    assert parse_transmission(lines("A sentence\nand another.")) is None


@pytest.mark.parametrize(("word", "meant"), [("PRIORTY", "PRIORITY"), ("IMEDIATE", "IMMEDIATE"), ("MILITARY", ""), ("ROUTE", "")])
def test_misspelt_precedences(word: str, meant: str):
    assert precedence_word(word) == meant


@pytest.mark.parametrize("piece", ["-", "RU", "RUEHAB/AMEMBASSY X ", "PRIORITY ", "S E C R E T ", "XMT ", "9", "\n-"])
def test_time_does_not_grow_with_a_long_line(piece: str):
    text = lines("FM AMEMBASSY X\nTO RUEHC/SECSTATE WASHDC\nINFO " + piece * (1_000_000 // len(piece)))
    begun = time.process_time()
    parse_transmission(text)
    assert time.process_time() - begun < 3
