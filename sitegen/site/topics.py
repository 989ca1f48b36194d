"""Topics: the TAGS of the archive, with labels of their time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records.cable import Cable
from sitegen.records.vocabulary import tags
from sitegen.site import explain
from sitegen.site.authorities import LabelEntry
from sitegen.site.languages import DEFAULT, meaning
from sitegen.site.order import Order
from sitegen.yaml_nodes import did_you_mean

_HINTS = 20  # codes are compared for so many unknown ones, for it takes time
#: the order in which kinds are shown
KINDS = ("subject", "program", "country", "region", "organization", "person", "unknown")


@dataclass(frozen=True, slots=True)
class TopicRecord:
    """A TAGS code that cables carry: its label ("" when no list has one), its kind, and the cables in order of time."""

    code: str
    label: str
    kind: str
    cables: tuple[str, ...]
    note: str = ""
    years: tuple[int | None, ...] = ()  # those of the cables, each once, in that order


def label_of(code: str, year: int | None, entries: Mapping[str, LabelEntry], language: str = DEFAULT) -> str:
    """What a code meant in a year: an editor's label, else that of the official lists in a language, else ""."""
    entry = entries.get(code)
    return (entry.label if entry else "") or explain.tags_label(code, year, language)


def shown_as(code: str, label: str, language: str) -> str:
    """What stands beside a code: its label, else the field of a subject (PREF: Political Affairs), else the code."""
    return label or meaning(tags.field_of(code) or "", language) or code


def find_topics(
    order: Order, entries: Mapping[str, LabelEntry], before: Iterable[TopicRecord] = (),
    entries_before: Mapping[str, LabelEntry] = MappingProxyType({}), language: str = DEFAULT,
) -> tuple[tuple[TopicRecord, ...], list[Diagnostic]]:
    """The topics of cables, sorted by kind and code, and codes or entries that nothing explains. ``before`` are those
    of the earlier site.

    A code whose meaning changed over the years has all the labels that its cables' years gave it,
    in ``language``.
    """
    known = {topic.code: topic for topic in before}
    carriers, touched = order.regroup({code: topic.cables for code, topic in known.items()}, _codes)
    touched |= {code for code in entries_before.keys() | entries.keys()
                if entries_before.get(code) != entries.get(code)}
    topics = [_topic(code, ids, order, entries, language) if code in touched else known[code]
              for code, ids in carriers.items()]
    topics.sort(key=lambda topic: (KINDS.index(topic.kind), topic.code))
    unknown = [topic for topic in topics if not topic.label and topic.kind == "unknown"]
    found = [diagnose("unknown-tags-code", Location(order.documents[topic.cables[0]].path),
                      f"`{topic.code}` is in no list of TAGS ({len(topic.cables)} cables)",
                      f"{_near(topic.code) if number < _HINTS else ''}correct it there, or give it a label in "
                      "content/topics.yaml")
             for number, topic in enumerate(unknown)]
    found += [diagnose("unused-authority", entry.location, f"no cable carries the TAGS code `{code}`")
              for code, entry in entries.items() if code not in carriers]
    return tuple(topics), found


def _codes(cable: Cable) -> Collection[str]:
    return cable.tags if len(set(cable.tags)) == len(cable.tags) else dict.fromkeys(cable.tags)


def _topic(
    code: str, ids: tuple[str, ...], order: Order, entries: Mapping[str, LabelEntry], language: str
) -> TopicRecord:
    dated = order.dated
    years = tuple(dict.fromkeys([dated[cable_id][0] for cable_id in ids]))
    found = dict.fromkeys(label_of(code, year, entries, language) for year in years)
    labels = [label for label in found if label]
    entry = entries.get(code)
    kind = (entry.kind if entry else "") or tags.kind(code)
    return TopicRecord(code, " / ".join(labels), kind if kind in KINDS else "unknown", ids, entry.note if entry else "",
                       years)


@lru_cache(maxsize=256)
def _near(code: str) -> str:
    near = did_you_mean(code, (*tags.SUBJECTS, *tags.PROGRAMS)) if len(code) > 3 else ""
    return near and near + " "
