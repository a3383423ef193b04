"""Items of several parts: their points added up, or the weighted mean of their completion rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..numbers import shown
from ..progress import EXACT, NOUGHT, ONE
from .kinds import fraction, rate_of
from .model import Basis, Item, Score, added, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .model import ItemParty, Settings


def sum_of(
    item: Item, party: int, bases: Mapping[ItemParty, Basis], settings: Settings, parts: Mapping[ItemParty, Score]
) -> Score:
    """What the parts of an item give a party together, not below what the item may take off nor above its limit."""
    own = [(part, parts[part.id, party]) for part in item.parts]
    known = [s.final for _, s in own if s.final is not None]
    full = added(s.full for _, s in own)
    full = min(full, item.points) if item.points > 0 else full
    formula = "；".join(f"{part.name}：{_said(s)}" for part, s in own)
    states = {s.state for _, s in own}
    if states == {"excluded"}:
        return Score(None, "没有任务，不计入", "excluded", NOUGHT)
    if not known:
        return Score(None, formula, "manual" if "manual" in states else "missing", full)
    got = settings.rounded(max(added(known), item.least))
    cap = item.rule.cap if item.rule else None
    if cap is not None and got > cap:
        got, formula = cap, f"{formula}；最高{shown(cap)}"
    state = "partial" if states & {"missing", "manual", "partial"} else "scored"
    return Score(got, f"{formula}；合计{shown(got)}", state, full)


def _said(found: Score) -> str:
    return found.formula if found.adjusted is None else f"评定{shown(found.adjusted)}"


def mean_of(
    item: Item, party: int, bases: Mapping[ItemParty, Basis], settings: Settings, parts: Mapping[ItemParty, Score]
) -> Score:
    """The weighted mean of the parts' completion rates; parts without a target leave it to the others."""
    assert item.rule
    full = item.points if item.rule.full is None else item.rule.full
    weights, terms, got = NOUGHT, [], NOUGHT
    for part in item.parts:
        basis = bases.get((part.id, party))
        if basis is not None and basis.exempt:
            continue
        found = None if basis is None else rate_of(basis)
        if basis is None or found is None:
            return Score(None, f"{part.name}未填报", "missing", item.points)
        weight = part.rule.weight if part.rule and part.rule.weight is not None else ONE
        capped = found if settings.cap == "none" else min(found, ONE)
        weights = EXACT.add(weights, weight)
        got = EXACT.add(got, EXACT.multiply(weight, capped))
        terms.append(f"{shown(weight)}×{fraction(basis) if found < 1 or settings.cap == 'none' else '100%'}")
    if weights <= 0:
        return Score(None, "没有任务，不计入", "excluded", NOUGHT)
    number = settings.rounded(EXACT.divide(EXACT.multiply(full, got), weights))
    below = "" if weights == 1 else f"/{shown(plain(weights))}"
    return Score(number, f"{shown(full)}×({'+'.join(terms)}){below}={shown(number)}", "scored", item.points)
