import hashlib
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.checks.external import check_external, external_links
from sitegen.checks.links import Book, Origin, broken_links, read_links, resolve
from sitegen.checks.manifest import verify
from sitegen.output.writer import manifest

BASE = "https://example.org/archive"


def check(pages: dict[str, str], base: str = BASE, origins: dict[str, Origin] | None = None) -> list[str]:
    book = Book(pages, base)
    asked = {path: book.ask(read_links(path, html.encode())) for path, html in pages.items()}
    return [str(d) for d in broken_links(asked.values(), pages, base, origins or {}, {"/old/"}, lambda path: asked[path].ids)]


def test_links_that_lead_somewhere_are_not_told() -> None:
    assert check({
        "index.html": '<a href="/archive/"></a><a href="/archive">x</a><a href="/archive/cables/09MEXICO283/#p3">x</a><a href="#top"></a>'
                      '<p id="top"><a href="mailto:a@b"></a><a href="https://elsewhere.org/x#y"></a><a href="//elsewhere.org/"></a>'
                      '<a href="/archive/old/">x</a><a href="https://EXAMPLE.org/archive/style.css?v=1"></a><a href="https://example.org/other"></a>',
        "cables/09MEXICO283/index.html": '<link href="/archive/style.css"><p id="p3"><a href="../../"></a><a href=".."></a><a href="#"></a><a href=""></a>'
                                         '<a href="/archive/cables/09MEXICO283#p3"></a><form action="/archive/search/"></form>',
        "cables/index.html": '<a href="09MEXICO283/#p3">', "search/index.html": "", "style.css": "", "caf\u00e9/index.html": '<a href="/archive/caf%C3%A9/">',
    }) == []


@pytest.mark.parametrize(("html", "said"), [
    ('<a href="/archive/cables/09MEXICO823/">', "index.html:1:1: error[broken-link]: `/archive/cables/09MEXICO823/` leads to no page (did you mean `/cables/09MEXICO283/`?)"),
    ('<a href="/archive/cables/09MEXICO283/#p4">', "index.html:1:1: error[broken-link]: `/archive/cables/09MEXICO283/#p4` leads to no place on /cables/09MEXICO283/index.html"),
    ('<a href="/cables/09MEXICO283/">', "index.html:1:1: error[broken-link]: `/cables/09MEXICO283/` leads to no page"),
    ('<a href="../../etc/passwd">', "index.html:1:1: error[broken-link]: `../../etc/passwd` leads to no page"),
    ('<img src="/archive/none.png">', "index.html:1:1: error[broken-link]: `/archive/none.png` leads to no page"),
    ('<script src="gone.js"></script>', "index.html:1:1: error[broken-link]: `gone.js` leads to no page"),
    ('<a href="#none">', "index.html:1:1: error[broken-link]: `#none` leads to no place on /index.html"),
    ('<a href="http://[">', "index.html:1:1: error[broken-link]: `http://[` leads to no page"),
    ('<p id="a"><p id="a"><p id="a">', "index.html:1:1: error[broken-link]: the id `a` is given twice on /index.html (a link to it can only reach the first)"),
])
def test_links_that_lead_nowhere(html: str, said: str) -> None:
    assert check({"index.html": html, "cables/09MEXICO283/index.html": '<p id="p3">'}) == [said]


def test_the_place_is_that_of_the_editor() -> None:
    origins = {"about/index.html": Origin("content/pages/about.md", "# About\n\nSee [it](/gone/ page).\n")}
    assert check({"about/index.html": '<a href="/gone/%20page">'}, "https://example.org", origins)[0].startswith("content/pages/about.md:3:10")
    origins = {"about/index.html": Origin("content/pages/about.md", "# About\n\nSee [it](/gone/page).\n")}
    assert check({"about/index.html": '<a href="/gone/page">'}, "https://example.org", origins)[0].startswith("content/pages/about.md:3:10")


@given(st.text(alphabet="/.#?:%ab[]@\\ ", max_size=15), st.sampled_from(["", "/archive"]))
def test_resolving_never_fails_and_stays_below_the_root(link: str, path: str) -> None:
    target = resolve(link, "cables/x/index.html", "https://example.org" + path)
    assert target is None or (target[0].startswith("/") and "/../" not in target[0] + "/")


def test_external_links() -> None:
    pages = [read_links("a/index.html", b'<a href="https://gone.org/x#y"><a href="//gone.org/x"><a href="https://example.org/">'
                                        b'<a href="mailto:x@y"><a href="/x"><a href="http://here.org/">')]
    links = external_links(pages, BASE)
    assert links == {"https://gone.org/x": "a/index.html", "http://here.org/": "a/index.html"}
    told: list[tuple[int, int]] = []
    found = check_external(links, lambda address: "the server answers 404" if "gone" in address else "", lambda n, m: told.append((n, m)))
    assert [str(d) for d in found] == ["a/index.html:1:1: warning[external-link]: https://gone.org/x: the server answers 404"]
    assert told == [(1, 2), (2, 2)]


def test_an_address_that_cannot_be_fetched_is_told() -> None:
    found = check_external({"http://127.0.0.1:9/": "a.html", "http://exa mple/": "b.html"})
    assert [d.code for d in found] == ["external-link", "external-link"]


def written(folder: Path) -> Path:
    files = {"index.html": b"home", "a b/index.html": b"x", "_headers": b"/*"}
    listed = manifest("a test", {path: hashlib.sha256(data).hexdigest() for path, data in files.items()})
    for path, data in (files | {"data/manifest.json": listed}).items():
        (folder / "public" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "public" / path).write_bytes(data)
    return folder / "public"


def test_a_folder_is_what_its_manifest_says(tmp_path: Path) -> None:
    public = written(tmp_path)
    result = verify(str(public))
    assert result.counts == {"files": 3} and not result.diagnostics
    (public / "index.html").write_bytes(b"other")
    (public / "a b/index.html").unlink()
    (public / "more.html").touch()
    assert [(d.location.path.removeprefix(str(public)), d.message) for d in verify(str(public)).diagnostics] == [
        ("/a b/index.html", "cannot be read: No such file or directory"), ("/index.html", "differs from the manifest"),
        ("/more.html", "is not in the manifest")]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": {"a": 1}}'])
def test_what_is_no_manifest(tmp_path: Path, text: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/manifest.json").write_text(text)
    assert [d.code for d in verify(str(tmp_path)).diagnostics] == ["manifest-mismatch"]


def test_a_manifest_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/data").mkdir()
    (tmp_path / "site/data/manifest.json").write_text('{"files": {"../secret": ""}}')
    assert "names no file below" in verify(str(tmp_path / "site")).diagnostics[0].message


def test_a_published_site_is_what_its_manifest_says(tmp_path: Path) -> None:
    public = written(tmp_path)

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(public))

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        result = verify(address + "/")
        assert result.counts == {"files": 2} and not result.diagnostics
        (public / "index.html").unlink()
        assert [d.message for d in verify(address).diagnostics] == ["cannot be read: the server answers 404"]
        assert [d.code for d in verify(address + "/none").diagnostics] == ["manifest-mismatch"]
        server.shutdown()
