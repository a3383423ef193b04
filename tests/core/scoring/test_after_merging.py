"""The counties return their files; merged into the city's plan they are scored and ranked."""

from datetime import date

from tests.ui.score_world import make_scores
from xiezuo_desktop.core.records import Indicator, Report, Unit
from xiezuo_desktop.core.scoring.plan_scores import party_name, score_plan
from xiezuo_desktop.exchange.merge import merge
from xiezuo_desktop.exchange.returning import make_return
from xiezuo_desktop.exchange.send import Request, send
from xiezuo_desktop.storage import PlanFile

RETURNED = {"临江区": ("650", "90"), "云岭县": ("325", "110"), "沙浦区": ("585", "130")}


def test_counties_are_ranked_from_their_merged_files(tmp_path):
    city = make_scores(tmp_path / "市.xiezuo")
    for folder in ("下发", "上报"):
        (tmp_path / folder).mkdir()
    with PlanFile.open(city, author="市") as plan_file:
        counties = {u.name: u.id for u in plan_file.plan.ordered(Unit)}
        request = Request(date(2031, 7, 5), 203106, "")
        sent = send(plan_file, list(counties.values()), tmp_path / "下发", request)
        back = [_filled(each, tmp_path / "上报") for each in sent]
        assert len(merge(plan_file, back, backup=False, limit=0).arrivals) == 3
        plan = plan_file.plan
    found = score_plan(plan, plan.schemes[0])
    # 培训人数 3×rate: 3, 1.5, 2.7; 到位资金: 90 of 100 is not finished, 110 and 130 are the first two
    totals = {party_name(plan, p): (found.totals[p].place, str(found.totals[p].points)) for p in found.parties}
    assert totals == {"沙浦区": (1, "5.7"), "云岭县": (2, "4.5"), "临江区": (3, "3")}


def _filled(sent, folder):
    with PlanFile.open(sent.path, author="县") as plan_file:
        plan = plan_file.plan
        name = plan.bearer_name(sent.unit)
        by_name = {i.name: i.id for i in plan.ordered(Indicator)}
        with plan_file.edit("填报") as edit:
            for indicator, value in zip(("培训人数", "到位资金"), RETURNED[name], strict=True):
                edit.put(Report, (by_name[indicator], sent.unit, 203106), value=value)
        return make_return(plan_file, folder, today=date(2031, 7, 1)).path
