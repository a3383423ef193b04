"""The status bar: is it saved, what was just done (and the way back), what is selected, what still needs a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QStatusBar, QWidget

from .icons import pixmap

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from .session import Session

MESSAGE_STAYS = 12_000  # ms


class Status(QStatusBar):
    """Follows a session. `say` shows a sentence for a while."""

    def __init__(self, session: Session, undo: QAction, checks: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setSizeGripEnabled(False)
        self.setContentsMargins(4, 0, 8, 0)
        self._mark = QLabel()
        self._mark.setFixedWidth(30)
        self._saved = QLabel()
        self._saved.setObjectName("saved")
        self._message = QLabel()
        self._undo = QPushButton("撤销")
        self._undo.setProperty("look", "link")
        self._undo.clicked.connect(undo.trigger)
        undo.triggered.connect(self._withdraw_offer)
        self._summary = QLabel()
        self._findings = QPushButton()
        self._findings.setProperty("look", "link")
        self._findings.setToolTip(checks.toolTip())
        self._findings.clicked.connect(checks.trigger)
        self.conflicts = QPushButton()
        self.conflicts.setProperty("look", "link")
        self.conflicts.setToolTip("两边填得不一样的地方，由您来定")
        for widget in (self._mark, self._saved, self._message, self._undo):
            self.addWidget(widget)
        for widget in (self._summary, self.conflicts, self._findings):
            self.addPermanentWidget(widget)
        self._undo.hide()
        self._findings.hide()
        self.conflicts.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._hide_message)
        session.state_changed.connect(self.refresh)
        session.said.connect(self.say)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of the file."""
        session = self._session
        self._mark.setVisible(session.path is not None)
        self._saved.setVisible(session.path is not None)
        if session.path is None:
            self._summary.clear()
            self._findings.hide()
            return
        free = ("refresh", "ink3") if session.writing else ("done", "ok")
        picture = free if session.can_edit or session.writing else ("lock", "warn")
        self._mark.setPixmap(pixmap(*picture, 14, self.devicePixelRatio()))
        self._saved.setText(f"{session.path.name}　{self._saved_words()}")

    def _saved_words(self) -> str:
        session = self._session
        if session.writing:
            return "正在写入…"
        if not session.can_edit:
            return "只读"
        if session.saved_at:
            return f"已自动保存 {session.saved_at:%H:%M}"
        return "每次修改后自动保存"

    def say(self, sentence: str, offer_undo: bool = False) -> None:
        """Show a sentence for a while, with a link to undo the last step where that makes sense."""
        self._message.setText(sentence)
        self._undo.setVisible(offer_undo)
        self._timer.start(MESSAGE_STAYS)

    def _withdraw_offer(self) -> None:
        """The step is undone, by whatever key: the link would undo the one before it."""
        if not self._undo.isHidden():
            self._hide_message()

    def _hide_message(self) -> None:
        self._message.clear()
        self._undo.hide()

    def show_summary(self, text: str) -> None:
        """What is selected, for instance 选中 3 行　合计 120　平均 40."""
        self._summary.setText(text)

    def show_findings(self, unplaced: int, problems: int) -> None:
        """How many imported texts have no place yet and how many findings of checks are open."""
        words = [f"{n} {what}" for n, what in ((unplaced, "处未归位"), (problems, "处要核对")) if n]
        self._findings.setText("　".join(words))
        self._findings.setVisible(bool(words))

    def show_conflicts(self, count: int) -> None:
        """How many disputes wait for a person."""
        self.conflicts.setText(f"{count} 处分歧")
        self.conflicts.setVisible(count > 0)
