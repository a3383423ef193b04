from decimal import Decimal

from tests.core.plans import duty, group, indicator, made, plan_of, share, unit
from tests.core.scoring.schemes import scheme_records
from xiezuo_desktop.core.plan_figures import PlanFigures
from xiezuo_desktop.core.records import Member, PlanInfo, Report, ScoreEntry, ScoreItem
from xiezuo_desktop.core.scoring.evaluate import Settings
from xiezuo_desktop.core.scoring.plan_scores import parties_of, party_name, score_plan, settings_of
from xiezuo_desktop.core.scoring.reading import read_rule
from xiezuo_desktop.core.scoring.rules import write_rule

D = Decimal
RATIO = "培训人数。（完成得3分；未完成的，得分＝3×完成率。）"
MEETINGS = "联席会议。（召开1次及以上得2分，未召开得0分。）"


def report(of, bearer, period, value, **values):
    return Report(indicator=of.id, bearer=bearer.id if bearer else 0, period=period, value=value, **values)


def scored(*records, period=None):
    """{party: (points, formula)} of the first item of the plan's scheme."""
    plan = plan_of(*records)
    result = score_plan(plan, plan.schemes[0], period)
    first = next(iter(result.evaluation.items)).id
    return {
        party_name(plan, p): (None if (s := result.scores[first, p]).computed is None else str(s.computed), s.formula)
        for p in result.parties
    }


def counties():
    return unit("临江区", kind="county"), unit("云岭县", kind="county")


# ------------------------------------------------------------------------------------------------ parties


def test_the_counties_are_scored_unless_the_scheme_names_a_group():
    north, south, bureau = *counties(), unit("市教育局", kind="government")
    schools = group("市直部门")
    member = Member(group=schools.id, unit=bureau.id)
    free, named = scheme_records(total="")[:1], scheme_records(total="", parties=schools.id)[:1]
    plan = plan_of(north, south, bureau, schools, member, *free)
    assert parties_of(plan, plan.schemes[0]) == [north.id, south.id]
    plan = plan_of(north, south, bureau, schools, member, *named)
    assert parties_of(plan, plan.schemes[0]) == [bureau.id]


def test_a_county_scores_itself_where_there_is_nobody_else():
    row = indicator("培训人数", "650")
    records = [PlanInfo(id=1, year=2024, issuer="临江区人民政府"), row, *scheme_records((RATIO, "3", row))]
    assert scored(*records, report(row, None, 202406, "612")) == {"临江区人民政府": ("2.82", "3×612/650=2.82")}


def test_the_region_itself_and_its_partners_are_not_scored():
    north, south = counties()
    city, partner = unit("东澜市", kind="county"), unit("岚川州", kind="county")
    row = indicator("培训人数", "100")
    split = [share(row, city, "100", partner), share(row, north, "60", partner), share(row, south, "40", partner)]
    info = PlanInfo(id=1, title="东澜市2031年分解计划")
    plan = plan_of(info, city, partner, north, south, unit("西山县", kind="county"), row, *split, *scheme_records())
    assert parties_of(plan, plan.schemes[0]) == [north.id, south.id]


# ------------------------------------------------------------------------------------------------ figures


def test_the_last_report_up_to_the_period_counts():
    north, south = counties()
    row = indicator("培训人数", "1300")
    plan = [north, south, row, share(row, north, "650"), share(row, south, "650"), *scheme_records((RATIO, "3", row))]
    reports = [
        report(row, north, 202405, "300"),
        report(row, north, 202406, "612"),
        report(row, north, 202400, "650"),
        report(row, south, 202406, "650", state="returned"),
    ]
    assert scored(*plan, *reports, period=202405)["临江区"] == ("1.38", "3×300/650=1.38")
    assert scored(*plan, *reports, period=202406)["临江区"] == ("2.82", "3×612/650=2.82")
    assert scored(*plan, *reports)["临江区"] == ("3", "650/650，完成，得3")
    assert scored(*plan, *reports)["云岭县"] == (None, "未填报")


