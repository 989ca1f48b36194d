"""What the preview answers, without a browser: the site as it stands, whatever happens to its files."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
import uvicorn
from conftest import RAW_CABLE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_build import cable, theme
from test_incremental import edit, edits, start

from sitegen import build as pipeline
from sitegen.build import build
from sitegen.config import open_project
from sitegen.output.host import HEADERS
from sitegen.preview import server
from sitegen.preview.answers import SCRIPT
from sitegen.preview.near import near
from sitegen.preview.server import Preview, application, listen
from sitegen.preview.session import Session
from sitegen.preview.watcher import Changes, Watcher

ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    (root / "site.yaml").write_text("title: A test\nbase_url: https://example.org/archive\ntheme: bare\n")
    theme(root)
    cable(root, "09LAPAZ1", "Extradition was discussed.", aliases="[09EFTOLAPAZ1]")
    cable(root, "09LAPAZ2", "Not yet.", draft="true")
    return root


def preview_of(root: Path, search: bool = False) -> Preview:
    project, found = open_project(root)
    assert project, found
    preview = Preview(project, ADDRESS, search)
    preview.start()
    return preview


@pytest.fixture
def preview(root: Path) -> Preview:
    return preview_of(root)


def changed(preview: Preview, *paths: Path, whole: bool = False) -> None:
    """Tell a preview of a change, as its watcher does."""
    preview.changed(Changes(frozenset(paths), frozenset({preview.session._project.root} if whole else ())))


@dataclass
class Answer:
    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


class Client:
    """Asks a running preview, and follows no redirect."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, headers=dict(headers or {}))
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()


@contextlib.contextmanager
def served(preview: Preview) -> Iterator[Client]:
    listening, why = listen("127.0.0.1", 0)
    assert listening, why
    running = uvicorn.Server(uvicorn.Config(application(preview), log_level="warning", lifespan="off", ws="none",
                                            timeout_graceful_shutdown=1))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield Client(listening.getsockname()[1])
    finally:
        preview.browsers.end()
        running.should_exit = True
        thread.join()


@pytest.fixture
def client(preview: Preview) -> Iterator[Client]:
    with served(preview) as client:
        yield client


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.02)


def state_of(preview: Preview, path: str) -> dict[str, object]:
    """What a browser that shows a path is told."""
    return dict(json.loads(preview.browsers._look(path)[1]))


# --- answers ------------------------------------------------------------------------------------------------------

def test_each_page_and_file_is_made_when_it_is_asked_for(client: Client) -> None:
    page = client.get("/cables/09LAPAZ1/")
    assert page.status_code == 200 and "Extradition was discussed." in page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert {name: page.headers[name.lower()] for name in HEADERS} == dict(HEADERS)
    assert json.loads(client.get("/cables/09LAPAZ1/cable.json").content)["id"] == "09LAPAZ1"
    assert client.get("/data/cables.csv").headers["content-type"] == "text/csv; charset=utf-8"
    assert f"{ADDRESS}/cables/09LAPAZ1/".encode() in client.get("/feed.xml").content
    assert b"/cables/09LAPAZ1/" in client.get("/sitemap.xml").content
    assert client.get("/_headers").status_code == 404


def test_addresses_that_lead_on(client: Client) -> None:
    assert client.get("/cables/09EFTOLAPAZ1/").headers["location"] == "/cables/09LAPAZ1/"
    assert client.get("/cables?q=a%20b").headers["location"] == "/cables/?q=a%20b"
    missing = client.get("/nowhere/")
    assert missing.status_code == 404 and SCRIPT in missing.text


