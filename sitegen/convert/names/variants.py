"""Joins the mentions of a cable into persons: surname alone, typing variants, case, accents, hyphens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sitegen.convert.names.finder import SURE, Mention
from sitegen.convert.names.lexicon import Word, readings
from sitegen.records.cable import Person

_LOWER_LINKS = frozenset("de la las los el del della da das do dos di du van der den von zu y e bin ben ibn bint ould al ul ud af av le ter ten".split())


@dataclass(slots=True)
class _Group:
    """The mentions of what seems one person: ``keys`` are those of the fullest form."""

    keys: tuple[str, ...]
    mentions: list[Mention] = field(default_factory=list)
    again: float = 0.0  # what a later mention by the last word alone adds

    @property
    def evidence(self) -> float:
        form = max(m.form for m in self.mentions)
        said = sorted((m.context for m in self.mentions if m.context > 0), reverse=True)
        doubts = sum(m.context for m in self.mentions if m.context < 0)
        return form + self.again + sum(c if i == 0 else 0.6 * c for i, c in enumerate(said[:4])) + doubts


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


def _fits(short: tuple[str, ...], full: tuple[str, ...], slips: bool) -> bool:
    """Whether ``short`` can be another writing of ``full``: its words in the same order, initials for names."""
    if len(short) > len(full):
        return False
    if len(short) == len(full):
        same = [_same(a, b, slips) for a, b in zip(short, full, strict=True)]
        return all(same)
    if len(short) == 1:
        return any(short[0] == word or slips and near(short[0], word) for word in full)
    at = 0
    for word in full:
        if at < len(short) and _same(short[at], word, slips):
            at += 1
    return at == len(short) and (_same(short[-1], full[-1], slips) or _contiguous(short, full, slips))


def _contiguous(short: tuple[str, ...], full: tuple[str, ...], slips: bool) -> bool:
    size = len(short)
    return any(all(_same(a, b, slips) for a, b in zip(short, full[i : i + size], strict=True)) for i in range(len(full) - size + 1))


def _same(one: str, other: str, slips: bool) -> bool:
    return one == other or slips and near(one, other) or min(len(one), len(other)) == 1 and one[0] == other[0]


def join(mentions: Sequence[Mention]) -> list[Person]:
    """The persons of a cable in order of first appearance, from its mentions in order of appearance."""
    groups: list[_Group] = []
    by_key: dict[tuple[str, ...], _Group] = {}
    for mention in mentions:
        keys = mention.keys
        if not keys:
            continue
        group = by_key.get(keys)
        if group is None:
            group = by_key[keys] = _Group(keys)
            groups.append(group)
        group.mentions.append(mention)
    _again(groups)
    sure = [g for g in groups if g.evidence >= SURE]
    full = sorted((g for g in sure if len(g.keys) > 1), key=lambda g: (-len(g.keys), -len(g.mentions)))
    kept: list[_Group] = []
    for group in full:
        host = _host(group, kept)
        if host is None:
            kept.append(group)
        else:
            host.mentions.extend(group.mentions)
    rest = [g for g in groups if g not in full]
    singles = sorted((g for g in rest if g.evidence >= SURE), key=lambda g: -len(g.mentions))
    for group in singles:
        host = _host(group, kept)
        if host is None:
            kept.append(group)
        else:
            host.mentions.extend(group.mentions)
    for group in rest:
        if group.evidence < SURE:
            host = _host(group, kept)
            if host is not None:
                host.mentions.extend(group.mentions)
    return [_person(g) for g in sorted(kept, key=lambda g: min((m.paragraph, m.start) for m in g.mentions))]


def _again(groups: Sequence[_Group]) -> None:
    """A run of unknown words whose last word is used alone elsewhere is a person's full name and surname."""
    alone = {g.keys[0]: g for g in groups if len(g.keys) == 1}
    for group in alone.values():
        if len(group.mentions) > 2 and group.evidence >= 1.5 and all(m.capitals for m in group.mentions) and max(m.context for m in group.mentions) > 1.4:
            group.again = 1.5
        elif len(group.mentions) > 1 and max(m.form for m in group.mentions) >= 1.2:
            group.again = 1.2
    for group in groups:
        single = alone.get(group.keys[-1])
        if single is not None and len(group.keys) > 1 and single.evidence > -1:
            group.again = 1.2 if len(single.mentions) > 1 or single.evidence > 0.5 else 0.6


def _host(group: _Group, kept: list[_Group]) -> _Group | None:
    """The person that a shorter or misspelt writing belongs to: an exact fit before a slip, the latest named before it."""
    place = min((m.paragraph, m.start) for m in group.mentions)
    for slips in (False, True):
        fitting = [k for k in kept if _fits(group.keys, k.keys, slips) and _compatible(group, k)]
        if len(group.keys) == 1 and len(fitting) > 1:
            tail = [k for k in fitting if _same(group.keys[0], k.keys[-1], slips)]
            fitting = tail or fitting
        if fitting:
            earlier = [k for k in fitting if min((m.paragraph, m.start) for m in k.mentions) <= place]
            return min(earlier or fitting, key=lambda k: min((m.paragraph, m.start) for m in k.mentions))
    return None


def _compatible(group: _Group, host: _Group) -> bool:
    """A bare given name is another way of naming a person only where it is unusual as a surname of somebody else."""
    if len(group.keys) != 1:
        return True
    if len(host.keys) > 1 and host.keys[0] == group.keys[0] and host.keys[-1] != group.keys[0]:
        titled = any(m.title for m in group.mentions)
        return titled or group.evidence < SURE or not readings(group.keys[0].title(), False) & Word.GIVEN
    return True


def written(mention: Mention) -> str:
    """A mention's words as a name: words of a text of capitals in ordinary case."""
    out = []
    for i, word in enumerate(mention.words):
        if mention.capitals and word.isupper() and len(word.strip(".")) > 1 or word.isupper() and len(word) > 3 and "." not in word:
            word = _ordinary_case(word, i > 0)
        out.append(word)
    text = " ".join(out)
    return text.replace(". .", ".")


def _ordinary_case(word: str, inside: bool) -> str:
    if set(word) <= set("IVX"):
        return word
    if inside and word.lower() in _LOWER_LINKS:
        return word.lower()
    parts = []
    for part in word.lower().split("-"):
        if part in ("al", "el", "ul", "bin") and "-" in word:
            parts.append(part)
        elif part.startswith("mc") and len(part) > 3:
            parts.append("Mc" + part[2:].capitalize())
        elif part[1:2] in ("'", "’") and len(part) > 3:
            parts.append(part[0].upper() + part[1] + part[2:].capitalize())
        else:
            parts.append(part.capitalize())
    return "-".join(parts)


def _person(group: _Group) -> Person:
    forms = Counter(written(m) for m in group.mentions)
    first = {written(m): i for i, m in reversed(list(enumerate(group.mentions)))}
    keys = {written(m): m.keys for m in group.mentions}
    fullest = max(forms, key=lambda f: (len(keys[f]), sum(len(k) > 1 for k in keys[f]), forms[f], -first[f]))
    seen = {fullest.casefold()}
    spellings = []
    for form in sorted(forms, key=lambda f: first[f]):
        if form.casefold() not in seen:
            seen.add(form.casefold())
            spellings.append(form)
    return Person(fullest, tuple(spellings))
