"""What holds for a whole table: who answers for all its rows, what kind of units stand below one word of the header."""

from __future__ import annotations

from tests.importers.papers import duties, paper, rows, table, title
from xiezuo_desktop.importers import understand

TASKS = "序号|任务名称|单位|目标值\n1|学校结对|对|12\n2|接收教师|人|15"


def test_the_line_above_a_table_may_say_who_answers_for_all_of_it():
    draft = understand(
        paper(
            title("2031年任务单"), "责任单位：县教育局", table(TASKS),
            title("2031年任务单"), "牵头单位：县人社局、县总工会", table("序号|任务名称|单位|目标值|牵头单位\n1|就业|人|620|\n2|培训|人次|90|县妇联"),
        )
    )  # fmt: skip
    assert duties(draft, "学校结对") == duties(draft, "接收教师") == [("responsible", "县教育局")]
    assert duties(draft, "就业") == [("lead", "县人社局"), ("lead", "县总工会")]
    assert duties(draft, "培训") == [("lead", "县妇联")]
    assert draft.open_unplaced == ()


def test_a_line_to_be_filled_in_names_nobody():
    draft = understand(paper(title("2031年任务单"), "责任单位：            （盖章）", table(TASKS)))
    assert duties(draft, "学校结对") == []


def test_a_word_for_a_kind_of_units_above_units_is_no_unit():
    draft = understand(
        paper(
            title("临海市2031年指标任务分解表"),
            table(
                """
                指标 | 单位 | 全市 | 市区 | < | 县（市） | <
                ^ | ^ | ^ | 城东区 | 城西区 | 柳河县 | 海湾市
                跨省就业 | 人 | 1040 | 300 | 280 | 260 | 200
                消费帮扶 | 万元 | 1900 | 600 | 500 | 400 | 400"""
            ),
        )
    )
    assert rows(draft)[0][2:] == ("跨省就业", "人", "1040")
    assert [(a.unit, a.partner, a.amount) for a in draft.indicators[0].allocations] == [
        ("城东区", "", "300"),
        ("城西区", "", "280"),
        ("柳河县", "", "260"),
        ("海湾市", "", "200"),
    ]


def test_labels_in_brackets_of_the_shape_of_those_around_a_year():
    draft = understand(
        paper(
            title("云岭县2031年实施方案"),
            "一、重点任务",
            "（一）深化产业协作。建设基地3个。〔牵头单位：县农业农村局，责任单位：县财政局、各乡镇〕",
            "（二）深化劳务协作。组织输出1000人次。〔牵头单位：县人社局，责任单位：各乡镇〕",
            "二、保障措施",
            "（一）加强领导。主要领导亲自抓。",
        )
    )
    assert [(t.ordinal, t.theme, [r.unit for r in t.responsibilities]) for t in draft.tasks[:2]] == [
        ("（一）", "深化产业协作", ["县农业农村局", "县财政局", "各乡镇"]),
        ("（二）", "深化劳务协作", ["县人社局", "各乡镇"]),
    ]


def test_sheets_of_a_book_with_a_title_and_a_unit_each_are_tables_of_their_own():
    head = "2031年任务单\n责任单位：{}\n"
    sheets = [
        table(head.format(u) + t, name=u)
        for u, t in (("县教育局", TASKS), ("县人社局", TASKS.replace("学校结对", "就业")))
    ]
    draft = understand(paper(*sheets, source="任务单.xlsx"))
    assert [r[0] for r in rows(draft)] == [""] * 4
    assert duties(draft, "学校结对") == [("responsible", "县教育局")]
    assert duties(draft, "就业") == [("responsible", "县人社局")]


