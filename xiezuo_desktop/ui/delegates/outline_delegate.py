"""What the delegates of all tables draw with, and the rows of an outline: painted one after the other, straight from nodes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate

from ..icons import pixmap
from ..theme import BODY, CATEGORY_HEIGHT, ROW_HEIGHT, TAG, colour, font

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QAbstractItemModel
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from ..models.outline_model import OutlineModel
    from ..pages.outline_view import OutlineView

    Cell = tuple[int, int, int]  # a column, where it begins, how wide it is

Index = QModelIndex | QPersistentModelIndex
PAD = 8  # px between the edge of a cell and its words
STEP = 20  # px of indentation for each level below the first
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
LEFT = _MIDDLE | Qt.AlignmentFlag.AlignLeft
RIGHT = _MIDDLE | Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignCenter
_ONE_LINE = int(Qt.TextFlag.TextSingleLine)  # whole numbers: Python takes its time to join flags


@cache
def metrics(size: int, weight: int = QFont.Weight.Normal) -> QFontMetrics:
    """Widths of texts in the window's font."""
    return QFontMetrics(font(size, weight))


def fill(painter: QPainter, box: QRect, ground: str) -> None:
    """A ground in a colour of the theme."""
    painter.setPen(Qt.PenStyle.NoPen)  # not `fillRect`: its variants make the names of 180 ready-made gradients, 1.5 ms
    painter.setBrush(colour(ground))
    painter.drawRect(box)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw(
    painter: QPainter, room: QRect, text: str, ink: str, face: QFont, where: Qt.AlignmentFlag, *, cut: bool = False
) -> None:
    """One line of words; with `cut` an ellipsis stands in its middle where it is too long."""
    if not text:
        return
    if cut and len(text) * face.pixelSize() > room.width():  # no sign is wider than high
        text = metrics(face.pixelSize(), face.weight()).elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
    painter.setFont(face)
    painter.setPen(colour(ink))
    painter.drawText(room, int(where) | _ONE_LINE, text)


def draw_pill(
    painter: QPainter,
    left: int,
    middle: int,
    text: str,
    *,
    radius: int,
    ink: str = "ink3",
    ground: str = "mute",
    size: int = TAG,
) -> int:
    """A small filled word. Returns where it ends."""
    pill = QRectF(
        left, middle - 8, metrics(size).horizontalAdvance(text) + (10 if size == TAG else 16), 17 if size == TAG else 20
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ground))
    painter.drawRoundedRect(pill, radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setFont(font(size))
    painter.setPen(colour(ink))
    painter.drawText(pill, CENTRE, text)
    return int(pill.right())


def draw_icon(painter: QPainter, middle: QPoint, name: str, ink: str, size: int) -> None:
    """An icon around a point."""
    picture = pixmap(name, ink, size, painter.device().devicePixelRatio())
    painter.drawPixmap(QPoint(middle.x() - size // 2, middle.y() - size // 2), picture)


def draw_branch(painter: QPainter, left: int, top: int, middle: int, arm: int = 10) -> None:
    """The corner that ties a row to the one above it."""
    painter.setPen(colour("line2"))
    painter.drawLine(left, top - 3, left, middle)
    painter.drawLine(left, middle, left + arm, middle)


class OutlineDelegate(QStyledItemDelegate):
    """Ground, hairline and cells of a row; a frame around the current cell. A delegate says how one cell is painted."""

    fits_words: ClassVar[bool] = False  # whether a row becomes higher with its words

    def __init__(self, model: OutlineModel[Any], view: OutlineView) -> None:
        super().__init__(view)
        self._model: Any = model
        self._view = view

    # ------------------------------------------------------------------------------------------------ sizes

    def height(self, node: Any) -> int:
        """How high a row is, in px."""
        return CATEGORY_HEIGHT if node.is_heading else ROW_HEIGHT

    def heights(self, first: int, last: int) -> Iterable[tuple[int, int]]:
        """The rows from one to another that are not as high as most, with their heights."""
        rows = self._model.rows
        found = ((row, self.height(rows[row])) for row in range(first, last + 1))
        return [(row, height) for row, height in found if height != ROW_HEIGHT]

    # ------------------------------------------------------------------------------------------------ painting

    def paint_row(self, painter: QPainter, row: int, box: QRect, cells: Sequence[Cell], *, selected: bool) -> None:
        """Paint some cells of a row; `box` spans all its columns."""
        node = self._model.rows[row]
        if selected or node.is_heading:  # all others stand on the ground of the table
            fill(painter, box, "primary_tint" if selected else "group")
        painter.setPen(colour("line"))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        if selected and cells[0][0] == 0:
            fill(painter, QRect(0, box.top(), 3, box.height() - 1), "primary")
        fixed = () if selected or node.is_heading else self._model.fixed_columns
        for column, left, width in cells:
            if column in fixed:
                fill(painter, QRect(left, box.top(), width, box.height() - 1), "nav")
            self.paint_cell(painter, QRect(left, box.top(), width, box.height()), node, column, selected=selected)

    def paint_frame(self, painter: QPainter, box: QRect, column: int) -> None:
        """Mark the current cell."""
        painter.setPen(QPen(colour("primary"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0 if column else 3, 0, -1, -2))

    def paint_cell(self, painter: QPainter, box: QRect, node: Any, column: int, *, selected: bool) -> None:
        """The words and signs of a cell."""
        raise NotImplementedError

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """All rows that the view wants to be painted; or a cell by itself, as Qt draws what is being dragged."""
        if self._view.area is not None:
            self._view.paint_area(painter, self._view.area)
            return
        box: QRect = option.rect  # type: ignore[attr-defined]
        fill(painter, box, "primary_tint")
        self.paint_cell(painter, box, self._model.node(index), index.column(), selected=True)

    def paint_sign(self, painter: QPainter, middle: QPoint, node: Any) -> None:
        """The sign that opens and closes a row."""
        draw_icon(painter, middle, "chevron_right" if node.key in self._model.closed else "chevron_down", "ink3", 16)

    # ------------------------------------------------------------------------------------------------ editing

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)


def middle_cut(text: str, width: int, size: int = BODY, weight: int = QFont.Weight.Normal) -> str:
    """A text with an ellipsis in its middle where it is wider than so many px."""
    if len(text) * size <= width:  # no sign is wider than high
        return text
    return metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideMiddle, width)
