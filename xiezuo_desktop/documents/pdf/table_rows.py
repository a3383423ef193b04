"""A table measured: every cell's lines, every row's height. Cuts and places are worked out from this."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.paper import Align, RowKind
from xiezuo_desktop.documents.pdf.advances import advances_of
from xiezuo_desktop.documents.pdf.table_cells import LEAD, Setting, set_cell
from xiezuo_desktop.documents.pdf.table_columns import PAD_X, SIZES, Columns, size_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xiezuo_desktop.documents.paper import Cell, Row, Table
    from xiezuo_desktop.documents.pdf.advances import Advances
    from xiezuo_desktop.documents.pdf.flow import Ruler

PAD_Y = 0.38  # space above and below the text of a cell, em
TIGHTENED = 0.95  # the least a row may shrink to when that saves a page
SUB_INDENT = 1.0  # em by which a 其中 row stands in
_TALLEST_SPAN = 0.45  # of a page: a cell over several rows with more text stands in its first row, where it can be cut
_PLAIN = "fangsong"  # the face of most cells
_ROLES = {RowKind.HEADER: "hei", RowKind.CATEGORY: "hei", RowKind.TOTAL: "hei"}
_new = tuple.__new__  # a cell made without its Python-level constructor: there are a hundred thousand


class SetCell(NamedTuple):
    """A cell with its set text; columns from `column` up to but not including `end`."""

    column: int
    end: int
    row_span: int
    setting: Setting
    role: str
    indent: float  # points


@dataclass(slots=True)
class SetRow:
    """A row: its height in points, the cells that begin in it, and what kind of row it is."""

    height: float
    cells: Sequence[SetCell]
    kind: RowKind
    regular: bool  # none of its cells covers several rows or columns

    def cut(self, first: int, last: int | None) -> SetRow:
        """The same row with only these lines of its cells; cells that go on below stay as they are."""
        cells = [c if c.row_span > 1 else c._replace(setting=c.setting.cut(first, last)) for c in self.cells]
        return SetRow(self.height, cells, self.kind, self.regular)


class Span(NamedTuple):
    """A cell over the body rows `first` up to but not including `stop`, and the height its text needs."""

    first: int
    stop: int
    cell: SetCell
    height: float


@dataclass(slots=True)
class SetTable:
    """A measured table: repeated header rows and body rows."""

    columns: Columns
    header: list[SetRow]
    rows: list[SetRow]
    crossing: dict[int, list[Span]]  # by row boundary: the spans that a cut there would cut
    pad: float  # above and below the text of a cell, points
    whole: bool = False  # begins a new page rather than being cut
    cut_rows: bool = False  # rows are cut by lines where a page would stay rather empty

    @property
    def height(self) -> float:
        """Height of all rows on one page, points."""
        return self.header_height + sum(row.height for row in self.rows)

    @property
    def header_height(self) -> float:
        """Height of the rows that repeat on every page."""
        return sum(row.height for row in self.header)

    def tightened(self) -> SetTable:
        """The same table with rows lower by at most 5 %; the text keeps its size."""
        least = self.columns.size * (LEAD + 2 * PAD_Y) * (1 - TIGHTENED)
        return replace(
            self,
            rows=[SetRow(r.height - least, r.cells, r.kind, r.regular) for r in self.rows],
            pad=self.pad - least / 2,
        )


def measure(table: Table, width: float, height: float, ruler: Ruler, largest: float = SIZES[0]) -> SetTable:
    """Set every cell of a table `width` points wide, in `largest` points or less, for pages that offer it `height` points."""
    columns = size_columns(table, width, ruler(_PLAIN), min(largest, table.largest))
    setter = _Setter(columns, ruler)
    pad = columns.size * PAD_Y
    heads = table.header_rows
    header, _ = _rows(table.rows[:heads], setter, pad, height)
    repeated = sum(row.height for row in header)
    if repeated > height / 2:  # too tall to be repeated
        heads, header, repeated = 0, [], 0.0
    body, spans = _rows(table.rows[heads:], setter, pad, height - repeated)
    crossing: dict[int, list[Span]] = {}
    for span in spans:
        for boundary in range(span.first + 1, span.stop):
            crossing.setdefault(boundary, []).append(span)
    return SetTable(columns, header, body, crossing, pad, table.whole, table.cut_rows)


class _PlainCells(dict[str, SetCell]):
    """Text → the cell set, for the cells of one column that are nothing special: by far the most of a long table."""

    def __init__(self, column: int, columns: Columns, advances: Advances) -> None:
        super().__init__()
        self._column, self._advances, self._size = column, advances, columns.size
        self._room = columns.edges[column + 1] - columns.edges[column] - 2 * PAD_X * columns.size
        self._align = columns.columns[column].align

    def __missing__(self, text: str) -> SetCell:
        setting = set_cell(text, self._advances, self._size, self._room, self._align)
        cell = self[text] = _new(SetCell, (self._column, self._column + 1, 1, setting, _PLAIN, 0.0))
        return cell


class _Setter:
    """Sets cells, remembering what it has set: real tables repeat themselves."""

    def __init__(self, columns: Columns, ruler: Ruler) -> None:
        self.columns = columns
        self._ruler = ruler
        self._pad = PAD_X * columns.size
        self._memo: dict[tuple[int, int, str, Align, float], dict[str, Setting]] = {}
        body = advances_of(ruler(_PLAIN))
        self.plain = [_PlainCells(column, columns, body) for column in range(len(columns.columns))]

    def set(self, cell: Cell, kind: RowKind) -> SetCell:
        """The cell with its text set."""
        count = len(self.columns.columns)
        first = min(cell.column, count - 1)
        end = min(cell.column + cell.column_span, count)
        role, align, indent = self._style(cell, kind, first)
        memo = self._memo.setdefault((first, end, role, align, indent), {})
        setting = memo.get(cell.text)
        if setting is None:
            edges = self.columns.edges
            inner = edges[end] - edges[first] - 2 * self._pad - indent
            setting = memo[cell.text] = set_cell(cell.text, self._ruler(role), self.columns.size, inner, align)
        return SetCell(first, end, cell.row_span, setting, role, indent)

    def _style(self, cell: Cell, kind: RowKind, column: int) -> tuple[str, Align, float]:
        role = _ROLES.get(kind, _PLAIN)
        if kind is RowKind.HEADER:
            return role, cell.align or Align.CENTRE, 0.0
        if kind is RowKind.CATEGORY:
            return role, cell.align or Align.LEFT, 0.0
        align = cell.align or self.columns.columns[column].align
        stands_in = kind is RowKind.SUB and align is Align.LEFT and not cell.text[:1].isdigit()
        if not stands_in or self._has_left_before(column):
            return role, align, 0.0
        width = self.columns.edges[column + 1] - self.columns.edges[column]
        return role, align, min(SUB_INDENT * self.columns.size, width / 5)

    def _has_left_before(self, column: int) -> bool:
        return any(c.align is Align.LEFT for c in self.columns.columns[:column])


def _rows(rows: tuple[Row, ...], setter: _Setter, pad: float, page: float) -> tuple[list[SetRow], list[Span]]:
    width = len(setter.plain)
    regular = [_is_regular(row, width) for row in rows]
    ready = _regular_rows(list(compress(rows, regular)), setter, pad)
    spans: list[Span] = []
    out = []
    for number, row in enumerate(rows):
        out.append(next(ready) if regular[number] else _row(row, number, len(rows), setter, pad, page, spans))
    for span in spans:
        _stretch(out, span)
    return out, spans


def _is_regular(row: Row, width: int) -> bool:
    """Whether every column has a cell of its own, set as the column is."""
    if row.kind is not RowKind.BODY or len(row.cells) != width:
        return False
    return not [c for c in row.cells if c.row_span > 1 or c.column_span > 1 or c.align is not None]


def _regular_rows(rows: list[Row], setter: _Setter, pad: float) -> Iterator[SetRow]:
    """Rows without merged cells, set column by column: the same steps for similar texts are quicker than going along the rows."""
    columns = []
    heights = []
    for place, plain in enumerate(setter.plain):
        columns.append(found := [plain[row.cells[place].text] for row in rows])
        heights.append([cell[3][2] * cell[3][3] for cell in found])  # count × size of the lines
    size = setter.columns.size
    for cells, tall in zip(zip(*columns, strict=True), zip(*heights, strict=True), strict=True):
        yield SetRow(max(size, *tall) * LEAD + 2 * pad, cells, RowKind.BODY, True)


def _row(row: Row, number: int, count: int, setter: _Setter, pad: float, page: float, spans: list[Span]) -> SetRow:
    plain, columns, kind = setter.plain, len(setter.plain), row.kind
    tallest = setter.columns.size
    cells = []
    for cell in row.cells:
        if (
            kind is RowKind.BODY
            and cell.row_span == 1 == cell.column_span
            and cell.align is None
            and cell.column < columns
        ):
            found = plain[cell.column][cell.text]
        else:
            found = setter.set(cell, kind)
            if found.row_span > 1:
                found = _spanning(found, number, count, pad, page, spans)
        if found.row_span == 1:
            tallest = max(tallest, found.setting.line_count * found.setting.size)
        cells.append(found)
    regular = not [cell for cell in cells if cell.row_span > 1 or cell.end - cell.column > 1]
    return SetRow(tallest * LEAD + 2 * pad, cells, kind, regular)


def _spanning(cell: SetCell, number: int, count: int, pad: float, page: float, spans: list[Span]) -> SetCell:
    """A cell over several of `count` rows from row `number` on, noted in `spans`; over one where its text is too long for that."""
    stop = min(number + cell.row_span, count)
    tall = cell.setting.height + 2 * pad
    cell = cell._replace(row_span=1 if tall > _TALLEST_SPAN * page else stop - number)
    if cell.row_span > 1:
        spans.append(Span(number, stop, cell, tall))
    return cell


def _stretch(rows: list[SetRow], span: Span) -> None:
    """Make the rows of a span high enough for its text, each by the same amount."""
    covered = rows[span.first : span.stop]
    missing = span.height - sum(row.height for row in covered)
    for row in covered:
        row.height += max(missing, 0.0) / len(covered)
