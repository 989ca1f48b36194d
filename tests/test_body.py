"""Bodies: page heads, headings, tables, lists. Every case is named after a cable that has it."""

from __future__ import annotations

import pytest

from sitegen.convert.body import Body, read_body
from sitegen.convert.lines import Line
from sitegen.records import markup
from sitegen.records.source_text import words


def body(text: str, station: str = "MEXICO") -> Body:
    return read_body([Line(one, number) for number, one in enumerate(text.split("\n"), 1)], station)


def blocks(text: str, station: str = "MEXICO") -> list[str]:
    """The blocks of the Markdown; whatever they are, the words of the text are in them or in an omission."""
    read = body(text, station)
    there = words(markup.reject(read.markdown)) + words(" ".join([read.signed_by, *(o.text for o in read.omissions)]))
    assert sorted(there) == sorted(words(text))
    return read.markdown.strip().split("\n\n") if read.markdown else []


# --- page heads ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("station", "text", "joined", "heads"),
    [
        ("MEXICO", "1. (C) Post was sure that all\n\nMEXICO 00003634  002 OF 005\n\n\nwould be well, and said so to the reader.",
         "¶1. (C) Post was sure that all would be well, and said so to the reader.", ["MEXICO 00003634  002 OF 005"]),
        ("LONDON", "1. (C) It would be a significant LONDON 00002477  002 OF 003  increase in persons.",
         "¶1. (C) It would be a significant increase in persons.", ["LONDON 00002477  002 OF 003"]),
        ("PARIS", "1. (C) GELLET SHARED HIS VIEWS ON THE \nPAGE 02 RUEHFRA2440 C O N F I D E N T I A L PARIS 002440 \nPERSIAN GULF.",
         "¶1. (C) GELLET SHARED HIS VIEWS ON THE PERSIAN GULF.", ["PAGE 02 RUEHFRA2440 C O N F I D E N T I A L PARIS 002440"]),
        ("VATICAN", "1. (C) THEY CAST SHADOWS. BOTH      CONFIDENTIAL \nPAGE 02  VATICA 03692 01 OF 02 261100Z RADICAL ISLAM AND ORTHODOXY.",
         "¶1. (C) THEY CAST SHADOWS. BOTH RADICAL ISLAM AND ORTHODOXY.", ["CONFIDENTIAL", "PAGE 02  VATICA 03692 01 OF 02 261100Z"]),
        ("VATICAN", "1. (C) IN THE VATICAN'S SECRET  UNCLASSIFIED\nPAGE 02  VATICA 00819 191507Z\nARCHIVE, AS WAS SAID.",
         "¶1. (C) IN THE VATICAN'S SECRET ARCHIVE, AS WAS SAID.", ["UNCLASSIFIED", "PAGE 02  VATICA 00819 191507Z"]),
        ("HAVANA", "1. (C) The one\nHAVANA 00000210  001.3 OF 002\nand the other.", "¶1. (C) The one and the other.", ["HAVANA 00000210  001.3 OF 002"]),
    ],
    ids=["09MEXICO3634", "09LONDON2477", "07PARIS2440", "02VATICAN3692", "02VATICAN819", "09HAVANA210"],
)
def test_page_heads_are_taken_out(station: str, text: str, joined: str, heads: list[str]) -> None:
    read = body(text, station)
    assert read.markdown == f"{joined}\n"
    assert [(o.rule, o.text) for o in read.omissions] == [("page head", head) for head in heads]


@pytest.mark.parametrize(
    "text",
    ["1. (C) Page 2 of 3 was read, 3 OF 5 were not, and MEXICO 1234 was cited.", "1. (C) PAGE 02 OF THE TREATY.",
     "1. (C) He gave 12345678 to 003 OF them."],
)
def test_sentences_like_page_heads_stay(text: str) -> None:
    assert body(text).omissions == ()
    assert blocks(text) == [f"¶{text}"]


def test_a_caption_repeated_between_paragraphs_06PARTO9() -> None:
    read = body("1. (U) A.\n\nSIPDIS\n\n2. (U) SIPDIS is a caption.")
    assert read.markdown == "¶1. (U) A.\n\n¶2. (U) SIPDIS is a caption.\n"
    assert [(o.rule, o.text) for o in read.omissions] == [("caption repeated", "SIPDIS")]


# --- headings ------------------------------------------------------------------------------------------------------

ENDED, NEXT = "1. (C) The paragraph ends here, which is at its end.", "2. (C) The next one begins."


