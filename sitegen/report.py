"""What a run of the program did and found: collected stage by stage, and handed to whoever shows it to people."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sitegen.diagnostics import Diagnostic, Severity, with_severities

#: is told the name of a stage, how much of it is done, and how much there is
Progress = Callable[[str, int, int], None]
#: errors after which nothing is published: the site as a whole would be wrong
FATAL = frozenset({
    "bad-config", "missing-template", "broken-template", "missing-asset", "unwritable-output", "search-failed",
    "permalink-gone", "withheld-found", "withheld-missing", "withheld-unapplied", "interrupted",
})


@dataclass
class Report:
    """What a run did: counts by name, seconds by stage, and all that was found wrong."""

    counts: dict[str, int] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)


class Run:
    """Collects what the stages of one run find, and how long they take."""

    def __init__(self, severities: Mapping[str, Severity], progress: Progress | None = None) -> None:
        """``severities`` are those that site.yaml gives to codes."""
        self.report = Report()
        self.progress = progress or (lambda stage, done, total: None)
        self._severities = severities

    def add(self, found: Iterable[Diagnostic]) -> None:
        """Take up diagnostics, with the severities that site.yaml gives them."""
        self.report.diagnostics += with_severities(found, self._severities)

    def failed(self) -> bool:
        """Whether the site as a whole must not be published."""
        return any(d.code in FATAL and d.severity is Severity.ERROR for d in self.report.diagnostics)

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage."""
        begun = time.monotonic()
        try:
            yield
        finally:
            self.report.timings[name] = self.report.timings.get(name, 0.0) + time.monotonic() - begun
