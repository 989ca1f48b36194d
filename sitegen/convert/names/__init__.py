"""Persons named in a cable's text: rules on titles and offices, given names, and what stands around a capitalised word.

How it was chosen and what it reaches is told in docs/people.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitegen.convert.names.finder import find_mentions
from sitegen.convert.names.variants import join
from sitegen.records.cable import Person

__all__ = ["find_people"]

_CLASSIFIED_BY = re.compile(r"(?i)\s*(?:\([A-Z/]+\)\s*)?(?:this message )?(?:was )?classified by\b[^\n]{0,400}")


def find_people(paragraphs: Sequence[str], subject: str = "", header_names: Sequence[str] = ()) -> list[Person]:
    """The persons that a cable's body names, in order of first appearance.

    ``paragraphs`` is the body as read: unwrapped, repairs accepted, without paragraph numbers and portion marks, headings
    as paragraphs of their own. Each person comes in the fullest form that the cable uses, with the other spellings.
    """
    mentions = []
    for number, paragraph in enumerate(paragraphs):
        if _CLASSIFIED_BY.match(paragraph) and len(paragraph) < 400:
            continue
        mentions.extend(find_mentions(paragraph, number))
    return join(mentions)
