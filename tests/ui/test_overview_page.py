"""The page 工作总览 in the real window: each line leads to its place."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.builders_figures import make_figures
from xiezuo_desktop.core.overview import KINDS, overview
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import Category, Indicator, PlanInfo, Unit
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.widgets.chart import ChartView

from .windows import make_plan, open_window


@pytest.fixture
def window(qtbot, tmp_path):
    window = open_window(qtbot, make_figures(tmp_path / "plan.xiezuo"))
    page = window.page("overview")
    window.show_page("overview")
    qtbot.waitUntil(lambda: page.shown is not None and bool(page.year.table.rows))
    return window


def test_a_plan_in_the_year_opens_on_its_overview_and_a_draft_on_its_indicators(qtbot, tmp_path):
    assert open_window(qtbot, make_figures(tmp_path / "a.xiezuo"))._current == "overview"
    assert open_window(qtbot, make_plan(tmp_path / "b.xiezuo"))._current == "indicators"


def test_the_list_is_sound_and_says_whom_it_concerns(qtmodeltester, window):
    page = window.page("overview")
    qtmodeltester.check(page.year.table.rows_model)
    assert {m.kind for m in page.year.table.rows} <= set(KINDS)
    assert any(m.units for m in page.year.table.rows)
    assert page.year._rate.text().endswith("%")


def test_a_click_on_each_line_goes_to_its_place(qtbot, window):
    page = window.page("overview")
    for number in range(len(page.year.table.rows)):
        window.show_page("overview")
        matter = page.year.table.rows[number]
        spot = page.year.table.visualRect(page.year.table.rows_model.index(number, 2)).center()
        page.year.table.scrollTo(page.year.table.rows_model.index(number, 2))
        spot = page.year.table.visualRect(page.year.table.rows_model.index(number, 2)).center()
        QTest.mouseClick(page.year.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        if matter.page == "checks" and matter.record is None:
            assert window._checks_panel is not None
        else:
            assert window._current != "overview", matter


def test_months_and_units_are_seen_as_charts_that_follow_the_plan(qtbot, window):
    page = window.page("overview")
    qtbot.waitUntil(lambda: len(page.findChildren(ChartView)) == 2)
    months, units = page.findChildren(ChartView)
    assert "6月：" in months.accessibleDescription()
    named = units.accessibleDescription()
    unit = next(u for u in window.session.plan.units if u.name in named)
    with window.session.edit("改名") as edit:
        edit.put(Unit, unit.key, name="望江镇")
    qtbot.waitUntil(lambda: "望江镇" in units.accessibleDescription())
    units.chosen.emit(0)
    assert window._current == "figures"


def test_what_was_done_disappears_from_the_list(qtbot, window):
    page = window.page("overview")
    late = next(m for m in page.year.table.rows if m.record is Indicator and m.kind in ("behind", "overdue"))
    with window.session.edit("不考核") as edit:
        edit.put(Indicator, late.key, nature="statistical")
    qtbot.waitUntil(lambda: not any(m.key == late.key and m.kind == late.kind for m in page.year.table.rows))


def test_a_draft_shows_the_way_and_each_stage_leads_there(qtbot, tmp_path):
    window = open_window(qtbot, make_plan(tmp_path / "b.xiezuo"))
    window.show_page("overview")
    page = window.page("overview")
    qtbot.waitUntil(lambda: page.shown is not None)
    assert [s.name for s in page.shown.way] == ["导入指标", "落实责任单位", "分解目标", "校核", "下达", "发给各单位"]
    qtbot.waitUntil(lambda: len(page.way.findChildren(QPushButton)) >= 6)
    for stage in page.shown.way:
        window.show_page("overview")
        page._go(stage.page)
        if stage.page == "checks":
            assert window._checks_panel.isVisible()
        else:
            assert window._current == stage.page


def test_an_empty_plan_has_an_overview():
    found = overview(Plan({}), date(2024, 3, 1))
    assert not found.in_year
    assert (found.rate, found.bars, found.matters, found.reported) == (None, (), (), (0, 0))
    assert not any(stage.done for stage in found.way)


def test_averages_are_those_of_the_indicators(tmp_path):
    from xiezuo_desktop.core.figures.months import last_reported
    from xiezuo_desktop.core.figures.sheet import FigureSheet

    with PlanFile.open(make_figures(tmp_path / "plan.xiezuo"), read_only=True) as file:
        plan = file.plan
        found = overview(plan, date(2024, 7, 1))
        sheet = FigureSheet(plan, last_reported(plan), date(2024, 7, 1))
        entries = [sheet.entry(i, 0) for i in plan.indicators]
        rates = [min(e.rate or 0, 1) for e in entries if e.state != "statistical"]
        assert abs(found.rate - sum(rates) / len(rates)) < 1e-20
        assert sum(found.states.values()) == len(entries) == sum(bar.count for bar in found.bars)
        assert len(plan.rows(Category)) <= len(found.bars)


def test_issued_plan_without_figures_is_in_the_year(qtbot, tmp_path):
    path = make_plan(tmp_path / "b.xiezuo")
    with PlanFile.open(path, author="甲") as file, file.edit("下达") as edit:
        edit.put(PlanInfo, file.plan.info.key, stage="issued")
    window = open_window(qtbot, path)
    page = window.page("overview")
    qtbot.waitUntil(lambda: page.shown is not None)
    assert page.shown.in_year
    assert page.year._rate.text() == "—"


def test_an_archived_plan_asks_for_nothing(tmp_path):
    with PlanFile.open(make_figures(tmp_path / "plan.xiezuo"), author="甲") as file:
        assert overview(file.plan, date(2024, 7, 1)).matters
        with file.edit("归档") as edit:
            edit.put(PlanInfo, file.plan.info.key, stage="archived")
        assert overview(file.plan, date(2024, 7, 1)).matters == ()


def test_what_others_have_not_done_is_one_line_with_all_names(tmp_path):
    with PlanFile.open(make_figures(tmp_path / "plan.xiezuo"), read_only=True) as file:
        found = overview(file.plan, date(2024, 7, 1), problems=[], disputes=2, waiting=("东港镇",))
    kinds = [m.kind for m in found.matters]
    assert kinds[0] == "dispute"
    assert kinds.count("unreported") == 1
    silent = next(m for m in found.matters if m.kind == "unreported")
    assert silent.units == ("东港镇", "西山镇")
    assert next(m for m in found.matters if m.kind == "return").units_text == "东港镇"
