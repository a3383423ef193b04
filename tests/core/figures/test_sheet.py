"""Months, locks, what is written and how it reads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.plans import duty, group, indicator, plan_of, share, unit
from xiezuo_desktop.core.changes import Drop
from xiezuo_desktop.core.errors import Invalid
from xiezuo_desktop.core.figures.duties import Duties, month_state
from xiezuo_desktop.core.figures.months import (
    cut_off,
    is_locked,
    last_reported,
    months_of,
    pace_at,
    running_month,
    thresholds,
)
from xiezuo_desktop.core.figures.outliers import looks_odd
from xiezuo_desktop.core.figures.sheet import FigureSheet, next_to_look_at
from xiezuo_desktop.core.figures.steps import Said, Writer, figure_steps, not_a_figure
from xiezuo_desktop.core.overview import overview
from xiezuo_desktop.core.progress import Goal
from xiezuo_desktop.core.records import Dispatch, LockException, Member, Period, PlanInfo, Report

D = Decimal
TODAY = date(2024, 7, 3)
WRITER = Writer("王小明", TODAY)


def reported(of, who, month, value, **values):
    return Report(indicator=of.id, bearer=who.id if who else 0, period=202400 + month, value=value, **values)


def year(**values):
    return PlanInfo(id=1, year=2024, **values)


# ------------------------------------------------------------------------------------------------ months


def test_the_cut_off_is_that_of_the_month_or_the_usual_day():
    plan = plan_of(year(cut_off_day=31), Period(period=202406, cut_off=date(2024, 7, 2)))
    assert (cut_off(plan, 202402), cut_off(plan, 202406)) == (date(2024, 2, 29), date(2024, 7, 2))
    assert cut_off(plan_of(year()), 202402) is None
    assert months_of(plan)[0] == 202401
    assert last_reported(plan) is None


def test_a_usual_day_in_the_first_half_is_one_of_the_next_month():
    plan = plan_of(year(cut_off_day=5))
    assert (cut_off(plan, 202403), cut_off(plan, 202412)) == (date(2024, 4, 5), date(2025, 1, 5))
    assert cut_off(plan, 202400) == date(2025, 1, 5)
    assert cut_off(plan_of(year(cut_off_day=25)), 202403) == date(2024, 3, 25)


def test_what_was_done_before_issue_has_no_rate_and_is_done():
    row, other = indicator("挂职干部", "已选派"), indicator("培训人数", "100")
    plan = plan_of(year(), row, other, reported(other, None, 6, "50"))
    entry = FigureSheet(plan, 202406, TODAY).entry(row, 0)
    assert (entry.rate, entry.state) == (None, "done")
    assert overview(plan, TODAY).rate == D("0.5")


def test_a_lock_holds_but_for_its_exceptions():
    town, other = unit("东港镇"), unit("西山镇")
    until = LockException(period=202405, unit=town.id, until=date(2024, 7, 5), reason="数据迟到")
    plan = plan_of(year(), town, other, Period(period=202405, locked=True), until)
    assert not is_locked(plan, 202405, town.id, date(2024, 7, 5))
    assert is_locked(plan, 202405, town.id, date(2024, 7, 6))
    assert is_locked(plan, 202405, other.id, TODAY)
    assert not is_locked(plan, 202406, other.id, TODAY)
    everybody = plan_of(year(), Period(period=202405, locked=True), LockException(period=202405, unit=0))
    assert not is_locked(everybody, 202405, other.id, TODAY)


def test_the_pace_ends_with_the_deadline_and_can_be_settled():
    row = indicator("培训人数", "100", deadline="11月底前")
    plan = plan_of(year(tolerance=D(5), far_behind=D(50)), row, Period(period=202407, pace=D("40")))
    assert pace_at(plan, 202411, row) == 1
    assert pace_at(plan, 202406) == D("0.5")
    assert pace_at(plan, 202407, row) == D("0.4")
    assert (thresholds(plan).tolerance, thresholds(plan).far) == (D("0.05"), D("0.5"))


# ------------------------------------------------------------------------------------------------ entries


def test_an_entry_shows_what_came_before_and_where_it_stands():
    town = unit("东港镇")
    row = indicator("培训人数", "100")
    plan = plan_of(
        year(), town, row, share(row, town, "100"), reported(row, town, 4, "30"), reported(row, town, 6, "48")
    )
    found = FigureSheet(plan, 202406, TODAY).entry(row, town.id)
    assert (found.value, found.before, found.before_period, found.increment) == (48, 30, 202404, 18)
    assert (found.rate, found.pace, found.state_label, found.report_state) == (D("0.48"), D("0.5"), "正常", "已报")
    blank = FigureSheet(plan, 202403, TODAY).entry(row, town.id)
    assert (blank.value, blank.before, blank.increment, blank.rate, blank.report_state) == (None,) * 4 + ("未报",)
    assert blank.state == "unreported"


@pytest.mark.parametrize(
    ("target", "nature"), [("100", "statistical"), ("-", ""), ("该指标只作统计，不作考核", ""), ("按标准拨付", "")]
)
def test_what_is_only_counted_never_has_a_rate(target, nature):
    row = indicator("培训人数", target, nature=nature)
    found = FigureSheet(plan_of(year(), row, reported(row, None, 6, "48")), 202406, TODAY).entry(row, 0)
    assert (found.value, found.rate, found.state) == (48, None, "statistical")


def test_units_of_measure_are_converted_exactly():
    row = indicator("消费帮扶", "1.2", "亿元")
    found = FigureSheet(plan_of(year(), row, reported(row, None, 6, "6000万元")), 202406, TODAY).entry(row, 0)
    assert (found.value, found.rate) == (D("0.6"), D("0.5"))


def test_the_first_month_counts_from_nothing_unless_it_holds_a_stock():
    row, stock = indicator("培训人数", "100"), indicator("就业数（含存量）", "100")
    plan = plan_of(year(), row, stock, reported(row, None, 1, "5"), reported(stock, None, 1, "80"))
    sheet = FigureSheet(plan, 202401, TODAY)
    assert (sheet.entry(row, 0).increment, sheet.entry(stock, 0).increment) == (5, None)


# ------------------------------------------------------------------------------------------------ writing


def written(plan, period, *said, writer=WRITER):
    return figure_steps(FigureSheet(plan, period, TODAY), [Said(*s) for s in said], writer)


def test_a_figure_that_is_typed_is_reported_with_its_day():
    row = indicator("培训人数", "100")
    plan = plan_of(year(), row)
    (put,) = written(plan, 202406, (row.id, 0, "value", " 48 "), (row.id, 0, "note", "已开班两期"))
    assert put.values == {
        "value": "48", "note": "已开班两期", "state": "reported", "received_via": "typed", "reported_by": "王小明",
        "reported_on": TODAY,
    }  # fmt: skip
    assert not written(plan_of(year(), row, reported(row, None, 6, "48")), 202406, (row.id, 0, "value", "48"))


def test_an_increment_comes_on_top_of_the_last_figure():
    row, point = indicator("消费帮扶", "5.5", "亿元"), indicator("在园企业", "9", "家", accumulation="point")
    plan = plan_of(year(), row, point, reported(row, None, 4, "1.20亿元"))
    (put,) = written(plan, 202406, (row.id, 0, "increment", "0.35"))
    assert put.values["value"] == "1.55亿元"
    assert written(plan, 202401, (row.id, 0, "increment", "0.35"))[0].values["value"] == "0.35"
    for period, of, wrong in ((202403, row, "3"), (202406, row, "是"), (202406, point, "3")):
        with pytest.raises(Invalid, match="没有改动"):
            written(plan, period, (of.id, 0, "increment", wrong))


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=12))
def test_a_blank_a_dash_and_a_word_never_become_nought(text):
    row = indicator("培训人数", "100")
    if not_a_figure(text):
        return
    report = reported(row, None, 6, text.strip())
    value = FigureSheet(plan_of(year(), row, report), 202406, TODAY).entry(row, 0).value
    if not any(c.isdigit() or c.isnumeric() for c in text):
        assert value is None or value != 0


def test_clearing_takes_the_report_away_and_leaves_what_was_remarked():
    row = indicator("培训人数", "100")
    plain, marked = reported(row, None, 6, "48"), reported(row, None, 6, "48", follow_up=True, comment="与上报表不符")
    assert isinstance(written(plan_of(year(), row, plain), 202406, (row.id, 0, "value", ""))[0], Drop)
    (put,) = written(plan_of(year(), row, marked), 202406, (row.id, 0, "value", ""))
    assert (put.values["value"], put.values["state"]) == ("", "")


def test_a_locked_month_wants_a_reason():
    row = indicator("培训人数", "100")
    plan = plan_of(year(), row, Period(period=202405, locked=True), reported(row, None, 5, "40"))
    with pytest.raises(Invalid, match="已经锁定"):
        written(plan, 202405, (row.id, 0, "value", "41"))
    (put,) = written(plan, 202405, (row.id, 0, "value", "41"), writer=Writer("王小明", TODAY, correction="原数漏报1人"))
    assert (put.values["value"], put.values["correction"]) == ("41", "原数漏报1人")


@pytest.mark.parametrize("text", ["abc", "12..5", "1,2,3,", "=1+1", "9" * 200, "较多"])
def test_what_is_no_figure_is_refused(text):
    assert not_a_figure(text)


@pytest.mark.parametrize("text", ["48", "1,200", "5.50亿元", "94.2%", "是", "已完成", "-", "/", ""])
def test_figures_have_many_forms(text):
    assert not not_a_figure(text)


# ------------------------------------------------------------------------------------------------ who reports


def test_who_bears_a_share_reports_else_the_first_office():
    bureau, help_, town, other = (unit(n) for n in ("教育局", "财政局", "东港镇", "西山镇"))
    towns = group("各镇")
    split, whole, none = indicator("筹资", "51"), indicator("学校数", "3"), indicator("落地数", "-")
    plan = plan_of(
        year(), bureau, help_, town, other, towns, split, whole, none,
        Member(group=towns.id, unit=town.id), Member(group=towns.id, unit=other.id),
        share(split, towns, "各25.5"), duty(split, bureau, "lead"),
        duty(whole, bureau), duty(whole, help_), duty(none, bureau),
    )  # fmt: skip
    duties = Duties(plan)
    assert duties.expected == {split.id: [town.id, other.id], whole.id: [bureau.id], none.id: []}
    assert [i.name for i in duties.concerns(help_.id)] == ["学校数"]
    assert [i.name for i in duties.concerns(town.id)] == ["筹资"]
    assert duties.units == [bureau.id, town.id, other.id]


def test_completeness_and_timeliness_are_counted_per_unit_and_month():
    towns = [unit(n) for n in ("东港镇", "西山镇", "南桥镇")]
    row = indicator("筹资", "75")
    said = [
        reported(row, towns[0], 6, "5", reported_on=date(2024, 6, 25)),
        reported(row, towns[1], 6, "5", reported_on=date(2024, 6, 28)),
        reported(row, towns[2], 6, "5", state="returned", reported_on=date(2024, 6, 1)),
    ]
    plan = plan_of(year(cut_off_day=25), *towns, row, *(share(row, t, "25") for t in towns), *said)
    found = month_state(plan, Duties(plan), 202406)
    assert (found.whole.expected, found.whole.reported, found.whole.in_time) == (3, 2, 1)
    assert (found.silent, found.late) == ([towns[2].id], [towns[1].id])


# ------------------------------------------------------------------------------------------------ outliers


@pytest.mark.parametrize(
    ("past", "now", "says"),
    [
        ([10, 20, 30, 41], 51, ""),
        ([10, 20, 30, 41], 400, "相差很大"),
        ([10, 20, 30, 41], 40, "比上期少"),
        ([10, 20], 90, ""),
        ([], 5, ""),
        ([10], 250, "计量单位"),
        ([10, 20, 30], 131, "相差很大"),
    ],
)
def test_figures_unlike_the_past_are_named(past, now, says):
    found = looks_odd([D(p) for p in past], D(now), Goal(D(120) if says == "计量单位" else None))
    assert says in found
    assert bool(says) == bool(found)


def test_half_an_enterprise_is_asked_about_unless_the_target_has_halves():
    whole, half = indicator("引进企业数", "10", "个"), indicator("折算企业数", "2.5", "个")
    sheet = FigureSheet(plan_of(year(), whole, half), 202406, TODAY)
    assert "0.66个不是整数" in sheet.odd_if(whole, 0, "0.66")
    assert sheet.odd_if(whole, 0, "1") == sheet.odd_if(half, 0, "0.5") == ""


@pytest.mark.parametrize(
    ("today", "records", "month"),
    [
        (date(2024, 7, 3), [], 202407),
        (date(2025, 2, 3), [], 202412),
        (date(2023, 2, 3), [], 202401),
        (date(2024, 7, 3), [reported(indicator(), None, 3, "1")], 202403),
        (date(2024, 7, 3), [reported(indicator(), None, 3, "1"), Dispatch(id=9, unit=5, period=202404)], 202404),
    ],
)
def test_the_running_month_is_that_asked_for_or_reported_last_else_todays(today, records, month):
    assert running_month(plan_of(year(), *records), today) == month


def test_a_point_of_time_may_fall():
    assert looks_odd([D(8), D(9)], D(7), Goal(), "point") == ""
    assert looks_odd([D(8)], None, Goal()) == ""


def test_what_is_to_be_looked_at_is_found_one_after_the_other_and_again_from_the_first():
    east, west, row = unit("东港镇"), unit("西山镇"), indicator("就业人数", "100")
    said = [(east, 5, "20", ""), (east, 6, "15", ""), (west, 5, "10", ""), (west, 6, "12", "请核实")]
    reports = [
        Report(indicator=row.id, bearer=u.id, period=202400 + m, value=v, comment=c, follow_up=bool(c))
        for u, m, v, c in said
    ]
    sheet = FigureSheet(plan_of(PlanInfo(id=1, year=2024), east, west, row, *reports), 202406)
    first = next_to_look_at(sheet, (0, 0))
    assert (first.bearer, first.value) == (east.id, "15")  # less than the month before
    second = next_to_look_at(sheet, (east.id, row.id))
    assert second.follow_up
    assert next_to_look_at(sheet, (west.id, row.id)) == first
    assert next_to_look_at(FigureSheet(sheet.plan, 202405), (0, 0)) is None
