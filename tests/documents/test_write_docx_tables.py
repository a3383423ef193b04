"""Tables in Word documents: merged cells, what stays together, line ends, sizes."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from tests.documents.office import the_table
from tests.documents.pdf.builders_layout import category, row, table
from tests.documents.written import TEXT, opened, plain, written
from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.documents.paper import (
    Align,
    Cell,
    Column,
    Paper,
    Paragraph,
    Role,
    Row,
    RowKind,
    Section,
    Table,
)
from xiezuo_desktop.documents.write_docx_xlsx import ADVANCES


def test_merged_cells_are_merged_and_header_rows_repeat(tmp_path):
    spread = Table(
        (
            Row((Cell("项目", 0, 2), Cell("目标", 2)), RowKind.HEADER),
            Row((Cell("一、协作", 0, 3),), RowKind.CATEGORY),
            Row((Cell("甲", 0, 1, 2), Cell("1", 1), Cell("2", 2))),
            Row((Cell("3", 1), Cell("4", 2))),
        ),
        1,
    )
    path = written(plain(spread), tmp_path)
    rows = docx.Document(str(path)).tables[0]._tbl.tr_lst
    assert rows[0].tc_lst[0].grid_span == 2
    assert rows[0].trPr.find(qn("w:tblHeader")) is not None
    assert rows[1].trPr.find(qn("w:cantSplit")) is not None
    assert [r.tc_lst[0].vMerge for r in rows[2:]] == ["restart", "continue"]
    found = the_table(read_paper(path))
    assert [[(c.text, c.column, c.column_span, c.row_span) for c in r.cells] for r in found.rows] == [
        [(c.text, c.column, c.column_span, c.row_span) for c in r.cells] for r in spread.rows
    ]
    assert found.header_rows == 1


def test_columns_fill_the_type_area_and_add_up(tmp_path):
    wide = table(row("序号", "很长的名称" * 20, "1"), columns=(Align.CENTRE, Align.LEFT, Align.CENTRE))
    (found,) = opened(plain(wide), tmp_path).tables
    widths = [int(c.get(qn("w:w"))) for c in found._tbl.tblGrid.gridCol_lst]
    assert abs(sum(widths) - 156 / 25.4 * 1440) < 3
    assert widths[1] == max(widths)


def test_a_category_stays_with_its_first_row(tmp_path):
    (found,) = opened(plain(table(category("一、协作", 2), row("甲", "1"))), tmp_path).tables
    kept = [r.tc_lst[0].p_lst[0].pPr.find(qn("w:keepNext")) is not None for r in found._tbl.tr_lst]
    assert kept == [True, False]


def group(number, count, unit="区人社局"):
    """Rows with one unit's name over all of them."""
    rows = [Row((Cell(f"{number + n}.培训人数", 0), Cell("5", 1))) for n in range(count)]
    return [Row((*rows[0].cells, Cell(unit, 2, row_span=count))), *rows[1:]]


def kept(found):
    return ["keepNext" in r.xml for r in found._tbl.tr_lst]


def test_rows_that_one_cell_covers_stay_on_one_page(tmp_path):
    source = table(*group(1, 3), *group(4, 2), row("6.就业人数", "7", "区农业局"))
    (found,) = opened(plain(source), tmp_path).tables
    assert kept(found) == [True, True, False, True, False, False]


def test_the_last_row_stays_with_the_notes_or_who_signs_below_it(tmp_path):
    source = table(row("甲", "1"), row("乙", "2"))
    (alone,) = opened(plain(source, Paragraph("特此通知。")), tmp_path).tables
    assert kept(alone)[-1] is False
    for below in (Paragraph("校核人：", Role.CAPTION), Paragraph("2031年3月5日", Role.DATE)):
        (found,) = opened(plain(source, below), tmp_path).tables
        assert kept(found)[-1] is True


def test_a_name_in_a_list_of_offices_breaks_before_its_other_name(tmp_path):
    head = ("年度目标", "责任单位", *"一二三四五六七八九十")
    source = table(
        row("120", "区教育局\n区民政局（区乡村振兴局）\n临江区对外经济技术合作有限公司", *["5"] * 10), header=(head,)
    )
    (found,) = opened(plain(source), tmp_path).tables
    assert found.rows[1].cells[1].text == "区教育局\n区民政局\n（区乡村振兴局）\n临江区对外经济技术合作有限公司"


def test_names_and_headings_break_where_the_pdf_breaks_them(tmp_path):
    head = ("年度目标", "责任单位", *"一二三四五六七八九十")
    source = table(row("120", "区民政局（区乡村振兴局）", *["5"] * 10), header=(head,))
    (found,) = opened(plain(source), tmp_path).tables
    (aim, office, *_), (_, name, *_) = (r.cells for r in found.rows)
    assert aim.text.replace("\n", "") == "年度目标"
    assert office.text.replace("\n", "") == "责任单位"
    assert name.text == "区民政局\n（区乡村振兴局）"


