"""The generators side by side: the same cables, the same pages, the same edits, in turns, in one run.

``make bench``, or ``python benchmarks/compare.py --cables 10000 --rounds 3``. What each step and figure means is in
benchmarks/README.md. Every build begins in a fresh copy of its sources and nothing is deleted before the end: on some
file systems, writing just after many files were deleted is several times slower.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from figures import Results, as_json, disturbance, medians, table
from generators import PEERS, Generator, Missing, Sitegen, pagefind_command, write_raw
from measuring import Measured, measure

#: the steps of a round, in their order; each of the first five follows on the one before it
EDITS = ("cold", "nothing", "body", "template", "person")
STEPS = (*EDITS, "jobs", "search", "convert")
#: steps in which the real theme is timed beside the plain one
_REAL_THEME = ("cold", "nothing", "body")
#: above it one run has to do, and one Pagefind run over everything would need more memory than most machines have
_LARGE = 20_000
_DISTURBED = 0.1  # seconds of others' processor time a second, above which the reader is told
_BYTES_A_CABLE = 500_000  # of disk space, for all copies of one round; cold builds alone take half of it


class Bench:
    """One run of the benchmark: where it works, what takes part, and what was measured so far."""

    def __init__(self, work: Path, steps: tuple[str, ...], generators: list[Generator], cables: int,
                 sizes: tuple[int, ...]) -> None:
        self.work, self.steps, self.generators = work, steps, generators
        self.results = Results(cables, sizes)
        self._logs = 0

    def run(self, cables: int, step: str, name: str, command: list[str], cwd: Path,
            environment: dict[str, str] | None = None) -> Measured | None:
        """Measure one command and take its result down; None when it fails."""
        self._logs += 1
        found = measure(command, cwd, self.work / f"{self._logs:04}.log", environment)
        line = f"{cables:>7,}  {step:<13}  {name:<17}{found.seconds:9.2f} s{found.processor:9.2f} s processor"
        print(f"{line}{found.rss / 1e6:9,.0f} MB", flush=True)
        if found.code:
            print(f"        it ended with {found.code}: {found.said[-500:]}", flush=True)
            self.results.failed.append(f"{cables} {step} {name}")
            return None
        self.results.runs.setdefault((cables, step, name), []).append(found)
        return found

    def fresh(self, generator: Generator, cables: int) -> Path:
        """A fresh copy of the sources of a generator's site; the first of all is written, the others are copied."""
        master = self.work / "sources" / f"{generator.name.replace(', ', '-')}-{cables}"
        if not master.exists():
            generator.write(master, cables)
        return Path(shutil.copytree(master, Path(tempfile.mkdtemp(prefix="site-", dir=self.work)) / "site"))

    def build(self, generator: Generator, site: Path, cables: int, step: str) -> bool:
        """Build a site as it stands; whether that went well."""
        found = self.run(cables, step, generator.name, generator.command(site), site, generator.environment(site))
        if found and step == "cold" and (cables, generator.name) not in self.results.pages:
            count = sum(name.endswith(".html") for _, _, names in os.walk(generator.output(site)) for name in names)
            self.results.pages[cables, generator.name] = count
        return found is not None

    def edits(self, generators: list[Generator]) -> dict[str, Path]:
        """One round of the steps that follow on one another; gives the folders of the built sites."""
        cables = self.results.cables
        sites = {generator.name: self.fresh(generator, cables) for generator in generators}
        for step in EDITS:
            if step not in self.steps and step != "cold":
                continue
            for generator in generators:
                site = sites.get(generator.name)
                if site is None or (generator.name == "sitegen, archive" and step not in _REAL_THEME):
                    continue
                if step == "body":
                    generator.edit_body(site, cables)
                elif step == "template":
                    generator.edit_template(site)
                elif step == "person":
                    generator.rename_person(site)
                if not self.build(generator, site, cables, step):
                    del sites[generator.name]
        return sites

    def jobs(self, turn: int) -> None:
        """Cold builds with one process and with two."""
        sitegen, cables = Sitegen(), self.results.cables
        for number, step in ((1, "one process"), (2, "two processes"))[::-1 if turn % 2 else 1]:
            site = self.fresh(sitegen, cables)
            self.run(cables, step, sitegen.name, [*sitegen.command(site), "--jobs", str(number)], site)

    def search(self, cables: int, pages: Path | None) -> None:
        """A cold build with search and one after an edit; one run of Pagefind over ``pages``, if given."""
        sitegen = Sitegen()
        site = self.fresh(sitegen, cables)
        if self.run(cables, "search, cold", sitegen.name, sitegen.command_with_search(site), site):
            sitegen.edit_body(site, cables)
            self.run(cables, "search, body", sitegen.name, sitegen.command_with_search(site), site)
        if pages is not None:
            try:
                command = pagefind_command(pages, Path(tempfile.mkdtemp(dir=self.work)) / "pagefind")
            except Missing as problem:
                print(f"Pagefind: {problem}")
            else:
                self.run(cables, "pagefind", "one run", command, pages)

    def convert(self) -> None:
        """Raw documents to pages."""
        sitegen, cables = Sitegen(), self.results.cables
        master = self.work / "sources" / f"raw-{cables}"
        if not master.exists():
            write_raw(master, cables)
        site = Path(shutil.copytree(master, Path(tempfile.mkdtemp(prefix="raw-", dir=self.work)) / "site"))
        self.run(cables, "convert", sitegen.name, sitegen.convert_command(site), site)

    def round(self, turn: int) -> None:
        """One round of all steps; every second one takes the generators in the other order."""
        sites = self.edits(self.generators[::-1] if turn % 2 else self.generators)
        if "jobs" in self.steps:
            self.jobs(turn)
        if "search" in self.steps:
            built = sites.get("hugo") or sites.get("sitegen")
            small = self.results.cables <= _LARGE
            self.search(self.results.cables, built / "public" if built and small else None)
        if "convert" in self.steps:
            self.convert()

    def scale(self, rounds: int) -> None:
        """Cold builds at other sizes; with search at the largest of them."""
        for cables in self.results.sizes:
            for turn in range(1 if cables > _LARGE else rounds):
                for generator in self.generators[::-1 if turn % 2 else 1]:
                    if cables != self.results.cables and generator.name in ("sitegen", "hugo"):
                        self.build(generator, self.fresh(generator, cables), cables, "cold")
        if "search" in self.steps and self.results.sizes and max(self.results.sizes) != self.results.cables:
            self.search(max(self.results.sizes), None)


