"""What the program tells people: diagnostics with a place, a severity and a hint.

Every stage returns diagnostics beside its value and goes on. Each code is registered here once, with its default
severity; ``site.yaml`` may change the severity of a code under ``diagnostics:``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a diagnostic matters: an error makes the exit code 1, a warning does so only with ``--strict``."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


#: code -> (default severity, one line that says what it means). Adding a code means adding a row, and its test.
CODES: dict[str, tuple[Severity, str]] = {
    # reading files
    "unreadable-file": (Severity.ERROR, "a file could not be read"),
    "binary-file": (Severity.ERROR, "a source holds no text"),
    "not-plain-text": (Severity.ERROR, "a source is a PDF, Word or other packed file"),
    "empty-file": (Severity.ERROR, "a source is empty"),
    "huge-file": (Severity.ERROR, "a source is too large to be a document"),
    "guessed-encoding": (Severity.NOTE, "a source is not UTF-8; its encoding was told by evidence"),
    "unknown-encoding": (Severity.WARNING, "a source mixes encodings; its stray bytes were read as Windows-1252"),
    # converting
    "no-cable": (Severity.WARNING, "a document with no cable in it"),
    "no-year": (Severity.WARNING, "nothing in the document tells the year of a cable"),
    "stub": (Severity.WARNING, "a document names a cable but holds no text of it"),
    "doubtful-field": (Severity.WARNING, "a header field could not be read with certainty"),
    "inferred-field": (Severity.NOTE, "a header field was inferred from other evidence"),
    "repaired-field": (Severity.NOTE, "a damaged header field was repaired by a rule"),
    "repaired-text": (Severity.NOTE, "damaged words were repaired by a rule"),
    "estimated-date": (Severity.NOTE, "a cable's date was estimated"),
    "foreign-body": (Severity.WARNING, "a page holds the body of another cable"),
    "merged-copy": (Severity.NOTE, "a copy of a cable was merged into its page"),
    "conflicting-copies": (Severity.ERROR, "two different texts claim one cable id"),
    "edited-page-kept": (Severity.NOTE, "a page that a person edited was kept"),
    "unreadable-document": (Severity.ERROR, "a document that a fault of the program kept from being read"),
    "lost-words": (Severity.ERROR, "words of a source would be lost; the page was not written"),
    "strictly-protect": (Severity.WARNING, "a cable asks that a name be strictly protected"),
    # content
    "bad-front-matter": (Severity.ERROR, "front matter that cannot be read"),
    "unknown-key": (Severity.ERROR, "an unknown key"),
    "duplicate-key": (Severity.ERROR, "a key given twice"),
    "bad-value": (Severity.ERROR, "a value of the wrong form"),
    "missing-key": (Severity.ERROR, "a key that must be there is missing"),
    "bad-markup": (Severity.WARNING, "a mark in a page that cannot be read"),
    "duplicate-id": (Severity.ERROR, "two pages have one id"),
    "duplicate-path": (Severity.ERROR, "two pages claim one path of the site"),
    "unknown-tags-code": (Severity.WARNING, "an unknown TAGS code"),
    "unused-authority": (Severity.WARNING, "an authority entry that nothing uses"),
    "outside-reference": (Severity.NOTE, "a reference to a cable outside the archive"),
    "bad-config": (Severity.ERROR, "site.yaml cannot be used"),
    "outside-project": (Severity.ERROR, "a path leads outside the project's folders"),
    "not-a-project": (Severity.ERROR, "no site.yaml here or above"),
    "not-empty": (Severity.ERROR, "a new project's folder holds files"),
    # theme and output
    "missing-template": (Severity.ERROR, "a theme lacks a template"),
    "broken-template": (Severity.ERROR, "a template failed"),
    "broken-catalogue": (Severity.ERROR, "a catalogue of strings cannot be read"),
    "untranslated": (Severity.WARNING, "a theme lacks strings in the language of the interface"),
    "failed-page": (Severity.ERROR, "a page could not be made"),
    "missing-asset": (Severity.ERROR, "a theme lacks a file that it names"),
    "unwritable-output": (Severity.ERROR, "the output cannot be written"),
    "search-failed": (Severity.ERROR, "the search index could not be made"),
    "broken-link": (Severity.ERROR, "an internal link or anchor leads nowhere"),
    "external-link": (Severity.WARNING, "an external link could not be fetched"),
    "host-limit": (Severity.WARNING, "the site is larger than its host takes"),
    "outside-picture": (Severity.WARNING, "a page shows a picture of another host"),
    "misquoted": (Severity.ERROR, "a quote in a page does not stand so in the cable that it cites"),
    "permalink-gone": (Severity.ERROR, "a published permalink is gone"),
    "withheld-found": (Severity.ERROR, "withheld text found"),
    "withheld-unreadable": (Severity.ERROR, "withheld.yaml cannot be used"),
    "withheld-missing": (Severity.ERROR, "withheld.yaml is required and missing"),
    "withheld-elsewhere": (Severity.WARNING, "a name that is withheld in one cable stands in another"),
    "withheld-unused": (Severity.WARNING, "withheld.yaml names a paragraph that is not there"),
    "withheld-anew": (Severity.NOTE, "withheld.yaml holds no key, so every build looks through everything anew"),
    "manifest-mismatch": (Severity.ERROR, "a site does not match its manifest"),
    "repaired-cache": (Severity.NOTE, "the cache was unusable and was made anew"),
    "interrupted": (Severity.ERROR, "stopped before the end"),
}


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: its path as shown to people, and a line and column counted from 1 (0: not known)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line or 1}:{self.column or 1}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message: where, how bad, which code, what is wrong, and what to do about it."""

    location: Location
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        text = f"{self.location}: {self.severity}[{self.code}]: {self.message}"
        return f"{text} ({self.hint})" if self.hint else text


def diagnose(code: str, location: Location, message: str, hint: str = "") -> Diagnostic:
    """A diagnostic with the default severity of its code. Raises KeyError for a code that is not registered."""
    return Diagnostic(location, code, message, hint, CODES[code][0])


def with_severities(found: Iterable[Diagnostic], severities: Mapping[str, Severity]) -> list[Diagnostic]:
    """The same diagnostics, their severities changed where ``severities`` (code -> severity) says so."""
    return [replace(d, severity=severities[d.code]) if d.code in severities else d for d in found]


def worst(found: Iterable[Diagnostic], strict: bool = False) -> int:
    """The exit code for these diagnostics: 1 with an error (``strict``: or a warning) among them, else 0."""
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return int(any(d.severity in bad for d in found))
