"""How a cable ends: the signature, and what publishers put after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.convert.layout import Item, Kind
from sitegen.convert.letters import count_letters, count_upper
from sitegen.records.cable import Omission
from sitegen.records.likeness import folded

#: lines after (or instead of) a signature that are no part of the cable's text
_TRAILER = re.compile(
    r"^\s*(?:[>\"',\s.…*#]*|NNNN\w*|BT|#\d{4}|N{2,}|(?:<<\s*)?END OF (?:DOCUMENT|CABLE)(?:\s*>>)?"
    r"|End Cable Text|=+\s*CABLE ENDS\s*=+"
    r"|(?:>\s*)?\d{4}[A-Z]+\d+\s+-\s+Classification:.*|TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|LIMITED OFFICIAL USE"
    r"|(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED)?[\s>]{0,40}(?:[A-Z]{3}\d{4}|@@@\w+@@@))[\s\"',>\\]*$",
    re.IGNORECASE,
)
_NAME = r"(?:(?!X{6})[A-ZÀ-Ý][A-Za-zÀ-ÿ'’`.-]{1,24}|van|von|de|da|du|der|la|le)"
_ALONE = re.compile(
    rf"^[\s*>]*(?P<name>X{{6,20}}|{_NAME}(?: {_NAME}){{0,3}}(?:,? (?:JR|Jr|jr|SR|III|II)\.?)?)[\s\"',.…*#>\\-]*$"
)
_CAPITALS = r"(?!X{6}|(?:UNQUOTE|TEXT|COMMENT) )[A-ZÀ-Ý][A-ZÀ-Ý'’-]{1,20}(?: [A-ZÀ-Ý][A-ZÀ-Ý'’-]{2,20})?"
_AT_END = re.compile(rf"\s/?\s*(?P<name>{_CAPITALS})[\s\"',.…*#>\\]*$")
#: what a signature on the text's last line stands after
_BEFORE_NAME = re.compile(r"(?:[.!?)\"'”’*>]|[xX]{6,}|/|\b(?:END (?:TEXT|SUMMARY|COMMENT|QUOTE)|UNQUOTE)\.?)\s+/?\s*$")
#: lines that may follow a signature and are the cable's own
_BOILERPLATE = re.compile(r"https?:|Classified Web ?site|sgov\.gov|intelink|^\s*NOTE BY\b", re.IGNORECASE)
_LOWER = re.compile(r"^\s*(?P<name>[a-z]{3,15})\s*$")
#: "… as warranted. McMullen": a name in mixed case after the last sentence (04RANGOON1100)
_MIXED_AT_END = re.compile(
    r"(?:[.!?\"'”’)]|\bEND (?:TEXT|SUMMARY|COMMENT|QUOTE)\.?)\s+(?P<name>[A-Z][A-Za-z'’-]{3,18})[\s\"',…*>\\]*$"
)
_NO_NAME = frozenset(
    "END TEXT COMMENT SUMMARY NOTE MESSAGE ACTION SIPDIS NOFORN SENSITIVE UNCLASSIFIED UNCLAS "
    "CONFIDENTIAL SECRET MINIMIZE CONSIDERED BT STOP TOTAL TOTALS "
    "UNQUOTE QUOTE NONE USA US UN EU NATO IAEA N/A PAGE PART SECTION MISSING REF TAGS SUBJECT BEGIN "
    "CLEARED DRAFTED EXDIS NODIS".split()
)


@dataclass(frozen=True, slots=True)
class Closing:
    """The signature as written ("" when there is none), the items before it, its line, and what was left out after
    it."""

    signed_by: str
    items: tuple[Item, ...]
    line: int
    column: int
    omissions: tuple[Omission, ...]
    last_line: int  # the last line of the cable


def close(items: Sequence[Item], head: str = "") -> Closing:
    """Take the signature and what follows it off a text. ``head`` is the text of the cable's header: a piece of it
    that a
    publisher cut off can stand after the signature (05PARIS1699 ``T ONE ORDERED RELEASED ON...``)."""
    kept = list(items)
    omissions: list[Omission] = []
    while kept and (
        kept[-1].kind is not Kind.TEXT
        or _TRAILER.match(kept[-1].line.text)
        and not re.search(r"\w", kept[-1].line.text)
    ):
        kept.pop()
    if (
        kept
        and head
        and re.search(r"(?:\.\.\.|…)\s*$", text := kept[-1].line.text)
        and 3 < len(folded(text)) < 120
        and folded(text) in folded(head)
    ):
        omissions.append(Omission("end of the head again", str(kept[-1].line.number), kept.pop().line.text.strip()))
    last_line = max((item.line.number for item in kept), default=0)

    def drop_trailers() -> None:
        while kept and (kept[-1].kind is not Kind.TEXT or _TRAILER.match(kept[-1].line.text)):
            item = kept.pop()
            if item.kind is Kind.TEXT and re.search(r"\w", item.line.text):
                omissions.append(Omission("end of the message", str(item.line.number), item.line.text.strip()))

    drop_trailers()
    at = _signature_line(kept)
    if at is not None:
        found = _ALONE.match(kept[at].line.text) or _LOWER.match(kept[at].line.text)
        name = found["name"].strip() if found else ""
        line = kept[at].line
        after = kept[at + 1 :]
        own = [item for item in after if item.kind is Kind.TEXT and _BOILERPLATE.search(item.line.text)]
        for item in after:
            if item.kind is Kind.TEXT and re.search(r"\w", item.line.text) and item not in own:
                again = folded(item.line.text) == folded(name)
                omissions.append(
                    Omission(
                        "signature repeated" if again else "web page", str(item.line.number), item.line.text.strip()
                    )
                )
        kept[at:] = own
        drop_trailers()
        if kept and (before := _ALONE.match(kept[-1].line.text)) and folded(before["name"]) == folded(name):
            line = kept[-1].line
            name = before["name"].strip()
            omissions.append(Omission("signature repeated", str(line.number), kept.pop().line.text.strip()))
        return Closing(name.rstrip(",. "), tuple(kept), line.number, line.column, tuple(omissions), last_line)
    if kept and kept[-1].kind is Kind.TEXT and (start := _name_at_end(kept)) is not None:
        line = kept[-1].line
        name = line.text[start:].strip(" \t\"',.…*>\\")
        slash = re.search(r"\s+/?\s*$", line.text[:start])
        kept[-1] = Item(Kind.TEXT, line.slice(0, slash.start() if slash else start), kept[-1].cut)
        return Closing(name, tuple(kept), line.number, line.column + start, tuple(omissions), last_line)
    return Closing("", tuple(kept), 0, 0, tuple(omissions), last_line)


def _name_at_end(items: Sequence[Item]) -> int | None:
    """Where in the last line of a text a signature begins, when the line ends with one."""
    text = items[-1].line.text
    tail = text[-300:]
    around = " ".join(item.line.text for item in items[-60:])
    if found := _AT_END.search(tail):
        start = len(text) - len(tail) + found.start("name")
        in_capitals = count_upper(around) > 0.6 * max(1, count_letters(around))
        alone = len(found["name"]) > 3 and around.upper().count(found["name"]) == 1 and not in_capitals
        if not _NO_NAME.intersection(found["name"].split()) and (_BEFORE_NAME.search(text[:start]) or alone):
            return start
    found = _MIXED_AT_END.search(tail)
    if found is not None and found["name"].upper() not in _NO_NAME and found["name"].lower() not in around.split():
        return len(text) - len(tail) + found.start("name")
    return None


def _signature_line(items: Sequence[Item]) -> int | None:
    """The index of the line that is the signature: in capitals among the last short lines, or the very last in mixed
    case."""
    tail: list[int] = []
    for at in range(len(items) - 1, -1, -1):
        item = items[at]
        if item.kind is not Kind.TEXT:
            continue
        text = item.line.text.strip()
        if _BOILERPLATE.search(text) and len(tail) < 4 and not any(_ALONE.match(items[t].line.text) for t in tail):
            continue
        if len(text) > 45 or len(tail) >= 7 or re.search(r"[.;:!?]$", text.rstrip("\"' ")) and not _ALONE.match(text):
            break
        if re.match(r"^(?:¶|\d{1,2}[.)]|--|-|\()", text):
            break
        tail.append(at)
        if not item.cut:
            continue
    names = [
        at
        for at in tail
        if (m := _ALONE.match(items[at].line.text)) and not _NO_NAME.intersection(m["name"].upper().split())
    ]
    capitals = [at for at in names if _ALONE.match(items[at].line.text)["name"].isupper()]  # type: ignore[index]
    capitals = [at for at in capitals if _ends_before(items, at)]
    if capitals:
        return capitals[0]
    last = max((n for n, item in enumerate(items) if item.kind is Kind.TEXT), default=-1)
    if (
        last > 0
        and _LOWER.match(items[last].line.text)
        and (items[last - 1].kind is not Kind.TEXT or _BOILERPLATE.search(items[last - 1].line.text))
    ):
        return last
    if (
        names
        and tail
        and names[0] == tail[0]
        and _ends_before(items, names[0])
        and len(items[names[0]].line.text.split()) <= 3
    ):
        return names[0]
    return None


def _ends_before(items: Sequence[Item], at: int) -> bool:
    """Whether the text before the line ends (a sentence, an address, a blank line), so that a name can follow it."""
    if at == 0:
        return False
    if items[at - 1].kind is Kind.PAGE:  # a sentence may go on behind the head of a page (07PARIS2440)
        above = next((item.line.text for item in reversed(items[:at]) if item.kind is Kind.TEXT), "")
        return bool(re.search(r"[.!?:;)\]\"'”’/>*-]\s*$|[Xx]{6,}\s*$", above[-300:]))
    if items[at - 1].kind is not Kind.TEXT:
        return True
    one_word = items[at].line.text.strip().isupper() and len(items[at].line.text.split()) == 1
    if at == len(items) - 1 and one_word and any(c.islower() for c in items[at - 1].line.text):
        return True
    before = items[at - 1].line.text.strip()
    return (
        bool(re.search(r"[.!?:;)\]\"'”’/>*-]$|[Xx]{6,}$|https?://\S+$|\S+\.\S{1,4}(?: ?\w{1,3})?$", before[-300:]))
        or bool(_ALONE.match(items[at - 1].line.text))
        or len(before) < 30
    )
