"""What the preview shows: the site as it stands in the files now, each page made when it is asked for."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sitegen.build import Loaded, load
from sitegen.config import Project, open_project
from sitegen.diagnostics import Diagnostic, Severity
from sitegen.files import digest
from sitegen.output import plan, search
from sitegen.output.plan import Planned
from sitegen.output.produce import make

PENDING = b'{"sections":[],"pending":true}\n'


@dataclass(frozen=True)
class Snapshot:
    """The site at one moment: its files by path, where old addresses lead, what is wrong, and a name for the moment."""

    version: str
    files: Mapping[str, Planned] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The errors among the diagnostics."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)


@dataclass(frozen=True)
class Served:
    """A file to be sent: its path in the site and its bytes; or what was wrong, and then no bytes."""

    path: str
    data: bytes
    diagnostics: Sequence[Diagnostic] = ()


class Session:
    """Holds the newest snapshot of a project and, in the background, keeps the search index near it."""

    def __init__(self, project: Project, base_url: str, with_search: bool, name: str = "") -> None:
        self._root = project.root
        self._cache = project.cache
        self._base_url = base_url
        self._name = name
        self._count = 0
        self._lock = threading.Lock()
        self._index: dict[str, bytes] = {search.SECTIONS: PENDING} if with_search else {}
        self._bundles: dict[str, dict[str, bytes]] = {}  # of sections, by the digest of their pages
        self._site: Loaded | None = None
        self._stale = threading.Event()
        self._stopped = False
        self._indexer = threading.Thread(target=self._keep_index, name="search index", daemon=True)
        self.snapshot = Snapshot(self._version())
        if with_search:
            self._indexer.start()

    def _version(self) -> str:
        self._count += 1
        return f"{self._name}{self._count}"

    def reload(self, convert: bool = True) -> Snapshot:
        """Read the project again, raw documents too unless ``convert`` is off.

        What fails as a whole leaves the last pages standing, with the errors beside them.
        """
        with self._lock:
            project, found = open_project(self._root)
            loaded = None
            if project is not None:
                loaded = load(_for_preview(project, self._base_url), drafts=True, convert=convert)
                found = loaded.report.diagnostics
                if not convert:  # what was wrong with raw documents still is
                    found = [*found, *(d for d in self.snapshot.diagnostics
                                       if d.location.path.startswith("content/sources/"))]
            if loaded is None or loaded.site is None or loaded.theme is None:
                self.snapshot = replace(self.snapshot, version=self._version(), diagnostics=tuple(found))
                return self.snapshot
            planned, _, _ = plan.everything(loaded.site, loaded.theme, loaded.sources)
            files = {file.path: file for file in reversed(planned)}  # of two claims to one path the first stands
            self._site = loaded
            self.snapshot = Snapshot(self._version(), files, loaded.site.redirects, tuple(found))
            self._stale.set()
            return self.snapshot

    def file(self, path: str) -> Served | None:
        """The file at ``path``, made now; None when there is none."""
        held = self._index.get(path)
        if held is not None:
            return Served(path, held)
        planned = self.snapshot.files.get(path)
        return Served(path, *make(planned)) if planned else None

    def stop(self) -> None:
        """End the work in the background."""
        self._stopped = True
        self._stale.set()
        if self._indexer.is_alive():
            self._indexer.join()

    # --- the search index -------------------------------------------------------------------------------------

    def _keep_index(self) -> None:
        while True:
            self._stale.wait()
            if self._stopped:
                return
            self._stale.clear()
            loaded = self._site
            if loaded is not None and loaded.site is not None and loaded.theme is not None:
                self._index_site(loaded)

    def _index_site(self, loaded: Loaded) -> None:
        """Index the cable pages of a snapshot. An index that fails keeps the one before and is told on the pages."""
        assert loaded.site is not None and loaded.theme is not None
        work = self._cache / "preview"
        months, pages = plan.months(loaded.site), list[search.SearchPage]()
        try:
            for planned in plan.pages(loaded.site, loaded.theme)[0]:
                if self._stopped or self._stale.is_set():
                    return  # there is a newer snapshot already
                if planned.path in months:
                    data, found = make(planned)
                    target = work / "pages" / planned.path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(data)
                    pages.append(search.SearchPage(planned.path, digest(search.extract(data)), months[planned.path]))
            language = loaded.site.config.documents_language
            bundles: dict[str, dict[str, bytes]] = {}
            sections = search.sections(pages, loaded.site.config.search.section_size)
            for section in sections:
                own = search.section_key(section, language)
                bundle = self._bundles.get(own)
                if bundle is None:
                    binary, found = search.executable()
                    if binary is not None:
                        bundle, found = search.index_section(binary, section, lambda path: work / "pages" / path,
                                                             language, work / "index")
                    if bundle is None or found:
                        self._tell(found)
                        return
                bundles[own] = bundle
            self._bundles = bundles
            index = {path: data for bundle in bundles.values() for path, data in bundle.items()}
            self._index = index | {search.SECTIONS: search.sections_file(sections)}
        except OSError as problem:
            self._tell([search.failed(f"the index could not be written: {problem.strerror}")])
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _tell(self, found: list[Diagnostic]) -> None:
        with self._lock:
            self.snapshot = replace(self.snapshot, version=self._version(),
                                    diagnostics=(*self.snapshot.diagnostics, *found))


def _for_preview(project: Project, base_url: str) -> Project:
    return replace(project, config=replace(project.config, base_url=base_url))
