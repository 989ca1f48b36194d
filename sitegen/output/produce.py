"""Making many pages: in this process, or in the processes of any ``concurrent.futures`` executor."""

from __future__ import annotations

import hashlib
import pickle
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from sitegen.config import Config
from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.output import plan
from sitegen.output.plan import Planned
from sitegen.render.theme import TemplateFailure, Theme
from sitegen.site.model import Site
from sitegen.workers import processes

# Below this many pages, starting processes takes longer than they save.
_WORTH_A_POOL = 600
_CHUNK = 100


@dataclass(frozen=True, slots=True)
class Made:
    """A page that was made: its path, whose it is, its bytes; or what was wrong, and then no bytes."""

    path: str
    owner: str
    data: bytes
    diagnostics: tuple[Diagnostic, ...] = ()


class ThemeChanged(Exception):
    """The theme's files are not those any more that the build began with."""


def load_theme(root: Path, config: Config) -> tuple[Theme | None, list[Diagnostic]]:
    """The theme that site.yaml names, and what is wrong with it."""
    return Theme.load(root, config.theme, config.language, config.base_path)


def make(planned: Planned) -> Made:
    """Make one file. A template that fails is a diagnostic, and so is a document that no page can be made of."""
    try:
        return Made(planned.path, planned.owner, planned.make())
    except TemplateFailure as problem:
        return Made(planned.path, planned.owner, b"", (problem.diagnostic,))
    except Exception as problem:  # one odd document may not cost the others; its words may not be shown
        frame = traceback.extract_tb(problem.__traceback__)[-1]
        found = diagnose("failed-page", Location(planned.owner or planned.path),
                         f"/{planned.path} could not be made: {type(problem).__name__} in {Path(frame.filename).name}, "
                         f"line {frame.lineno}", "this is a fault of sitegen: please report it")
        return Made(planned.path, planned.owner, b"", (found,))


def make_all(
    site: Site, theme: Theme, pages: Sequence[Planned], jobs: int, root: Path, work: Path,
    executor: Callable[[int], Executor] | None = None,
) -> Iterator[Made]:
    """Make all pages of a site, in their order.

    With ``jobs`` over 1 and pages enough, processes share the work: the site is written once into the folder ``work``,
    which they must be able to read, like the theme in the project's folder ``root``. ``executor`` makes another kind of
    executor for a number of jobs.
    """
    if jobs < 2 or len(pages) < _WORTH_A_POOL:
        for planned in pages:
            yield make(planned)
        return
    data = pickle.dumps((site, root, theme.digest), protocol=pickle.HIGHEST_PROTOCOL)
    path = work / "site.pickle"
    path.write_bytes(data)
    key = hashlib.sha256(data).hexdigest()
    del data
    pool = (executor or processes)(jobs)
    try:
        starts = range(0, len(pages), _CHUNK)
        tasks = [pool.submit(_make_some, str(path), key, start, start + _CHUNK) for start in starts]
        for task in tasks:  # in their order: of two claims to one path, the first must be the same each time
            yield from task.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        path.unlink(missing_ok=True)


_held: tuple[str, list[Planned]] = ("", [])  # of a worker: the site that it makes pages of


def _make_some(path: str, key: str, start: int, end: int) -> list[Made]:
    global _held
    if _held[0] != key:
        site, root, theme_digest = pickle.loads(Path(path).read_bytes())
        theme = load_theme(root, site.config)[0]
        if theme is None or theme.digest != theme_digest:
            raise ThemeChanged
        _held = key, plan.pages(site, theme)[0]
    return [make(planned) for planned in _held[1][start:end]]