@pytest.mark.parametrize(
    ("between", "heading"),
    [
        ("\nMerida Initiative\n", "Merida Initiative"),  # 08MEXICO2276: no blank line
        ("\n\nMoving Forward\n--------------\n\n", "Moving Forward"),  # underlined
        ("\n\nMoving Forward\n------- -----\n\n", "Moving Forward"),  # the line broken by a blank, 09ISTANBUL399
        ("\n\n-------------------------\nDIALOGUE ONLY WAY FORWARD\n-------------------------\n\n", "DIALOGUE ONLY WAY FORWARD"),
        ("\n\n## Outlook\n\n", "Outlook"),  # 09MEXICO193
        ("\n\nCommitment to Law\nEnforcement Development\n-----------------------\n\n", "Commitment to Law Enforcement Development"),
        (" End Summary. Growing Pains of the Program\n", "Growing Pains of the Program"),  # 08BAKU761
        (" --------------------- Abdelrahman's Release --------------------- ", "Abdelrahman's Release"),  # 09CAIRO134
        ("\n\nA Measure of Success?\n\n", "A Measure of Success?"),
        ("\n\n\"WE HAVE EIGHTEEN MONTHS\"\n\n", "\"WE HAVE EIGHTEEN MONTHS\""),  # 09MEXICO2882
    ],
)
def test_headings(between: str, heading: str) -> None:
    found = blocks(f"{ENDED}{between}{NEXT}\n")
    assert found[-2:] == [f"## {heading}", f"¶{NEXT}"]
    assert len(found) == 3


@pytest.mark.parametrize(
    "between",
    ["\n\nthe prices rose again\n\n", "\n\n-- one point\n\n", "\n\n(b) another thing\n\n", "\n\nThe Minister of Finance had spoken.\n\n",
     "\n\nhttp://www.example.org/Page\n\n", "\n\nSource: The Ministry\n\n", "\n\nXXXXXXXXXXXX\n\n"],
)
def test_lines_that_are_no_heading(between: str) -> None:
    assert not [block for block in blocks(f"{ENDED}{between}{NEXT}\n") if block.startswith("##")]


def test_a_heading_in_capitals_inside_one_long_line_08WARSAW947() -> None:
    rest = " It is long, for the line must hold a whole text to be looked into." * 15
    found = blocks(f"{ENDED} THE MISSILES AND THEIR PRICE {NEXT}{rest}")
    assert found == [f"¶{ENDED}", "## THE MISSILES AND THEIR PRICE", f"¶{NEXT}{rest}"]


def test_a_number_inside_a_line_06SAOPAULO689() -> None:
    assert blocks("7. (SBU) It was so, Temer noted. 8. (SBU) Lula, in turn.") == [
        "¶7. (SBU) It was so, Temer noted.", "¶8. (SBU) Lula, in turn."
    ]
    assert blocks("1. (C) He spoke of version 8. Lula agreed.") == ["¶1. (C) He spoke of version 8. Lula agreed."]


# --- paragraphs ----------------------------------------------------------------------------------------------------


def test_a_paragraph_that_a_page_break_cut_09MEXICO3634() -> None:
    assert blocks("1. (C) They were ready to hold\n\nourselves accountable for shortcomings.\n\n2. (C) Next.") == [
        "¶1. (C) They were ready to hold ourselves accountable for shortcomings.", "¶2. (C) Next."
    ]


def test_a_compound_broken_at_its_hyphen_09PARTO40301() -> None:
    assert blocks("1. (C) It recognized its co-\nresponsibility, and a non-\nUN force -\nas it was.") == [
        "¶1. (C) It recognized its co-responsibility, and a non- UN force - as it was."
    ]


def test_lettered_sub_paragraphs_have_anchors_of_their_paragraph() -> None:
    assert blocks("1. (C) Post asks:\n\na. one thing; and\n\nb. another.\n\n2. (C) Next.\n\na. first") == [
        "¶1. (C) Post asks:", "a. one thing; and {#p1a}", "b. another. {#p1b}", "¶2. (C) Next.", "a. first {#p2a}"
    ]


def test_points_marked_by_dashes_09MEXICO3634() -> None:
    assert blocks("1. (C) Points:\n\n-- one point that\ngoes on;\n-- another.") == [
        "¶1. (C) Points:", "-- one point that goes on; {#u1}", "-- another. {#u2}"
    ]


def test_no_number_at_all_09USEUBRUSSELS1177() -> None:
    assert blocks("No number stands here.\n\nThis is the second one.") == [
        "No number stands here. {#u1}", "This is the second one. {#u2}"
    ]


