"""A cable's body: from laid-out lines to numbered paragraphs, headings, tables and the rest, as Markdown.

The words of the source come out in their order, each in a block or in an omission; what was repaired is marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sitegen.convert import columns
from sitegen.convert.blocks import Block, blocks_of, join_lines
from sitegen.convert.closing import Closing, close
from sitegen.convert.headings import find_headings
from sitegen.convert.joining import part_lists, rejoin
from sitegen.convert.layout import Item, Kind, lay_out, wrap_width
from sitegen.convert.lines import Doubt, Line
from sitegen.convert.numbering import Candidate, paragraph_starts
from sitegen.convert.repair import Evidence, as_read, marked, repairs
from sitegen.convert.tables import find_tables
from sitegen.records import markup
from sitegen.records.cable import Correction, Omission


@dataclass(frozen=True, slots=True)
class Body:
    """A body as Markdown, its reading text for the names, the signature, and what the reading of it brought to
    light."""

    markdown: str
    paragraphs: tuple[str, ...]
    signed_by: str
    omissions: tuple[Omission, ...]
    corrections: tuple[Correction, ...]
    doubts: tuple[Doubt, ...]
    last_line: int


def read_body(lines: Sequence[Line], station: str = "", head: str = "") -> Body:
    """Read the lines after a cable's header. ``station`` is the post as the class line names it, for the page heads;
    ``head`` is the text of the cable's header."""
    items, omissions = lay_out(lines, station)
    closing = close(items, head)
    body_items, repeated = _without_repeats(closing.items)
    omissions = [*omissions, *closing.omissions, *repeated]
    width = wrap_width(body_items)
    texts = [item.line.text for item in body_items if item.kind is Kind.TEXT]
    starts = _numbers(body_items)
    blocks = blocks_of(body_items, starts, width)
    blocks = find_headings(blocks, numbered=len(starts))
    blocks = find_tables(blocks)
    blocks = rejoin(blocks, width)
    blocks = part_lists(blocks, width)
    doubts = [*_missing_sections(body_items), *_broken_off(items, closing)]
    return _written(blocks, Evidence.of("\n".join(texts)), closing, omissions, doubts)


_MISSING = re.compile(r"\*\s{0,3}Missing Section (\d{1,3})\s{0,3}\*")


def _missing_sections(items: Sequence[Item]) -> list[Doubt]:
    """A publisher's notice that a section of the cable is lost (08SECTION01GF02BISHIEK21)."""
    return [
        Doubt("doubtful-field", f"section {int(found[1])} of the cable is missing", item.line.number)
        for item in items
        if "Missing" in item.line.text
        for found in _MISSING.finditer(item.line.text)
    ]


def _broken_off(items: Sequence[Item], closing: Closing) -> list[Doubt]:
    """A cable whose last line is the head of a page has lost that page (09MEXICO3195 ends before its signature)."""
    last = next((item for item in reversed(items) if item.kind in (Kind.TEXT, Kind.PAGE)), None)
    if closing.signed_by or last is None or last.kind is not Kind.PAGE:
        return []
    return [Doubt("doubtful-field", "the text breaks off at the head of a page: its end is missing", last.line.number)]


_OPENING = re.compile(r"^[\s¶Q]*\d{0,3}[.,)]?\s*")


def _without_repeats(items: Sequence[Item]) -> tuple[list[Item], list[Omission]]:
    """Without lines that repeat the one before, as a bad line does (09BAGHDAD2569: ``Q4. (S) Comment …`` twice)."""
    out: list[Item] = []
    omissions: list[Omission] = []
    for item in items:
        if (
            item.kind is Kind.TEXT
            and out
            and out[-1].kind is Kind.TEXT
            and len(item.line.text) > 30
            and not item.cut
            and item.line.text.rstrip()[-25:] == out[-1].line.text.rstrip()[-25:]
        ):
            mine, before = (_OPENING.sub("", i.line.text).strip() for i in (item, out[-1]))
            if mine == before and len(mine) > 25 and not columns.looks_like_row(mine):
                omissions.append(Omission("line repeated", str(item.line.number), item.line.text.strip()))
                continue
        out.append(item)
    return out, omissions


def _numbers(items: Sequence[Item]) -> dict[int, Candidate]:
    at = [n for n, item in enumerate(items) if item.kind is Kind.TEXT]
    opens = [n == 0 or items[n - 1].kind is not Kind.TEXT for n in at]
    chain = paragraph_starts([items[n].line.text for n in at], opens)
    return {at[found.index]: found for found in chain}


