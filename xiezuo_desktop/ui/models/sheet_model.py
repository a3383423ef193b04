"""What the Qt models of the sheets – the matrix, a month's figures – have in common: rows and numbered columns of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole
_FLAG = Qt.ItemFlag
_HEADING_FLAGS = _FLAG.ItemIsEnabled | _FLAG.ItemNeverHasChildren  # joined once: Qt asks for each cell it paints
_READ_FLAGS = _HEADING_FLAGS | _FLAG.ItemIsSelectable
_EDIT_FLAGS = _READ_FLAGS | _FLAG.ItemIsEditable


class SheetModel(QAbstractTableModel):
    """`rows` have `is_heading`; what stands in their cells is said by row and number of the column, painted by a delegate."""

    typed = Signal(object, int, str)  # row, column of the model, text
    rows: list[Any]

    # ------------------------------------------------------------------------------------------------ cells

    def text(self, row: Any, column: int) -> str:
        """What stands in a cell, as it is typed."""
        raise NotImplementedError

    def display(self, row: Any, column: int) -> str:
        """What a cell shows."""
        raise NotImplementedError

    def editable(self, row: Any, column: int) -> bool:
        """Whether a cell of a row that is no heading can be typed into."""
        raise NotImplementedError

    def spoken(self, row: Any, column: int) -> str:
        """What a screen reader says of a cell."""
        raise NotImplementedError

    def tip(self, row: Any, column: int) -> str | None:
        """What is said about a cell of a row that is no heading while the mouse is over it."""
        raise NotImplementedError

    def side(self, column: int) -> Qt.AlignmentFlag:
        """At which side a column is set."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------------------------ Qt's questions

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return _FLAG.NoItemFlags
        row = self.rows[index.row()]
        if row.is_heading:
            return _HEADING_FLAGS
        return _EDIT_FLAGS if self.editable(row, index.column()) else _READ_FLAGS

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        answer = _ANSWERS.get(_Role(role))
        return answer(self, self.rows[index.row()], index.column()) if answer else None

    def setData(self, index: Index, value: Any, role: int = _Role.EditRole) -> bool:
        if role != _Role.EditRole or not self.flags(index) & _FLAG.ItemIsEditable:
            return False
        row, text = self.rows[index.row()], str(value).strip()
        if text != self.text(row, index.column()):
            self.typed.emit(row, index.column(), text)
        return True


_ANSWERS: dict[Qt.ItemDataRole, Callable[[SheetModel, Any, int], Any]] = {
    _Role.DisplayRole: lambda model, row, column: model.display(row, column),
    _Role.EditRole: lambda model, row, column: model.text(row, column),
    _Role.AccessibleTextRole: lambda model, row, column: model.spoken(row, column),
    _Role.ToolTipRole: lambda model, row, column: None if row.is_heading else model.tip(row, column),
    _Role.TextAlignmentRole: lambda model, row, column: int(model.side(column)),
}
