"""The pieces of a search index, parted so that words with many places stand alone, and found by every word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.output import pagefind_files
from sitegen.output.pagefind_cbor import IndexFormatError, Value, decode, encode
from sitegen.output.pagefind_phrases import MARK, parted


def entry(word: str, places: int) -> Value:
    """A word of an index with so many places, on pages of nine."""
    return [word, [[1, [-25, *range(1, min(9, places - at) + 1)], []] for at in range(0, places, 9)]]


def piece(words: dict[str, int]) -> bytes:
    return b"pagefind_dcd" + encode([[entry(word, places) for word, places in sorted(words.items())]])


INDEXED = st.dictionaries(st.text("abcz0é\uffee", min_size=1, max_size=5), st.sampled_from([1, 30, 400, 9000]), min_size=1, max_size=12)


@given(INDEXED)
def test_words_with_many_places_get_pieces_of_their_own(words: dict[str, int]) -> None:
    parts = pagefind_files._parts(piece(words))
    assert [word for group, _ in parts for word in group] == sorted(words)
    for group, data in parts:
        assert data == piece({word: words[word] for word in group})
        assert len(group) == 1 or all(words[word] < 9000 for word in group)


@given(st.lists(INDEXED, min_size=1, max_size=4), st.text("abcz0é\uffee", min_size=1, max_size=6))
def test_pagefind_finds_the_piece_of_every_word(several: list[dict[str, int]], other: str) -> None:
    words = sorted({word for words in several for word in words})
    groups = [words[at:at + 3] for at in range(0, len(words), 3)]
    listed = pagefind_files._without_gaps([(group[0], group[-1], str(place)) for place, group in enumerate(groups)])

    def found(word: str) -> str:  # as Pagefind looks for it: the first piece between whose ends it stands
        return next((name for first, last, name in listed if first <= word <= last), "")

    for place, group in enumerate(groups):
        assert [found(word) for word in group] == [str(place)] * len(group)
    if words[0] < other < words[-1]:
        here = max(place for place, group in enumerate(groups) if group[0] < other or group[0] == other)
        assert found(other) in (str(here), str(here + 1))


@pytest.mark.parametrize("data", [b"", b"pagefind_dcd", piece({"a": 1})[:-1], piece({"a": 1}) + b"\0", b"pagefind_dcd\x81\x81\x82\x61a\xf6"])
def test_a_piece_of_another_form_is_refused(data: bytes) -> None:
    with pytest.raises(IndexFormatError):
        pagefind_files._parts(data)


# --- the commonest words, for phrases ---

def indexed(word: str, pages: list[list[str]]) -> bytes:
    """A word of an index of these pages' words, every third place with another weight, the places of page 1 under a
    form with diacritics; the words of a page are those of a field of metadata too, and of two fields."""
    made: list[Value] = []
    form: list[Value] = []
    last = {0: 0, 1: 0}
    for page, words in enumerate(pages):
        places = [place for place, other in enumerate(words) if other == word]
        told = [*steps([place for place in places if place % 3]), *([-5] if places else []), *steps([place for place in places if not place % 3])]
        (form if page == 1 else made).append([page - last[page == 1], told, [-1, *steps(places), -3, *steps(places)]])
        last[page == 1] = page
    return encode([word, made, [["é" + word, form]]])


def steps(places: list[int]) -> list[Value]:
    return [place - before for before, place in zip([0, *places], places, strict=False)]


def places_of(entry: Value) -> set[tuple[int, int, int]]:
    """Page, field (-1 for the text) and place of all that a word of an index has, without forms."""
    assert isinstance(entry, list) and entry[2] == []
    found, page = set(), 0
    for step, text, metadata in entry[1]:  # type: ignore[misc, union-attr]
        page += step
        field, place = -1, 0
        for number in [*text, *metadata]:
            field, place = (-1 - number, 0) if number < 0 else (field, place + number)
            if number >= 0:
                found.add((page, field, place))
    return found


WRITTEN = st.sampled_from(["of", "Of", "mexico", "Mexico", "(Mexico)", "well-known", "U.S.", "NGOs", "Élan", "2009", "–", "agreed,", "\"the", "iPhone4x", "ßa"])


@given(st.lists(st.lists(WRITTEN, max_size=30), min_size=1, max_size=4), st.sampled_from([8, 20, 1000]), st.booleans())
def test_the_places_of_a_common_word_are_found_by_the_words_beside_it(pages: list[list[str]], size: int, sure: bool) -> None:
    plain = [["of" if word.lower() == "of" else word for word in words] for words in pages]
    made = {name: places_of(decode(data)) for name, data in
            parted({"of": indexed("of", plain)}, lambda page: [plain[page] if sure else None, plain[page], [], plain[page]], size)}
    everything = {(page, field, place) for page, words in enumerate(plain) for field in (-1, 0, 2)
                  for place, word in enumerate(words) if word == "of"}
    assert set().union(*made.values()) <= everything
    for mark, side in ((MARK, 1), (MARK * 2, -1)):
        begins = sorted(name[-2] for name in made if re.fullmatch(f"{mark}of.{MARK}", name))
        for page, field, place in everything:
            beside = plain[page][place + side] if 0 <= place + side < len(plain[page]) else ""
            for word in (word for word in LOOKED_FOR.get(beside, [beside.strip("(),\"").lower()]) if word and begins):
                letter = word[0] if "a" <= word[0] <= "z" else "0"
                assert (page, field, place) in made[f"{mark}of{max(begin for begin in begins if begin <= letter)}{MARK}"]


#: by what else than itself a word is found, as Pagefind cuts it into parts
LOOKED_FOR = {"well-known": ["wellknown", "well", "known"], "U.S.": ["us"], "NGOs": ["ngos", "go", "os"], "Élan": ["elan"], "–": [],
              "iPhone4x": ["iphone4x", "phone", "4x"], "ßa": ["ßa"]}

