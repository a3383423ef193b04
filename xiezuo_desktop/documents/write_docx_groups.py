"""Rows of a table that one cell covers, in Word: kept on one page, or the cell taken apart where the page will end.

Word shows the text of a cell over several rows once, on the page where it begins, and ends pages where it likes.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from .paper import PageBreak, Paragraph, Table
from .pdf.flow_lines import set_paragraph
from .pdf.table_cut import GIVE_UP, cut
from .write_docx_ending import Signed
from .write_docx_xlsx import ruler

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from .paper import Cell, Row
    from .pdf.flow import Frame
    from .pdf.table_rows import SetTable
    from .write_docx_text import Item

_SIGNED_LINES = 4  # of the grid, of who signs and the day


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
    return sum(row.height for row in table.rows[first:stop]) > GIVE_UP * frame.area_height


def taken_apart(table: Table, rows: Collection[int]) -> Table:
    """The table with cells over several rows cut above these rows, their text in each piece."""
    out: list[list[Cell]] = [[] for _ in table.rows]
    for number, row in enumerate(table.rows):
        for cell in row.cells:
            stop = min(number + cell.row_span, len(out))
            edges = [number, *sorted(r for r in rows if number < r < stop), stop]
            for first, end in pairwise(edges):
                out[first].append(replace(cell, row_span=end - first))
    made: list[Row] = [
        replace(row, cells=tuple(sorted(cells, key=lambda cell: cell.column)))
        for row, cells in zip(table.rows, out, strict=True)
    ]
    return replace(table, rows=tuple(made))


def room_at(items: Sequence[Item], place: int, frame: Frame, names: Collection[str], used: float) -> float:
    """About how much of a page is left for the item at `place`, points; `used` is what the head takes of the first one."""
    for item in items[:place]:
        if isinstance(item, PageBreak):
            used = 0.0
        elif isinstance(item, Signed):
            used += _SIGNED_LINES * frame.pitch
        elif isinstance(item, Paragraph):
            found = set_paragraph(item, frame, ruler, names)
            used += found.above + (found.before + len(found.lines)) * found.pitch
        if used > frame.area_height:
            used %= frame.area_height
    return frame.area_height - used
