"""The words above columns as a person says they should be, where the paper's own are missing or wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..documents.paper import Cell, Paper, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..documents.paper import Block
    from .readings import Place


def with_captions(paper: Paper, captions: Mapping[tuple[Place, int], str]) -> Paper:
    """The paper with other words in header cells, by (a header row's place, grid column)."""
    if not captions:
        return paper
    number = -1
    sections = []
    for section in paper.sections:
        blocks: list[Block] = []
        for block in section.blocks:
            if isinstance(block, Table):
                number += 1
                said = {(r, c): words for ((n, r), c), words in captions.items() if n == number}
                blocks.append(_renamed(block, said) if said else block)
            else:
                blocks.append(block)
        sections.append(replace(section, blocks=tuple(blocks)))
    return replace(paper, sections=tuple(sections))


def _renamed(table: Table, said: Mapping[tuple[int, int], str]) -> Table:
    rows = list(table.rows)
    for (place, column), words in said.items():
        at = _holder(table, place, column)
        rows[at] = _with_cell(rows[at], column, words)
    return replace(table, rows=tuple(rows))


def _holder(table: Table, place: int, column: int) -> int:
    """The row in which the cell begins that covers this place; the row itself where none does."""
    for r in range(place, -1, -1):
        if any(c.column <= column < c.column + c.column_span and r + c.row_span > place for c in table.rows[r].cells):
            return r
    return place


def _with_cell(row: Row, column: int, words: str) -> Row:
    old = next((c for c in row.cells if c.column <= column < c.column + c.column_span), None)
    if old is None:
        made = Cell(words, column)
        cells = [*row.cells, made]
    else:
        before = [Cell(old.text, old.column, column - old.column, old.row_span)] if old.column < column else []
        right = old.column + old.column_span - column - 1
        after = [Cell(old.text, column + 1, right, old.row_span)] if right else []
        cells = (
            [c for c in row.cells if c is not old]
            + before
            + after
            + [replace(old, text=words, column=column, column_span=1)]
        )
    return replace(row, cells=tuple(sorted(cells, key=lambda c: c.column)))
