"""The sample papers: made anew they are the same bytes, and their figures agree with each other."""

from __future__ import annotations

import re
import subprocess
import sys
from decimal import Decimal

import pytest

from tests.builders import ROOT, sample_path
from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.documents.paper import Table

from .office import outline, paragraphs, tables, texts, the_table

SAMPLE = ROOT / "resources" / "sample"
NAMES = ["*任务书.docx", "*指标分解表.xlsx", "*分解计划.docx", "*任务分工表.docx", "*评价办法.docx"]


def papers_in(folder):
    found = (p for p in folder.rglob("*-*") if p.suffix in (".docx", ".xlsx"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_papers_are_made_again_byte_for_byte(tmp_path):
    subprocess.run(
        [sys.executable, "-B", str(SAMPLE / "make" / "make_samples.py"), str(tmp_path)], check=True, capture_output=True
    )
    made, kept = papers_in(tmp_path), papers_in(SAMPLE)
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []


@pytest.mark.parametrize("name", NAMES)
def test_papers_are_read_without_a_remark(name):
    paper = read_paper(sample_path(name))
    assert paper.notes == ()
    assert len([block for block in paper.blocks if isinstance(block, Table)]) == 1


def indicators():
    """Number and name → target, of the sheet with the explanations."""
    rows = texts(the_table(read_paper(sample_path("*指标分解表.xlsx"))))
    return {
        f"{row[0]}.{row[1]}" if row[0] else row[1]: row[3]
        for row in rows
        if len(row) == 7 and row[2] not in ("/", "单位")
    }


def test_task_book_and_sheet_name_the_same_indicators_and_targets():
    rows = texts(the_table(read_paper(sample_path("*任务书.docx"))))
    book = {row[0]: row[2].replace("\n", "") for row in rows if len(row) > 2 and row[1] != "单位"}
    sheet = indicators()
    assert {name: sheet[name] for name in book} == book
    assert len(sheet) == 38


def test_units_of_the_task_book_are_merged_over_many_rows():
    table = the_table(read_paper(sample_path("*任务书.docx")))
    spans = [cell.row_span for row in table.rows for cell in row.cells if cell.column == 3 and cell.column_span == 1]
    assert sorted(spans)[-2:] == [8, 15]
    assert table.header_rows == 1


def test_columns_of_the_matrix_add_up():
    table = the_table(read_paper(sample_path("*分解计划.docx")))
    assert [cell.row_span for cell in table.rows[0].cells] == [2, 2, 2, 1, 1, 1, 1, 1, 2, 2]
    assert [cell.text for cell in table.rows[1].cells] == [
        "岚川州",
        "雾江州",
        "云岭县",
        "松坪县",
        "雾泉县",
        "龙坪县",
        "红崖县",
        "石渡县",
    ]
    counted = 0
    for row in texts(table)[2:]:
        if len(row) == 13:
            figures = [Decimal(cell or 0) for cell in row[3:]]
            assert figures[0] + figures[1] == sum(figures[2:]), row[0]
            counted += 1
    assert counted == 15


def test_parts_of_social_help_make_the_whole_in_every_column():
    rows = {row[0]: row[3:] for row in texts(the_table(read_paper(sample_path("*分解计划.docx")))) if len(row) == 13}
    parts = [rows[name] for name in ("其中：国有企业系统", "工商联系统", "民政系统", "红十字会系统")]
    for whole, *each in zip(rows["社会帮扶资金和物资折款"], *parts, strict=True):
        assert Decimal(whole) == sum(Decimal(part or 0) for part in each)


def test_matrix_and_table_of_duties_ask_of_the_district_what_its_task_book_promises():
    sheet = indicators()
    matrix = {row[0]: row[5] for row in texts(the_table(read_paper(sample_path("*分解计划.docx")))) if len(row) == 13}
    assert Decimal(matrix["1.帮助农村劳动力实现就业数"]) == sum(
        Decimal(sheet[name]) for name in sheet if name.startswith(("5.", "7.", "9."))
    )
    assert Decimal(matrix["其中：帮助脱贫人口实现就业数"]) == sum(
        Decimal(sheet[name]) for name in sheet if name.startswith(("6.", "8.", "10."))
    )
    assert Decimal(matrix["2.选派专业技术人才"]) == sum(
        Decimal(sheet[name]) for name in sheet if name.startswith(("28.", "29.", "30."))
    )
    assert Decimal(matrix["其中：企业实际到位投资额"]) == Decimal(sheet["16.企业实际到位投资额"])
    assert (matrix["采购和帮助销售农产品金额"], matrix["社会帮扶资金和物资折款"]) == (
        sheet["14.采购和帮助销售云岭县农产品金额"],
        sheet["33.社会帮扶资金和物资折款"],
    )
    duties = {row[1]: row[3] for row in texts(the_table(read_paper(sample_path("*任务分工表.docx")))) if len(row) == 6}
    assert sum(_amounts(duties["资金支持"], "筹集", 8)) == 520
    assert sum(_amounts(duties["产业协作"], "分配", 8)) == 35_000
    assert sum(_amounts(duties["人才选派"], "选派", 2)) == 22


def _amounts(measures, verb, each):
    """The amounts behind a verb in lines such as 八街镇各筹集12.5万元; 各 counts `each` times, two named units twice."""
    for line in measures.split("\n"):
        found = re.search(rf"(各)?(?:负责)?{verb}(\d+(?:\.\d+)?)", line)
        if found:
            times = 1 if not found[1] else each if "街镇" in line else 2
            yield Decimal(found[2]) * times


def test_points_of_the_scheme_add_up():
    table = the_table(read_paper(sample_path("*评价办法.docx")))
    groups = [cell for row in table.rows[1:] for cell in row.cells if cell.column == 1]
    points = [int(cell.text) for row in table.rows[1:] for cell in row.cells if cell.column == 3]
    assert sum(int(re.search(r"（(\d+)）", cell.text)[1]) for cell in groups) == sum(points) == 80
    assert [cell.row_span for cell in groups] == [3, 4, 2, 4, 4, 2]


def test_task_book_has_every_part_of_an_official_paper():
    lines = paragraphs(read_paper(sample_path("*任务书.docx")))
    assert lines[1] == "临政办〔2024〕15号"
    assert lines[2].count("\n") == 1
    assert lines[3].endswith("：")
    assert len([line for line in lines if re.match(r"[一二三四五六七八九十]+、", line)]) == 21
    assert lines[-2].startswith("抄送：")
    assert lines[-1].endswith("印发")
    assert outline(read_paper(sample_path("*任务书.docx"))).count("|") == 2
    assert len(tables(read_paper(sample_path("*任务书.docx")))) == 1
