import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiezuo_desktop.core.scoring.reading import read_rule, rule_part
from xiezuo_desktop.core.scoring.rule_words import rule_words
from xiezuo_desktop.core.scoring.rules import (
    KINDS,
    PARAMETERS,
    Grade,
    Level,
    Rule,
    Step,
    points_of,
    read_level,
    read_stored_rule,
    rule_to_dict,
    write_rule,
)

D = Decimal

READINGS = [
    ("完成得4分，未完成得0分。", {"kind": "binary", "full": "4", "zero": "0"}),
    ("完成3分，未完成0分", {"kind": "binary", "full": "3", "zero": "0"}),
    ("完成得五分，未完成不得分", {"kind": "binary", "full": "5", "zero": "0"}),
    ("已出台政策得2分，没有出台得0分", {"kind": "binary", "full": "2", "zero": "0"}),
    ("召开1次及以上的，得3分；未召开的，得0分。", {"kind": "threshold", "full": "3", "zero": "0", "at_least": "1", "measure_unit": "次"}),
    ("至少召开1次联席会议的得2分，否则不得分", {"kind": "threshold", "full": "2", "zero": "0", "at_least": "1", "measure_unit": "次"}),
    ("召开２次（含）以上得2分", {"kind": "threshold", "full": "2", "at_least": "2", "measure_unit": "次"}),
    ("完成得3分；未完成的，得分＝3×完成率。", {"kind": "ratio", "full": "3"}),
    ("按完成比例得分", {"kind": "ratio", "full": "5"}),
    ("实际数÷计划数×5", {"kind": "ratio", "full": "5"}),
    ("（实际数/计划数）×100%×分值", {"kind": "ratio", "full": "5"}),
    ("按实际完成数占目标数比例计分", {"kind": "ratio", "full": "5"}),
    ("全部达标得5分，一项不达标扣1分", {"kind": "deduction", "full": "5", "basis": "fault", "each": "1", "measure_unit": "项", "points": "1"}),
    ("超额完成每增加10%加1分，最多加5分", {"kind": "coefficient", "basis": "over", "each": "10", "measure_unit": "%", "points": "1", "cap": "5"}),
    ("完成率*分值", {"kind": "ratio", "full": "5"}),
    ("得分=完成率×5，完成率低于60%不得分", {"kind": "ratio", "full": "5", "least": "60%"}),
    ("得分＝实际完成数/目标任务数×6", {"kind": "ratio", "full": "6"}),
    ("按完成率计分，上不封顶", {"kind": "ratio", "full": "5", "uncapped": True}),
    ("完成率90%以上得5分；未达到的，得分＝5×完成率", {"kind": "ratio", "full": "5", "full_from": "90%"}),
    ("以各县完成率最高者为满分，其余按比例折算", {"kind": "ratio", "full": "5", "basis": "best_rate"}),
    ("完成目标得4分；未完成的按比例扣分", {"kind": "ratio", "full": "4"}),
    ("前二得3分，完成任务得2分", {"kind": "rank", "top": "2", "top_points": "3", "finished": "2"}),
    ("前二名3分，完成任务得2分。", {"kind": "rank", "top": "2", "top_points": "3", "finished": "2"}),
    ("就读人数前二名3分，完成任务得2分，无则0分。", {"kind": "rank", "top": "2", "top_points": "3", "finished": "2", "none": "0", "basis": "value"}),
    ("到位投资额居前两名的得4分，完成的得3分，未完成的得0分", {"kind": "rank", "top": "2", "top_points": "4", "finished": "3", "unfinished": "zero", "basis": "value"}),
    ("完成率排名前三的得5分，完成任务的得3分，未完成的按完成率得分", {"kind": "rank", "top": "3", "top_points": "5", "finished": "3", "unfinished": "ratio", "basis": "rate"}),
    ("排名前3位的得5分，第4-6名得4分，其余得2分", {"kind": "rank", "others": "2", "steps": [{"to": "3", "points": "5"}, {"to": "6", "points": "4"}]}),
    ("开展工作的得3分；未开展的酌情扣分。", {"kind": "discretionary", "full": "3"}),
    ("由市协作办综合评定打分", {"kind": "discretionary", "full": "5", "by_hand": True}),
    ("优秀得2分，良好得1.5分，一般得1分", {"kind": "discretionary", "full": "2", "by_hand": True}),
    ("群众评价好的得6分，较好的得4分，一般的得2分，差的不得分", {"kind": "discretionary", "full": "6", "by_hand": True}),
    ("一等得9分，二等得7分，三等得5分", {"kind": "discretionary", "full": "9", "by_hand": True}),
    ("优秀得20分，良好得15分，合格得10分", {"kind": "discretionary", "full": "20", "by_hand": True}),
    ("合格得4分，不合格得0分", {"kind": "binary", "full": "4"}),
    ("返工率5%以内得12分，10%以内得8分", {"kind": "discretionary", "full": "12", "by_hand": True}),
    ("开工率达到70%的得14分，其余得6分", {"kind": "tier", "basis": "rate", "zero": "6", "steps": [{"from": "70%", "points": "14"}]}),
    ("超额完成10%以上的得12分，完成任务的得10分，完成80%以上的得6分，低于80%的不得分", {"kind": "tier", "basis": "rate", "zero": "0", "steps": [{"from": "110%", "points": "12"}, {"from": "100%", "points": "10"}, {"from": "80%", "points": "6"}]}),
    ("超额完成任务的得9分，完成任务的得7分，其余得2分", {"kind": "tier", "basis": "rate", "zero": "2", "steps": [{"from": ">100%", "points": "9"}, {"from": "100%", "points": "7"}]}),
    ("年内全部完工的得9分，完工率达到70%的得6分，其余得2分", {"kind": "tier", "basis": "rate", "zero": "2", "steps": [{"from": "100%", "points": "9"}, {"from": "70%", "points": "6"}]}),
    ("超额完成得9分，完成得7分，基本完成得4分，未完成得0分", {"kind": "discretionary", "full": "5", "by_hand": True}),
    ("第一名得3分，每降低一个名次减0.5分", {"kind": "rank", "steps": [{"to": str(n), "points": p} for n, p in enumerate(("3", "2.5", "2", "1.5", "1", "0.5"), 1)]}),
    ("第一名得5分，第二名得4分，其后依次递减1分，最低得2分", {"kind": "rank", "others": "2", "steps": [{"to": str(n), "points": p} for n, p in enumerate(("5", "4", "3"), 1)]}),
    ("完成率排名前三的得9分，完成任务的得7分，未完成任务的得4分", {"kind": "rank", "top": "3", "top_points": "9", "finished": "7", "others": "4", "basis": "rate"}),
    ("第一、二、三名分别得5分、4分、3分", {"kind": "rank", "steps": [{"to": str(n), "points": p} for n, p in enumerate(("5", "4", "3"), 1)]}),
    ("前两名分别得5、4分，其余得1分", {"kind": "rank", "others": "1", "steps": [{"to": "1", "points": "5"}, {"to": "2", "points": "4"}]}),
    ("完成率100%得5分，每低1个百分点扣0.2分，低于60%不得分", {"kind": "deduction", "full": "5", "basis": "rate", "each": "1", "points": "0.2", "least": "60%"}),
    ("按辖区内承担任务县的实际对接率赋分，100%的得2分，未完成的得0分。", {"kind": "rate", "rate": "100%", "full": "2", "zero": "0"}),
    ("按对接率赋分，对接率达到100%得4分，否则得0分。", {"kind": "rate", "rate": "100%", "full": "4", "zero": "0"}),
    ("完成率90%以上得5分，80%-90%得3分，80%以下不得分", {"kind": "tier", "basis": "rate", "zero": "0", "steps": [{"from": "90%", "points": "5"}, {"from": "80%", "points": "3"}]}),
    *(
        (f"巩固率90%以上得5分，{between}得3分，其余不得分", {"kind": "tier", "basis": "rate", "zero": "0", "steps": [{"from": "90%", "points": "5"}, {"from": "80%", "points": "3"}]})
        for between in ("80%≤巩固率＜90%", "≥80%且＜90%的", "80%以上不足90%的，", "80%（含）以上、90%以下", "达到80%但低于90%的，")
    ),
    ("超过90%得5分；80%<稳岗率≤90%得3分；其余0分", {"kind": "tier", "basis": "rate", "zero": "0", "steps": [{"from": ">90%", "points": "5"}, {"from": ">80%", "points": "3"}]}),
    ("超过100%得5分，80%以上得4分，其余0分", {"kind": "tier", "basis": "rate", "zero": "0", "steps": [{"from": ">100%", "points": "5"}, {"from": "80%", "points": "4"}]}),
    ("召开2次及以上得2分，召开1次得1分，未召开不得分", {"kind": "tier", "basis": "value", "measure_unit": "次", "zero": "0", "steps": [{"from": "2", "points": "2"}, {"from": "1", "points": "1"}]}),
    ("每举办1场得0.5分，最高不超过3分", {"kind": "coefficient", "each": "1", "measure_unit": "场", "points": "0.5", "cap": "3"}),
    ("每引进1家企业得1分，满分3分", {"kind": "coefficient", "each": "1", "measure_unit": "家", "points": "1", "cap": "3"}),
    ("完成任务得4分，每超额完成10%加0.2分，最高加1分", {"kind": "coefficient", "each": "10", "measure_unit": "%", "points": "0.2", "base": "4", "cap": "5", "basis": "over"}),
    ("得分＝0.57×实际达标数", {"kind": "coefficient", "points": "0.57"}),
    ("完成年度任务得5分，每少1个扣0.1分，扣完为止", {"kind": "deduction", "full": "5", "basis": "missing", "each": "1", "measure_unit": "个", "points": "0.1"}),
    ("每发现1起问题扣1分，最多扣2分", {"kind": "deduction", "full": "5", "basis": "fault", "each": "1", "measure_unit": "起", "points": "1", "cap": "2"}),
    ("完成率每低于目标1个百分点扣0.2分", {"kind": "deduction", "full": "5", "basis": "rate", "each": "1", "points": "0.2"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READINGS, ids=[t[:18] for t, _ in READINGS])
def test_the_ways_in_which_offices_word_their_rules(text, expected):
    reading = read_rule(text, D(5))
    assert rule_to_dict(reading.rule) == expected
    assert reading.understood
    assert reading.text == text


@pytest.mark.parametrize("text", [t for t, _ in READINGS], ids=[t[:18] for t, _ in READINGS])
def test_the_words_of_a_rule_read_back_as_the_same_rule(text):
    words = rule_words(read_rule(text, D(5)).rule)
    assert rule_words(read_rule(words, D(5)).rule) == words


COMPOSITES = [
    (
        "村企结对3分：完成得3分；未完成任务的，得分＝3×完成率。学校结对2分：完成得2分，未完成得0分。",
        [("村企结对", "3", "ratio"), ("学校结对", "2", "binary")],
    ),
    (
        "结对学校完成得2分，结对医院完成得2分；未完成的，各项得分＝2×完成率。",
        [("结对学校", "2", "ratio"), ("结对医院", "2", "ratio")],
    ),
    ("①签订协议得4分；②开展互访得3分", [("签订协议", "4", "binary"), ("开展互访", "3", "binary")]),
    (
        "（1）制定方案得2分；（2）召开会议2次以上得2分；（3）完成投资额得2分，未完成的按比例得分",
        [("制定方案", "2", "binary"), ("召开会议", "2", "threshold"), ("完成投资额", "2", "ratio")],
    ),
    ("按期动工得6分，按期交付得9分", [("按期动工", "6", "binary"), ("按期交付", "9", "binary")]),
    ("迟交1次扣0.5分，漏交1次扣1分", [("迟交", "15", "deduction"), ("漏交", "None", "deduction")]),
    ("晚交、漏交每次分别扣3分、2分", [("晚交", "15", "deduction"), ("漏交", "None", "deduction")]),
    (
        "获部、省表扬的，每项分别加3分、2分，最高加10分",
        [("部", "None", "coefficient"), ("省表扬", "None", "coefficient")],
    ),
    ("企业数5分：每引进1家得1分；投资额5分：按完成率得分", [("企业数", "5", "coefficient"), ("投资额", "5", "ratio")]),
]


@pytest.mark.parametrize(("text", "parts"), COMPOSITES, ids=[t[:12] for t, _ in COMPOSITES])
def test_several_parts_with_points_make_a_composite(text, parts):
    reading = read_rule(text, D(15))
    assert reading.rule.kind == "composite"
    assert [(p.name, str(p.points), p.rule.kind) for p in reading.parts] == parts
    assert all(p.name in reading.words for p in reading.parts)


def test_a_weighted_mean_keeps_its_weights():
    reading = read_rule("得分＝10×（投资额完成率×60%＋企业数完成率×40%）")
    assert rule_to_dict(reading.rule) == {"kind": "composite", "full": "10", "mean": True}
    assert [(p.name, p.rule.weight) for p in reading.parts] == [("投资额", D("0.60")), ("企业数", D("0.40"))]


def test_the_rule_stands_in_the_last_brackets_that_state_points():
    assert (
        rule_part("培训人数（含线上）。（完成得3分（按时报送），未完成得0分。）")
        == "完成得3分（按时报送），未完成得0分。"
    )
    assert rule_part("培训人数（完成得3分），查看名册（原件）。") == "完成得3分"
    assert rule_part("培训人数，查看名册。完成得3分，未完成得0分。") == "完成得3分，未完成得0分。"
    assert rule_part("培训人数（完成得3分，未完成得0分。") == "完成得3分，未完成得0分。"
    assert rule_part("签到册、会议纪要（复印件）") == ""
    assert rule_part("会议时长30分钟，分别由两县举办") == ""


def test_doubts_are_said_and_nothing_is_guessed_silently():
    assert read_rule("完成得3分，未完成得0分", D(4)).doubts == ("规则里最高3分，分值是4分",)
    assert read_rule("村企结对3分：完成得3分。学校结对2分：完成得2分。", D(6)).doubts == ("规则里最高5分，分值是6分",)
    unknown = read_rule("另行通知", D(4))
    assert (unknown.rule, unknown.understood) == (Rule("discretionary", full=D(4), by_hand=True), False)
    assert unknown.doubts == ("没有认出计分规则，暂作人工评分",)


def test_a_figure_that_no_level_of_the_rule_holds_is_said():
    unread = "文字里的“{}”没有读进规则，得分要由人评定"
    assert unread.format("9分") in read_rule("按期办结得14分，基本办结得9分，未办结得5分", D(14)).doubts
    assert unread.format("低于55%") in read_rule("按期办结得14分，低于55%不得分", D(14)).doubts
    assert read_rule("得分＝14×完成率，低于55%不得分", D(14)).doubts == ()
    assert read_rule("按期报送得6分，未按期报送的扣2分", D(6)).doubts == ()


# ------------------------------------------------------------------------------------------------ stored form

POINTS = st.decimals("0", "100", places=2)
LEVELS = st.builds(Level, st.decimals("0", "200", places=1), st.booleans(), st.booleans())
VALUES = {
    "points": POINTS,
    "number": st.decimals("0", "1000", places=1),
    "place": st.integers(1, 20).map(Decimal),
    "level": LEVELS,
    "flag": st.booleans(),
    "text": st.sampled_from(["", "次", "万元"]),
    "steps": st.lists(st.builds(Step, LEVELS, POINTS), max_size=4).map(tuple),
    "levels": st.lists(st.builds(Grade, st.sampled_from(["国家级", "省级"]), POINTS), max_size=3).map(tuple),
}


@st.composite
def rules(draw):
    kind = draw(st.sampled_from(sorted(KINDS)))
    values = {}
    for name, parameter in PARAMETERS[kind].items():
        if draw(st.booleans()):
            known = VALUES.get(parameter.form, st.sampled_from(parameter.choices or ("",)))
            values[name] = draw(known)
    return Rule(kind, **values)


@settings(max_examples=120, deadline=None)
@given(rules())
def test_a_stored_rule_reads_back_as_it_was(rule):
    assert read_stored_rule(write_rule(rule)) == rule
    assert rule_words(rule)


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="完成得分未前二名每少扣个率以上按比例酌情第一其余无则×=%0123456789.（）()，；。：满", max_size=60)
)
def test_any_text_reads_as_some_rule(text):
    reading = read_rule(text, D(5))
    assert reading.rule.kind in KINDS
    assert rule_words(reading.rule)
    assert read_stored_rule(write_rule(reading.rule)) == reading.rule


