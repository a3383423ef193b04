from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezuo_desktop.core.deadlines import read_deadline


@pytest.mark.parametrize(
    ("text", "kind", "due"),
    [
        ("12月底前", "month_end", date(2023, 12, 31)),
        ("2024年11月30日前", "date", date(2024, 11, 30)),
        ("11月底", "month_end", date(2023, 11, 30)),
        ("年底前", "month_end", date(2023, 12, 31)),
        ("6月30日前", "date", date(2023, 6, 30)),
        ("第三季度末", "month_end", date(2023, 9, 30)),
        ("三季度", "month_end", date(2023, 9, 30)),
        ("上半年", "month_end", date(2023, 6, 30)),
        ("下半年", "month_end", date(2023, 12, 31)),
        ("十二月底前", "month_end", date(2023, 12, 31)),
        ("２月底前", "month_end", date(2023, 2, 28)),
        ("2024 年 2 月底", "month_end", date(2024, 2, 29)),
        ("9月投入使用", "month_end", date(2023, 9, 30)),
        ("5月底前动工，10月底前完工", "month_end", date(2023, 10, 31)),
        ("3月—11月", "month_end", date(2023, 11, 30)),
        ("2024年3月至11月", "month_end", date(2024, 11, 30)),
        ("11月前", "month_end", date(2023, 10, 31)),
        ("1月前", "month_end", date(2022, 12, 31)),
        ("次年1月底前", "month_end", date(2024, 1, 31)),
        ("6月中旬", "date", date(2023, 6, 20)),
        ("6月下旬", "month_end", date(2023, 6, 30)),
        ("2024.11.30", "date", date(2024, 11, 30)),
        ("2024/6", "month_end", date(2024, 6, 30)),
        ("2024年", "month_end", date(2024, 12, 31)),
        ("2024年内", "month_end", date(2024, 12, 31)),
        ("本年度内", "month_end", date(2023, 12, 31)),
        ("2月30日", "date", None),
        ("13月底", "month_end", None),
        ("持续推进", "ongoing", None),
        ("长期", "ongoing", None),
        ("全年", "ongoing", None),
        ("每月25日", "recurring", None),
        ("每季度末", "recurring", None),
        ("按月报送", "recurring", None),
        ("", "none", None),
        (" \n", "none", None),
        ("/", "none", None),
        ("—", "none", None),
        ("按上级要求", "none", None),
        ("内部掌握", "none", None),
    ],
)
def test_a_deadline_reads_as_people_mean_it(text, kind, due):
    read = read_deadline(text, 2023)
    assert (read.kind, read.due) == (kind, due)
    assert read.raw == text


def test_a_month_without_a_year_has_no_day():
    assert read_deadline("12月底前", None).due is None
    assert read_deadline("12月底前", None).kind == "month_end"
    assert read_deadline("2025年12月底前", None).due == date(2025, 12, 31)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2999, 12, 31)))
def test_every_day_reads_back(day):
    assert read_deadline(f"{day.year}年{day.month}月{day.day}日前", None).due == day
    assert read_deadline(day.isoformat(), 1999).due == day


@given(st.text(max_size=40), st.one_of(st.none(), st.integers(-5, 20000)))
def test_no_text_is_too_strange(text, year):
    read = read_deadline(text, year)
    assert read.kind in ("date", "month_end", "ongoing", "recurring", "none")
    assert read.due is None or read.kind in ("date", "month_end")
