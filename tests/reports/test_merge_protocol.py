from datetime import datetime
from types import SimpleNamespace

from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import PlanInfo
from xiezuo_desktop.documents.paper import Paragraph, Table
from xiezuo_desktop.reports.merge_protocol import merge_protocol

PLAN = Plan({PlanInfo: {(1, 0, 0): PlanInfo(id=1, title="临江区2024年协作计划")}})
FILE = SimpleNamespace(name="区甲局.xiezuo", sentence="区甲局第1轮：1条新内容。", outside=("单位“区乙局”",))
CHANGE = SimpleNamespace(where="指标1“互访”", label="年度目标", was="", now="5")
DISPUTE = SimpleNamespace(where="指标2“招聘会”", label="年度目标", values=("7", ""), before="6")


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def protocol(*args, **options):
    paper = merge_protocol(PLAN, *args, at=datetime(2024, 7, 6, 9, 5), **options)
    blocks = list(paper.blocks)
    return [b.text for b in blocks if isinstance(b, Paragraph)], [texts(b) for b in blocks if isinstance(b, Table)]


def test_protocol_lists_files_changes_and_disputes():
    lines, (files, changes, disputes) = protocol([FILE], [CHANGE], [DISPUTE])
    assert lines[1] == "2024年7月6日09:05　文件1份，变化1处，分歧1处"
    assert files[1] == ["1", "区甲局.xiezuo", "区甲局第1轮：1条新内容。\n不是该单位自己的内容：单位“区乙局”"]
    assert changes[1] == ["1", "指标1“互访”", "年度目标", "", "5"]
    assert disputes[1] == ["1", "指标2“招聘会”", "年度目标", "6", "7；（空）", ""]


def test_protocol_of_nothing_new_has_the_files_only():
    lines, tables = protocol([FILE], [], [])
    assert len(tables) == 1
    assert lines[-1].startswith("合并人：")


def test_rows_that_are_not_listed_are_counted():
    lines, _ = protocol([FILE], [CHANGE], [], more=1000)
    assert "变化1001处" in lines[1]
    assert any("另有1000条没有列出" in line for line in lines)
