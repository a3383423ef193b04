"""Rows of an outline that are dragged to another place in it: a line shows where they would go, a sentence says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPen

from ..theme import SMALL, colour, font

if TYPE_CHECKING:
    from PySide6.QtGui import QDragMoveEvent, QDropEvent

    from .outline_view import OutlineView

EDGE = 0.3  # of a row's height within which one aims before or after it


class RowDrag:
    """Where the rows would go that are held over a view just now, and what is painted there."""

    def __init__(self, view: OutlineView) -> None:
        self._view = view
        self._row: QModelIndex | None = None
        self._zone = ""
        self.words = ""

    def aim(self, point: QPoint) -> tuple[QModelIndex, str]:
        """The row under a point and where on it: before, after or into."""
        index = self._view.indexAt(point).siblingAtColumn(0)
        if not index.isValid():
            return index, ""
        box = self._view.visualRect(index)
        share = (point.y() - box.top()) / max(box.height(), 1)
        if self._view.is_heading(index):
            return index, "into"
        return index, "before" if share < EDGE else "after" if share > 1 - EDGE else "into"

    def _target(self, index: QModelIndex, zone: str) -> tuple[int, QModelIndex]:
        """The row below which something would come, and before which of its rows, for `dropMimeData`."""
        if zone == "into" or not zone:
            return (0 if self._view.is_heading(index) else -1), index
        rows = self._view.rows_model
        node = rows.node(index)
        parent = rows.index_of(node.parent.key) if node.parent is not None else QModelIndex()
        return node.row + (zone == "after"), parent

    def move(self, event: QDragMoveEvent) -> None:
        """Rows are held over a point: take them there or not, and show it."""
        index, zone = self.aim(event.position().toPoint())
        row, parent = self._target(index, zone)
        model = self._view.rows_model
        fits = bool(zone) and model.canDropMimeData(event.mimeData(), Qt.DropAction.MoveAction, row, 0, parent)
        self.show(index if fits else None, zone)
        if fits:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    def drop(self, event: QDropEvent) -> None:
        """Rows were let go."""
        index, zone = self.aim(event.position().toPoint())
        self.show(None, "")
        if event.source() is self._view and zone:
            row, parent = self._target(index, zone)
            self._view.rows_model.dropMimeData(event.mimeData(), Qt.DropAction.MoveAction, row, 0, parent)
        event.setDropAction(Qt.DropAction.IgnoreAction)  # the plan has moved the rows, the view must not remove any
        event.accept()

    def show(self, index: QModelIndex | None, zone: str) -> None:
        """Show where rows would go, or nothing."""
        self._row, self._zone = index, zone
        if index is not None:
            self.words = self._view.drop_words(index, zone)
        self._view.viewport().update()

    def paint(self, painter: QPainter) -> None:
        """A line or a frame where the rows would go, with the sentence below it."""
        if self._row is None:
            return
        box = self._view.visualRect(self._row)
        box.setLeft(0)
        box.setRight(self._view.viewport().width() - 1)
        painter.setPen(QPen(colour("primary"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        end = self._end_of(self._row) if self._zone == "after" else box.bottom()
        y = box.top() if self._zone == "before" else end
        if self._zone == "into":
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        else:
            painter.drawLine(4, y, box.right() - 4, y)
        painter.setFont(font(SMALL))
        room = QRect(0, 0, painter.fontMetrics().horizontalAdvance(self.words) + 20, 24)
        room.moveTo(box.right() - room.width() - 12, y + 4)
        if room.bottom() > self._view.viewport().height():
            room.moveBottom(y - 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("primary"))
        painter.drawRoundedRect(room, 4, 4)
        painter.setPen(colour("card"))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.words)

    def _end_of(self, index: QModelIndex) -> int:
        """Where a row ends with all that is open below it, in px of the viewport."""
        last = index.row() + self._view.rows_model.below(index.row())
        return self._view.rowViewportPosition(last) + self._view.rowHeight(last) - 1
