"""The empty archive project that ``sitegen new`` lays down; its files stand in ``project/`` beside this module."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.files import reason, write_atomic

#: names that would act on this package's own folder if they stood there under their real name
_RENAMED = {"gitignore": ".gitignore", "gitkeep": ".gitkeep"}


def title_of(folder: str) -> str:
    """A title for the archive in a folder of this name: ``lima-cables`` -> ``Lima cables``."""
    words = " ".join(re.split(r"[\W_]+", folder)).strip()
    return words[:1].upper() + words[1:] if words else "New archive"


def lay_down(folder: Path) -> tuple[list[str], list[Diagnostic]]:
    """Write a new project into ``folder``, which must be empty or not exist.

    Gives the paths of the files written, relative to the folder; nothing is written when something stands there.
    """
    place = Location(str(folder))
    folder = folder.absolute()
    written: list[str] = []
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            what = "is a folder with files in it" if folder.is_dir() else "is a file"
            return [], [diagnose("not-empty", place, what, "name a folder that is empty or does not exist")]
        title = json.dumps(title_of(folder.name), ensure_ascii=False)
        for relative, data in _files_of(files(__package__).joinpath("project"), ""):
            write_atomic(folder / relative, data.replace(b"{{title}}", title.encode()))
            written.append(relative)
    except OSError as problem:
        return written, [diagnose("unwritable-output", place, f"cannot be written: {reason(problem)}")]
    return written, []


def _files_of(folder: Traversable, above: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _files_of(entry, f"{above}{entry.name}/")
        else:
            found.append((above + _RENAMED.get(entry.name, entry.name), entry.read_bytes()))
    return found
