"""The stages of a build, each timed under its name in the report of a run: reading, assembling, making, indexing and
checking. ``build.py`` puts them in order.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from sitegen.checks import links, permalinks, pictures, quotes, withheld
from sitegen.checks.host_limits import host_limits
from sitegen.config import Project
from sitegen.diagnostics import Location, diagnose
from sitegen.files import MANIFEST, misnamed
from sitegen.kept import Kept
from sitegen.output import plan
from sitegen.output.produce import Making, ThemeChanged, load_theme, make_all
from sitegen.output.staging import Staging
from sitegen.output.writer import Artifact
from sitegen.records.document import digest_of, seal_of
from sitegen.records.withheld import WithheldList
from sitegen.records.withheld_files import find_list
from sitegen.records.withholding import conceal
from sitegen.render.theme import Theme
from sitegen.report import Run
from sitegen.site.content import Content, read_content
from sitegen.site.model import Site, assemble, kept_back
from sitegen.site.packed import pack, unpack
from sitegen.site.permalinks import LOCK, prints_at
from sitegen.site.sources import RawSources

_COMMIT = ("COMMIT_REF", "CF_PAGES_COMMIT_SHA", "GITHUB_SHA", "CI_COMMIT_SHA")


# --- reading ------------------------------------------------------------------------------------------------------

def to_withhold(run: Run, project: Project | None) -> WithheldList | None:
    """What is to be withheld, read once for a run, which then tells nothing of it; None when it cannot be told."""
    listed, found = find_list(project)
    run.add(found)
    if listed is not None:
        run.conceal = partial(conceal, listed)
        run.leaks = withheld.LeakCheck(listed).leaks if listed else None
    return listed


def read_project(run: Run, project: Project, kept: Kept, listed: WithheldList, jobs: int = 1) -> Content | None:
    """What content/ holds without what is ``listed`` to be withheld; cable pages that were read before are not read
    again."""
    with run.stage("read"):
        memory = kept.memory(listed.token)
        content, found = read_content(project, memory, jobs, run.progress, listed)
        if content is not None:
            kept.keep_memory(memory, content.memory, listed.token)
    run.add([*misnamed(project.content, project.root), *found])
    return content


def assemble_site(
    run: Run, content: Content, kept: Kept, today: date, drafts: bool, base_url: str = "", keeping: bool = True
) -> Site:
    """The site of what was read, as it is on the day ``today``; what is joined across cables is not joined again when
    that was ``kept``. ``base_url`` stands before that of the configuration. Without ``keeping`` nothing is kept."""
    with run.stage("assemble"):
        config = replace(content.config, base_url=base_url) if base_url else content.config
        hidden = kept_back(content.documents.values(), content.pages, today, drafts)
        model = "\0".join([content.model, *hidden])
        held = kept.joined(model)
        site, found = assemble(config, content.documents.values(), content.authorities, content.sources,
                               content.pages, content.lock, today=today, drafts=drafts,
                               held=unpack(held, content.authorities) if held is not None else None)
        if held is None and keeping:
            kept.keep_joined(model, pack(site.ids, site.dated, site.joined))
    run.add(found)
    return site


def read_theme(run: Run, project: Project) -> Theme | None:
    """The theme that site.yaml names; None when it cannot be used."""
    theme, found = load_theme(project.root, project.config)
    run.add(found)
    return theme


def content_version() -> str:
    """The commit of the content that is built, where the host's environment gives it: on Netlify, Cloudflare Pages,
    GitHub, GitLab; else ""."""
    found = (os.environ.get(name, "") for name in _COMMIT)
    return next((commit for commit in found if re.fullmatch(r"[0-9a-f]{7,64}", commit)), "")


def build_day() -> date:
    """The day that decides what is published: today in UTC, or that of ``SOURCE_DATE_EPOCH``, for builds made again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() else datetime.now(UTC).date()


# --- staging ------------------------------------------------------------------------------------------------------

