"""Papers laid out as other offices do it: units over marks, a row for each unit, pairings, goals in words, stages."""

from __future__ import annotations

from tests.importers.papers import duties, left, paper, parents, right, rows, table, title
from xiezuo_desktop.documents import read_text_paper
from xiezuo_desktop.importers import understand


def tasks(draft):
    return [(t.heading, t.theme, t.goal, [m.text for m in t.measures], t.deadline) for t in draft.tasks]


def who(task):
    return [(r.role, r.unit) for r in task.responsibilities]


def test_marks_below_units_say_who_leads_and_who_helps():
    draft = understand(
        paper(
            title("云岭县2024年协作重点任务责任分工表"),
            right("▲牵头单位 ●配合单位"),
            table(
                """
                序号|重点任务|责任单位|<|<|<|完成时限
                ^|^|县委组织部|县发改局|县人社局|县财政局|^
                1|选派党政干部2名|▲||●||6月底前
                2|拨付帮扶资金3000万元||●||▲|10月底前
                3|转移就业500人|||▲||12月底前"""
            ),
        )
    )
    assert draft.kind == "division"
    assert [who(t) for t in draft.tasks] == [
        [("lead", "县委组织部"), ("cooperating", "县人社局")],
        [("cooperating", "县发改局"), ("lead", "县财政局")],
        [("lead", "县人社局")],
    ]
    assert left(draft) == ["责任单位"]


def test_marks_without_a_legend_are_a_guess_that_is_said():
    draft = understand(
        paper(
            table(
                """
                序号|工作任务|目标值|单位|区委组织部|区教育局|区卫健局
                1|选派教师|12|名|★|√|
                2|选派医生|8|名|★||√"""
            )
        )
    )
    assert duties(draft, "选派医生") == [("lead", "区委组织部"), ("cooperating", "区卫健局")]
    assert any("“★”读作牵头单位" in g for g in draft.guesses)


def test_a_row_for_each_unit_and_a_column_for_each_indicator():
    draft = understand(
        paper(
            title("2024年各镇（街道）协作任务分解表"),
            table(
                """
                序号|镇（街道）|消费帮扶（万元）|转移就业（人）|结对村数（个）
                1|青石街道|120|15|2
                2|白鹭街道|100|12|2
                3|红枫镇|80.5|10|1
                合计|<|300.5|37|5"""
            ),
        )
    )
    assert draft.kind == "matrix"
    assert rows(draft) == [
        ("", "", "消费帮扶", "万元", "300.5"), ("", "", "转移就业", "人", "37"), ("", "", "结对村数", "个", "5"),
    ]  # fmt: skip
    assert [(a.unit, a.amount) for a in draft.indicators[0].allocations] == [
        ("青石街道", "120"), ("白鹭街道", "100"), ("红枫镇", "80.5"),
    ]  # fmt: skip


def test_categories_over_the_captions_of_a_table_with_a_row_for_each_unit():
    draft = understand(
        paper(
            title("2031年各镇（街道）帮扶协作安排表"),
            table(
                """
                序号|镇（街道）|人才交流|<|产业共建|数字帮扶|<
                ^|^|选派教师（人）|选派医生（人）|共建大棚（座）|直播场次（场）|培训主播（人）
                1|青石街道|3|2|12|8|20
                2|白鹭街道|2||10|6|15
                3|红枫镇|1|1|9|4|10
                合计|<|6|3|31|18|45"""
            ),
        )
    )
    assert draft.kind == "matrix"
    assert rows(draft) == [
        ("人才交流", "", "选派教师", "人", "6"), ("人才交流", "", "选派医生", "人", "3"), ("产业共建", "", "共建大棚", "座", "31"),
        ("数字帮扶", "", "直播场次", "场", "18"), ("数字帮扶", "", "培训主播", "人", "45"),
    ]  # fmt: skip
    assert [(a.unit, a.amount) for a in draft.indicators[1].allocations] == [("青石街道", "2"), ("红枫镇", "1")]
    assert left(draft) == ["1、2、3"]  # the numbers of the rows, which the program gives anew


