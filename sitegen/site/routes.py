"""Every page of the site: its path, its template, and what makes its view when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records.document import Document
from sitegen.site import corrections, index_pages, people_pages, timeline, urls
from sitegen.site.cable_page import OPTIONAL, cable_context, cable_view
from sitegen.site.lists import pages_of
from sitegen.site.model import Site
from sitegen.site.people import PersonRecord
from sitegen.site.permalinks import LOCK, Gone
from sitegen.site.plain import PlainPage
from sitegen.site.references import references
from sitegen.site.source_page import has_source_page, source_context, source_view
from sitegen.site.view_parts import View

#: a page of a list that is not its first
_FURTHER = re.compile(r"(/.*/)page/([2-9]|[1-9][0-9]{1,8})/")


@dataclass(frozen=True, slots=True)
class Route:
    """A page: the path it is at, the template that shows it, and what its view is made of.

    ``view`` is a plain function of the context and of the ``documents`` (ids of cables whose bodies the page shows): it
    sees nothing else, so a page whose context and documents are the same is the same. ``claimed_by`` is the file that
    the page is made from. A page that search engines should not offer is not ``listed`` in the sitemap.
    """

    path: str
    template: str
    context: Callable[[], Any]
    view: Callable[[Any, Sequence[Document]], View]
    documents: Callable[[], tuple[str, ...]]
    claimed_by: str = ""
    listed: bool = True  # in the sitemap


class Listed(NamedTuple):
    """A page, or a list that is split into pages: its path, how many pages it has, and the route of each."""

    path: str
    pages: int
    route: Callable[[int], Route]


def view_of(site: Site, route: Route, context: Any = None) -> View:
    """The view of a route of ``site``; ``context`` is that of the route, where it is at hand."""
    documents = [site.documents[cable_id] for cable_id in route.documents()]
    return route.view(route.context() if context is None else context, documents)


def _no_documents() -> tuple[str, ...]:
    return ()


def as_it_is(view: View, documents: Sequence[Document]) -> View:
    """The view of a page that shows nothing of the cables' bodies: its context is the view itself."""
    return view


#: template -> what is worked out only for a theme whose template has these words: it costs much, or many pages more
ASKED: Mapping[str, frozenset[str]] = {
    "cable.html": OPTIONAL, "places.html": frozenset({"page.world_map"}), "month.html": frozenset({"page.events"}),
    **dict.fromkeys(("cables.html", "topics.html", "people.html"), frozenset({"page.orders"})),
}
#: gives which of those words a template has
Asked = Callable[[str], Collection[str]]


def _all_optional(template: str) -> Collection[str]:
    return ASKED[template]


def routes(site: Site, asked: Asked = _all_optional) -> tuple[dict[str, Route], list[Diagnostic]]:
    """Path -> route for every page of the site. Of two pages that claim one path the first is kept, and both named."""
    found: dict[str, Route] = {}
    wrong = []
    for route in _all(site, asked):
        kept = found.setdefault(route.path, route)
        if kept is not route:
            what = f"{route.path} is claimed by {kept.claimed_by or kept.template} too"
            wrong.append(diagnose("duplicate-path", Location(route.claimed_by or route.template), what))
    return found, wrong


def routes_showing(site: Site, ids: Iterable[str], asked: Asked = _all_optional) -> dict[str, Route]:
    """Path -> route for the pages that show the bodies of these cables, and for some others of their persons."""
    found = [route for cable_id in ids for route in _cable(site, cable_id, asked)]
    for person in {person: None for cable_id in ids for person, _ in site.people_of[cable_id]}:
        found += _pages(_person(site, person))
    months = {(year, month): None for year, month in map(site.dated.__getitem__, ids) if year and month}
    if months and asked("month.html"):
        every = timeline.by_month(site)
        for when in months:
            found += _pages(_month(site, when, every, asked))
    return {route.path: route for route in found}


def _cable(site: Site, cable_id: str, asked: Asked) -> Iterator[Route]:
    document = site.documents[cable_id]
    path = site.urls.cable(document.cable)
    yield Route(path, "cable.html", partial(cable_context, site, cable_id, partial(asked, "cable.html")), cable_view,
                partial(tuple, (cable_id,)), document.path)
    if has_source_page(site, document.cable):
        yield Route(f"{path}source/", "source.html", partial(source_context, site, cable_id), source_view,
                    partial(tuple, (cable_id,)), document.path, listed=False)  # its words are the cable's


