"""From a document's segments to its cables: copies and sections put together, each cable read whole.

Every word of a cable's lines ends in its page or in an omission: `account` compares them and names what is missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sitegen.convert.body import Body, read_body
from sitegen.convert.identity import Identity, belongs, identify, year_of
from sitegen.convert.lines import Doubt, Line
from sitegen.convert.names import find_people
from sitegen.convert.published import Published
from sitegen.convert.references import parse_references
from sitegen.convert.split import Parts, Segment
from sitegen.convert.title import title_of
from sitegen.convert.transmission import Transmission
from sitegen.records import markup
from sitegen.records.cable import Cable, Correction, Omission
from sitegen.records.source_text import words
from sitegen.records.vocabulary.posts import post_of_station


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

    @property
    def has_text(self) -> bool:
        """Whether there is more than a header."""
        return bool(self.body.strip())


@dataclass(slots=True)
class _Chain:
    """A copy of a cable: its first segment and those of its later sections."""

    segments: list[Segment] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(len(words(line.text)) for segment in self.segments for line in segment.body)

    @property
    def last_section(self) -> int:
        return max((s.class_line.section or 1 for s in self.segments if s.class_line), default=1)


@dataclass(slots=True)
class _Group:
    identity: Identity
    chains: list[_Chain] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)
    transmissions: list[tuple[Transmission, list[Line]]] = field(default_factory=list)
    page: str = ""


def read_cables(parts: Parts, file_stem: str, text_of_document: str) -> tuple[list[Draft], list[Doubt]]:
    """The cables of a document, in their order, and doubts that belong to no cable."""
    groups: list[_Group] = []
    nameless: list[Doubt] = []
    for segment in parts.segments:
        _place(segment, groups, nameless)
    drafts = [_draft(group, parts, file_stem) for group in groups]
    return [draft for draft in drafts if draft is not None], nameless + [
        Doubt("no-year", f"nothing tells the year of {group.identity.station} {group.identity.number}", _line_of(group))
        for group, draft in zip(groups, drafts, strict=True)
        if draft is None
    ]


def _line_of(group: _Group) -> int:
    return next((s.first_line for chain in group.chains for s in chain.segments), 0)


def _place(segment: Segment, groups: list[_Group], nameless: list[Doubt]) -> None:
    """Put a segment to its cable: a new one, a further section, or another copy."""
    identity = identify(segment)
    if identity is None:
        same = _same_subject(segment, groups)
        if same is not None:
            same.chains.append(_Chain([segment]))
        else:
            nameless.append(Doubt("no-cable", "a text with a cable's header, but no post and number", segment.first_line))
        return
    page_id = ""
    if identity.foreign:
        page_id = segment.published.id
        record = replace(segment.published)
        own = [g for g in groups if _name(g) == page_id]
        if not own and segment.transmission is not None and not belongs(segment.transmission, identity):
            groups.append(_own_header(record, segment))
            segment.transmission, segment.transmission_lines = None, []
            record = Published()
        elif not own and record.date and record.origin and not segment.transmission:
            groups.append(_own_header(record, segment))
            record = Published()
        segment.published = Published(lines=record.lines)
    elif segment.transmission is not None and segment.class_line is not None and not belongs(segment.transmission, identity):
        groups.append(_own_header(segment.published, segment))
        segment.transmission, segment.transmission_lines, segment.published = None, [], Published()
    for group in groups:
        if (group.identity.station, group.identity.number) == (identity.station, identity.number) or _lost_figure(group, identity, segment):
            _add(group, segment)
            return
    group = _Group(identity, page=page_id or next((_name(g) for g in groups if not g.chains), ""))
    groups.append(group)
    _add(group, segment)


def _name(group: _Group) -> str:
    return next((p.id for p in group.published if p.id), "")


def _own_header(record: Published, segment: Segment) -> _Group:
    """What is a page's own when its body is another cable's: its transmission header and its record."""
    alone = Segment(record, segment.transmission, segment.transmission_lines)
    identity = identify(alone) or Identity("", 0)
    group = _Group(identity, published=[record])
    if segment.transmission is not None:
        group.transmissions.append((segment.transmission, segment.transmission_lines))
    return group


def _lost_figure(group: _Group, identity: Identity, segment: Segment) -> bool:
    """08BERLIN1690: the second copy says BERLIN 00169 under the same subject."""
    if group.identity.station != identity.station or segment.header is None:
        return False
    short, long = sorted((str(group.identity.number), str(identity.number)), key=len)
    return len(short) + 1 == len(long) and long.startswith(short) and any(
        _fold(s.header.subject)[:30] == _fold(segment.header.subject)[:30] != ""
        for chain in group.chains for s in chain.segments if s.header
    )


def _fold(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _same_subject(segment: Segment, groups: list[_Group]) -> _Group | None:
    subject = _fold(segment.header.subject)[:40] if segment.header else ""
    for group in reversed(groups):
        for chain in group.chains:
            for other in chain.segments:
                if subject and other.header and _fold(other.header.subject)[:40] == subject:
                    return group
    return None


def _add(group: _Group, segment: Segment) -> None:
    if segment.published.lines:
        group.published.append(segment.published)
    if segment.transmission is not None:
        group.transmissions.append((segment.transmission, segment.transmission_lines))
    if not segment.lines:
        return
    section = (segment.class_line.section if segment.class_line else None) or 1
    if group.chains and section > 1:
        chain = group.chains[-1]
        if section > chain.last_section and not _overlap(segment, chain):
            chain.segments.append(segment)
            return
    group.chains.append(_Chain([segment]))


def _overlap(segment: Segment, chain: _Chain) -> bool:
    """Whether the segment's text is a copy of what the chain has already."""
    mine = Counter(word for line in segment.body for word in words(line.text))
    seen = Counter(word for s in chain.segments for line in s.body for word in words(line.text))
    total = sum(mine.values())
    return total > 0 and sum((mine & seen).values()) > 0.8 * total


