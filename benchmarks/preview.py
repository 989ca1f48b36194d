"""The previews side by side: how soon each is ready, how soon it answers, and from a save to the screen of a browser.

``make bench-preview``, or ``python benchmarks/preview.py --cables 1000,10000``. A browser (Debian's chromium, through
Playwright) shows the page while its sources are edited; what is timed ends when the browser paints the edit.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import synthetic
from archive import plan
from compare import about
from generators import PEERS, RENAMED, Eleventy, Generator, Hugo, Missing, Sitegen
from measuring import memory

#: what is edited; the first four everywhere, the others where a site has them
EDITS = ("body", "front matter", "template", "style sheet", "people.yaml", "new document")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync"]
_ASKED = 300  # pages that are asked for
_AGED = 3.0  # seconds after which the time of a file tells whether it was changed again
_PATIENCE = 60.0  # seconds for which an edit is waited for
#: tells the time when a mark of an edit is painted; it looks once in every frame
_LOOK = """
(() => {
  const seen = new Set();
  const look = () => {
    const root = document.documentElement;
    const style = root ? getComputedStyle(root).getPropertyValue('--edited') : '';
    for (const mark of `${document.body?.textContent ?? ''} ${style}`.match(/edited[0-9]+mark/g) ?? []) {
      if (!seen.has(mark)) requestAnimationFrame(() => painted(mark, Date.now()));
      seen.add(mark);
    }
    requestAnimationFrame(look);
  };
  look();
})();
"""


@dataclass
class Figures:
    """What was measured of one server: seconds until it was ready, for an answer, and from a save to the screen."""

    cold: float = 0.0
    ready: float = 0.0
    memory: int = 0
    answers: list[float] = field(default_factory=list)
    edits: dict[str, list[float]] = field(default_factory=dict)


class Real(Sitegen):
    """sitegen with the theme that it ships, as a project has it that changes it."""

    template = "themes/archive/templates/cable.html"
    words = '<article class="cable">'

    def __init__(self) -> None:
        super().__init__("archive")

    def write(self, site: Path, cables: int) -> None:
        super().write(site, cables)
        shutil.copytree(Path(__file__).parents[1] / "themes", site / "themes")


class Screen:
    """A browser that tells when it paints a mark."""

    def __init__(self, browser: Any) -> None:
        self._context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page = self._context.new_page()
        self._painted: dict[str, float] = {}
        self._context.expose_binding("painted", lambda _, mark, at: self._painted.setdefault(mark, at / 1000))
        self._context.add_init_script(_LOOK)

    def seconds_after(self, mark: str, saved: float) -> float | None:
        """How long after ``saved`` a mark was painted; None when it was not in time."""
        while mark not in self._painted:
            if time.time() - saved > _PATIENCE:
                return None
            self.page.wait_for_timeout(5)
        return self._painted[mark] - saved

    def close(self) -> None:
        """Close it."""
        self._context.close()


def command(generator: Generator, site: Path, port: int) -> list[str]:
    """The command that starts the preview of a generator."""
    if isinstance(generator, Hugo):
        return [generator.command(site)[0], "server", "--bind", "127.0.0.1", "--port", str(port), "--cacheDir",
                str(site / "cache")]
    if isinstance(generator, Eleventy):
        return [*generator.command(site), "--serve", "--incremental", f"--port={port}"]
    return [sys.executable, "-m", "sitegen", "--project", str(site), "serve", "--no-search", "--port", str(port)]


@contextlib.contextmanager
def serving(generator: Generator, site: Path) -> Iterator[tuple[int, int, float]]:
    """A running preview: its process, its port, and the seconds until it gave the home page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    with (site / "server.log").open("ab") as log:
        process = subprocess.Popen(command(generator, site, port), cwd=site, env=generator.environment(site),
                                   stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    try:
        while _status(port, "/") != 200:
            if process.poll() is not None or time.perf_counter() - begun > 2 * _PATIENCE:
                raise Missing(f"its preview did not start: {(site / 'server.log').read_text('utf-8')[-500:]}")
            time.sleep(0.01)
        yield process.pid, port, time.perf_counter() - begun
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except OSError:
        return 0
    finally:
        connection.close()


def answers(port: int, cables: int) -> list[float]:
    """Seconds for answers to pages of cables, topics and months that were not asked for before."""
    chance, archive = random.Random(cables), plan(cables)
    chosen = chance.sample(range(cables), min(cables, _ASKED))
    paths = [f"/cables/{archive.ids[number]}/" for number in chosen]
    connection, found = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE), []
    for path in paths:
        begun = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        found.append(time.perf_counter() - begun)
        if answer.status != 200:
            raise ValueError(f"{path} is {answer.status}")
    connection.close()
    return found


