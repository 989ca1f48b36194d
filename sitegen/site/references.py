"""Who cites whom: the graph of references, drawn of the cables that are cited most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitegen.records import dates
from sitegen.records.identifiers import parse_id
from sitegen.site import urls
from sitegen.site.index_parts import Arc, Cited, Node
from sitegen.site.lists import head, rows, site_info
from sitegen.site.model import Site
from sitegen.site.views import ReferencesView

_LINES = 36  # of the graph: more do not fit a screen
_OF_ONE = 5  # citing cables of one that is cited, as long as others wait
_LISTED = 60  # cables in the list of those that are cited most
_BY = 8  # citing cables of each that are named there


def references(site: Site) -> ReferencesView:
    """The page of the references: a graph of bounded size, and the list of the cables that are cited most."""
    citing = {cited: own for cited, all_ in site.citing.items() if (own := tuple(c for c in all_ if c != cited))}
    ranked = sorted(citing, key=lambda cited: (-len(citing[cited]), cited))
    shown = _chosen(ranked, citing)
    order = sorted(shown, key=lambda cable_id: _time(site, cable_id))
    line = {cable_id: number for number, cable_id in enumerate(order)}
    edges = [(line[by], line[cited]) for cited in order for by in citing.get(cited, ()) if by in line]
    cites = [by for by, _ in edges]
    return ReferencesView(
        site=site_info(site), head=head(site, urls.REFERENCES, "references"),
        nodes=tuple(Node(cable_id, site.rows.find(cable_id), line[cable_id], len(citing.get(cable_id, ())),
                         cites.count(line[cable_id])) for cable_id in order),
        arcs=tuple(Arc(*edge) for edge in edges), complete=len(edges) == sum(map(len, citing.values())),
        cited=tuple(Cited(cited, site.rows.find(cited), len(citing[cited]), rows(site, citing[cited][:_BY]))
                    for cited in ranked[:_LISTED]),
        all_cited=len(ranked), outside=sum(cited not in site.documents for cited in ranked),
        citing=len({by for own in citing.values() for by in own}))


def _chosen(ranked: Sequence[str], citing: Mapping[str, Sequence[str]]) -> dict[str, None]:
    """The cables of the graph: each that is cited with some of those that cite it, as long as there is room."""
    shown: dict[str, None] = {}
    for most in (_OF_ONE, _LINES):  # at first a few of each; what room is left, to the others
        for cited in ranked:
            both = [cited, *citing[cited][:most]]
            if len(shown.keys() | both) <= _LINES:
                shown.update(dict.fromkeys(both))
    return shown


def _time(site: Site, cable_id: str) -> tuple[object, ...]:
    """A key of time. Of a cable outside the archive the year of its number is known: it comes first in its year."""
    if cable_id in site.documents:
        return (*dates.sort_key(site.cable(cable_id).date), cable_id)
    parsed = parse_id(cable_id)
    return (parsed.year if parsed else 0, 0, 0, "", cable_id)
