"""Pagefind's index files made reproducible, and lighter.

Pagefind 1.5 writes the values of a filter, and the filters themselves, in the order of a hash map with a random seed:
the same pages give other bytes, other content hashes and so other file names at each run. Here both are put in order
and the files renamed after what they then hold. The format, as read from the files themselves: gzip, the word
``pagefind_dcd``, then CBOR (RFC 8949) of nothing but arrays, text and unsigned integers.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path

import msgspec

_SIGNATURE = b"pagefind_dcd"
# A piece of an index of more bytes is looked into, and in it a word whose places take more stands alone.
_LARGE_PIECE = 14_000
_ALONE = 8_000
_SHORTEST_STEM = 4  # letters: words with so many places that are shorter are ``the``, ``of`` and the like
_HEADING = re.compile(r"h[1-6]", re.IGNORECASE)
Value = int | str | list["Value"]
Piece = tuple[str, str, str]  # the first word, the last one, and the name of the file


class IndexFormatError(ValueError):
    """An index file is not of the form that this version of Pagefind writes."""


def make_reproducible(folder: Path) -> None:
    """Put the filter files and the index files below ``folder`` (a bundle that Pagefind wrote) in order, in place, and
    give words that nearly every page has pieces of their own.

    Raises IndexFormatError when a file is not of the known form, and OSError.
    """
    entry_path = folder / "pagefind-entry.json"
    entry = json.loads(entry_path.read_bytes())
    for language in sorted(entry["languages"]):
        index = entry["languages"][language]
        meta_path = folder / f"pagefind.{index['hash']}.pf_meta"
        meta = _read(meta_path)
        # version, pages, word chunks, filters, sorts, names of metadata
        if not isinstance(meta, list) or len(meta) < 4 or not isinstance(meta[3], list):
            raise IndexFormatError(f"{meta_path.name} has another layout than expected")
        meta[2] = _without_gaps(_parted(folder / "index", meta[2], language))
        filters = sorted((_reference(item) for item in meta[3]), key=lambda reference: reference[0])
        meta[3] = [[name, _order_filter(folder / "filter", hash_, language)] for name, hash_ in filters]
        new_hash, data = _named(language, meta, 10)
        meta_path.unlink()
        (folder / f"pagefind.{new_hash}.pf_meta").write_bytes(data)
        index["hash"] = new_hash
    entry_path.write_text(json.dumps(entry, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _parted(folder: Path, pieces: Value, language: str) -> list[Piece]:
    """The pieces of an index, as its metadata lists them: first word, last word, name; the large ones parted.

    Pagefind fills pieces in the order of the alphabet, so ``officials`` would come with all places of ``on``.
    """
    made: list[Piece] = []
    for first, last, held in msgspec.convert(pieces, list[Piece]):
        path = folder / f"{held}.pf_index"
        parts = _parts(gzip.decompress(path.read_bytes())) if path.stat().st_size > _LARGE_PIECE else []
        if len(parts) < 2:
            made.append((first, last, held))
            continue
        path.unlink()
        for words, data in parts:
            name = f"{language}_{hashlib.sha256(data).hexdigest()[:7]}"
            (folder / f"{name}.pf_index").write_bytes(gzip.compress(data, 6, mtime=0))
            made.append((words[0], words[-1], name))
    return made


def _without_gaps(pieces: list[Piece]) -> list[Value]:
    """The list of pieces, each up to where the next begins.

    Pagefind looks for the piece of a word before it is cut to its stem. For ``officials``, between a piece that ends
    with ``offici`` and the next, it would take the first that begins or ends as the word does, such as that of ``of``.
    """
    made: list[Value] = []
    begin = ""
    for (first, last, name), (following, _, _) in zip(pieces, [*pieces[1:], ("", "", "")], strict=True):
        begin = begin or first
        if first == last and len(last) < _SHORTEST_STEM:  # no stem: what comes after it stands in the next piece
            made.append([begin, last, name])
            begin = f"{last}0" if f"{last}0" < following else ""
        else:
            made.append([begin, max(last, _before(following)), name])
            begin = ""
    return made


def _before(word: str) -> str:
    """A text after all words that come before ``word``; "" where there is no word."""
    if not word:
        return ""
    code = ord(word[-1]) - 1
    return f"{word[:-1]}{chr(code if code not in range(0xD800, 0xE000) else 0xD7FF)}\uffff"


def _parts(data: bytes) -> list[tuple[list[str], bytes]]:
    """The words of a piece in parts, each with the bytes that hold it: words with many places alone."""
    at = len(_SIGNATURE)
    groups: list[list[tuple[str, int, int]]] = []
    alone = True
    try:
        if not data.startswith(_SIGNATURE + b"\x81") or data[at + 1] >> 5 != 4:  # an array of one array: the words
            raise IndexFormatError("a piece of the index has another layout than expected")
        number, at = _length(data, at + 1)
        for _ in range(number):
            end = _end(data, at)
            length, text = _length(data, _length(data, at)[1])
            if alone or end - at > _ALONE:
                groups.append([])
            groups[-1].append((data[text:text + length].decode("utf-8"), at, end))
            alone, at = end - at > _ALONE, end
    except IndexError:
        raise IndexFormatError("cut off") from None
    if at != len(data):
        raise IndexFormatError("a piece of the index goes on after its end")
    return [([word for word, _, _ in group],
             _SIGNATURE + b"\x81" + _head(4, len(group)) + data[group[0][1]:group[-1][2]]) for group in groups]


def _end(data: bytes, at: int) -> int:
    """Where the value at a place ends. Only passed over, which is several times as fast as reading it."""
    left = 1
    while left:
        head = data[at]
        if step := _STEPS[head]:
            at += step
        else:
            number, at = _length(data, at)
            if head >> 5 == 4:
                left += number
            else:
                at += number
        left -= 1
    return at


#: of each first byte of a whole number (of 0 or more, or below 0) how many bytes it takes; 0 for texts and arrays
_STEPS = [0 if head >> 5 > 1 or head & 31 > 27 else 1 if head & 31 < 24 else 1 + (1 << (head & 31) - 24)
          for head in range(256)]


def _length(data: bytes, at: int) -> tuple[int, int]:
    """The number in the head of a text or an array, and where what it holds begins."""
    major, short = divmod(data[at], 32)
    if major not in (3, 4) or short > 27:
        raise IndexFormatError(f"a kind of CBOR value that is not expected: {data[at]:#x}")
    size = 0 if short < 24 else 1 << (short - 24)
    return (int.from_bytes(data[at + 1:at + 1 + size]) if size else short), at + 1 + size


def slim_fragments(folder: Path) -> None:
    """Take out of the fragments below ``folder``, in place, what they hold twice: the text of anchors that are no
    headings. A search loads the fragment of each page that it shows, and is a tenth lighter for it.

    Raises IndexFormatError when a file is not of the known form, and OSError.
    """
    for path in (folder / "fragment").glob("*.pf_fragment"):
        data = gzip.decompress(path.read_bytes())
        if not data.startswith(_SIGNATURE):
            raise IndexFormatError(f"{path.name} lacks Pagefind's signature")
        fragment = msgspec.json.decode(data[len(_SIGNATURE):])
        for anchor in fragment["anchors"]:
            if not _HEADING.fullmatch(anchor["element"]):
                anchor["text"] = ""
        path.write_bytes(gzip.compress(_SIGNATURE + msgspec.json.encode(fragment), 6, mtime=0))


def _reference(item: Value) -> tuple[str, str]:
    if isinstance(item, list) and len(item) == 2 and isinstance(item[0], str) and isinstance(item[1], str):
        return item[0], item[1]
    raise IndexFormatError("a reference to a filter has another layout than expected")


def _order_filter(folder: Path, hash_: str, language: str) -> str:
    path = folder / f"{hash_}.pf_filter"
    filter_ = _read(path)
    if not isinstance(filter_, list) or len(filter_) != 2 or not isinstance(filter_[1], list):
        raise IndexFormatError(f"{path.name} has another layout than expected")
    filter_[1] = sorted(filter_[1], key=lambda value: str(value[0]) if isinstance(value, list) else "")
    new_hash, data = _named(language, filter_, 7)
    path.unlink()
    (folder / f"{new_hash}.pf_filter").write_bytes(data)
    return new_hash


def _named(language: str, value: Value, length: int) -> tuple[str, bytes]:
    data = _SIGNATURE + encode(value)
    return f"{language}_{hashlib.sha256(data).hexdigest()[:length]}", gzip.compress(data, 9, mtime=0)


def _read(path: Path) -> Value:
    data = gzip.decompress(path.read_bytes())
    if not data.startswith(_SIGNATURE):
        raise IndexFormatError(f"{path.name} lacks Pagefind's signature")
    value, end = _decode(data, len(_SIGNATURE))
    if end != len(data):
        raise IndexFormatError(f"{path.name} goes on after its end")
    return value


def decode(data: bytes) -> Value:
    """The value that ``data`` holds. Raises IndexFormatError for all but CBOR's arrays, text and unsigned integers."""
    value, end = _decode(data, 0)
    if end != len(data):
        raise IndexFormatError("more than one value")
    return value


