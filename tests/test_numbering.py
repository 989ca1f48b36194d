"""Which numbers at the beginning of lines are paragraph numbers. Every case is named after a cable that has it."""

from __future__ import annotations

import pytest

from sitegen.convert.numbering import paragraph_starts, portion_mark


def chain(*lines: str, opens: bool = True) -> list[tuple[int, int]]:
    """(line, number) of each paragraph found; ``opens``: each line begins a block."""
    return [(found.index, found.value) for found in paragraph_starts(lines, [opens] * len(lines))]


def test_a_number_used_twice_06PARTO9() -> None:
    assert chain("¶6. (C) A", "¶7. (C) B", "¶7. (C) C", "¶8. (C) D") == [(0, 6), (1, 7), (2, 7), (3, 8)]


def test_a_number_used_twice_in_the_middle_79TEHRAN8980() -> None:
    assert chain("5. (C) A", "6. (C) B", "6. (C) C", "7. (C) D") == [(0, 5), (1, 6), (2, 6), (3, 7)]


def test_the_paragraph_sign_read_as_1_09MEXICO3634() -> None:
    """1, 2, 13 to 19, 10 to 13: two different paragraphs are printed ``13.``, and only the first of them is the third."""
    printed = [1, 2, 13, 14, 15, 16, 17, 18, 19, 10, 11, 12, 13]
    found = paragraph_starts([f"{number}. (SBU) Text" for number in printed], [True] * 13)
    assert [one.value for one in found] == list(range(1, 14))
    assert [one.misread for one in found] == [False] * 2 + [True] * 7 + [False] * 4


def test_a_cable_with_thirteen_paragraphs_has_a_thirteenth() -> None:
    found = paragraph_starts([f"{number}. (C) Text" for number in range(1, 16)], [True] * 15)
    assert [one.value for one in found] == list(range(1, 16))
    assert not any(one.misread for one in found)


@pytest.mark.parametrize(
    "year", ["¶2000. THE GOC HAS", "¶2007.  (COMMENT: x", "2002. The next", "1986. Then", "¶2002."]
)
def test_a_year_is_no_number_05SANJOSE2731(year: str) -> None:
    assert chain("¶1. (C) A quarter of", year, "¶2. (C) Then") == [(0, 1), (2, 2)]


@pytest.mark.parametrize("line", ["75.0 percent of", "16, Rotterdam", "4, 7, 14, 20", "3.5 million", "10,000 persons"])
def test_a_figure_at_the_beginning_of_a_line_06BOGOTA405(line: str) -> None:
    assert chain("1. (C) They counted", line, "2. (C) Then") == [(0, 1), (2, 2)]
    assert chain(line) == []


def test_a_list_within_a_paragraph_has_numbers_of_its_own() -> None:
    assert chain("1. (U) The plan:", "1. first", "2. second", "3. third", "2. (U) Next") == [(0, 1), (4, 2)]


def test_the_sign_read_as_Q_09BAGHDAD2569() -> None:
    found = paragraph_starts(["3. (S) A", "Q4. (S) Comment", "5. (S) B"], [True] * 3)
    assert [(one.value, one.sign) for one in found] == [(3, ""), (4, "Q"), (5, "")]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("1) (SBU) SUMMARY", "2) (SBU) Next"),  # 08STATE65820
        ("1, (S/NF) A", "2. (S/NF) B"),  # 04THEHAGUE1915
        ("1.(U) Poloff", "2.(SBU) Poloff"),  # 09EFTOLONDON2858
        ("¶1. (C) A", "¶ 2. (C) B"),
        ("1. A", "2. B"),
        ("Para 1. (C) A", "Para 2. (C) B"),
        ("1 . (C) A", "2. (C) B"),
    ],
)
def test_ways_to_write_a_number(one: str, two: str) -> None:
    assert chain(one, two) == [(0, 1), (1, 2)]


def test_a_lost_section_09SECTION02OF03QRIPOLI583() -> None:
    assert chain("7. (C) A", "8. (C) B") == [(0, 7), (1, 8)]
    assert chain("1. (C) A", "2. (C) B", "5. (C) C") == [(0, 1), (1, 2), (2, 5)]


def test_a_text_quoted_whole_begins_again() -> None:
    lines = [f"{number}. (C) Text" for number in (1, 2, 3, 4, 5, 1, 2, 3)]
    assert [number for _, number in chain(*lines)] == [1, 2, 3, 4, 5, 1, 2, 3]


def test_one_number_alone_must_have_a_reason() -> None:
    assert chain("9. lone") == []
    assert chain("1. lone") == [(0, 1)]
    assert chain("5. (C) marked") == [(0, 5)]


def test_time_is_linear_in_the_number_of_candidates() -> None:
    lines = [f"{n % 90 + 1}. (C) Text" for n in range(20_000)]
    assert len(paragraph_starts(lines, [True] * len(lines))) > 80


@pytest.mark.parametrize(
    "mark",
    ["(C)", "(S/NF)", "(SBU)", "(U)", "(c)", "(C - ENTIRE TEXT)", "(S//NF)", "(C/REL UK)", "(SBU/NOFORN)", "( U )",
     "(TS)", "(LOU)", "(U//FOUO)", "(S/REL TO USA, GBR)", "(CONFIDENTIAL)", "SBU)"],
)
def test_portion_marks(mark: str) -> None:
    found = portion_mark(f"{mark} The text")
    assert found and found[0] == mark


@pytest.mark.parametrize("text", ["(see above)", "(A) first", "(COMMENT: x)", "(2009)", "(Sam) said", "(US)", "()"])
def test_brackets_that_are_no_portion_mark(text: str) -> None:
    assert portion_mark(text) is None
