"""Sending, returning and merging as the offices do it: the real window on real files."""

from __future__ import annotations

import os
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from xiezuo_desktop import paths
from xiezuo_desktop.core.records import Allocation, Dispatch, Indicator, Receipt, Report, Responsibility, Unit
from xiezuo_desktop.exchange.disputes import decide, disputes
from xiezuo_desktop.exchange.send import Request, send
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui import settings
from xiezuo_desktop.ui.dialogs.merge_dialog import MergeDialog
from xiezuo_desktop.ui.dialogs.merge_words import DISPUTE
from xiezuo_desktop.ui.dialogs.open_received_dialog import LOOK, MERGE, TASK, OpenReceivedDialog
from xiezuo_desktop.ui.dialogs.return_dialog import ReturnDialog
from xiezuo_desktop.ui.dialogs.send_dialog import SendDialog

from .dialogs import when_asked
from .exchange_world import PERIOD, figures, fill_in, make_world, return_file
from .windows import make_plan, open_window


@pytest.fixture
def world(tmp_path):
    return make_world(tmp_path)


@pytest.fixture
def window(qtbot, world):
    opened = open_window(qtbot, world.plan)
    opened.show_page("exchange")
    return opened


def words(table, column: int) -> list[str]:
    return [table.model().index(row, column).data() for row in range(table.model().rowCount())]


def merge_in_window(qtbot, window, paths) -> None:
    """Choose these files and agree to merge them."""
    page = window.page("exchange")

    def agree() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MergeDialog)
        qtbot.waitUntil(lambda: bool(dialog.outlook.arrivals), timeout=8000)
        if dialog._agree.isEnabled():
            qtbot.mouseClick(dialog._agree, Qt.MouseButton.LeftButton)
            qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=8000)
        else:
            dialog.reject()

    QTimer.singleShot(0, agree)
    page.merge(paths)


def test_the_table_says_who_was_sent_what_and_who_has_returned(qtbot, window, world, tmp_path):
    page = window.page("exchange")
    assert words(page.table, 0) == ["区教育局", "区商务局", "沿江街道"]
    assert words(page.table, 8) == ["未回"] * 3
    fill_in(world.sent[0].path, "王丽")
    fill_in(world.sent[1].path, "李强", only=1)
    paths = [return_file(world.sent[n].path, who, tmp_path / who) for n, who in enumerate(("王丽", "李强"))]
    merge_in_window(qtbot, window, paths)
    assert words(page.table, 8) == ["已回", "已回", "未回"]
    assert words(page.table, 4) == ["2 / 2", "1 / 2", "—"]
    assert words(page.table, 6)[:2] == ["王丽", "李强"]
    assert "合并了 2 个文件" in page.banner.text
    assert window.header._meta._whole == "发给 3 个单位 · 已回 2 · 未回 1"
    page.filters._chips["未回"].click()
    assert words(page.table, 0) == ["沿江街道"]
    page.actions_.copy.trigger()
    assert "沿江街道" in QGuiApplication.clipboard().text()
    assert "区教育局" not in QGuiApplication.clipboard().text()


def test_a_merge_is_taken_back_with_one_click_in_the_banner(qtbot, window, world, tmp_path):
    fill_in(world.sent[0].path, "王丽")
    merge_in_window(qtbot, window, [return_file(world.sent[0].path, "王丽", tmp_path / "r")])
    assert len(window.session.plan.rows(Report)) == 2
    page = window.page("exchange")
    back = next(way for way in page.banner._ways if way.text() == "撤销合并")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert not window.session.plan.rows(Report)
    assert page.banner.isHidden()


def test_who_sent_on_stands_beside_the_unit(window, world):
    first, second = window.session.plan.ordered(Dispatch)[:2]
    with window.session.edit("转发") as edit:
        edit.put(Dispatch, second.id, sender=first.unit)
    assert words(window.page("exchange").table, 0)[:2] == ["区教育局", "区商务局（区教育局下发）"]


