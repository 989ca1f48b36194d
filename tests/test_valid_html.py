"""Every page before the Nu HTML checker. It needs Java and the checker, and so it is asked for by name:

    VNU_JAR=/path/to/vnu.jar python -m pytest tests/test_valid_html.py

The npm package vnu-jar holds the file.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser


@pytest.mark.skipif("VNU_JAR" not in os.environ, reason="VNU_JAR does not name the Nu HTML checker")
def test_every_page_is_valid(archive: Path) -> None:
    pages = sorted(str(path) for path in (archive / "public").rglob("*.html"))
    command = ["java", "-jar", os.environ["VNU_JAR"], "--errors-only", "--format", "gnu", *pages]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")


def test_every_page_has_one_heading_and_a_title_of_its_own(archive: Path) -> None:
    titles: dict[str, str] = {}
    for path in sorted((archive / "public").rglob("*.html")):
        tree = LexborHTMLParser(path.read_text("utf-8"))
        assert len(tree.css("h1")) == 1, path
        title = tree.css_first("title").text()
        assert titles.setdefault(title, str(path)) == str(path), title
        assert (tree.css_first("meta[name=description]").attributes["content"] or "").strip(), path
        ids = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(ids) == len(set(ids)), path
        for opener in tree.css("[popovertarget]"):
            assert tree.css_first(f"[id='{opener.attributes['popovertarget']}'][popover]") is not None, (path, opener.html)
