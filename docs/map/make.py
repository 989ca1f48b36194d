"""Makes sitegen/site/outlines.txt, the outlines of countries that the map of places is drawn with.

    npm pack world-atlas@2.0.2 && tar -xzf world-atlas-2.0.2.tgz
    python docs/map/make.py package/countries-110m.json

The outlines are those of Natural Earth at 1:110,000,000, which are in the public domain, as world-atlas has them. Each
line is a TAGS code and the path of its country, on the plane of :func:`sitegen.site.world_map.project`.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from sitegen.records.vocabulary.geography import COUNTRIES
from sitegen.site.world_map import OUTLINES, project

#: names of Natural Earth that the TAGS list has in other words; what had no code of its own in the years of the cables
#: belongs to the country that the list has it in
_NAMES = {
    "United States of America": "US", "Dem. Rep. Congo": "CG", "Congo": "CF", "Dominican Rep.": "DR", "Bahamas": "BF",
    "Falkland Is.": "FK", "Central African Rep.": "CT", "Eq. Guinea": "EK", "eSwatini": "WZ", "Gambia": "GA",
    "Palestine": "WE", "Myanmar": "BM", "Timor-Leste": "TT", "Czechia": "EZ", "Solomon Is.": "BP",
    "Bosnia and Herz.": "BK", "W. Sahara": "WI", "S. Sudan": "SU", "Somaliland": "SO", "N. Cyprus": "CY",
    "Côte d'Ivoire": "IV",
}
_LEFT_OUT = {"Antarctica", "Fr. S. Antarctic Lands"}


def _arcs(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The arcs of a topology in degrees: each point stands there as the way from the one before it."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)
    return arcs


def _path(rings: list[list[int]], arcs: list[list[tuple[float, float]]]) -> str:
    """The rings of a country as a path of whole numbers, each point as the way from the one before it."""
    out = []
    for ring in rings:
        points: list[tuple[int, int]] = []
        before = None
        for number in ring:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            for longitude, latitude in arc:
                # a ring that crosses 180° goes on there, and does not begin again on the other side of the world
                before = longitude if before is None else longitude - 360 * round((longitude - before) / 360)
                x, y = project(before, latitude)
                if not points or (round(x), round(y)) != points[-1]:
                    points.append((round(x), round(y)))
        if len(points) > 3:
            steps = [f"{b[0] - a[0]},{b[1] - a[1]}" for a, b in pairwise(points[:-1])]
            out.append(f"M{points[0][0]},{points[0][1]}l{' '.join(steps)}z")
    return "".join(out)


def main(source: str) -> None:
    """Write the outlines of the countries in the file ``source``."""
    topology = json.loads(Path(source).read_text("utf-8"))
    codes = {name: code for code, name in COUNTRIES.items()} | _NAMES
    arcs = _arcs(topology)
    paths: dict[str, str] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        if name not in _LEFT_OUT:
            polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            outline = _path([ring for polygon in polygons for ring in polygon], arcs)
            paths[codes[name]] = paths.get(codes[name], "") + outline
    OUTLINES.write_text("".join(f"{code} {path}\n" for code, path in sorted(paths.items())), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
