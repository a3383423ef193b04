"""What a person can do to units and groups, each a named step through the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ...core import unit_steps
from ...core.errors import Invalid
from ...core.names import guess_kind
from ...core.records import Member, Unit, UnitGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...core.changes import Step
    from ...core.plan import Plan
    from ...core.records import Id
    from ..models.unit_nodes import Node
    from ..session import Session


class UnitEdits(QObject):
    """Adds, moves, merges and deletes. `made` and `kept` carry ids that the view should select afterwards."""

    made = Signal(object)  # id of a new unit or group: select it and begin to type its name
    kept = Signal(object)  # ids of units that were moved: keep them selected

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    @property
    def _plan(self) -> Plan:
        return self._session.plan

    def _do(self, label: str, steps: Callable[[], Sequence[Step]]) -> bool:
        """Work the steps out and take them; what cannot be is said and nothing changes."""
        if not self._session.can_edit:
            return False
        try:
            wanted = list(steps())
        except Invalid as error:
            self._session.failed.emit(error)
            return False
        if not wanted:
            return False
        with self._session.edit(label) as edit:
            edit.apply(wanted)
        return bool(edit.changes)

    # ------------------------------------------------------------------------------------------------ adding

    def home(self, parent: Id | None) -> Id | None:
        """Below which unit a new one is made: in a file that a unit received, below that unit where it may not be elsewhere."""
        rights = self._session.rights
        return rights.home(parent) if rights is not None else parent

    def add_unit(self, parent: Id | None) -> None:
        """A new unit, as the last below a parent."""
        if not self._session.can_edit:
            return
        order = unit_steps.last_order(self._plan.children(Unit, parent))
        with self._session.edit("新增单位") as edit:
            made = edit.add(Unit, name="新单位", parent=parent, order=order)
        if edit.changes:
            self.made.emit(made)

    def add_group(self) -> None:
        """A new group of units."""
        if not self._session.can_edit:
            return
        with self._session.edit("新增单位组合") as edit:
            made = edit.add(UnitGroup, name="新组合", order=unit_steps.last_order(self._plan.groups))
        if edit.changes:
            self.made.emit(made)

    def add_members(self, ids: Sequence[Id], group: Id) -> None:
        """Make units members of a group."""
        plan = self._plan
        known = [i for i in ids if plan.get(Unit, i)]
        self._do(f"加入“{plan.bearer_name(group)}”", lambda: unit_steps.member_steps(plan, group, known))

    # ------------------------------------------------------------------------------------------------ changing

    def type_cell(self, node: Node, column: int, text: str) -> None:
        """A cell was typed into: the name, the 挂牌 or the other wordings."""
        from ...storage import new_id

        record = node.record
        if record is None:
            return
        words = [w for part in text.replace("，", "、").replace(",", "、").split("、") if (w := part.strip())]
        if column == 1:
            if not text:
                self._session.failed.emit(Invalid("单位名称不能为空。", "要去掉这一行请按 Ctrl+Delete。"))
                return
            with self._session.edit(f"改名为“{text}”") as edit:
                told = {"kind": guess_kind(text)} if isinstance(record, Unit) and not record.kind else {}
                edit.put(type(record), record.key, name=text, **told)
        elif column == 3:
            with self._session.edit("修改“挂牌”") as edit:
                edit.put(Unit, record.key, plaques="\n".join(words))
        else:
            self._do("修改“其他写法”", lambda: unit_steps.set_aliases(self._plan, record.id, words, new_id))

    def set_kind(self, ids: Sequence[Id], kind: str) -> None:
        """Set the kind of units."""
        units = [i for i in ids if self._plan.get(Unit, i)]
        if units and self._session.can_edit:
            with self._session.edit("修改“类型”") as edit:
                for unit in units:
                    edit.put(Unit, unit, kind=kind)

    # ------------------------------------------------------------------------------------------------ moving

    def move(self, ids: Sequence[Id], parent: Id | None, before: Id | None = None) -> None:
        """Put units below a parent, before a sibling."""
        if self._do(f"移动{self._named(ids)}", lambda: unit_steps.move_units(self._plan, ids, parent, before)):
            self.kept.emit(list(ids))

    def shift(self, unit_id: Id, step: int) -> None:
        """Move a unit one place up (-1) or down (+1) among its siblings."""
        plan = self._plan
        unit = plan.get(Unit, unit_id)
        if unit is None:
            return
        parent = unit.parent if plan.get(Unit, unit.parent) else None
        peers = [u.id for u in plan.children(Unit, parent) if u.same_as is None]
        at = peers.index(unit_id) + step
        if 0 <= at < len(peers):
            others = [p for p in peers if p != unit_id]
            self.move([unit_id], parent, others[at] if at < len(others) else None)

    def indent(self, unit_id: Id) -> None:
        """Put a unit below the one above it."""
        plan = self._plan
        unit = plan.get(Unit, unit_id)
        if unit is None:
            return
        peers = [
            u.id for u in plan.children(Unit, unit.parent if plan.get(Unit, unit.parent) else None) if u.same_as is None
        ]
        at = peers.index(unit_id)
        if at > 0:
            self.move([unit_id], peers[at - 1])

    def outdent(self, unit_id: Id) -> None:
        """Lift a unit to the level of its parent, behind it."""
        plan = self._plan
        unit = plan.get(Unit, unit_id)
        parent = plan.get(Unit, unit.parent) if unit else None
        if parent is None:
            return
        above = parent.parent if plan.get(Unit, parent.parent) else None
        peers = [u.id for u in plan.children(Unit, above)]
        at = peers.index(parent.id) + 1
        self.move([unit_id], above, peers[at] if at < len(peers) else None)

    # ------------------------------------------------------------------------------------------------ ending

    def delete(self, nodes: Sequence[Node]) -> None:
        """Delete units and groups nobody uses; a member is only taken out of its group."""
        members = [n for n in nodes if n.what == "member"]
        bearers = [n.place[1] for n in nodes if n.what in ("unit", "group")]
        if members and not bearers and self._session.can_edit:
            with self._session.edit(f"移出组合{len(members)} 个" if len(members) > 1 else "移出组合") as edit:
                for node in members:
                    edit.delete(Member, (node.place[2], node.place[1], 0))
        elif bearers:
            names = self._named(bearers)
            if self._do(f"删除{names}", lambda: unit_steps.delete_bearers(self._plan, bearers)):
                self._session.said.emit(f"已删除{names}", True)

    def merge(self, source: Id, target: Id) -> None:
        """Make two units one."""
        from ...storage import new_id

        plan = self._plan
        label = f"把“{plan.bearer_name(source)}”合并到“{plan.bearer_name(target)}”"
        if self._do(label, lambda: unit_steps.merge_units(plan, source, target, new_id)):
            self._session.said.emit(f"已{label}", True)
            self.kept.emit([target])

    def _named(self, ids: Sequence[Id]) -> str:
        return f"“{self._plan.bearer_name(ids[0])}”" if len(ids) == 1 else f" {len(ids)} 个单位"
