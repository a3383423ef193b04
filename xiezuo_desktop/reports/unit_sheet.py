"""单位任务清单: what one unit has to do – its indicators, its chapter of the task book, its tasks – on one page where it fits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xiezuo_desktop.core.handling import Handled
from xiezuo_desktop.core.records import Unit
from xiezuo_desktop.documents.paper import Align, Cell, Column, Paper, Paragraph, Role, Row, RowKind, Section, Table
from xiezuo_desktop.reports.matters import Matters, matters_of
from xiezuo_desktop.reports.task_book import clause_text
from xiezuo_desktop.reports.wording import amount_text, nothing_yet, report_title, with_parent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Indicator, Task
    from xiezuo_desktop.documents.paper import Block

ENDING = "单位任务清单"
_NUMERALS = "一二三"
_REMEDY = "请先在“责任单位”中核对名称，在“指标体系”和“工作任务”中写明由它承担的事项，然后再印。"


def unit_sheet(plan: Plan, *, unit: str, paper: str = "A4", turned: bool | None = None) -> Paper:
    """The list of one unit: its role in each indicator, the target and its own part, clauses, tasks with deadlines."""
    found = matters_of(plan).find_named(unit)
    title = report_title(plan, ENDING)
    blocks: list[Block] = [Paragraph(title, Role.TITLE), Paragraph(f"（{unit}）", Role.BODY, Align.CENTRE)]
    blocks += _contact(plan, unit)
    tables = [table for table in (_indicators(plan, found), _clauses(plan, found), _tasks(plan, found)) if table]
    for number, table in enumerate(tables):
        blocks.append(_headed(table, f"{_NUMERALS[number]}、" if len(tables) > 1 else ""))
    if not tables:
        blocks += nothing_yet(f"没有{unit}承担的指标和任务", _REMEDY)
    section = Section(tuple(blocks), bool(turned), paper, one_page=True)
    return Paper((section,), title=f"{title}（{unit}）", author=plan.info.issuer)


def _contact(plan: Plan, name: str) -> Iterator[Block]:
    unit = next((u for u in plan.units if u.name == name), None) or Unit(id=0)
    said = [f"{label}：{text}" for label, text in (("联系人", unit.contact), ("电话", unit.phone)) if text.strip()]
    if said:
        yield Paragraph("　".join(said), Role.CAPTION, Align.RIGHT)


def _headed(table: Table, ordinal: str) -> Table:
    """A table with its name as a row above its header: on a sheet of one page headings of their own take too much room."""
    name = Row((Cell(ordinal + table.name, 0, table.width, align=Align.LEFT),), RowKind.HEADER)
    return replace(table, rows=(name, *table.rows), header_rows=2)


def _table(
    name: str, heads: dict[str, Column], rows: list[list[str]], kinds: list[RowKind] | None = None
) -> Table | None:
    """A table of the columns in which a row says something; None without rows."""
    if not rows:
        return None
    shown = [n for n in range(len(heads)) if n < 2 or any(row[n] for row in rows)]
    captions = list(heads)
    header = Row(tuple(Cell(captions[n], place) for place, n in enumerate(shown)), RowKind.HEADER)
    body = [
        Row(tuple(Cell(row[n], place) for place, n in enumerate(shown)), kind)
        for row, kind in zip(rows, kinds or [RowKind.BODY] * len(rows), strict=True)
    ]
    columns = list(heads.values())
    return Table((header, *body), 1, tuple(columns[n] for n in shown), name)


def _indicators(plan: Plan, found: Matters) -> Table | None:
    heads = {
        "序号": Column(),
        "指标名称": Column(Align.LEFT, 1.6),
        "单位": Column(),
        "年度目标": Column(least=4.0),
        "本单位任务": Column(weight=1.2),
        "角色": Column(),
        "完成时限": Column(least=4.0),
    }
    mine = {i.id for i in found.indicators}
    rows, kinds, number = [], [], 0
    for indicator in found.indicators:
        below = indicator.parent in mine
        number += not below
        rows.append(
            [
                "" if below else str(number),
                indicator.name if below else with_parent(plan, indicator),
                indicator.measure_unit,
                indicator.target.strip(),
                _share(plan, found, indicator),
                found.role(indicator.id),
                indicator.deadline.strip(),
            ]
        )
        kinds.append(RowKind.SUB if below else RowKind.BODY)
    return _table("承担的指标", heads, rows, kinds)


def _share(plan: Plan, found: Matters, indicator: Indicator) -> str:
    """What the unit has to bring, one line for each partner."""
    out = []
    for allocation in found.allocations.get(indicator.id, ()):
        partner = plan.bearer_name(allocation.partner)
        amount = amount_text(allocation, each=found.is_group)
        out.append(f"{partner}：{amount}" if partner else amount)
    return "\n".join(dict.fromkeys(out))


def _clauses(plan: Plan, found: Matters) -> Table | None:
    rows: list[list[str]] = []
    for chapter in found.chapters:
        rows += [[str(len(rows) + n), clause_text(c)] for n, c in enumerate(plan.clauses(chapter.id), 1)]
    return _table("任务书明确的任务", {"序号": Column(), "任务内容": Column(Align.LEFT)}, rows)


def _tasks(plan: Plan, found: Matters) -> Table | None:
    heads = {
        "序号": Column(),
        "落实措施": Column(Align.LEFT, 2.0),
        "任务": Column(),
        "角色": Column(),
        "完成时限": Column(least=4.0),
        "办理情况": Column(least=3.0),
    }
    handled = Handled(plan)
    rows = [
        [
            str(n),
            _measures(plan, t),
            t.theme.strip(),
            found.role(t.id),
            _deadlines(plan, t),
            handled.of(t).label,
        ]
        for n, t in enumerate(found.tasks, 1)
    ]
    return _table("分工表明确的任务", heads, rows)


def _measures(plan: Plan, task: Task) -> str:
    """What is done; where nobody wrote that down, what the superior asks for."""
    texts = [m.text.strip() for m in plan.measures(task.id) if m.text.strip()]
    return "\n".join(texts) or task.superior_text.strip()


def _deadlines(plan: Plan, task: Task) -> str:
    own = [m.deadline.strip() for m in plan.measures(task.id) if m.deadline.strip()]
    return "\n".join(dict.fromkeys(own)) or task.deadline.strip()
