"""Cables named in a line of text: a station next to a number, and the year that may stand with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.convert.lines import Doubt
from sitegen.records.identifiers import full_year
from sitegen.records.vocabulary.posts import repair_station, station_of

_TOKEN = re.compile(r"[^\W\d_][^\W\d_'’]*(?:['’][^\W\d_]+)?|\d+|\n|[^\w\s]|_")
#: offices that share a city's name with a post and number their own messages
_OTHER_OFFICES = frozenset({"USDAO", "DAO", "ALUSNA", "LEGATT", "RSO", "USAID", "FCS", "DEA", "IIR", "FBIS", "TD",
                           "OSC"})
_NO_STATION = re.compile(
    r"E-?MAILS?|MAILS?|TELCONS?|PARAS?|JAN\w*|FEB\w*|MAR(CH)?|APR\w*|MAY|JUNE?|JULY?|AUG\w*|SEPT?\w*|OCT\w*|NOV\w*"
    r"|DEC\w*|AND|OF|FROM|TO|THE|DATED|SECTIONS?|PAGE|IIR|POINTS|PREVIOUS|ON|NO|SEPTEL|REFTEL")
#: words that qualify a reference and name nothing
QUALIFIERS = frozenset({"NOTAL", "EXDIS", "NODIS", "LIMDIS", "STADIS", "NOFORN", "SIPDIS", "PREVIOUS", "AND", "SEPTEL",
                        "ET", "AL"})
_BUSIEST = 40_000  # no post but the Department itself sends more telegrams in a year


@dataclass(slots=True)
class Token:
    """A word, number or sign, where it starts, and whether it stands glued to the one before."""

    text: str
    start: int
    glued: bool
    number: bool

    @property
    def word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True)
class Mention:
    """A cable found in the tokens ``first`` to ``last``; ``year`` is 0 where none stands there. ``text``: its number as
    written."""

    station: str
    number: int
    year: int
    first: int
    last: int
    text: str = ""


def tokenize(region: str, begin: int) -> list[Token]:
    out: list[Token] = []
    end, newlines = begin, 0
    for match in _TOKEN.finditer(region, begin):
        if match[0] == "\n":
            newlines += 1
            if newlines == 2 and out:
                out.append(Token("\n", match.start(), False, False))  # a blank line is a sign of its own
            continue
        newlines = 0
        out.append(Token(match[0], match.start(), match.start() == end, match[0].isdecimal()))
        end = match.end()
    return out


def _plausible_year(digits: str, mrn_year: int) -> int:
    """The year that two or four digits are, or 0."""
    if not digits.isdecimal() or len(digits) not in (2, 4):
        return 0
    year = full_year(digits)
    return year if 1945 <= year <= mrn_year and mrn_year - year < 40 else 0


def _station_before(tokens: Sequence[Token], i: int) -> tuple[str, int, bool]:
    """The station whose last word is token ``i``, the index of its first word, and whether it had to be repaired."""
    words = [i]
    j = i - 1
    while j >= 0 and len(words) < 5:
        if tokens[j].word:
            words.append(j)
        elif tokens[j].text != "\n" and not _inside_name(tokens, j):
            break
        j -= 1
    for first in reversed(words):
        name = " ".join(t.text for t in tokens[first : i + 1] if t.word)
        station = station_of(name)
        if station:
            before = tokens[first - 1] if first else None
            if before and before.word and before.text.upper() in _OTHER_OFFICES:
                return "", i, False
            return station, first, False
    alone = words[-1]
    while alone < i and (len(tokens[alone].text) == 1 or tokens[alone].text.upper() == "REF"):
        alone += 1
    if alone not in words:
        return "", i, False
    parts = [t.text.upper() for t in tokens[alone : i + 1] if t.word]
    if len(parts) <= 3 and not any(_NO_STATION.fullmatch(part) or part in _OTHER_OFFICES for part in parts):
        station = repair_station(" ".join(parts))
        if station:
            return station, alone, True
    return "", i, False


def _inside_name(tokens: Sequence[Token], j: int) -> bool:
    """Whether the sign ``j`` stands inside a station's name: ``PORT-OF-SPAIN``, ``ST. PETERSBURG``."""
    if not j or not tokens[j + 1].word or not tokens[j - 1].word or tokens[j].text not in "-.'’":
        return False
    return tokens[j].text != "." or len(tokens[j - 1].text) <= 2


