"""Charts of progress: by category, by unit, month by month against 序时进度; for paper and for the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.core.figures.months import pace_at
from xiezuo_desktop.core.numbers import shown, with_thousands
from xiezuo_desktop.core.progress import percent
from xiezuo_desktop.core.records import Report
from xiezuo_desktop.documents.paper import Bar, Chart
from xiezuo_desktop.reports.standing import Standings, average
from xiezuo_desktop.reports.wording import OTHERS, with_parent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from xiezuo_desktop.core.figures.sheet import Entry


_MOST_INDICATORS = 16  # as bars; of more the table is read more easily


def of_the_whole(found: Standings) -> list[Chart]:
    """By category and by month, where they have something to show."""
    return _telling(by_category(found), by_month(found))


def of_the_units(found: Standings) -> list[Chart]:
    """By unit, where it has something to show; nothing for one unit alone."""
    return _telling(by_unit(found)) if found.bearers is None else []


def _telling(*made: Chart | None) -> list[Chart]:
    return [chart for chart in made if chart is not None and any(bar.share is not None for bar in chart.bars)]


def by_category(found: Standings) -> Chart | None:
    """The average rate of each category; where all are of one, each indicator's own rate, but of a unit, whose table says so.

    None where one bar would stand alone.
    """
    rated = [(c, rows) for c, all_rows in found.rows if (rows := [s for s in all_rows if s.is_rated])]
    if len(rated) > 1:
        bars = [_bar(c.name if c else OTHERS, average(rows), found.pace) for c, rows in rated]
        return Chart("各类指标完成率", tuple(bars))
    single = rated[0][1] if rated and found.bearers is None else []
    if not 1 < len(single) <= _MOST_INDICATORS:
        return None
    bars = [_bar(with_parent(found.plan, s.indicator), s.rate, s.due) for s in single]
    return Chart("各项指标完成率", tuple(bars))


def by_unit(found: Standings) -> Chart | None:
    """The average rate of each unit that has something to bring, the best first."""
    means = [
        (found.plan.bearer_name(unit), average(rows)) for unit, rows in found.by_unit if any(s.is_rated for s in rows)
    ]
    means.sort(key=lambda item: (item[1] is None, -(item[1] or 0)))
    bars = tuple(_bar(name, mean, found.pace) for name, mean in means)
    return Chart("各单位完成率", bars) if len(bars) > 1 else None


def by_month(found: Standings) -> Chart | None:
    """The average rate at the end of each month in which something was reported, and of the last, against the pace of every month.

    None where nothing was reported.
    """
    year, last = found.period // 100, found.period % 100 or 12
    reported = _reported_in(found)
    if not reported:
        return None
    bars = []
    for month in range(1, 13):
        mean = None
        if month <= last and (month == last or year * 100 + month in reported):
            mean = average(Standings(found.plan, year * 100 + month, found.bearers, moved=False).all)
        bars.append(
            _bar(f"{month}月", mean, pace_at(found.plan, year * 100 + month), "" if mean is None else percent(mean))
        )
    return Chart("各月完成率与序时进度", tuple(bars), upright=True) if last > 1 else None


def _reported_in(found: Standings) -> set[int]:
    """The periods in which something was reported about these indicators, by the unit asked for or the office itself."""
    mine = {standing.indicator.id for standing in found.all}
    whose = None if found.bearers is None else {0, *found.bearers}
    reports = (r for r in found.plan.rows(Report).values() if r.indicator in mine and r.value.strip())
    return {r.period for r in reports if r.state != "returned" and (whose is None or r.bearer in whose)}


def of_the_indicator(months: Sequence[Entry], last: int) -> Chart | None:
    """One indicator's rate at the end of each month up to the `last` one (1 to 12), against its pace; None without a rate."""
    bars = []
    for number, entry in enumerate(months, 1):
        rate = entry.rate if number <= last else None
        said = "" if rate is None or entry.value is None else with_thousands(shown(entry.value))
        bars.append(_bar(f"{number}", rate, entry.pace, said))
    return Chart("逐月完成率", tuple(bars), upright=True) if any(bar.share is not None for bar in bars) else None


def _bar(label: str, mean: Decimal | None, at_pace: Decimal, text: str | None = None) -> Bar:
    late = mean is not None and mean < at_pace
    shown = (percent(mean) or "未填报") if text is None else text
    return Bar(label.replace("\n", ""), None if mean is None else float(mean), shown, float(at_pace), late)
