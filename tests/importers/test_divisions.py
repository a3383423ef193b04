"""Division tables: tasks with measures, deadlines and units; amounts and pairings that stand inside the measures."""

from __future__ import annotations

import pytest

from tests.importers.papers import BREAK, left, paper, table, title
from xiezuo_desktop.documents import read_text_paper
from xiezuo_desktop.importers import understand


def tasks(draft):
    return [(t.ordinal, t.theme, [m.text for m in t.measures], t.deadline) for t in draft.tasks]


def test_tasks_of_a_work_report_with_leaders_and_headings():
    draft = understand(
        paper(
            title("2024年临江区民生实事任务分解表"),
            table(
                """
                序号|重点任务|责任领导|牵头单位|责任单位|完成时限
                一、就业
                1|新增公办幼儿园2所，5月底前动工，12月底前投入使用|张某|区教育局|区住建局、各镇街|12月底前
                2|开展技能培训500人次以上|李某|区人社局|区总工会|全年
                二、养老
                3|改造养老院3家|王某|区民政局||11月底前"""
            ),
        )
    )
    assert draft.kind == "division"
    assert tasks(draft) == [
        ("1", "新增公办幼儿园2所，5月底前动工，12月底前投入使用", [], "12月底前"),
        ("2", "开展技能培训500人次以上", [], "全年"),
        ("3", "改造养老院3家", [], "11月底前"),
    ]
    assert [(t.heading, t.leader) for t in draft.tasks] == [
        ("一、就业", "张某"),
        ("一、就业", "李某"),
        ("二、养老", "王某"),
    ]
    assert [(r.role, r.unit) for r in draft.tasks[0].responsibilities] == [
        ("lead", "区教育局"), ("responsible", "区住建局"), ("responsible", "各镇街"),
    ]  # fmt: skip
    assert left(draft) == []


def test_what_comes_from_above_and_what_is_ones_own():
    draft = understand(
        paper(
            table(
                r"""
                序号|省、市下达任务|<|落实工作措施|牵头单位|完成时限
                1|人才选派|选派教师、医生共8名赴协作地区开展帮扶。|区教育局、区卫健局各选派3人。\n区农业农村局选派2人。|区委组织部\n区教育局\n区卫健局|10月底前\n12月底前
                2|自选动作|/|开展文旅研学活动。|区文旅局|持续推进"""
            )
        )
    )
    assert [(t.theme, t.origin, t.superior_text) for t in draft.tasks] == [
        ("人才选派", "superior", "选派教师、医生共8名赴协作地区开展帮扶。"), ("自选动作", "own", ""),
    ]  # fmt: skip
    assert [(m.text, m.deadline) for m in draft.tasks[0].measures] == [
        ("区教育局、区卫健局各选派3人。", "10月底前"), ("区农业农村局选派2人。", "12月底前"),
    ]  # fmt: skip
    assert "任务1有 2 个完成时限，按先后次序对应各项措施，请核对" in draft.guesses
    indicator = draft.indicators[draft.tasks[0].indicator]
    assert [(a.unit, a.amount) for a in indicator.allocations] == [
        ("区教育局", "各选派3人"), ("区卫健局", "各选派3人"), ("区农业农村局", "选派2人"),
    ]  # fmt: skip
    assert indicator.measure_unit == "人"


def test_amounts_of_units_groups_and_contracts():
    draft = understand(
        paper(
            table(
                r"""
                工作任务|具体措施|责任单位|时间节点
                消费帮扶|全区销售800万元以上。具体分解如下：\n区总工会采购不低于50万元；\n区商务局统计超市、电商，数据不低于300万元；\n十二个镇街各采购10万元，区供销社采购30万元；\n云岭山货有限公司以签订的任务数为准。|区商务局、区供销社、云岭山货有限公司、十二个镇街|持续推进
                宣传|在“832”平台上宣传，制作专题片2部。|区委宣传部|6月底前"""
            )
        )
    )
    (indicator,) = draft.indicators
    assert (indicator.name, indicator.measure_unit, indicator.target) == ("消费帮扶", "万元", "800万元以上")
    assert [(a.unit, a.amount) for a in indicator.allocations] == [
        ("区总工会", "采购不低于50万元"), ("区商务局", "数据不低于300万元"), ("十二个镇街", "各采购10万元"), ("区供销社", "采购30万元"),
        ("云岭山货有限公司", "以签订的任务数为准"),
    ]  # fmt: skip
    assert [(g.name, g.expected_size) for g in draft.groups] == [("十二个镇街", 12)]
    assert draft.tasks[1].indicator is None


