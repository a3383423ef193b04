"""A copied list of units: shown with what each line is – new, known already, like a known one – before any is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from xiezuo_desktop.core.names import NameRegister
from xiezuo_desktop.core.records import Unit
from xiezuo_desktop.core.tree import keys_between
from xiezuo_desktop.core.unit_steps import last_order, member_steps
from xiezuo_desktop.ui.widgets.look import button, dress, label
from xiezuo_desktop.ui.widgets.text_table import TextTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Id
    from xiezuo_desktop.ui.session import Session

    from .pasted_units import PastedUnit

_TABLE = (("", 0), ("名称", 3), ("挂牌", 2), ("类型", 0), ("联系人", 0), ("电话", 0))  # columns and how they stretch


class PasteUnitsDialog(QDialog):
    """Shows the list; 加入 adds the new ones below `parent_unit`, and all of them to `group`, as one step."""

    def __init__(
        self,
        session: Session,
        units: Sequence[PastedUnit],
        parent_unit: Id | None,
        parent: QWidget,
        group: Id | None = None,
    ) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle("粘贴单位")
        self._session, self._parent_unit, self._group = session, parent_unit, group
        register = NameRegister(session.plan)
        found = {u: session.plan.get(Unit, register.find(u.name)) for u in units}
        self.new = [u for u in units if register.find(u.name) is None]
        self.told = {unit.id: (u, unit) for u, unit in found.items() if unit is not None and _adds_to(u, unit)}
        members = session.plan.members.get(group, []) if group else []
        self.joining = [u.id for u in found.values() if group and u is not None and u.id not in members]
        self._ids = {listed: unit.id for listed, unit in found.items() if unit is not None}
        self._units = list(units)
        words = [f"{len(self.new)} 个新单位" if self.new else "没有新单位"]
        words += [f"{len(self.told)} 个补上联系人、电话"] if self.told else []
        known = len(units) - len(self.new) - len(self.told)
        words += [f"{known} 个计划里已有，不会重复加入"] if known else []
        if group:
            words.append(f"{len(self.new) + len(self.joining)} 个成为“{session.plan.bearer_name(group)}”的成员")
        self._fill(units)
        self._add = button("加入", "primary", tip="加进单位表；之后可以用 Ctrl+Z 一次撤销", on=self.add)
        self._add.setEnabled(bool(self.new or self.told or self.joining) and session.can_edit)
        self._add.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addWidget(label("，".join(words), "heading", wrap=True))
        column.addWidget(self._list, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("取消", on=self.reject))
        foot.addWidget(self._add)
        column.addLayout(foot)
        (self._add if self._add.isEnabled() else self._list).setFocus()  # Enter adds; the list would keep it
        self.resize(820, 460)

    def _fill(self, units: Sequence[PastedUnit]) -> None:
        """The list, with what each line is; a new name that is like one that is known says so."""
        from xiezuo_desktop.importers.unknown_names import alike

        used = [
            True,
            True,
            any(u.plaques for u in units),
            True,
            any(u.contact for u in units),
            any(u.phone for u in units),
        ]
        kept = [n for n, said in enumerate(used) if said]
        self._list = TextTable(tuple(_TABLE[n][0] for n in kept), tuple(_TABLE[n][1] for n in kept))
        self._list.setAccessibleName("要加入的单位")
        more = [u for u, _ in self.told.values()]
        known = [u.name for u in self._session.plan.units if u.same_as is None]
        rows, tones = [], []
        for unit in units:
            like = alike(unit.name, known) if unit in self.new else []
            state = "新增" if unit in self.new else "补充" if unit in more else "已有"
            name = f"{unit.name}\n像“{like[0]}”：是同一个单位的，加入后请合并" if like else unit.name
            row = _row(unit, state, name)
            rows.append([row[n] for n in kept])
            tone = ("warn" if like else "") if unit in self.new or unit in more else "off"
            tones.append([tone] * len(kept))
        self._list.show_rows(rows, tones)

    def add(self) -> None:
        """Write the new units, and what the list says more of those that are known, as one step."""
        plan: Plan = self._session.plan
        low = last_order(plan.children(Unit, self._parent_unit))
        with self._session.edit(f"粘贴 {len(self.new) + len(self.told) or len(self.joining)} 个单位") as edit:
            for unit_id, (listed, known) in self.told.items():
                edit.put(Unit, unit_id, contact=known.contact or listed.contact, phone=known.phone or listed.phone)
            made = [
                edit.add(
                    Unit,
                    name=unit.name,
                    plaques="\n".join(unit.plaques),
                    kind=unit.kind,
                    contact=unit.contact,
                    phone=unit.phone,
                    parent=self._parent_unit,
                    order=order,
                )
                for unit, order in zip(self.new, keys_between(low, "", len(self.new)), strict=True)
            ]
            if self._group:
                ids = self._ids | dict(zip(self.new, made, strict=True))  # members in the order of the list
                joining = [ids[u] for u in self._units if u in self.new or ids[u] in self.joining]
                edit.apply(member_steps(plan, self._group, list(dict.fromkeys(joining))))
        if edit.changes:
            self._session.said.emit(self._told(), True)
            self.accept()

    def _told(self) -> str:
        words = [f"已加入 {len(self.new)} 个单位"] if self.new else []
        words += [f"补充 {len(self.told)} 个"] if self.told else []
        if self._group:
            words.append(f"{len(self.new) + len(self.joining)} 个成为组合的成员")
        return "，".join(words)


def _adds_to(listed: PastedUnit, unit: Unit) -> bool:
    """Whether a list says who answers, or the telephone, of a unit of which the plan does not say it."""
    return bool((listed.contact and not unit.contact) or (listed.phone and not unit.phone))


def _row(unit: PastedUnit, state: str, name: str) -> list[str]:
    kind = (Unit.fields["kind"].choices or {}).get(unit.kind, "")
    return [state, name, "、".join(unit.plaques), kind, unit.contact, unit.phone]
