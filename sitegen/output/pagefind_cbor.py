"""The form of Pagefind's index files, as read from the files themselves: gzip, the word ``pagefind_dcd``, then CBOR
(RFC 8949) of nothing but arrays, text and whole numbers."""

from __future__ import annotations

SIGNATURE = b"pagefind_dcd"
Value = int | str | list["Value"]


class IndexFormatError(ValueError):
    """An index file is not of the form that this version of Pagefind writes."""


def decode(data: bytes) -> Value:
    """The value that ``data`` holds. Raises IndexFormatError for all but arrays, text and whole numbers."""
    value, end = decode_at(data, 0)
    if end != len(data):
        raise IndexFormatError("more than one value")
    return value


def decode_at(data: bytes, at: int) -> tuple[Value, int]:
    """The value that begins at a place, and where it ends. Raises IndexFormatError as :func:`decode` does."""
    try:
        kind, number, at = _head_at(data, at)
        if kind < 2:
            return -1 - number if kind else number, at
        if kind == 3:
            if at + number > len(data):
                raise IndexFormatError("cut off")
            return data[at:at + number].decode("utf-8"), at + number
        if kind == 4:
            items: list[Value] = []
            for _ in range(number):
                item, at = decode_at(data, at)
                items.append(item)
            return items, at
    except IndexError:
        raise IndexFormatError("cut off") from None
    raise IndexFormatError(f"a kind of CBOR value that is not expected: {kind}")


def _head_at(data: bytes, at: int) -> tuple[int, int, int]:
    """The first bytes of a value: its kind, its number or how much it holds, and where they end. Raises IndexError
    where they are cut off."""
    kind, short = divmod(data[at], 32)
    if short > 27:
        raise IndexFormatError(f"a kind of CBOR value that is not expected: {data[at]:#x}")
    if short < 24:
        return kind, short, at + 1
    ending = at + 1 + (1 << (short - 24))
    if ending > len(data):
        raise IndexError
    return kind, int.from_bytes(data[at + 1:ending]), ending


def length(data: bytes, at: int) -> tuple[int, int]:
    """The number in the head of a text or an array, and where what it holds begins."""
    kind, number, ending = _head_at(data, at)
    if kind not in (3, 4):
        raise IndexFormatError(f"a kind of CBOR value that is not expected: {data[at]:#x}")
    return number, ending


def end(data: bytes, at: int) -> int:
    """Where the value at a place ends. Only passed over, which is several times as fast as reading it."""
    left = 1
    while left:
        first = data[at]
        if step := _STEPS[first]:
            at += step
        else:
            number, at = length(data, at)
            if first >> 5 == 4:
                left += number
            else:
                at += number
        left -= 1
    return at


#: of each first byte of a whole number (of 0 or more, or below 0) how many bytes it takes; 0 for texts and arrays
_STEPS = [0 if first >> 5 > 1 or first & 31 > 27 else 1 if first & 31 < 24 else 1 + (1 << (first & 31) - 24)
          for first in range(256)]


def number(data: bytes, at: int) -> tuple[int, int]:
    """The whole number at a place, and where it ends."""
    kind, value, ending = _head_at(data, at)
    if kind > 1:
        raise IndexFormatError(f"a kind of CBOR value that is not expected: {data[at]:#x}")
    return -1 - value if kind else value, ending


def numbers(data: bytes, at: int) -> tuple[list[int], int]:
    """The whole numbers of the array at a place, and where it ends."""
    count, at = length(data, at)
    made = []
    for _ in range(count):
        if (first := data[at]) < 24:
            made.append(first)
            at += 1
        elif first == 24:
            made.append(data[at + 1])
            at += 2
        else:
            value, at = number(data, at)
            made.append(value)
    return made, at


def encode(value: Value) -> bytes:
    """``value`` in CBOR's shortest form."""
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, str):
        data = value.encode("utf-8")
        return head(3, len(data)) + data
    return head(4, len(value)) + b"".join(encode(item) for item in value)


def head(major: int, number: int) -> bytes:
    """The first bytes of a value: its kind and its number, or how much it holds."""
    if number < 24:
        return bytes([major << 5 | number])
    for short, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << (8 * size):
            return bytes([major << 5 | short]) + number.to_bytes(size)
    raise IndexFormatError("a number of more than 64 bits")
