"""The table of indicators as a Paper."""

from __future__ import annotations

import pytest

from tests.reports.builders_plan import PlanBuilder
from xiezuo_desktop.core.errors import WrongCall
from xiezuo_desktop.documents.paper import Paragraph, Role, RowKind, Table
from xiezuo_desktop.reports import REPORTS, compose


def table_of(plan, **options):
    paper = compose("indicators", plan, **options)
    return next(block for block in paper.blocks if isinstance(block, Table))


def texts(row):
    return [cell.text for cell in row.cells]


def test_columns_are_those_the_plan_has_data_for():
    b = PlanBuilder(title="临江区指标")
    b.indicator("结对学校", ["区教育局"], ordinal="1", measure_unit="所", target="3")
    assert texts(table_of(b.plan).rows[0]) == ["序号", "指标名称", "单位", "年度目标", "责任单位"]
    b.indicator("消费帮扶", ["区商务局"], ["各镇"], definition="按采购额计算", deadline="12月底前", nature="binding")
    assert texts(table_of(b.plan).rows[0])[5:] == ["配合单位", "指标性质", "指标解释", "完成时限"]


def test_headings_are_the_documents_own_words_in_its_order():
    b = PlanBuilder(title="临江区指标")
    for field, caption in (("name", "名称指标"), ("target", "考核指标"), ("measure_unit", "单位")):
        b.column(field, caption)
    b.indicator("结对学校", ["区教育局"], ordinal="1", measure_unit="所", target="3")
    found = table_of(b.plan)
    assert texts(found.rows[0]) == ["名称指标", "考核指标", "单位", "责任单位"]
    assert texts(found.rows[1])[0] == "1.结对学校"


def test_last_year_stands_beside_the_target_where_it_is_wanted_or_the_document_has_it():
    b = PlanBuilder(title="临江区指标")
    b.indicator("结对学校", ["区教育局"], ordinal="1", measure_unit="所", target="3", last_value="2")
    assert "上年完成" not in texts(table_of(b.plan).rows[0])
    found = table_of(b.plan, last_year=True)
    assert texts(found.rows[0]) == ["序号", "指标名称", "单位", "上年完成", "年度目标", "责任单位"]
    assert texts(found.rows[1])[3:5] == ["2", "3"]
    for field, caption in (("name", "名称指标"), ("last_value", "2023年实绩"), ("target", "2024年目标")):
        b.column(field, caption)
    assert texts(table_of(b.plan).rows[0])[:3] == ["名称指标", "2023年实绩", "2024年目标"]


@pytest.mark.parametrize("target", ["5.50", "-", "/", "≥300", "", "1,200", "该指标只作统计"])
def test_targets_are_printed_as_they_were_typed(target):
    b = PlanBuilder(title="临江区指标")
    b.indicator("投资额", measure_unit="亿元", target=target)
    assert texts(table_of(b.plan).rows[1]) == ["投资额", "亿元", target]


def test_categories_cover_all_columns():
    b = PlanBuilder(title="临江区指标")
    for ordinal in ("一", "（二）", "(三)", ""):
        b.indicator("投资额", category=b.category(ordinal, "产业协作"), target="3")
    rows = [r for r in table_of(b.plan).rows if r.kind is RowKind.CATEGORY]
    assert [texts(r)[0] for r in rows] == ["一、产业协作", "（二）产业协作", "（三）产业协作", "产业协作"]
    assert all(r.cells[0].column_span == 3 for r in rows)


def test_equal_lists_of_units_are_merged_within_a_category():
    b = PlanBuilder(title="临江区指标")
    one, two = b.category("一", "甲"), b.category("二", "乙")
    for category in (one, one, one, two):
        b.indicator("投资额", ["区发改局", "区商务局"], category=category, target="3")
    b.indicator("投资额", ["区发改局"], category=two, target="3")
    cells = [c for r in table_of(b.plan).rows[1:] for c in r.cells if c.column == 3 and r.kind is RowKind.BODY]
    assert [(c.text, c.row_span) for c in cells] == [
        ("区发改局\n区商务局", 3),
        ("区发改局\n区商务局", 1),
        ("区发改局", 1),
    ]


