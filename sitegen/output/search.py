"""The search index: Pagefind's own binary over the written cable pages, one bundle for each section of the archive.

A section is a run of months that holds about as many pages as site.yaml's ``search: section_size`` says, so that memory
is bounded by a section and an edit indexes one section again. Every bundle is made in an empty folder: Pagefind
removes no old file, and a fragment that stays behind would still hold what was withdrawn.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pagefind_bin

from sitegen.config import Config
from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.files import digest
from sitegen.output.pagefind_files import IndexFormatError, make_reproducible

#: where the bundles stand in the site, and the list of them that search.js reads
FOLDER = "pagefind"
SECTIONS = f"{FOLDER}/sections.json"
#: a word that the index, not the site, has on every page: a search by filters alone asks for it. Without a word
#: Pagefind's script would load the whole index (measured: 1.5 MB for 500 cables).
EVERY = "sitegenall"
_BODY = re.compile(rb"<[^<>]*\bdata-pagefind-body\b[^<>]*>")
# Interfaces that Pagefind ships and the theme does not use.
_UNUSED = re.compile(r"pagefind-(?:ui|modular-ui|component-ui|highlight)\.")
_INDEXED = re.compile(r"^\s*Indexed (\d+) pages?\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page to index: its path in the site, its SHA-256 and the month of its cable (``2009-12``, ``2009``, "")."""

    path: str
    digest: str
    month: str


@dataclass(frozen=True, slots=True)
class Section:
    """Pages that share one index. ``name`` is its folder's name: the first and the last month or year."""

    name: str
    pages: tuple[SearchPage, ...]


def sections(pages: Iterable[SearchPage], size: int) -> list[Section]:
    """The pages in sections of at most ``size`` pages, as far as months allow, in order of time.

    Whole years stand together where they fit, so that adding a cable moves few others to another section.
    """
    by_year: dict[str, list[SearchPage]] = {}
    for page in sorted(pages, key=lambda page: (page.month, page.path)):
        by_year.setdefault(page.month[:4], []).append(page)
    units: list[list[SearchPage]] = []
    for held in by_year.values():
        if len(held) <= size:
            units.append(held)
            continue
        by_month: dict[str, list[SearchPage]] = {}
        for page in held:
            by_month.setdefault(page.month, []).append(page)
        units += by_month.values()
    joined: list[list[SearchPage]] = []
    for unit in units:
        if joined and len(joined[-1]) + len(unit) <= size:
            joined[-1] = joined[-1] + unit
        else:
            joined.append(unit)
    return [Section(_name(unit), tuple(unit)) for unit in joined]


def _name(pages: list[SearchPage]) -> str:
    first, last = pages[0].month or "undated", pages[-1].month or "undated"
    if first[:4] == last[:4] != "unda" and first != last:
        return f"{first}-to-{last[5:]}"
    if first[:4] != last[:4]:
        return f"{first[:4] if first != 'undated' else first}-to-{last[:4]}"
    return first


def sections_file(made: Iterable[Section]) -> bytes:
    """The list that search.js reads: the word of every page, and of each section its folder and its pages by year.

    By the years, a search limited to some of them asks their sections alone.
    """
    listed = [{"path": section.name, "pages": len(section.pages),
               "years": Counter(page.month[:4] for page in section.pages if page.month)} for section in made]
    return json.dumps({"every": EVERY, "sections": listed}, separators=(",", ":")).encode() + b"\n"


def executable() -> tuple[Path | None, list[Diagnostic]]:
    """Pagefind's binary, as the pagefind-bin package holds it; None and ``search-failed`` where there is none."""
    try:
        return Path(pagefind_bin.get_executable()), []
    except FileNotFoundError:
        return None, [failed("Pagefind's binary is missing",
                              "install pagefind-bin again, or build without search: --no-search")]


class Bundles(Protocol):
    """Where bundles are kept from one indexing to the next, by the digest of what they depend on."""

    def get(self, section: str) -> dict[str, bytes] | None: ...
    def put(self, section: str, bundle: dict[str, bytes]) -> None: ...


