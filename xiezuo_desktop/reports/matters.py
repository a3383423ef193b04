"""What concerns one unit: the indicators it answers for or has a part of, its chapters, its tasks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from xiezuo_desktop.core.figures.rollup import Rollup
from xiezuo_desktop.core.records import Allocation, Chapter, Id, Indicator, Responsibility, Task, Unit, UnitGroup
from xiezuo_desktop.reports.wording import find_bearers

if TYPE_CHECKING:
    from collections.abc import Collection

    from xiezuo_desktop.core.plan import Plan

_ROLE_ORDER = tuple(Responsibility.fields["role"].choices or ())
_LABELS = Responsibility.fields["role"].choices or {}


@dataclass(slots=True)
class Matters:
    """Everything that concerns a unit and the groups it belongs to, in the order of the plan."""

    indicators: list[Indicator] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)
    allocations: dict[Id, list[Allocation]] = field(default_factory=dict)  # by indicator
    roles: dict[Id, list[Responsibility]] = field(default_factory=dict)  # by indicator or task
    bearers: frozenset[Id] = frozenset()  # the unit and its groups
    is_group: bool = False  # of several, whose members the plan does not list

    def role(self, subject: Id) -> str:
        """In which roles the unit answers for something, in words: 牵头, 责任（区乡村振兴局）."""
        shown: dict[str, str] = {}
        for duty in sorted(self.roles.get(subject, ()), key=lambda r: _ROLE_ORDER.index(r.role) if r.role else 99):
            label = _LABELS.get(duty.role, "责任")
            shown.setdefault(label, f"{label}（{duty.capacity}）" if duty.capacity else label)
        return "、".join(shown.values())


class UnitMatters:
    """Finds the matters of one unit after another without going through the whole plan each time."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def _duties(self) -> dict[Id | None, list[Responsibility]]:
        out: dict[Id | None, list[Responsibility]] = defaultdict(list)
        for duty in self.plan.ordered(Responsibility):
            out[duty.unit].append(duty)
        return out

    @cached_property
    def _shares(self) -> dict[Id, list[Allocation]]:
        out: dict[Id, list[Allocation]] = defaultdict(list)
        for allocation in self.plan.ordered(Allocation):
            out[allocation.bearer].append(allocation)
        return out

    @cached_property
    def _chapters(self) -> dict[Id | None, list[Chapter]]:
        out: dict[Id | None, list[Chapter]] = defaultdict(list)
        for chapter in self.plan.chapters:
            out[chapter.unit].append(chapter)
        return out

    @cached_property
    def _places(self) -> dict[Id, int]:
        subjects = [*(i.id for i in self.plan.indicators), *(t.id for t in self.plan.tasks)]
        return {subject: place for place, subject in enumerate(subjects)}

    def find(self, bearers: Collection[Id]) -> Matters:
        """What concerns these units and groups."""
        found = Matters(
            bearers=frozenset(bearers), is_group=all(self.plan.get(UnitGroup, bearer) for bearer in bearers)
        )
        for bearer in bearers:
            for duty in self._duties.get(bearer, ()):
                if duty.subject is not None:
                    found.roles.setdefault(duty.subject, []).append(duty)
            for allocation in self._shares.get(bearer, ()):
                found.allocations.setdefault(allocation.indicator, []).append(allocation)
            found.chapters += self._chapters.get(bearer, [])
        subjects = sorted({*found.roles, *found.allocations} & self._places.keys(), key=self._places.__getitem__)
        found.indicators = [i for s in subjects if (i := self.plan.get(Indicator, s))]
        found.tasks = [t for s in subjects if (t := self.plan.get(Task, s))]
        found.chapters.sort(key=lambda chapter: (chapter.order, chapter.id))
        return found

    def names(self) -> list[str]:
        """The units, and the groups whose members nobody lists, that something may concern; in the plan's order.

        Whose shares are the totals of the others' is no unit beside them, unless it answers for something itself.
        """
        plan = self.plan
        top = Rollup(plan).top
        left_out = {top} if top not in self._duties and len(self._shares) > 1 else set()
        units = [u.name for u in plan.rows(Unit).values() if u.same_as is None and u.id not in left_out]
        order = {u.name: place for place, u in enumerate(plan.units)}
        units.sort(key=lambda name: order.get(name, len(order)))
        groups = [g.name for g in plan.groups if not plan.members.get(g.id)]
        return [name for name in dict.fromkeys([*units, *groups]) if name]

    def find_named(self, name: str) -> Matters:
        """What concerns the unit or group of this name. Raises WrongCall when there is none."""
        return self.find(find_bearers(self.plan, name))


@lru_cache(maxsize=1)
def matters_of(plan: Plan) -> UnitMatters:
    """The finder of a plan: one unit's paper after another is made of the same plan."""
    return UnitMatters(plan)


def task_name(task: Task) -> str:
    """What a task is called in a line."""
    return task.theme.strip() or task.heading.strip() or f"第{task.ordinal}项任务"
