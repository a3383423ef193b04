"""Blocks on the clipboard: what is copied comes back as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xiezuo_desktop.ui.blocks import format_block, parse_block, repeated

cells = st.text(alphabet='ab1\t\n"甲 ,', max_size=6)
blocks = st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(cells, min_size=wide, max_size=wide), min_size=1, max_size=4)
)


@given(blocks)
def test_a_block_comes_back_as_it_was(block):
    assert parse_block(format_block(block)) == block


def test_rows_of_unequal_length_are_filled_up_and_plain_quotes_stay():
    assert parse_block("1\t2\r\n3") == [["1", "2"], ["3", ""]]
    assert parse_block('"甲"\t5"\n') == [['"甲"', '5"']]


def test_a_block_is_repeated_over_a_multiple_of_its_size():
    assert repeated([["1", "2"]], 2, 4) == [["1", "2", "1", "2"]] * 2
    assert repeated([["1", "2"]], 2, 3) == [["1", "2"]]
