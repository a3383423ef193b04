"""The page 年终结转 in the real window: closing the year, opening it again, beginning the next."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QMessageBox

from tests.builders_figures import make_figures
from xiezuo_desktop.core.records import PlanInfo, Report
from xiezuo_desktop.core.year_end import is_as_archived
from xiezuo_desktop.ui.pages.year_end_page import left_open

from .windows import open_window


@pytest.fixture
def window(qtbot, tmp_path):
    window = open_window(qtbot, make_figures(tmp_path / "2024年计划.xiezuo"))
    window.show_page("year_end")
    return window


def test_the_table_shows_what_goes_on(qtmodeltester, window):
    page = window.page("year_end")
    qtmodeltester.check(page.table.rows_model)
    assert [(c.indicator.name, c.last_value, c.base) for c in page.table.rows] == [
        ("互访次数", "3", ""),
        ("帮助就业人数", "2", ""),
        ("消费帮扶金额", "2", ""),
    ]


def test_archived_plan_is_read_only_with_its_code_and_can_be_opened_again(window):
    page, session = window.page("year_end"), window.session
    page.set_archived(True)
    assert session.plan.info.stage == "archived"
    assert not session.can_edit
    assert session.plan.info.archive_code in page._archived.text()
    assert "一致" in page._archived.text()
    assert "已经归档" in window.banner.text
    assert session.undo_label is None
    page.set_archived(False)
    assert session.can_edit
    assert window.banner.text == ""


def test_archiving_is_asked_first(monkeypatch, window):
    asked = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.text()))
    window.page("year_end")._close.click()
    assert "只能查看和打印" in asked[0]
    assert window.session.plan.info.stage == ""


def test_an_archived_file_opens_with_its_banner(qtbot, tmp_path, window):
    window.page("year_end").set_archived(True)
    window.session.file.copy_to(tmp_path / "归档.xiezuo")
    other = open_window(qtbot, tmp_path / "归档.xiezuo")
    assert "已经归档" in other.banner.text
    assert is_as_archived(other.session.plan)


def test_the_next_year_opens_with_what_stays(tmp_path, window):
    path = tmp_path / "2025年计划.xiezuo"
    window.page("year_end").carry_to(path)
    assert window.session.path == path
    plan = window.session.plan
    assert (plan.info.year, plan.info.title) == (2025, "云岭县任务书")
    assert [i.target for i in plan.indicators] == ["", "", ""]
    assert window.current_name == "indicators"
    window.show_page("matrix")
    assert window.current_page.meta().endswith("还没有分解数")
    assert [i.last_value for i in plan.indicators] == ["3", "2", "2"]
    assert len(plan.rows(PlanInfo)) == 1


def test_a_file_that_is_there_is_not_overwritten(tmp_path, window):
    (tmp_path / "有.xiezuo").write_text("别人的")
    window.page("year_end").carry_to(tmp_path / "有.xiezuo")
    assert "没有覆盖" in window.banner.text
    assert (tmp_path / "有.xiezuo").read_text() == "别人的"


def test_last_year_stands_beside_each_target(tmp_path, window):
    from xiezuo_desktop.ui.models import indicator_nodes as nodes
    from xiezuo_desktop.ui.models.matrix_model import TARGET

    window.page("year_end").carry_to(tmp_path / "2025年计划.xiezuo")
    window.show_page("indicators")
    page = window.page("indicators")
    row = window.session.plan.indicators[0]
    page.show_record(type(row), row.key)
    tip = page.view.currentIndex().siblingAtColumn(nodes.TARGET).data(3)
    assert tip == "上年完成 3次"
    assert any("上年完成 3次" in w.text() for w in page.findChildren(type(window.page("year_end")._archived)))
    window.show_page("matrix")
    model = window.page("matrix").model
    line = next(n for n, each in enumerate(model.rows) if each.id == row.id)
    assert model.index(line, TARGET).data(3) == "上年完成 3次"


def test_what_is_still_open_is_said_before_a_plan_is_archived(window):
    with window.session.edit("待核实") as edit:
        edit.put(Report, next(iter(window.session.plan.rows(Report))), follow_up=True)
    assert left_open(window.session.plan) == "2024年12月还有 6 项没有填报，1 个填报数待核实"
    with window.session.edit("核实、填报") as edit:
        for key, report in list(window.session.plan.rows(Report).items()):
            edit.put(Report, key, follow_up=False)
            edit.put(Report, (key[0], key[1], 202412), value=report.value, reported_on=date(2024, 12, 20))
    assert left_open(window.session.plan) == ""
