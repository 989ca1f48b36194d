"""Making many files: in this process, or in the processes of any ``concurrent.futures`` executor."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from sitegen.checks import links
from sitegen.config import Config
from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.output import ledger, plan
from sitegen.output.ledger import Entry
from sitegen.output.plan import Planned
from sitegen.output.store import Store
from sitegen.records.document import ContentChanged
from sitegen.render.theme import Theme
from sitegen.site.model import Site
from sitegen.site.sources import RawSources
from sitegen.workers import spread

if TYPE_CHECKING:
    from sitegen.render.environment import Compiled

# Below this many files, starting processes takes longer than they save.
_WORTH_PROCESSES = 300
_CHUNK = 1000

T = TypeVar("T")


class Made(msgspec.Struct, array_like=True, gc=False):
    """A file that was made: its place in the plan, its entry, and why it was made ("": it is as it was); or what was
    wrong, and then no entry. Of a page that was made also what is to be asked about its links."""

    number: int
    entry: Entry | None
    why: str = ""
    diagnostics: list[Diagnostic] = []
    asked: links.Asked | None = None


class ThemeChanged(Exception):
    """The theme's files are not those any more that the build began with."""


def load_theme(
    root: Path, config: Config, compiled: Compiled | None = None
) -> tuple[Theme | None, list[Diagnostic]]:
    """The theme that site.yaml names, and what is wrong with it."""
    return Theme.load(root, config.theme, config.language, config.base_path, compiled)


def make(planned: Planned, context: object = None) -> tuple[bytes, list[Diagnostic]]:
    """Make one file, of its context where that is at hand. A template that fails is a diagnostic, and so is a document
    that no page can be made of."""
    try:
        return planned.make(planned.context() if context is None else context), []
    except Exception as problem:
        return b"", [_diagnostic(planned, problem)]


def _diagnostic(planned: Planned, problem: Exception) -> Diagnostic:
    from sitegen.render.environment import TemplateFailure  # loaded already, where there is one

    if isinstance(problem, TemplateFailure):
        if not isinstance(problem.__cause__, ContentChanged):
            return problem.diagnostic
        problem = problem.__cause__
    if isinstance(problem, ContentChanged):
        return diagnose("interrupted", Location(problem.path), "changed while the site was built", "build again")
    # one odd document may not cost the others; its words may not be shown
    frame = traceback.extract_tb(problem.__traceback__)[-1]
    return diagnose("failed-page", Location(planned.owner or planned.path),
                    f"/{planned.path} could not be made: {type(problem).__name__} in {Path(frame.filename).name}, "
                    f"line {frame.lineno}", "this is a fault of sitegen: please report it")


class Making:
    """Makes files of a site and keeps them in the store, in any process."""

    def __init__(
        self, site: Site, theme: Theme, root: Path, sources: RawSources, store: Store, planned: Sequence[Planned],
        pages: int, known: Mapping[str, Entry], bodies: Mapping[str, str], showing: Sequence[str] | None = None,
    ) -> None:
        """``planned`` is what ``plan.everything`` gives of the other things; ``pages`` where in it the pages begin.

        ``known`` are the entries, by path, of files that need not be made if they are as they were; ``bodies`` the
        digests of documents by id; ``showing`` is what ``plan.everything`` was asked for.
        """
        self._showing = showing
        self._site, self._theme, self._root, self._sources, self._store = site, theme, root, sources, store
        self._planned, self._pages, self._known, self._bodies = planned, pages, known, bodies
        self._book = links.Book(frozenset(file.path for file in planned), site.config.base_url)

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs: it plans for itself, with the theme as its files have it."""
        return {"site": self._site, "digest": self._theme.digest, "root": self._root, "sources": self._sources,
                "folder": self._store.folder, "known": self._known, "bodies": self._bodies,
                "showing": self._showing}

    def __setstate__(self, state: dict[str, Any]) -> None:
        theme, _ = load_theme(state["root"], state["site"].config)
        if theme is None or theme.digest != state["digest"]:
            raise ThemeChanged
        planned, pages, _ = plan.everything(state["site"], theme, state["sources"], state["showing"])
        self.__init__(state["site"], theme, state["root"], state["sources"],  # type: ignore[misc]
                      Store(state["folder"]), planned, pages, state["known"], state["bodies"],
                      state["showing"])

    def __call__(self, numbers: Sequence[int]) -> bytes:
        """Make the files with these places in the plan; gives a list of ``Made``, encoded."""
        return msgspec.msgpack.encode([self._make(number) for number in numbers])

    def _make(self, number: int) -> Made:
        planned = self._planned[number]
        try:
            context = planned.context()
            entry = ledger.entry_of(planned, context, self._bodies)
        except Exception as problem:
            return Made(number, None, "", [_diagnostic(planned, problem)])
        old = self._known.get(planned.path)
        why = ledger.reason(old, entry)
        if old is not None and not why:
            return Made(number, old)
        data, found = make(planned, context)
        if found:
            return Made(number, None, why, found)
        entry = Entry(entry.look, entry.context, entry.documents, entry.bodies, self._store.put(data))
        asked = self._book.ask(links.read_links(planned.path, data)) if number >= self._pages else None
        return Made(number, entry, why, [], asked)


def make_all(
    making: Making, numbers: Sequence[int], jobs: int, executor: Callable[[int], Executor] | None = None
) -> Iterator[Made]:
    """Make the files with these places in the plan, in their order; ``jobs`` processes share the work where there is
    much. Raises OSError, BrokenExecutor and ThemeChanged."""
    if len(numbers) < _WORTH_PROCESSES:
        jobs = 1
    for data in spread(making, _chunks(numbers, jobs), jobs, executor):
        yield from msgspec.msgpack.decode(data, type=list[Made])


def _chunks(work: Sequence[T], jobs: int) -> list[Sequence[T]]:
    """Work in parts. Large ones: what is near in the plan is near in memory, and what one process touches of it, it has
    to copy."""
    size = min(max(len(work) // (jobs * 6), 1), _CHUNK)
    return [work[at:at + size] for at in range(0, len(work), size)]


class Asking:
    """Asks about the links of pages that were made earlier, in any process."""

    def __init__(self, files: frozenset[str], base_url: str) -> None:
        self._book = links.Book(files, base_url)

    def __call__(self, pages: Sequence[tuple[str, str]]) -> bytes:
        """What is to be asked about pages, given as path and place of the bytes; a list of ``links.Asked``, encoded."""
        return msgspec.msgpack.encode([self._book.ask(links.read_links(path, Path(place).read_bytes()))
                                       for path, place in pages])


def ask_all(asking: Asking, pages: Sequence[tuple[str, str]], jobs: int) -> Iterator[links.Asked]:
    """What is to be asked about the links of pages, given as path and place of the bytes. Raises OSError."""
    if len(pages) < _WORTH_PROCESSES:
        jobs = 1
    for data in spread(asking, _chunks(pages, jobs), jobs):
        yield from msgspec.msgpack.decode(data, type=list[links.Asked])
