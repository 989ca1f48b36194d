"""A cable's body: from laid-out lines to numbered paragraphs, headings, tables and the rest, as Markdown.

The words of the source come out in their order, each in a block or in an omission; what was repaired is marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sitegen.convert import tables
from sitegen.convert.closing import close
from sitegen.convert.layout import Item, Kind, lay_out, wrap_width
from sitegen.convert.lines import Doubt, Line
from sitegen.convert.numbering import Candidate, paragraph_starts
from sitegen.convert.repair import Evidence, as_read, marked, repairs
from sitegen.records import markup
from sitegen.records.cable import Correction, Omission


@dataclass(slots=True)
class Block:
    """A block of the body while it is being put together."""

    kind: str  # paragraph | heading | table | preformatted
    lines: list[Line] = field(default_factory=list)
    number: Candidate | None = None
    bullet: bool = False
    letter: str = ""
    rule_above: bool = False
    rule_below: bool = False
    page_before: bool = False
    blank_before: bool = True
    rows: list[list[str]] = field(default_factory=list)
    head: list[str] = field(default_factory=list)

    def text(self) -> str:
        return join_lines(self.lines)


@dataclass(frozen=True, slots=True)
class Body:
    """A body as Markdown, its reading text for the names, the signature, and what the reading of it brought to light."""

    markdown: str
    paragraphs: tuple[str, ...]
    signed_by: str
    signature_line: int
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
    blocks = _blocks(body_items, starts, width)
    blocks = _headings(blocks, numbered=len(starts))
    blocks = _tables(blocks)
    blocks = _joined(blocks, width)
    blocks = _lists(blocks, width)
    return _written(blocks, Evidence.of("\n".join(texts)), closing.signed_by, closing.line, omissions, closing.last_line)


def join_lines(lines: Sequence[Line]) -> str:
    """Hard-wrapped lines as running text: white space folded, a compound that was broken at its hyphen closed, and
    pieces of one line put together again as they stood."""
    out = ""
    before: Line | None = None
    for line in lines:
        text = " ".join(line.text.split())
        if not text:
            continue
        if before is not None and _touch(before, line) or out and _BROKEN_COMPOUND.search(out) and text[0].islower():
            out += text
        else:
            out = f"{out} {text}" if out else text
        before = line
    return out


_BROKEN_COMPOUND = re.compile(r"[a-z](?<!-)-$")


def _touch(one: Line, other: Line) -> bool:
    """Whether two pieces stood side by side in one line, with no blank between."""
    return (one.number == other.number and one.column + len(one.text) == other.column
            and not one.text[-1:].isspace() and not other.text[:1].isspace())


_OPENING = re.compile(r"^[\s¶Q]*\d{0,3}[.,)]?\s*")


def _without_repeats(items: Sequence[Item]) -> tuple[list[Item], list[Omission]]:
    """Without lines that repeat the one before, as a bad line does (09BAGHDAD2569: ``Q4. (S) Comment …`` twice)."""
    out: list[Item] = []
    omissions: list[Omission] = []
    for item in items:
        if item.kind is Kind.TEXT and out and out[-1].kind is Kind.TEXT and len(item.line.text) > 30 and not item.cut:
            mine, before = (_OPENING.sub("", i.line.text).strip() for i in (item, out[-1]))
            if mine == before and len(mine) > 25 and not tables.looks_like_row(mine):
                omissions.append(Omission("line repeated", str(item.line.number), item.line.text.strip()))
                continue
        out.append(item)
    return out, omissions


# ---------------------------------------------------------------- numbers and blocks


def _numbers(items: Sequence[Item]) -> dict[int, Candidate]:
    at = [n for n, item in enumerate(items) if item.kind is Kind.TEXT]
    opens = [n == 0 or items[n - 1].kind is not Kind.TEXT for n in at]
    chain = paragraph_starts([items[n].line.text for n in at], opens)
    return {at[found.index]: found for found in chain}


_MD_HEADING = re.compile(r"^\s*#{1,6}\s+(?=\S)")
_BULLET = re.compile(r"^\s*(?:--?(?=[\s\w\"“(])|[*•·o](?=\s)|[-–—]\s)\s*")
_LETTERED = re.compile(r"^\s*(?:--?\s{0,3})?\(?(?P<letter>[A-Za-z])[.)]\s*(?=\S)(?![a-z]\.)")


def _blocks(items: Sequence[Item], starts: dict[int, Candidate], width: int) -> list[Block]:
    """Blocks as the blank lines, rules, numbers and bullets part them."""
    blocks: list[Block] = []
    current: Block | None = None
    rule = page = False
    blank = True
    letter_due = ""
    for at, item in enumerate(items):
        if item.kind is not Kind.TEXT:
            if item.kind is Kind.RULE:
                rule = True
                if current is not None:
                    underlined = _underlined(current)
                    if underlined is not current:
                        blocks.append(underlined)
                    underlined.rule_below = True
            page = page or item.kind is Kind.PAGE
            blank = True
            current = None
            continue
        line = item.line if at in starts else _without_sign(item.line)
        text = line.text
        if at in starts:
            found = starts[at]
            current = Block("paragraph", [line.slice(found.text_start)], number=found)
            letter_due = "a"
        elif heading := _MD_HEADING.match(text):
            current = Block("heading", [line.slice(heading.end())])
        elif (lettered := _LETTERED.match(text)) and lettered["letter"].lower() == letter_due and (current is None or _wrapped_short(current, text, width)):
            current = Block("paragraph", [line], letter=letter_due)
            letter_due = chr(ord(letter_due) + 1) if letter_due != "z" else ""
        elif _BULLET.match(text) and (current is None or _ends_sentence(current.lines[-1].text) or current.bullet and _wrapped_short(current, text, width)):
            current = Block("paragraph", [line], bullet=True)
        elif current is not None and not (tables.looks_like_row(text) != tables.looks_like_row(current.lines[-1].text)):
            current.lines.append(line)
            rule = page = blank = False
            continue
        else:
            current = Block("paragraph", [line])
        current.rule_above, current.page_before, current.blank_before = rule, page, blank
        blocks.append(current)
        rule = page = blank = False
    return blocks


def _without_sign(line: Line) -> Line:
    """Without a paragraph sign that a publisher's program put before a letter or a year (``¶B.``, ``¶2007.``)."""
    found = _FALSE_SIGN.match(line.text)
    return line.slice(found.end()) if found else line


