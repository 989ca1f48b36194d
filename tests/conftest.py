"""Shared fixtures: a tiny project, the built archive of this repository, a browser; and no network but this machine."""

from __future__ import annotations

import contextlib
import functools
import http.server
import ipaddress
import os
import re
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings

from sitegen.render.environment import Compiled, Templates

settings.register_profile("untimed", deadline=None)  # how long a test takes says nothing on a machine with other work
settings.load_profile("untimed")

REPOSITORY = Path(__file__).parent.parent
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: a whole cable of one paragraph, as a raw document; the words are made up for the tests
RAW_CABLE = """\
VZCZCXRO0001
RR RUEHME
DE RUEHLP #0101/01 0331200
ZNR UUUUU ZZH
R 021200Z FEB 09
FM AMEMBASSY LA PAZ
TO RUEHC/SECSTATE WASHDC 0001
UNCLAS LA PAZ 000101

SIPDIS

E.O. 12958: N/A
TAGS: PGOV PREL BL
SUBJECT: A TEST OF THE ARCHIVE

1. (U) The archive was tested on a quiet morning, and nothing
was found that had to be reported.

2. (U) Comment: The test goes on.

GOLDBERG
"""


def _loopback(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a socket of this machine's file system
    host = str(address[0])
    try:
        return ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """Templates are compiled once for all builds of a test process, by their words, as a preview does it."""
    shared, real = Compiled(), Templates.__init__

    def sparing(self: Templates, *args: Any) -> None:
        *others, compiled = args
        real(self, *others, compiled or shared)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Templates, "__init__", sparing)
        yield


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for another machine fails, wherever it runs."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(call: Any) -> Any:
        def checked(self: socket.socket, address: Any) -> Any:
            if not _loopback(address):
                raise AssertionError(f"a test may not reach {address!r}")
            return call(self, address)

        return checked

    monkeypatch.setattr(socket.socket, "connect", guarded(connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(connect_ex))


@pytest.fixture
def tiny_project(tmp_path: Path) -> Path:
    """The folder of a project with one raw document, which holds one cable of two paragraphs (09LAPAZ101)."""
    root = tmp_path / "tiny"
    (root / "content" / "sources").mkdir(parents=True)
    (root / "site.yaml").write_text("title: Tiny archive\nbase_url: https://tiny.example\n", "utf-8")
    (root / "content" / "sources" / "lapaz.txt").write_text(RAW_CABLE, "utf-8")
    return root


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of this repository, built in a copy of the project; gives the copy's folder."""
    from sitegen.cli import main

    root = tmp_path_factory.mktemp("archive")
    shutil.copy(REPOSITORY / "site.yaml", root)
    shutil.copytree(REPOSITORY / "content", root / "content")
    shutil.copytree(REPOSITORY / "themes", root / "themes")
    assert main(["--project", str(root), "build"]) == 0
    return root


def header_rules(text: str) -> list[tuple[re.Pattern[str], str, str]]:
    """The rules of a ``_headers`` file: what paths, which header, its value."""
    rules: list[tuple[re.Pattern[str], str, str]] = []
    pattern = re.compile("")
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            if line[0].isspace():
                name, _, value = line.strip().partition(":")
                rules.append((pattern, name.strip(), value.strip()))
            else:
                path = re.sub(r"/:[A-Za-z]\w*", "/[^/]+", re.escape(line.strip()).replace(r"\*", ".*"))
                pattern = re.compile(path)
    return rules


class _StaticHost(http.server.SimpleHTTPRequestHandler):
    """Gives out files as a static host does: with the headers of ``_headers``, led on by ``_redirects`` (a rule whose
    status ends in ``!`` holds where a file stands too), and 404.html for what is not there."""

    rules: ClassVar[list[tuple[re.Pattern[str], str, str]]] = []
    redirects: ClassVar[dict[str, tuple[str, str]]] = {}

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        target, status = self.redirects.get(path, ("", ""))
        if status == "410!":
            data = Path(self.translate_path(target), "index.html").read_bytes()
            self._send(410, data, "text/html; charset=utf-8")
        elif status == "301" and not Path(self.translate_path(path)).exists():
            self.send_response(301)
            self.send_header("Location", target)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            super().do_GET()

    def _send(self, status: int, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        path = self.path.split("?")[0]
        for pattern, name, value in self.rules:
            if pattern.fullmatch(path):
                self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        self._send(404, page.read_bytes(), "text/html; charset=utf-8")

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextlib.contextmanager
def hosted(public: Path) -> Iterator[str]:
    """The address at which a plain static server gives out a built site, with the headers and redirects of the build."""

    class Handler(_StaticHost):
        rules = header_rules((public / "_headers").read_text("utf-8"))
        redirects = {old: (new, status) for old, new, status in
                     map(str.split, (public / "_redirects").read_text("utf-8").splitlines())}

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(public))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def served(archive: Path) -> Iterator[str]:
    """The address at which a plain static server gives out the built archive, with the headers that the build wrote."""
    with hosted(archive / "public") as address:
        yield address


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of tests/hostile/, built; gives the project's folder. What was said of it is in said.json."""
    from sitegen.cli import main

    root = tmp_path_factory.mktemp("hostile") / "project"
    shutil.copytree(Path(__file__).parent / "hostile" / "archive", root)
    main(["--project", str(root), "build", "--report", str(root / "said.json")])
    return root


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium. Without one the test is skipped; with REQUIRE_BROWSER=1 it fails."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        word = "no chromium on this machine (Debian's package `chromium` has it)"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"{word}, and REQUIRE_BROWSER=1")
        pytest.skip(word)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield started
        started.close()
