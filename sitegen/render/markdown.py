"""Plain pages: CommonMark without raw HTML, by markdown-it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from sitegen.site.urls import slug

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 40 ms that a page without Markdown does not need

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def page_html(text: str, base_path: str = "") -> Markup:
    """The HTML of a plain page. HTML in ``text`` is shown as text; headings get ids; links that begin with ``/`` lead
    into this site wherever it stands."""
    parser = _parser()
    tokens = parser.parse(text)
    _give_ids(tokens)
    _place_links(tokens, base_path)
    return Markup(parser.renderer.render(tokens, parser.options, {}))


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
    taken: set[str] = set()
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            words = "".join(child.content for child in inline.children or ())
            name = base = slug(words) or "section"
            number = 1
            while name in taken:
                number += 1
                name = f"{base}-{number}"
            taken.add(name)
            opening.attrSet("id", name)


def _place_links(tokens: Sequence[Token], base_path: str) -> None:
    for token in tokens:
        for attribute in ("href", "src"):
            value = token.attrGet(attribute)
            if isinstance(value, str) and value.startswith("/") and not value.startswith("//"):
                token.attrSet(attribute, base_path + value)
        if token.children:
            _place_links(token.children, base_path)
