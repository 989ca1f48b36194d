"""What a project's content/ holds, read from disk: documents, plain pages, authorities, and the permalinks recorded.

Bodies are not held; a document reads its own when it is asked for.

Nothing leaves this module that is listed to be withheld, nor a digest of it that a guess could be tried on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sitegen.config import Config, Project
from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.files import (
    read_text,
    reason,
    shown,
    walk,
)
from sitegen.records.cable import Cable, Witness
from sitegen.records.document import Document, digest_of
from sitegen.records.withheld import WithheldList
from sitegen.records.withheld_files import find_list
from sitegen.records.withholding import conceal, is_marked, withhold, withhold_record
from sitegen.report import Advance
from sitegen.site.authorities import FILES, Authorities, read_authorities
from sitegen.site.page_files import Known, KnownSource, Memory, files_there, read_pages, read_sources
from sitegen.site.permalinks import LOCK, Lock, promised, read_lock
from sitegen.site.plain import PlainPage, read_page
from sitegen.site.sources import RawSources


class PublishedSources:
    """The digests of the lines of raw documents that cable pages name, as they were read with the pages."""

    def __init__(self, published: Mapping[Witness, str], raw: RawSources) -> None:
        self._published, self._raw = published, raw

    def published_sha256(self, witness: Witness) -> str:
        """The SHA-256 of the cable's source.txt, in hexadecimal; "" when its lines cannot be read."""
        return self._published.get(witness, "")

    def lines(self, witness: Witness, cable_id: str) -> tuple[str, ...]:
        """Those lines as they are published with a cable, read now; none when they cannot be read."""
        return self._raw.lines(witness, cable_id)


@dataclass(frozen=True)
class Content:
    """What content/ holds, without what is ``listed`` to be withheld; ``config`` is the project's without it.

    A document stays the object that it was until its page, or what else it is made of, has changed.

    ``texts`` are those of the plain pages by file; ``locked`` is the text of permalinks.lock, which says ``lock``; None
    without the file.

    ``digest`` is that of every file in content/, the raw documents among them, and of the configuration; ``model`` the
    same without the bodies of cable pages: equal ``model``, equal everything but bodies.
    """

    documents: Mapping[str, Document]  # by path below content/cables/, in the order of paths
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
    config: Config
    listed: WithheldList
    hidden: tuple[tuple[str, Path], ...]  # cables of which a paragraph or all is withheld, with their files
    folder: Path  # of the cable pages

    def text_sha256(self, document: Document) -> str:
        """The SHA-256 of a document's body as it is published, in hexadecimal; "" when it is not remembered."""
        known = self.memory.pages.get(document.path.removeprefix("content/cables/"))
        return known.text if known is not None else ""


