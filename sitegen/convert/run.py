"""The convert wing read top to bottom: a raw document's bytes in, its cables out; then all cables together into pages.

`convert_document` is pure and its result can be pickled, cached and computed anywhere; `assemble` needs all results at
once, because copies of a cable stand in several documents and estimated dates depend on the neighbours.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import PurePath

from sitegen.convert.accounting import unaccounted
from sitegen.convert.cables import Draft, read_cables
from sitegen.convert.copies import Sourced, merge
from sitegen.convert.dating import estimate
from sitegen.convert.formats import plain_lines, recognise
from sitegen.convert.lines import Doubt, Line, left_out
from sitegen.convert.split import split
from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records import danger
from sitegen.records.cable import Cable, Omission, Witness
from sitegen.records.document import write_document
from sitegen.records.source_text import NotText, read_source


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What a raw document holds: its cables, what was left out and by which rule, and the diagnostics."""

    file: str
    sha256: str
    formats: tuple[str, ...]
    drafts: tuple[Draft, ...]
    omissions: tuple[Omission, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as convert would write it: the cable, its body, and the year of its folder."""

    cable: Cable
    body: str
    year: int

    @property
    def id(self) -> str:
        return self.cable.id

    @property
    def text(self) -> str:
        """The text of the file, written anew each time: all pages at once would be as large as the archive."""
        return write_document(self.cable, self.body)


def convert_document(name: str, shown: str, data: bytes) -> DocumentResult:
    """Read one raw document.

    ``name`` is the name that pages give as their source, ``shown`` the path for diagnostics. Never raises for anything
    that the bytes hold.
    """
    here = Location(shown, 1, 1)
    if not data.strip():
        return DocumentResult(name, "", (), (), (), (diagnose("empty-file", here, "the file is empty"),))
    try:
        source = read_source(name, data)
    except NotText as error:
        if error.kind:
            found = diagnose(
                "not-plain-text",
                here,
                f"this is {error.kind}, not plain text",
                "save its text as UTF-8 (for example: pdftotext FILE, or Save As plain text) and put that in its place",
            )
        else:
            found = diagnose(
                "binary-file", here, "this file holds binary data, not text", "remove it from content/sources/"
            )
        return DocumentResult(name, "", (), (), (), (found,))
    diagnostics: list[Diagnostic] = []
    if source.encoding != "utf-8":
        diagnostics.append(diagnose("guessed-encoding", here, f"read as {source.encoding}"))
    if source.mixed:
        diagnostics.append(
            diagnose(
                "unknown-encoding",
                here,
                f"some bytes are not {source.encoding}; they were read as Windows-1252",
                "check accents and quotes in its pages",
            )
        )
    plain = plain_lines(source)
    parts = split(plain.lines, day_only="A" in plain.formats)
    drafts, loose, unplaced = read_cables(parts, PurePath(name).name.split(".")[0])
    diagnostics += [_of_doubt(doubt, shown) for doubt in loose]
    for draft in drafts:
        diagnostics += [_of_doubt(doubt, shown, draft.cable.id) for doubt in draft.doubts]
        diagnostics += [
            diagnose(
                "repaired-text",
                Location(shown, c.line, c.column),
                f"{draft.cable.id}: {c.received!r} read as {c.read!r} ({c.rule})",
            )
            for c in draft.corrections
        ]
    diagnostics += _protected(plain.lines, shown)
    for record in parts.loose:
        if record.id and record.id not in {draft.cable.id for draft in drafts}:
            place = Location(shown, record.lines[0].number if record.lines else 1, 1)
            diagnostics.append(diagnose("stub", place, f"the document names {record.id} but holds no text of it"))
    if not drafts and not loose:
        forms = ", ".join(form.name for form, _ in recognise(source.text)) or "none of the known forms"
        diagnostics.append(
            diagnose(
                "no-cable",
                here,
                f"no cable found in this document (its form: {forms})",
                "a cable has at least a class line such as UNCLAS MEXICO 000283",
            )
        )
    omissions = [*plain.omissions, *unplaced]
    for record in parts.loose:
        omissions += left_out("outside of cables", record.lines)
    glued, lost = unaccounted(
        plain.received, [(draft.cable, draft.body, draft.omissions) for draft in drafts], omissions
    )
    omissions += glued
    diagnostics += [
        diagnose(
            "lost-words",
            Location(shown, o.lines and int(o.lines) or 1, 1),
            f"not in any page: {o.text}",
            "please report this document's form",
        )
        for o in lost
    ]
    omissions += lost
    return DocumentResult(name, source.sha256, plain.formats, tuple(drafts), tuple(omissions), tuple(diagnostics))


def _protected(lines: Sequence[Line], shown: str) -> list[Diagnostic]:
    """Places where a cable asks that somebody be protected: a publisher must look at each before it goes out."""
    if not any("rotect" in line.text or "ROTECT" in line.text for line in lines):
        return []
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    found = []
    for at in danger.marks("\n".join(line.text for line in lines)):
        number = bisect_right(starts, at) - 1
        line = lines[number]
        found.append(diagnose("strictly-protect", Location(shown, line.number, line.column + at - starts[number]),
                              "the cable asks that somebody be protected",
                              "withhold the name in withheld.yaml, or decide that it may be published"))
    return found


def _of_doubt(doubt: Doubt, shown: str, cable_id: str = "") -> Diagnostic:
    message = f"{cable_id}: {doubt.message}" if cable_id else doubt.message
    return diagnose(doubt.code, Location(shown, doubt.line or 1, doubt.column or 1), message)


def assemble(
    results: Sequence[DocumentResult], shown: dict[str, str] | None = None
) -> tuple[list[Page], list[Diagnostic]]:
    """Put the documents' cables together: merge copies, estimate dates.

    ``shown`` gives the path of each file for diagnostics. Pages come in the order of their ids.
    """
    paths = shown or {}
    diagnostics: list[Diagnostic] = []
    copies: dict[str, list[Sourced]] = defaultdict(list)
    for result in results:
        for draft in result.drafts:
            span = f"{draft.first_line}-{draft.last_line}"
            copies[draft.cable.id].append(Sourced(draft, Witness(result.file, span, result.sha256)))
    merged = []
    for cable_id in sorted(copies):
        one = merge(copies[cable_id])
        merged.append(one)
        for witness in one.witnesses:
            place = Location(paths.get(witness.file, witness.file), int(witness.lines.split("-")[0]), 1)
            diagnostics.append(diagnose("merged-copy", place, f"{cable_id}: merged into the copy of {one.source.file}"))
        for other in one.conflicts:
            place = Location(paths.get(other.witness.file, other.witness.file), other.draft.first_line, 1)
            diagnostics.append(
                diagnose(
                    "conflicting-copies",
                    place,
                    f"{cable_id}: this text differs from the one in {paths.get(one.source.file, one.source.file)}",
                    "one of the two has a wrong id; the page keeps the longer text",
                )
            )
    dated = estimate([one.draft for one in merged])
    pages = []
    for one, draft in zip(merged, dated, strict=True):
        if draft.cable.date_basis in ("sequence", "declassification", "unknown") and not one.draft.cable.date:
            place = Location(paths.get(one.source.file, one.source.file), draft.first_line, 1)
            diagnostics.append(
                diagnose("estimated-date", place, f"{draft.cable.id}: {draft.cable.doubts[-1]} ({draft.cable.date})")
            )
        cable = replace(draft.cable, source=one.source, witnesses=one.witnesses)
        pages.append(Page(cable, draft.body, draft.year))
    return pages, diagnostics
