"""Every page can be worked without the mouse: Tab reaches all that a page has, and comes back to where it began."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from .windows import make_plan, open_window

PAGES = ("indicators", "units", "matrix", "tasks", "taskbook", "figures", "history", "print", "settings")


def within_reach(page: QWidget) -> list[QWidget]:
    """Buttons and fields that can be seen and used; of the buttons that exclude one another the chosen one."""
    return [
        widget
        for kind in (QAbstractButton, QComboBox, QLineEdit)
        for widget in page.findChildren(kind)
        if widget.isVisibleTo(page)
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget.parent(), QComboBox)
        and not (isinstance(widget, QAbstractButton) and widget.group() and not widget.isChecked())
    ]


@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_everything(qtbot, tmp_path, name):
    window = open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))
    qtbot.waitUntil(window.isActiveWindow)
    window.show_page(name)
    page = window.current_page
    began, seen = QApplication.focusWidget(), set()
    assert began is not None
    for _ in range(250):
        window.focusNextChild()
        seen.add(QApplication.focusWidget())
        if QApplication.focusWidget() is began:
            break
    missed = [widget for widget in within_reach(page) if widget not in seen]
    assert not missed, [widget.accessibleName() or widget.objectName() or widget for widget in missed]
    if name == "print":
        page.close_preview()
