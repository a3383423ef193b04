"""The row above the unit tree: chips with counts, the search field, the switch of the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from ..icons import icon
from ..theme import SEARCH_WIDTH
from ..widgets.chips import Chip

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ...core.records import Id

ALL = "全部"


class UnitFilters(QFrame):
    """Chips with counts, the search field, the switch of the panel."""

    changed = Signal()
    left = Signal()  # Enter or Down in the search field: go on in the tree

    def __init__(self, panel: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        tones = {"可能重复": "warn"}
        self._chips = {name: Chip(name, 0, tones.get(name, "")) for name in (ALL, "类型未定", "没有用到", "可能重复")}
        self.search = QLineEdit()
        self.search.setPlaceholderText("搜索单位（可用拼音首字母）")
        self.search.setAccessibleName("搜索单位")
        self.search.addAction(icon("search", "ink3"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.search.setFixedSize(SEARCH_WIDTH, 30)
        self.search.textChanged.connect(lambda: self.changed.emit())
        self.search.returnPressed.connect(self.left)
        switch = QToolButton()
        switch.setDefaultAction(panel)
        switch.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 12)
        row.setSpacing(6)
        for chip in self._chips.values():
            chip.setAutoExclusive(True)
            chip.clicked.connect(lambda: self.changed.emit())
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self.search)
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

    def show_counts(self, groups: dict[str, set[Id]]) -> None:
        """Count anew; chips of exceptions appear only where there are any."""
        for name, chip in self._chips.items():
            chip.set_count(len(groups[name]))
            chip.setVisible(name == ALL or bool(groups[name]) or chip.isChecked())

    def clear(self) -> None:
        """Show everything again."""
        self._chips[ALL].setChecked(True)
        self.search.clear()
        self.changed.emit()
