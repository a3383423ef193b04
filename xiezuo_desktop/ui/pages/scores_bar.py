"""The row above the scores: how to look, whose scores, up to which month; the buttons of the page at its right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton

from ...core.periods import period_label
from ..widgets.look import button, tool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

ONE, ALL, TRIAL = "one", "all", "trial"
WAYS = {ONE: "按单位", ALL: "并排比较", TRIAL: "提分测算"}
_TIPS = {
    ONE: "一个单位的每一项：规则、计算、得分（Ctrl+Shift+1）",
    ALL: "全部单位并排，底下是合计和名次（Ctrl+Shift+2）",
    TRIAL: "到年底哪些项还能得分；假设完成数变了，得分和名次怎样变（Ctrl+Shift+3）",
}
CHOICE_WIDTH = 150


class ScoresBar(QFrame):
    """Says what was chosen by its signals; `show_where` shows it."""

    way_wanted = Signal(str)
    party_wanted = Signal()  # let the user choose a party
    step_wanted = Signal(int)  # the next party (1), the one before (-1)
    period_wanted = Signal(object)  # a period, None: all there is
    scheme_wanted = Signal(int)  # place of a scheme among those of the plan

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self._periods: Sequence[int] = ()
        self._period: int | None = None
        self._schemes: Sequence[str] = ()
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 12)
        row.setSpacing(4)
        self.ways = {name: self._chip(name) for name in WAYS}
        row.addSpacing(8)
        self.back = tool("chevron_left", "上一个单位（Alt+↑）", on=lambda: self.step_wanted.emit(-1), size=16)
        self.party = button("", tip="选择单位")
        self.party.setFixedWidth(CHOICE_WIDTH)
        self.party.clicked.connect(lambda: self.party_wanted.emit())
        self.forth = tool("chevron_right", "下一个单位（Alt+↓）", on=lambda: self.step_wanted.emit(1), size=16)
        for widget in (self.back, self.party, self.forth):
            row.addWidget(widget)
        row.addSpacing(8)
        self._menu = QMenu(self)
        self.period = button("", tip="用到哪一期的填报数来算")
        self.period.clicked.connect(lambda: self._open(self._fill_periods, self.period))
        self.scheme = button("", tip="选择评价办法")
        self.scheme.clicked.connect(lambda: self._open(self._fill_schemes, self.scheme))
        for each in (self.party, self.period, self.scheme):  # a click leaves the keys in the table
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(self.period)
        row.addWidget(self.scheme)
        row.addStretch(1)

    def _chip(self, name: str) -> QPushButton:
        made = button(WAYS[name], "chip", tip=_TIPS[name])
        made.setCheckable(True)
        made.clicked.connect(lambda: self.way_wanted.emit(name))
        self._row.addWidget(made)
        return made

    def add(self, widget: QWidget) -> None:
        """A button of the page, at the right."""
        self._row.addWidget(widget)

    def show_where(
        self, way: str, party: str, periods: Sequence[int], period: int | None, schemes: Sequence[str], scheme: str
    ) -> None:
        """Show what is in view."""
        for name, chip in self.ways.items():
            chip.setChecked(name == way)
        for widget in (self.back, self.party, self.forth):
            widget.setVisible(way != ALL)
        cut = QFontMetrics(self.party.font()).elidedText(party, Qt.TextElideMode.ElideMiddle, CHOICE_WIDTH - 48)
        self.party.setText(f"{cut}　▾")
        self.party.setAccessibleName(f"单位：{party}")
        self._periods, self._period = periods, period
        self.period.setText((f"截至{period_label(period)}" if period else "最近一期") + "　▾")
        self.period.setAccessibleName(self.period.text().removesuffix("　▾"))
        self._schemes = schemes
        self.scheme.setVisible(len(schemes) > 1)
        short = QFontMetrics(self.scheme.font()).elidedText(scheme, Qt.TextElideMode.ElideMiddle, 160)
        self.scheme.setText(f"{short}　▾")

    def _open(self, fill: object, below: QPushButton) -> None:
        self._menu.clear()
        if callable(fill):
            fill()
        self._menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def _fill_periods(self) -> None:
        choices: list[tuple[str, int | None]] = [("最近一期", None)]
        choices += [(f"截至{period_label(p)}", p) for p in self._periods]
        for words, period in choices:
            action = self._menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(period == self._period)
            action.triggered.connect(lambda _=False, p=period: self.period_wanted.emit(p))

    def _fill_schemes(self) -> None:
        for number, title in enumerate(self._schemes):
            action = self._menu.addAction(title)
            action.triggered.connect(lambda _=False, n=number: self.scheme_wanted.emit(n))