def test_the_title_names_what_a_column_of_targets_leaves_unnamed():
    draft = understand(
        paper(
            title("2024年各镇街消费帮扶任务完成进度表"),
            right("单位：万元"),
            table(
                """
                街镇|目标任务|完成数|完成比例(%)|排名
                青石街道|120|80|66.7|1
                白鹭街道|100|50|50.0|2
                合计|220|130|59.1|"""
            ),
        )
    )
    assert rows(draft) == [("", "", "各镇街消费帮扶任务", "万元", "220")]
    assert {"完成数、80、50、130", "完成比例(%)、66.7、50.0、59.1"} <= set(left(draft))


def test_units_over_the_columns_and_nothing_else():
    draft = understand(
        paper(
            right("单位：万元"),
            table(
                """
                单位|青石街道|白鹭街道|红枫镇|合计
                消费帮扶任务数|120|100|80|300
                社会捐赠任务数|30|30|20|80"""
            ),
        )
    )
    assert rows(draft) == [
        ("", "", "消费帮扶任务数", "万元", "300"), ("", "", "社会捐赠任务数", "万元", "80"),
    ]  # fmt: skip
    assert [a.unit for a in draft.indicators[1].allocations] == ["青石街道", "白鹭街道", "红枫镇"]


def test_wide_words_over_counties_are_no_units():
    draft = understand(
        paper(
            table(
                """
                序号|指标|计量单位|目标任务|<|<|<|牵头部门
                ^|^|^|全市|其中|<|<|^
                ^|^|^|^|甲河区|乙湖县|丙山市|^
                1|援助资金|万元|900|300|300|300|市财政局
                2|选派干部|名|12|4|4|4|市委组织部"""
            )
        )
    )
    assert rows(draft)[0] == ("", "1", "援助资金", "万元", "900")
    assert [(a.unit, a.partner, a.amount) for a in draft.indicators[1].allocations] == [
        ("甲河区", "", "4"), ("乙湖县", "", "4"), ("丙山市", "", "4"),
    ]  # fmt: skip
    assert [u.name for u in draft.units][:3] == ["甲河区", "乙湖县", "丙山市"]


def test_pairings_in_a_table_of_their_own():
    draft = understand(
        paper(
            title("临江区与云岭县结对帮扶一览表"),
            table(
                """
                序号|东部结对单位|西部结对单位|结对类型
                1|青石街道|松坪镇、马槽乡|乡镇结对
                2|临江区第一小学|云岭县实验小学|学校结对
                3|临江区人民医院|云岭县人民医院|医院结对"""
            ),
        )
    )
    assert draft.kind == "pairings"
    assert [(p.east, p.west, p.kind) for p in draft.pairings] == [
        ("青石街道", "松坪镇", "town"), ("青石街道", "马槽乡", "town"),
        ("临江区第一小学", "云岭县实验小学", "school"), ("临江区人民医院", "云岭县人民医院", "hospital"),
    ]  # fmt: skip
    assert draft.info.table_title == "临江区与云岭县结对帮扶一览表"


def test_goals_in_words_make_tasks():
    draft = understand(
        paper(
            title("协作重点工作督办台账"),
            table(
                """
                序号|督办事项|工作目标|推进举措|牵头领导|责任单位|完成时限|进展情况
                1|产业园区共建|新引进企业5家|1.开展招商推介4场；2.完成厂房改造|张某|区商务局、区投促中心|9月底|已引进2家
                2|劳务协作站|建设服务站2个|派驻人员|王某|区人社局|6月底|已完成"""
            ),
        )
    )
    assert tasks(draft)[1] == ("", "劳务协作站", "建设服务站2个", ["派驻人员"], "6月底")
    assert left(draft) == ["进展情况、已引进2家、已完成"]


