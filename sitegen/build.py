"""The pipeline, readable top to bottom, and the only module that knows the cache.

A stage returns its diagnostics beside its value, and the build goes on; only what report.py lists as fatal stops it,
before anything of the last good site is touched.
"""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from sitegen import __version__, stages
from sitegen.cache import Cache, code_digest, key
from sitegen.checks import links
from sitegen.config import Project
from sitegen.converted import Conversion, LeftOut, unless_done
from sitegen.diagnostics import Location, Severity, diagnose
from sitegen.files import MANIFEST, locked, reason, shown, walk, write_atomic
from sitegen.kept import Kept, Last
from sitegen.output import plan
from sitegen.output.ledger import Ledger
from sitegen.output.produce import load_theme
from sitegen.output.staging import Staging
from sitegen.output.store import Store
from sitegen.output.writer import Artifact, Output, Stamps, manifest, may_write
from sitegen.records.withheld import WithheldList
from sitegen.records.withheld_files import find_list
from sitegen.records.withholding import conceal, withhold
from sitegen.render.theme import Theme
from sitegen.report import Progress, Report, Run
from sitegen.site.content import Content
from sitegen.site.model import Site, kept_back
from sitegen.site.permalinks import LOCK, permalink, prints_at, write_lock

GENERATOR = f"sitegen {__version__}"
#: makes another kind of executor for a number of jobs; None: processes of this machine
executor: Callable[[int], Executor] | None = None
_CONVERTING = ("sitegen.convert", "sitegen.conversion", "sitegen.records", "sitegen.diagnostics")
# The code that reads content/; and the libraries that, with all our code, decide what a site's files hold.
_READING = ("sitegen.records", "sitegen.yaml_nodes", "sitegen.diagnostics", "sitegen.site.content",
            "sitegen.site.page_files", "sitegen.site.sources")
_LIBRARIES = ("babel", "jinja2", "markdown-it-py", "markupsafe", "pagefind-bin", "pillow", "pyyaml", "selectolax")


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
    with _work(run, project, target, clean) as cache, _uncollected():
        if cache is not None:
            _build(run, project, target, cache, jobs or os.cpu_count() or 1, search, drafts, clean)
    return run.report


def _build(
    run: Run, project: Project, target: Path, cache: Cache, jobs: int, search: bool, drafts: bool, clean: bool
) -> None:
    listed, theme = stages.to_withhold(run, project), stages.read_theme(run, project)
    if listed is None:
        return
    convert_project(run, project, cache, listed, jobs)
    kept = _kept(cache)
    content = stages.read_project(run, project, kept, listed, jobs)
    if content is None or theme is None or run.failed():
        return
    with run.stage("compare"):
        today = stages.build_day()
        model = _model(content, today, drafts)
        state = _state(content, theme, today, drafts, search)
        output, store = Output(target, kept.stamps(target)), Store(project.cache / "store")
        if not clean and _as_before(run, kept, state, output, store):
            return
    before = len(run.report.diagnostics)
    site = stages.assemble_site(run, content, kept, today, drafts)
    staging = Staging(store, Ledger() if clean else kept.ledger(), output)
    if staging.before.theme == theme.digest:
        theme.know(staging.before.looks)
        run.add(theme.misread())
    else:
        run.add(theme.compile())
        if run.failed():
            return
    staging.ledger.theme, staging.ledger.looks = theme.digest, theme.keys()
    asked = stages.make(run, staging, site, theme, content, project, model, jobs, executor)
    if search and not run.failed():
        sections = stages.search(run, staging, site, jobs, project.cache / "index")
    else:
        sections = []
    stages.host(run, staging, site, sections)
    stages.check(run, staging, site, content, asked, jobs)
    cables = {cable_id: (content.text_sha256(document), site.published_sha256(cable_id))
              for cable_id, document in site.documents.items()}
    evidence = manifest(GENERATOR, staging.files, cables, stages.content_version())
    run.add(staging.put(Artifact(MANIFEST, evidence, "the manifest")))
    stages.check_withheld(run, staging, content, kept, project, jobs)
    if run.failed():
        return
    with run.stage("publish"):
        kept.keep_ledger(staging.ledger)
        published = output.publish(staging.files, store)
        store.keep_only(set(staging.files.values()))
        kept.keep_stamps(target, output.stamps(staging.files))
    run.report.counts |= {"cables": len(site.documents), "pages": staging.pages, "files": len(staging.files),
                          "written": len(published.written), "removed": len(published.removed)}
    counts = {name: number for name, number in run.report.counts.items()
              if name in ("cables", "pages", "files", "indexed")}
    kept.keep_last(state, Last(staging.files, counts, run.report.diagnostics[before:]))


