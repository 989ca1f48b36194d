"""Headers of cables' texts: each case is named after a cable that has it."""

from __future__ import annotations

import time

import pytest

from sitegen.convert.declassification import parse_classifier, parse_executive_order
from sitegen.convert.header import Header, find_class_line, parse_header
from sitegen.convert.lines import Line
from sitegen.records.cable import Downgrade

HEAD = "C O N F I D E N T I A L AMMAN 003245\nSIPDIS\nE.O. 12958: DECL: 01/22/2019\nTAGS: PREL JO\n"


def lines(text: str) -> list[Line]:
    return [Line(line, number) for number, line in enumerate(text.split("\n"), 1)]


def read(text: str, year: int | None = 2009) -> Header:
    return parse_header(lines(text), year)


def body(text: str, year: int | None = 2009) -> str:
    index, offset = read(text, year).end
    return "\n".join(text.split("\n")[index:])[offset:].strip()


# -- class lines ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C O N F I D E N T I A L SECTION 01 OF 02 NEW DELHI 006976", ("CONFIDENTIAL", "NEW DELHI", 6976, 1, 2)),
        ("CONFIDENTIAL SECTION 01 OF 08 NEW DELHI 005135", ("CONFIDENTIAL", "NEW DELHI", 5135, 1, 8)),
        ("CONFIDENTIAL BUENOS AIRES 2481", ("CONFIDENTIAL", "BUENOS AIRES", 2481, None, None)),
        ("UNCLAS SAN JOSE 002188", ("UNCLASSIFIED", "SAN JOSE", 2188, None, None)),
        ("UNCLAS E F T O LONDON 002618", ("UNCLASSIFIED", "LONDON", 2618, None, None)),
        ("UNCLASSIFIED//FOR OFFICIAL USE ONLY STATE 000123", ("UNCLASSIFIED", "STATE", 123, None, None)),
        ("UNCLASSIFIED SECTION 01 OF 01 TEHRAN 1164", ("UNCLASSIFIED", "TEHRAN", 1164, 1, 1)),
        ("LIMITED OFFICIAL USE TEHRAN 2077", ("LIMITED OFFICIAL USE", "TEHRAN", 2077, None, None)),
        ("T O P S E C R E T PARIS 001234", ("TOP SECRET", "PARIS", 1234, None, None)),
        ("S e c r e t state 135366", ("SECRET", "state", 135366, None, None)),
        ("S E C R E T STATE 00135366", ("SECRET", "STATE", 135366, None, None)),
        (",C O N F I D E N T I A L MONTEVIDEO 000404", ("CONFIDENTIAL", "MONTEVIDEO", 404, None, None)),
        ('"C O N F I D E N T I A L SECTION 01 OF 02 VATICAN 005693', ("CONFIDENTIAL", "VATICAN", 5693, 1, 2)),
        ("O N F I D E N T I A L SECTION 01 OF 02 MEXICO 002676", ("CONFIDENTIAL", "MEXICO", 2676, 1, 2)),
        ("E C R E T SECTION 01 OF 05 MEXICO 003195", ("SECRET", "MEXICO", 3195, 1, 5)),
        ("SS E C R E T PARIS 001699", ("SECRET", "PARIS", 1699, None, None)),
        ("C O N F I D E N T I A L LA PAZ 002657", ("CONFIDENTIAL", "LA PAZ", 2657, None, None)),
        ("C O N F I D E N T I A L ECTION 01 OF 02 MANAMA 000492", ("CONFIDENTIAL", "MANAMA", 492, 1, 2)),
        ("S E C R E T SECTION 02 OF 03QRIPOLI 000583", ("SECRET", "QRIPOLI", 583, 2, 3)),
        ("UNCLAS SECTION 01 GF 02 BISHIEK 00Q021", ("UNCLASSIFIED", "BISHIEK", 21, 1, 2)),
        ("S E C R E T THE HAGUE 001915", ("SECRET", "THE HAGUE", 1915, None, None)),
        ("UNCLAS FINAL SECTION OF 02 PARIS 1234", ("UNCLASSIFIED", "PARIS", 1234, None, 2)),
    ],
)  # fmt: skip
def test_class_lines(text: str, expected: tuple[object, ...]):
    found = find_class_line(Line(text, 1))
    assert found is not None
    assert (found.classification, found.station, found.number, found.section, found.sections) == expected
    assert text[found.end :] == ""


@pytest.mark.parametrize(
    "text",
    ["CONFIDENTIAL", "SECRET SERVICE 2000 budget", "Secret talks of 2009 in Amman", "CONFIDENTIAL FOR THE AMBASSADOR 1234",
     "                           CONFIDENTIAL     PTQ1859", "UNCLAS", "The embassy 003245", ""],
)  # fmt: skip
def test_what_is_no_class_line(text: str):
    assert find_class_line(Line(text, 1)) is None


