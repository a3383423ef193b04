"""One editor for every field of the registry: its type, label and choices say what it looks like."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QVBoxLayout, QWidget

from xiezuo_desktop.core.errors import Invalid

from .growing_text import GrowingText
from .look import polish_again, set_tone

if TYPE_CHECKING:
    from xiezuo_desktop.core.records import Field

LINES = frozenset({"mark", "issuer"})  # a line for each office of a joint paper: Shift+Enter begins one
# Fields that hold paragraphs: Enter begins a new line in them.
PARAGRAPHS = frozenset({"definition", "evidence", "text", "superior_text", "plaques", "paper", "content", "standard"})

_DATE = re.compile(r"\s*(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?\s*")


def read_value(field: Field, text: str) -> Any:
    """A typed text as a value of the field. Raises Invalid with a sentence for the person who typed it."""
    if field.type is str:
        return text
    text = text.strip()
    if not text:
        return field.empty
    if field.type is int:
        if not re.fullmatch(r"-?\d{1,9}", text):
            raise Invalid(f"“{field.label}”要写成整数，如 10。")
        return int(text)
    if field.type is Decimal:
        try:
            return Decimal(text)
        except InvalidOperation as error:
            raise Invalid(f"“{field.label}”要写成数字，如 25.5。") from error
    if field.type is date:
        found = _DATE.fullmatch(text)
        try:
            if found:
                return date(*map(int, found.groups()))
        except ValueError:
            pass
        raise Invalid(f"“{field.label}”要写成日期，如 2024年3月5日 或 2024-3-5。")
    raise TypeError(field.type)


def shown_value(field: Field, value: Any) -> str:
    """A value of a field as people read it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.choices:
        return field.choices.get(value, str(value))
    return str(value)


class FieldEditor(QWidget):
    """Edits one field where it stands. `committed(value)` comes when a person is done and the value differs."""

    committed = Signal(object)

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._value: Any = field.empty
        self._sentence = QLabel()
        self._sentence.setProperty("look", "error")
        self._sentence.setWordWrap(True)
        self._sentence.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self._input = self._make_input()
        self._input.setAccessibleName(field.label)
        self.setFocusProxy(self._input)
        layout.addWidget(self._input)
        layout.addWidget(self._sentence)

    def _make_input(self) -> QWidget:
        raise NotImplementedError

    def _show(self, value: Any) -> None:
        raise NotImplementedError

    @property
    def value(self) -> Any:
        """The value as it stands in the plan."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show the value that stands in the plan."""
        self._value = value
        self.show_error("")
        self._show(value)

    def set_read_only(self, read_only: bool) -> None:
        """Whether the value can be changed."""
        self._input.setEnabled(not read_only)

    def show_error(self, sentence: str) -> None:
        """Mark the field and say under it what is wrong; "" takes the mark away."""
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        if bool(self._input.property("wrong")) != bool(sentence):
            self._input.setProperty("wrong", bool(sentence))
            polish_again(self._input)

    def _offer(self, value: Any) -> None:
        if value != self._value:
            self.committed.emit(value)


class TextField(FieldEditor):
    """Words, numbers and dates: everything that is typed. `entered` comes when Enter ended it and nothing is wrong."""

    entered = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None, *, most_lines: int = 0) -> None:
        self._most_lines = most_lines
        super().__init__(field, parent)

    @property
    def text(self) -> GrowingText:
        """The text that is edited."""
        assert isinstance(self._input, GrowingText)
        return self._input

    def _make_input(self) -> QWidget:
        name = self.field.name
        text = GrowingText(paragraphs=name in PARAGRAPHS, lines=name in LINES, most_lines=self._most_lines)
        if name in LINES:
            text.setToolTip("几个机关联合发文，每个机关写一行，换行按 Shift+Enter")
        text.setPlaceholderText("—")
        text.committed.connect(self._typed)
        text.entered.connect(lambda: self.entered.emit() if self._sentence.isHidden() else None)
        return text

    def set_read_only(self, read_only: bool) -> None:
        self.text.setReadOnly(read_only)

    def _show(self, value: Any) -> None:
        self.text.set_text(shown_value(self.field, value))

    def _typed(self, typed: str) -> None:
        try:
            value = read_value(self.field, typed)
        except Invalid as error:
            self.show_error(str(error))
            return
        self.show_error("")
        if value == self._value:
            self.text.set_text(shown_value(self.field, value))
        else:
            self._offer(value)


class ChoiceField(FieldEditor):
    """One of the permitted words; nothing chosen is the first entry."""

    def _make_input(self) -> QWidget:
        box = QComboBox()
        box.setProperty("flat", True)
        box.addItem("—", self.field.empty)
        for word, label in (self.field.choices or {}).items():
            box.addItem(label, word)
        box.activated.connect(lambda index: self._offer(box.itemData(index)))
        box.installEventFilter(_WheelGuard(box))
        return box

    def _show(self, value: Any) -> None:
        assert isinstance(self._input, QComboBox)
        index = self._input.findData(value)
        if index < 0:  # a word of a newer program: kept and shown as it is
            self._input.addItem(str(value), value)
            index = self._input.count() - 1
        self._input.setCurrentIndex(index)
        set_tone(self._input, "true" if value == self.field.empty else "", "empty")


class YesNoField(FieldEditor):
    """Yes or no."""

    def _make_input(self) -> QWidget:
        box = QCheckBox()
        box.clicked.connect(lambda checked: self._offer(bool(checked)))
        return box

    def _show(self, value: Any) -> None:
        assert isinstance(self._input, QCheckBox)
        self._input.setChecked(bool(value))


class _WheelGuard(QObject):
    """Scrolling past a closed list must not change what it says."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox):
            event.ignore()
            return True
        return False


def editor_for(field: Field, *, most_lines: int = 0) -> FieldEditor:
    """The editor that fits a field that is no reference."""
    if field.choices:
        return ChoiceField(field)
    if field.type is bool:
        return YesNoField(field)
    return TextField(field, most_lines=most_lines)
