"""Places: the posts that cables came from, and the countries that their TAGS name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sitegen.diagnostics import Diagnostic, diagnose
from sitegen.records.cable import Cable
from sitegen.records.folding import fold
from sitegen.records.vocabulary import tags
from sitegen.records.vocabulary.posts import POSTS
from sitegen.site.authorities import LabelEntry
from sitegen.site.languages import DEFAULT
from sitegen.site.order import Order
from sitegen.site.topics import TopicRecord, label_of
from sitegen.site.urls import free_slug

_COUNTRY_OF_POST = {post.name: post.country_code for post in POSTS.values()}


@dataclass(frozen=True, slots=True, eq=False)
class PlaceRecord:
    """A post or a country, with the cables from the one or about the other, in order of time."""

    slug: str
    name: str
    kind: str  # post | country
    key: str  # the post's name as cables have it, or the country's TAGS code
    country: str  # the code of the country where a post stands, or its own
    cables: tuple[str, ...]
    note: str = ""


def find_places(
    order: Order, topics: Iterable[TopicRecord], entries: Mapping[str, LabelEntry],
    before: Iterable[PlaceRecord] = (), language: str = DEFAULT,
) -> tuple[tuple[PlaceRecord, ...], list[Diagnostic]]:
    """The places of cables and of their topics, posts before countries, each by name; and entries that nothing uses.
    ``before`` are those of the earlier site.

    Every country of a post has a page, also when no cable carries its code. Countries have their names in ``language``;
    their slugs are the English ones, for an address does not change with the language of the interface.
    """
    posts, _ = order.regroup({place.key: place.cables for place in before if place.kind == "post"}, _origin)
    countries = {topic.code: topic.cables for topic in topics if tags.kind(topic.code) == "country"}
    years = {topic.code: dict.fromkeys(topic.years) for topic in topics if topic.code in countries}
    for post in posts:
        if home := _home(post, entries):
            countries.setdefault(home, ())
            years.setdefault(home, {}).update(
                dict.fromkeys(order.dated[cable_id][0] for cable_id in posts[post]))
    taken: dict[str, int] = {}
    records = []
    for name, own in sorted(posts.items()):
        entry, home = entries.get(name, LabelEntry()), _home(name, entries)
        shown = entry.label or name
        records.append(PlaceRecord(free_slug(name, taken), shown, "post", name, home, own, entry.note))

    def name_of(code: str, language: str) -> str:
        labels = (label_of(code, year, entries, language) for year in sorted(years[code], key=_unknown_last))
        return " / ".join(filter(None, dict.fromkeys(labels))) or code

    in_english = sorted((name_of(code, DEFAULT), code) for code in countries)
    slugs = {code: free_slug(name, taken) for name, code in in_english}
    named = sorted(((name_of(code, language), code) for code in countries), key=lambda one: (fold(one[0]), one[1]))
    for shown, code in named:
        note = entries[code].note if code in entries else ""
        records.append(PlaceRecord(slugs[code], shown, "country", code, code, countries[code], note))
    found = [diagnose("unused-authority", entry.location, f"no cable has to do with the place `{key}`")
             for key, entry in entries.items() if key not in posts and key not in countries]
    return tuple(records), found


def _origin(cable: Cable) -> Collection[str]:
    return (cable.origin,) if cable.origin else ()


def _home(post: str, entries: Mapping[str, LabelEntry]) -> str:
    """The code of the country where a post stands, "" when it is not known."""
    entry = entries.get(post)
    return (entry.country if entry else "") or _COUNTRY_OF_POST.get(post, "")


def _unknown_last(year: int | None) -> tuple[bool, int]:
    return year is None, year or 0
