"""Every file of a site, each with the function that makes it: a build makes all, the preview the one asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sitegen.diagnostics import Diagnostic
from sitegen.output import data, feeds, host
from sitegen.output.sources import RawSources, published
from sitegen.output.writer import Artifact
from sitegen.records import dates
from sitegen.render.theme import Theme
from sitegen.site import urls
from sitegen.site.model import Site
from sitegen.site.routes import Route, redirect_routes, routes

_IN_FEED = 50


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to be made: its path below the output folder, whose it is (for messages), and how to make its bytes."""

    path: str
    owner: str
    make: Callable[[], bytes]


def file_of(path: str) -> str:
    """The file that holds the page of a path: ``/cables/`` -> ``cables/index.html``, ``/404.html`` -> ``404.html``."""
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")


def pages(site: Site, theme: Theme) -> tuple[list[Planned], list[Diagnostic]]:
    """The HTML pages, in a fixed order, and the paths that two pages claim."""
    found, wrong = routes(site)
    if site.config.host not in host.REDIRECTING:
        holders = {site.path(cable_id): document.path for cable_id, document in site.documents.items()}
        for path, route in redirect_routes(site).items():
            found.setdefault(path, replace(route, claimed_by=holders[site.redirects[path]]))
    return [_page(route, theme) for route in found.values()], wrong


def _page(route: Route, theme: Theme) -> Planned:
    return Planned(file_of(route.path), route.claimed_by, lambda: theme.render(route.template, route.view()).encode())


def others(site: Site, theme: Theme, sources: RawSources) -> list[Planned]:
    """Everything but pages, the search index and what the host reads: assets, data, feed, sitemap."""
    config = site.config
    made = [Planned(path.lstrip("/"), f"theme {config.theme}", _constant(content)) for path, content in theme.assets()]
    for document in site.documents.values():
        cable, folder = document.cable, file_of(site.path(document.cable.id)).removesuffix("index.html")
        if config.outputs.cable_json:
            made.append(Planned(folder + "cable.json", document.path, _cable_json(site, cable.id, folder)))
        if config.outputs.source_text and cable.source and sources.published_sha256(cable.source):
            made.append(Planned(folder + "source.txt", document.path, _source_text(sources, site, cable.id)))
    made += [
        _whole("data/cables.json", lambda: data.cables_json(_records(site))),
        _whole("data/cables.csv", lambda: data.cables_csv(_records(site))),
        _whole("feed.xml", lambda: feeds.atom(config, _entries(site))),
        _whole("robots.txt", lambda: feeds.robots(config)),
    ]
    listed = feeds.sitemap(config, _addresses(site))
    made += [Planned(artifact.path, artifact.owner, _constant(artifact.data)) for artifact in listed]
    return made


def host_files(site: Site, sections: list[str]) -> list[Planned]:
    """What the host reads. ``sections`` are the folders of the search index."""
    return [Planned(artifact.path, artifact.owner, _constant(artifact.data))
            for artifact in host.host_files(site.config, site.redirects, sections)]


def owners(site: Site) -> dict[str, str]:
    """The file of each page that an editor wrote or can mend, and the file in content/ that it is made from."""
    return {file_of(path): route.claimed_by for path, route in routes(site)[0].items()
            if route.claimed_by.startswith("content/")}


def months(site: Site) -> Mapping[str, str]:
    """The file of each cable's page and the month of its cable: ``2009-12``, ``2009`` or ""."""
    return {file_of(site.path(cable_id)): _month(document.cable.date) for cable_id, document in site.documents.items()}


def _month(edtf: str) -> str:
    year, month = dates.year(edtf), dates.month(edtf)
    return "" if not year else f"{year:04}-{month:02}" if month else f"{year:04}"


def _constant(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _whole(path: str, make: Callable[[], Artifact]) -> Planned:
    return Planned(path, path, lambda: make().data)


def _cable_json(site: Site, cable_id: str, folder: str) -> Callable[[], bytes]:
    document = site.documents[cable_id]
    address = site.urls.absolute(site.path(cable_id))
    return lambda: data.cable_json(folder + "cable.json", document.cable, document.body, address, document.path).data


def _source_text(sources: RawSources, site: Site, cable_id: str) -> Callable[[], bytes]:
    source = site.documents[cable_id].cable.source
    return lambda: published(sources.lines(source)) if source else b""


def _records(site: Site) -> list[dict[str, object]]:
    return [data.record(document.cable, site.urls.absolute(site.path(cable_id)))
            for cable_id, document in site.documents.items()]


def _entries(site: Site) -> list[feeds.Entry]:
    latest = list(site.documents.values())[::-1]
    dated = [document for document in latest if document.cable.date] + [d for d in latest if not d.cable.date]
    return [feeds.Entry(site.urls.absolute(site.path(document.cable.id)), document.cable.title or document.cable.id,
                        document.cable.date, document.cable.publish_on,
                        f"{document.cable.id} · {document.cable.classification} · {document.cable.origin}".strip(" ·"),
                        document.cable.tags)
            for document in dated[:_IN_FEED]]


def _addresses(site: Site) -> list[str]:
    return [site.urls.absolute(path) for path in routes(site)[0] if path not in (urls.NOT_FOUND, urls.SEARCH)]
