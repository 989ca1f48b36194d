"""Every link inside the site and every anchor must lead somewhere, and no page may have one id twice.

It reads what is written, so it sees what a browser will see, whatever template or editor made it.
"""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from sitegen.diagnostics import Diagnostic, Location, diagnose

_LINKING = (("a", "href"), ("area", "href"), ("link", "href"), ("img", "src"), ("script", "src"), ("source", "src"),
            ("iframe", "src"), ("audio", "src"), ("video", "src"), ("form", "action"))
_SELECTOR = ", ".join(f"{tag}[{attribute}]" for tag, attribute in _LINKING)
_ATTRIBUTE = dict(_LINKING)
_HINTS = 20  # near misses are looked for so many broken links, for it takes time


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a written page links to and can be linked by: ids, those that stand twice, addresses as written."""

    path: str
    ids: frozenset[str]
    twice: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that an editor would change to mend a page, and its text, for the line."""

    path: str
    text: str = ""


def read_links(path: str, html: bytes) -> PageLinks:
    """The links and ids of the page that stands at ``path`` (below the output folder)."""
    tree = LexborHTMLParser(html)
    ids: set[str] = set()
    twice: dict[str, None] = {}
    for node in tree.css("[id]"):
        name = node.attributes.get("id") or ""
        if name in ids:
            twice[name] = None
        ids.add(name)
    links: dict[str, None] = {}
    for node in tree.css(_SELECTOR):
        value = node.attributes.get(_ATTRIBUTE[node.tag or ""])
        if value is not None:
            links[value.strip()] = None
    return PageLinks(path, frozenset(ids), tuple(twice), tuple(links))


def broken_links(
    pages: Iterable[PageLinks], files: Container[str], base_url: str, origins: Mapping[str, Origin],
    elsewhere: Container[str] = (),
) -> list[Diagnostic]:
    """``broken-link`` for each link or anchor inside the site that leads nowhere, and for each id given twice.

    ``files`` holds all paths below the output folder, ``elsewhere`` paths (with a leading slash) that the host
    redirects, ``origins`` the source files of pages by their path.
    """
    by_path = {page.path: page for page in pages}
    base_path = urlsplit(base_url).path
    found: list[Diagnostic] = []
    for path, page in by_path.items():
        origin = origins.get(path, Origin(path))
        for name in page.twice:
            found.append(diagnose("broken-link", Location(origin.path), f"the id `{name}` is given twice on /{path}",
                                  "a link to it can only reach the first"))
        for link in page.links:
            target = resolve(link, path, base_url)
            if target is None or target[0] in elsewhere:
                continue
            file, anchor = _file(target[0], files), target[1]
            if file is None:
                hint = _nearest(target[0], by_path) if len(found) < _HINTS else ""
                found.append(_broken(origin, link, base_path, f"`{link}` leads to no page", hint))
            elif anchor and file in by_path and anchor not in by_path[file].ids:
                near = difflib.get_close_matches(anchor, by_path[file].ids, n=1)
                found.append(_broken(origin, link, base_path, f"`{link}` leads to no place on /{file}",
                                     f"did you mean `#{near[0]}`?" if near else ""))
    return found


def resolve(link: str, path: str, base_url: str) -> tuple[str, str] | None:
    """The path in the site (with a leading slash) and the anchor that ``link``, standing at ``path``, leads to.

    None for a link that leads out of the site. A link that leads above ``base_url`` gives a path that no file has.
    """
    try:
        parts, home = urlsplit(link), urlsplit(base_url)
    except ValueError:
        return "/\0", ""
    if parts.scheme not in ("", "http", "https"):
        return None
    if parts.netloc and parts.netloc.lower() != home.netloc.lower():
        return None
    if not parts.netloc and parts.scheme:
        return "/\0", ""
    anchor = unquote(parts.fragment)
    if not parts.netloc and not parts.path:
        return "/" + path, anchor
    place = unquote(parts.path)
    if parts.netloc or place.startswith("/"):
        if not (place + "/").startswith(home.path + "/"):
            return (None if parts.netloc else ("/\0", anchor))
        inside = place[len(home.path):] or "/"
    else:
        inside = posixpath.join("/" + posixpath.dirname(path), place)
    slash = "/" if inside.endswith(("/", "/.", "/..")) else ""
    normal = posixpath.normpath("/" + inside.lstrip("/"))
    return (normal.rstrip("/") + slash or "/"), anchor


def _file(place: str, files: Container[str]) -> str | None:
    """The file that a host answers with: a folder's index.html, also where its slash is left out."""
    name = place.lstrip("/")
    candidates = (name + "index.html",) if not name or name.endswith("/") else (name, name + "/index.html")
    return next((candidate for candidate in candidates if candidate in files), None)


def _broken(origin: Origin, link: str, base_path: str, message: str, hint: str) -> Diagnostic:
    """A diagnostic at the first place where the editor's text holds the link, as written or without ``base_path``."""
    forms = {form for whole in (link, link.removeprefix(base_path)) for form in (whole, unquote(whole)) if form}
    line = column = 0
    for number, text in enumerate(origin.text.split("\n"), 1):
        found = [at for form in forms if (at := text.find(form)) >= 0]
        if found:
            line, column = number, min(found) + 1
            break
    return diagnose("broken-link", Location(origin.path, line, column), message, hint)


def _nearest(place: str, pages: Iterable[str]) -> str:
    known = ["/" + page.removesuffix("index.html") for page in pages]
    near = difflib.get_close_matches(place, known, n=1, cutoff=0.75)
    return f"did you mean `{near[0]}`?" if near else ""
