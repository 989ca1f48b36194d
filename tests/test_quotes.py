"""Quotes of cables in plain pages stand there word for word, or the build says how they differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.checks.quotes import misquoted, quotes
from sitegen.records.cable import Cable
from sitegen.records.document import Document
from sitegen.site.plain import PlainPage, read_page

BODY = """\
¶1. (C) The Minister told us on {~~Mnoday~>Monday~~} that his wife\'s brother would not go to the border.

¶2. (SBU) He said: "we shall see" -- and left. {#p9}

COMMENT: this is all that there is. {#u1}

|Name|Age|
|---|---|
|Ana|41|
"""
CABLE = {"09MEXICO283": Document("a.md", Cable("09MEXICO283"), BODY, 1)}


def told(text: str) -> list[str]:
    page, wrong = read_page(f"---\ntitle: T\n---\n\n{text}\n", "content/pages/x.md")
    assert page and not wrong
    return [str(d) for d in misquoted([page], CABLE)]


@pytest.mark.parametrize("text", [
    "> The Minister told us on Monday\n>\n> — 09MEXICO283 ¶1",
    "> the minister **told us** on Mnoday\n> — 09MEXICO283 ¶1",  # as received
    "> [T]he Minister told us … his wife's brother […] go to the border.\n>\n> — 09 MEXICO 000283, ¶1",
    "> The Minister told us [on a day] that his wife's brother ... the border\n> — 09MEXICO283 #p1",
    "> He said: “we shall see” – and left.\n> — 09MEXICO283 ¶2",
    "> and left\n> -- 09MEXICO283 #p9",
    "> this is all\n>\n> — 09MEXICO283 #u1",
    "> this is all\n>\n> — 09MEXICO283",
    "> Ana 41\n>\n> — 09MEXICO283",
    "> What somebody else wrote.\n>\n> — A. Writer, 2009",
    "> No source is named, 09MEXICO283 ¶1 or other.",
    "    > — 09MEXICO283 ¶1\n",
    "```\n> Code\n> — 09MEXICO283 ¶1\n```",
])
def test_what_stands_there(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(("text", "message"), [
    ("Words.\n\n> The Minister told me on Monday\n>\n> — 09MEXICO283 ¶1",
     "content/pages/x.md:7:1: error[misquoted]: the quote differs from 09MEXICO283 #p1: after “the minister told” it has "
     "“me on monday”, the cable “us on monday that his wife s brother”"),
    ("> We shall see\n> — 09MEXICO283 ¶1", "it has “we shall see”, which is not there"),
    ("> the border … The Minister\n> — 09MEXICO283 ¶1", "it has “the minister”"),
    ("> The Minister … Sunday\n> — 09MEXICO283 ¶1", "it has “sunday”, which is not there"),
    ("> left\n> — 09MEXICO283 ¶7", "the quote cites #p7 of 09MEXICO283, which is not there"),
    ("> left\n> — 09MEXICO99 ¶7", "the quote cites 09MEXICO99, which is not in this archive"),
])
def test_what_does_not(text: str, message: str) -> None:
    found = told(text)
    assert len(found) == 1 and message in found[0], found


@given(st.text("> —09MEXICO283¶#p1[]….\n ab", max_size=60))
def test_any_page_is_read(text: str) -> None:
    page = PlainPage("content/pages/x.md", "x", "T", text)
    assert all(quote.line >= 1 for quote in quotes(page))
    misquoted([page], CABLE)