_FALSE_SIGN = re.compile(r"\s*¶\s?(?=\w)")


def _underlined(block: Block) -> Block:
    """The block to which a rule below belongs: a heading that stands right under the text before it is parted off."""
    for count in (1, 2):
        if len(block.lines) <= count:
            break
        heading, before = block.lines[-count:], block.lines[-count - 1].text
        text = join_lines(heading)
        above = _ends_sentence(before) or len(before) > 200
        plain = count == 1 and len(text) < 80 and text[:1].isupper() and not _ends_flat(text)
        titled = _titled(text.split()) and (not _ends_flat(text) or text.isupper())
        if above and len(text) <= 110 * count and (plain or titled) and not _NOT_HEADING.match(text):
            del block.lines[-count:]
            return Block("paragraph", list(heading), blank_before=False)
    return block


def _ends_sentence(text: str) -> bool:
    return bool(re.search(r"[.!?:;]['\"”’)\]]*\s*$", text))


def _wrapped_short(block: Block, text: str, width: int) -> bool:
    """Whether the line before was ended on purpose: the next word would still have fitted."""
    last = block.lines[-1].text.rstrip()
    first = text.split(maxsplit=1)[0] if text.split() else ""
    return _ends_sentence(last) or (width > 0 and len(last) + 1 + len(first) < width - 4)


# ---------------------------------------------------------------- headings

