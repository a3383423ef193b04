"""Excel workbooks written from papers, read back with openpyxl and with our own reader."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal

import openpyxl
import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents.office import tables, texts
from tests.documents.pdf.builders_layout import row, table
from tests.documents.round_trip import plain_draft, plain_json, plan_of
from tests.documents.written import TEXT, plain
from tests.reports.builders_plan import PlanBuilder, county_plan
from xiezuo_desktop.documents import PaperError, read_paper
from xiezuo_desktop.documents.paper import (
    Align,
    Cell,
    Form,
    Head,
    Imprint,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Role,
    Row,
    RowKind,
    Section,
    Table,
)
from xiezuo_desktop.documents.write_docx import write_docx
from xiezuo_desktop.documents.write_xlsx import write_xlsx
from xiezuo_desktop.documents.write_xlsx_values import text_value, value_of
from xiezuo_desktop.reports import compose


def written(paper, tmp_path, **options):
    path = tmp_path / "a.xlsx"
    write_xlsx(paper, path, **options)
    return path


def sheet_of(paper, tmp_path, **options):
    return openpyxl.load_workbook(written(paper, tmp_path, **options)).active


def indicators(tmp_path, **options):
    return sheet_of(compose("indicators", county_plan().plan, **options), tmp_path)


# ------------------------------------------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("text", "content", "shown_as"),
    [
        ("6720", 6720, "General"),
        ("5.50", Decimal("5.50"), "0.00"),
        ("-3", -3, "General"),
        ("12,500", 12500, "#,##0"),
        ("1,234.5", Decimal("1234.5"), "#,##0.0"),
        ("4.3%", Decimal("0.043"), "0.0%"),
        ("+27.9", Decimal("27.9"), "+0.0;-0.0"),
        ("+5", 5, "+0;-0"),
        ("+0", "+0", "@"),
        ("0", 0, "General"),
        ("123456789012", 123456789012, "0"),
        ("0012", "0012", "@"),
        ("-0", "-0", "@"),
        ("1٠", "1٠", "General"),
        ("1,23", "1,23", "@"),
        ("330203199001011234", "330203199001011234", "@"),
        ("2024-6-30", "2024-6-30", "@"),
        ("≥30", "≥30", "General"),
        ("30人", "30人", "General"),
        ("-", "-", "@"),
        ("/", "/", "@"),
        ("", "", "General"),
    ],
)
def test_a_text_is_a_number_only_where_it_reads_back_as_it_was(text, content, shown_as):
    found = value_of(text)
    assert (found.content, found.format) == (content, shown_as)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-甲", "@SUM(A1)", "\t=1"])
def test_texts_that_look_like_formulas_are_guarded(text):
    found = text_value(text)
    assert found.guarded
    assert found.format == "@"


def test_a_text_longer_than_a_cell_holds_is_refused(tmp_path):
    with pytest.raises(PaperError, match="Excel 存不下"):
        written(plain(table(row("长" * 32_768, "乙"))), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_formulas_errors_and_escapes_stay_texts(tmp_path):
    said = ["=HYPERLINK(1)", "#N/A", "_x0041_", "<b>&", "a\x01b"]
    path = written(plain(table(row(*said))), tmp_path)
    sheet = openpyxl.load_workbook(path).active
    assert {cell.data_type for cell in sheet[1]} == {"s"}
    assert sheet["A1"].quotePrefix
    assert texts(tables(read_paper(path))[0]) == [["=HYPERLINK(1)", "#N/A", "_x0041_", "<b>&", "ab"]]


# ------------------------------------------------------------------------------------------------- sheets


def test_numbers_are_numbers_and_show_their_decimals(tmp_path):
    cells = [cell for r in indicators(tmp_path) for cell in r if cell.data_type == "n" and cell.value is not None]
    assert {"General", "0.00"} == {cell.number_format for cell in cells}
    assert 5.5 in [cell.value for cell in cells]
    assert all(cell.alignment.shrink_to_fit for cell in cells)


def test_page_set_up_is_that_of_the_paper(tmp_path):
    sheet = indicators(tmp_path, turned=True, paper="A3")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert abs(sheet.page_margins.top - 37 / 25.4) < 0.01  # folded in among upright A4 pages
    assert sheet.oddFooter.right.text == sheet.evenFooter.left.text == "\u3000— &P —\u3000"


def test_header_rows_repeat_and_stay_and_everything_is_printed(tmp_path):
    sheet = indicators(tmp_path)
    header = next(cell.row for r in sheet for cell in r if cell.value == "指标名称")
    assert sheet.print_title_rows == f"${header}:${header}"
    assert sheet.freeze_panes == f"A{header + 1}"
    assert sheet.print_area == f"'{sheet.title}'!$A$1:$E${sheet.max_row}"


def test_a_long_text_above_the_table_does_not_freeze_the_screen(tmp_path):
    sheet = sheet_of(plain(Paragraph(TEXT * 20), table(row("1", "2"), header=(("甲", "乙"),))), tmp_path)
    assert sheet.freeze_panes is None


def test_the_title_is_merged_over_all_columns_and_centred(tmp_path):
    sheet = indicators(tmp_path)
    title = sheet["A1"]
    assert title.alignment.horizontal == "center"
    assert title.font.name == "方正小标宋简体"
    assert "A1:E1" in {str(r) for r in sheet.merged_cells.ranges}


def test_cells_are_merged_as_in_the_paper_and_keep_their_rules(tmp_path):
    spread = Table(
        (
            Row((Cell("项目", 0, 2), Cell("目标", 2)), RowKind.HEADER),
            Row((Cell("甲", 0, 1, 2), Cell("乙", 1), Cell("2", 2))),
            Row((Cell("丙", 1), Cell("4", 2))),
        ),
        1,
    )
    sheet = sheet_of(plain(spread), tmp_path)
    assert {str(r) for r in sheet.merged_cells.ranges} == {"A1:B1", "A2:A3"}
    assert sheet["B1"].border.bottom.style == sheet["A3"].border.left.style == "thin"


def test_every_row_has_a_height_that_holds_its_text(tmp_path):
    columns = (Align.CENTRE, Align.LEFT)
    sheet = sheet_of(plain(table(row("1", TEXT * 8), row("2", "短"), columns=columns)), tmp_path)
    width, size = sheet.column_dimensions["B"].width * 6, sheet["B1"].font.size
    lines = len(TEXT * 8) * size / width
    assert sheet.row_dimensions[1].height > lines * size * 1.25
    assert sheet.row_dimensions[2].height < 3 * size


def test_a_row_higher_than_excel_shows_goes_over_several(tmp_path):
    columns = (Align.CENTRE, Align.LEFT)
    path = written(plain(table(row("1", TEXT * 300), row("2", "短"), columns=columns)), tmp_path)
    sheet = openpyxl.load_workbook(path).active
    assert max(d.height for d in sheet.row_dimensions.values()) <= 409
    below = next(cell.row for cell in sheet["A"] if cell.value == 2)
    assert f"B1:B{below - 1}" in {str(r) for r in sheet.merged_cells.ranges}
    assert [c.text for r in tables(read_paper(path))[0].rows for c in r.cells] == ["1", TEXT * 300, "2", "短"]


def test_columns_are_as_wide_as_the_page_leaves_them(tmp_path):
    sheet = sheet_of(plain(table(row("甲", TEXT), columns=(Align.CENTRE, Align.LEFT))), tmp_path)
    widths = [d.width for d in sheet.column_dimensions.values()]
    assert abs(sum(widths) * 6 - 156 / 25.4 * 72) < 1
    assert widths[1] > widths[0]


def test_several_tables_are_several_sheets_with_names(tmp_path):
    one, two = table(row("甲", "1")), table(row("乙", "2"))
    blocks = (
        Paragraph("第一张表", Role.TITLE), one, Paragraph("注一", Role.CAPTION), Paragraph("第一张表", Role.TITLE), two,
        Paragraph("注二", Role.CAPTION),
    )  # fmt: skip
    book = openpyxl.load_workbook(written(plain(*blocks), tmp_path))
    assert book.sheetnames == ["第一张表", "第一张表（2）"]
    assert [[c.value for c in s["A"] if c.value] for s in book] == [
        ["第一张表", "甲", "注一"],
        ["第一张表", "乙", "注二"],
    ]


@pytest.mark.parametrize("name", ["a/b:c*[d]", "'引号'", "很长" * 30, "History", "  "])
def test_any_title_gives_a_name_that_excel_takes(name, tmp_path):
    found = sheet_of(plain(Table(table(row("甲", "1")).rows, name=name), Paragraph("甲", Role.TITLE)), tmp_path).title
    assert 1 <= len(found) <= 31
    assert not set(found) & set("[]:*?/\\")
    assert found.strip("'") == found


def test_sheets_of_several_units_bear_their_names(tmp_path):
    sections = [
        Section(
            (Paragraph("清单", Role.TITLE), Paragraph(f"（{u}）", align=Align.CENTRE), table(row("1", "2"))),
            begins=Part(),
        )
        for u in ("区教育局", "区民政局（区乡村振兴局）")
    ]
    book = openpyxl.load_workbook(written(Paper(tuple(sections)), tmp_path))
    assert book.sheetnames == ["区教育局", "区民政局（区乡村振兴局）"]


def test_the_head_stands_above_the_text_the_imprint_below_the_last_attachment(tmp_path):
    book = openpyxl.load_workbook(written(compose("taskbook", county_plan(2).plan), tmp_path))
    assert book.sheetnames == ["通知", "2031年临江－云岭东西部协作工作任务书", "指标分解表"]
    first, text, last = ([c.value for r in s for c in r if c.value is not None] for s in book)
    assert first[:2] == ["临江区人民政府办公室文件", "临政办〔2031〕18号"]
    assert "2031年3月6日印发" not in text
    assert last[-2:] == ["临江区人民政府办公室", "2031年3月6日印发"]


@pytest.mark.parametrize("form", list(Form))
def test_every_form_of_head_is_written(form, tmp_path):
    head = Head("区政府\n区教育局", "区政〔2031〕1号", "张三", "000001", "秘密", "特急", form, "办公室", "2031年3月5日")
    imprint = Imprint("各镇。", "区政府办", "2031年3月6日")
    sheet = sheet_of(plain(Paragraph(TEXT), head=head, imprint=imprint), tmp_path)
    said = [c.value for r in sheet for c in r if c.value]
    assert {"区政府\n区教育局", "区政〔2031〕1号", "签发人：张三", "抄送：各镇。"} <= set(said)
    assert ("2031年3月6日印发" in said) == (form is not Form.LETTER)


def test_the_numbers_of_each_unit_begin_with_one(tmp_path):
    sections = tuple(Section((Paragraph(TEXT),), begins=Part(None, None)) for _ in range(2))
    book = openpyxl.load_workbook(written(Paper(sections), tmp_path))
    assert [(s.page_setup.firstPageNumber, s.page_setup.useFirstPageNumber) for s in book] == [(1, True)] * 2


def test_page_breaks_end_printed_pages_and_drafts_say_so(tmp_path):
    sheet = sheet_of(plain(Paragraph("甲"), PageBreak(), Paragraph("乙")), tmp_path, draft=True)
    assert [b.id for b in sheet.row_breaks.brk] == [1]
    assert sheet.oddHeader.right.text == sheet.evenHeader.right.text == "草　稿"


def test_empty_papers_and_one_page_sections_are_written(tmp_path):
    assert openpyxl.load_workbook(written(Paper(()), tmp_path)).sheetnames == ["正文"]
    sheet = sheet_of(Paper((Section((table(row("甲", "乙")),), one_page=True),)), tmp_path)
    assert sheet.page_setup.fitToHeight == 1


def test_equal_papers_are_equal_bytes(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    paper = compose("indicators", county_plan().plan)
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(paper, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    properties = openpyxl.load_workbook(tmp_path / "a.xlsx").properties
    assert (properties.title, properties.creator) == (paper.title, paper.author)
    assert properties.modified.year == 2030


# ------------------------------------------------------------------------------------------------- round trip


def test_what_is_read_back_is_understood_as_the_paper_itself(tmp_path):
    for turned in (False, True):
        paper = compose("indicators", county_plan().plan, turned=turned)
        assert plain_draft(read_paper(written(paper, tmp_path))) == plain_draft(paper)


def test_a_plan_comes_back_from_excel_as_the_same_plan(tmp_path):
    plan = plan_of(compose("indicators", county_plan().plan), tmp_path / "1.xiezuo")
    back = plan_of(read_paper(written(compose("indicators", plan), tmp_path)), tmp_path / "2.xiezuo")
    assert plain_json(back) == plain_json(plan)


_FIGURES = st.from_regex(r"[-+]?(0|[1-9]\d{0,6})(\.\d{1,3})?|[1-9]\d{0,2}(,\d{3}){1,2}", fullmatch=True)
_WORDS = st.text(st.sampled_from("临江区协作任务指标人万元（）、=+-@0123456789.,%/_x<&\"'"), max_size=12)


@st.composite
def random_tables(draw):
    """Tables of texts and figures with merged cells of every kind."""
    width, count = draw(st.integers(2, 5)), draw(st.integers(2, 6))
    taken, rows = set(), []
    for r in range(count):
        cells = []
        for c in range(width):
            if (r, c) in taken:
                continue
            across, down = draw(st.sampled_from([(1, 1), (1, 1), (1, 1), (2, 1), (1, 2), (2, 2)]))
            across, down = min(across, width - c), min(down, count - r)
            if {(rr, cc) for rr in range(r, r + down) for cc in range(c, c + across)} & taken:
                across = down = 1
            taken |= {(rr, cc) for rr in range(r, r + down) for cc in range(c, c + across)}
            cells.append(Cell(draw(_FIGURES | _WORDS.map("行".__add__)), c, across, down))
        rows.append(Row(tuple(cells)))
    return Table(tuple(rows))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(random_tables())
def test_every_text_of_any_table_reads_back_as_it_was(tmp_path, wanted):
    texts_wanted = [c.text.strip() for r in wanted.rows for c in r.cells]
    for write, name in ((write_docx, "a.docx"), (write_xlsx, "a.xlsx")):
        write(plain(Paragraph("标题", Role.TITLE), wanted, Paragraph("附注", Role.CAPTION)), tmp_path / name)
        found = [
            c.text.replace("\n（", "（") for r in tables(read_paper(tmp_path / name))[0].rows for c in r.cells if c.text
        ]
        assert [text for text in found if text not in ("标题", "附注")] == texts_wanted


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.text(st.sampled_from("协作任务劳务产业消费帮扶人才资金"), min_size=4, max_size=10),
            st.sampled_from(["30", "5.50", "6,720", "≥100", "-", "/", "已完成", ""]),
            st.sampled_from([(), ("区教育局",), ("区财政局", "区民政局（区乡村振兴局）"), ("各镇",)]),
        ),
        min_size=2,
        max_size=8,
        unique_by=lambda item: item[0],
    )
)
def test_any_plan_is_understood_back_from_word_and_excel(tmp_path, found):
    b = PlanBuilder(title="2031年临江区协作指标分解表", year=2031)
    group = b.category("一", "组织领导")
    for number, (name, target, units) in enumerate(found, 1):
        b.indicator(f"{name}数", units, category=group, ordinal=str(number), measure_unit="人", target=target)
    paper = compose("indicators", b.plan)
    wanted = plain_draft(paper)
    for write, name in ((write_docx, "a.docx"), (write_xlsx, "a.xlsx")):
        write(paper, tmp_path / name)
        assert plain_draft(read_paper(tmp_path / name)) == wanted


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_prints_every_text_within_its_row(tmp_path):
    plan = county_plan().plan
    path = written(compose("indicators", plan, turned=True), tmp_path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    document = pdfium.PdfDocument(tmp_path / "a.pdf")
    text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    sizes = {tuple(round(side) for side in page.get_size()) for page in document}
    document.close()
    assert sizes == {(842, 595)}
    for indicator in plan.indicators:
        assert "".join(indicator.name.split()) in text
    assert text.count("责任单位") >= 2  # the heading is repeated


def test_a_task_book_with_its_imprint_below_the_table_comes_back_as_the_same_plan(tmp_path):
    paper = compose("taskbook", county_plan(2).plan)
    back = plan_of(read_paper(written(paper, tmp_path)), tmp_path / "b.xiezuo")
    assert str(back.info.printed_on) == "2031-03-06"
    assert plain_json(back)["indicators"] == plain_json(plan_of(paper, tmp_path / "a.xiezuo"))["indicators"]