def _written(
    blocks: Sequence[Block],
    evidence: Evidence,
    closing: Closing,
    omissions: Sequence[Omission],
    doubts: Sequence[Doubt],
) -> Body:
    out: list[str] = []
    reading: list[str] = []
    corrections: list[Correction] = []
    used: set[str] = set()
    under = 0
    unnumbered = 0

    def repaired(text: str, lines: Sequence[Line], start: bool = False) -> tuple[str, str]:
        found = repairs(text, evidence)
        after = 0
        for r in found:
            received = text[r.start : r.end]
            after, number, column = _place(lines, received, after)
            corrections.append(Correction(received, r.read, r.rule, number, column))
        return marked(text, found, start), as_read(text, found)

    def anchor(letter: str) -> str:
        nonlocal unnumbered
        if letter and under:
            name = f"p{under}{letter}"
            if name not in used:
                used.add(name)
                return name
        unnumbered += 1
        return f"u{unnumbered}"

    for block in blocks:
        if block.kind == "heading":
            text, plain = repaired(block.text(), block.lines)
            out.append(f"## {text}")
            reading.append(plain)
        elif block.kind == "preformatted":
            texts = [row.text.rstrip().expandtabs(8) for row in block.lines]
            indent = min((len(t) - len(t.lstrip()) for t in texts if t.strip()), default=0)
            unnumbered += 1
            out.append(markup.fenced("\n".join(t[indent:] for t in texts).strip("\n"), f"u{unnumbered}"))
            reading.append("\n".join(texts))
        elif block.kind == "table":
            unnumbered += 1
            cells = [[repaired(cell, block.lines)[0] for cell in row] for row in block.rows]
            align = [
                "left",
                *(
                    "right" if all(columns.is_value(r[n]) or not r[n] for r in block.rows) else "left"
                    for n in range(1, len(block.rows[0]))
                ),
            ]
            out.append(f"{markup.pipe_table(cells, [markup.escape(c) for c in block.head], align)}\n{{#u{unnumbered}}}")
            reading.append("\n".join(" ".join(row) for row in block.rows))
        elif block.number is not None:
            under = block.number.value
            text, plain = _numbered(block, block.number, repaired, corrections)
            out.append(text)
            reading.append(plain)
        else:
            text, plain = repaired(block.text(), block.lines, start=True)
            if not text:
                continue
            out.append(f"{text} {{#{anchor(block.letter)}}}")
            reading.append(plain)
    body = "\n\n".join(out)
    return Body(
        f"{body}\n" if body else "",
        tuple(reading),
        closing.signed_by,
        tuple(omissions),
        tuple(corrections),
        tuple(doubts),
        closing.last_line,
    )


def _place(lines: Sequence[Line], received: str, after: int) -> tuple[int, int, int]:
    """Where received words stand: the index of their line (not before ``after``), its number, and their column."""
    first = received.split()[0]
    for index in range(after, len(lines)):
        found = lines[index].text.find(first)
        if found >= 0:
            return index, lines[index].number, lines[index].column + found
    return after, lines[after].number, lines[after].column


def _numbered(
    block: Block,
    found: Candidate,
    repaired: Callable[[str, Sequence[Line]], tuple[str, str]],
    corrections: list[Correction],
) -> tuple[str, str]:
    """The Markdown and the reading text of a numbered paragraph. A number that was misread is a correction."""
    line = block.lines[0]
    whole = block.text()
    mark, length = "", 0
    if found.marked:
        length = found.mark_end - found.text_start
        mark = " ".join(line.text[:length].split())
        mark = re.sub(r"^\(\s+|\s+\)$", lambda m: m[0].strip(), mark)
        mark = re.sub(r"\s*-\s*(?=ENTIRE)", " - ", mark, flags=re.IGNORECASE)
        mark = mark if mark.startswith("(") else f"({mark}"
        whole = join_lines([line.slice(length), *block.lines[1:]])
    text, plain = repaired(whole, block.lines)
    printed = found.printed
    received = {"Q": f"Q{printed}", "q": f"q{printed}"}.get(found.sign, printed)
    if received.lstrip("0") == str(found.value):
        number = f"¶{received}."
    else:
        number = f"{markup.correction(received, f'¶{found.value}')}."
        rule = "paragraph sign read as 1" if found.misread else "paragraph sign read as Q"
        corrections.append(Correction(received, f"¶{found.value}", rule, line.number, line.column))
    glued = mark and text[:1] in tuple(".,;:") and line.text[length : length + 1] == text[:1]  # "(C - ENTIRE TEXT)."
    return " ".join(part for part in (number, f"{mark}{text}" if glued else mark, "" if glued else text) if part), plain
