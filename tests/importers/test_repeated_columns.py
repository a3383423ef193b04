"""Matrices with more columns than names above them: the sums tell which columns repeat others."""

from __future__ import annotations

from tests.importers.papers import paper, table, title
from xiezuo_desktop.importers import understand

NAME = "岭南市2031年协作任务分解表"
HEADER = "指标名称 | 单位 | 全市 | 东山县 | 西河县 | 北原县 | 市本级"


def told(*rows):
    draft = understand(paper(title(NAME), table("\n".join(rows))))
    return [g for g in draft.guesses if "重复" in g], draft


def test_a_column_that_stands_twice_is_told_with_what_it_would_mend():
    (said,), draft = told(
        HEADER + " | ",
        "培训 | 人 | 100 | 30 | 30 | 20 | 40 | 10",
        "就业 | 人 | 60 | 15 | 15 | 20 | 20 | 5",
        "引导企业 | 家 | 9 | 2 | 2 | 3 | 3 | 1",
        "消费帮扶 | 万元 | 700 | 200 | 200 | 300 | 200 | ",
    )
    assert said == (
        "表1的表头比数据少几栏，照表头读入，4 行里有 0 行的各栏之和等于合计；不计第 5 栏、计入没有表头的第 8 栏时有 4 行，"
        "这几栏像是重复的，请对照原件；确是重复的，依次点这几栏的栏名，选“栏名从这里起右移一栏”，再选“不读入”"
    )
    assert [(a.unit, a.amount) for a in draft.indicators[0].allocations] == [
        ("东山县", "30"), ("西河县", "30"), ("北原县", "20"), ("市本级", "40"),
    ]  # fmt: skip
    assert [u.text for u in draft.unplaced] == ["10、5、1"]


def test_columns_that_add_up_or_never_would_are_not_mentioned():
    fitting = (
        "培训 | 人 | 100 | 30 | 20 | 40 | 10",
        "就业 | 人 | 60 | 15 | 15 | 25 | 5",
        "车间 | 个 | 9 | 2 | 3 | 3 | 1",
    )
    assert told(HEADER, *fitting)[0] == []
    assert told(HEADER + " | ", *(f"{row} | 7" for row in fitting))[0] == []
    odd = (
        "培训 | 人 | 100 | 31 | 20 | 47 | 10 | 3",
        "就业 | 人 | 60 | 17 | 11 | 2 | 5 | 1",
        "车间 | 个 | 9 | 8 | 3 | 3 | 1 | 4",
    )
    assert told(HEADER + " | ", *odd)[0] == []
