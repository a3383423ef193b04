"""Tables of a Paper as WordprocessingML: real merged cells, repeated header rows, columns as wide as in the PDF."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import quoteattr

from xiezuo_desktop.wanted import while_wanted

from .paper import Align, RowKind
from .pdf.table_cells import LEAD
from .pdf.table_rows import measure
from .write_docx_groups import ends_inside, has_long_groups, kept_rows, saving_a_page, taken_apart
from .write_docx_parts import paragraph, run
from .write_docx_styles import cell_margins, indent, table_styles, twips
from .write_docx_xlsx import ADVANCES, NO_LIMIT, broken_as_set, printable, ruler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .paper import Cell, Row, Table
    from .pdf.flow import Frame
    from .pdf.table_rows import AnyRow, SetCell, SetTable
    from .write_docx_styles import Style

_ALIGNS = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}
_KINDS = {RowKind.HEADER: "Head", RowKind.CATEGORY: "Group", RowKind.TOTAL: "Head"}
_LAST_ROWS, _MANY_ROWS = 3, 12  # the last page of a table with many rows has some of them
_TRUSTED = 0.98  # of a page: other programs need a little more room
_WORTH_A_GAP = 0.33  # of a page: Word leaves single lines of a row that it cuts, but a higher one much white
_BLANK = 0.25  # em, that LibreOffice adds between 汉字 and figures whatever the style says
_MEETINGS = re.compile(r"(?<=[0-9A-Za-z.%+])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z+-])")
_LEAST_MARGIN = 20  # twips


class _Place(NamedTuple):
    """A stretch of columns of one row, the cell that covers it, and whether that begins here."""

    first: int
    end: int
    cell: Cell | None
    begins: bool


class TableWriter:
    """One table, set in `largest` points or less, whose first page has about `room()` points for it; `size` is that of its text.

    Its notes need `below` points: rows are a little lower where that keeps them on its page. Where it `ends` with
    notes or with who signs, its last row stays on their page.
    """

    def __init__(
        self,
        table: Table,
        frame: Frame,
        largest: float,
        room: Callable[[], float],
        below: float = 0.0,
        *,
        ends: bool = False,
    ) -> None:
        self._table = table
        self._ends = ends
        self._frame = frame
        self._set: SetTable = measure(table, frame.area_width, NO_LIMIT, ruler, largest)
        if has_long_groups(self._set, frame):
            heads = len(self._set.header)
            self._table = taken_apart(table, {heads + row for row in ends_inside(self._set, frame, room())})
            self._set = measure(self._table, frame.area_width, NO_LIMIT, ruler, largest)
        if below or self._set.height > _TRUSTED * frame.area_height:
            self._set = saving_a_page(self._set, frame, _TRUSTED * room(), below)
        self._kept = {len(self._set.header) + row for row in kept_rows(self._set, frame)}
        self.size = self._set.columns.size
        self._edges = [twips(edge) for edge in self._set.columns.edges]
        self._styles = table_styles(self.size)

    def write(self) -> Iterator[str]:
        """The w:tbl piece by piece, a row each."""
        beside, above = cell_margins(self.size)[0], twips(self._set.pad)
        edges = self._edges
        name = f"<w:tblCaption w:val={quoteattr(printable(self._table.name))}/>" if self._table.name else ""
        yield (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="PaperTable"/><w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="{above}" w:type="dxa"/><w:left w:w="{beside}" w:type="dxa"/>'
            f'<w:bottom w:w="{above}" w:type="dxa"/><w:right w:w="{beside}" w:type="dxa"/></w:tblCellMar>'
            f'<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"{name}</w:tblPr><w:tblGrid>"
        )
        for left, right in pairwise(edges):
            yield f'<w:gridCol w:w="{right - left}"/>'
        yield "</w:tblGrid>"
        set_rows = [*self._set.header, *self._set.rows]
        repeated = self._repeated()
        for number, places in enumerate(while_wanted(_places(self._table))):
            yield from self._row(number, places, set_rows[number], header=number < repeated)
        yield "</w:tbl>"

    def _repeated(self) -> int:
        """How many rows are repeated on every page: none when they would fill half of it."""
        return self._table.header_rows if self._set.header_height <= self._frame.area_height / 2 else 0

    def _row(self, number: int, places: list[_Place], found: AnyRow, *, header: bool) -> Iterator[str]:
        row = self._table.rows[number]
        set_cells = {id(cell): set_cell for cell, set_cell in zip(row.cells, found.cells, strict=True)}
        own = max((set_cells[id(c)].setting.height for c in row.cells if c.row_span == 1), default=0.0)
        least = self.size * LEAD
        properties = ""
        if found.height <= _WORTH_A_GAP * self._frame.area_height:
            properties += "<w:cantSplit/>"
        if found.height > max(own, least) + 2 * self._set.pad + 0.5:  # made higher for a cell over several rows
            properties += f'<w:trHeight w:val="{twips(found.height)}" w:hRule="atLeast"/>'
        if header:
            properties += "<w:tblHeader/>"
        yield f"<w:tr><w:trPr>{properties}</w:trPr>" if properties else "<w:tr>"
        keep = header or self._stays_with_next(number)
        for place in places:
            yield self._cell(place, set_cells.get(id(place.cell)), row, keep=keep)
        yield "</w:tr>"

    def _stays_with_next(self, number: int) -> bool:
        """A category stays with its first row, a row with the first 其中 below it, rows that one cell covers, the last rows, a whole table."""
        rows = self._table.rows
        if number + 1 >= len(rows):
            return self._ends
        if number in self._kept or (len(rows) - _LAST_ROWS <= number and len(rows) > _MANY_ROWS):
            return True
        kind, below = rows[number].kind, rows[number + 1].kind
        return self._table.whole or kind is RowKind.CATEGORY or (kind is RowKind.BODY and below is RowKind.SUB)

    def _cell(self, place: _Place, found: SetCell | None, row: Row, *, keep: bool) -> str:
        span = place.end - place.first
        properties = f'<w:tcW w:w="{self._edges[place.end] - self._edges[place.first]}" w:type="dxa"/>'
        if span > 1:
            properties += f'<w:gridSpan w:val="{span}"/>'
        if place.cell and place.cell.row_span > 1:
            properties += f'<w:vMerge w:val="{"restart" if place.begins else "continue"}"/>'
        style = self._styles[_KINDS.get(row.kind, "Cell")]
        if place.cell and found:
            text = broken_as_set(place.cell.text.strip("\n"), found, row.kind)
            properties += self._margins(text, found)
            inside = "".join(self._lines(text, found, style, keep=keep))
        else:
            inside = paragraph(style.key, keep=True if keep else None)
        return f'<w:tc><w:tcPr>{properties}<w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'

    def _margins(self, text: str, found: SetCell) -> str:
        """A cell's own margins, narrower where a program that adds a blank between 汉字 and figures would break its lines."""
        setting, usual = found.setting, cell_margins(self.size)[0]
        lines = text.split("\n")
        if setting.line_count != len(lines):  # running text
            return ""
        widest = max(ADVANCES.width(line) + _BLANK * len(_MEETINGS.findall(line)) for line in lines)
        wide = widest * setting.size + found.indent
        edges = self._set.columns.edges
        margin = twips((edges[found.end] - edges[found.column] - wide) / 2)
        if margin >= usual:
            return ""
        margin = max(margin, _LEAST_MARGIN)
        sides = "".join(f'<w:{side} w:w="{margin}" w:type="dxa"/>' for side in ("left", "right"))
        return f"<w:tcMar>{sides}</w:tcMar>"

    def _lines(self, text: str, found: SetCell, style: Style, *, keep: bool) -> Iterator[str]:
        align = _ALIGNS[found.setting.align]
        size = found.setting.size if found.setting.size < self.size else 0.0
        place = indent(self.size, left=found.indent / self.size) if found.indent else ""
        for line in text.split("\n"):
            yield paragraph(
                style.key,
                run(line, size=size) if line else "",
                keep=True if keep else None,
                place=place,
                align=align if align != style.align else "",
            )


def _places(table: Table) -> Iterator[list[_Place]]:
    """Row by row the stretches of columns that one cell covers each; places without a cell stand alone."""
    width = max(table.width, len(table.columns))
    covering: list[tuple[Cell, int] | None] = [None] * width  # the cell and the row after its last one
    for number, row in enumerate(table.rows):
        covering = [c if c and c[1] > number else None for c in covering]
        begun = set()
        for cell in row.cells:
            begun.add(id(cell))
            for column in range(cell.column, min(cell.column + cell.column_span, width)):
                covering[column] = (cell, number + cell.row_span)
        out: list[_Place] = []
        for column, covered in enumerate(covering):
            found = covered[0] if covered else None
            if found is not None and out and out[-1].cell is found and out[-1].end == column:
                out[-1] = out[-1]._replace(end=column + 1)
            else:
                out.append(_Place(column, column + 1, found, found is not None and id(found) in begun))
        yield out