@pytest.mark.parametrize("path", [
    "/../site.yaml", "/%2e%2e/site.yaml", "/..%2fsite.yaml", "/cables/..%2f..%2fsite.yaml", "//etc/passwd", "/site.yaml",
    "/content/cables/2009/09LAPAZ1.md", "/pagefind/../../site.yaml", "/pagefind/%2e%2e/%2e%2e/site.yaml", "/pagefind/link.txt",
    "/pagefind/folder/site.yaml", "/.sitegen/cache.sqlite", "/__sitegen__/../../site.yaml", "/%00", "/assets/..%5c..%5csite.yaml",
])
def test_nothing_outside_the_site_is_served(root: Path, path: str) -> None:
    bundle = root / "public/pagefind"
    bundle.mkdir(parents=True)
    (bundle / "sections.json").write_text("{}")
    (bundle / "link.txt").symlink_to(root / "site.yaml")
    (bundle / "folder").symlink_to(root)
    with served(preview_of(root, search=True)) as client:
        assert client.get("/pagefind/sections.json").text == "{}"
        answer = client.get(path)
        assert answer.status_code == 404 and b"example.org/archive" not in answer.content


def test_methods_and_parts(client: Client) -> None:
    whole = client.get("/cables/09LAPAZ1/cable.json")
    head = client.get("/cables/09LAPAZ1/cable.json", method="HEAD")
    assert (head.status_code, head.content) == (200, b"") and head.headers["content-length"] == str(len(whole.content))
    assert client.get("/", method="POST").status_code == 405
    tag = whole.headers["etag"]
    again = client.get("/cables/09LAPAZ1/cable.json", {"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content) == (304, b"")

    def part(wanted: str, **more: str) -> tuple[int, bytes, str]:
        answer = client.get("/cables/09LAPAZ1/cable.json", {"Range": wanted} | more)
        return answer.status_code, answer.content, answer.headers.get("content-range", "")

    size = len(whole.content)
    assert part("bytes=0-9") == (206, whole.content[:10], f"bytes 0-9/{size}")
    assert part("bytes=10-") == (206, whole.content[10:], f"bytes 10-{size - 1}/{size}")
    assert part("bytes=-5") == (206, whole.content[-5:], f"bytes {size - 5}-{size - 1}/{size}")
    assert part(f"bytes=5-{size * 9}") == (206, whole.content[5:], f"bytes 5-{size - 1}/{size}")
    assert part(f"bytes={size}-") == (416, b"", f"bytes */{size}")
    assert part("bytes=0-9", **{"If-Range": '"other"'}) == (200, whole.content, "")
    assert part("lines=0-9")[0] == part("bytes=-")[0] == part("bytes=0-1,3-4")[0] == 200


def test_only_local_names_are_answered(client: Client) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"Host": "localhost:8000"}).status_code == 200


