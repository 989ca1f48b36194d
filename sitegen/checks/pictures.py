"""Pictures of other hosts in plain pages: they are shown as links, and their editors are told."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.render.markdown import outside_pictures
from sitegen.site.plain import PlainPage


def outside(pages: Iterable[PlainPage]) -> list[Diagnostic]:
    """``outside-picture`` for each picture of another host in these pages."""
    return [diagnose("outside-picture", Location(page.path, page.body_line + line, 1),
                     f"the picture {address[:200]} is shown as a link: loaded from there, it would tell that host who "
                     "reads this page", "write a link, or the picture itself as data:image/png;base64,…")
            for page in pages for line, address in outside_pictures(page.body)]
