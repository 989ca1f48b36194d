"""Diplomatic posts: from any way of writing a station to its canonical name, and to the post behind it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from sitegen.records.likeness import edit_distance
from sitegen.records.vocabulary.stations import ALIASES, CONSULATES, EMBASSIES, OTHERS


@dataclass(frozen=True, slots=True)
class Post:
    """A post: its station as in message numbers, its name as a page shows it, where it is, and its address (PLAD)."""

    station: str
    name: str
    city: str
    country_code: str
    plad: str


_NO_LETTER = re.compile(r"[^A-Z]+")
_LONGEST = 48  # no way of writing a station is longer; keeps hostile input cheap
_OFFICES = ("AMEMBASSY", "AMCONSUL", "AMCONGEN", "USMISSION", "EMBASSY", "CONSULATE", "CONGEN", "AMEMB", "MISSION")


def _key(text: str) -> str:
    """The letters of a name, in capitals, without accents: ``São Paulo`` -> ``SAOPAULO``."""
    plain = unicodedata.normalize("NFKD", text) if not text.isascii() else text
    return _NO_LETTER.sub("", plain.upper())


def _rows(table: str, kind: str, office: str) -> list[Post]:
    rows = (row.strip().rpartition(" ") for row in table.replace("\n", " ").split(","))
    return [Post(_key(city), f"{kind} {city}", city, country, f"{office} {city.upper()}") for city, _, country in rows]


def _all_posts() -> dict[str, Post]:
    posts = _rows(EMBASSIES, "Embassy", "AMEMBASSY") + _rows(CONSULATES, "Consulate", "AMCONSUL")
    posts += [Post(*(cell.strip() for cell in row.split(";"))) for row in OTHERS.strip().splitlines()]
    return {post.station: post for post in posts}


#: station as in message numbers -> the post
POSTS: dict[str, Post] = _all_posts()


def _all_names() -> dict[str, str]:
    """Every known way of writing a station -> station. A form cut short counts where only one post has it."""
    short: dict[str, set[str]] = {}
    for post in POSTS.values():
        # blanks counted, the Central Foreign Policy Files of 1973-79 cut a station after six characters (NEWDE, CAPET),
        # page headers of later years after ten (RIO DE JAN, USUN NEW Y)
        name = post.plad.partition(" ")[2] if post.plad.startswith(("AM", "USMISSION")) else post.plad
        if post.name.startswith(("Embassy", "Consulate")):
            short.setdefault(_key(name[:6]), set()).add(post.station)
        if len(name) > 10:
            short.setdefault(_key(name[:10]), set()).add(post.station)
    names = {cut: stations.pop() for cut, stations in short.items() if len(stations) == 1 and len(cut) > 4}
    for row in ALIASES.strip().splitlines():
        station, _, others = row.partition(":")
        names |= dict.fromkeys(others.split(), station)
    return names | {_key(post.plad): post.station for post in reversed(POSTS.values())} | {s: s for s in POSTS}


_NAMES: dict[str, str] = _all_names()


@lru_cache(maxsize=4096)
def station_of(text: str) -> str | None:
    """The canonical station for a way of writing it (``CIUDAD JUAREZ``, ``Sao Paulo``, ``SAN JSE``, ``AMEMBASSY
    HANOI``, ``MADRID SP``), or None. Only what the table holds: no guess is made here."""
    if len(text) > _LONGEST:
        return None
    key = _key(text)
    if key in _NAMES:
        return _NAMES[key]
    for office in _OFFICES:
        if key.startswith(office) and key[len(office) :] in _NAMES:
            return _NAMES[key[len(office) :]]
    station = _NAMES.get(key[:-2])  # a city with its country's code, as on address lines
    return station if station and POSTS[station].country_code == key[-2:] else None


@lru_cache(maxsize=4096)
def repair_station(text: str) -> str | None:
    """The one station whose name is nearest to a damaged one, or None where none is near or two are.

    Near is one letter lost, added, changed or two swapped; for nine letters and more, two of these. To be used on
    text that stands where a station must stand, never on prose, and always with a doubt.
    """
    known = station_of(text)
    key = _key(text) if len(text) <= _LONGEST else ""
    if known or len(key) < 3:
        return known
    limit = 2 if len(key) >= 9 else 1
    near: dict[int, set[str]] = {}
    index = _near_forms()
    for name in {name for form in _shortened(key, limit) for name in index.get(form, ())}:
        steps = edit_distance(key, name, limit)
        if steps <= limit:
            near.setdefault(steps, set()).add(_NAMES[name])
    best = near[min(near)] if near else set()
    return best.pop() if len(best) == 1 else None


def _shortened(name: str, letters: int) -> set[str]:
    """A name and all that is left of it when up to so many letters are taken away."""
    forms = {name}
    if letters:
        for i in range(len(name)):
            forms |= _shortened(name[:i] + name[i + 1 :], letters - 1)
    return forms


@cache
def _near_forms() -> dict[str, list[str]]:
    """Shortened form -> the names that have it: two names near each other have such a form in common."""
    index: dict[str, list[str]] = {}
    for name in _NAMES:
        # a short name is too near to too many others, and an abbreviation is near to nothing
        if len(name) > 3:
            for form in _shortened(name, 2 if len(name) >= 7 else 1):
                index.setdefault(form, []).append(name)
    return index


def post_of_station(station: str) -> Post | None:
    """The post of a station, however it is written, or None."""
    return POSTS.get(station_of(station) or "")


def station_of_plad(text: str) -> str | None:
    """The station of an address: ``AMEMBASSY MEXICO`` -> ``MEXICO``, ``USDEL SECRETARY`` -> ``PARTO``, or None.

    ``AMEMBASSY BERLIN`` and ``USMISSION BERLIN`` are two stations; a route code before a slash does not matter.
    """
    return station_of(text.rpartition("/")[2])
