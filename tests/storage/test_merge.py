"""Uniting files: whole ones, returned ones and dispatched parts; what came in can be taken back and brought in again."""

from __future__ import annotations

import pytest

from tests.builders_storage import add_units, assert_rebuild_equals, copy_file, make_plan, rows_of
from xiezuo_desktop.core.errors import Invalid, Refused, UserError, WrongCall
from xiezuo_desktop.core.records import Allocation, Indicator, PlanInfo, Report, Unit, UnitGroup
from xiezuo_desktop.storage import PlanFile


def rename(plan_file, unit, name):
    with plan_file.edit(f"改名为{name}") as edit:
        edit.put(Unit, unit, name=name)


def name_of(plan_file, unit):
    found = plan_file.plan.get(Unit, unit)
    return found and found.name


@pytest.fixture
def two(tmp_path):
    """A plan with two units, and a copy of the file at another office; both open."""
    with make_plan(tmp_path) as ours:
        units = add_units(ours, "区教育局", "区民政局")
        with PlanFile.open(copy_file(ours, tmp_path / "乙.xiezuo"), author="乙") as theirs:
            yield ours, theirs, units


def merge(plan_file, *others):
    done = plan_file.merge_files([other.path for other in others])
    assert not done.refused, done.refused
    return done


def test_what_another_office_wrote_comes_in_once(two):
    ours, theirs, (one, two_) = two
    rename(theirs, one, "云岭教育局")
    with theirs.edit("填报") as edit:
        edit.put(Report, (7, two_, 202406), value="12.50")
    done = merge(ours, theirs)
    assert name_of(ours, one) == "云岭教育局"
    assert ours.plan.get(Report, (7, two_, 202406)).value == "12.50"
    assert done.changes.rows == {(Unit, (one, 0, 0)), (Report, (7, two_, 202406))}
    (taken,) = done.files
    assert (taken.changes, taken.authors, done.conflicts) == (2, ("乙",), (0,))
    again = merge(ours, theirs)
    assert again.files[0].already_merged
    assert not again.changes
    assert again.transaction is None
    assert_rebuild_equals(ours)


def test_competing_values_stand_until_a_person_decides(two):
    ours, theirs, (one, _) = two
    rename(ours, one, "我的")
    rename(theirs, one, "乙的")
    done = merge(ours, theirs)
    assert done.conflicts == (1,)
    (conflict,) = ours.conflicts()
    assert (conflict.kind, conflict.record, conflict.field, conflict.before) == ("cell", Unit, "name", "区教育局")
    assert (conflict.ours.value, conflict.theirs.value) == ("我的", "乙的")
    assert (conflict.ours.author, conflict.theirs.author) == ("甲", "乙")
    merge(theirs, ours)
    (same,) = theirs.conflicts()
    assert same.id == conflict.id
    assert (same.ours.value, same.theirs.value) == ("乙的", "我的")
    ours.resolve([(conflict.id, "ours", None)], "处理分歧：以文件为准")
    assert ours.conflicts() == []
    assert name_of(ours, one) == "我的"
    assert ours.transactions(1)[0].label == "处理分歧：以文件为准"
    with pytest.raises(WrongCall, match="处理过"):
        ours.resolve([(conflict.id, "ours", None)], "再来")
    merge(theirs, ours)
    assert theirs.conflicts() == []
    assert name_of(theirs, one) == "我的"
    assert ours.once_disputed() == theirs.once_disputed() == [(Unit, (one, 0, 0), "name")]


@pytest.mark.parametrize(
    ("take", "value", "name"), [("ours", None, "我的"), ("theirs", None, "乙的"), ("value", "第三个", "第三个")]
)
def test_a_decision_can_be_undone_and_redone(two, take, value, name):
    ours, theirs, (one, _) = two
    rename(ours, one, "我的")
    rename(theirs, one, "乙的")
    merge(ours, theirs)
    before = name_of(ours, one)
    (conflict,) = ours.conflicts()
    for _ in range(2):
        ours.resolve([(conflict.id, take, value)], "处理")
        for _ in range(2):
            assert name_of(ours, one) == name
            assert ours.conflicts() == []
            ours.undo()
            assert name_of(ours, one) == before
            (again,) = ours.conflicts()
            assert {(c.value, c.author) for c in again.claims} == {("我的", "甲"), ("乙的", "乙")}
            ours.redo()
        ours.undo()
    assert_rebuild_equals(ours)


