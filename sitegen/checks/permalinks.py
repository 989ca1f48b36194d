"""Published addresses must hold: content/permalinks.lock lists them, and a build that would lose one fails."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sitegen.diagnostics import Diagnostic, Location, diagnose

_HEAD = """# Addresses that readers have linked: a page's path, then the anchors on it.
# Written by `sitegen permalinks record`. A build that lacks one of them fails; to give one up, delete it here.
"""
_ANCHOR = re.compile(r"[pu]\d+[a-z]?(?:-\d+)?")


@dataclass(frozen=True, slots=True)
class Permalink:
    """A page that was published: its path in the site, its anchors, and its line in the lock file."""

    path: str
    anchors: tuple[str, ...]
    line: int = 0


def permanent(ids: Iterable[str]) -> list[str]:
    """Those of a page's ids that are anchors of paragraphs, in the order of the numbers in them."""
    kept = {name for name in ids if _ANCHOR.fullmatch(name)}
    return sorted(kept, key=lambda name: (name[0], int(re.findall(r"\d+", name)[0]), len(name), name))


def read_lock(text: str, path: str) -> tuple[list[Permalink], list[Diagnostic]]:
    """The permalinks that the text of a lock file lists, and its lines that cannot be read."""
    read: list[Permalink] = []
    found: list[Diagnostic] = []
    for number, line in enumerate(text.split("\n"), 1):
        words = line.split("#")[0].split() if line.startswith("#") else line.split()
        if not words:
            continue
        if words[0].startswith("/"):
            read.append(Permalink(words[0], tuple(words[1:]), number))
        else:
            found.append(diagnose("bad-value", Location(path, number, 1), f"`{words[0][:60]}` is no path of the site",
                                  "each line is a path, such as /cables/09MEXICO283/, and its anchors"))
    return read, found


def write_lock(permalinks: Iterable[Permalink]) -> str:
    """The text of a lock file, a line a page, sorted; anchors of one page given twice are joined."""
    joined: dict[str, set[str]] = {}
    for permalink in permalinks:
        joined.setdefault(permalink.path, set()).update(permalink.anchors)
    return _HEAD + "".join(" ".join([path, *permanent(joined[path])]) + "\n" for path in sorted(joined))


def gone(
    recorded: Iterable[Permalink], current: Mapping[str, Iterable[str]], redirects: Mapping[str, str], path: str
) -> list[Diagnostic]:
    """``permalink-gone`` for each recorded page or anchor that this build lacks.

    ``current`` maps the paths of this build to their ids; a redirect keeps a page's address, and a browser keeps the
    anchor over it. ``path`` is the lock file's, for messages.
    """
    found: list[Diagnostic] = []
    for permalink in recorded:
        place = Location(path, permalink.line, 1)
        target = permalink.path if permalink.path in current else redirects.get(permalink.path, "")
        if target not in current:
            found.append(diagnose(
                "permalink-gone", place, f"the published page {permalink.path} is gone",
                "bring it back, name its old id or path under `aliases` of the page that took its place, or delete the "
                "line to give the address up"))
            continue
        lost = [anchor for anchor in permalink.anchors if anchor not in set(current[target])]
        if lost:
            found.append(diagnose(
                "permalink-gone", place, f"the published anchors of {permalink.path} are gone: #{', #'.join(lost)}",
                "bring the paragraphs' numbers or anchors back, or delete the anchors to give them up"))
    return found
