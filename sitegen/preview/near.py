"""Addresses of a site that are near to one which leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.output.lookup import Lookup
from sitegen.records.identifiers import canonical_id
from sitegen.records.likeness import edit_distance, folded
from sitegen.site.model import Site

_MOST = 8
_TYPOS = 2  # letters that may be wrong
_SHORTEST = 4  # letters; of less, nothing can be said


def near(site: Site, files: Lookup, path: str) -> list[dict[str, str]]:
    """What the author of ``path`` may have meant: ``url`` and ``text`` of each, the nearest first."""
    name = folded(path.rstrip("/").rpartition("/")[2])
    if len(name) < _SHORTEST:
        return []
    found = [{"url": site.urls.link(site.path(own)), "text": f"{own} {site.rows[own].title}"}
             for own in _cables(site, path.rstrip("/").rpartition("/")[2])]
    found += [{"url": site.urls.link(other), "text": other} for other in _lists(files, path, name)]
    return found[:_MOST]


def _cables(site: Site, name: str) -> Iterator[str]:
    """Ids that are this one in another spelling, that begin with it, or that differ by a slip of the pen."""
    wanted = {own for own in (folded(name), folded(canonical_id(name.upper())[0])) if len(own) >= _SHORTEST}
    spelt = {own: folded(own) for own in site.ids}
    yield from dict.fromkeys([
        *(own for own, plain in spelt.items() if plain in wanted),
        *sorted(own for own, plain in spelt.items() if any(plain.startswith(one) for one in wanted)),
        *_slips(((own, plain) for own, plain in spelt.items()), folded(name)),
    ])


def _lists(files: Lookup, path: str, name: str) -> list[str]:
    """Pages of the same part of the site whose names differ by a slip of the pen, or begin as this one does."""
    part = "/" + path.strip("/").partition("/")[0] + "/"
    beside = [(other, folded(other.rstrip("/").rpartition("/")[2])) for other in files.routes.paths()
              if other.startswith(part) or other.count("/") == 2]
    starting = [other for other, plain in beside if plain.startswith(name)]
    return list(dict.fromkeys([*starting[:_MOST], *_slips(beside, name)]))


def _slips(among: Iterable[tuple[str, str]], name: str) -> list[str]:
    near = [(edit_distance(plain, name, _TYPOS), own) for own, plain in among
            if abs(len(plain) - len(name)) <= _TYPOS]
    return [own for distance, own in sorted(near) if distance <= _TYPOS][:_MOST]
