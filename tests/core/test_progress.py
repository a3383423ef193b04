from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiezuo_desktop.core.numbers import read_target
from xiezuo_desktop.core.progress import (
    STATES,
    Figure,
    Goal,
    Thresholds,
    change,
    completeness,
    completion,
    gathered,
    goal_of,
    is_overdue,
    mean_rate,
    pace,
    percent,
    read_yes_no,
    state,
)

D = Decimal


def goal(number, direction="up", upper=None, **more):
    return Goal(None if number is None else D(number), direction, None if upper is None else D(upper), **more)


def rate(value, *target, **more):
    found = completion(None if value is None else D(value), goal(*target, **more))
    return None if found is None else str(found.normalize().quantize(D("0.0001")).normalize())


# ------------------------------------------------------------------------------------------------ rates


@pytest.mark.parametrize(
    ("value", "target", "expected"),
    [
        ("612", ("650",), "0.9415"), ("650", ("650",), "1"), ("780", ("650",), "1.2"), ("0", ("650",), "0"),
        ("-5", ("650",), "0"), ("0", ("0",), "1"), ("-1", ("0",), "0"), ("-2", ("-3",), "1"),
        ("8", ("5", "down"), "0.625"), ("5", ("5", "down"), "1"), ("0", ("5", "down"), "1"), ("1", ("0", "down"), "0"),
        ("0", ("0", "down"), "1"), ("-3", ("-2", "down"), "1"), ("-1", ("-2", "down"), "0"),
        ("3", ("4", "range", "6"), "0.75"), ("5", ("4", "range", "6"), "1"), ("8", ("4", "range", "6"), "0.75"),
        ("9", ("4", "range"), "1"), ("1", ("1", "yes_no"), "1"), ("0", ("1", "yes_no"), "0"),
    ],
)  # fmt: skip
def test_the_rate_goes_with_the_direction(value, target, expected):
    assert rate(value, *target) == expected


def test_no_rate_without_a_value_or_a_target():
    assert rate(None, "650") is None
    assert rate("612", None) is None
    assert completion(None, goal(None, done=True)) is None  # done before the plan was issued


@pytest.mark.parametrize(
    ("text", "direction", "unit", "expected"),
    [
        ("6720", "", "人", Goal(D(6720), "up", None, "人")),
        ("不超过5", "", "件", Goal(D(5), "down", None, "件")),
        ("不超过5", "up", "件", Goal(D(5), "up", None, "件")),
        ("1.2亿元", "", "万元", Goal(D(12000), "up", None, "万元")),
        ("30-40", "range", "人", Goal(D(30), "range", D(40), "人")),
        ("30至40人", "range", "人", Goal(D(30), "range", D(40), "人")),
        ("-", "", "人", Goal(None, "up", None, "人")),
        ("", "", "人", Goal(None, "up", None, "人")),
        ("按上级安排", "", "人", Goal(None, "up", None, "人")),
        ("该指标只作统计，不作考核", "", "人", Goal(None, "up", None, "人")),
        ("已选派", "", "人", Goal(None, "up", None, "人", done=True)),
        ("是", "yes_no", "", Goal(D(1), "yes_no")),
        ("3亩", "", "万元", Goal(None, "up", None, "万元")),
    ],
)
def test_a_goal_is_what_the_target_cell_says(text, direction, unit, expected):
    assert goal_of(read_target(text), direction, unit) == expected


