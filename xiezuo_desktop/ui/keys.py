"""What a key that was pressed means in every table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent


def is_typing(event: QEvent | None) -> bool:
    """Whether a key writes a sign."""
    if not isinstance(event, QKeyEvent):
        return False
    modifiers = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return (
        modifiers == Qt.KeyboardModifier.NoModifier
        and bool(event.text())
        and event.text().isprintable()
        and event.text() != " "
    )
