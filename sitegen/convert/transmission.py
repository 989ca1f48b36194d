"""The transmission header: from the transmission number (VZCZC…) to the last INFO addressee.

Format lines as in ACP 127: routing line, ``DE`` line, ``ZNY``/``ZNR``, precedence with date-time group, ``FM``, ``TO``,
``INFO``. Mirrors keep them line by line, on one line, glued without a blank, or (archive prints) below a distribution
table ``ACTION EUR-00 / INFO LOG-00 …`` that names offices inside the Department, no addressees.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sitegen.convert.addressees import Addressee, parse_addressees
from sitegen.convert.class_line import find_class_line, glued_class_line
from sitegen.convert.letters import count_letters, count_upper
from sitegen.convert.lines import Doubt, Line
from sitegen.convert.mapped_text import MappedText
from sitegen.records.vocabulary.precedences import PROSIGNS

_MONTHS = {m: n for n, m in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}
_LINES = 400  # no transmission header is longer; a body of one line may be 50 MB
_CHARACTERS = 40_000

_ID = re.compile(r"V?ZCZC[A-Z]{2,4}\d{3,4}")
_DE = re.compile(r"DE\s+(R[A-Z]{3,7})\s*#?\s*(\d{3,6})(?:/(\d{1,2}))?\s+(\d{7})|#(\d{3,5})(?:/(\d{1,2}))?\s+(\d{7})")
_ROUTING = re.compile(r"(?<![A-Z])([OPRZ]{2})((?:\s+R[A-Z]{3,7}(?<!RDE))+)")
_SECURITY = re.compile(r"ZN[RY]\s+([A-Z])[A-Z]{2,5}")
_DTG = re.compile(
    r"(?:(?<![A-Z])|(?<=ZZH))([OPRZ])?(?:\s?([OPRZ]))?\s*(?<!\d)(\d{2})\s?(\d{4})\s?Z\s+([A-Z]{3})[A-Z]{0,6}\.?"
    r"(?:\s*(\d{4}|\d{2})(?!\d))?",
    re.IGNORECASE,
)
_FM = re.compile(r"(?:(?<=\s)|(?<=\d)|(?<=Z)|^)FM\s+(?=[A-Z])")
_TO = re.compile(r"^[ \t]*TO(?:[ \t]+(?=\S)|(?=R[UH][A-Z]{2,6}/))", re.MULTILINE)
_TO_INSIDE = re.compile(r"\sTO\s+(?=[A-Z])|TO\s*(?=R[UH][A-Z]{2,6}\s?/)")
_INFO = re.compile(r"^[ \t]*INFO(?:[ \t]+(?=\S)|(?=R[UH][A-Z]{2,6}/))(?!LOG-)", re.MULTILINE)
_INFO_INSIDE = re.compile(r"(?<![A-Z])INFO\s+(?=[A-Z])|INFO\s*(?=R[UH][A-Z]{2,6}\s?/)")
_PAGE = re.compile(r"PAGE\s+\d+\s+[A-Z]{3,}[ A-Z]*\d{4,7}(?:\s+\d\d OF \d\d)?(?:\s+\d{6}Z)?[ \t]*")
_DISTRIBUTION = re.compile(r"(?:ACTION|INFO|ORIGIN)?\s*[A-Z]{1,5}-\d\d(?:\s|$)")
_COUNTER = re.compile(r"(?<!-)-{6,}[0-9A-F]{4,6}\s+\d{6}Z")
_NOT_ADDRESSEE = re.compile(
    r"(?:\d|\W*$|BT\b|(?:STATE )?GRNC\b|SIPDIS|NOFORN|SENSITIVE|EXDIS|NODIS|LIMDIS|E\.? ?[O0]\b|TAGS?\b|SUBJ|REF[:. ]"
    r"|id:|date:|refid:|origin:|classification:|destination:|header:|-{5,}|This record|Cable dated|\(|¶)",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{1,2} [A-Z][a-z]+ \d{4}")
_ADDRESSED = re.compile(
    r"\s*(?:FM\b|TO\b|INFO\b|XMT\b|TO ?R[UH]|INFO ?R[UH]|R[A-Z]{3,7}\s?/|AMEMBASSY|AMCONSUL|USMISSION)"
)
_CONTINUITY_GLUE = re.compile(r"(?<=[A-Z])\d{4,7}\s*$|(?<=\s\d{4})\d{4,7}\s*$|(?<=\s\d{5})\d{4,6}\s*$")
_START = re.compile(
    r"\s*(?:V?ZCZC[A-Z]{2,4}\d{3,4}|[OPRZ]{2} R[UH][A-Z]{3,6}\b|DE R[UH][A-Z]{2,6} #\d|FM (?:AM|US|SEC)[A-Z]+\b"
    r"|(?:[OPRZ] ){1,2}\d{6}Z [A-Z]{3}\b|\d{6}Z [A-Z][A-Za-z]{2}\b|(?:ACTION|ORIGIN) [A-Z]{1,5}-\d\d|INFO +LOG-\d\d"
    r"|PAGE 0?1\s.{0,60}?ACTION [A-Z]{1,5}-\d\d)"
)
_BODY_LABEL = re.compile(r"\s*[\"“]?(?:E\.? ?O\.? ?\d{5}|TAGS?:|SUBJ(?:ECT)?:|SIPDIS\b|id: )", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Transmission:
    """A transmission header. Empty strings and tuples: it does not say. ``end`` is (line index, offset) behind it."""

    transmission_id: str = ""
    route: str = ""  # the routing line: "RR RUEHCD RUEHGD"
    de_route: str = ""
    de_number: int | None = None  # the cable's number in the DE line
    de_section: int | None = None
    de_day: int | None = None  # day of the year on which the message was filed
    security: str = ""  # the letter of ZNY / ZNR: C, S, U, E …
    dtg: str = ""  # as written
    date: str = ""  # EDTF, as 2009-12-28T13:46:00Z; "" where the year is not known
    precedence: str = ""  # of the action addressees
    precedence_info: str = ""  # where the header gives the others one of their own
    from_: str = ""
    action: tuple[Addressee, ...] = ()
    information: tuple[Addressee, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    end: tuple[int, int] = (0, 0)

    @property
    def to(self) -> tuple[str, ...]:
        """The names of the action addressees."""
        return tuple(a.name for a in self.action)

    @property
    def info(self) -> tuple[str, ...]:
        """The names of the information addressees."""
        return tuple(a.name for a in self.information)

    @property
    def xmt(self) -> tuple[str, ...]:
        """The names of those that were exempted from a collective."""
        return tuple(name for a in (*self.action, *self.information) for name in a.excluded)


def is_transmission_start(line: Line) -> bool:
    """Whether a transmission header can begin with this line."""
    return bool(_START.match(line.text, 0, 400))


def _ends_before(line: Line) -> bool:
    """Whether a line can be no part of a transmission header (class line, label, row of an index, date line)."""
    text = line.text[:400]
    return bool(
        (find_class_line(line) and not text.startswith("Telegram"))
        or _DATE_LINE.match(text.strip())
        or _BODY_LABEL.match(text)
    )


def _is_addressee(text: str, after_gap: bool) -> bool:
    text = text[:400].strip(" \t\\")
    if _ADDRESSED.match(text):
        return True
    if after_gap or _NOT_ADDRESSEE.match(text) or ":" in text or len(text) > 90:
        return bool(_DISTRIBUTION.match(text) or _PAGE.match(text))
    letters = count_letters(text)
    return letters > 2 and count_upper(text) >= 0.8 * letters


def _glue(lines: Sequence[Line], index: int) -> int:
    """Offset at which a class line, a date line or a row's number is glued to a header line's end; else its length."""
    text = lines[index].text
    window = text[:_CHARACTERS]
    ends = [len(text)]
    class_line = glued_class_line(window)
    if class_line > 0:
        ends.append(class_line)
    date_line = _DATE_LINE.search(window)
    if date_line:
        ends.append(date_line.start())
    quoted = window.find('","')
    if quoted > 0:
        ends.append(quoted)
    digits = _CONTINUITY_GLUE.search(window.rstrip()[-60:])
    if digits and len(text) <= 400 and not _goes_on(lines, index):
        ends.append(len(window.rstrip()) - len(window.rstrip()[-60:]) + digits.start())
    return min(ends)


def _goes_on(lines: Sequence[Line], index: int) -> bool:
    """Whether the next line that is not blank is one of addressees."""
    following = (line.text for line in lines[index + 1 : index + 8] if line.text.strip(" \t\\"))
    return bool(_ADDRESSED.match(next(following, "")))


#: lines that stand once in a header (ACP 127, format lines 1, 3, 5 and 6)
_ONCE = re.compile(
    r"\s*(?:(?P<identification>V?ZCZC[A-Z]{2,4}\d{3,4})|(?P<route>[OPRZ]{2} R[UH])|(?P<station>DE R[UH])"
    r"|(?P<originator>FM )|(?P<dtg>(?:[OPRZ] ){1,2}\d{6}Z ))"
)


def transmission_extent(lines: Sequence[Line], start: int) -> int:
    """The index behind the last line of the transmission header that begins at ``start``.

    The last line may have the next thing glued to it (``COLLECTIVE190450``): ``Transmission.end`` tells where.
    """
    spaced = _blank_lines_between(lines, start)
    originator = _first_fm(lines, start)
    last = start
    blanks = 0
    seen: set[str] = set()
    for index in range(start, min(len(lines), start + _LINES)):
        line = lines[index]
        if not line.text.strip(" \t\\"):
            blanks += 1
            continue
        kind = _ONCE.match(line.text[:60])
        if kind and kind.lastgroup in seen or index > start and _ends_before(line):
            break  # a second identification, station or originator begins the next message's header
        seen.update([kind.lastgroup or ""] if kind else [])
        gap = blanks > spaced
        blanks = 0
        if index > originator:
            if not _is_addressee(line.text, gap) or _publishers_title(lines, index):
                break
        elif (
            originator < 0
            and index > start
            and not (_START.match(line.text[:400]) or _ADDRESSED.match(line.text[:400]) or _head_line(line.text[:400]))
        ):
            break
        last = index
        if originator >= 0 and index >= originator and _glue(lines, index) < len(line.text):
            break
    return min(last + 1, len(lines))


def _publishers_title(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is the title above a publisher's labels (``Class: CONFIDENTIAL``, ``Date: …``; 09DOHA691)."""
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    return bool(re.match(r"\s{0,8}Class(?:ification)?:\s", below))


