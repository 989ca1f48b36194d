"""One file of a site, found by its path without planning the others: the preview serves it, and makes nothing else."""

from __future__ import annotations

from functools import cached_property

from sitegen.output import host, plan
from sitegen.output.plan import Planned
from sitegen.render.theme import Theme
from sitegen.site import routes
from sitegen.site.card import CARD
from sitegen.site.citation_formats import FORMATS
from sitegen.site.model import Site
from sitegen.site.sources import RawSources

_BESIDE = ("cable.json", "source.txt", *(f"cite.{kind}" for kind in FORMATS), CARD)


class Lookup:
    """The files of one site by their paths: those of ``plan.everything``, without the digests of their looks."""

    def __init__(self, site: Site, theme: Theme, sources: RawSources) -> None:
        self._site, self._theme, self._sources = site, theme, sources
        self._asked = plan.asked(theme)
        self.routes = routes.Lookup(site, self._asked)

    def __call__(self, file: str) -> Planned | None:
        """The file at ``file`` (``cables/index.html``); None where the site has none."""
        found = self._assets.get(file) or self._whole.get(file) or self._beside(file)
        if found is None and file.startswith("sitemap"):
            found = self._sitemaps.get(file)
        if found is not None:
            return found
        route = self.route(file)
        return plan.page(route, self._site, self._theme) if route is not None else None

    def route(self, file: str) -> routes.Route | None:
        """The route of the page that stands in ``file``; None for what is no page."""
        path = path_of(file)
        if path is None:
            return None
        route = self.routes(path)
        if route is None and path in self._site.redirects and self._site.config.host not in host.REDIRECTING:
            route = routes.redirect_route(self._site, path)
        return route

    @cached_property
    def _assets(self) -> dict[str, Planned]:
        return {planned.path: planned for planned in plan.assets(self._site, self._theme)}

    @cached_property
    def _whole(self) -> dict[str, Planned]:
        return {planned.path: planned for planned in plan.whole(self._site)}

    @cached_property
    def _sitemaps(self) -> dict[str, Planned]:
        found, _ = routes.routes(self._site, self._asked)
        return {planned.path: planned for planned in plan.sitemaps(self._site, found)}

    def _beside(self, file: str) -> Planned | None:
        folder, _, name = file.rpartition("/")
        if name not in _BESIDE:
            return None
        route = self.routes(f"/{folder}/")
        if route is None or route.template != "cable.html":
            return None
        made = plan.beside(self._site, self._sources, route.documents()[0])
        return next((planned for planned in made if planned.path == file), None)


def path_of(file: str) -> str | None:
    """The path of the page in a file: ``cables/index.html`` -> ``/cables/``; None for a file that is no page."""
    folder, slash, name = f"/{file}".rpartition("/")
    if name == "index.html":
        return folder + slash
    return f"/{file}" if name.endswith(".html") else None
