"""Joins the mentions of a cable into persons: surname alone, typing slips, case, accents, hyphens, initials."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from sitegen.convert.names.evidence import SURE
from sitegen.convert.names.finder import Mention
from sitegen.convert.names.lexicon import PARTICLES, Word, readings
from sitegen.records.cable import Person

_Keys = tuple[str, ...]
_CROWD = 200  # persons compared for one word: more than any cable names, few enough for any text
_LOWER = PARTICLES - {"abd", "abdel", "abdul", "abu", "mac", "san", "le", "i", "st"}


@dataclass(slots=True, eq=False)
class _Group:
    """The mentions of what seems one person; ``keys`` are the words of the fullest, folded."""

    keys: _Keys
    mentions: list[Mention] = field(default_factory=list)
    again: float = 0.0  # what other mentions in the cable add

    @property
    def evidence(self) -> float:
        """The best form, the best surroundings, a part of the next three, and all that speaks against a person."""
        form = max(m.form for m in self.mentions)
        speaks = sorted((m.context for m in self.mentions if m.context > 0), reverse=True)[:4]
        against = sum(m.context for m in self.mentions if m.context < 0)
        return form + self.again + sum(speaks[:1]) + 0.6 * sum(speaks[1:]) + against

    @property
    def place(self) -> tuple[int, int]:
        """Where the person is named first."""
        return min(m.place for m in self.mentions)


class _Hosts:
    """The persons found so far, by the words of their names, exact and nearly."""

    def __init__(self) -> None:
        self.groups: list[_Group] = []
        self._by_word: defaultdict[str, list[_Group]] = defaultdict(list)

    def add(self, group: _Group) -> None:
        self.groups.append(group)
        for sign in {sign for key in group.keys for sign in (key, *_marks(key))}:
            self._by_word[sign].append(group)

    def host(self, group: _Group) -> _Group | None:
        """The person that another writing belongs to: an exact fit before a slip; of several the first introduced."""
        place = group.place
        for slips in (False, True):
            signs = [s for key in group.keys for s in (_marks(key) if slips else (key,))]
            candidates = {id(g): g for sign in signs for g in self._by_word.get(sign, ())[:_CROWD]}
            fitting = [g for g in candidates.values() if _fits(group.keys, g.keys, slips) and _compatible(group, g)]
            if len(group.keys) == 1:
                fitting = [g for g in fitting if _same(group.keys[0], g.keys[-1], slips)] or fitting
            if fitting:
                return min([g for g in fitting if g.place <= place] or fitting, key=lambda g: g.place)
        return None


def _marks(key: str) -> tuple[str, ...]:
    """What of a word one typing slip leaves whole: its beginning or its end."""
    return (f"^{key[:2]}", f"{key[-2:]}$") if len(key) >= 5 else ()


def near(one: str, other: str) -> bool:
    """Whether two words differ by one typing slip: a letter changed, lost, added, or two neighbours swapped."""
    if one == other:
        return True
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    if rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:]:
        return True
    return len(rest) == len(other_rest) and rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:]


def _same(one: str, other: str, slips: bool) -> bool:
    return one == other or (slips and near(one, other)) or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _fits(short: _Keys, full: _Keys, slips: bool) -> bool:
    """Whether ``short`` can be another writing of ``full``: its words in the same order, initials for names."""
    if len(short) > len(full):
        return False
    if len(short) == 1:
        return any(short[0] == word or (slips and near(short[0], word)) for word in full)
    if len(short) == len(full):
        return all(_same(a, b, slips) for a, b in zip(short, full, strict=True))
    at = 0
    for word in full:
        if at < len(short) and _same(short[at], word, slips):
            at += 1
    if at < len(short):
        return False
    if _same(short[-1], full[-1], slips):
        return True
    windows = (full[i : i + len(short)] for i in range(len(full) - len(short) + 1))
    return any(all(_same(a, b, slips) for a, b in zip(short, window, strict=True)) for window in windows)


def _compatible(group: _Group, host: _Group) -> bool:
    """A bare first name that is sure of itself is another person, unless a title stands before it."""
    if len(group.keys) != 1 or len(host.keys) == 1 or group.keys[0] != host.keys[0] or group.keys[0] == host.keys[-1]:
        return True
    if any(m.title for m in group.mentions) or group.evidence < SURE:
        return True
    return readings(group.keys[0].title(), False) & (Word.GIVEN | Word.FIGURE) != Word.GIVEN


def join(mentions: Iterable[Mention], announced: Collection[str] = ()) -> list[Person]:
    """The persons of a cable in order of first appearance, from its mentions in order of appearance.

    ``announced``: folded words of the header that can be surnames.
    """
    groups: dict[_Keys, _Group] = {}
    for mention in mentions:
        keys = mention.keys
        if keys:
            groups.setdefault(keys, _Group(keys)).mentions.append(mention)
    _count_again(list(groups.values()), announced)
    sure = [g for g in groups.values() if g.evidence >= SURE]
    full = sorted((g for g in sure if len(g.keys) > 1), key=lambda g: (-len(g.keys), -len(g.mentions)))
    bare = sorted((g for g in sure if len(g.keys) == 1), key=lambda g: -len(g.mentions))
    hosts = _Hosts()
    for group in (*full, *bare):
        host = hosts.host(group)
        if host is None:
            hosts.add(group)
        else:
            host.mentions += group.mentions
    certain = {id(g) for g in sure}
    for group in groups.values():
        host = None if id(group) in certain else hosts.host(group)
        if host is not None:
            host.mentions += group.mentions
    return [_person(group) for group in sorted(hosts.groups, key=lambda g: g.place)]


def _count_again(groups: Sequence[_Group], announced: Collection[str]) -> None:
    """What mentions add to one another: a surname used twice, and a full name whose surname is used alone."""
    alone = {g.keys[0]: g for g in groups if len(g.keys) == 1}
    for group in alone.values():
        capitals = all(m.capitals for m in group.mentions) and max(m.context for m in group.mentions) > 1.4
        if len(group.mentions) > 2 and capitals and group.evidence >= 1.5:
            group.again = 1.5
        elif len(group.mentions) > 1 and max(m.form for m in group.mentions) >= 1.2:
            group.again = 1.2
        if group.keys[0] in announced:
            group.again += 1.0
    for group in groups:
        single = alone.get(group.keys[-1])
        if single is not None and len(group.keys) > 1 and single.evidence > -1:
            group.again = 1.2 if len(single.mentions) > 1 or single.evidence > 0.5 else 0.6


def _person(group: _Group) -> Person:
    mentions = sorted(group.mentions, key=lambda m: m.place)
    forms = Counter(map(written, mentions))
    keys = {written(m): m.keys for m in mentions}
    order = {form: place for place, form in enumerate(forms)}
    fullest = max(forms, key=lambda f: (len(keys[f]), sum(len(k) > 1 for k in keys[f]), forms[f], -order[f]))
    seen = {fullest.casefold()}
    spellings = []
    for form in forms:
        if form.casefold() not in seen:
            seen.add(form.casefold())
            spellings.append(form)
    return Person(fullest, tuple(spellings))


def written(mention: Mention) -> str:
    """A mention's words as a name: what stands in capitals in ordinary case."""
    out = []
    for i, word in enumerate(mention.words):
        capitals = word.isupper() and len(word.strip(".")) > 1
        if capitals and (mention.capitals or (len(word) > 3 and "." not in word)):
            word = _ordinary_case(word, inside=i > 0)
        out.append(word)
    return " ".join(out)


def _ordinary_case(word: str, inside: bool) -> str:
    if set(word) <= set("IVX") or "." in word:
        return word  # Pius XII, J.J.
    if inside and word.lower() in _LOWER:
        return word.lower()
    return "-".join(map(_capitalised, word.lower().split("-")))


def _capitalised(part: str) -> str:
    if part in ("al", "el", "ul", "bin"):
        return part
    if part.startswith("mc") and len(part) > 3:
        return "Mc" + part[2:].capitalize()
    if part[1:2] in ("'", "’") and len(part) > 3:
        return part[0].upper() + part[1] + part[2:].capitalize()
    return part.capitalize()
