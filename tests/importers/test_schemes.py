from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import sample_path
from tests.importers.papers import left, paper, rows, table, title
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import Scheme, ScoreGroup, ScoreItem
from xiezuo_desktop.core.scoring.rule_words import rule_words
from xiezuo_desktop.core.scoring.rules import read_stored_rule
from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.importers import steps_for, understand

BRACKETS = """
序号 | 名称\\n指标 | 考核内容 | 分值\\n（20分） | 考核\\n依据
1 | 组织\\n领导（7） | 联席会议召开情况，查看纪要（召开1次及以上的，得3分；未召开的，得0分。） | 3 | 会议纪要
2 | ^ | 专题研究情况，查看记录。（完成得4分，未完成得0分。） | 4 | ^
3 | 人才\\n支援\\n（13） | 选派人才数。（前二名得6分，完成任务得4分） | 6 |
4 | ^ | 结对情况。（学校结对4分：完成得4分；未完成的，得分＝4×完成率。医院结对3分：完成得3分，未完成得0分。） | 7 | 结对协议
"""


def scheme_of(draft):
    (found,) = draft.schemes
    return found


def items(draft):
    """(group, points of the group, ordinal, what it is called, points, kind of rule) of every item."""
    return [
        (g.name, g.points, i.ordinal, i.name or i.content, i.points, kind(i))
        for g in scheme_of(draft).groups
        for i in g.items
    ]


def kind(item):
    rule = read_stored_rule(item.rule)
    return rule.kind if rule else ""


def read(text, name="云岭县2031年度协作工作评价办法", **values):
    return understand(paper(title(name), table(text)), **values)


# ------------------------------------------------------------------------------------------------ readings


def test_groups_hold_their_points_in_brackets_and_rules_stand_behind_the_content():
    draft = read(BRACKETS)
    assert (draft.kind, draft.info.title, draft.info.year) == ("scheme", "云岭县2031年度协作工作评价办法", 2031)
    assert (scheme_of(draft).title, scheme_of(draft).total) == ("云岭县2031年度协作工作评价办法", "20")
    assert [(g, p, o, points, k) for g, p, o, _, points, k in items(draft)] == [
        ("组织领导", "7", "1", "3", "threshold"),
        ("组织领导", "7", "2", "4", "binary"),
        ("人才支援", "13", "3", "6", "rank"),
        ("人才支援", "13", "4", "7", "composite"),
    ]
    assert left(draft) == []


def test_the_most_that_a_group_may_give_is_not_its_points():
    draft = read(
        """
        序号 | 考核内容 | 分值 | 评分标准
        一、组织领导（100分）
        1 | 召开专题会议 | 40 | 召开得40分，未召开不得分。
        2 | 制定工作要点 | 60 | 制定得60分，未制定不得分。
        二、附加内容（至多加8分）
        3 | 做法获推广 |  | 每推广1项加2分，最多加8分。
        """
    )
    groups = [(g.name, g.points) for g in scheme_of(draft).groups]
    assert groups == [("组织领导", "100分"), ("附加内容（至多加8分）", "")]


def test_merged_evidence_holds_for_all_its_rows_and_a_blank_is_a_blank():
    found = [i.evidence for g in scheme_of(read(BRACKETS)).groups for i in g.items]
    assert found == ["会议纪要", "会议纪要", "", "结对协议"]


def test_where_merges_were_lost_evidence_goes_down_within_its_group():
    draft = read(BRACKETS.replace("^", ""))
    assert [g.name for g in scheme_of(draft).groups] == ["组织领导", "人才支援"]
    found = [i.evidence for g in scheme_of(draft).groups for i in g.items]
    assert found == ["会议纪要", "会议纪要", "", "结对协议"]


