"""The item model of a table of a paper as the import dialog shows it: cells, readings of rows and columns, sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from xiezuo_desktop.importers.readings import ROW_KINDS, meaning_label
from xiezuo_desktop.ui.theme import SMALL, colour, font

if TYPE_CHECKING:
    from xiezuo_desktop.importers.readings import ColumnReading, Place, SheetReading

    from .row_readings import TableReading, Verdict

MOST_ROWS = 1500  # rows shown; more would only be scrolled past
LONGEST = 600  # characters shown of one cell
_FIGURES = 9  # characters on the average: columns below are centred
_BOLD = frozenset({"header", "category"})
_ROW_WORDS = {"division": "任务", "scheme": "评分项", "unknown": ""}
TONES = {"ok": ("ok", "ok_ground"), "bad": ("bad", "bad_ground"), "": ("ink3", "nav")}
Index = QModelIndex | QPersistentModelIndex


def _row_word(sheet: SheetReading) -> str | None:
    """What a row of a table is where it is not an indicator; None where it is."""
    meanings = {c.meaning for c in sheet.columns}
    if "party" in meanings:
        return "单位"
    if {"east", "west"} <= meanings:
        return "结对"
    return _ROW_WORDS.get(sheet.kind)


class PaperModel(QAbstractTableModel):
    """Cells of one table; places covered by a merged cell are empty."""

    def __init__(self, reading: TableReading, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.reading = reading
        self.sheet: SheetReading | None = next(iter(reading.sheets), None)
        self._rows = min(len(reading.rows), MOST_ROWS)
        self._width = reading.width
        self._short = self._short_columns()
        self._bold = QFont(font(SMALL))
        self._bold.setWeight(QFont.Weight.DemiBold)

    def _short_columns(self) -> set[int]:
        lengths: dict[int, list[int]] = {}
        for (r, c), cell in self.reading.cells.items():
            if r < self._rows and self.reading.rows[r].kind not in ("header", "title", "note"):
                lengths.setdefault(c, []).append(len(cell.text))
        return {c for c in range(self._width) if sum(lengths.get(c, [0])) <= _FIGURES * len(lengths.get(c, [0]))}

    def is_short(self, column: int) -> bool:
        """Whether a column holds figures and short words, which look best centred."""
        return column in self._short

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._width

    def show_sheet(self, sheet: SheetReading | None) -> None:
        """Let the header speak of another of the tables that stand below each other."""
        if sheet is not None and sheet is not self.sheet:
            self.sheet = sheet
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self._width - 1))

    def column_reading(self, column: int) -> ColumnReading | None:
        """How a column was read in the table that the header speaks of."""
        found = self.sheet.columns if self.sheet else ()
        return next((c for c in found if c.index == column), None)

    def header_rows(self) -> tuple[Place, ...]:
        """All header rows of the table that the header speaks of."""
        return tuple(row.place for row in self.reading.rows if row.kind == "header" and row.sheet is self.sheet)

    def header_places(self) -> list[Place]:
        """The lowest header row of the table that the header speaks of, on each page."""
        found: dict[int, Place] = {}
        below: set[int] = set()  # tables whose first header has ended
        for row in self.reading.rows:
            number = row.place[0]
            if row.kind == "header" and row.sheet is self.sheet and number not in below:
                found[number] = row.place
            elif number in found:
                below.add(number)
        return list(found.values())

    def _like(self, column: int) -> ColumnReading | None:
        """The column with the same words above it, for one that was read as the other half of a table side by side."""
        header = next((r for r in range(self._rows) if self.reading.rows[r].kind == "header"), None)
        words = self.text(header, column) if header is not None else ""
        if not words or header is None or self.sheet is None:
            return None
        return next((c for c in self.sheet.columns if self.text(header, c.index) == words), None)

    def caption(self, column: int) -> str:
        """What the paper itself says above a column, where that is more than the name of its meaning."""
        found = self.column_reading(column)
        if found is None or not found.caption or found.caption == self.headerData(column, Qt.Orientation.Horizontal):
            return ""
        return found.caption

    @property
    def name_column(self) -> int | None:
        """The column that names the rows; None when there is none."""
        found = self.sheet.columns if self.sheet else ()
        return next((c.index for c in found if c.meaning == "name"), None)

    def name_of(self, row: int) -> str:
        """The words that name a row: those in the column of names, or of a row across the table the first."""
        last = self.name_column
        texts = [self.text(row, c).strip() for c in range((last or 0), -1, -1)]
        return " ".join(next((t for t in texts if t), "").split())

    def kind_label(self, row: int) -> str:
        """What a row was read as, in a word."""
        shown = self.reading.rows[row]
        if shown.kind == "data" and shown.sheet and (word := _row_word(shown.sheet)) is not None:
            return word
        return ROW_KINDS.get(shown.kind, "")

    def text(self, row: int, column: int) -> str:
        """The text of the cell that begins here."""
        cell = self.reading.cells.get((row, column))
        return cell.text if cell else ""

    def row_sum(self, row: int) -> Verdict | None:
        """What the figures of a row add up to."""
        return self.reading.row_sums.get(row)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text(row, column)[:LONGEST]
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._explained(row, column)
            case Qt.ItemDataRole.BackgroundRole:
                return self._ground(row, column)
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(row, column)
            case Qt.ItemDataRole.FontRole:
                return self._bold if self.reading.rows[row].kind in _BOLD else font(SMALL)
            case Qt.ItemDataRole.TextAlignmentRole:
                kind = self.reading.rows[row].kind
                centred = column in self._short and not (kind == "category" and len(self.text(row, column)) > 4)
                return Qt.AlignmentFlag.AlignCenter if centred else Qt.AlignmentFlag.AlignVCenter
        return None

    def _explained(self, row: int, column: int) -> str:
        left = self.reading.unplaced.get((row, column))
        verdict = self.reading.cell_sums.get((row, column))
        text = self.text(row, column)
        if left:
            return f"没能归位：{left.reason}\n{text}"
        return f"{verdict.tip}\n{text}" if verdict else text

    def _ground(self, row: int, column: int) -> QColor | None:
        verdict = self.reading.cell_sums.get((row, column))
        if (row, column) in self.reading.unplaced:
            return colour("warn_ground")
        if verdict:
            return colour(TONES[verdict.tone][1])
        return colour("group") if self.reading.rows[row].kind in _BOLD else None

    def _ink(self, row: int, column: int) -> QColor:
        verdict = self.reading.cell_sums.get((row, column))
        if (row, column) in self.reading.unplaced:
            return colour("warn")
        if verdict:
            return colour(TONES[verdict.tone][0])
        return colour("ink3" if self.reading.rows[row].kind in ("header", "skip") else "ink")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.ToolTipRole:
                verdict = self.row_sum(section)
                said = f"{verdict.tip}\n" if verdict else ""
                return f"{said}第 {self.reading.rows[section].number} 行，单击可以更正它是什么"
            return self.kind_label(section) if role == Qt.ItemDataRole.DisplayRole else None
        column = self.column_reading(section)
        if role == Qt.ItemDataRole.DisplayRole:
            found = column or self._like(section)
            return (meaning_label(found.meaning, self.sheet.kind) if found and self.sheet else "") or "—"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"第 {section + 1} 栏　{column.evidence}\n单击可以更正这一栏是什么" if column else None
        return None

    def spans(self) -> list[tuple[int, int, int, int]]:
        """The merged cells: row, column, rows, columns."""
        return [
            (r, c, min(cell.row_span, self._rows - r), cell.column_span)
            for (r, c), cell in self.reading.cells.items()
            if r < self._rows and (cell.row_span > 1 or cell.column_span > 1)
        ]