def cables_mentioned(tokens: Sequence[Token], mrn_year: int, doubts: list[Doubt]) -> list[Mention]:
    """Every cable among the tokens, in order."""
    found: list[Mention] = []
    taken = -1  # last token that belongs to a cable
    i = 0
    while i < len(tokens):
        if not tokens[i].word or i <= taken:
            i += 1
            continue
        last = i  # the last of the words in a row that could be a station's
        number = _number_after(tokens, last, mrn_year)
        station, first, repaired = _station_before(tokens, last) if number else ("", i, False)
        if not station and (before := _number_before(tokens, last, taken, mrn_year)):
            found.append(before)
            taken = i
        if number is None or not station or first <= taken:
            i += 1
            continue
        at, inner_year = number
        year_at = first - 1
        if year_at >= 0 and tokens[year_at].text in "-'" and tokens[first].glued:
            year_at -= 1
        year = 0
        if inner_year:
            year = inner_year
        elif year_at > taken and (year := _plausible_year(tokens[year_at].text, mrn_year + 1)):
            first = year_at
            if year > mrn_year:
                said = f"reference to {station} of {year} in a cable of {mrn_year}"
                doubts.append(Doubt("doubtful-field", said, words=tokens[at].text))
        elif year_at - 2 > taken and [t.text for t in tokens[year_at - 2 : year_at + 1]][::2] == ["(", ")"]:
            year = _plausible_year(tokens[year_at - 1].text, mrn_year)
            first = year_at - 2 if year else first
        if repaired:
            name = " ".join(t.text for t in tokens[first : last + 1] if t.word)
            doubts.append(Doubt("repaired-field", f"reference to {name!r} read as {station}", words=tokens[last].text))
        taken = _numbers(tokens, station, year, first, at, mrn_year, found, doubts)
        i = taken + 1
    return found


def _number_after(tokens: Sequence[Token], i: int, mrn_year: int) -> tuple[int, int] | None:
    """The token of the message number behind the word ``i``, and the year in parentheses before it (or 0)."""
    j, year = i + 1, 0
    if j + 2 < len(tokens) and tokens[j].text == "(" and tokens[j + 1].number and tokens[j + 2].text == ")":
        year = _plausible_year(tokens[j + 1].text, mrn_year)
        j += 3 if year else 0
    while j < len(tokens) and j < i + 7 and tokens[j].text in ":,#-.\n" and not tokens[j].number:
        if tokens[j].text == "," and j + 1 < len(tokens) and _is_year_of_next(tokens, j + 1, mrn_year):
            return None
        if tokens[j].text == "." and len(tokens[i].text) < 4:
            return None
        j += 1
    if j < len(tokens) and tokens[j].text.upper() == "NO":
        j += 2 if j + 1 < len(tokens) and tokens[j + 1].text == "." else 1
    if j < len(tokens) and _is_serial(tokens, j):
        return j, year
    return None


def _is_serial(tokens: Sequence[Token], j: int) -> bool:
    """Whether a token is a number by itself: not a part of a date, of a date-time group or of a figure."""
    if not tokens[j].number or len(tokens[j].text) > 9 or not 0 < int(tokens[j].text) < 10_000_000:
        return False
    after = tokens[j + 1 : j + 4]
    if after and after[0].word and after[0].glued:
        return False
    date = len(after) == 3 and after[0].text == after[2].text == "/" and after[1].number and len(after[1].text) < 3
    return not date


def _is_year_of_next(tokens: Sequence[Token], j: int, mrn_year: int) -> bool:
    """Whether the number at ``j`` is the year of a cable that follows it: ``08 MEXICO 12``, ``08MEXICO12``."""
    if not tokens[j].number or not _plausible_year(tokens[j].text, mrn_year):
        return False
    for k in range(j + 1, min(j + 7, len(tokens))):
        if tokens[k].number:
            return k > j + 1 and bool(_station_before(tokens, k - 1 if tokens[k - 1].word else k - 2)[0])
        if not tokens[k].word and tokens[k].text not in "-'.:":
            return False
    return False


def _number_before(tokens: Sequence[Token], i: int, taken: int, mrn_year: int) -> Mention | None:
    """``870 Ulaanbaatar``: the number stands before the station, and none behind it."""
    station, first, repaired = _station_before(tokens, i)
    at = first - 1
    if not station or repaired or at <= taken or not _is_serial(tokens, at) or tokens[first].glued:
        return None
    following = tokens[i + 1].text if i + 1 < len(tokens) else ";"
    ends_here = following in ",;.)\n" or (len(following) == 1 and following.isalpha())
    starts_here = at == 0 or tokens[at - 1].text in ",;.:)]\n¶"
    if not ends_here or not starts_here or len(tokens[at].text) < 3 or _plausible_year(tokens[at].text, mrn_year):
        return None
    return Mention(station, int(tokens[at].text), 0, at, i, tokens[at].text)


