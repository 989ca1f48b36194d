"""The files of cable pages and raw documents, each read anew only when its bytes changed.

What an earlier run read is given as ``Memory``: a file whose stamp is the same is not even opened, and one whose bytes
are the same is not parsed.
"""

from __future__ import annotations

import bisect
import hashlib
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from sitegen.config import Project
from sitegen.diagnostics import Diagnostic
from sitegen.files import Stamp, as_text, is_settled, read_bytes, read_unlinked, stamp_of, stamps, stays_inside
from sitegen.records.cable import Cable
from sitegen.records.document import Document, digest_of, read_document, seal_of
from sitegen.records.withheld import WithheldList
from sitegen.records.withheld_files import withhold_source
from sitegen.report import Advance
from sitegen.site.sources import RawSources
from sitegen.workers import spread

_CHUNK = 250
# Fewer pages than this are read sooner than processes start.
_WORTH_PROCESSES = 800


class Known(msgspec.Struct, array_like=True, gc=False):
    """What the reading of one cable page gave.

    ``stamp`` is None when the file was changed so shortly before it was read that its stamp proves nothing. ``seal``
    is the digest by which the file is known again, ``digest`` that of what may be published of it. ``front`` is the
    digest of what the front matter states; ``source`` the seal of the raw document which it names (``_source_of``), and
    ``published`` the digest of the lines of it that are published; ``text`` is the SHA-256 of the reading text, as it
    is published.
    """

    path: str  # below content/cables/
    stamp: Stamp | None
    seal: str
    digest: str
    cable: Cable | None
    body_line: int
    front: str
    source: str
    published: str
    found: list[Diagnostic]
    text: str = ""


class KnownSource(msgspec.Struct, array_like=True, gc=False):
    """The stamp and the seal of a raw document. ``cut``: something in it is withheld."""

    stamp: Stamp | None
    seal: str
    cut: bool = False


@dataclass
class Memory:
    """What a run read, by path below content/cables/ and below content/sources/; and which pages it looked into.

    ``documents`` are what was made of the pages, without the digests of the raw documents ``cut``; they are not kept
    from run to run. All of it holds good for the list of withheld words under which it was read, and for no other.
    """

    pages: dict[str, Known] = field(default_factory=dict)
    sources: dict[str, KnownSource] = field(default_factory=dict)
    touched: list[str] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)  # by path below content/cables/ too
    cut: frozenset[str] = frozenset()


@dataclass(frozen=True)
class There:
    """The files of a folder in the order of their paths, and the stamps of those that are looked at; all others are
    taken to be as they were."""

    names: Collection[str]
    stamps: Mapping[str, Stamp | None]


def files_there(
    folder: Path, suffix: str, before: Mapping[str, Known] | Mapping[str, KnownSource], only: Collection[Path] | None
) -> There:
    """The files of a folder: all are looked at, with ``only`` these alone.

    A path there that is no file any more, or in a folder in which no file is known, has the folder listed again.
    """
    if only is None:
        return _listed_again(folder, suffix)
    start = f"{folder}{os.sep}"
    asked = [str(path)[len(start):] for path in only if str(path).startswith(start)]
    looked: dict[str, Stamp | None] = {}
    for name in asked:
        if not name.endswith(suffix) or any(part.startswith(".") for part in name.split(os.sep)):
            continue
        if not os.path.isfile(f"{folder}/{name}") or not (name in before or _has_neighbours(name, before)):
            return _listed_again(folder, suffix)
        looked[name] = stamp_of(f"{folder}/{name}")
    new = [name for name in looked if name not in before]
    if not new:
        return There(before.keys(), looked)
    names = list(before)
    for name in new:
        bisect.insort(names, name, key=_in_order)
    return There(names, looked)


def _listed_again(folder: Path, suffix: str) -> There:
    there = stamps(folder, suffix)
    return There(there.keys(), there)


def _in_order(name: str) -> list[str]:
    return name.split(os.sep)


def _has_neighbours(name: str, before: Iterable[str]) -> bool:
    """Whether files are known in the folder of this one, which is none then that would be left out."""
    start = name[:name.rfind(os.sep) + 1]
    return not start or any(other.startswith(start) and os.sep not in other[len(start):] for other in before)


def read_sources(
    project: Project, before: dict[str, KnownSource], there: There, listed: WithheldList, jobs: int
) -> dict[str, KnownSource]:
    """The seal of every raw document, ``before`` itself when none was read; what is wrong with one is convert's to say.
    """
    now = time.time()
    asked = {name: KnownSource(stamp if stamp and is_settled(stamp, now) else None, "")
             for name, stamp in there.stamps.items()
             if name not in before or stamp is None or before[name].stamp != stamp}
    if not asked and len(there.names) == len(before):
        return before
    names = list(asked)
    chunks = [names[at:at + _CHUNK] for at in range(0, len(names), _CHUNK)]
    seal = _Sealing(project.root, project.sources, listed)
    for chunk, answers in zip(chunks, spread(seal, chunks, jobs if listed else 1), strict=True):
        for name, (own, cut) in zip(chunk, answers, strict=True):
            asked[name].seal, asked[name].cut = own, cut
    return {name: asked.get(name) or before[name] for name in there.names}