def test_a_long_text_is_read_in_no_time():
    for piece in ("完成得", "每少", "（", "前二名得", "村企结对3分：", "90%以上", "率×"):
        read_rule(rule_part(piece * 3000) or piece * 3000, D(5))


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "1", '{"kind": "magic"}', '{"kind": ["ratio"]}', "[" * 10_000, '{"kind": "ratio"}' + " " * 30_000],
)
def test_what_is_no_rule_is_none(text):
    assert read_stored_rule(text) is None


def test_what_does_not_fit_a_rule_is_not_taken_into_it():
    found = read_stored_rule('{"kind": "ratio", "full": "1e9", "cap": 3, "least": "x", "basis": "magic", "top": "3"}')
    assert found == Rule("ratio")


def test_points_and_marks_of_cells():
    assert [points_of(t) for t in ("4", "4分", "（4分）", "2.50", "", "-", "约4", "4个", "四")] == [
        D(4), D(4), D(4), D("2.50"), None, None, None, None, None,
    ]  # fmt: skip
    assert [read_level(t) for t in ("90%", ">90%", "2", "", "90%%", "NaN")] == [
        Level(D(90), percent=True), Level(D(90), percent=True, over=True), Level(D(2)), None, None, None,
    ]  # fmt: skip


def test_the_points_for_all_that_is_asked_are_the_highest_tier():
    rule = read_rule("达标得20分，完成80%以上得15分，完成60%以上得10分", D(20)).rule
    assert [(str(s.mark), s.points) for s in rule.steps] == [("100%", D(20)), ("80%", D(15)), ("60%", D(10))]
    rule = read_rule("完成80%（含）以上得满分，完成60%（含）以上得60%分值，60%以下不得分", D(10)).rule
    assert [(str(s.mark), s.points) for s in rule.steps] == [("80%", D(10)), ("60%", D(6))]


