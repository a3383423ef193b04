"""How far tasks and measures are."""

from datetime import date

import pytest

from tests.core.plans import duty, group, indicator, made, plan_of, unit
from xiezuo_desktop.core.figures.attention import concerns
from xiezuo_desktop.core.figures.task_states import TaskStates
from xiezuo_desktop.core.handling import Handled, count_tasks, days_late, handling_words, say
from xiezuo_desktop.core.plan_json import place_of, plan_to_json, set_field
from xiezuo_desktop.core.records import Handling, Measure, Member, PlanInfo, Task
from xiezuo_desktop.core.wording import describe

INFO = PlanInfo(id=1, year=2024)
MAY, JUNE = date(2024, 5, 6), date(2024, 6, 3)


def said(subject, by, state, on=MAY, **values):
    by = by.id if by else 0
    day = values.pop("done_on", on if state == "done" else None)
    return Handling(subject=subject.id, unit=by, state=state, said_on=on, done_on=day, **values)


def of(subject, *records):
    return Handled(plan_of(INFO, subject, *records)).of(subject)


def test_nobody_having_said_is_not_the_same_as_not_begun():
    task = made(Task, theme="人才选派")
    assert of(task).state == ""
    assert of(task, said(task, None, "open")).label == "未开展"


def test_a_task_is_done_when_those_who_lead_it_say_so():
    lead, other, task = unit("区教育局"), unit("区民政局"), made(Task, theme="人才选派")
    duties = duty(task, lead, "lead"), duty(task, other, "responsible")
    assert of(task, lead, other, *duties, said(task, other, "done")).state == "doing"
    assert of(task, lead, other, *duties, said(task, lead, "done")).is_done


def test_without_a_lead_all_that_are_responsible_have_to_say_so_and_the_last_day_counts():
    one, two, task = unit("区教育局"), unit("区民政局"), made(Task, theme="人才选派")
    duties = one, two, duty(task, one, "responsible"), duty(task, two, "responsible")
    assert of(task, *duties, said(task, one, "done")).state == "doing"
    both = of(task, *duties, said(task, one, "done"), said(task, two, "done", JUNE))
    assert (both.state, both.done_on, both.by_office) == ("done", JUNE, False)


def test_a_group_has_done_its_part_when_every_member_has():
    towns, one, two, task = group("两镇"), unit("东港镇"), unit("西坪镇"), made(Task, theme="消费帮扶")
    known = towns, one, two, Member(group=towns.id, unit=one.id), Member(group=towns.id, unit=two.id)
    assert of(task, *known, duty(task, towns, "lead"), said(task, one, "done")).state == "doing"
    assert of(task, *known, duty(task, towns, "lead"), said(task, one, "done"), said(task, two, "done")).is_done


@pytest.mark.parametrize(("office_on", "state"), [(MAY, "doing"), (JUNE, "doing"), (date(2024, 5, 1), "done")])
def test_the_later_word_counts_and_of_one_day_that_of_the_office(office_on, state):
    lead, task = unit("区教育局"), made(Task, theme="人才选派")
    words = said(task, lead, "done"), said(task, None, "doing", office_on, note="材料不全")
    assert of(task, lead, duty(task, lead, "lead"), *words).state == state


def test_measures_make_a_task_done_and_a_done_task_its_measures():
    task = made(Task, theme="人才选派", deadline="10月底前")
    one, two = (made(Measure, task=task.id, text=t) for t in ("选派", "补助"))
    plan = plan_of(INFO, task, one, two, said(one, None, "done"))
    assert [Handled(plan).of(x).state for x in (task, one, two)] == ["doing", "done", ""]
    assert (
        Handled(plan_of(INFO, task, one, two, said(one, None, "done"), said(two, None, "done", JUNE))).of(task).is_done
    )
    assert Handled(plan_of(INFO, task, one, two, said(task, None, "done"))).of(two).is_done
    again = plan_of(
        INFO, task, one, two, said(one, None, "done"), said(two, None, "done"), said(task, None, "doing", JUNE)
    )
    assert not Handled(again).of(task).is_done  # the office found that it is not


def test_what_is_done_is_neither_due_nor_overdue():
    bureau, other, task = unit("区教育局"), unit("区民政局"), made(Task, theme="人才选派", deadline="6月底前")
    known = INFO, bureau, other, task, duty(task, bureau, "responsible"), duty(task, other, "responsible")

    def asked(*records):
        return [c.unit for c in concerns(plan_of(*known, *records), date(2024, 7, 2))]

    assert asked() == [bureau.id, other.id]
    assert asked(said(task, bureau, "done")) == [other.id]
    assert asked(said(task, bureau, "done"), said(task, None, "doing", JUNE)) == [bureau.id, other.id]
    assert asked(said(task, None, "done")) == []


def test_a_measure_that_is_done_leaves_the_deadline_of_the_others():
    task = made(Task, theme="人才选派")
    early, late = (made(Measure, task=task.id, deadline=d) for d in ("3月底前", "6月底前"))
    found = concerns(plan_of(INFO, task, early, late, said(early, None, "done")), date(2024, 7, 2))
    assert [c.words for c in found] == ["6月底前，已逾期2天"]


