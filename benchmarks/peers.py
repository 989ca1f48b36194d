"""The archive's cables as sites of other generators: their content is written here, their templates stand in peers/.

A peer gets what it needs in the form that it likes best: plain Markdown with attributes for the paragraphs' anchors,
labels and descriptions looked up beforehand, taxonomies in the front matter.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from functools import partial
from pathlib import Path

from archive import ABOUT, cable, in_parts, plan, with_entries

from sitegen.records.cable import Cable
from sitegen.records.vocabulary.tags import COUNTRIES, field_of, label

PEERS = Path(__file__).with_name("peers")
NAMES = ("hugo", "eleventy")

_NUMBERED = re.compile(r"(?:\{~~\d+~>)?¶(\d+)(?:~~\})?\. ")
_ANCHOR = re.compile(r" (\{#u\d+\})$")
_CORRECTION = re.compile(r"\{~~(.*?)~>(.*?)~~\}")
_NO_SLUG = re.compile(r"[^a-z0-9]+")


def write_site(peer: str, root: Path, cables: int, seed: int = 0, jobs: int | None = None) -> None:
    """Write the source of a peer's site with the cables of that archive at ``root``, which must not exist."""
    shutil.copytree(PEERS / peer, root, ignore=shutil.ignore_patterns("node_modules", "package-lock.json"))
    content = root / "content"
    _folder(content / "cables")
    shutil.copy(PEERS.with_name("themes") / "plain" / "assets" / "style.css", _folder(root / "static") / "style.css")
    topics, named = set[str](), Counter[str]()
    for found in in_parts(partial(_write_cables, peer, content / "cables", cables, seed), cables, jobs):
        topics |= set(found[0])
        named += found[1]
    labels = {code: shown(code) for code in sorted(topics)}
    layout = {"layout": "page.11ty.js"} if peer == "eleventy" else {}
    (content / "about.md").write_text(f"{_front({'title': 'About', **layout})}\n{ABOUT}\n", "utf-8")
    if peer == "hugo":
        (_folder(root / "data") / "topics.json").write_text(json.dumps(labels), "utf-8")
        (content / "cables" / "_index.md").write_text(_front({"title": "Cables"}), "utf-8")
        for code, text in labels.items():
            folder = _folder(content / "topics" / code)
            (folder / "_index.md").write_text(_front({"title": f"{text} ({code})"}), "utf-8")
    else:
        (_folder(content / "_data") / "topicLabels.json").write_text(json.dumps(labels), "utf-8")
    (root / "named.json").write_text(json.dumps(with_entries(named)), "utf-8")


def shown(code: str) -> str:
    """What the pages say for a TAGS code."""
    return label(code) or field_of(code) or code


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def _write_cables(
    peer: str, folder: Path, cables: int, seed: int, first: int, end: int
) -> tuple[set[str], Counter[str]]:
    archive = plan(cables, seed)
    topics, named = set[str](), Counter[str]()
    for number in range(first, end):
        front, body = cable(archive, number)
        (folder / f"{front.id}.md").write_text(page(front, body), "utf-8")
        topics |= set(front.tags)
        named.update(person.name for person in front.people)
    return topics, named


def page(front: Cable, body: str) -> str:
    """A cable's page for a peer: YAML front matter with its taxonomies, and Markdown."""
    text = _CORRECTION.sub(r"\2", re.sub(r"^.*?\) ", "", body.partition("\n")[0]))
    return _front({
        "title": front.title, "description": text[:200].rpartition(" ")[0] + "…", "date": front.date,
        "subject": front.subject, "classification": front.classification, "captions": front.captions,
        "origin": front.origin, "from": front.from_, "to": front.to, "info": front.info,
        "precedence": front.precedence, "classified_by": front.classified_by, "reasons": front.reasons,
        "declassify_on": front.declassify_on, "transmission_id": front.transmission_id, "signed_by": front.signed_by,
        "topics": front.tags, "people": [person.name for person in front.people],
        "places": [front.origin, *(shown(code) for code in front.tags if code in COUNTRIES)],
        "years": [front.date[:4]], "months": [front.date[:7]], "references": front.references,
    }) + "\n" + markdown(body) + "\n"


def _front(values: dict[str, object]) -> str:
    """Front matter in YAML; what JSON can say of a value, YAML can."""
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items() if value)
    return f"---\n{''.join(lines)}---\n"


def markdown(body: str) -> str:
    """A cable's body in the Markdown of the peers: ``{#id}`` below a paragraph gives it an anchor."""
    return "\n\n".join(map(_block, body.split("\n\n")))


def _block(block: str) -> str:
    if block.startswith("|"):
        return block.rpartition("\n")[0]
    if block.startswith("```"):
        return re.sub(r" \{#u\d+\}", "", block)
    if block.startswith("## "):
        return f"{block} {{#h-{_NO_SLUG.sub('-', block[3:].lower())}}}"
    numbered = _NUMBERED.match(block)
    if numbered:
        block = f"[{numbered[1]}.](#p{numbered[1]}) {block[numbered.end():]}\n{{#p{numbered[1]}}}"
    return _CORRECTION.sub(r'<ins title="as received: \1">\2</ins>', _ANCHOR.sub(r"\n\1", block))
