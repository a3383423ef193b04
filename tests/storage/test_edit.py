"""One way to write: what an edit does to the plan, the tables and the log."""

from __future__ import annotations

import pytest

from tests.builders_storage import add_units, assert_rebuild_equals, copy_file, make_plan, table_rows
from xiezuo_desktop.core.changes import Drop, Put
from xiezuo_desktop.core.errors import Invalid, Refused
from xiezuo_desktop.core.records import Allocation, Indicator, Member, PlanInfo, Unit, UnitGroup
from xiezuo_desktop.storage import PlanFile, new_id


def test_create_makes_one_plan_row_with_title_and_year(tmp_path):
    with make_plan(tmp_path, title="云岭县计划", year=2025) as plan_file:
        assert plan_file.plan.info.title == "云岭县计划"
        assert plan_file.plan.info.year == 2025
        assert [t.label for t in plan_file.transactions()] == ["新建计划"]
        assert list(tmp_path.iterdir()) == [plan_file.path]


def test_edit_tells_what_changed_and_old_plans_stay_true(tmp_path):
    with make_plan(tmp_path) as plan_file:
        before = plan_file.plan
        with plan_file.edit("新增指标") as edit:
            made = edit.add(Indicator, name="选派教师", target="≥12", measure_unit="名")
        assert edit.changes.label == "新增指标"
        assert edit.changes.rows == {(Indicator, (made, 0, 0))}
        assert plan_file.plan.get(Indicator, made).target == "≥12"
        assert before.rows(Indicator) == {}


def test_edit_survives_reopening(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "区教育局")
        path = plan_file.path
    with PlanFile.open(path) as plan_file:
        assert plan_file.plan.get(Unit, unit).name == "区教育局"


def test_edit_that_changes_nothing_writes_nothing(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "区教育局")
        before = table_rows(plan_file)
        with plan_file.edit("改名") as edit:
            edit.put(Unit, unit, name="别的", phone="")
            edit.put(Unit, unit, name="区教育局")
        with plan_file.edit("空") as empty:
            pass
        with plan_file.edit("开放") as flag:
            flag.delete(Unit, new_id())
        assert not edit.changes
        assert not empty.changes
        assert not flag.changes
        assert table_rows(plan_file) == before


def test_unset_flag_and_no_are_the_same(tmp_path):
    with make_plan(tmp_path) as plan_file:
        with plan_file.edit("新增组合") as edit:
            group = edit.add(UnitGroup, name="各镇", open=False)
        written = len(plan_file.history())
        with plan_file.edit("改") as edit:
            edit.put(UnitGroup, group, open=False)
        assert not edit.changes
        with plan_file.edit("改") as edit:
            edit.put(UnitGroup, group, open=True)
        assert plan_file.plan.get(UnitGroup, group).open is True
        assert len(plan_file.history()) == written + 1


