"""By which document an issued plan is adjusted: its number, its day, the reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ...core.adjusting import basis
from ...core.errors import Invalid
from ..widgets.day_box import DayBox
from ..widgets.look import button, dress, label
from .ask_text import make_room

if TYPE_CHECKING:
    from ...core.records import Adjustment

WIDTH = 480


class AdjustDialog(QDialog):
    """`agreed` carries the Basis. `last` is the adjustment whose document is proposed again."""

    agreed = Signal(object)

    def __init__(self, parent: QWidget, last: Adjustment | None = None) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle("按文件调整")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self.number = QLineEdit(last.doc_number if last else "")
        self.number.setPlaceholderText("例如：临政办〔2024〕9号")
        day = (last.adjusted_on if last else None) or date.today()
        self.day = DayBox(day)
        self.reason = QLineEdit(last.reason if last else "")
        self.reason.setPlaceholderText("例如：上级追加任务")
        self.complaint = label("", "error", wrap=True)
        self.complaint.hide()
        self.ok = button("开始调整", "primary", on=self._agree)
        self.ok.setDefault(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for place, (words, field) in enumerate(
            (("调整文号", self.number), ("文件日期", self.day), ("调整理由", self.reason))
        ):
            field.setAccessibleName(words)
            grid.addWidget(label(words, "body2"), place, 0)
            grid.addWidget(field, place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        words = "计划已经下达。写明依据的文件以后，照平常一样修改目标、分解数和责任单位；改动前后的两个数都会留下，可以印成目标调整情况表。"
        column.addWidget(label(words, wrap=True))
        column.addLayout(grid)
        column.addWidget(self.complaint)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("取消", on=self.reject))
        row.addWidget(self.ok)
        column.addLayout(row)
        for line in (self.number, self.reason):
            line.textChanged.connect(lambda _: self.complaint.hide())
        self.number.setFocus()

    def _agree(self) -> None:
        try:
            by = basis(self.number.text(), self.day.day, self.reason.text())
        except Invalid as error:
            self.complaint.setText(str(error))
            self.complaint.show()
            make_room(self)
            return
        self.accept()
        self.agreed.emit(by)
