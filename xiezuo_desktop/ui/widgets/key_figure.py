"""The target of an indicator, large, as it reads; while it is edited, as the document has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from xiezuo_desktop.core.adjusting import adjustments_of, sentence
from xiezuo_desktop.core.numbers import Value, read_target, shown, with_thousands
from xiezuo_desktop.core.records import TARGET_KINDS, Indicator
from xiezuo_desktop.ui.theme import BODY, FIGURE, PAGE_TITLE, TOKENS, font

from .look import label

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from xiezuo_desktop.ui.session import Session

_QUALIFIERS = {">=": "≥", "<=": "≤", "~": "约"}
_ROOM = 10  # pixels around the words of a line
_WIDEST = 190  # pixels


def figure_text(value: Value) -> str:
    """A target as it is shown large: the number with its qualifier, or the word for its kind."""
    if value.number is not None:
        return _QUALIFIERS.get(value.qualifier or "", "") + with_thousands(shown(value.number))
    if value.kind == "text":
        return value.raw
    return TARGET_KINDS[value.kind]


def reading_text(value: Value, corrected: bool) -> str:
    """The small line under the figure: what the document says, where that is not what is shown."""
    said = value.raw.strip().replace("\n", " ")
    parts = []
    if value.number is None and value.kind == "text":
        parts.append("文字目标，不参加计算")
    elif (value.number is None and said and said != TARGET_KINDS[value.kind]) or (
        value.number is not None and (corrected or said != shown(value.number))
    ):
        parts.append(f"原文“{said}”")
    if corrected:
        parts.append("读法由人改定")
    return " · ".join(parts)


def last_year(indicator: Indicator) -> str:
    """What was reached last year, and what of it counts this year too; "" where that is not known."""
    unit = indicator.measure_unit.strip()
    said = (("上年完成", indicator.last_value), ("存量基数", indicator.base))
    return "，".join(
        f"{words} {text.strip()}{unit if text[-1:].isdigit() else ''}" for words, text in said if text.strip()
    )


class _Line(QLineEdit):
    """A line that shows one text and edits another; as wide as its words."""

    committed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._raw, self._display = "", ""
        self._size, self._weight, self._colour = BODY, 400, "ink3"
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.editingFinished.connect(self._finish)
        self.textChanged.connect(self._fit)

    def set_texts(self, raw: str, display: str, *, size: int, weight: int = 400, colour: str = "ink") -> None:
        typing = self.hasFocus() and self.text() != self._raw
        self._raw = raw
        self._size, self._weight, self._colour = size, weight, colour
        measure = QFontMetrics(font(size, weight))
        self._display = measure.elidedText(display, Qt.TextElideMode.ElideRight, _WIDEST - _ROOM)
        self._dress()
        if not typing:
            self.setText(raw if self.hasFocus() else self._display)
            self.setCursorPosition(0)
        self._fit()

    @property
    def is_cut(self) -> bool:
        """Whether the words have no room."""
        return self._display.endswith("…") and not self._raw.endswith("…")

    def _dress(self) -> None:
        t = TOKENS
        self.setStyleSheet(
            f"QLineEdit {{ font-size: {self._size}px; font-weight: {self._weight}; color: {t[self._colour]}; padding: 0 1px;"
            f" border: 1px solid transparent; border-radius: 4px; background: transparent; height: {self._size + 10}px; }}"
            f"QLineEdit:hover:!read-only {{ border-color: {t['line2']}; }}"
            f"QLineEdit:focus:!read-only {{ border-color: {t['primary']}; background: {t['card']}; }}"
        )

    def _fit(self) -> None:
        words = self.text() or self.placeholderText()
        width = QFontMetrics(font(self._size, self._weight)).horizontalAdvance(words) + _ROOM
        self.setFixedWidth(min(max(width, 28), _WIDEST))

    def _finish(self) -> None:
        if self.text() != self._raw and self.text() != self._display and not self.isReadOnly():
            self.committed.emit(self.text())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and not self.isUndoAvailable():
            key: QKeyEvent = event  # type: ignore[assignment]
            if key.matches(QKeySequence.StandardKey.Undo) or key.matches(QKeySequence.StandardKey.Redo):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._raw:
            self.setText(self._raw)
            self.selectAll()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.isReadOnly() and self.text() == self._display:
            self.setText(self._raw)
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.setText(self._display)
            self.setCursorPosition(0)


class KeyFigure(QWidget):
    """Target and measure unit of an indicator."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._indicator: Indicator | None = None
        self._figure = _Line("年度目标")
        self._unit = _Line("计量单位")
        self._unit.setPlaceholderText("单位")
        self._below = label(look="key", wrap=True)
        self._below.setIndent(4)
        self._figure.committed.connect(lambda text: self._edit("target", text))
        self._unit.committed.connect(lambda text: self._edit("measure_unit", text))
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self._figure, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addLayout(line)
        column.addWidget(self._below)

    def show_record(self, indicator: Indicator) -> None:
        """Show the target of an indicator."""
        self._indicator = indicator
        value = read_target(indicator.target, indicator.target_reading)
        numeric = value.number is not None
        size = FIGURE if numeric else PAGE_TITLE if value.kind != "text" else BODY
        self._figure.set_texts(
            indicator.target, figure_text(value), size=size, weight=600, colour="ink" if numeric else "ink2"
        )
        self._unit.set_texts(indicator.measure_unit, indicator.measure_unit, size=14, colour="ink3")
        said = [reading_text(value, bool(indicator.target_reading)), last_year(indicator)]
        if value.kind == "text" and self._figure.is_cut:
            said.insert(0, value.raw.strip())
        said += [
            f"{sentence(self._session.plan, each, with_name=False)}。"
            for each in adjustments_of(self._session.plan, indicator.id)
        ]
        below = "\n".join(filter(None, said))
        self._below.setText(below)
        self._below.setVisible(bool(below))
        for line, name in ((self._figure, "target"), (self._unit, "measure_unit")):
            line.setReadOnly(not self._session.can_edit or self._session.is_fixed(Indicator, name))
        self.setToolTip(indicator.target if value.kind == "text" else "")

    def _edit(self, name: str, text: str) -> None:
        if self._indicator is None or not self._session.can_edit:
            return
        field = Indicator.fields[name]
        with self._session.edit(f"修改“{field.label}”") as edit:
            edit.put(Indicator, self._indicator.key, **{name: text})
