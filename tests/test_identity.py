"""Which cable is this: post, number and year from the best evidence there is, and the ids that lead to it besides."""

from __future__ import annotations

import pytest

from sitegen.convert.cables import Draft
from sitegen.convert.run import convert_document


def draft(head: str, *, before: str = "", name: str = "x.txt", fields: str = "", text: str = "The text.") -> Draft:
    raw = f"{before}{head}\n\n{fields}TAGS: PGOV\nSUBJECT: EXAMPLE\n\n1. (U) {text}\n\nPASCUAL\n"
    (found,) = convert_document(name, name, raw.encode()).drafts
    return found


def five_lines(name: str, day: str = "Wed Nov 18 00:00:00 +0100 2009", origin: str = "Embassy London") -> str:
    return f"{name}\nEXAMPLE\n{day}\nUNCLASSIFIED\n{origin}\n"


def sent(post: str, number: int, dtg: str = "R 041708Z FEB 08") -> str:
    return f"VZCZCXRO0001\nRR RUEHC\nDE RUEHXX #{number:04}/01 0351708\nZNR UUUUU ZZH\n{dtg}\nFM AMEMBASSY {post}\nTO SECSTATE WASHDC\n\n"


# --- damaged ids ---------------------------------------------------------------------------------------------------


def test_a_caption_read_as_part_of_the_post_09EFTOLONDON2618() -> None:
    found = draft("UNCLAS E F T O LONDON 002618", before=five_lines("09EFTOLONDON2618"), name="09EFTOLONDON2618.txt")
    assert (found.cable.id, found.cable.aliases) == ("09LONDON2618", ("09EFTOLONDON2618",))


def test_a_section_read_as_part_of_the_post_08SECTION01GF02BISHIEK21() -> None:
    name = "08SECTION01GF02BISHIEK21"
    found = draft("UNCLAS SECTION 01 OF 02 BISHIEK 001021", before=sent("BISHKEK", 1021), name=f"{name}.txt")
    assert (found.cable.id, found.cable.aliases) == ("08BISHKEK1021", (name,))
    assert [d.code for d in found.doubts] == ["repaired-field"]


def test_a_post_that_the_header_does_not_name_is_kept_as_written_and_doubted() -> None:
    found = draft("UNCLAS XQZZQ 001021", before="", fields="E.O. 12958: DECL: 02/04/2019\n")
    assert found.cable.id == "09XQZZQ1021"
    assert "doubtful-field" in {d.code for d in found.doubts}


def test_a_figure_lost_in_the_class_line_10TRIPOLI112() -> None:
    found = draft("UNCLAS TRIPOLI 000011", before=five_lines("10TRIPOLI112", "Mon Feb 08 00:00:00 +0100 2010", "Embassy Tripoli"))
    assert (found.cable.id, found.foreign_to) == ("10TRIPOLI112", "")
    assert "repaired-field" in {d.code for d in found.doubts}


def test_another_number_is_another_cable_09CAIRO211() -> None:
    raw = five_lines("09CAIRO211", origin="Embassy Cairo") + "UNCLAS CAIRO 000305\n\nE.O. 12958: DECL: 02/04/2019\nTAGS: PGOV\nSUBJECT: EXAMPLE\n\n1. (U) Text.\n"
    result = convert_document("x.txt", "x.txt", raw.encode())
    found = {d.cable.id: d for d in result.drafts}
    assert "09CAIRO305" in found and found["09CAIRO305"].foreign_to == "09CAIRO211"
    assert "foreign-body" in {d.code for d in result.diagnostics}
    assert "09CAIRO305" not in found["09CAIRO305"].cable.aliases and "09CAIRO211" not in found["09CAIRO305"].cable.aliases


