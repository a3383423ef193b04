"""Where a person is in the indicator tree after rows came, went and came back; new rows without a name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from xiezuo_desktop.core.records import Indicator
from xiezuo_desktop.ui.models import indicator_nodes as nodes

from .windows import make_plan, names, open_window


@pytest.fixture
def window(qtbot, tmp_path):
    """The window with the small plan, the indicator page in front."""
    return open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))


@pytest.fixture
def page(window):
    """Its indicator page."""
    return window.page("indicators")


def go(page, name: str, column: int = nodes.NAME):
    """Make a cell current."""
    page.view.go(page.model.index_of(next(i.id for i in page.session.plan.indicators if i.name == name), column))


def here(page) -> tuple[str, int]:
    """Name and column of the current cell."""
    index = page.view.currentIndex()
    return page.model.node(index).cells[nodes.NAME], index.column()


def line(page) -> QLineEdit | None:
    """The line that is open in a cell."""
    return next((e for e in page.view.viewport().findChildren(QLineEdit) if e.isVisible()), None)


def test_the_next_row_is_current_after_one_was_deleted_and_the_last_one_at_the_end(page):
    go(page, "参与结对帮扶的学校数", nodes.TARGET)
    page.actions_.delete.trigger()
    assert here(page) == ("参与结对帮扶的医院数", nodes.TARGET)
    assert len(page.selected_ids()) == 1
    go(page, "引导企业落地数")
    page.actions_.delete.trigger()
    assert here(page)[0] == "（三）加强区域协作"


def test_undo_leaves_the_column_as_it_is(page, window):
    go(page, "消费帮扶情况", nodes.TARGET)
    page.actions_.delete.trigger()
    window.undo.trigger()
    assert here(page)[1] == nodes.TARGET


def test_a_new_row_is_the_only_selected_one_though_ctrl_is_held_down(qtbot, page):
    go(page, "参与结对帮扶的学校数")
    qtbot.keyClick(page.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert line(page) is not None
    assert len(page.selected_ids()) == 1


@pytest.mark.parametrize("way", ["escape", "undo", "search"])
def test_a_new_row_that_was_given_no_name_goes_when_its_line_is_left(qtbot, page, window, way):
    before = names(page.session)
    go(page, "参与结对帮扶的学校数")
    page.actions_.add.trigger()
    said = []
    page.session.said.connect(lambda sentence, _: said.append(sentence))
    if way == "escape":
        qtbot.keyClick(line(page), Qt.Key.Key_Escape)
    elif way == "undo":
        qtbot.keyClick(line(page), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    else:
        window.menus.search.trigger()
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["没有写名称，新增的一行已收回"]
    assert names(page.session) == before
    assert line(page) is None
    assert QApplication.focusWidget() is (page.filters.search if way == "search" else page.view)


def test_a_new_row_that_was_named_stays(qtbot, page):
    go(page, "参与结对帮扶的学校数")
    page.actions_.add.trigger()
    line(page).setText("新的一项")
    qtbot.keyClick(line(page), Qt.Key.Key_Return)
    qtbot.wait(20)
    assert any(i.name == "新的一项" for i in page.session.plan.rows(Indicator).values())


@pytest.mark.parametrize(
    ("column", "why"), [(nodes.RATE, "进度填报"), (nodes.DONE, "进度填报"), (nodes.STATE, "不用填写")]
)
def test_typing_into_a_cell_that_is_worked_out_says_where_it_comes_from(qtbot, page, column, why):
    go(page, "参与结对帮扶的学校数", column)
    with qtbot.waitSignal(page.session.said) as said:
        qtbot.keyClick(page.view, Qt.Key.Key_5)
    assert why in said.args[0]
    assert line(page) is None
