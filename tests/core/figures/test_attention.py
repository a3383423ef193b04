"""What needs attention on a day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.plans import duty, indicator, made, plan_of, share, unit
from xiezuo_desktop.core.deadlines import next_day
from xiezuo_desktop.core.figures.attention import concerns, reminder_text
from xiezuo_desktop.core.records import Evidence, Measure, PlanInfo, Report, Task

INFO = PlanInfo(id=1, year=2024, cut_off_day=25, issuer="云岭县人民政府办公室")


def found(*records, on=date(2024, 6, 20)):
    return [(c.reason, c.level, c.words) for c in concerns(plan_of(INFO, *records), on)]


def with_report(value, month=5, **values):
    town = unit("东港镇")
    row = indicator("培训人数", "100", **values)
    report = Report(indicator=row.id, bearer=town.id, period=202400 + month, value=value)
    return town, row, share(row, town, "100"), report


@pytest.mark.parametrize(
    ("on", "reason", "level"),
    [
        (date(2024, 5, 30), None, None),
        (date(2024, 5, 31), "due", "notice"),
        (date(2024, 6, 20), "due", "yellow"),
        (date(2024, 6, 27), "due", "red"),
        (date(2024, 6, 30), "due", "red"),
        (date(2024, 7, 1), "overdue", "red"),
    ],
)
def test_what_is_due_is_told_in_time(on, reason, level):
    said = [f for f in found(*with_report("95", deadline="6月底前"), on=on) if f[0] in ("due", "overdue")]
    assert [f[:2] for f in said] == ([(reason, level)] if reason else [])


def test_what_is_behind_or_not_reported_is_told_with_its_figures():
    said = found(*with_report("30"), on=date(2024, 6, 26))
    assert said == [
        ("behind", "yellow", "完成率30.0%，序时进度41.7%"),
        ("unreported", "yellow", "2024年6月还没有填报"),
    ]
    assert found(*with_report("45"), on=date(2024, 6, 24)) == []


def test_what_is_finished_wants_its_evidence():
    town, row, part, report = with_report("100", evidence="花名册", deadline="3月底前")
    assert [f[0] for f in found(town, row, part, report)] == ["no_evidence"]
    for of, state, left in ((town.id, "", []), (None, "accepted", []), (town.id, "rejected", ["no_evidence"])):
        proof = made(Evidence, indicator=row.id, unit=of, state=state)
        assert [f[0] for f in found(town, row, part, report, proof)] == left


def test_tasks_are_due_by_their_measures_and_come_back_each_month():
    bureau = unit("区民政局")
    task = made(Task, theme="工作动态")
    steps = [made(Measure, task=task.id, deadline=d) for d in ("每月25日前上报", "10月底前", "持续推进")]
    said = found(bureau, task, *steps, duty(task, bureau))
    assert said == [("due", "yellow", "每月25日前上报，还有5天到期")]


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("每月25日", date(2024, 6, 25), date(2024, 6, 25)),
        ("每月25日", date(2024, 6, 26), date(2024, 7, 25)),
        ("每月31日前", date(2024, 1, 31), date(2024, 1, 31)),
        ("每月30日前", date(2024, 2, 1), date(2024, 2, 29)),
        ("每月25日", date(2024, 12, 30), date(2025, 1, 25)),
        ("每月发布一篇", date(2024, 6, 1), None),
        ("每月99日", date(2024, 6, 1), None),
    ],
)
def test_a_monthly_duty_has_a_next_day(text, today, day):
    assert next_day(text, today) == day


def test_the_message_names_the_unit_and_each_thing():
    town, row, part, report = with_report("30")
    plan = plan_of(INFO, town, row, part, report)
    text = reminder_text(plan, town.id, concerns(plan, date(2024, 6, 24)), date(2024, 6, 24))
    assert text.splitlines()[0] == "东港镇："
    assert "1. 培训人数：完成率30.0%" in text
    assert text.endswith("云岭县人民政府办公室")


def _split_but_one(target="50", **values):
    """A city's plan, split over two counties but for one indicator."""
    city = unit("东澜市", kind="county")
    counties = [unit(name, kind="county", parent=city.id) for name in ("临江区", "云岭县")]
    one, other = indicator("培训人数", "100"), indicator("财政资金", target, "万元", **values)
    shares = [share(one, county, "50") for county in counties]
    return city, *counties, one, other, *shares, share(one, city, "100")


def test_what_nobody_has_split_is_asked_of_the_office_that_bears_the_totals():
    records = _split_but_one(deadline="6月底前")
    plan = plan_of(INFO, *records)
    city, other = records[0], records[4]
    found = [c for c in concerns(plan, date(2024, 7, 2)) if c.key == other.key]
    assert [(c.unit, c.reason, c.level) for c in found] == [(city.id, "overdue", "red"), (city.id, "unsplit", "yellow")]
    assert "由东澜市分解" in found[1].words
    assert "由东澜市分解" in reminder_text(plan, city.id, found, date(2024, 7, 2))


def test_what_need_not_be_reported_or_is_needs_no_splitting():
    for more in (_split_but_one("-"), _split_but_one("已选派"), _split_but_one("/")):
        assert "unsplit" not in {reason for reason, _, _ in found(*more)}
    records = _split_but_one()
    said = Report(indicator=records[4].id, bearer=0, period=202405, value="20")
    assert "unsplit" not in {reason for reason, _, _ in found(*records, said)}
    lead = duty(records[4], records[1])
    assert "unsplit" not in {reason for reason, _, _ in found(*records, lead)}
    assert found(indicator("培训人数", "100")) == []  # nobody reports anything yet


def test_a_monthly_task_that_was_missed_is_overdue_until_its_month_ends():
    bureau = unit("区民政局")
    task = made(Task, theme="工作动态", deadline="每月25日前上报")
    told = [found(bureau, task, duty(task, bureau), on=date(2024, 6, day)) for day in (20, 25, 27)]
    assert [each[0][:2] for each in told] == [("due", "yellow"), ("due", "red"), ("overdue", "red")]
    assert told[2][0][2].endswith("已逾期2天")
    assert found(bureau, task, duty(task, bureau), on=date(2024, 7, 1))[0][0] == "due"
    assert found(bureau, task, duty(task, bureau), on=date(2025, 1, 20)) == []
