"""How a task or a measure stands on a day: done by what is said of it, else the worst that its days and its indicator say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..deadlines import day_of_month, read_deadline
from ..handling import DOING, Handled, deadline_text
from ..progress import STATES
from ..records import Indicator, Measure, Task

if TYPE_CHECKING:
    from datetime import date

    from ..plan import Plan
    from .sheet import FigureSheet

AHEAD = 30  # days before a deadline in which something counts as soon due
FINISHED, REACHED, GOING = "已办结", STATES["done"], "进行中"
OVER, SOON, AHEAD_OF_TIME, ONGOING, NO_DAY = "逾期", "临近时限", "未到时限", "持续推进", "没写时限"
_BY_DAY = (OVER, SOON, AHEAD_OF_TIME, ONGOING, NO_DAY)  # the worst first
_WORST_FIRST = (OVER, *(STATES[s] for s in ("overdue", "far_behind", "behind")), SOON, STATES["normal"], *_BY_DAY[2:])
_SILENT = ("statistical", "unreported")  # states of an indicator that say nothing about the task it serves


def by_deadline(plan: Plan, text: str, today: date) -> str:
    """Where a day stands to a deadline as it is written; of what comes back, to that of this month."""
    read = read_deadline(text, plan.info.year)
    due = day_of_month(text, today) if read.kind == "recurring" else read.due
    if due is None:
        return ONGOING if read.kind in ("ongoing", "recurring") else NO_DAY
    left = (due - today).days
    return OVER if left < 0 else SOON if left <= AHEAD else AHEAD_OF_TIME


class TaskStates:
    """The states of the tasks of a plan on a day; `sheet` has the figures, None where nothing is reported."""

    def __init__(self, plan: Plan, sheet: FigureSheet | None, today: date, handled: Handled | None = None) -> None:
        self._plan, self._sheet, self._today = plan, sheet, today
        self.handled = handled or Handled(plan, today)

    def of(self, subject: Task | Measure) -> str:
        """已办结 where that is said; else the worst of what can be told; a measure without a deadline of its own says nothing."""
        said = self.handled.of(subject)
        if said.is_done:
            return FINISHED
        if isinstance(subject, Measure):
            found = self._of_measure(subject) if not self._is_reached(self._plan.get(Task, subject.task)) else ""
        else:
            found = self._of_task(subject)
        quiet = found in (AHEAD_OF_TIME, ONGOING, NO_DAY, "")
        return GOING if quiet and said.state == DOING else found

    def is_finished(self, task: Task) -> bool:
        """Whether nothing of a task is left to do: that is said, or where nothing is, its indicator has been reached."""
        return self.handled.of(task).is_done or self._is_reached(task)

    def _of_measure(self, measure: Measure) -> str:
        return by_deadline(self._plan, measure.deadline, self._today) if measure.deadline.strip() else ""

    def _of_task(self, task: Task) -> str:
        if self._is_reached(task):
            return REACHED
        found = [by_deadline(self._plan, deadline_text(self._plan, task), self._today), *self._open_measures(task)]
        of_indicator = self._of_indicator(task)
        if of_indicator == REACHED:  # its figures are there; what is left are its days
            of_indicator = STATES["normal"]
        return min((f for f in (*found, of_indicator) if f), key=_WORST_FIRST.index)

    def _open_measures(self, task: Task) -> list[str]:
        """Where the day stands to the deadlines of a task's measures that are not done; what is still far off says nothing."""
        measures = (m for m in self._plan.measures(task.id) if not self.handled.of(m).is_done)
        return [state for m in measures if (state := self._of_measure(m)) in (OVER, SOON)]

    def _is_reached(self, task: Task | None) -> bool:
        """Whether a task's indicator is reached, nobody has said that the task is still open, and none of its measures is late."""
        if task is None or self._of_indicator(task) != REACHED or self.handled.of(task).state:
            return False
        return OVER not in self._open_measures(task)

    def _of_indicator(self, task: Task) -> str:
        """How far the indicator is that a task serves; "" where there is none, or nothing that could be rated."""
        indicator = self._plan.get(Indicator, task.indicator)
        if indicator is None or self._sheet is None:
            return ""
        entry = self._sheet.entry(indicator, 0)
        return "" if entry.state in _SILENT else entry.state_label