def test_two_people_deciding_differently_disagree_again(two):
    ours, theirs, (one, _) = two
    rename(ours, one, "我的")
    rename(theirs, one, "乙的")
    merge(ours, theirs)
    merge(theirs, ours)
    (conflict,) = ours.conflicts()
    ours.resolve([(conflict.id, "ours", None)], "处理")
    theirs.resolve([(conflict.id, "ours", None)], "处理")
    merge(ours, theirs)
    assert [c.id for c in ours.conflicts()] == [conflict.id]


def test_deleted_here_and_edited_there(two):
    ours, theirs, (one, other) = two
    with ours.edit("删除") as edit:
        edit.delete(Unit, one)
        edit.delete(Unit, other)
    rename(theirs, one, "乙的")
    merge(ours, theirs)
    (conflict,) = ours.conflicts()
    assert (conflict.kind, conflict.key) == ("deleted", (one, 0, 0))
    assert [(c.field, c.value) for c in conflict.claims] == [("", True), ("name", "乙的")]
    ours.resolve([(conflict.id, "ours", None)], "仍然删除")
    assert ours.conflicts() == []
    assert name_of(ours, one) is None
    ours.undo()
    assert ours.conflicts() == [conflict]
    ours.redo()
    merge(theirs, ours)
    assert theirs.conflicts() == []
    assert name_of(theirs, one) is None


def test_deleted_record_that_was_edited_is_kept(two):
    ours, theirs, (one, _) = two
    with ours.edit("删除") as edit:
        edit.delete(Unit, one)
    rename(theirs, one, "乙的")
    merge(ours, theirs)
    (conflict,) = ours.conflicts()
    with pytest.raises(WrongCall):
        ours.resolve([(conflict.id, "value", "x")], "处理")
    ours.resolve([(conflict.id, "theirs", None)], "恢复")
    assert name_of(ours, one) == "乙的"
    assert ours.conflicts() == []


def test_moves_below_each_other(two):
    ours, theirs, (one, other) = two
    with ours.edit("移") as edit:
        edit.put(Unit, one, parent=other)
    with theirs.edit("移") as edit:
        edit.put(Unit, other, parent=one)
    merge(ours, theirs)
    merge(theirs, ours)
    (conflict,) = ours.conflicts()
    assert conflict.kind == "cycle"
    assert [c.id for c in theirs.conflicts()] == [conflict.id]
    assert rows_of(ours, Unit) == rows_of(theirs, Unit)
    loser = conflict.key[0]
    skipped = conflict.claims[1].value
    with pytest.raises(Invalid, match="下级"):
        ours.resolve([(conflict.id, "value", skipped)], "照办")
    ours.resolve([(conflict.id, "value", None)], "留在最上层")
    assert ours.conflicts() == []
    assert ours.plan.get(Unit, loser).parent is None
    merge(theirs, ours)
    assert theirs.conflicts() == []


def test_undo_takes_the_whole_merge_back_and_redo_brings_it_in_again(two):
    ours, theirs, (one, other) = two
    rename(ours, one, "我的")
    before, disputes = rows_of(ours), ours.conflicts()
    rename(theirs, one, "乙的")
    (new,) = add_units(theirs, "新设的局")
    with theirs.edit("改") as edit:
        edit.delete(Unit, other)
        edit.put(Report, (7, one, 202406), value="3")
        edit.put(PlanInfo, theirs.plan.info.id, issuer="云岭县人民政府")
    done = merge(ours, theirs)
    after = rows_of(ours)
    assert name_of(ours, new) == "新设的局"
    assert len(ours.conflicts()) == 1
    for _ in range(2):
        assert ours.undo_label == "合并文件"
        ours.undo()
        assert rows_of(ours) == before
        assert ours.conflicts() == disputes
        assert_rebuild_equals(ours)
        assert ours.redo_label == "合并文件"
        ours.redo()
        assert rows_of(ours) == after
        (conflict,) = ours.conflicts()
        assert {(c.value, c.author) for c in conflict.claims} == {("我的", "甲"), ("乙的", "乙")}
    ours.undo()
    assert merge(ours, theirs).files[0].already_merged
    merge(theirs, ours)
    assert rows_of(theirs) == before
    assert theirs.conflicts() == []
    assert done.transaction


def test_undo_of_a_merge_that_brought_a_decision_reopens_the_dispute(two):
    ours, theirs, (one, _) = two
    rename(ours, one, "我的")
    rename(theirs, one, "乙的")
    merge(ours, theirs)
    merge(theirs, ours)
    (conflict,) = theirs.conflicts()
    theirs.resolve([(conflict.id, "value", "定的")], "乙方处理")
    before = name_of(ours, one)
    merge(ours, theirs)
    assert (name_of(ours, one), ours.conflicts()) == ("定的", [])
    ours.undo()
    assert name_of(ours, one) == before
    (again,) = ours.conflicts()
    assert {(c.value, c.author) for c in again.claims} == {("我的", "甲"), ("乙的", "乙")}
    ours.redo()
    assert (name_of(ours, one), ours.conflicts()) == ("定的", [])


