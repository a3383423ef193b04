"""Which column is what in a table with a row for each unit, or each pairing, and a column for each indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from ..core.measure_units import dimension
from ..core.numbers import read_amount
from .header import label_of_tier
from .remarks import remark_columns
from .table_rows import NOTHING
from .words import (
    UNIT_ROLES,
    folded,
    header_roles,
    looks_like_office,
    measure_unit_in,
    names_somebody,
    unit_share,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .columns import Column, Layout
    from .ledger import Sheet, Slot

_KEPT = ("ordinal", "category", "deadline", "contact", "phone", "progress", "ignore")
_FIGURES = ("", "figure", "target", "total")
_BASIS = re.compile(
    r"(?:在[编岗职册]|编制|现有|户籍|常住|干部职工|职工|总)(?:干部|职工|人员|人口)?(?:总?人数|总?户数|人口数?|编制数?|数)?(?:\([人户]\))?"
)  # what the figures were shared out by, no figures of a target: 在编人数, 常住人口
_SHARE = 0.7  # of the values of a column that must be names, or figures
_ENOUGH = 2  # units, or figures in a column
_SIDES = 2  # columns that make a pairing
_WEST = ("west", "place")
_PARTNER = re.compile(r"结对|对口|受援|受?帮扶|协作[县区地]")
_TASKS = re.compile(r"任务|指标|目标|分解|分配|下达")
_SUMS = ("合计", "总计", "总数")


@dataclass(frozen=True, slots=True)
class UnitRows:
    """The column of the units, those of the figures, and the layout by which rows are told apart."""

    unit: int
    figures: tuple[int, ...]
    layout: Layout
    remarks: tuple[int, ...]
    sums: tuple[int, ...] = ()  # a column that adds up those beside it: 产业 | 基础设施 | 小计
    partner: int | None = None  # the column of those for whom the units bear it: 东湖区 | 结对县
    duties: tuple[tuple[int, str], ...] = ()  # columns of those who answer for all of it, with their roles: 牵头部门
    label: Slot | None = None  # what a row of offices below the header is called: 责任单位
    offices: tuple[
        tuple[int, Slot], ...
    ] = ()  # the header cells that say who answers for a column: 市人社局 over 目标任务

    @property
    def meanings(self) -> dict[int, str]:
        """What each column is taken for."""
        partner = {} if self.partner is None else {self.partner: "west"}
        remarks = dict.fromkeys(self.remarks, "remark")
        return {c.index: c.role for c in self.layout.columns} | remarks | dict(self.duties) | partner


def unit_rows_layout(sheet: Sheet, layout: Layout) -> UnitRows | None:
    """The columns of a sheet with a row for each unit, or None: it has names of units and figures, but no names of indicators."""
    if layout.header is None or layout.of("name", "measures", "points", "rule", "measure_unit"):
        return None
    values = {c.index: _values(sheet, layout, c.index) for c in layout.columns}
    units = [
        c for c in layout.of("party", *UNIT_ROLES) if _is_units(values[c], surely=layout.columns[c].role == "party")
    ]
    if not units:
        return None
    unit, partner = max(units, key=lambda c: (len(values[c]), -c)), None
    if sides := _pair(layout, values):
        unit, partner = sides
    begin = unit if partner is None else min(unit, partner)
    figures = tuple(c.index for c in layout.columns if _is_figures(c, values[c.index]) and c.index > begin)
    sums = tuple(c for c in figures if _adds_up(sheet, layout, c, [f for f in figures if f != c]))
    figures = tuple(c for c in figures if c not in sums)
    if not figures:
        return None
    roles = {unit: "party"} | dict.fromkeys((*figures, *sums), "figure")
    columns = tuple(replace(c, role=roles.get(c.index, c.role if c.role in _KEPT else "")) for c in layout.columns)
    rows = replace(layout, columns=columns)
    used = (*figures, *sums, unit, *(sides or ()), *rows.of("ordinal", "deadline", "contact", "phone"))
    remarks = tuple(remark_columns(rows, used))
    duties = [(c, layout.columns[c].role) for c in remarks if layout.columns[c].role in UNIT_ROLES]
    alike = tuple((c, role) for c, role in duties if len(set(values[c])) == 1 and unit_share(values[c][0]) == 1)
    return UnitRows(
        unit, figures, rows, remarks, sums, partner, alike, _label(sheet, layout), _offices(layout, figures)
    )


def _label(sheet: Sheet, layout: Layout) -> Slot | None:
    return label_of_tier(sheet, layout.header.first, layout.header.last) if layout.header else None


def _offices(layout: Layout, figures: tuple[int, ...]) -> tuple[tuple[int, Slot], ...]:
    """The header cells of a tier that names an office above every column of figures, or above all but a few."""
    tiers = layout.header.tiers if layout.header else ()
    named = [(c, s) for c in figures for s in tiers[c] if _is_office(s.text)]
    columns = {c for c, _ in named}
    return tuple(named) if len(named) == len(columns) >= max(_ENOUGH, _SHARE * len(figures)) else ()


def _is_office(text: str) -> bool:
    return unit_share(text) == 1 and not header_roles(text) and looks_like_office(re.split("[、,，\n]", text)[0])


def shares_out(sheet: Sheet, layout: Layout, title: str) -> bool:
    """Whether a table that names pairs is one of figures all the same: measured columns that its title calls tasks or that a
    last row adds up. Figures beside the pairs of any other list (学生数, 资金) say something of the pair.
    """
    rows = unit_rows_layout(sheet, layout)
    if rows is None or rows.partner is None or not any(map(partial(_is_measured, layout), rows.figures)):
        return False
    return bool(_TASKS.search(title)) or any(
        folded(s.text) in _SUMS for s in sheet.rows[-1].slots[: min(rows.figures)] if s.top
    )


def _is_measured(layout: Layout, column: int) -> bool:
    tier = layout.header.tiers[column] if layout.header else ()
    return any(measure_unit_in(s.text) or dimension(folded(s.text).strip("()")) for s in tier)


def _pair(layout: Layout, values: Mapping[int, list[str]]) -> tuple[int, int] | None:
    """The columns of the units and of their partners, where two name somebody and a caption tells the partner: 结对县."""
    named = [c.index for c in layout.columns if c.caption and _are_names(values[c.index])]
    if len(named) != _SIDES:
        return None
    told = [c for c in named if _PARTNER.search(folded(layout.columns[c].caption)) or layout.columns[c].role in _WEST]
    east = [c for c in named if layout.columns[c].role == "east"]
    if not told and not east:
        return None
    unit = next(iter(east), None)
    if unit is None:
        unit = next((c for c in named if c not in told), named[0])
    return unit, next(c for c in named if c != unit)


def _are_names(values: list[str]) -> bool:
    named = sum(names_somebody(v) or unit_share(v) == 1 for v in values)
    return named >= _ENOUGH and named >= _SHARE * (len(values) - 1)


def _adds_up(sheet: Sheet, layout: Layout, column: int, others: list[int]) -> bool:
    """Whether a column below 小计 states in every row the sum of the others."""
    tier = layout.header.tiers[column] if layout.header else ()
    if len(tier) != 1 or "total" not in header_roles(tier[0].text) or len(others) < _ENOUGH:
        return False
    rows = [[read_amount(row.slots[c].text).number for c in (column, *others)] for row in sheet.rows[layout.first :]]
    stated = [row for row in rows if row[0] is not None]
    return len(stated) >= _ENOUGH and all(row[0] == sum(n for n in row[1:] if n is not None) for row in stated)


def _values(sheet: Sheet, layout: Layout, column: int) -> list[str]:
    slots = (row.slots[column] for row in sheet.rows[layout.first :])
    return [s.text for s in slots if s.top and s.left and folded(s.text) not in NOTHING]


def _is_units(values: list[str], *, surely: bool) -> bool:
    named = sum(map(unit_share, values))
    return len(values) >= _ENOUGH and (named >= _SHARE * (len(values) - 1) or (surely and not _all_figures(values)))


def _all_figures(values: list[str]) -> bool:
    return bool(values) and all(read_amount(v).number is not None for v in values)


def _is_figures(column: Column, values: list[str]) -> bool:
    named = column.role in (*_WEST, "east", "party", *UNIT_ROLES) and _all_figures(
        values
    )  # 结对村: how many, not which
    if not (column.role in _FIGURES or named) or not column.caption or _BASIS.fullmatch(folded(column.caption)):
        return False
    numbers = sum(read_amount(v).number is not None and len(folded(v)) <= 16 for v in values)
    return numbers >= max(_ENOUGH, _SHARE * len(values))
