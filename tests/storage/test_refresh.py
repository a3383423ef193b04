"""A window learns what was written aside: the plan that was read in the thread is taken over, unless it is not the latest."""

from unittest.mock import patch

from tests.builders_storage import add_units, make_plan
from xiezuo_desktop.core.records import Unit
from xiezuo_desktop.storage import PlanFile, plan_file


def named(file, unit, name):
    with file.edit("改名") as edit:
        edit.put(Unit, unit, name=name)


def test_a_plan_read_aside_is_taken_over_without_reading_it_again(tmp_path):
    with make_plan(tmp_path) as window:
        one, _ = add_units(window, "甲局", "乙局")
        before = window.plan
        with PlanFile.open(window.path, author="甲") as aside:
            named(aside, one, "丙局")
            seen = aside.seen(before)
            with patch.object(plan_file, "load_plan", side_effect=AssertionError("read again")):
                changes = window.refresh(seen)
            assert changes.rows == {(Unit, (one, 0, 0))}
            assert window.plan is seen.after
            assert window.plan.get(Unit, one).name == "丙局"
        assert not window.refresh()
        named(window, one, "丁局")
        window.undo()
        assert window.plan.get(Unit, one).name == "丙局"


def test_a_plan_read_aside_is_not_believed_when_more_was_written_since(tmp_path):
    with make_plan(tmp_path) as window:
        one, two = add_units(window, "甲局", "乙局")
        with PlanFile.open(window.path, author="甲") as aside:
            named(aside, one, "丙局")
            seen = aside.seen(window.plan)
            named(aside, two, "丁局")
        assert window.refresh(seen).rows == {(Unit, (one, 0, 0)), (Unit, (two, 0, 0))}
        assert [unit.name for unit in window.plan.units] == ["丙局", "丁局"]


def test_a_plan_read_aside_is_not_believed_when_we_hold_another_one_by_now(tmp_path):
    with make_plan(tmp_path) as window, PlanFile.open(window.path, author="乙") as aside:
        one, two = add_units(window, "甲局", "乙局")
        aside.refresh()
        named(aside, one, "丙局")
        seen = aside.seen(window.plan)
        window.refresh()
        named(aside, two, "丁局")
        assert window.refresh(seen).rows == {(Unit, (two, 0, 0))}
        assert [unit.name for unit in window.plan.units] == ["丙局", "丁局"]
