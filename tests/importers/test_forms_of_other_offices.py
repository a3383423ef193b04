"""Forms in which other offices say who does what and when: roles in words, labelled lines, periods, tables on their side."""

from __future__ import annotations

from datetime import date

import pytest

from tests.importers.papers import duties, left, paper, parents, right, rows, table, title
from xiezuo_desktop.documents import read_text_paper
from xiezuo_desktop.importers import understand
from xiezuo_desktop.importers.gather import UnitBook


def who(text, role="responsible"):
    return [(r.role, r.unit) for r in UnitBook().responsibilities(text, role)]


def tasks(draft):
    return [
        (t.heading, t.ordinal, t.theme, t.deadline, [(r.role, r.unit) for r in t.responsibilities]) for t in draft.tasks
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县委办牵头，县政府办、县人社局配合", [("lead", "县委办"), ("cooperating", "县政府办"), ("cooperating", "县人社局")]),
        ("由县商务局牵头负责；县供销社、各乡镇参与", [("lead", "县商务局"), ("cooperating", "县供销社"), ("cooperating", "各乡镇")]),
        ("县财政局、县审计局按职责分工负责", [("responsible", "县财政局"), ("responsible", "县审计局")]),
        ("牵头：县水利局\n配合：各乡镇", [("lead", "县水利局"), ("cooperating", "各乡镇")]),
        ("县人社局（牵头）、县教育局", [("lead", "县人社局"), ("responsible", "县教育局")]),
        ("县协作中心、县总工会", [("responsible", "县协作中心"), ("responsible", "县总工会")]),
    ],
)  # fmt: skip
def test_roles_stand_in_words_behind_or_before_the_units(text, expected):
    assert who(text) == expected


LABELLED = """临江区2025年协作工作要点任务分解

一、拓展产业合作
1.引导不少于8家企业到云岭县投资，实际到位投资额1.6亿元以上。
牵头单位：区投资促进局
责任单位：区工信局、区农业农村局，各镇街
完成时限：2025年11月底
（二）深化劳务协作
2.帮助云岭县劳动力就业260人。
牵头单位：区人力社保局
责任单位：各县（区）
"""


def test_numbered_sentences_with_labelled_lines_are_tasks():
    draft = understand(read_text_paper(LABELLED, "要点.txt"))
    assert draft.kind == "division"
    assert tasks(draft) == [
        (
            "一、拓展产业合作", "1", "引导不少于8家企业到云岭县投资，实际到位投资额1.6亿元以上。", "2025年11月底",
            [("lead", "区投资促进局"), ("responsible", "区工信局"), ("responsible", "区农业农村局"), ("responsible", "各镇街")],
        ),
        (
            "一、拓展产业合作 — （二）深化劳务协作", "2", "帮助云岭县劳动力就业260人。", "",
            [("lead", "区人力社保局"), ("responsible", "各县（区）")],
        ),
    ]  # fmt: skip
    assert [(c.field, c.caption) for c in draft.columns] == [
        ("lead", "牵头单位"), ("responsible", "责任单位"), ("deadline", "完成时限"),
    ]  # fmt: skip
    assert left(draft) == []


def test_facts_in_brackets_behind_a_sentence_with_labels_or_in_words():
    draft = understand(
        paper(
            title("云岭县协作联席会议纪要"),
            "〔2025〕2号",
            "2025年4月9日，召开联席会议。现纪要如下：",
            "（一）加快园区建设。（责任单位：县农业农村局、松坪镇；完成时限：6月底前）",
            "（二）签约项目不少于6个。（县投促局牵头，县工信局、县工商联配合，9月底前完成）",
            "（三）规范资金管理。（责任单位：县财政局；完成时限：长期坚持）",
            "出席：张某、李某。",
        )
    )
    assert (draft.info.title, draft.info.year) == ("云岭县协作联席会议纪要", 2025)
    assert [(t[1], t[3], t[4]) for t in tasks(draft)] == [
        ("（一）", "6月底前", [("responsible", "县农业农村局"), ("responsible", "松坪镇")]),
        ("（二）", "9月底前完成", [("lead", "县投促局"), ("cooperating", "县工信局"), ("cooperating", "县工商联")]),
        ("（三）", "长期坚持", [("responsible", "县财政局")]),
    ]
    assert left(draft) == []


