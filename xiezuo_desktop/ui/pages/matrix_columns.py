"""Choosing the columns of the matrix: units and groups, and the partner regions that each of them works with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from ...core.matrix import MatrixColumn
from ...core.records import Allocation, UnitGroup
from ..search import Finder
from ..theme import SMALL, colour, font
from ..widgets.look import button, dress, label
from ..widgets.record_picker import unit_choices

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QPainter

    from ...core.plan import Plan
    from ...core.records import Id
    from ...exchange.rights import Rights

Index = QModelIndex | QPersistentModelIndex
ROW = 28  # px
_ID = Qt.ItemDataRole.UserRole
_WORDS = Qt.ItemDataRole.UserRole + 1


_NOTE = Qt.ItemDataRole.UserRole + 2
PLACES = frozenset({"partner", "county", "town"})  # kinds of units that a region may be; they are listed first


class _Lines(QStyledItemDelegate):
    """A mark and a name, with what it is small at the right."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRect(option.rect)
        if chosen:
            painter.fillRect(box, colour("primary_tint"))
        option.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        super().paint(painter, option, index)
        painter.save()
        painter.setFont(font(SMALL))
        painter.setPen(colour("ink3"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box.adjusted(0, 0, -10, 0), right, str(index.data(_NOTE)))
        painter.restore()


class _Checks(QWidget):
    """A list with a line to search it and a mark before each name."""

    changed = Signal()

    def __init__(self, title: str, note: str, hint: str) -> None:
        super().__init__()
        self._finder = Finder()
        self.line = QLineEdit()
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(f"搜索{title}")
        self.line.textChanged.connect(self._filter)
        self.list = QListWidget()
        self.list.setProperty("look", "list")
        self.list.setAccessibleName(title)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(_Lines(self.list))
        self.list.itemChanged.connect(lambda _: self.changed.emit())
        self.list.itemPressed.connect(self._press)
        self.list.itemClicked.connect(self._click)
        self._pressed = Qt.CheckState.Unchecked
        self.all = button("全选", "link", tip="勾上列出的全部；都勾着时全部去掉", on=self._choose_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(label(title, "heading"), 1)
        head.addWidget(self.all)
        column.addLayout(head)
        column.addWidget(label(note, "meta", wrap=True))
        column.addWidget(self.line)
        column.addWidget(self.list, 1)

    def fill(self, plan: Plan, *, groups: bool, rights: Rights | None = None) -> None:
        """All units, and groups where they can be chosen, else regions first; of a unit's own file those below it."""
        choices = unit_choices(plan, groups=groups)
        if not groups:
            west = {p.west for p in plan.pairings}
            kinds = {u.id: u.kind for u in plan.units}
            choices.sort(key=lambda c: (c.id not in west, kinds.get(c.id or 0) not in PLACES))
        for choice in choices:
            if rights is not None and not rights.may_change(Allocation, (0, choice.id or 0, 0)):
                continue
            item = QListWidgetItem(choice.text)
            item.setData(_NOTE, choice.note if choice.note != choice.text else "")
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, ROW))
            item.setData(_ID, choice.id)
            item.setData(_WORDS, f"{choice.text} {choice.words} {choice.note}")
            self.list.addItem(item)

    def none_found(self) -> str | None:
        """What was searched for where nothing is listed, empty where nothing was; None where there are rows."""
        rows = (self.list.item(n) for n in range(self.list.count()))
        return None if any(not row.isHidden() for row in rows) else self.line.text().strip()

    def chosen(self) -> list[Id]:
        """The ids with a mark, in the order of the list."""
        items = (self.list.item(n) for n in range(self.list.count()))
        return [item.data(_ID) for item in items if item.checkState() == Qt.CheckState.Checked]

    def choose(self, ids: Collection[Id], *, on: bool = True) -> None:
        """Set or take away the mark of these."""
        for n in range(self.list.count()):
            if self.list.item(n).data(_ID) in ids:
                self.list.item(n).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _choose_all(self) -> None:
        items = [self.list.item(n) for n in range(self.list.count()) if not self.list.item(n).isHidden()]
        on = any(item.checkState() == Qt.CheckState.Unchecked for item in items)
        self.choose({item.data(_ID) for item in items}, on=on)

    def _press(self, item: QListWidgetItem) -> None:
        self._pressed = item.checkState()

    def _click(self, item: QListWidgetItem) -> None:
        """A click on the name sets the mark as one on the box does."""
        if item.checkState() == self._pressed:
            checked = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)

    def _filter(self, typed: str) -> None:
        query = typed.strip()
        for n in range(self.list.count()):
            item = self.list.item(n)
            item.setHidden(bool(query) and not self._finder.matches(query, str(item.data(_WORDS))))
        self.changed.emit()


