"""责任单位: the units of the plan as a tree, their other names, and the groups with their members."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtWidgets import QMenu, QWidget

from ...core.errors import Unreadable
from ...core.names import duplicates
from ...core.records import UNIT_KINDS, Allocation, Member, Unit, UnitGroup, children_of
from ...core.unit_steps import below
from ...core.wording import count_uses
from ..delegates.unit_delegate import UnitDelegate
from ..models import unit_nodes as nodes
from ..models.outline_model import ALL
from ..models.units_model import UnitsModel
from ..search import Finder
from ..widgets.record_picker import RecordPicker, unit_choices
from .chip_filters import ChipFilters
from .outline_page import Nothing, OutlinePage
from .unit_actions import UnitActions
from .unit_edits import UnitEdits
from .unit_tree import UnitTree

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ...core.changes import Changes
    from ...core.records import Id, Key, Record
    from ..session import Session

WIDTHS = {nodes.SIGN: 36, nodes.KIND: 96, nodes.PLAQUES: 150, nodes.ALIASES: 150, nodes.USES: 66}
GROW = {nodes.PLAQUES: 150, nodes.ALIASES: 150}
SHOWN: set[type[Record]] = {Unit, UnitGroup, Member, Allocation}
SHOWN |= {t for bearer in (Unit, UnitGroup) for t, _ in children_of(bearer)}  # where they are used
CHIPS = {"类型未定": "", "没有用到": "", "可能重复": "warn"}


class UnitsPage(OutlinePage):
    """Row with chips and search, the tree, and the detail panel at the right."""

    title = "责任单位"
    model: UnitsModel

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.model = UnitsModel(session, self)
        self.edits = UnitEdits(session, self)
        self.view = UnitTree()
        self.actions_ = UnitActions(self)
        self.filters = ChipFilters(CHIPS, [self.actions_.panel], "单位")
        self.view.setAccessibleName("单位表")
        self.set_up(UnitDelegate(self.model, self.view))
        self.view.set_columns(WIDTHS, nodes.NAME, frozenset({nodes.KIND}), GROW)
        self.model.typed.connect(self.edits.type_cell)
        self.model.moved.connect(self.edits.move)
        self.model.joined.connect(self.edits.add_members)
        self.edits.made.connect(self._type_name)
        self.edits.kept.connect(lambda ids: self.place.select(p for i in ids if (p := self.model.place_of(i))))
        self._show_new()

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
        return self.actions_.add  # type: ignore[no-any-return]

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("单位(&D)", self.actions_.menu)]

    def show_record(self, record_type: type[Record], key: Key) -> bool:
        if record_type not in (Unit, UnitGroup) or self.session.plan.get(record_type, key) is None:
            return False
        if self.model.place_of(key[0]) is None:
            self.filters.clear()
        place = self.model.place_of(key[0])
        return place is not None and self._go_to(place)

    # ------------------------------------------------------------------------------------------------ what is selected

    def current_unit(self) -> Id | None:
        """The unit of the current cell."""
        return self.current.place[1] if self.current.what == "unit" else None

    def summary(self) -> str:
        count = len([n for n in self.selected() if n.record is not None])
        return f"选中 {count} 个" if count else ""

    # ------------------------------------------------------------------------------------------------ following the plan

    def _show_new(self) -> None:
        super()._show_new()
        if not self.view.currentIndex().isValid():
            self._go_first()

    def _concerns(self, changes: Changes) -> bool:
        return changes.touches(*SHOWN)

    def _take(self, changes: Changes) -> None:
        self.model.refresh([key[0] for record, key in changes.rows if record in (Unit, UnitGroup)])

    def _count(self) -> None:
        self.filters.show_counts({name: len(ids) for name, ids in self._groups().items()})

    def _groups(self) -> dict[str, set[Id]]:
        """The units that each chip shows."""
        plan = self.session.plan
        units = [u for u in plan.units if u.same_as is None]
        uses = count_uses(plan)
        return {
            ALL: {b.id for b in units} | {g.id for g in plan.groups},
            "没有用到": {u.id for u in units if not uses[u.id] and not plan.children(Unit, u.id)},
            "可能重复": {u.id for same in duplicates(units) for u in same},
            "类型未定": {u.id for u in units if not u.kind},
        }

    def _filter(self) -> None:
        plan, query = self.session.plan, self.filters.search.text().strip()
        ids = None if self.filters.chosen == ALL else self._groups()[self.filters.chosen]
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

    # ------------------------------------------------------------------------------------------------ states

    def _enable(self) -> None:
        self.actions_.refresh(can_edit=self.session.can_edit, current=self.current)

    def _nothing(self) -> Nothing:
        ways = [
            ("导入文件…", "", self.import_wanted.emit),
            ("粘贴名单", "clipboard", self.paste),
            ("手工新增", "plus", self.actions_.add.trigger),
        ]
        sentence = "导入任务书或指标分解表时，里面写到的单位会自动列在这里"
        return Nothing("building", "还没有单位", sentence, ways)

    def _open_list(self, index: QModelIndex, typed: str) -> None:
        self.ask_kind()

    # ------------------------------------------------------------------------------------------------ commands

    def _type_name(self, bearer: Id) -> None:
        """Select a unit or group and begin to type its name."""
        if self.model.place_of(bearer) is None:
            self.filters.clear()
        place = self.model.place_of(bearer)
        if place is not None:
            self._type_at(place)

    def add_beside(self) -> None:
        """A new unit on the level of the current one."""
        self.edits.add_unit(self._beside())

    def _beside(self) -> Id | None:
        """The unit below which the current one stands."""
        record = self.current.record
        parent = record.parent if isinstance(record, Unit) and self.current.what == "unit" else None
        return self.edits.home(parent if self.session.plan.get(Unit, parent) else None)

    def add_below(self) -> None:
        """A new unit below the current one."""
        if (unit := self.current_unit()) is not None:
            self.view.setExpanded(self.model.index_of(self.current.place), True)
            self.edits.add_unit(self.edits.home(unit))

    def paste(self) -> None:
        """Show the copied list of units, to be added below the parent of the current one."""
        from PySide6.QtGui import QGuiApplication

        from ...documents import PaperError, read_clipboard
        from ..dialogs.paste_units import PasteUnitsDialog
        from ..dialogs.pasted_units import units_in

        mime = QGuiApplication.clipboard().mimeData()
        try:
            text, html = (mime.text(), mime.html() if mime.hasHtml() else None) if mime else ("", None)
            units = units_in(read_clipboard(text, html))
        except PaperError as error:
            self.session.failed.emit(Unreadable(error.sentence, error.advice))
            return
        place = self.current.place
        group = place[1] if self.current.what == "group" else place[2] if self.current.what == "member" else None
        dialog = PasteUnitsDialog(self.session, units, self._beside(), self, group)
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
