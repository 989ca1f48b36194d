"""What a project's content/ holds, read from disk: documents, plain pages, authorities, and the permalinks recorded.

A cable page is read anew only when its bytes changed. What an earlier run read is given as ``Memory``: a file whose
stamp is the same is not even opened, and one whose bytes are the same is not parsed. Bodies are not held; a document
reads its own when it is asked for.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from sitegen.config import Project
from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.files import Stamp, as_text, is_settled, read_bytes, read_text, reason, shown, stamps, stays_inside, walk
from sitegen.records.cable import Cable, Witness
from sitegen.records.document import Document, digest_of, read_document
from sitegen.report import Advance
from sitegen.site.authorities import FILES, Authorities, read_authorities
from sitegen.site.permalinks import LOCK, Lock, read_lock
from sitegen.site.plain import PlainPage, read_page
from sitegen.site.sources import RawSources
from sitegen.workers import spread

_CHUNK = 250
# Fewer pages than this are read sooner than processes start.
_WORTH_PROCESSES = 800


class Known(msgspec.Struct, array_like=True, gc=False):
    """What the reading of one cable page gave.

    ``stamp`` is None when the file was changed so shortly before it was read that its stamp proves nothing. ``front``
    is the digest of what the front matter states; ``source`` that of the raw document which it names, and ``published``
    the digest of the lines of it that are published.
    """

    path: str  # below content/cables/
    stamp: Stamp | None
    digest: str
    cable: Cable | None
    body_line: int
    front: str
    source: str
    published: str
    found: list[Diagnostic]


class KnownSource(msgspec.Struct, array_like=True, gc=False):
    """The stamp and the digest of a raw document."""

    stamp: Stamp | None
    digest: str


@dataclass
class Memory:
    """What a run read, by path below content/cables/ and below content/sources/; and which pages it looked into."""

    pages: dict[str, Known] = field(default_factory=dict)
    sources: dict[str, KnownSource] = field(default_factory=dict)
    touched: list[str] = field(default_factory=list)


class PublishedSources:
    """The digests of the lines of raw documents that cable pages name, as they were read with the pages."""

    def __init__(self, published: Mapping[Witness, str], raw: RawSources) -> None:
        self._published, self._raw = published, raw

    def published_sha256(self, witness: Witness) -> str:
        """The SHA-256 of the cable's source.txt, in hexadecimal; "" when its lines cannot be read."""
        return self._published.get(witness, "")

    def lines(self, witness: Witness) -> tuple[str, ...]:
        """Those lines, read now; none when they cannot be read."""
        return self._raw.lines(witness)


@dataclass(frozen=True)
class Content:
    """What content/ holds. ``texts`` are those of the plain pages by file; ``locked`` is the text of permalinks.lock,
    which says ``lock``; None without the file.

    ``digest`` is that of every file in content/, the raw documents among them, and of the configuration; ``model`` the
    same without the bodies of cable pages: equal ``model``, equal everything but bodies.
    """

    documents: tuple[Document, ...]
    pages: tuple[PlainPage, ...]
    authorities: Authorities
    sources: PublishedSources
    texts: Mapping[str, str]
    locked: str | None
    lock: Lock
    digest: str
    model: str
    memory: Memory  # for the next run
    read: int  # cable pages that were parsed anew


def read_content(
    project: Project, memory: Memory | None = None, jobs: int = 1, progress: Advance | None = None
) -> tuple[Content | None, list[Diagnostic]]:
    """Read everything in content/, and what is wrong with it; None when a folder cannot be listed.

    ``memory`` is that of an earlier run by the same code. ``jobs`` processes share the reading where there is much.
    """
    before = memory or Memory()
    now = Memory()
    found: list[Diagnostic] = []
    whole = hashlib.blake2b(repr(project.config).encode("utf-8", "replace"), digest_size=16)
    model = whole.copy()

    def take(path: Path) -> str | None:
        text, wrong = read_text(path, project.root)
        found.extend(wrong)
        line = f"{shown(path, project.root)}\0{digest_of((text or '').encode())}\0{len(wrong)}\n".encode()
        whole.update(line)
        model.update(line)
        return text

    try:
        now.sources = _read_sources(project, before.sources)
        pages, now.touched, read = _read_pages(project, before.pages, now.sources, jobs, progress)
        plain = {shown(path, project.root): text for path in walk(project.pages, ".md")
                 if (text := take(path)) is not None}
    except OSError as problem:
        place = Location(shown(Path(problem.filename or project.content), project.root))
        return None, [*found, diagnose("unreadable-file", place, f"the folder cannot be listed: {reason(problem)}")]
    for name, source in now.sources.items():
        whole.update(f"{name}\0{source.digest}\n".encode("utf-8", "surrogateescape"))
    now.pages = {known.path: known for known in pages}
    documents: list[Document] = []
    folder = str(project.cables)
    published: dict[Witness, str] = {}
    for known in pages:
        found += known.found
        whole.update(f"{known.path}\0{known.digest}\n".encode("utf-8", "surrogateescape"))
        model.update(f"{known.path}\0{known.front}\0{known.published}\n".encode("utf-8", "surrogateescape"))
        if known.cable is not None:
            documents.append(Document(f"content/cables/{known.path}", known.cable, None, known.body_line, known.digest,
                                      f"{folder}/{known.path}"))
            if known.cable.source and known.published:
                published[known.cable.source] = known.published
    read_pages: list[PlainPage] = []
    for name, text in plain.items():
        page, wrong = read_page(text, name)
        found += wrong
        read_pages += [page] if page else []
    files = {name: project.content / name for name in FILES}
    authorities, wrong = read_authorities(
        {name: own for name, path in files.items() if path.exists() and (own := take(path)) is not None})
    locked = take(project.root / LOCK) if (project.root / LOCK).exists() else None
    lock, amiss = read_lock(locked or "")
    raw = PublishedSources(published, RawSources(project.sources))
    content = Content(tuple(documents), tuple(read_pages), authorities, raw, plain, locked, lock, whole.hexdigest(),
                      model.hexdigest(), now, read)
    return content, [*found, *wrong, *amiss]


