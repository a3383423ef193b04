"""The sheet of a month's figures: one table with a current cell, a range, and columns that fit the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from ..delegates.figure_delegate import FigureDelegate
from ..models.figures_model import (
    BEFORE,
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
from ..widgets.sheet_moves import Reach, SheetMoves
from ..widgets.sheet_table import SheetTable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ..models.figures_model import FiguresModel

WIDTHS = {MEASURE: 48, TARGET: 78, BEFORE: 78, INCREMENT: 76, VALUE: 84, RATE: 122, STATE: 62}
SHARES = {NAME: 0.46, NOTE: 0.32, PROBLEM: 0.22}  # of the width that is left
LEAST = {NAME: 170, NOTE: 110, PROBLEM: 90}


class FiguresGrid(SheetMoves, SheetTable):
    """One table is the whole sheet."""

    selection_changed = Signal()
    drawn = Signal(object, object)  # Range that is filled from, Range that is filled

    def __init__(self, model: FiguresModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)  # type: ignore[arg-type]
        self.sheet, self.cells = model, self.selectionModel()
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
        self.jumped.connect(self.jump)
        self.pressed_at.connect(self.press)
        self.filled.connect(self.fill_to)
        self.cells.selectionChanged.connect(lambda *_: self._show_range())

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

    def _show_range(self) -> None:
        self.range = self.chosen
        self.viewport().update()
        self.selection_changed.emit()

    def reach(self) -> Reach:
        return Reach(NAME, INCREMENT, PROBLEM, STATE)

    def show_cell(self, index: QModelIndex) -> None:
        self.scrollTo(index)

    def go_first(self) -> None:
        """To the first figure that can be typed, else the first row."""
        rows = self.sheet.rows
        writable = (n for n, row in enumerate(rows) if self.sheet.editable(row, VALUE))
        row = next(writable, self.nearest(0, 1))
        if row is not None:
            self.go(row, VALUE)
            if row < 3:
                self.scrollToTop()
