"""对应指标: the items without an indicator, each with the one whose words it shares; the others are chosen row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ...core.scoring.links import Suggestion, open_items, ranked_for, suggested_links
from ...core.scoring.sheet import subject
from ..widgets.look import button, dress, label
from ..widgets.record_picker import Choice, RecordPicker
from ..widgets.row_cells import Cell
from ..widgets.row_table import Column, RowTable

if TYPE_CHECKING:
    from ...core.plan import Plan
    from ...core.records import Id, Indicator, ScoreItem

WIDTH, HEIGHT, SURE = 860, 520, 0.6
_WORDS = (
    "对应上的评分项，完成数和任务数直接取自填报和分解，不用再填。建议按文字相似给出，请逐行核对："
    "回车选择指标（最像的排在前面），空格勾选或不勾，Ctrl+回车完成。"
)
_NOTHING = "没有可以对应的：评分项都已对应指标，或者还没有指标。"


@dataclass(slots=True)
class Row:
    """An item and the indicator that it would be linked to; `likeness` None where a person has chosen it."""

    item: ScoreItem
    indicator: Indicator | None = None
    likeness: float | None = 0.0


class ScoreLinksDialog(QDialog):
    """`chosen` are the links that are ticked: those that are very much alike, and those a person has chosen."""

    def __init__(self, plan: Plan, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self._plan = plan
        self.setWindowTitle("对应指标建议")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(WIDTH, HEIGHT)
        self.table = RowTable(
            "对应指标建议",
            (
                Column("评分项", _item_cell, weight=1.2),
                Column("对应的指标", _indicator_cell, weight=1.2),
                Column("相似", _likeness_cell, 64, right=True),
            ),
            mark=lambda row: row.item.id,
        )
        rows = rows_of(plan)
        self.table.rows_model.checked = {r.item.id for r in rows if r.indicator and (r.likeness or 0) >= SURE}
        self.table.show_rows(rows)
        self.table.ticked.connect(self._take_ticks)
        self.table.chosen.connect(self.ask)
        self._below = QWidget(self.table.viewport())  # what the list of indicators opens under
        self._below.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lay_out(_WORDS if rows else _NOTHING)
        self._count()
        self.table.setFocus()

    def _lay_out(self, words: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(words, "meta", wrap=True))
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("取消", on=self.reject))
        self.ok = button("", "primary", tip="Ctrl+Enter", on=self.accept)
        foot.addWidget(self.ok)
        column.addLayout(foot)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.ok.click)

    @property
    def chosen(self) -> list[Suggestion]:
        """The links to be made."""
        ticked = self.table.rows_model.checked
        return [
            Suggestion(r.item, r.indicator, r.likeness or 1.0)
            for r in self.table.rows
            if r.indicator and r.item.id in ticked
        ]

    def ask(self, row: Row) -> None:
        """Choose the indicator of an item, the likest first."""
        choices = [
            Choice(i.id, f"{i.ordinal} {i.name}".strip(), f"相似 {likeness:.0%}" if likeness else i.measure_unit)
            for i, likeness in ranked_for(self._plan, row.item)
        ]
        self._below.setGeometry(self.table.visualRect(self.table.currentIndex().siblingAtColumn(1)))
        choices.append(Choice(None, "不对应"))  # last: Enter takes the first
        picker = RecordPicker(choices, self, title=f"“{subject(row.item)}”对应的指标")
        picker.picked.connect(lambda chosen: self.choose(row, chosen))
        picker.open_below(self._below)

    def choose(self, row: Row, indicator: Id | None) -> None:
        """This indicator is the one (None: none is); the next item is current."""
        row.indicator = next((i for i in self._plan.indicators if i.id == indicator), None)
        row.likeness = None
        self.table.rows_model.tick([self.table.rows.index(row)], on=row.indicator is not None)
        following = self.table.rows.index(row) + 1
        if following < len(self.table.rows):
            self.table.selectRow(following)
        self.table.setFocus()

    def _take_ticks(self) -> None:
        """What has no indicator cannot be ticked: it is asked for."""
        empty = {r.item.id for r in self.table.rows if r.indicator is None}
        asked = self.table.rows_model.checked & empty
        self.table.rows_model.checked -= empty
        self._count()
        current = self.table.current
        if current is not None and current.item.id in asked:
            self.ask(current)

    def _count(self) -> None:
        count = len(self.chosen)
        self.ok.setText(f"对应 {count} 项")
        self.ok.setEnabled(count > 0)


def rows_of(plan: Plan) -> list[Row]:
    """The items without an indicator in the order of their schemes, with what is suggested for them."""
    near = {s.item.id: s for s in suggested_links(plan)}
    items = open_items(plan) if plan.indicators else []
    return [Row(i, near[i.id].indicator, near[i.id].likeness) if i.id in near else Row(i) for i in items]


def _item_cell(row: Row) -> Cell:
    return Cell(f"{row.item.ordinal} {subject(row.item)}".strip())


def _indicator_cell(row: Row) -> Cell:
    if row.indicator is None:
        return Cell("没有相近的，按回车选择" if row.likeness is not None else "不对应", "ink3")
    return Cell(f"{row.indicator.ordinal} {row.indicator.name}".strip(), "ink2")


def _likeness_cell(row: Row) -> Cell:
    if row.likeness is None:
        return Cell("已选" if row.indicator else "", "ok")
    return Cell(f"{row.likeness:.0%}", "ok" if row.likeness >= SURE else "warn") if row.indicator else Cell()
