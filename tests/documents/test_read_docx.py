from __future__ import annotations

import zipfile

import pytest

from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.documents.errors import PaperError
from xiezuo_desktop.documents.paper import Align, Paragraph, Role

from .office import DOWN, GOES_ON, docx, outline, p, paragraphs, span, tables, tbl, tc, texts, the_table, tr

BOX = "<w:txbxContent>{}</w:txbxContent>"


def read(tmp_path, body, **parts):
    return read_paper(docx(tmp_path / "文.docx", body, **parts))


def run(inside):
    return f"<w:p><w:r>{inside}</w:r></w:p>"


def test_paragraph_keeps_alignment_size_and_weight(tmp_path):
    paper = read(tmp_path, p("指标分解表", '<w:jc w:val="center"/>', '<w:b/><w:sz w:val="44"/>') + p("正文"))
    assert list(paper.blocks) == [Paragraph("指标分解表", align=Align.CENTRE, size=22.0, bold=True), Paragraph("正文")]


def test_look_comes_down_the_chain_of_styles(tmp_path):
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:styleId="a"><w:pPr><w:jc w:val="right"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/><w:rPr><w:sz w:val="32"/></w:rPr></w:style>'
    )
    paper = read(
        tmp_path,
        p("甲", '<w:pStyle w:val="b"/>') + p("乙") + p("丙", '<w:pStyle w:val="b"/>', '<w:b w:val="0"/>'),
        styles=styles,
    )
    assert [(b.align, b.size, b.bold) for b in paper.blocks] == [
        (Align.RIGHT, 16.0, True),
        (None, 10.5, False),
        (Align.RIGHT, 16.0, False),
    ]


def test_styles_in_a_circle_end(tmp_path):
    styles = (
        '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    assert paragraphs(read(tmp_path, p("甲", '<w:pStyle w:val="a"/>'), styles=styles)) == ["甲"]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:t>甲</w:t><w:br/><w:t>乙</w:t>", "甲\n乙"),
        ("<w:t>甲</w:t><w:cr/><w:t>乙</w:t>", "甲\n乙"),
        ("<w:t>甲</w:t><w:tab/><w:t>乙</w:t>", "甲\t乙"),
        ("<w:t>东</w:t><w:softHyphen/><w:t>西\xad部</w:t>", "东西部"),
        ("<w:t>7</w:t><w:noBreakHyphen/><w:t>12</w:t>", "7-12"),
        ('<w:sym w:font="Symbol" w:char="F0B3"/><w:t>5</w:t>', "≥5"),
        ('<w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t>', "☑是"),
        ('<w:sym w:font="无此字体" w:char="F0AA"/>', "〓"),
        ('<w:sym w:font="宋体" w:char="2160"/>', "Ⅰ"),
        ("<w:t>a</w:t><w:delText>b</w:delText>", "a"),
        (
            "<w:ruby><w:rt><w:r><w:t>xié</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>协</w:t></w:r></w:rubyBase></w:ruby>",
            "协",
        ),
    ],
)
def test_signs_of_a_run_are_the_text_they_show(tmp_path, inside, text):
    assert paragraphs(read(tmp_path, run(inside))) == [text]


def test_field_codes_are_no_text_but_their_results_are(tmp_path):
    field = '<w:fldChar w:fldCharType="{}"/>'
    body = run(
        "<w:t>共</w:t>"
        + field.format("begin")
        + "<w:instrText>= 1 + </w:instrText>"
        + field.format("begin")
        + "<w:instrText>REF x</w:instrText>"
        + field.format("separate")
        + "<w:t>内层</w:t>"
        + field.format("end")
        + field.format("separate")
        + "<w:t>36</w:t>"
        + field.format("end")
        + "<w:t>项</w:t>"
    )
    assert paragraphs(read(tmp_path, body)) == ["共36项"]


def test_tracked_insertions_count_and_deletions_do_not(tmp_path):
    body = (
        "<w:p><w:r><w:t>选派</w:t></w:r><w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:del><w:r><w:delText>10</w:delText><w:t>十</w:t></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:r><w:t>人</w:t></w:r></w:p>"
    )
    paper = read(tmp_path, body)
    assert paragraphs(paper) == ["选派12人"]
    assert paper.notes == ("文档里有修订痕迹，已按接受全部修订后的内容读入。",)


def test_paragraph_whose_end_was_deleted_runs_on(tmp_path):
    assert paragraphs(read(tmp_path, p("统筹", "<w:rPr><w:del/></w:rPr>") + p("推进"))) == ["统筹推进"]


