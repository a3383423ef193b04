"""The Qt model of the unit tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QMimeData, Qt, Signal

from ...core.records import Unit, UnitGroup
from ...core.unit_steps import below
from .outline_model import RIGHT, Index, OutlineModel
from .outline_rows import TreeRows
from .unit_nodes import ALIASES, DASH, HEADINGS, KIND, NAME, PLAQUES, SIGN, USES, Node, Place, build

if TYPE_CHECKING:
    from ...core.records import Id

UNITS_FORMAT = "application/x-xiezuo-units"
TYPED = {NAME, PLAQUES, ALIASES}  # columns that are typed into; the kind has a list


class UnitsModel(OutlineModel[Node]):
    """Units below their parents, then groups with their members."""

    typed = Signal(object, int, str)  # node, column, text
    moved = Signal(
        object, object, object
    )  # ids of units, id of the new parent (or None), id of the unit behind (or None)
    joined = Signal(object, object)  # ids of units, id of the group they were dropped on

    headings = HEADINGS
    sides: ClassVar[dict[int, Qt.AlignmentFlag]] = {USES: RIGHT}
    drag_format = UNITS_FORMAT

    def _make(self) -> TreeRows[Node]:
        return TreeRows(build(self.plan, self._shown), self.closed)

    def place_of(self, bearer: Id) -> Place | None:
        """Where a unit or group stands, unless a filter hides it."""
        return next((p for p in (("unit", bearer, 0), ("group", bearer, 0)) if self.node_of(p)), None)

    def is_in_plan(self, key: Place) -> bool:
        return self.plan.bearer(key[1]) is not None

    # ------------------------------------------------------------------------------------------------ cells

    def _typed(self, node: Node, column: int) -> str:
        return "" if node.cells[column] == DASH else node.cells[column]

    def _tip(self, node: Node, column: int) -> str | None:
        return node.warning or (node.cells[column] if column != SIGN else None)

    def _spoken(self, node: Node, column: int) -> str:
        words = f"{HEADINGS[column]}：{node.cells[column]}" if column > NAME else node.cells[NAME]
        return f"{words}，{node.warning}" if node.warning and column == NAME else words

    def editable(self, index: Index) -> bool:
        node, column = self.node(index), index.column()
        if not self._session.can_edit or node.record is None or node.what == "member":
            return False
        return column in (NAME, ALIASES) or (isinstance(node.record, Unit) and column in (KIND, PLAQUES))

    def draggable(self, node: Node) -> bool:
        return node.what == "unit"

    def _id_of(self, node: Node) -> Id:
        return node.place[1]

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.editable(index) or index.column() not in TYPED:
            return False
        if str(value).strip() != self.data(index, role):
            self.typed.emit(self.node(index), index.column(), str(value).strip())
        return True

    # ------------------------------------------------------------------------------------------------ drag and drop

    def dragged(self, data: QMimeData) -> list[Id]:
        """The ids of the units that are being dragged, as far as they stand in this plan."""
        return [i for i in self._ids_in(data) if self.plan.get(Unit, i)]

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
