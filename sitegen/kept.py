"""What one build keeps for the next, typed, over any store of bytes.

Nothing here can be out of date: what was read stands by the digest of the file that it was read from, what was made by
the digests of all that it was made of, and every key holds the digest of the code.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

import msgspec

from sitegen.diagnostics import Diagnostic
from sitegen.output.ledger import Ledger
from sitegen.output.writer import Stamps
from sitegen.site.packed import Packed
from sitegen.site.page_files import Known, KnownSource, Memory

_SHARDS = 32  # the memory of cable pages is kept in so many parts, so that an edit writes a small one


class Store(Protocol):
    """Values by stage and key. No method raises for the state of the disk."""

    def get(self, stage: str, key: str) -> bytes | None: ...
    def put_all(self, stage: str, values: Iterable[tuple[str, bytes]]) -> None: ...
    def keep_only(self, stage: str, keys: Iterable[str]) -> None: ...


class Last(msgspec.Struct):
    """What the last build of one state published, counted and said."""

    files: dict[str, str]  # path -> SHA-256
    counts: dict[str, int]
    diagnostics: list[Diagnostic]


class Kept:
    """What is kept in ``store``. ``key`` makes a key of texts; ``reading`` and ``making`` are the digests of the code
    that reads content/ and of all code that makes a site."""

    def __init__(self, store: Store, key: Callable[..., str], reading: str, making: str) -> None:
        self._store, self._key = store, key
        self._reading, self._making = reading, making

    def memory(self, token: str = "") -> Memory:
        """What was read of content/ under the list of withheld words with this token."""
        memory = Memory()
        for shard in range(_SHARDS):
            held = self._store.get("pages", self._shard_key(shard, token))
            if held is not None:
                memory.pages |= {known.path: known for known in msgspec.msgpack.decode(held, type=list[Known])}
        held = self._store.get("sources", self._key(self._reading, token))
        if held is not None:
            memory.sources = msgspec.msgpack.decode(held, type=dict[str, KnownSource])
        return memory

    def keep_memory(self, before: Memory, now: Memory, token: str = "") -> None:
        """Keep what was read under a list: the parts that changed since ``before``; nothing of any other list stays."""
        changed = {_shard(path) for path in now.touched}
        changed |= {_shard(path) for path in before.pages.keys() - now.pages.keys()}
        shards: dict[int, list[Known]] = {shard: [] for shard in changed}
        for path, known in now.pages.items() if changed else ():
            if (own := _shard(path)) in shards:
                shards[own].append(known)
        if shards:
            self._store.put_all("pages", [(self._shard_key(shard, token), msgspec.msgpack.encode(held))
                                          for shard, held in shards.items()])
        if not before.pages:  # nothing is known of them, or another list held good
            self._store.keep_only("joined", ())
        if shards or not before.pages:
            self._store.keep_only("pages", (self._shard_key(shard, token) for shard in range(_SHARDS)))
        if before.sources != now.sources:
            self._keep("sources", self._key(self._reading, token), now.sources)
        else:
            self._store.keep_only("sources", [self._key(self._reading, token)])

    def joined(self, model: str) -> Packed | None:
        """What was joined across the cables of a site, if ``model`` is that of the last site that was assembled."""
        held = self._store.get("joined", self._key(self._making, model))
        return None if held is None else msgspec.msgpack.decode(held, type=Packed)

    def keep_joined(self, model: str, packed: Packed) -> None:
        """Keep what was joined across the cables of a site."""
        self._keep("joined", self._key(self._making, model), packed)

    def clean(self, token: str) -> set[bytes]:
        """The digests (SHA-256) of files in which nothing was found of the list with this token."""
        held = self._store.get("clean", self._key(self._making, token))
        joined = held or b""
        return {joined[at:at + 32] for at in range(0, len(joined), 32)}

    def keep_clean(self, token: str, clean: Iterable[bytes]) -> None:
        """Keep the digests of files in which nothing was found."""
        self._store.put_all("clean", [(self._key(self._making, token), b"".join(sorted(clean)))])
        self._store.keep_only("clean", [self._key(self._making, token)])

    def ledger(self) -> Ledger:
        """What the last build made."""
        held = self._store.get("ledger", self._key(self._making))
        return Ledger() if held is None else msgspec.msgpack.decode(held, type=Ledger)

    def keep_ledger(self, ledger: Ledger) -> None:
        """Keep what a build made."""
        self._keep("ledger", self._key(self._making), ledger)

    def stamps(self, output: Path) -> Stamps:
        """What is known of an output folder."""
        held = self._store.get("output", self._key(str(output)))
        return Stamps() if held is None else msgspec.msgpack.decode(held, type=Stamps)

    def keep_stamps(self, output: Path, stamps: Stamps) -> None:
        """Keep what is known of an output folder."""
        self._keep("output", self._key(str(output)), stamps)

    def last(self, state: str) -> Last | None:
        """What the last build gave, if it was of this state."""
        held = self._store.get("build", self._key(state, self._making))
        return None if held is None else msgspec.msgpack.decode(held, type=Last)

    def keep_last(self, state: str, last: Last) -> None:
        """Keep what a build of this state gave."""
        self._keep("build", self._key(state, self._making), last)

    def _keep(self, stage: str, own: str, value: object) -> None:
        """Keep one value of a stage, and forget those before it."""
        self._store.put_all(stage, [(own, msgspec.msgpack.encode(value))])
        self._store.keep_only(stage, [own])

    def _shard_key(self, shard: int, token: str) -> str:
        return self._key(self._reading, str(shard), token)


def _shard(path: str) -> int:
    return zlib.crc32(path.encode("utf-8", "surrogateescape")) % _SHARDS