def _draft(group: _Group, parts: Parts, file_stem: str) -> Draft | None:
    chains = sorted(group.chains, key=lambda chain: chain.size, reverse=True)
    main = chains[0] if chains else None
    first = main.segments[0] if main else None
    header = first.header if first else None
    transmission, published = _best_transmission(group, first), _best_published(group)
    line = first.first_line if first else 0
    text = " ".join(l.text for l in first.body[:400])[:20000] if first else ""
    year, year_doubts, aliases = year_of(group.identity, transmission, published, header, parts.mentioned, file_stem, text, line)
    identity = replace(group.identity, year=year)
    if not identity.id:
        return None
    doubts = [*group.identity.doubts, *year_doubts]
    if transmission is not None:
        doubts += transmission.doubts
    omissions: list[Omission] = []
    body_lines: list[Line] = []
    if main:
        for segment in main.segments:
            body_lines += [Line("", segment.body[0].number), *segment.body] if body_lines and segment.body else segment.body
    head = " ".join(l.text for l in first.lines[: first.header.end[0] + 1]) if first and first.header else ""
    body = read_body(body_lines, first.class_line.station if first and first.class_line else "", head[:20000])
    omissions += body.omissions
    doubts += body.doubts
    cable = Cable(id=identity.id, language="en", aliases=aliases)
    cable = _with_header(cable, header, chains, identity, transmission, doubts)
    cable = _with_transmission(cable, transmission, group)
    cable = _with_published(cable, published, identity, transmission, group.page)
    cable = replace(cable, signed_by=body.signed_by, title=title_of(cable.subject, body.paragraphs) if cable.subject else "")
    people = find_people(body.paragraphs, subject=cable.subject, header_names=[n for n in (body.signed_by, cable.classified_by) if n])
    cable = replace(cable, people=tuple(people))
    if group.page and group.chains:
        doubts.append(Doubt("foreign-body", f"this text stood on the page of {group.page}", line))
    if not group.chains:
        doubts.append(Doubt("foreign-body", "the document holds the header of this cable and the body of another", _first_of(group)))
    numbers = [l.number for segment in (main.segments if main else ()) for l in (*segment.transmission_lines, *segment.lines) if not l.blank]
    numbers += [l.number for _, lines in group.transmissions for l in lines if not l.blank]
    draft = Draft(cable, body.markdown, identity.station, identity.number, year, min(numbers, default=1), max(numbers, default=1),
                  (), body.corrections, (), group.page)
    if body.last_line and main and len(main.segments) == 1:
        draft = replace(draft, last_line=max(body.last_line, draft.first_line))
    omissions += _account(draft, group, main, chains, omissions, body.signature_line)
    cable = replace(cable, doubts=tuple(dict.fromkeys(doubt.message for doubt in doubts)))
    return replace(draft, cable=cable, omissions=tuple(omissions), doubts=tuple(dict.fromkeys(doubts)))


def _first_of(group: _Group) -> int:
    return next((l.number for _, lines in group.transmissions for l in lines), 0)