def test_pairs_that_measures_list():
    draft = understand(
        paper(
            table(
                r"""
                序号|重点任务|工作措施|责任单位
                1|结对帮扶|东山街道结对开城镇；\n云岭山货有限公司结对蒋家村；\n临江第一小学与山口中心小学结对；\n西河街道和平社区结对丰泽村。|东山街道\n云岭山货有限\n公司"""
            )
        )
    )
    assert [(p.east, p.west, p.kind) for p in draft.pairings] == [
        ("东山街道", "开城镇", "town"), ("云岭山货有限公司", "蒋家村", "enterprise"), ("西河街道和平社区", "丰泽村", "village"),
    ]  # fmt: skip
    assert [r.unit for r in draft.tasks[0].responsibilities] == ["东山街道", "云岭山货有限公司"]


def test_a_task_cut_by_a_page_is_whole_again():
    draft = understand(
        paper(
            table(
                """
                序号|事项|落实措施|牵头单位|完成时限
                1|消费帮扶|区总工会采购不低于600|区商务局|12月底前"""
            ),
            BREAK,
            table("||万元；区供销社采购30万元。|区总工会|\n2|宣传|制作专题片。|区委宣传部|持续推进"),
        )
    )
    assert tasks(draft) == [
        ("1", "消费帮扶", ["区总工会采购不低于600万元；区供销社采购30万元。"], "12月底前"), ("2", "宣传", ["制作专题片。"], "持续推进"),
    ]  # fmt: skip
    assert [r.unit for r in draft.tasks[0].responsibilities] == ["区商务局", "区总工会"]
    assert left(draft) == []


def test_a_category_column_and_a_column_nobody_knows():
    draft = understand(
        paper(
            table(
                """
                类别|工作任务|责任单位|考核方式|备注
                人才支援|选派干部人才|区委组织部|查台账|续派
                ^|人才培训|区委党校||"""
            )
        )
    )
    assert [(t.heading, t.theme, t.note) for t in draft.tasks] == [
        ("人才支援", "选派干部人才", "续派；考核方式：查台账"),
        ("人才支援", "人才培训", ""),
    ]
    assert left(draft) == []
    assert [(c.table, c.field, c.caption) for c in draft.columns][:2] == [
        ("division", "category", "类别"), ("division", "theme", "工作任务"),
    ]  # fmt: skip


def test_rows_below_a_merged_project_are_measures_of_it_or_tasks_of_their_own():
    draft = understand(
        paper(
            title("2031年云岭县帮扶项目责任分解表"),
            table(
                """
                序号|项目名称|主要内容|牵头单位|配合单位|完成时限
                1|校舍改造|新建宿舍楼1栋。|县教育局|县财政局|2031年9月底
                ^|^|添置课桌300套。|^|^|^
                2|产业培育|建设蔬菜大棚20座。|县农业农村局||2031年10月底
                ^|^|开设直播间2个。|县商务局||2031年6月底"""
            ),
        )
    )
    assert tasks(draft) == [
        ("1", "校舍改造", ["新建宿舍楼1栋。", "添置课桌300套。"], "2031年9月底"),
        ("2", "产业培育", ["建设蔬菜大棚20座。"], "2031年10月底"),
        ("", "产业培育", ["开设直播间2个。"], "2031年6月底"),
    ]
    assert [r.unit for r in draft.tasks[2].responsibilities] == ["县商务局"]
    assert left(draft) == []


