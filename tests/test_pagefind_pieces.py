"""The pieces of a search index, parted so that words with many places stand alone, and found by every word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.output import pagefind_files


def entry(word: str, places: int) -> list[object]:
    """A word of an index with so many places, on pages of nine."""
    return [word, [[1, [-25, *range(1, min(9, places - at) + 1)], []] for at in range(0, places, 9)]]


def cbor(value: object) -> bytes:
    if isinstance(value, int) and value < 0:
        head = pagefind_files.encode(-1 - value)
        return bytes([head[0] | 0x20]) + head[1:]
    if isinstance(value, list):
        return pagefind_files._head(4, len(value)) + b"".join(map(cbor, value))
    return pagefind_files.encode(value)  # type: ignore[arg-type]


def piece(words: dict[str, int]) -> bytes:
    return b"pagefind_dcd" + cbor([[entry(word, places) for word, places in sorted(words.items())]])


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
    with pytest.raises(pagefind_files.IndexFormatError):
        pagefind_files._parts(data)
