"""A table measured: every cell's lines, every row's height. Cuts and places are worked out from this."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.paper import Align, RowKind
from xiezuo_desktop.documents.pdf.table_cells import LEAD, Setting, set_cell
from xiezuo_desktop.documents.pdf.table_columns import PAD_X, SIZES, Columns, size_columns

if TYPE_CHECKING:
    from xiezuo_desktop.documents.paper import Cell, Row, Table
    from xiezuo_desktop.documents.pdf.flow import Ruler

PAD_Y = 0.38  # space above and below the text of a cell, em
TIGHTENED = 0.95  # the least a row may shrink to when that saves a page
SUB_INDENT = 1.0  # em by which a 其中 row stands in
_TALLEST_SPAN = 0.45  # of a page: a cell over several rows with more text stands in its first row, where it can be cut
_ROLES = {RowKind.HEADER: "hei", RowKind.CATEGORY: "hei", RowKind.TOTAL: "hei"}


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
    cells: list[SetCell]
    kind: RowKind

    def cut(self, first: int, last: int | None) -> SetRow:
        """The same row with only these lines of its cells; cells that go on below stay as they are."""
        cells = [c if c.row_span > 1 else c._replace(setting=c.setting.cut(first, last)) for c in self.cells]
        return SetRow(self.height, cells, self.kind)


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
            rows=[SetRow(r.height - least, r.cells, r.kind) for r in self.rows],
            pad=self.pad - least / 2,
        )


def measure(table: Table, width: float, height: float, ruler: Ruler, largest: float = SIZES[0]) -> SetTable:
    """Set every cell of a table `width` points wide, in `largest` points or less, for pages that offer it `height` points."""
    columns = size_columns(table, width, ruler("fangsong"), largest)
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


class _Setter:
    """Sets cells, remembering what it has set: real tables repeat themselves."""

    def __init__(self, columns: Columns, ruler: Ruler) -> None:
        self.columns = columns
        self._ruler = ruler
        self._pad = PAD_X * columns.size
        self._memo: dict[tuple[int, int, str, Align, float], dict[str, Setting]] = {}
        self._plain: list[dict[str, SetCell]] = [{} for _ in columns.columns]
        self._body = ruler("fangsong")
        self._room = [after - before - 2 * self._pad for before, after in pairwise(columns.edges)]
        self._aligns = [column.align for column in columns.columns]

    def set(self, cell: Cell, kind: RowKind) -> SetCell:
        """The cell with its text set."""
        column, text = cell.column, cell.text
        if (
            kind is RowKind.BODY
            and cell.column_span == 1 == cell.row_span
            and cell.align is None
            and column < len(self._plain)
        ):  # the most common by far
            known = self._plain[column].get(text)
            if known is None:
                setting = set_cell(text, self._body, self.columns.size, self._room[column], self._aligns[column])
                known = tuple.__new__(SetCell, (column, column + 1, 1, setting, "fangsong", 0.0))
                self._plain[column][text] = known
            return known
        return self._set(cell, kind)

    def _set(self, cell: Cell, kind: RowKind) -> SetCell:
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
        role = _ROLES.get(kind, "fangsong")
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
    out: list[SetRow] = []
    spans: list[Span] = []
    count = len(rows)
    for number, row in enumerate(rows):
        cells = []
        kind = row.kind
        tallest = setter.columns.size
        for cell in row.cells:
            found = setter.set(cell, kind)
            _, _, row_span, setting, _, _ = found
            if row_span > 1:
                stop = min(number + row_span, count)
                tall = setting.height + 2 * pad
                row_span = 1 if tall > _TALLEST_SPAN * page else stop - number
                found = found._replace(row_span=row_span)
                if row_span > 1:
                    spans.append(Span(number, stop, found, tall))
            if row_span == 1 and (tall := setting[2] * setting[3]) > tallest:  # count × size
                tallest = tall
            cells.append(found)
        out.append(SetRow(tallest * LEAD + 2 * pad, cells, kind))
    for span in spans:
        _stretch(out, span)
    return out, spans


def _stretch(rows: list[SetRow], span: Span) -> None:
    """Make the rows of a span high enough for its text, each by the same amount."""
    covered = rows[span.first : span.stop]
    missing = span.height - sum(row.height for row in covered)
    for row in covered:
        row.height += max(missing, 0.0) / len(covered)
