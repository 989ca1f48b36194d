"""The convert wing at work on a project: raw documents in content/sources/ in, pages in content/cables/ out.

Documents are read side by side, each once (an unchanged one comes from the store); the pages are then made of all of
them together. A page that a person edited is never overwritten, and a page whose source is gone stays.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import msgspec

from sitegen.convert.run import DocumentResult, Page, assemble, convert_document
from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.files import read_bytes, read_text, reason, shown, walk, write_atomic
from sitegen.records.document import is_edited
from sitegen.report import Advance
from sitegen.workers import processes

#: bytes; a document is a cable or a page of some, and nothing of this size has ever been one
LARGEST = 64 * 1024 * 1024
_SMALL_JOB = 400_000  # bytes in all; less than this is read sooner than a process starts


class Store(Protocol):
    """Where the results of documents are kept from one run to the next, by the digest of what they depend on."""

    def get(self, stage: str, key: str) -> bytes | None: ...
    def put_all(self, stage: str, values: Iterable[tuple[str, bytes]]) -> None: ...


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of a document that are in no page, and the rule that left them out."""

    rule: str
    file: str
    lines: str
    text: str


@dataclass
class Conversion:
    """What a conversion did: pages written, unchanged, and kept because a person edited them; what was left out."""

    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    kept: int = 0
    documents: int = 0
    read: int = 0  # documents that were read anew
    diagnostics: list[Diagnostic] = field(default_factory=list)
    omissions: list[LeftOut] = field(default_factory=list)
    diffs: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Raw:
    """A raw document: the name that pages give as their source, its path as people see it, and its bytes."""

    name: str
    shown: str
    data: bytes


def raw_documents(paths: Sequence[Path], root: Path, sources: Path) -> Iterator[tuple[Raw | None, list[Diagnostic]]]:
    """Read raw documents; None and the reason for one that cannot be read. ``root``: what paths are shown relative
    to."""
    for path in paths:
        place = Location(shown(path, root), 1, 1)
        try:
            size = path.stat().st_size
        except OSError as problem:
            yield None, [diagnose("unreadable-file", place, f"cannot be read: {reason(problem)}")]
            continue
        if size > LARGEST:
            yield (
                None,
                [
                    diagnose(
                        "huge-file",
                        place,
                        f"the file has {size // 1048576} MB; documents of more than "
                        f"{LARGEST // 1048576} MB are not read",
                        "cut it into smaller files",
                    )
                ],
            )
            continue
        data, found = read_bytes(path, root if path.is_relative_to(root) else path.parent)
        if data is None:
            yield None, found
            continue
        inside = path.is_relative_to(sources)
        yield Raw(path.relative_to(sources).as_posix() if inside else path.name, shown(path, root), data), found


def read_documents(
    documents: Sequence[Raw], keys: Sequence[str], store: Store | None, jobs: int, progress: Advance
) -> tuple[list[DocumentResult], int]:
    """What the documents hold, in their order, and how many were read anew. Unchanged ones come from ``store``."""
    results: list[DocumentResult | None] = []
    for own in keys:
        held = store.get("convert", own) if store is not None else None
        results.append(msgspec.msgpack.decode(held, type=DocumentResult) if held is not None else None)
    waiting = [at for at, result in enumerate(results) if result is None]
    done = len(documents) - len(waiting)
    fresh: list[tuple[str, bytes]] = []

    def keep() -> None:
        if store is not None and fresh:
            store.put_all("convert", fresh)
        fresh.clear()

    small = sum(len(documents[at].data) for at in waiting) < _SMALL_JOB
    for at, result in zip(waiting, _converted([documents[at] for at in waiting], 1 if small else jobs), strict=True):
        results[at] = result
        fresh.append((keys[at], msgspec.msgpack.encode(result)))
        if len(fresh) >= 200:
            keep()  # a run that is stopped has not worked for nothing
        done += 1
        progress("convert", done, len(documents))
    keep()
    return [result for result in results if result is not None], len(waiting)


def _converted(documents: Sequence[Raw], jobs: int) -> Iterator[DocumentResult]:
    if jobs <= 1 or len(documents) < 2:
        yield from map(_convert, documents)
        return
    with processes(min(jobs, len(documents))) as executor:
        try:
            yield from executor.map(_convert, documents, chunksize=max(1, min(16, len(documents) // (jobs * 4) or 1)))
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def _convert(document: Raw) -> DocumentResult:
    try:
        return convert_document(document.name, document.shown, document.data)
    except Exception as fault:  # one document that the program cannot cope with must not cost the others their pages
        trace = fault.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else "?"
        found = diagnose("unreadable-document", Location(document.shown, 1, 1),
                         f"this document could not be read, by a fault of sitegen ({type(fault).__name__} at {where})",
                         "please report it with the document")
        return DocumentResult(document.name, "", (), (), (), (found,))


def convert_documents(
    documents: Sequence[Raw], keys: Sequence[str], store: Store | None, jobs: int, progress: Advance
) -> tuple[list[Page], Conversion]:
    """The pages that the documents make together."""
    out = Conversion(documents=len(documents))
    results, out.read = read_documents(documents, keys, store, jobs, progress)
    paths = {document.name: document.shown for document in documents}
    for result in results:
        out.diagnostics += result.diagnostics
        where = paths.get(result.file, result.file)
        for omission in (*result.omissions, *(o for draft in result.drafts for o in draft.omissions)):
            out.omissions.append(LeftOut(omission.rule, where, omission.lines, omission.text))
    pages, found = assemble(results, paths)
    out.diagnostics += found
    return pages, out


def write_pages(
    pages: Sequence[Page],
    folder: Path,
    root: Path,
    out: Conversion,
    *,
    flat: bool = False,
    diff: bool = False,
    write: bool = True,
) -> None:
    """Write the pages below ``folder`` (``flat``: all in it, else in a folder for each year), and note in ``out``
    what was
    done. ``diff``: nothing is written; for each edited page, what a new conversion would change."""
    there = {path.stem: path for path in walk(folder, ".md")}
    for page in pages:
        path = there.get(page.id) or (folder / f"{page.id}.md" if flat else folder / str(page.year) / f"{page.id}.md")
        place = Location(shown(path, root), 1, 1)
        existing: str | None = None
        if path.exists():
            existing, found = read_text(path, root if path.is_relative_to(root) else folder)
            if existing is None:  # never write over what cannot be read
                out.diagnostics += found
                continue
        if existing == page.text:
            out.unchanged += 1
        elif existing is not None and is_edited(existing):
            out.kept += 1
            out.diagnostics.append(
                diagnose(
                    "edited-page-kept",
                    place,
                    f"{page.id} was edited by a person and is kept",
                    "sitegen convert --diff shows what a new conversion would change",
                )
            )
            if diff:
                out.diffs.append(
                    "".join(
                        difflib.unified_diff(
                            existing.splitlines(keepends=True),
                            page.text.splitlines(keepends=True),
                            shown(path, root),
                            f"{page.id}.md as converted now",
                        )
                    )
                )
        elif write and not diff:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomic(path, page.text.encode("utf-8"))
            except OSError as problem:
                out.diagnostics.append(
                    diagnose("unwritable-output", place, f"the page cannot be written: {reason(problem)}")
                )
                continue
            out.written.append(page.id)
