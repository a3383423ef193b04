"""What the checks find in the plan that is open, worked out aside and kept until the plan changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from xiezuo_desktop.ui.work import Work

if TYPE_CHECKING:
    from xiezuo_desktop.core.checks import Problem
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Key, Record
    from xiezuo_desktop.ui.session import Session

QUIET = 250  # ms without an edit before the checks run


class Findings(QObject):
    """Runs the checks on each new state of the plan in a thread; `changed` says that `problems` is new."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._plan: Plan | None = None
        self.problems: list[Problem] = []
        self._soon = QTimer(self, singleShot=True, interval=QUIET)
        self._soon.timeout.connect(self._run)
        self._work = Work(self)
        self._work.finished.connect(self._take)
        session.changed.connect(self.look)
        session.file_changed.connect(self.look)

    def look(self) -> None:
        """Work the findings out when the plan is not the one they were worked out for."""
        if self._session.plan is not self._plan:
            self._soon.start()

    def of(self, record_type: type[Record], key: Key) -> list[Problem]:
        """The findings about one record, errors first."""
        return [p for p in self.problems if p.record is record_type and p.key == key]

    def _run(self) -> None:
        plan = self._session.plan
        self._plan = plan

        def check_all(report: object) -> list[Problem]:
            from xiezuo_desktop.core.checks import check

            return check(plan)

        self._work.start(check_all)

    def _take(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.changed.emit()
