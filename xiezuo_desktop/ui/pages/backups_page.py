"""备份与恢复: the dated copies beside the plan, what has changed since each of them, and the way back as a new file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from ...core.errors import UserError
from ...core.wording import describe, gist, goes_without_saying, value_in_words
from ...storage import backup
from ..actions import make_action
from ..aside import on_own_file
from ..asking import PLAN_FILTER, ask_save
from ..page import Page
from ..theme import TABLE_MARGIN
from ..widgets.banner import Banner
from ..widgets.look import button, dress, label
from ..widgets.row_cells import Cell
from ..widgets.row_table import Column, RowTable
from ..work import Work
from .history_words import moment

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QAction

    from ...core.plan import Plan
    from ...storage import PlanFile
    from ...storage.backup import Difference
    from ..aside import Report
    from ..session import Session


@dataclass(slots=True)
class Copy:
    """One backup. `differences`: what reads differently in the plan now, None while it is not known; `error` why it never is."""

    path: Path
    when: datetime
    size: int
    differences: list[Difference] | None = None
    error: str = ""


def copies_of(path: Path) -> list[Copy]:
    """The backups of a plan file, newest first; those that vanish meanwhile are left out."""
    out = []
    for each in backup.backups_of(path):
        try:
            status = each.stat()
        except OSError:
            continue
        out.append(Copy(each, datetime.fromtimestamp(status.st_mtime), status.st_size))
    return out


def _since(copy: Copy) -> Cell:
    if copy.error:
        return Cell("打不开", "bad", "warning", tip=copy.error)
    if copy.differences is None:
        return Cell("正在比较……", "ink3")
    return Cell(f"{len(copy.differences):,} 处不同" if copy.differences else "与现在一样", "ink2")


_COPIES = (
    Column("时间", lambda c: Cell(moment(c.when), small=f"{c.when:%Y-%m-%d %H:%M:%S}", tip=str(c.path)), weight=1),
    Column("大小", lambda c: Cell(_size(c.size), "ink2"), 84, right=True),
    Column("与现在相比", _since, 112),
)


def _size(size: int) -> str:
    return f"{size / 1024:,.0f} KB" if size < 1 << 20 else f"{size / (1 << 20):,.1f} MB"


def worth_telling(found: list[Difference]) -> list[Difference]:
    """The differences without those that go without saying beside another of the same record."""
    out: list[Difference] = []
    for (record, _), of_record in groupby(found, key=lambda d: (d.record, d.key)):
        beside = False
        for each in of_record:
            field = record.fields.get(each.field)
            if field is None or not goes_without_saying(field, each.before, each.after, beside=beside):
                beside = True
                out.append(each)
    return out


class BackupsPage(Page):
    """The list at the left, the differences of the selected backup at the right."""

    title = "备份与恢复"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        dress(self)
        self.copies: list[Copy] = []
        self._comparing = Work(self)
        self._comparing.finished.connect(self._take)
        self._comparing.failed.connect(session.failed)
        self._empty: QWidget | None = None
        self.make = make_action(
            self, "立即备份(&B)", self.back_up, keys="Ctrl+Shift+B", picture="archive", tip="现在就存一份备份"
        )
        self.restore = make_action(
            self, "恢复为新文件(&N)…", self.ask_restore, picture="history", tip="现在的文件和备份都保持原样"
        )
        self.folder = make_action(self, "打开备份文件夹(&F)", self._open_folder, picture="folder")
        self._lay_out()
        self._soon = QTimer(self, singleShot=True, interval=400)
        self._soon.timeout.connect(self._compare)
        session.changed.connect(lambda _: self._soon.start() if self.isVisible() else None)
        session.file_changed.connect(self.refresh)
        session.state_changed.connect(self._show_state)
        self.table.moved.connect(self._show_copy)
        self.table.chosen.connect(lambda _: self.ask_restore())
        self.differences.chosen.connect(lambda d: session.wanted.emit(d.record, d.key))

    def _lay_out(self) -> None:
        self.banner = Banner()
        self.table = RowTable("备份，最近的在前", _COPIES, height=44)
        self.differences = RowTable("备份与现在不同的内容", self._columns())
        self._title = label("", "heading")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(2)
        self._bar.setRange(0, 0)
        self._bar.hide()
        self._restore = button("恢复为新文件…", icon_name="history", on=self.restore.trigger)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(8)
        right.setSpacing(8)
        left.addWidget(self.table, 1)
        left.addWidget(
            label(
                "合并文件前自动备份；保留最近10份，以及最近12个月每月最后一份。备份放在计划文件旁边。",
                "meta",
                wrap=True,
            )
        )
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._restore)
        right.addLayout(top)
        right.addWidget(self.differences, 1)
        self._listing = QWidget()
        across = QHBoxLayout(self._listing)
        across.setContentsMargins(TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN)
        across.setSpacing(12)
        box = QFrame()
        box.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        box.setFixedWidth(400)
        across.addWidget(box)
        across.addLayout(right, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._listing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.banner, self._bar):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)

    def _columns(self) -> tuple[Column, ...]:
        def value(difference: Difference, which: str) -> Cell:
            raw, field = getattr(difference, which), difference.record.fields.get(difference.field)
            if field is None:
                return Cell("没有", "ink3") if raw is None else Cell(gist(self.session.plan, raw) or "有")
            words = value_in_words(self.session.plan, field, raw)
            return Cell(words or "（空）", "ink" if words else "ink3")

        def what(difference: Difference) -> Cell:
            field = difference.record.fields.get(difference.field)
            if field is not None:
                return Cell(field.label, "ink2")
            return Cell("后来新增", "ok") if difference.before is None else Cell("后来删除", "bad")

        return (
            Column("哪一条", lambda d: Cell(_where(self.session.plan, d)), weight=1.8, both_ends=True),
            Column("内容", what, 96),
            Column("备份里", lambda d: value(d, "before"), weight=1),
            Column("现在", lambda d: value(d, "after"), weight=1),
        )

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        if not self.copies:
            return "还没有备份"
        return f"{len(self.copies)} 份备份 · 最近一份 {moment(self.copies[0].when)}"

    def primary_action(self) -> QAction:
        return self.make

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("备份(&B)", [self.make, self.restore, None, self.folder])]

    def begin(self) -> None:
        self.refresh()
        self.table.setFocus()

    # ------------------------------------------------------------------------------------------------ following the folder

    def refresh(self) -> None:
        """Look for backups anew, and compare them with the plan."""
        known = {copy.path: copy for copy in self.copies}
        path = self.session.path
        self.copies = [known.get(c.path, c) if path else c for c in (copies_of(path) if path else [])]
        self.table.show_rows(self.copies, same=lambda a, b: a.path == b.path)
        self._stack.setCurrentWidget(self._listing if self.copies else self._nothing())
        self._show_state()
        self.meta_changed.emit()
        self._compare()

    def _compare(self) -> None:
        paths = [copy.path for copy in self.copies]
        if not paths or self.session.file is None:
            return

        def compare(now: PlanFile, report: Report) -> dict[Path, list[Difference] | str]:
            from ...storage import PlanFile

            out: dict[Path, list[Difference] | str] = {}
            for done, path in enumerate(paths):
                report(done, len(paths), path.name)
                try:
                    with PlanFile.open(path, read_only=True) as old:
                        out[path] = worth_telling(backup.differences(old, now))
                except UserError as error:
                    out[path] = str(error)
            return out

        self._bar.show()
        self._comparing.start(on_own_file(self.session, compare))

    def _take(self, found: dict[Path, list[Difference] | str]) -> None:
        self._bar.hide()
        for copy in self.copies:
            told = found.get(copy.path)
            copy.error = told if isinstance(told, str) else ""
            copy.differences = told if isinstance(told, list) else copy.differences
        self.table.viewport().update()
        self._show_copy(self.table.current)

    def _show_copy(self, copy: Copy | None) -> None:
        found = copy.differences if copy else None
        self.differences.show_rows(found or [])
        if copy is None:
            self._title.setText("")
        elif copy.error:
            self._title.setText(copy.error)
        elif found is None:
            self._title.setText("正在比较……")
        else:
            words = f"{len(found):,} 处与现在不同" if found else "与现在完全一样"
            self._title.setText(f"{moment(copy.when)}的备份：{words}")
        self._show_state()

    def _show_state(self) -> None:
        copy: Copy | None = self.table.current
        self.make.setEnabled(self.session.path is not None and self.session.writing is None)
        self.restore.setEnabled(copy is not None and not copy.error)
        self._restore.setEnabled(self.restore.isEnabled())
        self.folder.setEnabled(bool(self.copies))

    def _nothing(self) -> QWidget:
        if self._empty is None:
            from ..widgets.empty_state import EmptyState

            sentence = "每次合并返回文件以前都会自动备份；也可以随时点“立即备份”，备份放在计划文件旁边的文件夹里"
            self._empty = EmptyState("archive", "还没有备份", sentence, [("立即备份", "", self.make.trigger)])
            self._stack.addWidget(self._empty)
        return self._empty

    # ------------------------------------------------------------------------------------------------ commands

    def back_up(self) -> None:
        """Make a backup now."""
        file = self.session.file
        if file is None:
            return
        try:
            made = backup.back_up(file)
        except UserError as error:
            self.banner.say_error(error)
            return
        self.refresh()
        self.session.said.emit(f"已备份为“{made.name}”", False)

    def ask_restore(self) -> None:
        """Let the user name a new file for the selected backup, and offer to open it."""
        copy: Copy | None = self.table.current
        path = self.session.path
        if copy is None or path is None or copy.error:
            return
        proposal = f"{path.stem}（{copy.when:%m月%d日%H时%M分}的备份）.xiezuo"
        target = ask_save(self, "恢复为新文件", proposal, PLAN_FILTER, kind="restored", beside=path)
        if target:
            self.restore_to(copy, target)

    def restore_to(self, copy: Copy, target: Path) -> None:
        """Make a new file of a backup."""
        try:
            target.unlink(missing_ok=True)  # the file dialog asked whether it may be replaced
            backup.restore(copy.path, target)
        except UserError as error:
            self.banner.say_error(error)
            return
        except OSError as error:
            self.banner.say(f"不能写入“{target.name}”（{error.strerror}），请换一个文件夹。")
            return
        ways: list[Any] = [("打开它", lambda: self.file_wanted.emit(target))]
        self.banner.say(f"已恢复为新文件“{target.name}”。现在的文件没有改动。", kind="ok", ways=ways)

    def _open_folder(self) -> None:
        if self.session.path:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(backup.folder_of(self.session.path))))


def _where(plan: Plan, difference: Difference) -> str:
    if plan.get(difference.record, difference.key) is not None:
        return describe(plan, difference.record, difference.key)
    gone = difference.before if difference.field == "" else None
    if gone is None:
        return describe(plan, difference.record, difference.key)
    return describe(plan.with_rows({difference.record: {difference.key: gone}}), difference.record, difference.key)
