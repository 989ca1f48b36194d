"""What was right last, in the place of what a file with an error holds now: the editor sees the error over a page that
still stands, and not an archive without the cable that is being corrected.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sitegen.records.cable import Cable
from sitegen.records.document import Document
from sitegen.site.authorities import FILES, Authorities
from sitegen.site.content import Content
from sitegen.site.plain import PlainPage


class LastGood:
    """Remembers of each file of content/ that has an error what it held before."""

    def __init__(self) -> None:
        self._cables: dict[str, Cable] = {}
        self._pages: dict[str, PlainPage] = {}
        self._authorities: Authorities | None = None

    def instead(self, content: Content, before: Content | None, broken: Collection[str]) -> Content:
        """``content`` with what was right last in the files ``broken``; ``before`` is what this gave before."""
        if before is not None and broken:
            for document in before.documents.values():
                if document.path in broken:
                    self._cables.setdefault(document.path, document.cable)
            for page in before.pages:
                if page.path in broken:
                    self._pages.setdefault(page.path, page)
            if self._authorities is None:
                self._authorities = before.authorities
        self._cables = {path: cable for path, cable in self._cables.items() if path in broken}
        self._pages = {path: page for path, page in self._pages.items() if path in broken}
        if not any(f"content/{name}" in broken for name in FILES):
            self._authorities = None
        return replace(
            content, documents=self._documents(content),
            pages=(*(page for page in content.pages if page.path not in self._pages), *self._pages.values()),
            authorities=self._authorities or content.authorities)

    def _documents(self, content: Content) -> Mapping[str, Document]:
        if not self._cables:
            return content.documents
        read = dict(content.documents)
        for path, cable in self._cables.items():
            name = path.removeprefix("content/cables/")
            known = content.memory.pages.get(name)
            if known is not None:
                there = read.get(name)
                read[name] = Document(path, cable, None, there.body_line if there else 1, known.digest,
                                      str(content.folder / name), known.seal, content.listed)
        return read
