from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezuo_desktop.documents import read_paper, read_text, read_text_paper
from xiezuo_desktop.documents.errors import PaperError
from xiezuo_desktop.documents.paper import Paragraph, Table
from xiezuo_desktop.documents.read_text import text_blocks

from .office import outline, paragraphs, tables, texts, the_table

CELL_LINES = """附件

某区任务分解表

\t序号
\t名称
指标
\t目标

\t1
\t调研
\t

\t2
\t
\t5

备注：以上为全年任务。
"""


def read(text, name="文.txt"):
    return read_text_paper(text, name)


def test_one_cell_per_line_is_a_table():
    paper = read(CELL_LINES)
    assert outline(paper) == "PPTP"
    assert texts(the_table(paper)) == [["序号", "名称\n指标", "目标"], ["1", "调研", ""], ["2", "", "5"]]


def test_indented_paragraphs_are_no_cells():
    assert paragraphs(read("标题\n\t第一段。\n\t第二段。\n\n\t第三段。\n")) == [
        "标题",
        "第一段。",
        "第二段。",
        "第三段。",
    ]


def test_lines_with_tabs_are_tables_and_a_blank_line_ends_one():
    paper = read("指标\t单位\t目标\n一、组织领导\t\t\n1.调研\t次\t1\n\n指标\t单位\t目标\n2.会议\t次\t1\n完。\n")
    assert [texts(table) for table in tables(paper)] == [
        [["指标", "单位", "目标"], ["一、组织领导", "", ""], ["1.调研", "次", "1"]],
        [["指标", "单位", "目标"], ["2.会议", "次", "1"]],
    ]
    assert [table.name for table in tables(paper)] == ["表1", "表2"]


def test_quoted_cell_keeps_its_line_break_and_other_quotation_marks_stay():
    paper = read('指标\t单位\n"区委办\n区政府办"\t1\n"协作"\t2\n"说""好""话"\t3\n')
    assert texts(the_table(paper)) == [["指标", "单位"], ["区委办\n区政府办", "1"], ['"协作"', "2"], ['说"好"话', "3"]]


def test_lone_quotation_mark_swallows_nothing():
    rows = ["名称\t数"] + ['"甲\t1'] + [f"乙{n}\t{n}" for n in range(100)]
    assert len(the_table(read("\n".join(rows))).rows) == 102


def test_lone_line_with_one_tab_is_a_paragraph():
    assert paragraphs(read("联系人：王敏\t电话：0000\n\n完。")) == ["联系人：王敏\t电话：0000", "完。"]


def test_marks_of_markdown_are_evidence_not_text():
    paper = read("# 某区文件\n\n**一、区教育局**\n\n1.**选派教师。**完成3人。\n\n- 附件：名单\n\n> 引文\n")
    assert list(paper.blocks) == [
        Paragraph("某区文件", bold=True),
        Paragraph("一、区教育局", bold=True),
        Paragraph("1.选派教师。完成3人。"),
        Paragraph("附件：名单"),
        Paragraph("引文"),
    ]


def test_rules_are_nothing_and_page_numbers_are_page_breaks():
    paper = read("前\n\n---\n\n— 3 —\n\n后\n\n第 4 页 共 9 页\n\n* * *\n末\f尾\n- 5 -\n")
    assert outline(paper) == "P|P|P|P"


def test_residue_of_conversion_goes_and_a_lone_tag_stays():
    paper = read(
        "[bookmark: _GoBack]评价办法\n<p>正文</p>\n<b>一、组织</b>\t\t\n甲<br>乙\t1\t<p>2</p>\n销售<b>额\n<!-- page 2 -->末&nbsp;段\n"
    )
    assert paragraphs(paper) == ["评价办法", "正文", "销售<b>额", "末 段"]
    assert texts(the_table(paper)) == [["一、组织", "", ""], ["甲\n乙", "1", "2"]]


def test_pipe_table_of_markdown():
    paper = read("| 指标 | 目标 |\n|:---|---:|\n| 甲\\|乙 | 3 |\n| 丙 |  |\n\n完。\n", "表.md")
    assert texts(the_table(paper)) == [["指标", "目标"], ["甲|乙", "3"], ["丙", ""]]
    assert paragraphs(paper) == ["完。"]


def test_escapes_go_in_markdown_only():
    assert paragraphs(read("1\\. 选派", "a.md")) == ["1. 选派"]
    assert paragraphs(read("1\\. 选派", "a.txt")) == ["1\\. 选派"]


