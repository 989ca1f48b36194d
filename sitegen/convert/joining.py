"""Paragraphs that page breaks cut, and lists whose lines were ended on purpose."""

from __future__ import annotations

import re
from dataclasses import replace

from sitegen.convert.blocks import NO_HEADING, Block, ends_sentence, is_titled
from sitegen.convert.lines import Line


def rejoin(blocks: list[Block], width: int) -> list[Block]:
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
    if (
        before.kind != "paragraph"
        or block.kind != "paragraph"
        or block.number
        or block.bullet
        or block.letter
        or block.rule_above
    ):
        return False
    text, rest = before.text(), block.text()
    if not text or not rest:
        return False
    if len(text) < 60 and not before.number:
        return False
    if re.match(r"^\*", rest) or NO_HEADING.match(rest) and not re.match(r"^\s*(?:\(|\d)", rest):
        return False
    ended = bool(re.search(r"[.!?:;]['\"”’)\]]*$|\)$", text))
    if not ended:
        if (
            len(before.lines) > 1
            and len(rest.split()) <= 8
            and not rest[0].islower()
            and not re.search(r"[.!?]$", rest)
            and not block.page_before
        ):
            return False
        last = before.lines[-1].text.rstrip()
        full = width == 0 or len(last) >= width * 0.6 or text.endswith(",")
        return full or rest[0].islower()
    if block.page_before and (before.number is not None or before.bullet) and not text.endswith(":"):
        return len(rest) > 60 or not is_titled(rest.split())
    return rest[0].islower() and len(rest) > 40 and not text.endswith(":")


def part_lists(blocks: list[Block], width: int) -> list[Block]:
    """Lines that were ended on purpose (attendees, addresses) stay apart: joined, they would read as a sentence."""
    out: list[Block] = []
    for block in blocks:
        if block.kind != "paragraph" or block.bullet or len(block.lines) < 3 or not width:
            out.append(block)
            continue
        first_is_text = block.number is not None
        lines = block.lines
        ended = [
            n
            for n in range(len(lines) - 1)
            if len(lines[n].text.rstrip()) + 1 + len((lines[n + 1].text.split() or [""])[0]) < width - 6
        ]
        body = [n for n in ended if not ends_sentence(lines[n].text) or lines[n].text.rstrip().endswith(":")]
        if len(body) < 2 or len(body) * 2 < len(lines) - (2 if first_is_text else 1):
            out.append(block)
            continue
        out += _one_by_one(block)
    return out


def _one_by_one(block: Block) -> list[Block]:
    lead = 1
    if block.number is not None:  # the sentence that opens the list stays whole
        lead = next((n for n, line in enumerate(block.lines, 1) if ends_sentence(line.text)), 1)
    parts: list[list[Line]] = [block.lines[:lead]]
    for line in block.lines[lead:]:
        words = line.text.split()
        rest_of_before = line.text.strip()[:1].islower() or (
            len(words) <= 2 and len(parts[-1][-1].text.rstrip()) > 44 and len(parts) > 1
        )
        if rest_of_before:
            parts[-1].append(line)
        else:
            parts.append([line])
    out = []
    for number, lines in enumerate(parts):
        if number == 0:
            out.append(replace(block, lines=lines, rule_below=False))
        else:
            out.append(Block("paragraph", lines, blank_before=False))
    return out