def test_one_header_word_over_categories_and_tasks():
    draft = understand(
        paper(
            table(
                """
                工作任务|<|具体举措|牵头单位|完成时限
                一、加强组织领导|1.落实联席会议制度|召开联席会议1次，专题部署|区府办|6月底
                ^|2.落实互访机制|区主要领导带队考察1次|区委办|9月底
                二、深化产业协作|3.共建产业园|招引项目3个|区商务局|12月底"""
            )
        )
    )
    assert [(h, t, m) for h, t, _, m, _ in tasks(draft)] == [
        ("一、加强组织领导", "落实联席会议制度", ["召开联席会议1次，专题部署"]),
        ("一、加强组织领导", "落实互访机制", ["区主要领导带队考察1次"]),
        ("二、深化产业协作", "共建产业园", ["招引项目3个"]),
    ]
    assert [t.ordinal for t in draft.tasks] == ["1", "2", "3"]


def test_roles_inside_the_cell_and_a_title_with_small_print():
    draft = understand(
        paper(
            table(
                r"""
                附件2|<|<|<|<
                青林市2023年对口合作重点任务清单|<|<|<|<
                （共2项）|<|<|<|<
                序号|任务内容|工作标准|责任分工|完成时间
                1|建立会商机制|每季度会商1次|牵头：市发改委\n配合：市商务局、市文旅局|长期坚持
                2|举办产业对接会|签约项目10个以上|牵头：市商务局；配合：市工商联|11月30日"""
            )
        )
    )
    assert (draft.info.title, draft.info.year) == ("青林市2023年对口合作重点任务清单", 2023)
    assert who(draft.tasks[0]) == [("lead", "市发改委"), ("cooperating", "市商务局"), ("cooperating", "市文旅局")]
    assert who(draft.tasks[1]) == [("lead", "市商务局"), ("cooperating", "市工商联")]
    assert left(draft) == []


def test_stages_of_the_year_are_neither_units_nor_targets():
    draft = understand(
        paper(
            table(
                """
                序号|指标名称|单位|年度目标|进度安排|<|责任单位
                ^|^|^|^|二季度|四季度|^
                1|财政资金到位|万元|4000|2000|4000|县财政局
                2|引进企业|家|6|3|6|县经信局"""
            )
        )
    )
    assert [r[2:] for r in rows(draft)] == [("财政资金到位", "万元", "4000"), ("引进企业", "家", "6")]
    assert not any(i.allocations for i in draft.indicators)
    assert [u.name for u in draft.units] == ["县财政局", "县经信局"]


def test_a_plan_of_funds_with_headings_that_bear_sums():
    draft = understand(
        paper(
            title("2024年度援助资金项目安排表"),
            "金额单位：万元",
            table(
                """
                序号|项目名称|建设内容|项目实施单位|资金计划|实施地点
                合计|<|<|<|6500|
                一|产业类|||5000|
                1|肉牛养殖基地|新增存栏500头|县农业农村局|3000|松坪镇
                2|冷链物流中心|库容3000吨|县商务局|2000|马槽乡
                二|民生类|||1500|
                3|卫生院提升|受益2万人|县卫健局|1500|全县"""
            ),
        )
    )
    assert [r[1:] for r in rows(draft)] == [
        ("一", "产业类", "万元", "5000"), ("1", "肉牛养殖基地", "万元", "3000"), ("2", "冷链物流中心", "万元", "2000"),
        ("二", "民生类", "万元", "1500"), ("3", "卫生院提升", "万元", "1500"),
    ]  # fmt: skip
    assert parents(draft)["卫生院提升"] == ("民生类", "part")
    assert draft.indicators[3].responsibilities == ()
    assert draft.indicators[1].definition == "新增存栏500头"


def test_units_of_measure_behind_the_categories():
    draft = understand(
        paper(
            table(
                """
                指标|全市目标|临江区|白石区|青林县
                一、资金（万元）
                财政资金|9000|3000|3000|3000
                二、就业（人）
                帮助就业|1500|500|600|400"""
            )
        )
    )
    assert [r[2:] for r in rows(draft)] == [("财政资金", "万元", "9000"), ("帮助就业", "人", "1500")]
    assert [a.unit for a in draft.indicators[0].allocations] == ["临江区", "白石区", "青林县"]


