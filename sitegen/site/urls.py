"""The only maker of the site's paths and links.

A path is that of the contract (``/cables/09MEXICO283/``); a link is a path with the path of ``base_url`` in front, as
it stands in a page; an absolute link has the whole of ``base_url``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import quote

from sitegen.records import dates
from sitegen.records.cable import Cable

_NO_SLUG = re.compile(r"[^a-z0-9]+")
#: letters that no decomposition turns into ASCII
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_NO_ID = re.compile(r"[^A-Za-z0-9._-]+")
_SAFE = "/~:@!$'()*,;=-._"
_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")  # nearly every path, known at a third of the cost


def slug(text: str) -> str:
    """``text`` in ASCII, lower case, with hyphens; "" when it has no letter or digit that ASCII can show."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return _NO_SLUG.sub("-", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip("-")


def free_slug(name: str, taken: dict[str, int], nameless: str = "unnamed") -> str:
    """The slug of a name (``nameless`` when it has none); a second holder of it gets ``-2``.

    ``taken`` has the slugs that were given, each with the last number of its holders; what is given is added to it.
    """
    base = unique = slug(name) or nameless
    number = taken.get(base, 0)
    while unique in taken:
        number += 1
        unique = f"{base}-{number}"
    taken[base] = max(number, 1)
    taken.setdefault(unique, 1)
    return unique


def _quoted(path: str) -> str:
    return path if _PLAIN.fullmatch(path) else quote(path, safe=_SAFE)


@dataclass(frozen=True, slots=True)
class Urls:
    """The addresses of one site: where it stands, and the pattern of its cables' paths."""

    base_url: str
    base_path: str
    permalink: str = "/cables/{id}/"

    def link(self, path: str, anchor: str = "") -> str:
        """A link, as it stands in a page, to a path of this site."""
        return self.base_path + _quoted(path) + (f"#{quote(anchor)}" if anchor else "")

    def absolute(self, path: str, anchor: str = "") -> str:
        """The whole address of a path of this site."""
        return self.base_url + _quoted(path) + (f"#{quote(anchor)}" if anchor else "")

    def cable(self, cable: Cable) -> str:
        """The path of a cable's page."""
        if self.permalink == "/cables/{id}/":
            return f"/cables/{cable.id}/"
        year, month = dates.year(cable.date), dates.month(cable.date)
        parts = {"{id}": cable.id, "{year}": str(year) if year else "undated", "{month}": f"{month or 0:02}",
                 "{origin}": slug(cable.origin) or "unknown"}
        return re.sub(r"\{\w+\}", lambda name: parts[name[0]], self.permalink)

    def alias(self, cable: Cable, other_id: str) -> str:
        """The path at which a cable's page would stand if ``other_id`` were its id."""
        return self.cable(replace(cable, id=_NO_ID.sub("-", other_id)))


HOME = "/"
CABLES = "/cables/"
TOPICS = "/topics/"
PEOPLE = "/people/"
PLACES = "/places/"
TIMELINE = "/timeline/"
UNDATED = "/timeline/undated/"
REFERENCES = "/references/"
SEARCH = "/search/"
FEED = "/feed.xml"
CORRECTIONS = "/corrections/"
CORRECTIONS_FEED = "/corrections/feed.xml"
NOT_FOUND = "/404.html"


def topic(code: str) -> str:
    """The path of a topic's page. TAGS that name persons hold signs that no path should hold."""
    return f"/topics/{slug(code) or 'other'}/"


def person(name_slug: str) -> str:
    """The path of a person's page."""
    return f"/people/{name_slug}/"


def place(name_slug: str) -> str:
    """The path of a place's page."""
    return f"/places/{name_slug}/"


def year(number: int) -> str:
    """The path of a year's page."""
    return f"/timeline/{number:04}/"


def month(year_number: int, number: int) -> str:
    """The path of a month's page."""
    return f"/timeline/{year_number:04}/{number:02}/"


def plain(name: str) -> str:
    """The path of a page of content/pages/."""
    return f"/{name}/"


def ordered(path: str, key: str) -> str:
    """The path of a list in another order than its own."""
    return f"{path}order/{key}/"


def numbered(path: str, number: int) -> str:
    """The path of one page of a list that is split into pages: the first has the list's own path."""
    return path if number == 1 else f"{path}page/{number}/"
