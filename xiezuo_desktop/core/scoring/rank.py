"""Rules by rank: 前二名得3分，完成任务得2分. What a party gets depends on what all the others have done."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..numbers import shown
from ..progress import EXACT, NOUGHT
from .kinds import exempt, fraction, is_done, missing, points, rate_of
from .model import competition

if TYPE_CHECKING:
    from decimal import Decimal

    from .model import Basis, Field, Score


def rank(field: Field) -> dict[int, Score]:
    """The scores of all parties. Only those who have finished are placed, where the rule gives points for finishing."""
    targets = any(b is not None and not b.exempt for b in field.bases.values())
    contest = {p: worth for p, b in field.bases.items() if (worth := _worth(field, b, targets)) is not None}
    places = competition(contest)
    shared = Counter(contest.values())
    out = {}
    for party, basis in field.bases.items():
        if basis is not None and basis.exempt and (basis.value is None or targets):
            out[party] = exempt(field)
        elif basis is None or (basis.value is None and rate_of(basis) is None):
            out[party] = missing(field)
        elif field.rule.none is not None and basis.value is not None and basis.value <= 0:
            out[party] = points(field, field.rule.none, "无")
        elif party in contest:
            out[party] = _placed(field, basis, places[party][0], shared[contest[party]])
        else:
            out[party] = _not_placed(field, basis, fraction(basis))
    return out


def _placed(field: Field, basis: Basis, place: int, tied: int) -> Score:
    counted = place if field.settings.ties == "all" else place + tied - 1
    said = f"{fraction(basis)}，第{place}名"
    if (found := _points_for(field, counted)) is not None:
        return points(field, found, said + (f"（{tied}个并列）" if tied > 1 else ""))
    return _not_placed(field, basis, said)


def _not_placed(field: Field, basis: Basis, said: str) -> Score:
    rule = field.rule
    if rule.finished is None:
        others = NOUGHT if rule.others is None else rule.others
        return points(field, others, f"{said}，{'不在得分名次内' if rule.others is None else '其余'}")
    done = _finished(basis)
    if done is None:
        return missing(field, f"{said}，没有任务数，是否完成待评定")
    if done:
        return points(field, rule.finished, f"{said}，完成任务")
    if rule.others is not None:
        return points(field, rule.others, f"{said}，其余")
    rate = rate_of(basis)
    if (rule.unfinished or field.settings.unfinished) == "ratio" and rate is not None:
        return points(
            field, EXACT.multiply(rule.finished, rate), f"{shown(rule.finished)}×{fraction(basis)}", equals=True
        )
    return points(field, NOUGHT, f"{said}，未完成")


def _finished(basis: Basis) -> bool | None:
    """Whether the target is reached; None where there is none to reach."""
    if basis.yes is None and basis.goal.number is None and not basis.goal.done and not basis.percent:
        return None
    return is_done(basis)


def _worth(field: Field, basis: Basis | None, targets: bool) -> Decimal | None:
    """What a party is ranked by, the more the better; None for one that takes no part. `targets`: somebody has one."""
    if basis is None or (basis.exempt and targets):
        return None
    done = _finished(basis)
    if field.rule.finished is not None and field.settings.ranked == "finished" and done is False:
        return None
    if (field.rule.basis or field.settings.rank_by) == "rate":
        rate = rate_of(basis)
        return rate if rate is not None and rate > 0 else None
    if basis.value is None:
        return None
    if basis.goal.direction == "down":
        return -basis.value
    return basis.value if basis.value > 0 else None


def _points_for(field: Field, place: int) -> Decimal | None:
    if field.rule.top is not None and place <= field.rule.top:
        return field.full if field.rule.top_points is None else field.rule.top_points
    for step in sorted(field.rule.steps, key=lambda s: s.mark.number):
        if place <= step.mark.number:
            return step.points
    return None
