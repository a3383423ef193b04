"""The rows of the table of tasks as nodes: headings where the document has them, tasks, and their measures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ...core.figures.task_states import FINISHED, OVER, SOON, TaskStates
from ...core.handling import days_late, handling_words
from ...core.records import Indicator, Measure, Task
from .indicator_nodes import DASH, OWNERS, sheet_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ...core.plan import Plan
    from ...core.records import Id

ORDINAL, NAME, DEADLINE, UNITS, INDICATOR, STATE = range(6)
HEADINGS = ("序号", "工作任务和落实措施", "完成时限", "责任单位", "关联指标", "状态")
ROOT: Id = 0
TONES = {OVER: "bad", SOON: "warn", "滞后": "warn", "严重滞后": "bad", "超期": "bad"}


@dataclass(slots=True)
class Node:
    """A heading, a task or a measure. A heading has a small number of its own as its id."""

    id: Id
    record: Task | Measure | None
    parent: Node | None
    row: int = 0
    cells: tuple[str, ...] = ("",) * len(HEADINGS)
    below: str = ""  # a second, quieter text of a task: what the office above asks for
    owners: list[str] = field(default_factory=list)
    state: str = ""
    said: str = ""  # who said what about how far it is
    kids: list[Node] = field(default_factory=list)

    @property
    def key(self) -> Id:
        """What names it through every rebuild."""
        return self.id

    @property
    def is_heading(self) -> bool:
        """Whether the row only heads others."""
        return self.record is None and self.parent is not None

    def walk(self) -> Iterator[Node]:
        """All rows below, from top to bottom."""
        for kid in self.kids:
            yield kid
            yield from kid.walk()

    def add(self, kid: Node) -> None:
        """Hang a node below this one."""
        kid.row = len(self.kids)
        self.kids.append(kid)


def build(plan: Plan, shown: Collection[Id] | None = None, today: date | None = None) -> Node:
    """The tree of a plan; `shown` are the ids of tasks and measures to be shown (with the rows above them), None for all."""
    root = Node(ROOT, None, None)
    states = TaskStates(plan, sheet_of(plan), today or date.today())
    has_headings = any(task.heading.strip() for task in plan.tasks)
    home, number = root, 0
    for task in plan.tasks:
        heading = task.heading.strip()
        if has_headings and (home is root or home.cells[NAME] != (heading or "其他任务")):
            number += 1
            home = Node(number, None, root)
            home.cells = ("", heading or "其他任务", "", "", "", "")
            root.add(home)
        node = _task(plan, task, home, states)
        for measure in plan.measures(task.id):
            if shown is None or task.id in shown or measure.id in shown:
                node.add(_measure(plan, measure, node, states))
        if shown is None or task.id in shown or node.kids:
            home.add(node)
    root.kids = [kid for kid in root.kids if not kid.is_heading or kid.kids]
    for row, kid in enumerate(root.kids):
        kid.row = row
        if kid.is_heading:
            kid.cells = (*kid.cells[:INDICATOR], f"{len(kid.kids)} 项", "")
    return root


def _task(plan: Plan, task: Task, home: Node, states: TaskStates) -> Node:
    node = Node(task.id, task, home)
    node.owners = [
        name
        for r in plan.responsibilities(task.id)
        if r.role in OWNERS and (name := r.capacity or plan.bearer_name(r.unit))
    ]
    name, asked = " ".join(task.theme.split()), " ".join(task.superior_text.split())
    goal = " ".join(task.goal.split())
    node.below = (asked if name else "") or (f"目标：{goal}" if goal else "")
    indicator = plan.get(Indicator, task.indicator)
    _show_handling(plan, node, states)
    shown = f"{indicator.ordinal} {indicator.name}".strip() if indicator else ""
    node.cells = (
        task.ordinal,
        name or asked,
        " ".join(task.deadline.split()) or DASH,
        "、".join(node.owners) or DASH,
        shown or DASH,
        node.state,
    )
    return node


def _measure(plan: Plan, measure: Measure, task: Node, states: TaskStates) -> Node:
    node = Node(measure.id, measure, task)
    _show_handling(plan, node, states)
    node.cells = ("", " ".join(measure.text.split()), " ".join(measure.deadline.split()), "", "", node.state)
    return node


def _show_handling(plan: Plan, node: Node, states: TaskStates) -> None:
    """The state of a row, and who said what about how far it is."""
    record, handled = node.record, states.handled
    assert record is not None
    found = handled.of(record)
    node.state = states.of(record)
    node.said = "\n".join(handling_words(plan, row) for row in handled.words(record.id))
    if found.is_done:
        late = days_late(plan, record, found)
        day = f"{found.done_on.month}月{found.done_on.day}日办结" if found.done_on else FINISHED
        node.said = f"{day}{f'，比时限晚 {late} 天' if late else ''}\n{node.said}".strip()
