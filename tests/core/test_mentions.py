from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezuo_desktop.core.mentions import Candidate, numbers_in, tie


def read(text):
    return [(n.text, n.measure_unit) for n in numbers_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("选派人才12名，其中12个月以上2名，7-12个月（不含12个月）4人。", [("12", "名"), ("2", "名"), ("4", "人")]),
        ("完成资金 30 万元，培训600人次。", [("30", "万元"), ("600", "人次")]),
        ("不低于1.33亿元，6，720人", [("1.33", "亿元"), ("6，720", "人")]),
        ("２个学校", [("２", "个")]),
        ("2021年，3个季度，第3次，30个工作日，〔2018〕36号，“1+2+1”模式", []),
        ("", []),
    ],
)
def test_numbers_that_count_something_are_found(text, expected):
    assert read(text) == expected


def stated(text, *candidates):
    numbers = numbers_in(text)
    of = [
        Candidate(name, measure_unit, Decimal(number) if number else None) for name, measure_unit, number in candidates
    ]
    return [place if place is None else candidates[place][0] for place in tie(text, numbers, of)]


def test_an_equal_number_and_the_words_around_it_point_to_the_indicator():
    bands = [
        ("选派12个月以上专业人才数", "人", "2"),
        ("选派7-12个月专业人才数", "人", "4"),
        ("培训乡村振兴干部人次", "人次", "600"),
    ]
    text = "选派专业人才7名，其中12个月以上2名，7-12个月4人；培训乡村振兴干部600人次。"
    assert stated(text, *bands) == [None, bands[0][0], bands[1][0], bands[2][0]]


def test_another_number_is_tied_by_its_words_alone():
    of = [("动员社会捐赠金额", "万元", "350"), ("参与结对的企业数", "个", "8"), ("参与结对的社会组织数", "个", "2")]
    text = "完成企业结对3对，与社会组织结对2对，完成社会帮扶资金50万元。"
    assert stated(text, *of) == ["参与结对的企业数", "参与结对的社会组织数", "动员社会捐赠金额"]


def test_what_could_mean_two_indicators_means_none():
    assert stated("建设园区1个。", ("共建园区数", "个", "1"), ("续建园区数", "个", "1")) == [None]
    assert stated("投入经费5万元。", ("动员社会捐赠金额", "万元", "350")) == [None]
    assert stated("培训30人次。", ("培训人数", "人", "30")) == [None]
    assert stated("培训30人。") == [None]


@given(st.text(max_size=80))
def test_numbers_stand_where_they_say(text):
    for number in numbers_in(text):
        found = text[number.start : number.end]
        assert found.startswith(number.text)
        assert found.endswith(number.measure_unit)
        assert number.number >= 0
