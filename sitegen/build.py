"""The pipeline, readable top to bottom, and the only module that knows the cache.

A stage returns its diagnostics beside its value, and the build goes on; only what report.py lists as fatal stops it,
before anything of the last good site is touched.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import msgspec

from sitegen import __version__, conversion
from sitegen.cache import Cache, code_digest, key
from sitegen.checks import external, links, permalinks
from sitegen.config import Project
from sitegen.diagnostics import Diagnostic, Location, Severity, diagnose
from sitegen.files import MANIFEST, locked, read_text, reason, shown, walk, write_atomic
from sitegen.output import plan, search
from sitegen.output.produce import Made, ThemeChanged, load_theme, make, make_all
from sitegen.output.sources import RawSources
from sitegen.output.writer import Artifact, Writer, is_intact, may_write
from sitegen.records.document import read_document
from sitegen.render.theme import Theme
from sitegen.report import Progress, Report, Run
from sitegen.site.content import LOCK, Content, Reading, read_content
from sitegen.site.model import Site, assemble

GENERATOR = f"sitegen {__version__}"
# The code and the libraries that decide what a site's files hold.
_CODE = ("sitegen",)
_LIBRARIES = ("jinja2", "markdown-it-py", "markupsafe", "pagefind-bin", "pyyaml")


def build(
    project: Project, output: Path | None = None, *, jobs: int | None = None, search: bool = True, strict: bool = False,
    drafts: bool = False, clean: bool = False, base_url: str | None = None, noindex: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Convert what is new, then write the site into ``output`` (default: public/ of the project).

    Errors in single documents leave them out; a fatal one leaves the output as it was. ``strict`` changes the
    exit code alone, which is the caller's. ``base_url`` and ``noindex`` stand before what site.yaml says.
    """
    project = _at(project, base_url, noindex)
    run, target = Run(project.config.diagnostics, progress), (output or project.output).absolute()
    run.add(may_write(target, project.root, project.output))
    if run.failed():
        return run.report
    with _work(run, project, target, clean) as cache:
        if cache is not None:
            _build(run, project, target, cache, jobs or os.cpu_count() or 1, search, drafts, clean)
    return run.report


def _build(
    run: Run, project: Project, target: Path, cache: Cache, jobs: int, search: bool, drafts: bool, clean: bool
) -> None:
    _refuse_to_withhold(run, project)
    convert_project(run, project, cache, jobs)
    content, theme = read_project(run, project, cache), _theme(run, project)
    if content is None or theme is None or run.failed():
        return
    today = build_day()
    state = key(content.digest, theme.digest, _code(), str(today), f"{search} {drafts}", str(target))
    if not clean and _still_there(run, cache, state, target):
        return
    before = len(run.report.diagnostics)
    site = assemble_site(run, project, content, today, drafts)
    writer = Writer(target, project.cache / "staging")
    try:
        _stage_others(run, writer, site, theme, project)  # first, so that no page takes the path of one of these
        pages = _stage_pages(run, writer, site, theme, jobs, project)
        wanted = search and not run.failed()
        sections = _stage_search(run, writer, site, cache, project.cache / "index") if wanted else []
        for planned in plan.host_files(site, sections):
            run.add(writer.stage(Artifact(planned.path, planned.make(), planned.owner)))
        _check(run, writer, site, pages, content)
        if run.failed():
            return
        with run.stage("publish"):
            published = writer.publish(GENERATOR)
    finally:
        writer.close()
    run.report.counts |= {"cables": len(site.documents), "pages": len(pages), "files": len(writer.digests),
                          "written": len(published.written), "removed": len(published.removed)}
    _remember(run, cache, state, writer, run.report.diagnostics[before:])


@dataclass(frozen=True)
class Loaded:
    """A project read and assembled, for a preview; ``site`` or ``theme`` is None when it failed as a whole."""

    site: Site | None
    theme: Theme | None
    sources: RawSources
    report: Report


def load(project: Project, *, drafts: bool, convert: bool = True, progress: Progress | None = None) -> Loaded:
    """Convert what is new (unless told not to), then read and assemble a project, and write nothing of the site."""
    run = Run(project.config.diagnostics, progress)
    site, theme = None, _theme(run, project)
    with _work(run, project, project.cache) as cache:
        if cache is not None and convert:
            convert_project(run, project, cache, os.cpu_count() or 1)
        content = read_project(run, project, cache) if cache is not None else None
        if content is not None:
            site = assemble_site(run, project, content, build_day(), drafts)
    return Loaded(site, theme, RawSources(project.sources), run.report)


