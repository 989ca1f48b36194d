"""What kind of raw document is this, and its lines in plain form.

The registry holds the forms in which cables have been republished, each with a small recogniser that answers with its
evidence. A document can have several forms at once (a glued layout around a page print). Recognition never looks at a
file's name. `plain_lines` then takes off what a form put on (tags, Markdown, escapes, quotes), so that the next stages
see lines of a cable and nothing else, each still knowing its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sitegen.convert import html_text
from sitegen.convert.lines import Line
from sitegen.records.cable import Omission
from sitegen.records.source_text import SourceText

_ID = r"\d{2}[A-Z][A-Z0-9]{2,40}\d"
_PARTIAL = "This record is a partial extract of the original cable"


def _search(pattern: str, flags: int = re.M, signs: Sequence[str] = ("",)) -> Callable[[str], str]:
    """What finds a pattern. ``signs``: one of them stands in all that it matches, and is found far faster."""
    compiled = re.compile(pattern, flags)

    def evidence(text: str) -> str:
        found = compiled.search(text) if any(sign in text for sign in signs) else None
        return found[0].strip()[:60] if found else ""

    return evidence


def _at_line_start(pattern: str) -> Callable[[str], str]:
    """Like ``_search``, for what stands at the start of a line: only there is looked, which is far faster."""
    search = _search(rf"\n(?:{pattern})")
    return lambda text: search(f"\n{text}")


def _one_line(text: str) -> str:
    longest = max(map(len, text.split("\n")))
    return f"a line of {longest} characters" if longest > 1500 and longest * 2 > len(text.strip()) else ""


@dataclass(frozen=True, slots=True)
class Format:
    """A raw form: its letter in the catalogue, its name, and what in a text shows it ("" when nothing does)."""

    letter: str
    name: str
    evidence: Callable[[str], str]


FORMATS: tuple[Format, ...] = (
    Format("A", "web page with a cable table", _search(r"<table class=['\"]cable['\"]", re.I)),
    Format("B", "body with its HTML tags", _search(r"\A\s*(?:<code>)?<pre>", re.I)),
    Format("C", "text with a transmission header", _at_line_start(r"(?:VZCZ\w+|DE RU\w+ #\d+.*|FM \w.*)$")),
    Format(
        "D",
        "five lines of metadata, then the cable glued on",
        _at_line_start(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d [+-]\d{4} \d{4}$"),
    ),
    Format(
        "E",
        "full release as text",
        _at_line_start(r"(?:CONFIDENTIAL|SECRET|UNCLAS|UNCLASSIFIED) (?:SECTION \d+ OF \d+ )?[A-Z ]+ \d{6}"),
    ),
    Format("F", "whole cable on one line", _one_line),
    Format(
        "G",
        "row of a table or dump",
        _at_line_start(
            rf"\d+,\d+/\d+/\d{{4}} \d+:\d+,{_ID}+,|(?:\d+\t)?\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d\t{_ID}\d*\t"
            rf"|refid: {_ID}|\d{{1,7}}\r?\n\s*\d{{4}}-\d\d-\d\d"
        ),
    ),
    Format(
        "H",
        "newspaper edition",
        _search(
            r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d\d? [A-Z][a-z]+ \d{4}, \d\d?:\d\d", signs=("day, ",)
        ),
    ),
    Format(
        "I", "magazine edition in lower case", _at_line_start(r"(?:S e c r e t|C o n f i d e n t i a l|Unclas) [a-z]")
    ),
    Format("J", "telegram of 1966 to 1990", _search(r"E\.? ?O\.? ?(?:11652|12065|12356)")),
    Format("K", "archive print with page heads", _at_line_start(r"PAGE \d\d +[A-Z ]+ \d{5} ")),
    Format(
        "L",
        "weblog or news page in Markdown",
        _search(r"\[[A-Z]{2,5}\]\(#\)|^## |\\\*", signs=("](#)", "## ", "\\*")),
    ),
    Format("M", "table of labels and values", _at_line_start(r"Identifier\r?\n\s*Created\r?\n")),
)

#: joins of a publisher's notice or a record with what follows it
_NOTICE = re.compile(re.escape(_PARTIAL) + r"\.[\s]*(?:The full text of the original cable is not available\.?)?")


def recognise(text: str) -> list[tuple[Format, str]]:
    """The forms that the text shows, each with its evidence (a piece of the text, or what was measured)."""
    head = text if len(text) < 400_000 else text[:300_000] + text[-100_000:]
    return [(form, found) for form in FORMATS if (found := form.evidence(head))]


@dataclass(frozen=True, slots=True)
class PlainText:
    """A document in plain lines: the forms it has, the lines, and what was left out as part of the form.

    ``received`` are the lines before things that stood glued together were parted.
    """

    formats: tuple[str, ...]
    lines: tuple[Line, ...]
    received: tuple[Line, ...]
    omissions: tuple[Omission, ...]


def plain_lines(source: SourceText) -> PlainText:
    """The document's lines with the marks of its form taken off."""
    forms = recognise(source.text)
    letters = {form.letter for form, _ in forms}
    omissions: list[Omission] = []
    if letters & {"A", "B"} or html_text.looks_like_html(source.text):
        lines, omissions = html_text.lines_of_page(source.text)
    else:
        lines = _numbered(source.lines())
    whole = "\n".join(line.text for line in lines)
    if _INNER_BREAK.search(whole):
        lines = [part for line in lines for part in _unbroken(line)]
    if _CONTROL.search(whole):
        lines = [_clean(line) for line in lines]
    if "L" in letters and not letters & {"A", "B"}:
        lines = [_without_markdown(line) for line in lines]
    if "\\" in whole and sum(line.text.rstrip().endswith("\\") for line in lines) > 3:
        lines = [Line(_BACKSLASH.sub("", line.text), line.number, line.column) for line in lines]
    if '""' in whole and sum(line.text.count('""') for line in lines) > 1:
        lines = [Line(line.text.replace('""', '"'), line.number, line.column) for line in lines]
    parted = [part for line in lines for part in _unglued(line)]
    return PlainText(tuple(form.letter for form, _ in forms), tuple(parted), tuple(lines), tuple(omissions))


