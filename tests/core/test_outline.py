"""Rearranging the outline of indicators: what a person asks for, and numbers that stay right whatever is moved where."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiezuo_desktop.core.errors import Invalid
from xiezuo_desktop.core.outline import (
    Place,
    add_category,
    add_indicator,
    applied,
    branch,
    delete_rows,
    is_regular,
    move_category,
    move_indicators,
    place_of,
    renumber_steps,
    siblings,
    topmost,
)
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import Category, Indicator, Mention, Responsibility, full_key
from xiezuo_desktop.core.tree import spread_keys


def plan_of(*rows: tuple[int, str, int], categories: int = 2) -> Plan:
    """A plan of rows (category, ordinal, level 0 or 1); ids count from 101, categories are 1, 2 …"""
    homes = {
        full_key(n): Category(id=n, name=f"类{n}", ordinal=f"（{'一二三'[n - 1]}）", order=f"c{n}")
        for n in range(1, categories + 1)
    }
    indicators = {}
    above = None
    for n, ((category, ordinal, level), order) in enumerate(zip(rows, spread_keys(len(rows)), strict=True), 101):
        parent = above if level else None
        indicators[full_key(n)] = Indicator(
            id=n,
            category=category,
            ordinal=ordinal,
            name=f"项{n}",
            parent=parent,
            parent_relation="subset" if level else "",
            order=order,
        )
        above = above if level else n
    return Plan({Category: homes, Indicator: indicators})


def shown(plan: Plan) -> list[str]:
    """Every row as category:ordinal(id), sub rows with a dash."""
    return [
        f"{'-' if depth else ''}{c.id}:{i.ordinal}({i.id})" for c in plan.categories for i, depth in plan.tree_of(c)
    ]


USUAL = ((1, "1", 0), (1, "2", 0), (1, "", 1), (2, "3", 0), (2, "4", 0))


def test_a_new_row_stands_behind_and_all_are_numbered():
    plan = plan_of(*USUAL)
    after = applied(plan, add_indicator(plan, Place(1, None, 102), 900))
    assert shown(after) == ["1:1(101)", "1:2(900)", "1:3(102)", "-1:(103)", "2:4(104)", "2:5(105)"]


def test_a_new_sub_row_is_not_numbered_where_its_like_are_not():
    plan = plan_of(*USUAL)
    after = applied(plan, add_indicator(plan, Place(1, 101), 900))
    made = after.get(Indicator, 900)
    assert made is not None
    assert (made.ordinal, made.parent_relation) == ("", "subset")


def test_the_first_row_of_an_empty_plan_is_number_one():
    plan = Plan({})
    assert [i.ordinal for i in applied(plan, add_indicator(plan, Place(None), 900)).indicators] == ["1"]


def test_numbers_that_begin_anew_in_each_category_do_so_afterwards():
    plan = plan_of((1, "1", 0), (1, "2", 0), (2, "1", 0), (2, "2", 0))
    after = applied(plan, move_indicators(plan, [102], Place(2)))
    assert shown(after) == ["1:1(101)", "2:1(103)", "2:2(104)", "2:3(102)"]


def test_a_document_that_counts_in_a_way_of_its_own_is_left_alone():
    plan = plan_of((1, "3", 0), (1, "7", 0), (2, "9", 0))
    assert not is_regular(plan)
    after = applied(plan, delete_rows(plan, [102]))
    assert shown(after) == ["1:3(101)", "2:9(103)"]
    assert shown(applied(after, renumber_steps(after))) == ["1:1(101)", "2:2(103)"]


def test_a_moved_row_takes_what_hangs_below_it():
    plan = plan_of(*USUAL)
    after = applied(plan, move_indicators(plan, [102], Place(2, None, 104)))
    assert shown(after) == ["1:1(101)", "2:2(102)", "-2:(103)", "2:3(104)", "2:4(105)"]
    assert after.get(Indicator, 103).category == 2


def test_a_row_becomes_a_sub_row_and_comes_back():
    plan = plan_of(*USUAL)
    inside = applied(plan, move_indicators(plan, [102], Place(1, 101)))
    assert shown(inside)[:3] == ["1:1(101)", "-1:(102)", "-1:(103)"]
    back = applied(inside, move_indicators(inside, [102], Place(1)))
    assert shown(back) == shown(plan)


def test_a_row_cannot_go_below_itself():
    plan = plan_of(*USUAL)
    with pytest.raises(Invalid):
        move_indicators(plan, [102], Place(1, 103))


def test_deleting_takes_what_belongs_to_the_row_and_unties_the_text():
    plan = plan_of(*USUAL).with_rows(
        {
            Responsibility: {full_key(5): Responsibility(id=5, subject=103, unit=9)},
            Mention: {full_key(6): Mention(id=6, clause=1, indicator=102)},
        }
    )
    after = applied(plan, delete_rows(plan, [102]))
    assert shown(after) == ["1:1(101)", "2:2(104)", "2:3(105)"]
    assert not after.rows(Responsibility)
    assert after.get(Mention, 6).indicator is None


def test_a_category_goes_with_its_rows():
    plan = plan_of(*USUAL)
    after = applied(plan, delete_rows(plan, [], [1]))
    assert shown(after) == ["2:1(104)", "2:2(105)"]
    assert [c.ordinal for c in after.categories] == ["（一）"]


def test_categories_are_added_and_moved_with_their_numbers():
    plan = plan_of(*USUAL)
    after = applied(plan, add_category(plan, 2, 900, "新的"))
    assert [(c.ordinal, c.id) for c in after.categories] == [("（一）", 1), ("（二）", 900), ("（三）", 2)]
    moved = applied(after, move_category(after, 2, 1))
    assert [(c.ordinal, c.id) for c in moved.categories] == [("（一）", 2), ("（二）", 1), ("（三）", 900)]
    assert shown(moved)[0] == "2:1(104)"


def test_equal_order_keys_of_two_offices_are_parted_by_a_move():
    rows = {full_key(n): Indicator(id=n, name=f"项{n}", order="V") for n in (11, 12, 13)}
    plan = Plan({Indicator: rows})
    after = applied(plan, move_indicators(plan, [13], Place(None, None, 12)))
    assert [i.id for i in after.indicators] == [11, 13, 12]


ROWS = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 1)), min_size=1, max_size=12)


@settings(max_examples=150, deadline=None)
@given(ROWS, st.data())
def test_whatever_is_moved_no_row_is_lost_and_numbers_count_on(levels, data):
    rows, number = [], 0
    for category, level in sorted(levels):
        level = level if rows and rows[-1][0] == category else 0
        number += not level
        rows.append((category, "" if level else str(number), level))
    plan = plan_of(*rows, categories=3)
    assert is_regular(plan)
    ids = [i.id for i in plan.indicators]
    moved = data.draw(st.sets(st.sampled_from(ids), min_size=1, max_size=4))
    parent = data.draw(st.none() | st.sampled_from(ids))
    category = data.draw(st.integers(1, 3)) if parent is None else plan.get(Indicator, parent).category
    around = [s.id for s in siblings(plan, Place(category, parent))]
    before = data.draw(st.none() | st.sampled_from(around)) if around else None
    own = set(branch(plan, [t.id for t in topmost(plan, moved)]))
    try:
        after = applied(plan, move_indicators(plan, moved, Place(category, parent, before)))
    except Invalid:
        assert parent in own
        return
    assert sorted(i.id for i in after.indicators) == sorted(ids)
    assert is_regular(after)
    for top in topmost(plan, moved):
        placed = place_of(after, after.get(Indicator, top.id))
        assert (placed.category, placed.parent) == (category, parent)
