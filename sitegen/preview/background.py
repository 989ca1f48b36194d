"""The work that a preview leaves to a process of its own:
``python -m sitegen.preview.background convert|index ROOT DIGEST`` (of the content that it shows).

It gives way to everything else on the machine, and ends with the program that started it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import msgspec

from sitegen.build import convert_sources, kept_by
from sitegen.config import Project, open_project
from sitegen.diagnostics import Severity
from sitegen.files import write_atomic
from sitegen.kept import Kept
from sitegen.output import plan
from sitegen.output.produce import Making, load_theme, make_all
from sitegen.output.staging import Staging
from sitegen.output.store import Store
from sitegen.output.writer import Output
from sitegen.render.theme import Theme
from sitegen.report import Report, Run
from sitegen.site.content import Content, read_content
from sitegen.site.model import Site
from sitegen.site.sources import RawSources
from sitegen.stages import assemble_site, build_day, check_withheld, to_withhold

_LOWEST = 19


def index(project: Project, folder: Path, shown: str) -> Report:
    """Let ``folder``/site/ hold the search index of what content/ holds, drafts among it; the last index stays where
    something is wrong. ``folder``/indexed.json then says of which content it is: ``shown``, the digest that the preview
    knows it by, for without a key in the list of what is withheld each process has its own."""
    run = Run(project.config.diagnostics)
    listed = to_withhold(run, project)
    theme, _ = load_theme(project.root, project.config)
    if theme is None or listed is None:
        return run.report
    with kept_by(project, folder) as (built, own):
        content, found = read_content(project, built.memory(listed.token), listed=listed)
        run.add(found)
        if content is None:
            return run.report
        site = assemble_site(run, content, built, build_day(), drafts=True, keeping=False)
        before = own.ledger()
        last = before if before.entries else built.ledger()
        if not before.entries:
            last.model = last.theme = ""  # what it holds of pages is true, but it is of another site: without drafts
        output = Output(folder / "site", own.stamps(folder / "site"))
        staging = Staging(Store(project.cache / "store"), last, output)
        _make(run, staging, site, theme, project, content)
        if not run.failed():
            _, found = staging.index(plan.months(site), site.config, 1, folder / "work", run.progress)
            run.add(found)
        if not run.failed():
            check_withheld(run, staging, content, own, project, 1)
        if not run.failed():
            _publish(staging, own, plan.months(site), folder)
            write_atomic(folder / "indexed.json", json.dumps({"content": shown}).encode())
    return run.report


def _make(run: Run, staging: Staging, site: Site, theme: Theme, project: Project, content: Content) -> None:
    """Stage the pages of the cables, which are all that is indexed."""
    bodies = {cable_id: document.digest for cable_id, document in site.documents.items()}
    months = plan.months(site)
    if staging.before.theme == theme.digest:
        theme.know(staging.before.looks)
    staging.ledger.theme, staging.ledger.looks = theme.digest, theme.keys()
    planned = [page for page in plan.pages(site, theme)[0] if page.path in months]
    numbers, known, _ = staging.decide(planned, bodies, content.model)
    sources = RawSources(project.sources, content.listed)
    making = Making(site, theme, project.root, sources, staging.store, planned, 0, known, bodies)
    for made in make_all(making, numbers, 1):
        run.add(d for d in made.diagnostics if d.severity is not Severity.ERROR)  # the preview tells them itself
        staging.take(planned[made.number], made)


def _publish(staging: Staging, own: Kept, pages: Mapping[str, str], folder: Path) -> None:
    """Bring the files of the index into its folder; of the pages only the ledger knows, until they are needed."""
    own.keep_ledger(staging.ledger)
    files = {path: sha256 for path, sha256 in staging.files.items() if path not in pages}
    staging.output.publish(files, staging.store)
    own.keep_stamps(staging.output.folder, staging.output.stamps(files))


def main(arguments: list[str]) -> int:
    """Do one work, and print as JSON what was found."""
    os.nice(_LOWEST)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    what, root, shown = arguments
    project, _ = open_project(Path(root))
    if project is None:
        return 1
    report = convert_sources(project, jobs=1) if what == "convert" else index(project, project.cache / "preview", shown)
    sys.stdout.buffer.write(msgspec.json.encode({"diagnostics": report.diagnostics, "counts": report.counts}))
    sys.stdout.flush()
    return 0


def _end_with_parent() -> None:
    """Wait until the pipe from the preview is closed, which the system does when it ends in whatever way."""
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
