"""What the preview shows: the site as it stands in the files, in snapshots that follow on one another.

A change is read and assembled as far as it reaches: the body of a cable changes nothing but that cable's document, a
template nothing but the theme. A snapshot never changes, and every answer is made of one.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sitegen.build import load
from sitegen.checks.withheld import LeakCheck, passages_of
from sitegen.config import FILE, Project, open_project
from sitegen.diagnostics import Diagnostic, Severity, with_severities
from sitegen.files import read_bytes, shown
from sitegen.output.lookup import Lookup
from sitegen.output.produce import load_theme
from sitegen.preview.last_good import LastGood
from sitegen.preview.watcher import Changes
from sitegen.records.document import seal_of
from sitegen.records.withheld import FILE as WITHHELD
from sitegen.records.withheld import NOTHING, WithheldList
from sitegen.records.withheld_files import VARIABLE, find_list
from sitegen.records.withholding import conceal
from sitegen.render.environment import Compiled
from sitegen.render.theme import Theme
from sitegen.report import FATAL, Progress
from sitegen.site.content import Content, read_content
from sitegen.site.model import Site, assemble
from sitegen.site.sources import RawSources
from sitegen.stages import build_day

_ANNOUNCED = 60.0  # seconds for which a new cable is told of


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The site at one moment. ``files`` is None while there is nothing to show, or nothing that may be shown.

    ``content`` is the digest of what it was made of; ``written`` are ids of new cables that convert wrote
    pages of in this change, ``announced`` those of the last minute; ``broken`` are files of content/ that have errors.
    """

    number: int = 0
    project: Project | None = None
    site: Site | None = None
    theme: Theme | None = None
    files: Lookup | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    content: str = ""
    written: tuple[str, ...] = ()
    announced: tuple[str, ...] = ()
    broken: frozenset[str] = frozenset()
    listed: WithheldList | None = None  # what is withheld; None: it cannot be told
    files_number: int = 0  # that of the first snapshot with these files
    leaks: LeakCheck | None = None  # what looks into every file before it is shown; None: nothing is withheld

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The errors among the diagnostics, none twice."""
        return tuple(dict.fromkeys(d for d in self.diagnostics if d.severity is Severity.ERROR))


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found wrong, by where it comes from: each part stands until that is looked at again."""

    config: tuple[Diagnostic, ...] = ()
    theme: tuple[Diagnostic, ...] = ()
    sources: tuple[Diagnostic, ...] = ()
    content: tuple[Diagnostic, ...] = ()
    site: tuple[Diagnostic, ...] = ()

    def all(self) -> Iterable[Diagnostic]:
        """All of it."""
        return (*self.config, *self.theme, *self.sources, *self.content, *self.site)