def test_towns_make_their_county_where_it_reports_nothing_itself():
    north, south = counties()
    east, west = unit("东镇", parent=north.id), unit("西镇", parent=north.id)
    village = unit("东村", parent=east.id)
    row = indicator("到位资金", "1300", "万元")
    other = indicator("培训人数", "100")
    plan = [north, south, east, west, village, row, share(row, north, "650"), *scheme_records((RATIO, "3", row))]
    plan += [other, share(other, south, "100")]
    towns = [
        report(row, east, 202406, "0.05亿元"),
        report(row, west, 202406, "112"),
        report(row, village, 202406, "90"),
    ]
    assert scored(*plan, *towns)["临江区"] == ("2.82", "3×612/650=2.82")
    assert scored(*plan, *towns, report(row, north, 202406, "325"))["临江区"] == ("1.5", "3×325/650=1.5")
    assert scored(*plan, *towns)["云岭县"] == (None, "没有任务，不计入")


def test_units_whose_names_do_not_tell_are_scored_beside_the_counties_that_bear_targets():
    total, north, south, zone = (
        unit("云州"),
        unit("北溪县", kind="county"),
        unit("海临"),
        unit("云州开发区", kind="zone"),
    )
    own, west, idle = unit("市本级"), unit("西岭县", kind="county"), unit("东洲")
    row = indicator("就业人数")
    shares = [share(row, u, "5", west) for u in (total, north, south, zone, own)]
    info = PlanInfo(id=1, year=2024, title="云州市2024年分解计划")
    plan = plan_of(info, total, north, south, zone, own, west, idle, row, *shares, *scheme_records())
    assert parties_of(plan, plan.schemes[0]) == [north.id, south.id, zone.id]


def test_amounts_of_several_partners_are_one_target_and_each_member_bears_its_own():
    north, south = counties()
    first, second = unit("甲县", kind="partner"), unit("乙县", kind="partner")
    row = indicator("培训人数", "100")
    split = [share(row, north, "30", first), share(row, north, "20", second), share(row, south, "50", first)]
    plan = [north, south, first, second, row, *split, *scheme_records((RATIO, "3", row))]
    assert scored(*plan, report(row, north, 202406, "25"))["临江区"] == ("1.5", "3×25/50=1.5")
    both = group("各县区")
    each = [share(row, both, "各40人"), *(Member(group=both.id, unit=u.id) for u in (north, south))]
    plan = [north, south, both, row, *each, *scheme_records((RATIO, "3", row))]
    assert scored(*plan, report(row, south, 202406, "30"))["云岭县"] == ("2.25", "3×30/40=2.25")


def test_what_needs_no_target_is_scored_without_one():
    north, south = counties()
    row = indicator("联席会议", "-", "次")
    plan = [north, south, row, *scheme_records((MEETINGS, "2", row))]
    assert scored(*plan, report(row, north, 202406, "1")) == {
        "临江区": ("2", "1次≥1次，得2"),
        "云岭县": (None, "没有任务，不计入"),
    }


def test_a_statistical_indicator_gives_no_points():
    north, _ = counties()
    row = indicator("培训人数", "650", nature="statistical")
    assert scored(north, row, report(row, north, 202406, "612"), *scheme_records((RATIO, "3", row))) == {
        "临江区": (None, "没有任务，不计入")
    }


def test_rates_yes_and_no_and_targets_reached_before_issue():
    north, _ = counties()
    row = indicator("培训人数", "650")
    records = [north, row, *scheme_records((RATIO, "3", row))]
    assert scored(*records, report(row, north, 202406, "94.2%")) == {"临江区": ("2.83", "3×94.2%=2.83")}
    assert scored(*records, report(row, north, 202406, "已完成")) == {"临江区": ("3", "完成，得3")}
    assert scored(*records, report(row, north, 202406, "3亩")) == {"临江区": (None, "未填报")}
    before = indicator("挂职干部", "已选派")
    assert scored(north, before, *scheme_records((RATIO, "3", before)))["临江区"][0] == "3"


