"""Where each cable of a document begins and ends.

A document may hold many cables, a cable in several copies or sections, and a header whose body is another cable's. What
parts them is found by features alone: transmission headers, class lines, publishers' records, a header block that comes
again. The result is a list of segments in the order of the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sitegen.convert.class_line import ClassLine, find_class_line
from sitegen.convert.header import Header, parse_header
from sitegen.convert.layout import is_page_head, single_spaced
from sitegen.convert.lines import Line
from sitegen.convert.published import Published, begins_record, read_record
from sitegen.convert.transmission import Transmission, is_transmission_start, parse_transmission, transmission_extent
from sitegen.records.likeness import folded


@dataclass(slots=True)
class Segment:
    """One class line with all that belongs to it: what stood before it, its header, and the lines of its body."""

    published: Published = field(default_factory=Published)
    transmission: Transmission | None = None
    transmission_lines: list[Line] = field(default_factory=list)
    class_line: ClassLine | None = None
    lines: list[Line] = field(default_factory=list)
    header: Header | None = None
    body: list[Line] = field(default_factory=list)

    @property
    def first_line(self) -> int:
        """The first line of the document that belongs to the cable."""
        numbers = [line.number for line in (*self.transmission_lines[:1], *self.lines[:1])]
        return min(numbers, default=0)


@dataclass(frozen=True, slots=True)
class Parts:
    """The segments of a document; publishers' records that no cable follows; lines around them that belong to none."""

    segments: tuple[Segment, ...]
    loose: tuple[Published, ...]
    mentioned: tuple[str, ...]  # every id in the lines around the cables


_LABEL = re.compile(r"^[\s¶*_>#]*(?:E\.? ?[O0]\.?:? ?1\d{3,4}|EO 1\d{4}|TAGS?:? |SUBJ(?:ECT)?:)", re.IGNORECASE)
_CAPTION = re.compile(r"^\s*(?:SIPDIS|NOFORN|SENSITIVE|EXDIS|NODIS|LIMDIS|STADIS)\b[\s,A-Z]*$")
_HEAD_LINE = re.compile(
    r"^\s*(?:$|SIPDIS|NOFORN|SENSITIVE|EXDIS|NODIS|LIMDIS|E\.? ?O\.?|TAGS|REF|.{0,40}\b(?:FOR"
    r"|PASS)\b [A-Z].*|DEPT|DEPARTMENT|STATE\b)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^[\s¶*_>#]*SUBJ(?:ECT)?S?\s{0,3}[:.;]?\s*(?P<subject>.*)$", re.IGNORECASE)


def split(lines: Sequence[Line], day_only: bool = False) -> Parts:
    """Part a document's plain lines into segments, and read each segment's header.

    ``day_only``: times of day in publishers' records are not to be trusted (see `published.read_record`).
    """
    lines = list(lines)
    segments: list[Segment] = []
    loose: list[Published] = []
    around: list[Line] = []  # lines outside of cables since the last one
    waiting: tuple[Transmission | None, list[Line]] | None = None
    current: Segment | None = None
    mentioned: list[str] = []
    wasted = 0
    headless = not any(_is_class_line(line) for line in lines)

    def publish() -> Published:
        record = read_record(around, day_only)
        mentioned.extend(record.mentioned)
        around.clear()
        return record

    at = 0
    while at < len(lines):
        line = lines[at]
        if line.blank:
            (current.lines if current is not None else around).append(line)
            at += 1
            continue
        class_line = _is_class_line(line) if len(segments) < _MOST_CABLES else None
        if class_line is not None and not is_page_head(line.text):
            if line.text[: class_line.start].strip(" \t\"',;>*#_`|\\¶"):
                around.append(line.slice(0, class_line.start))
            transmission, own = waiting or (None, [])
            current = Segment(publish(), transmission, own, class_line, [line.slice(class_line.start)])
            segments.append(current)
            waiting = None
            at += 1
        elif wasted < _MOST_WASTED and is_transmission_start(line) and (extent := transmission_extent(lines, at)) > at:
            wasted += extent - at + 5
            taken = list(lines[at:extent])
            read = parse_transmission(taken)
            if read is None or (current is not None and not _whole(read)):
                (current.lines if current is not None else around).append(line)
                at += 1
                continue
            index, offset = read.end
            rest = taken[index].slice(offset) if index < len(taken) else None
            own = [*taken[:index], *([taken[index].slice(0, offset)] if rest is not None and offset else [])]
            if not own:  # nothing of it was a header
                (current.lines if current is not None else around).append(line)
                at += 1
                continue
            if waiting is not None:  # the header stands twice: the later copy is the nearer one
                around.extend(waiting[1])
            waiting = (read, own)
            current = None
            wasted -= index
            at += index
            if rest is not None:
                if rest.blank:
                    at += 1
                else:
                    lines[at] = rest  # what was glued to the header is read next
        elif current is None and headless and (_LABEL.match(line.text) or _CAPTION.match(line.text)):
            transmission, own = waiting or (None, [])
            current = Segment(publish(), transmission, own, None, [line])
            segments.append(current)
            waiting = None
            at += 1
        elif current is not None and begins_record(lines, at):
            current = None
            around.append(line)
            at += 1
        else:
            (current.lines if current is not None else around).append(line)
            at += 1
    if waiting is not None:  # a header with no text
        segments.append(Segment(publish(), waiting[0], waiting[1]))
    elif around:
        record = publish()
        if record:
            loose.append(record)
    out: list[Segment] = []
    for segment in segments:
        out += _read(segment)
    return Parts(tuple(out), tuple(loose), tuple(dict.fromkeys(mentioned)))


