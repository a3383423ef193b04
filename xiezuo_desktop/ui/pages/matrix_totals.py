"""The last line of the matrix: what each column adds up to, in the measure unit of the current row."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

from ...core.checks.facts import plain
from ...core.numbers import shown, with_thousands
from ..delegates.outline_delegate import PAD, metrics
from ..models.matrix_model import FIRST, MEASURE, NAME, TARGET
from ..theme import BODY, ROW_HEIGHT, SMALL, colour, font

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ...core.records import Indicator
    from .matrix_grid import MatrixGrid

_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
AT_ONCE = 200  # rows up to which a column is added up while it is painted
MOST_ROWS = 500  # above which the totals of whole rows are not added up: every split would be read


class MatrixTotals(QWidget):
    """One line under the tables; 其中 rows are not counted twice."""

    def __init__(self, grid: MatrixGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self._known: dict[tuple[str, int], Decimal | None] = {}
        self._wanted: list[int] = []  # columns in view that are added up when there is time
        self._rows: dict[str, list[Indicator]] = {}
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._add_up)
        self._measure = ""
        self.setFixedHeight(ROW_HEIGHT + 2)
        self.setToolTip("与当前行计量单位相同的各行之和；“其中”等下级行不重复计算")

    def forget(self) -> None:
        """The numbers have changed."""
        self._known.clear()
        self._rows.clear()
        self.show_current()

    def show_current(self) -> None:
        """Add up in the unit of the row that is current now."""
        index = self._grid.current
        rows = self._grid.sheet.rows
        if index.isValid() and index.row() < len(rows) and not rows[index.row()].is_heading:
            self._measure = rows[index.row()].indicator.measure_unit
        elif not self._measure:
            first = next((r for r in rows if not r.is_heading), None)
            self._measure = first.indicator.measure_unit if first else ""
        self.update()

    def total(self, column: int) -> Decimal | None:
        """What a column of the model adds up to; None where it holds nothing of this measure."""
        key = (self._measure, column)
        if key not in self._known:
            amounts = self._grid.sheet.column_at(column)
            splitter = self._grid.sheet.splitter
            if amounts is not None:
                self._known[key] = splitter.column_total(self._counted(), amounts, self._measure)
            else:
                self._known[key] = self._whole(column == TARGET)
        return self._known[key]

    def _counted(self) -> list[Indicator]:
        """The rows that are added up."""
        if self._measure not in self._rows:
            splitter = self._grid.sheet.splitter
            self._rows[self._measure] = [i for i in splitter.plan.indicators if splitter.adds_up(i, self._measure)]
        return self._rows[self._measure]

    def _add_up(self) -> None:
        """One column of many rows, between two frames."""
        if self._wanted:
            self.total(self._wanted.pop())
            self.update()
        else:
            self._later.stop()

    def _whole(self, of_targets: bool) -> Decimal | None:
        total = None
        splitter = self._grid.sheet.splitter
        if len(self._counted()) > MOST_ROWS:
            return None
        for indicator in self._counted():
            balance = splitter.balance(indicator)
            number = balance.whole if of_targets else balance.left
            if number is not None:
                total = (total or Decimal(0)) + number
        return total

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("nav"))
        self._wanted.clear()
        painter.setPen(colour("line2"))
        painter.drawLine(0, 0, self.width(), 0)
        if not self._grid.sheet.rows:
            return
        last = self._grid.sheet.columnCount() - 1
        main = self._grid.main.geometry()
        for column, left, width in self._grid.edge_positions():
            box = QRect(left, 1, width, self.height() - 1)
            painter.setClipRect(box & main.adjusted(0, -9999, 0, 9999) if FIRST <= column < last else box)
            if column == NAME:
                self._write(painter, box.adjusted(PAD + 4, 0, 0, 0), "合计", left=True, strong=True)
            elif column == MEASURE:
                painter.setFont(font())
                painter.setPen(colour("ink3"))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, self._measure)
            else:
                self._paint_total(painter, box, column, last)
        painter.end()

    def _paint_total(self, painter: QPainter, box: QRect, column: int, last: int) -> None:
        if (self._measure, column) not in self._known and len(self._counted()) > AT_ONCE:
            self._wanted.append(column)
            self._later.start()
            return
        number = self.total(column)
        if number is None:
            return
        text = with_thousands(shown(plain(abs(number))))
        sign = "−" if number < 0 else "+" if column == last and number else ""
        ink = "ink"
        if column == last:
            ink = "ok" if not number else "warn" if number > 0 else "bad"
        self._write(painter, box.adjusted(2, 0, -PAD, 0), sign + text, ink=ink, strong=True)

    def _write(
        self, painter: QPainter, room: QRect, text: str, *, ink: str = "ink", left: bool = False, strong: bool = False
    ) -> None:
        weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
        size = BODY if metrics(BODY, weight).horizontalAdvance(text) <= room.width() else SMALL
        painter.setFont(font(size, weight))
        painter.setPen(colour(ink))
        painter.drawText(room, _MIDDLE | (Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight), text)
