"""完成情况报告: one page for the leader – totals, what is behind, three problems –, charts, the year in words, the full table."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from xiezuo_desktop.core.adjusting import in_order_of_time, sentence
from xiezuo_desktop.core.errors import WrongCall
from xiezuo_desktop.core.periods import read_period
from xiezuo_desktop.core.progress import STATES, percent
from xiezuo_desktop.documents.paper import Align, Cell, Column, Paper, Paragraph, Role, Row, RowKind, Section, Table
from xiezuo_desktop.reports.completion_charts import of_the_units, of_the_whole
from xiezuo_desktop.reports.completion_units import SIZE, by_units, reporting
from xiezuo_desktop.reports.completion_words import chapters, figure_text, opening, problem_text, target_text, until
from xiezuo_desktop.reports.indicator_table import list_of, runs
from xiezuo_desktop.reports.standing import LATE, Standings, average, last_day, last_period
from xiezuo_desktop.reports.wording import (
    bearer_names,
    find_bearers,
    nothing_yet,
    report_title,
    with_end,
    with_minus,
    with_ordinal,
    with_parent,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Report
    from xiezuo_desktop.documents.paper import Block
    from xiezuo_desktop.reports.standing import Standing

ENDING = "完成情况报告"
_REMEDY = "请先导入指标分解表，或者在“指标体系”中逐条录入各项指标，各单位填报进度以后，再印本报告。"
_MOST_LATE = 5  # on the page for the leader; the full table has all
_MOST_PROBLEMS = 3
_LONGEST_PROBLEM = 80  # characters, on the page for the leader
_HEADS = ("序号", "指标名称", "单位", "年度目标", "累计完成", "完成率", "比上月", "状态", "责任单位", "进展和问题")
_UNITS = _HEADS.index("责任单位")
_COLUMNS = (
    Column(),
    Column(Align.LEFT, 1.3, 7.0),
    Column(),
    Column(least=3.0),
    Column(least=3.0),
    Column(least=4.0),
    Column(least=4.0),
    Column(),
    Column(least=4.0),
    Column(Align.LEFT, 1.4, 7.0),
)
_LATE_HEADS = ("指标名称", "年度目标", "累计完成", "完成率", "状态", "责任单位")
_LATE_COLUMNS = (Column(Align.LEFT, 1.6, 8.0), *(Column(least=n) for n in (3.0, 3.0, 4.0, 2.0, 6.0)))
_PROBLEM_COLUMNS = (Column(Align.LEFT, 1.0, 6.0), Column(), Column(Align.LEFT, 1.6, 8.0), Column(Align.LEFT, 1.2, 6.0))


def completion(
    plan: Plan, *, unit: str | None = None, period: str | None = None, paper: str = "A4", turned: bool | None = None
) -> Paper:
    """How far the plan, or one unit, is at the end of `period` (2024-06, 2024); of the last month reported by default.

    `paper` and `turned` concern the pages of the full table.
    """
    found = Standings(plan, _period(plan, period), find_bearers(plan, unit) if unit else None)
    title = report_title(plan, ENDING)
    at = until(found.period)
    head: list[Block] = [Paragraph(title, Role.TITLE)]
    head.append(Paragraph(f"（{unit}，{at}）" if unit else f"（{at}）", Role.BODY, Align.CENTRE))
    if not found.all:
        return Paper((Section((*head, *nothing_yet("没有指标", _REMEDY))),), title=title, author=plan.info.issuer)
    sections = [Section((*head, *_summary(found)), one_page=True)]
    parts = zip("四五六七", _parts(found), strict=False)
    details = [(Paragraph(f"{number}、{heading}", Role.HEADING1), *content) for number, (heading, content) in parts]
    if details:
        sections.append(Section(tuple(chain.from_iterable(details)), follows=True))
    table_title = report_title(plan, "完成情况表")
    caption = Paragraph(f"{at}，序时进度{percent(found.pace)}", Role.CAPTION, Align.RIGHT)
    table = (Paragraph("附表", Role.ATTACHMENT_MARK), Paragraph(table_title, Role.TITLE), caption, _table(found))
    sections.append(Section(table, True if turned is None else turned, paper))
    return Paper(tuple(sections), title=title + (f"（{unit}）" if unit else ""), author=plan.info.issuer)


def _parts(found: Standings) -> list[tuple[str, Sequence[Block]]]:
    """What follows the page for the leader: headings and contents; parts without contents left out.

    Text follows text; the table of the units stands before their chart: it goes on on the next page, which a chart cannot.
    """
    units = by_units(found)
    every: list[tuple[str, Sequence[Block]]] = [
        ("总体进度", of_the_whole(found)),
        ("分类完成情况", chapters(found)),
        ("目标调整情况", _adjusted(found)),
        ("各单位完成情况", [*([units] if units else []), *of_the_units(found)]),
    ]
    return [part for part in every if part[1]]


def _adjusted(found: Standings) -> list[Paragraph]:
    """What documents changed in the targets until the day of the report, sentence by sentence; of a unit, what is its own."""
    day = last_day(found.period)
    out: list[Paragraph] = []
    for each in in_order_of_time(found.plan):
        mine = found.bearers is None or each.bearer in found.bearers
        if mine and (each.adjusted_on is None or each.adjusted_on <= day):
            out.append(Paragraph(f"{len(out) + 1}.{sentence(found.plan, each)}。"))
    return out


def _period(plan: Plan, text: str | None) -> int:
    from xiezuo_desktop.core.errors import Invalid

    if not text:
        return last_period(plan)
    try:
        return read_period(text)
    except Invalid as error:
        raise WrongCall(error.sentence, error.advice) from error


# ------------------------------------------------------------------------------------------------ for the leader


def _summary(found: Standings) -> Iterator[Block]:
    yield Paragraph("一、总体情况", Role.HEADING1)
    yield Paragraph(opening(found) + reporting(found))
    yield _counts(found)
    late = sorted((s for s in found.all if s.is_late), key=lambda s: (LATE.index(s.state), -s.gap))
    yield Paragraph(f"二、需要关注的指标{_of(len(late), _MOST_LATE, '项')}", Role.HEADING1)
    if late:
        yield _late_table(found, late[:_MOST_LATE])
    elif average(found.all) is None:
        yield Paragraph("还没有填报，无从比较。")
    else:
        yield Paragraph("没有低于序时进度或超过完成时限的指标。")
    problems = _problems(found, late)
    yield Paragraph(f"三、主要问题{_of(len(problems), _MOST_PROBLEMS, '条')}", Role.HEADING1)
    if problems:
        yield _problem_table(problems[:_MOST_PROBLEMS])
    else:
        yield Paragraph("填报中没有写明存在的问题。")


def _of(count: int, shown: int, measure: str) -> str:
    return f"（前{shown}{measure}，共{count}{measure}）" if count > shown else ""


def _counts(found: Standings) -> Table:
    """How many indicators are in which state, and how far they are on average."""
    counts = dict.fromkeys(STATES, 0)
    for standing in found.all:
        counts[standing.state] += 1
    shown = {"指标": str(len(found.all))}
    shown |= {STATES[name]: str(n) for name, n in counts.items() if n or name in ("done", "normal", "behind")}
    shown |= {"平均完成率": percent(average(found.all)) or "—", "序时进度": percent(found.pace)}
    head = Row(tuple(map(Cell, shown, range(len(shown)))), RowKind.HEADER)
    body = Row(tuple(map(Cell, shown.values(), range(len(shown)))))
    return Table((head, body), 1, (Column(),) * len(shown), "总体情况", largest=SIZE)


def _late_table(found: Standings, late: list[Standing]) -> Table:
    rows = [Row(tuple(map(Cell, _LATE_HEADS, range(len(_LATE_HEADS)))), RowKind.HEADER)]
    for standing in late:
        indicator = standing.indicator
        measure, target = indicator.measure_unit.strip(), target_text(found, standing)
        target += measure if target[-1:].isdigit() else ""
        texts = (with_parent(found.plan, indicator), target, figure_text(found, standing), percent(standing.rate) or "—",
                 STATES[standing.state], _first_unit(found, standing))  # fmt: skip
        rows.append(Row(tuple(map(Cell, texts, range(len(texts))))))
    shown = [n for n in range(len(_LATE_HEADS)) if any(row.cells[n].text for row in rows[1:])]
    return Table(
        tuple(Row(_kept(row, shown), row.kind) for row in rows),
        1,
        tuple(_LATE_COLUMNS[n] for n in shown),
        "需要关注的指标",
        largest=SIZE,
    )


def _problems(found: Standings, late: list[Standing]) -> list[tuple[str, ...]]:
    """What the units say is in the way, first about what is late: indicator, unit, problem, what is to be done."""
    out: list[tuple[str, ...]] = []
    for standing in [*late, *(s for s in found.all if not s.is_late)]:
        for report in found.reports(standing.indicator):
            if said := problem_text(found, standing, report):
                told = report if report.next_step.strip() else found.trouble(report) or report
                texts = (_short(said), _short(" ".join(told.next_step.split())))
                out.append((with_parent(found.plan, standing.indicator), found.plan.bearer_name(report.bearer), *texts))
    return out


def _problem_table(problems: list[tuple[str, ...]]) -> Table:
    heads = ("指标", "填报单位", "存在问题", "下一步打算")
    shown = [n for n in range(len(heads)) if any(row[n] for row in problems)]
    rows = [Row(tuple(Cell(heads[n], place) for place, n in enumerate(shown)), RowKind.HEADER)]
    rows += [Row(tuple(Cell(row[n], place) for place, n in enumerate(shown))) for row in problems]
    return Table(tuple(rows), 1, tuple(_PROBLEM_COLUMNS[n] for n in shown), "主要问题", largest=SIZE)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_PROBLEM else text[: _LONGEST_PROBLEM - 1] + "…"


# ------------------------------------------------------------------------------------------------ the full table


def _table(found: Standings) -> Table:
    rows = [Row(tuple(map(Cell, _HEADS, range(len(_HEADS)))), RowKind.HEADER)]
    number = 0
    for category, standings in found.rows:
        if category or len(rows) > 1:
            name = with_ordinal(category.ordinal, category.name) if category else "其他"
            rows.append(Row((Cell(name, 0, len(_HEADS)),), RowKind.CATEGORY))
        units = [_units(found, standing) for standing in standings]
        spans = runs(units, lambda above, below: bool(above) and above == below)
        for standing, names, span in zip(standings, units, spans, strict=True):
            number += not standing.depth
            texts = _row(found, standing, "" if standing.depth else str(number))
            cells = [Cell(text, n) for n, text in enumerate(texts)]
            cells[_UNITS] = Cell(list_of(names, span), _UNITS, row_span=span)
            rows.append(Row(tuple(cells), RowKind.SUB if standing.depth else RowKind.BODY))
    shown = [n for n in range(len(_HEADS)) if n < 6 or any(len(r.cells) > n and r.cells[n].text for r in rows[1:])]
    kept = [Row(_kept(row, shown), row.kind) for row in rows]
    return Table(tuple(kept), 1, tuple(_COLUMNS[n] for n in shown), "完成情况表", cut_rows=True, largest=SIZE)


def _kept(row: Row, shown: list[int]) -> tuple[Cell, ...]:
    if row.kind is RowKind.CATEGORY:
        return (Cell(row.cells[0].text, 0, len(shown)),)
    cells = ((place, row.cells[n]) for place, n in enumerate(shown) if row.cells[n].row_span)
    return tuple(cell if cell.column == place else replace(cell, column=place) for place, cell in cells)


def _row(found: Standings, standing: Standing, number: str) -> tuple[str, ...]:
    indicator = standing.indicator
    moved = with_minus("" if standing.change is None else percent(standing.change))
    return (
        number,
        indicator.name,
        indicator.measure_unit.strip(),
        target_text(found, standing),
        figure_text(found, standing),
        percent(standing.rate),
        f"+{moved}" if standing.change and standing.change > 0 else moved,
        STATES[standing.state],
        "",
        "\n".join(words for report in found.reports(indicator) if (words := _said(found, standing, report))),
    )


def _said(found: Standings, standing: Standing, report: Report) -> str:
    """What a unit wrote: its progress, its problem, its next step."""
    whose = found.plan.bearer_name(report.bearer) if found.bearers is None else ""
    said = [with_end(" ".join(report.note.split()), "。")]
    for label, text in (("问题：", problem_text(found, standing, report)), ("下一步：", report.next_step)):
        if text.strip():
            said.append(label + with_end(" ".join(text.split()), "。"))
    words = "".join(said)
    return f"{whose}：{words}" if whose and words else words


def _first_unit(found: Standings, standing: Standing) -> str:
    names = _units(found, standing)
    return "".join(names[:1]) if len(names) < 2 else f"{names[0]}\n等{len(names)}个"


def _units(found: Standings, standing: Standing) -> tuple[str, ...]:
    duties = found.plan.responsibilities(standing.indicator.id)
    return tuple(bearer_names(found.plan, [d for d in duties if d.role in ("lead", "responsible")]))
