"""The completion report in words: what is reached, indicator by indicator, with the figures filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.core.periods import period_label
from xiezuo_desktop.core.progress import percent
from xiezuo_desktop.documents.paper import Paragraph, Role
from xiezuo_desktop.reports.standing import average, number_text
from xiezuo_desktop.reports.wording import OTHERS, with_end, with_minus, with_parent

if TYPE_CHECKING:
    from xiezuo_desktop.core.records import Report
    from xiezuo_desktop.reports.standing import Standing, Standings

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
    out += f"，平均完成率{percent(mean)}（超额完成的按100%计{silent}），序时进度{percent(found.pace)}，"
    gap = mean - found.pace
    return out + (f"高{_points(gap)}。" if gap > 0 else f"低{_points(-gap)}。" if gap else "与序时进度持平。")


def _points(share: object) -> str:
    from decimal import Decimal

    assert isinstance(share, Decimal)
    return percent(share).removesuffix("%") + "个百分点"


def until(period: int) -> str:
    """截至2024年6月; of a whole year 2024年全年."""
    return f"{'截至' if period % 100 else ''}{period_label(period)}"


def chapters(found: Standings) -> list[Paragraph]:
    """One paragraph for each category of which something was reported: how many are done, what each has reached."""
    out: list[Paragraph] = []
    number = 0
    for category, rows in found.rows:
        mean = average(rows)
        sentences = [text for s in rows if (text := _sentence(found, s))]
        if not sentences:
            continue
        if category or out:
            ordinal = f"（{_NUMERALS[number]}）" if number < len(_NUMERALS) else ""
            out.append(Paragraph(ordinal + (category.name if category else OTHERS), Role.HEADING2))
            number += 1
        head = f"共{len(rows)}项指标，已完成{sum(s.state == 'done' for s in rows)}项"
        head += f"，平均完成率{percent(mean)}。" if mean is not None else "。"
        out.append(Paragraph(head + "".join(sentences) + _missing(found, rows)))
    return out


def _missing(found: Standings, rows: list[Standing]) -> str:
    """Which indicators nobody reported."""
    silent = [s.indicator for s in rows if s.goal and s.goal.number is not None and s.value is None]
    names = [with_parent(found.plan, indicator) for indicator in silent]
    more = f"等{len(names)}项" if len(names) > _MOST_MISSING else ""
    return f"{'、'.join(names[:_MOST_MISSING])}{more}还没有填报。" if names else ""


def _sentence(found: Standings, standing: Standing) -> str:
    """企业投资额完成3.2亿元，完成率58.2%，低于序时进度8.5个百分点。 Nothing where nothing was reported."""
    value = figure_text(found, standing)
    if not value:
        return ""
    indicator = standing.indicator
    measure = indicator.measure_unit.strip()
    out = f"{indicator.name.rstrip('。')}完成{value}{measure if value[-1:].isdigit() else ''}"
    if standing.rate is not None:
        out += f"，完成率{percent(standing.rate)}"
    if standing.state in ("behind", "far_behind"):
        out += f"，低于序时进度{_points(standing.gap)}" if standing.gap > 0 else "，没有达到要求"
    elif standing.state == "overdue":
        out += "，已超过完成时限"
    return with_end(out, "。")


def problem_text(found: Standings, standing: Standing, report: Report) -> str:
    """What a unit says is in the way; what it said in an earlier month and has not taken back (无) stands with that month."""
    told = report if report.problem.strip() or standing.state == "done" else found.trouble(report) or report
    said = " ".join(told.problem.split())
    if said.rstrip("。；") in _NO_PROBLEM:
        return ""
    earlier = told is not report and told.period % 100
    return f"（{earlier}月填报）{said}" if earlier else said


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
