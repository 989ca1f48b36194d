"""What a reader does with lists, charts and the map in a real browser: by mouse, by keyboard, without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from test_browser import context, page

pytestmark = pytest.mark.browser
__all__ = ["context", "page"]  # fixtures


def names(page: Any) -> list[str]:
    return page.eval_on_selector_all("table.entries tbody tr:not(.group)", """rows => rows.filter(row => row.checkVisibility())
        .map(row => row.querySelector("th a").textContent)""")


def test_a_whole_list_is_sorted_and_narrowed_at_once(page: Any, served: str) -> None:
    page.goto(f"{served}/topics/")
    before = names(page)
    head = page.get_by_role("columnheader", name="Cables")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending" and names(page)[0] == "Mexico"
    counts = [int(text) for text in page.locator("td.number").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending" and names(page)[-1] == "Mexico"
    assert not page.locator(".group").first.is_visible()
    field = page.get_by_label("Narrow this list")
    field.fill("caribbéan")  # accents and case do not matter
    assert names(page) == ["Caribbean", "Caribbean Development Bank"]
    assert page.locator(".filter [role=status]").inner_text() == f"2 of {len(before)} shown"
    field.fill("")
    assert sorted(names(page)) == sorted(before)


def test_narrowing_hides_the_letters_that_nobody_is_under(page: Any, served: str) -> None:
    page.goto(f"{served}/people/")
    page.get_by_label("Narrow this list").fill("garcia luna")
    assert names(page) == ["Garcia Luna, Genaro"]
    assert page.eval_on_selector_all(".group th", "found => found.filter(e => e.checkVisibility()).map(e => e.textContent)") == ["G"]


def test_from_a_year_to_a_day_by_keyboard(page: Any, served: str) -> None:
    page.goto(f"{served}/timeline/")
    page.get_by_role("link", name="December 2009: 1 cable").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/timeline/2009/12/")
    page.get_by_role("link", name="December 28, 2009: 1 cable").first.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#day-28") and page.locator("#day-28").inner_text() == "December 28, 2009"
    mentioned = page.locator(".events li", has_text="celebrated the December 7 signing")
    mentioned.get_by_role("link").press("Enter")
    page.wait_for_url("**/cables/09MEXICO3634/#p5")
    assert "December 7" in page.locator("#p5").inner_text()


def test_the_numbers_of_a_chart_are_in_a_table(page: Any, served: str) -> None:
    page.goto(f"{served}/timeline/")
    page.get_by_text("These numbers as a table").click()
    cells = page.locator("table.numbers tr", has_text="January 2009").locator("th, td").all_inner_texts()
    assert cells == ["January 2009", "1", "", "", "1"]
    assert page.locator("table.numbers thead th").all_inner_texts() == ["Month", "Secret", "Confidential", "Unclassified", "All"]


def test_lists_can_be_read_in_other_orders_without_scripts(browser: Any, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/people/")
    assert not page.locator(".filter").is_visible() and page.locator(".sort").count() == 0
    page.get_by_role("link", name="Named in most cables first").click()
    assert page.url.endswith("/people/order/count/")
    assert page.locator("table.entries tbody th a").first.inner_text() == "Calderon"
    assert page.get_by_role("link", name="Named in most cables first").get_attribute("aria-current") == "true"
    context.close()


def test_the_map_leads_to_what_it_shows_and_nobody_has_to_pass_it(page: Any, served: str) -> None:
    page.goto(f"{served}/places/")
    page.get_by_role("link", name="Search").last.focus()
    page.keyboard.press("Tab")  # past the map, into the list
    assert page.evaluate("document.activeElement.closest('table, svg').tagName") == "TABLE"
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    x, y = page.locator(".map .spot").evaluate("""spot => {
        const [x, y] = spot.getAttribute("d").match(/-?[0-9]+/g).map(Number);
        const at = new DOMPoint(x, y).matrixTransform(spot.getScreenCTM());
        return [at.x, at.y];
    }""")
    page.mouse.click(x + 3, y)
    page.wait_for_url("**/places/embassy-mexico/")


def test_a_line_of_the_graph_shows_what_it_cites(page: Any, served: str) -> None:
    page.goto(f"{served}/references/")
    page.locator(".graph a", has_text="09MEXICO3634").focus()
    assert page.locator(".arc.on").count() == 2
    page.locator(".graph a", has_text="09MEXICO3634").blur()
    assert page.locator(".arc.on").count() == 0
