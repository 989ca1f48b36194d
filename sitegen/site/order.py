"""The cables of an archive in order of time, and which of them are otherwise than in a site that was assembled earlier.

What is joined across cables is brought up to date with it: only groups that one of the changed cables is or was in are
made anew. Without an earlier site all cables have changed, so there is one way to join them.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from sitegen.records import dates
from sitegen.records.cable import Cable
from sitegen.records.document import Document

K = TypeVar("K")
_FEW = 50  # cables that are put in their places one by one


@dataclass(frozen=True, eq=False)
class Order:
    """The documents of an archive by their cables' ids, in order of time (those without a date last).

    ``before`` are those of the earlier site, and ``changed`` the ids of all that are new, gone, at another path or of
    another cable; those that are there stand in order of time. ``dated_before`` is what ``dated`` was.
    """

    documents: Mapping[str, Document]
    before: Mapping[str, Document]
    changed: tuple[str, ...]
    dated_before: Mapping[str, tuple[int | None, int | None]]

    @classmethod
    def of(
        cls, documents: Mapping[str, Document], before: Mapping[str, Document],
        dated_before: Mapping[str, tuple[int | None, int | None]],
    ) -> Order:
        """Put ``documents``, by id in any order, in order of time."""
        others = [cable_id for cable_id, document in documents.items() if before.get(cable_id) is not document]
        changed = {cable_id for cable_id in others if _is_other(before.get(cable_id), documents[cable_id])}
        new = sum(cable_id not in before for cable_id in others)
        gone = before.keys() - documents.keys() if len(before) + new != len(documents) else set()
        order = cls(documents, before, (*changed, *gone), dated_before)
        if before and order.same("date", "origin"):
            ids: Iterable[str] = before
        else:
            held = [cable_id for cable_id in before if cable_id not in changed]
            if gone:
                held = [cable_id for cable_id in held if cable_id not in gone]
            ids = _put_in(held, [cable_id for cable_id in others if cable_id in changed],
                          lambda cable_id: _in_time(documents[cable_id].cable))
        there = [cable_id for cable_id in ids if cable_id in changed] if changed else []
        return cls({cable_id: documents[cable_id] for cable_id in ids}, before, (*there, *sorted(gone)), dated_before)

    def same(self, *fields: str) -> bool:
        """Whether all changed cables are old ones, in files of their old names, in which these fields are as they were.
        """
        return all(self._is_same(cable_id, fields) for cable_id in self.changed)

    def _is_same(self, cable_id: str, fields: Iterable[str]) -> bool:
        before, now = self.before.get(cable_id), self.documents.get(cable_id)
        return before is not None and now is not None and before.path == now.path and all(
            getattr(before.cable, field) == getattr(now.cable, field) for field in fields)

    @cached_property
    def place(self) -> dict[str, int]:
        """id -> its place in order of time."""
        return {cable_id: place for place, cable_id in enumerate(self.documents)}

    @cached_property
    def dated(self) -> dict[str, tuple[int | None, int | None]]:
        """id -> year and month, in order of time."""
        held = dict(self.dated_before)
        for cable_id in self.changed:
            held.pop(cable_id, None)
        return {cable_id: held.get(cable_id) or _dated(document) for cable_id, document in self.documents.items()}

    def those(self, test: Callable[[Cable], bool], before: Iterable[str] | None) -> tuple[str, ...]:
        """The ids of the cables that pass a test, in order of time; ``before`` are those of the earlier site."""
        if before is None:
            return tuple([cable_id for cable_id, document in self.documents.items() if test(document.cable)])
        changed = set(self.changed)
        there = [cable_id for cable_id in self.changed if cable_id in self.documents]
        new = [cable_id for cable_id in there if test(self.documents[cable_id].cable)]
        return tuple(self.merged((cable_id for cable_id in before if cable_id not in changed), new))

    def regroup(
        self, groups: Mapping[K, tuple[str, ...]], keys: Callable[[Cable], Collection[K]]
    ) -> tuple[dict[K, tuple[str, ...]], set[K]]:
        """The ids of cables by key, each in order of time, and the keys of groups that may be otherwise than in
        ``groups``, which are those of the earlier site. ``keys`` gives the keys of a cable, none twice."""
        fresh: dict[K, list[str]] = {}
        touched: set[K] = set()
        for cable_id in self.changed:
            if cable_id in self.before:
                touched.update(keys(self.before[cable_id].cable))
            if cable_id in self.documents:
                for key in keys(self.documents[cable_id].cable):
                    if key in fresh:
                        fresh[key].append(cable_id)
                    else:
                        fresh[key] = [cable_id]
        touched.update(fresh)
        out = {key: ids for key, ids in groups.items() if key not in touched}
        changed = set(self.changed)
        for key in fresh if not groups else touched:
            ids = self.merged((own for own in groups.get(key, ()) if own not in changed), fresh.get(key, ()))
            if ids:
                out[key] = tuple(ids)
        return out, touched

    def merged(self, held: Iterable[str], new: Collection[str]) -> list[str]:
        """Two lists of ids, each in order of time, as one."""
        kept = list(held)
        if not kept or not new:
            return kept or list(new)
        return _put_in(kept, new, self.place.__getitem__)


def _put_in(held: list[str], new: Collection[str], key: Callable[[str], Any]) -> list[str]:
    """``held``, which is in order, with what is ``new`` in its place."""
    if len(new) > _FEW:
        return sorted([*held, *new], key=key)
    for one in new:
        bisect.insort(held, one, key=key)
    return held


def _dated(document: Document) -> tuple[int | None, int | None]:
    return dates.year(document.cable.date), dates.month(document.cable.date)


def _is_other(before: Document | None, now: Document) -> bool:
    return before is None or before.path != now.path or (before.cable is not now.cable and before.cable != now.cable)


def _in_time(cable: Cable) -> tuple[tuple[int, int, int, str], str, str]:
    return dates.sort_key(cable.date), cable.origin, cable.id
