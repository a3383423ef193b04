"""The figures of one month: for each indicator and unit what was reported, what came before, rate and state."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from ..deadlines import read_deadline
from ..numbers import read_target
from ..plan_figures import PlanFigures, by_time, read_figure
from ..progress import EXACT, HUNDRED, STATES, Goal, change, completion, is_overdue, state
from ..records import Report, full_key
from .duties import Duties
from .months import is_locked, pace_at, thresholds
from .outliers import broken_count, looks_odd
from .rollup import Rollup

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ..plan import Plan
    from ..records import Id, Indicator

MOST = 2**63  # greater than any id
REPORT_STATES = {"": "未报", "reported": "已报", "returned": "退回", "accepted": "核定"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator of one unit in a month. `value` counts up to the month, `before` up to the last figure before it.

    `parts` are those whose figures make up the value where it is no figure of the unit's own. Rates are shares of 1.
    """

    indicator: Indicator
    unit: Id
    report: Report | None
    value: Decimal | None
    before: Decimal | None
    before_period: int | None
    goal: Goal
    rate: Decimal | None
    pace: Decimal
    state: str
    parts: tuple[Id, ...]

    @property
    def increment(self) -> Decimal | None:
        """What came on top since the last figure; in January of a counted indicator the figure itself."""
        if self.before is None and self._begins_at_nought:
            return self.value
        return change(self.value, self.before)

    @property
    def _begins_at_nought(self) -> bool:
        january = self.report is not None and self.report.period % 100 == 1
        return january and self.indicator.accumulation in ("", "sum") and "存量" not in self.indicator.name

    @property
    def state_label(self) -> str:
        """滞后, 已完成 …"""
        return STATES[self.state]

    @property
    def report_state(self) -> str:
        """未报, 已报, 退回 or 核定."""
        said = self.report is not None and bool(self.report.value.strip() or self.report.note.strip())
        return REPORT_STATES[(self.report.state or "reported") if self.report and (said or self.report.state) else ""]


