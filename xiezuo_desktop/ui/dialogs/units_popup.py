"""The list that opens on a cell 责任部门: search and tick units, or type several names at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ...core.names import NameRegister, guess_kind, split_units
from ...core.records import Responsibility, Unit
from ...core.tree import spread_keys
from ..models.indicator_nodes import OWNERS
from ..search import Finder
from ..widgets.look import button, dress, label
from ..widgets.record_picker import unit_choices

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ...core.records import Id
    from ..session import Session

WIDTH, HEIGHT, ROW = 320, 380, 26
SEPARATORS = "、，,；;\n"
_ID = Qt.ItemDataRole.UserRole
_WORDS = Qt.ItemDataRole.UserRole + 1


class UnitsPopup(QFrame):
    """Ticked units answer for the indicator, in the order in which they were ticked. A click elsewhere keeps, Esc discards."""

    def __init__(self, session: Session, indicator: Id, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        dress(self)
        self.setProperty("look", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._indicator = session, indicator
        self._before = [r for r in session.plan.responsibilities(indicator) if r.role in OWNERS]
        self._ticked: list[Id] = [r.unit for r in self._before if r.unit is not None]
        self._fresh: list[str] = []  # names that a person wants to be made units
        self._finder = Finder()
        self._discard = False
        self._lay_out()
        self._fill()

    def _lay_out(self) -> None:
        self._line = QLineEdit()
        self._line.setPlaceholderText("输入名称或拼音首字母；用、隔开可一次填多个")
        self._line.setAccessibleName("查找或输入责任部门")
        self._line.textEdited.connect(self._filter)
        self._line.installEventFilter(self)
        self._list = QListWidget()
        self._list.setProperty("look", "list")
        self._list.setAccessibleName("责任部门")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemChanged.connect(self._tick)
        self._question = QVBoxLayout()
        self._question.setSpacing(4)
        hint = label("Enter 勾选 · 空着按 Enter 完成 · Esc 放弃", "meta")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self._line)
        column.addWidget(self._list, 1)
        column.addLayout(self._question)
        foot = QHBoxLayout()
        foot.addWidget(hint, 1)
        foot.addWidget(button("完成", "primary", on=self.close))
        column.addLayout(foot)
        self.setFixedSize(WIDTH, HEIGHT)

    def _fill(self) -> None:
        choices = unit_choices(self._session.plan)
        rank = {unit: n for n, unit in enumerate(self._ticked)}
        choices.sort(key=lambda c: rank.get(c.id or 0, len(rank)))
        self._list.blockSignals(True)
        for choice in choices:
            item = QListWidgetItem(f"{choice.text}　{choice.note}" if choice.note == "单位组合" else choice.text)
            item.setSizeHint(QSize(0, ROW))
            item.setData(_ID, choice.id)
            item.setData(_WORDS, f"{choice.text} {choice.words}")
            item.setCheckState(Qt.CheckState.Checked if choice.id in rank else Qt.CheckState.Unchecked)
            self._list.addItem(item)
        self._list.blockSignals(False)
        self._filter("")

    def open_below(self, viewport: QWidget, cell: QRect, typed: str = "") -> None:
        """Show the list under a cell, or above it where the screen ends; `typed` is what opened it."""
        screen = viewport.screen().availableGeometry()
        place = viewport.mapToGlobal(QPoint(cell.left(), cell.bottom() + 1))
        if place.y() + HEIGHT > screen.bottom():
            place.setY(max(screen.top(), viewport.mapToGlobal(cell.topLeft()).y() - HEIGHT))
        place.setX(max(screen.left(), min(place.x(), screen.right() - WIDTH)))
        self.move(place)
        self.show()
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)
        self._line.setText(typed)
        self._filter(typed)

    # ------------------------------------------------------------------------------------------------ choosing

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]

    def _filter(self, typed: str) -> None:
        query = typed.strip()
        listed = any(s in query for s in SEPARATORS)
        first = None
        for item in self._items():
            fits = listed or not query or self._finder.matches(query, *item.data(_WORDS).split())
            item.setHidden(not fits)
            first = first or (item if fits else None)
        self._list.setCurrentRow(self._list.row(first) if first and query and not listed else -1)

    def _tick(self, item: QListWidgetItem) -> None:
        unit = item.data(_ID)
        if item.checkState() == Qt.CheckState.Checked:
            if unit not in self._ticked:
                self._ticked.append(unit)
        elif unit in self._ticked:
            self._ticked.remove(unit)

    def enter(self) -> None:
        """What Enter does: tick the row found, take over the names typed, or finish."""
        text = self._line.text().strip()
        if not text:
            self.close()
            return
        item = self._list.currentItem()
        if item is not None and not item.isHidden():
            on = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
        else:
            self.take_names(text)
        self._line.clear()
        self._filter("")

    def take_names(self, text: str) -> None:
        """Tick all units that a text names; ask about those that the plan does not have."""
        plan = self._session.plan
        register = NameRegister(plan)
        for mention in split_units(text, [u.name for u in plan.units]):
            unit = register.find(mention.name)
            if unit is None:
                self._ask(mention.name)
                continue
            for item in self._items():
                if item.data(_ID) == unit:
                    item.setCheckState(Qt.CheckState.Checked)

    def _ask(self, name: str) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(f"没有“{name}”这个单位", "warning", wrap=True), 1)

        def answer(make: bool) -> None:
            if make:
                self._fresh.append(name)
            line.setParent(None)
            line.deleteLater()

        row.addWidget(button("新建", "link", tip=f"把“{name}”列为新的责任单位", on=lambda: answer(True)))
        row.addWidget(button("不要", "link", on=lambda: answer(False)))
        self._question.addWidget(line)

    # ------------------------------------------------------------------------------------------------ keeping

    def keep(self) -> None:
        """Write what is ticked now, as one step."""
        chosen: list[Id | str] = [*self._ticked, *self._fresh]
        if chosen == [r.unit for r in self._before] or not self._session.can_edit:
            return
        plan = self._session.plan
        present = {r.unit: r for r in self._before}
        others = [r for r in plan.responsibilities(self._indicator) if r.role not in OWNERS]
        keys = spread_keys(len(chosen) + len(others))
        with self._session.edit("修改“责任部门”") as edit:
            for gone in self._before:
                if gone.unit not in chosen:
                    edit.delete(Responsibility, gone.key)
            for each, key in zip(chosen, keys, strict=False):
                if isinstance(each, str):
                    last = max((u.order for u in plan.units), default="")
                    each = edit.add(Unit, name=each, kind=guess_kind(each), order=f"{last}V")
                if each in present:
                    edit.put(Responsibility, present[each].key, order=key)
                else:
                    edit.add(Responsibility, subject=self._indicator, unit=each, role="responsible", order=key)
            for other, key in zip(others, keys[len(chosen) :], strict=True):
                edit.put(Responsibility, other.key, order=key)

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        if not self._discard:
            self._discard = True  # hidden again while it is being closed
            self.keep()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            key: QKeyEvent = event  # type: ignore[assignment]
            if key.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.enter()
                return True
            if key.key() == Qt.Key.Key_Escape:
                self._discard = True
                self.close()
                return True
            if key.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._go(1 if key.key() == Qt.Key.Key_Down else -1)
                return True
        return super().eventFilter(watched, event)

    def _go(self, step: int) -> None:
        shown = [i for i in self._items() if not i.isHidden()]
        if shown:
            current = self._list.currentItem()
            at = shown.index(current) + step if current in shown else 0
            self._list.setCurrentItem(shown[min(max(at, 0), len(shown) - 1)])
