"""Which columns of the indicators are shown: ticks in a menu of their header and in 查看, remembered between two starts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtWidgets import QMenu

from .. import settings
from ..actions import make_action
from ..models import indicator_nodes as nodes

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from .outline_view import OutlineView

OPTIONAL = {  # column → how it is called in the settings; number and name of an indicator always stay
    nodes.MEASURE_UNIT: "measure_unit",
    nodes.TARGET: "target",
    nodes.LAST_YEAR: "last_year",
    nodes.DONE: "done",
    nodes.RATE: "rate",
    nodes.UNITS: "units",
    nodes.STATE: "state",
}
_HIDDEN_AT_FIRST = ["last_year"]  # until a person asks for it
_PLACE = "view/indicator_columns"


class IndicatorColumns:
    """The menu 显示的列 of a view; hides at once what was hidden the last time."""

    def __init__(self, view: OutlineView) -> None:
        self._view = view
        kept = settings.choices(_PLACE)
        hidden = {*kept.get("hidden", ())} | ({*_HIDDEN_AT_FIRST} - {*kept.get("asked_for", ())})
        for column, name in OPTIONAL.items():
            view.setColumnHidden(column, name in hidden)

    @cached_property
    def menu(self) -> QMenu:
        """The ticks; made after the first paint."""
        menu = QMenu("显示的列(&O)", self._view)
        for column, tick in self.ticks.items():
            tick.setChecked(not self._view.isColumnHidden(column))
            menu.addAction(tick)
        menu.addSeparator()
        menu.addAction(self.all)
        return menu

    @cached_property
    def ticks(self) -> dict[int, QAction]:
        """A tick for each column that may be hidden."""
        return {column: self._tick(column) for column in OPTIONAL}

    @cached_property
    def all(self) -> QAction:
        """All columns again."""
        return make_action(self._view, "全部显示(&A)", self.show_all)

    def complete(self) -> None:
        """Open the menu on a right click into the header."""
        header = self._view.header()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open)
        header.setToolTip("右键选择显示哪些列")

    def _tick(self, column: int) -> QAction:
        return make_action(self._view, nodes.HEADINGS[column], lambda shown: self._show(column, shown), checkable=True)

    def show_all(self) -> None:
        """All columns again."""
        for column, tick in self.ticks.items():
            tick.setChecked(True)
            self._show(column, True)

    def _show(self, column: int, shown: bool) -> None:
        view = self._view
        view.setColumnHidden(column, not shown)
        current = view.currentIndex()
        if not shown and current.column() == column:
            stays = QItemSelectionModel.SelectionFlag.NoUpdate
            view.selectionModel().setCurrentIndex(current.siblingAtColumn(nodes.NAME), stays)
        hidden = [name for each, name in OPTIONAL.items() if view.isColumnHidden(each)]
        asked_for = [name for name in _HIDDEN_AT_FIRST if name not in hidden]
        settings.set_choices(_PLACE, {"hidden": hidden, "asked_for": asked_for})

    def _open(self, point: QPoint) -> None:
        self.menu.popup(self._view.header().mapToGlobal(point))
