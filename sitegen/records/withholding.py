"""Withholding: what a list withholds is taken out of texts, before anything else sees them.

In a cable's body ``{>>withheld: reason<<}`` stands in its place, everywhere else ``[withheld: reason]``: nothing of the
length or the letters is left. A name is found however it is written (withheld_words.py); where a mark is cut through or
one side of a change holds it, the whole mark goes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import NamedTuple, TypeVar

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records.blocks import Heading, Paragraph, extents
from sitegen.records.cable import Cable
from sitegen.records.folding import fold_words
from sitegen.records.markup import Marks, accept, escape
from sitegen.records.withheld import Entry, WithheldList
from sitegen.records.withheld_words import (
    PAGE_HEAD,
    Match,
    Piece,
    find,
    markup_views,
    page_views,
    pieces_of,
    source_views,
    text_views,
)
from sitegen.yaml_nodes import Node

#: what stands in the place of withheld words outside of a cable's body
MARK = re.compile(r"\[withheld(?:: [^\[\]]*)?\]")
_NO_FORMULA = 25  # words; shorter paragraphs are often the same in many cables
_T = TypeVar("_T")
#: fields in which a withheld item is left out: there it is an address, or would become one
_LEFT_OUT = ("tags", "references", "aliases", "captions")


# --- texts -------------------------------------------------------------------------------------------------------

def plain_mark(entry: Entry) -> str:
    """What stands for withheld words in titles, lists, data and logs."""
    return f"[withheld: {entry.reason}]" if entry.reason else "[withheld]"


def body_mark(entry: Entry) -> str:
    """What stands for withheld words in a cable's body."""
    return f"{{>>withheld: {escape(entry.reason)}<<}}" if entry.reason else "{>>withheld<<}"


def withhold(listed: WithheldList, text: str, cable_id: str | None = "") -> str:
    """A text that is no markup, without what is withheld in a cable ("": outside of cables; None: anywhere at all)."""
    if not listed or not text:
        return text
    pieces = pieces_of(match for match in find(listed, text, text_views(text))
                       if cable_id is None or listed.entries[match.number].holds_in(cable_id))
    return _without(text, pieces, lambda piece: plain_mark(listed.entries[piece.number])) if pieces else text


def withhold_markdown(listed: WithheldList, text: str) -> str:
    """A Markdown text without what is withheld outside of cables; a name may be cut by the address of a link."""
    if not listed or not text:
        return text
    pieces = pieces_of(match for match in find(listed, text, page_views(text))
                       if listed.entries[match.number].holds_in(""))
    return _without(text, pieces, lambda piece: escaped_mark(listed.entries[piece.number])) if pieces else text


def escaped_mark(entry: Entry) -> str:
    """``plain_mark`` in Markdown."""
    return plain_mark(entry).replace("[", "\\[").replace("]", "\\]")


def withhold_lines(listed: WithheldList, text: str, cable_id: str | None = "",
                   mark: Callable[[Entry], str] = plain_mark) -> str:
    """The text of a raw document, or lines of one, without what is withheld in a cable (as ``withhold`` has it); every
    line keeps its number."""
    if not listed:
        return text
    held = pieces_of(match for match in find(listed, text, source_views(text))
                     if cable_id is None or listed.entries[match.number].holds_in(cable_id))
    pieces = [part for piece in held for part in _by_lines(text, piece)]
    return _without(text, pieces, lambda piece: mark(listed.entries[piece.number]) if piece.first else "")


def _by_lines(text: str, piece: Piece) -> list[Piece]:
    """A piece as one of each line, page heads left standing."""
    inner = text[piece.start:piece.end]
    if "\n" not in inner and "\r" not in inner:
        return [piece]
    heads = {head.start() for head in PAGE_HEAD.finditer(inner)}
    out: list[Piece] = []
    for line in re.finditer(r"[^\r\n]+", inner):
        if line.start() not in heads and not line[0].isspace():
            out.append(Piece(piece.start + line.start(), piece.start + line.end(), piece.number,
                             piece.first and not out))
    return out


