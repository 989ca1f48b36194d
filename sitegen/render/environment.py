"""The Jinja environment of a theme's templates, and what their failures mean.

Apart from theme.py, because a build with nothing to make needs none of the libraries that this needs.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from functools import partial
from types import CodeType

from jinja2 import BaseLoader, BytecodeCache, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.meta import find_referenced_templates
from markupsafe import Markup

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.render.cable_html import CableHtml
from sitegen.render.locale import Strings
from sitegen.render.markdown import page_html
from sitegen.render.sandbox import Sandbox
from sitegen.site.view_parts import View


class _Templates(BaseLoader):
    """Templates by name (the first theme of the chain that has it) or by theme and name: ``archive/base.html``."""

    def __init__(self, templates: Mapping[str, tuple[str, str]]) -> None:
        self._templates = templates

    def get_source(self, environment: object, template: str) -> tuple[str, str, Callable[[], bool]]:
        found = self._templates.get(template)
        if found is None:
            raise TemplateNotFound(template)
        return *found, lambda: True


class Compiled(BytecodeCache):
    """Templates as they were compiled, by their words, for the next loading of a theme in the same process."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, if its words are those that were compiled."""
        words, code = self._held.get(bucket.key, ("", None))
        if words == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code is not None:
            self._held[bucket.key] = bucket.checksum, bucket.code


class TemplateFailure(Exception):
    """A template failed while it rendered a view; ``diagnostic`` says where and why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


class Templates:
    """Templates ready to render. Each is given by its name as its text and the path that people know it by."""

    def __init__(self, templates: Mapping[str, tuple[str, str]], asset: Callable[[str], str], strings: Strings,
                 base_path: str, compiled: Compiled | None = None) -> None:
        """``asset`` gives the link of an asset by its name; it raises KeyError for one that is not there. ``compiled``
        spares compiling templates again that other ``Templates`` had, word for word."""
        environment = Sandbox(
            loader=_Templates(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True, auto_reload=False, cache_size=-1,
            bytecode_cache=compiled)
        environment.globals.update(asset=asset, t=strings.text)
        environment.plain_calls = frozenset({asset, strings.text})
        body = CableHtml(strings)
        environment.filters.update(
            number=strings.number, cable_html=body.blocks, cable_blocks=body.each, barred=body.barred, json_ld=Markup,
            markdown=partial(page_html, base_path=base_path))
        self._environment = environment

    def render(self, name: str, view: View) -> str:
        """The page of a view. Raises TemplateFailure when the template fails."""
        try:
            return self._environment.get_template(name).render(page=view)
        except Exception as problem:  # a template can raise whatever Python can
            raise TemplateFailure(_failure(name, problem)) from problem

    def compile(self, name: str) -> list[Diagnostic]:
        """Make a template ready; gives what is wrong with it."""
        try:
            self._environment.get_template(name)
        except TemplateError as problem:
            return [_failure(name, problem)]
        return []

    def references(self, text: str) -> list[str | None]:
        """The names of the templates that a template's text refers to; None for one that is made while it renders.

        Raises jinja2.TemplateSyntaxError.
        """
        return list(find_referenced_templates(self._environment.parse(text)))


def _failure(template: str, problem: Exception) -> Diagnostic:
    """What a template's exception means, at the deepest line of a template that it passed."""
    if isinstance(problem, TemplateSyntaxError):
        place = Location(problem.filename or template, problem.lineno)
        return diagnose("broken-template", place, problem.message or "")
    if isinstance(problem, TemplateNotFound):
        return diagnose("missing-template", Location(template), f"the theme has no template `{problem.name}`")
    frames = [f for f in traceback.extract_tb(problem.__traceback__) if "/templates/" in f.filename.replace("\\", "/")]
    place = Location(frames[-1].filename, frames[-1].lineno or 0) if frames else Location(template)
    what = f"no string `{problem.args[0]}`" if isinstance(problem, KeyError) and problem.args else str(problem)
    return diagnose("broken-template", place, what or type(problem).__name__)
