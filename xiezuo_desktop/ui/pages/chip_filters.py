"""The row above a tree: chips with counts, the search field, the switches at its right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from ..icons import icon
from ..theme import SEARCH_WIDTH
from ..widgets.chips import Chip, FlowBox

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QAction

    from ...core.records import Id

ALL = "全部"


class ChipFilters(QFrame):
    """`chips` are their names with their tones. Chips of exceptions appear only where there are any."""

    changed = Signal()
    left = Signal()  # Enter in the search field: go on in the tree

    def __init__(
        self, chips: Mapping[str, str], switches: Sequence[QAction], what: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self._chips = {name: Chip(name, 0, tone) for name, tone in {ALL: "", **chips}.items()}
        self.search = QLineEdit()
        self.search.setPlaceholderText(f"搜索{what}（可用拼音首字母）")
        self.search.setAccessibleName(f"搜索{what}")
        self.search.addAction(icon("search", "ink3"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(180)
        self.search.setMaximumWidth(SEARCH_WIDTH)
        self.search.setFixedHeight(30)
        self.search.textChanged.connect(lambda: self.changed.emit())
        self.search.returnPressed.connect(self.left)
        flow = FlowBox(gap=6)
        for chip in self._chips.values():
            chip.setAutoExclusive(True)
            chip.clicked.connect(lambda: self.changed.emit())
            flow.flow.addWidget(chip)
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
        self._chips[ALL].setChecked(True)

    @property
    def chosen(self) -> str:
        """The name of the chip that is pressed."""
        return next((name for name, chip in self._chips.items() if chip.isChecked()), ALL)

    @property
    def is_active(self) -> bool:
        """Whether some rows are hidden."""
        return self.chosen != ALL or bool(self.search.text().strip())

    def show_counts(self, groups: Mapping[str, set[Id]]) -> None:
        """Count anew; the chip that is pressed stays even where it has nothing left."""
        for name, chip in self._chips.items():
            chip.set_count(len(groups[name]))
            chip.setVisible(name == ALL or bool(groups[name]) or chip.isChecked())

    def clear(self) -> None:
        """Show everything again."""
        self._chips[ALL].setChecked(True)
        self.search.clear()
        self.changed.emit()