def test_the_banner_of_a_merge_goes_and_comes_with_undo_and_redo(qtbot, window, world, tmp_path):
    fill_in(world.sent[0].path, "王丽")
    merge_in_window(qtbot, window, [return_file(world.sent[0].path, "王丽", tmp_path / "r")])
    page, session = window.page("exchange"), window.session
    for _ in range(2):
        session.undo()
        assert page.banner.isHidden()
        session.redo()
        assert page.banner.text.startswith("合并了 1 个文件")
    back = next(way for way in page.banner._ways if way.text() == "撤销合并")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert not session.plan.rows(Report)
    with session.edit("别的") as edit:
        edit.put(Indicator, world.indicators[0], target="101")
    assert page.banner.isHidden()


def test_files_dropped_on_the_window_are_merged_and_bad_ones_named(qtbot, window, world, tmp_path):
    fill_in(world.sent[0].path, "王丽")
    good = return_file(world.sent[0].path, "王丽", tmp_path / "r")
    cut = tmp_path / "计划_南山街道_第1轮上报_2024-07-01_截断.xiezuo"
    cut.write_bytes(good.read_bytes()[:3000])
    strange = make_plan(tmp_path / "别的计划.xiezuo")
    paper = tmp_path / "说明.docx"
    paper.write_text("说明")
    window.show_page("indicators")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(p)) for p in (good, cut, strange, paper)])
    drop = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    seen: list[list[str]] = []

    def agree() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, MergeDialog):
            QTimer.singleShot(10, agree)
            return
        qtbot.waitUntil(lambda: bool(dialog.outlook.arrivals), timeout=8000)
        seen.append(words(dialog.files, 0))
        named = words(dialog.files, 1)
        assert any(each.startswith("南山街道") for each in named)  # whom to ask for it again
        assert any("说明.docx" in each for each in named)
        assert not any("截断" in each for each in words(dialog.files, 6))  # the file is named at the left
        table = dialog.changes
        assert table.isColumnHidden(DISPUTE)
        assert table.rows_model.columns[0].both_ends  # the unit stands at the end of where
        shown = sum(table.columnWidth(n) for n in range(DISPUTE))
        assert table.viewport().width() - shown < DISPUTE  # the others have its room
        assert dialog._agree.text() == "合并"
        dialog._agree.click()

    QTimer.singleShot(0, agree)
    window.dropEvent(drop)
    qtbot.waitUntil(lambda: len(window.session.plan.rows(Report)) == 2, timeout=8000)
    assert seen == [["不能合并", "不能合并", "不能合并", "可以合并"]]
    banner = window.page("exchange").banner
    qtbot.waitUntil(lambda: "3 个没有合并" in banner.text, timeout=8000)
    assert "截断.xiezuo" in banner.text


def test_the_preview_lists_changes_by_unit_and_file_and_changes_nothing(qtbot, world, tmp_path, window):
    for n, who in enumerate(("王丽", "李强")):
        fill_in(world.sent[n].path, who, str(70 + n))
    paths = [return_file(world.sent[n].path, who, tmp_path / who) for n, who in enumerate(("王丽", "李强"))]
    dialog = MergeDialog(window.session, paths)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.outlook.arrivals), timeout=8000)
    assert sorted(words(dialog.changes, 3)) == ["70", "70", "71", "71"]
    dialog._of_unit.setCurrentText("区商务局")
    assert words(dialog.changes, 3) == ["71", "71"]
    dialog._of_unit.setCurrentIndex(0)
    dialog.files.selectRow(0)
    assert len(dialog.changes.rows) == 2
    dialog.reject()
    assert not window.session.plan.rows(Report)
    assert not (world.plan.parent / "临江区计划_备份").exists()


