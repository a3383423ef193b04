"""The page of the history on a real file."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from xiezuo_desktop.core.figures.sheet import FigureSheet
from xiezuo_desktop.core.figures.steps import Said, Writer, figure_steps
from xiezuo_desktop.core.records import Dispatch, Indicator, Receipt
from xiezuo_desktop.core.wording import value_in_words
from xiezuo_desktop.exchange.merge import merge
from xiezuo_desktop.exchange.receipts import send_back
from xiezuo_desktop.exchange.returning import make_return
from xiezuo_desktop.exchange.send import send
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.pages.history_page import Found
from xiezuo_desktop.ui.pages.history_words import HistoryRow

from .exchange_world import PERIOD, make_world
from .windows import make_plan, open_window


def opened(qtbot, path):
    window = open_window(qtbot, path)
    window.history.trigger()
    page = window.page("history")
    qtbot.waitUntil(lambda: bool(page.table.rows), timeout=8000)
    return page


@pytest.fixture
def page(qtbot, tmp_path):
    """On a plan in which two people changed three targets in two steps."""
    path = make_plan(tmp_path / "plan.xiezuo")
    for author, targets in (("王丽", ("8", "9")), ("李强", ("10",))):
        with PlanFile.open(path, author=author) as plan_file:
            rows = plan_file.plan.indicators
            with plan_file.edit(f"{author}改目标") as edit:
                for row, target in zip(rows, targets, strict=False):
                    edit.put(Indicator, row.key, target=target)
    return opened(qtbot, path)


def texts(page, column: int) -> list[str]:
    model = page.table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_every_change_says_who_and_what_it_was_before(page):
    assert texts(page, 2)[:3] == ["李强改目标", "王丽改目标", "王丽改目标"]
    row = [texts(page, column)[0] for column in range(3, 7)]
    assert row == ["指标1“参与结对帮扶的学校数”", "年度目标", "8", "10"]
    new = next(n for n, word in enumerate(texts(page, 4)) if word == "新增")
    assert "名称：" in texts(page, 6)[new]


def test_filters_by_author_kind_and_words(qtbot, page):
    filters = page.filters
    filters.who.setCurrentText("王丽")
    filters.who.activated.emit(filters.who.currentIndex())
    assert texts(page, 1) == ["王丽", "王丽"]
    filters.who.setCurrentIndex(0)
    filters.what.setCurrentText("单位")
    filters.what.activated.emit(filters.what.currentIndex())
    assert all(word.startswith("单位“") for word in texts(page, 3))
    filters.what.setCurrentIndex(0)
    filters.search.setText("李强改目标")
    qtbot.waitUntil(lambda: len(page.table.rows) == 1)
    filters.search.setText("没有这样的字")
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 1)


def test_a_step_is_taken_back_whole(qtbot, page):
    page.table.selectRow(1)
    page.take_back.trigger()  # its first target was changed since: refused, with a sentence
    assert page.window().banner.text
    page.table.selectRow(0)
    page.take_back.trigger()
    plan = page.session.plan
    assert [i.target for i in plan.indicators[:2]] == ["8", "9"]
    qtbot.waitUntil(lambda: len(page.table.rows) > 4 and page.table.rows[0].entry.author == "测试员", timeout=8000)


def test_a_row_leads_to_its_record_and_to_its_own_history(qtbot, page):
    page.table.selectRow(1)
    record = page.table.current.entry
    page.only.trigger()
    qtbot.waitUntil(lambda: {r.entry.key for r in page.table.rows} == {record.key}, timeout=8000)
    assert page.filters.only.isVisible()
    qtbot.mouseClick(page.filters.only, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len({r.entry.key for r in page.table.rows}) > 3, timeout=8000)
    page.table.selectRow(0)
    page.go()
    window = page.window()
    assert window.current_page is window.page("indicators")


def test_the_panel_of_a_record_leads_here(qtbot, page):
    window = page.window()
    window.show_page("indicators")
    key = window.session.plan.indicators[2].key
    window.page("indicators").history_wanted.emit(Indicator, key)
    assert window.current_page is page
    qtbot.waitUntil(lambda: {r.entry.key for r in page.table.rows} == {key}, timeout=8000)


def test_what_changed_since_something_was_sent(qtbot, tmp_path):
    world = make_world(tmp_path)
    with PlanFile.open(world.plan, author="张敏") as plan_file:
        send(plan_file, world.units[:1], tmp_path)
        with plan_file.edit("后来改的") as edit:
            edit.put(Indicator, world.indicators[0], target="7")
    page = opened(qtbot, world.plan)
    times = [page.filters.when.itemText(n) for n in range(page.filters.when.count())]
    since = next(n for n, words in enumerate(times) if "下发给“区教育局”" in words)
    page.filters.when.setCurrentIndex(since)
    page.filters.when.activated.emit(since)
    wanted = page.filters.when.fontMetrics().horizontalAdvance(times[since]) + 20
    assert page.filters.when.minimumWidth() > min(wanted, 340)  # read to its end
    qtbot.waitUntil(lambda: len(page.table.rows) == 1, timeout=8000)
    assert texts(page, 2)[0] == "后来改的"


def test_what_was_deleted_and_brought_back_is_in_use_again(qtbot, page):
    indicator = page.session.plan.indicators[0]
    with page.session.edit("删一条") as edit:
        edit.delete(Indicator, indicator.id)
    page.session.undo()
    qtbot.waitUntil(lambda: texts(page, 4)[0] == "恢复", timeout=8000)
    assert [texts(page, column)[0] for column in (5, 6)] == ["已删除", "在用"]


def test_a_hundred_thousand_entries_are_shown_to_the_last(qtbot, page):
    entry = page.table.rows[0].entry
    page._take(Found([entry] * 100_000, [HistoryRow((entry,), True)] * 100_000, {}, None))
    page.table.scrollToBottom()
    page.table.grab()
    assert page.table.rowAt(page.table.viewport().height() - 2) == 99_999


def test_a_figure_is_told_by_its_value_and_a_return_sent_back_is_nothing_new(qtbot, tmp_path):
    world = make_world(tmp_path)
    unit, indicator = world.units[0], world.indicators[0]
    with PlanFile.open(world.sent[0].path, author="李婷") as part:
        sheet = FigureSheet(part.plan, PERIOD)
        with part.edit("填报") as edit:
            edit.apply(figure_steps(sheet, [Said(indicator, unit, "value", "80")], Writer("李婷", date(2024, 7, 1))))
        made = make_return(part, tmp_path)
    with PlanFile.open(world.plan, author="张敏") as plan_file:
        merge(plan_file, [made.path])
        send_back(plan_file, plan_file.plan.ordered(Dispatch)[0].id, "口径不对")
    page = opened(qtbot, world.plan)
    rows = [[texts(page, column)[n] for column in (2, 4, 5, 6)] for n in range(4)]
    assert rows[:2] == [
        [
            "退回上报",
            "退回日期",
            "（空）",
            value_in_words(page.session.plan, Receipt.fields["sent_back_on"], date.today()),
        ],
        ["退回上报", "退回原因", "（空）", "口径不对"],
    ]
    assert ["填报", "累计完成数", "（空）", "80"] in [[texts(page, c)[n] for c in (2, 4, 5, 6)] for n in range(6)]
    assert "填报日期" not in texts(page, 4)
