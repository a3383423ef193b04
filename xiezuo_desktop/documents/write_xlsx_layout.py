"""A Paper laid out as worksheets: which block stands in which cells, how wide the columns and how high the rows are.

Excel does not make rows as high as their text needs when a program wrote the file, and shows no more than 409 points of
one: heights are computed here with the line breaking of the PDF. Nothing in this module knows of openpyxl.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.wanted import while_wanted

from .paper import Align, RowKind
from .pdf.advances import Advances
from .pdf.flow import PITCH, width_of
from .pdf.flow_lines import CAPTION_SIZE
from .pdf.linebreak import lines
from .pdf.table_columns import size_columns
from .pdf.table_rows import PAD_Y, SUB_INDENT, measure
from .write_docx_xlsx import ADVANCES, NO_LIMIT, broken_as_set, printable, ruler
from .write_xlsx_values import Value, text_value, value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .paper import Row, Table
    from .pdf.chart_picture import Picture
    from .pdf.flow import Frame
    from .pdf.table_rows import AnyRow, SetCell, SetTable

TALLEST = 409.0  # points a row of Excel can have
_SLACK = 0.985  # of a column's width is counted on for heights: Excel's letters are not as wide on every printer
_BESIDE = 4.0  # points beside a text that Excel keeps free
_TEXT_LEAD = 1.45  # em: distance of lines in the face that stands in where a Chinese one is missing; theirs is less
_MEET = 4.0  # points: edges of different tables nearer than that are one, which no column is torn by
# Rows hold their text also where a missing Chinese face is stood in for by one with wide figures.
_CAUTIOUS = Advances(lambda ch: 0.64 if ch.isdecimal() else 0.95 if ch == "%" else ADVANCES[ch])
_TIGHT = 0.2  # em: the least that is left free above and below all lines of a cell
_LONGEST_FIGURE = 24  # characters
_ALIGNS = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right", Align.JUSTIFY: "left"}
_HIGHEST_FROZEN = 260.0  # points: with more above the rows that move, a small screen would show nothing else


class Look(NamedTuple):
    """How a cell looks; `rules` names its borders: "all", "red" below, "around" (above and below), "cut" (broken, above)."""

    face: str
    size: float
    align: str = "left"
    indent: int = 0
    rules: str = ""
    colour: str = ""


class Placed(NamedTuple):
    """A cell at its place (counted from 0) and the rows and columns that are merged into it."""

    row: int
    column: int
    rows: int
    columns: int
    value: Value
    look: Look


class TableRows(NamedTuple):
    """A table as measured, and the rows of the sheet where each of its rows begins, and the one below it."""

    found: SetTable
    starts: list[int]


@dataclass(slots=True)
class Sheet:
    """One worksheet: widths of columns and heights of rows in points, cells, and the rows that every page repeats.

    It is laid out for a page 1/`scale` as large, and printed as small as that: its letters keep the sizes that are usual.
    """

    frame: Frame
    edges: list[float]
    name: str = ""
    scale: float = 1.0
    tight: bool = False  # its tables have less room between text and rules
    first_number: int | None = None  # of its first page, where the numbers begin anew
    running: str = ""  # printed at the head of every page
    heights: list[float] = field(default_factory=list)
    cells: list[Placed] = field(default_factory=list)
    repeated: tuple[int, int] | None = None  # the first, and the one after the last
    breaks: list[int] = field(default_factory=list)  # a page ends above these rows
    kept: set[int] = field(default_factory=set)  # no page ends below these rows
    blank: set[int] = field(default_factory=set)  # empty rows
    pushed: list[int] = field(default_factory=list)  # empty rows that take what is left of the last page
    cuts: list[int] = field(default_factory=list)  # the upper of the two rows of a line to be cut along
    pictures: list[tuple[int, Picture]] = field(default_factory=list)  # each below the upper edge of its row
    tables: list[TableRows] = field(default_factory=list)
    one_page: bool = False  # it stands on one
    one_page_wanted: bool = False
    last_used: float = 0.0  # points of its last page

    @property
    def room(self) -> float:
        """The height of what a page holds, points of the sheet."""
        return self.frame.area_height / self.scale

    @property
    def pages(self) -> int:
        """How many printed pages it has."""
        return len(self.breaks) + 1

    @property
    def widths(self) -> list[float]:
        """Widths of the columns, points."""
        return [right - left for left, right in pairwise(self.edges)]

    @property
    def frozen(self) -> int:
        """How many rows stay while the others move: down to the end of the heading, none when that is too much."""
        if not self.repeated or sum(self.heights[: self.repeated[1]]) > _HIGHEST_FROZEN:
            return 0
        return self.repeated[1]

    def add_space(self, height: float) -> None:
        """An empty row that stays with the one below it, points."""
        self.kept.add(len(self.heights))
        self.blank.add(len(self.heights))
        self.heights.append(height)

    def add_text(
        self, text: str, look: Look, *, indent: int = 0, first: int = 0, end: int = 0, keep: bool = False
    ) -> None:
        """A text in a row of its own over all columns, or over those from `first` to `end`.

        `indent` stands before each of its paragraphs, in characters; one to `keep` stays on the page of what follows.
        """
        end = end or len(self.edges) - 1
        text = "\n".join("\u3000" * indent + line for line in printable(text).strip("\n").split("\n"))
        room = (self.edges[end] - self.edges[first] - _BESIDE - look.indent * look.size) * _SLACK / look.size
        height = (len(lines(text, _CAUTIOUS, room)) * _TEXT_LEAD + 2 * PAD_Y) * look.size
        begin = len(self.heights)
        parts = ceil(height / TALLEST)
        self.heights += [height / parts] * parts
        if keep:
            self.kept.update(range(begin, len(self.heights)))
        self.cells.append(Placed(begin, first, parts, end - first, text_value(text), look))

    def add_picture(self, picture: Picture) -> None:
        """A picture over all columns, in rows of its own on one page."""
        begin, parts = len(self.heights), ceil(picture.height / TALLEST)
        self.heights += [picture.height / parts] * parts
        self.kept.update(range(begin, len(self.heights) - 1))
        self.pictures.append((begin, picture))
        self.add_space(PITCH / 2)

    def add_cut(self, text: str, look: Look) -> None:
        """Words in the middle of a broken line, which is the edge between two rows beside them."""
        begin, end, middle = len(self.heights), len(self.edges) - 1, self.edges[-1] / 2
        half = (width_of(text, ADVANCES) / 2 + 1) * look.size
        first = max(n for n in range(end) if n == 0 or self.edges[n] < middle - half + _MEET)
        stop = min(n for n in range(1, end + 1) if n == end or self.edges[n] > middle + half - _MEET)
        self.cuts.append(begin)
        self.heights += [PITCH / 2] * 2
        self.kept.update((begin, begin + 1))
        self.cells.append(Placed(begin, first, 2, stop - first, text_value(text), look))
        for left, right in ((0, first), (stop, end)):
            if left < right:
                self.cells.append(Placed(begin + 1, left, 1, right - left, text_value(""), look._replace(rules="cut")))

    def add_pair(self, left: str, right: str, look: Look) -> None:
        """Two texts in one row: at its left and at its right end."""
        middle = self._middle()
        if not middle:
            self.add_text(f"{left}\u3000\u3000{right}" if left and right else left or right, look)
            return
        begin = len(self.heights)
        columns = len(self.edges) - 1
        self.add_text(left, look, end=middle)
        height = self.heights[begin]
        del self.heights[begin:]
        self.add_text(right, look._replace(align="right"), first=middle, end=columns)
        self.heights[begin] = max(height, self.heights[begin])

    def _middle(self) -> int:
        """The column that begins nearest to the middle; 0 when there is but one."""
        inner = range(1, len(self.edges) - 1)
        return min(inner, key=lambda column: abs(self.edges[column] - self.edges[-1] / 2), default=0)

    def add_table(self, table: Table) -> None:
        """A table, its columns those of the sheet or merged from them."""
        found = measure(table, self.edges[-1], NO_LIMIT, ruler)
        found = found.tightened() if self.tight else found
        places = self._places(found.columns.edges)
        starts = [len(self.heights)]
        set_rows = [*found.header, *found.rows]
        for row, set_row in while_wanted(zip(table.rows, set_rows, strict=True)):
            height = max(set_row.height, self._needed(row, set_row, places))
            parts = ceil(height / TALLEST)
            self.heights += [height / parts] * parts
            starts.append(len(self.heights))
        for number, (row, set_row) in enumerate(while_wanted(zip(table.rows, set_rows, strict=True))):
            plain = row.kind is RowKind.HEADER
            for cell, set_cell in zip(row.cells, set_row.cells, strict=True):
                stop = starts[min(number + cell.row_span, len(set_rows))]
                text = broken_as_set(printable(cell.text).strip("\n"), set_cell, row.kind)
                self.cells.append(Placed(
                    starts[number],
                    places[set_cell.column],
                    stop - starts[number],
                    places[set_cell.end] - places[set_cell.column],
                    text_value(text) if plain else value_of(text),
                    _look(set_cell),
                ))  # fmt: skip
        self.tables.append(TableRows(found, starts))
        self.repeated = self.heading(self.tables[0]) if len(self.tables) == 1 else None

    def heading(self, table: TableRows) -> tuple[int, int] | None:
        """The rows of a table's heading, the first and the one after the last, if they can be repeated on each page."""
        found, starts = table
        can = found.header and found.header_height <= self.room / 2
        return (starts[0], starts[len(found.header)]) if can else None

    def _places(self, edges: Sequence[float]) -> list[int]:
        """Which edges of the sheet are those of a table: the nearest, no two the same."""
        last = len(self.edges) - 1
        out = [0]
        for left, edge in zip(range(len(edges) - 2, -1, -1), edges[1:], strict=True):  # `left` more are to come
            nearest = min(range(last + 1), key=lambda n: abs(self.edges[n] - edge))
            out.append(min(max(nearest, out[-1] + 1), last - left))
        return out

    def _needed(self, row: Row, found: AnyRow, places: Sequence[int]) -> float:
        """The height of a row in other faces, whose texts break earlier and whose lines are further apart, points."""
        most = 0.0
        for cell, set_cell in zip(row.cells, found.cells, strict=True):
            setting = set_cell.setting
            size, width = setting.size, self.edges[places[set_cell.end]] - self.edges[places[set_cell.column]]
            room = (width - _BESIDE - set_cell.indent) * _SLACK / size
            if cell.row_span > 1:
                continue
            count = setting.line_count
            if any(_CAUTIOUS.width(line) > room for line in setting.lines):
                if len(cell.text) < _LONGEST_FIGURE and value_of(cell.text).is_number:
                    continue  # a number is made smaller instead of broken
                count = len(lines(printable(cell.text).strip("\n"), _CAUTIOUS, room))
            most = max(most, (count * _TEXT_LEAD + _TIGHT) * size)
        return most


