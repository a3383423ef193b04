"""The same table as offices really save it: every variation of Word and Excel is understood like the plain one."""

from __future__ import annotations

import datetime

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from tests.documents.office import DOWN, GOES_ON, docx, p, package, span, tbl, tc, tr
from tests.importers.papers import left, rows
from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.importers import understand

HEAD = ["序号", "指标名称", "单位", "目标值", "责任单位"]
ROWS = [
    ["1", "转移就业", "人", "300", "县人社局"],
    ["2", "消费帮扶", "万元", "520", "县商务局"],
    ["3", "技能培训", "人次", "90", "县总工会"],
]
TITLE = "云岭县2031年协作任务分解表"
PLAIN = [("", *r[:4]) for r in ROWS]


def line(cells, properties: str = "", **kinds: str) -> str:
    return tr(*(tc(text, kinds.get(f"c{i}", "")) for i, text in enumerate(cells)), properties=properties)


def wide(text: str, columns: int = 1) -> str:
    return tc(text, span(columns) if columns > 1 else "")


def control(inside: str) -> str:
    return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def box(inside: str) -> str:
    return f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"


def cell(inside: str) -> str:
    return f"<w:tc><w:tcPr/>{inside}</w:tc>"


def tracked(old: str, new: str) -> str:
    gone = f"<w:del w:id='1' w:author='a'><w:r><w:delText>{old}</w:delText></w:r></w:del>"
    return cell(f"<w:p>{gone}<w:ins w:id='2' w:author='a'><w:r><w:t>{new}</w:t></w:r></w:ins></w:p>")


def field(result: str) -> str:
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>".format
    code = "<w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>"
    return cell(f"<w:p>{mark('begin')}{code}{mark('separate')}<w:r><w:t>{result}</w:t></w:r>{mark('end')}</w:p>")


HEADER = line(HEAD)
LINES = [line(r) for r in ROWS]
REPEATED = line(HEAD, "<w:tblHeader/>")
OLD = ["9", "旧指标", "个", "1", "旧单位"]
# a border of the second column drawn by hand a millimetre beside that of other rows
OFFSET = "<w:tblGrid>" + "".join(f"<w:gridCol w:w='{w}'/>" for w in (800, 2400, 60, 1000, 1000, 1800)) + "</w:tblGrid>"
FURTHER = OFFSET.replace("'60'", "'400'")


def offset(grid: str) -> str:
    right = [tr(wide(a), wide(b, 2), *map(wide, rest)) for a, b, *rest in (HEAD, ROWS[1])]
    beside = [tr(wide(a), wide(b), wide(c, 2), *map(wide, rest)) for a, b, c, *rest in (ROWS[0], ROWS[2])]
    return p(TITLE) + tbl(grid, right[0], beside[0], right[1], beside[1])


WORD = {
    "plain": p(TITLE) + tbl(HEADER, *LINES),
    "borders drawn by hand": offset(OFFSET),
    "borders further apart": offset(FURTHER),
    "tracked text": p(TITLE) + tbl(HEADER, tr(*map(tc, ROWS[0][:3]), tracked("280", "300"), tc("县人社局")), *LINES[1:]),
    "tracked rows": p(TITLE) + tbl(HEADER, LINES[0], line(OLD, "<w:del w:id='3' w:author='a'/>"), line(ROWS[1], "<w:ins w:id='4' w:author='a'/>"), LINES[2]),
    "a deleted cell": p(TITLE) + tbl(HEADER, tr(*map(tc, ROWS[0]), tc("旧单位", "<w:cellDel w:id='5' w:author='a'/>")), *LINES[1:]),
    "content controls": p(TITLE) + control(tbl(HEADER, control(LINES[0]), tr(*map(tc, ROWS[1][:3]), cell(control(p("520"))), tc("县商务局")), LINES[2])),
    "title in a text box": box(p(TITLE)) + tbl(HEADER, *LINES),
    "table in a text box": p(TITLE) + box(tbl(HEADER, *LINES)),
    "table in a frame": tbl(tr(tc(TITLE)), tr(cell(tbl(HEADER, *LINES) + p()))),
    "field": p(TITLE) + tbl(HEADER, tr(*map(tc, ROWS[0][:3]), field("300"), tc("县人社局")), *LINES[1:]),
    "repeated header": p(TITLE) + tbl(REPEATED, LINES[0], REPEATED, *LINES[1:]),
    "two parts": p(TITLE) + tbl(REPEATED, LINES[0]) + "<w:p><w:r><w:br w:type='page'/></w:r></w:p>" + tbl(REPEATED, *LINES[1:]),
    "nested unit cells": p(TITLE) + tbl(HEADER, tr(*map(tc, ROWS[0][:4]), cell(tbl(tr(tc("县人社局")), tr(tc("县总工会"))) + p())), *LINES[1:]),
}  # fmt: skip


@pytest.mark.parametrize("body", WORD.values(), ids=WORD)
def test_word_saves_the_same_table_in_many_ways(body, tmp_path):
    draft = understand(read_paper(docx(tmp_path / "t.docx", body)))
    assert (draft.info.title, rows(draft), left(draft)) == (TITLE, PLAIN, [])
    assert [i.responsibilities[0].unit for i in draft.indicators] == [r[4] for r in ROWS]


