"""The page of one cable."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sitegen.records import dates
from sitegen.records.blocks import Block, Heading, Paragraph, Table, parse
from sitegen.records.cable import Cable, Witness
from sitegen.records.document import Document
from sitegen.records.markup import Change, Highlight, Note, Span, plain
from sitegen.records.vocabulary.classifications import CLASSIFICATIONS
from sitegen.records.vocabulary.precedences import PRECEDENCES
from sitegen.site import explain, urls
from sitegen.site.authorities import SourceEntry
from sitegen.site.cable_parts import Citation, Marking, Named, Provenance, Reference, Related, Who
from sitegen.site.card import CARD
from sitegen.site.citation_formats import FORMATS
from sitegen.site.citations import Cited, addressee, citations, cited, of_paragraph
from sitegen.site.corrections import changed
from sitegen.site.lists import shorten
from sitegen.site.mentions import text_of, whole_words
from sitegen.site.metadata import highwire, structured
from sitegen.site.model import Frame, Glossary, Site
from sitegen.site.people import PersonRecord
from sitegen.site.related import related
from sitegen.site.topics import TopicRecord, label_of, shown_as
from sitegen.site.view_parts import Counted, Head, Link, Row, Term
from sitegen.site.views import CableView, Changed, Elsewhere

#: names under which somebody took a person's name out of the text before it reached this archive
REDACTION = re.compile(r"X{4,}")
_UNKNOWN = SourceEntry()
#: fields of the view that are worked out only for a theme that names them: they change with the rest of the archive
OPTIONAL = frozenset({"post_previous", "post_next", "related", "who"})


@dataclass(frozen=True, slots=True)
class CableContext:
    """All that the page of a cable shows and that is not in its own document."""

    frame: Frame
    previous: Row | None
    next: Row | None
    references: tuple[Row | None, ...]  # None for a cable that is not in this archive
    cited_by: tuple[Row, ...]
    topics: tuple[Counted, ...]
    facets: tuple[str, ...]
    people: tuple[Named, ...]
    origin: Link | None
    countries: tuple[Link, ...]
    glossary: Glossary
    published: str
    unpublished: str
    sources: tuple[SourceEntry, ...]  # of the source, then of the witnesses
    elsewhere: tuple[Elsewhere, ...]
    changed: tuple[Changed, ...]
    at_post: tuple[Row | None, Row | None] = (None, None)
    related: tuple[Related, ...] = ()
    who: tuple[Who, ...] = ()


def cable_context(site: Site, cable_id: str, asked: Callable[[], Collection[str]] = lambda: OPTIONAL) -> CableContext:
    """What the page of a cable needs to know of the others; ``asked`` gives which of ``OPTIONAL`` it shows.

    Raises KeyError for a cable that is not published.
    """
    optional = asked()
    cable = site.documents[cable_id].cable
    link, rows = site.urls.link, site.rows
    before, after = site.neighbours[cable_id]
    origin = site.place_of.get(("post", cable.origin))
    codes = dict.fromkeys(cable.tags)
    return CableContext(
        site.frame, rows.find(before), rows.find(after), tuple(map(rows.find, cable.references)),
        tuple(map(rows.__getitem__, site.cited_by.get(cable_id, ()))), _topics(site, cable, codes),
        tuple(topic_facet(site.topic_of[code]) for code in codes),
        tuple(Named(person.name, link(urls.person(person.slug)), names) for person, names in site.people_of[cable_id]),
        Link(origin.name, link(urls.place(origin.slug))) if origin else None,
        tuple(Link(place.name, link(urls.place(place.slug))) for code in codes
              if (place := site.place_of.get(("country", code)))),
        site.glossary,
        site.sources.published_sha256(cable.source) if cable.source else "",  # "" too where the source is gone
        site.unpublished.get(site.documents[cable_id].path, ""),
        known_sources(site, cable),
        _elsewhere(site, cable) if site.lock.anchors else (),
        tuple(changed(site, entry) for entry in site.corrections_of.get(cable_id, ())),
        _at_post(site, cable_id) if "post_previous" in optional or "post_next" in optional else (None, None),
        related(site, cable_id) if "related" in optional else (),
        tuple(_who(site, cable, person) for person, _ in site.people_of[cable_id]) if "who" in optional else (),
    )


def _elsewhere(site: Site, cable: Cable) -> tuple[Elsewhere, ...]:
    found = []
    for one in site.lock.anchors.get(site.urls.cable(cable), ()):
        path, _, anchor = one.target.partition("#")
        found.append(Elsewhere(one.anchor, site.urls.link(path, anchor) if path else "", one.why))
    return tuple(found)


def cable_view(context: CableContext, documents: Sequence[Document]) -> CableView:
    """Everything on the page of a cable, made of its context and of its document."""
    cable, frame = documents[0].cable, context.frame
    config, language = frame.config, frame.config.language
    link = frame.urls.link
    path = frame.urls.cable(cable)
    address = frame.urls.absolute(path)
    body = documents[0].body
    blocks = parse(body)
    marks = body.count("{") > body.count("{#")  # every mark begins with a brace, and most braces begin anchors
    spans = list(all_spans(blocks)) if marks else ()
    terms = _terms(context.glossary, blocks)
    published = context.published
    title = cable.title or cable.subject or cable.id
    provenance = provenances(cable, context.sources)
    return CableView(
        site=frame.info,
        head=_head(context, cable, title, address, blocks),
        crumbs=crumbs(frame, cable),
        id=cable.id, title=title, subject=cable.subject,
        when=explain.when(cable.date, language), date_basis=cable.date_basis,
        classification=explain.term(cable.classification, CLASSIFICATIONS, language),
        captions=tuple(explain.caption(caption, language) for caption in cable.captions),
        origin=context.origin,
        precedence=explain.term(cable.precedence, PRECEDENCES, language),
        precedence_info=explain.term(cable.precedence_info, PRECEDENCES, language),
        from_=cable.from_, to=cable.to, info=cable.info,
        topics=context.topics, countries=context.countries,
        references=tuple(map(Reference, cable.references, context.references)),
        references_other=cable.references_other,
        cited_by=context.cited_by,
        classified_by=cable.classified_by,
        reasons=tuple(explain.reason(code, language) for code in cable.reasons),
        declassify_on=explain.when(cable.declassify_on, language),
        derived_from=cable.derived_from,
        downgrade=_downgrade(cable, language),
        pass_lines=cable.pass_lines, transmission_id=cable.transmission_id, sections=cable.sections,
        signed_by=cable.signed_by, people=context.people, doubts=explain.doubts(cable.doubts, language),
        body=blocks,
        marking=Marking(_spellings(context.people, body),
                        tuple((term.sign, term.meaning) for term in terms)),
        contents=tuple(Link(plain(block.spans), f"#{block.anchor}") for block in blocks if isinstance(block, Heading)),
        marks=_marks(blocks, language), terms=terms,
        corrections=sum(isinstance(span, Change) for span in spans),
        has_redactions="XXXX" in body and any(REDACTION.search(text_of(block)) for block in blocks),
        withheld=sum(isinstance(span, Note) and span.withheld for span in spans),
        previous=context.previous, next=context.next,
        post_previous=context.at_post[0], post_next=context.at_post[1], related=context.related, who=context.who,
        cite=partial(_citations, context, cable, path), spell_out=addressee, permalink=address,
        paragraph_permalink=next((f"{address}#{block.anchor}" for block in blocks
                                  if isinstance(block, Paragraph) and block.anchor), ""),
        source=provenance[0] if cable.source else None,
        published_sha256=published,
        source_text=link(f"{path}source.txt") if config.outputs.source_text and published else "",
        source_page=link(f"{path}source/") if config.outputs.source_text and published else "",
        cable_json=link(f"{path}cable.json") if config.outputs.cable_json else "",
        witnesses=provenance[1:] if cable.source else provenance, elsewhere=context.elsewhere,
        changed=context.changed,
    )


def _head(context: CableContext, cable: Cable, title: str, address: str, blocks: Sequence[Block]) -> Head:
    frame, config = context.frame, context.frame.config
    year = dates.year(cable.date)
    days = "/".join(dict.fromkeys(day.isoformat() for day in dates.days(cable.date) or ()))
    filters = [("year", str(year) if year else ""), ("date", days), ("classification", cable.classification),
               ("origin", cable.origin)]
    filters += [("topic", facet) for facet in context.facets]
    filters += [("person", person.text) for person in context.people]
    return Head(
        title=f"{title} – {cable.id}",
        description=shorten(next((text for block in blocks if len(text := text_of(block)) > 80),
                                 f"{title} ({cable.id})")),
        canonical=address, section="cables", type="article",
        filters=tuple((name, value) for name, value in filters if value),
        find=partial(_for_machines, context, cable, address),
        alternates=(("application/json", frame.urls.link(f"{frame.urls.cable(cable)}cable.json")),)
        if config.outputs.cable_json else (),
        card=frame.urls.link(f"{frame.urls.cable(cable)}{CARD}") if config.outputs.cards else "",
        unpublished=explain.unpublished(context.unpublished, config.language),
    )


def _for_machines(
    context: CableContext, cable: Cable, address: str
) -> tuple[tuple[tuple[str, str], ...], str]:
    config = context.frame.config
    people, source = tuple(person.text for person in context.people), _first(context.sources)
    return (highwire(cable, config, address, source),
            structured(cable, config, address, context.topics, people, source))


def _citations(context: CableContext, cable: Cable, path: str) -> tuple[Citation, ...]:
    config, urls_ = context.frame.config, context.frame.urls
    whole = cited(cable, config, urls_.absolute(path), _first(context.sources))
    part = of_paragraph(whole)
    files = {kind: urls_.link(f"{path}cite.{kind}") if config.outputs.cite else "" for kind in FORMATS}
    formats = (Citation(kind, form(whole), form(part), files[kind]) for kind, form in FORMATS.items())
    return (*citations(whole), *formats)


def cite_context(site: Site, cable_id: str) -> Cited:
    """What the files are made of that cite a cable. Raises KeyError for one that is not published."""
    cable = site.cable(cable_id)
    return cited(cable, site.config, site.urls.absolute(site.urls.cable(cable)), _first(known_sources(site, cable)))


def cite_file(kind: str, context: Cited) -> bytes:
    """The file of a format: ``bib``, ``ris`` or ``json``."""
    return FORMATS[kind](context).encode()


def _first(sources: Sequence[SourceEntry]) -> SourceEntry:
    return sources[0] if sources else _UNKNOWN


def _at_post(site: Site, cable_id: str) -> tuple[Row | None, Row | None]:
    before, after = site.at_post.get(cable_id, ("", ""))
    return site.rows.find(before), site.rows.find(after)


def _who(site: Site, cable: Cable, person: PersonRecord) -> Who:
    """A person with the office that this cable states; else the last one that a cable stated before it."""
    own = [role for role in person.roles if role.cable == cable.id]
    here = dates.sort_key(cable.date)
    earlier = [role for role in person.roles if role.cable in site.documents
               and dates.sort_key(role.as_of or site.cable(role.cable).date) <= here]
    role = own[0] if own else earlier[-1] if earlier else None
    return Who(person.name, site.urls.link(urls.person(person.slug)), person.slug, role.role if role else "",
               role.cable if role and not own else "", len(person.namings))


def topic_facet(topic: TopicRecord) -> str:
    """The value of a topic among the facets of the search: all its labels and its code, one value for all years."""
    return f"{topic.label} ({topic.code})" if topic.label else topic.code


def crumbs(frame: Frame, cable: Cable) -> tuple[Link, ...]:
    """The links between the list of cables and a cable's page: the year and the month."""
    year, month = dates.year(cable.date), dates.month(cable.date)
    way = []
    if year:
        way.append(Link(str(year), frame.urls.link(urls.year(year))))
        if month:
            name = explain.month_name(month, frame.config.language)
            way.append(Link(name, frame.urls.link(urls.month(year, month))))
    return tuple(way)


