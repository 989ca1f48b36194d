"""What a publisher wrote about a cable, beside it: rows of tables and dumps, tables of labels, titles, date lines.

These lines are no part of the cable. They give its id, date, classification, origin and references where the cable
itself has lost them, and they part one cable of a file from the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sitegen.convert.lines import Line
from sitegen.records.identifiers import canonical_id

ID = r"(?:\d{2}|(?:19|20)\d{2})[A-Z]{3}[A-Z0-9]{0,40}\d"
_ID = re.compile(rf"(?<![A-Za-z0-9/]){ID}(?![A-Za-z0-9])")
_ROW_STARTS = (
    re.compile(rf"^\s*\"?\d{{1,7}},\"?\d{{1,2}}/\d{{1,2}}/\d{{4}} \d{{1,2}}:\d\d\"?,\"?{ID}"),  # 04THEHAGUE1915: CSV
    re.compile(rf"^\s*(?:\d{{1,7}}\t)?\d{{4}}-\d\d-\d\d \d\d:\d\d(?::\d\d)?\t{ID}\t"),  # 09BERN279: PostgreSQL COPY
    re.compile(
        rf"^\s*\d{{1,7}}\s+(?:\d{{1,2}}/\d{{1,2}}/\d{{4}}|\d{{4}}-\d\d-\d\d)\s+(?:\d{{1,2}}:\d\d(?::\d\d)?\s+)?{ID}\b"
    ),  # 09CAIRO189
    re.compile(r"^\s*\d{1,7} \d\d/\d\d/\d{4}(?: \d{1,6} [A-Z]{2,5}(?:,[A-Z]{2,5})*.*)?\s*$"),  # 09CAIRO189: index row
)
_NUMBER = re.compile(r"^\s*\d{1,7}\s*$")
_DATE = re.compile(r"^\s*\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?\s*$")
_ID_ALONE = re.compile(rf"^\s*{ID}\s*$")
_LABELLED = re.compile(r"^\s*(?:id|refid|Identifier|Reference ID):?\s*(?:\S+)?\s*$")
_NOTICE = re.compile(r"This record is a partial extract of the original cable")

_DATES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)[ T](?P<t>\d\d:\d\d)"), "ymd"),
    (re.compile(r"\b(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})(?:[ ,]+(?P<t>\d{1,2}:\d\d))?"), "mdy"),
    (re.compile(r"\b(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)\b"), "ymd"),
    (
        re.compile(r"\b[A-Z][a-z]{2} (?P<b>[A-Z][a-z]{2}) (?P<d>\d\d) (?P<t>\d\d:\d\d):\d\d [+-]\d{4} (?P<y>\d{4})\b"),
        "alx",
    ),
    (
        re.compile(
            r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur"
            r"|Sun)day,? (?P<d>\d{1,2}) (?P<b>[A-Z][a-z]+) (?P<y>\d{4})(?:, (?P<t>\d{1,2}:\d\d))?"
        ),
        "dby",
    ),
)
_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_CLASSIFICATION = re.compile(
    r"(?<![A-Za-z])(?P<word>TOP SECRET|SECRET|CONFIDENTIAL|LIMITED OFFICIAL USE"
    r"|UNCLASSIFIED)(?://(?:NOFORN|FOR\s+OFFICIAL USE ONLY))?(?=[\s\",|]|$)"
)
_ORIGIN = re.compile(
    r"(?:^|[\t\",]|(?<=\d ))\s*(?P<name>(?:Embassy|Consulate(?: General)?|US Mission|Mission|USUN|UNVIE"
    r"|US Interests Section|US Office|US Delegation|"
    r"American Institute|REO|Iran RPO|Branch Office|USEU|USDEL)\b[^\t\",|\n]{0,50}?|Secretary of State"
    r"|DIR FSINFATC|US Pacific Command)\s*(?=[\t\",|]|$| (?:TOP |SECRET|CONFID|UNCLAS))"
)


@dataclass(frozen=True, slots=True)
class Published:
    """What a publisher says of a cable. Empty strings mean that it does not say. ``date`` is EDTF."""

    id: str = ""
    id_as_given: str = ""
    date: str = ""
    classification: str = ""
    origin: str = ""
    title: str = ""
    references: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()  # every id that stands in the lines
    lines: tuple[Line, ...] = ()
    partial: bool = False  # the publisher says that text is missing

    def __bool__(self) -> bool:
        return bool(self.id or self.date or self.origin)


_MAY_BEGIN = re.compile(r"\s*(?:\"?\d|id|refid|Identifier|Reference ID)")
_NEAR = 200  # lines of text that are looked at on each side of a cable


def begins_record(lines: Sequence[Line], at: int) -> bool:
    """Whether a publisher's record of a next cable begins at this line, in the middle of a document."""
    text = lines[at].text
    if len(text) > 2000 or not _MAY_BEGIN.match(text):
        return False
    if any(pattern.match(text) for pattern in _ROW_STARTS):
        return True
    following = _next_lines(lines, at, 3)
    if _NUMBER.match(text):
        return bool(following and (_DATE.match(following[0]) or _ID_ALONE.match(following[0])))
    if _DATE.match(text) or _LABELLED.match(text):
        return any(_ID_ALONE.match(line) or re.match(r"^\s*(?:date|refid):", line) for line in following)
    if _ID_ALONE.match(text):
        return bool(canonical_id(text.strip())[0]) and any(
            _ORIGIN.match(line) or _classified(line) for line in _next_lines(lines, at, 5)
        )
    return False


