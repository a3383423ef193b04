"""Scores worked out by hand for all kinds of rule, in the structure of a scheme of 21 items."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.scoring.schemes import D, done, item, only, results
from xiezuo_desktop.core.scoring.evaluate import Basis, Evaluation, Group, Item, Settings, score
from xiezuo_desktop.core.scoring.reading import read_rule

BLANK = None

# The 21 items of a scheme: (text, points, basis, points by hand, formula)
BY_HAND = [
    ("负责同志赴结对县调研。（完成得4分，未完成得0分。）", 4, done(1, 1), "4", "1/1，完成，得4"),
    ("召开联席会议。（召开1次及以上的，得3分；未召开的，得0分。）", 3, done(2), "3", "2次≥1次，得3"),
    ("研究部署工作。（完成得3分，未完成得0分。）", 3, done(1, 2), "0", "1/2，未完成，得0"),
    ("选派挂职干部。（完成得2分，未完成得0分。）", 2, Basis(yes=True), "2", "完成，得2"),
    ("选派专技人才。（完成得3分；未完成的，得分＝3×完成率。）", 3, done(612, 650), "2.82", "3×612/650=2.82"),
    ("干部培训。（完成得3分；未完成的，得分＝3×完成率。）", 3, done(170, 170), "3", "170/170，完成，得3"),
    ("人才培训。（完成得3分；未完成的，得分＝3×完成率。）", 3, done(700, 650), "3", "700/650，完成，得3"),
    ("社会捐赠。（完成得4分；未完成的，得分＝4×完成率。）", 4, done("0.35", "5.50"), "0.25", "4×0.35/5.50=0.25"),
    ("引导企业。（完成得3分；未完成的，得分＝3×完成率。）", 3, done(0, 4), "0", "3×0/4=0"),
    ("实际投资额。（完成得3分；未完成的，得分＝3×完成率。）", 3, done("1.20", "2.00"), "1.8", "3×1.20/2.00=1.8"),
    ("带动增收。（完成得3分；未完成的，得分＝3×完成率。）", 3, done(1, 3), "1", "3×1/3=1"),
    ("消费帮扶。（开展工作的得3分；未开展的酌情扣分。）", 3, Basis(yes=True), "3", "完成，得3"),
    ("稳定就业。（前二得3分，完成任务得2分）", 3, done(90, 80), "3", "90/80，第1名，得3"),
    ("来本地就业。（完成得3分；未完成的，得分＝3×完成率。）", 3, done(5, 8), "1.88", "3×5/8=1.88"),
    ("来本省就业。（完成得3分；未完成的，得分＝3×完成率。）", 3, done(2, 9), "0.67", "3×2/9=0.67"),
    ("就近就业。（前二名3分，完成任务得2分。）", 3, done(79, 80), "0", "79/80，未完成，得0"),
    ("外地就业。（前二名3分，完成任务得2分）", 3, done(80, 80), "3", "80/80，第1名，得3"),
    ("就读院校。（就读人数前二名3分，完成任务得2分，无则0分。）", 3, done(0, 10), "0", "无，得0"),
    ("主要领导对接。（按实际对接率赋分，100%的得2分，未完成的得0分。）", 2, done(2, 3), "0", "2/3=66.7%＜100%，得0"),
]
COMPOSITE = (
    "结对。（村企结对3分：完成得3分；未完成任务的，得分＝3×完成率。学校结对2分：完成得2分；未完成任务的，得分＝2×完成率。"
    "医院结对2分：完成得2分；未完成任务的，得分＝2×完成率。）"
)
TRAINING = (
    "带头人。（培训人数2分：完成任务的，得2分；未完成任务的，得分＝2×完成率。创业成功人数2分：完成得2分；未完成任务的，"
    "得分＝2×完成率。带动人数2分：完成得2分；未完成任务的，得分＝2×完成率。）"
)


@pytest.mark.parametrize(("text", "points", "basis", "expected", "formula"), BY_HAND, ids=[b[0][:5] for b in BY_HAND])
def test_every_item_gives_the_points_worked_out_by_hand(text, points, basis, expected, formula):
    assert results(item(text, points), basis) == [(expected, formula)]


def test_composite_items_add_their_parts_and_show_each():
    one = item(COMPOSITE, 7)
    assert [p.name for p in one.parts] == ["村企结对", "学校结对", "医院结对"]
    assert results(one, [done(5, 8), done(4, 4), done(1, 3)]) == [
        ("4.55", "村企结对：3×5/8=1.88；学校结对：4/4，完成，得2；医院结对：2×1/3=0.67；合计4.55")
    ]
    two = item(TRAINING, 6)
    assert only(two, [done(50, 50), done(30, 60), done(0, 10)]) == ["3"]


def test_a_part_that_is_not_reported_leaves_the_item_open_not_nought():
    one = item(COMPOSITE, 7)
    known = {(one.parts[0].id, 1): done(8, 8)}
    found = score(Evaluation((Group(0, "", (one,)),)), [1, 2], known)
    assert (found.scores[one.id, 1].computed, found.scores[one.id, 1].state) == (D(3), "partial")
    assert (found.scores[one.id, 2].computed, found.scores[one.id, 2].state) == (None, "missing")


def test_several_faults_are_taken_off_one_item_down_to_nothing():
    one = item("（晚交1次扣0.5分，漏交1次扣1分，扣完为止）", 5)
    assert results(one, [done(2), done(1)]) == [("3", "晚交：5-0.5×2=4；漏交：0-1×1=-1；合计3")]
    assert only(one, [done(0), done(9)], [done(20), done(20)]) == ["0", "0"]


def test_what_is_counted_by_rank_of_paper_ends_at_the_limit_of_all():
    one = item("（获部、省表扬的，每项分别加3分、2分，累计不超过6分）", 6)
    assert only(one, [done(1), done(1)], [done(1), done(9)]) == ["5", "6"]


def test_a_deduction_may_end_below_a_share():
    one = item("（完成率100%得10分，每低1个百分点扣0.2分，低于60%不得分）", 10)
    assert results(one, done(90, 100), done(59, 100)) == [("8", "10-0.2×10=8"), ("0", "59/100=59.0%，低于60%，得0")]


def test_grades_are_given_by_a_person_even_to_those_who_have_done_it():
    for text in ("（优秀得5分，良好得3分，一般得1分）", "（超额完成得5分，完成得4分，基本完成得2分）"):
        assert results(item(text, 5), done(10, 10)) == [(None, "待评定")]
    assert only(item("（开展工作的得5分，未开展的酌情扣分）", 5), done(10, 10), done(9, 10)) == ["5", None]


def test_more_than_the_target_may_give_more_than_the_target():
    one = item("（超额完成任务的得9分，完成任务的得7分，其余得2分）", 9)
    assert only(one, done(101, 100), done(100, 100), done(99, 100)) == ["9", "7", "2"]


# ------------------------------------------------------------------------------------------------ ranks

TOP_TWO = "稳定就业。（前二得3分，完成任务得2分）"


def test_ties_at_place_two_all_get_the_points_unless_the_scheme_says_otherwise():
    one = item(TOP_TWO, 3)
    four = [done(90, 50), done(80, 50), done(80, 50), done(60, 50)]
    assert results(one, *four) == [
        ("3", "90/50，第1名，得3"),
        ("3", "80/50，第2名（2个并列），得3"),
        ("3", "80/50，第2名（2个并列），得3"),
        ("2", "60/50，第4名，完成任务，得2"),
    ]
    assert only(one, *four, ties="none") == ["3", "2", "2", "2"]


def test_only_those_who_finished_are_placed_unless_the_scheme_says_otherwise():
    one = item(TOP_TWO, 3)
    three = [done(95, 100), done(60, 50), done(40, 40)]
    assert only(one, *three) == ["0", "3", "3"]
    assert only(one, *three, ranked="all") == ["3", "3", "2"]
    assert results(one, *three, unfinished="ratio")[0] == ("1.9", "2×95/100=1.9")


def test_the_order_is_that_of_the_values_or_of_the_rates():
    one = item(TOP_TWO, 3)
    three = [done(100, 90), done(90, 60), done(80, 40)]
    assert only(one, *three) == ["3", "3", "2"]
    assert only(one, *three, rank_by="rate") == ["2", "3", "3"]
    assert only(item("（完成率排名前二的得3分，完成任务的得2分）", 3), *three) == ["2", "3", "3"]


def test_fewer_is_better_where_the_target_must_not_be_exceeded():
    one = item(TOP_TWO, 3)
    assert only(one, done(3, 5, "down"), done(1, 5, "down"), done(2, 5, "down"), done(6, 5, "down")) == [
        "2",
        "3",
        "3",
        "0",
    ]


def test_without_any_target_a_place_is_given_but_finishing_stays_open():
    assert results(item(TOP_TWO, 3), done(3), done(2), done(1), BLANK) == [
        ("3", "3，第1名，得3"),
        ("3", "2，第2名，得3"),
        (None, "1，第3名，没有任务数，是否完成待评定"),
        (None, "未填报"),
    ]


def test_several_places_may_have_points_of_their_own():
    one = item("（第一名得5分，第二名得4分，第三至五名得3分，其余得1分）", 5)
    four = [done(n) for n in (9, 8, 8, 7, 6, 5)]
    assert only(one, *four) == ["5", "4", "4", "3", "3", "1"]
    assert only(one, *four, ties="none") == ["5", "3", "3", "3", "3", "1"]


def test_each_place_may_give_less_than_the_one_above():
    one = item("（第一名得3分，每降低一个名次减1分）", 3)
    assert only(one, *(done(n) for n in (9, 8, 7, 6))) == ["3", "2", "1", "0"]


def test_those_who_did_not_finish_get_what_the_rule_says():
    one = item("（排名前一的得9分，完成任务的得7分，未完成任务的得4分）", 9)
    assert only(one, done(9, 8), done(8, 8), done(7, 8)) == ["9", "7", "4"]


def test_nothing_done_gets_what_the_rule_says_and_is_never_among_the_first():
    one = item("（就读人数前二名3分，完成任务得2分，无则0分）", 3)
    assert only(one, done(0), done(5), BLANK) == ["0", "3", None]
    assert only(item(TOP_TWO, 3), done(0, 0), done(5, 5)) == ["2", "3"]


# ------------------------------------------------------------------------------------------------ missing, zero, inverse

RATIO = "（完成得3分；未完成的，得分＝3×完成率。）"


def test_a_party_without_a_target_is_left_out_or_scored_as_the_scheme_says():
    one = item(RATIO, 3)
    assert results(one, Basis(exempt=True)) == [(None, "没有任务，不计入")]
    assert results(one, Basis(exempt=True), no_target="full") == [("3", "没有任务，按满分计，得3")]
    assert results(one, Basis(exempt=True), no_target="zero") == [("0", "没有任务，得0")]


def test_a_target_of_nought_is_a_mark_to_pass():
    assert results(item(RATIO, 3), done(0, 0), done(-1, 0)) == [("3", "0≥0，完成，得3"), ("0", "-1＜0，未完成，得0")]


def test_a_missing_figure_or_target_gives_no_points_at_all():
    one = item(RATIO, 3)
    assert results(one, BLANK, done(None, 650), done(612)) == [
        (None, "未填报"),
        (None, "未填报"),
        (None, "没有任务数，算不出完成率"),
    ]


def test_what_must_not_be_exceeded_counts_target_over_value():
    one = item(RATIO, 3)
    assert results(one, done(8, 5, "down"), done(5, 5, "down"), done(0, 5, "down"), done(2, 0, "down")) == [
        ("1.88", "3×5/8（逆向）=1.88"),
        ("3", "5≤5，完成，得3"),
        ("3", "0≤5，完成，得3"),
        ("0", "3×0/2（逆向）=0"),
    ]


def test_a_range_and_a_yes_or_no():
    one = item(RATIO, 3)
    assert only(one, done(3, 4, "range", 6), done(5, 4, "range", 6), done(8, 4, "range", 6)) == ["2.25", "3", "2.25"]
    assert only(one, done(1, 1, "yes_no"), done(0, 1, "yes_no"), Basis(yes=False)) == ["3", "0", "0"]


def test_over_fulfilment_is_capped_unless_the_scheme_or_the_rule_says_otherwise():
    assert results(item(RATIO, 3), done(600, 500), cap="none") == [("3.6", "3×600/500=3.6")]
    assert only(item("（按完成率计分，上不封顶）", "0.5"), done(120, 100)) == ["0.6"]
    assert results(item("（得分＝5×完成率，不封顶，最高得6分）", 5), done(150, 100)) == [("6", "5×150/100，最高6，得6")]


def test_rounding_is_half_up_to_two_decimals_unless_set():
    one = item(RATIO, 3)
    eighth = done(5, 8)  # 1.875
    assert only(one, eighth) == ["1.88"]
    assert only(one, eighth, rounding="down") == ["1.87"]
    assert only(one, eighth, decimals=1) == ["1.9"]
    assert only(one, eighth, decimals=0) == ["2"]


# ------------------------------------------------------------------------------------------------ the other kinds


@pytest.mark.parametrize(
    ("rule", "points", "basis", "expected", "formula"),
    [
        ("完成得3分，每少1个扣0.1分，扣完为止", 3, done(7, 10), "2.7", "3-0.1×3=2.7"),
        ("完成得3分，每少1个扣0.1分，扣完为止", 3, done(10, 10), "3", "10/10，不扣分，得3"),
        ("完成得3分，每少1个扣1分，扣完为止", 3, done(0, 10), "0", "3-1×10，最多扣3，得0"),
        ("完成得5分，每少1个扣1分，最多扣2分", 5, done(0, 10), "3", "5-1×10，最多扣2，得3"),
        ("完成得5分，每少10万元扣0.5分", 5, done("71.5", 100), "4", "5-0.5×2=4"),
        ("完成率每低1个百分点扣0.2分", 4, done(95, 100), "3", "4-0.2×5=3"),
        ("每发现1起问题扣0.5分", 2, done(3), "0.5", "2-0.5×3=0.5"),
        ("每发现1起问题扣0.5分", 2, done(0), "2", "不扣分，得2"),
        ("每举办1场得0.5分，最高3分", 3, done(4), "2", "0.5×4=2"),
        ("每举办1场得0.5分，最高3分", 3, done(9), "3", "0.5×9=4.5，最高3，得3"),
        ("每引进2家得1分", 3, done(5), "2", "1×2=2"),
        ("每引进1家得1分", 3, done(5), "3", "1×5=5，最高3，得3"),
        ("得分＝0.57×实际达标数", 10, done("8.5"), "4.85", "0.57×8.5=4.85"),
        ("完成任务得4分，每超额1个得0.5分，最高得5分", 5, done(11, 10), "4.5", "4+0.5×1=4.5"),
        ("完成任务得4分，每超额1个得0.5分，最高得5分", 5, done(9, 10), "0", "9/10，未完成，得0"),
        ("完成任务得4分，每超额10%得0.2分，最高得5分", 5, done(125, 100), "4.4", "4+0.2×2=4.4"),
        ("90%以上得5分，80%以上得3分，60%以下不得分", 5, done(85, 100), "3", "85/100=85.0%，达到80%，得3"),
        ("90%以上得5分，80%以上得3分，其余不得分", 5, done(59, 100), "0", "59/100=59.0%，不到最低一档，得0"),
        ("召开2次及以上得2分，召开1次得1分，未召开不得分", 2, done(1), "1", "1次，达到1，得1"),
        ("得分＝5×完成率，完成率低于60%不得分", 5, done(59, 100), "0", "59/100=59.0%，低于60%，得0"),
        ("得分＝5×完成率，完成率低于60%不得分", 5, done(60, 100), "3", "5×60/100=3"),
        ("达到100%得2分，否则得0分", 2, done(3, 3), "2", "3/3=100.0%≥100%，得2"),
        ("达到100%得2分，否则得0分", 2, done("99.9", percent=True), "0", "99.9%＜100%，得0"),
        ("召开2次及以上得3分，未召开得0分", 3, done(1), "0", "1次＜2次，得0"),
        ("由县协作办综合评定打分", 3, done(3), None, "待评定"),
    ],
)
def test_the_other_kinds_of_rules(rule, points, basis, expected, formula):
    assert results(item(f"（{rule}）", points), basis) == [(expected, formula)]


def test_the_best_of_all_may_be_the_measure():
    one = item("（以各县完成率最高者为满分，其余按比例折算）", 5)
    assert results(one, done(120, 100), done(90, 100), BLANK, done(0, 10)) == [
        ("5", "最高，得5"),
        ("3.75", "5×90.00%/120.00%=3.75"),
        (None, "未填报"),
        ("0", "5×0.00%/120.00%=0"),
    ]


def test_a_weighted_mean_of_rates():
    one = item("（得分＝10×（投资额完成率×60%＋企业数完成率×40%））", 10)
    assert results(one, [done(8, 10), done(6, 5)]) == [("8.8", "10×(0.60×8/10+0.40×100%)=8.8")]
    assert results(one, [done(8, 10), Basis(exempt=True)]) == [("8", "10×(0.60×8/10)/0.6=8")]
    assert only(one, [done(8, 10), None]) == [None]


def test_an_item_without_a_rule_waits_for_a_person():
    one = Item(1, D(5))
    assert results(one, done(3)) == [(None, "没有计分规则，待评定")]


# ------------------------------------------------------------------------------------------------ totals


def made_up(*texts, **values):
    return Evaluation((Group(0, "", tuple(item(t, p) for t, p in texts)),), Settings(**values))


def test_points_given_by_hand_count_and_the_computed_ones_stay_visible():
    evaluation = made_up((RATIO, 3))
    (one,) = evaluation.items
    found = score(evaluation, [1], {(one.id, 1): done(3, 3)}, {(one.id, 1): (D("2.5"), "迟报两次")})
    only_one = found.scores[one.id, 1]
    assert (only_one.computed, only_one.adjusted, only_one.final, only_one.reason) == (
        D(3),
        D("2.5"),
        D("2.5"),
        "迟报两次",
    )
    assert found.totals[1].points == D("2.5")


def test_items_that_do_not_count_scale_the_rest():
    evaluation = made_up((RATIO, 3), ("（完成得7分；未完成的，得分＝7×完成率）", 7))
    first, second = evaluation.items
    found = score(evaluation, [1, 2], {(first.id, 1): Basis(exempt=True), (second.id, 1): done(5, 7)})
    total = found.totals[1]
    assert (total.points, total.formula, total.open_items) == (D("7.14"), "5×10/7=7.14", 0)
    assert (found.totals[2].points, found.totals[2].open_items, found.totals[2].place) == (None, 2, None)


def test_equal_totals_share_a_place_and_the_next_one_is_left_out():
    evaluation = made_up((RATIO, 3))
    (one,) = evaluation.items
    bases = {(one.id, p): done(v, 10) for p, v in ((1, 7), (2, 9), (3, 7), (4, 2))}
    found = score(evaluation, [1, 2, 3, 4, 5], bases)
    assert [(p, found.totals[p].place, found.totals[p].shared) for p in found.ranking] == [
        (2, 1, False),
        (1, 2, True),
        (3, 2, True),
        (4, 4, False),
        (5, None, False),
    ]


# ------------------------------------------------------------------------------------------------ whatever comes

WORDS = [text for text, *_ in BY_HAND] + [
    COMPOSITE,
    "（每少1个扣0.1分，扣完为止）",
    "（每超额1个得0.5分，最高5分）",
    "（90%以上得5分，60%以上得2分）",
    "（以完成率最高者为满分，其余按比例）",
    "（得分＝10×（投资额完成率×60%＋企业数完成率×40%））",
    "（得分＝0.57×实际达标数）",
]
NUMBERS = st.none() | st.decimals("-1000", "1000000", places=2) | st.sampled_from([Decimal(0), Decimal(1)])
DIRECTIONS = st.sampled_from(["up", "down", "range", "yes_no"])


@st.composite
def bases(draw):
    value, target, upper = draw(NUMBERS), draw(NUMBERS), draw(NUMBERS)
    yes, exempt, percent = draw(st.sampled_from([None, None, True, False])), draw(st.booleans()), draw(st.booleans())
    return done(value, target, draw(DIRECTIONS), upper, yes=yes, exempt=exempt, percent=percent)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(WORDS),
    st.lists(st.none() | bases(), min_size=1, max_size=4),
    st.sampled_from(["full", "none"]),
    st.sampled_from(["scaled", "full", "zero"]),
)
def test_whatever_is_reported_nothing_divides_by_nought_and_no_blank_becomes_one(words, given_bases, cap, no_target):
    one = item(words, 5)
    evaluation = Evaluation((Group(0, "", (one,)),), Settings(cap=cap, no_target=no_target))
    parties = range(1, len(given_bases) + 1)
    known = {
        (i.id, p): b for p, b in zip(parties, given_bases, strict=True) if b is not None for i in (one, *one.parts)
    }
    found = score(evaluation, parties, known)
    for party, basis in zip(parties, given_bases, strict=True):
        got = found.scores[one.id, party]
        assert got.formula
        assert got.computed is None or got.computed >= 0
        if basis is None or (basis.value is None and basis.yes is None and not basis.exempt):
            assert got.computed is None
        if cap == "full" and got.computed is not None:
            assert got.computed <= max(one.points, read_rule(words, one.points).rule.full or one.points, D(7))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), min_size=1, max_size=8))
def test_ranks_are_those_of_brute_force(figures):
    one = item(TOP_TWO, 3)
    finished = sorted((v for v, t in figures if v >= t), reverse=True)
    expected = ["3" if v >= t and sum(w > v for w in finished) < 2 else "2" if v >= t else "0" for v, t in figures]
    assert only(one, *(done(v, t) for v, t in figures)) == expected


def test_the_whole_scheme_of_21_items_is_totalled_as_by_hand():
    """70 points in all; 39.97 worked out on paper; without the first item 35.97×70/66=38.15."""
    bases = {}
    items = []
    for text, points, basis, *_ in BY_HAND:
        items.append(item(text, points))
        bases[items[-1].id, 1] = basis
    for text, points, done_parts in (
        (COMPOSITE, 7, [done(5, 8), done(4, 4), done(1, 3)]),
        (TRAINING, 6, [done(50, 50), done(30, 60), done(0, 10)]),
    ):
        items.append(item(text, points))
        bases |= {(part.id, 1): basis for part, basis in zip(items[-1].parts, done_parts, strict=True)}
    evaluation = Evaluation((Group(0, "甲", tuple(items)),))
    assert len(items) == 21
    assert sum(i.points for i in items) == 70
    assert score(evaluation, [1], bases).totals[1].points == D("39.97")
    bases[items[0].id, 1] = Basis(exempt=True)
    total = score(evaluation, [1], bases).totals[1]
    assert (total.points, total.formula) == (D("38.15"), "35.97×70/66=38.15")


def test_an_item_that_takes_points_off_goes_below_nothing_and_counts_for_nothing():
    one = item("信访通报。（每发生1起扣2分，最多扣5分）", -5)
    assert results(one, done(0), done(1), done(4)) == [
        ("0", "不扣分，得0"),
        ("-2", "0-2×1=-2"),
        ("-5", "0-2×4，最多扣5，得-5"),
    ]
    other = item("干部培训。（完成得3分；未完成的，得分＝3×完成率。）", 3)
    plan = Evaluation((Group(0, "甲", (other, one)),))
    found = score(plan, [1], {(other.id, 1): done(10, 10), (one.id, 1): done(1)})
    assert found.totals[1].points == 1
    assert found.totals[1].formula == ""
