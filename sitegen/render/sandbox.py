"""Jinja's sandbox with short ways for what pages do hundreds of times; what comes out is the same."""

from __future__ import annotations

from collections.abc import Callable
from types import MethodType
from typing import Any

import msgspec
from jinja2 import nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from markupsafe import escape as escape_anything

from sitegen.records.unseen import visible
from sitegen.site import cable_parts, view_parts, views

#: objects of which a template may ask everything that does not begin with an underscore
_OPEN = {kind for module in (views, view_parts, cable_parts) for kind in vars(module).values()
         if isinstance(kind, type) and issubclass(kind, msgspec.Struct)} | {TemplateModule, LoopContext}


def escape(value: Any) -> Any:
    """``value`` as markupsafe escapes it, texts at a third of the cost (they come as plain texts to be written out) and
    as ``escape_text`` has them."""
    if type(value) is str:
        return escape_text(value)
    return value if type(value) is Markup else escape_anything(value)


def escape_text(text: str) -> str:
    """A text as markupsafe escapes it, signs that nobody sees made visible."""
    if not text.isprintable():
        text = visible(text)
    return (text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")
            .replace("'", "&#39;"))


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of a theme's templates."""

    #: functions that are called as they are: our own, which need nothing of the template that calls them
    plain_calls: frozenset[Callable[..., Any]] = frozenset()

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute, as the sandbox gives it."""
        if type(obj) in _OPEN and attribute[:1] != "_":
            try:
                return getattr(obj, attribute)
            except AttributeError:
                pass
        return super().getattr(obj, attribute)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call an object, as the sandbox does."""
        if type(__obj) is MethodType and __obj in __self.plain_calls:
            kwargs.pop("_block_vars", None)  # for functions that ask for the template's context
            kwargs.pop("_loop_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__context, __obj, *args, **kwargs)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        """The Python code of a template (Jinja's hook for another generator), which escapes by ``escape`` above."""
        code = super()._generate(source, name, filename, defer_init)
        imports, line_end, rest = code.partition("\n")  # the lines after it keep their numbers, which errors go by
        assert " escape," in imports
        return f"{imports.replace(' escape,', '')}; from {__name__} import escape{line_end}{rest}"
