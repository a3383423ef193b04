"""What a person can do to tasks and measures, each a named step through the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core import task_steps
from ...core.records import Measure, Task, full_key
from ...core.task_steps import Gap
from .plan_edits import RowEdits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...core.records import Id, Record
    from ..models.task_nodes import Node


class TaskEdits(RowEdits):
    """Adds, moves and deletes tasks and measures."""

    nothing_said = "没有写内容"

    @staticmethod
    def words_of(record: Record) -> str:
        return _words(record) if isinstance(record, Task | Measure) else ""

    # ------------------------------------------------------------------------------------------------ adding

    def add_task(self, current: Task | Measure | None) -> None:
        """A new task behind the current one."""
        from ...storage import new_id

        here, made = self._task_of(current), new_id()
        gap = Gap(self._after(here), here.heading if here else "")
        if self._do("新增任务", task_steps.add_task(self._plan, gap, made)):
            self._tell(Task, made, "新增任务")

    def add_measure(self, current: Task | Measure | None) -> None:
        """A new measure behind the current one, or as the last of the current task."""
        from ...storage import new_id

        task, made = self._task_of(current), new_id()
        if task is None:
            return
        gap = Gap(self._after(current) if isinstance(current, Measure) else None, task=task.id)
        if self._do("新增措施", task_steps.add_measure(self._plan, gap, made)):
            self._tell(Measure, made, "新增措施")

    def add_measures(self, current: Task | Measure | None, texts: Sequence[str]) -> None:
        """Several measures at once, behind the current one."""
        from ...storage import new_id

        task = self._task_of(current)
        if task is None or not texts:
            return
        made = [new_id() for _ in texts]
        gap = Gap(self._after(current) if isinstance(current, Measure) else None, task=task.id)
        label = f"粘贴 {len(texts)} 条措施"
        if self._do(label, task_steps.add_measures(self._plan, gap, texts, made)):
            self._session.said.emit(f"已{label}", True)
            self.kept.emit(made)

    def _task_of(self, record: Task | Measure | None) -> Task | None:
        return self._plan.get(Task, record.task) if isinstance(record, Measure) else record

    def _peers(self, record: Task | Measure) -> list[Id]:
        if isinstance(record, Task):
            return [t.id for t in self._plan.tasks]
        return [m.id for m in self._plan.measures(record.task or 0)]

    def _after(self, record: Task | Measure | None) -> Id | None:
        """The row behind this one among its like."""
        if record is None:
            return None
        peers = self._peers(record)
        at = peers.index(record.id) + 1
        return peers[at] if at < len(peers) else None

    # ------------------------------------------------------------------------------------------------ moving

    def move(self, ids: Sequence[Id], gap: Gap) -> None:
        """Move tasks under a heading, or measures into a task."""
        tasks = gap.task is None
        steps = (task_steps.move_tasks if tasks else task_steps.move_measures)(self._plan, ids, gap)
        if self._do(f"移动 {len(ids)} {'项任务' if tasks else '条措施'}", steps):
            self.kept.emit(list(ids))

    def shift(self, rows: Sequence[Node], up: bool) -> None:
        """Move rows of one kind one place up or down; a measure at the end of its task goes into the next task."""
        records = [n.record for n in rows if n.record is not None]
        if not records:
            return
        records = [r for r in records if type(r) is type(records[0])]
        edge = records[0] if up else records[-1]
        peers, ids = self._peers(edge), [r.id for r in records]
        at = peers.index(edge.id)
        task = edge.task if isinstance(edge, Measure) else None
        if up and at > 0:
            before: Id | None = peers[at - 1]
        elif not up and at < len(peers) - 1:
            before = peers[at + 2] if at + 2 < len(peers) else None
        elif task is not None and (beside := self._task_beside(task, up)) is not None:
            inside = self._plan.measures(beside)
            task, before = beside, None if up or not inside else inside[0].id
        else:
            return
        self.move(ids, Gap(before, self._heading_at(edge, peers, at, up), task))

    def _task_beside(self, task: Id, up: bool) -> Id | None:
        ids = [t.id for t in self._plan.tasks]
        at = ids.index(task) + (-1 if up else 1)
        return ids[at] if 0 <= at < len(ids) else None

    def _heading_at(self, edge: Task | Measure, peers: list[Id], at: int, up: bool) -> str:
        """The heading that a task comes under when it changes places with its neighbour."""
        beside = at + (-1 if up else 1)
        neighbour = self._plan.get(Task, peers[beside]) if 0 <= beside < len(peers) else None
        return neighbour.heading if neighbour is not None and isinstance(edge, Task) else ""

    # ------------------------------------------------------------------------------------------------ changing

    def set_field(self, node: Node, field: str, text: str) -> None:
        """Set one text of one row."""
        if node.record is not None:
            label = type(node.record).fields[field].label
            with self._session.edit(f"修改“{label}”") as edit:
                edit.put(type(node.record), node.record.key, **{field: text})

    def set_fields(self, nodes: Sequence[Node], field: str, text: str) -> None:
        """Set one text of many rows in one step; "" clears."""
        rows = [n.record for n in nodes if n.record is not None and field in type(n.record).fields]
        if not rows:
            return
        label = f"“{type(rows[0]).fields[field].label}”"
        with self._session.edit(f"{'修改' if text else '清除'}{label}") as edit:
            for row in rows:
                edit.put(type(row), row.key, **{field: text})
        if edit.changes and len(rows) > 1:
            self._session.said.emit(f"已{'填写' if text else '清除'} {len(rows)} 行的{label}", True)

    def set_indicator(self, ids: Sequence[Id], indicator: Id | None) -> None:
        """Tie tasks to an indicator, or to none."""
        with self._session.edit("修改“关联指标”") as edit:
            for task in ids:
                edit.put(Task, full_key(task), indicator=indicator)

    def delete(self, rows: Sequence[Node]) -> None:
        """Delete tasks with their measures, and single measures; the status line offers the way back."""
        ids = [n.id for n in rows if n.record is not None]
        tasks = [n.record for n in rows if isinstance(n.record, Task)]
        if len(tasks) == 1 == len(ids):
            name = f"任务“{_words(tasks[0])[:16] or '未命名'}”"
        else:
            name = f" {len(tasks)} 项任务" if tasks else f" {len(ids)} 条措施"
        if self._do(f"删除{name}", task_steps.delete_rows(self._plan, ids)):
            self._session.said.emit(f"已删除{name}", True)

    def renumber(self) -> None:
        """Count all tasks anew."""
        if not self._do("全部重新编号", task_steps.renumber_tasks(self._plan)):
            self._session.said.emit("序号已经是连续的", False)


def _words(record: Task | Measure) -> str:
    return (record.theme or record.superior_text) if isinstance(record, Task) else record.text
