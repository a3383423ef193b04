"""The matrix as one sheet: names and totals stay at the left, what is left over at the right, the columns move between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollBar, QWidget

from ...core.numbers import with_thousands
from ..delegates.outline_delegate import metrics
from ..models.matrix_model import FIRST, MEASURE, NAME, TARGET
from ..theme import BODY, SMALL, colour
from ..widgets.sheet_moves import Reach, SheetMoves
from .matrix_table import HEADER_HEIGHT, MatrixTable
from .matrix_totals import MatrixTotals

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ..models.matrix_model import MatrixModel

NAME_WIDTH, NAME_WIDEST, NAME_ROOMY, MEASURE_WIDTH, TARGET_WIDTH, LEFT_WIDTH = 250, 430, 640, 48, 78, 78
NARROWEST, WIDEST, ROOMY = 73, 132, 150  # px of a column of amounts; the last where the window has room left
MEASURED = 120  # rows that are looked at for the width of a column
EDGE = 2  # px of the lines that stand for the fixed columns


class MatrixGrid(SheetMoves, QFrame):
    """Three tables that are used as one."""

    selection_changed = Signal()
    drawn = Signal(object, object)  # Range that is filled from, Range that is filled
    refused = Signal(QModelIndex)  # a cell that somebody wanted to type into and that cannot be
    cleared = Signal()

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: MatrixModel = model
        self._needed: list[int] = []  # px of each column of amounts
        self._added = -1  # px that each of them has got beyond that; -1 before it has any width
        self.setObjectName("matrix")
        self.setProperty("look", "card")
        self.left, self.main, self.right = (MatrixTable(model, self) for _ in range(3))
        self.parts = (self.left, self.main, self.right)
        self.cells = self.main.selectionModel()
        self.totals = MatrixTotals(self)
        self.main.setAccessibleName("分解数")
        self.left.setAccessibleName("指标")
        self.right.setAccessibleName("未分配")
        self._across, self._down = QScrollBar(Qt.Orientation.Horizontal), QScrollBar(Qt.Orientation.Vertical)
        self._lay_out()
        self._connect()
        self.arrange()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(1, 1, 1, 1)
        grid.setSpacing(0)
        for column, part in ((0, self.left), (2, self.main), (4, self.right)):
            grid.addWidget(part, 0, column)
        for column in (1, 3):
            edge = QFrame()
            edge.setFixedWidth(EDGE)
            edge.setStyleSheet(f"background: {colour('line2').name()}; border: 0;")
            grid.addWidget(edge, 0, column)
        grid.addWidget(self.totals, 1, 0, 1, 5)
        grid.addWidget(self._across, 2, 2)
        grid.addWidget(self._down, 0, 6)
        grid.setColumnStretch(2, 1000)
        grid.setColumnStretch(5, 1)
        grid.setRowStretch(0, 1)

    def _connect(self) -> None:
        for part in self.parts:
            if part is not self.main:
                part.setSelectionModel(self.cells)
            part.moved.connect(self.move_by)
            part.jumped.connect(self.jump)
            part.pressed_at.connect(self.press)
            part.cleared.connect(self.cleared)
            part.refused.connect(self.refused)
            part.filled.connect(self.fill_to)
        self.right.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(self.main)
        for bar, inner in (
            (self._down, self.main.verticalScrollBar()),
            (self._across, self.main.horizontalScrollBar()),
        ):
            inner.rangeChanged.connect(lambda low, high, b=bar, i=inner: self._take_range(b, i, low, high))
            inner.valueChanged.connect(bar.setValue)
            bar.valueChanged.connect(inner.setValue)
        for one in self.parts:
            for other in self.parts:
                if one is not other:
                    one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
        self.main.horizontalScrollBar().valueChanged.connect(lambda _: self._follow())
        self.cells.selectionChanged.connect(lambda *_: self._show_range())
        self.cells.currentChanged.connect(lambda *_: self.totals.show_current())
        self.main.horizontalHeader().sectionPressed.connect(lambda _: self.main.setFocus())
        self.sheet.modelReset.connect(self.arrange)
        self.sheet.dataChanged.connect(lambda *_: self.totals.forget())

    @staticmethod
    def _take_range(bar: QScrollBar, inner: QScrollBar, low: int, high: int) -> None:
        bar.setRange(low, high)
        bar.setPageStep(inner.pageStep())
        bar.setSingleStep(inner.singleStep())
        bar.setVisible(high > low)

    def _follow(self) -> None:
        """The columns have moved: texts over a whole row stay where they are seen."""
        self.totals.update()
        height = self.main.viewport().height()
        first = max(self.main.rowAt(0), 0)
        last = self.main.rowAt(height - 1)
        for number in range(first, (last if last >= 0 else self.sheet.rowCount() - 1) + 1):
            if self.sheet.rows[number].across:
                top = self.main.rowViewportPosition(number)
                self.main.viewport().update(0, top, self.main.viewport().width(), self.main.rowHeight(number))

    def look_again(self) -> None:
        """Paint anew: what can be typed into may have changed."""
        for part in self.parts:
            part.viewport().update()
            part.horizontalHeader().viewport().update()

    # ------------------------------------------------------------------------------------------------ widths

    def arrange(self) -> None:
        """Show each column in its part and give it its width."""
        last = self.sheet.columnCount() - 1
        for column in range(last + 1):
            home = self.left if column < FIRST else self.right if column == last else self.main
            for part in self.parts:
                if part.isColumnHidden(column) != (part is not home):
                    part.setColumnHidden(column, part is not home)
        self.left.span, self.main.span, self.right.span = (NAME, TARGET), (FIRST, last - 1), (last, last)
        longest = self._longest()
        self._needed = [self._width_of(column, longest.get(column, "")) for column in range(FIRST, last)]
        self._added = -1
        self.left.setColumnWidth(MEASURE, MEASURE_WIDTH)
        self.left.setColumnWidth(TARGET, TARGET_WIDTH)
        self.right.setColumnWidth(last, LEFT_WIDTH)
        self.right.setFixedWidth(LEFT_WIDTH)
        for part in self.parts:
            part.horizontalHeader().setFixedHeight(HEADER_HEIGHT)
        self.totals.forget()
        self._fit_names()
        self._show_range()

    def _longest(self) -> dict[int, str]:
        """The longest amount of each column, of those in the first rows."""
        places = {column: number for number, column in enumerate(self.sheet.columns, FIRST)}
        found: dict[int, str] = {}
        for row in self.sheet.rows[:MEASURED]:
            for column, text in ({} if row.is_heading else row.cells).items():
                number, shown = places.get(column, -1), with_thousands(text)
                if len(shown) > len(found.get(number, "")):
                    found[number] = shown
        return found

    def _width_of(self, column: int, longest: str) -> int:
        upper, lower = self.sheet.head(column)
        heads = metrics(SMALL, 600).horizontalAdvance(lower or upper) + 14
        return max(NARROWEST, min(WIDEST, max(heads, metrics(BODY).horizontalAdvance(longest) + 18)))

    def _fit_names(self) -> None:
        """The names take what the columns leave, up to a measure; what is left then widens the columns, then the names."""
        bar = 12
        spare = self.width() - sum(self._needed) - MEASURE_WIDTH - TARGET_WIDTH - LEFT_WIDTH - 2 * EDGE - bar
        wide = max(NAME_WIDTH, min(NAME_WIDEST, spare))
        if self.width() < 820:
            wide = 160
        columns = self._widen((spare - wide) // max(len(self._needed), 1))
        wide = max(wide, min(NAME_ROOMY, spare - (columns - sum(self._needed))))
        self.left.setColumnWidth(NAME, wide)
        self.left.setFixedWidth(wide + MEASURE_WIDTH + TARGET_WIDTH)
        self.main.setMaximumWidth(max(columns, NARROWEST))

    def _widen(self, room: int) -> int:
        """Give each column of amounts what it needs, and some of this room (px a column). Returns the width of them all."""
        added = max(0, min(room, ROOMY))
        widths = [max(needed, min(needed + added, ROOMY)) for needed in self._needed]
        if added != self._added:
            self._added = added
            for column, width in enumerate(widths, FIRST):
                self.main.setColumnWidth(column, width)
        return sum(widths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()

    # ------------------------------------------------------------------------------------------------ where we are

    def part_of(self, column: int) -> MatrixTable:
        """The table that shows a column."""
        return self.left if column < FIRST else self.right if column == self.sheet.columnCount() - 1 else self.main

    def _show_range(self) -> None:
        for part in self.parts:
            part.range = self.chosen
            part.viewport().update()
        self.selection_changed.emit()

    def reach(self) -> Reach:
        last = self.sheet.columnCount() - 2  # behind the last amount stands what is left over
        return Reach(NAME, FIRST, last, last)

    def show_cell(self, index: QModelIndex) -> None:
        part = self.part_of(index.column())
        if any(p.hasFocus() for p in self.parts):
            part.setFocus()
        part.scrollTo(index)

    def go_first(self) -> None:
        """To the first amount."""
        row = self.nearest(0, 1)
        if row is not None:
            self.go(row, FIRST if self.sheet.columns else TARGET)

    def show_current(self) -> None:
        """Bring the current cell into view, with the heading above the first row."""
        self.main.scrollToTop()
        if self.current.isValid():
            self.part_of(self.current.column()).scrollTo(self.current)

    def edge_positions(self) -> list[tuple[int, int, int]]:
        """For the row of totals: column, left end and width of every column in view, in this widget's pixels."""
        out = []
        for part in self.parts:
            header = part.horizontalHeader()
            for column in range(max(header.visualIndexAt(0), part.span[0]), part.span[1] + 1):
                x = header.sectionViewportPosition(column)
                if x >= part.width():
                    break
                out.append((column, part.x() + x, header.sectionSize(column)))
        return out
