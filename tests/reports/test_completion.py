"""完成情况报告: totals, what is behind, problems, charts, words and the full table; whole, by unit, by partner."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.reports.builders_plan import PlanBuilder, city_plan
from tests.reports.tables import paragraphs, tables, texts
from xiezuo_desktop.core.errors import WrongCall
from xiezuo_desktop.core.records import Adjustment, Handling, PlanInfo, Report
from xiezuo_desktop.documents.paper import Chart, Role
from xiezuo_desktop.documents.pdf.write_pdf import write_pdf
from xiezuo_desktop.documents.write_docx import write_docx
from xiezuo_desktop.documents.write_xlsx import write_xlsx
from xiezuo_desktop.reports import compose, compose_for_all


def reported(builder, *entries):
    """The plan with reports: (indicator, unit or "", period, value, other fields)."""
    rows = {}
    for indicator, unit, period, value, *more in entries:
        bearer = builder.unit(unit) if unit else 0
        report = Report(indicator=indicator.id, bearer=bearer, period=period, value=value, **(more[0] if more else {}))
        rows[report.key] = report
    return builder.plan.with_rows({Report: rows})


def full_table(paper):
    return next(table for table in tables(paper) if table.name == "完成情况表")


def district():
    b = PlanBuilder(title="2031年临江区东西部协作工作任务书", year=2031, issuer="临江区人民政府办公室")
    one, two = b.category("一", "组织领导"), b.category("二", "劳务协作")
    talks = b.indicator("召开联席会议", ["区政府办"], category=one, ordinal="1", measure_unit="次", target="2")
    work = b.indicator("帮助就业人数", ["区人力社保局"], category=two, ordinal="2", measure_unit="人", target="200")
    poor = b.indicator(
        "其中：脱贫人口", ["区人力社保局"], category=two, measure_unit="人", target="100", parent=work.id
    )
    late = b.indicator(
        "举办培训班", ["区教育局"], category=two, ordinal="3", measure_unit="期", target="4", deadline="5月底前"
    )
    b.indicator("就业监测", category=two, ordinal="4", target="只作统计，不作考核", nature="statistical")
    trouble = {"problem": "报名人数不足", "next_step": "到村宣传"}
    return reported(
        b,
        (talks, "", 203105, "1"),
        (talks, "", 203106, "2"),
        (work, "区人力社保局", 203105, "60人"),
        (work, "区人力社保局", 203106, "90人"),
        (poor, "区人力社保局", 203106, "20"),
        (late, "区教育局", 203106, "3", trouble),
    )


def test_what_changed_is_said_since_the_last_month_that_was_reported():
    assert "比上月\n（百分点）" in texts(full_table(compose("completion", district(), period="2031-06")))[0]
    b = city_plan()
    work = b.plan.indicators[1]
    plan = reported(b, (work, "临江区", 203103, "100"), (work, "临江区", 203106, "550"))
    head = texts(full_table(compose("completion", plan, period="2031-06")))[0]
    assert "比3月\n（百分点）" in head


def summary(paper):
    return paper.sections[0].blocks


def test_the_parts_stand_in_the_order_in_which_offices_report():
    paper = compose("completion", district(), period="2031-06")
    words = paragraphs(paper)
    assert (
        "截至2031年6月，共5项指标，平均完成率60.0%（超额完成的按100%计），比序时进度（50.0%）高10.0个百分点。当月应填报的3个单位都已填报。"
        in words
    )
    counts, late, problems, *_ = tables(paper)
    assert texts(counts)[1][:5] == ["5", "1", "0", "1", "1"]
    assert [row[1] for row in texts(late)[1:]] == ["举办培训班", "帮助就业人数\n其中：脱贫人口", "帮助就业人数"]
    assert texts(late)[1][2:6] == ["4期", "3期", "75.0%", "超期"]
    assert texts(problems)[1] == ["1", "举办培训班", "区教育局", "报名人数不足", "到村宣传"]
    assert [text for text in words if text[1:2] == "、"] == [
        "一、总体情况",
        "二、分类完成情况",
        "三、需要关注的指标",
        "四、主要问题",
    ]
    assert "需要关注的指标3项，其中超期1项、严重滞后1项、滞后1项。" in words
    assert "1个单位反映问题1条，涉及1项指标。" in words
    assert "附件：1.2031年临江区东西部协作完成情况表\n2.2031年临江区东西部协作各单位完成情况表" in words
    assert [section.turned for section in paper.sections] == [False, True, False]


def test_the_full_table_has_every_indicator_with_its_change_from_last_month():
    table = full_table(compose("completion", district(), period="2031-06"))
    rows = {row[1]: row for row in texts(table) if row[1]}
    assert rows["帮助就业人数"][3:8] == ["200", "90", "45.0%", "+15.0", "滞后"]
    assert rows["就业监测"][5:8] == ["", "", "仅统计"]
    assert [row[0] for row in texts(table)[1:]] == ["一、组织领导", "1", "二、劳务协作", "2", "", "3", "4"]


def test_words_give_each_figure():
    words = "".join(paragraphs(compose("completion", district(), period="2031-06")))
    assert (
        "帮助就业人数完成90人，完成率45.0%，低于序时进度5.0个百分点；其中脱贫人口完成20人，完成率20.0%，低于序时进度30.0个百分点。"
        in words
    )
    assert "举办培训班完成3期，完成率75.0%，已超过完成时限。" in words


def test_charts_by_category_by_unit_and_by_month():
    charts = [b for b in compose("completion", district(), period="2031-06").blocks if isinstance(b, Chart)]
    category, month, unit = charts
    assert [(bar.label, bar.text, bar.late) for bar in category.bars] == [
        ("组织领导", "100.0%", False),
        ("劳务协作", "46.7%", True),
    ]
    assert [bar.label for bar in unit.bars] == ["区政府办", "区教育局", "区人力社保局"]
    assert [bar.share is None for bar in month.bars] == [True] * 4 + [False] * 2 + [True] * 6
    assert month.bars[11].pace == 1.0


def test_one_unit_has_its_own_indicators_and_no_chart_by_unit():
    paper = compose("completion", district(), unit="区人力社保局", period="2031-06")
    assert "（区人力社保局，截至2031年6月）" in paragraphs(paper)
    names = [row[1] for row in texts(full_table(paper))]
    assert "帮助就业人数" in names
    assert "召开联席会议" not in names
    titles = [b.title for b in paper.blocks if isinstance(b, Chart)]
    assert titles == ["各月完成率与序时进度"]
    assert [unit for unit, _ in compose_for_all("completion", district())] == ["区政府办", "区人力社保局", "区教育局"]


@pytest.mark.parametrize(
    ("unit", "value", "said"), [("临江区", "550", ["1100", "550", "50.0%"]), ("云岭县", "350", ["700", "350", "50.0%"])]
)
def test_a_county_is_measured_by_its_share_and_so_is_a_partner(unit, value, said):
    b = city_plan()
    plan = reported(b, (b.plan.indicators[1], unit, 203106, value))
    rows = texts(full_table(compose("completion", plan, unit=unit)))
    assert next(row for row in rows if row[1] == "帮助农村劳动力就业数")[3:6] == said


def test_without_reports_there_is_a_report_that_says_so():
    paper = compose("completion", city_plan().plan)
    assert any("还没有可以计算完成率的填报" in text for text in paragraphs(paper))
    assert not [b for b in paper.blocks if isinstance(b, Chart)]
    assert "这份计划里没有指标，这里没有内容可印。" in paragraphs(compose("completion", PlanBuilder(title="指标").plan))


def test_a_period_that_is_none_is_refused():
    with pytest.raises(WrongCall):
        compose("completion", district(), period="六月")


def test_pdf_word_and_excel(tmp_path):
    paper = compose("completion", district(), period="2031-06")
    assert write_pdf(paper, tmp_path / "a.pdf").pages == 5
    write_docx(paper, tmp_path / "a.docx")
    write_xlsx(paper, tmp_path / "a.xlsx")
    from openpyxl import load_workbook

    book = load_workbook(tmp_path / "a.xlsx")
    charts = sum(isinstance(block, Chart) for block in paper.blocks)
    assert sum(len(sheet._images) for sheet in book) == charts > 1


def test_units_stand_by_their_rates_with_what_they_reported():
    b = city_plan()
    plan = reported(b, (b.plan.indicators[1], "临江区", 203106, "550"))
    paper = compose("completion", plan, period="2031-06")
    (table,) = (t for t in tables(paper) if t.name == "各单位完成情况")
    rows = texts(table)
    assert rows[0] == ["序号", "单位", "指标数", "已完成", "滞后", "平均完成率", "当月已报"]
    assert rows[1][1] == "临江区"
    assert any("没有报。" in words for words in paragraphs(paper))
    assert not [t for t in tables(compose("completion", plan, unit="临江区")) if t.name == "各单位完成情况"]


def test_adjusted_targets_are_told_up_to_the_day_of_the_report():
    plan = district()
    row = plan.indicators[0]
    change = Adjustment(id=9, order="1", indicator=row.id, old="2", new="3", what="target", doc_number="临政办〔2031〕9号",
                        adjusted_on=date(2031, 6, 10), reason="追加")  # fmt: skip
    plan = plan.with_rows({Adjustment: {change.key: change}})
    words = "1.召开联席会议的年度目标由2调整为3（临政办〔2031〕9号，2031年6月10日）。"
    assert words in paragraphs(compose("completion", plan, period="2031-06"))
    assert words not in paragraphs(compose("completion", plan, period="2031-05"))


def test_states_follow_the_plans_own_thresholds_and_deadlines():
    plan = district()
    info = plan.info.with_values(tolerance=Decimal(60))
    plan = plan.with_rows({PlanInfo: {info.key: info}})
    states = {
        row[1]: row[7] for row in texts(full_table(compose("completion", plan, period="2031-06"))) if len(row) > 7
    }
    assert states["帮助就业人数"] == "正常"


def test_units_that_stay_the_same_are_said_once_over_their_rows():
    b = PlanBuilder(title="指标", year=2031)
    for name in ("甲", "乙", "丙"):
        b.indicator(name, ["区教育局", "区民政局"] if name != "丙" else ["区教育局"], target="3")
    table = full_table(compose("completion", b.plan))
    spans = [cell.row_span for row in table.rows[1:] for cell in row.cells if "区教育局" in cell.text]
    assert spans == [2, 1]


def test_targets_that_only_parts_state_are_summed_and_columns_of_nobody_left_out():
    b = PlanBuilder(title="指标", year=2031)
    one = b.indicator("帮扶人数", measure_unit="人")
    b.allocation(one, "甲区", "3")
    b.allocation(one, "乙区", "4")
    plan = b.plan.with_rows({Report: {}})
    table = full_table(compose("completion", plan))
    assert texts(table)[1][1:4] == ["帮扶人数", "人", "7"]
    assert "责任单位" not in texts(table)[0]


def test_all_charts_stand_before_the_running_text_and_both_attached_tables_behind_it():
    paper = compose("completion", district(), period="2031-06")
    body, indicators, units = paper.sections
    places = [n for n, block in enumerate(body.blocks) if isinstance(block, Chart)]
    words = [getattr(block, "text", "") for block in body.blocks]
    assert max(places) < words.index("二、分类完成情况")
    assert body.blocks[-1].role is Role.ATTACHMENT_LIST
    assert [section.blocks[0].text for section in (indicators, units)] == ["附件1", "附件2"]
    assert indicators.blocks[1].text == "2031年临江区东西部协作完成情况表"


def test_the_table_of_one_unit_stands_in_its_report_unless_pages_of_its_own_are_asked_for():
    paper = compose("completion", district(), unit="区人力社保局", period="2031-06")
    assert len(paper.sections) == 1
    assert "二、各项指标完成情况" in paragraphs(paper)
    assert "责任单位" not in texts(full_table(paper))[0]
    for options in ({"turned": True}, {"paper": "A3"}):
        paper = compose("completion", district(), unit="区人力社保局", period="2031-06", **options)
        assert [section.turned for section in paper.sections] == [False, True]
        assert "附件：2031年临江区东西部协作完成情况表" in paragraphs(paper)


def test_a_chart_is_not_made_of_one_bar():
    titles = [
        b.title
        for b in compose("completion", district(), period="2031-06", unit="区教育局").blocks
        if isinstance(b, Chart)
    ]
    assert titles == ["各月完成率与序时进度"]


def test_all_of_one_category_is_told_without_what_the_whole_has_said():
    b = PlanBuilder(title="任务", year=2031)
    work = b.indicator("举办培训班", measure_unit="期", target="4")
    b.indicator("选派教师", measure_unit="人", target="6")
    words = paragraphs(compose("completion", reported(b, (work, "", 203106, "2")), period="2031-06"))
    place = words.index("二、各项指标完成情况")
    assert words[place + 1] == "举办培训班完成2期，完成率50.0%。选派教师还没有填报。"


def test_the_same_words_of_several_units_are_said_once():
    b = city_plan()
    work, trouble = b.plan.indicators[1], {"problem": "项目手续慢"}
    early = (work, "临江区", 203105, "300", trouble)
    plan = reported(
        b, early, (work, "望潮区", 203106, "300", trouble), (work, "市本级", 203106, "9", {"note": "已开班", **trouble})
    )
    row = next(row for row in texts(full_table(compose("completion", plan, period="2031-06"))) if row[1] == work.name)
    assert row[-1].split("\n") == ["临江区、望潮区：项目手续慢。", "市本级：已开班。问题：项目手续慢。"]


def test_numbers_of_the_plan_stay_and_only_a_plan_without_them_is_counted():
    b = PlanBuilder(title="任务", year=2031)
    for ordinal in ("7", "", "9"):
        b.indicator(f"指标{ordinal}", ordinal=ordinal, target="4")
    assert [row[0] for row in texts(full_table(compose("completion", b.plan)))[1:]] == ["7", "", "9"]


def test_what_was_done_before_is_nothing_that_a_unit_has_done_and_what_cannot_be_rated_is_not_unreported():
    b = PlanBuilder(title="任务", year=2031)
    b.indicator("选派干部", ["区委组织部"], measure_unit="人", target="已选派")
    b.indicator("统计户数", ["区教育局"], target="只作统计，不作考核", nature="statistical")
    paper = compose("completion", b.plan, period="2031-06")
    table = next(t for t in tables(paper) if t.name == "各单位完成情况")
    assert [row[1:6] for row in texts(table)[1:]] == [
        ["区委组织部", "1", "0", "0", "—"],
        ["区教育局", "1", "0", "0", "—"],
    ]


def test_tasks_are_counted_in_a_sentence():
    b = PlanBuilder(title="任务", year=2031)
    b.indicator("举办培训班", target="4")
    first = b.task("选派教师", lead=["区教育局"], ordinal="1", deadline="5月底前")
    b.task("共建园区", lead=["区经信局"], ordinal="2", deadline="3月底前")
    day = date(2031, 4, 9)
    said = Handling(subject=first.id, unit=0, state="done", said_on=day, done_on=day)
    plan = b.plan.with_rows({Handling: {said.key: said}})
    words = "".join(paragraphs(compose("completion", plan, period="2031-06")))
    assert "工作任务共2项，其中已办结1项，已过完成时限1项（序号2）。" in words
    assert "工作任务共1项，其中已过完成时限1项（序号2）。" in "".join(
        paragraphs(compose("completion", plan, period="2031-06", unit="区经信局"))
    )


def test_who_bears_the_totals_is_no_unit_beside_the_others():
    b = PlanBuilder(title="2031年临江市东西部协作计划", year=2031, issuer="临江市协作办")
    work = b.indicator("帮助就业人数", measure_unit="人")
    for name, amount in (("临江市", "300"), ("东港县", "100"), ("西山县", "200")):
        b.allocation(work, name, amount)
    plan = reported(b, (work, "东港县", 203106, "50"), (work, "西山县", 203106, "50"))
    made = tables(compose("completion", plan, period="2031-06"))
    units = next(t for t in made if t.name == "各单位完成情况")
    assert [row[1] for row in texts(units)[1:]] == ["东港县", "西山县"]


def problem_rows(plan, period):
    made = tables(compose("completion", plan, period=period))
    return [row for table in made if table.name == "主要问题" for row in texts(table)[1:]]


def test_a_problem_is_told_until_the_unit_takes_it_back_or_the_goal_is_reached():
    b = PlanBuilder(title="任务", year=2031)
    work = b.indicator("举办培训班", ["区教育局"], measure_unit="期", target="4")
    early = (work, "区教育局", 203105, "1", {"problem": "报名人数不足", "next_step": "到村宣传"})
    silent = reported(b, early, (work, "区教育局", 203112, "3"))
    assert problem_rows(silent, "2031-12") == [["1", "举办培训班", "区教育局（5月）", "报名人数不足", "到村宣传"]]
    assert problem_rows(silent, "2031-05")[0][3] == "报名人数不足"
    for last in ((work, "区教育局", 203112, "3", {"problem": "无。"}), (work, "区教育局", 203112, "4")):
        assert not problem_rows(reported(b, early, last), "2031-12")
    table = full_table(compose("completion", silent, period="2031-12"))
    assert texts(table)[1][-1] == "报名人数不足（5月填报）。"


def test_a_plan_without_reports_speaks_as_of_the_month_that_it_is():
    def title_line(year):
        b = PlanBuilder(title="任务", year=year)
        b.indicator("举办培训班", target="4")
        return paragraphs(compose("completion", b.plan))[1]

    today = date.today()
    assert title_line(today.year + 1) == f"（截至{today.year + 1}年1月）"
    assert title_line(today.year) == f"（截至{today.year}年{today.month}月）"
    assert title_line(today.year - 1) == f"（{today.year - 1}年全年）"


def test_what_goes_back_has_a_minus_sign_and_is_a_number_in_a_worksheet(tmp_path):
    b = PlanBuilder(title="任务", year=2031)
    work = b.indicator("净增人数", measure_unit="人", target="100")
    plan = reported(b, (work, "", 203105, "30"), (work, "", 203106, "-20"))
    paper = compose("completion", plan, period="2031-06")
    assert texts(full_table(paper))[1][4:7] == ["−20", "0.0%", "−30.0"]
    write_xlsx(paper, tmp_path / "a.xlsx")
    from openpyxl import load_workbook

    book = load_workbook(tmp_path / "a.xlsx")
    assert -20 in [cell.value for sheet in book for line in sheet.iter_rows() for cell in line]


def test_units_are_counted_once_whatever_month_they_spoke_in():
    b = city_plan()
    work, poor, trouble = b.plan.indicators[1], b.plan.indicators[2], {"problem": "项目手续慢"}
    plan = reported(
        b,
        (work, "临江区", 203105, "3", trouble),
        (work, "临江区", 203106, "3"),
        (work, "望潮区", 203106, "3", trouble),
        (poor, "临江区", 203106, "2", trouble),
    )
    assert "2个单位反映问题3条，涉及2项指标。" in paragraphs(compose("completion", plan, period="2031-06"))
    assert ["临江区（5月）、望潮区", "项目手续慢"] in [row[-2:] for row in problem_rows(plan, "2031-06")]
