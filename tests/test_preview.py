import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
import uvicorn
from test_build import cable, theme

from sitegen.config import open_project
from sitegen.output.host import HEADERS
from sitegen.preview import server
from sitegen.preview.server import application
from sitegen.preview.session import Session
from sitegen.preview.watcher import Watcher


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    (root / "site.yaml").write_text("title: A test\nbase_url: https://example.org/archive\ntheme: bare\n")
    theme(root)
    cable(root, "09LAPAZ1", "Extradition was discussed.", aliases="[09EFTOLAPAZ1]")
    cable(root, "09LAPAZ2", "Not yet.", draft="true")
    return root


@pytest.fixture
def session(root: Path) -> Iterator[Session]:
    project, found = open_project(root)
    assert project, found
    session = Session(project, "http://127.0.0.1:8000", with_search=False, name="t")
    session.reload()
    yield session
    session.stop()


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
def served(session: Session) -> Iterator[Client]:
    listening, why = server._listen("127.0.0.1", 0)
    assert listening, why
    running = uvicorn.Server(uvicorn.Config(application(session), log_level="warning", lifespan="off", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield Client(listening.getsockname()[1])
    finally:
        running.should_exit = True
        thread.join()


@pytest.fixture
def client(session: Session) -> Iterator[Client]:
    with served(session) as client:
        yield client


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.02)


def test_each_page_and_file_is_made_when_it_is_asked_for(client: Client) -> None:
    page = client.get("/cables/09LAPAZ1/")
    assert page.status_code == 200 and "Extradition was discussed." in page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
    assert page.headers["cache-control"] == "no-store"
    assert json.loads(client.get("/cables/09LAPAZ1/cable.json").content)["id"] == "09LAPAZ1"
    assert client.get("/data/cables.csv").headers["content-type"].startswith("text/csv")
    assert b"http://127.0.0.1:8000/cables/09LAPAZ1/" in client.get("/feed.xml").content


def test_drafts_are_shown(client: Client) -> None:
    assert client.get("/cables/09LAPAZ2/").status_code == 200


def test_addresses_that_lead_on(client: Client) -> None:
    assert client.get("/cables/09EFTOLAPAZ1/").headers["location"] == "/cables/09LAPAZ1/"
    assert client.get("/cables?q=a%20b").headers["location"] == "/cables/?q=a%20b"
    missing = client.get("/nowhere/")
    assert missing.status_code == 404 and "reload.js" in missing.text
    assert client.get("/../../etc/passwd").status_code == 404
    assert client.get("/%2e%2e/site.yaml").status_code == 404
    assert client.get("/", method="POST").status_code == 405


def test_only_local_names_are_answered(client: Client) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"Host": "localhost:8000"}).status_code == 200


def test_the_script_is_only_in_what_is_served(session: Session, client: Client) -> None:
    served = client.get("/").text
    assert f'data-version="{session.snapshot.version}"' in served
    made = session.file("index.html")
    assert made and b"__sitegen__" not in made.data
    assert client.get("/__sitegen__/reload.js").headers["content-type"].startswith("text/javascript")


def test_a_change_is_shown_and_has_another_version(root: Path, session: Session, client: Client) -> None:
    before = session.snapshot.version
    cable(root, "09LAPAZ1", "Other words.")
    cable(root, "09LAPAZ3", "A new one.")
    session.reload()
    assert session.snapshot.version != before
    assert "Other words." in client.get("/cables/09LAPAZ1/").text
    assert client.get("/cables/09LAPAZ3/").status_code == 200


def test_an_error_is_shown_on_each_page_until_it_is_mended(root: Path, session: Session, client: Client) -> None:
    path = cable(root, "09LAPAZ1")
    good = path.read_text()
    path.write_text(good.replace("title:", "titel<b>:"))
    session.reload()
    shown = client.get("/").text
    assert "1 error" in shown and "unknown key `titel&lt;b&gt;`" in shown and "<b>" not in shown
    path.write_text(good)
    session.reload()
    assert "sitegen-errors" not in client.get("/").text