def test_undo_of_a_merge_is_refused_where_something_newer_stands(two):
    ours, theirs, (one, _) = two
    rename(theirs, one, "乙的")
    done = merge(ours, theirs)
    rename(ours, one, "更新的")
    with pytest.raises(Invalid, match="更新的"):
        ours.undo_transaction(*done.transaction)
    ours.undo()
    assert name_of(ours, one) == "乙的"
    ours.undo()
    assert name_of(ours, one) == "区教育局"


def test_merges_are_taken_back_in_turn(two, tmp_path):
    ours, theirs, (one, other) = two
    with PlanFile.open(copy_file(theirs, tmp_path / "丙.xiezuo"), author="丙") as third:
        rename(theirs, one, "乙的")
        merge(third, theirs)
        rename(third, one, "丙的")
        rename(third, other, "丙的二")
        merge(ours, theirs)
        merge(ours, third)
        assert (name_of(ours, one), name_of(ours, other)) == ("丙的", "丙的二")
        ours.undo()
        assert (name_of(ours, one), name_of(ours, other)) == ("乙的", "区民政局")
        ours.undo()
        assert name_of(ours, one) == "区教育局"
        ours.redo()
        ours.redo()
        assert (name_of(ours, one), name_of(ours, other)) == ("丙的", "丙的二")
        assert_rebuild_equals(ours)


def test_actions_that_came_in_are_not_ones_own_to_undo_even_under_the_same_name(tmp_path):
    with make_plan(tmp_path, author="用户") as ours:
        (one,) = add_units(ours, "局")
        with PlanFile.open(copy_file(ours, tmp_path / "乙.xiezuo"), author="用户") as theirs:
            rename(theirs, one, "乙的")
            merge(ours, theirs)
        assert ours.undo_label == "合并文件"
        ours.undo()
        assert ours.undo_label == "新增单位"


def test_batch_goes_on_past_a_bad_file_and_says_why(two, tmp_path):
    ours, theirs, (one, _) = two
    rename(theirs, one, "乙的")
    cut = tmp_path / "截断.xiezuo"
    cut.write_bytes(theirs.path.read_bytes()[:9000])
    with make_plan(tmp_path, "去年.xiezuo", title="云岭县协作计划", year=2023) as last_year:
        add_units(last_year, "x")
    done = ours.merge_files([cut, last_year.path, tmp_path / "没有.xiezuo", theirs.path])
    reasons = [taken.refused and taken.refused.sentence for taken in done.files]
    assert "不完整" in reasons[0]
    assert "2023年度的“云岭县协作计划”" in reasons[1]
    assert "找不到" in reasons[2]
    assert reasons[3] is None
    assert name_of(ours, one) == "乙的"
    assert len(done.refused) == 3


def test_preview_tells_what_would_change_and_changes_nothing(two):
    ours, theirs, (one, _) = two
    rename(ours, one, "我的")
    rename(theirs, one, "乙的")
    (new,) = add_units(theirs, "新设的局")
    before, log = rows_of(ours), ours.path.read_bytes()
    preview = ours.preview_files([theirs.path, theirs.path])
    assert rows_of(ours) == before
    assert ours.path.read_bytes() == log
    assert [taken.changes for taken in preview.files] == [3, 0]
    assert preview.conflicts == (1, 0)
    shown = {row.key[0]: (row.before and row.before.name, row.after.name, row.files) for row in preview.rows}
    winner = max(
        (t.ts, t.site, t.label) for p in (ours, theirs) for t in p.transactions(2) if t.label.startswith("改名")
    )[2]
    assert shown[new] == (None, "新设的局", (0,))
    assert (one in shown) == (winner == "改名为乙的")
    limited = ours.preview_files([theirs.path], limit=1)
    assert (len(limited.rows) <= 1, limited.more) == (True, 1)


def test_same_value_typed_by_both_is_no_dispute(two):
    ours, theirs, (one, _) = two
    for plan_file in (ours, theirs):
        rename(plan_file, one, "同一个名字")
    merge(ours, theirs)
    assert ours.conflicts() == []
    rename(ours, one, "后来")
    merge(theirs, ours)
    assert theirs.conflicts() == []
    assert theirs.once_disputed() == []


