"""Addresses that were published hold: anchors through edits of paragraphs, pages through renames."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.build import build, record_permalinks
from sitegen.checks.permalinks import dead_ends, lost
from sitegen.config import open_project
from sitegen.diagnostics import Diagnostic, Severity
from sitegen.records.blocks import Paragraph, parse
from sitegen.report import Report
from sitegen.site.permalinks import Gone, Lock, Permalink, permalink, permanent, prints, read_lock, write_lock

TEXTS = [
    "The minister said that he would not be at the meeting on the border.",
    "We have been told of a plan to sell all the ships before the end of it.",
    "In the view of this post there is no more to be had from them than they said.",
    "It is our hope that you will go to him and ask if there is any way to do so.",
    "From what she had seen up to then, nobody but the army could have been there.",
    "They were for it and against it, and so were all of the others who had come.",
]


def anchors(body: str) -> list[str]:
    found = []
    for block in parse(body):
        found += [block.anchor] if block.anchor else []
        found += block.more if isinstance(block, Paragraph) else ()
    return found


def said(found: list[Diagnostic]) -> list[str]:
    return [str(d).partition(" (")[0] for d in found]


# --- the file -----------------------------------------------------------------------------------------------------

def test_the_lock_is_read_as_written() -> None:
    text = write_lock([Permalink("/b/", "u1 p10:00ff p2 p2a p2-2"), Permalink("/a/"), Permalink("/b/", "p3:1a2b p2:0c0c")],
                      [Gone("/c/", "", "/a/"), Gone("/b/", "p9", "/a/#p1"), Gone("/d/", why="a court's order")])
    assert [line for line in text.split("\n") if not line.startswith("#")] == [
        "/a/", "/b/ p2:0c0c p2a p2-2 p3:1a2b p10:00ff u1", "/b/#p9 -> /a/#p1", "/c/ -> /a/",
        "/d/ withdrawn: a court's order", ""]
    read, found = read_lock(text)
    assert not found
    assert dict(read.recorded[1].anchors)["p3"] == "1a2b"
    assert write_lock(read.recorded, read.gone) == text
    assert read.recorded[1].line == text.split("\n").index("/b/ p2:0c0c p2a p2-2 p3:1a2b p10:00ff u1") + 1
    assert read.pages["/c/"].target == "/a/" and [one.anchor for one in read.anchors["/b/"]] == ["p9"]


@pytest.mark.parametrize(("line", "message"), [
    ("cables", "`cables` is no path of the site"),
    ("/a/ p1 <b>", "is neither a page with its anchors nor where one has gone"),
    ("/a/ withdrawn:", "is neither a page with its anchors nor where one has gone"),
    ("/a/ ->", "is neither a page with its anchors nor where one has gone"),
    ("/a/ -> https://example.net/", "is neither a page with its anchors nor where one has gone"),
    ("/a/ -> /../x/", "is neither a page with its anchors nor where one has gone"),
])
def test_a_line_that_says_nothing(line: str, message: str) -> None:
    assert said(read_lock(f"/b/ p1\n{line}\n")[1]) == [f"content/permalinks.lock:2:1: error[bad-value]: {message}"]


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    lock, found = read_lock(text)
    assert read_lock(write_lock(lock.recorded, lock.gone))[1] == [] and all(d.location.line for d in found)


def test_only_anchors_of_paragraphs_are_permanent() -> None:
    assert permanent(["toc", "p2", "p10", "u1", "p2a", "cite", "comment", "p7-2"]) == ["p2", "p2a", "p7-2", "p10", "u1"]


def test_a_print_says_nothing_of_names_and_numbers() -> None:
    body = "¶1. (S) He said to Ana Pérez that it was all she had and that he had seen none of it."
    other = body.replace("Ana Pérez", "Igor Ivanovich 4711").replace("(S)", "(C)")
    assert prints(body) == prints(other)
    assert prints(body)["p1"] and prints(body) != prints("¶1. " + TEXTS[0])
    assert prints("¶1. (S) Signed by Ana.") == {"p1": ""}


# --- anchors that lead to a paragraph -----------------------------------------------------------------------------

def test_a_paragraph_takes_over_anchors() -> None:
    """Of two paragraphs that were joined, and of one that had another number."""
    assert anchors(f"¶1. {TEXTS[0]} {TEXTS[1]} {{#p2}}\n\n¶3. {TEXTS[2]}") == ["p1", "p2", "p3"]
    assert anchors(f"¶2. New. {{#p9}}\n\n¶3. {TEXTS[1]} {{#p2}}") == ["p2-2", "p9", "p3", "p2"]
    assert anchors("One. {#u1} {#u2}\n\nTwo. {#u3}") == ["u1", "u2", "u3"]
    assert anchors("¶1. Its own. {#p1}") == ["p1"]
    assert anchors("¶1. A {#p7}\n\n¶2. B {#p7}") == ["p1", "p7", "p2"]
    assert parse("¶1. A {#b} c")[0].spans[0].text == "A {#b} c"  # type: ignore[union-attr,index]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(["¶1. a {#p2}", "¶2. b {#p1} {#p3}", "¶2. c", "d {#p1} {#u1}", "¶3. e", "a. f {#p3a}", "## p1"]), max_size=9))
def test_an_anchor_stands_once_on_a_page(blocks: list[str]) -> None:
    found = anchors("\n\n".join(blocks))
    assert len(found) == len(set(found))


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[str], list[tuple[int, str]]]:
    """Paragraphs that were published as 1, 2, 3 …; and the same after some edits, each with its number now."""
    before = draw(st.permutations(TEXTS))[: draw(st.integers(2, 6))]
    after = [(number, text) for number, text in enumerate(before, 1)]
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(len(after) - 1, 0)))
        what = draw(st.sampled_from(["remove", "insert", "swap", "renumber", "join", "split", "correct"]))
        if not after:
            break
        number, text = after[at]
        if what == "remove":
            del after[at]
        elif what == "insert":
            after.insert(at, (number, "The new words of an editor, who had to say what it was all for."))
        elif what == "swap":
            other = draw(st.integers(0, len(after) - 1))
            after[at], after[other] = (number, after[other][1]), (after[other][0], text)
        elif what == "renumber":
            after = [(n + (n >= number), own) for n, own in after]
        elif what == "join" and at + 1 < len(after):
            after[at:at + 2] = [(number, f"{text} {after[at + 1][1]}")]
        elif what == "split":
            words = text.split()
            after[at:at + 1] = [(number, " ".join(words[:7])), (number + 1, " ".join(words[7:]))]
        elif what == "correct":
            after[at] = (number, text.replace(" the ", " that ", 1))
    return before, after


@settings(max_examples=500, deadline=None)
@given(edits())
@example((TEXTS[:3], [(1, "New words of an editor are here, and not to be had of them."), (2, TEXTS[0]), (3, TEXTS[1])]))
def test_no_edit_loses_an_anchor_in_silence(edited: tuple[list[str], list[tuple[int, str]]]) -> None:
    """An anchor leads to the text that it led to, or this text is nowhere as it was and the anchor is still there, or
    the build says what is wrong."""
    before, after = edited
    old = "\n\n".join(f"¶{number}. {text}" for number, text in enumerate(before, 1))
    new = "\n\n".join(f"¶{number}. {text}" for number, text in after)
    lock = Lock((permalink("/a/", prints(old)),))
    found = lost(lock.recorded, lock, {"/a/": anchors(new)}, {}, lambda _: prints(new), "x.lock")
    where = {block.anchor: text for block, (_, text) in zip(parse(new), after, strict=True)}
    silent = [f"p{number}" for number, text in enumerate(before, 1)
              if (anchor := f"p{number}") not in where or (text in where.values() and where[anchor] != text)]
    told = " ".join(map(str, found))
    assert all(f"#{anchor}" in told for anchor in silent), (silent, told)
    assert bool(found) == bool(silent)


def test_what_was_lost_is_found_again_as_the_message_says() -> None:
    old = "\n\n".join(f"¶{number}. {text}" for number, text in enumerate(TEXTS[:3], 1))
    new = f"¶1. New.\n\n¶2. {TEXTS[0]}\n\n¶3. {TEXTS[1]}\n\n¶4. {TEXTS[2]}"
    lock, _ = read_lock("/a/ " + permalink("/a/", prints(old)).written)
    found = lost(lock.recorded, lock, {"/a/": anchors(new)}, {}, lambda _: prints(new), "x.lock")
    assert said(found) == ["x.lock:1:1: error[permalink-gone]: published anchors of /a/ lead to other paragraphs than they "
                           "did: #p1 is #p2 now, #p2 is #p3 now, #p3 is #p4 now"]
    mended = f"¶1. New.\n\n¶2. {TEXTS[0]} {{#p1}}\n\n¶3. {TEXTS[1]} {{#p2}}\n\n¶4. {TEXTS[2]} {{#p3}}"
    assert lost(lock.recorded, lock, {"/a/": anchors(mended)}, {}, lambda _: prints(mended), "x.lock") == []
    assert anchors(mended) == ["p1-2", "p2-2", "p1", "p3-2", "p2", "p4", "p3"]


# --- pages --------------------------------------------------------------------------------------------------------

def test_what_was_published_must_be_there() -> None:
    lock = Lock((Permalink("/a/", "p1 p2", 3), Permalink("/b/", "", 4), Permalink("/c/", "p1", 5)))
    found = lost(lock.recorded, lock, {"/a/": ["p1"], "/new/": ["p1"]}, {"/c/": "/new/"}, lambda _: {}, "x.lock")
    assert said(found) == ["x.lock:3:1: error[permalink-gone]: the published anchors of /a/ are gone: #p2",
                           "x.lock:4:1: error[permalink-gone]: the published page /b/ is gone"]
    whole = {"/a/": ["p1", "p2"], "/b/": [], "/c/": ["p1"]}
    assert lost(lock.recorded, lock, whole, {}, lambda _: {}, "x.lock") == []


@settings(max_examples=200)
@given(st.sets(st.integers(1, 5)), st.dictionaries(st.integers(1, 5), st.integers(1, 9)), st.sets(st.integers(1, 5)),
       st.sets(st.integers(1, 9)))
def test_no_rename_loses_a_page_in_silence(recorded: set[int], moved: dict[int, int], withdrawn: set[int], there: set[int]) -> None:
    entries = [*(Gone(f"/{old}/", "", f"/{new}/") for old, new in moved.items() if old not in withdrawn),
               *(Gone(f"/{old}/", why="a reason") for old in withdrawn)]
    lock = Lock(tuple(Permalink(f"/{number}/") for number in sorted(recorded)), tuple(entries), {one.path: one for one in entries})
    current = {f"/{number}/": list[str]() for number in there}
    redirects = {one.path: one.target for one in entries if one.target}
    found = lost(lock.recorded, lock, current, redirects, lambda _: {}, "x.lock") + dead_ends(lock, current, redirects, "x.lock")
    unreachable = {number for number in recorded if number not in there and number not in withdrawn
                   and moved.get(number) not in there}
    assert {number for number in recorded if f"the published page /{number}/ is gone" in " ".join(map(str, found))} == unreachable


# --- a site -------------------------------------------------------------------------------------------------------

@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "content/cables").mkdir(parents=True)
    (root / "site.yaml").write_text("title: A test\nbase_url: https://example.org/archive\n")
    for number in (1, 2, 3):
        cable(root, f"09LAPAZ{number}", [TEXTS[number], TEXTS[number + 1]])
    assert not errors(record(root))
    return root


def cable(root: Path, id_: str, texts: list[str], **keys: str) -> Path:
    path = root / f"content/cables/{id_}.md"
    more = "".join(f"{key}: {value}\n" for key, value in keys.items())
    body = "\n\n".join(f"¶{number}. (U) {text}" for number, text in enumerate(texts, 1))
    path.write_text(f"---\nid: {id_}\ntitle: Title of {id_}\ndate: 2009-03-02\n{more}---\n\n{body}\n")
    return path


def record(root: Path) -> Report:
    return record_permalinks(opened(root))


def opened(root: Path) -> Any:
    project, found = open_project(root)
    assert project, found
    return project


def run(root: Path, **options: Any) -> Report:
    return build(opened(root), **({"search": False, "jobs": 1} | options))


def errors(report: Report) -> list[str]:
    return [str(d) for d in report.diagnostics if d.severity is Severity.ERROR]


def entry(root: Path, line: str) -> None:
    lock = root / "content/permalinks.lock"
    lock.write_text(f"{lock.read_text()}{line}\n")


def test_a_page_that_was_moved_leads_on(root: Path) -> None:
    (root / "content/cables/09LAPAZ1.md").unlink()
    cable(root, "09LAPAZ11", [TEXTS[1], TEXTS[2]])
    assert "the published page /cables/09LAPAZ1/ is gone" in " ".join(errors(run(root)))
    entry(root, "/cables/09LAPAZ1/ -> /cables/09LAPAZ11/")
    assert not errors(run(root))
    assert "/archive/cables/09LAPAZ1/ /archive/cables/09LAPAZ11/ 301\n" in (root / "public/_redirects").read_text()
    (root / "site.yaml").write_text((root / "site.yaml").read_text() + "host: none\n")
    assert not errors(run(root))
    page = (root / "public/cables/09LAPAZ1/index.html").read_text()
    assert '<link rel="canonical" href="https://example.org/archive/cables/09LAPAZ11/">' in page
    assert 'content="0; url=/archive/cables/09LAPAZ11/"' in page
    assert not errors(record(root))
    assert "/cables/09LAPAZ1/ -> /cables/09LAPAZ11/" in (root / "content/permalinks.lock").read_text()
    (root / "content/cables/09LAPAZ11.md").rename(root / "content/cables/later.md")
    cable(root, "09LAPAZ12", [TEXTS[1], TEXTS[2]])
    (root / "content/cables/later.md").unlink()
    entry(root, "/cables/09LAPAZ11/ -> /cables/09LAPAZ12/")
    assert not errors(run(root))  # moved again: both lead to where it is now
    assert "url=/archive/cables/09LAPAZ12/" in (root / "public/cables/09LAPAZ1/index.html").read_text()


def test_a_page_that_was_withdrawn_says_why_and_is_nowhere_else(root: Path) -> None:
    (root / "content/cables/09LAPAZ2.md").unlink()
    entry(root, "/cables/09LAPAZ2/ withdrawn: at a <court>'s order")
    assert not errors(run(root, search=True))
    page = (root / "public/cables/09LAPAZ2/index.html").read_text()
    assert "at a &lt;court&gt;&#39;s order" in page and 'content="noindex"' in page
    assert "/archive/cables/09LAPAZ2/ /archive/cables/09LAPAZ2/ 410!\n" in (root / "public/_redirects").read_text()
    for path in (root / "public").rglob("*"):
        if path.is_file() and path.name not in ("_redirects", "manifest.json") and "09LAPAZ2" not in path.parts:
            assert b"09LAPAZ2" not in path.read_bytes(), path
    assert "cables/09LAPAZ2/index.html" in json.loads((root / "public/data/manifest.json").read_text())["files"]
    cable(root, "09LAPAZ2", [TEXTS[2], TEXTS[3]])
    assert "[duplicate-path]: /cables/09LAPAZ2/ is claimed by content/cables/09LAPAZ2.md too" in " ".join(errors(run(root)))


def test_a_paragraph_that_has_gone_says_where_or_why(root: Path) -> None:
    cable(root, "09LAPAZ3", [TEXTS[3]])
    cable(root, "09LAPAZ2", ["New."])
    assert "the published anchors of /cables/09LAPAZ3/ are gone: #p2" in " ".join(errors(run(root)))
    entry(root, "/cables/09LAPAZ3/#p2 -> /cables/09LAPAZ1/#p1")
    entry(root, "/cables/09LAPAZ2/#p2 withdrawn: nobody may say")
    assert not errors(run(root))
    page = (root / "public/cables/09LAPAZ3/index.html").read_text()
    assert 'id="p2"' in page and 'href="/archive/cables/09LAPAZ1/#p1"' in page
    assert "nobody may say" in (root / "public/cables/09LAPAZ2/index.html").read_text()
    entry(root, "/cables/09LAPAZ1/#p9 -> /cables/09LAPAZ1/#p7")
    assert "leads to /cables/09LAPAZ1/#p7, which is not there" in " ".join(errors(run(root)))


def test_entries_that_cannot_be_are_told(root: Path) -> None:
    entry(root, "/cables/09LAPAZ1/ -> /cables/09LAPAZ2/")
    entry(root, "/old/ -> /older/")
    entry(root, "/older/ -> /old/")
    entry(root, "/old/ -> /cables/09LAPAZ2/")
    told = " ".join(errors(run(root)))
    for message in ("/cables/09LAPAZ1/ is said to be elsewhere, but content/cables/09LAPAZ1.md stands there",
                    "/old/ is moved in a circle", "says again where this address has gone"):
        assert message in told


def test_renumbered_paragraphs_stop_the_build(root: Path) -> None:
    path = cable(root, "09LAPAZ1", ["Something new that was not there.", TEXTS[1], TEXTS[2]])
    report = run(root)
    assert "#p1 is #p2 now, #p2 is #p3 now" in " ".join(errors(report))
    text = path.read_text().replace(TEXTS[1], TEXTS[1] + " {#p1}").replace(TEXTS[2], TEXTS[2] + " {#p2}")
    path.write_text(text)
    assert not errors(run(root))
    page = (root / "public/cables/09LAPAZ1/index.html").read_text()
    assert page.index('id="p1-2"') < page.index('id="p1"') < page.index(TEXTS[1])