def test_a_single_bracket_makes_no_list_of_tasks():
    draft = understand(
        paper("方案", "一、总体要求", "1.提高认识，抓好落实。", "2.加强督查。（责任单位：县督查室）", "3.强化宣传，营造氛围。", "4.严格考核。")
    )  # fmt: skip
    assert (draft.tasks, len(draft.chapters[0].clauses)) == ((), 4)


def test_the_year_stands_among_columns_of_periods():
    draft = understand(
        paper(
            title("临江区2025年协作指标分季度计划"),
            table(
                """
                序号|主要指标|单位|去年实绩|分季度目标（累计）|<|<|<|牵头站办|参与
                ^|^|^|^|一季度|上半年|前三季度|全年|^|^
                1|引导企业|家|5|1|3|5|6|经发办|党建办
                2|到位投资|亿元|2.31|0.5|1.2|1.9|2.60|经发办|"""
            ),
        )
    )
    assert [(r[3], r[4]) for r in rows(draft)] == [("家", "6"), ("亿元", "2.60")]
    assert [i.last_value for i in draft.indicators] == ["5", "2.31"]
    assert [i.stages for i in draft.indicators] == [
        "一季度：1；上半年：3；前三季度：5",
        "一季度：0.5；上半年：1.2；前三季度：1.9",
    ]
    assert [i.note for i in draft.indicators] == ["", ""]
    assert duties(draft, "引导企业") == [("lead", "经发办"), ("cooperating", "党建办")]
    assert left(draft) == []


def test_a_table_on_its_side_is_put_upright():
    draft = understand(
        paper(table("协作目标（横表）|<|<\n项目|游客组织数|特产专柜\n单位|人次|个\n年度目标|1800|6\n责任单位|区文旅局|区商务局\n完成时限|12月底|6月底"))
    )  # fmt: skip
    assert [(*r[2:], i.deadline) for r, i in zip(rows(draft), draft.indicators, strict=True)] == [
        ("游客组织数", "人次", "1800", "12月底"), ("特产专柜", "个", "6", "6月底"),
    ]  # fmt: skip
    assert (draft.info.title, left(draft)) == ("协作目标（横表）", [])
    assert draft.sheets[0].places == ()  # a row that is read is a column of the paper


def test_a_row_that_numbers_the_columns_is_part_of_the_header():
    draft = understand(
        paper(
            table(
                "序号|任务指标|单位|年度目标|累计完成|完成率\n甲|乙|丙|1|2|3=2/1\n1|落地项目|个|4||\n2|销售|万元|1500||"
            )
        )
    )
    assert [r[2] for r in rows(draft)] == ["落地项目", "销售"]
    assert "甲、乙、丙、1、2、3=2/1" in left(draft)


def test_numbered_headings_above_tables_are_the_categories_of_their_rows():
    head = "序号|指标|目标|责任单位"
    draft = understand(
        paper(
            title("云岭县2026年任务清单"),
            "一、必保指标",
            table(f"{head}\n1|干部交流|4人|县委组织部\n2|支教|12名|县教育局"),
            "二、争取指标",
            table(f"{head}\n1|直投项目|≥3个|县投促局\n2|到位资金|1.5亿元|县发改局"),
        )
    )
    assert [(c.ordinal, c.name) for c in draft.categories] == [("一", "必保指标"), ("二", "争取指标")]
    assert [r[0] for r in rows(draft)] == ["必保指标", "必保指标", "争取指标", "争取指标"]
    assert (draft.chapters, left(draft)) == ((), [])


