"""One question with one text as its answer – a reason, a comment –, or with a day and a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ..widgets.day_box import DayBox
from ..widgets.look import button, dress, label

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

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
        column.addWidget(self._fields())
        column.addWidget(self._complaint)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("取消", on=self.reject))
        row.addWidget(self.ok)
        column.addLayout(row)
        self.line.textChanged.connect(lambda _: self._complaint.hide())
        self.line.returnPressed.connect(self._answer)

    def _fields(self) -> QWidget:
        """What is filled in below the question."""
        return self.line

    def _answer(self) -> None:
        text = self.line.text().strip()
        wrong = self._wrong_about(text)
        self._complaint.setText(wrong)
        self._complaint.setVisible(bool(wrong))
        make_room(self)
        if not wrong and self.isVisible():
            self.accept()
            self.answered.emit(text)


class AskDay(AskText):
    """Asks for a day, and behind it for the text; `day` is what was chosen when `answered` comes."""

    def __init__(
        self, title: str, sentence: str, parent: QWidget, *, day: date, words: tuple[str, str], word: str
    ) -> None:
        self._words = words
        self._box = DayBox(day)
        super().__init__(
            title, sentence, parent, word=word, wrong_about=lambda text: "" if text else f"请写明{words[1]}。"
        )
        self.line.setFocus()

    @property
    def day(self) -> date:
        """The day that is chosen."""
        return self._box.day

    def _fields(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for row, (words, field) in enumerate(zip(self._words, (self._box, self.line), strict=True)):
            field.setAccessibleName(words)
            grid.addWidget(label(words, "body2"), row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        return made


def make_room(dialog: QDialog) -> None:
    """Make a dialog as high as its words need now: a sentence has appeared in it."""
    layout = dialog.layout()
    assert layout is not None
    layout.activate()
    wanted = layout.totalHeightForWidth(dialog.width())  # -1 where no words are wrapped
    dialog.resize(dialog.width(), max(dialog.height(), wanted, dialog.minimumSizeHint().height()))
