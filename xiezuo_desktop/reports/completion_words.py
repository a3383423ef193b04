"""The completion report in words: what is reached, indicator by indicator, with the figures filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xiezuo_desktop.core.periods import period_label
from xiezuo_desktop.core.progress import STATES, percent
from xiezuo_desktop.documents.paper import Paragraph, Role
from xiezuo_desktop.reports.standing import LATE, average, number_text
from xiezuo_desktop.reports.wording import OTHERS, with_minus, with_parent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from xiezuo_desktop.core.records import Id, Report
    from xiezuo_desktop.reports.completion_tables import Problem
    from xiezuo_desktop.reports.standing import Standing, Standings

_PART = re.compile(r"^其中\s*[：:，,]?\s*")
_NUMERALS = "一二三四五六七八九十"
_MOST_MISSING = 5  # named; more are counted
_NO_PROBLEM = frozenset({"", "无", "没有", "暂无", "无问题", "没有问题", "已解决", "已经解决"})


def opening(found: Standings) -> str:
    """The first paragraph: how far the indicators are on average, against the pace."""
    out = f"{until(found.period)}，共{len(found.all)}项指标"
    mean = average(found.all)
    if mean is None:
        return out + "，还没有可以计算完成率的填报。"
    silent = "，未填报的按0计" if any(s.is_rated and s.rate is None for s in found.all) else ""
    return out + f"，平均完成率{percent(mean)}（超额完成的按100%计{silent}），{against_pace(mean, found.pace)}。"


def against_pace(mean: Decimal, pace: Decimal) -> str:
    """比序时进度（50.0%）高5.0个百分点."""
    gap = mean - pace
    if not gap:
        return f"与序时进度（{percent(pace)}）持平"
    return f"比序时进度（{percent(pace)}）{'高' if gap > 0 else '低'}{_points(abs(gap))}"


def _points(share: Decimal) -> str:
    return percent(share).removesuffix("%") + "个百分点"


def late_in_words(late: Sequence[Standing], most: int) -> str:
    """How many indicators are behind and in which way; only the first `most` are shown below."""
    if not late:
        return "没有低于序时进度或超过完成时限的指标。"
    kinds = [f"{STATES[state]}{n}项" for state in LATE if (n := sum(s.state == state for s in late))]
    how = (
        f"，其中{'、'.join(kinds)}" if len(kinds) > 1 else f"，{'均' if len(late) > 1 else ''}为{STATES[late[0].state]}"
    )
    return f"需要关注的指标{len(late)}项{how}{_shown(len(late), most, '项')}。"


def _shown(count: int, most: int, measure: str) -> str:
    return f"，前{most}{measure}见下表" if count > most else ""


def problems_in_words(told: Sequence[Problem], shown: int) -> str:
    """How many problems the units tell, of how many indicators; how many of these are `shown` below."""
    if not told:
        return "填报中没有写明存在的问题。"
    units = {unit for problem in told for unit, _ in problem.units if unit}
    names = {problem.indicator for problem in told}
    count = sum(len(problem.units) for problem in told)
    who = f"{len(units)}个单位反映" if units else "反映"
    return f"{who}问题{count}条，涉及{len(names)}项指标{_shown(len(names), shown, '项')}。"


def until(period: int) -> str:
    """截至2024年6月; of a whole year 2024年全年."""
    return f"{'截至' if period % 100 else ''}{period_label(period)}"


def chapters(found: Standings) -> list[Paragraph]:
    """One paragraph for each category of which something was reported: how many are done, what each has reached.

    Where all is of one category, its paragraph alone, without what the report has said of the whole.
    """
    told = [(c, rows, sentences) for c, rows in found.rows if (sentences := _sentences(found, rows))]
    out: list[Paragraph] = []
    for number, (category, rows, sentences) in enumerate(told):
        words = sentences + _missing(found, rows)
        if len(found.rows) > 1:
            ordinal = f"（{_NUMERALS[number]}）" if number < len(_NUMERALS) else ""
            out.append(Paragraph(ordinal + (category.name if category else OTHERS), Role.HEADING2))
            words = _head(found, rows) + words
        out.append(Paragraph(words))
    return out


def _head(found: Standings, rows: Sequence[Standing]) -> str:
    """共12项指标，已完成2项，滞后1项，平均完成率58.6%，比序时进度（50.0%）高8.6个百分点。"""
    said, mean = [f"共{len(rows)}项指标"], average(rows)
    said += [f"{STATES[state]}{n}项" for state in ("done", *LATE) if (n := sum(s.state == state for s in rows))]
    if mean is not None:
        said += [f"平均完成率{percent(mean)}", against_pace(mean, found.pace)]
    return "，".join(said) + "。"


def _missing(found: Standings, rows: Sequence[Standing]) -> str:
    """Which indicators nobody reported."""
    silent = [s.indicator for s in rows if s.goal and s.goal.number is not None and s.value is None]
    names = [with_parent(found.plan, indicator) for indicator in silent]
    more = f"等{len(names)}项" if len(names) > _MOST_MISSING else ""
    return f"{'、'.join(names[:_MOST_MISSING])}{more}还没有填报。" if names else ""


def _sentences(found: Standings, rows: Sequence[Standing]) -> str:
    """What each indicator has reached; what is part of another (其中) stands in one sentence with it."""
    out: list[str] = []
    told: set[Id] = set()  # indicators of the sentence so far
    parts = False
    for standing in rows:
        indicator = standing.indicator
        said = _reached(found, standing)
        if not said or (standing.depth and standing.state == "normal"):
            continue
        if out and indicator.parent in told:
            out[-1] += f"；{'' if parts else '其中'}{without_mark(indicator.name).removesuffix('情况')}{said}"
            parts = True
        else:
            out.append(with_parent(found.plan, indicator).removesuffix("情况") + said)
            told, parts = set(), False
        told.add(indicator.id)
    return "".join(f"{sentence}。" for sentence in out)


def _reached(found: Standings, standing: Standing) -> str:
    """完成3.2亿元，完成率58.2%，低于序时进度8.5个百分点; "" where nothing was reported."""
    value = figure_text(found, standing)
    if not value:
        return ""
    measure = standing.indicator.measure_unit.strip()
    out = f"完成{value}{measure if value[-1:].isdigit() else ''}"
    if standing.rate is not None:
        out += f"，完成率{percent(standing.rate)}"
    if standing.state in ("behind", "far_behind"):
        out += f"，低于序时进度{_points(standing.gap)}" if standing.gap > 0 else "，没有达到要求"
    elif standing.state == "overdue":
        out += "，已超过完成时限"
    return out.rstrip("。")


def problem_of(found: Standings, standing: Standing, report: Report) -> tuple[str, int]:
    """What a unit says is in the way, "" for nothing; and the month in which it said so, 0 where that is the last it reported.

    What it said in an earlier month stands until it takes it back (无).
    """
    told = report if report.problem.strip() or standing.state == "done" else found.trouble(report) or report
    said = " ".join(told.problem.split())
    if said.rstrip("。；") in _NO_PROBLEM:
        return "", 0
    return said, told.period % 100 if told is not report else 0


def with_months(names: Sequence[tuple[str, int]]) -> list[str]:
    """Names of units, each with the month in which it said something, where that is an earlier one."""
    return [f"{name}（{month}月）" if month and name else name for name, month in names if name]


def without_mark(name: str) -> str:
    """The name of a part without the word that says so: 其中：脱贫人口 is 脱贫人口."""
    return _PART.sub("", name)


def figure_text(found: Standings, standing: Standing) -> str:
    """What is reached: as it was typed, else the sum of what the units reported; without its measure unit."""
    typed = found.figure(standing.indicator)
    measure = standing.indicator.measure_unit.strip()
    if typed:
        return with_minus(typed.removesuffix(measure).strip() if measure and typed[:1].isdigit() else typed)
    return with_minus(number_text(standing.value))


def target_text(found: Standings, standing: Standing) -> str:
    """The goal that counts: a unit's own share, else the target as the document has it or as its parts add up to it."""
    bearers, goal, target = found.bearers or (), standing.goal, standing.indicator.target.strip()
    shares = found.plan.allocations(standing.indicator.id)
    own = any(a.bearer in bearers or a.partner in bearers for a in shares)
    return number_text(goal.number) if goal and goal.number is not None and (own or not target) else target
