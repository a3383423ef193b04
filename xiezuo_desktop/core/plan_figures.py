"""Targets and reported figures of a plan, indicator by indicator and unit by unit, as scoring and progress need them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from xiezuo_desktop.wanted import still_wanted

from .figures.rollup import Rollup
from .numbers import read_amount, read_target
from .progress import Figure, Goal, gathered, goal_of, read_yes_no
from .records import Allocation, Indicator, Report
from .scoring.model import Basis, added

if TYPE_CHECKING:
    from .numbers import Value
    from .plan import Plan
    from .records import Id


def read_figure(value: Value, measure_unit: str, goal: Goal) -> Basis:
    """What a reported text says: a number in the indicator's unit, a share, or yes or no."""
    if value.kind == "number" and value.number is not None:
        unit = measure_unit.strip()
        if value.measure_unit == "%" or (not value.measure_unit and unit == "%"):
            if unit in ("%", "") and goal.number is not None:
                return Basis(value.number, goal)
            return Basis(value.number, replace(goal, number=None), percent=True)  # 94.2%: the rate itself
        if value.measure_unit and unit:
            found = gathered({0: Figure(value.number, value.measure_unit)}, unit)
            return Basis(found.number, goal)
        return Basis(value.number, goal)
    yes = True if value.kind == "done" else read_yes_no(value.raw)
    if goal.direction == "yes_no" and yes is not None:
        return Basis(Decimal(int(yes)), goal)
    return Basis(None, goal, yes)


class PlanFigures:
    """Targets and reported figures of a plan up to a period, by indicator and unit. What was sent back (退回) does not count."""

    def __init__(self, plan: Plan, period: int | None = None, rollup: Rollup | None = None) -> None:
        self._plan = plan
        self.rollup = rollup or Rollup(plan)
        self._reports: dict[tuple[Id, Id], Report | None] = {}
        self._having: dict[Id, set[Id]] = {}
        self._groups: dict[Id, set[Id]] = {}
        for group, members in plan.members.items():
            for member in members:
                self._groups.setdefault(member, set()).add(group)
        self._rows = plan.rows(Report)
        self._periods = self._candidates(period)

    def _candidates(self, period: int | None) -> list[int]:
        """The periods whose figures may count, the last first."""
        if period is None:
            return sorted({key[2] for key in self._rows}, key=by_time, reverse=True)
        year, month = divmod(period, 100)
        return [period] * (not month) + [year * 100 + m for m in range(month or 12, 0, -1)]

    def report(self, indicator: Id, bearer: Id) -> Report | None:
        """The report of a unit about an indicator that counts: its last figure, or the greatest where that is how it adds up."""
        place = (indicator, bearer)
        if place not in self._reports:
            self._reports[place] = self._find(indicator, bearer)
        return self._reports[place]

    def _find(self, indicator: Id, bearer: Id) -> Report | None:
        rows = self._rows
        found = (rows.get((indicator, bearer, period)) for period in self._periods)
        counting = (r for r in found if r is not None and r.state != "returned" and r.value.strip())
        row = self._plan.get(Indicator, indicator)
        if row is None or row.accumulation != "max":
            return next(counting, None)
        with_numbers = [(number, r) for r in counting if (number := read_target(r.value).number) is not None]
        return max(with_numbers, key=lambda each: each[0])[1] if with_numbers else None

    def basis(self, indicator: Indicator, party: int) -> Basis:
        """What a party has to do for an indicator, and has done; `exempt` where it was given no target."""
        still_wanted()
        if not self.rated(indicator):
            return Basis(exempt=True)
        goal = self.goal(indicator, party)
        if goal is None:
            return replace(self.done(indicator, party, Goal(None, indicator.direction or "up")), exempt=True)
        return Basis(goal=goal) if goal.done else self.done(indicator, party, goal)

    @staticmethod
    def rated(indicator: Indicator) -> bool:
        """Whether an indicator is assessed at all, not just counted (统计性)."""
        target = read_target(indicator.target, indicator.target_reading)
        return indicator.nature != "statistical" and target.kind != "not_assessed"

    def goal(self, indicator: Indicator, party: int) -> Goal | None:
        """The goal of a party: its share of the split; of an indicator that is not split, the target itself; None: no task.

        The goal of the whole plan (0) is the target, or where that is left open, what it is split into altogether.
        """
        direction, unit = indicator.direction, indicator.measure_unit
        allocations = self._plan.allocations(indicator.id)
        if party == 0 or not allocations:
            target = read_target(indicator.target, indicator.target_reading)
            if target.kind == "pending" and allocations:
                return self._goal_of_split(indicator)
            return _set(goal_of(target, direction, unit))
        near = {party, *self._groups.get(party, ())}  # reading the amounts of all others would take long
        goals = [g for a in allocations if a.bearer in near and (g := self._share(a, party, direction, unit))]
        numbers = [g.number for g in goals if g.number is not None]
        if not numbers:
            return goals[0] if goals else None
        first = next(g for g in goals if g.number is not None)
        return first if len(numbers) == 1 else Goal(added(numbers), first.direction, None, unit)

    def _goal_of_split(self, indicator: Indicator) -> Goal | None:
        """The goal of a row whose target is left open: what it is split into."""
        from .splitting import whole_matrix  # the checks come with it, and ask for figures themselves

        total = whole_matrix(self._plan).total_of_split(indicator)
        return None if total is None else Goal(total, indicator.direction or "up", None, indicator.measure_unit)

    def _share(self, allocation: Allocation, party: int, direction: str, unit: str) -> Goal | None:
        """What an allocation to a party or to a group of its gives it: the amount, or what each member bears (各4人)."""
        value = read_amount(allocation.amount, allocation.amount_reading)
        mine = allocation.bearer == party or value.per_member
        return _set(goal_of(value, direction, unit)) if mine else None

    def done(self, indicator: Indicator, party: int, goal: Goal) -> Basis:
        """What a party has done: its own figure, else those below it together."""
        own = self.report(indicator.id, party)
        unit = indicator.measure_unit
        if own is not None:
            return read_figure(read_target(own.value), unit, goal)
        figures = {}
        for part in self.parts(indicator.id, party):
            report = self.report(indicator.id, part)
            value = read_target(report.value if report else "")
            if value.number is not None:
                figures[part] = Figure(value.number, value.measure_unit)
        found = gathered(figures, unit, indicator.accumulation or "sum")
        return Basis(found.number, goal)

    def parts(self, indicator: Id, party: Id) -> list[Id]:
        """Who has reported the figures that make up that of a party (0: the plan as a whole)."""
        if self.report(indicator, party) is not None:
            return [party]  # so it is with most units; who else has reported need not be known
        having = self._having.get(indicator)
        if having is None:
            found = self._reporting.get(indicator, ())
            having = self._having[indicator] = {b for b in found if self.report(indicator, b) is not None}
        return list(self.rollup.parts(party, having.__contains__)) if having else []

    @cached_property
    def _reporting(self) -> dict[Id, set[Id]]:
        """Who has ever reported about an indicator: few of all that the tree of units holds."""
        out: dict[Id, set[Id]] = {}
        for indicator, bearer, _ in self._rows:
            out.setdefault(indicator, set()).add(bearer)
        return out


def _set(goal: Goal) -> Goal | None:
    return goal if goal.number is not None or goal.done else None


def by_time(period: int) -> int:
    """A period as a number in the order of time: the whole year (202400) behind its months."""
    return period if period % 100 else period + 99
