"""What a reader does with the page of a cable, in a real browser: by keyboard, on a phone, without scripts, on paper."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader
from test_browser import EVERYTHING, violations

pytestmark = pytest.mark.browser


LONG = "/cables/08MEXICO2276/"  # with headings, portion marks and corrections
TABLES = "/cables/09MEXICO193/"  # with tables, and references that lead outside
LONGEST = "/cables/09MEXICO3195/"
DAMAGED = "/cables/09MEXICO3634/"
UNNUMBERED = "/cables/09MEXICO2882/"  # its paragraphs are linked by a sign
SIZES = [320, 1280]


@pytest.fixture(scope="module")
def context(browser: Any) -> Iterator[Any]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce",
                                 permissions=["clipboard-read", "clipboard-write"])
    yield opened
    opened.close()


@pytest.fixture
def page(context: Any) -> Iterator[Any]:
    """A new page; the test fails if the page logs an error or throws one."""
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda problem: complaints.append(str(problem)))
    yield opened
    opened.close()
    assert complaints == []


def clipboard(page: Any) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def letters(text: str) -> str:
    """A text without white space and punctuation, ligatures taken apart."""
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", text))


def test_a_paragraphs_number_copies_its_link_and_leads_to_its_citation(page: Any, served: str) -> None:
    """By keyboard: the number, the button beside it, the panel, a copied citation, and back to the text."""
    page.goto(served + LONG)
    page.locator("#p7 > .number").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.getElementById('said').textContent !== ''")
    assert "¶ 7" in page.locator("#said").inner_text()
    assert clipboard(page) == f"{served}{LONG}#p7"
    assert page.url.endswith("#p7")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Cite ¶ 7"
    page.keyboard.press("Enter")
    panel = page.locator("#cite")
    assert panel.is_visible()
    first = panel.locator(".citation").first
    assert ", para. 7, " in first.inner_text() and first.inner_text().endswith("/cables/08MEXICO2276/#p7.")
    panel.get_by_role("button", name="Copy: National Archives style").press("Enter")
    page.wait_for_function("() => document.getElementById('said').textContent === 'Copied'")
    assert clipboard(page) == first.inner_text()
    panel.get_by_label("The whole cable").check()
    assert "para. 7" not in panel.inner_text() and "#p7" not in panel.inner_text()
    panel.locator("summary", has_text="BibTeX").click()
    assert panel.locator("pre").first.inner_text().startswith("@techreport{08MEXICO2276,")
    page.keyboard.press("Escape")
    assert not panel.is_visible()


def test_words_are_explained_where_they_stand_by_keyboard(page: Any, served: str) -> None:
    page.goto(served + LONG)
    for target, words in (("term-1", "CISEN"), ("who-genaro-garcia-luna", "Secretary of Public Security"), ("mark-0", "Sensitive"),
                          ("level", "Confidential"), ("help-precedence", "handled"), ("as-written", "SECRETARY CHERTOFF AND GOM")):
        opener = page.locator(f"[popovertarget={target}]").first
        opener.focus()
        page.keyboard.press("Enter")
        shown = page.locator(f"#{target}")
        assert shown.is_visible() and words in shown.inner_text(), target
        page.keyboard.press("Escape")
        assert not shown.is_visible()
        assert opener.evaluate("button => button === document.activeElement"), target
    page.locator("[popovertarget=who-genaro-garcia-luna]").first.press("Enter")
    page.keyboard.press("Tab")  # into the popover, which stands elsewhere in the document
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/genaro-garcia-luna/")


def test_a_related_cable_leads_away_and_back(page: Any, served: str) -> None:
    page.goto(f"{served}{LONG}#p9")
    link = page.locator(".related a").first
    target = link.get_attribute("href")
    link.press("Enter")
    page.wait_for_url(f"**{target}")
    page.go_back()
    assert page.url.endswith(f"{LONG}#p9")
    page.wait_for_function("() => document.getElementById('p9').getBoundingClientRect().top < innerHeight")


def test_the_contents_follow_the_reading(page: Any, served: str) -> None:
    page.goto(served + LONG)
    page.evaluate("document.getElementById('p9').scrollIntoView()")
    page.wait_for_function("() => document.querySelector('.contents [aria-current]') !== null")
    heading = page.evaluate("""() => {
        let at = document.getElementById("p9");
        while (at.tagName !== "H2") at = at.previousElementSibling;
        return at.id;
    }""")
    assert page.locator(".contents [aria-current]").get_attribute("href") == f"#{heading}"


def test_everything_is_there_without_scripts(browser: Any, served: str) -> None:
    """On a phone, with touch: the panel, an explanation and a correction open; the source stands beside the text."""
    context = browser.new_context(java_script_enabled=False, has_touch=True, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(served + LONG)
    page.locator("[popovertarget=cite]").first.tap()
    assert "Embassy Mexico to Secretary of State, telegram 2276" in page.locator("#cite").inner_text()
    page.locator("#cite .close").tap()
    page.locator("[popovertarget=term-1]").first.tap()
    assert page.locator("#term-1").is_visible()
    page.mouse.click(5, 5)
    correction = page.locator(".correction").first
    assert not correction.locator("del").is_visible()
    correction.locator("input").tap()
    assert correction.locator("del").inner_text() == "GOM,s"
    page.locator(".contents summary").tap()
    page.locator(".contents a").nth(3).tap()
    assert "#h-" in page.url
    page.get_by_role("link", name="Source beside the text").first.tap()
    part = page.locator(".part", has=page.locator("#p2"))
    assert part.locator(".line").first.inner_text().startswith("2. (C) Secretary Chertoff")
    assert part.locator(".line-number").first.get_attribute("data-number") == "41"
    context.close()


@pytest.mark.parametrize("path", [LONG, TABLES])
def test_paper_holds_every_paragraph_and_says_on_each_sheet_what_it_is(path: str, page: Any, served: str) -> None:
    page.goto(served + path)
    wanted = page.evaluate("""[...document.querySelectorAll(".cable-body p, .cable-body td")].map((block) => {
        const copy = block.cloneNode(true);
        for (const hidden of copy.querySelectorAll("del, input, button, .anchor, .tip, .note > span")) hidden.remove();
        return copy.textContent;
    })""")
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages]
    printed = letters("".join(sheets))
    running = letters(page.locator(".running").text_content())
    for number in range(len(sheets)):
        printed = printed.replace(f"{number + 1}{len(sheets)}{running}", "")
    lost = [text for text in wanted if letters(text) not in printed]
    assert lost == []
    identity = path.strip("/").rpartition("/")[2]
    for sheet in sheets:
        assert identity in sheet[:200] and f"https://mexico-city-cables.example{path}" in sheet[:300]


@pytest.mark.parametrize("path", [LONG, f"{LONG}source/", TABLES, LONGEST, DAMAGED, UNNUMBERED])
@pytest.mark.parametrize("width", SIZES)
def test_nothing_overflows_and_all_of_axe_holds(path: str, width: int, page: Any, served: str) -> None:
    """At 320 pixels, which is also 1280 pixels at 400 %, and on a desktop, where the panel of citations is open too."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if width == 320 else "light", reduced_motion="reduce")
    page.goto(served + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = violations(page, EVERYTHING)
    if width == 1280 and page.locator("[popovertarget=cite]").count():
        page.locator("[popovertarget=cite]").first.click()
        found += violations(page, EVERYTHING, "#cite")
    assert found == []


def test_text_of_two_hundred_per_cent_is_not_cut(page: Any, served: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(served + LONG)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    cut = page.evaluate("""[...document.querySelectorAll("h1, .routing dd, .cable-body p, .act, .contents a, .cable-side li")]
        .filter((e) => e.checkVisibility() && (() => {
            const words = document.createRange();
            words.selectNodeContents(e);
            return words.getBoundingClientRect().right > innerWidth || getComputedStyle(e).overflow !== "visible";
        })()).map((e) => e.textContent.slice(0, 60))""")
    assert cut == []


def test_the_page_does_not_move_while_it_loads(page: Any, served: str) -> None:
    page.add_init_script("""window.moved = 0; new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.moved += entry.value;
    }).observe({ type: "layout-shift", buffered: true });""")
    page.goto(served + LONG)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.moved") < 0.01


def test_a_cables_page_is_light(archive: Any) -> None:
    """60 kB compressed with its styles and scripts, 10 kB of script; the search's own files come with a search."""
    import gzip

    public = archive / "public"
    for path in public.glob("cables/*/index.html"):
        html = path.read_text("utf-8")
        linked = re.findall(r'(?:href|src)="(/assets/[^"]+\.(css|js))"', html)
        sizes = {name: len(gzip.compress((public / name.lstrip("/")).read_bytes())) for name, _ in linked}
        assert len(gzip.compress(html.encode())) + sum(sizes.values()) <= 60_000
        assert sum(size for name, size in sizes.items() if name.endswith(".js")) <= 10_000
        assert not re.search(r"<script(?![^>]*(?:src=|application/ld\+json))|<style|\sstyle=|\son\w+=", html)
