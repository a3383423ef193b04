"""A table of a paper as it looks, with the reading of each row at its left and the meaning of each column above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from xiezuo_desktop.ui.theme import SMALL, colour, font

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from .row_readings import TableReading

MOST_ROWS = 1500  # rows shown; more would only be scrolled past
MOST_LINES = 3  # of one cell
LEAST_WIDTH, LEAST_TEXT_WIDTH, LINE = 46, 130, 18
Index = QModelIndex | QPersistentModelIndex

BOLD_ROWS = {"表头", "类别"}


class PaperModel(QAbstractTableModel):
    """Cells of one table; places covered by a merged cell are empty."""

    def __init__(self, reading: TableReading, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.reading = reading
        self._cells = {
            (r, cell.column): cell for r, row in enumerate(reading.table.rows[:MOST_ROWS]) for cell in row.cells
        }
        self._rows = min(len(reading.table.rows), MOST_ROWS)
        self._width = reading.table.width
        self._centred = {c for c in range(self._width) if self.is_short(c)}
        self._bold = QFont(font(SMALL))
        self._bold.setWeight(QFont.Weight.DemiBold)

    def is_short(self, column: int) -> bool:
        """Whether a column holds figures and short words, which look best centred."""
        lengths = [
            len(cell.text) for (r, c), cell in self._cells.items() if c == column and self.reading.rows[r] != "表头"
        ]
        return not lengths or sum(lengths) / len(lengths) <= 9

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._width

    def text(self, row: int, column: int) -> str:
        """The text of the cell that begins here."""
        cell = self._cells.get((row, column))
        return cell.text if cell else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        left_over = self.reading.unplaced.get((row, column))
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text(row, column)[:300]
            case Qt.ItemDataRole.ToolTipRole:
                return f"没能归位：{left_over.reason}" if left_over else self.text(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return ("没能归位：" if left_over else "") + self.text(row, column)
            case Qt.ItemDataRole.BackgroundRole:
                if left_over:
                    return colour("warn_ground")
                return colour("group") if self.reading.rows[row] in BOLD_ROWS else None
            case Qt.ItemDataRole.ForegroundRole:
                return colour("warn") if left_over else self._ink(row)
            case Qt.ItemDataRole.FontRole:
                return self._bold if self.reading.rows[row] in BOLD_ROWS else font(SMALL)
            case Qt.ItemDataRole.TextAlignmentRole:
                centred = column in self._centred and not (
                    self.reading.rows[row] == "类别" and len(self.text(row, column)) > 4
                )
                return Qt.AlignmentFlag.AlignCenter if centred else Qt.AlignmentFlag.AlignVCenter
        return None

    def _ink(self, row: int) -> QColor:
        return colour("ink3" if self.reading.rows[row] == "表头" else "ink")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        across = orientation == Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.DisplayRole:
            if across:
                return self.reading.columns.get(section, "—")
            return self.reading.rows[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "这一栏读作什么" if across else "这一行读作什么"
        return None

    def spans(self) -> list[tuple[int, int, int, int]]:
        """The merged cells: row, column, rows, columns."""
        return [
            (r, c, min(cell.row_span, self._rows - r), cell.column_span)
            for (r, c), cell in self._cells.items()
            if cell.row_span > 1 or cell.column_span > 1
        ]


class _Meanings(QHeaderView):
    """What rows or columns were read as: the paper's own words are below and beside."""

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        text = str(self.model().headerData(index, self.orientation()) or "")
        across = self.orientation() == Qt.Orientation.Horizontal
        painter.save()
        painter.fillRect(rect, colour("primary_tint" if across and text != "—" else "nav"))
        painter.setPen(colour("line2" if across else "line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(colour("line"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setFont(font(SMALL, QFont.Weight.DemiBold if across or text in BOLD_ROWS else QFont.Weight.Normal))
        painter.setPen(colour(_INKS.get(text, "primary" if across else "ink2")))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


_INKS = {
    "—": "ink_off",
    "表头": "ink3",
    "续行": "ink3",
    "其中": "ink3",
    "未归位": "warn",
    "说明": "ink3",
    "空行": "ink_off",
}


class PaperView(QTableView):
    """Shows a `TableReading`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("原表")
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.setGridStyle(Qt.PenStyle.SolidLine)
        self.setStyleSheet(
            f"QTableView {{ gridline-color: {colour('line').name()}; selection-background-color: {colour('primary_tint').name()};"
            f" selection-color: {colour('ink').name()}; }}"
        )
        self.setHorizontalHeader(_Meanings(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(_Meanings(Qt.Orientation.Vertical, self))
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setFixedHeight(30)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setFixedWidth(58)
        self.verticalHeader().setMinimumSectionSize(24)
        self._model: PaperModel | None = None

    def show_reading(self, reading: TableReading) -> None:
        """Show another table."""
        self._model = PaperModel(reading, self)
        self.clearSpans()
        self.setModel(self._model)
        for span in self._model.spans():
            self.setSpan(*span)
        self._fit()

    def go_to(self, row: int, column: int) -> None:
        """Select a cell and bring it into sight."""
        if self._model is not None:
            index = self._model.index(row, column)
            self.setCurrentIndex(index)
            self.scrollTo(index, QTableView.ScrollHint.PositionAtCenter)

    def _fit(self) -> None:
        """Columns share the width by what stands in them; rows are as tall as their words, up to three lines."""
        model = self._model
        if model is None or not model.columnCount():
            return
        rows, columns = model.rowCount(), model.columnCount()
        needs = [1.0] * columns
        for r in range(min(rows, 200)):
            for c in range(columns):
                cell = model._cells.get((r, c))
                if cell is not None and cell.column_span == 1:
                    needs[c] = max(needs[c], min(len(cell.text), 60) ** 0.75)
        metrics = QFontMetrics(font(SMALL, QFont.Weight.DemiBold))
        least = [
            max(
                LEAST_WIDTH if model.is_short(c) else LEAST_TEXT_WIDTH,
                metrics.horizontalAdvance(str(model.headerData(c, Qt.Orientation.Horizontal))) + 14,
            )
            for c in range(columns)
        ]
        spare = max(0, self.viewport().width() - sum(least))
        total = sum(needs)
        widths = [low + int(spare * need / total) for low, need in zip(least, needs, strict=True)]
        for c, width in enumerate(widths):
            self.setColumnWidth(c, width)
        for r in range(rows):
            lines = 1
            for c in range(columns):
                cell = model._cells.get((r, c))
                if cell is None or cell.row_span > 1:
                    continue
                width = sum(widths[c : c + cell.column_span])
                in_line = max(1, (width - 8) // 12)
                lines = max(lines, sum(-(-max(1, len(part)) // in_line) for part in cell.text[:300].split("\n")))
            self.setRowHeight(r, 10 + LINE * min(lines, MOST_LINES))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(720, 420)
