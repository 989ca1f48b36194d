"""The grammar of a cable's body: what is written reads back as itself, and nothing is lost or invented."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.records import markup
from sitegen.records.blocks import Fence, Heading, Paragraph, Table, parse
from sitegen.records.markup import Change, Highlight, Note, Text

#: texts made of the signs that the grammar knows, so that chance finds the collisions
RISKY = st.lists(st.sampled_from(["{", "}", "~", "-", "+", ">", "<", "=", "#", "|", "\\", "`", "¶", "3", ".", "(", ")", "a",
                                  " ", "\n", "{#u1}", "{~~", "~>", "~~}", "{>>", "<<}", "## ", "```", "| a |", "|---|"]),
                 max_size=14).map("".join)
ANY = RISKY | st.text()


@given(ANY, st.booleans())
def test_escaped_text_reads_as_itself(text, at_line_start):
    assert markup.plain(markup.parse_inline(markup.escape(text, at_line_start))) == text
    assert markup.accept(markup.escape(text, at_line_start)) == text


@given(st.lists(RISKY, max_size=4))
def test_escaped_pieces_may_be_joined(pieces):
    assert markup.accept("".join(map(markup.escape, pieces))) == "".join(pieces)


@given(ANY)
def test_escaped_text_is_one_paragraph(text):
    text = "\n".join(line.strip(" \t") for line in text.strip(" \t\n").split("\n")).replace("\r", "")
    if not text.strip(" \t\n"):
        return
    blocks = parse(markup.escape(text, at_line_start=True))
    assert len(blocks) == 1
    assert isinstance(blocks[0], Paragraph)
    assert blocks[0].number == ""
    assert markup.plain(blocks[0].spans) == text


@given(ANY)
def test_fenced_text_reads_as_itself(text):
    blocks = parse(markup.fenced(text, anchor="u7"))
    assert [(type(block), block.anchor, markup.plain(block.spans)) for block in blocks] == [(Fence, "u7", text)]


@given(st.lists(st.tuples(ANY, ANY), max_size=5))
def test_accept_and_reject_undo_corrections(pairs):
    body = "".join(markup.correction(received, read) for received, read in pairs)
    assert markup.accept(body) == "".join(read for _, read in pairs)
    assert markup.reject(body) == "".join(received for received, _ in pairs)


@given(st.lists(st.lists(ANY, min_size=2, max_size=3), min_size=1, max_size=3), st.booleans())
def test_cells_of_a_table_read_as_themselves(rows, with_head):
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    head = ["A", "B"] if with_head else []
    (table,) = parse(markup.pipe_table([[markup.escape(cell) for cell in row] for row in rows], head))
    assert isinstance(table, Table)
    assert [markup.plain(cell) for cell in table.head] == (["A", "B", ""][:len(table.head)] if with_head else [])
    width = len(table.align)
    assert [[markup.plain(cell) for cell in row] for row in table.rows] == [row + [""] * (width - len(row)) for row in rows]


@given(ANY)
def test_reading_loses_no_sign_of_broken_marks(text):
    body = text.replace("\\", "")  # without escapes every sign that is not part of a mark must come out
    kept = markup.accept(body)
    if not any(sign in body for sign in ("~~}", "--}", "++}", "<<}", "==}", "{#")):
        assert kept == body


@pytest.mark.parametrize("body", ["{~~" * 60_000, "{==" * 40_000 + "==}" * 40_000, "{~~a" + "~>" * 60_000 + "~~}",
                                  "\\" * 200_001, "| a\n" * 40_000, "```\n" * 40_000, "¶3. (U) a\n" * 20_000,
                                  "{#u1}\n\n" * 20_000, "x\n" * 60_000, "{~~a~>b" * 20_000 + "--}" * 20_000])
def test_reading_takes_linear_time(body):
    started = time.process_time()
    parse(body)
    markup.check(body, "page.md")
    assert time.process_time() - started < 4


@pytest.mark.parametrize(("text", "written"), [
    ("a * b_c_ http://x.org/a_b [link](#) <b> 1986. Then", "a * b_c_ http://x.org/a_b [link](#) <b> 1986. Then"),
    ("## no heading", "\\## no heading"),
    ("¶3 of reftel", "\\¶3 of reftel"),
    ("| no table", "\\| no table"),
    ("a | b", "a | b"),
    ("C:\\new", "C:\\new"),
    ("C:\\.x", "C:\\\\.x"),
    ("{~~x", "\\{~~x"),
])
def test_only_what_a_rule_would_take_is_escaped(text, written):
    assert markup.escape(text, at_line_start=True) == written


def test_a_body_of_every_kind_of_block():
    blocks = parse("""\
