"""How to cite a cable, for people and for machines.

The first form follows the model of the National Archives for telegrams of the Central Foreign Policy Files: from, to,
kind and number, date, message reference number, collection, address. The others are Chicago (notes), MLA and APA.
"""

from __future__ import annotations

import json
from datetime import date

from sitegen.config import Config
from sitegen.records import dates
from sitegen.records.cable import Cable
from sitegen.records.identifiers import parse_id
from sitegen.records.vocabulary.posts import post_of_station, station_of_plad
from sitegen.site.explain import day_of
from sitegen.site.views import Citation

_MLA_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


def sender(cable: Cable) -> str:
    """Who sent the cable, spelt out where it is known."""
    return cable.origin or _addressee(cable.from_)


def recipient(cable: Cable) -> str:
    """The first addressee, spelt out where it is known; "" when the cable does not say."""
    return _addressee(cable.to[0]) if cable.to else ""


def _addressee(written: str) -> str:
    post = post_of_station(station_of_plad(written) or "") if written else None
    return post.name if post else written


def citations(cable: Cable, config: Config, address: str) -> tuple[Citation, ...]:
    """The citations of a cable whose page is at ``address``, in a fixed order of styles."""
    number = parse_id(cable.id)
    title = cable.title or cable.subject or cable.id
    parties = f"{sender(cable)} to {recipient(cable)}" if recipient(cable) else sender(cable)
    lead = f"{parties}, " if parties else ""
    day = dates.human(day_of(cable.date)) if cable.date else "n.d."
    telegram = f"telegram {number.number}" if number else "telegram"
    publisher = f"{config.publisher}, " if config.publisher else ""
    author = f"{sender(cable)}. " if sender(cable) else ""
    end = "" if title.endswith((".", "?", "!")) else "."
    first = f"{lead}{telegram}" if lead else telegram.capitalize()
    return (
        Citation("nara", f"{first}, {day}, {cable.id}, {config.title}, {address}."),
        Citation("chicago", f"{lead}“{title},” telegram {cable.id}, {day}, {config.title}, {address}."),
        Citation("mla", f"{author}“{title}{end}” Telegram {cable.id}, {_mla_day(cable.date)}. {config.title}, "
                        f"{publisher}{address.partition('://')[2]}."),
        Citation("apa", f"{author}({_apa_day(cable.date)}). {title} (Telegram {cable.id}). {config.title}. {address}"),
    )


def _about(edtf: str) -> str:
    return "ca. " if dates.is_estimated(edtf) else ""


def _mla_day(edtf: str) -> str:
    year, month, day = dates.year(edtf), dates.month(edtf), dates.day(edtf)
    parts = [str(day.day) if day else "", _MLA_MONTHS[month - 1] if month else "", str(year) if year else "n.d."]
    return _about(edtf) + " ".join(part for part in parts if part)


def _apa_day(edtf: str) -> str:
    year, month, day = dates.year(edtf), dates.month(edtf), dates.day(edtf)
    if not year:
        return "n.d."
    name = f", {dates.MONTHS[month - 1]}" if month else ""
    return f"{_about(edtf)}{year}{name}{f' {day.day}' if day else ''}"


def highwire(cable: Cable, config: Config, address: str) -> tuple[tuple[str, str], ...]:
    """``citation_*`` and Dublin Core, which reference managers read from a page's head."""
    day: date | None = dates.day(cable.date)
    year = dates.year(cable.date)
    pairs = [
        ("citation_title", cable.title or cable.subject or cable.id),
        ("citation_author", sender(cable)),
        ("citation_publication_date", day.strftime("%Y/%m/%d") if day else str(year or "")),
        ("citation_technical_report_number", cable.id),
        ("citation_technical_report_institution", sender(cable)),
        ("citation_publisher", config.publisher),
        ("citation_language", cable.language or config.documents_language),
        ("citation_fulltext_html_url", address),
        ("DC.type", "Text"),
        ("DC.identifier", cable.id),
        ("DC.title", cable.title or cable.subject or cable.id),
        ("DC.creator", sender(cable)),
        ("DC.date", cable.date.rstrip("~?%")),
    ]
    return tuple((name, value) for name, value in pairs if value)


def structured(cable: Cable, config: Config, address: str, topics: tuple[str, ...], people: tuple[str, ...]) -> str:
    """The cable as JSON-LD (schema.org), safe inside a ``script`` element."""
    language = cable.language or config.documents_language
    record = {
        "@context": "https://schema.org",
        "@type": ["ArchiveComponent", "DigitalDocument"],
        "@id": address,
        "url": address,
        "identifier": cable.id,
        "name": cable.title or cable.subject or cable.id,
        "dateCreated": cable.date.rstrip("~?%"),
        "inLanguage": language,
        "creator": {"@type": "GovernmentOrganization", "name": sender(cable)} if sender(cable) else None,
        "recipient": [{"@type": "Organization", "name": name} for name in map(_addressee, cable.to)],
        "about": list(topics),
        "mentions": [{"@type": "Person", "name": name} for name in people],
        "citation": list(cable.references),
        "isPartOf": {"@type": "WebSite", "name": config.title, "url": f"{config.base_url}/"},
        "publisher": {"@type": "Organization", "name": config.publisher} if config.publisher else None,
    }
    text = json.dumps({key: value for key, value in record.items() if value}, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
