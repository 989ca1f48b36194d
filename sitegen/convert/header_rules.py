"""The rules by which a header's fields are found: a label's pattern names its field.

At the start of a line a label may be misspelt and lack its colon (``EO 12958 DECL:``, ``TAGS PREL,``, ``SUBJ``); inside
a line (one-line cables, ``TUSUBJECT:``, ``EGYPTREF:``, ``CAIROClassified By:``) it must be spelt out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitegen.records.vocabulary.captions import CAPTIONS

#: what may stand before a label on its line: a paragraph sign, markdown's marks, a portion mark
_LEAD = r"[ \t¶*_>#\"']*(?:\((?:U|C|S|SBU)\)[ \t]*)?"
_CLASSIFIED = (
    r"(?:CLASSIFIED|CLASSFIED|CLASSIIED|CLASSIED|CLASSIFED|CLASIFIED|LASSIFIED|CLASSIFICATION|CLASSIFI?ER|CLASS\.?)"
)


@dataclass(frozen=True, slots=True)
class LabelRule:
    """One label: the field that it opens, how it looks at the start of a line, and how inside one ("" : never)."""

    field: str
    at_line_start: str
    inside: str


RULES: tuple[LabelRule, ...] = (
    LabelRule(
        "executive order",
        r"(?:E\W{0,3}[O0]\W{0,4}(?=\d{3,5}\b|DECL|N/?A\b|X{3,})|O\. ?(?=1[123]\d{3})"
        r"|E\. ?[A-Z]\.? ?(?=1(?:1652|2065|2356|2958|3526)\b)"
        r"|EXECUTIVE ORDER\W{0,3}(?=\d{5})"
        r"|(?=1(?:1652|2065|2356|2958|3526)\W{0,3}(?:DECL|N/?A|GDS|XGDS|X1)))",
        r"E\.? ?[O0]\.? ?(?=\d{4,5} ?:? ?(?:DECL|N/?A|X\d|GDS|XGDS|RDS|OADR))",
    ),
    LabelRule(
        "tags",
        r"TA?GS?(?:[ \t]*[:;.]|[ \t]+(?=[A-Z]{2,5}\b[ ,]|\[))",
        r"(?<![A-Z])TAGS?\s?:|(?<=[a-z0-9])TAGS?\s?:|TAGS:|(?<![A-Z])AGS:",
    ),
    LabelRule(
        "subject",
        r"(?:SUBJ(?:ECT)?S?\b[ \t]*[:.;-]?"
        r"|(?:SUBJCT|SUBECT|SUBJEC|UBJECT|SBJECT|SUJECT|SUBJET|SUBEJCT|SUBJECTT|SUBBJECT|SUBJ:ECT"
        r"|SUJBECT|SUBJECR)[ \t]*[:.;])",
        r"SUBJ(?:ECT)?\s?:",
    ),
    LabelRule(
        "reference",
        r"(?:REF(?:S|TELS?|\(S\)|TEL\(S\)|ERENCES?)?[ \t]*(?:[:;.]|[A-Z]?[:;])"
        r"|REFS?[ \t]+(?=\(?[A-Z][.):]|\d\d[ \t]+[A-Z]|[A-Z]{3,}[A-Z ]*\d)"
        r"|RETELS?[ \t]*[:.])",
        r"(?:REF(?:S|TELS?|\(S\))?|(?<![A-Za-z])R(?:efs?|eftels?|ef\(s\)))\s?:",
    ),
    LabelRule(
        "classified by",
        rf"(?:(?:(?:ENTIRE )?(?:TEXT|THIS CABLE|CABLE|MESSAGE)(?: IS)? )?{_CLASSIFIED}[ \t]+"
        r"(?:SECRET[ \t]+|CONFIDENTIAL[ \t]+)?(?:BY|B[ \t]*(?=:)|Y[ \t]*(?=:))[ \t]*:?)",
        rf"{_CLASSIFIED}\s+BY\s?:|(?<=[.)\s])C(?:lassified|LASSIFIED)\s+[bB][yY]\s+(?=[A-Z])",
    ),
    LabelRule("derived from", r"DERIVED?[ \t]+FROM[ \t]*:?", r"DERIVED\s+FROM\s?:"),
    LabelRule("declassify on", r"(?:DECLASSIFY(?:[ \t]+ON)?|DECL)[ \t]*:", r"DECLASSIFY\s+ON\s?:"),
    LabelRule("reasons", r"REASONS?(?:[ \t]*:|[ \t]+(?=1\.[45]))", ""),
)

_LABELS = re.compile(
    rf"^{_LEAD}(?:"
    + "|".join(f"(?P<a{n}>{rule.at_line_start})" for n, rule in enumerate(RULES))
    + ")|"
    + "|".join(f"(?P<b{n}>{rule.inside})" for n, rule in enumerate(RULES) if rule.inside),
    re.IGNORECASE | re.MULTILINE,
)
#: how a label inside a line begins, in a text of capitals
_INSIDE = tuple(
    map(re.compile, (r"E\.? ?[O0]", "TAG", "AGS:", "SUBJ", "REF", "CLAS", "LASSIFIED", "DERIVED", "DECLASSIFY"))
)
_LINE_BREAK = re.compile(r"\n")


def find_labels(text: str) -> list[re.Match[str]]:
    """The labels of a text in their order, none overlapping another. The rules are tried only where one can begin."""
    capitals = text.upper()
    if len(capitals) != len(text):  # a letter with no capital of its own: places in the two texts differ
        return list(_LABELS.finditer(text))
    places = {0, *(found.end() for found in _LINE_BREAK.finditer(text))}
    places.update(found.start() for pattern in _INSIDE for found in pattern.finditer(capitals))
    labels: list[re.Match[str]] = []
    end = 0
    for place in sorted(places):
        if place >= end and (found := _LABELS.match(text, place)):
            labels.append(found)
            end = found.end()
    return labels


_MARK = r"\((?:U|C|S|TS|SBU|LOU|FOUO|UNCLAS|UNCLASSIFIED|CONFIDENTIAL|SECRET)(?:[ /,-]{1,3}[A-Z][A-Z /,-]{0,24})?\)"
#: where paragraphs begin: at a line's start …
BODY_AT_LINE_START = re.compile(
    rf"^[ \t]*(?:(?:¶|Q)[ \t]?\d{{1,2}}[ \t]?[.),]|\d{{1,2}}[ \t]?[.),][ \t]*(?:{_MARK}|[A-Z\"“(])|{_MARK}"
    r"|-[ -]{2,}$|-{4,}|={3,}|\*{3,}"
    r"|(?:BEGIN |EXECUTIVE |EXEC )?SUMMARY\b|(?:INTRODUCTION|ACTION REQUEST)\b[ \t]*[:.]|#{1,6} )",
    re.IGNORECASE | re.MULTILINE,
)
#: … or inside a line
BODY_INSIDE = re.compile(
    rf"(?<=[\s.)])(?:¶[ \t]?\d{{1,2}}[ \t]?[.),]|1[ \t]?[.),][ \t]*(?:{_MARK}|(?=[A-Z][A-Za-z]))"
    rf"|\d{{1,2}}[ \t]?[.),][ \t]*{_MARK}|(?<=\s\s)[A-Z][A-Za-z']{{0,20}}(?: [A-Za-z']{{1,20}}){{0,8}} -{{5,}}"
    r"|(?:THIS (?:CABLE|MESSAGE) IS )?SENSITIVE BUT UNCLASSIFIED|-{5,}|(?:BEGIN )?SUMMARY[:.]|V?ZCZC[A-Z]{3}\d{4})",
    re.IGNORECASE,
)

#: captions that are words of pass lines too, or take a name behind them, do not count here
_CAPTION_WORDS = (
    *(CAPTIONS.keys() - {"BU", "CODEL", "MED", "ONLY", "TM"}),
    *("STATE ONLY", "EYES ONLY", "LIMITED OFFICIAL USE", "FOR OFFICIAL USE ONLY", "NO DISTRIBUTION"),
    "SENSITIVE BUT UNCLASSIFIED",
)
CAPTION = re.compile(
    r"[ \t,;/*_\"]*(?P<word>"
    + "|".join(re.escape(w).replace(r"\ ", r"[ \t]+") for w in sorted(_CAPTION_WORDS, key=len, reverse=True))
    + r")"
    r"(?:(?=$|[ \t,;/.*_\"\\)\n])|(?=E\.? ?O\.? ?\d)|(?<=SIPDIS)(?=[A-Z]))[ \t,;/.*_\"\\]*",
    re.IGNORECASE,
)
#: captions that are no words of pass lines, so that one inside a pass line ends it
CAPTION_INSIDE = re.compile(
    r"(?<=[\s,.])(?:SIPDIS|NOFORN|EXDIS|NODIS|LIMDIS|STADIS)\b|(?<=\s)SENSITIVE(?=[ \t]*$)", re.MULTILINE
)
#: captions so common that a word one or two letters away from them, standing as a caption, is one
COMMON_CAPTIONS = {"SIPDIS": 1, "NOFORN": 1, "SENSITIVE": 2, "EXDIS": 1, "NODIS": 1, "LIMDIS": 1}
MISSPELT_CAPTION = re.compile(r"[ \t]*([A-Z]{5,10})[ \t]*(?=[\n\\]|$|[,;]|(?:SIPDIS|NOFORN|SENSITIVE)\b)")
CORRECTED_COPY = re.compile(
    r"[ \t\"(*]*C ?O ?R ?R ?E ?C ?T(?: ?E ?D)?[ \t:-]+C ?O ?P ?Y\b|[ \t\"(*]*C O R R E C T E D ?C O P Y", re.IGNORECASE
)

#: a line that tells whom to pass the cable to, recognised where no label follows it
_OFFICES = "|".join(
    (
        "DEPT DEPARTMENT STATE NSC OSD DOD DOJ DHS DOE DOC USDOC USDA TREASURY COMMERCE JUSTICE ENERGY NEA EUR WHA AF"
        " EAP SCA SA INL DRL PRM INR ISN USAID AID USTR EUCOM CENTCOM SOUTHCOM PACOM AFRICOM USUN UNVIE GENEVA BRUSSELS"
        " LONDON PARIS ROME BERLIN MOSCOW VIENNA POSTS WHITE SECDEF JCS FBI CIA DEA"
    ).split()
)
PASS_LINE = re.compile(
    r"[ \t]*(?:(?:PLEASE |PLS )?PASS (?:TO )?|FOR |FROM (?:AMBASSADOR|EMBASSY|CHARGE|DCM|THE AMBASSADOR)"
    rf"|(?:{_OFFICES})[A-Z0-9/().,& -]*? (?:FOR|PASS|ALSO FOR|PLEASE PASS)\b)[A-Z0-9 /,.;:&()'’-]*$"
)

#: page headers. ``MEXICO 00003634  002 OF 005``, alone or inside a line (``{station}``), and the archive print's, with
#: the classification on the line before
PAGE_NUMBER = re.compile(r"[ \t]*[A-Z][A-Z0-9 ./'-]{1,30}[ \t]+\d{8}[ \t]+\d{3}(?:\.\d+)?[ \t]+OF[ \t]+\d{3}[ \t]*$")
PAGE_PRINT = re.compile(
    r"[ \t]*PAGE[ \t]+\d\d[ \t]+[A-Z][A-Z ]{2,20}?[ \t]*\d{5,8}(?:[ \t]+\d\d OF \d\d)?[ \t]+\d{6}Z[ \t]*"
)
#: the same without the time of filing (1973-79), and over two lines: ``PAGE 02`` / ``RIYADH 00905 01 OF 03 060018Z``
PAGE_BARE = re.compile(r"[ \t]*PAGE[ \t]+\d\d[ \t]+[A-Z][A-Z ]{2,20}?[ \t]*\d{4,8}(?:[ \t]+\d\d OF \d\d)?[ \t]*$")
PAGE_ALONE = re.compile(r"[ \t]*PAGE[ \t]+\d\d[ \t]*$")
PAGE_POST = re.compile(r"[ \t]*[A-Z][A-Z ]{2,20}?[ \t]*\d{5,8}(?:[ \t]+\d\d OF \d\d)?(?:[ \t]+\d{6}Z)?[ \t]*$")
#: what the reviewer of a release stamped on a page
RELEASE_STAMP = re.compile(r"[^\n]{0,40}?Declassified/Released US Department of State[^\n]*", re.IGNORECASE)
PAGE_CLASSIFICATION = re.compile(
    r"[ \t]*(?:CONFIDENTIAL|SECRET|UNCLASSIFIED|UNCLAS|LIMITED OFFICIAL USE)(?:[ \t]+PTQ\d+)?[ \t]*$"
)


EIGHT_FIGURES = re.compile(r"\d\d{7}")  # every page's number has them


def page_number_inside(station: str) -> re.Pattern[str]:
    """The pattern of this station's page header inside a line of text; without a station, of a one-word station's."""
    name = r"[ \t]+".join(map(re.escape, station.split())) if station else r"[A-Z]+"
    return re.compile(
        rf"[ \t]*\b{name}[ \t]+\d{{8}}[ \t]+\d{{3}}(?:\.\d+)?[ \t]+OF[ \t]+\d{{3}}\b[ \t]*", re.IGNORECASE
    )


def label_field(found: re.Match[str]) -> str:
    """The field that a label opens."""
    group = found.lastgroup or "a0"
    return RULES[int(group[1:])].field


def stands_at_line_start(found: re.Match[str]) -> bool:
    """Whether a label stands at the start of its line."""
    return (found.lastgroup or "").startswith("a")