def _decode(data: bytes, at: int) -> tuple[Value, int]:
    try:
        major, short = divmod(data[at], 32)
        at += 1
        if short > 27:
            raise IndexFormatError(f"a kind of CBOR value that is not expected: {data[at - 1]:#x}")
        if short < 24:
            number = short
        else:
            size = 1 << (short - 24)
            if at + size > len(data):
                raise IndexFormatError("cut off")
            number = int.from_bytes(data[at:at + size])
            at += size
        if major == 0:
            return number, at
        if major == 3:
            if at + number > len(data):
                raise IndexFormatError("cut off")
            return data[at:at + number].decode("utf-8"), at + number
        if major == 4:
            items: list[Value] = []
            for _ in range(number):
                item, at = _decode(data, at)
                items.append(item)
            return items, at
    except IndexError:
        raise IndexFormatError("cut off") from None
    raise IndexFormatError(f"a kind of CBOR value that is not expected: {major}")


def encode(value: Value) -> bytes:
    """``value`` in CBOR's shortest form."""
    if isinstance(value, int):
        return _head(0, value)
    if isinstance(value, str):
        data = value.encode("utf-8")
        return _head(3, len(data)) + data
    return _head(4, len(value)) + b"".join(encode(item) for item in value)


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    for short, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << (8 * size):
            return bytes([major << 5 | short]) + number.to_bytes(size)
    raise IndexFormatError("a number of more than 64 bits")
