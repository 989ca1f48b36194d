"""What the pages of the site share: the frame, rows of cables, counted links, lists split into pages, bar charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sitegen.site import explain, urls
from sitegen.site.model import Site
from sitegen.site.people import PersonRecord
from sitegen.site.topics import TopicRecord, shown_as
from sitegen.site.view_parts import Bar, Chart, Counted, Head, Pager, Row, SiteInfo

_T = TypeVar("_T")
_STEPS = (1, 2, 5, 10, 20, 50, 100, 1000, 10_000)  # years from one label to the next
_LOWEST_TOP = 2  # cables: a lone cable does not fill a chart
_LABELS = 8  # of the bars of a chart of years; more would run into one another on a phone


def site_info(site: Site) -> SiteInfo:
    """What every page says about the site."""
    return site.frame.info


def head(site: Site, path: str, section: str, title: str = "", description: str = "") -> Head:
    """The head of a page that is no cable's; without a title it is the first page of its section."""
    return Head(title=title, description=shorten(description or site.config.description), section=section,
                canonical=site.urls.absolute(path))


def shorten(text: str, length: int = 200) -> str:
    """A text cut between words so that it has at most ``length`` signs, an ellipsis for what is cut."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def rows(site: Site, ids: Iterable[str]) -> tuple[Row, ...]:
    """Cables as entries of a list."""
    return tuple(map(site.rows.__getitem__, ids))


def pages_of(site: Site, entries: Sequence[_T]) -> int:
    """How many pages a list of these entries has."""
    return max(1, -(-len(entries) // site.config.page_size))


def page_of(site: Site, path: str, entries: Sequence[_T], number: int) -> tuple[Sequence[_T], Pager]:
    """The entries on one page of the list at ``path``, and where in the list that is."""
    size, last = site.config.page_size, pages_of(site, entries)
    start = (number - 1) * size
    shown = entries[start:start + size]

    def link(page: int) -> str:
        return site.urls.link(urls.numbered(path, page)) if 1 <= page <= last else ""

    near = sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)})
    return shown, Pager(number, last, len(entries), start + 1 if shown else 0, start + len(shown), link(number - 1),
                        link(number + 1), tuple((page, link(page)) for page in near))


def counted_topic(site: Site, topic: TopicRecord) -> Counted:
    """A topic as a link; its note is the code."""
    text = shown_as(topic.code, topic.label)
    return Counted(text, site.urls.link(urls.topic(topic.code)), len(topic.cables), topic.code)


def counted_person(site: Site, person: PersonRecord, name: str = "") -> Counted:
    """A person as a link that says ``name`` (their own name unless given).

    The note of one who is known by a surname alone is the cable that it stands in: others may bear it.
    """
    note = person.namings[0].cable if len(person.name.split()) == 1 and len(person.namings) == 1 else ""
    return Counted(name or person.name, site.urls.link(urls.person(person.slug)), len(person.namings), note)


def most_frequent(entries: Iterable[Counted], number: int) -> tuple[Counted, ...]:
    """The entries with the most cables, the most frequent first."""
    return tuple(sorted(entries, key=lambda entry: (-entry.count, entry.text))[:number])


def chart(title: str, bars: Sequence[tuple[str, str, str, int]], highest: int = 0, align: str = "middle") -> Chart:
    """A chart of (label, name, link, count); ``highest`` makes the bars of several charts comparable."""
    top = max(highest, *(count for *_, count in bars), _LOWEST_TOP) if bars else 0
    return Chart(title, tuple(Bar(label, name, url if count else "", count, round(100 * count / top, 1))
                              for label, name, url, count in bars), top, align)


def months_chart(site: Site, ids: Iterable[str], years: Sequence[int], title: str, highest: int = 0) -> Chart:
    """A bar for each month of ``years``, for the cables among ``ids`` whose month is known."""
    counts: dict[tuple[int, int], int] = {}
    for cable_id in ids:
        year, month = site.dated[cable_id]
        if year and month:
            counts[year, month] = counts.get((year, month), 0) + 1
    language, link = site.config.language, site.urls.link
    bars = []
    for year in years:
        for month in range(1, 13):
            initials = explain.month_name(month, language)[:3]
            label = initials if len(years) == 1 else str(year) if month == 1 else ""
            name = explain.month_and_year(year, month, language)
            bars.append((label, name, link(urls.month(year, month)), counts.get((year, month), 0)))
    return chart(title, bars, highest, "middle" if len(years) == 1 else "start")


def years_chart(site: Site, ids: Iterable[str], title: str) -> Chart:
    """A bar for each year from the first to the last; round years are labelled where there are many."""
    counts: dict[int, int] = {}
    for cable_id in ids:
        if year := site.dated[cable_id][0]:
            counts[year] = counts.get(year, 0) + 1
    span = range(min(counts), max(counts) + 1) if counts else range(0)
    every = next(step for step in _STEPS if len(span) <= step * _LABELS)
    return chart(title, [(str(year) if year % every == 0 else "", str(year), site.urls.link(urls.year(year)),
                          counts.get(year, 0)) for year in span])
