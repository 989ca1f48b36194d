"""Copies of one cable out of several documents: one page with its witnesses, or a conflict that is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sitegen.convert.cables import Draft
from sitegen.records import markup
from sitegen.records.cable import Cable, Witness
from sitegen.records.source_text import words

_ALIKE = 0.75  # share of the shorter text's words that the longer one has too


@dataclass(frozen=True, slots=True)
class Sourced:
    """A draft with where it came from."""

    draft: Draft
    witness: Witness


@dataclass(frozen=True, slots=True)
class Merged:
    """One cable out of all its copies. ``conflicts`` are copies whose text is another than the page's."""

    draft: Draft
    source: Witness
    witnesses: tuple[Witness, ...]
    conflicts: tuple[Sourced, ...]


def merge(copies: Iterable[Sourced]) -> Merged:
    """Merge the copies of one cable: the most complete is the text, the others are its witnesses.

    Most complete means: with a text, with a transmission header, and then with the most words. Fields that the chosen
    copy lacks are taken from the others.
    """
    ranked = list(copies)
    if len(ranked) > 1:
        ranked.sort(key=lambda s: (-_completeness(s.draft), s.witness.file))
    best = ranked[0]
    same: list[Sourced] = []
    conflicts: list[Sourced] = []
    for other in ranked[1:]:
        (same if alike(best.draft, other.draft) else conflicts).append(other)
    cable = best.draft.cable
    for other in same:
        cable = _filled(cable, other.draft.cable)
    draft = replace(best.draft, cable=cable) if same else best.draft
    return Merged(draft, best.witness, tuple(s.witness for s in same), tuple(conflicts))


def _completeness(draft: Draft) -> float:
    size = len(words(draft.body))
    return size * (1.03 if draft.cable.from_ else 1.0)


def alike(one: Draft, other: Draft) -> bool:
    """Whether two drafts are copies of one text: nearly all words of the shorter stand in the longer, or one has
    none."""
    a, b = (Counter(w.casefold() for w in words(markup.reject(d.body))) for d in (one, other))
    short = min(sum(a.values()), sum(b.values()))
    return short == 0 or sum((a & b).values()) >= _ALIKE * short


_FILLED = (
    "date",
    "precedence",
    "precedence_info",
    "from_",
    "to",
    "info",
    "transmission_id",
    "tags",
    "references",
    "classified_by",
    "reasons",
    "declassify_on",
    "captions",
    "origin",
    "signed_by",
    "subject",
    "title",
    "classification",
    "sections",
    "derived_from",
    "downgrade",
)


def _filled(cable: Cable, other: Cable) -> Cable:
    changes: dict[str, Any] = {
        name: getattr(other, name) for name in _FILLED if not getattr(cable, name) and getattr(other, name)
    }
    if other.date_basis == "transmitted" and cable.date_basis != "transmitted":
        changes["date"] = other.date
    if "date" in changes:
        changes["date_basis"] = other.date_basis
    aliases = tuple(dict.fromkeys((*cable.aliases, *other.aliases)))
    doubts = tuple(dict.fromkeys((*cable.doubts, *other.doubts)))
    return replace(cable, **changes, aliases=aliases, doubts=doubts)
