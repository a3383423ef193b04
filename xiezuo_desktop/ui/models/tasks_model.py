"""The Qt model of the table of tasks. It owns its nodes; Qt gets their ids only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ...core.records import Measure, Task
from ...core.task_steps import Gap
from .task_nodes import DEADLINE, HEADINGS, INDICATOR, NAME, ORDINAL, ROOT, UNITS, Node, build

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ...core.plan import Plan
    from ...core.records import Id
    from ..session import Session

Index = QModelIndex | QPersistentModelIndex
TASKS_FORMAT = "application/x-xiezuo-tasks"
NOWHERE = QModelIndex()
TASK_FIELDS = {ORDINAL: "ordinal", NAME: "theme", DEADLINE: "deadline"}
MEASURE_FIELDS = {NAME: "text", DEADLINE: "deadline"}
_FLAG = Qt.ItemFlag


class TasksModel(QAbstractItemModel):
    """Heading → task → measures. A change of words is told by `dataChanged`, a change of shape by a reset."""

    typed = Signal(object, str, str)  # Node, field, text
    moved = Signal(object, object)  # ids and Gap: rows were dropped

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: frozenset[Id] | None = None
        self.locked = False
        self._take(build(session.plan))

    # ------------------------------------------------------------------------------------------------ the plan

    @property
    def plan(self) -> Plan:
        """The plan that is shown."""
        return self._session.plan

    def refresh(self, also: Collection[Id] = ()) -> None:
        """Show what the plan says now; the rows in `also` are shown even where a filter hides their like."""
        if self._shown is not None:
            self._shown |= frozenset(also)
        fresh = build(self.plan, self._shown)
        if _shape(fresh) != _shape(self._root):
            self._reset(fresh)
            return
        before = [(node.cells, node.below) for node in self._root.walk()]
        self._take(fresh)
        for old, node in zip(before, fresh.walk(), strict=True):
            if old != (node.cells, node.below):
                first = self.index_of(node.id)
                self.dataChanged.emit(first, first.siblingAtColumn(len(HEADINGS) - 1))

    def show_only(self, ids: Collection[Id] | None) -> None:
        """Show these tasks and measures and the rows above them, or all."""
        shown = None if ids is None else frozenset(ids)
        if shown != self._shown:
            self._shown = shown
            self._reset(build(self.plan, shown))

    def _reset(self, root: Node) -> None:
        self.beginResetModel()
        self._take(root)
        self.endResetModel()

    def _take(self, root: Node) -> None:
        self._root = root
        self._nodes = {ROOT: root} | {node.id: node for node in root.walk()}

    # ------------------------------------------------------------------------------------------------ nodes

    @property
    def root(self) -> Node:
        """The node above all rows."""
        return self._root

    def node(self, index: Index) -> Node:
        """The node of an index; the root for an invalid one."""
        return self._nodes.get(index.internalId(), self._root) if index.isValid() else self._root

    def node_of(self, node_id: Id) -> Node | None:
        """The node with this id, when it is shown."""
        return self._nodes.get(node_id)

    def is_in_plan(self, node_id: Id) -> bool:
        """Whether a row still exists, though perhaps a filter hides it."""
        return any(self.plan.get(record, node_id) for record in (Task, Measure))

    def index_of(self, node_id: Id, column: int = 0) -> QModelIndex:
        """The index of a row, invalid when it is not shown."""
        node = self._nodes.get(node_id)
        return self.createIndex(node.row, column, node.id) if node and node.id != ROOT else QModelIndex()

    # ------------------------------------------------------------------------------------------------ Qt asks

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        kids = self.node(parent).kids
        if 0 <= row < len(kids) and 0 <= column < len(HEADINGS) and parent.column() <= 0:
            return self.createIndex(row, column, kids[row].id)
        return QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).parent
        return QModelIndex() if above is None or above.id == ROOT else self.createIndex(above.row, 0, above.id)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.column() > 0 else len(self.node(parent).kids)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADINGS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignHCenter if section == ORDINAL else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node, column = self.node(index), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return node.cells[column]
        if role == Qt.ItemDataRole.EditRole:
            name = _field(node, column)
            return getattr(node.record, name) if name else node.cells[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n\n".join(t for t in (node.cells[column], node.below if column == NAME else "") if t) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return node.cells[NAME] if node.is_heading else f"{HEADINGS[column]}：{node.cells[column] or '空'}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        free = self.structure_free()
        if not index.isValid():
            return _FLAG.NoItemFlags
        flags = _FLAG.ItemIsEnabled | _FLAG.ItemIsSelectable
        if self.editable(index):
            flags |= _FLAG.ItemIsEditable
        if free:
            flags |= _FLAG.ItemIsDropEnabled
            if not self.node(index).is_heading:
                flags |= _FLAG.ItemIsDragEnabled
        return flags

    def structure_free(self) -> bool:
        """Whether rows can be added, moved and deleted here."""
        return not self.locked and self._session.may_change(Task, (0, 0, 0))

    def editable(self, index: Index) -> bool:
        """Whether a cell can be typed into or has a list of its own."""
        node, column = self.node(index), index.column()
        if node.record is None or not self._session.may_change(type(node.record), node.record.key):
            return False
        return bool(_field(node, column)) or (isinstance(node.record, Task) and column in (UNITS, INDICATOR))

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.editable(index):
            return False
        node = self.node(index)
        name = _field(node, index.column())
        if name and str(value).strip() != self.data(index, role):
            self.typed.emit(node, name, str(value).strip())
        return bool(name)

    # ------------------------------------------------------------------------------------------------ drag and drop

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [TASKS_FORMAT]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        ids = dict.fromkeys(self.node(i).id for i in indexes if self.node(i).record is not None)
        data = QMimeData()
        data.setData(TASKS_FORMAT, QByteArray(" ".join(map(str, ids)).encode()))
        return data

    def dragged(self, data: QMimeData) -> tuple[type[Task | Measure], list[Id]]:
        """What is being dragged: tasks, or measures where no task is among the rows; as far as they stand in this plan."""
        ids = [int(w) for w in bytes(data.data(TASKS_FORMAT).data()).split() if w.isdigit()]
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
        later = self._root.kids[heading.row + 1 :]
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


def _shape(root: Node) -> list[tuple[Id, Id]]:
    return [(node.id, node.parent.id if node.parent else ROOT) for node in root.walk()]
