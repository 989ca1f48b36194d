"""The log of corrections: what was changed on published pages, when and why, for readers and for those who cited."""

from __future__ import annotations

from sitegen.site import explain, urls
from sitegen.site.authorities import CorrectionEntry
from sitegen.site.lists import head, page_of, site_info
from sitegen.site.model import Site
from sitegen.site.views import Changed, CorrectionsView


def changed(site: Site, entry: CorrectionEntry) -> Changed:
    """A correction as a page shows it. Raises KeyError when its cable is not published."""
    row = site.rows[entry.cable]
    address = site.urls.link(site.path(entry.cable), entry.paragraph)
    return Changed(explain.when(entry.date, site.config.language), row, address, entry.paragraph, entry.what, entry.why,
                   entry.anchor)


def corrections(site: Site, number: int) -> CorrectionsView:
    """One page of the log, the latest first."""
    shown, pager = page_of(site, urls.CORRECTIONS, site.corrections, number)
    return CorrectionsView(
        site=site_info(site), head=head(site, urls.CORRECTIONS, "corrections", number=number),
        entries=tuple(changed(site, entry) for entry in shown), pager=pager,
        feed=site.urls.link(urls.CORRECTIONS_FEED))
