"""The sheet of a month's figures: one table with a current cell, a range, and columns that fit the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from ..delegates.figure_delegate import FigureDelegate
from ..models.figures_model import (
    BEFORE,
    FIELDS,
    INCREMENT,
    MEASURE,
    NAME,
    NOTE,
    PROBLEM,
    RATE,
    STATE,
    TARGET,
    VALUE,
)
from ..theme import TABLE_HEADER_HEIGHT
from ..widgets.sheet_table import Range, SheetTable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ..models.figures_model import FiguresModel

WIDTHS = {MEASURE: 48, TARGET: 78, BEFORE: 78, INCREMENT: 76, VALUE: 84, RATE: 122, STATE: 62}
SHARES = {NAME: 0.46, NOTE: 0.32, PROBLEM: 0.22}  # of the width that is left
LEAST = {NAME: 170, NOTE: 110, PROBLEM: 90}
_Flag = QItemSelectionModel.SelectionFlag


class FiguresGrid(SheetTable):
    """Moves its own current cell: Enter down, Tab right and on in the next row, over headings."""

    selection_changed = Signal()
    drawn = Signal(object, object)  # Range that is filled from, Range that is filled

    def __init__(self, model: FiguresModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)  # type: ignore[arg-type]
        self.figures = model
        self._anchor = (0, VALUE)
        self.span = (NAME, STATE)
        self.setAccessibleName("填报数")
        self.setFrameShape(SheetTable.Shape.StyledPanel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.set_painter(FigureDelegate(model, self))
        header = self.horizontalHeader()
        header.setFixedHeight(TABLE_HEADER_HEIGHT)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        self.moved.connect(self.move_by)
        self.jumped.connect(self._jump)
        self.pressed_at.connect(self._press)
        self.filled.connect(self._fill)
        self.selectionModel().selectionChanged.connect(lambda *_: self._show_range())

    # ------------------------------------------------------------------------------------------------ widths

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        spare = self.viewport().width() - sum(WIDTHS.values())
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)
        name, note = (max(LEAST[c], int(spare * SHARES[c])) for c in (NAME, NOTE))
        self.setColumnWidth(NAME, name)
        self.setColumnWidth(NOTE, note)
        self.setColumnWidth(PROBLEM, max(LEAST[PROBLEM], spare - name - note))

    # ------------------------------------------------------------------------------------------------ where we are

    @property
    def chosen(self) -> Range | None:
        """What is selected, as one range."""
        parts = self.selectionModel().selection()
        if not parts.count():
            return None
        box = parts.at(0)
        return box.top(), box.left(), box.bottom(), box.right()

    def _show_range(self) -> None:
        self.range = self.chosen
        self.viewport().update()
        self.selection_changed.emit()

    def go(self, row: int, column: int, *, extend: bool = False) -> None:
        """Make a cell current, or draw the range from where it began to it."""
        if not 0 <= row < self.figures.rowCount():
            return
        column = max(NAME, min(column, STATE))
        index = self.figures.index(row, column)
        selection = self.selectionModel()
        if extend:
            top, bottom = sorted((self._anchor[0], row))
            left, right = sorted((self._anchor[1], column))
            selection.setCurrentIndex(index, _Flag.NoUpdate)
            self._select(top, left, bottom, right)
        else:
            self._anchor = (row, column)
            selection.setCurrentIndex(index, _Flag.ClearAndSelect)
        self.scrollTo(index)

    def select_range(self, chosen: Range) -> None:
        """Select a range; the current cell is its first."""
        top, left, bottom, right = chosen
        self._anchor = (top, left)
        self.selectionModel().setCurrentIndex(self.figures.index(top, left), _Flag.NoUpdate)
        self._select(top, left, bottom, right)

    def _select(self, top: int, left: int, bottom: int, right: int) -> None:
        area = QItemSelection(self.figures.index(top, left), self.figures.index(bottom, right))
        self.selectionModel().select(area, _Flag.ClearAndSelect)

    def select_figures(self) -> None:
        """Select all cells that are filled in."""
        if self.figures.rowCount():
            self.select_range((0, INCREMENT, self.figures.rowCount() - 1, PROBLEM))

    def move_by(self, rows: int, columns: int, extend: bool = False) -> None:
        """Move the current cell; headings are stepped over, Tab goes on in the next row."""
        current = self.currentIndex()
        if not current.isValid():
            self.go_first()
            return
        row: int | None = current.row()
        column = current.column() + columns
        if columns and not extend and not NAME <= column <= STATE:
            step = 1 if columns > 0 else -1
            column = INCREMENT if columns > 0 else PROBLEM
            row = self._nearest(current.row() + step, step)
        elif rows:
            aim = max(0, min(current.row() + rows, self.figures.rowCount() - 1))
            row = self._nearest(aim, 1 if rows > 0 else -1)
        if row is not None:
            self.go(row, column, extend=extend)

    def _nearest(self, row: int, step: int) -> int | None:
        while 0 <= row < self.figures.rowCount():
            if not self.figures.rows[row].is_heading:
                return row
            row += step
        return None

    def go_first(self) -> None:
        """To the first figure that can be typed, else the first row."""
        rows = self.figures.rows
        writable = (n for n, row in enumerate(rows) if self.figures.editable(row, VALUE))
        row = next(writable, self._nearest(0, 1))
        if row is not None:
            self.go(row, VALUE)
            if row < 3:
                self.scrollToTop()

    def _jump(self, where: str, extend: bool) -> None:
        row, column = self.currentIndex().row(), self.currentIndex().column()
        if where.startswith(("up", "down")):
            down = where.startswith("down")
            row = self._nearest(self.figures.rowCount() - 1 if down else 0, -1 if down else 1) or row
        else:
            column = min(FIELDS) if where.startswith("left") else PROBLEM
        self.go(row, column, extend=extend)

    def _press(self, index: QModelIndex, extend: bool) -> None:
        if self.figures.rows[index.row()].is_heading:
            return
        if extend:
            self.go(index.row(), index.column(), extend=True)
        else:
            self._anchor = (index.row(), index.column())

    def _fill(self, wanted: Range) -> None:
        before = self.chosen
        if before is not None:
            self.select_range(wanted)
            self.drawn.emit(before, wanted)
