"""What a plan has no field for stays beside its row: places, households, contacts; and the small lines at a table."""

from __future__ import annotations

import pytest

from tests.importers.papers import left, paper, right, rows, table, title
from xiezuo_desktop.importers import understand
from xiezuo_desktop.importers.small_lines import is_small, issuer_named, unit_named

PROJECTS = """
    序号|项目名称|建设地点|建设内容|资金规模（万元）|受益情况|<|责任单位|联系人|联系电话
    ^|^|^|^|^|户数|人数|^|^|^
    1|高山蔬菜基地|清河村|大棚20亩|120|56|210|县农业农村局|张某|0571-1234
    2|卫生室改造|松坪镇|改造3处|80|||县卫健局|李某|"""


def test_places_households_and_contacts_stand_in_the_note_with_their_captions():
    draft = understand(paper(title("云岭县2024年帮扶项目资金安排表"), table(PROJECTS)))
    assert rows(draft) == [("", "1", "高山蔬菜基地", "万元", "120"), ("", "2", "卫生室改造", "万元", "80")]
    assert [i.note for i in draft.indicators] == [
        "建设地点：清河村；受益情况·户数：56；受益情况·人数：210；联系人：张某；联系电话：0571-1234",
        "建设地点：松坪镇；联系人：李某",
    ]
    assert left(draft) == []


def test_the_dialog_is_told_which_columns_go_into_the_notes():
    (sheet,) = understand(paper(table(PROJECTS))).sheets
    assert [c.index for c in sheet.columns if c.meaning == "remark"] == [2, 5, 6, 8, 9]
    assert sheet.label(2) == "其他（记入备注）"


def test_the_notes_of_the_paper_come_first():
    draft = understand(paper(table("指标名称|单位|目标值|实施地点|备注\n培训|期|2|县城|含存量。")))
    assert draft.indicators[0].note == "含存量；实施地点：县城"


def test_a_task_keeps_its_place_and_whom_it_serves():
    draft = understand(
        paper(table("序号|重点任务|工作措施|责任单位|实施地点|受益人数\n1|发展产业|建设园区1个|县发改局|松坪镇|200\n2|培训|办班2期|县人社局||80"))
    )  # fmt: skip
    assert draft.kind == "division"
    assert [t.note for t in draft.tasks] == ["实施地点：松坪镇；受益人数：200", "受益人数：80"]
    assert left(draft) == []


def test_contacts_beside_units_are_those_of_the_units():
    draft = understand(
        paper(table("序号|镇（街道）|消费帮扶（万元）|联系人|联系电话|备注\n1|青石街道|120|张某|138|含商会\n2|白鹭街道|100|李某|139|其中商会6万元\n合计||220|||"))
    )  # fmt: skip
    assert [(u.name, u.contact, u.phone) for u in draft.units] == [
        ("青石街道", "张某", "138"),
        ("白鹭街道", "李某", "139"),
    ]
    assert [(p.section, p.text) for p in draft.paragraphs] == [
        ("note", "备注：青石街道（含商会）；白鹭街道（其中商会6万元）")
    ]
    assert left(draft) == ["1、2"]  # the numbers of the rows, as one


def test_contacts_of_a_pairing_stand_in_its_note():
    draft = understand(
        paper(
            title("结对关系一览表"),
            table("序号|东部单位|西部单位|结对类型|联系人|备注\n1|青石街道|松坪镇|乡镇结对|张某|每年互访\n2|白鹭街道|雾泉镇|乡镇结对||"),
        )
    )  # fmt: skip
    assert [(p.ordinal, p.kind, p.note) for p in draft.pairings] == [
        ("1", "town", "每年互访；结对类型：乡镇结对；联系人：张某"), ("2", "town", "结对类型：乡镇结对"),
    ]  # fmt: skip
    assert left(draft) == []


def test_a_short_text_over_several_counties_is_said_of_each_a_longer_one_stands_in_the_note():
    draft = understand(
        paper(
            table(
                """
                指标名称|单位|合计|临江区|<|望潮区
                ^|^|^|云岭县|松坪县|雾泉县
                挂职干部|人|23|已选派|<|<
                资金拨付|万元|100|各地财政部门按标准拨付|<|10"""
            )
        )
    )
    first, second = draft.indicators
    assert [(a.unit, a.partner, a.amount) for a in first.allocations] == [
        ("临江区", "云岭县", "已选派"), ("临江区", "松坪县", "已选派"), ("望潮区", "雾泉县", "已选派"),
    ]  # fmt: skip
    assert second.note == "临江区·云岭县至临江区·松坪县：各地财政部门按标准拨付"
    assert left(draft) == []


