"""Order keys: texts between which another always fits, so that moving one row changes one row."""

from __future__ import annotations

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"  # in the order of their code points
_BASE = len(_DIGITS)


def key_between(low: str = "", high: str = "") -> str:
    """A key strictly between two keys; "" is an open end. Keys never end in the lowest digit.

    Raises ValueError when `low` is not below `high`.
    """
    if high and low >= high:
        raise ValueError(f"{low!r} is not below {high!r}")
    prefix = ""
    position = 0
    while True:
        a = _DIGITS.index(low[position]) if position < len(low) else 0
        b = _DIGITS.index(high[position]) if high and position < len(high) else _BASE
        if b - a > 1:
            # at an open end the next digit, so that adding row after row lengthens the key only every 60 rows
            return prefix + _DIGITS[a + 1 if low and not high else b - 1 if high and not low else (a + b) // 2]
        prefix += _DIGITS[a]
        if a != b:
            high = ""
        position += 1


def spread_keys(count: int) -> list[str]:
    """`count` keys in ascending order, all of one length, evenly spaced with room between them."""
    length = 1
    while _BASE**length < 4 * (count + 1):
        length += 1
    space = _BASE**length
    keys = []
    for i in range(1, count + 1):
        value = i * space // (count + 1)
        value += value % _BASE == 0
        text = ""
        for _ in range(length):
            value, digit = divmod(value, _BASE)
            text = _DIGITS[digit] + text
        keys.append(text)
    return keys


def keys_between(low: str, high: str, count: int) -> list[str]:
    """`count` ascending keys strictly between two keys, short as long as there is room."""
    if count <= 0:
        return []
    if not low and not high:
        return spread_keys(count)
    middle = key_between(low, high)
    below = (count - 1) // 2
    return [*keys_between(low, middle, below), middle, *keys_between(middle, high, count - 1 - below)]
