"""The Qt model of the indicator tree. It owns its nodes; Qt gets their ids only, because PySide6 keeps no objects alive."""

from __future__ import annotations

from functools import cache
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

from ...core.records import Category, Indicator
from . import indicator_nodes as nodes
from .indicator_nodes import HEADINGS, NO_CATEGORY, ROOT, Node

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ...core.changes import Changes
    from ...core.outline import Place
    from ...core.plan import Plan
    from ...core.records import Id
    from ..session import Session

Index = QModelIndex | QPersistentModelIndex
ROWS_FORMAT = "application/x-xiezuo-indicators"
NOWHERE = QModelIndex()
_COLUMNS = len(HEADINGS)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_HEADER_ALIGNMENT = {nodes.ORDINAL: _CENTRE, nodes.MEASURE_UNIT: _CENTRE, nodes.TARGET: _RIGHT, nodes.DONE: _RIGHT}
_FLAG = Qt.ItemFlag


class IndicatorsModel(QAbstractItemModel):
    """Category → indicator → sub rows. Values come from the session's plan and are written through it.

    A change of words is told by `dataChanged`; a change of shape by a reset, after which the view restores what it
    showed by ids (`about_to_reset`, `modelReset`).
    """

    moved = Signal(object, object)  # ids and Place: rows were dropped
    typed = Signal(object, str, str)  # id, field and text: a cell was edited

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: frozenset[Id] | None = None
        self.locked = False
        self._root = Node(None, ROOT, None, -1)
        self._nodes: dict[Id, Node] = {}

    # ------------------------------------------------------------------------------------------------ the plan

    @property
    def plan(self) -> Plan:
        """The plan that is shown."""
        return self._session.plan

    def refresh(self, also: Collection[Id] = ()) -> None:
        """Show what the plan says now; the rows in `also` are shown even where a filter hides their like."""
        if self._shown is not None:
            self._shown |= frozenset(i for i in also if self.plan.get(Indicator, i))
        fresh = nodes.build(self.plan, self._shown)
        if _shape(fresh) != _shape(self._root):
            self._reset(fresh)
            return
        old = list(self._root.walk())
        self._take(fresh)
        for before, after in zip(old, fresh.walk(), strict=True):
            if before.cells != after.cells or before.tag != after.tag:
                first = self.index_of(after.id)
                self.dataChanged.emit(first, first.siblingAtColumn(len(HEADINGS) - 1))

    def take(self, changes: Changes) -> None:
        """Show what an edit changed. Where only words of indicators did, only their rows are made anew."""
        changed = [
            (self._nodes.get(key[0]), self.plan.get(Indicator, key)) for t, key in changes.rows if t is Indicator
        ]
        if len(changed) == len(changes.rows) and all(n and r and _same_place(n, r) for n, r in changed):
            sheet = nodes.sheet_of(self.plan)
            for node, record in changed:
                if node and record:
                    nodes.fill(self.plan, node, record, sheet)
                    first = self.index_of(node.id)
                    self.dataChanged.emit(first, first.siblingAtColumn(_COLUMNS - 1))
            return
        self.refresh([key[0] for record_type, key in changes.rows if record_type is Indicator])

    def show_only(self, ids: Collection[Id] | None) -> None:
        """Show these indicators and the rows above them, or all."""
        shown = None if ids is None else frozenset(ids)
        if shown != self._shown:
            self._shown = shown
            self._reset(nodes.build(self.plan, shown))

    def _reset(self, root: Node) -> None:
        self.beginResetModel()
        self._take(root)
        self.endResetModel()

    def _take(self, root: Node) -> None:
        self._root = root
        self._nodes = {ROOT: root} | {node.id: node for node in root.walk()}

    # ------------------------------------------------------------------------------------------------ nodes

    @property
    def shown(self) -> frozenset[Id] | None:
        """The indicators a filter lets through, None without a filter."""
        return self._shown

    def whole_tree(self) -> Node:
        """The tree of all rows, also of those that are filtered out."""
        return self._root if self._shown is None else nodes.build(self.plan)

    @property
    def root(self) -> Node:
        """The node above all rows."""
        return self._root

    def node(self, index: Index) -> Node:
        """The node of an index; the root for an invalid one, whose id is 0 like the root's."""
        return self._nodes.get(index.internalId(), self._root)

    def node_of(self, node_id: Id) -> Node | None:
        """The node with this id, when it is shown."""
        return self._nodes.get(node_id)

    def is_in_plan(self, node_id: Id) -> bool:
        """Whether a row still exists, though perhaps a filter hides it."""
        return any(self.plan.get(record_type, node_id) for record_type in (Indicator, Category))

    def index_of(self, node_id: Id, column: int = 0) -> QModelIndex:
        """The index of a row, invalid when it is not shown."""
        node = self._nodes.get(node_id)
        return self.createIndex(node.row, column, node.id) if node and node.id != ROOT else QModelIndex()

    # ------------------------------------------------------------------------------------------------ Qt asks

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        kids = self._nodes.get(parent.internalId(), self._root).kids  # asked for each cell: not by way of `node`
        if 0 <= row < len(kids) and 0 <= column < _COLUMNS and parent.column() <= 0:
            return self.createIndex(row, column, kids[row].id)
        return QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).parent
        return QModelIndex() if above is None or above.id == ROOT else self.createIndex(above.row, 0, above.id)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.column() > 0 else len(self.node(parent).kids)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return _COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADINGS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_HEADER_ALIGNMENT.get(section, _LEFT))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node, column = self.node(index), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return node.cells[column]
        if role == Qt.ItemDataRole.EditRole:
            return (
                getattr(node.record, nodes.FIELDS[column])
                if column in nodes.FIELDS and node.record
                else node.cells[column]
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(node, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(node, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_HEADER_ALIGNMENT.get(column, _LEFT))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        free = self._structure_free()
        if not index.isValid():
            return _FLAG.ItemIsDropEnabled if free else _FLAG.NoItemFlags
        return _flags(self.editable(index), free, free and not self.node(index).is_category)

    def editable(self, index: Index) -> bool:
        """Whether a cell can be typed into or has a list of its own."""
        node, column = self.node(index), index.column()
        if node.record is None or not self._session.may_change(type(node.record), node.record.key):
            return False
        return column == nodes.NAME if node.is_category else column in nodes.FIELDS or column == nodes.UNITS

    def _structure_free(self) -> bool:
        return not self.locked and self._session.may_change(Indicator, (0, 0, 0))

    def is_foreign(self, node: Node) -> bool:
        """Whether a row is of no concern to the unit to which this file was sent."""
        rights, record = self._session.rights, node.record
        return rights is not None and isinstance(record, Indicator) and not rights.concerns(Indicator, record.key)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.editable(index) or index.column() not in nodes.FIELDS:
            return False
        if value != self.data(index, role):
            self.typed.emit(self.node(index).id, nodes.FIELDS[index.column()], str(value))
        return True

    # ------------------------------------------------------------------------------------------------ drag and drop

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [ROWS_FORMAT]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        ids = dict.fromkeys(self.node(i).id for i in indexes if not self.node(i).is_category)
        data = QMimeData()
        data.setData(ROWS_FORMAT, QByteArray(" ".join(map(str, ids)).encode()))
        return data

    def dragged(self, data: QMimeData) -> list[Id]:
        """The ids of the rows that are being dragged, as far as they stand in this plan."""
        words = bytes(data.data(ROWS_FORMAT).data()).split()
        return [int(w) for w in words if w.isdigit() and self.plan.get(Indicator, int(w))]

    def place_at(self, row: int, parent: Index) -> Place:
        """The place in the plan that Qt means by “before this row of that parent” (row -1: as the last)."""
        from ...core.outline import Place

        above = self.node(parent)
        before = above.kids[row].id if 0 <= row < len(above.kids) else None
        if above.is_category:
            return Place(None if above.id == NO_CATEGORY else above.id, None, before)
        if above.id == ROOT:
            return Place(None, None, before)
        category = above
        while category.parent is not None and not category.is_category:
            category = category.parent
        return Place(category.id if category.id not in (ROOT, NO_CATEGORY) else None, above.id, before)

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        ids = self.dragged(data) if data.hasFormat(ROWS_FORMAT) else []
        if not ids or not self._structure_free():
            return False
        place = self.place_at(row, parent)
        if place.parent is None and place.category is None and self.plan.categories:
            return parent.isValid()  # between two categories there is no place for a row
        from ...core.outline import branch

        return place.parent not in branch(self.plan, ids)

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        self.moved.emit(self.dragged(data), self.place_at(row, parent))
        return False  # the rows were moved in the plan: the view has nothing to remove


@cache
def _flags(editable: bool, target: bool, draggable: bool) -> Qt.ItemFlag:
    """Flags of an index. Remembered, because Python takes its time to join enums and Qt asks for them at every turn."""
    flags = _FLAG.ItemIsEnabled | _FLAG.ItemIsSelectable
    for yes, flag in (
        (editable, _FLAG.ItemIsEditable),
        (target, _FLAG.ItemIsDropEnabled),
        (draggable, _FLAG.ItemIsDragEnabled),
    ):
        if yes:
            flags |= flag
    return flags


def _same_place(node: Node, record: Indicator) -> bool:
    """Whether a row still stands where its node does."""
    old = node.record
    return (
        isinstance(old, Indicator)
        and (old.order, old.parent, old.category) == (record.order, record.parent, record.category)
        and old.parent_relation == record.parent_relation
    )


def _shape(root: Node) -> list[tuple[Id, Id]]:
    return [(node.id, node.parent.id if node.parent else ROOT) for node in root.walk()]


def _tip(node: Node, column: int) -> str | None:
    record = node.record
    if column == nodes.UNITS and len(node.owners) > 1:
        return "\n".join(node.owners)
    if column == nodes.NAME and isinstance(record, Indicator):
        return f"{record.name}\n\n{record.definition}" if record.definition else record.name
    if isinstance(record, Category):
        return record.name
    if column == nodes.TARGET and node.split_total is not None:
        return f"没有写年度目标；各处分解合计 {node.cells[column]}"
    if column == nodes.TARGET and isinstance(record, Indicator):
        return "\n".join(filter(None, (record.target.strip() and node.cells[column], _last_year(record)))) or None
    return None


def _last_year(record: Indicator) -> str:
    from ..widgets.key_figure import last_year

    return last_year(record)


def _spoken(node: Node, column: int) -> str:
    if node.is_category:
        return node.cells[nodes.NAME]
    heading = "分解合计" if column == nodes.TARGET and node.split_total is not None else HEADINGS[column]
    return f"{heading}：{node.cells[column] or '空'}"
