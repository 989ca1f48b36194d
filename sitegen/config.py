"""site.yaml: what a publisher can set, typed, each mistake with its place; and the folders of a project."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from sitegen.diagnostics import CODES, Diagnostic, Location, Severity, diagnose
from sitegen.files import read_text
from sitegen.yaml_nodes import Node, did_you_mean, read_yaml

FILE = "site.yaml"
HOSTS = ("netlify", "cloudflare", "github", "s3", "apache", "none")
#: what stands for itself in a permalink pattern
PLACEHOLDERS = ("id", "year", "month", "origin")


@dataclass(frozen=True, slots=True)
class Outputs:
    """Which files are written beside a cable's page."""

    cable_json: bool = True
    source_text: bool = True
    cite: bool = False
    cards: bool = False


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How the search index is made. ``section_size``: cables that one section of the index holds at most, about; 0 for
    what suits the size of the archive."""

    section_size: int = 0


@dataclass(frozen=True, slots=True)
class Config:
    """What site.yaml says, defaults filled in.

    ``base_url`` is the address at which the site will stand, without a slash at its end; ``language`` is that of the
    interface, ``documents_language`` that of the cables (for the search's stemmer); ``noindex`` asks search engines to
    leave the site out, as a preview or a draft of it should be.
    """

    title: str
    base_url: str
    description: str = ""
    publisher: str = ""
    contact: str = ""
    rights: str = ""
    language: str = "en"
    documents_language: str = "en"
    theme: str = "archive"
    host: str = "netlify"
    noindex: bool = False
    permalink: str = "/cables/{id}/"
    page_size: int = 100
    outputs: Outputs = Outputs()
    search: SearchSettings = SearchSettings()
    withheld: str = "optional"
    diagnostics: MappingProxyType[str, Severity] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def base_path(self) -> str:
        """The path of ``base_url``, which stands before every link inside the site: "" or ``/archive``."""
        return urlsplit(self.base_url).path

    def __reduce__(self) -> tuple[Any, ...]:  # a mapping proxy does not pickle, and workers of a pool need the config
        return _unpickle, ({name: getattr(self, name) for name in self.__slots__} | {
            "diagnostics": dict(self.diagnostics)},)


def _unpickle(values: dict[str, Any]) -> Config:
    return Config(**(values | {"diagnostics": MappingProxyType(values["diagnostics"])}))


@dataclass(frozen=True, slots=True)
class Project:
    """A project's folder, its configuration, and where its files stand."""

    root: Path
    config: Config

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def sources(self) -> Path:
        return self.content / "sources"

    @property
    def cables(self) -> Path:
        return self.content / "cables"

    @property
    def pages(self) -> Path:
        return self.content / "pages"

    @property
    def cache(self) -> Path:
        return self.root / ".sitegen"

    @property
    def output(self) -> Path:
        """Where the site is written unless the command line says otherwise."""
        return self.root / "public"


def find_project(start: Path) -> tuple[Project | None, list[Diagnostic]]:
    """The project of the folder ``start`` or of its nearest parent that holds site.yaml.

    None and ``not-a-project`` when there is none, None and the errors when its site.yaml cannot be used.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return open_project(folder)
    return None, [diagnose("not-a-project", Location(str(start / FILE)), f"no {FILE} in {start} or above it",
                           "go to a project's folder, name one with --project, or make one: sitegen new PATH")]


def open_project(root: Path) -> tuple[Project | None, list[Diagnostic]]:
    """The project whose folder is ``root`` itself; otherwise like ``find_project``."""
    root = root.absolute()
    if not (root / FILE).is_file():
        return None, [diagnose("not-a-project", Location(str(root / FILE)), f"no {FILE} in {root}",
                               "make a project: sitegen new PATH")]
    text, found = read_text(root / FILE, root)
    if text is None:
        return None, found
    config, wrong = read_config(text)
    return (Project(root, config) if config else None), [*found, *wrong]


def read_config(text: str, path: str = FILE) -> tuple[Config | None, list[Diagnostic]]:
    """The configuration that the text of a site.yaml states (None when it is unusable), and all that is wrong."""
    node, found = read_yaml(text, path)
    if found and node is None:
        return None, [diagnose("bad-config", d.location, d.message, d.hint) for d in found]
    if node is None or node.kind != "mapping":
        return None, [diagnose("bad-config", Location(path, 1, 1), "holds no settings",
                               "it needs at least `title:` and `base_url:`")]
    reader = _Reader(path, found)
    values = reader.mapping(node, _FIELDS, "")
    for key in ("title", "base_url"):
        if key not in node.pairs:
            found.append(diagnose("missing-key", Location(path, 1, 1), f"`{key}` is missing", _MISSING[key]))
    if found:
        return None, found
    return Config(**values), []


def parse_base_url(text: str) -> str:
    """``text`` as a base URL: no slash at its end. Raises ValueError, with a message for people, when it is none."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be the whole address of the site, such as https://cables.example.org/archive")
    if parts.query or parts.fragment or parts.username or re.search(r"[\s\"'<>\\]", text) or "//" in parts.path:
        raise ValueError("must be a plain address: no query, fragment, user name, white space or quotes")
    if any(part in (".", "..") for part in parts.path.split("/")):
        raise ValueError("must not hold `.` or `..`")
    return text.rstrip("/")