def _read_sources(project: Project, before: Mapping[str, KnownSource]) -> dict[str, KnownSource]:
    """The digest of every raw document; what is wrong with one is convert's to say."""
    out: dict[str, KnownSource] = {}
    now = time.time()
    for name, stamp in stamps(project.sources).items():
        known = before.get(name)
        if known is None or stamp is None or known.stamp != stamp:
            data, _ = read_bytes(project.sources / name, project.root)
            known = KnownSource(stamp if stamp and is_settled(stamp, now) else None, digest_of(data or b""))
        out[name] = known
    return out


def _read_pages(
    project: Project, before: Mapping[str, Known], sources: Mapping[str, KnownSource], jobs: int,
    progress: Advance | None,
) -> tuple[list[Known], list[str], int]:
    """The cable pages in the order of their paths; which of them were opened, and how many parsed."""
    pages: dict[str, Known | None] = {}
    asked: list[tuple[str, str]] = []  # path, and the digest of the bytes that are known
    listed = stamps(project.cables, ".md")
    now = time.time()
    for path, stamp in listed.items():
        known = before.get(path)
        if known is not None and known.source != _source_of(known.cable, sources):
            known = None  # read again, for what the page says of its source
        pages[path] = known
        if known is None or stamp is None or known.stamp != stamp:
            asked.append((path, known.digest if known else ""))
    done = len(listed) - len(asked)
    parsed = 0
    for answers in _answers(project.root, project.cables, project.sources, asked, jobs):
        for answer in answers:
            if answer.digest:
                parsed += 1
                answer.source = _source_of(answer.cable, sources)
                pages[answer.path] = answer
            current, stamp = pages[answer.path], listed[answer.path]
            assert current is not None
            current.stamp = stamp if stamp is not None and is_settled(stamp, now) else None
            done += 1
        if progress:
            progress("read", done, len(listed))
    return [page for page in pages.values() if page is not None], [path for path, _ in asked], parsed


def _source_of(cable: Cable | None, sources: Mapping[str, KnownSource]) -> str:
    """The digest of the raw document that a page names; "" when there is none."""
    known = sources.get(cable.source.file) if cable is not None and cable.source is not None else None
    return known.digest if known else ""


def _answers(
    root: Path, folder: Path, sources: Path, asked: Sequence[tuple[str, str]], jobs: int
) -> Iterator[list[Known]]:
    read: Callable[[Sequence[tuple[str, str]]], bytes] = _Reading(root, folder, sources)
    chunks = [asked[at:at + _CHUNK] for at in range(0, len(asked), _CHUNK)]
    for data in spread(read, chunks, jobs if len(asked) >= _WORTH_PROCESSES else 1):
        yield msgspec.msgpack.decode(data, type=list[Known])


class _Reading:
    """Reads pages, in any process. A page whose bytes are known has an empty digest in the answer, and nothing more."""

    def __init__(self, root: Path, folder: Path, sources: Path) -> None:
        self._root, self._folder, self._sources = root, folder, RawSources(sources)
        self._inside = stays_inside(folder, root)

    def __call__(self, asked: Sequence[tuple[str, str]]) -> bytes:
        return msgspec.msgpack.encode([self._read(path, digest) for path, digest in asked])

    def _bytes(self, name: str) -> tuple[bytes | None, list[Diagnostic]]:
        if self._inside:
            try:  # a file that is no link is where it seems to be, for no folder on the way is a link
                opened = os.open(f"{self._folder}/{name}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
                with open(opened, "rb") as stream:
                    return stream.read(), []
            except OSError:
                pass  # what it is, is told below
        return read_bytes(self._folder / name, self._root)

    def _read(self, name: str, known: str) -> Known:
        path = f"content/cables/{name}"
        data, found = self._bytes(name)
        if data is None:
            return Known(name, None, "-", None, 0, "", "", "", found)
        digest = digest_of(data)
        if digest == known:
            return Known(name, None, "", None, 0, "", "", "", [])
        text, found = as_text(data, path)
        document: Document | None = None
        if text is not None:
            document, found = read_document(text, path)
        cable = document.cable if document else None
        published = self._sources.published_sha256(cable.source) if cable and cable.source else ""
        front = digest_of(msgspec.msgpack.encode((cable, found)))
        return Known(name, None, digest, cable, document.body_line if document else 0, front, "", published, found)
