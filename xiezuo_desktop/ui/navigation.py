"""The navigation at the left edge: groups of pages, and commands at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from .icons import icon, pixmap
from .theme import NAVIGATION_NARROW, NAVIGATION_WIDTH

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

SECTION_GAP, LEAST_HEIGHT = 8, 22  # px above a heading; of a button where there is little room
SIDE = 8  # px beside the buttons


class Navigation(QFrame):
    """A column of buttons. `chosen` carries the name of the page; narrow shows the icons alone.

    A low window moves the buttons closer together; one that is lower still scrolls them.
    """

    chosen = Signal(str)

    def __init__(self, product: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setFixedWidth(NAVIGATION_WIDTH)
        self._buttons: dict[str, QPushButton] = {}
        self._words: list[QWidget] = []
        self._every: list[QPushButton] = []
        self._group = QButtonGroup(self)
        self._frame = QVBoxLayout(self)
        self._frame.setContentsMargins(0, 0, 0, 8)
        self._frame.setSpacing(2)
        self._frame.addLayout(self._brand(product))
        inside = QWidget()
        inside.setObjectName("navigation_rows")
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(SIDE, 0, SIDE, 0)
        self._rows.setSpacing(1)
        self._rows.addStretch(1)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inside)
        self._frame.addWidget(self._area, 1)
        self._area.verticalScrollBar().rangeChanged.connect(self._make_room_for_bar)

    def _make_room_for_bar(self, lowest: int, highest: int) -> None:
        """The bar takes its width from the margin at the right, so that all pictures stay below each other."""
        taken = self._area.verticalScrollBar().sizeHint().width() if highest > lowest else 0
        self._rows.setContentsMargins(SIDE, 0, max(SIDE - taken, 0), 0)

    def _brand(self, product: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(14, 12, 0, 8)
        row.setSpacing(8)
        mark = QLabel()
        mark.setPixmap(pixmap("app", "primary", 26, self.devicePixelRatio()))
        name = QLabel(product)
        name.setProperty("look", "panel_title")
        row.addWidget(mark)
        row.addWidget(name, 1)
        self._words.append(name)
        return row

    def add_section(self, title: str) -> None:
        """A small heading above the pages that follow."""
        label = QLabel(title)
        label.setProperty("look", "section")
        self._words.append(label)
        gap = QSpacerItem(0, SECTION_GAP, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._rows.insertItem(self._rows.count() - 1, gap)
        self._rows.insertWidget(self._rows.count() - 1, label)

    def add_page(self, name: str, title: str, picture: str, tip: str) -> None:
        """A page that can be chosen."""
        button = self._button(title, picture)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(button)
        self._buttons[name] = button
        self._rows.insertWidget(self._rows.count() - 1, button)

    def add_command(self, action: QAction, title: str, picture: str) -> None:
        """A command at the bottom; it is enabled when its action is."""
        button = self._button(title, picture)
        button.clicked.connect(action.trigger)
        button.setToolTip(action.toolTip())
        button.setEnabled(action.isEnabled())
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        row = QHBoxLayout()
        row.setContentsMargins(SIDE, 0, SIDE, 0)
        row.addWidget(button)
        self._frame.addLayout(row)

    def _button(self, title: str, picture: str) -> QPushButton:
        button = QPushButton(icon(picture, "ink3", "primary"), f"  {title}")
        button.setProperty("look", "navigation")
        button.setProperty("words", button.text())
        button.setProperty("title", title)
        button.setAccessibleName(title)
        button.setIconSize(QSize(18, 18))
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        button.setMinimumHeight(LEAST_HEIGHT)  # a low window moves them closer together
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._every.append(button)
        return button

    def select(self, name: str) -> None:
        """Mark the page that is shown; none when it has no button."""
        self._group.setExclusive(False)
        for each, button in self._buttons.items():
            button.setChecked(each == name)
        self._group.setExclusive(True)
        if name in self._buttons:
            self._area.ensureWidgetVisible(self._buttons[name], 0, LEAST_HEIGHT)

    def set_count(self, name: str, count: int) -> None:
        """Put the number of things that wait there behind a page's name; none for 0."""
        button = self._buttons[name]
        title = button.property("title")
        button.setProperty("words", f"  {title}　{count}" if count else f"  {title}")
        button.setAccessibleName(f"{title}，{count} 处" if count else title)
        if button.text():
            button.setText(button.property("words"))

    def set_pages_enabled(self, enabled: bool) -> None:
        """Pages need an open file."""
        for button in self._buttons.values():
            button.setEnabled(enabled)

    def set_narrow(self, narrow: bool) -> None:
        """Show the icons alone, where the window is narrow."""
        width = NAVIGATION_NARROW if narrow else NAVIGATION_WIDTH
        if self.width() == width:
            return
        self.setFixedWidth(width)
        for word in self._words:
            word.setVisible(not narrow)
        for button in self._every:
            button.setText("" if narrow else button.property("words"))
            button.setProperty("narrow", narrow)
            button.style().unpolish(button)
            button.style().polish(button)
