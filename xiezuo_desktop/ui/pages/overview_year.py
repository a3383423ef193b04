"""工作总览 while the year runs: at the left what needs attention, at the right how far the year is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ...core.figures.attention import LEVELS
from ...core.overview import KINDS, named
from ...core.periods import period_label
from ...core.progress import STATES, percent
from ..theme import TABLE_MARGIN
from ..widgets.category_bars import CategoryBars
from ..widgets.chips import FlowBox
from ..widgets.empty_state import EmptyState
from ..widgets.look import button, hairline, label, set_tone, tag
from ..widgets.row_cells import Cell
from ..widgets.row_table import Column, RowTable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ...core.overview import Overview
    from ...documents.paper import Chart
    from ..widgets.chart import ChartView

SIDE, LEAST_SIDE = 348, 260  # px
_PILLS = {"red": "bad", "yellow": "warn", "notice": ""}
_TONES = {"done": "ok", "behind": "warn", "far_behind": "bad", "overdue": "bad", "normal": "primary"}


class OverviewYear(QWidget):
    """The list of matters and the card with the figures of the year."""

    page_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._charts: list[ChartView] = []
        self.table = RowTable(
            "今天要办的事",
            (
                Column("等次", lambda m: Cell(LEVELS[m.level], "ink2", pill=_PILLS[m.level]), 70),
                Column("原因", lambda m: Cell(KINDS[m.kind], "ink2"), 80),
                Column("事项", lambda m: Cell(m.name), weight=1.2),
                Column("情况", lambda m: Cell(m.words, "ink2"), weight=1.2),
                Column(
                    "单位",
                    lambda m: Cell(m.units_text or "—", "ink2" if m.units else "ink_off", tip="\n".join(m.units)),
                    weight=0.9,
                ),
            ),
        )
        calm = EmptyState("done", "今天没有要催办的事", "没有临期、逾期、滞后、未报和缺佐证的事项")
        self._left = QStackedWidget()
        self._left.addWidget(self.table)
        self._left.addWidget(calm)
        row = QHBoxLayout(self)
        row.setContentsMargins(TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN)
        row.setSpacing(12)
        row.addWidget(self._left, 1)
        row.addWidget(self._side())

    def _side(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        self._when = label("", "meta")
        self._rate = label("", "figure")
        self._against = label("", "body2", wrap=True)
        column.addWidget(self._when)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._rate)
        line.addWidget(self._against, 1)
        column.addLayout(line)
        self._states = FlowBox(gap=6)
        column.addWidget(self._states)
        column.addWidget(hairline())
        column.addWidget(label("分类完成率　竖线是序时进度", "heading"))
        self.bars = CategoryBars()
        self.bars.chosen.connect(lambda _: self.page_wanted.emit("indicators"))
        column.addWidget(self.bars)
        column.addWidget(hairline())
        self._reported = label("", "heading", wrap=True)
        self._silent = label("", "body2", wrap=True)
        self._fill = button("去填报", "link", on=lambda: self.page_wanted.emit("figures"))
        head = QHBoxLayout()
        head.addWidget(self._reported, 1)
        head.addWidget(self._fill)
        column.addLayout(head)
        column.addWidget(self._silent)
        self._tasks = self._task_line()
        column.addWidget(self._tasks)
        self._below = QVBoxLayout()
        self._below.setSpacing(12)
        column.addLayout(self._below)
        column.addStretch(1)
        area = QScrollArea()
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setProperty("look", "bare")
        area.setWidgetResizable(True)
        inside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # no wider than there is room
        area.setWidget(inside)
        card = QFrame()
        card.setProperty("look", "card")
        self._card = card
        margins = QVBoxLayout(card)
        margins.setContentsMargins(1, 1, 1, 1)
        margins.addWidget(area)
        return card

    def _task_line(self) -> QWidget:
        """How many tasks are done, and the way to them."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(hairline())
        line = QHBoxLayout()
        self._handled = label("", "heading", wrap=True)
        line.addWidget(self._handled, 1)
        line.addWidget(button("去销号", "link", on=lambda: self.page_wanted.emit("tasks")))
        column.addLayout(line)
        return box

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._card.setFixedWidth(max(LEAST_SIDE, min(SIDE, self.width() // 3)))

    def show_overview(self, shown: Overview) -> None:
        """Show what was worked out."""
        self.table.show_rows(shown.matters, same=lambda a, b: (a.kind, a.key, a.name) == (b.kind, b.key, b.name))
        self._left.setCurrentIndex(0 if shown.matters else 1)
        self._when.setText(_when(shown))
        self._rate.setText(percent(shown.rate) or "—")
        self._against.setText(_against(shown))
        self._states.clear()
        for name, count in shown.states.items():
            made = tag(f"{STATES[name]} {count}")
            set_tone(made, _TONES.get(name, ""))
            self._states.flow.addWidget(made)
        self.bars.show_bars(shown.bars, shown.pace)
        done, of = shown.reported
        month = period_label(shown.period) if shown.period else "填报"
        self._reported.setText(f"{month}：{done}/{of} 个单位已报" if shown.period else "还没有人填报")
        self._silent.setText(f"没有报的：{named(shown.silent)}" if shown.silent else "")
        self._silent.setToolTip("\n".join(shown.silent))
        self._silent.setVisible(bool(shown.silent))
        counts = shown.tasks
        going = f"，进行中 {counts.doing} 项" if counts.doing else ""
        self._handled.setText(f"工作任务：已办结 {counts.done}/{counts.all} 项{going}")
        self._tasks.setVisible(bool(counts.all))

    def show_charts(self, charts: tuple[Chart | None, ...]) -> None:
        """Show the months and the units below the figures."""
        if not self._charts:
            from ..widgets.chart import ChartView

            self._charts = [ChartView() for _ in charts]
            for view in self._charts:
                view.chosen.connect(lambda _: self.page_wanted.emit("figures"))
                self._below.addWidget(view)
        for view, chart in zip(self._charts, charts, strict=True):
            view.show_chart(chart)
            view.setVisible(chart is not None)


def _when(shown: Overview) -> str:
    until = f"，截至{period_label(shown.period)}" if shown.period else ""
    silent = shown.states.get("unreported", 0) if shown.rate is not None else 0
    return f"平均完成率{until}" + (f"，{silent} 项未填报的按 0 计" if silent else "")


def _against(shown: Overview) -> str:
    if shown.rate is None:
        return "还没有可以计算完成率的填报"
    gap = shown.rate - shown.pace
    points = percent(abs(gap)).removesuffix("%")
    where = f"{'高' if gap > 0 else '低'} {points} 个百分点" if gap else "持平"
    return f"序时进度 {percent(shown.pace)}，{where}"