class Session:
    """Holds the newest snapshot of a project. ``told`` is called, in whatever thread, when there is a newer one."""

    def __init__(self, project: Project, base_url: str, told: Callable[[], None] = lambda: None) -> None:
        self.told = told
        self._project, self._base_url = project, base_url
        self._changing = threading.Lock()
        self._newer = threading.Condition()
        self._found = _Found()
        self._content: Content | None = None
        self._site: Site | None = None
        self._theme: Theme | None = None
        self._compiled = Compiled()
        self._last_good = LastGood()
        self._listed: WithheldList | None = NOTHING  # None: it cannot be told what must be withheld
        self._leaks: tuple[object, LeakCheck] | None = None  # and of what it was made
        self.snapshot = Snapshot()
        self._announced: list[tuple[float, str]] = []  # when convert wrote the page of a new cable, and its id
        self.indexed = ""  # the digest of the content of which the last build's search index is

    def start(self, progress: Progress | None = None) -> Snapshot:
        """Read the project for the first time, with what earlier runs kept."""
        with self._changing:
            self._load_theme(compiling=False)  # what is not used yet is compiled when the first page has been shown
            loaded = load(self._project, self._base_url, progress)
            found = loaded.report.diagnostics
            self._found = replace(self._found, content=tuple(found[:loaded.assembled]),
                                  site=tuple(found[loaded.assembled:]))
            self._listed, self._content, self._site = loaded.listed, loaded.content, loaded.site
            if loaded.content is not None:
                self.indexed = loaded.content.digest if loaded.indexed else ""
                self._split_sources()
            return self._publish(())

    def check_theme(self) -> Snapshot:
        """Compile the templates that no page has asked for yet; gives a new snapshot when one is broken."""
        with self._changing:
            wrong = tuple(self._theme.compile()) if self._theme is not None else ()
            if not wrong or self._found.theme:
                return self.snapshot
            self._found = replace(self._found, theme=wrong)
            return self._publish(())

    def apply(self, changes: Changes) -> Snapshot:
        """Take up a change of the files."""
        with self._changing:
            if not changes.folders and self._as_read(changes.paths):
                return self._go_on()
            root = self._project.root
            configured = changes.of(root / FILE)
            if configured and not self._configure():
                return self._publish(())
            listing = configured or self._listed is None or changes.of(root / WITHHELD) or VARIABLE in os.environ
            if listing and not self._look_at_list():
                return self._publish(())
            if configured or changes.any_below(root / "themes"):
                self._load_theme()
            written: tuple[str, ...] = ()
            if configured or self._content is None or changes.any_below(self._project.content):
                written = self._read(changes.paths, changes.any_folder_of(self._project.content))
            return self._publish(written)

    def take_converted(self, found: Sequence[Diagnostic]) -> Snapshot:
        """Take up what a conversion of all raw documents, elsewhere, has found; its pages come as changes of files."""
        with self._changing:
            self._found = replace(self._found, sources=tuple(found))
            return self._publish(())

    def after(self, number: int, seconds: float) -> Snapshot:
        """The first snapshot after that with this number, or the newest there is when so many seconds are over."""
        with self._newer:
            self._newer.wait_for(lambda: self.snapshot.number > number, seconds)
        return self.snapshot

    # --- the steps of a change ---------------------------------------------------------------------------------

    def _configure(self) -> bool:
        """Read site.yaml again; whether it can be used."""
        project, found = open_project(self._project.root)
        self._found = replace(self._found, config=tuple(found))
        if project is not None:
            self._project = project
        return project is not None

    def _look_at_list(self) -> bool:
        """Read again what is to be withheld; whether that can be told. What was read under another list is forgotten.
        """
        listed, found = find_list(self._project)
        if listed is None or self._listed is None or listed.token != self._listed.token:
            self._content = self._site = None
            self._last_good = LastGood()
            self._announced = []
            self._found = replace(self._found, content=tuple(found), sources=(), site=())
        self._listed = listed
        return listed is not None

    def _load_theme(self, compiling: bool = True) -> None:
        config = replace(self._project.config, base_url=self._base_url)
        theme, found = load_theme(self._project.root, config, self._compiled)
        if theme is not None and compiling:
            found += theme.compile()
        self._found = replace(self._found, theme=tuple(found))
        if theme is not None and not any(d.code in FATAL for d in found):
            self._theme = theme

    def _read(self, paths: Collection[Path], whole: bool) -> tuple[str, ...]:
        """Read what changed of content/; gives the ids of cables that were written out of new raw documents."""
        looked = None if whole or self._content is None else set(paths)
        written: tuple[str, ...] = ()
        sources = [path for path in paths if path.is_relative_to(self._project.sources) and path.is_file()]
        if sources and self._content is not None:
            written = self._convert(sorted(sources), self._content)
        if looked is not None:
            looked.update(path for own in written for path in self._project.cables.glob(f"*/{own}.md"))
        content, found = read_content(self._project, self._content.memory if self._content else None,
                                      listed=self._listed, only=looked)
        self._found = replace(self._found, content=tuple(found))
        if content is not None:
            content = self._last_good.instead(content, self._content, self._broken())
            before, self._content = self._content, content
            if before is not None and self._site is not None and before.model == content.model:
                self._site = _with_bodies(self._site, before, content)
            else:
                self._assemble(content)
        return written

    def _broken(self) -> frozenset[str]:
        """The files of content/ that have errors."""
        found = with_severities(self._found.content, self._project.config.diagnostics)
        return frozenset(d.location.path for d in found if d.severity is Severity.ERROR)

    def _as_read(self, paths: Iterable[Path]) -> bool:
        """Whether all these are cable pages that hold what they held when they were read, as those do that convert has
        just written."""
        if self._content is None or self._listed is None:
            return False
        for path in paths:
            known = self._content.memory.pages.get(path.as_posix().removeprefix(f"{self._project.cables.as_posix()}/"))
            data, _ = read_bytes(path, self._project.root) if known is not None else (None, [])
            if known is None or data is None or seal_of(data, self._listed) != known.seal:
                return False
        return True

    def _go_on(self) -> Snapshot:
        """Publish what there is again, for those who wait for what follows on a change."""
        with self._newer:
            self.snapshot = replace(self.snapshot, number=self.snapshot.number + 1, written=())
            self._newer.notify_all()
        return self.snapshot

    def _convert(self, sources: Sequence[Path], content: Content) -> tuple[str, ...]:
        """Write the pages of new cables in raw documents; gives their ids."""
        from sitegen.conversion import convert_first  # the whole convert wing, which few changes need

        def there(cable_id: str) -> bool:
            file = f"{cable_id}.md"
            return any(path.endswith(file) and path[path.rfind("/") + 1:] == file for path in content.memory.pages)

        project = self._project
        done = convert_first(sources, project.sources, project.cables, project.root, there, content.listed)
        names = {shown(path, project.root) for path in sources}
        kept = [d for d in self._found.sources if d.location.path not in names]
        self._found = replace(self._found, sources=(*kept, *done.diagnostics))
        return tuple(done.written)

    def _assemble(self, content: Content) -> None:
        config = replace(content.config, base_url=self._base_url)
        self._site, found = assemble(config, content.documents.values(), content.authorities, content.sources,
                                     content.pages, content.lock, today=build_day(), drafts=True, before=self._site)
        self._found = replace(self._found, site=tuple(found))

    def _split_sources(self) -> None:
        """Put what the first reading found in raw documents apart: later readings do not look into them."""
        start = shown(self._project.sources, self._project.root) + "/"
        found = self._found.content
        self._found = replace(
            self._found, content=tuple(d for d in found if not d.location.path.startswith(start)),
            sources=tuple(d for d in found if d.location.path.startswith(start)))

    def _leak_check(self) -> LeakCheck | None:
        """What looks into files before they are shown: made anew when the list has changed, or a file of a cable on it.
        """
        content, listed = self._content, self._listed
        if content is None or not listed:
            return None
        known = [content.memory.pages.get(path.relative_to(content.folder).as_posix()) for _, path in content.hidden]
        state = listed, content.hidden, [own.seal if own is not None else content.digest for own in known]
        if self._leaks is None or self._leaks[0] != state:
            self._leaks = state, LeakCheck(listed, passages_of(listed, content.hidden, self._project.root))
        return self._leaks[1]

    def _publish(self, written: tuple[str, ...]) -> Snapshot:
        project, site, theme = self._project, self._site, self._theme
        listed = self._listed or NOTHING
        told = [one for one in (conceal(listed, found) for found in self._found.all()) if one is not None]
        found = tuple(with_severities(told, project.config.diagnostics))
        shows = site is not None and theme is not None and self._listed is not None
        files = Lookup(site, theme, RawSources(project.sources, listed)) if shows and site and theme else None
        digest = self._content.digest if self._content is not None else ""
        now = time.monotonic()
        self._announced = [one for one in self._announced if now - one[0] < _ANNOUNCED]
        self._announced += [(now, own) for own in written]
        with self._newer:
            number = self.snapshot.number + 1
            self.snapshot = Snapshot(number, project, site if shows else None,
                                     theme if shows else None, files, found, digest, written,
                                     tuple(own for _, own in self._announced), self._broken(), self._listed,
                                     number, self._leak_check())
            self._newer.notify_all()
        self.told()
        return self.snapshot


def _with_bodies(site: Site, before: Content, content: Content) -> Site:
    """The site with the documents of ``content``, in which nothing but bodies differs from those it was made of."""
    documents = dict(site.documents)
    for path, document in content.documents.items():
        if before.documents.get(path) is not document and site.documents[document.cable.id].path == document.path:
            documents[document.cable.id] = document
    return replace(site, documents=documents)