def test_a_served_page_is_the_built_page_and_one_script_tag(archive: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(archive, root, ignore=shutil.ignore_patterns("public"))
    preview = preview_of(root)
    assert not (root / "public").exists()
    project, _ = open_project(root)
    assert project
    report = build(project, tmp_path / "built", drafts=True, search=False, base_url=ADDRESS)
    assert report.counts["pages"] > 100
    compared = 0
    for file in sorted((tmp_path / "built").rglob("*")):
        path = "/" + file.relative_to(tmp_path / "built").as_posix()
        if not file.is_file() or path in ("/_headers", "/_redirects", "/data/manifest.json"):
            continue
        answer = preview.answers(path.removesuffix("index.html"), "", {})
        data = answer.data
        if path.endswith(".html"):
            state = preview.pages.at(path.removesuffix("index.html"))
            assert state
            tag = f'<script src="{SCRIPT}" data-page="{state.state}"></script>'.encode()
            assert data.count(tag) == 1
            data = data.replace(tag, b"")
        assert answer.status == 200 and data == file.read_bytes(), path
        compared += 1
    assert compared > 100


def test_a_missing_address_has_near_ones(archive: Path) -> None:
    project, _ = open_project(archive)
    assert project
    session = Session(project, ADDRESS)
    snapshot = session.start()
    assert snapshot.site and snapshot.files

    def first(path: str) -> list[str]:
        assert snapshot.site and snapshot.files
        return [found["url"] for found in near(snapshot.site, snapshot.files, path)]

    assert first("/cables/09MEXICO36/")[0] == "/cables/09MEXICO3634/"
    for spelt in ("09mexico3634", "09MEXICO03634", "09-MEXICO-3634", "09MEXICO3643", "9MEXICO3634"):
        assert first(f"/cables/{spelt}")[0] == "/cables/09MEXICO3634/", spelt
    assert "/topics/pgov/" in first("/topics/pogv/")
    assert "/people/" in first("/peopel/")
    assert first("/x/") == [] == first("/")
    assert first("/cables/77NOWHERE1234/") == []


# --- changes ------------------------------------------------------------------------------------------------------

def look(preview: Preview, path: str) -> str:
    return preview.answers(path, "", {}).data.decode()


def test_a_body_changes_that_page_alone(root: Path, preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("the site was assembled again")

    monkeypatch.setattr("sitegen.preview.session.assemble", forbidden)
    before = {path: preview.pages.at(path) for path in ("/", "/cables/09LAPAZ1/", "/cables/09LAPAZ2/")}
    changed(preview, cable(root, "09LAPAZ1", "Other words.", aliases="[09EFTOLAPAZ1]"))
    assert "Other words." in look(preview, "/cables/09LAPAZ1/")
    after = {path: preview.pages.at(path) for path in before}
    same = [path for path in before if before[path].state == after[path].state]  # type: ignore[union-attr]
    assert same == ["/", "/cables/09LAPAZ2/"]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=st.lists(edits, min_size=1, max_size=4), known=st.booleans())
def test_after_any_edits_every_page_is_that_of_a_build(
    tmp_path_factory: pytest.TempPathFactory, sequence: list[list[tuple[str, str, int]]], known: bool
) -> None:
    """``known``: the watcher names the files; else it knows of a folder only."""
    folder = tmp_path_factory.mktemp("edits")
    root = folder / "project"
    root.mkdir()
    start(root)
    preview = preview_of(root)
    for step in sequence:
        before = stamped(root)
        for id_, kind, number in step:
            edit(root, id_, kind, number)
        after = stamped(root)
        paths = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sitegen.preview.pages._PATIENCE", 0)  # nobody tells of the edits before this answer
            look(preview, "/cables/09LAPAZ1/")
        if paths:
            changed(preview, *paths, whole=not known)
    project, _ = open_project(root)
    if project is None:
        return
    built = folder / "built"
    report = build(project, built, drafts=True, search=False, base_url=ADDRESS, clean=True)
    said = {str(d) for d in preview.session.snapshot.errors}
    leaks = [d for d in report.diagnostics if d.code == "withheld-found"]
    for leak in leaks:  # the preview looks into what it is asked for
        page = preview.pages.at("/" + leak.location.path)
        assert page is not None and leak in page.wrong, leak
    wrong = {str(d) for d in report.diagnostics
             if d.severity == "error" and d.code not in ("broken-link", "duplicate-path", "withheld-found")}
    assert said >= wrong
    if "files" not in report.counts or wrong:
        return
    for file in sorted(path for path in built.rglob("*") if path.is_file()):
        name = file.relative_to(built).as_posix()
        if name not in ("_headers", "_redirects", "data/manifest.json"):
            page = preview.pages.at("/" + name)
            assert page is not None and not page.wrong and page.data == file.read_bytes(), name


def stamped(root: Path) -> dict[Path, tuple[int, int, int]]:
    files = [path for part in ("content", "themes") for path in (root / part).rglob("*") if path.is_file()]
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns, path.stat().st_size) for path in [*files, root / "site.yaml"]}


