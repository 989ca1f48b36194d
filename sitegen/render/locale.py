"""Interface strings: gettext catalogues of a theme's locale/ folder, looked up by key.

A key is the msgid (``nav.label``), its words are the msgstr in every language, English among them; so a translator's
work outlives a change of the English words, and a theme replaces single strings by a catalogue that holds only these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from markupsafe import Markup, escape

from sitegen.catalogues import read_catalogue
from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.site.languages import DEFAULT, locale_of

DOMAIN = "interface"
_NAME = re.compile(r"\{(\w+)\}")
_SHOWN = 5  # keys that a message names


def catalogue_path(language: str) -> str:
    """Where in locale/ the catalogue of a language is: ``fr/LC_MESSAGES/interface.po``."""
    return f"{language}/LC_MESSAGES/{DOMAIN}.po"


class Strings:
    """The strings of one language: forms by key, and for a key with several the rule that chooses one by a number."""

    def __init__(self, language: str = DEFAULT) -> None:
        self.language = language
        self._forms: dict[str, tuple[str, ...]] = {}
        self._plurals: dict[str, Callable[[int], int]] = {}

    def add(self, texts: Mapping[str, tuple[str, ...]], plural: Callable[[int], int]) -> None:
        """Take up strings, in place of those that have their keys."""
        self._forms |= texts
        self._plurals |= dict.fromkeys(texts, plural)

    def keys(self) -> frozenset[str]:
        """The keys of all strings."""
        return frozenset(self._forms)

    def number(self, value: int) -> str:
        """A whole number for people: 12,345 or 12.345."""
        return str(value) if -1000 < value < 1000 else _grouped(value, self.language)

    def text(self, key: str, **values: object) -> str:
        """The string of ``key``, each ``{name}`` in it replaced. ``count`` chooses the form.

        The result is markup when one of the values is. Raises KeyError for an unknown key or a name without a value.
        """
        forms = self._forms[key]
        if not values:
            return forms[-1]
        found, count = forms[-1], values.get("count")
        if len(forms) > 1 and isinstance(count, int):
            found = forms[min(self._plurals[key](count), len(forms) - 1)]
        shown = {name: self.number(value) if isinstance(value, int) else value for name, value in values.items()}
        if any(hasattr(value, "__html__") for value in shown.values()):
            return Markup(_NAME.sub(lambda name: str(escape(shown[name[1]])), str(escape(found))))
        return _NAME.sub(lambda name: str(shown[name[1]]), found)


def read_strings(
    catalogues: Iterable[tuple[str, bytes, str]], language: str
) -> tuple[Strings, list[Diagnostic]]:
    """The strings of a theme for a language, and what is wrong with its catalogues.

    These are given as language, bytes and the file as people know it, each over those before it; those in English, or
    in another language, fill what the language itself lacks.
    """
    strings, found = Strings(language), list[Diagnostic]()
    own, last = set[str](), ""
    for spoken, data, path in catalogues:
        catalogue, wrong = read_catalogue(data, path, spoken)
        found += wrong
        if catalogue is not None:
            strings.add(catalogue.texts, catalogue.plural)
        if spoken == language:
            own, last = own | (catalogue.texts.keys() if catalogue else set()), path
    if (missing := sorted(strings.keys() - own)) and not found:
        some = ", ".join(missing[:_SHOWN]) + (" …" if len(missing) > _SHOWN else "")
        found.append(diagnose("untranslated", Location(last), f"{len(missing)} strings have no words in "
                              f"`{language}` and are shown in English: {some}"))
    return strings, found


@lru_cache(maxsize=4096)
def _grouped(value: int, language: str) -> str:
    """A number with its digits in groups as the language writes them."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=locale_of(language)))