def test_a_task_whose_indicator_is_reached_is_not_overdue_unless_somebody_says_otherwise():
    goal = indicator("培训人数", "已完成")
    task = made(Task, theme="培训", deadline="3月底前", indicator=goal.id)
    assert concerns(plan_of(INFO, goal, task), date(2024, 7, 2)) == []
    assert concerns(plan_of(INFO, goal, task, said(task, None, "doing")), date(2024, 7, 2))


def test_how_late_something_was_finished_is_counted_from_its_deadline():
    task = made(Task, theme="人才选派", deadline="5月底前")
    step = made(Measure, task=task.id)
    plan = plan_of(INFO, task, step, said(step, None, "done", JUNE))
    assert days_late(plan, step, Handled(plan).of(step)) == 3
    assert days_late(plan, task, Handled(plan).of(task)) == 3
    in_time = plan_of(INFO, task, said(task, None, "done"))
    assert days_late(in_time, task, Handled(in_time).of(task)) == 0


def test_words_say_who_said_what_and_when():
    bureau, task = unit("区教育局"), made(Task, ordinal="2", theme="人才选派")
    row = said(task, bureau, "doing", note="正在\n选派")
    plan = plan_of(INFO, bureau, task, row)
    assert handling_words(plan, row) == "区教育局：进行中，正在 选派（5月6日报）"
    assert handling_words(plan, said(task, None, "done")) == "本级认定：已办结，2024年5月6日"
    assert describe(plan, Handling, row.key) == "工作任务2“人才选派”的办理情况“区教育局”"


def test_saying_it_sets_day_and_author_and_taking_it_back_clears_them():
    (step,) = say([7], 0, "done", author="张三", today=MAY)
    assert step.values == {"state": "done", "done_on": MAY, "said_by": "张三", "said_on": MAY}
    (step,) = say([7], 0, "", author="张三", today=MAY, done_on=JUNE, note=" ")
    assert step.values == {"state": "", "done_on": None, "said_by": "", "said_on": None, "note": ""}


def test_it_stands_in_the_json_and_can_be_set_by_its_place():
    bureau, task, other = unit("区教育局"), made(Task, theme="人才选派"), made(Task, theme="动态")
    row = said(task, bureau, "done")
    plan = plan_of(INFO, bureau, task, other, row)
    data = plan_to_json(plan)
    assert data["handling"][0] | {"done_on": "2024-05-06"} == data["handling"][0]
    assert (data["handling"][0]["unit"], data["tasks"][0]["handled"], data["tasks"][1]["handled"]) == (
        "区教育局",
        "done",
        None,
    )
    assert count_tasks(plan) == (2, 1, 0)
    place = place_of(plan, Handling, row.key)
    assert place == f"handling/{task.id}/{bureau.id}"
    _, (step,) = set_field(plan, "handling/2/0", "state", "进行中")
    assert (step.key, step.values) == ((other.id, 0, 0), {"state": "doing"})


MONTHLY, QUARTERLY = (
    made(Task, theme="报送动态", deadline="每月25日前"),
    made(Task, theme="联席会议", deadline="每季度末"),
)


@pytest.mark.parametrize(
    ("task", "today", "done"),
    [
        (MONTHLY, date(2024, 5, 31), True),
        (MONTHLY, date(2024, 6, 1), False),
        (QUARTERLY, date(2024, 6, 30), True),
        (QUARTERLY, date(2024, 7, 1), False),
    ],
)
def test_what_comes_back_is_done_until_the_next_time(task, today, done):
    lead = unit("区教育局")
    plan = plan_of(INFO, task, lead, duty(task, lead, "lead"), said(task, lead, "done"))
    assert Handled(plan, today).of(task).is_done is done
    assert Handled(plan, today).of_unit(task, lead.id).is_done is done
    by_office = plan_of(INFO, task, said(task, None, "done"))
    assert Handled(by_office, today).of(task).is_done is done


def test_december_stays_done_when_the_year_is_over():
    plan = plan_of(INFO, MONTHLY, said(MONTHLY, None, "done", date(2024, 12, 20)))
    assert Handled(plan, date(2025, 1, 20)).of(MONTHLY).is_done


def test_a_month_that_was_missed_is_late_until_it_ends():
    plan = plan_of(INFO, MONTHLY, said(MONTHLY, None, "done"))
    states = [TaskStates(plan, None, date(2024, month, day)).of(MONTHLY) for month, day in ((5, 27), (6, 20), (6, 27))]
    assert states == ["已办结", "临近时限", "逾期"]


@pytest.mark.parametrize("year", [None, 0, -5, 20260])
def test_a_year_that_no_calendar_has_breaks_nothing(year):
    task = made(Task, theme="巡查", deadline="每月25日")
    plan = plan_of(PlanInfo(id=1, year=year), task, said(task, None, "done"))
    assert Handled(plan, MAY).of(task).is_done
    assert not Handled(plan, JUNE).of(task).is_done
