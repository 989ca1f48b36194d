"""The text of a web page, line by line, each line knowing where in the raw file it begins.

Only tags are taken off and entities read; nothing is executed or fetched, and any bytes at all give lines.
"""

from __future__ import annotations

import html
import re

from sitegen.convert.lines import Line
from sitegen.records.cable import Omission

_TOKEN = re.compile(
    r"(?P<comment><!--(?s:.*?)(?:-->|\Z))|(?P<tag><(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*+)[^<>]*+>)"
    r"|(?P<newline>\r\n|\r|\n)|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|<[!?][A-Za-z][^<>]*+>|[<&]|[^<&\r\n]+"
)
_CABLE_TABLE = re.compile(r"class=['\"]cable['\"]")
_BLOCK = frozenset(
    "address article aside blockquote body br caption center code dd div dl dt footer form h1 h2 h3 h4 "
    "h5 h6 head header hr html li main nav "
    "ol option p pre section select table tbody td textarea tfoot th thead title tr ul".split()
)
_UNSEEN = frozenset({"script", "style", "noscript", "template"})


def looks_like_html(text: str) -> bool:
    """Whether the text is a web page or a piece of one."""
    head = text[:4000]
    return (
        bool(re.match(r"\s*(?:<!doctype|<html|<\?xml)", head, re.I))
        or len(re.findall(r"</?(?:div|span|table|td|p|pre|br)\b", head, re.I)) > 8
    )


def lines_of_page(text: str) -> tuple[list[Line], list[Omission]]:
    """The lines of a page. Where the page has a cable table, those of the table and of the ``<pre>`` blocks alone: the
    rest of the page is its navigation and is left out (the second value)."""
    lines = _visible(text)
    is_cable_page = re.search(r"<table class=['\"]cable['\"]", text) is not None
    if not is_cable_page:
        return [line for line, _ in lines], []
    kept: list[Line] = []
    left_out: list[Line] = []
    for line, inside in lines:
        (kept if inside in ("pre", "table") else left_out).append(line)
    seen = [line.text.strip() for line in left_out if not line.blank]
    shown = " / ".join(seen)
    omissions = (
        [Omission("web page", f"1-{text.count(chr(10)) + 1}", f"{len(seen)} lines of navigation: {shown[:300]} …")]
        if seen
        else []
    )
    return _without_labels(kept), omissions


_LABELS = {"Reference ID", "Created", "Released", "Classification", "Origin", "Date"}


def _without_labels(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.text.strip() not in _LABELS]


def _visible(text: str) -> list[tuple[Line, str]]:
    """All visible lines, each with "pre", "table" (the cable table) or "" for where it stands."""
    found: list[tuple[Line, str]] = []
    parts: list[str] = []
    number, line_start, start = 1, 0, (1, 1)
    pre = table = False
    skip = ""

    def flush() -> None:
        if not parts and not pre:
            return
        content = "".join(parts)
        if pre or not content.isspace():
            found.append((Line(content, *start), "pre" if pre else "table" if table else ""))
        parts.clear()

    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "comment":
            end = token.end()
            number += text.count("\n", token.start(), end)
            line_start = text.rfind("\n", 0, end) + 1 or line_start
        elif skip:
            if kind == "newline":
                number, line_start = number + 1, token.end()
            elif kind == "tag" and token["close"] and token["name"].lower() == skip:
                skip = ""
        elif kind == "tag":
            name = token["name"].lower()
            if name in _BLOCK:
                flush()
                start = (number, token.start() - line_start + 1)
                if name == "pre":
                    pre = not token["close"]
                elif name == "table":
                    table = not token["close"] and _CABLE_TABLE.search(token[0]) is not None
            elif name in _UNSEEN and not token["close"]:
                skip = name
            number += token[0].count("\n")
        elif kind == "newline":
            if pre:
                flush()
            elif parts:
                parts.append(" ")
            number, line_start = number + 1, token.end()
            if not parts:
                start = (number, 1)
        else:
            piece = token[0]
            if kind == "entity":
                piece = html.unescape(piece)
                if piece in ("\n", "\r") and pre:
                    if piece == "\n":
                        flush()
                        start = (number, token.end() - line_start + 1)
                    continue
            if not parts:
                start = (number, token.start() - line_start + 1)
            parts.append(piece)
    flush()
    return found
