"""Whose file this is, and which rows are its own. Advice for the screen and for who takes a return in, not a lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import Refused
from ..core.records import (
    Alias,
    Allocation,
    Chapter,
    Clause,
    Dispatch,
    Evidence,
    Handling,
    Measure,
    Member,
    Mention,
    Receipt,
    Reminder,
    Report,
    Responsibility,
    Source,
    Task,
    Unit,
    UnitGroup,
    Unplaced,
    Waiver,
)
from ..core.unit_steps import below
from ..core.wording import describe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..core.changes import Step
    from ..core.plan import Plan
    from ..core.records import Id, Key, Record
    from ..storage import PlanFile

# What rights are worked out from; reports, the mass of a plan, are not among it: their key says whose they are.
NEEDED: tuple[type[Record], ...] = (
    Unit,
    UnitGroup,
    Member,
    Alias,
    Responsibility,
    Task,
    Measure,
    Chapter,
    Clause,
    Mention,
    Dispatch,
    Receipt,
    Evidence,
    Reminder,
)
_LOCAL = (Unplaced, Source, Waiver)
_MADE_BY_UNITS = (Unit, Alias, UnitGroup, Responsibility, Measure, Clause, Mention, Dispatch, Receipt, Evidence)


def own_unit(plan_file: PlanFile) -> Id | None:
    """The unit this file was dispatched to; None for a file that holds the whole plan."""
    if not plan_file.is_part:
        return None
    return addressee(plan_file.read(Dispatch).ordered(Dispatch))


def addressee(dispatches: Iterable[Dispatch]) -> Id | None:
    """The unit whose part these dispatches belong to: not one of those to whom it was sent on from there."""
    sent = [dispatch for dispatch in dispatches if dispatch.unit is not None]
    units = {dispatch.unit for dispatch in sent}
    own = {dispatch.unit for dispatch in sent if dispatch.sender not in units or dispatch.sender == dispatch.unit}
    return own.pop() if len(own) == 1 else None


def refuse_others_rows(plan_file: PlanFile, steps: Iterable[Step]) -> None:
    """Raise Refused where a step changes a row that is not the own one of the unit whose part this file holds."""
    unit = own_unit(plan_file)
    if unit is None:
        return
    plan = plan_file.plan
    rights = Rights(plan, unit)
    for step in steps:
        if not rights.may_change(step.record, step.key):
            raise Refused(
                f"{describe(plan, step.record, step.key)}不是“{plan.bearer_name(unit)}”自己的内容，在下发的文件里不能改，没有改动。",
                "需要更正的，请与下发的单位联系。",
            )


class Rights:
    """What one unit may change in a plan. `unit` None is the office whose plan it is: everything."""

    def __init__(self, plan: Plan, unit: Id | None) -> None:
        self._plan = plan
        self.unit = unit
        self._units = below(plan, unit) if unit is not None else set()
        self._below = self._units - {unit}
        groups: dict[Id, set[Id]] = {}
        for member in plan.rows(Member).values():
            groups.setdefault(member.group, set()).add(member.unit)
        self._groups = {group for group, members in groups.items() if members <= self._below}
        self._strange = set(groups) - self._groups
        self._bearers = self._units | {group for group, members in groups.items() if members & self._units}

    def may_change(self, record: type[Record], key: Key) -> bool:
        """Whether a row is the unit's own to change; a row that is not in the plan, whether it may make one."""
        if self.unit is None or record in _LOCAL:
            return True
        if record is Report:
            return key[1] in self._bearers
        if record is Handling:  # each says for itself how far it is with what it answers for
            measure = self._plan.get(Measure, key[0])
            return key[1] in self._bearers and self._answers_for(measure.task if measure else key[0])
        if record is Allocation:  # its own share is set from above, those of its sub-units by itself
            return key[1] in self._below or key[1] in self._groups
        if record is Member:
            return key[1] in self._below and key[0] not in self._strange
        found = self._plan.get(record, key)
        if found is None:
            return record in _MADE_BY_UNITS
        return self._owns(found)

    def not_own(self, record: type[Record], keys: Iterable[Key]) -> list[Key]:
        """Those of many keys that are not the unit's own."""
        if record is Report:  # by the thousand
            return [] if self.unit is None else [key for key in keys if key[1] not in self._bearers]
        return [key for key in keys if not self.may_change(record, key)]

    def home(self, parent: Id | None) -> Id | None:
        """Below which unit a new one is made where `parent` was meant: a unit's own ones stand below itself."""
        return parent if self.unit is None or parent in self._units else self.unit

    def _owns(self, row: Record) -> bool:
        plan = self._plan
        match row:
            case Unit():
                return row.id in self._units
            case Alias() | Evidence() | Reminder():
                return row.unit in self._bearers
            case UnitGroup():
                return row.id not in self._strange
            case Responsibility():
                return row.unit in self._below or row.unit in self._groups
            case Measure():
                return self._answers_for(row.task)
            case Clause() | Chapter():
                chapter = row if isinstance(row, Chapter) else plan.get(Chapter, row.chapter)
                return isinstance(row, Clause) and chapter is not None and chapter.unit in self._bearers
            case Mention():
                clause = plan.get(Clause, row.clause)
                return clause is not None and self._owns(clause)
            case Dispatch():
                return row.sender in self._units
            case Receipt():
                dispatch = plan.get(Dispatch, row.dispatch)
                return dispatch is not None and (dispatch.unit in self._units or dispatch.sender in self._units)
        return False

    def _answers_for(self, task: Id | None) -> bool:
        return task is not None and any(r.unit in self._bearers for r in self._plan.responsibilities(task))

    def concerns(self, record: type[Record], key: Key) -> bool:
        """Whether a row is the unit's affair, to be shown first: its own indicators, tasks, chapter, shares and figures."""
        if self.unit is None:
            return False
        if record in (Report, Allocation, Handling):
            return key[1] in self._bearers
        if record is Chapter:
            chapter = self._plan.get(Chapter, key)
            return chapter is not None and chapter.unit in self._bearers
        if any(r.unit in self._bearers for r in self._plan.responsibilities(key[0])):
            return True
        return record is not Task and any(a.bearer in self._bearers for a in self._plan.allocations(key[0]))