@dataclass(frozen=True)
class Loaded:
    """What a preview begins with: a project's content and its site, drafts among it (None: it cannot be read, or must
    not be shown), what was found, and whether the last build's search index is that of this content."""

    content: Content | None
    site: Site | None
    report: Report
    assembled: int  # how many of the diagnostics were found before the site was assembled
    indexed: bool
    listed: WithheldList | None  # what is withheld; None: it cannot be told, and nothing may be shown


def load(project: Project, base_url: str, progress: Progress | None = None) -> Loaded:
    """Convert what is new, read content/ and assemble the site, for a preview at ``base_url``, which does the rest by
    itself."""
    run, content, site, indexed, before = Run(project.config.diagnostics, progress), None, None, False, 0
    listed, jobs = stages.to_withhold(run, project), os.cpu_count() or 1
    with _work(run, project, project.cache) as cache:
        if cache is not None and listed is not None:
            convert_project(run, project, cache, listed, jobs)
            kept = _kept(cache)
            content = stages.read_project(run, project, kept, listed, jobs)
            today = stages.build_day()
            if content is not None and not kept_back(content.documents.values(), content.pages, today, False):
                theme, _ = load_theme(project.root, project.config)
                indexed = theme is not None and kept.last(_state(content, theme, today)) is not None
            before = len(run.report.diagnostics)
            if content is not None:
                site = stages.assemble_site(run, content, kept, today, drafts=True, base_url=base_url)
    return Loaded(content, site, run.report, before, indexed, listed)


@contextlib.contextmanager
def kept_by(project: Project, folder: Path) -> Iterator[tuple[Kept, Kept]]:
    """What builds of a project keep, to be read, and what somebody keeps in ``folder`` beside it, to be written too.

    No lock is held: a build may run meanwhile.
    """
    with Cache(project.cache) as cache, Cache(folder) as own:
        yield _kept(cache), _kept(own)


def check(
    project: Project, *, external: bool = False, jobs: int | None = None, progress: Progress | None = None
) -> Report:
    """Find everything that can be wrong, without writing the site; ``external`` fetches links to other sites too."""
    run = Run(project.config.diagnostics, progress)
    with _work(run, project, project.cache / "check") as cache:
        if cache is not None:
            _check_all(run, project, cache, jobs or os.cpu_count() or 1, external)
    return run.report


def _check_all(
    run: Run, project: Project, cache: Cache, jobs: int, external_too: bool
) -> tuple[Content, Site, dict[str, str]] | None:
    """Check everything; gives what was read, the site, and the ids of the cables' pages by their paths, as
    ``links.Asked`` has them. None when there is no site to check."""
    listed, theme = stages.to_withhold(run, project), stages.read_theme(run, project)
    if listed is None:
        return None
    convert_project(run, project, cache, listed, jobs, write=False)
    kept = _kept(cache)
    content = stages.read_project(run, project, kept, listed, jobs)
    if content is None or theme is None:
        return None
    today = stages.build_day()
    site = stages.assemble_site(run, content, kept, today, drafts=False)
    run.add(theme.compile())
    if run.failed():
        return None
    before = kept.ledger()
    before.model = ""  # that of a build with other options perhaps
    staging = Staging(Store(project.cache / "store"), before, Output(project.cache / "check", Stamps()))
    asked = stages.make(run, staging, site, theme, content, project, "", jobs, executor)
    stages.host(run, staging, site, [], len(site.documents))
    everything = stages.check(run, staging, site, content, asked, jobs, whole=True)
    stages.check_withheld(run, staging, content, kept, project, jobs)
    run.report.counts |= {"cables": len(site.documents), "pages": staging.pages}
    if external_too:
        from sitegen.checks import external  # a whole library of protocols, for this alone

        with run.stage("external links"):
            pages = (links.read_links(path, staging.place(path).read_bytes()) for path in everything)
            outside = external.external_links(pages, site.config.base_url)
            run.add(external.check_external(outside, done=partial(run.progress, "external links")))
            run.report.counts["external_links"] = len(outside)
    return content, site, {path: everything[file].ids for cable_id in site.documents
                           if (file := plan.file_of(path := site.path(cable_id))) in everything}