_NOT_HEADING = re.compile(
    r"^\s*(?:[*\-–•(]|\d+[.)]|Source\b|BEGIN\b|END\b|SIPDIS|NOFORN|SENSITIVE BUT|UNCLASSIFIED|CONFIDENTIAL|SECRET|https?:|www\.|Visit |X{5,}\s*$|SUBJ|Z[FD][RK]\b"
    r"|Missing Section|QUOTE|UNQUOTE|NOTE BY|¶)",
)
_LEAD_IN = re.compile(r"^(?:Participants|Attendees|Present|Text|Action|Note|Quote|Begin|List|The following|As follows|POC|Cc)\b", re.IGNORECASE)
_SMALL = frozenset("a an and as at but by for from in into is it its nor not of off on or out over per the to up via vs with yet de la el del y und".split())


def _headings(blocks: list[Block], numbered: int) -> list[Block]:
    out: list[Block] = []
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if block.kind != "paragraph" or block.bullet or block.letter:
            out.append(block)
        elif block.number is not None:
            out += [part for piece in _heading_at_end(block, following) for part in _heading_inside(piece, following)]
        elif _is_heading(block, following, numbered, out[-1] if out else None):
            block.kind = "heading"
            out.append(block)
        else:
            out += [part for piece in _heading_at_end(block, following) for part in _heading_inside(piece, following)]
    return out


def _is_heading(block: Block, following: Block | None, numbered: int, before: Block | None) -> bool:
    text = block.text()
    words = text.split()
    if not words or len(text) > 160 or _NOT_HEADING.match(text) or tables.looks_like_row(block.lines[0].text):
        return False
    if not re.search(r"[A-Za-zÀ-ÿ]{2}", text) or (len(block.lines) > 3):
        return False
    underlined = block.rule_below and block.rule_above or block.rule_below and not (following is not None and following.lines and tables.looks_like_row(following.lines[0].text))
    if underlined and following is not None:
        row = before is not None and before.lines and tables.looks_like_row(before.lines[-1].text) and tables.trailing_row(text, 2)
        return not (text.endswith((".", ";", ",")) and len(words) > 12) and not row
    if following is None or _ends_flat(text) or not _titled(words) or len(text) > 110:
        return False
    if text.endswith(":") and (len(words) > 3 or not (block.blank_before and following.blank_before) or _LEAD_IN.match(text)):
        return False
    if following.number is not None:
        return block.blank_before or before is None or before.number is not None
    if numbered == 0 or before is None or following.page_before:
        prose = following.kind == "paragraph" and len(following.text()) > 150 and not following.bullet
        return prose and block.blank_before and following.blank_before and len(words) <= 12 and (before is None or _complete(before))
    return False


def _ends_flat(text: str) -> bool:
    """Whether a text ends like a sentence; three points may end a heading."""
    plain = text.rstrip("\"'”’)")
    return plain.endswith((".", ";", ",")) and not plain.endswith(("..", "…"))


_SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\b(?:Mr|Dr|St|Jr|No|vs))(?<!\b(?:Mrs|Gen|Amb|Col|Sen|Rep))[.!?][\"'”’)\]]{0,2}\s+(?=[\"“'‘]?[A-Z0-9])")


_END_OF_SUMMARY = re.compile(r"end (?:of )?(?:summary|comment|note|text)\b[.)]?\s*", re.IGNORECASE)


