"""Rows, disputes and trees as functions of the ops alone, whatever way they came in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders_storage import add_units, assert_rebuild_equals, conflicts, copy_file, make_plan, take_in
from xiezuo_desktop.core.records import Unit
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.storage.derive import derive_row, replay
from xiezuo_desktop.storage.log import ACK, SEEN, SET

KNOWN = frozenset({0, 1, 2})


def test_greatest_clock_wins_then_greatest_session():
    ops = [(1, SET, 5, 1, "a", None, None), (1, SET, 3, 2, "b", 5, 1), (1, SET, 4, 2, "c", 5, 1)]
    row = derive_row(ops, KNOWN)
    assert row.values == {1: "c"}
    assert [c[:4] for c in row.conflicts] == [("cell", 1, 3, 2), ("cell", 1, 4, 2)]


def test_equal_values_are_no_dispute_but_five_and_its_text_are():
    assert derive_row([(1, SET, 3, 2, 5, None, None), (1, SET, 4, 2, 5, None, None)], KNOWN).conflicts == []
    assert derive_row([(1, SET, 3, 2, 5, None, None), (1, SET, 4, 2, "5", None, None)], KNOWN).conflicts != []


def test_acknowledged_value_is_settled_and_a_seen_one_is_not():
    two = [(1, SET, 3, 2, "a", None, None), (1, SET, 4, 2, "b", None, None)]
    assert derive_row([*two, (1, ACK, 4, 3, None, 3, 2)], KNOWN).conflicts == []
    assert len(derive_row([*two, (1, SEEN, 4, 3, None, 3, 2)], KNOWN).conflicts) == 2


def test_value_written_without_knowing_of_the_deletion_is_listed():
    deletion = [(0, SET, 4, 9, 1, None, None)]
    value = (1, SET, 3, 2, "a", None, None)
    assert [c[0] for c in derive_row([*deletion, value], KNOWN).conflicts] == ["deleted"]
    assert derive_row([*deletion, value, (1, SEEN, 4, 8, None, 3, 2)], KNOWN).conflicts == []
    assert derive_row([*deletion, (1, SET, 4, 2, "a", None, None)], KNOWN).conflicts == []  # the deleter's own
    assert [c[0] for c in derive_row([*deletion, (1, SET, 4, 12, "a", None, None)], KNOWN).conflicts] == ["deleted"]


def test_unknown_columns_are_left_alone():
    assert derive_row([(7, SET, 3, 2, "a", None, None)], KNOWN) == ({}, [])


def test_move_that_closes_a_cycle_is_skipped_and_a_node_without_any_stands_at_the_root():
    parents, skipped = replay([(1, 2, 9, 1), (2, 1, 8, 2), (3, 3, 8, 3)])
    assert parents == {1: 2}  # the others stand at the root
    assert skipped == [(2, 1, 8, 2), (3, 3, 8, 3)]


@given(st.lists(st.tuples(st.integers(1, 5), st.one_of(st.none(), st.integers(1, 5))), max_size=20))
def test_replay_never_gives_a_cycle(moves):
    parents, _ = replay([(child, parent, 1, ts) for ts, (child, parent) in enumerate(moves)])
    for node in parents:
        seen = set()
        while node is not None:
            assert node not in seen
            seen.add(node)
            node = parents.get(node)


# ------------------------------------------------------------------------------------------------ two offices


@pytest.fixture
def offices(tmp_path):
    """Two open copies of a plan with two units, and the function that unites both ways."""
    with make_plan(tmp_path, "甲.xiezuo") as ours:
        units = add_units(ours, "民政局", "教育局")
        with PlanFile.open(copy_file(ours, tmp_path / "乙.xiezuo"), author="乙") as theirs:

            def unite():
                take_in(ours, theirs.path)
                take_in(theirs, ours.path)
                assert conflicts(ours) == conflicts(theirs)
                assert ours.plan.rows(Unit) == theirs.plan.rows(Unit)
                assert_rebuild_equals(ours)
                assert_rebuild_equals(theirs)
                return [c[0] for c in conflicts(ours)]

            yield ours, theirs, units, unite


def put(plan_file, unit, **values):
    with plan_file.edit("修改") as edit:
        edit.put(Unit, unit, **values)


def test_two_values_in_one_cell_are_listed_with_both(offices):
    ours, theirs, (unit, _), unite = offices
    put(ours, unit, name="民政局（甲）")
    put(theirs, unit, name="民政局（乙）")
    assert unite() == ["cell", "cell"]
    assert {c[-1] for c in conflicts(ours)} == {"民政局（甲）", "民政局（乙）"}


def test_different_fields_and_equal_values_are_no_dispute(offices):
    ours, theirs, (unit, other), unite = offices
    put(ours, unit, name="新", phone="1")
    put(theirs, unit, name="新", contact="张")
    put(theirs, other, name="别的")
    assert unite() == []
    assert ours.plan.get(Unit, unit) == Unit(id=unit, order="1", name="新", phone="1", contact="张")


def test_edit_after_both_typed_the_same_makes_no_dispute(offices):
    ours, theirs, (unit, _), unite = offices
    put(ours, unit, name="新")
    put(theirs, unit, name="新")
    unite()
    put(ours, unit, name="更新")
    assert unite() == []


def test_plain_edit_replaces_what_was_shown_and_leaves_the_dispute_listed(offices):
    ours, theirs, (unit, _), unite = offices
    put(ours, unit, name="甲")
    put(theirs, unit, name="乙")
    unite()
    put(ours, unit, name="丙")
    assert unite() == ["cell", "cell"]
    assert ours.plan.get(Unit, unit).name == "丙"


def test_edit_against_deletion_keeps_both_and_is_listed(offices):
    ours, theirs, (unit, _), unite = offices
    with ours.edit("删除") as edit:
        edit.delete(Unit, unit)
    put(theirs, unit, phone="123")
    assert unite() == ["deleted"]
    ours.undo()
    assert unite() == []
    assert ours.plan.get(Unit, unit).phone == "123"


def test_two_moves_that_close_a_cycle_are_listed_until_one_moves_again(offices):
    ours, theirs, (one, two), unite = offices
    put(ours, one, parent=two)
    put(theirs, two, parent=one)
    assert unite() == ["cycle"]
    assert sum(u.parent is None for u in ours.plan.units) == 1
    stray = next(u.id for u in ours.plan.units if u.parent is None)
    put(ours, stray, parent=None)  # it stands there already: nothing is written
    assert unite() == ["cycle"]
    below = next(u.id for u in ours.plan.units if u.parent is not None)
    put(ours, below, parent=None)
    put(ours, stray, parent=below)
    assert unite() == []


def test_same_natural_key_in_two_offices_is_one_row(offices):
    from xiezuo_desktop.core.records import Allocation

    ours, theirs, (one, two), unite = offices
    for plan_file, amount in ((ours, "5"), (theirs, "6")):
        with plan_file.edit("分解") as edit:
            edit.put(Allocation, (one, two, 0), amount=amount, order="V")
    assert unite() == ["cell", "cell"]
    assert len(ours.plan.rows(Allocation)) == 1


def test_file_taken_in_twice_changes_nothing(offices):
    from tests.builders_storage import table_rows

    ours, theirs, (unit, _), unite = offices
    put(theirs, unit, name="乙")
    unite()
    before = table_rows(ours)
    take_in(ours, theirs.path)
    assert table_rows(ours) == before
