"""Paints the cells of the matrix straight from its rows, and opens the line in which a cell is typed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QStaticText, QTransform
from PySide6.QtWidgets import QStyledItemDelegate, QTableView, QWidget

from ..models import indicator_nodes
from ..models.matrix_model import DASH, FIRST, MEASURE, NAME, TARGET, TONES, Row
from ..theme import BODY, ROW_HEIGHT, SMALL, colour, font
from .cell_editor import CellEdit, must_stay_open, open_line
from .outline_delegate import PAD, STEP, metrics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QStyleOptionViewItem

    from ..models.matrix_model import MatrixModel
    from ..widgets.sheet_table import Range

Index = QModelIndex | QPersistentModelIndex
LEAST_LINE = 84  # px that a line for typing has at least
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_ONE_LINE = Qt.TextFlag.TextSingleLine
_LEFT = int(_MIDDLE | Qt.AlignmentFlag.AlignLeft | _ONE_LINE)
_RIGHT = int(_MIDDLE | Qt.AlignmentFlag.AlignRight | _ONE_LINE)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | _ONE_LINE)


class MatrixDelegate(QStyledItemDelegate):
    """Ground, hairlines and words of a row at a time."""

    def __init__(self, model: MatrixModel, view: QTableView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self._fixed = False  # whether the plan is issued: its amounts cannot be typed

    def paint_row(
        self, painter: QPainter, number: int, top: int, cells: Sequence[tuple[int, int, int]], chosen: Range | None
    ) -> None:
        """Paint some cells of a row; `cells` are columns with their places and widths, `chosen` is what is selected."""
        if not cells:
            return
        row = self._model.rows[number]
        self._fixed = self._model.is_fixed(TARGET)
        left, width = cells[0][1], cells[-1][1] + cells[-1][2] - cells[0][1]
        box = QRect(left, top, width, ROW_HEIGHT)
        painter.fillRect(box, colour("group" if row.is_heading else "card"))
        painter.setPen(colour("line"))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        if row.is_heading:
            if cells[0][0] == NAME:
                self._paint_heading(painter, box, row)
            return
        inside = range(0)
        if chosen is not None and chosen[0] <= number <= chosen[2]:
            inside = range(chosen[1], chosen[3] + 1)
        across = row.across
        for column, place, size in cells:
            self._paint_cell(painter, QRect(place, top, size, ROW_HEIGHT), row, column, across, column in inside)

    def _paint_cell(self, painter: QPainter, box: QRect, row: Row, column: int, across: str, selected: bool) -> None:
        ground = "primary_tint" if selected else self._ground(column)
        if ground != "card":
            painter.fillRect(box.adjusted(0, 0, 0, -1), colour(ground))
        if column == NAME:
            self._paint_name(painter, box, row)
        elif across and column >= FIRST:
            self._paint_across(painter, box, across, column)
        else:
            if FIRST <= column < self._model.last - 1:
                painter.setPen(colour("line"))
                painter.drawLine(box.right(), box.top(), box.right(), box.bottom())
            self._paint_figure(painter, box, row, column)

    def _ground(self, column: int) -> str:
        if self._fixed and TARGET <= column < self._model.last:
            return "nav"
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
    shaped, width, height = _shaped(text, size, weight)
    if width > room.width():
        if size == BODY and where == _RIGHT:
            _words(painter, room, text, ink, where, weight, SMALL)
            return
        cut = metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        shaped, width, height = _shaped(cut, size, weight)
    spare = room.width() - width
    left = room.left() + (spare if where == _RIGHT else spare / 2 if where == _CENTRE else 0)
    painter.setFont(font(size, weight))
    painter.setPen(colour(ink))
    painter.drawStaticText(QPointF(left, room.top() + (room.height() - height) / 2), shaped)


@lru_cache(maxsize=20_000)
def _shaped(text: str, size: int, weight: int) -> tuple[QStaticText, int, int]:
    """A text with its signs looked up in the fonts, which takes longer than to paint them; its width and height."""
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.prepare(QTransform(), font(size, weight))
    return made, metrics(size, weight).horizontalAdvance(text), metrics(size, weight).height()