def _head_line(text: str) -> bool:
    return bool(
        _DISTRIBUTION.match(text.strip())
        or _PAGE.match(text.strip())
        or _COUNTER.search(text)
        or _SECURITY.match(text.strip())
        or re.fullmatch(r"\s*(?:R[UH][A-Z]{3,6}\s*)+\\?\s*", text)
    )


def _blank_lines_between(lines: Sequence[Line], start: int) -> int:
    """How many blank lines stand after every line of this header (a weblog doubles or triples them); usually 0."""
    gaps: list[int] = []
    blanks = 0
    for line in lines[start + 1 : start + 30]:
        if line.text.strip(" \t\\"):
            gaps.append(blanks)
            blanks = 0
        else:
            blanks += 1
        if len(gaps) >= 5:
            break
    return min(gaps, default=0)


def _first_fm(lines: Sequence[Line], start: int) -> int:
    """Index of the line with the originator, among the next forty and before anything that ends a header; else -1."""
    for index in range(start, min(len(lines), start + 60)):
        if index > start and _ends_before(lines[index]):
            return -1
        if _FM.search(lines[index].text[:2000]):
            return index
    return -1


def full_year(digits: str, near: int | None = None) -> int | None:
    """The year that two or four digits mean: the one next to ``near``, else of 1960 to 2059; None where it is none."""
    if len(digits) == 4:
        return int(digits) if 1900 <= int(digits) <= 2100 else None
    if len(digits) != 2:
        return None
    if near:
        return min((century + int(digits) for century in (1900, 2000)), key=lambda y: abs(y - near))
    return int(digits) + (1900 if int(digits) >= 60 else 2000)


