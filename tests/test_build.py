"""The pipeline, with a theme as small as can be, so that each test says what it is about."""

import csv
import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from conftest import RAW_CABLE

from sitegen import build as pipeline
from sitegen import stages
from sitegen.build import build, check, record_permalinks
from sitegen.cache import Cache
from sitegen.checks.host_limits import LIMITS, Limits
from sitegen.config import Project, open_project
from sitegen.diagnostics import Severity
from sitegen.output import produce
from sitegen.output.store import Store
from sitegen.report import Report
from sitegen.site import page_files
from sitegen.site.views import TEMPLATES

PAGE = """<!doctype html><html lang="en"><head><title>{{ page.head.title }}</title></head><body>%s</body></html>"""
CABLE = """<main data-pagefind-body><h1>{{ page.title }}</h1>
{% for name, value in page.head.filters %}<span data-pagefind-filter="{{ name }}">{{ value }}</span>{% endfor %}
{{ page.body | cable_html(page.marking) }}{% for row in page.cited_by %}<a href="{{ row.url }}">{{ row.title }}</a>{% endfor %}
{% if page.published_sha256 %}<a href="{{ page.source_text }}">source</a>{% endif %}</main>"""


def theme(root: Path) -> None:
    folder = root / "themes/bare/templates"
    folder.mkdir(parents=True)
    for name in TEMPLATES:
        (folder / name).write_text(PAGE % "{{ page.head.title }}")
    (folder / "page.html").write_text(PAGE % "{{ page.body | markdown }}")
    (folder / "cable.html").write_text(PAGE % CABLE)
    (root / "themes/bare/assets").mkdir()
    (root / "themes/bare/assets/style.css").write_text("p { color: #111 }")


def cable(root: Path, id_: str, text: str = "Words of the cable.", date: str = "2009-03-02", **keys: str) -> Path:
    path = root / f"content/cables/{date[:4]}/{id_}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    more = "".join(f"{key}: {value}\n" for key, value in keys.items())
    path.write_text(f"---\nid: {id_}\ntitle: Title of {id_}\ndate: {date}\norigin: Embassy La Paz\n{more}---\n\n¶1. (U) {text}\n\n¶2. (U) End.\n")
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    (root / "site.yaml").write_text("title: A test\nbase_url: https://example.org/archive\ntheme: bare\n")
    theme(root)
    cable(root, "09LAPAZ1", tags="[PGOV]")
    cable(root, "09LAPAZ2", "He cites.", references="[09LAPAZ1]")
    return root


def project(root: Path) -> Project:
    opened, found = open_project(root)
    assert opened, found
    return opened


def run(root: Path, **options: Any) -> Report:
    return build(project(root), **({"search": False, "jobs": 1} | options))


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def errors(report: Report) -> list[str]:
    return [d.code for d in report.diagnostics if d.severity is Severity.ERROR]


def said(report: Report, code: str) -> str:
    return "\n".join(str(d) for d in report.diagnostics if d.code == code)


# --- what a build writes ------------------------------------------------------------------------------------------

def test_the_files_of_the_contract_are_written(root: Path) -> None:
    report = run(root)
    assert not errors(report)
    public = root / "public"
    for path in ("index.html", "cables/index.html", "cables/09LAPAZ1/index.html", "cables/09LAPAZ1/cable.json", "feed.xml",
                 "sitemap.xml", "robots.txt", "404.html", "_headers", "_redirects", "data/cables.csv", "data/cables.json",
                 "search/index.html", "about/index.html", "topics/pgov/index.html", "timeline/2009/03/index.html", "data/manifest.json"):
        assert (public / path).is_file(), path
    assert report.counts["cables"] == 2
    assert report.counts["written"] == len(tree(public))
    rows = list(csv.DictReader((public / "data/cables.csv").read_text().splitlines()))
    assert [row["url"] for row in rows] == ["https://example.org/archive/cables/09LAPAZ1/", "https://example.org/archive/cables/09LAPAZ2/"]
    assert "/archive/cables/09LAPAZ2/" in (public / "cables/09LAPAZ1/index.html").read_text()
    assert "https://example.org/archive/cables/09LAPAZ2/" in (public / "sitemap.xml").read_text()
    assert "404" not in (public / "sitemap.xml").read_text()


