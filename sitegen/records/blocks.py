"""The blocks of a cable's body: paragraphs, ``##`` headings, pipe tables and fenced text, and their permanent anchors.

Inside the lines the grammar of markup.py holds. There are no lists, no HTML, no setext headings and no indented code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from sitegen.records.markup import CELL_END, Span, Text, parse_inline, plain, received, tokens
from sitegen.records.vocabulary.classifications import parse_mark


class Paragraph(msgspec.Struct, frozen=True, gc=False):
    """A paragraph. What stands before the text, its number and its portion mark, has spans of its own.

    ``anchor`` is the permanent id, "" for a paragraph that has neither number, letter nor written anchor; ``more`` are
    others that lead to it, of paragraphs whose text it has now.
    """

    anchor: str
    spans: tuple[Span, ...]
    number: str = ""  # "3", as printed
    letter: str = ""  # "a" for a sub-paragraph
    mark: str = ""  # "SBU" of "(SBU)", as printed
    number_spans: tuple[Span, ...] = ()
    mark_spans: tuple[Span, ...] = ()
    more: tuple[str, ...] = ()


class Heading(msgspec.Struct, frozen=True, gc=False):
    """A heading, ``## text``."""

    anchor: str
    spans: tuple[Span, ...]


class Table(msgspec.Struct, frozen=True, gc=False):
    """A pipe table. ``head`` is empty when no cell of the first row holds anything; ``align`` has a word a column."""

    anchor: str
    head: tuple[tuple[Span, ...], ...]
    rows: tuple[tuple[tuple[Span, ...], ...], ...]
    align: tuple[str, ...]  # left | right | center


class Fence(msgspec.Struct, frozen=True, gc=False):
    """Text between two lines of backticks, whose line breaks and spaces stand as they are."""

    anchor: str
    spans: tuple[Span, ...]


Block = Paragraph | Heading | Table | Fence

_FENCE = re.compile(r"^[ \t]*(?P<ticks>`{3,})[ \t]*(?:\{#(?P<anchor>[A-Za-z][\w-]*)\})?[ \t]*$")
_HEADING = re.compile(r"^[ \t]*##[ \t]+(?P<text>[^ \t].*)$", re.S)
_NUMBERED = re.compile(r"^[ \t]*(?:\{~~[^~{}]{0,40}~>[ \t]*|\{\+\+)?¶[ \t]?\d")
_DELIMITER = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_LEAD_LENGTH = 80  # signs; a number and a portion mark are not longer
_LEAD = re.compile(
    r"(?P<number>[ \t]*¶[ \t]?(?P<digits>\d{1,4})(?!\d)(?P<own_letter>[a-z](?=\.))?[ \t]*\.?)"
    r"(?:\s*(?P<mark>\((?P<inner>[A-Za-z][^()\n]{0,60})\)))?"
)
#: `a.`, `a)`, `A.`, `(a)`; a capital in brackets is a portion mark
_LETTER = re.compile(r"[ \t]*(?:\((?P<bracketed>[a-z])\)|(?P<plain>[A-Za-z])[.)])(?=\s)")
_MARK = re.compile(r"\((?P<inner>[A-Z][^()\n]{0,60})\)(?=\s)")
_ANCHOR_LINE = re.compile(r"^[ \t]*\{#(?P<anchor>[A-Za-z][\w-]*)\}[ \t]*$")
_WHITE = ("", " ", "\t")
_SLUG_GAP = re.compile(r"[^a-z0-9]+")


def parse(body: str) -> tuple[Block, ...]:
    """The blocks of a cable's body, every anchor given: a pure function of the text.

    Numbered paragraphs get ``pN`` (a number used again ``pN-2``), lettered ones below them ``pNa``, others the anchor
    that is written at their end, headings ``h-`` and their words as received. What is written at the end of a numbered
    paragraph, and what is written beside the first anchor of another, leads there too: links of readers from the time
    when its text stood elsewhere. These stand before all others. An anchor stands once in a page.
    """
    blocks = [_block(kind, lines, anchor) for kind, lines, anchor, _, _ in _split(body)]
    return tuple(_give_anchors(blocks))


def lines_of(body: str) -> dict[str, int]:
    """Anchor -> the line of the body, counted from 0, at which what it names begins."""
    return {block.anchor: first for block, first, _ in extents(body) if block.anchor}


def extents(body: str) -> list[tuple[Block, int, int]]:
    """The blocks of ``parse(body)``, each with its first line and the line after its last, counted from 0."""
    lines = [(first, end) for *_, first, end in _split(body)]
    return [(block, *at) for block, at in zip(parse(body), lines, strict=True)]


