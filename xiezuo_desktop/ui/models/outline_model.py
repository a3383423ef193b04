"""A tree as a flat Qt model: its rows are those that are open just now, so that Qt never walks through the others.

A view asks a tree model for every row that it might show: its children, its parent, whether it has any. Python answers in
microseconds each, which at 100,000 rows are seconds. Here opening and closing is the model's: rows come and go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QByteArray, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from ..icons import icon

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

    from ...core.plan import Plan
    from ...core.records import Id
    from ..session import Session
    from .outline_rows import OutlineNode, Rows

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
SHORT = 2  # signs of a heading beside which there is no room for a lock
ALL = "全部"  # the chip that shows all rows
_FLAG = Qt.ItemFlag
_Role = Qt.ItemDataRole


N = TypeVar("N", bound="OutlineNode")


class OutlineModel(QAbstractTableModel, Generic[N]):
    """Rows from the session's plan. A change of words is told by `dataChanged`, one of shape by a reset.

    A model says how its rows are made (`_make`), what its columns are, and what of them can be edited and moved.
    """

    headings: ClassVar[Sequence[str]]
    sides: ClassVar[dict[int, Qt.AlignmentFlag]] = {}  # of headings; the others stand at the left
    drag_format: ClassVar[str] = ""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: frozenset[Id] | None = None
        self.locked = False
        self.closed: set[Hashable] = set()  # keys of rows whose rows below are folded away, shown just now or not
        self.rows: Rows[N] = self._make()
        self.fixed_columns: frozenset[int] = frozenset()  # those that an issued plan keeps from being typed into
        for signal in (session.changed, session.file_changed, session.state_changed):
            signal.connect(self.look_fixed)
        self.look_fixed()

    def _make(self) -> Rows[N]:
        """The rows of the plan as it is now, of those in `_shown`."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------------------------ the plan

    @property
    def plan(self) -> Plan:
        """The plan that is shown."""
        return self._session.plan

    @property
    def shown(self) -> frozenset[Id] | None:
        """The records that a filter lets through, None without a filter."""
        return self._shown

    def refresh(self, also: Collection[Id] = ()) -> None:
        """Show what the plan says now; the records in `also` are shown even where a filter hides their like."""
        if self._shown is not None:
            self._shown |= frozenset(also)
        fresh = self._make()
        if fresh.shape() != self.rows.shape():
            self._reset(fresh)
            return
        self.rows = fresh
        if len(fresh):
            self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, self.columnCount() - 1))

    def show_only(self, ids: Collection[Id] | None) -> None:
        """Show these records and the rows above them, or all."""
        shown = None if ids is None else frozenset(ids)
        if shown != self._shown:
            self._shown = shown
            self._reset(self._make())

    def start_again(self) -> None:
        """Another file is open: nothing is filtered or closed."""
        self._shown = None
        self.closed.clear()
        self._reset(self._make())

    def _reset(self, rows: Rows[N]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    # ------------------------------------------------------------------------------------------------ rows

    @property
    def root(self) -> N:
        """The node above all rows."""
        return self.rows.root

    def node(self, index: Index) -> N:
        """The node of an index; the root for an invalid one."""
        row = index.row()
        return self.rows[row] if 0 <= row < len(self.rows) else self.rows.root

    def node_of(self, key: Hashable) -> N | None:
        """The node with this key, unless a filter hides it."""
        return self.rows.find(key)

    def is_in_plan(self, key: Any) -> bool:
        """Whether a row still exists, though perhaps a filter hides it."""
        raise NotImplementedError

    def index_of(self, key: Hashable, column: int = 0) -> QModelIndex:
        """The index of a row; invalid when it is filtered out or folded away."""
        row = self.rows.place(key)
        return QModelIndex() if row is None else self.index(row, column)

    def has_below(self, index: Index) -> bool:
        """Whether a row has others below it that can be folded away."""
        return index.isValid() and self.rows.has_below(index.row())

    def is_open(self, row: int) -> bool:
        """Whether the rows below a row are shown."""
        return self.rows.key(row) not in self.closed

    def below(self, row: int) -> int:
        """How many open rows lie below a row."""
        rows, level = self.rows, self.rows.level(row)
        end = row + 1
        while end < len(rows) and rows.level(end) > level:
            end += 1
        return end - row - 1

    def set_open(self, row: int, open_: bool) -> None:
        """Show the rows below a row, or fold them away."""
        if open_ == self.is_open(row) or not self.rows.has_below(row):
            return
        key = self.rows.key(row)
        if open_:
            self.beginInsertRows(NOWHERE, row + 1, row + self.rows.closed_below(row))
            self.closed.discard(key)
            self.rows.arrange(self.closed)
            self.endInsertRows()
        else:
            self.beginRemoveRows(NOWHERE, row + 1, row + self.below(row))
            self.closed.add(key)
            self.rows.arrange(self.closed)
            self.endRemoveRows()

    def set_closed(self, keys: Collection[Hashable]) -> None:
        """Close these rows and open all others."""
        if set(keys) != self.closed:
            self.beginResetModel()
            self.closed = set(keys)
            self.rows.arrange(self.closed)
            self.endResetModel()

    def reveal(self, key: Hashable) -> None:
        """Open what a row is folded away under."""
        node = self.rows.find(key)
        above = []
        while node is not None and node.parent is not None and node.parent is not self.rows.root:
            node = node.parent
            above.append(node.key)
        for each in reversed(above):
            row = self.rows.place(each)
            if row is not None:
                self.set_open(row, True)

    # ------------------------------------------------------------------------------------------------ Qt asks

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == _Role.DisplayRole:
            return self.headings[section]
        if role == _Role.TextAlignmentRole:
            return int(self.sides.get(section, LEFT))
        if section in self.fixed_columns:
            if role == _Role.DecorationRole and len(self.headings[section]) > SHORT:
                return icon("lock", "ink3")
            if role == _Role.ToolTipRole:
                return "计划已经下达，这一栏只能按文件调整"
        return None

    def is_fixed(self, column: int) -> bool:
        """Whether an issued plan keeps this column from being typed into, until a document is named."""
        return False

    def look_fixed(self, *_: object) -> None:
        """Find out which columns are fixed now."""
        found = frozenset(column for column in range(self.columnCount()) if self.is_fixed(column))
        if found != self.fixed_columns:
            self.fixed_columns = found
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            if len(self.rows):
                last = self.index(len(self.rows) - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node, column = self.node(index), index.column()
        if role == _Role.DisplayRole:
            return node.cells[column]
        if role == _Role.EditRole:
            return self._typed(node, column)
        if role == _Role.ToolTipRole:
            return self._tip(node, column)
        if role == _Role.AccessibleTextRole:
            return self._spoken(node, column)
        if role == _Role.AccessibleDescriptionRole:
            return self._where(index.row())
        if role == _Role.TextAlignmentRole:
            return int(self.sides.get(column, LEFT))
        return None

    def _typed(self, node: N, column: int) -> str:
        """What stands in the line when a cell is edited."""
        return node.cells[column]

    def _tip(self, node: N, column: int) -> str | None:
        """More about a cell."""
        return node.cells[column] or None

    def _spoken(self, node: N, column: int) -> str:
        """A cell for those who hear it."""
        return f"{self.headings[column]}：{node.cells[column] or '空'}"

    def _where(self, row: int) -> str:
        """Where a row stands in the tree, for those who hear it."""
        folded = ("，已展开" if self.is_open(row) else "，已收起") if self.rows.has_below(row) else ""
        return f"第 {self.rows.level(row) + 1} 级{folded}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        free = self.structure_free()
        if not index.isValid():
            return _FLAG.ItemIsDropEnabled if free else _FLAG.NoItemFlags
        return _FLAGS[self.editable(index), free, free and self.draggable(self.node(index))]

    def structure_free(self) -> bool:
        """Whether rows can be added, moved and deleted here."""
        return not self.locked and self._session.can_edit

    def editable(self, index: Index) -> bool:
        """Whether a cell can be typed into or has a list of its own."""
        raise NotImplementedError

    def draggable(self, node: N) -> bool:
        """Whether a row can be dragged elsewhere, where rows can be."""
        return not node.is_heading

    # ------------------------------------------------------------------------------------------------ drag and drop

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [self.drag_format]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        nodes = [self.rows[row] for row in dict.fromkeys(i.row() for i in indexes)]
        ids = dict.fromkeys(self._id_of(node) for node in nodes if self.draggable(node))
        data = QMimeData()
        data.setData(self.drag_format, QByteArray(" ".join(map(str, ids)).encode()))
        return data

    def _id_of(self, node: N) -> Id:
        return node.key  # type: ignore[no-any-return]

    def _ids_in(self, data: QMimeData) -> list[Id]:
        """The ids of the rows that are being dragged, as they were when the dragging began."""
        return [int(word) for word in bytes(data.data(self.drag_format).data()).split() if word.isdigit()]


def _joined(editable: bool, target: bool, draggable: bool) -> Qt.ItemFlag:
    flags = _FLAG.ItemIsEnabled | _FLAG.ItemIsSelectable | _FLAG.ItemNeverHasChildren
    for yes, flag in (
        (editable, _FLAG.ItemIsEditable),
        (target, _FLAG.ItemIsDropEnabled),
        (draggable, _FLAG.ItemIsDragEnabled),
    ):
        if yes:
            flags |= flag
    return flags


# Joined once, because Python takes its time to join enums and Qt asks for them at every turn.
_FLAGS = {(e, t, d): _joined(e, t, d) for e in (False, True) for t in (False, True) for d in (False, True)}