def test_the_lines_of_the_source_are_published(root: Path) -> None:
    sources = root / "content/sources"
    sources.mkdir()
    (sources / "a.txt").write_bytes(b"before\r\nline one\r\nline two\r\nafter\r\n")
    cable(root, "09LAPAZ1", source="{file: a.txt, lines: 2-3}")
    run(root)
    assert (root / "public/cables/09LAPAZ1/source.txt").read_bytes() == b"line one\nline two\n"


def test_base_url_can_be_another(root: Path) -> None:
    run(root, base_url="https://preview.example.net")
    assert "https://preview.example.net/cables/09LAPAZ1/" in (root / "public/feed.xml").read_text()
    assert 'href="/cables/09LAPAZ2/"' in (root / "public/cables/09LAPAZ1/index.html").read_text()


def test_outputs_can_be_turned_off(root: Path) -> None:
    (root / "site.yaml").write_text((root / "site.yaml").read_text() + "outputs: {cable_json: off, source_text: off}\nhost: github\n")
    cable(root, "09LAPAZ1", aliases="[09EFTOLAPAZ1]")
    run(root)
    public = root / "public"
    assert not (public / "cables/09LAPAZ1/cable.json").exists()
    assert (public / ".nojekyll").exists() and not (public / "_headers").exists()
    assert (public / "cables/09EFTOLAPAZ1/index.html").is_file()


def test_an_alias_is_redirected(root: Path) -> None:
    cable(root, "09LAPAZ1", aliases="[09EFTOLAPAZ1]")
    run(root)
    assert "/archive/cables/09EFTOLAPAZ1/ /archive/cables/09LAPAZ1/ 301\n" in (root / "public/_redirects").read_text()


def test_an_alias_takes_no_file_of_the_site(root: Path) -> None:
    (root / "site.yaml").write_text((root / "site.yaml").read_text() + "host: none\n")
    cable(root, "09LAPAZ1", aliases="[/feed.xml]")
    report = run(root)
    assert "content/cables/2009/09LAPAZ1.md:1:1: error[duplicate-path]: the path /feed.xml is also claimed by feed.xml" in said(report, "duplicate-path")
    assert (root / "public/feed.xml").read_bytes().startswith(b"<?xml")


def test_drafts_and_what_is_to_come_are_in_no_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")  # 2023-11-14
    cable(root, "09LAPAZ3", "Zumarraga spoke.", draft="true")
    cable(root, "09LAPAZ4", "Zumarraga spoke.", publish_on="2023-11-15")
    cable(root, "09LAPAZ5", "Zumarraga spoke.", publish_on="2023-11-14")
    run(root)
    files = tree(root / "public")
    assert not [path for path, data in files.items() if b"09LAPAZ3" in data or b"09LAPAZ4" in data or "09LAPAZ3" in path]
    assert sum(b"Zumarraga" in data for data in files.values()) == 2  # the page and its JSON
    run(root, drafts=True)
    assert (root / "public/cables/09LAPAZ3/index.html").is_file()
    run(root)
    assert tree(root / "public") == files


# --- again, and after changes -------------------------------------------------------------------------------------

def test_a_second_build_writes_nothing(root: Path) -> None:
    first = run(root, search=True)
    assert first.counts["written"] > 0
    times = {p: p.stat().st_mtime_ns for p in (root / "public").rglob("*")}
    second = run(root, search=True)
    assert (second.counts["written"], second.counts["removed"]) == (0, 0)
    assert {p: p.stat().st_mtime_ns for p in (root / "public").rglob("*")} == times
    assert "render" not in second.timings
    assert [str(d) for d in second.diagnostics] == [str(d) for d in first.diagnostics]
    code = "import atexit, sys; atexit.register(lambda: print(*sys.modules)); from sitegen.cli import main; main(['build'])"
    third = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert "sitegen.render.theme" in third.stdout
    assert {"jinja2", "babel", "markdown_it"} & set(third.stdout.split()) == set()  # libraries that only rendering needs


def test_a_warm_build_tells_the_same_faults(root: Path) -> None:
    (root / "content/pages").mkdir()
    (root / "content/pages/help.md").write_text("---\ntitle: Help\n---\n\n[gone](/nowhere/)\n")
    first = run(root)
    assert "content/pages/help.md:5:8: error[broken-link]: `/archive/nowhere/` leads to no page" in said(first, "broken-link")
    assert [str(d) for d in run(root).diagnostics] == [str(d) for d in first.diagnostics]


