"""Captions: words below the class line that say who may see a cable or by which channel it goes.

Sources: the handling restrictions of PlusD for NODIS, EXDIS, LIMDIS, STADIS, ONLY, NOFORN, CHEROKEE, LOU, BU, CONDIS;
05STATE226504 and 06STATE89712 for SIPDIS; 5 FAH-2 H-440 (2008) names the channels and the order. The other meanings are
general knowledge, from the words for which the captions stand; "" where none is sure.
A caption counts only by its place, directly below the class line: ONLY and SENSITIVE are words of prose too.
"""

from __future__ import annotations

import re

#: caption -> what it means, for readers, or ""
CAPTIONS: dict[str, str] = {
    "AGREMENT": "On the host country's consent to a proposed ambassador",
    "BU": "Background use only",
    "CHEROKEE": "For the Secretary of State and senior White House officials",
    "CODEL": "On a visit of members of Congress",
    "CONDIS": "Controlled distribution",
    "DIRGEN": "For the Director General of the Foreign Service",
    "EFTO": "Encrypt for transmission only",
    "EXDIS": "Exclusive distribution",
    "FOUO": "For official use only",
    "INFORM CONSULS": "Consuls are to be informed",
    "LIMDIS": "Limited distribution",
    "LOU": "Limited official use",
    "MED": "Medical channel",
    "NOCONTRACT": "Not to be given to contractors",
    "NODIS": "No distribution beyond the persons named",
    "NOFORN": "Not to be given to foreign nationals",
    "NOPASS": "",
    "OFFICIAL INFORMAL": "Informal correspondence between offices",
    "ONLY": "For the eyes of the persons named only",
    "ORCON": "The originator controls further distribution",
    "PROPIN": "Holds proprietary information",
    "ROGER CHANNEL": "Channel of the Bureau of Intelligence and Research",
    "SENSITIVE": "On an unclassified cable: sensitive but unclassified",
    "SIPDIS": "For distribution on SIPRNet, the government's network for secret information; says nothing of secrecy",
    "STADIS": "For the Department of State only",
    "TERREP": "Report on terrorism",
    "TM": "",
}
#: typing errors met in class lines -> the caption meant
MISSPELT: dict[str, str] = {
    "SIPDS": "SIPDIS", "SIPIDS": "SIPDIS", "SPDIS": "SIPDIS", "SIDIS": "SIPDIS", "IPDIS": "SIPDIS",
    "SISPDIS": "SIPDIS", "SIPDSI": "SIPDIS", "NODIF": "NODIS", "NOFRON": "NOFORN", "NOFOR": "NOFORN",
    "NOFRN": "NOFORN", "EXIDS": "EXDIS", "SENSITVE": "SENSITIVE", "SENSTIVE": "SENSITIVE", "SENSITIV": "SENSITIVE",
    "SENITIVE": "SENSITIVE",
}


def explain(caption: str) -> str | None:
    """What a caption means, or None: ``NODIS``, ``FOR AMBASSADOR ONLY``, ``CODEL MCCAIN``, ``E F T O``."""
    words = " ".join(caption.upper().split())
    if words in CAPTIONS:
        return CAPTIONS[words] or None
    closed = re.sub(r"(?<=\b[A-Z]) (?=[A-Z]\b)", "", words)
    if closed in CAPTIONS or closed in MISSPELT:
        return CAPTIONS[MISSPELT.get(closed, closed)] or None
    if words.endswith(" ONLY"):
        return CAPTIONS["ONLY"]
    if words.startswith("CODEL "):
        return CAPTIONS["CODEL"]
    if re.match(r"C ?O ?R ?R ?E ?C ?T ?E ?D\b", words):
        return "Sent again, corrected"
    return None