def test_content_controls_links_and_custom_xml_are_seen_through(tmp_path):
    body = (
        f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:sdt><w:sdtContent><w:r><w:t>内</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:smartTag><w:r><w:t>标</w:t></w:r></w:smartTag><m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath></w:p>"
    )
    assert paragraphs(read(tmp_path, body)) == ["控件", "链接内标x+1"]


def test_text_box_comes_once_and_before_its_paragraph(tmp_path):
    inner = BOX.format(p("临江区人民政府办公室文件"))
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        + inner
        + "</wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox>" + inner + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>临政办〔2024〕1号</w:t></w:r></w:p>"
    )
    assert paragraphs(read(tmp_path, body)) == ["临江区人民政府办公室文件", "临政办〔2024〕1号"]


def test_text_box_only_in_the_fallback_is_read(tmp_path):
    body = f"<w:p><w:r><mc:AlternateContent><mc:Choice/><mc:Fallback><w:pict>{BOX.format(p('框'))}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    assert paragraphs(read(tmp_path, body)) == ["框"]


def test_word_art_is_text(tmp_path):
    assert paragraphs(read(tmp_path, run('<w:pict><v:shape><v:textpath string="临江区文件"/></v:shape></w:pict>'))) == [
        "临江区文件"
    ]


def test_pictures_are_named_as_not_read(tmp_path):
    paper = read(tmp_path, run("<w:drawing><a:blip/></w:drawing>") + p("图一"))
    assert paper.notes == ("文档里有 1 张图片，图片里的文字没有读入。",)


def test_page_breaks_of_every_kind(tmp_path):
    body = (
        p("一")
        + '<w:p><w:r><w:t>二</w:t><w:br w:type="page"/><w:t>三</w:t></w:r></w:p>'
        + p("四", "<w:pageBreakBefore/>")
        + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>五</w:t></w:r></w:p>"
        + "<w:p><w:r><w:t>六</w:t><w:lastRenderedPageBreak/><w:t>七</w:t></w:r></w:p>"
    )
    paper = read(tmp_path, body)
    assert outline(paper) == "PP|P|P|PP"
    assert paragraphs(paper)[-1] == "六七"


def test_section_breaks_turn_the_page(tmp_path):
    turned = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    body = (
        p("正文", "<w:sectPr/>")
        + p("附件", f"<w:sectPr>{turned}</w:sectPr>")
        + p("续")
        + f'<w:sectPr><w:type w:val="continuous"/>{turned}</w:sectPr>'
    )
    paper = read(tmp_path, body)
    assert [section.turned for section in paper.sections] == [False, True]
    assert outline(paper) == "P|PP"


def test_cells_are_the_real_ones(tmp_path):
    body = tbl(
        tr(tc("指标", DOWN), tc("数量", span(2)), properties="<w:tblHeader/>"),
        tr(tc("", GOES_ON), tc("省"), tc("市"), properties="<w:tblHeader/>"),
        tr(tc("一、组织领导", span(3))),
        tr(tc("调研"), tc("1"), tc("2")),
    )
    table = the_table(read(tmp_path, body))
    assert [[(c.text, c.column, c.column_span, c.row_span) for c in row.cells] for row in table.rows] == [
        [("指标", 0, 1, 2), ("数量", 1, 2, 1)],
        [("省", 1, 1, 1), ("市", 2, 1, 1)],
        [("一、组织领导", 0, 3, 1)],
        [("调研", 0, 1, 1), ("1", 1, 1, 1), ("2", 2, 1, 1)],
    ]
    assert (table.header_rows, table.name, table.rows[3].number) == (2, "表1", 4)


def test_merge_breaks_where_a_row_does_not_go_on(tmp_path):
    body = tbl(
        tr(tc("甲", DOWN), tc("1")), tr(tc("", GOES_ON), tc("2")), tr(tc("乙"), tc("3")), tr(tc("丙", GOES_ON), tc("4"))
    )
    assert [
        (c.text, c.row_span) for row in the_table(read(tmp_path, body)).rows for c in row.cells if c.column == 0
    ] == [("甲", 2), ("乙", 1), ("丙", 1)]


def test_merge_of_another_width_is_a_cell_of_its_own(tmp_path):
    body = tbl(tr(tc("甲", DOWN + span(2)), tc("1")), tr(tc("乙", GOES_ON), tc("丙"), tc("2")))
    assert texts(the_table(read(tmp_path, body))) == [["甲", "1"], ["乙", "丙", "2"]]


def test_row_may_begin_further_right(tmp_path):
    body = tbl(tr(tc("a"), tc("b"), tc("c")), tr(tc("x"), tc("y"), properties='<w:gridBefore w:val="1"/>'))
    assert [cell.column for cell in the_table(read(tmp_path, body)).rows[1].cells] == [1, 2]


