"""The pages of a PDF below one another, sharp at every zoom, drawn by a thread of their own."""

from __future__ import annotations

import atexit
import queue
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from .pdf_document import Hit, PdfDocument

GAP = 14  # pixels between pages
LOOK_EVERY = 10  # ms between looks whether a page is drawn
SCREEN = 96 / 72  # pixels per point at 100 %
ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
KEPT_PIXELS = 60_000_000  # pictures kept in memory, about 240 MB


class _Renderer(threading.Thread):
    """Draws wanted pages, the most wanted first; what is no longer wanted is not drawn. Touches nothing of the window."""

    def __init__(self) -> None:
        super().__init__(daemon=True, name="pages")
        self._wanted: list[tuple[PdfDocument, int, int, float]] = []
        self._wake = threading.Condition()
        self._stopping = False
        self.pictures: queue.SimpleQueue[tuple[int, int, float, QImage]] = queue.SimpleQueue()  # round, page, scale
        _renderers.add(self)

    def want(self, pages: list[tuple[PdfDocument, int, int, float]]) -> None:
        with self._wake:
            self._wanted = pages
            self._wake.notify()

    @property
    def has_work(self) -> bool:
        """Whether pictures are still to come."""
        return bool(self._wanted) or not self.pictures.empty() or self._drawing

    _drawing = False

    def stop(self) -> None:
        with self._wake:
            self._stopping = True
            self._wanted = []
            self._wake.notify()
        self.join()
        _renderers.discard(self)

    def run(self) -> None:
        while True:
            with self._wake:
                while not self._wanted and not self._stopping:
                    self._wake.wait()
                if self._stopping:
                    return
                self._drawing = True
                document, round_, page, scale = self._wanted.pop(0)
            image = document.render(page, scale)
            self.pictures.put((round_, page, scale, image))
            self._drawing = False


_renderers: set[_Renderer] = set()


