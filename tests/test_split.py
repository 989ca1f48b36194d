"""One document, several cables: copies, sections, headers whose body is another cable's. Fragments of real cables."""

from __future__ import annotations

from sitegen.convert.cables import Draft
from sitegen.convert.run import DocumentResult, convert_document
from sitegen.records.source_text import words


def read(text: str, name: str = "x.txt") -> DocumentResult:
    result = convert_document(name, name, text.encode())
    assert "lost-words" not in {d.code for d in result.diagnostics}
    return result


def drafts(text: str, name: str = "x.txt") -> dict[str, Draft]:
    return {draft.cable.id: draft for draft in read(text, name).drafts}


def cable(number: int, text: str, subject: str = "EXAMPLE", section: str = "") -> str:
    return f"UNCLAS {section}MEXICO {number:06}\n\nTAGS: PGOV\nSUBJECT: {subject}\nREF: 09 MEXICO 1\n\n{text}\n\n"


ONE, TWO = cable(283, "1. (U) The one.\n\nPASCUAL", "THE FIRST OF TWO"), cable(284, "1. (U) The other.\n\nGARZA", "THE SECOND")


def test_two_cables_in_one_file() -> None:
    found = drafts(ONE + TWO)
    assert {name: (d.body, d.cable.signed_by, d.first_line, d.last_line) for name, d in found.items()} == {
        "09MEXICO283": ("¶1. (U) The one.\n", "PASCUAL", 1, 9),
        "09MEXICO284": ("¶1. (U) The other.\n", "GARZA", 11, 19),
    }


def test_the_same_cable_twice_is_one_page_and_a_copy_left_out() -> None:
    (draft,) = read(ONE + ONE).drafts
    assert draft.body == "¶1. (U) The one.\n"
    assert [(o.rule, o.lines) for o in draft.omissions if o.rule == "repeated copy"] == [("repeated copy", "11-19")]


def test_the_longer_of_two_copies_is_the_text() -> None:
    longer = ONE.replace("The one.", "The one, and more of it.")
    for text in (ONE + longer, longer + ONE):
        (draft,) = read(text).drafts
        assert draft.body == "¶1. (U) The one, and more of it.\n"


def test_sections_are_one_cable() -> None:
    text = cable(283, "1. (U) The one.", section="SECTION 01 OF 02 ") + cable(283, "2. (U) Another thing.\n\nPASCUAL", section="SECTION 02 OF 02 ")
    (draft,) = read(text).drafts
    assert draft.body == "¶1. (U) The one.\n\n¶2. (U) Another thing.\n"
    assert draft.cable.signed_by == "PASCUAL"


def test_a_section_sent_twice_is_a_copy() -> None:
    body = "1. (U) The one and only paragraph of this section stands here in many words."
    text = cable(283, body, section="SECTION 01 OF 02 ") + cable(283, body, section="SECTION 02 OF 02 ")
    (draft,) = read(text).drafts
    assert draft.body.count("only paragraph") == 1


def test_the_header_block_and_text_again_without_class_line_08MEXICO2276() -> None:
    (draft,) = read(ONE + ONE.split("\n", 1)[1]).drafts
    assert draft.body == "¶1. (U) The one.\n"
    assert [o.rule for o in draft.omissions if not o.rule.startswith("in a field")] == ["repeated copy"]


KHARTOUM = """\
90KHARTOUM10657
GOS COUNCIL REPUTEDLY SUPPORTS DISMANTLING
Thu Oct 11 00:00:00 +0100 1990
CONFIDENTIAL
Embassy Khartoum
P 111046Z OCT 90
FM AMEMBASSY KHARTOUM
TO SECSTATE WASHDC PRIORITY 6949
INFO DIA WASHDCC O N F I D E N T I A L SECTION 01 OF 03 KHARTOUM 10657
\x20
E.O. 12356:  DECL:OADR
TAGS: PGOV
SUBJECT:  GOS COUNCIL REPUTEDLY SUPPORTS DISMANTLING
RELIEF, USE OF ...

PP RUEHWEB

DE RUEHMN #0404/01 1971651
ZNY CCCCC ZZH
P 151651Z JUL 08
FM AMEMBASSY MONTEVIDEO
TO RUEHC/SECSTATE WASHDC PRIORITY 8335
,C O N F I D E N T I A L MONTEVIDEO 000404
\x20
E.O. 12958: DECL: 07/15/2018
TAGS: PGOV
SUBJECT: VERY LITTLE ANTI-SEMITISM IN URUGUAY, BUT NEED FOR
EDUCATION
\x20
¶1. (U) Special Envoy Gregg Rickman visited Uruguay July 6-7.
\x20
Baxter
"""