def test_lost_letters_are_a_doubt():
    assert [d.code for d in read("E C R E T SECTION 01 OF 05 MEXICO 003195\nNOFORN\n").doubts] == ["repaired-field"]
    assert read(HEAD).doubts == ()


# -- captions and pass lines ---------------------------------------------------------------------------------------

@pytest.mark.parametrize(
    ("text", "captions", "pass_lines"),
    [
        ("SIPDIS\n\nSENSITIVE\nSIPDIS", ("SIPDIS", "SENSITIVE"), ()),
        ("SIPDIS, NOFORN", ("SIPDIS", "NOFORN"), ()),
        ("NOFORN\nSIPDIS\nTERREP", ("NOFORN", "SIPDIS", "TERREP"), ()),
        ("SENSITVE, SIPDIS", ("SENSITIVE", "SIPDIS"), ()),
        ("C O R R E C T E D COPY - PARA 1, 2, 6\n\nSIPDIS", ("C O R R E C T E D COPY - PARA 1, 2, 6", "SIPDIS"), ()),
        (
            'SIPDIS\nC O R R E C T E D  C O P Y (ADDED CLASSIFIED BY LINE)',
            ("SIPDIS", "C O R R E C T E D C O P Y (ADDED CLASSIFIED BY LINE)"),
            (),
        ),
        (
            "SIPDIS\nNSC FOR DAN RESTREPO; DEPT FOR WHA DAS JACOBSON, MEX\nDIRECTOR LEE, AND INR HOHMAN.",
            ("SIPDIS",),
            ("NSC FOR DAN RESTREPO; DEPT FOR WHA DAS JACOBSON, MEX DIRECTOR LEE, AND INR HOHMAN.",),
        ),
        ("SIPDIS\nNEA FOR SENSITIVE MATTERS", ("SIPDIS",), ("NEA FOR SENSITIVE MATTERS",)),
    ],
    ids=["07KOLKATA331", "06PARTO9", "04THEHAGUE1915", "07MADRID1030", "09BRASILIA796", "09LONDON2347", "09MEXICO3195", "prose"],
)
def test_captions_and_pass_lines(text: str, captions: tuple[str, ...], pass_lines: tuple[str, ...]):
    found = read(f"C O N F I D E N T I A L AMMAN 003245\n{text}\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: X")
    assert (found.captions, found.pass_lines) == (captions, pass_lines)
    assert found.subject == "X"


@pytest.mark.parametrize(("lines_above", "pass_lines"), [
    ("DEPT FOR WHA/EPSC: AWONG; PLEASE PASS TO\nTREASURY: SSENICH; PLEASE PASS TO OPIC: NRIVERA",
     ("DEPT FOR WHA/EPSC: AWONG; PLEASE PASS TO TREASURY: SSENICH; PLEASE PASS TO OPIC: NRIVERA",)),
    ("STATE/EEB: DAS NELSON, ALEX\nWHITTINGTON\nTREASURY: MCCORMICK", ("STATE/EEB: DAS NELSON, ALEX WHITTINGTON", "TREASURY: MCCORMICK")),
    ("DEPT FOR WHA\nNSC FOR CRONIN", ("DEPT FOR WHA", "NSC FOR CRONIN")),
    ("STATE FOR EUR/WE AND WHA/AND\nDEFENSE FOR OSD", ("STATE FOR EUR/WE AND WHA/AND", "DEFENSE FOR OSD")),
    ("DEPT FOR WHA/EPSC:MROONEY,\nEEB/TTP/BT:RMANOGUE", ("DEPT FOR WHA/EPSC:MROONEY, EEB/TTP/BT:RMANOGUE",)),
])  # fmt: skip
def test_pass_lines_that_go_on_09SANJOSE917_08LONDON2860(lines_above: str, pass_lines: tuple[str, ...]):
    assert read(HEAD.replace("SIPDIS\n", f"SIPDIS\n\n{lines_above}\n\n") + "SUBJECT: X").pass_lines == pass_lines


def test_caption_of_the_class_line_09EFTOLONDON2858():
    assert read("UNCLAS E F T O LONDON 002858\nSENSITIVE\nSIPDIS\nSUBJECT: X").captions == ("EFTO", "SENSITIVE", "SIPDIS")


def test_caption_between_subject_and_reference_02BOGOTA3281():
    found = read("S E C R E T BOGOTA 003281\nE.O. 12958: DECL: 4/4/2012\nTAGS: PREL VE\nSUBJECT: CAMPS IN VENEZUELA\nNOFORN\nREF: BOGOTA 3101")
    assert (found.captions, found.subject, found.reference_text) == (("NOFORN",), "CAMPS IN VENEZUELA", "BOGOTA 3101")