def test_when_a_task_begins_is_no_target():
    draft = understand(
        paper(
            title("云岭县2031年重点工作任务清单"),
            table(
                """
                序号|工作任务|具体内容及目标|责任分工|<|时间安排|<
                ^|^|^|牵头单位|配合单位|启动时间|完成时限
                1|召开联席会议|签订年度协作协议，明确任务。|县政府办|县财政局|3月|6月底前
                2|引进企业|新引进企业3家，投资1亿元。|县商务局|县工信局|1月|12月底前"""
            ),
        )
    )
    assert tasks(draft) == [
        ("1", "召开联席会议", ["签订年度协作协议，明确任务。"], "6月底前"),
        ("2", "引进企业", ["新引进企业3家，投资1亿元。"], "12月底前"),
    ]
    assert [t.note for t in draft.tasks] == ["时间安排·启动时间：3月", "时间安排·启动时间：1月"]
    assert left(draft) == []


def test_rows_copied_without_their_header_are_known_by_what_they_say():
    copied = (
        '16\t学校结对\t"区教育局与3所学校结对。\n每所学校年内互访1次。"\t区教育局\t12月底前\n'
        '17\t医院结对\t"区卫健局与2所医院结对。"\t区卫健局\t11月底前\n'
    )
    draft = understand(read_text_paper(copied, "粘贴.tsv"))
    assert [(t.ordinal, t.theme, t.deadline, len(t.measures)) for t in draft.tasks] == [
        ("16", "学校结对", "12月底前", 2), ("17", "医院结对", "11月底前", 1),
    ]  # fmt: skip
    assert draft.unplaced == ()


def test_days_below_a_word_that_nobody_knows_are_no_deadline():
    draft = understand(
        paper(
            table(
                "序号|工作任务|工作措施|牵头单位|挂牌日期\n1|共建车间|建设车间。|区工信局|2024年3月\n2|共建园区|建设园区。|区发改局|2024年5月"
            )
        )
    )
    assert [t.deadline for t in draft.tasks] == ["", ""]


@pytest.mark.parametrize(
    "said",
    [
        "募集资金230万元，其中县工商联80万元，县慈善总会60万元，各乡镇各10万元。",
        "募集资金230万元。其中，县工商联80万元、县慈善总会60万元，各乡镇各10万元（共9个乡镇）。",
        "募集资金230万元。其中：县工商联80万元，其中物资20万元，县慈善总会60万元，各乡镇各10万元。",
        "募集资金230万元，其中社会资金140万元；县工商联80万元，县慈善总会60万元，各乡镇各10万元。",
    ],
)
def test_what_stands_before_其中_is_the_whole_and_the_units_behind_it_are_the_parts(said):
    head = "序号|重点任务|工作举措|牵头单位|责任单位|完成时限\n1|会商|召开会商会。|县委办|县发改局|9月底前\n"
    row = f"2|募捐|{said}|县民政局|县工商联、县慈善总会、各乡镇|11月底前"
    only = understand(paper(title("2031年任务分工表"), table(head + row))).indicators
    assert [(i.name, i.measure_unit, i.target) for i in only] == [("募捐", "万元", "230万元")]
    parts = [(a.unit, a.amount) for a in only[0].allocations]
    assert parts == [("县工商联", "80万元"), ("县慈善总会", "60万元"), ("各乡镇", "各10万元")]


def test_a_counted_group_behind_a_unit_is_a_part_and_what_is_among_people_is_none():
    head = "序号|重点任务|工作举措|牵头单位|责任单位|完成时限\n1|会商|召开会商会。|县委办|县发改局|9月底前\n"
    row = "2|募捐|募集230万元。县工商联80万元，15个乡镇各10万元。|县民政局|县工商联、各乡镇|11月底前\n3|培训|培训500人，其中脱贫人口100人。|县民政局|县工商联、各乡镇|11月底前"
    only = understand(paper(title("2031年任务分工表"), table(head + row))).indicators
    assert [(a.unit, a.amount) for i in only for a in i.allocations] == [
        ("县工商联", "80万元"),
        ("15个乡镇", "各10万元"),
    ]


