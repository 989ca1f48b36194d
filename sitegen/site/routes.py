"""Every page of the site: its path, its template, and the function that makes its view when it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.site import index_pages, people_pages, timeline, urls
from sitegen.site.cable_page import cable_view
from sitegen.site.lists import pages_of
from sitegen.site.model import Site
from sitegen.site.view_parts import View


@dataclass(frozen=True, slots=True)
class Route:
    """A page: the path it is at, the template that shows it, what makes its view, and the file that claims it."""

    path: str
    template: str
    view: Callable[[], View]
    claimed_by: str = ""


def routes(site: Site) -> tuple[dict[str, Route], list[Diagnostic]]:
    """Path -> route for every page of the site. Of two pages that claim one path the first is kept, and both named."""
    found: dict[str, Route] = {}
    wrong = []
    for route in _all(site):
        kept = found.setdefault(route.path, route)
        if kept is not route:
            what = f"{route.path} is claimed by {kept.claimed_by or kept.template} too"
            wrong.append(diagnose("duplicate-path", Location(route.claimed_by or route.template), what))
    return found, wrong


def _all(site: Site) -> Iterator[Route]:
    yield Route(urls.HOME, "home.html", partial(index_pages.home, site))
    for cable_id, document in site.documents.items():
        yield Route(site.urls.cable(document.cable), "cable.html", partial(cable_view, site, cable_id), document.path)
    for number in range(1, pages_of(site, list(site.documents)) + 1):
        yield Route(urls.numbered(urls.CABLES, number), "cables.html", partial(index_pages.cables, site, number))
    yield Route(urls.TOPICS, "topics.html", partial(index_pages.topics, site))
    for topic in site.topics:
        for number in range(1, pages_of(site, topic.cables) + 1):
            yield Route(urls.numbered(urls.topic(topic.code), number), "topic.html",
                        partial(index_pages.topic, site, topic, number), f"TAGS {topic.code}")
    for number in range(1, pages_of(site, site.people) + 1):
        yield Route(urls.numbered(urls.PEOPLE, number), "people.html", partial(people_pages.people, site, number))
    for person in site.people:
        for number in range(1, pages_of(site, person.namings) + 1):
            yield Route(urls.numbered(urls.person(person.slug), number), "person.html",
                        partial(people_pages.person, site, person, number), f"person {person.name}")
    yield Route(urls.PLACES, "places.html", partial(index_pages.places, site))
    for place in site.places:
        for number in range(1, pages_of(site, place.cables) + 1):
            yield Route(urls.numbered(urls.place(place.slug), number), "place.html",
                        partial(index_pages.place, site, place, number), f"place {place.name}")
    yield from _timeline(site)
    yield Route(urls.SEARCH, "search.html", partial(index_pages.search, site))
    yield Route(urls.NOT_FOUND, "404.html", partial(index_pages.not_found, site))
    for page in site.pages:
        yield Route(urls.plain(page.name), "page.html", partial(index_pages.plain, site, page), page.path)


def _timeline(site: Site) -> Iterator[Route]:
    yield Route(urls.TIMELINE, "timeline.html", partial(timeline.timeline, site))
    years, months = timeline.by_year(site), timeline.by_month(site)
    for year, ids in years.items():
        for number in range(1, pages_of(site, ids) + 1):
            yield Route(urls.numbered(urls.year(year), number), "year.html",
                        partial(timeline.year, site, year, ids, list(years), number))
    for month, ids in months.items():
        for number in range(1, pages_of(site, ids) + 1):
            yield Route(urls.numbered(urls.month(*month), number), "month.html",
                        partial(timeline.month, site, month, ids, list(months), number))


def redirect_routes(site: Site) -> dict[str, Route]:
    """Path -> route for a page at every alias, for hosts that know no redirects."""
    return {path: Route(path, "redirect.html", partial(index_pages.redirect, site, path)) for path in site.redirects}
