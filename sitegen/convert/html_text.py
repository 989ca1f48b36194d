"""The text of a web page, line by line, each line knowing where in the raw file it begins.

Only tags are taken off and entities read; nothing is executed or fetched, and any bytes at all give lines.
"""

from __future__ import annotations

import html
import re

from sitegen.convert.lines import Line
from sitegen.records.cable import Omission

_TOKEN = re.compile(
    r"<!--|<[/!?]?[A-Za-z][^<>]*>|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|\r\n"
    r"|\r|\n|[<&]|[^<&\r\n]+"
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
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
    pre = table = 0
    skip = ""
    position, size = 0, len(text)

    def flush() -> None:
        nonlocal parts
        content = "".join(parts)
        if content.strip() or pre:
            found.append((Line(content, *start), "pre" if pre else "table" if table else ""))
        parts = []

    while position < size:
        token = _TOKEN.match(text, position)
        if token is None:  # cannot happen: the pattern takes any character
            break
        piece, here, position = token[0], position, token.end()
        if piece == "<!--":
            end = text.find("-->", position)
            end = size if end < 0 else end + 3
            number += text.count("\n", position, end)
            line_start = text.rfind("\n", 0, end) + 1 or line_start
            position = end
            continue
        tag = _TAG.match(piece) if piece[0] == "<" and len(piece) > 1 else None
        if skip:
            if tag and tag[1] and tag[2].lower() == skip:
                skip = ""
            if piece in ("\n", "\r", "\r\n"):
                number, line_start = number + 1, position
            continue
        if piece in ("\n", "\r", "\r\n"):
            if pre:
                flush()
            elif parts:
                parts.append(" ")
            number, line_start = number + 1, position
            if not parts or pre:
                start = (number, 1)
            continue
        if tag:
            name = tag[2].lower()
            if name in _UNSEEN and not tag[1]:
                skip = name
            if name in _BLOCK:
                flush()
                start = (number, here - line_start + 1)
            if name == "pre":
                pre = 0 if tag[1] else 1
            elif name == "table":
                table = 1 if not tag[1] and re.search(r"class=['\"]cable['\"]", piece) else 0
            number += piece.count("\n")
            continue
        if piece[0] == "&" and len(piece) > 1:
            piece = html.unescape(piece)
            if piece in ("\n", "\r") and pre:
                if piece == "\n":
                    flush()
                    start = (number, position - line_start + 1)
                continue
        if not parts:
            start = (number, here - line_start + 1)
        parts.append(piece)
    flush()
    return found
