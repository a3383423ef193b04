"""指标体系: the indicators of the plan as an outline that is edited in place."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from ...core.errors import Invalid
from ...core.records import Allocation, Category, Indicator, PlanInfo, Report, Responsibility, Unit, UnitGroup
from ..delegates.indicator_delegate import IndicatorDelegate
from ..models import indicator_nodes as nodes
from ..models.indicator_rows import CHIPS, Tally, tally
from ..models.indicators_model import IndicatorsModel
from ..models.outline_model import ALL
from .chip_filters import ChipFilters
from .indicator_actions import IndicatorActions
from .indicator_columns import IndicatorColumns
from .outline_page import Nothing, OutlinePage
from .outline_view import OutlineView

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QShowEvent
    from PySide6.QtWidgets import QWidget

    from ...core.changes import Changes
    from ...core.records import Id, Key, Record
    from ..blocks import Block
    from ..models.indicator_nodes import Node
    from ..models.indicator_search import IndicatorSearch
    from ..session import Session
    from ..slices import Slices
    from .indicator_edits import IndicatorEdits

WIDTHS = {
    nodes.ORDINAL: 44,
    nodes.MEASURE_UNIT: 46,
    nodes.TARGET: 88,
    nodes.LAST_YEAR: 80,
    nodes.DONE: 76,
    nodes.RATE: 118,
    nodes.UNITS: 124,
    nodes.STATE: 82,
}
AT_ONCE = 2_000  # indicators up to which rows are counted, and made searchable, before anything else happens


class IndicatorsPage(OutlinePage):
    """Header row with filters, the tree, and the detail panel at the right."""

    title = "指标体系"
    prints = "indicators"
    model: IndicatorsModel

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._is_complete = False
        self._search: IndicatorSearch | None = None
        self.tally = Tally(0, {})
        self.model = IndicatorsModel(session, self)
        self.view = OutlineView()
        self.actions_ = IndicatorActions(self)
        self.filters = ChipFilters(CHIPS, [self.actions_.lock, self.actions_.panel], "指标或单位")
        self.view.setAccessibleName("指标表")
        self.set_up(IndicatorDelegate(self.model, self.view))
        self.view.set_columns(WIDTHS, nodes.NAME, frozenset({nodes.UNITS}), {nodes.UNITS: 240})
        self.columns = IndicatorColumns(self.view)
        self.model.typed.connect(lambda *what: self.edits.set_field(*what))
        self.model.moved.connect(lambda *what: self.edits.move(*what))
        self._show_new()

    @cached_property
    def edits(self) -> IndicatorEdits:
        """What can be done to the rows; imported when it is first needed."""
        from .indicator_edits import IndicatorEdits

        made = IndicatorEdits(self.session, self)
        made.made.connect(self._type_at)
        made.kept.connect(self.place.select)
        return made

    @cached_property
    def _aside(self) -> Slices:
        from ..slices import Slices

        return Slices(self)

    # ------------------------------------------------------------------------------------------------ for the window

    def complete(self) -> None:
        self._is_complete = True
        self.actions_.complete()
        self.columns.complete()
        self._show_state()
        if self._is_large:
            self._count()

    def meta(self) -> str:
        plan = self.session.plan
        rows = len(plan.indicators)
        if not rows:
            return "还没有指标"
        subs = f"（含 {self.tally.sub_rows} 项“其中”）" if self.tally.sub_rows else ""
        categories = len(plan.categories) + bool(plan.categories and plan.tree_of(None))
        parts = [
            f"{categories} 个类别" if categories else "",
            f"{rows} 项指标{subs}",
            f"{plan.info.year} 年度" if plan.info.year else "",
        ]
        return " · ".join(p for p in parts if p)

    def primary_action(self) -> QAction | None:
        return self.actions_.add if self.has_filters else None  # an empty page has a blue button of its own

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("指标(&D)", self.actions_.menu)]

    def view_menu(self) -> list[QAction | None]:
        return [self.columns.menu.menuAction()]

    def show_record(self, record_type: type[Record], key: Key) -> bool:
        if record_type not in (Indicator, Category) or self.session.plan.get(record_type, key) is None:
            return False
        return self._go_to(key[0])

    # ------------------------------------------------------------------------------------------------ what is selected

    def current_id(self) -> Id | None:
        """The row of the current cell."""
        index = self.view.currentIndex()
        return self.model.node(index).id if index.isValid() else None

    def selected_ids(self) -> list[Id]:
        """The ids of the selected rows in the order of the paper."""
        return [node.id for node in self.selected()]

    def summary(self) -> str:
        rows = self.selected()
        if not rows:
            return f"筛选出 {len(self.model.shown)} 项" if self.model.shown is not None else ""
        from .indicator_selection import summary

        return "　".join(words for words in (self._why_locked(rows), summary(rows)) if words)

    # ------------------------------------------------------------------------------------------------ following the plan

    def _concerns(self, changes: Changes) -> bool:
        if changes.touches(Indicator, Category, Responsibility, Unit, UnitGroup, PlanInfo):
            return True
        of_figures = changes.touches(Allocation, Report)
        if of_figures and not self.isVisible():
            self._late = True  # figures typed on other pages: shown when this one is
            return False
        return of_figures

    def _take(self, changes: Changes) -> None:
        self.model.take(changes)

    def _leave_editor(self) -> None:
        """A new row that was given no name goes, and what came meanwhile is shown."""
        if self.session.undo_label is not None:
            QTimer.singleShot(0, self, self.edits.take_back_empty)  # the view is still busy with closing
        self._catch_up()

    @property
    def _is_large(self) -> bool:
        return len(self.session.plan.indicators) > AT_ONCE

    def _count(self) -> None:
        """Count the rows; those of a large plan a few at a time, once the window is there."""
        plan = self.session.plan
        if not self._is_large:
            *_, found = tally(plan)
            assert found
            self._take_tally(found)
        else:
            self.filters.show_counts(self.tally.counts() | {ALL: len(plan.indicators)})
            if self._is_complete:
                self._aside.run(tally(plan), self._counted)

    def _take_tally(self, found: Tally) -> None:
        self.tally = found
        self.filters.show_counts(found.counts())

    def _counted(self, found: Tally) -> None:
        """Rows of a large plan were counted: the next thing is that they can be searched."""
        self._take_tally(found)
        self.meta_changed.emit()
        search = self.searchable()
        if not search.is_complete:
            self._aside.run(search.prepare(), lambda _: self._prepared())

    def _prepared(self) -> None:
        """A large plan can be searched; what was asked for before that may find more now."""
        self.model.prepare()
        if self.filters.search.text():
            self._filter()

    def searchable(self) -> IndicatorSearch:
        """The words of the plan, folded for searching; of a large plan they may still be being folded."""
        plan = self.session.plan
        if self._search is None or self._search.plan is not plan:
            from ..models.indicator_search import IndicatorSearch

            self._search = IndicatorSearch(plan)
            if not self._is_large:
                for _ in self._search.prepare():
                    pass
        return self._search

    def _filter(self) -> None:
        chosen, query = self.filters.chosen, self.filters.search.text().strip()
        ids = None if chosen == ALL else set(self.tally.chips.get(chosen, ()))
        if query:
            hits = self.searchable().found(query)
            ids = hits if ids is None else ids & hits
        self.model.show_only(ids)
        self.summary_changed.emit(self.summary())

    # ------------------------------------------------------------------------------------------------ states

    def _enable(self) -> None:
        self.actions_.refresh(can_edit=self.session.may_change(Indicator, (0, 0, 0)), current=self.current)

    def _nothing(self) -> Nothing:
        ways = [
            ("导入文件…", "", self.import_wanted.emit),
            ("粘贴表格", "clipboard", self.paste_wanted.emit),
            ("手工新增", "plus", self.actions_.add.trigger),
        ]
        sentence = "可以从 Excel、WPS 表格复制后直接粘贴（Ctrl+V），或选择下面一种方式开始"
        return Nothing("clipboard", "还没有指标", sentence, ways)

    def _say_why_not(self, index: QModelIndex) -> None:
        node, heading = self.model.node(index), nodes.HEADINGS[index.column()]
        if self.session.rights is not None:
            sentence = self._why_locked([node])
        elif index.column() in self.model.fixed_columns and self.session.can_edit:
            self.session.say_fixed(f"“{heading}”")
            return
        elif not self.session.can_edit:
            sentence = "这份文件现在只能查看；要修改请先另存副本"
        elif index.column() in (nodes.DONE, nodes.RATE):
            sentence = f"“{heading}”由填报的进度算出，请到“进度填报”页填写"
        elif index.column() == nodes.STATE:
            sentence = "“状态”由年度目标和填报的进度得出，不用填写"
        else:
            sentence = "这一行只是给没有类别的指标归拢用的，不能改名"
        self.session.said.emit(sentence, False)

    def _why_locked(self, rows: list[Node]) -> str:
        """Why the selected rows cannot be edited in a file that was sent to a unit."""
        if self.session.rights is None:
            return ""
        if any(self.model.is_foreign(row) for row in rows):
            return "不是本单位的，只能看"
        return "由下发单位下达，只能看；进度在“进度填报”页填"

    # ------------------------------------------------------------------------------------------------ commands

    def copy(self, whole_rows: bool) -> None:
        """Copy the current cell, or the selected rows, for Excel, WPS and Word."""
        rows = self.selected()
        index = self.view.currentIndex()
        if not rows or not index.isValid():
            return
        if len(rows) == 1 and not whole_rows:
            QGuiApplication.clipboard().setText(str(index.data(Qt.ItemDataRole.EditRole)))
        else:
            from .indicator_selection import as_clipboard

            QGuiApplication.clipboard().setMimeData(as_clipboard(rows))
            self.session.said.emit(f"已复制 {len(rows)} 行", False)

    def paste(self) -> None:
        """One copied value goes into the current column of all selected rows, a block of figures into the rows from there on;
        a copied table is read as new content.
        """
        from ..blocks import copied_block

        block = copied_block() or [[""]]
        text = block[0][0]
        index = self.view.currentIndex()
        field = nodes.FIELDS.get(index.column())
        if (len(block), len(block[0])) != (1, 1) or "\n" in text or not index.isValid() or field is None:
            if not self._paste_block(block, index):
                self.paste_wanted.emit()
            return
        from ..delegates.cell_editor import complaint

        wrong = complaint(index.column(), text)
        if wrong:
            self.session.failed.emit(Invalid(f"不能粘贴“{text[:20]}”：", wrong))
        elif index.column() == nodes.NAME:
            self.edits.set_field(self.model.node(index).id, field, text)
        else:
            self.edits.set_fields(self.selected_ids(), field, text)

    def _paste_block(self, block: Block, index: QModelIndex) -> bool:
        from .indicator_paste import paste_block

        chosen = self.selected_ids()
        first = chosen[0] if len(chosen) > 1 else self.model.node(index).id
        below = self.model.rows.indicators_from(first)
        return paste_block(self.session, block, index.column(), below, len(chosen))

    def clear_cells(self) -> None:
        """Empty the current column of all selected rows."""
        column = self.view.currentIndex().column()
        if column == nodes.NAME:
            self.session.said.emit("名称不能清空；要删除整行请按 Ctrl+Delete", False)
        elif column == nodes.UNITS:
            self.edits.clear_owners(self.selected_ids())
        elif column in nodes.FIELDS:
            self.edits.set_fields(self.selected_ids(), nodes.FIELDS[column], "")

    def collapse_all(self) -> None:
        """Show the categories alone."""
        self.model.set_closed([node.key for node in self.model.root.kids if node.is_category])

    def _open_list(self, index: QModelIndex, typed: str) -> None:
        from ..dialogs.units_popup import UnitsPopup

        node = self.model.node(index)
        popup = UnitsPopup(self.session, node.id, self)
        popup.open_below(self.view.viewport(), self.view.visualRect(index), typed)

    # ------------------------------------------------------------------------------------------------ Qt's events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()
