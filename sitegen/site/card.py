"""What the picture says that is shown where a cable's page is shared: a card of the cable."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.site import explain
from sitegen.site.citations import addressee, sender
from sitegen.site.model import Site

#: the file beside a cable's page
CARD = "card.png"


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a card; what is not known is "". All of them stand on the cable's page too."""

    site: str
    id: str
    title: str
    classification: str
    captions: tuple[str, ...]
    sender: str
    recipient: str
    others: int  # further addressees, those for information among them
    date: str


def card(site: Site, cable_id: str) -> Card:
    """The card of a cable. Raises KeyError for one that is not published."""
    cable = site.cable(cable_id)
    when = explain.when(cable.date.partition("T")[0], site.config.language)
    return Card(site.config.title, cable.id, cable.title or cable.subject or cable.id, cable.classification,
                cable.captions, sender(cable), addressee(cable.to[0]) if cable.to else "",
                max(len(cable.to) - 1, 0) + len(cable.info), when.text if when else "")