def _person(site: Site, person: PersonRecord) -> Listed:
    def route(number: int) -> Route:
        return Route(urls.numbered(urls.person(person.slug), number), "person.html",
                     partial(people_pages.person_context, site, person, number), people_pages.person_view,
                     partial(people_pages.person_cables, site, person, number), f"person {person.name}")

    return Listed(urls.person(person.slug), pages_of(site, person.namings), route)


def _all(site: Site, asked: Asked) -> Iterator[Route]:
    yield from _first(site)
    yield from _cables(site, asked)
    yield from _lists(site, asked)


def _first(site: Site) -> Iterator[Route]:
    yield _list(urls.HOME, "home.html", partial(index_pages.home, site))


def _cables(site: Site, asked: Asked) -> Iterator[Route]:
    for cable_id in site.documents:
        yield from _cable(site, cable_id, asked)


def _lists(site: Site, asked: Asked) -> Iterator[Route]:
    for listed in _listed(site, asked):
        yield from _pages(listed)


def _pages(listed: Listed) -> Iterator[Route]:
    return map(listed.route, range(1, listed.pages + 1))


def _listed(site: Site, asked: Asked) -> Iterator[Listed]:
    """Everything but the home page and the cables', lists in the order in which they claim their paths."""
    for order, path in _orders(index_pages.CABLE_ORDERS, urls.CABLES, asked("cables.html"), site.ids).items():
        yield _split(path, pages_of(site, site.ids), "cables.html", partial(index_pages.cables, site, order))
    for order, path in _orders(index_pages.TOPIC_ORDERS, urls.TOPICS, asked("topics.html"), site.topics).items():
        yield _split(path, index_pages.topic_pages(site), "topics.html", partial(index_pages.topics, site, order))
    for topic in site.topics:
        yield _split(urls.topic(topic.code), pages_of(site, topic.cables), "topic.html",
                     partial(index_pages.topic, site, topic), f"TAGS {topic.code}")
    letters = people_pages.letters(site)
    for order, path in _orders(people_pages.ORDERS, urls.PEOPLE, asked("people.html"), site.people).items():
        entries = site.people if order == people_pages.ORDERS[0] else people_pages.most_named(site)
        yield _split(path, pages_of(site, site.people), "people.html",
                     partial(people_pages.people, site, letters, order, entries))
    for person in site.people:
        yield _person(site, person)
    yield _split(urls.PLACES, 1, "places.html", lambda number: index_pages.places(site, partial(asked, "places.html")))
    for place in site.places:
        yield _split(urls.place(place.slug), pages_of(site, place.cables), "place.html",
                     partial(index_pages.place, site, place), f"place {place.name}")
    yield from _timeline(site, asked)
    yield _split(urls.REFERENCES, 1, "references.html", lambda number: references(site))
    yield _split(urls.SEARCH, 1, "search.html", lambda number: index_pages.search(site), listed=False)
    yield _split(urls.NOT_FOUND, 1, "404.html", lambda number: index_pages.not_found(site), listed=False)
    if site.corrections:
        yield _split(urls.CORRECTIONS, pages_of(site, site.corrections), "corrections.html",
                     partial(corrections.corrections, site), "content/corrections.yaml")
    for gone in site.lock.pages.values():
        if gone.why:
            yield _split(gone.path, 1, "withdrawn.html", partial(_withdrawn, site, gone), LOCK, listed=False)
    for page in site.pages:
        yield _split(urls.plain(page.name), 1, "page.html", partial(_plain, site, page), page.path)


def _plain(site: Site, page: PlainPage, number: int) -> View:
    return index_pages.plain(site, page)


def _withdrawn(site: Site, gone: Gone, number: int) -> View:
    return index_pages.withdrawn(site, gone)


def _list(path: str, template: str, view: Callable[[], View], claimed_by: str = "", listed: bool = True) -> Route:
    return Route(path, template, view, as_it_is, _no_documents, claimed_by, listed)


