"""The home page, and the pages that list cables: all of them, by topic and by place; search, plain pages, 404."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache

from msgspec.structs import replace

from sitegen.records import dates
from sitegen.records.folding import fold
from sitegen.site import explain, numbers, urls
from sitegen.site.account import account
from sitegen.site.cable_page import topic_facet
from sitegen.site.charts import months_chart, rank, years_chart
from sitegen.site.lists import (
    counted_person,
    counted_topic,
    head,
    listed_topic,
    most_frequent,
    orders,
    page_of,
    pages_of,
    rows,
    site_info,
    span_of,
)
from sitegen.site.model import Site
from sitegen.site.permalinks import Gone
from sitegen.site.places import PlaceRecord
from sitegen.site.plain import PlainPage
from sitegen.site.timeline import by_year
from sitegen.site.topics import KINDS, TopicRecord, shown_as
from sitegen.site.view_parts import Chart, Counted, Link, Listed
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
from sitegen.site.world_map import world_map

_MONTHS_AT_A_GLANCE = 4  # years: up to here the home page's chart has months, above it years
_TOPICS_ON_A_PAGE = 500  # the official lists have fewer, so all are on one page unless many codes are unknown
#: the orders of lists, the usual one first
CABLE_ORDERS = ("earliest", "latest")
TOPIC_ORDERS = ("kind", "name", "count")
_IN_KINDS = {kind: place for place, kind in enumerate(KINDS)}
_PEOPLE_BESIDE_SEARCH = 20  # where the search page lists what can be read without it


def home(site: Site) -> HomeView:
    """The home page."""
    dated = [cable_id for cable_id in site.documents if site.dated[cable_id][0]]
    about = next((page for page in site.pages if page.name == "about"), None)
    subjects = (topic for topic in site.topics if topic.kind in ("subject", "program"))
    return HomeView(
        site=site_info(site), head=head(site, urls.HOME, "home", description=site.config.description),
        total=len(site.documents), span=_span(years_of(site, dated)), chart=_glance(site, dated),
        latest=rows(site, list(reversed(dated))[:8] or list(site.documents)[:8]),
        origins=most_frequent(_places(site, "post"), 8),
        topics=most_frequent((counted_topic(site, topic) for topic in subjects), 10),
        people=most_frequent((counted_person(site, person) for person in site.people), 10),
        classifications=classifications(site),
        introduction=about.body.split("\n\n", 1)[0] if about else "",
        posts=sum(place.kind == "post" for place in site.places), persons=len(site.people), subjects=len(site.topics),
        cited=_most_cited(site),
    )


def _most_cited(site: Site) -> tuple[Counted, ...]:
    found = sorted(site.cited_by, key=lambda cable_id: (-len(site.cited_by[cable_id]), cable_id))[:5]
    return tuple(Counted(site.rows[cable_id].title, site.rows[cable_id].url, len(site.cited_by[cable_id]), cable_id)
                 for cable_id in found)


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
    return tuple(Counted(name, _search_for(site, "classification", name), counts[name])
                 for name in sorted(counts, key=rank))


def _years(site: Site) -> tuple[Counted, ...]:
    return tuple(Counted(str(year), site.urls.link(urls.year(year)), len(ids)) for year, ids in by_year(site).items())


def _search_for(site: Site, facet: str, value: str) -> str:
    return f"{site.urls.link(urls.SEARCH)}?{facet}={value.replace(' ', '+')}"


def cables(site: Site, order: str, number: int) -> CablesView:
    """One page of the list of all cables, in order of time, in one of ``CABLE_ORDERS``."""
    path = urls.CABLES if order == CABLE_ORDERS[0] else urls.ordered(urls.CABLES, order)
    shown, pager = page_of(site, path, site.ids if order == CABLE_ORDERS[0] else site.ids[::-1], number)
    first = number == 1
    return CablesView(
        site=site_info(site),
        head=head(site, path, "cables", number=number, order=_unusual("cables", CABLE_ORDERS, order)),
        rows=rows(site, shown), pager=pager, orders=orders(site, urls.CABLES, CABLE_ORDERS, order, site.ids),
        years=_years(site) if first else (), classifications=classifications(site) if first else ())


def topics(site: Site, order: str, number: int) -> TopicsView:
    """One page of the list of topics, in one of ``TOPIC_ORDERS``."""
    path = urls.TOPICS if order == TOPIC_ORDERS[0] else urls.ordered(urls.TOPICS, order)
    entries = topics_in(site, order)
    shown, pager = page_of(site, path, entries, number, _TOPICS_ON_A_PAGE)
    groups: dict[str, list[Listed]] = {}
    for record in shown:
        groups.setdefault(record.kind if order == "kind" else "", []).append(listed_topic(site, record))
    kinds = {record.kind: 0 for record in site.topics}
    for record in site.topics:
        kinds[record.kind] += 1
    link = site.urls.link
    begin = {record.kind: place for place, record in reversed(list(enumerate(site.topics)))}
    return TopicsView(
        site=site_info(site),
        head=head(site, path, "topics", number=number, order=_unusual("topics", TOPIC_ORDERS, order)),
        groups=tuple(TopicGroup(kind, tuple(found)) for kind, found in groups.items()),
        kinds=tuple(Counted(kind, link(urls.numbered(urls.TOPICS, begin[kind] // _TOPICS_ON_A_PAGE + 1), kind), count)
                    for kind, count in kinds.items()),
        orders=orders(site, urls.TOPICS, TOPIC_ORDERS, order, site.topics), pager=pager)


def _unusual(section: str, keys: Sequence[str], order: str) -> str:
    return f"{section}.{order}" if order != keys[0] else ""


def topics_in(site: Site, order: str) -> Sequence[TopicRecord]:
    """The topics in one of ``TOPIC_ORDERS``."""
    if order == "name":
        names = {topic.code: fold(shown_as(topic.code, topic.label, site.config.language)) for topic in site.topics}
        return sorted(site.topics, key=lambda topic: (names[topic.code], topic.code))
    if order == "count":
        return sorted(site.topics, key=lambda topic: (-len(topic.cables), _IN_KINDS[topic.kind], topic.code))
    return site.topics


def topic_pages(site: Site) -> int:
    """How many pages the list of topics has."""
    return pages_of(site, site.topics, _TOPICS_ON_A_PAGE)


def topic(site: Site, record: TopicRecord, number: int) -> TopicView:
    """One page of the cables that carry a TAGS code."""
    path = urls.topic(record.code)
    shown, pager = page_of(site, path, record.cables, number)
    place = site.place_of.get(("country", record.code))
    label = shown_as(record.code, record.label, site.config.language)
    label = label if label != record.code else ""
    title = f"{label} ({record.code})" if label else record.code
    return TopicView(
        site=site_info(site), head=head(site, path, "topics", title, number=number),
        code=record.code, label=label, kind=record.kind, note=record.note, span=span_of(site, record.cables),
        place=Link(place.name, site.urls.link(urls.place(place.slug))) if place else None,
        rows=rows(site, shown), pager=pager)


def _places(site: Site, kind: str) -> list[Counted]:
    return [_counted(site, place) for place in site.places if place.kind == kind]


def _counted(site: Site, place: PlaceRecord) -> Counted:
    return Counted(place.name, site.urls.link(urls.place(place.slug)), len(place.cables),
                   place.key if place.kind == "country" else "")


def places(site: Site, asked: Callable[[], Collection[str]]) -> PlacesView:
    """The list of posts and countries; ``asked`` gives whether the page has their map, ``world_map``."""
    kinds = {kind: [place for place in site.places if place.kind == kind] for kind in ("post", "country")}
    posts, countries = ([_listed(site, place) for place in found] for found in kinds.values())
    drawn = "page.world_map" in asked()
    stations = ((place.key, _counted(site, place)) for place in kinds["post"])
    return PlacesView(site=site_info(site), head=head(site, urls.PLACES, "places"), posts=tuple(posts),
                      countries=tuple(countries),
                      world_map=world_map(stations, _places(site, "country")) if drawn else None)


def _listed(site: Site, place: PlaceRecord) -> Listed:
    found = _counted(site, place)
    country = site.place_of.get(("country", place.country)) if place.kind == "post" else None
    return Listed(found.text, found.url, found.count, found.note, span_of(site, place.cables),
                  country.name if country else "")


def place(site: Site, record: PlaceRecord, number: int) -> PlaceView:
    """One page of the cables from a post, or about a country."""
    path = urls.place(record.slug)
    shown, pager = page_of(site, path, record.cables, number)
    country = site.place_of.get(("country", record.country)) if record.kind == "post" else None
    posts = [p for p in site.places if p.kind == "post" and record.kind == "country" and p.country == record.key]
    return PlaceView(
        site=site_info(site), head=head(site, path, "places", record.name, number=number),
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
    spans = [span for document in site.documents.values() if (span := dates.days(document.cable.date))]
    return SearchView(
        site=site_info(site), head=head(site, urls.SEARCH, "search"),
        action=site.urls.link(urls.SEARCH), bundle=site.urls.link("/pagefind/"),
        numbers=site.urls.link("/data/numbers/"), number_parts=numbers.parts(len(site.documents)),
        first_day=min(first for first, _ in spans).isoformat() if spans else "",
        last_day=max(last for _, last in spans).isoformat() if spans else "",
        example=next(iter(rows(site, site.ids[:1])), None),
        years=_years(site), origins=tuple(_places(site, "post")),
        topics=tuple(replace(counted_topic(site, record), text=topic_facet(record)) for record in site.topics),
        people=most_frequent((counted_person(site, person) for person in site.people), _PEOPLE_BESIDE_SEARCH))


def plain(site: Site, page: PlainPage) -> PlainView:
    """A page of content/pages/."""
    found = replace(head(site, urls.plain(page.name), "pages", page.title, page.description),
                    unpublished=explain.unpublished(site.unpublished.get(page.path, ""), site.config.language))
    return PlainView(site=site_info(site), head=found, title=page.title, body=page.body,
                     account=account(site) if page.name == "about" else None)


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
