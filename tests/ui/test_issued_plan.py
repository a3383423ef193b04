"""An issued plan in the window: what it fixes is seen to be fixed, and the way to change it is offered at once."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from tests.core.test_task_steps import division
from tests.ui.windows import make_plan, open_window
from xiezuo_desktop.core.adjusting import Basis, FixedByIssue
from xiezuo_desktop.core.records import Allocation, Indicator, PlanInfo
from xiezuo_desktop.ui.dialogs.adjust_dialog import AdjustDialog
from xiezuo_desktop.ui.models import indicator_nodes, task_nodes
from xiezuo_desktop.ui.models.matrix_model import FIRST, TARGET

BY = Basis("临政办〔2024〕9号", date(2024, 7, 10), "上级追加任务")


def issue(session):
    with session.edit("下达") as edit:
        edit.put(PlanInfo, session.plan.info.key, stage="issued")


@pytest.fixture
def window(qtbot, tmp_path):
    window = open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))
    with window.session.edit("分解") as edit:
        row, unit = window.session.plan.indicators[0], window.session.plan.units[0]
        edit.put(Allocation, (row.id, unit.id, 0), amount="2", order="1")
    issue(window.session)
    return window


def refused(qtbot, window, index, view):
    view.setFocus()
    view.setCurrentIndex(index)
    with qtbot.waitSignal(window.session.failed) as told:
        qtbot.keyClick(view, Qt.Key.Key_5)
    return told.args[0]


def test_fixed_cells_of_the_tree_open_no_editor_and_the_banner_offers_the_way(window, qtbot):
    window.show_page("indicators")
    page = window.current_page
    row = page.session.plan.indicators[0]
    error = refused(qtbot, window, page.model.index_of(row.id, indicator_nodes.TARGET), page.view)
    assert isinstance(error, FixedByIssue)
    assert "“年度目标”只能按文件调整" in error.sentence
    assert not page.view.findChildren(QLineEdit)
    assert "只能按文件调整" in window.banner.text
    assert [way.text() for way in window.banner._ways] == ["按文件调整…"]
    header = page.model.headerData(indicator_nodes.TARGET, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole)
    assert not header.isNull()
    assert indicator_nodes.ORDINAL not in page.model.fixed_columns  # numbers may still be put right


def test_with_a_document_cells_are_free_and_locked_again_after_it(window):
    window.show_page("indicators")
    model, row = window.current_page.model, window.session.plan.indicators[0]
    target = model.index_of(row.id, indicator_nodes.TARGET)
    window.session.adjust(BY)
    assert model.editable(target)
    assert model.fixed_columns == frozenset()
    window.session.adjust(None)
    assert not model.editable(target)


def test_fixed_amounts_of_the_matrix_say_so_when_somebody_types(window, qtbot):
    window.show_page("matrix")
    page = window.current_page
    row = page.model.row_of(window.session.plan.indicators[0].id)
    for column, what in ((TARGET, "下达总数"), (FIRST, "分解数")):
        assert not page.model.editable(page.model.rows[row], column)
        error = refused(qtbot, window, page.model.index(row, column), page.grid.part_of(column))
        assert what in error.sentence
    window.session.adjust(BY)
    assert page.model.editable(page.model.rows[row], FIRST)


def test_units_of_tasks_are_fixed_and_their_words_and_states_are_not(qtbot, tmp_path):
    division(tmp_path).close()
    window = open_window(qtbot, tmp_path / "plan.xiezuo")
    issue(window.session)
    window.show_page("tasks")
    page = window.current_page
    task = window.session.plan.tasks[0]
    assert "责任单位" in refused(qtbot, window, page.model.index_of(task.id, task_nodes.UNITS), page.view).sentence
    for column in (task_nodes.NAME, task_nodes.DEADLINE, task_nodes.STATE):
        assert page.model.editable(page.model.index_of(task.id, column))


def test_the_panel_shows_the_lock_with_the_way_and_its_fields_cannot_be_typed(window):
    window.show_page("indicators")
    page = window.current_page
    row = window.session.plan.indicators[0]
    page.show_record(Indicator, row.key)
    view = page.detail._panel._views[Indicator]
    assert view._lock.isVisibleTo(view)
    assert view._title.text.isReadOnly()
    assert view._figure._figure.isReadOnly()
    view._lock.click()
    asked = window.findChild(AdjustDialog)
    assert asked.isVisible()
    asked.close()
    window.session.adjust(BY)
    assert not view._lock.isVisibleTo(view)
    assert not view._title.text.isReadOnly()


def test_the_keys_are_on_the_page_again_when_the_adjusting_ends(window, qtbot):
    window.show_page("indicators")
    window.session.adjust(BY)
    qtbot.waitUntil(window.isActiveWindow)
    end = window.banner._ways[0]
    end.setFocus()
    end.click()
    assert window.current_page.isAncestorOf(window.focusWidget())
    window.session.adjust(BY)
    window.show_page("adjustments")
    assert any("正在按文件调整" in each.text() for each in window.current_page.findChildren(QLabel))
