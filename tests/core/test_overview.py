"""工作总览 of plans: what is seen of doubts, and the way of a plan whose targets stand at the units only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.core.plans import indicator, made, plan_of, share, unit
from xiezuo_desktop.core.overview import overview
from xiezuo_desktop.core.records import Category, PlanInfo, Report

JULY = date(2024, 7, 3)


def _doubts(*said):
    east, row = unit("东港镇"), indicator("就业人数", "100")
    reports = [Report(indicator=row.id, bearer=east.id, period=p, value=v, **more) for p, v, more in said]
    plan = plan_of(PlanInfo(id=1, year=2024, stage="issued"), east, row, *reports)
    return [m for m in overview(plan, JULY).matters if m.kind == "doubt"]


def test_marked_figures_of_every_month_and_unusual_ones_of_the_last_have_lines_that_lead_to_them():
    marked, odd = _doubts((202405, "20", {"follow_up": True, "comment": "请核"}), (202406, "15", {}))
    assert (marked.name, marked.level, marked.units) == ("2024年5月有 1 个数标着待核实", "yellow", ("东港镇",))
    assert marked.record is Report
    assert marked.key[2] == 202405
    assert (odd.name, odd.level) == ("2024年6月有 1 个数与以前不像", "notice")


def test_what_was_accepted_or_sent_back_is_in_doubt_no_more():
    assert not _doubts((202405, "20", {"follow_up": True, "state": "returned"}), (202406, "15", {"state": "accepted"}))


def test_a_plan_is_split_when_its_figures_stand_at_the_units_only():
    east, row = unit("东港镇"), indicator("就业人数", "")
    way = overview(plan_of(PlanInfo(id=1, year=2024), east, row, share(row, east, "30")), JULY).way
    assert next(s for s in way if s.name == "分解目标").words == "1 项已分解到单位"


def test_what_nobody_reported_is_said_beside_the_mean_it_counts_in_as_nothing():
    home, east = made(Category, name="人才"), unit("东港镇")
    rows = [indicator(name, "100", category=home.id, order=name) for name in "甲乙"]
    shares = [share(row, east, "100") for row in rows]
    report = Report(indicator=rows[0].id, bearer=east.id, period=202406, value="50")
    (bar,) = overview(plan_of(PlanInfo(id=1, year=2024), home, east, *rows, *shares, report), JULY).bars
    assert (bar.rate, bar.count, bar.silent) == (Decimal("0.25"), 2, 1)