class _Sealing:
    """Finds the seals of raw documents, and whether something in them is withheld, in any process."""

    def __init__(self, root: Path, folder: Path, listed: WithheldList) -> None:
        self._root, self._folder, self._listed = root, folder, listed

    def __call__(self, names: Sequence[str]) -> list[tuple[str, bool]]:
        out = []
        for name in names:
            data = read_bytes(self._folder / name, self._root)[0] or b""
            out.append((seal_of(data, self._listed), bool(self._listed) and withhold_source(self._listed, data).cut))
        return out


def read_pages(
    project: Project, before: Memory, sources: Mapping[str, KnownSource], there: There, listed: WithheldList, jobs: int,
    progress: Advance | None,
) -> tuple[dict[str, Known], list[str], int]:
    """The cable pages by their paths, in their order; which of them were opened, and how many parsed. What is known
    of a page that was not parsed is the object that ``before`` has."""
    pages = {path: before.pages.get(path) for path in there.names}
    anew: list[str] = []  # for what they say of their sources
    if sources is not before.sources:
        stale = {own.seal for name, own in before.sources.items() if sources.get(name) is not own} | {""}
        anew = [path for path, known in pages.items()
                if known is not None and known.source in stale and known.source != _source_of(known.cable, sources)]
        pages |= dict.fromkeys(anew)
    asked: list[tuple[str, str]] = []  # path, and the digest of the bytes that are known
    for path in dict.fromkeys([*there.stamps, *anew]):
        known, stamp = pages[path], there.stamps.get(path)
        if known is None or (path in there.stamps and (stamp is None or known.stamp != stamp)):
            asked.append((path, known.seal if known else ""))
    now = time.time()
    done = len(pages) - len(asked)
    parsed = 0
    for answers in _answers(_Reading(project.root, project.cables, project.sources, listed), asked, jobs):
        for answer in answers:
            if answer.seal:
                parsed += 1
                answer.source = _source_of(answer.cable, sources)
                pages[answer.path] = answer
            current, stamp = pages[answer.path], there.stamps.get(answer.path)
            assert current is not None
            current.stamp = stamp if stamp is not None and is_settled(stamp, now) else None
            done += 1
        if progress:
            progress("read", done, len(pages))
    return {path: page for path, page in pages.items() if page is not None}, [path for path, _ in asked], parsed


def _source_of(cable: Cable | None, sources: Mapping[str, KnownSource]) -> str:
    """The seal of the raw document that a page names; "" when there is no such document, "-" when it names none."""
    if cable is None or cable.source is None:
        return "-"
    known = sources.get(cable.source.file)
    return known.seal if known else ""


def _answers(
    read: Callable[[Sequence[tuple[str, str]]], bytes], asked: Sequence[tuple[str, str]], jobs: int
) -> Iterator[list[Known]]:
    chunks = [asked[at:at + _CHUNK] for at in range(0, len(asked), _CHUNK)]
    for data in spread(read, chunks, jobs if len(asked) >= _WORTH_PROCESSES else 1):
        yield msgspec.msgpack.decode(data, type=list[Known])


class _Reading:
    """Reads pages, in any process. A page whose bytes are known has an empty seal in the answer, and nothing more."""

    def __init__(self, root: Path, folder: Path, sources: Path, listed: WithheldList) -> None:
        self._root, self._folder, self._sources = root, folder, RawSources(sources, listed)
        self._listed = listed
        self._inside = stays_inside(folder, root)

    def __call__(self, asked: Sequence[tuple[str, str]]) -> bytes:
        return msgspec.msgpack.encode([self._read(path, digest) for path, digest in asked])

    def _bytes(self, name: str) -> tuple[bytes | None, list[Diagnostic]]:
        data = read_unlinked(f"{self._folder}/{name}") if self._inside else None
        if data is not None:
            return data, []
        return read_bytes(self._folder / name, self._root)

    def _read(self, name: str, known: str) -> Known:
        path = f"content/cables/{name}"
        data, found = self._bytes(name)
        if data is None:
            return Known(name, None, "-", "", None, 0, "", "", "", found)
        seal = seal_of(data, self._listed)
        if seal == known:
            return Known(name, None, "", "", None, 0, "", "", "", [])
        text, found = as_text(data, path)
        document: Document | None = None
        if text is not None:
            document, found = read_document(text, path, self._listed)
        if document is None:
            return Known(name, None, seal, seal, None, 0, "", "", "", found)
        cable = document.cable
        if cable.id in self._listed.cables:  # of which nothing is to be known
            cable = Cable(cable.id, source=cable.source, witnesses=cable.witnesses)
            return Known(name, None, seal, "", cable, 0, "", "", "", [])
        published = self._sources.published_sha256(cable.source, cable.id) if cable.source else ""
        stated = msgspec.msgpack.encode((cable, found))
        digest = digest_of(stated + document.body.encode("utf-8", "surrogatepass"))
        return Known(name, None, seal, digest, cable, document.body_line, digest_of(stated), "", published, found,
                     hashlib.sha256(document.body.encode("utf-8", "replace")).hexdigest())
