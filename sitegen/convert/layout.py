"""The layout of a cable's text: page heads, rules, blank lines, and things that stand inside one long line.

What comes out is a list of items, in the order of the text: lines of text, rules, blanks and page breaks. Page heads
are
taken out (ACP 127, 208; ``MEXICO 00003634  002 OF 005``), and what stood in one line but begins something new (a
numbered
paragraph, a heading between rules) gets a line of its own. No word is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from statistics import median

import msgspec

from sitegen.convert.lines import Line
from sitegen.convert.numbering import MARK
from sitegen.records.cable import Omission


class Kind(Enum):
    """What an item is."""

    TEXT = "text"
    RULE = "rule"
    BLANK = "blank"
    PAGE = "page break"


class Item(msgspec.Struct, frozen=True):
    """A piece of the layout. ``cut`` says that the item was split off the line before it: no line break stood there."""

    kind: Kind
    line: Line
    cut: bool = False


#: MEXICO 00003634  002 OF 005 · HAVANA 00000210  001.3 OF 002
_PAGE_HEAD = re.compile(
    r"(?P<post>[A-Z][A-Za-z.'&/-]{0,30}(?: [A-Z][A-Z.'&/-]{0,30}){0,3}) {1,3}\d{8}\s{1,3}\d{3}(?:\.\d)? OF \d{3}\b"
)
#: PAGE 02        ROME  01725  01 OF 03  080532Z
_ARCHIVE_HEAD = re.compile(
    r"PAGE\s{1,3}\d{2}\s{1,12}[A-Z][A-Z .']{2,15}?\s{1,6}\d{4,5}\s{1,4}(?:\d{2} OF \d{2}\s{1,4})?\d{6}Z\b"
    r"|PAGE\s{1,3}\d{2}\s{1,4}R[A-Z]{4,7}\d{3,4}\s{1,4}(?:[A-Z] ){5,12}[A-Z]\s{1,3}[A-Z][A-Z ]{2,20}\d{5,6}\b"
)
#: the same alone on its line, without the time of filing, or over two lines (1973-79): PAGE 02 / STATE 297216
_BARE_HEAD = re.compile(r"PAGE\s{1,3}\d{2}(?:\s{1,12}[A-Z][A-Z .']{2,15}?\s{1,6}\d{4,6}(?:\s{1,4}\d{2} OF \d{2})?)?")
_POST_LINE = re.compile(r"[A-Z][A-Z .']{2,20}?\s{1,6}\d{4,6}(?:\s{1,4}\d{2} OF \d{2})?(?:\s{1,4}\d{6}Z)?")
_CLASS_WORD = re.compile(
    r"^\s*(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|UNCLAS|LIMITED OFFICIAL USE)(?:\s{1,40}[A-Z]{3}\d{4})?\s*$"
)
#: what the reviewer of a release stamped on each page (75TEHRAN2069), often over two lines
_STAMP = re.compile(r"\s*Declassified/Released US Department of State\b", re.IGNORECASE)
_STAMP_END = re.compile(r"(?:^\s*(?:EO )?(?:Systematic )?|\b)Review \d\d [A-Z]{3} \d{4}\s*$", re.IGNORECASE)
_LONE_CAPTION = re.compile(r"^\s*(?:SIPDIS|NOFORN)\s*$")
_TRAILING_CLASS = re.compile(
    r"(?P<gap>\s{2,})(?P<word>TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|LIMITED OFFICIAL USE)\s*$"
)
_RULE = re.compile(r"^[\s>]*[-=_*~%—–]{3}[\s=_*~%—–-]*$|^\s*(?:[-=_*] ){4,}[-=_*]?\s*$")
_RULE_SIGNS = re.compile(r"[-=_][-=_]{4}")
_INNER_RULE = re.compile(r"(?<!\S)[-=_]{5,}(?: {1,3}[-=_]{2,})*(?!\S)")
#: "… noted. 8. (SBU) Lula": a number and its mark after the end of a sentence
_INNER_NUMBER = re.compile(
    rf"(?<=[.!?:;\"'”’)\]\d-])(?P<gap>\s+)(?=¶?\d{{1,2}}\s?[.,)]\s{{0,3}}{MARK})|(?P<sign>\s+)(?=¶\d{{1,2}}\.)",
    re.IGNORECASE,
)
_INNER_BARE_NUMBER = re.compile(r"(?:(?<=[.!?\"'”’)\]])\s+|(?<=[a-z][a-z.\]]))(?=\d{1,2}\.\s{1,3}[A-Z(\"“])")
_INNER_MARKED_NUMBER = re.compile(rf"(?<=[^\s\d])\s+(?=¶?\d{{1,2}}\s?[.,)]\s{{0,3}}{MARK})", re.IGNORECASE)
#: a heading in capitals between the end of a sentence and a paragraph's number (08WARSAW947)
_CAPITALS_AT_END = re.compile(r"(?<=[.!?\"”)])\s+(?=[A-Z][A-Z0-9 ,'’:/&-]{8,110}\??$)")
_ONE_LINE = 900  # characters; a line longer than this may hold a whole text


def is_page_head(text: str) -> bool:
    """Whether the line is a page head and nothing else."""
    stripped = text.strip()
    found = _PAGE_HEAD.fullmatch(stripped) or _ARCHIVE_HEAD.fullmatch(stripped)
    return found is not None


def lay_out(lines: Sequence[Line], station: str = "") -> tuple[list[Item], list[Omission]]:
    """The items of a text, and the page heads that were taken out. ``station`` is the post as the class line has it."""
    omissions: list[Omission] = []
    items: list[Item] = []
    head_goes_on = False
    stamped = False  # a release stamp goes on in the next line
    for line, (after, above_head) in zip(lines, _below(lines), strict=True):
        if line.blank:
            items.append(Item(Kind.BLANK, line))
            continue
        alone = line.text.strip()
        if head_goes_on or _begins_head(alone, after):
            head_goes_on = not head_goes_on and not _is_whole_head(alone)
            omissions.append(Omission("page head", str(line.number), alone))
            items.append(Item(Kind.PAGE, line))
            continue
        if _STAMP.match(line.text, 0, 200) or (stamped and _STAMP_END.match(line.text, 0, 80)):
            omissions.append(Omission("release stamp", str(line.number), line.text.strip()))
            stamped = _STAMP_END.search(line.text) is None
            items.append(Item(Kind.PAGE, line))
            continue
        stamped = False
        if _LONE_CAPTION.match(line.text):  # repeated in the text by a publisher (06PARTO9, 00HARARE6677)
            omissions.append(Omission("caption repeated", str(line.number), line.text.strip()))
            continue
        for part, cut in _parts(line, above_head, station, omissions):
            if part is None:
                items.append(Item(Kind.PAGE, line, cut))
            elif part.blank:
                if not cut:
                    items.append(Item(Kind.BLANK, part, cut))
            elif _RULE.match(part.text):
                items.append(Item(Kind.RULE, part, cut))
            else:
                items.append(Item(Kind.TEXT, part, cut))
    return items, omissions


def _is_whole_head(text: str) -> bool:
    """Whether a line is a page head with its post: ``PAGE 02  STATE 297216``."""
    return bool(_BARE_HEAD.fullmatch(text)) and len(text.split()) > 2


def _begins_head(text: str, following: Line | None) -> bool:
    """Whether a line is a page head by itself, or the first line of one whose post stands on the next."""
    if not text.startswith("PAGE") or not _BARE_HEAD.fullmatch(text):
        return False
    return _is_whole_head(text) or (following is not None and bool(_POST_LINE.fullmatch(following.text.strip())))


def _below(lines: Sequence[Line]) -> list[tuple[Line | None, bool]]:
    """For each line the next that is not blank, and whether a page head begins there (or its classification does)."""
    found: list[tuple[Line | None, bool]] = []
    after: Line | None = None
    above_head = False
    for line in reversed(lines):
        found.append((after, above_head))
        if not line.blank:
            text = line.text.strip()
            head = bool(_ARCHIVE_HEAD.match(text)) or _begins_head(text, after)
            above_head = head or (above_head and bool(_CLASS_WORD.match(text)))
            after = line
    return found[::-1]


def _parts(
    line: Line, above_head: bool, station: str, omissions: list[Omission]
) -> Iterable[tuple[Line | None, bool]]:
    """The line in parts; None stands for a page head that was taken out."""
    text = line.text
    if (
        " OF " in text
        or "PAGE" in text
        or _CLASS_WORD.match(text)
        or above_head
    ):
        yield from _without_heads(line, above_head, station, omissions)
    elif len(text) > 50 or "-----" in text:
        yield from _split_inside(line)
    else:
        yield line, False


def _without_heads(
    line: Line, above_head: bool, station: str, omissions: list[Omission]
) -> Iterable[tuple[Line | None, bool]]:
    text = line.text
    if _CLASS_WORD.match(text) and (above_head or re.search(r"[A-Z]{3}\d{4}\s*$", text)):
        omissions.append(Omission("page head", str(line.number), text.strip()))
        yield None, False
        return
    if above_head and (word := _TRAILING_CLASS.search(text)):
        # the word stands apart from the sentence: "…THE VATICAN'S SECRET  UNCLASSIFIED" (02VATICAN819)
        omissions.append(Omission("page head", str(line.number), word["word"]))
        yield from _split_inside(line.slice(0, word.start()))
        yield None, True
        return
    start, cut = 0, False
    for found in sorted([*_PAGE_HEAD.finditer(text), *_ARCHIVE_HEAD.finditer(text)], key=lambda m: m.start()):
        begin = found.start()
        if found.re is _PAGE_HEAD:
            begin = _head_start(text, found, station)
        if begin < start:
            continue
        omissions.append(Omission("page head", str(line.number), text[begin : found.end()].strip()))
        before = line.slice(start, begin)
        if not before.blank:
            for part, inner in _split_inside(before):
                yield part, cut or inner
                cut = True
        yield None, cut
        start, cut = found.end(), True
    rest = line.slice(start)
    if not rest.blank or start == 0:
        for part, inner in _split_inside(rest):
            yield part, cut or inner
            cut = True


def _head_start(text: str, found: re.Match[str], station: str) -> int:
    """Where a page head inside a line begins: at the station's name, or else at the last word before the number."""
    if not text[: found.start()].strip() and not text[found.end() :].strip():
        return found.start()
    number = found.end("post")
    if station and text[:number].upper().endswith(station.upper()):
        return number - len(station)
    words = found["post"].split(" ")
    if words[0] in (
        "SAN",
        "NEW",
        "LA",
        "THE",
        "SAO",
        "RIO",
        "ABU",
        "ADDIS",
        "KUALA",
        "TEL",
        "BUENOS",
        "HONG",
        "DAR",
        "SANTO",
        "PORT",
        "USUN",
        "UNVIE",
    ):
        return found.start()
    return number - len(words[-1])


