"""Hostile content: each attack of tests/hostile/ gives a clear diagnostic or harmless output, nothing leaves its folder,
and work stays linear. tests/test_served.py looks at the same pages in a browser."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import RAW_CABLE
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from sitegen.cli import main
from sitegen.config import read_config
from sitegen.convert.layout import is_page_head
from sitegen.records.markup import Marks, accept
from sitegen.records.unseen import visible
from sitegen.records.withheld import read_withheld
from sitegen.records.withholding import withhold_body
from sitegen.render.markdown import outside_pictures, page_html
from sitegen.site.permalinks import read_lock
from sitegen.site.urls import free_slug, slug

CORPUS = Path(__file__).parent / "hostile"
BASE = "https://hostile.example"

#: what each file of hostile/refused/content/ must be told
REFUSED = {
    "cables/2009/address-as-id.md": "bad-value",
    "cables/2009/alias-bomb.md": "bad-value",
    "cables/2009/alias-of-itself.md": "bad-value",
    "cables/2009/brackets.md": "bad-front-matter",
    "cables/2009/control.md": "bad-front-matter",
    "cables/2009/dashes.md": "bad-front-matter",
    "cables/2009/large-number.md": "bad-value",
    "cables/2009/merge-key.md": "bad-value",
    "cables/2009/nul-in-id.md": "bad-value",
    "cables/2009/nul.md": "bad-front-matter",
    "cables/2009/object.md": "bad-value",
    "cables/2009/path-as-id.md": "bad-value",
    "cables/2009/redirect-rule.md": "bad-value",
    "cables/2009/same-key.md": "duplicate-key",
    "corrections.yaml": "bad-value",
    "glossary.yaml": "bad-value",
    "pages/Evil Page.md": "bad-value",
    "pages/brackets.md": "bad-front-matter",
    "people.yaml": "bad-value",
    "places.yaml": "bad-front-matter",
    "sources.yaml": "bad-value",
    "sources/binary.txt": "binary-file",
    "sources/packed.txt": "not-plain-text",
    "topics.yaml": "bad-front-matter",
}


def built(root: Path, *options: str) -> tuple[int, set[tuple[str, str]], str]:
    """Build a project without search: the exit code, path and code of each diagnostic, and all that was said."""
    report = root.parent / "report.json"
    ended = main(["--project", str(root), "build", "--no-search", "--report", str(report), *options])
    said = json.loads(report.read_text("utf-8"))["diagnostics"]
    return ended, {(one["path"], one["code"]) for one in said}, json.dumps(said)


def published(root: Path) -> dict[str, bytes]:
    public = root / "public"
    return {path.relative_to(public).as_posix(): path.read_bytes() for path in sorted(public.rglob("*")) if path.is_file()}


# --- what is refused ----------------------------------------------------------------------------------------------

def test_each_refused_file_is_told_and_the_rest_is_built(tiny_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {path.relative_to(CORPUS / "refused" / "content").as_posix() for path in (CORPUS / "refused").rglob("*.*")
            if path.is_file()} == REFUSED.keys()
    shutil.copytree(CORPUS / "refused" / "content", tiny_project / "content", dirs_exist_ok=True)
    ended, found, _ = built(tiny_project)
    assert ended == 1
    assert {(f"content/{path}", code) for path, code in REFUSED.items()} - found == set()
    assert "Traceback" not in capsys.readouterr().err
    files = published(tiny_project)
    assert "cables/09LAPAZ101/index.html" in files
    assert files["_redirects"] == b""  # no rule of theirs
    assert sorted(path.name for path in tiny_project.iterdir()) == [".sitegen", "content", "public", "site.yaml"]
    assert not any(b"evil" in path.encode() for path in files)


@pytest.mark.parametrize("value", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000, "&a [*a]", "a\0b", "\ud800"])
def test_a_hostile_site_yaml_is_an_error_and_no_end_of_the_process(value: str) -> None:
    config, found = read_config(f"title: {value}\nbase_url: https://a.example\n")
    assert config is None and found


@pytest.mark.parametrize(("line", "told"), [
    ("/cables/../../etc/passwd -> /x/", 1), ("/a/ -> //evil.example/", 1), ("/a/ -> https://evil.example/", 1),
    ("/a/ -> javascript:pwned(1)", 1), ("/a/ -> /b/ 301!", 1), ("/a/\t//evil.example/ 200", 1), ("/a/ -> /b/", 0)])
def test_a_lock_file_leads_nowhere_else(line: str, told: int) -> None:
    assert len(read_lock(line)[1]) == told


@pytest.mark.parametrize("entry", [
    "{pattern: '" + "(" * 20_000 + "a" + ")" * 20_000 + "'}", "{pattern: '((a{1,1000}){1,1000})'}", "{pattern: '(?=a)'}",
    "{name: '" + "A b " * 20_000 + "'}", "{name: '" + "a" * 300 + "'}", "{name: Ana B, variants: ['" + "x y " * 30 + "']}",
    "{phrase: '" + "a" * 1_100 + "'}", "[" * 50_000])
def test_a_list_that_would_take_for_ever_is_refused(entry: str) -> None:
    listed, found = read_withheld(f"- {entry}\n")
    assert listed is None and {one.code for one in found} == {"withheld-unreadable"}
    assert all(len(str(one)) < 400 for one in found)


# --- what is shown as words ----------------------------------------------------------------------------------------

def elements(html: bytes) -> Iterator[tuple[str, dict[str, str], str]]:
    root = LexborHTMLParser(html).root
    for node in root.traverse() if root else ():
        yield node.tag or "", {name: value or "" for name, value in node.attributes.items()}, node.text() or ""


LOADED = {"src", "srcset", "poster", "data", "action", "formaction", "background"}
PLAIN_LINK = re.compile(r"(?:https?://|mailto:)|[/#.]|(?![A-Za-z][A-Za-z0-9+.-]*:)", re.I)
UNSEEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_no_page_holds_anything_that_could_run_or_load(hostile: Path) -> None:
    wrong = []
    pages = {path: data for path, data in published(hostile).items() if path.endswith(".html")}
    assert len(pages) > 40
    for path, data in pages.items():
        for tag, attributes, text in elements(data):
            if tag in ("base", "iframe", "object", "embed", "frame", "style", "math", "plaintext"):
                wrong.append(f"{path}: <{tag}>")
            if tag == "script" and "src" not in attributes:
                assert attributes["type"] in ("application/ld+json", "application/json")
                assert isinstance(json.loads(text), dict)
            for name, value in attributes.items():
                if name.startswith("on") or name in ("style", "srcdoc", "http-equiv"):
                    wrong.append(f"{path}: {tag} {name}={value}")
                if name == "href" and not PLAIN_LINK.match(value):
                    wrong.append(f"{path}: {tag} {name}={value}")
                if (name in LOADED or (tag == "link" and name == "href" and "stylesheet" in attributes.get("rel", ""))) \
                        and not re.match(r"/(?!/)|data:image/gif", value):
                    wrong.append(f"{path}: {tag} {name}={value}")
        words = re.sub(rb'<script type="application/(?:ld\+)?json".*?</script>', b"", data, flags=re.S)
        if UNSEEN.search(words.decode("utf-8")):
            wrong.append(f"{path}: an unseen sign")
    assert wrong == []


def test_what_stands_in_documents_is_shown_as_it_stands(hostile: Path) -> None:
    about = LexborHTMLParser(published(hostile)["about/index.html"])
    words = about.css_first("main article").text()
    for shown in ("<script>pwned('page html')</script>", "{{ 7*7 }} {% include \"/etc/passwd\" %}", "quoted [U+202E] backwards",
                  "[one](javascript:pwned('link'))", "<javascript:pwned('autolink')>"):
        assert shown in words
    assert "49" not in words and "root:" not in words
    cable = LexborHTMLParser(published(hostile)["cables/09EVIL1/index.html"])
    assert cable.css_first("title").text().startswith("</title><script>pwned('title')</script>")
    assert "{% for x in range(9**9) %}" in cable.css_first("#p1").text()
    assert "said [U+202E]ton did[U+202C] yes [U+2066]isolated" in cable.css_first("#p4").text()
    assert [image.attributes["src"][:15] for image in about.css("main img")] == ["data:image/gif;"]
    assert [link.text() for link in about.css('a[href*="evil.example/pixel"]')] == ["tracker", "tracker"]


def test_data_files_feeds_and_host_files_stay_whole(hostile: Path) -> None:
    files = published(hostile)
    for path in ("feed.xml", "corrections/feed.xml", "sitemap.xml"):
        root = ElementTree.fromstring(files[path])
        assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
            "feed", "title", "subtitle", "id", "link", "updated", "author", "name", "rights", "entry", "category", "summary",
            "urlset", "url", "loc"}
        assert all(element.get("href", BASE).startswith(BASE) for element in root.iter())
        assert all((element.text or "").startswith(BASE) for element in root.iter() if element.tag.endswith("}loc"))
        assert not UNSEEN.search(files[path].decode("utf-8"))
    for path, data in files.items():
        if path.endswith(".json"):
            json.loads(data)
    rows = list(csv.reader(io.StringIO(files["data/cables.csv"].decode("utf-8"), newline="")))
    assert {len(row) for row in rows} == {24} and len(rows) == 5
    assert [cell for row in rows for cell in row if re.match(r"\s*[=+\-@＝＋－＠\t\r\n]", cell)] == []
    assert files["_redirects"].decode().splitlines() == ["/cables/09EVILOLD1/ /cables/09EVIL1/ 301", "/old/evil.html /cables/09EVIL1/ 301"]
    assert "evil" not in files["_headers"].decode() and "unsafe-inline" not in files["_headers"].decode()
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", path) for path in files), "names of files"


def test_what_editors_must_know_of_it_is_told(hostile: Path) -> None:
    said = json.loads((hostile / "said.json").read_text("utf-8"))["diagnostics"]
    told = {(one["path"], one["code"]) for one in said}
    assert {("content/pages/about.md", "outside-picture"), ("content/pages/about.md", "broken-link"),
            ("content/cables/2009/09EVIL1.md", "unknown-tags-code"),
            ("content/cables/2009/09LAPAZ101.md", "strictly-protect")} <= told
    assert len([one for one in said if one["code"] == "outside-picture"]) == 3


@pytest.mark.parametrize("scheme", ["javascript:", "JavaScript:", "data:text/html,", "vbscript:", "file:///", "blob:", "view-source:",
                                    "ms-msdt:", "search-ms:", "jar:", "intent:", "data:image/svg+xml,", "&#106;avascript:", "java&Tab;script:"])
def test_a_link_begins_no_program(scheme: str) -> None:
    for written in (f"[a]({scheme}x)", f"![a]({scheme}x)", f"<{scheme}x>", f"[a][b]\n\n[b]: {scheme}x"):
        for tag, attributes, _ in elements(page_html(written).encode()):
            assert tag not in ("a", "img") or re.match(r"java%09script:", attributes.get("href", attributes.get("src", "")))


def test_a_picture_of_another_host_is_a_link() -> None:
    assert page_html("![a *b*](https://x.example/a.png \"t\")") == '<p><a href="https://x.example/a.png" rel="external">a b</a></p>\n'
    assert page_html("![](//x.example/a.png)") == '<p><a href="//x.example/a.png" rel="external">//x.example/a.png</a></p>\n'
    assert page_html("[![a](http://x.example/a.png)](/b/)", "/sub") == '<p><a href="/sub/b/">a</a></p>\n'
    assert page_html("![a](/a.png) ![b](b.png)") == '<p><img src="/a.png" alt="a" /> <img src="b.png" alt="b" /></p>\n'
    assert outside_pictures("x\n\n> ![a](HTTPS://x.example/a) ![b](/b)\n") == [(2, "HTTPS://x.example/a")]


@given(st.text())
def test_visible_texts_hold_no_sign_that_nobody_sees(text: str) -> None:
    shown = visible(text)
    assert not UNSEEN.search(shown)
    assert re.sub(r"\[U\+([0-9A-F]{4})\]", "", shown) == re.sub(r"\[U\+([0-9A-F]{4})\]", "", UNSEEN.sub("", text))


# --- folders, links and names ------------------------------------------------------------------------------------

def test_links_lead_neither_in_nor_out(tiny_project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    secret = "the words of a file that is none of the project's"
    (outside / "secret.md").write_text(f"---\nid: 09SECRET1\ntitle: {secret}\n---\n\n¶1. {secret}.\n", "utf-8")
    (outside / "secret.txt").write_text(RAW_CABLE.replace("a quiet morning", secret).replace("000101", "000109"), "utf-8")
    (outside / "people.yaml").write_text(f"- {{name: {secret}}}\n", "utf-8")
    before = {path.name: path.read_bytes() for path in outside.iterdir()}
    content = tiny_project / "content"
    (content / "cables").mkdir()
    (content / "pages").mkdir()
    links = {"cables/link.md": outside / "secret.md", "pages/link.md": outside / "secret.md",
             "sources/link.txt": outside / "secret.txt", "people.yaml": outside / "people.yaml",
             "cables/loop.md": content / "cables" / "loop.md", "topics.yaml": Path("/etc/passwd"),
             "cables/2009": outside, "sources/folder": outside}
    for name, target in links.items():
        (content / name).symlink_to(target)
    ended, found, said = built(tiny_project)
    assert ended == 1
    assert {path for path, code in found if code == "outside-project"} == {
        f"content/{name}" for name in ("cables/link.md", "pages/link.md", "sources/link.txt", "people.yaml", "topics.yaml",
                                       "cables/loop.md", "cables/2009/09LAPAZ101.md")}
    assert secret not in said
    assert not any(secret.encode() in data for data in published(tiny_project).values())
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == before  # no page was written through a link


def test_names_that_differ_only_in_case_are_told(tiny_project: Path) -> None:
    folder = tiny_project / "content" / "cables" / "2009"
    folder.mkdir(parents=True)
    for name in ("09LAPAZ7", "09LaPaz7"):
        (folder / f"{name}.md").write_text(f"---\nid: {name}\ntitle: {name}\n---\n\n¶1. Words.\n", "utf-8")
    if len(list(folder.iterdir())) == 1:
        pytest.skip("a file system that holds such names apart is needed")
    ended, found, _ = built(tiny_project)
    assert ended == 1 and "duplicate-path" in {code for _, code in found}


def test_names_of_files_are_words_too(tiny_project: Path) -> None:
    """Of raw documents, whose names stand in pages: markup, controls, directions, names that are no UTF-8."""
    sources = tiny_project / "content" / "sources"
    names = ["<img src=x onerror=pwned(1)>.txt", "a\u202etxt.exe", "a\nb.txt", "{{ 7*7 }}.txt", "\"onload=\"pwned(1).txt", "..txt", "-rf.txt"]
    for number, name in enumerate(names, 201):
        (sources / name).write_text(RAW_CABLE.replace("000101", f"000{number}").replace("#0101", f"#0{number}"), "utf-8")
    with open(os.fsencode(sources) + b"/\xff\xfe.txt", "wb") as stream:
        stream.write(RAW_CABLE.replace("000101", "000299").replace("#0101", "#0299").encode())
    _, found, _ = built(tiny_project)
    assert ("content/sources/b'\\xff\\xfe.txt'", "unreadable-file") in found
    files = published(tiny_project)
    pages = [data for path, data in files.items() if re.fullmatch(r"cables/\w+/index.html", path)]
    assert len(pages) >= len(names)
    for path, data in files.items():
        if path.endswith((".html", ".xml")):
            assert b"<img src=x" not in data
            assert not UNSEEN.search(re.sub(rb"<script type.*?</script>", b"", data, flags=re.S).decode("utf-8"))


@pytest.mark.parametrize("backslashes", range(5))
def test_a_backslash_before_a_name_leaves_its_bar(backslashes: int) -> None:
    text = withhold_body(LISTED, "09A1", "\\" * backslashes + "Jane Doe spoke.").text
    assert [mark.kind for mark in Marks(text).all] == [">"]
    assert accept(text) == "\\" * ((backslashes + 1) // 2) + "[withheld] spoke."


# --- time --------------------------------------------------------------------------------------------------------

LISTED = read_withheld("- {name: Jane Doe, surname_alone: true}\n- {name: John Roe, cables: [09B1]}\n- {pattern: '(a+)+$'}\n")[0]
SUBJECT = "SUBJECT: A TEST OF THE ARCHIVE"


def _converted(at: str, piece: str, folder: Path) -> Callable[[int], object]:
    def run(size: int) -> object:
        source = folder / "source.txt"
        source.write_text(RAW_CABLE.replace(at, at + piece * (size // len(piece)), 1), "utf-8")
        return main(["convert", str(source), "--to", str(folder / "pages")])
    return run


def _repeated(work: Callable[[str], object], piece: str, folder: Path) -> Callable[[int], object]:
    return lambda size: work(piece * (size // len(piece)))


ATTACKS: dict[str, Callable[[Path], Callable[[int], object]]] = {
    "a subject of one letter": lambda folder: _converted(SUBJECT, "A", folder),
    "a subject of stars": lambda folder: _converted(SUBJECT, "*", folder),
    "a paragraph of one word": lambda folder: _converted("morning", " a", folder),
    "a paragraph of brackets": lambda folder: _converted("morning", " ((U)", folder),
    "a paragraph of marks": lambda folder: _converted("morning", "{~~a~>", folder),
    "a source of tags": lambda folder: _converted("GOLDBERG", "<a ", folder),
    "a source of numbers": lambda folder: _converted("GOLDBERG", "\n\n1. (U) x", folder),
    "headings of one name": lambda folder: _repeated(page_html, "# x\n\n", folder),
    "open brackets of links": lambda folder: _repeated(page_html, "![a](<b", folder),
    "quotes in quotes": lambda folder: _repeated(page_html, "> ", folder),
    "stars of emphasis": lambda folder: _repeated(page_html, "**a *b ", folder),
    "names within marks": lambda folder: _repeated(lambda text: withhold_body(LISTED, "09A1", text), "{~~Jane~>Doe~~} John Roe ", folder),
    "a pattern that runs wild": lambda folder: _repeated(lambda text: withhold_body(LISTED, "09A1", text + "!"), "a", folder),
    "names of people without a letter": lambda folder: lambda size: _slugs(["漢字"] * (size // 2)),
    "anchors withdrawn": lambda folder: lambda size: read_lock("".join(f"/a/#p{n} withdrawn: x\n" for n in range(size // 20))),
}


def _slugs(names: list[str]) -> None:
    taken: dict[str, int] = {}
    for name in names:
        free_slug(name, taken)


@pytest.mark.parametrize("attack", ATTACKS)
def test_work_grows_with_the_text_and_not_with_its_square(attack: str, tmp_path: Path) -> None:
    """Eight times the text takes some eight times as long; a square would take 64 times. The processor's time is compared,
    with room for what a busy machine does."""
    run = ATTACKS[attack](tmp_path)

    def seconds(size: int) -> float:
        begun = time.process_time()
        run(size)
        return time.process_time() - begun

    run(1_000)  # loads what is loaded once
    small = min(seconds(15_000) for _ in range(2))
    assert seconds(120_000) < 24 * small + 1


def test_a_page_head_is_still_known() -> None:
    assert is_page_head("MEXICO 00003634  002 OF 005") and is_page_head("USUN NEW YORK 00000210  001.3 OF 002")
    assert not is_page_head("A" * 60 + " 00003634  002 OF 005")


@given(st.lists(st.sampled_from(["{~~", "~>", "~~}", "{--", "--}", "{==", "==}", "{>>", "<<}", "a", "b "]), max_size=30), st.data())
def test_marks_are_found_by_their_place(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    marks = Marks(text)
    assert list(marks.touching(start, end)) == [mark for mark in marks.all if mark.end > start and mark.start < end]


@given(st.lists(st.sampled_from(["a", "a-2", "a-3", "A", "漢", "x y", "x-y", "x-y-2"]), max_size=12))
def test_slugs_are_the_first_that_are_free(names: list[str]) -> None:
    given_: set[str] = set()
    taken: dict[str, int] = {}
    for name in names:
        base = slug(name) or "unnamed"
        expected = next(own for own in [base, *(f"{base}-{n}" for n in range(2, 99))] if own not in given_)
        given_.add(expected)
        assert free_slug(name, taken) == expected
