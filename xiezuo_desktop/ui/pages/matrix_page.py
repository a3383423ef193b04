"""目标分解: indicators over units and partner regions, filled in like a spreadsheet, with what is left of each target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...core.errors import Invalid
from ...core.numbers import read_amount
from ...core.records import Allocation, Indicator
from ..actions import plain_text
from ..blocks import copied_block, format_block
from ..models.matrix_model import FIRST, TARGET, MatrixModel, Row
from ..page import Page
from ..search import Finder
from ..theme import TABLE_MARGIN
from .chip_filters import SearchLine
from .matrix_actions import MatrixActions
from .matrix_columns import ColumnsDialog
from .matrix_edits import MatrixEdits
from .matrix_grid import MatrixGrid
from .matrix_questions import MatrixQuestions
from .matrix_words import selected_words, split_words, why_not

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QAction

    from ...core.changes import Changes
    from ...core.matrix import MatrixColumn
    from ...core.records import Id, Key, Record
    from ..blocks import Block
    from ..session import Session
    from .matrix_table import Range


class MatrixPage(Page):
    """A row of buttons, the search field, and the sheet."""

    title = "目标分解"
    prints = "matrix"
    has_filters = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.model = MatrixModel(session, self)
        self.edits = MatrixEdits(session, self.model, self)
        self.grid = MatrixGrid(self.model)
        self.actions_ = MatrixActions(self)
        self.questions = MatrixQuestions(session, self.model, self.edits, self)
        self._buttons: dict[QAction, QPushButton] = {}
        self._summary = ""
        self._empty: QWidget | None = None
        self._lay_out()
        self._connect()
        self.grid.go_first()
        self._show_state()

    # ------------------------------------------------------------------------------------------------ building

    def _lay_out(self) -> None:
        card = QWidget()
        margins = QVBoxLayout(card)
        margins.setContentsMargins(TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN)
        margins.addWidget(self.grid)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._stack = QStackedWidget()
        self._stack.addWidget(card)
        self.bar = QFrame()
        self.bar.setObjectName("filters")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(16, 8, 12, 12)
        row.setSpacing(6)
        actions = self.actions_
        for action in (actions.even, actions.weights, actions.rest, actions.down, actions.right):
            row.addWidget(self._button(action))
        self._only = self._button(actions.open_only)
        self._only.setProperty("look", "chip")
        self._only.setCheckable(True)
        row.addSpacing(6)
        row.addWidget(self._only)
        row.addStretch(1)
        self.search = SearchLine("指标或单位", least=120)
        row.addWidget(self.search, 1)
        drop = QToolButton()
        drop.setDefaultAction(actions.drop)
        drop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(drop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)
        self.begins_at(self.grid)

    def _button(self, action: QAction) -> QPushButton:
        """A button for an action, without its icon; it follows what is possible."""
        text = plain_text(action.text())
        made = QPushButton(text + "…" if action.text().endswith("…") else text)
        made.setProperty("look", "plain")
        made.setToolTip(action.toolTip())
        made.setAutoDefault(False)
        made.clicked.connect(lambda: action.trigger())
        action.changed.connect(lambda: made.setEnabled(action.isEnabled()))
        action.toggled.connect(made.setChecked)
        self._buttons[action] = made
        return made

    def _connect(self) -> None:
        session = self.session
        session.changed.connect(self._take_changes)
        session.file_changed.connect(self._show_plan)
        session.state_changed.connect(self._show_state)
        self.model.typed.connect(self.edits.type_cell)
        self.grid.selection_changed.connect(self._show_selection)
        self.grid.cleared.connect(self.clear)
        self.grid.refused.connect(self._say_why_not)
        self.grid.drawn.connect(self.edits.fill)
        self.search.textChanged.connect(lambda _: self._filter())
        self.search.left.connect(self._leave_search)

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        return split_words(self.model)

    def primary_action(self) -> QAction | None:
        return self.actions_.columns if self.model.columns else None  # the empty page has a blue button of its own

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("分解(&D)", self.actions_.menu)]

    def summary(self) -> str:
        return self._summary

    def begin(self) -> None:
        self.grid.main.setFocus()
        self.grid.show_current()

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def show_record(self, record_type: type[Record], key: Key) -> bool:
        if record_type not in (Allocation, Indicator) or self.session.plan.get(record_type, key) is None:
            return False
        if self.model.row_of(key[0]) is None:
            self.search.clear()
            self.actions_.open_only.setChecked(False)
            self._filter()
        row = self.model.row_of(key[0])
        if row is None:
            return False
        places = [n for n, c in enumerate(self.model.columns) if record_type is Allocation and tuple(c) == key[1:]]
        self.grid.go(row, FIRST + places[0] if places else TARGET)
        return True

    # ------------------------------------------------------------------------------------------------ following the plan

    def _show_plan(self) -> None:
        self.search.clear()
        self.actions_.open_only.setChecked(False)
        self.model.start_again()
        self.grid.go_first()
        self._show_state()

    def _take_changes(self, changes: Changes) -> None:
        place = self._place()
        self.model.take(changes)
        self._return_to(place)
        self._show_state()
        self._show_selection()
        self.meta_changed.emit()

    def _place(self) -> tuple[Id, MatrixColumn | None, int]:
        """What is current, by ids: rows and columns may come and go."""
        index = self.grid.current
        if not index.isValid() or index.row() >= len(self.model.rows):
            return 0, None, TARGET
        return self.model.rows[index.row()].id, self.model.column_at(index.column()), index.column()

    def _return_to(self, place: tuple[Id, MatrixColumn | None, int]) -> None:
        if self.grid.current.isValid():
            return
        row = self.model.row_of(place[0])
        if row is None:
            self.grid.go_first()
        else:
            columns = self.model.columns
            self.grid.go(row, FIRST + columns.index(place[1]) if place[1] in columns else place[2])

    def _filter(self) -> None:
        """Show the indicators that are looked for, of those that the switch shows."""
        place = self._place()
        ids: set[Id] | None = self.model.open_rows() if self.actions_.open_only.isChecked() else None
        query = self.search.text().strip()
        if query:
            finder = Finder()
            hits = {i.id for i in self.session.plan.indicators if finder.matches(query, i.name)}
            column = self._column_named(query, finder)
            if hits or column is None:
                ids = hits if ids is None else ids & hits
            else:
                self.grid.main.scrollTo(self.model.index(0, column))
        self.model.show_only(ids)
        self._return_to(place)
        self.grid.show_current()
        self._show_selection()

    def _column_named(self, query: str, finder: Finder) -> int | None:
        numbers = range(FIRST, FIRST + len(self.model.columns))
        return next((n for n in numbers if finder.matches(query, *self.model.head(n))), None)

    def _leave_search(self) -> None:
        query = self.search.text().strip()
        column = self._column_named(query, Finder()) if query else None
        self.grid.main.setFocus()
        if column is not None and self.grid.current.isValid():
            self.grid.go(self.grid.current.row(), column)

    def show_open_only(self) -> None:
        """Show only what is not fully split, or everything again."""
        self._filter()

    def _show_state(self) -> None:
        empty = not self.model.columns
        self._stack.setCurrentWidget(self._empty_state() if empty else self._stack.widget(0))
        self.show_filters(self.bar, not empty)
        self.grid.look_again()
        self._enable()

    def _enable(self) -> None:
        chosen = self.grid.chosen if self.model.columns else None
        self.actions_.refresh(
            can_edit=self.session.can_edit,
            has_cells=chosen is not None,
            has_columns=chosen is not None and chosen[3] >= FIRST,
        )

    def _empty_state(self) -> QWidget:
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        from ..widgets.empty_state import EmptyState

        ways = [
            ("导入分解表…", "import", self.import_wanted.emit),
            ("粘贴表格", "clipboard", lambda: self._begin_by_paste(copied_block())),
        ]
        if self.session.plan.indicators and self.session.plan.units:
            ways.insert(0, ("选择分解单位…", "plus", self.actions_.columns.trigger))
            sentence = "先选择要分到哪些单位，再逐项填数，或者用“平均分配”“按比例分配”"
        else:
            sentence = "先导入或新增指标和单位；也可以直接导入已经分好的表"
        self._empty = EmptyState("columns", "目标还没有分解", sentence, ways).follow(self.session)
        self._stack.addWidget(self._empty)
        return self._empty

    def _say_why_not(self, index: QModelIndex) -> None:
        """Why an amount cannot be typed, with the way out where there is one."""
        session, column = self.session, index.column()
        if self.model.rows[index.row()].is_heading:
            return
        if session.rights is None and self.model.is_fixed(column) and session.can_edit:
            session.say_fixed("下达总数" if column == TARGET else "分解数")
        else:
            session.said.emit(why_not(mine=session.rights is None, can_edit=session.can_edit), False)

    # ------------------------------------------------------------------------------------------------ what is selected

    def _show_selection(self) -> None:
        self._enable()
        self._summary = selected_words(self.model, self.grid.chosen)
        self.summary_changed.emit(self._summary)

    def chosen_rows(self) -> list[Row]:
        """The indicators of the selection."""
        chosen = self.grid.chosen
        return [r for r in self.model.rows[chosen[0] : chosen[2] + 1] if not r.is_heading] if chosen else []

    def chosen_columns(self) -> list[MatrixColumn]:
        """The columns to split over: those selected, or all that bear something where only one is."""
        chosen = self.grid.chosen
        splitter = self.model.splitter
        if chosen is None:
            return []
        columns = [c for n in range(chosen[1], chosen[3] + 1) if (c := self.model.column_at(n)) and splitter.counts(c)]
        return columns if len(columns) > 1 else splitter.shares()

    # ------------------------------------------------------------------------------------------------ commands

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as spreadsheets do."""
        chosen = self.grid.chosen
        if chosen is None:
            return
        top, left, bottom, right = chosen
        rows = self.model.rows[top : bottom + 1]
        block = [[self.model.text(row, column) for column in range(left, right + 1)] for row in rows]
        QGuiApplication.clipboard().setText(format_block(block))

    def paste(self) -> None:
        """Put what was copied into the sheet."""
        block = copied_block()
        if block is not None and self.grid.chosen is not None:
            took = self.edits.paste(block, self.grid.chosen)
            if took is not None:
                self.grid.select_range(took)

    def _begin_by_paste(self, block: Block | None) -> None:
        """Where no unit has a column yet: a table that names its rows is read in; bare figures have no place to go."""
        named = block is None or any(
            read_amount(text).kind == "text" for line in block[1:] for text in line if text.strip()
        )
        if named or not self.session.plan.indicators:
            self.paste_wanted.emit()
        else:
            way = "请先点“选择分解单位”，再粘贴；连同表头和指标名称一起复制的表，可以直接粘贴。"
            self.session.failed.emit(Invalid("还没有单位列，这些数没有地方放，没有改动。", way))

    def clear(self) -> None:
        """Take away what stands in the selected cells."""
        self._with_range(self.edits.clear)

    def fill_down(self) -> None:
        """Fill the selected cells from their first row."""
        self._with_range(self.edits.fill_down)

    def fill_right(self) -> None:
        """Fill the selected cells from their first column."""
        self._with_range(self.edits.fill_right)

    def _with_range(self, does: object) -> None:
        chosen: Range | None = self.grid.chosen
        if chosen is not None and callable(does):
            does(chosen)

    def split_evenly(self) -> None:
        """Split what is left evenly."""
        self.edits.split(self.chosen_rows(), self.chosen_columns(), "平均分配")

    def ask_weights(self) -> None:
        """Choose by what to split."""
        self.questions.weights(self.chosen_rows(), self.chosen_columns(), self._button_of(self.actions_.weights))

    def ask_rest(self) -> None:
        """Choose the column that takes what is left."""
        current = self.model.column_at(self.grid.current.column())
        self.questions.rest(self.chosen_rows(), current, self._button_of(self.actions_.rest))

    def _button_of(self, action: QAction) -> QWidget:
        button = self._buttons[action]
        return button if button.isVisible() else self.bar

    def ask_columns(self) -> None:
        """Choose units, groups and partner regions to add as columns."""
        if not self.session.can_edit:
            return
        dialog = ColumnsDialog(self.session.plan, self.model.columns, self, self.session.rights)
        dialog.chosen.connect(self.add_columns)
        dialog.open()

    def add_columns(self, columns: list[MatrixColumn]) -> None:
        """Show new columns, with the current cell in the first."""
        place = self._place()
        new = self.model.add_columns(columns)
        self._show_state()
        row = self.model.row_of(place[0])
        self.grid.main.setFocus()
        if row is None:
            self.grid.go_first()
        if new:
            where = FIRST + self.model.columns.index(new[0])
            self.grid.go(row if row is not None else max(self.grid.current.row(), 0), where)
            self.grid.show_current()
        self.meta_changed.emit()

    def drop_columns(self) -> None:
        """Take the selected columns away."""
        chosen = self.grid.chosen
        if chosen is not None:
            columns = [c for n in range(chosen[1], chosen[3] + 1) if (c := self.model.column_at(n)) is not None]
            if columns:
                self.edits.drop_columns(columns)
                self._return_to((0, None, TARGET))
                self._show_state()
                self.meta_changed.emit()
