"""What a project's content/ holds, read from disk: documents, plain pages, authorities, and the permalinks recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen.config import Project
from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.files import digest, read_bytes, read_text, reason, shown, walk
from sitegen.records.document import Document, read_document
from sitegen.site.authorities import FILES, Authorities, read_authorities
from sitegen.site.plain import PlainPage, read_page

LOCK = "content/permalinks.lock"
#: a document, and what is wrong with it
Reading = tuple[Document | None, list[Diagnostic]]


@dataclass(frozen=True)
class Content:
    """What content/ holds. ``texts`` are those of the plain pages by file; ``lock`` is the text of permalinks.lock.

    ``digest`` is that of every file in content/, the raw documents among them, and of the configuration.
    """

    documents: tuple[Document, ...]
    pages: tuple[PlainPage, ...]
    authorities: Authorities
    texts: Mapping[str, str]
    lock: str | None
    digest: str


def read_documents(files: Iterable[tuple[str, str]]) -> Iterator[Reading]:
    """Read cable pages, given as pairs of path and text."""
    return (read_document(text, name) for name, text in files)


def read_content(
    project: Project, read: Callable[[Sequence[tuple[str, str]]], Iterable[Reading]] = read_documents
) -> tuple[Content | None, list[Diagnostic]]:
    """Read everything in content/, and what is wrong with it; None when a folder cannot be listed.

    ``read`` reads the cable pages: another one may know those that it read before.
    """
    found: list[Diagnostic] = []
    seen = hashlib.sha256(repr(project.config).encode("utf-8", "replace"))

    def take(path: Path) -> str | None:
        text, wrong = read_text(path, project.root)
        found.extend(wrong)
        seen.update(f"{shown(path, project.root)}\0{digest((text or '').encode())}\0{len(wrong)}\n".encode())
        return text

    def texts_of(paths: Iterable[Path]) -> dict[str, str]:
        return {shown(path, project.root): text for path in paths if (text := take(path)) is not None}

    try:
        cables = texts_of(walk(project.cables, ".md"))
        plain = texts_of(walk(project.pages, ".md"))
        for path in walk(project.sources):  # what is wrong with a raw document is convert's to say
            seen.update(f"{shown(path, project.root)}\0{digest(read_bytes(path, project.root)[0] or b'')}\n".encode())
    except OSError as problem:
        place = Location(shown(Path(problem.filename or project.content), project.root))
        return None, [*found, diagnose("unreadable-file", place, f"the folder cannot be listed: {reason(problem)}")]
    documents: list[Document] = []
    for document, wrong in read(list(cables.items())):
        found += wrong
        documents += [document] if document else []
    pages: list[PlainPage] = []
    for name, text in plain.items():
        page, wrong = read_page(text, name)
        found += wrong
        pages += [page] if page else []
    files = {name: project.content / name for name in FILES}
    authorities, wrong = read_authorities(
        {name: own for name, path in files.items() if path.exists() and (own := take(path)) is not None})
    lock = take(project.root / LOCK) if (project.root / LOCK).exists() else None
    return Content(tuple(documents), tuple(pages), authorities, plain, lock, seen.hexdigest()), [*found, *wrong]
