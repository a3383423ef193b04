"""A table of a paper as it looks, with the reading of each row at its left and the meaning of each column above it.

Both can be corrected where they stand: by a click, or from the keyboard (Alt+↓ the column, F2 the row of the cell).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from xiezuo_desktop.importers.readings import CHOICES, RARE, ROW_CHOICES, Shift, meaning_label
from xiezuo_desktop.ui.blocks import format_block
from xiezuo_desktop.ui.theme import SMALL, colour, font

from .paper_drawing import (
    ARROW,
    CAPTION_HEIGHT,
    HEAD_HEIGHT,
    KIND_WIDTH,
    LINE,
    NUMBER_HEIGHT,
    SUM_WIDTH,
    ColumnHeads,
    PaperCells,
    RowHeads,
    numbered,
)
from .paper_model import LONGEST, PaperModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent

    from .paper_model import Index
    from .row_readings import TableReading

MOST_LINES, MOST_OPEN = 3, 14  # of one cell; in the row that is current
LEAST_WIDTH, LEAST_TEXT_WIDTH = 46, 130
NAME_WIDTH = 150
MOST_CAPTION = 7 * SMALL + 10  # pixels that the paper's own words above a column may widen it to


class PaperView(QTableView):
    """Shows a `TableReading` and tells what the person says of it."""

    column_said = Signal(object, int, str)  # the sheet, the column, its meaning; "": as the program finds
    caption_said = Signal(object, int, str, str)  # sheet and header rows, column, its words, its meaning or ""
    shift_said = Signal(object)  # Shift: the words above columns belong one column beside
    rows_said = Signal(object, str)  # the places of the rows, what they are; "": as the program finds

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("原表")
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.setStyleSheet(
            f"QTableView {{ gridline-color: {colour('line').name()}; selection-background-color: {colour('primary_tint').name()};"
            f" selection-color: {colour('ink').name()}; }}"
            " QTableView::corner { background: transparent; border: none; }"
        )
        self.setItemDelegate(PaperCells(self))
        across, down = ColumnHeads(Qt.Orientation.Horizontal, self), RowHeads(Qt.Orientation.Vertical, self)
        self.setHorizontalHeader(across)
        self.setVerticalHeader(down)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        across.setFixedHeight(HEAD_HEIGHT)
        across.sectionClicked.connect(self.open_meanings)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(24)
        down.sectionClicked.connect(self.open_kinds)
        for header in (across, down):
            header.setHighlightSections(False)
            header.setSectionsClickable(True)  # a header of one's own is not
            header.setCursor(Qt.CursorShape.PointingHandCursor)
        self.verticalScrollBar().valueChanged.connect(self._name_columns)
        self.horizontalScrollBar().valueChanged.connect(self._name_rows)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._paint_merged)
        self._rows = down
        self._lines: list[int] = []  # that each row needs
        self._model: PaperModel | None = None

    def show_reading(self, reading: TableReading) -> None:
        """Show another table, or the same one read anew: then where one has scrolled to is kept."""
        same = self._model is not None and self._model.reading.name == reading.name
        places = (self.horizontalScrollBar().value(), self.verticalScrollBar().value()) if same else (0, 0)
        old, self._model = self._model, PaperModel(reading, self)
        captions = any(self._model.caption(c) for c in range(self._model.columnCount()))
        numbers = NUMBER_HEIGHT if numbered(self._model) else 0
        self.horizontalHeader().setFixedHeight(HEAD_HEIGHT + numbers + (CAPTION_HEIGHT if captions else 0))
        self._rows.name_width = 0
        self._size_rows()
        self.clearSpans()
        self.setModel(self._model)
        if old is not None:
            old.deleteLater()
        for span in self._model.spans():
            self.setSpan(*span)
        self._fit()
        self.horizontalScrollBar().setValue(places[0])
        self.verticalScrollBar().setValue(places[1])
        self._name_columns()
        self._name_rows()

    def _paint_merged(self) -> None:
        """Words of merged cells move with what is in sight, not with the table."""
        self.viewport().update()

    def go_to(self, row: int, column: int) -> None:
        """Select a cell and bring it into sight."""
        if self._model is not None:
            index = self._model.index(row, column)
            self.setCurrentIndex(index)
            self.scrollTo(index, QTableView.ScrollHint.PositionAtCenter)

    def show_column(self, column: int) -> None:
        """Bring a column into sight, in the middle where the table is wide."""
        bar = self.horizontalScrollBar()
        middle = self.columnViewportPosition(column) + self.columnWidth(column) // 2
        bar.setValue(bar.value() + middle - self.viewport().width() // 2)

    def _name_columns(self) -> None:
        """The header speaks of the table that is in sight, where several stand below each other."""
        if self._model is None or self.rowAt(0) < 0:
            return
        seen = self._model.reading.rows[self.rowAt(0) : self.rowAt(self.viewport().height() // 2) + 1 or None]
        self._model.show_sheet(next((row.sheet for row in seen if row.sheet is not None), None))

    def _name_rows(self) -> None:
        """The names stay in sight beside the rows when their column is scrolled away."""
        column = self._model.name_column if self._model else None
        away = column is not None and self.columnViewportPosition(column) + self.columnWidth(column) <= 0
        wanted = NAME_WIDTH if away else 0
        if wanted != self._rows.name_width:
            self._rows.name_width = wanted
            self._size_rows()

    def _size_rows(self) -> None:
        sums = SUM_WIDTH if self._model and self._model.reading.row_sums else 0
        self._rows.setFixedWidth(KIND_WIDTH + sums + self._rows.name_width)
        self._rows.geometriesChanged.emit()  # the table makes room
        self._rows.viewport().update()

    # ------------------------------------------------------------------------------------------------- correcting

    def open_meanings(self, column: int) -> None:
        """Let the person say what a column is."""
        menu = self.meanings_menu(column)
        if menu is not None:
            across = self.horizontalHeader()
            menu.popup(across.mapToGlobal(QPoint(across.sectionViewportPosition(column), across.height())))

    def meanings_menu(self, column: int) -> QMenu | None:
        """The meanings that a column may have."""
        model = self._model
        reading = model.column_reading(column) if model else None
        if model is None or model.sheet is None or reading is None:
            return None
        sheet = model.sheet
        menu = self._menu(reading.evidence)
        if has_header := bool(model.header_places()):
            caption = QMenu("栏名", menu)
            self._add(caption, "改写栏名…", None, _tell(self.ask_caption, column, reading.caption, ""))
            shifts = {1: "栏名从这里起右移一栏", -1: "栏名从这里起左移一栏"}
            room = {1: not model.caption(model.columnCount() - 1), -1: column > 0}
            for step, words in shifts.items():
                if room[step]:
                    self._add(
                        caption, words, None, _tell(self.shift_said.emit, Shift(model.header_rows(), column, step))
                    )
            menu.addMenu(caption)
            menu.addSeparator()
        common = [m for m in CHOICES[sheet.kind] if m not in RARE or m == reading.meaning]
        rare = [m for m in CHOICES[sheet.kind] if m not in common]
        others = QMenu("其他", menu)
        for into, meaning in [(menu, m) for m in common] + [(others, m) for m in rare]:
            does = _tell(self.column_said.emit, sheet, column, meaning)
            if meaning == "bearer" and not reading.caption and has_header:
                does = _tell(self.ask_caption, column, "", meaning)  # of which unit, nobody knows yet
            self._add(into, meaning_label(meaning, sheet.kind), meaning == reading.meaning, does)
        menu.addMenu(others)
        if reading.trust == "said":
            menu.addSeparator()
            self._add(menu, "恢复自动判断", None, _tell(self.column_said.emit, sheet, column, ""))
        return menu

    def ask_caption(self, column: int, words: str, meaning: str) -> None:
        """Let the person write what should stand above a column: the name of a unit above its figures."""
        from .ask_text import AskText

        model = self._model
        assert model is not None
        sheet, headers = model.sheet, model.header_places()
        sentence = "来文的栏名没有写或写错了的，在这里写上；分给一个单位的数，写单位的名称。"
        dialog = AskText("改写栏名", sentence, self, text=words)
        dialog.answered.connect(lambda said: self.caption_said.emit((sheet, headers), column, said, meaning))
        dialog.open()

    def open_kinds(self, row: int) -> None:
        """Let the person say what a row is."""
        menu = self.kinds_menu(row)
        down = self.verticalHeader()
        if menu is not None:
            menu.popup(down.mapToGlobal(QPoint(down.width(), down.sectionViewportPosition(row))))

    def kinds_menu(self, row: int) -> QMenu | None:
        """What a row, or all selected rows where it is one of them, may be."""
        model = self._model
        if model is None or not 0 <= row < model.rowCount():
            return None
        chosen = {index.row() for index in self.selectionModel().selectedIndexes()}
        rows = sorted(chosen) if row in chosen else [row]
        places = [model.reading.rows[r].place for r in rows]
        kind = model.reading.rows[row].kind
        number = model.reading.rows[row].number
        menu = self._menu(f"这 {len(rows)} 行是……" if len(rows) > 1 else f"第 {number} 行是……")
        for choice, words in ROW_CHOICES.items():
            self._add(menu, words, choice == kind, _tell(self.rows_said.emit, places, choice))
        menu.addSeparator()
        self._add(menu, "恢复自动判断", None, _tell(self.rows_said.emit, places, ""))
        return menu

    def _menu(self, heading: str) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = menu.addAction(heading)
        first.setEnabled(False)
        menu.addSeparator()
        return menu

    @staticmethod
    def _add(menu: QMenu, words: str, checked: bool | None, does: Callable[[], None]) -> None:
        action = menu.addAction(words)
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
        action.triggered.connect(lambda _checked=False: does())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_meanings(index.column())
        elif index.isValid() and event.key() == Qt.Key.Key_F2:
            self.open_kinds(index.row())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as spreadsheets do."""
        places = {(index.row(), index.column()) for index in self.selectionModel().selectedIndexes()}
        if self._model is not None and places:
            rows, columns = [sorted({place[n] for place in places}) for n in (0, 1)]
            QGuiApplication.clipboard().setText(
                format_block([[self._model.text(r, c) if (r, c) in places else "" for c in columns] for r in rows])
            )

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        menu = self.kinds_menu(index.row()) if index.isValid() else None
        if menu is not None:
            menu.popup(event.globalPos())

    # ------------------------------------------------------------------------------------------------- sizes

    def _fit(self) -> None:
        """Columns share the width by what stands in them."""
        model = self._model
        if model is None or not model.columnCount():
            return
        widths = self._widths(model)
        for c, width in enumerate(widths):
            self.setColumnWidth(c, width)
        cells = model.reading.cells
        self._lines = lines = [1] * model.rowCount()
        for (r, c), cell in cells.items():
            if r < len(lines) and cell.row_span == 1:
                in_line = max(1, (sum(widths[c : c + cell.column_span]) - 8) // 12)
                needed = sum(-(-max(1, len(part)) // in_line) for part in cell.text[:LONGEST].split("\n"))
                lines[r] = max(lines[r], needed)
        for r in range(len(lines)):
            self._size_row(r)

    def _size_row(self, row: int) -> None:
        """A row is as tall as its words, up to three lines; the current one shows all of them."""
        if 0 <= row < len(self._lines):
            most = MOST_OPEN if row == self.currentIndex().row() else MOST_LINES
            self.setRowHeight(row, 10 + LINE * min(self._lines[row], most))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self._size_row(previous.row())
            self._size_row(current.row())

    def _widths(self, model: PaperModel) -> list[int]:
        columns = model.columnCount()
        needs = [1.0] * columns
        for (r, c), cell in model.reading.cells.items():
            if r < 200 and cell.column_span == 1:
                needs[c] = max(needs[c], min(len(cell.text), 60) ** 0.75)
        metrics = QFontMetrics(font(SMALL, QFont.Weight.DemiBold))
        least = []
        for c in range(columns):
            words = metrics.horizontalAdvance(str(model.headerData(c, Qt.Orientation.Horizontal)))
            caption = QFontMetrics(font(SMALL)).horizontalAdvance(model.caption(c)) + 10
            low = LEAST_WIDTH if model.is_short(c) and c != model.name_column else LEAST_TEXT_WIDTH
            least.append(max(low, min(words, 6 * SMALL) + 14 + ARROW, min(caption, MOST_CAPTION)))
        spare = max(0, self.viewport().width() + self._rows.name_width - sum(least))
        total = sum(needs)
        return [low + int(spare * need / total) for low, need in zip(least, needs, strict=True)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(720, 420)


def _tell(emit: Callable[..., None], *values: object) -> Callable[[], None]:
    return lambda: emit(*values)