@pytest.mark.parametrize(
    ("written", "station"),
    [("CIUDAD JUAREZ", "CIUDADJUAREZ"), ("USUN NEW YORK", "USUNNEWYORK"), ("UNVIE VIENNA", "UNVIEVIENNA"), ("STATE", "STATE"), ("THE HAGUE", "THEHAGUE")],
)
def test_posts_of_several_words(written: str, station: str) -> None:
    assert draft(f"UNCLAS {written} 000283", fields="REF: 09 MEXICO 1\n").cable.id == f"09{station}283"


def test_numbers_of_five_and_six_figures_09STATE132349() -> None:
    found = draft("UNCLAS STATE 132349", before=five_lines("09STATE132349", "Wed Dec 23 00:00:00 +0100 2009", "Secretary of State"))
    assert (found.cable.id, found.cable.date, found.cable.aliases) == ("09STATE132349", "2009-12-23", ())
    record = next(o.text for o in found.omissions if o.rule == "publisher's record")
    assert record.startswith("09STATE132349\n")


# --- the year ------------------------------------------------------------------------------------------------------

HEAD = "UNCLAS MEXICO 001021"


@pytest.mark.parametrize(
    ("options", "cable_id", "evidence"),
    [
        ({"before": sent("MEXICO", 1021), "name": "09MEXICO1021.txt"}, "08MEXICO1021", None),
        ({"before": five_lines("07MEXICO1021", "Wed Nov 18 00:00:00 +0100 2007", "Embassy Mexico"), "name": "09MEXICO1021.txt"}, "07MEXICO1021", None),
        ({"before": "Wikileak 06MEXICO1021\n\n", "name": "09MEXICO1021.txt"}, "06MEXICO1021", None),
        ({"name": "09MEXICO1021.txt", "fields": "E.O. 12958: DECL: 02/04/2018\n"}, "09MEXICO1021", "the name of the file"),
        ({"fields": "E.O. 12958: DECL: 02/04/2018\nREF: 07 MEXICO 1\n"}, "08MEXICO1021", "the declassification date, 10 years on"),
        ({"fields": "REF: 07 MEXICO 1\n", "text": "In 2009 and 2009."}, "07MEXICO1021", "the years of its references"),
        ({"fields": "REF: MEXICO 1 (2006)\n", "text": "In 2009 and 2009."}, "06MEXICO1021", "the years of its references"),
        ({"text": "It was 2008 and 2008, and 2007 before."}, "08MEXICO1021", "the years that the text names"),
    ],
    ids=["date-time group", "record", "id beside the text", "file name", "declassification", "reference of two figures",
         "reference of four figures", "text"],
)
def test_the_year_by_the_best_evidence(options: dict[str, str], cable_id: str, evidence: str | None) -> None:
    found = draft(HEAD, **options)
    assert found.cable.id == cable_id
    said = [doubt.message for doubt in found.doubts if doubt.code == "inferred-field"]
    assert said == ([f"year {found.year} inferred from {evidence}"] if evidence else [])


def test_a_cable_that_nothing_dates_has_no_page_and_is_said_so() -> None:
    result = convert_document("x.txt", "x.txt", b"UNCLAS MEXICO 001021\n\nTAGS: PGOV\nSUBJECT: EXAMPLE\n\n1. (U) The text.\n")
    assert result.drafts == ()
    assert [(d.code, d.location.line) for d in result.diagnostics] == [("no-year", 1)]
    assert "The text" in " ".join(o.text for o in result.omissions)


def test_a_text_with_neither_post_nor_number() -> None:
    result = convert_document("x.txt", "x.txt", b"E.O. 12958: N/A\nTAGS: PGOV\nSUBJECT: EXAMPLE\n\n1. (U) The text.\n")
    assert (result.drafts, [d.code for d in result.diagnostics]) == ((), ["no-cable"])
    assert "The text" in " ".join(o.text for o in result.omissions)


def test_no_class_line_but_a_record() -> None:
    raw = b"09MEXICO283\nE.O. 12958: N/A\nTAGS: PGOV\nSUBJECT: EXAMPLE\n\n1. (U) The text.\n"
    assert [d.cable.id for d in convert_document("x.txt", "x.txt", raw).drafts] == ["09MEXICO283"]
