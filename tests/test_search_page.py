"""The search page in a real browser, over an index in several sections, on a site below a path."""

import contextlib
import functools
import gzip
import json
import random
import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from test_build import cable

from sitegen.build import build
from sitegen.config import open_project
from sitegen.output.host import HEADERS
from sitegen.output.pagefind_cbor import decode

pytestmark = pytest.mark.browser


@dataclass
class Host:
    """A static server of one site: what it was asked for, what it is to answer late and what it has lost."""

    address: str
    folder: Path
    asked: list[str] = field(default_factory=list)
    held: dict[str, threading.Event] = field(default_factory=dict)  # by a part of the path; answered once it is set
    lost: set[str] = field(default_factory=set)  # parts of paths

    def asked_for(self, pattern: str) -> list[str]:
        """The paths that were asked for so far and match the pattern somewhere."""
        return [path for path in self.asked if re.search(pattern, path)]

    def hold(self, part: str) -> threading.Event:
        """Answer no path with this part before the event that is given back is set."""
        return self.held.setdefault(part, threading.Event())


class _Handler(SimpleHTTPRequestHandler):
    host: Host

    def do_GET(self) -> None:
        self.host.asked.append(self.path)
        for part, event in list(self.host.held.items()):
            if part in self.path:
                event.wait(20)
        if any(part in self.path for part in self.host.lost):
            self.send_error(404)
            return
        with contextlib.suppress(ConnectionError):
            super().do_GET()

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Host]:
    """A server of the site in ``folder``, which stands below the path of the folder's name."""
    host = Host("", folder)
    handler = type("Handler", (_Handler,), {"host": host})
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder.parent))) as server:
        host.address = f"http://127.0.0.1:{server.server_port}/{folder.name}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield host
        for event in host.held.values():
            event.set()
        server.shutdown()
        thread.join()


def build_site(root: Path, section_size: int) -> Path:
    """Build the cables below ``root`` with sections of this size; gives the site's folder."""
    (root / "site.yaml").write_text(
        f"title: Sections\nbase_url: https://example.org/archive\nsearch: {{section_size: {section_size}}}\n")
    project, found = open_project(root)
    assert project, found
    output = root / f"served-{section_size}/archive"
    report = build(project, output)
    assert not [d for d in report.diagnostics if d.severity == "error"]
    return output


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a site of five cables in three sections, and its folder."""
    root = tmp_path_factory.mktemp("sections")
    cable(root, "07LAPAZ1", "Extradition was agreed upon.", date="2007-05-01", classification="SECRET")
    cable(root, "08LAPAZ1", "Extradition was refused.", date="2008-01-02", classification="CONFIDENTIAL")
    cable(root, "08LAPAZ2", "Fishing rights: <img src=x onerror=alert(1)> & more.", date="2008-02-02", classification="CONFIDENTIAL")
    cable(root, "08LAPAZ3", "Fishing went on, for $632 million a year.", date="2008-03-02", classification="SECRET")
    cable(root, "09LAPAZ1", "Extradition again.", date="2009-06-01", classification="SECRET")
    output = build_site(root, 3)
    assert len([path for path in (output / "pagefind").iterdir() if path.is_dir()]) == 3
    with serving(output) as host:
        yield host.address, output


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folders of two sites of the same cables: one with eight sections, one with a single one."""
    root = tmp_path_factory.mktemp("archives")
    filler = "The minister spoke about the harvest and the port. " * 12
    texts = {
        "03LAPAZ1": "Fishing rights were discussed at length with the harbour master.",
        "03LAPAZ2": "Zumarraga asked about fishing.",
        "04LAPAZ1": "Extradition, extradition, extradition: the word of the year.",
        "04LIMA1": "Zumba is danced.",
        "05LAPAZ1": "Extradition of Zumarraga was asked for.",
        "05LAPAZ2": "The rights of fishing.",
        "06LAPAZ1": "Fishing went on. Extradition did not.",
        "06LAPAZ2": "Nothing of note. Zu is a prefix.",
        "07LAPAZ1": "Extradition " * 3 + filler,
        "07LAPAZ2": "Quotas for fishing rights.",
        "08LAPAZ1": "Extradition was refused. " + filler,
        "09LAPAZ1": "Extradition again. " + filler,
        "09LAPAZ2": "A quiet week. " + filler,
    }
    for number, (id_, text) in enumerate(texts.items()):
        cable(root, id_, text, date=f"20{id_[:2]}-0{number % 9 + 1}-01", tags=f"[{('PGOV', 'PREL', 'SNAR')[number % 3]}, BL]",
              classification=("SECRET", "CONFIDENTIAL", "UNCLASSIFIED")[number % 3], people=f"[Ana Example, {'Juan Muestra' if number % 2 else 'Eva Prueba'}]")
    cable(root, "01LAPAZ7", "The first fishing.", date="2001-03", tags="[PGOV]", classification="SECRET")
    cable(root, "02LAPAZ1", "Extradition comes up.", date="2002", tags="[PGOV, BL]", classification="SECRET")
    return build_site(root, 2), build_site(root, 100)