def test_columns_that_only_blanks_hold_apart():
    text = """云岭县2025年协作目标任务表

序号    指标名称              单位    目标    责任单位
1       选派挂职干部          人      4       县委组织部
2       吸纳投资              亿元    1.3     县投资促进局
        其中：到位资金        亿元    0.5     县投资促进局
3       宣传报道              篇              县委宣传部
"""
    draft = understand(read_text_paper(text, "任务表.txt"))
    assert [r[1:] for r in rows(draft)] == [
        ("1", "选派挂职干部", "人", "4"), ("2", "吸纳投资", "亿元", "1.3"), ("", "其中：到位资金", "亿元", "0.5"), ("3", "宣传报道", "篇", ""),
    ]  # fmt: skip
    assert duties(draft, "宣传报道") == [("responsible", "县委宣传部")]


def test_a_title_with_typographic_blanks_behind_the_mark_of_an_attachment():
    draft = understand(
        paper(
            "附 件",
            title("2024 年 度 云 岭 县 消 费 帮 扶 任 务 分 解 表"),
            table("任务名称|单位|任务数\n销售|万元|2 300\n就业|人|4 60"),
        )
    )
    assert (draft.info.title, draft.info.year) == ("2024年度云岭县消费帮扶任务分解表", 2024)
    assert [r[4] for r in rows(draft)] == ["2300", "460"]
    named = understand(
        paper("附件1：临江区2024年任务分解表（镇街）", table("任务名称|单位|任务数\n销售|万元|230\n就业|人|46"))
    )
    assert (named.info.title, left(named)) == ("临江区2024年任务分解表（镇街）", [])


def test_years_in_chinese_numerals_and_in_headers():
    small = "指标|2025年目标|完成时限\n就业|30人|11月底\n培训|2期|6月底"
    assert understand(paper(table(small))).info.year == 2025
    assert understand(paper(title("汀州区二〇二六年度指标表"), table(small))).info.year == 2026


def test_a_unit_row_table_with_其中_in_the_header_and_subtotals():
    draft = understand(
        paper(
            title("2024年任务分解表（镇街）"),
            right("填报单位：区对口办　　2024年3月"),
            table(
                """
                片区|镇街|劳务协作|<|消费帮扶
                ^|^|组织就业（人）|其中：脱贫人口（人）|采购额（万元）
                东片|青石街道|120|60|350.50
                ^|白鹭街道|80|42|300.00
                ^|小计|200|102|650.50
                西片|红枫镇|100|50|90.00
                合计|<|300|152|740.50"""
            ),
        )
    )
    assert rows(draft) == [
        ("劳务协作", "", "组织就业", "人", "300"), ("劳务协作", "", "其中：脱贫人口", "人", "152"), ("消费帮扶", "", "采购额", "万元", "740.50"),
    ]  # fmt: skip
    assert parents(draft) == {"其中：脱贫人口": ("组织就业", "subset")}
    assert left(draft) == ["小计、200、102、650.50"]


def test_the_last_word_in_the_brackets_of_a_name_may_be_its_measure_unit():
    draft = understand(paper(table("指标|目标\n引进项目（协议投资额，亿元）|2.5\n培训（人次）|300")))
    assert [r[2:4] for r in rows(draft)] == [("引进项目（协议投资额）", "亿元"), ("培训", "人次")]


def test_regions_are_addressed_like_offices():
    draft = understand(
        paper(
            title("关于下达2025年任务的通知"),
            "东湖区、西港区、南浦区对口合作办：",
            "现将任务下达给你们。",
            right("海澜市协作办"),
            right("2025年3月1日"),
        )
    )
    assert draft.info.main_to == "东湖区、西港区、南浦区对口合作办："
    assert draft.info.written_on == date(2025, 3, 1)


def test_a_cover_sheet_is_no_part_of_the_next_title():
    cover = table(
        "云岭县2024年项目与指标册\n编制单位：云岭县农业农村局\n编制时间：2024年5月6日", wide=False, name="封面"
    )
    body = table("云岭县2024年协作年度指标|<|<\n指标|单位|目标\n培训|期|2\n就业|人|30", name="指标")
    draft = understand(paper(cover, body))
    assert draft.info.table_title == "云岭县2024年协作年度指标"
    assert draft.info.book_title == "云岭县2024年项目与指标册"
    assert left(draft) == []


