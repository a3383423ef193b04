"""校核单: what the checks find, with room for what is decided about each finding."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from xiezuo_desktop.core.records import ScoreItem
from xiezuo_desktop.documents.paper import Align, Cell, Column, Paper, Paragraph, Role, Row, RowKind, Section, Table
from xiezuo_desktop.reports.wording import report_title

if TYPE_CHECKING:
    from xiezuo_desktop.core.checks import Problem
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.documents.paper import Block

ENDING = "校核单"
_HEADS = ("序号", "类别", "位置", "问题", "处理意见")
_COLUMNS = (
    Column(),
    Column(least=2.0),
    Column(Align.LEFT, 1.0, 9.0),
    Column(Align.LEFT, 1.6, 14.0),
    Column(Align.LEFT, 0.4, 5.0),
)

_CHECKED_BY = "校核人：　　　　　　　　　　　　日期："


def check_sheet(plan: Plan, *, paper: str = "A4", turned: bool | None = None) -> Paper:
    """All findings, the gravest first; those that somebody accepted with the reason given."""
    from xiezuo_desktop.core.checks import SEVERITIES, check

    title = report_title(plan, ENDING)
    problems = check(plan)
    blocks: list[Block] = [Paragraph(title, Role.TITLE)]
    if problems:
        open_ones = [p for p in problems if p.waived is None]
        counts = [f"{label}{sum(p.severity == s for p in open_ones)}条" for s, label in SEVERITIES.items()]
        if waived := len(problems) - len(open_ones):
            counts.append(f"已豁免{waived}条")
        blocks.append(Paragraph(f"共{len(problems)}条：{'、'.join(counts)}", Role.CAPTION, Align.RIGHT))
        blocks.append(_table(problems, SEVERITIES))
        blocks.append(Paragraph(_CHECKED_BY, Role.CAPTION))
    else:
        blocks.append(Paragraph(_nothing_found(plan)))
        blocks.append(Paragraph(_CHECKED_BY))
    return Paper((Section(tuple(blocks), bool(turned), paper),), title=title, author=plan.info.issuer)


def _nothing_found(plan: Plan) -> str:
    """What was checked, counted, where all of it is right."""
    items = [item for item in plan.rows(ScoreItem).values() if item.parent is None]
    found = (
        (plan.indicators, "项指标"),
        (plan.tasks, "项任务"),
        (plan.chapters, "章任务书"),
        (plan.units, "个单位"),
        (items, "个评分项"),
    )
    counts = [f"{len(rows)}{words}" for rows, words in found if rows]
    return f"按照校核规则逐条核对了本计划的{'、'.join(counts) or '内容'}，没有发现需要修改的地方。"


def _table(problems: list[Problem], severities: dict[str, str]) -> Table:
    rows = [Row(tuple(map(Cell, _HEADS, range(len(_HEADS)))), RowKind.HEADER)]
    number = 0
    for severity, group in groupby(problems, lambda problem: problem.severity):
        found = list(group)
        waived = sum(problem.waived is not None for problem in found)
        count = f"{len(found)}条，其中已豁免{waived}条" if waived else f"{len(found)}条"
        rows.append(Row((Cell(f"{severities[severity]}（{count}）", 0, len(_HEADS)),), RowKind.CATEGORY))
        for problem in found:
            number += 1
            opinion = "" if problem.waived is None else f"已豁免：{problem.waived}"
            texts = (str(number), problem.subject, problem.where, problem.message, opinion)
            rows.append(Row(tuple(map(Cell, texts, range(len(texts))))))
    return Table(tuple(rows), 1, _COLUMNS, ENDING)
