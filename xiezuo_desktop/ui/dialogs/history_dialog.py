"""Who changed what, when, and what it was before: of the plan, or of one record; any step can be taken back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.core.wording import title_of
from xiezuo_desktop.ui.widgets.banner import Banner
from xiezuo_desktop.ui.widgets.chips import Chip
from xiezuo_desktop.ui.widgets.look import button, dress, label
from xiezuo_desktop.ui.widgets.text_table import TextTable

from .history_rows import StepDelegate, rows_in_words

if TYPE_CHECKING:
    from datetime import datetime

    from xiezuo_desktop.core.records import Key, Record
    from xiezuo_desktop.storage import HistoryEntry
    from xiezuo_desktop.ui.session import Session

MOST_STEPS = 1000
MOST_ENTRIES = 2000  # rows shown of one step
HEADS = ("哪一条", "内容", "原来", "改为")


@dataclass(slots=True)
class Step:
    """One transaction as a row of the list."""

    site: int
    ts: int
    when: datetime
    author: str
    label: str
    count: int
    entries: list[HistoryEntry] = field(default_factory=list)


class HistoryDialog(QDialog):
    """Stays open beside the work; follows the plan."""

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        *,
        record: tuple[type[Record], Key] | None = None,
        field_name: str | None = None,
    ) -> None:
        super().__init__(parent)
        dress(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("修改记录")
        self._session = session
        self._record = record
        self._field = field_name
        self._steps: list[Step] = []
        self._details: dict[tuple[int, int], list[HistoryEntry]] | None = None
        self._build()
        self.resize(920, 560)
        self._soon = QTimer(self, singleShot=True, interval=50)
        self._soon.timeout.connect(self.refresh)
        session.changed.connect(self._soon.start)
        session.file_changed.connect(self.close)
        self.refresh()

    def _build(self) -> None:
        self._banner = Banner()
        self._scope = Chip("只看这一条")
        self._scope.setVisible(self._record is not None)
        self._scope.setChecked(self._record is not None)
        self._scope.toggled.connect(self.refresh)
        self._meta = label("", "meta")
        self._list = QListWidget()
        self._list.setFixedWidth(312)
        self._list.setItemDelegate(StepDelegate(self._list))
        self._list.setAccessibleName("修改步骤，最近的在前")
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.currentRowChanged.connect(self._show_step)
        self._title = label("", "panel_title", wrap=True)
        self._by = label("", "meta")
        self._table = TextTable(HEADS, (3, 0, 2, 3))
        self._table.setAccessibleName("这一步改了什么")
        self._table.chosen.connect(self._open_record)
        self._undo = button(
            "撤销这一步", icon_name="undo", tip="把这一步改动的内容改回原来；这也会记成一步", on=self._take_back
        )
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 12, 16, 8)
        top.setSpacing(10)
        top.addWidget(self._scope)
        top.addWidget(self._meta, 1)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self._title)
        right.addWidget(self._by)
        right.addWidget(self._table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._undo)
        right.addLayout(foot)
        body = QHBoxLayout()
        body.setContentsMargins(16, 0, 16, 14)
        body.setSpacing(14)
        body.addWidget(self._list)
        body.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addLayout(top)
        column.addLayout(body, 1)

    # ------------------------------------------------------------------------------------------------- reading

    def refresh(self) -> None:
        """Read the steps anew, keeping the one that is selected."""
        file = self._session.file
        current = self._current()
        try:
            self._steps = self._read() if file is not None else []
        except UserError as error:
            self._banner.say_error(error)
            self._steps = []
        self._details = None
        self._list.blockSignals(True)
        self._list.clear()
        for step in self._steps:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, step)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{step.label}，{step.author}，{step.when:%Y-%m-%d %H:%M}")
            item.setSizeHint(QSize(0, 50))
            self._list.addItem(item)
        self._list.blockSignals(False)
        keep = next(
            (i for i, s in enumerate(self._steps) if current and (s.site, s.ts) == (current.site, current.ts)), 0
        )
        self._list.setCurrentRow(keep if self._steps else -1)
        self._show_step(keep)
        self._meta.setText(self._meta_line())

    def _read(self) -> list[Step]:
        file = self._session.file
        assert file is not None
        if self._record is not None and self._scope.isChecked():
            grouped: dict[tuple[int, int], Step] = {}
            for entry in file.history(*self._record, field=self._field):
                step = grouped.setdefault(
                    (entry.site, entry.ts), Step(entry.site, entry.ts, entry.when, entry.author, entry.label, 0)
                )
                step.entries.append(entry)
                step.count += 1
            return list(grouped.values())
        return [Step(t.site, t.ts, t.when, t.author, t.label, t.changes) for t in file.transactions(MOST_STEPS)]

    def _meta_line(self) -> str:
        if not self._steps:
            return "还没有修改过。"
        plan = self._session.plan
        record = plan.get(*self._record) if self._record and self._scope.isChecked() else None
        about = f"{record.label}“{title_of(plan, record)}”：" if record else ""
        return f"{about}{len(self._steps)} 步，最近的在前"

    def _current(self) -> Step | None:
        row = self._list.currentRow()
        return self._steps[row] if 0 <= row < len(self._steps) else None

    def _entries(self, step: Step) -> list[HistoryEntry]:
        if step.entries:
            return step.entries
        if self._details is None:
            file = self._session.file
            self._details = defaultdict(list)
            for entry in file.history() if file is not None else ():
                self._details[entry.site, entry.ts].append(entry)
        return self._details.get((step.site, step.ts), [])

    # ------------------------------------------------------------------------------------------------- showing

    def _show_step(self, row: int) -> None:
        step = self._steps[row] if 0 <= row < len(self._steps) else None
        self._undo.setEnabled(step is not None and self._session.can_edit)
        if step is None:
            self._title.setText("")
            self._by.setText("")
            self._table.setRowCount(0)
            return
        self._title.setText(step.label)
        self._by.setText(
            f"{step.when.year}年{step.when.month}月{step.when.day}日 {step.when:%H:%M:%S}　{step.author}　{step.count} 处"
        )
        self._fill(self._entries(step)[:MOST_ENTRIES])

    def _fill(self, entries: list[HistoryEntry]) -> None:
        rows = rows_in_words(self._session.plan, entries)
        texts = [[words or "（空）" for words in row.words] for row in rows]
        tones = [["" if words and c != 1 else "off" for c, words in enumerate(row.words)] for row in rows]
        self._table.show_rows(texts, tones, [(row.record, row.key) for row in rows])

    def _open_record(self, row: int) -> None:
        record, key = self._table.row_data(row)
        if self._session.plan.get(record, key) is not None:
            self._session.wanted.emit(record, key)

    # ------------------------------------------------------------------------------------------------- taking back

    def _take_back(self) -> None:
        step, file = self._current(), self._session.file
        if step is None or file is None:
            return
        try:
            changes = file.undo_transaction(step.site, step.ts)
        except UserError as error:
            self._banner.say_error(error)
            return
        self._banner.dismiss()
        self._session.changed.emit(changes)
        self._session.state_changed.emit()
        self._session.said.emit(f"已撤销“{step.label}”", True)
