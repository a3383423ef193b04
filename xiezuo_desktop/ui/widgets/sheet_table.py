"""A table that is used like a spreadsheet: a current cell, a framed range, keys, and a handle to fill from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from ..delegates.cell_editor import CellEdit
from ..keys import is_typing
from ..theme import ROW_HEIGHT, colour

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractTableModel
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from ..delegates.sheet_delegate import SheetDelegate

HANDLE = 7  # px
_Hint = QAbstractItemDelegate.EndEditHint
_Trigger = QAbstractItemView.EditTrigger
_Off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
Range = tuple[int, int, int, int]  # first row, first column, last row, last column


class SheetTable(QTableView):
    """Some columns of a sheet. Several may share one model and one selection; who has them moves the current cell."""

    moved = Signal(int, int, bool)  # rows, columns, extend the range
    jumped = Signal(str, bool)  # up, down, left, right: as far as it goes; extend
    pressed_at = Signal(QModelIndex, bool)  # a cell was clicked; extend
    filled = Signal(object)  # Range that the handle was drawn over
    cleared = Signal()  # Delete
    refused = Signal(QModelIndex)  # a cell that somebody wanted to type into and that cannot be

    def __init__(self, model: QAbstractTableModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._fills_to: Range | None = None
        self.range: Range | None = None  # what is selected, drawn with a frame
        self.span = (0, -1)  # the first and the last column that this part shows
        self.setModel(model)
        vertical = self.verticalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setMinimumSectionSize(ROW_HEIGHT)
        vertical.setDefaultSectionSize(ROW_HEIGHT)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(_Trigger.DoubleClicked | _Trigger.EditKeyPressed | _Trigger.AnyKeyPressed)
        self.setVerticalScrollBarPolicy(_Off)
        self.setHorizontalScrollBarPolicy(_Off)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT)

    def set_painter(self, painter: SheetDelegate) -> None:
        """What paints the cells, row by row, and opens the line in which one is typed."""
        self._painter = painter
        self.setItemDelegate(painter)

    # ------------------------------------------------------------------------------------------------ keys

    @property
    def is_editing(self) -> bool:
        """Whether a cell is being typed into."""
        return self.state() == QAbstractItemView.State.EditingState

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.is_editing:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if control:
                super().keyPressEvent(event)
            else:
                self.moved.emit(0, -1 if key == Qt.Key.Key_Backtab else 1, False)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.moved.emit(-1 if extend else 1, 0, False)
        elif key in _JUMPS and (control or key in (Qt.Key.Key_Home, Qt.Key.Key_End)):
            self.jumped.emit(_JUMPS[Qt.Key(key)], extend)
        elif key in _MOVES:
            page = max(1, self.viewport().height() // ROW_HEIGHT - 1)
            rows, columns = _MOVES[Qt.Key(key)]
            self.moved.emit(rows * (page if key in _PAGES else 1), columns, extend)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not control:
            self.cleared.emit()
        elif key == Qt.Key.Key_F2:
            self.open_line()
        elif key == Qt.Key.Key_Escape or control:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def open_line(self) -> None:
        """Type on behind what stands in the current cell."""
        index = self.currentIndex()
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
            line = self.viewport().findChild(CellEdit)
            if line is not None:
                line.end(False)  # Qt selects its text when it opens it
        elif index.isValid():
            self.refused.emit(index)

    def edit(self, index: QModelIndex, trigger: Any = _Trigger.AllEditTriggers, event: QEvent | None = None) -> bool:  # type: ignore[override]
        wanted = trigger == _Trigger.DoubleClicked or (trigger == _Trigger.AnyKeyPressed and is_typing(event))
        if wanted and not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.refused.emit(index)
        return super().edit(index, trigger, event)  # type: ignore[arg-type]

    def focusNextPrevChild(self, next_: bool) -> bool:
        return False  # Tab goes through the cells

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, _Hint.NoHint)
        self.setFocus()
        if hint == _Hint.SubmitModelCache:
            self.moved.emit(1, 0, False)
        elif hint in (_Hint.EditNextItem, _Hint.EditPreviousItem):
            self.moved.emit(0, 1 if hint == _Hint.EditNextItem else -1, False)

    # ------------------------------------------------------------------------------------------------ mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        index = self.indexAt(point)
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self._handle().adjusted(-2, -2, 2, 2).contains(point):
            self._fills_to = self.range
            return
        if left and index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsSelectable:
            return  # a heading: the current cell stays the one that is framed
        if left and index.isValid() and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pressed_at.emit(index, True)
            return
        if event.button() == Qt.MouseButton.RightButton and self.selectionModel().isSelected(index):
            return  # the menu is for what is selected
        super().mousePressEvent(event)
        if left and index.isValid():
            self.pressed_at.emit(index, False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._fills_to is not None and self.range is not None:
            self._fills_to = self._stretched(self.range, point)
            self.viewport().update()
            return
        over = self._handle().adjusted(-2, -2, 2, 2).contains(point)
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._fills_to is None:
            super().mouseReleaseEvent(event)
            return
        wanted, self._fills_to = self._fills_to, None
        self.viewport().update()
        if wanted != self.range:
            self.filled.emit(wanted)

    def _stretched(self, chosen: Range, point: QPoint) -> Range:
        """The range that the handle is drawn to: further down, or further right, whichever is more."""
        top, left, bottom, right = chosen
        index = self.indexAt(point)
        if not index.isValid():
            return self._fills_to or chosen
        down, across = index.row() - bottom, index.column() - right
        if down >= across and down > 0:
            return top, left, index.row(), right
        return (top, left, bottom, index.column()) if across > 0 else chosen

    # ------------------------------------------------------------------------------------------------ the frame

    def box_of(self, chosen: Range) -> QRect:
        """Where a range lies in the viewport."""
        top, left, bottom, right = chosen
        left, right = max(left, self.span[0]), min(right, self.span[1])
        if left > right:
            return QRect()
        x = self.columnViewportPosition(left)
        width = self.columnViewportPosition(right) + self.columnWidth(right) - x
        y = self.rowViewportPosition(top)
        return QRect(x, y, width, self.rowViewportPosition(bottom) + self.rowHeight(bottom) - y)

    def _handle(self) -> QRect:
        if self.range is None or self.isColumnHidden(self.range[3]) or not self._can_fill():
            return QRect()
        corner = self.box_of(self.range).bottomRight()
        return QRect(corner.x() - HANDLE + 2, corner.y() - HANDLE + 1, HANDLE, HANDLE)

    def _can_fill(self) -> bool:
        return bool(self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable)

    def _paint_cells(self, area: QRect) -> None:
        """All cells of an area in one go: Qt would ask Python several times for each of them."""
        side, header = self.verticalHeader(), self.horizontalHeader()
        first, last = side.visualIndexAt(area.top()), side.visualIndexAt(area.bottom())
        left, right = max(header.visualIndexAt(area.left()), self.span[0]), header.visualIndexAt(area.right())
        if first < 0 or left < 0:
            return
        columns = range(left, (self.span[1] if right < 0 else min(right, self.span[1])) + 1)
        cells = [(c, header.sectionViewportPosition(c), header.sectionSize(c)) for c in columns]
        if not cells:
            return
        painter = QPainter(self.viewport())
        for row in range(first, (self.model().rowCount() - 1 if last < 0 else last) + 1):
            self._painter.paint_row(painter, row, side.sectionViewportPosition(row), cells, self.range)
        painter.end()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.executeDelayedItemsLayout()
        self._paint_cells(event.rect())
        if self.range is None or self.is_editing:
            return
        box = self.box_of(self.range)
        if box.isEmpty():
            return
        painter = QPainter(self.viewport())
        painter.setPen(QPen(colour("primary"), 2))
        painter.drawRect(box.adjusted(1, 1, -1, -2))
        if self._fills_to is not None:
            painter.setPen(QPen(colour("primary"), 1, Qt.PenStyle.DashLine))
            painter.drawRect(self.box_of(self._fills_to).adjusted(0, 0, -1, -2))
        handle = self._handle()
        if not handle.isNull():
            painter.fillRect(handle.adjusted(-1, -1, 0, 0), colour("card"))
            painter.fillRect(handle, colour("primary"))
        painter.end()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.viewport().unsetCursor()
        return super().viewportEvent(event)


_PAGES = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_MOVES = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_PageUp: (-1, 0),
    Qt.Key.Key_PageDown: (1, 0),
}
_JUMPS = {
    Qt.Key.Key_Home: "left",
    Qt.Key.Key_End: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}
