"""The view of a scheme: what an outline does, with columns for one party or for all, and what was closed kept closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHeaderView

from ..delegates.score_delegate import ScoreDelegate
from ..models import scores_model as columns
from .outline_view import OutlineView

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QResizeEvent

    from ...core.records import Id
    from ..models.scores_model import ScoresModel

WIDTHS_OF_ONE = {
    columns.SIGN: 30, columns.POINTS: 46, columns.TARGET: 72, columns.VALUE: 72, columns.HOW: 176,
    columns.SCORE: 92, columns.PROOF: 50,
}  # fmt: skip
WIDTHS_OF_ALL, PARTY, LEAST_PARTY, LEAST_NAME, WORDS = {columns.SIGN: 30, columns.POINTS: 46}, 84, 64, 240, 120


class ScoreTree(OutlineView):
    """`closed` are the ids of groups and items whose rows are folded away."""

    def __init__(self, model: ScoresModel) -> None:
        super().__init__(lambda index: model.node(index).is_heading)
        self._scores = model
        self.closed: set[Id] = set()
        self.setModel(model)
        self.setItemDelegate(ScoreDelegate(model, self))
        self.setDragDropMode(OutlineView.DragDropMode.NoDragDrop)
        self.setSelectionMode(OutlineView.SelectionMode.SingleSelection)
        self.setAccessibleName("评分表")
        self.collapsed.connect(lambda index: self._note(index, closed=True))
        self.expanded.connect(lambda index: self._note(index, closed=False))
        self.clicked.connect(self._click)
        model.modelReset.connect(self._begin)

    def _begin(self) -> None:
        """Other rows or columns: their widths, and what was closed before."""
        self._fit()
        closed = set(self.closed)
        self.expandAll()
        for each in closed:
            self.collapse(self._scores.index_of(each))

    def _fit(self) -> None:
        room = self.viewport().width() - LEAST_NAME
        if self._scores.side_by_side and self._scores.sheet:
            parties = max(len(self._scores.sheet.parties), 1)
            each = max(LEAST_PARTY, min(PARTY, (room - sum(WIDTHS_OF_ALL.values())) // parties))
            widths = WIDTHS_OF_ALL | {columns.FIRST_PARTY + n: each for n in range(parties)}
        else:
            spare = max(0, room - sum(WIDTHS_OF_ONE.values()) - WORDS)  # first the names have room for their rules
            widths = WIDTHS_OF_ONE | {columns.HOW: WIDTHS_OF_ONE[columns.HOW] + spare // 2}
        self.set_columns(widths, columns.NAME, frozenset())
        self.header().setSectionResizeMode(columns.SIGN, QHeaderView.ResizeMode.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _note(self, index: QModelIndex, *, closed: bool) -> None:
        line = self._scores.line(index)
        if line is not None:
            self.closed.add(line.id) if closed else self.closed.discard(line.id)

    def _click(self, index: QModelIndex) -> None:
        """The sign of an item with parts folds them away; that of a group the outline folds itself."""
        if index.column() == columns.SIGN and self._scores.hasChildren(index) and not self.is_heading(index):
            self.toggle(index)
