"""What if: which items gain most until December, and who changes place when a figure or a setting changes.

Everything is scored anew with the changed figures, so that ranks, caps and missing targets count as they do in earnest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ..progress import EXACT, NOUGHT
from .evaluate import score
from .model import Basis, Evaluation, Group, Item, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .model import ItemParty, Result

Supposed = Decimal | bool
_MONTHS = 12
_LEAST_RATE, _MOST_UNITS = Decimal("0.01"), 10**9


@dataclass(frozen=True, slots=True)
class Gain:
    """What an item can still bring a party. Points: `now`, `at_pace` by December if it goes on as so far, `most`.

    `needed` is how much more must be done for `most`, in the indicator's unit (negative: less; None: not a matter of a
    figure); `goal` the value that must be reached; `part` is set for a part of a composite item; `to_top`: by a place.
    """

    item: int
    now: Decimal | None
    at_pace: Decimal | None
    most: Decimal
    goal: Decimal | None = None
    needed: Decimal | None = None
    part: int | None = None
    to_top: bool = False

    @property
    def gain(self) -> Decimal:
        """The points that are still to be had."""
        return self.most - (self.now or NOUGHT)

    @property
    def rate(self) -> tuple[int, Decimal] | None:
        """How many more units of the figure bring how many points (100 人: 0.33); None where it is no matter of a figure.

        The units are the least power of ten that brings a hundredth of a point; the points are rounded to hundredths.
        """
        if not self.needed or self.gain <= 0:
            return None
        each = EXACT.divide(self.gain, abs(self.needed))
        units = 1
        while each * units < _LEAST_RATE and units < _MOST_UNITS:
            units *= 10
        return units, (each * units).quantize(_LEAST_RATE)


@dataclass(frozen=True, slots=True)
class Move:
    """A party before and after a change: its places and totals (None: not ranked)."""

    party: int
    place_before: int | None
    place_after: int | None
    points_before: Decimal | None
    points_after: Decimal | None


class Forecast:
    """The forecast of one party; `month` is the last one reported, by which the pace is judged."""

    def __init__(
        self,
        evaluation: Evaluation,
        parties: Sequence[int],
        bases: Mapping[ItemParty, Basis],
        party: int,
        month: int,
        adjusted: Mapping[ItemParty, tuple[Decimal, str]] | None = None,
    ) -> None:
        self._evaluation, self._parties, self._bases = evaluation, parties, bases
        self._party, self._month, self._adjusted = party, month, adjusted or {}
        self._now = score(evaluation, parties, bases, self._adjusted)

    @property
    def now(self) -> Result:
        """The scores as they stand."""
        return self._now

    def gains(self) -> list[Gain]:
        """What can still be gained, the most first; of equal gains that which needs the least of its goal."""
        found = [
            gain
            for group in self._evaluation.groups
            for item in group.items
            for each in self._of_item(item)
            if (gain := self._within(group, each)) is not None
        ]
        return sorted((g for g in found if g.gain > 0), key=lambda g: (-g.gain, _share(g)))

    def _within(self, group: Group, found: Gain) -> Gain | None:
        """A gain as far as the limit of its group lets it count; None where nothing of it does."""
        have = self._now.groups[group.id, self._party]
        if group.limit is None or have.added is None or have.points is None:
            return found if group.limit is None else replace(found, most=group.within(found.most))
        room = EXACT.subtract(group.within(EXACT.add(have.added, found.gain)), have.points)
        return None if room <= 0 else replace(found, most=EXACT.add(found.now or NOUGHT, room))

    def _of_item(self, item: Item) -> Iterator[Gain]:
        if (item.id, self._party) in self._adjusted:
            return  # settled by hand
        if item.rule and item.rule.kind == "composite" and item.parts:
            for part in item.parts:
                if (part.id, self._party) not in self._adjusted:
                    yield from self._one(item, part)
        else:
            yield from self._one(item, item)

    def _one(self, item: Item, part: Item) -> Iterator[Gain]:
        basis = self._bases.get((part.id, self._party), Basis())
        if basis.exempt:
            return
        part_id = part.id if part is not item else None
        now = self._points(item, part, None)
        done = replace(basis, yes=None if basis.goal.number is not None else True, said="")
        if basis.goal.number is not None:
            done = replace(done, value=_reached(basis))
        most = self._points(item, part, done)
        paced = self._points(item, part, self._at_pace(basis)) if basis.value is not None else None
        if most is not None:
            yield Gain(item.id, now, paced, most, done.value, _needed(basis, done), part_id)
        top = self._to_the_top(part, basis)
        if top is not None and (best := self._points(item, part, top)) is not None and best > (most or NOUGHT):
            yield Gain(item.id, now, paced, best, top.value, _needed(basis, top), part_id, to_top=True)

    def _points(self, item: Item, part: Item, basis: Basis | None) -> Decimal | None:
        """The points of the item or part, with another basis where one is given."""
        if basis is None:
            result = self._now
        else:
            alone = Evaluation((Group(0, "", (item,)),), self._evaluation.settings)  # the others stay as they are
            result = score(alone, self._parties, {**self._bases, (part.id, self._party): basis}, self._adjusted)
        found = (result.scores if part is item else result.parts)[part.id, self._party]
        return found.final

    def _at_pace(self, basis: Basis) -> Basis:
        """The value of December if every month brings what the months so far have brought on the average."""
        if (
            basis.value is None
            or basis.percent
            or not 0 < self._month < _MONTHS
            or basis.goal.direction in ("range", "yes_no")
        ):
            return basis
        return replace(basis, value=EXACT.divide(basis.value * _MONTHS, Decimal(self._month)))

    def _to_the_top(self, part: Item, basis: Basis) -> Basis | None:
        """The least value that is enough for the places with points; None where the rule has none, or ranks by rate."""
        rule, settings = part.rule, self._evaluation.settings
        if rule is None or rule.kind != "rank" or rule.top is None or (rule.basis or settings.rank_by) != "value":
            return None
        others = [b for p in self._parties if p != self._party and (b := self._bases.get((part.id, p)))]
        down = basis.goal.direction == "down"
        rivals = sorted((b.value for b in others if b.value is not None), reverse=not down)
        places = int(rule.top)
        wanted = _reached(basis)
        if len(rivals) >= places:
            rival = rivals[places - 1]
            wanted = rival if wanted is None else min(rival, wanted) if down else max(rival, wanted)
        return None if wanted is None else replace(basis, value=wanted, yes=None)


def _reached(basis: Basis) -> Decimal | None:
    """The value at which the goal is reached: what is there where that is enough already."""
    goal, value = basis.goal, basis.value
    if goal.number is None:
        return value
    if goal.direction == "down" and value is not None:
        return min(value, goal.number)
    if goal.direction == "range" and value is not None and goal.upper is not None:
        return min(max(value, goal.number), goal.upper)
    return goal.number if value is None else max(value, goal.number)


def _needed(basis: Basis, done: Basis) -> Decimal | None:
    if done.value is None:
        return None
    return EXACT.subtract(done.value, basis.value or NOUGHT)


def _share(gain: Gain) -> Decimal:
    """How much of its goal a gain still needs; what needs no figure comes last."""
    if gain.needed is None or not gain.goal:
        return Decimal(2)
    return EXACT.divide(abs(gain.needed), abs(gain.goal))


def what_if(
    evaluation: Evaluation,
    parties: Sequence[int],
    bases: Mapping[ItemParty, Basis],
    changes: Mapping[ItemParty, Supposed],
    adjusted: Mapping[ItemParty, tuple[Decimal, str]] | None = None,
    settings: Settings | None = None,
) -> Result:
    """The scores if some values were these (True and False: done, not done), or the settings others."""
    changed = {**bases, **{k: _supposed(bases.get(k, Basis()), v) for k, v in changes.items()}}
    return score(replace(evaluation, settings=settings or evaluation.settings), parties, changed, adjusted)


def _supposed(basis: Basis, value: Supposed) -> Basis:
    if not isinstance(value, bool):
        return replace(basis, value=value, yes=None)
    if basis.goal.direction == "yes_no":
        return replace(basis, value=Decimal(int(value)), yes=None)
    return replace(basis, value=None, yes=value)


def moves(before: Result, after: Result) -> list[Move]:
    """The parties whose place or total differs, in the order of the new ranking."""
    out = []
    for party in after.ranking:
        old, new = before.totals.get(party), after.totals[party]
        if old is None or (old.place, old.points) != (new.place, new.points):
            place, points = (old.place, old.points) if old else (None, None)
            out.append(Move(party, place, new.place, points, new.points))
    return out
