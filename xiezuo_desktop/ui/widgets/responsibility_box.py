"""Who answers for an indicator or a task: one line a role, units as words that can be added, moved and taken away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QInputDialog, QMenu, QPushButton, QWidget

from xiezuo_desktop.core.records import ROLES, Responsibility, Unit
from xiezuo_desktop.core.tree import key_between

from .chips import FlowBox
from .look import label, tool
from .record_form import INDENT, LABEL_WIDTH

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent

    from xiezuo_desktop.core.records import Id
    from xiezuo_desktop.ui.session import Session

LINE = 27  # px, of a unit's word as of a field beside its label
ALWAYS_SHOWN = ("responsible", "cooperating")
ROW_LABELS = {"responsible": "责任部门", "cooperating": "配合单位", "lead": "牵头单位"}


class _Word(QPushButton):
    """One unit; click or Enter opens its menu, Delete takes it away."""

    def __init__(self, box: ResponsibilityBox, item: Responsibility, text: str) -> None:
        super().__init__(text)
        self._box, self._item = box, item
        self.setProperty("look", "row")
        self.setAutoDefault(False)
        self.setToolTip(f"{text}　（按 Delete 移除）")
        self.clicked.connect(self.open_menu)

    def open_menu(self) -> None:
        self._box.menu_for(self._item).popup(self.mapToGlobal(self.rect().bottomLeft()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._box.remove(self._item)
        else:
            super().keyPressEvent(event)


class ResponsibilityBox(QWidget):
    """Edits the responsibilities of one subject; every change is one named step."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._subject: Id | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._lines: list[QWidget] = []

    def show_subject(self, subject: Id) -> None:
        """Show who answers for an indicator or a task."""
        self._subject = subject
        for old in self._lines:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._lines = []
        items = self._session.plan.responsibilities(subject)
        for role in ROLES:
            of_role = [i for i in items if (i.role or "responsible") == role]
            if of_role or role in ALWAYS_SHOWN:
                self._add_line(role, of_role)

    def _add_line(self, role: str, items: list[Responsibility]) -> None:
        row = self._grid.rowCount()
        words = label(ROW_LABELS.get(role, ROLES[role]), "key")
        words.setFixedWidth(LABEL_WIDTH)
        words.setContentsMargins(INDENT, 5, 0, 0)
        box = FlowBox(gap=2)
        for item in items:
            box.flow.addWidget(_Word(self, item, self._text(item)))
        if self._is_free():
            add = tool("plus", f"添加{words.text()}", size=14)
            add.clicked.connect(lambda: self.open_picker(role, add))
            box.flow.addWidget(add)
        elif not items:
            nothing = label("—", "off")
            nothing.setContentsMargins(INDENT + 1, 0, 0, 0)
            nothing.setFixedHeight(LINE)
            box.flow.addWidget(nothing)
        self._grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(box, row, 1)
        self._lines += [words, box]

    def _is_free(self) -> bool:
        """Whether units can be added and taken away here."""
        return self._session.can_edit and not self._session.is_fixed(Responsibility, "unit")

    def _text(self, item: Responsibility) -> str:
        name = self._session.plan.bearer_name(item.unit) or "（已不在计划里的单位）"
        return f"{name}{f'（{item.capacity}）' if item.capacity else ''}{'等' if item.open else ''}"

    # ------------------------------------------------------------------------------------------------- edits

    def open_picker(self, role: str, below: QWidget) -> None:
        """Choose a unit or group for a role; a name that is not there can be made."""
        from .record_picker import RecordPicker, unit_choices

        plan = self._session.plan
        assert self._subject is not None
        taken = frozenset(i.unit for i in plan.responsibilities(self._subject) if i.role == role and i.unit is not None)
        picker = RecordPicker(unit_choices(plan, without=taken), self, title=ROLES[role], making="新建单位")
        picker.picked.connect(lambda unit: self.add(role, unit))
        picker.made.connect(lambda name: self.add(role, None, name))
        picker.open_below(below)

    def add(self, role: str, unit: Id | None, new_name: str = "") -> None:
        """Give a unit a role; with `new_name` the unit is made in the same step."""
        plan = self._session.plan
        assert self._subject is not None
        items = plan.responsibilities(self._subject)
        with self._session.edit(f"添加{ROLES[role]}单位“{new_name or plan.bearer_name(unit)}”") as edit:
            if unit is None:
                last = max((u.order for u in plan.units), default="")
                unit = edit.add(Unit, name=new_name, order=key_between(last))
            order = key_between(max((i.order for i in items), default=""))
            edit.add(Responsibility, subject=self._subject, unit=unit, role=role, order=order)

    def remove(self, item: Responsibility) -> None:
        """Take a unit away."""
        if self._is_free():
            with self._session.edit(f"移除{ROLES.get(item.role, '责任')}单位“{self._text(item)}”") as edit:
                edit.delete(Responsibility, item.key)

    def menu_for(self, item: Responsibility) -> QMenu:
        """What can be done with one unit."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("打开这个单位", partial(self._open_unit, item))
        if not self._is_free():
            return menu
        menu.addSeparator()
        roles = menu.addMenu("角色改为")
        for role, words in ROLES.items():
            action = roles.addAction(words, partial(self._put, item, "角色", role=role))
            action.setCheckable(True)
            action.setChecked(role == item.role)
        peers = [i for i in self._session.plan.responsibilities(self._subject or 0) if i.role == item.role]
        place = peers.index(item) if item in peers else 0
        ahead = menu.addAction("前移", partial(self._move, peers, place, -1))
        ahead.setEnabled(place > 0)
        behind = menu.addAction("后移", partial(self._move, peers, place, 1))
        behind.setEnabled(place < len(peers) - 1)
        menu.addAction("以何名义（挂牌）…", partial(self._ask_capacity, item))
        open_ended = QAction("名单以“等”结尾", menu, checkable=True, checked=item.open)
        open_ended.triggered.connect(lambda on: self._put(item, "等", open=on))
        menu.addAction(open_ended)
        menu.addSeparator()
        menu.addAction("移除", partial(self.remove, item), Qt.Key.Key_Delete)
        return menu

    def _open_unit(self, item: Responsibility) -> None:
        bearer = self._session.plan.bearer(item.unit)
        if bearer is not None:
            self._session.wanted.emit(type(bearer), bearer.key)

    def _put(self, item: Responsibility, what: str, **values: object) -> None:
        with self._session.edit(f"修改“{self._text(item)}”的{what}") as edit:
            edit.put(Responsibility, item.key, **values)

    def _move(self, peers: list[Responsibility], place: int, step: int) -> None:
        others = [p.order for p in peers if p is not peers[place]]
        target = place + step
        low = others[target - 1] if target > 0 else ""
        high = others[target] if target < len(others) else ""
        self._put(peers[place], "次序", order=key_between(low, high))

    def _ask_capacity(self, item: Responsibility) -> None:
        bearer = self._session.plan.bearer(item.unit)
        plaques = getattr(bearer, "plaques", "").split("\n") if bearer else []
        names = list(dict.fromkeys([item.capacity, "", *(p for p in plaques if p)]))
        text, agreed = QInputDialog.getItem(
            self, "以何名义", f"{self._session.plan.bearer_name(item.unit)}以哪块牌子承担：", names, 0, True
        )
        if agreed and text != item.capacity:
            self._put(item, "名义", capacity=text.strip())
