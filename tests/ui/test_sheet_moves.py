"""How the current cell of a sheet moves."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QStandardItemModel

from xiezuo_desktop.ui.widgets.sheet_moves import Reach, SheetMoves


class Row(NamedTuple):
    is_heading: bool


class Sheet(SheetMoves):
    """Five columns of which the second and the third are typed into; h is a heading, r a row."""

    def __init__(self, rows):
        self.model = QStandardItemModel(len(rows), 5)
        self.model.rows = [Row(each == "h") for each in rows]
        self.sheet, self.cells = self.model, QItemSelectionModel(self.model)
        self.shown = []

    def reach(self):
        return Reach(0, 1, 2, 3)

    def show_cell(self, index):
        self.shown.append((index.row(), index.column()))

    def go_first(self):
        self.go(self.nearest(0, 1), 1)

    @property
    def at(self):
        return self.current.row(), self.current.column()


@pytest.fixture
def sheet(qapp):
    return Sheet("rrhrr")


def test_the_first_move_goes_to_where_work_begins_and_shows_it(sheet):
    sheet.move_by(1, 0)
    assert (sheet.at, sheet.shown, sheet.chosen) == ((0, 1), [(0, 1)], (0, 1, 0, 1))


@pytest.mark.parametrize(
    ("begin", "step", "end"),
    [
        ((1, 1), (1, 0), (3, 1)),  # over the heading
        ((3, 3), (0, 1), (4, 1)),  # on in the next row
        ((3, 0), (0, -1), (1, 2)),  # back, over the heading
        ((4, 3), (0, 1), (4, 3)),  # the sheet ends
        ((0, 1), (9, 0), (4, 1)),
    ],
)
def test_steps_go_over_headings_and_on_in_the_next_row(sheet, begin, step, end):
    sheet.go(*begin)
    sheet.move_by(*step)
    assert sheet.at == end


@pytest.mark.parametrize(
    ("rows", "where", "end"),
    [
        ("rrhrr", "up", (0, 2)),
        ("hrrrh", "up", (1, 2)),
        ("hrrrh", "down", (3, 2)),
        ("rrhrr", "left", (3, 1)),
        ("rrhrr", "right", (3, 2)),
    ],
)
def test_a_jump_goes_as_far_as_rows_and_typed_columns_go(qapp, rows, where, end):
    sheet = Sheet(rows)
    sheet.go(3, 2)
    sheet.jump(where, False)
    assert sheet.at == end


def test_shift_draws_the_range_from_where_it_began(sheet):
    sheet.go(1, 1)
    sheet.move_by(1, 0, True)
    sheet.press(sheet.model.index(4, 2), True)
    assert (sheet.at, sheet.chosen) == ((4, 2), (1, 1, 4, 2))
    sheet.press(sheet.model.index(2, 0), True)
    assert sheet.at == (4, 2)  # a heading is nowhere to go
    sheet.select_all()
    assert (sheet.at, sheet.chosen) == ((0, 1), (0, 1, 4, 2))
