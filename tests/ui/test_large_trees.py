"""Trees of many rows: nothing is made before it is looked at, counting and folding go on beside the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from xiezuo_desktop.core.records import Category, Indicator, Responsibility, Unit
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.models import indicator_nodes as nodes
from xiezuo_desktop.ui.models.indicator_rows import IndicatorRows
from xiezuo_desktop.ui.pages import indicators_page
from xiezuo_desktop.ui.theme import CATEGORY_HEIGHT, ROW_HEIGHT

from .windows import open_window

ROWS, EACH = 240, 40


@pytest.fixture
def page(qtbot, tmp_path, monkeypatch):
    """The page on a plan of six categories with 40 rows each, every fourth a sub row; treated as a large one."""
    monkeypatch.setattr(indicators_page, "AT_ONCE", 100)
    path = tmp_path / "大.xiezuo"
    with PlanFile.create(path, title="大计划", year=2024) as plan, plan.edit("制作") as edit:
        unit = edit.add(Unit, name="区教育局", order="V")
        homes = [edit.add(Category, name=f"类别{n}", order=k) for n, k in enumerate(spread_keys(ROWS // EACH))]
        above = None
        for n, order in enumerate(spread_keys(ROWS)):
            sub = n % 4 == 3
            made = edit.add(
                Indicator,
                category=homes[n // EACH],
                parent=above if sub else None,
                parent_relation="subset" if sub else "",
                name=f"就业人数{n}",
                target=str(n),
                order=order,
            )
            above = above if sub else made
            if n % 2:
                edit.add(Responsibility, subject=made, unit=unit, role="responsible", order="V")
    return open_window(qtbot, path).page("indicators")


def shown(page) -> list[str]:
    """The names of the open rows."""
    return [page.model.rows[row].cells[nodes.NAME] for row in range(len(page.model.rows))]


def test_the_model_keeps_qts_rules_also_when_rows_are_folded_away(page, qtmodeltester):
    qtmodeltester.check(page.model)
    page.view.collapse(page.model.index(0, 0))
    page.view.collapse(page.model.index_of(page.session.plan.indicators[EACH + 2].id))
    qtmodeltester.check(page.model)


def test_only_rows_in_view_are_made(page):
    made = sum(len(section._nodes) for section in page.model.rows.sections)
    assert len(page.model.rows) == ROWS + ROWS // EACH
    assert made < 3 * page.view.height() // ROW_HEIGHT


def test_rows_are_counted_beside_the_window(qtbot, page):
    assert page.filters.chosen == "全部"
    qtbot.waitUntil(lambda: page.tally.counts().get("缺责任部门") == ROWS // 2)
    assert "缺责任部门" in page.filters._chips
    assert page.meta() == f"6 个类别 · {ROWS} 项指标（含 {ROWS // 4} 项“其中”） · 2024 年度"


def test_a_query_finds_initials_as_soon_as_they_are_known(qtbot, page):
    page.filters.search.setText("jyrs7")
    wanted = [n for n in range(ROWS) if str(n).startswith("7")]
    qtbot.waitUntil(lambda: page.model.shown is not None and len(page.model.shown) == len(wanted))
    page.filters.search.setText("区教育")
    assert len(page.model.shown) == ROWS // 2


def test_folded_rows_come_back_as_they_were_and_keep_what_is_folded_in_them(page):
    before = shown(page)
    model, view, ids = page.model, page.view, [i.id for i in page.session.plan.indicators]
    view.collapse(model.index_of(ids[2]))  # its sub row is the next
    assert shown(page) == [*before[:4], *before[5:]]
    view.collapse(model.index(0, 0))
    assert shown(page)[:2] == ["类别0", "类别1"]
    view.expand(model.index(0, 0))
    assert shown(page) == [*before[:4], *before[5:]]
    assert page.show_record(Indicator, (ids[3], 0, 0))  # what is looked for is opened
    assert shown(page) == before
    page.collapse_all()
    assert shown(page) == [f"类别{n}" for n in range(6)]
    page.expand_all()
    assert shown(page) == before


def test_categories_keep_their_height_wherever_they_come_to_stand(page):
    page.filters.search.setText("就业人数4")
    page.filters.clear()
    page.view.collapse(page.model.index(0, 0))
    page.view.setExpanded(page.model.index(0, 0), True)
    heights = [page.view.rowHeight(row) for row in range(len(page.model.rows))]
    wanted = [CATEGORY_HEIGHT if page.model.rows[row].is_category else ROW_HEIGHT for row in range(len(heights))]
    assert heights == wanted


def test_a_filter_keeps_the_rows_above_what_it_finds(page):
    indicators = page.session.plan.indicators
    rows = IndicatorRows.of(page.session.plan, ()).narrowed({indicators[3].id, indicators[50].id}, ())
    found = [rows[n] for n in range(len(rows))]
    assert [n.cells[nodes.NAME] for n in found] == ["类别0", "就业人数2", "就业人数3", "类别1", "就业人数50"]
    assert [n.parent.key for n in found[1:3]] == [found[0].key, found[1].key]
    assert [rows.place(n.key) for n in found] == list(range(5))
    assert rows.indicators_from(indicators[3].id) == [indicators[3].id, indicators[50].id]


def test_selected_rows_are_known_by_their_numbers(page):
    page.view.selectAll()
    assert len(page.selected()) == ROWS + ROWS // EACH
    flags = QItemSelectionModel.SelectionFlag
    page.view.selectionModel().select(page.model.index(5, 0), flags.ClearAndSelect | flags.Rows)
    assert page.view.chosen_rows() == [5]


def test_home_and_end_go_to_the_first_and_the_last_row(qtbot, page):
    page.view.go(page.model.index(7, nodes.TARGET))
    qtbot.keyClick(page.view, Qt.Key.Key_End)
    assert (page.view.currentIndex().row(), page.view.currentIndex().column()) == (
        len(page.model.rows) - 1,
        nodes.TARGET,
    )
    qtbot.keyClick(page.view, Qt.Key.Key_Home)
    assert page.view.currentIndex().row() == 0


def test_those_who_hear_the_tree_are_told_how_deep_a_row_lies_and_whether_it_is_open(page):
    role = Qt.ItemDataRole.AccessibleDescriptionRole
    assert page.model.index(0, 0).data(role) == "第 1 级，已展开"
    page.view.collapse(page.model.index(0, 0))
    assert page.model.index(0, 0).data(role) == "第 1 级，已收起"
    assert page.model.index_of(page.session.plan.indicators[EACH + 3].id).data(role) == "第 3 级"
