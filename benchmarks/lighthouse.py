"""Lighthouse over pages of this repository's site, on its phone profile, and what it complains of.

    npm install --prefix ../tools lighthouse
    python benchmarks/lighthouse.py --lighthouse ../tools/node_modules/.bin/lighthouse

It builds nothing: ``make site`` comes first. It needs node, npm's package ``lighthouse``, and a Chromium. The pages are
given out by a plain server of this machine with the headers that the build wrote into ``_headers``, uncompressed, which
a host would not do. The page for what is not found is asked for by its own address, since Lighthouse wants status 200.
It ends with 1 when a figure is below what is asked.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

ROOT = Path(__file__).parents[1]
PAGES = {"home": "/", "longest cable": "/cables/09MEXICO3195/", "cable with tables": "/cables/09MEXICO193/",
         "cable damaged twice": "/cables/09MEXICO3634/", "cable without numbers": "/cables/09MEXICO2882/",
         "source beside text": "/cables/08MEXICO2276/source/",
         "topic": "/topics/pgov/", "person": "/people/genaro-garcia-luna/", "place": "/places/embassy-mexico/",
         "timeline": "/timeline/", "search": "/search/", "search with results": "/search/?q=security",
         "not found": "/404.html"}
ASKED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
#: Chromium talks to nobody but the server.
FLAGS = ("--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
         "--disable-component-update --disable-sync")
# What a page that must not be found by search engines is told for being so.
_WANTED = {"not found": {"is-crawlable"}}
_METRICS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")


class _Host(http.server.SimpleHTTPRequestHandler):
    """Gives out files with the headers of ``_headers``."""

    protocol_version = "HTTP/1.1"
    rules: ClassVar[list[tuple[re.Pattern[str], str, str]]] = []

    def end_headers(self) -> None:
        for pattern, name, value in self.rules:
            if pattern.fullmatch(self.path.split("?")[0]):
                self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _rules(text: str) -> Iterator[tuple[re.Pattern[str], str, str]]:
    pattern = re.compile("")
    for line in text.splitlines():
        if line[:1].isspace():
            name, _, value = line.strip().partition(":")
            yield pattern, name, value.strip()
        elif line:
            pattern = re.compile(re.sub(r"/:\w+", "/[^/]+", re.escape(line).replace(r"\*", ".*")))


@contextlib.contextmanager
def served(public: Path) -> Iterator[str]:
    """The address at which a folder is given out meanwhile."""
    class Host(_Host):
        rules: ClassVar = list(_rules((public / "_headers").read_text("utf-8")))

    handler = functools.partial(Host, directory=str(public))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def look(lighthouse: str, chromium: str, address: str, tries: int = 3) -> dict[str, Any]:
    """Lighthouse's report of a page. Raises CalledProcessError when there is none.

    On a machine with other work it now and then loses its browser; then it is asked again.
    """
    for _ in range(tries - 1):
        with contextlib.suppress(subprocess.CalledProcessError):
            return _report(lighthouse, chromium, address)
    return _report(lighthouse, chromium, address)


def _report(lighthouse: str, chromium: str, address: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [lighthouse, address, "--quiet", "--output=json", f"--output-path={report}",
                   f"--only-categories={','.join(ASKED)}",
                   f"--chrome-flags={FLAGS} --user-data-dir={folder}/profile"]
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "CHROME_PATH": chromium, "CI": "1"}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        found: dict[str, Any] = json.loads(report.read_bytes())
        return found


def scores(reports: Sequence[dict[str, Any]], wanted: set[str]) -> tuple[dict[str, int], dict[str, str]]:
    """The median of each category's scores in several reports of a page; and what the page is faulted for, by audit."""
    faults: dict[str, str] = {}
    for report in reports:
        for category in ASKED:
            for audit in report["categories"][category]["auditRefs"]:
                found = report["audits"][audit["id"]]
                low = audit["weight"] and found["score"] is not None and found["score"] < 0.9
                if low and audit["id"] not in wanted:
                    faults[audit["id"]] = f"{found['title']} {found.get('displayValue', '')}".strip()
    return {category: round(statistics.median(_score(report, category, wanted) for report in reports))
            for category in ASKED}, faults


def _score(report: dict[str, Any], category: str, wanted: set[str]) -> float:
    """The weighted mean of a category's audits, as Lighthouse reckons it, without those that are ``wanted`` to fail."""
    counted = [(audit["weight"], report["audits"][audit["id"]]["score"])
               for audit in report["categories"][category]["auditRefs"] if audit["id"] not in wanted]
    counted = [(weight, score) for weight, score in counted if weight and score is not None]
    return float(100 * sum(weight * score for weight, score in counted) / sum(weight for weight, _ in counted))


def main() -> int:
    """Measure, print, and tell by the exit code whether all is as asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lighthouse", default=shutil.which("lighthouse") or "", help="the program of npm's package")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "", help="the browser's program")
    parser.add_argument("--public", type=Path, default=ROOT / "public", help="the built site")
    parser.add_argument("--rounds", type=int, default=3, help="how often each page; the median is taken")
    parser.add_argument("--pages", default="", help="some of the pages only, by their names, with commas")
    options = parser.parse_args()
    if not options.lighthouse or not options.chromium:
        parser.error("it needs npm's package lighthouse and a Chromium (see the beginning of this file)")
    chosen = [name.strip() for name in options.pages.split(",") if name.strip()] or list(PAGES)
    if unknown := set(chosen) - set(PAGES):
        parser.error(f"no page is named {', '.join(sorted(unknown))}; there are: {', '.join(PAGES)}")
    short = False
    print(f"| page | {' | '.join(ASKED)} | FCP ms | LCP ms | TBT ms | CLS | kB |\n|---|{'---|' * (len(ASKED) + 5)}")
    with served(options.public) as address:
        for name in chosen:
            reports = [look(options.lighthouse, options.chromium, address + PAGES[name]) for _ in range(options.rounds)]
            got, faults = scores(reports, _WANTED.get(name, set()))
            values = [statistics.median(report["audits"][metric]["numericValue"] for report in reports)
                      for metric in _METRICS]
            weight = statistics.median(report["audits"]["total-byte-weight"]["numericValue"] for report in reports)
            figures = [f"{value:.0f}" for value in values[:3]] + [f"{values[3]:.3f}", f"{weight / 1000:.0f}"]
            print(f"| {name} | {' | '.join(map(str, got.values()))} | {' | '.join(figures)} |", flush=True)
            for audit, title in faults.items():
                print(f"  {audit}: {title}", file=sys.stderr, flush=True)
            short = short or any(got[category] < least for category, least in ASKED.items())
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
