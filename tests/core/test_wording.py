import json

import pytest

from tests.core.plans import plan_of
from tests.core.scoring.schemes import scheme_records
from xiezuo_desktop.core.records import (
    BY_NAME,
    Allocation,
    Dispatch,
    Evidence,
    Indicator,
    Member,
    Pairing,
    Responsibility,
    ScoreGroup,
    ScoreItem,
    Unit,
    UnitGroup,
)
from xiezuo_desktop.core.wording import count_uses, describe, name_of, title_of, uses_of, value_in_words

RULE = ScoreItem.fields["rule"]


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ('{"kind": "ratio", "full": "3"}', "按完成率：完成得3分；未完成的，得分＝3×完成率"),
        ('{"kind": "binary", "full": "4", "zero": "0"}', "完成／未完成：完成得4分，未完成得0分"),
        ('{"kind": "of a newer program"}', "（这个版本读不懂的规则）"),
        ("酌情给分", "酌情给分"),
        ("", ""),
    ],
)
def test_a_rule_is_told_in_words(stored, words):
    assert value_in_words(plan_of(), RULE, stored) == words


def test_records_of_a_scheme_have_names():
    scheme, group, item = scheme_records(("培训场次。（完成得3分，未完成得0分。）", "3", None))
    plan = plan_of(scheme, group, item)
    assert name_of(plan, scheme.id) == "评价办法"
    assert name_of(plan, group.id) == "组织领导"
    assert name_of(plan, item.id).startswith("1 培训场次。")
    assert value_in_words(plan, ScoreItem.fields["group"], group.id) == "组织领导"
    assert describe(plan, ScoreItem, item.key).startswith("评分项1“培训场次。")


def test_a_group_without_a_name_is_not_said_to_be_gone():
    field = ScoreItem.fields["group"]
    assert value_in_words(plan_of(ScoreGroup(id=5, scheme=4, order="V")), field, 5) == ""
    assert value_in_words(plan_of(), field, 5) == "（已不在计划里）"


def test_no_stored_value_is_told_as_json():
    plan = plan_of()
    stored = json.dumps({"kind": "ratio", "full": "3"})
    told = [value_in_words(plan, f, stored) for t in BY_NAME.values() for f in t.fields.values() if f.name == "paper"]
    assert not any("{" in words for words in [*told, value_in_words(plan, RULE, stored)])


def test_the_number_of_uses_is_that_of_the_places_named():
    plan = plan_of(
        Unit(id=1, name="区商务局"),
        Unit(id=2, name="东港镇", parent=1),
        Unit(id=3, name="云岭县", kind="partner"),
        UnitGroup(id=4, name="两街镇"),
        Member(group=4, unit=2),
        Indicator(id=5, name="就业人数"),
        Responsibility(id=6, subject=5, unit=1, role="duty"),
        Allocation(indicator=5, bearer=4, partner=3),
        Allocation(indicator=5, bearer=2, partner=0),
        Pairing(id=7, east=2, west=3),
        Dispatch(id=8, unit=1),
    )
    uses = count_uses(plan)
    for bearer in (*plan.units, *plan.groups):
        assert uses[bearer.id] == len(uses_of(plan, bearer)), bearer.name
    assert uses == {1: 2, 2: 3, 3: 2, 4: 1}


def test_evidence_of_a_unit_is_told_by_its_title():
    plan = plan_of(Unit(id=1, name="区甲局", order="a"), Evidence(id=2, order="a", title="会议纪要", unit=1))
    (use,) = uses_of(plan, plan.units[0])
    assert (use.role, title_of(plan, use.record)) == ("佐证材料", "会议纪要")
