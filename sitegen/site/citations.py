"""How to cite a cable in prose: a note, a bibliography, a list of works cited.

The first form follows the model of the National Archives for telegrams of the Central Foreign Policy Files: from, to,
kind and number, date, message reference number, collection, address. The others are Chicago (a note and an entry of a
bibliography), MLA and APA. citation_formats.py has those that programs read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sitegen.config import Config
from sitegen.records import dates
from sitegen.records.cable import Cable
from sitegen.records.identifiers import parse_id
from sitegen.records.vocabulary.posts import post_of_station, station_of_plad
from sitegen.site.authorities import SourceEntry
from sitegen.site.cable_parts import Citation
from sitegen.site.explain import day_of

#: what stands in the form of a citation for a paragraph of any number and anchor
PARAGRAPH, ANCHOR = "{paragraph}", "{anchor}"
_MLA_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
_NO_SOURCE = SourceEntry()


@dataclass(frozen=True, slots=True)
class Cited:
    """What every form of citation is made of. ``date`` is EDTF; ``origin`` tells where the text came from, ``para`` and
    ``hash`` which paragraph is meant: "" for the whole cable."""

    id: str
    number: str  # of the telegram at its post, "" when the id has none
    title: str
    sender: str
    recipient: str
    date: str
    classification: str
    language: str
    archive: str
    publisher: str
    address: str
    origin: str
    para: str = ""
    hash: str = ""


def sender(cable: Cable) -> str:
    """Who sent the cable, spelt out where it is known."""
    return cable.origin or addressee(cable.from_)


def addressee(written: str) -> str:
    """An address as the header has it (``SECSTATE WASHDC``), spelt out where it is a post's."""
    post = post_of_station(station_of_plad(written) or "") if written else None
    return post.name if post else written


def cited(cable: Cable, config: Config, address: str, source: SourceEntry = _NO_SOURCE) -> Cited:
    """What to say of a cable whose page is at ``address`` and whose raw document came from ``source``."""
    number = parse_id(cable.id)
    return Cited(
        cable.id, str(number.number) if number else "", cable.title or cable.subject or cable.id, sender(cable),
        addressee(cable.to[0]) if cable.to else "", cable.date, cable.classification,
        cable.language or config.documents_language, config.title, config.publisher, address, _origin(source))


def _origin(source: SourceEntry) -> str:
    """``text from The Example, https://example.org/a, received December 2, 2010``; "" where nothing is known."""
    parts = [part for part in (source.publisher, source.url) if part]
    if source.received:
        parts.append(f"received {dates.human(source.received)}")
    return f"text from {', '.join(parts)}" if parts else ""


def citations(whole: Cited) -> tuple[Citation, ...]:
    """The citations in prose of a cable, in a fixed order of styles."""
    part = of_paragraph(whole)
    return tuple(Citation(style, form(whole), form(part)) for style, form in _STYLES.items())


def of_paragraph(whole: Cited) -> Cited:
    """The same with signs in the places of a paragraph's number and anchor (``PARAGRAPH``, ``ANCHOR``)."""
    return replace(whole, para=PARAGRAPH, hash=f"#{ANCHOR}")


def _lead(of: Cited) -> str:
    parties = f"{of.sender} to {of.recipient}" if of.recipient else of.sender
    return f"{parties}, " if parties else ""


def _day(of: Cited) -> str:
    return dates.human(day_of(of.date)) if of.date else "n.d."


def _came(of: Cited) -> str:
    return f" ({of.origin})" if of.origin else ""


def _nara(of: Cited) -> str:
    lead = _lead(of)
    telegram = f"telegram {of.number}" if of.number else "telegram"
    first = f"{lead}{telegram}" if lead else telegram.capitalize()
    return f"{first}{of.para}, {_day(of)}, {of.id}, {of.archive}, {of.address}{of.hash}{_came(of)}."


def _chicago_note(of: Cited) -> str:
    return (f"{_lead(of)}“{of.title},” telegram {of.id}{of.para}, {_day(of)}, {of.archive}, "
            f"{of.address}{of.hash}{_came(of)}.")


def _chicago(of: Cited) -> str:
    author = f"{of.sender}. " if of.sender else ""
    recipient = f" to {of.recipient}" if of.recipient else ""
    publisher = f" {of.publisher}." if of.publisher else ""
    return (f"{author}“{_ended(of.title)}” Telegram {of.id}{recipient}{of.para}, {_day(of)}. {_ended(of.archive)}"
            f"{publisher} {of.address}{of.hash}{_came(of)}.")


def _mla(of: Cited) -> str:
    author = f"{of.sender}. " if of.sender else ""
    publisher = f"{of.publisher}, " if of.publisher else ""
    origin = f" {_capital(of.origin)}." if of.origin else ""
    return (f"{author}“{_ended(of.title)}” Telegram {of.id}{of.para}, {_mla_day(of.date)}. {of.archive}, "
            f"{publisher}{of.address.partition('://')[2]}{of.hash}.{origin}")


def _apa(of: Cited) -> str:
    author = f"{of.sender}. " if of.sender else ""
    origin = f" ({_capital(of.origin)})" if of.origin else ""
    return (f"{author}({_apa_day(of.date)}). {of.title} (Telegram {of.id}{of.para}). {_ended(of.archive)} "
            f"{of.address}{of.hash}{origin}")


_STYLES = {"nara": _nara, "chicago": _chicago_note, "bibliography": _chicago, "mla": _mla, "apa": _apa}


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


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
