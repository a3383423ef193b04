"""Rows of a table of units that add up some of them: 小计 below its units, 一、党群部门小计 above them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.numbers import read_target, shown
from ..core.ordinals import split_ordinal
from .outline import figure, one_line
from .words import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .gather import Gathered
    from .table_rows import TableRow

_SUBTOTAL = re.compile(r"(?P<group>.*?)[:：]?小计(?:\([^)]*\))?")


def group_added_up(label: str) -> str | None:
    """The name of the units that a row adds up, "" where it has none; None when its label is that of no such row."""
    text = one_line(label)
    found = _SUBTOTAL.fullmatch(folded(split_ordinal(text)[1] or text))
    return found["group"] if found else None


class Subtotals:
    """The rows of sums of one table, each with the rows of the units that it adds up."""

    def __init__(self, figures: Sequence[int], found: Gathered) -> None:
        self.figures = figures
        self.found = found
        self._run: list[tuple[str, TableRow]] = []  # units since the last row of sums
        self._sums: list[tuple[TableRow, str, list[tuple[str, TableRow]]]] = []
        self._leading: bool | None = None  # whether the sums stand above their units

    def add_unit(self, unit: str, row: TableRow) -> None:
        """A unit with its figures."""
        self._run.append((unit, row))

    def add(self, row: TableRow, group: str) -> None:
        """A row of sums."""
        if self._leading is None:
            self._leading = not self._run
        if self._leading:
            self._run = []
        self._sums.append((row, group, self._run))
        if not self._leading:
            self._run = []

    def enter(self) -> None:
        """The names of the units added up become groups; sums that their units do not make stay unplaced, with what they make."""
        for row, group, units in self._sums:
            for unit, _ in units if group else ():
                self.found.units.join(group, unit)
            for column in self.figures:
                self._compare(row, column, [each for _, each in units])
            self.found.ledger.settle("小计，计划里由各单位相加得出", *row.sources)

    def _compare(self, row: TableRow, column: int, units: list[TableRow]) -> None:
        stated = read_target(figure(row.own(column))).number
        parts = [read_target(figure(each.own(column))).number for each in units]
        known = [part for part in parts if part is not None]
        if stated is not None and known and sum(known) != stated:
            reason = f"小计与各单位之和不符：各单位相加是{shown(sum(known, start=stated * 0))}"
            self.found.ledger.leave(reason, *row.parts[column].sources)
