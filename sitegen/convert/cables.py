"""From a document's segments to its cables: copies and sections put together, each cable read whole.

Every word of a cable's lines ends in its page or in an omission (accounting.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sitegen.convert.accounting import account
from sitegen.convert.body import Body, read_body
from sitegen.convert.groups import Chain, Group, group_segments
from sitegen.convert.identity import Identity, year_of
from sitegen.convert.lines import Doubt, Line, left_out, placed
from sitegen.convert.names import find_people
from sitegen.convert.published import Published
from sitegen.convert.references import parse_references
from sitegen.convert.split import Parts, Segment
from sitegen.convert.title import title_of
from sitegen.convert.transmission import Transmission
from sitegen.records.cable import Cable, Correction, Omission
from sitegen.records.vocabulary.posts import post_of_station, station_of_plad


@dataclass(frozen=True, slots=True)
class Draft:
    """A cable as one document gives it: the page to be, without an estimated date, its source and its digest."""

    cable: Cable
    body: str
    station: str
    number: int
    year: int
    first_line: int
    last_line: int
    omissions: tuple[Omission, ...]
    corrections: tuple[Correction, ...]
    doubts: tuple[Doubt, ...]
    foreign_to: str = ""  # the id of the page on which it stood, when that is another cable's


def read_cables(parts: Parts, file_stem: str) -> tuple[list[Draft], list[Doubt], list[Omission]]:
    """The cables of a document, in their order; doubts that belong to no cable; and the texts that became no page."""
    groups, nameless = group_segments(parts.segments)
    drafts: list[Draft] = []
    doubts = [Doubt("no-cable", "a text with a cable's header, but no post and number", s.first_line) for s in nameless]
    unplaced = [omission for segment in nameless for omission in _whole(segment)]
    for group in groups:
        draft = _draft(group, parts, file_stem)
        if draft is not None:
            drafts.append(draft)
            continue
        identity, segments = group.identity, [s for chain in group.chains for s in chain.segments]
        what = f"{identity.station} {identity.number}".strip()
        line = min((s.first_line for s in segments), default=_first_of(group))
        doubts.append(Doubt("no-year", f"nothing tells the year of {what}, so it has no id and no page", line))
        for segment in segments:
            unplaced += _whole(segment)
        if not segments:
            for _, lines in group.transmissions:
                unplaced += left_out("text without an id", lines)
            for record in group.published:
                unplaced += left_out("publisher's record", record.lines)
    return drafts, doubts, unplaced


def _whole(segment: Segment) -> list[Omission]:
    parts = (
        (segment.published.lines, "publisher's record"),
        (segment.transmission_lines, "text without an id"),
        (segment.lines, "text without an id"),
    )
    return [omission for lines, rule in parts for omission in left_out(rule, lines)]


def _draft(group: Group, parts: Parts, file_stem: str) -> Draft | None:
    chains = group.chains
    if len(chains) > 1:
        chains = sorted(chains, key=lambda chain: chain.size, reverse=True)
    main = chains[0] if chains else None
    first = main.segments[0] if main else None
    header = first.header if first else None
    transmission, published = _best_transmission(group, first), _best_published(group)
    line = first.first_line if first else 0
    text = " ".join(line.text for line in first.body[:400])[:20000] if first else ""
    year, year_doubts, aliases = year_of(
        group.identity, transmission, published, header, parts.mentioned, file_stem, text, line
    )
    if not year and (year := _year_beside(parts)):
        year_doubts = (Doubt("doubtful-field", f"year {year} taken from another cable's header in the document", line),)
    identity = replace(group.identity, year=year)
    if not identity.id:
        return None
    doubts = [*group.identity.doubts, *year_doubts]
    if transmission is not None:
        doubts += transmission.doubts
    body = _body(main)
    doubts += body.doubts
    cable = Cable(id=identity.id, language="en", aliases=aliases)
    cable = _with_header(cable, chains, identity, transmission, doubts)
    cable = _with_transmission(cable, transmission)
    cable = _with_published(cable, published, identity, transmission)
    cable = _with_body(cable, body)
    doubts += _about_the_text(group, body, line)
    first_line, last_line = _extent(group, main, body)
    omissions = (*body.omissions, *account(cable, group, main))
    cable = replace(cable, doubts=_told(doubts))
    return Draft(
        cable,
        body.markdown,
        identity.station,
        identity.number,
        year,
        first_line,
        last_line,
        omissions,
        body.corrections,
        tuple(dict.fromkeys(doubts)),
        group.page,
    )


def _body(main: Chain | None) -> Body:
    """The body of the chosen copy, its sections one after the other."""
    lines: list[Line] = []
    if main is None:
        return read_body(lines)
    for segment in main.segments:
        if lines and segment.body:
            lines.append(Line("", segment.body[0].number))
        lines += segment.body
    first = main.segments[0]
    head = " ".join(line.text for line in first.lines[: first.header.end[0] + 1]) if first.header else ""
    return read_body(lines, first.class_line.station if first.class_line else "", head[:20_000])


def _with_body(cable: Cable, body: Body) -> Cable:
    """The fields that only the text gives: the signature, the persons, a title in the case of the text's words."""
    title = title_of(cable.subject, body.paragraphs) if cable.subject else ""
    names = [name for name in (body.signed_by, cable.classified_by) if name]
    people = find_people(body.paragraphs, subject=cable.subject, header_names=names)
    return replace(cable, signed_by=body.signed_by, title=title or cable.title, people=tuple(people))