@pytest.fixture
def many(archives: tuple[Path, Path]) -> Iterator[Host]:
    """The site with eight sections, of which one has cables of several years."""
    assert len(json.loads((archives[0] / "pagefind/sections.json").read_bytes())["sections"]) == 8
    with serving(archives[0]) as host:
        yield host


@pytest.fixture
def one(archives: tuple[Path, Path]) -> Iterator[Host]:
    """The site with one section."""
    with serving(archives[1]) as host:
        yield host


@contextlib.contextmanager
def profile(browser: Any) -> Iterator[Any]:
    """A profile of the browser, with nothing in its store."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.on("page", lambda page: page.on("dialog", lambda dialog: pytest.fail("a script of a cable ran")))
    yield context
    context.close()


@pytest.fixture(scope="module")
def context(browser: Any) -> Iterator[Any]:
    with profile(browser) as context:
        yield context


@pytest.fixture
def page(context: Any) -> Iterator[Any]:
    """A new page, in a profile that may know files of ``site``; those of ``many`` and ``one`` come from new addresses."""
    opened = context.new_page()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def beside(context: Any, archives: tuple[Path, Path]) -> Iterator[tuple[Any, Any]]:
    """Two pages that stay open, for one query after the other: the search of one section and that of eight."""
    with serving(archives[1]) as one, serving(archives[0]) as many:
        pages = context.new_page(), context.new_page()
        for page, host in zip(pages, (one, many), strict=True):
            page.goto(f"{host.address}/search/")
        yield pages
        for page in pages:
            page.close()


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
    assert facets(page, "Classification")["Classification"] == ["SECRET 2", "CONFIDENTIAL 1"]


def test_values_of_one_filter_widen_and_filters_narrow(page: Any, site: tuple[str, Path]) -> None:
    page.goto(f"{site[0]}/search/?q=extradition&year=2007&year=2009")
    assert sorted(wait_for(page, 2)) == ["07LAPAZ1", "09LAPAZ1"]
    page.goto(f"{site[0]}/search/?q=extradition&year=2007&year=2008&classification=SECRET")
    assert wait_for(page, 1) == ["07LAPAZ1"]
    assert page.get_by_label("2009 1").count() == 1  # what another year would add is still to be seen


def test_a_search_by_filters_alone_loads_little(browser: Any, site: tuple[str, Path]) -> None:
    asked: list[str] = []
    with profile(browser) as context:
        page = context.new_page()
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


@pytest.mark.parametrize("query", ["08LAPAZ3", "08 lapaz 3", "2008LAPAZ00003", "08 La Paz 000003", "la paz 3", "08-LAPAZ-3"])
def test_a_cables_number_leads_to_the_cable(page: Any, site: tuple[str, Path], query: str) -> None:
    page.goto(f"{site[0]}/about-nothing/")
    page.goto(f"{site[0]}/search/?q={query}")
    page.wait_for_url("**/archive/cables/08LAPAZ3/")
    page.go_back()
    assert page.url.endswith("/about-nothing/")  # the search is no stop on the way back


def test_a_number_typed_is_found_and_enter_opens_it(page: Any, site: tuple[str, Path]) -> None:
    page.goto(f"{site[0]}/search/")
    page.locator("#search-query").press_sequentially("la paz 00003")
    page.wait_for_selector("#search-numbers .search-id:text('08LAPAZ3')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cables/08LAPAZ3/")
    page.go_back()
    page.wait_for_selector("#search-numbers .search-id:text('08LAPAZ3')")  # who comes back is not led on again
    assert searched(page) == "1 cable"
    page.goto(f"{site[0]}/search/?q=%2208LAPAZ3%22")
    assert searched(page) == "1 cable" and page.locator("#search-numbers").is_hidden()


def test_of_several_cables_with_a_number_all_are_listed(page: Any, many: Host) -> None:
    page.goto(f"{many.address}/search/?q=la+paz+2")
    searched(page)
    assert page.locator("#search-numbers .search-id").all_inner_texts() == [f"0{year}LAPAZ2" for year in (9, 7, 6, 5, 3)]
    assert len(many.asked_for("/data/numbers/")) == 1
    page.fill("#search-query", "la paz 44")
    page.press("#search-query", "Enter")
    searched(page)
    assert page.locator("#search-numbers").is_hidden() and "/search/" in page.url


@pytest.mark.parametrize(("query", "exact"), [
    ("extradition", True), ("EXTRADITIONS", True), ("refusing", True), ("fishnchips", False), ("fishing xylophone", False),
])
def test_what_no_cable_has_is_told(page: Any, site: tuple[str, Path], query: str, exact: bool) -> None:
    page.goto(f"{site[0]}/search/?q={query}")
    page.wait_for_selector(".search-result")
    page.wait_for_function("() => /cable/.test(document.getElementById('search-status').textContent)")
    told = page.inner_text("#search-status")
    assert told.startswith("No cable has all these words.") is not exact, told


def test_phrases_and_words_left_out(page: Any, site: tuple[str, Path]) -> None:
    page.goto(f"{site[0]}/search/?sort=newest")
    for query, ids in {
        '"fishing rights"': ["08LAPAZ2"], "\u201cfishing rights\u201d more": ["08LAPAZ2"], 'went "fishing rights"': [], "fishing -rights": ["08LAPAZ3"],
        'fishing -"fishing rights"': ["08LAPAZ3"], "extradition -refuse -agreed": ["09LAPAZ1"], "-extradition -rights": ["08LAPAZ3"],
        "-fish extradition": ["09LAPAZ1", "08LAPAZ1", "07LAPAZ1"],
        "The rights to the fishing": ["08LAPAZ2"], '"fishing the rights"': [], '"went on"': ["08LAPAZ3"],  # little words count in phrases
    }.items():
        page.fill("#search-query", query)
        page.press("#search-query", "Enter")
        page.wait_for_url(f"**/search/?{urlencode({'q': query, 'sort': 'newest'})}")
        assert searched(page) == {0: "No cable matches.", 1: "1 cable"}.get(len(ids), f"{len(ids)} cables"), query
        assert all_ids(page) == ids, query
        classes = sum(int(text.split()[-1]) for text in facets(page, "Classification")["Classification"])
        assert classes == len(ids), query  # the counts are of these cables too


def test_a_value_can_be_left_out_and_taken_back(page: Any, site: tuple[str, Path]) -> None:
    page.goto(f"{site[0]}/search/?q=extradition")
    searched(page)
    page.get_by_role("button", name="Leave out: SECRET").click()
    page.wait_for_url("**/search/?q=extradition&-classification=SECRET")
    assert searched(page) == "1 cable" and all_ids(page) == ["08LAPAZ1"]
    assert facets(page, "Classification")["Classification"] == ["SECRET 2", "CONFIDENTIAL 1"]  # how many would come back
    assert facets(page, "Year")["Year"] == ["2008 1"]
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    page.get_by_label("SECRET 2").check()  # wanted after all
    page.wait_for_url("**/search/?q=extradition&classification=SECRET")
    assert searched(page) == "2 cables"
    chip = page.get_by_role("button", name="Remove Classification: SECRET")
    chip.press("Enter")
    page.wait_for_url("**/search/?q=extradition")
    assert searched(page) == "3 cables" and page.locator("#search-chips").is_hidden()
    assert page.evaluate("document.activeElement.id") == "search-query"
    page.go_back()
    assert searched(page) == "2 cables"


def test_a_span_of_days(page: Any, site: tuple[str, Path]) -> None:
    page.goto(f"{site[0]}/search/?from=2008-01&to=2008-02")
    assert searched(page) == "2 cables" and all_ids(page) == ["08LAPAZ2", "08LAPAZ1"]  # the newest first, without words
    assert page.input_value("#search-from") == "2008-01-01" and page.input_value("#search-to") == "2008-02-29"
    page.fill("#search-to", "2008-03-02")
    page.wait_for_url("**/search/?from=2008-01-01&to=2008-03-02")
    assert searched(page) == "3 cables"
    page.get_by_role("button", name="Remove From 2008-01-01").click()
    assert searched(page) == "4 cables"
    page.goto(f"{site[0]}/search/?q=fishing&from=2008-02-03")
    assert searched(page) == "1 cable" and all_ids(page) == ["08LAPAZ3"]
    assert facets(page, "Year")["Year"] == ["2008 1"]


def test_the_order_can_be_chosen(page: Any, many: Host) -> None:
    page.goto(f"{many.address}/search/?q=extradition")
    searched(page)
    page.select_option("#search-order", "oldest")
    page.wait_for_url("**/search/?q=extradition&sort=oldest")
    searched(page)
    assert all_ids(page) == ["02LAPAZ1", "04LAPAZ1", "05LAPAZ1", "06LAPAZ1", "07LAPAZ1", "08LAPAZ1", "09LAPAZ1"]
    page.select_option("#search-order", "relevance")
    page.wait_for_url("**/search/?q=extradition")
    searched(page)
    assert all_ids(page)[0] == "04LAPAZ1"


def test_the_search_by_keyboard(page: Any, site: tuple[str, Path]) -> None:
    page.goto(f"{site[0]}/search/")
    page.wait_for_function("() => document.getElementById('search-status').textContent.startsWith('Type')")
    at = "document.activeElement.className || document.activeElement.id"
    page.keyboard.press("/")
    page.keyboard.type("extradition/agreed")  # in the box it is a sign
    page.keyboard.press("Escape")
    assert page.input_value("#search-query") == ""
    page.keyboard.type("extradition")
    wait_for(page, 3)
    titles = page.locator("#search-results .search-title")
    for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 2), ("ArrowDown", 2), ("ArrowUp", 1)):
        page.keyboard.press(key)
        assert titles.nth(place).evaluate("title => title === document.activeElement")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(at) == "search-place"
    page.keyboard.press("ArrowUp")
    assert titles.nth(0).evaluate("title => title === document.activeElement")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(at) == "search-query"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.evaluate(at) == "search-query" and page.input_value("#search-query") == "extradition"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("/")
    assert page.evaluate(at) == "search-query"
    page.locator(".search-help summary").press("Enter")
    page.get_by_label("The key / goes to the search box").uncheck()  # WCAG 2.1.4
    page.keyboard.press("/")
    assert page.evaluate(at) == "search-slash"
    page.reload()
    wait_for(page, 3)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement === document.body")
    page.evaluate("localStorage.clear()")


def test_markup_in_a_cable_is_shown_as_text(page: Any, site: tuple[str, Path]) -> None:
    page.goto(f"{site[0]}/search/?q=rights")
    wait_for(page, 1)
    assert "<img src=x onerror=alert(1)>" in page.inner_text(".search-passages")
    assert page.locator("#search-results img").count() == 0


def test_a_sum_of_money_is_found(page: Any, site: tuple[str, Path]) -> None:
    page.goto(f"{site[0]}/search/?{urlencode({'q': '$632 million'})}")
    assert wait_for(page, 1) == ["08LAPAZ3"]
    assert page.inner_text(".search-passages mark >> nth=0") == "$632"


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


# --- an archive of many sections ---

def searched(page: Any) -> str:
    """The status, once the search has come to its end."""
    page.wait_for_function("""() => !document.getElementById("search-results").hasAttribute("aria-busy")
        && !/Loading/.test(document.getElementById("search-status").textContent)""")
    status: str = page.inner_text("#search-status")
    return status


def all_ids(page: Any) -> list[str]:
    """The ids of all cables found, in the order of the page."""
    while page.locator("#search-more").is_visible():
        before = page.locator(".search-result").count()
        page.click("#search-more")
        page.wait_for_function("before => document.querySelectorAll('.search-result').length > before", arg=before)
    ids: list[str] = page.eval_on_selector_all(".search-id", "found => found.map(id => id.textContent)")
    return ids


def facets(page: Any, *names: str) -> dict[str, list[str]]:
    """What the filters of these names list, once they are opened."""
    made: dict[str, list[str]] = {}
    for name in names:
        box = page.locator("details.search-filter", has=page.locator("summary", has_text=re.compile(f"^{name}")))
        if box.is_hidden():  # there is nothing in it
            made[name] = []
            continue
        if box.get_attribute("open") is None:
            box.locator("summary").click()
        box.locator("li, .search-note:not(:text('Counting'))").first.wait_for()
        made[name] = [" ".join(text.split()) for text in box.locator("li label").all_inner_texts()]
    return made


@pytest.mark.parametrize("query", [
    "extradition", "fishing", "fishing rights", '"fishing rights"', "zumarraga", "zumarr", "extradition zumarraga", "Zumarragas",
    "zumarragaxyz", "qwx fishing", "fishing zumarragaxyz", "xylophone", '"09LAPAZ1"', "30 May 2008", "the minister",
    '"fishing rights" discussed', "extradition -again", 'fishing -"fishing rights"', "-fishing",
])
def test_many_sections_find_what_one_finds(beside: tuple[Any, Any], query: str) -> None:
    found = []
    for page in beside:
        page.bring_to_front()  # behind another it is slow
        page.fill("#search-query", query)
        page.press("#search-query", "Enter")
        page.wait_for_url(f"**/search/?{urlencode({'q': query})}")
        told = searched(page)
        found.append((told, sorted(all_ids(page)), facets(page, "Year", "Classification", "Sent from", "Topic", "Person")))
    assert found[0] == found[1]


@pytest.mark.parametrize("state", [
    {"topic": "Internal Governmental Affairs (PGOV)"}, {"q": "fishing", "classification": "SECRET"},
    {"q": "extradition", "person": "Eva Prueba", "topic": "Bolivia (BL)"},
    {"q": "fishing", "-classification": "SECRET", "sort": "oldest"}, {"-year": "2009", "-person": "Eva Prueba"},
    {"from": "2001-03-15", "to": "2004-06", "sort": "newest"}, {"q": "extradition", "from": "2002-06-01", "-topic": "Narcotics (SNAR)"},
])
def test_many_sections_filter_as_one_does(page: Any, many: Host, one: Host, state: dict[str, str]) -> None:
    found = []
    for host in (one, many):
        page.goto(f"{host.address}/search/?{urlencode(state)}")
        told = searched(page)
        assert not told.startswith(("No", "0")), told
        if page.locator("#search-rank").is_visible():  # the search was slow, and what came first stands first
            page.click("#search-rank")
            page.locator("#search-rank").wait_for(state="hidden")
        ids = all_ids(page)
        shown = facets(page, "Year", "Classification", "Topic", "Person")
        shown["Year"] = [year for year in shown["Year"] if " " in year]  # without a count: a section that need not be asked
        found.append((told, ids if "sort" in state else sorted(ids), shown))
    if any(name in state for name in ("from", "to", "-year")):
        found = [(told, ids, {name: values for name, values in shown.items() if name != "Year"}) for told, ids, shown in found]
    assert found[0] == found[1]


def test_at_the_start_only_the_list_of_sections_is_loaded(page: Any, many: Host) -> None:
    page.goto(f"{many.address}/search/")
    page.wait_for_load_state("networkidle")
    assert [path.rpartition("/")[2] for path in many.asked_for("/pagefind/")] == ["sections.json"]
    assert page.inner_text("#search-status") == "Type a word, or choose from the filters."
    assert facets(page, "Year")["Year"][0] == "2001 1"  # the list of sections tells how many there are
    assert facets(page, "Classification")["Classification"] == ["SECRET 7", "CONFIDENTIAL 4", "UNCLASSIFIED 4"]


def test_a_filter_is_loaded_when_it_is_opened(page: Any, many: Host) -> None:
    page.goto(f"{many.address}/search/?q=extradition")
    assert searched(page) == "7 cables"
    assert len(many.asked_for(r"wasm\.")) == len(many.asked_for("/pagefind.js")) == 1
    assert len(many.asked_for("/filter/")) == 1  # the years of the one section that has several
    assert "Bolivia (BL) 7" in facets(page, "Topic")["Topic"]
    assert len(many.asked_for("/filter/")) == 1 + 7  # the topics of the sections that have the word
    page.get_by_label("Bolivia (BL) 7").check()
    page.wait_for_url("**topic=Bolivia*")
    assert searched(page) == "7 cables"
    assert len(many.asked_for("/filter/")) <= 1 + 8


def test_a_search_limited_to_years_asks_their_sections(page: Any, many: Host) -> None:
    page.goto(f"{many.address}/search/?q=extradition&year=2007&year=2009")
    assert searched(page) == "2 cables"
    assert sorted(all_ids(page)) == ["07LAPAZ1", "09LAPAZ1"]
    folders = {re.sub(r".*/pagefind/([^/]+)/.*", r"\1", path) for path in many.asked_for("/pagefind/.*/index/")}
    assert len(folders) == 2
    years = facets(page, "Year")["Year"]
    assert "2009 1" in years and "2003" in years  # what was not asked has no count
    page.locator("#filter-year-2009").uncheck()
    page.wait_for_url(re.compile("year=2007$"))
    assert searched(page) == "1 cable"


def test_results_come_as_sections_answer_and_stay_where_they_are(page: Any, many: Host) -> None:
    late = [many.hold(f"/pagefind/{name}") for name in ("2004", "2003")]
    page.goto(f"{many.address}/search/?q=extradition")
    told = "6 so far: 6 of 8 parts searched"
    page.wait_for_function("told => document.getElementById('search-status').textContent === told", arg=told)
    first = wait_for(page, 6)
    page.locator(".search-title").nth(2).focus()
    for event in late:
        event.set()
    assert searched(page) == "7 cables"
    assert wait_for(page, 6) == first  # the best came last, and moved nothing
    assert page.evaluate("document.activeElement.className") == "search-title"
    assert all_ids(page) == [*first, "04LAPAZ1"]
    page.click("#search-rank")
    page.wait_for_selector(".search-result:first-child .search-id:text('04LAPAZ1')")
    assert sorted(wait_for(page, 7)) == sorted([*first, "04LAPAZ1"])
    assert page.locator("#search-rank").is_hidden()
    assert page.evaluate("document.activeElement === document.querySelector('.search-title')")


def test_beginnings_of_a_word_wait_for_the_last_section(page: Any, many: Host) -> None:
    late = many.hold("/pagefind/2005")  # where the word is
    page.goto(f"{many.address}/search/?q=zumarraga")
    told = "1 so far: 7 of 8 parts searched"
    page.wait_for_function("told => document.getElementById('search-status').textContent === told", arg=told)
    assert wait_for(page, 1) == ["03LAPAZ2"]
    late.set()
    assert searched(page) == "2 cables"
    late = many.hold("/pagefind/2004")
    page.goto(f"{many.address}/search/?q=zumarragaxyz")
    told = "0 so far: 7 of 8 parts searched"
    page.wait_for_function("told => document.getElementById('search-status').textContent === told", arg=told)
    late.set()
    assert searched(page) == "No cable has all these words. With a beginning of them: 2 cables"
    assert sorted(all_ids(page)) == ["03LAPAZ2", "05LAPAZ1"]


def test_a_new_search_ends_the_one_before(page: Any, many: Host) -> None:
    late = many.hold("/pagefind/2007")
    page.goto(f"{many.address}/search/?q=extradition")
    page.wait_for_function("() => document.querySelectorAll('.search-result').length > 0")
    page.fill("#search-query", "zumba")
    page.press("#search-query", "Enter")
    late.set()
    assert searched(page) == "1 cable"
    assert all_ids(page) == ["04LIMA1"]


def test_a_section_that_does_not_come_is_told_and_asked_again(page: Any, many: Host) -> None:
    many.lost.add("/pagefind/2008-02/index/")
    page.goto(f"{many.address}/search/?q=extradition")
    assert searched(page).startswith("6 cables 1 of 8 parts of the archive could not be searched")
    assert page.locator("#search-status.search-failed").count() == 1
    many.lost.clear()
    page.fill("#search-query", "extraditions")
    page.press("#search-query", "Enter")
    page.wait_for_url("**q=extraditions")
    page.wait_for_function("() => document.getElementById('search-status').textContent === '7 cables'")


def test_few_letters_wait_for_enter(page: Any, many: Host) -> None:
    page.goto(f"{many.address}/search/")
    page.locator("#search-query").press_sequentially("zu")
    page.wait_for_timeout(900)
    assert page.url.endswith("/search/")
    page.press("#search-query", "Enter")
    searched(page)
    assert "06LAPAZ2" in all_ids(page)


def test_words_that_begin_alike_are_found_in_all_pieces_of_an_index(page: Any, tmp_path: Path) -> None:
    """Pagefind cuts its index by the alphabet and loads of a word the one piece in which its stem would be."""
    letters = "abcdefghijklmnopqrst"
    cable(tmp_path, "07LAPAZ1", "Words: " + " ".join(f"gover{a}{b}{c}a" for a in letters for b in letters for c in letters) + ".")
    cable(tmp_path, "07LAPAZ2", "The governor spoke.")
    cable(tmp_path, "07LAPAZ3", "The government spoke.")
    output = build_site(tmp_path, 10)
    assert len(list((output / "pagefind").glob("*/index/*"))) > 2
    with serving(output) as host:
        for query, ids in (("government", {"07LAPAZ2", "07LAPAZ3"}), ("gover", {"07LAPAZ1", "07LAPAZ2", "07LAPAZ3"}), ("governs -governor", {"07LAPAZ3"})):
            page.goto(f"{host.address}/search/?q={query}")
            searched(page)
            assert set(all_ids(page)) >= ids, query


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Host, dict[str, str]]]:
    """A site whose cables have `of` and `the` so often that the index has their places in parts, and the cables' texts."""
    root = tmp_path_factory.mktemp("wordy")
    chance = random.Random("wordy")
    others = "age border council duty election fund government harvest island judge law mexico navy order port rule state tax union vote water year".split()
    texts = {
        "08LAPAZ1": "The government of Mexico agreed. A state-of-the-art navy.", "08LAPAZ2": "The government in Mexico agreed, out of 2009.",
        "08LAPAZ3": "Mexico of government. A government of the Mexico of old.", "08LAPAZ4": "It was of Perú, and of the. End of",
        "08LAPAZ5": "A GOVERNMENT OF MEXICO; the U.S. of the Mexican kind.", "08LAPAZ6": "The art of the state.",
    }
    for id_, text in texts.items():
        rest = (word for _ in range(6500) for word in [chance.choice(["of", "the"]), *chance.sample(others, chance.randint(0, 2))])
        texts[id_] = f"{text} Filler: {' '.join(rest)} filler."
        cable(root, id_, texts[id_], date="2008-01-02")
    with serving(build_site(root, 100)) as host:
        yield host, texts


