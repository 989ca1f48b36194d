"""Taking what is withheld out of a project's own files for good: ``sitegen withhold --apply``.

A build withholds whatever content/ holds. This is for a repository that is to be public itself: its pages and raw
documents are written anew without what the list names. What git remembers of them it still remembers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from sitegen.config import Project
from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.files import as_text, digest, read_bytes, reason, shown, walk, write_atomic
from sitegen.records.cable import Cable, Witness
from sitegen.records.document import divide, is_edited, read_document, write_document
from sitegen.records.source_text import NotText, read_source, split_lines
from sitegen.records.withheld import WithheldList
from sitegen.records.withheld_files import withhold_source
from sitegen.records.withheld_words import find, text_views
from sitegen.records.withholding import (
    conceal,
    is_marked,
    plain_mark,
    withhold,
    withhold_lines,
    withhold_markdown,
)

_MARKS = re.compile(r"\[withheld(?:: [^\[\]]*)?\]|\{>>withheld(?:: [^<>{}]*)?<<\}")
_CONVERTED = re.compile(r"^converted:.*\n", re.M)
_OTHERS = ("people.yaml", "topics.yaml", "places.yaml", "glossary.yaml", "sources.yaml", "corrections.yaml",
           "permalinks.lock")
_RANGE = re.compile(r"(\d{1,9})(?:\s*-\s*(\d{1,9}))?")


@dataclass
class Removal:
    """What was taken out, or would be: the places in each file by its path as people see it, and what is to be done by
    hand."""

    places: dict[str, int] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True)
class _Page:
    path: Path
    text: str
    cable: Cable
    body: str
    before: Cable  # as it stands in the file


def remove(project: Project, listed: WithheldList, apply: bool) -> Removal:
    """Take what is withheld out of cable pages, plain pages and raw documents; without ``apply`` only count it.

    A withheld cable's page is deleted, and its lines in raw documents are blanked, every line keeping its number. What
    stands in other files is told with its place.
    """
    out = Removal()
    pages = list(_pages(project, listed, out))
    changed = _sources(project, listed, pages, out, apply)
    for page in pages:
        if page.cable.id in listed.cables:
            out.places[shown(page.path, project.root)] = 1
            if apply:
                page.path.unlink()
            continue
        written = _written(page, changed)
        if written != page.text:
            _write(project, page.path, page.text, written, out, apply)
    for path in walk(project.pages, ".md"):
        text = _text(project, path, out)
        if text is not None and (without := withhold_markdown(listed, text)) != text:
            _write(project, path, text, without, out, apply)
    for path in (project.root / "site.yaml", *(project.content / name for name in _OTHERS)):
        if path.exists() and (text := _text(project, path, out)) is not None:
            out.diagnostics += _by_hand(listed, shown(path, project.root), text)
    named = {path.name: path for folder in (project.sources, project.cables, project.pages) for path in walk(folder)}
    out.diagnostics += [diagnose("withheld-found", Location(shown(path, project.root)),
                                 "the name of this file holds what is to be withheld", "rename it")
                        for name, path in named.items() if is_marked(withhold(listed, name, None)) and path.exists()]
    out.diagnostics = [told for told in (conceal(listed, found) for found in out.diagnostics) if told is not None]
    out.places = {withhold(listed, path, None): count for path, count in out.places.items()}
    return out


def _text(project: Project, path: Path, out: Removal) -> str | None:
    data, found = read_bytes(path, project.root)
    text = None
    if data is not None:
        text, found = as_text(data, shown(path, project.root))
    out.diagnostics += found
    return text


def _pages(project: Project, listed: WithheldList, out: Removal) -> Iterator[_Page]:
    for path in walk(project.cables, ".md"):
        text = _text(project, path, out)
        if text is None:
            continue
        name = shown(path, project.root)
        document, _ = read_document(text, name, listed)
        whole, found = read_document(text, name)
        if document is None or whole is None:
            out.diagnostics += found
            continue
        yield _Page(path, text, document.cable, document.body, whole.cable)


def _written(page: _Page, changed: dict[str, tuple[str, str]]) -> str:
    """The text of a page as it is to be; the same text when nothing in it is withheld."""
    cable = page.cable
    cable = replace(cable, source=cable.source and _with_digest(cable.source, changed),
                    witnesses=tuple(_with_digest(own, changed) for own in cable.witnesses))
    if cable == page.before and page.body == divide(page.text)[1]:
        return page.text
    written = write_document(cable, page.body)
    if is_edited(page.text):  # and stays it, or convert would write over it
        line = f"converted: {cable.converted}\n" if cable.converted else ""
        written = _CONVERTED.sub(lambda _: line, written, count=1)
    return written


def _with_digest(witness: Witness, changed: dict[str, tuple[str, str]]) -> Witness:
    before, after = changed.get(witness.file, ("", ""))
    return replace(witness, sha256=after) if before and witness.sha256 == before else witness


def _sources(
    project: Project, listed: WithheldList, pages: Iterable[_Page], out: Removal, apply: bool
) -> dict[str, tuple[str, str]]:
    """Go through the raw documents; gives the SHA-256 before and after of each that changes, by its name."""
    of: dict[str, list[tuple[str, Witness]]] = {}
    for page in pages:
        if page.cable.id in listed.named:
            for witness in (page.before.source, *page.before.witnesses):
                if witness:
                    of.setdefault(witness.file, []).append((page.cable.id, witness))
    changed = {}
    for path in walk(project.sources):
        data, found = read_bytes(path, project.root)
        out.diagnostics += found
        name = path.relative_to(project.sources).as_posix()
        if data is None:
            continue
        without = withhold_source(listed, data, everywhere=False).data
        for cable_id, witness in of.get(name, ()):
            if cable_id in listed.paragraphs:
                out.diagnostics.append(diagnose(
                    "withheld-found", Location(shown(path, project.root), _first(witness)),
                    f"a paragraph of {cable_id} is withheld; which lines of this document hold it cannot be told",
                    "take it out by hand"))
            without = _in_lines(without, witness, _lines_of(listed, cable_id))
        if without != data:
            changed[name] = digest(data), digest(without)
            text = read_source("", without).text
            out.places[shown(path, project.root)] = max(1, len(_MARKS.findall(text)))
            _save(project, path, without, out, apply)
    return changed


def _lines_of(listed: WithheldList, cable_id: str) -> Callable[[str], str]:
    if cable_id not in listed.cables:
        return lambda text: withhold_lines(listed, text, cable_id)
    mark = plain_mark(listed.entries[listed.cables[cable_id]])
    return lambda text: mark + "\n" * text.count("\n")


def _first(witness: Witness) -> int:
    found = _RANGE.search(witness.lines)
    return int(found[1]) if found else 1


def _in_lines(data: bytes, witness: Witness, change: Callable[[str], str]) -> bytes:
    """The bytes of a document, the lines that a witness names changed; every line keeps its number."""
    try:
        source = read_source("", data)
    except NotText:
        return data
    lines = split_lines(source.text)
    ranges = [(int(own[1]), int(own[2] or own[1])) for own in _RANGE.finditer(witness.lines)] or [(1, len(lines))]
    for first, last in ranges:
        lines[first - 1:last] = change("\n".join(lines[first - 1:last])).split("\n")
    text = "\n".join(lines) + "\n"
    if split_lines(text) == split_lines(source.text):
        return data
    try:
        return text.encode(source.encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _by_hand(listed: WithheldList, path: str, text: str) -> list[Diagnostic]:
    """Where in a file that nobody but its editor should write something stands that is withheld."""
    names = (match for match in find(listed, text, text_views(text)) if not listed.entries[match.number].cables)
    at = sorted({match.start for match in names}
                | {text.index(cable_id) for cable_id in listed.cables if cable_id in text})
    places = {text.count("\n", 0, own) + 1: own - text.rfind("\n", 0, own) for own in reversed(at)}
    return [diagnose("withheld-found", Location(path, line, column), "here stands what is to be withheld",
                     "take it out by hand") for line, column in sorted(places.items())]


def _write(project: Project, path: Path, before: str, text: str, out: Removal, apply: bool) -> None:
    more = len(_MARKS.findall(text)) - len(_MARKS.findall(before))
    out.places[shown(path, project.root)] = max(1, more)
    _save(project, path, text.encode("utf-8"), out, apply)


def _save(project: Project, path: Path, data: bytes, out: Removal, apply: bool) -> None:
    if not apply:
        return
    try:
        write_atomic(path, data, durable=True)
    except OSError as problem:
        out.diagnostics.append(diagnose("unwritable-output", Location(shown(path, project.root)),
                                        f"cannot be written: {reason(problem)}"))
