"""Readings of the log for people."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import pytest

from tests.builders_storage import add_units, make_plan
from xiezuo_desktop.core.errors import WrongCall
from xiezuo_desktop.core.records import Allocation, PlanInfo, Unit, UnitGroup
from xiezuo_desktop.storage import PlanFile


def put(plan_file, unit, **values):
    with plan_file.edit("修改") as edit:
        edit.put(Unit, unit, **values)


def test_history_of_a_cell_newest_first_with_before_and_after(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "一")
        put(plan_file, unit, name="二", phone="1")
        put(plan_file, unit, name="")
        entries = plan_file.history(Unit, unit, "name")
        assert [(e.before, e.after) for e in entries] == [("二", ""), ("一", "二"), ("", "一")]
        assert {(e.record, e.key, e.field, e.author) for e in entries} == {(Unit, (unit, 0, 0), "name", "甲")}
        assert [e.label for e in entries] == ["修改", "修改", "新增单位"]
        assert abs(entries[0].when - datetime.now(UTC)) < timedelta(minutes=1)


def test_history_names_transactions_that_can_be_taken_back(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "一")
        put(plan_file, unit, contact="张", phone="1")
        entries = plan_file.history(Unit, unit, "phone")
        plan_file.undo_transaction(entries[0].site, entries[0].ts)
        assert plan_file.plan.get(Unit, unit).contact == ""


def test_history_of_a_record_a_type_and_everything(tmp_path):
    with make_plan(tmp_path) as plan_file:
        one, two = add_units(plan_file, "一", "二")
        put(plan_file, one, phone="1")
        assert [e.field for e in plan_file.history(Unit, one)] == ["phone", "order", "name"]
        assert len(plan_file.history(Unit)) == 5
        assert len(plan_file.history()) == 7  # with the plan's title and year
        assert [e.field for e in plan_file.history(limit=2)] == ["phone", "order"]
        assert plan_file.history(Unit, two, limit=0) == []
        assert plan_file.history(author="乙") == plan_file.history(Unit, author="乙") == []
        assert len(plan_file.history(Unit, author="甲")) == 5


def test_history_of_values_of_every_kind(tmp_path):
    with make_plan(tmp_path) as plan_file:
        key = plan_file.plan.info.key
        with plan_file.edit("修改") as edit:
            edit.put(PlanInfo, key, written_on=date(2024, 6, 5))
            group = edit.add(UnitGroup, open=True)
            edit.put(Allocation, (5, 6, 0), amount="5.50")
        with plan_file.edit("修改") as edit:
            edit.put(UnitGroup, group, open=False)
            edit.put(PlanInfo, key, written_on=None)
            edit.delete(Allocation, (5, 6, 0))
        found = {(e.record, e.field): (e.before, e.after) for e in plan_file.history(limit=3)}
        assert found == {
            (UnitGroup, "open"): (True, False),
            (PlanInfo, "written_on"): (date(2024, 6, 5), None),
            (Allocation, "deleted"): (False, True),
        }
        assert [e.after for e in plan_file.history(Allocation, (5, 6, 0), "deleted")] == [True]


def test_unknown_field_is_named(tmp_path):
    with make_plan(tmp_path) as plan_file, pytest.raises(WrongCall, match="nmae"):
        plan_file.history(Unit, 5, "nmae")


def test_transactions_count_the_values_and_name_what_they_took_back(tmp_path):
    with make_plan(tmp_path) as plan_file:
        add_units(plan_file, "一", "二")
        plan_file.undo()
        undone, added, made = plan_file.transactions()
        assert (undone.label, added.label, made.label) == ("撤销：新增单位", "新增单位", "新建计划")
        assert (undone.reverts, added.reverts) == ((added.site, added.ts), None)
        assert (undone.changes, added.changes, made.changes) == (2, 4, 2)
        assert plan_file.transactions(1) == [undone]


def test_undoing_and_redoing_are_told_as_changes_of_the_values(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "一")
        put(plan_file, unit, name="二")
        plan_file.undo()
        plan_file.redo()
        wanted = [("恢复：修改", "一", "二"), ("撤销：修改", "二", "一"), ("修改", "一", "二"), ("新增单位", "", "一")]
        for entries in (plan_file.history(Unit, unit, "name"), plan_file.history(Unit, unit), plan_file.history()):
            assert [(e.label, e.before, e.after) for e in entries if e.field == "name"] == wanted
        assert [e.label for e in plan_file.history(author="乙")] == []
        since = datetime.now(UTC) - timedelta(minutes=1)
        assert [(e.label, e.before, e.after) for e in plan_file.history_since(since) if e.field == "name"] == wanted


def test_what_two_wrote_at_the_same_time_is_told_step_by_step(tmp_path):
    with make_plan(tmp_path) as plan_file:
        copy = shutil.copyfile(plan_file.path, tmp_path / "另一份.xiezuo")
        with PlanFile.open(copy, author="乙") as other:
            add_units(other, "三", "四")
        add_units(plan_file, "一", "二")
        plan_file.merge_files([copy])
        told = plan_file.history_since(datetime.now(UTC) - timedelta(minutes=1))
        steps = [step for step, _ in groupby((e.author, e.ts) for e in told)]
        assert {author for author, _ in steps} == {"甲", "乙"}
        assert len(steps) == len(set(steps))


def test_everything_that_happened_is_told_by_whoever_opens_the_file(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "一")
    with PlanFile.open(plan_file.path, author="乙") as again:
        put(again, unit, name="二")
    with PlanFile.open(plan_file.path, read_only=True) as third:
        assert [(e.author, e.after) for e in third.history(Unit, unit, "name")] == [("乙", "二"), ("甲", "一")]
