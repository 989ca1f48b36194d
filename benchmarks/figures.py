"""What the measurements come to: the figures to reach, and the medians behind them, as tables of text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from measuring import Measured


@dataclass
class Results:
    """All runs that ended well: (cables, step, generator) -> its runs; and the HTML pages that a build writes."""

    cables: int  # the size at which the steps were run
    sizes: tuple[int, ...] = ()  # the sizes at which only cold builds were
    runs: dict[tuple[int, str, str], list[Measured]] = field(default_factory=dict)
    pages: dict[tuple[int, str], int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def median(self, of: str, step: str, generator: str, cables: int = 0) -> float | None:
        """The median of one measure over the runs of a step, None when there is none."""
        runs = self.runs.get((cables or self.cables, step, generator), [])
        return median(float(getattr(run, of)) for run in runs) if runs else None

    def seconds(self, step: str, generator: str = "sitegen", cables: int = 0) -> float | None:
        """The median of the seconds on the wall."""
        return self.median("seconds", step, generator, cables)

    def a_page(self, cables: int) -> float | None:
        """Seconds a page of a cold build."""
        seconds, pages = self.seconds("cold", cables=cables), self.pages.get((cables, "sitegen"))
        return seconds / pages if seconds and pages else None


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table: what, at how many cables, what to reach, what was measured, and whether it is reached."""

    what: str
    at: str
    reach: str
    measured: float | None
    reached: bool | None
    unit: str = ""

    @property
    def shown(self) -> str:
        """The measured value as the table shows it."""
        if self.measured is None:
            return "not measured"
        return f"{self.measured:,.0f}{self.unit}" if self.measured >= 100 else f"{self.measured:.2f}{self.unit}"

    @property
    def verdict(self) -> str:
        """ok, short, or nothing when it was not measured."""
        return "" if self.reached is None else "ok" if self.reached else "short"


def figures(results: Results) -> list[Figure]:
    """The rows of the table, in the order in which they were asked for."""
    at, seconds = f"{results.cables:,}", results.seconds
    pagefind = seconds("pagefind", "one run")
    search = _less(seconds("search, body"), seconds("body"))
    whole_peer = _sum(seconds("cold", "hugo"), pagefind)
    rows = [
        _at_most("cold build / Hugo's", at, 0.8, _ratio(seconds("cold"), seconds("cold", "hugo"))),
        _at_most("nothing changed / Hugo's", at, 0.05, _ratio(seconds("nothing"), seconds("nothing", "hugo"))),
        _at_most("one body edited / Hugo's", at, 0.08, _ratio(seconds("body"), seconds("body", "hugo"))),
        _at_most("one template edited / own cold build", at, 0.5, _ratio(seconds("template"), seconds("cold"))),
    ]
    for size in sorted({results.cables, *(size for size in results.sizes if size >= 10_000)}):
        memory = _ratio(results.median("rss", "cold", "sitegen", size), results.median("rss", "cold", "hugo", size))
        rows.append(_at_most("peak memory / Hugo's", f"{size:,}", 0.5, memory))
    small, large = min(results.sizes, default=0), max(results.sizes, default=0)
    spread = _ratio(results.a_page(large), results.a_page(small)) if small < large else None
    between = f"{large:,}/{small:,}" if small < large else ""
    rows.append(_at_most("time a page, cold: largest / smallest archive", between, 1.2, spread))
    rows.append(_at_most("search: one body edited / one Pagefind run", at, 0.15, _ratio(search, pagefind)))
    for size in sorted({results.cables, large} - {0}):
        peak = results.median("rss", "search, cold", "sitegen", size)
        rows.append(_at_most("cold build with search, peak memory", f"{size:,}", 3, peak and peak / 1e9, " GB"))
    rows += [
        _at_most("cold build with search / Hugo and one Pagefind run", at, 0.8,
                 _ratio(seconds("search, cold"), whole_peer)),
        _at_least("converting raw cables, a second", at, 200, _ratio(results.cables, seconds("convert"))),
        _at_least("cold build: one process / two", at, 1.7, _ratio(seconds("one process"), seconds("two processes"))),
    ]
    return rows


