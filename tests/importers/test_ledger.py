"""Nothing is lost: whatever a paper holds stands in the plan that it becomes or is unplaced – for papers made at random."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings

from tests.importers.nothing_lost import lost
from tests.importers.papers import left, paper, table, title
from tests.importers.random_papers import papers
from tests.importers.test_steps import applied
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.plan_json import plan_to_json
from xiezuo_desktop.importers import steps_for, understand
from xiezuo_desktop.importers.draft import Draft, DraftIndicator
from xiezuo_desktop.importers.ledger import is_frame_text
from xiezuo_desktop.importers.words_of_draft import Words


def exported(source):
    """The plan that a paper becomes, as it is exported."""
    plan, ids = Plan({}), count(1)
    return plan_to_json(applied(plan, steps_for(understand(source), plan, lambda: next(ids))))


@settings(max_examples=70, deadline=None)
@given(papers())
def test_every_text_and_figure_of_any_paper_is_in_the_exported_plan(source):
    assert lost(source, exported(source)) == []


def test_the_second_amount_of_one_unit_is_left_over():
    draft = understand(
        paper(title("任务分解表"), table("指标|单位|东山镇|西河镇|东山镇\n就业|人|30|20|12\n培训|人|5|6|7"))
    )
    assert [[a.amount for a in i.allocations] for i in draft.indicators] == [["30", "20"], ["5", "6"]]
    assert [u.text for u in draft.open_unplaced] == ["12", "7"]


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