def test_caption_of_a_reference_is_none_of_this_cable_06SANJOSE2734():
    found = read(HEAD + "SUBJECT: X\nREF: A. STATE 19152\n     ¶B. SAN JOSE 2223 (EXDIS)\n\n¶1. Text")
    assert found.captions == ("SIPDIS",)


# -- E.O. line -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("E.O. 12958: DECL: 02/26/2020", "2020-02-26"),
        ("EO 12958 DECL: 2020/02/26", "2020-02-26"),
        ("EO 12958 DECL: 11/29/10", "2010-11-29"),
        ("E.o. 12958: decl: 6/30/08", "2008-06-30"),
        ("E.0. 12958: DECL: 10/23/11", "2011-10-23"),
        ("E.O. 1295: DECL: 07/24/2018", "2018-07-24"),
        ("¶E. O. 11652: GDS", ""),
        ("E.O. 12065: GDS 8/12/85 (NAME) OR-P", "1985-08-12"),
        ("E.O. 12356: DECL:OADR", ""),
        ("E.O. 12958 DECL: (1.6X1)", ""),
        ("E.O. 12958: DECL: X1, X5", ""),
        ("E.O. 12958: DECL: AFTER KOREAN UNIFICATION", ""),
        ("E.O. 13526: DECL: July 25, 2035", "2035-07-25"),
        ("E.O. 12958: N/A", ""),
    ],
)
def test_executive_order_lines(text: str, on: str):
    found = read(f"S E C R E T AMMAN 003245\n{text}\nTAGS: PREL JO\nSUBJECT: X", year=None)
    assert (found.declassify_on, found.downgrade) == (on, None)
    assert [d.message for d in found.doubts] == (
        ["the cable is to be declassified by an event, not a date: AFTER KOREAN UNIFICATION"] if "KOREAN" in text else [])
    assert found.executive_order
    assert (found.tags, found.subject) == (("PREL", "JO"), "X")


def test_downgrade_is_no_declassification_09MEXICO193():
    found = read("S E C R E T MEXICO 000193\nE.O. 12958: DNG: CO 01/22/2019\nTAGS: PREL MX\nSUBJECT: X")
    assert (found.declassify_on, found.downgrade) == ("", Downgrade("CONFIDENTIAL", "2019-01-22"))


def test_a_date_that_cannot_be_read_is_a_doubt():
    assert parse_executive_order("12958: DECL: 13/45/2019").doubtful
    assert not parse_executive_order("12958: DECL: OADR").doubtful


@pytest.mark.parametrize(("year", "on"), [(2009, "2049-01-22"), (None, "1949-01-22")])
def test_the_century_follows_the_cable(year: int | None, on: str):
    assert parse_executive_order("12958: DECL: 01/22/49", year).on == on


# -- TAGS ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("TAGS: AORC CDG UNGA\nIAEA, NPT, EG", "AORC CDG UNGA\nIAEA, NPT, EG"),
        ("TAGS PREL, OAS, MX", "PREL, OAS, MX"),
        ("TAGS: [PGOV](#) [MX](#)", "PGOV MX"),
        ("TAGS OVIP (CLINTON, HILLARY), PGOV,\nNL, IS", "OVIP (CLINTON, HILLARY), PGOV,\nNL, IS"),
        ("TAGS:\n\nPGOV EG", "PGOV EG"),
    ],
    ids=["09CAIRO189", "10MEXICO141", "09MEXICO3634", "09STATE129362", "below"],
)
def test_tags(text: str, tags: str):
    found = read(f"S E C R E T AMMAN 003245\nE.O. 12958: N/A\n{text}\nSUBJECT: X")
    assert (found.tags_text, found.subject) == (tags, "X")


