"""合并返回文件: each file with what it brings or why it cannot come in, the changes one by one, then all good ones at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.exchange.merge import Arrival, Merged, Outlook, merge, preview
from xiezuo_desktop.exchange.sealing import is_sealed, needs_password
from xiezuo_desktop.ui.aside import on_own_file
from xiezuo_desktop.ui.asking import ask_open_many
from xiezuo_desktop.ui.widgets.banner import Banner
from xiezuo_desktop.ui.widgets.file_fields import PasswordField
from xiezuo_desktop.ui.widgets.look import button, dress, label
from xiezuo_desktop.ui.widgets.row_table import RowTable
from xiezuo_desktop.ui.work import Work

from .merge_words import change_columns, counted, file_columns, show_changes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xiezuo_desktop.core.records import Id
    from xiezuo_desktop.ui.session import Session

FILTER = "单位返回的文件 (*.xiezuo *.zip);;所有文件 (*)"


def ask_for_files(parent: QWidget, session: Session) -> list[Path]:
    """Let the user choose returned files, many at once."""
    return ask_open_many(parent, "合并返回文件", FILTER, kind="returns", beside=session.path)


class MergeDialog(QDialog):
    """Looks at files aside, shows what was found, and takes all good ones in when the user agrees. `merged` tells what came in."""

    merged = Signal(object)

    def __init__(self, session: Session, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle("合并返回文件")
        self._session = session
        self.paths = list(dict.fromkeys(path.absolute() for path in paths))
        self.outlook = Outlook((), (), 0)
        self._looking = Work(self)
        self._looking.finished.connect(self._show_outlook)
        self._looking.failed.connect(self._fail)
        self._looking.progress.connect(self._show_progress)
        self._writing: Work | None = None
        self._build()
        self.setAcceptDrops(False)
        self.resize(1080, 640)
        self._look()

    # ------------------------------------------------------------------------------------------------- building

    def _build(self) -> None:
        self._banner = Banner()
        self._title = label("正在查看文件……", "title")
        self._meta = label("", "meta")
        self._password = PasswordField("压缩包的密码")
        self._password.setFixedWidth(180)
        self._password.returnPressed.connect(self._look)
        self._unlock = button("打开", on=self._look)
        for each in (self._password, self._unlock):
            each.setVisible(any(needs_password(path) for path in self.paths))
        self.files = RowTable("要合并的文件", file_columns("可以合并", "不能合并"), height=44)
        self.files.selectionModel().selectionChanged.connect(lambda *_: self._show_changes())
        self._of_unit = QComboBox()
        self._of_unit.setAccessibleName("只看哪个单位的修改")
        self._of_unit.setMinimumWidth(180)
        self._of_unit.currentIndexChanged.connect(lambda _: self._show_changes())
        self._count = label("", "meta")
        self.changes = RowTable("合并后会变的内容", change_columns("现在", "合并后"))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setAccessibleName("进度")
        self._note = label("", "meta")
        self._cancel = button("取消", on=self.reject)
        self._agree = button("全部合并", "primary", on=self.take_in)
        self._agree.setEnabled(False)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 14, 16, 10)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._meta)
        top.addLayout(texts, 1)
        top.addWidget(self._password)
        top.addWidget(self._unlock)
        below = QWidget()
        low = QVBoxLayout(below)
        low.setContentsMargins(0, 6, 0, 0)
        low.setSpacing(8)
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(label("合并后会变的内容", "heading"))
        filters.addWidget(self._count, 1)
        filters.addWidget(self._of_unit)
        low.addLayout(filters)
        low.addWidget(self.changes, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.files)
        parts.addWidget(below)
        parts.setSizes([230, 280])
        middle = QVBoxLayout()
        middle.setContentsMargins(16, 0, 16, 0)
        middle.addWidget(parts)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 14)
        foot.setSpacing(8)
        foot.addWidget(self._note)
        foot.addWidget(self._bar, 1)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addLayout(top)
        column.addLayout(middle, 1)
        column.addLayout(foot)

    # ------------------------------------------------------------------------------------------------- looking

    def _look(self) -> None:
        paths, password = self.paths, self._password.text()
        self._agree.setEnabled(False)
        self._agree.setDefault(False)  # Enter in the password line opens the files, it does not merge them
        self._banner.dismiss()
        self._title.setText(f"正在查看 {len(paths)} 个文件……")
        self._bar.setRange(0, 0)
        self._bar.show()
        self._looking.start(on_own_file(self._session, lambda file, _: preview(file, paths, password=password)))

    def _show_progress(self, done: int, total: int, _: str) -> None:
        if total:
            self._bar.setRange(0, total)
            self._bar.setValue(done)
            self._note.setText(f"正在合并第 {min(done + 1, total)} 个，共 {total} 个")

    def _fail(self, error: UserError) -> None:
        self._bar.hide()
        self._note.setText("")
        self._cancel.setText("关闭")
        self._cancel.setEnabled(True)
        self._title.setText("没有合并，计划没有改动")
        self._banner.say_error(error)

    def _show_outlook(self, outlook: Outlook) -> None:
        self.outlook = outlook
        self._bar.hide()
        good, bad = self._good(), [a for a in outlook.arrivals if a.state == "refused"]
        old = len(outlook.arrivals) - len(good) - len(bad)
        self._title.setText(f"{len(good)} 个文件可以合并" if good else "没有可以合并的文件")
        words = [f"共 {sum(a.changes for a in good)} 条新内容" if good else ""]
        words += [f"{old} 个没有新内容" if old else "", f"{len(bad)} 个不能合并" if bad else ""]
        self._meta.setText(" · ".join(w for w in words if w))
        order = {"refused": 0, "new": 1, "nothing_new": 2}
        arrivals = sorted(outlook.arrivals, key=lambda a: (order[a.state], -a.conflicts, -a.outside_count))
        names: dict[Id, str] = {}
        plan = self._session.plan
        for change in outlook.changes:
            if change.unit is not None and change.unit not in names:
                names[change.unit] = plan.bearer_name(change.unit) or "（新单位）"
        self._of_unit.blockSignals(True)
        self._of_unit.clear()
        self._of_unit.addItem("全部单位", None)
        for unit, name in sorted(names.items(), key=lambda pair: pair[1]):
            self._of_unit.addItem(name, unit)
        self._of_unit.blockSignals(False)
        self.files.show_rows(arrivals)
        self.files.clearSelection()
        self._show_changes()
        self._agree.setText(f"合并 {len(good)} 个文件" if len(good) != 1 else "合并")
        self._agree.setEnabled(bool(good) and self._session.can_edit)
        self._note.setText("合并前自动备份；合并后可以一步撤销" if good else "")
        self._agree.setDefault(bool(good))
        if good:
            self._agree.setFocus()

    def _good(self) -> list[Arrival]:
        return [arrival for arrival in self.outlook.arrivals if arrival.state == "new"]

    def _show_changes(self) -> None:
        """The changes of the unit that is chosen and of the files that are selected; of all files when none is."""
        unit = self._of_unit.currentData()
        selected = {arrival.path for arrival in self.files.selected}
        numbers = {n for n, arrival in enumerate(self._examined()) if arrival.path in selected}
        shown = [
            change
            for change in self.outlook.changes
            if (unit is None or change.unit == unit) and (not selected or numbers.intersection(change.files))
        ]
        show_changes(self.changes, shown)
        more = f"，另有 {self.outlook.more} 行没有列出" if self.outlook.more else ""
        self._count.setText(counted(shown) + more + ("（只看选中的文件）" if selected else ""))

    def _examined(self) -> list[Arrival]:
        """The files by the numbers that changes name: those that could be opened at all."""
        return [a for a in self.outlook.arrivals if a.state != "refused" or not self._unopened(a)]

    def _unopened(self, arrival: Arrival) -> bool:
        return is_sealed(arrival.path)

    # ------------------------------------------------------------------------------------------------- merging

    def take_in(self) -> None:
        """Merge all good files, aside; a dated backup is made first."""
        paths, password = list(dict.fromkeys(arrival.path for arrival in self._good())), self._password.text()
        try:
            self._writing = self._session.write_aside(
                lambda file, report: merge(file, paths, password=password, progress=lambda n, of: report(n, of, ""))
            )
        except UserError as error:
            self._banner.say_error(error)
            return
        self._agree.setEnabled(False)
        self._bar.setRange(0, 0)
        self._bar.show()
        self._note.setText("正在备份……")
        self._writing.progress.connect(self._show_progress)
        self._writing.failed.connect(self._fail)
        self._writing.cancelled.connect(self._was_cancelled)
        self._writing.finished.connect(self._end)

    def _was_cancelled(self) -> None:
        self._writing = None
        self._bar.hide()
        self._cancel.setEnabled(True)
        self._agree.setEnabled(True)
        self._note.setText("已取消，计划没有改动")

    def _end(self, merged: Merged) -> None:
        self._writing = None
        self.accept()
        told = {arrival.path for arrival in merged.arrivals}
        left_out = tuple(arrival for arrival in self.outlook.arrivals if arrival.path not in told)
        self.merged.emit(replace(merged, arrivals=(*merged.arrivals, *left_out)))

    def reject(self) -> None:
        if self._writing is not None and self._session.writing:
            self._cancel.setEnabled(False)
            self._writing.cancel()
            self._note.setText("正在取消……")
            return
        self._looking.stop()
        super().reject()
