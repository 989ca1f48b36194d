"""What the last build made, and of what: the record that decides which files are made again.

A file is the same when its look (templates, assets, strings, code), its context and the bodies that it shows are the
same. These are digests, so nothing depends on clocks, on the order of work or on where the project stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from sitegen.output.plan import Planned, digest_of_context


class Entry(msgspec.Struct, array_like=True, gc=False, frozen=True):
    """A file of the site: the digests of what it is made of, the documents whose bodies it shows, and its SHA-256."""

    look: str
    context: bytes
    documents: tuple[str, ...]
    bodies: bytes
    sha256: str = ""


class Ledger(msgspec.Struct, gc=False):
    """The files of one build by path. ``model`` is the digest of everything in content/ but bodies.

    ``extracts`` are, by path, the SHA-256 of a page and the digest of what the search indexes of it; ``sections`` the
    files of each section of the index by its key; ``broken`` the pages with links that lead nowhere; ``lock`` the
    digest of the permalinks that the build held; ``theme`` the digest of the theme, and ``looks`` the keys of its
    templates; ``bodies`` the digests of documents by id; ``pages`` how many there are; ``sound`` whether no two files
    claimed one path and none could not be made.
    """

    model: str = ""
    entries: dict[str, Entry] = {}
    extracts: dict[str, tuple[str, str]] = {}
    sections: dict[str, dict[str, str]] = {}
    broken: list[str] = []
    lock: str = ""
    theme: str = ""
    looks: dict[str, str] = {}
    bodies: dict[str, str] = {}
    pages: int = 0
    sound: bool = False


def entry_of(planned: Planned, context: object, bodies: Mapping[str, str]) -> Entry:
    """The entry of a file, without its SHA-256, from its context and the digests of documents by id."""
    documents = planned.documents()
    return Entry(planned.look, digest_of_context(context), documents, joined(documents, bodies))


def joined(documents: tuple[str, ...], bodies: Mapping[str, str]) -> bytes:
    """One digest of several documents; ``bodies`` are those of each by id."""
    if not documents:
        return b""
    return hashlib.blake2b("".join(bodies.get(own, "") for own in documents).encode(), digest_size=16).digest()


def reason(before: Entry | None, now: Entry) -> str:
    """Why a file is made again: "" when it need not be."""
    if before is None:
        return "new"
    if before.look != now.look:
        return "the theme changed"
    if before.documents != now.documents or before.context != now.context:
        return "what it shows of the archive changed"
    if before.bodies != now.bodies:
        return "the text of a cable changed"
    return ""