class ColumnsDialog(QDialog):
    """Bearers at the left, partner regions at the right; the button says how many columns that makes."""

    chosen = Signal(object)  # list of MatrixColumn

    def __init__(
        self, plan: Plan, there: Collection[MatrixColumn], parent: QWidget, rights: Rights | None = None
    ) -> None:
        super().__init__(parent)
        dress(self)
        self._plan = plan
        self._there = frozenset(there)
        self.setWindowTitle("添加分解单位")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 480)
        self.bearers = _Checks("承担单位", "每个单位或组合一列", "搜索单位或组合")
        self.partners = _Checks("协作地区（可不选）", "选了以后，每个承担单位按协作地区分列", "搜索协作地区")
        self.bearers.fill(plan, groups=True, rights=rights)
        self.partners.fill(plan, groups=False)
        self.pairs = button("按结对关系", tip="每个单位只与它结对的协作地区成列", on=self._choose_pairs)
        self.pairs.setCheckable(True)
        self.pairs.setVisible(any(p.east and p.west for p in plan.pairings))
        self.members = button("组合按成员分列", tip="不要组合这一列，改成它的每个成员一列", on=self._choose_members)
        self.add = button("添加", "primary", on=self._finish)
        self.add.setDefault(True)
        self._count = label("", "meta")
        lists = QHBoxLayout()
        lists.setSpacing(16)
        lists.addWidget(self.bearers, 1)
        lists.addWidget(self.partners, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.pairs)
        buttons.addWidget(self.members)
        buttons.addWidget(self._count)
        buttons.addStretch(1)
        buttons.addWidget(button("取消", on=self.reject))
        buttons.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(lists, 1)
        column.addLayout(buttons)
        self.bearers.changed.connect(self._show_count)
        self.partners.changed.connect(self._show_count)
        self._show_count()
        self.bearers.line.setFocus()

    def columns(self) -> list[MatrixColumn]:
        """The new columns that the marks make."""
        partners: list[Id] = self.partners.chosen() or [0]
        if self.pairs.isChecked():
            pairs = [(p.east, p.west) for p in self._plan.pairings if p.east and p.west]
            wanted = [MatrixColumn(b, w) for b in self.bearers.chosen() for e, w in pairs if e == b]
        else:
            wanted = [MatrixColumn(b, p) for b in self.bearers.chosen() for p in partners if p != b]
        return [c for c in dict.fromkeys(wanted) if c not in self._there]

    def _choose_pairs(self) -> None:
        self.partners.setEnabled(not self.pairs.isChecked())
        if self.pairs.isChecked():
            self.bearers.choose({p.east for p in self._plan.pairings if p.east and p.west})
        self._show_count()

    def _groups(self) -> list[Id]:
        """The chosen groups that have members."""
        return [b for b in self.bearers.chosen() if self._plan.get(UnitGroup, b) and self._plan.members.get(b)]

    def _choose_members(self) -> None:
        groups = self._groups()
        self.bearers.choose(groups, on=False)
        self.bearers.choose({unit for group in groups for unit in self._plan.members[group]})

    def _show_count(self) -> None:
        count = len(self.columns())
        self.members.setVisible(bool(self._groups()))
        self.add.setEnabled(bool(count))
        self._count.setText(f"将添加 {count} 列{self._not_there()}" if count else self._hint())

    def _not_there(self) -> str:
        """What is searched for and no unit is called, beside what is chosen already."""
        missing = self.bearers.none_found()
        return f"；没有“{missing}”，请先到“责任单位”页新增" if missing else ""

    def _hint(self) -> str:
        """Why no column would be made."""
        if self.bearers.chosen():
            return "勾选的已经有列了"
        missing = self.bearers.none_found()
        if missing is None:
            return "请勾选承担单位"
        return f"没有“{missing}”，请先到“责任单位”页新增" if missing else "请先到“责任单位”页新增下级单位"

    def _finish(self) -> None:
        self.chosen.emit(self.columns())
        self.accept()
