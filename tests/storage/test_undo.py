"""Undo and redo: operations in the log, read back from it."""

from __future__ import annotations

import pytest

from tests.builders_storage import add_units, assert_rebuild_equals, copy_file, make_plan, take_in
from xiezuo_desktop.core.errors import Invalid, WrongCall
from xiezuo_desktop.core.records import Indicator, PlanInfo, Unit, UnitGroup
from xiezuo_desktop.storage import PlanFile


def rename(plan_file, unit, name):
    with plan_file.edit(f"改名为{name}") as edit:
        edit.put(Unit, unit, name=name)


def name_of(plan_file, unit):
    found = plan_file.plan.get(Unit, unit)
    return found and found.name


def test_nothing_to_undo_in_a_new_file(tmp_path):
    with make_plan(tmp_path) as plan_file:
        assert plan_file.undo_label is None
        assert plan_file.redo_label is None
        with pytest.raises(WrongCall, match="没有可以撤销"):
            plan_file.undo()
        with pytest.raises(WrongCall, match="没有可以恢复"):
            plan_file.redo()


def test_undo_and_redo_walk_through_all_actions(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "零")
        for name in ("一", "二", "三"):
            rename(plan_file, unit, name)
        for _ in range(3):  # as often as one likes
            for now, left in (("二", "改名为二"), ("一", "改名为一"), ("零", "新增单位"), (None, None)):
                assert plan_file.undo()
                assert (name_of(plan_file, unit), plan_file.undo_label) == (now, left)
            for now, left in (("零", "改名为一"), ("一", "改名为二"), ("二", "改名为三"), ("三", None)):
                assert plan_file.redo()
                assert (name_of(plan_file, unit), plan_file.redo_label) == (now, left)
        assert_rebuild_equals(plan_file)


def test_new_action_ends_what_could_be_redone(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "零")
        rename(plan_file, unit, "一")
        plan_file.undo()
        rename(plan_file, unit, "二")
        assert plan_file.redo_label is None
        plan_file.undo()
        assert name_of(plan_file, unit) == "零"
        assert plan_file.redo_label == "改名为二"


def test_stacks_survive_reopening_and_equal_those_kept_in_memory(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "零")
        for name in ("一", "二", "三"):
            rename(plan_file, unit, name)
        plan_file.undo()
        plan_file.undo()
        plan_file.redo()
        kept = (plan_file.undo_label, plan_file.redo_label)
        assert kept == ("改名为二", "改名为三")
        path = plan_file.path
    with PlanFile.open(path, author="甲") as again:
        assert (again.undo_label, again.redo_label) == kept
        again.redo()
        again.undo()
        again.undo()
        assert name_of(again, unit) == "一"


def test_undo_takes_back_ones_own_actions_only(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "零")
        path = plan_file.path
    with PlanFile.open(path, author="乙") as other:
        assert other.undo_label is None
        rename(other, unit, "乙改的")
    with PlanFile.open(path, author="甲") as mine:
        assert mine.undo_label == "新增单位"
        with pytest.raises(Invalid) as told:
            mine.undo()
        assert "由乙改过" in told.value.sentence
        assert "改名为乙改的" in told.value.sentence
        theirs = mine.transactions(1)[0]
        mine.undo_transaction(theirs.site, theirs.ts)
        assert name_of(mine, unit) == "零"
        assert mine.undo_label == "撤销：改名为乙改的"  # an action of one's own
        mine.undo()
        assert name_of(mine, unit) == "乙改的"


def test_action_in_the_middle_is_taken_back_where_nothing_depends_on_it(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "零")
        with plan_file.edit("电话") as edit:
            edit.put(Unit, unit, phone="1")
        rename(plan_file, unit, "一")
        _, phone, added, _ = plan_file.transactions()
        plan_file.undo_transaction(phone.site, phone.ts)
        assert plan_file.plan.get(Unit, unit).phone == ""
        assert name_of(plan_file, unit) == "一"
        with pytest.raises(Invalid, match=r"名称.*改名为一"):
            plan_file.undo_transaction(added.site, added.ts)
        with pytest.raises(Invalid):
            plan_file.undo_transaction(phone.site, phone.ts)  # a second time


def test_undoing_the_adding_is_refused_when_a_field_was_filled_since(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "零")
        added = plan_file.transactions(1)[0]
        with plan_file.edit("电话") as edit:
            edit.put(Unit, unit, phone="1")
        with pytest.raises(Invalid, match="电话"):
            plan_file.undo_transaction(added.site, added.ts)
        plan_file.undo()
        plan_file.undo_transaction(added.site, added.ts)
        assert plan_file.plan.units == []
        with pytest.raises(Invalid, match="已经删除"):
            plan_file.undo_transaction(added.site, added.ts)


def test_undone_deletion_brings_back_every_value(tmp_path):
    with make_plan(tmp_path) as plan_file:
        with plan_file.edit("新增") as edit:
            unit = edit.add(Unit, name="区水利局", phone="1", contact="张三", kind="government")
        before = plan_file.plan.get(Unit, unit)
        with plan_file.edit("删除") as edit:
            edit.delete(Unit, unit)
        plan_file.undo()
        assert plan_file.plan.get(Unit, unit) == before


