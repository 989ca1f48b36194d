"""Drafts and what is to be published later leave no trace: the site with them is the site without them, byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import RAW_CABLE

from sitegen.build import build
from sitegen.config import open_project

HIDDEN_PAGE = """\
---
id: 09LAPAZ900
title: The hidden heading
subject: THE HIDDEN HEADING
date: 2009-02-02T11:00:00Z
classification: SECRET
captions: [NOFORN]
origin: Embassy Asuncion
tags: [PGOV, KHID, PA]
references: [09LAPAZ101, 09LAPAZ901]
people: [Hidden Holder, Open Person]
aliases: [09LAPAZ0900, /old/hidden/]
source: {{file: hidden.txt, lines: 1-26}}
{when}
---

## Hidden words

¶1. (S) Hidden Holder met Open Person; the HIDAC was told of it.
"""
OPEN_PAGE = """\
---
id: 09LAPAZ102
title: An open cable
date: 2009-02-03T12:00:00Z
classification: UNCLASSIFIED
origin: Embassy La Paz
tags: [PGOV, BL]
references: [09LAPAZ900, 09LAPAZ101]
people: [Open Person]
---

¶1. (U) Open Person cited 09LAPAZ900 in paragraph 1.
"""


def project_at(root: Path) -> Path:
    """The folder of a project with an open raw document, an open page and authority files."""
    for name, text in {
        "site.yaml": "title: Embargo\nbase_url: https://embargo.example\n",
        "content/sources/open.txt": RAW_CABLE,
        "content/cables/2009/09LAPAZ102.md": OPEN_PAGE,
        "content/people.yaml": "- name: Open Person\n  roles: [{role: Envoy, cable: 09LAPAZ900, paragraph: p1}, {role: Clerk, cable: 09LAPAZ102, paragraph: p1}]\n"
                               "- {name: Hidden Holder, note: nobody}\n",
        "content/topics.yaml": "KHID: {label: Hidden topic}\nPGOV: {label: Politics}\n",
        "content/places.yaml": "Embassy Asuncion: {label: Hidden post}\n",
        "content/glossary.yaml": "HIDAC: A hidden acronym\n",
        "content/sources.yaml": "hidden.txt: {publisher: Hidden press}\n",
        "content/pages/about.md": "---\ntitle: About\n---\n\nWords.\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def hide(root: Path, when: str) -> None:
    """Add a cable and a plain page that readers must not see yet, and the raw document of the cable."""
    (root / "content/cables/2009/09LAPAZ900.md").write_text(HIDDEN_PAGE.format(when=when), "utf-8")
    (root / "content/sources/hidden.txt").write_text(RAW_CABLE.replace("000101", "000900").replace("#0101", "#0900"), "utf-8")
    (root / "content/pages/hidden.md").write_text(f"---\ntitle: Hidden page\n{when}\n---\n\nHidden words.\n", "utf-8")


def files_of(root: Path, **options: bool) -> dict[str, bytes]:
    project, found = open_project(root)
    assert project is not None, found
    report = build(project, jobs=1, **options)
    assert "files" in report.counts, report.diagnostics
    folder = root / "public"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("when", ["draft: true", "publish_on: 2999-01-01"])
def test_a_site_with_hidden_pages_is_the_site_without_them(tmp_path: Path, when: str) -> None:
    root = project_at(tmp_path / "with")
    without = files_of(shutil.copytree(root, tmp_path / "without"))
    before = files_of(root)
    assert before == without
    hide(root, when)
    assert files_of(root) == without  # built over the site before it
    assert files_of(root, clean=True) == without
    assert any(b"hidden" in data.lower() for data in files_of(root, drafts=True, search=False).values())
    assert files_of(root) == without  # and after drafts were shown


def test_an_embargo_ends_on_its_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project_at(tmp_path / "project")
    hide(root, "publish_on: 2030-01-02")
    for epoch, there in (("1893542399", False), ("1893542400", True)):  # the last second of 1 January 2030, and the next day
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        assert ("cables/09LAPAZ900/index.html" in files_of(root, search=False)) is there
