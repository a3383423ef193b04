"""Backups in the real window: made, compared, restored as another file."""

from __future__ import annotations

from datetime import date

import pytest

from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import Allocation, Indicator, Report
from xiezuo_desktop.core.wording import gist
from xiezuo_desktop.storage import PlanFile, backup
from xiezuo_desktop.storage.backup import Difference
from xiezuo_desktop.ui.pages.backups_page import worth_telling

from .windows import make_plan, open_window


@pytest.fixture
def page(qtbot, tmp_path):
    window = open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))
    window.show_page("backups")
    return window.page("backups")


def compared(qtbot, page) -> None:
    qtbot.waitUntil(lambda: all(c.differences is not None or c.error for c in page.copies), timeout=8000)


def test_without_backups_the_page_says_when_they_are_made(page):
    assert page._stack.currentWidget() is page._empty
    assert page.meta() == "还没有备份"


def test_a_backup_is_made_and_says_what_changed_since(qtbot, page):
    page.make.trigger()
    compared(qtbot, page)
    assert len(page.copies) == 1
    assert page.table.model().index(0, 2).data() == "与现在一样"
    indicator = page.session.plan.indicators[0]
    with page.session.edit("改目标") as edit:
        edit.put(Indicator, indicator.key, target="77")
        edit.delete(Indicator, page.session.plan.indicators[-1].key)
    qtbot.waitUntil(lambda: bool(page.copies[0].differences), timeout=8000)
    model = page.differences.model()
    rows = [[model.index(r, c).data() for c in range(4)] for r in range(model.rowCount())]
    assert ["指标1“参与结对帮扶的学校数”", "年度目标", "3", "77"] in rows
    assert any(row[1] == "后来删除" and "引导企业落地数" in row[0] for row in rows)


def test_a_backup_is_restored_as_another_file_that_can_be_opened(qtbot, page, tmp_path):
    page.make.trigger()
    with page.session.edit("改目标") as edit:
        edit.put(Indicator, page.session.plan.indicators[0].key, target="77")
    compared(qtbot, page)
    target = tmp_path / "恢复的计划.xiezuo"
    page.restore_to(page.copies[0], target)
    assert "现在的文件没有改动" in page.banner.text
    with PlanFile.open(target, read_only=True) as plan_file:
        assert plan_file.plan.indicators[0].target == "3"
    assert page.session.plan.indicators[0].target == "77"


def test_a_damaged_backup_is_named_and_cannot_be_restored(qtbot, page):
    page.make.trigger()
    (path,) = backup.backups_of(page.session.path)
    path.write_bytes(path.read_bytes()[:2000])
    page.copies = []
    page.refresh()
    compared(qtbot, page)
    assert page.table.model().index(0, 2).data() == "打不开"
    assert not page.restore.isEnabled()


def test_a_backup_that_cannot_be_written_is_told(qtbot, page):
    backup.folder_of(page.session.path).write_text("x")
    page.make.trigger()
    assert page.banner.text
    assert page.copies == []


def test_a_figure_that_came_later_is_shown_and_who_typed_it_goes_without_saying():
    fields = (("value", "5", "6"), ("reported_by", "甲", "乙"), ("reported_on", None, date(2024, 7, 1)))
    key = (1, 2, 202406)
    found = [Difference(Report, key, *each) for each in fields]
    alone = Difference(Report, (1, 3, 202406), "reported_by", "甲", "乙")
    whole = Difference(Report, (1, 4, 202406), "", None, Report(indicator=1, bearer=4, period=202406, value="7"))
    assert worth_telling([*found, alone, whole]) == [found[0], alone, whole]
    placed = Difference(Allocation, (1, 2, 0), "order", "", "V")
    moved = Difference(Allocation, (1, 2, 0), "order", "V", "W")
    assert worth_telling([placed, moved]) == [moved]
    assert gist(Plan({}), whole.after) == "7"