def test_undone_renewal_of_a_deleted_record_keeps_the_old_values_for_later(tmp_path):
    with make_plan(tmp_path) as plan_file:
        with plan_file.edit("新增") as edit:
            unit = edit.add(Unit, name="旧", phone="1")
        before = plan_file.plan.get(Unit, unit)
        with plan_file.edit("删除") as edit:
            edit.delete(Unit, unit)
        with plan_file.edit("再建") as edit:
            edit.put(Unit, unit, name="新")
        plan_file.undo()
        assert plan_file.plan.get(Unit, unit) is None
        plan_file.undo()
        assert plan_file.plan.get(Unit, unit) == before
        plan_file.redo()
        plan_file.redo()
        assert plan_file.plan.get(Unit, unit) == Unit(id=unit, name="新")


def test_undone_moves_come_back_in_an_order_that_closes_no_cycle(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (top,) = add_units(plan_file, "上")
        (low,) = add_units(plan_file, "下", parent=top)
        with plan_file.edit("对调") as edit:
            edit.put(Unit, low, parent=None)
            edit.put(Unit, top, parent=low)
        plan_file.undo()
        assert plan_file.plan.get(Unit, low).parent == top
        plan_file.redo()
        assert plan_file.plan.get(Unit, top).parent == low
        assert_rebuild_equals(plan_file)


def test_undoing_a_move_that_would_now_close_a_cycle_is_refused(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (top,) = add_units(plan_file, "上")
        (low,) = add_units(plan_file, "下", parent=top)
        with plan_file.edit("移出") as edit:
            edit.put(Unit, low, parent=None)
        out = plan_file.transactions(1)[0]
        with plan_file.edit("移入") as edit:
            edit.put(Unit, top, parent=low)
        with pytest.raises(Invalid, match="它的下级"):
            plan_file.undo_transaction(out.site, out.ts)


def test_making_the_plan_cannot_be_taken_back(tmp_path):
    with make_plan(tmp_path) as plan_file:
        made = plan_file.transactions()[-1]
        with pytest.raises(Invalid, match="新建计划"):
            plan_file.undo_transaction(made.site, made.ts)
        with plan_file.edit("改标题") as edit:
            edit.put(PlanInfo, plan_file.plan.info.id, title="新")
        plan_file.undo()
        assert plan_file.plan.info.title == "临江区协作计划"


def test_unknown_transaction_is_refused(tmp_path):
    with make_plan(tmp_path) as plan_file:
        with pytest.raises(WrongCall):
            plan_file.undo_transaction(1, 1)
        with pytest.raises(WrongCall):
            plan_file.undo_transaction(plan_file.transactions()[0].site, 99)


def test_flag_and_empty_row_can_be_undone(tmp_path):
    with make_plan(tmp_path) as plan_file:
        with plan_file.edit("空行") as edit:
            group = edit.add(UnitGroup)
        with plan_file.edit("开放") as edit:
            edit.put(UnitGroup, group, open=True)
        plan_file.undo()
        assert plan_file.plan.get(UnitGroup, group).open is False
        plan_file.undo()
        assert plan_file.plan.get(UnitGroup, group) is None
        plan_file.redo()
        assert plan_file.plan.get(UnitGroup, group) == UnitGroup(id=group)


def test_undo_of_a_large_import_is_one_action(tmp_path):
    with make_plan(tmp_path) as plan_file:
        with plan_file.edit("导入") as edit:
            for i in range(2000):
                edit.add(Indicator, name=f"指标{i}", order=f"{i:05}", target=str(i))
        assert len(plan_file.undo().rows) == 2000
        assert plan_file.plan.indicators == []
        plan_file.redo()
        assert len(plan_file.plan.indicators) == 2000


def test_value_of_a_colleague_that_came_in_since_is_not_undone_away(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "零")
        sent = copy_file(plan_file, tmp_path / "寄出.xiezuo")
        rename(plan_file, unit, "我的")
        with PlanFile.open(sent, author="乙") as other:
            add_units(other, "别的")
            rename(other, unit, "乙的")
        take_in(plan_file, sent)
        assert name_of(plan_file, unit) == "乙的"
        assert plan_file.undo_label == "改名为我的"
        with pytest.raises(Invalid, match="由乙改过"):
            plan_file.undo()


def test_action_of_the_same_person_in_another_window_is_the_last_one(tmp_path):
    with make_plan(tmp_path) as plan_file, PlanFile.open(plan_file.path, author="甲") as other:
        (unit,) = add_units(plan_file, "零")
        rename(other, unit, "一")
        changes = plan_file.undo()
        assert changes.label == "撤销：改名为一"
        assert name_of(plan_file, unit) == "零"
        assert (plan_file.undo_label, plan_file.redo_label) == ("新增单位", "改名为一")


def test_label_is_asked_for_cheaply(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "零")
        asked = []
        plan_file._db.set_trace_callback(asked.append)
        assert plan_file.undo_label == "新增单位"
        asked.clear()
        assert (plan_file.undo_label, plan_file.redo_label) == ("新增单位", None)
        assert asked == []
        plan_file._db.set_trace_callback(None)
        rename(plan_file, unit, "一")
        assert plan_file.undo_label == "改名为一"