def _numbered(texts: list[str]) -> list[Line]:
    """Lines with their numbers; of a long run of blank ones the first few, for more of them say nothing more."""
    out: list[Line] = []
    run = 0
    for number, text in enumerate(texts, 1):
        run = run + 1 if not text or text.isspace() else 0
        if run < 50:
            out.append(Line(text, number))
    return out


#: control characters, which no page may hold; what breaks a line inside it is read before
_CONTROLS = dict.fromkeys([*range(9), *range(14, 32), *range(127, 160), 0xFFFE, 0xFFFF, 0xFEFF], " ")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ufeff]")


def _clean(line: Line) -> Line:
    return Line(line.text.translate(_CONTROLS), line.number, line.column) if _CONTROL.search(line.text) else line


_BACKSLASH = re.compile(r"\s*\\\s*$")
_INNER_BREAK = re.compile("[\u2028\u2029\x85\x0b\x0c]|&#x000A;")


def _unbroken(line: Line) -> list[Line]:
    """U+2028, form feeds and escaped line feeds break a line too (08MEXICO886)."""
    if not _INNER_BREAK.search(line.text):
        return [line]
    parts, start = [], 0
    for found in _INNER_BREAK.finditer(line.text):
        parts.append(line.slice(start, found.start()))
        start = found.end()
    return [*parts, line.slice(start)]


_MD_LINK = re.compile(r"\[([^\[\]]{1,80})\]\([^()\s]{0,200}\)")
_MD_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]*)>")
_MD_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!$<>|~-])")


