"""The page that shows a cable's source beside its reading text, and how the one became the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sitegen.files import digest
from sitegen.records.blocks import Block, Heading, Paragraph, Table, parse
from sitegen.records.cable import Cable
from sitegen.records.document import ContentChanged, Document
from sitegen.records.markup import Change, plain, received
from sitegen.records.source_text import words
from sitegen.site import explain
from sitegen.site.alignment import pieces
from sitegen.site.authorities import SourceEntry
from sitegen.site.cable_page import all_spans, crumbs, known_sources, provenances
from sitegen.site.cable_parts import Corrected, Marking, SourceLine, SourcePart
from sitegen.site.model import Frame, Site
from sitegen.site.sources import line_numbers, published
from sitegen.site.view_parts import Head
from sitegen.site.views import SourceView


class PublishedLines:
    """The lines of a source as they are published, read when they are asked for. They stand by their SHA-256."""

    __slots__ = ("_cable", "_path", "_site", "_witness", "digest")

    def __init__(self, site: Site, cable: Cable, path: str) -> None:
        assert cable.source is not None
        self._site, self._witness, self._cable, self._path = site.sources, cable.source, cable.id, path
        self.digest = site.sources.published_sha256(cable.source)

    def read(self) -> tuple[str, ...]:
        """The lines. Raises ContentChanged when they are not those any more that were read before."""
        lines = self._site.lines(self._witness, self._cable)
        if digest(published(lines)) != self.digest:
            raise ContentChanged(self._path)
        return lines


@dataclass(frozen=True, slots=True)
class SourceContext:
    """All that the page shows and that is not in the cable's own document."""

    frame: Frame
    lines: PublishedLines
    sources: tuple[SourceEntry, ...]


def has_source_page(site: Site, cable: Cable) -> bool:
    """Whether a cable has this page: its source's lines can be read, and are published as text too."""
    return site.config.outputs.source_text and bool(cable.source and site.sources.published_sha256(cable.source))


def source_context(site: Site, cable_id: str) -> SourceContext:
    """What the page needs to know. Raises KeyError for a cable that is not published."""
    document = site.documents[cable_id]
    return SourceContext(site.frame, PublishedLines(site, document.cable, document.path),
                         known_sources(site, document.cable))


def source_view(context: SourceContext, documents: Sequence[Document]) -> SourceView:
    """The source beside the reading text, made of the context and of the cable's document."""
    document, frame = documents[0], context.frame
    cable, path = document.cable, frame.urls.cable(document.cable)
    blocks, lines = parse(document.body), context.lines.read()
    found = pieces([_received(block) for block in blocks], lines)
    numbers = line_numbers(cable.source.lines if cable.source else "", len(lines))
    parts = tuple(SourcePart(piece.texts, tuple(SourceLine(numbers[line], lines[line][start:end])
                                                for line, start, end in piece.lines)) for piece in found)
    own = provenances(cable, context.sources)
    return SourceView(
        site=frame.info,
        head=Head(title=cable.id, description=cable.title, canonical=frame.urls.absolute(path), section="source"),
        crumbs=crumbs(frame, cable), id=cable.id, title=cable.title or cable.subject or cable.id,
        cable=frame.urls.link(path), body=blocks, marking=Marking(), parts=parts, aligned=len(found) > 1,
        lines=len(lines),
        unread=sum(1 for part in parts if not part.blocks for line in part.lines if words(line.text)),
        corrected=tuple(_corrected(blocks, frame.urls.link(path))),
        when=explain.when(cable.date, frame.config.language), date_basis=cable.date_basis,
        doubts=explain.doubts(cable.doubts, frame.config.language),
        source=own[0], published_sha256=context.lines.digest, source_text=frame.urls.link(f"{path}source.txt"),
        witnesses=own[1:],
    )


def _received(block: Block) -> str:
    """The words of a block as its source has them."""
    if isinstance(block, Paragraph):
        return " ".join(map(received, (block.number_spans, block.mark_spans, block.spans)))
    if isinstance(block, Table):
        return "\n".join(received(cell) for row in (block.head, *block.rows) for cell in row)
    return received(block.spans)


def _corrected(blocks: Iterable[Block], page: str) -> Iterator[Corrected]:
    """Every change of words, in the order of the text."""
    anchor = ""
    for block in blocks:
        anchor = block.anchor or anchor
        number = f"{block.number}{block.letter}" if isinstance(block, Paragraph) else ""
        label = plain(block.spans) if isinstance(block, Heading) else number
        for span in all_spans((block,)):
            if isinstance(span, Change):
                url = f"{page}#{anchor}" if anchor else page
                yield Corrected(url, label, received(span.received), plain(span.read))
