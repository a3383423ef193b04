"""Nothing is lost: whatever a paper holds stands in the draft or is unplaced – for papers made at random."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.papers import left, paper, table, title
from xiezuo_desktop.documents.paper import Align, Cell, PageBreak, Paragraph, Row, Table
from xiezuo_desktop.importers import understand
from xiezuo_desktop.importers.draft import Draft, DraftIndicator
from xiezuo_desktop.importers.ledger import is_frame_text
from xiezuo_desktop.importers.words import header_roles
from xiezuo_desktop.importers.words_of_draft import Words

WORDS = [
    "序号", "指标名称", "单位", "目标值", "责任单位", "配合单位", "完成时限", "备注", "类别", "考核方式", "指标性质", "分值",
    "区教育局", "县人社局、县总工会", "区委统战部（区工商联）", "各镇街", "十二个乡镇", "区民政局等", "东山镇", "西河镇",
    "人", "亿元", "人次", "所", "1", "2", "27", "350", "0.30", "1,200", "≥30", "100%", "-", "/", "", "", "",
    "（一）", "一、劳务协作", "其中：脱贫人口", "结对学校数", "1.转移就业人数", "（1）半年以上", "只作统计，不作考核", "约束性",
    "12月底前", "以社会保险记录为准。", "合计", "备注：以上均为约束性指标。", "单位：万元", "附件", "附件2", "— 3 —", "临江区2024年协作任务表",
]  # fmt: skip
LINES = [
    "临江区人民政府办公室文件", "临政办〔2024〕12号", "关于下达2024年东西部协作任务的通知", "各镇人民政府，区级各部门：",
    "现将任务下达给你们，请认真贯彻落实。", "临江区人民政府办公室", "2024年3月5日", "一、区教育局", "1.结对学校4所。", "（一）加强协作",
    "二、区民政局（区慈善办）", "完成社会帮扶资金30万元，", "确保年底前全部到位。", "附件：1.任务表", "2.名单", "附件1", "抄送：区委各部门。",
    "临江区人民政府办公室　　2024年3月6日印发", "备注：略", "联系人：张某，电话：12345678", "（此件公开发布）", "无标题的一行字",
]  # fmt: skip


@st.composite
def tables(draw):
    height, width = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    free = [[True] * width for _ in range(height)]
    rows: list[list[Cell]] = [[] for _ in range(height)]
    for r in range(height):
        for c in range(width):
            if not free[r][c]:
                continue
            columns, down = draw(st.sampled_from([(1, 1)] * 6 + [(1, 2), (2, 1), (width, 1)]))
            columns = next(
                (n for n in range(1, columns) if c + n >= width or not free[r][c + n]), min(columns, width - c)
            )
            down = min(down, height - r)
            for rr in range(r, r + down):
                for cc in range(c, c + columns):
                    free[rr][cc] = False
            rows[r].append(Cell(draw(st.sampled_from(WORDS)), c, columns, down))
    return Table(tuple(Row(tuple(cells), number=i + 1) for i, cells in enumerate(rows)), name="表1")


@st.composite
def papers(draw):
    block = st.one_of(
        tables(),
        st.just(PageBreak()),
        st.builds(
            Paragraph,
            st.sampled_from(LINES),
            align=st.sampled_from([None, Align.CENTRE, Align.RIGHT]),
            bold=st.booleans(),
        ),
    )
    return paper(*draw(st.lists(block, min_size=1, max_size=12)))


def texts_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, date):
        yield f"{value.year}年{value.month}月{value.day}日"
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_in(item)
    elif is_dataclass(value):
        for f in fields(value):
            yield from texts_in(getattr(value, f.name))


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


def texts_of(source):
    for block in source.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield from (cell.text for row in block.rows for cell in row.cells)


FRAME = ("附件", "附件1", "附件2", "单位万元")  # marks above a page; the measure unit stands with the figures


@settings(max_examples=250, deadline=None)
@given(papers())
def test_every_text_of_any_paper_stands_in_the_draft_or_is_unplaced(source):
    draft = understand(source)
    held = "\0".join(letters(t) for t in texts_in(replace(draft, paper=None, guesses=())))
    held += "\0约束性\0" * any(i.nature for i in draft.indicators)
    for text in (t for t in texts_of(source) if not is_frame_text(t) and not header_roles(t)):
        for piece in re.split(r"[、，：（）.\s]", text):
            word = letters(piece)
            known = word in held or word.removesuffix("等") in held or word.removesuffix("印发") in held
            assert known or letters(text) in FRAME or word in ("抄送", "附件", "备注", "1", "2"), (
                piece,
                draft.unplaced,
            )


@settings(max_examples=150, deadline=None)
@given(tables())
def test_every_figure_of_a_table_is_kept_as_often_as_it_stands_there(source):
    draft = understand(paper(source))
    figures = Counter(c.text for row in source.rows for c in row.cells if re.fullmatch(r"[\d,.]+", c.text))
    held = "\0".join(texts_in(replace(draft, paper=None)))
    for figure, count in figures.items():
        found = re.findall(rf"(?<![\d.,]){re.escape(figure)}(?![\d.,]*\d)", held)
        assert len(found) >= count, (figure, draft)


def test_a_paper_nobody_knows_is_listed_whole():
    draft = understand(paper("下面是通讯录。", table("姓名|电话\n张某|123\n李某|456")))
    assert draft.kind == "unknown"
    assert left(draft) == ["下面是通讯录。", "姓名、电话；张某、123；李某、456"]
    assert draft.summary == ["读作没有认出的文件", "没有找到指标、任务或任务书的条文", "有 2 处没能归位，原样列出"]
    assert draft.unplaced[1].place == "表1"
    assert draft.unplaced[1].cells == ((1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2))


def test_each_unplaced_text_has_its_place_and_a_reason():
    draft = understand(paper(table("序号|指标名称|单位|目标值|完成情况|\n1|结对学校数|所|4|已签约|查台账")))
    assert [(u.place, u.text) for u in draft.unplaced] == [
        ("表1第5列", "完成情况、已签约"),
        ("表1第2行第6列", "查台账"),
    ]
    assert draft.unplaced[0].reason == "这是完成情况，属于某个月份，请在“进度填报”页导入"
    assert draft.unplaced[1].reason == "这一栏没有表头，看不出是什么"


def test_sums_that_the_plan_works_out_need_no_look():
    draft = understand(paper(table("序号|指标名称|单位|目标值|责任单位\n1|结对学校数|所|4|区教育局\n合计|||4|")))
    assert [(u.text, u.settled) for u in draft.unplaced] == [("合计、4", True)]
    assert draft.open_unplaced == ()
    assert not any("归位" in line for line in draft.summary)


def test_a_table_without_targets_or_units_says_so():
    without = understand(paper(table("序号|指标名称|计量单位\n1|结对学校数|所\n2|培训人数|人次")))
    assert [w.partition("；")[0] for w in without.missing] == ["没有读到一个目标值", "没有读到责任单位"]
    assert understand(paper(table("序号|指标名称|目标值|责任单位\n1|结对学校数|4|区教育局"))).missing == []


def test_page_numbers_and_rules_say_nothing():
    assert [
        t for t in ("— 3 —", "- 12 -", "第 3 页 共 8 页", "第3页", "-----", "***", "  ") if not is_frame_text(t)
    ] == []
    assert [t for t in ("3", "3.5", "第三页说明", "1-6", "A") if is_frame_text(t)] == []


def test_a_figure_within_another_figure_is_no_place_for_it():
    head = "镇 | 结对乡镇 | 说明\n"
    draft = understand(
        paper(
            table(head + "上河镇 | 东坡乡 | 去年结对20对\n下河镇 | 西坡乡 | 去年就业132人\n小计 | | 32"), title("结对")
        )
    )
    held = [p.note for p in draft.pairings]
    assert held == ["说明：去年结对20对", "说明：去年就业132人"]
    assert any("32" in u.text.split("、") for u in draft.open_unplaced)


@pytest.mark.parametrize("text", ["32", "1,320", "20", "5", "32人"])
def test_words_are_searched_with_whole_figures(text):
    other = Words(Draft("matrix", "", indicators=(DraftIndicator("就业", note="共132人，20.5万元，13200户，325人"),)))
    assert not other.hold(text)


@pytest.mark.parametrize("text", ["132", "20.5万元", "13,200", "共132人", "325"])
def test_a_whole_figure_is_found_with_or_without_its_commas(text):
    assert Words(
        Draft("matrix", "", indicators=(DraftIndicator("就业", note="共132人，20.5万元，13200户，325人"),))
    ).hold(text)