def test_what_is_damaged_in_the_output_is_repaired(root: Path) -> None:
    run(root, search=True)
    before = tree(root / "public")
    (root / "public/index.html").write_text("scribble")
    (root / "public/feed.xml").unlink()
    (root / "public/stray.html").write_text("nobody's")
    report = run(root, search=True)
    assert tree(root / "public") == before
    assert (report.counts["written"], report.counts["removed"]) == (2, 1)


def test_a_cable_withdrawn_is_in_no_file_any_more(root: Path) -> None:
    path = cable(root, "09LAPAZ3", "Zumarraga spoke.")
    run(root, search=True)
    path.unlink()
    run(root, search=True)
    for name, data in tree(root / "public").items():
        assert "09LAPAZ3" not in name and b"umarraga" not in data
    assert len([name for name in tree(root / "public") if "fragment" in name]) == 2


def test_with_search_too_the_tree_is_that_of_a_clean_build(root: Path, tmp_path: Path) -> None:
    run(root, search=True)
    cable(root, "09LAPAZ3", "A third.", date="2010-01-01")
    cable(root, "09LAPAZ1", "Other words.")
    run(root, search=True)
    warm = tree(root / "public")
    shutil.rmtree(root / "public")
    shutil.rmtree(root / ".sitegen")
    run(root, search=True)
    assert tree(root / "public") == warm
    assert any("/fragment/" in path for path in warm)
    run(root, search=True, clean=True)
    assert tree(root / "public") == warm


# --- processes ----------------------------------------------------------------------------------------------------

def test_processes_and_another_executor_make_the_same_pages(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3, 40):
        cable(root, f"09LAPAZ{number}", tags="[PGOV, PREL]")
    run(root)
    alone = tree(root / "public")
    monkeypatch.setattr(produce, "_WORTH_PROCESSES", 1)
    monkeypatch.setattr(page_files, "_WORTH_PROCESSES", 1)
    monkeypatch.setattr(produce, "_CHUNK", 7)
    monkeypatch.setattr(page_files, "_CHUNK", 7)
    assert run(root, jobs=2, output=root / "out", clean=True).counts["written"] == len(alone)
    assert tree(root / "out") == alone
    used: list[int] = []

    def threads(jobs: int) -> Executor:
        used.append(jobs)
        return ThreadPoolExecutor(jobs)

    monkeypatch.setattr(pipeline, "executor", threads)
    run(root, jobs=3, output=root / "out2", clean=True)
    assert tree(root / "out2") == alone and used == [3]
    monkeypatch.setattr(pipeline, "executor", lambda jobs: ProcessPoolExecutor(jobs, mp_context=get_context("spawn")))
    run(root, jobs=2, output=root / "out3", clean=True)
    assert tree(root / "out3") == alone


# --- what goes wrong ----------------------------------------------------------------------------------------------

def test_one_bad_document_costs_no_other(root: Path) -> None:
    cable(root, "09LAPAZ3").write_text("---\nid: [\n---\nwords\n")
    (root / "content/cables/2009/09LAPAZ4.md").write_bytes(b"\xff\xfe\x00")
    report = run(root)
    assert sorted(errors(report)) == ["bad-front-matter", "unreadable-file"]
    assert (root / "public/cables/09LAPAZ1/index.html").is_file()


