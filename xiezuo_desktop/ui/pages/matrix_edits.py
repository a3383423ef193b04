"""What a person can do to the cells of the matrix, each one named step through the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.changes import Put
from ...core.errors import Invalid
from ...core.records import Indicator
from ...core.splitting import Portion
from ..blocks import repeated
from ..models.matrix_model import TARGET
from .plan_edits import PlanEdits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from PySide6.QtCore import QObject

    from ...core.changes import Step
    from ...core.matrix import MatrixColumn
    from ..blocks import Block
    from ..models.matrix_model import MatrixModel, Row
    from ..session import Session
    from .matrix_table import Range

Cells = list[tuple[int, int, str]]  # row and column of the model, text
LONGEST = 200  # characters of a cell, as when it is typed


class MatrixEdits(PlanEdits):
    """Typing, pasting, filling, splitting. What cannot be is said, and nothing changes."""

    def __init__(self, session: Session, model: MatrixModel, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self._model = model

    def _do(self, label: str, steps: Sequence[Step]) -> bool:
        if steps and self._session.can_edit:
            self._model.keep_columns()
        return super()._do(label, steps)

    def _steps(self, cells: Iterable[tuple[int, int, str]]) -> list[Step]:
        """The steps for texts in cells: amounts and targets; other columns and headings are passed over."""
        out: list[Step] = []
        portions = []
        for row, column, text in cells:
            found = self._model.rows[row]
            if found.is_heading:
                continue
            amounts = self._model.column_at(column)
            if amounts is not None:
                portions.append(Portion(found.id, amounts, text))
            elif column == TARGET and found.indicator.target.strip() != text.strip():
                out.append(Put(Indicator, found.indicator.key, {"target": text.strip(), "target_reading": ""}))
        return out + self._model.splitter.steps(portions)

    # ------------------------------------------------------------------------------------------------ cells

    def type_cell(self, row: Row, column: int, text: str) -> None:
        """A cell was typed into."""
        place = self._model.row_of(row.id)
        if place is not None:
            self._do("修改下达总数" if column == TARGET else "修改分解数", self._steps([(place, column, text)]))

    def clear(self, chosen: Range) -> None:
        """Take away what stands in a range."""
        top, left, bottom, right = chosen
        cells = [(r, c, "") for r in range(top, bottom + 1) for c in range(max(left, TARGET), right + 1)]
        self._do("清除分解数", self._steps(cells))

    def paste(self, block: Block, chosen: Range) -> Range | None:
        """Put a block into the sheet, from the first cell of a range on, repeated over it; the range that it took."""
        top, left, bottom, right = chosen
        if left < TARGET:
            self._fail("名称和单位不能在这里粘贴，没有改动。", "请先选中要填数的格；名称和单位在“指标体系”里修改。")
            return None
        block = repeated(block, bottom - top + 1, right - left + 1)
        tall, wide = len(block), len(block[0])
        if too_much := self._too_much(block, top, left):
            self._fail(too_much, "请选准左上角的格，或者先添加单位列，再粘贴。")
            return None
        cells = [(top + r, left + c, text) for r, line in enumerate(block) for c, text in enumerate(line)]
        if self._do(f"粘贴 {tall} 行 {wide} 列", self._steps(cells)):
            self._session.said.emit(f"已粘贴 {tall} 行 {wide} 列", True)
        return top, left, top + tall - 1, left + wide - 1

    def _too_much(self, block: Block, top: int, left: int) -> str:
        """Why a block cannot be put there without losing something; "" when it can."""
        rows = len(self._model.rows) - top
        columns = self._model.columnCount() - 1 - left
        if len(block) > rows or len(block[0]) > columns:
            return (
                f"粘贴的内容有 {len(block)} 行 {len(block[0])} 列，从这里起只放得下 {rows} 行 {columns} 列，没有改动。"
            )
        for line, row in zip(block, self._model.rows[top:], strict=False):
            if row.is_heading and any(text.strip() for text in line):
                return f"有内容会落在类别行“{row.title}”上，没有改动。"
            if any(len(text) > LONGEST for text in line):
                return f"“{row.title}”这一行有超过 {LONGEST} 个字的内容，没有改动。"
        return ""

    def fill(self, source: Range, wanted: Range) -> None:
        """Repeat what stands in one range over a larger one that begins with it."""
        top, left, bottom, right = source
        rows = [r for r in range(top, bottom + 1) if not self._model.rows[r].is_heading]
        if not rows or right < TARGET:
            return
        cells: Cells = []
        filled = [r for r in range(wanted[0], wanted[2] + 1) if not self._model.rows[r].is_heading]
        for n, row in enumerate(filled):
            for column in range(max(wanted[1], TARGET), min(wanted[3], self._model.columnCount() - 2) + 1):
                if top <= row <= bottom and left <= column <= right:
                    continue
                origin = self._model.rows[rows[n % len(rows)]]
                across = left + (column - left) % (right - left + 1)
                cells.append((row, column, self._model.text(origin, across)))
        down = wanted[2] > bottom
        self._do("向下填充" if down else "向右填充", self._steps(cells))

    def fill_down(self, chosen: Range) -> None:
        """The first row of a range into those below it; of a single row, what stands above it."""
        top, left, bottom, right = chosen
        rows = [r for r in range(top, bottom + 1) if not self._model.rows[r].is_heading]
        if len(rows) == 1:
            above = next((r for r in range(top - 1, -1, -1) if not self._model.rows[r].is_heading), None)
            if above is None:
                return
            rows.insert(0, above)
        if rows:
            self.fill((rows[0], left, rows[0], right), (rows[0], left, bottom, right))

    def fill_right(self, chosen: Range) -> None:
        """The first column of a range into those at its right; of a single column, what stands at its left."""
        top, left, bottom, right = chosen
        if left == right:
            left -= 1
        if left >= TARGET:
            self.fill((top, left, bottom, left), (top, left, bottom, right))

    # ------------------------------------------------------------------------------------------------ splitting

    def split(self, rows: Iterable[Row], columns: Sequence[MatrixColumn], label: str) -> None:
        """Split what other columns leave, evenly over these."""
        self._split(rows, label, lambda row: self._model.splitter.evenly(row.indicator, columns))

    def split_by(
        self, rows: Iterable[Row], columns: Sequence[MatrixColumn], weights: Callable[[Row], Sequence[Decimal]]
    ) -> None:
        """Split by weights; `weights` gives them for a row."""
        splitter = self._model.splitter
        self._split(rows, "按比例分配", lambda row: splitter.by_weights(row.indicator, columns, weights(row)))

    def give_rest(self, rows: Iterable[Row], column: MatrixColumn) -> None:
        """Add what is left to one column."""
        self._split(rows, "余数归入一列", lambda row: self._model.splitter.rest_to(row.indicator, column))

    def _split(self, rows: Iterable[Row], label: str, portions: Callable[[Row], list[Portion]]) -> None:
        """Split row by row; rows for which that cannot be stay as they are, and the first reason is said."""
        if not self._session.can_edit:
            return
        wanted: list[Portion] = []
        refused: list[Invalid] = []
        done = 0
        for row in rows:
            try:
                found = portions(row)
            except Invalid as error:
                refused.append(error)
                continue
            wanted += found
            done += bool(found)
        made = self._do(label, self._model.splitter.steps(wanted))
        if refused:
            first = refused[0]
            more = f"（另有 {len(refused) - 1} 行也没有改动）" if len(refused) > 1 else ""
            self._fail(first.sentence + more, first.advice)
        elif made:
            self._session.said.emit(f"已{label}：{done} 行", True)

    # ------------------------------------------------------------------------------------------------ columns

    def drop_columns(self, columns: Sequence[MatrixColumn]) -> None:
        """Take columns away with what stands in them."""
        steps = self._model.splitter.drop_columns(columns)
        if not self._session.can_edit:
            return
        name = "、".join(self._model.plan.bearer_name(b) for b in dict.fromkeys(c.bearer for c in columns))
        if steps:
            with self._session.edit(f"去掉“{name}”列") as edit:
                edit.apply(steps)
            self._session.said.emit(f"已去掉“{name}”列，含 {len(steps)} 个分解数", True)
        self._model.forget_columns(columns)

    def _fail(self, sentence: str, advice: str) -> None:
        self._session.failed.emit(Invalid(sentence, advice))