def test_a_unit_with_one_partner_beside_others_with_several_where_merges_were_lost():
    draft = understand(
        paper(
            title("2031年协作任务分解表"),
            table(
                """
                指标 | 单位 | 合计 | 湖东区 | | 湖西区 | | 滨江区
                | | | 青石县 | 白岩县 | 红柳县 | 黑土县 | 金沙县
                援助资金 | 万元 | 450 | 100 | 90 | 95 | 80 | 85
                党政干部 | 人 | 10 | 2 | 2 | 2 | 2 | 2"""
            ),
        )
    )
    assert [(a.unit, a.partner, a.amount) for a in draft.indicators[0].allocations] == [
        ("湖东区", "青石县", "100"), ("湖东区", "白岩县", "90"), ("湖西区", "红柳县", "95"), ("湖西区", "黑土县", "80"),
        ("滨江区", "金沙县", "85"),
    ]  # fmt: skip


def test_minutes_with_a_list_tell_their_year_by_the_day_they_were_held():
    draft = understand(
        paper(
            title("松河县领导小组会议纪要"),
            title("（2031年第2期）"),
            "2031年4月18日，县委副书记主持召开会议。现将议定事项清单印发如下。",
            table(
                "序号|议定事项|责任单位|完成时限\n1|制定要点|县乡村振兴局|4月30日前\n2|召开对接会|县人社局|6月15日前"
            ),
        )
    )
    assert (draft.info.title, draft.info.year) == ("松河县领导小组会议纪要", 2031)
    assert draft.paragraphs[0].text == "（2031年第2期）"
    assert draft.open_unplaced == ()


def test_the_heading_above_a_table_may_be_the_unit_that_answers_for_it():
    head = "序号|任务名称|单位|任务数\n"
    draft = understand(
        paper(
            title("云岭县2031年任务书"),
            "一、县教育局", table(head + "1|结对学校|对|8\n2|支教教师|人|10"),
            "二、县商务局", table(head + "1|销售农产品|万元|3800\n2|建设专馆|个|2"),
        )
    )  # fmt: skip
    assert duties(draft, "支教教师") == [("responsible", "县教育局")]
    assert duties(draft, "建设专馆") == [("responsible", "县商务局")]


def test_sums_between_groups_of_units_name_nothing():
    draft = understand(
        paper(
            title("海州区2031年任务分解表"),
            table(
                """
                类别 | 单位名称 | 社会捐赠（万元） | 消费帮扶（万元）
                区直部门 | 区财政局 | 3 | 8
                ^ | 区教育局 | 10 | 40
                小计 | < | 13 | 48
                街道 | 新浦街道 | 12 | 30
                ^ | 海州街道 | 12 | 28
                小计 | < | 24 | 58
                国企 | 区城投公司 | 20 | 50
                总计 | < | 57 | 156"""
            ),
        )
    )
    assert [(i.name, i.target) for i in draft.indicators] == [("社会捐赠", "57"), ("消费帮扶", "156")]
    assert [a.unit for a in draft.indicators[0].allocations] == [
        "区财政局",
        "区教育局",
        "新浦街道",
        "海州街道",
        "区城投公司",
    ]
    assert draft.open_unplaced == ()


def test_sums_above_their_units_name_groups_and_one_that_is_wrong_stays():
    draft = understand(
        paper(
            title("海州区2031年任务分解表"),
            table(
                """
                序号 | 单位 | 社会捐赠（万元） | 消费帮扶（万元）
                合计 | < | 45 | 124
                一 | 党群部门小计 | 13 | 49
                1 | 区委宣传部 | 3 | 8
                2 | 区总工会 | 10 | 40
                二 | 政府部门小计（2个） | 32 | 76
                3 | 区财政局 | 12 | 36
                4 | 区教育局 | 20 | 40"""
            ),
        )
    )
    assert [a.unit for a in draft.indicators[0].allocations] == ["区委宣传部", "区总工会", "区财政局", "区教育局"]
    assert [(g.name, g.members) for g in draft.groups] == [
        ("党群部门", ("区委宣传部", "区总工会")),
        ("政府部门", ("区财政局", "区教育局")),
    ]
    assert [(u.text, u.reason) for u in draft.open_unplaced] == [("49", "小计与各单位之和不符：各单位相加是48")]


