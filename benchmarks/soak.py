"""Whether a preview that runs for long holds what it held at first: memory and open files over ten thousand changes.

``python benchmarks/soak.py --changes 10000``. It changes bodies, front matter, people.yaml, a template and a style
sheet, adds and removes cables, and breaks and mends pages, while a browser's connection is open. It ends with 1 when
memory or files have grown.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

from measuring import memory
from preview import Real, serving

_WARM = 0.2  # of the changes, after which nothing may grow any more
_GROWTH = 1.05
_SAMPLES = 20


class Editor:
    """Makes changes of every kind, each of which the page at ``path`` shows as a mark."""

    def __init__(self, site: Path, cables: int) -> None:
        self._site = site
        self._page = Real().page(site, cables, cables // 2)
        self._good = self._page.read_text("utf-8")
        self._template = site / "themes" / "archive" / "templates" / "cable.html"
        self._words = self._template.read_text("utf-8")
        self._style = site / "themes" / "archive" / "assets" / "style.css"
        self._people = site / "content" / "people.yaml"
        self._persons = self._people.read_text("utf-8")
        self.path = f"/cables/{self._page.stem}/"

    def change(self, number: int) -> None:
        """Save change ``number``; the page then holds its mark."""
        mark = f"change {number} of many"
        match number % 10:
            case 1:
                self._page.write_text(self._good.replace("\ntitle:", "\ntitel:", 1), "utf-8")
                time.sleep(0.05)
            case 2:
                noted = self._persons.replace("- name: ", f"- note: Note {number}\n  name: ", 1)
                self._people.write_text(noted, "utf-8")
            case 3:
                self._template.write_text(f"{{# {number} #}}{self._words}", "utf-8")
            case 4:
                self._style.write_text(self._style.read_text("utf-8")[:100_000] + f"\n/* {number} */\n", "utf-8")
            case 5:
                added = self._page.with_name("99NOWHERE1.md")
                text = re.sub(r"^id: .*$", "id: 99NOWHERE1", self._good, count=1, flags=re.M)
                added.write_text(text.replace("\ntitle:", f"\naliases: [99OLD{number}]\ntitle:", 1), "utf-8")
            case 6:
                self._page.with_name("99NOWHERE1.md").unlink(missing_ok=True)
        title = f"title: Title {number // 2}"
        text = re.sub(r"^title: .*$", title, self._good, count=1, flags=re.M)
        self._page.write_text(f"{text.rstrip()} {mark}\n", "utf-8")


def main() -> None:
    """Run, print what was held, and end with 1 when it grew."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--changes", type=int, default=10_000, metavar="N")
    options.add_argument("--cables", type=int, default=300, metavar="N")
    asked = options.parse_args()
    work = Path(tempfile.mkdtemp(prefix="sitegen-soak-"))
    try:
        sys.exit(soak(work / "site", asked.cables, asked.changes))
    finally:
        shutil.rmtree(work, ignore_errors=True)


def soak(site: Path, cables: int, changes: int) -> int:
    """Make so many changes under a running preview; gives 1 when memory or open files have grown."""
    generator = Real()
    generator.write(site, cables)
    held: list[tuple[int, int, int]] = []
    with serving(generator, site) as (process, port, _):
        editor = Editor(site, cables)
        threading.Thread(target=_listen, args=(port, editor.path), daemon=True).start()
        begun = time.monotonic()
        for number in range(1, changes + 1):
            editor.change(number)
            _wait_for(port, editor.path, f"change {number} of many")
            if number % max(1, changes // _SAMPLES) == 0:
                held.append((number, memory(process), len(os.listdir(f"/proc/{process}/fd"))))
                print(f"{number:>7,} changes  {held[-1][1] / 1e6:7.1f} MB  {held[-1][2]:3} open files  "
                      f"{time.monotonic() - begun:7.0f} s", flush=True)
    warm = [sample for sample in held if sample[0] >= changes * _WARM]
    size, files = max(sample[1] for sample in warm[:3]), max(sample[2] for sample in warm[:3])
    grown = held[-1][1] > size * _GROWTH or held[-1][2] > files + 2  # a request or two
    print("grown" if grown else "as it was")
    return int(grown)


def _wait_for(port: int, path: str, mark: str) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path)
        found = mark.encode() in connection.getresponse().read()
        connection.close()
        if found:
            return
        time.sleep(0.005)
    sys.exit(f"{mark} was never shown")


def _listen(port: int, path: str) -> None:
    """Hold the connection that a browser holds."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"/__sitegen__/events?path={path}&page=x")
    answer = connection.getresponse()
    while answer.readline():
        pass


if __name__ == "__main__":
    main()
