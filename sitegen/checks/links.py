"""Every link inside the site and every anchor must lead somewhere, and no page may have one id twice.

It reads what is written, so it sees what a browser will see, whatever template or editor made it.
"""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import msgspec
from selectolax.lexbor import LexborHTMLParser

from sitegen.diagnostics import Diagnostic, Location, diagnose

_LINKING = (("a", "href"), ("area", "href"), ("link", "href"), ("img", "src"), ("script", "src"), ("source", "src"),
            ("iframe", "src"), ("audio", "src"), ("video", "src"), ("form", "action"))
_SELECTOR = ", ".join(f"{tag}[{attribute}]" for tag, attribute in _LINKING)
_ATTRIBUTE = dict(_LINKING)
_REMEMBERED = 100_000  # links; it bounds the memory of a large archive
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


class Asked(msgspec.Struct, array_like=True, gc=False):
    """What is left to ask about the links of a page when its own text and the planned files are known.

    ``ids`` are joined by line feeds, one before and one after each. A question is a link as written, its place in the
    site and its anchor.
    """

    path: str
    ids: str
    twice: tuple[str, ...]
    questions: list[tuple[str, str, str]]


class Book:
    """Answers most questions about links at once: whether they lead to a file of the site that is planned."""

    def __init__(self, files: Container[str], base_url: str) -> None:
        self._files = files
        self._base_url = base_url
        self._answers: dict[str, tuple[str, str, str | None] | None] = {}  # of links that mean the same on every page

    def ask(self, page: PageLinks) -> Asked:
        """What is left to ask about a page."""
        questions = []
        known = self._answers
        for link in page.links:
            if link[:1] == "#" and link[1:] in page.ids:
                continue
            answer = known[link] if link in known else self._answer(link, page.path)
            if answer is None:
                continue
            place, anchor, file = answer
            if file is None or (anchor and (file != page.path or anchor not in page.ids)):
                questions.append((link, place, anchor))
        ids = "\n".join(sorted(page.ids))
        return Asked(page.path, f"\n{ids}\n", page.twice, questions)

    def _answer(self, link: str, path: str) -> tuple[str, str, str | None] | None:
        if not link.startswith(("/", "http:", "https:")):
            return self._looked_up(link, path)
        if len(self._answers) > _REMEMBERED:
            self._answers.clear()
        answer = self._answers[link] = self._looked_up(link, path)
        return answer

    def _looked_up(self, link: str, path: str) -> tuple[str, str, str | None] | None:
        if link.startswith("#"):
            return "/" + path, unquote(link[1:]), path
        target = resolve(link, path, self._base_url)
        return None if target is None else (*target, _file(target[0], self._files))


def broken_links(
    pages: Iterable[Asked], files: Collection[str], base_url: str, origins: Mapping[str, Origin],
    elsewhere: Container[str], ids_of: Callable[[str], str | None],
) -> list[Diagnostic]:
    """``broken-link`` for each link or anchor inside the site that leads nowhere, and for each id given twice.

    ``files`` holds all paths below the output folder, ``elsewhere`` paths (with a leading slash) that the host
    redirects, ``origins`` the source files of pages by their path; ``ids_of`` gives the ids of a page as ``Asked`` has
    them, None for a file that is no page.
    """
    base_path = urlsplit(base_url).path
    found: list[Diagnostic] = []
    for page in pages:
        origin = origins.get(page.path) or Origin(page.path)
        for name in page.twice:
            what = f"the id `{name}` is given twice on /{page.path}"
            found.append(diagnose("broken-link", Location(origin.path), what,
                                  "a link to it can only reach the first"))
        for link, place, anchor in page.questions:
            if place in elsewhere:
                continue
            file = _file(place, files)
            if file is None:
                hint = _nearest(place, files) if len(found) < _HINTS else ""
                found.append(_broken(origin, link, base_path, f"`{link}` leads to no page", hint))
            elif anchor and (ids := page.ids if file == page.path else ids_of(file)) is not None \
                    and f"\n{anchor}\n" not in ids:
                near = difflib.get_close_matches(anchor, ids.split(), n=1)
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


def _nearest(place: str, files: Iterable[str]) -> str:
    known = ["/" + file.removesuffix("index.html") for file in files if file.endswith("index.html")]
    near = difflib.get_close_matches(place, known, n=1, cutoff=0.75)
    return f"did you mean `{near[0]}`?" if near else ""