def test_a_document_that_no_page_can_be_made_of_costs_no_other(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = produce.make

    def odd(planned: Any, context: Any = None) -> Any:
        if planned.path == "cables/09LAPAZ1/index.html":
            def fail(context: object) -> bytes:
                raise ValueError("the secret words")
            planned = replace(planned, make=fail)
        return make(planned, context)

    monkeypatch.setattr(produce, "make", odd)
    report = run(root)
    assert "content/cables/2009/09LAPAZ1.md:1:1: error[failed-page]: /cables/09LAPAZ1/index.html could not be made: ValueError" in said(report, "failed-page")
    assert "secret" not in said(report, "failed-page")
    assert (root / "public/cables/09LAPAZ2/index.html").is_file()
    path = root / "content/cables/2009/09LAPAZ2.md"
    path.write_text(path.read_text().replace("End.", "Fin."))  # a body alone: what did not change is taken over
    assert said(run(root), "failed-page") == said(report, "failed-page")


def break_template(root: Path) -> None:
    (root / "themes/bare/templates/cable.html").write_text("{% if %}")


def break_rendering(root: Path) -> None:
    (root / "themes/bare/templates/cable.html").write_text("{{ page.nothing }}")


def break_theme(root: Path) -> None:
    (root / "site.yaml").write_text((root / "site.yaml").read_text().replace("bare", "none"))


def lose_a_permalink(root: Path) -> None:
    (root / "content/permalinks.lock").write_text("/cables/09LAPAZ9/ p1\n")


@pytest.mark.parametrize(("spoil", "code"), [
    (break_template, "broken-template"), (break_rendering, "broken-template"), (break_theme, "bad-config"),
    (lose_a_permalink, "permalink-gone"),
])
def test_a_build_that_fails_as_a_whole_leaves_the_last_site(root: Path, spoil: Callable[[Path], None], code: str) -> None:
    run(root)
    before = tree(root / "public")
    cable(root, "09LAPAZ1", "Other words.")
    spoil(root)
    assert code in errors(run(root))
    assert tree(root / "public") == before


def test_a_full_disk_leaves_the_last_site(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(root)
    before = tree(root / "public")
    cable(root, "09LAPAZ1", "Other words.")

    def full(self: Store, data: bytes) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.folder))

    monkeypatch.setattr(Store, "put", full)
    report = run(root)
    assert errors(report) == ["unwritable-output"] and "No space left on device" in said(report, "unwritable-output")
    assert tree(root / "public") == before


