"""Bar charts of cables in time: by day, month and year, each bar parted by classification."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from sitegen.records import dates
from sitegen.records.vocabulary import classifications
from sitegen.site import explain, urls
from sitegen.site.model import Site
from sitegen.site.view_parts import Bar, BarPart, Chart

_STEPS = (1, 2, 5, 10, 20, 50, 100, 1000, 10_000)  # years from one label to the next
_LOWEST_TOP = 2  # cables: a lone cable does not fill a chart
_LABELS = 8  # of the bars of a chart of years; more would run into one another on a phone

_K = TypeVar("_K", bound=Hashable)
#: what a bar stands for -> classification -> cables
Counts = dict[_K, dict[str, int]]


def rank(classification: str) -> tuple[int, str]:
    """A key that sorts classifications from the highest down; what is none comes after, by its letters."""
    return classifications.rank(classification), classification


def _counts(site: Site, ids: Iterable[str], bar_of: Callable[[str], _K | None]) -> Counts[_K]:
    counts: Counts[_K] = {}
    for cable_id in ids:
        if (bar := bar_of(cable_id)) is not None:
            level, own = site.documents[cable_id].cable.classification, counts.setdefault(bar, {})
            own[level] = own.get(level, 0) + 1
    return counts


def _chart(title: str, unit: str, bars: Sequence[tuple[str, str, str, Mapping[str, int]]], highest: int = 0,
           align: str = "middle") -> Chart:
    """A chart of (label, name, link, counts); ``highest`` makes the bars of several charts comparable."""
    top = max(highest, *(sum(counts.values()) for *_, counts in bars), _LOWEST_TOP) if bars else 0
    levels = tuple(sorted({level for *_, counts in bars for level in counts}, key=rank))
    return Chart(title, unit, tuple(_bar(*bar, levels, top) for bar in bars), top, align, levels)


def _bar(label: str, name: str, url: str, counts: Mapping[str, int], levels: Sequence[str], top: int) -> Bar:
    parts, total = [], 0
    for level in levels if counts else ():
        if count := counts.get(level, 0):
            parts.append(BarPart(level, count, round(100 * count / top, 1), round(100 * total / top, 1)))
            total += count
    return Bar(label, name, url if total else "", total, round(100 * total / top, 1), tuple(parts))


def days_chart(
    site: Site, ids: Iterable[str], when: tuple[int, int], title: str, link_of: Callable[[int], str]
) -> Chart:
    """A bar for each day of a month, for the cables among ``ids`` whose day is known."""

    def day_of(cable_id: str) -> int | None:
        day = dates.day(site.documents[cable_id].cable.date)
        return day.day if day else None

    counts = _counts(site, ids, day_of)
    bars = []
    for day in range(1, calendar.monthrange(*when)[1] + 1):
        found = explain.when(f"{when[0]:04}-{when[1]:02}-{day:02}", site.config.language)
        bars.append((str(day) if day == 1 or day % 5 == 0 else "", found.text if found else str(day), link_of(day),
                     counts.get(day, {})))
    return _chart(title, "day", bars)


def months_chart(site: Site, ids: Iterable[str], years: Sequence[int], title: str, highest: int = 0) -> Chart:
    """A bar for each month of ``years``, for the cables among ``ids`` whose month is known."""

    def month_of(cable_id: str) -> tuple[int, int] | None:
        year, month = site.dated[cable_id]
        return (year, month) if year and month else None

    counts = _counts(site, ids, month_of)
    language, link = site.config.language, site.urls.link
    bars = []
    for year in years:
        for month in range(1, 13):
            label = explain.short_month(month, language) if len(years) == 1 else str(year) if month == 1 else ""
            bars.append((label, explain.month_and_year(year, month, language), link(urls.month(year, month)),
                         counts.get((year, month), {})))
    return _chart(title, "month", bars, highest, "middle" if len(years) == 1 else "start")


def years_chart(site: Site, ids: Iterable[str], title: str) -> Chart:
    """A bar for each year from the first to the last; round years are labelled where there are many."""
    counts = _counts(site, ids, lambda cable_id: site.dated[cable_id][0] or None)
    span = range(min(counts), max(counts) + 1) if counts else range(0)
    every = next(step for step in _STEPS if len(span) <= step * _LABELS)
    return _chart(title, "year", [(str(year) if year % every == 0 else "", str(year), site.urls.link(urls.year(year)),
                                   counts.get(year, {})) for year in span])
