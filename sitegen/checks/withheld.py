"""The leak check: no byte of what is about to be published may hold what is withheld.

It stands apart from withholding itself: it sees the files alone, unpacked and decoded in every way in which a reader's
browser, a search or a curious person would, and against the list. A hit names the file and the entry's line, never a
word.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.files import read_text
from sitegen.records.document import divide
from sitegen.records.folding import fold_words
from sitegen.records.scanner import Scanner
from sitegen.records.withheld import WithheldList
from sitegen.records.withholding import passages as withheld_passages
from sitegen.workers import spread

_CHUNK = 200
_DEEPEST = 3  # files packed within files
_PAGEFIND = b"pagefind_dcd"  # begins a file of the search index, once it is unpacked
_LARGEST = 1 << 28  # bytes that a packed file may unpack to
_FEWEST_WORDS, _WORDS = 5, 20  # of a withheld paragraph that is looked for
_BASE64 = re.compile(r"base64,([A-Za-z0-9+/_=\s-]{8,})")
_JSON_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([nrtbf\"'/\\])")
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})[ \t\n]?")
_LEAD = re.compile(r"\A\s*(?:¶\s?\d+[a-z]?\.?\s*)?(?:\([A-Z/]{1,9}\))?")
_TAG = re.compile(r"<[/!?A-Za-z][^<>]*>")
#: files in which each line is of one cable
_BY_LINES = re.compile(r"data/.*\.(?:json|csv)")


def leaks(
    listed: WithheldList, files: Mapping[str, tuple[str, str]], clean: set[bytes], jobs: int,
    passages: Iterable[tuple[int, str]] = (),
) -> tuple[list[Diagnostic], set[bytes]]:
    """``withheld-found`` for each file and entry of the list that it holds; and the digests of the files without any.

    ``files``: path -> SHA-256 (in hexadecimal) and where the bytes stand. ``clean`` are digests of files that were
    looked into under the same list. ``passages``: texts of withheld cables and paragraphs, by the number of the entry.
    """
    found = [_leak(listed, path, number) for path in files for number in _in_path(listed, path)]
    fine = {bytes.fromhex(sha256) for sha256, _ in files.values()} & clean
    asked = [(path, place) for path, (sha256, place) in files.items() if bytes.fromhex(sha256) not in fine]
    looking = LeakCheck(listed, tuple(passages))
    chunks = [asked[at:at + _CHUNK] for at in range(0, len(asked), _CHUNK)]
    for chunk, answers in zip(chunks, spread(looking, chunks, jobs), strict=True):
        for (path, _), numbers in zip(chunk, answers, strict=True):
            found += [_leak(listed, path, number) for number in numbers]
            if not numbers:
                fine.add(bytes.fromhex(files[path][0]))
    return sorted(set(found), key=lambda one: (one.location, one.message)), fine


def passages_of(listed: WithheldList, hidden: Iterable[tuple[str, Path]], root: Path) -> list[tuple[int, str]]:
    """The texts of withheld cables and paragraphs, as ``leaks`` takes them, out of the files that hold them."""
    return [passage for cable_id, path in hidden if (text := read_text(path, root)[0])
            for passage in withheld_passages(listed, cable_id, divide(text)[1])]


def _leak(listed: WithheldList, path: str, number: int) -> Diagnostic:
    for cable_id in listed.cables:  # what would tell of a withheld cable is told to nobody, and this must be
        path = path.replace(cable_id, "[withheld]")
    return diagnose("withheld-found", Location(path),
                    f"holds what the entry in line {listed.entries[number].line} of {listed.shown} withholds",
                    "see docs/withholding.md; nothing was published")


def _in_path(listed: WithheldList, path: str) -> set[int]:
    parts = set(path.split("/"))
    found = {number for cable_id, number in listed.cables.items() if cable_id in parts}
    for text in (path, unquote(path)):
        for hit in listed.scanner.find(text):
            found |= {number for number in hit.holders if _applies(listed, number, path)}
        found |= {number for number, pattern in listed.patterns
                  if pattern.spans(text) and _applies(listed, number, path)}
    return found


def _applies(listed: WithheldList, number: int, where: str) -> bool:
    """Whether an entry holds for a file or a line: one that holds in some cables alone, where an id of them stands."""
    cables = listed.entries[number].cables
    return not cables or any(cable_id in re.split(r"[/\"',;\s]", where) for cable_id in cables)


class LeakCheck:
    """Looks into files for what is withheld, in any process."""

    def __init__(self, listed: WithheldList, passages: Sequence[tuple[int, str]] = ()) -> None:
        self._listed = listed
        needles: dict[str, list[int]] = {}
        for number, text in passages:
            words = fold_words(_LEAD.sub("", text))
            if len(words) >= _FEWEST_WORDS:
                needles.setdefault("".join(words[:_WORDS]), []).append(number)
        self._passages = Scanner(needles)

    def __call__(self, files: Sequence[tuple[str, str]]) -> list[list[int]]:
        """The numbers of the entries that each file holds, given by its path in the site and the place of its bytes.
        Raises OSError."""
        return [self.numbers(path, Path(place).read_bytes()) for path, place in files]

    def leaks(self, path: str, data: bytes) -> list[Diagnostic]:
        """``withheld-found`` for each entry that one file's path or bytes hold."""
        return [_leak(self._listed, path, number)
                for number in sorted({*_in_path(self._listed, path), *self.numbers(path, data)})]

    def numbers(self, path: str, data: bytes) -> list[int]:
        """The numbers of the entries whose words these bytes hold."""
        found: set[int] = set()
        for text in texts(data):
            found |= self._cables(text)
            where = [(path if not path.endswith(".pf_fragment") else text[:2000] + text[-2000:], text)]
            if any(entry.cables for entry in self._listed.entries) and _BY_LINES.fullmatch(path):
                where += [(line, line) for line in text.split("\n")]
            for place, part in where:
                numbers = {number for scanner in (self._listed.scanner, self._passages)
                           for hit in scanner.find(part) for number in hit.holders}
                if "\0" not in part:  # in what is no text, every sign may look lost
                    numbers |= {number for hit in self._listed.scanner.find_damaged(part) for number in hit.holders}
                flat = part.replace("\n", " ") if self._listed.patterns else ""
                numbers |= {number for number, pattern in self._listed.patterns if pattern.spans(flat)}
                found |= {number for number in numbers if _applies(self._listed, number, place)}
        return sorted(found)

    def _cables(self, text: str) -> set[int]:
        return {number for cable_id, number in self._listed.cables.items() if cable_id in text
                and re.search(rf'/{re.escape(cable_id)}/|"id": ?"{re.escape(cable_id)}"', text)}


