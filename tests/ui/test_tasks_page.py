"""工作任务: tasks and measures edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from tests.core.test_task_steps import division
from tests.ui.windows import open_window
from xiezuo_desktop.core.figures.task_states import FINISHED, by_deadline
from xiezuo_desktop.core.handling import Handled
from xiezuo_desktop.core.records import Handling, Indicator, Measure, Task, full_key
from xiezuo_desktop.core.task_steps import Gap
from xiezuo_desktop.ui.models.task_nodes import DEADLINE, INDICATOR, NAME, STATE

if TYPE_CHECKING:
    from xiezuo_desktop.ui.pages.tasks_page import TasksPage


@pytest.fixture
def page(qtbot, tmp_path) -> TasksPage:
    division(tmp_path, ("甲类", "甲类", "乙类")).close()
    window = open_window(qtbot, tmp_path / "plan.xiezuo")
    window.show_page("tasks")
    window.current_page.view.setFocus()
    return window.current_page


def words(page: TasksPage) -> list[str]:
    plan = page.session.plan
    return [line for t in plan.tasks for line in (f"{t.ordinal} {t.theme}", *(m.text for m in plan.measures(t.id)))]


def go(page: TasksPage, record: Task | Measure, column: int = NAME) -> None:
    page.view.go(page.model.index_of(record.id, column))


def test_the_model_is_sound(page, qtmodeltester):
    qtmodeltester.check(page.model, force_py=True)


def test_headings_stand_above_their_tasks_and_tasks_above_their_measures(page):
    rows = [(n.cells[NAME], len(n.kids)) for n in page.model.root.walk() if n.kids]
    assert rows == [("甲类", 2), ("任务1", 2), ("任务2", 2), ("乙类", 1), ("任务3", 2)]


def test_a_measure_is_added_typed_and_undone(page, qtbot):
    go(page, page.session.plan.tasks[0])
    page.actions_.add_measure.trigger()
    editor = page.view.findChild(QPlainTextEdit)
    editor.setPlainText("八月底前完成验收。")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert words(page)[:4] == ["1 任务1", "措施1.1", "措施1.2", "八月底前完成验收。"]
    assert page.session.undo_label == "修改“措施”"
    page.session.undo()
    page.session.undo()
    assert words(page)[:4] == ["1 任务1", "措施1.1", "措施1.2", "2 任务2"]


def test_a_new_task_that_is_left_empty_goes_again(page, qtbot):
    page.actions_.add.trigger()
    qtbot.keyClick(page.view.findChild(QPlainTextEdit), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(page.session.plan.tasks) == 3)


def test_copied_lines_become_measures_in_one_step(page):
    go(page, page.session.plan.measures(page.session.plan.tasks[1].id)[0])
    QGuiApplication.clipboard().setText("甲\r\n乙\r\n\r\n")
    page.paste()
    assert words(page)[3:8] == ["2 任务2", "措施2.1", "甲", "乙", "措施2.2"]
    assert page.session.undo_label == "粘贴 2 条措施"


def test_one_deadline_goes_into_all_selected_rows(page):
    plan = page.session.plan
    page.place.select([t.id for t in plan.tasks], DEADLINE)
    QGuiApplication.clipboard().setText("11月底前")
    page.paste()
    assert {t.deadline for t in page.session.plan.tasks} == {"11月底前"}
    page.actions_.clear.trigger()
    assert {t.deadline for t in page.session.plan.tasks} == {""}


def test_rows_move_by_keys_and_a_measure_goes_on_into_the_next_task(page, qtbot):
    plan = page.session.plan
    go(page, plan.measures(plan.tasks[0].id)[1])
    qtbot.keyClick(page.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert words(page)[:5] == ["1 任务1", "措施1.1", "2 任务2", "措施1.2", "措施2.1"]
    go(page, page.session.plan.tasks[2])
    qtbot.keyClick(page.view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert [t.theme for t in page.session.plan.tasks] == ["任务1", "任务3", "任务2"]
    assert [t.heading for t in page.session.plan.tasks] == ["甲类", "甲类", "甲类"]
    assert [t.ordinal for t in page.session.plan.tasks] == ["1", "2", "3"]


def test_tasks_are_dropped_under_headings_and_measures_into_tasks(page):
    model, plan = page.model, page.session.plan
    second_heading = model.root.kids[1]
    heading = model.index_of(second_heading.id)
    assert model.gap_at(Task, 0, heading) == Gap(plan.tasks[2].id, "乙类")
    assert model.gap_at(Measure, 0, heading) is None
    first = plan.tasks[0]
    assert model.gap_at(Measure, 1, model.index_of(first.id)) == Gap(plan.measures(first.id)[1].id, task=first.id)


def test_a_locked_structure_cannot_be_changed_but_its_words_can(page):
    page.actions_.lock.setChecked(True)
    page.set_locked(True)
    go(page, page.session.plan.tasks[0])
    assert not page.actions_.add.isEnabled()
    assert not page.actions_.delete.isEnabled()
    assert page.model.editable(page.view.currentIndex())


def test_deleting_is_told_and_taken_back(page, qtbot):
    go(page, page.session.plan.tasks[0])
    with qtbot.waitSignal(page.session.said) as told:
        page.actions_.delete.trigger()
    assert told.args == ["已删除任务“任务1”", True]
    page.session.undo()
    assert len(page.session.plan.tasks) == 3


def test_search_finds_measures_and_units_by_initials(page):
    page.filters.search.setText("措施2.2")
    assert [n.cells[NAME] for n in page.model.root.walk()] == ["甲类", "任务2", "措施2.2"]
    page.filters.search.setText("xnyncj")
    assert sum(isinstance(n.record, Task) for n in page.model.root.walk()) == 3


def test_an_indicator_is_tied_to_a_task(page):
    with page.session.edit("加") as edit:
        made = edit.add(Indicator, name="就业人数", target="100", order="V")
    task = page.session.plan.tasks[0]
    page.edits.set_indicator([task.id], made)
    assert page.model.node_of(task.id).cells[INDICATOR] == "就业人数"


def test_deadlines_are_told_against_the_day(page):
    from datetime import date

    plan, day = page.session.plan, date(2024, 10, 10)
    texts = ("9月底前", "10月底前", "12月底前", "持续推进", "每月25日", "")
    states = [by_deadline(plan, text, day) for text in texts]
    assert states == ["逾期", "临近时限", "未到时限", "持续推进", "临近时限", "没写时限"]


def test_a_task_is_marked_as_done_filtered_by_that_and_taken_back(page, qtbot):
    task = page.session.plan.tasks[0]
    go(page, task)
    qtbot.keyClick(page.view, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    node = page.model.node_of(task.id)
    assert node.state == FINISHED
    assert "本级认定：已办结" in node.said
    assert {n.state for n in node.kids} == {FINISHED}  # its measures too
    assert "已办结 1 项" in page.meta()
    page.actions_.finish.trigger()
    assert Handled(page.session.plan).of(task).state == ""
    page.session.undo()
    assert Handled(page.session.plan).of(task).is_done


def test_the_form_on_a_state_says_how_far_it_is_when_and_why(page, qtbot):
    from PySide6.QtCore import QDate

    from xiezuo_desktop.ui.dialogs.handling_popup import HandlingPopup

    task = page.session.plan.tasks[1]
    go(page, task, STATE)
    qtbot.keyClick(page.view, Qt.Key.Key_F2)
    asked = page.window().findChild(HandlingPopup)
    assert asked.state == "done"  # what people come for
    asked.day.setDate(QDate(2024, 9, 30))
    asked.note.setPlainText("12名教师已到岗。")
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    row = page.session.plan.get(Handling, full_key(task.id, 0))
    assert (row.state, str(row.done_on), row.note) == ("done", "2024-09-30", "12名教师已到岗。")
    page.actions_.handling.trigger()
    again = [p for p in page.window().findChildren(HandlingPopup) if p.isVisible()][-1]
    assert again.note.toPlainText() == "12名教师已到岗。"
    again.choose("doing")
    assert not again.day.isEnabled()
    again.close()
    assert page.session.plan.get(Handling, full_key(task.id, 0)).state == "done"
