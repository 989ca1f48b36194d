"""What holds for any document at all: no word invented, none lost, pages that read back, and no fault of the program.

The documents are the archive's and one of each raw form, as they are and damaged at random: cut, doubled, glued
together, with other line ends, with any bytes in between. The examples are the same on every run.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sitegen.convert.accounting import unaccounted
from sitegen.convert.formats import plain_lines
from sitegen.convert.lines import Line
from sitegen.convert.run import DocumentResult, assemble, convert_document
from sitegen.diagnostics import CODES
from sitegen.records import markup
from sitegen.records.blocks import Heading, Paragraph, parse
from sitegen.records.cable import Cable, Omission
from sitegen.records.document import is_edited, read_document, write_document
from sitegen.records.source_text import NotText, read_source, words

HERE = Path(__file__).parent
ARCHIVE = {path.name: path.read_bytes() for path in sorted((HERE.parent / "content" / "sources").iterdir())}
FORMS = {path.name: path.read_bytes() for path in sorted((HERE / "cables").iterdir())}


def steady(examples: int) -> Callable[..., object]:
    return settings(
        max_examples=examples, derandomize=True, database=None, deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def first_invented(body: Iterable[str], document: Iterable[str], glued: Iterable[str] = ()) -> str | None:
    """The first word of ``body`` that does not follow in ``document``; ``glued`` words may be met in two parts."""
    together = frozenset(glued)
    left = iter(document)
    rest = ""  # of a glued word whose first part has been met
    for word in body:
        if rest and rest.endswith(word):
            rest = ""
            continue
        for one in left:
            if word == one:
                rest = ""
                break
            if one in together and (one.startswith(word) or one.endswith(word)):
                rest = one.removeprefix(word) if one.startswith(word) else ""
                break
        else:
            return word
    return None


def missing_words(data: bytes, result: DocumentResult, pages: Iterable[str]) -> set[str]:
    """Words of a document that are neither in its pages nor in what was left out by a rule."""
    left_out = [*result.omissions, *(o for draft in result.drafts for o in draft.omissions)]
    there = set(words("\n".join([*pages, *(o.text for o in left_out)])))
    lines = plain_lines(read_source("x", data)).received
    return {word for line in lines for word in words(line.text)} - there


def check(data: bytes) -> DocumentResult:
    """Convert a document and hold the result against everything that must be so."""
    result = convert_document("x.txt", "sources/x.txt", data)
    for found in result.diagnostics:
        assert found.code in CODES and found.location.path == "sources/x.txt" and found.location.line >= 1
    assert "lost-words" not in {d.code for d in result.diagnostics}, [
        str(d) for d in result.diagnostics if d.code == "lost-words"
    ]
    if not result.drafts:
        return result
    document = words("\n".join(line.text for line in plain_lines(read_source("x", data)).received))
    glued = [omission.text for omission in result.omissions if omission.rule == "run together"]
    for draft in result.drafts:
        assert first_invented(words(markup.reject(draft.body)), document, glued) is None
        assert 1 <= draft.first_line <= draft.last_line
    pages, _ = assemble([result])
    assert sorted({draft.cable.id for draft in result.drafts}) == [page.id for page in pages]
    if len(pages) == len(result.drafts):
        assert missing_words(data, result, [page.text for page in pages]) == set()
    for page in pages:
        read, found_in_page = read_document(page.text, "page.md")
        assert read is not None and found_in_page == []
        assert write_document(read.cable, read.body) == page.text
        assert not is_edited(page.text)
        blocks = parse(read.body)
        anchors = [block.anchor for block in blocks if block.anchor]
        assert len(anchors) == len(set(anchors))
        written = re.findall(r"(?<!\\)\{#([a-z]\w*)\}$", read.body, re.M)
        assert written == [
            block.anchor for block in blocks
            if not (isinstance(block, Heading) or isinstance(block, Paragraph) and block.number)
        ]
    return result


# --- whole documents -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*ARCHIVE, *FORMS])
def test_documents_as_they_are(name: str) -> None:
    result = check({**ARCHIVE, **FORMS}[name])
    assert result.drafts


@pytest.mark.parametrize("name", ARCHIVE)
def test_accepting_no_mark_gives_the_words_of_the_source(name: str) -> None:
    """Every correction stands in the page with what the source has in that line; without the marks it is the source's."""
    data = ARCHIVE[name]
    lines = [line.text for line in plain_lines(read_source(name, data)).received]
    numbers = [line.number for line in plain_lines(read_source(name, data)).received]
    text = words("\n".join(lines))
    for draft in check(data).drafts:
        received, read = words(markup.reject(draft.body)), words(markup.accept(draft.body))
        for one in draft.corrections:
            near = " ".join(line for n, line in zip(numbers, lines, strict=True) if one.line <= n <= one.line + 90)
            assert " ".join(one.received.split()) in " ".join(near.split())
        changed = bool(draft.corrections) and any(words(c.received) != words(c.read) for c in draft.corrections)
        assert (received != read) == changed
        start = text.index(received[3])
        assert first_invented(received, text[max(0, start - 4):]) is None


