"""What a person can do to the rows of the indicator tree, each a named step through the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core import outline
from ...core.errors import Invalid
from ...core.outline import Place
from ...core.records import Category, Indicator, Responsibility, full_key
from ..models.indicator_nodes import OWNERS
from .plan_edits import RowEdits

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ...core.changes import Step
    from ...core.plan import Plan
    from ...core.records import Id, Record


class IndicatorEdits(RowEdits):
    """Adds, moves and deletes rows of the indicator tree."""

    nothing_said = "没有写名称"

    @staticmethod
    def words_of(record: Record) -> str:
        return record.name if isinstance(record, Indicator | Category) else ""

    def _do(self, label: str, steps: Sequence[Step]) -> bool:
        regular = outline.is_regular(self._plan)
        changed = super()._do(label, steps)
        renumbered = sum("ordinal" in getattr(s, "values", {}) for s in steps if s.record is Indicator)
        if changed and renumbered > 1 and regular:
            self._session.said.emit(f"{label}，序号已重排", True)
        return changed

    # ------------------------------------------------------------------------------------------------ adding

    def add_below(self, current: Id | None) -> None:
        """A new indicator behind the current row and what hangs below it; in a category, as its first."""
        plan = self._plan
        indicator = plan.get(Indicator, current)
        if indicator:
            place = outline.place_of(plan, indicator)
        else:
            category = plan.get(Category, current) or next(iter(plan.categories[-1:]), None)
            place = Place(category.id if category else None)
            if plan.get(Category, current):
                first = next(iter(outline.siblings(plan, place)), None)
                place = Place(place.category, None, first.id if first else None)
        self._add("新增指标", place)

    def add_sub(self, current: Id | None) -> None:
        """A new sub row (其中) of the current indicator, as its last."""
        indicator = self._plan.get(Indicator, current)
        if indicator:
            place = outline.place_of(self._plan, indicator)
            self._add("新增其中项", Place(place.category, indicator.id), measure_unit=indicator.measure_unit)

    def _add(self, label: str, place: Place, **values: str) -> None:
        from ...storage import new_id

        made = new_id()
        if self._do(label, outline.add_indicator(self._plan, place, made, **values)):
            self._tell(Indicator, made, label)

    def add_category(self, current: Id | None) -> None:
        """A new category behind that of the current row."""
        from ...storage import new_id

        plan, made = self._plan, new_id()
        here = self._category_of(current)
        categories = [c.id for c in plan.categories]
        behind = categories[categories.index(here) + 1 :] if here in categories else []
        if self._do("新增类别", outline.add_category(plan, behind[0] if behind else None, made)):
            self._tell(Category, made, "新增类别")

    def _category_of(self, current: Id | None) -> Id | None:
        indicator = self._plan.get(Indicator, current)
        return outline.place_of(self._plan, indicator).category if indicator else current

    # ------------------------------------------------------------------------------------------------ moving

    def move(self, ids: Collection[Id], place: Place) -> None:
        """Move rows to a place, as when they are dropped there."""
        try:
            steps = outline.move_indicators(self._plan, ids, place)
        except Invalid as error:
            self._session.failed.emit(error)
            return
        if self._do(f"移动{_named(self._plan, ids)}", steps):
            self.kept.emit(ids)

    def shift(self, ids: Sequence[Id], up: bool) -> None:
        """Move rows one place up or down among their like; at the end of a category into the next one."""
        plan = self._plan
        category = plan.get(Category, ids[0]) if len(ids) == 1 else None
        if category:
            self._shift_category(category.id, up)
            return
        rows = outline.topmost(plan, ids)
        if not rows:
            return
        edge = rows[0] if up else rows[-1]
        here = outline.place_of(plan, edge)
        peers = [s.id for s in outline.siblings(plan, here)]
        at = peers.index(edge.id)
        if up and at > 0:
            place = Place(here.category, here.parent, peers[at - 1])
        elif not up and at < len(peers) - 1:
            place = Place(here.category, here.parent, peers[at + 2] if at + 2 < len(peers) else None)
        elif here.parent is None and (beside := self._category_beside(here.category, up)) is not None:
            first = next(iter(outline.siblings(plan, Place(beside))), None)
            place = Place(beside, None, None if up or first is None else first.id)
        else:
            return
        self.move([r.id for r in rows], place)

    def _category_beside(self, category: Id | None, up: bool) -> Id | None:
        ids = [c.id for c in self._plan.categories]
        if category not in ids:
            return ids[-1] if up and ids else None
        at = ids.index(category) + (-1 if up else 1)
        return ids[at] if 0 <= at < len(ids) else None

    def _shift_category(self, category: Id, up: bool) -> None:
        ids = [c.id for c in self._plan.categories]
        at = ids.index(category)
        if up and at > 0:
            before: Id | None = ids[at - 1]
        elif not up and at < len(ids) - 1:
            before = ids[at + 2] if at + 2 < len(ids) else None
        else:
            return
        if self._do("移动类别", outline.move_category(self._plan, category, before)):
            self.kept.emit([category])

    def indent(self, ids: Collection[Id]) -> None:
        """Make rows sub rows (其中) of the row above them."""
        plan = self._plan
        rows = outline.topmost(plan, ids)
        if rows:
            here = outline.place_of(plan, rows[0])
            peers = [s.id for s in outline.siblings(plan, here)]
            at = peers.index(rows[0].id)
            if at > 0:
                self.move([r.id for r in rows], Place(here.category, peers[at - 1]))

    def outdent(self, ids: Collection[Id]) -> None:
        """Lift sub rows to the level of their parent, behind it."""
        plan = self._plan
        rows = outline.topmost(plan, ids)
        parent = plan.get(Indicator, rows[0].parent) if rows else None
        if parent:
            self.move([r.id for r in rows], outline.place_of(plan, parent))

    # ------------------------------------------------------------------------------------------------ deleting, numbering

    def delete(self, ids: Sequence[Id]) -> None:
        """Delete rows and categories with all that is in them; the status line offers the way back."""
        plan = self._plan
        categories = [i for i in ids if plan.get(Category, i)]
        indicators = [i for i in ids if plan.get(Indicator, i)]
        names = _named(plan, [*categories, *indicators])
        inside = [i.id for c in categories for i, _ in plan.tree_of(plan.get(Category, c))]
        count = len(outline.branch(plan, [*indicators, *inside]))
        if self._do(f"删除{names}", outline.delete_rows(plan, indicators, categories)):
            self._session.said.emit(f"已删除{names}" + (f"，共 {count} 行" if count > 1 else ""), True)

    def renumber(self) -> None:
        """Number all rows anew, also where the document counted in a way of its own."""
        if not self._do("全部重新编号", outline.renumber_steps(self._plan)):
            self._session.said.emit("序号已经是连续的", False)

    def set_field(self, row: Id, field: str, text: str) -> None:
        """Set one text of one row."""
        record_type = Indicator if self._plan.get(Indicator, row) else Category
        label = (
            record_type.fields[field].label if record_type is Indicator else f"类别{record_type.fields[field].label}"
        )
        with self._session.edit(f"修改“{label}”") as edit:
            edit.put(record_type, full_key(row), **{field: text})

    def clear_owners(self, rows: Sequence[Id]) -> None:
        """Take the responsible units off many rows in one step; those who only help stay."""
        gone = [r for row in rows for r in _owners(self._plan, row)]
        if gone:
            with self._session.edit("清除“责任部门”") as edit:
                for responsibility in gone:
                    edit.delete(Responsibility, responsibility.key)

    def set_fields(self, rows: Sequence[Id], field: str, text: str) -> None:
        """Set one text of many rows in one step; "" clears."""
        rows = [r for r in rows if self._plan.get(Indicator, r)]
        label = f"“{Indicator.fields[field].label}”"
        if rows:
            with self._session.edit(f"{'修改' if text else '清除'}{label}") as edit:
                for row in rows:
                    edit.put(Indicator, full_key(row), **{field: text})
            if edit.changes and len(rows) > 1:
                self._session.said.emit(f"已{'填写' if text else '清除'} {len(rows)} 行的{label}", True)


def _owners(plan: Plan, indicator: Id) -> list[Responsibility]:
    return [r for r in plan.responsibilities(indicator) if r.role in OWNERS]


def _named(plan: Plan, ids: Collection[Id]) -> str:
    """Rows in few words: 类别“资金支持”, “选派挂职干部”, 3 项指标."""
    first = next(iter(ids), None)
    record = plan.get(Category, first) or plan.get(Indicator, first)
    if len(ids) == 1 and record:
        name = record.name if len(record.name) <= 16 else f"{record.name[:8]}…{record.name[-6:]}"
        return f"{'类别' if isinstance(record, Category) else '指标'}“{name or '未命名'}”"
    return f" {len(ids)} 行"
