"""Making actions that look and read alike in menus, on buttons and in tooltips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from .icons import icon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtCore import QObject


def make_action(
    parent: QObject,
    text: str,
    on_triggered: Callable[..., object] | None = None,
    *,
    keys: str | Iterable[str] = (),
    picture: str = "",
    tip: str = "",
    checkable: bool = False,
) -> QAction:
    """An action. `text` carries its menu letter, e.g. 打印预览(&P)…; `keys` are shortcuts such as Ctrl+P, the first is shown."""
    action = QAction(text, parent)
    shortcuts = [keys] if isinstance(keys, str) and keys else list(keys)
    action.setShortcuts([QKeySequence(k) for k in shortcuts])
    if picture:
        action.setIcon(icon(picture))
        action.setProperty("picture", picture)
    action.setCheckable(checkable)
    name_tooltip(action, tip or plain_text(text))
    if on_triggered:
        action.triggered.connect(on_triggered)
    return action


def name_tooltip(action: QAction, tip: str) -> None:
    """Set the tooltip of an action, with its shortcut behind it."""
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{tip}　{key}" if key else tip)


def plain_text(text: str) -> str:
    """A menu text without its letter and dots: 打印预览(&P)… → 打印预览."""
    before, mark, _ = text.partition("(&")
    return before if mark else text.rstrip("…")
