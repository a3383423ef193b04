"""Words above columns said by a person: merged headers are cut where they have to be, nothing else changes."""

from __future__ import annotations

from xiezuo_desktop.documents.paper import Cell, Paper, Row, Section, Table
from xiezuo_desktop.importers.captions import with_captions
from xiezuo_desktop.importers.readings import Shift


def table(*rows: tuple[Cell, ...]) -> Paper:
    return Paper((Section((Table(tuple(Row(cells) for cells in rows)),)),))


def texts(paper: Paper) -> list[list[tuple[str, int, int, int]]]:
    (found,) = paper.blocks
    assert isinstance(found, Table)
    return [[(c.text, c.column, c.column_span, c.row_span) for c in row.cells] for row in found.rows]


def test_nothing_said_is_the_same_paper():
    paper = table((Cell("甲", 0),))
    assert with_captions(paper, {}) is paper


def test_a_missing_cell_is_added_in_its_place():
    paper = with_captions(table((Cell("甲", 0), Cell("丙", 2)), (Cell("1", 0),)), {((0, 0), 1): "乙"})
    assert texts(paper) == [[("甲", 0, 1, 1), ("乙", 1, 1, 1), ("丙", 2, 1, 1)], [("1", 0, 1, 1)]]


def test_a_cell_merged_down_is_renamed_where_it_begins():
    paper = with_captions(table((Cell("甲", 0, row_span=2), Cell("乙", 1)), (Cell("丙", 1),)), {((0, 1), 0): "丁"})
    assert texts(paper) == [[("丁", 0, 1, 2), ("乙", 1, 1, 1)], [("丙", 1, 1, 1)]]


def test_a_cell_merged_across_is_cut():
    paper = with_captions(table((Cell("甲", 0, 3),)), {((0, 0), 1): "乙"})
    assert texts(paper) == [[("甲", 0, 1, 1), ("乙", 1, 1, 1), ("甲", 2, 1, 1)]]


def test_words_are_moved_one_column_to_the_right_from_a_column_on():
    header = (Cell("甲", 0, row_span=2), Cell("乙", 1, 2), Cell("丙", 3), Cell("", 4))
    paper = table(header, (Cell("子", 1), Cell("丑", 2)), (Cell("1", 0), Cell("2", 4)))
    moved = with_captions(paper, {}, [Shift(((0, 0), (0, 1)), 2, 1)])
    assert texts(moved) == [
        [("甲", 0, 1, 2), ("乙", 1, 3, 1), ("丙", 4, 1, 1)],
        [("子", 1, 1, 1), ("丑", 3, 1, 1)],
        [("1", 0, 1, 1), ("2", 4, 1, 1)],
    ]


def test_words_are_moved_to_the_left_over_those_before_them():
    paper = table((Cell("甲", 0), Cell("多", 1), Cell("乙", 2, 2)), (Cell("1", 0), Cell("2", 3)))
    moved = with_captions(paper, {}, [Shift(((0, 0),), 2, -1)])
    assert texts(moved)[0] == [("甲", 0, 1, 1), ("乙", 1, 2, 1)]
