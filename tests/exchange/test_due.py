"""What a unit is asked is the same at both ends: in the plan that asks and in the part that was mailed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.exchange.offices import DUE, JUNE, dispatch, head_office, mailed_back, received, report, split
from xiezuo_desktop.core.checks import check
from xiezuo_desktop.core.figures.duties import Duties, month_state, share_of
from xiezuo_desktop.core.figures.months import due_day
from xiezuo_desktop.core.records import Indicator, PlanInfo, Report, Responsibility, Unit
from xiezuo_desktop.exchange.due import own_assignment
from xiezuo_desktop.exchange.merge import merge
from xiezuo_desktop.exchange.returning import returnable


def asked_at_both_ends(office, unit, folder):
    """(expected, missing) of a unit in its part, and in the whole plan."""
    part = received(dispatch(office, unit)[0], folder, "收件人")
    told, plan = own_assignment(part), office.plan_file.plan
    whole = share_of(plan, Duties(plan), JUNE, unit)
    return (told.expected, told.filled), (whole.expected, whole.reported), part


def test_a_region_that_bears_the_totals_is_asked_the_same_at_both_ends(tmp_path):
    office = head_office(tmp_path / "区办", 4)
    city, *counties = office.units
    with office.plan_file.edit("改名") as edit:
        edit.put(PlanInfo, office.plan_file.plan.info.key, title="东澜市2024年协作计划")
        edit.put(Unit, city, name="东澜市", kind="county")
    for indicator in office.indicators[:3]:
        split(office.plan_file, indicator, {city: "60", **dict.fromkeys(counties, "20")})
    split(office.plan_file, office.indicators[3], {city: "5"})
    part, whole, _ = asked_at_both_ends(office, city, tmp_path / "市")
    assert part == whole == (1, 0)


def test_a_county_that_split_its_share_is_asked_for_its_towns_at_both_ends(tmp_path):
    office = head_office(tmp_path / "区办", county=True)
    first, second, county, *towns = office.units
    for indicator in office.indicators[:2]:
        split(office.plan_file, indicator, {first: "40", second: "20", county: "40"})
    split(office.plan_file, office.indicators[2], dict.fromkeys(towns, "50"))
    report(office.plan_file, office.indicators[0], county, "3")
    part, whole, _ = asked_at_both_ends(office, county, tmp_path / "县")
    assert part == whole == (4, 1)  # two of its own, one by each town


def test_towns_of_one_county_do_not_make_it_the_sum_of_the_others(tmp_path):
    office = head_office(tmp_path / "区办", county=True)
    first, second, county, *towns = office.units
    one, two = office.indicators[:2]
    split(office.plan_file, one, {first: "40", second: "20", county: "40", towns[0]: "30", towns[1]: "10"})
    split(office.plan_file, two, {first: "50", second: "30", county: "20"})
    expected = Duties(office.plan_file.plan).expected
    assert expected[two] == [first, second, county]
    assert expected[one] == [first, second, *towns]
    assert [p for p in check(office.plan_file.plan) if p.severity == "error"] == []


def test_what_a_county_hands_on_is_held_against_its_share_at_both_ends(tmp_path):
    office = head_office(tmp_path / "区办", county=True)
    first, second, county, *towns = office.units
    one = office.indicators[0]
    split(office.plan_file, one, {first: "40", second: "20", county: "40"})
    part = received(dispatch(office, county)[0], tmp_path / "县", "县办")
    split(part, one, {towns[0]: "30", towns[1]: "5"})
    assert [p.message for p in check(part.plan) if p.severity == "error"] == ["各列合计35次，总数40次，相差5次。"]
    merge(office.plan_file, [mailed_back(part, tmp_path / "寄")])
    said = "云岭县承担40次，分给所属单位35次，还差5次。"
    assert [p.message for p in check(office.plan_file.plan) if p.severity == "error"] == [said]
    split(part, one, {towns[0]: "30", towns[1]: "10"})
    merge(office.plan_file, [mailed_back(part, tmp_path / "寄")])
    for plan in (part.plan, office.plan_file.plan):
        assert [p.message for p in check(plan) if p.severity == "error"] == []


def test_a_part_is_not_blamed_for_what_is_elsewhere(tmp_path):
    office = head_office(tmp_path / "区办", 4)
    with office.plan_file.edit("分项") as edit:
        for n, name in ((1, "甲项"), (2, "乙项"), (3, "丙项")):
            row = edit.add(
                Indicator, name=name, parent=office.indicators[3], parent_relation="part", order=str(n),
                ordinal=str(n), measure_unit="次", target=("30", "30", "40")[n - 1],
            )  # fmt: skip
            edit.add(Responsibility, subject=row, unit=office.units[0] if n != 2 else office.units[1], role="lead")
        for unit in (office.units[0], office.units[2]):
            edit.add(Responsibility, subject=office.indicators[2], unit=unit, role="cooperating", order="9")
    part = received(dispatch(office, office.units[0])[0], tmp_path / "甲", "甲员")
    assert len(part.plan.indicators) > 2
    assert part.plan.is_part
    assert check(part.plan) == []
    assert part.read(PlanInfo, Indicator).is_part
    with part.edit("填") as edit:
        edit.put(Indicator, office.indicators[0], definition="口径")
    assert part.plan.is_part  # an edit does not make it whole


@pytest.mark.parametrize(("period", "day"), [(JUNE, DUE), (202405, date(2024, 5, 25))])
def test_a_dispatch_says_by_when_its_period_is_due_and_all_others_the_plan(tmp_path, period, day):
    office = head_office(tmp_path / "区办", county=True)
    with office.plan_file.edit("截止日") as edit:
        edit.put(PlanInfo, office.plan_file.plan.info.key, cut_off_day=25)
    county, town = office.units[2:4]
    dispatch(office, county)
    plan = office.plan_file.plan
    assert [due_day(plan, period, unit) for unit in (county, town)] == [day, day]
    assert due_day(plan, period, office.units[0]) == date(2024, period % 100, 25)


def test_a_figure_that_meets_the_day_of_its_dispatch_is_in_time(tmp_path):
    office = head_office(tmp_path / "区办")
    with office.plan_file.edit("截止日") as edit:
        edit.put(PlanInfo, office.plan_file.plan.info.key, cut_off_day=25)
    unit = office.units[0]
    dispatch(office, unit)
    report(office.plan_file, office.indicators[0], unit, "3")
    with office.plan_file.edit("日期") as edit:
        edit.put(Report, (office.indicators[0], unit, JUNE), reported_on=date(2024, 7, 2))
    plan = office.plan_file.plan
    assert month_state(plan, Duties(plan), JUNE).late == []


def test_what_a_county_typed_before_it_split_is_said_and_still_to_be_seen(tmp_path):
    office = head_office(tmp_path / "区办", county=True)
    first, _, county, *towns = office.units
    one = office.indicators[0]
    split(office.plan_file, one, {first: "60", county: "40"})
    part = received(dispatch(office, county)[0], tmp_path / "县", "县办")
    report(part, one, county, "7", 202403)
    assert own_assignment(part).set_aside == ()
    split(part, one, dict.fromkeys(towns, "20"))
    told = own_assignment(part)
    assert told.set_aside == ("指标1“协作事项1”（2024年3月填了7）",)
    assert "仍以它们为准" in told.set_aside_sentence
    assert told.set_aside_sentence in returnable(part).lines
    with part.edit("清空") as edit:
        edit.delete(Report, (one, county, 202403))
    assert own_assignment(part).set_aside_sentence == ""
