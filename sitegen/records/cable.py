"""The central record: a cable as a page states it.

The fields and their order are those of the cable page's front matter (the contract in docs/content-format.md). Ids of
other cables are strings in canonical form, never pointers.
"""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in a cable: the fullest form there, and the other spellings that the cable uses."""

    name: str
    spellings: tuple[str, ...] = ()  # `as:` in front matter


@dataclass(frozen=True, slots=True)
class Witness:
    """Where a text came from: the raw file's name, its lines (``first-last``, from 1) and the file's SHA-256."""

    file: str
    lines: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Downgrade:
    """A downgrading instruction: the classification to go down to, and when (EDTF)."""

    to: str
    on: str


@dataclass(frozen=True, slots=True)
class Cable:
    """A cable's front matter. Empty strings, empty tuples and None mean that the page does not say."""

    id: str
    title: str = ""
    subject: str = ""
    date: str = ""  # EDTF level 1
    date_basis: str = ""  # transmitted | metadata | sequence | declassification | unknown
    classification: str = ""
    captions: tuple[str, ...] = ()
    origin: str = ""
    precedence: str = ""
    precedence_info: str = ""
    from_: str = ""
    to: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    references_other: tuple[str, ...] = ()
    classified_by: str = ""
    reasons: tuple[str, ...] = ()
    declassify_on: str = ""
    derived_from: str = ""
    downgrade: Downgrade | None = None
    pass_lines: tuple[str, ...] = ()
    transmission_id: str = ""
    sections: int | None = None
    signed_by: str = ""
    people: tuple[Person, ...] = ()
    language: str = ""
    source: Witness | None = None
    witnesses: tuple[Witness, ...] = ()
    aliases: tuple[str, ...] = ()
    draft: bool = False
    publish_on: str = ""
    doubts: tuple[str, ...] = ()
    converted: str = ""


#: front matter keys in their fixed order, which is that of the record's fields (``from`` is a word of Python's)
KEYS: tuple[str, ...] = tuple(f.name.rstrip("_") for f in fields(Cable))


@dataclass(frozen=True, slots=True)
class Correction:
    """A repair of damaged words: as received, as read, by which rule, and where (line and column from 1)."""

    received: str
    read: str
    rule: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Omission:
    """Words of the source that are not in the page, with the rule that left them out."""

    rule: str
    lines: str
    text: str
