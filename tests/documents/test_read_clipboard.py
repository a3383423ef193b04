from __future__ import annotations

import contextlib

import pytest

from xiezuo_desktop.documents import read_clipboard, read_text_paper
from xiezuo_desktop.documents.errors import PaperError
from xiezuo_desktop.documents.paper import Align, Paragraph

from .office import outline, paragraphs, texts, the_table


def spans(table):
    return [[(c.text, c.column, c.column_span, c.row_span) for c in row.cells] for row in table.rows]


def test_cells_copied_as_text_keep_their_line_breaks():
    paper = read_clipboard('指标\t单位\r\n调研\t"区委办\n区政府办"\r\n', None)
    assert texts(the_table(paper)) == [["指标", "单位"], ["调研", "区委办\n区政府办"]]


def test_table_copied_as_html_keeps_its_spans():
    html = (
        "Version:0.9\r\nStartHTML:0000000105\r\nEndHTML:0000000999\r\n<html><head><style>td {x:y}</style></head><body><!--StartFragment-->"
        "<table><col width=72><tr><td rowspan=2>指标</td><td colspan=2 align=center>数量</td></tr><tr><td>省</td><td>市</td></tr>"
        "<tr><td>调研<br style='mso-data-placement:same-cell'>对接</td><td style='text-align:right'>1</td><td>&nbsp;</td></tr></table><!--EndFragment--></body></html>"
    )
    table = the_table(read_clipboard("指标\t数量", html))
    assert spans(table) == [
        [("指标", 0, 1, 2), ("数量", 1, 2, 1)],
        [("省", 1, 1, 1), ("市", 2, 1, 1)],
        [("调研\n对接", 0, 1, 1), ("1", 1, 1, 1), ("", 2, 1, 1)],
    ]
    assert (table.rows[0].cells[1].align, table.rows[2].cells[1].align) == (Align.CENTRE, Align.RIGHT)


def test_paragraphs_copied_from_word():
    html = (
        "<html><head><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--></head><body>"
        "<p class=MsoNormal align=center style='text-align:center;font-size:22.0pt'><b>任务\r\n书</b></p>"
        "<p class=MsoNormal><![if !supportLists]>1.<span>&nbsp;</span><![endif]>选派<o:p></o:p></p></body></html>"
    )
    assert list(read_clipboard("任务书", html).blocks) == [
        Paragraph("任务 书", align=Align.CENTRE, size=22.0, bold=True),
        Paragraph("1. 选派"),
    ]


def test_table_in_the_text_beats_html_without_one():
    assert outline(read_clipboard("a\tb\tc\nd\te\tf", "<p>a b c</p>")) == "T"


def test_table_in_a_table_stays_in_its_cell():
    html = "<table><tr><td>甲<table><tr><td>1</td><td>2</td></tr></table></td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    assert texts(the_table(read_clipboard("", html))) == [["甲\n1\t2", "乙"], ["丙", "丁"]]


def test_a_table_inside_tables_that_only_lay_out_the_page_is_one_of_its_own():
    data = "<table><tr><td>a</td><td>b</td><td>c</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>"
    page = f"<table><tr><td>头</td></tr><tr><td><table><tr><td>左</td><td><p>题</p>{data}<p>注</p></td></tr></table></td></tr><tr><td>尾</td></tr></table>"
    made = read_clipboard("", page)
    assert paragraphs(made) == ["头", "左", "题", "注", "尾"]
    assert texts(the_table(made)) == [["a", "b", "c"], ["1", "2", "3"]]


def test_cells_and_rows_that_are_never_closed():
    assert texts(the_table(read_clipboard("", "<table><tr><td>a<td>b<tr><td>c<td>d"))) == [["a", "b"], ["c", "d"]]


def test_span_to_the_end_and_senseless_spans():
    html = "<table><tr><td rowspan=0>甲<td colspan=x>乙<tr><td rowspan=99999999>丙<tr><td>丁</table>"
    assert spans(the_table(read_clipboard("", html))) == [
        [("甲", 0, 1, 3), ("乙", 1, 1, 1)],
        [("丙", 1, 1, 2)],
        [("丁", 2, 1, 1)],
    ]


def test_page_named_as_text_is_read_as_a_page():
    paper = read_text_paper(
        "<html><body><h1>表</h1><table><tr><td>a</td><td>b</td></tr></table></body></html>", "导出.xls"
    )
    assert (paragraphs(paper), texts(the_table(paper))) == (["表"], [["a", "b"]])


def test_empty_clipboard_says_so():
    for text, html in (("", None), (" \n", "<html></html>")):
        with pytest.raises(PaperError, match="剪贴板里没有文字"):
            read_clipboard(text, html)


@pytest.mark.parametrize(
    "piece",
    ["<table><tr><td>", "<td colspan=1000>x", "<", "<!--", "<a b=", "&#x110000;", "<![if x", "</table>", "<p>x"],
)
def test_hostile_pages_end_soon(piece):
    with contextlib.suppress(PaperError):
        read_clipboard("文", piece * 20_000)
