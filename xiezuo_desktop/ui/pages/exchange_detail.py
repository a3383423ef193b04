"""Beside the table of dispatches: everything about one of them, what is still missing by name, and what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ...core.periods import day_label, period_label
from ...core.records import Receipt
from ...exchange.due import assignment
from ..theme import DETAIL_WIDTH
from ..widgets.look import hairline, label, set_tone, tag
from .exchange_lines import PILLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

    from ...core.plan import Plan
    from ...exchange.receipts import Line

MOST_MISSING = 40  # names listed one by one


class DispatchDetail(QFrame):
    """The panel at the right."""

    def __init__(self, buttons: Sequence[QPushButton], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("detail")
        self.setFixedWidth(DETAIL_WIDTH)
        self._name = label("", "panel_title", wrap=True)
        self._state = tag("")
        self._body = QVBoxLayout()
        self._body.setSpacing(6)
        inner = QWidget()
        inner.setObjectName("inner")
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(16, 14, 16, 12)
        inside.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self._state, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self._name)
        inside.addLayout(top)
        inside.addLayout(self._body)
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setProperty("look", "bare")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(6)
        for button in buttons:
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addLayout(foot)

    def show_line(self, plan: Plan, line: Line) -> None:
        """Show one dispatch."""
        dispatch = line.dispatch
        self._name.setText(line.unit_name or "（单位已删除）")
        self._state.setText(line.label)
        tone = PILLS[line.state]
        set_tone(self._state, "" if tone == "mute" else tone)
        self._clear()
        asked = assignment(plan, dispatch)
        until = f"{day_label(dispatch.due_on)}前" if dispatch.due_on else "没有限期"
        self._pairs(
            ("下发", f"{day_label(dispatch.sent_on)}，第{dispatch.round or 1}轮" if dispatch.sent_on else ""),
            ("期限", until),
            ("填报", period_label(dispatch.period) if dispatch.period else ""),
            ("要求", dispatch.request),
            ("校验码", dispatch.code),
            ("文件", dispatch.file_name),
        )
        if line.reason:
            self._body.addWidget(label(f"已退回：{line.reason}", "warning", wrap=True))
        self._show_returns(plan, line)
        self._show_missing(asked.missing, asked.expected)

    def _show_returns(self, plan: Plan, line: Line) -> None:
        found = [r for r in plan.ordered(Receipt) if r.dispatch == line.dispatch.id]
        self._heading(f"返回 {len(found)} 次" if found else "还没有返回")
        for receipt in reversed(found):
            count = f"，填 {receipt.filled} / {receipt.expected}" if receipt.expected else ""
            made = receipt.made_on or receipt.received_on
            day = day_label(made) if made else ""
            self._body.addWidget(label(f"{day}　{receipt.made_by}{count}", "body2", wrap=True))
            if receipt.received_by:
                code = f"，校验码 {receipt.code}" if receipt.code else ""
                self._body.addWidget(label(f"由{receipt.received_by}收下{code}", "meta", wrap=True))

    def _show_missing(self, missing: Sequence[str], expected: int) -> None:
        if not expected:
            return
        self._heading(f"还缺 {len(missing)} 项（共 {expected} 项）" if missing else f"{expected} 项都已填")
        for name in missing[:MOST_MISSING]:
            self._body.addWidget(label(f"· {name}", "body2", wrap=True))
        if len(missing) > MOST_MISSING:
            self._body.addWidget(label(f"……另有 {len(missing) - MOST_MISSING} 项", "meta"))

    def _heading(self, words: str) -> None:
        self._body.addSpacing(4)
        self._body.addWidget(hairline())
        self._body.addWidget(label(words, "heading"))

    def _pairs(self, *pairs: tuple[str, str]) -> None:
        for key, value in pairs:
            if value:
                row = QWidget()
                across = QHBoxLayout(row)
                across.setContentsMargins(0, 0, 0, 0)
                across.setSpacing(8)
                name = label(key, "key")
                name.setFixedWidth(44)
                across.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
                words = label(value, wrap=True)
                words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                words.setMinimumWidth(0)
                across.addWidget(words, 1)
                self._body.addWidget(row)

    def _clear(self) -> None:
        while (item := self._body.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