def test_units_are_chosen_and_get_files_with_codes_and_a_mail(qtbot, window, world, tmp_path):
    dialog = SendDialog(window.session, window)
    qtbot.addWidget(dialog)
    dialog.show()
    assert len(dialog.chosen) == 3
    dialog._quick[1].click()
    assert not dialog._agree.isEnabled()
    dialog.search.setText("qswj")
    assert words(dialog.table, 0) == ["区商务局"]
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert [u.name for u in dialog.chosen] == ["区商务局"]
    assert "区商务局_第2轮" in dialog._names.text()
    dialog.folder.line.setText(str(tmp_path / "新的" / "文件夹"))
    dialog.period.setCurrentText("2024年7月")
    dialog._agree.click()
    qtbot.waitUntil(lambda: dialog._made.table.rows != [], timeout=8000)
    (made,) = (tmp_path / "新的" / "文件夹").glob("*.xiezuo")
    code = dialog._made.table.rows[0][2]
    assert code in dialog._made.mail.toPlainText()
    assert "2024年7月的数据" in dialog._made.mail.toPlainText()
    assert [d.round for d in window.session.plan.ordered(Dispatch) if d.unit == world.units[1]] == [1, 2]
    with PlanFile.open(made, read_only=True) as part:
        assert part.is_part
    dialog.reject()
    page = window.page("exchange")
    assert words(page.table, 1) == ["第1轮", "第2轮", "第1轮"]  # in the order of the plan, whoever was sent last
    page.filters.rounds.setCurrentIndex(1)
    page.filters.rounds.activated.emit(1)
    assert words(page.table, 1) == ["第1轮", "第1轮", "第2轮", "第1轮"]


def test_a_file_with_a_password_is_asked_for_it_when_merged(qtbot, window, world, tmp_path):
    fill_in(world.sent[0].path, "王丽")
    sealed = return_file(world.sent[0].path, "王丽", tmp_path / "r", password="春天123")
    dialog = MergeDialog(window.session, [sealed])
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.outlook.arrivals), timeout=8000)
    assert words(dialog.files, 0) == ["不能合并"]
    dialog._password.setText("春天123")
    QTest.keyClick(dialog._password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: words(dialog.files, 0) == ["可以合并"], timeout=8000)
    dialog._agree.click()
    qtbot.waitUntil(lambda: len(window.session.plan.rows(Report)) == 2, timeout=8000)


def test_a_return_that_is_not_good_enough_is_sent_back_with_the_reason(qtbot, window, world, tmp_path):
    fill_in(world.sent[0].path, "王丽")
    merge_in_window(qtbot, window, [return_file(world.sent[0].path, "王丽", tmp_path / "r")])
    page = window.page("exchange")
    page.table.selectRow(0)
    assert page.actions_.send_back.isEnabled()

    def give(dialog) -> None:
        dialog.ok.click()
        assert dialog.isVisible()  # not without a reason
        dialog.line.setText("第2项的口径不对")
        dialog.ok.click()

    when_asked(give)
    page.actions_.send_back.trigger()
    qtbot.waitUntil(lambda: words(page.table, 8)[0] == "退回", timeout=8000)
    qtbot.waitUntil(lambda: "再发一轮" in page.banner.text, timeout=8000)


def test_in_a_narrow_window_the_panel_makes_room_and_comes_when_asked_for(qtbot, window):
    page = window.page("exchange")
    assert page.detail.isVisible()
    window.resize(920, 600)
    qtbot.waitUntil(lambda: not page.detail.isVisible())
    page.toggle_detail()
    assert page.detail.isVisible()
    window.resize(1366, 697)
    qtbot.waitUntil(lambda: page.width() > 1000 and page.detail.isVisible())


def test_an_empty_plan_says_how_sending_works(qtbot, tmp_path):
    window = open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))
    window.show_page("exchange")
    page = window.page("exchange")
    assert page._stack.currentWidget() is page._empty
    assert page._empty.buttons[0].text() == "发给单位…"
    assert page.primary_action() is None


# ------------------------------------------------------------------------------------------------ at the unit


def test_a_unit_sees_its_tasks_first_and_only_its_own_rows_can_be_edited(qtbot, world):
    window = open_window(qtbot, world.sent[0].path)
    page = window.current_page
    assert page is window.page("exchange")
    assert words(page.tasks.table, 1) == ["第1项任务数", "第2项任务数"]
    assert words(page.tasks.table, 5) == ["未填", "未填"]
    assert page.primary_action().text().startswith("生成上报文件")
    indicators = window.page("indicators")
    index = indicators.model.index_of(world.indicators[0], 3)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert not indicators.actions_.add.isEnabled()
    failures = []
    window.session.failed.connect(failures.append)
    with window.session.edit("改目标") as edit:
        edit.put(Indicator, world.indicators[0], target="1")
    assert "不是本单位的内容" in str(failures[0])
    with window.session.edit("填报") as edit:
        edit.put(Report, (world.indicators[0], world.units[0], PERIOD), value="12")
    window.show_page("exchange")
    assert words(page.tasks.table, 5) == ["已填", "未填"]


