"""单位任务清单: what one unit has to do – its indicators, its chapter of the task book, its tasks – on one page where it fits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xiezuo_desktop.core.handling import Handled
from xiezuo_desktop.core.plan_figures import PlanFigures
from xiezuo_desktop.core.records import TableColumn, Unit
from xiezuo_desktop.documents.paper import Align, Cell, Column, Paper, Paragraph, Role, Row, RowKind, Section, Table
from xiezuo_desktop.reports.indicator_table import list_of, runs
from xiezuo_desktop.reports.matters import Matters, matters_of
from xiezuo_desktop.reports.standing import number_text
from xiezuo_desktop.reports.task_book import clause_text
from xiezuo_desktop.reports.wording import (
    amount_text,
    bearer_names,
    nothing_yet,
    report_title,
    with_parent,
    without_measure,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Id, Indicator, Task
    from xiezuo_desktop.documents.paper import Block

ENDING = "单位任务清单"
_NUMERALS = "一二三"
_SHARE, _ALL = "本单位任务", ""
_RESPONSIBLE = "责任"
_ANSWERING = ("lead", "responsible")
_MOST_PARTNERS = 4
_A_LINE, _MOST_LINES = 16, 30  # characters of a line of what indicators mean, and lines of all of them
_REMEDY = "请先在“责任单位”中核对名称，在“指标体系”和“工作任务”中写明由它承担的事项，然后再印。"


def unit_sheet(plan: Plan, *, unit: str, paper: str = "A4", turned: bool | None = None) -> Paper:
    """The list of one unit: its role in each indicator, the target and its own part, clauses, tasks with deadlines."""
    found = matters_of(plan).find_named(unit)
    title = report_title(plan, ENDING)
    acting = _acting_as(found)
    name = f"{unit}（{acting}）" if acting else f"（{unit}）"
    blocks: list[Block] = [Paragraph(title, Role.TITLE), Paragraph(name, Role.BODY, Align.CENTRE)]
    blocks += _contact(plan, unit)
    tables = [table for table in (_indicators(plan, found), _clauses(plan, found), _tasks(plan, found)) if table]
    for number, table in enumerate(tables):
        blocks.append(_headed(table, f"{_NUMERALS[number]}、" if len(tables) > 1 else ""))
    if not tables:
        blocks += nothing_yet(f"没有{unit}承担的指标和任务", _REMEDY)
    section = Section(tuple(blocks), bool(turned), paper, one_page=True)
    return Paper((section,), title=f"{title}（{unit}）", author=plan.info.issuer)


def _acting_as(found: Matters) -> str:
    """The plaque under which a unit answers for everything that it answers for; "" where it does so under its own name."""
    plaques = {duty.capacity.strip() for duties in found.roles.values() for duty in duties}
    return plaques.pop() if len(plaques) == 1 else ""


def _role(found: Matters, subject: Id, acting: str) -> str:
    """In which roles, without the plaque that the head of the sheet says."""
    return found.role(subject).replace(f"（{acting}）", "")


def _contact(plan: Plan, name: str) -> Iterator[Block]:
    unit = next((u for u in plan.units if u.name == name), None) or Unit(id=0)
    said = [f"{label}：{text}" for label, text in (("联系人", unit.contact), ("电话", unit.phone)) if text.strip()]
    if said:
        yield Paragraph("　".join(said), Role.CAPTION, Align.RIGHT)


def _headed(table: Table, ordinal: str) -> Table:
    """A table with its name as a row above its header: on a sheet of one page headings of their own take too much room."""
    name = Row((Cell(ordinal + table.name, 0, table.width, align=Align.LEFT),), RowKind.HEADER)
    return replace(table, rows=(name, *table.rows), header_rows=table.header_rows + 1)


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
    partners = _partners(plan, found)
    heads = {
        "序号": Column(),
        "指标名称": Column(Align.LEFT, 1.6),
        "单位": Column(),
        "年度目标": Column(least=4.0),
        **{_SHARE if name == _ALL else f"{_SHARE}\n{name}": Column(weight=1.2, least=3.0) for name in partners},
        "角色": Column(),
        "其他责任单位": Column(least=6.0),
        "完成时限": Column(least=4.0),
        "指标解释": Column(Align.LEFT, 2.0),
    }
    mine, acting = {i.id for i in found.indicators}, _acting_as(found)
    roles = [_role(found, i.id, acting) for i in found.indicators]
    told = any(role not in ("", _RESPONSIBLE) for role in roles)
    meant = _meanings(found)
    figures = PlanFigures(plan)
    rows, kinds, number = [], [], 0
    for indicator, role, meaning in zip(found.indicators, roles, meant, strict=True):
        below = indicator.parent in mine
        number += not below
        rows.append(
            [
                "" if below else str(number),
                indicator.name if below else with_parent(plan, indicator),
                indicator.measure_unit,
                without_measure(indicator.target.strip(), indicator.measure_unit) or _of_parts(figures, indicator),
                *(_share(plan, found, indicator, name) for name in partners),
                role if told else "",
                "、".join(_others(plan, found, indicator)),
                indicator.deadline.strip(),
                meaning,
            ]
        )
        kinds.append(RowKind.SUB if below else RowKind.BODY)
    return _in_two_tiers(_merged(_table("承担的指标", heads, rows, kinds), "其他责任单位"))


def _meanings(found: Matters) -> list[str]:
    """What each indicator means, where that keeps the sheet to its page: no other tables, few lines."""
    texts = [indicator.definition.strip() for indicator in found.indicators]
    lines = sum(max(-(-len(text) // _A_LINE), 1) for text in texts)
    fits = lines <= _MOST_LINES and not found.chapters and not found.tasks
    return texts if fits else [""] * len(texts)


def _of_parts(figures: PlanFigures, indicator: Indicator) -> str:
    """What a target comes to that only its parts state."""
    goal = figures.goal(indicator, 0)
    return number_text(goal.number) if goal else ""


def _others(plan: Plan, found: Matters, indicator: Indicator) -> list[str]:
    """Who answers for an indicator beside this unit; where it is split, each has its own part."""
    if plan.allocations(indicator.id):
        return []
    own = {duty.unit for duty in found.roles.get(indicator.id, ())}
    duties = plan.responsibilities(indicator.id)
    return bearer_names(plan, [d for d in duties if d.role in _ANSWERING and d.unit not in own])


def _partners(plan: Plan, found: Matters) -> list[str]:
    """The partners whose parts have a column each; one column for all, where they are many or some parts are of none."""
    names = {plan.bearer_name(a.partner) for i in found.indicators for a in found.allocations.get(i.id, ())}
    order = {unit.name: place for place, unit in enumerate(plan.units)}
    if "" in names or len(names) > _MOST_PARTNERS:
        return [_ALL]
    return sorted(names, key=lambda name: order.get(name, len(order)))


def _share(plan: Plan, found: Matters, indicator: Indicator, partner: str) -> str:
    """What the unit has to bring for one partner; for all of them, one line each."""
    out = []
    for allocation in found.allocations.get(indicator.id, ()):
        name = plan.bearer_name(allocation.partner)
        amount = without_measure(amount_text(allocation, each=found.is_group), indicator.measure_unit)
        if partner in (name, _ALL):
            out.append(f"{name}：{amount}" if name and not partner else amount)
    return "\n".join(dict.fromkeys(out))


def _merged(table: Table | None, heading: str) -> Table | None:
    """A table in whose column of this heading neighbours that say the same are one cell, its names below one another."""
    column = next((cell.column for cell in table.rows[0].cells if cell.text == heading), None) if table else None
    if table is None or column is None:
        return table
    texts = [next(cell.text for cell in row.cells if cell.column == column) for row in table.rows[1:]]
    out = [table.rows[0]]
    spans = runs(texts, lambda above, below: bool(above) and above == below)
    for row, text, span in zip(table.rows[1:], texts, spans, strict=True):
        names = Cell(list_of(text.split("、") if text else [], span), column, row_span=span)
        cells = (names if cell.column == column else cell for cell in row.cells)
        out.append(replace(row, cells=tuple(cell for cell in cells if cell.row_span)))
    return replace(table, rows=tuple(out))


def _in_two_tiers(table: Table | None) -> Table | None:
    """A table whose columns of parts stand under one heading, the partners below it."""
    if table is None:
        return None
    head = table.rows[0]
    parts = [cell for cell in head.cells if cell.text.startswith(f"{_SHARE}\n")]
    if not parts:
        return table
    plain = (replace(c, row_span=2) for c in head.cells if c not in parts)
    above = sorted((*plain, Cell(_SHARE, parts[0].column, len(parts))), key=lambda cell: cell.column)
    below = tuple(replace(cell, text=cell.text.partition("\n")[2]) for cell in parts)
    tiers = (Row(tuple(above), RowKind.HEADER), Row(below, RowKind.HEADER))
    return replace(table, rows=(*tiers, *table.rows[1:]), header_rows=2)


def _clauses(plan: Plan, found: Matters) -> Table | None:
    rows: list[list[str]] = []
    for chapter in found.chapters:
        rows += [[str(len(rows) + n), clause_text(c)] for n, c in enumerate(plan.clauses(chapter.id), 1)]
    return _table("任务书明确的任务", {"序号": Column(), "任务内容": Column(Align.LEFT)}, rows)


def _tasks(plan: Plan, found: Matters) -> Table | None:
    worded = {c.field: c.caption for c in plan.ordered(TableColumn) if c.table == "division"}
    heads = {
        "序号": Column(),
        "任务": Column(),
        worded.get("measures") or "落实措施": Column(Align.LEFT, 2.0),
        "角色": Column(),
        "完成时限": Column(least=4.0),
        "办理情况": Column(least=3.0),
    }
    handled, acting = Handled(plan), _acting_as(found)
    rows = [
        [
            str(n),
            t.theme.strip(),
            _measures(plan, t),
            _role(found, t.id, acting),
            _deadlines(plan, t),
            _how_far(plan, handled, found, t),
        ]
        for n, t in enumerate(found.tasks, 1)
    ]
    return _table("分工表明确的任务", heads, rows)


def _how_far(plan: Plan, handled: Handled, found: Matters, task: Task) -> str:
    """How far a task is for this unit: by its own word, or as the office finds; what others say of it stands on their sheets."""
    whole = handled.of(task)
    parts = [task.id, *(measure.id for measure in plan.measures(task.id))]
    saying = found.bearers.intersection(row.unit for part in parts for row in handled.words(part))
    if whole.is_done or whole.by_office:
        return whole.label
    return handled.of_unit(task, min(saying)).label if saying else ""


def _measures(plan: Plan, task: Task) -> str:
    """What is done; where nobody wrote that down, what the superior asks for."""
    texts = [m.text.strip() for m in plan.measures(task.id) if m.text.strip()]
    return "\n".join(texts) or task.superior_text.strip()


def _deadlines(plan: Plan, task: Task) -> str:
    own = [m.deadline.strip() for m in plan.measures(task.id) if m.deadline.strip()]
    return "\n".join(dict.fromkeys(own)) or task.deadline.strip()
