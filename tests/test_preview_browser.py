"""The preview in a real browser: whoever saves a file sees it, and loses nothing of what was on the screen."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import RAW_CABLE, REPOSITORY
from test_build import cable

import sitegen

pytestmark = pytest.mark.browser

CABLE = "content/cables/2009/09MEXICO3634.md"
PAGE = "/cables/09MEXICO3634/"
SEEN = "word => document.body !== null && document.body.textContent.includes(word)"  # null while a page is loaded
ERRORS = "() => document.querySelector('sitegen-errors')?.shadowRoot.querySelector('ol')?.textContent ?? ''"
BAR = "() => document.querySelector('sitegen-toolbar')?.shadowRoot.querySelector('div')?.textContent ?? ''"


class Server:
    """``sitegen serve`` as a person starts it."""

    def __init__(self, root: Path, port: int = 0) -> None:
        self.root = root
        self._start(port)

    def _start(self, port: int) -> None:
        command = [sys.executable, "-m", "sitegen", "--project", str(self.root), "serve", "--port", str(port)]
        package = str(Path(sitegen.__file__).parents[1])
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                        env={**os.environ, "PYTHONPATH": package})
        assert self.process.stdout
        said = ""
        while "ready in" not in said:
            said = self.process.stdout.readline()
            assert said, "it ended"
        self.port = int(said.partition("127.0.0.1:")[2].partition("/")[0])
        self.url = f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def again(self) -> None:
        self._start(self.port)

    def stop(self) -> str:
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=20)
        assert self.process.returncode == 0
        return str(said)


@contextmanager
def opened(browser: Any) -> Iterator[Any]:
    """A page that fails the test when it logs an error; of connections that are refused the browser tells by itself."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text)
            if message.type == "error" and "ERR_" not in message.text and "404" not in message.text else None)
    page.on("pageerror", lambda problem: complaints.append(str(problem)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("preview") / "project"
    root.mkdir()
    for name in ("site.yaml", "content", "themes"):
        (shutil.copytree if (REPOSITORY / name).is_dir() else shutil.copy)(REPOSITORY / name, root / name)  # type: ignore[operator]
    running = Server(root)
    yield running
    running.stop()


@pytest.fixture
def page(browser: Any, server: Server) -> Iterator[Any]:
    with opened(browser) as page:
        page.goto(server.url + PAGE)
        page.wait_for_function("() => document.querySelector('sitegen-toolbar')")
        page.evaluate("() => { window.stayed = true; }")
        yield page


def sees(page: Any, word: str) -> None:
    page.wait_for_function(SEEN, arg=word, timeout=15000)


def text_of(server: Server) -> str:
    return (server.root / CABLE).read_text("utf-8")


def in_place(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def by_rename(path: Path, text: str) -> None:
    temporary = path.with_name("4913.tmp.md")
    temporary.write_text(text, "utf-8")
    temporary.replace(path)


def with_backup(path: Path, text: str) -> None:
    path.rename(path.with_name(path.name + "~"))
    path.write_text(text, "utf-8")
    path.with_name(path.name + "~").unlink()


def in_pieces(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as stream:
        for start in range(0, len(text), 4000):
            stream.write(text[start:start + 4000])
            stream.flush()
            time.sleep(0.06)


@pytest.mark.parametrize("save", [in_place, by_rename, with_backup, in_pieces])
def test_a_saved_body_is_shown(page: Any, server: Server, save: Callable[[Path, str], None]) -> None:
    page.evaluate("""() => new MutationObserver(() => {
        if (document.querySelector('sitegen-errors')) sessionStorage.setItem('torn', 'yes');
    }).observe(document.documentElement, {childList: true})""")
    save(server.root / CABLE, text_of(server) + f"\nSaved by {save.__name__}. {{#u{len(save.__name__)}}}\n")
    sees(page, f"Saved by {save.__name__}.")
    assert page.evaluate("() => sessionStorage.getItem('torn')") is None


def test_front_matter_people_templates_and_documents(page: Any, server: Server) -> None:
    root = server.root
    in_place(root / CABLE, text_of(server).replace("title: Presidential Security", "title: Another Presidential Security", 1))
    sees(page, "Another Presidential Security")
    template = root / "themes/archive/templates/base.html"
    in_place(template, template.read_text("utf-8").replace("</footer>", "<p>A new footer</p></footer>"))
    sees(page, "A new footer")
    page.goto(f"{server.url}/people/")
    people = root / "content/people.yaml"
    assert "\n  sort: Brennan, John\n" in people.read_text("utf-8")
    in_place(people, people.read_text("utf-8").replace("sort: Brennan, John", "sort: Zzyzx, John", 1))
    sees(page, "Zzyzx, John")
    page.goto(f"{server.url}/cables/09LAPAZ101/")
    in_place(root / "content/sources/lapaz.txt", RAW_CABLE)
    sees(page, "The archive was tested on a quiet morning")
    page.wait_for_function(f"() => ({BAR})().includes('New from a raw document: 09LAPAZ101')")


def test_many_files_and_folders_at_once(page: Any, server: Server) -> None:
    root = server.root
    for number in range(30):
        cable(root, f"09LIMA{number + 1}", date="2009-02-03")
    page.goto(f"{server.url}/cables/")
    sees(page, "09LIMA30")
    (root / "content/cables/2009").rename(root / "away")
    page.wait_for_function("() => document.body !== null && !document.body.textContent.includes('09LIMA30')")
    (root / "away").rename(root / "content/cables/2009")
    sees(page, "09LIMA30")
    shutil.copytree(root / "content/cables/2009", root / "copy")
    shutil.rmtree(root / "content/cables/2009")
    page.wait_for_function("() => document.body !== null && !document.body.textContent.includes('09LIMA30')")
    shutil.move(root / "copy", root / "content/cables/2009")
    sees(page, "09LIMA30")
    for number in range(30):
        (root / f"content/cables/2009/09LIMA{number + 1}.md").unlink()
    page.wait_for_function("() => document.body !== null && !document.body.textContent.includes('09LIMA30')")


def test_what_is_on_the_screen_stays(page: Any, server: Server) -> None:
    page.evaluate("() => { document.querySelector('details.message').open = true; }")
    page.fill("#header-query", "half a word")
    page.evaluate("() => { document.getElementById('header-query').setSelectionRange(5, 5); }")
    page.evaluate("() => document.getElementById('p9').scrollIntoView({behavior: 'instant'})")
    page.wait_for_timeout(100)
    before = page.evaluate("() => document.getElementById('p9').getBoundingClientRect().top")
    first = next(line for line in text_of(server).splitlines() if line.startswith("¶1."))
    in_place(server.root / CABLE, text_of(server).replace(first, first + " Much was added above." * 80, 1))
    sees(page, "Much was added above.")
    page.wait_for_function("() => document.getElementById('header-query').value === 'half a word'")
    page.wait_for_timeout(200)
    assert abs(page.evaluate("() => document.getElementById('p9').getBoundingClientRect().top") - before) < 3
    assert page.evaluate("() => document.querySelector('details.message').open")
    assert page.evaluate("() => document.activeElement.id") == "header-query"
    assert page.evaluate("() => window.stayed") is None


def test_a_page_that_did_not_change_is_not_reloaded(page: Any, server: Server) -> None:
    sheets = page.evaluate("() => document.querySelectorAll('link[rel=stylesheet]').length")
    other = server.root / "content/cables/2008/08MEXICO2276.md"
    in_place(other, other.read_text("utf-8") + "\nNot of that page.\n")
    style = server.root / "themes/archive/assets/style.css"
    in_place(style, style.read_text("utf-8") + "\nh1 { color: rgb(1, 2, 3); }\n")
    page.wait_for_function("() => getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'")
    page.wait_for_function(f"() => document.querySelectorAll('link[rel=stylesheet]').length === {sheets}")  # the old one has gone
    assert page.evaluate("() => window.stayed") is True


def test_an_error_comes_over_the_page_and_goes(page: Any, server: Server) -> None:
    good = text_of(server)
    in_place(server.root / CABLE, good.replace("\ntitle:", "\ntitel:", 1))
    page.wait_for_function(f"() => ({ERRORS})().includes('{CABLE}:3:1')")
    shown = page.evaluate(ERRORS)
    assert "titel: " in shown and "did you mean" in shown
    assert page.locator("main").is_visible()
    in_place(server.root / CABLE, good)
    page.wait_for_function(f"() => ({ERRORS})() === ''")
    template = server.root / "themes/archive/templates/cable.html"
    words = template.read_text("utf-8")
    page.evaluate("() => { window.stayed = true; }")
    for broken, place in (("{% if %}", "cable.html:1:1"), ("{% block content %}{{ page.nothing }}", "cable.html")):
        in_place(template, words.replace("{% block content %}", broken, 1) if "nothing" in broken else broken + words)
        page.wait_for_function(f"() => ({ERRORS})().includes('{place}')")
        assert page.evaluate("() => window.stayed") is True
        in_place(template, words)
        page.wait_for_function(f"() => ({ERRORS})() === ''")


def test_a_hundred_saves_in_ten_seconds(page: Any, server: Server) -> None:
    good = text_of(server)
    begun = time.monotonic()
    for number in range(100):
        (in_place if number % 2 else by_rename)(server.root / CABLE, good + f"\nSave number {number + 1} of all.\n")
        time.sleep(max(0.0, begun + number * 0.1 - time.monotonic()))
    sees(page, "Save number 100 of all.")
    page.wait_for_timeout(700)
    sees(page, "Save number 100 of all.")


def test_near_addresses_and_drafts(page: Any, server: Server) -> None:
    page.goto(f"{server.url}/cables/09mexico36/")
    page.wait_for_function("() => document.querySelector('sitegen-near')?.shadowRoot.textContent.includes('09MEXICO3634')")
    page.locator("sitegen-near a").first.click()
    page.wait_for_url(f"**{PAGE}")
    in_place(server.root / CABLE, text_of(server).replace("\ntitle:", "\ndraft: true\ntitle:", 1))
    sees(page, "Draft: readers do not see this page.")
    in_place(server.root / CABLE, text_of(server).replace("\ndraft: true\n", "\npublish_on: 2099-01-02\n", 1))
    sees(page, "readers see this page from January 2, 2099")


def test_a_browser_catches_up_with_a_server_that_was_killed(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("title: A test\nbase_url: https://example.org\n")
    path = cable(tmp_path, "09LAPAZ1", "The first words.")
    server = Server(tmp_path)
    with opened(browser) as page:
        page.goto(f"{server.url}/cables/09LAPAZ1/")
        page.wait_for_function("() => document.querySelector('sitegen-toolbar')")
        server.kill()
        page.wait_for_function(
            "() => document.querySelector('sitegen-toolbar').shadowRoot.querySelector('.toolbar').classList.contains('away')")
        path.write_text(path.read_text().replace("The first words.", "The second words."))
        server.again()
        sees(page, "The second words.")
        path.write_text(path.read_text().replace("The second words.", "The third words."))
        sees(page, "The third words.")
    server.stop()
