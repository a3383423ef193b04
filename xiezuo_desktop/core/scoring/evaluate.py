"""Scores: an evaluation, the parties and what they have done give points for every item, each with its formula, and a ranking.

All of it is pure: `plan_scores` takes the values out of a plan. What a scheme's text leaves open is in `Settings`. A
figure that nobody has reported gives no points and no 0: the item stays open, and the totals say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..numbers import shown
from ..progress import EXACT
from .kinds import scored
from .model import (
    SCORE_STATES,
    Basis,
    Evaluation,
    Group,
    Item,
    ItemParty,
    Result,
    Score,
    Settings,
    Subtotal,
    Total,
    added,
    competition,
    plain,
    with_hand,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

__all__ = [
    "SCORE_STATES",
    "Basis",
    "Evaluation",
    "Group",
    "Item",
    "ItemParty",
    "Result",
    "Score",
    "Settings",
    "Subtotal",
    "Total",
    "added",
    "plain",
    "score",
]


def score(
    evaluation: Evaluation,
    parties: Sequence[int],
    bases: Mapping[ItemParty, Basis],
    adjusted: Mapping[ItemParty, tuple[Decimal, str]] | None = None,
) -> Result:
    """Score every item for every party, then add up and rank."""
    by_hand = adjusted or {}
    scores: dict[ItemParty, Score] = {}
    parts: dict[ItemParty, Score] = {}
    for item in evaluation.items:
        for party, found in scored(item, parties, bases, by_hand, evaluation.settings, parts).items():
            scores[item.id, party] = with_hand(found, by_hand.get((item.id, party)))
    groups = {(g.id, p): _subtotal(g, scores, p) for g in evaluation.groups for p in parties}
    totals = _ranked({p: _total(evaluation, scores, groups, p) for p in parties})
    return Result(scores, parts, groups, totals)


def _subtotal(group: Group, scores: Mapping[ItemParty, Score], party: int) -> Subtotal:
    """What the items of a group give a party, within the limit of the group."""
    known = [s.final for item in group.items if (s := scores[item.id, party]).final is not None]
    if not known:
        return Subtotal()
    whole = added(known)
    return Subtotal(group.within(whole), whole)


def _total(
    evaluation: Evaluation,
    scores: Mapping[ItemParty, Score],
    groups: Mapping[tuple[int, int], Subtotal],
    party: int,
) -> Total:
    """The sum of a party's points; where items do not count for it, in proportion to all points of the scheme. What a group
    gives or takes beside the whole is added as it is."""
    open_items = sum(scores[item.id, party].state in ("missing", "manual", "partial") for item in evaluation.items)
    own = [(group, groups[group.id, party]) for group in evaluation.groups]
    if all(found.points is None for _, found in own):
        return Total(None, "", open_items)
    got = added(s.points for group, s in own if s.points is not None and not group.beside)
    beside = added(s.points for group, s in own if s.points is not None and group.beside)
    whole = evaluation.whole
    included = added(group.within(_included(group, scores, party)) for group, _ in own if not group.beside)
    limits = [_limit_said(group, s) for group, s in own if s.points != s.added]
    if included == whole or included <= 0:
        return Total(evaluation.settings.rounded(added((got, beside))), "；".join(limits), open_items)
    scaled = EXACT.divide(EXACT.multiply(got, whole), included)
    points = evaluation.settings.rounded(EXACT.add(scaled, beside))
    more = "" if not beside else f"{'+' if beside > 0 else ''}{shown(beside)}"
    formula = f"{shown(got)}×{shown(whole)}/{shown(included)}{more}={shown(points)}"
    return Total(points, "；".join((*limits, formula)), open_items)


def _included(group: Group, scores: Mapping[ItemParty, Score], party: int) -> Decimal:
    """The points of the items that count for a party."""
    own = ((item, scores[item.id, party]) for item in group.items)
    return added(item.points if s.adjusted is not None else s.full for item, s in own)


def _limit_said(group: Group, found: Subtotal) -> str:
    """加分项合计13，最高10."""
    assert found.added is not None
    assert group.limit is not None
    most = f"最高{shown(group.limit)}" if group.limit >= 0 else f"最多扣{shown(-group.limit)}"
    return f"{group.name}合计{shown(found.added)}，{most}"


def _ranked(totals: dict[int, Total]) -> dict[int, Total]:
    places = competition({p: t.points for p, t in totals.items() if t.points is not None})
    return {
        party: Total(total.points, total.formula, total.open_items, *places.get(party, (None, False)))
        for party, total in totals.items()
    }
