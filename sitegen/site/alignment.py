"""Which lines of a raw document hold the words of which paragraph.

Accepting none of a page's marks gives the words of its source back, in their order. So the words of both are walked
side by side; what only the source has (the header, heads of pages) is stepped over. Time is linear in the words.
"""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.records.source_text import words

_RUNS = (8, 5, 3)  # words that must agree where the text begins, the longest run first
#: words that must agree after a difference, and how many words of the source may then be stepped over: a page's head, a
#: second header; few words agree by chance, so they are looked for near by
_AGREE = ((4, 150), (2, 30), (1, 12))
_MISSED = 40  # words of the text that the source may lack at one place
_FAILURES = 50


def lines_of(texts: Sequence[str], lines: Sequence[str]) -> list[tuple[int, int] | None]:
    """For each text (its words as received) the first and last of ``lines`` (from 0) that hold words of it, or None."""
    source = [(word, number) for number, line in enumerate(lines) for word in words(line)]
    body = [(word, number) for number, text in enumerate(texts) for word in words(text)]
    found: list[tuple[int, int] | None] = [None] * len(texts)
    have, want = [word for word, _ in source], [word for word, _ in body]
    at, own, failures = _beginning(have, want), 0, 0
    if at is None:
        return found
    while at < len(have) and own < len(want):
        if have[at] != want[own]:
            step = _step(have, want, at, own) if failures < _FAILURES else None
            if step is None:
                break
            at, own, failures = at + step[0], own + step[1], failures + 1
        line, text = source[at][1], body[own][1]
        known = found[text]
        found[text] = (known[0] if known else line, line)
        at, own = at + 1, own + 1
    return found


def _beginning(have: Sequence[str], want: Sequence[str]) -> int | None:
    """Where in the source the text begins."""
    for length in _RUNS:
        run = want[:length]
        for at in range(len(have) - len(run) + 1) if run else ():
            if have[at] == run[0] and have[at:at + len(run)] == run:
                return at
    return None


def _step(have: Sequence[str], want: Sequence[str], at: int, own: int) -> tuple[int, int] | None:
    """How many words of the source and of the text to step over until they agree again."""
    for missed in range(min(_MISSED, len(want) - own)):
        for length, reach in _AGREE if missed == 0 else _AGREE[:1]:
            run = want[own + missed:own + missed + length]
            for ahead in range(min(reach, len(have) - at)):
                if have[at + ahead] == run[0] and have[at + ahead:at + ahead + len(run)] == run:
                    return ahead, missed
    return None
