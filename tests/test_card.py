"""The cards of cables: what they say, that all of it has room, and that they stand beside the pages that name them."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from sitegen.cli import main
from sitegen.render import card as drawing
from sitegen.site.card import Card

CARD = Card("An Archive", "09LAPAZ101", "A Test of the Archive", "CONFIDENTIAL", ("NOFORN", "SIPDIS"), "Embassy La Paz",
            "Secretary of State", 2, "February 2, 2009")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=120)


def picture(card: Card) -> Image.Image:
    found = Image.open(io.BytesIO(drawing.draw(card)))
    found.load()
    return found


def ink(found: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part are not the paper's."""
    return sum(found.convert("P").crop(box).histogram()[1:])


def test_a_card_shows_all_that_it_has() -> None:
    whole = drawing.draw(CARD)
    assert whole == drawing.draw(CARD) and picture(CARD).size == (1200, 630)
    parts = {"site": "Another", "id": "09LAPAZ102", "title": "Another", "classification": "SECRET", "captions": ("NODIS",),
             "sender": "Embassy Lima", "recipient": "Embassy Lima", "others": 3, "date": "2009"}
    cards = {drawing.draw(replace(CARD, **{name: value})) for name, value in parts.items()}
    assert len(cards | {whole}) == len(parts) + 1
    colours = [picture(replace(CARD, classification=level)).convert("RGB").getpixel((600, 4)) for level in drawing._LEVELS]
    assert len(set(colours)) == len(drawing._LEVELS)


@settings(max_examples=25)
@given(st.builds(Card, WORDS, WORDS, WORDS, st.sampled_from(["", *drawing._LEVELS]), st.lists(WORDS, max_size=6).map(tuple), WORDS,
                 WORDS, st.integers(0, 10**6), WORDS))
def test_no_words_run_over_the_margins(card: Card) -> None:
    found = picture(card)
    assert not ink(found, (0, 18, 50, 630)) and not ink(found, (1150, 18, 1200, 630)) and not ink(found, (0, 610, 1200, 630))


@pytest.mark.parametrize(("title", "size", "lines"), [
    ("Short", 70, ["Short"]),
    ("Word " * 12, 70, ["Word Word Word Word"] * 3),
    ("x" * 200, 38, None), ("Word " * 200, 38, None),
])
def test_a_title_is_as_large_as_it_can_be_and_cut_when_it_has_no_room(title: str, size: int, lines: list[str] | None) -> None:
    found, fitted = drawing._fitted(title)
    assert found == size and len(fitted) * size * drawing._LEADING <= drawing._TITLE_BOTTOM - drawing._TITLE_TOP
    assert fitted == lines if lines else fitted[-1].endswith("…")


def test_cards_stand_beside_the_pages_that_name_them(tiny_project: Path) -> None:
    settings_ = tiny_project / "site.yaml"
    assert main(["--project", str(tiny_project), "build", "--no-search"]) == 0
    folder = tiny_project / "public/cables/09LAPAZ101"
    assert not (folder / "card.png").exists() and "assets/card." in shown(folder)
    settings_.write_text(settings_.read_text() + "outputs: {cards: on}\n")
    assert main(["--project", str(tiny_project), "build", "--no-search"]) == 0
    assert shown(folder) == "https://tiny.example/cables/09LAPAZ101/card.png"
    before = (folder / "card.png").read_bytes()
    expected = Card("Tiny archive", "09LAPAZ101", "A Test of the Archive", "UNCLASSIFIED", ("SIPDIS",), "Embassy La Paz",
                    "Secretary of State", 0, "February 2, 2009")
    assert before == drawing.draw(expected)
    (tiny_project / "content/withheld.yaml").write_text("- {phrase: Test of the Archive, reason: a test}\n")
    assert main(["--project", str(tiny_project), "build", "--no-search"]) == 0
    page = LexborHTMLParser((folder / "index.html").read_text("utf-8"))
    title = page.css_first("h1").text()
    assert "Archive" not in title
    assert (folder / "card.png").read_bytes() == drawing.draw(replace(expected, title=title))


def shown(folder: Path) -> str:
    """The picture that a page offers for previews."""
    page = LexborHTMLParser((folder / "index.html").read_text("utf-8"))
    return page.css_first("meta[property='og:image']").attributes["content"] or ""
