"""Every page of the site: its path, its template, and what makes its view when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records.document import Document
from sitegen.site import corrections, index_pages, people_pages, timeline, urls
from sitegen.site.cable_page import OPTIONAL, cable_context, cable_view
from sitegen.site.lists import pages_of
from sitegen.site.model import Site
from sitegen.site.people import PersonRecord
from sitegen.site.permalinks import LOCK
from sitegen.site.source_page import has_source_page, source_context, source_view
from sitegen.site.view_parts import View


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


def view_of(site: Site, route: Route, context: Any = None) -> View:
    """The view of a route of ``site``; ``context`` is that of the route, where it is at hand."""
    documents = [site.documents[cable_id] for cable_id in route.documents()]
    return route.view(route.context() if context is None else context, documents)


def _no_documents() -> tuple[str, ...]:
    return ()


def as_it_is(view: View, documents: Sequence[Document]) -> View:
    """The view of a page that shows nothing of the cables' bodies: its context is the view itself."""
    return view


#: gives the fields of ``OPTIONAL`` that the page of a cable shows
Asked = Callable[[], Collection[str]]


def _all_optional() -> Collection[str]:
    return OPTIONAL


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
    people = {person: None for cable_id in ids for person, _ in site.people_of[cable_id]}
    return {route.path: route for route in (*found, *(page for person in people for page in _person(site, person)))}


def _cable(site: Site, cable_id: str, asked: Asked) -> Iterator[Route]:
    document = site.documents[cable_id]
    path = site.urls.cable(document.cable)
    yield Route(path, "cable.html", partial(cable_context, site, cable_id, asked), cable_view,
                partial(tuple, (cable_id,)), document.path)
    if has_source_page(site, document.cable):
        yield Route(f"{path}source/", "source.html", partial(source_context, site, cable_id), source_view,
                    partial(tuple, (cable_id,)), document.path, listed=False)  # its words are the cable's


def _person(site: Site, person: PersonRecord) -> Iterator[Route]:
    for number in range(1, pages_of(site, person.namings) + 1):
        yield Route(urls.numbered(urls.person(person.slug), number), "person.html",
                    partial(people_pages.person_context, site, person, number), people_pages.person_view,
                    partial(people_pages.person_cables, site, person, number), f"person {person.name}")


def _all(site: Site, asked: Asked) -> Iterator[Route]:
    yield _list(urls.HOME, "home.html", partial(index_pages.home, site))
    for cable_id in site.documents:
        yield from _cable(site, cable_id, asked)
    for number in range(1, pages_of(site, site.ids) + 1):
        yield _list(urls.numbered(urls.CABLES, number), "cables.html", partial(index_pages.cables, site, number))
    yield _list(urls.TOPICS, "topics.html", partial(index_pages.topics, site))
    for topic in site.topics:
        for number in range(1, pages_of(site, topic.cables) + 1):
            yield _list(urls.numbered(urls.topic(topic.code), number), "topic.html",
                        partial(index_pages.topic, site, topic, number), f"TAGS {topic.code}")
    letters = people_pages.letters(site)
    for number in range(1, pages_of(site, site.people) + 1):
        yield _list(urls.numbered(urls.PEOPLE, number), "people.html",
                    partial(people_pages.people, site, letters, number))
    for person in site.people:
        yield from _person(site, person)
    yield _list(urls.PLACES, "places.html", partial(index_pages.places, site))
    for place in site.places:
        for number in range(1, pages_of(site, place.cables) + 1):
            yield _list(urls.numbered(urls.place(place.slug), number), "place.html",
                        partial(index_pages.place, site, place, number), f"place {place.name}")
    yield from _timeline(site)
    yield _list(urls.SEARCH, "search.html", partial(index_pages.search, site), listed=False)
    yield _list(urls.NOT_FOUND, "404.html", partial(index_pages.not_found, site), listed=False)
    for number in range(1, pages_of(site, site.corrections) + 1) if site.corrections else ():
        yield _list(urls.numbered(urls.CORRECTIONS, number), "corrections.html",
                    partial(corrections.corrections, site, number), "content/corrections.yaml")
    for gone in site.lock.pages.values():
        if gone.why:
            yield _list(gone.path, "withdrawn.html", partial(index_pages.withdrawn, site, gone), LOCK, listed=False)
    for page in site.pages:
        yield _list(urls.plain(page.name), "page.html", partial(index_pages.plain, site, page), page.path)


def _list(path: str, template: str, view: Callable[[], View], claimed_by: str = "", listed: bool = True) -> Route:
    return Route(path, template, view, as_it_is, _no_documents, claimed_by, listed)


def _timeline(site: Site) -> Iterator[Route]:
    yield _list(urls.TIMELINE, "timeline.html", partial(timeline.timeline, site))
    years, months = timeline.by_year(site), timeline.by_month(site)
    for year, ids in years.items():
        for number in range(1, pages_of(site, ids) + 1):
            yield _list(urls.numbered(urls.year(year), number), "year.html",
                        partial(timeline.year, site, year, ids, list(years), number))
    for month, ids in months.items():
        for number in range(1, pages_of(site, ids) + 1):
            yield _list(urls.numbered(urls.month(*month), number), "month.html",
                        partial(timeline.month, site, month, ids, list(months), number))


def redirect_routes(site: Site) -> dict[str, Route]:
    """Path -> route for a page at every alias, for hosts that know no redirects."""
    return {path: _list(path, "redirect.html", partial(index_pages.redirect, site, path)) for path in site.redirects}