# -- subject -------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(
    ("text", "subject", "rest"),
    [
        ("SUBJECT: GERMANY: VISIT OF GOVERNORS HELPS \nADVANCE OUR AGENDA \n \n¶1. (C) Text", "GERMANY: VISIT OF GOVERNORS HELPS ADVANCE OUR AGENDA", "¶1. (C) Text"),
        ("SUBJ:  Fake T-Shirts \n\n¶1. Text", "Fake T-Shirts", "¶1. Text"),
        ("SUBJECT: THE US- \nLATIN AMERICAN TIES \n\n¶1. Text", "THE US-LATIN AMERICAN TIES", "¶1. Text"),
        ("SUBJECT: A PLAN --\nCOUNTERING CHAVEZ\n\n¶1. Text", "A PLAN -- COUNTERING CHAVEZ", "¶1. Text"),
        ("SUBJECT: SPECIAL SESSION \\\nON PALESTINE \\\n \\\n¶1. Text", "SPECIAL SESSION ON PALESTINE", "¶1. Text"),
        ("SUBJECT:\n\nCooperation Busts Fraud Ring\n1.(SBU) Summary: Text", "Cooperation Busts Fraud Ring", "1.(SBU) Summary: Text"),
        ("SUBJECT: ZIM NOTES 11-09-2009 \n----------- \n1. SUMMARY\n-----------", "ZIM NOTES 11-09-2009", "----------- \n1. SUMMARY\n-----------"),
        (
            "SUBJECT: ASSISTANT SECRETARY MEETS WITH ZIMBABWE \n \n CONFIDENTIAL\n\nPAGE 02 HARARE 06677 01 OF 03 291400Z OPPOSITION LEADER \n \n¶1. Text",
            "ASSISTANT SECRETARY MEETS WITH ZIMBABWE OPPOSITION LEADER",
            "¶1. Text",
        ),
        ("SUBJECT: THE (ART) SHOW MUST GO \nON \n \nAMMAN 00003245 001.3 OF 002 \n \n \n¶1. Text", "THE (ART) SHOW MUST GO ON", "¶1. Text"),
        ("SUBJECT: ALLEGED MISTREATMENT OF OFFICIAL AMMAN 00003245 001.2 OF 002 \n\n¶1. Text", "ALLEGED MISTREATMENT OF OFFICIAL", "¶1. Text"),
        ("SUBJECT: PIRACY CONTACT GROUP 1. (C) Summary: Text", "PIRACY CONTACT GROUP", "1. (C) Summary: Text"),
        ("SUBJECT: NOT A PARADISE SENSITIVE BUT UNCLASSIFIED - PROTECT\n\n¶1. Text", "NOT A PARADISE", "SENSITIVE BUT UNCLASSIFIED - PROTECT\n\n¶1. Text"),
        ("SUBJECT: (U) Secretary Clinton's July 14 conversation\nwith Verhagen\n1. Text", "(U) Secretary Clinton's July 14 conversation with Verhagen", "1. Text"),
        (
            "SUBJECT: Libel Fre% Sp%ech in KyR%yzStan \n \nAMMAN 00003245  001.2 OF 002 \n \n \nSEFSITIVE BUT UJCLASSIFIED.  NMT FGR \n \n1. Text",
            "Libel Fre% Sp%ech in KyR%yzStan",
            "SEFSITIVE BUT UJCLASSIFIED.  NMT FGR \n \n1. Text",
        ),
        ("\n¶1. (C) Text", "", "¶1. (C) Text"),
        ("SUBJECT: RELIEF, USE OF ...\n\nText", "RELIEF, USE OF ...", "Text"),
    ],
    ids=["08BERLIN1690", "06SANJOSE2188", "06BUENOSAIRES579", "08CARACAS420", "06GENEVA1673", "09CAIRO1945", "zim notes", "00HARARE6677",
         "07HAVANA210", "09TRIPOLI876", "one line", "07SAOPAULO895", "09STATE129362", "08BISHKEK1021", "05LIMA3571", "90KHARTOUM10657"],
)  # fmt: skip
def test_subjects(text: str, subject: str, rest: str):
    assert read(HEAD + text).subject == subject
    assert body(HEAD + text) == rest


def test_subject_that_goes_on_behind_a_blank_line_08NEWDELHI638():
    found = read(HEAD + "SUBJECT: SECRETARY SINGH EMPHASIZES POSITIVE \n\nMILITARY RELATIONSHIP \n \nClassified By: Joel Ehrendreich for Reasons 1.4 (B, D) ")
    assert found.subject == "SECRETARY SINGH EMPHASIZES POSITIVE MILITARY RELATIONSHIP"
    assert [d.code for d in found.doubts] == ["inferred-field"]


@pytest.mark.parametrize("blank_lines", [1, 2, 3])
def test_blank_lines_after_every_line(blank_lines: int):
    text = HEAD + "SUBJECT: ELEMENTS OF GOM POLICY TEAM INTERESTED\nIN FOCUSING TOGETHER\nREF: A: MEXICO 3617\nB: MEXICO 3468\n¶1. Text"
    spaced = read(text.replace("\n", "\n" * (blank_lines + 1)))
    assert spaced.subject == "ELEMENTS OF GOM POLICY TEAM INTERESTED IN FOCUSING TOGETHER"
    assert spaced.references == ("09MEXICO3617", "09MEXICO3468")


