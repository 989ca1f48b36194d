"""What the benchmarks measure with: archives of synthetic cables, and the plain theme."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from sitegen.build import build
from sitegen.config import open_project
from sitegen.diagnostics import Severity
from sitegen.records.blocks import Paragraph, parse
from sitegen.records.document import is_edited, read_document
from sitegen.records.markup import plain
from sitegen.site.views import TEMPLATES

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import archive
import figures
import measuring
import peers

CABLES = 12


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "archive"
    archive.write_project(folder, CABLES, jobs=1)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_synthetic_cable_is_a_page_as_convert_writes_it(root: Path) -> None:
    pages = sorted((root / "content" / "cables").rglob("*.md"))
    assert len(pages) == CABLES
    for page in pages:
        text = page.read_text("utf-8")
        document, found = read_document(text, page.name)
        assert document is not None and found == [] and not is_edited(text)
        assert 7_000 < len(text) < 14_000
        assert "synthetic cable" in document.body.partition("\n")[0] and "SYNTHETIC" in document.cable.subject
        assert 5 <= len(document.cable.tags) <= 7 and 3 <= len(document.cable.people) <= 6
        assert all(person.name in document.body for person in document.cable.people)


def test_the_same_number_and_seed_give_the_same_archive(root: Path, tmp_path: Path) -> None:
    archive.write_project(tmp_path / "same", CABLES, jobs=1)
    archive.write_project(tmp_path / "other", CABLES, seed=1, jobs=1)
    assert contents(tmp_path / "same") == contents(root)
    assert contents(tmp_path / "other") != contents(root)


def test_the_plain_theme_builds_the_archive(root: Path, tmp_path: Path) -> None:
    """Without an error or a warning, and every page with a template of its own."""
    project, _ = open_project(root)
    assert project is not None
    result = build(project, tmp_path / "site", jobs=1, search=False)
    assert [d for d in result.diagnostics if d.severity is not Severity.NOTE] == []
    written = contents(tmp_path / "site")
    assert sum(name.startswith("cables/") and name.count("/") == 2 for name in written) == CABLES
    assert not [name for name in written if name.startswith("cables/") and not name.endswith(".html")]
    page = next(text for name, text in written.items() if name.startswith("cables/0"))
    for sign in (b"data-pagefind-body", b'data-pagefind-meta="title"', b'data-pagefind-filter="topic[content]"'):
        assert sign in page
    absent = {"source.html", "withdrawn.html", "corrections.html"}  # pages that these archives have none of
    assert set(TEMPLATES) - absent <= {path.name for path in (archive.THEMES / "plain" / "templates").iterdir()}


# --- the comparison -----------------------------------------------------------------------------------------------


def test_a_peer_gets_every_paragraph_with_its_anchor() -> None:
    plan = archive.plan(CABLES)
    for number in range(CABLES):
        front, body = archive.cable(plan, number)
        text = peers.page(front, body)
        words = re.sub(r"<[^>]+>", "", text)
        for block in parse(body):
            if isinstance(block, Paragraph):
                assert f"\n{{#{block.anchor}}}" in text
                assert " ".join(plain(block.spans).split()) in words
        assert "¶" not in text and "~~" not in text
        assert all(f'"{person.name}"' in text.partition("\n---\n")[0] for person in front.people)


def test_memory_is_that_of_all_processes_at_once(tmp_path: Path) -> None:
    child = "held = bytearray(30_000_000); import time; time.sleep(0.3)"
    both = f"import subprocess, sys; held = bytearray(30_000_000); subprocess.run([sys.executable, '-c', {child!r}])"
    found = measuring.measure([sys.executable, "-c", both], tmp_path, tmp_path / "log")
    assert found.code == 0 and found.processes == 2
    assert found.rss > 60_000_000
    assert found.processor > 0 and found.seconds > 0.3


def test_a_figure_says_whether_it_is_reached() -> None:
    def took(seconds: float) -> list[measuring.Measured]:
        return [measuring.Measured(seconds * by, seconds, 0, 1000, 1000, 1, 0, "") for by in (1, 100, 0.5)]

    results = figures.Results(100)
    results.runs = {(100, "cold", "sitegen"): took(6), (100, "cold", "hugo"): took(10), (100, "template", "sitegen"): took(4)}
    rows = {row.what: row for row in figures.figures(results)}
    cold = rows["cold build / Hugo's"]
    assert (cold.measured, cold.verdict) == (pytest.approx(0.6), "ok")  # the medians: 6 and 10 seconds
    assert rows["one template edited / own cold build"].verdict == "short"
    assert (rows["nothing changed / Hugo's"].shown, rows["nothing changed / Hugo's"].verdict) == ("not measured", "")
    assert "cold build / Hugo's" in figures.table(results) and "0.600" in figures.medians(results)
