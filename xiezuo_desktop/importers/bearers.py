"""Units and groups of a draft in a plan: found by their names, aliases and 挂牌, or made new; who answers for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.changes import Put
from ..core.names import NameRegister, normalise
from ..core.records import Alias, Member, Responsibility, Unit, UnitGroup, full_key
from ..core.tree import keys_between, spread_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..core.records import Id
    from .draft import Draft, DraftGroup, DraftResponsibility
    from .step_list import StepList


class Bearers:
    """The units and groups of one draft, with their ids in the plan."""

    def __init__(self, draft: Draft, to: StepList) -> None:
        self.to = to
        self.plan = to.plan
        self._register = NameRegister(to.plan)
        self._ids: dict[str, Id] = {}
        self.unnamed: list[Responsibility] = []  # that the paper does not name beside those it does name in their role
        self._units(draft)
        self._groups(draft)
        self._aliases(draft)

    def _units(self, draft: Draft) -> None:
        rows, old = [], []
        for unit in draft.units:
            found = self.plan.get(Unit, self._register.find(unit.name))
            plaques = found.plaques.splitlines() if found else []
            plaques += [p for p in unit.plaques if normalise(p) not in map(normalise, plaques)]
            kind = (found.kind if found else "") or unit.kind
            row = {"name": found.name if found else unit.name, "plaques": "\n".join(plaques), "kind": kind}
            rows.append(row | {"contact": unit.contact, "phone": unit.phone})
            old.append(found)
        groups = [self.plan.get(UnitGroup, self._register.find(u.name)) for u in draft.units]
        for unit, group in zip(draft.units, groups, strict=True):
            if group is not None:  # a person has made a group of this name
                self._ids[normalise(unit.name)] = group.id
        kept = [i for i, g in enumerate(groups) if g is None]
        ids = self.to.put_list(Unit, [rows[i] for i in kept], [old[i] for i in kept])
        for i, key in zip(kept, ids, strict=True):
            self._ids[normalise(draft.units[i].name)] = key

    def _groups(self, draft: Draft) -> None:
        rows, old = [], []
        for group in draft.groups:
            found = self._register.find(group.name)
            if found is not None and self.plan.get(Unit, found):
                self._ids[normalise(group.name)] = found
                continue
            old.append(self.plan.get(UnitGroup, found))
            rows.append(
                {
                    "name": old[-1].name if old[-1] else group.name,
                    "expected_size": group.expected_size,
                    "open": group.open or None,
                }
            )
        ids = self.to.put_list(UnitGroup, rows, old)
        names = [g.name for g in draft.groups if normalise(g.name) not in self._ids]
        self._ids.update({normalise(name): key for name, key in zip(names, ids, strict=True)})
        for group in draft.groups:
            self._members(group)

    def _members(self, group: DraftGroup) -> None:
        """The units that the paper lists below the name of a group; nobody is taken out of it."""
        key = self._ids.get(normalise(group.name))
        if key is None or self.plan.get(Unit, key):
            return
        known = self.plan.members.get(key, ())
        units = [u for name in group.members if (u := self._ids.get(normalise(name))) is not None and u not in known]
        for unit, order in zip(dict.fromkeys(units), spread_keys(len(set(units))), strict=True):
            self.to.steps.append(Put(Member, full_key(key, unit), {"order": order}))

    def _aliases(self, draft: Draft) -> None:
        """The wordings that a person has explained: remembered, so that they are never asked about again."""
        for alias in draft.aliases:
            meant = self._ids.get(normalise(alias.of)) or self._register.find(alias.of)
            if meant is None or self._ids.setdefault(normalise(alias.text), meant) != meant:
                continue
            self.to.steps.append(Put(Alias, full_key(self.to.new_id()), {"unit": meant, "text": alias.text}))

    def find(self, name: str) -> Id | None:
        """The unit or group that the draft calls so."""
        return self._ids.get(normalise(name)) if name else None

    def _capacity(self, one: DraftResponsibility) -> str:
        """The 挂牌 under which a unit acts; also where the paper names the unit by its 挂牌 alone."""
        unit = self.plan.get(Unit, self.find(one.unit))
        if one.capacity or unit is None or normalise(unit.name) == normalise(one.unit):
            return one.capacity
        return one.unit if normalise(one.unit) in map(normalise, unit.plaques.splitlines()) else ""

    def assign(self, subject: Id, ones: Sequence[DraftResponsibility]) -> None:
        """Add those that the plan does not have; nobody is taken off."""
        old = self.plan.responsibilities(subject)
        known = {(r.unit, r.role, normalise(r.capacity)): r for r in old}
        low = old[-1].order if old else ""
        new = [o for o in ones if self._key(o) not in known]
        orders = keys_between(low, "", len(new))
        for one, order in zip(new, orders, strict=True):
            self.to.put(
                Responsibility,
                self.to.new_id(),
                None,
                subject=subject,
                unit=self.find(one.unit),
                role=one.role,
                order=order,
                capacity=self._capacity(one),
                open=one.open or None,
                wording=one.wording,
            )
        for one in ones:
            same = known.get(self._key(one))
            if same is not None:
                self.to.put(Responsibility, same.id, same, open=one.open or None)
        said = {self._key(one) for one in ones}
        roles = {one.role for one in ones}
        self.unnamed += [r for key, r in known.items() if r.role in roles and key not in said]

    def _key(self, one: DraftResponsibility) -> tuple[Id | None, str, str]:
        return self.find(one.unit), one.role, normalise(self._capacity(one))
