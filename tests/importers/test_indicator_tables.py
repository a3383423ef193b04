"""Tables of indicators as many offices lay them out: what a column is, its words and its values tell."""

from __future__ import annotations

from tests.importers.papers import BREAK, duties, left, paper, parents, rows, table, title
from xiezuo_desktop.documents import read_text_paper
from xiezuo_desktop.importers import understand


def indicators(text: str, *above, **how):
    return understand(paper(*above, table(text, **how)))


def test_columns_in_any_order_with_leader_deadline_and_note():
    draft = indicators(
        r"""
        责任单位|指标内容|序号|目标值|计量单位|完成时限|责任领导|备注
        区教育局、区卫健局|结对学校和医院|1|4|对|11月底前|李某某|含续建
        区商务局\n（区粮储局）|消费帮扶金额|2|0.35|亿元|12月底前|王某|/
        区人社局等|转移就业人数|3|300|人|全年|王某|""",
        title("临江区2024年协作任务分解表"),
    )
    assert rows(draft) == [
        ("", "1", "结对学校和医院", "对", "4"),
        ("", "2", "消费帮扶金额", "亿元", "0.35"),
        ("", "3", "转移就业人数", "人", "300"),
    ]
    assert duties(draft, "消费帮扶金额") == [("responsible", "区商务局（区粮储局）")]
    last = draft.indicators[2]
    assert last.responsibilities[0].open
    assert (draft.indicators[0].note, last.deadline, last.leader) == ("含续建", "全年", "王某")
    assert (draft.info.title, draft.info.year, left(draft)) == ("临江区2024年协作任务分解表", 2024, [])


def test_a_header_in_two_tiers_below_title_rows():
    draft = indicators(
        """
        附件2|<|<|<|<|<|<
        临江区东西部协作2024年度目标任务分解表|<|<|<|<|<|<
        编号|任务指标|<|<|责任分工|<|指标口径
        ^|指标|单位|2024年目标|牵头部门|协办部门|^
        一、劳务协作
        1|帮助农村劳动力就业|人|≥1200|区人社局|各镇街|以社保为准
        ^|其中：脱贫人口|人|300|^|^|以系统为准
        2|培训人次|人次|约200|区人社局|/|培训台账
        二、产业协作
        3|引导企业|家|5|区经信局|区商务局、区投促中心|新落地
        ^|到位投资|亿元|2.50|区经信局|^|实际到位
        备注：1.以上指标均为约束性指标。
        2.完成情况每月25日报送。"""
    )
    assert [(category, ordinal, target) for category, ordinal, _, _, target in rows(draft)] == [
        ("劳务协作", "1", "≥1200"), ("劳务协作", "", "300"), ("劳务协作", "2", "约200"), ("产业协作", "3", "5"), ("产业协作", "", "2.50"),
    ]  # fmt: skip
    assert parents(draft) == {
        "其中：脱贫人口": ("帮助农村劳动力就业", "subset"),
        "到位投资": ("引导企业", "related"),  # 亿元 is no part of 家
    }
    assert duties(draft, "其中：脱贫人口") == [("lead", "区人社局"), ("cooperating", "各镇街")]
    assert [g.name for g in draft.groups] == ["各镇街"]
    assert [p.text for p in draft.paragraphs] == ["备注：1.以上指标均为约束性指标。", "2.完成情况每月25日报送。"]
    assert [(c.field, c.caption) for c in draft.columns][:4] == [
        ("ordinal", "编号"), ("name", "任务指标·指标"), ("measure_unit", "任务指标·单位"), ("target", "任务指标·2024年目标"),
    ]  # fmt: skip
    assert left(draft) == ["任务指标", "责任分工"]  # words over several columns


def test_a_category_column_merged_down_and_numbers_that_go_deeper():
    draft = indicators(
        r"""
        类别|序号|指标名称|计量单位|年度任务|责任单位
        组织\n领导|1|互访调研|次|1|县委办\n县府办
        ^|2|联席会议|次|2|^
        人才\n支援|3|选派专业技术人才|名|12|县委组织部
        ^|（1）|1个月以上|名|8|^
        ^|（2）|半年以上|名|4|^"""
    )
    assert [r[:3] for r in rows(draft)] == [
        ("组织领导", "1", "互访调研"), ("组织领导", "2", "联席会议"), ("人才支援", "3", "选派专业技术人才"),
        ("人才支援", "（1）", "1个月以上"), ("人才支援", "（2）", "半年以上"),
    ]  # fmt: skip
    assert parents(draft) == {"1个月以上": ("选派专业技术人才", "part"), "半年以上": ("选派专业技术人才", "part")}
    assert duties(draft, "联席会议") == [("responsible", "县委办"), ("responsible", "县府办")]


