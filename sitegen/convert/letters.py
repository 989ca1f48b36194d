"""How many letters of a text are capitals: asked of whole paragraphs, so counted without looking at each."""

from __future__ import annotations

import re
import string
from collections.abc import Callable

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def _counter(ascii_letters: str, is_one: Callable[[str], bool]) -> Callable[[str], int]:
    signs = ascii_letters.encode()

    def count(text: str) -> int:
        data = text.encode("ascii", "ignore")
        found = len(data) - len(data.translate(None, signs))
        if len(data) < len(text):
            found += sum(map(is_one, "".join(_BEYOND_ASCII.findall(text))))
        return found

    return count


count_upper = _counter(string.ascii_uppercase, str.isupper)
count_lower = _counter(string.ascii_lowercase, str.islower)
count_letters = _counter(string.ascii_letters, str.isalpha)
