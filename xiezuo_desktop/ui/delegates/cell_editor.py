"""Editing a cell in place: a line with a sentence below it, and keys as in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QWidget

from ...core.lengths import LONGEST, too_long
from ...core.measure_units import KNOWN
from ...core.numbers import read_target
from ...core.records import Indicator
from ..models import indicator_nodes as nodes
from ..widgets.composing import Composing

if TYPE_CHECKING:
    from ...core.plan import Plan


def complaint(column: int, text: str) -> str:
    """Why a text cannot stand in a cell of this column, for the person who types it; "" when it can."""
    if wrong := too_long(nodes.FIELDS[column], text):
        return wrong
    if any(ord(c) < 32 for c in text):
        return "不能含有看不见的控制字符。"
    if column == nodes.NAME and not text.strip():
        return "名称不能为空；要去掉这一行请按 Ctrl+Delete。"
    if column == nodes.TARGET and any(c.isdigit() for c in text) and _is_misspelt(text):
        return "数字写得不完整：请写成 120、5.50、≥30 或 约2。"
    return ""


def _is_misspelt(text: str) -> bool:
    """Whether a text is nothing but figures and signs, and still no number: 12..5, 1,2,3."""
    return read_target(text).kind == "text" and not any(c.isalpha() for c in text)


def remark(column: int, text: str) -> str:
    """What a person should know about an unusual text that can stand there all the same."""
    if column == nodes.TARGET and text.strip() and read_target(text).kind == "text":
        return "按文字目标保存，不参与合计。"
    return ""


class CellEdit(Composing, QLineEdit):
    """One line in a cell, with a sentence below it when its text is unusual or cannot stand."""

    def __init__(self, column: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = column
        self._viewport = parent
        self._sentence = QLabel(parent)
        self._sentence.setObjectName("cell_sentence")
        self._sentence.hide()
        self.setProperty("look", "cell")
        self.setAccessibleName(nodes.HEADINGS[column])
        self.textChanged.connect(lambda: self.check())
        self.destroyed.connect(self._sentence.deleteLater)

    def check(self) -> bool:
        """Mark the line and say why when its text cannot stand; True when it can."""
        wrong = self.complaint()
        if bool(self.property("invalid")) != bool(wrong):
            self.setProperty("invalid", bool(wrong))
            self.style().polish(self)
        self._say(wrong or self.remark(), "error" if wrong else "warning")
        return not wrong

    def complaint(self) -> str:
        """Why the text cannot stand here; "" when it can."""
        return complaint(self.column, self.text())

    def remark(self) -> str:
        """What is unusual about a text that can stand; "" when nothing is."""
        return remark(self.column, self.text())

    def _say(self, sentence: str, look: str) -> None:
        self._sentence.setText(sentence)
        self._sentence.setProperty("look", look)
        self._sentence.style().polish(self._sentence)
        self._sentence.adjustSize()
        room = self._viewport.rect()
        place = self._sentence.rect()
        place.moveTo(self.geometry().left(), self.geometry().bottom() + 2)
        if place.bottom() > room.bottom():
            place.moveBottom(self.geometry().top() - 2)
        place.moveRight(min(place.right(), room.right() - 4))
        self._sentence.move(place.topLeft())
        self._sentence.setVisible(bool(sentence))
        self._sentence.raise_()


def open_line(parent: QWidget, column: int, plan: Plan) -> CellEdit:
    """The line for a cell of this column; measure units are completed from those of the plan and the usual ones."""
    editor = CellEdit(column, parent)
    editor.setMaxLength(2 * LONGEST[nodes.FIELDS[column]])
    if column == nodes.TARGET:
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
    if column in (nodes.ORDINAL, nodes.MEASURE_UNIT):
        editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
    if column == nodes.MEASURE_UNIT:
        used = [i.measure_unit for i in plan.rows(Indicator).values() if i.measure_unit]
        completer = QCompleter(sorted({*used, *KNOWN}, key=len), editor)  # 人 before 人次: nothing is put in unasked
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        editor.setCompleter(completer)
    return editor


def must_stay_open(editor: CellEdit, event: QEvent) -> bool:
    """Whether a key that would close the line has to wait until its text can stand (Esc always closes it)."""
    if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or event.key() not in _CLOSING:
        return False
    editor.settle()
    return not editor.check()


def has_nothing_to_undo(editor: CellEdit, event: QEvent) -> bool:
    """Whether this is the key of undo in a line that has nothing of its own to take back: then the line is left."""
    return (
        event.type() == QEvent.Type.KeyPress
        and isinstance(event, QKeyEvent)
        and event.matches(QKeySequence.StandardKey.Undo)
        and not editor.isUndoAvailable()
    )


_CLOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
