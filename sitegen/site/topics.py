"""Topics: the TAGS of the archive, with labels of their time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sitegen.diagnostics import Diagnostic, Location, diagnose
from sitegen.records import dates
from sitegen.records.document import Document
from sitegen.records.vocabulary import tags
from sitegen.site.authorities import LabelEntry
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


def label_of(code: str, year: int | None, entries: Mapping[str, LabelEntry]) -> str:
    """What a code meant in a year: an editor's label, else that of the official lists, else ""."""
    entry = entries.get(code)
    return (entry.label if entry else "") or tags.label(code, year) or ""


def shown_as(code: str, label: str) -> str:
    """What stands beside a code: its label, else the field of a subject (PREF: Political Affairs), else the code."""
    return label or tags.field_of(code) or code


def find_topics(
    documents: Sequence[Document], entries: Mapping[str, LabelEntry]
) -> tuple[tuple[TopicRecord, ...], list[Diagnostic]]:
    """The topics of documents in order of time, sorted by kind and code, and codes or entries that nothing explains.

    A code whose meaning changed over the years has all the labels that its cables' years gave it.
    """
    found: list[Diagnostic] = []
    carriers: dict[str, list[str]] = {}
    years: dict[str, dict[int | None, None]] = {}
    first: dict[str, str] = {}  # the file in which a code stands first
    for document in documents:
        cable = document.cable
        year = dates.year(cable.date)
        for code in cable.tags if len(set(cable.tags)) == len(cable.tags) else dict.fromkeys(cable.tags):
            if code in carriers:
                carriers[code].append(cable.id)
                years[code][year] = None
            else:
                carriers[code], years[code], first[code] = [cable.id], {year: None}, document.path
    topics = []
    for code, carrying in carriers.items():
        labels = [label for label in dict.fromkeys(label_of(code, year, entries) for year in years[code]) if label]
        entry = entries.get(code)
        kind = (entry.kind if entry else "") or tags.kind(code)
        if not labels and kind == "unknown":
            near = did_you_mean(code, (*tags.SUBJECTS, *tags.PROGRAMS)) if len(found) < _HINTS and len(code) > 3 else ""
            found.append(diagnose("unknown-tags-code", Location(first[code]),
                                  f"`{code}` is in no list of TAGS ({len(carrying)} cables)",
                                  f"{near and near + ' '}correct it there, or give it a label in content/topics.yaml"))
        topics.append(TopicRecord(code, " / ".join(labels), kind if kind in KINDS else "unknown",
                                  tuple(carrying), entry.note if entry else "", tuple(years[code])))
    found += [diagnose("unused-authority", entry.location, f"no cable carries the TAGS code `{code}`")
              for code, entry in entries.items() if code not in carriers]
    topics.sort(key=lambda topic: (KINDS.index(topic.kind), topic.code))
    return tuple(topics), found
