"""What each unit would be sent: how many figures it is asked for and has reported, its tasks, its clauses of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..core.figures.duties import Duties, answered
from ..core.figures.months import months_of
from ..core.records import Dispatch, Period, Task
from .rights import Rights

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..core.plan import Plan
    from ..core.records import Id

NEXT_MONTH_BY = 10  # day of a month up to which the month before it is what is being reported


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit gets. `asked` figures, of which `filled` are there for the period; tasks and clauses it answers for."""

    asked: int
    filled: int
    tasks: int
    clauses: int

    @property
    def is_waiting(self) -> bool:
        """Whether there is something left to report."""
        return self.filled < self.asked

    @property
    def words(self) -> str:
        """填报 6 项（已填 2） · 任务 3 项."""
        there = f"（已填 {self.filled}）" if self.filled else ""
        said = [f"填报 {self.asked} 项{there}" if self.asked else ""]
        said += [f"任务 {self.tasks} 项" if self.tasks else "", f"任务书 {self.clauses} 条" if self.clauses else ""]
        return " · ".join(each for each in said if each) or "只看，没有要填的"


def shares(plan: Plan, units: Iterable[Id], period: int | None) -> dict[Id, Share]:
    """What these units would be sent for a period."""
    duties = Duties(plan)
    out = {}
    for unit in units:
        asked, rights = duties.asked(unit), Rights(plan, unit)
        out[unit] = Share(
            len(asked),
            len(answered(plan, asked, period)),
            sum(1 for task in plan.tasks if rights.concerns(Task, task.key)),
            sum(len(plan.clauses(c.id)) for c in plan.chapters if rights.concerns(type(c), c.key)),
        )
    return out


def proposed_period(plan: Plan, today: date, *, of: Iterable[Id] = ()) -> int | None:
    """The period that is likely to be asked for: that of what was sent last (to some of `of`), or the month being reported now.

    The latest month of the plan's year that is over or nearly so and not locked; None where that was chosen last time.
    """
    among = set(of)
    sent = [d for d in plan.ordered(Dispatch) if not among or d.unit in among]
    last = max(sent, key=lambda d: (d.sent_on or date.min, d.order, d.id), default=None)
    if last is not None and (among or last.period is None):
        return last.period
    now = today.year * 100 + today.month
    months = months_of(plan)
    begun = [m for m in months if m < now or (m == now and today.day > NEXT_MONTH_BY)] or months[:1]
    locked = {p.period for p in plan.rows(Period).values() if p.locked}
    found = next((m for m in reversed(begun) if m not in locked), begun[-1])
    return max(found, last.period) if last is not None and last.period in months else found
