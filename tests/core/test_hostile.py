"""Texts that nobody types but a file may hold: every reader answers in time."""

import time

import pytest

from xiezuo_desktop.core.deadlines import read_deadline
from xiezuo_desktop.core.mentions import numbers_in
from xiezuo_desktop.core.names import clean_text, guess_kind, looks_like_group, normalise, split_plaque, split_units
from xiezuo_desktop.core.numbers import read_amount, read_target, with_thousands
from xiezuo_desktop.core.ordinals import ordinal_value, parse_chinese_numeral, split_ordinal

READERS = [
    read_target, read_amount, with_thousands, split_ordinal, ordinal_value, parse_chinese_numeral, split_units, split_plaque, looks_like_group,
    clean_text, normalise, guess_kind, numbers_in, lambda text: read_deadline(text, 2024),
]  # fmt: skip
PIECES = [
    "各",
    "区",
    "1",
    "1,",
    " ",
    "（",
    "(",
    "局 ",
    "年",
    "以",
    "、",
    "(甲)",
    "十",
    "1 ",
    "镇（",
    "乡镇",
    "镇、",
    "12月",
    "万",
    "其中",
    "\n局",
    "第",
    "★",
    "①",
    "等",
    "和",
]


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_row_of_one_thing_is_read_in_time(piece):
    for reader in READERS:
        for text in (piece * 8000, "各" + piece * 8000, piece * 8000 + "局"):
            begun = time.process_time()
            reader(text)
            assert time.process_time() - begun < 4.0, (reader, text[:8])  # quadratic work takes minutes