@pytest.mark.parametrize("below", [False, True])
def test_small_lines_at_a_table_are_kept_and_name_the_office(below):
    head = "云岭县2024年指标分解表\n编制单位：云岭县协作办|<|<|2024年4月\n" if below else ""
    body = f"{head}序号|指标名称|单位|年度目标\n1|互访|次|3\n2|资金|万元|120\n审核人：王某||填表人：赵某|"
    above = [] if below else [title("云岭县2024年指标分解表"), "编制单位：云岭县协作办　　2024年4月"]
    draft = understand(paper(*above, table(body)))
    assert draft.info.title == "云岭县2024年指标分解表"
    assert draft.info.issuer == "云岭县协作办"
    assert [(p.section, p.text) for p in draft.paragraphs] == [
        ("above", "编制单位：云岭县协作办；2024年4月"),
        ("note", "审核人：王某；填表人：赵某"),
    ]
    assert left(draft) == []


def test_what_is_a_small_line():
    for text in (
        "填报单位（盖章）：      填表人：",
        "2024年4月",
        "制表日期：2024年4月2日",
        "单位：万元",
        "审核：张某",
    ):
        assert is_small(text), text
    for text in (
        "各镇人民政府、区级各部门：",
        "请各单位：于6月底前报送。",
        "完成3个单位的结对",
        "说明：本表按季报送。",
    ):
        assert not is_small(text), text
    assert unit_named("编制单位：某办  单位：万元") == "万元"
    assert issuer_named(["2024年4月", "制表单位：临江区协作办  2024年"]) == "临江区协作办"


def test_the_unit_above_a_table_without_a_column_for_it_is_that_of_its_rows():
    draft = understand(
        paper(title("资金安排表"), right("2024年4月  单位：万元"), table("项目名称|安排金额\n园区|20\n学校|30"))
    )
    assert [i.measure_unit for i in draft.indicators] == ["万元", "万元"]
    assert left(draft) == []


def test_an_empty_column_is_no_finding_and_its_caption_is_kept():
    draft = understand(paper(table("指标名称|单位|目标值|完成情况|核查人\n培训|期|2||\n就业|人|30||")))
    assert [(c.field, c.caption) for c in draft.columns][-1] == ("other", "完成情况、核查人")
    assert left(draft) == []


def test_the_last_stop_of_a_note_stays():
    draft = understand(paper(table("指标名称|单位|目标值|核查方式\n培训|期|2|查台账。\n就业|人|30|看花名册。")))
    assert [i.note for i in draft.indicators] == ["核查方式：查台账。", "核查方式：看花名册。"]


def test_what_is_said_beside_the_units_is_one_note_a_column():
    draft = understand(
        paper(
            title("云岭县2031年采购任务分配表"),
            table("""
                单位名称 | 干部职工数（人） | 责任人 | 采购任务（万元） | 牵头部门
                县教育局 | 120 | 张某 | 7.2 | 县总工会
                县财政局 | 31 | 李某 | 1.9 | 县总工会
                合计 | 151 | | 9.1 |"""),
        )
    )
    assert [(i.name, i.target) for i in draft.indicators] == [("采购任务", "9.1")]
    assert [(r.unit, r.role) for r in draft.indicators[0].responsibilities] == [("县总工会", "lead")]
    assert [p.text for p in draft.paragraphs if p.section == "note"] == [
        "干部职工数（人）：县教育局120；县财政局31；合计151",
        "责任人：县教育局（张某）；县财政局（李某）",
    ]
    assert draft.open_unplaced == ()


def test_leading_offices_that_differ_by_unit_are_a_note():
    draft = understand(
        paper(
            title("云岭县2031年任务分配表"),
            table("镇 | 就业（人） | 牵头部门\n上河镇 | 7 | 县总工会\n下河镇 | 9 | 县人社局\n合计 | 16 |"),
        )
    )
    assert draft.indicators[0].responsibilities == ()
    assert [p.text for p in draft.paragraphs] == ["牵头部门：上河镇（县总工会）；下河镇（县人社局）"]