def test_old_horizontal_merge_is_one_cell(tmp_path):
    body = tbl(
        tr(tc("合", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("尾")), tr(tc("1"), tc("2"), tc("3"))
    )
    assert [(c.text, c.column, c.column_span) for c in the_table(read(tmp_path, body)).rows[0].cells] == [
        ("合", 0, 2),
        ("尾", 2, 1),
    ]


def test_text_under_a_merged_cell_is_named(tmp_path):
    body = tbl(
        tr(tc("区教育局", DOWN), tc("1")), tr(tc("看不见", GOES_ON), tc("2")), tr(tc("区教育局", GOES_ON), tc("3"))
    )
    paper = read(tmp_path, body)
    assert texts(the_table(paper)) == [["区教育局", "1"], ["2"], ["3"]]
    assert paper.notes == ("表1第2行：合并单元格遮住了文字“看不见”，没有读入。",)


def test_nested_table_stays_in_its_cell(tmp_path):
    inner = tbl(tr(tc("甲镇"), tc("3")), tr(tc("乙镇"), tc("4")))
    body = tbl(tr(tc("分解"), f"<w:tc>{p('如下：')}{inner}{p()}</w:tc>"), tr(tc("合计"), tc("7")))
    assert texts(the_table(read(tmp_path, body))) == [["分解", "如下：\n甲镇\t3\n乙镇\t4"], ["合计", "7"]]


def test_frame_of_one_cell_is_no_table(tmp_path):
    body = tbl(tr(f"<w:tc>{p('通知')}{tbl(tr(tc('a'), tc('b')), tr(tc('c'), tc('d')))}</w:tc>"))
    assert outline(read(tmp_path, body)) == "PT"


def test_deleted_rows_and_empty_tables_are_left_out(tmp_path):
    body = (
        tbl(tr(tc("a"), tc("b")), tr(tc("x"), tc("y"), properties="<w:del/>"), tr(tc(), tc()), tr(tc("c"), tc("d")))
        + p()
        + tbl(tr(tc(), tc()))
    )
    (table,) = tables(read(tmp_path, body))
    assert texts(table) == [["a", "b"], ["c", "d"]]
    assert [row.number for row in table.rows] == [1, 3]


def test_rows_and_cells_in_content_controls_are_read(tmp_path):
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = tbl(control.format(tr(tc("a"), control.format(tc("b")))), tr(tc("c"), tc("d")))
    assert texts(the_table(read(tmp_path, body))) == [["a", "b"], ["c", "d"]]


def test_running_heads_that_say_something_come_last(tmp_path):
    page = '<w:p><w:r><w:t>— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple><w:r><w:t> —</w:t></w:r></w:p>'
    body = (
        p("正文")
        + '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    )
    paper = read(tmp_path, body, header1=p("临江区对口办"), footer1=page)
    assert list(paper.blocks) == [Paragraph("正文"), Paragraph("临江区对口办", role=Role.RUNNING)]


def test_head_of_the_first_page_stands_first(tmp_path):
    body = p("正文") + '<w:sectPr><w:headerReference w:type="first" r:id="header1"/><w:titlePg/></w:sectPr>'
    assert paragraphs(read(tmp_path, body, header1=p("临江区人民政府办公室文件"))) == [
        "临江区人民政府办公室文件",
        "正文",
    ]


def test_footnotes_come_behind_the_text(tmp_path):
    notes = f'<w:footnote w:type="separator">{p("线")}</w:footnote><w:footnote w:id="2">{p("以户籍为准")}</w:footnote>'
    paper = read(tmp_path, p("农村劳动力"), footnotes=notes)
    assert list(paper.blocks)[-1] == Paragraph("以户籍为准", role=Role.FOOTNOTE)


def test_strict_open_xml_is_read(tmp_path):
    path = docx(tmp_path / "a.docx", p("严格"))
    strict = tmp_path / "b.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            data = (
                old.read(name)
                .decode()
                .replace(
                    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    "http://purl.oclc.org/ooxml/wordprocessingml/main",
                )
            )
            new.writestr(
                name,
                data.replace(
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    "http://purl.oclc.org/ooxml/officeDocument/relationships",
                ),
            )
    assert paragraphs(read_paper(strict)) == ["严格"]


def test_document_of_pictures_only_says_so(tmp_path):
    with pytest.raises(PaperError, match=r"没有文字.*扫描件"):
        read(tmp_path, run("<w:drawing><a:blip/></w:drawing>"))