def test_places_without_the_word_for_places():
    rule = read_rule("排名第1得5分、第2得4分、第3得3分，其他不得分", D(5)).rule
    assert (rule.kind, [s.points for s in rule.steps], rule.others) == ("rank", [D(5), D(4), D(3)], D(0))


def test_points_that_were_not_read_are_told():
    assert read_rule("按时完成得5分，逾期完成得3分，未完成得0分", D(5)).doubts == (
        "文字里的“3分”没有读进规则，得分要由人评定",
    )
    assert not read_rule("完成得5分，未完成得0分", D(5)).doubts


def test_a_quotient_is_the_rule_part_of_a_text():
    assert rule_part("实际数÷计划数×10") == "实际数÷计划数×10"


def test_an_item_that_takes_points_off_is_read_as_deductions_up_to_its_points():
    one = read_rule("每发生1起负面通报扣2分", D(-5))
    assert rule_to_dict(one.rule) == {
        "kind": "deduction",
        "full": "0",
        "basis": "fault",
        "each": "1",
        "measure_unit": "起",
        "points": "2",
        "cap": "5",
    }
    assert rule_words(one.rule) == "每发生1起扣2分，最多扣5分"
    assert read_rule("每起扣2分，最多扣4分", D(-5)).rule.cap == 4
    endless = read_rule("每发生1起扣2分", takes_off=True)
    assert (endless.words, endless.doubts) == ("每发生1起扣2分", ())
    several = read_rule("被市、县点名的，每次分别扣3分、2分", takes_off=True)
    assert several.words == "各部分得分相加：市（每发生1次扣3分）；县点名（每发生1次扣2分）"
    assert read_rule("情节严重的酌情扣分", D(-5)).doubts


