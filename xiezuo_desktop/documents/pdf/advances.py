"""How wide texts are. Nearly every character of a Chinese text is 1 em wide: only the others are looked at one by one."""

from __future__ import annotations

import re
from itertools import accumulate, count
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SHORT = 8  # characters: up to here a sum in a loop is done sooner than a search
_EVERY = re.compile("(.)", re.DOTALL)
_WORTH = 3_000  # characters found: looking them up has taken as long as it takes to make a pattern that knows them
_ENDLESS = 1 << 60


class Advances(dict[str, float]):
    """Character → advance in em, filled on demand by `measure`."""

    def __init__(self, measure: Callable[[str], float]) -> None:
        super().__init__()
        self._measure = measure
        self._full: list[str] = []  # characters of 1 em met so far
        self._odd = _EVERY  # finds the characters that are not known to be 1 em wide
        self._known = 0  # of `_full`, those that it leaves out
        self._found = 0  # characters it has found since it was made
        self._short = _Shortfalls(self)
        self._of = self.__getitem__  # bound once

    def __missing__(self, ch: str) -> float:
        wide = self[ch] = self._measure(ch)
        if wide == 1.0:
            self._full.append(ch)
        return wide

    def width(self, text: str) -> float:
        """Natural width in em."""
        if len(text) > _SHORT:
            if self._found > _WORTH:
                self._learn()
            odd = self._odd.findall(text)
            self._found += len(odd)
            return len(text) - len(odd) + sum(map(self._of, odd))
        return sum(map(self._of, text))

    def shortfalls(self, text: str) -> tuple[list[int], list[float]]:
        """The places of the characters that are not 1 em wide, and by how much the text before each is shorter than its characters.

        Both lists have an item more: an endless place, and the shortfall of the whole text. The places of some characters
        of 1 em may be among them.
        """
        if self._found > _WORTH:
            self._learn()
        parts = self._odd.split(text)
        if len(parts) == 1:
            return [_ENDLESS], [0.0]
        self._found += len(parts) // 2
        places = list(map(add, accumulate(map(len, parts[::2])), count()))
        places[-1] = _ENDLESS
        return places, list(accumulate(map(self._short.__getitem__, parts[1::2]), initial=0.0))

    def _learn(self) -> None:
        """Leave the characters met so far out of the search."""
        self._found = 0
        if len(self._full) > self._known:
            self._known = len(self._full)
            self._odd = re.compile(f"([^{re.escape(''.join(self._full))}])")


class _Shortfalls(dict[str, float]):
    """Character → by how much it is narrower than 1 em."""

    def __init__(self, advances: Advances) -> None:
        super().__init__()
        self._advances = advances

    def __missing__(self, ch: str) -> float:
        short = self[ch] = 1.0 - self._advances[ch]
        return short


def advances_of(advances: Mapping[str, float]) -> Advances:
    """The same advances as something that measures texts."""
    return advances if isinstance(advances, Advances) else Advances(advances.__getitem__)