def test_levels_before_the_names_are_categories_whatever_they_are_called():
    draft = understand(
        paper(
            title("云岭县2031年示范带建设指标"),
            table("""
                一级 | 二级 | 三级指标 | 单位 | 2031年 | 责任单位
                产业兴旺 | 特色产业 | 茶园面积 | 亩 | 5200 | 县农业农村局
                ^ | ^ | 茶叶产值 | 亿元 | 3.6 | 县工信局
                ^ | 文旅融合 | 接待人次 | 万人次 | 85 | 县文旅局
                生态宜居 | 环境整治 | 户厕普及率 | % | 98.5 | 县卫健局
                ^ | ^ | 垃圾分类村 | 个 | 64 | 县城管局"""),
        )
    )
    assert [r[0] for r in rows(draft)] == ["产业兴旺 — 特色产业"] * 2 + ["产业兴旺 — 文旅融合"] + [
        "生态宜居 — 环境整治"
    ] * 2
    assert [i.note for i in draft.indicators] == [""] * 5


def test_a_leading_group_signs_and_its_members_are_addressed():
    draft = understand(
        paper(
            title("松洲区协作工作2031年度部门任务书"),
            "区协作工作领导小组各成员单位：",
            "现将任务下达如下。",
            "一、区人社局",
            "（一）开展劳务对接。组织招聘活动3场。",
            "二、区商务局",
            "（一）扩大消费帮扶。采购农产品800万元以上。",
            right("松洲区协作工作领导小组"),
            right("2031年3月2日"),
        )
    )
    assert draft.info.main_to == "区协作工作领导小组各成员单位："
    assert draft.info.issuer == "松洲区协作工作领导小组"
    assert [len(c.clauses) for c in draft.chapters] == [1, 1]


def test_minutes_say_in_the_sentence_who_does_it_until_when():
    draft = understand(
        paper(
            title("云岭县人民政府专题会议纪要"),
            "〔2031〕18号",
            "2031年5月11日，副县长主持召开专题会议。现将议定事项纪要如下：",
            "一、关于资金拨付。由县财政局负责，于6月15日前将2800万元拨付到位。",
            "二、关于消费帮扶。由县商务局牵头，县供销社、各镇配合，于9月底前完成任务的80%，12月底前全面完成。",
            "三、关于村企结对。10月底前组织10家企业签约，由县工商联牵头。",
            "会议强调，各单位要提高站位，主动作为。",
        )
    )
    assert [(t.theme, [m.text[:6] for m in t.measures], [m.deadline for m in t.measures], t.deadline) for t in draft.tasks] == [
        ("关于资金拨付", ["由县财政局负"], [""], "6月15日前"),
        ("关于消费帮扶", ["由县商务局牵"], ["9月底前"], "12月底前"),
        ("关于村企结对", ["10月底前组"], [""], "10月底前"),
    ]  # fmt: skip
    assert [[(r.role, r.unit) for r in t.responsibilities] for t in draft.tasks] == [
        [("responsible", "县财政局")],
        [("lead", "县商务局"), ("cooperating", "县供销社"), ("cooperating", "各镇")],
        [("lead", "县工商联")],
    ]
    assert left(draft) == []


def test_chapters_of_units_stay_a_task_book_whoever_their_clauses_name():
    draft = understand(
        paper(
            title("云岭县2031年任务书"),
            "一、县教育局",
            "1.由县教育局牵头，县财政局配合，于9月底前完成校舍改造。",
            "二、县水务局",
            "1.由县水务局负责，于10月底前建成供水点3处。",
        )
    )
    assert (draft.tasks, [c.unit for c in draft.chapters]) == ((), ["县教育局", "县水务局"])


def test_a_bracket_that_says_who_does_it_ends_its_paragraph():
    draft = understand(
        paper(
            title("云岭县2031年若干措施"),
            "（一）归集岗位。每季度归集岗位500个，（县人社局负责）",
            "（二）落实补贴。对跨省务工的人员，按每人500元给予补贴。（县财政局牵头，县人社局配合）",
            "本措施自印发之日起施行，有效期一年。",
        )
    )
    assert [(t.theme, [r.unit for r in t.responsibilities]) for t in draft.tasks] == [
        ("归集岗位", ["县人社局"]),
        ("落实补贴", ["县财政局", "县人社局"]),
    ]