@pytest.mark.parametrize(
    ("text", "points", "expected"),
    [
        ("入户抽查缺岗1人次扣3分，扣完为止", "15", {"kind": "deduction", "full": "15", "basis": "fault", "each": "1", "measure_unit": "人次", "points": "3"}),
        ("漏纳1户扣5分；措施不准1户扣2分", "25", {"kind": "composite"}),
        ("出现1起扣2分", "5", {"kind": "deduction", "full": "5", "basis": "fault", "each": "1", "measure_unit": "起", "points": "2"}),
        ("超期1天扣0.5分", "5", {"kind": "deduction", "full": "5", "basis": "fault", "each": "1", "measure_unit": "天", "points": "0.5"}),
        ("迟报3次扣1分", "5", {"kind": "deduction", "full": "5", "basis": "fault", "each": "3", "measure_unit": "次", "points": "1"}),
        ("未报送的扣2分", "5", {"kind": "binary", "full": "5", "zero": "3"}),
        ("按时报送得4分，未报送的扣4分", "4", {"kind": "binary", "full": "4", "zero": "0"}),
        ("缺席3次以上扣5分", "10", {"kind": "discretionary", "full": "10", "by_hand": True}),
        ("少于5次扣2分", "5", {"kind": "discretionary", "full": "5", "by_hand": True}),
        ("低于90%扣5分", "10", {"kind": "discretionary", "full": "10", "by_hand": True}),
        ("位列后三名的扣3分", "5", {"kind": "discretionary", "full": "5", "by_hand": True}),
        ("迟报3次扣1分，迟报5次扣3分", "5", {"kind": "discretionary", "full": "5", "by_hand": True}),
        ("齐全规范得20分，较规范得10—19分，不规范得0—9分", "20", {"kind": "discretionary", "full": "20", "by_hand": True}),
        ("6月底前拨付得9分，9月底前拨付得6分，年底前拨付得3分", "9", {"kind": "discretionary", "full": "9", "by_hand": True}),
    ],
)  # fmt: skip
def test_what_is_taken_off_is_never_read_as_given(text, points, expected):
    reading = read_rule(text, D(points))
    assert rule_to_dict(reading.rule) == expected


