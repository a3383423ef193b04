"""The columns of the indicator page: hidden and shown by clicks, remembered, left out by the keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from xiezuo_desktop.ui import settings
from xiezuo_desktop.ui.models import indicator_nodes as nodes

from .windows import make_plan, open_window


@pytest.fixture
def window(qtbot, tmp_path):
    """The window with the small plan; what it remembers of its columns goes with the test."""
    yield open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))
    settings.set_choices("view/indicator_columns", {})


def hidden(page) -> list[str]:
    """The headings that are not shown."""
    return [nodes.HEADINGS[c] for c in range(len(nodes.HEADINGS)) if page.view.isColumnHidden(c)]


def click(qtbot, menu: QMenu, text: str) -> None:
    """Click an entry of an open menu."""
    action = next(a for a in menu.actions() if a.text().startswith(text))
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_header_menu_hides_a_column_and_the_name_takes_its_room(qtbot, window):
    page = window.page("indicators")
    header = page.view.header()
    before = header.sectionSize(nodes.NAME)
    header.customContextMenuRequested.emit(QPoint(200, 10))
    menu = QApplication.activePopupWidget()
    assert menu is page.columns.menu
    assert "指标名称" not in [a.text() for a in menu.actions()]
    click(qtbot, menu, "完成率")
    assert hidden(page) == ["上年完成", "完成率"]
    qtbot.waitUntil(lambda: header.sectionSize(nodes.NAME) > before + 50)


def test_what_is_hidden_stays_hidden_the_next_time(qtbot, window, tmp_path):
    page = window.page("indicators")
    for column in (nodes.UNITS, nodes.STATE):
        page.columns.ticks[column].trigger()
    again = open_window(qtbot, make_plan(tmp_path / "other.xiezuo")).page("indicators")
    assert hidden(again) == ["上年完成", "责任部门", "状态"]
    again.resize(1700, 600)
    assert hidden(again) == ["上年完成", "责任部门", "状态"]
    again.columns.all.trigger()
    assert hidden(again) == []
    assert all(tick.isChecked() for tick in again.columns.ticks.values())


def test_view_menu_has_the_columns_of_this_page_alone(window):
    def columns_in_view() -> bool:
        menu = next(actions for title, actions in window.menu_table if title.startswith("查看"))
        return any(a is not None and a.text().startswith("显示的列") for a in menu)

    assert columns_in_view()
    window.show_page("units")
    assert not columns_in_view()


def test_keys_leave_out_hidden_columns(qtbot, window):
    page = window.page("indicators")
    row = next(n for n in page.model.root.walk() if not n.is_category)
    page.view.go(page.model.index_of(row.id, nodes.MEASURE_UNIT))
    page.columns.ticks[nodes.MEASURE_UNIT].trigger()
    assert page.view.currentIndex().column() == nodes.NAME
    qtbot.keyClick(page.view, Qt.Key.Key_Tab)
    assert page.view.currentIndex().column() == nodes.TARGET
    page.columns.ticks[nodes.STATE].trigger()
    page.view.go(page.model.index_of(row.id, nodes.UNITS))
    qtbot.keyClick(page.view, Qt.Key.Key_Right)
    assert page.view.currentIndex().column() == nodes.UNITS
    qtbot.keyClick(page.view, Qt.Key.Key_Tab)
    assert page.view.currentIndex().column() == nodes.ORDINAL
    assert page.model.node(page.view.currentIndex()).id != row.id


def test_last_year_is_a_column_for_who_asks_for_it_and_can_be_typed(qtbot, window, tmp_path):
    page = window.page("indicators")
    assert hidden(page) == ["上年完成"]
    page.columns.ticks[nodes.LAST_YEAR].trigger()
    row = page.session.plan.indicators[0]
    index = page.model.index_of(row.id, nodes.LAST_YEAR)
    assert index.data() == nodes.DASH
    page.model.setData(index, "1234.50")
    assert page.session.plan.indicators[0].last_value == "1234.50"
    assert page.model.index_of(row.id, nodes.LAST_YEAR).data() == "1,234.50"
    assert page.session.undo_label == "修改“上年完成数”"
    again = open_window(qtbot, make_plan(tmp_path / "other.xiezuo")).page("indicators")
    assert hidden(again) == []
    page.columns.ticks[nodes.LAST_YEAR].trigger()
    assert hidden(page) == ["上年完成"]