def test_the_year_in_wide_figures():
    draft = understand(
        paper(title("２０３１年任务表"), table("序号|任务|单位|目标\n１|培训|人|１２０\n２|就业|人|３５"))
    )
    assert draft.info.year == 2031


def test_a_column_of_marks_below_a_kind_of_indicator_is_nobody():
    draft = understand(
        paper(
            title("灵川市2031年任务分解表"),
            table("序号|指标|单位|任务数|责任单位|约束性\n1|援助资金|万元|5000|市财政局|★\n2|培训干部|人|600|市委组织部|\n3|引导企业|家|18|市工信局|★"),
        )
    )  # fmt: skip
    assert duties(draft, "援助资金") == [("responsible", "市财政局")]
    assert [i.note for i in draft.indicators] == ["约束性：★", "", "约束性：★"]


def test_sheets_named_after_units_are_those_of_the_units():
    head = "序号|任务|单位|目标\n"
    sheets = [
        table(head + "1|培训|人|12\n2|就业|人|5", name="县教育局"),
        table(head + "1|招商|家|2\n2|消费|万元|50", name="县商务局"),
    ]
    draft = understand(paper(*sheets, source="任务.xlsx"))
    assert duties(draft, "就业") == [("responsible", "县教育局")]
    assert duties(draft, "招商") == [("responsible", "县商务局")]
    assert sum("工作表" in g for g in draft.guesses) == 2
    (one,) = {r.unit for i in understand(paper(sheets[0])).indicators for r in i.responsibilities} or {""}
    assert one == ""  # a single sheet may be named after whoever made it


def test_the_one_letter_镇_heads_the_units_of_a_table():
    figures = "就业（人） | 采购（万元）\n上河镇 | 65 | 100\n下河镇 | 42 | 80\n合计 | 107 | 180"
    for word in ("镇", "乡", "乡镇"):
        draft = understand(paper(title("2031年任务分解表"), table(f"{word} | {figures}")))
        assert [(i.name, i.target, len(i.allocations)) for i in draft.indicators] == [
            ("就业", "107", 2),
            ("采购", "180", 2),
        ]
    sentence = "序号|指标名称|单位|目标值\n1|建设示范|镇|4\n2|培训|人|90"
    assert [r[3] for r in rows(understand(paper(table(sentence))))] == ["镇", "人"]


def test_a_column_named_after_partners_that_holds_figures_counts_them():
    draft = understand(
        paper(
            title("云岭县2031年镇（街道）任务分解表"),
            table(
                """
                序号 | 镇（街道） | 资金类任务（万元） | < | 结对类任务（个） | <
                ^ | ^ | 销售农产品 | 社会捐赠 | 结对村 | 结对企业
                1 | 城南街道 | 600 | 45 | 2 | 4
                2 | 古河镇 | 500 | 30 | 2 | 3
                合计 | < | 1100 | 75 | 4 | 7"""
            ),
        )
    )
    assert [r[2:] for r in rows(draft)] == [
        ("销售农产品", "万元", "1100"), ("社会捐赠", "万元", "75"), ("结对村", "个", "4"), ("结对企业", "个", "7"),
    ]  # fmt: skip


def test_a_header_in_two_tiers_pairs_a_unit_with_its_partners_unless_a_table_lists_them():
    matrix = table(
        """
        指标 | 单位 | 湖东区 | < | 湖西区 | <
        ^ | ^ | 青石县 | 白岩县 | 红柳县 | 黑土县
        援助资金 | 万元 | 100 | 90 | 95 | 80"""
    )
    draft = understand(paper(title("2031年协作任务分解表"), matrix))
    assert [(p.east, p.west) for p in draft.pairings] == [
        ("湖东区", "青石县"), ("湖东区", "白岩县"), ("湖西区", "红柳县"), ("湖西区", "黑土县"),
    ]  # fmt: skip
    assert "表头里“湖东区”下面的“青石县”等读作结对双方（4对），请核对" in draft.guesses
    listed = table(
        "序号|东部地区|西部地区\n1|湖东区|青石县\n2|湖东区|白岩县\n3|湖西区|红柳县\n4|湖西区|黑土县", name="表2"
    )
    both = understand(paper(title("2031年协作任务分解表"), matrix, title("结对关系表"), listed))
    assert [p.ordinal for p in both.pairings] == ["1", "2", "3", "4"]


