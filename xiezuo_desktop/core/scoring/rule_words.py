"""A rule in the words of an evaluation scheme: 完成得3分；未完成的，得分＝3×完成率."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from ..numbers import shown
from .rules import Level, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

_FEWEST_FALLING = 3  # places that are worded as falling evenly


def rule_words(rule: Rule) -> str:
    """The rule in the words of an evaluation scheme. The parts of a composite rule are worded each by itself."""
    return _WORDS[rule.kind](rule)


def words_with_parts(rule: Rule, parts: Iterable[tuple[str, Rule | None]]) -> str:
    """The rule in words, with those of its parts (their name and rule) behind it."""
    each = "；".join(f"{name}（{rule_words(part)}）" for name, part in parts if part)
    return f"{rule_words(rule)}：{each}" if each else rule_words(rule)


def _pt(number: Decimal | None) -> str:
    return f"{shown(number)}分" if number is not None else "满分"


def _or_zero(number: Decimal | None) -> str:
    return _pt(number if number is not None else Decimal(0))


def _binary(rule: Rule) -> str:
    return f"完成得{_pt(rule.full)}，未完成得{_or_zero(rule.zero)}"


def _threshold(rule: Rule) -> str:
    least = shown(rule.at_least if rule.at_least is not None else Decimal(1))
    return f"{least}{rule.measure_unit or '次'}及以上得{_pt(rule.full)}，未达到得{_or_zero(rule.zero)}"


def _ratio(rule: Rule) -> str:
    if rule.basis in ("best_value", "best_rate"):
        out = f"完成{'率' if rule.basis == 'best_rate' else '数'}最高的得{_pt(rule.full)}，其余按比例得分"
    elif rule.uncapped:
        out = f"得分＝{shown(rule.full) if rule.full is not None else '分值'}×完成率，不封顶"
    elif rule.full_from:
        out = f"完成率{rule.full_from}以上得{_pt(rule.full)}；未达到的，得分＝{_factor(rule)}×完成率"
    else:
        out = f"完成得{_pt(rule.full)}；未完成的，得分＝{_factor(rule)}×完成率"
    if rule.least:
        out += f"，完成率低于{rule.least}的不得分"
    if rule.cap is not None:
        out += f"，最高得{_pt(rule.cap)}"
    return out


def _factor(rule: Rule) -> str:
    return shown(rule.full) if rule.full is not None else "分值"


def _rank(rule: Rule) -> str:
    subject = {"rate": "完成率", "value": "完成数"}.get(rule.basis, "")
    clauses = []
    low = 1
    named, less = _falling(rule)
    for step in rule.steps[:named]:
        high = int(step.mark.number)
        place = f"第{low}名" if high == low else f"第{low}至{high}名"
        clauses.append(f"{place}得{_pt(step.points)}")
        low = high + 1
    if less is not None:
        clauses.append(f"每降低1名减{_pt(less)}")
    if rule.top is not None:
        clauses.append(f"前{shown(rule.top)}名得{_pt(rule.top_points)}")
    if rule.finished is not None:
        clauses.append(f"完成任务得{_pt(rule.finished)}")
    if rule.unfinished:
        clauses.append("未完成的按完成率得分" if rule.unfinished == "ratio" else "未完成的得0分")
    if rule.others is not None:
        clauses.append(f"其余得{_pt(rule.others)}")
    if rule.none is not None:
        clauses.append(f"无则{_pt(rule.none)}")
    return subject + "，".join(clauses) if clauses else f"按{subject}名次得分"


def _falling(rule: Rule) -> tuple[int, Decimal | None]:
    """How many steps are named, and how many points each place below them gives less: 第一名得12分，每降低1名减0.5分."""
    steps, less = rule.steps, None
    if len(steps) > _FEWEST_FALLING and all(s.mark.number == n for n, s in enumerate(steps, 1)):
        less = steps[-2].points - steps[-1].points
        floor = rule.others or Decimal(0)
        even = all(a.points - b.points == less for a, b in pairwise(steps))
        if even and less > 0 and steps[-1].points - less <= floor < steps[-1].points:
            return 1, less
    return len(steps), None


def _discretionary(rule: Rule) -> str:
    return f"由人评定，最高得{_pt(rule.full)}" if rule.by_hand else f"完成得{_pt(rule.full)}，未完成的酌情评分"


def _rate(rule: Rule) -> str:
    level = rule.rate or Level(Decimal(100), percent=True)
    return f"{'超过' if level.over else '达到'}{str(level).lstrip('>')}得{_pt(rule.full)}，否则得{_or_zero(rule.zero)}"


def _composite(rule: Rule) -> str:
    out = f"得分＝{_factor(rule)}×各部分完成率的加权平均" if rule.mean else "各部分得分相加"
    return out + (f"，最高得{_pt(rule.cap)}" if rule.cap is not None else "")


def _tier(rule: Rule) -> str:
    unit = "" if any(s.mark.percent for s in rule.steps) else rule.measure_unit
    clauses = []
    for step in rule.steps:
        mark = str(step.mark).lstrip(">")
        clauses.append(
            f"{'超过' if step.mark.over else ''}{mark}{unit}{'' if step.mark.over else '以上'}得{_pt(step.points)}"
        )
    return "，".join([*clauses, f"其余得{_or_zero(rule.zero)}"])


def _level(rule: Rule) -> str:
    out = "，".join(f"{each.name}得{_pt(each.points)}" for each in rule.levels) or "按级别得分"
    out += f"，其余得{_pt(rule.zero)}" if rule.zero is not None else ""
    out += "，按次累计" if rule.added else "，就高计分"
    return out + (f"，最高得{_pt(rule.cap)}" if rule.cap is not None else "")


def _coefficient(rule: Rule) -> str:
    out = f"完成得{_pt(rule.base)}，" if rule.base is not None else ""
    if rule.each is None:
        out += f"得分＝{shown(rule.points or Decimal(1))}×{'超额数' if rule.basis == 'over' else '完成数'}"
    else:
        out += f"每{'超额' if rule.basis == 'over' else '完成'}{shown(rule.each)}{rule.measure_unit or '个'}得{_pt(rule.points)}"
    return out + (f"，最高得{_pt(rule.cap)}" if rule.cap is not None else "")


def _deduction(rule: Rule) -> str:
    each = shown(rule.each if rule.each is not None else Decimal(1))
    if rule.basis == "rate":
        what = f"每低{each}个百分点"
    else:
        what = f"每{'发生' if rule.basis == 'fault' else '少'}{each}{rule.measure_unit or '个'}"
    end = f"，最多扣{_pt(rule.cap)}" if rule.cap is not None else "，扣完为止" if rule.full != 0 else ""
    end += f"，完成率低于{rule.least}的不得分" if rule.least else ""
    if rule.full == 0:
        return f"{what}扣{_pt(rule.points)}{end}"
    return f"完成得{_pt(rule.full)}，{what}扣{_pt(rule.points)}{end}"


_WORDS = {
    "binary": _binary,
    "threshold": _threshold,
    "ratio": _ratio,
    "rank": _rank,
    "discretionary": _discretionary,
    "rate": _rate,
    "composite": _composite,
    "tier": _tier,
    "level": _level,
    "coefficient": _coefficient,
    "deduction": _deduction,
}