@pytest.mark.parametrize(
    "text", ["缺席3次以上扣5分", "少于5次扣2分", "位列后三名的扣3分", "漏纳1户扣5分；逾期不整改扣4分"]
)
def test_a_penalty_that_no_rule_holds_is_told(text):
    assert read_rule(text, D(10)).doubts


CLAUSES = (
    "完成任务的得{a}分", "超额完成{p}%以上的得{a}分", "超额完成的得{a}分", "完成{p}%以上的得{a}分", "{p}%以上不足97%的得{a}分", "低于{p}%的不得分",
    "未完成的得{a}分", "其余得{a}分", "每少{n}个扣{a}分", "每低1个百分点扣{a}分", "每超额{n}个加{a}分", "最高得{a}分", "最多扣{a}分", "优秀的得{a}分",
    "一般的得{a}分", "排名前{n}的得{a}分", "第1名得{a}分", "召开{n}次以上得{a}分", "按完成比例得分", "得分＝{a}×完成率", "迟报1次扣{a}分",
    "国家级每篇得{a}分", "省级每篇得{a}分", "市级、县级每次分别加{a}分、4.5分", "{n}月底前完成得{a}分", "逾期报送得{a}分", "全部竣工的得{a}分", "酌情扣分",
)  # fmt: skip


