"""Blocks on the clipboard: what is copied comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.windows import copied
from xiezuo_desktop.ui.blocks import copied_block, format_block, parse_block, repeated

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


MERGED = "<table><tr><td rowspan=2>40</td><td>30</td></tr><tr><td><p>20</p><p>其中10</p></td></tr></table>"


@pytest.mark.parametrize(
    ("text", "html", "cells"),
    [
        ("40\n30\n20\n其中10\n", MERGED, [["40", "30"], ["", "20\n其中10"]]),  # a word processor: a line a paragraph
        ("40\t30\n\t20\n其中10\n", MERGED, [["40", "30"], ["", "20\n其中10"]]),
        ('40\t30\n\t"20\n其中10"\n', MERGED, [["40", "30"], ["", "20\n其中10"]]),  # a spreadsheet quotes line ends
        ("40\t30\n", f"<p>见下表</p>{MERGED}", [["40", "30"]]),  # text with a table in it
        ("12", "<b>12</b>", [["12"]]),
        ("\n", "", None),
    ],
)
def test_cells_that_were_copied_are_those_of_the_table(qapp, text, html, cells):
    copied(text, html)
    assert copied_block() == cells
