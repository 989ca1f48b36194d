"""Where a cable asks that somebody be protected, and the entry of withheld.yaml that would do it.

The marks are those of the cables: ``(strictly protect)``, ``(protect)``, ``please protect``, ``protect source``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitegen.diagnostics import Diagnostic, Location, diagnose

_MARK = re.compile(
    r"\(\s*(?:(?:please|pls|strictly|source)[\s,]+){0,3}protect(?:\s+(?:strictly|source|identity|name|throughout)){0,2}\s*\)"
    r"|\b(?:please|pls|strictly)\s+(?:strictly\s+)?protect\b"
    r"|\bprotect\s+(?:the\s+|this\s+|his\s+|her\s+|their\s+)?(?:source|identity|identities|name|names|sources)\b",
    re.IGNORECASE)
#: before a mark: what was taken out already, by somebody before this archive or by it (convert/withholding.py)
_TAKEN_OUT = re.compile(r"(?:[Xx]{4,}|<<\}|\]|[\U0010f000-\U0010fffd])[\s,(\[\"']{0,4}\Z")
#: behind a mark: an editor's note, which says that somebody has decided
_DECIDED = re.compile(r"[\s).,]{0,4}\{>>")
#: names before a mark: capitalised words, initials and particles
_NAME = re.compile(r"((?:[^\W\d_][\w.'’-]*[ \t\n]+){0,5}[^\W\d_][\w.'’-]*)[\s,(]{0,4}\Z")
_SMALL = frozenset("de del la las los van von der den da dos di al el bin ibn ben abu y e".split())
_OFFICES = frozenset("mr mrs ms dr gen general col colonel amb ambassador minister president director deputy senator "
                     "governor secretary the and with by to from of".split())
_BEFORE = 120
_NEAR = 4  # signs between a name and its mark


def protected(
    body: str, path: str, first_line: int = 1, taken: Sequence[tuple[int, int]] = ()
) -> list[Diagnostic]:
    """A ``strictly-protect`` diagnostic for each place of a cable's body that asks for somebody's protection, but those
    where the name is taken out already (``taken``: from where to where) or where an editor's note stands behind the
    mark."""
    if "rotect" not in body and "ROTECT" not in body:
        return []
    places = [at for at in marks(body) if not any(start <= at <= end + _NEAR for start, end in taken)]
    return [diagnose("strictly-protect",
                     Location(path, first_line + body.count("\n", 0, at), at - body.rfind("\n", 0, at)),
                     "the cable asks that somebody be protected",
                     "withhold the name, or say with a note `{>>…<<}` behind it what was decided")
            for at in places]


def marks(text: str) -> list[int]:
    """Where the marks begin that nobody has dealt with yet."""
    return [mark.start() for mark in _MARK.finditer(text)
            if not _TAKEN_OUT.search(text, max(0, mark.start() - _BEFORE), mark.start())
            and not _DECIDED.match(text, mark.end())]


def entry_for(text: str, at: int, cable_id: str) -> str:
    """The line for withheld.yaml that would withhold whoever is named before the mark at this place of a cable's text;
    "" when nobody seems to be. It holds the name, and belongs on the editor's screen alone."""
    found = _NAME.search(text, max(0, at - _BEFORE), at)
    words = found[1].split() if found else []
    name: list[str] = []
    for word in reversed(words):
        if word.lower().strip(".,") in _OFFICES or not (word[0].isupper() or word.lower() in _SMALL):
            break
        name.insert(0, word)
    while name and not name[0][0].isupper():
        name.pop(0)
    if not name:
        return ""
    written = " ".join(name).replace("\\", "").replace('"', "")
    where = f", cables: [{cable_id}]" if cable_id else ""
    return f'- {{name: "{written}", reason: source at risk{where}}}'
