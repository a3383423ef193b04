"""Which indicator an item of a scheme is about: suggestions by likeness of words, for a person to accept – never taken silently."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..names import normalise
from .sheet import subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..plan import Plan
    from ..records import Indicator, ScoreItem

_LEAST = 0.45  # of 1: below it two names have little in common
_COVERED = 0.8  # how much it says that the whole name of an indicator stands in the longer text of an item
_NOISE = re.compile(r"按(?:计划|要求)|计划|情况|主要|查看|完成|年度|任务|指标|实际|工作|其中:?|[(（][^()（）]*[)）]")
_SUM = re.compile(r"(?:额|资金|款)数?$")
_COUNT = re.compile(r"[个人户村家次]数$")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An item and the indicator that its words resemble most; `likeness` from 0 to 1 (the same words)."""

    item: ScoreItem
    indicator: Indicator
    likeness: float


def suggested_links(plan: Plan) -> list[Suggestion]:
    """For every item and part without an indicator the one it most likely is scored from; each indicator only once."""
    items = [i for s in plan.schemes for g in plan.score_groups(s.id) for i in plan.score_items(g.id)]
    items += [part for item in items for part in plan.score_parts(item.id)]
    linked = {i.indicator for i in items if i.indicator is not None}
    open_items = [i for i in items if i.indicator is None and not plan.score_parts(i.id)]
    if not open_items:
        return []
    names = _Names([i for i in plan.indicators if i.id not in linked])
    found = [
        Suggestion(item, indicator, likeness)
        for item in open_items
        for indicator, likeness in names.like(_pairs(subject(item)))
        if likeness >= _LEAST and _measures_alike(subject(item), indicator)
    ]
    return _each_once(found)


class _Names:
    """The names of indicators, found by the pairs of characters they share with a text."""

    def __init__(self, indicators: list[Indicator]) -> None:
        self._all = [(indicator, _pairs(indicator.name)) for indicator in indicators]
        self._sizes = [pairs.total() for _, pairs in self._all]
        self._with: dict[str, list[tuple[int, int]]] = {}
        for number, (_, pairs) in enumerate(self._all):
            for pair, count in pairs.items():
                self._with.setdefault(pair, []).append((number, count))

    def like(self, pairs: Counter[str]) -> Iterator[tuple[Indicator, float]]:
        """The indicators that share any pair, with their likeness from 0 to 1."""
        shared: Counter[int] = Counter()
        for pair, count in pairs.items():
            for number, other in self._with.get(pair, ()):
                shared[number] += min(count, other)
        size = pairs.total()
        for number, both in sorted(shared.items()):
            mine = self._sizes[number]
            covered = _COVERED * both / mine if mine > 2 else 0.0
            yield self._all[number][0], max(2 * both / (size + mine), covered)


def _measures_alike(text: str, indicator: Indicator) -> bool:
    """Whether what an item counts can be in the indicator's unit: no sum of money is counted in heads, nor heads in money."""
    unit, bare = indicator.measure_unit.strip(), _NOISE.sub("", normalise(text))
    if not unit:
        return True
    return not (_SUM.search(bare) if not unit.endswith("元") else _COUNT.search(bare))


def _each_once(found: list[Suggestion]) -> list[Suggestion]:
    out = []
    taken: set[int] = set()
    for one in sorted(found, key=lambda s: -s.likeness):
        if one.item.id not in taken and one.indicator.id not in taken:
            taken |= {one.item.id, one.indicator.id}
            out.append(one)
    return out


def _pairs(text: str) -> Counter[str]:
    """The pairs of neighbouring characters, without words that stand in every item."""
    bare = _NOISE.sub("", normalise(text))
    return Counter(bare[i : i + 2] for i in range(len(bare) - 1))