def test_brackets_of_facts_that_the_end_of_a_line_cut():
    draft = understand(
        paper(
            title("云岭县2031年工作要点"),
            "1.推进园区共建。年内引进企业不少于3家，带动就业120人。（牵头单位：",
            "县发改局；配合单位：县商务局；完成时限：11月底前",
            "）",
            "2.推进劳务对接。组织招聘会4场。（牵头单位：县人社局；完成",
            "时限：9月底前）",
        )
    )
    assert [(t.ordinal, t.deadline, [(r.role, r.unit) for r in t.responsibilities]) for t in draft.tasks] == [
        ("1", "11月底前", [("lead", "县发改局"), ("cooperating", "县商务局")]),
        ("2", "9月底前", [("lead", "县人社局")]),
    ]
    assert left(draft) == []


def test_labels_behind_the_sentence_without_brackets():
    draft = understand(
        paper(
            title("云岭县联席会议议定事项"),
            "（一）共建产业园，建成基地2000亩。责任单位：县农业农村局；完成时限：11月底前。",
            "（二）设立展销中心1个。责任单位：县商务局；完成时限：9月底前。",
        )
    )
    assert [(t.theme, t.deadline, [r.unit for r in t.responsibilities]) for t in draft.tasks] == [
        ("共建产业园，建成基地2000亩。", "11月底前", ["县农业农村局"]),
        ("设立展销中心1个。", "9月底前", ["县商务局"]),
    ]


def test_a_sentence_may_begin_with_who_does_it():
    draft = understand(
        paper(
            title("云岭县人民政府常务会议纪要"),
            "2031年4月28日，县长主持召开会议。会议决定：",
            "（一）加快园区建设。县发改局牵头，县住建局配合，6月底前完成主体工程。",
            "（二）落实资金。县财政局负责，5月20日前拨付到位。",
        )
    )
    assert [(t.theme, t.deadline, [(r.role, r.unit) for r in t.responsibilities]) for t in draft.tasks] == [
        ("加快园区建设", "6月底前", [("lead", "县发改局"), ("cooperating", "县住建局")]),
        ("落实资金", "5月20日前", [("responsible", "县财政局")]),
    ]


def test_who_leads_may_stand_in_the_heading_above_the_sentences():
    draft = understand(
        paper(
            title("云岭县2031年任务分工"),
            "一、产业协作（牵头单位：县农业农村局）",
            "1.新建基地3个，带动600户。",
            "2.引进企业2家。（配合单位：县商务局）",
            "二、劳务协作（牵头单位：县人社局）",
            "1.输转劳动力800人。",
        )
    )
    assert [(t.ordinal, t.theme, [(r.role, r.unit) for r in t.responsibilities]) for t in draft.tasks] == [
        ("1", "新建基地3个，带动600户。", [("lead", "县农业农村局")]),
        ("2", "引进企业2家。", [("lead", "县农业农村局"), ("cooperating", "县商务局")]),
        ("1", "输转劳动力800人。", [("lead", "县人社局")]),
    ]
    assert draft.tasks[0].heading == "一、产业协作（牵头单位：县农业农村局）"


def test_sentences_that_begin_with_the_unit_and_a_colon():
    draft = understand(
        paper(
            title("云岭县2031年部门任务安排"),
            "现将各部门任务安排如下：",
            "1.县教育局：选派教师5名，结对学校6所。",
            "2.县财政局：安排资金1200万元，5月底前拨付到位。",
            "3.县商务局：消费帮扶金额2600万元。",
        )
    )
    assert [(t.ordinal, t.theme, t.deadline, [(r.role, r.unit) for r in t.responsibilities]) for t in draft.tasks] == [
        ("1", "选派教师5名，结对学校6所。", "", [("responsible", "县教育局")]),
        ("2", "安排资金1200万元，5月底前拨付到位。", "5月底前", [("responsible", "县财政局")]),
        ("3", "消费帮扶金额2600万元。", "", [("responsible", "县商务局")]),
    ]
    assert draft.open_unplaced == ()