def test_without_a_column_of_deadlines_the_sentence_says_until_when():
    head = "序号|工作任务|牵头单位|责任单位\n"
    body = "1|召开会商会，9月底前完成。|县委办|县发改局\n2|募捐，6月底前过半，11月底前全面完成。|县民政局|县工商联\n3|巩固去年12月底前建成的项目。|县民政局|县工商联\n4|7月底前完成40%。|县民政局|县工商联"
    draft = understand(paper(title("2031年任务分工表"), table(head + body)))
    assert [t.deadline for t in draft.tasks] == ["9月底前", "11月底前", "", ""]
    column = (
        "序号|工作任务|牵头单位|完成时限\n1|召开会商会，9月底前过会。|县委办|10月底前\n2|募捐，6月底前启动。|县民政局|"
    )
    draft = understand(paper(title("2031年任务分工表"), table(column)))
    assert [t.deadline for t in draft.tasks] == ["10月底前", ""]


def test_sentences_of_work_points_say_until_when_unless_a_label_does():
    draft = understand(
        paper(
            title("云岭县2031年协作工作要点"),
            "一、加强领导",
            "1.高层互访。县主要领导带队对接，9月底前完成。（牵头单位：县委办；责任单位：县发改局）",
            "2.压实责任。3月底前将任务分到乡镇。（牵头单位：县发改局；责任单位：县级有关部门）",
            "3.选派干部。选派4名，4月底前到岗。（牵头单位：县委组织部；完成时限：5月底前）",
            "4.加强调度。每月会商一次。（牵头单位：县委办；责任单位：县发改局）",
        )
    )
    assert [t.deadline for t in draft.tasks] == ["9月底前", "3月底前", "5月底前", ""]


@pytest.mark.parametrize("parts", ["分解任务", "任务分解"])
def test_tasks_that_a_goal_is_split_into_are_the_tasks(parts):
    draft = understand(
        paper(
            title("2031年目标任务分解表"),
            table(
                f"""
                序号 | 目标任务 | {parts} | 具体措施 | 完成时限 | 责任单位
                1 | 劳务协作 | 转移就业300人 | 开展招聘会 | 12月底 | 县人社局
                ^ | ^ | 培训60人次 | 举办2期 | 9月底 | 县人社局
                2 | 消费帮扶 | 采购500万元 | 进机关 | 11月底 | 县商务局"""
            ),
        )
    )
    assert [(t.theme, t.goal, [m.text for m in t.measures]) for t in draft.tasks] == [
        ("转移就业300人", "劳务协作", ["开展招聘会"]),
        ("培训60人次", "劳务协作", ["举办2期"]),
        ("采购500万元", "消费帮扶", ["进机关"]),
    ]


def test_a_column_whose_values_belie_its_word_is_what_they_say():
    units = understand(paper(title("任务表"), table("任务名称|任务单位|任务值\n就业|人|300\n培训|人次|60")))
    assert [(i.name, i.measure_unit, i.target) for i in units.indicators] == [
        ("就业", "人", "300"),
        ("培训", "人次", "60"),
    ]


def test_goals_beside_offices_are_tasks_where_nothing_else_is():
    draft = understand(
        paper(
            title("2031年重点工作目标任务分解表"),
            table(
                """
                序号 | 目标与任务 | 分管县领导 | 牵头责任单位 | 责任单位
                80 | 新增托位400个以上，公办园占比60%以上。 | 俞某 | 县教育局 | 县各有关单位
                81 | 保障实训基地秋季投用。 | 陆某 | 县教育局 | 县各有关单位"""
            ),
        )
    )
    assert [(t.ordinal, t.theme) for t in draft.tasks] == [
        ("80", "新增托位400个以上，公办园占比60%以上。"),
        ("81", "保障实训基地秋季投用。"),
    ]


def test_those_who_are_asked_for_support_cooperate():
    draft = understand(
        paper(
            title("2031年重点商请事项清单"),
            table(
                """
                序号 | 协作事项 | 具体内容 | 我县责任单位 | 商请贵区支持单位 | 时间安排
                1 | 党政互访 | 邀请来我县考察指导。 | 县政府办公室 | 区委办、区政府办 | 9月底前
                2 | 教育帮扶 | 选派骨干教师来我县支教。 | 县教育局 | 区教育局 | 8月底前"""
            ),
        )
    )
    assert [[(r.role, r.unit) for r in t.responsibilities] for t in draft.tasks] == [
        [("responsible", "县政府办公室"), ("cooperating", "区委办"), ("cooperating", "区政府办")],
        [("responsible", "县教育局"), ("cooperating", "区教育局")],
    ]
