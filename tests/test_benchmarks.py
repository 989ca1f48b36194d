"""What the benchmarks measure with: archives of synthetic cables, and the plain theme."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sitegen.build import build
from sitegen.config import open_project
from sitegen.diagnostics import Severity
from sitegen.records.document import is_edited, read_document
from sitegen.site.views import TEMPLATES

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import archive

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
    assert set(TEMPLATES) <= {path.name for path in (archive.THEMES / "plain" / "templates").iterdir()}
