"""How like two words are, for damage of transmission and typing."""

from __future__ import annotations


def edit_distance(one: str, other: str, limit: int = 3) -> int:
    """Letters to drop, add, change or swap with the next to make ``one`` into ``other``; above ``limit``: limit + 1."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def folded(text: str) -> str:
    """Letters and digits alone, without case: what two spellings of one line have in common."""
    return "".join(c for c in text.casefold() if c.isalnum())
