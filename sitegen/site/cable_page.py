"""The page of one cable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sitegen.records import dates
from sitegen.records.blocks import Block, Heading, Paragraph, Table, parse
from sitegen.records.cable import Cable, Witness
from sitegen.records.markup import Change, Highlight, Note, Span, plain
from sitegen.records.vocabulary.captions import explain as explain_caption
from sitegen.records.vocabulary.classifications import CLASSIFICATIONS
from sitegen.records.vocabulary.executive_orders import explain_reason
from sitegen.records.vocabulary.precedences import PRECEDENCES
from sitegen.site import explain, urls
from sitegen.site.authorities import SourceEntry
from sitegen.site.citations import citations, highwire, structured
from sitegen.site.lists import row, rows, shorten, site_info
from sitegen.site.mentions import text_of, whole_words
from sitegen.site.model import Site
from sitegen.site.topics import TopicRecord, label_of, shown_as
from sitegen.site.view_parts import Counted, Head, Link, Row, Term
from sitegen.site.views import CableView, Marking, Named, Provenance, Reference

#: names under which somebody took a person's name out of the text before it reached this archive
REDACTION = re.compile(r"X{4,}")


def cable_view(site: Site, cable_id: str) -> CableView:
    """Everything on the page of a cable. Raises KeyError for one that is not published."""
    document = site.documents[cable_id]
    cable, language = document.cable, site.config.language
    link = site.urls.link
    path = site.urls.cable(cable)
    address = site.urls.absolute(path)
    blocks = parse(document.body)
    texts = [text_of(block) for block in blocks]
    spans = list(_all_spans(blocks))
    topics = _topics(site, cable)
    named = _named(site, cable)
    terms = _terms(site, texts)
    before, after = site.neighbours[cable_id]
    origin = site.place_of.get(("post", cable.origin))
    published = site.sources.published_sha256(cable.source) if cable.source else ""  # "" too where the source is gone
    title = cable.title or cable.subject or cable.id
    return CableView(
        site=site_info(site),
        head=_head(site, cable, title, address, topics, named, texts),
        crumbs=_crumbs(site, cable),
        id=cable.id, title=title, subject=cable.subject,
        when=explain.when(cable.date, language), date_basis=cable.date_basis,
        classification=_term(cable.classification, CLASSIFICATIONS),
        captions=tuple(Term(caption, explain_caption(caption) or "") for caption in cable.captions),
        origin=Link(origin.name, link(urls.place(origin.slug))) if origin else None,
        precedence=_term(cable.precedence, PRECEDENCES),
        precedence_info=_term(cable.precedence_info, PRECEDENCES),
        from_=cable.from_, to=cable.to, info=cable.info,
        topics=topics,
        countries=tuple(Link(place.name, link(urls.place(place.slug))) for code in dict.fromkeys(cable.tags)
                        if (place := site.place_of.get(("country", code)))),
        references=tuple(Reference(cited, row(site, cited) if cited in site.documents else None)
                         for cited in cable.references),
        references_other=cable.references_other,
        cited_by=rows(site, site.cited_by.get(cable_id, ())),
        classified_by=cable.classified_by,
        reasons=tuple(Term(code, explain_reason(code) or "") for code in cable.reasons),
        declassify_on=explain.when(cable.declassify_on, language),
        derived_from=cable.derived_from,
        downgrade=_downgrade(cable, language),
        pass_lines=cable.pass_lines, transmission_id=cable.transmission_id, sections=cable.sections,
        signed_by=cable.signed_by, people=named, doubts=cable.doubts,
        body=blocks,
        marking=Marking(_spellings(named),
                        tuple((term.sign, term.meaning) for term in terms)),
        contents=tuple(Link(plain(block.spans), f"#{block.anchor}") for block in blocks if isinstance(block, Heading)),
        marks=_marks(blocks), terms=terms,
        corrections=sum(isinstance(span, Change) for span in spans),
        has_redactions=any(REDACTION.search(text) for text in texts),
        withheld=sum(isinstance(span, Note) and span.text.startswith("withheld") for span in spans),
        previous=_neighbour(site, before), next=_neighbour(site, after),
        citations=citations(cable, site.config, address), permalink=address,
        paragraph_permalink=next((f"{address}#{block.anchor}" for block in blocks
                                  if isinstance(block, Paragraph) and block.anchor), ""),
        source=_provenance(site, cable.source) if cable.source else None,
        published_sha256=published,
        source_text=link(f"{path}source.txt") if site.config.outputs.source_text and published else "",
        cable_json=link(f"{path}cable.json") if site.config.outputs.cable_json else "",
        witnesses=tuple(_provenance(site, witness) for witness in cable.witnesses),
    )


def _head(site: Site, cable: Cable, title: str, address: str, topics: Sequence[Counted], named: Sequence[Named],
          texts: Sequence[str]) -> Head:
    year = dates.year(cable.date)
    filters = [("year", str(year) if year else ""), ("classification", cable.classification), ("origin", cable.origin)]
    filters += [("topic", topic_facet(site.topic_of[topic.note])) for topic in topics]
    filters += [("person", person.text) for person in named]
    return Head(
        title=f"{title} – {cable.id}",
        description=shorten(next((text for text in texts if len(text) > 80), title)),
        canonical=address, section="cables", type="article",
        meta=highwire(cable, site.config, address),
        filters=tuple((name, value) for name, value in filters if value),
        structured=structured(cable, site.config, address, tuple(topic.text for topic in topics),
                              tuple(person.text for person in named)),
        alternates=(("application/json", site.urls.link(f"{site.urls.cable(cable)}cable.json")),)
        if site.config.outputs.cable_json else (),
    )


def topic_facet(topic: TopicRecord) -> str:
    """The value of a topic among the facets of the search: all its labels and its code, one value for all years."""
    return f"{topic.label} ({topic.code})" if topic.label else topic.code


def _crumbs(site: Site, cable: Cable) -> tuple[Link, ...]:
    year, month = dates.year(cable.date), dates.month(cable.date)
    crumbs = []
    if year:
        crumbs.append(Link(str(year), site.urls.link(urls.year(year))))
        if month:
            name = explain.month_name(month, site.config.language)
            crumbs.append(Link(name, site.urls.link(urls.month(year, month))))
    return tuple(crumbs)


def _topics(site: Site, cable: Cable) -> tuple[Counted, ...]:
    year, entries = dates.year(cable.date), site.authorities.topics
    return tuple(
        Counted(shown_as(code, label_of(code, year, entries)), site.urls.link(urls.topic(code)), 0, code)
        for code in dict.fromkeys(cable.tags))


def _named(site: Site, cable: Cable) -> tuple[Named, ...]:
    out = []
    for person in site.people_of[cable.id]:
        names = next(naming.names for naming in person.namings if naming.cable == cable.id)
        out.append(Named(person.name, site.urls.link(urls.person(person.slug)), names))
    return tuple(out)


def _spellings(named: Iterable[Named]) -> tuple[tuple[str, str], ...]:
    """The names to mark in the text with the links of their persons; many cables are in capitals throughout."""
    return tuple((form, person.url) for person in named for spelling in person.spellings
                 for form in dict.fromkeys((spelling, spelling.upper())))


def _terms(site: Site, texts: Iterable[str]) -> tuple[Term, ...]:
    text = "\n".join(texts)
    candidates = (sign for sign in site.authorities.glossary if sign in text)
    return tuple(Term(sign, site.authorities.glossary[sign]) for sign in sorted(candidates)
                 if whole_words((sign,)).search(text))


def _marks(blocks: Iterable[Block]) -> tuple[Term, ...]:
    marks = dict.fromkeys(block.mark for block in blocks if isinstance(block, Paragraph) and block.mark)
    return tuple(Term(mark, explain.portion_mark(mark)) for mark in marks)


def _term(word: str, meanings: Mapping[str, str]) -> Term | None:
    return Term(word, meanings.get(word, "")) if word else None


def _downgrade(cable: Cable, language: str) -> Term | None:
    if cable.downgrade is None:
        return None
    moment = explain.when(cable.downgrade.on, language)
    return Term(cable.downgrade.to, moment.text if moment else cable.downgrade.on)


def _neighbour(site: Site, cable_id: str) -> Row | None:
    return row(site, cable_id) if cable_id else None


def _provenance(site: Site, witness: Witness) -> Provenance:
    known = site.authorities.sources.get(witness.file, SourceEntry())
    return Provenance(witness.file, witness.lines, witness.sha256, known.url, known.publisher, known.received,
                      known.rights, known.note)


def _all_spans(blocks: Iterable[Block]) -> Iterator[Span]:
    for block in blocks:
        if isinstance(block, Table):
            for cells in (block.head, *block.rows):
                for cell in cells:
                    yield from _within(cell)
            continue
        yield from _within(block.spans)
        if isinstance(block, Paragraph):
            yield from _within(block.number_spans)
            yield from _within(block.mark_spans)


def _within(spans: Iterable[Span]) -> Iterator[Span]:
    for span in spans:
        yield span
        if isinstance(span, Change):
            yield from _within((*span.received, *span.read))
        elif isinstance(span, Highlight):
            yield from _within(span.spans)
