"""Withholding in the convert wing: raw documents are read without what is withheld, so their pages never hold it.

In a raw document one sign that no text has stands for withheld words, so that headers, numbers and names are found as
in any other; in the pages the mark of markup.py takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from sitegen.convert.cables import Draft
from sitegen.convert.run import DocumentResult
from sitegen.records.cable import Cable, Omission
from sitegen.records.markup import escape
from sitegen.records.withheld import WithheldList
from sitegen.records.withheld_files import Source, withhold_source
from sitegen.records.withholding import each_text, tidied, withhold, withhold_body, withhold_cable

_FIRST = 0x10F000  # of a plane for private use; one sign for each reason
_SIGN = re.compile(f"[{chr(_FIRST)}-\U0010fffd]")


class Withholding:
    """What of a list concerns the reading of raw documents."""

    def __init__(self, listed: WithheldList) -> None:
        self._listed = listed
        self._scoped = any(entry.cables for entry in listed.entries)
        self.reasons = tuple(dict.fromkeys(entry.reason for entry in listed.entries))
        self._signs = {why: chr(_FIRST + number) for number, why in enumerate(self.reasons)}

    def source(self, data: bytes) -> Source:
        """The bytes of a raw document without what is withheld everywhere; whether anything in it is withheld."""
        if not self._listed:
            return Source(data, False)
        without = withhold_source(self._listed, data, lambda entry: self._signs[entry.reason], everywhere=False)
        return without._replace(cut=without.cut or (self._scoped and withhold_source(self._listed, data).cut))

    def named(self, *names: str) -> tuple[str, ...]:
        """Names of files as they may be told."""
        return tuple(withhold(self._listed, name, None) for name in names)

    def settled(self, result: DocumentResult) -> DocumentResult:
        """What a document holds that may be known of it: without withheld cables and paragraphs, and without what is
        withheld in its cables alone. No digest of the document stays, for a guess could be tried on it."""
        drafts = tuple(self._draft(draft) for draft in result.drafts if draft.cable.id not in self._listed.cables)
        found = tuple(each_text(own, self._plain) for own in result.diagnostics)
        return replace(result, sha256="", drafts=drafts, omissions=self._told(result.omissions), diagnostics=found)

    def _draft(self, draft: Draft) -> Draft:
        cable = tidied(each_text(draft.cable, self._plain))
        body = _SIGN.sub(self._note, draft.body)
        return replace(draft, cable=withhold_cable(self._listed, cable),
                       body=withhold_body(self._listed, cable.id, body).text, omissions=self._told(draft.omissions))

    def _told(self, omissions: tuple[Omission, ...]) -> tuple[Omission, ...]:
        return tuple(replace(own, text=withhold(self._listed, self._plain(own.text), None)) for own in omissions)

    def sources(self, cable: Cable) -> Cable:
        """A page's cable with the names of its raw documents as they may be told."""
        tell: Callable[[str], str] = lambda name: withhold(self._listed, name, None)  # noqa: E731
        source = replace(cable.source, file=tell(cable.source.file)) if cable.source else None
        witnesses = tuple(replace(own, file=tell(own.file)) for own in cable.witnesses)
        same = source == cable.source and witnesses == cable.witnesses
        return cable if same else replace(cable, source=source, witnesses=witnesses)

    def _reason(self, sign: str) -> str:
        number = ord(sign) - _FIRST
        return self.reasons[number] if number < len(self.reasons) else ""

    def _plain(self, text: str) -> str:
        return _SIGN.sub(lambda sign: f"[withheld: {why}]" if (why := self._reason(sign[0])) else "[withheld]", text)

    def _note(self, sign: re.Match[str]) -> str:
        why = self._reason(sign[0])
        return f"{{>>withheld: {escape(why)}<<}}" if why else "{>>withheld<<}"
