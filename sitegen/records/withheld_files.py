"""The list of what a project withholds, wherever it is kept; and raw documents without what it names."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sitegen.config import Project
from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.files import as_text, shown
from sitegen.records.source_text import NotText, read_source
from sitegen.records.withheld import FILE, NOTHING, Entry, WithheldList, read_withheld
from sitegen.records.withholding import plain_mark, withhold_lines

#: an environment variable: the path of the list's file, or the list itself
VARIABLE = "SITEGEN_WITHHELD"
_TEXT = re.compile(r"\s*(?:-\s|\[|#)|.*\n", re.S)


def find_list(project: Project | None) -> tuple[WithheldList | None, list[Diagnostic]]:
    """What a project withholds: by the environment's SITEGEN_WITHHELD, else by content/withheld.yaml. None, with the
    reason, when it cannot be told. Without a project, the environment alone decides."""
    given = os.environ.get(VARIABLE, "")
    if given and _TEXT.match(given):
        return _noted(*read_withheld(given, VARIABLE))
    if not given and project is None:
        return NOTHING, []
    root = project.root if project else Path.cwd()
    path = root / (given or FILE)
    name = VARIABLE if given else FILE  # what the variable holds may be a list without its form
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        if given or (project and project.config.withheld == "required"):
            hint = "it is the path of the list's file, or the list itself" if given else (
                f"put the list there, or name its file or its text in {VARIABLE}")
            what = "the list of what is withheld is not there"
            return None, [diagnose("withheld-missing", Location(name), what, hint)]
        return NOTHING, []
    except OSError as problem:
        return None, [diagnose("withheld-unreadable", Location(name), f"cannot be read: {problem.strerror}")]
    text, found = as_text(data, name)
    if text is None:
        return None, [diagnose("withheld-unreadable", found[0].location, "is not UTF-8", "save the file as UTF-8")]
    return _noted(*read_withheld(text, shown(path, root) if not given else VARIABLE))


def _noted(listed: WithheldList | None, found: list[Diagnostic]) -> tuple[WithheldList | None, list[Diagnostic]]:
    if listed and not listed.has_key:
        found.append(diagnose("withheld-anew", Location(listed.shown), "the list has no key, so nothing that was read "
                              "under it is remembered, and every build looks through everything anew",
                              "sitegen withhold tells how to give it one"))
    return listed, found


class Source(NamedTuple):
    """A raw document without what is withheld: its bytes, and whether anything was taken out."""

    data: bytes
    cut: bool


def withhold_source(listed: WithheldList, data: bytes, mark: Callable[[Entry], str] = plain_mark,
                    everywhere: bool = True) -> Source:
    """The bytes of a raw document without the names, phrases and patterns that are listed, every line with its number.

    ``everywhere``: those that hold in some cables alone too. What is no text is left as it is.
    """
    if not listed or not data:
        return Source(data, False)
    try:
        source = read_source("", data)
    except NotText:
        return Source(data, False)
    text = withhold_lines(listed, source.text, None if everywhere else "", mark)
    if text == source.text:
        return Source(data, False)
    try:
        return Source(text.encode(source.encoding), True)
    except UnicodeEncodeError:
        return Source(text.encode("utf-8", "replace"), True)