def _without(text: str, pieces: Iterable[Piece], mark: Callable[[Piece], str]) -> str:
    out, at = [], 0
    for piece in _joined(pieces):
        out += [text[at:piece.start], mark(piece)]
        at = piece.end
    return "".join([*out, text[at:]])


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces that do not overlap, the longest of those that begin at one place first."""
    out: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.start, -piece.end, not piece.first, piece.number)):
        if out and piece.start < out[-1].end:
            out[-1] = out[-1]._replace(end=max(out[-1].end, piece.end), first=out[-1].first or piece.first)
        else:
            out.append(piece)
    return out


class Withheld(NamedTuple):
    """A body after withholding: its text, from where to where words were taken out of the text before, and what must be
    said of it."""

    text: str
    taken: list[tuple[int, int]]
    diagnostics: list[Diagnostic]


def withhold_body(listed: WithheldList, cable_id: str, body: str, path: str = "", first_line: int = 1) -> Withheld:
    """A cable's body without what is withheld in it. ``path`` and ``first_line`` are for messages: where names stand
    that are withheld in other cables, and which paragraphs the list names that are not there."""
    if not listed:
        return Withheld(body, [], [])
    marks = Marks(body)
    held, elsewhere = _parted(listed, cable_id, find(listed, body, markup_views(body, marks.all)))
    found = [_elsewhere(Location(path, first_line + body.count("\n", 0, start), start - body.rfind("\n", 0, start)),
                        listed, number) for start, number in elsewhere]
    written: dict[int, str] = {}
    if cable_id in listed.paragraphs:
        paragraphs, missing = _paragraphs(listed, cable_id, body)
        held += [piece for piece, _ in paragraphs]
        written = {piece.start: text for piece, text in paragraphs}
        found += [diagnose("withheld-unused", listed.place(number), "the cable has no such paragraph",
                           "a paragraph's address ends in its anchor: #p3") for number in missing]
    if not held:
        return Withheld(body, [], found)
    whole = _joined(_extended(piece, marks) for piece in _joined(_extended(piece, marks) for piece in held))

    def mark(piece: Piece) -> str:
        if piece.start in written:
            return written[piece.start]
        inside = any(one.kind == ">" and one.start < piece.start and piece.end < one.end
                     for one in marks.touching(piece.start, piece.end))
        if inside:
            return plain_mark(listed.entries[piece.number])
        at = piece.start
        while at > 0 and body[at - 1] == "\\":
            at -= 1
        lone = (piece.start - at) % 2  # a backslash that would take the mark's meaning
        return "\\" * lone + body_mark(listed.entries[piece.number])

    return Withheld(_without(body, whole, mark), [(piece.start, piece.end) for piece in whole], found)


def _parted(listed: WithheldList, cable_id: str, matches: Sequence[Match]) -> tuple[list[Piece], list[tuple[int, int]]]:
    """The pieces of entries that hold in a cable; and where names begin that only hold in others."""
    held = pieces_of(match for match in matches if listed.entries[match.number].holds_in(cable_id))
    others = _joined(piece for piece in pieces_of(
        match for match in matches if not listed.entries[match.number].holds_in(cable_id)))
    whole = _joined(held)
    ends = [own.end for own in whole]
    return held, [(piece.start, piece.number) for piece in others if piece.first and not (
        (at := bisect_right(ends, piece.start)) < len(whole) and whole[at].start < piece.end)]


def _elsewhere(place: Location, listed: WithheldList, number: int) -> Diagnostic:
    return diagnose("withheld-elsewhere", place,
                    f"here stands what line {listed.entries[number].line} of {listed.shown} withholds in other cables",
                    "add this cable to the entry's `cables`, or leave them out to withhold it everywhere")


def _extended(piece: Piece, marks: Marks) -> Piece:
    """A piece grown until it cuts through no mark and leaves neither side of a change that it touches."""
    start, end = piece.start, piece.end
    grown = True
    while grown:
        grown = False
        for mark in marks.touching(start, end):
            if start <= mark.start and mark.end <= end:
                continue
            inside = mark.start + 3 <= start and end <= mark.close
            if inside and mark.kind != "~":
                continue
            start, end, grown = min(start, mark.start), max(end, mark.end), True
    return piece._replace(start=start, end=end)


def _paragraphs(listed: WithheldList, cable_id: str, body: str) -> tuple[list[tuple[Piece, str]], list[int]]:
    """The withheld paragraphs of a body, each with what stands in its place: its number and its anchor stay. And the
    entries that name none of them."""
    waiting = dict(listed.paragraphs[cable_id])
    starts = [0]
    for line in body.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    out = []
    for block, first, end in extents(body):
        more = block.more if isinstance(block, Paragraph) else ()
        numbers = [waiting.pop(anchor) for anchor in (block.anchor, *more) if anchor in waiting]
        if not numbers:
            continue
        number, note = numbers[0], body_mark(listed.entries[numbers[0]])
        others = "".join(f" {{#{anchor}}}" for anchor in more)
        match block:
            case Paragraph(number=printed) if printed:
                mark = f" ({block.mark})" if block.mark else ""
                written = f"¶{printed}{block.letter}.{mark} {note}{others}"
            case Paragraph(letter=letter) if letter:
                own = "" if re.fullmatch(r"p\d.*", block.anchor) else f" {{#{block.anchor}}}"
                written = f"{letter}. {note}{own}{others}"
            case Heading():
                written = f"## {note}"
            case _:
                written = f"{note} {{#{block.anchor}}}{others}"
        before = "\n" if first and body[starts[first] - 2:starts[first] - 1] not in ("\n", "") else ""
        after = "\n" if body[starts[end]:starts[end] + 1] not in ("\n", "") else ""
        out.append((Piece(starts[first], starts[end] - 1, number), f"{before}{written}{after}"))
    return out, list(waiting.values())


def passages(listed: WithheldList, cable_id: str, body: str) -> list[tuple[int, str]]:
    """The texts of a body's withheld paragraphs (of a withheld cable: of all that are not short), by the number of the
    entry: what the leak check looks for."""
    out = []
    wanted = listed.paragraphs.get(cable_id, {})
    for block, first, end in extents(body):
        text = "\n".join(body.split("\n")[first:end])
        anchors = (block.anchor, *(block.more if isinstance(block, Paragraph) else ()))
        numbers = [wanted[anchor] for anchor in anchors if anchor in wanted]
        if numbers:
            out.append((numbers[0], accept(text)))
        elif cable_id in listed.cables and len(fold_words(text)) >= _NO_FORMULA:
            out.append((listed.cables[cable_id], accept(text)))
    return out


# --- front matter, authority files, raw documents -----------------------------------------------------------------

def withhold_node(listed: WithheldList, node: Node, cable_id: str = "", path: str = "",
                  found: list[Diagnostic] | None = None) -> Node:
    """A YAML value, keys and all, without what is withheld. Notes in ``found`` where names stand that are withheld in
    other cables."""
    if not listed:
        return node
    if node.kind == "scalar":
        pieces, elsewhere = _parted(listed, cable_id, find(listed, node.text, text_views(node.text)))
        if elsewhere and found is not None:
            found += [_elsewhere(Location(path, node.line, node.column), listed, number)
                      for number in dict.fromkeys(number for _, number in elsewhere)]
        if not pieces:
            return node
        text = _without(node.text, pieces, lambda piece: plain_mark(listed.entries[piece.number]))
        return Node("scalar", node.line, node.column, text, True)
    if node.kind == "list":
        items = tuple(withhold_node(listed, item, cable_id, path, found) for item in node.items)
        same = all(new is old for new, old in zip(items, node.items, strict=True))
        return node if same else Node("list", node.line, node.column, items=items)
    pairs, key_places = {}, {}
    for key, value in node.pairs.items():
        written = withhold(listed, key, cable_id)
        pairs[written] = withhold_node(listed, value, cable_id, path, found)
        key_places[written] = node.key_places[key]
    same = all(pairs.get(key) is value for key, value in node.pairs.items())
    return node if same else Node("mapping", node.line, node.column, pairs=pairs, key_places=key_places)


def is_marked(text: str) -> bool:
    """Whether something was withheld in a text that is no markup."""
    return "[withheld" in text and MARK.search(text) is not None


def tidied(cable: Cable) -> Cable:
    """A cable without what only told of withheld words: persons whose names are withheld, and items of lists that
    become addresses."""
    changes: dict[str, object] = {}
    people = tuple(person for person in cable.people if not any(map(is_marked, (person.name, *person.spellings))))
    if len(people) != len(cable.people):
        changes["people"] = people
    for name in _LEFT_OUT:
        values = getattr(cable, name)
        if any(map(is_marked, values)):
            changes[name] = tuple(value for value in values if not is_marked(value))
    return replace(cable, **changes) if changes else cable  # type: ignore[arg-type]


def withhold_cable(listed: WithheldList, cable: Cable) -> Cable:
    """A cable's front matter without what is withheld in it. Its id stays."""
    if not listed:
        return cable
    return tidied(replace(each_text(cable, lambda text: withhold(listed, text, cable.id)), id=cable.id))


