"""Every file of a site, each with what it is made of and the function that makes it: a build makes what changed, the
preview the one asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import msgspec

from sitegen.config import Config
from sitegen.diagnostics import Diagnostic
from sitegen.files import digest
from sitegen.output import data, feeds, host
from sitegen.output.writer import Artifact
from sitegen.records import dates
from sitegen.records.cable import Cable
from sitegen.records.document import ContentChanged
from sitegen.render.card import draw
from sitegen.render.theme import Theme
from sitegen.site import urls
from sitegen.site.cable_page import cite_context, cite_file
from sitegen.site.card import CARD, card
from sitegen.site.citation_formats import FORMATS
from sitegen.site.model import Site
from sitegen.site.numbers import by_part, parts
from sitegen.site.permalinks import LOCK
from sitegen.site.routes import ASKED, Route, redirect_routes, routes, routes_showing, view_of
from sitegen.site.sources import RawSources, published
from sitegen.site.view_parts import Row

_IN_FEED = 50


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to be made: its path below the output folder, and whose it is (for messages).

    It is a pure function of three things: the ``look`` (a digest of templates), the ``context`` (plain data) and the
    bodies of ``documents`` (ids). ``make`` gets the context and gives the bytes.
    """

    path: str
    owner: str
    look: str
    context: Callable[[], Any]
    documents: Callable[[], tuple[str, ...]]
    make: Callable[[Any], bytes]


def digest_of_context(context: object) -> bytes:
    """The digest of plain data; an object that has a digest of its own stands by that."""
    return hashlib.blake2b(_encoder.encode(context), digest_size=16).digest()


def _by_its_digest(value: Any) -> str:
    return str(value.digest)


_encoder = msgspec.msgpack.Encoder(enc_hook=_by_its_digest)


def file_of(path: str) -> str:
    """The file that holds the page of a path: ``/cables/`` -> ``cables/index.html``, ``/404.html`` -> ``404.html``."""
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")


def pages(site: Site, theme: Theme) -> tuple[list[Planned], list[Diagnostic]]:
    """The HTML pages, in a fixed order, and the paths that two pages claim."""
    found, wrong = routes(site, asked(theme))
    return _pages(site, theme, found), wrong


def everything(
    site: Site, theme: Theme, sources: RawSources, showing: Sequence[str] | None = None
) -> tuple[list[Planned], int, list[Diagnostic]]:
    """All files of a site but search and what the host reads: the pages last, where they begin, and what is wrong.

    With ``showing`` those alone that show the bodies of these cables, and some others.
    """
    if showing is not None:
        first = [_json_of(site, cable_id) for cable_id in showing if site.config.outputs.cable_json]
        return first + _pages(site, theme, routes_showing(site, showing, asked(theme))), len(first), []
    found, wrong = routes(site, asked(theme))
    first = others(site, theme, sources, found)  # first, so that no page takes the path of one of these
    return first + _pages(site, theme, found), len(first), wrong


def asked(theme: Theme) -> Callable[[str], frozenset[str]]:
    """What a template of the theme shows of what is worked out only on demand, told once."""
    return cache(lambda template: theme.names(template, ASKED[template]))


def _pages(site: Site, theme: Theme, found: Mapping[str, Route]) -> list[Planned]:
    redirects = {}
    if site.config.host not in host.REDIRECTING:
        holders = {site.path(cable_id): document.path for cable_id, document in site.documents.items()}
        redirects = {path: replace(route, claimed_by=holders.get(site.redirects[path].partition("#")[0], LOCK))
                     for path, route in redirect_routes(site).items() if path not in found}
    return [page(route, site, theme, theme.key(route.template))
            for routes_ in (found, redirects) for route in routes_.values()]


def page(route: Route, site: Site, theme: Theme, look: str = "") -> Planned:
    """The page of a route; one that is made now and compared with nothing needs no ``look``."""
    return Planned(file_of(route.path), route.claimed_by, look, route.context, route.documents,
                   partial(_render, route, site, theme))


def _render(route: Route, site: Site, theme: Theme, context: Any) -> bytes:
    return theme.render(route.template, view_of(site, route, context)).encode()


def others(site: Site, theme: Theme, sources: RawSources, found: Mapping[str, Route]) -> list[Planned]:
    """Everything but pages, the search index and what the host reads: assets, data, feed, sitemap of the pages."""
    made = assets(site, theme)
    outputs = site.config.outputs
    if outputs.cable_json or outputs.source_text or outputs.cite or outputs.cards:
        for cable_id in site.documents:
            made += beside(site, sources, cable_id)
    return made + whole(site) + sitemaps(site, found)


def assets(site: Site, theme: Theme) -> list[Planned]:
    """The theme's files."""
    return [constant(Artifact(path.lstrip("/"), content, f"theme {site.config.theme}"))
            for path, content in theme.assets()]


def beside(site: Site, sources: RawSources, cable_id: str) -> list[Planned]:
    """What stands beside the page of a cable: its data, its text as received, its citations, its card."""
    outputs, document, made = site.config.outputs, site.documents[cable_id], list[Planned]()
    cable, folder = document.cable, file_of(site.path(cable_id)).removesuffix("index.html")
    if outputs.cable_json:
        made.append(_json_of(site, cable_id))
    if outputs.source_text and cable.source and (sha256 := site.sources.published_sha256(cable.source)):
        made.append(Planned(f"{folder}source.txt", document.path, "source.txt", partial(_same, sha256), _no_documents,
                            partial(_source_text, sources, site, cable_id)))
    if outputs.cite:
        made += [Planned(f"{folder}cite.{kind}", document.path, f"cite.{kind}", partial(cite_context, site, cable_id),
                         _no_documents, partial(cite_file, kind)) for kind in FORMATS]
    if outputs.cards:
        made.append(Planned(f"{folder}{CARD}", document.path, CARD, partial(card, site, cable_id), _no_documents, draw))
    return made


