"""Tables of the completion report: how many are where, what is behind, what is in the way, and every indicator."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.core.progress import STATES, percent
from xiezuo_desktop.core.records import Indicator
from xiezuo_desktop.documents.paper import Align, Cell, Column, Row, RowKind, Table
from xiezuo_desktop.reports.completion_words import figure_text, problem_of, target_text, with_months, without_mark
from xiezuo_desktop.reports.indicator_table import list_of, runs
from xiezuo_desktop.reports.standing import LATE, average
from xiezuo_desktop.reports.wording import OTHERS, bearer_names, with_end, with_minus, with_ordinal, without_measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiezuo_desktop.core.records import Report
    from xiezuo_desktop.reports.standing import Standing, Standings

SIZE = 10.5  # points: of all tables of the report
_NAMED = 3  # units in a cell; of more only the first is named
_HEADS = (
    "序号",
    "指标名称",
    "单位",
    "年度目标",
    "累计完成",
    "完成率",
    "",  # since when: said by the report
    "状态",
    "责任单位",
    "进展和问题",
)
_UNITS = _HEADS.index("责任单位")
_ALWAYS = _HEADS.index("完成率") + 1  # columns that stand there even where they are empty
_COLUMNS = (
    Column(),
    Column(Align.LEFT, 1.3, 7.0),
    Column(),
    Column(least=3.0),
    Column(least=3.0),
    Column(least=4.0),
    Column(least=5.0),
    Column(),
    Column(least=4.0),
    Column(Align.LEFT, 1.4, 7.0),
)
_LATE_HEADS = ("序号", "指标名称", "年度目标", "累计完成", "完成率", "状态", "责任单位")
_LATE_COLUMNS = (Column(), Column(Align.LEFT, 1.6, 8.0), *(Column(least=n) for n in (3.0, 3.0, 4.0, 2.0, 6.0)))
_PROBLEM_HEADS = ("序号", "指标名称", "填报单位", "存在问题", "下一步打算")
_NAMING = 2  # columns that say of what the problem is
_PROBLEM_COLUMNS = (
    Column(),
    Column(Align.LEFT, 1.0, 6.0),
    Column(),
    Column(Align.LEFT, 1.6, 8.0),
    Column(Align.LEFT, 1.2, 6.0),
)


def counts(found: Standings) -> Table:
    """How many indicators are in which state, and how far they are on average."""
    states = dict.fromkeys(STATES, 0)
    for standing in found.all:
        states[standing.state] += 1
    shown = {"指标数": str(len(found.all))}
    shown |= {STATES[name]: str(n) for name, n in states.items() if n or name in ("done", "normal", "behind")}
    shown |= {"平均完成率": percent(average(found.all)) or "—", "序时进度": percent(found.pace)}
    return of_rows(tuple(shown), (Column(),) * len(shown), [tuple(shown.values())], "总体情况")


def late_standings(found: Standings) -> list[Standing]:
    """What is behind the pace or over its deadline, the gravest first."""
    return sorted((s for s in found.all if s.is_late), key=lambda s: (LATE.index(s.state), -s.gap))


def late_table(found: Standings, late: Sequence[Standing]) -> Table:
    """What is behind, with its goal, what is reached, and who answers for it."""
    rows = []
    for number, standing in enumerate(late, 1):
        indicator = standing.indicator
        measure, texts = indicator.measure_unit.strip(), (target_text(found, standing), figure_text(found, standing))
        target, reached = (text + (measure if text[-1:].isdigit() else "") for text in texts)
        rows.append((str(number), name_below_parent(found, indicator), target, reached,
                     percent(standing.rate) or "—", STATES[standing.state], units_in_cell(_units(found, standing))))  # fmt: skip
    return of_rows(_LATE_HEADS, _LATE_COLUMNS, rows, "需要关注的指标")


class Problem(NamedTuple):
    """What units say is in the way of an indicator, in the same words, and what they are going to do.

    `units` with the month in which each said so, 0 for the last that it reported.
    """

    indicator: str
    units: tuple[tuple[str, int], ...]
    said: str
    next_step: str


def problems(found: Standings, late: Sequence[Standing]) -> list[Problem]:
    """What the units say is in the way, first about what is late; the same words of several units once."""
    out: list[Problem] = []
    for standing in [*late, *(s for s in found.all if not s.is_late)]:
        told: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for report in found.reports(standing.indicator):
            said, month = problem_of(found, standing, report)
            if said:
                latest = report if report.next_step.strip() else found.trouble(report) or report
                step = " ".join(latest.next_step.split())
                told.setdefault((said, step), []).append((found.plan.bearer_name(report.bearer), month))
        name = name_below_parent(found, standing.indicator)
        out += [Problem(name, tuple(units), *words) for words, units in told.items()]
    return out


def problem_table(told: Sequence[Problem]) -> Table:
    """The problems by indicators, which are numbered and named once."""
    spans = runs([problem.indicator for problem in told], lambda above, below: above == below)
    numbers = accumulate(int(span > 0) for span in spans)
    texts = [
        (str(number), problem.indicator, "、".join(with_months(problem.units)), problem.said, problem.next_step)
        for number, problem in zip(numbers, told, strict=True)
    ]
    table = of_rows(_PROBLEM_HEADS, _PROBLEM_COLUMNS, texts, "主要问题")
    out = [table.rows[0]]
    for row, span in zip(table.rows[1:], spans, strict=True):
        cells = (replace(cell, row_span=span) if cell.column < _NAMING else cell for cell in row.cells)
        out.append(Row(tuple(cell for cell in cells if cell.row_span)))
    return replace(table, rows=tuple(out))


def name_below_parent(found: Standings, indicator: Indicator) -> str:
    """The name of a 其中 row below that of the row above it."""
    parent = found.plan.get(Indicator, indicator.parent)
    return f"{parent.name}\n其中：{without_mark(indicator.name)}" if parent else indicator.name


def of_rows(heads: Sequence[str], columns: Sequence[Column], texts: Sequence[Sequence[str]], name: str) -> Table:
    """A table without the columns in which nothing stands."""
    shown = [n for n in range(len(heads)) if any(row[n] for row in texts)]
    rows = [Row(tuple(Cell(heads[n], place) for place, n in enumerate(shown)), RowKind.HEADER)]
    rows += [Row(tuple(Cell(row[n], place) for place, n in enumerate(shown))) for row in texts]
    return Table(tuple(rows), 1, tuple(columns[n] for n in shown), name, largest=SIZE)


# ------------------------------------------------------------------------------------------------ the full table


def _since(found: Standings) -> str:
    """The heading of what changed: since the month before, else since the last one reported."""
    is_next = found.compared is None or found.compared == found.period - 1
    return f"比{'上' if is_next else (found.compared or 0) % 100}月\n（百分点）"


def full_table(found: Standings, *, upright: bool = False) -> Table:
    """Every indicator, category by category; without the units that answer for it on an upright page, which has less room."""
    heads = [head or _since(found) for head in _HEADS]
    rows = [Row(tuple(map(Cell, heads, range(len(heads)))), RowKind.HEADER)]
    number = 0
    numbered = any(s.indicator.ordinal.strip() for s in found.all)  # then as everybody knows them
    for category, standings in found.rows:
        if category or len(rows) > 1:
            name = with_ordinal(category.ordinal, category.name) if category else OTHERS
            rows.append(Row((Cell(name, 0, len(_HEADS)),), RowKind.CATEGORY))
        units = [_units(found, standing) for standing in standings]
        spans = runs(units, lambda above, below: bool(above) and above == below)
        for standing, names, span in zip(standings, units, spans, strict=True):
            number += not standing.depth
            counted = "" if standing.depth else str(number)
            texts = _row(found, standing, standing.indicator.ordinal.strip() if numbered else counted)
            cells = [Cell(text, n) for n, text in enumerate(texts)]
            cells[_UNITS] = Cell(list_of(names, span), _UNITS, row_span=span)
            rows.append(Row(tuple(cells), RowKind.SUB if standing.depth else RowKind.BODY))
    left_out = {_UNITS} if upright else set()
    said = {cell.column for row in rows[1:] if row.kind is not RowKind.CATEGORY for cell in row.cells if cell.text}
    shown = [n for n in range(len(_HEADS)) if n not in left_out and (n < _ALWAYS or n in said)]
    kept = [Row(_kept(row, shown), row.kind) for row in rows]
    return Table(tuple(kept), 1, tuple(_COLUMNS[n] for n in shown), "完成情况表", cut_rows=True, largest=SIZE)


def _kept(row: Row, shown: list[int]) -> tuple[Cell, ...]:
    if row.kind is RowKind.CATEGORY:
        return (Cell(row.cells[0].text, 0, len(shown)),)
    cells = ((place, row.cells[n]) for place, n in enumerate(shown) if row.cells[n].row_span)
    return tuple(cell if cell.column == place else replace(cell, column=place) for place, cell in cells)


def _row(found: Standings, standing: Standing, number: str) -> tuple[str, ...]:
    indicator = standing.indicator
    measure = indicator.measure_unit.strip()
    target = without_measure(target_text(found, standing), measure)
    moved = with_minus("" if standing.change is None else percent(standing.change).removesuffix("%"))
    return (
        number,
        indicator.name,
        measure,
        target,
        figure_text(found, standing),
        percent(standing.rate),
        f"+{moved}" if standing.change and standing.change > 0 else moved,
        STATES[standing.state],
        "",
        _said(found, standing),
    )


def _said(found: Standings, standing: Standing) -> str:
    """What the units wrote, the same words once; whose they are, where it is not the only unit that answers for it."""
    told: dict[str, list[tuple[str, int]]] = {}
    for report in found.reports(standing.indicator):
        words, month = _words(found, standing, report)
        if words:
            told.setdefault(words, []).append((found.plan.bearer_name(report.bearer), month))
    return "\n".join(_named(found, standing, words, units) for words, units in told.items())


def _named(found: Standings, standing: Standing, words: str, units: Sequence[tuple[str, int]]) -> str:
    names, month = [name for name, _ in units], units[0][1]
    if found.bearers is not None or (len(names) == 1 and names == [*_units(found, standing)]):
        return f"{words.rstrip('。')}（{month}月填报）。" if month else words
    return f"{'、'.join(with_months(units))}：{words}".lstrip("：")


def _words(found: Standings, standing: Standing, report: Report) -> tuple[str, int]:
    """What a unit wrote: its progress, its problem, its next step; only the problem, where it wrote nothing else, without a label.

    With the month in which it told the problem, 0 for the last that it reported.
    """
    said, month = problem_of(found, standing, report)
    note, problem, step = (with_end(" ".join(part.split()), "。") for part in (report.note, said, report.next_step))
    label = "问题：" if note or step else ""
    return note + (label + problem if problem else "") + (f"下一步：{step}" if step else ""), month


def units_in_cell(names: Sequence[str]) -> str:
    """Up to three units below one another; of more the first, and how many they are."""
    return "\n".join(names) if len(names) <= _NAMED else f"{names[0]}\n等{len(names)}个单位"


def _units(found: Standings, standing: Standing) -> tuple[str, ...]:
    duties = found.plan.responsibilities(standing.indicator.id)
    return tuple(bearer_names(found.plan, [d for d in duties if d.role in ("lead", "responsible")]))
