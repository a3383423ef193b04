from __future__ import annotations

import pytest
from openpyxl import Workbook

from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.documents.errors import PaperError

from .office import said, tables, texts, the_table, xlsx


def read(tmp_path, *sheets, **more):
    return read_paper(xlsx(tmp_path / "表.xlsx", *sheets, **more))


def data(*rows):
    return "<sheetData>" + "".join(rows) + "</sheetData>"


def row(number, *cells, more=""):
    return f'<row r="{number}" {more}>{"".join(cells)}</row>'


def test_workbook_of_a_library_is_read_as_it_is_shown(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "分解表"
    sheet.append(["序号", "指标", "目标"])
    sheet.append([1, "就业", 0.6])
    sheet["C2"].number_format = "0.00"
    sheet["B5"] = "合并"
    sheet.merge_cells("B5:C6")
    book.save(tmp_path / "a.xlsx")
    table = the_table(read_paper(tmp_path / "a.xlsx"))
    assert (table.name, texts(table), [r.number for r in table.rows]) == (
        "分解表",
        [["序号", "指标", "目标"], ["1", "就业", "0.60"], ["", "合并"]],
        [1, 2, 5],
    )


def test_merged_ranges_are_cells_once(tmp_path):
    sheet = data(
        row(1, said("A1", "名称"), said("B1", "单位")),
        row(2, said("A2", "甲"), said("B2", "区教育局")),
        row(3, said("A3", "乙")),
        row(4, said("A4", "丙")),
    )
    table = the_table(read(tmp_path, sheet + '<mergeCells><mergeCell ref="B2:B4"/></mergeCells>'))
    assert [[(c.text, c.column, c.row_span) for c in r.cells] for r in table.rows[1:]] == [
        [("甲", 0, 1), ("区教育局", 1, 3)],
        [("乙", 0, 1)],
        [("丙", 0, 1)],
    ]


def test_title_merged_too_far_does_not_widen_the_table(tmp_path):
    sheet = (
        data(row(1, said("A1", "标题")), row(2, said("A2", "a"), said("B2", "b")))
        + '<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>'
    )
    assert the_table(read(tmp_path, sheet)).width == 2


def test_text_under_a_merged_range_is_named(tmp_path):
    sheet = (
        data(row(1, said("A1", "3"), said("B1", "x")), row(2, said("A2", "5"), said("B2", "y")))
        + '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    )
    paper = read(tmp_path, sheet)
    assert texts(the_table(paper)) == [["3", "x"], ["y"]]
    assert paper.notes == ("工作表“表单1”A2：合并单元格遮住了文字“5”，没有读入。",)


def test_empty_edges_and_rows_are_left_out_and_rows_keep_their_numbers(tmp_path):
    table = the_table(read(tmp_path, data(row(3, said("C3", "a"), said("D3", "b")), row(7, said("D7", "c")))))
    assert [(r.number, [(c.text, c.column) for c in r.cells]) for r in table.rows] == [
        (3, [("a", 0), ("b", 1)]),
        (7, [("", 0), ("c", 1)]),
    ]


def test_shared_rich_and_escaped_texts(tmp_path):
    shared = "<si><r><t>协</t></r><r><t>作</t></r><rPh><t>xiezuo</t></rPh></si><si><t>甲_x000D_\n乙</t></si>"
    sheet = data(
        row(1, '<c r="A1" t="s"><v>0</v></c>', '<c r="B1" t="s"><v>1</v></c>', '<c r="C1" t="s"><v>99</v></c>')
    )
    assert texts(the_table(read(tmp_path, sheet, shared=shared))) == [["协作", "甲\n乙"]]


def test_truths_errors_and_results_of_formulas(tmp_path):
    sheet = data(
        row(
            1,
            '<c r="A1" t="b"><v>1</v></c>',
            '<c r="B1" t="e"><v>#REF!</v></c>',
            '<c r="C1"><f>SUM(D1:D9)</f><v>36</v></c>',
            '<c r="D1" t="str"><f>A1</f><v>文</v></c>',
        )
    )
    assert texts(the_table(read(tmp_path, sheet))) == [["TRUE", "#REF!", "36", "文"]]


def test_formula_without_a_saved_result_is_shown_and_named(tmp_path):
    paper = read(tmp_path, data(row(1, said("A1", "合计"), '<c r="B1"><f>SUM(B2:B9)</f></c>')))
    assert texts(the_table(paper)) == [["合计", "=SUM(B2:B9)"]]
    assert "1 个公式没有保存结果（如 B1）" in paper.notes[0]


def test_number_formats_come_from_the_styles(tmp_path):
    styles = '<numFmts><numFmt numFmtId="176" formatCode="0.00&quot;亿元&quot;"/></numFmts><cellXfs><xf/><xf numFmtId="176"/><xf numFmtId="31"/><xf numFmtId="9"/></cellXfs>'
    cells = [
        '<c r="A1" s="1"><v>0.6</v></c>',
        '<c r="B1" s="2"><v>45356</v></c>',
        '<c r="C1" s="3"><v>0.5</v></c>',
        '<c r="D1" s="99"><v>7</v></c>',
    ]
    assert texts(the_table(read(tmp_path, data(row(1, *cells)), styles=styles))) == [
        ["0.60亿元", "2024年3月5日", "50%", "7"]
    ]


def test_hidden_things_are_read_and_named(tmp_path):
    sheet = '<cols><col min="2" max="3" hidden="1"/></cols>' + data(
        row(1, said("A1", "a"), said("B1", "b")), row(2, said("A2", "c"), more='hidden="1"')
    )
    paper = read(tmp_path, sheet, data(row(1, said("A1", "x"))), states={2: "hidden"})
    assert [texts(table) for table in tables(paper)] == [[["a", "b"], ["c", ""]], [["x"]]]
    assert paper.notes == (
        "工作表“表单1”第 2 行是隐藏的，也已读入。",
        "工作表“表单1”B 列是隐藏的，也已读入。",
        "工作表“表单2”是隐藏的，也已读入。",
    )


def test_several_sheets_are_several_tables_and_empty_ones_none(tmp_path):
    paper = read(tmp_path, data(row(1, said("A1", "甲"))), data(), data(row(1, said("A1", "乙"))))
    assert [table.name for table in tables(paper)] == ["表单1", "表单3"]


def test_cells_without_places_follow_each_other(tmp_path):
    assert texts(
        the_table(read(tmp_path, data("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")))
    ) == [["1", "2"], ["3", ""]]


def test_million_formatted_rows_cost_little(tmp_path):
    rows = "".join(
        f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(2, 1_048_577)
    )
    sheet = '<dimension ref="A1:XFD1048576"/>' + data(row(1, said("A1", "唯一")), rows)
    assert texts(the_table(read(tmp_path, sheet))) == [["唯一"]]


def test_far_away_note_does_not_fill_the_sheet(tmp_path):
    rows = [row(n, said(f"A{n}", "a"), *([said("XFD9", "z")] if n == 9 else [])) for n in range(1, 101)]
    assert sum(len(r.cells) for r in the_table(read(tmp_path, data(*rows))).rows) == 101


def test_overlapping_merged_ranges_are_limited(tmp_path):
    rows = [row(n, said(f"A{n}", "a")) for n in range(1, 2001)]
    merged = "".join(f'<mergeCell ref="B{n}:C2000"/>' for n in range(1, 2000)) * 2
    with pytest.raises(PaperError, match="合并单元格多得不正常"):
        read(tmp_path, data(*rows) + f"<mergeCells>{merged}</mergeCells>")


def test_empty_workbook_says_so(tmp_path):
    with pytest.raises(PaperError, match="没有内容"):
        read(tmp_path, data())