def test_a_task_leads_to_the_cell_where_its_figure_is_typed(qtbot, world):
    window = open_window(qtbot, world.sent[0].path)
    tasks = window.current_page.tasks.table
    tasks.selectRow(1)
    QTest.keyClick(tasks, Qt.Key.Key_Return)
    figures = window.current_page
    assert figures is window.page("figures")
    row = figures.model.row_of(world.indicators[1], world.units[0])
    assert figures.grid.currentIndex().row() == row


def test_a_unit_returns_its_file_and_is_told_what_is_missing(qtbot, world, tmp_path):
    fill_in(world.sent[0].path, "王丽", only=1)
    window = open_window(qtbot, world.sent[0].path)
    dialog = ReturnDialog(window.session, window)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.holds.assignment.missing == ("指标2“第2项任务数”",)
    dialog.folder.line.setText(str(tmp_path / "上报"))
    dialog._agree.click()
    qtbot.waitUntil(lambda: dialog._made.table.rows != [], timeout=8000)
    (made,) = (tmp_path / "上报").glob("*.xiezuo")
    assert dialog._made.table.rows[0][1] == made
    dialog.reject()


# ------------------------------------------------------------------------------------------------ files that are opened


def answer(choice: str) -> list[list[str]]:
    """Press this way in the question that comes; the ways that were offered."""
    offered: list[list[str]] = []

    def press(dialog) -> None:
        assert isinstance(dialog, OpenReceivedDialog)
        offered.append(list(dialog.ways))
        dialog.ways[choice].click() if choice else dialog.reject()

    when_asked(press)
    return offered


def test_what_a_unit_returns_is_no_task_file_also_with_units_of_its_own_in_it(qtbot, world, tmp_path):
    part = world.sent[0].path
    fill_in(part, "王丽")
    with PlanFile.open(part, author="王丽") as file, file.edit("新增下级单位") as edit:
        edit.add(Unit, name="南山村", parent=world.units[0], order="z1")
    returned = return_file(part, "王丽", tmp_path / "r")
    before = returned.read_bytes()
    window = open_window(qtbot, None)
    window.files._is_passing = lambda path: False
    offered = answer(LOOK)
    assert window.files.open_path(returned)
    assert TASK not in offered[0]
    assert returned.read_bytes() == before


def test_a_part_that_was_received_is_opened_as_task_file_once_asked(qtbot, world, tmp_path):
    window = open_window(qtbot, None)
    part = world.sent[1].path
    window.files._is_passing = lambda path: False
    offered = answer(TASK)
    assert window.files.open_path(part)
    assert offered == [[TASK, LOOK]]
    assert window.session.path == part
    window.files.close.trigger()
    assert window.files.open_path(part)  # not asked again


def test_a_task_file_that_cannot_be_written_is_first_put_where_it_can(qtbot, world, tmp_path, monkeypatch):
    window, part, kept = open_window(qtbot, None), world.sent[1].path, tmp_path / "我的任务.xiezuo"
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "别处"))
    monkeypatch.setattr(os, "access", lambda place, _: part.parent not in (Path(place), Path(place).parent))  # a disc
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(kept), ""))
    before = part.read_bytes()
    answer(TASK)
    assert window.files.open_path(part)
    assert (window.session.path, window.session.can_edit, part.read_bytes()) == (kept, True, before)


def test_a_return_is_offered_to_be_merged_into_the_plan_it_belongs_to(qtbot, world, tmp_path):
    settings.add_recent_file(world.plan)
    fill_in(world.sent[0].path, "王丽")
    back = return_file(world.sent[0].path, "王丽", tmp_path / "r")
    window = open_window(qtbot, make_plan(tmp_path / "别的.xiezuo"))
    merged = []
    window.files.merge = lambda paths: merged.append((window.session.path, paths)) or True
    offered = answer(MERGE)
    assert window.files.open_path(back)
    assert offered == [[MERGE, LOOK]]
    assert merged == [(world.plan, [back])]


