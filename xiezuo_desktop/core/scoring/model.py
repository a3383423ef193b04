"""What scoring works with: an evaluation with its settings, what the parties have done, scores and totals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from ..progress import EXACT, NOUGHT, Goal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ..records import Id
    from .rules import Rule

ItemParty = tuple[int, int]  # ids of the item and of the party; party 0 is the plan's own office

SCORE_STATES = {
    "scored": "已评",
    "partial": "部分未报",
    "missing": "未填报",
    "manual": "待评定",
    "excluded": "不计入",
}


NO_GOAL = Goal()


@dataclass(frozen=True, slots=True)
class Settings:
    """What the text of a scheme leaves open. The words are those of the record Scheme; these are the defaults."""

    rank_by: str = "value"
    ranked: str = "finished"
    ties: str = "all"
    unfinished: str = "zero"
    cap: str = "full"
    no_target: str = "scaled"
    decimals: int = 2
    rounding: str = "half_up"

    def rounded(self, number: Decimal) -> Decimal:
        """A number of points with the scheme's decimals, without noughts behind the last digit."""
        mode = ROUND_DOWN if self.rounding == "down" else ROUND_HALF_UP
        out = number.quantize(Decimal(1).scaleb(-self.decimals), mode, context=EXACT)
        return plain(out)


@dataclass(frozen=True, slots=True)
class Item:
    """An item or a part of one. Without a rule it is scored by hand. `least` is below 0 for one that takes points off."""

    id: Id
    points: Decimal
    rule: Rule | None = None
    parts: tuple[Item, ...] = ()
    name: str = ""
    least: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading. `limit` is the most they give together, below 0 the most they take off; `beside` one that
    adds to the points of the others and is no part of the whole."""

    id: Id
    name: str
    items: tuple[Item, ...]
    limit: Decimal | None = None
    beside: bool = False

    @property
    def points(self) -> Decimal:
        """The points that there are in it, as a part of the whole."""
        return NOUGHT if self.beside else self.within(added(item.points for item in self.items))

    def within(self, points: Decimal) -> Decimal:
        """Points within the limit."""
        if self.limit is None:
            return points
        return min(points, self.limit) if self.limit >= 0 else max(points, self.limit)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A scheme ready for scoring."""

    groups: tuple[Group, ...]
    settings: Settings = Settings()

    @property
    def items(self) -> Iterator[Item]:
        """All items, without parts."""
        return (item for group in self.groups for item in group.items)

    @property
    def whole(self) -> Decimal:
        """The points that there are, without those that are given on top."""
        return added(group.points for group in self.groups)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a party has done for an item: a figure against a goal, or just yes or no. `exempt`: it was given no target.

    `said` is the text that a person typed, for rules that ask for words: 省级.
    """

    value: Decimal | None = None
    goal: Goal = NO_GOAL
    yes: bool | None = None
    exempt: bool = False
    percent: bool = False  # the value is a share already: 94.2%
    said: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """Points of one item for one party, with the formula that gives them. `full`: the points it counts for, 0 when excluded.

    `computed` is None where nothing can be worked out; `adjusted` are points given by hand, with the reason.
    """

    computed: Decimal | None
    formula: str
    state: str = "scored"
    full: Decimal = Decimal(0)
    adjusted: Decimal | None = None
    reason: str = ""

    @property
    def final(self) -> Decimal | None:
        """The points that count."""
        return self.computed if self.adjusted is None else self.adjusted


@dataclass(frozen=True, slots=True)
class Subtotal:
    """What a party has in a group: `points` that count (None: nothing is known), of `added` that its items give."""

    points: Decimal | None = None
    added: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """What a party has in all. `place` is shared by equal totals (1, 2, 2, 4) and None while there is nothing to rank."""

    points: Decimal | None
    formula: str
    open_items: int = 0
    place: int | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """All scores of an evaluation. `parts` are those of the parts of composite items, `groups` the sums by group and party."""

    scores: Mapping[ItemParty, Score]
    parts: Mapping[ItemParty, Score]
    groups: Mapping[tuple[int, int], Subtotal]
    totals: Mapping[int, Total]

    @property
    def ranking(self) -> list[int]:
        """The parties from the best to the last; those without a total at the end."""
        return sorted(self.totals, key=lambda p: (self.totals[p].place is None, self.totals[p].place or 0))


@dataclass(slots=True)
class Field:
    """What an item is scored from: everybody's basis, since ranks depend on the others. `points` is the item's."""

    item: Item
    bases: Mapping[int, Basis | None]
    settings: Settings
    _best: Decimal | None = None

    def best(self, figure: Callable[[Basis], Decimal | None]) -> Decimal:
        """The greatest figure among all parties, worked out once; only asked for where there is one."""
        if self._best is None:
            known = [n for b in self.bases.values() if b is not None and (n := figure(b)) is not None]
            self._best = max(known)
        return self._best

    @property
    def rule(self) -> Rule:
        """The rule of the item."""
        assert self.item.rule
        return self.item.rule

    @property
    def full(self) -> Decimal:
        """The points for all that is asked."""
        return self.item.points if self.rule.full is None else self.rule.full


def plain(number: Decimal) -> Decimal:
    """A computed number without noughts behind its last digit: 300.0 → 300."""
    return Decimal(format(number.normalize(EXACT), "f"))


def with_hand(found: Score, hand: tuple[Decimal, str] | None) -> Score:
    """A score with the points that a person gave instead."""
    if hand is None:
        return found
    points, reason = hand
    return Score(found.computed, found.formula, "scored", found.full, points, reason)


def added(numbers: Iterable[Decimal]) -> Decimal:
    """The exact sum, without noughts behind the last digit."""
    out = Decimal(0)
    for number in numbers:
        out = EXACT.add(out, number)
    return plain(out)


def competition(values: Mapping[int, Decimal]) -> dict[int, tuple[int, bool]]:
    """The place of each by descending value, and whether it is shared: 1, 2, 2, 4."""
    ordered = sorted(values.values(), reverse=True)
    first: dict[Decimal, int] = {}
    count: dict[Decimal, int] = {}
    for place, value in enumerate(ordered, 1):
        first.setdefault(value, place)
        count[value] = count.get(value, 0) + 1
    return {party: (first[value], count[value] > 1) for party, value in values.items()}
