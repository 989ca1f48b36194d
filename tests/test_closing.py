"""How a cable ends: the signature, and what publishers put after it. Every case is named after a cable that has it."""

from __future__ import annotations

import pytest

from sitegen.convert.closing import Closing, close
from sitegen.convert.layout import Kind, lay_out
from sitegen.convert.lines import Line


def closed(text: str, head: str = "") -> Closing:
    items, _ = lay_out([Line(one, number) for number, one in enumerate(text.split("\n"), 1)], "MEXICO")
    return close(items, head)


def left(found: Closing) -> list[str]:
    return [item.line.text for item in found.items if item.kind is Kind.TEXT]


ENDED = "1. (C) It ended."


@pytest.mark.parametrize(
    ("end", "name"),
    [
        ("\n\nPASCUAL", "PASCUAL"),
        ("\nPASCUAL", "PASCUAL"),
        ("\n\nVAN VOORST", "VAN VOORST"),
        ("\n\nTimken jr", "Timken jr"),
        ("\n\nSusman", "Susman"),  # 09EFTOLONDON2618
        ("\n\nMcMullen", "McMullen"),
        ("\n\nclinton", "clinton"),  # 88BAGHDAD28
        ("\n\nXXXXXXXXXXXX", "XXXXXXXXXXXX"),  # 07LISBON2527
        ("\n\nO'HARA", "O'HARA"),
        (" PASCUAL", "PASCUAL"),  # 10MEXICO141
        (" End comment. STEVENS", "STEVENS"),  # 08TRIPOLI467
        (" END COMMENT. NICHOLSON", "NICHOLSON"),  # 02VATICAN819
        (" As warranted. McMullen", "McMullen"),  # 04RANGOON1100
        (" He asked: what? GOLDBERG \",", "GOLDBERG"),
    ],
)
def test_signatures(end: str, name: str) -> None:
    found = closed(f"{ENDED}{end}")
    assert found.signed_by == name
    assert left(found)[0].startswith(ENDED)
    assert name not in " ".join(left(found)) and "/" not in " ".join(left(found))


@pytest.mark.parametrize(
    "end",
    ["\n\nEND TEXT", "\nTOTAL", "\n\nEND COMMENT.", " THEY SPOKE OF THE ROLE OF NATO.", " with a word on Mexico",
     " we met the delegation of the EU.", "\n\n-- BEGIN TEXT", "\n\nUNQUOTE", "\n\nThe end of it was near."],
)
def test_ends_that_are_no_signature(end: str) -> None:
    found = closed(f"{ENDED}{end}")
    assert found.signed_by == ""
    assert " ".join(left(found)).split() == f"{ENDED}{end}".split()


def test_the_rest_of_a_sentence_in_capitals_is_no_signature() -> None:
    assert closed("1. (C) THE SENTENCE WENT ON TO THE END OF A LINE AND\nMEXICO").signed_by == ""


def test_the_rest_of_a_sentence_behind_a_page_head_is_no_signature_07PARIS2440() -> None:
    found = closed("1. (C) HE SHARED HIS VIEWS ON THE\nPAGE 02 RUEHFRA2440 C O N F I D E N T I A L PARIS 002440\nPERSIAN GULF.")
    assert found.signed_by == ""
    assert left(found)[-1] == "PERSIAN GULF."
    assert closed("1. (C) It ended.\nPAGE 02 RUEHFRA2440 C O N F I D E N T I A L PARIS 002440\nSTAPLETON").signed_by == "STAPLETON"


def test_before_the_web_sites_boilerplate() -> None:
    site = "Visit Mexico City's Classified Web Site at http://www.state.sgov.gov/p/wha/mexicocity"
    found = closed(f"{ENDED}\nFRISBIE\n{site}")
    assert (found.signed_by, left(found)) == ("FRISBIE", [ENDED, site])


def test_behind_a_stroke_after_the_web_sites_boilerplate_09MEXICO193() -> None:
    found = closed(f"{ENDED}\nVisit http://www.intelink.gov/communities/state/nap/ / BASSETT")
    assert (found.signed_by, left(found)[-1]) == ("BASSETT", "Visit http://www.intelink.gov/communities/state/nap/")