def test_parts_of_a_composite_item_have_rules_of_their_own():
    last = scheme_of(read(BRACKETS)).groups[-1].items[-1]
    assert [(p.name, p.points, rule_words(read_stored_rule(p.rule))) for p in last.parts] == [
        ("学校结对", "4", "完成得4分；未完成的，得分＝4×完成率"),
        ("医院结对", "3", "完成得3分，未完成得0分"),
    ]


def test_what_was_understood_of_every_rule_is_said():
    said = read(BRACKETS).summary
    assert "第1项读作“次数门槛”：1次及以上得3分，未达到得0分" in said
    assert "计分规则按文字读作：次数门槛1项、完成／未完成1项、按名次1项、组合项1项，请逐项核对" in said
    doubtful = read(
        BRACKETS.replace("| 3 | 会议纪要", "| 5 | 会议纪要").replace("完成得4分，未", "优先得4分，未")
    ).summary
    assert "第1项：规则里最高3分，分值是5分" in doubtful


# ------------------------------------------------------------------------------------------------ other forms of tables

OWN_COLUMNS = """
一级指标 | 分值 | 二级指标 | 分值 | 评分标准 | 考核单位 | 得分
组织领导 | 10 | 联席会议 | 4 | 召开2次及以上得4分，召开1次得2分，未召开不得分。 | 县乡村振兴局 |
^ | ^ | 互访调研 | 6 | 完成得6分，未完成按完成率得分。 | 县委办公室 |
劳务协作 | 20 | 转移就业 | 20 | 完成任务得20分，每少1人扣0.1分，扣完为止。 | 县人社局 |
合计 | 30 | | 30 | | |
"""
CATEGORY_ROWS = """
序号 | 考核指标 | 评分标准 | 满分 | 佐证材料
一、组织领导（15分） | < | < | < | <
1 | 党政领导互访 | 每互访1次得2分，最高6分 | 6分 | 会议纪要
2 | 联席会议 | 完成得9分，未完成不得分 | 9分 | ^
二、产业合作（25分） | < | < | < | <
3 | 引导企业数 | 得分＝25×完成率 | 25分 | 合同
总分 | | | 40分 |
"""
NUMBERED_GROUPS = """
序号 | 考核内容 | 分值 | 考核依据
一 | 组织领导 | 10 |
1 | 召开联席会议（召开1次及以上得4分） | 4 | 纪要
2 | 互访（完成得6分，未完成得0分） | 6 | 报道
二 | 人才支援 | 5 |
3 | 选派干部（完成得5分；未完成得分＝5×完成率） | 5 | 文件
"""
OTHER_ORDER = """
分值 | 考核内容 | 类别 | 依据
4 | 召开联席会议（召开1次及以上得4分，否则不得分） | 组织领导(10分) | 纪要
6 | 互访（完成得6分，未完成得0分） | ^ | 报道
"""
SOME_FORMS = {
    OWN_COLUMNS: (
        "30",
        [
            ("组织领导", "10", "", "联席会议", "4", "tier"),
            ("组织领导", "10", "", "互访调研", "6", "ratio"),
            ("劳务协作", "20", "", "转移就业", "20", "deduction"),
        ],
    ),
    CATEGORY_ROWS: (
        "40分",
        [
            ("组织领导", "15分", "1", "党政领导互访", "6分", "coefficient"),
            ("组织领导", "15分", "2", "联席会议", "9分", "binary"),
            ("产业合作", "25分", "3", "引导企业数", "25分", "ratio"),
        ],
    ),
    NUMBERED_GROUPS: (
        "",
        [
            ("组织领导", "10", "1", "召开联席会议（召开1次及以上得4分）", "4", "threshold"),
            ("组织领导", "10", "2", "互访（完成得6分，未完成得0分）", "6", "binary"),
            ("人才支援", "5", "3", "选派干部（完成得5分；未完成得分＝5×完成率）", "5", "ratio"),
        ],
    ),
    OTHER_ORDER: (
        "",
        [
            ("组织领导", "10分", "", "召开联席会议（召开1次及以上得4分，否则不得分）", "4", "threshold"),
            ("组织领导", "10分", "", "互访（完成得6分，未完成得0分）", "6", "binary"),
        ],
    ),
}