def about(generators: list[Generator], rounds: int) -> dict[str, object]:
    """The machine and the versions of what was compared."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    model = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
             if line.startswith("model name")]
    return {
        "rounds": rounds,
        "machine": {"cores": os.cpu_count(), "processor": model[0] if model else platform.machine(),
                    "memory_gb": round(memory / 1e9, 1), "system": f"{platform.system()} {platform.release()}",
                    "python": platform.python_version(), "load_at_start": os.getloadavg()[0]},
        "versions": {generator.name: generator.version() for generator in generators},
    }


def main() -> None:
    options = _options()
    generators: list[Generator] = [Sitegen(), Sitegen("archive")]
    for name in options.peers:
        peer = PEERS[name]()
        try:
            peer.install()
        except Missing as problem:
            print(f"{name}: {problem}; going on without it", flush=True)
        else:
            generators.append(peer)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that the work folder goes
    work = Path(tempfile.mkdtemp(prefix="sitegen-bench-", dir=options.work))
    begun = time.monotonic()
    try:
        wanted = _BYTES_A_CABLE * (options.cables * options.rounds + sum(options.scale) // 2)
        if shutil.disk_usage(work).free < wanted:
            sys.exit(f"this needs about {wanted / 1e9:.0f} GB of disk space; choose another folder: --work")
        bench = Bench(work, options.steps, generators, options.cables, options.scale)
        told = about(generators, options.rounds)
        print(json.dumps(told, indent=1), flush=True)
        for turn in range(options.rounds):
            print(f"\nround {turn + 1} of {options.rounds}", flush=True)
            bench.round(turn)
        bench.scale(options.rounds)
        report(bench.results, told, options.json)
    finally:
        if not options.keep:
            shutil.rmtree(work, ignore_errors=True)
    print(f"All of it took {(time.monotonic() - begun) / 60:.0f} minutes.")
    sys.exit(1 if bench.results.failed else 0)


def report(results: Results, told: dict[str, object], file: Path | None) -> None:
    """Print what came out, and write it to a file when one is given."""
    print(f"\n{table(results)}\n\n{medians(results)}\n\nMemory is the sum of RSS over all processes of a command.")
    if (others := disturbance(results)) > _DISTURBED:
        print(f"The machine was not quiet: other programs took {others:.2f} s of processor time a second.")
    if results.failed:
        print(f"Failed: {'; '.join(results.failed)}")
    if file:
        file.write_text(json.dumps(as_json(results, told), indent=1) + "\n", "utf-8")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cables", type=int, default=10_000, metavar="N", help="size of the archive; default 10000")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each step is run; default 3")
    parser.add_argument("--peers", type=_one_of(tuple(PEERS)), default=tuple(PEERS), metavar="A,B",
                        help=f"the other generators: {','.join(PEERS)}, or none")
    parser.add_argument("--steps", type=_one_of(STEPS), default=STEPS, metavar="A,B", help=",".join(STEPS))
    parser.add_argument("--scale", type=_sizes, default=(), metavar="N,N",
                        help="sizes for cold builds alone, such as 1000,50000 (the second takes some 10 minutes more)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all runs and figures to FILE")
    parser.add_argument("--work", type=Path, metavar="DIR", help="folder to work in; default: that for temporary files")
    parser.add_argument("--keep", action="store_true", help="leave the work folder as it is")
    return parser.parse_args()


def _one_of(known: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    def read(text: str) -> tuple[str, ...]:
        names = () if text == "none" else tuple(text.split(","))
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(known)}")
        return names

    return read


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(size) for size in text.split(",")))


if __name__ == "__main__":
    main()
