"""What the views of lists and indexes are made of: the map of places, days and dates of the timeline, the graph of
references, the archive's account of itself."""

from __future__ import annotations

import msgspec

from sitegen.site.view_parts import Counted, Row


class MapShape(msgspec.Struct, frozen=True):
    """A country on the map: its outline as the ``d`` of an SVG path, and the country where the archive has it."""

    path: str
    country: Counted | None
    level: int  # how many cables: 1 to 4; 0 without a country


class MapSpot(msgspec.Struct, frozen=True):
    """A post on the map."""

    x: int
    y: int
    post: Counted
    level: int


class WorldMap(msgspec.Struct, frozen=True):
    """A map: the part of the plane to show, as an SVG view box has it, and what is drawn on it."""

    box: tuple[int, int, int, int]
    shapes: tuple[MapShape, ...]
    spots: tuple[MapSpot, ...]


class Day(msgspec.Struct, frozen=True):
    """Cables of one day among the rows of a page: those from ``first`` to before ``last``."""

    name: str  # "" for cables whose day is not known
    anchor: str
    first: int
    last: int


class Event(msgspec.Struct, frozen=True):
    """A date that a paragraph of a cable mentions, as written there."""

    text: str
    machine: str  # 2008-07-17, 2006-12, or 12-14 where no year stands
    has_year: bool
    row: Row
    url: str  # of the paragraph
    label: str  # its number, or ""
    parts: tuple[str, ...]  # the words around it; the odd one is the date


class Basis(msgspec.Struct, frozen=True):
    """How the dates of so many cables are known."""

    basis: str  # transmitted | metadata | sequence | declassification | unknown
    count: int


class Origin(msgspec.Struct, frozen=True):
    """A publisher from whom raw documents came, as sources.yaml has it."""

    publisher: str
    url: str
    rights: str
    documents: int
    cables: int


class Account(msgspec.Struct, frozen=True):
    """What the archive can say of itself: how much it holds, where it is from, what is missing, how to cite it."""

    cables: int
    span: str
    posts: int
    persons: int
    topics: int
    documents: int  # raw documents that cables were taken from
    origins: tuple[Origin, ...]  # those with the most cables
    unstated: int  # documents whose publisher is not stated
    bases: tuple[Basis, ...]
    undated: int
    doubted: int  # cables of which something is not certain
    copies: int  # other copies that were merged
    outside: int  # cables that are cited and are not here
    citing: int  # cables that cite anything
    example: Row | None  # a cable, to show how to cite
    citation: str  # of it


class Node(msgspec.Struct, frozen=True):
    """A cable of the graph of references. ``row`` is None when it is not in this archive; ``y`` is its line."""

    id: str
    row: Row | None
    y: int
    cited: int  # by how many cables of the archive
    cites: int  # how many others


class Arc(msgspec.Struct, frozen=True):
    """A citation: from one line of the graph to another."""

    citing: int
    cited: int


class Cited(msgspec.Struct, frozen=True):
    """A cable that others cite, with the first of those."""

    id: str
    row: Row | None
    count: int
    by: tuple[Row, ...]