# -- references ----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(
    ("text", "reference", "rest"),
    [
        ("REF: A. ANKARA 6856 \n \n     ¶B. ANKARA 8252 \n\nText of it.", "A. ANKARA 6856\n \n     ¶B. ANKARA 8252", "Text of it."),
        ("REF: STATE 6970 As requested in reftel, contacts for NPT issues are: Post: Melissa Cline, Officer", "STATE 6970", "As requested in reftel, contacts for NPT issues are: Post: Melissa Cline, Officer"),
        ("REFTEL: HARARE 6584\n\nText", "HARARE 6584", "Text"),
        ("REF. STATE 184178\n\nText", "STATE 184178", "Text"),
        ("REF: A) SAO PAULO 675, \nB) BRASILIA \n\n2314 SENSITIVE TEXT", "A) SAO PAULO 675,\nB) BRASILIA\n\n2314", "SENSITIVE TEXT"),
        ("REFS:  A) 06 STATE 202745 C) FEvans-MHall \nemails \n \n¶1. Text", "A) 06 STATE 202745 C) FEvans-MHall\nemails", "¶1. Text"),
        ("REF: (D)BEIJING \n5361, (E) STATE 148514 \n \nText", "(D)BEIJING\n5361, (E) STATE 148514", "Text"),
        ("REF: STATE 42097 \n \nPost presented reftel request", "STATE 42097", "Post presented reftel request"),
    ],
    ids=["02ANKARA8852", "09CAIRO189", "00HARARE6677", "01VATICAN5693", "06SAOPAULO1197", "07REYKJAVIK90", "07STATE152317", "06REYKJAVIK89"],
)  # fmt: skip
def test_reference_lists(text: str, reference: str, rest: str):
    whole = HEAD + "SUBJECT: X\n" + text
    found = read(whole)
    assert found.reference_text.split() == reference.split()
    assert body(whole) == rest


# -- Classified By -------------------------------------------------------------------------------------------------

B_D = ("1.4(b)", "1.4(d)")


@pytest.mark.parametrize(
    ("text", "name", "reasons"),
    [
        ("Classified By: Political Minister Counselor Charles V. Barclay.\nReason: 1.4 (b), (d)", "Political Minister Counselor Charles V. Barclay", B_D),
        ("Classified By: CDA, A.I. RON MCMULLEN FOR REASON 1.5 (A/C).", "CDA, A.I. RON MCMULLEN", ("1.5(a)", "1.5(c)")),
        ("Classified By: Acting DCM Rob Garverick, Reasons 1.4 (b) (d) 1. (C) Summary: BP", "Acting DCM Rob Garverick", B_D),
        ("Classified By: Charge Robert Blake, Jr. for Reasons 1.4 (B, D)", "Charge Robert Blake, Jr.", B_D),
        ("Classified By: Political Minister Counselor Josiah B. Rosenblatt. Reas \nons 1.4b,d", "Political Minister Counselor Josiah B. Rosenblatt", B_D),
        ("Classified By: Political Minister Counselor George Glass for reasons 1. 4 (b,d).", "Political Minister Counselor George Glass", B_D),
        ("Classified By: Global Affairs Unit Chief Don L. Brown for\nreasons 14 (b) and (d).", "Global Affairs Unit Chief Don L. Brown", B_D),
        ("Classified By: Acting Chargé Kenneth Gluck for reasons 1.4 b and d, A visit", "Acting Chargé Kenneth Gluck", B_D),
        ("Classiied By: CDA Christopher Henzel for reasons 1.4 (b)and (d)", "CDA Christopher Henzel", B_D),
        (" (U) Classified by Ambassador W.R. Pearson; reasons: 1.5 (b,d).", "Ambassador W.R. Pearson", ("1.5(b)", "1.5(d)")),
        ("Classified By: Classified by DCM Liz Dibble for reasons 1.4 (b) and \n(d).", "DCM Liz Dibble", B_D),
        ("Classified By: 1. CLASSIFIED BY NEA ASSISTANT SECRETARY DAVID WELCH \nREASONS: 1.4 (B) AND (D)", "NEA ASSISTANT SECRETARY DAVID WELCH", B_D),
        ("Classified By: DCM ROBERT E. WHITEHEAD DUE TO 1,4 (C) AND (D).", "DCM ROBERT E. WHITEHEAD", ("1.4(c)", "1.4(d)")),
        ("CLASSIFIED BY DEPUTY COUNSELOR HOWARD STOFFER \nPER 1.5 (B) AND (D).  ACTION REQUEST BELOW.", "DEPUTY COUNSELOR HOWARD STOFFER", ("1.5(b)", "1.5(d)")),
        ("Classified By: Acting A/S Brian H. Hook, E.O. 12958, \nReasons: 1.4(b) and (d)", "Acting A/S Brian H. Hook", B_D),
        ("Classified By: Ambassador E. Anthony Wayne for reasons (B) and (D).", "Ambassador E. Anthony Wayne", B_D),
        ("Classified By: Glyn T. Davies \n \nSUMMARY \n-------", "Glyn T. Davies", ()),
        ("Classified By: XXXXXXXXXXXX FOR REASONS 1.4 (B),(D)", "XXXXXXXXXXXX", B_D),
        ("¶1.  (U)  Classified by:  Arnold Chacon, Deputy Executive \nSecretary, S/ES. Reason 1.4.(d) \n\n¶2. (U) February 23", "Arnold Chacon, Deputy Executive Secretary, S/ES", ("1.4(d)",)),
        ("1. (U) CLASSIFIED SECRET BY COUNSELOR GORDON HELLWIG. REASON 1.5 (C).  2. (S) EMBASSY", "COUNSELOR GORDON HELLWIG", ("1.5(c)",)),
        ("1.  CONFIDENTIAL - ENTIRE TEXT.  CLASSIFIED BY DCM\nTHEODORE KATTOUF - 1.5 B,D.\n\n2.  (C)", "DCM THEODORE KATTOUF", ("1.5(b)", "1.5(d)")),
        ("1.  CONFIDENTIAL - ENTIRE TEXT.  CLASSIFIED BY SECTION 1.5 (B)\nAND (D).\n\n2.  SU", "", ()),
    ],
    ids=["09MEXICO193", "04RANGOON1100", "08BAKU761", "05NEWDELHI9527", "06PARIS2358", "09BERLIN1271", "08BERLIN643", "bare letters", "08MANAMA492", "02ANKARA8852",
         "08ROME1541", "08STATE104902", "04HARARE766", "98USUNNEWYORK1638", "08STATE77798", "08BUENOSAIRES129", "07STATE156455", "07LISBON2527",
         "06PARTO9", "97NEWDELHI6957", "95RIYADH5221", "95TELAVIV17504"],
)  # fmt: skip
def test_classified_by(text: str, name: str, reasons: tuple[str, ...]):
    found = read(HEAD + "SUBJECT: X\n\n" + text)
    assert (found.classified_by, found.reasons) == (name, reasons)


