"""Themes: templates, assets and strings, a project's own over those that the program ships.

A theme is a folder with ``theme.yaml``, ``templates/``, ``assets/`` and ``locale/``. What it lacks comes from the theme
that it ``extends``, in the end from the packaged ``archive``. A template sees its view as ``page`` and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.files import paths_below, read_bytes, read_unlinked, stays_inside
from sitegen.records.schema import Reader, Schema, read_nodes
from sitegen.render.locale import Strings, catalogue_path, read_strings
from sitegen.site.languages import DEFAULT
from sitegen.site.view_parts import View
from sitegen.site.views import TEMPLATES

if TYPE_CHECKING:
    from sitegen.render.environment import Compiled, Templates

PACKAGED = "archive"
_ASSET_CALL = re.compile(r"""\basset\(\s*["']([^"']+)["']\s*\)""")
_CSS_URL = re.compile(rb"""url\(\s*["']?(?!data:|[a-z]+:|/|#)([^"')]+)["']?\s*\)""")
#: how a script names another of its folder
_JS_IMPORT = re.compile(rb"""(?m)^((?:import|export)\b[^"';]*["'])\./([^"']+)(?=["'])""")
#: how a template reaches another; without a name, one whose name is made while it renders
_REACHED = re.compile(r"""\{%[-+]?\s*(?:extends|include|import|from)\s+(?:["'](?P<name>[^"'\n]+)["'](?!\s*[~|+]))?""")
_MAX_CHAIN = 8


@dataclass(frozen=True, slots=True)
class _File:
    path: str  # as people see it
    data: bytes


class Theme:
    """A theme with all that it inherits, read into memory: loading is the only time that it touches files."""

    def __init__(self, templates: Mapping[str, _File], assets: Mapping[str, _File],
                 catalogues: Sequence[tuple[str, _File]], base_path: str, language: str,
                 compiled: Compiled | None = None) -> None:
        """``catalogues`` are those of the strings with their languages, each over those before it."""
        self._assets = _hashed(assets, base_path)
        self._templates = templates
        self._common = _digest({}, {}, language, base_path, catalogues)
        self._keys: dict[str, str] = {}
        self._references: dict[str, list[str | None]] = {}
        self.digest = _digest(templates, assets, language, base_path, catalogues)
        self._catalogues, self._language = catalogues, language
        self._base_path, self._compiled = base_path, compiled

    @cached_property
    def _strings(self) -> tuple[Strings, list[Diagnostic]]:
        """The strings, read when the first page needs them, and what is wrong with them."""
        return read_strings(((spoken, file.data, file.path) for spoken, file in self._catalogues), self._language)

    @cached_property
    def _ready(self) -> Templates:
        from sitegen.render.environment import Templates  # with libraries that only rendering needs

        texts = {name: (file.data.decode("utf-8", "replace"), file.path) for name, file in self._templates.items()}
        return Templates(texts, self._asset, self._strings[0], self._base_path, self._compiled)

    @staticmethod
    def load(
        root: Path, name: str, language: str = "en", base_path: str = "", compiled: Compiled | None = None
    ) -> tuple[Theme | None, list[Diagnostic]]:
        """The theme ``name`` of the project at ``root``, and what is wrong with it. None when pages cannot be rendered.

        ``compiled`` spares compiling templates again that another theme had, word for word.

        Every template of the contract must be there, and every asset that a template names by its name; whether the
        templates can be used, ``compile`` tells.
        """
        chain, found = _chain(root, name)
        if not chain:
            return None, found
        templates: dict[str, _File] = {}
        assets: dict[str, _File] = {}
        catalogues: list[tuple[str, _File]] = []
        spoken: set[str] = set()
        for folder in reversed(chain):
            for path, file in _files(folder, "templates", found):
                templates[path] = templates[f"{folder.name}/{path}"] = file
            assets.update(_files(folder, "assets", found))
            locales = dict(_files(folder, "locale", found))
            catalogues += [(code, locales[path]) for code in dict.fromkeys((DEFAULT, language))
                           if (path := catalogue_path(code)) in locales]
            spoken |= {path.partition("/")[0] for path in locales if path == catalogue_path(path.partition("/")[0])}
        if language not in spoken:
            found.append(diagnose("bad-config", Location("site.yaml"),
                                  f"the theme `{name}` has no strings in `{language}`",
                                  f"it has: {', '.join(sorted(spoken))}; another language needs "
                                  f"themes/{name}/locale/{catalogue_path(language)}"))
        for template in TEMPLATES:
            if template not in templates:
                found.append(diagnose("missing-template", Location(f"themes/{name}/templates/{template}"),
                                      f"the theme `{name}` has no {template}"))
        for template_file in templates.values():
            found += _missing_assets(template_file, assets)
        if any(d.code in ("missing-template", "missing-asset", "bad-config") for d in found):
            return None, list(dict.fromkeys(found))
        return Theme(templates, assets, catalogues, base_path, language, compiled), list(dict.fromkeys(found))

    def render(self, template: str, view: View) -> str:
        """The page of a view. Raises environment.TemplateFailure when the template fails."""
        return self._ready.render(template, view)

    def key(self, template: str) -> str:
        """The digest of all that decides how a view of ``template`` looks: the templates that it reaches, the assets
        that they name, the strings."""
        if template not in self._keys:
            reached, waiting = dict[str, _File](), [template]
            while waiting:
                name = waiting.pop()
                file = self._templates.get(name)
                if name in reached or file is None:
                    continue
                reached[name] = file
                if name not in self._references:
                    self._references[name] = self._ready.references(file.data.decode("utf-8", "replace"))
                for other in self._references[name]:
                    waiting += self._templates if other is None else [other]  # None: a name made while it renders
            digest = hashlib.sha256(self._common.encode())
            for name in sorted(reached):
                digest.update(f"{name}\0{len(reached[name].data)}\0".encode() + reached[name].data)
                calls = [call[1] for call in _ASSET_CALL.finditer(reached[name].data.decode("utf-8", "replace"))]
                whole = reached[name].data.count(b"asset(") != len(calls)  # a name made while it renders
                links = sorted(self._assets) if whole else calls
                digest.update("\0".join(self._assets[link][1] for link in links if link in self._assets).encode())
            self._keys[template] = digest.hexdigest()[:32]
        return self._keys[template]

    def names(self, template: str, words: Iterable[str]) -> frozenset[str]:
        """Which of these words stand in ``template`` or in a template that it reaches."""
        texts, waiting, seen = list[str](), [template], set[str]()
        while waiting:
            name = waiting.pop()
            if name not in seen and (file := self._templates.get(name)) is not None:
                seen.add(name)
                texts.append(file.data.decode("utf-8", "replace"))
                for other in _REACHED.finditer(texts[-1]):
                    waiting += [other["name"]] if other["name"] else self._templates
        return frozenset(word for word in words if any(word in text for text in texts))

    def keys(self) -> dict[str, str]:
        """``key`` of every template of the contract."""
        return {template: self.key(template) for template in TEMPLATES}

    def know(self, keys: Mapping[str, str]) -> None:
        """Take ``keys`` of a theme with the same digest, which were worked out before."""
        self._keys.update(keys)

    def assets(self) -> list[tuple[str, bytes]]:
        """The theme's files: path in the site, with a digest in the name, and bytes; sorted."""
        return sorted((path, data) for path, _, data in self._assets.values())

    def file(self, template: str) -> str:
        """The file of a template, as people see it; "" when there is none."""
        return self._templates[template].path if template in self._templates else ""

    def _asset(self, name: str) -> str:
        return self._assets[name][1]

    def compile(self) -> list[Diagnostic]:
        """Compile every template of the contract; gives what is wrong with them and with the strings."""
        return [*self.misread(), *(wrong for template in TEMPLATES for wrong in self._ready.compile(template))]

    def misread(self) -> list[Diagnostic]:
        """What is wrong with the strings."""
        return self._strings[1]


def packaged(name: str = PACKAGED) -> Path:
    """The folder of a theme that the program ships: beside the code in a wheel, or in the source's themes/."""
    inside = Path(__file__).parents[1] / "_themes" / name
    return inside if inside.is_dir() else Path(__file__).parents[2] / "themes" / name


def _chain(root: Path, name: str) -> tuple[list[Path], list[Diagnostic]]:
    """The folders of a theme and of those that it extends, the theme's own first; the packaged one ends it."""
    found: list[Diagnostic] = []
    chain: list[Path] = []
    while name and len(chain) < _MAX_CHAIN:
        own, shipped = root / "themes" / name, packaged(name)
        folder = own if own.is_dir() and own.resolve() not in [f.resolve() for f in chain] else shipped
        if not folder.is_dir() or folder.resolve() in [f.resolve() for f in chain]:
            if not chain:
                found.append(diagnose("bad-config", Location("site.yaml"), f"there is no theme `{name}`",
                                      f"make the folder themes/{name}, or use the theme `{PACKAGED}`"))
            break
        chain.append(folder)
        name = _extends(folder, found) or (PACKAGED if folder.resolve() != packaged().resolve() else "")
    return chain, found


def _extends(folder: Path, found: list[Diagnostic]) -> str:
    data, _ = read_bytes(folder / "theme.yaml", folder)
    path = f"themes/{folder.name}/theme.yaml"
    node, wrong = read_nodes(data.decode("utf-8", "replace") if data else "", path)
    found += wrong
    if node is None or node.empty:
        return ""
    schema: Schema = dict.fromkeys(("title", "description", "license", "extends"), Reader.text)
    return str(Reader(path, found).mapping(node, schema, "theme.yaml").get("extends", ""))


def _files(folder: Path, part: str, found: list[Diagnostic]) -> list[tuple[str, _File]]:
    """The files of one part of a theme: path below the part, and bytes."""
    out = []
    inside, start = stays_inside(folder / part, folder), f"{folder / part}{os.sep}"
    for path in paths_below(folder / part):
        name = path.removeprefix(start).replace(os.sep, "/")
        place = f"themes/{folder.name}/{part}/{name}"
        data = read_unlinked(path) if inside else None
        if data is None:
            data, wrong = read_bytes(Path(path), folder)
            found += [replace(d, location=Location(place)) for d in wrong]
        if data is not None:
            out.append((name, _File(place, data)))
    return out


def _missing_assets(file: _File, assets: Mapping[str, _File]) -> list[Diagnostic]:
    text = file.data.decode("utf-8", "replace")
    return [diagnose("missing-asset", Location(file.path, text.count("\n", 0, call.start()) + 1),
                     f"the theme has no assets/{call[1]}")
            for call in _ASSET_CALL.finditer(text) if call[1] not in assets]


def _hashed(assets: Mapping[str, _File], base_path: str) -> dict[str, tuple[str, str, bytes]]:
    """Name -> path in the site with a digest in it, link, bytes. What names others comes after them: a script after
    those that it imports (of scripts that import each other one keeps the name as written), style sheets last."""
    out: dict[str, tuple[str, str, bytes]] = {}
    begun: set[str] = set()

    def link(name: re.Match[bytes], folder: str) -> bytes:
        target = f"{folder}{name[1].decode('utf-8', 'replace')}"
        return f"url({out[target][1]})".encode() if target in out else name[0]

    def imported(statement: re.Match[bytes], folder: str) -> bytes:
        target = f"{folder}{statement[2].decode('utf-8', 'replace')}"
        if target in assets:
            add(target)
        return statement[1] + out[target][1].encode() if target in out else statement[0]

    def add(name: str) -> None:
        if name in begun:
            return
        begun.add(name)
        data, folder = assets[name].data, name.rpartition("/")[0] and name.rpartition("/")[0] + "/"
        if name.endswith(".css"):
            data = _CSS_URL.sub(partial(link, folder=folder), data)
        elif name.endswith(".js"):
            data = _JS_IMPORT.sub(partial(imported, folder=folder), data)
        stem, dot, suffix = name.rpartition(".")
        digest = hashlib.sha256(data).hexdigest()[:12]
        path = f"/assets/{stem}.{digest}.{suffix}" if dot else f"/assets/{name}.{digest}"
        out[name] = (path, base_path + path, data)

    for name in sorted(assets, key=lambda name: (name.endswith(".css"), name)):
        add(name)
    return out


def _digest(templates: Mapping[str, _File], assets: Mapping[str, _File], language: str, base_path: str,
            catalogues: Iterable[tuple[str, _File]]) -> str:
    words = [(spoken, hashlib.sha256(file.data).hexdigest()) for spoken, file in catalogues]
    digest = hashlib.sha256(repr((language, base_path, words)).encode())
    for part in (templates, assets):
        for name in sorted(part):
            digest.update(f"{name}\0{len(part[name].data)}\0".encode() + part[name].data)
    return digest.hexdigest()