@pytest.mark.parametrize("text", SOME_FORMS, ids=["own columns", "category rows", "numbered groups", "other order"])
def test_columns_are_told_by_what_they_hold_wherever_they_stand(text):
    total, expected = SOME_FORMS[text]
    draft = read(text)
    assert draft.kind == "scheme"
    assert scheme_of(draft).total == total
    assert items(draft) == expected
    assert draft.open_unplaced == ()
    assert left(draft) == {OWN_COLUMNS: ["合计、30"], CATEGORY_ROWS: ["总分"]}.get(text, [])  # a sum of sums
    assert draft.open_unplaced == ()


def test_assessors_stand_beside_their_items():
    found = [i.assessor for g in scheme_of(read(OWN_COLUMNS)).groups for i in g.items]
    assert found == ["县乡村振兴局", "县委办公室", "县人社局"]


def test_parts_may_have_rows_of_their_own_below_a_merged_number():
    draft = read(
        """
        序号 | 考核项目 | 考核内容 | 分值
        1 | 结对帮扶 | 村企结对，完成得3分，未完成按比例得分 | 3
        ^ | ^ | 学校结对，完成得2分，未完成不得分 | 2
        2 | 干部培训 | 培训人数，完成得5分；未完成的，得分＝5×完成率 | 5
        """
    )
    first, second = scheme_of(draft).groups[0].items
    assert (first.ordinal, first.content, first.points, kind(first)) == ("1", "结对帮扶", "5", "composite")
    assert [(p.points, kind(p)) for p in first.parts] == [("3", "ratio"), ("2", "binary")]
    assert (second.name, second.points, second.parts) == ("干部培训", "5", ())
    assert left(draft) == []


def test_parts_may_stand_below_their_item_without_a_number():
    draft = read(
        """
        序号 | 考核内容 | 分值 | 计分办法
        1 | 结对帮扶 | 5 | 各项得分相加
        | 其中：村企结对 | 3 | 完成得3分，未完成按比例得分
        | 其中：学校结对 | 2 | 完成得2分，未完成不得分
        2 | 干部培训 | 5 | 得分＝5×完成率
        """
    )
    first, _ = scheme_of(draft).groups[0].items
    assert (first.content, first.points, kind(first)) == ("结对帮扶", "5", "composite")
    assert [(p.name, p.points) for p in first.parts] == [("其中：村企结对", "3"), ("其中：学校结对", "2")]


def test_a_row_cut_by_a_page_is_made_whole():
    header = "序号 | 考核内容 | 分值 | 考核依据"
    upper = table(
        f"{header}\n1 | 联席会议（召开1次及以上得4分，否则不得分） | 4 | 纪要\n2 | 培训干部人数，查看花名册、签到表和 | 6 | 花名册"
    )
    lower = table(
        f"{header}\n | 现场照片。（完成得6分；未完成的，得分＝6×完成率。） | |\n3 | 互访（完成得5分，未完成得0分） | 5 | 报道"
    )
    draft = understand(paper(title("云岭县评价办法"), upper, lower))
    assert [(o, c, k) for _, _, o, c, _, k in items(draft)][1] == (
        "2",
        "培训干部人数，查看花名册、签到表和现场照片。（完成得6分；未完成的，得分＝6×完成率。）",
        "ratio",
    )
    assert len(items(draft)) == 3
    assert left(draft) == []