def test_yes_and_no_are_known_in_many_words():
    assert [read_yes_no(t) for t in ("是", "已完成", " √ ", "否", "未完成", "×", "", "3", "部分完成")] == [
        True, True, True, False, False, False, None, None, None,
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------ pace and states


def test_the_pace_is_months_of_twelve_or_a_curve():
    assert (pace(0), pace(6), pace(12), pace(13), pace(-1)) == (0, D("0.5"), 1, 1, 0)
    assert percent(pace(11)) == "91.7%"
    assert pace(11, last_month=11) == 1
    assert pace(12, last_month=0) == 1
    curve = [D(n) / 10 for n in (0, 0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 10)]
    assert (pace(0, curve), pace(6, curve), pace(99, curve)) == (0, D("0.5"), 1)


def test_states_follow_the_pace():
    half = pace(6)
    hundred = goal("100")
    assert [state(v and D(v), hundred, half) for v in (None, "100", "60", "48", "47.9", "35", "34.9")] == [
        "unreported", "done", "normal", "normal", "behind", "behind", "far_behind",
    ]  # fmt: skip
    lenient = Thresholds(tolerance=D("0.05"), far=D("0.4"))
    assert [state(D(v), hundred, half, thresholds=lenient) for v in (45, 44, 20, 19)] == [
        "normal", "behind", "behind", "far_behind",
    ]  # fmt: skip
    assert state(D(0), hundred, half) == "far_behind"


def test_what_is_past_its_day_is_overdue_unless_done():
    hundred = goal("100")
    assert state(D(99), hundred, pace(11), overdue=True) == "overdue"
    assert state(None, hundred, pace(11), overdue=True) == "overdue"
    assert state(D(100), hundred, pace(11), overdue=True) == "done"
    assert is_overdue(date(2031, 11, 30), date(2031, 12, 1))
    assert not is_overdue(date(2031, 11, 30), date(2031, 11, 30))
    assert not is_overdue(None, date(2031, 11, 30))


@pytest.mark.parametrize("text", ["-", "/", "", "按上级安排", "该指标只作统计，不作考核"])
def test_what_has_no_number_to_reach_is_only_counted(text):
    found = goal_of(read_target(text), "", "人")
    for value in (None, D(0), D(5)):
        assert state(value, found, pace(12), overdue=True) == "statistical"
        assert completion(value, found) is None


def test_statistical_rows_and_targets_reached_before_issue_have_their_own_state():
    assert state(D(5), goal("5"), pace(6), rated=False) == "statistical"
    assert state(None, goal_of(read_target("已选派")), pace(1)) == "done"


def test_what_must_not_be_exceeded_is_normal_until_the_year_is_over():
    most = goal("5", "down")
    assert [state(D(v), most, pace(6)) for v in (0, 5, 6, 8)] == ["normal", "normal", "behind", "far_behind"]
    assert state(D(5), most, pace(12)) == "done"
    assert state(D(6), most, pace(12)) == "behind"
    between = goal("4", "range", "6")
    assert [state(D(5), between, pace(m)) for m in (6, 12)] == ["normal", "done"]


def test_yes_or_no_is_not_behind_before_its_time():
    one = goal("1", "yes_no")
    assert [state(D(v), one, pace(m)) for v, m in ((0, 6), (1, 6), (0, 12))] == ["normal", "done", "far_behind"]


def test_change_needs_two_figures():
    assert change(D(612), D(500)) == 112
    assert change(None, D(500)) is change(D(612), None) is None


def test_rates_are_shown_with_one_decimal():
    assert [percent(r) for r in (D("0.94153"), D(1), D("0.0005"), None)] == ["94.2%", "100.0%", "0.1%", ""]


# ------------------------------------------------------------------------------------------------ adding up


def figures(**values):
    return {who: Figure(None if v is None else D(v), "万元") for who, v in values.items()}


def test_figures_are_converted_exactly_before_they_are_added():
    found = gathered({1: Figure(D("0.3"), "亿元"), 2: Figure(D("25.5"), "万元"), 3: Figure(D(5), "")}, "万元")
    assert (found.number, found.reported, found.expected) == (D("3030.5"), 3, 3)


def test_a_figure_in_another_kind_of_unit_is_named_and_not_added():
    found = gathered({1: Figure(D(3), "亩"), 2: Figure(D(4), "万元")}, "万元")
    assert (found.number, found.odd) == (D(4), (1,))


def test_nothing_reported_is_not_nought():
    found = gathered(figures(a=None, b=None), "万元")
    assert (found.number, found.reported, found.expected, found.missing) == (None, 0, 2, ("a", "b"))
    assert gathered({}).number is None
    assert gathered(figures(a="0", b=None), "万元").number == 0


def test_completeness_counts_who_is_there_and_who_in_time():
    day = date(2031, 6, 25)
    found = completeness(["甲", "乙", "丙"], {"甲": day, "乙": date(2031, 6, 26), "丁": day}, cut_off=day)
    assert (found.expected, found.reported, found.in_time, found.missing) == (3, 2, 1, ("丙",))
    assert (percent(found.rate), percent(found.timeliness)) == ("66.7%", "33.3%")
    nobody = completeness([], {})
    assert nobody.rate is nobody.timeliness is None


# ------------------------------------------------------------------------------------------------ whatever comes

NUMBERS = st.none() | st.decimals("-1000000", "1000000", places=3) | st.just(D(0))
GOALS = st.builds(Goal, NUMBERS, st.sampled_from(["up", "down", "range", "yes_no"]), NUMBERS)


@settings(max_examples=300, deadline=None)
@given(NUMBERS, GOALS, st.integers(0, 12), st.booleans(), st.booleans())
def test_no_rate_divides_by_nought_and_every_state_has_a_name(value, a_goal, month, overdue, rated):
    found = completion(value, a_goal)
    assert (found is None) == (value is None or a_goal.number is None)
    assert found is None or found >= 0
    named = state(value, a_goal, pace(month), rated=rated, overdue=overdue)
    assert named in STATES
    if value is None:
        assert named in ("unreported", "overdue", "statistical")


@given(st.lists(st.one_of(st.none(), st.decimals(0, 5, places=3)), max_size=8))
def test_the_mean_rate_is_that_of_brute_force(rates):
    found = mean_rate(rates)
    if all(rate is None for rate in rates):
        assert found is None  # nothing reported is no rate of nought
    else:
        assert abs(found * len(rates) - sum(min(r, D(1)) for r in rates if r is not None)) < D("1e-20")
