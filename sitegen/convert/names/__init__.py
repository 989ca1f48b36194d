"""Persons named in a cable's text: rules on titles and offices, given names, and what stands around a capitalised word.

How this way was chosen and what it reaches is told in docs/people.md. From word to person: vocabulary (the lists),
lexicon (what a word can be), tokens (runs of capitalised words), spans (where a name begins and ends), evidence (how
much speaks for a person), finder (the mentions of a paragraph), variants (mentions joined into persons).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitegen.convert.names.finder import Mention, find_mentions
from sitegen.convert.names.lexicon import fold
from sitegen.convert.names.tokens import is_capitals, is_unknown, runs
from sitegen.convert.names.variants import join
from sitegen.records.cable import Person

__all__ = ["find_people"]

#: a classification authority that stands in the body names nobody whom the cable is about
_CLASSIFIED_BY = re.compile(r"\s*(?:\([A-Z/]{1,6}\)\s*)?(?:This message )?(?:was )?classified by\b", re.I)
_LONGEST_AUTHORITY = 400
_LONGEST_BODY = 2_000_000  # letters; the longest cables have some 200,000, and what is longer is no cable


def find_people(paragraphs: Sequence[str], subject: str = "", header_names: Sequence[str] = ()) -> list[Person]:
    """The persons that a cable's body names, in order of first appearance.

    ``paragraphs`` is the body as read: unwrapped, repairs accepted, without paragraph numbers and portion marks,
    headings as paragraphs of their own. Each person comes in the fullest form that the cable uses, with the other
    spellings. ``subject`` and ``header_names`` (signer, classifier) name nobody by themselves; they speak for a bare
    surname of the body that stands in them too. Only the first two million letters of a body are read.
    """
    mentions: list[Mention] = []
    read = 0
    for number, paragraph in enumerate(paragraphs):
        if len(paragraph) < _LONGEST_AUTHORITY and _CLASSIFIED_BY.match(paragraph):
            continue
        mentions += find_mentions(paragraph[: _LONGEST_BODY - read], number)
        read += len(paragraph)
        if read >= _LONGEST_BODY:
            break
    return join(mentions, _announced(subject, header_names))


def _announced(subject: str, header_names: Sequence[str]) -> frozenset[str]:
    """The words of the header that can be surnames, folded."""
    tokens = (token for text in (subject, *header_names) for run in runs(text, is_capitals(text)) for token in run)
    return frozenset(fold(token.text) for token in tokens if is_unknown(token))