def test_a_table_with_targets_and_points_gives_indicators_and_items_that_belong_together():
    draft = read(
        """
        序号 | 指标名称 | 单位 | 目标值 | 权重 | 计分办法 | 责任单位
        1 | 培训干部 | 人 | 650 | 5 | 完成率×权重，最高5分 | 县委组织部
        2 | 到位资金 | 万元 | 5.50 | 10 | 按完成率计分 | 县财政局
        """
    )
    assert rows(draft) == [("", "1", "培训干部", "人", "650"), ("", "2", "到位资金", "万元", "5.50")]
    assert [i.indicator for i in scheme_of(draft).groups[0].items] == [0, 1]
    assert [r.unit for i in draft.indicators for r in i.responsibilities] == ["县委组织部", "县财政局"]
    assert left(draft) == []


def test_an_item_without_a_rule_is_said_to_have_none():
    draft = read("序号 | 指标名称 | 分值 | 考核依据\n1 | 信息报送 | 5 | 简报\n2 | 干部培训 | 5 | 名册")
    assert [k for *_, k in items(draft)] == ["", ""]
    assert "第1项没有写明计分规则，由人评定" in draft.summary


def test_a_result_column_that_is_filled_in_is_left_as_it_is():
    draft = read(OWN_COLUMNS.replace("县委办公室 |", "县委办公室 | 5.5"))
    assert left(draft) == ["得分、5.5", "合计、30"]


def test_the_sample_scheme_of_the_city_is_understood_whole():
    draft = understand(read_paper(sample_path("*评价办法*.docx")))
    found = scheme_of(draft)
    assert (found.total, len(found.groups), sum(len(g.items) for g in found.groups)) == ("80", 6, 19)
    assert sum(int(g.points) for g in found.groups) == 80
    assert [len(i.parts) for i in found.groups[-1].items] == [3, 3]
    assert left(draft) == []


# ------------------------------------------------------------------------------------------------ into a plan


def entered(draft, plan):
    ids = count(1 + max((k[0] for t in (Scheme, ScoreGroup, ScoreItem) for k in plan.rows(t)), default=0))
    changed: dict = {}
    for step in steps_for(draft, plan, lambda: next(ids)):
        rows_of = changed.setdefault(step.record, dict(plan.rows(step.record)))
        old = rows_of.get(step.key)
        rows_of[step.key] = old.with_values(**step.values) if old else step.record(id=step.key[0], **step.values)
    return plan.with_rows(changed)


def test_a_scheme_comes_into_the_plan_in_order():
    plan = entered(read(BRACKETS), Plan({}))
    (scheme,) = plan.schemes
    groups = plan.score_groups(scheme.id)
    assert [(g.name, [i.ordinal for i in plan.score_items(g.id)]) for g in groups] == [
        ("组织领导", ["1", "2"]),
        ("人才支援", ["3", "4"]),
    ]
    last = plan.score_items(groups[1].id)[1]
    assert [p.name for p in plan.score_parts(last.id)] == ["学校结对", "医院结对"]


def test_a_scheme_read_again_finds_itself_and_keeps_what_a_person_confirmed():
    plan = entered(read(BRACKETS), Plan({}))
    again = [s for s in steps_for(read(BRACKETS), plan, lambda: 99) if s.record in (Scheme, ScoreGroup, ScoreItem)]
    assert again == []
    first = next(iter(plan.rows(ScoreItem).values()))
    mine = first.with_values(rule='{"kind": "binary", "full": "3"}', confirmed=True)
    plan = plan.with_rows({ScoreItem: {**plan.rows(ScoreItem), first.key: mine}})
    changed = read(BRACKETS.replace("分值\\n（20分）", "分值\\n（25分）").replace("| 4 | ^", "| 9 | ^"))
    steps = [s for s in steps_for(changed, plan, lambda: 99) if s.record in (Scheme, ScoreGroup, ScoreItem)]
    assert [(s.record, s.values) for s in steps] == [(Scheme, {"total": "25"}), (ScoreItem, {"points": "9"})]


# ------------------------------------------------------------------------------------------------ any scheme

