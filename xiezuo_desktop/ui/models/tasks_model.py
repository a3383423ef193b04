"""The Qt model of the table of tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QMimeData, Qt, Signal

from ...core.records import Measure, Responsibility, Task
from ...core.task_steps import Gap
from ..handling import may_say
from .outline_model import CENTRE, Index, OutlineModel
from .outline_rows import TreeRows
from .task_nodes import DEADLINE, HEADINGS, INDICATOR, NAME, ORDINAL, ROOT, STATE, UNITS, Node, build

if TYPE_CHECKING:
    from ...core.records import Id

TASKS_FORMAT = "application/x-xiezuo-tasks"
TASK_FIELDS = {ORDINAL: "ordinal", NAME: "theme", DEADLINE: "deadline"}
MEASURE_FIELDS = {NAME: "text", DEADLINE: "deadline"}


class TasksModel(OutlineModel[Node]):
    """Heading → task → measures."""

    typed = Signal(object, str, str)  # Node, field, text
    moved = Signal(object, object)  # ids and Gap: rows were dropped

    headings = HEADINGS
    sides: ClassVar[dict[int, Qt.AlignmentFlag]] = {ORDINAL: CENTRE}
    drag_format = TASKS_FORMAT

    def _make(self) -> TreeRows[Node]:
        return TreeRows(build(self.plan, self._shown), self.closed)

    def is_in_plan(self, key: Id) -> bool:
        return any(self.plan.get(record, key) for record in (Task, Measure))

    # ------------------------------------------------------------------------------------------------ cells

    def _typed(self, node: Node, column: int) -> str:
        name = _field(node, column)
        return str(getattr(node.record, name)) if name else node.cells[column]

    def _tip(self, node: Node, column: int) -> str | None:
        more = node.below if column == NAME else node.said if column == STATE else ""
        return "\n\n".join(t for t in (node.cells[column], more) if t) or None

    def _spoken(self, node: Node, column: int) -> str:
        return node.cells[NAME] if node.is_heading else super()._spoken(node, column)

    def structure_free(self) -> bool:
        return not self.locked and self._session.may_change(Task, (0, 0, 0))

    def editable(self, index: Index) -> bool:
        node, column = self.node(index), index.column()
        if node.record is not None and column == STATE:
            return may_say(self._session, node.id)
        if node.record is None or not self._session.may_change(type(node.record), node.record.key):
            return False
        if column in self.fixed_columns:
            return False
        return bool(_field(node, column)) or (isinstance(node.record, Task) and column in (UNITS, INDICATOR))

    def is_fixed(self, column: int) -> bool:
        return column == UNITS and self._session.is_fixed(Responsibility, "unit")

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.editable(index):
            return False
        node = self.node(index)
        name = _field(node, index.column())
        if name and str(value).strip() != self.data(index, role):
            self.typed.emit(node, name, str(value).strip())
        return bool(name)

    # ------------------------------------------------------------------------------------------------ drag and drop

    def dragged(self, data: QMimeData) -> tuple[type[Task | Measure], list[Id]]:
        """What is being dragged: tasks, or measures where no task is among the rows; as far as they stand in this plan."""
        ids = self._ids_in(data)
        tasks = [i for i in ids if self.plan.get(Task, i)]
        return (Task, tasks) if tasks else (Measure, [i for i in ids if self.plan.get(Measure, i)])

    def gap_at(self, moved: type[Task | Measure], row: int, parent: Index) -> Gap | None:
        """The place that Qt means by “before this row of that parent” (row -1: as the last); None where there is none."""
        above = self.node(parent)
        behind = above.kids[row] if 0 <= row < len(above.kids) else None
        if moved is Measure:
            return Gap(behind.id if behind else None, task=above.id) if isinstance(above.record, Task) else None
        if above.is_heading:
            last = above.kids[-1].record if above.kids else None
            heading = last.heading if isinstance(last, Task) else ""
            return Gap(behind.id if behind else self._behind(above), heading)
        if above.id == ROOT and not (behind and behind.is_heading) and not any(k.is_heading for k in above.kids):
            return Gap(behind.id if behind else None)
        return None

    def _behind(self, heading: Node) -> Id | None:
        """The first task under the heading that follows."""
        later = self.root.kids[heading.row + 1 :]
        return next((k.kids[0].id for k in later if k.kids), None)

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if not data.hasFormat(TASKS_FORMAT) or not self.structure_free():
            return False
        moved, ids = self.dragged(data)
        return bool(ids) and self.gap_at(moved, row, parent) is not None

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if self.canDropMimeData(data, action, row, column, parent):
            moved, ids = self.dragged(data)
            self.moved.emit(ids, self.gap_at(moved, row, parent))
        return False  # the rows were moved in the plan: the view has nothing to remove


def _field(node: Node, column: int) -> str:
    """The field that a cell edits; "" for none."""
    if node.record is None:
        return ""
    return (TASK_FIELDS if isinstance(node.record, Task) else MEASURE_FIELDS).get(column, "")
