"""The cables by their numbers, in parts: the search page looks a number up in one of them as it is typed.

A number is in the part that its last two digits name, so ``mexico 283`` needs one small file, whatever the year.
"""

from __future__ import annotations

import re

from sitegen.site.model import Site
from sitegen.site.view_parts import Row

_WHOLE = 500  # cables; up to here one file holds them all
_PARTS = 100
_ID = re.compile(r"\d\d[A-Z]+(\d+)")


def parts(cables: int) -> int:
    """In how many parts the numbers of so many cables are kept."""
    return 1 if cables <= _WHOLE else _PARTS


def by_part(site: Site) -> list[dict[str, Row]]:
    """For each part the ids of its cables, other ids that lead to a cable among them, each with the cable's row."""
    made: list[dict[str, Row]] = [{} for _ in range(parts(len(site.documents)))]
    for cable_id, document in site.documents.items():
        for name in (cable_id, *document.cable.aliases):
            if (match := _ID.fullmatch(name)) and (name == cable_id or name not in site.documents):
                made[int(match[1]) % len(made)].setdefault(name, site.rows[cable_id])
    return made