RULES = (
    ("完成得{0}分，未完成得0分", "binary"),
    ("完成得{0}分；未完成的，得分＝{0}×完成率", "ratio"),
    ("召开1次及以上得{0}分，未召开得0分", "threshold"),
    ("前二名{0}分，完成任务得1分", "rank"),
    ("满分{0}分，每少1个扣0.1分，扣完为止", "deduction"),
    ("开展的得{0}分，未开展的酌情扣分", "discretionary"),
)
ITEMS = st.lists(st.tuples(st.sampled_from(RULES), st.integers(1, 20), st.booleans()), min_size=1, max_size=4)


@st.composite
def schemes(draw):
    """(text of a table, what its items are); groups in a column or as rows, evidence merged or not, rules inside or beside."""
    groups = draw(st.lists(ITEMS, min_size=1, max_size=3))
    as_rows, beside, merged = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    heads = ["序号", *([] if as_rows else ["类别"]), "考核内容", *(["评分标准"] if beside else []), "分值", "考核依据"]
    lines, expected, number = [" | ".join(heads)], [], 0
    for g, group in enumerate(groups):
        name, worth = f"第{'甲乙丙'[g]}类工作", sum(points for _, points, _ in group)
        if as_rows:
            lines.append(f"{'一二三'[g]}、{name}（{worth}分）" + " | <" * (len(heads) - 1))
        for n, ((rule, kind_of), points, shares) in enumerate(group):
            number += 1
            text = f"完成{name}第{'子丑寅卯'[n]}项的情况，查看台账和名册"
            stated = rule.format(points)
            cells = [str(number), *([] if as_rows else [f"{name}（{worth}）" if n == 0 else "^" if merged else ""])]
            cells += [text, stated] if beside else [f"{text}。（{stated}。）"]
            evidence = "^" if merged and shares and n else f"第{number}号材料"
            lines.append(" | ".join([*cells, str(points), evidence]))
            expected.append((name, str(number), str(points), kind_of))
    return "\n".join(lines), expected


@settings(max_examples=60, deadline=None)
@given(schemes())
def test_any_scheme_is_understood_whole(scheme):
    text, expected = scheme
    draft = read(text)
    found = [(g.name, i.ordinal, i.points, kind(i)) for g in scheme_of(draft).groups for i in g.items]
    assert found == expected
    assert left(draft) == []


POINTS_ABOVE = """
考评内容 | 考评要点 | 分值 | 计分办法 | 自评得分
一、劳务协作\\n(30分) | 1.来东部就业（12分） | 12 | 完成任务的得满分，未完成的按比例计分。 |
^ | 2.稳岗率（18分） | 18 | 稳岗率≥90%得18分；80%≤稳岗率＜90%得9分；低于80%得0分。 |
二、减分事项 | 3.通报批评 | -5 | 每发生1起扣2分。 |
"""


def test_captions_of_appraisals_are_no_scores_and_the_total_may_stand_above_the_table():
    draft = understand(
        paper("云岭县协作工作考评细则", "考评对象：各镇街　　总分：30分（另设减分项）", table(POINTS_ABOVE))
    )
    scheme = scheme_of(draft)
    assert (scheme.title, scheme.total) == ("云岭县协作工作考评细则", "30")
    assert items(draft) == [
        ("劳务协作", "30分", "1", "来东部就业（12分）", "12", "ratio"),
        ("劳务协作", "30分", "2", "稳岗率（18分）", "18", "tier"),
        ("减分事项", "", "3", "通报批评", "-5", "deduction"),
    ]


OTHER_WORDS = """
序号 | 事项 | 数值 | 怎么算 | 看什么
一、组织推动（30分）
1 | 研究部署 | 10 | 召开2次得10分，少1次扣5分。 | 会议纪要
2 | 带队互访 | 20 | 互访1次及以上得20分，未开展不得分。 | 行程单
二、任务落实（70分）
3 | 劳务对接 | 40 | 按完成比例得分。 | 花名册
4 | 消费帮扶 | 30 | 完成任务得30分，未完成的不得分。 | 台账
合计 | | 100 | |
"""


