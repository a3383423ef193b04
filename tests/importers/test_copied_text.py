"""Text copied from web pages: cells one below the other, and tasks without numbers above their facts."""

from __future__ import annotations

from tests.importers.papers import paper
from xiezuo_desktop.importers import understand

CELLS = """项 目
分值
目标任务
牵头单位
经济运行
工业投资
3
52
县经信局
县统计局
银行新增贷款
2
15
县财政局""".split("\n")  # noqa: SIM905  one cell a line, as it is copied


def test_cells_that_cannot_be_put_together_are_left_as_one_and_never_become_chapters():
    draft = understand(paper("云岭县2024年度目标任务分解表", *CELLS))
    assert (draft.chapters, draft.indicators, draft.tasks) == ((), (), ())
    [found] = [u for u in draft.unplaced if "一格一行" in u.reason]
    assert found.text == "；".join(CELLS)


def test_sentences_above_their_facts_are_tasks_without_numbers():
    draft = understand(
        paper(
            "云岭县2024年为民实事责任分解",
            "新增普惠托位360个。",
            "主管领导：赵某",
            "责任单位：县卫健局",
            "主要责任人：钱某",
            "进度安排：6月底前开工；12月底前投用。",
            "改造老旧小区8个。",
            "主管领导：孙某",
            "责任单位：县住建局",
            "主要责任人：李某",
            "进度安排：11月底前完工。",
        )
    )
    assert [(t.theme, t.leader, t.deadline) for t in draft.tasks] == [
        ("新增普惠托位360个。", "赵某；主要责任人：钱某", "12月底前"),
        ("改造老旧小区8个。", "孙某；主要责任人：李某", "11月底前"),
    ]
    assert [m.text for t in draft.tasks for m in t.measures] == [
        "进度安排：6月底前开工；12月底前投用。",
        "进度安排：11月底前完工。",
    ]
