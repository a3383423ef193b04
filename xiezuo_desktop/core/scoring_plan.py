"""From a plan to what scoring needs: the scheme's records as an evaluation, the parties, and what each has done.

A figure comes from the party's own latest report up to a period; where it has none of its own, from the reports of the units
below it, added up. What a person typed into the score sheet (ScoreEntry) wins over both.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .numbers import read_amount, read_target
from .progress import Figure, Goal, gathered, goal_of, read_yes_no
from .records import Allocation, Indicator, Member, Report, Scheme, ScoreEntry, ScoreItem, Unit, UnitGroup
from .scheme_rules import points_of, read_stored_rule
from .scoring import Basis, Evaluation, Group, Item, Result, Settings, added, score

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .numbers import Value
    from .plan import Plan
    from .records import Id
    from .scoring import ItemParty

_SETTINGS = ("rank_by", "ranked", "ties", "unfinished", "cap", "no_target", "rounding")
_MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class PlanScores(Result):
    """The scores of a plan with what they were worked out from."""

    evaluation: Evaluation
    parties: Sequence[int]
    bases: Mapping[ItemParty, Basis]
    entries: Mapping[ItemParty, ScoreEntry]


def score_plan(plan: Plan, scheme: Scheme, period: int | None = None) -> PlanScores:
    """The scores of all parties of a scheme with what is reported up to a period (202406; None: all there is)."""
    evaluation = evaluation_of(plan, scheme)
    parties = parties_of(plan, scheme)
    bases = bases_of(plan, evaluation, parties, period)
    entries = {(e.item, e.party): e for e in plan.ordered_by_id(ScoreEntry)}
    by_hand = {k: (e.adjusted, e.reason) for k, e in entries.items() if e.adjusted is not None}
    result = score(evaluation, parties, bases, by_hand)
    return PlanScores(result.scores, result.parts, result.totals, evaluation, parties, bases, entries)


def settings_of(scheme: Scheme) -> Settings:
    """The settings of a scheme; what nobody set is the default."""
    known: dict[str, Any] = {n: v for n in _SETTINGS if (v := getattr(scheme, n)) in (Scheme.fields[n].choices or ())}
    if scheme.decimals is not None:
        known["decimals"] = min(max(scheme.decimals, 0), _MOST_DECIMALS)
    return Settings(**known)


def evaluation_of(plan: Plan, scheme: Scheme) -> Evaluation:
    """A scheme's records as an evaluation."""
    groups = [
        Group(g.id, g.name, tuple(_item(plan, i) for i in plan.score_items(g.id))) for g in plan.score_groups(scheme.id)
    ]
    return Evaluation(tuple(groups), settings_of(scheme))


def _item(plan: Plan, record: ScoreItem) -> Item:
    parts = tuple(_item(plan, p) for p in plan.score_parts(record.id))
    points = points_of(record.points)
    if points is None:
        points = added(p.points for p in parts)
    return Item(record.id, points, read_stored_rule(record.rule), parts, record.name or record.ordinal)


# ------------------------------------------------------------------------------------------------ parties


def parties_of(plan: Plan, scheme: Scheme) -> list[int]:
    """Who is scored: the members of the scheme's group, else the counties of the plan, else the plan's own office (0)."""
    if scheme.parties is not None and plan.get(UnitGroup, scheme.parties):
        members = [m.unit for m in plan.ordered(Member) if m.group == scheme.parties and plan.get(Unit, m.unit)]
        if members:
            return members
    counties = [u.id for u in plan.units if u.kind == "county" and u.same_as is None]
    return counties or [0]


def party_name(plan: Plan, party: int) -> str:
    """What a party is called; the plan's own office by its issuer."""
    return plan.bearer_name(party) or plan.info.issuer or "本单位"


# ------------------------------------------------------------------------------------------------ what was done


def bases_of(
    plan: Plan, evaluation: Evaluation, parties: Sequence[int], period: int | None = None
) -> dict[ItemParty, Basis]:
    """What each party has done for each item and part that something is known of."""
    figures = _Figures(plan, period)
    out: dict[ItemParty, Basis] = {}
    for item in (i for top in evaluation.items for i in (top, *top.parts)):
        record = plan.get(ScoreItem, item.id)
        indicator = plan.get(Indicator, record.indicator) if record else None
        for party in parties:
            basis = figures.basis(indicator, party) if indicator else None
            entry = plan.score_entry(item.id, party)
            if entry and (entry.value.strip() or entry.target.strip()):
                basis = _typed(entry, basis or Basis(), indicator.measure_unit if indicator else "")
            if basis is not None:
                out[item.id, party] = basis
    return out


