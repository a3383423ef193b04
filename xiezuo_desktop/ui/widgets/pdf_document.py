"""A PDF file opened for showing: page sizes, pictures of pages, places of a text. PDFium is called by one thread at a time."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage

from xiezuo_desktop.core.errors import Unreadable
from xiezuo_desktop.documents.errors import PaperError
from xiezuo_desktop.documents.whole_file import written_whole

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_SAME_LINE = 4.0  # points that the middles of texts on one line may lie apart
_TO_READ = 90  # degrees that a page read turned is turned to the right
_pdfium = threading.Lock()  # the library keeps global state: two threads inside it crash the process


@dataclass(frozen=True, slots=True)
class Hit:
    """One place of a text: the page, counted from 0, and its boxes in points from the upper left corner."""

    page: int
    boxes: tuple[QRectF, ...]


class PdfDocument:
    """A PDF kept open. Sizes are in points; every method may be called from any thread.

    `turned` are pages, counted from 0, that lie in the file as they are bound and are shown as they are read.
    """

    def __init__(self, path: Path, turned: Collection[int] = ()) -> None:
        import pypdfium2

        with _pdfium:
            try:
                self._document: Any = pypdfium2.PdfDocument(str(path))
            except (pypdfium2.PdfiumError, OSError) as error:
                raise Unreadable("这个 PDF 打不开，可能没有写完整。", "请重新生成一次。") from error
            self.sizes = [QSizeF(*self._document.get_page_size(i)) for i in range(len(self._document))]
        self.path = path
        self._turned = turned
        for page in turned:
            self.sizes[page].transpose()

    def render(self, page: int, pixels_per_point: float) -> QImage:
        """A picture of one page on white."""
        with _pdfium:
            if self._document is None:
                return QImage()
            sheet = self._document[page]
            rotation = _TO_READ if page in self._turned else 0
            bitmap = sheet.render(scale=pixels_per_point, rotation=rotation, prefer_bgrx=True)
            image = QImage(
                bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
            ).copy()  # the buffer belongs to PDFium
            bitmap.close()
            sheet.close()
        return image

    def is_blank(self, page: int) -> bool:
        """Whether nothing is printed on a page."""
        with _pdfium:
            if self._document is None:
                return False
            sheet = self._document[page]
            blank = next(iter(sheet.get_objects(max_depth=1)), None) is None
            sheet.close()
        return blank

    def copy_pages(self, pages: list[int], path: Path) -> None:
        """Write these pages, counted from 0, as another PDF, whole or not at all. Raises Unreadable where it cannot be."""
        import pypdfium2

        content = BytesIO()
        with _pdfium:
            copy = pypdfium2.PdfDocument.new()
            copy.import_pages(self._document, pages)
            copy.save(content)
            copy.close()
        try:
            with written_whole(path) as file:
                file.write(content.getvalue())
        except PaperError as error:
            raise Unreadable(error.sentence, error.advice) from error

    def find(self, text: str, page: int) -> list[Hit]:
        """All places of a text on one page, from top to bottom: notes are drawn before the table that they stand below."""
        hits: list[Hit] = []
        with _pdfium:
            if self._document is None:
                return []
            sheet = self._document[page]
            content = sheet.get_textpage()
            search = content.search(text)
            rotation = _TO_READ if page in self._turned else sheet.get_rotation()
            width, height = self.sizes[page].width(), self.sizes[page].height()
            while found := search.get_next():
                boxes = []
                for i in range(content.count_rects(*found)):
                    boxes.append(_as_shown(content.get_rect(i), rotation, width, height))
                hits.append(Hit(page, _joined(boxes)))
            search.close()
            content.close()
            sheet.close()
        return sorted(hits, key=_as_read)

    def close(self) -> None:
        """Let go of the file. Rendering that is still asked for gives empty pictures."""
        with _pdfium:
            if self._document is not None:
                self._document.close()
                self._document = None


def _joined(boxes: list[QRectF]) -> tuple[QRectF, ...]:
    """The boxes of one text, those that follow each other on a line as one: figures stand a little apart from characters."""
    joined: list[QRectF] = []
    for box in boxes:
        last = joined[-1] if joined else None
        if (
            last is not None
            and abs(box.center().y() - last.center().y()) < _SAME_LINE
            and abs(box.left() - last.right()) < max(box.height(), last.height()) / 2
        ):
            joined[-1] = last.united(box)
        else:
            joined.append(box)
    return tuple(joined)


def _as_read(hit: Hit) -> tuple[float, float]:
    if not hit.boxes:
        return 0.0, 0.0
    first = hit.boxes[0]
    return first.center().y() // _SAME_LINE, first.left()


def _as_shown(box: tuple[float, float, float, float], rotation: int, width: float, height: float) -> QRectF:
    """A box of a page's own coordinates, left, bottom, right, top, on the page as it is turned and so large."""
    left, bottom, right, top = box
    corners = {
        0: (left, height - top, right, height - bottom),
        90: (bottom, left, top, right),
        180: (width - right, bottom, width - left, top),
        270: (width - top, height - right, width - bottom, height - left),
    }[rotation]
    return QRectF(corners[0], corners[1], corners[2] - corners[0], corners[3] - corners[1])