def record_permalinks(project: Project) -> Report:
    """Write the cable pages of this build and their anchors into content/permalinks.lock, beside what stands there.

    Nothing is recorded when something is wrong, a recorded permalink gone among it.
    """
    run, jobs = Run(project.config.diagnostics), os.cpu_count() or 1
    with _work(run, project, project.cache / "check") as cache:
        if cache is not None:
            checked = _check_all(run, project, cache, jobs, external_too=False)
            if checked is None or any(d.severity is Severity.ERROR for d in run.report.diagnostics):
                return run.report
            content, site, ids = checked
            printed = prints_at(list(ids), site.by_path, jobs)
            pages = [*content.lock.recorded,
                     *(permalink(path, {name: printed(path).get(name, "") for name in names.split()})
                       for path, names in ids.items())]
            write_atomic(project.root / LOCK, write_lock(pages, content.lock.gone).encode(), durable=True)
            run.report.counts = {"permalinks": len({page.path for page in pages})}
    return run.report


@dataclass
class WithholdReport(Report):
    """What ``sitegen withhold`` found or took out: places by file; how many entries the list has, and whether a key."""

    places: dict[str, int] = field(default_factory=dict)
    has_key: bool = True


def withhold_for_good(project: Project, apply: bool = False) -> WithholdReport:
    """Take what is withheld out of pages and raw documents themselves; without ``apply`` only count it."""
    from sitegen import removal

    out = WithholdReport()
    run = Run(project.config.diagnostics, report=out)
    listed, found = find_list(project)
    run.add(own for own in found if own.code != "withheld-anew")
    if listed is None:
        return out
    run.conceal = partial(conceal, listed)
    if not listed:
        run.add([diagnose("withheld-missing", Location(listed.shown), "there is no list, or nothing is on it",
                          "docs/withholding.md shows its form")])
        return out
    with _work(run, project, project.content) as cache:
        if cache is not None:
            done = removal.remove(project, listed, apply)
            run.add(done.diagnostics)
            out.places, out.has_key = done.places, listed.has_key
            out.counts = {"entries": len(listed.entries), "withheld": sum(done.places.values()),
                          "files": len(done.places)}
    return out


# --- converting ---------------------------------------------------------------------------------------------------

@dataclass
class ConvertReport(Report):
    """What ``sitegen convert`` did, and beside it what was left out of the pages, and differences of edited pages."""

    omissions: list[LeftOut] = field(default_factory=list)
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
    listed = stages.to_withhold(run, project)
    if listed is None:
        return out
    with _work(run, project, target) if project else contextlib.nullcontext(None) as cache:
        if cache is not None or project is None:
            done = _convert(run, paths, sources, root, cache, workers, target, listed, flat=to is not None, diff=diff)
            out.omissions = [replace(own, file=withhold(listed, own.file, None)) for own in done.omissions]
            out.diffs = [withhold(listed, text, None) for text in done.diffs]
    return out


def convert_project(
    run: Run, project: Project, cache: Cache, listed: WithheldList, jobs: int, write: bool = True
) -> None:
    """Convert what is new in content/sources/, without what is ``listed`` to be withheld; nothing is read when neither
    the sources nor the pages have changed."""
    try:
        paths = list(walk(project.sources))
        if not paths:
            return
        _convert(run, paths, project.sources, project.root, cache, jobs, project.cables, listed, write=write,
                 dangers=False)
    except OSError as problem:
        run.add([diagnose("unreadable-file", Location(shown(project.sources, project.root)), reason(problem))])


