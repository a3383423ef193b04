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
    totals = _ranked({p: _total(evaluation, scores, p) for p in parties})
    return Result(scores, parts, totals)


def _total(evaluation: Evaluation, scores: Mapping[ItemParty, Score], party: int) -> Total:
    """The sum of a party's points; where items do not count for it, in proportion to all points of the scheme."""
    own = [(item, scores[item.id, party]) for item in evaluation.items]
    counted = [s.final for _, s in own if s.final is not None]
    open_items = sum(s.state in ("missing", "manual", "partial") for _, s in own)
    if not counted:
        return Total(None, "", open_items)
    got = added(counted)
    whole = added(item.points for item, _ in own)
    included = added(item.points if s.adjusted is not None else s.full for item, s in own)
    if included == whole or included <= 0:
        return Total(evaluation.settings.rounded(got), "", open_items)
    points = evaluation.settings.rounded(EXACT.divide(EXACT.multiply(got, whole), included))
    formula = f"{shown(got)}×{shown(whole)}/{shown(included)}={shown(points)}"
    return Total(points, formula, open_items)


def _ranked(totals: dict[int, Total]) -> dict[int, Total]:
    places = competition({p: t.points for p, t in totals.items() if t.points is not None})
    return {
        party: Total(total.points, total.formula, total.open_items, *places.get(party, (None, False)))
        for party, total in totals.items()
    }
