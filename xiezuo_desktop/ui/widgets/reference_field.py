"""A field that refers to another record: shows its name, opens a list with a search line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from xiezuo_desktop.core.records import Category, Chapter, Indicator, Task, Unit, UnitGroup
from xiezuo_desktop.core.wording import name_of

from .field_editor import FieldEditor
from .look import dress, set_tone

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Field, Id, Record
    from xiezuo_desktop.ui.session import Session

    from .record_picker import Choice


EDGE = 6  # px of padding and border beside the words


class _Name(QPushButton):
    """A name, cut in its middle where there is no room for it."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setProperty("look", "row")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_name(self, name: str) -> None:
        self._whole = name
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = self.width() - 2 * EDGE
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, room))


class ReferenceField(FieldEditor):
    """Chooses a record of the types the field refers to."""

    def __init__(self, field: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._session = session
        self._owner: Record | None = None

    def set_owner(self, owner: Record | None) -> None:
        """The record whose field this is: it and what hangs below it cannot be chosen."""
        self._owner = owner

    def _make_input(self) -> QWidget:
        made = _Name()
        made.clicked.connect(self.open_list)
        return made

    def _show(self, value: Any) -> None:
        assert isinstance(self._input, _Name)
        name = name_of(self._session.plan, value)
        if value is not None and not name:
            name = "（已不在计划里）"
        self._input.show_name(name or "—")
        set_tone(self._input, "" if name else "true", "empty")
        self._input.setToolTip(name)
        self._input.setAccessibleName(f"{self.field.label}：{name or '没有'}")

    def open_list(self) -> None:
        """Show what can be chosen."""
        from .record_picker import RecordPicker  # its list view makes QStyle's enums: 7 ms before the first paint

        choices = choices_for(self._session.plan, self.field, self._owner)
        picker = RecordPicker(choices, self, title=self.field.label, nothing="（没有）", current=self._value)
        dress(picker)
        picker.picked.connect(self._offer)
        picker.open_below(self._input)


def choices_for(plan: Plan, field: Field, owner: Record | None) -> list[Choice]:
    """The records that a field may refer to."""
    from .record_picker import Choice, unit_choices

    barred = frozenset(_below(plan, owner)) if owner is not None and type(owner).tree == field.name else frozenset()
    out: list[Choice] = []
    for type_name in field.refers:
        if type_name == Unit.name_:
            out += unit_choices(plan, groups=UnitGroup.name_ in field.refers, without=barred)
        elif type_name == Category.name_:
            out += [Choice(c.id, name_of(plan, c.id)) for c in plan.categories]
        elif type_name == Indicator.name_:
            out += [Choice(i.id, name_of(plan, i.id), i.measure_unit) for i in plan.indicators if i.id not in barred]
        elif type_name == Chapter.name_:
            out += [Choice(c.id, name_of(plan, c.id)) for c in plan.chapters]
        elif type_name == Task.name_:
            out += [Choice(t.id, name_of(plan, t.id)) for t in plan.tasks]
    return out


def _below(plan: Plan, record: Record) -> set[Id]:
    """The record and everything below it in its tree."""
    found: set[Id] = set()
    todo = [record]
    while todo:
        each = todo.pop()
        if each.key[0] not in found:
            found.add(each.key[0])
            todo += plan.children(type(each), each.key[0])
    return found
