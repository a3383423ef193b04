"""A table measured: every cell's lines, every row's height. Cuts and places are worked out from this."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import compress
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from xiezuo_desktop.documents.paper import Align, RowKind
from xiezuo_desktop.documents.pdf.advances import advances_of
from xiezuo_desktop.documents.pdf.table_cells import LEAD, PAD_X, Setting, set_cell, set_cells
from xiezuo_desktop.documents.pdf.table_columns import SIZES, Columns, size_columns
from xiezuo_desktop.wanted import still_wanted, while_wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xiezuo_desktop.documents.paper import Cell, Row, Table
    from xiezuo_desktop.documents.pdf.advances import Advances
    from xiezuo_desktop.documents.pdf.flow import Ruler
    from xiezuo_desktop.documents.pdf.table import Head

PAD_Y = 0.34  # space above and below the text of a cell, em
TIGHTENED = 0.9  # the least a row may shrink to when that saves a page
SUB_INDENT = 1.0  # em by which a 其中 row stands in
_TALLEST_SPAN = 0.45  # of a page: a cell over several rows with more text stands in its first row, where it can be cut
PLAIN = "fangsong"  # the face of most cells
_TEXTS_A_STEP = 2_000
# Lines of texts that are repeated where their row goes on: names, deadlines and numbers, but no running text.
_REPEATED = {Align.CENTRE: 4, Align.LEFT: 1, Align.RIGHT: 1, Align.JUSTIFY: 0}
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
        parts = iter(_parts([c.setting for c in self.cells if c.row_span == 1], first, last))
        cells = [c if c.row_span > 1 else c._replace(setting=next(parts)) for c in self.cells]
        return SetRow(self.height, cells, self.kind)


@dataclass(slots=True)
class PlainRow:
    """A row with a cell a column, set as its column is: by far the most of a long table, so that it holds less."""

    height: float
    settings: tuple[Setting, ...]
    kind: ClassVar[RowKind] = RowKind.BODY

    @property
    def cells(self) -> list[SetCell]:
        """Its cells as those of other rows."""
        return [SetCell(n, n + 1, 1, setting, PLAIN, 0.0) for n, setting in enumerate(self.settings)]

    def cut(self, first: int, last: int | None) -> PlainRow:
        """The same row with only these lines of its cells."""
        return PlainRow(self.height, tuple(_parts(self.settings, first, last)))


def _parts(settings: Sequence[Setting], first: int, last: int | None) -> list[Setting]:
    """The texts of a row with only these lines; short ones that stood above are repeated, as those of merged cells are."""
    parts = [setting.cut(first, last) for setting in settings]
    room = max([part.height for part in parts], default=0.0)
    return [
        setting if 0 < setting.line_count <= min(first, _REPEATED[setting.align]) and setting.height <= room else part
        for setting, part in zip(settings, parts, strict=True)
    ]


AnyRow = SetRow | PlainRow


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
    header: list[AnyRow]
    rows: list[AnyRow]
    crossing: dict[int, list[Span]]  # by row boundary: the spans that a cut there would cut
    pad: float  # above and below the text of a cell, points
    whole: bool = False  # begins a new page rather than being cut
    cut_rows: bool = False  # rows are cut by lines where a page would stay rather empty
    heads: dict[tuple[float, float], Head] = field(default_factory=dict)  # as placed, by left and top

    @property
    def height(self) -> float:
        """Height of all rows on one page, points."""
        return self.header_height + sum(row.height for row in self.rows)

    @property
    def header_height(self) -> float:
        """Height of the rows that repeat on every page."""
        return sum(row.height for row in self.header)

    def tightened(self) -> SetTable:
        """The same table with rows lower by at most a tenth; the text keeps its size."""
        least = self.columns.size * (LEAD + 2 * PAD_Y) * (1 - TIGHTENED)
        return replace(
            self,
            rows=[replace(row, height=row.height - least) for row in self.rows],
            pad=self.pad - least / 2,
        )


def measure(table: Table, width: float, height: float, ruler: Ruler, largest: float = SIZES[0]) -> SetTable:
    """Set every cell of a table `width` points wide, in `largest` points or less, for pages that offer it `height` points."""
    columns = size_columns(table, width, ruler(PLAIN), largest)
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


class _Settings(dict[str, Setting]):
    """Text → the same set for one kind of place: real tables repeat themselves."""

    def __init__(self, advances: Advances, size: float, room: float, align: Align) -> None:
        super().__init__()
        self._how = advances, size, room, align

    def __missing__(self, text: str) -> Setting:
        setting = self[text] = set_cell(text, *self._how)
        return setting

    def of(self, texts: Sequence[str]) -> list[Setting]:
        """All these texts set."""
        new = [text for text in dict.fromkeys(texts) if text not in self]
        for begin in range(0, len(new), _TEXTS_A_STEP):
            still_wanted()
            some = new[begin : begin + _TEXTS_A_STEP]
            self.update(zip(some, set_cells(some, *self._how), strict=True))
        return list(map(self.__getitem__, texts))


class _Setter:
    """Sets cells, remembering what it has set."""

    def __init__(self, columns: Columns, ruler: Ruler) -> None:
        self.columns = columns
        self._ruler = ruler
        self._places: dict[tuple[int, int, str, Align, float], _Settings] = {}
        self.plain = [self._place(n, n + 1, PLAIN, column.align, 0.0) for n, column in enumerate(columns.columns)]

    def _place(self, first: int, end: int, role: str, align: Align, indent: float) -> _Settings:
        found = self._places.get((first, end, role, align, indent))
        if found is None:
            size, edges = self.columns.size, self.columns.edges
            room = edges[end] - edges[first] - 2 * PAD_X * size - indent
            found = _Settings(advances_of(self._ruler(role)), size, room, align)
            self._places[first, end, role, align, indent] = found
        return found

    def set(self, cell: Cell, kind: RowKind) -> SetCell:
        """The cell with its text set."""
        count = len(self.columns.columns)
        first = min(cell.column, count - 1)
        end = min(cell.column + cell.column_span, count)
        role, align, indent = self._style(cell, kind, first)
        setting = self._place(first, end, role, align, indent)[cell.text]
        return SetCell(first, end, cell.row_span, setting, role, indent)

    def _style(self, cell: Cell, kind: RowKind, column: int) -> tuple[str, Align, float]:
        role = _ROLES.get(kind, PLAIN)
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


def _rows(rows: tuple[Row, ...], setter: _Setter, pad: float, page: float) -> tuple[list[AnyRow], list[Span]]:
    width = len(setter.plain)
    plain = [_is_plain(row, width) for row in rows]
    ready = _plain_rows(list(compress(rows, plain)), setter, pad)
    spans: list[Span] = []
    out: list[AnyRow] = []
    for number, row in enumerate(while_wanted(rows)):
        if plain[number]:
            out.append(next(ready))
            continue
        cells = [setter.set(cell, row.kind) for cell in row.cells]
        cells = [_spanning(c, number, len(rows), pad, page, spans) if c.row_span > 1 else c for c in cells]
        lines = [c.setting.line_count * c.setting.size for c in cells if c.row_span == 1]
        out.append(SetRow(max([setter.columns.size, *lines]) * LEAD + 2 * pad, cells, row.kind))
    for span in spans:
        _stretch(out, span)
    return out, spans


def _is_plain(row: Row, width: int) -> bool:
    """Whether every column has a cell of its own, set as the column is."""
    if row.kind is not RowKind.BODY or len(row.cells) != width:
        return False
    return not [c for c in row.cells if c.row_span > 1 or c.column_span > 1 or c.align is not None]


def _plain_rows(rows: list[Row], setter: _Setter, pad: float) -> Iterator[PlainRow]:
    """Rows set column by column: the same steps for similar texts are quicker than going along the rows."""
    columns = [plain.of([row.cells[n].text for row in rows]) for n, plain in enumerate(setter.plain)]
    talls = zip(*([setting[2] * setting[3] for setting in column] for column in columns), strict=True)  # count × size
    size = setter.columns.size
    for settings, tall in zip(zip(*columns, strict=True), talls, strict=True):
        yield PlainRow(max(size, *tall) * LEAD + 2 * pad, settings)


def _spanning(cell: SetCell, number: int, count: int, pad: float, page: float, spans: list[Span]) -> SetCell:
    """A cell over several of `count` rows from row `number` on, noted in `spans`; over one where its text is too long for that."""
    stop = min(number + cell.row_span, count)
    tall = cell.setting.height + 2 * pad
    cell = cell._replace(row_span=1 if tall > _TALLEST_SPAN * page else stop - number)
    if cell.row_span > 1:
        spans.append(Span(number, stop, cell, tall))
    return cell


def _stretch(rows: list[AnyRow], span: Span) -> None:
    """Make the rows of a span high enough for its text, each by the same amount."""
    covered = rows[span.first : span.stop]
    missing = span.height - sum(row.height for row in covered)
    for row in covered:
        row.height += max(missing, 0.0) / len(covered)
