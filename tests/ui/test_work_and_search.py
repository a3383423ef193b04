"""Long work aside, and finding names."""

from __future__ import annotations

import threading

import pytest

from xiezuo_desktop.core.errors import Invalid
from xiezuo_desktop.ui.search import Finder, initials
from xiezuo_desktop.ui.widgets.text_table import TextTable, wrapped
from xiezuo_desktop.ui.work import Work


def test_a_result_comes_back_with_progress(qtbot):
    work, seen = Work(), []
    work.progress.connect(lambda done, total, words: seen.append((done, total, words)))

    def count(report):
        report(1, 2, "一半")
        return threading.current_thread() is threading.main_thread()

    with qtbot.waitSignal(work.finished) as ended:
        work.start(count)
    assert ended.args == [False]
    assert (1, 2, "一半") in seen
    assert not work.running


def test_what_went_wrong_comes_back_as_a_sentence(qtbot):
    work = Work()

    def fail(report):
        raise Invalid("这份文件读不出来。")

    with qtbot.waitSignal(work.failed) as ended:
        work.start(fail)
    assert str(ended.args[0]) == "这份文件读不出来。"


def test_cancelled_work_ends_and_says_so(qtbot):
    work, begun = Work(), threading.Event()

    def long(report):
        while True:
            begun.set()
            report(0, 0, "")

    with qtbot.waitSignal(work.cancelled):
        work.start(long)
        begun.wait(5)
        work.cancel()
    assert not work.running


def test_work_that_was_done_when_it_was_cancelled_counts_as_done(qtbot):
    work, begun, hold = Work(), threading.Event(), threading.Event()
    with qtbot.waitSignal(work.finished) as ended:
        work.start(lambda report: (begun.set(), hold.wait(5), "written")[2])
        begun.wait(5)
        work.cancel()
        hold.set()
    assert ended.args == ["written"]


def test_of_many_reports_the_window_reads_the_last_and_stays_free(qtbot):
    work, told = Work(), []
    work.progress.connect(lambda done, *_: told.append(done))

    def busy(report):
        for done in range(100_000):
            report(done, 100_000, "")

    with qtbot.waitSignal(work.finished):
        work.start(busy)
    assert told == sorted(told)
    assert len(told) < 1000


def test_work_that_was_replaced_says_nothing(qtbot):
    work, ends, hold = Work(), [], threading.Event()
    work.finished.connect(ends.append)
    work.start(lambda report: (hold.wait(5), "old")[1])
    with qtbot.waitSignal(work.finished):
        work.start(lambda report: "new")
    hold.set()
    qtbot.wait(50)
    assert ends == ["new"]


def test_a_fault_in_the_work_reaches_the_window(qtbot):
    work = Work()
    with qtbot.captureExceptions() as caught, qtbot.waitSignal(work.cancelled):
        work.start(lambda report: 1 / 0)
    assert caught[0][0] is ZeroDivisionError


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("农业", "区农业农村局", True),
        ("nyncj", "区农业农村局", True),
        ("qnyncj", "区农业农村局", True),
        ("cq", "重庆市", True),
        ("１２", "第12项", True),
        ("xyz", "区农业农村局", False),
        ("局 农", "区农业农村局", False),
    ],
)
def test_names_are_found_by_words_and_initials(query, text, found):
    assert Finder().matches(query, text) is found


def test_initials_keep_what_is_not_chinese():
    assert initials("A2 组") == "a2z"


def test_words_are_wrapped_and_rows_grow_with_them(qtbot):
    table = TextTable(("位置", "文字"), (0, 1))
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.show()
    table.show_rows([["表1", "短"], ["表1", "很长的一段文字" * 20]], data=["甲", "乙"])
    assert table.rowHeight(1) > table.rowHeight(0)
    assert table.row_data(1) == "乙"
    assert wrapped("一\n二", 100) == ["一", "二"]
    assert len(wrapped("字" * 500, 100)) == 5
