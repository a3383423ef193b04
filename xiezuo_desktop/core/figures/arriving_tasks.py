"""What a paper from outside says about how far tasks are: what of it changes and what cannot be taken, before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..changes import Put
from ..deadlines import read_deadline
from ..handling import DOING, DONE, LABELS, OPEN
from ..periods import day_label
from ..records import Handling, Measure, Responsibility, Task, full_key
from .steps import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ..changes import Step
    from ..plan import Plan
    from ..records import Id

_WORDS = {label: state for state, label in LABELS.items()} | {
    "办结": DONE, "已完成": DONE, "完成": DONE, "正在办理": DOING, "推进中": DOING, "正在推进": DOING,
    "未启动": OPEN, "未开始": OPEN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of a sheet of tasks as it was filled in: which task or measure, the texts, and where they stood (“第7行”)."""

    subject: Id
    state: str
    done_on: str
    note: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class TaskChange:
    """What a row changes, for showing; `step` writes it."""

    subject: Id
    unit: Id
    name: str
    unit_name: str
    before: str
    after: str
    values: tuple[tuple[str, object], ...]
    label: str = "办理情况"
    odd: str = ""

    def step(self, by: str, on: date) -> Step:
        """The step that writes it, as said by somebody on a day."""
        said = {"said_by": by, "said_on": on} if "state" in dict(self.values) else {}
        return Put(Handling, full_key(self.subject, self.unit), {**dict(self.values), **said})


def look_at_tasks(plan: Plan, unit: Id, rows: Iterable[TaskRow]) -> tuple[list[TaskChange], list[str]]:
    """What these rows change, and sentences about those that cannot be taken. A blank changes nothing."""
    changes: list[TaskChange] = []
    refused: list[str] = []
    for row in rows:
        subject = plan.get(Measure, row.subject) or plan.get(Task, row.subject)
        if not (row.state.strip() or row.done_on.strip() or row.note.strip()):
            continue
        if subject is None:
            refused.append(f"{row.where}：计划里已经没有这项任务，没有读入。")
            continue
        name = _named(plan, subject)
        found = plan.get(Handling, full_key(row.subject, unit)) or Handling(subject=row.subject, unit=unit)
        values, wrong = _values(plan, found, row)
        if wrong:
            refused.append(f"{row.where}“{name}”：{wrong}没有读入。")
        elif values:
            after = found.with_values(**values)
            given = tuple(values.items())
            changes.append(
                TaskChange(row.subject, unit, name, plan.bearer_name(unit), _words(found), _words(after), given)
            )
    return changes, refused


def _values(plan: Plan, found: Handling, row: TaskRow) -> tuple[dict[str, object], str]:
    """The fields that change, or why the row cannot be taken."""
    word, day, note = "".join(row.state.split()), row.done_on.strip(), row.note.strip()
    state = _WORDS.get(word, found.state if not word else None)
    if state is None:
        return {}, f"办理状态“{word[:20]}”看不懂，请填{'、'.join(LABELS.values())}；"
    if len(note) > LONGEST_TEXT:
        return {}, f"办理说明超过 {LONGEST_TEXT} 个字，"
    done_on = read_deadline(day, plan.info.year).due if day else found.done_on
    if day and done_on is None:
        return {}, f"办结日期“{day[:20]}”看不懂，请写成 2024-06-03；"
    if day and state != DONE:
        return {}, "填了办结日期，办理状态不是“已办结”，"
    wanted = {"state": state, "done_on": done_on if state == DONE else None, "note": note or found.note}
    return {field: value for field, value in wanted.items() if value != found.__dict__[field]}, ""


def _words(row: Handling) -> str:
    day = f"（{day_label(row.done_on)}）" if row.state == DONE and row.done_on else ""
    return "，".join(filter(None, (LABELS.get(row.state, "") + day, " ".join(row.note.split()))))


def _named(plan: Plan, subject: Task | Measure) -> str:
    if isinstance(subject, Measure):
        return " ".join(subject.text.split())[:40]
    return " ".join((subject.theme.strip() or subject.superior_text.strip() or f"第{subject.ordinal}项任务").split())[
        :40
    ]


def tasks_of(plan: Plan, unit: Id) -> list[Task]:
    """The tasks of which a unit says how far they are: it answers for them, itself or in a group, in any role."""
    bearers = {unit, *(group for group, members in plan.members.items() if unit in members)}
    asked = {duty.subject for duty in plan.rows(Responsibility).values() if duty.unit in bearers}
    return [task for task in plan.tasks if task.id in asked]
