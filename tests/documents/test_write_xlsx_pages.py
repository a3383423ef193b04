"""Where the printed pages of a worksheet end."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import docx
from openpyxl import load_workbook

from tests.documents.pdf.builders_layout import category, row, table
from xiezuo_desktop.documents.paper import Align, Cell, Column, Imprint, Paper, Paragraph, Part, Role, Row, Section
from xiezuo_desktop.documents.write_docx import write_docx
from xiezuo_desktop.documents.write_xlsx import write_xlsx
from xiezuo_desktop.documents.write_xlsx_blocks import sheets_of

TEXT = "请结合实际认真抓好落实，按季度报送进展情况。"
HEAD = (("指标名称", "单位", "目标", "责任单位"),)


def plain_row(number):
    return row(f"{number}.帮助脱贫人口就业数", "人", str(number), "区农业局")


def group(number, count, unit="区人社局"):
    """Rows with one unit's name over all of them."""
    first, *others = (row(f"{number + n}.培训人数", "人", "5") for n in range(count))
    return [Row((*first.cells, Cell(unit, 3, row_span=count))), *others]


def sheet_of(*blocks, **more):
    (sheet,) = sheets_of(Paper((Section(blocks),), **more))
    return sheet


def spans(sheet, text):
    return [(c.row, c.row + c.rows) for c in sheet.cells if c.value.content == text]


def pages(sheet):
    """Heights of the pages, those of the repeated rows included, points."""
    edges = [0, *sheet.breaks, len(sheet.heights)]
    repeated = sum(sheet.heights[slice(*sheet.repeated)]) if sheet.repeated else 0.0
    return [sum(sheet.heights[first:stop]) + (repeated if first else 0.0) for first, stop in pairwise(edges)]


def test_a_cell_longer_than_a_page_is_taken_apart_and_says_its_text_on_every_page():
    sheet = sheet_of(table(*group(1, 60), header=HEAD))
    places = spans(sheet, "区人社局")
    assert len(places) == len(sheet.breaks) + 1 > 2
    assert [first for first, _ in places[1:]] == [stop for _, stop in places[:-1]] == sheet.breaks


def test_no_page_is_higher_than_its_type_area():
    rows = [r for n in range(0, 120, 8) for r in (category(f"（{n}）就业", 4), *group(n, 7))]
    sheet = sheet_of(Paragraph("指标分解表", Role.TITLE), table(*rows, header=HEAD))
    assert all(height <= sheet.frame.area_height for height in pages(sheet))
    assert min(pages(sheet)[:-1]) > sheet.frame.area_height * 0.6


def test_a_category_stays_with_its_first_row_and_a_heading_with_its_text():
    for count in range(18, 40):
        sheet = sheet_of(table(*map(plain_row, range(count)), category("（二）就业", 4), plain_row(90), header=HEAD))
        assert count + 2 not in sheet.breaks
        texts = [Paragraph(TEXT) for _ in range(count)]
        sheet = sheet_of(*texts, Paragraph("二、工作要求", Role.HEADING1), Paragraph(TEXT))
        assert count + 1 not in sheet.breaks


def test_empty_rows_give_way_before_a_date_stands_alone_on_a_page():
    for count in range(6, 14):
        texts = [Paragraph(TEXT * 2) for _ in range(count)]
        sheet = sheet_of(*texts, Paragraph("区政府办", Role.SIGNATURE), Paragraph("2031年3月6日", Role.DATE))
        assert len(sheet.heights) - 1 not in sheet.breaks


def test_the_imprint_stands_on_the_lower_edge_of_the_last_page():
    sheet = sheet_of(Paragraph(TEXT), imprint=Imprint("各镇。", "区政府办", "2031年3月6日"))
    assert sum(sheet.heights) > 0.95 * sheet.frame.area_height
    assert max(sheet.heights) <= 409


def test_a_sheet_for_one_page_is_not_made_so_small_that_nobody_can_read_it():
    (low, high) = (
        sheets_of(Paper((Section((table(*map(plain_row, range(count)), header=HEAD),), one_page=True),)))[0]
        for count in (25, 50)
    )
    assert (low.one_page, high.one_page) == (True, False)
    assert high.breaks


def small(name, *columns):
    rows = (Row(tuple(Cell(f"{name}{n}", n) for n in range(len(columns)))),) * 3
    return replace(table(*rows), columns=tuple(Column(least=each) for each in columns), name=name)


def test_small_tables_stand_on_one_sheet_each_cell_over_the_columns_that_it_needs():
    blocks = (Paragraph(TEXT), small("甲", 8, 4, 4), small("乙", 3, 12, 6, 9), Paragraph("区政府办", Role.SIGNATURE))
    sheet = sheet_of(*blocks)
    for row_number in {c.row for c in sheet.cells if str(c.value.content)[0] in "甲乙"}:
        cells = sorted(c for c in sheet.cells if c.row == row_number)
        edges = [0, *(c.column + c.columns for c in cells)]
        assert [c.column for c in cells] == edges[:-1]
        assert edges[-1] == len(sheet.edges) - 1
    assert sheet.repeated is None
    assert all(width > 8 for width in sheet.widths)


def test_columns_of_a_table_stay_apart_however_near_the_edges_of_others_are():
    tables = [small(str(n), *(4 + (n + k) % 5 for k in range(9))) for n in range(6)]
    sheet = sheet_of(*(block for each in tables for block in (each, Paragraph(TEXT))))
    assert len([c for c in sheet.cells if c.value.content != TEXT and c.columns >= 1 and c.value.content]) >= 6 * 9 * 3
    assert len({(c.row, c.column) for c in sheet.cells}) == len(sheet.cells)