def parse_transmission(lines: Sequence[Line], year: int | None = None) -> Transmission | None:
    """Reads the transmission header with which ``lines`` begin; None where they hold none (no originator, addressee or
    date-time group).

    ``year`` (four digits) is used where the date-time group states none.
    """
    if not lines:
        return None
    extent = transmission_extent(lines, 0)
    pieces: list[tuple[str, int, int]] = []
    size = 0
    end = (extent - 1, 0)
    originator = _first_fm(lines, 0)
    for index in range(extent):
        text = lines[index].text
        if not text.strip(" \t\\"):
            continue
        cut = _glue(lines, index) if originator >= 0 and index >= originator else len(text)
        text = text[: min(cut, _CHARACTERS - size)]
        end = (index, len(text))
        if _PAGE.match(text.strip()):  # a page header at the head of a line, or a whole one
            lead = len(text) - len(text.lstrip())
            skip = lead + _page_end(text.strip())
            pieces.append((text[skip:].rstrip(" \t\\"), index, skip))
        else:
            pieces.append((text.rstrip(" \t\\"), index, 0))
        pieces.append(("\n", -1, 0))
        size += len(text)
        if size >= _CHARACTERS:
            break
    mapped = MappedText.of(pieces)
    return _read(mapped, lines, year, end)


def _page_end(text: str) -> int:
    found = _PAGE.match(text)
    return found.end() if found else 0