def test_line_cut_inside_a_word_after_71_characters_09WARSAW433():
    found = read(
        HEAD + "SUBJECT: X\n\nClassified By: Ambassador Jackson McDonald, Special Advisor for Securit \n"
        "y Negotiations and Agreements, for reasons 1.4 b and d. \n\n¶1. Text"
    )
    assert found.classified_by == "Ambassador Jackson McDonald, Special Advisor for Security Negotiations and Agreements"


def test_classified_by_as_a_paragraph_stays_in_the_body_06PARTO9():
    assert body(HEAD + "SUBJECT: X\n\n¶1. (U) Classified by: Arnold Chacon. Reason 1.4.(d)\n") == "¶1. (U) Classified by: Arnold Chacon. Reason 1.4.(d)"


def test_letters_of_the_next_line_are_no_reasons():
    assert parse_classifier(" Charles V. Barclay. Reason:\n1.4 (b),(d).\nC O N F I D E N T I A L").reasons == B_D


def test_derived_from_10MEXICO141():
    found = read(HEAD + "SUBJECT: X\nREF: 10 MEXICO 127\nDERIVED FROM: DSCG 05-1 B, D\n1. (C) Summary: Text")
    assert (found.derived_from, found.classified_by, found.reference_text) == ("DSCG 05-1 B, D", "", "10 MEXICO 127")


# -- everything on one line ----------------------------------------------------------------------------------------

ONE_LINE = (
    "C O N F I D E N T I A L SECTION 01 OF 03 MEXICO 000141 NOFORN SIPDIS DEPT FOR WHA E.O. 12958: DECL: 02/26/2020 TAGS: PREL"
    " MXSUBJECT: BACK TO THE FUTURE IN EGYPTREF: A. MEXICO 127 B. MEXICO 130 Classified By: DCM Rob Garverick for reasons"
    " 1.4 (b) and (d). 1. (C) Summary: Text."
)


def test_one_line_cable():
    found = read(ONE_LINE, 2010)
    assert (found.classification, found.station, found.number, found.sections) == ("CONFIDENTIAL", "MEXICO", 141, 3)
    assert (found.captions, found.pass_lines) == (("NOFORN", "SIPDIS"), ("DEPT FOR WHA",))
    assert (found.declassify_on, found.tags, found.subject) == ("2020-02-26", ("PREL", "MX"), "BACK TO THE FUTURE IN EGYPT")
    assert found.references == ("10MEXICO127", "10MEXICO130")
    assert (found.classified_by, found.reasons) == ("DCM Rob Garverick", B_D)
    assert body(ONE_LINE, 2010) == "1. (C) Summary: Text."


