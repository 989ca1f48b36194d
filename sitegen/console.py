"""The terminal: diagnostics, summaries and progress as people see them, and the same as a JSON report.

Diagnostics go to standard error, summaries to standard output. Text from sources is printed with its control
characters escaped: a document may not drive the reader's terminal.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

import click

from sitegen.diagnostics import Diagnostic, Severity
from sitegen.files import write_atomic

if TYPE_CHECKING:  # rich is slow to import, and most commands end before they need it
    import rich.progress

#: diagnostics of one code that are printed before the rest is only counted (all stand in --report)
SHOWN_PER_CODE = 20
#: work that ends sooner than this shows no progress
PATIENCE_SECONDS = 1.0
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


class Outcome(Protocol):
    """What a command did: counts by name, seconds by stage, and all that was found wrong."""

    @property
    def counts(self) -> Mapping[str, int]: ...
    @property
    def timings(self) -> Mapping[str, float]: ...
    @property
    def diagnostics(self) -> list[Diagnostic]: ...


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
        words = [word.removesuffix("s") for word in words]
    return f"{number:,} {' '.join(words)}"


def print_left_out(omissions: Iterable[LeftOut]) -> None:
    """Print to standard output, in the order of their places, the words of sources that stand in no page's text."""
    for omission in sorted(omissions, key=lambda o: (o.file, int("0" + o.lines.split("-")[0]), o.lines, o.rule)):
        text = " ".join(omission.text.split())
        click.echo(plain(f"{omission.file}:{omission.lines}: not in the text[{omission.rule}]: {text}"))


def report_json(
    command: str, exit_code: int, outcome: Outcome, omissions: Iterable[LeftOut] = ()
) -> bytes:
    """What ``--report`` writes: a JSON object with counts, seconds per stage, diagnostics and what was left out.

    The keys of one diagnostic are path, line, column, severity, code, message, hint; of one omission rule, file,
    lines, text.
    """
    data: dict[str, Any] = {
        "command": command,
        "exit_code": exit_code,
        "counts": dict(outcome.counts),
        "seconds": {stage: round(seconds, 3) for stage, seconds in outcome.timings.items()},
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
            for d in sorted(outcome.diagnostics, key=lambda d: (d.location, d.code, d.message))
        ],
        "omissions": [{"rule": o.rule, "file": o.file, "lines": o.lines, "text": o.text} for o in omissions],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def write_report(path: Path, data: bytes) -> None:
    """Write a JSON report. Raises OSError."""
    write_atomic(path.absolute(), data)


class Progress:
    """Says on a terminal how far the work is; silent in a pipe, and for work that ends within a second.

    Call it with the stage's name, how much is done and how much there is; use it as a context manager.
    """

    def __init__(self, stream: IO[str] | None = None) -> None:
        self._stream = stream or sys.stderr
        self._silent = not self._stream.isatty()
        self._begun = time.monotonic()
        self._bars: rich.progress.Progress | None = None
        self._tasks: dict[str, rich.progress.TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._silent or time.monotonic() - self._begun < PATIENCE_SECONDS:
            return
        bars = self._bars or self._start()
        if stage not in self._tasks:
            self._tasks[stage] = bars.add_task(stage, total=total)
        bars.update(self._tasks[stage], completed=done, total=total)

    def _start(self) -> rich.progress.Progress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bars = Progress(*columns, console=Console(file=self._stream), transient=True)
        self._bars.start()
        return self._bars

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars:
            self._bars.stop()
