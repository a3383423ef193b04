"""Which indicator an item of a scheme is about: suggestions by likeness of words, for a person to accept – never taken silently."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..names import normalise
from .sheet import subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..plan import Plan
    from ..records import Indicator, ScoreItem

_LEAST = 0.4  # of 1: below it two names have little in common
_COVERED = 0.8  # how much it says that the whole name of an indicator stands in the longer name of an item
_EXPLAINED = 0.6  # the same, where it stands in what the item says beside its name
_FEW = 4  # pairs of characters: a shorter name stands in many a text by chance
_RENAMED = (
    (re.compile(r"建档立卡(?:贫困)?|贫困(?=人[口员]|劳动力)"), "脱贫"),
    (re.compile("扶贫"), "帮扶"),
)  # since 2021
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
    items = open_items(plan)
    linked = {i.indicator for i in _all_items(plan)}
    names = _Names([i for i in plan.indicators if i.id not in linked] if items else [])
    found = [
        Suggestion(item, indicator, likeness)
        for item in items
        for indicator, likeness in names.like(item)
        if likeness >= _LEAST and _measures_alike(subject(item), indicator)
    ]
    return _each_once(found)


def open_items(plan: Plan) -> list[ScoreItem]:
    """The items and parts without an indicator, in the order of the schemes; of a sum of parts the parts."""
    return [i for i in _all_items(plan) if i.indicator is None and not plan.score_parts(i.id)]


def ranked_for(plan: Plan, item: ScoreItem) -> list[tuple[Indicator, float]]:
    """All indicators with their likeness to an item, the likest first; those that share no word follow as they stand."""
    like = {indicator.id: likeness for indicator, likeness in _Names(plan.indicators).like(item)}
    found = [(i, like.get(i.id, 0.0) if _measures_alike(subject(item), i) else 0.0) for i in plan.indicators]
    return sorted(found, key=lambda pair: -pair[1])


def _all_items(plan: Plan) -> list[ScoreItem]:
    items = [i for s in plan.schemes for g in plan.score_groups(s.id) for i in plan.score_items(g.id)]
    return [each for item in items for each in (item, *plan.score_parts(item.id))]


class _Names:
    """The names of indicators, found by the pairs of characters they share with a text."""

    def __init__(self, indicators: Sequence[Indicator]) -> None:
        self._all = [(indicator, _pairs(indicator.name)) for indicator in indicators]
        self._sizes = [pairs.total() for _, pairs in self._all]
        self._with: dict[str, list[tuple[int, int]]] = {}
        for number, (_, pairs) in enumerate(self._all):
            for pair, count in pairs.items():
                self._with.setdefault(pair, []).append((number, count))

    def like(self, item: ScoreItem) -> Iterator[tuple[Indicator, float]]:
        """The indicators that share any pair with the words of an item, with their likeness from 0 to 1."""
        pairs = _pairs(subject(item))
        size, shared = pairs.total(), self._shared(pairs)
        told = self._shared(_pairs(f"{item.content}，{item.standard}"))
        for number in sorted(shared.keys() | told.keys()):
            mine, both = self._sizes[number], shared[number]
            covered = _COVERED * both / mine if mine > 2 else 0.0
            explained = _EXPLAINED * told[number] / mine if mine >= _FEW else 0.0
            yield self._all[number][0], max(2 * both / (size + mine), covered, explained)

    def _shared(self, pairs: Counter[str]) -> Counter[int]:
        """How many pairs each name has in common with a text."""
        shared: Counter[int] = Counter()
        for pair, count in pairs.items():
            for number, other in self._with.get(pair, ()):
                shared[number] += min(count, other)
        return shared


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
    for former, now in _RENAMED:
        bare = former.sub(now, bare)
    return Counter(bare[i : i + 2] for i in range(len(bare) - 1))
