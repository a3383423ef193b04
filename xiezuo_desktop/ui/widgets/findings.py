"""What the checks find in the plan that is open, worked out aside and kept until the plan changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal

if TYPE_CHECKING:
    from xiezuo_desktop.core.checks import Problem
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Key, Record
    from xiezuo_desktop.ui.session import Session

QUIET = 250  # ms without an edit before the checks run


class Findings(QObject):
    """Runs the checks on each new state of the plan in a thread; `changed` says that `problems` is new."""

    changed = Signal()
    _done = Signal(object, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._plan: Plan | None = None
        self.problems: list[Problem] = []
        self._soon = QTimer(self, singleShot=True, interval=QUIET)
        self._soon.timeout.connect(self._run)
        self._done.connect(self._take)
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
        QThreadPool.globalInstance().start(_Check(self, plan))

    def _take(self, plan: object, problems: object) -> None:
        if plan is self._plan:
            self.problems = problems  # type: ignore[assignment]
            self.changed.emit()


class _Check(QRunnable):
    def __init__(self, findings: Findings, plan: Plan) -> None:
        super().__init__()
        self._findings, self._plan = findings, plan

    def run(self) -> None:
        from xiezuo_desktop.core.checks import check

        problems = check(self._plan)
        self._findings._done.emit(self._plan, problems)