def _look(cell: SetCell) -> Look:
    setting = cell.setting
    indent = round(cell.indent / (SUB_INDENT * setting.size)) if cell.indent else 0
    return Look(cell.role, setting.size, _ALIGNS[setting.align], indent=indent, rules="all")


def edges_for(tables: Sequence[Table], width: float, cut: str = "") -> list[float]:
    """The columns of a sheet: those of its table as the PDF has them, those of all its tables, or two halves of the page.

    Edges of different tables that nearly meet are one. The words of a line to `cut` along stand in columns of their own.
    """
    if not tables:
        return [0.0, width / 2, width]
    if len(tables) == 1:
        return size_columns(tables[0], width, ADVANCES).edges
    every = [size_columns(table, width, ADVANCES).edges[1:-1] for table in tables]
    if cut:
        half = (width_of(cut, ADVANCES) / 2 + 1) * CAPTION_SIZE
        every.append([width / 2 - half, width / 2 + half])
    groups: list[dict[int, float]] = []  # edges that meet, each with the number of its table
    for edge, table in sorted((edge, number) for number, edges in enumerate(every) for edge in edges):
        if groups and table not in groups[-1] and edge - min(groups[-1].values()) < _MEET:
            groups[-1][table] = edge
        else:
            groups.append({table: edge})
    return [0.0, *(sum(group.values()) / len(group) for group in groups), width]