def _read(mapped: MappedText, lines: Sequence[Line], year: int | None, end: tuple[int, int]) -> Transmission | None:
    text = mapped.text
    doubts: list[Doubt] = []

    def doubt(position: int, code: str, message: str) -> None:
        index, offset = mapped.place(position)
        doubts.append(Doubt(code, message, lines[index].number, lines[index].column + offset))

    fm = _FM.search(text)
    head = text[: fm.start()] if fm else text
    number = _ID.search(head)
    routing = _ROUTING.search(head)
    de = _DE.search(head)
    security = _SECURITY.search(head)
    groups = list(_DTG.finditer(head))
    dtg = groups[-1] if groups else None
    dtg = next((g for g in reversed(groups) if g[1]), dtg)
    from_, action, information, one_line = _correspondents(text, fm)
    if not (dtg or from_ or action or de or number):
        return None
    prosigns = [p.upper() for p in (dtg[1], dtg[2]) if p] if dtg else []
    words = [PROSIGNS[p] for p in prosigns]
    stated = [a.precedence for a in action if a.precedence]
    group_is_bare = bool(dtg) and not words
    if not words and stated:
        words = [stated[0]]
        if group_is_bare and dtg:
            doubt(dtg.start(), "inferred-field", "the precedence is that of the first addressee who has one")
    if not words and routing:
        words = [PROSIGNS[routing[1][0]]]
        if group_is_bare and dtg:
            doubt(routing.start(), "inferred-field", "the precedence is that of the routing line")
    if words and words[0] == "IMMEDIATE" and "NIACT IMMEDIATE" in stated:
        words[0] = "NIACT IMMEDIATE"
    date = ""
    if dtg:
        date = _date(dtg, year)
        if not date:
            doubt(dtg.start(), "doubtful-field", f"no date can be read in the date-time group “{dtg.group().strip()}”")
        elif not dtg[6]:
            doubt(dtg.start(), "inferred-field", f"the date-time group states no year; {date[:4]} was taken")
    if one_line and (action or information):
        doubt(fm.start() if fm else 0, "inferred-field", "the addressees stand on one line and were parted by rule")
    de_parts = (de[1] or "", de[2] or de[5], de[3] or de[6], de[4] or de[7]) if de else ("", "", "", "")
    return Transmission(
        transmission_id=number.group() if number else "",
        route=re.sub(r"\s+", " ", routing.group()).strip() if routing else "",
        de_route=de_parts[0],
        de_number=int(de_parts[1]) if de_parts[1] else None,
        de_section=int(de_parts[2]) if de_parts[2] else None,
        de_day=int(de_parts[3][:3]) if de_parts[3] else None,
        security=security[1] if security else "",
        dtg=re.sub(r"\s+", " ", dtg.group()).strip() if dtg else "",
        date=date,
        precedence=words[0] if words else "",
        precedence_info=words[1] if len(words) > 1 and words[1] != words[0] else "",
        from_=from_,
        action=tuple(action),
        information=tuple(information),
        doubts=tuple(doubts),
        end=end,
    )


def _correspondents(text: str, fm: re.Match[str] | None) -> tuple[str, list[Addressee], list[Addressee], bool]:
    """Originator, action and information addressees, and whether they stood on one line with the originator."""
    begin = fm.end() if fm else 0
    to = _TO.search(text, begin)
    info = _INFO.search(text, to.end() if to else begin)
    one_line = False
    if fm and not to:
        to = _TO_INSIDE.search(text, begin)
        one_line = to is not None
    if to and not info:
        info = _INFO_INSIDE.search(text, to.end())
        one_line = one_line or (info is not None and "\n" not in text[to.start() : info.start()].strip())
    limits = [m.start() for m in (to, info) if m] + [len(text)]
    from_ = text[begin : limits[0]].strip().split("\n")[0] if fm else ""
    from_ = re.sub(r"\s+", " ", from_).strip(" ,;\\")
    to_text = text[to.end() : info.start() if info else len(text)] if to else ""
    info_text = text[info.end() :] if info else ""
    action = parse_addressees(_without_marks(to_text), one_line)
    information = parse_addressees(_without_marks(info_text), one_line)
    return from_, action, information, one_line


def _without_marks(text: str) -> list[str]:
    """The lines of an addressee list without distribution tables, dash counters and page headers."""
    lines = []
    for line in text.split("\n"):
        line = _PAGE.sub(" ", line)
        line = _COUNTER.sub(" ", line)
        if _DISTRIBUTION.match(line.strip()) or line.strip() == "BT":
            continue
        lines.append(line)
    return lines


def _date(dtg: re.Match[str], year: int | None) -> str:
    """The date-time group as EDTF, or "" where it is no date or its year is not known."""
    month = _MONTHS.get(dtg[5].upper())
    when = full_year(dtg[6] or "", year) if dtg[6] else year
    if not month or not when:
        return ""
    try:
        moment = datetime(when, month, int(dtg[3]), int(dtg[4][:2]), int(dtg[4][2:]))
    except ValueError:
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