def _split(
    path: str, pages: int, template: str, view: Callable[[int], View], claimed_by: str = "", listed: bool = True
) -> Listed:
    return Listed(path, pages, lambda number: _list(urls.numbered(path, number), template, partial(view, number),
                                                    claimed_by, listed))


def _orders(keys: Sequence[str], path: str, asked: Collection[str], entries: Sequence[object]) -> dict[str, str]:
    """The orders in which a list is written, and the path of each: a theme that has no links to the others has none."""
    others = keys[1:] if asked and len(entries) > 1 else ()
    return {keys[0]: path} | {key: urls.ordered(path, key) for key in others}


def _timeline(site: Site, asked: Asked) -> Iterator[Listed]:
    yield _split(urls.TIMELINE, 1, "timeline.html", lambda number: timeline.timeline(site))
    years, months = timeline.by_year(site), timeline.by_month(site)
    for year, ids in years.items():
        yield _split(urls.year(year), pages_of(site, ids), "year.html",
                     partial(timeline.year, site, year, ids, list(years)))
    for month in months:
        yield _month(site, month, months, asked)
    if len(undated := timeline.undated(site)) > site.config.page_size:
        yield _split(urls.UNDATED, pages_of(site, undated), "cables.html",
                     partial(timeline.all_undated, site, undated))


def _month(
    site: Site, when: tuple[int, int], months: Mapping[tuple[int, int], Sequence[str]], asked: Asked
) -> Listed:
    ids, look = months[when], bool(asked("month.html"))

    def route(number: int) -> Route:
        return Route(urls.numbered(urls.month(*when), number), "month.html",
                     partial(timeline.month_context, site, when, ids, list(months), number, look), timeline.month_view,
                     partial(timeline.month_cables, site, when, ids, number) if look else _no_documents)

    return Listed(urls.month(*when), pages_of(site, ids), route)


class Lookup:
    """The pages of a site, each found by its path without making the routes of the others."""

    def __init__(self, site: Site, asked: Asked = _all_optional) -> None:
        """``asked`` is what ``routes`` is told."""
        self._site, self._asked = site, asked

    def __call__(self, path: str) -> Route | None:
        """The route at ``path``: that of ``routes(site)``; None where there is none."""
        if path == urls.HOME:
            return next(_first(self._site))
        cable_id = self._cable_at(path) or self._cable_at(path.removesuffix("source/"))
        for route in _cable(self._site, cable_id, self._asked) if cable_id is not None else ():
            if route.path == path:
                return route
        claims = [(path, 1)]
        if further := _FURTHER.fullmatch(path):
            claims.append((further[1], int(further[2])))
        found = []  # the first in order has claimed the path
        for start, number in claims:
            order, listed = self._lists.get(start, (0, None))
            if listed is not None and number <= listed.pages:
                found.append((order, number, listed))
        if not found:
            return None
        _, number, listed = min(found, key=lambda one: one[0])
        return listed.route(number)

    def _cable_at(self, path: str) -> str | None:
        site = self._site
        if site.urls.permalink != "/cables/{id}/":
            return self._cables.get(path)
        cable_id = path[len(urls.CABLES):-1]
        return cable_id if cable_id in site.documents and site.path(cable_id) == path else None

    @cached_property
    def _cables(self) -> dict[str, str]:
        """Path -> id, where paths follow a pattern of the project's own."""
        return {self._site.path(cable_id): cable_id for cable_id in reversed(self._site.ids)}

    @cached_property
    def _lists(self) -> dict[str, tuple[int, Listed]]:
        """Path -> list, and its place in the order in which lists claim their paths."""
        found: dict[str, tuple[int, Listed]] = {}
        for order, listed in enumerate(_listed(self._site, self._asked)):
            found.setdefault(listed.path, (order, listed))
        return found

    def paths(self) -> Iterator[str]:
        """The paths of all lists, each by its first page."""
        return iter(self._lists)


def redirect_routes(site: Site) -> dict[str, Route]:
    """Path -> route for a page at every alias, for hosts that know no redirects."""
    return {path: redirect_route(site, path) for path in site.redirects}


def redirect_route(site: Site, path: str) -> Route:
    """The route of the page at an alias. Raises KeyError for what is none."""
    return _list(path, "redirect.html", partial(index_pages.redirect, site, path))
