"""What a cable's page tells machines: ``citation_*`` and Dublin Core for reference managers, JSON-LD for the others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from sitegen.config import Config
from sitegen.records import dates
from sitegen.records.cable import Cable
from sitegen.site.authorities import SourceEntry
from sitegen.site.citations import addressee, sender
from sitegen.site.explain import day_of
from sitegen.site.view_parts import Counted


def highwire(
    cable: Cable, config: Config, address: str, source: SourceEntry | None = None
) -> tuple[tuple[str, str], ...]:
    """``citation_*`` and Dublin Core, which reference managers read from a page's head."""
    day: date | None = dates.day(cable.date)
    year = dates.year(cable.date)
    title, language = cable.title or cable.subject or cable.id, cable.language or config.documents_language
    pairs = [
        ("citation_title", title),
        ("citation_author", sender(cable)),
        ("citation_publication_date", day.strftime("%Y/%m/%d") if day else str(year or "")),
        ("citation_technical_report_number", cable.id),
        ("citation_technical_report_institution", sender(cable)),
        ("citation_publisher", config.publisher),
        ("citation_language", language),
        ("citation_fulltext_html_url", address),
        ("DC.type", "Text"),
        ("DC.identifier", cable.id),
        ("DC.title", title),
        ("DC.creator", sender(cable)),
        ("DC.date", day_of(cable.date.rstrip("~?%"))),
        ("DC.language", language),
        ("DC.publisher", config.publisher),
        ("DC.source", (source.url or source.publisher) if source else ""),
        ("DC.rights", config.rights),
    ]
    return tuple((name, value) for name, value in pairs if value)


def structured(
    cable: Cable, config: Config, address: str, topics: Sequence[Counted], people: Sequence[str],
    source: SourceEntry | None = None,
) -> str:
    """The cable as JSON-LD (schema.org), safe inside a ``script`` element: a message, and a part of an archive."""
    by, moment = sender(cable), cable.date.rstrip("~?%") if dates.is_edtf(cable.date) else ""
    day = dates.day(cable.date)
    record = {
        "@context": "https://schema.org",
        "@type": ["Message", "ArchiveComponent"],
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "identifier": cable.id,
        "name": cable.title or cable.subject or cable.id,
        "alternateName": cable.subject if cable.subject != cable.title else "",
        "dateCreated": day_of(moment) if day or dates.month(cable.date) else str(dates.year(cable.date) or ""),
        "dateSent": moment if day and cable.date_basis == "transmitted" else "",
        "inLanguage": cable.language or config.documents_language,
        "creator": {"@type": "GovernmentOrganization", "name": by} if by else None,
        "sender": {"@type": "GovernmentOrganization", "name": by} if by else None,
        "recipient": [{"@type": "Organization", "name": addressee(name)} for name in cable.to],
        "about": [{"@type": "DefinedTerm", "termCode": topic.note, "name": topic.text, "inDefinedTermSet": "TAGS"}
                  for topic in topics],
        "mentions": [{"@type": "Person", "name": name} for name in people],
        "citation": list(cable.references),
        "isBasedOn": source.url if source and source.url.startswith("http") else "",
        "isPartOf": {"@type": "WebSite", "name": config.title, "url": f"{config.base_url}/"},
        "publisher": {"@type": "Organization", "name": config.publisher} if config.publisher else None,
        "copyrightNotice": config.rights,
    }
    text = json.dumps({key: value for key, value in record.items() if value}, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
