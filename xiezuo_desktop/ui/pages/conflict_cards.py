"""One dispute, laid open: what stood there before, each value with who wrote it and when, and the ways to settle it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ...core.numbers import read_target
from ...exchange.disputes import KINDS
from ..widgets.look import button, label, tag
from ..widgets.text_diff import as_html
from .history_words import moment

if TYPE_CHECKING:
    from ...exchange.disputes import Dispute
    from ...storage import Claim

LONG = 20  # characters from which the difference between two texts is painted


class ConflictCards(QScrollArea):
    """`taken(number)` when the value of a card is to be used, `written(text)` for another value, `left` to leave it."""

    taken = Signal(int)
    written = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.other = QLineEdit()
        self.reason = QLineEdit()
        self.dispute: Dispute | None = None

    def show_dispute(self, dispute: Dispute, where: str, *, can_edit: bool) -> None:
        """Show one; `where` is what its record is called."""
        self.dispute = dispute
        conflict = dispute.conflict
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(4, 0, 16, 12)
        column.setSpacing(10)
        title = where if conflict.kind == "deleted" else f"{where}的{dispute.label}"
        column.addWidget(label(title, "panel_title", wrap=True))
        kind = label(KINDS[conflict.kind] + "，两边在互不知道的情况下改了同一处，要由您来定。", "meta", wrap=True)
        column.addWidget(kind)
        if conflict.kind == "cell":
            column.addWidget(label(f"分歧以前：{dispute.before or '（空）'}", "body2", wrap=True))
        for number, (claim, words) in enumerate(zip(conflict.claims, dispute.values, strict=True)):
            column.addWidget(self._card(dispute, number, claim, words, can_edit=can_edit))
        if conflict.kind == "cell":
            column.addWidget(self._another(len(conflict.claims) + 1, dispute.values[0], can_edit=can_edit))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("例如：已电话核实，以统计口径为准")
        self.reason.setAccessibleName("理由")
        self.reason.setEnabled(can_edit)
        why = QHBoxLayout()
        why.addWidget(label("理由", "key"))
        why.addWidget(self.reason, 1)
        column.addLayout(why)
        later = button("先放着，看下一处", "link", on=self.left.emit)
        column.addWidget(later, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        old = self.takeWidget()
        self.setWidget(inner)
        if old is not None:  # one of its buttons may be what brought us here
            old.hide()
            old.deleteLater()

    def _card(self, dispute: Dispute, number: int, claim: Claim, words: str, *, can_edit: bool) -> QFrame:
        conflict = dispute.conflict
        card, inside = _frame()
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(_key(number + 1))
        top.addWidget(tag("本文件" if claim.ours else "对方", "primary" if claim.ours else ""))
        if number == 0:
            top.addWidget(tag("计划现在用的", "ok"))
        top.addStretch(1)
        if number == 0 or conflict.kind != "deleted" or number == 1:
            named = {"deleted": ("保留删除", "恢复这一条")}.get(conflict.kind, ("采用", "采用"))[min(number, 1)]
            take = button(named, on=lambda: self.taken.emit(number))
            take.setAccessibleName(f"{named}：{words}")
            take.setEnabled(can_edit)
            top.addWidget(take)
        inside.addLayout(top)
        inside.addWidget(_value(dispute, number, words))
        told = [claim.author, moment(claim.when), f"“{claim.label}”" if claim.label else ""]
        inside.addWidget(label("　".join(t for t in told if t), "meta", wrap=True))
        return card

    def begin_another(self) -> None:
        """Type another value; a long text begins as the one that counts now, to be changed where it is wrong."""
        self.other.setFocus()
        words = self.dispute.values[0] if self.dispute else ""
        if not self.other.text() and len(words) >= LONG:
            self.other.setText(words)

    def _another(self, number: int, proposal: str, *, can_edit: bool) -> QFrame:
        card, inside = _frame()
        self.other = QLineEdit()
        example = f"，例如 {proposal}" if proposal and len(proposal) < LONG else ""
        self.other.setPlaceholderText(f"两边都不对？在这里另写{example}")
        self.other.setAccessibleName("另写一个值")
        self.other.setEnabled(can_edit)
        self.other.returnPressed.connect(lambda: self.written.emit(self.other.text()))
        take = button("采用", on=lambda: self.written.emit(self.other.text()))
        take.setAccessibleName("采用另写的值")
        take.setEnabled(can_edit)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(_key(number))
        row.addWidget(self.other, 1)
        row.addWidget(take)
        inside.addLayout(row)
        return card


def _frame() -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("look", "card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(12, 10, 12, 10)
    inside.setSpacing(6)
    return card, inside


def _key(number: int) -> QLabel:
    made = tag(str(number))
    made.setToolTip(f"按 {number} 键采用")
    return made


def _value(dispute: Dispute, number: int, words: str) -> QLabel:
    """The value; of a long text what differs from the one before they parted, or where there was none from the first;
    of a number how far it lies apart.
    """
    before = dispute.before or (dispute.values[0] if number else "")
    if dispute.conflict.kind == "cell" and max(len(words), len(before)) >= LONG and words and before:
        made = QLabel(as_html(before, words))
        made.setTextFormat(Qt.TextFormat.RichText)
        made.setWordWrap(True)
        return made
    apart = _apart(dispute.values[0] if number else before, words)
    other = "比第一个值" if number else "比分歧以前"
    made = label((words or "（空）") + (f"　{other}{apart}" if apart else ""), "heading", wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _apart(one: str, other: str) -> str:
    """How far the second number lies from the first: 多 12, 少 3; "" where one is none or both are equal."""
    a, b = (read_target(text).number for text in (one, other))
    if not isinstance(a, Decimal) or not isinstance(b, Decimal) or a == b:
        return ""
    return f"{'多' if b > a else '少'} {abs(b - a)}"