def test_long_targets_said_for_several_rows_are_merged_and_figures_are_not():
    b = PlanBuilder(title="临江区指标")
    for target in ("3", "3", "该指标只作统计，不作考核", "该指标只作统计，不作考核", "-", "-"):
        b.indicator("投资额", target=target)
    cells = [c for r in table_of(b.plan).rows[1:] for c in r.cells if c.column == 2]
    assert [(c.text, c.row_span) for c in cells] == [
        ("3", 1), ("3", 1), ("该指标只作统计，不作考核", 2), ("-", 1), ("-", 1),
    ]  # fmt: skip


def test_plaques_and_open_lists_are_shown():
    b = PlanBuilder(title="临江区指标")
    found = b.indicator("投资额", target="3")
    from xiezuo_desktop.core.records import Responsibility

    b.add(Responsibility, subject=found.id, unit=b.unit("区民政局"), role="responsible", capacity="区乡村振兴局")
    b.add(Responsibility, subject=found.id, unit=b.unit("区慈善总会"), role="responsible", open=True)
    assert texts(table_of(b.plan).rows[1])[3] == "区民政局（区乡村振兴局）\n区慈善总会等"


def test_who_leads_stands_first_in_the_one_column_of_units():
    from xiezuo_desktop.core.records import Responsibility

    b = PlanBuilder(title="临江区指标")
    found = b.indicator("投资额", ["区商务局"], target="3")
    b.add(Responsibility, subject=found.id, unit=b.unit("区发改局"), role="lead")
    assert texts(table_of(b.plan).rows[0])[3:] == ["责任单位"]
    assert texts(table_of(b.plan).rows[1])[3] == "区发改局\n区商务局"


def test_definitions_turn_the_page_and_the_option_wins():
    b = PlanBuilder(title="临江区指标")
    b.indicator("投资额", target="3")
    assert not compose("indicators", b.plan).sections[0].turned
    assert compose("indicators", b.plan, turned=True, paper="A3").sections[0].paper == "A3"
    b.indicator("就业数", target="3", definition="以社保记录为准")
    assert compose("indicators", b.plan).sections[0].turned
    assert not compose("indicators", b.plan, turned=False).sections[0].turned


def test_one_units_table_keeps_the_row_above_its_sub_rows():
    b = PlanBuilder(title="临江区指标")
    parent = b.indicator("就业数", ["区人力社保局"], target="30")
    b.indicator("其中：脱贫人口", ["区残联"], target="3", parent=parent.id)
    b.indicator("投资额", ["区商务局"], target="3")
    assert [texts(r)[0] for r in table_of(b.plan, unit="区残联").rows[1:]] == ["就业数", "其中：脱贫人口"]


def test_unknown_names_are_said_in_chinese():
    b = PlanBuilder(title="临江区指标")
    with pytest.raises(WrongCall, match="没有叫“区外办”的单位"):
        compose("indicators", b.plan, unit="区外办")
    with pytest.raises(WrongCall, match="没有叫“总账”的报表"):
        compose("总账", b.plan)


def test_cooperating_units_are_merged_only_where_the_same_unit_answers():
    b = PlanBuilder(title="指标")
    for n, unit in enumerate(["区教育局", "区教育局", "区民政局"], 1):
        b.indicator(f"指标{n}", [unit], ["前方工作队"], ordinal=str(n))
    (table,) = [block for block in compose("indicators", b.plan).blocks if isinstance(block, Table)]
    team = [(c.text, c.row_span) for row in table.rows for c in row.cells if c.text == "前方工作队"]
    assert team == [("前方工作队", 2), ("前方工作队", 1)]


def test_every_report_has_a_label_and_a_function():
    assert all(report.label and callable(report.function) for report in REPORTS.values())


