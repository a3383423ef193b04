"""The panel of checks on a real file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from xiezuo_desktop.core.records import Indicator, Unplaced
from xiezuo_desktop.ui.dialogs.ask_text import AskText
from xiezuo_desktop.ui.dialogs.checks_panel import ChecksPanel
from xiezuo_desktop.ui.session import Session

from .dialogs import answer
from .windows import make_plan, open_window


@pytest.fixture
def session(tmp_path):
    opened = Session()
    opened.open(make_plan(tmp_path / "plan.xiezuo"))
    yield opened
    opened.close()


def set_target(session, place: int, text: str) -> None:
    with session.edit("修改“年度目标”") as edit:
        edit.put(Indicator, session.plan.indicators[place].key, target=text)


def texts(table) -> list[list[str]]:
    return [[table.item(r, c).text() for c in range(table.columnCount())] for r in range(table.rowCount())]


@pytest.fixture
def panel(qtbot, session):
    with session.edit("导入") as edit:
        for number in (1, 2):
            edit.add(
                Unplaced,
                source="任务书.docx",
                part="表1",
                row=number,
                col=3,
                text=f"文字{number}",
                reason="没有找到这一列的含义",
                order=f"a{number}",
            )
    set_target(session, 3, "9000")  # the sub row is larger than the whole
    made = ChecksPanel(session)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made._problems.rowCount() > 0, timeout=5000)
    return made


def test_findings_lead_to_their_record(qtbot, panel):
    row = next(r for r, p in enumerate(panel._shown) if p.rule == "V4")
    panel._problems.selectRow(row)
    panel._problems.setCurrentCell(row, 0)
    with qtbot.waitSignal(panel.record_wanted) as asked:
        QTest.keyClick(panel._problems, Qt.Key.Key_Return)
    assert asked.args[0] is Indicator


def test_a_finding_is_waived_with_a_reason_and_the_waiver_withdrawn(qtbot, panel, session):
    row = next(r for r, p in enumerate(panel._shown) if p.rule == "V4")
    panel._problems.setCurrentCell(row, 0)
    answer("上级文件如此")
    panel._waive.setFocus()
    panel._waive.click()
    qtbot.waitUntil(lambda: all(p.rule != "V4" for p in panel._shown), timeout=5000)
    assert panel.focusWidget() is panel._problems
    panel._chips["waived"].setChecked(True)
    assert "豁免理由：上级文件如此" in texts(panel._problems)[0][3]
    panel._problems.setCurrentCell(0, 0)
    panel._withdraw.click()
    assert not session.plan.waivers


def test_an_empty_reason_waives_nothing_and_says_so(qtbot, panel, session):
    panel._problems.setCurrentCell(0, 0)
    answer("  ")
    panel._waive.click()
    (asked,) = panel.findChildren(AskText)
    qtbot.waitUntil(lambda: asked._complaint.isVisible())
    assert asked._complaint.text() == "请写明理由。"
    asked.reject()
    assert not session.plan.waivers


def test_unplaced_texts_are_copied_and_taken_off_the_list(panel, session):
    panel.show_unplaced()
    assert texts(panel._unplaced)[0] == ["任务书.docx", "表1第1行第3列", "文字1", "没有找到这一列的含义"]
    panel._unplaced.selectRow(1)
    panel._copy.click()
    assert QGuiApplication.clipboard().text().startswith("任务书.docx\t表1第2行第3列\t文字2")
    panel._handled.click()
    assert [u.text for u in session.plan.unplaced] == ["文字1"]
    session.undo()
    assert len(session.plan.unplaced) == 2


def test_the_panel_stands_below_the_page_it_leads_to_and_is_worked_by_keys(qtbot, tmp_path):
    window = open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))
    set_target(window.session, 3, "9000")
    height = window.height()
    window.checks.trigger()
    panel = window._checks_panel
    panel.print_.click()
    assert window.current_name == "print"
    assert window.current_page.options.order().report == "checks"
    window.show_page("indicators")
    window.checks.trigger()
    qtbot.waitUntil(lambda: panel._problems.rowCount() > 0, timeout=10_000)
    assert QApplication.focusWidget() is panel._problems
    row = next(r for r, p in enumerate(panel._shown) if p.rule == "V4")
    panel._problems.setCurrentCell(row, 0)
    QTest.keyClick(panel._problems, Qt.Key.Key_Return)
    view = window.page("indicators").view
    place = view.visualRect(view.currentIndex())
    assert view.viewport().rect().contains(place)
    assert view.mapToGlobal(place.bottomLeft()).y() < panel.mapToGlobal(panel.rect().topLeft()).y()
    assert window.height() == height
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    window.checks.trigger()
    assert panel.isVisible()


def test_hints_are_counted_apart_as_in_the_status_bar(panel):
    kinds = [p.severity for p in panel._findings.problems if p.waived is None]
    assert panel._chips["open"].text().endswith(str(sum(k != "hint" for k in kinds)))
    assert panel._chips["hints"].text().endswith(str(sum(k == "hint" for k in kinds)))
    panel._chips["hints"].setChecked(True)
    assert {p.severity for p in panel._shown} <= {"hint"}


def test_delete_elsewhere_is_not_taken_by_the_panel(panel, session):
    panel.show_unplaced()
    before = len(session.plan.unplaced)
    QTest.keyClick(panel._chips["open"], Qt.Key.Key_Delete)
    assert len(session.plan.unplaced) == before
    QTest.keyClick(panel._unplaced, Qt.Key.Key_Delete)
    assert len(session.plan.unplaced) == before - 1


def test_the_keys_stay_in_the_list_when_a_button_goes_with_its_finding(qtbot, panel):
    panel.activateWindow()
    repair = QPushButton("改目标")
    panel._fixes.addWidget(repair)
    repair.setFocus()
    qtbot.waitUntil(repair.hasFocus)
    panel._offer_fixes()
    assert panel._problems.hasFocus()
