"""From a plan to what scoring needs: the scheme's records as an evaluation, the parties, and what each has done.

A figure comes from the party's own latest report up to a period; where it has none of its own, from the reports of the units
below it, added up. What a person typed into the score sheet (ScoreEntry) wins over both.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ..matrix import is_own, total_bearer
from ..names import normalise
from ..numbers import read_target
from ..plan_figures import PlanFigures, read_figure
from ..progress import NOUGHT, goal_of
from ..records import Allocation, Indicator, Member, Scheme, ScoreEntry, ScoreItem, Unit, UnitGroup
from .evaluate import Basis, Evaluation, Group, Item, Result, Settings, added, score
from .limits import bare_name, is_beside, limit_of
from .rules import points_of, read_stored_rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..plan import Plan
    from .evaluate import ItemParty

_SETTINGS = ("rank_by", "ranked", "ties", "unfinished", "cap", "no_target", "rounding")
_MOST_DECIMALS = 6
_NO_END = Decimal("-Infinity")


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
    return PlanScores(result.scores, result.parts, result.groups, result.totals, evaluation, parties, bases, entries)


def settings_of(scheme: Scheme) -> Settings:
    """The settings of a scheme; what nobody set is the default."""
    known: dict[str, Any] = {n: v for n in _SETTINGS if (v := getattr(scheme, n)) in (Scheme.fields[n].choices or ())}
    if scheme.decimals is not None:
        known["decimals"] = min(max(scheme.decimals, 0), _MOST_DECIMALS)
    return Settings(**known)


def evaluation_of(plan: Plan, scheme: Scheme) -> Evaluation:
    """A scheme's records as an evaluation."""
    groups = (
        Group(g.id, bare_name(g), tuple(_item(plan, i) for i in plan.score_items(g.id)), limit_of(g), is_beside(g))
        for g in plan.score_groups(scheme.id)
    )
    return Evaluation(tuple(groups), settings_of(scheme))


def _item(plan: Plan, record: ScoreItem, whole: Decimal | None = None) -> Item:
    """An item with its parts; a part that states no points of its own may give up to those of its item, `whole`."""
    points, rule = points_of(record.points), read_stored_rule(record.rule)
    parts = tuple(_item(plan, p, points) for p in plan.score_parts(record.id))
    if points is None:
        points = added(p.points for p in parts) if whole is None else whole
        least = added(p.least for p in parts)
        if rule and rule.kind == "deduction" and rule.full == 0:  # it only takes off, as much as there is
            least = _NO_END if rule.cap is None else -rule.cap
    else:
        least = min(points, NOUGHT)
    return Item(record.id, max(points, NOUGHT), rule, parts, record.name or record.ordinal, least)


# ------------------------------------------------------------------------------------------------ parties


def parties_of(plan: Plan, scheme: Scheme) -> list[int]:
    """Who is scored: the members of the scheme's group, else the counties that bear a part of the targets, else the plan's
    own office (0). The region as a whole, whose columns are totals, and partner regions are not among them."""
    if scheme.parties is not None and plan.get(UnitGroup, scheme.parties):
        members = [m.unit for m in plan.ordered(Member) if m.group == scheme.parties and plan.get(Unit, m.unit)]
        if members:
            return members
    allocations = plan.rows(Allocation)
    partners = {key[2] for key in allocations}
    counties = [u for u in plan.units if u.kind == "county" and u.same_as is None and u.id not in partners]
    above = {u.parent for u in counties}
    title = normalise(plan.info.title + plan.info.issuer)
    below = [u for u in counties if u.id not in above and normalise(u.name) not in title] or counties
    bearing = _bearing_beside(plan, {u.id for u in below}, partners)
    return bearing or [u.id for u in below] or [0]


def _bearing_beside(plan: Plan, counties: set[int], partners: set[int]) -> list[int]:
    """The counties that bear a part of the targets, with those that bear one beside them: zones, and names that do not tell
    what they are (海安, 如皋), as matrices have them over their columns."""
    bearers = dict.fromkeys(map(itemgetter(1), plan.rows(Allocation)))
    total = total_bearer(plan, bearers)
    units = [u for u in plan.units if u.id in bearers and u.id not in partners and u.same_as is None]
    homes = {u.parent for u in units if u.id in counties}
    beside = {
        u.id for u in units if u.kind in ("", "zone") and u.parent in homes and u.id != total and not is_own(plan, u.id)
    }
    return [u.id for u in units if u.id in counties or u.id in beside]


def party_name(plan: Plan, party: int) -> str:
    """What a party is called; the plan's own office by its issuer."""
    return plan.bearer_name(party) or plan.info.issuer or "本单位"


# ------------------------------------------------------------------------------------------------ what was done


def bases_of(
    plan: Plan, evaluation: Evaluation, parties: Sequence[int], period: int | None = None
) -> dict[ItemParty, Basis]:
    """What each party has done for each item and part that something is known of."""
    figures = PlanFigures(plan, period)
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
    found = read_figure(read_target(entry.value), measure_unit, goal)
    return Basis(found.value, goal, found.yes, exempt, found.percent, entry.value.strip())
