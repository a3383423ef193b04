"""Saying how far tasks and measures are: in the name of the unit whose file this is, or as the office finds it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from .. import paths
from ..core.handling import DONE, LABELS, OFFICE, Handled, say
from ..core.records import Handling, full_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QWidget

    from ..core.records import Id
    from .session import Session


def speaker(session: Session) -> Id:
    """In whose name it is said here: the unit's whose part this is, else the office's."""
    rights = session.rights
    return rights.unit or OFFICE if rights is not None else OFFICE


def may_say(session: Session, subject: Id) -> bool:
    """Whether it can be said here how far a task or a measure is."""
    return session.may_change(Handling, full_key(subject, speaker(session)))


def ask_handling(session: Session, subjects: Sequence[Id], where: QWidget, cell: QRect) -> None:
    """Open the form below a cell; what is said there holds for all of the subjects."""
    from .dialogs.handling_popup import HandlingPopup

    asked = HandlingPopup(session.plan, Handled(session.plan), subjects, speaker(session), where.window())
    asked.said.connect(lambda state, day, note: tell(session, subjects, state, day, note))
    asked.open_below(where, cell)


def tell(
    session: Session, subjects: Sequence[Id], state: str, day: date | None = None, note: str | None = None
) -> None:
    """Say it, as one step that can be undone."""
    subjects = [subject for subject in subjects if may_say(session, subject)]
    if not subjects:
        return
    words = LABELS.get(state, "没有填")
    what = f" {len(subjects)} 行" if len(subjects) > 1 else ""
    steps = say(subjects, speaker(session), state, author=paths.author(), today=date.today(), done_on=day, note=note)
    with session.edit(f"办理情况：{words}{what}") as edit:
        edit.apply(steps)
    if edit.changes:
        session.said.emit(f"已标为“{words}”{what}" if state else f"已清除办理情况{what}", True)


def finish(session: Session, subjects: Sequence[Id]) -> None:
    """Mark as done today what is not; where all of it is, take that back."""
    own = {s: session.plan.get(Handling, full_key(s, speaker(session))) for s in subjects}
    done = [s for s in subjects if (row := own[s]) is not None and row.state == DONE]
    if subjects and len(done) == len(subjects):
        tell(session, subjects, "")
    else:
        tell(session, [s for s in subjects if s not in done], DONE)
