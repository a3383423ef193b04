"""The table of tasks: headings of the document, measures and units one per line, several deadlines."""

from __future__ import annotations

from datetime import date

from tests.reports.builders_plan import PlanBuilder, division_plan
from tests.reports.tables import paragraphs, tables, texts
from xiezuo_desktop.core.records import Handling
from xiezuo_desktop.documents.paper import RowKind
from xiezuo_desktop.reports import compose


def test_headings_are_those_of_the_document_one_over_two_columns():
    (table,) = tables(compose("division", division_plan().plan))
    assert texts(table)[0] == ["序号", "省、市下达任务", None, "落实工作措施", "牵头单位", "完成时限"]


def test_without_a_document_the_headings_are_the_usual_ones():
    b = PlanBuilder(title="临江区协作")
    b.task(
        "调研",
        "开会。",
        lead=["区府办"],
        responsible=["区财政局"],
        ordinal="1",
        superior_text="每年一次。",
        deadline="6月底前",
    )
    (table,) = tables(compose("division", b.plan))
    assert texts(table)[0] == ["序号", "主题", "上级任务", "落实措施", "牵头单位", "责任单位", "完成时限"]


def test_measures_with_their_own_deadlines_have_rows_of_their_own():
    (table,) = tables(compose("division", division_plan().plan))
    _, first, second, third, *_ = texts(table)
    assert first[-1] == "10月底前"
    assert second == [
        "2",
        "人才选派",
        "按岗位需求选派专业技术人才。",
        "区教育局选派8人。",
        "区委组织部\n区教育局",
        "4月底前",
    ]
    assert third == [None, None, None, "落实生活补助。", None, "12月底前"]


def test_a_theme_of_several_tasks_stands_once():
    (table,) = tables(compose("division", division_plan().plan))
    assert [cell.row_span for row in table.rows for cell in row.cells if cell.text == "自选动作"] == [2]


def test_tasks_of_a_heading_stand_below_it():
    b = PlanBuilder(title="临江区协作")
    b.task("调研", "开会。", heading="一、组织领导")
    b.task("选派", "选派。", heading="二、人才支援")
    (table,) = tables(compose("division", b.plan))
    assert [row.cells[0].text for row in table.rows if row.kind is RowKind.CATEGORY] == ["一、组织领导", "二、人才支援"]


def test_one_unit_sees_its_tasks_and_those_of_its_groups():
    (table,) = tables(compose("division", division_plan().plan, unit="潮生街道"))
    assert [row[3] for row in texts(table)[1:]] == ["组织夏令营。"]


def test_forty_units_of_a_short_task_do_not_make_a_tower():
    b = PlanBuilder(title="临江区协作")
    b.task("选派", "选派。", lead=[f"第{n}局" for n in range(40)])
    (table,) = tables(compose("division", b.plan))
    assert "\n" not in texts(table)[1][2]


def test_a_plan_without_tasks_says_so():
    assert "这份计划里没有分工任务，这里没有内容可印。" in paragraphs(
        compose("division", PlanBuilder(title="指标").plan)
    )


def test_how_far_tasks_are_stands_in_a_column_of_its_own_where_it_is_wanted():
    b = division_plan()
    first, second = b.plan.tasks[:2]
    measures = b.plan.measures(second.id)
    day = date(2024, 5, 6)
    b.add(Handling, subject=first.id, unit=0, state="done", done_on=day, said_on=day)
    b.add(Handling, subject=measures[1].id, unit=0, state="doing", note="材料已报送。", said_on=day)
    assert "办理情况" not in texts(tables(compose("division", b.plan))[0])[0]
    head, one, two, three, *_ = texts(tables(compose("division", b.plan, handled=True))[0])
    assert head[-1] == "办理情况"
    assert [one[-1], two[-1], three[-1]] == ["已办结（5月6日）", "", "进行中\n材料已报送。"]


def test_measures_of_one_deadline_that_are_not_equally_far_are_counted():
    b = PlanBuilder(title="临江区协作")
    steps = (
        ("选派教师。", "4月底前"),
        ("选派医生。", "4月底前"),
        ("选派农技员。", "4月底前"),
        ("落实补助。", "12月底前"),
    )
    b.task("选派", *steps, lead=["区教育局"])
    for measure, state in zip(b.plan.measures(b.plan.tasks[0].id), ("done", "doing"), strict=False):
        b.add(Handling, subject=measure.id, unit=0, state=state)
    _, first, second = texts(tables(compose("division", b.plan, handled=True))[0])
    assert (first[-1], second[-1]) == ("已办结1条，进行中1条，未报1条", "")
