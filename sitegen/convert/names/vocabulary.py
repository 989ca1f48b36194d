"""The word lists in ``words/``: sections of lower-case words under ``[name]``; lines that begin with # are remarks."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def sections(name: str) -> dict[str, frozenset[str]]:
    """The sections of ``words/<name>.txt`` by their names; words before the first one stand under ``""``."""
    found: dict[str, set[str]] = {}
    current = found.setdefault("", set())
    for line in _lines(name):
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), set())
        else:
            current.update(line.split())
    return {section: frozenset(words) for section, words in found.items()}


def words(name: str, section: str = "") -> frozenset[str]:
    """One section of ``words/<name>.txt``. Raises KeyError for a section that is not there."""
    return sections(name)[section]


@cache
def phrases(name: str) -> frozenset[str]:
    """The lines of ``words/<name>.txt``, each a phrase."""
    return frozenset(_lines(name))


def _lines(name: str) -> list[str]:
    text = files(__package__).joinpath("words", f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
