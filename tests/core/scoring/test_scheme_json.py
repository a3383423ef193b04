from decimal import Decimal

import pytest

from tests.core.plans import indicator, made, plan_of, share, unit
from tests.core.scoring.schemes import scheme_records
from xiezuo_desktop.core.errors import Invalid, WrongCall
from xiezuo_desktop.core.places import describe, find, place_of, set_field
from xiezuo_desktop.core.plan_json import plan_to_json
from xiezuo_desktop.core.records import Report, Scheme, ScoreEntry, ScoreGroup, ScoreItem

RATIO = "培训人数。（完成得3分；未完成的，得分＝3×完成率。）"
COMPOSITE = "结对情况。（村企结对3分：完成得3分，未完成的，得分＝3×完成率。学校结对2分：完成得2分，未完成得0分。）"


def county_plan(*more):
    training = indicator("培训人数", "1300", "人")
    north, south = unit("临江区", kind="county"), unit("云岭县", kind="county")
    return plan_of(
        training, north, south, share(training, north, "650"), share(training, south, "650"),
        Report(indicator=training.id, bearer=north.id, period=202406, value="612"),
        *scheme_records((RATIO, "3", training), (COMPOSITE, "5", None), points="8分", total="8"), *more,
    )  # fmt: skip


def test_a_scheme_is_written_as_the_contract_says():
    data = plan_to_json(county_plan())["scheme"]
    assert (data["title"], data["total"]) == ("评价办法", "8")
    (group,) = data["groups"]
    assert (group["name"], group["points"]) == ("组织领导", "8")
    first, second = group["items"]
    assert (first["ordinal"], first["content"], first["points"]) == ("1", RATIO, "3")
    assert first["rule"] == {"kind": "ratio", "full": "3", "words": "完成得3分；未完成的，得分＝3×完成率"}
    assert [(p["name"], p["points"], p["rule"]["kind"]) for p in second["parts"]] == [
        ("村企结对", "3", "ratio"),
        ("学校结对", "2", "binary"),
    ]


def test_scores_are_written_where_something_is_known():
    plan = county_plan()
    (only,) = plan_to_json(plan)["scores"]
    item = plan.score_items(plan.score_groups(plan.schemes[0].id)[0].id)[0]
    assert (only["item"], only["party"], only["computed"], only["adjusted"], only["formula"]) == (
        str(item.id),
        "临江区",
        "2.82",
        None,
        "3×612/650=2.82",
    )


def test_points_by_hand_stand_beside_the_computed_ones():
    plan = county_plan()
    item = next(iter(plan.rows(ScoreItem).values()))
    north, south = (u.id for u in plan.units)
    entries = [
        ScoreEntry(item=item.id, party=north, adjusted=Decimal("2.50"), reason="两次未按时报送"),
        ScoreEntry(item=item.id, party=south, value="325"),
    ]
    rows = {ScoreEntry: {e.key: e for e in entries}}
    first, second = plan_to_json(plan.with_rows(rows))["scores"]
    assert (first["computed"], first["adjusted"], first["reason"]) == ("2.82", "2.50", "两次未按时报送")
    assert (second["computed"], second["formula"], second["value"]) == ("1.5", "3×325/650=1.5", "325")


def test_every_record_of_a_scheme_has_its_place():
    plan = county_plan()
    for record in [r for t in (Scheme, ScoreGroup, ScoreItem) for r in plan.rows(t).values()]:
        assert find(plan, place_of(plan, type(record), record.key)) == (type(record), record.key)
    assert find(plan, "scheme/groups/1/items/2/parts/1")[0] is ScoreItem
    assert describe(plan, *find(plan, "scheme")) == "评价办法“评价办法”"
    assert describe(plan, *find(plan, "scheme/groups/1/items/2/parts/1")) == "评分项“村企结对”"


def test_a_score_is_set_by_item_and_party_whether_it_is_there_or_not():
    plan = county_plan()
    item = next(iter(plan.rows(ScoreItem).values()))
    label, (step,) = set_field(plan, f"scores/{item.id}/云岭县", "adjusted", "2.5")
    assert (step.record, step.key, str(step.values["adjusted"])) == (
        ScoreEntry,
        (item.id, plan.units[1].id, 0),
        "2.5",
    )
    assert "云岭县" in label
    assert set_field(plan, f"scores/{item.id}/0", "reason", "会议纪要")[1][0].key == (item.id, 0, 0)
    for wrong in ("scores/1/云岭县", f"scores/{item.id}/某县"):
        with pytest.raises(WrongCall):
            set_field(plan, wrong, "adjusted", "1")


def test_a_rule_is_set_in_words():
    plan = county_plan()
    _, (step,) = set_field(plan, "scheme/groups/1/items/1", "rule", "前三名得3分，完成任务得2分")
    assert step.values["rule"] == '{"kind": "rank", "top": "3", "top_points": "3", "finished": "2"}'
    with pytest.raises(Invalid):
        set_field(plan, "scheme/groups/1/items/1", "rule", "看着办")


def test_a_rule_that_is_no_rule_stays_as_it_is_written():
    plan = county_plan()
    item = next(iter(plan.rows(ScoreItem).values()))
    for text in ("{", '{"kind": "magic"}', "[1]", '{"kind": "ratio", "full": "NaN"}'):
        rows = {**plan.rows(ScoreItem), item.key: item.with_values(rule=text)}
        rule = plan_to_json(plan.with_rows({ScoreItem: rows}))["scheme"]["groups"][0]["items"][0]["rule"]
        assert rule["kind"] in (None, "ratio")
        assert rule.get("raw", "") == (text if rule["kind"] is None else "")


def test_a_second_scheme_stands_beside_the_first():
    data = plan_to_json(county_plan(made(Scheme, title="部门考核办法", order="99999999")))["scheme"]
    assert (data["title"], [s["title"] for s in data["others"]]) == ("评价办法", ["部门考核办法"])
