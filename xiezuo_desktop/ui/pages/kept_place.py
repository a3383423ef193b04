"""Where a person is in a tree, by keys, so that a model that is made anew does not throw them elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from ..models.outline_model import OutlineModel
    from ..models.outline_rows import Rows
    from .outline_view import OutlineView

_FLAGS = QItemSelectionModel.SelectionFlag


class KeptPlace:
    """What is current, selected and scrolled to. Where the current row was deleted, the next one becomes current."""

    def __init__(self, view: OutlineView, model: OutlineModel[Any]) -> None:
        self._view = view
        self._model = model
        self.clear()

    def clear(self) -> None:
        """Another file: nothing of the old place counts."""
        self._rows: Rows[Any] | None = None  # those that were there
        self._row = 0
        self._key: Hashable = None
        self._column = 1
        self._selected: list[Hashable] = []
        self._scrolled = 0

    def remember(self) -> None:
        """The model is about to be made anew."""
        view, rows, index = self._view, self._model.rows, self._view.currentIndex()
        if index.isValid() and index.row() < len(rows):
            self._rows, self._row, self._column = rows, index.row(), index.column()
            self._key = rows.key(index.row())
        self._selected = [rows.key(row) for row in view.chosen_rows() if row < len(rows)]
        self._scrolled = view.verticalScrollBar().value()

    def restore(self) -> None:
        """The model was made anew."""
        current = self._current_now()
        self.select([*current, *(key for key in self._selected if self._model.node_of(key))], self._column)
        self._view.verticalScrollBar().setValue(self._scrolled)

    def select(self, keys: Iterable[Hashable], column: int = -1) -> None:
        """Select rows; the first becomes the current one, in this column or in that of the current cell."""
        indexes = [index for key in keys if (index := self._model.index_of(key)).isValid()]
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

    def _current_now(self) -> list[Hashable]:
        """The row that is current from now on: the one that was, or the next that is left; none when a filter hides it."""
        model, key = self._model, self._key
        if key is None or self._rows is None or model.node_of(key) or model.is_in_plan(key):
            return [key] if key is not None and model.node_of(key) else []
        left = next((each for each in self._beside(self._rows) if model.node_of(each)), None)
        return [] if left is None else [left]

    def _beside(self, rows: Rows[Any]) -> Iterator[Hashable]:
        """The rows after the one that was current, then those before it, up."""
        for row in [*range(self._row + 1, len(rows)), *range(self._row - 1, -1, -1)]:
            yield rows.key(row)
