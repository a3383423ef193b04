"""The matrix: columns, header tiers, texts over columns, amounts as they are issued."""

from __future__ import annotations

from tests.documents.pdf.builders_layout import ruler
from tests.reports.builders_plan import PlanBuilder, city_plan, division_plan
from tests.reports.tables import paragraphs, tables, texts
from xiezuo_desktop.documents.paper import RowKind
from xiezuo_desktop.documents.pdf.gongwen import lay_out
from xiezuo_desktop.reports import compose


def test_header_has_two_tiers_bearers_over_partners():
    (table,) = tables(compose("matrix", city_plan().plan))
    upper, lower, *_ = texts(table)
    assert table.header_rows == 2
    assert upper == ["指标名称", "单位", "指标性质", "下达总数", "临江区", None, "望潮区", "市本级"]
    assert lower == [None, None, None, None, "云岭县", "松坪县", "龙坪县", None]


def test_rows_hold_amounts_as_issued_and_blanks():
    (table,) = tables(compose("matrix", city_plan().plan))
    rows = texts(table)
    assert rows[5] == ["1.帮助农村劳动力就业数", "人", "约束性", "1500", "700", "400", "200", "150"]
    assert rows[6] == ["其中：脱贫人口", "人", "约束性", "600", "300", "", "100", "200"]
    assert rows[8] == ["企业到位投资额", "亿元", "预期性", "5.50", "2.00", "", "3.50", ""]
    assert [row.kind for row in table.rows[4:7]] == [RowKind.CATEGORY, RowKind.BODY, RowKind.SUB]


def test_a_text_stands_over_all_number_columns():
    (table,) = tables(compose("matrix", city_plan().plan))
    (cell,) = [c for row in table.rows for c in row.cells if c.text == "按省定标准拨付"]
    assert (cell.column, cell.column_span) == (3, 5)


def test_neighbours_that_say_the_same_in_words_are_one_cell():
    b = PlanBuilder(title="指标")
    sent, work = b.indicator("选派干部", measure_unit="人"), b.indicator("就业人数", measure_unit="人")
    for n, (word, figure) in enumerate(
        [("23", "5"), ("已选派", "5"), ("已选派", "5"), ("已选派", "6"), ("/", "6"), ("/", "7")]
    ):
        b.allocation(sent, f"第{n}县", word)
        b.allocation(work, f"第{n}县", figure)
    (table,) = tables(compose("matrix", b.plan))
    first, second = table.rows[-2:]
    assert [(c.text, c.column_span) for c in first.cells][2:] == [("23", 1), ("已选派", 3), ("/", 1), ("/", 1)]
    assert [(c.text, c.column_span) for c in second.cells][2:] == [(n, 1) for n in "555667"]


def test_remainder_is_shown_when_asked_for():
    (table,) = tables(compose("matrix", city_plan().plan, remainder=True))
    rows = texts(table)
    assert rows[0][-1] == "未分解"
    assert [row[-1] for row in rows[5:7]] == ["50", "0"]
    assert rows[8][-1] == "0"


def test_one_unit_sees_its_columns_and_rows():
    (table,) = tables(compose("matrix", city_plan().plan, unit="市本级"))
    rows = texts(table)
    assert rows[0] == ["指标名称", "单位", "指标性质", "下达总数", "市本级"]
    assert [row[-1] for row in rows if row[-1]] == ["市本级", "150", "200"]


def test_sparse_rows_keep_the_order_of_fuller_ones():
    b = PlanBuilder(title="指标")
    thin, full = b.indicator("甲"), b.indicator("乙")
    for unit in ("丁区", "乙区"):
        b.allocation(thin, unit, "1")
    for unit in ("丁区", "丙区", "甲区", "乙区", "市本级"):
        b.allocation(full, unit, "2")
    (table,) = tables(compose("matrix", b.plan))
    assert texts(table)[0][2:] == ["丁区", "丙区", "甲区", "乙区", "市本级"]


def test_amounts_lose_the_words_before_them_not_their_meaning():
    (table,) = tables(compose("matrix", division_plan().plan))
    assert texts(table)[1][2:] == ["300以上", "各25.5", "不低于50", "以签订的任务数为准"]


def test_a_wide_matrix_goes_on_in_further_tables_with_the_rows_that_concern_them():
    b = PlanBuilder(title="指标")
    for n in range(12):
        indicator = b.indicator(f"第{n}项指标", measure_unit="万元", target="12500")
        for m in range(40):
            if n < 6 or m < 20:
                b.allocation(indicator, f"第{m}街道办事处", "312.50")
    found = tables(compose("matrix", b.plan))
    assert len(found) > 1
    assert sum("（续表）" in text for text in paragraphs(compose("matrix", b.plan))) == len(found) - 1
    names = [cell.text for table in found for cell in table.rows[0].cells if "街道" in cell.text]
    assert sorted(names) == sorted(f"第{m}街道办事处" for m in range(40))
    assert len(found[-1].rows) == 7
    assert len(tables(compose("matrix", b.plan, paper="A3"))) < len(found)


def test_a_plan_without_amounts_says_so():
    b = PlanBuilder(title="指标")
    b.indicator("甲", target="3")
    assert "这份计划里没有分解数，这里没有内容可印。" in paragraphs(compose("matrix", b.plan))
    assert not compose("matrix", b.plan).sections[0].turned


def test_the_large_sheet_has_the_whole_matrix_before_ones_eyes():
    b = city_plan()
    for n in range(22):
        b.allocation(b.indicator(f"第{n}类协作项目数", measure_unit="个"), "临江区", str(n), "云岭县")
    assert len(lay_out(compose("matrix", b.plan, paper="A3"), ruler)) == 1
    assert len(lay_out(compose("matrix", b.plan), ruler)) > 1


def test_what_each_of_several_units_does_is_the_one_units_own():
    b = PlanBuilder(title="指标")
    row = b.indicator("人才选派", measure_unit="人")
    b.allocation(row, "区教育局", "各选派4人")
    (table,) = tables(compose("matrix", b.plan))
    assert texts(table)[1][-1] == "4"
