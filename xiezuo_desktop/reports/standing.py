"""How far a plan, or one unit of it, has come by a period: indicator by indicator, and as averages for charts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from xiezuo_desktop.core.deadlines import read_deadline
from xiezuo_desktop.core.figures.months import pace_at, thresholds
from xiezuo_desktop.core.numbers import read_amount
from xiezuo_desktop.core.plan_figures import PlanFigures, by_time
from xiezuo_desktop.core.progress import ONE, Goal, change, completion, goal_of, is_overdue, mean_rate, state
from xiezuo_desktop.core.records import Indicator, Report
from xiezuo_desktop.core.scoring.model import added, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Category, Id
    from xiezuo_desktop.core.scoring.model import Basis

LATE = ("overdue", "far_behind", "behind")  # the gravest first
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator: what is reached of which goal. `rate`, `before` (last month's) and `due` (序时进度) are shares of 1."""

    indicator: Indicator
    depth: int
    value: Decimal | None
    goal: Goal | None
    rate: Decimal | None
    before: Decimal | None
    due: Decimal
    state: str

    @property
    def change(self) -> Decimal | None:
        """The change of the rate from last month, a share of 1."""
        return change(self.rate, self.before)

    @property
    def is_rated(self) -> bool:
        """Whether a rate is to be expected: not of what is only counted, nor of what was done before the plan was issued."""
        return self.state != "statistical" and not (self.goal is not None and self.goal.done)

    @property
    def is_late(self) -> bool:
        """Whether it is behind the pace or over its deadline."""
        return self.state in LATE

    @property
    def gap(self) -> Decimal:
        """How far below the pace it is, a share of 1."""
        return self.due - (self.rate or Decimal(0))


