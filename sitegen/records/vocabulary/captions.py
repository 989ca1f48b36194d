"""Captions: words below the class line that say who may see a cable or by which channel it goes.

Sources: 5 FAH-2 H-440 (2008), the handling restrictions of PlusD, 05STATE226504 and 06STATE89712 on SIPDIS.
A caption counts only by its place, directly below the class line: ONLY and SENSITIVE are words of prose too.
"""

from __future__ import annotations

import re

#: caption -> what it means, for readers
CAPTIONS: dict[str, str] = {
    "AGREMENT": "On the host country's consent to a proposed ambassador",
    "BU": "Background use only",
    "CHEROKEE": "For the Secretary of State and senior White House officials",
    "CODEL": "On a visit of members of Congress",
    "CONDIS": "Controlled distribution",
    "DIRGEN": "For the Director General of the Foreign Service",
    "EFTO": "Encrypt for transmission only: unclassified, but not to be sent in the clear",
    "EXDIS": "Exclusive distribution to officers who need to know",
    "FOUO": "For official use only",
    "INFORM CONSULS": "To be brought to the consuls' notice",
    "LIMDIS": "Limited distribution",
    "LOU": "Limited official use",
    "MED": "Medical channel",
    "NOCONTRACT": "Not to be given to contractors",
    "NODIS": "No distribution beyond the persons named",
    "NOFORN": "Not to be given to foreign nationals",
    "NOPASS": "Not to be passed on",
    "OFFICIAL INFORMAL": "Working correspondence between offices",
    "ONLY": "For the eyes of the persons named only",
    "ORCON": "The originator controls further distribution",
    "PROPIN": "Holds proprietary information",
    "ROGER CHANNEL": "Channel of the Bureau of Intelligence and Research",
    "SENSITIVE": "Sensitive but unclassified, or to be handled with care",
    "SIPDIS": "For distribution on SIPRNet, the government's network for secret information; says nothing of secrecy",
    "STADIS": "For the Department of State only",
    "TERREP": "Report on terrorism",
    "TM": "Travel message channel",
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
        return CAPTIONS[words]
    closed = re.sub(r"(?<=\b[A-Z]) (?=[A-Z]\b)", "", words)
    if closed in CAPTIONS or closed in MISSPELT:
        return CAPTIONS[MISSPELT.get(closed, closed)]
    if words.endswith(" ONLY"):
        return CAPTIONS["ONLY"]
    if words.startswith(("CODEL ", "STAFFDEL ")):
        return CAPTIONS["CODEL"]
    if re.match(r"C ?O ?R ?R ?E ?C ?T ?E ?D\b", words):
        return "Sent again with the corrections named"
    return None
