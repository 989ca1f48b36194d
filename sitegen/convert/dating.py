"""Dates of cables whose transmission header is lost.

Message numbers of one post run through the year. A declassification (or downgrading) date ten years on is taken as the
cable's own day where it keeps the order of the numbers, and is passed over where it does not; what remains is
interpolated between the nearest numbers whose dates are known. Estimates are EDTF with ``~``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sitegen.convert.cables import Draft

_DAY = re.compile(r"^(\d{4})-(\d\d)-(\d\d)")
_SLACK = timedelta(days=2)  # a cable is numbered before it is sent, and a neighbour may overtake it


def estimate(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts in the same order, each undated one with the best date that the others and its own words support."""
    posts: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        if draft.station and draft.year:
            posts[draft.station, draft.year].append(index)
    out = list(drafts)
    for (_, year), members in posts.items():
        if all(drafts[i].cable.date for i in members):
            continue
        _estimate_post(out, members, year)
    return out


def _estimate_post(drafts: list[Draft], members: Sequence[int], year: int) -> None:
    known: dict[int, date] = {}
    claimed: dict[int, date] = {}
    for index in members:
        draft = drafts[index]
        day = _day(draft.cable.date)
        if day is not None:
            known[draft.number] = day
        elif draft.number not in known and (day := _ten_years_before(draft, year)) is not None:
            claimed[draft.number] = day
    kept = _in_order(known, claimed)
    everything = {**known, **kept}
    for index in members:
        draft = drafts[index]
        if draft.cable.date:
            continue
        if draft.number in kept:
            found, basis = kept[draft.number], "declassification"
            why = (
                "date taken from the declassification date, ten years on, which keeps the order of the message numbers"
            )
        else:
            estimated = _between(draft.number, everything, year)
            if estimated is None:
                if draft.number in known:
                    found, basis, why = known[draft.number], "sequence", "date estimated from message numbers"
                else:
                    text = str(year)
                    drafts[index] = _dated(draft, text, "unknown", "no date in the document; only the year is known")
                    continue
            else:
                found, basis, why = estimated, "sequence", "date estimated from message numbers"
        drafts[index] = _dated(draft, f"{found.isoformat()}~", basis, why)


def _dated(draft: Draft, text: str, basis: str, why: str) -> Draft:
    cable = replace(draft.cable, date=text, date_basis=basis, doubts=(*draft.cable.doubts, why))
    return replace(draft, cable=cable)


def _day(edtf: str) -> date | None:
    found = _DAY.match(edtf)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _ten_years_before(draft: Draft, year: int) -> date | None:
    """The day ten years before the declassification or downgrading date, when it falls into the cable's year."""
    cable = draft.cable
    for text in (cable.declassify_on, cable.downgrade.on if cable.downgrade else ""):
        day = _day(text)
        if day is not None and day.year - 10 == year:
            return day.replace(year=year) if (day.month, day.day) != (2, 29) else date(year, 2, 28)
    return None


def _in_order(known: dict[int, date], claimed: dict[int, date]) -> dict[int, date]:
    """The claims that keep the order of the numbers: none against a known date, and the longest row of those left."""
    rows = sorted(known.items())
    fits = []
    for number, day in sorted(claimed.items()):
        below = [d for n, d in rows if n < number]
        above = [d for n, d in rows if n > number]
        if (not below or day >= max(below) - _SLACK) and (not above or day <= min(above) + _SLACK):
            fits.append((number, day))
    # longest non-decreasing run of days; among equals, the one that leaves out the day that is too early
    best: list[list[int]] = []
    for at, (_, day) in enumerate(fits):
        before = [best[j] for j in range(at) if fits[j][1] <= day + _SLACK]
        best.append([*max(before, key=len, default=[]), at])
    chain = max(best, key=len, default=[])
    return {fits[at][0]: fits[at][1] for at in chain}


def _between(number: int, known: dict[int, date], year: int) -> date | None:
    """Interpolated between the neighbours; beyond the last known number, with the pace of the numbers so far."""
    if not known:
        return None
    below = max((n for n in known if n <= number), default=None)
    above = min((n for n in known if n >= number), default=None)
    low, start = (below, known[below]) if below is not None else (0, date(year, 1, 1))
    if above is not None:
        high, end = above, known[above]
        if high == low:
            return start
        return start + timedelta(days=round((end - start).days * (number - low) / (high - low)))
    pace = ((start - date(year, 1, 1)).days + 1) / max(low, 1)
    return min(start + timedelta(days=round((number - low) * pace)), date(year, 12, 31))
