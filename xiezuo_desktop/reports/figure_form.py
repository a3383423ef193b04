"""填报表: the form in which a unit that has only Excel reports its figures of a month."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from xiezuo_desktop.core.errors import Invalid
from xiezuo_desktop.core.figures.arriving_tasks import tasks_of
from xiezuo_desktop.core.figures.forms import CAPTIONS, REPORTER, FormMark
from xiezuo_desktop.core.figures.months import due_day
from xiezuo_desktop.core.figures.sheet import FigureSheet
from xiezuo_desktop.core.numbers import shown
from xiezuo_desktop.core.periods import day_label, period_label
from xiezuo_desktop.core.records import UnitGroup
from xiezuo_desktop.documents.form import Answer, Form, FormColumn, FormRow
from xiezuo_desktop.reports.task_form import HELP as TASKS_HELP
from xiezuo_desktop.reports.task_form import task_sheet
from xiezuo_desktop.reports.wording import report_title, with_ordinal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Id, Indicator

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # of files, on any system
_COLUMNS = (
    FormColumn("序号", 6),
    FormColumn("指标名称", 34),
    FormColumn("计量单位", 9),
    FormColumn("目标", 11, is_number=True),
    FormColumn("上期累计", 11, is_number=True),
    FormColumn(
        CAPTIONS["value"], 13, Answer.NUMBER, "从年初到本月底的累计数，不带计量单位；没有数的留空，不要填0。", True
    ),
    FormColumn(CAPTIONS["note"], 30, Answer.TEXT),
    FormColumn(CAPTIONS["problem"], 22, Answer.TEXT),
    FormColumn(CAPTIONS["next_step"], 22, Answer.TEXT),
)
_HELP = (
    "只填浅黄色的格，其他格已锁定，请不要解除保护、增删行列或改表头。",
    "“本月累计完成数”填从年初到本月底的累计数；按时点统计的指标填月底时点数。计量单位以表中所列为准，填数时不写单位。",
    "没有数的请留空。留空表示没有填报，不会改动已经报过的数；确实为零的才填0。",
    "需要说明的写在“工作进展”“存在问题”“下一步打算”里，一格写不下可以换行（Alt+Enter）。",
    "填好后保存为 .xlsx 格式报回，不要另存为其他格式，也不要用拍照或截图代替。",
)


def figure_form(
    plan: Plan, unit: Id, period: int, *, today: date | None = None, sheet: FigureSheet | None = None
) -> Form:
    """The form of a unit or group for a month, with what it has reported so far: its figures, and on a sheet beside its tasks.

    Raises Invalid where it has neither.
    """
    sheet = sheet or FigureSheet(plan, period, today)
    name = plan.bearer_name(unit)
    concerned = {i.id for i in sheet.duties.concerns(unit)} if unit else {i.id for i in plan.indicators}
    rows = tuple(_rows(plan, sheet, unit, concerned))
    due = due_day(plan, period, unit)
    words = [f"填报单位：{name or '本级'}", f"填报期：{period_label(period)}", f"{day_label(due)}前报回" if due else ""]
    line = "　　".join(w for w in words if w)
    mark = FormMark(plan.info.id, unit, period)
    tasks = task_sheet(plan, mark, report_title(plan, f"{_month_in_title(plan, period)}工作任务办理情况表"), line)
    blank = (REPORTER, "填报人", "")
    if not rows:
        if tasks is None:
            raise Invalid(f"“{name}”没有要填报的指标和任务，", "请先在“目标分解”“责任单位”或“工作任务”里明确它的任务。")
        return replace(tasks, blank=blank, help=_help(_HELP[0], TASKS_HELP, _HELP[-1]), author=plan.info.issuer)
    return Form(
        name=f"{period_label(period)}填报表",
        title=report_title(plan, f"{_month_in_title(plan, period)}进度填报表"),
        lines=(line, "只填浅黄色的格；没有数的留空，不要填0。详见“填报说明”。"),
        mark=str(mark),
        columns=_COLUMNS,
        rows=rows,
        blank=blank,
        help=_help(*_HELP[:-1], *[TASKS_HELP] * bool(tasks), _HELP[-1]),
        author=plan.info.issuer,
        beside=tasks,
    )


def _help(*lines: str) -> tuple[str, ...]:
    """The sheet 填报说明: its heading and numbered lines."""
    return ("填报说明", *(f"{number}. {line}" for number, line in enumerate(lines, 1)))


def _rows(plan: Plan, sheet: FigureSheet, unit: Id, concerned: set[Id]) -> Iterator[FormRow]:
    for category in [*plan.categories, None]:
        inside = [i for i, _ in plan.tree_of(category) if i.id in concerned]
        if inside and category is not None:
            yield FormRow("", ("", with_ordinal(category.ordinal, category.name), *("",) * 7), is_heading=True)
        for indicator in inside:
            yield _row(sheet, unit, indicator)


def _row(sheet: FigureSheet, unit: Id, indicator: Indicator) -> FormRow:
    entry = sheet.entry(indicator, unit)
    report = entry.report
    goal = "" if entry.goal.number is None else shown(entry.goal.number)
    before = "" if entry.before is None else shown(entry.before)
    said = [report.__dict__[field] if report else "" for field in CAPTIONS]
    target = goal or indicator.target.strip()
    texts = (indicator.ordinal, indicator.name, indicator.measure_unit, target, before, *said)
    direction, has_number = entry.goal.direction, entry.goal.number is not None
    answer = Answer.YES_NO if direction == "yes_no" else Answer.NUMBER if has_number else Answer.TEXT
    return FormRow(str(indicator.id), texts, answer)


def _month_in_title(plan: Plan, period: int) -> str:
    """The month as it stands behind the title of the plan, which mostly names the year already."""
    year, month = divmod(period, 100)
    return f"{month}月" if month and str(year) in plan.info.title else period_label(period)


def write_forms(plan: Plan, period: int, folder: Path, units: Sequence[Id] | None = None) -> list[Path]:
    """Write the form of each unit that reports anything or answers for a task (or of these) into a folder, named after unit and month.

    Raises PaperError when one cannot be written; those before it are there.
    """
    from xiezuo_desktop.documents.write_form import write_form

    sheet = FigureSheet(plan, period)
    out: list[Path] = []
    for unit in _asked(plan, sheet) if units is None else units:
        name = _NOT_IN_NAMES.sub("", plan.bearer_name(unit))[:60] or "本级"
        path = folder / f"{name} {period_label(period)}填报表.xlsx"
        if path in out:
            path = folder / f"{name} {period_label(period)}填报表（{len(out) + 1}）.xlsx"
        write_form(figure_form(plan, unit, period, sheet=sheet), path)
        out.append(path)
    return out


def _asked(plan: Plan, sheet: FigureSheet) -> list[Id]:
    """All who report figures, and the units that answer for a task, in the order of the plan."""
    reporting = sheet.duties.units
    found = {*reporting, *(unit.id for unit in plan.units if tasks_of(plan, unit.id))}
    return [*(unit.id for unit in plan.units if unit.id in found), *(u for u in reporting if plan.get(UnitGroup, u))]
