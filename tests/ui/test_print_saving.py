"""Saving from the print page: a file for each unit, cancelled half way, replaced only when asked; what is told meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from xiezuo_desktop.core.records import Indicator, Responsibility, Unit
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.ui.pages import print_page
from xiezuo_desktop.ui.pages.print_page import PrintPage
from xiezuo_desktop.ui.pages.report_making import Order, unit_files, write_all
from xiezuo_desktop.ui.session import Session
from xiezuo_desktop.ui.work import Cancelled

from .windows import UNITS, make_plan


@pytest.fixture
def session(qtbot, tmp_path):
    opened = Session()
    opened.open(make_plan(tmp_path / "plan.xiezuo"))
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot, session):
    made = PrintPage(session)
    made.resize(1100, 640)
    qtbot.addWidget(made)
    made.show()
    made.options.choose("unit")
    qtbot.waitUntil(lambda: made.options.ready and not made._work.running, timeout=60_000)
    yield made
    made.close_preview()


def test_files_say_which_unit_and_which_report_and_no_two_are_one(session, tmp_path):
    with session.edit("单位") as edit:
        for name, key in zip(("A局", "a局"), spread_keys(2), strict=True):
            unit = edit.add(Unit, name=name, order=f"z{key}")
            made = edit.add(Indicator, name=name, order=f"z{key}")
            edit.add(Responsibility, subject=made, unit=unit, role="responsible", order="V")
    files = unit_files(session.plan, Order("unit"), tmp_path, "docx")
    assert files[UNITS[0]].name == "区教育局-单位任务清单.docx"
    assert files["A局"].name == "A局-单位任务清单.docx"
    assert files["a局"].name == "a局-单位任务清单2.docx"


def test_cancelled_half_way_whole_files_stay_and_nothing_else(session, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    order, written = Order("unit"), []

    def report(done: int, total: int, _words: str) -> None:
        if total and done == 2:
            raise Cancelled

    files = unit_files(session.plan, order, out, "pdf")
    with pytest.raises(Cancelled):
        write_all(session.plan, order, files, report, written)
    assert sorted(out.iterdir()) == sorted(written)
    assert 0 < len(written) <= 2
    assert all(path.read_bytes().endswith(b"%%EOF\n") for path in written)


def test_what_was_finished_is_told_after_cancelling(qtbot, page, session, tmp_path):
    page._written = [tmp_path / "a.pdf"] * 3
    with qtbot.waitSignal(session.said) as told:
        page._saving_cancelled()
    assert "3 个文件" in told.args[0]


def test_files_that_stand_there_are_replaced_only_when_asked(qtbot, page, session, tmp_path, monkeypatch):
    old = unit_files(session.plan, page.options.order(), tmp_path, "pdf")[UNITS[0]]
    old.write_text("旧")
    asked = []
    monkeypatch.setattr(print_page, "agreed", lambda _p, _t, words, _w: asked.append(words))
    page.save_all(tmp_path, "pdf")
    assert "1 个同名" in asked[0]
    assert old.read_text() == "旧"
    monkeypatch.setattr(print_page, "agreed", lambda *_: True)
    with qtbot.waitSignal(session.said, timeout=60_000):
        page.save_all(tmp_path, "pdf")
    assert old.read_bytes()[:4] == b"%PDF"


def test_one_file_is_written_at_a_time(qtbot, page, session, tmp_path):
    page.save_office(tmp_path / "a.docx")
    assert not page.options._save.isEnabled()
    page.save_office(tmp_path / "b.docx")
    with qtbot.waitSignal(session.said, timeout=60_000):
        pass
    assert page.options._save.isEnabled()
    assert (tmp_path / "a.docx").exists()
    assert not (tmp_path / "b.docx").exists()


def test_a_warning_that_was_closed_is_not_told_again(page):
    page.bar.show_warnings(["缺字体"])
    page.bar._banner.dismiss()
    page.bar.show_warnings(["缺字体"])
    assert page.bar._banner.isHidden()
    page.bar.show_warnings(["缺字体", "缺字"])
    assert page.bar._banner.text == "缺字"


def test_progress_is_told_in_words(qtbot, page):
    page._soon.stop()
    page._work.start(lambda report: [report(1, 9, "正在排版，第 1 页，共 9 页")])
    page._show_busy()
    page._work.progress.emit(1, 9, "正在排版，第 1 页，共 9 页")
    assert page.bar._busy.text() == "正在排版，第 1 页，共 9 页"
    page._work.stop()


def test_the_wheel_over_a_choice_scrolls_and_changes_nothing(page):
    box = page.options.choices.box("line_pitch")
    before = box.currentIndex()
    at = QPointF(5, 5)
    wheel = QWheelEvent(
        at, box.mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    assert box.currentIndex() == before
    assert not wheel.isAccepted()
