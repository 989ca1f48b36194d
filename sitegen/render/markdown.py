"""Plain pages: CommonMark without raw HTML, by markdown-it.

What a page shows of other hosts it links: a picture there would tell that host who reads what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from sitegen.records.unseen import visible
from sitegen.site.urls import free_slug

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
#: what a link may begin with: anything else may start a program of the reader's machine
_SCHEMES = ("http", "https", "mailto", "tel")
_OUTSIDE = re.compile(r"(?:https?:)?[/\\]{2}", re.I)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 40 ms that a page without Markdown does not need

    class Parser(MarkdownIt):
        def validateLink(self, url: str) -> bool:
            scheme = _SCHEME.match(url)
            known = scheme is None or scheme[1].lower() in _SCHEMES or url.lower().startswith("data:image/")
            return known and super().validateLink(url)  # which refuses pictures that could hold a script

    return Parser("commonmark", {"html": False}).enable("table")


def page_html(text: str, base_path: str = "") -> Markup:
    """The HTML of a plain page. HTML in ``text`` is shown as text; headings get ids; links that begin with ``/`` lead
    into this site wherever it stands; a picture of another host is a link to it."""
    parser = _parser()
    tokens = parser.parse(text)
    _give_ids(tokens)
    _place_links(tokens, base_path)
    for token in tokens:
        if token.children:
            token.children = list(_without_outside(token.children))
    return Markup(visible(parser.renderer.render(tokens, parser.options, {})))


def outside_pictures(text: str) -> list[tuple[int, str]]:
    """The pictures of other hosts in a plain page: the line of the block that each stands in (from 0), and its
    address."""
    if "![" not in text:
        return []
    return [(token.map[0] if token.map else 0, str(child.attrGet("src"))) for token in _parser().parse(text)
            for child in token.children or () if _is_outside(child)]


def _is_outside(token: Token) -> bool:
    return token.type == "image" and _OUTSIDE.match(str(token.attrGet("src"))) is not None


def _without_outside(tokens: Sequence[Token]) -> Iterator[Token]:
    from markdown_it.token import Token

    links = 0
    for token in tokens:
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if not _is_outside(token):
            yield token
            continue
        address = str(token.attrGet("src"))
        words = Token("text", "", 0, content=_words(token.children or ()) or address)
        if links:  # the picture is the text of a link, which stays
            yield words
        else:
            yield from (Token("link_open", "a", 1, {"href": address, "rel": "external"}), words,
                        Token("link_close", "a", -1))


def _words(tokens: Sequence[Token]) -> str:
    return "".join(_words(token.children) if token.children else token.content for token in tokens)


def block_quotes(text: str) -> list[tuple[int, str]]:
    """The block quotes of a plain page: the line at which each begins (from 0) and its words, lines and paragraphs
    parted by line feeds, without their markup."""
    found: list[tuple[int, str]] = []
    depth, start, lines = 0, 0, list[str]()
    for token in _parser().parse(text):
        if token.type == "blockquote_open":
            if not depth:
                start, lines = token.map[0] if token.map else 0, []
            depth += 1
        elif token.type == "blockquote_close":
            depth -= 1
            if not depth:
                found.append((start, "\n".join(lines)))
        elif depth and token.type == "inline":
            lines.append("".join("\n" if child.type in ("softbreak", "hardbreak") else child.content
                                 for child in token.children or ()))
    return found


def _give_ids(tokens: Sequence[Token]) -> None:
    taken: dict[str, int] = {}
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            words = "".join(child.content for child in inline.children or ())
            opening.attrSet("id", free_slug(words, taken, "section"))


def _place_links(tokens: Sequence[Token], base_path: str) -> None:
    for token in tokens:
        for attribute in ("href", "src"):
            value = token.attrGet(attribute)
            if isinstance(value, str) and value.startswith("/") and not value.startswith("//"):
                token.attrSet(attribute, base_path + value)
        if token.children:
            _place_links(token.children, base_path)