def test_a_phrase_with_the_commonest_words_finds_what_it_says(page: Any, wordy: tuple[Host, dict[str, str]]) -> None:
    """Compared with the words themselves, for phrases that few cables have and for such as stand nowhere."""
    host, texts = wordy
    meta = decode(gzip.decompress(next(host.folder.glob("pagefind/*/*.pf_meta")).read_bytes())[12:])
    whole = {name for first, last, name in meta[2] if first == last and first in ("of", "the")}  # type: ignore[index, misc, union-attr]
    assert len(whole) == 2
    written = {id_: re.sub(r"[^a-z0-9 ]", "", unicodedata.normalize("NFD", text.lower())).split() for id_, text in texts.items()}
    drawn = random.Random("drawn")
    phrases = [" ".join(words[at:at + length]) for words in written.values() for length in (5,) for at in (drawn.randrange(9, 5000),)]
    phrases += ["government of mexico", "the government of mexico", "government of the mexico", "mexico of government", "and of the", "end of",
                "of 2009", "out of", "of peru and of", "the us of the", "of the mexican", "of the", "the art of the state", "of harvest of harvest of harvest of"]
    for phrase in phrases:
        host.asked.clear()
        quoted = quote(f'"{phrase}"')
        page.goto(f"{host.address}/search/?q={quoted}")
        searched(page)
        expected = {id_ for id_, words in written.items() if f" {phrase} " in f" {' '.join(words)} "}
        assert set(all_ids(page)) == expected, phrase
        assert not whole & {Path(path).stem for path in host.asked_for("/index/")}, phrase
    host.asked.clear()
    page.goto(f"{host.address}/search/?q=y")  # a letter that is an ending, too
    searched(page)
    assert len(host.asked_for("/index/")) < len(list(host.folder.glob("pagefind/*/index/*"))) / 2


def test_nothing_is_logged(browser: Any, many: Host) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda problem: complaints.append(str(problem)))
    page.goto(f"{many.address}/search/?q=extradition&topic=Bolivia+(BL)&year=2009")
    searched(page)
    facets(page, "Year", "Topic", "Person")
    page.close()
    assert complaints == []