def test_cells_of_one_line_have_room_for_blanks_between_characters_and_figures(tmp_path):
    source = table(*(row("12月30日前完成8项", "5") for _ in range(3)), columns=[Align.CENTRE, Align.LEFT])
    source = replace(source, columns=(Column(least=8.6, weight=0.01), Column(Align.LEFT, weight=9.0)))
    (found,) = opened(plain(source), tmp_path).tables
    usual = int(found._tbl.tblPr.find(qn("w:tblCellMar")).find(qn("w:left")).get(qn("w:w")))
    own = found.rows[0].cells[0]._tc.tcPr.find(qn("w:tcMar"))
    assert own is not None
    assert 20 <= int(own.find(qn("w:left")).get(qn("w:w"))) < usual


def test_the_last_rows_of_a_long_table_stay_together(tmp_path):
    (found,) = opened(plain(table(*(row(str(n), "7") for n in range(20)))), tmp_path).tables
    assert kept(found) == [False] * 17 + [True, True, False]


def test_a_cell_over_more_rows_than_a_page_has_says_its_text_again_where_the_page_ends(tmp_path):
    source = table(row("指标", "目标", "单位"), *group(1, 60))
    document = opened(plain(*[Paragraph(TEXT)] * 3, source), tmp_path)
    (found,) = document.tables
    starts = [n for n, r in enumerate(found._tbl.tr_lst) if "restart" in r.xml]
    assert len(starts) == 3
    assert [found.rows[n].cells[2].text for n in starts] == ["区人社局"] * 3
    (without_text_above,) = opened(plain(source), tmp_path).tables
    later = [n for n, r in enumerate(without_text_above._tbl.tr_lst) if "restart" in r.xml]
    assert later[1] > starts[1]


def test_rows_are_a_little_lower_where_that_keeps_the_notes_on_the_page_of_their_table(tmp_path):
    found = []
    for count in (5, 26):
        source = table(*(row(f"{n}.就业人数", "7", "区农业局") for n in range(count)))
        (written_table,) = opened(plain(source, Paragraph("备注：按季度报送。", Role.CAPTION)), tmp_path).tables
        found.append(int(written_table._tbl.tblPr.find(qn("w:tblCellMar")).find(qn("w:top")).get(qn("w:w"))))
    roomy, filled = found
    assert 0.6 * roomy < filled < roomy


def test_a_row_higher_than_the_pdf_keeps_whole_may_be_cut(tmp_path):
    tall = table(row("甲", TEXT * 60), row("乙", "短"), columns=(Align.CENTRE, Align.LEFT))
    (found,) = opened(plain(tall), tmp_path).tables
    whole = [r.trPr is not None and r.trPr.find(qn("w:cantSplit")) is not None for r in found._tbl.tr_lst]
    assert whole == [False, True]


@pytest.mark.parametrize("columns", [4, 9, 17])
def test_figures_have_room_in_their_columns(tmp_path, columns):
    rows = (row("帮助农村劳动力到我省就业数", *["+100.0%", "12500", "8.17", "-"] * (columns // 4)) for _ in range(3))
    source = table(*rows, columns=[Align.LEFT] + [Align.CENTRE] * (columns // 4 * 4))
    document = opened(Paper((Section((source,), turned=True),)), tmp_path)
    found = document.tables[0]
    for cell in (cell for line in found.rows for cell in line.cells[1:]):
        (paragraph,) = cell.paragraphs
        size = (paragraph.runs[0].font.size or paragraph.style.font.size).pt
        margin = found._tbl.tblPr.find(qn("w:tblCellMar")).find(qn("w:left")).get(qn("w:w"))
        assert ADVANCES.width(cell.text) * size <= cell.width.pt - 2 * int(margin) / 20 + 0.2


def test_a_figure_that_may_not_break_is_set_smaller(tmp_path):
    columns = tuple(Column(least=1.0) for _ in range(22))
    narrow = Table((Row(tuple(Cell("123456789012", n) for n in range(22))),), 0, columns)
    (found,) = opened(plain(narrow), tmp_path).tables
    assert found._tbl.tr_lst[0].tc_lst[0].p_lst[0].r_lst[0].rPr.find(qn("w:sz")) is not None


def test_tables_that_are_to_keep_to_one_page_are_set_smaller(tmp_path):
    rows = [row(str(n), "做好工作并报送情况") for n in range(30)]
    sizes = []
    for one_page in (False, True):
        paper = Paper((Section((table(*rows),), one_page=one_page),))
        sizes.append(re.search(r'w:styleId="Cell(\d+)"', styles_of(paper, tmp_path)).group(1))
    assert int(sizes[1]) < int(sizes[0])


def styles_of(paper, tmp_path):
    return zipfile.ZipFile(written(paper, tmp_path)).read("word/styles.xml").decode()