def whole(site: Site) -> list[Planned]:
    """The files that are of the whole archive."""
    config = site.config
    return [
        _whole("data/cables.json", partial(_cables, site), _cables_json),
        _whole("data/cables.csv", partial(_cables, site), _cables_csv),
        _whole("feed.xml", partial(_entries, site), partial(feeds.atom, config), site.frame.digest),
        *([_whole("corrections/feed.xml", partial(_changes, site), partial(_changes_feed, config), site.frame.digest)]
          if site.corrections else ()),
        _whole("robots.txt", tuple, lambda _: feeds.robots(config), site.frame.digest),
        *_numbers(site),
    ]


def sitemaps(site: Site, found: Mapping[str, Route]) -> list[Planned]:
    """The sitemap of the pages at these paths."""
    addresses = [site.urls.absolute(path) for path, route in found.items() if route.listed]
    return [constant(artifact) for artifact in feeds.sitemap(site.config, addresses)]


def _json_of(site: Site, cable_id: str) -> Planned:
    path, document = site.path(cable_id), site.documents[cable_id]
    context = (file_of(path).removesuffix("index.html") + "cable.json", site.urls.absolute(path), document.path)
    return Planned(context[0], document.path, "cable.json", partial(_same, context), partial(tuple, (cable_id,)),
                   partial(_cable_json, site, cable_id))


def host_files(site: Site, sections: list[str]) -> list[Planned]:
    """What the host reads. ``sections`` are the folders of the search index."""
    return [constant(artifact) for artifact in host.host_files(site.config, site.redirects, sections, site.withdrawn)]


def constant(artifact: Artifact) -> Planned:
    """A file whose bytes are at hand."""
    return Planned(artifact.path, artifact.owner, digest(artifact.data), partial(_same, artifact.data), _no_documents,
                   _as_it_is)


def months(site: Site) -> Mapping[str, str]:
    """The file of each cable's page and the month of its cable: ``2009-12``, ``2009`` or ""."""
    return {file_of(site.path(cable_id)): _month(document.cable.date) for cable_id, document in site.documents.items()}


def _month(edtf: str) -> str:
    year, month = dates.year(edtf), dates.month(edtf)
    return "" if not year else f"{year:04}-{month:02}" if month else f"{year:04}"


def _no_documents() -> tuple[str, ...]:
    return ()


def _same(value: Any) -> Any:
    return value


def _as_it_is(content: bytes) -> bytes:
    return content


def _whole(path: str, context: Callable[[], Any], make: Callable[[Any], Artifact], look: str = "") -> Planned:
    return Planned(path, path, f"{path} {look}", context, _no_documents, partial(_data_of, make))


def _data_of(make: Callable[[Any], Artifact], context: Any) -> bytes:
    return make(context).data


def _cable_json(site: Site, cable_id: str, context: tuple[str, str, str]) -> bytes:
    document = site.documents[cable_id]
    path, address, owner = context
    return data.cable_json(path, document.cable, document.body, address, owner).data


def _source_text(sources: RawSources, site: Site, cable_id: str, sha256: str) -> bytes:
    document = site.documents[cable_id]
    text = published(sources.lines(document.cable.source, cable_id)) if document.cable.source else b""
    if digest(text) != sha256:
        raise ContentChanged(document.path)
    return text


def _cables(site: Site) -> list[tuple[Cable, str]]:
    return [(document.cable, site.urls.absolute(site.path(cable_id))) for cable_id, document in site.documents.items()]


def _cables_json(cables: Sequence[tuple[Cable, str]]) -> Artifact:
    return data.cables_json([data.record(cable, address) for cable, address in cables])


def _cables_csv(cables: Sequence[tuple[Cable, str]]) -> Artifact:
    return data.cables_csv(data.record(cable, address) for cable, address in cables)


def _changes(site: Site) -> list[feeds.Entry]:
    log = site.urls.absolute(urls.CORRECTIONS)
    return [feeds.Entry(site.urls.absolute(site.path(entry.cable), entry.paragraph),
                        " ".join(filter(None, (entry.cable, entry.paragraph))), entry.date, "",
                        f"{entry.what} {entry.why}".strip(), (), f"{log}#{entry.anchor}")
            for entry in site.corrections[:_IN_FEED]]


def _changes_feed(config: Config, entries: Sequence[feeds.Entry]) -> Artifact:
    return feeds.atom(config, entries, urls.CORRECTIONS_FEED.lstrip("/"), urls.CORRECTIONS)


def _numbers(site: Site) -> list[Planned]:
    """The files in which the search page looks up a cable's number."""
    of_part = cache(partial(by_part, site))  # worked out once, and only when it is asked for
    count = parts(len(site.documents))
    return [_whole(path, partial(_part, of_part, number), partial(data.numbers_json, path))
            for number in range(count) if (path := f"data/numbers/{number}.json")]


def _part(of_part: Callable[[], list[dict[str, Row]]], number: int) -> dict[str, Row]:
    return of_part()[number]


def _entries(site: Site) -> list[feeds.Entry]:
    latest = list(site.documents.values())[::-1]
    dated = [document for document in latest if document.cable.date] + [d for d in latest if not d.cable.date]
    return [feeds.Entry(site.urls.absolute(site.path(document.cable.id)), document.cable.title or document.cable.id,
                        document.cable.date, document.cable.publish_on,
                        f"{document.cable.id} · {document.cable.classification} · {document.cable.origin}".strip(" ·"),
                        document.cable.tags)
            for document in dated[:_IN_FEED]]
