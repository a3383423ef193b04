"""Undo and redo: operations in the log, read back from it."""

from __future__ import annotations

import pytest

from tests.builders_storage import add_units, assert_rebuild_equals, copy_file, make_plan, rows_of, take_in
from xiezuo_desktop.core.errors import Invalid, WrongCall
from xiezuo_desktop.core.records import Dispatch, Indicator, PlanInfo, Receipt, Report, Unit, UnitGroup
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


def test_a_clock_set_back_changes_no_order(tmp_path, monkeypatch):
    """What counts first and last is told by the log's own clock; that on the wall is for people."""
    moments = iter(range(1_800_000_000, 0, -50_000_000))
    monkeypatch.setattr("xiezuo_desktop.storage.log.time.time", lambda: next(moments))
    with make_plan(tmp_path) as ours:
        (unit,) = add_units(ours, "零")
        with PlanFile.open(copy_file(ours, tmp_path / "乙.xiezuo"), author="乙") as theirs:
            rename(theirs, unit, "一")
            ours.merge_files([theirs.path])
            rename(ours, unit, "二")
            theirs.merge_files([ours.path])
            assert name_of(ours, unit) == name_of(theirs, unit) == "二"
            assert not ours.conflict_count() + theirs.conflict_count()
        assert ours.transactions(1)[0].label == "改名为二"
        for name, left in (("一", "合并文件"), ("零", "新增单位"), (None, None)):
            ours.undo()
            assert (name_of(ours, unit), ours.undo_label) == (name, left)
        for _ in range(3):
            ours.redo()
        assert name_of(ours, unit) == "二"
        assert_rebuild_equals(ours)


def test_a_part_that_was_sent_again_is_not_taken_back_by_whom_it_was_sent_to(tmp_path):
    """Its ops stand there without the rest of their session, and what the sender says next relies on them."""
    with make_plan(tmp_path) as head:
        (unit,) = add_units(head, "零")
        part = {PlanInfo: None, Unit: None, Dispatch: None}
        head.write_part(tmp_path / "下发.xiezuo", part)
        with PlanFile.open(tmp_path / "下发.xiezuo", author="乙") as own:
            with head.edit("下发") as edit:
                sent = edit.add(Dispatch, unit=unit, round=2, order="V")
            head.write_part(tmp_path / "再次下发.xiezuo", part)
            assert not own.merge_files([tmp_path / "再次下发.xiezuo"]).refused
            with pytest.raises(Invalid, match="下发单位的内容"):
                own.undo()
            assert own.plan.get(Dispatch, sent)
            assert own.undo_label == "合并文件"
            assert_rebuild_equals(own)


@pytest.mark.parametrize("many", [False, True])
def test_a_merge_that_holds_what_was_sent_on_is_taken_back_and_done_again(tmp_path, monkeypatch, many):
    """A town has dispatched over its villages; its dispatches and their receipts come and go with its file."""
    if many:
        monkeypatch.setattr("xiezuo_desktop.storage.write.MANY", 0)
        monkeypatch.setattr("xiezuo_desktop.storage.write.PART", 1 << 30)
    with make_plan(tmp_path) as head:
        town, village = add_units(head, "云岭镇", "山前村")
        with PlanFile.open(copy_file(head, tmp_path / "镇.xiezuo"), author="镇办") as own:
            with own.edit("下发") as edit:
                sent = edit.add(Dispatch, unit=village, round=1, order="V")
            own.write_part(tmp_path / "村.xiezuo", {PlanInfo: None, Unit: None, Dispatch: None})
            with PlanFile.open(tmp_path / "村.xiezuo", author="村里") as there, there.edit("填报") as edit:
                edit.put(Report, (1, village, 202406), value="3")
                edit.add(Receipt, dispatch=sent, order="V", made_by="村里")
            own.merge_files([tmp_path / "村.xiezuo"])
            rename(own, town, "云岭乡")
        before = rows_of(head)
        head.merge_files([tmp_path / "镇.xiezuo"])
        after = rows_of(head)
        assert head.plan.rows(Dispatch)
        assert head.plan.rows(Receipt)
        for _ in range(2):
            assert head.undo().rows == {row for row in before | after if before.get(row) != after.get(row)}
            assert rows_of(head) == before
            assert_rebuild_equals(head)
            head.redo()
            assert rows_of(head) == after
            assert_rebuild_equals(head)
        head.undo()
        head.merge_files(
            [tmp_path / "镇.xiezuo", tmp_path / "村.xiezuo"]
        )  # nothing new: it stays taken back but for the part
        assert name_of(head, town) == "云岭镇"
        assert_rebuild_equals(head)
