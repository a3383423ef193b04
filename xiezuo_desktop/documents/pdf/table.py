"""Tables on pages: a measured table and its cuts become placed texts and rules."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.pdf.flow import ASCENT, Stack
from xiezuo_desktop.documents.pdf.table_cells import LEAD, PAD_X
from xiezuo_desktop.documents.pdf.table_rows import PLAIN, PlainRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xiezuo_desktop.documents.pdf.flow import PlainRule
    from xiezuo_desktop.documents.pdf.table_cells import Setting
    from xiezuo_desktop.documents.pdf.table_cut import Fragment
    from xiezuo_desktop.documents.pdf.table_rows import AnyRow, SetCell, SetTable

DOWN = LEAD / 2 + ASCENT - 0.5  # em from the upper edge of a line to its base line
OUTER_RULE = 1.0  # points: the frame of a table
INNER_RULE = 0.5
_new = tuple.__new__  # a record made without its Python-level constructor: a long table has tens of thousands


class Band(NamedTuple):
    """Texts on a page around one height: those of a row that are one row high, or one over several rows."""

    role: str
    settings: Sequence[Setting]
    lefts: Sequence[float]  # edges of the spaces they are set for, points as the next
    middle: float


class Head(NamedTuple):
    """What is the same on all pages where a table begins at the same place. Holes as `PlacedTable` has them."""

    edges: list[float]  # of the columns, from left to right
    begins: list[float]  # left edges of the spaces for the columns' texts
    ys: list[float]  # edges of the header's rows, from top to bottom
    bands: list[Band]  # the header's
    no_horizontal: set[tuple[int, int]]
    no_vertical: set[tuple[int, int]]


class _Standing(NamedTuple):
    """A cell in one fragment and the rows of the fragment, header included, that it covers there."""

    cell: SetCell
    first: int
    stop: int


@dataclass(slots=True)
class PlacedTable:
    """One fragment of a table at its place on a page: points from the lower left corner."""

    head: Head
    ys: list[float]  # edges of the rows, header included, from top to bottom
    bands: list[Band]  # below the header
    # Pieces of rules inside cells over several rows or columns, which are not drawn: (edge, column) and (edge, row).
    no_horizontal: set[tuple[int, int]]
    no_vertical: set[tuple[int, int]]

    def stacks(self) -> Iterator[Stack]:
        """All cells."""
        for role, settings, lefts, middle in (*self.head.bands, *self.bands):
            for left, setting in zip(lefts, settings, strict=True):
                yield Stack(role, left, middle + setting.height / 2 - setting.size * DOWN, setting)

    @property
    def is_grid(self) -> bool:
        """Whether all rules go through from edge to edge."""
        return not self.no_horizontal and not self.no_vertical

    def rules(self) -> Iterator[PlainRule]:
        """The rules, closed all round; none inside a cell over several rows or columns."""
        yield from self.across()
        yield from self.upright()

    def across(self) -> Iterator[PlainRule]:
        """The rules from left to right."""
        edges, half = self.head.edges, OUTER_RULE / 2
        rows, columns = len(self.ys) - 1, len(edges) - 1
        for boundary, y in enumerate(self.ys):
            weight = OUTER_RULE if boundary in (0, rows) else INNER_RULE
            for first, stop in _stretches(columns, boundary, self.no_horizontal):
                x0, x1 = edges[first] - half * (first == 0), edges[stop] + half * (stop == columns)
                yield x0, y, x1, y, weight, ""

    def upright(self) -> Iterator[PlainRule]:
        """The rules from top to bottom."""
        ys = self.ys
        rows, columns = len(ys) - 1, len(self.head.edges) - 1
        for boundary, x in enumerate(self.head.edges):
            weight = OUTER_RULE if boundary in (0, columns) else INNER_RULE
            for first, stop in _stretches(rows, boundary, self.no_vertical):
                yield x, ys[first], x, ys[stop], weight, ""


def place(table: SetTable, fragment: Fragment, left: float, top: float) -> PlacedTable:
    """The header and the rows of one fragment below `top`."""
    head = table.heads.get((left, top)) or _place_head(table, left, top)
    heads = len(table.header)
    below = head.ys[heads]
    ys = [*head.ys, *(below - used for used in accumulate(fragment.heights))]
    placed = PlacedTable(head, ys, [], head.no_horizontal, head.no_vertical)
    wide = [  # cells that were cut by the end of the page before
        _Standing(span.cell, heads, min(span.stop - fragment.first + heads, len(ys) - 1))
        for span in table.crossing.get(fragment.first, ())
    ]
    wide += _place_rows(_shown(table, fragment), heads, ys, head.begins, placed.bands)
    if wide:
        placed.no_horizontal, placed.no_vertical = set(head.no_horizontal), set(head.no_vertical)
        _place_wide(placed, wide)
    return placed


def _place_head(table: SetTable, left: float, top: float) -> Head:
    edges = [left + edge for edge in table.columns.edges]
    pad = PAD_X * table.columns.size
    ys = [top, *(top - used for used in accumulate(row.height for row in table.header))]
    head = table.heads[left, top] = Head(edges, [edge + pad for edge in edges[:-1]], ys, [], set(), set())
    wide = _place_rows(table.header, 0, ys, head.begins, head.bands)
    _place_wide(PlacedTable(head, ys, head.bands, head.no_horizontal, head.no_vertical), wide)
    return head


def _place_rows(
    rows: Iterable[AnyRow], first: int, ys: Sequence[float], begins: Sequence[float], bands: list[Band]
) -> list[_Standing]:
    """Add to `bands` the cells one row high, `first` the number of the first row; gives the cells that cover more."""
    wide: list[_Standing] = []
    for number, row in enumerate(rows, first):
        middle = (ys[number] + ys[number + 1]) / 2
        if isinstance(row, PlainRow):
            bands.append(_new(Band, (PLAIN, row.settings, begins, middle)))
            continue
        wide += [
            _Standing(cell, number, min(number + cell.row_span, len(ys) - 1))
            for cell in row.cells
            if cell.row_span > 1 or cell.end - cell.column > 1
        ]
        low = [cell for cell in row.cells if cell.row_span == 1]
        if low:
            settings = [cell.setting for cell in low]
            bands.append(Band(low[0].role, settings, [begins[cell.column] + cell.indent for cell in low], middle))
    return wide


def _shown(table: SetTable, fragment: Fragment) -> list[AnyRow]:
    """The body rows of a fragment, its first and last cut by lines where it says so."""
    rows = table.rows[fragment.first : fragment.stop]
    begin, end = fragment.from_line, fragment.to_line
    if len(rows) > 1 and end is not None:
        rows[-1] = rows[-1].cut(0, end)
        end = None
    if begin or end is not None:
        rows[0] = rows[0].cut(begin, end)
    return rows


def _place_wide(placed: PlacedTable, wide: Sequence[_Standing]) -> None:
    """Cells over several rows or columns: their texts where there is room, and no rules inside them."""
    for cell, first, stop in wide:
        upper, lower = placed.ys[first], placed.ys[stop]
        if cell.row_span > 1 and upper - lower + 1 >= cell.setting.height:  # else it stands in the next fragment
            left = placed.head.begins[cell.column] + cell.indent
            placed.bands.append(Band(cell.role, (cell.setting,), (left,), (upper + lower) / 2))
        for boundary in range(first + 1, stop):
            placed.no_horizontal.update((boundary, c) for c in range(cell.column, cell.end))
        for boundary in range(cell.column + 1, cell.end):
            placed.no_vertical.update((boundary, r) for r in range(first, stop))


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
