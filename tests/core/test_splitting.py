"""Splitting targets: shares are exact, what is open is known, and steps write what was asked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezuo_desktop.core.changes import Drop, Put
from xiezuo_desktop.core.errors import Invalid
from xiezuo_desktop.core.matrix import MatrixColumn
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import Allocation, Indicator, Unit, UnitGroup
from xiezuo_desktop.core.splitting import Portion, Splitter, parse_weights, places, weighted_shares

amounts = st.decimals(min_value=0, max_value=10**12, places=2) | st.integers(0, 10**30).map(Decimal)
weights = st.lists(st.decimals(min_value=0, max_value=10**6, places=3), min_size=1, max_size=12).filter(any)
A, B, C, TOWNS, CITY = 1, 2, 3, 4, 5
COLUMNS = [MatrixColumn(A, 0), MatrixColumn(B, 0), MatrixColumn(C, 0)]


def make_plan(target: str, cells: dict[int, str], measure_unit: str = "万元", **fields) -> Plan:
    units = [Unit(id=n, name=name, order=str(n)) for n, name in ((A, "东港镇"), (B, "西山镇"), (C, "南桥镇"))]
    group = UnitGroup(id=TOWNS, name="十街镇", order="9", expected_size=10)
    city = Unit(id=CITY, name="合计", order="8")
    row = Indicator(id=50, name="帮扶资金", target=target, measure_unit=measure_unit, order="1", **fields)
    split = [
        Allocation(indicator=50, bearer=bearer, partner=0, amount=text, order=str(n + 1))
        for n, (bearer, text) in enumerate(cells.items())
    ]
    rows = {}
    for record in (*units, group, city, row, *split):
        rows.setdefault(type(record), {})[record.key] = record
    return Plan(rows)


def balance(target: str, cells: dict[int, str], **fields):
    plan = make_plan(target, cells, **fields)
    return Splitter(plan, [MatrixColumn(b, 0) for b in cells]).balance(plan.indicators[0])


@given(amounts, weights)
def test_shares_always_add_up_with_the_decimals_of_the_whole(total, parts):
    shares = weighted_shares(total, parts)
    digits = places(total)
    whole = sum(int(format(s, "f").replace(".", "")) for s in shares)
    assert whole == int(format(total, "f").replace(".", ""))
    assert all(s >= 0 and places(s) == digits for s in shares)
    assert all(not s for s, w in zip(shares, parts, strict=True) if not w)


@given(amounts, weights)
def test_no_share_is_a_unit_or_more_away_from_its_exact_part(total, parts):
    from fractions import Fraction

    unit = Fraction(1, 10 ** places(total))
    whole = sum(map(Fraction, parts))
    for share, weight in zip(weighted_shares(total, parts), parts, strict=True):
        assert abs(Fraction(share) - Fraction(total) * Fraction(weight) / whole) < unit


@given(amounts, st.integers(1, 30))
def test_even_shares_differ_by_one_unit_at_most_and_the_larger_come_first(total, count):
    shares = weighted_shares(total, [Decimal(1)] * count)
    assert shares == sorted(shares, reverse=True)
    assert Decimal(format(shares[0], "f")) - shares[-1] <= Decimal(f"1E-{places(total)}")


def test_even_shares_keep_the_decimals_of_the_whole():
    assert [str(s) for s in weighted_shares(Decimal("10.00"), [Decimal(1)] * 3)] == ["3.34", "3.33", "3.33"]
    assert [str(s) for s in weighted_shares(Decimal(10), [Decimal(1)] * 4)] == ["3", "3", "2", "2"]


def test_nothing_is_split_below_zero_or_without_weights():
    with pytest.raises(Invalid, match="负数"):
        weighted_shares(Decimal(-1), [Decimal(1)] * 2)
    with pytest.raises(Invalid, match="权数"):
        weighted_shares(Decimal(5), [Decimal(0), Decimal(0)])


@pytest.mark.parametrize(
    ("target", "cells", "left", "state"),
    [
        ("100", {A: "60", B: "40"}, "0", "even"),
        ("100", {A: "60", B: "30.5"}, "9.5", "open"),
        ("100", {A: "60", B: "50"}, "-10", "over"),
        ("255", {TOWNS: "各25.5"}, "0", "even"),
        ("300", {TOWNS: "各25.5", A: "45"}, "0", "even"),
        ("100", {A: "≥60", B: "≥50"}, "-10", "even"),
        ("100", {A: "60", B: "以签订的任务数为准"}, "40", "even"),
        ("100", {A: "已选派", B: "60"}, "40", "open"),
        ("1亿元", {A: "4000万元", B: "6000"}, "0", "even"),
    ],
)
def test_what_is_open_is_counted(target, cells, left, state):
    found = balance(target, cells)
    assert (found.left, found.state) == (Decimal(left), state)


def test_a_text_target_is_no_sum_and_a_blank_is_no_nought():
    assert balance("由双方商定", {A: "3"}).state == ""
    assert balance("", {A: "3"}).left is None


def test_what_cannot_be_counted_says_why():
    found = balance("100", {A: "3人"})
    assert found.state == "unclear"
    assert "不能换算" in found.unclear


def test_total_columns_are_the_whole_and_bear_nothing():
    plan = make_plan("", {CITY: "100", A: "60", B: "30", C: "5"})
    found = Splitter(plan, [MatrixColumn(CITY, 0), *COLUMNS]).balance(plan.indicators[0])
    assert (found.whole, found.by_totals, found.left) == (Decimal(100), True, Decimal(5))


@pytest.mark.parametrize("towns", [[B], [B, C]])
def test_a_county_splits_its_own_amount_in_the_file_that_was_sent_to_it(towns):
    city = make_plan("7800", {A: "100"})
    below = {(n, 0, 0): Unit(id=n, name=f"第{n}镇", parent=A, order=str(n)) for n in towns}
    plan = Plan({t: city.rows(t) for t in (Indicator, Allocation)} | {Unit: city.rows(Unit) | below}, is_part=True)
    columns = [MatrixColumn(n, 0) for n in towns]
    splitter = Splitter(plan, [COLUMNS[0], *columns])
    assert splitter.balance(plan.indicators[0]).left == Decimal(100)
    portions = splitter.evenly(plan.indicators[0], columns)
    assert sum(Decimal(p.text) for p in portions) == Decimal(100)


def test_a_split_takes_what_the_other_columns_leave():
    plan = make_plan("100.0", {A: "40", B: "1", C: "1"})
    splitter = Splitter(plan, COLUMNS)
    portions = splitter.evenly(plan.indicators[0], COLUMNS[1:])
    assert [p.text for p in portions] == ["30.0", "30.0"]
    portions = splitter.by_weights(plan.indicators[0], COLUMNS, [Decimal(2), Decimal(1), Decimal(0)])
    assert [p.text for p in portions] == ["66.7", "33.3", ""]


def test_the_rest_goes_to_one_column_but_never_below_zero():
    plan = make_plan("100", {A: "40", B: "1"})
    splitter = Splitter(plan, COLUMNS)
    assert splitter.rest_to(plan.indicators[0], COLUMNS[0]) == [Portion(50, COLUMNS[0], "99")]
    plan = make_plan("100", {A: "40", B: "170"})
    with pytest.raises(Invalid, match="负数"):
        Splitter(plan, COLUMNS).rest_to(plan.indicators[0], COLUMNS[0])
    plan = make_plan("100", {A: "≥40"})
    with pytest.raises(Invalid, match="不能加上余数"):
        Splitter(plan, COLUMNS).rest_to(plan.indicators[0], COLUMNS[0])


def test_steps_write_change_and_delete_only_what_differs():
    plan = make_plan("100", {A: "40", C: "60"})
    steps = Splitter(plan, COLUMNS).steps(
        [Portion(50, COLUMNS[0], "40"), Portion(50, COLUMNS[1], " 5 "), Portion(50, COLUMNS[2], "")]
    )
    put, drop = steps
    assert isinstance(put, Put)
    assert put.values["amount"] == "5"
    assert "1" < put.values["order"] < "2"  # between its neighbours
    assert drop == Drop(Allocation, (50, C, 0))


def test_a_column_is_taken_away_with_what_stands_in_it():
    plan = make_plan("100", {A: "40", C: "60"})
    assert Splitter(plan, COLUMNS).drop_columns([COLUMNS[0]]) == [Drop(Allocation, (50, A, 0))]


def test_a_column_total_counts_one_measure_and_each_member():
    plan = make_plan("1", {TOWNS: "各25.5"})
    column = MatrixColumn(TOWNS, 0)
    splitter = Splitter(plan, [column])
    assert splitter.column_total(plan.indicators, column, "万元") == Decimal(255)
    assert splitter.column_total(plan.indicators, column, "人") is None


@pytest.mark.parametrize(
    ("text", "numbers"), [("3:2:1", [3, 2, 1]), ("3、2.5", [3, Decimal("2.5")]), ("甲:2", None), ("", None)]
)
def test_weights_are_typed_as_people_write_them(text, numbers):
    assert parse_weights(text) == numbers


def test_a_split_follows_that_of_last_year_by_names():
    last = make_plan("100", {A: "60", B: "40"})
    plan = make_plan("5.0", {})
    splitter = Splitter(plan, COLUMNS)
    row = plan.indicators[0]
    weights_then = splitter.weights_like(last, row, COLUMNS)
    assert [p.text for p in splitter.by_weights(row, COLUMNS, weights_then)] == ["3.0", "2.0", ""]
    with pytest.raises(Invalid, match="没有分给"):
        splitter.weights_like(make_plan("100", {}), row, COLUMNS)
    with pytest.raises(Invalid, match="没有“帮扶资金”"):
        splitter.weights_like(Plan({}), row, COLUMNS)
