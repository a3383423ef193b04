"""Forms written, filled in by openpyxl as a person would in Excel, and read again; tables that others have made."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from tests.core.plans import group, indicator, made, plan_of, share, unit
from tests.importers.papers import paper as page
from tests.importers.papers import table as lines
from xiezuo_desktop.core.errors import Invalid, Refused, Unreadable, UserError, WrongCall
from xiezuo_desktop.core.records import Category, Period, PlanInfo, Report
from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.documents.paper import Cell, Paper, Row, Section, Table
from xiezuo_desktop.documents.write_form import write_form
from xiezuo_desktop.importers.progress import read_figures
from xiezuo_desktop.reports.figure_form import figure_form, write_forms

JUNE = 202406


def small_plan(*more, plan_id=1):
    towns = [unit("东港镇"), unit("西山镇")]
    home = made(Category, name="产业协作", ordinal="一")
    rows = [indicator(n, t, m, category=home.id, ordinal=str(k)) for k, (n, t, m) in enumerate(
        (("帮助就业人数", "200", "人"), ("消费帮扶金额", "10.00", "万元"), ("组织文艺交流", "按上级安排", "场")), 1
    )]  # fmt: skip
    shares = [share(r, t, str(a)) for r, a in zip(rows, (100, "5.00", 3), strict=True) for t in towns]
    may = [Report(indicator=rows[0].id, bearer=towns[0].id, period=202405, value="40")]
    now = [Report(indicator=rows[1].id, bearer=towns[0].id, period=JUNE, value="2.50", state="reported")]
    info = PlanInfo(id=plan_id, title="云岭县2024年任务书", year=2024)
    return plan_of(info, *towns, home, *rows, *shares, *may, *now, *more), towns, rows


def filled(tmp_path, plan, town, answers=None, change=None, period=JUNE):
    """A form of a unit with answers in the column 本月累计完成数 by the name of the indicator, and what else is done to it."""
    path = tmp_path / "form.xlsx"
    write_form(figure_form(plan, town.id if town else 0, period), path)
    book = load_workbook(path)
    page = book.worksheets[0]
    for row in page.iter_rows():
        for name, text in (answers or {}).items():
            if row[2].value == name:
                row[6].value = text
    if change:
        change(page)
    book.save(path)
    return read_paper(path)


def test_a_form_is_protected_but_for_its_answers(tmp_path):
    plan, towns, _ = small_plan()
    path = tmp_path / "form.xlsx"
    write_form(figure_form(plan, towns[0].id, JUNE), path)
    page = load_workbook(path).worksheets[0]
    assert page.protection.sheet
    assert page.column_dimensions["A"].hidden
    free = {c.coordinate for row in page.iter_rows() for c in row if not c.protection.locked}
    assert free == {"C4", *(f"{column}{row}" for column in "GHIJ" for row in (7, 8, 9))}
    assert [c.value for c in page[7]][1:7] == ["1", "帮助就业人数", "人", "100", "40", None]
    assert page["G8"].value == 2.5
    kinds = {v.type for v in page.data_validations.dataValidation}
    assert kinds == {"decimal", "textLength"}
    assert "填报单位：东港镇" in page["B2"].value
    assert load_workbook(path).sheetnames == ["2024年6月填报表", "填报说明"]


def test_what_was_filled_in_is_read_and_blanks_change_nothing(tmp_path):
    plan, towns, rows = small_plan()

    def more(page):
        page["C4"] = "李静"
        page["H7"] = "办班两期\n共90人"

    paper = filled(tmp_path, plan, towns[0], {"帮助就业人数": 90}, more)
    found = read_figures(paper, plan, period=JUNE, unit=towns[0].id)
    assert [(c.said.indicator, c.label, c.before, c.after) for c in found.changes] == [
        (rows[0].id, "累计完成数", "", "90"),
        (rows[0].id, "工作进展", "", "办班两期\n共90人"),
    ]
    assert (found.same, found.refused, found.by) == (1, [], "李静")
    emptied = filled(tmp_path, plan, towns[0], {"消费帮扶金额": None})
    assert not read_figures(emptied, plan).changes


def test_a_form_for_something_else_is_refused(tmp_path):
    plan, towns, _ = small_plan()
    paper = filled(tmp_path, plan, towns[0], {"帮助就业人数": 90})
    other, _, _ = small_plan(plan_id=2)
    with pytest.raises(Refused, match="另一份计划"):
        read_figures(paper, other)
    with pytest.raises(Refused, match="填的是2024年6月，不是2024年7月"):
        read_figures(paper, plan, period=202407)
    with pytest.raises(Refused, match="是东港镇的，不是西山镇的"):
        read_figures(paper, plan, unit=towns[1].id)
    gone = plan_of(plan.info, *(i for i in plan.indicators))
    with pytest.raises(Refused, match="已不在计划里"):
        read_figures(paper, gone)


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        ("xiezuo-form|1|1|x|202406", "识别信息"),
        ("xiezuo-form|1|1", "识别信息"),
        ("xiezuo-form|2|1|1|202406", "较新版本"),
        ("xiezuo-form|" + "9" * 400 + "|1|1|1", "识别信息"),
        ("xiezuo-form|1|１|1|1", "识别信息"),
        ("xiezuo-form||||", "识别信息"),
    ],
)
def test_a_changed_mark_is_told(tmp_path, mark, says):
    plan, towns, _ = small_plan()
    paper = filled(tmp_path, plan, towns[0], change=lambda page: page.__setitem__("A5", mark))
    with pytest.raises(Unreadable, match=says):
        read_figures(paper, plan)


def test_answers_that_are_no_figures_are_told_one_by_one(tmp_path):
    plan, towns, _ = small_plan()
    answers = {"帮助就业人数": "很多", "消费帮扶金额": 3.5}
    found = read_figures(filled(tmp_path, plan, towns[0], answers), plan)
    assert [c.after for c in found.changes] == ["3.5"]
    assert found.refused == ["第7行“帮助就业人数”：“很多”不是数。没有读入。"]


def test_formulas_strange_rows_and_moved_rows_do_no_harm(tmp_path):
    plan, towns, rows = small_plan()

    def disturb(page):
        page["A7"], page["A8"] = page["A8"].value, page["A7"].value  # sorted by hand: the key goes with its row
        page["A20"], page["G20"] = "987654321", 5  # an indicator that is not in the plan
        page["A21"], page["G21"] = "9" * 60, 5
        page["A22"], page["G22"] = "=1+1", 7

    found = read_figures(filled(tmp_path, plan, towns[0], {"帮助就业人数": 90}, disturb), plan)
    assert {c.said.indicator for c in found.changes} <= {r.id for r in rows}
    assert len(found.refused) == 1
    assert "已经没有这项指标" in found.refused[0]


def test_one_indicator_with_two_answers_is_refused(tmp_path):
    plan, towns, rows = small_plan()

    def twice(page):
        page["A20"], page["G20"] = str(rows[0].id), 5

    with pytest.raises(Invalid, match="重复"):
        read_figures(filled(tmp_path, plan, towns[0], {"帮助就业人数": 90}, twice), plan)


def test_a_header_without_its_column_is_told(tmp_path):
    plan, towns, _ = small_plan()
    paper = filled(tmp_path, plan, towns[0], change=lambda page: page.__setitem__("G5", "数"))
    with pytest.raises(Unreadable, match="表头"):
        read_figures(paper, plan)


def test_every_unit_gets_a_file_of_its_own_name(tmp_path):
    plan, _, _ = small_plan(group("没有任务的片区"))
    made_files = write_forms(plan, JUNE, tmp_path)
    assert [p.name for p in made_files] == ["东港镇 2024年6月填报表.xlsx", "西山镇 2024年6月填报表.xlsx"]
    with pytest.raises(Invalid, match="没有要填报的指标"):
        figure_form(plan, plan.groups[0].id, JUNE)


# ------------------------------------------------------------------------------------------------ tables of others


def table(*rows):
    cells = [Row(tuple(Cell(t, c) for c, t in enumerate(row)), number=n) for n, row in enumerate(rows, 1)]
    return Paper((Section((Table(tuple(cells)),)),))


def test_a_table_of_somebody_else_is_read_by_its_captions():
    plan, towns, rows = small_plan()
    paper = table(
        ("截至6月底进展情况", "", "", "", ""),
        ("序号", "指标名称", "单位", "累计完成数", "工作进展"),
        ("1", "1.帮助就业人数", "人", "95", "顺利"),
        ("2", "消费帮扶 金额", "万元", "", ""),
        ("3", "不知何物", "万元", "4", ""),
    )
    found = read_figures(paper, plan, period=JUNE, unit=towns[1].id)
    assert [(c.said.indicator, c.unit_name, c.after) for c in found.changes] == [
        (rows[0].id, "西山镇", "95"),
        (rows[0].id, "西山镇", "顺利"),
    ]
    assert found.refused == ["第5行“不知何物”：计划里没有这项指标，没有读入。"]


def test_a_column_of_units_says_whose_figures_they_are():
    plan, towns, rows = small_plan()
    paper = table(
        ("指标名称", "填报单位", "完成情况"),
        ("帮助就业人数", "东港镇", "60"),
        ("帮助就业人数", "西山镇", "70"),
        ("帮助就业人数", "北海镇", "70"),
    )
    found = read_figures(paper, plan, period=JUNE)
    assert [(c.unit_name, c.after) for c in found.changes] == [("东港镇", "60"), ("西山镇", "70")]
    assert ["北海镇" in s for s in found.refused] == [True]
    assert [c.unit_name for c in read_figures(paper, plan, period=JUNE, unit=towns[0].id).changes] == ["东港镇"]
    del rows


def test_a_table_needs_its_month_and_its_captions():
    plan, towns, _ = small_plan(Period(period=JUNE))
    with pytest.raises(WrongCall, match="哪个月"):
        read_figures(table(("指标名称", "完成数"), ("帮助就业人数", "3")), plan, unit=towns[0].id)
    for paper in (table(("甲", "乙"), ("1", "2")), Paper(())):
        with pytest.raises(UserError, match="累计完成数"):
            read_figures(paper, plan, period=JUNE, unit=towns[0].id)


def grid(text: str) -> Paper:
    return page(lines(text))


def test_a_table_with_a_row_for_each_unit_gives_what_each_has_reached():
    plan, _, rows = small_plan()
    incoming = read_figures(
        grid("""
            地区 | 帮助就业人数（人） | < | < | 消费帮扶金额（万元） | <
            ^ | 目标 | 完成 | 完成比例（%） | 目标 | 完成
            东港镇 | 100 | 60 | 60 | 5 | 3.5
            西山镇 | 100 | 45 | 45 | 5 |
            合计 | 200 | 105 | 52.5 | 10 | 3.5"""),
        plan,
        period=JUNE,
    )
    assert {(c.unit_name, c.said.indicator, c.after) for c in incoming.changes} == {
        ("东港镇", rows[0].id, "60"),
        ("西山镇", rows[0].id, "45"),
        ("东港镇", rows[1].id, "3.5"),
    }
    assert incoming.refused == []


def test_a_row_for_each_unit_with_the_indicators_alone_above():
    plan, _, rows = small_plan()
    incoming = read_figures(
        grid("""
            镇街 | 帮助就业人数（人） | 消费帮扶金额（万元）
            东港镇 | 60 | 3.5"""),
        plan,
        period=JUNE,
    )
    assert [(c.unit_name, c.said.indicator, c.after) for c in incoming.changes] == [
        ("东港镇", rows[0].id, "60"),
        ("东港镇", rows[1].id, "3.5"),
    ]
