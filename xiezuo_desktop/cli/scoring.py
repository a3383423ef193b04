"""The scores on the command line: computing the scheme of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..core.errors import WrongCall
from .shared import FILE, FOUND, commands, opened, print_json, say

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.plan import Plan
    from ..core.scoring.model import Score
    from ..core.scoring.plan_scores import PlanScores


@commands.command(help="按评价办法计分排名。还有未填报或待评定的项时，结束码是 1。")
@FILE
@click.option("--period", metavar="期次", help="只算到哪一期，如 2024-06；不写就算到最近一期")
@click.option("--unit", metavar="单位", help="列出这个单位每一项的计算和得分")
@click.option("--json", "as_json", is_flag=True, help="打印成 JSON")
def score(file: Path, period: str | None, unit: str | None, as_json: bool) -> int:
    """Compute the scheme."""
    from ..core.periods import read_period
    from ..core.scoring.plan_scores import score_plan

    until = read_period(period) if period else None
    with opened(file) as plan_file:
        plan = plan_file.plan
    if not plan.schemes:
        raise WrongCall("这个计划里没有评价办法，", "请先用 import 读入评价办法，或在评分考核里新建。")
    scores = score_plan(plan, plan.schemes[0], until)
    open_items = sum(t.open_items for t in scores.totals.values())
    if as_json:
        print_json(_json(plan, scores))
    else:
        for line in _lines(plan, scores, _chosen(plan, scores, unit)):
            click.echo(line)
    if open_items:
        say(f"有 {open_items} 项未填报或待评定，得分是暂时的。")
    return FOUND if open_items else 0


def _json(plan: Plan, scores: PlanScores) -> dict[str, Any]:
    from ..core.numbers import shown
    from ..core.scoring.plan_scores import party_name

    def text(number: Any) -> str | None:
        return None if number is None else shown(number)

    return {
        "scores": [
            {
                "item": str(item),
                "party": party_name(plan, party),
                "computed": text(found.computed),
                "adjusted": text(found.adjusted),
                "formula": found.formula,
                "state": found.state,
                "reason": found.reason or None,
            }
            for (item, party), found in scores.scores.items()
        ],
        "ranking": [
            {
                "party": party_name(plan, party),
                "place": scores.totals[party].place,
                "shared": scores.totals[party].shared,
                "total": text(scores.totals[party].points),
                "formula": scores.totals[party].formula or None,
                "open": scores.totals[party].open_items,
            }
            for party in scores.ranking
        ],
    }


def _chosen(plan: Plan, scores: PlanScores, unit: str | None) -> list[int]:
    """The parties whose items are listed: the one that was asked for, or the only one there is."""
    from ..core.scoring.plan_scores import party_name

    if unit is None:
        return list(scores.parties) if len(scores.parties) == 1 else []
    found = [p for p in scores.parties if party_name(plan, p) == unit.strip()]
    if not found:
        names = "、".join(party_name(plan, p) for p in scores.parties)
        raise WrongCall(f"“{unit}”不是这个评价办法的考核对象，", f"考核对象有：{names}。")
    return found


def _lines(plan: Plan, scores: PlanScores, listed: list[int]) -> list[str]:
    from ..core.numbers import shown
    from ..core.scoring.plan_scores import party_name

    out = []
    for party in [p for p in scores.ranking if p in listed or len(listed) != 1]:
        total = scores.totals[party]
        place = "未排名" if total.place is None else f"第 {total.place} 名" + ("（并列）" if total.shared else "")
        points = "没有得分" if total.points is None else f"{shown(total.points)} 分"
        left = f"，{total.open_items} 项未定" if total.open_items else ""
        out.append(
            f"{place} {party_name(plan, party)} {points}{left}" + (f"（{total.formula}）" if total.formula else "")
        )
        if party in listed:
            out += _items(plan, scores, party)
    return out


def _items(plan: Plan, scores: PlanScores, party: int) -> list[str]:
    from ..core.records import ScoreItem
    from ..core.scoring.sheet import subject

    out = []
    for item in scores.evaluation.items:
        record = plan.get(ScoreItem, item.id)
        if record is not None:
            out.append(f"  {record.ordinal} {subject(record)}：{_formula(scores.scores[item.id, party])}")
    return out


def _formula(found: Score) -> str:
    from ..core.numbers import shown

    if found.adjusted is None:
        return found.formula
    return f"评定{shown(found.adjusted)}，{found.reason or '没有写明理由'}（按规则：{found.formula}）"
