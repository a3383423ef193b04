"""The problem rows of a table as a paper of their own: the same columns, and one more that says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.documents.paper import Cell, Paper, Row, RowKind, Section, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .import_reading import Reading
    from .row_readings import TableReading

CAPTION = "导入问题"  # importers know it by these words, and leave the column out


def problem_count(readings: Sequence[Reading]) -> int:
    """How many rows somebody should look at."""
    return sum(len(table.problem_rows) for reading in readings for table in reading.tables)


def problem_paper(readings: Sequence[Reading]) -> Paper:
    """The problem rows of all tables, each table with its header above them, to be written as a workbook."""
    tables = [_table(table, reading) for reading in readings for table in reading.tables if table.problem_rows]
    sections = tuple(Section((table,), turned=True) for table in tables)
    return Paper(sections, title="导入时有问题的行")


def _table(table: TableReading, reading: Reading) -> Table:
    problems = table.problem_rows
    header = [r for r, row in enumerate(table.rows) if row.kind == "header" and not _repeated(table, r)]
    rows = [_header_row(table, r, header) for r in header]
    rows += [_row(table, r, _said(table, r), RowKind.BODY) for r in problems if r not in header]
    return Table(tuple(rows), header_rows=len(header), name=table.name)


def _repeated(table: TableReading, r: int) -> bool:
    """Whether a header row stands below data: a page printed the header again."""
    return any(row.kind in ("data", "subset", "category") for row in table.rows[:r])


def _header_row(table: TableReading, r: int, header: Sequence[int]) -> Row:
    """A row of the header with its merged cells, so that it is understood as it was when the table is imported again."""
    below = [h for h in header if h >= r]
    cells = [
        Cell(cell.text, c, cell.column_span, min(cell.row_span, len(below)))
        for (row, c), cell in sorted(table.cells.items())
        if row == r
    ]
    own = [Cell(CAPTION, table.width, row_span=len(header))] if r == header[0] else []
    return Row((*cells, *own), RowKind.HEADER, table.rows[r].number)


def _row(table: TableReading, r: int, said: str, kind: RowKind) -> Row:
    """One row; what a merged cell above covers is written out, so that the row can be read alone."""
    cells = []
    c = 0
    while c < table.width:
        cell = table.cells.get((r, c)) or _covering(table, r, c)
        span = cell.column + cell.column_span - c if cell else 1
        cells.append(Cell(cell.text if cell else "", c, min(span, table.width - c)))
        c += span
    return Row((*cells, Cell(said, table.width)), kind, table.rows[r].number)


def _covering(table: TableReading, r: int, c: int) -> Cell | None:
    """The merged cell that covers a place."""
    for rr in range(r, max(-1, r - 200), -1):
        for cc in range(c, -1, -1):
            cell = table.cells.get((rr, cc))
            if cell and rr + cell.row_span > r and cc + cell.column_span > c:
                return cell
    return None


def _said(table: TableReading, r: int) -> str:
    """All that is wrong with a row."""
    words = [f"第 {c + 1} 列：{item.reason}" for (row, c), item in sorted(table.unplaced.items()) if row == r]
    if r in table.row_sums and table.row_sums[r].tone == "bad":
        words.append(table.row_sums[r].tip)
    words += [
        f"第 {c + 1} 列：{v.tip}" for (row, c), v in sorted(table.cell_sums.items()) if row == r and v.tone == "bad"
    ]
    if table.rows[r].kind == "unplaced" and not words:
        words.append("这一行没有读成任何内容")
    return "\n".join(dict.fromkeys(words))
