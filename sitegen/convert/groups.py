"""The segments of a document put to their cables: copies, sections, and headers whose body is another cable's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sitegen.convert.identity import Identity, belongs, identify
from sitegen.convert.lines import Line
from sitegen.convert.published import Published
from sitegen.convert.split import Segment
from sitegen.convert.transmission import Transmission
from sitegen.records.likeness import folded
from sitegen.records.source_text import words


@dataclass(slots=True)
class Chain:
    """A copy of a cable: its first segment and those of its later sections."""

    segments: list[Segment] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(len(words(line.text)) for segment in self.segments for line in segment.body)

    @property
    def last_section(self) -> int:
        return max((s.class_line.section or 1 for s in self.segments if s.class_line), default=1)


@dataclass(slots=True)
class Group:
    identity: Identity
    chains: list[Chain] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)
    transmissions: list[tuple[Transmission, list[Line]]] = field(default_factory=list)
    page: str = ""


def group_segments(segments: Sequence[Segment]) -> tuple[list[Group], list[Segment]]:
    """A document's cables with their copies, in the order of the text, and the segments that name no cable."""
    groups: list[Group] = []
    nameless: list[Segment] = []
    for segment in segments:
        _place(segment, groups, nameless)
    return groups, nameless


def _place(segment: Segment, groups: list[Group], nameless: list[Segment]) -> None:
    """Put a segment to its cable: a new one, a further section, or another copy."""
    identity = identify(segment)
    if identity is None:
        same = _same_subject(segment, groups)
        if same is not None:
            _add(same, segment)
        else:
            nameless.append(segment)
        return
    page_id = ""
    if identity.foreign:
        page_id = segment.published.id
        record = segment.published
        own = [g for g in groups if _name(g) == page_id]
        if not own and segment.transmission is not None and not belongs(segment.transmission, identity):
            groups.append(_own_header(record, segment))
            segment.transmission, segment.transmission_lines = None, []
            record = Published()
        elif not own and record.date and record.origin and not segment.transmission:
            groups.append(_own_header(record, segment))
            record = Published()
        segment.published = Published(lines=record.lines)
    elif (
        segment.transmission is not None
        and segment.class_line is not None
        and not belongs(segment.transmission, identity)
    ):
        groups.append(_own_header(segment.published, segment))
        segment.transmission, segment.transmission_lines, segment.published = None, [], Published()
    for group in groups:
        if (group.identity.station, group.identity.number) == (identity.station, identity.number) or _lost_figure(
            group, identity, segment
        ):
            _add(group, segment)
            return
    group = Group(identity, page=page_id or next((_name(g) for g in groups if not g.chains), ""))
    groups.append(group)
    _add(group, segment)


def _name(group: Group) -> str:
    return next((p.id for p in group.published if p.id), "")


def _own_header(record: Published, segment: Segment) -> Group:
    """What is a page's own when its body is another cable's: its transmission header and its record."""
    alone = Segment(record, segment.transmission, segment.transmission_lines)
    identity = identify(alone) or Identity("", 0)
    group = Group(identity, published=[record])
    if segment.transmission is not None:
        group.transmissions.append((segment.transmission, segment.transmission_lines))
    return group


def _lost_figure(group: Group, identity: Identity, segment: Segment) -> bool:
    """08BERLIN1690: the second copy says BERLIN 00169 under the same subject."""
    if group.identity.station != identity.station or segment.header is None:
        return False
    short, long = sorted((str(group.identity.number), str(identity.number)), key=len)
    return (
        len(short) + 1 == len(long)
        and long.startswith(short)
        and any(
            folded(s.header.subject)[:30] == folded(segment.header.subject)[:30] != ""
            for chain in group.chains
            for s in chain.segments
            if s.header
        )
    )


def _same_subject(segment: Segment, groups: list[Group]) -> Group | None:
    subject = folded(segment.header.subject)[:40] if segment.header else ""
    for group in reversed(groups):
        for chain in group.chains:
            for other in chain.segments:
                if subject and other.header and folded(other.header.subject)[:40] == subject:
                    return group
    return None


def _add(group: Group, segment: Segment) -> None:
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
    group.chains.append(Chain([segment]))


def _overlap(segment: Segment, chain: Chain) -> bool:
    """Whether the segment's text is a copy of what the chain has already."""
    mine = Counter(word for line in segment.body for word in words(line.text))
    seen = Counter(word for s in chain.segments for line in s.body for word in words(line.text))
    total = sum(mine.values())
    return total > 0 and sum((mine & seen).values()) > 0.8 * total
