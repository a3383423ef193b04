"""How the current cell of a sheet moves, and how a range is drawn from it: the same whether one table shows it or several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from PySide6.QtCore import QItemSelection, QItemSelectionModel

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from ..models.sheet_model import SheetModel
    from .sheet_table import Range

_Flag = QItemSelectionModel.SelectionFlag


class Reach(NamedTuple):
    """Columns of a sheet: the cell may be in those from lowest to highest, keys go from first to last of what is typed."""

    lowest: int
    first: int
    last: int
    highest: int


class SheetMoves:
    """Keys and the mouse move one current cell: Enter down, Tab right and on in the next row, over headings.

    A sheet has `sheet` and `cells` before anything moves, and says what `reach` and `show_cell` are to it.
    """

    sheet: SheetModel
    cells: QItemSelectionModel
    drawn: ClassVar[Any]  # Signal: Range that is filled from, Range that is filled
    _anchor = (0, 0)  # where the range was begun

    def reach(self) -> Reach:
        """The columns in which the cell moves."""
        raise NotImplementedError

    def show_cell(self, index: QModelIndex) -> None:
        """Bring the cell that has become the current one into view."""
        raise NotImplementedError

    def go_first(self) -> None:
        """To where work begins."""
        raise NotImplementedError

    @property
    def current(self) -> QModelIndex:
        """The current cell."""
        return self.cells.currentIndex()

    @property
    def chosen(self) -> Range | None:
        """What is selected, as one range."""
        parts = self.cells.selection()
        boxes = [parts.at(n) for n in range(parts.count())]
        if not boxes:
            return None
        return (
            min(b.top() for b in boxes),
            min(b.left() for b in boxes),
            max(b.bottom() for b in boxes),
            max(b.right() for b in boxes),
        )

    def go(self, row: int, column: int, *, extend: bool = False) -> None:
        """Make a cell current, or draw the range from where it began to it."""
        if not 0 <= row < self.sheet.rowCount():
            return
        reach = self.reach()
        column = max(reach.lowest, min(column, reach.highest))
        index = self.sheet.index(row, column)
        if extend:
            top, bottom = sorted((self._anchor[0], row))
            left, right = sorted((self._anchor[1], column))
            self.cells.setCurrentIndex(index, _Flag.NoUpdate)
            self._select(top, left, bottom, right)
        else:
            self._anchor = (row, column)
            self.cells.setCurrentIndex(index, _Flag.ClearAndSelect)
        self.show_cell(index)

    def select_range(self, chosen: Range) -> None:
        """Select a range; the current cell is its first."""
        self._anchor = chosen[:2]
        self.cells.setCurrentIndex(self.sheet.index(*self._anchor), _Flag.NoUpdate)
        self._select(*chosen)

    def _select(self, top: int, left: int, bottom: int, right: int) -> None:
        area = QItemSelection(self.sheet.index(top, left), self.sheet.index(bottom, right))
        self.cells.select(area, _Flag.ClearAndSelect)

    def select_all(self) -> None:
        """Select all cells that are typed into."""
        reach = self.reach()
        if self.sheet.rowCount() and reach.first <= reach.last:
            self.select_range((0, reach.first, self.sheet.rowCount() - 1, reach.last))

    def move_by(self, rows: int, columns: int, extend: bool = False) -> None:
        """Move the current cell; headings are stepped over, Tab goes on in the next row."""
        if not self.current.isValid():
            self.go_first()
            return
        reach = self.reach()
        row: int | None = self.current.row()
        column = self.current.column() + columns
        if columns and not extend and not reach.lowest <= column <= reach.highest:
            step = 1 if columns > 0 else -1
            column = reach.first if columns > 0 else reach.last
            row = self.nearest(self.current.row() + step, step)
        elif rows:
            aim = max(0, min(self.current.row() + rows, self.sheet.rowCount() - 1))
            row = self.nearest(aim, 1 if rows > 0 else -1)
        if row is not None:
            self.go(row, column, extend=extend)

    def nearest(self, row: int, step: int) -> int | None:
        """A row that is no heading, from a row on; None where the sheet ends."""
        while 0 <= row < self.sheet.rowCount():
            if not self.sheet.rows[row].is_heading:
                return row
            row += step
        return None

    def jump(self, where: str, extend: bool) -> None:
        """As far as it goes: up, down, left or right."""
        row: int | None = self.current.row()
        column = self.current.column()
        if where in ("up", "down"):
            row = self.nearest(0, 1) if where == "up" else self.nearest(self.sheet.rowCount() - 1, -1)
        else:
            column = self.reach().first if where == "left" else self.reach().last
        if row is not None:
            self.go(row, column, extend=extend)

    def press(self, index: QModelIndex, extend: bool) -> None:
        """A cell was clicked; the table itself makes it the current one."""
        if self.sheet.rows[index.row()].is_heading:
            return
        if extend:
            self.go(index.row(), index.column(), extend=True)
        else:
            self._anchor = (index.row(), index.column())

    def fill_to(self, wanted: Range) -> None:
        """The handle was drawn over a range."""
        before = self.chosen
        if before is not None:
            self.select_range(wanted)
            self.drawn.emit(before, wanted)
