"""查找和替换 through the window: typed, ticked, replaced, undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from xiezuo_desktop.core.records import PlanInfo
from xiezuo_desktop.ui.dialogs.replace_dialog import ReplaceDialog

from .windows import make_plan, open_window


@pytest.fixture
def window(qtbot, tmp_path):
    """The window with the small plan, the indicator page in front."""
    return open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))


def ask(qtbot, window, words: str, becomes: str) -> ReplaceDialog:
    """The dialog by its menu entry, with what it was given found."""
    window.menus.replace.trigger()
    dialog = window.findChildren(ReplaceDialog)[-1]
    dialog.words.setText(words)
    dialog.becomes.setText(becomes)
    qtbot.waitUntil(lambda: not dialog._pause.isActive())
    return dialog


def click_row(qtbot, dialog, row: int) -> None:
    """Click the tick of a row."""
    place = dialog.table.visualRect(dialog.table.rows_model.index(row, 0))
    qtbot.mouseClick(
        dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.left() + 14, place.center().y())
    )


def indicator_names(window) -> list[str]:
    """Those of the plan."""
    return [i.name for i in window.session.plan.indicators]


def test_ticked_matches_are_replaced_as_one_step_and_undone(qtbot, window):
    before = indicator_names(window)
    dialog = ask(qtbot, window, "帮扶", "协作")
    shown = [(m.before, m.after) for m in dialog.table.rows]
    assert shown == [(name, name.replace("帮扶", "协作")) for name in before if "帮扶" in name]
    assert dialog.table.rows[0].place == "指标名称：指标1“参与结对帮扶的学校数”"
    click_row(qtbot, dialog, 0)
    assert dialog.replace.text() == f"替换 {len(shown) - 1} 条"
    qtbot.mouseClick(dialog.replace, Qt.MouseButton.LeftButton)
    after = indicator_names(window)
    assert after[0] == before[0]
    assert after[1:] == [name.replace("帮扶", "协作") for name in before[1:]]
    assert window.session.undo_label == "把“帮扶”替换为“协作”"
    window.undo.trigger()
    assert indicator_names(window) == before


def test_targets_are_found_only_when_they_are_asked_for(qtbot, window):
    dialog = ask(qtbot, window, "650", "700")
    assert dialog.total.text() == "没有找到。"
    assert not dialog.replace.isEnabled()
    dialog.kinds["targets"].click()
    assert [m.after for m in dialog.table.rows] == ["700"]
    qtbot.mouseClick(dialog.replace, Qt.MouseButton.LeftButton)
    assert "700" in [i.target for i in window.session.plan.indicators]


def test_what_is_issued_is_grey_and_takes_no_tick(qtbot, window):
    session = window.session
    assert session.set_stage("issued", "下达")
    before = indicator_names(window)
    dialog = ask(qtbot, window, "区", "市")
    dialog.words.setText("帮扶")
    qtbot.waitUntil(lambda: not dialog._pause.isActive())
    assert {m.reason for m in dialog.table.rows} == {"计划已经下达，要按文件调整"}
    click_row(qtbot, dialog, 0)
    qtbot.mouseClick(dialog.all, Qt.MouseButton.LeftButton)
    assert dialog.table.rows_model.checked == set()
    assert "不能改（灰色）" in dialog.total.text()
    assert not dialog.replace.isEnabled()
    dialog.words.setText("区")
    qtbot.waitUntil(lambda: not dialog._pause.isActive())
    qtbot.mouseClick(dialog.replace, Qt.MouseButton.LeftButton)
    assert session.plan.units[0].name == "市教育局"
    assert indicator_names(window) == before
    assert session.plan.get(PlanInfo, session.plan.info.key).stage == "issued"


def test_a_file_that_can_only_be_looked_at_says_so(qtbot, window):
    window.session.open(window.session.path, look_only=True)
    dialog = ask(qtbot, window, "帮扶", "协作")
    assert {m.reason for m in dialog.table.rows} == {""}
    assert "只能查看" in dialog.total.text()
    assert not dialog.replace.isEnabled()


def test_a_closed_window_has_nothing_to_replace(qtbot):
    window = open_window(qtbot, None)
    assert not window.menus.replace.isEnabled()