def _classified(text: str) -> bool:
    found = _CLASSIFICATION.match(text.strip())
    return found is not None and len(text.strip()) < 45


def _next_lines(lines: Sequence[Line], at: int, count: int) -> list[str]:
    out: list[str] = []
    for line in lines[at + 1 : at + 1 + count * 4]:
        if not line.blank:
            out.append(line.text[:200])
            if len(out) == count:
                break
    return out


def read_record(lines: Sequence[Line], day_only: bool = False) -> Published:
    """Read the lines that a publisher put around a cable. ``day_only``: times of day in them are not to be trusted.

    The first id is the cable's own; others in the same lines are references. A time of ``00:00:00`` is no time (the
    five-line layout gives every cable's day at midnight of Central European time).
    """
    out = Published(lines=tuple(lines), partial=any(_NOTICE.search(line.text) for line in lines))
    own = ""
    references: list[str] = []
    texts = [line for line in lines if not line.blank]
    near = texts if len(texts) <= 2 * _NEAR else [*texts[:_NEAR], *texts[-_NEAR:]]
    for line in near:
        text = line.text[:4000]
        for found in _ID.finditer(text):
            name, _ = canonical_id(found[0])
            if not name:
                continue
            if not own:
                own = name
                out = replace(out, id=name, id_as_given=found[0])
            elif name != own and name not in references and not re.search(r"\d{7}$", name):
                references.append(name)
        if not out.date and (date := _date(text, day_only)):
            out = replace(out, date=date)
        if not out.classification and (word := _CLASSIFICATION.search(text)):
            out = replace(out, classification=word["word"])
        if not out.origin and (origin := _ORIGIN.search(text)):
            out = replace(out, origin=origin["name"].strip())
    title = _title(lines)
    return replace(
        out, references=tuple(references), title=title, mentioned=tuple([own] if own else []) + tuple(references)
    )


def _date(text: str, day_only: bool) -> str:
    for pattern, form in _DATES:
        found = pattern.search(text)
        if not found:
            continue
        month = _MONTHS.get(found["b"][:3].lower(), 0) if form in ("alx", "dby") else int(found["m"])
        year, day = int(found["y"]), int(found["d"])
        if not (1940 <= year <= 2039 and 1 <= month <= 12 and 1 <= day <= 31):
            continue
        time = found.groupdict().get("t") or ""
        if day_only or not time or form == "alx" or time in ("0:00", "00:00") and form == "ymd":
            return f"{year:04}-{month:02}-{day:02}"
        hours, minutes = time.split(":")
        if int(hours) > 23 or int(minutes) > 59:
            return f"{year:04}-{month:02}-{day:02}"
        return f"{year:04}-{month:02}-{day:02}T{int(hours):02}:{minutes}:00Z"
    return ""


def _title(lines: Sequence[Line]) -> str:
    """The title of the five-line layout (its second line), or the one after ``Cable title:``."""
    texts = [line.text.strip() for line in lines[:12]]
    if "Cable title:" in texts[:-1]:
        return texts[texts.index("Cable title:") + 1]
    if len(texts) > 2 and _ID_ALONE.match(texts[0]) and re.match(r"^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d ", texts[2]):
        return texts[1]
    return ""
