"""The sheet of a form on which a unit that has only Excel says how far its tasks and their measures are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.core.figures.arriving_tasks import tasks_of
from xiezuo_desktop.core.figures.forms import TASK_CAPTIONS
from xiezuo_desktop.core.handling import LABELS, deadline_text
from xiezuo_desktop.core.records import Handling, full_key
from xiezuo_desktop.documents.form import Answer, Form, FormColumn, FormRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiezuo_desktop.core.figures.forms import FormMark
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Measure, Task

_COLUMNS = (
    FormColumn("序号", 6),
    FormColumn("工作任务和落实措施", 60),
    FormColumn("完成时限", 16),
    FormColumn(
        TASK_CAPTIONS["state"],
        12,
        Answer.CHOICE,
        "在列表里选一个；没有变化的留空或不改。",
        choices=tuple(LABELS.values()),
    ),
    FormColumn(TASK_CAPTIONS["done_on"], 14, Answer.TEXT, "已办结的填办结日期，如 2024-06-03。"),
    FormColumn(TASK_CAPTIONS["note"], 40, Answer.TEXT),
)
HELP = "“工作任务”一页填任务和各条措施的办理情况：选“未开展”“进行中”或“已办结”，已办结的写明日期。整项任务都办结的，只填任务那一行。"


def task_sheet(plan: Plan, mark: FormMark, title: str, line: str) -> Form | None:
    """The sheet of the tasks for which a unit answers, with what it has said so far; None where there are none."""
    tasks = tasks_of(plan, mark.unit) if mark.unit else plan.tasks
    rows = tuple(row for task in tasks for row in _rows(plan, task, mark.unit))
    if not rows:
        return None
    lines = (line, "只填浅黄色的格；没有变化的不改，留空不会改动已经报过的。")
    return Form("工作任务", title, lines, mark.of_tasks, _COLUMNS, rows)


def _rows(plan: Plan, task: Task, unit: int) -> Iterator[FormRow]:
    name = task.theme.strip() or task.superior_text.strip() or task.heading.strip()
    yield _row(plan, task, unit, task.ordinal, name)
    for measure in plan.measures(task.id):
        yield _row(plan, measure, unit, "", "　" + measure.text.strip())


def _row(plan: Plan, subject: Task | Measure, unit: int, ordinal: str, words: str) -> FormRow:
    said = plan.get(Handling, full_key(subject.id, unit))
    answers = (
        (LABELS.get(said.state, ""), said.done_on.isoformat() if said.done_on else "", said.note) if said else ("",) * 3
    )
    return FormRow(str(subject.id), (ordinal, words, " ".join(deadline_text(plan, subject).split()), *answers))