def test_the_page_words_of_an_archives_cable_stand_there_as_often_as_in_the_source() -> None:
    """09MEXICO3634: what the body holds is what the document holds behind its header, page heads and signature apart."""
    text = read_source("x", ARCHIVE["000_0ecaa1820623a246.txt"]).text
    body = text[text.index("1. (SBU) Summary") : text.rindex("PASCUAL")]
    body = re.sub(r"MEXICO 0000\d+ +00\d OF 005|\]\(#\)|\\", " ", body)
    (draft,) = check(ARCHIVE["000_0ecaa1820623a246.txt"]).drafts
    assert words(markup.reject(draft.body)) == words(body)


# --- damaged documents ---------------------------------------------------------------------------------------------

STRAY = st.one_of(
    st.binary(min_size=1, max_size=12),
    st.sampled_from([
        b"\x00", b"\xff\xfe", "\u2028".encode(), "\u2029".encode(), b"\x85", b"\x0b\x0c", "\ufeff".encode(),
        "\ud800".encode("utf-8", "surrogatepass"), b"\x1a\x1b", b"---\n", b"\n---\nid: 09MEXICO1\n---\n", b"{~~a~>b~~}",
        b"{#u1}", b"```", b"| a | b |\n| - | - |\n", "¶1. ".encode(), "\n¶7. (C) ".encode(), b"\n13. (SBU) ", b"## ",
        b"<pre>", b"</pre>", b"<script>", b"<!--", b"&#x000A;", b"&#xD800;", b"\\", b"VZCZC", b"NNNN\n", b"X" * 40,
        b"\nC O N F I D E N T I A L SECTION 02 OF 02 MEXICO 003634\n", b"\nUNCLAS MEXICO 000283\n",
        b"\nMEXICO 00003634  002 OF 005\n", b"\nSUBJECT: ", b"\nREF: A. ", b"\nTAGS: ", b" " * 200, b"\t", b"-" * 90,
        b"9" * 30, b"{++", b"--}", b"~>", b"\nE.O. 12958: DECL: 13/45/2019\n", b"\nR 312599Z FEB 09\n",
    ]),
)
PLACE = st.integers(0, 10_000)
DAMAGE = st.lists(
    st.one_of(
        st.tuples(st.just("cut"), PLACE, PLACE, st.just(b"")),
        st.tuples(st.just("double"), PLACE, PLACE, st.just(b"")),
        st.tuples(st.just("move"), PLACE, PLACE, st.just(b"")),
        st.tuples(st.just("glue"), PLACE, PLACE, st.sampled_from([b"", b" "])),
        st.tuples(st.just("line ends"), PLACE, PLACE, st.sampled_from([b"\r\n", b"\r", b"\n\n", b"\n \n\n", b"\\\n"])),
        st.tuples(st.just("case"), PLACE, PLACE, st.sampled_from([b"u", b"l"])),
        st.tuples(st.just("insert"), PLACE, PLACE, STRAY),
    ),
    min_size=1,
    max_size=4,
)


