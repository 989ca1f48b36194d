"""The timeline: all years, one year, one month."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sitegen.site import explain, urls
from sitegen.site.lists import head, months_chart, page_of, rows, site_info, years_chart
from sitegen.site.model import Site
from sitegen.site.view_parts import Chart, Counted, Link
from sitegen.site.views import MonthView, TimelineView, YearLine, YearView

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


def timeline(site: Site) -> TimelineView:
    """All years, each with a chart of its months to one scale."""
    years = by_year(site)
    highest = max(map(len, by_month(site).values()), default=0)
    undated = [cable_id for cable_id, (year, _) in site.dated.items() if not year]
    return TimelineView(
        site=site_info(site), head=head(site, urls.TIMELINE, "timeline"),
        chart=years_chart(site, site.documents, f"{min(years)}–{max(years)}") if len(years) > _MANY else None,
        years=tuple(YearLine(Counted(str(year), site.urls.link(urls.year(year)), len(ids)),
                             months_chart(site, ids, [year], str(year), highest)) for year, ids in years.items()),
        undated=rows(site, undated))


def year(site: Site, number: int, ids: Sequence[str], around: Sequence[int], page: int) -> YearView:
    """One page of a year's cables; ``around`` are the archive's years."""
    path = urls.year(number)
    shown, pager = page_of(site, path, ids, page)
    links = [Link(str(other), site.urls.link(urls.year(other))) for other in around]
    at = list(around).index(number)
    return YearView(
        site=site_info(site), head=head(site, urls.numbered(path, page), "timeline", str(number)),
        year=number, chart=_chart_of(site, number),
        previous=links[at - 1] if at else None, next=links[at + 1] if at + 1 < len(links) else None,
        rows=rows(site, shown), pager=pager)


@lru_cache(maxsize=1)  # all pages of a year have it
def _chart_of(site: Site, number: int) -> Chart:
    return months_chart(site, by_year(site)[number], [number], str(number))


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
        site=site_info(site), head=head(site, urls.numbered(path, page), "timeline", name),
        crumbs=(own_year,),
        name=name, year=own_year,
        previous=links[at - 1] if at else None, next=links[at + 1] if at + 1 < len(links) else None,
        rows=rows(site, shown), pager=pager)