def test_an_unknown_word_over_the_names_beside_main_contents():
    draft = understand(
        paper(
            table(
                """
                序号|惠民项目|主要内容|目标任务|单位|分解情况|责任单位
                1|残疾人帮扶|为困难残疾人发放辅具|295|人|松坪镇280 马槽乡15|县残联
                2|公路提升|改造农村公路|30|公里|松坪镇12 马槽乡18|县交通局
                3|托育中心|建成县级托育中心|9月投入使用||县城|县卫健局"""
            )
        )
    )
    assert [(i.name, i.target, i.definition) for i in draft.indicators] == [
        ("残疾人帮扶", "295", "为困难残疾人发放辅具"), ("公路提升", "30", "改造农村公路"), ("托育中心", "9月投入使用", "建成县级托育中心"),
    ]  # fmt: skip


def test_a_notice_with_demands_keeps_them_and_its_attachments_are_two_tables():
    draft = understand(
        read_text_paper(
            """临江区人民政府办公室文件
临政办发〔2024〕18号

临江区人民政府办公室关于下达2024年协作目标任务的通知

各镇人民政府、街道办事处，区政府各部门：
    现将2024年协作目标任务下达给你们，请认真组织实施。
    一、压实责任。各单位要明确联络员，于4月10日前报区协作办。
    二、按时报送。每月25日前报送进展情况。

    附件：1．2024年协作目标任务分解表
          2．2024年协作镇街结对表

                                   临江区人民政府办公室
                                     2024年3月28日

附件1
2024年协作目标任务分解表
序号	指标名称	计量单位	目标任务	牵头单位
1	党政主要领导互访	次	1	区委办
2	财政援助资金	万元	3600	区财政局

附件2
2024年协作镇街结对表
序号	临江区镇街	云岭县乡镇
1	青石街道	松坪镇
2	白鹭街道	马槽乡
""",
            "通知.txt",
        )
    )
    assert draft.kind == "indicators"
    assert [p.text[:6] for p in draft.paragraphs if p.section == "notice"] == [
        "现将2024",
        "一、压实责任",
        "二、按时报送",
    ]
    assert [(p.east, p.west) for p in draft.pairings] == [("青石街道", "松坪镇"), ("白鹭街道", "马槽乡")]
    assert [p.ordinal for p in draft.pairings] == ["1", "2"]
    assert [c.caption for c in draft.columns if c.table == "pairings"] == ["序号", "临江区镇街", "云岭县乡镇"]
    assert left(draft) == []


def test_units_named_behind_the_clauses_of_themes():
    draft = understand(
        read_text_paper(
            """云岭县2024年协作工作要点

一、深化组织领导
1.高位推动。专题研究不少于4次。（牵头单位：县委办、县政府办；完成时限：12月底前）
二、强化劳务协作
2.扩大规模。新增就业800人。（责任单位：县人社局、各乡镇）
""",
            "要点.txt",
        )
    )
    assert [u.name for u in draft.units] == ["县委办", "县政府办", "县人社局"]
    assert [g.name for g in draft.groups] == ["各乡镇"]


def test_a_seal_is_no_part_of_the_name():
    draft = understand(
        read_text_paper(
            "云岭县2024年度协作目标责任书\n\n一、目标任务\n（一）劳务输出1200人。\n\n云岭县人民政府（盖章）\n2024年4月10日\n",
            "责任书.txt",
        )
    )
    assert draft.info.issuer == "云岭县人民政府"


def test_norms_beside_the_names_of_score_items_and_who_scores_them():
    draft = understand(
        paper(
            title("协作年度考核计分表"),
            table(
                """
                序号|考核指标|标准|分值|折算计分办法|责任单位|考核单位
                1|援助资金到位率|达到100%|15|按完成率计分|各乡镇|县财政局
                2|吸纳脱贫劳动力|不少于200人|20|完成得20分，未完成不得分|各乡镇|县人社局
                合计|<|<|35|<|<|<"""
            ),
        )
    )
    items = [i for g in draft.schemes[0].groups for i in g.items]
    assert [(i.name, i.content, i.points, i.assessor) for i in items] == [
        ("援助资金到位率", "达到100%", "15", "县财政局"), ("吸纳脱贫劳动力", "不少于200人", "20", "县人社局"),
    ]  # fmt: skip
