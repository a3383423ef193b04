"""The page 调整与比较 in the real window: issuing, the refusal and its way out, both values, comparing."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate

from xiezuo_desktop.core.adjusting import basis
from xiezuo_desktop.core.records import Adjustment, Indicator
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.dialogs.adjust_dialog import AdjustDialog
from xiezuo_desktop.ui.pages.adjustments_page import AdjustmentsPage

from .windows import make_plan, open_window

BY = basis("临政办〔2024〕9号", date(2024, 7, 10), "上级追加任务")


@pytest.fixture
def window(qtbot, tmp_path):
    window = open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))
    window.show_page("adjustments")
    return window


def set_target(window, target):
    row = window.session.plan.indicators[0]
    with window.session.edit("修改年度目标") as edit:
        edit.put(Indicator, row.key, target=target)
    return window.session.plan.indicators[0].target


def test_issuing_refuses_edits_and_the_banner_shows_the_way(qtbot, window):
    page = window.page("adjustments")
    assert page.stack.currentWidget() is page._empty
    page.set_issued(True)
    assert page.meta() == "已下达"
    assert set_target(window, "9") == "3"
    assert "已经下达" in window.banner.text
    window.banner._ways[0].click()
    dialog = window.findChild(AdjustDialog)
    dialog.ok.click()
    assert "没有写明调整文号、调整理由" in dialog.complaint.text()
    dialog.number.setText(BY.doc_number)
    dialog.reason.setText(BY.reason)
    dialog.day.setDate(QDate(2024, 7, 10))
    dialog.ok.click()
    assert window.session.adjusting == BY
    assert "正在按临政办〔2024〕9号" in window.banner.text
    assert set_target(window, "9") == "9"
    window.banner._ways[0].click()
    assert window.session.adjusting is None
    assert window.banner.text == ""
    assert set_target(window, "10") == "9"


def test_both_values_are_seen_and_undone(qtbot, qtmodeltester, window):
    page = window.page("adjustments")
    page.set_issued(True)
    window.session.adjust(BY)
    set_target(window, "9")
    qtmodeltester.check(page.table.rows_model)
    (row,) = page.table.rows
    assert (row.old, row.new) == ("3", "9")
    assert page.chips[0].text() == "目标调整  1"
    page.table.chosen.emit(row)
    assert window._current == "indicators"
    panel = window.page("indicators")
    words = "年度目标由3调整为9（临政办〔2024〕9号，2024年7月10日）。"
    qtbot.waitUntil(lambda: any(words in w.text() for w in panel.findChildren(type(page._foot))))
    window.session.undo()
    assert not window.session.plan.rows(Adjustment)


def test_taking_the_issue_back_opens_the_plan_again(window):
    page = window.page("adjustments")
    page.set_issued(True)
    page.set_issued(False)
    assert set_target(window, "9") == "9"
    assert not window.session.plan.rows(Adjustment)


def test_comparing_with_another_file(qtbot, qtmodeltester, tmp_path, window):
    page = window.page("adjustments")
    assert isinstance(page, AdjustmentsPage)
    window.session.file.copy_to(tmp_path / "旧版.xiezuo")
    set_target(window, "9")
    page.compare_with(tmp_path / "旧版.xiezuo")
    qtbot.waitUntil(lambda: page.differences is not None)
    qtmodeltester.check(page.compared.rows_model)
    assert [(d.before, d.after) for d in page.differences] == [("3所", "9所")]
    assert page.meta() == "编制中 · 与旧版有 1 处不同"
    window.show_page("indicators")
    window.show_page("adjustments")
    assert page.with_.currentText() == "旧版"  # what it is compared with stays chosen
    page.compared.chosen.emit(page.differences[0])
    assert window._current == "indicators"
    for end in ("pdf", "docx", "xlsx"):
        page.export_to(tmp_path / f"比较.{end}")
        assert (tmp_path / f"比较.{end}").stat().st_size > 1000


def test_comparing_with_what_is_no_plan_says_so(qtbot, tmp_path, window):
    page = window.page("adjustments")
    (tmp_path / "坏.xiezuo").write_bytes(b"no plan")
    page.compare_with(tmp_path / "坏.xiezuo")
    qtbot.waitUntil(lambda: bool(window.banner.text))
    assert page.differences is None
    assert page.with_.currentIndex() == 0


def test_versions_of_this_file_are_offered(qtbot, window):
    page = window.page("adjustments")
    page.set_issued(True)
    window.show_page("indicators")
    window.show_page("adjustments")
    words = [page.with_.itemText(n) for n in range(page.with_.count())]
    assert words[1].startswith("下达时（")
    page.with_.setCurrentIndex(1)
    page._choose(1)
    qtbot.waitUntil(lambda: page.differences is not None)
    assert page.with_.currentText().startswith("下达时（")


def test_an_empty_plan_is_filled_before_it_is_issued(qtbot, tmp_path):
    with PlanFile.create(tmp_path / "空.xiezuo", title="计划", year=2024):
        pass
    window = open_window(qtbot, tmp_path / "空.xiezuo")
    window.show_page("adjustments")
    issue, fill = window.page("adjustments")._empty.buttons
    assert fill.isVisible()
    assert not issue.isVisible()


def test_the_list_goes_to_the_printer(qtbot, window):
    page = window.page("adjustments")
    page.set_issued(True)
    window.session.adjust(BY)
    set_target(window, "9")
    page.print_list.trigger()
    assert window._current == "print"
    assert window.page("print").options.report == "adjustments"


def test_a_refused_field_shows_again_what_stands(qtbot, window):
    from PySide6.QtWidgets import QComboBox

    window.page("adjustments").set_issued(True)
    window.show_page("indicators")
    page = window.page("indicators")
    row = window.session.plan.indicators[0]
    page.show_record(Indicator, row.key)
    boxes = [b for b in page.findChildren(QComboBox) if b.accessibleName() == "指标性质"]
    assert boxes
    before = boxes[0].currentText()
    boxes[0].setCurrentIndex(2)
    boxes[0].activated.emit(2)
    assert "已经下达" in window.banner.text
    assert window.session.plan.indicators[0].nature == ""
    assert boxes[0].currentText() == before
