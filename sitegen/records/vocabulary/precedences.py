"""Precedences: how fast a telegram was handled. They say nothing of how important its news is.

Sources: ACP 127(G) 150-152; 5 FAH-2 H-421.2. NIACT ("night action") is an IMMEDIATE to be acted upon at any hour.
"""

from __future__ import annotations

#: precedence, fastest first -> what it says
PRECEDENCES: dict[str, str] = {
    "FLASH": "Handled before all other traffic",
    "NIACT IMMEDIATE": "Handled at once, action required day or night",
    "IMMEDIATE": "Handled at once",
    "PRIORITY": "Handled before routine traffic",
    "ROUTINE": "Handled in turn",
}
#: prosign before a date-time group, single or doubled -> precedence (Y is the emergency sign of some networks)
PROSIGNS: dict[str, str] = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
#: other ways of writing one behind an addressee
_SPELLINGS: dict[str, str] = {
    "NIACT": "NIACT IMMEDIATE", "IMMED": "IMMEDIATE", "IMMEDIAT": "IMMEDIATE", "IMMDIATE": "IMMEDIATE",
    "PIORITY": "PRIORITY", "PRIORTY": "PRIORITY", "PRORITY": "PRIORITY", "PRIOR": "PRIORITY",
}


def precedence_of(text: str) -> str | None:
    """The precedence of a prosign (``O``, ``RR``) or word (``PRIORITY``, ``PIORITY``, ``NIACT IMMEDIATE``), or None."""
    word = " ".join(text.upper().split())
    if word in PRECEDENCES:
        return word
    if word[:1] in PROSIGNS and word in (word[:1], word[:1] * 2):
        return PROSIGNS[word[:1]]
    return _SPELLINGS.get(word)