def test_clauses_that_begin_with_an_office_offer_it_as_cooperating():
    draft = understand(
        paper(
            title("专题会议纪要"),
            "会议议定：",
            "一、关于消费帮扶。由县供销社牵头，10月底前采购1300万元；县财政局督促预算单位完成采购。",
            "二、关于劳务。由县人社局负责，9月底前办招聘会2场；各乡镇（街道）要落实稳岗服务。",
            "三、关于项目。由前方工作组负责，全县上下推进项目，11月底前完工。",
        )
    )
    assert [[(r.role, r.unit) for r in t.responsibilities] for t in draft.tasks] == [
        [("lead", "县供销社"), ("cooperating", "县财政局")],
        [("responsible", "县人社局"), ("cooperating", "各乡镇（街道）")],
        [("responsible", "前方工作组")],
    ]
    assert any("“县财政局督促”" in guess for guess in draft.guesses)


def test_rows_that_head_units_make_groups_of_them():
    draft = understand(
        paper(
            title("2031年消费帮扶采购任务分配表"),
            table(
                """
                序号 | 单位名称 | 食堂采购（万元） | 工会采购（万元）
                一、党委部门（2个） | < | < | <
                1 | 市委办公室 | 7.2 | 6
                2 | 市委组织部 | 1.9 | 1.55
                二、政府部门 | < | < | <
                3 | 市教育局 | 3.3 | 2.75
                合计 | < | 12.4 | 10.3"""
            ),
        )
    )
    assert [(g.name, g.members) for g in draft.groups] == [
        ("党委部门", ("市委办公室", "市委组织部")),
        ("政府部门", ("市教育局",)),
    ]
    assert draft.paragraphs == draft.open_unplaced == ()


def test_headings_of_units_need_not_be_merged():
    draft = understand(
        paper(
            title("云岭县2032年协作任务单位分解表"),
            table("""
                单位 | 引进企业数（家） | 帮助就业人数（人）
                一、县直部门 | | |
                县商务局 | 3 | 20
                县人社局 | 2 | 80
                二、乡镇街道 | | |
                东岭镇 | 2 | 30
                西岭镇 | 2 | 40
                合计 | 9 | 170"""),
        )
    )
    assert [(g.name, g.members) for g in draft.groups] == [
        ("县直部门", ("县商务局", "县人社局")),
        ("乡镇街道", ("东岭镇", "西岭镇")),
    ]
    assert [u.name for u in draft.units] == ["县商务局", "县人社局", "东岭镇", "西岭镇"]
    assert [i.target for i in draft.indicators] == ["9", "170"]
    assert draft.open_unplaced == ()


FIVE_TIERS = """
    地区 | 就业促进工程 | < | < | <
    ^ | 劳动者就业 | < | < | <
    ^ | 城镇新增就业（人） | < | 职工再就业（人） | <
    ^ | 市人社局 | < | 市总工会 | <
    ^ | 目标任务 | 进度 | 目标任务 | 进度
    全市 | 900 | 950 | 70 | 90
    市本级 | | | 20 | 30
    东湖区 | 500 | 520 | 30 | 35
    西山县 | 400 | 430 | 20 | 25"""