class FigureSheet:
    """The entries of one period of a plan, each worked out when it is asked for. `today` decides what is overdue or locked."""

    def __init__(self, plan: Plan, period: int, today: date | None = None) -> None:
        self.plan = plan
        self.period = period
        self.today = today or date.today()
        self._rows = plan.rows(Report)
        self._thresholds = thresholds(plan)

    @cached_property
    def _rollup(self) -> Rollup:
        return Rollup(self.plan)

    @cached_property
    def figures(self) -> PlanFigures:
        """All figures up to the period."""
        return PlanFigures(self.plan, self.period, self._rollup)

    @cached_property
    def _earlier(self) -> PlanFigures:
        return PlanFigures(self.plan, self.period - 1, self._rollup)

    @cached_property
    def duties(self) -> Duties:
        """Who is to report what."""
        return Duties(self.plan, self._rollup)

    def after_reports(self, plan: Plan) -> FigureSheet:
        """The sheet of a plan in which nothing but reports has changed."""
        out = FigureSheet(plan, self.period, self.today)
        out.duties = self.duties.after_reports(plan)
        return out

    def report(self, indicator: Id, unit: Id) -> Report | None:
        """What a unit has reported for this period."""
        return self._rows.get((indicator, unit, self.period))

    def locked(self, unit: Id) -> bool:
        """Whether the unit's figures of the period may only be corrected with a reason."""
        return is_locked(self.plan, self.period, unit, self.today)

    def earlier(self, indicator: Id, unit: Id) -> list[Report]:
        """A unit's own figures of the year before this period, in order of time; those sent back are left out."""
        if not self.period % 100:
            months = range(self.period + 1, self.period + 13)
        else:
            months = range(self.period // 100 * 100 + 1, self.period)
        found = (self._rows.get((indicator, unit, month)) for month in months)
        return [r for r in found if r is not None and r.state != "returned" and r.value.strip()]

    def goal(self, indicator: Indicator, unit: Id) -> Goal:
        """What a unit is to reach; a goal without a number where it has no task of its own."""
        found = self.figures.goal(indicator, unit)
        return found or Goal(None, indicator.direction or "up", None, indicator.measure_unit)

    def entry(self, indicator: Indicator, unit: Id) -> Entry:
        """One cell row of the sheet; unit 0 is the plan as a whole."""
        figures = self.figures
        goal = self.goal(indicator, unit)
        parts = tuple(p for p in figures.parts(indicator.id, unit) if p != unit)
        basis = figures.done(indicator, unit, goal)
        past = self.earlier(indicator.id, unit)
        if past:
            before = read_figure(read_target(past[-1].value), indicator.measure_unit, goal).value
        else:
            before = self._earlier.done(indicator, unit, goal).value if self.period % 100 > 1 else None
        at_pace = pace_at(self.plan, self.period, indicator)
        rated = figures.rated(indicator)
        reached = EXACT.divide(basis.value, HUNDRED) if basis.percent and basis.value is not None else None
        rate = (reached if basis.percent else completion(basis.value, goal)) if rated else None
        overdue = is_overdue(read_deadline(indicator.deadline, self.plan.info.year).due, self.today)
        found = state(basis.value, goal, at_pace, rated=rated, overdue=overdue, thresholds=self._thresholds)
        return Entry(
            indicator, unit, self.report(indicator.id, unit), basis.value, before,
            past[-1].period if past else None, goal, rate, at_pace, found, parts,
        )  # fmt: skip

    def odd(self, entry: Entry) -> str:
        """Why a unit's own figure is unlike its past; "" when it is not, or there is none of this month."""
        said = entry.report.value.strip() if entry.report is not None else ""
        return self.odd_if(entry.indicator, entry.unit, said)

    def odd_if(self, indicator: Indicator, unit: Id, said: str) -> str:
        """Why a text would be unlike a unit's past as its figure of this period."""
        if not said:
            return ""
        goal = self.goal(indicator, unit)
        measure_unit, now = indicator.measure_unit, read_figure(read_target(said), indicator.measure_unit, goal).value
        earlier = self.earlier(indicator.id, unit)
        past = [read_figure(read_target(r.value), measure_unit, goal).value for r in earlier]
        broken = broken_count(now, measure_unit, goal)
        return broken or looks_odd([p for p in past if p is not None], now, goal, indicator.accumulation or "sum")


def next_to_look_at(sheet: FigureSheet, behind: tuple[Id, Id]) -> Report | None:
    """The next figure of the month, unit by unit behind (unit, indicator), that is marked, or unlike those before it and
    not accepted.

    After the last one the search goes on from the first; None where there is none.
    """
    return next((report for report, _ in _to_look_at(sheet, behind)), None)


def to_look_at(sheet: FigureSheet) -> list[tuple[Report, str]]:
    """The figures of the month that are marked or unlike those before them, unit by unit, with why they are unlike."""
    return list(_to_look_at(sheet, (-1, -1)))


def _to_look_at(sheet: FigureSheet, behind: tuple[Id, Id]) -> Iterator[tuple[Report, str]]:
    plan, unit, indicator = sheet.plan, *behind
    rows = {i.id: n for n, i in enumerate(plan.indicators)}
    bearers = {who: n for n, who in enumerate([0, *(u.id for u in plan.units), *(g.id for g in plan.groups)])}
    there = [key for key in plan.rows(Report) if key[2] == sheet.period and key[0] in rows and key[1] in bearers]
    places = sorted((bearers[key[1]], rows[key[0]], key) for key in there)
    here = bisect(places, (bearers.get(unit, -1), rows.get(indicator, -1), (MOST, 0, 0)))
    for _, row, key in places[here:] + places[:here]:
        report = plan.rows(Report)[key]
        seen = report.state == "accepted"  # somebody looked and found nothing wrong
        odd = "" if seen else sheet.odd_if(plan.indicators[row], key[1], report.value.strip())
        if report.follow_up or odd:
            yield report, odd


def key_of(indicator: Id, unit: Id, period: int) -> tuple[int, int, int]:
    """The key of a report."""
    return full_key(indicator, unit, period)


def in_order_of_time(reports: list[Report]) -> list[Report]:
    """Reports with the whole year behind its months."""
    return sorted(reports, key=lambda r: by_time(r.period))
