"""Executive orders on classification: which was in force when, and what its codes and reasons say.

Sources: TAGS handbook of 1974, section 1a (E.O. 11652); Federal Register texts of the orders; 14 CFR 1203.400 (the
reasons of section 1.4). Reasons (a) to (g) of section 1.5 in the order of 1995 have the topics of section 1.4 in the
amended one of 2003 and in that of 2009, (h) came with the latter.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExecutiveOrder:
    """An order: its number, and the years (first, last) in which cables were marked by it."""

    number: str
    first: int
    last: int


#: number -> order
ORDERS: dict[str, ExecutiveOrder] = {
    order.number: order
    for order in (
        ExecutiveOrder("11652", 1972, 1978), ExecutiveOrder("12065", 1978, 1982), ExecutiveOrder("12356", 1982, 1995),
        ExecutiveOrder("12958", 1995, 2009), ExecutiveOrder("13526", 2010, 9999),
    )
}
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
#: code of an E.O. line without a date -> what it says
CODES: dict[str, str] = {
    "GDS": "general declassification schedule",
    "ADS": "accelerated declassification schedule",
    "XGDS1": "exempt: furnished in confidence by a foreign government or international organization",
    "XGDS2": "exempt: covered by statute, or on cryptography or intelligence sources and methods",
    "XGDS3": "exempt: discloses a system, plan, installation, project, or specific foreign relations matter",
    "XGDS4": "exempt: disclosure would place a person in immediate jeopardy",
    "RDS": "review for declassification at the date given",
    "OADR": "originating agency's determination required",
    "N/A": "not applicable: the cable is not classified",
}


def explain_reason(reason: str) -> str | None:
    """The topic of a reason as front matter writes it: ``1.4(b)`` or ``1.5(d)``; None for any other."""
    section, _, letter = reason.rstrip(")").partition("(")
    if section not in ("1.4", "1.5") or (section == "1.5" and letter == "h"):
        return None
    return REASONS.get(letter)


def order_in_force(year: int) -> str | None:
    """The number of the order by which a cable of a year is marked, or None before 1972."""
    return next((order.number for order in reversed(ORDERS.values()) if order.first <= year), None)