def test_a_header_of_five_tiers_with_a_tier_of_offices():
    draft = understand(paper(title("2031年民生工程完成情况表"), "2032-01-22 16:06  市民生办", table(FIVE_TIERS)))
    assert draft.info.title == "2031年民生工程完成情况表"
    assert [r[0::2] for r in rows(draft)] == [
        ("劳动者就业", "城镇新增就业", "900"), ("劳动者就业", "职工再就业", "70"),
    ]  # fmt: skip
    assert duties(draft, "职工再就业") == [("responsible", "市总工会")]
    assert [(a.unit, a.amount) for a in draft.indicators[1].allocations] == [
        ("市本级", "20"), ("东湖区", "30"), ("西山县", "20"),
    ]  # fmt: skip
    assert [u.text for u in draft.open_unplaced] == ["进度、950、520、430", "进度、90、30、35、25"]


def test_a_row_below_the_header_says_who_answers_for_each_column():
    draft = understand(
        paper(
            title("2031年民生实事责任分工表"),
            table(
                """
                地区 | 技能培训 | < | <
                ^ | 劳务培训（人） | 残疾人培训（人） | 妇女培训（人）
                责任单位 | 市人社局 | 市残联 | 市妇联
                全市 | 900 | 70 | 60
                东湖区 | 500 | 50 | 40
                西山县 | 400 | 20 | 20"""
            ),
        )
    )
    assert [duties(draft, n) for n in ("劳务培训", "残疾人培训", "妇女培训")] == [
        [("responsible", "市人社局")], [("responsible", "市残联")], [("responsible", "市妇联")],
    ]  # fmt: skip
    assert [r[4] for r in rows(draft)] == ["900", "70", "60"]
    assert draft.open_unplaced == ()


def test_rows_without_a_number_or_a_measure_unit_below_a_part_are_parts_too():
    draft = understand(
        paper(
            title("2031年协作任务分解表"),
            table(
                """
                序号 | 指标名称 | 单位 | 目标 | 责任单位 | 指标解释
                1 | 社会帮扶资金 | 万元 | 420 | 县民政局 | 以到账为准
                | 其中：工商联系统 | | 140 | 县工商联 |
                | 慈善系统 | | 280 | 县慈善总会 |
                2 | 农村劳动力就业 | 人 | 850 | 县人社局 | 连续就业3个月
                | 脱贫人口 | 人 | 165 | 县人社局 | 指第2项中的脱贫人口"""
            ),
        )
    )
    assert [(i.name, i.parent, i.parent_relation) for i in draft.indicators if i.parent is not None] == [
        ("其中：工商联系统", 0, "part"), ("慈善系统", 0, "part"), ("脱贫人口", 3, "subset"),
    ]  # fmt: skip


def test_zones_and_places_on_lines_of_their_own_are_units_of_their_own():
    draft = understand(
        paper(
            title("2031年实事项目责任分解表"),
            table(
                """
                序号 | 项目名称 | 主要内容 | 牵头单位 | 配合单位
                1 | 增加教育资源 | 新建学校3所。 | 教育局 | 经开区\\n高新园（柳溪镇）\\n各街道
                2 | 促进就业 | 新增就业800人。 | 人社局 | 云岭县\\n农业农村局"""
            ),
        )
    )
    assert [[r.unit for r in t.responsibilities] for t in draft.tasks] == [
        ["教育局", "经开区", "高新园", "各街道"],
        ["人社局", "云岭县农业农村局"],
    ]


def test_a_row_of_measure_units_below_words_that_nobody_knows():
    draft = understand(
        paper(
            title("2031年乡镇任务分解表"),
            table(
                """
                序号 | 乡镇（街道） | 劳务协作 | < | 消费帮扶 | <
                ^ | ^ | 转移情况 | 培训情况 | 线下 | 线上
                 | 计量单位 | 人 | 人次 | 万元 | 万元
                1 | 东关街道 | 1,120 | 240 | 320.0 | 86.5
                2 | 凤鸣镇 | 980 | 210 | 260.0 | 64.5
                合计 | < | 2,100 | 450 | 580.0 | 151.0"""
            ),
        )
    )
    assert [r[2:] for r in rows(draft)] == [
        ("转移情况", "人", "2,100"), ("培训情况", "人次", "450"), ("线下", "万元", "580.0"), ("线上", "万元", "151.0"),
    ]  # fmt: skip
    assert draft.open_unplaced == ()


