"""责任单位: the units of the plan as a tree, their other names, and the groups with their members."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QRect, Qt
from PySide6.QtWidgets import QMenu, QWidget

from ...core.errors import Unreadable
from ...core.names import duplicates
from ...core.records import UNIT_KINDS, Alias, Allocation, Chapter, Member, Pairing, Responsibility, Unit, UnitGroup
from ...core.unit_steps import below
from .. import settings
from ..delegates.unit_delegate import UnitDelegate
from ..models import unit_nodes as nodes
from ..models.units_model import UnitsModel
from ..page import Page
from ..search import Finder
from ..theme import DETAIL_WIDTH
from ..widgets.detail_panel import DetailPanel
from ..widgets.record_picker import RecordPicker, unit_choices
from .chip_filters import ALL, ChipFilters
from .outline_view import lay_out
from .unit_actions import UnitActions
from .unit_edits import UnitEdits
from .unit_tree import UnitTree

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QResizeEvent

    from ...core.changes import Changes
    from ...core.records import Id, Key, Record
    from ..models.unit_nodes import Node, Place
    from ..session import Session

WIDTHS = {nodes.SIGN: 36, nodes.KIND: 96, nodes.PLAQUES: 150, nodes.ALIASES: 150, nodes.USES: 66}
CHIPS = {"类型未定": "", "没有用到": "", "可能重复": "warn"}
ROOM_FOR_DETAIL = 960  # px of page width under which the detail panel lies over the tree
_Flags = QItemSelectionModel.SelectionFlag


class UnitsPage(Page):
    """Row with chips and search, the tree, and the detail panel at the right."""

    title = "责任单位"
    has_filters = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._collapsed: set[Place] = set()
        self._kept: tuple[Place, int, list[Place], int] = (nodes.ROOT_PLACE, 0, [], 0)
        self.model = UnitsModel(session, self)
        self.edits = UnitEdits(session, self)
        self.view = UnitTree(lambda index: self.model.node(index).is_heading)
        self.actions_ = UnitActions(self)
        self.filters = ChipFilters(CHIPS, [self.actions_.panel], "单位")
        self.detail = DetailPanel(session, self, findings=session.findings)
        self._lay_out()
        self._connect()
        self._show_plan()

    # ------------------------------------------------------------------------------------------------ building

    def _lay_out(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(UnitDelegate(self.model, self.view))
        self.view.set_columns(WIDTHS, nodes.NAME, frozenset({nodes.KIND}))
        self.view.setAccessibleName("单位表")
        self._empty: QWidget | None = None
        self._stack, self._body = lay_out(self, self.filters, self.view, self.detail)
        self.actions_.panel.setChecked(settings.flag("view/detail", True))
        self.detail.setVisible(self.actions_.panel.isChecked())

    def _connect(self) -> None:
        session, model, view = self.session, self.model, self.view
        session.changed.connect(self._take_changes)
        session.file_changed.connect(self._show_plan)
        session.state_changed.connect(self._show_state)
        self.filters.changed.connect(self._filter)
        self.filters.left.connect(view.setFocus)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        model.typed.connect(self.edits.type_cell)
        model.moved.connect(self.edits.move)
        model.joined.connect(self.edits.add_members)
        self.edits.made.connect(self.type_name)
        self.edits.kept.connect(lambda ids: self._select([p for i in ids if (p := model.place_of(i))]))
        view.selectionModel().selectionChanged.connect(self._show_selection)
        view.selectionModel().currentChanged.connect(self._show_current)
        view.collapsed.connect(lambda index: self._collapsed.add(model.node(index).place))
        view.expanded.connect(lambda index: self._collapsed.discard(model.node(index).place))
        view.list_wanted.connect(lambda index, typed: self.ask_kind())
        self.detail.closed.connect(self.toggle_detail)
        self.detail.history_wanted.connect(self.history_wanted)

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        plan = self.session.plan
        units = [u for u in plan.units if u.same_as is None]
        if not units and not plan.groups:
            return "还没有单位"
        same = sum(len(d) - 1 for d in duplicates(units))
        parts = [f"{len(units)} 个单位", f"{len(plan.groups)} 个单位组合" if plan.groups else ""]
        return " · ".join(p for p in [*parts, f"{same} 个可能重复" if same else ""] if p)

    def primary_action(self) -> QAction:
        return self.actions_.add

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("单位(&D)", self.actions_.menu)]

    def focus_search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def show_record(self, record_type: type[Record], key: Key) -> bool:
        if record_type not in (Unit, UnitGroup) or self.session.plan.get(record_type, key) is None:
            return False
        if self.model.place_of(key[0]) is None:
            self.filters.clear()
        place = self.model.place_of(key[0])
        if place is not None:
            self.view.go(self.model.index_of(place, nodes.NAME))
        return place is not None

    def current_record(self) -> Record | None:
        return self.current.record

    def toggle_detail(self) -> None:
        shown = not self.detail.isVisible()
        self.actions_.panel.setChecked(shown)
        self.detail.setVisible(shown)
        settings.set_flag("view/detail", shown)
        if not shown:
            self.view.setFocus()

    # ------------------------------------------------------------------------------------------------ what is selected

    @property
    def current(self) -> Node:
        """The node of the current cell; the root when there is none."""
        return self.model.node(self.view.currentIndex())

    def current_unit(self) -> Id | None:
        """The unit of the current cell."""
        return self.current.place[1] if self.current.what == "unit" else None

    def selected(self) -> list[Node]:
        """The selected rows from top to bottom."""
        chosen = {index.internalId() for index in self.view.selectionModel().selectedRows()}
        return [node for node in self.model.root.walk() if node.number in chosen]

    def _select(self, places: list[Place]) -> None:
        indexes = [index for place in places if (index := self.model.index_of(place)).isValid()]
        if indexes:
            selection = QItemSelection()
            for index in indexes:
                selection.select(index, index)
            chosen = self.view.selectionModel()
            column = max(self.view.currentIndex().column(), 0)
            chosen.setCurrentIndex(indexes[0].siblingAtColumn(column), _Flags.NoUpdate)
            chosen.select(selection, _Flags.ClearAndSelect | _Flags.Rows)
            self.view.scrollTo(indexes[0])

    def _show_selection(self) -> None:
        count = len([n for n in self.selected() if n.record is not None])
        self.summary_changed.emit(f"选中 {count} 个" if count else "")
        self._show_state()

    def _show_current(self, index: QModelIndex) -> None:
        record = self.model.node(index).record
        if record is not None:
            self.detail.show_record(type(record), record.key)
        else:
            self.detail.show_nothing()

    # ------------------------------------------------------------------------------------------------ following the plan

    def _show_plan(self) -> None:
        """Another file: everything anew, with the first row current."""
        self._collapsed.clear()
        self._kept = (nodes.ROOT_PLACE, 0, [], 0)
        self.filters.clear()
        self.filters.show_counts(self._groups_of())
        self.model.refresh()
        self.view.expandAll()
        first = next((n for n in self.model.root.walk() if n.record is not None), None)
        if first:
            self.view.go(self.model.index_of(first.place, nodes.NAME))
        self._show_state()

    def _take_changes(self, changes: Changes) -> None:
        if changes.touches(Unit, UnitGroup, Alias, Member, Responsibility, Chapter, Allocation, Pairing):
            self.filters.show_counts(self._groups_of())
            self.model.refresh([key[0] for record, key in changes.rows if record in (Unit, UnitGroup)])
            self._show_state()
            self.meta_changed.emit()

    def _groups_of(self) -> dict[str, set[Id]]:
        """The units that each chip shows."""
        plan = self.session.plan
        units = [u for u in plan.units if u.same_as is None]
        uses = nodes.count_uses(plan)
        return {
            ALL: {b.id for b in units} | {g.id for g in plan.groups},
            "没有用到": {u.id for u in units if not uses[u.id] and not plan.children(Unit, u.id)},
            "可能重复": {u.id for same in duplicates(units) for u in same},
            "类型未定": {u.id for u in units if not u.kind},
        }

    def _filter(self) -> None:
        plan, query = self.session.plan, self.filters.search.text().strip()
        ids = None if self.filters.chosen == ALL else self._groups_of()[self.filters.chosen]
        if query:
            finder = Finder()
            bearers: list[Unit | UnitGroup] = [*plan.units, *plan.groups]
            hits = {
                b.id
                for b in bearers
                if finder.matches(query, b.name, getattr(b, "plaques", ""), *plan.aliases.get(b.id, []))
            }
            ids = hits if ids is None else ids & hits
        self.model.show_only(ids)
        self.summary_changed.emit(f"筛选出 {len(ids)} 个" if ids is not None else "")

    def _remember(self) -> None:
        index = self.view.currentIndex()
        place = self.model.node(index).place
        self._kept = (
            place if place != nodes.ROOT_PLACE else self._kept[0],
            max(index.column(), 0),
            [n.place for n in self.selected()],
            self.view.verticalScrollBar().value(),
        )

    def _restore(self) -> None:
        place, column, places, scrolled = self._kept
        gone = set(self._collapsed)
        self.view.expandAll()
        for each in gone:
            self.view.collapse(self.model.index_of(each))
        self._select(places or [place])
        current = self.model.index_of(place, column)
        if current.isValid():
            self.view.selectionModel().setCurrentIndex(current, _Flags.NoUpdate)
        else:
            self._show_current(QModelIndex())
        self.view.verticalScrollBar().setValue(scrolled)

    def _show_state(self) -> None:
        self.actions_.refresh(can_edit=self.session.can_edit, current=self.current)
        empty = not self.model.root.kids and not self.filters.is_active
        self._stack.setCurrentWidget(self._empty_state() if empty else self._stack.widget(0))
        self.filters.setVisible(not empty)
        self.detail.setVisible(self.actions_.panel.isChecked() and not empty)

    def _empty_state(self) -> QWidget:
        if self._empty is None:
            from ..widgets.empty_state import EmptyState

            ways = [
                ("导入文件…", "", self.import_wanted.emit),
                ("粘贴名单", "clipboard", self.paste),
                ("手工新增", "plus", self.actions_.add.trigger),
            ]
            sentence = "导入任务书或指标分解表时，里面写到的单位会自动列在这里"
            self._empty = EmptyState("building", "还没有单位", sentence, ways)
            self._stack.addWidget(self._empty)
        return self._empty

    # ------------------------------------------------------------------------------------------------ commands

    def type_name(self, bearer: Id) -> None:
        """Select a unit or group and begin to type its name."""
        place = self.model.place_of(bearer)
        if place is None:
            self.filters.clear()
            place = self.model.place_of(bearer)
        self._show_state()
        if place is not None:
            index = self.model.index_of(place, nodes.NAME)
            self.view.go(index)
            self.view.setFocus()
            self.view.edit(index)

    def add_beside(self) -> None:
        """A new unit on the level of the current one."""
        record = self.current.record
        parent = record.parent if isinstance(record, Unit) and self.current.what == "unit" else None
        self.edits.add_unit(parent if self.session.plan.get(Unit, parent) else None)

    def add_below(self) -> None:
        """A new unit below the current one."""
        if (unit := self.current_unit()) is not None:
            self.view.setExpanded(self.model.index_of(self.current.place), True)
            self.edits.add_unit(unit)

    def paste(self) -> None:
        """Show the copied list of units, to be added below the parent of the current one."""
        from PySide6.QtGui import QGuiApplication

        from ...documents import PaperError, read_clipboard
        from ..dialogs.paste_units import PasteUnitsDialog, units_in

        mime = QGuiApplication.clipboard().mimeData()
        try:
            text, html = (mime.text(), mime.html() if mime.hasHtml() else None) if mime else ("", None)
            units = units_in(read_clipboard(text, html))
        except PaperError as error:
            self.session.failed.emit(Unreadable(error.sentence, error.advice))
            return
        record = self.current.record
        parent = record.parent if isinstance(record, Unit) and self.current.what == "unit" else None
        place = self.current.place
        group = place[1] if self.current.what == "group" else place[2] if self.current.what == "member" else None
        below = parent if self.session.plan.get(Unit, parent) else None
        dialog = PasteUnitsDialog(self.session, units, below, self, group)
        dialog.exec()
        dialog.deleteLater()

    def delete_selected(self) -> None:
        """Delete what is selected."""
        self.edits.delete([n for n in self.selected() if n.record is not None])

    def ask_kind(self) -> None:
        """Show the kinds to choose from below the current cell."""
        units = [n.place[1] for n in self.selected() if n.what == "unit"]
        if not units or not self.session.can_edit:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind, words in UNIT_KINDS.items():
            menu.addAction(words, partial(self.edits.set_kind, units, kind))
        menu.addSeparator()
        menu.addAction("未定", partial(self.edits.set_kind, units, ""))
        menu.popup(self.view.viewport().mapToGlobal(self._cell(nodes.KIND).bottomLeft()))

    def ask_parent(self) -> None:
        """Choose the unit below which the selected ones are put."""
        units = [n.place[1] for n in self.selected() if n.what == "unit"]
        barred = frozenset(i for unit in units for i in below(self.session.plan, unit))
        self._pick("上级单位", barred, lambda parent: self.edits.move(units, parent), nothing="（没有上级）")

    def ask_merge(self) -> None:
        """Choose the unit that the current one is the same as."""
        unit = self.current_unit()
        if unit is not None:
            barred = frozenset(below(self.session.plan, unit))
            self._pick("合并到", barred, lambda target: self.edits.merge(unit, target))

    def ask_member(self) -> None:
        """Choose units to join the current group, one after the other until Esc."""
        place = self.current.place
        group = place[1] if place[0] == "group" else place[2]
        taken = frozenset(self.session.plan.members.get(group, []))
        self._pick("加入成员", taken, lambda unit: self.edits.add_members([unit], group), staying=True)

    def _pick(
        self, title: str, barred: frozenset[Id], does: object, *, nothing: str = "", staying: bool = False
    ) -> None:
        choices = unit_choices(self.session.plan, groups=False, without=barred)
        picker = RecordPicker(choices, self, title=title, nothing=nothing, staying=staying)
        picker.picked.connect(does)
        anchor = QWidget(self.view.viewport())
        anchor.setGeometry(self._cell(nodes.NAME))
        picker.closed.connect(anchor.deleteLater)
        picker.open_below(anchor)

    def _cell(self, column: int) -> QRect:
        box = self.view.visualRect(self.view.currentIndex().siblingAtColumn(column))
        return box if box.isValid() else QRect(0, 0, 200, 30)

    # ------------------------------------------------------------------------------------------------ Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room beside the tree, the detail panel lies over it."""
        super().resizeEvent(event)
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