def test_categories_in_a_column_whose_merges_are_lost():
    draft = indicators(
        """
        项目|指标|数量|单位|责任单位
        劳务协作|就业人数|300|人|区人社局
        |培训人数|100|人次|区人社局、区总工会
        产业协作|企业数|3|家|区经信局
        |投资额|1.5|亿元|"""
    )
    assert [(r[0], r[2]) for r in rows(draft)] == [
        ("劳务协作", "就业人数"), ("劳务协作", "培训人数"), ("产业协作", "企业数"), ("产业协作", "投资额"),
    ]  # fmt: skip
    assert duties(draft, "投资额") == [("responsible", "区经信局")]


def test_three_levels_of_indicators():
    draft = indicators(
        """
        一级指标|二级指标|三级指标|目标值|单位
        组织领导|调研对接|主要领导调研|1|次
        ^|^|分管领导调研|2|次
        ^|会议|联席会议|1|次"""
    )
    assert [r[0] for r in rows(draft)] == ["组织领导 — 调研对接", "组织领导 — 调研对接", "组织领导 — 会议"]
    assert [r[2] for r in rows(draft)] == ["主要领导调研", "分管领导调研", "联席会议"]


def test_categories_filled_with_strokes():
    draft = indicators(
        """
        序号|指标|单位|目标
        （一）|组织领导|/|/
        1|互访|次|1
        2|会议|次|—
        （二）|人才|/|/
        3|选派|人|持平""",
        title("任务指标"),
    )
    assert [(c.ordinal, c.name) for c in draft.categories] == [("（一）", "组织领导"), ("（二）", "人才")]
    assert [r[4] for r in rows(draft)] == ["1", "—", "持平"]


def test_unnumbered_category_rows_with_empty_cells():
    draft = indicators(
        """
        指标名称|单位|任务数|承办单位
        就业帮扶|||
        就业人数|人|300|县人社局
        培训人数|人|50|县人社局
        教育帮扶|||
        结对学校|所|4|县教育局"""
    )
    assert [r[0] for r in rows(draft)] == ["就业帮扶", "就业帮扶", "教育帮扶"]


def test_no_categories_and_no_header_when_the_values_speak():
    draft = understand(
        read_text_paper(
            "1\t帮助就业人数\t人\t500\t区人社局\n2\t培训人数\t人次\t100\t区人社局\n3\t结对学校\t所\t4\t区教育局\n",
            "粘贴",
        )
    )
    assert rows(draft)[2] == ("", "3", "结对学校", "所", "4")
    assert duties(draft, "结对学校") == [("responsible", "区教育局")]
    assert "第 5 栏按内容读作责任单位，请核对" in draft.guesses


def test_a_markdown_table_with_the_measure_unit_in_the_header():
    draft = understand(
        read_text_paper(
            "附件\n\n临江区2023年对口协作主要指标表\n\n| 序号 | 考核内容 | 目标（人） | 承办单位 | 配合单位 |\n|---|---|---|---|---|\n"
            "| 一 | 就业帮扶 | | | |\n| 1 | 帮助就业人数 | 500 | 区人社局 | 各街道 |\n| 2 | 培训人数 | 100 | 区人社局 | 区总工会 |\n"
            "| 二 | 教育帮扶 | | | |\n| 3 | 就读学生 | 20 | 区教育局 | |\n",
            "表.md",
        )
    )
    assert rows(draft) == [
        ("就业帮扶", "1", "帮助就业人数", "人", "500"),
        ("就业帮扶", "2", "培训人数", "人", "100"),
        ("教育帮扶", "3", "就读学生", "人", "20"),
    ]
    assert duties(draft, "就读学生") == [("responsible", "区教育局")]
    assert draft.info.title == "临江区2023年对口协作主要指标表"


def test_one_cell_a_line_with_broken_names():
    cells = ["序号", "任务名称", "单位", "任务数", "责任单位", "", "1", "组织农村学生到", "", ""]
    text = "\n".join("\t" + c for c in cells[:5])
    for row in (
        ["1", "农村学生到本区\n就读", "人", "30", "区教育局、区人社局"],
        ["", "其中：脱贫家庭学生", "人", "10", "区教育局"],
    ):
        text += "\n\n" + "\n".join("\t" + c for c in row)
    draft = understand(read_text_paper(text + "\n", "x.txt"))
    assert [r[2] for r in rows(draft)] == ["农村学生到本区就读", "其中：脱贫家庭学生"]
    assert parents(draft) == {"其中：脱贫家庭学生": ("农村学生到本区就读", "subset")}


