"""The home page, and the pages that list cables: all of them, by topic and by place; search, plain pages, 404."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from sitegen.site import explain, urls
from sitegen.site.cable_page import topic_facet
from sitegen.site.lists import (
    counted_person,
    counted_topic,
    head,
    months_chart,
    most_frequent,
    page_of,
    rows,
    site_info,
    years_chart,
)
from sitegen.site.model import Site
from sitegen.site.permalinks import Gone
from sitegen.site.places import PlaceRecord
from sitegen.site.plain import PlainPage
from sitegen.site.topics import KINDS, TopicRecord, shown_as
from sitegen.site.view_parts import Chart, Counted, Link
from sitegen.site.views import (
    CablesView,
    HomeView,
    NotFoundView,
    PlacesView,
    PlaceView,
    PlainView,
    RedirectView,
    SearchView,
    TopicGroup,
    TopicsView,
    TopicView,
    WithdrawnView,
)

_MONTHS_AT_A_GLANCE = 4  # years: up to here the home page's chart has months, above it years
#: from the highest down; what is none of these comes after
_CLASSIFICATIONS = ("TOP SECRET", "SECRET", "CONFIDENTIAL", "LIMITED OFFICIAL USE", "UNCLASSIFIED")


def home(site: Site) -> HomeView:
    """The home page."""
    dated = [cable_id for cable_id in site.documents if site.dated[cable_id][0]]
    about = next((page for page in site.pages if page.name == "about"), None)
    subjects = (topic for topic in site.topics if topic.kind in ("subject", "program"))
    return HomeView(
        site=site_info(site), head=head(site, urls.HOME, "home"), total=len(site.documents),
        span=_span(years_of(site, dated)), chart=_glance(site, dated),
        latest=rows(site, list(reversed(dated))[:8] or list(site.documents)[:8]),
        origins=most_frequent(_places(site, "post"), 8),
        topics=most_frequent((counted_topic(site, topic) for topic in subjects), 10),
        people=most_frequent((counted_person(site, person) for person in site.people), 10),
        classifications=classifications(site),
        introduction=about.body.split("\n\n", 1)[0] if about else "",
    )


def years_of(site: Site, ids: Iterable[str]) -> list[int]:
    """The years that the cables are of, in order, none twice."""
    return sorted({year for cable_id in ids if (year := site.dated[cable_id][0])})


def _span(years: Sequence[int]) -> str:
    if not years:
        return ""
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def _glance(site: Site, dated: Sequence[str]) -> Chart | None:
    years = years_of(site, dated)
    if not years:
        return None
    if years[-1] - years[0] < _MONTHS_AT_A_GLANCE:
        return months_chart(site, dated, range(years[0], years[-1] + 1), _span(years))
    return years_chart(site, dated, _span(years))


def classifications(site: Site) -> tuple[Counted, ...]:
    """How many cables have each classification, from the highest down; each links to a search."""
    counts: dict[str, int] = {}
    for document in site.documents.values():
        name = document.cable.classification
        if name:
            counts[name] = counts.get(name, 0) + 1
    ranks = {name: rank for rank, name in enumerate(_CLASSIFICATIONS)}
    return tuple(Counted(name, _search_for(site, "classification", name), counts[name])
                 for name in sorted(counts, key=lambda name: (ranks.get(name, len(ranks)), name)))


def _search_for(site: Site, facet: str, value: str) -> str:
    return f"{site.urls.link(urls.SEARCH)}?{facet}={value.replace(' ', '+')}"


def cables(site: Site, number: int) -> CablesView:
    """One page of the list of all cables, in order of time."""
    shown, pager = page_of(site, urls.CABLES, site.ids, number)
    path = urls.numbered(urls.CABLES, number)
    return CablesView(site=site_info(site), head=head(site, path, "cables"),
                      rows=rows(site, shown), pager=pager)


def topics(site: Site) -> TopicsView:
    """The list of topics, by kind."""
    by_kind: dict[str, list[Counted]] = {kind: [] for kind in KINDS}
    for record in site.topics:
        by_kind[record.kind].append(counted_topic(site, record))
    return TopicsView(site=site_info(site), head=head(site, urls.TOPICS, "topics"),
                      groups=tuple(TopicGroup(kind, tuple(found)) for kind, found in by_kind.items() if found))


def topic(site: Site, record: TopicRecord, number: int) -> TopicView:
    """One page of the cables that carry a TAGS code."""
    path = urls.topic(record.code)
    shown, pager = page_of(site, path, record.cables, number)
    place = site.place_of.get(("country", record.code))
    label = shown_as(record.code, record.label)
    label = label if label != record.code else ""
    title = f"{label} ({record.code})" if label else record.code
    return TopicView(
        site=site_info(site), head=head(site, urls.numbered(path, number), "topics", title),
        code=record.code, label=label, kind=record.kind, note=record.note,
        place=Link(place.name, site.urls.link(urls.place(place.slug))) if place else None,
        rows=rows(site, shown), pager=pager)


def _places(site: Site, kind: str) -> list[Counted]:
    return [_counted(site, place) for place in site.places if place.kind == kind]


def _counted(site: Site, place: PlaceRecord) -> Counted:
    return Counted(place.name, site.urls.link(urls.place(place.slug)), len(place.cables),
                   place.key if place.kind == "country" else "")


def places(site: Site) -> PlacesView:
    """The list of posts and countries."""
    return PlacesView(site=site_info(site), head=head(site, urls.PLACES, "places"),
                      posts=tuple(_places(site, "post")), countries=tuple(_places(site, "country")))


def place(site: Site, record: PlaceRecord, number: int) -> PlaceView:
    """One page of the cables from a post, or about a country."""
    path = urls.place(record.slug)
    shown, pager = page_of(site, path, record.cables, number)
    country = site.place_of.get(("country", record.country)) if record.kind == "post" else None
    posts = [p for p in site.places if p.kind == "post" and record.kind == "country" and p.country == record.key]
    return PlaceView(
        site=site_info(site), head=head(site, urls.numbered(path, number), "places", record.name),
        name=record.name, kind=record.kind, code=record.key if record.kind == "country" else "", note=record.note,
        country=Link(country.name, site.urls.link(urls.place(country.slug))) if country else None,
        posts=tuple(_counted(site, post) for post in posts),
        chart=_chart_of(site, record), rows=rows(site, shown), pager=pager)


@lru_cache(maxsize=1)  # all pages of a place have it
def _chart_of(site: Site, record: PlaceRecord) -> Chart | None:
    dated = [cable_id for cable_id in record.cables if site.dated[cable_id][0]]
    return _glance(site, dated) if len(dated) > 1 else None


def search(site: Site) -> SearchView:
    """The search page: what a reader can choose from before the index is loaded."""
    years: dict[int, int] = {}
    for year, _ in site.dated.values():
        if year:
            years[year] = years.get(year, 0) + 1
    return SearchView(
        site=site_info(site), head=head(site, urls.SEARCH, "search"),
        action=site.urls.link(urls.SEARCH), bundle=site.urls.link("/pagefind/"),
        years=tuple(Counted(str(year), site.urls.link(urls.year(year)), years[year]) for year in sorted(years)),
        classifications=classifications(site), origins=tuple(_places(site, "post")),
        topics=tuple(replace(counted_topic(site, record), text=topic_facet(record)) for record in site.topics))


def plain(site: Site, page: PlainPage) -> PlainView:
    """A page of content/pages/."""
    found = replace(head(site, urls.plain(page.name), "pages", page.title, page.description),
                    unpublished=explain.unpublished(site.unpublished.get(page.path, ""), site.config.language))
    return PlainView(site=site_info(site), head=found, title=page.title, body=page.body)


def not_found(site: Site) -> NotFoundView:
    """What a host shows for an address that leads nowhere."""
    return NotFoundView(site=site_info(site), head=head(site, urls.NOT_FOUND, "not_found"))


def redirect(site: Site, path: str) -> RedirectView:
    """What stands at an alias where the host knows no redirects."""
    target, _, anchor = site.redirects[path].partition("#")
    return RedirectView(site=site_info(site), head=head(site, target, "moved"), target=site.urls.link(target, anchor))


def withdrawn(site: Site, gone: Gone) -> WithdrawnView:
    """What stands where a page was published that was withdrawn."""
    return WithdrawnView(site=site_info(site), head=head(site, gone.path, "withdrawn"), path=gone.path, why=gone.why)
