"""Limits of what the items of a group give together, and groups that count beside the whole."""

from __future__ import annotations

import pytest

from tests.core.plans import made, plan_of
from tests.core.scoring.schemes import D, done, item
from xiezuo_desktop.core.checks import check
from xiezuo_desktop.core.plan_json import plan_to_json
from xiezuo_desktop.core.records import Scheme, ScoreEntry, ScoreGroup, ScoreItem, Unit
from xiezuo_desktop.core.scoring.evaluate import Basis, Evaluation, Group, score
from xiezuo_desktop.core.scoring.forecast import Forecast
from xiezuo_desktop.core.scoring.limits import bare_name, is_beside, limit_of, unread_limit
from xiezuo_desktop.core.scoring.plan_scores import score_plan
from xiezuo_desktop.core.scoring.reading import read_rule
from xiezuo_desktop.core.scoring.rules import write_rule


@pytest.mark.parametrize(
    ("name", "limit", "beside"),
    [
        ("加分项（最多加10分）", "10", True),
        ("附加分（10分封顶）", "10", True),
        ("奖励加分，累计不超过5分", "5", True),
        ("减分项（最多扣十分）", "-10", True),
        ("加减分项（最多10分）", "10", True),
        ("加分项", None, True),
        ("亮点工作（最高得15分）", "15", False),
        ("组织领导（满分10分）", None, False),
        ("组织领导", None, False),
    ],
)
def test_the_name_of_a_group_says_how_far_it_counts(name, limit, beside):
    group = made(ScoreGroup, name=name)
    assert (limit_of(group), is_beside(group)) == (None if limit is None else D(limit), beside)


def test_what_is_entered_wins_over_what_the_name_says():
    group = made(ScoreGroup, name="加分项（最多加10分）", limit="8分")
    assert (limit_of(group), bare_name(group)) == (D(8), "加分项")
    assert not is_beside(made(ScoreGroup, name="加分项", points="10"))


@pytest.mark.parametrize(
    ("name", "entered", "limit"),
    [
        ("加分项", "最多加8分", "8"),
        ("加分项（最多10分）", "不超过八分", "8"),
        ("减分项", "最多8分", "-8"),
        ("其他", "最多扣8分", "-8"),
        ("减分项", "-8", "-8"),
        ("加分项", "八分", "8"),
        ("加分项", "另定", None),
    ],
)
def test_a_limit_may_be_entered_in_words(name, entered, limit):
    assert limit_of(made(ScoreGroup, name=name, limit=entered)) == (limit and D(limit))


def _bonus(limit, **settings):
    """Ten points of the whole, and beside them two bonus items with up to `limit` points."""
    whole = item("（完成得6分，未完成得0分）", 6), item("（完成得4分，未完成得0分）", 4)
    bonus = item("（每项加3分）", 0), item("（每篇加2分）", 0)
    groups = (Group(1, "甲", whole), Group(2, "加分项", bonus, limit and D(limit), beside=True))
    return Evaluation(groups), [i.id for i in (*whole, *bonus)]


def test_a_bonus_ends_at_its_limit_and_the_total_says_so():
    evaluation, ids = _bonus("5")
    known = {(i, 1): b for i, b in zip(ids, (done(1, 1), done(1, 1), done(1), done(2)), strict=True)}
    known |= {(i, 2): b for i, b in zip(ids, (done(1, 1), done(0, 1), done(1), done(1)), strict=True)}
    found = score(evaluation, [1, 2], known)
    assert (found.groups[2, 1].points, found.groups[2, 1].added) == (D(5), D(7))
    assert (found.totals[1].points, found.totals[1].formula) == (D(15), "加分项合计7，最高5")
    assert (found.totals[2].points, found.totals[2].formula) == (D(11), "")
    assert evaluation.whole == D(10)


def test_a_bonus_is_added_as_it_is_where_the_rest_is_scaled():
    evaluation, ids = _bonus("5")
    known = {(ids[0], 1): Basis(exempt=True), (ids[1], 1): done(1, 1), (ids[2], 1): done(3)}
    total = score(evaluation, [1], known).totals[1]
    assert (total.points, total.formula) == (D(15), "加分项合计9，最高5；4×10/4+5=15")


def test_what_is_taken_off_ends_at_its_limit_too():
    faults = item("（每发生1起扣2分）", -10), item("（每发生1次扣3分）", -10)
    groups = (Group(1, "甲", (item("（完成得10分）", 10),)), Group(2, "减分项", faults, D(-6), beside=True))
    evaluation = Evaluation(groups)
    known = {(groups[0].items[0].id, 1): done(1, 1), (faults[0].id, 1): done(2), (faults[1].id, 1): done(1)}
    total = score(evaluation, [1], known).totals[1]
    assert (total.points, total.formula) == (D(4), "减分项合计-7，最多扣6")


def test_nothing_known_of_a_group_is_no_nought():
    evaluation, _ = _bonus("5")
    found = score(evaluation, [1], {})
    assert (found.groups[2, 1].points, found.totals[1].points) == (None, None)


def test_a_full_bonus_promises_no_further_gain():
    evaluation, ids = _bonus("5")
    known = {(ids[0], 1): done(0, 1), (ids[2], 1): done(3), (ids[3], 1): done(0)}
    gains = Forecast(evaluation, [1], known, 1, 6).gains()
    assert {g.item for g in gains} == {ids[0], ids[1]}


def test_a_plan_enforces_the_limit_and_writes_it():
    county = made(Unit, name="临江区", kind="county")
    scheme = made(Scheme, title="评价办法", total="100")
    group = made(ScoreGroup, scheme=scheme.id, name="产业合作", points="100")
    beside = made(ScoreGroup, scheme=scheme.id, name="加分项（最多加4分）")
    one = made(ScoreItem, group=beside.id, name="经验推广", rule=write_rule(read_rule("每篇加3分").rule))
    plan = plan_of(county, scheme, group, beside, one, made(ScoreEntry, item=one.id, party=county.id, value="2"))
    found = score_plan(plan, scheme)
    assert (found.totals[county.id].points, found.totals[county.id].formula) == (D(4), "加分项合计6，最高4")
    written = plan_to_json(plan)["scheme"]["groups"]
    assert [g.get("limit") for g in written] == [None, "4"]
    assert not [p for p in check(plan) if p.rule == "V11" and "各类别" in p.message]


def test_groups_that_miss_the_total_are_found_beside_a_bonus():
    scheme = made(Scheme, title="评价办法", total="100")
    groups = [
        made(ScoreGroup, scheme=scheme.id, name="甲", points="90"),
        made(ScoreGroup, scheme=scheme.id, name="加分项"),
    ]
    assert any("合计90=90" in p.message for p in check(plan_of(scheme, *groups)) if p.rule == "V11")


@pytest.mark.parametrize(
    ("name", "entered", "unread"),
    [
        ("加分项", "另定", "另定"),
        ("加分项（限额另定）", "", "限额另定"),
        ("加分项", "不限", ""),
        ("加分项（最多加10分）", "不设上限", ""),
        ("加分项", "最多加10分", ""),
        ("加分项（最多加10分）", "", ""),
        ("组织领导", "", ""),
    ],
)
def test_words_of_a_limit_that_say_no_points_are_found(name, entered, unread):
    assert unread_limit(made(ScoreGroup, name=name, limit=entered)) == unread
