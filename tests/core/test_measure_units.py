from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezuo_desktop.core.measure_units import comparable, convert, dimension, is_broken_count


@pytest.mark.parametrize(
    ("number", "source", "target", "result"),
    [
        ("0.3", "亿元", "万元", "3000"), ("3000", "万元", "亿元", "0.3"), ("12", "名", "人", "12"), ("1.5", "万人次", "人次", "15000"),
        ("4", "万", "万元", "4"), ("4", "万", "人", "40000"), ("15", "亩", "公顷", "1"), ("5", "家", "个", "5"), ("0.42", "亿元", "元", "42000000"),
        ("5.50", "亿元", "亿元", "5.50"), ("7", "支", "支", "7"),
    ],
)  # fmt: skip
def test_conversion_is_exact(number, source, target, result):
    assert str(convert(Decimal(number), source, target)) == result


@pytest.mark.parametrize(
    ("source", "target"),
    [("人", "人次"), ("个", "对"), ("万元", "人"), ("亩", "公顷"), ("支", "个"), ("万", "支"), ("", "人")],
)
def test_what_is_not_the_same_or_not_exact_is_not_converted(source, target):
    assert convert(Decimal(1), source, target) is None


@pytest.mark.parametrize(
    ("one", "other"), [("人", "名"), ("亿元", "元"), ("个", "家"), ("所", "个"), ("％", "%"), ("支", "支")]
)
def test_same_dimension_compares(one, other):
    assert comparable(one, other)


@pytest.mark.parametrize(("one", "other"), [("人", "人次"), ("个", "对"), ("个", "人"), ("支", "人"), ("次", "人次")])
def test_other_dimension_does_not(one, other):
    assert not comparable(one, other)


def test_an_unknown_unit_has_no_dimension():
    assert dimension("人份") is None
    assert dimension("") is None
    assert dimension("万 元") == "money"


@given(
    st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False),
    st.sampled_from(["元", "千元", "万元", "百万元", "亿元"]),
    st.sampled_from(["元", "千元", "万元", "百万元", "亿元"]),
)
def test_there_and_back_is_the_same_quantity(number, one, other):
    there = convert(number, one, other)
    assert there is not None
    assert convert(there, other, one) == number


@pytest.mark.parametrize(
    ("number", "measure_unit", "broken"),
    [
        ("0.66", "个", True), ("0.66", "万人", False), ("0.00005", "万人", True), ("3.0", "家", False), ("0.5", "亩", False),
        ("0.5", "期", False), ("0.5", "驻点", False), (f"1{'0' * 60}.5", "人", True),
    ],
)  # fmt: skip
def test_what_is_counted_one_by_one_is_not_broken(number, measure_unit, broken):
    assert is_broken_count(Decimal(number), measure_unit) is broken
