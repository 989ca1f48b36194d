"""Titles: subjects in capitals, written as titles are, with the words in the case that the cable's text gives them."""

from __future__ import annotations

import pytest

from sitegen.convert.title import title_of
from sitegen.records.source_text import words


@pytest.mark.parametrize(
    ("subject", "paragraphs", "title"),
    [
        ("MEXICO AND SEDENA: A NEW PLAN OF THE GOM", ["In Mexico, SEDENA met the GOM."], "Mexico and SEDENA: A New Plan of the GOM"),
        ("(C) A SHORT WORD ON THEM", [], "A Short Word on Them"),
        ("(S/NF) A WORD", [], "A Word"),
        ("Already in mixed Case", ["ALREADY in"], "Already in mixed Case"),
        ("VISIT OF MCGRATH TO LA PAZ", ["Mr. McGrath went to La Paz."], "Visit of McGrath to La Paz"),
        ("TALKS -- THE END OF THEM", [], "Talks -- The End of Them"),
        ("THE G8 AND 2009", [], "The G8 and 2009"),
        ("THE US AND THE UN", ["They met us, and told us."], "The Us and the UN"),
        ("MEXICO'S POLICE", ["Mexico's police"], "Mexico's Police"),
        ("", [], ""),
        ("2009", [], "2009"),
    ],
)
def test_titles(subject: str, paragraphs: list[str], title: str) -> None:
    assert title_of(subject, paragraphs) == title


def test_a_text_in_capitals_says_nothing_of_case() -> None:
    assert title_of("THE PLAN OF MEXICO", ["THE PLAN OF MEXICO WAS READ IN MEXICO."]) == "The Plan of Mexico"


def test_a_word_that_begins_a_sentence_says_little() -> None:
    assert title_of("A WORD OF PEACE", ["Peace came. Of it they spoke, and of peace."]) == "A Word of Peace"


def test_no_word_is_added_or_lost() -> None:
    subject = "PRESIDENTIAL SECURITY ASSISTANT BRENNAN STRESSES COMMITMENT -- (U) TO DEEPER CO-OPERATION, 2009"
    assert [word.upper() for word in words(title_of(subject, ["John Brennan and deeper things."]))] == words(subject)
