"""指标体系: the indicators of the plan as an outline that is edited in place."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from ...core.errors import Invalid
from ...core.records import Allocation, Category, Indicator, PlanInfo, Report, Responsibility, Unit, UnitGroup
from .. import settings
from ..delegates.indicator_delegate import IndicatorDelegate
from ..detail_place import DetailPlace
from ..models import indicator_nodes as nodes
from ..models.indicators_model import IndicatorsModel
from ..page import Page
from ..theme import DETAIL_WIDTH
from .indicator_actions import IndicatorActions
from .indicator_columns import IndicatorColumns
from .indicator_filters import ALL, IndicatorFilters
from .kept_place import KeptPlace
from .outline_view import OutlineView, lay_out

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from ...core.changes import Changes
    from ...core.records import Id, Key, Record
    from ..models.indicator_nodes import Node
    from ..session import Session
    from .indicator_edits import IndicatorEdits

WIDTHS = {
    nodes.ORDINAL: 44,
    nodes.MEASURE_UNIT: 46,
    nodes.TARGET: 88,
    nodes.DONE: 76,
    nodes.RATE: 118,
    nodes.UNITS: 124,
    nodes.STATE: 82,
}
USUAL_WIDTH = 1200  # px of page width from which the column of units grows
ROOM_FOR_DETAIL = 960  # px of page width under which the detail panel lies over the tree


class IndicatorsPage(Page):
    """Header row with filters, the tree, and the detail panel at the right."""

    title = "指标体系"
    prints = "indicators"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._late = False
        self.has_filters = True
        self.model = IndicatorsModel(session, self)
        self.view = OutlineView(lambda index: self.model.node(index).is_category)
        self.place = KeptPlace(self.view, self.model)
        self.actions_ = IndicatorActions(self)
        self.filters = IndicatorFilters([self.actions_.lock, self.actions_.panel])
        self.detail = DetailPlace(session, self)
        self._lay_out()
        self._connect()
        self._show_plan()

    # ------------------------------------------------------------------------------------------------ building

    def _lay_out(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(IndicatorDelegate(self.model, self.view))
        self.view.set_columns(WIDTHS, nodes.NAME, frozenset({nodes.UNITS}))
        self.columns = IndicatorColumns(self.view)
        self.view.setAccessibleName("指标表")
        self._empty: QWidget | None = None
        self._stack, self._body = lay_out(self, self.filters, self.view, self.detail)
        self.actions_.panel.setChecked(settings.flag("view/detail", True))
        self.detail.setVisible(self.actions_.panel.isChecked())

    def _connect(self) -> None:
        session, model = self.session, self.model
        session.changed.connect(self._take_changes)
        session.file_changed.connect(self._show_plan)
        session.state_changed.connect(self._show_state)
        self.filters.changed.connect(self._filter)
        self.filters.left.connect(self.begin)
        model.modelAboutToBeReset.connect(self.place.remember)
        model.modelReset.connect(self._restore)
        model.typed.connect(lambda *what: self.edits.set_field(*what))
        model.moved.connect(lambda *what: self.edits.move(*what))
        view = self.view
        view.selectionModel().selectionChanged.connect(self._show_selection)
        view.selectionModel().currentChanged.connect(self._show_current)
        view.list_wanted.connect(self._open_units)
        view.editor_closed.connect(self._leave_editor)
        view.refused.connect(self._say_why_not)
        self.detail.closed.connect(self.toggle_detail)
        self.detail.history_wanted.connect(self.history_wanted)

    @cached_property
    def edits(self) -> IndicatorEdits:
        """What can be done to the rows; imported when it is first needed."""
        from .indicator_edits import IndicatorEdits

        made = IndicatorEdits(self.session, self)
        made.made.connect(self.type_name)
        made.kept.connect(self.place.select)
        return made

    # ------------------------------------------------------------------------------------------------ for the window

    def complete(self) -> None:
        self.actions_.complete()
        self.columns.complete()
        self._show_state()

    def begin(self) -> None:
        if self.current_id() is None:
            first = next((n for n in self.model.root.walk() if not n.is_category), None)
            if first:
                self.view.go(self.model.index_of(first.id, nodes.NAME))
        self.view.setFocus()

    def meta(self) -> str:
        counts = self.filters.tally
        rows = len(counts.chips[ALL])
        if not rows:
            return "还没有指标"
        subs = f"（含 {counts.sub_rows} 项“其中”）" if counts.sub_rows else ""
        year = self.session.plan.info.year
        parts = [
            f"{counts.categories} 个类别" if counts.categories else "",
            f"{rows} 项指标{subs}",
            f"{year} 年度" if year else "",
        ]
        return " · ".join(p for p in parts if p)

    def primary_action(self) -> QAction | None:
        return self.actions_.add if self.has_filters else None  # an empty page has a blue button of its own

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("指标(&D)", self.actions_.menu)]

    def view_menu(self) -> list[QAction | None]:
        return [self.columns.menu.menuAction()]

    def focus_search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def show_record(self, record_type: type[Record], key: Key) -> bool:
        if record_type not in (Indicator, Category) or self.session.plan.get(record_type, key) is None:
            return False
        if self.model.node_of(key[0]) is None:
            self.filters.clear()
        self.view.go(self.model.index_of(key[0], nodes.NAME))
        return True

    def current_record(self) -> Record | None:
        return self.model.node(self.view.currentIndex()).record

    def toggle_detail(self) -> None:
        shown = not self.detail.isVisible()
        self.actions_.panel.setChecked(shown)
        self.detail.setVisible(shown)
        settings.set_flag("view/detail", shown)
        if not shown:
            self.view.setFocus()

    # ------------------------------------------------------------------------------------------------ what is selected

    def current_id(self) -> Id | None:
        """The row of the current cell."""
        index = self.view.currentIndex()
        return self.model.node(index).id if index.isValid() else None

    def selected(self) -> list[Node]:
        """The selected rows in the order of the paper."""
        chosen = {index.internalId() for index in self.view.selectionModel().selectedRows()}
        return [node for node in self.model.root.walk() if node.id in chosen]

    def selected_ids(self) -> list[Id]:
        """Their ids."""
        return [node.id for node in self.selected()]

    def _show_selection(self) -> None:
        self.summary_changed.emit(self.summary())
        self._show_state()

    def _show_current(self, index: QModelIndex) -> None:
        record = self.model.node(index).record
        self.detail.show_this(record)

    # ------------------------------------------------------------------------------------------------ following the plan

    def _show_plan(self) -> None:
        """Another file: everything anew, with the first row current."""
        self.place.clear()
        self.model.show_only(None)
        self.model.refresh()
        self.filters.show_plan(self.session.plan, self.model.whole_tree())
        self.filters.clear()
        self._show_state()
        if self.isVisible():
            self.begin()

    def _take_changes(self, changes: Changes) -> None:
        of_rows = changes.touches(Indicator, Category, Responsibility, Unit, UnitGroup, PlanInfo)
        if not of_rows and not changes.touches(Allocation, Report):
            return
        if not of_rows and not self.isVisible():
            self._late = True  # figures typed on other pages: shown when this one is
            return
        if self.view.is_editing and not self.view.is_committing:
            self._late = True  # somebody else wrote while a cell is being typed: what is typed stays
            return
        self.model.take(changes)
        self.filters.show_plan(self.session.plan, self.model.whole_tree())
        self._show_state()
        self.meta_changed.emit()

    def _leave_editor(self) -> None:
        """A line was closed: a new row that was given no name goes, and what came meanwhile is shown."""
        if self.session.undo_label is not None:
            QTimer.singleShot(0, self, self.edits.take_back_unnamed)  # the view is still busy with closing
        self._catch_up()

    def _catch_up(self) -> None:
        if self._late:
            self._late = False
            self.model.refresh()
            self.filters.show_plan(self.session.plan, self.model.whole_tree())
            self.meta_changed.emit()

    def _filter(self, ids: set[Id] | None) -> None:
        self.model.show_only(ids)
        self.summary_changed.emit(self.summary())

    def summary(self) -> str:
        rows = self.selected()
        if not rows:
            return f"筛选出 {len(self.model.shown)} 项" if self.model.shown is not None else ""
        from .indicator_selection import summary

        return "　".join(words for words in (self._why_locked(rows), summary(rows)) if words)

    def _say_why_not(self, index: QModelIndex) -> None:
        """A cell cannot be typed into: say why, and where its content comes from."""
        node, heading = self.model.node(index), nodes.HEADINGS[index.column()]
        if self.session.rights is not None:
            sentence = self._why_locked([node])
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

    def _restore(self) -> None:
        self.place.restore()
        if not self.view.currentIndex().isValid():
            self._show_current(QModelIndex())

    def _show_state(self) -> None:
        rows = self.model.root.kids
        self.actions_.refresh(
            can_edit=self.session.may_change(Indicator, (0, 0, 0)), current=self.model.node(self.view.currentIndex())
        )
        if not rows and not self.filters.is_active:
            self._stack.setCurrentWidget(self._empty_state())
        else:
            self._stack.setCurrentIndex(0)
        is_empty = self._stack.currentIndex() != 0
        if self.has_filters == is_empty:
            self.has_filters = not is_empty
            self.filters.setVisible(not is_empty)
            self.meta_changed.emit()
        self.detail.setVisible(self.actions_.panel.isChecked() and not is_empty)

    def _empty_state(self) -> QWidget:
        if self._empty is None:
            from ..widgets.empty_state import EmptyState

            ways = [
                ("导入文件…", "", self.import_wanted.emit),
                ("粘贴表格", "clipboard", self.paste_wanted.emit),
                ("手工新增", "plus", self.actions_.add.trigger),
            ]
            sentence = "可以从 Excel、WPS 表格复制后直接粘贴（Ctrl+V），或选择下面一种方式开始"
            self._empty = EmptyState("clipboard", "还没有指标", sentence, ways)
            self._stack.addWidget(self._empty)
        return self._empty

    # ------------------------------------------------------------------------------------------------ commands

    def type_name(self, row: Id) -> None:
        """Select a row and begin to type its name."""
        if self.model.node_of(row) is None:
            self.filters.clear()
        self._show_state()
        index = self.model.index_of(row, nodes.NAME)
        self.view.go(index)
        self.view.setFocus()
        self.view.edit(index)

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
        text = QGuiApplication.clipboard().text().rstrip("\r\n")
        index = self.view.currentIndex()
        field = nodes.FIELDS.get(index.column())
        if "\t" in text or "\n" in text or not index.isValid() or field is None:
            if not self._paste_block(text, index):
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

    def _paste_block(self, text: str, index: QModelIndex) -> bool:
        from .indicator_paste import paste_block

        chosen = self.selected_ids()
        rows = [node.id for node in self.model.root.walk() if node.record is not None and not node.is_category]
        first = chosen[0] if len(chosen) > 1 else self.model.node(index).id
        below = rows[rows.index(first) :] if first in rows else []
        return paste_block(self.session, text, index.column(), below, len(chosen))

    def clear_cells(self) -> None:
        """Empty the current column of all selected rows."""
        column = self.view.currentIndex().column()
        if column == nodes.NAME:
            self.session.said.emit("名称不能清空；要删除整行请按 Ctrl+Delete", False)
        elif column == nodes.UNITS:
            self.edits.clear_owners(self.selected_ids())
        elif column in nodes.FIELDS:
            self.edits.set_fields(self.selected_ids(), nodes.FIELDS[column], "")

    def expand_all(self) -> None:
        """Open all categories."""
        self.view.expandAll()

    def collapse_all(self) -> None:
        """Show the categories alone."""
        for node in self.model.root.kids:
            if node.is_category:
                self.view.collapse(self.model.index_of(node.id))

    def set_locked(self, locked: bool) -> None:
        """Keep the structure from being changed by accident."""
        self.model.locked = locked
        self._show_state()
        self.session.said.emit("结构已锁定：不能拖动、移动、新增和删除行" if locked else "结构已解锁", False)

    def _open_units(self, index: QModelIndex, typed: str) -> None:
        from ..dialogs.units_popup import UnitsPopup

        node = self.model.node(index)
        popup = UnitsPopup(self.session, node.id, self)
        popup.open_below(self.view.viewport(), self.view.visualRect(index), typed)

    # ------------------------------------------------------------------------------------------------ Qt's events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room beside the tree, the detail panel lies over it; where there is much, units get some."""
        super().resizeEvent(event)
        to_spare = max(0, self.width() - USUAL_WIDTH)
        self.view.header().resizeSection(nodes.UNITS, WIDTHS[nodes.UNITS] + min(to_spare // 3, 180))
        over = self.width() < ROOM_FOR_DETAIL
        beside = self._body.indexOf(self.detail) >= 0
        if over and beside:
            self._body.removeWidget(self.detail)
            self.actions_.panel.setChecked(False)
            self.detail.hide()
        elif not over and not beside:
            self._body.addWidget(self.detail)
            self._show_state()
        if over:
            top = self.filters.geometry().bottom() + 1
            self.detail.setGeometry(self.width() - DETAIL_WIDTH, top, DETAIL_WIDTH, self.height() - top)
            self.detail.raise_()
