"""The row above a list: chips of which one is pressed, with counts, and what else belongs there at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QWidget

from .chips import Chip

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class ChipBar(QFrame):
    """`chips` are names with their words, `tones` those of exceptions; the first one is pressed at the beginning."""

    chosen_changed = Signal()

    def __init__(
        self, chips: Mapping[str, str], tones: Mapping[str, str] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 8, 12, 12)
        self._row.setSpacing(6)
        self._group = QButtonGroup(self)
        self.chips: dict[str, Chip] = {}
        for name, words in chips.items():
            chip = Chip(words, 0, (tones or {}).get(name, ""))
            chip.clicked.connect(lambda: self.chosen_changed.emit())
            self._group.addButton(chip)
            self._row.addWidget(chip)
            self.chips[name] = chip
        self._first = next(iter(chips))
        self.choose(self._first)
        self._row.addStretch(1)

    def add(self, widget: QWidget) -> None:
        """Something that belongs to the list, at the right."""
        self._row.addWidget(widget)

    @property
    def chosen(self) -> str:
        """The name of the chip that is pressed."""
        return next(name for name, chip in self.chips.items() if chip.isChecked())

    def choose(self, name: str) -> None:
        """Press a chip for the user."""
        self.chips[name].setChecked(True)

    def show_counts(self, counts: Mapping[str, int], rare: Collection[str] = ()) -> None:
        """How many rows each chip would show; those in `rare` are seen only where there are any."""
        for name, chip in self.chips.items():
            chip.set_count(counts.get(name, 0))
            if name in rare:
                chip.setVisible(counts.get(name, 0) > 0)
        if self.chosen in rare and not counts.get(self.chosen, 0):
            self.choose(self._first)