def _topics(site: Site, cable: Cable, codes: Iterable[str]) -> tuple[Counted, ...]:
    year, shown, language = dates.year(cable.date), site.shown_topics, site.config.language
    for code in codes:
        if (code, year) not in shown:
            label = shown_as(code, label_of(code, year, site.authorities.topics, language), language)
            shown[code, year] = Counted(label, site.urls.link(urls.topic(code)), 0, code)
    return tuple(shown[code, year] for code in codes)


def _spellings(named: Iterable[Named], body: str) -> tuple[tuple[str, str], ...]:
    """The names to mark in the text with the links of their persons; many cables are in capitals throughout.

    A name whose first word is not in the body is left out (unless an escape may part it there).
    """
    return tuple((form, person.url) for person in named for spelling in person.spellings
                 for form in dict.fromkeys((spelling, spelling.upper()))
                 if "\\" in body or form.split(None, 1)[0] in body)


def _terms(glossary: Glossary, blocks: Iterable[Block]) -> tuple[Term, ...]:
    text = "\n".join(map(text_of, blocks)) if glossary.terms else ""
    candidates = (sign for sign in glossary.terms if sign in text)
    return tuple(Term(sign, glossary.terms[sign]) for sign in sorted(candidates)
                 if whole_words((sign,)).search(text))


