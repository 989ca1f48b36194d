"""Holds the floors: every module imports only from floors below its own. The floors are those of docs/architecture.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import sitegen

PACKAGE = Path(sitegen.__file__).parent

#: bottom to top; a name is a module or a package of sitegen. Parts of one floor do not import each other.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("diagnostics",),
    ("files", "report", "workers"),
    ("catalogues", "yaml_nodes"),
    ("config", "cache", "converted"),
    ("records", "scaffold"),
    ("convert", "site", "console"),
    ("render",),
    ("checks", "conversion", "removal", "proposals"),
    ("output",),
    ("kept",),
    ("stages",),
    ("build",),
    ("preview",),
    ("cli",),
    ("__main__",),
)
FLOOR_OF = {name: floor for floor, names in enumerate(FLOORS) for name in names}
MODULES = sorted(PACKAGE.rglob("*.py"))


def parts_of(path: Path) -> tuple[str, ...]:
    """``sitegen/convert/names/roles.py`` -> ``("convert", "names", "roles")``."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def imports_of(tree: ast.AST, parts: tuple[str, ...], is_package: bool) -> Iterator[tuple[int, str]]:
    """(line, imported part of sitegen) for each import anywhere in a module: in functions and in ``if`` too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = ("sitegen", *parts, *(("",) if is_package else ()))[: -node.level]
                base = ".".join([*above, *([node.module] if node.module else [])])
            names = [base, *(f"{base}.{alias.name}" for alias in node.names)] if base == "sitegen" else [base]
        else:
            continue
        for name in names:
            if name.startswith("sitegen."):
                yield node.lineno, name.split(".")[1]


def faults_of(source: str, parts: tuple[str, ...], is_package: bool = False) -> list[str]:
    """What is wrong with the imports of the module ``parts`` whose text is ``source``."""
    own = parts[0] if parts else ""
    faults = []
    for line, name in imports_of(ast.parse(source), parts, is_package):
        if name == own or name not in FLOOR_OF:
            continue
        if FLOOR_OF[name] >= FLOOR_OF[own]:
            faults.append(f"line {line}: {'.'.join(parts)} imports {name}, which is not below it")
        if name == "cache" and own != "build":
            faults.append(f"line {line}: {'.'.join(parts)} imports cache, which only build may")
    return faults


@pytest.mark.parametrize("path", MODULES, ids=lambda path: ".".join(parts_of(path)) or "sitegen")
def test_a_module_imports_only_from_the_floors_below(path: Path) -> None:
    parts = parts_of(path)
    if not parts:
        assert not list(imports_of(ast.parse(path.read_text("utf-8")), (), True)), "the package itself imports nothing"
        return
    assert parts[0] in FLOOR_OF, f"{parts[0]} stands on no floor: add it to FLOORS and to docs/architecture.md"
    assert faults_of(path.read_text("utf-8"), parts, path.name == "__init__.py") == []


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("from sitegen.site.model import Site", ("convert", "pages")),
        ("import sitegen.convert.split", ("site", "model")),
        ("from sitegen import cache", ("checks", "links")),
        ("from sitegen.cache import Cache", ("preview", "server")),
        ("def f():\n    from sitegen.build import build", ("records", "document")),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from sitegen.cli import main", ("build",)),
        ("from ..build import build", ("output", "search")),
        ("from .. import cli", ("render", "theme")),
        ("from . import build", ("files",)),
    ],
)
def test_a_forbidden_import_is_found(source: str, parts: tuple[str, ...]) -> None:
    assert faults_of(source, parts)


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("from sitegen.records.cable import Cable", ("convert", "pages")),
        ("from . import roles", ("convert", "names", "find")),
        ("from sitegen.cache import Cache", ("build",)),
        ("import json, re\nfrom sitegen import __version__", ("diagnostics",)),
    ],
)
def test_an_allowed_import_is_no_fault(source: str, parts: tuple[str, ...]) -> None:
    assert faults_of(source, parts) == []


def test_no_module_is_imported_by_name_at_run_time() -> None:
    """An import that is a string would pass the other tests unseen."""
    for path in MODULES:
        text = path.read_text("utf-8")
        assert "import_module" not in text and "__import__" not in text, path


def test_the_architecture_page_names_every_part() -> None:
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text("utf-8")
    there = {parts[0] for path in MODULES if (parts := parts_of(path))}
    missing = [name for name in sorted(there) if f"`{name}" not in page and f"{name}.py" not in page and f"{name}/" not in page]
    assert missing == []
