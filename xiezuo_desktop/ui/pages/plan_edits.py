"""What the pages' edits have in common: steps that go through the session, a row that is taken back when it stays empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...core.changes import Step
    from ...core.plan import Plan
    from ...core.records import Id, Record
    from ..session import Session


class PlanEdits(QObject):
    """What a person can do on a page, each a named step through the session."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    @property
    def _plan(self) -> Plan:
        return self._session.plan

    def _do(self, label: str, steps: Sequence[Step]) -> bool:
        """Take the steps, where there are any and the file may be changed; whether anything has changed."""
        if not steps or not self._session.can_edit:
            return False
        with self._session.edit(label) as edit:
            edit.apply(steps)
        return bool(edit.changes)


class RowEdits(PlanEdits):
    """Adds, moves and deletes rows. `made` and `kept` carry ids that the view should select afterwards."""

    made = Signal(object)  # id of a new row: select it and begin to type
    kept = Signal(object)  # ids of rows that were moved: keep them selected
    nothing_said: ClassVar[str]  # what a row lacks that is taken back: 没有写名称

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self._fresh: tuple[type[Record], Id, str] | None = None  # the row added last, the name of that step

    @staticmethod
    def words_of(record: Record) -> str:
        """What is written into a new row first."""
        raise NotImplementedError

    def _tell(self, record_type: type[Record], made: Id, label: str) -> None:
        self._fresh = (record_type, made, label)
        self.made.emit(made)

    def take_back_empty(self) -> None:
        """Undo the adding of the last row where it was left without a word."""
        if self._fresh is None:
            return
        (record_type, row, label), self._fresh = self._fresh, None
        record = self._plan.get(record_type, row)
        if record is not None and not self.words_of(record).strip() and self._session.undo_label == label:
            self._session.do(lambda file: file.undo())
            self._session.said.emit(f"{self.nothing_said}，新增的一行已收回", False)
