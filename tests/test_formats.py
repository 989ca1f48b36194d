"""Plain lines: what a raw form put on a cable is taken off, and every line keeps its place."""

from __future__ import annotations

import pytest

from sitegen.convert.formats import PlainText, plain_lines, recognise
from sitegen.records.source_text import read_source


def plain(text: str | bytes) -> PlainText:
    return plain_lines(read_source("x", text.encode() if isinstance(text, str) else text))


def lines(text: str | bytes) -> list[tuple[str, int, int]]:
    return [(line.text, line.number, line.column) for line in plain(text).lines]


def texts(text: str | bytes) -> list[str]:
    return [line.text for line in plain(text).lines]


def test_separators_inside_lines_08MEXICO886() -> None:
    """U+2028, form feeds and escaped line feeds break a line, which keeps its number."""
    assert lines("a\u2028b\x0cc&#x000A;d\ne\n") == [("a", 1, 1), ("b", 1, 3), ("c", 1, 5), ("d", 1, 14), ("e", 2, 1)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    assert texts(f"a{end}{end}b{end}") == ["a", "", "b"]


def test_control_characters_become_blanks() -> None:
    assert texts("a\x02b\x1ac\x84d\n" + "e" * 600) == ["a b c d", "e" * 600]


def test_markdown_of_a_weblog_09MEXICO193() -> None:
    page = "[PGOV](#) [PREL](#)\n## Outlook\nBy Year\\*, \\$632 at <http://www.example.org/>\n"
    assert texts(page) == ["PGOV PREL", "## Outlook", "By Year*, $632 at http://www.example.org/"]
    assert "L" in plain(page).formats


def test_what_looks_like_markdown_elsewhere_stays() -> None:
    assert texts("[Имя удалено](так) \\$5\n") == ["[Имя удалено](так) \\$5"]


def test_backslashes_at_line_ends_09BERN279() -> None:
    assert texts("PP RUEHWEB\\\nDE RUEHSW \\\nZNY\\\nO \\\n") == ["PP RUEHWEB", "DE RUEHSW", "ZNY", "O"]
    assert texts("one \\\ntwo\n") == ["one \\", "two"]


def test_doubled_quotes_of_a_csv_file_01VATICAN5960() -> None:
    assert texts('AN ""INTERNAL"" LOBBY\n') == ['AN "INTERNAL" LOBBY']
    assert texts('an empty ""\n') == ['an empty ""']


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("PRIORTYS E C R E T BRASILIA 001910", ["PRIORTY", "S E C R E T BRASILIA 001910"]),  # 06BRASILIA1910
        ("4470UNCLAS E F T O LONDON 002858", ["4470", "UNCLAS E F T O LONDON 002858"]),  # 09EFTOLONDON2858
        ("NEW YORKC O N F I D E N T I A L PARIS 002440", ["NEW YORK", "C O N F I D E N T I A L PARIS 002440"]),  # 07PARIS2440
        ("COLLECTIVE190450", ["COLLECTIVE", "190450"]),  # 09MEXICO283
        ("AMEMBASSY NAIROBIWednesday, 29 November 2000, 13:59", ["AMEMBASSY NAIROBI", "Wednesday, 29 November 2000, 13:59"]),
        ("UNCLASSIFIED 09STATE7606 VZCZCXRO0860PP", ["UNCLASSIFIED 09STATE7606 ", "VZCZCXRO0860PP"]),  # 09CAIRO184
        ("MILAM 0 01/10/2008", ["MILAM ", "0 01/10/2008"]),  # 08TRIPOLI14
        ("Cable dated:2005-08-17T20:18:00 C O N F I D E N T I A L LIMA 003571",
         ["Cable dated:2005-08-17T20:18:00 ", "C O N F I D E N T I A L LIMA 003571"]),  # 05LIMA3571
        ('","S E C R E T THE HAGUE 001915', ['","', "S E C R E T THE HAGUE 001915"]),  # 04THEHAGUE1915
        ("This record is a partial extract of the original cable. The full text of the original cable is not available.C O N F I D E N T I A L ROME 003639",
         ["This record is a partial extract of the original cable. The full text of the original cable is not available.",
          "C O N F I D E N T I A L ROME 003639"]),  # 02ROME3639
    ],
)
def test_things_that_stand_glued_together_are_parted(line: str, parts: list[str]) -> None:
    found = plain(f"{line}\n")
    assert [one.text for one in found.lines] == parts
    assert [one.column for one in found.lines] == [line.index(part) + 1 for part in parts]
    assert [one.text for one in found.received] == [line]


@pytest.mark.parametrize(
    "line",
    ["09STATE132349", "09PARTO40301", "see 90KHARTOUM10657", "the SECRET of UNCLASSIFIED things", "He left on Monday, 3 May 2009",
     "The total was 190450", "on 01/10/2008", "TOP SECRETS"],
)
def test_what_only_looks_glued_stays_whole(line: str) -> None:
    assert texts(f"{line}\n") == [line]


def test_a_page_without_a_cable_table_keeps_all_it_shows() -> None:
    page = "<html><head><style>p {}</style><script>var a;</script></head><body><p>One &amp; two<br>three</p><!-- not -->\n<div>four</div></body></html>"
    assert [one.strip() for one in texts(page) if one.strip()] == ["One & two", "three", "four"]


def test_the_pages_navigation_is_left_out_by_name() -> None:
    page = "<ul><li>Browse</li></ul>\n<table class='cable'><tr><th>Origin</th></tr><tr><td>Embassy Mexico</td></tr></table>\n<pre>UNCLAS&#x000A;TAGS: <a href='x'>PGOV</a></pre>"
    found = plain(page)
    assert [line.text for line in found.lines if not line.blank] == ["Embassy Mexico", "UNCLAS", "TAGS: PGOV"]
    assert [o.rule for o in found.omissions] == ["web page"] and "Browse" in found.omissions[0].text


def test_scripts_and_comments_that_never_end() -> None:
    assert texts("<pre>a</pre><script>b") == ["a"]
    assert [one for one in texts("<pre>a</pre><!-- b\nc") if one] == ["a"]


def test_evidence_is_a_piece_of_the_text() -> None:
    found = {form.letter: why for form, why in recognise("VZCZCXRO1\nDE RUEHME #0283/01 0351708\n")}
    assert found == {"C": "VZCZCXRO1"}
