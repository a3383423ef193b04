"""对应指标建议: for items without an indicator the one whose words they share, ticked where the likeness is great."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ...core.scoring.sheet import subject
from ..widgets.look import button, dress, label
from ..widgets.row_cells import Cell
from ..widgets.row_table import Column, RowTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...core.scoring.links import Suggestion

WIDTH, HEIGHT, SURE = 760, 460, 0.6


class ScoreLinksDialog(QDialog):
    """`chosen` are the suggestions that are ticked."""

    def __init__(self, suggestions: Sequence[Suggestion], parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle("对应指标建议")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(WIDTH, HEIGHT)
        self.table = RowTable(
            "对应指标建议",
            (
                Column("评分项", lambda s: Cell(f"{s.item.ordinal} {subject(s.item)}".strip()), weight=1.2),
                Column(
                    "建议对应的指标",
                    lambda s: Cell(f"{s.indicator.ordinal} {s.indicator.name}".strip(), "ink2"),
                    weight=1.2,
                ),
                Column(
                    "相似", lambda s: Cell(f"{s.likeness:.0%}", "ok" if s.likeness >= SURE else "warn"), 64, right=True
                ),
            ),
            mark=lambda s: s.item.id,
        )
        self.table.rows_model.checked = {s.item.id for s in suggestions if s.likeness >= SURE}
        self.table.show_rows(list(suggestions))
        self.table.ticked.connect(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        words = (
            "对应上的评分项，完成数和任务数直接取自填报和分解，不用再填。按文字相似给出建议，请逐行核对，空格键勾选。"
        )
        column.addWidget(
            label(
                words if suggestions else "没有可以建议的：评分项都已对应，或者没有名称相近的指标。", "meta", wrap=True
            )
        )
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("取消", on=self.reject))
        self.ok = button("", "primary", on=self.accept)
        self.ok.setDefault(True)
        row.addWidget(self.ok)
        column.addLayout(row)
        self._count()

    @property
    def chosen(self) -> list[Suggestion]:
        """The suggestions to be taken."""
        return [s for s in self.table.rows if s.item.id in self.table.rows_model.checked]

    def _count(self) -> None:
        count = len(self.chosen)
        self.ok.setText(f"对应 {count} 项")
        self.ok.setEnabled(count > 0)
