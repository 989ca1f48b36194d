"""Which cables are related to one: those that cite the same cables, name the same persons, have the same topics.

What few cables share says more than what many do: each thing in common counts by its rarity, and what more than
``_SHARED`` cables have is not looked at. So a cable costs the same in an archive of any size.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log

from sitegen.records import dates
from sitegen.site.cable_parts import Reason, Related
from sitegen.site.model import Site
from sitegen.site.topics import label_of, shown_as

_SHARED = 40  # cables
_SHOWN = 5
_LEAST = 1.0  # what a cable must have in common, in natural logarithms of rarity
_WEIGHTS = {"reference": 1.5, "person": 1.0, "topic": 0.5}


def related(site: Site, cable_id: str) -> tuple[Related, ...]:
    """The cables that have most in common with one, the closest first, each with the reasons, the strongest first.

    Cables that it cites or that cite it are left out: the page shows them as such.
    """
    cable, total = site.cable(cable_id), len(site.ids)
    direct = {cable_id, *cable.references, *site.cited_by.get(cable_id, ())}
    scores: dict[str, float] = {}
    reasons: dict[str, list[tuple[float, Reason]]] = {}
    for kind, text, holders in _features(site, cable_id):
        if not 1 < len(holders) <= _SHARED or len(holders) >= total:
            continue
        weight = _WEIGHTS[kind] * log(total / len(holders))
        for other in holders:
            if other not in direct:
                scores[other] = scores.get(other, 0.0) + weight
                reasons.setdefault(other, []).append((weight, Reason(kind, text)))
    best = sorted((own for own in scores if scores[own] >= _LEAST), key=lambda own: (-round(scores[own], 9), own))
    return tuple(Related(site.rows[own], tuple(reason for _, reason in sorted(reasons[own], key=lambda r: -r[0])))
                 for own in best[:_SHOWN])


def _features(site: Site, cable_id: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What a cable can share: the kind, what it is called, and the cables that have it."""
    cable = site.cable(cable_id)
    for cited in dict.fromkeys(cable.references):
        yield "reference", cited, site.citing.get(cited, ())
    for person, _ in site.people_of[cable_id]:
        if len(person.namings) <= _SHARED:
            yield "person", person.name, tuple(naming.cable for naming in person.namings)
    year, language = dates.year(cable.date), site.config.language
    for code in dict.fromkeys(cable.tags):
        label = shown_as(code, label_of(code, year, site.authorities.topics, language), language)
        yield "topic", label, site.topic_of[code].cables
