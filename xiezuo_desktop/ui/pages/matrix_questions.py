"""What the matrix asks before it splits: by which weights, and which column takes the rest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from ...core.errors import Invalid, UserError
from ...core.numbers import shown
from ...core.records import Indicator
from ...core.splitting import parse_weights
from ..models.matrix_model import FIRST
from ..widgets.record_picker import MAKE_NEW, Choice, RecordPicker

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ...core.matrix import MatrixColumn
    from ...core.records import Id
    from ..models.matrix_model import MatrixModel, Row
    from ..session import Session
    from .matrix_edits import MatrixEdits

WEIGHTS_WIDTH = 440  # px: names of indicators are long, and their figures stand beside them
LAST_YEAR = MAKE_NEW - 1  # the choice that opens another plan file


class MatrixQuestions(QObject):
    """Lists below the buttons; what is chosen is done at once."""

    def __init__(self, session: Session, model: MatrixModel, edits: MatrixEdits, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._model = model
        self._edits = edits
        self._page = parent

    def weights(self, rows: list[Row], columns: list[MatrixColumn], below: QWidget) -> None:
        """Choose by what to split: another indicator's split, what the cells hold now, or weights that are typed."""
        splitter = self._model.splitter
        choices = []
        for indicator in self._weights_first(rows):
            weights = splitter.weights_of(indicator, columns)
            if any(weights):
                words = "、".join(shown(w) for w in weights[:3]) + ("…" if len(weights) > 3 else "")
                choices.append(Choice(indicator.id, indicator.name, words))
        choices.append(Choice(LAST_YEAR, "上年的计划文件…", "按它里面同名指标的分解"))
        picker = RecordPicker(
            choices, self._page, title="按哪一项分", nothing="按各格现有的数", making=f"按比例分给 {len(columns)} 列 "
        )
        picker.setFixedWidth(WEIGHTS_WIDTH)
        line = picker.findChild(QLineEdit)
        if line is not None:
            line.setPlaceholderText("选择一项指标，或输入比例，如 3:2:1")
        picker.picked.connect(partial(self._split_by, rows, columns))
        picker.made.connect(partial(self._split_by_typed, rows, columns))
        picker.open_below(below)

    def _weights_first(self, rows: list[Row]) -> list[Indicator]:
        """The indicators that may give weights: that above the selected one first."""
        above = {row.indicator.parent for row in rows}
        chosen = {row.id for row in rows}
        others = [i for i in self._model.plan.indicators if i.id not in chosen]
        return sorted(others, key=lambda i: i.id not in above)

    def _split_by(self, rows: list[Row], columns: list[MatrixColumn], source: Id | None) -> None:
        if source == LAST_YEAR:
            self._ask_last_year(rows, columns)
            return
        splitter = self._model.splitter
        indicator = self._model.plan.get(Indicator, source)
        self._edits.split_by(rows, columns, lambda row: splitter.weights_of(indicator or row.indicator, columns))

    def _ask_last_year(self, rows: list[Row], columns: list[MatrixColumn]) -> None:
        from ..asking import PLAN_FILTER, PLANS, ask_open

        there = self._session.path
        chosen = ask_open(self._page, "选择上年的计划", PLAN_FILTER, kind=PLANS, beside=there)
        if chosen:
            self.split_like(rows, columns, chosen)

    def split_like(self, rows: list[Row], columns: list[MatrixColumn], file: Path) -> None:
        """Split as another plan file splits the indicators of the same names over the units of the same names."""
        from ...storage import PlanFile

        try:
            with PlanFile.open(file, read_only=True) as opened:
                other = opened.plan
        except UserError as error:
            self._session.failed.emit(error)
            return
        splitter = self._model.splitter
        self._edits.split_by(rows, columns, lambda row: splitter.weights_like(other, row.indicator, columns))

    def _split_by_typed(self, rows: list[Row], columns: list[MatrixColumn], text: str) -> None:
        weights = parse_weights(text)
        if weights is None or len(weights) != len(columns):
            sentence = f"选中了 {len(columns)} 列，要写 {len(columns)} 个数，“{text}”不是。"
            self._session.failed.emit(Invalid(sentence, "例如 3:2:1。"))
            return
        self._edits.split_by(rows, columns, lambda row: weights)

    def rest(self, rows: list[Row], current: MatrixColumn | None, below: QWidget) -> None:
        """Choose the column that takes what is left; the current one stands first."""
        ordered = sorted(self._model.splitter.shares(), key=lambda c: c != current)
        places = {c: FIRST + n for n, c in enumerate(self._model.columns)}
        choices = [Choice(n, " · ".join(t for t in self._model.head(places[c]) if t)) for n, c in enumerate(ordered)]
        picker = RecordPicker(choices, self._page, title="余数归哪一列")
        picker.picked.connect(lambda n: self._edits.give_rest(rows, ordered[n]))
        picker.open_below(below)
