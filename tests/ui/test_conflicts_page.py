"""Settling what two offices wrote differently, in the real window."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from xiezuo_desktop.core.records import Indicator, Report, Unit
from xiezuo_desktop.exchange.merge import merge
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.widgets.text_diff import Piece, pieces

from .exchange_world import PERIOD, fill_in, make_world, return_file
from .windows import open_window

LONG = "指通过组织化输转方式，帮助脱贫人口稳定就业{}个月以上的人数，含省内跨县就业。"


@pytest.fixture
def world(tmp_path):
    """A plan in which our office and others wrote two figures, a long text and a deletion apart from each other."""
    made = make_world(tmp_path)
    fill_in(made.sent[0].path, "王丽", "80")
    back = return_file(made.sent[0].path, "王丽", tmp_path / "r")
    other = tmp_path / "另一台电脑.xiezuo"
    shutil.copyfile(made.plan, other)
    with PlanFile.open(other, author="李四") as plan_file, plan_file.edit("改解释") as edit:
        edit.put(Indicator, made.indicators[4], definition=LONG.format("三"))
        edit.put(Indicator, made.indicators[5], target="350")
    with PlanFile.open(made.plan, author="测试员") as plan_file:
        with plan_file.edit("先填") as edit:
            for indicator, value in zip(made.indicators[:2], ("75", "78"), strict=False):
                edit.put(Report, (indicator, made.units[0], PERIOD), value=value)
            edit.put(Indicator, made.indicators[4], definition=LONG.format("六"))
            edit.delete(Indicator, made.indicators[5])
        merge(plan_file, [back, other], backup=False)
    return made


@pytest.fixture
def page(qtbot, world):
    window = open_window(qtbot, world.plan)
    window.show_page("conflicts")
    return window.page("conflicts")


def go_to(page, what: str, number: int = 0):
    rows = [n for n, place in enumerate(page.table.rows) if place.what == what]
    page.table.selectRow(rows[number])
    return page.current


def test_disputes_are_counted_where_everybody_sees_them(qtbot, page):
    window = page.window()
    assert len(page.open) == 4
    assert window.status.conflicts.text() == "4 处分歧"
    assert window.status.conflicts.isVisible()
    assert "4" in window.navigation._buttons["conflicts"].text()
    window.show_page("indicators")
    qtbot.mouseClick(window.status.conflicts, Qt.MouseButton.LeftButton)
    assert window.current_page is page


def test_a_key_takes_a_value_and_one_undo_brings_the_dispute_back(qtbot, page, world):
    dispute = go_to(page, "累计完成数")
    key, wanted = dispute.conflict.key, dispute.conflict.claims[1].value
    assert {c.value for c in dispute.conflict.claims} & {"75", "78", "80"}
    page.cards.reason.setText("电话核实过")
    QTest.keyClick(page.table, Qt.Key.Key_2)
    assert len(page.open) == 3
    assert page.session.plan.get(Report, key).value == wanted
    assert "电话核实过" in page.session.undo_label
    page.session.undo()
    qtbot.waitUntil(lambda: len(page.open) == 4)


def test_another_value_is_written_after_its_key(qtbot, page):
    dispute = go_to(page, "累计完成数")
    QTest.keyClick(page.table, Qt.Key.Key_3)
    page.cards.other.setText("79.5")
    QTest.keyClick(page.cards.other, Qt.Key.Key_Return)
    assert page.session.plan.get(Report, dispute.conflict.key).value == "79.5"
    assert len(page.open) == 3


def test_another_wording_of_a_long_text_begins_as_the_one_that_counts(page):
    dispute = go_to(page, next(d.label for d in page.open if len(d.values[0]) > 20))
    QTest.keyClick(page.table, Qt.Key.Key_3)
    assert page.cards.other.text() == dispute.values[0]
    page.cards.other.setText(dispute.values[0] + "（另）")
    QTest.keyClick(page.cards.other, Qt.Key.Key_Return)
    assert page.session.plan.get(Indicator, dispute.conflict.key).definition.endswith("（另）")


def test_a_deletion_has_no_third_way(page):
    go_to(page, "累计完成数")
    go_to(page, "删除")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QTest.keyClick(page.table, Qt.Key.Key_3)  # the line of the dispute before is gone
    assert len(page.open) == 4


def test_nothing_to_settle_is_no_warning(page):
    chip = page._chips["待处理"]
    assert chip.property("tone") == "warn"
    chip.set_count(0)
    assert not chip.property("tone")


def test_leaving_a_dispute_goes_on_and_settles_nothing(page):
    first = page.current
    page.cards.left.emit()
    assert page.current is not None
    assert page.current.id != first.id
    assert len(page.open) == 4


def test_a_deleted_row_that_was_changed_elsewhere_is_brought_back_by_its_name(page, world):
    go_to(page, "删除")
    assert page.table.current.where == "指标“第6项任务数”（已删除）"
    page.take(1)
    assert page.session.plan.get(Indicator, world.indicators[5]).target == "350"


def test_own_figures_of_units_are_taken_from_them_in_one_step(qtbot, page, world):
    def agree() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert "2 处" in box.text()
        box.button(QMessageBox.StandardButton.Yes).click()

    QTimer.singleShot(0, agree)
    page.own.trigger()
    qtbot.waitUntil(lambda: len(page.open) == 2, timeout=8000)
    values = {r.value for r in page.session.plan.rows(Report).values()}
    assert values == {"80"}
    page.session.undo()
    qtbot.waitUntil(lambda: len(page.open) == 4)


def test_what_was_once_in_dispute_can_be_found_for_ever(qtbot, page):
    go_to(page, "累计完成数")
    page.take(0)
    page._chips["曾有分歧"].click()
    told = [place.told for place in page.table.rows if place.what == "累计完成数"]
    assert sorted(told) == ["已处理", "还没有处理"]
    page.history.trigger()
    assert page.window().current_page is page.window().page("history")


def test_rows_without_their_holder_and_rows_made_twice_are_listed(qtbot, page, world):
    page.refresh()
    assert page._chips["要归位"].isVisible()  # the responsibility of the deleted indicator
    page._chips["要归位"].click()
    assert [place.what for place in page.table.rows] == ["事项"]
    page.restore_holder()
    assert page.session.plan.get(Indicator, world.indicators[5]).name == "第6项任务数"
    page.session.undo()
    qtbot.waitUntil(lambda: len(page.table.rows) == 1)
    page.delete_orphan()
    qtbot.waitUntil(lambda: not page.table.rows)
    with page.session.edit("新增单位") as edit:
        edit.add(Unit, name="区商务局", order="z")
    qtbot.waitUntil(lambda: page._chips["可能重复"].isVisible())
    page._chips["可能重复"].click()
    assert [place.what for place in page.table.rows] == ["单位", "单位"]


def test_a_text_shows_what_differs_and_numbers_stay_whole():
    assert pieces("就业350人", "就业380人") == [
        Piece("same", "就业"),
        Piece("out", "350"),
        Piece("in", "380"),
        Piece("same", "人"),
    ]
    assert pieces("一样", "一样") == [Piece("same", "一样")]
    assert "".join(p.text for p in pieces(LONG.format("三"), LONG.format("六")) if p.kind != "out") == LONG.format("六")


def test_a_plan_without_disputes_says_so(qtbot, tmp_path):
    window = open_window(qtbot, make_world(tmp_path).plan)
    window.show_page("conflicts")
    page = window.page("conflicts")
    assert page._stack.currentWidget() is page._empty
    assert not window.status.conflicts.isVisible()


def test_a_number_is_compared_with_what_it_says_it_is_compared_with(page):
    go_to(page, "累计完成数")
    told = " ".join(each.text() for each in page.cards.findChildren(QLabel))
    assert "比“1”" not in told
    assert "比第一个值" in told
