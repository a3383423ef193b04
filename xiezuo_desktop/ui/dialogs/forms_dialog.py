"""导入填报表: what filled forms change, file by file, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from xiezuo_desktop import paths
from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.core.figures.sheet import FigureSheet
from xiezuo_desktop.core.figures.steps import Writer, figure_steps
from xiezuo_desktop.ui.widgets.banner import Banner
from xiezuo_desktop.ui.widgets.look import button, dress, label
from xiezuo_desktop.ui.widgets.row_cells import Cell
from xiezuo_desktop.ui.widgets.row_table import Column, RowTable
from xiezuo_desktop.ui.work import Work

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xiezuo_desktop.core.changes import Step
    from xiezuo_desktop.core.figures.arriving import FigureChange, Incoming
    from xiezuo_desktop.core.figures.arriving_tasks import TaskChange
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Id
    from xiezuo_desktop.ui.session import Session
    from xiezuo_desktop.ui.work import Report


@dataclass(frozen=True, slots=True)
class FormRead:
    """One file as it was read: what it changes, or the sentence why it cannot be taken."""

    name: str
    incoming: Incoming | None
    error: str = ""


class FormsDialog(QDialog):
    """Files at the left, what the current one changes at the right. `period` and `unit` stand for tables that do not say."""

    def __init__(
        self, session: Session, files: Sequence[Path], period: int, unit: Id | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle("导入填报表")
        self._session = session
        self.read: list[FormRead] = []
        self._banner = Banner()
        self._head = label("正在读取…", "title")
        self.files = RowTable(
            "填报表",
            (
                Column("文件", lambda r: Cell(r.name), weight=1.4, both_ends=True),
                Column("单位", lambda r: Cell(_units(r)), weight=0.8),
                Column("月份", lambda r: Cell(f"{r.incoming.period % 100}月" if r.incoming else ""), 52),
                Column("结果", _result, 96),
            ),
        )
        self.changes = RowTable(
            "改动",
            (
                Column("指标或任务", lambda c: Cell(c.name if not isinstance(c, str) else c), weight=1.5),
                Column("项目", lambda c: Cell(c.label if not isinstance(c, str) else "未读入"), 96),
                Column("原来", lambda c: Cell(_before(c), "ink3"), weight=0.7),
                Column(
                    "改为",
                    lambda c: Cell(" ".join(c.after.split()) if not isinstance(c, str) else "", strong=True),
                    weight=0.7,
                ),
                Column("提示", lambda c: Cell(_odd(c), "warn"), weight=1.9),
            ),
        )
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("月份已经锁定：请写明更正的理由")
        self.reason.setAccessibleName("更正的理由")
        self.reason.setMaxLength(500)
        self.reason.hide()
        self.agree = button("读入", "primary", on=self.take)
        self.agree.setEnabled(False)
        self._lay_out()
        self.files.moved.connect(self._show_changes)
        self._work = Work(self)
        self._work.finished.connect(self._show)
        self._work.failed.connect(self._banner.say_error)
        self._work.start(partial(_read_all, list(files), session.plan, period, unit))

    def _lay_out(self) -> None:
        both = QSplitter()
        both.addWidget(self.files)
        both.addWidget(self.changes)
        both.setSizes([330, 730])
        middle = QVBoxLayout()
        middle.setContentsMargins(16, 14, 16, 0)
        middle.setSpacing(10)
        middle.addWidget(self._head)
        middle.addWidget(label("空着的格不改动已有的数。确认以前什么也不会写入。", "meta"))
        middle.addWidget(both, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 14)
        foot.setSpacing(8)
        foot.addWidget(self.reason, 1)
        foot.addStretch(1)
        foot.addWidget(button("取消", on=self.reject))
        foot.addWidget(self.agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addLayout(middle, 1)
        column.addLayout(foot)
        self.resize(1100, 560)

    def _show(self, read: list[FormRead]) -> None:
        self.read = read
        good = [r.incoming for r in read if r.incoming]
        count = sum(len(g.all) for g in good)
        refused = len(read) - len(good)
        odd = sum(bool(_odd(c)) for g in good for c in g.all)
        words = [f"{len(read)} 份填报表", f"改动 {count} 处"] + [f"{refused} 份不能读入"] * bool(refused)
        words += [f"{odd} 处请先核对"] * bool(odd)
        self._head.setText("，".join(words))
        self.agree.setText(f"读入 {count} 处改动")
        self.agree.setEnabled(bool(count) and self._session.can_edit)
        plan = self._session.plan
        locked = any(FigureSheet(plan, g.period).locked(c.said.unit) for g in good for c in g.changes)
        self.reason.setVisible(locked)
        self.files.show_rows(read)
        if count:
            self.agree.setFocus()

    def _show_changes(self, current: FormRead | None) -> None:
        if current is None:
            return
        if current.incoming is None:
            self._banner.say(current.error, kind="warn")
            self.changes.show_rows([])
            return
        self._banner.dismiss()
        found = current.incoming
        self.changes.show_rows([*found.refused, *found.all])

    def take(self) -> None:
        """Write all changes in one step."""
        good = [r for r in self.read if r.incoming and r.incoming.all]
        steps: list[Step] = []
        try:
            for each in good:
                assert each.incoming is not None
                writer = Writer(each.incoming.by or paths.author(), date.today(), "form", self.reason.text())
                steps += figure_steps(FigureSheet(self._session.plan, each.incoming.period), each.incoming.said, writer)
                steps += [change.step(writer.by, writer.on) for change in each.incoming.tasks]
        except UserError as error:
            self._banner.say_error(error)
            return
        with self._session.edit(f"读入 {len(good)} 份填报表") as edit:
            edit.apply(steps)
        if edit.changes:
            self._session.said.emit(f"已读入 {len(good)} 份填报表，{len(steps)} 项", True)
            self.accept()


def _read_all(files: list[Path], plan: Plan, period: int, unit: Id | None, report: Report) -> list[FormRead]:
    out = []
    for number, file in enumerate(files):
        report(number, len(files), file.name)
        out.append(_read(file, plan, period, unit))
    return out


def _read(file: Path, plan: Plan, period: int, unit: Id | None) -> FormRead:
    """Our own forms say what they are; other tables are taken for the month and unit in view."""
    from xiezuo_desktop.documents import PaperError, read_paper
    from xiezuo_desktop.importers.progress import mark_in, read_figures

    try:
        paper = read_paper(file)
        if mark_in(paper) is not None:
            return FormRead(file.name, read_figures(paper, plan))
        return FormRead(file.name, read_figures(paper, plan, period=period, unit=unit or None))
    except (PaperError, UserError) as error:
        return FormRead(file.name, None, f"{file.name}：{error}")


def _units(read: FormRead) -> str:
    found = read.incoming
    names = dict.fromkeys(c.unit_name or "本级" for c in found.all) if found else {}
    return "、".join(names)


def _result(read: FormRead) -> Cell:
    if read.incoming is None:
        return Cell("不能读入", pill="bad", tip=read.error)
    if read.incoming.refused:
        return Cell(f"{len(read.incoming.refused)} 处有误", pill="warn")
    return Cell(f"改 {len(read.incoming.all)} 处") if read.incoming.all else Cell("没有改动", "ink3")


def _odd(change: FigureChange | TaskChange | str) -> str:
    """Why a change should be looked at before it is taken."""
    return change.odd if not isinstance(change, str) else ""


def _before(change: FigureChange | TaskChange | str) -> str:
    return " ".join(change.before.split()) if not isinstance(change, str) else ""
