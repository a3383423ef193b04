"""What an empty page shows: a picture, what is missing, one sentence that teaches, and the ways to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from xiezuo_desktop.ui.icons import pixmap

from .look import button, dress, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xiezuo_desktop.ui.session import Session

PICTURE = 64


class EmptyState(QWidget):
    """`ways` are (words, icon, what it does); the first is the blue one. The way with the clipboard has the key Ctrl+V too."""

    def __init__(
        self,
        picture: str,
        title: str,
        sentence: str,
        ways: Sequence[tuple[str, str, Callable[[], object]]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        dress(self)
        self._name = picture
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = label(title, "title")
        self._sentence = label(sentence, "meta", wrap=True)
        column = QVBoxLayout(self)
        column.setSpacing(0)
        column.addStretch(3)
        column.addWidget(self._picture)
        column.addSpacing(12)
        for words in (self._title, self._sentence):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
            column.addSpacing(4)
        column.addSpacing(14)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        self.buttons = []
        for number, (words_, icon_name, does) in enumerate(ways):
            made = button(words_, "plain" if number else "primary", icon_name=icon_name if number else "", on=does)
            if icon_name == "clipboard":
                made.setShortcut(QKeySequence(QKeySequence.StandardKey.Paste))
            self.buttons.append(made)
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(4)
        self._picture.setPixmap(pixmap(picture, "hint", PICTURE, self.devicePixelRatioF()))

    def set_texts(self, title: str, sentence: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._sentence.setText(sentence)

    def follow(self, session: Session) -> EmptyState:
        """Its ways are open only while the file can be edited. Returns itself."""
        self._session = session
        session.state_changed.connect(self._enable)
        self._enable()
        return self

    def _enable(self) -> None:
        for each in self.buttons:
            each.setEnabled(self._session.can_edit)