def _about_the_text(group: Group, body: Body, line: int) -> list[Doubt]:
    """Doubts about a text that stood on another cable's page, or that the document lacks."""
    if not group.chains:
        what = "the document holds the header of this cable and the body of another"
        return [Doubt("foreign-body", what, _first_of(group))]
    doubts = [Doubt("foreign-body", f"this text stood on the page of {group.page}", line)] if group.page else []
    if not body.markdown:
        doubts.append(Doubt("stub", "the document holds the header of this cable and none of its text", line))
    return doubts


def _extent(group: Group, main: Chain | None, body: Body) -> tuple[int, int]:
    """The first and the last line of the document that belong to the cable."""
    lines = [line for _, header in group.transmissions for line in header]
    segments = main.segments if main else []
    for segment in segments:
        lines += [*segment.transmission_lines, *segment.lines]
    numbers = [line.number for line in lines if not line.blank]
    first, last = min(numbers, default=1), max(numbers, default=1)
    if body.last_line and len(segments) == 1:
        last = max(body.last_line, first)
    return first, last


def _year_beside(parts: Parts) -> int:
    """The year of the first date that stands in the document around any of its cables; 0 when there is none."""
    dates = (date for s in parts.segments for date in (s.transmission.date if s.transmission else "", s.published.date))
    return next((int(date[:4]) for date in dates if date), 0)


def _first_of(group: Group) -> int:
    return next((line.number for _, lines in group.transmissions for line in lines), 0)


def _best_transmission(group: Group, first: Segment | None) -> Transmission | None:
    """The transmission header of the chosen copy, what it lacks filled from the other copies and sections."""
    own = first.transmission if first else None
    every = [own] if own else []
    every += [t for t, _ in group.transmissions if t is not own]
    if not every:
        return None
    best = every[0]
    for other in every[1:]:
        best = replace(
            best,
            transmission_id=best.transmission_id or other.transmission_id,
            date=best.date or other.date,
            precedence=best.precedence or other.precedence,
            precedence_info=best.precedence_info or (other.precedence_info if not best.precedence else ""),
            from_=best.from_ or other.from_,
            action=best.action or other.action,
            information=best.information or other.information,
            doubts=tuple(dict.fromkeys((*best.doubts, *other.doubts))),
        )
    return best


def _best_published(group: Group) -> Published:
    best = Published()
    for record in group.published:
        best = replace(
            best,
            id=best.id or record.id,
            id_as_given=best.id_as_given or record.id_as_given,
            date=max(best.date, record.date, key=len),
            classification=best.classification or record.classification,
            origin=best.origin or record.origin,
            title=best.title or record.title,
            references=best.references or record.references,
        )
    return best