def numbers_of(stored):
    """All numbers in a stored rule."""
    values = stored.values() if isinstance(stored, dict) else stored
    for value in values:
        if isinstance(value, dict | list):
            yield from numbers_of(value)
        elif isinstance(value, str):
            yield from (D(n) for n in re.findall(r"\d+(?:\.\d+)?", value))


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4),
    st.sampled_from([None, D(10), D(20)]),
    st.lists(st.tuples(st.integers(3, 19), st.integers(55, 95), st.integers(2, 9)), min_size=4, max_size=4),
)
def test_a_rule_holds_no_number_that_nobody_wrote(clauses, points, numbers):
    texts = [c.format(a=a, p=p, n=n) for c, (a, p, n) in zip(clauses, numbers, strict=False)]
    text = "，".join(texts)
    reading = read_rule(text, points)
    written = {D(n) for n in re.findall(r"\d+(?:\.\d+)?", text)} | {D(0), D(1), D(100), *([points] if points else [])}
    said = {n for rule in (reading.rule, *(p.rule for p in reading.parts)) for n in numbers_of(rule_to_dict(rule))}
    worked_out = {100 + n for n in written} | {
        a - b for a in written for b in written
    }  # 超额10%; what a penalty leaves
    worked_out |= (
        {a + b for a in written for b in written} if "最高" in text else set()
    )  # a base and what is added to it
    assert said <= written | worked_out