def _numbers(
    tokens: Sequence[Token], station: str, year: int, first: int, at: int, mrn_year: int, found: list[Mention],
    doubts: list[Doubt],
) -> int:
    """Add the cable whose number is token ``at``, and those that share its station: ``2371, 3498``, ``936/935``,
    ``41252 AND 44603``. Returns the last token used."""
    batch: list[Mention] = []
    while True:
        last = at
        rest = tokens[at + 1 : at + 4]
        dots = [t.text for t in rest if t.glued]
        if dots == [".", ".", "."]:
            said = f"reference to {station} {tokens[at].text}… is cut off"
            doubts.append(Doubt("doubtful-field", said, words=tokens[at].text))
            break
        if not year and (behind := _year_behind(tokens, at, mrn_year)):
            year, last = behind
        batch.append(Mention(station, int(tokens[at].text), 0, first, last, tokens[at].text))
        following = _next_of_list(tokens, last, mrn_year)
        if not following:
            break
        first = at = following
    for cable in batch:
        cable.year = year
    found.extend(batch)
    return batch[-1].last if batch else at


def _year_behind(tokens: Sequence[Token], at: int, mrn_year: int) -> tuple[int, int] | None:
    """The year behind the number ``at`` and its last token: ``00789/08``, ``5049-01``, ``049307 (2006)``,
    ``07718 99``."""
    rest = tokens[at + 1 : at + 5]
    texts = [t.text for t in rest]
    if len(rest) >= 2 and texts[0] in "/-" and rest[0].glued and rest[1].glued and len(texts[1]) in (2, 4):
        ends = len(rest) < 3 or texts[2] != texts[0]
        if ends and rest[1].number and (year := _plausible_year(texts[1], mrn_year)) and mrn_year - year < 20:
            return year, at + 2
    if len(rest) >= 3 and texts[0] == "(" and texts[2] == ")" and (year := _plausible_year(texts[1], mrn_year)):
        return year, at + 3
    if rest and len(texts[0]) == 2 and not rest[0].glued and not _is_year_of_next(tokens, at + 1, mrn_year):
        ends = len(rest) < 2 or texts[1] in ",;\n"
        year = _plausible_year(texts[0], mrn_year)
        if ends and year and mrn_year - year < 20:
            return year, at + 1
    return None


def _next_of_list(tokens: Sequence[Token], last: int, mrn_year: int) -> int:
    """The token of a further number of the same station, or 0."""
    j = last + 1
    if j < len(tokens) and tokens[j].text == "(":
        close = next((k for k in range(j, min(j + 8, len(tokens))) if tokens[k].text == ")"), 0)
        if not close or not all(t.text.upper() in QUALIFIERS for t in tokens[j + 1 : close]):
            return 0
        j = close + 1
    signs = 0
    while j < len(tokens) and (tokens[j].text in ",/&" or tokens[j].text.upper() == "AND") and not tokens[j].number:
        j += 1
        signs += 1
    if not signs or j >= len(tokens) or not _is_serial(tokens, j) or _is_year_of_next(tokens, j, mrn_year):
        return 0
    after = tokens[j + 1 : j + 2]
    if tokens[j - 1].text != "/" and after and after[0].text == "/" and len(tokens[j].text) < 3:
        return 0  # a day: 12/01
    if after and after[0].word and after[0].text.upper() not in QUALIFIERS and len(after[0].text) > 1:
        return 0 if _station_before(tokens, j + 1)[0] or len(tokens[j].text) < 3 else j
    return j


def move_to_prior_year(
    found: Sequence[Mention], years: dict[int, int], mrn_year: int, own_station: str, own_number: int | None,
    own_month: int | None, evidence: int, doubts: list[Doubt],
) -> None:
    """Move references that the cable's own post cannot have sent this year to the year before: see parse_references.
    ``years`` (id of a mention -> year) is changed in place."""
    for f in found:
        a_day = 700 if mrn_year >= 2000 else 1300  # more telegrams than the Department ever sent in a day, on average
        if f.station == "STATE" and not f.year and own_month and f.number > own_month * 31 * a_day:
            said = f"reference STATE {f.number} is too high for month {own_month}: probably one of {mrn_year - 1}"
            doubts.append(Doubt("doubtful-field", said, words=f.text))
    if not own_station or own_number is None:
        return
    # post numbers are given out while cables are drafted, so a few above one's own are nothing to wonder at
    margin = own_number + max(10, own_number // 10)
    above = [f for f in found if not f.year and f.station == own_station and f.number > margin]
    early = own_month is None or own_month <= 3
    moved = early and len({f.number for f in above if f.number < _BUSIEST or f.station == "STATE"}) >= evidence
    for f in above:
        if moved and (f.number < _BUSIEST or f.station == "STATE"):
            years[id(f)] = mrn_year - 1
            said = f"is above the cable's own ({own_number}): taken for one of {mrn_year - 1}"
        else:
            said = f"is above the cable's own ({own_number}): probably one of {mrn_year - 1}" if early else (
                f"is above the cable's own ({own_number})")
        code = "inferred-field" if years[id(f)] < mrn_year else "doubtful-field"
        doubts.append(Doubt(code, f"reference {f.station} {f.number} {said}", words=f.text))
