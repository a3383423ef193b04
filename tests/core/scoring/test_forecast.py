from dataclasses import replace
from decimal import Decimal

from tests.core.scoring.schemes import D, done, item
from xiezuo_desktop.core.scoring.evaluate import Basis, Evaluation, Group, Settings, score
from xiezuo_desktop.core.scoring.forecast import Forecast, Gain, moves, what_if

RATIO = "培训。（完成得3分；未完成的，得分＝3×完成率。）"
TOP_TWO = "就业。（前二得3分，完成任务得2分）"
PARTS = "结对。（村企结对3分：完成得3分；未完成的，得分＝3×完成率。学校结对2分：完成得2分，未完成得0分。）"


def evaluation(*texts):
    return Evaluation((Group(0, "", tuple(item(t, p) for t, p in texts)),))


def gains(of, bases, party=1, month=6, parties=(1,), adjusted=None):
    found = Forecast(of, parties, bases, party, month, adjusted).gains()
    return [
        (g.item, None if g.now is None else str(g.now), None if g.at_pace is None else str(g.at_pace), str(g.most),
         None if g.needed is None else str(g.needed))
        for g in found
    ]  # fmt: skip


def test_what_gains_most_stands_first_with_what_it_needs():
    plan = evaluation((RATIO, 3), (RATIO, 3), (RATIO, 3))
    one, two, three = plan.items
    bases = {(one.id, 1): done(300, 600), (two.id, 1): done(100, 400), (three.id, 1): done(5, 5)}
    assert gains(plan, bases) == [
        (two.id, "0.75", "1.5", "3", "300"),
        (one.id, "1.5", "3", "3", "300"),
    ]


def test_of_equal_gains_that_which_needs_least_stands_first():
    plan = evaluation((TOP_TWO, 3), (TOP_TWO, 3))
    one, two = plan.items
    bases = {(one.id, 1): done(10, 100), (two.id, 1): done(90, 100)}
    assert [g[0] for g in gains(plan, bases)] == [two.id, one.id]


def test_what_nobody_has_reported_may_still_bring_all():
    plan = evaluation((RATIO, 3))
    (one,) = plan.items
    assert gains(plan, {(one.id, 1): done(None, 600)}) == [(one.id, None, None, "3", "600")]
    assert gains(plan, {}) == [(one.id, None, None, "3", None)]
    assert gains(plan, {(one.id, 1): Basis(exempt=True)}) == []


def test_a_place_among_the_first_is_a_gain_of_its_own():
    plan = evaluation((TOP_TWO, 3))
    (one,) = plan.items
    bases = {(one.id, p): done(v, 50) for p, v in ((1, 40), (2, 90), (3, 70))}
    assert gains(plan, bases, parties=(1, 2, 3)) == [
        (one.id, "0", "3", "3", "30"),
        (one.id, "0", "3", "2", "10"),
    ]


def test_what_must_not_be_exceeded_needs_less():
    plan = evaluation((RATIO, 3))
    (one,) = plan.items
    assert gains(plan, {(one.id, 1): done(8, 5, "down")}, month=12) == [(one.id, "1.88", "1.88", "3", "-3")]


def test_parts_are_gained_one_by_one_and_points_by_hand_are_settled():
    plan = evaluation((PARTS, 5))
    (one,) = plan.items
    bases = {(one.parts[0].id, 1): done(1, 3), (one.parts[1].id, 1): done(1, 2)}
    found = Forecast(plan, (1,), bases, 1, 6).gains()
    assert [(g.part, str(g.now), str(g.gain)) for g in found] == [
        (one.parts[1].id, "0", "2"),
        (one.parts[0].id, "1", "2"),
    ]
    assert gains(plan, bases, adjusted={(one.id, 1): (Decimal(4), "现场核验")}) == []


def test_figures_and_settings_are_tried_and_who_changes_place_is_told():
    plan = evaluation((TOP_TWO, 3))
    (one,) = plan.items
    bases = {(one.id, p): done(v, 50) for p, v in ((1, 90), (2, 80), (3, 80), (4, 60))}
    before = score(plan, [1, 2, 3, 4], bases)
    strict = what_if(plan, [1, 2, 3, 4], bases, {}, settings=replace(Settings(), ties="none"))
    assert [(m.party, m.place_before, m.place_after, str(m.points_after)) for m in moves(before, strict)] == [
        (2, 1, 2, "2"),
        (3, 1, 2, "2"),
        (4, 4, 2, "2"),
    ]
    after = what_if(plan, [1, 2, 3, 4], bases, {(one.id, 4): D(100)})
    assert [(m.party, m.place_before, m.place_after) for m in moves(before, after)] == [(4, 4, 1), (2, 1, 3), (3, 1, 3)]
    assert moves(before, before) == []


def test_a_gain_says_what_some_units_of_the_figure_bring():
    def rate(now, most, needed):
        return Gain(1, D(now), None, D(most), needed=None if needed is None else D(needed)).rate

    assert rate("1.5", "3", "325") == (10, D("0.05"))
    assert rate("2", "4", "11") == (1, D("0.18"))
    assert rate("0", "1", "-4") == (1, D("0.25"))  # less is better
    assert rate("0", "4", "2500000") == (10000, D("0.02"))
    assert rate("0", "4", None) is None
    assert rate("4", "4", "3") is None


def test_done_and_not_done_may_be_supposed_where_there_is_no_figure():
    visit = item("专题会议。（完成得4分，未完成得0分。）", 4)
    evaluation = Evaluation((Group(0, "甲", (visit,)),), Settings())
    for supposed, points in ((True, D(4)), (False, D(0)), (D(1), D(4)), (D(0), D(0))):
        assert what_if(evaluation, [1], {}, {(visit.id, 1): supposed}).totals[1].points == points
