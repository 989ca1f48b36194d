"""The terminal: diagnostics, summaries and progress as people see them, and the same as a JSON report.

Diagnostics go to standard error, summaries to standard output. Text from sources is printed with its control
characters escaped: a document may not drive the reader's terminal.
"""

from __future__ import annotations

import io
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

import click

from sitegen.diagnostics import Diagnostic, Severity
from sitegen.files import write_atomic
from sitegen.report import Report, Stage
from sitegen.workers import HARMLESS

if TYPE_CHECKING:  # rich is slow to import, and most commands end before they need it
    import rich.progress

#: diagnostics of one code that are printed before the rest is only counted (all stand in --report)
SHOWN_PER_CODE = 20
#: a reason shared by more pages than the first number is printed for as many as the second
_SHARED, _SHOWN_PER_REASON = 20, 5
#: work that ends sooner than this shows no progress
PATIENCE_SECONDS = 1.0
_BETWEEN_UPDATES = 0.1  # seconds; more often nobody can read, and a build tells of every page
#: what the stages count
_UNITS = {"convert": "document", "read": "page", "render": "page", "search": "page", "external links": "link"}
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


class LeftOut(Protocol):
    """Words of a source that are in no page: which rule left them out, and where they stand."""

    @property
    def rule(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def lines(self) -> str: ...
    @property
    def text(self) -> str: ...


def plain(text: str) -> str:
    """``text`` on one line, each character that is not for printing as its escape (``\\x1b``)."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def prepare_streams() -> None:
    """Let the standard streams print what their encoding lacks as escapes, instead of failing in the middle."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def colours(stream: IO[str]) -> bool:
    """Whether ``stream`` is a terminal whose user did not ask for plain text (``NO_COLOR``)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def format_diagnostic(diagnostic: Diagnostic, coloured: bool = False) -> str:
    """``path:line:column: severity[code]: message (hint)``, safe to print."""
    text = plain(str(diagnostic))
    if coloured:
        kind = f"{diagnostic.severity}[{diagnostic.code}]"
        text = text.replace(kind, click.style(kind, fg=_COLOURS[diagnostic.severity], bold=True), 1)
    return text


def print_diagnostics(found: Iterable[Diagnostic], verbose: bool) -> None:
    """Print errors and warnings to standard error, in the order of their places; notes too when ``verbose``.

    Without ``verbose`` at most ``SHOWN_PER_CODE`` of one code are printed, and the rest is counted.
    """
    coloured = colours(sys.stderr)
    shown: Counter[str] = Counter()
    kept_back: Counter[tuple[str, Severity]] = Counter()
    for diagnostic in sorted(found, key=lambda d: (d.location, d.code, d.message)):
        if not verbose and (diagnostic.severity is Severity.NOTE or shown[diagnostic.code] >= SHOWN_PER_CODE):
            kept_back[diagnostic.code, diagnostic.severity] += 1
            continue
        shown[diagnostic.code] += 1
        click.echo(format_diagnostic(diagnostic, coloured), err=True)
    for (code, severity), number in kept_back.items():
        if severity is not Severity.NOTE:
            click.echo(f"… and {number} more {severity}[{code}] (-v prints them, --report FILE writes them)", err=True)


def plural(number: int, one: str, many: str = "") -> str:
    """``1 cable``, ``8 cables``, ``10,000 cables``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def plain_lines(text: str) -> str:
    """``text`` with its line breaks kept and everything else as ``plain`` gives it."""
    return "".join(plain(line) + "\n" for line in text.splitlines())


def counts_of(found: Iterable[Diagnostic]) -> str:
    """``2 errors, 1 warning, 41 notes``: what there is of each severity, worst first; empty for none at all."""
    by_severity = Counter(d.severity for d in found)
    return ", ".join(plural(by_severity[s], str(s)) for s in Severity if by_severity[s])


def summary(counts: Mapping[str, int], found: Sequence[Diagnostic], seconds: float) -> str:
    """The last line of a command: what it did, what it found, and how long it took.

    ``counts`` go by the names of things in the plural (``pages_written``); what is none is not spoken of.
    """
    parts = [_counted(name, number) for name, number in counts.items() if number]
    return "; ".join(filter(None, (", ".join(parts) or "nothing to do", counts_of(found)))) + f" ({seconds:.1f} s)"


def _counted(name: str, number: int) -> str:
    words = name.split("_")
    if number == 1:
        words = [word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s") for word in words]
    return f"{number:,} {' '.join(words)}"


def print_left_out(omissions: Iterable[LeftOut]) -> None:
    """Print to standard output, in the order of their places, the words of sources that stand in no page's text."""
    for omission in sorted(omissions, key=lambda o: (o.file, int("0" + o.lines.split("-")[0]), o.lines, o.rule)):
        text = " ".join(omission.text.split())
        click.echo(plain(f"{omission.file}:{omission.lines}: not in the text[{omission.rule}]: {text}"))


def print_rendered(reasons: Mapping[str, str]) -> None:
    """Print to standard output why each page was rendered, by path.

    A reason that very many pages share (in a first build: all of them) is printed for the first of them, and the rest
    is counted.
    """
    shared = Counter(reasons.values())
    shown: Counter[str] = Counter()
    for path, reason in sorted(reasons.items()):
        shown[reason] += 1
        if shared[reason] <= _SHARED or shown[reason] <= _SHOWN_PER_REASON:
            click.echo(plain(f"rendered {path}: {reason}"))
    for reason, number in shared.items():
        if number > _SHARED:
            rest = number - _SHOWN_PER_REASON
            click.echo(plain(f"rendered {rest:,} more pages: {reason} (--report FILE lists them)"))


def report_json(command: str, exit_code: int, report: Report, omissions: Iterable[LeftOut] = ()) -> bytes:
    """What ``--report`` writes: a JSON object with counts, what came of each stage, diagnostics and what was left out.

    ``seconds`` and ``stages`` hold the same times. The keys of one stage are name, seconds, done, total, per_second
    (null where nothing is counted); of one page in ``rendered`` path, reason; of one diagnostic path, line, column,
    severity, code, message, hint; of one omission rule, file, lines, text.
    """
    data: dict[str, Any] = {
        "command": command,
        "exit_code": exit_code,
        "counts": dict(report.counts),
        "seconds": {stage: round(seconds, 3) for stage, seconds in report.timings.items()},
        "stages": [
            {
                "name": stage.name,
                "seconds": round(stage.seconds, 3),
                "done": stage.done,
                "total": stage.total,
                "per_second": stage.per_second and round(stage.per_second, 1),
            }
            for stage in report.stages
        ],
        "rendered": [{"path": path, "reason": reason} for path, reason in sorted(report.reasons.items())],
        "diagnostics": [
            {
                "path": d.location.path,
                "line": d.location.line or 1,
                "column": d.location.column or 1,
                "severity": str(d.severity),
                "code": d.code,
                "message": d.message,
                "hint": d.hint,
            }
            for d in sorted(report.diagnostics, key=lambda d: (d.location, d.code, d.message))
        ],
        "omissions": [{"rule": o.rule, "file": o.file, "lines": o.lines, "text": o.text} for o in omissions],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def write_report(path: Path, data: bytes) -> None:
    """Write a JSON report. Raises OSError."""
    write_atomic(path.absolute(), data)


def outcome(stage: Stage) -> str:
    """What came of a stage: ``10,000 pages in 8.1 s (1,230 a second)``, or the seconds alone where nothing counts."""
    seconds = f"{stage.seconds:.1f} s"
    if stage.done is None or stage.total is None:
        return seconds
    unit = _UNITS.get(stage.name)
    part = f"{stage.done:,} of " if stage.done < stage.total else ""
    amount = part + (plural(stage.total, unit) if unit else f"{stage.total:,}")
    rate = f" ({stage.per_second:,.0f} a second)" if stage.per_second else ""
    return f"{amount} in {seconds}{rate}"


def duration(seconds: float) -> str:
    """A time to wait, as people say it: ``8 s``, ``2 min 5 s``, ``1 h 20 min``."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


class Progress:
    """Shows people how far a run is. Use it as a context manager.

    On a terminal each stage has a bar, how much is done and how much there is, the rate, the time left and the time it
    took; all of it goes when the run ends. Elsewhere a stage is told of by a line when it is over. Neither is done for
    work that ends within a second.
    """

    def __init__(self, stream: IO[str] | None = None) -> None:
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty() and os.environ.get("TERM") != "dumb"
        self._lock = threading.RLock()  # a stage may begin while the timer puts up the bars
        self._bars: rich.progress.Progress | None = None
        self._tasks: dict[str, rich.progress.TaskID] = {}
        self._begun: dict[str, float] = {}  # the stages that are not over
        self._last: dict[str, tuple[int, int]] = {}
        self._next_update = 0.0
        # By a timer, because a stage that counts nothing, or its first batch, may be what takes long.
        self._timer = threading.Timer(PATIENCE_SECONDS, self._show)
        self._timer.daemon = True
        self._timer.name = HARMLESS  # it waits, and then ends

    def begin(self, stage: str) -> None:
        """A stage begins."""
        with self._lock:
            self._begun[stage] = time.monotonic()
            self._last.pop(stage, None)
            if self._bars:
                self._add(stage)
                self._bars.refresh()

    def count(self, stage: str, done: int, total: int) -> None:
        """So much of a stage is done; shown at most ten times a second."""
        if not self._terminal:
            return
        self._last[stage] = done, total
        now = time.monotonic()
        if now < self._next_update:
            return
        self._next_update = now + _BETWEEN_UPDATES
        with self._lock:
            if self._bars and stage in self._tasks:
                self._bars.update(self._tasks[stage], completed=done, total=total, refresh=True)

    def end(self, stage: Stage) -> None:
        """A stage is over."""
        with self._lock:
            self._begun.pop(stage.name, None)
            task = self._tasks.pop(stage.name, None)
            if self._bars and task is not None:
                if stage.seconds < PATIENCE_SECONDS:
                    self._bars.remove_task(task)
                else:
                    self._bars.update(task, completed=stage.done or 1, total=stage.total or 1, outcome=outcome(stage))
                self._bars.refresh()
        if not self._terminal and stage.seconds >= PATIENCE_SECONDS:
            click.echo(f"{stage.name}: {outcome(stage)}", file=self._stream)

    def _show(self) -> None:
        """Put up the bars of the stages that have begun."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
        from rich.text import Text

        class Figures(ProgressColumn):
            def render(self, task: Task) -> Text:
                return Text(_figures(task))

        bars = Progress(TextColumn("{task.description}", markup=False), BarColumn(), Figures(),
                        console=Console(file=self._stream), transient=True,
                        auto_refresh=False)  # by no thread of its own: workers are forks of this process
        with self._lock:
            if self._timer.finished.is_set():  # the run is over
                return
            self._bars = bars
            for stage in self._begun:
                self._add(stage)
            bars.start()
            bars.refresh()

    def _add(self, stage: str) -> None:
        assert self._bars
        done, total = self._last.get(stage, (0, None))
        self._tasks[stage] = self._bars.add_task(stage, completed=done, total=total, begun=self._begun[stage],
                                                 outcome="")

    def __enter__(self) -> Self:
        if self._terminal:
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            if self._bars:
                self._bars.stop()


def _figures(task: rich.progress.Task) -> str:
    """How far a stage is: ``4,120/10,000, 1,230 a second, 5 s left (3 s)``."""
    if task.fields["outcome"]:
        return str(task.fields["outcome"])
    parts = []
    if task.total is not None:
        parts.append(f"{task.completed:,.0f}/{task.total:,.0f}")
    if task.speed:
        parts.append(f"{task.speed:,.0f} a second")
    if task.speed and task.time_remaining is not None:
        parts.append(f"{duration(task.time_remaining)} left")
    return f"{', '.join(parts)} ({duration(time.monotonic() - task.fields['begun'])})".lstrip()
