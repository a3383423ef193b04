"""The completion report by units: how far each has come, and who has reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.core.figures.duties import Duties, is_reported, month_state
from xiezuo_desktop.core.progress import percent
from xiezuo_desktop.core.records import Report
from xiezuo_desktop.documents.paper import Align, Cell, Column, Row, RowKind, Table
from xiezuo_desktop.reports.completion_tables import SIZE
from xiezuo_desktop.reports.standing import average

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xiezuo_desktop.core.figures.duties import MonthState
    from xiezuo_desktop.core.records import Id
    from xiezuo_desktop.reports.standing import Standing, Standings

_HEADS = ("序号", "单位", "指标数", "已完成", "滞后", "平均完成率", "当月已报")
_COLUMNS = (Column(), Column(Align.LEFT, 1.6, 7.0), *(Column(least=3.0),) * 3, Column(least=4.0), Column(least=4.0))
_MOST_SILENT = 6  # named; more are counted


def by_units(found: Standings) -> Table | None:
    """The units with what they have reached, the best first; None for one unit alone, or where there is but one."""
    if found.bearers is not None:
        return None
    rows = [(unit, standings, average(standings)) for unit, standings in found.by_unit]
    if len(rows) < 2:
        return None
    rows.sort(key=lambda row: (row[2] is None, -(row[2] or 0)))
    month = _month(found)
    out = [_row(_HEADS, RowKind.HEADER, month)]
    for number, (unit, standings, mean) in enumerate(rows, 1):
        reported = month.units.get(unit) if month else None
        texts = (
            str(number), found.plan.bearer_name(unit), str(len(standings)), *_counts(standings),
            percent(mean) or _silent(standings), f"{reported.reported}/{reported.expected}" if reported and reported.expected else "—",
        )  # fmt: skip
        out.append(_row(texts, RowKind.BODY, month))
    return Table(tuple(out), 1, _COLUMNS if month else _COLUMNS[:-1], "各单位完成情况", largest=SIZE)


def _silent(standings: list[Standing]) -> str:
    """What stands for the rate of a unit without one: it has reported nothing, or it has nothing that is measured."""
    return "未填报" if any(s.is_rated for s in standings) else "—"


def units_in_words(found: Standings) -> str:
    """How many of the units keep pace, and which do not: 分单位看，12个单位中10个达到序时进度，区委统战部低于序时进度，区民政局没有填报。"""
    means = {unit: (average(rows), any(s.is_rated for s in rows)) for unit, rows in found.by_unit}
    late = [unit for unit, (mean, _) in means.items() if mean is not None and mean < found.pace]
    silent = [unit for unit, (mean, rated) in means.items() if mean is None and rated]
    unrated = [unit for unit, (_, rated) in means.items() if not rated]
    good = len(means) - len(late) - len(silent) - len(unrated)
    if good == len(means):
        return f"分单位看，{good}个单位都达到序时进度。"
    out = f"分单位看，{len(means)}个单位中{good}个达到序时进度"
    for units, words in ((late, "低于序时进度"), (silent, "没有填报"), (unrated, "没有可以计算完成率的指标")):
        out += f"，{_named(found, units)}{words}" if units else ""
    return out + "。"


def _named(found: Standings, units: Sequence[Id]) -> str:
    more = f"等{len(units)}个单位" if len(units) > _MOST_SILENT else ""
    return "、".join(found.plan.bearer_name(unit) for unit in units[:_MOST_SILENT]) + more


def _counts(standings: list[Standing]) -> tuple[str, str]:
    """How many are done and how many late; what was done before the plan was issued is nothing that the unit has done."""
    return str(sum(s.state == "done" and s.is_rated for s in standings)), str(sum(s.is_late for s in standings))


def _row(texts: tuple[str, ...], kind: RowKind, month: MonthState | None) -> Row:
    shown = texts if month else texts[:-1]
    return Row(tuple(map(Cell, shown, range(len(shown)))), kind)


def _month(found: Standings) -> MonthState | None:
    """Who has reported in the month of the report; None for a whole year."""
    return month_state(found.plan, Duties(found.plan), found.period) if found.period % 100 else None


def reporting(found: Standings) -> str:
    """Who has reported in the month, in a sentence: 当月应填报的10个单位，9个已报，南浦县没有报. "" where nobody has to."""
    month = _month(found) if found.bearers is None else None
    asked = [u for u, each in month.units.items() if each.expected and u != found.top] if month else []
    if month is None or not asked:
        return ""
    duties = Duties(found.plan)
    silent = [u for u in month.silent if u in asked and not _reported_for_it(found, duties.by_unit.get(u, ()))]
    if not silent:
        return f"当月应填报的{len(asked)}个单位都已填报。"
    return f"当月应填报的{len(asked)}个单位中{len(asked) - len(silent)}个已报，{_named(found, silent)}没有报。"


def _reported_for_it(found: Standings, expected: Iterable[Id]) -> bool:
    """Whether the office itself has reported all the indicators that a unit should have."""
    return all(is_reported(found.plan.get(Report, (indicator, 0, found.period))) for indicator in expected)