def _convert(
    run: Run, paths: Sequence[Path], sources: Path, root: Path, cache: Cache | None, jobs: int, target: Path,
    listed: WithheldList, *, flat: bool = False, diff: bool = False, write: bool = True, dangers: bool = True,
) -> Conversion:
    """Convert raw documents. Without ``dangers``, who is to be protected is left to the pages to say."""

    def digest(*parts: str | bytes) -> str:
        return key(code_digest(_CONVERTING, ()), *parts)

    def convert() -> Conversion:
        from sitegen import conversion  # the whole convert wing, which nobody needs where nothing has changed

        raw = conversion.raw_documents(paths, root, sources, listed)
        pages, done = conversion.convert_documents(raw, len(paths), digest, cache, jobs, run.progress, listed)
        conversion.write_pages(pages, target, root, done, flat=flat, diff=diff, write=write)
        return done

    with run.stage("convert"):
        if cache is not None and not (flat or diff):
            done = unless_done(paths, target, root, partial(digest, listed.token), cache, convert, write)
        else:
            done = convert()
    run.add(found for found in done.diagnostics if dangers or found.code != "strictly-protect")
    run.report.counts |= {"documents": done.documents, "documents_read": done.read, "pages_written": len(done.written),
                          "pages_unchanged": done.unchanged, "pages_kept": done.kept}
    return done


# --- what was done before -----------------------------------------------------------------------------------------

def _model(content: Content, today: date, drafts: bool) -> str:
    """The digest of all that decides a site but bodies and theme."""
    return key(content.model, *kept_back(content.documents.values(), content.pages, today, drafts), str(drafts))


def _state(content: Content, theme: Theme, today: date, drafts: bool = False, search: bool = True) -> str:
    """The digest of all that decides a site."""
    return key(_model(content, today, drafts), content.digest, theme.digest, str(search), stages.content_version())


def _as_before(run: Run, kept: Kept, state: str, output: Output, store: Store) -> bool:
    """Whether the last build was of the same state. Then the output is let hold again what it held after it."""
    last = kept.last(state)
    if last is None:
        return False
    written = removed = 0
    if not output.is_intact(last.files):
        if any(store.get(sha256) is None for path, sha256 in last.files.items() if not output.holds(path, sha256)):
            return False
        published = output.publish(last.files, store)
        kept.keep_stamps(output.folder, output.stamps(last.files))
        written, removed = len(published.written), len(published.removed)
    run.add(last.diagnostics)
    run.report.counts |= last.counts | {"written": written, "removed": removed}
    return True


def _kept(cache: Cache) -> Kept:
    return Kept(cache, key, code_digest(_READING, ("pyyaml",)), code_digest(("sitegen",), _LIBRARIES))


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
                _look_into(run, cache, project.root)
            run.add(cache.diagnostics)
    except OSError as problem:
        name = Path(os.fsdecode(problem.filename)) if problem.filename else target
        run.add([diagnose("unwritable-output", Location(shown(name, project.root)), reason(problem))])


def _look_into(run: Run, cache: Cache, root: Path) -> None:
    """The leak check of what the run has put into the cache: what holds anything withheld is forgotten again."""
    if run.leaks is None:
        return
    name = shown(cache.path, root)
    found = {(stage, own): leaks for stage, own, value in cache.written() if (leaks := run.leaks(name, value))}
    cache.forget(list(found))
    told = dict.fromkeys(one for leaks in found.values() for one in leaks)
    run.add(replace(one, hint="it was taken out of the cache again: please report this fault of sitegen")
            for one in told)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector: an archive is held whole to the end, and looking through it for garbage again and
    again takes a tenth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _at(project: Project, base_url: str | None, noindex: bool) -> Project:
    config = project.config
    return replace(project, config=replace(
        config, base_url=base_url or config.base_url, noindex=noindex or config.noindex))
