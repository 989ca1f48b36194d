"""The whole way of a reader through the built archive, by keyboard alone: from half-remembered words to a citation."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser


def tab_to(page: Any, selector: str, presses: int = 100) -> None:
    """Press Tab until an element that matches has the focus."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{presses} times Tab did not reach {selector}")


def shown(page: Any, number: int) -> list[str]:
    """The ids of the results, once there are so many and the search is over."""
    page.wait_for_function("""number => !document.getElementById("search-results").hasAttribute("aria-busy")
        && document.querySelectorAll("#search-results .search-result").length === number""", arg=number)
    return list(page.locator("#search-results .search-id").all_inner_texts())


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.className || document.activeElement.id"))


def test_from_half_remembered_words_to_a_citation_by_keyboard(browser: Any, served: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce",
                                  permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda problem: complaints.append(str(problem)))
    page.goto(f"{served}/")

    # from the home page: words of which only the beginnings are known
    tab_to(page, "main input[type=search]")
    page.keyboard.type("intellig sharing")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=intellig+sharing")
    page.wait_for_function("() => /cables/.test(document.getElementById('search-status').textContent)")
    before = page.locator("#search-results .search-result").count()
    assert before > 1

    # narrowed by a facet, and by leaving one out
    tab_to(page, "#filter-year-2008")
    page.keyboard.press("Space")
    page.wait_for_url("**year=2008")
    assert shown(page, 1) == ["08MEXICO2276"]
    assert page.evaluate("document.activeElement.id") == "filter-year-2008"

    # the paragraph opened: / to the box, down to the result, right to its paragraph
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-query"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "search-title"
    page.keyboard.press("ArrowRight")
    assert focused(page) == "search-place"
    target = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")
    anchor = target.rpartition("#")[2]
    number = anchor.removeprefix("p")

    # its link, and its citation
    tab_to(page, f"#{anchor} > .number", 5)  # the reading goes on where the link led
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.getElementById('said').textContent !== ''")
    assert page.evaluate("navigator.clipboard.readText()") == served + target
    tab_to(page, ".here button", 2)
    page.keyboard.press("Enter")
    tab_to(page, "#cite button[aria-label^='Copy: Chicago']", 20)
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.getElementById('said').textContent === 'Copied'")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert f"para. {number}" in cited and target in cited and "2276" in cited
    page.keyboard.press("Escape")
    assert not page.locator("#cite").is_visible()

    # a reference followed, and back to the paragraph, and to the search with its filter
    tab_to(page, ".related a", 300)
    other = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{other}")
    page.go_back()
    page.wait_for_url(f"**{target}")
    page.go_back()
    if "/search/" not in page.url:  # the paragraph's number, pressed, is a place of its own
        page.go_back()
    assert shown(page, 1) == ["08MEXICO2276"] and page.locator("#filter-year-2008").is_checked()

    # and a cable by its number, from any page
    page.goto(f"{served}/about/")
    tab_to(page, "#header-query")
    page.keyboard.type("09 mexico 000193")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cables/09MEXICO193/")
    page.go_back()
    assert page.url.endswith("/about/")
    context.close()
    assert complaints == []


def test_the_same_way_without_scripts(browser: Any, served: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()

    # the search box leads to a page that says what to do, with the words of no dead form
    page.goto(f"{served}/about/")
    tab_to(page, "#header-query")
    page.keyboard.type("09 MEXICO 193")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=09+MEXICO+193")
    main = page.locator("main")
    assert "needs JavaScript" in main.inner_text() and not page.locator("#search-form").is_visible()
    assert "https://mexico-city-cables.example/cables/08MEXICO2276/" in main.inner_text()
    assert page.locator('main a[href="/data/cables.csv"]').is_visible()
    for link in page.locator("main a").all():
        assert not re.search(r"[?]", link.get_attribute("href"))  # none leads to a search, which does not work

    # by the list of a year to a cable, to a paragraph, its citation, a reference, and back
    tab_to(page, 'main a[href="/timeline/2008/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/timeline/2008/")
    tab_to(page, 'main a[href="/cables/08MEXICO2276/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/cables/08MEXICO2276/")
    tab_to(page, "[popovertarget=cite]")
    page.keyboard.press("Enter")
    assert "telegram 2276" in page.locator("#cite").inner_text()
    page.keyboard.press("Escape")
    tab_to(page, "#p7 > .number")
    page.keyboard.press("Enter")
    assert page.url.endswith("/cables/08MEXICO2276/#p7")
    tab_to(page, ".related a", 300)
    other = page.locator(":focus").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{other}")
    page.go_back()
    assert page.url.endswith("/cables/08MEXICO2276/#p7")
    context.close()
