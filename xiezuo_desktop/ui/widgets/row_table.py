"""A list of objects in columns, each cell painted when it is seen: quick with a hundred thousand rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from xiezuo_desktop.ui.blocks import format_block
from xiezuo_desktop.ui.theme import ROW_HEIGHT, TABLE_HEADER_HEIGHT

from .row_cells import Cell, CellDelegate

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
LEAST = 80  # px of a column that shares what is left


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `cell` says what of a row is shown; `width` in pixels, 0: shares what is left by `weight`.

    With `both_ends` what does not fit is left out in the middle: names of rows often differ at their ends.
    A column that can be spared is not shown in a table narrower than `spared_below` pixels.
    """

    head: str
    cell: Callable[[Any], Cell]
    width: int = 0
    weight: float = 1.0
    right: bool = False
    both_ends: bool = False
    spared_below: int = 0


class RowsModel(QAbstractTableModel):
    """The rows and what their cells say; `checked` holds the marks of rows that can be ticked."""

    ticked = Signal()

    def __init__(self, columns: Sequence[Column], *, mark: Callable[[Any], Hashable] | None = None) -> None:
        super().__init__()
        self.columns = list(columns)
        self.rows: Sequence[Any] = []
        self.mark = mark
        self.checked: set[Hashable] = set()

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def cell(self, index: Index) -> Cell:
        """What stands in a cell."""
        return self.columns[index.column()].cell(self.rows[index.row()])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(index).words
        if role == Qt.ItemDataRole.ToolTipRole:
            cell = self.cell(index)
            return cell.tip or (cell.words[:1200] if len(cell.words) > 12 else None)
        if role == Qt.ItemDataRole.CheckStateRole and self.mark and index.column() == 0:
            ticked = self.mark(self.rows[index.row()]) in self.checked
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return Qt.AlignmentFlag.AlignVCenter | side
        return None

    def tick(self, rows: Sequence[int], on: bool | None = None) -> None:
        """Tick or untick rows; without `on`, the other way than the first of them is."""
        if not self.mark or not rows:
            return
        marks = [self.mark(self.rows[row]) for row in rows]
        on = marks[0] not in self.checked if on is None else on
        self.checked = self.checked.union(marks) if on else self.checked.difference(marks)
        self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), len(self.columns) - 1))
        self.ticked.emit()


class RowTable(QTableView):
    """`show_rows` fills it. `chosen` on Enter and double click, `moved` when another row is current."""

    chosen = Signal(object)
    moved = Signal(object)  # the row, None when there is none
    ticked = Signal()

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        *,
        height: int = ROW_HEIGHT,
        mark: Callable[[Any], Hashable] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows_model = RowsModel(columns, mark=mark)
        self.rows_model.ticked.connect(self.ticked)
        self.setModel(self.rows_model)
        self.setItemDelegate(CellDelegate(self))
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setFixedHeight(TABLE_HEADER_HEIGHT)
        across.setHighlightSections(False)
        across.setSectionsClickable(False)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(20)
        down.setDefaultSectionSize(height)
        self.doubleClicked.connect(lambda index: self.chosen.emit(self.rows_model.rows[index.row()]))
        self.selectionModel().currentRowChanged.connect(lambda *_: self.moved.emit(self.current))

    # ------------------------------------------------------------------------------------------------ rows

    def show_rows(self, rows: Sequence[Any], *, same: Callable[[Any, Any], bool] | None = None) -> None:
        """Show these rows; the current one stays where `same` finds it again, else the first is current."""
        before, line, top = self.current, self.currentIndex().row(), self.verticalScrollBar().value()
        self.rows_model.set_rows(rows)
        again = None
        if before is not None and same is not None:
            again = next((number for number, row in enumerate(rows) if same(before, row)), None)
            again = min(line, len(rows) - 1) if again is None and rows else again
        if rows:
            self.selectRow(again or 0)
        if again is not None:
            self.verticalScrollBar().setValue(top)
        self._fit()
        self.moved.emit(self.current)

    @property
    def rows(self) -> Sequence[Any]:
        """All rows."""
        return self.rows_model.rows

    @property
    def current(self) -> Any:
        """The row the cursor is on, None when there is none."""
        row = self.currentIndex().row()
        return self.rows_model.rows[row] if 0 <= row < len(self.rows_model.rows) else None

    @property
    def selected(self) -> list[Any]:
        """The selected rows from top to bottom."""
        return [self.rows_model.rows[n] for n in self._selected_numbers()]

    def _selected_numbers(self) -> list[int]:
        return sorted({index.row() for index in self.selectionModel().selectedRows()})

    def copy(self) -> None:
        """Put the selected rows on the clipboard, as Excel takes them."""
        model = self.rows_model
        rows = [[column.cell(model.rows[row]).words for column in model.columns] for row in self._selected_numbers()]
        QGuiApplication.clipboard().setText(format_block(rows))

    # ------------------------------------------------------------------------------------------------ Qt's events

    def _fit(self) -> None:
        for number, column in enumerate(self.rows_model.columns):
            if column.spared_below:
                super().setColumnHidden(number, self.viewport().width() < column.spared_below)
        columns = [(n, c) for n, c in enumerate(self.rows_model.columns) if not self.isColumnHidden(n)]
        room = float(self.viewport().width() - sum(column.width for _, column in columns))
        weights = sum(column.weight for _, column in columns if not column.width)
        for number, column in sorted(columns, key=lambda c: c[1].weight):  # what the least get is taken from the others
            width = column.width or max(LEAST, int(room * column.weight / weights))
            self.setColumnWidth(number, width)
            if not column.width:
                room, weights = room - width, weights - column.weight

    def setColumnHidden(self, column: int, hide: bool) -> None:
        """The others share the room of a column that is hidden."""
        super().setColumnHidden(column, hide)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self.rows_model.mark and index.isValid() and index.column() == 0:
            self.rows_model.tick([index.row()])
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_Space and self.rows_model.mark:
            self.rows_model.tick(self._selected_numbers())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.chosen.emit(self.current)
        elif event.text().isdigit():
            event.ignore()  # Qt would look for a row that begins with it; pages have better uses for digits
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            key: QKeyEvent = event  # type: ignore[assignment]
            if key.matches(QKeySequence.StandardKey.Copy):
                event.accept()
                return True
        return super().event(event)
