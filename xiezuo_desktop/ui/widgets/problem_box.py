"""What the checks say about one record, in words, each with a way to accept it with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from xiezuo_desktop.core.records import Waiver
from xiezuo_desktop.ui.icons import pixmap

from .look import button, label
from .tie_fixes import fix_button, fixes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiezuo_desktop.core.checks import Problem
    from xiezuo_desktop.ui.session import Session

TONES = {"error": "bad", "warning": "warn", "hint": ""}
ICONS = {"error": ("warning", "bad"), "warning": ("warning", "warn"), "hint": ("info", "ink3")}


def ask_to_waive(session: Session, problem: Problem, parent: QWidget) -> None:
    """Ask for the reason why a finding is accepted, and record it."""
    from ..dialogs.ask_text import AskText

    sentence = f"{problem.where}：{problem.message}\n写明为什么可以这样，理由印在校核单上，也记入修改记录。"
    asked = AskText(
        "豁免这条校核",
        sentence,
        parent,
        text="上级文件如此",
        word="豁免",
        wrong_about=lambda text: "" if text else "请写明理由。",
    )
    asked.line.selectAll()
    asked.answered.connect(lambda reason: _waive(session, problem, reason))
    asked.open()


def _waive(session: Session, problem: Problem, reason: str) -> None:
    with session.edit(f"豁免校核 {problem.rule}") as edit:
        edit.add(Waiver, rule=problem.rule, place=problem.place, reason=reason)


def withdraw_waiver(session: Session, problem: Problem) -> None:
    """Let a finding count again."""
    found = [w for w in session.plan.waivers if (w.rule, w.place) == (problem.rule, problem.place)]
    with session.edit(f"取消豁免 {problem.rule}") as edit:
        for waiver in found:
            edit.delete(Waiver, waiver.key)


class ProblemBox(QWidget):
    """A column of findings; empty and without height when there are none."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these findings."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for problem in problems:
            self._column.addWidget(self._note(problem))
        self.setVisible(bool(problems))

    def _note(self, problem: Problem) -> QFrame:
        box = QFrame()
        tone = TONES[problem.severity] if problem.waived is None else ""
        box.setProperty("look", {"bad": "note_bad", "warn": "note_warn"}.get(tone, "card"))
        column = QVBoxLayout(box)
        column.setContentsMargins(8, 6, 8, 4)
        column.setSpacing(1)
        line = QHBoxLayout()
        line.setSpacing(6)
        picture = QLabel()
        name, colour = ICONS[problem.severity]
        picture.setPixmap(pixmap(name, colour if problem.waived is None else "ink3", 14, self.devicePixelRatioF()))
        line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(problem.message, "body2", wrap=True), 1)
        column.addLayout(line)
        foot = QHBoxLayout()
        foot.addWidget(
            label(problem.rule if problem.waived is None else f"已豁免：{problem.waived}", "meta", wrap=True), 1
        )
        words = "豁免…" if problem.waived is None else "取消豁免"
        way = button(words, "link", tip="写明理由后不再提示" if problem.waived is None else "")
        way.setProperty("small", True)
        way.setEnabled(self._session.can_edit)
        if problem.waived is None:
            way.clicked.connect(lambda: ask_to_waive(self._session, problem, self))
        else:
            way.clicked.connect(lambda: withdraw_waiver(self._session, problem))
        for fix in fixes_of(self._session, problem):
            foot.addWidget(fix_button(fix))
        foot.addWidget(way)
        column.addLayout(foot)
        return box
