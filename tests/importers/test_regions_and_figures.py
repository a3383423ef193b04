"""Tables with a row for each region, whose columns are headed by indicators no header word names."""

from __future__ import annotations

import pytest

from tests.importers.papers import paper, table, title
from xiezuo_desktop.documents import read_text_paper
from xiezuo_desktop.importers import understand

BELOW = """
全市 | 完成全年目标 | 2.2 | 2400 | 1000
临江区 | | 0.7 | 400 | 200
云岭县 | | 0.8 | 1000 | 400
青石县 | | 0.7 | 1000 | 400"""


@pytest.mark.parametrize(
    "header",
    [
        "地区 | 建成实训基地 | 职业技能培训(万人次) | 家政人员培训(人) | 妇女居家就业培训(人)",
        "地区 | 技能培训 | < | < | <\n^ | 建成实训基地 | 职业技能培训(万人次) | 家政人员培训(人) | 妇女居家就业培训(人)",
        "地区 | 建成实训基地 | 职业技能培训 | 家政人员培训 | 妇女培训",
    ],
)
def test_indicators_beside_regions_are_read_though_no_word_of_the_header_is_known(header):
    draft = understand(paper(title("2024年民生实事任务表"), table(header + BELOW)))
    assert [(i.target, [(a.unit, a.amount) for a in i.allocations]) for i in draft.indicators] == [
        ("2.2", [("临江区", "0.7"), ("云岭县", "0.8"), ("青石县", "0.7")]),
        ("2400", [("临江区", "400"), ("云岭县", "1000"), ("青石县", "1000")]),
        ("1000", [("临江区", "200"), ("云岭县", "400"), ("青石县", "400")]),
    ]
    assert draft.indicators[0].name == "职业技能培训"


def test_an_office_whose_cell_lost_its_merge_answers_for_the_columns_beside_it():
    lines = [
        "2024年民生实事责任分工表",
        "地区\t新建公厕(座)\t改造公厕(座)\t招聘会(场)",
        "责任单位\t市住建局\t\t市人社局",
        "临江区\t3\t5\t2",
        "云岭县\t2\t4\t1",
    ]
    draft = understand(read_text_paper("\n".join(lines), "分工.txt"))
    assert [(i.name, [r.unit for r in i.responsibilities]) for i in draft.indicators] == [
        ("新建公厕", ["市住建局"]),
        ("改造公厕", ["市住建局"]),
        ("招聘会", ["市人社局"]),
    ]
