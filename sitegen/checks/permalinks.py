"""Published addresses must hold: a build that would lose one of content/permalinks.lock fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.site.permalinks import Lock, Permalink


def lost(
    recorded: Iterable[Permalink], lock: Lock, current: Mapping[str, Iterable[str]], redirects: Mapping[str, str],
    prints: Callable[[str], Mapping[str, str]], path: str,
) -> list[Diagnostic]:
    """``permalink-gone`` for each of the pages ``recorded`` in ``lock`` that this build lacks, and for each anchor that
    it lacks or that leads to another text than it did.

    ``current`` maps the paths of this build to their ids; a redirect keeps a page's address, and a browser keeps the
    anchor over it. ``prints`` gives those of a path's anchors. ``path`` is the lock file's, for messages.
    """
    found: list[Diagnostic] = []
    for permalink in recorded:
        place = Location(path, permalink.line, 1)
        if (page := lock.pages.get(permalink.path)) is not None and page.why:
            continue
        target = permalink.path if permalink.path in current else redirects.get(permalink.path, "").partition("#")[0]
        if target not in current:
            found.append(diagnose(
                "permalink-gone", place, f"the published page {permalink.path} is gone",
                f"bring it back; or write below it where it is now, {permalink.path} -> /its/new/path/, or why it is "
                f"no more, {permalink.path} withdrawn: why"))
            continue
        elsewhere = {one.anchor for one in lock.anchors.get(permalink.path, ())}
        ids = set(current[target])
        missing = [anchor for anchor in permalink.anchors if anchor not in ids and anchor not in elsewhere]
        if missing:
            found.append(diagnose(
                "permalink-gone", place, f"the published anchors of {permalink.path} are gone: #{', #'.join(missing)}",
                f"write them at the end of the paragraphs that have their text now, {{#{missing[0]}}}; or write below "
                f"where they are, {permalink.path}#{missing[0]} -> #p1, or why they are no more, "
                f"{permalink.path}#{missing[0]} withdrawn: why"))
        if ":" in permalink.written:
            found += _other_texts(permalink, elsewhere | set(missing), prints(target), place)
    return found


def _other_texts(
    permalink: Permalink, excused: set[str], now: Mapping[str, str], place: Location
) -> list[Diagnostic]:
    """Anchors that stand at another text than they did, while theirs stands elsewhere on the page. One whose text is
    nowhere was corrected, which is an editor's right."""
    where: dict[str, list[str]] = {}
    for anchor, own in now.items():
        where.setdefault(own, []).append(anchor)
    moved = [(anchor, where[own][0]) for anchor, own in permalink.anchors.items()
             if own and own in where and anchor not in excused and now.get(anchor) != own]
    if not moved:
        return []
    pairs = ", ".join(f"#{anchor} is #{other} now" for anchor, other in moved[:6]) + (" …" if len(moved) > 6 else "")
    return [diagnose("permalink-gone", place,
                     f"published anchors of {permalink.path} lead to other paragraphs than they did: {pairs}",
                     f"write each old anchor at the end of the paragraph that has its text, {{#{moved[0][0]}}}")]


def dead_ends(
    lock: Lock, current: Mapping[str, Iterable[str]], redirects: Mapping[str, str], path: str
) -> list[Diagnostic]:
    """``permalink-gone`` for each entry of ``lock`` that says that an address is where nothing is.

    ``current`` maps the paths of this build to their ids.
    """
    found = []
    for one in lock.gone:
        target, _, anchor = one.target.partition("#")
        target = target if target in current else redirects.get(target, "").partition("#")[0]
        if one.target and (target not in current or (anchor and anchor not in set(current[target]))):
            found.append(diagnose("permalink-gone", Location(path, one.line, 1),
                                  f"leads to {one.target}, which is not there", "name the address where it is now"))
    return found