def _best_transmission(group: _Group, first: Segment | None) -> Transmission | None:
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


def _best_published(group: _Group) -> Published:
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
    cable: Cable, header: object, chains: Sequence[_Chain], identity: Identity, transmission: Transmission | None, doubts: list[Doubt]
) -> Cable:
    """The fields of the class line and what follows it; what the chosen copy lacks comes from the others."""
    headers = [s.header for chain in chains for s in chain.segments if s.header]
    if not headers:
        return cable
    main = headers[0]
    month = int(transmission.date[5:7]) if transmission and transmission.date else None

    def first(name: str) -> object:
        return next((value for h in headers if (value := getattr(h, name))), getattr(main, name))

    reference_text = str(first("reference_text") or "")
    ids: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    if reference_text:
        found = parse_references(reference_text, identity.year, identity.number, month, own_station=identity.station)
        ids, other = tuple(dict.fromkeys(i for i in found.ids if i != cable.id)), tuple(found.other)
        doubts += found.doubts
    doubts += [d for d in main.doubts if "referenc" not in d.message]
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


def _is_cut(subject: str) -> bool:
    return subject.rstrip().endswith(("...", "…"))


def _with_transmission(cable: Cable, transmission: Transmission | None, group: _Group) -> Cable:
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


def _with_published(cable: Cable, published: Published, identity: Identity, transmission: Transmission | None, page: str) -> Cable:
    post = post_of_station(identity.station)
    origin = published.origin or (post.name if post else "")
    if not cable.date and published.date:
        cable = replace(cable, date=published.date, date_basis="metadata")
    if not cable.references and published.references and published.id == cable.id:
        cable = replace(cable, references=tuple(r for r in published.references if r != cable.id))
    if not cable.subject and published.title and not cable.classified_by and not re.match(r"REF|Classified", published.title):
        cable = replace(cable, title=published.title)
    return replace(
        cable, origin=origin, classification=cable.classification or published.classification
    )


# ---------------------------------------------------------------- nothing lost


def _account(
    draft: Draft, group: _Group, main: _Chain | None, chains: Sequence[_Chain], known: Sequence[Omission], signature_line: int
) -> list[Omission]:
    """Omissions for the words of the cable's lines that its page does not have: labels, route codes, further copies."""
    out: list[Omission] = []
    for record in group.published:
        lines = [line for line in record.lines if not line.blank]
        if lines:
            out.append(Omission("publisher's record", _span(lines), "\n".join(line.text.strip() for line in lines)))
    page = Counter(words(front_words(draft.cable)))
    for _, lines in group.transmissions:
        for line in lines:
            _take(line, "transmission header", page, out)
    if main is not None:
        for number, segment in enumerate(main.segments):
            end_line, end_offset = segment.header.end if segment.header else (0, 0)
            roles = segment.header.roles if segment.header else ()
            for at, line in enumerate(segment.lines[: end_line + 1]):
                piece = line if at < end_line else line.slice(0, end_offset)
                role = roles[at] if at < len(roles) and roles[at] else "header"
                _take(piece, role if number == 0 else "section header", page, out)
    for chain in chains:
        if chain is main:
            continue
        lines = [l for segment in chain.segments for l in segment.lines if not l.blank]
        if lines:
            out.append(Omission("repeated copy", _span(lines), "\n".join(l.text for l in lines)))
    return out


def front_words(cable: Cable) -> str:
    """All words that a page's front matter shows of the cable itself."""
    parts: list[str] = [cable.subject, cable.classification, cable.classified_by, cable.derived_from, cable.from_, cable.precedence,
                        cable.transmission_id, cable.signed_by]
    for values in (cable.captions, cable.tags, cable.to, cable.info, cable.pass_lines, cable.references_other):
        parts += values
    return "\n".join(parts)


def _take(line: Line, role: str, page: Counter[str], out: list[Omission]) -> None:
    """Take a header line's words off those of the page; where some are missing there, the whole line is an omission."""
    missing = False
    for word in words(line.text):
        if page[word] > 0:
            page[word] -= 1
        else:
            missing = True
    if missing:
        out.append(Omission(f"in a field: {role}", str(line.number), line.text.strip()))


def _span(lines: Sequence[Line]) -> str:
    numbers = [line.number for line in lines]
    return f"{min(numbers)}-{max(numbers)}" if min(numbers) != max(numbers) else str(numbers[0])


def as_markdown_words(body: Body) -> list[str]:
    """The words of a body as received."""
    return words(markup.reject(body.markdown))
