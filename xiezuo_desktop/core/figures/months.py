"""The months of a plan's year: the day by which reports are due, the pace, and what is locked for whom."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING

from ..deadlines import read_deadline
from ..progress import EXACT, HUNDRED, Thresholds, pace
from ..records import Dispatch, LockException, Period, Report, Unit, full_key
from ..stages import stage_pace

if TYPE_CHECKING:
    from decimal import Decimal

    from ..plan import Plan
    from ..records import Id, Indicator

FIRST_HALF = 15  # the last day of a month that is taken for one after the month that is reported


def months_of(plan: Plan) -> list[int]:
    """The months of the plan's year as periods; those of the year of its reports where the plan states none."""
    year = plan.info.year or max((period // 100 for _, _, period in plan.rows(Report)), default=date.today().year)
    return [year * 100 + month for month in range(1, 13)]


def last_reported(plan: Plan) -> int | None:
    """The last month of the plan's year for which anybody has reported a figure."""
    rows = plan.rows(Report)
    months = set(months_of(plan)).intersection(map(itemgetter(2), rows))
    for month in sorted(months, reverse=True):
        if any(key[2] == month and report.value.strip() for key, report in rows.items()):
            return month
    return None


def running_month(plan: Plan, today: date, own: Id | None = None) -> int:
    """The month that is being worked on: the one that a unit was asked for last; for the office, asked for or reported.

    Where nothing was, it is today's month, or the one of the plan's year that is nearest to it.
    """
    months = months_of(plan)
    asked = latest_dispatch(plan, own) if own is not None else None
    if asked is not None and asked.period in months:
        return asked.period
    known = [d.period for d in plan.rows(Dispatch).values() if d.period in months] if own is None else []
    if known or last_reported(plan):
        return max([*known, last_reported(plan) or 0])
    return min(max(today.year * 100 + today.month, months[0]), months[-1])


def month_end(period: int) -> date:
    """The last day of a period; of the whole year 31 December."""
    year, month = divmod(period, 100)
    return date(year, month or 12, monthrange(year, month or 12)[1])


def cut_off(plan: Plan, period: int) -> date | None:
    """The day by which a period is to be reported: its own, else the plan's usual day of the month; None: not settled.

    A usual day in the first half of a month is one of the month that follows: nobody can report May on 5 May.
    """
    settled = plan.get(Period, full_key(period))
    if settled is not None and settled.cut_off is not None:
        return settled.cut_off
    day = plan.info.cut_off_day
    if day is None or day < 1:
        return None
    last = month_end(period)
    if day <= FIRST_HALF:
        last = month_end(period // 100 * 100 + 101 if period % 100 in (0, 12) else period + 1)
    return last.replace(day=min(day, last.day))


def latest_dispatch(plan: Plan, unit: Id, period: int | None = None) -> Dispatch | None:
    """What a unit was sent last; with a period, what it was sent last to report for it."""
    sent = [d for d in plan.ordered(Dispatch) if d.unit == unit and period in (None, d.period)]
    return max(sent, key=lambda d: (d.round or 0, d.order, d.id), default=None)


def due_day(plan: Plan, period: int, unit: Id) -> date | None:
    """The day by which a unit is to report a period: what it, or a unit above it, was last sent for it; else the cut-off day."""
    seen: set[Id] = set()
    above: Id | None = unit
    while plan.rows(Dispatch) and above is not None and above not in seen:
        found = latest_dispatch(plan, above, period)
        if found is not None and found.due_on is not None:
            return found.due_on
        seen.add(above)
        one = plan.get(Unit, above)
        above = one.parent if one else None
    return cut_off(plan, period)


def pace_at(plan: Plan, period: int, indicator: Indicator | None = None) -> Decimal:
    """序时进度 at the end of a period as a share of 1: what the stages of the indicator say, else what is settled for the
    period, else months elapsed of those until the deadline."""
    staged = stage_pace(indicator, period % 100 or 12) if indicator else None
    if staged is not None:
        return staged
    settled = plan.get(Period, full_key(period))
    if settled is not None and settled.pace is not None:
        return EXACT.divide(settled.pace, HUNDRED)
    due = read_deadline(indicator.deadline, period // 100).due if indicator else None
    last_month = due.month if due is not None and due.year == period // 100 else 12
    return pace(period % 100 or 12, last_month=last_month)


def thresholds(plan: Plan) -> Thresholds:
    """When progress counts as behind, as this plan has it settled."""
    usual, info = Thresholds(), plan.info
    return Thresholds(
        usual.tolerance if info.tolerance is None else EXACT.divide(info.tolerance, HUNDRED),
        usual.far if info.far_behind is None else EXACT.divide(info.far_behind, HUNDRED),
    )


def is_locked(plan: Plan, period: int, unit: Id, on: date) -> bool:
    """Whether a unit's figures of a period may only be corrected with a reason; exceptions hold up to their last day."""
    settled = plan.get(Period, full_key(period))
    if settled is None or not settled.locked:
        return False
    allowed = (plan.get(LockException, full_key(period, who)) for who in dict.fromkeys((unit, 0)))
    return not any(e is not None and (e.until is None or on <= e.until) for e in allowed)
