"""Plain pages: content/pages/*.md, with a title in front matter and the whole of CommonMark without raw HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records.document import divide
from sitegen.records.schema import Reader, Schema, read_nodes
from sitegen.records.withheld import NOTHING, WithheldList
from sitegen.records.withholding import withhold_markdown, withhold_node
from sitegen.yaml_nodes import Node

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A plain page: its file, its name (``about`` is at /about/), its title and its Markdown."""

    path: str
    name: str
    title: str
    body: str
    description: str = ""
    draft: bool = False
    publish_on: str = ""
    order: int = 100  # in the footer's list
    body_line: int = 1


def read_page(
    text: str, path: str, listed: WithheldList = NOTHING
) -> tuple[PlainPage | None, list[Diagnostic]]:
    """The page in ``text``, the whole of the file ``path`` (its name gives the address), without what is ``listed`` to
    be withheld; and what is wrong with it."""
    name = path.rsplit("/", 1)[-1].removesuffix(".md")
    if not _NAME.fullmatch(name):
        hint = "use lower-case letters, digits and hyphens: the name is the page's address"
        return None, [diagnose("bad-value", Location(path), f"`{name}.md` cannot be the name of a page", hint)]
    front, body, line = divide(text)
    if front is None:
        return None, [diagnose("bad-front-matter", Location(path, 1, 1),
                               "a page begins with its front matter: `---`, `title: …`, `---`")]
    node, found = read_nodes(front, path, first_line=2)
    if node is None:
        return None, found or [diagnose("missing-key", Location(path, 1, 1), "the page needs a `title`")]
    node, body = withhold_node(listed, node), withhold_markdown(listed, body)
    schema: Schema = {"title": Reader.text, "description": Reader.text, "draft": Reader.truth, "publish_on": Reader.day,
                      "order": _order}
    values = Reader(path, found).mapping(node, schema, "front matter", needed=("title",))
    return (PlainPage(path, name, body=body, body_line=line, **values) if values else None), found


def _order(reader: Reader, node: Node, key: str) -> int | None:
    value = reader.match(re.compile(r"\d{1,4}"), node, key, "a number")
    return int(value) if value is not None else None
