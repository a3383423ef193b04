"""A search field: it says what it looks through, and Escape empties it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit

from xiezuo_desktop.ui.icons import icon
from xiezuo_desktop.ui.theme import SEARCH_WIDTH

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

HINT = "（可用拼音首字母）"
BESIDE = 46  # px that the picture and the margins take


class SearchLine(QLineEdit):
    """A search field: Escape empties it, then leaves it, as Enter and Down do."""

    left = Signal()

    def __init__(self, what: str, least: int = 180) -> None:
        super().__init__()
        self._what = what
        self.setPlaceholderText(f"搜索{what}")
        self.setAccessibleName(f"搜索{what}")
        self.addAction(icon("search", "ink3"), QLineEdit.ActionPosition.LeadingPosition)
        clear = self.addAction(icon("close", "ink3"), QLineEdit.ActionPosition.TrailingPosition)
        clear.setToolTip("清除　Esc")
        clear.setVisible(False)
        clear.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: clear.setVisible(bool(text)))
        self.setMinimumWidth(least)
        self.setMaximumWidth(SEARCH_WIDTH)
        self.setFixedHeight(30)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The hint how to search stands there where it can be read whole."""
        super().resizeEvent(event)
        whole = f"搜索{self._what}{HINT}"
        fits = self.fontMetrics().horizontalAdvance(whole) <= self.width() - BESIDE
        self.setPlaceholderText(whole if fits else f"搜索{self._what}")

    def sizeHint(self) -> QSize:
        return QSize(SEARCH_WIDTH, 30)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)
