"""The row above a tree: chips with counts, the search field, the switches at its right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from ..icons import icon
from ..models.outline_model import ALL
from ..theme import SEARCH_WIDTH
from ..widgets.chips import Chip, FlowBox

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent

HINT = "（可用拼音首字母）"
BESIDE = 46  # px that the picture and the margins take


class ChipFilters(QFrame):
    """`chips` are their names with their tones. Chips of exceptions appear only where there are any."""

    changed = Signal()
    left = Signal()  # Enter or Down in the search field: go on in the tree

    def __init__(
        self, chips: Mapping[str, str], switches: Sequence[QAction], what: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self._tones = {ALL: "", **chips}
        self._chips: dict[str, Chip] = {}
        self._group = QButtonGroup(self)
        flow = FlowBox(gap=6)
        self._chip_row = flow.flow
        self.search = SearchLine(what)
        self.search.textChanged.connect(lambda: self.changed.emit())
        self.search.left.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 12)
        row.setSpacing(6)
        row.addWidget(flow, 2)
        row.addWidget(self.search, 1)
        for action in switches:
            switch = QToolButton()
            switch.setDefaultAction(action)
            switch.setIconSize(QSize(18, 18))
            switch.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(switch)

    @property
    def chosen(self) -> str:
        """The name of the chip that is pressed."""
        return next((name for name, chip in self._chips.items() if chip.isChecked()), ALL)

    @property
    def is_active(self) -> bool:
        """Whether some rows are hidden."""
        return self.chosen != ALL or bool(self.search.text().strip())

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many rows each chip shows; the one that is pressed stays even where it has nothing left."""
        chosen = self.chosen
        names = [name for name in self._tones if name in (ALL, chosen) or counts.get(name)]
        if names != list(self._chips):
            self._make_chips({name: counts.get(name, 0) for name in names}, chosen)
        for name, chip in self._chips.items():
            chip.set_count(counts.get(name, 0))

    def _make_chips(self, counts: Mapping[str, int], chosen: str) -> None:
        for chip in self._chips.values():
            self._group.removeButton(chip)
            chip.deleteLater()
        self._chips = {}
        for name, count in counts.items():
            chip = Chip(name, count, self._tones[name])
            chip.clicked.connect(lambda: self.changed.emit())
            self._chips[name] = chip
            self._group.addButton(chip)
            self._chip_row.addWidget(chip)
        self._chips[chosen].setChecked(True)

    def clear(self) -> None:
        """Show everything again."""
        if ALL in self._chips:
            self._chips[ALL].setChecked(True)
        self.search.clear()
        self.changed.emit()


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
