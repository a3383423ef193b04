"""The view of a scheme: what an outline does, with columns for one party or for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView

from ..delegates.score_delegate import ScoreDelegate
from ..models import scores_model as columns
from .outline_view import OutlineView

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from ..models.scores_model import ScoresModel

WIDTHS_OF_ONE = {
    columns.SIGN: 30, columns.POINTS: 46, columns.TARGET: 72, columns.VALUE: 72, columns.HOW: 176,
    columns.SCORE: 92, columns.PROOF: 50,
}  # fmt: skip
GIVES_WAY = {columns.HOW: 60, columns.TARGET: 10, columns.VALUE: 10}  # px, where the window is narrow
WIDTHS_OF_ALL, PARTY, LEAST_PARTY, LEAST_NAME, WORDS = {columns.SIGN: 30, columns.POINTS: 46}, 84, 64, 240, 120


_DIGITS = frozenset("0123456789.")


def _editable(index: QModelIndex) -> bool:
    return bool(index.flags() & Qt.ItemFlag.ItemIsEditable)


class ScoreTree(OutlineView):
    """Groups, items and parts; what is folded away stays so when the scores are worked out anew."""

    def __init__(self, model: ScoresModel) -> None:
        super().__init__()
        self._scores = model
        self.show_rows(model, ScoreDelegate(model, self))
        self.setDragDropMode(OutlineView.DragDropMode.NoDragDrop)
        self.setSelectionMode(OutlineView.SelectionMode.SingleSelection)
        self.setAccessibleName("评分表")
        self.clicked.connect(self._click)
        model.modelReset.connect(self._fit)

    def _fit(self) -> None:
        room = self.viewport().width() - LEAST_NAME
        if self._scores.side_by_side and self._scores.sheet:
            parties = max(len(self._scores.sheet.parties), 1)
            each = max(LEAST_PARTY, min(PARTY, (room - sum(WIDTHS_OF_ALL.values())) // parties))
            widths = WIDTHS_OF_ALL | {columns.FIRST_PARTY + n: each for n in range(parties)}
        else:
            widths = dict(WIDTHS_OF_ONE)
            spare = room - sum(widths.values()) - WORDS  # first the names have room for their rules
            widths[columns.HOW] += max(0, spare) // 2
            for column, most in GIVES_WAY.items():  # the formula has two lines, and stands at the right too
                gives = min(most, max(0, -spare))
                widths[column] -= gives
                spare += gives
        self.set_columns(widths, columns.NAME, frozenset())
        self.header().setSectionResizeMode(columns.SIGN, QHeaderView.ResizeMode.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and F2 where nothing can be typed are meant for the points."""
        here = self.currentIndex()
        if event.key() == Qt.Key.Key_F2 or event.text() in _DIGITS:
            points = here.siblingAtColumn(columns.SCORE)
            if not self._scores.side_by_side and not _editable(here) and _editable(points):
                self.setCurrentIndex(points)
        super().keyPressEvent(event)

    def _click(self, index: QModelIndex) -> None:
        """The sign of an item with parts folds them away; that of a group the outline folds itself."""
        if index.column() == columns.SIGN and self._scores.has_below(index) and not self.is_heading(index):
            self.toggle(index)
