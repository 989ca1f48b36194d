"""A cable page: front matter and body, read with the place of everything that is wrong, written in one form.

Front matter is read as strings, lists and mappings and typed by the schema here, so ``NO`` is Norway's TAGS code and
``12:30`` is no number. What :func:`write_document` writes, :func:`read_document` reads back equal.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records import markup
from sitegen.records.cable import KEYS, Cable, Downgrade, Person, Witness
from sitegen.records.danger import protected
from sitegen.records.schema import Reader, Schema, read_nodes
from sitegen.records.withheld import NOTHING, WithheldList
from sitegen.records.withholding import tidied, withhold_body, withhold_node
from sitegen.yaml_nodes import Node

#: more than this is no front matter of a cable; the YAML parser is not asked
_MAX_FRONT = 1 << 20
_DASHES = re.compile(r"^---[ \t]*$", re.M)
_BLANK_LINE = re.compile(r"[ \t]*\n")
_CONVERTED = re.compile(r"^converted:[ \t]*(?P<digest>\S+)[ \t]*\n", re.M)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
#: an exemption instead of a date: 25X1, X1, MR (manual review), OADR (originating agency's determination required)
_EXEMPTION = re.compile(r"(?:\d\d)?X\d{1,2}(?:-[A-Za-z]+)?|MR|OADR")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_BASES = ("transmitted", "metadata", "sequence", "declassification", "unknown")


class ContentChanged(Exception):
    """A page is not any more what it was when it was read; ``path`` is its file as people see it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Document:
    """A page of content/cables/: where it is, what its front matter states, its body and the body's first line; without
    what is ``listed`` to be withheld.

    ``digest`` is that of all it shows. A document that knows its ``file`` reads the body when it is asked for, so that
    an archive's bodies need not be held in memory; ``seal`` is the digest of that file's bytes (``seal_of``).
    """

    __slots__ = ("_body", "_digest", "_file", "_listed", "_seal", "body_line", "cable", "path")

    def __init__(self, path: str, cable: Cable, body: str | None, body_line: int, digest: str = "",
                 file: str = "", seal: str = "", listed: WithheldList = NOTHING) -> None:
        self.path = path
        self.cable = cable
        self.body_line = body_line
        self._body = body
        self._digest = digest
        self._file = file
        self._seal = seal or digest
        self._listed = listed

    @property
    def body(self) -> str:
        """The body. Raises ContentChanged when the file is not that any more which was read."""
        if self._body is not None:
            return self._body
        try:
            with open(self._file, "rb") as stream:
                data = stream.read()
        except OSError:
            raise ContentChanged(self.path) from None
        if seal_of(data, self._listed) != self._seal:
            raise ContentChanged(self.path)
        return withhold_body(self._listed, self.cable.id, divide(data.decode("utf-8"))[1]).text

    @property
    def digest(self) -> str:
        """The digest of all that the document is made of."""
        return self._digest or digest_of(f"{self.cable!r}\0{self._body}".encode("utf-8", "surrogatepass"))


