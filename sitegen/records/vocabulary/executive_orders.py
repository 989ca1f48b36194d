"""The reasons for classification that a cable may give: letters of section 1.4, until 2003 of section 1.5.

Source: 14 CFR 1203.400, which repeats section 1.4. Letters (a) to (g) of section 1.5 in the executive order of 1995
(12958) have the topics that section 1.4 has in the amended order of 2003 and in that of 2009 (13526); (h) came in 2003.
"""

from __future__ import annotations

#: letter of section 1.4 (1.5 until 2003) -> topic
REASONS: dict[str, str] = {
    "a": "military plans, weapons systems, or operations",
    "b": "foreign government information",
    "c": "intelligence activities, sources, or methods, or cryptology",
    "d": "foreign relations or foreign activities of the United States, including confidential sources",
    "e": "scientific, technological, or economic matters relating to national security",
    "f": "programs for safeguarding nuclear materials or facilities",
    "g": "vulnerabilities or capabilities of systems, installations, projects, plans, or protection services",
    "h": "weapons of mass destruction",
}


def explain_reason(reason: str) -> str | None:
    """The topic of a reason as front matter writes it: ``1.4(b)`` or ``1.5(d)``; None for any other."""
    section, _, letter = reason.rstrip(")").partition("(")
    if section not in ("1.4", "1.5") or (section == "1.5" and letter == "h"):
        return None
    return REASONS.get(letter)