def index_pages(
    pages: Iterable[SearchPage], config: Config, place: Callable[[str], Path], work: Path, kept: Bundles
) -> Iterator[tuple[Section, dict[str, bytes], list[Diagnostic]]]:
    """Each section of the pages with the files of its bundle, or with what went wrong; then it ends.

    ``place`` and ``work`` are those of ``index_section``. A section whose pages are those of a kept bundle is not
    indexed again. Raises OSError when the disk does not take it.
    """
    language = config.documents_language
    binary: Path | None = None
    for section in sections(pages, config.search.section_size):
        own = digest(repr((section, language)).encode())
        bundle, found = kept.get(own), list[Diagnostic]()
        if bundle is None:
            if binary is None:
                binary, found = executable()
            bundle = {}
            if binary is not None:
                bundle, found = index_section(binary, section, place, language, work)
            if not found:
                kept.put(own, bundle)
        yield section, bundle, found
        if found:
            return


def index_section(
    binary: Path, section: Section, place: Callable[[str], Path], language: str, work: Path
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The files of a section's bundle by their path in the site, and what went wrong (then there are no files).

    ``place`` tells where the bytes of a page stand; ``language`` chooses the stemmer; ``work`` is a folder that may be
    emptied and is removed. Raises OSError when the disk does not take it.
    """
    shutil.rmtree(work, ignore_errors=True)
    pages, bundle = work / "pages", work / "bundle"
    try:
        for page in section.pages:
            _bring(place(page.path), pages / page.path)
        found = _run(binary, pages, bundle, language, len(section.pages))
        if found:
            return {}, found
        made = {f"{FOLDER}/{section.name}/{path.relative_to(bundle).as_posix()}": path.read_bytes()
                for path in sorted(bundle.rglob("*")) if path.is_file() and not _UNUSED.match(path.name)}
        return made, []
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _bring(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    word = f"<span>{EVERY}</span> ".encode()
    target.write_bytes(_BODY.sub(lambda body: body[0] + word, source.read_bytes(), count=1))


def _run(binary: Path, pages: Path, bundle: Path, language: str, expected: int) -> list[Diagnostic]:
    command = [str(binary), "--site", str(pages), "--output-path", str(bundle), "--force-language", language,
               "--verbose"]
    try:
        # Its own folder as the working folder and a bare environment: no pagefind.toml or PAGEFIND_ variable of the
        # machine changes what is indexed.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
        done = subprocess.run(command, cwd=pages, env=environment, capture_output=True, text=True, errors="replace",
                              stdin=subprocess.DEVNULL, check=False)
    except OSError as problem:
        return [failed(f"Pagefind could not be started: {problem.strerror}",
                        "this machine may need another build of pagefind-bin; or build without search: --no-search")]
    said = done.stdout + done.stderr
    if done.returncode:
        why = f"signal {-done.returncode}" if done.returncode < 0 else f"code {done.returncode}"
        hint = "memory may have run out: lower `search: section_size` in site.yaml" if done.returncode < 0 else ""
        return [failed(f"Pagefind ended with {why}: {_last_words(said)}", hint)]
    counts = [int(count) for count in _INDEXED.findall(said)]
    if not counts or counts[-1] != expected:
        return [failed(f"Pagefind indexed {counts[-1] if counts else 'no'} of {expected} pages: {_last_words(said)}")]
    try:
        make_reproducible(bundle)
    except (IndexFormatError, ValueError, KeyError, OSError) as problem:
        return [failed(f"Pagefind's files are not as expected: {problem}",
                        "is another version of pagefind-bin installed?")]
    return []


def _last_words(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"error|fail|warn|panic", line, re.IGNORECASE)] or lines
    return " / ".join(telling[-3:])[:500]


def failed(message: str, hint: str = "") -> Diagnostic:
    """A ``search-failed`` diagnostic."""
    return diagnose("search-failed", Location(f"{FOLDER}/"), message, hint)
