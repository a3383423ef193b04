"""催办提醒: what needs attention today, unit by unit; the message to send, what was reminded and what was answered."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ...core.figures.attention import LEVELS, REASONS, Concern, concerns, reminder_text
from ...core.periods import day_label
from ...core.records import Reminder
from ...core.tree import key_between
from ..actions import make_action
from ..dialogs.ask_text import AskText
from ..widgets.chip_bar import ChipBar
from ..widgets.empty_state import EmptyState
from ..widgets.look import button, label
from ..widgets.row_cells import Cell
from ..widgets.row_table import Column, RowTable
from ..work import Work
from .list_page import ListPage

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ...core.changes import Changes
    from ...core.plan import Plan
    from ...core.records import Id
    from ..session import Session
    from ..work import Report

ALL = "all"
_PILLS = {"red": "bad", "yellow": "warn", "notice": ""}
_TONES = {"overdue": "bad", "due": "warn"}


class RemindersPage(ListPage):
    """Chips by reason, the list, and beside it the unit of the current row."""

    title = "催办提醒"
    prints = "reminder"
    has_filters = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.concerns: list[Concern] = []
        self._reminded: dict[Id | None, Reminder] = {}  # the last one of each unit
        self._stale = True
        self._work = Work(self)
        self._work.finished.connect(self._show)
        self.remind = make_action(self, "记为已催办(&R)", self.note_reminder, keys="Ctrl+Return", picture="check")
        self.copy_text = make_action(self, "复制催办文字(&C)", self.copy, picture="copy")
        self.print_ = make_action(
            self,
            "打印通知单(&P)",
            self.show_notice,
            picture="printer",
            tip="这个单位的催办通知单，可以预览、打印、存成 PDF",
        )
        self.answer = make_action(self, "记录答复(&A)…", self.ask_answer, picture="pencil")
        self._lay_out()
        session.changed.connect(self._take_changes)
        session.file_changed.connect(self._start_again)
        session.state_changed.connect(self._enable)

    # ------------------------------------------------------------------------------------------------ building

    def _lay_out(self) -> None:
        bar = ChipBar({ALL: "全部", **REASONS}, _TONES)
        bar.chosen_changed.connect(self._filter)
        self.table = RowTable(
            "需要催办的事项",
            (
                Column("等次", lambda c: Cell(LEVELS[c.level], "ink2", pill=_PILLS[c.level]), 72),
                Column("原因", lambda c: Cell(REASONS[c.reason], "ink2"), 76),
                Column("单位", lambda c: Cell(self.session.plan.bearer_name(c.unit) or "—"), weight=0.7),
                Column("事项", lambda c: Cell(c.name), weight=1.3),
                Column("情况", lambda c: Cell(c.words, "ink2"), weight=1.5),
                Column("催办", lambda c: self._reminded_cell(c.unit), 118, spared_below=640),
            ),
        )
        self.table.moved.connect(lambda _: self._show_unit())
        self.table.chosen.connect(lambda c: self.session.wanted.emit(c.record, c.key))
        calm = EmptyState("done", "今天没有要催办的事", "没有临期、逾期、滞后、未报和缺佐证的事项")
        self.set_up(bar, self.table, self._side(), calm, (840, 330))

    def _side(self) -> QWidget:
        side = QWidget()
        self.head = label("", "panel_title", wrap=True)
        self.message = QPlainTextEdit()
        self.message.setAccessibleName("催办文字")
        self.given = RowTable(
            "催办记录",
            (
                Column("催办日期", lambda r: Cell(r.made_on.isoformat() if r.made_on else "", "ink2"), 92),
                Column("答复", lambda r: Cell(r.answer or "还没有答复", "ink" if r.answer else "warn", tip=r.text)),
            ),
        )
        self.given.chosen.connect(lambda _: self.ask_answer())
        self.given.moved.connect(lambda _: self._enable())
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.message, 3)
        row = QHBoxLayout()
        self._print = button("打印通知单", icon_name="printer", tip=self.print_.toolTip(), on=self.show_notice)
        self._copy = button("复制文字", icon_name="copy", on=self.copy)
        row.addWidget(self._copy)
        row.addWidget(self._print)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(label("催办记录", "heading"))
        column.addWidget(self.given, 2)
        self._answer = button("记录答复…", on=self.ask_answer)
        column.addWidget(self._answer, 0, Qt.AlignmentFlag.AlignLeft)
        return side

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        if self._stale:
            return "正在整理…"
        red = sum(c.level == "red" for c in self.concerns)
        units = len({c.unit for c in self.concerns})
        words = (
            [f"{len(self.concerns)} 件事", f"{units} 个单位", f"{red} 件红灯"] if self.concerns else ["没有要催办的事"]
        )
        return " · ".join([day_label(date.today()), *words])

    def primary_action(self) -> QAction | None:
        return self.remind if self.concerns else None

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("催办(&R)", [self.remind, self.copy_text, self.print_, self.answer])]

    def begin(self) -> None:
        self.table.setFocus()
        if self._stale and not self._work.running:
            self._work.start(partial(_found, self.session.plan))

    # ------------------------------------------------------------------------------------------------ following the plan

    def _start_again(self) -> None:
        self._work.stop()
        self.concerns, self._stale = [], True
        self._filter()
        if self.isVisible():
            self.begin()

    def _take_changes(self, changes: Changes) -> None:
        if {record for record, _ in changes.rows} == {Reminder}:
            self._filter()
            return
        self._work.stop()
        self._stale = True
        if self.isVisible():
            self.begin()

    def _show(self, found: list[Concern]) -> None:
        self.concerns, self._stale = found, False
        self._filter()
        self.meta_changed.emit()

    def _filter(self) -> None:
        self.bar.show_counts({ALL: len(self.concerns), **Counter(c.reason for c in self.concerns)})
        self._reminded = {r.unit: r for r in sorted(self.session.plan.ordered(Reminder), key=_made_on)}
        chosen = self.bar.chosen
        rows = [c for c in self.concerns if chosen in (ALL, c.reason)]
        self.table.show_rows(rows, same=lambda a, b: (a.key, a.unit, a.reason) == (b.key, b.unit, b.reason))
        self.show_list(self._stale or bool(self.concerns))
        self._show_unit()

    # ------------------------------------------------------------------------------------------------ the unit

    @property
    def unit(self) -> Id | None:
        """The unit of the current row; None where there is none."""
        current = self.table.current
        return current.unit if isinstance(current, Concern) else None

    def _reminded_cell(self, unit: Id | None) -> Cell:
        """When the unit was reminded last, and whether it has answered: nobody is to be asked twice by mistake."""
        last = self._reminded.get(unit or 0)
        if last is None:
            return Cell()
        day = "今天" if last.made_on == date.today() else f"{last.made_on:%m-%d}" if last.made_on else ""
        words = f"{day} 已答复" if last.answer else f"{day} 未答复"
        return Cell(words.strip(), "ink2" if last.answer else "warn", tip=last.answer or "已经催办，还没有答复")

    def _show_unit(self) -> None:
        unit, plan = self.unit, self.session.plan
        found = [c for c in self.concerns if c.unit == unit]
        self.head.setText(f"{plan.bearer_name(unit) or '未明确单位'}　{len(found)} 件" if found else "没有要催办的事")
        self.message.setPlainText(reminder_text(plan, unit or 0, found, date.today()) if found else "")
        given = [r for r in plan.ordered(Reminder) if r.unit == unit and unit]
        self.given.show_rows(sorted(given, key=_made_on, reverse=True))
        self._enable()

    def _enable(self) -> None:
        can = self.session.can_edit
        for widget, action, possible in (
            (None, self.remind, can and bool(self.unit)),
            (self._print, self.print_, bool(self.unit)),
            (self._copy, self.copy_text, bool(self.message.toPlainText())),
            (self._answer, self.answer, can and self.given.current is not None),
        ):
            if widget is not None:
                widget.setEnabled(possible)
            action.setEnabled(possible)

    def show_notice(self) -> None:
        """The printed notice to this unit."""
        if self.unit:
            self.unit_report_wanted.emit("reminder", self.unit)

    def copy(self) -> None:
        """Put the message on the clipboard."""
        QGuiApplication.clipboard().setText(self.message.toPlainText())
        self.session.said.emit("催办文字已复制，可以粘贴到短信、微信或邮件里", False)

    def note_reminder(self) -> None:
        """Keep that the unit was reminded today, with the words as they stand."""
        unit, plan = self.unit, self.session.plan
        if not unit:
            return
        level = min((c.level for c in self.concerns if c.unit == unit), key=list(LEVELS).index)
        last = max((r.order for r in plan.rows(Reminder).values()), default="")
        with self.session.edit(f"催办{plan.bearer_name(unit)}") as edit:
            edit.add(
                Reminder,
                order=key_between(last),
                unit=unit,
                made_on=date.today(),
                level=level,
                text=self.message.toPlainText(),
            )
        self.session.said.emit(f"已记下催办{plan.bearer_name(unit)}", True)

    def ask_answer(self) -> None:
        """What the unit has answered."""
        current = self.given.current
        if not isinstance(current, Reminder) or not self.session.can_edit:
            return
        asked = AskText("记录答复", "单位怎么答复的？", self, text=current.answer, hint="例如：7月10日前完成")
        asked.answered.connect(partial(self._note_answer, current))
        asked.open()

    def _note_answer(self, reminder: Reminder, answer: str) -> None:
        with self.session.edit("记录催办答复") as edit:
            edit.put(Reminder, reminder.key, answer=answer, answered_on=date.today())


def _made_on(reminder: Reminder) -> date:
    return reminder.made_on or date.min


def _found(plan: Plan, report: Report) -> list[Concern]:
    report(0, 0, "")
    return concerns(plan, date.today())
