"""Rules by a level that somebody states."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D

import pytest

from tests.core.plans import made, plan_of
from tests.core.scoring.schemes import item, only, results
from xiezuo_desktop.core.records import Scheme, ScoreEntry, ScoreGroup, ScoreItem, Unit
from xiezuo_desktop.core.scoring.evaluate import Basis, Evaluation, Group
from xiezuo_desktop.core.scoring.forecast import Forecast
from xiezuo_desktop.core.scoring.levels import counted
from xiezuo_desktop.core.scoring.plan_scores import score_plan
from xiezuo_desktop.core.scoring.reading import read_rule
from xiezuo_desktop.core.scoring.rules import Grade, Rule, read_stored_rule, write_rule

HIGHEST = "（获国家级表彰得5分，省级得3分，市级得1分）"
ADDED = "（省级表彰加2分，市级表彰加1分，累计不超过6分）"


def said(text):
    return Basis(said=text)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("省级5分、市级3分", {"省级": "5", "市级": "3"}),
        ("获国家级、省级、市级表彰的，分别得5分、3分、1分", {"国家级": "5", "省级": "3", "市级": "1"}),
        ("省部级以上领导批示得5分，市级领导批示得2分", {"省部级": "5", "市级": "2"}),
        ("获省级一等奖得5分，二等奖得3分，三等奖得2分", {"一等奖": "5", "二等奖": "3", "三等奖": "2"}),
        ("省级（5分）、市级（3分）、县级（1分）", {"省级": "5", "市级": "3", "县级": "1"}),
        ("市级得3分，省级得5分，其余得1分", {"省级": "5", "市级": "3"}),
    ],
)
def test_levels_with_points_are_read(text, levels):
    reading = read_rule(text, D(5))
    assert (reading.rule.kind, reading.doubts) == ("level", ())
    assert {g.name: str(g.points) for g in reading.rule.levels} == levels
    assert read_rule(reading.words, D(5)).rule == reading.rule
    assert read_stored_rule(write_rule(reading.rule)) == reading.rule


@pytest.mark.parametrize(
    "text",
    [
        "受到省级通报批评的扣3分，市级通报批评的扣1分",
        "国家级每篇得3分，省级每篇得2分",
        "省级得5分",
        "省级得5分，省级得3分",
        "省级得5分，市级得3分，逾期的得2分",
        "优秀得5分，良好得3分",
    ],
)
def test_what_names_no_levels_plainly_is_no_such_rule(text):
    assert read_rule(text, D(5)).rule.kind != "level"


def test_the_highest_level_counts_once():
    one = item(HIGHEST, 5)
    assert results(one, said("省级"), said("市级2次、省级1次"), said("国家级表彰")) == [
        ("3", "省级，得3"),
        ("3", "省级，得3"),
        ("5", "国家级，得5"),
    ]


def test_levels_may_be_added_up_to_a_limit():
    one = item(ADDED, 0)
    assert results(one, said("省级2次、市级1次"), said("省级×3，市级"), said("3次市级"), said("市级")) == [
        ("5", "省级2×2+市级1×1=5"),
        ("6", "省级2×3+市级1×1=7，最高6，得6"),
        ("3", "市级1×3=3"),
        ("1", "市级1×1=1"),
    ]


def test_nothing_is_nought_only_where_somebody_says_so():
    one = item(HIGHEST, 5)
    assert results(one, said("无"), said(""), None, said("已完成")) == [
        ("0", "无，得0"),
        (None, "未填报"),
        (None, "未填报"),
        (None, "“已完成”里没有写明级别：国家级、省级、市级"),
    ]
    assert only(item("（省级得5分，市级得3分，其余得1分）", 5), said("没有")) == ["1"]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("省级2次、市级1次", (2, 1)),
        ("市级1次省级2次", (2, 1)),
        ("2次省级1次市级", (2, 1)),
        ("省级2次，获1次市级", (2, 1)),
        ("省级表彰2次，省级1次", (3, 0)),
        ("2026年省级、市级各1次", (1, 1)),
        ("省级×2", (2, 0)),
        ("省级0次，市级", (0, 1)),
        ("3次", (0, 0)),
    ],
)
def test_each_number_belongs_to_its_level(text, times):
    found = counted(text, ["国家级", "省级", "市级"])
    assert (found.get("省级", 0), found.get("市级", 0)) == times
    assert found.keys() == {name for name, often in zip(("省级", "市级"), times, strict=True) if often}


def test_a_longer_level_is_not_taken_for_a_shorter_one():
    assert counted("省部级2项", ["部级", "省部级"]) == {"省部级": 2}


def test_the_best_level_can_still_be_gained():
    one = item(HIGHEST, 5)
    gains = Forecast(Evaluation((Group(1, "甲", (one,)),)), [1], {(one.id, 1): said("市级")}, 1, 6).gains()
    assert [(g.now, g.most) for g in gains] == [(D(1), D(5))]


def test_a_plan_scores_what_a_person_typed():
    county = made(Unit, name="临江区", kind="county")
    scheme = made(Scheme, title="评价办法")
    group = made(ScoreGroup, scheme=scheme.id, name="亮点工作", points="5")
    one = made(ScoreItem, group=group.id, name="表彰", points="5", rule=write_rule(read_rule(HIGHEST, D(5)).rule))
    plan = plan_of(county, scheme, group, one, made(ScoreEntry, item=one.id, party=county.id, value="省级"))
    found = score_plan(plan, scheme).scores[one.id, county.id]
    assert (found.computed, found.formula) == (D(3), "省级，得3")


def test_levels_that_make_the_points_together_are_parts_that_are_all_asked_for():
    both = read_rule("制定市级方案得2分，制定县级方案得3分", D(5))
    assert (both.rule.kind, [p.points for p in both.parts]) == ("composite", [D(2), D(3)])
    assert read_rule("制定市级方案得2分，制定县级方案得3分", D(3)).rule.kind == "level"


def test_one_number_may_stand_for_all_levels_before_it():
    names = ["省级", "市级", "县级"]
    assert counted("省级市级各2次", names) == {"省级": 2, "市级": 2}
    assert counted("省级3次，市级、县级各两次", names) == {"省级": 3, "市级": 2, "县级": 2}


def test_a_level_that_stands_there_twice_counts_once():
    levels = tuple(Grade(name, D(worth)) for name, worth in (("省级", 2), ("市级", 1), ("省级", 3)))
    one = replace(item(ADDED, 0), rule=Rule("level", levels=levels, added=True))
    assert results(one, said("省级2次、市级1次")) == [("7", "省级3×2+市级1×1=7")]