def test_numbered_categories_over_several_goals_each_with_its_split_in_a_cell():
    draft = understand(
        paper(
            title("2031年民生实事目标任务分解表"),
            table(
                """
                序号 | 实事项目 | 目标任务 | 计量单位 | 目标数 | 任务分解 | 责任单位
                1 | 就业增收 | 城镇新增就业 | 人 | 600 | 城区街道420 大桥镇180 | 县人社局
                ^ | ^ | 失业人员再就业 | 人 | 180 | 城区街道130 大桥镇50 | 县人社局
                2 | 教育惠民 | 资助困难学生 | 人 | 520 | 城区街道300 大桥镇220 | 县教育局
                ^ | ^ | 改造学校食堂 | 所 | 3 | 城区街道1 大桥镇2 | 县教育局"""
            ),
        )
    )
    assert [r[0::2] for r in rows(draft)] == [
        ("就业增收", "城镇新增就业", "600"), ("就业增收", "失业人员再就业", "180"),
        ("教育惠民", "资助困难学生", "520"), ("教育惠民", "改造学校食堂", "3"),
    ]  # fmt: skip
    assert [i.parent for i in draft.indicators] == [None] * 4
    assert [(a.unit, a.amount) for a in draft.indicators[1].allocations] == [("城区街道", "130"), ("大桥镇", "50")]
    assert draft.open_unplaced == ()


def test_minutes_with_a_mark_of_their_own_are_called_by_the_title_below_the_number():
    draft = understand(
        paper(
            title("松河县人民政府"),
            title("专题会议纪要"),
            title("〔2031〕9号"),
            "松河县人民政府办公室　　　　2031年7月19日",
            title("消费帮扶工作专题会议纪要"),
            "会议议定：",
            "一、关于展销。由县供销社牵头，县总工会配合，9月底前举办展销会2场。",
            "二、关于采购。由县财政局牵头，县教育局配合，10月底前完成采购。",
        )
    )
    info = draft.info
    assert (info.title, info.mark) == ("消费帮扶工作专题会议纪要", "松河县人民政府\n专题会议纪要")
    assert (info.issuer, info.printed_by) == ("松河县人民政府", "松河县人民政府办公室")
    assert draft.open_unplaced == ()


def test_a_bracket_may_also_say_that_everybody_below_puts_it_into_practice():
    draft = understand(
        paper(
            title("松河省2031年数据工作要点"),
            "1.建设平台。推进数据登记。（省数据局、省科技厅按职责分工负责，各县（市、区）人民政府结合实际落实）",
            "2.培育企业。发展数据产业。（省数据局牵头，省国资委等单位按职责分工负责）",
        )
    )
    named = [[(r.unit, r.role) for r in task.responsibilities] for task in draft.tasks]
    assert named == [
        [("省数据局", "responsible"), ("省科技厅", "responsible"), ("各县（市、区）人民政府", "responsible")],
        [("省数据局", "lead"), ("省国资委", "responsible")],
    ]
    assert draft.open_unplaced == ()


def test_a_titled_text_behind_the_tables_explains_them():
    draft = understand(
        paper(
            title("海州区2031年任务分解表"),
            table("序号|任务|单位|目标\n1|培训|人|120\n2|就业|人|35"),
            title("关于任务指标的说明"),
            "一、培训",
            "指经区里组织、培训三天以上的人员。",
            "二、就业",
            "指稳定就业三个月以上的人员。",
        )
    )
    assert (draft.info.title, draft.chapters) == ("海州区2031年任务分解表", ())
    assert [p.text for p in draft.paragraphs] == [
        "关于任务指标的说明",
        "一、培训",
        "指经区里组织、培训三天以上的人员。",
        "二、就业",
        "指稳定就业三个月以上的人员。",
    ]
