"""Columns of a table pass width to each other as long as that makes the table lower, as somebody who sets it by hand would drag its rules."""

from __future__ import annotations

from functools import cache
from operator import itemgetter, mul
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.paper import Align, RowKind
from xiezuo_desktop.documents.pdf.table_cells import PAD_X, PHRASE, set_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xiezuo_desktop.documents.paper import Column, Table
    from xiezuo_desktop.documents.pdf.advances import Advances

_STEPS = (1.0, 2.0, 4.0)  # em: what one column passes to another at a time
_MOST_ROWS = 200  # a longer table is not tried in several ways,
_MOST_TRIED = 1_000_000  # nor one of many columns: rows × columns³ of one that takes half a second
_GAIN = 0.9  # lines that are worth passing width for
# What a name (a long one) or a short heading broken inside costs, in lines; em of those that are better not broken.
_BROKEN_NAME, _BROKEN_LONG_NAME, _BROKEN_HEAD = 6.0, 2.0, 1.0
_LONGEST_NAME, _LONGEST_HEAD = 7.2, 5.0
_ROWS_OF_A_PAGE = 25  # so often the header repeats


class _Cell(NamedTuple):
    text: str
    align: Align
    first: int
    stop: int  # the row behind its last one


def balanced(
    table: Table,
    columns: Sequence[Column],
    starts: Sequence[list[float]],
    floors: Sequence[float],
    size: float,
    advances: Advances,
) -> list[float]:
    """The widths, em at `size` points, that make the table lowest: those of `starts` after passing width on.

    No column gets narrower than its floor. A long table keeps the first of `starts`.
    """
    rows, count = len(table.rows), len(columns)
    if count < 2 or not 0 < rows <= _MOST_ROWS or rows * count**3 > _MOST_TRIED:
        return starts[0]
    tall = _Tall(table, columns, size, advances)
    return min((_lowered(tall, widths, floors) for widths in starts), key=tall.cost)


def _lowered(tall: _Tall, widths: list[float], floors: Sequence[float]) -> list[float]:
    best = tall.cost(widths)
    while takers := [i for i, width in enumerate(widths) if tall.wraps(i, width)]:
        tried = (
            [w + step * ((i == taker) - (i == giver)) for i, w in enumerate(widths)]
            for step in _STEPS
            for taker in takers
            for giver in range(len(widths))
            if giver != taker and widths[giver] - step >= floors[giver]
        )
        lowest, found = min(((tall.cost(each), each) for each in tried), default=(best, widths), key=itemgetter(0))
        if lowest > best - _GAIN:
            break
        best, widths = lowest, found
    return widths


class _Tall:
    """How tall the rows of a table are for widths of its columns, in lines of its size."""

    def __init__(self, table: Table, columns: Sequence[Column], size: float, advances: Advances) -> None:
        self._size, self._advances = size, advances
        self._cells: list[list[_Cell]] = [[] for _ in columns]
        self._names: list[list[float]] = [[] for _ in columns]  # widths of what is better not broken, em
        self._heads: list[list[float]] = [[] for _ in columns]
        repeats = 1 + len(table.rows) // _ROWS_OF_A_PAGE
        self._weights = [repeats if n < table.header_rows else 1 for n in range(len(table.rows))]
        for number, row in enumerate(table.rows):
            for cell in row.cells:
                if cell.text and cell.column_span == 1 and cell.column < len(columns):
                    align = Align.CENTRE if row.kind is RowKind.HEADER else cell.align or columns[cell.column].align
                    stop = min(number + cell.row_span, len(table.rows))
                    self._cells[cell.column].append(_Cell(cell.text, align, number, stop))
                    if row.kind is RowKind.HEADER:
                        self._heads[cell.column].append(advances.width(cell.text))
                    elif align is Align.CENTRE:
                        names = (name for line in cell.text.split("\n") for name in PHRASE.findall(line))
                        self._names[cell.column] += map(advances.width, names)
        self._set = cache(self._set_column)

    def _set_column(self, column: int, width: float) -> tuple[list[float], list[tuple[int, int, float]], float]:
        """Lines by row; first and last row and lines of the cells over several rows; what broken names cost."""
        low, wide = [0.0] * len(self._weights), []
        for cell, lines in self._lines(column, width):
            if cell.stop == cell.first + 1:
                low[cell.first] = lines
            else:
                wide.append((cell.first, cell.stop, lines))
        room = width - 2 * PAD_X
        names = [name for name in self._names[column] if name > room]
        broken = sum(_BROKEN_NAME if name <= _LONGEST_NAME else _BROKEN_LONG_NAME for name in names)
        return low, wide, broken + _BROKEN_HEAD * sum(room < head <= _LONGEST_HEAD for head in self._heads[column])

    def _lines(self, column: int, width: float) -> Iterator[tuple[_Cell, float]]:
        room = (width - 2 * PAD_X) * self._size
        for align in Align:
            cells = [cell for cell in self._cells[column] if cell.align is align]
            texts = {cell.text: 0.0 for cell in cells}
            for text, setting in zip(texts, set_cells(texts, self._advances, self._size, room, align), strict=True):
                texts[text] = setting.line_count * setting.size / self._size
            yield from ((cell, texts[cell.text]) for cell in cells)

    def wraps(self, column: int, width: float) -> bool:
        """Whether a text of this column has more than one line."""
        low, wide, _ = self._set(column, width)
        return max(low) > 1 or any(lines > 1 for _, _, lines in wide)

    def cost(self, widths: Sequence[float]) -> float:
        """Height of the table, its header as often as it repeats, and what broken names cost."""
        sets = [self._set(column, width) for column, width in enumerate(widths)]
        rows = list(map(max, [1.0] * len(self._weights), *(low for low, _, _ in sets)))
        out: float = sum(map(mul, rows, self._weights))
        for _, wide, broken in sets:
            out += broken + sum([max(lines - sum(rows[first:stop]), 0.0) for first, stop, lines in wide])
        return out