def test_columns_narrower_than_edges_that_meet_stay_apart():
    sheet = sheet_of(small("甲", *[1] * 60), small("乙", 4, 8))
    cells = sorted(c for c in sheet.cells if c.row == 0)
    assert len({c.column for c in cells}) == len(cells) == 60
    assert all(c.columns >= 1 for c in cells)


def test_a_long_table_and_the_parts_of_a_wide_one_have_sheets_of_their_own():
    long = replace(table(*map(plain_row, range(60)), header=HEAD), name="长表")
    names = [s.name for s in sheets_of(Paper((Section((small("甲", 4), long, small("乙", 4))),)))]
    assert names == ["甲", "长表", "乙"]
    assert len(sheets_of(Paper((Section((small("甲", 4), small("甲", 6))),)))) == 2


def test_a_slip_on_a_page_of_its_own_has_no_line_to_be_cut_along():
    notice = replace(table(*map(plain_row, range(12)), header=HEAD), name="通知")
    receipt = (Paragraph("沿此线裁开", Role.CUT), Paragraph("回执", Role.TITLE), small("回执", 4, 9))
    counts = []
    for count in range(1, 16, 2):
        sheet = sheet_of(notice, *[Paragraph(TEXT)] * count, *receipt)
        (title,) = spans(sheet, "回执")
        counts.append(len(spans(sheet, "沿此线裁开")))
        assert counts[-1] == (not set(sheet.breaks).intersection(range(title[0] - 3, title[0] + 1)))
    assert counts[0] == 1
    assert 0 in counts


def notice(count):
    """A notice with so many rows, and the slip that comes back."""
    return Section(
        (
            Paragraph("催办通知单", Role.TITLE),
            replace(table(*map(plain_row, range(count)), header=HEAD), name="通知"),
            Paragraph("2031年3月6日", Role.DATE),
            Paragraph("沿此线裁开", Role.CUT),
            Paragraph("回执", Role.TITLE),
            small("回执", 4, 9),
        ),
        one_page=True,
    )


def test_the_line_to_be_cut_along_runs_beside_its_words_clear_of_the_day():
    (sheet,) = sheets_of(Paper((notice(4),)))
    (words,) = (c for c in sheet.cells if c.value.content == "沿此线裁开")
    dashes = [c for c in sheet.cells if c.look.rules == "cut"]
    assert [c.row for c in dashes] == [words.row + 1] * 2
    assert [(c.column, c.column + c.columns) for c in dashes] == [
        (0, words.column),
        (words.column + words.columns, len(sheet.edges) - 1),
    ]
    assert sheet.heights[words.row - 1] == 20


def test_a_slip_stands_below_the_end_of_a_long_notice_whose_heading_is_repeated():
    (sheet,) = sheets_of(Paper((notice(36),)))
    assert sheet.pages == 2
    assert sheet.repeated
    assert sheet.breaks[-1] < sheet.tables[0].starts[-1]
    assert len(sheets_of(Paper((notice(400),)))) == 2


def test_rows_are_tighter_and_letters_a_little_smaller_where_that_saves_a_nearly_empty_page():
    by_pages = {}
    for count in range(20, 60):
        sheet = sheet_of(table(*map(plain_row, range(count)), header=HEAD))
        assert 0.85 <= sheet.scale <= 1.0
        assert abs(sheet.edges[-1] * sheet.scale - sheet.frame.area_width) < 0.01
        assert all(height <= sheet.room for height in pages(sheet))
        by_pages.setdefault(sheet.pages, []).append((sheet.scale, sheet.tight))
    assert by_pages[1][0] == (1.0, False)
    assert by_pages[1][-1][1]
    assert by_pages[1][-1][0] < 1.0


def test_pages_of_each_part_are_counted_anew_and_a_sheet_without_a_title_says_whose_it_is():
    def part(unit):
        whose = Paragraph(f"（{unit}）", align=Align.CENTRE)
        long = [replace(table(*map(plain_row, range(60)), header=HEAD), name=name) for name in ("甲表", "乙表")]
        return Section((Paragraph("任务清单", Role.TITLE), whose, *long), begins=Part(None, None))

    sheets = sheets_of(Paper((part("区教育局"), part("区人社局"))))
    assert [sheet.first_number for sheet in sheets] == [1, None, 1, None]
    assert [sheet.running for sheet in sheets] == ["", "区教育局", "", "区人社局"]


def test_attachments_stand_below_each_other():
    listed = Paragraph("附件：1.指标分解表\n2.任务分工表", Role.ATTACHMENT_LIST)
    sheet = sheet_of(Paragraph(TEXT), listed)
    assert [c.value.content for c in sheet.cells][1:] == ["　　附件：1.指标分解表", "　　　　　2.任务分工表"]


def test_a_number_before_a_figure_stands_apart_in_lists_of_attachments(tmp_path):
    paper = Paper((Section((Paragraph("附件：1.2031年任务表\n2.说明", Role.ATTACHMENT_LIST),)),))
    write_xlsx(paper, tmp_path / "a.xlsx")
    write_docx(paper, tmp_path / "a.docx")
    texts = [cell.value for row in load_workbook(tmp_path / "a.xlsx").active.iter_rows() for cell in row if cell.value]
    assert [text.strip("\u3000") for text in texts] == ["附件：1.\u20022031年任务表", "2.说明"]
    assert [p.text for p in docx.Document(str(tmp_path / "a.docx")).paragraphs][:2] == [
        "附件：1.\u20022031年任务表",
        "2.说明",
    ]
