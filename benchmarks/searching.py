"""What a reader's searches load: a built site given out by a plain server, its search page driven in a Chromium.

    python benchmarks/searching.py PUBLIC "ministry" "foreign ministry officials" …

PUBLIC is a site built with search. Each search is made twice in a browser that has nothing of the site yet: as the
first one, by the address; and after another one, typed. Bodies are counted as they are sent, without headers: HTML,
scripts, styles and JSON gzipped, as hosts send them; Pagefind's files are gzipped already.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import json
import shutil
import sys
import threading
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

_TEXT = {".html", ".js", ".css", ".json", ".svg"}
#: what is loaded for one search, and not for another
_OF_A_SEARCH = ("/index/", "/fragment/", "/filter/")


class _Host(http.server.SimpleHTTPRequestHandler):
    """Gives out files as a host does, and counts what it gives."""

    sent: ClassVar[list[tuple[str, int]]] = []

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body, packed = path.read_bytes(), path.suffix in _TEXT
        body = gzip.compress(body, 6, mtime=0) if packed else body
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)
        self.sent.append((self.path, len(body)))

    def log_message(self, format: str, *args: Any) -> None:
        pass


def searched(page: Any) -> str:
    """The status of the search, once it is over."""
    page.wait_for_function("""() => !document.querySelector('#search-results[aria-busy]')
        && /cable/.test(document.querySelector('#search-status').textContent)""", timeout=120_000)
    page.wait_for_load_state("networkidle")
    return str(page.inner_text("#search-status"))


def counted(sent: list[tuple[str, int]]) -> dict[str, int]:
    """Bytes and requests of all, and of what is loaded for one search alone; and takes them off the list."""
    own = [size for path, size in sent if any(part in path for part in _OF_A_SEARCH)]
    found = {"requests": len(sent), "bytes": sum(size for _, size in sent), "own_requests": len(own), "own": sum(own)}
    sent.clear()
    return found


def measure(browser: Any, address: str, query: str) -> dict[str, Any]:
    """What the first search of a reader loads, and what the same search loads after another one."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/search/?q={quote(query)}")
    said = searched(page)
    first = counted(_Host.sent)
    context.close()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/search/?q=zqxjk")
    searched(page)
    counted(_Host.sent)
    page.fill("#search-query", query)
    page.press("#search-query", "Enter")
    page.wait_for_function("query => new URL(location).searchParams.get('q') === query", arg=query)
    searched(page)
    later = counted(_Host.sent)
    context.close()
    return {"query": query, "said": said, "first": first, "later": later}


def main() -> int:
    """Measure each search and print a line of a table for it."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("public", type=Path, help="the built site")
    parser.add_argument("queries", nargs="+", help="what is searched for")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    options = parser.parse_args()

    def handler(*given: Any) -> _Host:
        return _Host(*given, directory=str(options.public))

    results = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        print("| search | start kB | of the search kB | first, all kB (requests) | later kB (requests) | found |")
        print("|---|---|---|---|---|---|")
        for query in options.queries:
            found = measure(browser, f"http://127.0.0.1:{server.server_address[1]}", query)
            first, later = found["first"], found["later"]
            cells = [f"`{query}`", f"{(first['bytes'] - first['own']) / 1000:.0f}", f"{first['own'] / 1000:.0f}",
                     *(f"{one['bytes'] / 1000:.0f} ({one['requests']})" for one in (first, later)), found["said"]]
            print(f"| {' | '.join(cells)} |", flush=True)
            results.append(found)
        browser.close()
        server.shutdown()
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
