"""The site's model: what is published, in order of time, with every index that pages are made from.

A :class:`Site` is assembled once and never changed. One gate decides what is published, before anything else looks at
a document: what it keeps back is in no list, count, index or link.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from sitegen.config import Config
from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records import dates
from sitegen.records.cable import Cable, Witness
from sitegen.records.document import Document, digest_of
from sitegen.site import explain
from sitegen.site.authorities import Authorities, CorrectionEntry
from sitegen.site.joined import Joined, join
from sitegen.site.languages import explained_in
from sitegen.site.order import Order
from sitegen.site.packed import Held
from sitegen.site.people import PeopleOf, PersonRecord
from sitegen.site.permalinks import LOCK, Lock
from sitegen.site.places import PlaceRecord
from sitegen.site.plain import PlainPage
from sitegen.site.topics import TopicRecord
from sitegen.site.urls import CORRECTIONS, FEED, HOME, SEARCH, Urls, plain
from sitegen.site.view_parts import Counted, Link, Row, SiteInfo

#: another id of a cable, damaged perhaps; or a path whose parts begin with no full stop
_ALIAS = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]*|(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?")


class Sources(Protocol):
    """What the site asks about raw documents."""

    def published_sha256(self, witness: Witness) -> str:
        """The SHA-256 of the lines of a source as they are published, in hexadecimal; "" when they cannot be read."""

    def lines(self, witness: Witness, cable_id: str) -> tuple[str, ...]:
        """Those lines, as they are published with a cable; none when they cannot be read."""


class NoSources:
    """No raw documents at hand: pages show the digests that convert wrote down and no others."""

    def published_sha256(self, witness: Witness) -> str:
        return ""

    def lines(self, witness: Witness, cable_id: str) -> tuple[str, ...]:
        return ()


class Frame:
    """What every view is made with: the configuration, the addresses, and what each page says of the site."""

    __slots__ = ("config", "digest", "info", "urls")

    def __init__(self, config: Config, urls: Urls, info: SiteInfo) -> None:
        self.config, self.urls, self.info = config, urls, info
        self.digest = digest_of(repr((config, info)).encode("utf-8", "replace"))


class Glossary:
    """The acronyms of the archive with their expansions."""

    __slots__ = ("digest", "terms")

    def __init__(self, terms: Mapping[str, str]) -> None:
        self.terms = dict(terms)
        self.digest = digest_of(repr(sorted(terms.items())).encode("utf-8", "replace"))


class Rows(dict[str, Row]):
    """Cables as entries of a list, by id; each is made when it is asked for. One that is not published is a KeyError.
    """

    def __init__(self, documents: Mapping[str, Document], urls: Urls, language: str) -> None:
        super().__init__()
        self._documents, self._urls, self._language = documents, urls, language

    def __missing__(self, cable_id: str) -> Row:
        cable = self._documents[cable_id].cable
        row = self[cable_id] = Row(
            self._urls.link(self._urls.cable(cable)), cable.id, cable.title or cable.subject or cable.id,
            explain.when(explain.day_of(cable.date), self._language), cable.classification, cable.origin)
        return row

    def find(self, cable_id: str) -> Row | None:
        """The entry of a cable, or None for one that is not published."""
        return self[cable_id] if cable_id in self._documents else None

    def __reduce__(self) -> tuple[Any, ...]:  # another process makes its own
        return Rows, (self._documents, self._urls, self._language)


@dataclass(frozen=True, eq=False)
class Site:
    """Everything that is published, and how it hangs together. Ids stand for cables everywhere but in ``documents``."""

    frame: Frame
    documents: Mapping[str, Document]  # in order of time; those without a date last
    ids: tuple[str, ...]  # in that order
    dated: Mapping[str, tuple[int | None, int | None]]  # id -> year and month, in that order too
    authorities: Authorities
    glossary: Glossary
    sources: Sources
    cited_by: Mapping[str, tuple[str, ...]]
    citing: Mapping[str, tuple[str, ...]]  # id of any cable that is cited -> those that cite it
    neighbours: Mapping[str, tuple[str, str]]  # id -> the ids before and after it in time, "" at an end
    at_post: Mapping[str, tuple[str, str]]  # the same among the cables of one post
    topics: tuple[TopicRecord, ...]
    topic_of: Mapping[str, TopicRecord]  # TAGS code -> its record
    people: tuple[PersonRecord, ...]
    #: id -> its persons, in the order of its front matter, and the names that each has there, the fullest first
    people_of: PeopleOf
    places: tuple[PlaceRecord, ...]
    place_of: Mapping[tuple[str, str], PlaceRecord]  # ("post", name) or ("country", code) -> its record
    pages: tuple[PlainPage, ...]
    #: ids of the cables that are drafts, or have a day before which nobody may see them, or other addresses
    marked: tuple[str, ...]
    unpublished: Mapping[str, str]  # file of what readers may not see yet -> "draft", or the day from which they may
    redirects: Mapping[str, str]  # path of an alias -> path of the cable's page, perhaps with an anchor
    lock: Lock  # what was published, and where it has gone
    corrections: tuple[CorrectionEntry, ...]  # of published cables, the latest first
    rows: Rows
    joined: Joined = field(repr=False)
    #: topics as cables of a year show them: hundreds of cables share each
    shown_topics: dict[tuple[str, int | None], Counted] = field(default_factory=dict, repr=False)

    @property
    def config(self) -> Config:
        """The configuration."""
        return self.frame.config

    @property
    def urls(self) -> Urls:
        """The addresses of the site."""
        return self.frame.urls

    def cable(self, cable_id: str) -> Cable:
        """The cable of an id. Raises KeyError when it is not published."""
        return self.documents[cable_id].cable

    @cached_property
    def corrections_of(self) -> dict[str, list[CorrectionEntry]]:
        """id -> the corrections of a cable, the latest first; nothing for one without."""
        by_cable: dict[str, list[CorrectionEntry]] = {}
        for entry in self.corrections:
            by_cable.setdefault(entry.cable, []).append(entry)
        return by_cable

    def by_path(self) -> dict[str, Document]:
        """The documents by the paths of their pages."""
        return {self.urls.cable(document.cable): document for document in self.documents.values()}

    @property
    def withdrawn(self) -> list[str]:
        """The paths of published pages that were withdrawn."""
        return [path for path, gone in self.lock.pages.items() if gone.why]

    def published_sha256(self, cable_id: str) -> str:
        """The SHA-256 of the lines of a cable's source as they are published; "" without them."""
        source = self.cable(cable_id).source
        return self.sources.published_sha256(source) if source else ""

    def path(self, cable_id: str) -> str:
        """The path of a cable's page."""
        return self.urls.cable(self.cable(cable_id))


