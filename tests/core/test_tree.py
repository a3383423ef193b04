import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezuo_desktop.core.tree import key_between, keys_between, spread_keys


@given(st.lists(st.integers(0, 1000), max_size=60))
def test_there_is_always_room_between_two_keys(places):
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        low, high = keys[at - 1] if at else "", keys[at] if at < len(keys) else ""
        keys.insert(at, key_between(low, high))
    assert keys == sorted(set(keys))
    assert not any(k.endswith("0") for k in keys)


@given(st.integers(0, 500))
def test_spread_keys_ascend_and_leave_room(count):
    keys = spread_keys(count)
    assert len(keys) == count
    assert keys == sorted(set(keys))
    for low, high in zip(["", *keys], [*keys, ""], strict=True):
        assert low < key_between(low, high)


@given(st.integers(0, 200))
def test_many_keys_fit_between_two(count):
    keys = keys_between("A", "B", count)
    assert keys == sorted(set(keys))
    assert len(keys) == count
    assert all("A" < k < "B" for k in keys)


def test_keys_in_the_wrong_order_are_refused():
    for low, high in (("B", "A"), ("A", "A")):
        with pytest.raises(ValueError, match="not below"):
            key_between(low, high)


def test_typing_at_the_end_a_thousand_times_keeps_keys_short():
    key = ""
    for _ in range(1000):
        key = key_between(key)
    assert len(key) < 250


def test_adding_row_after_row_keeps_keys_short():
    key = ""
    for _ in range(300):
        after = key_between(key, "")
        assert after > key
        key = after
    assert len(key) <= 6