def _split(body: str) -> Iterable[tuple[str, list[str], str, int, int]]:
    lines = body.split("\n")
    signs = [line.lstrip(" \t")[:1] for line in lines]  # the first sign tells most
    at = 0
    end = len(lines)
    while at < end:
        line, sign = lines[at], signs[at]
        if not sign:
            at += 1
        elif sign == "`" and (fence := _FENCE.match(line)):
            close = next((n for n in range(at + 1, end) if signs[n] == "`" and _closes(lines[n], fence["ticks"])), end)
            yield "fence", lines[at + 1:close], fence["anchor"] or "", at, close + 1
            at = close + 1
        elif sign == "#" and _HEADING.match(line):
            yield "heading", [line], "", at, at + 1
            at += 1
        elif sign == "|" and _starts_table(lines, at):
            stop = at + 2
            while stop < end and signs[stop] == "|":
                stop += 1
            anchor = _ANCHOR_LINE.match(lines[stop]) if stop < end else None
            yield "table", lines[at:stop], anchor["anchor"] if anchor else "", at, stop + bool(anchor)
            at = stop + bool(anchor)
        else:
            stop = at + 1
            while stop < end and signs[stop] and not (signs[stop] in "`#|¶{" and _interrupts(lines, stop)):
                stop += 1
            yield "paragraph", lines[at:stop], "", at, stop
            at = stop


def _closes(line: str, ticks: str) -> bool:
    signs = line.strip(" \t")
    return len(signs) >= len(ticks) and not signs.strip("`")


def _starts_table(lines: list[str], at: int) -> bool:
    return (lines[at].lstrip(" \t").startswith("|") and at + 1 < len(lines) and "|" in lines[at + 1]
            and _DELIMITER.match(lines[at + 1]) is not None)


def _interrupts(lines: list[str], at: int) -> bool:
    line = lines[at]
    return bool(_HEADING.match(line) or _NUMBERED.match(line) or _FENCE.match(line) or _starts_table(lines, at))


def _block(kind: str, lines: list[str], anchor: str) -> Block:
    if kind == "fence":
        return Fence(anchor, parse_inline("\n".join(lines)))
    if kind == "table":
        head, delimiter, *rows = (_cells(line) for line in lines)
        width = max(len(head), *(len(row) for row in rows), 0) if rows else len(head)
        spans = [tuple(parse_inline(row[i]) if i < len(row) else () for i in range(width)) for row in (head, *rows)]
        align = tuple(_alignment(delimiter[i] if i < len(delimiter) else "") for i in range(width))
        return Table(anchor, spans[0] if any(spans[0]) else (), tuple(spans[1:]), align)
    text = _joined(lines)
    written = _written_anchors(text)
    if kind == "heading":
        heading = _HEADING.match(text)
        return Heading(written[-1] if written else "", _strip(parse_inline(heading["text"] if heading else text)))
    if "{" not in text and "\\" not in text and (lead := _LEAD.match(text[:_LEAD_LENGTH])) is not None:
        return _plain_paragraph(text, lead)
    return _paragraph(written, _strip(parse_inline(text)))


def _plain_paragraph(text: str, lead: re.Match[str]) -> Paragraph:
    """What ``_paragraph`` gives of a numbered paragraph without marks and escapes: nearly all are such."""
    inner = lead["inner"]
    marked = inner is not None and parse_mark(inner) is not None
    end = lead.end("number")
    mark = text[end:lead.end("mark")].strip(" \t") if marked else ""
    rest = text[lead.end("mark") if marked else end:].strip(" \t")
    return Paragraph("", (Text(rest),) if rest else (), lead["digits"], lead["own_letter"] or "",
                     inner if marked else "", (Text(text[:end]),), (Text(mark),) if mark else ())


def _joined(lines: list[str]) -> str:
    """The lines of a paragraph as one, line breaks kept only where a backslash asks for them."""
    if len(lines) == 1:
        return lines[0].strip(" \t")
    parts = [lines[0].strip(" \t")]
    for line in lines[1:]:
        backslashes = len(parts[-1]) - len(parts[-1].rstrip("\\"))
        parts += ["\n" if backslashes % 2 else " ", line.strip(" \t")]
    return "".join(parts)


def _written_anchors(text: str) -> tuple[str, ...]:
    """The anchors at the very end of a text."""
    if not text.endswith("}") or "{#" not in text:
        return ()
    anchors: list[str] = []
    end = -1
    for start, token in tokens(text):
        if token["anchor"] is None or start != end:
            anchors.clear()
        if token["anchor"] is not None:
            anchors.append(token["anchor"])
        end = token.end()
    return tuple(anchors)


def _cells(line: str) -> list[str]:
    row = line.strip(" \t").removeprefix("|")
    cells, start = [], 0
    for sign in CELL_END.finditer(row):
        if sign[0] == "|":
            cells.append(row[start:sign.start()].strip(" \t"))
            start = sign.end()
    if row[start:].strip(" \t"):
        cells.append(row[start:].strip(" \t"))
    return cells