def test_the_program_started_with_a_received_file_asks_and_closes_it_when_turned_away(qtbot, world):
    window = open_window(qtbot, world.sent[2].path)
    offered = answer("")
    window.files.greet()
    assert TASK in offered[0]
    assert window.session.path is None
    plan = open_window(qtbot, world.plan)
    plan.files.greet()  # a whole plan of which there is no other file: nothing is asked
    assert settings.recent_files()[0] == world.plan


def test_only_looking_changes_nothing(qtbot, world, tmp_path):
    window = open_window(qtbot, None)
    part, before = world.sent[2].path, figures(world.sent[2].path)
    answer(LOOK)
    window.files.open_path(part)
    assert not window.session.can_edit
    assert "只看不改" in window.banner.text
    assert figures(part) == before
    assert part not in settings.recent_files()


def test_turning_away_leaves_the_open_plan(qtbot, world, tmp_path, window):
    strange = world.sent[0].path
    answer("")
    assert not window.files.open_path(strange)
    assert window.session.path == world.plan


def test_a_late_return_and_an_overdue_unit_are_told_apart(qtbot, tmp_path):
    late = make_world(tmp_path, due=date(2024, 6, 30))
    fill_in(late.sent[0].path, "王丽")
    window = open_window(qtbot, late.plan)
    window.show_page("exchange")
    merge_in_window(qtbot, window, [return_file(late.sent[0].path, "王丽", tmp_path / "r")])
    assert words(window.page("exchange").table, 8) == ["迟交", "逾期未回", "逾期未回"]


def test_the_record_of_a_merge_is_read_and_saved(qtbot, window, world, tmp_path):
    from xiezuo_desktop.ui.dialogs.merge_protocol_dialog import MergeProtocolDialog

    fill_in(world.sent[0].path, "王丽")
    told = []
    dialog = MergeDialog(window.session, [return_file(world.sent[0].path, "王丽", tmp_path / "r")])
    qtbot.addWidget(dialog)
    dialog.merged.connect(told.append)
    dialog.show()
    qtbot.waitUntil(lambda: dialog._agree.isEnabled(), timeout=8000)
    dialog._agree.click()
    qtbot.waitUntil(lambda: bool(told), timeout=8000)
    record = MergeProtocolDialog(window.session, told[0])
    qtbot.addWidget(record)
    record.show()
    assert words(record.changes, 3) == ["80", "80"]
    record.save(tmp_path / "记录.xlsx")
    assert (tmp_path / "记录.xlsx").stat().st_size > 2000
    assert "已存为" in record.banner.text
    record.save(tmp_path / "没有" / "记录.xlsx")
    assert "没有" in record.banner.text


def test_the_record_of_a_merge_is_found_again_from_its_line_and_its_history(
    qtbot, window, world, tmp_path, monkeypatch
):
    from xiezuo_desktop.ui.dialogs.merge_protocol_dialog import MergeProtocolDialog

    shown = []
    monkeypatch.setattr(MergeProtocolDialog, "exec", lambda dialog: shown.append(dialog.files.rows[0].unit))
    page = window.page("exchange")
    assert not page.actions_.protocol.isEnabled()
    for sent in world.sent[:2]:
        fill_in(sent.path, "王丽")
        merge_in_window(qtbot, window, [return_file(sent.path, "王丽", tmp_path / f"r{sent.unit}")])
    page.banner.hide()
    place = next(n for n, line in enumerate(page.table.rows) if line.dispatch.unit == world.sent[0].unit)
    page.table.selectRow(place)
    page.actions_.protocol.trigger()
    assert shown == [world.sent[0].unit]
    window.show_page("history")
    history = window.page("history")
    qtbot.waitUntil(lambda: bool(history.table.rows), timeout=8000)
    for sent in world.sent[:2]:
        filled = (Report.name_, sent.unit)
        place = next(n for n, r in enumerate(history.table.rows) if (r.entry.record.name_, r.entry.key[1]) == filled)
        history.table.selectRow(place)
        history.protocol.trigger()
    assert shown[1:] == [sent.unit for sent in world.sent[:2]]


