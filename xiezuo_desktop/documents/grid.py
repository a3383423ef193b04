"""Cells found anywhere (Word, Excel, a web page) → a Table that is within limits and has no empty rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .errors import PaperError
from .paper import Cell, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_PLACES = 2_000_000  # rows × columns


def table_of(rows: Sequence[tuple[int, Sequence[Cell]]], name: str, header_rows: int = 0) -> Table | None:
    """The table of (row number, cells) from above to below, or None when no cell has text.

    Rows without text are left out unless a merged cell with text reaches into them; so are empty columns at the left
    and right end. Merged cells are cut at the table's edge. Raises PaperError when the table is too large to handle.
    """
    kept = _rows_with_text([cells for _, cells in rows])
    if not kept:
        return None
    first = min(cell.column for r in kept for cell in rows[r][1] if cell.text)
    last = max(_right_end(rows[r][1]) for r in kept)
    if len(kept) * (last - first) > MOST_PLACES:
        raise PaperError("这个表格的格子太多，超出了能读的范围。", "请只保留需要导入的部分，另存后再导入。")
    place = {r: i for i, r in enumerate(kept)}
    below = _next_kept(kept, len(rows))
    out = []
    for r in kept:
        cells = []
        for cell in rows[r][1]:
            if first == 0 and cell.column_span == cell.row_span == 1:
                if cell.column < last:
                    cells.append(cell)
                continue
            left, right = max(cell.column, first), min(cell.column + cell.column_span, last)
            if right > left:
                rows_covered = max(1, below[min(r + cell.row_span, len(rows))] - place[r])
                there = (left - first, right - left, rows_covered)
                if there == (cell.column, cell.column_span, cell.row_span):
                    cells.append(cell)
                else:
                    cells.append(replace(cell, column=there[0], column_span=there[1], row_span=there[2]))
        out.append(Row(tuple(cells), number=rows[r][0]))
    return Table(tuple(out), header_rows=sum(r < header_rows for r in kept), name=name)


def _rows_with_text(rows: Sequence[Sequence[Cell]]) -> list[int]:
    kept, covered_to = [], 0
    for r, cells in enumerate(rows):
        filled, covered = False, r < covered_to
        for cell in cells:
            if cell.text:
                filled = True
                if cell.row_span > 1:
                    covered_to = max(covered_to, r + cell.row_span)
        if filled or covered:
            kept.append(r)
    while kept and not any(cell.text for cell in rows[kept[-1]]):
        kept.pop()
    return kept


def _right_end(cells: Sequence[Cell]) -> int:
    """One past the last column a row needs; a text alone in its row (a title) may be merged further than the table."""
    with_text = [cell for cell in cells if cell.text]
    if len(with_text) == 1:
        return with_text[0].column + 1
    return max((cell.column + cell.column_span for cell in with_text), default=0)


def _next_kept(kept: Sequence[int], count: int) -> list[int]:
    """For each row, and one past the last: how many kept rows lie above it."""
    out, above, keep = [], 0, set(kept)
    for r in range(count + 1):
        out.append(above)
        above += r in keep
    return out
