"""The rows of the table of tasks as nodes: headings where the document has them, tasks, and their measures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ...core.deadlines import read_deadline
from ...core.figures.attention import AHEAD, next_day
from ...core.records import Indicator, Measure, Task
from .indicator_nodes import BEHIND, DASH, NOTHING_TO_REPORT, OWNERS, sheet_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ...core.figures.sheet import FigureSheet
    from ...core.plan import Plan
    from ...core.records import Id

ORDINAL, NAME, DEADLINE, UNITS, INDICATOR, STATE = range(6)
HEADINGS = ("序号", "工作任务和落实措施", "完成时限", "责任单位", "关联指标", "状态")
ROOT: Id = 0
OVER, SOON, AHEAD_OF_TIME, ONGOING, NO_DAY = "已到时限", "临近时限", "未到时限", "持续推进", "没写时限"
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
    sheet, today = sheet_of(plan), today or date.today()
    has_headings = any(task.heading.strip() for task in plan.tasks)
    home, number = root, 0
    for task in plan.tasks:
        heading = task.heading.strip()
        if has_headings and (home is root or home.cells[NAME] != (heading or "其他任务")):
            number += 1
            home = Node(number, None, root)
            home.cells = ("", heading or "其他任务", "", "", "", "")
            root.add(home)
        node = _task(plan, task, home, sheet, today)
        for measure in plan.measures(task.id):
            if shown is None or task.id in shown or measure.id in shown:
                node.add(_measure(plan, measure, node, today))
        if shown is None or task.id in shown or node.kids:
            home.add(node)
    root.kids = [kid for kid in root.kids if not kid.is_heading or kid.kids]
    for row, kid in enumerate(root.kids):
        kid.row = row
        if kid.is_heading:
            kid.cells = (*kid.cells[:INDICATOR], f"{len(kid.kids)} 项", "")
    return root


def _task(plan: Plan, task: Task, home: Node, sheet: FigureSheet | None, today: date) -> Node:
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
    node.state = _state_of_indicator(indicator, sheet) or by_deadline(plan, task.deadline, today)
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


def _measure(plan: Plan, measure: Measure, task: Node, today: date) -> Node:
    node = Node(measure.id, measure, task)
    node.state = by_deadline(plan, measure.deadline, today) if measure.deadline.strip() else ""
    node.cells = ("", " ".join(measure.text.split()), " ".join(measure.deadline.split()), "", "", node.state)
    return node


def _state_of_indicator(indicator: Indicator | None, sheet: FigureSheet | None) -> str:
    """How far the linked indicator is; "" where there is none, or nothing is reported that could be rated."""
    if indicator is None or sheet is None:
        return ""
    entry = sheet.entry(indicator, 0)
    rated = entry.rate is not None or entry.state in BEHIND | {"done"}
    return entry.state_label if rated and entry.state not in NOTHING_TO_REPORT else ""


def by_deadline(plan: Plan, text: str, today: date) -> str:
    """Where a day stands to a deadline. Whether the work is done the plan does not know."""
    read = read_deadline(text, plan.info.year)
    due = next_day(text, today) if read.kind == "recurring" else read.due
    if due is None:
        return ONGOING if read.kind in ("ongoing", "recurring") else NO_DAY
    left = (due - today).days
    return OVER if left < 0 else SOON if left <= AHEAD else AHEAD_OF_TIME