@atexit.register
def _stop_all() -> None:
    """No thread is inside PDFium when the program ends."""
    for renderer in list(_renderers):
        renderer.stop()


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
        self._places: list[QRect] = []  # page boxes in content pixels
        self._content = QSize()
        self._pictures: dict[int, tuple[float, QImage]] = {}
        self._stale: set[int] = set()  # pages whose picture shows the document before this one
        self._hits: list[Hit] = []
        self._hit = -1
        self._renderer: _Renderer | None = None
        self._ask_soon = QTimer(self, singleShot=True, interval=15)
        self._ask_soon.timeout.connect(self._ask)
        self._look = QTimer(self, interval=LOOK_EVERY)
        self._look.timeout.connect(self._collect)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)

    # ------------------------------------------------------------------------------------------------- document

    def show_document(self, document: PdfDocument | None) -> None:
        """Show another document; a place in a document with as many pages is kept."""
        same_length = document and self._document and len(document.sizes) == len(self._document.sizes)
        old = self._document
        self._document = document
        self._round += 1
        self._hits, self._hit = [], -1
        if not same_length:
            self._pictures.clear()
        position = self.verticalScrollBar().value() if same_length else 0
        self._stale = set(self._pictures)
        if self._fit:
            self._zoom = min(max(self._fitting_zoom(), ZOOMS[0]), ZOOMS[-1])
        self._lay_out()
        self.zoomed.emit(self._zoom)
        self.verticalScrollBar().setValue(position)
        self._scrolled()
        if old is not None:
            old.close()

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
        """The page in the middle of the window, counted from 1; 0 without a document."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        for number, box in enumerate(self._places, 1):
            if middle <= box.bottom() + GAP:
                return number
        return len(self._places)

    @property
    def fitting(self) -> str | None:
        """ "width" or "page" while the zoom follows the window."""
        return self._fit

    def go_to(self, page: int) -> None:
        """Bring a page, counted from 1, to the top."""
        if 1 <= page <= len(self._places):
            self.verticalScrollBar().setValue(self._places[page - 1].top() - GAP // 2)

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

    def set_zoom(self, zoom: float) -> None:
        """Zoom to a factor, keeping the middle of the window where it is."""
        self._fit = None
        self._apply_zoom(zoom)

    def fit(self, how: str) -> None:
        """Follow the window: "width", "page", or "auto": paper size where there is room for it."""
        page = self.page
        self._fit = how
        self._apply_zoom(self._fitting_zoom())
        if how == "page":
            self.go_to(page)

    def zoom_step(self, direction: int) -> None:
        """The next larger (+1) or smaller (-1) round zoom."""
        if direction > 0:
            self.set_zoom(next((z for z in ZOOMS if z > self._zoom + 0.01), ZOOMS[-1]))
        else:
            self.set_zoom(next((z for z in reversed(ZOOMS) if z < self._zoom - 0.01), ZOOMS[0]))

    def _apply_zoom(self, zoom: float) -> None:
        zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        down, across = self._middle()
        self._zoom = zoom
        self._lay_out()
        view = self.viewport()
        self.verticalScrollBar().setValue(int(down * self._content.height() - view.height() / 2))
        self.horizontalScrollBar().setValue(int(across * self._content.width() - view.width() / 2))
        self._scrolled()
        self.zoomed.emit(zoom)

    def _middle(self) -> tuple[float, float]:
        """Where in the pages the middle of the window is, as shares of their height and width."""
        origin, view = self._origin(), self.viewport()
        down = (view.height() / 2 - origin.y()) / max(1, self._content.height())
        return down, (view.width() / 2 - origin.x()) / max(1, self._content.width())

    def _fitting_zoom(self) -> float:
        if self._document is None or not self._document.sizes:
            return self._zoom
        widest = max(size.width() for size in self._document.sizes)
        zoom = (self.viewport().width() - 2 * GAP) / (widest * SCREEN)
        if self._fit == "auto":
            return min(zoom, 1.0)
        if self._fit == "page":
            tallest = max(size.height() for size in self._document.sizes)
            zoom = min(zoom, (self.viewport().height() - 2 * GAP) / (tallest * SCREEN))
        return zoom

    # ------------------------------------------------------------------------------------------------- layout and drawing

    def _lay_out(self) -> None:
        self._places = []
        sizes = self._document.sizes if self._document else []
        scale = self._zoom * SCREEN
        width = max((round(size.width() * scale) for size in sizes), default=0) + 2 * GAP
        y = GAP
        for size in sizes:
            w, h = round(size.width() * scale), round(size.height() * scale)
            self._places.append(QRect((width - w) // 2, y, w, h))
            y += h + GAP
        self._content = QSize(width, y)
        view = self.viewport().size()
        for bar, content, shown in (
            (self.verticalScrollBar(), y, view.height()),
            (self.horizontalScrollBar(), width, view.width()),
        ):
            bar.setRange(0, max(0, content - shown))
            bar.setPageStep(shown)
            bar.setSingleStep(40)

    def _origin(self) -> QPoint:
        x = -self.horizontalScrollBar().value()
        if self._content.width() < self.viewport().width():
            x = (self.viewport().width() - self._content.width()) // 2
        return QPoint(x, -self.verticalScrollBar().value())

    def _visible(self) -> list[int]:
        window = QRect(-self._origin(), self.viewport().size())
        return [i for i, box in enumerate(self._places) if box.intersects(window)]

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
        near = visible + [i for v in visible[-1:] for i in (v + 1, v + 2)] + [i for v in visible[:1] for i in (v - 1,)]
        wanted = [
            (self._document, self._round, page, scale)
            for page in near
            if 0 <= page < len(self._places) and (page in self._stale or self._scale_of(page) != scale)
        ]
        if wanted and self._renderer is None:
            self._renderer = _Renderer()
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
            box = self._places[page]
            painter.fillRect(box.translated(0, 2).adjusted(-1, 0, 1, 1), QColor(27, 36, 48, 28))
            painter.fillRect(box, Qt.GlobalColor.white)
            if page in self._pictures:
                scale, image = self._pictures[page]
                if scale == self._wanted_scale():
                    painter.drawImage(box.topLeft(), image)
                else:
                    painter.drawImage(QRectF(box), image)
            self._paint_hits(painter, page, box)
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
            box = self._places[hit.page]
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
        if self._fit:
            self._apply_zoom(self._fitting_zoom())
        else:
            self._lay_out()
            self._scrolled()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._ask_soon.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                self.go_to(min(self.page + 1, self.page_count))
            case Qt.Key.Key_PageUp:
                self.go_to(max(self.page - 1, 1))
            case Qt.Key.Key_Home:
                bar.setValue(bar.minimum())
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                bar.setValue(bar.value() + (1 if event.key() == Qt.Key.Key_Down else -1) * bar.singleStep())
            case _:
                super().keyPressEvent(event)
