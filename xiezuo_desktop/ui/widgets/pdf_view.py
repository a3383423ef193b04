"""The pages of a PDF, sharp at every zoom, drawn by a thread of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from .pdf_places import GAP, Places, Spot
from .pdf_renderer import Renderer

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from .pdf_document import Hit, PdfDocument

LOOK_EVERY = 10  # ms between looks whether a page is drawn
SCREEN = 96 / 72  # pixels per point at 100 %
ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
VEIL = QColor(228, 232, 238, 150)
KEPT_PIXELS = 60_000_000  # pictures kept in memory, about 240 MB


class PdfView(QAbstractScrollArea):
    """Shows a `PdfDocument`. `page_changed(page, pages)` counts from 1; `zoomed(factor)` 1.0 is paper size at 96 dpi."""

    page_changed = Signal(int, int)
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pdf_view")
        self.setAccessibleName("打印预览")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._document: PdfDocument | None = None
        self._round = 0
        self._zoom = 1.0
        self._fit: str | None = "auto"
        self._places = Places()
        self._gone_to = (-1, 0)  # where the scroll bar stood when somebody asked for a page, and which
        self._pictures: dict[int, tuple[float, QImage]] = {}
        self._stale: set[int] = set()  # pages whose picture shows the document before this one
        self._hits: list[Hit] = []
        self._hit = -1
        self._outdated = False
        self._renderer: Renderer | None = None
        self._ask_soon = QTimer(self, singleShot=True, interval=15)
        self._ask_soon.timeout.connect(self._ask)
        self._look = QTimer(self, interval=LOOK_EVERY)
        self._look.timeout.connect(self._collect)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)

    # ------------------------------------------------------------------------------------------------- document

    def show_document(self, document: PdfDocument | None, *, keep_place: bool = False) -> None:
        """Show another document, from its beginning or from the place where the one before it was left."""
        same_length = document and self._document and len(document.sizes) == len(self._document.sizes)
        spot = self._spot(self._top()) if keep_place else None
        old = self._document
        self._document = document
        self._round += 1
        self._hits, self._hit = [], -1
        if not same_length:
            self._pictures.clear()
        self._stale = set(self._pictures)
        if self._fit:
            self._zoom = self._fitting_zoom()
        self._lay_out()
        self.zoomed.emit(self._zoom)
        self._show_spot(spot, self._top())
        if old is not None:
            old.close()

    def set_outdated(self, outdated: bool) -> None:
        """Whether what is shown is no longer what is wanted: it is seen through a veil then."""
        if self._outdated != outdated:
            self._outdated = outdated
            self.viewport().update()

    @property
    def document(self) -> PdfDocument | None:
        """What is shown."""
        return self._document

    @property
    def page_count(self) -> int:
        """How many pages the document has; 0 without a document."""
        return len(self._places)

    @property
    def page(self) -> int:
        """The page that is read, counted from 1; 0 without a document.

        The one that was asked for as long as nobody scrolls, else the first of the row in the middle of the window.
        """
        value = self.verticalScrollBar().value()
        if self._gone_to[0] == value and self._gone_to[1] <= len(self._places):
            return self._gone_to[1]
        return self._places.row_at(value + self.viewport().height() // 2).start + 1 if self._places.boxes else 0

    @property
    def fitting(self) -> str | None:
        """ "width" or "page" while the zoom follows the window."""
        return self._fit

    def go_to(self, page: int) -> None:
        """Bring a page, counted from 1, to the top; one beyond the last to the last."""
        page = min(page, len(self._places))
        if page >= 1:
            bar = self.verticalScrollBar()
            bar.setValue(self._places.boxes[page - 1].top() - GAP // 2)
            self._gone_to = (bar.value(), page)
            self._scrolled()

    def turn(self, direction: int) -> None:
        """Go on (+1) or back (-1) by a page, or by a row of pages that stand beside one another."""
        if self._places.boxes:
            columns = self._places.columns
            row = (self.page - 1) // columns
            self.go_to(max(min(row + direction, (len(self._places) - 1) // columns), 0) * columns + 1)

    def close_document(self) -> None:
        """Stop drawing and let go of the file; call before the window closes."""
        if self._renderer is not None:
            self._renderer.stop()
            self._renderer = None
        self.show_document(None)

    # ------------------------------------------------------------------------------------------------- zoom

    @property
    def zoom(self) -> float:
        """1.0 is paper size at 96 dpi."""
        return self._zoom

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom to a factor; what is at a point of the window, by itself the middle, stays there."""
        self._fit = None
        begins = self.verticalScrollBar().value() == 0 and at is None  # the beginning stays in sight
        self._apply_zoom(zoom, self._top() if begins else at or QPointF(self.viewport().rect().center()))

    def fit(self, how: str) -> None:
        """Follow the window: "width", "page", or "auto": paper size where there is room for it."""
        page = self.page
        self._fit = how
        self._apply_zoom(self._fitting_zoom(), self._top())
        if how == "page":
            self.go_to(page)

    def zoom_step(self, direction: int, at: QPointF | None = None) -> None:
        """The next larger (+1) or smaller (-1) round zoom."""
        if direction > 0:
            self.set_zoom(next((z for z in ZOOMS if z > self._zoom + 0.01), ZOOMS[-1]), at)
        else:
            self.set_zoom(next((z for z in reversed(ZOOMS) if z < self._zoom - 0.01), ZOOMS[0]), at)

    def _apply_zoom(self, zoom: float, at: QPointF) -> None:
        spot = self._spot(at)
        self._zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        self._lay_out()
        self._show_spot(spot, at)
        self.zoomed.emit(self._zoom)

    def _top(self) -> QPointF:
        """The middle of the upper edge of the window."""
        return QPointF(self.viewport().width() / 2, 0)

    def _spot(self, at: QPointF) -> Spot | None:
        """What of which page is at a point of the window."""
        return self._places.spot(at - QPointF(self._origin()))

    def _show_spot(self, spot: Spot | None, at: QPointF) -> None:
        """Scroll so that a spot is at a point of the window; to the beginning without one."""
        place = QPointF() if spot is None else self._places.point(spot) - at
        self.verticalScrollBar().setValue(round(place.y()))
        self.horizontalScrollBar().setValue(round(place.x()))
        self._scrolled()

    def _fitting_zoom(self) -> float:
        if self._document is None or not self._document.sizes:
            return self._zoom
        widest = max(size.width() for size in self._document.sizes)
        zoom = (self.viewport().width() - 2 * GAP) / (widest * SCREEN)
        if self._fit == "auto":
            zoom = min(zoom, 1.0)
        elif self._fit == "page":
            tallest = max(size.height() for size in self._document.sizes)
            zoom = min(zoom, (self.viewport().height() - 2 * GAP) / (tallest * SCREEN))
        return min(max(zoom, ZOOMS[0]), ZOOMS[-1])

    # ------------------------------------------------------------------------------------------------- layout and drawing

    def _lay_out(self) -> None:
        view, scale = self.viewport().size(), self._zoom * SCREEN
        self._places = Places(self._document.sizes if self._document else (), scale, view.width())
        self._gone_to = (-1, 0)
        for bar, content, shown in (
            (self.verticalScrollBar(), self._places.size.height(), view.height()),
            (self.horizontalScrollBar(), self._places.size.width(), view.width()),
        ):
            bar.setRange(0, max(0, content - shown))
            bar.setPageStep(shown)
            bar.setSingleStep(40)

    def _origin(self) -> QPoint:
        x = -self.horizontalScrollBar().value()
        if self._places.size.width() < self.viewport().width():
            x = (self.viewport().width() - self._places.size.width()) // 2
        return QPoint(x, -self.verticalScrollBar().value())

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        return self._places.between(top, top + self.viewport().height())

    def _scrolled(self) -> None:
        self.viewport().update()
        self.page_changed.emit(self.page, len(self._places))
        self._ask_soon.start()

    def _wanted_scale(self) -> float:
        return round(self._zoom * SCREEN * self.devicePixelRatioF(), 4)

    def _ask(self) -> None:
        if self._document is None:
            return
        scale = self._wanted_scale()
        visible = self._visible()
        near = [*visible, visible.stop, visible.stop + 1, visible.start - 1]
        wanted = [
            (self._document, self._round, page, scale)
            for page in near
            if 0 <= page < len(self._places) and (page in self._stale or self._scale_of(page) != scale)
        ]
        if wanted and self._renderer is None:
            self._renderer = Renderer()
            self.destroyed.connect(self._renderer.stop)
            self._renderer.start()
        if self._renderer is not None:
            self._renderer.want(wanted)
            self._look.start()

    def _collect(self) -> None:
        """Take the pictures that are finished; look again while there are more to come."""
        renderer = self._renderer
        if renderer is None:
            self._look.stop()
            return
        more = renderer.has_work
        while not renderer.pictures.empty():
            self._take(*renderer.pictures.get())
        if not more:
            self._look.stop()

    def _scale_of(self, page: int) -> float:
        return self._pictures[page][0] if page in self._pictures else 0.0

    def _take(self, round_: int, page: int, scale: float, image: QImage) -> None:
        if round_ != self._round or image.isNull():
            return
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._pictures.pop(page, None)
        self._pictures[page] = (scale, image)
        self._stale.discard(page)
        visible = set(self._visible())
        pixels = sum(i.width() * i.height() for _, i in self._pictures.values())
        for old in [p for p in self._pictures if p not in visible]:
            if pixels <= KEPT_PIXELS:
                break
            pixels -= self._pictures[old][1].width() * self._pictures[old][1].height()
            del self._pictures[old]
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor("#E4E8EE"))
        painter.translate(self._origin())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self._visible():
            box = self._places.boxes[page]
            painter.fillRect(box.translated(0, 2).adjusted(-1, 0, 1, 1), QColor(27, 36, 48, 28))
            painter.fillRect(box, Qt.GlobalColor.white)
            if page in self._pictures:
                scale, image = self._pictures[page]
                if scale == self._wanted_scale():
                    painter.drawImage(box.topLeft(), image)
                else:
                    painter.drawImage(QRectF(box), image)
            self._paint_hits(painter, page, box)
            if self._outdated:
                painter.fillRect(box, VEIL)
        painter.end()

    def _paint_hits(self, painter: QPainter, page: int, box: QRect) -> None:
        scale = self._zoom * SCREEN
        for number, hit in enumerate(self._hits):
            if hit.page != page:
                continue
            current = number == self._hit
            painter.setPen(QPen(QColor("#DD8A0B"), 1.5) if current else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(221, 138, 11, 110 if current else 60))
            for r in hit.boxes:
                painter.drawRect(
                    QRectF(box.x() + r.x() * scale, box.y() + r.y() * scale, r.width() * scale, r.height() * scale)
                )

    # ------------------------------------------------------------------------------------------------- finding

    def show_hits(self, hits: list[Hit], current: int) -> None:
        """Mark places of a text and bring one of them into sight; `current` is -1 for none."""
        self._hits, self._hit = hits, current
        if 0 <= current < len(hits) and hits[current].boxes:
            hit, scale = hits[current], self._zoom * SCREEN
            box = self._places.boxes[hit.page]
            y = box.y() + hit.boxes[0].y() * scale
            x = box.x() + hit.boxes[0].x() * scale
            view = self.viewport()
            if not self.verticalScrollBar().value() + 30 < y < self.verticalScrollBar().value() + view.height() - 60:
                self.verticalScrollBar().setValue(int(y - view.height() / 3))
            if not self.horizontalScrollBar().value() < x < self.horizontalScrollBar().value() + view.width() - 80:
                self.horizontalScrollBar().setValue(int(x - view.width() / 3))
        self.viewport().update()

    # ------------------------------------------------------------------------------------------------- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply_zoom(self._fitting_zoom() if self._fit else self._zoom, self._top())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._ask_soon.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_step(1 if event.angleDelta().y() > 0 else -1, event.position())
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                self.turn(1)
            case Qt.Key.Key_PageUp:
                self.turn(-1)
            case Qt.Key.Key_Home:
                bar.setValue(bar.minimum())
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                bar.setValue(bar.value() + (1 if event.key() == Qt.Key.Key_Down else -1) * bar.singleStep())
            case _:
                super().keyPressEvent(event)
