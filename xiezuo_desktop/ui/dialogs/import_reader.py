"""Reads the sources of an import aside, and again whenever the person corrects how; what is shown stays as it is meanwhile."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from xiezuo_desktop.ui.work import Work

from .import_reading import read_sources, understand_again, work_out_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xiezuo_desktop.importers.readings import Corrections, Place, SheetReading, Shift
    from xiezuo_desktop.importers.unknown_names import Answer
    from xiezuo_desktop.ui.session import Session

    from .import_reading import Reading, Source

    Report = Callable[[int, int, str], None]
    Said = list[
        tuple[str, Corrections, dict[str, Answer]]
    ]  # of each reading: its kind, its corrections, names explained


class PaperReader(QObject):
    """Holds the readings of some sources. `finished(readings)` follows each start and each correction.

    What a person says of a paper – its kind, columns, rows, names – can be taken back step by step.
    """

    started = Signal()
    finished = Signal(object)  # the readings
    failed = Signal(object)  # UserError
    cancelled = Signal()
    progress = Signal(int, int, str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.readings: list[Reading] = []
        self._before: list[Said] = []  # what had been said before each correction
        self._stale: set[int] = set()  # the readings that are not understood yet as they were last corrected
        self._work = Work(self)
        self._work.finished.connect(self._take)
        self._work.failed.connect(self.failed)
        self._work.cancelled.connect(self.cancelled)
        self._work.progress.connect(self.progress)

    @property
    def running(self) -> bool:
        """Whether something is being read."""
        return self._work.running

    @property
    def said(self) -> int:
        """How many corrections of the person can be taken back."""
        return len(self._before)

    def read(self, sources: Sequence[Source]) -> None:
        """Read sources for the first time."""
        plan = self._session.plan

        def reading(report: Report) -> list[Reading]:
            readings = read_sources(sources, report)
            report(len(sources), len(sources), "正在对照计划……")
            work_out_steps(readings, plan)
            return readings

        self._start(reading)

    def stop(self) -> None:
        """Cancel what is at work, and do not tell."""
        self._work.stop()

    # ------------------------------------------------------------------------------------------------- corrections

    def read_as(self, kind: str) -> None:
        """Read all papers as another kind (a key of READ_AS)."""
        self._remember()
        for reading in self.readings:
            reading.read_as = kind
        self._again(self.readings)

    def say_column(self, reading: Reading, anchor: Place, column: int, meaning: str) -> None:
        """Say what a column of a table is; "" takes it back."""
        self._remember()
        reading.say_column(anchor, column, meaning)
        self._again([reading])

    def say_caption(
        self,
        reading: Reading,
        where: tuple[SheetReading, Sequence[Place]],
        column: int,
        words: str,
        meaning: str = "",
    ) -> None:
        """Say what stands above a column, in these header rows of a sheet, and perhaps what the column is."""
        sheet, headers = where
        self._remember()
        reading.say_caption(headers, column, words)
        if meaning:
            reading.say_column(sheet.anchor, column, meaning)
        self._again([reading])

    def say_shift(self, reading: Reading, shift: Shift) -> None:
        """Move the words above the columns of a table aside."""
        self._remember()
        reading.say_shift(shift)
        self._again([reading])

    def say_rows(self, reading: Reading, places: Sequence[Place], kind: str) -> None:
        """Say what rows of a table are; "" takes it back."""
        self._remember()
        reading.say_rows(places, kind)
        self._again([reading])

    def forget(self, reading: Reading) -> None:
        """Take all corrections of a paper back."""
        self._remember()
        reading.corrections = type(reading.corrections)()
        self._again([reading])

    def explain(self, reading: Reading, name: str, answer: Answer) -> None:
        """Say what a name is that the plan does not know."""
        from xiezuo_desktop.importers.unknown_names import explained

        self._remember()
        reading.answers = explained(reading.answers, name, answer)
        self._again([])

    def undo(self) -> None:
        """Take the last correction back."""
        if not self._before:
            return
        changed = []
        for reading, (kind, corrections, answers) in zip(self.readings, self._before.pop(), strict=True):
            if (reading.read_as, reading.corrections) != (kind, corrections):
                changed.append(reading)
            reading.read_as, reading.corrections, reading.answers = kind, corrections, answers
        self._again(changed)

    def _remember(self) -> None:
        self._before.append([(r.read_as, r.corrections, r.answers) for r in self.readings])

    def _again(self, changed: Sequence[Reading]) -> None:
        """Understand some of the papers again, and find out anew what the import would change."""
        self._stale |= {n for n, r in enumerate(self.readings) if r.paper is not None and any(r is c for c in changed)}
        readings, plan, stale = [copy(reading) for reading in self.readings], self._session.plan, sorted(self._stale)

        def again(report: Report) -> list[Reading]:
            for number in stale:
                report(number, len(readings), f"正在重新读“{readings[number].source.name}”……")
                understand_again(readings[number], readings[number].read_as)
            report(len(readings), len(readings), "正在对照计划……")
            work_out_steps(readings, plan)
            return readings

        self._start(again)

    def _start(self, function: Callable[[Report], list[Reading]]) -> None:
        self.started.emit()
        self._work.start(function)

    def _take(self, readings: list[Reading]) -> None:
        self.readings = readings
        self._stale.clear()
        self.finished.emit(readings)
