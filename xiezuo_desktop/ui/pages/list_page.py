"""A page that is a list: chips above, the table, beside it what is to be seen and done about the current row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ..page import Page
from ..theme import TABLE_MARGIN
from ..widgets.look import dress

if TYPE_CHECKING:
    from ..widgets.chip_bar import ChipBar
    from ..widgets.row_table import RowTable


class ListPage(Page):
    """Where the list is empty the page says so in the place of all three, and has no row of filters."""

    def set_up(self, bar: ChipBar, table: RowTable, side: QWidget, nothing: QWidget, widths: tuple[int, int]) -> None:
        """Put the parts into their places; `widths` are those of table and side at the beginning."""
        both = QSplitter()
        both.setChildrenCollapsible(False)
        both.addWidget(table)
        both.addWidget(side)
        both.setStretchFactor(0, 1)
        both.setSizes(list(widths))
        card = QWidget()
        margins = QVBoxLayout(card)
        margins.setContentsMargins(TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN)
        margins.addWidget(both)
        self._stack = QStackedWidget()
        self._stack.addWidget(card)
        self._stack.addWidget(nothing)
        self.bar = bar
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)
        dress(card)
        self.begins_at(table)

    def show_list(self, there: bool) -> None:
        """Show the list, or in its place that there is nothing in it."""
        self._stack.setCurrentIndex(0 if there else 1)
        self.show_filters(self.bar, there)