_MOST_CABLES = 20_000  # in one document; no archive has come near it, and hostile input must not cost more
#: lines looked at as a transmission header that were none; hostile input must not cost more
_MOST_WASTED = 200_000
#: how a classification begins, whole or with its first letter lost; looked at before anything dearer is
_MAY_CLASSIFY = re.compile(r"\W{0,20}(?:Telegram\W{0,5})?(?:[A-Z]{1,2} {1,2}[A-Z]{1,2} |[CEILNOSTU])", re.IGNORECASE)
_TWO_FIGURES = re.compile(r"\d\d")


def _is_class_line(line: Line) -> ClassLine | None:
    if not _MAY_CLASSIFY.match(line.text) or not _TWO_FIGURES.search(line.text, 0, 400):
        return None
    found = find_class_line(line)
    return found if found is not None and found.station and found.number is not None else None


def _whole(read: Transmission) -> bool:
    """Whether a transmission header is one beyond doubt, so that it may end a cable."""
    return bool(read.transmission_id or read.de_number is not None or (read.dtg and read.from_))


def _read(segment: Segment) -> list[Segment]:
    """Read the segment's header; a second copy whose header block has no class line becomes a segment of its own."""
    segment.lines = single_spaced(segment.lines)
    out = [segment]
    while segment.lines:
        year = int(segment.transmission.date[:4]) if segment.transmission and segment.transmission.date else None
        segment.header = parse_header(segment.lines, year)
        index, offset = segment.header.end
        rest = segment.lines[index:]
        segment.body = [rest[0].slice(offset), *rest[1:]] if rest else []
        again = _repeated_head(segment.body, segment.header.subject) if len(out) < _MOST_COPIES else None
        if again is None:
            break
        copy = Segment(Published(), None, [], None, single_spaced(segment.body[again:]))
        segment.body = segment.body[:again]
        segment.lines = [*segment.lines[:index], segment.lines[index].slice(0, offset), *segment.body]
        out.append(copy)
        segment = copy
    return out


_MOST_COPIES = 50  # of one cable in a row; hostile input must not cost the square of its length


def _repeated_head(body: Sequence[Line], subject: str) -> int | None:
    """Where in a body the cable's own header block begins again (08MEXICO2276 stands twice in its document)."""
    wanted = folded(subject)[:25]
    if len(wanted) < 8:
        return None
    for at, line in enumerate(body):
        found = _SUBJECT.match(line.text[:400])
        if not found or not folded(found["subject"]).startswith(wanted[: max(8, len(folded(found["subject"])))][:25]):
            continue
        if not folded(found["subject"]):
            continue
        start = at
        for above in range(at - 1, max(-1, at - 16), -1):
            if not _HEAD_LINE.match(body[above].text[:200]):
                break
            if not body[above].blank:
                start = above
        if start < at and any(_LABEL.match(line.text) for line in body[start:at]):
            return start
    return None
