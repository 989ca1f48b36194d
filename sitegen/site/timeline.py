"""The timeline: all years, one year, one month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from msgspec.structs import replace

from sitegen.records import dates
from sitegen.records.document import Document
from sitegen.site import explain, urls
from sitegen.site.charts import days_chart, months_chart, rank, years_chart
from sitegen.site.events import events
from sitegen.site.index_parts import Day
from sitegen.site.lists import head, page_of, rows, site_info
from sitegen.site.model import Frame, Site
from sitegen.site.view_parts import Chart, Counted, Link
from sitegen.site.views import CablesView, MonthView, TimelineView, YearLine, YearView

_MANY = 5  # years: above it the timeline begins with a chart of them all


def by_year(site: Site) -> dict[int, list[str]]:
    """The cables of each year, in order of time; those without a year are in none."""
    years: dict[int, list[str]] = {}
    for cable_id, (year, _) in site.dated.items():
        if year:
            years.setdefault(year, []).append(cable_id)
    return dict(sorted(years.items()))


def by_month(site: Site) -> dict[tuple[int, int], list[str]]:
    """The cables of each month, in order of time; those whose month is not known are in none."""
    months: dict[tuple[int, int], list[str]] = {}
    for cable_id, (year, month) in site.dated.items():
        if year and month:
            months.setdefault((year, month), []).append(cable_id)
    return dict(sorted(months.items()))


def undated(site: Site) -> list[str]:
    """The cables without a year."""
    return [cable_id for cable_id, (year, _) in site.dated.items() if not year]


def timeline(site: Site) -> TimelineView:
    """All years, each with a chart of its months to one scale."""
    years = by_year(site)
    highest = max(map(len, by_month(site).values()), default=0)
    without = undated(site)
    more = len(without) > site.config.page_size
    lines = tuple(YearLine(Counted(str(year), site.urls.link(urls.year(year)), len(ids)),
                           months_chart(site, ids, [year], str(year), highest)) for year, ids in years.items())
    overview = years_chart(site, site.documents, f"{min(years)}–{max(years)}") if len(years) > _MANY else None
    charts = [overview] if overview else [line.chart for line in lines]
    return TimelineView(
        site=site_info(site), head=head(site, urls.TIMELINE, "timeline"),
        chart=overview, years=lines,
        levels=tuple(sorted({level for chart in charts for level in chart.levels}, key=rank)),
        undated=rows(site, without[:site.config.page_size]),
        all_undated=Counted("", site.urls.link(urls.UNDATED), len(without)) if more else None)


def all_undated(site: Site, ids: Sequence[str], number: int) -> CablesView:
    """One page of the cables without a year."""
    shown, pager = page_of(site, urls.UNDATED, ids, number)
    return CablesView(site=site_info(site), head=head(site, urls.UNDATED, "undated", number=number),
                      rows=rows(site, shown), pager=pager, orders=(), years=(), classifications=())


def year(site: Site, number: int, ids: Sequence[str], around: Sequence[int], page: int) -> YearView:
    """One page of a year's cables; ``around`` are the archive's years."""
    path = urls.year(number)
    shown, pager = page_of(site, path, ids, page)
    links = [Link(str(other), site.urls.link(urls.year(other))) for other in around]
    at = list(around).index(number)
    return YearView(
        site=site_info(site), head=head(site, path, "timeline", str(number), number=page),
        year=number, chart=months_chart(site, ids, [number], str(number)) if page == 1 else None,
        previous=links[at - 1] if at else None, next=links[at + 1] if at + 1 < len(links) else None,
        rows=rows(site, shown), pager=pager)


@dataclass(frozen=True, slots=True)
class MonthContext:
    """All that a page of a month shows and that does not stand in the bodies of its cables."""

    view: MonthView
    paths: tuple[str, ...]  # of the cables whose bodies the page looks into, if it does
    frame: Frame


def month_context(
    site: Site, when: tuple[int, int], ids: Sequence[str], around: Sequence[tuple[int, int]], page: int, look: bool
) -> MonthContext:
    """What one page of a month needs to know; ``look`` tells whether it shows the dates that its cables mention."""
    shown, _ = page_of(site, urls.month(*when), ids, page)
    return MonthContext(month(site, when, ids, around, page), tuple(map(site.path, shown)) if look else (), site.frame)


def month_cables(site: Site, when: tuple[int, int], ids: Sequence[str], page: int) -> tuple[str, ...]:
    """The cables on one page of a month."""
    return tuple(page_of(site, urls.month(*when), ids, page)[0])


def month_view(context: MonthContext, documents: Sequence[Document]) -> MonthView:
    """One page of a month. The dates that its cables mention are looked for when the page asks for them."""
    if not context.paths:
        return context.view
    cables = tuple(zip(context.view.rows, context.paths, documents, strict=True))
    return replace(context.view, find=partial(events, cables, context.frame.urls))


def month(
    site: Site, when: tuple[int, int], ids: Sequence[str], around: Sequence[tuple[int, int]], page: int
) -> MonthView:
    """One page of a month's cables; ``around`` are the months that have any."""
    language, link = site.config.language, site.urls.link
    path = urls.month(*when)
    shown, pager = page_of(site, path, ids, page)
    links = [Link(explain.month_and_year(*other, language), link(urls.month(*other))) for other in around]
    at = list(around).index(when)
    name = explain.month_and_year(*when, language)
    own_year = Link(str(when[0]), link(urls.year(when[0])))
    return MonthView(
        site=site_info(site), head=head(site, path, "timeline", name, number=page),
        crumbs=(own_year,),
        name=name, year=own_year, chart=_days_chart(site, when, ids, name) if page == 1 else None,
        days=_days(site, shown),
        previous=links[at - 1] if at else None, next=links[at + 1] if at + 1 < len(links) else None,
        rows=rows(site, shown), pager=pager)


def _days_chart(site: Site, when: tuple[int, int], ids: Sequence[str], name: str) -> Chart | None:
    pages: dict[int, int] = {}  # day -> the page of the list on which it begins
    for place, cable_id in enumerate(ids):
        if day := dates.day(site.documents[cable_id].cable.date):
            pages.setdefault(day.day, place // site.config.page_size + 1)

    def link(day: int) -> str:
        return site.urls.link(urls.numbered(urls.month(*when), pages.get(day, 1)), f"day-{day}")

    return days_chart(site, ids, when, name, link) if pages else None


def _days(site: Site, ids: Sequence[str]) -> tuple[Day, ...]:
    """The days of cables in order of time."""
    found: list[Day] = []
    for place, cable_id in enumerate(ids):
        day = dates.day(site.documents[cable_id].cable.date)
        anchor = f"day-{day.day}" if day else "day-unknown"
        if found and found[-1].anchor == anchor:
            found[-1] = replace(found[-1], last=place + 1)
        else:
            when = explain.when(day.isoformat(), site.config.language) if day else None
            found.append(Day(when.text if when else "", anchor, place, place + 1))
    return tuple(found)
