"""The grammar inside the lines of a cable's body: backslash escapes, anchors and CriticMarkup, and nothing else.

``*``, ``_``, ``1986. Then`` and ``http://…`` stand as they are. convert writes through :func:`escape`,
:func:`correction`, :func:`fenced` and :func:`pipe_table`; :func:`accept` and :func:`reject` give the words of a page as
read and as received; blocks.py reads a whole body. docs/content-format.md describes the grammar for editors.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records.source_text import words as words


class Text(msgspec.Struct, frozen=True, gc=False):
    """Words as they stand. A line feed is a line break that the page shows (``\\`` at the end of a line)."""

    text: str


class Change(msgspec.Struct, frozen=True, gc=False):
    """A change of words: ``{~~received~>read~~}``, ``{--received--}`` (read empty), ``{++read++}`` (received empty)."""

    kind: str  # substitution | deletion | insertion
    received: tuple[Span, ...] = ()
    read: tuple[Span, ...] = ()


class Note(msgspec.Struct, frozen=True, gc=False):
    """A comment, ``{>>text<<}``: no words of the cable. ``withheld: reason`` stands where words were withheld."""

    text: str

    @property
    def withheld(self) -> bool:
        """Whether the note stands where words were withheld."""
        return self.text == "withheld" or self.text.startswith("withheld:")


class Highlight(msgspec.Struct, frozen=True, gc=False):
    """A passage that an editor marked, ``{==text==}``."""

    spans: tuple[Span, ...]


Span = Text | Change | Note | Highlight


_PUNCTUATION = "!\"#$%&'()*+,\\-./:;<=>?@[\\\\\\]^_`{|}~¶"
#: how a mark closes -> the sign that tells its kind, which is the second of its opening
_CLOSES = {"~~}": "~", "--}": "-", "++}": "+", "<<}": ">", "==}": "="}
#: everything that means something inside a line
TOKEN = re.compile(
    rf"\\(?P<escaped>[{_PUNCTUATION}\n])"
    r"|(?P<open>\{~~|\{--|\{\+\+|\{>>|\{==)"
    r"|(?P<close>~~\}|--\}|\+\+\}|<<\}|==\})"
    r"|(?P<arrow>~>)"
    r"|[ \t]*\{#(?P<anchor>[A-Za-z][\w-]*)\}[ \t]*(?=(?:\{#[A-Za-z][\w-]*\}[ \t]*){0,20}(?:\n|\Z))"
)
#: how every token begins, the blanks before an anchor left out: it is looked for first, for that is many times faster
_BEGINNING = re.compile(r"\\|\{|~~\}|~>|--\}|\+\+\}|<<\}|==\}")
#: what escape() must put a backslash before: a backslash that would escape, and the first sign of every mark. A brace
#: or backslash at the very end is escaped too, because what is written after it could complete a mark.
_SPECIAL = re.compile(
    rf"\\(?=[{_PUNCTUATION}\n]|\Z)|\{{(?=[~+>=#-]|\Z)|~(?=~\}}|>)|-(?=-\}})|\+(?=\+\}})|<(?=<\}})|=(?==\}})"
)
_LINE_START = re.compile(r"^(?P<blank>[ \t]*)(?P<sign>#{1,6}(?=[ \t]|$)|\||```|¶(?=[ \t]?\d))")
#: a sign that ends a cell of a table, or an escape
CELL_END = re.compile(r"\\.|\|", re.S)


# --- writing -----------------------------------------------------------------------------------------------------

def escape(text: str, at_line_start: bool = False) -> str:
    """``text`` so written that it reads as itself: backslashes only before what a rule of the grammar would take.

    A line feed in ``text`` becomes a line break that the page shows. ``at_line_start`` says that the result begins a
    line. Pieces may be joined one after the other. ``plain(parse_inline(escape(x))) == x`` for every text.
    """
    out = _SPECIAL.sub(r"\\\g<0>", text)
    if "\n" in out:
        first, *rest = out.split("\n")
        # a backslash at the end of a line is the break itself; _SPECIAL has doubled every other one that stood there
        out = "\\\n".join([first, *(_LINE_START.sub(r"\g<blank>\\\g<sign>", line) for line in rest)])
    return _LINE_START.sub(r"\g<blank>\\\g<sign>", out) if at_line_start else out


def fenced(text: str, anchor: str = "") -> str:
    """Fenced text that shows ``text`` with its spaces and line breaks."""
    lines = [escape(line, at_line_start=True) for line in text.split("\n")]
    return "\n".join(["```" + (f" {{#{anchor}}}" if anchor else ""), *lines, "```"])


def correction(received: str, read: str) -> str:
    """The mark that changes ``received`` (the source's words) into ``read``; "" for two equal texts is the text."""
    if received == read:
        return escape(read)
    if not read:
        return deletion(received)
    if not received:
        return insertion(read)
    return f"{{~~{escape(received)}~>{escape(read)}~~}}"


def deletion(received: str) -> str:
    """The mark that leaves words of the source out."""
    return f"{{--{escape(received)}--}}"


def insertion(read: str) -> str:
    """The mark for words that the source has not."""
    return f"{{++{escape(read)}++}}"


def pipe_table(rows: Sequence[Sequence[str]], head: Sequence[str] = (), align: Sequence[str] = ()) -> str:
    """A pipe table of cells that are already markup (escaped, perhaps with corrections).

    ``head`` may be empty: then the table has no header. ``align`` gives ``left``, ``right`` or ``center`` by column.
    """
    width = max([len(head), *(len(row) for row in rows)], default=0)
    signs = {"right": "--:", "center": ":-:"}
    rule = [signs.get(align[i] if i < len(align) else "", "---") for i in range(width)]
    written = ["| " + " | ".join(_cell(row[i] if i < len(row) else "") for i in range(width)) + " |"
               for row in (head, *rows)]
    written.insert(1, "| " + " | ".join(rule) + " |")
    return "\n".join(written)


def _cell(markup: str) -> str:
    one_line = " ".join(markup.replace("\\\n", " ").split("\n"))
    return CELL_END.sub(lambda m: "\\|" if m[0] == "|" else m[0], one_line).strip()


# --- reading inline text -----------------------------------------------------------------------------------------

#: marks within marks are read to this depth; deeper ones stand as they are written
_MAX_DEPTH = 12


def parse_inline(markup: str) -> tuple[Span, ...]:
    """The spans of a piece of inline markup. Marks that are not closed stand as they are written; anchors are dropped.

    Time is linear in the length of the text, however its marks are nested or broken.
    """
    if "{" not in markup and "\\" not in markup:
        return (Text(markup),) if markup else ()
    return merge(_read(markup)[0])


@dataclass(slots=True)
class _Open:
    sign: str  # as written
    kind: str
    place: int  # in the markup
    start: int  # of the sign in the spans
    arrow: int = -1  # the same of a substitution's arrow
    arrow_place: int = -1


class Mark(NamedTuple):
    """A closed mark, by places in its markup: where it begins, its arrow (-1: none), its closing sign, and its end.
    Its ``kind`` is the second sign of its opening: one of ``~-+>=``."""

    kind: str
    start: int
    arrow: int
    close: int
    end: int


def closed_marks(markup: str) -> list[Mark]:
    """The closed marks of ``markup``, inner ones before those around them."""
    found: list[Mark] = []
    if "{" in markup:
        _read(markup, found)
    return found


class Marks:
    """The closed marks of a text, to be asked for those at a place: a body may have thousands."""

    def __init__(self, markup: str) -> None:
        self.all = closed_marks(markup)
        self._ends = [mark.end for mark in self.all]
        self._around = [-1] * len(self.all)  # the mark around each
        inner: list[int] = []
        for at, mark in enumerate(self.all):
            while inner and self.all[inner[-1]].start > mark.start:
                self._around[inner.pop()] = at
            inner.append(at)

    def touching(self, start: int, end: int) -> Iterator[Mark]:
        """Those that have a sign between ``start`` and ``end`` (excluded), inner ones before those around them."""
        at = bisect_right(self._ends, start)
        while 0 <= at < len(self.all):
            mark = self.all[at]
            if mark.start < end:
                yield mark
                at += 1
            else:  # one around it may begin before
                at = self._around[at]


def tokens(markup: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Everything that means something in ``markup``, as ``TOKEN`` has it, and where it begins (the blanks before an
    anchor belong to it)."""
    at = 0
    for beginning in _BEGINNING.finditer(markup):
        start = beginning.start()
        if start < at or (token := TOKEN.match(markup, start)) is None:
            continue
        if token["anchor"] is not None:
            while start > at and markup[start - 1] in " \t":
                start -= 1
        yield start, token
        at = token.end()


def _read(markup: str, closed: list[Mark] | None = None) -> tuple[list[Span], list[tuple[int, str]]]:
    """Spans of ``markup``, and the places of marks that are not closed or lack their arrow. Notes in ``closed`` where
    the others stand."""
    spans: list[Span] = []  # a mark's signs stand here as text until the mark is closed
    stack: list[_Open] = []
    open_kinds = dict.fromkeys("~-+>=", 0)
    broken: list[tuple[int, str]] = []
    at = 0
    for start, token in tokens(markup):
        if start > at:
            spans.append(Text(markup[at:start]))
        at = token.end()
        if (escaped := token["escaped"]) is not None:
            spans.append(Text(escaped))
        elif (sign := token["open"]) is not None:
            if len(stack) < _MAX_DEPTH:
                stack.append(_Open(sign, sign[1], token.start(), len(spans)))
                open_kinds[sign[1]] += 1
            spans.append(Text(sign))
        elif token["arrow"] is not None:
            if stack and stack[-1].kind == "~" and stack[-1].arrow < 0:
                stack[-1].arrow, stack[-1].arrow_place = len(spans), token.start()
            spans.append(Text("~>"))
        elif (sign := token["close"]) is not None:
            kind = _CLOSES[sign]
            if open_kinds[kind]:
                while (mark := stack.pop()).kind != kind:  # opened inside and never closed
                    open_kinds[mark.kind] -= 1
                    broken.append((mark.place, mark.sign))
                open_kinds[kind] -= 1
                if kind != "~" or mark.arrow >= 0:
                    spans[mark.start:] = [_close(mark, spans)]
                    if closed is not None:
                        closed.append(Mark(kind, mark.place, mark.arrow_place, token.start(), token.end()))
                    continue
                broken.append((mark.place, mark.sign))
            spans.append(Text(sign))
    if at < len(markup):
        spans.append(Text(markup[at:]))
    return spans, broken + [(mark.place, mark.sign) for mark in stack]


def _close(mark: _Open, spans: list[Span]) -> Span:
    inner = merge(spans[mark.start + 1:])
    match mark.kind:
        case "~":
            return Change("substitution", merge(spans[mark.start + 1:mark.arrow]), merge(spans[mark.arrow + 1:]))
        case "-":
            return Change("deletion", received=inner)
        case "+":
            return Change("insertion", read=inner)
        case ">":
            return Note(plain(inner).strip())
    return Highlight(inner)


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same spans, neighbouring texts joined."""
    out: list[Span] = []
    run: list[str] = []
    for span in spans:
        if isinstance(span, Text):
            run.append(span.text)
            continue
        if run:
            out.append(Text("".join(run)))
            run = []
        out.append(span)
    if run:
        out.append(Text("".join(run)))
    return tuple(out)


def plain(spans: Iterable[Span]) -> str:
    """The words as read: changes accepted, notes left out; ``[withheld: reason]`` where words were withheld."""
    if isinstance(spans, tuple) and len(spans) == 1 and isinstance(spans[0], Text):  # nearly every paragraph
        return spans[0].text
    return "".join(_flatten(spans, read=True))


def received(spans: Iterable[Span]) -> str:
    """The words as received: no change accepted, notes left out."""
    return "".join(_flatten(spans, read=False))


def _flatten(spans: Iterable[Span], read: bool) -> Iterable[str]:
    for span in spans:
        if isinstance(span, Text):
            yield span.text
        elif isinstance(span, Change):
            yield from _flatten(span.read if read else span.received, read)
        elif isinstance(span, Highlight):
            yield from _flatten(span.spans, read)
        elif read and span.withheld:
            yield f"[{span.text}]"


def accept(markup: str) -> str:
    """A body or a part of one as read (``plain``): changes accepted, notes and anchors left out, escapes undone.

    The signs of blocks (``##``, ``|``, backticks, ``¶``) stay; they are no words.
    """
    return plain(_read(markup)[0])


def reject(markup: str) -> str:
    """A body or a part of one as received: accepting none of its marks gives the source's words back."""
    if "{" not in markup and "\\" not in markup:
        return markup
    return received(_read(markup)[0])


def check(body: str, path: str, first_line: int = 1) -> list[Diagnostic]:
    """A ``bad-markup`` diagnostic for each mark of a body that is not closed, or is a change without its arrow."""
    found = []
    for place, sign in sorted(_read(body)[1] if "{" in body else ())[:20]:
        location = Location(path, first_line + body.count("\n", 0, place), place - body.rfind("\n", 0, place))
        hint = "write {~~received~>read~~}" if sign == "{~~" else "close it, or write a backslash before the brace"
        found.append(diagnose("bad-markup", location, f"the mark `{sign}` is not closed as it should be", hint))
    return found