def check(
    project: Project, *, external: bool = False, jobs: int | None = None, progress: Progress | None = None
) -> Report:
    """Find everything that can be wrong, without writing the site; ``external`` fetches links to other sites too."""
    run = Run(project.config.diagnostics, progress)
    with _work(run, project, project.cache / "check") as cache:
        if cache is not None:
            _check_all(run, project, cache, jobs or os.cpu_count() or 1, external)
    return run.report


def _check_all(run: Run, project: Project, cache: Cache, jobs: int, external_too: bool) -> dict[str, links.PageLinks]:
    _refuse_to_withhold(run, project)
    convert_project(run, project, cache, jobs, write=False)
    content, theme = read_project(run, project, cache), _theme(run, project)
    if content is None or theme is None:
        return {}
    site = assemble_site(run, project, content, build_day(), drafts=False)
    writer = Writer(project.cache / "check", project.cache / "staging")
    try:
        _stage_others(run, writer, site, theme, project)
        pages = _stage_pages(run, writer, site, theme, jobs, project)
        _check(run, writer, site, pages, content)
    finally:
        writer.close()
    run.report.counts |= {"cables": len(site.documents), "pages": len(pages)}
    if external_too:
        with run.stage("external links"):
            outside = external.external_links(pages.values(), site.config.base_url)
            run.add(external.check_external(outside, done=partial(run.progress, "external links")))
            run.report.counts["external_links"] = len(outside)
    return {path: pages[path] for path in plan.months(site) if path in pages}


def record_permalinks(project: Project) -> Report:
    """Write the cable pages of this build and their anchors into content/permalinks.lock, beside what stands there.

    Nothing is recorded when something is wrong, a recorded permalink gone among it.
    """
    run = Run(project.config.diagnostics)
    with _work(run, project, project.cache / "check") as cache:
        if cache is not None:
            pages = _check_all(run, project, cache, os.cpu_count() or 1, external_too=False)
            if any(d.severity is Severity.ERROR for d in run.report.diagnostics):
                return run.report
            text, _ = read_text(project.root / LOCK, project.root)
            recorded, _ = permalinks.read_lock(text or "", LOCK)
            current = [permalinks.Permalink("/" + path.removesuffix("index.html"), tuple(page.ids))
                       for path, page in pages.items()]
            write_atomic(project.root / LOCK, permalinks.write_lock([*recorded, *current]).encode(), durable=True)
            run.report.counts = {"permalinks": len({p.path for p in [*recorded, *current]})}
    return run.report


# --- converting ---------------------------------------------------------------------------------------------------

@dataclass
class ConvertReport(Report):
    """What ``sitegen convert`` did, and beside it what was left out of the pages, and differences of edited pages."""

    omissions: list[conversion.LeftOut] = field(default_factory=list)
    diffs: list[str] = field(default_factory=list)


def convert_sources(
    project: Project | None, files: Sequence[Path] = (), *, to: Path | None = None, diff: bool = False,
    jobs: int | None = None, progress: Progress | None = None,
) -> ConvertReport:
    """Turn raw documents into pages: those of content/sources/, or ``files`` with them.

    ``to``: write the pages flat into that folder instead, by ``files`` (or the project's sources) alone. ``diff``:
    write nothing, but tell what a new conversion would change in pages that a person edited.
    """
    out, workers = ConvertReport(), jobs or os.cpu_count() or 1
    run = Run(project.config.diagnostics if project else {}, progress, out)
    root = project.root if project else Path.cwd()
    target = Path(os.path.abspath(to)) if to else root / "content" / "cables"
    sources = project.sources if project else root
    paths = [Path(os.path.abspath(path)) for path in files]  # without `..`, so that what lies below the root shows
    if project is not None and not (to and files):
        paths = sorted({*walk(project.sources), *paths})
    with _work(run, project, target) if project else contextlib.nullcontext(None) as cache:
        if cache is not None or project is None:
            done = _convert(run, paths, sources, root, cache, workers, target, flat=to is not None, diff=diff)
            out.omissions, out.diffs = done.omissions, done.diffs
    return out


def convert_project(run: Run, project: Project, cache: Cache, jobs: int, write: bool = True) -> None:
    """Convert what is new in content/sources/; nothing is read when neither the sources nor the pages have changed."""
    try:
        paths = list(walk(project.sources))
        _convert(run, paths, project.sources, project.root, cache, jobs, project.cables, write=write)
    except OSError as problem:
        run.add([diagnose("unreadable-file", Location(shown(project.sources, project.root)), reason(problem))])


