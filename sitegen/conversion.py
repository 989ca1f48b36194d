"""The convert wing at work on a project: raw documents in content/sources/ in, pages in content/cables/ out.

Documents are read side by side, each once (an unchanged one comes from the store); the pages are then made of all of
them together. A page that a person edited is never overwritten, and a page whose source is gone stays. Of the raw
documents no more are in memory than are being worked on.
"""

from __future__ import annotations

import difflib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import msgspec

from sitegen.convert.run import DocumentResult, Page, assemble, convert_document
from sitegen.convert.withholding import Withholding
from sitegen.converted import Conversion, Key, LeftOut, Store
from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.files import read_bytes, read_text, reason, shown, stays_inside, walk, write_atomic
from sitegen.records.document import is_edited
from sitegen.records.withheld import NOTHING, WithheldList
from sitegen.records.withholding import conceal
from sitegen.report import Advance
from sitegen.workers import processes

#: bytes; a document is a cable or a page of some, and nothing of this size has ever been one
LARGEST = 64 * 1024 * 1024
_SMALL_JOB = 400_000  # bytes in all; less than this is read sooner than a process starts
_CHUNK = 100_000  # bytes of documents that go to a process at once
_AHEAD = 3  # chunks for each process that are read before the first of them is done

_DECODER = msgspec.msgpack.Decoder(DocumentResult)


@dataclass(frozen=True, slots=True)
class Raw:
    """A raw document: the name that pages give as their source, its path as people see it, and its bytes.

    ``cut``: something in it is withheld, and stands there no more but for what is withheld in some cables alone.
    """

    name: str
    shown: str
    data: bytes
    cut: bool = False


def raw_documents(
    paths: Sequence[Path], root: Path, sources: Path, listed: WithheldList = NOTHING
) -> Iterator[tuple[Raw | None, list[Diagnostic]]]:
    """Read raw documents without what is ``listed`` to be withheld; None and the reason for one that cannot be read.
    ``root``: what paths are shown relative to."""
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
        name = path.relative_to(sources).as_posix() if inside else path.name
        without = Withholding(listed).source(data)
        yield Raw(name, shown(path, root), without.data, without.cut), found


def convert_documents(
    documents: Iterable[tuple[Raw | None, list[Diagnostic]]],
    count: int,
    key: Key,
    store: Store | None,
    jobs: int,
    progress: Advance,
    listed: WithheldList = NOTHING,
) -> tuple[list[Page], Conversion]:
    """The pages that ``count`` documents make together. ``documents`` as from ``raw_documents``, taken one by one.

    Those whose results the store holds are not read again. It never holds the result of one that tells of a cable for
    which something is ``listed`` by its id.
    """
    out = Conversion()
    paths: dict[str, str] = {}
    results: list[DocumentResult | None] = []
    cut: set[int] = set()
    untold: set[int] = set()  # whose names must not be told
    withholding = Withholding(listed)

    def waiting() -> Iterator[tuple[int, Raw]]:
        for document, found in documents:
            out.diagnostics += found
            if document is None:
                continue
            paths[document.name] = document.shown
            out.keys.append(key(*withholding.named(document.name, document.shown), document.data,
                                *(withholding.reasons if document.cut else ())))
            held = store.get("convert", out.keys[-1]) if store is not None else None
            if document.cut:
                cut.add(len(results))
            if withholding.named(document.name) != (document.name,):
                untold.add(len(results))
            results.append(None if held is None else _DECODER.decode(held))
            if held is None:
                yield len(results) - 1, document

    fresh: list[tuple[str, bytes]] = []
    done = 0
    for at, encoded in _converted(waiting(), jobs):
        result = _DECODER.decode(encoded)
        named = not listed.named.isdisjoint(draft.cable.id for draft in result.drafts)
        if named or at in cut:
            result = withholding.settled(result)
            encoded = msgspec.msgpack.encode(result)
        results[at] = result
        out.read += 1
        if store is not None and not named and at not in untold:
            fresh.append((out.keys[at], encoded))
            if len(fresh) >= 200:  # a run that is stopped has not worked for nothing
                store.put_all("convert", fresh)
                fresh.clear()
        done = max(done + 1, at + 1)
        progress("convert", done, count)
    if store is not None and fresh:
        store.put_all("convert", fresh)
    out.documents = len(results)
    pages = _assembled([result for result in results if result is not None], paths, out)
    out.diagnostics = [told for told in (conceal(listed, found) for found in out.diagnostics) if told is not None]
    return [replace(page, cable=withholding.sources(page.cable)) for page in pages] if listed else pages, out


