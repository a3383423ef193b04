"""The line in which an amount of the matrix is typed: it says at once what the amount comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ...core.checks.facts import plain
from ...core.lengths import LONGEST
from ...core.numbers import read_amount, shown, with_thousands
from ...core.records import Allocation
from ..models import indicator_nodes as nodes
from .cell_editor import CellEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ...core.matrix import MatrixColumn
    from ...core.numbers import Value
    from ...core.splitting import Splitter
    from ..models.matrix_model import Row


class AmountEdit(CellEdit):
    """A line for a part of a target: 各26万元 of ten towns is 260万元, 3000万元 in a row of 亿元 is 0.3亿元."""

    def __init__(self, splitter: Splitter, row: Row, column: MatrixColumn, parent: QWidget) -> None:
        super().__init__(nodes.TARGET, parent)
        self._splitter = splitter
        self._unit = row.indicator.measure_unit
        self._bearer = column.bearer
        self._allocation = Allocation(indicator=row.id, bearer=column.bearer, partner=column.partner)
        self.setMaxLength(2 * LONGEST["target"])
        self.setAccessibleName("分解数")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def remark(self) -> str:
        """What the amount comes to where its text does not say that by itself."""
        text = self.text().strip()
        value = read_amount(text)
        if not text or (value.kind == "number" and value.qualifier == "=" and text[-1].isdigit()):
            return ""
        if value.remainder:
            return "承担余数，不写明数额。"
        if value.number is None:
            return "按文字保存，不参与合计。"
        return self._comes_to(value)

    def _comes_to(self, value: Value) -> str:
        share = self._splitter.facts.share(self._allocation, value, self._unit)
        if share is not None:
            total = f"{with_thousands(shown(plain(share)))}{self._unit}"
            if value.per_member:
                return f"{self._splitter.facts.members(self._bearer)} 个成员，合 {total}。"
            return f"合 {total}。" if share != value.number else ""
        if value.per_member and self._splitter.facts.in_unit(value, self._unit) is not None:
            return "不知道有几个成员，算不出合计；请在“责任单位”里写应有个数。"
        return f"“{value.measure_unit}”换不成“{self._unit}”，不参与合计。"
