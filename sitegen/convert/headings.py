"""Headings: underlined, between rules, in Markdown, or with no mark at all before a numbered paragraph."""

from __future__ import annotations

import re
from dataclasses import replace

from sitegen.convert import columns
from sitegen.convert.blocks import NO_HEADING, SMALL_WORDS, Block, ends_flat, ends_sentence, is_titled, join_lines

_LEAD_IN = re.compile(
    r"^(?:Participants|Attendees|Present|Text|Action|Note|Quote|Begin|List|The following|As follows|POC|Cc)\b",
    re.IGNORECASE,
)


def find_headings(blocks: list[Block], numbered: int) -> list[Block]:
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
    if not words or len(text) > 160 or NO_HEADING.match(text) or columns.looks_like_row(block.lines[0].text):
        return False
    if not re.search(r"[A-Za-zÀ-ÿ]{2}", text) or (len(block.lines) > 3):
        return False
    underlined = (
        block.rule_below
        and block.rule_above
        or block.rule_below
        and not (following is not None and following.lines and columns.looks_like_row(following.lines[0].text))
    )
    if underlined and following is not None:
        row = (
            before is not None
            and before.lines
            and columns.looks_like_row(before.lines[-1].text)
            and columns.trailing_row(text, 2)
        )
        return not (text.endswith((".", ";", ",")) and len(words) > 12) and not row
    if following is None or ends_flat(text) or not is_titled(words) or len(text) > 110:
        return False
    below_rows = before is not None and before.lines and columns.looks_like_row(before.lines[-1].text)
    if below_rows and len(words) > 2 and all(columns.is_value(word) for word in words[-2:]):  # "Total 315 522"
        return False
    if text.endswith(":") and (
        len(words) > 3 or not (block.blank_before and following.blank_before) or _LEAD_IN.match(text)
    ):
        return False
    if following.number is not None:
        return block.blank_before or before is None or before.number is not None
    if numbered == 0 or before is None or following.page_before:
        prose = following.kind == "paragraph" and len(following.text()) > 150 and not following.bullet
        return (
            prose
            and block.blank_before
            and following.blank_before
            and len(words) <= 12
            and (before is None or _complete(before))
        )
    return False


_SENTENCE_END = re.compile(
    r"(?<![A-Z])(?<!\b(?:Mr|Dr|St|Jr|No|vs))(?<!\b(?:Mrs|Gen|Amb|Col|Sen"
    r"|Rep))[.!?][\"'”’)\]]{0,2}\s+(?=[\"“'‘]?[A-Z0-9])"
)


_END_OF_SUMMARY = re.compile(r"end (?:of )?(?:summary|comment|note|text)\b[.)]?\s*", re.IGNORECASE)


def _heading_inside(block: Block, following: Block | None) -> list[Block]:
    """A heading that stands, unmarked, behind the last sentence of a paragraph, before the next number (08BAKU761)."""
    if block.kind != "paragraph" or following is None or following.number is None or not block.lines or block.bullet:
        return [block]
    line = block.lines[-1]
    text = line.text.rstrip()
    if len(text) < 60 or ends_flat(text) or re.search(r"[.!,;:][\"'”’)]*$", text):
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
        strict = [w for w in words if w.lower().strip("\"'(),?!-") not in SMALL_WORDS]
        if (
            words
            and not NO_HEADING.match(tail)
            and sum(w.strip("\"'“‘(")[:1].isupper() or w[:1].isdigit() or w == "-" for w in strict)
            >= len(strict) * 0.85
        ):
            earlier = [e for e in ends if e < at]
            if tail.endswith("?") and earlier and len(words) < 4:
                continue  # "What's the Rush?" may be the second half of a heading
            rest = replace(block, lines=[*block.lines[:-1], line.slice(0, at)], rule_below=False)
            return [rest, Block("heading", [line.slice(at)])]
        break
    return [block]


def _complete(block: Block) -> bool:
    return (
        block.kind != "paragraph"
        or ends_sentence(block.text())
        or bool(re.search(r"END (?:SUMMARY|COMMENT|NOTE|TEXT)$", block.text(), re.I))
    )


def _heading_at_end(block: Block, following: Block | None) -> list[Block]:
    """A heading without any mark at the end of a block, before a numbered paragraph (08MEXICO2276 has no blank
    line)."""
    if following is None or following.number is None or following.blank_before or len(block.lines) < 2:
        return [block]
    for count in (1, 2, 3):
        if len(block.lines) <= count:
            break
        heading, last = block.lines[-count:], block.lines[-count - 1].text
        text = join_lines(heading)
        if (
            ends_sentence(last)
            and len(text) <= 60 * count
            and not ends_flat(text)
            and not text.endswith(":")
            and not NO_HEADING.match(text)
            and is_titled(text.split())
            and all(len(line.text) < 75 for line in heading)
        ):
            rest = replace(block, lines=block.lines[:-count], rule_below=False)
            return [rest, Block("heading", list(heading))]
    return [block]
