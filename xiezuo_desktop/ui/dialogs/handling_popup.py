"""The small form that opens on the state of a task: how far it is, when it was finished, a remark; and what the units said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ...core.handling import DONE, LABELS, OFFICE, handling_words
from ...core.records import Handling, full_key
from ..widgets.day_box import DayBox
from ..widgets.look import button, dress, hairline, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from ...core.handling import Handled
    from ...core.plan import Plan
    from ...core.records import Id

WIDTH = 340
NOTE_LINES = 58  # px
LONGEST_NOTE = 2000


class HandlingPopup(QFrame):
    """`said` carries state, day of completion and remark. Esc or a click elsewhere discards. `who` says it (0: the office)."""

    said = Signal(str, object, str)

    def __init__(self, plan: Plan, handled: Handled, subjects: Sequence[Id], who: Id, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        dress(self)
        self.setProperty("look", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        own = plan.get(Handling, full_key(subjects[0], who))
        others = [row for row in handled.words(subjects[0]) if row.unit != who] if len(subjects) == 1 else []
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        head = "本级认定的办理情况" if who == OFFICE else f"{plan.bearer_name(who)}的办理情况"
        column.addWidget(label(head + (f"（{len(subjects)} 行）" if len(subjects) > 1 else ""), "heading"))
        column.addLayout(self._choices(own.state if own else ""))
        column.addLayout(self._day(own.done_on if own else None))
        self.note = QPlainTextEdit(own.note if own else "")
        self.note.setPlaceholderText("办理说明：做了什么、还差什么（可以不写）")
        self.note.setAccessibleName("办理说明")
        self.note.setFixedHeight(NOTE_LINES)
        self.note.setTabChangesFocus(True)
        column.addWidget(self.note)
        if others:
            column.addWidget(hairline())
            for row in others:
                column.addWidget(label(handling_words(plan, row), "meta", wrap=True))
        foot = QHBoxLayout()
        foot.addWidget(label("Ctrl+Enter 确定 · Esc 放弃", "meta"), 1)
        foot.addWidget(button("确定", "primary", on=self._agree))
        column.addLayout(foot)
        self._chosen_changed()

    def _choices(self, state: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        self._group = QButtonGroup(self)
        for number, (name, words) in enumerate((*LABELS.items(), ("", "不填"))):
            choice = QRadioButton(words)
            choice.setChecked(name == (state or DONE))
            choice.setProperty("state", name)
            self._group.addButton(choice, number)
            row.addWidget(choice)
        row.addStretch(1)
        self._group.buttonToggled.connect(lambda *_: self._chosen_changed())
        return row

    def _day(self, day: date | None) -> QHBoxLayout:
        self.day = DayBox(day or date.today())
        self.day.setAccessibleName("办结日期")
        row = QHBoxLayout()
        self._day_words = label("办结日期", "body2")
        row.addWidget(self._day_words)
        row.addWidget(self.day)
        row.addStretch(1)
        return row

    @property
    def state(self) -> str:
        """The state that is chosen."""
        return str(self._group.checkedButton().property("state"))

    def choose(self, state: str) -> None:
        """Choose a state for the user."""
        next(b for b in self._group.buttons() if b.property("state") == state).setChecked(True)

    def _chosen_changed(self) -> None:
        done = self.state == DONE
        self.day.setEnabled(done)
        self._day_words.setEnabled(done)

    def _agree(self) -> None:
        day = self.day.day if self.state == DONE else None
        state, note = self.state, self.note.toPlainText().strip()[:LONGEST_NOTE]
        self.close()
        self.said.emit(state, day, note)

    def open_below(self, viewport: QWidget, cell: QRect) -> None:
        """Show the form under a cell, or above it where the screen ends."""
        self.adjustSize()
        screen = viewport.screen().availableGeometry()
        place = viewport.mapToGlobal(QPoint(cell.left(), cell.bottom() + 1))
        if place.y() + self.height() > screen.bottom():
            place.setY(max(screen.top(), viewport.mapToGlobal(cell.topLeft()).y() - self.height()))
        place.setX(max(screen.left(), min(place.x(), screen.right() - WIDTH)))
        self.move(place)
        self.show()
        self._group.checkedButton().setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._agree()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
