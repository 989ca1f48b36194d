"""Lines for withheld.yaml that would answer a warning. They hold names, so they belong on an editor's screen alone, and
are never part of a report."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sitegen.config import Project
from sitegen.diagnostics import Diagnostic
from sitegen.files import OutsideError, join, read_text
from sitegen.records.danger import entry_for
from sitegen.records.withheld_files import find_list

_ID = re.compile(r"^id:[ \t]*(\S+)", re.M)
_LINE = re.compile(r"\bline (\d+)\b")


def lines_to_paste(project: Project, found: Iterable[Diagnostic]) -> list[str]:
    """The entries that would withhold those of whom ``strictly-protect`` and ``withheld-elsewhere`` tell."""
    asked = [own for own in found if own.code in ("strictly-protect", "withheld-elsewhere")]
    listed = find_list(project)[0] if asked else None
    lines = []
    for own in asked:
        text = _text(project, own.location.path)
        cable = _ID.search(text)
        cable_id = cable[1] if cable and own.location.path.startswith("content/cables/") else ""
        if own.code == "strictly-protect":
            rows = text.split("\n")[:own.location.line - 1]
            lines.append(entry_for(text, sum(len(row) + 1 for row in rows) + own.location.column - 1, cable_id))
        elif listed and cable_id and (line := _LINE.search(own.message)):
            entry = next((entry for entry in listed.entries if entry.line == int(line[1])), None)
            if entry:
                words = entry.words.replace("\\", "\\\\").replace('"', '\\"')
                lines.append(f'- {{{entry.kind}: "{words}", reason: {entry.reason or "source at risk"}, '
                             f"cables: [{cable_id}]}}")
    return [line for line in dict.fromkeys(lines) if line]


def _text(project: Project, path: str) -> str:
    try:
        return read_text(join(project.root, path), project.root)[0] or ""
    except OutsideError:
        return ""
