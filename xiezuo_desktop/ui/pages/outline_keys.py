"""The keys of an outline: through its cells as in a spreadsheet, opening and closing rows, beginning to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea

from ..keys import is_typing

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from .outline_view import OutlineView

_Key = Qt.Key
_STEPS = {_Key.Key_Return: (0, 1), _Key.Key_Enter: (0, 1), _Key.Key_Tab: (1, 0)}
_PLAIN, _CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def press(view: OutlineView, event: QKeyEvent) -> bool:
    """Do what a key means; False where that is left to Qt."""
    index, key = view.currentIndex(), event.key()
    if view.is_editing or not index.isValid():
        return False
    with_what = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if key == _Key.Key_Backtab:
        event.setAccepted(view.step(-1))
    elif with_what == _CONTROL and key == _Key.Key_Tab:
        QAbstractScrollArea.focusNextPrevChild(view, True)  # the way out, since Tab goes through the cells
    elif with_what == _CONTROL and key in (_Key.Key_Home, _Key.Key_End):
        view.go(_first_or_last(view, index, key == _Key.Key_End))
    elif with_what == _PLAIN and _move(view, index, event):
        pass
    elif key == _Key.Key_F2 or is_typing(event):
        _open_editor(view, index, event)
    else:
        return False
    return True


def _move(view: OutlineView, index: QModelIndex, event: QKeyEvent) -> bool:
    """Go to another cell, or open or close a row, where the key means that."""
    key = event.key()
    if key in _STEPS:
        event.setAccepted(view.step(*_STEPS[Qt.Key(key)]))
    elif key in (_Key.Key_Left, _Key.Key_Right):
        _left_or_right(view, index, key == _Key.Key_Right)
    elif key in (_Key.Key_Home, _Key.Key_End):
        view.go(_first_or_last(view, index, key == _Key.Key_End))
    elif key == _Key.Key_Space and view.rows_model.has_below(index):
        view.toggle(index)
    else:
        return False
    return True


def _first_or_last(view: OutlineView, index: QModelIndex, last: bool) -> QModelIndex:
    """The cell in the first or the last row of a column."""
    return index.sibling(view.model().rowCount() - 1 if last else 0, index.column())


def _left_or_right(view: OutlineView, index: QModelIndex, right: bool) -> None:
    first = index.siblingAtColumn(0)
    if view.is_heading(first):
        view.setExpanded(first, right)
    elif index.column() != (_last_shown(view) if right else 0):
        view.step(1 if right else -1)


def _last_shown(view: OutlineView) -> int:
    return max(column for column in range(view.model().columnCount()) if not view.isColumnHidden(column))


def _open_editor(view: OutlineView, index: QModelIndex, event: QKeyEvent) -> None:
    if view.is_heading(index.siblingAtColumn(0)):
        index = index.siblingAtColumn(1)
        view.setCurrentIndex(index)
    if not index.flags() & Qt.ItemFlag.ItemIsEditable:
        view.refused.emit(index)
    elif index.column() in view.list_columns:
        view.list_wanted.emit(index, event.text() if is_typing(event) else "")
    elif event.key() == _Key.Key_F2:
        view.edit(index)
    else:
        view.edit(index, QAbstractItemView.EditTrigger.AnyKeyPressed, event)
