"""Who is to report on what, and how complete and timely the reports of a month are."""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..numbers import read_amount, read_target
from ..plan_figures import by_time
from ..progress import Completeness, completeness
from ..records import Allocation, Report, Responsibility
from ..unit_steps import below
from .months import due_day, months_of
from .rollup import Rollup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..plan import Plan
    from ..records import Id, Indicator

_NOTHING_TO_REPORT = ("none_set", "not_applicable", "done")  # targets about which nobody has to report


class Duties:
    """Who reports what in a plan. Where a target is split, those who bear a share; else the office that comes first.

    Worked out indicator by indicator, when it is asked for: the sheet of one unit does not wait for those of all others.
    """

    def __init__(self, plan: Plan, rollup: Rollup | None = None) -> None:
        self._plan = plan
        self._rollup = rollup or Rollup(plan)
        self._units = {u.id: u for u in plan.units}
        self._groups = {g.id for g in plan.groups}
        self._groups_of: dict[Id, list[Id]] = defaultdict(list)
        for group, members in plan.members.items():
            for member in members:
                self._groups_of[member].append(group)
        self._known: dict[Id, list[Id]] = {}

    def after_reports(self, plan: Plan) -> Duties:
        """The duties of a plan in which nothing but reports has changed."""
        out = copy(self)
        out._plan = plan
        return out

    @cached_property
    def expected(self) -> dict[Id, list[Id]]:
        """Who reports on each indicator."""
        return {i.id: self.reporters(i) for i in self._plan.indicators}

    @cached_property
    def by_unit(self) -> dict[Id, list[Id]]:
        """The indicators on which each unit or group reports; it has no others."""
        out: dict[Id, list[Id]] = defaultdict(list)
        for indicator, units in self.expected.items():
            for unit in units:
                out[unit].append(indicator)
        return out

    @staticmethod
    def is_to_be_reported(indicator: Indicator) -> bool:
        """Whether anybody has to report on an indicator."""
        return read_target(indicator.target, indicator.target_reading).kind not in _NOTHING_TO_REPORT

    def reporters(self, indicator: Indicator) -> list[Id]:
        """Who reports on an indicator."""
        found = self._known.get(indicator.id)
        if found is None:
            found = []
            if self.is_to_be_reported(indicator):
                found = self._bearers(indicator) or self._first_office(indicator)
            self._known[indicator.id] = found
        return found

    def _bearers(self, indicator: Indicator) -> list[Id]:
        """Those who bear a share; not the office above that hands it all down, nor the regions that receive it."""
        out: dict[Id, None] = {}
        units = self._units
        for allocation in self._plan.allocations(indicator.id):
            bearer, amount = allocation.bearer, allocation.amount
            unit = units.get(bearer)
            if amount.isdecimal() and unit is not None:  # nearly all are; reading one takes 20 µs
                if unit.kind not in ("partner", "superior"):
                    out[bearer] = None
                continue
            amount = amount.strip()
            if not amount or (unit is None and bearer not in self._groups):
                continue
            value = None if amount.isdecimal() else read_amount(amount, allocation.amount_reading)
            if value is not None and value.kind in _NOTHING_TO_REPORT:
                continue
            members = self._plan.members.get(bearer) if unit is None and value and value.per_member else None
            if members:
                out.update(dict.fromkeys(members))
            elif unit is None or unit.kind not in ("partner", "superior"):
                out[bearer] = None
        above = {next(self._rollup.above(unit_id)) for unit_id in out if unit_id in self._units}
        return [unit_id for unit_id in out if unit_id not in above]

    def _first_office(self, indicator: Indicator) -> list[Id]:
        """统计汇总 before 牵头 before 责任; of several the first (列第一位的为牵头单位)."""
        duties = self._plan.responsibilities(indicator.id)
        for role in ("statistics", "lead", "responsible"):
            for duty in duties:
                if duty.role == role and self._plan.bearer(duty.unit) is not None:
                    return [duty.unit or 0]
        return []

    def asked(self, unit: Id) -> list[tuple[Id, Id]]:
        """What a unit has to report, itself or by those below it: (indicator, who reports), in the order of the paper."""
        inside = below(self._plan, unit)
        return [(i.id, who) for i in self._plan.indicators for who in self.expected[i.id] if who in inside]

    def set_aside(self, unit: Id) -> list[Report]:
        """The last figures of a unit's own about what units below it report by now: typed before it was split. Each still
        stands for those below, until it is cleared."""
        inside = below(self._plan, unit) - {unit}
        rows, out = self._plan.rows(Report), []
        for indicator in self._plan.indicators:
            asked = self.reporters(indicator)
            if unit in asked or inside.isdisjoint(asked):
                continue
            own = [r for p in self._periods if (r := rows.get((indicator.id, unit, p))) and r.value.strip()]
            if counting := [r for r in own if r.state != "returned"]:
                out.append(max(counting, key=lambda r: by_time(r.period)))
        return out

    def concerns(self, unit: Id) -> list[Indicator]:
        """The indicators on a unit's sheet, in the order of the paper: what it reports on, answers for or has reported."""
        found = set()
        for bearer in (unit, *self._groups_of.get(unit, ())):
            found |= {duty.subject for duty in self._answering.get(bearer, ())}
            found |= {share.indicator for share in self._borne.get(bearer, ()) if share.amount.strip()}
        if unit == self._rollup.top:  # its shares are the totals of the others'
            found = {i.id for i in self._plan.indicators if i.id in found and unit in self.reporters(i)}
        return [i for i in self._plan.indicators if i.id in found or self.has_reported(i.id, unit)]

    def has_reported(self, indicator: Id, unit: Id) -> bool:
        """Whether a unit has said anything about an indicator in the plan's year."""
        rows = self._plan.rows(Report)
        return any((indicator, unit, period) in rows for period in self._periods)

    @cached_property
    def _periods(self) -> list[int]:
        months = months_of(self._plan)
        return [*months, months[0] // 100 * 100]

    @cached_property
    def _answering(self) -> dict[Id, list[Responsibility]]:
        """What each unit and group answers for, in any role."""
        out: dict[Id, list[Responsibility]] = defaultdict(list)
        for duty in self._plan.rows(Responsibility).values():
            out[duty.unit or 0].append(duty)
        return out

    @cached_property
    def _borne(self) -> dict[Id, list[Allocation]]:
        """What was split to each unit and group."""
        out: dict[Id, list[Allocation]] = defaultdict(list)
        for (_, bearer, _), share in self._plan.rows(Allocation).items():
            out[bearer].append(share)
        return out

    @property
    def units(self) -> list[Id]:
        """All who have to report anything, units in the order of the plan, then groups."""
        return [unit for unit in self._everybody if self.by_unit.get(unit)]

    @property
    def first(self) -> Id | None:
        """The first of `units`; it is found without looking at the others."""
        return next((unit for unit in self._everybody if self._reports(unit)), None)

    @property
    def _everybody(self) -> list[Id]:
        return [*(u.id for u in self._plan.units), *(g.id for g in self._plan.groups)]

    def _reports(self, unit: Id) -> bool:
        return any(unit in self.reporters(indicator) for indicator in self.concerns(unit))


def is_reported(report: Report | None) -> bool:
    """Whether a report is there: it says something and was not sent back."""
    return report is not None and report.state != "returned" and bool(report.value.strip() or report.note.strip())


@dataclass(frozen=True, slots=True)
class MonthState:
    """How far a month is reported: of each unit for itself, and of all together."""

    whole: Completeness
    units: dict[Id, Completeness]

    @property
    def silent(self) -> list[Id]:
        """Units that have not reported anything that is expected of them."""
        return [unit for unit, found in self.units.items() if not found.reported]

    @property
    def late(self) -> list[Id]:
        """Units of which something came after the cut-off day."""
        return [unit for unit, found in self.units.items() if found.in_time < found.reported]


def month_state(plan: Plan, duties: Duties, period: int, units: Iterable[Id] | None = None) -> MonthState:
    """Completeness and timeliness of a month per unit and over all of them, against the day each has to report by."""
    rows = plan.rows(Report)
    by_unit = {}
    for unit in duties.units if units is None else units:
        expected = duties.by_unit.get(unit, [])
        there = [(i, r) for i in expected if (r := rows.get((i, unit, period))) is not None]
        days = {i: r.reported_on for i, r in there if is_reported(r)}
        by_unit[unit] = completeness(expected, days, due_day(plan, period, unit))
    found = by_unit.values()
    whole = Completeness(sum(c.expected for c in found), sum(c.reported for c in found), sum(c.in_time for c in found))
    return MonthState(whole, by_unit)


def answered(plan: Plan, asked: Iterable[tuple[Id, Id]], period: int | None) -> dict[tuple[Id, Id], Report]:
    """Of what is asked, what is reported for a period (None: for any; the latest counts): a figure is one answer, whatever
    else is said beside it."""
    wanted = set(asked)
    found: dict[tuple[Id, Id], Report] = {}
    for (indicator, who, when), report in plan.rows(Report).items():
        if (indicator, who) in wanted and period in (None, when) and is_reported(report):
            before = found.get((indicator, who))
            if before is None or before.period < when:
                found[indicator, who] = report
    return found


def share_of(plan: Plan, duties: Duties, period: int, unit: Id) -> Completeness:
    """How far a unit has reported what is asked of it and of those below it: the count that its return states."""
    asked = duties.asked(unit)
    days = {which: report.reported_on for which, report in answered(plan, asked, period).items()}
    return completeness(asked, days, due_day(plan, period, unit))
