"""Word documents written from papers, read back with independent readers and with our own."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import zipfile

import docx
import pypdfium2 as pdfium
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from tests.builders import shared_path
from tests.documents.office import the_table
from tests.documents.pdf.builders_layout import row, table
from tests.documents.round_trip import plain_draft, plain_json, plan_of
from tests.documents.written import TEXT, opened, plain, written
from tests.reports.builders_plan import county_plan
from xiezuo_desktop.documents import PaperError, read_paper
from xiezuo_desktop.documents.paper import (
    Form,
    Head,
    Imprint,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Role,
    Section,
    Table,
)
from xiezuo_desktop.documents.write_docx import write_docx
from xiezuo_desktop.reports import compose


def body_xml(path):
    return zipfile.ZipFile(path).read("word/document.xml").decode()


def styled(document, style_id):
    return [p.text for p in document.paragraphs if p.style.style_id == style_id]


# ------------------------------------------------------------------------------------------------- page and styles


def test_pages_have_the_margins_of_the_standard_and_22_lines(tmp_path):
    (section,) = opened(plain(Paragraph(TEXT)), tmp_path).sections
    measures = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    for found, wanted in zip(measures, (37, 35, 28, 26), strict=True):
        assert abs(found - Mm(wanted)) < Mm(0.05)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (section.page_height - section.top_margin - section.bottom_margin) // 635 // int(
        grid.get(qn("w:linePitch"))
    ) == 22


def test_every_role_has_a_style_of_its_own(tmp_path):
    document = opened(compose("taskbook", county_plan(2).plan), tmp_path)
    assert styled(document, "Mark") == ["临江区人民政府办公室文件"]
    assert styled(document, "DocNumber") == ["临政办〔2031〕18号"]
    assert [t.replace("\n", "") for t in styled(document, "Title")][1] == "2031年临江－云岭东西部协作工作任务书"
    assert styled(document, "MainTo") == ["各镇人民政府、街道办事处，区属各单位："]
    assert styled(document, "Heading1") == ["一、区委组织部", "二、区发展和改革局"]
    assert styled(document, "Signature") == ["临江区人民政府办公室"]
    assert styled(document, "Date") == ["2031年3月5日"]
    assert styled(document, "AttachmentMark") == ["附件"]


def test_faces_are_named_as_offices_have_them_with_other_names_to_fall_back_on(tmp_path):
    path = written(plain(Paragraph(TEXT)), tmp_path)
    document = docx.Document(str(path))
    faces = {
        key: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for key, name in (("body", "Normal"), ("title", "Title"), ("one", "Heading 1"), ("two", "Heading 2"))
    }
    assert faces == {"body": "仿宋_GB2312", "title": "方正小标宋简体", "one": "黑体", "two": "楷体_GB2312"}
    fonts = zipfile.ZipFile(path).read("word/fontTable.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,' in fonts


def test_figures_are_times_new_roman_page_numbers_song_and_quotation_marks_chinese(tmp_path):
    document = opened(plain(Paragraph("建成“百村”3个"), Paragraph("建成3个")), tmp_path)
    faces = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:ascii")) for name in ("Normal", "Title", "footer")
    }
    assert faces == {"Normal": "Times New Roman", "Title": "方正小标宋简体", "footer": "宋体"}
    marked, unmarked = (p.runs[0]._r.rPr for p in document.paragraphs)
    assert marked.rFonts.get(qn("w:hint")) == "eastAsia"
    assert unmarked is None


def test_text_is_indented_by_characters_and_lines_are_exact(tmp_path):
    style = opened(plain(Paragraph(TEXT)), tmp_path).styles["Normal"].element.pPr
    assert style.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    assert style.find(qn("w:spacing")).get(qn("w:lineRule")) == "exact"


def test_marks_at_the_end_of_a_line_are_not_lost_in_libreoffice_which_reads_the_switch_the_wrong_way_round(tmp_path):
    style = opened(plain(Paragraph(TEXT)), tmp_path).styles["Normal"].element.pPr
    assert style.find(qn("w:overflowPunct")).get(qn("w:val")) is None


def test_an_offices_own_line_pitch_is_kept_as_far_as_the_page_holds_as_many_lines(tmp_path):
    for wanted, shown in ((28.0, "560"), (29.62, "579")):
        section = opened(plain(Paragraph(TEXT), line_pitch=wanted), tmp_path).sections[0]
        assert section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")) == shown


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(tmp_path):
    document = opened(plain(Paragraph(TEXT)), tmp_path)
    assert document.settings.odd_and_even_pages_header_footer
    (section,) = document.sections
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        assert "PAGE" in paragraph._p.xml
        assert paragraph._p.pPr.jc is None or paragraph._p.pPr.jc.get(qn("w:val")) == align


def test_turned_sections_are_landscape_with_the_number_upright_on_the_sheet(tmp_path):
    paper = Paper((Section((Paragraph(TEXT),)), Section((Paragraph(TEXT),), turned=True)))
    path = written(paper, tmp_path)
    upright, turned = docx.Document(str(path)).sections
    assert upright.orientation == WD_ORIENT.PORTRAIT
    assert turned.orientation == WD_ORIENT.LANDSCAPE
    assert turned.page_width > turned.page_height
    assert 'vert="vert"' in turned.footer._element.xml
    assert [s.turned for s in read_paper(path).sections] == [False, True]


def test_an_a3_sheet_is_folded_in_with_the_number_and_margins_of_the_upright_pages(tmp_path):
    paper = Paper((Section((Paragraph(TEXT),)), Section((Paragraph(TEXT),), turned=True, paper="A3")))
    _, wide = opened(paper, tmp_path).sections
    assert wide.orientation == WD_ORIENT.LANDSCAPE
    assert [round(x.mm) for x in (wide.page_width, wide.page_height)] == [420, 297]
    assert [round(x.mm) for x in (wide.top_margin, wide.left_margin, wide.right_margin)] == [37, 28, 26]
    assert "vert=" not in wide.footer._element.xml


def test_title_and_author_are_in_the_properties_and_a_draft_says_so_on_every_page(tmp_path):
    document = opened(plain(Paragraph(TEXT), title="任务<书>", author="区&办"), tmp_path, draft=True)
    assert (document.core_properties.title, document.core_properties.author) == ("任务<书>", "区&办")
    (section,) = document.sections
    assert section.header.paragraphs[0].text == section.even_page_header.paragraphs[0].text == "草　稿"


def test_a_paper_without_blocks_is_an_empty_page(tmp_path):
    assert [p.text for p in opened(Paper(()), tmp_path).paragraphs] == [""]


# ------------------------------------------------------------------------------------------------- head and foot


def test_the_red_rule_stands_below_the_number(tmp_path):
    document = opened(compose("taskbook", county_plan(1).plan), tmp_path)
    (number,) = [p for p in document.paragraphs if p.style.style_id == "DocNumber"]
    rule = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert rule.get(qn("w:color")) == "FF0000"


def test_a_paper_that_goes_upwards_names_its_signers_at_the_right(tmp_path):
    paper = plain(Paragraph(TEXT), head=Head("区政府文件", "区政〔2031〕1号", "张三、李四、王五"))
    assert styled(opened(paper, tmp_path), "DocNumber") == ["\t签发人：张三\t李四", "区政〔2031〕1号\t王五"]


def test_the_names_of_a_joint_paper_stand_beside_the_word_document(tmp_path):
    head = Head("区发展和改革局\n区教育局\n文件", "区发改〔2031〕1号")
    document = opened(plain(Paragraph(TEXT), head=head), tmp_path)
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["区发展和改革局\n区教育局", "文件"]


def test_imprint_is_a_table_with_three_rules_on_the_lower_edge(tmp_path):
    document = opened(compose("taskbook", county_plan(1).plan), tmp_path)
    imprint = document.tables[-1]._tbl
    place = imprint.tblPr.find(qn("w:tblpPr"))
    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")
    borders = imprint.tblPr.find(qn("w:tblBorders"))
    assert [(b.tag.partition("}")[2], b.get(qn("w:sz"))) for b in borders] == [
        ("top", "8"), ("bottom", "8"), ("insideH", "6"),
    ]  # fmt: skip
    assert document.tables[-1].cell(1, 0).text == "临江区人民政府办公室"


def test_an_imprint_behind_turned_pages_has_an_upright_page(tmp_path):
    paper = Paper((Section((Paragraph(TEXT),), turned=True),), imprint=Imprint("各镇。", "区政府办", "2031年3月6日"))
    assert [s.orientation for s in opened(paper, tmp_path).sections] == [WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def test_a_letter_has_its_mark_above_the_text_and_no_number_on_its_first_page(tmp_path):
    head = Head("临江区人民政府办公室", "临政办函〔2031〕5号", form=Form.LETTER)
    imprint = Imprint("区财政局。", "临江区人民政府办公室", "2031年3月6日")
    path = written(
        plain(Paragraph("关于商请支持的函", Role.TITLE), Paragraph(TEXT), head=head, imprint=imprint), tmp_path
    )
    document = docx.Document(str(path))
    (section,) = document.sections
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == "临江区人民政府办公室"
    assert "PAGE" not in section.first_page_footer._element.xml
    assert [c.text for r in document.tables[-1].rows for c in r.cells] == ["抄送：区财政局。"] * 2
    assert next(read_paper(path).blocks).text == "临江区人民政府办公室"


def test_minutes_say_who_keeps_them_above_the_rule_and_who_attended(tmp_path):
    head = Head("专题会议纪要", "第3期", form=Form.MINUTES, issued_by="区政府办公室", issued_on="2031年3月5日")
    document = opened(plain(Paragraph(TEXT), Paragraph("出席：张三、李四", Role.ATTENDANCE), head=head), tmp_path)
    assert styled(document, "DocNumber") == ["第3期", "区政府办公室\t2031年3月5日"]
    attended = document.paragraphs[-1]
    assert [run.text for run in attended.runs] == ["出席：", "张三、李四"]


def test_an_order_has_no_rule_and_is_signed_by_a_person(tmp_path):
    blocks = (Paragraph(TEXT), Paragraph("区长　张三", Role.SIGNATURE), Paragraph("2031年3月5日", Role.DATE))
    document = opened(plain(*blocks, head=Head("区政府令", "第3号", form=Form.ORDER)), tmp_path)
    assert "w:pBdr" not in document.element.xml
    assert styled(document, "Signature") == ["区长　　张三"]


def test_without_a_seal_the_date_begins_two_characters_behind_the_name(tmp_path):
    blocks = (Paragraph(TEXT), Paragraph("临江区人民政府办公室", Role.SIGNATURE), Paragraph("2031年3月5日", Role.DATE))
    document = opened(plain(*blocks, sealed=False), tmp_path)
    rights = [int(p._p.pPr.ind.get(qn("w:rightChars"))) / 100 for p in document.paragraphs[1:]]
    name, date = 10 * 16 / 15.793, (6 / 2 + 3) * 16 / 15.793
    assert abs((rights[0] + name) - (rights[1] + date) - 2) < 0.02


def test_receivers_without_room_on_the_first_page_move_into_the_imprint(tmp_path):
    receivers = "、".join(f"临江区第{n}镇人民政府" for n in range(60))
    blocks = (Paragraph("通知", Role.TITLE), Paragraph(receivers + "：", Role.MAIN_TO), Paragraph(TEXT))
    document = opened(plain(*blocks, head=Head("区政府文件", "区政〔2031〕1号")), tmp_path)
    assert styled(document, "MainTo") == []
    assert document.tables[-1].cell(0, 0).text == f"主送：{receivers}。"


def test_receivers_above_and_below_have_no_rule_between_them(tmp_path):
    receivers = "、".join(f"临江区第{n}镇人民政府" for n in range(60))
    blocks = (Paragraph("通知", Role.TITLE), Paragraph(receivers + "：", Role.MAIN_TO), Paragraph(TEXT))
    paper = plain(
        *blocks, head=Head("区政府文件", "区政〔2031〕1号"), imprint=Imprint("区委各部门", "区政府办", "2031年3月6日")
    )
    main, copy, _ = opened(paper, tmp_path).tables[-1]._tbl.tr_lst
    assert main.tc_lst[0].tcPr.find(qn("w:tcBorders")).find(qn("w:bottom")).get(qn("w:val")) == "nil"
    assert copy.tc_lst[0].tcPr.find(qn("w:tcBorders")).find(qn("w:top")).get(qn("w:val")) == "nil"


def test_an_imprint_longer_than_a_page_stands_in_the_text(tmp_path):
    names = "，".join(f"临江区第{n}街道办事处" for n in range(150))
    imprint = opened(plain(Paragraph(TEXT), imprint=Imprint(names)), tmp_path).tables[-1]
    assert imprint._tbl.tblPr.find(qn("w:tblpPr")) is None
    assert names in imprint.cell(0, 0).text


@pytest.mark.parametrize(("count", "kept"), [(60, True), (600, False)])
def test_a_short_last_paragraph_goes_with_the_signature_a_long_one_fills_its_page(count, kept, tmp_path):
    blocks = (Paragraph((TEXT * 60)[:count]), Paragraph("临江区人民政府办公室", Role.SIGNATURE))
    (text, *_) = opened(plain(*blocks), tmp_path).paragraphs
    assert bool(text.paragraph_format.keep_with_next) == kept


def test_the_remark_stays_with_the_day(tmp_path):
    blocks = (Paragraph(TEXT), Paragraph("区政府办", Role.SIGNATURE), Paragraph("2031年3月6日", Role.DATE))
    for remark, wanted in (((), False), ((Paragraph("（此件公开发布）", Role.REMARK),), True)):
        document = opened(plain(*blocks, *remark), tmp_path)
        (day,) = (p for p in document.paragraphs if p.style.style_id == "Date")
        assert bool(day.paragraph_format.keep_with_next) is wanted


@pytest.mark.parametrize(("lines", "blank"), [(3, 2), (18, 2), (19, 1)])
def test_room_above_the_signature_is_that_of_the_pdf(lines, blank, tmp_path):
    blocks = (
        Paragraph("甲" * (28 * lines - 2)),
        Paragraph("临江区人民政府办公室", Role.SIGNATURE),
        Paragraph("2031年3月5日", Role.DATE),
    )
    name = opened(plain(*blocks), tmp_path).paragraphs[1]
    assert round(name.paragraph_format.space_before.pt / 28.95) == blank


def test_parts_begin_on_right_hand_pages_and_count_from_one(tmp_path):
    sections = [Section((Paragraph(TEXT),), begins=Part()) for _ in range(3)]
    found = opened(Paper(tuple(sections)), tmp_path).sections
    for section in found[1:]:
        assert section._sectPr.find(qn("w:type")).get(qn("w:val")) == "oddPage"
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


# ------------------------------------------------------------------------------------------------- text


def test_titles_are_broken_by_meaning_and_read_back_whole(tmp_path):
    title = "临江区人民政府办公室关于印发2031年临江－云岭东西部协作工作任务书的通知"
    path = written(plain(Paragraph(title, Role.TITLE), Paragraph(TEXT), author="临江区人民政府办公室"), tmp_path)
    (found,) = [p.text for p in docx.Document(str(path)).paragraphs if p.style.style_id == "Title"]
    assert found.split("\n")[0] == "临江区人民政府办公室"
    assert found.replace("\n", "") == title


def test_a_heading_that_runs_on_has_its_face_up_to_the_first_full_stop(tmp_path):
    document = opened(plain(Paragraph("（一）压实责任。" + TEXT, Role.HEADING2)), tmp_path)
    head, rest = document.paragraphs[0].runs
    assert (head.text, rest.text) == ("（一）压实责任。", TEXT)
    assert rest._r.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_attachments_are_listed_under_the_first_characters_of_their_names(tmp_path):
    document = opened(plain(Paragraph(TEXT), Paragraph("附件：1.任务书\n2.分解表", Role.ATTACHMENT_LIST)), tmp_path)
    first, second = document.paragraphs[1:]
    assert (first.text, second.text) == ("附件：1.任务书", "2.分解表")
    assert first._p.pPr.ind.get(qn("w:leftChars")) == second._p.pPr.ind.get(qn("w:leftChars")) == "600"
    assert (first._p.pPr.ind.get(qn("w:hangingChars")), second._p.pPr.ind.get(qn("w:hangingChars"))) == ("400", "100")


def test_page_breaks_begin_pages_also_before_tables(tmp_path):
    small = table(row("甲", "乙"))
    found = opened(plain(Paragraph(TEXT), PageBreak(), Paragraph("下页"), PageBreak(), small, small), tmp_path)
    assert found.element.xml.count("<w:pageBreakBefore/>") == 2
    assert len(found.tables) == 2  # a paragraph between them: else Word would join them


def test_user_text_is_never_markup_and_controls_are_left_out(tmp_path):
    text = 'a < b && c > "d" ]]> \x01\x0b\ud800<w:p/>'
    path = written(plain(Paragraph(text), table(row(text, "乙"))), tmp_path)
    kept = 'a < b && c > "d" ]]> <w:p/>'
    document = docx.Document(str(path))
    assert document.paragraphs[0].text == document.tables[0].cell(0, 0).text == kept


# ------------------------------------------------------------------------------------------------- files


def test_equal_papers_are_equal_bytes(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    paper = compose("taskbook", county_plan().plan)
    for name in ("a.docx", "b.docx"):
        write_docx(paper, tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    made = docx.Document(str(tmp_path / "a.docx")).core_properties.created
    assert made.year == 2030


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    target = tmp_path / "a.docx"
    target.write_bytes(b"before")
    broken = plain(Paragraph(TEXT), Paragraph(None))
    with pytest.raises(TypeError):
        write_docx(broken, target)
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("name", "words"),
    [("no/a.docx", "没有“.*”这个文件夹"), ("folder", "是一个文件夹"), ("长" * 120 + ".docx", "文件名“.*太长")],
)
def test_what_cannot_be_written_is_said_in_chinese(name, words, tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(PaperError, match=words):
        write_docx(plain(Paragraph(TEXT)), tmp_path / name)
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_a_full_disk_is_named_and_leaves_nothing(tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PaperError, match="磁盘已满"):
        write_docx(plain(Paragraph(TEXT)), tmp_path / "a.docx")
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------------- round trip


@pytest.mark.parametrize("report", ["taskbook", "indicators"])
def test_what_is_read_back_is_understood_as_the_paper_itself(report, tmp_path):
    paper = compose(report, county_plan().plan)
    path = written(paper, tmp_path)
    assert plain_draft(read_paper(path)) == plain_draft(paper)


@pytest.mark.parametrize("report", ["taskbook", "indicators"])
def test_a_plan_comes_back_from_word_as_the_same_plan(report, tmp_path):
    plan = plan_of(compose("taskbook", county_plan().plan), tmp_path / "1.xiezuo")
    back = plan_of(read_paper(written(compose(report, plan), tmp_path)), tmp_path / "2.xiezuo")
    found, wanted = plain_json(back), plain_json(plan)
    kept = wanted if report == "taskbook" else ("indicators", "categories", "groups", "unplaced")
    assert {key: found[key] for key in kept} == {key: wanted[key] for key in kept}


def test_an_issued_paper_goes_out_as_word_and_comes_back_the_same(tmp_path):
    source = next(shared_path("seeds/office").glob("001*原版.docx"))
    plan = plan_of(read_paper(source), tmp_path / "1.xiezuo")
    back = plan_of(read_paper(written(compose("taskbook", plan), tmp_path)), tmp_path / "2.xiezuo")
    assert plain_json(back) == plain_json(plan)


def spread(found):
    """The texts of a table, in every place that their cells cover: how a cell was taken apart does not matter."""
    return [[place[0].text if place else "" for place in line] for line in found.grid()]


def test_what_was_merged_and_indented_reads_back_as_it_was(tmp_path):
    paper = compose("indicators", county_plan().plan)
    (wanted,) = [b for b in paper.blocks if isinstance(b, Table)]
    assert spread(the_table(read_paper(written(paper, tmp_path)))) == spread(wanted)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_prints_every_text(tmp_path):
    plan = county_plan(3).plan
    path = written(compose("taskbook", plan), tmp_path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    document = pdfium.PdfDocument(tmp_path / "a.pdf")
    text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    pages = len(document)
    document.close()
    assert pages >= 5
    for indicator in plan.indicators:
        assert "".join(indicator.name.split()) in text
    assert "—1—" in text


def test_numbered_notes_hang_below_each_other(tmp_path):
    notes = ("备注：1.目标为全年数。" * 9, "2.由县教育局统计。", "表中数据截至6月。")
    blocks = (table(row("1", "培训")), *(Paragraph(text, Role.CAPTION) for text in notes))
    write_docx(plain(*blocks), tmp_path / "a.docx")
    found = {p.text[:5]: p.paragraph_format for p in docx.Document(str(tmp_path / "a.docx")).paragraphs if p.text}
    first, second, other = found["备注：1."], found["2.由县教"], found["表中数据截"]
    assert first.left_indent.pt == pytest.approx(48, abs=0.1) == -first.first_line_indent.pt
    assert second.left_indent.pt == pytest.approx(48, abs=0.1)
    assert second.first_line_indent.pt == pytest.approx(-12, abs=0.1)
    assert not other.left_indent
