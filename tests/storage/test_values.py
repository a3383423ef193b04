"""One cleaning for everybody who writes: what it lets through it lets through again."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezuo_desktop.core.errors import Invalid
from xiezuo_desktop.core.records import Field
from xiezuo_desktop.storage.values import INTEGER_LIMIT, TEXT_LIMIT, clean, restore

TEXT = Field(1, "文字")
NUMBER = Field(2, "个数", type=int)
ID = Field(3, "单位", refers=("unit",), type=int)
FLAG = Field(4, "开放", type=bool)
DECIMAL = Field(5, "数额", type=Decimal)
DAY = Field(6, "日期", type=date)
FIELDS = [TEXT, NUMBER, ID, FLAG, DECIMAL, DAY]

ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(1 << 70), 1 << 70),
    st.floats(),
    st.decimals(),
    st.text(st.characters()),
    st.dates(),
    st.datetimes(),
    st.binary(max_size=5),
    st.sampled_from(
        ["5.50", "1e999999", "2024-06-05", "20240605", "2024-W01-1", "１２", "1_0", " 1", "Infinity", "\ud800"]
    ),
)


@given(st.sampled_from(FIELDS), ANYTHING)
def test_what_is_let_through_is_let_through_unchanged_and_reads_back(field, value):
    try:
        stored = clean(field, value)
    except Invalid:
        return
    assert type(stored) in (str, int, type(None))
    assert clean(field, stored) == stored
    assert clean(field, restore(field, stored)) in (stored, 0 if field is FLAG else stored)
    if isinstance(stored, str):
        stored.encode()


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        (TEXT, "", None),
        (TEXT, " ", " "),
        (TEXT, "一\n二", "一\n二"),
        (NUMBER, 0, 0),
        (NUMBER, -INTEGER_LIMIT, -INTEGER_LIMIT),
        (FLAG, True, 1),
        (FLAG, False, 0),
        (DECIMAL, Decimal("5.50"), "5.50"),
        (DECIMAL, "5.50", "5.50"),
        (DECIMAL, 12, "12"),
        (DAY, date(2024, 6, 5), "2024-06-05"),
        (DAY, "2024-06-05", "2024-06-05"),
        *((field, None, None) for field in FIELDS),
    ],
)
def test_stored_form(field, value, stored):
    result = clean(field, value)
    assert (type(result), result) == (type(stored), stored)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (TEXT, 5),
        (TEXT, "\udc80"),
        (TEXT, b"x"),
        (NUMBER, True),
        (NUMBER, 1.0),
        (NUMBER, "5"),
        (NUMBER, INTEGER_LIMIT),
        (ID, 0),
        (ID, -1),
        (FLAG, 2),
        (FLAG, "1"),
        (DECIMAL, 1.5),
        (DECIMAL, "NaN"),
        (DECIMAL, Decimal("Infinity")),
        (DECIMAL, "1e400"),
        (DECIMAL, True),
        (DAY, "2024-6-5"),
        (DAY, datetime(2024, 6, 5)),
        (DAY, "20240605"),
    ],
)
def test_refused(field, value):
    with pytest.raises(Invalid):
        clean(field, value)


def test_text_of_16_mib_is_the_most():
    assert clean(TEXT, "x" * TEXT_LIMIT)
    with pytest.raises(Invalid, match="16兆"):
        clean(TEXT, "县" * (TEXT_LIMIT // 3 + 1))


def test_nothing_set_reads_as_the_empty_value_of_the_type():
    assert [restore(field, None) for field in FIELDS] == ["", None, None, False, None, None]
