"""A tree that is used like a spreadsheet: cells, typing, Enter and Tab; rows are dragged with a line and a sentence as hint."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QTableView,
    QWidget,
)

from ..theme import ROW_HEIGHT, SMALL, TABLE_HEADER_HEIGHT, font

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QKeyEvent,
        QMouseEvent,
        QResizeEvent,
    )

    from ..delegates.outline_delegate import OutlineDelegate
    from ..models.outline_model import OutlineModel
    from .outline_drag import RowDrag

_Hint = QAbstractItemDelegate.EndEditHint
_Trigger = QAbstractItemView.EditTrigger
ENOUGH = 400  # px of the column that takes the rest, from which others may have some of it
NOTHING: dict[int, int] = {}


class OutlineView(QTableView):
    """The open rows of a tree (the delegate draws the levels), a current cell, and editing where it stands.

    All rows that are to be painted are painted in one go: Qt would ask Python for each cell, several times.
    """

    list_wanted = Signal(QModelIndex, str)  # a cell whose editor is a list; what was typed to open it
    editor_closed = Signal()
    refused = Signal(QModelIndex)  # a cell that somebody wanted to type into and that cannot be

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_committing = False  # what is typed is being written just now
        self.list_columns: frozenset[int] = frozenset()
        self._is_unfit = False  # rows need other heights
        self._widths: Mapping[int, int] = NOTHING
        self._grow: Mapping[int, int] = NOTHING  # column → px that it may have beyond its width
        self._given = 0  # px that each of these was offered
        self.area: QRect | None = None  # what is being painted just now
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(_Trigger.DoubleClicked | _Trigger.EditKeyPressed | _Trigger.AnyKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)  # drawn here, with words
        self.setTabKeyNavigation(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT)
        header = self.header()
        header.setFixedHeight(TABLE_HEADER_HEIGHT)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        side = self.verticalHeader()
        side.hide()
        side.setMinimumSectionSize(ROW_HEIGHT)
        side.setDefaultSectionSize(ROW_HEIGHT)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def header(self) -> QHeaderView:
        """The headings of the columns."""
        return self.horizontalHeader()

    def show_rows(self, model: OutlineModel[Any], delegate: OutlineDelegate) -> None:
        """Show a model, painted by a delegate."""
        self.rows_model, self._painter = model, delegate
        self.setModel(model)
        self.setItemDelegate(delegate)
        model.modelReset.connect(self.fit_rows)
        model.rowsInserted.connect(lambda _, first, last: self._raise_rows(first, last))
        if delegate.fits_words:
            model.dataChanged.connect(self.fit_rows)
        self._raise_rows(0, model.rowCount() - 1)

    def set_columns(
        self, widths: dict[int, int], stretched: int, lists: frozenset[int], grow: Mapping[int, int] = NOTHING
    ) -> None:
        """Widths of the columns in px; one takes the rest; `lists` open a list instead of a line.

        Where the rest is more than `ENOUGH`, the columns in `grow` share it, each up to so many px.
        """
        self.list_columns = lists
        self._widths, self._grow, self._given = widths, grow, 0
        header = self.header()
        header.setMinimumSectionSize(36)
        for column, width in widths.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, width)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._grow:
            self._share_room()

    def _share_room(self) -> None:
        """Give the columns that grow their part; what a person made of them stays until that changes."""
        taken = sum(width for column, width in self._widths.items() if not self.isColumnHidden(column))
        room = self.maximumViewportSize().width()  # asking the viewport itself makes all widget types
        given = max(0, room - taken - ENOUGH) // (len(self._grow) + 1)
        if given != self._given:
            self._given = given
            for column, most in self._grow.items():
                self.header().resizeSection(column, self._widths[column] + min(given, most))

    # ------------------------------------------------------------------------------------------------ rows

    def fit_rows(self) -> None:
        """Give all rows the height they need. Qt keeps the heights that rows had, also when a model begins anew."""
        last = self.rows_model.rowCount() - 1
        wanted = dict.fromkeys(self._tall_rows(0, last), ROW_HEIGHT) | dict(self._painter.heights(0, last))
        side = self.verticalHeader()
        for row, height in wanted.items():
            if side.sectionSize(row) != height:
                side.resizeSection(row, height)

    def fit_rows_soon(self) -> None:
        """The same before the next painting: while Qt gives columns their width it does not give rows another height."""
        self._is_unfit = True
        self.scheduleDelayedItemsLayout()

    def doItemsLayout(self) -> None:
        if self._is_unfit:
            self._is_unfit = False
            self.fit_rows()
        super().doItemsLayout()

    def _tall_rows(self, first: int, last: int) -> list[int]:
        """The rows that are higher than most just now; halves that are as high as their number tells hold none."""
        side = self.verticalHeader()
        if first > last:
            return []
        end = side.sectionPosition(last) + side.sectionSize(last)
        if end - side.sectionPosition(first) == (last - first + 1) * ROW_HEIGHT:
            return []
        if first == last:
            return [first]
        middle = (first + last) // 2
        return [*self._tall_rows(first, middle), *self._tall_rows(middle + 1, last)]

    def _raise_rows(self, first: int, last: int) -> None:
        side = self.verticalHeader()
        for row, height in self._painter.heights(first, last):
            side.resizeSection(row, height)

    def is_heading(self, index: QModelIndex) -> bool:
        """Whether a row is a heading that opens and closes."""
        return bool(self.rows_model.node(index).is_heading)

    def isExpanded(self, index: QModelIndex) -> bool:
        """Whether the rows below a row are shown."""
        return index.isValid() and self.rows_model.is_open(index.row())

    def setExpanded(self, index: QModelIndex, open_: bool) -> None:
        """Show the rows below a row, or fold them away."""
        if index.isValid():
            self.rows_model.set_open(index.row(), open_)
            self.viewport().update()

    def expand(self, index: QModelIndex) -> None:
        """Show the rows below a row."""
        self.setExpanded(index, True)

    def collapse(self, index: QModelIndex) -> None:
        """Fold the rows below a row away."""
        self.setExpanded(index, False)

    def expandAll(self) -> None:
        """Show all rows."""
        self.rows_model.set_closed(())

    def toggle(self, index: QModelIndex) -> None:
        """Open or close a row."""
        first = index.siblingAtColumn(0)
        self.setExpanded(first, not self.isExpanded(first))

    def chosen_rows(self) -> list[int]:
        """The numbers of the selected rows, from top to bottom."""
        chosen = self.selectionModel().selection()
        parts = map(chosen.at, range(chosen.count()))
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    # ------------------------------------------------------------------------------------------------ moving and typing

    def go(self, index: QModelIndex) -> None:
        """Make a cell the current one and select its row."""
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag  # said here, or Qt looks whether Ctrl or Shift is held down
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)

    def go_to(self, key: Hashable, column: int) -> bool:
        """The same by the key of a row, opening what it is folded away under; whether it is there."""
        self.rows_model.reveal(key)
        index = self.rows_model.index_of(key, column)
        self.go(index)
        return index.isValid()

    def step(self, columns: int = 0, rows: int = 0) -> bool:
        """Go on by cells; past the end of a row into the next one. False where the table ends."""
        index = self.currentIndex()
        shown = [column for column in range(self.model().columnCount()) if not self.isColumnHidden(column)]
        column = index.column()
        if columns:
            at = shown.index(column) + columns
            if 0 <= at < len(shown):
                column = shown[at]
            else:
                rows, column = (1, shown[0]) if columns > 0 else (-1, shown[-1])
        row = index.row() + rows
        if not 0 <= row < self.model().rowCount():
            return False
        self.go(self.model().index(row, column))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from .outline_keys import press

        if not press(self, event):
            super().keyPressEvent(event)

    def edit(self, index: QModelIndex, trigger: Any = _Trigger.AllEditTriggers, event: QEvent | None = None) -> bool:  # type: ignore[override]
        can_edit = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        if trigger == _Trigger.DoubleClicked and not can_edit and not self.is_heading(index.siblingAtColumn(0)):
            self.refused.emit(index)
        if index.column() in self.list_columns:
            if trigger == _Trigger.DoubleClicked and can_edit:
                self.list_wanted.emit(index, "")
            return False
        return super().edit(index, trigger, event)  # type: ignore[arg-type]

    @property
    def is_editing(self) -> bool:
        """Whether a cell is being typed into."""
        return self.state() == QAbstractItemView.State.EditingState

    def commitData(self, editor: QWidget) -> None:
        self.is_committing = True
        super().commitData(editor)
        self.is_committing = False

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, _Hint.NoHint)
        focused = QApplication.focusWidget()
        if focused is None or self.isAncestorOf(focused):  # not where the person has gone on elsewhere
            self.setFocus()
        if hint == _Hint.SubmitModelCache:
            self.step(rows=1)
        elif hint == _Hint.EditNextItem:
            self.step(1)
        elif hint == _Hint.EditPreviousItem:
            self.step(-1)
        self.editor_closed.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == 0 and event.button() == Qt.MouseButton.LeftButton:
            first = index.siblingAtColumn(0)
            if self.is_heading(first) and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                self.toggle(first)

    # ------------------------------------------------------------------------------------------------ dragging

    @cached_property
    def drag(self) -> RowDrag:
        """The rows that are being dragged."""
        from .outline_drag import RowDrag

        return RowDrag(self)

    def drop_words(self, index: QModelIndex, zone: str) -> str:
        """What happens to rows that are dropped before a row, after it or into it."""
        name = short_name(str(index.siblingAtColumn(1).data()))
        if self.is_heading(index):
            return f"移到“{name}”的最前面"
        return f"成为“{name}”的其中" if zone == "into" else f"移到“{name}”之{'前' if zone == 'before' else '后'}"

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is self:
            event.acceptProposedAction()
        else:
            event.ignore()  # files are the window's

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.source() is not self:
            event.ignore()
            return
        super().dragMoveEvent(event)  # scrolls at the edges
        self.drag.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drag.show(None, "")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drag.drop(event)
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)

    # ------------------------------------------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let Qt paint one cell; its delegate then calls `paint_area`, with Qt's painter.

        To make one here, PySide looks which of all its widgets can be painted on: 5 ms of a start.
        """
        self.executeDelayedItemsLayout()
        self.area = event.rect()
        super().paintEvent(QPaintEvent(QRect(self.area.topLeft(), QSize(1, 1))))
        self.area = None

    def paint_area(self, painter: QPainter, area: QRect) -> None:
        """Paint all rows in a part of the viewport."""
        self._paint_rows(painter, area)
        if "drag" in vars(self):
            self.drag.paint(painter)

    def _paint_rows(self, painter: QPainter, area: QRect) -> None:
        side, header = self.verticalHeader(), self.header()
        first, last = side.visualIndexAt(area.top()), side.visualIndexAt(area.bottom())
        if first < 0:
            return
        last = self.model().rowCount() - 1 if last < 0 else last
        cells = self._cells_in(area)
        if not cells:
            return
        selection = self.selectionModel().selection()
        chosen = [(part.top(), part.bottom()) for part in map(selection.at, range(selection.count()))]
        begins, width = header.sectionViewportPosition(0), header.length()
        for row in range(first, last + 1):
            box = QRect(begins, side.sectionViewportPosition(row), width, side.sectionSize(row))
            selected = any(top <= row <= bottom for top, bottom in chosen)
            self._painter.paint_row(painter, row, box, cells, selected=selected)
        current = self.currentIndex()
        row = current.row()
        if first <= row <= last and self.hasFocus() and any(top <= row <= bottom for top, bottom in chosen):
            self._painter.paint_frame(painter, self.visualRect(current), current.column())

    def _cells_in(self, area: QRect) -> list[tuple[int, int, int]]:
        """The columns in a part of the viewport, with their places and widths."""
        header = self.header()
        columns = range(self.model().columnCount())
        placed = ((c, header.sectionViewportPosition(c), header.sectionSize(c)) for c in columns)
        return [
            (column, left, width)
            for column, left, width in placed
            if width and left <= area.right() and left + width > area.left()
        ]


def short_name(name: str, where: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle) -> str:
    """A name, cut where it is long for a hint."""
    return QFontMetrics(font(SMALL)).elidedText(name, where, 240)
