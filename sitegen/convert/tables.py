"""Tables: runs of rows among the blocks, as cells where their columns are certain, else as preformatted text."""

from __future__ import annotations

import re

from sitegen.convert import columns
from sitegen.convert.blocks import Block
from sitegen.convert.lines import Line


def find_tables(blocks: list[Block]) -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        is_rows = (
            block.kind == "paragraph"
            and not block.number
            and not block.bullet
            and sum(columns.looks_like_row(line.text) for line in block.lines) * 2 > len(block.lines)
        )
        if not is_rows:
            last = out[-1] if out else None
            if (
                last is not None
                and last.kind == "table"
                and len(block.lines) == 1
                and block.kind == "paragraph"
                and block.number is None
            ):
                row = columns.trailing_row(block.text(), len(last.rows[0]))
                if row:
                    last.rows.append(row)
                    last.lines.append(block.lines[0])
                    continue
            out.append(block)
            continue
        texts = [line.text for line in block.lines]
        rows = columns.tab_rows(texts)
        if rows:
            block.kind, block.rows = "table", rows
            _take_head(block, out)
            out.append(block)
            continue
        rows = columns.blank_rows(texts)
        if rows and not (out and out[-1].kind == "preformatted"):
            block.kind = "table"
            block.head, block.rows = (rows[0], rows[1:]) if not columns.is_value(rows[0][-1]) else ([], rows)
            out.append(block)
        elif (
            len(block.lines) == 1
            and (out and out[-1].kind != "preformatted" or not out)
            and not re.search(r"\S {4,}\S.*\S {4,}\S|\t", texts[0])
        ):
            out.append(block)
        elif out and out[-1].kind == "preformatted":
            out[-1].lines += [*([Line("", 0)] if block.blank_before and not block.rule_above else []), *block.lines]
        else:
            block.kind = "preformatted"
            out.append(block)
    return out


def _take_head(table: Block, before: list[Block]) -> None:
    """Column heads that stand at the end of the table's title: ``2007* 2008**`` and, below, ``(% of total)``."""
    if not before or before[-1].kind != "paragraph" or len(before[-1].lines) < 2:
        return
    title = before[-1]
    width = len(table.rows[0])
    for count in (1, 2):
        if len(title.lines) <= count:
            return
        head = columns.head_row(title.lines[-count].text, width)
        if head and all(
            re.match(r"^\(.*\)$", line.text.strip()) for line in title.lines[len(title.lines) - count + 1 :]
        ):
            notes = [[line.text.strip(), *[""] * (width - 1)] for line in title.lines[len(title.lines) - count + 1 :]]
            table.head, table.rows = head, [*notes, *table.rows]
            table.lines = [*title.lines[-count:], *table.lines]
            del title.lines[-count:]
            return
