"""The places of the commonest words parted by the words beside them, for a search of phrases.

Of ``government of mexico`` the search needs the places of ``of`` before a word with ``m``; all of them would be half a
megabyte. So the index has each such word again, as other words: ``ꙮofgꙮ`` has its places before words that begin with
g or with a letter after it, up to the next such word (``ꙮofnꙮ``, say), and ``ꙮꙮofgꙮ`` those after words with these
letters, for a phrase that ends with the word. No cable has the letter ꙮ, and no stemmer takes it off an end.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

from sitegen.output.pagefind_cbor import encode, end, head, length, number, numbers

MARK = "ꙮ"
#: the languages whose stemmers leave the first letter of a word as it is
LANGUAGES = ("en", "es")
_COARSER = 2  # times are the groups by the word before: a phrase has one such word, and few end with one
_LETTERS = "0abcdefghijklmnopqrstuvwxyz"  # the first is for what begins with no letter of these
_PLAIN = re.compile(r"\W*([A-Za-z][a-z]*|[A-Z]+)\W*")
_BEGINNING = re.compile(r"(?<![a-zA-Z])[a-z]|[A-Z]")  # of a word or of a part of it, as in well-known
_OTHER = re.compile(r"[^a-zA-Z\W]|[^\x00-\x7f]")
Words = list[str] | None  # as they are written, in order; None where it is not sure which these are
Entry = tuple[str, bytes]  # a word of an index, and all bytes that hold it


def parted(words: Mapping[str, bytes], texts: Callable[[int], Sequence[Words]], size: int) -> Iterator[Entry]:
    """For each word of an index, given with the bytes that hold it, the words that stand for it.

    ``size`` is about how many bytes of it such a word holds. ``texts`` gives the words of a page, by its number: first
    those of its text, then those of each field of its metadata. Raises IndexFormatError, and IndexError, when bytes are
    not of the known form.
    """
    held: dict[int, dict[tuple[str, int], list[int]]] = defaultdict(lambda: defaultdict(list))
    for word, data in words.items():
        for page, field, places in _told(data):
            held[page][word, field] += places
    found: dict[str, list[_Places]] = {word: [] for word in words}
    begins = _Beginnings({"": ""})
    for page in sorted(held):
        written = texts(page)
        for (word, field), places in sorted(held[page].items()):
            found[word].append(_Places(page, field, sorted(places), written[field + 1], begins))
    for word, data in words.items():
        groups = -(-len(data) // size)
        yield from _grouped(f"{MARK}{word}", [(one, one.after) for one in found[word]], groups)
        if groups >= 2 * _COARSER:
            yield from _grouped(f"{MARK}{MARK}{word}", [(one, one.before) for one in found[word]], groups // _COARSER)


class _Places:
    """The places of a word in the text of a page (field -1) or in a field of its metadata, and for each of them the
    letters with which an index can have the word after it, and the one before it."""

    def __init__(self, page: int, field: int, places: list[int], words: Words, begins: Mapping[str, str]) -> None:
        self.page, self.field, self.places = page, field, places
        if words is None or max(places, default=0) >= len(words):
            self.after = self.before = [_LETTERS] * len(places)
        else:
            beside = [*words, ""]  # before the first and after the last
            self.after = [begins[beside[place + 1]] for place in places]
            self.before = [begins[beside[place - 1]] for place in places]


def _grouped(name: str, found: Sequence[tuple[_Places, list[str]]], groups: int) -> Iterator[Entry]:
    """Places, in order of the pages, with their letters: in about as many groups, as even as the letters allow."""
    counts: Counter[str] = Counter()
    for _, letters in found:
        counts.update(letters)
    begins = _divided([sum(count for held, count in counts.items() if letter in held) for letter in _LETTERS], groups)
    groups_of = {held: sorted({bisect(begins, _LETTERS.index(letter)) - 1 for letter in held}) for held in counts}
    pages = [_Pages() for _ in begins]
    for page, rows in groupby(found, key=lambda row: row[0].page):
        text: list[list[int]] = [[] for _ in begins]
        metadata = dict[int, list[int]]()
        for one, letters in rows:
            told = text if one.field < 0 else [[-1 - one.field] for _ in begins]
            last = [0] * len(begins)
            for place, held in zip(one.places, letters, strict=True):
                for group in groups_of[held]:
                    told[group].append(place - last[group])
                    last[group] = place
            if one.field >= 0:
                metadata |= {group: metadata.get(group, []) + here for group, here in enumerate(told) if len(here) > 1}
        for group, in_text in enumerate(text):
            if in_text or group in metadata:
                pages[group].add(page, in_text, metadata.get(group, []))
    for begin, made in zip(begins, pages, strict=True):
        yield (token := f"{name}{_LETTERS[begin]}{MARK}"), made.entry(token)


def _divided(sizes: Sequence[int], groups: int) -> list[int]:
    """Where to divide, so that about as many groups are of about one size: where each begins, the first at 0."""
    begins, size = [0], 0
    for at, one in enumerate(sizes):
        if size and size + one > sum(sizes) / groups:
            begins.append(at)
            size = 0
        size += one
    return begins


class _Beginnings(dict[str, str]):
    """The letters with which the words can begin that Pagefind makes of one as it is written: the word itself, and its
    parts between signs, digits and capitals."""

    def __missing__(self, written: str) -> str:
        if match := _PLAIN.fullmatch(written):
            letters = match[1][0].lower()
        else:
            plain = unicodedata.normalize("NFD", written)
            letters = "".join(sorted({letter.lower() for letter in _BEGINNING.findall(plain)}))
            letters += "0" if _OTHER.search(plain) else ""
        self[written] = letters
        return letters


# --- what Pagefind tells of a word's places ---

def _told(data: bytes) -> Iterator[tuple[int, int, list[int]]]:
    """The pages of a word, and those of each of its forms with diacritics: page, field or -1 for the text, places."""
    at = yield from _listed(data, end(data, length(data, 0)[1]))
    forms, at = length(data, at)
    for _ in range(forms):
        at = yield from _listed(data, end(data, length(data, at)[1]))


def _listed(data: bytes, at: int) -> Generator[tuple[int, int, list[int]], None, int]:
    count, at = length(data, at)
    page = 0
    for _ in range(count):
        parts, at = length(data, at)
        step, at = number(data, at)
        text, at = numbers(data, at)
        page += step
        yield page, -1, _absolute(text)
        if parts > 2:
            metadata, at = numbers(data, at)
            yield from ((page, field, places) for field, places in _fields(metadata))
    return at


def _absolute(told: list[int]) -> list[int]:
    """Places are told from one to the next; a number below 0 tells their weight, and counting begins again."""
    places = []
    place = 0
    for step in told:
        if step < 0:
            place = 0
        else:
            place += step
            places.append(place)
    return sorted(places)


def _fields(told: list[int]) -> Iterator[tuple[int, list[int]]]:
    """In metadata a number below 0 tells the field, before its places."""
    at = 0
    while at < len(told):
        last = next((place for place in range(at + 1, len(told)) if told[place] < 0), len(told))
        yield -1 - told[at], _absolute(told[at + 1:last])
        at = last


class _Pages:
    """The pages of a word, as a piece of an index holds them."""

    def __init__(self) -> None:
        self._count = self._last = 0
        self._data = bytearray()

    def add(self, page: int, text: list[int], metadata: list[int]) -> None:
        """A page after the last one, with the numbers that tell the places."""
        self._data += b"\x83" + _number(page - self._last) + _array(text) + _array(metadata)
        self._count, self._last = self._count + 1, page

    def entry(self, word: str) -> bytes:
        return b"".join((b"\x83", encode(word), head(4, self._count), self._data, b"\x80"))


_number = cache(encode)


def _array(told: list[int]) -> bytes:
    return head(4, len(told)) + b"".join(map(_number, told)) if told else b"\x80"
