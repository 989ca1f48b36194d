"""Page heads and class words that stand inside a text, and what only looks like them."""

from __future__ import annotations

import pytest

from sitegen.convert.layout import Kind, lay_out
from sitegen.convert.lines import Line


def laid_out(text: str) -> tuple[list[str], list[str]]:
    """The texts that stay, and the words that were taken out as page heads."""
    items, omissions = lay_out([Line(line, number) for number, line in enumerate(text.split("\n"), 1)], "STATE")
    return [item.line.text for item in items if item.kind is Kind.TEXT], [omission.text for omission in omissions]


@pytest.mark.parametrize("head", [
    "PAGE 02        STATE  150591",
    "PAGE 02  STATE 297216  01 OF 02",
    "PAGE 02        ROME  01725  01 OF 03  080532Z",
    "PAGE 02\nSTATE 297216",
    "PAGE 02\n\nSTATE 297216  01 OF 02  081217Z",
    "STATE 00297216  002 OF 003",
])
def test_page_heads_are_taken_out_with_the_classification_above_them(head: str) -> None:
    words = ["CONFIDENTIAL", "CONFIDENTIAL"] if head.startswith("PAGE") else []
    kept, taken = laid_out("\n".join(["THE MINISTER SAID THAT", *words, "", head, "", "HE WOULD GO."]))
    assert kept == ["THE MINISTER SAID THAT", "HE WOULD GO."]
    assert taken == [*words, *(line for line in head.split("\n") if line)]


@pytest.mark.parametrize("text", [
    "SEE PAGE 04", "PAGE 04 OF THE BOOK", "PAGE 05\nTHE NEXT DAY", "PAGE 06\nSTATE", "CONFIDENTIAL\nTALKS WENT ON.",
    "PAGE 02 STATE 297216 SAYS SO",
])
def test_what_is_no_page_head_stays(text: str) -> None:
    assert laid_out(text) == (text.split("\n"), [])
