"""Targets for parts of the year: how they read, the pace they set, what is wrong with them."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.plans import findings, indicator, plan_of
from xiezuo_desktop.core.adjusting import FIXED
from xiezuo_desktop.core.figures.months import pace_at
from xiezuo_desktop.core.records import Indicator, Period, PlanInfo
from xiezuo_desktop.core.stages import read_stages, stage_pace
from xiezuo_desktop.core.year_end import carry_over


def staged(text, target="100", measure_unit="人", **values):
    return indicator("培训人数", target, measure_unit, stages=text, **values)


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("一季度20；上半年50；前三季度80；全年100", "100", {3: "20", 6: "50", 9: "80", 12: "100"}),
        ("第一季度末完成20人，第二季度末50人", "100", {3: "20", 6: "50"}),
        ("一季度20，二季度30，三季度30，四季度20", "100", {3: "20", 6: "50", 9: "80", 12: "100"}),
        ("一季度40；二季度30", "100", {3: "40", 6: "70"}),
        ("1季度：1,000人、1-6月：2,500人", "5000", {3: "1000", 6: "2500"}),
        ("到6月底累计达到60；10月底前90", "100", {6: "60", 10: "90"}),
        ("半年 0.5", "1", {6: "0.5"}),
        ("前两个季度5", "9", {6: "5"}),
    ],
)
def test_stages_read_as_cumulative_figures(text, target, expected):
    read = read_stages(staged(text, target))
    assert ({s.month: str(s.number) for s in read.stages}, read.unread) == (expected, ())


def test_shares_and_other_units_are_converted_exactly():
    assert [(s.month, s.number, s.share) for s in read_stages(staged("一季度25%；上半年50%")).stages] == [
        (3, D("0.25"), True), (6, D("0.5"), True),
    ]  # fmt: skip
    (half,) = read_stages(staged("上半年3000万元", "1", "亿元")).stages
    assert half.number == D("0.3")


def test_what_says_no_stage_is_told_and_not_taken_for_one():
    read = read_stages(staged("一季度-；稳步推进；6月50；6月60；13月3"))
    assert ([s.month for s in read.stages], read.unread) == ([6], ("一季度-", "稳步推进", "6月60", "13月3"))
    assert read_stages(staged("")).stages == ()


def test_the_pace_goes_evenly_from_stage_to_stage():
    row = staged("一季度30；上半年45")
    assert [stage_pace(row, month) for month in (0, 1, 3, 4, 6, 9, 12)] == [
        D(0), D("0.1"), D("0.3"), D("0.35"), D("0.45"), D("0.725"), D(1),
    ]  # fmt: skip
    assert stage_pace(staged(""), 6) is None
    assert stage_pace(staged("一季度30", "-"), 3) is None
    assert stage_pace(staged("一季度30", "0"), 3) is None


def test_the_stages_of_an_indicator_go_before_the_pace_of_the_month():
    row, other = staged("上半年80"), indicator("就业人数", "100")
    plan = plan_of(PlanInfo(id=1, year=2024), row, other, Period(period=202406, pace=D(40)))
    assert (pace_at(plan, 202406, row), pace_at(plan, 202406, other)) == (D("0.8"), D("0.4"))


@given(
    st.dictionaries(st.integers(1, 12), st.integers(0, 500), max_size=6),
    st.sampled_from(["100", "0", "-", "", "已完成", "应补尽补"]),
    st.integers(-2, 14),
)
def test_any_stages_give_a_pace_or_none_and_never_divide_by_nought(stages, target, month):
    text = "；".join(f"{at}月{number}" for at, number in stages.items())
    found = stage_pace(staged(text, target), month)
    assert found is None or found >= 0
    if target != "100":
        assert found is None


def test_stages_that_miss_the_target_are_found_and_those_that_meet_it_are_not():
    assert findings("V24", staged("一季度20；上半年50；全年100")) == []
    assert findings("V24", staged("一季度20；二季度30；三季度30；四季度20")) == []
    assert findings("V24", staged("上半年50；全年90")) == [("warning", "阶段目标：到12月90人，年度目标是100人。")]
    assert findings("V24", staged("上半年120")) == [("warning", "阶段目标：到6月120人，年度目标是100人。")]
    assert findings("V24", staged("前三季度80；上半年90")) == [("warning", "阶段目标：到9月80人，比到6月的90人少。")]
    assert [severity for severity, _ in findings("V24", staged("稳步推进"))] == ["hint"]


def test_stages_are_fixed_when_a_plan_is_issued_and_are_not_carried_into_the_next_year():
    assert "stages" in FIXED[Indicator]
    row = staged("一季度20")
    plan = plan_of(PlanInfo(id=1, year=2024), row)
    (carried,) = (step for step in carry_over(plan, 9, 2025) if step.record is Indicator)
    assert "stages" not in carried.values
