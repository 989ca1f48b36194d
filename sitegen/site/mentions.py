"""Where in a cable's text a person is named, by the spellings that its front matter gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sitegen.records.blocks import Block, Heading, Paragraph, Table
from sitegen.records.markup import plain

_LENGTH = 420  # of an excerpt


def text_of(block: Block) -> str:
    """The words of a block as read, without number and portion mark, on one line."""
    if isinstance(block, Table):
        return " · ".join(" ".join(plain(cell).split()) for row in (block.head, *block.rows) for cell in row)
    return " ".join(plain(block.spans).split())


@lru_cache(maxsize=4096)
def pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """What finds one of the names as a whole, as it is spelt or in capitals, the longest first."""
    spelt = {name for name in names if name} | {name.upper() for name in names if name}
    words = sorted(spelt, key=lambda name: (-len(name), name))
    parts = (r"\s+".join(re.escape(part) for part in name.split()) for name in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)" if words else r"(?!)")


def mentions(blocks: Sequence[Block], names: Iterable[str]) -> list[tuple[str, str, tuple[str, ...]]]:
    """The blocks that hold one of ``names``: (anchor, number, parts of an excerpt, every second of them a name).

    A block without an anchor of its own has that of the nearest block before it.
    """
    find = pattern(tuple(names))
    out = []
    anchor = ""
    for block in blocks:
        anchor = block.anchor or anchor
        text = text_of(block)
        if isinstance(block, Heading) or not find.search(text):
            continue
        number = f"{block.number}{block.letter}" if isinstance(block, Paragraph) else ""
        out.append((anchor, number, excerpt(text, find)))
    return out


def excerpt(text: str, find: re.Pattern[str]) -> tuple[str, ...]:
    """The words around the first thing found, cut between words; every second part is what was found."""
    first = find.search(text)
    start = max(0, (first.start() if first else 0) - _LENGTH // 3)
    if start:
        start = text.find(" ", start, first.start() if first else None) + 1 or start
    end = min(len(text), start + _LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), first.end() if first else 0)
    parts, at = [], start
    for hit in find.finditer(text, start, end):
        parts += [text[at:hit.start()], hit[0]]
        at = hit.end()
    parts.append(text[at:end])
    parts[0] = ("… " if start else "") + parts[0]
    parts[-1] += " …" if end < len(text) else ""
    return tuple(parts)
