"""收发与合并: who was sent what and what came back; in a unit's own file, what it has to fill in and the way to return it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from ...core.errors import UserError
from ...core.figures.months import latest_dispatch
from ...core.records import Allocation, Dispatch, Indicator, Receipt, Report, Responsibility, Unit
from ...exchange.due import Assignment, assignment
from ...exchange.receipts import Line, missing, overview, reminder
from .. import settings
from ..header import ActionButton
from ..page import Page
from ..search import Finder
from ..theme import TABLE_MARGIN
from ..widgets.banner import Banner, Way
from ..widgets.look import dress
from ..widgets.row_table import RowTable
from .exchange_actions import ExchangeActions
from .exchange_detail import DispatchDetail
from .exchange_filters import ExchangeFilters
from .exchange_lines import COLUMNS, GROUPS
from .exchange_tasks import TasksPane

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QAction, QResizeEvent

    from ...core.changes import Changes
    from ...core.records import Key, Record
    from ...exchange.merge import Merged
    from ..session import Session


ROOM_FOR_DETAIL = 1000  # px of page width under which the panel is hidden until it is asked for


class ExchangePage(Page):
    """A row with chips and buttons; below it the table with its panel, or the tasks of a unit's own file."""

    title = "收发与合并"
    prints = "completion"
    has_filters = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        dress(self)
        self.lines: list[Line] = []
        self.assignment: Assignment | None = None
        self._stale = False
        self._asked_for_detail = False  # in a narrow window
        self._merged: Merged | None = None  # what the banner tells
        self._merge_step: tuple[int, int] | None = None  # what Ctrl+Z would take back: the merge, or its redo
        self._taken_back = False
        self.actions_ = ExchangeActions(self)
        self.filters = ExchangeFilters(self.actions_)
        self.banner = Banner()
        self.table = RowTable("下发和返回", COLUMNS)
        self._buttons = [ActionButton("plain"), ActionButton("plain")]
        for each, action in zip(self._buttons, (self.actions_.send_back, self.actions_.again), strict=True):
            each.set_action(action)
        self.detail = DispatchDetail(self._buttons)
        self.tasks = TasksPane()
        self._empty: QWidget | None = None
        self._lay_out()
        self._connect()
        self._show_plan()

    # ------------------------------------------------------------------------------------------------ building

    def _lay_out(self) -> None:
        card = QWidget()
        margins = QVBoxLayout(card)
        margins.setContentsMargins(TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN)
        margins.addWidget(self.table)
        self._sent = QWidget()
        across = QHBoxLayout(self._sent)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(card, 1)
        across.addWidget(self.detail)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._sent)
        self._stack.addWidget(self.tasks)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.filters, self.banner):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        session = self.session
        self.banner.dismissed.connect(self._forget_merge)
        session.changed.connect(self._take_changes)
        session.file_changed.connect(self._show_plan)
        session.state_changed.connect(self._show_state)
        self.filters.changed.connect(self._filter)
        self.filters.rounds_changed.connect(self._read)
        self.filters.left.connect(self.table.setFocus)
        self.table.moved.connect(self._show_line)
        self.table.chosen.connect(lambda line: session.wanted.emit(Unit, (line.dispatch.unit or 0, 0, 0)))
        self.table.setContextMenuPolicy(self.contextMenuPolicy().CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._menu)
        self.tasks.wanted.connect(lambda key: session.wanted.emit(Report, key))

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        if self.assignment is not None:
            asked = self.assignment
            return f"{asked.unit_name} · 第{asked.round}轮 · 已填 {asked.filled} / {asked.expected} 项"
        if not self.lines:
            return "还没有发给单位"
        counts = {name: sum(line.state in states for line in self.lines) for name, states in GROUPS.items()}
        rest = [f"{name} {counts[name]}" for name in ("已回", "未回", "迟交", "退回") if counts[name]]
        count = len({line.dispatch.unit for line in self.lines})
        return " · ".join([f"发给 {count} 个单位", *rest])

    def primary_action(self) -> QAction | None:
        if self.assignment is not None:
            return self.actions_.make_return
        return self.actions_.send if self.lines else None  # the empty page has a blue button of its own

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("收发(&S)", self.actions_.menu)]

    def focus_search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def show_record(self, record_type: type[Record], key: Key) -> bool:
        if record_type is not Dispatch:
            return False
        self.filters.clear()
        row = next((n for n, line in enumerate(self.table.rows) if line.dispatch.key == key), None)
        if row is not None:
            self.table.selectRow(row)
        return row is not None

    def begin(self) -> None:
        if self._stale:
            self._read()
        (self.tasks if self._stack.currentWidget() is self.tasks else self).table.setFocus()

    # ------------------------------------------------------------------------------------------------ following the plan

    def _show_plan(self) -> None:
        self.banner.dismiss()
        self._read()

    def _follow_merge(self) -> None:
        """The banner of a merge goes when that is taken back and comes again with it; it says what is still in dispute."""
        file, merged = self.session.file, self._merged
        if merged is None or file is None:
            return
        from ...exchange.disputes import dispute_count

        newest = next(iter(file.transactions(1)), None)
        turned = newest is not None and newest.reverts is not None and newest.reverts == self._merge_step
        if newest is not None and turned:
            self._merge_step, self._taken_back = (newest.site, newest.ts), not self._taken_back
        if self._taken_back:
            self.banner.hide()
            return
        waiting = dispute_count(file)
        if turned or waiting != merged.conflicts:
            self._merged = replace(merged, conflicts=waiting)
            self._say_merged(settled=waiting < merged.conflicts and not waiting)

    def _take_changes(self, changes: Changes) -> None:
        self._follow_merge()
        if changes.touches(Dispatch, Receipt, Unit, Report, Indicator, Responsibility, Allocation):
            self._stale = True
            if self.isVisible():
                self._read()

    def _read(self) -> None:
        self._stale = False
        plan, rights = self.session.plan, self.session.rights
        own = rights.unit if rights else None
        asked = latest_dispatch(plan, own) if own is not None else None
        self.assignment = assignment(plan, asked) if asked else None
        self.lines = overview(plan, latest_only=not self.filters.all_rounds)
        if own is not None:
            ours = [line for line in self.lines if line.dispatch.unit != own]
            self.lines = [replace(line, sent_by="") if line.dispatch.sender == own else line for line in ours]
        if self.assignment is not None:
            self.tasks.show_assignment(plan, self.assignment)
        self.filters.show_counts(self.lines, own=self.assignment is not None)
        self._filter()
        self.meta_changed.emit()

    def _filter(self) -> None:
        wanted, query = GROUPS[self.filters.chosen], self.filters.search.text().strip()
        finder = Finder()
        shown = [
            line
            for line in self.lines
            if line.state in wanted and (not query or finder.matches(query, line.unit_name, line.returned_by))
        ]
        self.table.show_rows(
            shown, same=lambda a, b: (a.dispatch.unit, a.dispatch.round) == (b.dispatch.unit, b.dispatch.round)
        )
        self._show_state()

    def _show_line(self, line: Line | None) -> None:
        self._place_detail()
        if line is not None:
            self.detail.show_line(self.session.plan, line)
        self._show_state()

    def _place_detail(self) -> None:
        """Where there is room for it or it was asked for."""
        shown = settings.flag("view/detail", True) if self.width() >= ROOM_FOR_DETAIL else self._asked_for_detail
        self.detail.setVisible(shown and self.table.current is not None)

    def toggle_detail(self) -> None:
        shown = self.detail.isHidden()
        if self.width() >= ROOM_FOR_DETAIL:
            settings.set_flag("view/detail", shown)
        self._asked_for_detail = shown
        self._place_detail()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_detail()

    def _show_state(self) -> None:
        own = self.assignment is not None
        self.actions_.refresh(
            can_edit=self.session.can_edit,
            own=own,
            waiting=bool(missing(self.lines)),
            merged=bool(self.session.merges),
            current=self.table.current,
        )
        if own and self.filters.shows_tasks:
            self._stack.setCurrentWidget(self.tasks)
        else:
            self._stack.setCurrentWidget(self._sent if self.lines else self._nothing_sent())
        self.show_filters(self.filters, own or bool(self.lines))

    def _nothing_sent(self) -> QWidget:
        if self._empty is None:
            from ..widgets.empty_state import EmptyState

            sentence = "每个单位会得到一个只含自己任务的文件，填好发回来后，拖进窗口就能合并，不会互相覆盖"
            ways = [
                ("发给单位…", "", self.actions_.send.trigger),
                ("合并返回文件…", "merge", self.actions_.merge.trigger),
            ]
            self._empty = EmptyState("send", "还没有发给单位", sentence, ways)
            self._stack.addWidget(self._empty)
        return self._empty

    # ------------------------------------------------------------------------------------------------ commands

    def send(self) -> None:
        """Let the user choose to whom the plan goes, and make the files."""
        self._send([])

    def send_again(self) -> None:
        """The same, with the units of the selected rows ticked."""
        self._send([line.dispatch.unit for line in self.table.selected if line.dispatch.unit])

    def _send(self, units: list[int]) -> None:
        from ..dialogs.send_dialog import SendDialog

        SendDialog(self.session, self, chosen=units).exec()

    def make_return(self) -> None:
        """Make the file to be mailed back."""
        from ..dialogs.return_dialog import ReturnDialog

        ReturnDialog(self.session, self).exec()

    def merge(self, paths: list[Path] | None = None) -> None:
        """Take returned files in; without `paths` the user chooses them."""
        from ..dialogs.merge_dialog import MergeDialog, ask_for_files

        paths = paths or ask_for_files(self, self.session)
        if paths and self.session.can_edit:
            dialog = MergeDialog(self.session, paths, self)
            dialog.merged.connect(self.show_merged)
            dialog.exec()

    def show_merged(self, merged: Merged) -> None:
        """Say what came in, with the ways to take it back and to look at it."""
        self._merged, self._merge_step, self._taken_back = merged, merged.transaction, False
        self.session.merges.append(merged)
        self._say_merged()
        self._show_state()

    def _say_merged(self, *, settled: bool = False) -> None:
        from ..dialogs.merge_words import merged_in_words

        merged, step = self._merged, self._merge_step
        if merged is None:
            return
        ways: list[Way] = [("查看记录", lambda: self.show_protocol(merged))]
        if step is not None:
            ways.insert(0, ("撤销合并", lambda: self._take_back(*step)))
        if merged.conflicts:
            ways.insert(0, (f"处理 {merged.conflicts} 处分歧", lambda: self.page_wanted.emit("conflicts")))
        words = merged_in_words(merged, settled=settled)
        self.banner.say(words, kind="warn" if merged.conflicts or merged.refused else "ok", ways=ways)

    def show_protocol(self, merged: Merged) -> None:
        """Show which files came in and what they changed, to be saved or printed."""
        from ..dialogs.merge_protocol_dialog import MergeProtocolDialog

        MergeProtocolDialog(self.session, merged, self).exec()

    def show_protocol_of_line(self) -> None:
        """Show the last merge in which the current unit's file came in; without one the last merge of this sitting."""
        line, merges = self.table.current, self.session.merges
        its = [m for m in merges if line is not None and any(a.unit == line.dispatch.unit for a in m.arrivals)]
        if merges:
            self.show_protocol((its or merges)[-1])

    def _forget_merge(self) -> None:
        self._merged = None

    def _take_back(self, site: int, ts: int) -> None:
        if self.session.take_back(site, ts, "已撤销合并，合并进来的内容都退了回去"):
            self.banner.hide()

    def copy_missing(self) -> None:
        """Put the units that have not returned on the clipboard, as a text for a message."""
        QGuiApplication.clipboard().setText(reminder(self.lines))
        count = len(missing(self.lines))
        self.session.said.emit(f"已复制 {count} 个未返回单位的名单，可以粘贴到微信、邮件里", False)

    def send_back(self) -> None:
        """Note why what came back is not good enough."""
        line = self.table.current
        if line is None or not self.session.can_edit:
            return
        from ..dialogs.ask_text import AskText

        sentence = f"“{line.unit_name}”要改什么？请写一句话，对方照着改。"
        asked = AskText("退回上报", sentence, self, hint="例如：第2项的口径不对，请按当年新增数填", word="退回")
        asked.answered.connect(lambda reason: self._note_sent_back(line, reason))
        asked.open()

    def _note_sent_back(self, line: Line, reason: str) -> None:
        from ...exchange.receipts import send_back

        try:
            work = self.session.write_aside(lambda file, _: send_back(file, line.dispatch.id, reason))
        except UserError as error:
            self.session.failed.emit(error)
            return
        work.failed.connect(self.session.failed)
        unit = line.dispatch.unit or 0
        said = f"已记下退回“{line.unit_name}”的上报。再发一轮，对方打开就能看到原因。"
        work.finished.connect(
            lambda _: self.banner.say(said, kind="ok", ways=[("再发一轮…", lambda: self._send([unit]))])
        )

    def _menu(self, point: QPoint) -> None:
        if self.table.current is not None:
            menu = QMenu(self)
            menu.addActions(self.actions_.of_line)
            menu.exec(self.table.viewport().mapToGlobal(point))