def make(
    run: Run, staging: Staging, site: Site, theme: Theme, content: Content, project: Project, model: str, jobs: int,
    executor: Callable[[int], Executor] | None = None,
) -> dict[str, links.Asked]:
    """Make and stage all files that changed; gives what is to be asked about the links of each page among them."""
    asked: dict[str, links.Asked] = {}
    sources = RawSources(project.sources, content.listed)
    with run.stage("plan"):
        bodies = {cable_id: document.digest for cable_id, document in site.documents.items()}
        changed = staging.carry(bodies, model, theme.digest)
        planned, pages, found = plan.everything(site, theme, sources, changed)
        run.add(found)
        if changed is None:
            staging.pages = len(planned) - pages
        numbers, known, wrong = staging.decide(planned, bodies, model)
        run.add(wrong)
        staging.ledger.pages, staging.ledger.sound = staging.pages, not found and not wrong
    with run.stage("render"):
        making = Making(site, theme, project.root, sources, staging.store, planned, pages, known,
                        bodies, changed)
        try:
            for done, made in enumerate(make_all(making, numbers, jobs, executor), 1):
                run.progress("render", done, len(numbers))
                run.add(made.diagnostics)
                staging.take(planned[made.number], made)
                if made.asked is not None:
                    asked[made.asked.path] = made.asked
        except BrokenExecutor:
            run.add([diagnose("interrupted", Location("sitegen"), "a process that made pages was ended",
                              "memory may have run out: try --jobs 1")])
        except ThemeChanged:
            run.add([diagnose("interrupted", Location("sitegen"), "the theme was changed during the build",
                              "build again")])
    run.report.reasons = {"/" + path.removesuffix("index.html"): why for path, why in staging.reasons.items()}
    return asked


def search(run: Run, staging: Staging, site: Site, jobs: int, work: Path) -> list[str]:
    """Index the cable pages, sections that did not change left out; gives the sections' folders."""
    with run.stage("search"):
        pages, found = staging.index(plan.months(site), site.config, jobs, work, run.progress)
        run.add(found)
    run.report.counts["indexed"] = sum(len(section.pages) for section in pages)
    return [section.name for section in pages]


def host(run: Run, staging: Staging, site: Site, sections: list[str], unindexed: int = 0) -> None:
    """Stage what the host reads, and look whether it takes the site; ``unindexed`` pages will have a file of search."""
    for planned in plan.host_files(site, sections):
        run.add(staging.put(Artifact(planned.path, planned.make(planned.context()), planned.owner)))
    run.add(host_limits(site.config, staging.files, lambda path: staging.place(path).stat().st_size,
                        lambda: staging.place("_redirects").read_text("utf-8"), unindexed))


# --- checking -----------------------------------------------------------------------------------------------------

def check(
    run: Run, staging: Staging, site: Site, content: Content, asked: dict[str, links.Asked], jobs: int,
    whole: bool = False,
) -> dict[str, links.Asked]:
    """Check links and permalinks; gives what was asked about pages.

    Of pages that did not change, only those are asked whose links can have broken since: all of them when a page or an
    anchor is gone, or with ``whole``.
    """
    with run.stage("check"):
        known = staging.ask(asked, site.config.base_url, jobs, whole)
        origins = {path: links.Origin(owner, content.texts.get(owner, ""))
                   for path in known if (owner := staging.owner(path)).startswith("content/")}
        found = links.broken_links(known.values(), staging.files.keys() | {MANIFEST}, site.config.base_url, origins,
                                   site.redirects, partial(staging.ids_of, known))
        by_file = {owner: path for path in known if (owner := staging.owner(path))}
        staging.ledger.broken = sorted({by_file.get(d.location.path, d.location.path) for d in found})
        run.add(found)
        run.add(quotes.misquoted(site.pages, site.documents))
        run.add(pictures.outside(site.pages))
        if content.locked is not None:
            lock, recorded, state = content.lock, content.lock.recorded, digest_of(content.locked.encode())
            if staging.before.lock == state and not whole:  # the pages that did not change hold theirs
                recorded = tuple(one for one in recorded if (file := plan.file_of(one.path)) in asked
                                 or file not in staging.files)
            targets = {one.target.partition("#")[0] for one in lock.gone if one.target}
            current = staging.permanent(recorded, targets, plan.months(site), site.redirects, known)
            printed = prints_at([one.path for one in recorded if ":" in one.written], site.by_path, jobs)
            lost = permalinks.lost(recorded, lock, current, site.redirects, printed, LOCK)
            lost += permalinks.dead_ends(lock, current, site.redirects, LOCK)
            staging.ledger.lock = "" if lost else state
            run.add(lost)
    return known


def check_withheld(
    run: Run, staging: Staging, content: Content, kept: Kept, project: Project, jobs: int
) -> None:
    """The leak check: nothing that is withheld may be in the files that are about to be published, nor stay in the
    cache. A file whose bytes were found clean under the same list is not looked into again."""
    if not content.listed:
        return
    with run.stage("leak check"):
        passages = withheld.passages_of(content.listed, content.hidden, project.root)
        token = f"{content.listed.token} {seal_of(repr(sorted(passages)).encode(), content.listed)}"
        clean = kept.clean(token)
        places = {path: (sha256, str(staging.place(path))) for path, sha256 in staging.files.items()}
        leaks, looked = withheld.leaks(content.listed, places, clean, jobs, passages)
        if leaks:
            staging.store.keep_only({digest.hex() for digest in looked})
        run.add(leaks)
        kept.keep_clean(token, looked)
