"""Paints the cells of the matrix straight from its rows, and opens the line in which a cell is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QTableView, QWidget

from ..models import indicator_nodes
from ..models.matrix_model import DASH, FIRST, MEASURE, NAME, TARGET, TONES, Row
from ..theme import BODY, SMALL, colour, font
from .cell_editor import CellEdit, must_stay_open, open_line
from .outline_delegate import PAD, STEP, metrics

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QStyleOptionViewItem

    from ..models.matrix_model import MatrixModel

Index = QModelIndex | QPersistentModelIndex
LEAST_LINE = 84  # px that a line for typing has at least
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_ONE_LINE = Qt.TextFlag.TextSingleLine
_LEFT = int(_MIDDLE | Qt.AlignmentFlag.AlignLeft | _ONE_LINE)
_RIGHT = int(_MIDDLE | Qt.AlignmentFlag.AlignRight | _ONE_LINE)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | _ONE_LINE)
_SELECTED = QStyle.StateFlag.State_Selected


class MatrixDelegate(QStyledItemDelegate):
    """One call per cell: ground, hairlines, words."""

    def __init__(self, model: MatrixModel, view: QTableView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column = self._model.rows[index.row()], index.column()
        box: QRect = option.rect  # type: ignore[attr-defined]
        selected = bool(option.state & _SELECTED)  # type: ignore[attr-defined]
        painter.fillRect(box, colour("primary_tint" if selected else self._ground(row, column)))
        painter.setPen(colour("line"))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        if row.is_heading:
            if column == NAME:
                self._paint_heading(painter, box, row)
            return
        if column == NAME:
            self._paint_name(painter, box, row)
        elif across := row.across if column >= FIRST else "":
            self._paint_across(painter, box, across, column)
        else:
            if FIRST <= column < self._model.last - 1:
                painter.drawLine(box.right(), box.top(), box.right(), box.bottom())
            self._paint_figure(painter, box, row, column)

    def _ground(self, row: Row, column: int) -> str:
        if row.is_heading:
            return "group"
        amounts = self._model.column_at(column)
        return "nav" if amounts is not None and self._model.splitter.is_total(amounts) else "card"

    def _paint_heading(self, painter: QPainter, box: QRect, row: Row) -> None:
        room = QRect(box.left() + PAD + 4, box.top(), self._view.viewport().width() - PAD - 8, box.height())
        painter.save()
        painter.setClipping(False)  # over the columns of its own view
        _words(painter, room, row.title, "ink", _LEFT, QFont.Weight.DemiBold)
        painter.restore()

    def _paint_name(self, painter: QPainter, box: QRect, row: Row) -> None:
        left = box.left() + PAD + 4
        if row.depth:
            left += 6 + (row.depth - 1) * STEP
            painter.setPen(colour("line2"))
            painter.drawLine(left, box.top() - 3, left, box.center().y())
            painter.drawLine(left, box.center().y(), left + 10, box.center().y())
            left += 15
        room = QRect(left, box.top(), box.right() - left - 4, box.height())
        _words(painter, room, row.title, "ink2" if row.depth else "ink", _LEFT)

    def _paint_across(self, painter: QPainter, box: QRect, text: str, column: int) -> None:
        """The part of a long text that lies in this cell: it begins where the columns begin to be seen."""
        if column == self._model.last:
            return
        viewport = self._view.viewport().width()
        start = max(self._view.columnViewportPosition(FIRST), 0)
        room = QRect(start + 10, box.top(), viewport - start - 16, box.height())
        painter.save()
        painter.setClipRect(box)
        _words(painter, room, f"{text}（文字，不参与合计）", "ink2", _LEFT)
        painter.restore()

    def _paint_figure(self, painter: QPainter, box: QRect, row: Row, column: int) -> None:
        text = self._model.display(row, column)
        room = box.adjusted(4, 0, -PAD, 0)
        if column == MEASURE:
            _words(painter, box, text, "ink3", _CENTRE)
        elif column == TARGET:
            derived = not row.indicator.target.strip()
            _words(painter, room, text, "ink_off" if text == DASH else "ink2" if derived else "ink", _RIGHT)
        elif column == self._model.last:
            _words(painter, room, text, TONES[row.balance.state], _RIGHT)
        elif text:
            is_text = not text[-1].isdigit() and self._model.share(row, column) is None
            _words(painter, room, text, "ink2" if is_text else "ink", _RIGHT)
        elif row.cells:
            _words(painter, room, "·", "ink_off", _RIGHT)

    # ------------------------------------------------------------------------------------------------ typing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        return open_line(parent, indicator_nodes.TARGET, self._model.plan)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, CellEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, CellEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRect(option.rect)  # type: ignore[attr-defined]
        box.setLeft(min(box.left(), box.right() - LEAST_LINE))
        box.moveLeft(max(0, box.left()))
        editor.setGeometry(box)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, CellEdit) and must_stay_open(watched, event):
            return True
        return super().eventFilter(watched, event)


def _words(
    painter: QPainter,
    room: QRect,
    text: str,
    ink: str,
    where: int,
    weight: int = QFont.Weight.Normal,
    size: int = BODY,
) -> None:
    """One line of text; where it is too long it is cut in the middle, or first made smaller for a cell."""
    measured = metrics(size, weight)
    if measured.horizontalAdvance(text) > room.width():
        if size == BODY and where == _RIGHT:
            _words(painter, room, text, ink, where, weight, SMALL)
            return
        text = measured.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
    painter.setFont(font(size, weight))
    painter.setPen(colour(ink))
    painter.drawText(room, where, text)