def _alignment(delimiter: str) -> str:
    if delimiter.endswith(":"):
        return "center" if delimiter.startswith(":") else "right"
    return "left"


def _strip(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Spans without white space at both ends (what stood around an anchor)."""
    if spans and isinstance(first := spans[0], Text) and first.text[:1] in _WHITE:
        spans = (Text(first.text.lstrip(" \t")), *spans[1:])
    if spans and isinstance(last := spans[-1], Text) and last.text[-1:] in _WHITE:
        spans = (*spans[:-1], Text(last.text.rstrip(" \t")))
    return tuple(span for span in spans if not (isinstance(span, Text) and not span.text))


def _paragraph(written: tuple[str, ...], spans: tuple[Span, ...]) -> Paragraph:
    start = plain(spans[:8])[:_LEAD_LENGTH]
    lead = _LEAD.match(start)
    anchor, more = (written[0], written[1:]) if written and lead is None else ("", written)
    if lead is None:
        if (letter := _LETTER.match(start)) is not None:
            return Paragraph(anchor, spans, letter=(letter["bracketed"] or letter["plain"]).lower(), more=more)
        mark = _MARK.match(start)
        if mark is None or parse_mark(mark["inner"]) is None:
            return Paragraph(anchor, spans, more=more)
        mark_spans, rest = _cut(spans, mark.end())
        return Paragraph(anchor, _strip(rest), mark=mark["inner"], mark_spans=mark_spans, more=more)
    marked = lead["inner"] is not None and parse_mark(lead["inner"]) is not None
    number_spans, rest = _cut(spans, lead.end("number"))
    mark_spans = ()
    if marked:
        taken = len(plain(number_spans))
        mark_spans, rest = _cut(rest, lead.end("mark") - taken)
    return Paragraph(anchor, _strip(rest), lead["digits"], lead["own_letter"] or "", lead["inner"] if marked else "",
                     number_spans, _strip(mark_spans), more)


def _cut(spans: tuple[Span, ...], length: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans that hold the first ``length`` signs as read, and the others; a mark is never cut in two."""
    for index, span in enumerate(spans):
        if length <= 0:
            return spans[:index], spans[index:]
        size = len(plain((span,)))
        if isinstance(span, Text) and size > length:
            return (*spans[:index], Text(span.text[:length])), (Text(span.text[length:]), *spans[index + 1:])
        length -= size
    return spans, ()


def _give_anchors(blocks: list[Block]) -> Iterable[Block]:
    taken: dict[str, int] = {}  # anchor -> how often it was asked for
    given: list[str] = [""] * len(blocks)
    current = ""
    more: dict[int, tuple[str, ...]] = {}
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.more:
            own = f"p{int(block.number)}{block.letter}" if block.number else block.anchor
            more[index] = tuple(anchor for anchor in dict.fromkeys(block.more) if anchor not in taken and anchor != own)
            taken.update(dict.fromkeys(more[index], 1))
    for index, block in enumerate(blocks):  # numbers first: an anchor that an editor writes never moves one of them
        if isinstance(block, Paragraph):
            if block.number:
                current = block.number
                given[index] = _free(f"p{int(block.number)}{block.letter}", taken)
            elif block.letter and current and not block.anchor:
                given[index] = _free(f"p{int(current)}{block.letter}", taken)
    for index, block in enumerate(blocks):
        if not given[index] and block.anchor:
            given[index] = _free(block.anchor, taken)
    for index, block in enumerate(blocks):
        if not given[index] and isinstance(block, Heading):
            slug = _SLUG_GAP.sub("-", received(block.spans).lower()).strip("-")[:60].rstrip("-")
            given[index] = _free(f"h-{slug}" if slug else "h", taken)
    for index, (block, anchor) in enumerate(zip(blocks, given, strict=True)):
        same = block.anchor == anchor and index not in more
        yield block if same else _with_anchor(block, anchor, more.get(index, ()))


def _with_anchor(block: Block, anchor: str, more: tuple[str, ...]) -> Block:
    match block:  # several times faster than dataclasses.replace, and every page is made of this
        case Paragraph(_, spans, number, letter, mark, number_spans, mark_spans):
            return Paragraph(anchor, spans, number, letter, mark, number_spans, mark_spans, more)
        case Heading(_, spans):
            return Heading(anchor, spans)
        case Table(_, head, rows, align):
            return Table(anchor, head, rows, align)
        case Fence(_, spans):
            return Fence(anchor, spans)


def _free(anchor: str, taken: dict[str, int]) -> str:
    name, times = anchor, taken.get(anchor, 0)
    while name in taken:
        times += 1
        name = f"{anchor}-{times}" if times > 1 else anchor
    taken[anchor] = max(times, 1)
    taken[name] = taken.get(name, 1)
    return name
