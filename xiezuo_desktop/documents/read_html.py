"""Web pages and what WPS, Excel, Word and browsers put on the clipboard → blocks: tables with spans, paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from .errors import PaperError
from .grid import table_of
from .paper import Align, Cell, Paragraph

if TYPE_CHECKING:
    from .paper import Block

MOST_CELLS = 300_000
WIDEST = 1000  # columns one cell may cover; browsers stop there too
LEAST_ROWS = 2  # of a table inside others that is one of its own
LEAST_COLUMNS = 3
SILENT = frozenset({"style", "script", "head", "title", "template", "noscript", "select", "xml"})
PARAGRAPHS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "section",
        "article",
        "header",
        "footer",
        "address",
        "caption",
        "hr",
        "center",
        "form",
    ]
)
BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"})
ALIGNS = {"center": Align.CENTRE, "right": Align.RIGHT, "left": Align.LEFT, "justify": Align.JUSTIFY}
STYLED_ALIGN = re.compile(r"text-align\s*:\s*(center|right|left|justify)", re.I)
STYLED_SIZE = re.compile(r"font-size\s*:\s*([\d.]+)\s*pt", re.I)
BLANKS = re.compile(r"[ \t\r\n\f]+")  # a no-break space is not one of them


def html_blocks(html: str) -> list[Block]:
    """The tables and paragraphs of a page, in order."""
    if html.startswith("Version:"):  # Windows tells its clipboard where the page begins
        html = html[html.find("<") :]
    last = html.rfind(">") + 1
    reader = _Reader()
    reader.feed(html[:last] + html[last:].replace("<", "&lt;"))  # a tag that never ends is text, and slow to look for
    reader.close()
    return reader.finished()


@dataclass(slots=True)
class _Text:
    """Text as it is gathered: lines, the last one still open."""

    lines: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    align: Align | None = None

    def end_line(self) -> None:
        self.lines.append(BLANKS.sub(" ", "".join(self.open)).replace("\xa0", " ").strip())
        self.open.clear()

    def end_paragraph(self) -> None:
        if "".join(self.open).strip(" \t\r\n\f"):
            self.end_line()
        else:
            self.open.clear()

    def text(self) -> str:
        self.end_paragraph()
        return "\n".join(self.lines).strip("\n")


@dataclass(slots=True)
class _OpenTable:
    rows: list[list[Cell]] = field(default_factory=list)
    taken: dict[int, int] = field(default_factory=dict)  # column → first row that is free again
    cell: _Text | None = None
    column: int = 0
    spans: tuple[int, int] = (1, 1)
    lays_out: bool = False  # the page stands in it: its cells are paragraphs

    @property
    def width(self) -> int:
        """How many columns its rows have."""
        return max((sum(c.column_span for c in row) for row in self.rows), default=0)


class _Reader(HTMLParser):
    """Follows tables in tables; the text of an inner table belongs to the cell it stands in, but a table with rows and columns
    inside narrower ones is a table of its own: those only lay out the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[Block] = []
        self.tables: list[_OpenTable] = []
        self.loose = _Text()
        self.silent: list[str] = []
        self.bold = 0
        self.all_bold = True
        self.size: float | None = None
        self.count = 0
        self.cells = 0

    def finished(self) -> list[Block]:
        while self.tables:
            self._end_table()
        self._end_paragraph()
        return self.out

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self.silent.append(tag)
        elif tag == "table":
            if not self.tables:
                self._end_paragraph()
            self.tables.append(_OpenTable())
        elif tag == "tr" and self.tables:
            self._end_cell()
            self.tables[-1].rows.append([])
            self.tables[-1].column = 0
        elif tag in ("td", "th") and self.tables:
            self._begin_cell(given)
        elif tag == "br":
            self._into().end_line()
        elif tag in PARAGRAPHS:
            self._end_paragraph()
            self._into().align = _align(given) or self._into().align
        if tag in BOLD:
            self.bold += 1
        if size := STYLED_SIZE.search(given.get("style", "")):
            self.size = self.size or float(size[1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "hr"):
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            if tag in self.silent:
                del self.silent[self.silent.index(tag) :]
        elif tag == "table" and self.tables:
            self._end_table()
        elif tag in ("td", "th", "tr") and self.tables:
            self._end_cell()
        elif tag in PARAGRAPHS:
            self._end_paragraph()
        if tag in BOLD:
            self.bold = max(0, self.bold - 1)

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        between_cells = self.tables and self.tables[-1].cell is None
        if between_cells and not data.strip():
            return
        self._into().open.append(data)
        if not self.tables and data.strip() and not self.bold:
            self.all_bold = False

    def unknown_decl(self, data: str) -> None:
        """Word writes <![if …]>; what stands between them is ordinary content."""

    def _into(self) -> _Text:
        for table in reversed(self.tables):
            if table.cell is not None:
                return table.cell
        return self.loose

    def _end_paragraph(self) -> None:
        into = self._into()
        into.end_paragraph()
        if into is not self.loose:
            return
        text = into.text()
        if text:
            self.out.append(Paragraph(text, align=into.align, size=self.size, bold=self.all_bold))
        self.loose, self.all_bold, self.size = _Text(), True, None

    def _begin_cell(self, given: dict[str, str]) -> None:
        self._end_cell()
        table = self.tables[-1]
        if not table.rows:
            table.rows.append([])
        self.cells += 1
        if self.cells > MOST_CELLS:
            raise PaperError("这个表格的格子太多，超出了能读的范围。", "请只复制需要导入的部分。")
        row = len(table.rows) - 1
        while table.taken.get(table.column, 0) > row:
            table.column += 1
        down = _count(given.get("rowspan"), 65_534)
        table.spans = (_count(given.get("colspan"), WIDEST) or 1, 65_534 if down == 0 else down)
        table.cell = _Text(align=_align(given))

    def _end_cell(self) -> None:
        table = self.tables[-1]
        if table.cell is None:
            return
        if table.lays_out:
            self._emit(table.cell.text())
            table.cell = None
            return
        across, down = table.spans
        table.rows[-1].append(Cell(table.cell.text(), table.column, across, down, table.cell.align))
        if down > 1:
            for column in range(table.column, table.column + across):
                table.taken[column] = len(table.rows) - 1 + down
        table.column += across
        table.cell = None

    def _end_table(self) -> None:
        self._end_cell()
        table = self.tables.pop()
        if table.lays_out:
            return
        if self.tables and self._into() is not self.loose:
            if not self._stands_alone(table):
                into = self._into()
                into.end_paragraph()
                into.lines += ["\t".join(cell.text.replace("\n", " ") for cell in row) for row in table.rows]
                return
            self._lay_out()
        made = table_of(list(enumerate(table.rows, start=1)), f"表{self.count + 1}")
        if made is not None:
            self.count += 1
            self.out.append(made)

    def _stands_alone(self, table: _OpenTable) -> bool:
        """Whether a table has rows and columns, and the ones around it do not: they have at most two cells beside each other."""
        wide = len(table.rows) >= LEAST_ROWS and table.width >= LEAST_COLUMNS
        return wide and all(len(row) < LEAST_COLUMNS for outer in self.tables for row in outer.rows)

    def _lay_out(self) -> None:
        """The tables around only lay out the page: what they held so far are paragraphs, and so is what follows."""
        for table in self.tables:
            table.lays_out = True
            for cell in [cell for row in table.rows for cell in row]:
                self._emit(cell.text)
            table.rows = [[]]
            if table.cell is not None:
                self._emit(table.cell.text())
                table.cell = _Text(align=table.cell.align)

    def _emit(self, text: str) -> None:
        self.out += [Paragraph(line) for line in text.split("\n") if line.strip()]


def _count(text: str | None, most: int) -> int:
    """A span as browsers read it: 1 where nothing sensible stands."""
    return min(int(text[:6]), most) if text and text.isascii() and text.isdecimal() else 1


def _align(given: dict[str, str]) -> Align | None:
    styled = STYLED_ALIGN.search(given.get("style", ""))
    return ALIGNS.get((styled[1] if styled else given.get("align", "")).lower())
