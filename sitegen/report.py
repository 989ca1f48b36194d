"""What a run of the program did and found: collected stage by stage, and handed to whoever shows it to people."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sitegen.diagnostics import Diagnostic, Severity, with_severities

#: is told the name of a stage, how much of it is done, and how much there is
Advance = Callable[[str, int, int], None]
#: errors after which nothing is published: the site as a whole would be wrong
FATAL = frozenset({
    "bad-config", "missing-template", "broken-template", "broken-catalogue", "missing-asset", "unwritable-output",
    "search-failed", "permalink-gone", "withheld-found", "withheld-missing", "withheld-unreadable", "interrupted",
})
#: errors that site.yaml cannot make less of: a life may hang on them
UNBENDING = frozenset({"withheld-found", "withheld-missing", "withheld-unreadable"})


@dataclass(frozen=True, slots=True)
class Stage:
    """What came of one stage: how long it took and, where it counted, how much of ``total`` was done (else None)."""

    name: str
    seconds: float
    done: int | None = None
    total: int | None = None

    @property
    def per_second(self) -> float | None:
        """How much was done in a second; None where nothing was counted."""
        return self.done / self.seconds if self.done and self.seconds > 0 else None


class Progress(Protocol):
    """Follows a run, and shows people how far it is."""

    def begin(self, stage: str) -> None:
        """A stage begins."""

    def count(self, stage: str, done: int, total: int) -> None:
        """So much of a stage is done. Called for every page, so it must cost next to nothing."""

    def end(self, stage: Stage) -> None:
        """A stage is over. It is not called for one that an exception ended."""


@dataclass
class Report:
    """What a run did: counts by name, seconds by stage, and all that was found wrong.

    ``amounts`` are, by stage, how much was done and how much there was; ``reasons`` say, by a page's path, why it was
    rendered.
    """

    counts: dict[str, int] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    amounts: dict[str, tuple[int, int]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def stages(self) -> list[Stage]:
        """The stages in the order in which they ended."""
        return [Stage(name, seconds, *self.amounts.get(name, (None, None))) for name, seconds in self.timings.items()]


class Run:
    """Collects what the stages of one run find, how long they take and how much they do."""

    def __init__(
        self, severities: Mapping[str, Severity], progress: Progress | None = None, report: Report | None = None
    ) -> None:
        """``severities`` are those that site.yaml gives to codes; ``report`` is what to fill, a new one by default."""
        self.report = report if report is not None else Report()
        self._shown = progress
        self._severities = {code: own for code, own in severities.items() if code not in UNBENDING}
        #: takes out of a diagnostic what must not be told; None: the whole of it must not
        self.conceal: Callable[[Diagnostic], Diagnostic | None] = lambda found: found
        #: what is withheld of what a file's bytes hold; None: nothing is withheld
        self.leaks: Callable[[str, bytes], Sequence[Diagnostic]] | None = None

    def add(self, found: Iterable[Diagnostic]) -> None:
        """Take up diagnostics, with the severities that site.yaml gives them and nothing told that is withheld."""
        told = [own for own in map(self.conceal, found) if own is not None]
        self.report.diagnostics += with_severities(told, self._severities)

    def failed(self) -> bool:
        """Whether the site as a whole must not be published."""
        return any(d.code in FATAL and d.severity is Severity.ERROR for d in self.report.diagnostics)

    def progress(self, stage: str, done: int, total: int) -> None:
        """Take down how much of a stage is done, and how much there is."""
        self.report.amounts[stage] = done, total
        if self._shown is not None:
            self._shown.count(stage, done, total)

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage."""
        if self._shown is not None:
            self._shown.begin(name)
        begun = time.monotonic()
        try:
            yield
        finally:
            seconds = time.monotonic() - begun
            self.report.timings[name] = self.report.timings.get(name, 0.0) + seconds
        if self._shown is not None:
            self._shown.end(Stage(name, seconds, *self.report.amounts.get(name, (None, None))))