def test_an_error_is_told_with_its_line_until_it_is_mended(root: Path, preview: Preview) -> None:
    path = cable(root, "09LAPAZ1")
    good = path.read_text()
    path.write_text(good.replace("title:", "titel:"))
    changed(preview, path)
    (error,) = state_of(preview, "/")["errors"]  # type: ignore[misc]
    assert error["place"].startswith("content/cables/2009/09LAPAZ1.md:3:1"), error
    assert error["line"].startswith("titel:") and "did you mean" in error["hint"]
    path.write_text(good)
    changed(preview, path)
    assert state_of(preview, "/")["errors"] == []


@pytest.mark.parametrize("spoilt", ["title: [", "titel:", "\ttitle:"])
def test_the_last_good_page_stays_beneath_an_error(root: Path, preview: Preview, spoilt: str) -> None:
    cable(root, "09LAPAZ3", "A reference.", references="[09LAPAZ1]")
    changed(preview, whole=True)
    before = {path: look(preview, path) for path in ("/cables/09LAPAZ1/", "/cables/", "/cables/09LAPAZ3/")}
    path = root / "content/cables/2009/09LAPAZ1.md"
    good = path.read_text()
    for _ in range(2):
        path.write_text(good.replace("title:", spoilt, 1))
        changed(preview, path)
        assert state_of(preview, "/")["errors"]
        assert {path: look(preview, path) for path in before} == before
    changed(preview, cable(root, "09LAPAZ3", "Another.", references="[09LAPAZ1]"))
    assert "Another." in look(preview, "/cables/09LAPAZ3/") and look(preview, "/cables/09LAPAZ1/") == before["/cables/09LAPAZ1/"]
    path.write_text(good.replace("Extradition", "The extradition"))
    changed(preview, path)
    assert state_of(preview, "/")["errors"] == [] and "The extradition" in look(preview, "/cables/09LAPAZ1/")
    path.unlink()
    changed(preview, path)
    assert preview.answers("/cables/09LAPAZ1/", "", {}).status == 404


def test_an_error_in_people_leaves_the_persons(root: Path, preview: Preview) -> None:
    people = root / "content/people.yaml"
    changed(preview, cable(root, "09LAPAZ1", "Ana Muster spoke.", people="[Ana Muster]"))
    people.write_text("- name: Ana Luz Muster\n  variants: [Ana Muster]\n")
    changed(preview, people)
    assert preview.answers("/people/ana-luz-muster/", "", {}).status == 200
    people.write_text("- nome: Ana Luz Muster\n")
    changed(preview, people)
    assert preview.answers("/people/ana-luz-muster/", "", {}).status == 200 and state_of(preview, "/")["errors"]
    people.write_text("")
    changed(preview, people)
    assert preview.answers("/people/ana-luz-muster/", "", {}).status == 404


@pytest.mark.parametrize("spoil", ["themes/bare/templates/cable.html", "site.yaml"])
def test_what_fails_as_a_whole_leaves_the_last_pages(root: Path, preview: Preview, spoil: str) -> None:
    good = (root / spoil).read_text()
    (root / spoil).write_text("{% if: [")
    changed(preview, root / spoil)
    assert "Extradition was discussed." in look(preview, "/cables/09LAPAZ1/")
    assert state_of(preview, "/cables/09LAPAZ1/")["errors"]
    (root / spoil).write_text(good)
    changed(preview, root / spoil)
    assert state_of(preview, "/cables/09LAPAZ1/")["errors"] == []


def test_a_template_that_fails_on_a_page_leaves_what_was_shown(root: Path, preview: Preview) -> None:
    before = look(preview, "/cables/09LAPAZ1/")
    template = root / "themes/bare/templates/cable.html"
    good = template.read_text()
    template.write_text("<p>\n{{ page.nothing }}</p>")
    changed(preview, template)
    assert look(preview, "/cables/09LAPAZ1/") == before
    (error,) = state_of(preview, "/cables/09LAPAZ1/")["errors"]  # type: ignore[misc]
    assert error["place"] == "themes/bare/templates/cable.html:2:1" and error["line"] == "{{ page.nothing }}</p>"
    never = preview.answers("/cables/09LAPAZ2/", "", {})
    assert never.status == 500 and SCRIPT.encode() in never.data and b'data-page=""' in never.data
    template.write_text(good)
    changed(preview, template)
    assert state_of(preview, "/cables/09LAPAZ1/")["errors"] == []


