"""The first row of the header: title, a line of figures, undo and redo, and the main actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from . import theme
from .actions import plain_text
from .icons import icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction, QResizeEvent


class ActionButton(QPushButton):
    """A button with words that follows an action: visible, enabled, tooltip and click."""

    def __init__(self, look: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action: QAction | None = None
        self.setProperty("look", look)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda: self._action and self._action.trigger())

    def set_action(self, action: QAction | None) -> None:
        """Follow this action from now on; hidden when there is none."""
        if action is self._action and action is not None:
            return
        if self._action:
            self._action.changed.disconnect(self._follow)
        self._action = action
        self._show(action is not None and action.isVisible())
        if action:
            action.changed.connect(self._follow)
            self._follow()

    def _show(self, shown: bool) -> None:
        if self.isHidden() == shown:  # showing what is shown costs a layout, before it has a parent a window
            self.setVisible(shown)

    def _follow(self) -> None:
        if self._action:
            self._show(self._action.isVisible())
            primary, picture = self.property("look") == "primary", self._action.property("picture")
            sign = "＋" if primary and picture in (None, "plus") else ""
            self.setText(f"{sign} {plain_text(self._action.text())}")
            self.setIcon(QIcon() if sign else icon(picture, "card") if primary else self._action.icon())
            self.setToolTip(self._action.toolTip())
            self.setEnabled(self._action.isEnabled())


class ElidedLabel(QLabel):
    """One line that is cut in its middle when there is no room, with the whole text as tooltip."""

    def __init__(self, look: str, font_size: int, weight: int = 400) -> None:
        super().__init__()
        self._whole = ""
        self._metrics = QFontMetrics(theme.font(font_size, weight))
        self.setProperty("look", look)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_whole(self, text: str) -> None:
        """Show this text, as much of it as there is room for."""
        self._whole = text
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        shown = self._metrics.elidedText(self._whole, Qt.TextElideMode.ElideMiddle, max(self.width(), 80))
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Header(QFrame):
    """Title and figures at the left, actions at the right. Pages put rows of their own below it."""

    def __init__(self, quick: Sequence[QAction], buttons: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._title = ElidedLabel("title", theme.PAGE_TITLE, 600)
        self._meta = ElidedLabel("meta", theme.SMALL)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(self._title)
        texts.addWidget(self._meta)
        self._row = row = QHBoxLayout(self)
        row.setSpacing(6)
        row.addLayout(texts, 1)
        row.addSpacing(10)
        for action in quick:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        row.addSpacing(4)
        for action in buttons:
            plain = ActionButton("plain", self)
            plain.set_action(action)
            row.addWidget(plain)
        self._primary = ActionButton("primary", self)
        row.addWidget(self._primary)
        self._primary.hide()
        self.continue_below(False)

    def continue_below(self, continues: bool) -> None:
        """Whether a page continues the header with a row of its own, so that no line ends it here."""
        self._row.setContentsMargins(16, 8, 12, 0 if continues else 8)
        if self.property("last") == (not continues):
            return
        self.setProperty("last", not continues)
        if self.window().isVisible():  # before, it is given its style when it is first seen
            self.style().unpolish(self)
            self.style().polish(self)

    def set_texts(self, title: str, meta: str) -> None:
        """Show the title and the line below it."""
        self._title.set_whole(title)
        self._meta.set_whole(meta)

    def set_primary(self, action: QAction | None) -> None:
        """The page's main action as the blue button."""
        self._primary.set_action(action)
