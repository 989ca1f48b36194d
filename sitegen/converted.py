"""What a conversion of raw documents did, and whether it has been done: known by the stamps of files, without any of
the code that converts.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import msgspec

from sitegen.diagnostics import Diagnostic
from sitegen.files import paths_below

#: nanoseconds within which a file can change twice and show one time: of a clock that ticks, and of one in seconds
_TICK, _SECONDS = 20_000_000, 2_000_000_000
#: what may be otherwise the next time although no file has changed
_PASSING = frozenset({"unreadable-file", "unwritable-output"})

#: the digest of texts or bytes, and of the code that works on them
Key = Callable[..., str]


class Store(Protocol):
    """Where the results of documents are kept from one run to the next, by the digest of what they depend on."""

    def get(self, stage: str, key: str) -> bytes | None: ...
    def put_all(self, stage: str, values: Iterable[tuple[str, bytes]]) -> None: ...
    def keep_only(self, stage: str, keys: Iterable[str]) -> None: ...


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of a document that are in no page, and the rule that left them out."""

    rule: str
    file: str
    lines: str
    text: str


@dataclass
class Conversion:
    """What a conversion did: pages written, unchanged, and kept because a person edited them; what was left out.

    ``keys`` are those of the documents' results in the store.
    """

    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    kept: int = 0
    documents: int = 0
    read: int = 0  # documents that were read anew
    keys: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    omissions: list[LeftOut] = field(default_factory=list)
    diffs: list[str] = field(default_factory=list)


def unless_done(
    paths: Iterable[Path], folder: Path, root: Path, key: Key, store: Store, convert: Callable[[], Conversion],
    write: bool = True,
) -> Conversion:
    """What ``convert`` does: make the pages below ``folder`` out of the raw documents ``paths``.

    When neither have changed since that was last done under the same ``key``, nothing is read, and what was said then
    is said again. Without ``write`` it is not remembered as done.
    """
    before = stamp(paths, root)
    pages = stamp(paths_below(folder, ".md"), root)
    held = store.get("converted", key(before, pages)) if before and pages else None
    if held is not None:
        return msgspec.msgpack.decode(held, type=Conversion)
    out = convert()
    store.keep_only("convert", out.keys)
    if out.written:
        time.sleep(2 * _TICK / 1_000_000_000)  # until a later change of what was just written shows in its time
        pages = stamp(paths_below(folder, ".md"), root)
    if write and before and pages and not any(found.code in _PASSING for found in out.diagnostics):
        again = replace(out, written=[], unchanged=out.unchanged + len(out.written), read=0, keys=[])
        store.put_all("converted", [(key(before, pages), msgspec.msgpack.encode(again))])
    store.keep_only("converted", [key(before, pages)])
    return out


def stamp(paths: Iterable[Path | str], root: Path) -> str:
    """What tells whether files have changed, without reading them: their names, sizes and times, as one digest.

    "" when that cannot tell: a file is not there, or is so young that another change would leave its time as it is.
    """
    total = hashlib.blake2b(digest_size=20)
    inside = f"{root}{os.sep}"
    now, newest = time.time_ns(), 0
    for path in paths:
        try:
            found = os.stat(path)
        except OSError:
            return ""
        newest = max(newest, found.st_mtime_ns, found.st_ctime_ns)
        name = str(path).removeprefix(inside)
        row = f"{name}\0{found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}\n"
        total.update(row.encode("utf-8", "surrogateescape"))
    tick = _TICK if newest % 1_000_000_000 else _SECONDS
    return total.hexdigest() if newest < now - tick else ""
