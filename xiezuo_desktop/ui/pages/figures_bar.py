"""The row above the figures: which month, whose figures, and how complete the month is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from ...core.periods import period_label
from ..theme import SMALL, colour, font
from ..widgets.look import button, tool

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent

    from ...core.figures.duties import MonthState
    from ...core.progress import Completeness

CHOICE_WIDTH, CHOICE_NARROW = 190, 120  # px of the button that names the unit or indicator
NARROW_BELOW = 960  # px of this row under which it is the narrow one


class CompletenessBar(QWidget):
    """How much of what is expected was reported, in time and late, as a bar with its numbers."""

    pressed = Signal()  # let the user see all units and months

    WIDTH, NARROW, BAR = 190, 90, 6

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Completeness | None = None
        self._text = ""
        self.setFixedHeight(30)
        self.setMinimumWidth(self.NARROW)
        self.setMaximumWidth(self.WIDTH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def sizeHint(self) -> QSize:
        return QSize(self.WIDTH, 30)

    def show_state(
        self, state: MonthState, own: Completeness | None, has_cut_off: bool, *, alone: bool = False
    ) -> None:
        """Show a month; `own` is that of the unit in view, which is said first, and `alone` where the others are elsewhere."""
        whole = own if alone and own is not None else state.whole
        self._found = whole
        words = [f"本单位 {own.reported}/{own.expected}"] if own is not None and own.expected else []
        words += [] if alone and words else [f"全部 {whole.reported}/{whole.expected}"]
        self._text = " · ".join(words)
        late = whole.reported - whole.in_time
        silent = len(state.silent)
        tip = [f"应填 {whole.expected} 项，已填 {whole.reported} 项"]
        tip.append(f"按时 {whole.in_time} 项，迟报 {late} 项" if has_cut_off else "没有设填报截止日，不计是否按时")
        if not alone:
            tip.append(f"{silent} 个单位还没有填报" if silent else "全部单位都有填报")
            tip.append("点一下，看各单位各月的报送情况")
        self.setToolTip("\n".join(tip))
        self.setAccessibleName("，".join([self._text, *tip]))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._found is None:
            return
        painter = QPainter(self)
        painter.setFont(font(SMALL))
        painter.setPen(colour("ink2"))
        metrics = QFontMetrics(font(SMALL))
        painter.drawText(
            0, metrics.ascent() + 1, metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top, expected = self.height() - self.BAR - 3, max(self._found.expected, 1)
        for share, tone in (
            (1.0, "bar"),
            (self._found.reported / expected, "warn_bar"),
            (self._found.in_time / expected, "ok"),
        ):
            if share:
                painter.setBrush(colour(tone))
                painter.drawRoundedRect(QRectF(0, top, self.width() * share, self.BAR), 3, 3)
        painter.end()


class FiguresBar(QFrame):
    """Month, way of looking, unit or indicator, completeness; the buttons of the page stand at its right."""

    month_wanted = Signal(int)  # a period
    by_unit_wanted = Signal(bool)
    choice_wanted = Signal()  # let the user choose a unit or indicator
    next_wanted = Signal(int)  # the next unit or indicator (1), the one before (-1)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self._months: list[int] = []
        self._period = 0
        self._choice = ""
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 12)
        row.setSpacing(4)
        self.month = button("", tip="选择月份")
        self.month.setFixedWidth(112)
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_months)
        self.month.clicked.connect(lambda: self.menu.popup(self.month.mapToGlobal(self.month.rect().bottomLeft())))
        self.back = tool("chevron_left", "上个月（Ctrl+PageUp）", on=lambda: self.step(-1), size=16)
        self.forth = tool("chevron_right", "下个月（Ctrl+PageDown）", on=lambda: self.step(1), size=16)
        for widget in (self.back, self.month, self.forth):
            row.addWidget(widget)
        row.addSpacing(8)
        self.by_unit, self.by_indicator = self._chip("按单位", True), self._chip("按指标", False)
        row.addSpacing(4)
        self.choice = button("", tip="选择单位或指标（Alt+↓ 下一个，Alt+↑ 上一个）")
        self.choice.setFixedWidth(CHOICE_WIDTH)
        self.choice.clicked.connect(lambda: self.choice_wanted.emit())
        for each in (self.month, self.choice):  # a click leaves the keys in the sheet
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(self.choice)
        row.addSpacing(10)
        self.completeness = CompletenessBar()
        row.addWidget(self.completeness, 1000)
        row.addStretch(1)

    def _chip(self, text: str, by_unit: bool) -> QPushButton:
        made = button(text, "chip")
        made.setCheckable(True)
        made.clicked.connect(lambda: self.by_unit_wanted.emit(by_unit))
        self._row.addWidget(made)
        return made

    def add(self, widget: QWidget) -> None:
        """A button of the page, at the right."""
        self._row.addWidget(widget)

    def show_where(self, months: list[int], period: int, by_unit: bool, choice: str, locked: set[int]) -> None:
        """Show which month and whose figures are in view."""
        self._months, self._period, self._locked = months, period, locked
        self.month.setText(period_label(period) + "　▾")
        self.month.setAccessibleName(period_label(period))
        self.back.setEnabled(period > months[0])
        self.forth.setEnabled(period < months[-1])
        self.by_unit.setChecked(by_unit)
        self.by_indicator.setChecked(not by_unit)
        self._choice = choice
        self._fit_choice()
        self.choice.setAccessibleName(choice)
        self.choice.setToolTip(f"{choice}\n选择单位或指标（Alt+↓ 下一个，Alt+↑ 上一个）")

    def _fit_choice(self) -> None:
        width = CHOICE_NARROW if self.width() < NARROW_BELOW else CHOICE_WIDTH
        metrics = QFontMetrics(self.choice.font())
        self.choice.setFixedWidth(width)
        self.choice.setText(metrics.elidedText(self._choice, Qt.TextElideMode.ElideMiddle, width - 48) + "　▾")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_choice()

    def _fill_months(self) -> None:
        self.menu.clear()
        for month in self._months:
            action = self.menu.addAction(period_label(month) + ("　已锁定" if month in self._locked else ""))
            action.setCheckable(True)
            action.setChecked(month == self._period)
            action.triggered.connect(lambda _=False, m=month: self.month_wanted.emit(m))

    def step(self, by: int) -> None:
        """To the month before or after."""
        wanted = self._period + by
        if wanted in self._months:
            self.month_wanted.emit(wanted)
