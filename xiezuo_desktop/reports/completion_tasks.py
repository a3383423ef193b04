"""The tasks in the completion report: how many are done, under way, late; and a table of how far each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.core.figures.sheet import FigureSheet
from xiezuo_desktop.core.figures.task_states import OVER, TaskStates
from xiezuo_desktop.core.handling import DOING, OFFICE, handling_words
from xiezuo_desktop.documents.paper import Align, Column
from xiezuo_desktop.reports.completion_tables import of_rows, units_in_cell
from xiezuo_desktop.reports.matters import task_name
from xiezuo_desktop.reports.standing import last_day

if TYPE_CHECKING:
    from collections.abc import Collection

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Id, Task
    from xiezuo_desktop.documents.paper import Table

_MOST_NUMBERS = 8  # of late tasks
_HEADS = ("序号", "任务", "完成时限", "责任单位", "状态", "办理情况")
_COLUMNS = (
    Column(),
    Column(Align.LEFT, 1.0, 5.0),
    Column(least=4.0),
    Column(least=6.0),
    Column(least=3.0),
    Column(Align.LEFT, 1.6, 8.0),
)


class TasksSoFar:
    """How far the tasks of a plan are at the end of a period, those of one unit where `bearers` are given."""

    def __init__(self, plan: Plan, period: int, bearers: Collection[Id] | None) -> None:
        self.plan = plan
        self._bearers = bearers
        self.tasks = [
            task
            for task in plan.tasks
            if bearers is None or any(duty.unit in bearers for duty in plan.responsibilities(task.id))
        ]
        day = last_day(period)
        self._states = TaskStates(plan, FigureSheet(plan, period, day), day)

    def in_words(self) -> str:
        """工作任务共15项，其中已办结4项，进行中9项，已过完成时限2项（序号3、7）。 "" where there are none."""
        if not self.tasks:
            return ""
        left = [task for task in self.tasks if not self._states.is_finished(task)]
        late = [task for task in left if self._states.of(task) == OVER]
        doing = sum(self._states.handled.of(task).state == DOING for task in left)
        done = len(self.tasks) - len(left)
        said = [f"已办结{done}项"] * bool(done) + [f"进行中{doing}项"] * bool(doing)
        silent = [task for task in left if not self._states.handled.of(task).state and task not in late]
        said += [f"已过完成时限{len(late)}项{_numbers(late)}"] * bool(late)
        said += [f"没有填报办理情况{len(silent)}项"] * bool(silent and said)
        return f"工作任务共{len(self.tasks)}项，" + (f"其中{'，'.join(said)}。" if said else "还没有填报办理情况。")

    def table(self) -> Table | None:
        """Every task with its state and what was said of it; None where there are none."""
        if not self.tasks:
            return None
        rows = []
        for number, task in enumerate(self.tasks, 1):
            ordinal = task.ordinal.strip() or str(number)
            units = units_in_cell([self.plan.bearer_name(unit) for unit in self._states.handled.answering(task)])
            state = self._states.of(task)
            rows.append((ordinal, task_name(task), self._deadlines(task), units, state, self._said(task, state)))
        led = any(duty.role == "lead" for task in self.tasks for duty in self.plan.responsibilities(task.id))
        heads = tuple("牵头单位" if head == "责任单位" and led else head for head in _HEADS)
        return of_rows(heads, _COLUMNS, rows, "任务办理情况表")

    def _deadlines(self, task: Task) -> str:
        """The deadlines of its measures, else its own."""
        texts = [measure.deadline.strip() for measure in self.plan.measures(task.id)]
        return "\n".join(dict.fromkeys(filter(None, texts))) or task.deadline.strip()

    def _said(self, task: Task, state: str) -> str:
        """What was said of a task, the same words of several units once; of one unit, what it said itself and what the office finds.

        What the columns beside say is left out: the state, and the names of those who answer for the task.
        """
        told: dict[str, list[str]] = {}
        for row in self._states.handled.words(task.id):
            if self._bearers is not None and row.unit not in (OFFICE, *self._bearers):
                continue
            who, _, words = handling_words(self.plan, row).partition("：")
            words = words.removeprefix(state).lstrip("，")
            told.setdefault(words[1:-1] if words[:1] == "（" else words, []).append(who)
        answering = [self.plan.bearer_name(unit) for unit in self._states.handled.answering(task)]
        alone = len(told) == 1 and set(*told.values()) == set(answering)
        return "\n".join(words if alone else f"{'、'.join(names)}：{words}" for words, names in told.items())


def _numbers(tasks: list[Task]) -> str:
    numbers = [task.ordinal.strip() for task in tasks if task.ordinal.strip()]
    if len(numbers) < len(tasks) or len(numbers) > _MOST_NUMBERS:
        return ""
    return f"（序号{'、'.join(numbers)}）"