def _assembled(results: Sequence[DocumentResult], paths: dict[str, str], out: Conversion) -> list[Page]:
    for result in results:
        out.diagnostics += result.diagnostics
        where = paths.get(result.file, result.file)
        for omission in (*result.omissions, *(o for draft in result.drafts for o in draft.omissions)):
            out.omissions.append(LeftOut(omission.rule, where, omission.lines, omission.text))
    pages, found = assemble(results, paths)
    out.diagnostics += found
    return pages


def _converted(documents: Iterator[tuple[int, Raw]], jobs: int) -> Iterator[tuple[int, bytes]]:
    """The results of numbered documents, encoded, in their order."""
    first: list[tuple[int, Raw]] = []
    size = 0
    while jobs > 1 and (size < _SMALL_JOB or len(first) < 2) and (one := next(documents, None)) is not None:
        first.append(one)
        size += len(one[1].data)
    if size < _SMALL_JOB or len(first) < 2:
        for at, document in chain(first, documents):
            yield at, _convert(document)
        return
    running: deque[tuple[list[int], Future[list[bytes]]]] = deque()
    with processes(jobs) as executor:
        try:
            for chunk in _chunks(chain(first, documents)):
                task = executor.submit(_convert_all, [document for _, document in chunk])
                running.append(([at for at, _ in chunk], task))
                if len(running) > _AHEAD * jobs:
                    numbers, task = running.popleft()
                    yield from zip(numbers, task.result(), strict=True)
            for numbers, task in running:
                yield from zip(numbers, task.result(), strict=True)
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def _chunks(documents: Iterable[tuple[int, Raw]]) -> Iterator[list[tuple[int, Raw]]]:
    chunk: list[tuple[int, Raw]] = []
    size = 0
    for one in documents:
        chunk.append(one)
        size += len(one[1].data)
        if size >= _CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _convert_all(documents: Sequence[Raw]) -> list[bytes]:
    return [_convert(document) for document in documents]


def _convert(document: Raw) -> bytes:
    """The encoded result of one document: bytes pass from process to process, and into the store, as they are."""
    return msgspec.msgpack.encode(_read(document))


def _read(document: Raw) -> DocumentResult:
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


def write_pages(
    pages: Sequence[Page],
    folder: Path,
    root: Path,
    out: Conversion,
    *,
    flat: bool = False,
    diff: bool = False,
    write: bool = True,
    there: Mapping[str, Path] | None = None,
) -> None:
    """Write the pages below ``folder`` (``flat``: all in it, else in a folder for each year), and note in ``out``
    what was done. ``diff``: nothing is written; for each edited page, what a new conversion would change. ``there``
    are the pages that stand in it, by their ids, where that is known."""
    if there is None:
        there = {path.stem: path for path in walk(folder, ".md")}
    for page in pages:
        path = there.get(page.id) or (folder / f"{page.id}.md" if flat else folder / str(page.year) / f"{page.id}.md")
        place = Location(shown(path, root), 1, 1)
        text = page.text
        existing: str | None = None
        base = root if path.is_relative_to(root) else folder
        if page.id in there or path.exists():
            existing, found = read_text(path, base)
            if existing is None:  # never write over what cannot be read
                out.diagnostics += found
                continue
        if existing == text:
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
                            text.splitlines(keepends=True),
                            shown(path, root),
                            f"{page.id}.md as converted now",
                        )
                    )
                )
        elif write and not diff:
            if not stays_inside(path, base):
                out.diagnostics.append(diagnose("outside-project", place, "a symbolic link leads this page out of the "
                                                "project's folder; it was not written", "put a folder in its place"))
                continue
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomic(path, text.encode("utf-8"))
            except OSError as problem:
                out.diagnostics.append(
                    diagnose("unwritable-output", place, f"the page cannot be written: {reason(problem)}")
                )
                continue
            out.written.append(page.id)


def convert_first(
    paths: Sequence[Path], sources: Path, folder: Path, root: Path, there: Callable[[str], bool],
    listed: WithheldList = NOTHING,
) -> Conversion:
    """Write the pages of cables that have none yet (``there``: whether the cable of an id has one), out of some raw
    documents alone.

    So they can be looked at before all documents are put together, which alone can tell a copy and estimate a date.
    """
    raw = raw_documents(paths, root, sources, listed)
    pages, out = convert_documents(raw, len(paths), _no_key, None, 1, _unheard, listed)
    write_pages([page for page in pages if not there(page.id)], folder, root, out, there={})
    return out


def _no_key(*parts: str | bytes) -> str:
    return ""


def _unheard(stage: str, done: int, total: int) -> None:
    pass