def test_a_scheme_is_told_by_what_its_columns_hold_whatever_stands_above_them():
    draft = read(OTHER_WORDS)
    assert (draft.kind, scheme_of(draft).total) == ("scheme", "100")
    assert items(draft) == [
        ("组织推动", "30分", "1", "研究部署", "10", "deduction"),
        ("组织推动", "30分", "2", "带队互访", "20", "threshold"),
        ("任务落实", "70分", "3", "劳务对接", "40", "ratio"),
        ("任务落实", "70分", "4", "消费帮扶", "30", "binary"),
    ]
    assert draft.open_unplaced == ()


def test_words_for_points_and_evidence_that_are_no_targets():
    draft = read("""
        评价事项 | 基础分 | 评价方式 | 资料依据
        专题会议 | 5 | 召开2次得5分，召开1次得2分，未召开不得分。 | 会议纪要
        满意度测评 | 15 | 满意率95%及以上得15分，每降低1个百分点扣1分。 | 测评报告""")
    assert [x[3:] for x in items(draft)] == [("专题会议", "5", "tier"), ("满意度测评", "15", "deduction")]
    assert [i.evidence for g in scheme_of(draft).groups for i in g.items] == ["会议纪要", "测评报告"]


def test_a_table_of_indicators_with_explanations_is_no_scheme():
    draft = read("""
        指标 | 目标值 | 指标说明
        转移就业 | 300 | 在外县稳定就业三个月以上
        培训 | 120 | 参加技能培训并结业""")
    assert (draft.kind, draft.schemes) == ("indicators", ())


def test_points_in_brackets_behind_a_name_and_clauses_that_add_up_to_them():
    draft = read("""
        序号 | 考核事项 | 考核标准 | 得分
        1 | 组织领导（20分） | 成立专班得8分，制定方案得12分 |
        2 | 任务落实（80分） | 按完成率得分 |""")
    assert [x[4:] for x in items(draft)] == [("20", "composite"), ("80", "ratio")]
    assert [(p.name, p.points) for p in scheme_of(draft).groups[0].items[0].parts] == [
        ("成立专班", "8"),
        ("制定方案", "12"),
    ]


def test_a_row_that_counts_its_items_is_their_group():
    draft = read("""
        代码 | 考核指标 | 分值 | 评分细则 | 佐证材料
        一 | 组织领导 | 8 | 共2项 |
        1.1 | 互访 | 5 | 完成得5分，未完成得0分。 | 会议纪要
        1.2 | 信息报送 | 3 | 每缺报1次扣0.5分，扣完为止。 | 报送记录
        二 | 劳务协作 | 12 | 共1项 |
        2.1 | 转移就业人数 | 12 | 完成得12分；未完成的，得分=12×完成率。 | 花名册
        合计 | < | 20 | |""")
    assert items(draft) == [
        ("组织领导", "8", "1.1", "互访", "5", "binary"),
        ("组织领导", "8", "1.2", "信息报送", "3", "deduction"),
        ("劳务协作", "12", "2.1", "转移就业人数", "12", "ratio"),
    ]
    assert draft.open_unplaced == ()


def test_what_there_is_to_do_may_stand_in_one_column_with_how_it_is_scored():
    draft = understand(
        paper(
            title("云岭县2031年考核评分表"),
            table(
                """
                考核项目 | 序号 | 考核内容及评分办法 | 分值
                组织领导（9分） | 1 | 研究协作工作情况，主要查看纪要。（召开2次及以上得5分，未达到得0分） | 5
                ^ | 2 | 信息报送情况。（完成得4分，未完成得0分） | 4
                消费帮扶（12分） | 3 | 采购农产品金额。（完成得12分；未完成的，得分＝12×完成率。） | 12
                """
            ),
        )
    )
    (scheme,) = draft.schemes
    assert [(g.name, g.points, len(g.items)) for g in scheme.groups] == [
        ("组织领导", "9分", 2),
        ("消费帮扶", "12分", 1),
    ]
    assert scheme.groups[0].items[1].content.startswith("信息报送情况。")
    assert draft.open_unplaced == ()