def _marks(blocks: Iterable[Block], language: str) -> tuple[Term, ...]:
    marks = dict.fromkeys(block.mark for block in blocks if isinstance(block, Paragraph) and block.mark)
    return tuple(Term(mark, explain.portion_mark(mark, language)) for mark in marks)


def _downgrade(cable: Cable, language: str) -> Term | None:
    if cable.downgrade is None:
        return None
    moment = explain.when(cable.downgrade.on, language)
    return Term(cable.downgrade.to, moment.text if moment else cable.downgrade.on)


def known_sources(site: Site, cable: Cable) -> tuple[SourceEntry, ...]:
    """What sources.yaml says of the documents of a cable: of its source, then of its witnesses."""
    return tuple(site.authorities.sources.get(witness.file, _UNKNOWN) for witness in _witnesses(cable))


def provenances(cable: Cable, sources: Sequence[SourceEntry]) -> tuple[Provenance, ...]:
    """Where the texts of a cable came from, with what is known of each: of its source, then of its witnesses."""
    return tuple(_provenance(*pair) for pair in zip(_witnesses(cable), sources, strict=True))


def _witnesses(cable: Cable) -> tuple[Witness, ...]:
    return ((cable.source,) if cable.source else ()) + cable.witnesses


def _provenance(witness: Witness, known: SourceEntry) -> Provenance:
    return Provenance(witness.file, witness.lines, witness.sha256, known.url, known.publisher, known.received,
                      known.rights, known.note)


def all_spans(blocks: Iterable[Block]) -> Iterator[Span]:
    """Every span of these blocks, those within others too."""
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
