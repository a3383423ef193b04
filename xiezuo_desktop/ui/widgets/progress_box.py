"""How far an indicator has come: what is done, the rate against 序时进度, and its months as a chart."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xiezuo_desktop.core.figures.months import last_reported, months_of
from xiezuo_desktop.core.figures.sheet import FigureSheet
from xiezuo_desktop.core.numbers import shown, with_thousands
from xiezuo_desktop.core.progress import percent
from xiezuo_desktop.reports.completion_charts import of_the_indicator
from xiezuo_desktop.ui.delegates.rate_bar import INKS, paint_bar

from .chart import ChartView
from .look import label, set_tone

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from xiezuo_desktop.core.figures.sheet import Entry
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Indicator
    from xiezuo_desktop.ui.session import Session

_BAR = 8  # px
_SETTLED = 120  # ms after which a selection is taken to stay: its months are worked out then


def standing_words(entry: Entry) -> str:
    """The pace, and by how much the figure is behind it or ahead."""
    words = f"序时进度 {percent(entry.pace)}"
    goal = entry.goal.number
    if entry.goal.direction != "up" or goal is None or entry.value is None or entry.rate is None:
        return words
    places = min(*(int(number.as_tuple().exponent) for number in (goal, entry.value)), 0)
    behind = (goal * entry.pace - entry.value).quantize(Decimal(1).scaleb(places), ROUND_CEILING)
    unit = entry.indicator.measure_unit.strip()
    return f"{words}，差 {with_thousands(shown(behind))} {unit}".rstrip() if behind > 0 else f"{words}，已达到"


class ProgressBox(QWidget):
    """Shown for an indicator of which anything was reported."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._plan: Plan | None = None
        self._sheets: dict[int, FigureSheet] = {}
        self._last: int | None = None
        self._indicator: Indicator | None = None
        self._done, self._rate = label(look="words"), label(look="words")
        self._when = label(look="key")
        self._bar = _Bar()
        self._words = label(look="key", wrap=True)
        self._months = ChartView()
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._when)
        row.addWidget(self._done)
        row.addStretch(1)
        row.addWidget(self._rate)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 4, 0)
        column.setSpacing(5)
        column.addLayout(row)
        for part in (self._bar, self._words, self._months):
            column.addWidget(part)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED)
        self._settled.timeout.connect(self._show_months)
        self.hide()

    def show_indicator(self, indicator: Indicator) -> None:
        """Show how far an indicator is, in the last month of which anything was reported."""
        plan = self._session.plan
        if plan is not self._plan:
            self._plan, self._sheets, self._last = plan, {}, last_reported(plan)
        self._indicator, period = indicator, self._last
        entry = self._sheet(period).entry(indicator, 0) if period else None
        self.setVisible(entry is not None and entry.value is not None)
        if entry is None or period is None or entry.value is None:
            self._settled.stop()
            return
        unit = indicator.measure_unit.strip()
        self._when.setText(f"截至{period % 100}月完成")
        self._done.setText(f"{with_thousands(shown(entry.value))} {unit}".rstrip())
        self._rate.setText(percent(entry.rate))
        set_tone(self._rate, INKS.get(entry.state, ""))
        self._bar.show_entry(entry)
        self._words.setText(standing_words(entry))
        for part in (self._bar, self._words):
            part.setVisible(entry.rate is not None)
        self._settled.start()

    def _sheet(self, period: int) -> FigureSheet:
        if period not in self._sheets:
            self._sheets[period] = FigureSheet(self._session.plan, period)
        return self._sheets[period]

    def _show_months(self) -> None:
        if self._indicator is not None and self._last and self._session.plan is self._plan:
            months = [self._sheet(period).entry(self._indicator, 0) for period in months_of(self._plan)]
            self._months.show_chart(of_the_indicator(months, self._last % 100))


class _Bar(QWidget):
    """The rate as a bar, as wide as the panel, with a tick at 序时进度."""

    def __init__(self) -> None:
        super().__init__()
        self._entry: Entry | None = None
        self.setFixedHeight(_BAR + 6)

    def sizeHint(self) -> QSize:
        return QSize(120, self.height())

    def show_entry(self, entry: Entry) -> None:
        self._entry = entry
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        entry = self._entry
        if entry is not None and entry.rate is not None:
            painter = QPainter(self)
            left = QPoint(0, self.height() // 2)
            paint_bar(painter, left, entry.rate, entry.pace, entry.state, (self.width(), _BAR))
            painter.end()