# ------------------------------------------------------------------------------------------------ what the dialogs propose


def test_those_are_ticked_who_have_something_to_fill_in_and_each_is_told_what_it_gets(qtbot, window, world):
    with window.session.edit("填报") as edit:
        for indicator in world.indicators[:2]:
            edit.put(Report, (indicator, world.units[0], PERIOD), value="3")
    dialog = SendDialog(window.session, window)
    qtbot.addWidget(dialog)
    dialog.period.setCurrentText("2024年6月")
    assert words(dialog.table, 1)[:2] == ["填报 2 项（已填 2）", "填报 2 项"]
    assert [u.id for u in dialog.chosen] == world.units[1:]
    dialog.period.setCurrentText("2024年7月")
    assert [u.id for u in dialog.chosen] == world.units
    dialog._quick[1].click()
    dialog.period.setCurrentText("2024年6月")
    assert dialog.chosen == []  # what was ticked by hand stays


def test_who_is_sent_to_again_is_asked_the_same_again(qtbot, window, world):
    dialog = SendDialog(window.session, window, chosen=world.units[1:2])
    qtbot.addWidget(dialog)
    assert [u.id for u in dialog.chosen] == world.units[1:2]
    assert dialog.period.currentData() == PERIOD
    assert dialog.request.toPlainText() == "请按时报"
    assert dialog.due.day == date(2099, 7, 5)


def test_a_unit_that_sends_on_asks_for_what_it_is_asked_and_sooner(qtbot, world):
    due = date.today() + timedelta(days=6)
    with PlanFile.open(world.plan, author="张敏") as plan_file:
        request = Request(due, 202403)
        (sent,) = send(plan_file, world.units[2:], world.plan.parent / "下发", request)
    with PlanFile.open(sent.path, author="街道") as part, part.edit("下分") as edit:
        for number in (1, 2):
            village = edit.add(Unit, name=f"第{number}社区", parent=world.units[2], order=str(number))
            edit.put(Allocation, (world.indicators[4], village, 0), amount="50", order=str(number))
    window = open_window(qtbot, sent.path)
    dialog = SendDialog(window.session, window)
    qtbot.addWidget(dialog)
    assert [u.name for u in dialog.chosen] == ["第1社区", "第2社区"]
    assert dialog.period.currentData() == 202403
    assert dialog.due.day == due - timedelta(days=2)
    assert dialog._quick[3].isHidden()  # nobody below was sent anything yet


def test_the_name_is_asked_once_and_stands_in_the_history_from_then_on(qtbot, world, tmp_path, monkeypatch):
    monkeypatch.delenv("XIEZUO_AUTHOR", raising=False)
    monkeypatch.setattr(paths, "settings_folder", lambda: tmp_path / "设置")
    asked = []

    def choose(dialog) -> None:
        asked.append(dialog.author.isVisible())
        dialog.author.setText("  李  婷 ")
        dialog.ways[TASK].click()

    opened = open_window(qtbot, None)
    opened.files._is_passing = lambda path: False
    for sent in world.sent[:2]:
        when_asked(choose)
        assert opened.files.open_path(sent.path)
    assert asked == [True, False]
    assert opened.session.file.author == "李 婷"
    dialog = ReturnDialog(opened.session, opened)
    qtbot.addWidget(dialog)
    assert dialog.author.text() == "李 婷"
    dialog.author.setText("王敏")
    dialog.make()
    qtbot.waitUntil(lambda: dialog._made.table.rows != [], timeout=8000)
    assert opened.session.plan.ordered(Receipt)[-1].made_by == "王敏"
    with opened.session.edit("填报") as edit:
        edit.put(Report, (world.indicators[2], world.units[1], PERIOD), value="12")
    assert opened.session.file.history(Report)[0].author == "王敏"


# ------------------------------------------------------------------------------------------------ after a merge


def contested_return(world, tmp_path):
    """Head office and unit write different figures; the return."""
    unit, first = world.units[0], world.indicators[0]
    with PlanFile.open(world.plan, author="张敏") as plan_file, plan_file.edit("填报") as edit:
        edit.put(Report, (first, unit, PERIOD), value="70")
    fill_in(world.sent[0].path, "李婷", "80")
    return return_file(world.sent[0].path, "李婷", tmp_path / "寄")