_MISSING = {
    "title": "give the site's name: `title: The Mexico City cables`",
    "base_url": "give the address where the site will stand: `base_url: https://cables.example.org`",
}


class _Reader:
    """Turns nodes into values by a table of fields, collecting what is wrong."""

    def __init__(self, path: str, found: list[Diagnostic]) -> None:
        self.path = path
        self.found = found

    def wrong(self, code: str, place: tuple[int, int], message: str, hint: str = "") -> None:
        self.found.append(diagnose(code, Location(self.path, *place), message, hint))

    def mapping(self, node: Node, table: dict[str, _Field], above: str) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if node.kind != "mapping":
            if not node.empty:
                self.wrong("bad-value", (node.line, node.column), f"`{above}` must hold keys and values")
            return values
        for key, value in node.pairs.items():
            name = f"{above}.{key}" if above else key
            if key not in table:
                self.wrong("unknown-key", node.key_places[key], f"unknown key `{name}`", did_you_mean(key, table))
                continue
            if value.empty and key not in _MISSING:
                continue  # a key without a value means the default
            try:
                values[key] = table[key](self, value, name)
            except ValueError as problem:
                self.wrong("bad-value", (value.line, value.column), f"`{name}` {problem}")
        return values


_Field = Callable[[_Reader, Node, str], Any]


def _scalar(node: Node) -> str:
    if node.kind != "scalar":
        raise ValueError("must be a single value")
    return node.text.strip()


def _text(reader: _Reader, node: Node, name: str) -> str:
    text = _scalar(node)
    if not text:
        raise ValueError("must not be empty")
    return text


def _base_url(reader: _Reader, node: Node, name: str) -> str:
    return parse_base_url(_scalar(node))


def _one_of(*allowed: str) -> _Field:
    def read(reader: _Reader, node: Node, name: str) -> str:
        text = _scalar(node)
        if text not in allowed:
            hint = did_you_mean(text, allowed)
            raise ValueError(f"is `{text}`, but must be one of: {', '.join(allowed)}" + (f"; {hint}" if hint else ""))
        return text
    return read


def _language_code(reader: _Reader, node: Node, name: str) -> str:
    text = _scalar(node)
    if not re.fullmatch(r"[a-z]{2}", text):
        raise ValueError("must be a language code of two letters, such as en")
    return text


def _theme(reader: _Reader, node: Node, name: str) -> str:
    text = _scalar(node)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", text):
        raise ValueError("must be the name of a folder in themes/: letters, digits, `-` and `_`")
    return text


def _permalink(reader: _Reader, node: Node, name: str) -> str:
    text = _scalar(node)
    names = re.findall(r"\{([^{}]*)\}", text)
    for unknown in sorted(set(names) - set(PLACEHOLDERS)):
        hint = did_you_mean(unknown, PLACEHOLDERS)
        raise ValueError(f"holds `{{{unknown}}}`; known are {{id}}, {{year}}, {{month}}, {{origin}}"
                         + (f"; {hint}" if hint else ""))
    if "id" not in names:
        raise ValueError("must hold {id}, or two cables could not be told apart")
    fixed = re.sub(r"\{[^{}]*\}", "x", text)
    if not re.fullmatch(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)+", fixed):
        raise ValueError("must be a path that begins and ends with `/`, of letters, digits and `-._~`")
    return text


def _number(least: int, most: int) -> _Field:
    def read(reader: _Reader, node: Node, name: str) -> int:
        text = _scalar(node)
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)
    return read


def _switch(reader: _Reader, node: Node, name: str) -> bool:
    text = _scalar(node).lower()
    if text not in ("on", "off", "true", "false", "yes", "no"):
        raise ValueError("must be on or off")
    return text in ("on", "true", "yes")


def _outputs(reader: _Reader, node: Node, name: str) -> Outputs:
    return Outputs(**reader.mapping(node, dict.fromkeys(Outputs.__slots__, _switch), name))


def _search(reader: _Reader, node: Node, name: str) -> SearchSettings:
    return SearchSettings(**reader.mapping(node, {"section_size": _number(1, 50_000)}, name))


def _severities(reader: _Reader, node: Node, name: str) -> MappingProxyType[str, Severity]:
    texts = reader.mapping(node, dict.fromkeys(CODES, _one_of(*Severity)), name)
    return MappingProxyType({code: Severity(text) for code, text in texts.items()})


_FIELDS: dict[str, _Field] = {
    "title": _text,
    "base_url": _base_url,
    "description": _text,
    "publisher": _text,
    "contact": _text,
    "rights": _text,
    "language": _language_code,
    "documents_language": _language_code,
    "theme": _theme,
    "host": _one_of(*HOSTS),
    "noindex": _switch,
    "permalink": _permalink,
    "page_size": _number(1, 10_000),
    "outputs": _outputs,
    "search": _search,
    "withheld": _one_of("required", "optional"),
    "diagnostics": _severities,
}
