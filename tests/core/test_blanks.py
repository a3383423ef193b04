"""V25, V13: a blank, "-" and "/" never become 0 in sums, exports and scores; what is only counted is never asked to be done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.core.plans import duty, findings, indicator, plan_of, share, split, unit
from tests.core.scoring.schemes import scheme_records
from xiezuo_desktop.core.figures.attention import concerns
from xiezuo_desktop.core.figures.sheet import FigureSheet
from xiezuo_desktop.core.plan_json import plan_to_json
from xiezuo_desktop.core.records import PlanInfo, Report
from xiezuo_desktop.core.scoring.plan_scores import score_plan
from xiezuo_desktop.core.splitting import whole_matrix

NOTHING = ["", "-", "/"]
TODAY = date(2031, 7, 3)


def reported(of, who, value):
    return Report(indicator=of.id, bearer=who.id, period=203106, value=value)


@pytest.mark.parametrize("text", NOTHING)
def test_in_sums_it_is_left_out(text):
    assert findings("V2", *split("100", "60", "40", text)) == []
    assert findings("V2", *split("100", "60", "40", "5"))
    row, one, two = indicator(target=""), unit("东山镇"), unit("西河镇")
    matrix = whole_matrix(plan_of(row, one, two, share(row, one, text), share(row, two, text)))
    assert matrix.total_of_split(row) is None


@pytest.mark.parametrize("text", NOTHING)
def test_in_figures_it_is_no_figure(text):
    row, one, two = indicator(target="100"), unit("东山镇"), unit("西河镇")
    plan = plan_of(PlanInfo(id=1, year=2031), row, one, two, share(row, one, "50"), share(row, two, "50"))
    rows = [*plan.rows(type(row)).values(), one, two, *plan.allocations(row.id), PlanInfo(id=1, year=2031)]
    some = FigureSheet(plan_of(*rows, reported(row, one, text), reported(row, two, "30")), 203106, TODAY)
    assert some.entry(row, 0).value == 30
    none = FigureSheet(plan_of(*rows, reported(row, one, text), reported(row, two, text)), 203106, TODAY)
    assert (none.entry(row, 0).value, none.entry(row, 0).rate) == (None, None)


@pytest.mark.parametrize("text", NOTHING)
def test_in_the_export_it_has_no_number(text):
    row, town = indicator(target=text), unit("东山镇")
    (found,) = plan_to_json(plan_of(row, town, share(row, town, text)))["indicators"]
    assert found["target"]["number"] is None
    assert all(a["number"] is None for a in found["allocations"])


@pytest.mark.parametrize("text", NOTHING)
def test_in_scores_it_is_open_not_nought(text):
    row, county = indicator(target="50"), unit("云岭县", kind="county")
    records = scheme_records(("培训。（完成得3分；未完成的，得分＝3×完成率。）", "3", row), points="3", total="3")
    plan = plan_of(PlanInfo(id=1, year=2031), row, county, *records, reported(row, county, text))
    found = score_plan(plan, plan.schemes[0])
    (score,) = found.scores.values()
    assert (score.computed, score.state) == (None, "missing")
    plan = plan_of(PlanInfo(id=1, year=2031), row, county, *records, reported(row, county, "0"))
    (score,) = score_plan(plan, plan.schemes[0]).scores.values()
    assert score.computed == Decimal(0)


def test_what_is_only_counted_is_neither_rated_nor_asked_for():
    town = unit("东山镇")
    for nature, asked in (("statistical", False), ("expected", True)):
        row = indicator(target="100" if asked else "-", nature=nature, deadline="2031年6月底前")
        plan = plan_of(PlanInfo(id=1, year=2031), row, town, duty(row, town))
        assert bool(concerns(plan, TODAY)) is asked
