"""A plain list of texts in columns: one hairline a row, rows as tall as their words, nothing to edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from xiezuo_desktop.ui.blocks import format_block
from xiezuo_desktop.ui.theme import BODY, TABLE_HEADER_HEIGHT, colour, font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent

PADDING, LINE, MOST_LINES = 8, 19, 4
LONGEST = 400  # characters of one cell
MANY = 2000  # rows above which every row has one line
TONE = Qt.ItemDataRole.UserRole + 1
TONES = {
    "warn": ("warn", "warn_ground"),
    "bad": ("bad", "bad_ground"),
    "warn_ink": ("warn", ""),
    "bad_ink": ("bad", ""),
    "off": ("ink3", ""),
    "strong": ("ink", ""),
}


class _Cell(QStyledItemDelegate):
    """Words from the top left, wrapped, cut after a few lines; a hairline below."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box: QRect = option.rect  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        ink, ground = TONES.get(index.data(TONE) or "", ("ink", ""))
        painter.save()
        if chosen:
            painter.fillRect(box, colour("primary_tint"))
            if index.column() == 0:
                painter.fillRect(QRect(box.left(), box.top(), 3, box.height() - 1), colour("primary"))
        elif ground:
            painter.fillRect(box, colour(ground))
        painter.setPen(colour("line"))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        painter.setPen(colour(ink))
        painter.setFont(font(weight=600) if index.data(TONE) == "strong" else font())
        inner = box.adjusted(PADDING, 6, -PADDING, -5)
        _draw_words(painter, inner, index.data() or "")
        painter.restore()


def _draw_words(painter: QPainter, box: QRect, text: str) -> None:
    room = max(1, (box.height() + 4) // LINE)
    lines = wrapped(text, box.width())
    shown = lines[:room]
    if len(lines) > room and shown:
        shown[-1] = painter.fontMetrics().elidedText(shown[-1] + "……", Qt.TextElideMode.ElideRight, box.width())
    for number, line in enumerate(shown):
        place = QRect(box.left(), box.top() + number * LINE, box.width(), LINE)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, line)


def wrapped(text: str, width: int, most: int = MOST_LINES + 1) -> list[str]:
    """A text as lines of at most this width in the body font; no more than `most`."""
    out: list[str] = []
    for paragraph in text.split("\n"):
        if not paragraph:
            out += [""] * (len(out) < most)
            continue
        layout = QTextLayout(paragraph, font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        while len(out) < most and (line := layout.createLine()).isValid():
            line.setLineWidth(max(20, width))
            out.append(paragraph[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
    return out or [""]


class TextTable(QTableWidget):
    """`show_rows` fills it; `weights` say how the columns share the width (0: as wide as its words)."""

    chosen = Signal(int)  # row on which Enter was pressed or that was double-clicked

    def __init__(self, heads: Sequence[str], weights: Sequence[float], parent: QWidget | None = None) -> None:
        super().__init__(0, len(heads), parent)
        self._weights = list(weights)
        self._widest = [0] * len(heads)
        self.setHorizontalHeaderLabels(list(heads))
        self.setItemDelegate(_Cell(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(24)
        header = self.horizontalHeader()
        header.setFixedHeight(TABLE_HEADER_HEIGHT)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.itemDoubleClicked.connect(lambda item: self.chosen.emit(item.row()))

    def set_columns(self, heads: Sequence[str], weights: Sequence[float]) -> None:
        """Other columns."""
        self._weights = list(weights)
        self.setColumnCount(len(heads))
        self.setHorizontalHeaderLabels(list(heads))

    def show_rows(
        self, rows: Sequence[Sequence[str]], tones: Sequence[Sequence[str]] = (), data: Sequence[Any] = ()
    ) -> None:
        """Show these texts; `tones` colours cells (warn, bad, off, strong), `data` is kept with each row."""
        top = self.verticalScrollBar().value()
        self.setRowCount(len(rows))
        metrics = self.fontMetrics()
        heads = [self.model().headerData(c, Qt.Orientation.Horizontal) for c in range(self.columnCount())]
        self._widest = [metrics.horizontalAdvance(str(head)) for head in heads]
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                item = QTableWidgetItem(text[:LONGEST])
                if len(text) > 24:
                    item.setToolTip(text[:1200])
                if tones:
                    item.setData(TONE, tones[r][c])
                if data:
                    item.setData(Qt.ItemDataRole.UserRole, data[r])
                if not self._weights[c]:
                    self._widest[c] = max(self._widest[c], metrics.horizontalAdvance(text))
                self.setItem(r, c, item)
        self._fit()
        self.verticalScrollBar().setValue(top)

    def row_data(self, row: int) -> Any:
        """What was kept with a row."""
        item = self.item(row, 0)
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else None

    def selected_rows(self) -> list[int]:
        """The rows that are selected, from top to bottom."""
        return sorted({index.row() for index in self.selectionModel().selectedRows()})

    def _fit(self) -> None:
        if not self.columnCount():
            return
        room = self.viewport().width()
        fixed = {c: min(self._widest[c] + 2 * PADDING + 4, 260) for c, w in enumerate(self._weights) if not w}
        free = max(0, room - sum(fixed.values()))
        total = sum(self._weights) or 1.0
        for c, weight in enumerate(self._weights):
            self.setColumnWidth(c, fixed.get(c, max(60, int(free * weight / total))))
        for r in range(self.rowCount()):
            lines = 1
            if self.rowCount() <= MANY:
                for c in range(self.columnCount()):
                    item = self.item(r, c)
                    width = self.columnWidth(c) - 2 * PADDING
                    if item is not None and (len(item.text()) * BODY > width or "\n" in item.text()):
                        lines = max(lines, min(MOST_LINES, len(wrapped(item.text(), width))))
            self.setRowHeight(r, 11 + LINE * lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.chosen.emit(self.currentRow())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            key: QKeyEvent = event  # type: ignore[assignment]
            if key.matches(QKeySequence.StandardKey.Copy):
                event.accept()
                return True
        return super().event(event)

    def copy(self) -> None:
        """Put the selected rows on the clipboard, as Excel takes them."""
        rows = self.selected_rows() or list(range(self.rowCount()))
        items = [[self.item(r, c) for c in range(self.columnCount())] for r in rows]
        QGuiApplication.clipboard().setText(
            format_block([["" if i is None else i.text() for i in row] for row in items])
        )
