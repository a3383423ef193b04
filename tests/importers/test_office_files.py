"""Real Word, Excel and text files of one invented paper: each rendering is understood alike."""

from __future__ import annotations

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from openpyxl import Workbook

from tests.importers.papers import duties, left, parents, rows
from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.importers import understand

TITLE = "云岭县2024年东西部协作指标任务分解表"
HEADER = ["序号", "指标名称", "计量单位", "年度目标", "牵头单位", "配合单位"]
ROWS = [  # category rows have one text; "" goes on with the cell above
    ["一、人才支援"],
    ["1", "选派专业技术人才", "名", "12", "县委组织部\n县人社局", "县教育局、县卫健局"],
    ["", "其中：6个月以上", "名", "5", "", ""],
    ["2", "培训乡村振兴干部", "人次", "不少于300", "", ""],
    ["二、产业协作"],
    ["3", "引导企业投资额", "亿元", "1.50", "县经信局（县科技局）", "各乡镇（街道）"],
    ["4", "共建园区", "个", "该指标只作统计，不作考核", "", "/"],
    ["5", "企业带动就业", "人", "", "", "/"],
]
NAMES = ["选派专业技术人才", "其中：6个月以上", "培训乡村振兴干部", "引导企业投资额", "共建园区", "企业带动就业"]


def word(path, *, merged: bool):
    document = Document()
    for text, size in (("附件3", 16), (TITLE, 22)):
        paragraph = document.add_paragraph()
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        if size == 22:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    table = document.add_table(rows=0, cols=6)
    for row in [HEADER, *ROWS]:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            cell.text = text
        if len(row) == 1 and merged:
            cells[0].merge(cells[5])
    if merged:
        for first, last, column in ((2, 4, 4), (2, 4, 5), (2, 3, 0), (6, 8, 4), (7, 8, 3)):
            table.cell(first, column).merge(table.cell(last, column))
    document.add_paragraph("备注：目标为全年数。")
    document.save(path)


def sheet(path, *, merged: bool):
    book = Workbook()
    page = book.active
    page.append(["附件3"])
    page.append([TITLE])
    for row in [HEADER, *ROWS]:
        page.append([int(t) if t.isdigit() else t for t in row])
    if merged:
        page.merge_cells("A2:F2")
        for area in ("A4:F4", "A8:F8", "E5:E7", "F5:F7", "E9:E11", "D10:D11"):
            page.merge_cells(area)
    page.append(["备注：目标为全年数。"])
    book.save(path)


def text(path, *, merged: bool):
    lines = ["附件3", "", TITLE, ""]
    for row in [HEADER, *ROWS]:
        cells = [c.replace("\n", " ") for c in row] + [""] * (6 - len(row))
        lines += ["\t".join(cells)] if merged else [*("\t" + c for c in cells), ""]
    path.write_text("\n".join([*lines, "", "备注：目标为全年数。", ""]), encoding="gb18030")


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize(("maker", "name"), [(word, "表.docx"), (sheet, "表.xlsx"), (text, "表.txt")])
def test_every_rendering_reads_alike(maker, name, merged, tmp_path):
    maker(tmp_path / name, merged=merged)
    draft = understand(read_paper(tmp_path / name))
    assert [r[2] for r in rows(draft)] == NAMES
    assert [r[0] for r in rows(draft)] == ["人才支援"] * 3 + ["产业协作"] * 3
    assert [r[1] for r in rows(draft)] == ["1", "", "2", "3", "4", "5"]
    assert [r[4] for r in rows(draft)] == ["12", "5", "不少于300", "1.50", *["该指标只作统计，不作考核"] * 2]
    lead = [("lead", "县委组织部"), ("lead", "县人社局")]
    helpers = [("cooperating", "县教育局"), ("cooperating", "县卫健局")]
    assert duties(draft, "培训乡村振兴干部") == lead + helpers
    assert duties(draft, "企业带动就业") == [("lead", "县经信局（县科技局）")]
    assert duties(draft, "引导企业投资额")[1] == ("cooperating", "各乡镇（街道）")
    assert parents(draft) == {"其中：6个月以上": ("选派专业技术人才", "subset")}
    assert (draft.info.title, draft.info.year) == (TITLE, 2024)
    assert [(p.section, p.text) for p in draft.paragraphs] == [("note", "备注：目标为全年数。")]
    assert left(draft) == []
