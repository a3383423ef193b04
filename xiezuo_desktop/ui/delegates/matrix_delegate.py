"""Paints the cells of the matrix, and opens the line in which a cell is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect

from ..models import indicator_nodes
from ..models.matrix_model import DASH, FIRST, MEASURE, TARGET, TONES, Row
from ..theme import SMALL, colour
from .amount_edit import AmountEdit
from .cell_editor import open_line
from .outline_delegate import PAD, metrics
from .sheet_delegate import CENTRE, LEFT, RIGHT, SheetDelegate, words

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from ..models.matrix_model import MatrixModel
    from ..widgets.sheet_table import SheetTable

Index = QModelIndex | QPersistentModelIndex


class MatrixDelegate(SheetDelegate):
    """Amounts with their hairlines; a target in words over the whole row."""

    def __init__(self, model: MatrixModel, view: SheetTable) -> None:
        super().__init__(model, view)
        self._fixed = False  # whether the plan is issued: its amounts cannot be typed
        self._across = ""  # the target in words of the row that is being painted

    def begin_row(self, row: Row) -> None:
        self._fixed = self._model.is_fixed(TARGET)
        self._across = row.across

    def ground(self, column: int) -> str:
        if self._fixed and TARGET <= column < self._model.last:
            return "nav"
        amounts = self._model.column_at(column)
        return "nav" if amounts is not None and self._model.splitter.is_total(amounts) else "card"

    def paint_cell(self, painter: QPainter, box: QRect, row: Row, column: int) -> None:
        if self._across and column >= FIRST:
            self._paint_across(painter, box, self._across, column)
            return
        if FIRST <= column < self._model.last - 1:
            painter.setPen(colour("line"))
            painter.drawLine(box.right(), box.top(), box.right(), box.bottom())
        self._paint_figure(painter, box, row, column)

    def _paint_across(self, painter: QPainter, box: QRect, text: str, column: int) -> None:
        """The part of a long text that lies in this cell: it begins where the columns begin to be seen."""
        if column == self._model.last:
            return
        viewport = self._view.viewport().width()
        start = max(self._view.columnViewportPosition(FIRST), 0)
        room = QRect(start + 10, box.top(), viewport - start - 16, box.height())
        painter.save()
        painter.setClipRect(box)
        words(painter, room, f"{text}（文字，不参与合计）", "ink2", LEFT)
        painter.restore()

    def _paint_figure(self, painter: QPainter, box: QRect, row: Row, column: int) -> None:
        text = self._model.display(row, column)
        room = box.adjusted(4, 0, -PAD, 0)
        if column == MEASURE:
            words(painter, box, text, "ink3", CENTRE)
        elif column == TARGET:
            derived = not row.indicator.target.strip()
            text = self._fitting(row, column, text, room.width())
            words(painter, room, text, "ink_off" if text == DASH else "ink2" if derived else "ink", RIGHT)
        elif column == self._model.last:
            words(painter, room, text, TONES[row.balance.state], RIGHT)
        elif text:
            is_text = not text[-1].isdigit() and self._model.share(row, column) is None
            text = self._fitting(row, column, text, room.width())
            words(painter, room, text, "ink2" if is_text else "ink", RIGHT)
        elif row.cells:
            words(painter, room, "·", "ink_off", RIGHT)

    def _fitting(self, row: Row, column: int, text: str, room: int) -> str:
        """An amount in words, in few signs where the words have no room: its number is never cut."""
        if text[-1].isdigit() or metrics(SMALL).horizontalAdvance(text) <= room:
            return text
        return self._model.brief(row, column) or text

    # ------------------------------------------------------------------------------------------------ typing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = self._model.column_at(index.column())
        if column is not None:
            return AmountEdit(self._model.splitter, self._model.rows[index.row()], column, parent)
        return open_line(parent, indicator_nodes.TARGET, self._model.plan)