def test_glued_without_blanks_08RIYADH868():
    found = read("C O N F I D E N T I A L SECTION 01 OF 04 RIYADH 000868SIPDISNEA FOR DAS GGRAY CIA PASS TO TCOYNEE.O. 12958: DECL: 06/03/2018 TAGS: EPET SA\n\n------- \nSummary")
    assert (found.captions, found.pass_lines) == (("SIPDIS",), ("NEA FOR DAS GGRAY CIA PASS TO TCOYNE",))
    assert (found.declassify_on, found.tags) == ("2018-06-03", ("EPET", "SA"))


def test_repeat_of_another_cable_04NEWDELHI6976():
    text = (
        "C O N F I D E N T I A L NEW DELHI 006976  SIPDIS  E.O. 12958: DECL: 10/26/2004 TAGS: PREL, IN, India-Bhutan SUBJECT: BHUTAN"
        " MOVING TOWARDS REPATRIATION OF CATEGORY ONE  REFUGEES  THE FOLLOWING IS A REPEAT OF NEW DELHI 6920, DATED 10/29/2004, SENT"
        " ACTION SECSTATE, INFO BEIJING, COLOMBO, DHAKA, ISLAMABAD, KATHMANDU, LONDON, MOSCOW, TOKYO, CALCUTTA, CHENNAI - QUOTE"
        "  E.O. 12958: DECL: 10/26/2014 TAGS: PREL SUBJECT: BHUTAN MOVING"
    )
    assert read(text).subject == "BHUTAN MOVING TOWARDS REPATRIATION OF CATEGORY ONE REFUGEES"
    assert body(text).startswith("THE FOLLOWING IS A REPEAT")
    whole = text + " TOWARDS REPATRIATION  Classified By: A/DCM Walter E. North, Reasons 1.4 (B,D).  1.  (C) Summary: Text"
    found = read(whole)
    assert (found.classified_by, found.reasons) == ("A/DCM Walter E. North", B_D)
    assert body(whole).endswith("Classified By: A/DCM Walter E. North, Reasons 1.4 (B,D).  1.  (C) Summary: Text")
    assert [(d.code, d.column) for d in found.doubts if "repeats" in d.message] == [("inferred-field", whole.index("Classified") + 1)]
    own = whole.replace("THE FOLLOWING", "Classified By: DCM Jones, Reasons 1.4 (a) THE FOLLOWING")
    assert (read(own).classified_by, read(own).reasons) == ("DCM Jones", ("1.4(a)",))


def test_a_quotation_in_the_text_names_no_classifier():
    assert read(HEAD + "SUBJECT: X\n\n1. (C) He said: QUOTE no. Classified by: Y, reasons 1.4 (b)").classified_by == ""


# -- nothing is lost -----------------------------------------------------------------------------------------------

@pytest.mark.parametrize(
    "text",
    [
        ONE_LINE,
        HEAD + "SUBJECT: X\nREF: A. ANKARA 6856 AMMAN 00003245 001.2 OF 002 \n\nClassified By: DCM Y for reasons 1.4 (b). Text",
        HEAD + "SUBJECT: X\n \n CONFIDENTIAL\n\nPAGE 02 AMMAN 03245 01 OF 03 291400Z OF Y\n\nNSC FOR ABRAMS\n\n¶1. Text",
        "UNCLAS AMMAN 003245\nTEXT WITHOUT ANY LABEL.\nMORE",
        "SUBJECT: no class line\n\nText",
        "no header at all",
    ],
)  # fmt: skip
def test_every_word_is_in_a_span_or_in_the_body(text: str):
    found = read(text)
    index, offset = found.end
    rest = text.split("\n")
    for span in found.spans:
        rest[span.line] = rest[span.line][: span.start] + " " * (span.end - span.start) + rest[span.line][span.end :]
    head = [*rest[:index], rest[index][:offset] if index < len(rest) else ""]
    assert not "".join(head).strip(" ,;\\")
    assert len(found.roles) == index + (offset > 0)


