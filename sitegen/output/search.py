"""The search index: Pagefind's own binary over the written cable pages, one bundle for each section of the archive.

A section is a run of months that holds about as many pages as ``section_size`` says, so that memory
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
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pagefind_bin
from selectolax.lexbor import LexborHTMLParser, LexborNode

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.files import digest
from sitegen.output.pagefind_cbor import IndexFormatError
from sitegen.output.pagefind_files import make_reproducible, slim_fragments
from sitegen.output.store import Store

#: where the bundles stand in the site, and the list of them that search.js reads
FOLDER = "pagefind"
SECTIONS = f"{FOLDER}/sections.json"
#: a word that the index, not the site, has on every page: a search by filters alone asks for it. Without a word
#: Pagefind's script would load the whole index (measured: 1.5 MB for 500 cables).
EVERY = "sitegenall"
# Up to how many pages an archive has sections of which size; and the size in a larger one.
_SIZES = ((12_000, 1200), (30_000, 2400))
_LARGEST = 3500
# Bytes that Pagefind 1.5 needs for a page of 8 to 12 KB while it indexes, and what all of its processes may use.
_MEMORY_A_PAGE = 600_000
_MEMORY = 3_000_000_000
# How large Pagefind makes the pieces of an index (its own measure; 20,000 unless told). A search loads a piece of each
# section for each word, whatever else is in it: of less than half the size, and the list of them is an eighth longer.
_PIECE = "8000"
_OPENING = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_MARKED = "[data-pagefind-filter], [data-pagefind-meta], h1"
# What Pagefind ships and the theme does not use: interfaces, and a worker (search-worker.js is one itself).
_UNUSED = re.compile(r"pagefind-(?:ui|modular-ui|component-ui|highlight|worker)\.")
_INDEXED = re.compile(r"^\s*Indexed (\d+) pages?\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page to index: its path in the site, the digest of what is indexed of it, and the month of its cable
    (``2009-12``, ``2009``, "")."""

    path: str
    digest: str
    month: str


@dataclass(frozen=True, slots=True)
class Section:
    """Pages that share one index. ``name`` is its folder's name: the first and the last month or year."""

    name: str
    pages: tuple[SearchPage, ...]


def section_size(pages: int) -> int:
    """How many pages a section should hold in an archive of so many (measured: docs/search.md).

    Small sections make an edit cheap, large ones a search. The steps are few, so that a cable more moves no boundary.
    """
    return next((size for most, size in _SIZES if pages <= most), _LARGEST)


def at_once(sections: Iterable[Section], jobs: int) -> int:
    """How many sections may be indexed side by side, by the memory that Pagefind needs for the largest."""
    largest = max((len(section.pages) for section in sections), default=1)
    return max(1, min(jobs, int(_MEMORY / (largest * _MEMORY_A_PAGE))))


def sections(pages: Sequence[SearchPage], size: int = 0) -> list[Section]:
    """The pages in sections of at most about ``size`` pages (0: what suits their number), in order of time.

    Whole years stand together where they fit, so that adding a cable moves few others to another section; a year or a
    month that is a tenth larger stays whole, for each section costs a search as much as any other; a month that is
    still more is parted by the digests of the paths.
    """
    size = size or section_size(len(pages))
    most = size + size // 10
    by_year: dict[str, list[SearchPage]] = {}
    for page in sorted(pages, key=lambda page: (page.month, page.path)):
        by_year.setdefault(page.month[:4], []).append(page)
    made: list[Section] = []
    joined: list[SearchPage] = []

    def end() -> None:
        nonlocal joined
        if joined:
            made.append(Section(_name(joined), tuple(joined)))
        joined = []

    def add(unit: list[SearchPage]) -> None:
        nonlocal joined
        if len(joined) + len(unit) > size:
            end()
        if len(unit) > most:
            made.extend(_parts(unit, size))
        else:
            joined = joined + unit

    for held in by_year.values():
        if len(held) <= most:
            add(held)
            continue
        end()  # a year that is parted shares no section with another: who searches in a year asks for few
        by_month: dict[str, list[SearchPage]] = {}
        for page in held:
            by_month.setdefault(page.month, []).append(page)
        for unit in by_month.values():
            add(unit)
        end()
    end()
    return made


