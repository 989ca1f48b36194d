"""Quotes of cables in plain pages: what a block quote cites must stand there word for word.

A block quote of content/pages/ that ends in the line ``— 09MEXICO283 ¶3`` (or ``— 09MEXICO283 #u1``, or the id alone)
is a quote. Words are compared, without their case and without the signs between them. An ellipsis, and what stands in
square brackets, are an editor's: words of the cable may be left out there. ``[T]he`` is ``the``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records.blocks import Block, Paragraph, Table, parse
from sitegen.records.document import Document
from sitegen.records.identifiers import canonical_id
from sitegen.records.markup import Span, plain, received
from sitegen.render.markdown import block_quotes
from sitegen.site.plain import PlainPage

_CITED = re.compile(r"(?:—|–|--?)\s*(?P<id>\d\d[A-Z0-9 '.-]{1,60}?\d)"
                    r"(?:\s*,?\s*(?:¶\s?(?P<number>\d{1,4}[a-z]?)|#(?P<anchor>[A-Za-z][\w-]*)))?\s*")
_GAP = re.compile(r"\[\s*[^\[\]]{2,}\]|\[[^\w\[\]]*\]|…|\.(?:\s?\.){2,}")
_ALTERED = re.compile(r"\[(\w)\](?=\w)")
_WORD = re.compile(r"[^\W_]+")
_SHOWN = 8  # words of a difference


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote: its words, cut where the editor left some out; what it cites; and the line where it begins."""

    parts: tuple[tuple[str, ...], ...]
    cable: str
    anchor: str  # "" for the whole cable
    line: int


def quotes(page: PlainPage) -> Iterator[Quote]:
    """The quotes of a plain page."""
    for line, text in block_quotes(page.body) if ">" in page.body else ():
        words, _, last = text.rstrip().rpartition("\n")
        cited = _CITED.fullmatch(last.strip())
        if cited is None:
            continue
        parts = tuple(tuple(_words(part)) for part in _GAP.split(_ALTERED.sub(r"\1", words)))
        anchor = cited["anchor"] or (f"p{cited['number']}" if cited["number"] else "")
        cable = canonical_id(cited["id"])[0] or cited["id"]
        yield Quote(tuple(filter(None, parts)), cable, anchor, page.body_line + line)


def misquoted(pages: Iterable[PlainPage], documents: Mapping[str, Document]) -> list[Diagnostic]:
    """``misquoted`` for each quote in ``pages`` that does not stand where it says, with how it differs.

    ``documents`` are those of the published cables by id.
    """
    found = []
    for page in pages:
        for quote in quotes(page):
            document = documents.get(quote.cable)
            if document is None:
                what = f"the quote cites {quote.cable}, which is not in this archive"
            else:
                what = _difference(quote, parse(document.body))
            if what:
                found.append(diagnose("misquoted", Location(page.path, quote.line, 1), what))
    return found


def _difference(quote: Quote, blocks: Sequence[Block]) -> str:
    """How a quote differs from what it cites; "" when it does not."""
    cited = [block for block in blocks if not quote.anchor or quote.anchor == block.anchor
             or (isinstance(block, Paragraph) and quote.anchor in block.more)]
    if not cited:
        return f"the quote cites #{quote.anchor} of {quote.cable}, which is not there"
    place = f"{quote.cable}{' #' + quote.anchor if quote.anchor else ''}"
    readings = [[word for block in cited for spans in _spans(block) for word in _words(of(spans))]
                for of in (plain, received)]
    told = [_unlike(quote.parts, words) for words in readings]
    return "" if "" in told else f"the quote differs from {place}: {told[0]}"


def _spans(block: Block) -> Iterator[Sequence[Span]]:
    if isinstance(block, Table):
        for row in (block.head, *block.rows):
            yield from row
    else:
        yield block.spans


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _unlike(parts: Sequence[Sequence[str]], words: Sequence[str]) -> str:
    """Where the first part that is not in ``words`` after those before it differs."""
    at = 0
    for part in parts:
        best, where = 0, at
        for start in range(at, len(words)):
            length = 0
            while length < len(part) and start + length < len(words) and words[start + length] == part[length]:
                length += 1
            if length > best:
                best, where = length, start
            if length == len(part):
                break
        if best < len(part):
            if not best:
                return f"it has “{_shown(part)}”, which is not there"
            after, has = _shown(part[max(0, best - 4):best]), _shown(words[where + best:where + best + _SHOWN])
            return f"after “{after}” it has “{_shown(part[best:best + _SHOWN])}”, the cable “{has}”"
        at = where + best
    return ""


def _shown(words: Sequence[str]) -> str:
    return " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
