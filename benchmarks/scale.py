"""How the time of a build grows with the archive: the same steps on synthetic archives of several sizes.

Each step runs in a process of its own, as a person runs it. Seconds depend on the machine; the ratios say whether the
time per cable stays the same. Run it with ``make bench`` or ``python benchmarks/scale.py 250 1000 4000``.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from synthetic import write_project


def run(root: Path, *arguments: str) -> float:
    """Seconds that one command of sitegen takes in the project ``root``; ends the program when it fails."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "sitegen", "--project", str(root), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    seconds = time.perf_counter() - begun
    if done.returncode:
        sys.exit(f"{' '.join(command[2:])} ended with {done.returncode}:\n{done.stdout[-2000:]}")
    return seconds


def edit_one_page(root: Path) -> None:
    """Change a word in one cable's page, as an editor would."""
    page = sorted((root / "content" / "cables").rglob("*.md"))[0]
    text = page.read_text("utf-8")
    page.write_text(re.sub(r"made for measuring", "edited for measuring", text, count=1), "utf-8")


def steps(search: bool) -> list[tuple[str, Callable[[Path], float]]]:
    """The steps in their order: a name, and what runs in the project and gives the seconds it took."""
    flags = () if search else ("--no-search",)

    def after_an_edit(root: Path) -> float:
        edit_one_page(root)
        return run(root, "build", *flags)

    return [
        ("convert", lambda root: run(root, "convert")),
        ("convert again", lambda root: run(root, "convert")),
        ("build", lambda root: run(root, "build", *flags)),
        ("build again", lambda root: run(root, "build", *flags)),
        ("build, one page edited", after_an_edit),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[250, 1000], metavar="CABLES")
    parser.add_argument("--no-search", action="store_true", help="leave the search index out of the builds")
    arguments = parser.parse_args()
    measured: dict[str, list[float]] = {}
    for size in arguments.sizes:
        folder = Path(tempfile.mkdtemp(prefix="sitegen-bench-"))
        try:
            root = folder / "archive"
            write_project(root, size)
            for name, step in steps(not arguments.no_search):
                measured.setdefault(name, []).append(step(root))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    report(arguments.sizes, measured)


def report(sizes: list[int], measured: dict[str, list[float]]) -> None:
    """Print seconds for each size, and the time per cable at the largest size against that at the smallest."""
    print(f"{'step':<24}" + "".join(f"{size:>9,}" for size in sizes) + "   per cable, last/first")
    for name, seconds in measured.items():
        ratio = (seconds[-1] / sizes[-1]) / (seconds[0] / sizes[0])
        print(f"{name:<24}" + "".join(f"{value:8.2f}s" for value in seconds) + f"{ratio:10.2f}")
    first = next(iter(measured.values()))
    print("\nagainst convert, at each size:")
    for name, seconds in list(measured.items())[1:]:
        print(f"{name:<24}" + "".join(f"{value / base:9.2f}" for value, base in zip(seconds, first, strict=True)))


if __name__ == "__main__":
    main()
