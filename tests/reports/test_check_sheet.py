"""The findings of the checks as a form to be worked through."""

from __future__ import annotations

from tests.reports.builders_plan import PlanBuilder, division_plan
from tests.reports.tables import paragraphs, tables, texts
from xiezuo_desktop.core.checks import check
from xiezuo_desktop.core.records import Scheme, ScoreGroup, ScoreItem, Waiver
from xiezuo_desktop.documents.paper import RowKind
from xiezuo_desktop.reports import compose


def test_findings_are_listed_by_severity_with_room_for_an_opinion():
    plan = division_plan().plan
    problems = check(plan)
    (table,) = tables(compose("checks", plan))
    rows = [row for row in texts(table)[1:] if row[1] is not None]
    assert texts(table)[0] == ["序号", "类别", "位置", "问题", "处理意见"]
    assert [(row[1], row[3]) for row in rows] == [(p.subject, p.message) for p in problems]
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(problems) + 1)]
    assert all(row[4] == "" for row in rows)
    assert sum(row.kind is RowKind.CATEGORY for row in table.rows) == len({p.severity for p in problems})


def test_accepted_findings_show_the_reason():
    b = division_plan()
    problem = check(b.plan)[0]
    b.add(Waiver, rule=problem.rule, place=problem.place, reason="上级文件如此")
    sheet = compose("checks", b.plan)
    (table,) = tables(sheet)
    assert "已豁免：上级文件如此" in [row[4] for row in texts(table)]
    (counted,) = [words for words in paragraphs(sheet) if words.startswith("共")]
    assert counted.endswith("、已豁免1条")
    assert any("条，其中已豁免1条）" in (row[0] or "") for row in texts(table))


def test_nothing_found_is_said():
    said = paragraphs(compose("checks", PlanBuilder(title="指标").plan))
    assert said[-2].endswith("没有发现需要修改的地方。")
    assert said[-1].startswith("校核人：")


def test_what_was_checked_is_counted():
    b = PlanBuilder(title="临江区评价办法")
    scheme = b.add(Scheme, title="评价办法").id
    group = b.add(ScoreGroup, scheme=scheme, name="组织领导").id
    item = b.add(ScoreItem, group=group, content="召开会议").id
    b.add(ScoreItem, group=group, parent=item, content="党政联席会议")
    assert (
        paragraphs(compose("checks", b.plan))[-2] == "按照校核规则逐条核对了本计划的1个评分项，没有发现需要修改的地方。"
    )