def test_the_body_of_another_cable_90KHARTOUM10657() -> None:
    """The page's own id gets what is its own, and the body becomes a page under the id of its own class line."""
    result = read(KHARTOUM, "90KHARTOUM10657.txt")
    found = {d.cable.id: d for d in result.drafts}
    assert list(found) == ["90KHARTOUM10657", "08MONTEVIDEO404"]
    assert (found["90KHARTOUM10657"].body, found["90KHARTOUM10657"].cable.date) == ("", "1990-10-11T10:46:00Z")
    assert found["08MONTEVIDEO404"].body.startswith("¶1. (U) Special Envoy")
    assert found["08MONTEVIDEO404"].cable.date == "2008-07-15T16:51:00Z"
    assert ("stub", 6) in {(d.code, d.location.line) for d in result.diagnostics}


BERLIN = """\
DE RUEHRL #1690/01 3541332
ZNY CCCCC ZZH
O 191332Z DEC 08
FM AMEMBASSY BERLIN
TO RUEKJCS/SECDEF WASHINGTON DC IMMEDIATE

C O N F I D E N T I A L BERLIN 001690

E.O. 12958: DECL: 12/18/2018
TAGS: PREL
SUBJECT: GERMANY: VISIT OF KUNAR AND WARDAK GOVERNORS HELPS
ADVANCE OUR AFGHANISTAN AGENDA

Classified By: POLITICAL M...

183990
2008-12-19
08BERLIN1690
Embassy Berlin

CONFIDENTIAL

C O N F I D E N T I A L BERLIN 00169

E.O. 12958: DECL: 12/18/2018

TAGS: PREL

SUBJECT: GERMANY: VISIT OF KUNAR AND WARDAK GOVERNORS HELPS

ADVANCE OUR AFGHANISTAN AGENDA

Classified By: POLITICAL MINISTER COUNSELOR JEFF RATHKE.

REASONS:

1.4 (B) AND (D).

¶1. (C) SUMMARY. The governors pressed for greater assistance.
"""


def test_a_copy_whose_number_lost_a_figure_08BERLIN1690() -> None:
    (draft,) = read(BERLIN).drafts
    assert draft.cable.id == "08BERLIN1690"
    assert draft.cable.classified_by == "POLITICAL MINISTER COUNSELOR JEFF RATHKE"
    assert draft.cable.from_ == "AMEMBASSY BERLIN"
    assert draft.body == "¶1. (C) SUMMARY. The governors pressed for greater assistance.\n"


def test_five_lines_alone_are_a_stub() -> None:
    result = read("09MEXICO283\nNOTHING BUT FIVE LINES\nWed Feb 04 00:00:00 +0100 2009\nCONFIDENTIAL\nEmbassy Mexico\n")
    assert result.drafts == ()
    assert {d.code for d in result.diagnostics} == {"stub", "no-cable"}


def test_the_record_of_the_next_cable_ends_a_cable_04THEHAGUE1915() -> None:
    row = '19260,7/30/2004 6:06,04THEHAGUE1915,"Embassy The Hague",SECRET//NOFORN,04THEHAGUE1903,"A word"\n'
    found = drafts(ONE + row + "S E C R E T THE HAGUE 001915\n\nTAGS: ASEC\nSUBJECT: EXAMPLE\n\n1. (S) Text.\n\nSOBEL\n")
    assert list(found) == ["09MEXICO283", "04THEHAGUE1915"]
    assert found["09MEXICO283"].body == "¶1. (U) The one.\n"
    assert found["04THEHAGUE1915"].cable.date == "2004-07-30T06:06:00Z"
    assert found["04THEHAGUE1915"].cable.references == ("04THEHAGUE1903",)


def test_lines_around_cables_are_left_out_and_named() -> None:
    result = read(f"Example weblog: home, about, share\n\n{ONE}")
    left = [o for draft in result.drafts for o in draft.omissions if o.rule == "publisher's record"]
    assert words(left[0].text) == ["Example", "weblog", "home", "about", "share"]
    assert (left[0].lines, "weblog" in result.drafts[0].body) == ("1", False)


def test_a_class_line_quoted_in_a_sentence_is_none() -> None:
    text = ONE.replace("The one.", "The word was that UNCLAS MEXICO 000555 had said it, and SECRET MEXICO 000777 had not.")
    assert list(drafts(text)) == ["09MEXICO283"]
