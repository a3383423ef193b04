"""One part of the matrix: a sheet with a heading in two tiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ..delegates.matrix_delegate import MatrixDelegate
from ..delegates.outline_delegate import PAD, draw_icon, metrics
from ..models.matrix_model import FIRST, MEASURE, NAME, TARGET
from ..theme import SMALL, TAG, colour, font
from ..widgets.sheet_table import Range, SheetTable

__all__ = ["HEADER_HEIGHT", "MatrixHeader", "MatrixTable", "Range"]

if TYPE_CHECKING:
    from ..models.matrix_model import MatrixModel

HEADER_HEIGHT = 52
_CENTRE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine


class MatrixHeader(QHeaderView):
    """Bearers above, partner regions below; the name of a bearer stands over all its columns."""

    def __init__(self, model: MatrixModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)

    def sizeHint(self) -> QSize:
        return QSize(0, HEADER_HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if not rect.isValid():
            return
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, colour("nav"))
        upper, lower = self._model.head(section)
        column = self._model.column_at(section)
        edges = column is not None and section < self._model.columnCount() - 2
        if column is None:
            self._paint_plain(painter, rect, section, upper)
        elif lower:
            first, last = self._siblings(section)
            left = self.sectionViewportPosition(first)
            right = self.sectionViewportPosition(last) + self.sectionSize(last)
            self._text(painter, QRect(left, 6, right - left, 22), upper, SMALL, "ink", QFont.Weight.DemiBold)
            painter.setPen(colour("line"))
            painter.drawLine(left + 1, 28, right - 1, 28)
            self._text(painter, QRect(rect.left(), 29, rect.width(), 20), lower, TAG, "ink2")
            edges = edges and section == last
            painter.setPen(colour("line"))
            if section != last:
                painter.drawLine(rect.right(), 29, rect.right(), HEADER_HEIGHT)
        else:
            self._text(painter, rect, upper, SMALL, "ink", QFont.Weight.DemiBold)
        painter.setPen(colour("line"))
        if edges:
            painter.drawLine(rect.right(), 0, rect.right(), rect.bottom())
        painter.setPen(colour("line2"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.restore()

    def _paint_plain(self, painter: QPainter, rect: QRect, section: int, text: str) -> None:
        painter.setFont(font(SMALL, QFont.Weight.DemiBold))
        painter.setPen(colour("ink2"))
        side = Qt.AlignmentFlag.AlignLeft if section == NAME else Qt.AlignmentFlag.AlignRight
        where = _CENTRE if section == MEASURE else side | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(PAD + 4 if section == NAME else 2, 0, -PAD, 0), where, text)
        if section == TARGET and self._model.is_fixed(section):
            draw_icon(painter, QPoint(rect.left() + 10, rect.center().y()), "lock", "ink3", 14)

    def _text(self, painter: QPainter, room: QRect, text: str, size: int, ink: str, weight: int = 400) -> None:
        shown = metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideMiddle, room.width() - 6)
        painter.setFont(font(size, weight))
        painter.setPen(colour(ink))
        painter.drawText(room, _CENTRE, shown)

    def _siblings(self, section: int) -> tuple[int, int]:
        """The first and last column that stand side by side for the bearer of a column."""
        columns, place = self._model.columns, section - FIRST
        first = last = place
        while first > 0 and columns[first - 1].bearer == columns[place].bearer:
            first -= 1
        while last + 1 < len(columns) and columns[last + 1].bearer == columns[place].bearer:
            last += 1
        return first + FIRST, last + FIRST


class MatrixTable(SheetTable):
    """Some columns of the matrix. All parts share one model and one selection; the grid moves the current cell."""

    def __init__(self, model: MatrixModel, parent: QWidget) -> None:
        super().__init__(model, parent)
        self.setStyleSheet("QTableView { border: 0; border-radius: 0; }")
        self.set_painter(MatrixDelegate(model, self))
        self.setHorizontalHeader(MatrixHeader(model, self))
