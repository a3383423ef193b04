"""Where a person is in the tree, by ids, so that a model that is made anew does not throw them elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex

from ..models import indicator_nodes as nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...core.records import Id
    from ..models.indicators_model import IndicatorsModel
    from ..models.tasks_model import TasksModel
    from .outline_view import OutlineView

_FLAGS = QItemSelectionModel.SelectionFlag


class KeptPlace:
    """What is current, selected, closed and scrolled to. Where the current row was deleted, the next one becomes current."""

    def __init__(self, view: OutlineView, model: IndicatorsModel | TasksModel) -> None:
        self._view = view
        self._model = model
        view.collapsed.connect(lambda index: self._closed.add(model.node(index).id))
        view.expanded.connect(lambda index: self._closed.discard(model.node(index).id))
        self._closed: set[Id] = set()
        self.clear()

    def clear(self) -> None:
        """Another file: nothing of the old place counts."""
        self._closed.clear()
        self._rows: list[Id] = []  # all, in the order of the paper
        self._row: Id = nodes.ROOT
        self._column = nodes.NAME
        self._selected: list[Id] = []
        self._scrolled = 0

    def remember(self) -> None:
        """The model is about to be made anew."""
        view, index = self._view, self._view.currentIndex()
        if index.isValid():
            self._row, self._column = self._model.node(index).id, index.column()
            self._rows = [node.id for node in self._model.root.walk()]
        chosen = {index.internalId() for index in view.selectionModel().selectedRows()}
        self._selected = [node.id for node in self._model.root.walk() if node.id in chosen]
        self._scrolled = view.verticalScrollBar().value()

    def restore(self) -> None:
        """The model was made anew."""
        self._open()
        current = self._current_now()
        self.select([*current, *(row for row in self._selected if self._model.node_of(row))], self._column)
        self._view.verticalScrollBar().setValue(self._scrolled)

    def _open(self) -> None:
        """Open all but what was closed, with one layout for all of them: after a reset Qt has all of them closed."""
        view, model = self._view, self._model
        told = view.blockSignals(True)
        view.scheduleDelayedItemsLayout()  # until it is done, Qt only notes what is open
        for node in model.root.walk():
            if node.kids and node.id not in self._closed:
                view.expand(model.index_of(node.id))
        view.blockSignals(told)
        if view.isVisible():  # else it is laid out when it is shown
            view.executeDelayedItemsLayout()

    def select(self, rows: Sequence[Id], column: int = -1) -> None:
        """Select rows; the first becomes the current one, in this column or in that of the current cell."""
        indexes = [index for row in rows if (index := self._model.index_of(row)).isValid()]
        if not indexes:
            return
        selection = QItemSelection()
        for index in indexes:
            selection.select(index, index)
        if column < 0:
            here = self._view.currentIndex()
            column = here.column() if here.isValid() else self._column
        chosen = self._view.selectionModel()
        chosen.setCurrentIndex(indexes[0].siblingAtColumn(column), _FLAGS.NoUpdate)
        chosen.select(selection, _FLAGS.ClearAndSelect | _FLAGS.Rows)
        self._view.scrollTo(QModelIndex(indexes[0]))

    def _current_now(self) -> list[Id]:
        """The row that is current from now on: the one that was, or the next that is left; none when a filter hides it."""
        model, row = self._model, self._row
        if model.node_of(row) or row not in self._rows or model.is_in_plan(row):
            return [row] if model.node_of(row) else []
        at = self._rows.index(row)
        beside = [*self._rows[at + 1 :], *reversed(self._rows[:at])]
        return [each for each in beside if model.node_of(each)][:1]