def damaged(data: bytes, damage: Iterable[tuple[str, int, int, bytes]]) -> bytes:
    """The document after each piece of damage: what, from and to (in ten thousandths of its length), and with what."""
    for what, one, other, piece in damage:
        a, b = sorted((one * len(data) // 10_000, other * len(data) // 10_000))
        part = data[a:b]
        if what == "cut":
            part = b""
        elif what == "double":
            part *= 2
        elif what == "move":
            data, part = data[:a] + data[b:] + data[a:b], data[b : b + b - a]
        elif what == "glue":
            part = part.replace(b"\r", b"").replace(b"\n", piece)
        elif what == "line ends":
            part = part.replace(b"\r\n", b"\n").replace(b"\n", piece)
        elif what == "case":
            part = part.upper() if piece == b"u" else part.lower()
        else:
            part = piece + part
        data = data[:a] + part + data[b:]
    return data


@given(st.sampled_from(sorted(FORMS)), DAMAGE)
@steady(400)
def test_damaged_documents_of_every_form(name: str, damage: list[tuple[str, int, int, bytes]]) -> None:
    check(damaged(FORMS[name], damage))


@given(st.sampled_from(sorted(ARCHIVE)), DAMAGE)
@steady(50)
def test_damaged_documents_of_the_archive(name: str, damage: list[tuple[str, int, int, bytes]]) -> None:
    check(damaged(ARCHIVE[name], damage))


# --- anything at all -----------------------------------------------------------------------------------------------

LINES = [
    b"UNCLAS MEXICO 000283", b"S E C R E T SECTION 01 OF 02 MEXICO 000283", b"SUBJECT: A", b"TAGS: PGOV", b"REF: A. MEXICO 1",
    b"E.O. 12958: DECL: 01/01/2019", b"1. (C) A b c.", b"2. (C) D e f.", b"13. (U) G", b"A HEADING", b"---------", b"",
    b"a. x", b"-- y", b"Row  1  2", b"A\tB\tC", b"PASCUAL", b"NNNN", b"09MEXICO283", b"2009-02-04 17:08:00", b"Embassy Mexico",
    b"R 041708Z FEB 09", b"FM AMEMBASSY MEXICO", b"TO SECSTATE WASHDC", b"VZCZCXRO3019", b"DE RUEHME #0283/01 0351708",
    b"MEXICO 00000283  002 OF 002", b"PAGE 02        MEXICO  00283  01 OF 02  041708Z", b"CONFIDENTIAL", "¶4. x".encode(),
    b"{~~a~>b~~}", b"| a | b |", b"```", b"SIPDIS", b"Classified By: A B, reason 1.4 (b)", b"country,s &word8 ) and",
]


@given(st.binary(max_size=400))
@example(b"\xff\xfe" + "UNCLAS MEXICO 000283\nSUBJECT: A\n\n1. (U) B.\n".encode("utf-16-le"))
@example(b"\xfe\xff" + "UNCLAS MEXICO 000283\nSUBJECT: A\n\n1. (U) B.\n".encode("utf-16-be"))
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf")
@example("1.\u2028UNCLAS MEXICO 000283\u2028SUBJECT: A\u2028REF: 09 MEXICO 1\u2028\u20281. (U) B.".encode())
@example("UNCLAS MEXICO 000283\nREF: 09 MEXICO 1\n\n1. \ud800\udfff".encode("utf-8", "surrogatepass"))
@steady(300)
def test_any_bytes(data: bytes) -> None:
    check(data)


@given(st.lists(st.sampled_from(LINES), max_size=25), st.sampled_from([b"\n", b"\r\n", b"\n\n", b" "]))
@steady(400)
def test_any_row_of_a_cables_lines(lines: list[bytes], end: bytes) -> None:
    check(end.join(lines))


@pytest.mark.parametrize(
    "piece",
    ["a", "A.", "1. ", "(C) ", "¶1. (C) ", "{~~", "MEXICO 00000283 002 OF 002 ", "<pre>", "&amp;", "A,s ", "&a8 ", ") b ",
     "\u2028", "\t1", " 1  2  3", "-----", "UNCLAS MEXICO 000283 ", "REF: A. MEXICO 1, ", "TAGS: PGOV ", "X" * 12,
     "a\n", "1.\n", "A\n", "a\tb\n", "SUBJECT: ABCDEFGHIJ\nTAGS: A\n", "NNNN\n", "A\n---\n"],
)
def test_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    """One thing a thousand times, alone and in the body of a cable; a square of the length would take minutes."""
    text = piece * (30_000 // len(piece))
    start = time.process_time()
    check(text.encode())
    check(f"UNCLAS MEXICO 000283\nSUBJECT: A\nREF: 09 MEXICO 1\n\n1. (U) {text}\nPASCUAL\n".encode())
    assert time.process_time() - start < 4


def test_the_head_of_a_cable_a_thousand_times_over() -> None:
    """Each head is taken for another copy (08MEXICO2276 has two); no depth of calls may end the program."""
    head = "SIPDIS\nTAGS: PGOV\nSUBJECT: EXAMPLE OF A HEAD THAT COMES AGAIN\nREF: 09 MEXICO 1\n\nThe text.\n\n"
    result = check(("UNCLAS MEXICO 000283\n" + head * 1100).encode())
    assert [draft.cable.id for draft in result.drafts] == ["09MEXICO283"]


def test_files_that_are_no_text_are_said_to_be_so() -> None:
    for data in (bytes(range(256)) * 8, b"\x00" * 5000, b"UNCLAS MEXICO 000283\n" + b"\x00\x01" * 4000):
        with pytest.raises(NotText):
            read_source("x", data)
        assert [d.code for d in check(data).diagnostics] == ["binary-file"]


# --- the account itself ----------------------------------------------------------------------------------------------


def test_a_word_that_no_page_has_is_missed() -> None:
    """The rule that finds lost words must find one that is lost."""
    lines = [Line("One two three two", 4)]
    page = (Cable("09MEXICO1", subject="One"), "two {~~thre~>three~~}", ())
    assert unaccounted(lines, [page], [])[1] == [Omission("lost", "4", "three"), Omission("lost", "4", "two")]
    whole = (Cable("09MEXICO1", subject="One"), "two three", [Omission("page head", "4", "two")])
    assert unaccounted(lines, [whole], []) == ([], [])


def test_two_words_run_together_are_in_their_places() -> None:
    """07PARIS2440 ``YORKC O N F I D E N T I A L``."""
    glued, lost = unaccounted([Line("YORKC", 1)], [(Cable("09MEXICO1"), "YORK C", ())], [])
    assert ([o.text for o in glued], lost) == (["YORKC"], [])


def test_these_properties_can_fail() -> None:
    assert first_invented(["a", "c"], ["a", "b"]) == "c"
    assert first_invented(["b", "a"], ["a", "b"]) == "a"
    result = convert_document("x.txt", "x.txt", FORMS["c.txt"])
    assert missing_words(FORMS["c.txt"] + b"unheard\n", result, []) >= {"unheard"}