def test_rows_numbered_otherwise_than_the_items_head_groups_whatever_a_merge_put_beside_them():
    draft = understand(
        paper(
            title("云岭县2031年考核细则"),
            table(
                """
                序号 | 考核项目 | 分值 | 考核指标 | 考核部门
                一、 | 工作实效 | 9 | |
                1 | 完善制度 | 5 | 完成得5分，未完成不得分 | 县河长办
                2 | 督查督办 | 4 | 完成得4分，未完成不得分 | 县河长办
                二、 | 水岸联动，推进各项治理措施落实到村到户（含湖泊、水库、溪流） | 3 | 完成得5分，未完成不得分 | 县河长办
                3 | 污水治理 | 3 | 完成得3分，未完成不得分 | 县城建局
                三、 | 奖扣分项目 | 7 | 每获表彰一次得1分，最高7分 | 县河长办"""
            ),
        )
    )
    assert [(g.ordinal, g.name, len(g.items)) for g in draft.schemes[0].groups] == [
        ("一、", "工作实效", 2),
        ("二、", "水岸联动，推进各项治理措施落实到村到户（含湖泊、水库、溪流）", 1),
        ("三、", "奖扣分项目", 1),
    ]


def test_a_row_of_points_may_limit_a_group():
    draft = understand(
        paper(
            title("云岭县2031年考核评分表"),
            table(
                """
                序号 | 考核内容 | 分值 | 评分标准
                一 | 组织领导 | 10 |
                1 | 研究工作 | 10 | 完成得10分，未完成不得分
                二 | 减分项 | 扣分最多不超过5分 |
                2 | 发生问题 | - | 每发生1起扣1分"""
            ),
        )
    )
    assert [(g.name, g.points, g.limit) for g in draft.schemes[0].groups] == [
        ("组织领导", "10", ""),
        ("减分项", "", "-5"),
    ]
    assert draft.open_unplaced == ()


def test_a_column_that_is_called_content_is_it_beside_one_of_projects():
    draft = read("""
        序号 | 考核项目 | 考核内容 | 分值 | 评分标准
        1 | 加分项（最多加6分） | 典型经验 | 6 | 获省级表彰的加5分、市级3分。
        2 | 基础工作 | 组织领导 | 10 | 召开联席会议1次得10分，未召开的不得分。""")
    assert items(draft) == [
        ("加分项（最多加6分）", "", "1", "典型经验", "6", "level"),
        ("基础工作", "", "2", "组织领导", "10", "threshold"),
    ]


def test_items_without_points_that_only_take_off_are_deductions_and_a_row_of_remarks_is_none():
    draft = read("""
        考核条目 | 序号 | 考核细则 | 扣分标准
        重点工作 | 1 | 未报送实施方案。 | 未报扣10分
        ^ | 2 | 不按要求参加调度会。 | 每次扣5分
        ^ | 3 | 季度报告看不出进展。 | 扣5-10分
        列督事项 | 4 | 未报送反馈报告。 | 每件扣4分
        备注 | 只承担列督事项的单位，扣分加倍计算。 | < | 原扣5分的扣10分""")
    assert [i[5] for i in items(draft)] == ["deduction", "deduction", "discretionary", "deduction"]
    rules = [read_stored_rule(i.rule) for g in scheme_of(draft).groups for i in g.items]
    assert [(str(r.points), str(r.cap)) for r in rules[:2]] == [("10", "10"), ("5", "None")]
    assert any("扣分加倍计算" in p.text for p in draft.paragraphs)
    assert left(draft) == []
