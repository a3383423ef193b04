"""评分设置: what the text of a scheme leaves open, each with its default and what it means, written as it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from ...core.records import Scheme
from ...core.scoring.model import Settings
from ..widgets.look import button, dress, label

if TYPE_CHECKING:
    from typing import Any

    from ..session import Session

WIDTH, FIELD = 640, 190
_MEANINGS = {
    "rank_by": "规则只写“前二名”、没写按什么排时用哪个",
    "ranked": "没完成任务的单位能不能占“前几名”的名额",
    "ties": "最后一个名额有几个单位并列时",
    "unfinished": "排名的项没有完成、规则又没写怎样给分时",
    "cap": "超额完成的，按完成率给分的项是否封顶",
    "no_target": "某个单位没有这一项任务时",
    "rounding": "每一项得分算到最后一位小数时",
    "decimals": "每一项得分保留几位小数，没有设就是 2 位",
}
_CHOICES = ("rank_by", "ranked", "ties", "unfinished", "cap", "no_target", "rounding")
MOST_DECIMALS = 6


class ScoreSettingsDialog(QDialog):
    """Each choice is a step of its own that can be undone; the scores behind follow at once."""

    def __init__(self, session: Session, scheme: Scheme, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle("评分设置")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._session, self._key = session, scheme.key
        self.fields: dict[str, QComboBox] = {}
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        self._add_texts(scheme)
        for name in _CHOICES:
            self._add_choice(scheme, name)
        self.decimals = QSpinBox()
        self.decimals.setRange(0, MOST_DECIMALS)
        self.decimals.setValue(Settings().decimals if scheme.decimals is None else min(scheme.decimals, MOST_DECIMALS))
        self.decimals.valueChanged.connect(lambda value: self._set("decimals", value))
        self._add_row("decimals", self.decimals)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        words = "评价办法的文字没有说清的地方，按这里的设置计分；评分表上会印出来。改了立刻重算，可以撤销。"
        column.addWidget(label(words, "meta", wrap=True))
        column.addLayout(grid)
        row = QHBoxLayout()
        self.reset = button("恢复默认", on=self._restore)
        row.addWidget(self.reset)
        row.addStretch(1)
        close = button("关闭", "primary", on=self.accept)
        close.setDefault(True)
        row.addWidget(close)
        column.addLayout(row)
        for each in (self.title, self.parties, *self.fields.values(), self.decimals, self.reset):
            each.setEnabled(session.may_change(Scheme, scheme.key))

    def _add_texts(self, scheme: Scheme) -> None:
        plan = self._session.plan
        self.title = QLineEdit(scheme.title)
        self.title.editingFinished.connect(lambda: self._set("title", self.title.text().strip()))
        self._add_row("title", self.title, wide=True)
        self.parties = QComboBox()
        self.parties.addItem("各县（市、区）；没有下级县的，本单位", None)
        for group in plan.groups:
            self.parties.addItem(group.name, group.id)
        self.parties.setCurrentIndex(max(self.parties.findData(scheme.parties), 0))
        self.parties.activated.connect(lambda n: self._set("parties", self.parties.itemData(n)))
        self._add_row("parties", self.parties, wide=True)

    def _add_choice(self, scheme: Scheme, name: str) -> None:
        made = QComboBox()
        default = getattr(Settings(), name)
        for word, words in (Scheme.fields[name].choices or {}).items():
            made.addItem(f"{words}（默认）" if word == default else words, word)
        made.setCurrentIndex(max(made.findData(getattr(scheme, name) or default), 0))
        made.activated.connect(lambda index: self._set(name, made.itemData(index)))
        self.fields[name] = made
        self._add_row(name, made)

    def _add_row(self, name: str, made: QWidget, *, wide: bool = False) -> None:
        row = self._grid.rowCount()
        field = Scheme.fields[name]
        words = label(field.label, "key")
        words.setBuddy(made)
        made.setAccessibleName(field.label)
        self._grid.addWidget(words, row, 0)
        if wide:
            self._grid.addWidget(made, row, 1, 1, 2)
            return
        made.setFixedWidth(FIELD)
        self._grid.addWidget(made, row, 1)
        self._grid.addWidget(label(_MEANINGS[name], "meta", wrap=True), row, 2)

    def _set(self, name: str, value: Any) -> None:
        scheme = self._session.plan.get(Scheme, self._key)
        if scheme is None or getattr(scheme, name) == value or not self._session.can_edit:
            return
        with self._session.edit(f"修改评分设置“{Scheme.fields[name].label}”") as edit:
            edit.put(Scheme, self._key, **{name: value})

    def _restore(self) -> None:
        """Every choice as the program has it without being told."""
        with self._session.edit("评分设置恢复默认") as edit:
            edit.put(Scheme, self._key, **dict.fromkeys(_CHOICES, ""), decimals=None)
        for name, made in self.fields.items():
            made.setCurrentIndex(made.findData(getattr(Settings(), name)))
        self.decimals.blockSignals(True)
        self.decimals.setValue(Settings().decimals)
        self.decimals.blockSignals(False)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.focusWidget() is self.title:
            self.title.editingFinished.emit()  # Enter takes the title, it does not close the dialog
            return
        super().keyPressEvent(event)
