"""Texts as names are compared in them: letters and digits alone, without case, accents and what stands between.

``GARCÍA-\\nLuna`` and ``Garcia Luna`` are both ``garcialuna``. Where words begin is kept beside the letters, so that a
name can be found as whole words wherever a line, a hyphen or a sign of markup cuts it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_MANY = 60  # different signs
#: scripts that put no space between words, and Hangul as it is taken apart: there every sign is a word
_SPACELESS = "\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(rf"(?![\W_])[{_SPACELESS}]|[^\W_{_SPACELESS}]+")
#: signs inside a word that nobody sees: accents taken off their letters, soft hyphens, joiners, marks of direction
_UNSEEN = re.compile("[\u00ad\u0300-\u036f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+")
#: letters that Unicode does not take apart, as they are spelt without their strokes
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
                          "ħ": "h", "ŧ": "t", "ŋ": "n"})


def fold(text: str) -> str:
    """``text`` without case, accents and unseen signs; what is no letter may be a blank. It may have another length."""
    if text.isascii():
        return text.lower()
    signs = set(_BEYOND_ASCII.findall(text))
    if len(signs) > _MANY:
        return _whole(text)
    for sign in signs:  # sign by sign is many times faster: a text has few that are not ASCII
        text = text.replace(sign, _folded(sign))
    return text.lower() if text.isascii() else text.casefold()


def _whole(text: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFKD", text).casefold()).translate(_STROKES)


@lru_cache(maxsize=4096)
def _folded(sign: str) -> str:
    folded = _whole(sign)
    return folded if not folded or folded.isalnum() else "".join(
        part if part.isalnum() else " " for part in folded)


def fold_words(text: str) -> list[str]:
    """The folded words of a text: runs of letters and digits."""
    folded = fold(text)
    return (_ASCII_WORD if folded.isascii() else _WORD).findall(folded)


def letters(text: str) -> str:
    """All letters and digits of a text, folded, nothing between them."""
    return "".join(fold_words(text))


def places(text: str) -> list[int]:
    """For each of ``letters(text)`` the place in ``text`` of the sign that it came from."""
    if text.isascii():
        return [at for at, sign in enumerate(text) if sign.isalnum()]
    return [at for at, sign in enumerate(text)
            for part in (sign.lower() if sign.isascii() else _folded(sign)) if part.isalnum()]