def read_content(
    project: Project, memory: Memory | None = None, jobs: int = 1, progress: Advance | None = None,
    listed: WithheldList | None = None, only: Collection[Path] | None = None,
) -> tuple[Content | None, list[Diagnostic]]:
    """Read everything in content/, and what is wrong with it; None when a folder cannot be listed, or when it cannot be
    told what must be withheld.

    ``memory`` is that of an earlier run by the same code under the same list. ``jobs`` processes share the reading
    where there is much. ``listed`` is what is to be withheld; without it, what the project says. With ``only`` no cable
    page and no raw document is looked at but these: all others stand as ``memory`` has them. A path there that is no
    file any more, or in a folder of which the memory knows no file, has the folders listed again.
    """
    before = memory or Memory()
    now = Memory()
    found: list[Diagnostic] = []
    if listed is None:
        listed, found = find_list(project)
        if listed is None:
            return None, found
    config = withhold_record(listed, project.config)
    whole = hashlib.blake2b(f"{config!r}\0{listed.token}".encode("utf-8", "replace"), digest_size=16)
    model = whole.copy()

    def take(path: Path) -> str | None:
        text, wrong = read_text(path, project.root)
        found.extend(wrong)
        line = f"{shown(path, project.root)}\0{digest_of((text or '').encode())}\0{len(wrong)}\n".encode()
        whole.update(line)
        model.update(line)
        return text

    try:
        there = files_there(project.sources, "", before.sources, only)
        now.sources = read_sources(project, before.sources, there, listed, jobs)
        there = files_there(project.cables, ".md", before.pages, only)
        now.pages, now.touched, read = read_pages(project, before, now.sources, there, listed, jobs, progress)
        plain = {shown(path, project.root): text for path in walk(project.pages, ".md")
                 if (text := take(path)) is not None}
    except OSError as problem:
        place = Location(shown(Path(problem.filename or project.content), project.root))
        return None, [*found, diagnose("unreadable-file", place, f"the folder cannot be listed: {reason(problem)}")]
    pages = now.pages.values()
    now.cut = _cut_sources(pages, now.sources, listed)
    now.documents = _documents(now, before, project.cables, listed)
    found += [wrong for known in pages for wrong in known.found]
    of_listed = listed.cables.keys() | listed.paragraphs.keys()
    hidden = [(known.cable.id, project.cables / known.path) for known in pages
              if known.cable is not None and known.cable.id in of_listed] if of_listed else []
    whole.update(_joined([*now.sources, *(source.seal for source in now.sources.values())]))
    whole.update(_joined([*now.pages, *[known.digest for known in pages]]))
    model.update(_joined([*now.pages, *[known.front for known in pages], *[known.published for known in pages]]))
    whole.update(_joined(sorted(now.cut)))
    model.update(_joined(sorted(now.cut)))
    texts: list[PlainPage] = []
    for name, text in plain.items():
        if is_marked(withhold(listed, name.rpartition("/")[2])):
            found.append(diagnose("withheld-found", Location(name), "the name of this file, which would be the address "
                                  "of a page, holds what is to be withheld", "rename the file"))
            continue
        page, wrong = read_page(text, name, listed)
        found += wrong
        texts += [page] if page else []
    files = {name: project.content / name for name in FILES}
    authorities, wrong = read_authorities(
        {name: own for name, path in files.items() if path.exists() and (own := take(path)) is not None}, listed=listed)
    locked = take(project.root / LOCK) if (project.root / LOCK).exists() else None
    locked = promised(locked, listed) if locked is not None else None
    lock, amiss = read_lock(locked or "")
    raw = PublishedSources(_published(pages, listed), RawSources(project.sources, listed))
    _forget_names(now, listed)
    content = Content(now.documents, tuple(texts), authorities, raw, plain, locked, lock, whole.hexdigest(),
                      model.hexdigest(), now, read, config, listed, tuple(hidden), project.cables)
    return content, [d for d in map(partial(conceal, listed), [*found, *wrong, *amiss]) if d is not None]


def _joined(parts: Iterable[str]) -> bytes:
    return "\0".join(["", *parts, "", ""]).encode("utf-8", "surrogateescape")


def _documents(now: Memory, before: Memory, folder: Path, listed: WithheldList) -> dict[str, Document]:
    """The documents of the pages in ``now``; those of ``before`` where nothing has changed."""
    held = before.documents if before.cut == now.cut else {}
    out = {}
    for path, known in now.pages.items():
        document = held.get(path) if before.pages.get(path) is known else None
        if document is None and known.cable is not None and known.cable.id not in listed.cables:
            cable = _without_digests(known.cable, now.cut) if now.cut else known.cable
            document = Document(f"content/cables/{path}", cable, None, known.body_line, known.digest,
                                f"{folder}/{path}", known.seal, listed)
        if document is not None:
            out[path] = document
    return out


def _published(pages: Iterable[Known], listed: WithheldList) -> dict[Witness, str]:
    """The digests of the lines of raw documents that pages name, as they are published."""
    out: dict[Witness, str] = {}
    for known in pages:
        if known.published and known.cable is not None and known.cable.source and known.cable.id not in listed.cables:
            one = out.setdefault(known.cable.source, known.published)
            if one != known.published:  # of two cables in the same lines, of which not the same is withheld
                out[known.cable.source] = ""
    return out


def _forget_names(memory: Memory, listed: WithheldList) -> None:
    """Do not remember files whose names must not be told."""
    for known in (memory.pages, memory.sources) if listed else ():
        for name in [name for name in known if is_marked(withhold(listed, name, None))]:
            del known[name]


def _cut_sources(
    pages: Iterable[Known], sources: Mapping[str, KnownSource], listed: WithheldList
) -> frozenset[str]:
    """The raw documents in which something is withheld: no digest of them may be shown, for it would prove a guess."""
    cut = {name for name, source in sources.items() if source.cut}
    for known in pages if listed.cables or listed.paragraphs else ():
        if known.cable and (known.cable.id in listed.cables or known.cable.id in listed.paragraphs):
            cut |= {witness.file for witness in (known.cable.source, *known.cable.witnesses) if witness}
    return frozenset(cut)


def _without_digests(cable: Cable, cut: frozenset[str]) -> Cable:
    """A cable that states no digest of documents in which something is withheld."""
    source = cable.source
    if source and source.file in cut:
        source = replace(source, sha256="")
    witnesses = tuple(replace(own, sha256="") if own.file in cut else own for own in cable.witnesses)
    same = source is cable.source and witnesses == cable.witnesses
    return cable if same else replace(cable, source=source, witnesses=witnesses)


