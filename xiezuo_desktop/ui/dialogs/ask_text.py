"""One question with one text as its answer: a reason, a comment, a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ..widgets.look import button, dress, label

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH, LONGEST = 420, 500


class AskText(QDialog):
    """Says what is asked and why; `answered` carries the text. `wrong_about` gives the sentence why a text cannot be."""

    answered = Signal(str)

    def __init__(
        self,
        title: str,
        sentence: str,
        parent: QWidget,
        *,
        text: str = "",
        hint: str = "",
        word: str = "确定",
        wrong_about: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._wrong_about = wrong_about or (lambda text: "" if text else "请写明内容。")
        self.line = QLineEdit(text)
        self.line.setMaxLength(LONGEST)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(title)
        self._complaint = label("", "error", wrap=True)
        self._complaint.hide()
        self.ok = button(word, "primary", on=self._answer)
        self.ok.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(sentence, wrap=True))
        column.addWidget(self.line)
        column.addWidget(self._complaint)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("取消", on=self.reject))
        row.addWidget(self.ok)
        column.addLayout(row)
        self.line.textChanged.connect(lambda _: self._complaint.hide())
        self.line.returnPressed.connect(self._answer)

    def _answer(self) -> None:
        text = self.line.text().strip()
        wrong = self._wrong_about(text)
        self._complaint.setText(wrong)
        self._complaint.setVisible(bool(wrong))
        if not wrong and self.isVisible():
            self.accept()
            self.answered.emit(text)
