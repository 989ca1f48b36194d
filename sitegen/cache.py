"""The cache: what an earlier run worked out, found again by digest.

A key is the digest of the input and of the code behind the stage, so nothing in the cache can be out of date: it can
only be there or not. Each value carries its own digest, so damage is noticed. The folder may be deleted at any time,
and a run may be killed at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import sqlite3
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from sitegen.diagnostics import Diagnostic, Location, diagnose

T = TypeVar("T")

_NAME = "cache.sqlite"
_LAYOUT = 1  # the layout of the table; a database of another layout is made anew, silently
_DAMAGE = (sqlite3.DatabaseError, OverflowError, UnicodeError)
# What says nothing against the file itself. Above all another run may hold it: then it must not be removed.
_STATE_OF_THE_DISK = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY,
                      sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_NOMEM}


def key(*parts: str | bytes) -> str:
    """The digest of ``parts``, in which no two different sequences of parts are alike."""
    total = hashlib.blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


@cache
def code_digest(modules: tuple[str, ...], distributions: tuple[str, ...] = ()) -> str:
    """The digest of the code of ``modules`` (packages whole) and of the versions of installed ``distributions``.

    A stage's key holds this, so that a change of the program is a change of the key.
    """
    parts: list[str | bytes] = [sys.version.split()[0]]
    for name in sorted(modules):
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(name)
        origin = Path(spec.origin)
        files = [origin]
        if spec.submodule_search_locations:  # word lists decide results as code does
            files = sorted(p for p in origin.parent.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        for path in files:
            parts += [name, path.relative_to(origin.parent).as_posix(), path.read_bytes()]
    for name in sorted(distributions):
        parts += [name, importlib.metadata.version(name)]
    return key(*parts)


class Cache:
    """Values by stage and key, in one SQLite file of ``folder``. Use it as a context manager.

    A cache that cannot be read is made anew, and one that cannot be written is done without; ``diagnostics`` then says
    so. No method raises for the state of the disk.
    """

    def __init__(self, folder: Path, clean: bool = False) -> None:
        """Open the cache in ``folder``; ``clean`` empties it first."""
        self.path = folder / _NAME
        self.diagnostics: list[Diagnostic] = []
        self._connection: sqlite3.Connection | None = None
        self._put: dict[tuple[str, str], None] = {}  # the stages and keys of what was put since it was opened
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if clean:
                self._remove()
            self._open()
        except _DAMAGE as problem:
            self._recover(problem)
        except OSError as problem:
            self._note(f"cannot be used, so everything is worked out again: {problem.strerror}")

    def _open(self) -> None:
        connection = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = normal")
            connection.execute("pragma secure_delete = on")  # what is forgotten may be what must not be known
            if connection.execute("pragma user_version").fetchone()[0] != _LAYOUT:
                connection.execute("drop table if exists entry")
                connection.execute("create table entry (stage text not null, key text not null, digest blob not null, "
                                   "value blob not null, primary key (stage, key)) without rowid")
                connection.execute(f"pragma user_version = {_LAYOUT}")
            connection.execute("select stage, key, digest, value from entry limit 1").fetchone()
        except BaseException:
            connection.close()
            raise
        self._connection = connection

    def get(self, stage: str, key: str) -> bytes | None:
        """The value that was put under this stage and key, or None."""
        row = self._attempt(lambda connection: connection.execute(
            "select digest, value from entry where stage = ? and key = ?", (stage, key)).fetchone())
        if row is None:
            return None
        digest, value = row
        if not isinstance(value, bytes) or digest != _digest(stage, key, value):
            self._repair("an entry does not match its digest")
            return None
        return value

    def put(self, stage: str, key: str, value: bytes) -> None:
        """Keep ``value`` under this stage and key."""
        self.put_all(stage, [(key, value)])

    def put_all(self, stage: str, values: Iterable[tuple[str, bytes]]) -> None:
        """Keep many values of one stage, all or none."""
        rows = [(stage, key, _digest(stage, key, value), value) for key, value in values]

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("begin immediate")
            connection.executemany("insert or replace into entry values (?, ?, ?, ?)", rows)
            connection.execute("commit")

        self._attempt(write)
        self._put.update(((stage, key), None) for _, key, _, _ in rows)

    def written(self) -> Iterator[tuple[str, str, bytes]]:
        """Stage, key and value of what was put since the cache was opened, as far as it is kept."""
        for stage, key_ in self._put:
            if (value := self.get(stage, key_)) is not None:
                yield stage, key_, value

    def forget(self, entries: Collection[tuple[str, str]]) -> None:
        """Forget the entries of these stages and keys."""
        self._attempt(lambda connection: connection.executemany(
            "delete from entry where stage = ? and key = ?", entries))

    def keep_only(self, stage: str, keys: Iterable[str]) -> None:
        """Forget the entries of ``stage`` whose keys are not among ``keys``: the cache does not grow for ever."""
        wanted = set(keys)

        def forget(connection: sqlite3.Connection) -> None:
            there = [row[0] for row in connection.execute("select key from entry where stage = ?", (stage,))]
            gone = [(stage, key) for key in there if key not in wanted]
            if gone:
                connection.execute("begin immediate")
                connection.executemany("delete from entry where stage = ? and key = ?", gone)
                connection.execute("commit")

        self._attempt(forget)

    def close(self) -> None:
        """Close the file. Nothing can be got or put afterwards."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
                 ) -> None:
        self.close()

    def _attempt(self, action: Callable[[sqlite3.Connection], T]) -> T | None:
        if self._connection is None:
            return None
        try:
            return action(self._connection)
        except _DAMAGE as problem:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("rollback")
            self._recover(problem)
            return None

    def _recover(self, problem: Exception) -> None:
        code = getattr(problem, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind of error
        if code not in _STATE_OF_THE_DISK:
            self._repair(str(problem))
        elif not self.diagnostics:
            self._note(f"could not be used, so some things are worked out again: {problem}")

    def _repair(self, why: str) -> None:
        self.close()
        self._note(f"was unusable and is made anew: {why}")
        try:
            self._remove()
            self._open()
        except (*_DAMAGE, OSError):
            self._connection = None  # this run does without

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def _note(self, message: str) -> None:
        place = Location(f"{self.path.parent.name}/{self.path.name}")
        self.diagnostics.append(diagnose("repaired-cache", place, f"the cache {message}"))


def _digest(stage: str, key_: str, value: bytes) -> bytes:
    return hashlib.blake2b(f"{stage}\0{key_}\0".encode() + value, digest_size=16).digest()