def _heading_inside(block: Block, following: Block | None) -> list[Block]:
    """A heading that stands, unmarked, behind the last sentence of a paragraph, before the next number (08BAKU761)."""
    if block.kind != "paragraph" or following is None or following.number is None or not block.lines or block.bullet:
        return [block]
    line = block.lines[-1]
    text = line.text.rstrip()
    if len(text) < 60 or _ends_flat(text) or re.search(r"[.!,;:][\"'”’)]*$", text):
        return [block]
    tail_start = max(0, len(text) - 130)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, tail_start)]
    for at in reversed(ends):
        if closing := _END_OF_SUMMARY.match(text, at):
            at = closing.end()
        tail = text[at:]
        words = tail.split()
        if len(words) > 13:
            break
        strict = [w for w in words if w.lower().strip("\"'(),?!-") not in _SMALL]
        if words and not _NOT_HEADING.match(tail) and sum(w.strip("\"'“‘(")[:1].isupper() or w[:1].isdigit() or w == "-" for w in strict) >= len(strict) * 0.85:
            earlier = [e for e in ends if e < at]
            if tail.endswith("?") and earlier and len(words) < 4:
                continue  # "What's the Rush?" may be the second half of a heading
            rest = Block(block.kind, [*block.lines[:-1], line.slice(0, at)], block.number, block.bullet, block.letter, block.rule_above, False,
                         block.page_before, block.blank_before)
            return [rest, Block("heading", [line.slice(at)])]
        break
    return [block]


def _complete(block: Block) -> bool:
    return block.kind != "paragraph" or _ends_sentence(block.text()) or bool(re.search(r"END (?:SUMMARY|COMMENT|NOTE|TEXT)$", block.text(), re.I))


def _titled(words: Sequence[str]) -> bool:
    """Whether words are written as a title: in capitals, or the long ones with a capital; a short phrase may be plain."""
    letters = [w for w in words if re.search(r"[A-Za-z]", w)]
    first = re.sub(r"^[^\w]+|^X{6,}(?=[A-Z])", "", letters[0]) if letters else ""
    if not first or not (first[0].isupper() or first[0].isdigit() or words[0].startswith("...")):
        return False
    if all(w.upper() == w for w in letters):
        return True
    long = [re.sub(r"^[^\w]+", "", w) for w in letters[1:] if w.lower().strip("\"'(),") not in _SMALL]
    if not long:
        return True
    return sum(w[:1].isupper() or w[:1].isdigit() for w in long) * 2 >= len(long) or len(words) <= 6


def _heading_at_end(block: Block, following: Block | None) -> list[Block]:
    """A heading without any mark at the end of a block, before a numbered paragraph (08MEXICO2276 has no blank line)."""
    if following is None or following.number is None or following.blank_before or len(block.lines) < 2:
        return [block]
    for count in (1, 2, 3):
        if len(block.lines) <= count:
            break
        heading, last = block.lines[-count:], block.lines[-count - 1].text
        text = join_lines(heading)
        if (
            _ends_sentence(last)
            and len(text) <= 60 * count
            and not _ends_flat(text) and not text.endswith(":")
            and not _NOT_HEADING.match(text)
            and _titled(text.split())
            and all(len(line.text) < 75 for line in heading)
        ):
            rest = Block(block.kind, block.lines[:-count], block.number, block.bullet, block.letter, block.rule_above, False,
                         block.page_before, block.blank_before)
            return [rest, Block("heading", list(heading))]
    return [block]


# ---------------------------------------------------------------- tables


def _tables(blocks: list[Block]) -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        is_rows = block.kind == "paragraph" and not block.number and not block.bullet and sum(
            tables.looks_like_row(line.text) for line in block.lines) * 2 > len(block.lines)
        if not is_rows:
            last = out[-1] if out else None
            if last is not None and last.kind == "table" and len(block.lines) == 1 and block.kind == "paragraph" and block.number is None:
                row = tables.trailing_row(block.text(), len(last.rows[0]))
                if row:
                    last.rows.append(row)
                    last.lines.append(block.lines[0])
                    continue
            out.append(block)
            continue
        texts = [line.text for line in block.lines]
        rows = tables.tab_rows(texts)
        if rows:
            block.kind, block.rows = "table", rows
            _take_head(block, out)
            out.append(block)
            continue
        rows = tables.blank_rows(texts)
        if rows and not (out and out[-1].kind == "preformatted"):
            block.kind = "table"
            block.head, block.rows = (rows[0], rows[1:]) if not tables.is_value(rows[0][-1]) else ([], rows)
            out.append(block)
        elif len(block.lines) == 1 and (out and out[-1].kind != "preformatted" or not out) and not re.search(r"\S {4,}\S.*\S {4,}\S|\t", texts[0]):
            out.append(block)
        elif out and out[-1].kind == "preformatted":
            out[-1].lines += [*([Line("", 0)] if block.blank_before and not block.rule_above else []), *block.lines]
        else:
            block.kind = "preformatted"
            out.append(block)
    return out


