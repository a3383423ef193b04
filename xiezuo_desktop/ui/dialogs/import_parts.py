"""The list at the left of the import dialog: every part of what was read; the one that was open stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from xiezuo_desktop.ui.icons import icon

from .import_pages import parts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .import_pages import Part
    from .import_reading import Reading

_PART = Qt.ItemDataRole.UserRole


class PartsList(QListWidget):
    """Overview, tables, running text, new units, changes, what has no place: of one paper, or of several."""

    shown = Signal(object)  # the Part that is to be shown, also when it was read anew

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "parts")
        self.setFixedWidth(212)
        self.setIconSize(QSize(16, 16))
        self.setAccessibleName("读到的各部分")
        self.currentRowChanged.connect(self._tell)

    def fill(self, good: Sequence[Reading]) -> None:
        """List the parts of these readings anew."""
        before = self.part
        self.blockSignals(True)
        self.clear()
        for reading in good:
            for part in parts_of(reading, many=len(good) > 1):
                item = QListWidgetItem(icon(part.picture, part.tone or "ink2"), part.title)
                item.setData(_PART, part)
                item.setSizeHint(QSize(0, 34))
                item.setToolTip(part.tip)
                self.addItem(item)
        row = next((r for r, part in enumerate(self._parts()) if before and part.is_same(before)), 0)
        self.setCurrentRow(row)
        self.blockSignals(False)
        self._tell()

    @property
    def part(self) -> Part | None:
        """The part that is open."""
        item = self.currentItem()
        found: Part | None = item.data(_PART) if item else None
        return found

    def open_part(self, reading: Reading | None, kind: str, number: int) -> bool:
        """Open a part of a reading by its kind and number; whether there is one."""
        for row, part in enumerate(self._parts()):
            if (part.kind, part.number) == (kind, number) and part.reading is reading:
                self.setCurrentRow(row)
                return True
        return False

    def _parts(self) -> list[Part]:
        return [self.item(row).data(_PART) for row in range(self.count())]

    def _tell(self) -> None:
        if self.part is not None:
            self.shown.emit(self.part)
