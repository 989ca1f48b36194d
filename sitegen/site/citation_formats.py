"""How to cite a cable, for reference managers: BibTeX, RIS and CSL-JSON.

A telegram is a report of its post: Zotero, JabRef and the CSL styles all have that type, with a number, a kind and an
institution. The fields of BibTeX's ``@techreport`` are those of BibTeX and biblatex; RIS follows the type RPRT.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from sitegen.records import dates
from sitegen.site.citations import Cited
from sitegen.site.explain import day_of

_LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
          "{": r"\textbraceleft{}", "}": r"\textbraceright{}", **{sign: "\\" + sign for sign in "&%$#_"}}
_LATEX_SIGN = re.compile(r"[\\~^&%$#_{}]")
_BIBTEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NO_KEY = re.compile(r"[^A-Za-z0-9:._-]+")


def bibtex(of: Cited) -> str:
    """One entry of a .bib file."""
    year, month = dates.year(of.date), dates.month(of.date)
    fields = [
        ("author", f"{{{_latex(of.sender)}}}" if of.sender else ""),
        ("title", f"{{{_latex(of.title)}}}"),
        ("institution", _latex(of.sender)),
        ("type", "Telegram"),
        ("number", _latex(of.id)),
        ("date", day_of(of.date) if dates.is_edtf(of.date) else ""),
        ("year", str(year) if year else ""),
        ("howpublished", _latex(of.archive)),
        ("publisher", _latex(of.publisher)),
        ("note", _latex(_note(of))),
        ("langid", of.language),
        ("url", of.address + of.hash),
    ]
    lines = [f"  {name} = {{{value}}}," for name, value in fields if value]
    if year and month:
        lines.append(f"  month = {_BIBTEX_MONTHS[month - 1]},")
    return "\n".join([f"@techreport{{{_NO_KEY.sub('-', of.id)},", *lines, "}"]) + "\n"


def ris(of: Cited) -> str:
    """One record of a .ris file."""
    year, month, day = dates.year(of.date), dates.month(of.date), dates.day(of.date)
    when = f"{year}/{f'{month:02}' if month else ''}/{f'{day.day:02}' if day else ''}/" if year else ""
    pairs = [
        ("TY", "RPRT"), ("ID", of.id), ("AU", of.sender), ("TI", of.title), ("PY", str(year) if year else ""),
        ("DA", f"{when}{'ca.' if dates.is_estimated(of.date) else ''}" if when else ""), ("M3", "Telegram"),
        ("SN", of.id), ("PB", of.sender), ("DB", of.archive), ("DP", of.publisher), ("LA", of.language),
        ("N1", _note(of)), ("UR", of.address + of.hash),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in pairs if value]
    return "\n".join([*lines, "ER  - "]) + "\n"


def csl_json(of: Cited) -> str:
    """A list with one item, as CSL processors and Zotero read it."""
    parts = [dates.year(of.date), dates.month(of.date), getattr(dates.day(of.date), "day", None)]
    known = parts[:parts.index(None)] if None in parts else parts
    issued: dict[str, Any] = {"date-parts": [known]} if known else {}
    if issued and dates.is_estimated(of.date):
        issued["circa"] = True
    item = {
        "id": of.id, "type": "report", "genre": "Telegram", "number": of.id, "title": of.title,
        "author": [{"literal": of.sender}] if of.sender else None,
        "recipient": [{"literal": of.recipient}] if of.recipient else None,
        "issued": issued, "publisher": of.sender, "archive": of.archive, "container-title": of.archive,
        "language": of.language, "note": _note(of), "URL": of.address + of.hash,
    }
    return json.dumps([{key: value for key, value in item.items() if value}], ensure_ascii=False, indent=1) + "\n"


#: the ending of the file -> what makes it
FORMATS: dict[str, Callable[[Cited], str]] = {"bib": bibtex, "ris": ris, "json": csl_json}


def _note(of: Cited) -> str:
    """What the fields have no place for: to whom, how secret, where the text came from."""
    parts = [f"To {of.recipient}" if of.recipient else "", of.classification,
             of.origin[:1].upper() + of.origin[1:] if of.origin else ""]
    return ". ".join(part for part in parts if part)


def _latex(text: str) -> str:
    return _LATEX_SIGN.sub(lambda sign: _LATEX[sign[0]], " ".join(text.split()))
