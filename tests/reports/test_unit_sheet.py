"""What one unit has to do, on one sheet."""

from __future__ import annotations

from datetime import date

import pytest

from tests.documents.pdf.builders_layout import ruler
from tests.reports.builders_plan import PlanBuilder, city_plan, county_plan, division_plan
from tests.reports.tables import paragraphs, tables, texts
from xiezuo_desktop.core.errors import WrongCall
from xiezuo_desktop.core.records import Handling, Responsibility
from xiezuo_desktop.documents.pdf.gongwen import lay_out
from xiezuo_desktop.reports import compose
from xiezuo_desktop.reports.wording import without_measure


def test_indicators_clauses_and_tasks_of_a_unit_stand_below_one_another():
    b = county_plan(3)
    b.task("人才选派", ("选派教师8人。", "4月底前"), lead=["区教育局"])
    paper = compose("unit", b.plan, unit="区教育局")
    names = [texts(t)[0][0] for t in tables(paper)]
    assert names == ["一、承担的指标", "二、任务书明确的任务", "三、分工表明确的任务"]
    indicators, clauses, tasks = (texts(t)[1:] for t in tables(paper))
    assert indicators[0] == ["序号", "指标名称", "单位", "年度目标", "其他责任单位"]
    assert indicators[1][1:] == ["帮助农村劳动力就业第3类人数（含存量）", "人", "30", "区人力社保局\n区商务局"]
    assert clauses[1][1].startswith("做好第1项工作。")
    assert tasks[1] == ["1", "人才选派", "选派教师8人。", "牵头", "4月底前"]


def test_own_parts_have_a_column_for_each_partner():
    rows = texts(tables(compose("unit", city_plan().plan, unit="临江区"))[0])[1:]
    assert [cell for cell in rows[0] if cell] == ["序号", "指标名称", "单位", "年度目标", "本单位任务"]
    assert [cell for cell in rows[1] if cell] == ["云岭县", "松坪县"]
    assert rows[2][-2:] == ["700", "400"]
    assert rows[3][:2] == ["", "其中：脱贫人口"]


def test_parts_of_none_of_the_partners_keep_all_in_one_column():
    b = PlanBuilder(title="指标")
    work = b.indicator("就业人数", target="9")
    b.allocation(work, "东港县", "4", "云岭县")
    b.allocation(work, "东港县", "5")
    rows = texts(tables(compose("unit", b.plan, unit="东港县"))[0])[1:]
    assert rows[1][-1] == "云岭县：4\n5"


def test_roles_stand_there_only_where_they_differ_and_a_plaque_stands_in_the_head():
    b = PlanBuilder(title="指标")
    b.indicator("选派教师", ["区教育局"], target="3")
    b.indicator("开展培训", ["区人社局"], ["区教育局"], target="4")
    assert texts(tables(compose("unit", b.plan, unit="区教育局"))[0])[1][-2:] == ["角色", "其他责任单位"]
    assert "角色" not in texts(tables(compose("unit", b.plan, unit="区人社局"))[0])[1]
    duties = {k: d.with_values(capacity="区科技局") for k, d in b.plan.rows(Responsibility).items()}
    assert "区教育局（区科技局）" in paragraphs(
        compose("unit", b.plan.with_rows({Responsibility: duties}), unit="区教育局")
    )


def test_what_indicators_mean_stands_on_a_sheet_that_has_room():
    b = PlanBuilder(title="指标")
    b.indicator("选派教师", ["区教育局"], target="3", definition="指到云岭县支教的教师。")
    assert texts(tables(compose("unit", b.plan, unit="区教育局"))[0])[2][-1] == "指到云岭县支教的教师。"
    b.chapter("一", "区教育局", "选派教师。")
    assert "指标解释" not in texts(tables(compose("unit", b.plan, unit="区教育局"))[0])[1]


