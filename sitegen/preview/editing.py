"""Where to edit what a page shows: the file and the line, for an editor to copy."""

from __future__ import annotations

from pathlib import Path

from sitegen.diagnostics import Location
from sitegen.preview.session import Snapshot
from sitegen.records.blocks import lines_of
from sitegen.records.document import ContentChanged, Document
from sitegen.records.withheld import NOTHING
from sitegen.records.withholding import withhold
from sitegen.site.model import Site
from sitegen.site.routes import Route


def places(snapshot: Snapshot, file: str) -> list[dict[str, str]]:
    """The files that a page is made of: ``what`` each is (page, person, topic, place, template), and its path and line.
    """
    site, theme, files = snapshot.site, snapshot.theme, snapshot.files
    route = files.route(file) if files is not None else None
    if site is None or theme is None or route is None or snapshot.project is None:
        return []
    found = []
    if (own := _own(site, route)) is not None:
        path = withhold(snapshot.listed or NOTHING, own[1].path, None)
        found.append({"what": own[0], "place": f"{path}:{own[1].line or 1}"})
    template = theme.file(route.template)
    if (snapshot.project.root / Path(template)).is_file():
        found.append({"what": "template", "place": f"{template}:1"})
    return found


def _own(site: Site, route: Route) -> tuple[str, Location] | None:
    """What a page is about, and where that stands."""
    if route.template == "cable.html":
        document = site.documents[route.documents()[0]]
        return "page", Location(document.path, document.body_line)
    if route.claimed_by.startswith("content/"):
        return "page", Location(route.claimed_by, 1)
    authorities = site.authorities
    kind, _, name = route.claimed_by.partition(" ")
    if kind == "person":
        entry = next((entry for entry in authorities.people if entry.name == name), None)
        return ("person", entry.location) if entry is not None else None
    if kind == "TAGS" and name in authorities.topics:
        return "topic", authorities.topics[name].location
    if kind == "place":
        record = next((place for place in site.places if place.name == name), None)
        labelled = authorities.places.get(record.key) if record is not None else None
        return ("place", labelled.location) if labelled is not None else None
    return None


def lines(document: Document) -> dict[str, int]:
    """Anchor -> line in its file, for what a cable's page shows."""
    try:
        return {anchor: document.body_line + line for anchor, line in lines_of(document.body).items()}
    except ContentChanged:
        return {}
