"""Categories with how far each has come: a bar with the tick of 序时进度, painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ...core.progress import percent
from ..theme import BODY, SMALL, colour, font

if TYPE_CHECKING:
    from decimal import Decimal

    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from ...core.overview import Bar

LINE, BAR = 42, 8  # px


class CategoryBars(QWidget):
    """One line for each category; `chosen` carries its name."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._pace: Decimal | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_bars(self, bars: tuple[Bar, ...], pace: Decimal) -> None:
        """Show these; `pace` is a share of 1."""
        self._bars, self._pace = bars, pace
        said = (f"{b.name}，完成率{percent(b.rate) or '没有填报'}，{_said(b)}" for b in bars)
        self.setAccessibleName("分类完成率")
        self.setAccessibleDescription("；".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, LINE * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, LINE * len(self._bars))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y()) // LINE
        if 0 <= number < len(self._bars):
            self.chosen.emit(self._bars[number].name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, bar in enumerate(self._bars):
            self._paint(painter, bar, number * LINE)

    def _paint(self, painter: QPainter, bar: Bar, top: int) -> None:
        width = self.width()
        painter.setFont(font(BODY))
        painter.setPen(colour("ink"))
        side = _said(bar)
        rate = percent(bar.rate) or "—"
        painter.setFont(font(SMALL))
        room = painter.fontMetrics().horizontalAdvance(f"{side}　{rate}") + 12
        painter.setFont(font(BODY))
        name = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideMiddle, width - room)
        painter.drawText(0, top, width - room, 22, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(font(SMALL))
        painter.setPen(colour("warn" if bar.late else "ink3"))
        painter.drawText(
            0, top, width, 22, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{side}　{rate}"
        )
        groove = QRectF(0, top + 25, width, BAR)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("bar"))
        painter.drawRoundedRect(groove, 4, 4)
        if bar.rate:
            ahead = self._pace is None or bar.rate >= self._pace
            painter.setBrush(colour("ok" if bar.rate >= 1 else "bar_normal" if ahead else "warn_bar"))
            painter.drawRoundedRect(QRectF(0, groove.top(), max(BAR, width * min(1.0, float(bar.rate))), BAR), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self._pace:
            at = min(width - 1, round(width * float(self._pace)))
            painter.setPen(colour("tick"))
            painter.drawLine(at, top + 22, at, top + 25 + BAR + 2)


def _said(bar: Bar) -> str:
    late = f"，{bar.late} 项滞后" if bar.late else ""
    return f"{bar.count} 项{late}" + (f"，{bar.silent} 项未填报" if bar.silent else "")