def test_a_merge_goes_on_where_its_border_is_drawn_beside(tmp_path):
    first = tr(wide("1"), wide("转移就业"), tc("人", span(2)), wide("300"), tc("县人社局", DOWN))
    second = tr(wide("2"), wide("技能培训", 2), wide("人次"), wide("90"), tc("", GOES_ON))
    body = p(TITLE) + tbl(OFFSET, tr(wide(HEAD[0]), wide(HEAD[1], 2), *map(wide, HEAD[2:])), first, second)
    draft = understand(read_paper(docx(tmp_path / "t.docx", body)))
    assert [(i.name, i.measure_unit, i.responsibilities[0].unit) for i in draft.indicators] == [
        ("转移就业", "人", "县人社局"),
        ("技能培训", "人次", "县人社局"),
    ]


def test_vertical_text_is_one_word(tmp_path):
    down = (
        "<w:tc><w:tcPr><w:vMerge w:val='restart'/><w:textDirection w:val='tbRlV'/></w:tcPr>"
        + "".join(map(p, "劳务协作"))
        + "</w:tc>"
    )
    lines = [tr(down, *map(tc, ROWS[0])), tr(tc("", GOES_ON), *map(tc, ROWS[1])), tr(tc("产业协作"), *map(tc, ROWS[2]))]
    draft = understand(read_paper(docx(tmp_path / "t.docx", p(TITLE) + tbl(line(["类别", *HEAD]), *lines))))
    assert [r[0] for r in rows(draft)] == ["劳务协作", "劳务协作", "产业协作"]


def test_a_footnote_in_a_cell_is_named(tmp_path):
    noted = cell("<w:p><w:r><w:t>转移就业</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>")
    body = p(TITLE) + tbl(HEADER, tr(tc("1"), noted, *map(tc, ROWS[0][2:])), *LINES[1:])
    note = f"<w:footnote w:id='2'>{p('含省外就业。')}</w:footnote>"
    draft = understand(read_paper(docx(tmp_path / "t.docx", body, footnotes=note)))
    assert (rows(draft), left(draft)) == (PLAIN, ["含省外就业。"])
    assert "备注" in draft.unplaced[0].reason


# ------------------------------------------------------------------------------------------------ workbooks


def saved(tmp_path, change=None, *, book=None):
    book = book or Workbook()
    sheet = book.active
    for r in ([TITLE], HEAD, *([int(r[0]), r[1], r[2], int(r[3]), r[4]] for r in ROWS)):
        sheet.append(r)
    if change:
        change(book, sheet)
    path = tmp_path / "t.xlsx"
    book.save(path)
    source = read_paper(path)
    return source, understand(source)


def formats(_, sheet):
    sheet["D3"].number_format = '0"人"'
    sheet["D4"].number_format = "#,##0.00"
    sheet["F2"] = "完成时限"
    sheet["F3"] = datetime.date(2031, 11, 30)
    sheet["F3"].number_format = 'yyyy"年"m"月"d"日"'


def test_formats_of_numbers_and_days_are_read_as_they_are_shown(tmp_path):
    _, draft = saved(tmp_path, formats)
    assert [i.target for i in draft.indicators] == ["300人", "520.00", "90"]
    assert draft.indicators[0].deadline == "2031年11月30日"


def apostrophes(_, sheet):
    for place in ("A3", "D3", "D4"):
        sheet[place] = str(sheet[place].value)
        sheet[place].quotePrefix = True


def far_away(_, sheet):
    sheet["XFD1"] = " "
    sheet["ZZ900"] = "备查"


def gaps(_, sheet):
    sheet.insert_cols(1)
    sheet.insert_cols(4)
    sheet.insert_rows(1, 3)


def hidden(_, sheet):
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["E"].hidden = True


def chart(_, sheet):
    made = BarChart()
    made.add_data(Reference(sheet, min_col=4, min_row=2, max_row=5))
    sheet.add_chart(made, "H2")


def comment(_, sheet):
    sheet["B3"].comment = Comment("请核对", "审核")


@pytest.mark.parametrize(
    ("change", "told", "over"),
    [
        (apostrophes, [], []),
        (far_away, [], ["备查"]),
        (gaps, [], []),
        (hidden, ["第 4 行是隐藏的", "E 列是隐藏的"], []),
        (chart, ["1 个图表"], []),
        (comment, ["批注没有读入"], []),
    ],
)
def test_excel_saves_the_same_table_in_many_ways(change, told, over, tmp_path):
    source, draft = saved(tmp_path, change)
    assert (draft.info.title, rows(draft), left(draft)) == (TITLE, PLAIN, over)
    assert [any(words in note for note in source.notes) for words in told] == [True] * len(told)
    assert len(source.notes) == len(told)


def test_a_text_box_on_a_sheet_is_read(tmp_path):
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    s = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    held = "http://schemas.openxmlformats.org/package/2006/relationships"
    cells = "".join(
        "<row>" + "".join(f"<c t='inlineStr'><is><t>{t}</t></is></c>" for t in r) + "</row>" for r in (HEAD, *ROWS)
    )
    path = package(
        tmp_path / "t.xlsx",
        {
            "_rels/.rels": f"<Relationships xmlns='{held}'><Relationship Id='a' Type='{relations}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
            "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{held}'><Relationship Id='s' Type='{relations}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
            "xl/workbook.xml": f"<workbook xmlns='{s}' xmlns:r='{relations}'><sheets><sheet name='表' sheetId='1' r:id='s'/></sheets></workbook>",
            "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{s}'><sheetData>{cells}</sheetData></worksheet>",
            "xl/drawings/drawing1.xml": f"<d xmlns:a='{a}'><a:p><a:r><a:t>云岭县2031年</a:t></a:r><a:r><a:t>协作任务分解表</a:t></a:r></a:p></d>",
        },
    )
    draft = understand(read_paper(path))
    assert (draft.info.title, rows(draft)) == (TITLE, PLAIN)
