"""Where the words of a list of what is withheld stand in a text, however they are written: across lines, page heads,
tags, entities and CriticMarkup (what letters are the same, folding.py says).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from sitegen.records.folding import places
from sitegen.records.markup import Mark, tokens
from sitegen.records.withheld import WithheldList

#: between two letters of a name: what must stay, because it parts paragraphs, cells or fields
_PARTING = re.compile(r"\n[ \t]*\n|\||\{#|```|\n[ \t]*[#¶]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"<[/!?A-Za-z][^<>]{0,2000}>")
_ADDRESS = re.compile(r"\]\([^()\n]{0,2000}\)|\]\[[^\[\]\n]{0,200}\]")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
#: lines that a transmission or a printer put into the midst of a text (convert/layout.py knows more of them)
PAGE_HEAD = re.compile(
    r"^[ \t]*(?:[A-Z][A-Za-z.'&/-]*(?: [A-Z][A-Z.'&/-]*){0,3} {1,3}\d{8}\s{1,3}\d{3}(?:\.\d)? OF \d{3}"
    r"|PAGE\s{1,3}\d{2}\b.*"
    r"|(?:(?:C O N F I D E N T I A L|S E C R E T|U N C L A S S I F I E D|CONFIDENTIAL|SECRET|UNCLASSIFIED|UNCLAS)"
    r"(?:[ \t]+[A-Z0-9 .]*)?))[ \t\r]*$", re.M)
_GAP = "\0"  # takes the place of what is no text, so that all places stay


class Piece(NamedTuple):
    """Signs of a text that an entry withholds, ``end`` excluded. ``first``: a mark stands for them, and for those that
    follow of the same name."""

    start: int
    end: int
    number: int
    first: bool = True


class Match(NamedTuple):
    """What an entry's words match: from its first sign to its last (``end`` excluded), in pieces where something that
    must stay parts it."""

    start: int
    end: int
    number: int
    pieces: tuple[tuple[int, int], ...]


def find(listed: WithheldList, text: str, views: Iterable[str]) -> list[Match]:
    """All that the list's names, phrases and patterns match in ``views`` of a text: texts as long as it, in which gaps
    stand for what is not read. In order; matches may overlap."""
    found: set[Match] = set()
    for view in views:
        hits = listed.scanner.find(view)
        if hits:
            where = places(view)
            for hit in hits:
                pieces = _pieces(text, where[hit.start:hit.end])
                found.update(Match(pieces[0][0], pieces[-1][1], number, pieces) for number in hit.holders)
        for hit in listed.scanner.find_damaged(view):
            found.update(Match(hit.start, hit.end, number, ((hit.start, hit.end),)) for number in hit.holders)
        if listed.patterns:
            flat = view.replace(_GAP, "").replace("\n", " ")
            kept: Sequence[int] = range(len(view)) if len(flat) == len(view) else ()
            for number, pattern in listed.patterns:
                for start, end in pattern.spans(flat):
                    kept = kept or [at for at, sign in enumerate(view) if sign != _GAP]
                    pieces = _pieces(text, kept[start:end])
                    found.add(Match(pieces[0][0], pieces[-1][1], number, pieces))
    return sorted(found)


def _pieces(text: str, at: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The signs at these places as pieces, parted where something between them must stay."""
    out, start, last = [], at[0], at[0]
    for place in at[1:]:
        if place - last > 1 and _PARTING.search(text, last + 1, place):
            out.append((start, last + 1))
            start = place
        last = place
    return *out, (start, last + 1)


def _widest(matches: Iterable[Match]) -> list[Match]:
    """Matches without those that lie within another."""
    out: list[Match] = []
    for match in sorted(matches, key=lambda match: (match.start, -match.end, match.number)):
        if not out or match.end > out[-1].end:
            out.append(match)
    return out


def pieces_of(matches: Iterable[Match]) -> list[Piece]:
    """The pieces of matches, without those of matches that lie within another."""
    return [Piece(start, end, match.number, number == 0)
            for match in _widest(matches) for number, (start, end) in enumerate(match.pieces)]


def text_views(text: str) -> list[str]:
    """How a text that is no markup can be read: as it stands, with entities decoded, without tags, percent-decoded."""
    views = [text]
    if "&" in text:
        decoded = _ENTITY.sub(lambda found: _padded(html.unescape(found[0]), found[0]), text)
        views += [decoded] if decoded != text else []
    if "%" in text and (decoded := _PERCENT.sub(lambda run: _padded(unquote(run[0]), run[0]), views[-1])) != views[-1]:
        views.append(decoded)
    if "<" in text and (bare := _TAG.sub(_blank, views[-1])) != views[-1]:
        views.append(bare)
    return views


def source_views(text: str) -> list[str]:
    """How a raw document can be read: as ``text_views`` says, and without the page heads that stand between lines."""
    views = text_views(text)
    without = PAGE_HEAD.sub(_blank, views[-1])
    return views if without == views[-1] else [*views, without]


def markup_views(text: str, marks: Sequence[Mark]) -> list[str]:
    """How a cable's body can be read: with all that it holds, as read and as received."""
    whole = text
    if "{" in text or "\\" in text:
        anchors = [(start, token.end()) for start, token in tokens(text) if token["anchor"] is not None]
        whole = _masked(text, anchors)
    views = [whole]
    if marks:
        notes = [(mark.start, mark.end) for mark in marks if mark.kind == ">"]
        changed = [mark for mark in marks if mark.kind == "~"]
        views.append(_masked(whole, [*notes, *((m.start, m.arrow + 2) for m in changed),
                                     *((m.start, m.end) for m in marks if m.kind == "-")]))
        views.append(_masked(whole, [*notes, *((m.arrow, m.end) for m in changed),
                                     *((m.start, m.end) for m in marks if m.kind == "+")]))
    return [own for view in views for own in text_views(view)]


def page_views(text: str) -> list[str]:
    """How a page of Markdown can be read: as ``text_views`` says, and without the addresses of its links."""
    views = text_views(text)
    if "](" in text:
        views.append(_ADDRESS.sub(_blank, views[-1]))
    return views


def _masked(text: str, parts: Iterable[tuple[int, int]]) -> str:
    out, at = [], 0
    for start, end in sorted(parts):
        if end > at:
            start = max(start, at)
            out += [text[at:start], _GAP * (end - start)]
            at = end
    return "".join([*out, text[at:]]) if out else text


def _padded(decoded: str, written: str) -> str:
    return decoded + _GAP * (len(written) - len(decoded)) if len(decoded) <= len(written) else written


def _blank(found: re.Match[str]) -> str:
    return _GAP * len(found[0])
