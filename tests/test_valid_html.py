"""Every page before the Nu HTML checker. It needs Java and the checker, and so it is asked for by name:

    VNU_JAR=/path/to/vnu.jar python -m pytest tests/test_valid_html.py

The npm package vnu-jar holds the file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.cli import main


@pytest.mark.skipif("VNU_JAR" not in os.environ, reason="VNU_JAR does not name the Nu HTML checker")
def test_every_page_is_valid(archive: Path) -> None:
    pages = sorted(str(path) for path in (archive / "public").rglob("*.html"))
    command = ["java", "-jar", os.environ["VNU_JAR"], "--errors-only", "--format", "gnu", *pages]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")


def test_every_page_has_one_heading_and_a_title_and_description_of_its_own(archive: Path) -> None:
    for path, tree in pages_with_their_own_heads(archive / "public"):
        ids = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(ids) == len(set(ids)), path
        for opener in tree.css("[popovertarget]"):
            assert tree.css_first(f"[id='{opener.attributes['popovertarget']}'][popover]") is not None, (path, opener.html)


def test_heads_are_of_their_own_in_spanish_and_where_lists_are_split(archive: Path, tmp_path: Path) -> None:
    shutil.copytree(archive / "content", tmp_path / "content")
    shutil.copytree(archive / "themes", tmp_path / "themes")
    settings = (archive / "site.yaml").read_text("utf-8").replace("language: en", "language: es").replace("host: netlify", "host: none")
    without = "".join(line for line in settings.splitlines(keepends=True) if not line.startswith("description:"))
    (tmp_path / "site.yaml").write_text(f"{without}page_size: 3\n", "utf-8")
    cable = next((tmp_path / "content" / "cables").rglob("09MEXICO283.md"))
    cable.write_text(cable.read_text("utf-8").replace("\ndate:", "\naliases: [09MEXICO0283]\ndate:", 1), "utf-8")
    (tmp_path / "content" / "permalinks.lock").write_text("/cables/08MEXICO1/ withdrawn: a test\n/cables/08MEXICO2/ withdrawn: a test\n", "utf-8")
    assert main(["--project", str(tmp_path), "build", "--no-search"]) == 0
    heads = {str(path.relative_to(tmp_path / "public").parent): described(tree)
             for path, tree in pages_with_their_own_heads(tmp_path / "public")}
    assert heads["."] == "8 cables, 2008–2010, para leer, buscar y citar párrafo por párrafo."
    assert heads["topics/pgov/page/2"].startswith(
        "7 cables con el código TAGS PGOV, Asuntos internos de gobierno, 2008–2009, página 2: ")
    assert "cables/09MEXICO0283" in heads and "a test" in heads["cables/08MEXICO1"]


def pages_with_their_own_heads(public: Path) -> Iterator[tuple[Path, LexborHTMLParser]]:
    """Every page, after a look at its head: no other has its title or its description."""
    titles: dict[str, Path] = {}
    descriptions: dict[str, Path] = {}
    for path in sorted(public.rglob("*.html")):
        tree = LexborHTMLParser(path.read_text("utf-8"))
        assert len(tree.css("h1")) == 1, path
        title, description = tree.css_first("title").text(), described(tree)
        assert titles.setdefault(title, path) == path, title
        assert description.strip() and descriptions.setdefault(description, path) == path, description
        assert tree.css_first("meta[property='og:description']").attributes["content"] == description
        assert len(description) <= 201, description
        yield path, tree


def described(tree: LexborHTMLParser) -> str:
    """The description in a page's head."""
    return tree.css_first("meta[name=description]").attributes["content"] or ""
