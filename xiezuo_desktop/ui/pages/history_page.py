"""修改记录: who changed what, when, and what it was before; of the plan or of one record; any step can be taken back."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from ...core.wording import describe
from ...exchange.receipts import changed_since
from ..actions import make_action
from ..aside import on_own_file
from ..page import Page
from ..search import plain
from ..theme import TABLE_MARGIN
from ..widgets.look import button, dress, label
from ..widgets.row_table import RowTable
from ..work import Work
from .history_filters import HistoryFilters
from .history_words import HistoryRow, HistoryWords, names_in, rows_of, with_firsts

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ...core.errors import UserError
    from ...core.records import Key, Record
    from ...exchange.merge import Merged
    from ...storage import HistoryEntry, PlanFile, Transaction
    from ..aside import Report
    from ..session import Session


class Found(NamedTuple):
    """What was read aside; `steps` only where the whole plan's history was."""

    entries: list[HistoryEntry]
    rows: list[HistoryRow]
    names: dict[tuple[type[Record], Key], str]
    steps: list[Transaction] | None


class HistoryPage(Page):
    """Filters, the list, and below it what can be done with the step that is selected."""

    title = "修改记录"
    has_filters = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        dress(self)
        self._record: tuple[type[Record], Key] | None = None
        self._found = Found([], [], {}, None)
        self._sizes: Counter[tuple[int, int]] = Counter()  # rows of each step
        self._stale = True
        self._words = HistoryWords(lambda: session.plan)
        self.filters = HistoryFilters()
        self.table = RowTable("修改记录，最近的在前", self._words.columns())
        self._reading = Work(self)
        self._reading.finished.connect(self._take)
        self._reading.failed.connect(self._fail)
        self._make_actions()
        self._lay_out()
        self._soon = QTimer(self, singleShot=True, interval=80)
        self._soon.timeout.connect(self._read)
        session.changed.connect(self._spoil)
        session.file_changed.connect(self._forget)
        session.state_changed.connect(self._show_state)
        self.filters.changed.connect(self._filter)
        self.filters.since_changed.connect(self._read)
        self.filters.only.clicked.connect(lambda: self.show_of(None))
        self.filters.left.connect(self.table.setFocus)
        self.table.moved.connect(lambda _: self._show_state())
        self.table.chosen.connect(lambda _: self.go())
        self._show_state()

    def _make_actions(self) -> None:
        self.take_back = make_action(
            self,
            "撤销这一步(&U)",
            self.take_back_step,
            keys="Ctrl+Backspace",
            picture="undo",
            tip="把这一步改动的内容改回原来；这也会记成一步",
        )
        self.jump = make_action(self, "转到这一条(&G)", self.go, keys="Ctrl+G", picture="link")
        self.only = make_action(self, "只看这一条的修改(&O)", self.only_this, keys="Ctrl+Shift+H", picture="funnel")
        self.protocol = make_action(
            self,
            "合并记录(&P)…",
            self.show_protocol,
            picture="paper",
            tip="这一步合并了哪些文件、改了什么；可以存为文件",
        )
        self.copy = make_action(self, "复制选中的行(&C)", self.table.copy, picture="copy")

    def _lay_out(self) -> None:
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setFixedHeight(2)
        self._bar.setAccessibleName("正在读修改记录")
        self._bar.hide()
        self._step = label("", "meta")
        self._buttons = [
            button("撤销这一步", icon_name="undo", tip=self.take_back.toolTip(), on=self.take_back.trigger),
            button("转到这一条", icon_name="link", tip=self.jump.toolTip(), on=self.jump.trigger),
            button("只看这一条", icon_name="funnel", tip=self.only.toolTip(), on=self.only.trigger),
        ]
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._step, 1)
        for each in self._buttons:
            foot.addWidget(each)
        listing = QWidget()
        inside = QVBoxLayout(listing)
        inside.setContentsMargins(TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN)
        inside.setSpacing(8)
        inside.addWidget(self.table, 1)
        inside.addLayout(foot)
        self._nothing = label("没有这样的修改。", "meta")
        self._nothing.setAlignment(self._nothing.alignment().AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(listing)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.filters, self._bar):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        if self._reading.running and not self._found.rows:
            return "正在读……"
        words = f"{len(self._sizes):,} 步 · {len(self.table.rows):,} 处修改，最近的在前"
        if self._record is not None:
            return f"{describe(self.session.plan, *self._record)}：{words}"
        return words if self._found.rows else "还没有修改过"

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("记录(&R)", [self.take_back, self.jump, self.protocol, None, self.only, self.copy])]

    def focus_search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def begin(self) -> None:
        if self._stale:
            self._read()
        self.table.setFocus()

    def show_of(self, record: tuple[type[Record], Key] | None) -> None:
        """Show the history of one record, or of the plan again."""
        self._record = record
        self.filters.only.setVisible(record is not None)
        if record is not None:
            self.filters.only.setText(f"只看{describe(self.session.plan, *record)}  ×")
            self.filters.only.setChecked(True)
        self._read()

    # ------------------------------------------------------------------------------------------------ reading

    def _spoil(self) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def _forget(self) -> None:
        self._record = None
        self.filters.only.hide()
        self._found = Found([], [], {}, None)
        self._reading.stop()
        self._filter()
        self._spoil()

    def _read(self) -> None:
        if self.session.file is None:
            return
        self._stale = False
        record, since = self._record, self.filters.since
        self._bar.show()

        def read(file: PlanFile, _: Report) -> Found:
            if since is None:
                entries = file.history(*(record or ()))
            else:
                entries = file.history_since(since) if isinstance(since, datetime) else changed_since(file, since)
                entries = [e for e in entries if record is None or (e.record, e.key) == record]
            whole = record is None and since is None
            return Found(entries, rows_of(entries), names_in(entries), file.transactions() if whole else None)

        self._reading.start(on_own_file(self.session, read))

    def _take(self, found: Found) -> None:
        self._bar.hide()
        self._found = found
        self.filters.offer(found.entries)
        if found.steps is not None:
            self._words.names = found.names
            self.filters.offer_times(found.entries, found.steps)
        self._filter()

    def _fail(self, error: UserError) -> None:
        self._bar.hide()
        self.session.failed.emit(error)

    def _filter(self) -> None:
        filters = self.filters
        rows = self._found.rows
        if filters.chooses:
            rows = [row for row in rows if filters.fits(row.entry)]
        query = plain(filters.search.text())
        if query:
            rows = [row for row in rows if query in self._all_words(row)]
        if len(rows) < len(self._found.rows):
            rows = with_firsts(rows)
        self._sizes = Counter(row.step for row in rows)
        self.table.show_rows(rows, same=lambda a, b: a.step == b.step and a.entry.key == b.entry.key)
        nothing = not rows and not self._reading.running
        self._nothing.setText("没有这样的修改，请换一个条件。" if filters.is_active else "还没有修改过。")
        self._stack.setCurrentIndex(1 if nothing else 0)
        self._show_state()
        self.meta_changed.emit()

    def _all_words(self, row: HistoryRow) -> str:
        words = self._words
        said = (row.entry.label, words.where(row), words.what(row), words.before(row), words.after(row))
        return plain(" ".join(said))

    # ------------------------------------------------------------------------------------------------ commands

    def _show_state(self) -> None:
        row: HistoryRow | None = self.table.current
        self.take_back.setEnabled(row is not None and self.session.can_edit)
        there = row is not None and self.session.plan.get(row.entry.record, row.entry.key) is not None
        self.jump.setEnabled(there)
        self.only.setEnabled(row is not None and self._record is None)
        self.copy.setEnabled(row is not None)
        self.protocol.setEnabled(self._merge_of(row) is not None)
        for each, action in zip(self._buttons, (self.take_back, self.jump, self.only), strict=True):
            each.setEnabled(action.isEnabled())
        if row is None:
            self._step.setText("")
            return
        count = self._sizes[row.step]
        whole = f"，这一步共 {count} 处" if count > 1 else ""
        self._step.setText(f"{row.entry.label}　{row.entry.author}　{row.entry.when:%Y-%m-%d %H:%M:%S}{whole}")

    def take_back_step(self) -> None:
        """Take back the whole step of the selected row."""
        row: HistoryRow | None = self.table.current
        if row is not None:
            self.session.take_back(*row.step, f"已撤销：{row.entry.label}")

    def go(self) -> None:
        """Show the record of the selected row where it is edited."""
        row: HistoryRow | None = self.table.current
        if row is not None and self.session.plan.get(row.entry.record, row.entry.key) is not None:
            self.session.wanted.emit(row.entry.record, row.entry.key)

    def _merge_of(self, row: HistoryRow | None) -> Merged | None:
        """What is known of the merge that a row belongs to, where it was one since the file was opened."""
        file = self.session.file
        if row is None or file is None:
            return None
        return next((m for m in self.session.merges if m.transaction and file.came_by(row.step, m.transaction)), None)

    def show_protocol(self) -> None:
        """Show which files came in with the step of the selected row."""
        merged = self._merge_of(self.table.current)
        if merged is not None:
            from ..dialogs.merge_protocol_dialog import MergeProtocolDialog

            MergeProtocolDialog(self.session, merged, self).exec()

    def only_this(self) -> None:
        """Show the history of the selected row's record alone."""
        row: HistoryRow | None = self.table.current
        if row is not None:
            self.show_of((row.entry.record, row.entry.key))
