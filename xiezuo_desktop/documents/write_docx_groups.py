"""Rows of a table that one cell covers, in Word: kept on one page, or the cell taken apart where the page will end.

Word shows the text of a cell over several rows once, on the page where it begins, and ends pages where it likes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from .pdf.table_cut import cut

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from .paper import Cell, Row, Table
    from .pdf.flow import Frame
    from .pdf.table_rows import SetTable

_WORTH_A_GAP = 0.25  # of a page: higher groups are taken apart


def kept_rows(table: SetTable, frame: Frame) -> set[int]:
    """Body rows that stay with the next one: those of groups that are worth a gap at the foot of a page."""
    return {
        row
        for first, stop in _groups(table)
        if not _is_long(table, first, stop, frame)
        for row in range(first, stop - 1)
    }


def has_long_groups(table: SetTable, frame: Frame) -> bool:
    """Whether cells cover so many rows that they cannot but go over the end of a page."""
    return any(_is_long(table, first, stop, frame) for first, stop in _groups(table))


def ends_inside(table: SetTable, frame: Frame, room: float) -> set[int]:
    """Body rows above which a page ends within a long group when the table's first page has `room` points for it."""
    begins = {f.first for f in cut(table, room, frame.area_height)[1:] if f and not f.from_line}
    kept = {row + 1 for row in kept_rows(table, frame)}
    return {row for row in begins if row in table.crossing and row not in kept}


def saving_a_page(table: SetTable, frame: Frame, room: float, below: float) -> SetTable:
    """The table with rows a little lower where it, with `below` points of notes, then takes a page less."""
    tighter = table.tightened()
    usual, least = (len(cut(each, room, frame.area_height, below)) for each in (table, tighter))
    return tighter if least < usual else table


def _groups(table: SetTable) -> Iterator[tuple[int, int]]:
    """Stretches of body rows that cells over several rows hold together: the first row and the one after the last."""
    first = last = -1
    for boundary in sorted(table.crossing):
        if boundary != last + 1:
            if first >= 0:
                yield first, last + 1
            first = boundary - 1
        last = boundary
    if first >= 0:
        yield first, last + 1


def _is_long(table: SetTable, first: int, stop: int, frame: Frame) -> bool:
    return sum(row.height for row in table.rows[first:stop]) > _WORTH_A_GAP * frame.area_height


def taken_apart(table: Table, rows: Collection[int]) -> Table:
    """The table with cells over several rows cut above these rows, their text in each piece."""
    out: list[list[Cell]] = [[] for _ in table.rows]
    ends = sorted(rows)
    for number, row in enumerate(table.rows):
        for cell in row.cells:
            stop = min(number + cell.row_span, len(out))
            inside = ends[bisect_right(ends, number) : bisect_left(ends, stop)] if cell.row_span > 1 else ()
            for first, end in pairwise((number, *inside, stop)):
                out[first].append(replace(cell, row_span=end - first))
    made: list[Row] = [
        replace(row, cells=tuple(sorted(cells, key=lambda cell: cell.column)))
        for row, cells in zip(table.rows, out, strict=True)
    ]
    return replace(table, rows=tuple(made))