def test_a_project_that_never_worked_says_why(root: Path) -> None:
    project, _ = open_project(root)
    assert project
    (root / "themes/bare/templates/base.html").write_text("{% endif %}")
    (root / "themes/bare/templates/cable.html").unlink()
    (root / "themes/bare/theme.yaml").write_text("extends: [")
    preview = Preview(project, ADDRESS, search=False)
    preview.start()
    assert preview.answers("/", "", {}).status in (200, 500)
    assert state_of(preview, "/")["errors"]


@pytest.mark.parametrize("when", ["from the beginning", "later"])
@pytest.mark.parametrize("key", ["", f"- key: {'k' * 32}\n"])
def test_what_is_withheld_is_in_no_answer_from_the_moment_at_which_it_is_listed(root: Path, when: str, key: str) -> None:
    withheld = root / "content/withheld.yaml"
    listed = key + "- {phrase: Extradition, reason: a life}\n"
    if when == "from the beginning":
        withheld.write_text(listed)
    preview = preview_of(root)
    if when == "later":
        assert "Extradition" in look(preview, "/cables/09LAPAZ1/")
        withheld.write_text(listed)
        changed(preview, withheld)
    for path in ("/", "/cables/09LAPAZ1/", "/cables/09LAPAZ1/cable.json", "/people/", "/data/cables.json", "/feed.xml"):
        answer = preview.answers(path, "", {})
        assert answer.status == 200 and b"Extradition" not in answer.data, path
    assert b"a life" in preview.answers("/cables/09LAPAZ1/cable.json", "", {}).data
    path = root / "content/cables/2009/09LAPAZ1.md"
    path.write_text(path.read_text().replace("discussed", "discussed again").replace("---\n\n", "colour: Extradition\n---\n\n", 1))
    changed(preview, path)
    assert "Extradition" not in json.dumps(state_of(preview, "/cables/09LAPAZ1/"))
    withheld.unlink()
    path.write_text(path.read_text().replace("colour: Extradition\n", ""))
    changed(preview, withheld, path)
    assert "Extradition was discussed again" in look(preview, "/cables/09LAPAZ1/")


def test_nothing_is_shown_while_it_cannot_be_told_what_must_be_withheld(root: Path) -> None:
    withheld = root / "content/withheld.yaml"
    preview = preview_of(root, search=True)
    assert preview.answers("/cables/09LAPAZ1/", "", {}).status == 200
    withheld.write_text("- {nam: Extradition}\n")
    changed(preview, withheld)
    for path in ("/", "/cables/09LAPAZ1/", "/cables/09LAPAZ1/cable.json", "/pagefind/sections.json"):
        answer = preview.answers(path, "", {})
        assert answer.status == 500 and b"Extradition" not in answer.data, path
    assert state_of(preview, "/")["errors"] and "Extradition" not in json.dumps(state_of(preview, "/"))
    changed(preview, root / "content/cables/2009/09LAPAZ1.md")
    assert preview.answers("/cables/09LAPAZ1/", "", {}).status == 500
    withheld.unlink()
    changed(preview, withheld)
    assert preview.answers("/cables/09LAPAZ1/", "", {}).status == 200


def test_a_page_changed_since_it_was_read_is_made_of_the_next_snapshot(root: Path, preview: Preview) -> None:
    path = cable(root, "09LAPAZ1", "The second state.")
    later = threading.Timer(0.3, changed, (preview, path))
    later.start()
    assert "The second state." in look(preview, "/cables/09LAPAZ1/")
    later.join()


