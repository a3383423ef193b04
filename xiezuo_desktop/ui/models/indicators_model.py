"""The Qt model of the indicator tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QMimeData, Qt, Signal

from ...core.records import Category, Indicator, Responsibility
from . import indicator_nodes as nodes
from .indicator_nodes import HEADINGS, NO_CATEGORY, ROOT, Node
from .indicator_rows import IndicatorRows
from .outline_model import CENTRE, RIGHT, Index, OutlineModel

if TYPE_CHECKING:
    from collections.abc import Collection

    from ...core.changes import Changes
    from ...core.outline import Place
    from ...core.records import Id

ROWS_FORMAT = "application/x-xiezuo-indicators"
_LAST = len(HEADINGS) - 1


class IndicatorsModel(OutlineModel[Node]):
    """Category → indicator → sub rows."""

    moved = Signal(object, object)  # ids and Place: rows were dropped
    typed = Signal(object, str, str)  # id, field and text: a cell was edited

    headings = HEADINGS
    sides: ClassVar[dict[int, Qt.AlignmentFlag]] = {
        nodes.ORDINAL: CENTRE,
        nodes.MEASURE_UNIT: CENTRE,
        nodes.TARGET: RIGHT,
        nodes.LAST_YEAR: RIGHT,
        nodes.DONE: RIGHT,
    }
    drag_format = ROWS_FORMAT
    rows: IndicatorRows

    _whole: IndicatorRows | None = None  # all rows, also while a filter shows some of them

    def _make(self) -> IndicatorRows:
        if self._whole is None or self._whole.plan is not self.plan:
            self._whole = IndicatorRows.of(self.plan, self.closed)
        if self._shown is not None:
            return self._whole.narrowed(self._shown, self.closed)
        self._whole.arrange(self.closed)
        return self._whole

    def prepare(self) -> None:
        """Note where each indicator stands, before somebody waits for it."""
        self.rows.find(None)

    def refresh(self, also: Collection[Id] = ()) -> None:
        super().refresh([i for i in also if self.plan.get(Indicator, i)])

    def take(self, changes: Changes) -> None:
        """Show what an edit changed. Where only words of indicators did, only their rows are told."""
        if all(record_type is Indicator and self._stays(key[0]) for record_type, key in changes.rows):
            self.rows = self._make()
            for _, key in changes.rows:
                first = self.index_of(key[0])
                if first.isValid():
                    self.dataChanged.emit(first, first.siblingAtColumn(_LAST))
        else:
            self.refresh([key[0] for record_type, key in changes.rows if record_type is Indicator])

    def _stays(self, indicator: Id) -> bool:
        """Whether a row still stands where it did."""
        node, record = self.node_of(indicator), self.plan.get(Indicator, indicator)
        old = node.record if node else None
        return (
            isinstance(old, Indicator)
            and record is not None
            and (old.order, old.parent, old.category) == (record.order, record.parent, record.category)
            and old.parent_relation == record.parent_relation
        )

    def is_in_plan(self, key: Id) -> bool:
        return any(self.plan.get(record_type, key) for record_type in (Indicator, Category))

    # ------------------------------------------------------------------------------------------------ cells

    def _typed(self, node: Node, column: int) -> str:
        if column in nodes.FIELDS and node.record:
            return str(getattr(node.record, nodes.FIELDS[column]))
        return node.cells[column]

    def _tip(self, node: Node, column: int) -> str | None:
        return _tip(node, column)

    def _spoken(self, node: Node, column: int) -> str:
        if node.is_category:
            return node.cells[nodes.NAME]
        heading = "分解合计" if column == nodes.TARGET and node.split_total is not None else HEADINGS[column]
        return f"{heading}：{node.cells[column] or '空'}"

    def editable(self, index: Index) -> bool:
        node, column = self.node(index), index.column()
        if node.record is None or not self._session.may_change(type(node.record), node.record.key):
            return False
        if node.is_category:
            return bool(column == nodes.NAME)
        return (column in nodes.FIELDS or column == nodes.UNITS) and column not in self.fixed_columns

    def is_fixed(self, column: int) -> bool:
        if column == nodes.UNITS:
            return self._session.is_fixed(Responsibility, "unit")
        return self._session.is_fixed(Indicator, nodes.FIELDS.get(column, ""))

    def structure_free(self) -> bool:
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

    def dragged(self, data: QMimeData) -> list[Id]:
        """The ids of the rows that are being dragged, as far as they stand in this plan."""
        return [i for i in self._ids_in(data) if self.plan.get(Indicator, i)]

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
        if not ids or not self.structure_free():
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
