"""The map of places: countries and posts on a plane, and the part of it that an archive has to do with.

The outlines stand in ``outlines.txt`` beside this module: Natural Earth's at 1:110,000,000, in the public domain. The
projection is Equal Earth (Šavrič, Patterson and Jenny, 2018): areas compare, and the poles do not fill the page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from sitegen.records.vocabulary.coordinates import coordinates
from sitegen.site.index_parts import MapShape, MapSpot, WorldMap
from sitegen.site.view_parts import Counted

OUTLINES = Path(__file__).with_name("outlines.txt")
_WIDTH = 2000  # of the plane, from one side of the world to the other
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_SCALE = _WIDTH / (2 * math.pi * 2 * math.sqrt(3) / (3 * _A[0]))
_MARGIN = 60  # of the part that is shown, around what it must show
_NARROWEST = 620  # about the breadth of a continent: a country alone says little of where it is
_ASPECT = (1.25, 2.05)  # the least and the most that the part is as wide as it is high
_LEVELS = 4


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Where a place stands on the plane, from its degrees: x to the east, y to the south, (0, 0) in the Gulf of Guinea.
    """
    at = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square = at * at
    sixth = square**3
    slope = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(at) / (3 * slope)
    y = at * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    return x * _SCALE, -y * _SCALE


@cache
def _outlines() -> dict[str, str]:
    lines = OUTLINES.read_text("utf-8").splitlines()
    return {line[:2]: line[3:] for line in lines}


def world_map(posts: Iterable[tuple[str, Counted]], countries: Sequence[Counted]) -> WorldMap | None:
    """The map of posts, each with its name as cables have it, and of countries, whose notes are their TAGS codes.

    None where none of them has a known place. A country without an outline and a post without coordinates are not on
    it. A level, from 1 to 4, tells how many cables there are, by the square root: few have many.
    """
    outlines = _outlines()
    drawn = {country.note: country for country in countries if country.note in outlines}
    spots = []
    for name, post in posts:
        place = coordinates(name)
        if place is not None:
            x, y = project(place[1], place[0])
            spots.append((round(x), round(y), post))
    if not drawn and not spots:
        return None
    highest = max((country.count for country in drawn.values()), default=1)
    most = max((post.count for *_, post in spots), default=1)
    part = _part([*(_widest(outlines[code]) for code in drawn), *((x, y, x, y) for x, y, _ in spots)])
    shapes = tuple(MapShape(path, drawn.get(code), _level(drawn[code].count, highest) if code in drawn else 0)
                   for code, path in outlines.items() if any(_meets(ring, part) for ring in _rings(path)))
    return WorldMap(part, shapes, tuple(MapSpot(x, y, post, _level(post.count, most)) for x, y, post in spots))


def _level(count: int, highest: int) -> int:
    return min(_LEVELS, 1 + int(_LEVELS * (count / max(highest, 1)) ** 0.5 * 0.999)) if count else 1


def _widest(path: str) -> tuple[int, int, int, int]:
    """The box around the widest ring of a path: that of a country without its islands far away."""
    return max(_rings(path), key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))


def _meets(ring: tuple[int, int, int, int], part: tuple[int, int, int, int]) -> bool:
    """Whether a box of a ring and the view box have anything in common."""
    x, y, width, height = part
    return ring[0] <= x + width and ring[2] >= x and ring[1] <= y + height and ring[3] >= y


@cache
def _rings(path: str) -> tuple[tuple[int, int, int, int], ...]:
    """The boxes around the rings of a path: left, top, right, bottom."""
    boxes = []
    for ring in path.split("M")[1:]:
        start, _, steps = ring.rstrip("z").partition("l")
        x, y = map(int, start.split(","))
        left = right = x
        top = bottom = y
        for step in steps.split():
            along, down = map(int, step.split(","))
            x, y = x + along, y + down
            left, right, top, bottom = min(left, x), max(right, x), min(top, y), max(bottom, y)
        boxes.append((left, top, right, bottom))
    return tuple(boxes)


def _part(boxes: Sequence[tuple[float, float, float, float]]) -> tuple[int, int, int, int]:
    """The view box that holds these boxes with a margin, neither too small nor too high or flat, within the world."""
    left, top = min(box[0] for box in boxes) - _MARGIN, min(box[1] for box in boxes) - _MARGIN
    right, bottom = max(box[2] for box in boxes) + _MARGIN, max(box[3] for box in boxes) + _MARGIN
    width, height = max(right - left, _NARROWEST), max(bottom - top, _NARROWEST / _ASPECT[1])
    width, height = max(width, height * _ASPECT[0]), max(height, width / _ASPECT[1])
    most = _WIDTH / _ASPECT[1]
    width, height = min(width, _WIDTH), min(height, most)
    x = min(max((left + right - width) / 2, -_WIDTH / 2), _WIDTH / 2 - width)
    y = min(max((top + bottom - height) / 2, -most / 2), most / 2 - height)
    return round(x), round(y), round(width), round(height)