def test_false_paragraph_signs_02ROME1725() -> None:
    assert blocks("¶1. (U) A.\n\n¶B. in\n\n¶2007. (COMMENT: x)\n\n¶2. (U) B.") == [
        "¶1. (U) A.", "B. in {#u1}", "2007. (COMMENT: x) {#u2}", "¶2. (U) B."
    ]


def test_a_line_that_stands_twice_09BAGHDAD2569() -> None:
    line = "4. (S) Comment: the market is not in one hand at all."
    read = body(f"3. (S) One.\n\n{line}\nQ{line}\n\n5. (S) End.")
    assert [o.rule for o in read.omissions] == ["line repeated"]
    assert read.markdown.count("the market") == 1


def test_the_sign_read_as_Q_is_a_correction_09BAGHDAD2569() -> None:
    read = body("3. (S) One.\n\nQ4. (S) Comment.\n\n5. (S) End.")
    assert "{~~Q4~>¶4~~}. (S) Comment." in read.markdown
    assert [(c.received, c.read, c.line) for c in read.corrections] == [("Q4", "¶4", 3)]


def test_a_notice_of_a_missing_section_stays_08SECTION01GF02BISHIEK21() -> None:
    assert "* Missing Section 002 * {#u1}" in blocks("1. (C) A.\n\n***************\n* Missing Section 002 *\n***************\n\n4. (C) B.")


def test_signs_of_the_pages_grammar_are_words_of_the_source() -> None:
    text = "1. (C) A {~~b~>c~~} d {#u1}.\n\n# 5 of | them\n\n```\n\n{++x++}"
    assert blocks(text)
    assert words(markup.accept(body(text).markdown)) == words(text)


# --- tables --------------------------------------------------------------------------------------------------------


def test_a_table_whose_columns_are_certain_09MEXICO193() -> None:
    """Table III: column heads at the end of the title, a label over two rows, ``(% of total)`` below the heads."""
    rows = ["AFI\t22 (6.9)\t5 (1.0)", "State\t\t", "Police\t62 (19.8)\t110 (21.1)", "Other\t9 (2.9)\tUnavailable"]
    text = "\n".join(["1. (C) Text.", "", "(S/NF) Table III: Homicides:", "2007* 2008**", "(% of total)", "", *rows, "-----", "Total 315 522", "", "2. (C) Next."])
    assert blocks(text) == [
        "¶1. (C) Text.",
        "(S/NF) Table III: Homicides: {#u1}",
        "|  | 2007* | 2008** |\n| --- | --: | --: |\n| (% of total) |  |  |\n| AFI | 22 (6.9) | 5 (1.0) |\n"
        "| State Police | 62 (19.8) | 110 (21.1) |\n| Other | 9 (2.9) | Unavailable |\n| Total | 315 | 522 |\n{#u2}",
        "¶2. (C) Next.",
    ]


def test_a_table_held_by_blanks_09SANJOSE137() -> None:
    text = "1. (C) Text.\n\nPatent          13    4    53\nUtility Model    2    7     1\nDesign           8    9     2\n\n2. (C) Next."
    assert blocks(text)[1].split("\n")[2:] == [
        "| Patent | 13 | 4 | 53 |", "| Utility Model | 2 | 7 | 1 |", "| Design | 8 | 9 | 2 |", "{#u1}"
    ]


def test_a_table_whose_columns_are_not_certain_is_preformatted() -> None:
    rows = "Name        Office      City\nA. Sample   Consul      Recife\nB. Muster   Attache"
    assert blocks(f"1. (C) Text.\n\n{rows}\n\n2. (C) Next.")[1] == f"``` {{#u1}}\n{rows}\n```"


def test_two_blanks_after_a_sentence_are_no_column() -> None:
    text = "1. (C) He said:  \"It is good.\"  She agreed.  They left.\nHe stayed.  It was late.  So they said."
    assert blocks(text) == ["¶1. (C) He said: \"It is good.\" She agreed. They left. He stayed. It was late. So they said."]


def test_a_single_line_with_a_wide_gap_is_no_table() -> None:
    """05SANJOSE2815: a budget code, two blanks, and a sentence that goes on in the next lines."""
    found = body("1. Proposed increase  3,000\n\n2156  Travel budget includes $1,000 for in-country travel\n"
                 "which is necessary to complete monitoring of substantial\ninvestments such as the border check-point.")
    assert [one.split(" {#")[0] for one in found.markdown.strip().split("\n\n")] == [
        "¶1. Proposed increase 3,000",
        "2156 Travel budget includes $1,000 for in-country travel which is necessary to complete monitoring of"
        " substantial investments such as the border check-point.",
    ]
