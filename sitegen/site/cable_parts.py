"""What the two pages of a cable are made of: what it cites and is cited by, whom it names, where its text came from."""

from __future__ import annotations

import msgspec

from sitegen.site.view_parts import Row


class Reference(msgspec.Struct, frozen=True):
    """A cable that this one cites. ``row`` is None when it is not in this archive."""

    id: str
    row: Row | None


class Named(msgspec.Struct, frozen=True):
    """A person whom the cable names: the page, the name, and as this cable spells it."""

    text: str
    url: str
    spellings: tuple[str, ...]


class Citation(msgspec.Struct, frozen=True):
    """How to cite the cable, in one style or format."""

    style: str  # nara | chicago | bibliography | mla | apa, or a format of reference managers: bib | ris | json
    text: str
    paragraph: str  # the same for a paragraph, with {paragraph} and {anchor} in the places of its number and anchor
    file: str = ""  # the link of a file that holds it; "" when none is written


class Who(msgspec.Struct, frozen=True):
    """A person whom the cable names, explained: the office that this cable states, or an earlier one."""

    text: str
    url: str
    slug: str
    role: str
    role_from: str  # the id of the cable that states the office, where it is not this one
    count: int  # cables that name the person


class Reason(msgspec.Struct, frozen=True):
    """Why a cable is related: what both have."""

    kind: str  # reference | person | topic
    text: str


class Related(msgspec.Struct, frozen=True):
    """A cable that shares references, persons or topics with this one."""

    row: Row
    reasons: tuple[Reason, ...]


class Provenance(msgspec.Struct, frozen=True):
    """Where a text came from."""

    file: str
    lines: str
    sha256: str
    url: str = ""
    publisher: str = ""
    received: str = ""
    rights: str = ""
    note: str = ""


class Marking(msgspec.Struct, frozen=True):
    """What is marked inside the text: how often a first occurrence gets a link or an explanation, and by which words.

    ``people`` and ``terms`` are pairs of the words as they stand and a link or an expansion.
    """

    people: tuple[tuple[str, str], ...] = ()
    terms: tuple[tuple[str, str], ...] = ()


class SourceLine(msgspec.Struct, frozen=True):
    """A line of a raw document, by its number there."""

    number: int
    text: str


class SourcePart(msgspec.Struct, frozen=True):
    """Blocks of the reading text (their places in ``body``) and the lines of the source that hold their words.

    Without blocks: lines that are not in the reading text. Without lines: blocks whose words were not found.
    """

    blocks: tuple[int, ...]
    lines: tuple[SourceLine, ...]


class Corrected(msgspec.Struct, frozen=True):
    """A change of words: where it stands, the words as received and as read."""

    url: str
    label: str  # the paragraph's number, or ""
    received: str
    read: str
