"""A unit says in its own file how far its task is, and mails that back."""

from datetime import date

import pytest

from tests.exchange.offices import dispatch, head_office, mailed_back, received
from xiezuo_desktop.core.errors import Refused
from xiezuo_desktop.core.handling import Handled, say
from xiezuo_desktop.core.records import Handling, Task, full_key
from xiezuo_desktop.exchange.merge import merge
from xiezuo_desktop.exchange.rights import Rights, refuse_others_rows

DAY = date(2024, 6, 25)


@pytest.fixture
def office(tmp_path):
    return head_office(tmp_path / "区办", 3)


def the_task(plan_file):
    return plan_file.plan.tasks[0]


def tell(plan_file, who, state, day=DAY):
    with plan_file.edit("办理情况") as edit:
        edit.apply(say([the_task(plan_file).id], who, state, author=plan_file.author, today=day, note="已办"))


def test_what_units_say_comes_back_and_the_task_is_done_when_both_have_said_so(office, tmp_path):
    first, second = office.units[:2]
    for n, (unit, state) in enumerate(((first, "doing"), (second, "done"))):
        part = received(dispatch(office, unit)[0], tmp_path / f"局{n}", f"局{n}")
        tell(part, unit, "done")
        merge(office.plan_file, [mailed_back(part, tmp_path / "回")])
        assert Handled(office.plan_file.plan).of(the_task(office.plan_file)).state == state
        part.close()
    office.plan_file.undo()
    assert Handled(office.plan_file.plan).of(the_task(office.plan_file)).state == "doing"


def test_what_the_office_finds_travels_with_the_part(office, tmp_path):
    tell(office.plan_file, 0, "doing")
    part = received(dispatch(office, office.units[0])[0], tmp_path / "甲局", "甲局")
    assert Handled(part.plan).of(the_task(part)).by_office
    part.close()


def test_a_unit_speaks_for_itself_and_about_its_own_tasks_alone(office, tmp_path):
    first, second, third = office.units
    task = the_task(office.plan_file)
    rights = Rights(office.plan_file.plan, first)
    assert rights.may_change(Handling, full_key(task.id, first))
    assert rights.may_change(Handling, full_key(office.measure, first))
    assert not rights.may_change(Handling, full_key(task.id, second))
    assert not rights.may_change(Handling, full_key(task.id, 0))
    assert not Rights(office.plan_file.plan, third).may_change(Handling, full_key(task.id, third))
    part = received(dispatch(office, first)[0], tmp_path / "甲局", "甲局")
    with pytest.raises(Refused, match="办理情况"):
        refuse_others_rows(part, say([task.id], 0, "done", author="甲", today=DAY))
    assert part.plan.get(Task, task.id)
    part.close()
