from __future__ import annotations

import pytest

from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.documents.docx_numbering import counted

from .office import docx, p, paragraphs, tbl, tc, texts, the_table, tr


def level(depth, text, fmt="decimal", start=1, more=""):
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels, more="", extra_nums=""):
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}{more}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{extra_nums}'


def item(text, depth=0, number=1):
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def shown(tmp_path, body, numbers, **parts):
    return paragraphs(read_paper(docx(tmp_path / "a.docx", body, numbering=numbers, **parts)))


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (12345, "一万二千三百四十五"),
    ],
)
def test_numbers_are_counted_in_chinese(n, text):
    assert counted(n) == text


def test_three_levels_of_an_official_paper(tmp_path):
    numbers = numbering(level(0, "%1、", "chineseCounting"), level(1, "（%2）", "chineseCounting"), level(2, "%3."))
    body = (
        item("组织领导")
        + item("调研对接", 1)
        + item("区级", 2)
        + item("镇级", 2)
        + item("联席会议", 1)
        + item("区级", 2)
        + item("产业协作")
        + item("园区", 1)
    )
    assert shown(tmp_path, body, numbers) == [
        "一、组织领导",
        "（一）调研对接",
        "1.区级",
        "2.镇级",
        "（二）联席会议",
        "1.区级",
        "二、产业协作",
        "（一）园区",
    ]


def test_label_of_several_levels_and_all_decimal(tmp_path):
    numbers = numbering(level(0, "第%1章", "chineseCountingThousand"), level(1, "%1.%2", "decimal", more="<w:isLgl/>"))
    assert shown(tmp_path, item("总则") + item("目的", 1) + item("任务") + item("范围", 1), numbers) == [
        "第一章总则",
        "1.1目的",
        "第二章任务",
        "2.1范围",
    ]


def test_blank_only_where_digits_would_meet(tmp_path):
    assert shown(tmp_path, item("2024年任务") + item("Excel表"), numbering(level(0, "%1."))) == [
        "1. 2024年任务",
        "2. Excel表",
    ]


def test_empty_numbered_cell_shows_its_number(tmp_path):
    body = tbl(tr(tc("序号"), tc("指标")), *(tr(f"<w:tc>{item('')}</w:tc>", tc(name)) for name in ("调研", "会议")))
    table = the_table(read_paper(docx(tmp_path / "a.docx", body, numbering=numbering(level(0, "%1")))))
    assert texts(table)[1:] == [["1", "调研"], ["2", "会议"]]


def test_second_list_of_the_same_kind_goes_on_unless_it_starts_anew(tmp_path):
    more = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    body = item("甲") + item("乙", number=2) + item("丙", number=3) + item("丁", number=3)
    assert shown(tmp_path, body, numbering(level(0, "%1."), extra_nums=more)) == ["1.甲", "2.乙", "1.丙", "2.丁"]


def test_level_that_never_restarts_counts_on(tmp_path):
    numbers = numbering(level(0, "%1、", "chineseCounting"), level(1, "%2.", more='<w:lvlRestart w:val="0"/>'))
    assert shown(tmp_path, item("甲") + item("子", 1) + item("乙") + item("丑", 1), numbers) == [
        "一、甲",
        "1.子",
        "二、乙",
        "2.丑",
    ]


def test_list_named_by_a_style_takes_its_level_from_there(tmp_path):
    styles = (
        '<w:style w:type="paragraph" w:styleId="h2"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbers = numbering(
        level(0, "%1、", "chineseCounting"), level(1, "（%2）", "chineseCounting", more='<w:pStyle w:val="h2"/>')
    )
    assert shown(tmp_path, item("甲") + p("乙", '<w:pStyle w:val="h2"/>'), numbers, styles=styles) == [
        "一、甲",
        "（一）乙",
    ]


def test_number_zero_takes_a_paragraph_out_of_its_list(tmp_path):
    styles = (
        '<w:style w:type="paragraph" w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = p("甲", '<w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr>') + p("乙", '<w:pStyle w:val="h"/>')
    assert shown(tmp_path, body, numbering(level(0, "%1.")), styles=styles) == ["甲", "1.乙"]


def test_bullets_and_unknown_lists_add_nothing(tmp_path):
    assert shown(tmp_path, item("甲") + item("乙", number=77), numbering(level(0, "\uf06c", "bullet"))) == ["甲", "乙"]


@pytest.mark.parametrize(
    ("fmt", "labels"),
    [
        ("upperRoman", ["I", "II", "III", "IV"]),
        ("lowerLetter", ["a", "b", "c", "d"]),
        ("decimalEnclosedCircle", ["①", "②", "③", "④"]),
        ("ideographTraditional", ["甲", "乙", "丙", "丁"]),
        ("chineseLegalSimplified", ["壹", "贰", "叁", "肆"]),
        ("decimalZero", ["01", "02", "03", "04"]),
        ("aFormatOfTomorrow", ["1", "2", "3", "4"]),
    ],
)
def test_formats_of_ordinals(tmp_path, fmt, labels):
    assert shown(tmp_path, item("、") * 4, numbering(level(0, "%1", fmt))) == [f"{label}、" for label in labels]
