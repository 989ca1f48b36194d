"""The files of cable pages and raw documents, each read anew only when its bytes changed.

What an earlier run read is given as ``Memory``: a file whose stamp is the same is not even opened, and one whose bytes
are the same is not parsed.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import msgspec

from sitegen.config import Project
from sitegen.diagnostics import Diagnostic
from sitegen.files import Stamp, as_text, is_settled, read_bytes, stamp_of, stamps, stays_inside
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
    digest of what the front matter states; ``source`` the seal of the raw document which it names, and ``published``
    the digest of the lines of it that are published; ``text`` is the SHA-256 of the reading text, as it is published.
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

    It holds good for the list of withheld words under which it was read, and for no other.
    """

    pages: dict[str, Known] = field(default_factory=dict)
    sources: dict[str, KnownSource] = field(default_factory=dict)
    touched: list[str] = field(default_factory=list)


class _Unasked:
    """Stands in place of the stamp of a file that is taken to be as it was."""


_UNASKED = _Unasked()
_There = Mapping[str, Stamp | _Unasked | None]


def files_there(
    folder: Path, suffix: str, before: Mapping[str, Known] | Mapping[str, KnownSource], only: Collection[Path] | None
) -> _There:
    """The files of a folder with their stamps, as ``stamps`` gives them; with ``only``, the stamps of these alone."""
    if only is None:
        return stamps(folder, suffix)
    start = f"{folder}{os.sep}"
    asked = [str(path)[len(start):] for path in only if str(path).startswith(start)]
    looked: dict[str, Stamp | _Unasked | None] = dict.fromkeys(before, _UNASKED)
    for name in asked:
        if not name.endswith(suffix) or any(part.startswith(".") for part in name.split(os.sep)):
            continue
        if not os.path.isfile(f"{folder}/{name}") or not (name in before or _has_neighbours(name, before)):
            return stamps(folder, suffix)
        looked[name] = stamp_of(f"{folder}/{name}")
    if len(looked) == len(before):
        return looked
    return {name: looked[name] for name in sorted(looked, key=lambda name: name.split(os.sep))}


def _has_neighbours(name: str, before: Iterable[str]) -> bool:
    """Whether files are known in the folder of this one, which is none then that would be left out."""
    start = name[:name.rfind(os.sep) + 1]
    return not start or any(other.startswith(start) and os.sep not in other[len(start):] for other in before)


def read_sources(
    project: Project, before: Mapping[str, KnownSource], there: _There, listed: WithheldList, jobs: int
) -> dict[str, KnownSource]:
    """The seal of every raw document; what is wrong with one is convert's to say."""
    out: dict[str, KnownSource] = {}
    now = time.time()
    asked = []
    for name, stamp in there.items():
        if isinstance(stamp, _Unasked):
            out[name] = before[name]
            continue
        known = before.get(name)
        if known is None or stamp is None or known.stamp != stamp:
            known = KnownSource(stamp if stamp and is_settled(stamp, now) else None, "")
            asked.append(name)
        out[name] = known
    chunks = [asked[at:at + _CHUNK] for at in range(0, len(asked), _CHUNK)]
    seal = _Sealing(project.root, project.sources, listed)
    for chunk, answers in zip(chunks, spread(seal, chunks, jobs if listed else 1), strict=True):
        for name, (own, cut) in zip(chunk, answers, strict=True):
            out[name].seal, out[name].cut = own, cut
    return out


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
    project: Project, before: Mapping[str, Known], sources: Mapping[str, KnownSource], there: _There,
    listed: WithheldList, jobs: int,
    progress: Advance | None,
) -> tuple[list[Known], list[str], int]:
    """The cable pages in the order of their paths; which of them were opened, and how many parsed."""
    pages: dict[str, Known | None] = {}
    asked: list[tuple[str, str]] = []  # path, and the digest of the bytes that are known
    now = time.time()
    for path, stamp in there.items():
        known = before.get(path)
        if known is not None and known.source != _source_of(known.cable, sources):
            known = None  # read again, for what the page says of its source
        pages[path] = known
        if known is None or (stamp is not _UNASKED and (stamp is None or known.stamp != stamp)):
            asked.append((path, known.seal if known else ""))
    done = len(there) - len(asked)
    parsed = 0
    for answers in _answers(_Reading(project.root, project.cables, project.sources, listed), asked, jobs):
        for answer in answers:
            if answer.seal:
                parsed += 1
                answer.source = _source_of(answer.cable, sources)
                pages[answer.path] = answer
            current, stamp = pages[answer.path], there[answer.path]
            assert current is not None
            proves = stamp is not None and not isinstance(stamp, _Unasked) and is_settled(stamp, now)
            current.stamp = cast(Stamp, stamp) if proves else None
            done += 1
        if progress:
            progress("read", done, len(there))
    return [page for page in pages.values() if page is not None], [path for path, _ in asked], parsed


def _source_of(cable: Cable | None, sources: Mapping[str, KnownSource]) -> str:
    """The digest of the raw document that a page names; "" when there is none."""
    known = sources.get(cable.source.file) if cable is not None and cable.source is not None else None
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
