"""Where things stand and what room they get: headers of one height, columns that share a wide window, names that are cut."""

from __future__ import annotations

from threading import Event
from time import monotonic

import pytest
from PySide6.QtWidgets import QFrame

from tests.ui.test_matrix_page import make_matrix
from tests.ui.windows import make_plan, open_window
from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.core.records import Indicator
from xiezuo_desktop.storage.holding import noted_owner
from xiezuo_desktop.ui.busy_line import BusyLine
from xiezuo_desktop.ui.delegates.indicator_delegate import _as_many
from xiezuo_desktop.ui.delegates.outline_delegate import metrics
from xiezuo_desktop.ui.models import indicator_nodes as nodes
from xiezuo_desktop.ui.pages.chip_filters import SearchLine
from xiezuo_desktop.ui.pages.exchange_lines import COLUMNS
from xiezuo_desktop.ui.pages.matrix_grid import EDGE, LEFT_WIDTH, MEASURE_WIDTH, NAME, TARGET_WIDTH
from xiezuo_desktop.ui.theme import BODY
from xiezuo_desktop.ui.widgets import banner
from xiezuo_desktop.ui.widgets.record_picker import Choice, RecordPicker
from xiezuo_desktop.ui.widgets.reference_field import ReferenceField


@pytest.fixture
def window(qtbot, tmp_path):
    return open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))


def test_all_pages_begin_at_the_same_height(window):
    below = {}
    for name in ("indicators", "units", "figures", "history", "adjustments"):
        window.show_page(name)
        row = window.current_page.findChild(QFrame, "filters")
        below[name] = row.height()
    assert len(set(below.values())) == 1, below


def test_an_empty_page_has_no_row_of_filters(qtbot, tmp_path):
    window = open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))
    for name in ("exchange", "scores", "matrix"):
        window.show_page(name)
        assert window.current_page.findChild(QFrame, "filters").isHidden()
        assert window.header.property("last")


def test_the_matrix_takes_a_wide_window_to_its_edge(qtbot, tmp_path):
    window = open_window(qtbot, make_matrix(tmp_path / "plan.xiezuo"))
    window.show_page("matrix")
    grid = window.current_page.grid
    window.resize(1000, 697)
    qtbot.waitUntil(lambda: grid.width() < 900)
    narrow = [grid.main.columnWidth(c) for c in (3, 4, 5)]
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: grid.width() > 1600)
    wide = [grid.main.columnWidth(c) for c in (3, 4, 5)]
    assert all(after > before for before, after in zip(narrow, wide, strict=True))
    fixed = MEASURE_WIDTH + TARGET_WIDTH + LEFT_WIDTH + 2 * EDGE
    assert grid.left.columnWidth(NAME) == 640  # so few columns: names have what is good for them
    assert sum(wide) + grid.left.columnWidth(NAME) + fixed < grid.width()
    window.resize(1000, 697)
    qtbot.waitUntil(lambda: [grid.main.columnWidth(c) for c in (3, 4, 5)] == narrow)


def test_units_of_an_indicator_get_room_where_there_is_some(qtbot, window):
    view = window.page("indicators").view
    before = view.columnWidth(nodes.UNITS)
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: view.columnWidth(nodes.UNITS) > before + 100)
    assert view.columnWidth(nodes.NAME) >= 400


@pytest.mark.parametrize(("room", "shown"), [(90, ("区商务局", "+2")), (170, ("区商务局、区供销社", "+1"))])
def test_as_many_units_are_named_as_there_is_room_for(qapp, room, shown):
    assert _as_many(["区商务局", "区供销社", "区总工会"], room) == shown


def test_a_long_name_of_a_reference_is_cut_in_its_middle(qtbot, window):
    session = window.session
    with session.edit("长名称") as edit:
        edit.put(Indicator, session.plan.indicators[0].key, name="一项名称很长很长的指标" * 4 + "（含存量）")
    from xiezuo_desktop.core.records import Evidence

    field = ReferenceField(Evidence.fields["indicator"], session)
    qtbot.addWidget(field)
    field.resize(200, 30)
    field.show()
    field.set_value(session.plan.indicators[0].id)
    assert "…" in field._input.text()
    assert field._input.text().endswith("（含存量）")
    assert "很长" in field._input.toolTip()


def test_a_list_opens_on_what_is_chosen(qtbot, qtmodeltester, window):
    picker = RecordPicker([Choice(n, f"第{n}个") for n in range(40)], window, title="单位", current=33)
    qtbot.addWidget(picker)
    qtmodeltester.check(picker._model)
    picker.open_below(window.header)
    assert picker._list.currentIndex().row() == 33


def test_writing_aside_is_seen_under_the_menu(qtbot, window):
    line, free = window.header.findChild(BusyLine), Event()
    assert line.isHidden()
    window.session.write_aside(lambda *_: free.wait(20))
    assert not line.isHidden()
    assert line.width() == window.header.width()
    free.set()
    qtbot.waitUntil(line.isHidden)


def test_others_are_told_the_name_that_was_given_later(monkeypatch, tmp_path, window):
    monkeypatch.delenv("XIEZUO_AUTHOR")
    monkeypatch.setenv("XIEZUO_SETTINGS_DIR", str(tmp_path / "settings"))
    window.session.sign("王芳")
    assert noted_owner(window.session.path).person == "王芳"


def test_the_hint_of_a_search_field_is_whole_or_not_there(qtbot):
    line = SearchLine("指标或单位", least=120)
    qtbot.addWidget(line)
    line.resize(282, 30)
    line.show()
    assert line.placeholderText() == "搜索指标或单位（可用拼音首字母）"
    line.resize(180, 30)
    assert line.placeholderText() == "搜索指标或单位"


def test_an_error_goes_with_the_next_success_but_not_with_that_of_its_own_step(monkeypatch, window):
    window.session.failed.emit(UserError("没有加入。"))
    window.session.said.emit("已加入其他 2 份", False)
    assert window.banner.text == "没有加入。"
    later = monotonic() + 5
    monkeypatch.setattr(banner, "monotonic", lambda: later)
    window.session.said.emit("已加入 1 份", False)
    assert window.banner.text == ""


def test_how_much_was_filled_in_is_whole(qapp):
    width = next(column.width for column in COLUMNS if column.head == "已填")
    assert metrics(BODY).horizontalAdvance("120 / 120") + 2 * 8 + 54 + 8 <= width  # with the bar and the gaps
