"""What the sheets – the matrix, a month's figures – have in common: rows painted in one go, and the line in which a cell is typed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QStaticText, QTransform
from PySide6.QtWidgets import QStyledItemDelegate, QWidget

from ..theme import BODY, ROW_HEIGHT, SMALL, colour, font
from .cell_editor import CellEdit, must_stay_open
from .outline_delegate import PAD, STEP, draw_branch, metrics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QStyleOptionViewItem

    from ..widgets.sheet_table import Range, SheetTable

    Cell = tuple[int, int, int]  # a column, where it begins, how wide it is

Index = QModelIndex | QPersistentModelIndex
NAME = 0  # the column of names: the first one in every sheet
LEAST_LINE = 84  # px that a line for typing a figure has at least
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_ONE_LINE = Qt.TextFlag.TextSingleLine
LEFT = int(_MIDDLE | Qt.AlignmentFlag.AlignLeft | _ONE_LINE)
RIGHT = int(_MIDDLE | Qt.AlignmentFlag.AlignRight | _ONE_LINE)
CENTRE = int(Qt.AlignmentFlag.AlignCenter | _ONE_LINE)


class SheetDelegate(QStyledItemDelegate):
    """Ground, hairlines, headings and names of the rows of a sheet; a delegate says what stands in one cell.

    Rows of the model have `is_heading`, `title` and `depth`. Qt would ask Python several times for each cell: the view
    asks for whole rows instead.
    """

    row_ground: ClassVar[str] = "card"

    def __init__(self, model: Any, view: SheetTable) -> None:
        super().__init__(view)
        self._model = model
        self._view = view

    # ------------------------------------------------------------------------------------------------ painting

    def paint_row(self, painter: QPainter, number: int, top: int, cells: Sequence[Cell], chosen: Range | None) -> None:
        """Paint some cells of a row; `cells` are columns with their places and widths, `chosen` is what is selected."""
        row = self._model.rows[number]
        left, width = cells[0][1], cells[-1][1] + cells[-1][2] - cells[0][1]
        painter.fillRect(left, top, width, ROW_HEIGHT, colour("group" if row.is_heading else self.row_ground))
        bottom = top + ROW_HEIGHT - 1
        painter.setPen(colour("line"))
        painter.drawLine(left, bottom, left + width - 1, bottom)
        if row.is_heading:
            if self._view.span[0] == NAME:
                self._paint_heading(painter, top, row.title)
            return
        inside = range(0)
        if chosen is not None and chosen[0] <= number <= chosen[2]:
            inside = range(chosen[1], chosen[3] + 1)
        self.begin_row(row)
        for column, place, size in cells:
            ground = "primary_tint" if column in inside else self.ground(column)
            if ground != self.row_ground:
                painter.fillRect(place, top, size, ROW_HEIGHT - 1, colour(ground))
            box = QRect(place, top, size, ROW_HEIGHT)
            if column == NAME:
                self._paint_name(painter, box, row.title, row.depth)
            else:
                self.paint_cell(painter, box, row, column)

    def begin_row(self, row: Any) -> None:
        """What the cells of a row need to know is looked up once."""

    def ground(self, column: int) -> str:
        """The ground on which the cells of a column stand."""
        raise NotImplementedError

    def paint_cell(self, painter: QPainter, box: QRect, row: Any, column: int) -> None:
        """What stands in a cell that is neither heading nor name."""
        raise NotImplementedError

    def _paint_heading(self, painter: QPainter, top: int, title: str) -> None:
        """The name of a category, over the columns behind it."""
        left = self._view.columnViewportPosition(NAME) + PAD + 4
        room = QRect(left, top, self._view.viewport().width() - max(left, 0) - 4, ROW_HEIGHT)
        words(painter, room, title, "ink", LEFT, QFont.Weight.DemiBold)

    @staticmethod
    def _paint_name(painter: QPainter, box: QRect, title: str, depth: int) -> None:
        left = box.left() + PAD + 4
        if depth:
            left += 6 + (depth - 1) * STEP
            draw_branch(painter, left, box.top(), box.center().y())
            left += 15
        room = QRect(left, box.top(), box.right() - left - 4, box.height())
        words(painter, room, title, "ink2" if depth else "ink", LEFT)

    # ------------------------------------------------------------------------------------------------ typing

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, CellEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, CellEdit):
            editor.settle()
            if editor.isModified() and editor.check():  # a text of several lines that nobody touched keeps them
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


def words(
    painter: QPainter,
    room: QRect,
    text: str,
    ink: str,
    where: int,
    weight: int = QFont.Weight.Normal,
    size: int = BODY,
) -> None:
    """One line of text. Too long a figure is first made smaller; what does not fit is cut in its middle."""
    if not text:
        return
    shaped, width, height = _shaped(text, size, weight)
    if width > room.width():
        if size == BODY and where == RIGHT:
            words(painter, room, text, ink, where, weight, SMALL)
            return
        cut = metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        shaped, width, height = _shaped(cut, size, weight)
    spare = room.width() - width
    left = room.left() + (spare if where == RIGHT else spare / 2 if where == CENTRE else 0)
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
