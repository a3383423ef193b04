"""Targets and reported figures of a plan, indicator by indicator and unit by unit, as scoring and progress need them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from .figures.rollup import Rollup
from .numbers import read_amount, read_target
from .progress import Figure, Goal, gathered, goal_of, read_yes_no
from .records import Allocation, Indicator, Report
from .scoring_types import Basis, added

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

    def __init__(self, plan: Plan, period: int | None = None) -> None:
        self._plan = plan
        self.rollup = Rollup(plan)
        self._reports: dict[tuple[Id, Id], Report] = {}
        self._groups: dict[Id, set[Id]] = {}
        for group, members in plan.members.items():
            for member in members:
                self._groups.setdefault(member, set()).add(group)
        last = by_time(period) if period is not None else None
        greatest = {i.id for i in plan.rows(Indicator).values() if i.accumulation == "max"}
        for report in plan.rows(Report).values():
            when = by_time(report.period)
            if report.state == "returned" or not report.value.strip() or (last is not None and when > last):
                continue
            if report.period // 100 != (period // 100 if period else report.period // 100):
                continue  # another year
            found = self._reports.get((report.indicator, report.bearer))
            if found is None or _stands_before(found, report, report.indicator in greatest):
                self._reports[report.indicator, report.bearer] = report

    def basis(self, indicator: Indicator, party: int) -> Basis:
        """What a party has to do for an indicator, and has done; `exempt` where it was given no target."""
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

    def report(self, indicator: Id, bearer: Id) -> Report | None:
        """The last report of a unit about an indicator."""
        return self._reports.get((indicator, bearer))

    def goal(self, indicator: Indicator, party: int) -> Goal | None:
        """The goal of a party: its share of the split; of an indicator that is not split, the target itself; None: no task."""
        direction, unit = indicator.direction, indicator.measure_unit
        allocations = self._plan.allocations(indicator.id)
        if party == 0 or not allocations:
            return _set(goal_of(read_target(indicator.target, indicator.target_reading), direction, unit))
        goals = [g for a in allocations if (g := self._share(a, party, direction, unit))]
        numbers = [g.number for g in goals if g.number is not None]
        if not numbers:
            return goals[0] if goals else None
        first = next(g for g in goals if g.number is not None)
        return first if len(numbers) == 1 else Goal(added(numbers), first.direction, None, unit)

    def _share(self, allocation: Allocation, party: int, direction: str, unit: str) -> Goal | None:
        """What an allocation gives a party: its own amount, or what each member of a group bears (各4人)."""
        value = read_amount(allocation.amount, allocation.amount_reading)
        mine = allocation.bearer == party or (value.per_member and allocation.bearer in self._groups.get(party, ()))
        return _set(goal_of(value, direction, unit)) if mine else None

    def done(self, indicator: Indicator, party: int, goal: Goal) -> Basis:
        """What a party has done: its own figure, else those below it together."""
        own = self._reports.get((indicator.id, party))
        unit = indicator.measure_unit
        if own is not None:
            return read_figure(read_target(own.value), unit, goal)
        figures = {}
        for part in self.parts(indicator.id, party):
            value = read_target(self._reports[indicator.id, part].value)
            if value.number is not None:
                figures[part] = Figure(value.number, value.measure_unit)
        found = gathered(figures, unit, indicator.accumulation or "sum")
        return Basis(found.number, goal)

    def parts(self, indicator: Id, party: Id) -> list[Id]:
        """Who has reported the figures that make up that of a party (0: the plan as a whole)."""
        return list(self.rollup.parts(party, lambda unit: (indicator, unit) in self._reports))


def _set(goal: Goal) -> Goal | None:
    return goal if goal.number is not None or goal.done else None


def _stands_before(found: Report, other: Report, greatest: bool) -> bool:
    """Whether the figure of another period counts instead: the later one, or where the greatest counts, that."""
    if greatest:
        numbers = [read_target(r.value).number for r in (found, other)]
        if numbers[0] is not None and numbers[1] is not None and numbers[0] != numbers[1]:
            return numbers[1] > numbers[0]
    return by_time(other.period) > by_time(found.period)


def by_time(period: int) -> int:
    """A period as a number in the order of time: the whole year (202400) behind its months."""
    return period if period % 100 else period + 99
