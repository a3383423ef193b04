"""按文字重新读取: what the words of an item say, beside the rule that stands, to be taken or left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ...core.scoring.rule_words import rule_words
from ...core.scoring.rules import KINDS
from ..widgets.look import button, dress, label

if TYPE_CHECKING:
    from ...core.scoring.reading import Reading
    from ...core.scoring.sheet import Line

WIDTH = 620


class RuleReadingDialog(QDialog):
    """Three blocks: the words, the rule now, the rule as read – with what is in doubt."""

    def __init__(self, line: Line, reading: Reading, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle("按文字重新读取")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self.reading = reading
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(f"{line.record.ordinal} {line.name}".strip(), "panel_title", wrap=True))
        column.addWidget(label("读的是这段文字", "meta"))
        text = QPlainTextEdit(reading.text or "没有写计分规则的文字")
        text.setReadOnly(True)
        text.setFixedHeight(84)
        text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        text.setAccessibleName("读的文字")
        column.addWidget(text)
        now = [line.words, *(f"{k.name}：{k.words}" for k in line.kids)]
        column.addWidget(self._block("现在的规则", now))
        found = [f"{KINDS[reading.rule.kind]}：{rule_words(reading.rule)}"]
        found += [f"{p.name}：{rule_words(p.rule)}" for p in reading.parts]
        column.addWidget(self._block("读出的规则", found, strong=True))
        for doubt in reading.doubts:
            note = QFrame()
            note.setProperty("look", "note_warn")
            inner = QHBoxLayout(note)
            inner.setContentsMargins(10, 6, 10, 6)
            inner.addWidget(label(f"请留意：{doubt}。", wrap=True))
            column.addWidget(note)
        gone = {k.name for k in line.kids} - {p.name for p in reading.parts}
        if gone:
            column.addWidget(label(f"采用后去掉原来的部分：{'、'.join(sorted(gone))}。可以撤销。", "meta", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("保留现在的", on=self.reject))
        self.ok = button("采用读出的规则", "primary", on=self.accept)
        self.ok.setDefault(True)
        self.ok.setEnabled(reading.understood)
        row.addWidget(self.ok)
        column.addSpacing(4)
        column.addStretch(1)
        column.addLayout(row)

    @staticmethod
    def _block(head: str, lines: list[str], *, strong: bool = False) -> QWidget:
        block = QWidget()
        inner = QVBoxLayout(block)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2)
        inner.addWidget(label(head, "meta"))
        for line in lines:
            made = label(line, "heading" if strong else "", wrap=True)
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            inner.addWidget(made)
        return block