def _split_inside(line: Line) -> Iterable[tuple[Line, bool]]:
    """The line split where something new begins inside it."""
    text = line.text
    holds_rule, holds_mark = _RULE_SIGNS.search(text), "(" in text or "¶" in text
    if not (holds_rule or holds_mark or len(text) > _ONE_LINE) or _RULE.match(text):
        yield line, False
        return
    cuts: set[int] = set()
    if holds_rule:
        for found in _INNER_RULE.finditer(text):
            cuts.update((found.start(), found.end()))
    if holds_mark:
        cuts.update(found.end() for found in _INNER_NUMBER.finditer(text))
    if len(text) > _ONE_LINE:
        cuts.update(found.end() for found in _INNER_BARE_NUMBER.finditer(text))
        marked = [found.end() for found in _INNER_MARKED_NUMBER.finditer(text)]
        cuts.update(marked)
        if any(c.islower() for c in text[:2000]):
            for cut in marked:
                before = text[max(0, cut - 130) : cut].rstrip()
                if heading := _CAPITALS_AT_END.search(before):
                    cuts.add(max(0, cut - 130) + heading.end())
    ends = sorted(cuts - {0, len(text)})
    if not ends:
        yield line, False
        return
    for number, (a, b) in enumerate(zip([0, *ends], [*ends, len(text)], strict=True)):
        part = line.slice(a, b)
        if not part.blank or number == 0:
            yield part, number > 0


