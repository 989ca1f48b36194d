"""Raw documents as text: decoding by evidence, and lines as people count them.

A line ends with LF, CRLF or CR, as in every editor; U+2028, form feeds and the like do not count, so that the line
numbers of ``source: {lines: …}`` mean the same to every reader of the file.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass

_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_WORD = re.compile(r"[^\W_]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
#: the ASCII signs that part words, as blanks
_NO_WORD = {code: " " for code in range(128) if not chr(code).isalnum()}
_STRAYS = re.compile("[\udc80-\udcff]+")  # bytes that are no UTF-8, as surrogateescape gives them
_SEQUENCES = re.compile("[^\x00-\x7f\udc80-\udcff]+")
#: first bytes of packed or typeset files -> what people call them
_PACKED = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a Word, OpenDocument or ZIP file",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"{\\rtf": "a rich-text (RTF) file",
    b"\x1f\x8b": "a gzip file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
    b"7z\xbc\xaf": "a 7z file",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
}
#: C0 controls that no text has (TAB, LF, VT, FF, CR, ESC and the transmission's SUB are let pass)
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26, 27}) + b"\x7f"


class NotText(ValueError):
    """The bytes are no plain text. ``kind`` says what they are in a few words ("a PDF file"), "" for plain binary."""

    def __init__(self, kind: str = "") -> None:
        super().__init__(kind or "binary data")
        self.kind = kind


@dataclass(frozen=True, slots=True)
class SourceText:
    """A decoded file: its name as shown to people, its text, the encoding told by evidence, the SHA-256 of its
    bytes."""

    name: str
    text: str
    encoding: str
    sha256: str
    mixed: bool = False  # some bytes did not fit the encoding and were read as Windows-1252

    def lines(self) -> list[str]:
        """The lines without their line breaks; line N of the file is ``lines()[N - 1]``."""
        return split_lines(self.text)


def words(text: str) -> list[str]:
    """The words of a text: runs of letters and digits."""
    if not text.isascii():
        signs = {sign for sign in _BEYOND_ASCII.findall(text) if not sign.isalnum()}
        if len(signs) <= 20:  # quotation marks, paragraph signs and dashes; without them most texts are ASCII
            for sign in signs:
                text = text.replace(sign, " ")
    return text.translate(_NO_WORD).split() if text.isascii() else _WORD.findall(text)


def split_lines(text: str) -> list[str]:
    """The lines of a text, without their line breaks. A text that ends with a line break has no empty last line."""
    found = _LINE_BREAK.split(text)
    if found and not found[-1]:
        found.pop()
    return found


def read_source(name: str, data: bytes) -> SourceText:
    """Decode the bytes of a raw document.

    The evidence: a byte order mark; else UTF-8 when every byte fits; else, when the bytes above 127 form sequences of
    UTF-8 (which they hardly ever do by chance), that, with the others as Windows-1252; else Windows-1252 when bytes 80
    to 9F stand in it; else ISO-8859-1.
    Raises NotText for packed files and binary data.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    for start, kind in _PACKED.items():
        if data.startswith(start):
            raise NotText(kind)
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace").removeprefix("\ufeff")
            return SourceText(name, text, encoding, sha256, "\ufffd" in text)
    if len(data) - len(data.translate(None, _CONTROLS)) > len(data) // 500:
        raise NotText
    try:
        return SourceText(name, data.decode("utf-8"), "utf-8", sha256)
    except UnicodeDecodeError:
        pass
    tolerant = data.decode("utf-8", errors="surrogateescape")
    strays = sum(len(run) for run in _STRAYS.findall(tolerant))
    if 2 * sum(len(run) for run in _SEQUENCES.findall(tolerant)) >= strays:
        text = _STRAYS.sub(lambda run: _windows(run[0].encode("utf-8", "surrogateescape")), tolerant)
        return SourceText(name, text, "utf-8", sha256, mixed=True)
    if re.search(rb"[\x80-\x9f]", data):
        return SourceText(name, _windows(data), "windows-1252", sha256)
    return SourceText(name, data.decode("latin-1"), "iso-8859-1", sha256)


def _windows(data: bytes) -> str:
    """Windows-1252, its five holes read as the ISO-8859-1 controls that they are."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(_windows_byte(b) for b in data)


def _windows_byte(byte: int) -> str:
    one = bytes([byte])
    return one.decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else one.decode("latin-1")