def test_measure_units_behind_names_in_figures_and_above_the_table():
    draft = indicators(
        """
        序号|项目|目标|责任单位
        1|财政资金|500|区财政局
        2|社会捐赠|120万元|牵头单位：区民政局；配合单位：区工商联、区慈善总会
        3|培训人数（人次）|60|区人社局（牵头）、区农业农村局
        4|消费帮扶|该指标只统计不考核|区商务局""",
        title("分解表"),
        "单位：万元",
    )
    assert [r[2:] for r in rows(draft)] == [
        ("财政资金", "万元", "500"), ("社会捐赠", "万元", "120万元"), ("培训人数", "人次", "60"), ("消费帮扶", "", "该指标只统计不考核"),
    ]  # fmt: skip
    assert duties(draft, "社会捐赠") == [
        ("lead", "区民政局"),
        ("cooperating", "区工商联"),
        ("cooperating", "区慈善总会"),
    ]
    assert duties(draft, "培训人数") == [("lead", "区人社局"), ("responsible", "区农业农村局")]
    assert (draft.indicators[3].nature, left(draft)) == ("statistical", [])


def test_rows_and_tables_cut_by_pages_are_whole_again():
    draft = understand(
        paper(
            title("2024年任务分解"),
            table(
                r"""
                序号|指标|计量单位|目标值|责任单位|指标说明
                1|帮助农村劳动力到|人|1,200|区人社局\n区农业|以社会保险缴纳记"""
            ),
            BREAK,
            "— 2 —",
            table(
                """
                序号|指标|计量单位|目标值|责任单位|指标说明
                |我区就业数|||农村局|录为准。
                2|培训|人次|60|区总工会|台账"""
            ),
            "3",
            table("3|互访|次|2|区府办|纪要\n|||||、照片"),
        )
    )
    assert rows(draft) == [
        ("", "1", "帮助农村劳动力到我区就业数", "人", "1,200"), ("", "2", "培训", "人次", "60"), ("", "3", "互访", "次", "2"),
    ]  # fmt: skip
    assert duties(draft, "帮助农村劳动力到我区就业数") == [("responsible", "区人社局"), ("responsible", "区农业农村局")]
    assert [i.definition for i in draft.indicators] == ["以社会保险缴纳记录为准。", "台账", "纪要、照片"]
    assert left(draft) == []


def test_units_whose_merge_was_lost_are_carried_down_but_not_over_a_category():
    draft = indicators(
        """
        指标名称|单位|目标任务|责任单位|配合单位
        一、劳务|||
        1.就业|人|100|县人社局 县总工会|各乡镇
        2.培训|人|该指标只作统 计，不作考 核||
        3.其中：脱贫人口|人|||
        二、产业|||
        4.企业数|个|3||
        5.投资|亿元|-|县经信局|县商务局
        6.园区|个|1|县发改局|""",
        wide=False,
    )
    assert duties(draft, "其中：脱贫人口") == [
        ("responsible", "县人社局"),
        ("responsible", "县总工会"),
        ("cooperating", "各乡镇"),
    ]
    assert duties(draft, "企业数") == []
    assert duties(draft, "园区") == [("responsible", "县发改局")]
    assert [i.nature for i in draft.indicators[:3]] == ["", "statistical", "statistical"]
    assert [i.target for i in draft.indicators[1:]] == ["该指标只作统计，不作考核"] * 2 + ["3", "-", "1"]


def test_a_merged_figure_belongs_to_its_first_row_only():
    draft = indicators("序号|指标名称|单位|目标值\n1|甲指标数|人|600\n2|乙指标数|人|^")
    assert [i.target for i in draft.indicators] == ["600", ""]


def test_several_tables_with_titles_of_their_own():
    draft = indicators(
        """
        临江区产业协作指标|<|<|<
        单位：亿元|<|<|<
        序号|指标|目标|责任单位
        1|到位投资|2.5|区经信局
        2|消费帮扶|0.30|区商务局
        |||
        临江区劳务协作指标|<|<|<
        序号|指标名称|年度目标（人）|责任部门
        1|就业|30|区人社局
        2|就学|20|区教育局"""
    )
    assert [r[0] for r in rows(draft)] == ["临江区产业协作指标"] * 2 + ["临江区劳务协作指标"] * 2
    assert [r[3] for r in rows(draft)] == ["亿元", "亿元", "人", "人"]
    assert [(u.text, u.settled) for u in draft.unplaced] == [("指标名称、年度目标（人）、责任部门", True)]
    assert [(p.section, p.text) for p in draft.paragraphs] == [("above", "单位：亿元")]


