"""The Qt model of the unit tree. It owns its nodes; Qt gets their numbers only."""

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

from ...core.records import Unit, UnitGroup
from ...core.unit_steps import below
from .unit_nodes import HEADINGS, NAME, ROOT_PLACE, SIGN, USES, Node, Place, build

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ...core.plan import Plan
    from ...core.records import Id
    from ..session import Session

Index = QModelIndex | QPersistentModelIndex
UNITS_FORMAT = "application/x-xiezuo-units"
NOWHERE = QModelIndex()
TYPED = {NAME, 3, 4}  # columns that are typed into; the kind has a list
_FLAG = Qt.ItemFlag


class UnitsModel(QAbstractItemModel):
    """Units below their parents, then groups with their members."""

    typed = Signal(object, int, str)  # node, column, text
    moved = Signal(
        object, object, object
    )  # ids of units, id of the new parent (or None), id of the unit behind (or None)
    joined = Signal(object, object)  # ids of units, id of the group they were dropped on

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: frozenset[Id] | None = None
        self._take(build(session.plan))

    # ------------------------------------------------------------------------------------------------ the plan

    @property
    def plan(self) -> Plan:
        """The plan that is shown."""
        return self._session.plan

    def refresh(self, also: Collection[Id] = ()) -> None:
        """Show what the plan says now; units in `also` are shown even where a filter hides their like."""
        if self._shown is not None:
            self._shown |= frozenset(also)
        fresh = build(self.plan, self._shown)
        if _shape(fresh) != _shape(self._root):
            self._reset(fresh)
            return
        before = [list(node.cells) for node in self._root.walk()]
        self._take(fresh)
        for cells, node in zip(before, fresh.walk(), strict=True):
            if cells != node.cells:
                first = self.index_of(node.place)
                self.dataChanged.emit(first, first.siblingAtColumn(len(HEADINGS) - 1))

    def show_only(self, ids: Collection[Id] | None) -> None:
        """Show these units and groups and the rows above them, or all."""
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
        self._by_number = {0: root} | {node.number: node for node in root.walk()}
        self._by_place: dict[Place, Node] = {node.place: node for node in root.walk()}

    # ------------------------------------------------------------------------------------------------ nodes

    @property
    def root(self) -> Node:
        """The node above all rows."""
        return self._root

    def node(self, index: Index) -> Node:
        """The node of an index; the root for an invalid one."""
        return self._by_number.get(index.internalId(), self._root) if index.isValid() else self._root

    def index_of(self, place: Place, column: int = 0) -> QModelIndex:
        """The index of a row, invalid when it is not shown."""
        node = self._by_place.get(place)
        return self.createIndex(node.row, column, node.number) if node else QModelIndex()

    def place_of(self, bearer: Id) -> Place | None:
        """Where a unit or group stands, when it is shown."""
        return next((p for p in (("unit", bearer, 0), ("group", bearer, 0)) if p in self._by_place), None)

    # ------------------------------------------------------------------------------------------------ Qt asks

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        kids = self.node(parent).kids
        if 0 <= row < len(kids) and 0 <= column < len(HEADINGS) and parent.column() <= 0:
            return self.createIndex(row, column, kids[row].number)
        return QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).parent
        return (
            QModelIndex()
            if above is None or above.place == ROOT_PLACE
            else self.createIndex(above.row, 0, above.number)
        )

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
            side = Qt.AlignmentFlag.AlignRight if section == USES else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node, column = self.node(index), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            text = node.cells[column]
            return "" if role == Qt.ItemDataRole.EditRole and text == "—" else text
        if role == Qt.ItemDataRole.ToolTipRole:
            return node.warning or (node.cells[column] if column != SIGN else None)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = f"{HEADINGS[column]}：{node.cells[column]}" if column > NAME else node.cells[NAME]
            return f"{words}，{node.warning}" if node.warning and column == NAME else words
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return _FLAG.NoItemFlags
        flags = _FLAG.ItemIsEnabled | _FLAG.ItemIsSelectable
        if not self._session.can_edit:
            return flags
        if self.editable(index):
            flags |= _FLAG.ItemIsEditable
        if self.node(index).what == "unit":
            flags |= _FLAG.ItemIsDragEnabled
        return flags | _FLAG.ItemIsDropEnabled

    def editable(self, index: Index) -> bool:
        """Whether a cell can be typed into or has a list of its own."""
        node, column = self.node(index), index.column()
        if not self._session.can_edit or node.record is None or node.what == "member":
            return False
        return column in (NAME, 4) or (isinstance(node.record, Unit) and column in (2, 3))

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.editable(index) or index.column() not in TYPED:
            return False
        if str(value).strip() != self.data(index, role):
            self.typed.emit(self.node(index), index.column(), str(value).strip())
        return True

    # ------------------------------------------------------------------------------------------------ drag and drop

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [UNITS_FORMAT]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        nodes = [self.node(i) for i in indexes]
        ids = dict.fromkeys(node.place[1] for node in nodes if node.what == "unit")
        data = QMimeData()
        data.setData(UNITS_FORMAT, QByteArray(" ".join(map(str, ids)).encode()))
        return data

    def dragged(self, data: QMimeData) -> list[Id]:
        """The ids of the units that are being dragged, as far as they stand in this plan."""
        words = bytes(data.data(UNITS_FORMAT).data()).split()
        return [int(w) for w in words if w.isdigit() and self.plan.get(Unit, int(w))]

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        ids = self.dragged(data) if data.hasFormat(UNITS_FORMAT) and self._session.can_edit else []
        onto = self.node(parent)
        if not ids:
            return False
        if onto.what == "unit":
            return not any(onto.place[1] in below(self.plan, i) for i in ids)
        return onto.what == "group" or onto.place == ("heading", 1, 0)

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        onto, ids = self.node(parent), self.dragged(data)
        if isinstance(onto.record, UnitGroup):
            self.joined.emit(ids, onto.record.id)
            return False
        behind = onto.kids[row].place[1] if 0 <= row < len(onto.kids) else None
        self.moved.emit(ids, onto.record.id if onto.record else None, behind)
        return False  # the units were moved in the plan: the view has nothing to remove


def _shape(root: Node) -> list[tuple[Place, Place]]:
    return [(node.place, node.parent.place if node.parent else ROOT_PLACE) for node in root.walk()]
