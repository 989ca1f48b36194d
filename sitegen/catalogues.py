"""gettext catalogues (.po files), read by Babel, each fault with its place.

Babel is imported when a catalogue is read and not before: a run that renders nothing needs no strings.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from sitegen.diagnostics import Diagnostic, Location, diagnose

_HINT = "a gettext editor such as Poedit, or `msgfmt -c`, shows what is wrong"
#: a line that is no comment; Babel's reader lets texts pass whose quotation marks are not closed
_LINE = re.compile(r'(?:#~ *)?(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) +)?"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True)
class Catalogue:
    """What a catalogue holds: msgid -> its forms, one or as many as the language has plurals; ``plural`` gives the
    place of the form for a number."""

    texts: dict[str, tuple[str, ...]]
    plural: Callable[[int], int]


@lru_cache(maxsize=32)  # a preview loads its theme with every change of a template
def read_catalogue(data: bytes, path: str, language: str) -> tuple[Catalogue | None, tuple[Diagnostic, ...]]:
    """The catalogue in the bytes of a file, None when it cannot be used, and what is wrong with it.

    ``path`` is the file as people know it; ``language`` a code such as ``fr``, whose plural rule holds where the file's
    header states none. An entry without a translation, or marked fuzzy, is left out, as gettext does.
    """
    from gettext import c2py

    from babel.messages.pofile import PoFileError, read_po

    try:
        lines = data.decode().splitlines()
    except UnicodeDecodeError as problem:
        return None, (_broken(path, data.count(b"\n", 0, problem.start) + 1, "it is not in UTF-8"),)
    for number, line in enumerate(map(str.strip, lines), 1):
        if line and (line[0] != "#" or line[:2] == "#~") and not _LINE.fullmatch(line):
            return None, (_broken(path, number, f"`{line[:60]}` is no line of a catalogue"),)
    try:
        read = read_po(io.StringIO("\n".join(lines)), locale=_known(language), abort_invalid=True)
        plural, plurals = c2py(read.plural_expr), read.num_plurals
    except PoFileError as problem:
        return None, (_broken(path, problem.lineno + 1, str(problem).partition(" on ")[0]),)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as problem:
        # the header's date or rule for plurals, or lines in an order that Babel does not expect
        return None, (_broken(path, 1, str(problem) or type(problem).__name__),)
    texts, found = dict[str, tuple[str, ...]](), list[Diagnostic]()
    for message in read:
        name = message.id if isinstance(message.id, str) else message.id[0]
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if name and message.pluralizable and any(forms) and len(forms) != plurals:
            found.append(_broken(path, message.lineno or 1, f"`{name}` has {len(forms)} forms, not {plurals}"))
        elif name and not message.fuzzy and all(forms):
            texts[name] = forms
    return (None if found else Catalogue(texts, plural)), tuple(found)


def _broken(path: str, line: int, what: str) -> Diagnostic:
    return diagnose("broken-catalogue", Location(path, line, 1), f"the catalogue cannot be read: {what}", _HINT)


def _known(language: str) -> str | None:
    """The language, where Babel knows it."""
    from babel.localedata import exists

    return language if exists(language) else None
