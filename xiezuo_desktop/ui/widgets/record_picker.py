"""A small list with a search line for choosing one record: a unit, a group, a category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from xiezuo_desktop.core.records import UNIT_KINDS, Id
from xiezuo_desktop.ui.search import Finder
from xiezuo_desktop.ui.theme import SMALL, colour, font

from .look import dress, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPainter

    from xiezuo_desktop.core.plan import Plan

WIDTH, ROW, MOST_ROWS = 300, 28, 10
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Choice:
    """One record that can be chosen; `id` None is “nothing”, `note` stands small at the right, `words` are searched too."""

    id: Id | None
    text: str
    note: str = ""
    words: str = ""


def unit_choices(plan: Plan, *, groups: bool = True, without: frozenset[Id] = frozenset()) -> list[Choice]:
    """All units, and groups where they are permitted, with what they are."""
    out = []
    for unit in plan.units:
        if unit.id not in without and unit.same_as is None:
            words = " ".join([unit.plaques.replace("\n", " "), *plan.aliases.get(unit.id, [])])
            out.append(Choice(unit.id, unit.name, UNIT_KINDS.get(unit.kind, ""), words))
    if groups:
        for group in plan.groups:
            if group.id not in without:
                out.append(Choice(group.id, group.name, "单位组合", " ".join(plan.aliases.get(group.id, []))))
    return out


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []

    def show(self, choices: list[Choice]) -> None:
        self.beginResetModel()
        self.choices = choices
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.choices[index.row()].text
        return None


class _Row(QStyledItemDelegate):
    """Name at the left, what it is small at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Model)
        choice = model.choices[index.row()]
        box: QRect = option.rect  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        if chosen:
            painter.fillRect(box, colour("primary_tint"))
        painter.setFont(font(SMALL))
        painter.setPen(colour("ink3"))
        note_width = painter.fontMetrics().horizontalAdvance(choice.note)
        painter.drawText(
            box.adjusted(0, 0, -10, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, choice.note
        )
        painter.setFont(font())
        made = choice.id == MAKE_NEW
        painter.setPen(colour("primary" if chosen or made else "ink2" if choice.id is None else "ink"))
        place = box.adjusted(10, 0, -note_width - 18, 0)
        text = painter.fontMetrics().elidedText(choice.text, Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


MAKE_NEW = -1  # stands for “make a record of this name”


class RecordPicker(QFrame):
    """A popup: typing filters (also by pinyin initials), ↑↓ move, Enter chooses, Esc closes.

    A `staying` one stays open for the next choice, without what was chosen. It opens on what is `current`.
    """

    picked = Signal(object)  # id, or None for “nothing”
    made = Signal(str)  # the name of a record to be made
    closed = Signal()

    def __init__(
        self,
        choices: Sequence[Choice],
        parent: QWidget,
        *,
        title: str,
        nothing: str = "",
        making: str = "",
        staying: bool = False,
        current: Id | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        dress(self)
        self.setProperty("look", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._choices = ([Choice(None, nothing)] if nothing else []) + list(choices)
        self._making = making
        self._staying = staying
        self._finder = Finder()
        self._line = QLineEdit()
        self._line.setPlaceholderText("可以接着选，Esc 结束" if staying else "输入名称或拼音首字母")
        self._line.setAccessibleName(title)
        self._line.textEdited.connect(self._filter)
        self._line.installEventFilter(self)
        self._model = _Model(self)
        self._list = QListView()
        self._list.setProperty("look", "list")
        self._list.setModel(self._model)
        self._list.setItemDelegate(_Row(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setAccessibleName(title)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.clicked.connect(lambda index: self._choose(index.row()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        layout.addWidget(self._line)
        layout.addWidget(self._list)
        self._none = label("没有找到。可以输入名称里的几个字，或者拼音首字母。", "meta", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._none.setContentsMargins(6, 4, 6, 0)
        layout.addWidget(self._none)
        self.setFixedWidth(WIDTH)
        self._filter("")
        self._first = next((row for row, choice in enumerate(self._choices) if choice.id == current), 0)

    def open_below(self, widget: QWidget) -> None:
        """Show the list under a widget, or above it where the screen ends."""
        rows = min(MOST_ROWS, max(4, len(self._choices) + bool(self._making)))
        self._list.setFixedHeight(rows * ROW + 2)
        self.adjustSize()
        self.setFixedHeight(self.height())  # the line stays where it is when nothing is found
        screen = widget.screen().availableGeometry()
        place = widget.mapToGlobal(QPoint(0, widget.height() + 2))
        if place.y() + self.height() > screen.bottom():
            place.setY(max(screen.top(), widget.mapToGlobal(QPoint(0, 0)).y() - self.height() - 2))
        place.setX(max(screen.left(), min(place.x(), screen.right() - self.width())))
        self.move(place)
        self.show()
        self._list.setCurrentIndex(self._model.index(self._first))
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _filter(self, typed: str) -> None:
        query = typed.strip()
        found = [c for c in self._choices if not query or self._finder.matches(query, c.text, c.words)]
        found.sort(key=lambda c: (not c.text.startswith(query)) if query else False)
        if self._making and query and all(c.text != query for c in self._choices):
            found.append(Choice(MAKE_NEW, f"{self._making}“{query}”"))
        self._model.show(found)
        self._list.setVisible(bool(found))
        self._none.setVisible(not found)
        if found:
            self._list.setCurrentIndex(self._model.index(0))

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self._model.choices):
            return
        choice = self._model.choices[row]
        name = self._line.text().strip()
        if self._staying:
            self._choices.remove(choice)
            self._line.clear()
            self._filter("")
        if not self._staying or not self._choices:
            self.close()
        if choice.id == MAKE_NEW:
            self.made.emit(name)
        else:
            self.picked.emit(choice.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            key: QKeyEvent = event  # type: ignore[assignment]
            row = self._list.currentIndex().row()
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if key.key() in steps:
                last = self._model.rowCount() - 1
                self._list.setCurrentIndex(self._model.index(min(last, max(0, row + steps[Qt.Key(key.key())]))))
                return True
            if key.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(row)
                return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]
        self.closed.emit()
