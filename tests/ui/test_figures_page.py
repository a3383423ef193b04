"""The page 进度填报 in the real window on a real file."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.builders_figures import TOWNS, make_figures
from xiezuo_desktop.core.records import Indicator, Period, Report, Responsibility
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.delegates.figure_delegate import FigureEdit
from xiezuo_desktop.ui.dialogs.ask_text import AskText
from xiezuo_desktop.ui.dialogs.forms_dialog import FormsDialog
from xiezuo_desktop.ui.dialogs.import_reading import Source, read_sources
from xiezuo_desktop.ui.models.figures_model import INCREMENT, NOTE, RATE, STATE, VALUE, WHOLE

from .windows import open_window

Key = Qt.Key


@pytest.fixture
def window(qtbot, tmp_path):
    opened = open_window(qtbot, make_figures(tmp_path / "plan.xiezuo"))
    opened.show_page("figures")
    return opened


@pytest.fixture
def page(window):
    return window.page("figures")


def row_of(page, name):
    return next(n for n, row in enumerate(page.model.rows) if row.title.endswith(name))


def shown(page, name, column):
    return page.model.display(page.model.rows[row_of(page, name)], column)


def type_in(qtbot, page, text, key=Key.Key_Return):
    """Typing replaces what stands in the current cell."""
    QTest.keyClick(page.grid, "1")
    editor = page.grid.viewport().findChild(FigureEdit)
    editor.setText(text)
    editor.setModified(True)
    QTest.keyClick(editor, key)
    qtbot.wait(1)


def asked(page):
    return page.findChild(AskText)


def test_the_model_keeps_the_rules_of_qt(qtmodeltester, page):
    qtmodeltester.check(page.model)
    page.model.show_indicator(page.session.plan.indicators[0].id)
    qtmodeltester.check(page.model)


def test_the_last_reported_month_of_the_first_unit_is_shown(qtbot, page, window):
    assert (page.model.period, page.model.unit) == (202406, page.session.plan.units[0].id)
    assert [row.title for row in page.model.rows] == ["一、任务", "互访次数", "帮助就业人数", "消费帮扶金额"]
    assert [shown(page, "互访次数", c) for c in (INCREMENT, VALUE, RATE, STATE)] == ["1", "2", "50.0%", "已报"]
    assert [shown(page, "消费帮扶金额", c) for c in (INCREMENT, VALUE, RATE, STATE)] == ["", "", "20.0%", "未报"]
    assert "2024年6月25日截止" in page.meta()
    qtbot.waitUntil(lambda: "迟报 1 项" in page.bar.completeness.toolTip())


def test_the_month_follows_what_arrives_from_elsewhere_unless_another_one_was_chosen(page):
    first = page.session.plan.indicators[0].id
    with page.session.edit("合并") as edit:
        edit.put(Report, (first, page.session.plan.units[1].id, 202408), value="3")
    assert page.model.period == 202408
    page.show_period(202405)
    with page.session.edit("合并") as edit:
        edit.put(Report, (first, page.session.plan.units[1].id, 202409), value="3")
    assert page.model.period == 202405


def test_where_one_was_is_said_and_found_again(page):
    towns, rows = page.session.plan.units, page.session.plan.indicators
    page.show_unit(towns[1].id)
    page.show_period(202404)
    page.grid.go(row_of(page, "消费帮扶金额"), NOTE)
    here = page.current_record()
    assert here.key == (rows[2].id, towns[1].id, 202404)
    page.model.start_again()
    assert page.show_record(Report, here.key)
    assert page.current_record().key == here.key


def test_a_target_that_is_still_open_is_called_so(page):
    first = page.session.plan.indicators[0]
    with page.session.edit("待定") as edit:
        edit.put(Indicator, first.key, target="")
        for share in page.session.plan.allocations(first.id):
            edit.put(type(share), share.key, amount="")
        edit.add(Responsibility, subject=first.id, unit=page.model.unit, role="responsible", order="V")
    assert shown(page, "互访次数", RATE) == "待定"


def test_what_is_doubted_about_the_current_figure_stands_in_words(qtbot, page, window):
    page.grid.go(row_of(page, "互访次数"), VALUE)
    type_in(qtbot, page, "20.5")
    page.grid.go(row_of(page, "互访次数"), VALUE)
    assert "20.5次不是整数" in page.summary()
    page.edits.remark(page.chosen_rows(), "请核对原始记录")
    assert "批注：请核对原始记录" in page.summary()
    assert shown(page, "互访次数", STATE) == "待核实"
    assert "不是整数" in page.model.spoken(page.model.rows[row_of(page, "互访次数")], VALUE)
    page.edits.send_back(page.chosen_rows(), "报错了")
    assert shown(page, "互访次数", STATE) == "退回"


def test_figures_are_typed_down_the_column_and_undone_by_name(qtbot, page, window):
    page.grid.go(row_of(page, "帮助就业人数"), VALUE)
    type_in(qtbot, page, "45")
    assert page.grid.currentIndex().row() == row_of(page, "消费帮扶金额")
    assert [shown(page, "帮助就业人数", c) for c in (INCREMENT, VALUE, STATE)] == ["44", "45", "已报"]
    assert page.session.undo_label == "填报6月本月累计"
    page.session.undo()
    assert shown(page, "帮助就业人数", STATE) == "未报"


def test_an_increment_adds_to_the_last_month_and_tab_goes_right(qtbot, page):
    page.grid.go(row_of(page, "消费帮扶金额"), INCREMENT)
    type_in(qtbot, page, "0.50", Key.Key_Tab)
    assert page.grid.currentIndex().column() == VALUE
    assert shown(page, "消费帮扶金额", VALUE) == "1.50"


def test_a_text_that_is_no_figure_stays_in_its_line(qtbot, page):
    page.grid.go(row_of(page, "帮助就业人数"), VALUE)
    type_in(qtbot, page, "很多")
    editor = page.grid.viewport().findChild(FigureEdit)
    assert editor is not None
    assert "不是数" in editor.complaint()
    QTest.keyClick(editor, Key.Key_Escape)
    assert shown(page, "帮助就业人数", VALUE) == ""


def test_a_block_is_pasted_filled_and_cleared(page):
    page.grid.go(1, VALUE)
    QGuiApplication.clipboard().setText("3\n50\n2.5\n")
    page.commands.paste()
    assert [shown(page, n, VALUE) for n in ("互访次数", "帮助就业人数", "消费帮扶金额")] == ["3", "50", "2.5"]
    assert page.session.undo_label == "粘贴 3 行 1 列到6月"
    page.grid.go(1, NOTE)
    QGuiApplication.clipboard().setText("已开展")
    page.commands.paste()
    page.grid.select_range((1, NOTE, 3, NOTE))
    page.commands.fill_down()
    assert shown(page, "消费帮扶金额", NOTE) == "已开展"
    page.grid.select_range((1, INCREMENT, 3, NOTE))
    page.commands.clear()
    june = [r for r in page.session.plan.rows(Report).values() if r.period == 202406]
    assert not june


def test_what_does_not_fit_is_refused_whole(page, window):
    page.grid.go(2, VALUE)
    QGuiApplication.clipboard().setText("1\n2\n3\n4\n")
    page.commands.paste()
    assert "放不下" in window.banner.text
    page.grid.go(1, VALUE)
    QGuiApplication.clipboard().setText("3\n很多\n2\n")
    page.commands.paste()
    assert "不是数" in window.banner.text
    assert shown(page, "互访次数", VALUE) == "2"


def test_the_selection_is_summed_where_units_agree(page, window):
    page._show_by_unit(False)
    page.grid.select_range((1, VALUE, 2, VALUE))
    assert page.summary() == "选中 2 个单元格　合计 2　平均 2"
    page._show_by_unit(True)
    page.grid.select_range((1, VALUE - 2, 3, VALUE))
    assert "计量单位不同" in page.summary()


def test_one_indicator_over_its_units_with_their_sum(page):
    page.grid.go(1, VALUE)
    page._show_by_unit(False)
    assert [row.title for row in page.model.rows] == ["合计", *TOWNS]
    assert [shown(page, n, VALUE) for n in ("合计", *TOWNS)] == ["3", "2", ""]
    assert not page.model.editable(page.model.rows[0], VALUE)
    page.show_next(1)
    assert page.bar.choice.accessibleName() == "帮助就业人数"


def test_a_locked_month_asks_for_a_reason(qtbot, page, window):
    page.commands.toggle_lock()
    assert "已经锁定" in page.notice.text
    page.grid.go(1, VALUE)
    type_in(qtbot, page, "4")
    dialog = asked(page)
    dialog._answer()
    assert dialog.isVisible()  # without a reason nothing goes on
    dialog.line.setText("原数重复计算")
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    found = page.model.rows[1].report
    assert (found.value, found.correction) == ("4", "原数重复计算")
    assert page.session.undo_label == "更正6月填报数"


def test_f8_goes_to_the_next_figure_that_is_marked(page):
    plan = page.session.plan
    there = next(key for key, report in plan.rows(Report).items() if key[2] == page.model.period and report.value)
    with page.session.edit("标记") as edit:
        edit.put(Report, there, follow_up=True, comment="请核实")
    page.actions_.next_marked.trigger()
    row = page.model.rows[page.grid.currentIndex().row()]
    assert (row.indicator.id, row.unit) == there[:2]


def test_a_click_on_a_heading_leaves_the_current_cell(page):
    page.grid.go(1, VALUE)
    heading = next(n for n, row in enumerate(page.model.rows) if row.is_heading)
    QTest.mouseClick(
        page.grid.viewport(),
        Qt.MouseButton.LeftButton,
        pos=page.grid.visualRect(page.model.index(heading, VALUE)).center(),
    )
    assert (page.grid.currentIndex().row(), page.grid.chosen) == (1, (1, VALUE, 1, VALUE))


def test_one_unit_may_go_on_reporting_for_a_locked_month(qtbot, page):
    page.commands.toggle_lock()
    page.commands.ask_allow()
    dialog = asked(page)
    height = dialog.height()
    dialog._answer()
    assert dialog.isVisible()  # without a reason nothing goes on
    assert dialog.height() > height  # the sentence that says so has room
    dialog._box.setDate(QDate(2999, 7, 5))
    dialog.line.setText("数据迟到")
    dialog._answer()
    assert "东港镇可以填报到2999年7月5日" in page.notice.text
    page.grid.go(2, VALUE)
    type_in(qtbot, page, "30")
    assert shown(page, "帮助就业人数", VALUE) == "30"
    page.commands.toggle_lock()
    assert not page.notice.text
    assert not page.session.plan.get(Period, 202406).locked


def test_figures_are_accepted_sent_back_and_marked(qtbot, page, window):
    page.grid.go(1, VALUE)
    page.commands.accept()
    assert shown(page, "互访次数", STATE) == "核定"
    page.commands.ask_remark()
    asked(page).line.setText("与上报表不符")
    asked(page)._answer()
    assert page.model.rows[1].report.follow_up
    qtbot.waitUntil(lambda: "1 项待核实" in page.meta())
    page.commands.ask_send_back()
    dialog = page.findChildren(AskText)[-1]
    dialog.line.setText("请补花名册")
    dialog._answer()
    assert shown(page, "互访次数", STATE) == "退回"
    page.grid.go(2, VALUE)
    page.commands.accept()
    assert "还没有填报" in window.banner.text


def test_months_change_by_key_and_keep_the_cell(page):
    page.grid.go(2, NOTE)
    page.actions_.previous_month.trigger()
    assert (page.model.period, page.grid.currentIndex().row(), page.grid.currentIndex().column()) == (202405, 2, NOTE)
    page.bar.menu.aboutToShow.emit()
    assert len(page.bar.menu.actions()) == 12
    page.bar.menu.actions()[0].trigger()
    assert page.model.period == 202401
    assert not page.bar.back.isEnabled()


def test_the_history_of_a_figure_is_one_step_away(qtbot, page):
    page.grid.go(1, VALUE)
    with qtbot.waitSignal(page.history_wanted) as told:
        page.actions_.history.trigger()
    assert told.args == [Report, page.model.rows[1].report.key]


def test_the_cut_off_day_is_a_setting(page):
    page.commands.ask_cut_off()
    dialog = asked(page)
    dialog.line.setText("40")
    dialog._answer()
    assert dialog.isVisible()
    dialog.line.setText("20")
    dialog._answer()
    assert "6月20日截止" in page.meta()


def test_what_stands_behind_a_figure_is_shown_by_the_window(page, window):
    key = (page.session.plan.indicators[1].id, page.session.plan.units[1].id, 202405)
    window.show_record(Report, key)
    assert (page.model.period, page.model.unit) == (202405, key[1])
    assert page.grid.currentIndex().column() == VALUE


def test_a_plan_without_units_is_reported_as_a_whole(qtbot, tmp_path):
    path = tmp_path / "alone.xiezuo"
    with PlanFile.create(path, title="指标", year=2024) as plan_file, plan_file.edit("制作") as edit:
        edit.add(Indicator, name="互访次数", measure_unit="次", target="8", order="V")
    opened = open_window(qtbot, path)
    opened.show_page("figures")
    page = opened.page("figures")
    assert page.model.unit == WHOLE
    page.show_period(202403)
    page.grid.go(0, VALUE)
    type_in(qtbot, page, "2")
    assert shown(page, "互访次数", RATE) == "25.0%"


def test_forms_are_given_out_and_taken_in_with_a_look_before(qtbot, page, tmp_path):
    page.questions.give_out(tmp_path)
    forms = sorted(tmp_path.glob("*填报表.xlsx"))
    assert [f.name[:3] for f in forms] == ["东港镇", "西山镇"]
    for form, value in zip(forms, (66, "很多"), strict=True):
        book = load_workbook(form)
        for row in book.worksheets[0].iter_rows():
            if row[2].value == "帮助就业人数":
                row[6].value = value
        book.save(form)
    (reading,) = read_sources([Source(forms[0].name, forms[0])], lambda *_: None)
    assert "导入填报表" in reading.error  # a form is no paper to make a plan of
    bad = tmp_path / "说明.txt"
    bad.write_text("没有表", "utf-8")
    page.questions.take_in([*forms, bad])
    dialog = page.findChild(FormsDialog)
    qtbot.waitUntil(lambda: len(dialog.read) == 3)
    assert dialog.agree.text() == "读入 1 处改动"
    assert [read.incoming is None for read in dialog.read] == [False, False, True]
    assert "累计完成数" in dialog.read[2].error
    QTest.mouseClick(dialog.agree, Qt.MouseButton.LeftButton)
    assert shown(page, "帮助就业人数", VALUE) == "66"
    assert page.session.undo_label == "读入 1 份填报表"


def test_forms_for_a_locked_month_want_a_reason(qtbot, page, tmp_path):
    page.questions.give_out(tmp_path)
    form = tmp_path / "西山镇 2024年6月填报表.xlsx"
    book = load_workbook(form)
    book.worksheets[0]["G7"] = 3
    book.save(form)
    page.commands.toggle_lock()
    page.questions.take_in([form])
    dialog = page.findChild(FormsDialog)
    qtbot.waitUntil(lambda: bool(dialog.read))
    assert not dialog.reason.isHidden()
    dialog.take()
    assert dialog.isVisible()
    dialog.reason.setText("数据迟到")
    dialog.take()
    assert not dialog.isVisible()
    page.show_next(1)
    assert page.model.rows[1].report.correction == "数据迟到"
