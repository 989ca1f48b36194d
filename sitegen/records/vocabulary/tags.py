"""TAGS (Traffic Analysis by Geography and Subject): what a code is and what it is called, by the year of the cable.

TAGS are in force since 1 March 1973. The order is subjects, places and organizations, names (handbook of 1974, 4b).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from sitegen.records.vocabulary.geography import COUNTRIES, FORMER, REGIONS, country
from sitegen.records.vocabulary.organizations import FORMER_ORGANIZATIONS, ORGANIZATIONS
from sitegen.records.vocabulary.subjects import FIELDS, PROGRAMS, SUBJECTS, SUBJECTS_1974

__all__ = ["COUNTRIES", "FIELDS", "ORGANIZATIONS", "PERSON_SUBJECTS", "PROGRAMS", "REGIONS", "SUBJECTS", "field_of",
           "is_known", "kind", "label"]

Kind = Literal["subject", "country", "region", "organization", "program", "person", "unknown"]

#: subjects that must be followed by the name of a person (74STATE150591)
PERSON_SUBJECTS = frozenset({"OCON", "OEXC", "OREP", "OTRA", "OVIP", "ODIP"})


def _known_subject(code: str) -> bool:
    return code in SUBJECTS or code in SUBJECTS_1974


def is_known(code: str) -> bool:
    """Whether a code is one of the lists of subjects, programs, countries, regions or organizations."""
    return (_known_subject(code) or code in PROGRAMS or code in COUNTRIES or code in FORMER or code in REGIONS
            or code in ORGANIZATIONS)


@lru_cache(maxsize=4096)
def kind(code: str) -> Kind:
    """What a code is: ``PREL`` subject, ``KDEM`` program, ``MX`` country, ``XM`` region, ``UNGA/C-6`` organization,
    ``CLINTON, HILLARY`` person; ``unknown`` for what is in no list."""
    code = code.upper()
    if code in ORGANIZATIONS or code.partition("/")[0] in ORGANIZATIONS:
        return "organization"
    if _known_subject(code):
        return "subject"
    if code in PROGRAMS or re.fullmatch(r"K[A-Z]{3}", code):
        return "program"
    if code in REGIONS:
        return "region"
    if code in COUNTRIES or code in FORMER:
        return "country"
    # a name is written SURNAME, GIVEN (handbook, 17a)
    return "person" if re.fullmatch(r"[^\W\d][\w.'’ -]*, ?[^\W\d][\w.,'’ -]*", code) else "unknown"


def label(code: str, year: int | None = None) -> str | None:
    """What a code stands for in the year of a cable (without one: in the years of the electronic cables), or None.

    ``VS`` was Viet-Nam (South) until 1976; ``PGOV`` was plain Government in the 1970s;
    ``UNGA/C-6`` is the sixth committee: ``UN General Assembly, C-6``.
    """
    code = code.upper()
    if code in FORMER_ORGANIZATIONS and year is not None and year <= FORMER_ORGANIZATIONS[code][0]:
        return FORMER_ORGANIZATIONS[code][1] or None
    body, slash, part = code.partition("/")
    if body in ORGANIZATIONS:
        return f"{ORGANIZATIONS[body]}, {part}" if slash else ORGANIZATIONS[body]
    if code in SUBJECTS_1974 and (code not in SUBJECTS or (year is not None and year < 1980)):
        return SUBJECTS_1974[code] or None
    return SUBJECTS.get(code) or PROGRAMS.get(code) or REGIONS.get(code) or country(code, year)


def field_of(code: str) -> str | None:
    """The field of a subject code (``PREL`` -> Political Affairs), or None for what is no subject."""
    return FIELDS.get(code[:1].upper()) if kind(code) == "subject" else None