def _typed(entry: ScoreEntry, basis: Basis, measure_unit: str) -> Basis:
    """A basis with what a person typed in place of what was reported."""
    goal, exempt = basis.goal, basis.exempt
    if entry.target.strip():
        goal = goal_of(read_target(entry.target), goal.direction, measure_unit)
        exempt = goal.number is None and not goal.done
    if not entry.value.strip():
        return Basis(basis.value, goal, basis.yes, exempt, basis.percent)
    found = _figure(read_target(entry.value), measure_unit, goal)
    return Basis(found.value, goal, found.yes, exempt, found.percent)


def _figure(value: Value, measure_unit: str, goal: Goal) -> Basis:
    """What a reported text says: a number in the indicator's unit, a share, or yes or no."""
    if value.kind == "number" and value.number is not None:
        percent = value.measure_unit == "%" or (not value.measure_unit and measure_unit.strip() == "%")
        if value.measure_unit and measure_unit.strip() and not percent:
            found = gathered({0: Figure(value.number, value.measure_unit)}, measure_unit)
            return Basis(found.number, goal)
        return Basis(value.number, goal, percent=percent)
    yes = True if value.kind == "done" else read_yes_no(value.raw)
    if goal.direction == "yes_no" and yes is not None:
        return Basis(Decimal(int(yes)), goal)
    return Basis(None, goal, yes)


class _Figures:
    """Targets and reported figures of a plan, by indicator and unit."""

    def __init__(self, plan: Plan, period: int | None) -> None:
        self._plan = plan
        self._reports: dict[tuple[Id, Id], Report] = {}
        for report in plan.ordered_by_id(Report):  # the key ends in the period: the last one stays
            if report.state == "returned" or (period is not None and report.period > _whole_year(period)):
                continue
            if report.value.strip():
                self._reports[report.indicator, report.bearer] = report

    def basis(self, indicator: Indicator, party: int) -> Basis:
        """What a party has to do for an indicator, and has done."""
        goal = self._goal(indicator, party)
        target = read_target(indicator.target, indicator.target_reading)
        rated = indicator.nature != "statistical" and target.kind != "not_assessed"
        if goal is None or not rated:
            return Basis(exempt=True)
        if goal.done:
            return Basis(goal=goal)
        return self._done(indicator, party, goal)

    def _goal(self, indicator: Indicator, party: int) -> Goal | None:
        """The goal of a party: its share of the split; of an indicator that is not split, the target itself; None: no task."""
        direction, unit = indicator.direction, indicator.measure_unit
        target = read_target(indicator.target, indicator.target_reading)
        allocations = self._plan.allocations(indicator.id)
        if party == 0 or not allocations:
            found = goal_of(target, direction, unit)
            return found if found.number is not None or found.done or party == 0 or direction == "yes_no" else None
        goals = [g for a in allocations if a.bearer == party and (g := self._share(a, direction, unit))]
        numbers = [g.number for g in goals if g.number is not None]
        if not numbers:
            return goals[0] if goals and goals[0].done else None
        first = next(g for g in goals if g.number is not None)
        return first if len(numbers) == 1 else Goal(added(numbers), first.direction, None, unit)

    def _share(self, allocation: Allocation, direction: str, unit: str) -> Goal | None:
        value = read_amount(allocation.amount, allocation.amount_reading)
        found = goal_of(value, direction, unit)
        return found if found.number is not None or found.done else None

    def _done(self, indicator: Indicator, party: int, goal: Goal) -> Basis:
        own = self._reports.get((indicator.id, party))
        unit = indicator.measure_unit
        if own is not None:
            return _figure(read_target(own.value), unit, goal)
        figures = {}
        for unit_id, value in self._read_below(indicator, party):
            if value.number is not None:
                figures[unit_id] = Figure(value.number, value.measure_unit)
        found = gathered(figures, unit, indicator.accumulation or "sum")
        return Basis(found.number, goal)

    def _read_below(self, indicator: Indicator, party: int) -> Iterator[tuple[Id, Value]]:
        """The figures below a party; one of a unit stands for all units below that one, so that nothing counts twice."""
        todo = [u.id for u in self._plan.children(Unit, party or None)]
        if not party:
            todo += [g.id for g in self._plan.groups]
        while todo:
            unit = todo.pop()
            report = self._reports.get((indicator.id, unit))
            if report is not None:
                yield unit, read_target(report.value)
            else:
                todo += [u.id for u in self._plan.children(Unit, unit)]


def _whole_year(period: int) -> int:
    """The last period that counts: 202400 (the whole year) takes in all its months."""
    return period if period % 100 else period + 99