def _convert(
    run: Run, paths: Sequence[Path], sources: Path, root: Path, cache: Cache | None, jobs: int, target: Path, *,
    flat: bool = False, diff: bool = False, write: bool = True,
) -> conversion.Conversion:
    def digest(*parts: str | bytes) -> str:
        return key(code_digest(("sitegen.convert", "sitegen.conversion", "sitegen.records", "sitegen.diagnostics"), ()),
                   *parts)

    with run.stage("convert"):
        if cache is not None and not (flat or diff):
            done = conversion.convert_unless_done(
                paths, sources, target, root, digest, cache, jobs, run.progress, write=write)
        else:
            pages, done = conversion.convert_documents(
                conversion.raw_documents(paths, root, sources), len(paths), digest, cache, jobs, run.progress)
            conversion.write_pages(pages, target, root, done, flat=flat, diff=diff)
    run.add(done.diagnostics)
    run.report.counts |= {"documents": done.documents, "documents_read": done.read, "pages_written": len(done.written),
                          "pages_unchanged": done.unchanged, "pages_kept": done.kept}
    return done


def _refuse_to_withhold(run: Run, project: Project) -> None:
    """Nothing may be published while something is to be withheld, for this version cannot withhold it."""
    named = os.environ.get("SITEGEN_WITHHELD")
    place = Path(named) if named else project.content / "withheld.yaml"
    if place.exists():
        run.add([diagnose("withheld-unapplied", Location(shown(place, project.root)),
                          "this version of sitegen cannot withhold text yet, so nothing is published",
                          "take out of content/ what must not be published, and this file with it")])
    elif named or project.config.withheld == "required":
        run.add([diagnose("withheld-missing", Location(shown(place, project.root)), "is required and not there")])


# --- reading ------------------------------------------------------------------------------------------------------

def read_project(run: Run, project: Project, cache: Cache) -> Content | None:
    """What content/ holds; cable pages that were read before come from the cache."""
    code = code_digest(("sitegen.records", "sitegen.yaml_nodes", "sitegen.diagnostics"), ("pyyaml",))

    def read(files: Sequence[tuple[str, str]]) -> Iterator[Reading]:
        keys = [key(code, name, text) for name, text in files]
        new: list[tuple[str, bytes]] = []
        for number, ((name, text), own) in enumerate(zip(files, keys, strict=True), 1):
            held = cache.get("document", own)
            if held is None:
                reading: Reading = read_document(text, name)
                new.append((own, msgspec.msgpack.encode(reading)))
            else:
                reading = msgspec.msgpack.decode(held, type=Reading)
            run.progress("read", number, len(files))
            yield reading
        cache.put_all("document", new)
        cache.keep_only("document", keys)

    with run.stage("read"):
        content, found = read_content(project, read)
    run.add(found)
    return content


def assemble_site(run: Run, project: Project, content: Content, today: date, drafts: bool) -> Site:
    """The site of what was read, as it is on the day ``today``."""
    with run.stage("assemble"):
        site, found = assemble(project.config, content.documents, content.authorities, RawSources(project.sources),
                               content.pages, today=today, drafts=drafts)
    run.add(found)
    return site


def _theme(run: Run, project: Project) -> Theme | None:
    theme, found = load_theme(project.root, project.config)
    run.add(found)
    return theme


def build_day() -> date:
    """The day that decides what is published: today in UTC, or that of ``SOURCE_DATE_EPOCH``, for builds made again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() else datetime.now(UTC).date()


# --- staging ------------------------------------------------------------------------------------------------------

def _stage_pages(
    run: Run, writer: Writer, site: Site, theme: Theme, jobs: int, project: Project
) -> dict[str, links.PageLinks]:
    """Render and stage all pages; gives what each links to."""
    read: dict[str, links.PageLinks] = {}
    with run.stage("render"):
        pages, found = plan.pages(site, theme)
        run.add(found)
        try:
            made_pages = make_all(site, theme, pages, jobs, project.root, project.cache)
            for number, made in enumerate(made_pages, 1):
                run.progress("render", number, len(pages))
                if _stage(run, writer, made):
                    read[made.path] = links.read_links(made.path, made.data)
        except BrokenProcessPool:
            run.add([diagnose("interrupted", Location("sitegen"), "a process that rendered pages was ended",
                              "memory may have run out: try --jobs 1")])
        except ThemeChanged:
            run.add([diagnose("interrupted", Location("sitegen"), "the theme was changed during the build",
                              "build again")])
    return read


def _stage(run: Run, writer: Writer, made: Made) -> bool:
    found = list(made.diagnostics) or writer.stage(Artifact(made.path, made.data, made.owner))
    run.add(found)
    return not found


def _stage_others(run: Run, writer: Writer, site: Site, theme: Theme, project: Project) -> None:
    with run.stage("data"):
        for planned in plan.others(site, theme, RawSources(project.sources)):
            _stage(run, writer, make(planned))


def _stage_search(run: Run, writer: Writer, site: Site, cache: Cache, work: Path) -> list[str]:
    """Index the cable pages, sections that did not change from the cache; gives the sections' folders."""
    kept = _KeptBundles(cache)
    pages = [search.SearchPage(path, writer.digests[path], month)
             for path, month in plan.months(site).items() if path in writer.digests]
    made: list[search.Section] = []
    with run.stage("search"):
        for section, bundle, found in search.index_pages(pages, site.config, writer.place, work, kept):
            run.add(found)
            if found:
                return []
            made.append(section)
            for path, data in bundle.items():
                run.add(writer.stage(Artifact(path, data, "the search index")))
            run.progress("search", sum(len(section.pages) for section in made), len(pages))
        run.add(writer.stage(Artifact(search.SECTIONS, search.sections_file(made), "the search index")))
        cache.keep_only("search", kept.keys)
    run.report.counts["indexed"] = len(pages)
    return [section.name for section in made]


