"""Pagefind's index files made reproducible, and lighter.

Pagefind 1.5 writes the values of a filter, and the filters themselves, in the order of a hash map with a random seed:
the same pages give other bytes, other content hashes and so other file names at each run. Here both are put in order
and the files renamed after what they then hold.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from sitegen.output.pagefind_cbor import SIGNATURE, IndexFormatError, Value, decode_at, encode, end, head, length
from sitegen.output.pagefind_phrases import LANGUAGES, MARK, parted

# A piece of an index of more bytes is looked into, and in it a word whose places take more stands alone.
_LARGE_PIECE = 14_000
_ALONE = 8_000
# A word of so few letters whose places take more bytes, and more for each page, stands in an index again for phrases.
_COMMON = 12_000
_COMMON_A_PAGE = 34
_LONGEST_COMMON = 4
_GROUP = 6_000  # bytes of its places together
_SHORTEST_STEM = 4  # letters: words with so many places that are shorter are ``the``, ``of`` and the like
_HEADING = re.compile(r"h[1-6]", re.IGNORECASE)


class _Fragment(msgspec.Struct):
    """What a page holds, as far as it is needed here."""

    content: str
    meta: dict[str, str]


_fragment = msgspec.json.Decoder(_Fragment)
Piece = tuple[str, str, str]  # the first word, the last one, and the name of the file


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
        if not isinstance(meta, list) or len(meta) < 6 or not isinstance(meta[3], list):
            raise IndexFormatError(f"{meta_path.name} has another layout than expected")
        pieces = _parted(folder / "index", meta[2], language)
        more = _for_phrases(folder, pieces, meta, language)
        meta[2] = [*_beside_mark(_without_gaps(pieces)), *(list[Value](piece) for piece in more)]
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
        large = path.stat().st_size > _LARGE_PIECE or first == last  # Pagefind may have cut their ends off
        parts = _parts(_unpacked(path)) if large else []
        if len(parts) > 1:
            path.unlink()
            made.extend((words[0], words[-1], _written(folder, data, language)) for words, data in parts)
        else:
            made.append((parts[0][0][0], parts[0][0][-1], held) if parts else (first, last, held))
    return made


def _written(folder: Path, data: bytes, language: str) -> str:
    """The name of a piece of an index that is written here."""
    name = f"{language}_{hashlib.sha256(data).hexdigest()[:7]}"
    (folder / f"{name}.pf_index").write_bytes(gzip.compress(data, 6, mtime=0))
    return name


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


def _beside_mark(pieces: list[Value]) -> Iterator[Value]:
    """The pieces without what begins as the words for phrases do, which would load the last piece as well."""
    for first, last, name in msgspec.convert(pieces, list[Piece]):
        if first < MARK <= last:
            yield [first, _before(MARK), name]
            yield [chr(ord(MARK) + 1), last, name]
        else:
            yield [first, last, name]


def _before(word: str) -> str:
    """A text after all words that come before ``word``; "" where there is no word."""
    if not word:
        return ""
    code = ord(word[-1]) - 1
    return f"{word[:-1]}{chr(code if code not in range(0xD800, 0xE000) else 0xD7FF)}\uffff"


def _parts(data: bytes) -> list[tuple[list[str], bytes]]:
    """The words of a piece in parts, each with the bytes that hold it: words with many places alone."""
    at = len(SIGNATURE)
    groups: list[list[tuple[str, bytes]]] = []
    alone = True
    try:
        if not data.startswith(SIGNATURE + b"\x81") or data[at + 1] >> 5 != 4:  # an array of one array: the words
            raise IndexFormatError("a piece of the index has another layout than expected")
        number, at = length(data, at + 1)
        for _ in range(number):
            ending = end(data, at)
            letters, text = length(data, length(data, at)[1])
            if alone or ending - at > _ALONE:
                groups.append([])
            groups[-1].append((data[text:text + letters].decode("utf-8"), data[at:ending]))
            alone, at = ending - at > _ALONE, ending
    except IndexError:
        raise IndexFormatError("cut off") from None
    if at != len(data):
        raise IndexFormatError("a piece of the index goes on after its end")
    return [([word for word, _ in group], _piece([held for _, held in group])) for group in groups]


def _piece(words: Sequence[bytes]) -> bytes:
    return SIGNATURE + b"\x81" + head(4, len(words)) + b"".join(words)


def _for_phrases(folder: Path, pieces: list[Piece], meta: list[Value], language: str) -> list[Piece]:
    """More pieces of an index: the places of short words with very many, parted."""
    if language.partition("-")[0] not in LANGUAGES:
        return []
    pages, fields = msgspec.convert(meta[1], list[tuple[str, int]]), msgspec.convert(meta[5], list[str])
    words = {}
    for first, last, name in pieces:
        if first == last and len(first) <= _LONGEST_COMMON:
            (held, data), *others = _parts(_unpacked(folder / "index" / f"{name}.pf_index"))
            if not others and held == [first] and len(data) > max(_COMMON, _COMMON_A_PAGE * len(pages)):
                words[first] = data[len(SIGNATURE) + 2:]

    def texts(page: int) -> list[list[str] | None]:
        name, count = pages[page]
        fragment = _fragment.decode(_unpacked(folder / "fragment" / f"{name}.pf_fragment")[len(SIGNATURE):])
        words = fragment.content.split()
        return [words if len(words) == count else None, *(fragment.meta.get(field, "").split() for field in fields)]

    try:
        return [(word, word, _written(folder / "index", _piece([data]), language))
                for word, data in parted(words, texts, _GROUP)]
    except IndexError:
        raise IndexFormatError("cut off") from None


def slim_fragments(folder: Path) -> None:
    """Take out of the fragments below ``folder``, in place, what they hold twice: the text of anchors that are no
    headings. A search loads the fragment of each page that it shows, and is a tenth lighter for it.

    Raises IndexFormatError when a file is not of the known form, and OSError.
    """
    for path in (folder / "fragment").glob("*.pf_fragment"):
        fragment = msgspec.json.decode(_unpacked(path)[len(SIGNATURE):])
        for anchor in fragment["anchors"]:
            if not _HEADING.fullmatch(anchor["element"]):
                anchor["text"] = ""
        path.write_bytes(gzip.compress(SIGNATURE + msgspec.json.encode(fragment), 6, mtime=0))


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
    data = SIGNATURE + encode(value)
    return f"{language}_{hashlib.sha256(data).hexdigest()[:length]}", gzip.compress(data, 9, mtime=0)


def _read(path: Path) -> Value:
    data = _unpacked(path)
    value, ending = decode_at(data, len(SIGNATURE))
    if ending != len(data):
        raise IndexFormatError(f"{path.name} goes on after its end")
    return value


def _unpacked(path: Path) -> bytes:
    data = gzip.decompress(path.read_bytes())
    if not data.startswith(SIGNATURE):
        raise IndexFormatError(f"{path.name} lacks Pagefind's signature")
    return data
