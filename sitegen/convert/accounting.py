"""Nothing is lost: every word of a cable's lines is in its page, or in an omission with the rule that left it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sitegen.convert.groups import Chain, Group
from sitegen.convert.lines import Line, left_out
from sitegen.records import markup
from sitegen.records.cable import Cable, Omission
from sitegen.records.source_text import words


def account(cable: Cable, group: Group, main: Chain | None) -> list[Omission]:
    """Omissions for the words of the cable's lines that its page does not have: labels, route codes, further copies."""
    out: list[Omission] = []
    for record in group.published:
        out += left_out("publisher's record", record.lines)
    page = Counter(words(front_words(replace(cable, signed_by=""))))  # the signature is no line of the header
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
    for chain in group.chains:
        if chain is main:
            continue
        out += left_out("repeated copy", (line for segment in chain.segments for line in segment.lines))
    return out


def front_words(cable: Cable) -> str:
    """All words that a page's front matter shows of the cable itself."""
    parts: list[str] = [
        cable.subject,
        cable.classification,
        cable.classified_by,
        cable.derived_from,
        cable.from_,
        cable.precedence,
        cable.transmission_id,
        cable.signed_by,
    ]
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


def unaccounted(
    received: Sequence[Line], pages: Sequence[tuple[Cable, str, Sequence[Omission]]], known: Sequence[Omission]
) -> tuple[list[Omission], list[Omission]]:
    """Words of the document that are neither in a page nor in an omission: those that were two words run together
    (``PRIORITYC O N F…``), of which each part has its place, and those that are lost, of which there must be none."""
    if not pages:
        return [], []
    have: Counter[str] = Counter()
    for cable, body, omissions in pages:
        have.update(words(front_words(cable)))
        have.update(words(markup.reject(body)))
        for omission in omissions:
            have.update(words(omission.text))
    for omission in known:
        have.update(words(omission.text))
    glued: list[Omission] = []
    lost: list[Omission] = []
    needed = Counter(words("\n".join(line.text for line in received)))
    if all(have[word] >= count for word, count in needed.items()):
        return glued, lost
    for line in received:
        missing = []
        for word in words(line.text):
            if have[word] > 0:
                have[word] -= 1
            else:
                missing.append(word)
        for word in missing:
            halves = len(word) < 80 and any(word[:n] in have and word[n:] in have for n in range(1, len(word)))
            (glued if halves else lost).append(Omission("run together", str(line.number), word))
    return glued, [Omission("lost", o.lines, o.text) for o in lost]
