"""Checks of schemes and of reported figures: V11 points, V13 statistical rows, V15 falling figures, V16 rates, V17 lag, V24 the year."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from ..figures.months import pace_at
from ..names import normalise
from ..numbers import read_target, shown
from ..periods import period_label
from ..plan_figures import PlanFigures, by_time, read_figure
from ..progress import NOUGHT, completion, percent
from ..records import Indicator, Report, ScoreEntry, ScoreItem
from ..scoring.limits import is_beside, unread_limit
from ..scoring.model import added
from ..scoring.reading import most_points
from ..scoring.rules import points_of, read_stored_rule
from .facts import Facts, amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..records import Record
    from .problem import Problem


# ------------------------------------------------------------------------------------------------ points


def points_add_up(facts: Facts) -> Iterator[Problem]:
    """V11: the items of a group add up to its points, the groups to the total, the parts to their item; a rule gives as
    many points as its item has, and points given by hand stay within them and have a reason."""
    plan = facts.plan
    for scheme in plan.schemes:
        groups = plan.score_groups(scheme.id)
        parts = [g.points for g in groups if not is_beside(g)]
        yield from _sum_differs(facts, scheme, scheme.total, parts, "各类别")
        for group in groups:
            items = plan.score_items(group.id)
            yield from _sum_differs(facts, group, group.points, [i.points for i in items], "各评分项")
            if unread := unread_limit(group):
                said = f"加减分限额“{unread}”里没有读出分数，现在按不限额计算；请写成10或-10，确实不限额的写“不限”。"
                yield facts.problem("V11", "warning", group, said, unread)
            for item in items:
                yield from _item_points(facts, item)
    yield from _points_by_hand(facts)


def _sum_differs(facts: Facts, record: Record, stated: str, points: Sequence[str], whose: str) -> Iterator[Problem]:
    whole = points_of(stated)
    known = [
        p for text in points if (p := points_of(text)) is not None and (p < 0) == (whole is not None and whole < 0)
    ]
    if whole is None or not known:
        return
    total = added(known)
    if total > whole or (total < whole and len(known) == len(points)):
        said = f"{whose}分值合计{'＋'.join(map(shown, known))}={shown(total)}分，写的是{shown(whole)}分，相差{shown(added([abs(total - whole)]))}分。"
        yield facts.problem("V11", "error", record, said, whole, total)


def _item_points(facts: Facts, item: ScoreItem) -> Iterator[Problem]:
    parts = facts.plan.score_parts(item.id)
    rule = read_stored_rule(item.rule)
    if parts and not (rule and rule.mean):
        yield from _sum_differs(facts, item, item.points, [p.points for p in parts], "各部分")
    for one in (item, *parts):
        worth, stored = points_of(one.points), read_stored_rule(one.rule)
        most = most_points(stored) if stored and stored.kind != "composite" else None
        if worth is not None and most is not None and most != max(worth, 0):
            said = f"计分规则最高得{shown(most)}分，分值是{shown(worth)}分。"
            yield facts.problem("V11", "warning", one, said, most, worth)


def _points_by_hand(facts: Facts) -> Iterator[Problem]:
    for entry in facts.plan.ordered_by_id(ScoreEntry):
        item = facts.plan.get(ScoreItem, entry.item)
        if entry.adjusted is None or item is None:
            continue
        worth = points_of(item.points)
        least, most = sorted((NOUGHT, worth or NOUGHT))
        if worth is not None and not least <= entry.adjusted <= most:
            said = f"评定得分{shown(entry.adjusted)}，应在{shown(least)}分到{shown(most)}分之间。"
            yield facts.problem("V11", "warning", entry, said, entry.party, entry.adjusted)
        if not entry.reason.strip():
            yield facts.problem("V11", "warning", entry, "评定得分没有写明理由。", entry.party, "reason")


def statistical_rows_are_not_scored(facts: Facts) -> Iterator[Problem]:
    """V13: an indicator that is only counted (统计性, 不作考核) has no item of a scheme."""
    for item in facts.plan.ordered(ScoreItem):
        indicator = facts.plan.get(Indicator, item.indicator)
        if indicator and not PlanFigures.rated(indicator):
            said = f"对应指标“{indicator.name}”只作统计，不作考核，不能计分。"
            yield facts.problem("V13", "error", item, said, indicator.id)


# ------------------------------------------------------------------------------------------------ figures


def series_of_reports(facts: Facts) -> dict[tuple[Indicator, int], list[Report]]:
    """The reports of every indicator and unit in the order of time, without those sent back; both in the plan's order."""
    found: dict[tuple[int, int], list[Report]] = defaultdict(list)
    for report in facts.plan.ordered_by_id(Report):
        if report.state != "returned" and report.value.strip():
            found[report.indicator, report.bearer].append(report)
    plan = facts.plan
    ids = [*(i.id for i in plan.indicators), *(u.id for u in plan.units), *(g.id for g in plan.groups)]
    place = {record_id: n for n, record_id in enumerate(ids)}
    out = {}
    for indicator_id, bearer in sorted(found, key=lambda pair: [place.get(each, len(place)) for each in pair]):
        indicator = facts.plan.get(Indicator, indicator_id)
        if indicator:
            out[indicator, bearer] = sorted(found[indicator_id, bearer], key=lambda r: by_time(r.period))
    return out