def texts(data: bytes, depth: int = 0) -> list[str]:
    """Everything that these bytes say, once for each way to read them: as they stand, with escapes, entities and
    percent signs decoded, without tags; unpacked; and what stands in them in base64."""
    if data[:2] == b"\x1f\x8b" and depth < _DEEPEST:
        return texts(_unpacked(data), depth + 1)
    if data.startswith(_PAGEFIND):
        data = data[len(_PAGEFIND):]
        if data[:1] and data[0] >> 5 == 4:  # an array; a fragment is JSON
            return ["\n".join(_strings(data))]
    text = data.decode("utf-8", "replace")
    decoded = _decoded(text)
    readings = {decoded: None}
    if "\\" in text or "%" in text:  # what looks like an escape may be none
        readings |= {text: None, _CSS_ESCAPE.sub(_css_sign, text): None}
    if "<" in decoded:
        readings[_TAG.sub(" ", decoded)] = None
    out = list(readings)
    if depth < _DEEPEST and "base64," in decoded:
        for packed in _BASE64.findall(decoded):
            out += texts(_unbased("".join(packed.split())), depth + 1)
    return out


def _strings(data: bytes) -> list[str]:
    """The texts in CBOR (RFC 8949) without indefinite lengths; where it is something else, what follows as it stands.

    In Pagefind's index these are words reduced to their stems, each alone: a name of several words is found in the
    fragments, which hold the whole text."""
    out: list[str] = []
    at = 0
    while at < len(data):
        kind, short = divmod(data[at], 32)
        size = 1 << (short - 24) if 24 <= short <= 27 else 0
        number = int.from_bytes(data[at + 1:at + 1 + size]) if size else short
        if short > 27:
            return [*out, data[at:].decode("utf-8", "replace")]
        at += 1 + size
        if kind in (2, 3):
            out.append(data[at:at + number].decode("utf-8", "replace"))
            at += number
    return out


def _decoded(text: str) -> str:
    if "\\" in text:
        text = _JSON_ESCAPE.sub(_json_sign, text)
    if "&" in text:
        text = html.unescape(text)
    return unquote(text) if "%" in text else text


def _json_sign(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        return chr(int(code, 16))
    return {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": " "}.get(found[3], found[3])


def _css_sign(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0x110000 else " "


def _unpacked(data: bytes) -> bytes:
    """What a gzip file holds, as far as it can be unpacked."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data, _LARGEST)
    except zlib.error:
        return b""


def _unbased(text: str) -> bytes:
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/") + "===", validate=False)
    except (binascii.Error, ValueError):
        return b""