PASCUAL reports. {#u1}

## Combining {~~Effrots~>Efforts~~}

¶1. (SBU) Summary. Accepting
two lines.

{~~13~>¶3~~}. (C/NF) Much of the discussion.

a. (C) First point.

(b) Second point.

¶3. Again.

| DTO | Killed |
|-----|-------:|
| Gulf \\| Zetas | 12 |
{#u2}

``` {#u3}
A   B
1   2
```

Signature {#sig}
""")
    assert [(type(block).__name__, block.anchor) for block in blocks] == [
        ("Paragraph", "u1"), ("Heading", "h-combining-effrots"), ("Paragraph", "p1"), ("Paragraph", "p3"),
        ("Paragraph", "p3a"), ("Paragraph", "p3b"), ("Paragraph", "p3-2"), ("Table", "u2"), ("Fence", "u3"),
        ("Paragraph", "sig")]
    summary, third, table, fence = blocks[2], blocks[3], blocks[7], blocks[8]
    assert (summary.number, summary.mark, markup.plain(summary.spans)) == ("1", "SBU", "Summary. Accepting two lines.")
    assert (third.number, third.mark) == ("3", "C/NF")
    assert third.number_spans == (Change("substitution", (Text("13"),), (Text("¶3"),)), Text("."))
    assert markup.plain(third.spans) == "Much of the discussion."
    assert table.align == ("left", "right")
    assert [markup.plain(cell) for cell in table.rows[0]] == ["Gulf | Zetas", "12"]
    assert markup.plain(fence.spans) == "A   B\n1   2"
    assert isinstance(blocks[1], Heading)


@pytest.mark.parametrize(("paragraph", "mark"), [
    ("¶2. (SBU/NF) Text", "SBU/NF"), ("¶2. (C/NF) Text", "C/NF"), ("¶2.  (U//FOUO) Text", "U//FOUO"), ("¶2. (c) Text", "c"),
    ("¶2. (U.S. officials said) Text", ""), ("¶2. (See above) Text", ""), ("¶2. (Comment: yes) Text", ""), ("¶2 (S) Text", "S"),
])
def test_portion_marks(paragraph, mark):
    (block,) = parse(paragraph)
    assert (block.number, block.mark) == ("2", mark)
    assert markup.plain(block.spans).startswith("Text" if mark else "(")


@pytest.mark.parametrize(("paragraph", "letter", "mark", "text"), [
    ("(S/NF) Table I: Killings {#u1}", "", "S/NF", "Table I: Killings"), ("(C) Comment", "", "C", "Comment"),
    ("(c) third", "c", "", "(c) third"), ("A. (C) first", "a", "", "A. (C) first"), ("(See above) x", "", "", "(See above) x"),
])
def test_marks_and_letters_of_paragraphs_without_a_number(paragraph, letter, mark, text):
    (block,) = parse(paragraph)
    assert (block.letter, block.mark, markup.plain(block.spans)) == (letter, mark, text)


def test_numbers_keep_their_anchors_whatever_an_editor_writes():
    blocks = parse("Mine. {#p2}\n\n¶2. Theirs.\n\n¶2. Again.\n\nTwice. {#u1}\n\nTwice. {#u1}\n\n## H\n\n## H")
    assert [block.anchor for block in blocks] == ["p2-3", "p2", "p2-2", "u1", "u1-2", "h-h", "h-h-2"]


@given(st.lists(st.sampled_from(["¶1. a", "¶1. (U) a", "b {#u1}", "c {#p1-2}", "d {#p1}", "## e", "f {#h-e}", "a. g"]), max_size=12))
def test_anchors_stand_once(paragraphs):
    anchors = [block.anchor for block in parse("\n\n".join(paragraphs)) if block.anchor]
    assert len(anchors) == len(set(anchors))


def test_marks_within_marks():
    assert markup.parse_inline("{~~Garica~>{>>withheld: source at risk<<}~~} {==x {--y--}==}") == (
        Change("substitution", (Text("Garica"),), (Note("withheld: source at risk"),)),
        Text(" "),
        Highlight((Text("x "), Change("deletion", (Text("y"),)))),
    )


def test_broken_marks_are_reported_with_their_place_and_stand_as_written():
    body = "One {~~two~~} and\n\nthree {--four"
    assert markup.accept(body) == body
    assert [(str(found.location), found.code) for found in markup.check(body, "a.md", 10)] == [
        ("a.md:10:5", "bad-markup"), ("a.md:12:7", "bad-markup")]


def test_words_are_runs_of_letters_and_digits():
    assert markup.words("the country's 60-80 ¶3 Señor_X") == ["the", "country", "s", "60", "80", "3", "Señor", "X"]