def test_a_new_raw_document_is_converted_and_announced(root: Path, preview: Preview) -> None:
    source = root / "content/sources/lapaz.txt"
    source.parent.mkdir(parents=True)
    source.write_text(RAW_CABLE)
    changed(preview, source)
    assert "The archive was tested" in look(preview, "/cables/09LAPAZ101/")
    assert state_of(preview, "/")["written"] == [{"id": "09LAPAZ101", "url": "/cables/09LAPAZ101/"}]
    page = root / "content/cables/2009/09LAPAZ101.md"
    files = preview.session.snapshot.files
    changed(preview, page)  # as the watcher tells of it
    assert preview.session.snapshot.files is files  # it is not taken up again
    first = page.read_text()
    source.write_text(RAW_CABLE.replace("quiet morning", "loud morning"))
    changed(preview, source)
    assert page.read_text() == first  # that a document changed concerns all of them: convert, in a pause, sees to it
    broken = root / "content/sources/none.txt"
    broken.write_text("Nothing of a cable.\n")
    changed(preview, broken)
    assert any(d.code == "no-cable" for d in preview.session.snapshot.diagnostics)
    shutil.rmtree(root / "content/sources")
    changed(preview, whole=True)
    assert "The archive was tested" in look(preview, "/cables/09LAPAZ101/")


def test_where_to_edit_a_page(archive: Path) -> None:
    preview = preview_of(archive)
    state = state_of(preview, "/cables/09MEXICO3634/")
    page, template = state["edit"]  # type: ignore[misc]
    assert page["place"].startswith("content/cables/2009/09MEXICO3634.md:")
    assert template["place"] == "themes/archive/templates/cable.html:1"
    for cable_id in ("09MEXICO3634", "08MEXICO2276", "09MEXICO193"):
        state = state_of(preview, f"/cables/{cable_id}/")
        text = (archive / state["edit"][0]["place"].rpartition(":")[0]).read_text().split("\n")  # type: ignore[index]
        numbered = {anchor: line for anchor, line in state["lines"].items() if anchor[1:].isdecimal()}  # type: ignore[attr-defined]
        assert numbered and all(f"¶{anchor[1:]}" in text[line - 1] for anchor, line in numbered.items() if anchor[0] == "p")
    assert state_of(preview, "/about/")["edit"][0]["place"] == "content/pages/about.md:1"  # type: ignore[index]


# --- search -------------------------------------------------------------------------------------------------------

def test_the_search_index_is_the_last_builds_until_one_is_made(root: Path) -> None:
    preview = preview_of(root, search=True)
    assert preview.answers("/pagefind/sections.json", "", {}).data == b'{"sections":[],"pending":true}\n'
    assert state_of(preview, "/search/")["search"] == "none"
    project, _ = open_project(root)
    assert project
    (root / "content/cables/2009/09LAPAZ2.md").unlink()
    build(project)
    preview = preview_of(root, search=True)
    assert state_of(preview, "/search/")["search"] == "current"
    assert json.loads(preview.answers("/pagefind/sections.json", "", {}).data)["sections"][0]["pages"] == 1
    changed(preview, cable(root, "09LAPAZ3", "A third one."))
    assert state_of(preview, "/search/")["search"] == "older"
    preview.background._run("index")
    assert state_of(preview, "/search/")["search"] == "current"
    assert json.loads(preview.answers("/pagefind/sections.json", "", {}).data)["sections"][0]["pages"] == 2
    name = json.loads(preview.answers("/pagefind/sections.json", "", {}).data)["sections"][0]["path"]
    assert preview.answers(f"/pagefind/{name}/pagefind.js", "", {}).headers["Content-Type"].startswith("text/javascript")
    assert json.loads((root / "public/pagefind/sections.json").read_text())["sections"][0]["pages"] == 1
    assert preview_of(root, search=True).index.content == preview.session.snapshot.content  # type: ignore[union-attr]


