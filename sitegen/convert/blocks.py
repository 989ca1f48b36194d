"""Blocks of a body: what blank lines, rules, numbers and bullets part, and what their words look like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sitegen.convert import columns
from sitegen.convert.layout import Item, Kind
from sitegen.convert.lines import Line
from sitegen.convert.numbering import Candidate

#: no heading begins like this: lists, notes, captions, marks of quotation, addresses
NO_HEADING = re.compile(
    r"^\s*(?:[*\-–•(]|\d+[.)]|Source\b|BEGIN\b|END\b|SIPDIS|NOFORN|SE[A-Z]{4,6}VE BUT|UNCLASSIFIED"
    r"|CONFIDENTIAL|SECRET|https?:|www\.|Visit |X{5,}\s*$|SUBJ|REF[S:. ]|Z[FD][RK]\b"
    r"|Missing Section|QUOTE|UNQUOTE|NOTE BY|¶)",
)
SMALL_WORDS = frozenset(
    "a an and as at but by for from in into is it its nor not of off on or out over per the to up via vs "
    "with yet de la el del y und".split()
)


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


def join_lines(lines: Sequence[Line]) -> str:
    """Hard-wrapped lines as running text: white space folded, a compound that was broken at its hyphen closed, and
    pieces of one line put together again as they stood."""
    parts: list[str] = []
    end = ""  # the last two signs
    before: Line | None = None
    for line in lines:
        text = " ".join(line.text.split())
        if not text:
            continue
        if before is not None and not _touch(before, line) and not (text[0].islower() and _BROKEN_COMPOUND.match(end)):
            text = f" {text}"
        parts.append(text)
        end = (end + text[-2:])[-2:]
        before = line
    return "".join(parts)


_BROKEN_COMPOUND = re.compile(r"[a-z]-")


def _touch(one: Line, other: Line) -> bool:
    """Whether two pieces stood side by side in one line, with no blank between."""
    return (
        one.number == other.number
        and one.column + len(one.text) == other.column
        and not one.text[-1:].isspace()
        and not other.text[:1].isspace()
    )


def is_titled(words: Sequence[str]) -> bool:
    """Whether words are written as a title: in capitals, or the long ones with a capital; a short phrase may be
    plain."""
    letters = [w for w in words if re.search(r"[A-Za-z]", w)]
    first = re.sub(r"^[^\w]+|^X{6,}(?=[A-Z])", "", letters[0]) if letters else ""
    if not first or not (first[0].isupper() or first[0].isdigit() or words[0].startswith("...")):
        return False
    if all(w.upper() == w for w in letters):
        return True
    long = [re.sub(r"^[^\w]+", "", w) for w in letters[1:] if w.lower().strip("\"'(),") not in SMALL_WORDS]
    if not long:
        return True
    return sum(w[:1].isupper() or w[:1].isdigit() for w in long) * 2 >= len(long) or len(words) <= 6


def ends_flat(text: str) -> bool:
    """Whether a text ends like a sentence; three points may end a heading."""
    plain = text.rstrip("\"'”’)")
    return plain.endswith((".", ";", ",")) and not plain.endswith(("..", "…"))


_MD_HEADING = re.compile(r"^\s*#{1,6}\s+(?=\S)")
_BULLET = re.compile(r"^\s*(?:--?(?=[\s\w\"“(])|[*•·o](?=\s)|[-–—]\s)\s*")
_LETTERED = re.compile(r"^\s*(?:--?\s{0,3})?\(?(?P<letter>[A-Za-z])[.)]\s*(?=\S)(?![a-z]\.)")


def blocks_of(items: Sequence[Item], starts: dict[int, Candidate], width: int) -> list[Block]:
    """Blocks as the blank lines, rules, numbers and bullets part them."""
    blocks: list[Block] = []
    current: Block | None = None
    rule = page = False
    blank = True
    letter_due = ""
    rows = _rows(items)
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
        line = item.line if at in starts else without_sign(item.line)
        text = line.text
        if at in starts:
            found = starts[at]
            current = Block("paragraph", [line.slice(found.text_start)], number=found)
            letter_due = "a"
        elif heading := _MD_HEADING.match(text):
            current = Block("heading", [line.slice(heading.end())])
        elif (
            (lettered := _LETTERED.match(text))
            and lettered["letter"].lower() == letter_due
            and (current is None or _wrapped_short(current, text, width))
        ):
            current = Block("paragraph", [line], letter=letter_due)
            letter_due = chr(ord(letter_due) + 1) if letter_due != "z" else ""
        elif _BULLET.match(text) and (
            current is None
            or ends_sentence(current.lines[-1].text)
            or current.bullet
            and _wrapped_short(current, text, width)
        ):
            current = Block("paragraph", [line], bullet=True)
        elif current is not None and (at in rows) == (at - 1 in rows):
            current.lines.append(line)
            rule = page = blank = False
            continue
        else:
            current = Block("paragraph", [line])
        current.rule_above, current.page_before, current.blank_before = rule, page, blank
        blocks.append(current)
        rule = page = blank = False
    return blocks


def _rows(items: Sequence[Item]) -> set[int]:
    """The items that are rows of a table: lines in columns beside another such line, or held by tabs."""
    alike = {n for n, item in enumerate(items) if item.kind is Kind.TEXT and columns.looks_like_row(item.line.text)}
    return {n for n in alike if n - 1 in alike or n + 1 in alike or "\t" in items[n].line.text}


def without_sign(line: Line) -> Line:
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
        above = ends_sentence(before) or len(before) > 200
        plain = count == 1 and len(text) < 80 and text[:1].isupper() and not ends_flat(text)
        titled = is_titled(text.split()) and (not ends_flat(text) or text.isupper())
        if above and len(text) <= 110 * count and (plain or titled) and not NO_HEADING.match(text):
            del block.lines[-count:]
            return Block("paragraph", list(heading), blank_before=False)
    return block


def ends_sentence(text: str) -> bool:
    return bool(re.search(r"[.!?:;]['\"”’)\]]*\s*$", text))


def _wrapped_short(block: Block, text: str, width: int) -> bool:
    """Whether the line before was ended on purpose: the next word would still have fitted."""
    last = block.lines[-1].text.rstrip()
    first = text.split(maxsplit=1)[0] if text.split() else ""
    return ends_sentence(last) or (width > 0 and len(last) + 1 + len(first) < width - 4)
