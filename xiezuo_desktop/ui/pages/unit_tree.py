"""The view of the unit tree: what an outline does, with the words of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt

from ..models import unit_nodes as nodes
from .outline_view import OutlineView, short_name

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

    def drop_words(self, index: QModelIndex, zone: str) -> str:
        if self.is_heading(index):
            return "移到最前面，不属于任何单位"
        name = short_name(str(index.siblingAtColumn(nodes.NAME).data()).split("　")[0])
        if zone == "into":
            return f"放到“{name}”之下"
        return f"移到“{name}”之{'前' if zone == 'before' else '后'}"
