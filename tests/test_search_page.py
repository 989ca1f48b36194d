"""The search page in a real browser, over an index in several sections, on a site below a path."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from test_build import cable

from sitegen.build import build
from sitegen.config import open_project
from sitegen.output.host import HEADERS

pytestmark = pytest.mark.browser


class _Host(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a site of five cables in three sections, and its folder."""
    root = tmp_path_factory.mktemp("sections")
    (root / "site.yaml").write_text("title: Sections\nbase_url: https://example.org/archive\nsearch: {section_size: 2}\n")
    cable(root, "07LAPAZ1", "Extradition was agreed upon.", date="2007-05-01", classification="SECRET")
    cable(root, "08LAPAZ1", "Extradition was refused.", date="2008-01-02", classification="CONFIDENTIAL")
    cable(root, "08LAPAZ2", "Fishing rights: <img src=x onerror=alert(1)> & more.", date="2008-02-02", classification="CONFIDENTIAL")
    cable(root, "08LAPAZ3", "Fishing went on.", date="2008-03-02", classification="SECRET")
    cable(root, "09LAPAZ1", "Extradition again.", date="2009-06-01", classification="SECRET")
    project, found = open_project(root)
    assert project, found
    output = root / "served/archive"
    report = build(project, output)
    assert not [d for d in report.diagnostics if d.severity == "error"]
    assert len([path for path in (output / "pagefind").iterdir() if path.is_dir()]) == 3
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Host, directory=str(output.parent))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/archive", output
        server.shutdown()
        thread.join()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.on("dialog", lambda dialog: pytest.fail("a script of a cable ran"))
    yield opened
    context.close()


def wait_for(page: Any, number: int) -> list[str]:
    """The ids of the cables shown, once ``number`` of them are."""
    page.wait_for_function("number => document.querySelectorAll('.search-result').length === number", arg=number)
    ids: list[str] = page.eval_on_selector_all(".search-id", "found => found.map(id => id.textContent)")
    return ids


def test_sections_are_searched_as_one(page: Any, site: tuple[str, Path]) -> None:
    page.goto(f"{site[0]}/search/?q=extradition")
    assert sorted(wait_for(page, 3)) == ["07LAPAZ1", "08LAPAZ1", "09LAPAZ1"]
    assert page.inner_text("#search-status") == "3 cables"
    assert page.locator(".search-passages a").first.get_attribute("href").startswith("/archive/cables/")
    counts = page.locator("fieldset", has_text="Classification").inner_text().split()
    assert counts == ["Classification", "SECRET", "2", "CONFIDENTIAL", "1"]


def test_values_of_one_filter_widen_and_filters_narrow(page: Any, site: tuple[str, Path]) -> None:
    page.goto(f"{site[0]}/search/?q=extradition&year=2007&year=2009")
    assert sorted(wait_for(page, 2)) == ["07LAPAZ1", "09LAPAZ1"]
    page.goto(f"{site[0]}/search/?q=extradition&year=2007&year=2008&classification=SECRET")
    assert wait_for(page, 1) == ["07LAPAZ1"]
    assert page.get_by_label("2009 1").count() == 1  # what another year would add is still to be seen


def test_a_search_by_filters_alone_loads_little(page: Any, site: tuple[str, Path]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site[0]}/search/?year=2008")
    assert sorted(wait_for(page, 3)) == ["08LAPAZ1", "08LAPAZ2", "08LAPAZ3"]
    assert page.locator(".search-passages").count() == 0
    assert len([url for url in asked if "/index/" in url]) <= 3  # one piece of each section's index


def test_the_back_button_brings_the_search_before_back(page: Any, site: tuple[str, Path]) -> None:
    page.goto(f"{site[0]}/search/?q=extradition")
    wait_for(page, 3)
    page.get_by_label("2008 1").check()
    assert wait_for(page, 1) == ["08LAPAZ1"]
    assert page.evaluate("document.activeElement.value") == "2008"
    page.go_back()
    wait_for(page, 3)
    assert not page.get_by_label("2008 1").is_checked()
    page.click("#search-clear")
    page.wait_for_function("() => document.querySelectorAll('.search-result').length === 0")
    assert page.url.endswith("/search/")


def test_typing_searches_and_is_in_the_address(page: Any, site: tuple[str, Path]) -> None:
    page.goto(f"{site[0]}/search/")
    page.locator("#search-query").press_sequentially("fishing", delay=30)
    page.wait_for_url("**/search/?q=fishing")
    assert sorted(wait_for(page, 2)) == ["08LAPAZ2", "08LAPAZ3"]


@pytest.mark.parametrize("query", ["08LAPAZ3", "08 LAPAZ 3", "2008LAPAZ00003", "08 La Paz 003"])
def test_a_cables_number_is_found_however_it_is_written(page: Any, site: tuple[str, Path], query: str) -> None:
    page.goto(f"{site[0]}/search/?q={query}")
    page.wait_for_selector(".search-result")
    page.wait_for_function("() => /cable/.test(document.getElementById('search-status').textContent)")
    assert page.locator(".search-id").first.text_content() == "08LAPAZ3"
    assert not page.inner_text("#search-status").startswith("No cable")


@pytest.mark.parametrize(("query", "exact"), [
    ("extradition", True), ("EXTRADITIONS", True), ("refusing", True), ("fishnchips", False), ("fishing xylophone", False),
])
def test_what_no_cable_has_is_told(page: Any, site: tuple[str, Path], query: str, exact: bool) -> None:
    page.goto(f"{site[0]}/search/?q={query}")
    page.wait_for_selector(".search-result")
    page.wait_for_function("() => /cable/.test(document.getElementById('search-status').textContent)")
    told = page.inner_text("#search-status")
    assert told.startswith("No cable has all these words.") is not exact, told


def test_markup_in_a_cable_is_shown_as_text(page: Any, site: tuple[str, Path]) -> None:
    page.goto(f"{site[0]}/search/?q=rights")
    wait_for(page, 1)
    assert "<img src=x onerror=alert(1)>" in page.inner_text(".search-passages")
    assert page.locator("#search-results img").count() == 0


def test_a_missing_index_is_told(page: Any, site: tuple[str, Path]) -> None:
    page.route("**/pagefind/**", lambda route: route.fulfill(status=404, body=""))
    page.goto(f"{site[0]}/search/?q=extradition")
    page.wait_for_selector(".search-failed")
    assert "could not be loaded" in page.inner_text("#search-status")


def test_without_scripts_the_page_leads_to_the_lists(browser: Any, site: tuple[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site[0]}/search/")
    assert "needs JavaScript" in page.inner_text("main")
    assert page.locator('main a[href="/archive/timeline/2008/"]').count() == 1
    context.close()