def digest_of(data: bytes) -> str:
    """The digest by which a page's text is known again (BLAKE2b, 128 bits, in hexadecimal)."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def seal_of(data: bytes, listed: WithheldList) -> str:
    """The digest by which a file is known again: of no use for guessing what is withheld in it."""
    return listed.digest(data) if listed else digest_of(data)


# --- reading -----------------------------------------------------------------------------------------------------

def read_document(
    text: str, path: str, listed: WithheldList = NOTHING
) -> tuple[Document | None, list[Diagnostic]]:
    """The document in ``text`` (a whole file) without what is ``listed`` to be withheld, and what is wrong with it.

    None when there is no front matter, when it cannot be read or when it has no usable ``id``; a value of the wrong
    form is reported and left out. ``path`` is the file's name as people see it.
    """
    text = _normal(text)
    if "\0" in text[:4096]:
        return None, [diagnose("bad-front-matter", Location(path), "this is a binary file, no page")]
    front, body, body_line = divide(text)
    if front is None:
        what = ("the front matter is not closed: no second line of `---`" if _DASHES.match(text)
                else "a page begins with its front matter, between two lines of `---`")
        return None, [diagnose("bad-front-matter", Location(path, 1, 1), what)]
    if len(front) > _MAX_FRONT:
        return None, [diagnose("bad-front-matter", Location(path, 1, 1), "the front matter is over 1 MB")]
    tree, found = read_nodes(front, path, first_line=2)
    if tree is None:
        if not found:
            found = [diagnose("missing-key", Location(path, 1, 1), "the front matter is empty: it needs an `id`")]
        return None, found
    cable_id = tree.pairs["id"].text if tree.kind == "mapping" and "id" in tree.pairs else ""
    tree = withhold_node(listed, tree, cable_id, path, found)
    values = Reader(path, found).mapping(tree, _SCHEMA, "front matter", needed=("id",))
    if not values:
        return None, found
    shown, taken, wrong = withhold_body(listed, cable_id, body, path, body_line)
    found += protected(body, path, body_line, taken)
    found += wrong
    found += markup.check(shown, path, body_line)
    values |= {"from_": values.pop("from")} if "from" in values else {}
    return Document(path, tidied(Cable(**values)), shown, body_line, listed=listed), found


def divide(text: str) -> tuple[str | None, str, int]:
    """A page's front matter (None: it has none), its body without the blank lines around it, and the body's line.

    A byte order mark and the kind of line ends do not count.
    """
    text = _normal(text)
    opening = _DASHES.match(text)
    closing = _DASHES.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None, text, 1
    start = closing.end()
    while (after := _BLANK_LINE.match(text, start)) is not None:
        start = after.end()
    return text[opening.end() + 1:closing.start()], text[start:].rstrip(), text.count("\n", 0, start) + 1


def _normal(text: str) -> str:
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _count(reader: Reader, node: Node, key: str) -> int | None:
    value = reader.match(re.compile(r"[0-9]{1,4}"), node, key, "a number")
    return int(value) if value else None


def _person(reader: Reader, node: Node, key: str) -> Person | None:
    if node.kind == "scalar" and node.text:
        return Person(node.text)
    values = reader.mapping(node, {"name": Reader.text, "as": Reader.texts}, "a person", needed=("name",))
    return Person(values["name"], values.get("as", ())) if values else None


def _people(reader: Reader, node: Node, key: str) -> tuple[Person, ...] | None:
    return reader.each(node, key, _person)


def _witness(reader: Reader, node: Node, key: str) -> Witness | None:
    schema: Schema = dict.fromkeys(("file", "lines", "sha256"), Reader.text)
    values = reader.mapping(node, schema, f"`{key}`", needed=("file",))
    return Witness(**values) if values else None


def _witnesses(reader: Reader, node: Node, key: str) -> tuple[Witness, ...] | None:
    return reader.each(node, key, _witness)


def _downgrade(reader: Reader, node: Node, key: str) -> Downgrade | None:
    values = reader.mapping(node, {"to": Reader.text, "on": Reader.date}, f"`{key}`", needed=("to", "on"))
    return Downgrade(**values) if values else None


def _id(reader: Reader, node: Node, key: str) -> str | None:
    return reader.match(_ID, node, key, "an id: letters, digits, `.`, `_` and `-`")


def _declassify_on(reader: Reader, node: Node, key: str) -> str | None:
    return node.text if node.kind == "scalar" and _EXEMPTION.fullmatch(node.text) else reader.date(node, key)


def _basis(reader: Reader, node: Node, key: str) -> str | None:
    return reader.match(re.compile("|".join(_BASES)), node, key, f"one of {', '.join(_BASES)}")


def _language(reader: Reader, node: Node, key: str) -> str | None:
    return reader.match(_LANGUAGE, node, key, "a language code such as en or es-MX")


_LISTS = ("captions", "to", "info", "tags", "references", "references_other", "reasons", "pass_lines", "aliases",
          "doubts")
_SCHEMA: Schema = {
    **dict.fromkeys(KEYS, Reader.text),
    **dict.fromkeys(_LISTS, Reader.texts),
    "id": _id,
    "date": Reader.date,
    "date_basis": _basis,
    "declassify_on": _declassify_on,
    "downgrade": _downgrade,
    "sections": _count,
    "people": _people,
    "language": _language,
    "source": _witness,
    "witnesses": _witnesses,
    "draft": Reader.truth,
    "publish_on": Reader.day,
}


# --- writing -----------------------------------------------------------------------------------------------------

def write_document(cable: Cable, body: str) -> str:
    """The page of a cable: keys in their fixed order, absent values left out, ``converted`` set to its digest."""
    front = "".join(_lines(replace(cable, converted="")))
    page = f"---\n{front}---\n\n{body.strip()}\n"
    return page.replace("\n---\n", f"\nconverted: {_digest(page)}\n---\n", 1)


def is_edited(text: str) -> bool:
    """Whether a page is not as convert wrote it: a person changed it, or convert never wrote it."""
    text = _normal(text)
    front, _, _ = divide(text)
    line = _CONVERTED.search(text, 0, len(front) + 5) if front is not None else None
    return line is None or line["digest"] != _digest(text[:line.start()] + text[line.end():])


def _digest(page: str) -> str:
    return hashlib.sha256(page.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _lines(cable: Cable) -> Iterable[str]:
    for key in KEYS:
        value = getattr(cable, "from_" if key == "from" else key)
        if value is None or value is False or value in ("", ()):
            continue
        if key in ("people", "witnesses", "doubts"):
            yield f"{key}:\n"
            for item in value:
                yield f"  - {_value(item)}\n"
        else:
            yield f"{key}: {_value(value)}\n"


def _value(value: object) -> str:
    match value:
        case True:
            return "true"
        case int():
            return str(value)
        case tuple():
            return f"[{', '.join(_scalar(item, flow=True) for item in value)}]"
        case Person(name, ()):
            return _scalar(name)
        case Person(name, spellings):
            return f"{{name: {_scalar(name, flow=True)}, as: {_value(spellings)}}}"
        case Witness(file, lines, sha256):
            pairs = {"file": file, "lines": lines, "sha256": sha256}
        case Downgrade(to, on):
            pairs = {"to": to, "on": on}
        case _:
            return _scalar(str(value))
    return f"{{{', '.join(f'{key}: {_scalar(part, flow=True)}' for key, part in pairs.items() if part)}}}"


#: signs that YAML does not take as they are
_CONTROL = r"\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff"
#: text that is plain in YAML: its first sign means nothing there, and neither `: ` nor ` #` stands in it
_PLAIN = re.compile(rf"(?:[^\W_]|[/(+.$;^_]|-(?=[^\s\W]))(?:[^{_CONTROL}#:]|(?<! )#|:(?=[^ ]))*")
_FLOW_SIGNS = re.compile(r"[,\[\]{}?]|:(?=[,\[\]{}]|\Z)")
_NULLS = {"null", "Null", "NULL", "~"}
_UNSAFE = re.compile(rf'["\\{_CONTROL}]')


def _scalar(text: str, flow: bool = False) -> str:
    """``text`` in YAML, quoted only where it must be to read back equal; inside brackets (``flow``) more must be."""
    if (_PLAIN.fullmatch(text) and text[-1] != " " and text not in _NULLS and not text.startswith("...")
            and not (flow and _FLOW_SIGNS.search(text))):
        return text
    return f'"{_UNSAFE.sub(_escaped, text)}"'


def _escaped(sign: re.Match[str]) -> str:
    code = ord(sign[0])
    if sign[0] in '"\\':
        return "\\" + sign[0]
    return {"\n": "\\n", "\t": "\\t"}.get(sign[0]) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")
