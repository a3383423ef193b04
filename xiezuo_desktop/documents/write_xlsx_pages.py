"""Where the printed pages of a worksheet end: Excel by itself cuts through merged cells and leaves headings at the foot.

Tables are cut by the rules of the PDF (`pdf.table_cut`), but between rows only; a cell over several rows that is cut is
taken apart there, so that each page says what it says.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .pdf.table_cut import cut
from .pdf.table_rows import SetRow
from .write_xlsx_layout import TALLEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .pdf.table_cut import Fragment
    from .pdf.table_rows import AnyRow, SetTable
    from .write_xlsx_layout import Placed, Sheet, TableRows

_TRUSTED = 0.985  # of the height of a page: rows are rounded to the dots of a printer
_MOST_BREAKS = 1_000  # Excel takes 1,026; longer tables are cut by Excel itself
SMALLEST = 0.8  # of its size is a sheet made that is to stand on one page
_SQUEEZED = 0.5  # of the height of empty rows may go
_LOWEST = 2.0  # points: an empty row at the head of a page
_ROUNDED = 0.01  # points
_MOST_BELOW = 0.3  # of a page: notes and a signature that a table makes room for on its last page


def end_pages(sheet: Sheet) -> None:
    """Set where the pages of a sheet end, and take apart the cells that are cut there."""
    sheet.last_used = sum(sheet.heights)
    sheet.one_page = sheet.one_page_wanted and sheet.last_used <= sheet.room
    if sheet.one_page:
        return
    pages = _filled(sheet)
    sheet.last_used = pages.used
    if len(pages.breaks) <= _MOST_BREAKS:
        sheet.breaks = sorted(pages.breaks)
        lost = {row + n for row in sheet.cuts if pages.begins_with(row) for n in (0, 1)}  # nothing above to be cut off
        sheet.cells = [
            piece for placed in sheet.cells if placed.row not in lost for piece in _pieces(placed, sheet.breaks)
        ]


def _filled(sheet: Sheet) -> _Pages:
    """The pages of a sheet; the heading of its first table is repeated where all other tables stand with the end of it."""
    heights, several = sheet.heights, len(sheet.tables) > 1
    for repeats in (True, False) if several and sheet.heading(sheet.tables[0]) else (None,):
        if repeats is not None:
            sheet.heights = list(heights)
            sheet.repeated = sheet.heading(sheet.tables[0]) if repeats else None
        pages = _Pages(sheet)
        pages.run()
        if sheet.tables and max(pages.breaks, default=0) < sheet.tables[0].starts[-1]:
            break
    return pages


class _Pages:
    """Goes down a sheet and fills page after page."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._room = sheet.room * _TRUSTED
        self.used = 0.0
        self._began = 0  # the first row on this page
        self.breaks = set(sheet.breaks)

    def run(self) -> None:
        """All rows: texts, tables, and what stands between them."""
        row = 0
        for table in self._sheet.tables:
            lead = table.starts[0]
            while lead > row and lead - 1 in self._sheet.kept and lead not in self.breaks:
                lead -= 1
            self._texts(row, lead)
            self._table(table, lead)
            row = table.starts[-1]
        self._texts(row, len(self._sheet.heights))
        self._push_down()

    def _push_down(self) -> None:
        """Set the 版记 on the lower edge of the last page (7.4): the empty rows above it take what is left."""
        left = self._room - self.used
        for row in self._sheet.pushed:
            more = min(max(left, 0.0), TALLEST - self._sheet.heights[row])
            self._sheet.heights[row] += more
            left -= more

    def _height(self, first: int, stop: int) -> float:
        return sum(self._sheet.heights[first:stop])

    def _texts(self, first: int, stop: int) -> None:
        """Rows of text from `first` on; those that stay together go on to the next page together."""
        while first < stop:
            end = first + 1
            while end < stop and end - 1 in self._sheet.kept:
                end += 1
            height = self._height(first, end)
            if first in self.breaks:
                self._end_above(first)
            elif self.used:
                height -= self._squeeze(first, end, self.used + height - self._room)
                if self.used + height > self._room + _ROUNDED:
                    self._end_above(first)
                    height = self._height(first, end)
            self.used = (self.used + height) % self._room if height > self._room else self.used + height
            first = end

    def _squeeze(self, first: int, stop: int, missing: float) -> float:
        """Make the empty rows on this page down to `stop` lower where that keeps what follows them on it; what was won."""
        blank = [row for row in range(self._began, stop) if row in self._sheet.blank]
        spare = sum(self._sheet.heights[row] for row in blank) * _SQUEEZED
        if not 0 < missing <= spare:
            return 0.0
        for row in blank:
            self._sheet.heights[row] *= 1 - missing / spare * _SQUEEZED
        return missing

    def begins_with(self, row: int) -> bool:
        """Whether a row is the first on its page that is not empty."""
        while row not in self.breaks and row - 1 in self._sheet.blank:
            row -= 1
        return row in self.breaks

    def _end_above(self, row: int) -> None:
        """End the page; the next one has no room to waste on empty rows at its head."""
        self.breaks.add(row)
        self._began, self.used = row, 0.0
        cut = {begin + n for begin in self._sheet.cuts for n in (0, 1)}
        while row in cut or row in self._sheet.blank.difference(self._sheet.pushed):
            self._sheet.heights[row] = min(self._sheet.heights[row], _LOWEST)
            row += 1

    def _table(self, table: TableRows, lead: int) -> None:
        """The table, with the rows from `lead` on that stand right above it."""
        heads = len(table.found.header)
        header = self._height(table.starts[0], table.starts[heads])
        repeated = header if self._sheet.repeated else 0.0
        above = self._height(lead, table.starts[0]) + header - repeated
        if lead in self.breaks:
            self._end_above(lead)
        measured = _as_rows(self._sheet, table)
        several = len(self._sheet.tables) > 1
        apart = several and not (self._sheet.repeated and table is self._sheet.tables[0])  # no heading on its next page
        below = self._height(table.starts[-1], len(self._sheet.heights))
        reserve = below if below <= _MOST_BELOW * self._room and not several else 0.0
        fragments = self._cut(measured, repeated, above, reserve)
        if self.used and (fragments[:1] == [None] or ((measured.whole or apart) and len(fragments) > 1)):
            self._end_above(lead)
            fragments = self._cut(measured, repeated, above, reserve)
        self.used += above + repeated
        for fragment in filter(None, fragments):
            if fragment.first:
                self._end_above(table.starts[heads + fragment.first])
                self.used = repeated
            self.used += fragment.height
            self._stretch(table, fragment, heads)

    def _cut(self, table: SetTable, repeated: float, above: float, reserve: float) -> Sequence[Fragment | None]:
        room = self._room - repeated
        return cut(table, self._room - self.used - above - repeated, room, reserve, begins=not self.used)

    def _stretch(self, table: TableRows, fragment: Fragment, heads: int) -> None:
        """Rows that were made higher so that a cut cell's text has room on both pages."""
        heights = self._sheet.heights
        for row, wanted in enumerate(fragment.heights, heads + fragment.first):
            first, stop = table.starts[row], table.starts[row + 1]
            more = wanted - self._height(first, stop)
            for part in range(first, stop):
                heights[part] += more / (stop - first)


def _as_rows(sheet: Sheet, table: TableRows) -> SetTable:
    """The rows of a table as high as they are in Excel, without their cells: nothing then is cut by lines."""
    found, heads = table.found, len(table.found.header)
    rows: list[AnyRow] = []
    for number, row in enumerate(found.rows, heads):
        height = sum(sheet.heights[table.starts[number] : table.starts[number + 1]])
        rows.append(SetRow(height, [], row.kind))
    return replace(found, header=[], rows=rows, heads={})


def _pieces(placed: Placed, breaks: Sequence[int]) -> Iterator[Placed]:
    """A cell taken apart where a page ends inside it, its content in each piece."""
    first, stop = placed.row, placed.row + placed.rows
    if placed.rows > 1:
        for row in breaks:
            if first < row < stop:
                yield placed._replace(row=first, rows=row - first)
                first = row
    yield placed if first == placed.row else placed._replace(row=first, rows=stop - first)