@pytest.mark.parametrize(
    ("name", "text", "rows"),
    [
        (
            "a.csv",
            '名称,"区委办\n区政府办",数\n"说""好""话",乙,3\n,,\n',
            [["名称", "区委办\n区政府办", "数"], ['说"好"话', "乙", "3"]],
        ),
        ("a.csv", "名称;数\n甲;3\n", [["名称", "数"], ["甲", "3"]]),
        ("a.csv", "名称\t数\n甲\t3,5\n", [["名称", "数"], ["甲", "3,5"]]),
        ("a.tsv", '标题\n"甲\n乙"\t3\n', [["标题"], ["甲\n乙", "3"]]),
    ],
)
def test_separated_values(name, text, rows):
    assert texts(the_table(read(text, name))) == rows


def test_unclosed_quotation_in_csv_swallows_nothing():
    table = the_table(read('名称,数\n"甲,1\n' + "乙,2\n" * 100, "a.csv"))
    assert len(table.rows) == 102


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding_is_known(tmp_path, encoding):
    (tmp_path / "文.txt").write_bytes("临江区东西部协作任务\r\n\r\n目标：5.50亿元\r\n".encode(encoding))
    assert paragraphs(read_paper(tmp_path / "文.txt")) == ["临江区东西部协作任务", "目标：5.50亿元"]


def test_text_cut_within_its_last_character_is_read():
    assert paragraphs(read_text("临江区任务书".encode()[:-1], "粘贴的内容")) == ["临江区任务"]


def test_characters_no_paper_shows_are_gone():
    assert paragraphs(read("协\u200b作\x00\x07\xad任\ufeff务")) == ["协作任务"]


def test_text_without_words_says_so():
    with pytest.raises(PaperError, match="没有文字"):
        read(" \n\t\n---\n")


@given(st.text(alphabet='\t\n\f"|#*-<>b/[] 一1。,', max_size=80), st.sampled_from(["a.txt", "a.md", "a.csv", "a.tsv"]))
def test_nothing_written_in_words_is_lost(text, name):
    try:
        paper = read(text, name)
    except PaperError:
        kept = ""
    else:
        kept = "".join(paragraphs(paper)) + "".join(
            cell for table in tables(paper) for row in texts(table) for cell in row
        )
    if not any(mark in text for mark in "-[<"):  # page numbers, lists and residue of conversion are not words
        assert sorted(c for c in text if c in "一1。") == sorted(c for c in kept if c in "一1。")


def test_a_short_line_between_rows_of_a_table_is_a_row_of_one_cell():
    text = "名称\t单位\t目标\n一、组织领导\n互访\t次\t2\n就业\t人\t30\n二、没有下文\n以上为全部。\n"
    paper = read_text_paper(text, "x.txt")
    (table,) = (b for b in paper.blocks if isinstance(b, Table))
    assert [[c.text for c in row.cells if c.text] for row in table.rows] == [
        ["名称", "单位", "目标"],
        ["一、组织领导"],
        ["互访", "次", "2"],
        ["就业", "人", "30"],
    ]
    assert [b.text for b in paper.blocks if not isinstance(b, Table)] == ["二、没有下文", "以上为全部。"]


def stacked(*lines: str) -> list[list[str]]:
    (found,) = [b for b in text_blocks("\n\n".join(lines), "txt") if isinstance(b, Table)]
    return [[c.text for c in row.cells] for row in found.rows]


def test_cells_copied_below_one_another_are_a_table():
    rows = stacked(
        *("云岭县任务分解表", "序号", "指标名称", "单位", "目标值", "责任单位", "备注"),
        *("1", "就业人数", "人", "300", "县人社局"),
        *("2", "培训人数", "人次", "60", "县人社局", "县总工会"),
        *("3", "结对学校", "所", "4", "县教育局", "新增2所"),
        *("4", "采购农产品", "万元", "30.5", "县商务局"),
        "抄送：各镇。",
    )  # fmt: skip
    assert rows[1:] == [
        ["1", "就业人数", "人", "300", "县人社局", ""],
        ["2", "培训人数", "人次", "60", "县人社局\n县总工会", ""],
        ["3", "结对学校", "所", "4", "县教育局", "新增2所"],
        ["4", "采购农产品", "万元", "30.5", "县商务局", ""],
    ]


def test_two_rows_below_one_number_are_two_rows():
    rows = stacked(
        *("序号", "事项", "责任单位", "时限"),
        *("1", "新建人行天桥2座。", "县住建局", "9月底前"),
        *("2", "开工建设养护楼。", "县民政局", "5月底前", "开工建设老年大学。", "12月底前"),
        *("3", "新建农贸市场1个。", "县商务局", "12月底前"),
    )  # fmt: skip
    assert rows[2:4] == [
        ["2", "开工建设养护楼。", "县民政局", "5月底前"],
        ["", "开工建设老年大学。", "", "12月底前"],
    ]


def test_lines_that_no_row_explains_stay_in_one_cell_each():
    assert stacked("序号", "任务", "内容", "1", "甲", "2", "乙", "3", "完") == [
        [t] for t in ("序号", "任务", "内容", "1", "甲", "2", "乙", "3", "完")
    ]
