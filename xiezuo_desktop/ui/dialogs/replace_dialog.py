"""查找和替换: what matches is listed with its place, before and after; what is ticked is replaced as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from xiezuo_desktop.core import replacing
from xiezuo_desktop.core.replacing import KINDS, Match, Search
from xiezuo_desktop.ui.widgets.look import button, dress, label
from xiezuo_desktop.ui.widgets.row_cells import Cell
from xiezuo_desktop.ui.widgets.row_table import Column, RowTable

if TYPE_CHECKING:
    from collections.abc import Hashable

    from xiezuo_desktop.ui.session import Session

PAUSE = 200  # ms after the last letter before the plan is searched


class ReplaceDialog(QDialog):
    """Two lines, the kinds of texts, the list of matches, and 替换."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle("查找和替换")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self.words, self.becomes = QLineEdit(), QLineEdit()
        self.words.setPlaceholderText("要找的字")
        self.becomes.setPlaceholderText("留空就是删去")
        self.kinds = {name: QCheckBox(kind.label) for name, kind in KINDS.items()}
        self.match_case = QCheckBox("区分大小写")
        self.table = RowTable("找到的文字", _columns(self), mark=lambda match: match.mark)
        self.total = label("", "body2")
        self.all = button("全选", "link", on=lambda: self._tick_all(True))
        self.none = button("全不选", "link", on=lambda: self._tick_all(False))
        self.replace = button("替换", "primary", tip="替换打勾的；之后可以用 Ctrl+Z 一次撤销", on=self.replace_ticked)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._lay_out()
        self._connect()
        self._look()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for row, (words, line) in enumerate((("查找", self.words), ("替换为", self.becomes))):
            line.setAccessibleName(words)
            grid.addWidget(label(words, "body2"), row, 0)
            grid.addWidget(line, row, 1)
        where = QHBoxLayout()
        where.setSpacing(16)
        for name, box in self.kinds.items():
            box.setChecked(KINDS[name].usual)
            where.addWidget(box)
        where.addStretch(1)
        grid.addWidget(label("范围", "body2"), 2, 0)
        grid.addLayout(where, 2, 1)
        self.match_case.setChecked(True)
        grid.addWidget(self.match_case, 3, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.all)
        foot.addWidget(self.none)
        foot.addStretch(1)
        foot.addWidget(button("取消", on=self.reject))
        foot.addWidget(self.replace)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addLayout(grid)
        column.addWidget(self.total)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.replace.setDefault(True)
        self.resize(940, 600)
        self.words.setFocus()

    def _connect(self) -> None:
        self._pause.timeout.connect(self._look)
        for line in (self.words, self.becomes):
            line.textChanged.connect(lambda _: self._look_soon())
        for box in (*self.kinds.values(), self.match_case):
            box.toggled.connect(lambda _: self._look())
        self.table.ticked.connect(self._leave_locked)
        self._session.changed.connect(self._look)
        self._session.file_changed.connect(self.reject)

    # ------------------------------------------------------------------------------------------------ the list

    @property
    def search(self) -> Search:
        """What the fields say."""
        chosen = [name for name, box in self.kinds.items() if box.isChecked()]
        return Search(self.words.text(), self.becomes.text(), chosen, self.match_case.isChecked())

    def _look_soon(self) -> None:
        self.replace.setEnabled(False)  # until the list is that of what is typed
        self._pause.start()

    def _look(self, *_: object) -> None:
        self._pause.stop()
        session, rights = self._session, self._session.rights
        found = replacing.matches(
            session.plan,
            self.search,
            lambda record, key: rights is None or rights.may_change(record, key),
            adjusting=session.adjusting is not None,
        )
        self.table.rows_model.checked = {match.mark for match in found if not match.reason}
        self.table.show_rows(found)
        self._say()

    def _tick_all(self, on: bool) -> None:
        self.table.rows_model.tick(range(len(self.table.rows)), on)

    def _leave_locked(self) -> None:
        """Rows that may not be changed take no tick."""
        model = self.table.rows_model
        model.checked -= {match.mark for match in self.table.rows if match.reason}
        self._say()

    def _ticked(self) -> list[Match]:
        checked: set[Hashable] = self.table.rows_model.checked
        return [match for match in self.table.rows if match.mark in checked and not match.reason]

    def _say(self) -> None:
        found, ticked = self.table.rows, self._ticked()
        locked = sum(bool(match.reason) for match in found)
        if not self.words.text():
            words = "写上要找的字，下面列出在哪里、改前和改后。"
        elif not any(box.isChecked() for box in self.kinds.values()):
            words = "请在“范围”里至少选一样。"
        elif not found:
            words = "没有找到。"
        else:
            words = f"找到 {len(found)} 条，选中 {len(ticked)} 条" + (f"，{locked} 条不能改（灰色）" if locked else "")
            words += "" if self._session.is_writable else "。这份文件现在只能查看，要替换请先另存副本"
        self.total.setText(words)
        self.replace.setText(f"替换 {len(ticked)} 条" if ticked else "替换")
        self.replace.setEnabled(bool(ticked) and self._session.can_edit)
        for each in (self.all, self.none):
            each.setEnabled(bool(found))

    # ------------------------------------------------------------------------------------------------ replacing

    def replace_ticked(self) -> None:
        """Write what is ticked as one step, and close."""
        ticked, becomes = self._ticked(), self.becomes.text()
        if not ticked or not self._session.can_edit:
            return
        words = self.words.text()
        label_ = f"把“{_short(words)}”替换为“{_short(becomes)}”" if becomes else f"删去“{_short(words)}”"
        self._session.changed.disconnect(self._look)
        with self._session.edit(label_) as edit:
            edit.apply(replacing.steps(ticked))
        self._session.changed.connect(self._look)
        if edit.changes:
            self._session.said.emit(f"已替换 {len(ticked)} 条", True)
            self.accept()


def _columns(dialog: ReplaceDialog) -> list[Column]:
    def place(match: Match) -> Cell:
        return Cell(match.place, "ink3" if match.reason else "ink2", tip=match.place)

    def before(match: Match) -> Cell:
        return Cell(
            replacing.excerpts(match, dialog.search)[0], "ink3" if match.reason else "ink", tip=match.before[:1200]
        )

    def after(match: Match) -> Cell:
        if match.reason:
            return Cell(f"不能改：{match.reason}", "ink3", tip=match.reason)
        return Cell(replacing.excerpts(match, dialog.search)[1], "primary", tip=match.after[:1200])

    return [Column("在哪里", place, weight=1.0), Column("改前", before, weight=1.1), Column("改后", after, weight=1.1)]


def _short(text: str) -> str:
    return text if len(text) <= 12 else text[:11] + "…"
