"""A title to read: the subject of a telegram in capitals, written as a title is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from sitegen.convert.letters import count_letters, count_upper

_SMALL = frozenset(
    "a an and as at but by for from if in into is nor of off on onto or over per so than the to up upon "
    "via vs with yet de los las del y".split()
)
_ACRONYMS = frozenset(
    "US USA UK UN EU NATO OAS OSCE IAEA WTO IMF GOM GOE GOB GOI GOC GOL GOF GOT GOS GOJ GOA USG FM PM "
    "DFM MFA DCM CDA CG POLOFF ECONOFF NGO NGOS IPR TIP PRT DPRK "
    "PRC ROK UAE EFTA NPT IRGC FARC AQIM PKK DEA FBI CIA DOD DOJ DHS USTR EUR AFRICOM CENTCOM FTA CAFTA "
    "NAFTA G8 G20 UNSC UNGA UNHCR UNHRC WHO WFP FAO ASEAN APEC AU "
    "CODEL STAFFDEL AG SG HR II III IV VI VII VIII IX XI MOD MOI MOU CEO CFO VP HIV AIDS WMD MANPADS UAV "
    "TV LNG SME BMD CFE SOFA TIFA BIT AMCIT AMCITS PD".split()
)
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_PORTION = re.compile(r"^\s*\((?:S|C|U|SBU|TS|LOU)(?:[/-][A-Z/ ]{1,12})?\)\s*")


def title_of(subject: str, paragraphs: Iterable[str]) -> str:
    """The subject without its portion mark, and, where it stands in capitals, in the case that its words have in the
    cable's own text (``SEDENA`` stays, ``MEXICO`` becomes ``Mexico``); words that the text lacks get a capital."""
    plain = _PORTION.sub("", subject).strip()
    letters = count_letters(plain)
    if not letters or count_upper(plain) < 0.75 * letters:
        return plain
    wanted = {word.casefold() for word in _WORD.findall(plain)}
    forms: dict[str, Counter[str]] = {word: Counter() for word in wanted}
    for paragraph in paragraphs:
        sample = paragraph[:300]
        if count_upper(sample) * 2 > count_letters(sample):
            continue  # a text in capitals says nothing of case
        for found in _WORD.finditer(paragraph):
            word = found[0]
            if (key := word.casefold()) in forms:
                at_start = found.start() == 0 or _before(paragraph, found.start()) in '.!?:"”'
                forms[key][word.lower() if at_start and word[1:].islower() else word] += 1
    count = 0

    def cased(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        word = found[0]
        key = word.casefold()
        first = count == 1 or _before(plain, found.start()) in (":", "?", "!", ".") or (
            _before(plain, found.start(), 2) == "--")
        seen = forms.get(key)
        if seen:
            form = seen.most_common(1)[0][0]
            if not form.islower():
                return form
            if key in _SMALL and not first:
                return form
            return form[:1].upper() + form[1:]
        if any(c.isdigit() for c in word) or word in _ACRONYMS or "." in word or not re.search(r"[AEIOUY]", word):
            return word
        if key in _SMALL and not first:
            return key
        return word[:1] + word[1:].lower()

    return _WORD.sub(cased, plain)


def _before(text: str, at: int, signs: int = 1) -> str:
    """The last signs before a place, white space between them and it left out."""
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return text[max(0, at - signs):at]
