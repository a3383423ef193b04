"""How far a task or a measure is, in the detail panel: what it comes to, who said what, and the way to say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xiezuo_desktop.core.handling import OFFICE, Handled, days_late, handling_words
from xiezuo_desktop.core.records import Handling, Measure, Task, full_key

from .look import button, label, set_tone, tag
from .record_form import INDENT

if TYPE_CHECKING:
    from xiezuo_desktop.core.records import Record
    from xiezuo_desktop.ui.session import Session

_TONES = {"done": "ok", "doing": "primary"}


class HandlingBox(QWidget):
    """Shows one task or measure at a time."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._subject: Task | Measure | None = None
        self._tag = tag("")
        self._say = button("填写…", "link", tip="写明办理状态、办结日期和说明", on=self._ask)
        self._say.setProperty("small", True)
        self._words = label("", "body2", wrap=True)
        self._words.setIndent(INDENT)
        head = QHBoxLayout()
        head.setContentsMargins(INDENT, 0, 0, 0)
        head.addWidget(label("办理情况", "key"))
        head.addWidget(self._tag)
        head.addStretch(1)
        head.addWidget(self._say)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._words)

    def show_subject(self, subject: Record) -> None:
        """Show how far this is."""
        assert isinstance(subject, Task | Measure)
        self._subject = subject
        plan, handled = self._session.plan, Handled(self._session.plan)
        found = handled.of(subject)
        late = days_late(plan, subject, found)
        self._tag.setText((found.label or "没有填") + (f"，晚 {late} 天" if late else ""))
        set_tone(self._tag, "warn" if late else _TONES.get(found.state, ""))
        lines = [handling_words(plan, row) for row in handled.words(subject.id)]
        self._words.setText("\n".join(lines))
        self._words.setVisible(bool(lines))
        rights = self._session.rights
        who = rights.unit or OFFICE if rights is not None else OFFICE
        self._say.setVisible(self._session.may_change(Handling, full_key(subject.id, who)))

    def _ask(self) -> None:
        from xiezuo_desktop.ui.handling import ask_handling

        if self._subject is not None:
            where = QRect(0, 0, self._say.width(), self._say.height())
            ask_handling(self._session, [self._subject.id], self._say, where)