def test_the_banner_follows_the_disputes_until_they_are_settled(qtbot, world, tmp_path):
    path = contested_return(world, tmp_path)
    window = open_window(qtbot, world.plan)
    merge_in_window(qtbot, window, [path])
    banner = window.page("exchange").banner
    assert "现有 1 处分歧要处理" in banner.text
    (dispute,) = disputes(window.session.file)
    window.session.do(lambda file: decide(file, dispute.id, "theirs"))
    assert "现有" not in banner.text
    assert "分歧都已处理。" in banner.text
    assert not any("分歧" in way.text() for way in banner._ways)
    window.session.undo()
    assert "现有 1 处分歧要处理" in banner.text


def test_the_preview_shows_a_dispute_also_where_nothing_else_changes(qtbot, window, world, tmp_path):
    path = contested_return(world, tmp_path)
    window.session.refresh()
    dialog = MergeDialog(window.session, [path], window)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: bool(dialog.outlook.arrivals), timeout=8000)
    told = words(dialog.changes, DISPUTE)
    assert any("记为分歧" in each and "区教育局" in each and "本机" in each for each in told)
    assert not dialog.changes.isColumnHidden(DISPUTE)
    assert dialog._count.text().endswith("1 处有分歧")
    clear = MergeDialog(window.session, [return_file(world.sent[1].path, "周", tmp_path / "寄")], window)
    qtbot.addWidget(clear)
    qtbot.waitUntil(lambda: bool(clear.outlook.arrivals), timeout=8000)
    assert clear.changes.isColumnHidden(DISPUTE)


def test_a_file_given_twice_is_called_so_in_its_row(qtbot, window, world, tmp_path):
    fill_in(world.sent[0].path, "李婷", "80")
    path = return_file(world.sent[0].path, "李婷", tmp_path / "寄")
    copy = path.with_name("副本.xiezuo")
    copy.write_bytes(path.read_bytes())
    dialog = MergeDialog(window.session, [path, copy], window)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: bool(dialog.outlook.arrivals), timeout=8000)
    assert words(dialog.files, 0) == ["可以合并", "重复"]
    assert words(dialog.files, 6)[1] == f"与前面的《{path.name}》相同，不用再合并"


# ------------------------------------------------------------------------------------------------ figures of a unit's file


def test_the_figures_of_a_unit_are_those_it_is_asked_for_until_the_day_it_was_told(qtbot, world):
    with PlanFile.open(world.plan, author="张敏") as plan_file:
        with plan_file.edit("配合") as edit:
            edit.add(Responsibility, subject=world.indicators[4], unit=world.units[0], role="cooperating", order="Z")
        again = send(plan_file, world.units[:1], world.plan.parent / "下发", Request(date(2099, 7, 9), PERIOD))
    window = open_window(qtbot, again[0].path)
    window.show_page("figures")
    page = window.current_page
    assert [r.indicator.id for r in page.model.rows if r.indicator] == world.indicators[:2]
    assert "2099年7月9日截止" in page.meta()
    assert page.model.period == PERIOD
    assert page.primary_action() is page.actions_.make_return  # the way on from here
    qtbot.waitUntil(lambda: page.bar.completeness._text == "本单位 0/2")
    with window.session.edit("填报") as edit:
        edit.put(Report, (world.indicators[0], world.units[0], PERIOD), value="3")
    qtbot.waitUntil(lambda: page.bar.completeness._text == "本单位 1/2")
    window.show_page("exchange")
    assert window.page("exchange").assignment.filled == 1


def test_returned_files_are_merged_from_any_page(qtbot, window, world, monkeypatch):
    window.show_page("overview")
    asked = []
    monkeypatch.setattr("xiezuo_desktop.ui.dialogs.merge_dialog.ask_for_files", lambda *_: asked.append(True) or [])
    assert window.files.merge_returns.shortcut().toString() == "Ctrl+M"
    window.files.merge_returns.trigger()
    assert asked
    assert window.current_name == "overview"  # nothing was chosen
