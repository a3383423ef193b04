"""Where the pages of a PDF stand in the view: in one column, or beside one another where there is room for several."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRect, QSize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QSizeF

GAP = 14  # pixels between pages


class Spot(NamedTuple):
    """A place on a page, counted from 0, as shares of its width and height: the same at every zoom."""

    page: int
    across: float
    down: float


class Places:
    """The boxes of pages in content pixels, `scale` pixels a point, in as many columns as fit into `room` pixels."""

    def __init__(self, sizes: Sequence[QSizeF] = (), scale: float = 1.0, room: int = 0) -> None:
        pages = [QSize(round(size.width() * scale), round(size.height() * scale)) for size in sizes]
        cell = max((page.width() for page in pages), default=0)
        self.columns = max(1, min((room - GAP) // (cell + GAP), len(pages)))
        self.boxes: list[QRect] = []
        self._bottoms: list[int] = []  # of the rows, the gap below included
        y = GAP
        for first in range(0, len(pages), self.columns):
            row = pages[first : first + self.columns]
            for column, page in enumerate(row):
                x = GAP + column * (cell + GAP) + (cell - page.width()) // 2
                self.boxes.append(QRect(x, y, page.width(), page.height()))
            y += max(page.height() for page in row) + GAP
            self._bottoms.append(y)
        self.size = QSize(self.columns * (cell + GAP) + GAP, y)

    def __len__(self) -> int:
        return len(self.boxes)

    def row_at(self, y: float) -> range:
        """The pages beside one another at a height, or nearest to it."""
        row = min(bisect_left(self._bottoms, y), len(self._bottoms) - 1)
        return range(row * self.columns, min((row + 1) * self.columns, len(self.boxes)))

    def between(self, top: int, bottom: int) -> range:
        """The pages of which anything is between two heights."""
        return range(self.row_at(top).start, self.row_at(bottom).stop) if self.boxes else range(0)

    def spot(self, at: QPointF) -> Spot | None:
        """What is at a place, or nearest to it; None without pages."""
        if not self.boxes:
            return None
        page = min(self.row_at(at.y()), key=lambda each: abs(self.boxes[each].center().x() - at.x()))
        box = self.boxes[page]
        return Spot(page, (at.x() - box.x()) / max(1, box.width()), (at.y() - box.y()) / max(1, box.height()))

    def point(self, spot: Spot) -> QPointF:
        """Where a spot is; that of a page which is not there any more is on the last one."""
        if not self.boxes:
            return QPointF()
        box = self.boxes[min(spot.page, len(self.boxes) - 1)]
        return QPointF(box.x() + spot.across * box.width(), box.y() + spot.down * box.height())