def test_an_empty_plan_prints_a_sentence():
    paper = compose("indicators", PlanBuilder(title="临江区").plan)
    title, lacks, remedy = [b.text for b in paper.blocks if isinstance(b, Paragraph)]
    assert (title, lacks) == ("临江区指标分解表", "这份计划里没有指标，这里没有内容可印。")
    assert "“指标体系”" in remedy


def test_a_nature_that_the_target_says_makes_no_column():
    b = PlanBuilder(title="临江区指标")
    b.indicator("就业数", target="该指标只作统计，不作考核", nature="statistical")
    assert texts(table_of(b.plan).rows[0]) == ["指标名称", "单位", "年度目标"]
    b.indicator("投资额", target="3", nature="binding")
    assert texts(table_of(b.plan).rows[0])[3:] == ["指标性质"]


def test_what_a_task_splits_does_not_stand_beside_the_categories():
    b = PlanBuilder()
    b.indicator("互访次数", ["区府办"], category=b.category("一", "组织领导"), measure_unit="次", target="2")
    split = b.indicator("筹集资金", measure_unit="万元", target="300")
    b.task("资金支持", "各单位筹集。", lead=["区财政局"], indicator=split.id)
    assert [row[0] for row in map(texts, table_of(b.plan).rows) if "筹集资金" in row[0]] == []


def test_a_target_that_only_its_parts_state_is_their_sum():
    rows = {texts(row)[0]: texts(row) for row in table_of(parts_only().plan).rows}
    assert rows["帮助就业数"][-1] == "650"
    assert rows["到位投资额"][-1] == "3.90"
    assert rows["互访次数"][-1] == ""


def parts_only():
    b = PlanBuilder(title="东澜市指标分解计划")
    for name, amounts in (
        ("帮助就业数", ("400", "250")),
        ("到位投资额", ("3.00", "0.90")),
        ("互访次数", ("2", "按需")),
    ):
        indicator = b.indicator(name)
        for unit, amount in zip(("临江区", "望潮区"), amounts, strict=True):
            b.allocation(indicator, unit, amount)
    return b


def below_the_table(plan):
    blocks = compose("indicators", plan).blocks
    return [block.role for block in blocks if isinstance(block, Paragraph)][1:]


def test_a_text_with_a_title_below_the_table_is_running_text():
    b = parts_only()
    for text in (
        "备注：市本级任务由市直部门承担。",
        "指标说明",
        "一、资金支持",
        "按实际拨付统计。",
        "（一）人才",
        "含教师。",
    ):
        b.text("note", text)
    running = [Role.TITLE, Role.HEADING1, Role.BODY, Role.HEADING2, Role.BODY]
    assert below_the_table(b.plan) == [Role.CAPTION, *running]
    table, text = compose("indicators", b.plan, turned=True).sections
    assert (table.turned, text.turned) == (True, False)
    assert text.blocks[0].role is Role.TITLE


def test_remarks_are_set_small_unless_they_would_fill_a_page():
    b = parts_only()
    b.text("note", "备注：约束性指标必须完成。")
    assert below_the_table(b.plan) == [Role.CAPTION]
    b.text("note", "统计口径以上级文件为准。" * 80)
    assert below_the_table(b.plan) == [Role.BODY, Role.BODY]


@pytest.mark.parametrize(
    ("title", "kind", "expected"),
    [
        ("临江区任务分解表（试行）", "indicators", "临江区任务分解表（试行）"),
        ("临江区任务分解表（试行）", "checks", "临江区校核单（试行）"),
        ("各县（市、区）协作任务", "checks", "各县（市、区）协作任务校核单"),
        ("结对各县（市、区）", "checks", "结对各县（市、区）校核单"),
    ],
)
def test_remark_behind_the_kind_of_paper_stays_behind_it(title, kind, expected):
    b = PlanBuilder(title=title)
    b.indicator("结对学校", ["区教育局"], target="3")
    assert compose(kind, b.plan).title == expected
