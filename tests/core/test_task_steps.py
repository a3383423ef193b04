"""Rearranging the tasks of a division table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.core import task_steps
from xiezuo_desktop.core.records import Measure, Responsibility, Task, Unit
from xiezuo_desktop.core.task_steps import Gap
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.storage import PlanFile, new_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xiezuo_desktop.core.changes import Step


def division(folder: Path, headings: Sequence[str] = ("", "", "")) -> PlanFile:
    """Three tasks with two measures each."""
    file = PlanFile.create(folder / "plan.xiezuo", title="云岭县任务分工表", year=2024)
    with file.edit("制作") as edit:
        unit = edit.add(Unit, name="县农业农村局", order="V")
        for n, (heading, key) in enumerate(zip(headings, spread_keys(3), strict=True), 1):
            task = edit.add(Task, ordinal=str(n), theme=f"任务{n}", heading=heading, order=key)
            edit.add(Responsibility, subject=task, unit=unit, role="lead", order="V")
            for m, order in enumerate(spread_keys(2), 1):
                edit.add(Measure, task=task, text=f"措施{n}.{m}", order=order)
    return file


def told(file: PlanFile) -> list[str]:
    """The rows as they stand: 1 任务1, - 措施1.1 …"""
    plan = file.plan
    return [line for t in plan.tasks for line in (f"{t.ordinal} {t.theme}", *(m.text for m in plan.measures(t.id)))]


def do(file: PlanFile, steps: list[Step]) -> None:
    with file.edit("改") as edit:
        edit.apply(steps)


def test_a_new_task_is_numbered_and_those_behind_it_count_on(tmp_path):
    with division(tmp_path) as file:
        second = file.plan.tasks[1].id
        do(file, task_steps.add_task(file.plan, Gap(second), new_id()))
        assert [t.ordinal for t in file.plan.tasks] == ["1", "2", "3", "4"]
        assert [t.theme for t in file.plan.tasks] == ["任务1", "", "任务2", "任务3"]


def test_tasks_move_with_their_measures_and_come_under_the_heading_there(tmp_path):
    with division(tmp_path, ("甲", "甲", "乙")) as file:
        first, _, third = (t.id for t in file.plan.tasks)
        do(file, task_steps.move_tasks(file.plan, [third], Gap(first, "甲")))
        assert told(file)[:3] == ["1 任务3", "措施3.1", "措施3.2"]
        assert {t.heading for t in file.plan.tasks} == {"甲"}


def test_measures_move_into_another_task(tmp_path):
    with division(tmp_path) as file:
        plan = file.plan
        moved = plan.measures(plan.tasks[0].id)[1].id
        goal = plan.tasks[2].id
        do(file, task_steps.move_measures(plan, [moved], Gap(plan.measures(goal)[0].id, task=goal)))
        assert told(file)[-4:] == ["3 任务3", "措施1.2", "措施3.1", "措施3.2"]


def test_rows_are_not_moved_before_one_of_themselves(tmp_path):
    with division(tmp_path) as file:
        first = file.plan.tasks[0].id
        assert task_steps.move_tasks(file.plan, [first], Gap(first)) == []


def test_deleting_a_task_takes_what_belongs_to_it_and_closes_the_numbers(tmp_path):
    with division(tmp_path) as file:
        do(file, task_steps.delete_rows(file.plan, [file.plan.tasks[0].id]))
        assert told(file) == ["1 任务2", "措施2.1", "措施2.2", "2 任务3", "措施3.1", "措施3.2"]
        assert len(file.plan.rows(Responsibility)) == 2
        assert len(file.plan.rows(Measure)) == 4


def test_several_measures_are_added_in_their_order(tmp_path):
    with division(tmp_path) as file:
        task = file.plan.tasks[0]
        before = file.plan.measures(task.id)[1].id
        texts = ["甲", "乙", "丙"]
        do(file, task_steps.add_measures(file.plan, Gap(before, task=task.id), texts, [new_id() for _ in texts]))
        assert told(file)[1:6] == ["措施1.1", "甲", "乙", "丙", "措施1.2"]


def test_equal_order_keys_of_an_old_import_are_spread(tmp_path):
    with division(tmp_path) as file:
        with file.edit("同") as edit:
            for task in file.plan.tasks:
                edit.put(Task, task.key, order="V")
        ids = [t.id for t in file.plan.tasks]
        do(file, task_steps.move_tasks(file.plan, [ids[2]], Gap(ids[1])))
        assert [t.id for t in file.plan.tasks] == [ids[0], ids[2], ids[1]]
