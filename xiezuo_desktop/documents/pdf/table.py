"""Tables on pages: a measured table and its cuts become placed texts and rules."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.pdf.flow import ASCENT
from xiezuo_desktop.documents.pdf.table_cells import LEAD
from xiezuo_desktop.documents.pdf.table_columns import PAD_X

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xiezuo_desktop.documents.pdf.flow import PlainRule, PlainStack
    from xiezuo_desktop.documents.pdf.table_cut import Fragment
    from xiezuo_desktop.documents.pdf.table_rows import SetCell, SetRow, SetTable

_DOWN = LEAD / 2 + ASCENT - 0.5  # em from the upper edge of a line to its base line
OUTER_RULE = 1.0  # points: the frame of a table
INNER_RULE = 0.5


class _Standing(NamedTuple):
    """A cell in one fragment and the rows of the fragment, header included, that it covers there."""

    cell: SetCell
    first: int
    stop: int


def place(
    table: SetTable, fragment: Fragment, left: float, top: float, stacks: list[PlainStack], rules: list[PlainRule]
) -> None:
    """Place the header and the rows of one fragment below `top`."""
    heads = len(table.header)
    heights = [*(row.height for row in table.header), *fragment.heights]
    ys = [top, *(top - used for used in accumulate(heights))]
    edges = [left + edge for edge in table.columns.edges]
    pad = PAD_X * table.columns.size
    begins = [edge + pad for edge in edges]
    wide: list[_Standing] = [  # cells that were cut by the end of the page before
        _Standing(span.cell, heads, min(span.stop - fragment.first + heads, len(heights)))
        for span in table.crossing.get(fragment.first, ())
    ]
    for number, row in enumerate([*table.header, *_shown(table, fragment)]):
        limit = heads if number < heads else len(heights)
        middle = (ys[number] + ys[number + 1]) / 2
        for cell in row.cells:
            column, end, row_span, setting, role, indent = cell
            if row_span > 1:
                wide.append(_Standing(cell, number, min(number + row_span, limit)))
                continue
            if end - column > 1:
                wide.append(_Standing(cell, number, number + 1))
            _, _, count, size, _ = setting
            y = middle + count * size * (LEAD / 2) - size * _DOWN  # as _place_cell has it
            stacks.append((role, begins[column] + indent, y, setting))
    for standing in wide:
        upper, lower = ys[standing.first], ys[standing.stop]
        if standing.cell.row_span > 1 and upper - lower + 1 >= standing.cell.setting.height:
            _place_cell(standing.cell, begins, upper, lower, stacks)  # else the text stands in the next fragment
    _place_rules(edges, ys, wide, rules)


def _shown(table: SetTable, fragment: Fragment) -> Iterator[SetRow]:
    """The body rows of a fragment, its first and last cut by lines where it says so."""
    rows = table.rows[fragment.first : fragment.stop]
    last = len(rows) - 1
    for number, row in enumerate(rows):
        begin = fragment.from_line if number == 0 else 0
        end = fragment.to_line if number == last else None
        yield row.cut(begin, end) if begin or end is not None else row


def _place_cell(cell: SetCell, begins: Sequence[float], upper: float, lower: float, stacks: list[PlainStack]) -> None:
    column, _, _, setting, role, indent = cell
    y = (upper + lower + setting.height) / 2 - setting.size * _DOWN
    stacks.append((role, begins[column] + indent, y, setting))


def _place_rules(
    edges: Sequence[float], ys: Sequence[float], wide: Sequence[_Standing], rules: list[PlainRule]
) -> None:
    """The rules of one fragment, closed all round; none inside a cell over several rows or columns."""
    no_horizontal: set[tuple[int, int]] = set()
    no_vertical: set[tuple[int, int]] = set()
    for standing in wide:
        cell = standing.cell
        for boundary in range(standing.first + 1, standing.stop):
            no_horizontal.update((boundary, c) for c in range(cell.column, cell.end))
        for boundary in range(cell.column + 1, cell.end):
            no_vertical.update((boundary, r) for r in range(standing.first, standing.stop))
    rows, columns = len(ys) - 1, len(edges) - 1
    half = OUTER_RULE / 2
    for boundary, y in enumerate(ys):
        weight = OUTER_RULE if boundary in (0, rows) else INNER_RULE
        for first, stop in _stretches(columns, boundary, no_horizontal):
            x0, x1 = edges[first] - half * (first == 0), edges[stop] + half * (stop == columns)
            rules.append((x0, y, x1, y, weight, ""))
    for boundary, x in enumerate(edges):
        weight = OUTER_RULE if boundary in (0, columns) else INNER_RULE
        for first, stop in _stretches(rows, boundary, no_vertical):
            rules.append((x, ys[first], x, ys[stop], weight, ""))


def _stretches(count: int, boundary: int, holes: set[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """The stretches of 0 … count that have no hole at this boundary."""
    return _between(count, boundary, holes) if holes else ((0, count),)


def _between(count: int, boundary: int, holes: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    first = 0
    while first < count:
        if (boundary, first) in holes:
            first += 1
            continue
        stop = first
        while stop < count and (boundary, stop) not in holes:
            stop += 1
        yield first, stop
        first = stop