@pytest.mark.parametrize("spoil", ["themes/bare/templates/cable.html", "site.yaml"])
def test_what_fails_as_a_whole_leaves_the_last_pages(root: Path, session: Session, client: Client, spoil: str) -> None:
    good = (root / spoil).read_text()
    (root / spoil).write_text("{% if: [")
    session.reload()
    shown = client.get("/cables/09LAPAZ1/")
    assert "Extradition was discussed." in shown.text and "sitegen-errors" in shown.text
    (root / spoil).write_text(good)
    session.reload()
    assert "sitegen-errors" not in client.get("/cables/09LAPAZ1/").text


def test_a_template_that_fails_on_a_page_is_an_error_page(root: Path, session: Session, client: Client) -> None:
    (root / "themes/bare/templates/cable.html").write_text("<p>\n{{ page.nothing }}</p>")
    session.reload()
    failed = client.get("/cables/09LAPAZ1/")
    assert failed.status_code == 500
    assert "themes/bare/templates/cable.html:2:1: error[broken-template]" in failed.text and "reload.js" in failed.text


def test_a_project_that_never_worked_says_why(root: Path) -> None:
    project, _ = open_project(root)
    assert project
    (root / "site.yaml").write_text("title: x\n")
    session = Session(project, "http://127.0.0.1:8000", with_search=False)
    session.reload()
    with served(session) as client:
        shown = client.get("/")
        assert shown.status_code == 500 and "`base_url` is missing" in shown.text
    session.stop()


def test_the_search_index_follows_the_pages(root: Path) -> None:
    project, _ = open_project(root)
    assert project
    session = Session(project, "http://127.0.0.1:8000", with_search=True)

    def sections() -> object:
        made = session.file("pagefind/sections.json")
        return json.loads(made.data) if made else None

    try:
        assert sections() == {"sections": [], "pending": True}
        session.reload()
        until(lambda: sections() == {"every": "sitegenall", "sections": [{"path": "2009-03", "pages": 2, "years": {"2009": 2}}]})
        assert session.file("pagefind/2009-03/pagefind.js")
        cable(root, "08LAPAZ9", date="2008-01-02")
        session.reload()
        until(lambda: sections() == {"every": "sitegenall", "sections": [{"path": "2008-to-2009", "pages": 3, "years": {"2008": 1, "2009": 2}}]})
        assert session.file("pagefind/2009-03/pagefind.js") is None
        until(lambda: not (root / ".sitegen/preview").exists())
    finally:
        session.stop()


def test_the_watcher_tells_a_burst_once(root: Path) -> None:
    told: list[list[Path]] = []
    watcher = Watcher(root, lambda paths: told.append(list(paths)))
    try:
        for name in ("a.md", "b.md", ".hidden", "c.md~"):
            (root / "content/cables" / name).write_text("x")
        until(lambda: told)
        time.sleep(0.4)
        assert [[path.name for path in paths] for paths in told] == [["a.md", "b.md"]]
        (root / "content/cables/a.md").read_text()
        (root / "README").write_text("x")
        (root / "site.yaml").write_text("title: y\n")
        until(lambda: len(told) > 1)
        time.sleep(0.3)
        assert [path.name for path in told[1]] == ["site.yaml"] and len(told) == 2
    finally:
        watcher.stop()


def test_the_browser_is_told_of_a_change(session: Session, client: Client) -> None:
    connection = HTTPConnection("127.0.0.1", client.port, timeout=20)
    connection.request("GET", "/__sitegen__/events")
    answer = connection.getresponse()
    assert answer.headers["content-type"].startswith("text/event-stream")
    first = answer.readline()
    assert first == f"data: {session.snapshot.version}\n".encode()
    session.reload()
    assert answer.readline() == b"\n"
    assert answer.readline() == f"data: {session.snapshot.version}\n".encode() != first
    connection.close()


def test_a_port_in_use_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        listening, why = server._listen("127.0.0.1", port)
    assert listening is None and f"port {port} on 127.0.0.1 is in use" in why and "--port" in why


def test_a_host_that_is_none_is_told() -> None:
    assert server._listen("no.such.host.invalid", 0)[0] is None
