"""The row above the list of changes: whose, when, what, and the words to look for."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QWidget

from ...core.records import Dispatch
from ..icons import icon
from ..widgets.chips import Chip
from .history_words import authors, moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...core.records import Id
    from ...storage import HistoryEntry, Transaction

MOST_MARKS = 40  # dispatches and merges offered as the beginning of a time
QUIET = 200  # ms without a key before the list is searched


class HistoryFilters(QFrame):
    """`changed` when the rows are to be chosen anew, `since_changed` when they are to be read anew."""

    changed = Signal()
    since_changed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self.only = Chip("")
        self.only.setChecked(True)
        self.only.setToolTip("再点一下，看全部修改")
        self.only.hide()
        self.when, self.who, self.what = QComboBox(), QComboBox(), QComboBox()
        for box, name in ((self.when, "什么时候"), (self.who, "谁"), (self.what, "哪一类内容")):
            box.setAccessibleName(name)
            box.currentTextChanged.connect(partial(_fit, box))
        self.search = QLineEdit()
        self.search.setPlaceholderText("搜索内容")
        self.search.setAccessibleName("搜索修改记录")
        self.search.addAction(icon("search", "ink3"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.search.setFixedSize(220, 30)
        self._soon = QTimer(self, singleShot=True, interval=QUIET)
        self._soon.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _: self._soon.start())
        self.search.returnPressed.connect(self.left)
        self.when.activated.connect(lambda _: self.since_changed.emit())
        for box in (self.who, self.what):
            box.activated.connect(lambda _: self.changed.emit())
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 12)
        row.setSpacing(8)
        for widget in (self.when, self.who, self.what, self.only):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.search)
        _fill(self.when, [("全部时间", None)])
        _fill(self.who, [("所有人", None)])
        _fill(self.what, [("全部内容", None)])

    def offer(self, entries: Sequence[HistoryEntry]) -> None:
        """What can be chosen, from everything that was read; what is chosen stays."""
        _fill(self.who, [("所有人", None), *((name or "（没有署名）", name) for name in authors(entries))])
        kinds = {entry.record for entry in entries}
        _fill(self.what, [("全部内容", None), *sorted((record.label, record) for record in kinds)])

    def offer_times(self, entries: Sequence[HistoryEntry], steps: Sequence[Transaction]) -> None:
        """The times to choose from: days, and since each time something was sent out or merged."""
        today = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
        times: list[tuple[str, Any]] = [("全部时间", None), ("今天", today)]
        times += [(f"最近{days}天", today - timedelta(days=days - 1)) for days in (7, 30)]
        sent = {
            (e.site, e.ts): e.key[0] for e in entries if e.record is Dispatch and e.field == "unit" and e.before is None
        }
        marks = [step for step in steps if (step.site, step.ts) in sent or (not step.changes and step.reverts is None)]
        for step in marks[:MOST_MARKS]:
            since = sent.get((step.site, step.ts), step.when)
            times.append((f"自“{step.label}”以后（{moment(step.when)}）", since))
        _fill(self.when, times)

    @property
    def since(self) -> datetime | Id | None:
        """From when on, or after which dispatch; None for always."""
        chosen: datetime | Id | None = self.when.currentData()
        return chosen

    def fits(self, entry: HistoryEntry) -> bool:
        """Whether an entry is wanted, as far as author and kind go."""
        who, what = self.who.currentData(), self.what.currentData()
        return (who is None or entry.author == who) and (what is None or entry.record is what)

    @property
    def chooses(self) -> bool:
        """Whether author or kind leave something out."""
        return self.who.currentIndex() > 0 or self.what.currentIndex() > 0

    @property
    def is_active(self) -> bool:
        """Whether something is left out."""
        chosen = any(box.currentIndex() > 0 for box in (self.when, self.who, self.what))
        return chosen or bool(self.search.text().strip()) or (self.only.isVisible() and self.only.isChecked())


def _fit(box: QComboBox, words: str) -> None:
    """As wide as what is chosen, within bounds."""
    box.setFixedWidth(min(max(132, box.fontMetrics().horizontalAdvance(words) + 40), 360))


def _fill(box: QComboBox, items: Sequence[tuple[str, Any]]) -> None:
    before = box.currentText()
    box.blockSignals(True)
    box.clear()
    for words, data in items:
        box.addItem(words, data)
    box.setCurrentIndex(max(0, box.findText(before)))
    box.blockSignals(False)
    _fit(box, box.currentText())