def _number(indicator: Indicator, report: Report) -> Decimal | None:
    """The figure of a report in the indicator's unit."""
    return Facts.in_unit(read_target(report.value), indicator.measure_unit)


def cumulative_figures_do_not_fall(facts: Facts) -> Iterator[Problem]:
    """V15: a cumulative figure is not below that of the period before, unless a note says why; 时点 figures may fall."""
    for (indicator, _), reports in facts.once(series_of_reports).items():
        if indicator.accumulation == "point" or indicator.direction == "yes_no":
            continue
        before: tuple[Report, Decimal] | None = None
        for report in reports:
            number = _number(indicator, report)
            if number is None:
                continue
            if (
                before
                and number < before[1]
                and before[0].period // 100 == report.period // 100
                and not report.note.strip()
            ):
                unit = indicator.measure_unit
                said = f"累计完成{amount(number, unit)}，比{period_label(before[0].period)}的{amount(before[1], unit)}少，没有写明原因。"
                yield facts.problem("V15", "warning", report, said, report.bearer, report.period, number)
            before = (report, number)


def rates_can_be_worked_out(facts: Facts) -> Iterator[Problem]:
    """V16: a figure reported against a target is one that can be compared with it: a number in its unit, or yes or no."""
    figures = facts.once(_figures)
    for (indicator, bearer), reports in facts.once(series_of_reports).items():
        goal = figures.goal(indicator, bearer)
        if goal is None or goal.done or not PlanFigures.rated(indicator):
            continue
        for report in reports:
            value = read_target(report.value)
            basis = read_figure(value, indicator.measure_unit, goal)
            if basis.value is not None or basis.yes is not None:
                continue
            unit = indicator.measure_unit.strip()
            why = f"不能换算成“{unit}”" if value.number is not None else "读不出数"
            said = f"完成数写的是“{report.value.strip()}”，{why}，算不出完成率。"
            yield facts.problem("V16", "error", report, said, report.bearer, report.period, normalise(report.value))
    for indicator in facts.plan.indicators:
        goal = figures.goal(indicator, 0) if indicator.direction == "range" else None
        if goal and goal.upper is None and goal.number is not None:
            said = f"方向是区间，目标“{indicator.target.strip()}”只有一个数，请写成30-40。"
            yield facts.problem("V16", "warning", indicator, said, indicator.target)


def _figures(facts: Facts) -> PlanFigures:
    return PlanFigures(facts.plan)


def figures_keep_pace(facts: Facts) -> Iterator[Problem]:
    """V17: the completion rate of the last month reported is not below the 序时进度 of that month."""
    figures = facts.once(_figures)
    for (indicator, bearer), reports in facts.once(series_of_reports).items():
        goal = figures.goal(indicator, bearer)
        last = reports[-1]
        if goal is None or goal.direction != "up" or not PlanFigures.rated(indicator):
            continue
        basis = read_figure(read_target(last.value), indicator.measure_unit, goal)
        rate, expected = completion(basis.value, basis.goal), pace_at(facts.plan, last.period, indicator)
        if rate is not None and rate < min(expected, Decimal(1)):
            gap = percent(expected - rate).removesuffix("%")
            said = (
                f"{period_label(last.period)}完成率{percent(rate)}，低于序时进度（{percent(expected)}）{gap}个百分点。"
            )
            yield facts.problem("V17", "hint", last, said, last.bearer, last.period, last.value.strip())


def the_year_is_not_the_sum_of_its_months(facts: Facts) -> Iterator[Problem]:
    """V24: months are cumulative, so the year is what its last month says, not the sum of all."""
    for (indicator, _), reports in facts.once(series_of_reports).items():
        year = reports[-1]
        months = [n for r in reports[:-1] if r.period % 100 and (n := _number(indicator, r)) is not None]
        whole = _number(indicator, year)
        if year.period % 100 or whole is None or not months or indicator.accumulation == "max":
            continue
        if len(months) > 1 and whole == added(months) and whole != months[-1]:
            said = f"全年数{shown(whole)}是各月之和；各月填的是累计数，全年应为{shown(months[-1])}。"
            yield facts.problem("V24", "warning", year, said, year.bearer, whole)