def _with_header(
    cable: Cable,
    chains: Sequence[Chain],
    identity: Identity,
    transmission: Transmission | None,
    doubts: list[Doubt],
) -> Cable:
    """The fields of the class line and what follows it; what the chosen copy lacks comes from the others."""
    headers = [s.header for chain in chains for s in chain.segments if s.header]
    if not headers:
        return cable
    main = headers[0]
    month = int(transmission.date[5:7]) if transmission and transmission.date else None

    def first(name: str) -> object:
        return next((value for h in headers if (value := getattr(h, name))), getattr(main, name))

    reference_text = str(first("reference_text") or "") or _references_above(chains[0].segments[0].body)
    ids: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    if reference_text:
        found = parse_references(reference_text, identity.year, identity.number, month, own_station=identity.station)
        ids, other = tuple(dict.fromkeys(i for i in found.ids if i != cable.id)), tuple(found.other)
        stands = next((h.reference_lines for h in headers if h.reference_text), ())
        doubts += [placed(doubt, stands) for doubt in found.doubts]
    mended = not main.declassify_on and first("declassify_on")  # a copy has the date that was cut off here
    stale = ("no date can be read",) if mended else ()
    doubts += [d for d in main.doubts if "referenc" not in d.message and not d.message.startswith(stale)]
    subject = max((h.subject for h in headers if not _is_cut(h.subject)), key=len, default=main.subject)
    if main.subject and not _is_cut(main.subject):
        subject = main.subject
    return replace(
        cable,
        subject=subject,
        classification=str(first("classification")),
        captions=tuple(main.captions or first("captions")),  # type: ignore[arg-type]
        tags=tuple(first("tags")),  # type: ignore[arg-type]
        references=ids,
        references_other=other,
        classified_by=str(first("classified_by")),
        reasons=tuple(first("reasons")),  # type: ignore[arg-type]
        declassify_on=str(first("declassify_on")),
        derived_from=str(first("derived_from")),
        downgrade=first("downgrade"),  # type: ignore[arg-type]
        pass_lines=tuple(first("pass_lines")),  # type: ignore[arg-type]
        sections=first("sections"),  # type: ignore[arg-type]
    )


_PRIOR_YEAR = re.compile(
    r"reference (?P<what>.+) is above the cable's own \((?P<own>\d+)\): taken for one of (?P<year>\d+)"
)


def _told(doubts: Sequence[Doubt]) -> tuple[str, ...]:
    """The doubts as the page tells them: each once, references taken for the same year before in one line."""
    out: dict[str, list[str]] = {}
    for doubt in doubts:
        found = _PRIOR_YEAR.fullmatch(doubt.message)
        if found:
            line = f"above the cable's own number ({found['own']}), so taken for those of {found['year']}"
            out.setdefault(line, []).append(found["what"])
        else:
            out.setdefault(doubt.message, [])
    return tuple(f"references {', '.join(what)}: {line}" if what else line for line, what in out.items())


_REFERENCES = re.compile(r"^\s*¶?\s*(?:REF|REFS|REFTELS?|REF\(S\))\s?[:.]\s*\S", re.IGNORECASE)
_FIRST_NUMBER = re.compile(r"^\s*¶?\s*1\s?[.)]")


def _references_above(body: Sequence[Line]) -> str:
    """A reference line that an archive's note parted from the header, above paragraph 1 (66BUENOSAIRES2481)."""
    lines = body[:40]
    for at, line in enumerate(lines):
        if _FIRST_NUMBER.match(line.text):
            break
        if _REFERENCES.match(line.text[:400]):
            end = next(
                (n for n in range(at + 1, len(lines)) if lines[n].blank or _FIRST_NUMBER.match(lines[n].text)),
                len(lines),
            )
            return "\n".join(one.text for one in lines[at:end])[:4000]
    return ""


def _is_cut(subject: str) -> bool:
    return subject.rstrip().endswith(("...", "…"))


def _with_transmission(cable: Cable, transmission: Transmission | None) -> Cable:
    if transmission is None:
        return cable
    return replace(
        cable,
        date=transmission.date,
        date_basis="transmitted" if transmission.date else "",
        precedence=transmission.precedence,
        precedence_info=transmission.precedence_info,
        from_=transmission.from_,
        to=transmission.to,
        info=transmission.info,
        transmission_id=transmission.transmission_id,
    )


def _with_published(cable: Cable, published: Published, identity: Identity, transmission: Transmission | None) -> Cable:
    sender = station_of_plad(transmission.from_) if transmission is not None else None
    # 10BRUSSELS186: the class line says BRUSSELS, the sender is USEU BRUSSELS
    post = (post_of_station(sender) if sender else None) or post_of_station(identity.station)
    origin = published.origin or (post.name if post else "")
    if not cable.date and published.date:
        cable = replace(cable, date=published.date, date_basis="metadata")
    if not cable.references and published.references and published.id == cable.id:
        cable = replace(cable, references=tuple(r for r in published.references if r != cable.id))
    if (
        not cable.subject
        and published.title
        and not cable.classified_by
        and not re.match(r"REF|Classified", published.title)
    ):
        cable = replace(cable, title=published.title)
    return replace(cable, origin=origin, classification=cable.classification or published.classification)