class Standings:
    """The standings of a plan at the end of a period (202406; 202400 is the whole year), of one unit where `bearers` are given.

    Without `moved` it is not asked what changed since `compared`, the last month before in which somebody reported.
    """

    def __init__(self, plan: Plan, period: int, bearers: Collection[Id] | None = None, *, moved: bool = True) -> None:
        self.plan, self.period, self.bearers = plan, period, bearers
        self._figures = PlanFigures(plan, period)
        self._thresholds = thresholds(plan)
        self.compared = _last_reported_before(plan, period) if moved else None
        self._before = PlanFigures(plan, self.compared) if self.compared else None

    @cached_property
    def rows(self) -> list[tuple[Category | None, list[Standing]]]:
        """All indicators by category, in the order of the plan; a unit's own only, with the rows above them."""
        out: list[tuple[Category | None, list[Standing]]] = []
        for category in [*self.plan.categories, None]:
            tree = self.plan.tree_of(category)
            mine = {i.id for i, _ in tree if self._concerns(i)}
            for indicator, _ in reversed(tree):
                if indicator.id in mine and indicator.parent is not None:
                    mine.add(indicator.parent)
            found = [self.of(i, depth=depth) for i, depth in tree if i.id in mine]
            if found:
                out.append((category, found))
        return out

    @property
    def all(self) -> list[Standing]:
        """All of them, in order."""
        return [row for _, rows in self.rows for row in rows]

    @property
    def pace(self) -> Decimal:
        """序时进度 at the end of the period."""
        return pace_at(self.plan, self.period)

    def _concerns(self, indicator: Indicator) -> bool:
        if self.bearers is None:
            return True
        if any(r.unit in self.bearers for r in self.plan.responsibilities(indicator.id)):
            return True
        return any(a.bearer in self.bearers or a.partner in self.bearers for a in self.plan.allocations(indicator.id))

    def of(self, indicator: Indicator, party: Id | None = None, depth: int = 0) -> Standing:
        """The standing of an indicator: of a party, else of the unit asked for, else of the plan as a whole."""
        if party is None:
            party = self._party(indicator)
        value, goal, rate = self._reached(self._figures, indicator, party)
        before = self._reached(self._before, indicator, party)[2] if self._before else None
        due = read_deadline(indicator.deadline, self.plan.info.year).due
        at_pace = pace_at(self.plan, self.period, indicator)
        found = state(
            value,
            goal or Goal(),
            at_pace,
            rated=goal is not None and self._figures.rated(indicator),
            overdue=is_overdue(due, last_day(self.period)) if goal else False,
            thresholds=self._thresholds,
        )
        return Standing(indicator, depth, value, goal, rate, before, at_pace, found)

    def _party(self, indicator: Indicator) -> Id:
        """Whose share counts: the unit's own where it has one, as bearer or as partner; else the whole."""
        shares = self.plan.allocations(indicator.id)
        mine = self.bearers or ()
        found = [*(a.bearer for a in shares if a.bearer in mine), *(a.partner for a in shares if a.partner in mine)]
        return found[0] if found else 0

    def _reached(
        self, figures: PlanFigures, indicator: Indicator, party: Id
    ) -> tuple[Decimal | None, Goal | None, Decimal | None]:
        """The value of a party, its goal (None: it has none) and its rate of completion."""
        basis: Basis = figures.basis(indicator, party)
        value, goal = basis.value, basis.goal
        if basis.exempt:
            found = self._goal_of_partner(indicator, party) if figures.rated(indicator) else None
            if found is None:
                return value, None, None
            goal = found
        if basis.percent:  # what was reported is the rate itself
            goal = Goal(_HUNDRED, goal.direction)
        elif value is None and basis.yes is not None:
            value, goal = Decimal(int(basis.yes)), replace(goal, number=ONE, direction="yes_no")
        return value, goal, completion(value, goal)

    def _goal_of_partner(self, indicator: Indicator, party: Id) -> Goal | None:
        """What all bearers together are to do for a partner region."""
        amounts = (
            read_amount(a.amount, a.amount_reading) for a in self.plan.allocations(indicator.id) if a.partner == party
        )
        goals = [goal_of(amount, indicator.direction, indicator.measure_unit) for amount in amounts]
        numbers = [goal.number for goal in goals if goal.number is not None]
        return replace(goals[0], number=added(numbers), upper=None) if numbers else None

    def figure(self, indicator: Indicator) -> str:
        """What was reported last, as it was typed, where the office itself reported it; else nothing."""
        report = self._figures.report(indicator.id, self._party(indicator))
        return report.value.strip() if report else ""

    def reports(self, indicator: Indicator) -> Iterator[Report]:
        """The last report of every unit about an indicator, in the plan's order; of one unit where one is asked for."""
        found = self._reports.get(indicator.id, {})
        for report in sorted(found.values(), key=lambda r: self._places.get(r.bearer, -1)):
            if self.bearers is None or report.bearer in self.bearers or report.bearer == 0:
                yield report

    @cached_property
    def _reports(self) -> dict[Id, dict[Id, Report]]:
        out: dict[Id, dict[Id, Report]] = {}
        for report in sorted(self.plan.rows(Report).values(), key=lambda r: by_time(r.period)):
            if report.state != "returned" and by_time(report.period) <= by_time(self.period):
                out.setdefault(report.indicator, {})[report.bearer] = report
        return out

    def trouble(self, report: Report) -> Report | None:
        """The report in which the same unit said last what is in the way of the same indicator; None where it never did."""
        return self._troubles.get((report.indicator, report.bearer))

    @cached_property
    def _troubles(self) -> dict[tuple[Id, Id], Report]:
        told = (r for r in self.plan.rows(Report).values() if r.problem.strip() and r.state != "returned")
        known = (r for r in told if by_time(r.period) <= by_time(self.period))
        return {(r.indicator, r.bearer): r for r in sorted(known, key=lambda r: by_time(r.period))}

    @cached_property
    def by_unit(self) -> list[tuple[Id, list[Standing]]]:
        """For every unit that answers for an indicator or has a share of it, its standings; in the plan's order.

        Whose shares are the totals of the others' is no unit beside them: its standings are those of the whole.
        """
        found: dict[Id, list[Standing]] = {}
        for indicator in self.plan.indicators:
            shares = dict.fromkeys(a.bearer for a in self.plan.allocations(indicator.id) if a.bearer)
            for bearer in shares:
                found.setdefault(bearer, []).append(self.of(indicator, bearer))
            for duty in self.plan.responsibilities(indicator.id):
                if duty.unit and duty.unit not in shares and duty.role in ("lead", "responsible"):
                    found.setdefault(duty.unit, []).append(self.of(indicator, 0))
        if len(found) > 1:
            found.pop(self.top, None)
        return sorted(found.items(), key=lambda item: self._places.get(item[0], len(self._places)))

    @property
    def top(self) -> Id:
        """Who bears the totals of the others' shares; 0 where nobody does."""
        return self._figures.rollup.top

    @cached_property
    def _places(self) -> dict[Id, int]:
        """The place in the plan of every unit and group."""
        ids = [*(u.id for u in self.plan.units), *(g.id for g in self.plan.groups)]
        return {unit: place for place, unit in enumerate(ids)}


def average(standings: Iterable[Standing]) -> Decimal | None:
    """The mean rate of the indicators of which a rate is to be expected; None while nothing is reported."""
    return mean_rate(s.rate for s in standings if s.is_rated)


def last_period(plan: Plan) -> int:
    """The last period that anything was reported for; without reports the month that it is, at first the plan's first.

    A plan of a year that is over is looked at as a whole.
    """
    periods = [r.period for r in plan.rows(Report).values() if r.value.strip() and r.state != "returned"]
    if periods:
        return max(periods, key=by_time)
    today = date.today()
    year = plan.info.year or today.year
    month = today.month if year == today.year else 1 if year > today.year else 0
    return year * 100 + month


def last_day(period: int) -> date:
    """The last day of a period."""
    from calendar import monthrange

    year, month = period // 100, period % 100 or 12
    return date(year, month, monthrange(year, month)[1])


def _last_reported_before(plan: Plan, period: int) -> int | None:
    """The last month of the same year before a month for which anybody has reported a figure."""
    months = {month for (_, _, month), report in plan.rows(Report).items() if report.value.strip()}
    return max((month for month in months if period - period % 100 < month < period), default=None)


def number_text(number: Decimal | None) -> str:
    """A computed figure as people write it: at most two decimals, no noughts behind the last digit."""
    if number is None:
        return ""
    rounded = plain(number.quantize(Decimal("0.01"))) if number.as_tuple().exponent not in range(-2, 1) else number
    return format(plain(rounded), "f")