def _at_most(what: str, at: str, reach: float, measured: float | None, unit: str = "") -> Figure:
    return Figure(what, at, f"{reach:g}{unit} or less", measured, None if measured is None else measured <= reach, unit)


def _at_least(what: str, at: str, reach: float, measured: float | None) -> Figure:
    return Figure(what, at, f"{reach:g} or more", measured, None if measured is None else measured >= reach)


def _ratio(value: float | None, base: float | None) -> float | None:
    return value / base if value is not None and base else None


def _less(value: float | None, other: float | None) -> float | None:
    return max(0.0, value - other) if value is not None and other is not None else None


def _sum(value: float | None, other: float | None) -> float | None:
    return value + other if value is not None and other is not None else None


# --- as text -----------------------------------------------------------------------------------------------------

def table(results: Results) -> str:
    """The figures to reach, and the pages that each generator writes."""
    rows = [(f.what, f.at, f.reach, f.shown, f.verdict) for f in figures(results)]
    pages = [(generator, f"{cables:,}", f"{count:,}") for (cables, generator), count in sorted(results.pages.items())]
    return "\n\n".join((_columns(("what", "cables", "reach", "measured", ""), rows),
                        _columns(("generator", "cables", "HTML pages"), pages)))


def medians(results: Results) -> str:
    """The median of every measure of every step; with its ratios to Hugo's same step."""
    def exact(value: float) -> str:
        return f"{value:.2f}"

    def megabytes(value: float) -> str:
        return f"{value / 1e6:,.0f}"

    measures: Sequence[tuple[str, str, Callable[[float], str]]] = (
        ("seconds", "seconds", exact), ("processor s", "processor", exact), ("others' s", "others", exact),
        ("RSS MB", "rss", megabytes), ("PSS MB", "pss", megabytes), ("processes", "processes", "{:.0f}".format))
    rows = []
    for cables, step, generator in results.runs:
        values = [results.median(name, step, generator, cables) for _, name, _ in measures]
        shown = ["" if value is None else show(value) for value, (_, _, show) in zip(values, measures, strict=True)]
        ratios = [_ratio(results.median(name, step, generator, cables), results.median(name, step, "hugo", cables))
                  for name in ("seconds", "processor")]
        shown += ["" if ratio is None else f"{ratio:.3f}" for ratio in ratios]
        rows.append((f"{cables:,}", step, generator, *shown))
    head = ("cables", "step", "generator", *(title for title, _, _ in measures), "s / Hugo's", "processor / Hugo's")
    return _columns(head, rows)


def disturbance(results: Results) -> float:
    """The processor time that everything else on the machine took, as a part of the time that was measured."""
    runs = [run for found in results.runs.values() for run in found]
    return sum(run.others for run in runs) / (sum(run.seconds for run in runs) or 1)


def as_json(results: Results, about: Mapping[str, object]) -> dict[str, object]:
    """Everything, for a file: what was measured on what, each run, and the figures."""
    return {
        **about, "cables": results.cables, "sizes": list(results.sizes), "failed": results.failed,
        "pages": [{"cables": cables, "generator": generator, "html_pages": count}
                  for (cables, generator), count in results.pages.items()],
        "runs": [{"cables": cables, "step": step, "generator": generator, "seconds": round(run.seconds, 4),
                  "processor_seconds": round(run.processor, 2), "others_seconds": round(run.others, 2),
                  "peak_rss": run.rss, "peak_pss": run.pss, "processes": run.processes}
                 for (cables, step, generator), runs in results.runs.items() for run in runs],
        "figures": [{"what": f.what, "at": f.at, "reach": f.reach, "measured": f.measured, "reached": f.reached}
                    for f in figures(results)],
    }


def _columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows)]
    lines.insert(1, "-|-".join("-" * width for width in widths))
    return "\n".join(f"| {line} |" if number != 1 else f"|-{line}-|" for number, line in enumerate(lines))