def test_records_with_a_natural_key_meet(two):
    ours, theirs, (one, _) = two
    for plan_file, text in ((ours, "5"), (theirs, "6")):
        with plan_file.edit("分解") as edit:
            edit.put(Allocation, (11, one, 0), amount=text)
    merge(ours, theirs)
    (conflict,) = ours.conflicts()
    assert (conflict.record, conflict.before) == (Allocation, "")


def test_flags_and_empty_records_merge(two):
    ours, theirs, _ = two
    with theirs.edit("组合") as edit:
        group = edit.add(UnitGroup, name="各镇", open=True)
        empty = edit.add(Indicator)
    merge(ours, theirs)
    assert ours.plan.get(UnitGroup, group).open is True
    assert ours.plan.get(Indicator, empty) == Indicator(id=empty)


def test_file_may_not_be_merged_into_itself_to_harm(two):
    ours, *_ = two
    assert merge(ours, ours).files[0].already_merged


def test_session_that_went_on_twice_is_refused(two, tmp_path):
    ours, theirs, (one, _) = two
    rename(theirs, one, "一")
    merge(ours, theirs)
    with PlanFile.open(copy_file(theirs, tmp_path / "回退.xiezuo"), author="乙") as rolled_back:
        rolled_back._writer.site = theirs._writer.site  # a virtual machine went back in the middle of a session
        rename(rolled_back, one, "二")
        rename(theirs, one, "三")
        merge(ours, theirs)
        (taken,) = ours.merge_files([rolled_back.path]).files
    assert isinstance(taken.refused, Refused)
    assert "写入编号" in taken.refused.sentence
    assert name_of(ours, one) == "三"


def test_read_only_file_takes_nothing_in(two):
    ours, theirs, _ = two
    with PlanFile.open(ours.path, read_only=True) as still:
        with pytest.raises(UserError, match="只读"):
            still.merge_files([theirs.path])


def test_returned_file_comes_in_again_after_its_merge_was_taken_back(tmp_path):
    with make_plan(tmp_path) as head:
        (one, two) = add_units(head, "一", "二")
        head.write_part(tmp_path / "甲.xiezuo", {PlanInfo: None, Unit: None})
        head.write_part(tmp_path / "乙.xiezuo", {PlanInfo: None, Unit: None})
        for name, unit in (("甲", one), ("乙", two)):
            with PlanFile.open(tmp_path / f"{name}.xiezuo", author=name) as part:
                with part.edit("填报") as edit:
                    edit.put(Unit, unit, phone=name)
                    edit.add(Unit, name=f"{name}的下级", parent=unit)
                part.write_return(tmp_path / f"{name}返回.xiezuo", {PlanInfo: None})
        returned = [tmp_path / "甲返回.xiezuo", tmp_path / "乙返回.xiezuo"]
        head.merge_files(returned)
        merged = rows_of(head, Unit)
        head.undo()
        taken_back = rows_of(head, Unit)
        assert [u.name for u in head.plan.units] == ["一", "二"]
        assert [c.before != c.after for c in head.preview_files(returned[:1]).rows] == [True, True]
        (taken,) = head.merge_files(returned[:1]).files
        assert (taken.already_merged, taken.changes) == (False, 0)
        assert taken.again >= 1
        assert [u.phone for u in head.plan.units if u.id in (one, two)] == ["甲", ""]
        assert [u.name for u in head.plan.units if u.parent] == ["甲的下级"]
        head.merge_files(returned)
        assert rows_of(head, Unit) == merged
        assert head.merge_files(returned).transaction is None
        head.undo()
        head.undo()
        assert rows_of(head, Unit) == taken_back
        assert_rebuild_equals(head)


def test_dispute_that_a_merge_taken_back_would_open_again_is_previewed(tmp_path):
    with make_plan(tmp_path) as head:
        (one,) = add_units(head, "一")
        head.write_part(tmp_path / "甲.xiezuo", {PlanInfo: None, Unit: None})
        rename(head, one, "我们改的")
        with PlanFile.open(tmp_path / "甲.xiezuo", author="甲") as part:
            rename(part, one, "甲改的")
            part.write_return(tmp_path / "返回.xiezuo", {PlanInfo: None})
        returned = [tmp_path / "返回.xiezuo"]
        head.merge_files(returned)
        assert head.conflict_count() == 1
        head.undo()
        assert head.conflict_count() == 0
        assert head.preview_files(returned).conflicts == (1,)
        assert head.merge_files(returned).conflicts == (1,)
