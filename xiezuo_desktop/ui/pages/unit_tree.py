"""The view of the unit tree: what an outline does, with the words of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFontMetrics

from ..models import unit_nodes as nodes
from ..theme import SMALL, font
from .outline_view import OutlineView

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent


class UnitTree(OutlineView):
    """The outline view with the words of this tree; the sign of any row with others below it opens and closes it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        plain = event.button() == Qt.MouseButton.LeftButton and event.modifiers() == Qt.KeyboardModifier.NoModifier
        if (
            plain
            and index.isValid()
            and index.column() == 0
            and not self.is_heading(index)
            and self.rows_model.has_below(index)
        ):
            self.toggle(index)

    def _show_hint(self, index: QModelIndex | None, zone: str) -> None:
        super()._show_hint(index, zone)
        if index is not None:
            name = str(index.siblingAtColumn(nodes.NAME).data()).split("　")[0]
            name = QFontMetrics(font(SMALL)).elidedText(name, Qt.TextElideMode.ElideMiddle, 240)
            if self.is_heading(index):
                self._hint_words = "移到最前面，不属于任何单位"
            elif zone == "into":
                self._hint_words = f"放到“{name}”之下"