def single_spaced(lines: Sequence[Line]) -> list[Line]:
    """Without the blank lines that a copyist put after every line of a hard-wrapped text.

    Where a copyist left the text's own blank lines as lines of white space (09MEXICO2882), those are told from the
    added ones, which hold nothing; elsewhere a gap that is longer than usual keeps what it has more.
    """
    texts = [len(line.text.strip()) for line in lines if not line.blank]
    if len(texts) < 8 or median(texts) > 90 or sum(n > 110 for n in texts) * 20 > len(texts):
        return list(lines)
    gaps: list[tuple[int, bool]] = []
    run, spaces, seen = 0, False, False
    for line in lines:
        if line.blank:
            run += 1
            spaces = spaces or bool(line.text)
        else:
            if seen:
                gaps.append((run, spaces))
            run, spaces, seen = 0, False, True
    lengths = [length for length, _ in gaps]
    usual = max(set(lengths), key=lengths.count, default=0)
    if usual == 0 or lengths.count(usual) * 10 < len(lengths) * 7:
        return list(lines)
    with_spaces = sum(spaces for _, spaces in gaps)
    if 0 < with_spaces * 2 < len(gaps):
        return [line for line in lines if line.text]
    out: list[Line] = []
    run = 0
    for line in lines:
        run = run + 1 if line.blank else 0
        if not line.blank or run > usual:
            out.append(line)
    return out


def wrap_width(items: Sequence[Item]) -> int:
    """The column at which the text's lines were broken; 0 when its paragraphs stand on one line each."""
    lengths = sorted(len(item.line.text.rstrip()) for item in items if item.kind is Kind.TEXT and not item.cut)
    if not lengths:
        return 0
    wide = lengths[int(len(lengths) * 0.95) - 1] if len(lengths) > 20 else lengths[-1]
    return wide if wide <= 100 else 0
