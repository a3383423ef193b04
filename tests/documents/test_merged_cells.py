"""One grid with merged cells, written as Word, Excel and HTML: the same cells come back from each."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from xiezuo_desktop.documents import read_clipboard, read_paper
from xiezuo_desktop.documents.read_xlsx import column_letters

from .office import DOWN, GOES_ON, docx, said, span, tbl, tc, the_table, tr, xlsx

Place = tuple[int, int, int, int]  # row, column, rows, columns


def tiled(top: int, left: int, rows: int, columns: int, dice: random.Random) -> list[Place]:
    """The area cut into rectangles at random."""
    if rows * columns == 1 or dice.random() < 0.25:
        return [(top, left, rows, columns)]
    if columns == 1 or (rows > 1 and dice.random() < 0.5):
        cut = dice.randint(1, rows - 1)
        return tiled(top, left, cut, columns, dice) + tiled(top + cut, left, rows - cut, columns, dice)
    cut = dice.randint(1, columns - 1)
    return tiled(top, left, rows, cut, dice) + tiled(top, left + cut, rows, columns - cut, dice)


@st.composite
def grids(draw):
    """Rectangles of a grid whose first and last column are single cells, so that every row and column is in use."""
    rows, columns = draw(st.integers(2, 7)), draw(st.integers(1, 6))
    dice = random.Random(draw(st.integers(0, 10**6)))
    edges = [(row, column, 1, 1) for row in range(rows) for column in (0, columns + 1)]
    return sorted(edges + tiled(0, 1, rows, columns, dice)), rows


def cells(table):
    return sorted(
        (r, c.column, c.row_span, c.column_span, c.text) for r, row in enumerate(table.rows) for c in row.cells
    )


def wanted(places):
    return [(*place, f"格{n}") for n, place in enumerate(places)]


def covering(places, row):
    """(number, place) of the cells that cover a row, from left to right."""
    return sorted(((n, p) for n, p in enumerate(places) if p[0] <= row < p[0] + p[2]), key=lambda item: item[1][1])


@settings(max_examples=60)
@given(grids())
def test_word_gives_the_cells_that_were_merged(grid):
    places, rows = grid
    made = []
    for row in range(rows):
        made.append(
            tr(
                *(
                    tc(
                        f"格{n}" if p[0] == row else "",
                        span(p[3]) + ("" if p[2] == 1 else DOWN if p[0] == row else GOES_ON),
                    )
                    for n, p in covering(places, row)
                )
            )
        )
    with tempfile.TemporaryDirectory() as folder:
        assert cells(the_table(read_paper(docx(Path(folder) / "a.docx", tbl(*made))))) == wanted(places)


@settings(max_examples=60)
@given(grids(), st.integers(0, 5), st.integers(0, 5))
def test_excel_gives_the_cells_that_were_merged(grid, down, right):
    places, rows = grid

    def name(row, column):
        return f"{column_letters(column + 1 + right)}{row + 1 + down}"

    data = "".join(
        f'<row r="{row + 1 + down}">'
        + "".join(said(name(row, p[1]), f"格{n}") for n, p in covering(places, row) if p[0] == row)
        + "</row>"
        for row in range(rows)
    )
    merged = "".join(
        f'<mergeCell ref="{name(p[0], p[1])}:{name(p[0] + p[2] - 1, p[1] + p[3] - 1)}"/>'
        for p in places
        if p[2] * p[3] > 1
    )
    with tempfile.TemporaryDirectory() as folder:
        paper = read_paper(
            xlsx(Path(folder) / "a.xlsx", f"<sheetData>{data}</sheetData><mergeCells>{merged}</mergeCells>")
        )
    assert cells(the_table(paper)) == wanted(places)


@settings(max_examples=60)
@given(grids())
def test_html_gives_the_cells_that_were_merged(grid):
    places, rows = grid
    html = "".join(
        "<tr>"
        + "".join(f"<td rowspan={p[2]} colspan={p[3]}>格{n}</td>" for n, p in covering(places, row) if p[0] == row)
        + "</tr>"
        for row in range(rows)
    )
    assert cells(the_table(read_clipboard("", f"<table>{html}</table>"))) == wanted(places)


@settings(max_examples=60)
@given(grids())
def test_grid_covers_every_place_once(grid):
    places, rows = grid
    html = "".join(
        "<tr>"
        + "".join(f"<td rowspan={p[2]} colspan={p[3]}>格{n}</td>" for n, p in covering(places, row) if p[0] == row)
        + "</tr>"
        for row in range(rows)
    )
    table = the_table(read_clipboard("", f"<table>{html}</table>"))
    assert all(place is not None for line in table.grid() for place in line)
