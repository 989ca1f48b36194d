"""What an archive can say of itself: how much it holds, where it came from, what is missing, how to cite it."""

from __future__ import annotations

from collections import Counter

from sitegen.records import dates
from sitegen.records.cable import Cable
from sitegen.site.authorities import SourceEntry
from sitegen.site.cable_page import known_sources
from sitegen.site.citations import citations, cited
from sitegen.site.index_parts import Account, Basis, Origin
from sitegen.site.lists import span_of
from sitegen.site.model import Site

_BASES = ("transmitted", "metadata", "sequence", "declassification", "unknown")
_ORIGINS = 20  # publishers; an archive has few, and no page grows without bound


def account(site: Site) -> Account:
    """The account of a site."""
    cables = [document.cable for document in site.documents.values()]
    bases = Counter(cable.date_basis for cable in cables if cable.date and cable.date_basis)
    origins, documents, unstated = _origins(site, cables)
    example = next((cable for cable in cables if dates.day(cable.date)), cables[0] if cables else None)
    return Account(
        cables=len(cables), span=span_of(site, site.ids), posts=sum(place.kind == "post" for place in site.places),
        persons=len(site.people), topics=len(site.topics), documents=documents, origins=origins, unstated=unstated,
        bases=tuple(Basis(basis, bases[basis]) for basis in _BASES if bases[basis]),
        undated=sum(not cable.date for cable in cables), doubted=sum(bool(cable.doubts) for cable in cables),
        copies=sum(len(cable.witnesses) for cable in cables),
        outside=sum(other not in site.documents for other in site.citing),
        citing=sum(bool(cable.references) for cable in cables),
        example=site.rows[example.id] if example else None, citation=_citation(site, example) if example else "")


def _origins(site: Site, cables: list[Cable]) -> tuple[tuple[Origin, ...], int, int]:
    """The publishers, how many documents there are, and of how many the publisher is not stated."""
    holding = Counter(witness.file for cable in cables for witness in (cable.source, *cable.witnesses) if witness)
    found: dict[tuple[str, str], list[tuple[SourceEntry, int]]] = {}
    for name, count in holding.items():
        entry = site.authorities.sources.get(name, SourceEntry())
        found.setdefault((entry.publisher, "" if entry.publisher else entry.url), []).append((entry, count))
    unstated = len(found.pop(("", ""), ()))
    origins = [Origin(publisher or url, entries[0][0].url if len(entries) == 1 else "",
                      entries[0][0].rights if len({entry.rights for entry, _ in entries}) == 1 else "",
                      len(entries), sum(count for _, count in entries)) for (publisher, url), entries in found.items()]
    origins.sort(key=lambda origin: (-origin.cables, origin.publisher))
    return tuple(origins[:_ORIGINS]), len(holding), unstated


def _citation(site: Site, cable: Cable) -> str:
    sources = known_sources(site, cable)
    address = site.urls.absolute(site.urls.cable(cable))
    found = cited(cable, site.config, address, sources[0] if sources else SourceEntry())
    return citations(found)[0].text
