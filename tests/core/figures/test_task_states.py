"""How tasks stand on a day: what is said, the worst of their days and of their indicator."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.plans import indicator, made, plan_of, share, unit
from xiezuo_desktop.core.figures.attention import concerns
from xiezuo_desktop.core.figures.sheet import FigureSheet
from xiezuo_desktop.core.figures.task_states import TaskStates, by_deadline
from xiezuo_desktop.core.records import Handling, Measure, PlanInfo, Report, Task

INFO = PlanInfo(id=1, year=2024)
JUNE = date(2024, 6, 20)


def reported(value: str) -> list:
    """A town with 100 to reach and what it has reported in May; the indicator is the second."""
    town, row = unit("东港镇"), indicator("培训人数", "100")
    return [town, row, share(row, town, "100"), Report(indicator=row.id, bearer=town.id, period=202405, value=value)]


def states(*records, on=JUNE, sheet=True) -> tuple[str, list[str]]:
    """The state of the task and those of its measures."""
    plan = plan_of(INFO, *records)
    found = TaskStates(plan, FigureSheet(plan, 202405, on) if sheet else None, on)
    return found.of(plan.tasks[0]), [found.of(m) for m in plan.measures(plan.tasks[0].id)]


def said(subject, state: str, day: date = JUNE) -> Handling:
    return Handling(subject=subject.id, unit=0, state=state, said_on=day, done_on=day if state == "done" else None)


def with_steps(value: str, deadline: str = "12月底前", steps: tuple[str, ...] = ()) -> list:
    figures = reported(value)
    task = made(Task, theme="培训", deadline=deadline, indicator=figures[1].id)
    return [*figures, task, *(made(Measure, task=task.id, text=f"办第{n}班", deadline=s) for n, s in enumerate(steps))]


def test_a_task_whose_day_is_past_is_overdue_however_well_its_indicator_stands():
    assert states(*with_steps("60", "5月底前"))[0] == "逾期"
    assert states(*with_steps("60"), on=date(2025, 1, 5))[0] == "逾期"


def test_a_task_beside_a_late_measure_is_late():
    assert states(*with_steps("60", steps=("5月底前", "11月底前"))) == ("逾期", ["逾期", "未到时限"])


def test_what_the_indicator_says_counts_where_it_is_worse_than_the_days():
    assert states(*with_steps("35"))[0] == "滞后"
    assert states(*with_steps("10"))[0] == "严重滞后"
    assert states(*with_steps("60"))[0] == "正常"
    assert states(*with_steps("60", "6月底前"))[0] == "临近时限"  # the days are the worse of the two


def test_a_reached_indicator_finishes_its_task_unless_a_measure_is_late_or_somebody_says_it_is_open():
    done = with_steps("100", "5月底前", ("", "11月底前"))
    assert states(*done) == ("已完成", ["", ""])
    assert states(*done, said(done[4], "doing"))[0] == "逾期"
    late = with_steps("100", "12月底前", ("5月底前",))
    assert states(*late) == ("逾期", ["逾期"])
    assert states(*late, said(late[5], "done")) == ("已办结", ["已办结"])  # all its measures are done


def test_what_is_said_to_be_done_is_done_whatever_the_day_is():
    task = with_steps("10", "5月底前", ("5月底前",))
    assert states(*task, said(task[4], "done")) == ("已办结", ["已办结"])


@pytest.mark.parametrize(
    ("deadline", "state"), [("持续推进", "进行中"), ("", "进行中"), ("12月底前", "进行中"), ("5月底前", "逾期")]
)
def test_what_is_under_way_is_told_where_no_day_presses(deadline, state):
    task = made(Task, theme="联席会议", deadline=deadline)
    assert states(task, said(task, "doing"), sheet=False) == (state, [])


def test_a_recurring_duty_is_never_overdue():
    plan = plan_of(INFO)
    assert by_deadline(plan, "每月25日", JUNE) == "临近时限"
    assert by_deadline(plan, "每月报送", JUNE) == "持续推进"


@pytest.mark.parametrize("value", ["60", "100"])
@pytest.mark.parametrize("steps", [(), ("5月底前",), ("11月底前",)])
@pytest.mark.parametrize("deadline", ["5月底前", "12月底前"])
def test_the_table_of_tasks_and_the_list_of_what_is_overdue_agree(value, steps, deadline):
    records = with_steps(value, deadline, steps)
    listed = any(c.record is Task and c.reason == "overdue" for c in concerns(plan_of(INFO, *records), JUNE))
    days = {"5月底前"} & ({*steps} or {deadline})
    assert listed == (states(*records)[0] == "逾期" and bool(days))