def test_what_a_group_bears_concerns_its_members():
    rows = texts(tables(compose("unit", division_plan().plan, unit="青埠镇"))[0])[1:]
    assert rows[1][1:5] == ["社会帮扶资金", "万元", "300以上", "25.5"]


def test_a_sub_row_without_its_parent_names_it():
    b = PlanBuilder(title="指标")
    parent = b.indicator("就业人数", ["区人社局"], target="9")
    b.indicator("其中：脱贫人口", ["区残联"], target="3", parent=parent.id)
    assert texts(tables(compose("unit", b.plan, unit="区残联"))[0])[2][1] == "就业人数——其中：脱贫人口"


def test_a_usual_unit_fits_on_one_page():
    b = PlanBuilder(title="2031年临江区东西部协作工作任务书", year=2031)
    for n in range(9):
        b.indicator(f"帮助农村劳动力实现就业第{n}类人数（含存量）", ["区教育局"], measure_unit="人", target="30")
    b.chapter(
        "一", "区教育局", *["选派教师到云岭县支教，做好结对学校的教研交流和远程课堂，按季度报送进展情况。" * 2] * 3
    )
    for n in range(3):
        b.task(f"第{n}项", "召开联席会议，议定年度重点事项并抓好落实。" * 3, lead=["区教育局"], deadline="12月底前")
    assert len(lay_out(compose("unit", b.plan, unit="区教育局"), ruler)) == 1


def test_a_unit_without_anything_says_so():
    b = PlanBuilder(title="指标")
    b.unit("区档案馆")
    assert "这份计划里没有区档案馆承担的指标和任务，这里没有内容可印。" in paragraphs(
        compose("unit", b.plan, unit="区档案馆")
    )
    with pytest.raises(WrongCall, match="没有叫“区某局”的单位"):
        compose("unit", b.plan, unit="区某局")


def test_contact_of_a_unit_is_printed():
    b = PlanBuilder(title="指标")
    b.indicator("甲", ["区教育局"], target="1")
    unit = next(iter(b.plan.units))
    b._rows[type(unit)][unit.key] = unit.with_values(contact="王小明", phone="6010024")
    assert "联系人：王小明　电话：6010024" in paragraphs(compose("unit", b.plan, unit="区教育局"))


def test_the_sheet_of_a_group_says_that_an_amount_is_each_members():
    b = division_plan()
    sheet = compose("unit", b.plan, unit="八街镇")
    assert "各25.5" in [row[4] for table in tables(sheet)[:1] for row in texts(table)]


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("8000万元以上", "万元", "8000以上"),
        ("30人次", "人", "30人次"),
        ("3万元、2万元", "万元", "3、2"),
        ("120", "", "120"),
    ],
)
def test_what_stands_beside_its_measure_unit_does_not_say_it_again(text, unit, shown):
    assert without_measure(text, unit) == shown


def test_a_figure_that_left_out_its_元_loses_the_rest_of_the_unit_too():
    assert [without_measure(text, "万元") for text in ("4万", "4万元", "8000万元以上", "4万人次", "1.5亿元")] == [
        "4",
        "4",
        "8000以上",
        "4万人次",
        "1.5亿元",
    ]


def test_how_far_a_task_is_says_the_unit_for_itself():
    b = PlanBuilder(title="任务", year=2031)
    b.task("社会捐赠", "各自筹集。", lead=["区妇联", "区侨联"], ordinal="1", deadline="12月底前")
    task, mine = b.plan.tasks[0], b.unit("区妇联")
    said = Handling(subject=task.id, unit=mine, state="done", done_on=date(2031, 6, 20), said_on=date(2031, 6, 20))
    plan = b.plan.with_rows({Handling: {said.key: said}})

    def shown(unit):
        (table,) = tables(compose("unit", plan, unit=unit))
        return texts(table)[-1][-1]

    assert (shown("区妇联"), shown("区侨联")) == ("已办结", "12月底前")  # a column without a word is left out