@pytest.mark.parametrize("piece", ["-", "- ", "S ", "UNCLAS", "REF: A. STATE 1 ", "1.4 (b) ", "and ", "(", "E.O. 12958: ", "R e a s o n "])
@pytest.mark.parametrize("head", [HEAD, HEAD + "SUBJECT: X\nREF: ", HEAD + "SUBJECT: X\nClassified By: "])
def test_time_does_not_grow_with_a_long_line(head: str, piece: str):
    text = lines(head + piece * (1_000_000 // len(piece)))
    begun = time.process_time()
    parse_header(text, 2009)
    find_class_line(text[-1])
    assert time.process_time() - begun < 3


def test_classified_by_a_guide_09ISLAMABAD2185():
    found = read(HEAD + "SUBJECT: X\n\nClassified By: Derived from DSCG 05-01, b and d\n\n¶1. (S/NF) Text")
    assert (found.classified_by, found.derived_from) == ("", "DSCG 05-01, b and d")


def test_classified_by_that_is_cut_off_05ROME3081():
    found = read(HEAD + "SUBJECT: X\n\nClassified By: Ambassador Ronald Spogli f...\n\nText")
    assert found.classified_by == "Ambassador Ronald Spogli f"
    assert read(HEAD + "SUBJECT: X\n\nText classified by Jennifer Laurendeau, ...\n\n").classified_by == "Jennifer Laurendeau"
    assert [d.code for d in found.doubts] == ["doubtful-field"]


@pytest.mark.parametrize(
    ("text", "captions", "pass_lines"),
    [
        ("USDOC FOR 4322/ITA/MAC/OLAC SIPDIS", ("SIPDIS",), ("USDOC FOR 4322/ITA/MAC/OLAC",)),
        ("SIPDIS\n\nDeclassified/Released US Department of State EO Systematic Review 05 JUL 2006", ("SIPDIS",), ()),
        ("SENSITIVE BUT UNCLASSIFIED", ("SENSITIVE BUT UNCLASSIFIED",), ()),
    ],
    ids=["08BUENOSAIRES879", "75TEHRAN2069", "as a caption"],
)
def test_what_stands_above_the_labels(text: str, captions: tuple[str, ...], pass_lines: tuple[str, ...]):
    found = read(f"UNCLAS BUENOS AIRES 000879\n{text}\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: X")
    assert (found.captions, found.pass_lines) == (captions, pass_lines)


def test_page_header_over_two_lines_79STATE297216():
    text = HEAD + "SUBJ: X\nREF: A. STATE 295719, C. PRAGUE 3981\n(NOTAL), D. BELGRADE 8385\nCONFIDENTIAL\nCONFIDENTIAL\nPAGE 02\nSTATE 297216\n1. (C) Text"
    assert read(text, 1979).references == ("79STATE295719", "79PRAGUE3981", "79BELGRADE8385")
    assert body(text) == "1. (C) Text"


@pytest.mark.parametrize("head", ["PAGE 02        AMMAN  03245", "PAGE 02  AMMAN 03245  01 OF 02", "PAGE 02\nAMMAN 03245"])
def test_page_header_inside_a_subject_of_the_1970s(head: str):
    text = HEAD + f"SUBJECT: TAGS MANUAL AND ITS\n CONFIDENTIAL\n\n CONFIDENTIAL\n\n{head}\n\n DISTRIBUTION\n\n1. TEXT"
    assert read(text, 1974).subject == "TAGS MANUAL AND ITS DISTRIBUTION"
    assert body(text, 1974) == "1. TEXT"


def test_an_order_whose_label_is_garbled_08BISHKEK1021():
    found = read("UNCLAS BISHKEK 001021\nSIPDIS\nDEPT FOR SCA\nE.M. 12958: N/A\nTAGS: PREL\nSUBJECT: X\n\n1. Text")
    assert (found.pass_lines, found.executive_order) == (("DEPT FOR SCA",), "E.M. 12958: N/A")


def test_declassification_date_without_its_stroke():
    found = read("S E C R E T AMMAN 003245\nE.O. 12958: DECL: 10/152019\nTAGS: PREL")
    assert found.declassify_on == "2019-10-15"
    assert [(d.code, d.line) for d in found.doubts] == [("repaired-field", 2)]


def test_doubts_stand_where_their_words_stand():
    text = (
        "C O N F I D E N T I A L AMMAN 003245\nSIPDIS\nE.O. 12958: DECL: 01/22/2019\nTAGS: PREL, QQQQ,\n CS IR IZ ECONEFIN\nSUBJECT: X\n"
        "REF: A. CAIRO 12\n     B. STATE 34...\n\n1. Text"
    )
    places = {(d.message[:20], d.line, d.column) for d in read(text).doubts}
    assert places == {("unknown TAGS code QQ", 4, 13), ("TAGS ECONEFIN read a", 5, 11), ("reference to STATE 3", 8, 15)}


def test_second_copy_of_a_cut_head_05ROME3081():
    text = (
        HEAD + "SUBJECT: THE AMBASSADOR'S COURTESY CALL \nON PERA \n \nClassified By: Ambassador Ronald Spogli f...\n\n"
        "SUBJECT: THE AMBASSADOR'S COURTESY CALL \nON PERA \n \nClassified By: Ambassador Ronald Spogli for reasons 1.4 (b) and (d). \n \n¶1. (C) Text"
    )
    found = read(text)
    assert (found.subject, found.classified_by, found.reasons) == ("THE AMBASSADOR'S COURTESY CALL ON PERA", "Ambassador Ronald Spogli", B_D)
    assert body(text) == "¶1. (C) Text"
    assert found.doubts == ()
