"""各单位报送情况: unit by unit and month by month how much of what is expected was reported, and whether in time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from xiezuo_desktop.core.figures.duties import Duties, month_state
from xiezuo_desktop.core.figures.months import due_day, month_end, months_of
from xiezuo_desktop.core.periods import day_label, period_label
from xiezuo_desktop.ui.widgets.look import button, dress, label
from xiezuo_desktop.ui.widgets.row_cells import Cell
from xiezuo_desktop.ui.widgets.row_table import Column, RowTable
from xiezuo_desktop.ui.work import Work

if TYPE_CHECKING:
    from datetime import date

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.progress import Completeness
    from xiezuo_desktop.core.records import Id
    from xiezuo_desktop.ui.session import Session
    from xiezuo_desktop.ui.work import Report

MONTH_WIDTH = 76  # px


class UnitYear(NamedTuple):
    """One unit (0: all together): by month what was expected, what came, and by which day it was wanted.

    `begun` is the first month for which anybody has reported: before it nobody was asked.
    """

    unit: Id
    name: str
    months: dict[int, Completeness]
    due: dict[int, date | None]
    begun: int

    def is_over(self, month: int, today: date) -> bool:
        """Whether the month was asked for and its day has passed."""
        return month >= self.begun and (self.due[month] or month_end(month)) < today


class ReportingDialog(QDialog):
    """A row a unit, a column a month; `wanted` carries the unit whose sheet is to be shown."""

    wanted = Signal(object)

    def __init__(self, session: Session, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle("各单位报送情况")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._today = today
        months = [
            Column(f"{month % 100}月", partial(_cell, month=month, today=today), MONTH_WIDTH, right=True)
            for month in months_of(session.plan)
        ]
        self.table = RowTable("各单位报送情况", (Column("单位", _name), *months))
        self._words = label("正在统计…", "meta", wrap=True)
        self._show = button("查看这个单位", "primary", on=lambda: self._choose(self.table.current))
        self._show.setEnabled(False)
        self.table.chosen.connect(self._choose)
        self.table.moved.connect(lambda _: self._show.setEnabled(self.table.current is not None))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(self._words)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("关闭", on=self.reject))
        foot.addWidget(self._show)
        column.addLayout(foot)
        self.resize(1080, 520)
        self._work = Work(self)
        self._work.finished.connect(self._take)
        self._work.start(partial(unit_years, session.plan))

    def _take(self, rows: list[UnitYear]) -> None:
        self.table.show_rows(rows)
        silent = sum(
            bool(found.expected) and not found.reported and row.is_over(month, self._today)
            for row in rows[1:]
            for month, found in row.months.items()
        )
        words = "格里是已填项数/应填项数。绿：按时填齐；黄：有迟报（写着“迟”），或者过了时候没有填齐；红：过了时候一项也没有填。双击一行，看这个单位填的数。"
        self._words.setText((f"过了时候一项也没有填的有 {silent} 处。" if silent else "") + words)

    def _choose(self, row: UnitYear | None) -> None:
        if row is not None:
            self.accept()
            self.wanted.emit(row.unit)


def unit_years(plan: Plan, report: Report) -> list[UnitYear]:
    """The year of every unit that reports anything, behind that of all together; `report` is told each month."""
    duties = Duties(plan)
    months = months_of(plan)
    found = {}
    for number, month in enumerate(months):
        report(number, len(months), period_label(month))
        found[month] = month_state(plan, duties, month)
    begun = next((m for m in months if found[m].whole.reported), months[-1] + 1)
    rows = [UnitYear(0, "全部单位", {m: found[m].whole for m in months}, dict.fromkeys(months), begun)]
    for unit in duties.units:
        by_month = {m: found[m].units[unit] for m in months}
        rows.append(
            UnitYear(unit, plan.bearer_name(unit), by_month, {m: due_day(plan, m, unit) for m in months}, begun)
        )
    return rows


def _name(row: UnitYear) -> Cell:
    return Cell(row.name, strong=not row.unit)


def _cell(row: UnitYear, *, month: int, today: date) -> Cell:
    found, due = row.months[month], row.due[month]
    if not found.expected:
        return Cell("—", "ink_off")
    over = row.is_over(month, today)
    late = found.reported - found.in_time
    full = found.reported == found.expected
    if not found.reported and not over:
        return Cell("·", "ink_off", tip=f"{row.name} {period_label(month)}还没有填报")
    tone = "bad" if over and not found.reported else "warn" if late or (over and not full) else "ok" if full else "ink2"
    tip = f"{row.name} {period_label(month)}：应填 {found.expected} 项，已填 {found.reported} 项"
    tip += f"，按时 {found.in_time} 项，迟报 {late} 项（{day_label(due)}截止）" if due else ""
    return Cell(f"{'迟 ' if late else ''}{found.reported}/{found.expected}", tone, tip=tip, strong=tone == "bad")
