"""The row above the table of dispatches: chips with counts, search, and the buttons for files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QWidget

from ..header import ActionButton
from ..widgets.chips import Chip
from .chip_filters import SearchLine
from .exchange_lines import GROUPS, TONES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...exchange.receipts import Line
    from .exchange_actions import ExchangeActions

ALL, TASKS = "全部", "我的任务"


class ExchangeFilters(QFrame):
    """`chosen` is the name of the chip; `shows_tasks` when it is that of the office's own tasks."""

    changed = Signal()
    rounds_changed = Signal()
    left = Signal()  # Enter in the search field: go on in the table

    def __init__(self, actions: ExchangeActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self._chips = {TASKS: Chip(TASKS)} | {name: Chip(name, 0, TONES.get(name, "")) for name in GROUPS}
        self._group = QButtonGroup(self)
        self.rounds = QComboBox()
        self.rounds.addItems(["只看最近一轮", "全部轮次"])
        self.rounds.setAccessibleName("看哪几轮")
        self.rounds.activated.connect(lambda _: self.rounds_changed.emit())
        self.search = SearchLine("单位", least=96)
        self.search.textChanged.connect(lambda: self.changed.emit())
        self.search.left.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 12)
        row.setSpacing(6)
        for chip in self._chips.values():
            self._group.addButton(chip)
            row.addWidget(chip)
        self._group.buttonClicked.connect(lambda _: self.changed.emit())
        row.addStretch(1)
        row.addWidget(self.rounds)
        row.addWidget(self.search, 2)
        row.addSpacing(4)
        for action in (actions.copy, actions.merge):
            made = ActionButton("plain", self)
            made.set_action(action)
            row.addWidget(made)
        self._chips[ALL].setChecked(True)
        self._own = False

    @property
    def shows_tasks(self) -> bool:
        """Whether the office's own tasks are wanted."""
        return self._chips[TASKS].isChecked()

    @property
    def all_rounds(self) -> bool:
        """Whether every dispatch is wanted, not only the latest to each unit."""
        return self.rounds.currentIndex() == 1

    @property
    def chosen(self) -> str:
        """Which dispatches are wanted."""
        return next((name for name in GROUPS if self._chips[name].isChecked()), ALL)

    def show_counts(self, lines: Sequence[Line], *, own: bool) -> None:
        """Count anew; chips of exceptions appear only where there are any."""
        if own != self._own:
            self._chips[TASKS if own else ALL].setChecked(True)
            self._own = own
        self._chips[TASKS].setVisible(own)
        for name, states in GROUPS.items():
            count, chip = sum(line.state in states for line in lines), self._chips[name]
            chip.set_count(count)
            shown = bool(count) or (name == ALL and not own) or (chip.isChecked() and name != ALL)
            chip.setVisible(shown and bool(lines))
        if not lines and not own:
            self._chips[ALL].setChecked(True)
        self.search.setVisible(bool(lines))
        many = any((line.dispatch.round or 1) > 1 for line in lines)
        self.rounds.setVisible(many or self.all_rounds)

    def clear(self) -> None:
        """Show every dispatch."""
        self._chips[ALL].setChecked(True)
        self.search.clear()
        self.changed.emit()
