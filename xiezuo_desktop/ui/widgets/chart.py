"""ChartView: a chart on the screen, laid out by the same code as on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from xiezuo_desktop.documents.chart import LABEL_SIZE, draw
from xiezuo_desktop.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QHelpEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from xiezuo_desktop.documents.chart import Drawing
    from xiezuo_desktop.documents.paper import Bar, Chart

_SCALE = theme.BODY / LABEL_SIZE  # labels as large as the text around them
_TONES = {"grid": "line2", "bar": "bar_normal", "late": "warn_bar", "ink": "tick"}
_MEASURED = 100  # pixels: the size at which advances are measured
_LEAST_WIDTH = 220


class _Advances(dict[str, float]):
    """Character → advance in em of the window's font."""

    def __init__(self) -> None:
        super().__init__()
        self._metrics = QFontMetricsF(theme.font(_MEASURED))

    def __missing__(self, ch: str) -> float:
        wide = self[ch] = self._metrics.horizontalAdvance(ch) / _MEASURED
        return wide


class ChartView(QWidget):
    """Paints a chart as wide as it is given, as high as it needs; `chosen` tells the number of the bar clicked.

    Bars can be clicked only where somebody is connected to `chosen`.
    """

    chosen = Signal(int)

    def __init__(self, chart: Chart | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._drawing: Drawing | None = None
        self._advances = _Advances()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        self.show_chart(chart)

    def show_chart(self, chart: Chart | None) -> None:
        """Show another chart, or none."""
        self._chart, self._drawing = chart, None
        self.setAccessibleName(chart.title if chart else "")
        self.setAccessibleDescription("；".join(map(_spoken, chart.bars)) if chart else "")
        self.updateGeometry()
        self.update()

    def drawing(self, width: int) -> Drawing | None:
        """The chart laid out for so many pixels; measures in the drawing's own points, see `_SCALE`."""
        if self._chart is None:
            return None
        points = max(width, _LEAST_WIDTH) / _SCALE
        if self._drawing is None or self._drawing.width != points:
            self._drawing = draw(self._chart, points, self._advances)
        return self._drawing

    def bar_at(self, place: QPointF) -> int | None:
        """The number of the bar whose row or column is at a place of the widget."""
        drawing = self.drawing(self.width())
        areas = drawing.areas if drawing else []
        x, y = place.x() / _SCALE, place.y() / _SCALE
        return next(
            (n for n, a in enumerate(areas) if a.x <= x < a.x + a.width and a.y <= y < a.y + a.height),
            None,
        )

    # Qt

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        drawing = self.drawing(width)
        return int(drawing.height * _SCALE + 1) if drawing else 0

    def sizeHint(self) -> QSize:
        width = max(self.width(), _LEAST_WIDTH)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, self.heightForWidth(max(self.width(), _LEAST_WIDTH)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        drawing = self.drawing(self.width())
        if drawing is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        for x, y, width, height, tone in drawing.shapes:
            painter.fillRect(_on_pixels(x, y, width, height), theme.colour(_TONES[tone]))
        for word in drawing.words:
            painter.setPen(theme.colour("card" if word.light else "ink"))
            weight = QFont.Weight.DemiBold if word.strong else QFont.Weight.Normal
            painter.setFont(theme.font(round(word.size * _SCALE), weight))
            painter.drawText(QPointF(word.x * _SCALE, word.y * _SCALE), word.text)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._can_choose() and self.bar_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self.bar_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            self.chosen.emit(number)
        super().mouseReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self._tell(event)  # type: ignore[arg-type]
            return True
        return super().event(event)

    def _tell(self, event: QHelpEvent) -> None:
        number = self.bar_at(QPointF(event.pos()))
        if self._chart is None or number is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPos(), _spoken(self._chart.bars[number]), self)

    def _can_choose(self) -> bool:
        return self.isSignalConnected(self.metaObject().method(self.metaObject().indexOfSignal("chosen(int)")))


def _on_pixels(x: float, y: float, width: float, height: float) -> QRectF:
    """A rectangle on whole pixels, at least one wide and high: hairlines stay sharp."""
    left, top = round(x * _SCALE), round(y * _SCALE)
    right, bottom = round((x + width) * _SCALE), round((y + height) * _SCALE)
    wide = 1 if width else 0
    return QRectF(left, top, max(right - left, wide), max(bottom - top, 1))


def _spoken(bar: Bar) -> str:
    """What a bar says, in words."""
    pace = "" if bar.pace is None else f"，序时进度 {bar.pace * 100:.1f}%"
    return f"{bar.label}：{bar.text or '未填报'}{pace}{'，低于序时进度' if bar.late else ''}"
