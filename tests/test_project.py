"""The repository as a whole: its documents say what is true, its wheel is complete, its lock files agree."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from sitegen import __version__, cli
from sitegen.config import Config, Project
from sitegen.diagnostics import CODES

REPOSITORY = Path(__file__).parent.parent
DOCUMENTS = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
REQUIREMENTS = [Requirement(line) for line in PYPROJECT["project"]["dependencies"]]
EXTRAS = [Requirement(line) for lines in PYPROJECT["project"]["optional-dependencies"].values() for line in lines]


def commands(group: click.Group, above: str = "") -> dict[str, click.Command]:
    """Every command below ``group``, by its words: ``permalinks record``."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands(command, f"{above}{name} ")
        else:
            found[f"{above}{name}"] = command
    return found


# --- documents ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", commands(cli.commands))
def test_the_commands_page_tells_of_each_command_and_option(name: str) -> None:
    page = (REPOSITORY / "docs" / "commands.md").read_text("utf-8")
    section = re.search(rf"^## `sitegen {name}\b.*?(?=^## |\Z)", page, re.M | re.S)
    assert section, f"docs/commands.md has no section on sitegen {name}"
    for parameter in commands(cli.commands)[name].params:
        if isinstance(parameter, click.Option):
            for option in parameter.opts:
                assert f"`{option}" in section[0], f"{option} of sitegen {name}"


@pytest.mark.parametrize("code", CODES)
def test_the_diagnostics_page_tells_of_each_code(code: str) -> None:
    page = (REPOSITORY / "docs" / "diagnostics.md").read_text("utf-8")
    severity, meaning = CODES[code]
    assert f"| `{code}` | {severity} | {meaning} |" in page


def test_the_diagnostics_page_has_no_code_that_is_gone() -> None:
    page = (REPOSITORY / "docs" / "diagnostics.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([a-z-]+)` \|", page, re.M)) == set(CODES)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.S)
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", prose):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_documents_name_are_there(path: Path) -> None:
    for name in re.findall(r"`((?:sitegen|tests|benchmarks|themes/archive)/[\w./-]+\.[a-z]+)`", path.read_text("utf-8")):
        assert (REPOSITORY / name).exists(), f"{path.name} names {name}"


def test_the_readme_names_the_two_commands_and_shows_the_site() -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    assert "make site" in readme and "make test" in readme and "docs/pictures/cable-desktop-light.png" in readme


def test_the_dependencies_page_has_a_line_for_each() -> None:
    page = (REPOSITORY / "docs" / "dependencies.md").read_text("utf-8").lower()
    names = [re.escape(r.name.lower()) for r in (*REQUIREMENTS, *EXTRAS) if not r.name.startswith("types-")]
    assert [name for name in names if not re.search(rf"^\|[^|]*(?<![\w-]){name}(?![\w-])[^|]*\|", page, re.M)] == []


def tracked_text_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no git repository around the project")
    paths = [REPOSITORY / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8192]]


def test_no_file_tells_of_the_machine_it_was_made_on() -> None:
    """Registries' hosts and folders of one machine have no place in what everybody gets."""
    # Split, so that this file does not find itself.
    hosts = ["py" "pi.org", "python" "hosted.org", "npm" "js.org", "deb.deb" "ian.org", "--find-" "links", "--index-" "url"]
    folders = ["/wo" "rk/", "/tm" "p/", "/ro" "ot/", "/ho" "me/"]
    found = []
    for path in tracked_text_files():
        if path.is_relative_to(REPOSITORY / "content" / "sources"):
            continue  # as received
        text = path.read_text("utf-8", errors="replace")
        found += [f"{path.relative_to(REPOSITORY)}: {word}" for word in (*hosts, *folders) if word in text]
    assert found == []


# --- hosts --------------------------------------------------------------------------------------------------------

SCAFFOLD = REPOSITORY / "sitegen" / "scaffold" / "project"
# Instead of the programs that install and build: the real make says what it would run, and the others what they got.
STAND_INS = {"make": 'exec "$MAKE" -n "$@"', "python3": 'echo python3 "$@"', "sitegen": 'echo sitegen "$@"'}


@pytest.mark.parametrize("root", [REPOSITORY, SCAFFOLD], ids=["repository", "new project"])
@pytest.mark.parametrize(("context", "preview"), [("production", False), ("deploy-preview", True), ("branch-deploy", True)])
def test_netlify_builds_the_site_and_its_previews(root: Path, context: str, preview: bool, tmp_path: Path) -> None:
    """A preview gets its own address, and search engines are asked to leave it out; the site itself gets neither."""
    configured = tomllib.loads((root / "netlify.toml").read_text("utf-8"))
    command = {**configured["build"], **configured["context"].get(context, {})}["command"]
    for name, script in STAND_INS.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    address = "https://deploy-preview-7--cables.example.net"
    said = subprocess.run(["bash", "-c", command], cwd=root, capture_output=True, text=True, check=True, env={
        "PATH": f"{tmp_path}:{os.environ['PATH']}", "MAKE": shutil.which("make") or "make", "DEPLOY_PRIME_URL": address})
    words = shlex.split(said.stdout.splitlines()[-1])
    assert Path(words[0]).name == "sitegen" and words[1] == "build"
    options = cli.commands.commands["build"].make_context("build", words[2:]).params
    assert (options["base_url"], options["noindex"]) == ((address, True) if preview else (None, False))
    assert configured["build"]["publish"] == "public"