def test_an_index_that_cannot_be_made_is_told_of_and_tried_again_after_a_change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.preview.index._PAUSE", 0.1)
    (root / "content/withheld.yaml").write_text("- key: 0123456789abcdef0123456789abcdef\n- {phrase: cormorant protocol}\n")
    template = root / "themes/bare/templates/cable.html"
    good = template.read_text()
    template.write_text(good.replace("</body>", "The cormorant <b>protocol</b></body>"))
    preview = preview_of(root, search=True)
    preview.background.start()
    try:
        until(lambda: state_of(preview, "/search/")["search"] == "failed", 60)
        assert "withheld-found" in str(state_of(preview, "/search/")["why"])
        template.write_text(good)
        changed(preview, template)
        until(lambda: state_of(preview, "/search/")["search"] == "current", 60)
        assert "why" not in state_of(preview, "/search/")
    finally:
        preview.background.stop()


def test_in_a_pause_all_documents_are_converted_and_the_index_is_made(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.preview.index._PAUSE", 0.1)
    preview = preview_of(root, search=True)
    (root / "content/sources").mkdir()
    for name in ("one.txt", "two.txt"):
        (root / "content/sources" / name).write_text(RAW_CABLE)
    watcher = Watcher(root, preview.changed)
    preview.background.start()
    try:
        (root / "content/sources/three.txt").write_text("Nothing of a cable.\n")
        until(lambda: any(d.code == "merged-copy" for d in preview.session.snapshot.diagnostics), 60)
        until(lambda: state_of(preview, "/search/")["search"] == "current", 60)
        assert "The archive was tested" in look(preview, "/cables/09LAPAZ101/")
    finally:
        preview.background.stop()
        watcher.stop()


def test_work_in_the_background_ends_with_the_preview(root: Path) -> None:
    preview = preview_of(root, search=True)
    preview.background.start()
    preview.background._convert = True
    preview.background._changed = 0
    until(lambda: preview.background._process is not None)
    process = preview.background._process
    begun = time.monotonic()
    preview.background.stop()
    assert process is not None and process.poll() is not None and time.monotonic() - begun < 5


# --- watching -----------------------------------------------------------------------------------------------------

@pytest.fixture
def told(root: Path) -> Iterator[list[Changes]]:
    found: list[Changes] = []
    watcher = Watcher(root, found.append)
    yield found
    watcher.stop()


def test_a_burst_is_one_change(root: Path, told: list[Changes]) -> None:
    for name in ("a.md", "b.md", ".hidden", "c.md~"):
        (root / "content/cables" / name).write_text("x")
    until(lambda: told)
    time.sleep(0.3)
    assert [{path.name for path in changes.paths} for changes in told] == [{"a.md", "b.md"}]
    (root / "content/cables/a.md").read_text()
    (root / "README").write_text("x")
    (root / "site.yaml").write_text("title: y\n")
    until(lambda: len(told) > 1)
    time.sleep(0.2)
    assert [path.name for path in told[1].paths] == ["site.yaml"] and len(told) == 2


def test_a_folder_stands_for_all_that_is_in_it() -> None:
    root = Path("/project")
    moved = Changes(frozenset(), frozenset({root / "content/cables"}))
    assert moved.any_below(root / "content") and moved.any_below(root / "content/cables/2009") and not moved.any_below(root / "themes")
    assert moved.of(root / "content/cables/2009/09LAPAZ1.md") and not moved.of(root / "site.yaml")
    assert Changes(frozenset(), frozenset({root / "content"})).of(root / "content/withheld.yaml")
    written = Changes(frozenset({root / "content/people.yaml"}))
    assert written.of(root / "content/people.yaml") and written.any_below(root / "content") and not written.any_folder_of(root / "content")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell when a file is closed")
def test_a_file_that_is_being_written_is_waited_for(root: Path, told: list[Changes]) -> None:
    path = root / "content/cables/2009/09LAPAZ1.md"
    with path.open("w") as stream:
        for _ in range(6):
            stream.write("half\n")
            stream.flush()
            time.sleep(0.08)
            assert not told
    until(lambda: told)
    assert len(told) == 1 and told[0].paths == {path}


def test_a_checkout_is_one_change(root: Path) -> None:
    (root / ".git").mkdir()
    lock = root / ".git/index.lock"
    found: list[Changes] = []
    watcher = Watcher(root, found.append)
    try:
        lock.touch()
        for number in range(10):
            cable(root, f"09LAPAZ{number + 10}")
            time.sleep(0.06)
        assert not found
        lock.unlink()
        until(lambda: found)
        assert len(found[0].paths) == 10
    finally:
        watcher.stop()


def test_a_folder_that_goes_and_comes_back_is_watched(root: Path, told: list[Changes]) -> None:
    for name in ("content", "themes"):
        (root / name).rename(root / f"{name}-away")
        until(lambda: told and told[-1].folders)
        told.clear()
        (root / f"{name}-away").rename(root / name)
        until(lambda: told and told[-1].folders)
        time.sleep(0.2)
        told.clear()
        (root / name / "new.txt").write_text("x")
        until(lambda name=name: any(root / name / "new.txt" in changes.paths for changes in told))  # type: ignore[misc]
        told.clear()


# --- the server ---------------------------------------------------------------------------------------------------

def test_a_taken_port_gives_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        listening, _ = listen("127.0.0.1", port)
        assert listening
        with listening:
            assert port < listening.getsockname()[1] <= port + server._PORTS


def test_a_host_that_is_none_is_told() -> None:
    listening, why = listen("no.such.host.invalid", 0)
    assert listening is None and "cannot listen on no.such.host.invalid" in why


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_its_address_and_ends_at_once_with_a_browser_connected(root: Path, number: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "sitegen", "--project", str(root), "serve", "--port", str(port)]
        package = str(Path(pipeline.__file__).parents[1])
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              env={**os.environ, "PYTHONPATH": package}) as process:
            assert process.stdout
            assert process.stdout.readline().startswith(f"port {port} is in use")
            said = process.stdout.readline()
            while "ready in" not in said:
                said = process.stdout.readline()
            connection = HTTPConnection("127.0.0.1", int(said.partition("127.0.0.1:")[2].partition("/")[0]), timeout=20)
            connection.request("GET", "/__sitegen__/events?path=/&page=x")
            answer = connection.getresponse()
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert answer.readline() == b"event: reload\n"
            begun = time.monotonic()
            process.send_signal(number)
            assert process.wait(10) == 0
            assert time.monotonic() - begun < 5
            connection.close()
    assert not (root / "public").exists()


# --- for hours ----------------------------------------------------------------------------------------------------

@pytest.mark.skipif(sys.platform != "linux", reason="it counts in /proc")
def test_many_changes_leave_open_files_and_objects_as_they_were(root: Path, preview: Preview) -> None:
    import gc

    def grown() -> tuple[int, int]:
        gc.collect()
        return len(os.listdir("/proc/self/fd")), len(gc.get_objects())

    def change(number: int) -> None:
        path = cable(root, "09LAPAZ1", f"Words {number}.", signed_by=f"NAME {number // 2}")
        changed(preview, path)
        if number % 10 == 0:
            changed(preview, cable(root, f"08LAPAZ{number % 50}"), root / "themes/bare/templates/cable.html")
        assert f"Words {number}." in look(preview, "/cables/09LAPAZ1/")
        look(preview, f"/cables/08LAPAZ{number % 50}/")

    for number in range(100):
        change(number)
    files, objects = grown()
    for number in range(100, 400):
        change(number)
    assert grown()[0] <= files and grown()[1] < objects * 1.05


