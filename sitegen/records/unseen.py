"""Signs that nobody sees and that change how others are seen, made visible where a text is shown to readers.

The signs that turn the direction of writing (UAX #9: embeddings, overrides, isolates) let a sentence show other words
than it holds, and reach past the end of the text that they stand in. Controls of terminals and transmissions show
nothing at all, or spoil XML. Arabic and Hebrew need none of them: a browser finds the direction by the letters, and the
marks that help it (U+061C, U+200E, U+200F) stay.
"""

from __future__ import annotations

import re

# not TAB, LF, FF and CR, which HTML reads as white space
_UNSEEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """``text`` with each such sign as its number: ``[U+202E]``."""
    return text if text.isprintable() else _UNSEEN.sub(_named, text)


def _named(sign: re.Match[str]) -> str:
    return f"[U+{ord(sign[0]):04X}]"