def _take_head(table: Block, before: list[Block]) -> None:
    """Column heads that stand at the end of the table's title: ``2007* 2008**`` and, below, ``(% of total)``."""
    if not before or before[-1].kind != "paragraph" or len(before[-1].lines) < 2:
        return
    title = before[-1]
    columns = len(table.rows[0])
    for count in (1, 2):
        if len(title.lines) <= count:
            return
        head = tables.head_row(title.lines[-count].text, columns)
        if head and all(re.match(r"^\(.*\)$", line.text.strip()) for line in title.lines[len(title.lines) - count + 1 :]):
            notes = [[line.text.strip(), *[""] * (columns - 1)] for line in title.lines[len(title.lines) - count + 1 :]]
            table.head, table.rows = head, [*notes, *table.rows]
            table.lines = [*title.lines[-count:], *table.lines]
            del title.lines[-count:]
            return


# ---------------------------------------------------------------- joining what a page break cut


def _joined(blocks: list[Block], width: int) -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        before = out[-1] if out else None
        if before is not None and _goes_on(before, block, width):
            before.lines += block.lines
            before.rule_below = block.rule_below
        else:
            out.append(block)
    return out


def _goes_on(before: Block, block: Block, width: int) -> bool:
    """Whether a block is the rest of the paragraph before it, cut by a page break (with its head, or without one)."""
    if before.kind != "paragraph" or block.kind != "paragraph" or block.number or block.bullet or block.letter or block.rule_above:
        return False
    text, rest = before.text(), block.text()
    if not text or not rest:
        return False
    if len(text) < 60 and not before.number:
        return False
    if re.match(r"^\*", rest) or _NOT_HEADING.match(rest) and not re.match(r"^\s*(?:\(|\d)", rest):
        return False
    ended = bool(re.search(r"[.!?:;]['\"”’)\]]*$|\)$", text))
    if not ended:
        if len(before.lines) > 1 and len(rest.split()) <= 8 and not rest[0].islower() and not re.search(r"[.!?]$", rest) and not block.page_before:
            return False
        last = before.lines[-1].text.rstrip()
        full = width == 0 or len(last) >= width * 0.6 or text.endswith(",")
        return full or rest[0].islower()
    if block.page_before and (before.number is not None or before.bullet) and not text.endswith(":"):
        return len(rest) > 60 or not _titled(rest.split())
    return rest[0].islower() and len(rest) > 40 and not text.endswith(":")


# ---------------------------------------------------------------- lists of short lines


def _lists(blocks: list[Block], width: int) -> list[Block]:
    """Lines that were ended on purpose (attendees, addresses) stay apart: joined, they would read as a sentence."""
    out: list[Block] = []
    for block in blocks:
        if block.kind != "paragraph" or block.bullet or len(block.lines) < 3 or not width:
            out.append(block)
            continue
        first_is_text = block.number is not None
        lines = block.lines
        ended = [
            n for n in range(len(lines) - 1)
            if len(lines[n].text.rstrip()) + 1 + len((lines[n + 1].text.split() or [""])[0]) < width - 6
        ]
        body = [n for n in ended if not _ends_sentence(lines[n].text) or lines[n].text.rstrip().endswith(":")]
        if len(body) < 2 or len(body) * 2 < len(lines) - (2 if first_is_text else 1):
            out.append(block)
            continue
        out += _one_by_one(block)
    return out


