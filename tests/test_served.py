"""Whole sites as a host gives them out, with the headers and redirects that the build wrote, in a real browser: what works
under them, and that nothing runs, leaves or complains. The console must stay empty, warnings and CSP reports included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from conftest import hosted

pytestmark = pytest.mark.browser

#: told by the page itself: a script of a document that ran, and what the Content-Security-Policy kept back
CANARY = """
window.pwned = (where) => console.error("ran: " + where);
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


class Watched:
    """A page, and everything that it should not have done, with the address at which it did."""

    def __init__(self, context: Any) -> None:
        context.add_init_script(CANARY)
        self.page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self._complain(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda problem: self._complain(f"threw {problem}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("popup", lambda popup: self._complain(f"opened {popup.url}"))
        self.page.on("download", lambda download: self._complain(f"downloaded {download.url}"))
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)

    def visit(self, address: str) -> Any:
        """Load a page whole, and open all that opens; gives the response."""
        response = self.page.goto(address, wait_until="load")
        self.page.evaluate("""() => {
            document.querySelectorAll("details").forEach((one) => { one.open = true; });
            document.querySelectorAll("main [popovertarget], main input[type=checkbox]").forEach((one) => one.click());
        }""")
        return response

    def _request(self, request: Any) -> None:
        if urlsplit(request.url).hostname not in ("127.0.0.1", None):
            self._complain(f"asked {request.url}")

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # as of an icon when the page is left
            self._complain(f"failed {request.url}: {request.failure}")

    def _dialog(self, dialog: Any) -> None:
        self._complain(f"asked the reader: {dialog.message}")
        dialog.dismiss()

    def _complain(self, what: str) -> None:
        self.complaints.append(f"{self.page.url} {what}")


@pytest.fixture
def watched(browser: Any) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Watched(context)
    context.close()


def addresses(public: Path) -> list[str]:
    """The paths of all pages of a written site."""
    return ["/" + path.relative_to(public).as_posix().removesuffix("index.html") for path in sorted(public.rglob("*.html"))
            if "pagefind" not in path.relative_to(public).parts]


def one_of_each_kind(paths: list[str]) -> list[str]:
    """One page of each kind: paths are of one kind when they differ in their names, ids and numbers alone."""
    kinds: dict[str, str] = {}
    for path in paths:
        parts = path.split("/")
        kind = "/".join("*" if at > 1 and part not in ("order", "page", "source", "") else part
                        for at, part in enumerate(parts))
        kinds.setdefault(kind, path)
    return list(kinds.values())


def search(watched: Watched, address: str, query: str) -> None:
    """Type a query, see the results and open the first."""
    watched.visit(f"{address}/search/")
    watched.page.locator("#search-query").press_sequentially(query)
    watched.page.wait_for_selector("#search-results a.search-title")
    watched.page.wait_for_load_state("networkidle")
    title = watched.page.locator("#search-results a.search-title").first.inner_text()
    watched.page.locator("#search-results a.search-title").first.click()
    watched.page.wait_for_url(re.compile(r"/cables/\w+/"))
    assert watched.page.locator("h1").inner_text() == title


def test_the_whole_site_works_under_its_own_headers(watched: Watched, archive: Path, served: str) -> None:
    kinds = one_of_each_kind(addresses(archive / "public"))
    assert len(kinds) >= 18, kinds  # every kind of page that this archive has
    for path in kinds:
        answer = watched.visit(served + path)
        assert answer.status == 200
        assert "script-src 'self' 'wasm-unsafe-eval';" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    search(watched, served, "Chertoff")
    assert "/cables/08MEXICO2276/" in watched.page.url
    assert watched.complaints == []


def test_no_hostile_page_runs_a_script_or_asks_another_host(watched: Watched, hostile: Path) -> None:
    public = hostile / "public"
    paths = addresses(public)
    assert len(paths) > 40
    with hosted(public) as address:
        for path in paths:
            watched.visit(address + quote(path))
        search(watched, address, "pwned")
        for query in ("<img src=x onerror=pwned(1)>", "\"><script>pwned(1)</script>", "javascript:pwned(1)", "{{7*7}}"):
            watched.visit(f"{address}/search/?q={quote(query)}&topic={quote(query)}&from={quote(query)}#{quote(query)}")
            watched.page.wait_for_load_state("networkidle")
            assert watched.page.input_value("#search-query") == query
        watched.visit(f"{address}/about/#%22%3E%3Cscript%3Epwned(1)%3C/script%3E")
        assert watched.visit(f"{address}/old/evil.html").url == f"{address}/cables/09EVIL1/"
    assert watched.complaints == []


def test_a_page_that_does_such_things_is_seen(watched: Watched, hostile: Path, tmp_path: Path) -> None:
    """That the tests above can fail: what they look for is noticed, with the headers and without them."""
    (tmp_path / "index.html").write_text("<script>pwned('inline')</script><img src='http://evil.example/x.png'>"
                                         "<svg onload=\"pwned('handler')\"></svg>", "utf-8")
    (tmp_path / "_redirects").touch()
    (tmp_path / "_headers").write_bytes((hostile / "public" / "_headers").read_bytes())
    with hosted(tmp_path) as address:
        watched.visit(address)
    said = "\n".join(watched.complaints)
    assert "policy: script-src-elem inline" in said and "policy: img-src http://evil.example/x.png" in said and "ran:" not in said
    (tmp_path / "_headers").write_bytes(b"")
    (tmp_path / "index.html").write_text("<script>pwned('inline')</script><svg onload=\"pwned('handler')\"></svg>", "utf-8")
    with hosted(tmp_path) as address:
        watched.visit(address)
    said = "\n".join(watched.complaints)
    assert "ran: inline" in said and "ran: handler" in said
