"""The words above columns as a person says they should be, where the paper's own are missing or wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..documents.paper import Cell, Paper, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..documents.paper import Block
    from .readings import Place, Shift


def with_captions(paper: Paper, captions: Mapping[tuple[Place, int], str], shifts: Sequence[Shift] = ()) -> Paper:
    """The paper with header cells moved aside, then with other words in them, by (a header row's place, grid column)."""
    if not captions and not shifts:
        return paper
    number = -1
    sections = []
    for section in paper.sections:
        blocks: list[Block] = []
        for block in section.blocks:
            if isinstance(block, Table):
                number += 1
                for shift in shifts:
                    rows = {r for n, r in shift.rows if n == number}
                    block = _shifted(block, rows, shift.column, shift.step) if rows else block
                said = {(r, c): words for ((n, r), c), words in captions.items() if n == number}
                blocks.append(_renamed(block, said) if said else block)
            else:
                blocks.append(block)
        sections.append(replace(section, blocks=tuple(blocks)))
    return replace(paper, sections=tuple(sections))


def _shifted(table: Table, header: Iterable[int], column: int, step: int) -> Table:
    """The cells of header rows from a column on one column aside; a cell over that column is stretched, or cut.

    To the right, what stood in the last column is gone; to the left, the words before the column.
    """
    rows = list(table.rows)
    for r in header:
        cells = (_moved(cell, column, step, table.width) for cell in rows[r].cells)
        rows[r] = replace(rows[r], cells=tuple(cell for cell in cells if cell is not None))
    return replace(table, rows=tuple(rows))


def _moved(cell: Cell, column: int, step: int, width: int) -> Cell | None:
    first, end = cell.column, cell.column + cell.column_span  # `end` is the column behind it
    edge = column if step > 0 else column - 1  # the column that is put in or taken out
    if first >= edge + (step < 0):
        first += step
    if end > edge:
        end += step
    end = min(end, width)
    return replace(cell, column=first, column_span=end - first) if end > first else None


def _renamed(table: Table, said: Mapping[tuple[int, int], str]) -> Table:
    rows = list(table.rows)
    for (place, column), words in said.items():
        at = _holder(table, place, column)
        rows[at] = _with_cell(rows[at], column, words)
    return replace(table, rows=tuple(rows))


def _holder(table: Table, place: int, column: int) -> int:
    """The row in which the cell begins that covers this place; the row itself where none does."""
    for r in range(place, -1, -1):
        if any(c.column <= column < c.column + c.column_span and r + c.row_span > place for c in table.rows[r].cells):
            return r
    return place


def _with_cell(row: Row, column: int, words: str) -> Row:
    old = next((c for c in row.cells if c.column <= column < c.column + c.column_span), None)
    if old is None:
        made = Cell(words, column)
        cells = [*row.cells, made]
    else:
        before = [Cell(old.text, old.column, column - old.column, old.row_span)] if old.column < column else []
        right = old.column + old.column_span - column - 1
        after = [Cell(old.text, column + 1, right, old.row_span)] if right else []
        cells = (
            [c for c in row.cells if c is not old]
            + before
            + after
            + [replace(old, text=words, column=column, column_span=1)]
        )
    return replace(row, cells=tuple(sorted(cells, key=lambda c: c.column)))
