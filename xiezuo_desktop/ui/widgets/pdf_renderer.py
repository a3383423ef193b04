"""Drawing the pages of a PDF in a thread of their own, the most wanted first."""

from __future__ import annotations

import atexit
import queue
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from .pdf_document import PdfDocument


class Renderer(threading.Thread):
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


_renderers: set[Renderer] = set()


@atexit.register
def _stop_all() -> None:
    """No thread is inside PDFium when the program ends."""
    for renderer in list(_renderers):
        renderer.stop()