def test_what_a_person_typed_wins_over_reports():
    north, _ = counties()
    row = indicator("培训人数", "650")
    records = scheme_records((RATIO, "3", row))
    entry = ScoreEntry(item=records[2].id, party=north.id, value="500", target="1000")
    plan = [north, row, report(row, north, 202406, "612"), *records]
    assert scored(*plan, entry) == {"临江区": ("1.5", "3×500/1000=1.5")}
    assert scored(*plan, entry.with_values(target="")) == {"临江区": ("2.31", "3×500/650=2.31")}
    assert scored(*plan, entry.with_values(target="-")) == {"临江区": (None, "没有任务，不计入")}


def test_an_item_without_an_indicator_is_scored_from_what_is_typed():
    north, _ = counties()
    records = scheme_records((MEETINGS, "2", None))
    entry = ScoreEntry(item=records[2].id, party=north.id, value="2次")
    assert scored(north, *records, entry) == {"临江区": ("2", "2次≥1次，得2")}
    assert scored(north, *records) == {"临江区": (None, "未填报")}


# ------------------------------------------------------------------------------------------------ settings, whole


def test_settings_are_the_defaults_unless_the_scheme_says_otherwise():
    (plain, *_), (own, *_) = scheme_records(), scheme_records(ties="none", no_target="zero", decimals=1, cap="magic")
    assert settings_of(plain) == Settings()
    assert settings_of(own) == Settings(ties="none", no_target="zero", decimals=1)
    assert settings_of(own.with_values(decimals=-5)).decimals == 0
    assert settings_of(own.with_values(decimals=999)).decimals == 6


def test_a_plan_with_a_scheme_is_totalled_and_ranked():
    north, south = counties()
    row = indicator("培训人数", "1300")
    records = scheme_records((RATIO, "3", row), (MEETINGS, "2", None))
    meetings = records[3].id
    entries = [
        ScoreEntry(item=meetings, party=north.id, adjusted=D("1.5"), reason="纪要不全"),
        ScoreEntry(item=meetings, party=south.id, value="1"),
    ]
    plan = plan_of(
        north, south, row, duty(row, north), share(row, north, "650"), share(row, south, "650"),
        report(row, north, 202406, "612"), report(row, south, 202406, "612"), *records, *entries,
    )  # fmt: skip
    result = score_plan(plan, plan.schemes[0])
    assert [(p, str(result.totals[p].points), result.totals[p].place) for p in result.ranking] == [
        (south.id, "4.82", 1),
        (north.id, "4.32", 2),
    ]
    assert result.scores[meetings, north.id].reason == "纪要不全"


def test_a_stored_rule_that_is_none_is_scored_by_hand():
    north, _ = counties()
    records = scheme_records((RATIO, "3", None))
    broken = records[2].with_values(rule="{")
    assert scored(north, *records[:2], broken)["临江区"] == (None, "没有计分规则，待评定")
    assert isinstance(broken, ScoreItem)


def test_goals_of_units_follow_the_split():
    north, south = counties()
    row = indicator("培训人数", "1300")
    plan = plan_of(north, south, row, share(row, north, "650"))
    figures = PlanFigures(plan)
    assert figures.goal(row, north.id).number == 650
    assert figures.goal(row, south.id) is None
    assert figures.goal(row, 0).number == 1300
    assert figures.report(row.id, north.id) is None
    assert made(ScoreItem).indicator is None


def test_a_bonus_adds_to_the_points_and_what_only_takes_off_takes_them():
    texts = ("每引进1家加2分", "每发生1起扣5分")
    scheme, head, bonus = scheme_records((texts[0], "", None), points="", total="")
    fault = made(ScoreItem, group=head.id, rule=write_rule(read_rule(texts[1], takes_off=True).rule))
    county = unit("云岭县", kind="county")
    figures = [ScoreEntry(item=i.id, party=county.id, value=v) for i, v in ((bonus, "3"), (fault, "2"))]
    plan = plan_of(scheme, head, bonus, fault, county, *figures)
    found = score_plan(plan, plan.schemes[0])
    assert [str(found.scores[i.id, county.id].computed) for i in (bonus, fault)] == ["6", "-10"]
    assert str(found.totals[county.id].points) == "-4"