def test_exception_inside_the_block_takes_everything_back(tmp_path):
    with make_plan(tmp_path) as plan_file:
        before = table_rows(plan_file)
        with pytest.raises(ZeroDivisionError), plan_file.edit("一半") as edit:
            edit.put(Unit, edit.add(Unit, name="甲局"), name=str(1 // 0))
        assert table_rows(plan_file) == before
        assert plan_file.undo_label is None


@pytest.mark.parametrize(
    ("record", "values", "said"),
    [
        (Unit, {"name": 5}, "名称"),
        (Unit, {"name": "坏\ud800"}, "残缺"),
        (Unit, {"nmae": "x"}, "nmae"),
        (Unit, {"kind": "office"}, "government（政府）"),
        (Unit, {"parent": -4}, "范围"),
        (PlanInfo, {"year": True}, "整数"),
        (PlanInfo, {"year": 1 << 63}, "范围"),
        (PlanInfo, {"written_on": "2024-2-30"}, "日期"),
        (UnitGroup, {"open": "yes"}, "是"),
    ],
)
def test_value_that_cannot_be_is_refused_by_name_and_nothing_changes(tmp_path, record, values, said):
    with make_plan(tmp_path) as plan_file:
        before = table_rows(plan_file)
        key = plan_file.plan.info.id if record is PlanInfo else 7
        with pytest.raises(Invalid) as told, plan_file.edit("错") as edit:
            edit.apply([Put(Unit, (9, 0, 0), {"name": "好的"}), Put(record, (key, 0, 0), values)])
        assert said in str(told.value)
        assert told.value.advice
        assert table_rows(plan_file) == before


@pytest.mark.parametrize("key", [0, -1, 1 << 63, True, "7", (1, 2, 3), (1, 2), None, 1.0])
def test_key_that_cannot_be_is_refused(tmp_path, key):
    with make_plan(tmp_path) as plan_file, pytest.raises(Invalid), plan_file.edit("错") as edit:
        edit.put(Unit, key, name="x")


def test_deleted_record_is_gone_and_put_makes_it_anew(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "区教育局")
        with plan_file.edit("电话") as edit:
            edit.put(Unit, unit, phone="123")
        with plan_file.edit("删除") as edit:
            edit.delete(Unit, unit)
        assert plan_file.plan.get(Unit, unit) is None
        with plan_file.edit("再建") as edit:
            edit.put(Unit, unit, name="新教育局")
        made = plan_file.plan.get(Unit, unit)
        assert (made.name, made.phone) == ("新教育局", "")


def test_deletion_sees_every_standing_value(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "区教育局")
        with plan_file.edit("删除") as edit:
            edit.delete(Unit, unit)
        kinds = [k for (k,) in plan_file._db.execute("SELECT kind FROM change WHERE k1 = ? ORDER BY ts", (unit,))]
        assert kinds == [0, 0, 2, 2, 0]  # name and order set; both seen; the mark set


def test_record_made_and_deleted_in_one_edit_never_was(tmp_path):
    with make_plan(tmp_path) as plan_file:
        with plan_file.edit("来去") as edit:
            edit.delete(Unit, edit.add(Unit, name="x"))
        assert not edit.changes
        assert len(plan_file.transactions()) == 1


def test_record_deleted_and_put_in_one_edit_keeps_no_old_value(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "区教育局")
        with plan_file.edit("电话") as edit:
            edit.put(Unit, unit, phone="123")
        with plan_file.edit("换") as edit:
            edit.delete(Unit, unit)
            edit.put(Unit, unit, name="新")
        made = plan_file.plan.get(Unit, unit)
        assert (made.name, made.phone, made.order) == ("新", "", "")


def test_record_without_any_value_exists(tmp_path):
    with make_plan(tmp_path) as plan_file:
        with plan_file.edit("空行") as edit:
            made = edit.add(Unit)
        assert plan_file.plan.get(Unit, made) == Unit(id=made)
        assert_rebuild_equals(plan_file)


def test_natural_keys_meet_in_one_row(tmp_path):
    with make_plan(tmp_path) as plan_file:
        a, b = add_units(plan_file, "甲镇", "乙镇")
        with plan_file.edit("分解") as edit:
            edit.put(Allocation, (a, b, 0), amount="5.50")
            edit.put(Allocation, (a, 0, b), amount="3")
            edit.put(Member, (a, b, 0), order="1")
        with plan_file.edit("分解") as edit:
            edit.put(Allocation, (a, b, 0), amount="6")
            edit.delete(Member, (a, b, 0))
        assert [x.amount for x in plan_file.plan.allocations(a)] == ["3", "6"] or len(
            plan_file.plan.allocations(a)
        ) == 2
        assert plan_file.plan.get(Allocation, (a, b, 0)).amount == "6"
        assert plan_file.plan.members == {}
        with pytest.raises(TypeError, match="natural key"), plan_file.edit("x") as edit:
            edit.add(Member)


def test_plan_itself_cannot_be_deleted(tmp_path):
    with make_plan(tmp_path) as plan_file, pytest.raises(Invalid, match="年度计划"), plan_file.edit("删") as edit:
        edit.delete(PlanInfo, plan_file.plan.info.id)


def test_second_plan_row_is_refused(tmp_path):
    with make_plan(tmp_path) as plan_file, pytest.raises(Invalid, match="年度计划"), plan_file.edit("增") as edit:
        edit.add(PlanInfo, title="另一个")


def test_steps_are_done_in_order(tmp_path):
    with make_plan(tmp_path) as plan_file:
        a, b, c = new_id(), new_id(), new_id()
        with plan_file.edit("导入") as edit:
            edit.apply(
                [
                    Put(Unit, (a, 0, 0), {"name": "甲"}),
                    Put(Unit, (b, 0, 0), {"name": "乙", "parent": a}),
                    Put(Unit, (c, 0, 0), {"name": "丙"}),
                    Drop(Unit, (c, 0, 0)),
                    Put(Unit, (a, 0, 0), {"name": "甲甲"}),
                ]
            )
        assert {u.name for u in plan_file.plan.units} == {"甲甲", "乙"}
        assert [u.name for u in plan_file.plan.children(Unit, a)] == ["乙"]


def test_move_under_itself_is_refused(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (top,) = add_units(plan_file, "上")
        (middle,) = add_units(plan_file, "中", parent=top)
        (low,) = add_units(plan_file, "下", parent=middle)
        before = table_rows(plan_file)
        for child, parent in ((top, top), (top, low), (middle, low)):
            with pytest.raises(Invalid, match="它的下级"), plan_file.edit("移动") as edit:
                edit.put(Unit, child, parent=parent)
        assert table_rows(plan_file) == before


def test_two_rows_change_places_in_one_edit_whatever_the_order_asked(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (top,) = add_units(plan_file, "上")
        (low,) = add_units(plan_file, "下", parent=top)
        for first, second in (((top, low), (low, None)), ((top, None), (low, top)), ((low, None), (top, low))):
            with plan_file.edit("对调") as edit:
                edit.put(Unit, first[0], parent=first[1])
                edit.put(Unit, second[0], parent=second[1])
            for child, parent in (first, second):
                assert plan_file.plan.get(Unit, child).parent == parent
        assert_rebuild_equals(plan_file)


def test_two_sessions_write_under_two_ids_and_the_clock_goes_on(tmp_path):
    with make_plan(tmp_path) as plan_file:
        add_units(plan_file, "甲")
        add_units(plan_file, "乙")
        with PlanFile.open(plan_file.path) as other:
            add_units(other, "丙")
        add_units(plan_file, "丁")
        txns = plan_file.transactions()
        assert len({t.site for t in txns}) == 3  # making the file is a session of its own
        assert len({(t.site, t.ts) for t in txns}) == len({t.ts for t in txns}) == 5
        assert {u.name for u in plan_file.plan.units} == {"甲", "乙", "丙", "丁"}
        assert_rebuild_equals(plan_file)


def test_refresh_tells_what_another_program_wrote(tmp_path):
    with make_plan(tmp_path) as plan_file, PlanFile.open(plan_file.path) as other:
        assert plan_file.plan.units == []
        assert not plan_file.refresh()
        (unit,) = add_units(other, "丙")
        assert plan_file.refresh().rows == {(Unit, (unit, 0, 0))}
        assert plan_file.plan.get(Unit, unit).name == "丙"
        assert not plan_file.refresh()
        with other.edit("删") as edit:
            edit.delete(Unit, unit)
        (mine,) = add_units(plan_file, "丁")
        assert [u.id for u in plan_file.plan.units] == [mine]


def test_edit_reports_what_another_program_wrote_before_it(tmp_path):
    with make_plan(tmp_path) as plan_file, PlanFile.open(plan_file.path) as other:
        assert plan_file.plan.units == []
        (theirs,) = add_units(other, "丙")
        with plan_file.edit("增") as edit:
            mine = edit.add(Unit, name="丁")
        assert edit.changes.rows == {(Unit, (theirs, 0, 0)), (Unit, (mine, 0, 0))}


def test_names_and_labels_of_any_kind_are_written_as_one_plain_line(tmp_path):
    with make_plan(tmp_path, author="张\udcff三\n") as plan_file:
        with plan_file.edit(" 改\n名\ud800" + "长" * 500) as edit:
            edit.add(Unit, name="x")
        assert plan_file.author == "张?三"
        txn = plan_file.transactions(1)[0]
        assert (txn.author, txn.label[:5], len(txn.label)) == ("张?三", "改 名?长", 200)
        assert plan_file.undo_label == txn.label
        with plan_file.edit("") as edit:
            edit.add(Unit, name="y")
        assert plan_file.undo_label == "修改"


def test_file_that_lost_its_name_is_not_written_on(tmp_path):
    with make_plan(tmp_path) as plan_file:
        add_units(plan_file, "甲局")
        other = copy_file(plan_file, tmp_path / "另一份.xiezuo")
        other.replace(plan_file.path)
        with pytest.raises(Refused, match="换成了另一份"):
            add_units(plan_file, "乙局")
        plan_file.path.unlink()
        with pytest.raises(Refused, match="另存"):
            add_units(plan_file, "乙局")
        assert [u.name for u in plan_file.plan.units] == ["甲局"]
        plan_file.copy_to(tmp_path / "救出.xiezuo")
    with PlanFile.open(tmp_path / "救出.xiezuo") as saved:
        assert [u.name for u in saved.plan.units] == ["甲局"]


def test_clock_that_no_plan_reaches_stops_writing(tmp_path, written_files):
    with make_plan(tmp_path) as plan_file:
        plan_file._db.execute("UPDATE site SET last = 1 << 61")
        with pytest.raises(Refused, match="计数异常"):
            add_units(plan_file, "甲局")
    written_files.clear()
