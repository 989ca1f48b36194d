"""The written files in a real browser, as a static host gives them out: search, console, small screens, accessibility."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

#: the rule of WCAG 2.2 that axe leaves out unless it is asked for it
EVERYTHING = {"rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}

#: all pages but those of a cable, which test_reading_browser.py has
PAGES = [
    "/", "/cables/", "/topics/", "/topics/pgov/", "/people/", "/people/genaro-garcia-luna/", "/places/", "/places/embassy-mexico/",
    "/timeline/", "/timeline/2009/", "/timeline/2009/12/", "/references/", "/people/order/count/", "/search/?q=Chertoff",
    "/search/?q=mexico+193&year=2009&-topic=Caribbean+(XL)&from=2008&sort=oldest", "/about/", "/methodology/", "/404.html",
]


@contextlib.contextmanager
def innocent(context: Any) -> Iterator[Any]:
    """A new page; the test fails if the page logs an error, throws one, or asks another host for anything."""
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda problem: complaints.append(str(problem)))
    opened.on("request", lambda request: None if urlsplit(request.url).hostname in ("127.0.0.1", None)
              else complaints.append(f"asked {request.url}"))
    yield opened
    opened.close()
    assert complaints == []


@pytest.fixture(scope="module")
def context(browser: Any) -> Iterator[Any]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.fixture
def page(context: Any) -> Iterator[Any]:
    """A new page, in a browser that may know the site's files already."""
    with innocent(context) as opened:
        yield opened


@pytest.fixture
def first_page(browser: Any) -> Iterator[Any]:
    """A new page, in a browser that knows nothing of the site."""
    context = browser.new_context(viewport={"width": 320, "height": 740})
    with innocent(context) as opened:
        yield opened
    context.close()


def violations(page: Any, rules: dict[str, Any], within: str | None = None) -> list[str]:
    """What axe finds wrong with a page, or with a part of it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("([within, options]) => axe.run(within ?? document, options)", [within, {**rules, "resultTypes": ["violations"]}])
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found["violations"] for node in one["nodes"]]


def results(page: Any) -> list[str]:
    """The ids of the cables that the search shows, once it has answered."""
    page.wait_for_selector("#search-results a.search-title")
    page.wait_for_function("() => document.getElementById('search-status').textContent.trim() !== ''")
    links = page.eval_on_selector_all("#search-results a.search-title", "found => found.map(link => link.getAttribute('href'))")
    return [link.rstrip("/").rsplit("/", 1)[-1] for link in links]


def test_searching_chertoff_finds_the_cable_of_his_visit(page: Any, served: str) -> None:
    page.goto(f"{served}/search/")
    page.fill("#search-query", "Chertoff")
    page.press("#search-query", "Enter")
    assert results(page)[0] == "08MEXICO2276"
    assert parse_qs(urlsplit(page.url).query) == {"q": ["Chertoff"]}
    passage = page.locator("#search-results .search-passages a").first.get_attribute("href")
    assert re.fullmatch(r".*/cables/08MEXICO2276/#p\d+", passage)


def test_the_address_brings_the_same_search_back(page: Any, served: str) -> None:
    page.goto(f"{served}/search/?q=security&year=2009")
    found = results(page)
    assert found and all(name.startswith("09") for name in found)
    assert page.input_value("#search-query") == "security"
    page.goto(f"{served}/about/")
    page.go_back()
    assert results(page) == found


def test_a_filter_narrows_and_is_in_the_address(page: Any, served: str) -> None:
    page.goto(f"{served}/search/?q=security")
    everything = results(page)
    page.locator("#search-filters").get_by_label(re.compile("^2008")).check()
    page.wait_for_function("count => document.querySelectorAll('#search-results a.search-title').length < count", arg=len(everything))
    assert results(page) == ["08MEXICO2276"]
    assert parse_qs(urlsplit(page.url).query) == {"q": ["security"], "year": ["2008"]}


def test_a_search_without_words_lists_by_filter(page: Any, served: str) -> None:
    page.goto(f"{served}/search/?year=2010")
    assert results(page) == ["10MEXICO141"]


def test_the_search_box_of_the_home_page_leads_to_the_results(page: Any, served: str) -> None:
    page.goto(f"{served}/")
    box = page.locator("main input[type=search], main input[name=q]").first
    box.fill("SEDENA")
    box.press("Enter")
    assert len(results(page)) > 1


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_a_phone_and_any_zoom_stays_where_it_is_and_is_accessible(address: str, first_page: Any, served: str) -> None:
    """And logs no error. Accessible in light, and in dark all that has to do with colours."""
    page = first_page
    page.add_init_script("""window.moved = 0; new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
    }).observe({ type: "layout-shift", buffered: true });""")
    page.goto(served + address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("window.moved") < 0.1
    page.set_viewport_size({"width": 640, "height": 450})  # 1280 pixels at 200 %
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")  # the text alone
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280

    page.emulate_media(color_scheme="light")
    page.reload()
    page.wait_for_load_state("networkidle")
    found = violations(page, EVERYTHING)
    page.emulate_media(color_scheme="dark")
    assert found + violations(page, COLOURS) == []


def test_what_is_not_accessible_is_seen(page: Any) -> None:
    """That the tests above can fail: what they ask axe for is found, in a part of a page too."""
    page.set_content("<html lang='en'><title>T</title><main><h1>H</h1><p id='pale' style='color: #ddd'>Pale</p><img src='data:,'>"
                     "<a href='/a' style='display: block; height: 9px'>a</a><a href='/b' style='display: block; height: 9px'>b</a></main>")
    assert {found.partition(":")[0] for found in violations(page, EVERYTHING)} == {"color-contrast", "image-alt", "target-size"}
    assert {found.partition(":")[0] for found in violations(page, COLOURS)} == {"color-contrast"}
    assert [found.partition(":")[0] for found in violations(page, EVERYTHING, "#pale")] == ["color-contrast"]


def test_a_link_to_a_paragraph_leads_to_it(page: Any, served: str) -> None:
    page.goto(f"{served}/cables/09MEXICO3634/#p11")
    page.wait_for_function(
        """() => {
            const top = document.getElementById("p11").getBoundingClientRect().top;
            return 0 <= top && top < innerHeight;
        }""",
        timeout=5000,
    )


def test_a_correction_can_be_opened(page: Any, served: str) -> None:
    """09MEXICO2882 has an apostrophe that was received as a comma: the page shows both readings."""
    page.goto(f"{served}/cables/09MEXICO2882/")
    mark = page.locator("main .correction, main details.correction, main ins, main [data-received]").first
    assert mark.count() == 1
    page.keyboard.press("Tab")
    assert "country,s" in page.content() and "country's" in page.content()


def test_cables_can_be_read_without_scripts(browser: Any, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/cables/08MEXICO2276/")
    assert "Chertoff" in page.locator("#p1").inner_text()
    context.close()