def is_published(draft: bool, publish_on: str, today: date) -> bool:
    """The gate: whether something may be seen by readers on the day ``today``."""
    return not draft and (not publish_on or publish_on <= today.isoformat())


def kept_back(
    documents: Iterable[Document], pages: Iterable[PlainPage], today: date, drafts: bool
) -> list[str]:
    """The files of all that readers must not see on the day ``today``: all that a day decides about a site."""
    if drafts:
        return []
    hidden = [d.path for d in documents if not is_published(d.cable.draft, d.cable.publish_on, today)]
    return hidden + [page.path for page in pages if not is_published(page.draft, page.publish_on, today)]


def assemble(
    config: Config,
    documents: Collection[Document],
    authorities: Authorities,
    sources: Sources | None = None,
    pages: Sequence[PlainPage] = (),
    lock: Lock | None = None,
    *,
    today: date,
    drafts: bool = False,
    before: Site | None = None,
    held: Held | None = None,
) -> tuple[Site, list[Diagnostic]]:
    """The site of these documents and pages as it is on the day ``today``, and what is wrong with it.

    ``drafts`` opens the gate to drafts and to what is to be published later. Of two documents with one id the first is
    kept, and both are named. ``before`` is a site assembled earlier, from which what is joined across cables is brought
    up to date; ``held`` is what was joined of the same documents in an earlier run.
    """
    found: list[Diagnostic] = []
    if before is not None and before.config.language != config.language:
        before = None  # topics and places have the names of a language
    shown = documents if drafts else [d for d in documents if is_published(d.cable.draft, d.cable.publish_on, today)]
    distinct = _distinct(shown, found)
    order = held.order(distinct) if held is not None else None
    if held is not None and order is not None:
        joined = held.joined
    else:
        order = Order.of(distinct, before.documents if before else {}, before.dated if before else {})
        joined = join(order, authorities, config.language, before.joined if before else None)
    by_id, ids = order.documents, tuple(order.documents)
    urls = Urls(config.base_url, config.base_path, config.permalink)
    people, references = joined.people, joined.references
    (topics, unknown), (places, useless) = joined.topics, joined.places
    found += [*references.found, *joined.unused, *unknown, *useless]
    unmoved = before if before is not None and order.same("date", "origin") else None
    marked = order.those(_is_marked, before.marked if before is not None else None)
    special = [by_id[cable_id] for cable_id in marked]
    shown_pages = _pages(config, pages, today, drafts)
    corrections = _corrections(authorities, by_id, found)
    site = Site(
        frame=Frame(config, urls, _info(config, urls, shown_pages, bool(corrections))), documents=by_id, ids=ids,
        dated=unmoved.dated if unmoved else order.dated,
        authorities=authorities, glossary=Glossary(authorities.glossary), sources=sources or NoSources(),
        cited_by=references.cited_by, citing=references.citing,
        neighbours=unmoved.neighbours if unmoved else _neighbours(ids),
        at_post=unmoved.at_post if unmoved else _at_post(places),
        topics=topics, topic_of={topic.code: topic for topic in topics},
        people=people.records, people_of=PeopleOf(by_id, people), places=places,
        place_of={(place.kind, place.key): place for place in places},
        pages=shown_pages, marked=marked,
        unpublished=_unpublished(special, shown_pages, today) if drafts else {},
        lock=lock or Lock(), corrections=corrections,
        redirects=_redirects(special, by_id.values(), urls, found)
        | _moved(lock or Lock(), by_id.values(), urls, found),
        rows=Rows(by_id, urls, config.language), joined=joined,
    )
    return site, found


