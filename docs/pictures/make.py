"""Makes the pictures of the documentation, and the card that the theme shows where a page is shared.

    python docs/pictures/make.py

It builds nothing: ``make site`` comes first. Needs Playwright and a Chromium, as the browser tests do. The pictures go
beside this script, the card into the theme.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CARD = ROOT / "themes" / "archive" / "assets" / "card.png"
WIDTHS = {"desktop": (1360, 900), "phone": (390, 844)}
PAGES = {"home": "/",
         "cable": "/cables/08MEXICO2276/", "source": "/cables/08MEXICO2276/source/",
         "topic": "/topics/snar/",
         "person": "/people/genaro-garcia-luna/", "timeline": "/timeline/",
         "month": "/timeline/2009/12/", "places": "/places/", "references": "/references/",
         "search": "/search/?q=intelligence+cooperation&year=2009"}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


def pictures(browser: Any, address: str) -> None:
    """Every page at both widths, in light and in dark."""
    for device, (width, height) in WIDTHS.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme,
                                          reduced_motion="reduce")
            page = context.new_page()
            for name, path in PAGES.items():
                page.goto(address + path)
                if name == "search":
                    page.wait_for_selector(".search-result")
                    page.wait_for_load_state("networkidle")
                page.screenshot(path=HERE / f"{name}-{device}-{scheme}.png")
            context.close()


def shared(public: Path) -> None:
    """The card of one cable, as the build drew it."""
    shutil.copy(public / "cables" / "08MEXICO2276" / "card.png", HERE / "shared.png")


def card(browser: Any) -> None:
    """The card, 1200 by 630, from its drawing."""
    page = browser.new_page(viewport={"width": 1200, "height": 630})
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{(HERE / 'card.svg').read_text()}")
    page.screenshot(path=CARD)
    page.close()


def main() -> None:
    """Make all of them."""
    handler = functools.partial(_Quiet, directory=str(ROOT / "public"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        card(browser)
        shared(ROOT / "public")
        pictures(browser, f"http://127.0.0.1:{server.server_address[1]}")
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