def _without_markdown(line: Line) -> Line:
    """Links, autolinks and escapes of a Markdown page; its ``##`` headings are left for the body to read."""
    text = line.text
    if "](" in text:
        text = _MD_LINK.sub(r"\1", text)
    if "<" in text:
        text = _MD_AUTOLINK.sub(r"\1", text)
    if "\\" in text:
        text = _MD_ESCAPE.sub(r"\1", text)
    return Line(text.rstrip(" "), line.number, line.column)


_CLASS_WORD = (
    r"(?:T O P  ?S E C R E T|S E C R E T|C O N F I D E N T I A L|L I M I T E D|U N C L A S|"
    r"UNCLAS(?:SIFIED)?|CONFIDENTIAL|SECRET|LIMITED OFFICIAL USE)"
)
#: places where two things stand glued together, each named after a cable that has it
_GLUE: tuple[tuple[str, re.Pattern[str]], ...] = (
    # 02ROME3639: the notice, then the class line
    (
        "notice",
        re.compile(
            re.escape(_PARTIAL) + r"\. {0,3}The full text of the original cable is not available\.[\"', ]*(?=\S)"
        ),
    ),
    # 05PARIS7777
    ("dated", re.compile(r"Cable dated: ?\d{4}-\d\d-\d\dT?\d{0,2}:?\d{0,2}:?\d{0,2} ?(?=\S)")),
    # 09EFTOLONDON2858 "4470UNCLAS E F T O", 06BRASILIA1910 "PRIORTYS E C R E T", 06SANJOSE2734 "COLLECTIVEUNCLAS"
    ("class line", re.compile(rf"(?<=[A-Z0-9])(?={_CLASS_WORD} (?:SECTION \d|[A-Z .]{{2,30}} \d{{3,6}}\b))")),
    # 00HARARE6677 "NAIROBIWednesday, 29 November 2000"
    (
        "newspaper date",
        re.compile(r"(?<=[A-Z0-9])(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d\d? [A-Z][a-z]+ \d{4}, \d\d?:\d\d)"),
    ),
    # 00HARARE6677 "10:13C O N F I D E N T I A L"
    ("date", re.compile(rf"(?<=, \d\d:\d\d)(?=\s*{_CLASS_WORD}\b)")),
    # 09CAIRO184 "UNCLASSIFIED 09STATE7606 VZCZCXRO0860PP"
    ("transmission", re.compile(r"(?<=[\t ])(?=VZCZC[A-Z]{3}\d{4})")),
    # 04THEHAGUE1915: a CSV field opens before the class line
    (
        "csv field",
        re.compile(
            rf"(?<=^\"[,;]\")(?={_CLASS_WORD})|(?<=^\")(?={_CLASS_WORD})|(?<=^,)(?={_CLASS_WORD})|(?<=\",\")(?={_CLASS_WORD})"
        ),
    ),
    # 08TRIPOLI14 "MILAM 0 01/10/2008": an index row after the signature
    ("index row", re.compile(r"(?<=[A-Z])\s+(?=\d{1,6} \d\d/\d\d/\d{4}(?: \d{3,6} [A-Z]{2,5},|\s*$))")),
    # 09MEXICO283 "COLLECTIVE190450": the row number of the record that follows
    # (an id such as 09STATE132349 is no such thing: figures stand before its letters)
    ("row number", re.compile(r"(?<![A-Z0-9])[A-Z]{3,}(?=\d{5,6}\s*$)")),
)
_MAY_BE_GLUED = re.compile(
    r"\d\d/\d\d/\d{4}|This record|Cable dated|[A-Z0-9\",](?:C O N|S E C|T O P|UNCLAS|CONFID|SECRET"
    r"|LIMITED|L I M|U N C|[MTWFS][a-z]{2,5}day,)|day, |VZCZC|[A-Z]\d{5,6}\s*$"
)


def _unglued(line: Line) -> list[Line]:
    if not _MAY_BE_GLUED.search(line.text):
        return [line]
    cuts = sorted({found.end() for _, pattern in _GLUE for found in pattern.finditer(line.text)} - {0, len(line.text)})
    return [line.slice(a, b) for a, b in zip([0, *cuts], [*cuts, None], strict=True)]