def test_figures_spread_over_towns_beside_columns_the_plan_does_not_know():
    draft = indicators(
        """
        序号|指标名称|单位|指标性质|2023年完成数|2024年目标|东山镇|西河镇|南岭乡|责任单位|考核方式
        1|就业|人|约束性|280|300|100|120|80|县人社局|查台账
        1.1|脱贫人口就业|人|约束性|90|100|40|40|20|县人社局|
        2|投资|亿元|预期性|1.8|2.00|1.0|/|1.0|县发改局|
        合计|||||302.00|||||""",
        title("云岭县2024年指标分解表"),
    )
    assert draft.kind == "matrix"
    assert [(a.unit, a.amount) for a in draft.indicators[2].allocations] == [("东山镇", "1.0"), ("南岭乡", "1.0")]
    assert [i.nature for i in draft.indicators] == ["binding", "binding", "expected"]
    assert parents(draft) == {"脱贫人口就业": ("就业", "part")}
    assert [i.last_value for i in draft.indicators] == ["280", "90", "1.8"]
    assert [i.note for i in draft.indicators] == ["考核方式：查台账", "", ""]
    assert left(draft) == ["合计、302.00"]


def test_a_matrix_of_counties_and_partners():
    draft = indicators(
        """
        指标名称|单位|全市|<|青州|<|临江
        ^|^|山南市|河西州|云岭|石门|^
        一、劳务协作
        1. 就业数|人|100|40|60|30|10
        其中：脱贫人口|人|50|20|30|15|5
        2. 选派挂职干部|人|双方组织部门商定安排|<|<|<|<"""
    )
    first = draft.indicators[0]
    assert [(a.unit, a.partner, a.amount) for a in first.allocations] == [
        ("全市", "山南市", "100"), ("全市", "河西州", "40"), ("青州", "云岭", "60"), ("青州", "石门", "30"), ("临江", "", "10"),
    ]  # fmt: skip
    assert draft.indicators[2].target == "双方组织部门商定安排"
    assert left(draft) == []


def test_amounts_of_units_inside_one_cell():
    draft = indicators(
        """
        序号|指标名称|单位|目标值|任务分解
        1|募捐|万元|60|东山镇20、西河镇15、南岭乡25
        2|就业|人|10|由县人社局另行分解"""
    )
    assert [(a.unit, a.amount) for a in draft.indicators[0].allocations] == [
        ("东山镇", "20"),
        ("西河镇", "15"),
        ("南岭乡", "25"),
    ]
    assert left(draft) == ["由县人社局另行分解"]


def test_numbers_in_names_are_no_ordinals():
    draft = indicators(
        "指标名称|单位|目标值\n7-12个月以上专业技术人才数|人|4\n12个月以上人才|人|2\n“832”平台销售|万元|30"
    )
    assert [(i.ordinal, i.name) for i in draft.indicators] == [
        ("", "7-12个月以上专业技术人才数"), ("", "12个月以上人才"), ("", "“832”平台销售"),
    ]  # fmt: skip


def test_parts_that_add_up_to_the_whole_are_parts():
    draft = indicators(
        """
        序号|指标名称|单位|目标值
        1|社会帮扶资金|万元|60
        |其中：工商联系统|万元|20
        |慈善系统|万元|40
        2|就业|人|30
        |其中：脱贫人口|人|10"""
    )
    assert parents(draft) == {
        "其中：工商联系统": ("社会帮扶资金", "part"),
        "慈善系统": ("社会帮扶资金", "part"),
        "其中：脱贫人口": ("就业", "subset"),
    }


def test_a_row_that_only_its_explanation_tells_to_be_a_part():
    draft = indicators(
        """
        序号|指标名称|单位|目标值|指标解释
        1|帮助农民就业数|人|60|以社保为准
        |帮助脱贫户就业数|人|20|同“帮助农民就业数”，其中脱贫户以名册为准
        2|续建园区数|个|1|
        |新建车间数|个|2|"""
    )
    assert parents(draft) == {"帮助脱贫户就业数": ("帮助农民就业数", "subset")}


def test_a_deeper_number_above_rows_of_data_is_a_category_where_the_table_begins_with_it():
    draft = indicators(
        """
        序号|指标名称|单位|目标值|责任单位
        （1）|劳务协作|||
        1|就业人数|人|300|区人社局
        2|培训人数|人次|60|区总工会
        （2）|产业协作|||
        3|引导企业数|家|4|区商务局"""
    )
    assert [r[:2] for r in rows(draft)] == [("劳务协作", "1"), ("劳务协作", "2"), ("产业协作", "3")]
    assert left(draft) == []


def test_a_deeper_number_below_a_row_of_data_is_no_category():
    draft = indicators(
        """
        序号|指标名称|单位|目标值|责任单位
        1|就业人数|人|300|区人社局
        （1）|脱贫人口就业|||
        （2）|监测对象就业|||
        2|培训人数|人次|60|区总工会
        3|回访人数|人次||区总工会"""
    )
    assert [r[1] for r in rows(draft)] == ["1", "（1）", "（2）", "2", "3"]
    assert draft.categories == ()