@pytest.mark.parametrize("root", [REPOSITORY, SCAFFOLD], ids=["repository", "new project"])
def test_netlify_keeps_the_cache_by_a_plugin_that_is_pinned(root: Path) -> None:
    """Netlify installs a plugin that is not in its own list from package.json alone."""
    plugin, = tomllib.loads((root / "netlify.toml").read_text("utf-8"))["plugins"]
    assert plugin["inputs"] == {"paths": [Project(root, Config("", "")).cache.name]}
    wanted = json.loads((root / "package.json").read_text("utf-8"))["devDependencies"]
    locked = json.loads((root / "package-lock.json").read_text("utf-8"))["packages"]
    assert set(wanted) == {plugin["package"]}
    for name, version in wanted.items():
        assert locked[f"node_modules/{name}"]["version"] == version and locked[""]["devDependencies"][name] == version
        assert locked[f"node_modules/{name}"]["integrity"].startswith("sha512-")


# --- dependencies -------------------------------------------------------------------------------------------------


def pins(name: str) -> dict[str, str]:
    text = (REPOSITORY / name).read_text("utf-8")
    return {canonicalize_name(package): version for package, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.M)}


@pytest.mark.parametrize(
    ("name", "requirements"), [("requirements.lock", REQUIREMENTS), ("requirements-dev.lock", [*REQUIREMENTS, *EXTRAS])]
)
def test_the_lock_agrees_with_pyproject(name: str, requirements: list[Requirement]) -> None:
    locked = pins(name)
    for requirement in requirements:
        version = locked.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not in {name}: run make lock"
        assert version in requirement.specifier, f"{requirement.name} {version} in {name}: run make lock"


def test_both_locks_agree_and_pin_by_digest() -> None:
    runtime, development = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: development.get(name) for name in runtime} == runtime
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (REPOSITORY / name).read_text("utf-8")
        for entry in re.split(r"\n(?=[\w.-]+==)", text)[1:]:
            assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_what_is_imported_is_what_is_required() -> None:
    modules: set[str] = set()
    for path in (REPOSITORY / "sitegen").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                modules.add(node.module.split(".")[0])
    packages = importlib.metadata.packages_distributions()
    imported = {
        canonicalize_name(distribution)
        for module in modules - set(sys.stdlib_module_names) - {"sitegen"}
        for distribution in packages.get(module, [module])
    }
    assert imported == {canonicalize_name(requirement.name) for requirement in REQUIREMENTS}


# --- the wheel ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this work tree, made without a network."""
    from hatchling.builders.wheel import WheelBuilder

    folder = tmp_path_factory.mktemp("wheel")
    return Path(next(WheelBuilder(str(REPOSITORY)).build(directory=str(folder), versions=["standard"])))


def test_the_wheel_carries_all_that_the_program_needs(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"sitegen/{p.relative_to(REPOSITORY / 'sitegen').as_posix()}" for p in (REPOSITORY / "sitegen").rglob("*.py")}
    for folder, place in ((REPOSITORY / "themes" / "archive", "sitegen/_themes/archive"),
                          (REPOSITORY / "sitegen" / "scaffold" / "project", "sitegen/scaffold/project")):
        wanted |= {f"{place}/{p.relative_to(folder).as_posix()}" for p in folder.rglob("*") if p.is_file()}
    assert wanted - inside == set()
    assert not [name for name in inside if name.startswith(("tests/", "content/", "benchmarks/")) or "__pycache__" in name]
    assert f"sitegen-{__version__}.dist-info/licenses/LICENSE" in inside


def test_the_wheel_works_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    """Unpacked apart from the work tree, it makes a project, builds it, and the site has its home page."""
    unpacked = tmp_path / "site-packages"
    zipfile.ZipFile(wheel).extractall(unpacked)
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True,
                              timeout=120, check=False)

    assert run("-c", "import sitegen; print(sitegen.__file__)").stdout.startswith(str(unpacked))
    assert run("-m", "sitegen", "new", "archive").returncode == 0
    built = run("-m", "sitegen", "--project", "archive", "build")
    assert built.returncode == 0, built.stderr
    assert "Archive" in (tmp_path / "archive" / "public" / "index.html").read_text("utf-8")


def test_the_libraries_behind_a_cache_key_are_required() -> None:
    """A key that asks for the release of a package that nobody installs would end every build."""
    from sitegen import build

    assert set(build._LIBRARIES) <= {requirement.name for requirement in REQUIREMENTS}
