"""Beside the list of places that are not in dispute: how a value came to be, and the ways out for a row without its holder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ...core.wording import value_in_words
from ..widgets.look import button, label, tag
from .history_words import EMPTY, moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...core.plan import Plan
    from ...core.records import Id
    from ...storage import HistoryEntry, PlanFile
    from ..widgets.banner import Way

MOST = 40  # values of one place that are listed


class PastCards(QScrollArea):
    """A title, a sentence, ways out, and the values that stood there, newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_place(
        self, plan: Plan, title: str, sentence: str, ways: Sequence[Way], entries: Sequence[HistoryEntry]
    ) -> None:
        """Show one place."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(4, 0, 16, 12)
        column.setSpacing(10)
        column.addWidget(label(title, "panel_title", wrap=True))
        column.addWidget(label(sentence, "meta", wrap=True))
        if ways:
            row = QHBoxLayout()
            row.setSpacing(8)
            for words, does in ways:
                row.addWidget(button(words, on=does))
            row.addStretch(1)
            column.addLayout(row)
        for number, entry in enumerate(entries[:MOST]):
            column.addWidget(_card(plan, entry, newest=number == 0))
        column.addStretch(1)
        old = self.takeWidget()
        self.setWidget(inner)
        if old is not None:  # one of its buttons may be what brought us here
            old.hide()
            old.deleteLater()


def _card(plan: Plan, entry: HistoryEntry, *, newest: bool) -> QFrame:
    card = QFrame()
    card.setProperty("look", "card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(12, 8, 12, 8)
    inside.setSpacing(4)
    field = entry.record.fields.get(entry.field)
    words = value_in_words(plan, field, entry.after) if field else "删除" if entry.after else "恢复"
    top = QHBoxLayout()
    top.setSpacing(8)
    top.addWidget(label(words or EMPTY, "heading", wrap=True), 1)
    if newest:
        top.addWidget(tag("最近写的"), 0, Qt.AlignmentFlag.AlignTop)
    inside.addLayout(top)
    inside.addWidget(label(f"{entry.author}　{moment(entry.when)}　“{entry.label}”", "meta", wrap=True))
    return card


def last_values(file: PlanFile, entry_of: tuple[type, Id]) -> dict[str, object]:
    """What a deleted record said last, field by field."""
    out: dict[str, object] = {}
    for entry in file.history(*entry_of):
        if entry.field in entry.record.fields:
            out.setdefault(entry.field, entry.after)
    return out