def edit(kind: str, generator: Generator, site: Path, cables: int, mark: str) -> tuple[str, Callable[[], None]]:
    """The path of a page that shows an edit with ``mark``, and what saves it."""
    source = generator.page(site, cables, cables // 2)
    shown = f"/cables/{source.stem}/"
    if kind == "new document":
        number = 900_000 + int(re.sub(r"\D", "", mark))
        text = synthetic.cable(number).replace("synthetic", f"{mark} synthetic", 1)
        place = site / "content" / "sources" / f"new-{number}.txt"
        return f"/cables/{_id_of(text)}/", lambda: _save(place, text)
    if kind == "people.yaml":
        place = site / "content" / "people.yaml"
        names = re.findall(r"^- name: (.*)$", place.read_text("utf-8"), re.M)
        name = names[min(RENAMED, len(names) - 1)]
        plain = re.sub(r" edited\d+mark", "", name)
        variants = f"  variants: [{plain}]\n" if plain == name else ""
        text = place.read_text("utf-8").replace(f"- name: {name}\n", f"- name: {plain} {mark}\n{variants}", 1)
        pages = sorted((site / "content" / "cables").rglob("*.md"))
        naming = next(page for page in pages if plain in page.read_text("utf-8"))
        return f"/cables/{naming.stem}/", lambda: _save(place, text)
    place = {"body": source, "front matter": source, "template": site / generator.template,
             "style sheet": _style(generator, site)}[kind]
    text = re.sub(r" ?edited\d+mark", "", place.read_text("utf-8"))
    if kind == "body":
        text = text.rstrip() + f" {mark}\n" if isinstance(generator, Sitegen) else text.rstrip() + f"\n\n{mark}\n"
    elif kind == "front matter":
        text = re.sub(r'^("?title"?: *"?)', rf"\g<1>{mark} ", text, count=1, flags=re.M)
    elif kind == "template":
        text = text.replace(generator.words, f"{generator.words} {mark}", 1)
    else:
        text = re.sub(r"\n:root \{ --edited: .*\}\n", "", text) + f"\n:root {{ --edited: {mark}; }}\n"
    if mark not in text:
        raise ValueError(f"{place} holds nothing to edit")
    return shown, lambda: _save(place, text)


def _style(generator: Generator, site: Path) -> Path:
    if isinstance(generator, Sitegen):
        return site / "themes" / generator.theme / "assets" / "style.css"
    return site / "static" / "style.css"


def _id_of(text: str) -> str:
    from sitegen.convert.run import convert_document

    return convert_document("new.txt", "new.txt", text.encode()).drafts[0].cable.id


def _save(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


def run(generator: Generator, site: Path, cables: int, times: int, browser: Any) -> Figures:
    """Everything of one server on one archive. Raises Missing."""
    found = Figures()
    time.sleep(_AGED)
    with serving(generator, site) as (_, _, found.cold):
        pass
    with serving(generator, site) as (process, port, found.ready):
        found.answers = answers(port, cables)
        screen, number = Screen(browser), 0
        for kind in EDITS if isinstance(generator, Sitegen) else EDITS[:4]:
            for _ in range(times):
                number += 1
                mark = f"edited{number}mark"
                path, save = edit(kind, generator, site, cables, mark)
                if not screen.page.url.endswith(path):
                    screen.page.goto(f"http://127.0.0.1:{port}{path}")
                screen.page.wait_for_timeout(700)  # as an editor pauses
                saved = time.time()
                save()
                taken = screen.seconds_after(mark, saved)
                if taken is None:
                    print(f"    {kind}: not shown after {_PATIENCE:.0f} s", flush=True)
                    break
                found.edits.setdefault(kind, []).append(taken)
        found.memory = memory(process)
        screen.close()
    return found


def _spread(values: list[float]) -> str:
    """Median and the value below which 95 of 100 are, in milliseconds."""
    if not values:
        return "–"
    highest = sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]
    return f"{statistics.median(values) * 1000:,.0f} / {highest * 1000:,.0f}"


def table(results: dict[tuple[int, str], Figures]) -> str:
    """The results in Markdown."""
    lines = ["| cables | server | ready, cold | ready | memory | a page | " + " | ".join(EDITS) + " |",
             "|---" * (6 + len(EDITS)) + "|"]
    for (cables, name), found in results.items():
        edits = " | ".join(_spread(found.edits.get(kind, [])) for kind in EDITS)
        lines.append(f"| {cables:,} | {name} | {found.cold:.1f} s | {found.ready:.1f} s | {found.memory / 1e6:,.0f} MB "
                     f"| {_spread(found.answers)} | {edits} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, print a table, and write all values as JSON where that is asked for."""
    options = _options()
    generators: list[tuple[Generator, int]] = [(Sitegen(), options.times), (Real(), options.times)]
    for name in filter(None, options.peers.split(",")) if options.peers != "none" else ():
        peer = PEERS[name]()
        try:
            peer.install()
        except Missing as problem:
            print(f"{name}: {problem}; going on without it", flush=True)
        else:
            generators.append((peer, options.peer_times))
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("there is no chromium")
    told = about([generator for generator, _ in generators], 1)
    print(json.dumps(told, indent=1), flush=True)
    results: dict[tuple[int, str], Figures] = {}
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that what it started is ended
    work = Path(tempfile.mkdtemp(prefix="sitegen-preview-", dir=options.work))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
            for cables in (int(size) for size in options.cables.split(",")):
                for generator, times in generators:
                    site = work / f"{generator.name.replace(', ', '-')}-{cables}"
                    generator.write(site, cables)
                    try:
                        results[cables, generator.name] = run(generator, site, cables, times, browser)
                    except Missing as problem:
                        print(f"{generator.name}: {problem}", flush=True)
                        continue
                    found = {(cables, generator.name): results[cables, generator.name]}
                    print(table(found).splitlines()[-1], flush=True)
                    shutil.rmtree(site, ignore_errors=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"\n{table(results)}\n\nMilliseconds: median / 95 %. The machine's load is now {os.getloadavg()[0]:.1f}.")
    if options.json:
        values = {f"{cables} {name}": vars(found) for (cables, name), found in results.items()}
        options.json.write_text(json.dumps({"about": told, "results": values}, indent=1) + "\n", "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cables", default="1000,10000", metavar="N,N", help="sizes; default 1000,10000")
    parser.add_argument("--times", type=int, default=20, metavar="N", help="edits of a kind; default 20")
    parser.add_argument("--peers", default=",".join(PEERS), metavar="A,B", help="the other servers, or none")
    parser.add_argument("--peer-times", type=int, default=3, metavar="N", help="edits of a kind there; default 3")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all values to FILE")
    parser.add_argument("--work", type=Path, metavar="DIR", help="folder to work in; default: that for temporary files")
    return parser.parse_args()


if __name__ == "__main__":
    main()