def _neighbours(ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    return dict(zip(ids, zip(["", *ids], [*ids[1:], ""], strict=False), strict=False))


def _at_post(places: Iterable[PlaceRecord]) -> dict[str, tuple[str, str]]:
    return {cable_id: both for place in places if place.kind == "post"
            for cable_id, both in _neighbours(place.cables).items()}


def _distinct(documents: Collection[Document], found: list[Diagnostic]) -> dict[str, Document]:
    first = {document.cable.id: document for document in documents}
    if len(first) == len(documents):
        return first
    first = {}
    for document in documents:
        kept = first.setdefault(document.cable.id, document)
        if kept is not document:
            found.append(diagnose("duplicate-id", Location(document.path, 2),
                                  f"the id {document.cable.id} is that of {kept.path} too",
                                  "of two copies of a cable keep one page, and name the other under `witnesses`"))
    return first


def _corrections(
    authorities: Authorities, published: Mapping[str, Document], found: list[Diagnostic]
) -> tuple[CorrectionEntry, ...]:
    found += [diagnose("unused-authority", entry.location, f"no published cable has the id `{entry.cable}`",
                       "check the id, or remove the entry")
              for entry in authorities.corrections if entry.cable not in published]
    kept = [entry for entry in authorities.corrections if entry.cable in published]
    return tuple(sorted(kept, key=lambda entry: dates.sort_key(entry.date), reverse=True))


def _info(config: Config, urls: Urls, pages: Sequence[PlainPage], corrected: bool) -> SiteInfo:
    return SiteInfo(
        title=config.title, description=config.description, publisher=config.publisher, contact=config.contact,
        rights=config.rights, language=config.language, documents_language=config.documents_language,
        home=urls.link(HOME), search=urls.link(SEARCH), feed=urls.link(FEED),
        pages=tuple(Link(page.title, urls.link(plain(page.name))) for page in pages), noindex=config.noindex,
        corrections=urls.link(CORRECTIONS) if corrected else "",
        origin=config.base_url.removesuffix(config.base_path), explained_in=explained_in(config.language),
    )


def _pages(config: Config, pages: Sequence[PlainPage], today: date, drafts: bool) -> tuple[PlainPage, ...]:
    shown = [page for page in pages if drafts or is_published(page.draft, page.publish_on, today)]
    if not any(page.name == "about" for page in shown):  # the contract has an /about/ in every archive
        shown.append(PlainPage("content/pages/about.md", "about", config.title, config.description))
    return tuple(sorted(shown, key=lambda page: (page.name != "about", page.order, page.name)))


def _is_marked(cable: Cable) -> bool:
    return bool(cable.draft or cable.publish_on or cable.aliases)


def _unpublished(documents: Iterable[Document], pages: Iterable[PlainPage], today: date) -> dict[str, str]:
    hidden = {d.path: "draft" if d.cable.draft else d.cable.publish_on
              for d in documents if not is_published(d.cable.draft, d.cable.publish_on, today)}
    return hidden | {page.path: "draft" if page.draft else page.publish_on
                     for page in pages if not is_published(page.draft, page.publish_on, today)}


def _redirects(
    some: Iterable[Document], documents: Iterable[Document], urls: Urls, found: list[Diagnostic]
) -> dict[str, str]:
    """Path of an alias -> path of the cable's page. Nothing but ``some`` of the documents has aliases."""
    renamed = [document for document in some if document.cable.aliases]
    own = {urls.cable(document.cable): document.path for document in documents} if renamed else {}
    claimed: dict[str, str] = {}
    redirects: dict[str, str] = {}
    for document in renamed:
        for alias in document.cable.aliases:
            if not _ALIAS.fullmatch(alias):
                what = f"the alias `{alias[:80]}` is no id and no path"
                hint = "write an id such as 09MEXICO00283, or a path such as /old/283.html"
                found.append(diagnose("bad-value", Location(document.path), what, hint))
                continue
            path = alias if alias.startswith("/") else urls.alias(document.cable, alias)
            target = urls.cable(document.cable)
            if path == target:
                continue
            other = own.get(path) or claimed.get(path)
            if other and other != document.path:
                what = f"the alias {alias} leads to {path}, which {other} claims"
                found.append(diagnose("duplicate-path", Location(document.path), what, "remove one of the two"))
                continue
            claimed[path] = document.path
            redirects[path] = target
    return redirects


def _moved(
    lock: Lock, documents: Iterable[Document], urls: Urls, found: list[Diagnostic]
) -> dict[str, str]:
    """Old path -> new one of the published pages that are elsewhere now, also where they were moved again."""
    moved: dict[str, str] = {}
    ends: dict[str, str] = {}  # path -> where it leads in the end, "" when in a circle: chains are long perhaps
    own = {urls.cable(document.cable): document.path for document in documents} if lock.pages else {}
    for path, one in lock.pages.items():
        if path in own and one.target:
            found.append(diagnose("duplicate-path", Location(LOCK, one.line, 1),
                                  f"{path} is said to be elsewhere, but {own[path]} stands there",
                                  "remove one of the two"))
            continue
        target, passed = one.target, {path}
        while target and (here := target.partition("#")[0]) not in passed:
            after = lock.pages.get(here)
            if here in ends or after is None or not after.target:
                target = ends.get(here, target)
                break
            passed.add(here)
            target = after.target
        circle = target.partition("#")[0] in passed or (bool(one.target) and not target)
        if one.target:
            ends.update(dict.fromkeys(passed, "" if circle else target))
        if circle:
            found.append(diagnose("bad-value", Location(LOCK, one.line, 1), f"{path} is moved in a circle"))
        elif target:
            moved[path] = target
    return moved