def test_an_interruption_leaves_the_last_site(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(root)
    before = tree(root / "public")
    cable(root, "09LAPAZ1", "Other words.")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.links, "broken_links", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(root)
    monkeypatch.undo()
    assert tree(root / "public") == before
    assert not errors(run(root))


def test_a_stop_while_publishing_is_made_good_by_the_next_build(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring, brought = Store.bring, []

    def stop(self: Store, sha256: str, target: str) -> None:
        if len(brought) == 5:
            raise KeyboardInterrupt
        brought.append(target)
        bring(self, sha256, target)

    monkeypatch.setattr(Store, "bring", stop)
    with pytest.raises(KeyboardInterrupt):
        run(root, output=root / "out")
    monkeypatch.undo()
    assert not errors(run(root, output=root / "out"))
    assert run(root).counts["written"] == len(tree(root / "out"))
    assert tree(root / "public") == tree(root / "out")


@pytest.mark.slow
def test_kills_at_any_time_lose_nothing(root: Path) -> None:
    for number in range(3, 60):
        cable(root, f"09LAPAZ{number}", tags="[PGOV]")
    command = [sys.executable, "-m", "sitegen", "--project", str(root), "build", "--no-search"]
    surroundings = os.environ | {"PYTHONPATH": str(Path(pipeline.__file__).parents[1])}
    for number, seconds in enumerate((0.45, 0.6, 0.7, 0.8, 0.9, 1.0)):
        cable(root, "09LAPAZ1", f"Version {number}.")
        with subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as started:
            time.sleep(seconds)
            started.kill()
        for path in (root / "public").rglob("*.html"):
            assert path.read_bytes().endswith(b"</html>"), f"{path} is not whole"
    assert not errors(run(root))
    assert not errors(run(root, output=root / "clean", clean=True))
    assert tree(root / "public") == tree(root / "clean")


def test_a_broken_cache_is_made_anew(root: Path) -> None:
    run(root)
    before = tree(root / "public")
    (root / ".sitegen/cache.sqlite").write_bytes(b"no database" * 100)
    for name in ("cache.sqlite-wal", "cache.sqlite-shm"):
        (root / ".sitegen" / name).unlink(missing_ok=True)
    report = run(root)
    assert [d.code for d in report.diagnostics if d.code == "repaired-cache"] == ["repaired-cache"]
    assert not errors(report) and tree(root / "public") == before


def test_two_runs_do_not_work_at_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, free = threading.Event(), threading.Event()
    read = stages.read_project

    def slow(*arguments: Any) -> Any:
        inside.set()
        free.wait(10)
        return read(*arguments)

    monkeypatch.setattr(stages, "read_project", slow)
    reports: list[Report] = []
    first = threading.Thread(target=lambda: reports.append(run(root)))
    second = threading.Thread(target=lambda: reports.append(run(root)))
    first.start()
    inside.wait(10)
    second.start()
    free.set()
    first.join()
    second.join()
    assert sorted(report.counts["written"] for report in reports)[0] == 0
    assert not any(errors(report) for report in reports)


def test_an_unwritable_output(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    report = run(root, output=tmp_path / "file")
    assert errors(report) == ["unwritable-output"]


def test_a_severity_can_be_changed(root: Path) -> None:
    (root / "site.yaml").write_text((root / "site.yaml").read_text() + "diagnostics: {permalink-gone: warning, outside-reference: error}\n")
    cable(root, "09LAPAZ2", references="[09LAPAZ99]")
    lose_a_permalink(root)
    report = run(root)
    assert errors(report) == ["outside-reference"]
    assert (root / "public/index.html").is_file()


def test_two_cables_whose_paths_differ_by_case_are_an_error_naming_both(root: Path) -> None:
    cable(root, "09LaPaz1")
    report = run(root)
    assert "content/cables/2009/09LaPaz1.md" in said(report, "duplicate-path") and "content/cables/2009/09LAPAZ1.md" in said(report, "duplicate-path")
    assert errors(report)


@pytest.mark.parametrize(("file", "setting", "named", "code"), [
    (True, "", "", "withheld-unreadable"), (False, "withheld: required\n", "", "withheld-missing"), (False, "", "nowhere.yaml", "withheld-missing"),
    (True, "withheld: required\n", "", "withheld-unreadable"), (False, "", "- {nme: Jane Doe}", "withheld-unreadable"),
])
def test_nothing_is_published_when_it_cannot_be_told_what_is_withheld(
    root: Path, monkeypatch: pytest.MonkeyPatch, file: bool, setting: str, named: str, code: str
) -> None:
    if file:
        (root / "content/withheld.yaml").write_text("- {name: Jane Doe, reason: [source at risk]}\n")
    (root / "site.yaml").write_text((root / "site.yaml").read_text() + setting)
    if named:
        monkeypatch.setenv("SITEGEN_WITHHELD", named)
    report = run(root)
    assert errors(report) == [code] and "Jane" not in str(report)
    assert not (root / "public").exists()
    assert errors(check(project(root))) == [code]


# --- check, permalinks --------------------------------------------------------------------------------------------

def test_check_writes_nothing_of_the_site(root: Path) -> None:
    (root / "content/pages").mkdir()
    (root / "content/pages/help.md").write_text("---\ntitle: Help\n---\n\n[gone](/nowhere/)\n")
    report = check(project(root))
    assert errors(report) == ["broken-link"]
    assert not (root / "public").exists() and not (root / ".sitegen/check").exists()


def test_a_host_that_does_not_take_the_site_is_told_by_check_too(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "site.yaml").write_text((root / "site.yaml").read_text() + "host: cloudflare\n")
    monkeypatch.setitem(LIMITS, "cloudflare", Limits("Cloudflare Pages", files=5, redirects=1))
    report = check(project(root))
    told, = [d.message for d in report.diagnostics if d.code == "host-limit"]
    files = int(re.findall(r"\d+", told)[0])
    assert told == f"the site has about {files} files, and Cloudflare Pages takes 5" and files >= run(root).counts["files"]
    assert said(run(root), "host-limit")


def test_permalinks_are_recorded_and_held(root: Path) -> None:
    report = record_permalinks(project(root))
    assert report.counts == {"permalinks": 2}
    lock = root / "content/permalinks.lock"
    assert [line for line in lock.read_text().splitlines() if line.startswith("/")] == [
        "/cables/09LAPAZ1/ p1 p2", "/cables/09LAPAZ2/ p1 p2"]  # too short to be known by their words
    assert not errors(run(root))
    path = root / "content/cables/2009/09LAPAZ1.md"
    path.write_text(path.read_text().replace("¶2.", "¶3."))
    report = run(root)
    assert "the published anchors of /cables/09LAPAZ1/ are gone: #p2" in said(report, "permalink-gone")
    assert errors(record_permalinks(project(root))) == ["permalink-gone"]
    path.write_text(path.read_text().replace("¶3.", "¶2.").replace("Words of the cable", "Better words"))
    cable(root, "09LAPAZ3")
    assert not errors(run(root))
    record_permalinks(project(root))
    assert "/cables/09LAPAZ3/ p1 p2" in lock.read_text()


def test_the_manifest_holds_the_digest_of_each_file(root: Path) -> None:
    run(root)
    files = json.loads((root / "public/data/manifest.json").read_text())["files"]
    assert files.keys() | {"data/manifest.json"} == tree(root / "public").keys()
    assert all(re.fullmatch(r"[0-9a-f]{64}", value) for value in files.values())


def test_the_manifest_proves_what_was_published(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each cable the reading text and the source's lines, by what stands beside its page; and the content's commit."""
    for name in ("COMMIT_REF", "CF_PAGES_COMMIT_SHA", "GITHUB_SHA", "CI_COMMIT_SHA"):
        monkeypatch.delenv(name, raising=False)
    (root / "content/sources").mkdir(exist_ok=True)
    (root / "content/sources/a.txt").write_text(RAW_CABLE)
    run(root)
    held = json.loads((root / "public/data/manifest.json").read_text())
    assert held["generator"].startswith("sitegen ") and "version" not in held
    assert list(held["cables"]) == ["09LAPAZ1", "09LAPAZ101", "09LAPAZ2"]
    for cable_id, said in held["cables"].items():
        folder = root / "public/cables" / cable_id
        assert said["text"] == hashlib.sha256(json.loads((folder / "cable.json").read_text())["markdown"].encode()).hexdigest()
        if (folder / "source.txt").exists():
            assert said["source"] == hashlib.sha256((folder / "source.txt").read_bytes()).hexdigest()
    assert "source" in held["cables"]["09LAPAZ101"] and "source" not in held["cables"]["09LAPAZ1"]
    monkeypatch.setenv("COMMIT_REF", "c0ffee" * 6 + "beef")
    report = run(root)
    assert json.loads((root / "public/data/manifest.json").read_text()) == held | {"version": "c0ffee" * 6 + "beef"}
    assert report.counts["written"] == 1


def test_nothing_is_joined_again_after_an_edit_of_a_body(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(root)

    def joining(*args: object) -> None:
        raise AssertionError("joined again")

    monkeypatch.setattr("sitegen.site.model.join", joining)
    cable(root, "09LAPAZ1", "Other words.", tags="[PGOV]")
    assert errors(run(root)) == []
    assert "Other words." in (root / "public/cables/09LAPAZ1/index.html").read_text()
    assert pipeline.load(project(root), "http://127.0.0.1:8000").site is not None  # nor for a preview
    cable(root, "09LAPAZ1", "Other words.", tags="[PREL]")
    with pytest.raises(AssertionError, match="joined again"):
        run(root)


def test_the_cache_stays_small(root: Path) -> None:
    for number in range(5):
        cable(root, "09LAPAZ1", f"Version {number}.")
        run(root, search=True)
    with Cache(root / ".sitegen") as cache:
        assert cache._connection
        rows = cache._connection.execute("select stage, count(*) from entry group by stage order by stage").fetchall()
    assert rows == [("build", 1), ("joined", 1), ("ledger", 1), ("output", 1), ("pages", 2)]
    stored = {"".join(p.parts[-2:]) for p in (root / ".sitegen/store").rglob("*") if p.is_file()}
    assert stored == {hashlib.sha256(data).hexdigest() for data in tree(root / "public").values()}


def test_a_language_of_the_projects_own_is_in_every_page_and_what_it_lacks_is_said_by_every_build(root: Path) -> None:
    config = root / "site.yaml"
    config.write_text(config.read_text() + "language: fr\n")
    (root / "themes/bare/templates/month.html").write_text(PAGE % '{{ page.name }}: {{ t("skip") }}, {{ t("undated") }}')
    assert [d.code for d in run(root).diagnostics if d.severity is Severity.ERROR] == ["bad-config"]  # no catalogue
    assert not (root / "public").exists()
    catalogue = root / "themes/bare/locale/fr/LC_MESSAGES/interface.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid "skip"\nmsgstr "Aller au contenu"\n')
    lacking = [[d.code for d in run(root).diagnostics].count("untranslated") for _ in range(2)]
    cable(root, "09LAPAZ2", "He cites again.", references="[09LAPAZ1]")
    assert [*lacking, [d.code for d in run(root).diagnostics].count("untranslated")] == [1, 1, 1]
    month = root / "public/timeline/2009/03/index.html"
    assert "Mars 2009: Aller au contenu, date not known" in month.read_text()
    catalogue.write_text('msgid "skip"\nmsgstr "Aller\n')
    broken = run(root)
    assert [str(d).partition(": the cat")[0] for d in broken.diagnostics if d.severity is Severity.ERROR] == [
        "themes/bare/locale/fr/LC_MESSAGES/interface.po:2:1: error[broken-catalogue]"]
    assert "Aller au contenu" in month.read_text()  # the last good site