def test_a_signature_twice_06SANJOSE2734() -> None:
    found = closed(f"{ENDED}\n\nFRISBIE\nFRISBIE")
    assert (found.signed_by, left(found)) == ("FRISBIE", [ENDED])
    assert [(o.rule, o.text) for o in found.omissions] == [("signature repeated", "FRISBIE")]


@pytest.mark.parametrize(
    ("trailer", "words"),
    [
        ("NNNN", ["NNNN"]),
        ("CONFIDENTIAL", ["CONFIDENTIAL"]),  # 79TEHRAN8980
        (">\n2002ROME01725 - Classification: CONFIDENTIAL", ["2002ROME01725 - Classification: CONFIDENTIAL"]),
        ("...", []),  # 08TRIPOLI650
        ("End Cable Text", ["End Cable Text"]),
        ("=======CABLE ENDS=======", ["=======CABLE ENDS======="]),
        ("\",", []),
        ("BT\n#2440", ["#2440", "BT"]),
    ],
)
def test_trailers_are_left_out_by_name(trailer: str, words: list[str]) -> None:
    found = closed(f"{ENDED}\n\nPASCUAL\n\n{trailer}")
    assert (found.signed_by, left(found)) == ("PASCUAL", [ENDED])
    assert [(o.rule, o.text) for o in found.omissions] == [("end of the message", word) for word in words]


def test_a_newspapers_name_after_the_signature_10CANBERRA93() -> None:
    found = closed(f"{ENDED}\n\nBLEICH\n\nEPET @ EL PAIS")
    assert (found.signed_by, [(o.rule, o.text) for o in found.omissions]) == ("BLEICH", [("web page", "EPET @ EL PAIS")])


def test_a_piece_of_the_subject_after_the_signature_05PARIS1699() -> None:
    piece, head = "T ONE ORDERED RELEASED ON...", "SUBJECT: TWO MEN HELD, BUT ONE ORDERED RELEASED ON..."
    found = closed(f"{ENDED}\n\nSTAPLETON\n{piece}", head)
    assert (found.signed_by, [o.rule for o in found.omissions]) == ("STAPLETON", ["end of the head again"])
    assert closed(f"{ENDED}\n\nHe left and...", head).omissions == ()


def test_the_lines_of_signature_and_end() -> None:
    found = closed(f"{ENDED}\n\nPASCUAL\n\nNNNN")
    assert (found.line, found.column) == (3, 1)
    found = closed(f"{ENDED} PASCUAL")
    assert (found.line, found.column) == (1, len(ENDED) + 2)


def test_an_empty_text_has_no_signature() -> None:
    assert closed("") == Closing("", (), 0, 0, (), 0)


STAMP = "Declassified/Released US Department of State EO {}Systematic{}Review 05 JUL 2006"


@pytest.mark.parametrize(
    "end",
    [
        "\n\nHELMS \n\n" + STAMP.format("\n", " "),  # 75TEHRAN2069
        "\n\nHELMS\n\nCONFIDENTIAL\n\n" + STAMP.format("", "\n"),  # 78TEHRAN389
        "\n\nHELMS##\n",
    ],
)
def test_a_release_stamp_or_the_end_of_transmission_after_the_signature(end: str) -> None:
    found = closed(ENDED + end)
    assert found.signed_by == "HELMS"
    assert left(found) == [ENDED]


def test_a_stamp_between_paragraphs_is_left_out_as_such() -> None:
    text = f"1. (C) It goes on\n{STAMP.format(chr(10), ' ')}\nover the page."
    items, omissions = lay_out([Line(one, number) for number, one in enumerate(text.split("\n"), 1)])
    assert [item.line.text for item in items if item.kind is Kind.TEXT] == ["1. (C) It goes on", "over the page."]
    assert {omission.rule for omission in omissions} == {"release stamp"}
    assert sum("Review" in omission.text for omission in omissions) == 1


def test_a_note_of_the_communications_center_after_the_signature_stays_in_the_text() -> None:
    found = closed(f"{ENDED}\n\nBARTHOLOMEW\n\nNOTE BY OC/T:  HEADING AS RECEIVED.  CORRECTION TO FOLLOW.\n")
    assert found.signed_by == "BARTHOLOMEW"
    assert left(found) == [ENDED, "NOTE BY OC/T:  HEADING AS RECEIVED.  CORRECTION TO FOLLOW."]
