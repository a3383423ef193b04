"""The page 催办提醒 in the real window on a real file."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.builders_figures import make_figures
from xiezuo_desktop.core.records import PlanInfo, Reminder
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.dialogs.ask_text import AskText

from .windows import open_window


@pytest.fixture
def page(qtbot, tmp_path):
    path = make_figures(tmp_path / "plan.xiezuo")
    with PlanFile.open(path, author="甲") as plan_file, plan_file.edit("发文机关") as edit:
        edit.put(PlanInfo, plan_file.plan.info.key, issuer="云岭县人民政府办公室")
    window = open_window(qtbot, path)
    window.show_page("reminders")
    page = window.page("reminders")
    qtbot.waitUntil(lambda: bool(page.concerns))
    return page


def test_the_list_follows_its_chips(qtmodeltester, page):
    qtmodeltester.check(page.table.rows_model)
    counts = {name: chip.text() for name, chip in page.bar.chips.items()}
    assert counts["all"] == f"全部  {len(page.concerns)}"
    page.bar.chips["behind"].click()
    assert {c.reason for c in page.table.rows} == {"behind"}
    page.bar.chips["overdue"].click()
    assert not page.table.rows
    assert page.head.text() == "没有要催办的事"
    assert not page.remind.isEnabled()


def test_the_message_of_a_unit_is_copied_noted_and_answered(page):
    page.bar.chips["unreported"].click()
    name = page.session.plan.bearer_name(page.unit)
    assert page.message.toPlainText().startswith(f"{name}：")
    page.copy()
    assert QGuiApplication.clipboard().text() == page.message.toPlainText()
    page.remind.trigger()
    (reminder,) = page.session.plan.ordered(Reminder)
    assert (reminder.unit, reminder.made_on, reminder.level) == (page.unit, date.today(), "red")
    assert reminder.text == page.message.toPlainText()
    assert page.session.undo_label == f"催办{name}"
    page.ask_answer()
    dialog = page.findChild(AskText)
    dialog.line.setText("7月10日前报送")
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    (reminder,) = page.session.plan.ordered(Reminder)
    assert (reminder.answer, reminder.answered_on) == ("7月10日前报送", date.today())
    assert page.given.rows[0].answer == "7月10日前报送"


def test_the_list_says_who_was_reminded_and_fits_a_narrow_window(qtbot, page):
    table = page.table
    heads = [c.head for c in table.rows_model.columns]
    cell = table.rows_model.columns[heads.index("催办")].cell
    assert cell(table.current).text == ""
    page.remind.trigger()
    assert cell(table.current).text == "今天 未答复"
    page._note_answer(page.given.rows[0], "下周报送")
    assert (cell(table.current).text, cell(table.current).tip) == ("今天 已答复", "下周报送")
    page.window().resize(911, 465)
    qtbot.waitUntil(lambda: table.isColumnHidden(heads.index("催办")))
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)


def test_the_list_is_made_anew_when_figures_change(qtbot, page):
    figures = page.session.plan.indicators[1]
    with page.session.edit("改目标") as edit:
        edit.put(type(figures), figures.key, deadline="1月底前")
    qtbot.waitUntil(lambda: sum(c.reason == "overdue" for c in page.concerns) == 2)
    assert page.concerns[0].reason == "overdue"
    assert "件红灯" in page.meta()


def test_the_notice_of_this_unit_is_one_click_away(page):
    window = page.window()
    page.bar.chips["unreported"].click()
    QTest.mouseClick(page._print, Qt.MouseButton.LeftButton)
    options = window.page("print").options
    assert (options.report, options.order().unit) == ("reminder", page.session.plan.bearer_name(page.unit))


def test_a_page_with_nothing_to_remind_of_says_so(qtbot, tmp_path):
    from .windows import make_plan

    window = open_window(qtbot, make_plan(tmp_path / "calm.xiezuo"))
    page = window.page("reminders")
    with window.session.edit("不要填报") as edit:
        for row in window.session.plan.indicators:
            edit.put(type(row), row.key, target="已完成")
    window.show_page("reminders")
    qtbot.waitUntil(lambda: not page._stale)
    assert page._stack.currentIndex() == 1
    assert page.primary_action() is None