def _parts(unit: list[SearchPage], size: int) -> Iterator[Section]:
    count = -(-len(unit) // size)
    shares: list[list[SearchPage]] = [[] for _ in range(count)]
    for page in unit:
        shares[int(digest(page.path.encode())[:8], 16) % count].append(page)
    for number, share in enumerate(shares, 1):
        if share:
            yield Section(f"{_name(unit)}-part-{number}", tuple(share))


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


def extract(html: bytes) -> bytes:
    """What is indexed of a page: as much of it as the search looks at, and nothing else.

    That is what stands in elements with ``data-pagefind-body``, without what is to be ignored wholly; and from around
    them what is marked as filter or metadata, and the first heading. So an index is made again only
    when a reader could find something else in it.
    """
    tree = LexborHTMLParser(html)
    for node in tree.css('[data-pagefind-ignore="all"]'):
        node.decompose()
    bodies = tree.css("[data-pagefind-body]")
    if not bodies:
        return html
    root = tree.root
    language = (root.attributes.get("lang") if root is not None else "") or ""
    around = [node.html or "" for node in tree.css(_MARKED) if not _within(node)]
    word = f"<span>{EVERY}</span> "
    inside = [_OPENING.sub(lambda tag: tag[0] + word, body.html or "", count=1) for body in bodies[:1]]
    inside += [body.html or "" for body in bodies[1:] if not _within(body, above=True)]
    return (f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8"></head><body>'
            f"{''.join(around)}{''.join(inside)}</body></html>").encode()


def _within(node: LexborNode, above: bool = False) -> bool:
    """Whether a node is, or (``above``) stands in, an element whose text is indexed."""
    at = node.parent if above else node
    while at is not None:
        if "data-pagefind-body" in at.attributes:
            return True
        at = at.parent
    return False


class Extracting:
    """Finds the digests of what is indexed of pages, in any process."""

    def __call__(self, places: Sequence[str]) -> list[str]:
        """The digest of what is indexed of each page, whose bytes stand at these places. Raises OSError."""
        return [digest(extract(Path(place).read_bytes())) for place in places]


class Indexing:
    """Indexes sections and keeps their files in the store, in any process."""

    def __init__(self, binary: Path, language: str, work: Path, store: Store) -> None:
        """``language`` chooses the stemmer; ``work`` is a folder of its own."""
        self._binary, self._language, self._work, self._store = binary, language, work, store

    def __call__(self, job: tuple[Section, Sequence[str]]) -> tuple[dict[str, str], list[Diagnostic]]:
        """The files of a section by their path in the site, with their SHA-256; and what went wrong (then none).

        With the section come the places where the bytes of its pages stand. Raises OSError.
        """
        section, places = job
        held = dict(zip((page.path for page in section.pages), map(Path, places), strict=True))
        files, found = index_section(self._binary, section, held.__getitem__, self._language,
                                     self._work / section.name)
        return {path: self._store.put(data) for path, data in files.items()}, found


def section_key(section: Section, language: str) -> str:
    """The digest of all that decides the files of a section."""
    return digest(repr((section, language)).encode())


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
            target = pages / page.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(extract(place(page.path).read_bytes()))
        found = _run(binary, pages, bundle, language, len(section.pages))
        if found:
            return {}, found
        unused = _stemmers_unused(bundle)
        files = (path for path in sorted(bundle.rglob("*"))
                 if path.is_file() and not _UNUSED.match(path.name) and path.name not in unused)
        folder = f"{FOLDER}/{section.name}"
        return {f"{folder}/{path.relative_to(bundle).as_posix()}": path.read_bytes() for path in files}, []
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _run(binary: Path, pages: Path, bundle: Path, language: str, expected: int) -> list[Diagnostic]:
    command = [str(binary), "--site", str(pages), "--output-path", str(bundle), "--force-language", language,
               "--verbose"]
    try:
        # Its own folder as the working folder and a bare environment: no pagefind.toml or PAGEFIND_ variable of the
        # machine changes what is indexed.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
        environment["PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE"] = _PIECE
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
        slim_fragments(bundle)
    except (IndexFormatError, ValueError, KeyError, TypeError, OSError) as problem:
        return [failed(f"Pagefind's files are not as expected: {problem}",
                        "is another version of pagefind-bin installed?")]
    return []


def _stemmers_unused(bundle: Path) -> set[str]:
    """The names of the WebAssembly files that no language of the bundle asks for: Pagefind always adds one without a
    stemmer."""
    entry = json.loads((bundle / "pagefind-entry.json").read_bytes())
    used = {f"wasm.{index.get('wasm') or 'unknown'}.pagefind" for index in entry["languages"].values()}
    return {path.name for path in bundle.glob("wasm.*.pagefind")} - used


def _last_words(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"error|fail|warn|panic", line, re.IGNORECASE)] or lines
    return " / ".join(telling[-3:])[:500]


def failed(message: str, hint: str = "") -> Diagnostic:
    """A ``search-failed`` diagnostic."""
    return diagnose("search-failed", Location(f"{FOLDER}/"), message, hint)
