"""Every page can be worked without the mouse: Tab reaches all that a page has, and comes back to where it began."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QScrollArea, QWidget

from .exchange_world import make_world
from .score_world import make_scores
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
    missed = missed_by_tab(window)
    assert not missed, missed
    if name == "print":
        assert not window.current_page.options.findChild(QScrollArea).focusPolicy() & Qt.FocusPolicy.TabFocus
        window.current_page.close_preview()


def test_tab_reaches_everything_of_a_trial(qtbot, tmp_path):
    window = open_window(qtbot, make_scores(tmp_path / "plan.xiezuo"))
    qtbot.waitUntil(window.isActiveWindow)
    window.show_page("scores")
    window.current_page.show_way("trial")
    missed = missed_by_tab(window)
    assert not missed, missed


def test_tab_reaches_everything_of_tasks_that_were_sent(qtbot, tmp_path):
    window = open_window(qtbot, make_world(tmp_path).sent[0].path)
    qtbot.waitUntil(window.isActiveWindow)
    window.show_page("exchange")
    missed = missed_by_tab(window)
    assert not missed, missed


def missed_by_tab(window) -> list[object]:
    """What can be used on the page but is not come by on the way around."""
    page = window.current_page
    began, seen = QApplication.focusWidget(), set()
    assert began is not None
    for _ in range(250):
        window.focusNextChild()
        seen.add(QApplication.focusWidget())
        if QApplication.focusWidget() is began:
            break
    missed = [widget for widget in within_reach(page) if widget not in seen]
    return [widget.accessibleName() or widget.objectName() or widget for widget in missed]