def withhold_record(listed: WithheldList, record: _T) -> _T:
    """A frozen dataclass, all texts in it without what is withheld outside of cables."""
    return each_text(record, lambda text: withhold(listed, text)) if listed else record


def each_text(value: _T, change: Callable[[str], str]) -> _T:
    """A value of texts, tuples and frozen dataclasses, each text changed."""
    made: object = value
    if isinstance(value, str):
        made = change(value) if type(value) is str else value  # a severity is a text too
    elif isinstance(value, tuple):
        made = tuple(each_text(item, change) for item in value)
    elif is_dataclass(value) and not isinstance(value, type):
        changes = {own.name: each_text(getattr(value, own.name), change) for own in fields(value) if own.init}
        made = replace(value, **changes)
    return made  # type: ignore[return-value]


def conceal(listed: WithheldList, found: Diagnostic) -> Diagnostic | None:
    """A diagnostic that tells nothing withheld; None when it would tell of a withheld cable.

    A reference to one is told of as of any cable that is not in the archive.
    """
    if not listed:
        return found
    texts = (found.location.path, found.message, found.hint)
    if listed.cables and found.code != "outside-reference" and any(
            cable_id in word for text in texts for word in re.findall(r"[\w.-]+", text) for cable_id in listed.cables):
        return None
    path, message, hint = (withhold(listed, text, None) for text in texts)
    return replace(found, location=replace(found.location, path=path), message=message, hint=hint)


