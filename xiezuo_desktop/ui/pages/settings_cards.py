"""The cards of 设置 above the typefaces: who works here, what this plan settles, backups, paper."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ... import paths
from ...core.errors import UserError
from ...core.records import PlanInfo
from .. import settings
from ..widgets.field_editor import TextField
from ..widgets.look import button, label
from ..widgets.record_form import RecordForm
from .print_choices import DEFAULTS

if TYPE_CHECKING:
    from ..session import Session

OF_PLAN = ("issuer", "contact", "year", "cut_off_day", "tolerance", "far_behind")
USUAL = {
    "cut_off_day": "没有设",
    "tolerance": "2（默认）",
    "far_behind": "70（默认）",
}  # what holds where nothing is written
MEANING = "截止日是每月几日，15 日以前的算下个月的；差距是完成率比序时进度少几个百分点以内仍算正常（不填按 2）；严重滞后线是低于序时进度的百分之几（不填按 70）。"
KEPT_BACKUPS = (
    "合并返回文件之前自动备份，也可以随时手工备份；留最近 10 份，另外近 12 个月每月留一份，放在计划文件旁边。"
)
LONGEST_NAME = 40
LABEL = 130  # px


class SettingsCards(QWidget):
    """Follows the session; what is typed is kept at once."""

    backups_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setFixedWidth(320)
        self.name.setAccessibleName("我的姓名")
        self.name.editingFinished.connect(self._keep_name)
        self.name.returnPressed.connect(self.name.focusNextChild)
        self.paper = QComboBox()
        self.paper.setAccessibleName("默认纸张")
        self.paper.addItems(["A4", "A3"])
        self.paper.setFixedWidth(120)
        self.paper.activated.connect(self._keep_paper)
        self.form = RecordForm(session, PlanInfo, OF_PLAN, label_width=LABEL)
        for name, words in USUAL.items():
            editor = self.form.editors[name]
            assert isinstance(editor, TextField)
            editor.text.setPlaceholderText(words)
        for editor in self.form.editors.values():
            if isinstance(editor, TextField):
                editor.entered.connect(editor.text.focusNextChild)
        self._plan = self._card(
            "这份计划", "随计划文件一起走：发给别的单位，也按这里的算。", self.form, label(MEANING, "body2", wrap=True)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        here = self._rows(("我的姓名", self.name), ("默认纸张", self.paper))
        column.addWidget(self._card("这台电脑", "姓名写进修改记录，别的单位合并时看得到是谁改的。", here))
        column.addWidget(self._plan)
        to_backups = button("备份与恢复", icon_name="archive", on=self.backups_wanted.emit)
        self._backups = self._card("备份", KEPT_BACKUPS, to_backups)
        column.addWidget(self._backups)
        session.changed.connect(lambda changes: self._show_plan() if changes.touches(PlanInfo) else None)
        for told in (session.file_changed, session.state_changed):
            told.connect(self._show_plan)
        self._show_here()
        self._show_plan()

    def _card(self, title: str, sentence: str, *parts: QWidget) -> QFrame:
        card = QFrame()
        card.setProperty("look", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        column.addWidget(label(title, "heading"))
        column.addWidget(label(sentence, "body2", wrap=True))
        for part in parts:
            side = Qt.AlignmentFlag.AlignLeft if isinstance(part, QPushButton) else Qt.AlignmentFlag(0)
            column.addWidget(part, 0, side)
        return card

    def _rows(self, *rows: tuple[str, QWidget]) -> QWidget:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnMinimumWidth(0, LABEL)
        grid.setColumnStretch(1, 1)
        for number, (words, field) in enumerate(rows):
            said = label(words, "key")
            said.setIndent(4)
            said.setBuddy(field)
            grid.addWidget(said, number, 0)
            grid.addWidget(field, number, 1, Qt.AlignmentFlag.AlignLeft)
        return inside

    # ------------------------------------------------------------------------------------------------ following

    def _show_here(self) -> None:
        self.name.setText(_name())
        self.name.setPlaceholderText(f"现在记作“{paths.author()}”，请写上姓名")
        given = bool(os.environ.get("XIEZUO_AUTHOR"))
        self.name.setReadOnly(given)
        self.name.setToolTip("由环境变量 XIEZUO_AUTHOR 写明，在这里不能改" if given else "")
        self.paper.setCurrentText(str(settings.choices(DEFAULTS).get("paper", "A4")))

    def _show_plan(self) -> None:
        is_open = self._session.path is not None
        for card in (self._plan, self._backups):
            card.setVisible(is_open)
        if is_open:
            self.form.show_record(self._session.plan.info)

    # ------------------------------------------------------------------------------------------------ keeping

    def _keep_name(self) -> None:
        if self.name.isReadOnly() or self.name.text().strip() == _name():
            return
        try:
            self._session.sign(self.name.text())
        except UserError as error:
            self._session.failed.emit(error)
            return
        self._show_here()
        self._session.said.emit(f"以后的修改记在“{paths.author()}”名下", False)

    def _keep_paper(self) -> None:
        settings.set_choices(DEFAULTS, {**settings.choices(DEFAULTS), "paper": self.paper.currentText()})
        self._session.said.emit(f"没有另选过纸张的报表，以后用 {self.paper.currentText()}", False)


def _name() -> str:
    """The name that somebody gave; that of the account is none."""
    return paths.author() if paths.author_is_known() else ""