class _KeptBundles:
    """The bundles of sections that the cache holds."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._code = code_digest(("sitegen.output.search", "sitegen.output.pagefind_files"), ("pagefind-bin",))
        self.keys: list[str] = []

    def get(self, section: str) -> dict[str, bytes] | None:
        self.keys.append(key(self._code, section))
        held = self._cache.get("search", self.keys[-1])
        return None if held is None else msgspec.msgpack.decode(held, type=dict[str, bytes])

    def put(self, section: str, bundle: dict[str, bytes]) -> None:
        self._cache.put("search", key(self._code, section), msgspec.msgpack.encode(bundle))


# --- checking -----------------------------------------------------------------------------------------------------

def _check(run: Run, writer: Writer, site: Site, pages: dict[str, links.PageLinks], content: Content) -> None:
    with run.stage("check"):
        origins = {path: links.Origin(owner, content.texts.get(owner, ""))
                   for path, owner in plan.owners(site).items()}
        files = writer.digests.keys() | {MANIFEST}
        run.add(links.broken_links(pages.values(), files, site.config.base_url, origins, site.redirects))
        if content.lock is not None:
            recorded, found = permalinks.read_lock(content.lock, LOCK)
            run.add(found)
            current = {"/" + path.removesuffix("index.html"): pages[path].ids
                       for path in plan.months(site) if path in pages}
            run.add(permalinks.gone(recorded, current, site.redirects, LOCK))


# --- the state of the last build ----------------------------------------------------------------------------------

class _Last(msgspec.Struct):
    manifest: str
    counts: dict[str, int]
    diagnostics: list[Diagnostic]


def _still_there(run: Run, cache: Cache, state: str, target: Path) -> bool:
    """Whether the output is, byte for byte, what the last build from the same state wrote. Then nothing is to do."""
    held = cache.get("build", state)
    if held is None:
        return False
    last = msgspec.msgpack.decode(held, type=_Last)
    with run.stage("compare"):
        if not is_intact(target, last.manifest):
            return False
    run.report.diagnostics += last.diagnostics
    run.report.counts |= last.counts | {"written": 0, "removed": 0}
    return True


def _remember(run: Run, cache: Cache, state: str, writer: Writer, found: list[Diagnostic]) -> None:
    counts = {name: number for name, number in run.report.counts.items()
              if name in ("cables", "pages", "files", "indexed")}
    last = _Last(writer.digests[MANIFEST], counts, found)
    cache.put("build", state, msgspec.msgpack.encode(last))
    cache.keep_only("build", [state])


def _code() -> str:
    return code_digest(_CODE, _LIBRARIES)


# --- one run at a time, and what the disk may do ------------------------------------------------------------------

@contextlib.contextmanager
def _work(run: Run, project: Project, target: Path, clean: bool = False) -> Iterator[Cache | None]:
    """The cache, while no other run works in the project; None when one does. What the disk refuses is a diagnostic."""
    try:
        with locked(project.cache / "lock") as free, Cache(project.cache, clean) as cache:
            if not free:
                run.add([diagnose("interrupted", Location(".sitegen/lock"), "another run works in this project",
                                  "wait for it to end, or end it")])
                yield None
            else:
                yield cache
            run.add(cache.diagnostics)
    except OSError as problem:
        name = Path(os.fsdecode(problem.filename)) if problem.filename else target
        run.add([diagnose("unwritable-output", Location(shown(name, project.root)), reason(problem))])


def _at(project: Project, base_url: str | None, noindex: bool) -> Project:
    config = project.config
    return replace(project, config=replace(
        config, base_url=base_url or config.base_url, noindex=noindex or config.noindex))
