"""Whoever cannot see the window hears what each field and button is for: every widget that takes the focus says it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QLineEdit, QScrollArea, QWidget

from xiezuo_desktop.ui.page_table import PAGES, START

from .windows import make_plan, open_window


def says(widget: QWidget) -> str:
    """What a screen reader reads: the widget's own name, its words, or those of its label."""
    interface = QAccessible.queryAccessibleInterface(widget)
    name = interface.text(QAccessible.Text.Name) if interface is not None else ""
    return name or widget.accessibleName() or widget.toolTip()


def mute(page: QWidget) -> list[str]:
    """The widgets of a page that take the focus and say nothing."""
    found = []
    for widget in page.findChildren(QWidget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(page)
        inner = isinstance(widget.parent(), QAbstractScrollArea) or widget.objectName().startswith("qt_")
        if not takes or inner or (isinstance(widget, QScrollArea) and not isinstance(widget, QAbstractItemView)):
            continue
        if widget.focusProxy() is None and not says(widget).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}")
    return found


def test_a_field_without_a_name_is_found(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    QLineEdit(page)
    page.show()
    assert mute(page) == ["QLineEdit  in QWidget"]


@pytest.mark.parametrize("name", [e.name for e in (START, *PAGES)])
def test_every_widget_that_takes_the_focus_says_what_it_is(qtbot, tmp_path, name):
    window = open_window(qtbot, None if name == START.name else make_plan(tmp_path / "plan.xiezuo"))
    window.show_page(name)
    qtbot.wait(20)
    assert mute(window) == []