def _one_by_one(block: Block) -> list[Block]:
    lead = 1
    if block.number is not None:  # the sentence that opens the list stays whole
        lead = next((n for n, line in enumerate(block.lines, 1) if _ends_sentence(line.text)), 1)
    parts: list[list[Line]] = [block.lines[:lead]]
    for line in block.lines[lead:]:
        words = line.text.split()
        rest_of_before = (line.text.strip()[:1].islower() or (len(words) <= 2 and len(parts[-1][-1].text.rstrip()) > 44 and len(parts) > 1))
        if rest_of_before:
            parts[-1].append(line)
        else:
            parts.append([line])
    out = []
    for number, lines in enumerate(parts):
        if number == 0:
            out.append(Block("paragraph", lines, block.number, block.bullet, block.letter, block.rule_above, False, block.page_before, block.blank_before))
        else:
            out.append(Block("paragraph", lines, blank_before=False))
    return out


# ---------------------------------------------------------------- writing


def _written(
    blocks: Sequence[Block], evidence: Evidence, signed_by: str, signature_line: int, omissions: Sequence[Omission], last_line: int
) -> Body:
    out: list[str] = []
    reading: list[str] = []
    corrections: list[Correction] = []
    doubts: list[Doubt] = []
    used: set[str] = set()
    under = 0
    unnumbered = 0

    def repaired(text: str, line: Line, start: bool = False) -> tuple[str, str]:
        found = repairs(text, evidence)
        corrections.extend(Correction(text[r.start : r.end], r.read, r.rule, line.number, line.column) for r in found)
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
        line = block.lines[0]
        if block.kind == "heading":
            text, plain = repaired(block.text(), line)
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
            cells = [[repaired(cell, line)[0] for cell in row] for row in block.rows]
            align = ["left", *("right" if all(tables.is_value(r[n]) or not r[n] for r in block.rows) else "left" for n in range(1, len(block.rows[0])))]
            out.append(f"{markup.pipe_table(cells, [markup.escape(c) for c in block.head], align)}\n{{#u{unnumbered}}}")
            reading.append("\n".join(" ".join(row) for row in block.rows))
        elif block.number is not None:
            under = block.number.value
            text, plain = _numbered(block, repaired, corrections, doubts)
            out.append(text)
            reading.append(plain)
        else:
            text, plain = repaired(block.text(), line, start=True)
            if not text:
                continue
            out.append(f"{text} {{#{anchor(block.letter)}}}")
            reading.append(plain)
    body = "\n\n".join(out)
    return Body(f"{body}\n" if body else "", tuple(reading), signed_by, signature_line, tuple(omissions), tuple(corrections), tuple(doubts), last_line)


def _numbered(block: Block, repaired, corrections: list[Correction], doubts: list[Doubt]) -> tuple[str, str]:  # type: ignore[no-untyped-def]
    found = block.number
    assert found is not None
    line = block.lines[0]
    whole = block.text()
    mark = ""
    if found.marked:
        length = found.mark_end - found.text_start
        mark = " ".join(line.text[:length].split())
        mark = re.sub(r"^\(\s+|\s+\)$", lambda m: m[0].strip(), mark)
        mark = re.sub(r"\s*-\s*(?=ENTIRE)", " - ", mark, flags=re.IGNORECASE)
        whole = join_lines([line.slice(length), *block.lines[1:]])
    text, plain = repaired(whole, line)
    printed = found.printed
    received = {"": printed, "Q": f"Q{printed}", "q": f"q{printed}"}.get(found.sign, printed)
    if received == str(found.value) or (received.lstrip("0") == str(found.value)):
        number = f"¶{printed.lstrip('0') if printed.lstrip('0') else printed}." if received == str(found.value) else f"{markup.correction(received, f'¶{found.value}')}."
    else:
        number = f"{markup.correction(received, f'¶{found.value}')}."
        rule = "paragraph sign read as 1" if found.misread else "paragraph sign read as Q"
        corrections.append(Correction(received, f"¶{found.value}", rule, line.number, line.column))
    parts = [number, mark, text]
    return " ".join(part for part in parts if part), plain
